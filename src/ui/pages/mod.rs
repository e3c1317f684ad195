//! The screens.

mod capture;
mod hand_over;
mod home;
mod notice;
mod observation;
mod settings;
mod sheet;
mod walk;

use leptos::prelude::*;

use super::session::Session;
use crate::app::Route;

/// The screen of a route.
pub(super) fn page(session: Session, route: Route) -> AnyView {
    match route {
        Route::Home => home::page(session),
        Route::NewWalk => sheet::new_walk(session),
        Route::Sheet(walk) => sheet::existing_walk(session, walk),
        Route::Notice(_) => notice::page(session),
        Route::Walk(walk) => walk::list_page(session, walk),
        Route::Stops(walk) => walk::stops_page(session, walk),
        Route::Principles(walk) => capture::principles(session, walk),
        Route::Categories(_, principle) => capture::categories(session, principle),
        Route::Observation(_, id, panel) => observation::page(session, id, panel),
        Route::HandOver(walk) => hand_over::page(session, walk),
        Route::Settings => settings::page(session),
    }
}
