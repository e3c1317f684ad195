//! The keys with which this device signs, one for each walk: one key everywhere would tie a woman's
//! walks together. They are made by the browser, cannot be read out of it, and stand in a database
//! of their own, so that the notebook's stays as it is.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::domain::identity::WalkId;

const NAME: &str = "eclaireuse-keys";
const KEYS: &str = "keys";

async fn open() -> Option<Database> {
    let opened = Database::open(NAME)
        .with_version(1u8)
        .with_on_upgrade_needed(|event, database| {
            if event.old_version() < 1.0 {
                database.create_object_store(KEYS).build()?;
            }
            Ok(())
        })
        .build()
        .ok()?;
    opened.await.ok()
}

async fn stored(database: &Database, walk: WalkId) -> Result<Option<JsValue>, Error> {
    let transaction = database.transaction(KEYS).build()?;
    transaction.object_store(KEYS)?.get(walk.to_string()).primitive()?.await
}

/// Keeps a key pair, unless another page was faster: then the transaction fails.
async fn keep(database: &Database, walk: WalkId, pair: &JsValue) -> Result<(), Error> {
    let transaction = database.transaction(KEYS).with_mode(TransactionMode::Readwrite).build()?;
    transaction.object_store(KEYS)?.add(pair.clone()).with_key(walk.to_string()).primitive()?;
    transaction.commit().await
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
    let database = open().await.ok_or(JsValue::UNDEFINED)?;
    let read = |_: Error| JsValue::UNDEFINED;
    if let Some(pair) = stored(&database, walk).await.map_err(read)? {
        return Ok(pair);
    }
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let how = [ecdsa("namedCurve", "P-256")?, JsValue::FALSE, uses.into()];
    let made = subtle("generateKey", &how).await?;
    drop(keep(&database, walk, &made).await);
    // What was kept counts: a key that could not be would be another one the next time.
    stored(&database, walk).await.map_err(read)?.ok_or(JsValue::UNDEFINED)
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
    let Some(database) = open().await else { return };
    let deleted = async {
        let transaction =
            database.transaction(KEYS).with_mode(TransactionMode::Readwrite).build()?;
        transaction.object_store(KEYS)?.delete(walk.to_string()).primitive()?;
        transaction.commit().await
    };
    let deleted: Result<(), Error> = deleted.await;
    if let Err(error) = deleted {
        super::screen::log(&error.to_string());
    }
}
