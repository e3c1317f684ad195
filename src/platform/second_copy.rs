//! The second copy of what is stored: a journal and the photos beside it, in the browser's private
//! file system. Only workers reach it so that what was written is on the disk when they go on.
//!
//! - `eclaireuse/journal-1`, `journal-2`, …: [`crate::format::journal`]. When one is written anew, to
//!   take out what was erased, the next number takes over once it says that it is whole.
//! - `eclaireuse/photos/<SHA-256>`: the bytes of a photo or map. It is there once the journal says so,
//!   with its type, under `photo/<SHA-256>`: one that a crash cut short is none.
//!
//! One tab at a time works on it, whoever holds the lock; a file is open only meanwhile, so that a tab
//! that was put to sleep keeps nothing from the others.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::FileSystemDirectoryHandle;

use super::indexed_db::{Tried, name_of};
use super::private_files::{self, Open, PIECE, names, remove, root};
use super::{eraser, screen, store};
use crate::app::copies::Holder;
use crate::app::effect::Entry;
use crate::app::exchange::shelf::Stored;
use crate::app::problem::NotStored;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::format::journal::{Frame, JournalContent, read_frame};
use crate::format::v1::key_range;

/// The folder of the second copy.
const FOLDER: &str = "eclaireuse";
const PHOTOS: &str = "photos";
const JOURNAL: &str = "journal-";
/// What the journal's keys of photos begin with.
const PHOTO: &str = "photo/";
/// And those of the keys with which this device signs, one a walk.
const SIGNING: &str = "key/";
/// The name of the lock, as all tabs and workers of this origin know it.
const LOCK: &str = "eclaireuse second copy";
/// More keys than these are looked for by reading all keys of their walk.
const FEW: usize = 200;
/// Where less than this is free, photos are kept once (bytes).
const ROOM: u64 = 200 << 20;

/// Why it could not be used.
fn refused(why: &JsValue) -> NotStored {
    match name_of(why).as_str() {
        "QuotaExceededError" => NotStored::Full,
        _ => NotStored::Other(screen::describe(why)),
    }
}

/// Whether there may be a second copy, told by a page too: then an empty database is no first start.
pub(super) async fn may_be_there() -> bool {
    private_files::is_there(FOLDER).await
}

/// The second copy, while this worker holds the lock.
pub(super) struct SecondCopy {
    folder: FileSystemDirectoryHandle,
    photos: FileSystemDirectoryHandle,
    /// The number of the journal that counts.
    number: RefCell<u32>,
    standing: RefCell<Option<JournalContent>>,
}

/// Does some work while no other tab or worker is at the second copy. `None` where there is no place for
/// one.
pub(super) async fn with_lock<T: 'static>(
    work: impl AsyncFnOnce(Rc<SecondCopy>) -> T + 'static,
) -> Option<T> {
    let root = root().await?;
    let done = Rc::new(RefCell::new(None));
    let result = done.clone();
    let works = async move {
        if let Ok(copy) = SecondCopy::open(&root).await {
            *result.borrow_mut() = Some(work(Rc::new(copy)).await);
        }
        Ok(JsValue::UNDEFINED)
    };
    let held = Closure::once(move |_lock: JsValue| wasm_bindgen_futures::future_to_promise(works));
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let promise = request.call2(&locks, &LOCK.into(), held.as_ref()).ok()?;
    JsFuture::from(promise.dyn_into::<Promise>().ok()?).await.ok()?;
    done.borrow_mut().take()
}

impl SecondCopy {
    async fn open(root: &FileSystemDirectoryHandle) -> Tried<Self> {
        let folder = private_files::folder(root, FOLDER, true).await?;
        let photos = private_files::folder(&folder, PHOTOS, true).await?;
        let number = RefCell::new(0);
        let copy = Self { folder, photos, number, standing: RefCell::new(None) };
        copy.choose().await?;
        Ok(copy)
    }

    /// Finds the journal that counts: the last one that took over all of the one before it, or the only
    /// one. One that a crash left half written goes.
    async fn choose(&self) -> Tried<()> {
        let names = names(&self.folder).await?;
        let numbers = names.iter().filter_map(|name| name.strip_prefix(JOURNAL)?.parse().ok());
        let mut numbers: BTreeSet<u32> = numbers.collect();
        while numbers.len() > 1 {
            let Some(last) = numbers.pop_last() else { break };
            let standing = self.read(last).await?;
            let goes: Vec<u32> = if standing.whole {
                std::mem::replace(&mut numbers, BTreeSet::from([last])).into_iter().collect()
            } else {
                vec![last]
            };
            for number in goes {
                remove(&self.folder, &format!("{JOURNAL}{number}")).await?;
            }
        }
        *self.number.borrow_mut() = numbers.first().copied().unwrap_or(1);
        Ok(())
    }

    fn journal(&self) -> String {
        format!("{JOURNAL}{}", self.number.borrow())
    }

    async fn read(&self, number: u32) -> Tried<JournalContent> {
        let file = Open::new(&self.folder, &format!("{JOURNAL}{number}")).await?;
        let mut standing = JournalContent::default();
        file.each(|at, line| standing.hear(at, line))?;
        Ok(standing)
    }

    /// Reads the journal, unless that was done.
    async fn standing(&self) -> Tried<()> {
        if self.standing.borrow().is_none() {
            let number = *self.number.borrow();
            let standing = self.read(number).await?;
            self.standing.replace(Some(standing));
        }
        Ok(())
    }

    /// How many of its lines cannot be read.
    pub(super) async fn damaged(&self) -> Stored<usize> {
        self.standing().await.map_err(|why| refused(&why))?;
        Ok(self.standing.borrow().as_ref().map_or(0, |standing| standing.damaged))
    }

    /// Appends; it is on the disk when this returns.
    async fn append(&self, said: &[Frame<'_>]) -> Tried<()> {
        if said.is_empty() {
            return Ok(());
        }
        let file = Open::new(&self.folder, &self.journal()).await?;
        let mut at = file.size()?;
        let mut bytes = Vec::new();
        // What a crash cut short keeps its own line.
        let mut last = [b'\n'];
        if at > 0 && file.read(at - 1, &mut last)? == 1 && last != [b'\n'] {
            bytes.push(b'\n');
        }
        for one in said {
            one.write(&mut bytes);
            if bytes.len() > PIECE {
                file.write(at, &bytes)?;
                at += bytes.len() as u64;
                bytes.clear();
            }
        }
        file.write(at, &bytes)?;
        self.standing.replace(None);
        Ok(())
    }

    /// Keeps records.
    pub(super) async fn keep_entries(&self, entries: &[Entry]) -> Stored<()> {
        let said: Vec<Frame<'_>> =
            entries.iter().map(|entry| Frame::Kept(&entry.key, &entry.line)).collect();
        self.append(&said).await.map_err(|why| refused(&why))
    }

    /// Says that nothing of these keys is here any more, before they go from the database.
    pub(super) async fn forget(&self, keys: &[String]) -> Stored<()> {
        let said: Vec<Frame<'_>> = keys.iter().map(|key| Frame::Forgotten(key)).collect();
        self.append(&said).await.map_err(|why| refused(&why))
    }

    /// The same of a whole walk and of this device's numbers on it.
    pub(super) async fn forget_walk(&self, walk: WalkId) -> Stored<()> {
        let own = crate::app::ledger::own_range(walk).0;
        let of_walk = key_range(walk).0;
        let signing = format!("{SIGNING}{walk}");
        let said = [
            Frame::AllForgotten(&of_walk),
            Frame::AllForgotten(&own),
            Frame::AllForgotten(&signing),
        ];
        self.append(&said).await.map_err(|why| refused(&why))
    }

    /// Removes photos.
    async fn forget_photos(&self, photos: &[MediaId]) -> Stored<()> {
        let keys: Vec<String> = photos.iter().map(|id| format!("{PHOTO}{id}")).collect();
        self.forget(&keys).await?;
        for id in photos {
            remove(&self.photos, &id.to_string()).await.map_err(|why| refused(&why))?;
        }
        Ok(())
    }

    /// Whether it is worth a try to keep photos twice: they may take what room there is.
    pub(super) async fn has_room_for_photos(&self) -> bool {
        let report = super::room::estimate().await;
        let free = report.quota.zip(report.used).map(|(quota, used)| quota.saturating_sub(used));
        free.is_none_or(|free| free > ROOM)
    }

    /// Writes the journal anew, without what says nothing any more: what was erased is no longer in it.
    pub(super) async fn rewrite(&self) -> Stored<()> {
        self.write_anew().await.map_err(|why| refused(&why))
    }

    /// The same, where that is worth it.
    pub(super) async fn tidy(&self) -> Stored<()> {
        self.standing().await.map_err(|why| refused(&why))?;
        let is_worth =
            self.standing.borrow().as_ref().is_some_and(JournalContent::is_worth_rewriting);
        if is_worth { self.rewrite().await } else { Ok(()) }
    }

    async fn write_anew(&self) -> Tried<()> {
        self.standing().await?;
        let before = *self.number.borrow();
        let name = format!("{JOURNAL}{}", before + 1);
        remove(&self.folder, &name).await?;
        {
            let old = Open::new(&self.folder, &self.journal()).await?;
            let new = Open::new(&self.folder, &name).await?;
            let (mut at, mut bytes) = (0, Vec::new());
            let standing = self.standing.borrow_mut().take().unwrap_or_default();
            for place in standing.keys.values() {
                let mut line = vec![0; place.length];
                old.read(place.at, &mut line)?;
                line.push(b'\n');
                bytes.append(&mut line);
                if bytes.len() > PIECE {
                    new.write(at, &bytes)?;
                    at += bytes.len() as u64;
                    bytes.clear();
                }
            }
            // First what it took over is on the disk, then the word that it did.
            new.write(at, &bytes)?;
            at += bytes.len() as u64;
            bytes.clear();
            Frame::Whole.write(&mut bytes);
            new.write(at, &bytes)?;
        }
        *self.number.borrow_mut() = before + 1;
        remove(&self.folder, &format!("{JOURNAL}{before}")).await
    }
}

impl Holder for SecondCopy {
    async fn keys(&self) -> Stored<BTreeSet<String>> {
        self.standing().await.map_err(|why| refused(&why))?;
        let standing = self.standing.borrow();
        let keys = standing.iter().flat_map(|standing| standing.keys.keys());
        Ok(keys
            .filter(|key| ![PHOTO, SIGNING].iter().any(|of| key.starts_with(of)))
            .cloned()
            .collect())
    }

    async fn entries(&self, keys: &[String]) -> Stored<Vec<Entry>> {
        let read = async {
            self.standing().await?;
            let file = Open::new(&self.folder, &self.journal()).await?;
            let standing = self.standing.borrow();
            let mut entries = Vec::new();
            for key in keys {
                let Some(place) = standing.as_ref().and_then(|standing| standing.keys.get(key))
                else {
                    continue;
                };
                let mut line = vec![0; place.length];
                file.read(place.at, &mut line)?;
                if let Some(Frame::Kept(known, line)) = read_frame(&line)
                    && known == key
                {
                    entries.push(Entry { key: key.clone(), line: line.to_owned() });
                }
            }
            Ok(entries)
        };
        read.await.map_err(|why: JsValue| refused(&why))
    }

    async fn keep(&self, entries: &[Entry]) -> Stored<()> {
        self.keep_entries(entries).await
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        self.standing().await.map_err(|why| refused(&why))?;
        let standing = self.standing.borrow();
        let keys = standing.iter().flat_map(|standing| standing.keys.keys());
        Ok(keys.filter_map(|key| MediaId::parse(key.strip_prefix(PHOTO)?)).collect())
    }

    async fn photo(&self, id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        let known = self.entries(&[format!("{PHOTO}{id}")]).await?;
        let Some(Entry { line: media_type, .. }) = known.into_iter().next() else {
            return Ok(None);
        };
        let read = async {
            let file = Open::new(&self.photos, &id.to_string()).await?;
            let mut bytes = vec![0; usize::try_from(file.size()?).unwrap_or_default()];
            file.read(0, &mut bytes)?;
            Ok(bytes)
        };
        let bytes: Vec<u8> = read.await.map_err(|why: JsValue| refused(&why))?;
        Ok((MediaId::of(&bytes) == id).then_some((media_type, bytes)))
    }

    async fn keep_photo(&self, id: MediaId, media_type: &str, bytes: &[u8]) -> Stored<()> {
        let write = async {
            let file = Open::new(&self.photos, &id.to_string()).await?;
            file.clear()?;
            file.write(0, bytes)
        };
        let written: Tried<()> = write.await;
        if let Err(why) = written {
            // Half a photo only takes room.
            drop(remove(&self.photos, &id.to_string()).await);
            return Err(refused(&why));
        }
        let key = format!("{PHOTO}{id}");
        self.append(&[Frame::Kept(&key, media_type)]).await.map_err(|why| refused(&why))
    }
}

/// A photo or map: its name, its type, its bytes.
pub(super) type Photo = (MediaId, String, Vec<u8>);

/// What is erased.
#[derive(Clone)]
pub(super) enum Erased {
    /// Records by their keys.
    Keys(Vec<String>),
    /// A walk.
    Walk(WalkId),
}

impl Erased {
    async fn leave_database(&self, photos: &[MediaId]) -> Stored<()> {
        match self {
            Self::Keys(keys) => eraser::delete(keys, photos).await,
            Self::Walk(walk) => eraser::clear(*walk, photos).await,
        }
    }

    async fn leave_both(&self, copy: &SecondCopy, photos: &[MediaId]) -> Stored<()> {
        // The word first: from here on nothing of it is ever put back, wherever this is interrupted.
        let said = match self {
            Self::Keys(keys) => copy.forget(keys).await,
            Self::Walk(walk) => copy.forget_walk(*walk).await,
        };
        if said.is_err() {
            remove_all().await?;
            return self.leave_database(photos).await;
        }
        self.leave_database(photos).await?;
        let gone = match copy.forget_photos(photos).await {
            Ok(()) => copy.rewrite().await,
            refused => refused,
        };
        // A copy that still holds it is worse than none: the next start makes another one.
        match gone {
            Ok(()) => Ok(()),
            Err(_) => remove_all().await,
        }
    }
}

/// Erases from both copies; what is erased is in neither when this returns.
///
/// # Errors
/// When one of them could not be written; it is to be asked for again.
pub(super) async fn erase(what: Erased, photos: Vec<MediaId>) -> Stored<()> {
    let (given, named) = (what.clone(), photos.clone());
    let erased = with_lock(async move |copy| given.leave_both(&copy, &named).await).await;
    match erased {
        Some(erased) => erased,
        None => {
            remove_all().await?;
            what.leave_database(&photos).await
        }
    }
}

/// Keeps twice what was just stored, as far as it is still there: it may have been erased since. What
/// cannot be is seen when the copies are compared.
pub(super) async fn keep(entries: Vec<Entry>, photos: Vec<Photo>) {
    let kept = with_lock(async move |copy| {
        let known = still_stored(&entries).await?;
        let entries: Vec<Entry> =
            entries.into_iter().filter(|entry| known.contains(&entry.key)).collect();
        copy.keep(&entries).await?;
        if photos.is_empty() || !copy.has_room_for_photos().await {
            return Ok(());
        }
        for (id, media_type, bytes) in photos {
            if store::has_media(id).await? {
                copy.keep_photo(id, &media_type, &bytes).await?;
            }
        }
        Ok(())
    });
    if let Some(Err(why)) = kept.await {
        let why: NotStored = why;
        screen::log(&format!("not kept twice: {why:?}"));
    }
}

/// The keys of these that are still in the database.
async fn still_stored(entries: &[Entry]) -> Stored<BTreeSet<String>> {
    let keys: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    if keys.len() <= FEW {
        return store::known_among(&keys).await;
    }
    let walk_of = |key: &String| WalkId::parse(key.split('/').next()?);
    let (of_walks, others): (Vec<_>, Vec<_>) =
        keys.into_iter().partition(|key| walk_of(key).is_some());
    let mut known = store::known_among(&others).await?;
    for walk in of_walks.iter().filter_map(walk_of).collect::<BTreeSet<_>>() {
        known.extend(store::known_keys(walk).await?);
    }
    Ok(known)
}

/// The key with which this device signs on a walk, as it was written ([`super::signing`]).
pub(super) async fn key(walk: WalkId) -> Option<String> {
    let found = with_lock(async move |copy| copy.entries(&[format!("{SIGNING}{walk}")]).await);
    found.await?.ok()?.into_iter().next().map(|entry| entry.line)
}

/// Keeps it, unless one is there.
pub(super) async fn keep_key(walk: WalkId, written: String) {
    let kept = with_lock(async move |copy| {
        let key = format!("{SIGNING}{walk}");
        if !copy.entries(std::slice::from_ref(&key)).await?.is_empty() {
            return Ok(());
        }
        copy.append(&[Frame::Kept(&key, &written)]).await.map_err(|why| refused(&why))
    });
    if let Some(Err(why)) = kept.await {
        let why: NotStored = why;
        screen::log(&format!("the key is not kept twice: {why:?}"));
    }
}

/// Stores records under names whose content is another one now, after words were taken out of them: the
/// second copy must not keep the words.
///
/// # Errors
/// As [`erase`].
pub(super) async fn replace(entries: Vec<Entry>) -> Stored<()> {
    let given = entries.clone();
    let replaced = with_lock(async move |copy| {
        let keys: Vec<String> = given.iter().map(|entry| entry.key.clone()).collect();
        if copy.forget(&keys).await.is_err() {
            remove_all().await?;
            return store::put(&given, &[]).await;
        }
        store::put(&given, &[]).await?;
        let kept = match copy.keep(&given).await {
            Ok(()) => copy.rewrite().await,
            refused => refused,
        };
        match kept {
            Ok(()) => Ok(()),
            Err(_) => remove_all().await,
        }
    });
    match replaced.await {
        Some(replaced) => replaced,
        None => {
            remove_all().await?;
            store::put(&entries, &[]).await
        }
    }
}

/// Removes all of it, where it cannot be written to: what is erased must be in no copy.
pub(super) async fn remove_all() -> Stored<()> {
    let Some(root) = root().await else { return Ok(()) };
    remove(&root, FOLDER).await.map_err(|why| refused(&why))
}
