//! The notebook on disk: IndexedDB, two stores.
//!
//! - `records`: key `walk/id/revision/digest`, value the record's line.
//! - `media`: key SHA-256 in hexadecimal, value `{type, bytes: Uint8Array}` (bytes, because some
//!   engines lose a `Blob`).
//!
//! A record and its photos are written in one transaction with strict durability and read back
//! before anybody is told that they are safe. The browser may close the connection at any time;
//! it is opened again and the work tried once more. It is closed here when a later version asks for
//! the stores.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::Future;

use indexed_db_futures::KeyRange;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{Error, OpenDbError, UnexpectedDataError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Dispatch;
use crate::app::Event;
use crate::app::effect::{Entry, WriteId};
use crate::app::event::StorageReport;
use crate::app::problem::NotStored;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::format::v1::{digest, key_range, thing_of_key};

const NAME: &str = "eclaireuse";
const VERSION: u8 = 1;
pub(super) const RECORDS: &str = "records";
pub(super) const MEDIA: &str = "media";
/// Records read at a time, so that memory does not grow with the notebook.
const CHUNK: u32 = 500;

/// A photo as stored.
pub struct StoredMedia {
    /// `image/jpeg`.
    pub media_type: String,
    /// Its bytes, on the JavaScript side until somebody needs them here.
    pub bytes: Uint8Array,
}

thread_local! {
    static CONNECTION: RefCell<Option<Database>> = const { RefCell::new(None) };
    /// Photos made ready and not yet stored, by name.
    static WAITING: RefCell<Vec<(MediaId, String, Uint8Array)>> = const { RefCell::new(Vec::new()) };
}

/// Puts a photo where the next write finds it.
pub fn hold_media(id: MediaId, media_type: &str, bytes: Uint8Array) {
    WAITING.with_borrow_mut(|waiting| {
        waiting.retain(|(held, ..)| *held != id);
        waiting.push((id, media_type.to_owned(), bytes));
    });
}

/// Photos whose write failed: they are still in memory.
pub fn held_media() -> Vec<(MediaId, String, Uint8Array)> {
    WAITING.with_borrow(Clone::clone)
}

fn not_stored(error: &Error) -> NotStored {
    // The browser undid a transaction none of whose requests was wrong: there is no room, or it
    // cannot write. It does not say which of the two to those who wait for the end.
    if matches!(error, Error::MissingData(UnexpectedDataError::TransactionAborted)) {
        return NotStored::Full;
    }
    let name = match error {
        Error::DomException(exception) => {
            let js: JsValue = exception.clone().into();
            js.dyn_ref::<web_sys::DomException>().map(web_sys::DomException::name)
        }
        _ => None,
    };
    match name.as_deref() {
        Some("QuotaExceededError") => NotStored::Full,
        Some("VersionError") => NotStored::Newer,
        _ => NotStored::Other(error.to_string()),
    }
}

async fn connection() -> Result<Database, NotStored> {
    if let Some(open) = CONNECTION.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let refused = |error: OpenDbError| match error {
        OpenDbError::Base(error) => match not_stored(&error) {
            known @ (NotStored::Full | NotStored::Newer) => known,
            _ => NotStored::Refused,
        },
        _ => NotStored::Refused,
    };
    let opened = Database::open(NAME)
        .with_version(VERSION)
        .with_on_upgrade_needed(|event, database| {
            if event.old_version() < 1.0 {
                database.create_object_store(RECORDS).build()?;
                database.create_object_store(MEDIA).build()?;
            }
            Ok(())
        })
        .build()
        .map_err(refused)?
        .await
        .map_err(refused)?;
    give_way(&opened);
    CONNECTION.with_borrow_mut(|connection| *connection = Some(opened.clone()));
    Ok(opened)
}

/// Closes a connection when a page of a later version wants to change the stores: it would wait
/// behind this one for as long as this page is open. What is being written ends first, and the next
/// use opens the notebook again, or says that this version cannot.
fn give_way(opened: &Database) {
    let own = opened.clone();
    let closes = Closure::<dyn Fn()>::new(move || {
        CONNECTION.with_borrow_mut(Option::take);
        own.clone().close();
    });
    let database: &JsValue = opened.as_sys().as_ref();
    if let Err(error) = Reflect::set(database, &"onversionchange".into(), &closes.into_js_value()) {
        super::screen::log(&super::screen::describe(&error));
    }
}

/// Runs some work on the database; when it fails, opens a new connection and tries once more. The
/// work must be safe to repeat, which every write here is: equal contents have equal keys.
pub(super) async fn with_connection<T, F, Fut>(work: F) -> Result<T, NotStored>
where
    F: Fn(Database) -> Fut,
    Fut: Future<Output = Result<T, Error>>,
{
    let first = match connection().await {
        Ok(database) => work(database).await,
        Err(refused) => return Err(refused),
    };
    match first {
        Ok(value) => Ok(value),
        Err(_) => {
            CONNECTION.with_borrow_mut(Option::take);
            work(connection().await?).await.map_err(|error| not_stored(&error))
        }
    }
}

pub(super) fn strict() -> TransactionOptions {
    let mut options = TransactionOptions::new();
    options.set_durability(TransactionDurability::Strict);
    options
}

fn media_value(media_type: &str, bytes: &Uint8Array) -> Result<JsValue, Error> {
    let value = Object::new();
    Reflect::set(&value, &"type".into(), &media_type.into())
        .and_then(|_| Reflect::set(&value, &"bytes".into(), bytes))
        .map_err(Error::from)?;
    Ok(value.into())
}

/// Writes records and photos in one transaction and reads them back.
///
/// # Errors
/// When anything of it could not be made durable; then nothing of it is there.
pub async fn put(
    entries: &[Entry],
    media: &[(MediaId, String, Uint8Array)],
) -> Result<(), NotStored> {
    let written = with_connection(|database| async move {
        let stores: &[&str] = if media.is_empty() { &[RECORDS] } else { &[RECORDS, MEDIA] };
        let transaction = database
            .transaction(stores)
            .with_mode(TransactionMode::Readwrite)
            .with_options(strict())
            .build()?;
        let records = transaction.object_store(RECORDS)?;
        for entry in entries {
            records.put(entry.line.as_str()).with_key(entry.key.as_str()).primitive()?;
        }
        if !media.is_empty() {
            let store = transaction.object_store(MEDIA)?;
            for (id, media_type, bytes) in media {
                store.put(media_value(media_type, bytes)?).with_key(id.to_string()).primitive()?;
            }
        }
        transaction.commit().await
    })
    .await;
    written?;
    let same = with_connection(|database| async move {
        let stores: &[&str] = if media.is_empty() { &[RECORDS] } else { &[RECORDS, MEDIA] };
        let transaction = database.transaction(stores).build()?;
        let records = transaction.object_store(RECORDS)?;
        // All are asked for before the first answers: one after the other would take a round trip
        // each.
        let mut asked = Vec::with_capacity(entries.len());
        for entry in entries {
            asked.push(records.get::<String, _, _>(entry.key.as_str()).primitive()?);
        }
        for (entry, line) in entries.iter().zip(asked) {
            let line: Option<String> = line.await?;
            if line.as_deref() != Some(entry.line.as_str()) {
                return Ok(false);
            }
        }
        for (id, _, bytes) in media {
            let store = transaction.object_store(MEDIA)?;
            let value: Option<JsValue> = store.get(id.to_string()).primitive()?.await?;
            let Some(stored) = value.as_ref().and_then(stored_media) else { return Ok(false) };
            // The name is the content: hashing what came back proves it, one photo at a time.
            if stored.bytes.length() != bytes.length() || MediaId::of(&stored.bytes.to_vec()) != *id
            {
                return Ok(false);
            }
        }
        Ok(true)
    })
    .await?;
    if same { Ok(()) } else { Err(NotStored::ReadBackDiffers) }
}

/// Writes many records in one transaction, without reading them back ([`verify`]).
///
/// # Errors
/// As [`put`].
pub async fn put_many(entries: &[Entry]) -> Result<(), NotStored> {
    // The database is made by whoever opens it first.
    connection().await?;
    super::bulk::Bulk::open(NAME).await?.put(RECORDS, entries).await
}

/// Reads every record of some walks, a chunk at a time, and finds those keys among them whose lines
/// are what their names say: a key ends with the digest of its line.
///
/// # Errors
/// When storage cannot be read, or a record is not there or not the same.
pub async fn verify(walks: &BTreeSet<WalkId>, mut keys: BTreeSet<String>) -> Result<(), NotStored> {
    for walk in walks {
        let mut after: Option<String> = None;
        loop {
            let records = chunk(*walk, after.as_deref()).await?;
            for (key, line) in &records {
                if keys.remove(key) && !key.ends_with(&format!("/{:016x}", digest(line))) {
                    return Err(NotStored::ReadBackDiffers);
                }
            }
            if records.len() < CHUNK as usize {
                break;
            }
            after = records.last().map(|(key, _)| key.clone());
        }
    }
    if keys.is_empty() { Ok(()) } else { Err(NotStored::ReadBackDiffers) }
}

fn stored_media(value: &JsValue) -> Option<StoredMedia> {
    let media_type = Reflect::get(value, &"type".into()).ok()?.as_string()?;
    let bytes = Reflect::get(value, &"bytes".into()).ok()?.dyn_into::<Uint8Array>().ok()?;
    Some(StoredMedia { media_type, bytes })
}

/// A photo by name.
///
/// # Errors
/// When storage cannot be read.
pub async fn media(id: MediaId) -> Result<Option<StoredMedia>, NotStored> {
    with_connection(|database| async move {
        let transaction = database.transaction(MEDIA).build()?;
        let store = transaction.object_store(MEDIA)?;
        let value: Option<JsValue> = store.get(id.to_string()).primitive()?.await?;
        Ok(value.as_ref().and_then(stored_media))
    })
    .await
}

/// Which of some record keys are stored.
///
/// # Errors
/// When storage cannot be read.
pub async fn known_keys(walk: WalkId) -> Result<BTreeSet<String>, NotStored> {
    let (first, last) = key_range(walk);
    with_connection(|database| {
        let range = KeyRange::Bound(first.clone(), false, last.clone(), true);
        async move {
            let transaction = database.transaction(RECORDS).build()?;
            let store = transaction.object_store(RECORDS)?;
            let keys =
                store.get_all_keys::<String>().with_query::<String, _>(range).primitive()?.await?;
            keys.collect::<Result<BTreeSet<String>, _>>()
        }
    })
    .await
}

/// Whether a photo is stored.
///
/// # Errors
/// When storage cannot be read.
pub async fn has_media(id: MediaId) -> Result<bool, NotStored> {
    with_connection(|database| async move {
        let transaction = database.transaction(MEDIA).build()?;
        let store = transaction.object_store(MEDIA)?;
        let key: Option<String> = store.get_key(id.to_string()).primitive()?.await?;
        Ok(key.is_some())
    })
    .await
}

/// A walk's records in the order of their keys, a chunk at a time: keys and lines after `after`.
///
/// # Errors
/// When storage cannot be read.
pub async fn chunk(walk: WalkId, after: Option<&str>) -> Result<Vec<(String, String)>, NotStored> {
    let (first, last) = key_range(walk);
    let (from, open) = after.map_or((first, false), |after| (after.to_owned(), true));
    with_connection(|database| {
        let range = KeyRange::Bound(from.clone(), open, last.clone(), true);
        async move {
            let transaction = database.transaction(RECORDS).build()?;
            let store = transaction.object_store(RECORDS)?;
            // Both requests go out before either answers.
            let keys = store
                .get_all_keys::<String>()
                .with_query::<String, _>(range.clone())
                .with_limit(CHUNK)
                .primitive()?;
            let lines = store
                .get_all::<String>()
                .with_query::<String, _>(range)
                .with_limit(CHUNK)
                .primitive()?;
            let keys = keys.await?.collect::<Result<Vec<String>, _>>()?;
            let lines = lines.await?.collect::<Result<Vec<String>, _>>()?;
            Ok(keys.into_iter().zip(lines).collect())
        }
    })
    .await
}

/// The lines of the sheets of the walks on this device, all revisions.
///
/// # Errors
/// When storage cannot be read.
pub async fn sheets() -> Result<Vec<String>, NotStored> {
    with_connection(|database| async move {
        let transaction = database.transaction(RECORDS).build()?;
        let store = transaction.object_store(RECORDS)?;
        let mut lines = Vec::new();
        let mut from = String::new();
        // One look-up a walk, however many records each of them has.
        loop {
            let range = KeyRange::LowerBound(from.clone(), false);
            let key: Option<String> = store.get_key(range).primitive()?.await?;
            let Some(walk) = key.as_deref().and_then(|key| WalkId::parse(key.split('/').next()?))
            else {
                break;
            };
            let sheet =
                KeyRange::Bound(format!("{walk}/{walk}/"), false, format!("{walk}/{walk}0"), true);
            let revisions =
                store.get_all::<String>().with_query::<String, _>(sheet).primitive()?.await?;
            lines.extend(revisions.collect::<Result<Vec<String>, _>>()?);
            from = key_range(walk).1;
        }
        Ok(lines)
    })
    .await
}

/// Answers with the sheets of the walks on this device.
pub fn list_walks(dispatch: Dispatch) {
    spawn_local(async move {
        dispatch(match sheets().await {
            Ok(lines) => Event::WalksListed(lines),
            Err(why) => Event::LoadFailed(why),
        });
    });
}

/// Answers with the newest revisions of a walk, or with all of them, a chunk at a time.
pub fn load_walk(walk: WalkId, all: bool, dispatch: Dispatch) {
    spawn_local(async move {
        let mut after: Option<String> = None;
        loop {
            let records = match chunk(walk, after.as_deref()).await {
                Ok(records) => records,
                Err(why) => return dispatch(Event::LoadFailed(why)),
            };
            let done = records.len() < CHUNK as usize;
            after = records.last().map(|(key, _)| key.clone());
            let lines = if all {
                records.into_iter().map(|(_, line)| line).collect()
            } else {
                newest_lines(records)
            };
            dispatch(Event::LinesLoaded { walk, lines, done });
            if done {
                return;
            }
        }
    });
}

/// Of each thing only its last revision, and every content of that revision if there are several.
fn newest_lines(records: Vec<(String, String)>) -> Vec<String> {
    let revision_of = |key: &str| key.rsplit_once('/').map_or(key.len(), |(head, _)| head.len());
    let mut lines: Vec<(String, String)> = Vec::new();
    for (key, line) in records {
        while let Some((last, _)) = lines.last() {
            let same_thing = thing_of_key(last) == thing_of_key(&key);
            let same_revision = last.get(..revision_of(last)) == key.get(..revision_of(&key));
            if !same_thing || same_revision {
                break;
            }
            lines.pop();
        }
        lines.push((key, line));
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Writes, reads back, and answers.
pub fn write(
    write: WriteId,
    walk: WalkId,
    entries: Vec<Entry>,
    media: Vec<MediaId>,
    dispatch: Dispatch,
) {
    spawn_local(async move {
        let mut photos = held_media();
        photos.retain(|(id, ..)| media.contains(id));
        // A photo stored by an earlier try is fine; one that is nowhere must not be called saved.
        for id in media.iter().filter(|id| !photos.iter().any(|(held, ..)| held == *id)) {
            if !matches!(has_media(*id).await, Ok(true)) {
                return dispatch(Event::StoreFailed(write, NotStored::ReadBackDiffers));
            }
        }
        match put(&entries, &photos).await {
            Ok(()) => {
                WAITING.with_borrow_mut(|waiting| waiting.retain(|(id, ..)| !media.contains(id)));
                dispatch(Event::Stored(write));
                super::screen::tell_other_tabs(walk);
            }
            Err(why) => dispatch(Event::StoreFailed(write, why)),
        }
    });
}

async fn estimate() -> StorageReport {
    let mut report = StorageReport::default();
    let storage = Reflect::get(&js_sys::global(), &"navigator".into())
        .and_then(|navigator| Reflect::get(&navigator, &"storage".into()))
        .ok()
        .filter(|storage| !storage.is_undefined());
    // Some engines have no storage manager at all; then nothing is known.
    let Some(storage) = storage.map(JsCast::unchecked_into::<web_sys::StorageManager>) else {
        return report;
    };
    if let Ok(promise) = storage.estimate()
        && let Ok(estimate) = JsFuture::from(promise).await
    {
        let number = |name: &str| {
            let value = Reflect::get(&estimate, &name.into()).ok()?.as_f64()?;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
            Some(value as u64)
        };
        report.used = number("usage");
        report.quota = number("quota");
    }
    if let Ok(promise) = storage.persisted()
        && let Ok(persisted) = JsFuture::from(promise).await
    {
        report.persisted = persisted.as_bool();
    }
    report
}

/// Answers with what is known of the storage.
pub fn measure(dispatch: Dispatch) {
    spawn_local(async move { dispatch(Event::StorageMeasured(estimate().await)) });
}

/// Asks the browser to keep the storage, and answers with what is known then.
pub fn persist(dispatch: Dispatch) {
    spawn_local(async move {
        if let Some(window) = web_sys::window() {
            let storage = Reflect::get(&window.navigator(), &"storage".into())
                .ok()
                .filter(|storage| !storage.is_undefined());
            if let Some(storage) = storage.map(JsCast::unchecked_into::<web_sys::StorageManager>)
                && let Ok(promise) = storage.persist()
                && let Err(error) = JsFuture::from(promise).await
            {
                let why = super::screen::describe(&error);
                super::screen::log(&format!("persistence not granted: {why}"));
            }
        }
        dispatch(Event::StorageMeasured(estimate().await));
    });
}

/// Closes the connection under whoever uses it, as a browser does. For tests.
pub fn close_connection() {
    CONNECTION.with_borrow(|connection| {
        if let Some(open) = connection {
            open.clone().close();
        }
    });
}
