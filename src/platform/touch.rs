//! Taps, before anything else hears them: those that nobody meant ([`crate::app::tap`]) go no further.
//! And the focus, after them: where a control went away under it, it goes to what took its place.

use std::cell::RefCell;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element, Event, HtmlElement, KeyboardEvent, PointerEvent, UiEvent};

use crate::app::tap::{Press, Taps};

/// What may be given the focus: no field, which would open a keyboard that nobody asked for.
const FOCUSABLE: &str = "[tabindex],button,a[href],summary";

thread_local! {
    static TAPS: RefCell<Taps> = RefCell::default();
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Another screen is shown from now on, and seen once it was painted.
pub fn screen_changed() {
    let Some(window) = web_sys::window() else { return };
    let Some(performance) = window.performance() else { return };
    TAPS.with_borrow_mut(|taps| taps.shown(performance.now()));
    spawn_local(async move {
        let painted = Promise::new(&mut |painted, _| {
            // Where it cannot be asked for, at once.
            if window.request_animation_frame(&painted).is_err() {
                drop(painted.call0(&JsValue::NULL));
            }
        });
        drop(JsFuture::from(painted).await);
        // Frames are told of before they are painted.
        gloo_timers::future::TimeoutFuture::new(0).await;
        TAPS.with_borrow_mut(|taps| taps.seen(performance.now()));
    });
}

/// Hears every tap inside an element first, for the life of the page.
pub fn watch(within: &Element) {
    screen_changed();
    let heard = Closure::<dyn Fn(Event)>::new(|event: Event| heard(&event));
    for name in ["pointerdown", "click", "keydown"] {
        let listener = heard.as_ref().unchecked_ref();
        drop(within.add_event_listener_with_callback_and_bool(name, listener, true));
    }
    heard.forget();
}

fn heard(event: &Event) {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
        // A key that is held down is one press; elsewhere than on a control it moves and writes.
        let is_pressed = key.key() == "Enter" && inside(event, "button,a,summary").is_some();
        if key.repeat() && is_pressed {
            event.prevent_default();
        }
    } else if event.type_() == "click" {
        clicked(event);
    } else if let Some(pointer) = event.dyn_ref::<PointerEvent>().filter(|one| one.is_primary()) {
        let (x, y) = (f64::from(pointer.client_x()), f64::from(pointer.client_y()));
        let press = Press { x, y, at_ms: event.time_stamp() };
        TAPS.with_borrow_mut(|taps| taps.pressed(press));
    }
}

/// The innermost element of a kind that an event is in.
fn inside(event: &Event, kind: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(kind).ok().flatten()
}

fn clicked(event: &Event) {
    // Without a count nobody pressed: a key, a screen reader or a script did it.
    let is_pressed = event.dyn_ref::<UiEvent>().is_some_and(|event| event.detail() > 0);
    let is_counter = inside(event, "[data-again]").is_some();
    let heard_ms = event.time_stamp();
    if is_pressed && !TAPS.with_borrow_mut(|taps| taps.is_meant(is_counter, heard_ms)) {
        event.prevent_default();
        event.stop_immediate_propagation();
        return;
    }
    let Some(held) = document().and_then(|document| document.active_element()) else { return };
    // What stands before it and around it, from the inside out.
    let mut around = Vec::new();
    let mut element = held.clone();
    while let Some(parent) = element.parent_element() {
        around.push((element.previous_element_sibling(), parent.clone()));
        element = parent;
    }
    spawn_local(async move {
        // Once what follows is drawn.
        gloo_timers::future::TimeoutFuture::new(0).await;
        if held.is_connected() || !is_lost() {
            return;
        }
        for (before, parent) in around.iter().filter(|(_, parent)| parent.is_connected()) {
            let instead = match before.as_ref().filter(|before| before.is_connected()) {
                Some(before) => before.next_element_sibling().or_else(|| before.clone().into()),
                None => parent.first_element_child(),
            };
            if instead.is_some_and(|instead| focus_in(&instead)) {
                return;
            }
        }
    });
}

/// Whether nothing has the focus.
fn is_lost() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// Gives the focus to an element, or to the first in it that can have it.
fn focus_in(element: &Element) -> bool {
    let can = element.matches(FOCUSABLE).unwrap_or_default();
    let first = || element.query_selector(FOCUSABLE).ok().flatten();
    let found = if can { Some(element.clone()) } else { first() };
    let found = found.and_then(|found| found.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|found| found.focus().is_ok() && !is_lost())
}
