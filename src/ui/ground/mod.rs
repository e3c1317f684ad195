//! On the ground: the map, placing a thing, the form of a stop, a photo.

mod check;
mod map;
mod photo;
mod placing;
mod review;
mod several;
mod stop_form;

use leptos::prelude::*;

pub(super) use review::hear;

use super::pages::{elsewhere, settings};
use super::session::Session;
use crate::app::Route;
use crate::app::route::Panel;

/// The screen of a route.
pub(super) fn page(session: Session, route: Route) -> AnyView {
    match route {
        Route::Map(walk) => map::page(session, walk),
        Route::Placing(walk, id) => placing::page(session, walk, id),
        Route::StopForm(walk, stop) => stop_form::page(session, walk, stop),
        Route::Observation(_, id, Panel::Photo) => photo::page(session, id),
        Route::Check => check::page(session),
        Route::Settings => settings(session),
        _ => elsewhere(session, route),
    }
}
