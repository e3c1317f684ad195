//! The notebook on disk: IndexedDB, two stores.
//!
//! - `records`: key `walk/id/revision/digest`, value the record's line; behind all of them, key
//!   `own/walk/number/digest`, value a number under which this device writes to a walk, in quotes;
//!   and [`LOSS`], when the browser emptied it and nobody has seen that told.
//! - `media`: key SHA-256 in hexadecimal, value `{type, bytes: Uint8Array}` (bytes, because some
//!   engines lose a `Blob`).
//!
//! A record and its photos are written in one transaction with strict durability and read back
//! before anybody is told that they are safe. The browser may close the connection at any time;
//! it is opened again and the work tried once more. It is closed here when a later version asks for
//! the stores.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::future::Future;

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{IdbDatabase, IdbKeyRange};

use super::indexed_db::{self, Asked, Tried};
use super::{Dispatch, keeper};
use crate::app::Event;
use crate::app::copies::LOSS;
use crate::app::effect::{Entry, WriteId};
use crate::app::ledger::own_range;
use crate::app::problem::NotStored;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::observation::photo::MediaId;
use crate::format::v1::{is_named, key_range, thing_of_key};

const NAME: &str = "eclaireuse";
const VERSION: u32 = 1;
pub(super) const RECORDS: &str = "records";
pub(super) const MEDIA: &str = "media";
/// Records read at a time, so that memory does not grow with the notebook.
const CHUNK: u32 = 200;

/// A photo as stored.
pub struct StoredMedia {
    /// `image/jpeg`.
    pub media_type: String,
    /// Its bytes, on the JavaScript side until somebody needs them here.
    pub bytes: Uint8Array,
}

thread_local! {
    /// Whether there was a connection before: then a database that has to be made was cleared meanwhile.
    static OPENED: Cell<bool> = const { Cell::new(false) };
    static LOST: Cell<bool> = const { Cell::new(false) };
    static CONNECTION: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
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

fn not_stored(refusal: &JsValue) -> NotStored {
    match indexed_db::name_of(refusal).as_str() {
        "QuotaExceededError" => NotStored::Full,
        "VersionError" => NotStored::Newer,
        // The browser undid a transaction none of whose requests was wrong and gives no reason: there
        // is no room, or it cannot write.
        "" if refusal.is_null() => NotStored::Full,
        _ => NotStored::Other(super::screen::describe(refusal)),
    }
}

async fn connection() -> Result<IdbDatabase, NotStored> {
    if let Some(open) = CONNECTION.with_borrow(Clone::clone) {
        return Ok(open);
    }
    let opened = indexed_db::open(NAME, VERSION, &[RECORDS, MEDIA], Some(LOSS)).await;
    let opened = opened.map_err(|refusal| match not_stored(&refusal) {
        known @ (NotStored::Full | NotStored::Newer) if !refusal.is_null() => known,
        _ => NotStored::Refused,
    })?;
    let indexed_db::Opened { database, made, lost } = opened;
    give_way(&database);
    CONNECTION.with_borrow_mut(|connection| *connection = Some(database.clone()));
    LOST.set(LOST.get() || lost);
    if OPENED.replace(true) && made {
        keeper::made_anew();
    }
    Ok(database)
}

/// Whether the browser says that it lost what was stored; told once.
pub(super) fn is_lost() -> bool {
    LOST.replace(false)
}

/// Closes a connection when a page of a later version wants to change the stores: it would wait
/// behind this one for as long as this page is open. What is being written ends first, and the next
/// use opens the notebook again, or says that this version cannot.
fn give_way(opened: &IdbDatabase) {
    let own = opened.clone();
    let closes = Closure::<dyn Fn()>::new(move || {
        CONNECTION.with_borrow_mut(Option::take);
        own.close();
    });
    opened.set_onversionchange(Some(closes.into_js_value().unchecked_ref()));
    // The browser closes it by itself when its data are cleared: whoever opens the next one, this page
    // hears of it here.
    let closed = Closure::<dyn Fn()>::new(|| {
        CONNECTION.with_borrow_mut(Option::take);
        keeper::made_anew();
    });
    opened.set_onclose(Some(closed.into_js_value().unchecked_ref()));
}

/// Runs some work on the database; when it fails, opens a new connection and tries once more. The
/// work must be safe to repeat, which every write here is: equal contents have equal keys.
pub(super) async fn with_connection<T, F, Fut>(work: F) -> Result<T, NotStored>
where
    F: Fn(IdbDatabase) -> Fut,
    Fut: Future<Output = Tried<T>>,
{
    let first = match connection().await {
        Ok(database) => work(database).await,
        Err(refused) => return Err(refused),
    };
    match first {
        Ok(value) => Ok(value),
        Err(_) => {
            CONNECTION.with_borrow_mut(Option::take);
            work(connection().await?).await.map_err(|refusal| not_stored(&refusal))
        }
    }
}

fn media_value(media_type: &str, bytes: &Uint8Array) -> Tried<JsValue> {
    let value = Object::new();
    Reflect::set(&value, &"type".into(), &media_type.into())?;
    Reflect::set(&value, &"bytes".into(), bytes)?;
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
    let stores: &[&str] = if media.is_empty() { &[RECORDS] } else { &[RECORDS, MEDIA] };
    write_all(stores, entries, media).await?;
    let same = with_connection(|database| async move {
        let transaction = indexed_db::reading(&database, stores)?;
        let records = transaction.object_store(RECORDS)?;
        // All are asked for before the first answers: one after the other would take a round trip
        // each.
        let mut asked = Vec::with_capacity(entries.len());
        for entry in entries {
            asked.push(indexed_db::get(&records, &entry.key)?);
        }
        for (entry, line) in entries.iter().zip(asked) {
            if line.text().await?.as_deref() != Some(entry.line.as_str()) {
                return Ok(false);
            }
        }
        for (id, _, bytes) in media {
            let store = transaction.object_store(MEDIA)?;
            let value = indexed_db::get(&store, &id.to_string())?.answer().await?;
            let Some(stored) = stored_media(&value) else { return Ok(false) };
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

/// Writes in one transaction. Only its end is listened to: thirty thousand requests with listeners
/// of their own are more work than the writing.
async fn write_all(
    stores: &[&str],
    entries: &[Entry],
    media: &[(MediaId, String, Uint8Array)],
) -> Result<(), NotStored> {
    with_connection(|database| async move {
        let transaction = indexed_db::writing(&database, stores)?;
        let records = transaction.object_store(RECORDS)?;
        for entry in entries {
            records.put_with_key(&entry.line.as_str().into(), &entry.key.as_str().into())?;
        }
        if !media.is_empty() {
            let store = transaction.object_store(MEDIA)?;
            for (id, media_type, bytes) in media {
                let value = media_value(media_type, bytes)?;
                store.put_with_key(&value, &id.to_string().into())?;
            }
        }
        indexed_db::durable(&transaction).await
    })
    .await
}

/// Writes many records in one transaction, without reading them back ([`verify`]).
///
/// # Errors
/// As [`put`].
pub async fn put_many(entries: &[Entry]) -> Result<(), NotStored> {
    write_all(&[RECORDS], entries, &[]).await
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
                if keys.remove(key) && !is_named(key, line) {
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
        let store = indexed_db::reading(&database, &[MEDIA])?.object_store(MEDIA)?;
        let value = indexed_db::get(&store, &id.to_string())?.answer().await?;
        Ok(stored_media(&value))
    })
    .await
}

/// Which of some record keys are stored.
///
/// # Errors
/// When storage cannot be read.
pub async fn known_keys(walk: WalkId) -> Result<BTreeSet<String>, NotStored> {
    with_connection(|database| async move {
        let store = indexed_db::reading(&database, &[RECORDS])?.object_store(RECORDS)?;
        let keys = Asked::of(store.get_all_keys_with_key(&of_walk(walk, None)?)?);
        Ok(keys.texts().await?.into_iter().collect())
    })
    .await
}

/// The keys of a walk, after one of them or all.
pub(super) fn of_walk(walk: WalkId, after: Option<&str>) -> Tried<JsValue> {
    let (first, end) = key_range(walk);
    indexed_db::range(after.unwrap_or(&first), after.is_some(), &end).map(JsValue::from)
}

/// Whether a photo is stored.
///
/// # Errors
/// When storage cannot be read.
pub async fn has_media(id: MediaId) -> Result<bool, NotStored> {
    with_connection(|database| async move {
        let store = indexed_db::reading(&database, &[MEDIA])?.object_store(MEDIA)?;
        let key = Asked::of(store.get_key(&id.to_string().into())?);
        Ok(key.text().await?.is_some())
    })
    .await
}

/// A walk's records in the order of their keys, a chunk at a time: keys and lines after `after`.
///
/// # Errors
/// When storage cannot be read.
pub async fn chunk(walk: WalkId, after: Option<&str>) -> Result<Vec<(String, String)>, NotStored> {
    with_connection(|database| async move {
        let range = of_walk(walk, after)?;
        let store = indexed_db::reading(&database, &[RECORDS])?.object_store(RECORDS)?;
        // Both requests go out before either answers.
        let keys = Asked::of(store.get_all_keys_with_key_and_limit(&range, CHUNK)?);
        let lines = Asked::of(store.get_all_with_key_and_limit(&range, CHUNK)?);
        Ok(keys.texts().await?.into_iter().zip(lines.texts().await?).collect())
    })
    .await
}

/// The numbers under which this device wrote to a walk.
async fn own_numbers(walk: WalkId) -> Result<Vec<DeviceNumber>, NotStored> {
    with_connection(|database| async move {
        let store = indexed_db::reading(&database, &[RECORDS])?.object_store(RECORDS)?;
        let lines = Asked::of(store.get_all_with_key(&own(walk)?)?).texts().await?;
        Ok(lines.iter().filter_map(|line| DeviceNumber::parse(line.trim_matches('"'))).collect())
    })
    .await
}

/// The keys of this device's own numbers on a walk.
pub(super) fn own(walk: WalkId) -> Tried<JsValue> {
    let (first, end) = own_range(walk);
    indexed_db::range(&first, false, &end).map(JsValue::from)
}

/// The lines of the sheets of the walks on this device, all revisions.
///
/// # Errors
/// When storage cannot be read.
pub async fn sheets() -> Result<Vec<String>, NotStored> {
    with_connection(|database| async move {
        let store = indexed_db::reading(&database, &[RECORDS])?.object_store(RECORDS)?;
        let mut lines = Vec::new();
        let mut from = String::new();
        // One look-up a walk, however many records each of them has.
        loop {
            let rest = IdbKeyRange::lower_bound(&from.as_str().into())?;
            let key = Asked::of(store.get_key(&rest)?).text().await?;
            let Some(walk) = key.as_deref().and_then(|key| WalkId::parse(key.split('/').next()?))
            else {
                break;
            };
            let first = format!("{walk}/{walk}/");
            let sheet = indexed_db::range(&first, false, &format!("{walk}/{walk}0"))?;
            lines.extend(Asked::of(store.get_all_with_key(&sheet)?).texts().await?);
            from = key_range(walk).1;
        }
        Ok(lines)
    })
    .await
}

/// Answers with the sheets of the walks on this device.
pub fn list_walks(dispatch: Dispatch) {
    spawn_local(async move {
        let mut settled = false;
        loop {
            return dispatch(match sheets().await {
                // Nothing is not called nothing while the other copy may hold something.
                Ok(lines) if lines.is_empty() && !settled => {
                    keeper::settled(&dispatch).await;
                    settled = true;
                    continue;
                }
                Ok(lines) => Event::WalksListed(lines),
                Err(why) => Event::LoadFailed(why),
            });
        }
    });
}

/// Answers with the newest revisions of a walk, or with all of them, a chunk at a time.
pub fn load_walk(walk: WalkId, all: bool, dispatch: Dispatch) {
    spawn_local(async move {
        // Where they cannot be read the records cannot either, which is said below.
        if let Ok(numbers) = own_numbers(walk).await
            && !numbers.is_empty()
        {
            dispatch(Event::NumbersFound(walk, numbers));
        }
        let mut after: Option<String> = None;
        let mut settled = false;
        loop {
            let records = match chunk(walk, after.as_deref()).await {
                Ok(records) => records,
                Err(why) => return dispatch(Event::LoadFailed(why)),
            };
            if after.is_none() && records.is_empty() && !settled {
                keeper::settled(&dispatch).await;
                settled = true;
                continue;
            }
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
                keeper::keep(&entries, &photos);
            }
            Err(why) => dispatch(Event::StoreFailed(write, why)),
        }
    });
}

/// Closes the connection under whoever uses it, as a browser does. For tests.
pub fn close_connection() {
    CONNECTION.with_borrow(|connection| {
        if let Some(open) = connection {
            open.close();
        }
    });
}
