//! Many records written at once. The library for IndexedDB gives every request its own listeners;
//! for thirty thousand of them that is more work than the writing. Here only the transaction is
//! listened to, and what was written is read back afterwards in one pass ([`super::store::verify`]).

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::app::effect::Entry;
use crate::app::problem::NotStored;

/// A connection of its own to the notebook on disk.
pub(super) struct Bulk {
    database: JsValue,
}

fn get(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

fn call(of: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    get(of, name)?.dyn_into::<Function>()?.apply(of, arguments)
}

/// Waits until one of the first events, or fails with what `error` says at one of the others.
async fn heard(of: &JsValue, well: &str, badly: &[&str]) -> Result<(), JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        drop(Reflect::set(of, &well.into(), &resolve));
        for name in badly {
            drop(Reflect::set(of, &(*name).into(), &reject));
        }
    });
    JsFuture::from(promise).await.map(|_| ()).map_err(|_| get(of, "error").unwrap_or_default())
}

fn not_stored(error: &JsValue) -> NotStored {
    match get(error, "name").ok().and_then(|name| name.as_string()).as_deref() {
        Some("QuotaExceededError") => NotStored::Full,
        _ => NotStored::Other(super::screen::describe(error)),
    }
}

impl Bulk {
    /// Opens the notebook, which must be there.
    ///
    /// # Errors
    /// When the browser refuses.
    pub(super) async fn open(name: &str) -> Result<Self, NotStored> {
        let opened = async {
            let factory = get(&js_sys::global(), "indexedDB")?;
            let request = call(&factory, "open", &Array::of1(&name.into()))?;
            heard(&request, "onsuccess", &["onerror", "onblocked"]).await?;
            get(&request, "result")
        };
        let database = opened.await.map_err(|error: JsValue| not_stored(&error))?;
        // A later version that wants the stores waits for what is being written and no longer.
        let own = database.clone();
        let closes = Closure::once_into_js(move || drop(call(&own, "close", &Array::new())));
        Reflect::set(&database, &"onversionchange".into(), &closes)
            .map_err(|error| not_stored(&error))?;
        Ok(Self { database })
    }

    /// Writes records in one transaction with strict durability.
    ///
    /// # Errors
    /// When they could not be made durable; then none of them is there.
    pub(super) async fn put(&self, store: &str, entries: &[Entry]) -> Result<(), NotStored> {
        let written = async {
            let options = Object::new();
            Reflect::set(&options, &"durability".into(), &"strict".into())?;
            let arguments = Array::of3(&store.into(), &"readwrite".into(), &options);
            let transaction = call(&self.database, "transaction", &arguments)?;
            let records = call(&transaction, "objectStore", &Array::of1(&store.into()))?;
            let put = get(&records, "put")?.dyn_into::<Function>()?;
            for entry in entries {
                put.call2(&records, &entry.line.as_str().into(), &entry.key.as_str().into())?;
            }
            heard(&transaction, "oncomplete", &["onabort", "onerror"]).await
        };
        written.await.map_err(|error: JsValue| not_stored(&error))
    }
}

impl Drop for Bulk {
    fn drop(&mut self) {
        drop(call(&self.database, "close", &Array::new()));
    }
}
