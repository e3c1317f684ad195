//! The window: address, language and look, wake lock, other tabs, new versions.

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{Dispatch, clock, memory};
use crate::app::{Event, Route};
use crate::domain::code::Language;
use crate::domain::identity::WalkId;
use crate::format::preferences::Theme;

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// Writes to the console, for those who look there.
pub fn log(message: &str) {
    let console = Reflect::get(&js_sys::global(), &"console".into());
    if let Ok(console) = console
        && let Ok(warn) = Reflect::get(&console, &"warn".into())
        && let Some(warn) = warn.dyn_ref::<Function>()
    {
        drop(warn.call1(&console, &message.into()));
    }
}

/// The screen that the address names.
pub fn route() -> Route {
    let fragment = window().and_then(|window| window.location().hash().ok());
    Route::parse(&fragment.unwrap_or_default())
}

/// Opens a screen; the browser's own back button finds the way.
pub fn show(route: Route, replace: bool) {
    let Some(history) = window().and_then(|window| window.history().ok()) else { return };
    let fragment = route.fragment();
    let shown = if replace {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&fragment))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(&fragment))
    };
    if shown.is_err() {
        log("the address could not be changed");
    }
}

/// Sets the page's language and look.
pub fn dress(language: Language, theme: Theme) {
    let Some(root) = window().and_then(|window| window.document()?.document_element()) else {
        return;
    };
    drop(root.set_attribute("lang", language.code()));
    drop(root.set_attribute("data-theme", theme.code()));
}

/// Languages of the device, best first.
fn device_languages() -> Vec<String> {
    window()
        .map(|window| window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect())
        .unwrap_or_default()
}

thread_local! {
    static WAKE_LOCK: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    static CHANNEL: RefCell<Option<web_sys::BroadcastChannel>> = const { RefCell::new(None) };
}

/// Keeps the screen on, or lets it go off. Where the device cannot, nothing is said.
pub fn keep_awake(on: bool) {
    let release = |lock: JsValue| {
        if let Ok(release) = Reflect::get(&lock, &"release".into())
            && let Some(release) = release.dyn_ref::<Function>()
        {
            drop(release.call0(&lock));
        }
    };
    if let Some(old) = WAKE_LOCK.with_borrow_mut(Option::take) {
        release(old);
    }
    if !on {
        return;
    }
    let requested = window().and_then(|window| {
        let lock = Reflect::get(&window.navigator(), &"wakeLock".into()).ok()?;
        let request = Reflect::get(&lock, &"request".into()).ok()?.dyn_into::<Function>().ok()?;
        request.call1(&lock, &"screen".into()).ok()?.dyn_into::<Promise>().ok()
    });
    if let Some(promise) = requested {
        spawn_local(async move {
            if let Ok(lock) = JsFuture::from(promise).await {
                WAKE_LOCK.set(Some(lock));
            }
        });
    }
}

/// Tells the other tabs of this app that a walk changed.
pub fn tell_other_tabs(walk: WalkId) {
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            drop(channel.post_message(&walk.to_string().into()));
        }
    });
}

/// Lets the waiting version of the app take over.
pub fn agree_to_update() {
    send_signal("eclaireuse:update-agreed");
}

/// Sends the page's scripts a signal.
pub fn send_signal(name: &str) {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new(name)) {
        drop(window.dispatch_event(&event));
    }
}

fn listen(target: &web_sys::EventTarget, name: &str, handler: impl Fn(web_sys::Event) + 'static) {
    // For the life of the page.
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(handler);
    drop(target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
    closure.forget();
}

/// The first event, and the listeners that bring the later ones: back button, page hidden and
/// shown, other tabs, new versions, passing time.
pub fn start(dispatch: &Dispatch) {
    let chance = clock::chance();
    dispatch(Event::Started {
        at: chance.at,
        preferences: memory::preferences(),
        device_languages: device_languages(),
        route: route(),
        drafts: memory::drafts(),
        random: chance.random,
    });
    let Some(window) = window() else { return };
    for name in ["popstate", "hashchange"] {
        let dispatch = dispatch.clone();
        listen(&window, name, move |_| dispatch(Event::Navigated(route())));
    }
    if let Some(document) = window.document() {
        let dispatch = dispatch.clone();
        listen(&document.clone(), "visibilitychange", move |_| {
            dispatch(Event::Shown(document.visibility_state() == web_sys::VisibilityState::Visible));
        });
    }
    {
        let dispatch = dispatch.clone();
        listen(&window, "eclaireuse:update-ready", move |_| dispatch(Event::UpdateFound));
    }
    if let Ok(channel) = web_sys::BroadcastChannel::new("eclaireuse") {
        let dispatch = dispatch.clone();
        listen(&channel, "message", move |event| {
            let walk = event
                .dyn_ref::<web_sys::MessageEvent>()
                .and_then(|message| message.data().as_string())
                .and_then(|text| WalkId::parse(&text));
            if let Some(walk) = walk {
                dispatch(Event::ChangedElsewhere(walk));
            }
        });
        CHANNEL.set(Some(channel));
    }
    let dispatch = dispatch.clone();
    spawn_local(async move {
        loop {
            gloo_timers::future::TimeoutFuture::new(TICK_MS).await;
            dispatch(Event::Ticked(clock::now()));
        }
    });
}

/// How often the ages on the screen are looked at again (ms).
const TICK_MS: u32 = 2000;
