//! What one sees: Leptos views of the model. No page knows the browser's storage, clock or files;
//! it dispatches an event and shows what the model says.
//!
//! A page is drawn anew when the route or the language changes; within a page only what changed is
//! touched.

mod desk;
mod ground;
mod join;
mod map;
mod pages;
mod parts;
mod session;
mod workshop;

use leptos::prelude::*;

use crate::app::{Page, Route};
use crate::domain::code::Language;
use crate::platform::screen;
use session::Session;

/// Puts the walker's app on its page.
pub fn start() {
    start_with(Page::Walk, pages::page);
}

/// Puts the joining of a walk on its page.
pub fn start_join() {
    start_with(Page::Join, join::page);
}

/// Puts the ground's screens on their page.
pub fn start_ground() {
    session::also_heard_by(ground::hear);
    start_with(Page::Ground, ground::page);
}

/// Puts the mediator's preparation on its page.
pub fn start_preparation() {
    start_with(Page::Desk, desk::page);
}

/// Puts the mediator's workshop on its page.
pub fn start_workshop() {
    session::also_heard_by(workshop::hear);
    start_with(Page::Workshop, workshop::page);
}

/// The id of the button that chooses a language.
fn language_button(language: Language) -> &'static str {
    match language {
        Language::Fr => "choose-fr",
        Language::En => "choose-en",
    }
}

/// Draws the screen of a route.
type Draw = fn(Session, Route) -> AnyView;

fn start_with(page: Page, draw: Draw) {
    std::panic::set_hook(Box::new(|panic| {
        screen::log(&panic.to_string());
        // The page says that what was saved is safe; nothing of the app is needed for it.
        screen::send_signal("eclaireuse:panic");
    }));
    let session = Session::new();
    screen::start(page, &session.dispatcher());
    let Some(place) = screen::element("app") else { return };
    // What stands there from the first byte, for when nothing starts.
    screen::draw(&place, "");
    leptos::mount::mount_to(place, move || root(session, draw)).forget();
    screen::send_signal("eclaireuse:ready");
}

fn root(session: Session, draw: Draw) -> AnyView {
    let shown = session.select(|model| (model.route, model.language));
    // A new screen is read from its top, by eyes and by screen readers; the first one is not
    // grabbed from under a finger.
    Effect::new(move |before: Option<(Route, Language)>| {
        let now = shown.get();
        match before {
            Some((route, _)) if route != now.0 => screen::focus_heading(),
            // The same screen in another language: what was tapped stands there anew.
            Some((_, language)) if language != now.1 => {
                if let Some(chosen) = screen::element(language_button(now.1)) {
                    drop(chosen.focus());
                }
            }
            _ => {}
        }
        now
    });
    parts::follow(move || {
        let (route, _) = shown.get();
        draw(session, route)
    })
}
