//! Bytes on their way between the browser's memory and the worker's own. The browser's copies go at
//! once: left to its next collection, a thousand photos stood in memory a hundred megabytes at a time.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, MessageChannel, MessagePort};

thread_local! {
    /// A door that leads nowhere.
    static NOWHERE: Option<MessagePort> = {
        let port = MessageChannel::new().ok().map(|channel| channel.port1());
        if let Some(port) = &port {
            port.close();
        }
        port
    };
}

/// Gives a buffer back whose bytes nobody needs any more: handed over through a closed port they belong
/// to nobody. `transfer(0)`, the word for it, was tried in Chromium, which kept what it had read from a
/// file or from storage all the same.
fn give_back(buffer: &ArrayBuffer) {
    NOWHERE.with(|port| {
        let Some(port) = port else { return };
        // A browser that refuses gives the bytes back when it collects.
        drop(port.post_message_with_transferable(&JsValue::NULL, &Array::of1(buffer)));
    });
}

/// The bytes of an array that nobody else holds; the array is empty afterwards.
pub(super) fn taken(array: &Uint8Array) -> Vec<u8> {
    let bytes = array.to_vec();
    give_back(&array.buffer().unchecked_into());
    bytes
}

/// Bytes set down as a blob, which the browser may keep on disk.
pub(super) fn set_down(bytes: &[u8]) -> Result<Blob, JsValue> {
    let array = Uint8Array::from(bytes);
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&array));
    give_back(&array.buffer().unchecked_into());
    blob
}
