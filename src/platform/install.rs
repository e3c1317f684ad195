//! Whether the app is installed, how it could be, and whether it would start without a network.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::app::view::browser::Browser;

fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// This browser.
pub fn browser() -> Browser {
    let Some(navigator) = window().map(|window| window.navigator()) else { return Browser::Other };
    let touches = Reflect::get(&navigator, &"maxTouchPoints".into()).ok();
    let has_touch = touches.and_then(|touches| touches.as_f64()).unwrap_or(0.0) > 1.0;
    Browser::of(&navigator.user_agent().unwrap_or_default(), has_touch)
}

/// Whether the page runs as an installed app.
pub fn is_installed() -> bool {
    let Some(window) = window() else { return false };
    let shown = |mode: &str| {
        let query = window.match_media(&format!("(display-mode: {mode})")).ok().flatten();
        query.is_some_and(|query| query.matches())
    };
    let on_ios = Reflect::get(&window.navigator(), &"standalone".into()).ok();
    shown("standalone") || shown("fullscreen") || on_ios.is_some_and(|on| on.is_truthy())
}

/// What the browser offered, kept by the page's script until it is wanted.
fn offered() -> Option<JsValue> {
    let offered = Reflect::get(window()?.as_ref(), &"installPrompt".into()).ok()?;
    offered.is_object().then_some(offered)
}

/// Whether the browser installs the app when asked.
pub fn can_install() -> bool {
    offered().is_some()
}

/// Asks the browser to install the app; it asks the person.
pub fn install() {
    let Some(offered) = offered() else { return };
    if let Ok(prompt) = Reflect::get(&offered, &"prompt".into())
        && let Some(prompt) = prompt.dyn_ref::<Function>()
    {
        drop(prompt.call0(&offered));
    }
}

/// The address of this page, whole.
pub fn address() -> String {
    window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The address of the app's folder.
pub fn folder() -> String {
    let href = address();
    let path = href.split(['#', '?']).next().unwrap_or_default();
    path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"))
}

/// Copies a text; tells whether it worked.
pub fn copy(text: &str, done: impl Fn(bool) + 'static) {
    let promise = window().and_then(|window| {
        let clipboard = Reflect::get(&window.navigator(), &"clipboard".into()).ok()?;
        let write = Reflect::get(&clipboard, &"writeText".into()).ok()?;
        let write = write.dyn_into::<Function>().ok()?;
        write.call1(&clipboard, &text.into()).ok()?.dyn_into::<Promise>().ok()
    });
    spawn_local(async move {
        let worked = match promise {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        };
        done(worked);
    });
}

/// Follows a link that was pasted: its invitation becomes the address.
pub fn follow(link: &str) -> bool {
    let Some((_, payload)) = link.split_once("rejoindre/") else { return false };
    let Some(window) = window() else { return false };
    let fragment = format!("#/rejoindre/{}", payload.trim());
    // The same one again changes nothing by itself.
    if window.location().hash().is_ok_and(|hash| hash == fragment) {
        drop(window.location().set_hash("#/rejoindre"));
    }
    window.location().set_hash(&fragment).is_ok()
}
