//! What one sees: Leptos views of the model. No page knows the browser's storage, clock or files;
//! it dispatches an event and shows what the model says.
//!
//! A page is drawn anew when the route or the language changes; within a page only what changed is
//! touched.

mod pages;
mod parts;
mod session;

use leptos::prelude::*;

use crate::app::Route;
use crate::platform::screen;
use session::Session;

/// Puts the app on the page.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        screen::log(&panic.to_string());
        // The page says that what was saved is safe; nothing of the app is needed for it.
        screen::send_signal("eclaireuse:panic");
    }));
    let session = Session::new();
    screen::start(&session.dispatcher());
    let Some(place) = screen::element("app") else { return };
    leptos::mount::mount_to(place, move || root(session)).forget();
    screen::send_signal("eclaireuse:ready");
}

fn root(session: Session) -> AnyView {
    let shown = session.select(|model| (model.route, model.language));
    // A new screen is read from its top, by eyes and by screen readers; the first one is not
    // grabbed from under a finger.
    Effect::new(move |before: Option<Route>| {
        let (route, _) = shown.get();
        if before.is_some_and(|before| before != route) {
            screen::focus_heading();
        }
        route
    });
    parts::follow(move || {
        let (route, _) = shown.get();
        pages::page(session, route)
    })
}
