//! The window: address, language and look, wake lock, other tabs, new versions.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{Dispatch, clock, memory};
use crate::app::{Event, Page, Route};
use crate::domain::code::Language;
use crate::domain::identity::WalkId;
use crate::domain::walk::readiness::Obstacle;
use crate::format::preferences::ColourTheme;

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

/// A part of the browser's `navigator`, the same in pages and workers; `None` where it has none.
pub(super) fn of_navigator(name: &str) -> Option<JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    Reflect::get(&navigator, &name.into()).ok().filter(|part| !part.is_undefined())
}

/// The address's fragment, with its `#`.
pub fn fragment() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// The screen that the address names.
pub fn route() -> Route {
    Route::parse(&fragment())
}

thread_local! {
    static PAGE: Cell<Page> = const { Cell::new(Page::Walk) };
}

/// Which of the app's two pages this is.
pub fn page() -> Page {
    PAGE.get()
}

/// Opens a screen; the browser's own back button finds the way.
pub fn show(route: Route, replace: bool) {
    let Some(history) = window().and_then(|window| window.history().ok()) else { return };
    let here = page();
    if route.page().is_some_and(|page| page != here) {
        // What an invitation carries is in the address and nowhere else.
        let address = match route {
            Route::Join => format!("{}{}", Page::Join.file(), self::fragment()),
            _ => route.address(here),
        };
        let gone = window().map(|window| {
            let location = window.location();
            if replace { location.replace(&address) } else { location.assign(&address) }
        });
        if gone.is_none_or(|gone| gone.is_err()) {
            log("the other page could not be opened");
        }
        return;
    }
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

thread_local! {
    static DISPATCH: RefCell<Option<Dispatch>> = const { RefCell::new(None) };
}

/// A link to another page was tapped: it is followed once everything is safe. One that is to open
/// in a tab of its own is the browser's.
pub fn leave(event: &web_sys::Event, route: Route) {
    let is_plain = event.dyn_ref::<web_sys::MouseEvent>().is_none_or(|mouse| {
        mouse.button() == 0 && !(mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key())
    });
    let dispatch = DISPATCH.with_borrow(Clone::clone);
    if let Some(dispatch) = dispatch.filter(|_| is_plain) {
        event.prevent_default();
        dispatch(Event::Left(route, false));
    }
}

/// Sets the page's language and look.
pub fn dress(language: Language, theme: ColourTheme) {
    let Some(root) = window().and_then(|window| window.document()?.document_element()) else {
        return;
    };
    drop(root.set_attribute("lang", language.code()));
    drop(root.set_attribute("data-theme", theme.code()));
}

/// Whether the device asks for a light look.
pub fn prefers_light() -> bool {
    window()
        .and_then(|window| window.match_media("(prefers-color-scheme: light)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// The size of an element in CSS pixels.
pub fn size_of(element: &web_sys::Element) -> (f64, f64) {
    let shown = element.get_bounding_client_rect();
    (shown.width(), shown.height())
}

/// Opens the browser's printing.
pub fn print() {
    if let Some(window) = window()
        && window.print().is_err()
    {
        log("printing is not allowed here");
    }
}

/// Replaces what is in an element by markup of ours.
pub fn draw(element: &web_sys::Element, markup: &str) {
    element.set_inner_html(markup);
}

/// The innermost element under an event that has an attribute: the attribute's value, and that of
/// another one.
pub fn marked_target(event: &web_sys::Event, names: [&str; 2]) -> Option<(String, String)> {
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let [first, second] = names;
    let found = target.closest(&format!("[{first}]")).ok().flatten()?;
    Some((found.get_attribute(first)?, found.get_attribute(second)?))
}

/// The innermost marked element under a pointer, whoever holds the pointer.
pub fn element_under(event: &web_sys::MouseEvent) -> Option<web_sys::Element> {
    #[expect(clippy::cast_precision_loss, reason = "pixels of a screen")]
    let (x, y) = (event.client_x() as f32, event.client_y() as f32);
    let found = window()?.document()?.element_from_point(x, y)?;
    found.closest("[data-overlay]").ok().flatten()
}

/// Languages of the device, best first.
fn device_languages() -> Vec<String> {
    window()
        .map(|window| {
            window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
        })
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

/// The element of an id.
pub fn element(id: &str) -> Option<web_sys::HtmlElement> {
    window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to the page's heading, so that a screen reader says where one is, and shows the
/// page from its top.
pub fn focus_heading() {
    super::touch::screen_changed();
    let Some(window) = window() else { return };
    window.scroll_to_with_x_and_y(0.0, 0.0);
    let heading =
        window.document().and_then(|document| document.query_selector("h1").ok().flatten());
    if let Some(heading) =
        heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok())
    {
        drop(heading.focus());
    }
}

/// The words on the page, as they are read: heading, then content.
pub fn words_on_it() -> String {
    let Some(document) = window().and_then(|window| window.document()) else {
        return String::new();
    };
    let words = |selector: &str| {
        let element = document.query_selector(selector).ok().flatten()?;
        Some(element.dyn_into::<web_sys::HtmlElement>().ok()?.inner_text())
    };
    let all = [words("h1"), words("main")];
    all.into_iter().flatten().collect::<Vec<_>>().join(". ").replace('\n', ". ")
}

/// How much of an element is scrolled out of sight at the top, and the height of the window, in
/// CSS pixels.
pub fn in_sight(element: &web_sys::Element) -> (f64, f64) {
    let height = window()
        .and_then(|window| window.inner_height().ok())
        .and_then(|height| height.as_f64())
        .unwrap_or(800.0);
    (-element.get_bounding_client_rect().top(), height)
}

/// A listener to the window's scrolling and resizing; dropping it ends it.
pub struct ScrollListener(Closure<dyn Fn()>);

impl Drop for ScrollListener {
    fn drop(&mut self) {
        if let Some(window) = window() {
            for name in SCROLL_EVENTS {
                let closure = self.0.as_ref().unchecked_ref();
                drop(window.remove_event_listener_with_callback(name, closure));
            }
        }
    }
}

const SCROLL_EVENTS: [&str; 2] = ["scroll", "resize"];

/// Calls back when the window is scrolled or changes size.
pub fn on_scroll(callback: impl Fn() + 'static) -> ScrollListener {
    let closure = Closure::<dyn Fn()>::new(callback);
    if let Some(window) = window() {
        for name in SCROLL_EVENTS {
            drop(window.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
        }
    }
    ScrollListener(closure)
}

/// The files that a person chose in a field, which is emptied so that the same can be chosen again,
/// or dropped on the page.
pub fn chosen_files(event: &web_sys::Event) -> Vec<web_sys::File> {
    let field = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
    let target: JsValue = event.target().into();
    let mut files = field(&target, "files");
    if files.is_undefined() {
        event.prevent_default();
        files = field(&field(event, "dataTransfer"), "files");
    }
    // A list of its own: emptying the field empties the field's.
    let files = js_sys::Array::from(&files);
    drop(Reflect::set(&target, &"value".into(), &"".into()));
    files.iter().map(JsCast::unchecked_into).collect()
}

/// The first of them.
pub fn chosen_file(event: &web_sys::Event) -> Option<web_sys::File> {
    chosen_files(event).into_iter().next()
}

/// Shows a text in a field.
pub fn set_value(id: &str, text: &str) {
    let Some(element) = element(id) else { return };
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        input.set_value(text);
    } else if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
        area.set_value(text);
    }
}

/// What stands in the field that an event came from.
pub fn value_of(event: &web_sys::Event) -> String {
    let value = event.target().and_then(|field| Reflect::get(&field, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// Where in its element a pointer is: parts of its width from the left and of its height from the
/// top.
pub fn place_in_element(event: &web_sys::MouseEvent) -> (f64, f64) {
    let Some(element) =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    else {
        return (0.5, 0.5);
    };
    let shown = element.get_bounding_client_rect();
    let part = |at: f64, from: f64, length: f64| ((at - from) / length.max(1.0)).clamp(0.0, 1.0);
    (
        part(f64::from(event.client_x()), shown.left(), shown.width()),
        part(f64::from(event.client_y()), shown.top(), shown.height()),
    )
}

/// Follows a finger outside the element it began on.
pub fn hold_pointer(event: &web_sys::PointerEvent) {
    event.prevent_default();
    if let Some(element) =
        event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
    {
        drop(element.set_pointer_capture(event.pointer_id()));
    }
}

/// What a JavaScript error says of itself.
pub fn describe(error: &JsValue) -> String {
    let part = |name: &str| Reflect::get(error, &name.into()).ok()?.as_string();
    // Some say nothing but their name.
    let said = part("message").filter(|message| !message.is_empty()).or_else(|| part("name"));
    said.or_else(|| error.as_string()).unwrap_or_default()
}

fn listen(target: &web_sys::EventTarget, name: &str, handler: impl Fn(web_sys::Event) + 'static) {
    // For the life of the page.
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(handler);
    drop(target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()));
    closure.forget();
}

/// The first event, and the listeners that bring the later ones: back button, page hidden and
/// shown, other tabs, new versions, passing time.
pub fn start(page: Page, dispatch: &Dispatch) {
    PAGE.set(page);
    DISPATCH.set(Some(dispatch.clone()));
    let chance = clock::chance();
    dispatch(Event::Started {
        at: chance.at,
        preferences: memory::preferences(),
        device_languages: device_languages(),
        route: route(),
        drafts: memory::drafts(),
        page,
        random: chance.random,
    });
    super::keeper::start_later(dispatch.clone());
    if let Some(app) = element("app") {
        super::touch::watch(&app);
    }
    let Some(window) = window() else { return };
    for name in ["popstate", "hashchange"] {
        let dispatch = dispatch.clone();
        listen(&window, name, move |_| dispatch(Event::Navigated(route())));
    }
    if let Some(document) = window.document() {
        let dispatch = dispatch.clone();
        listen(&document.clone(), "visibilitychange", move |_| {
            dispatch(Event::Shown(
                document.visibility_state() == web_sys::VisibilityState::Visible,
            ));
        });
    }
    {
        // Fired by what other tabs write, not by this one.
        let dispatch = dispatch.clone();
        listen(&window, "storage", move |event| {
            let key = Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string());
            if !key.is_some_and(|key| memory::is_passing(&key)) {
                dispatch(Event::Remembered(memory::preferences()));
            }
        });
    }
    {
        let dispatch = dispatch.clone();
        listen(&window, "eclaireuse:update-ready", move |_| dispatch(Event::UpdateFound));
    }
    {
        let dispatch = dispatch.clone();
        listen(&window, "eclaireuse:checked", move |event| {
            let said = Reflect::get(&event, &"detail".into()).ok();
            let said = said.and_then(|said| said.as_string()).unwrap_or_default();
            let mut lacks = Obstacle::read_all(&said);
            if super::install::browser().is_in_app() {
                lacks.insert(0, Obstacle::InApp);
            }
            dispatch(Event::Checked(lacks, clock::chance()));
        });
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
