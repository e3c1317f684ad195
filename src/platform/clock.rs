//! Time and randomness: the only place that reads them.

use crate::app::event::Chance;
use crate::domain::stamp::Stamp;

/// Now, with the wall clock's offset at this instant.
pub fn now() -> Stamp {
    let date = js_sys::Date::new_0();
    stamp(date.get_time())
}

/// The stamp of milliseconds since 1970, with the wall clock's offset at that instant.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds and minutes fit by far")]
pub fn stamp(utc_ms: f64) -> Stamp {
    let date = js_sys::Date::new(&utc_ms.into());
    Stamp { utc_ms: utc_ms as i64, offset_min: -date.get_timezone_offset() as i16 }
}

/// Milliseconds since the page began to load, by a clock that nobody sets.
#[expect(clippy::cast_possible_truncation, reason = "a page does not live that long")]
pub fn lived_ms() -> i64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0.0, |performance| performance.now()) as i64
}

/// Now, and 16 random bytes from the browser's generator.
pub fn chance() -> Chance {
    let bytes = js_sys::Uint8Array::new_with_length(16);
    let crypto = js_sys::Reflect::get(&js_sys::global(), &"crypto".into());
    let filled = crypto.ok().and_then(|crypto| {
        let fill = js_sys::Reflect::get(&crypto, &"getRandomValues".into()).ok()?;
        js_sys::Function::from(fill).call1(&crypto, &bytes).ok()
    });
    let mut random = [0; 16];
    if filled.is_some() {
        bytes.copy_to(&mut random);
    } else {
        for byte in &mut random {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    Chance { at: now(), random: u128::from_be_bytes(random) }
}

/// Does some work and notes under a name how long it took, where the browser's own tools show it.
pub fn measured<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let performance = web_sys::window().and_then(|window| window.performance());
    let begun = format!("{name}: begun");
    if let Some(performance) = &performance {
        drop(performance.mark(&begun));
    }
    let done = work();
    if let Some(performance) = &performance {
        drop(performance.measure_with_start_mark(name, &begun));
    }
    done
}
