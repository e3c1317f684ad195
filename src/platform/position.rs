//! Where the phone is, in the foreground and only while asked.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::{Dispatch, clock};
use crate::app::Event;
use crate::app::problem::NoPosition;

// The names of these types in web-sys depend on its version; what we read of them does not.
#[wasm_bindgen]
extern "C" {
    type Reading;
    #[wasm_bindgen(method, getter)]
    fn coords(this: &Reading) -> Coordinates;
    #[wasm_bindgen(method, getter)]
    fn timestamp(this: &Reading) -> Option<f64>;

    type Coordinates;
    #[wasm_bindgen(method, getter)]
    fn longitude(this: &Coordinates) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn latitude(this: &Coordinates) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn heading(this: &Coordinates) -> Option<f64>;
    #[wasm_bindgen(method, getter)]
    fn accuracy(this: &Coordinates) -> Option<f64>;

    type Failure;
    #[wasm_bindgen(method, getter)]
    fn code(this: &Failure) -> u16;
}

#[expect(clippy::cast_possible_truncation, reason = "what is no time saturates, or is 0")]
fn whole_ms(ms: f64) -> i64 {
    ms as i64
}

/// A watch on the position; dropping it ends it.
struct Watch {
    id: i32,
    _found: Closure<dyn Fn(Reading)>,
    _failed: Closure<dyn Fn(Failure)>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(geolocation) = geolocation() {
            geolocation.clear_watch(self.id);
        }
    }
}

thread_local! {
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

fn geolocation() -> Option<web_sys::Geolocation> {
    web_sys::window()?.navigator().geolocation().ok()
}

/// A reading that took this long (ms) is not awaited any longer; the watch goes on.
const TIMEOUT_MS: u32 = 20_000;

/// Starts or stops measuring the position.
pub fn watch(on: bool, dispatch: &Dispatch) {
    WATCH.with_borrow_mut(Option::take);
    if !on {
        return;
    }
    let Some(geolocation) = geolocation() else {
        let dispatch = dispatch.clone();
        // Not from inside the dispatch that asked.
        wasm_bindgen_futures::spawn_local(async move {
            dispatch(Event::FixFailed(NoPosition::Unavailable));
        });
        return;
    };
    let found = Closure::<dyn Fn(Reading)>::new({
        let dispatch = dispatch.clone();
        move |reading: Reading| {
            let coordinates = reading.coords();
            // Read as a number, `null` would be zero: a place in the sea.
            dispatch(Event::FixArrived {
                lon: coordinates.longitude().unwrap_or(f64::NAN),
                lat: coordinates.latitude().unwrap_or(f64::NAN),
                accuracy_m: coordinates.accuracy().unwrap_or(f64::NAN),
                heading: coordinates.heading(),
                at: clock::now(),
                stamped_ms: reading.timestamp().map_or(0, whole_ms),
            });
        }
    });
    let failed = Closure::<dyn Fn(Failure)>::new({
        let dispatch = dispatch.clone();
        move |failure: Failure| {
            dispatch(Event::FixFailed(match failure.code() {
                1 => NoPosition::Denied,
                3 => NoPosition::TimedOut,
                _ => NoPosition::Unavailable,
            }));
        }
    });
    let options = web_sys::PositionOptions::new();
    options.set_enable_high_accuracy(true);
    options.set_maximum_age(2000);
    options.set_timeout(TIMEOUT_MS);
    let started = geolocation.watch_position_with_error_callback_and_options(
        found.as_ref().unchecked_ref(),
        Some(failed.as_ref().unchecked_ref()),
        &options,
    );
    if let Ok(id) = started {
        WATCH.set(Some(Watch { id, _found: found, _failed: failed }));
    }
}
