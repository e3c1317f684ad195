//! The map in the page, through the few functions of `public/map.js`. Loaded when a map is first
//! opened; dropping the handle closes it and gives its memory back.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{screen, store};
use crate::app::view::marks::Overlay;
use crate::domain::observation::place::Place;
use crate::domain::walk::basemap::Basemap;
use crate::format::preferences::ColourTheme;

/// What happens on a map.
#[derive(Clone, PartialEq, Debug)]
pub enum MapEvent {
    /// The first whole picture is drawn.
    Ready,
    /// A mark was tapped: its set, its id, and where the finger was.
    Tapped(Overlay, String, Place),
    /// Marks that coming closer does not part were tapped: their set and their ids.
    Together(Overlay, Vec<String>),
    /// Nothing was under the tap.
    Point(Place),
    /// A finger stayed.
    Held(Place),
    /// A mark was moved.
    Dragged(Overlay, String, Place),
    /// The tiles cannot be read; the rest is drawn.
    BasemapFailed,
    /// The map cannot go on.
    Failed,
}

/// What the map is to show first.
pub struct MapOptions {
    /// The look.
    pub theme: ColourTheme,
    /// The walk's basemap.
    pub basemap: Basemap,
    /// West, south, east, north in degrees.
    pub bounds: Option<[f64; 4]>,
    /// Names for screen readers: the map, closer, farther, north up.
    pub labels: [&'static str; 4],
    /// Sets whose points can be moved.
    pub draggable: Vec<Overlay>,
}

/// An open map.
pub struct MapHandle {
    map: JsValue,
    _heard: Closure<dyn Fn(JsValue)>,
}

impl Drop for MapHandle {
    fn drop(&mut self) {
        drop(self.call("close", &[]));
    }
}

fn numbers(numbers: &[f64]) -> JsValue {
    numbers.iter().map(|number| JsValue::from(*number)).collect::<Array>().into()
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // Setting a field of a plain object does not fail.
    drop(Reflect::set(object, &name.into(), &value.into()));
}

/// The look as the map knows it.
fn theme_name(theme: ColourTheme) -> &'static str {
    match theme {
        ColourTheme::Light => "light",
        ColourTheme::Dark => "dark",
        ColourTheme::Night => "night",
        ColourTheme::Auto if screen::prefers_light() => "light",
        ColourTheme::Auto => "dark",
    }
}

/// Opens a map in an element.
///
/// # Errors
/// In the browser's own words, when its files do not load, there is no WebGL, or the bytes of the
/// basemap are not stored.
pub async fn open(
    container: &web_sys::HtmlElement,
    options: MapOptions,
    on: Rc<dyn Fn(MapEvent)>,
) -> Result<MapHandle, String> {
    let MapOptions { theme, basemap, bounds, labels, draggable } = options;
    let stored = store::media(basemap.media).await.map_err(|why| format!("{why:?}"))?;
    let bytes = stored.ok_or("basemap")?.bytes;
    let given = Object::new();
    set(&given, "theme", theme_name(theme));
    let tiles = Object::new();
    set(&tiles, "bytes", bytes);
    set(&tiles, "vector", basemap.vector);
    set(&tiles, "minZoom", basemap.zooms.0);
    set(&tiles, "maxZoom", basemap.zooms.1);
    set(&tiles, "bounds", numbers(&basemap.bounds_e7.map(|e7| f64::from(e7) / 1e7)));
    set(&tiles, "attribution", basemap.attribution);
    set(&given, "basemap", tiles);
    set(&given, "bounds", bounds.map_or(JsValue::NULL, |bounds| numbers(&bounds)));
    let names = Object::new();
    for (name, label) in ["map", "zoomIn", "zoomOut", "north"].into_iter().zip(labels) {
        set(&names, name, label);
    }
    set(&given, "labels", names);
    let movable: Array = draggable.into_iter().map(|set| JsValue::from(set.name())).collect();
    set(&given, "draggable", movable);
    let heard = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if let Some(event) = read(&event) {
            on(event);
        }
    });
    set(&given, "on", heard.as_ref().clone());

    let window = web_sys::window().ok_or("window")?;
    let say = |error: JsValue| screen::describe(&error);
    let opener = Reflect::get(&window, &"openMap".into()).map_err(say)?;
    let opener = opener.dyn_into::<Function>().map_err(|_| "openMap")?;
    let promise = opener.call2(&window, container, &given).map_err(say)?;
    let promise = promise.dyn_into::<Promise>().map_err(|_| "openMap")?;
    let map = JsFuture::from(promise).await.map_err(say)?;
    Ok(MapHandle { map, _heard: heard })
}

fn read(event: &JsValue) -> Option<MapEvent> {
    let field = |name: &str| Reflect::get(event, &name.into()).ok();
    let text = |name: &str| field(name)?.as_string();
    let place = || Place::from_lon_lat(field("lon")?.as_f64()?, field("lat")?.as_f64()?).ok();
    let set = || Overlay::from_name(&text("overlay")?);
    Some(match text("kind")?.as_str() {
        "ready" => MapEvent::Ready,
        "tap" => MapEvent::Tapped(set()?, text("id")?, place()?),
        "together" => {
            let ids = Array::from(&field("ids")?);
            MapEvent::Together(set()?, ids.iter().filter_map(|id| id.as_string()).collect())
        }
        "point" => MapEvent::Point(place()?),
        "hold" => MapEvent::Held(place()?),
        "dragged" => MapEvent::Dragged(set()?, text("id")?, place()?),
        "basemap-failed" => MapEvent::BasemapFailed,
        _ => MapEvent::Failed,
    })
}

impl MapHandle {
    fn call(&self, name: &str, values: &[JsValue]) -> Option<JsValue> {
        let method = Reflect::get(&self.map, &name.into()).ok()?.dyn_into::<Function>().ok()?;
        let values: Array = values.iter().collect();
        match method.apply(&self.map, &values) {
            Ok(answer) => Some(answer),
            Err(error) => {
                screen::log(&screen::describe(&error));
                None
            }
        }
    }

    /// Draws the marks of a set, given as GeoJSON.
    pub fn set(&self, set: Overlay, geojson: &str) {
        self.call("set", &[set.name().into(), geojson.into()]);
    }

    /// Uses another look.
    pub fn dress(&self, theme: ColourTheme) {
        self.call("theme", &[theme_name(theme).into()]);
    }

    /// What is in the middle.
    pub fn centre(&self) -> Option<Place> {
        let centre = Array::from(&self.call("centre", &[])?);
        Place::from_lon_lat(centre.get(0).as_f64()?, centre.get(1).as_f64()?).ok()
    }

    /// Shows what lies within west, south, east, north in degrees.
    pub fn fit(&self, bounds: [f64; 4]) {
        self.call("fit", &[numbers(&bounds)]);
    }

    /// Moves there.
    pub fn fly(&self, place: Place) {
        self.call("fly", &[numbers(&[place.lon(), place.lat()])]);
    }
}

thread_local! {
    static ONCE: Cell<Option<bool>> = const { Cell::new(None) };
}

/// Whether this browser can draw a map at all; asked once.
pub fn has_webgl() -> bool {
    ONCE.with(|once| {
        let known = once.get().unwrap_or_else(|| {
            let canvas = web_sys::window()
                .and_then(|window| window.document())
                .and_then(|document| document.create_element("canvas").ok())
                .and_then(|canvas| canvas.dyn_into::<web_sys::HtmlCanvasElement>().ok());
            canvas.is_some_and(|canvas| {
                let context = canvas.get_context("webgl2");
                let found = matches!(context, Ok(Some(_)));
                // Browsers allow few contexts at a time: this one is given back at once.
                if let Ok(Some(context)) = context {
                    let lose = Reflect::get(&context, &"getExtension".into())
                        .ok()
                        .and_then(|get| get.dyn_into::<Function>().ok())
                        .and_then(|get| get.call1(&context, &"WEBGL_lose_context".into()).ok());
                    let method = lose.as_ref().and_then(|lose| {
                        Reflect::get(lose, &"loseContext".into()).ok()?.dyn_into::<Function>().ok()
                    });
                    if let Some((lose, method)) = lose.as_ref().zip(method) {
                        drop(method.call0(lose));
                    }
                }
                found
            })
        });
        once.set(Some(known));
        known
    })
}
