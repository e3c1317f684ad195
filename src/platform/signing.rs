//! The keys with which this device signs, one for each walk: one key everywhere would tie a woman's
//! walks together. They are made by the browser and stand in a database of their own, so that the
//! notebook's stays as it is, and once more in the second copy: a device whose key is lost would be a
//! stranger who contradicts its own words. They leave in no file. Keys made by versions up to 0.5.0
//! cannot be read out of the browser, and stand in one copy.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbDatabase;

use super::both_copies;
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
        Ok(Self(indexed_db::open(NAME, 1, &[KEYS], None).await?.database))
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
        keep_twice(walk, &known).await;
        return Ok(known);
    }
    let copied = both_copies::key(walk).await;
    let copied = match &copied {
        Some(written) => read_out(written).await.ok(),
        None => None,
    };
    let made = match copied {
        Some(pair) => pair,
        None => {
            let uses = Array::of2(&"sign".into(), &"verify".into());
            let how = [ecdsa("namedCurve", "P-256")?, JsValue::TRUE, uses.into()];
            subtle("generateKey", &how).await?
        }
    };
    drop(keys.keep(walk, &made).await);
    // What was kept counts: a key that could not be would be another one the next time.
    let kept = keys.stored(walk).await?;
    if kept.is_undefined() {
        return Err(kept);
    }
    keep_twice(walk, &kept).await;
    Ok(kept)
}

/// Puts a pair into the second copy, where it can be read out of the browser.
async fn keep_twice(walk: WalkId, pair: &JsValue) {
    if let Ok(written) = written(pair).await {
        both_copies::keep_key(walk, written).await;
    }
}

/// A pair as text: its private key (PKCS #8) and its public one (an uncompressed point), in base64.
async fn written(pair: &JsValue) -> Result<String, JsValue> {
    let private = subtle("exportKey", &["pkcs8".into(), field(pair, "privateKey")?]).await?;
    let public = subtle("exportKey", &["raw".into(), field(pair, "publicKey")?]).await?;
    Ok(format!("{} {}", STANDARD.encode(bytes(&private)), STANDARD.encode(bytes(&public))))
}

/// The pair that was written as text.
async fn read_out(written: &str) -> Result<JsValue, JsValue> {
    let imported = async |form: &str, key: &str, usage: &str| {
        let key = STANDARD.decode(key).map_err(|_| JsValue::NULL)?;
        let usage = Array::of1(&usage.into()).into();
        let key = Uint8Array::from(key.as_slice()).into();
        let how = [form.into(), key, ecdsa("namedCurve", "P-256")?, JsValue::TRUE, usage];
        subtle("importKey", &how).await
    };
    let (private, public) = written.split_once(' ').ok_or(JsValue::NULL)?;
    let pair = Object::new();
    Reflect::set(&pair, &"privateKey".into(), &imported("pkcs8", private, "sign").await?)?;
    Reflect::set(&pair, &"publicKey".into(), &imported("raw", public, "verify").await?)?;
    Ok(pair.into())
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
