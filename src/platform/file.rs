//! A small file that a person chose or dropped, read in the page. Large ones go to the worker.

use js_sys::Uint8Array;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::screen;

/// The name of the first file of an event; the files stay where they are.
pub fn dropped_name(event: &web_sys::Event) -> Option<String> {
    screen::chosen_file(event).map(|file| file.name())
}

/// Reads the first file of an event: `done` gets its name and its bytes, at most `most` and one
/// more, or no bytes when the browser could not read it. `false` when there is no file.
pub fn read(
    event: &web_sys::Event,
    most: usize,
    done: impl FnOnce(String, Option<Vec<u8>>) + 'static,
) -> bool {
    let Some(file) = screen::chosen_file(event) else { return false };
    spawn_local(async move {
        let name = file.name();
        #[expect(clippy::cast_precision_loss, reason = "bytes of a small file")]
        let end = (most + 1) as f64;
        let bytes = match file.slice_with_f64_and_f64(0.0, end) {
            Ok(part) => JsFuture::from(part.array_buffer()).await.ok(),
            Err(_) => None,
        };
        done(name, bytes.map(|buffer| Uint8Array::new(&buffer).to_vec()));
    });
    true
}
