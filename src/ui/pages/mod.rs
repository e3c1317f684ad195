//! The screens.

mod capture;
mod hand_over;
mod home;
mod left_files;
mod notice;
mod observation;
mod settings;
mod walk;

use leptos::prelude::*;

use super::parts::paragraph;
use super::session::Session;
use crate::app::Route;
use crate::app::route::Panel;
use crate::platform::screen;

/// A screen of the other page: on the way there.
pub(super) fn elsewhere(session: Session, route: Route) -> AnyView {
    screen::show(route, true);
    paragraph("empty", session.words().loading)
}

/// Language, theme, storage: the one screen that both pages have.
pub(super) fn settings(session: Session) -> AnyView {
    settings::page(session)
}

/// What the browser says of its storage.
pub(super) fn storage(session: Session) -> AnyView {
    settings::storage(session)
}

/// The screen of a route.
pub(super) fn page(session: Session, route: Route) -> AnyView {
    match route {
        Route::Home => home::page(session),
        Route::Notice(_) => notice::page(session),
        Route::Walk(walk) => walk::list_page(session, walk),
        Route::Stops(walk) => walk::stops_page(session, walk),
        Route::Withdrawn(walk) => walk::withdrawn_page(session, walk),
        Route::Principles(walk, at) => capture::principles(session, walk, at),
        Route::Categories(_, principle, _) => capture::categories(session, principle),
        Route::Observation(_, _, Panel::Photo) => elsewhere(session, route),
        Route::Observation(_, id, panel) => observation::page(session, id, panel),
        Route::HandOver(walk) => hand_over::page(session, walk),
        Route::Settings => settings::page(session),
        Route::Join
        | Route::Check
        | Route::Map(_)
        | Route::Placing(..)
        | Route::StopForm(..)
        | Route::NewWalk
        | Route::Sheet(_)
        | Route::Prepare(..)
        | Route::Receipt(_)
        | Route::Campaigns
        | Route::Campaign(..)
        | Route::Constat(..) => elsewhere(session, route),
    }
}
