//! The worker's side of the second copy: it keeps what the page just stored, and holds both copies
//! against each other when it is asked to.

use std::cell::RefCell;
use std::collections::BTreeSet;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::both_copies::{self, Photo};
use super::indexed_db::{self, Asked};
use super::second_copy::{self, Locked, SecondCopy};
use super::store::{self, RECORDS, with_connection};
use super::{bytes, eraser, screen};
use crate::app::copies::{self, CheckResult, CopiesCompared, Gone, Holder, Journalled, LOSS};
use crate::app::effect::Entry;
use crate::app::exchange::shelf::Stored;
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::phone_check::SecondCopyState;

/// The messages of the page: what begins each.
pub(super) const KEEP: &str = "keep";
pub(super) const COMPARE: &str = "compare";
pub(super) const CHECK: &str = "check";
pub(super) const SEEN: &str = "seen";

/// How long what was just stored waits to be stored twice (ms): what is said in one go goes in one go,
/// and nothing waits for it.
const TOGETHER_MS: u32 = 30;

thread_local! {
    /// What waits to be stored twice.
    static WAITING: RefCell<(Vec<String>, Vec<Photo>)> = const { RefCell::new((Vec::new(), Vec::new())) };
}

/// The browser's database.
pub(super) struct Database;

impl Holder for Database {
    async fn keys(&self) -> Stored<BTreeSet<String>> {
        with_connection(|database| async move {
            let store = indexed_db::reading(&database, &[RECORDS])?.object_store(RECORDS)?;
            let keys = Asked::of(store.get_all_keys()?).texts().await?;
            Ok(keys.into_iter().filter(|key| key != LOSS).collect())
        })
        .await
    }

    async fn entries(&self, keys: &[String]) -> Stored<Vec<Entry>> {
        match lines_of(keys).await {
            Ok(entries) => Ok(entries),
            // One that cannot be read costs only itself.
            Err(_) => {
                let mut entries = Vec::new();
                for key in keys {
                    entries.extend(lines_of(std::slice::from_ref(key)).await.unwrap_or_default());
                }
                Ok(entries)
            }
        }
    }

    async fn keep(&self, entries: &[Entry]) -> Stored<()> {
        if entries.is_empty() { Ok(()) } else { store::put(entries, &[]).await }
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        Ok(eraser::all_media().await?.into_iter().collect())
    }

    async fn photo(&self, id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        let Ok(stored) = store::media(id).await else { return Ok(None) };
        let stored = stored.map(|stored| (stored.media_type, bytes::taken(&stored.bytes)));
        Ok(stored.filter(|(_, bytes)| MediaId::of(bytes) == id))
    }

    async fn keep_photo(&self, id: MediaId, media_type: &str, bytes: &[u8]) -> Stored<()> {
        let photo = (id, media_type.to_owned(), Uint8Array::from(bytes));
        store::put(&[], &[photo]).await
    }
}

async fn lines_of(keys: &[String]) -> Stored<Vec<Entry>> {
    with_connection(|database| async move {
        let store = indexed_db::reading(&database, &[RECORDS])?.object_store(RECORDS)?;
        let mut asked = Vec::with_capacity(keys.len());
        for key in keys {
            asked.push((key, indexed_db::get(&store, key)?));
        }
        let mut entries = Vec::with_capacity(keys.len());
        for (key, line) in asked {
            if let Some(line) = line.text().await? {
                entries.push(Entry { key: key.clone(), line });
            }
        }
        Ok(entries)
    })
    .await
}

/// Compares, and tells `came` of all that was done, also where it ends early.
async fn compared(copy: &SecondCopy, check: bool, came: &mut CopiesCompared) -> Stored<()> {
    copies::put_back(copy, &Database, came).await?;
    copies::bring(&Database, copy, &mut came.copied).await?;
    if check {
        came.check = CheckResult::Read(copies::check(&Database, copy).await?);
    }
    copy.sweep_photos().await?;
    copy.tidy().await?;
    let has_photos = Database.photos().await?.is_subset(&copy.photos().await?);
    came.second = if has_photos { SecondCopyState::Kept } else { SecondCopyState::WithoutPhotos };
    Ok(())
}

async fn compare(check: bool) -> CopiesCompared {
    let asked = if check { CheckResult::Failed } else { CheckResult::NotAsked };
    let failed = move |second| CopiesCompared { second, check: asked, ..CopiesCompared::default() };
    let compared = second_copy::with_lock(async move |copy| {
        let mut came = failed(SecondCopyState::Failed);
        if let Err(why) = compared(&copy, check, &mut came).await {
            screen::log(&format!("the two copies could not be compared: {why:?}"));
            came.second = whose_fault().await;
        }
        came
    });
    let mut came = match compared.await {
        Locked::Done(came) => came,
        Locked::NoPlace if check => {
            let alone = copies::check(&Database, &Nothing).await;
            let check = alone.map_or(CheckResult::Failed, CheckResult::Read);
            CopiesCompared { check, ..CopiesCompared::default() }
        }
        Locked::NoPlace => CopiesCompared::default(),
        Locked::Failed(why) => {
            screen::log(&format!("the second copy cannot be used: {why:?}"));
            failed(whose_fault().await)
        }
    };
    came.lost = lines_of(&[LOSS.into()]).await.is_ok_and(|found| !found.is_empty());
    came
}

/// Somebody has seen it told that something was lost.
async fn seen() {
    let keys = BTreeSet::from([LOSS.to_owned()]);
    let gone = Gone::Keys(keys.clone());
    // A word is enough: where there is no room for one, nothing is given up for it, and it is told again.
    let forgotten =
        second_copy::with_lock(async move |copy| copy.forget(&gone, &[]).await.map(drop));
    if let Locked::Done(Err(why)) | Locked::Failed(why) = forgotten.await {
        screen::log(&format!("what was told will be told again: {why:?}"));
    }
    if let Err(why) = eraser::delete(&keys, &[]).await {
        screen::log(&format!("what was told will be told again: {why:?}"));
    }
}

/// Which of the two it was that failed.
async fn whose_fault() -> SecondCopyState {
    match Database.keys().await {
        Ok(_) => SecondCopyState::Failed,
        Err(_) => SecondCopyState::Unread,
    }
}

/// No second copy.
struct Nothing;

impl Holder for Nothing {
    async fn keys(&self) -> Stored<BTreeSet<String>> {
        Ok(BTreeSet::new())
    }

    async fn entries(&self, _keys: &[String]) -> Stored<Vec<Entry>> {
        Ok(Vec::new())
    }

    async fn keep(&self, _entries: &[Entry]) -> Stored<()> {
        Ok(())
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        Ok(BTreeSet::new())
    }

    async fn photo(&self, _id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        Ok(None)
    }

    async fn keep_photo(&self, _: MediaId, _: &str, _: &[u8]) -> Stored<()> {
        Ok(())
    }
}

/// The message in which a page tells what it just stored: the keys of records, and photos.
pub(super) fn kept_message(entries: &[Entry], photos: &[(MediaId, String, Uint8Array)]) -> Array {
    let keys: Array = entries.iter().map(|one| JsValue::from_str(&one.key)).collect();
    let photos = photos
        .iter()
        .map(|(id, kind, bytes)| Array::of3(&id.to_string().into(), &kind.as_str().into(), bytes));
    Array::of3(&KEEP.into(), &keys, &photos.collect::<Array>())
}

fn read_kept(message: &Array) -> (Vec<String>, Vec<Photo>) {
    let keys = Array::from(&message.get(1)).iter().filter_map(|text| text.as_string()).collect();
    let photos = Array::from(&message.get(2));
    let photos = photos.iter().filter_map(|photo| {
        let photo = Array::from(&photo);
        let id = MediaId::parse(&photo.get(0).as_string()?)?;
        Some((id, photo.get(1).as_string()?, Uint8Array::new(&photo.get(2)).to_vec()))
    });
    (keys, photos.collect())
}

/// Greets, and does what it is asked.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answers = scope.clone();
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let scope = answers.clone();
        spawn_local(async move {
            match message.get(0).as_string().as_deref() {
                Some(KEEP) => {
                    let (keys, photos) = read_kept(&message);
                    let is_first = WAITING.with_borrow_mut(|waiting| {
                        let is_first = waiting.0.is_empty() && waiting.1.is_empty();
                        waiting.0.extend(keys);
                        waiting.1.extend(photos);
                        is_first
                    });
                    if is_first {
                        gloo_timers::future::TimeoutFuture::new(TOGETHER_MS).await;
                        let (keys, photos) = WAITING.take();
                        both_copies::keep(keys, photos).await;
                    }
                }
                Some(SEEN) => seen().await,
                asked => {
                    let comparison = compare(asked == Some(CHECK)).await;
                    if scope.post_message(&comparison.write().into()).is_err() {
                        screen::log("the worker cannot answer");
                    }
                }
            }
        });
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    if scope.post_message(&JsValue::from_str("")).is_err() {
        screen::log("the worker cannot answer");
    }
}
