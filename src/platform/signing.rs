//! The keys with which this device signs, one for each walk: one key everywhere would tie a woman's
//! walks together. They are made by the browser, cannot be read out of it, and stand in a database
//! of their own, so that the notebook's stays as it is.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbDatabase;

use super::indexed_db::{self, Tried};
use crate::domain::identity::WalkId;

const NAME: &str = "eclaireuse-keys";
const KEYS: &str = "keys";

/// The database of the keys, closed when it is no longer needed: nobody waits behind it.
struct Keys(IdbDatabase);

impl Drop for Keys {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Keys {
    async fn open() -> Tried<Self> {
        Ok(Self(indexed_db::open(NAME, 1, &[KEYS]).await?))
    }

    /// The pair of a walk; `undefined` where there is none.
    async fn stored(&self, walk: WalkId) -> Tried<JsValue> {
        let keys = indexed_db::reading(&self.0, &[KEYS])?.object_store(KEYS)?;
        indexed_db::get(&keys, &walk.to_string())?.answer().await
    }

    /// Keeps a key pair, unless another page was faster: then the transaction fails.
    async fn keep(&self, walk: WalkId, pair: &JsValue) -> Tried<()> {
        let transaction = indexed_db::writing(&self.0, &[KEYS])?;
        transaction.object_store(KEYS)?.add_with_key(pair, &walk.to_string().into())?;
        indexed_db::durable(&transaction).await
    }

    async fn forget(&self, walk: WalkId) -> Tried<()> {
        let transaction = indexed_db::writing(&self.0, &[KEYS])?;
        transaction.object_store(KEYS)?.delete(&walk.to_string().into())?;
        indexed_db::durable(&transaction).await
    }
}

fn field(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

/// Asks the browser's cryptography; absent where the page is not served safely. It is reached by
/// name, because it is the same in pages and workers, whose types differ.
async fn subtle(method: &str, given: &[JsValue]) -> Result<JsValue, JsValue> {
    let subtle = field(&field(&js_sys::global(), "crypto")?, "subtle")?;
    let method: Function = field(&subtle, method)?.dyn_into()?;
    let given: Array = given.iter().collect();
    let promise: Promise = method.apply(&subtle, &given)?.dyn_into()?;
    JsFuture::from(promise).await
}

fn ecdsa(with: &str, value: &str) -> Result<JsValue, JsValue> {
    let named = Object::new();
    Reflect::set(&named, &"name".into(), &"ECDSA".into())?;
    Reflect::set(&named, &with.into(), &value.into())?;
    Ok(named.into())
}

async fn pair(walk: WalkId) -> Result<JsValue, JsValue> {
    let keys = Keys::open().await?;
    let known = keys.stored(walk).await?;
    if !known.is_undefined() {
        return Ok(known);
    }
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let how = [ecdsa("namedCurve", "P-256")?, JsValue::FALSE, uses.into()];
    let made = subtle("generateKey", &how).await?;
    drop(keys.keep(walk, &made).await);
    // What was kept counts: a key that could not be would be another one the next time.
    let kept = keys.stored(walk).await?;
    if kept.is_undefined() { Err(kept) } else { Ok(kept) }
}

fn bytes(buffer: &JsValue) -> Vec<u8> {
    Uint8Array::new(buffer).to_vec()
}

/// The public key of this device on a walk, as an uncompressed point; made when it is first asked
/// for. `None` where this browser cannot or may not keep keys.
pub async fn key(walk: WalkId) -> Option<Vec<u8>> {
    let exported = async {
        let pair = pair(walk).await?;
        subtle("exportKey", &["raw".into(), field(&pair, "publicKey")?]).await
    };
    exported.await.ok().map(|key: JsValue| bytes(&key))
}

/// Signs a text of a walk: r and s.
pub async fn sign(walk: WalkId, text: &[u8]) -> Option<Vec<u8>> {
    let signed = async {
        let pair = pair(walk).await?;
        let text = Uint8Array::from(text).into();
        let given = [ecdsa("hash", "SHA-256")?, field(&pair, "privateKey")?, text];
        subtle("sign", &given).await
    };
    signed.await.ok().map(|signature: JsValue| bytes(&signature))
}

/// Forgets the key of a walk.
pub async fn forget(walk: WalkId) {
    let forgotten = async { Keys::open().await?.forget(walk).await };
    if let Err(why) = forgotten.await {
        super::screen::log(&super::screen::describe(&why));
    }
}
