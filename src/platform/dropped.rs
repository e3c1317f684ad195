//! What is dropped on a page: files, and the files of folders, however deep.

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// More than this is no folder that somebody means to hand in; it then stands for itself, too.
const MOST_FILES: usize = 10_000;

/// One thing that was dropped: the browser's entry, and the file that it passes it off as.
pub(super) struct Dropped {
    entry: JsValue,
    file: Option<File>,
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or_default()
}

fn call(of: &JsValue, name: &str) -> Option<JsValue> {
    field(of, name).dyn_into::<Function>().ok()?.call0(of).ok()
}

/// What an entry answers when it is asked by this name; `None` when it refuses.
async fn asked(of: &JsValue, name: &str) -> Option<JsValue> {
    let function = field(of, name).dyn_into::<Function>().ok()?;
    let promise = Promise::new(&mut |resolve, reject| {
        if function.call2(of, &resolve, &reject).is_err() {
            drop(reject.call0(&JsValue::UNDEFINED));
        }
    });
    JsFuture::from(promise).await.ok()
}

/// What was dropped, when a folder is among it; it can be asked for only while the event is heard.
pub(super) fn with_folders(event: &web_sys::Event) -> Option<Vec<Dropped>> {
    let items = field(&field(event, "dataTransfer"), "items");
    let items = Array::from(&items);
    let dropped: Vec<Dropped> = items
        .iter()
        .filter_map(|item| {
            let entry = call(&item, "webkitGetAsEntry")?;
            let file = call(&item, "getAsFile").and_then(|file| file.dyn_into().ok());
            entry.is_object().then_some(Dropped { entry, file })
        })
        .collect();
    let is_folder = |one: &Dropped| field(&one.entry, "isDirectory").is_truthy();
    dropped.iter().any(is_folder).then_some(dropped)
}

/// The files of what was dropped. A folder that cannot be read stands for itself: whoever opens it says so.
pub(super) async fn files(dropped: Vec<Dropped>) -> Vec<File> {
    let mut found = Vec::new();
    for Dropped { entry, file } in dropped {
        let before = found.len();
        let mut folders = vec![entry];
        let mut is_whole = true;
        while let Some(entry) = folders.pop() {
            if found.len() >= MOST_FILES {
                is_whole = false;
                break;
            }
            if field(&entry, "isFile").is_truthy() {
                match asked(&entry, "file").await.and_then(|file| file.dyn_into().ok()) {
                    Some(file) => found.push(file),
                    None => is_whole = false,
                }
                continue;
            }
            let reader = call(&entry, "createReader").unwrap_or_default();
            // It answers in portions, with an empty one at the end.
            loop {
                match asked(&reader, "readEntries").await.map(|portion| Array::from(&portion)) {
                    Some(portion) if portion.length() == 0 => break,
                    Some(portion) => folders.extend(portion.iter()),
                    None => {
                        is_whole = false;
                        break;
                    }
                }
            }
        }
        if !is_whole || found.len() == before {
            found.extend(file);
        }
    }
    found
}
