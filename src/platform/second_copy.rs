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
use super::screen;
use crate::app::copies::{Gone, Holder, Journalled, LOSS, SIGNING};
use crate::app::effect::Entry;
use crate::app::exchange::shelf::Stored;
use crate::app::problem::NotStored;
use crate::domain::observation::photo::MediaId;
use crate::format::journal::{Frame, FramePlace, JournalContent, read_frame};

/// The folder of the second copy.
const FOLDER: &str = "eclaireuse";
const PHOTOS: &str = "photos";
const JOURNAL: &str = "journal-";
/// What the journal's keys of photos begin with.
const PHOTO: &str = "photo/";
/// The name of the lock, as all tabs and workers of this origin know it.
const LOCK: &str = "eclaireuse second copy";
/// Where less than this is free, photos are kept once (bytes).
const ROOM: u64 = 200 << 20;

/// Why it could not be used.
pub(super) fn refused(why: &JsValue) -> NotStored {
    match name_of(why).as_str() {
        "QuotaExceededError" => NotStored::Full,
        _ => NotStored::Other(screen::describe(why)),
    }
}

/// Whether there may be a second copy, told by a page too: then an empty database is no first start.
pub(super) async fn may_be_there() -> bool {
    private_files::may_be_there(FOLDER).await
}

/// The second copy, while this worker holds the lock.
pub(super) struct SecondCopy {
    folder: FileSystemDirectoryHandle,
    photos: FileSystemDirectoryHandle,
    /// The number of the journal that counts.
    number: RefCell<u32>,
    standing: RefCell<Option<JournalContent>>,
}

/// What came of asking for the second copy.
pub(super) enum Locked<T> {
    /// The work was done.
    Done(T),
    /// There is no place for one.
    NoPlace,
    /// There may be one, and it cannot be used now.
    Failed(NotStored),
}

/// Does some work while no other tab or worker is at the second copy.
pub(super) async fn with_lock<T: 'static>(
    work: impl AsyncFnOnce(Rc<SecondCopy>) -> T + 'static,
) -> Locked<T> {
    if !private_files::writes_at_once() {
        return Locked::NoPlace;
    }
    let root = match root().await {
        Ok(Some(root)) => root,
        Ok(None) => return Locked::NoPlace,
        Err(why) => return Locked::Failed(refused(&why)),
    };
    let Some((locks, request)) = locks() else { return Locked::NoPlace };
    let done = Rc::new(RefCell::new(None));
    let result = done.clone();
    let works = async move {
        let came = match SecondCopy::open(&root).await {
            Ok(copy) => Locked::Done(work(Rc::new(copy)).await),
            Err(why) => Locked::Failed(refused(&why)),
        };
        *result.borrow_mut() = Some(came);
        Ok(JsValue::UNDEFINED)
    };
    let held = Closure::once(move |_lock: JsValue| wasm_bindgen_futures::future_to_promise(works));
    let asked = request.call2(&locks, &LOCK.into(), held.as_ref());
    let asked = asked.and_then(|promise| promise.dyn_into::<Promise>());
    let ended = match asked {
        Ok(promise) => JsFuture::from(promise).await,
        Err(why) => Err(why),
    };
    let came = done.borrow_mut().take();
    match (came, ended) {
        (Some(came), _) => came,
        (None, Err(why)) => Locked::Failed(refused(&why)),
        (None, Ok(_)) => Locked::Failed(NotStored::Other("the lock was not given".into())),
    }
}

/// The browser's locks, and how one is asked for.
fn locks() -> Option<(JsValue, Function)> {
    let locks = screen::of_navigator("locks")?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    Some((locks, request))
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

    /// Appends; it is on the disk when this returns.
    pub(super) async fn append(&self, said: &[Frame<'_>]) -> Tried<()> {
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

    /// Removes the files of photos that the journal does not name: an erasing that was interrupted left
    /// them, or a writing.
    pub(super) async fn sweep_photos(&self) -> Stored<()> {
        let swept = async {
            let named = self.named_photos().await?;
            for name in names(&self.photos).await? {
                if MediaId::parse(&name).is_none_or(|id| !named.contains(&id)) {
                    remove(&self.photos, &name).await?;
                }
            }
            Ok(())
        };
        swept.await.map_err(|why: JsValue| refused(&why))
    }

    async fn named_photos(&self) -> Tried<BTreeSet<MediaId>> {
        self.standing().await?;
        let standing = self.standing.borrow();
        let keys = standing.iter().flat_map(|standing| standing.keys.keys());
        Ok(keys.filter_map(|key| MediaId::parse(key.strip_prefix(PHOTO)?)).collect())
    }

    /// Writes the journal anew where that is worth it.
    pub(super) async fn tidy(&self) -> Stored<()> {
        let tidied = async {
            self.standing().await?;
            let is_worth =
                self.standing.borrow().as_ref().is_some_and(JournalContent::is_worth_rewriting);
            if is_worth { self.write_anew().await } else { Ok(()) }
        };
        tidied.await.map_err(|why: JsValue| refused(&why))
    }

    /// Writes the journal anew, without what says nothing any more: what was erased is no longer in it.
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
                if old.read(place.at, &mut line)? < place.length {
                    return Err(js_sys::Error::new("the journal is shorter than it was").into());
                }
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
            .filter(|key| ![PHOTO, SIGNING, LOSS].iter().any(|of| key.starts_with(of)))
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
        // A line is one line; no writer of ours makes another.
        let lines = entries.iter().filter(|entry| !entry.line.contains('\n'));
        let said: Vec<Frame<'_>> =
            lines.map(|entry| Frame::Kept(&entry.key, &entry.line)).collect();
        self.append(&said).await.map_err(|why| refused(&why))
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        let found = async {
            let named = self.named_photos().await?;
            let files = names(&self.photos).await?;
            let files = files.iter().filter_map(|name| MediaId::parse(name));
            Ok(files.filter(|id| named.contains(id)).collect())
        };
        found.await.map_err(|why: JsValue| refused(&why))
    }

    async fn photo(&self, id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        let known = self.entries(&[format!("{PHOTO}{id}")]).await?;
        let Some(Entry { line: media_type, .. }) = known.into_iter().next() else {
            return Ok(None);
        };
        let read = async {
            let file = Open::old(&self.photos, &id.to_string()).await?;
            let mut bytes = vec![0; usize::try_from(file.size()?).unwrap_or_default()];
            file.read(0, &mut bytes)?;
            Ok::<_, JsValue>(bytes)
        };
        // One that cannot be read is not there; the others are.
        let Ok(bytes) = read.await else { return Ok(None) };
        Ok((MediaId::of(&bytes) == id).then_some((media_type, bytes)))
    }

    async fn keep_photo(&self, id: MediaId, media_type: &str, bytes: &[u8]) -> Stored<()> {
        if self.photo(id).await?.is_some() {
            return Ok(());
        }
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

    /// Photos may take what room there is: what is said comes first.
    async fn has_room(&self) -> bool {
        let report = super::room::estimate().await;
        let free = report.quota.zip(report.used).map(|(quota, used)| quota.saturating_sub(used));
        free.is_none_or(|free| free > ROOM)
    }
}

impl Journalled for SecondCopy {
    type Places = Vec<FramePlace>;

    async fn forget(&self, gone: &Gone, photos: &[MediaId]) -> Stored<Vec<FramePlace>> {
        let forgotten = async {
            self.standing().await?;
            let photos: BTreeSet<String> = photos.iter().map(|id| format!("{PHOTO}{id}")).collect();
            let places = {
                let content = self.standing.borrow();
                let all = content.iter().flat_map(|content| &content.keys);
                let named = all.filter(|(key, _)| gone.names(key) || photos.contains(*key));
                named.map(|(_, place)| *place).collect()
            };
            let prefixes = gone.prefixes();
            let keys = gone.keys().into_iter().flatten().chain(&photos);
            let mut said: Vec<Frame<'_>> = keys.map(|key| Frame::Forgotten(key)).collect();
            said.extend(prefixes.iter().map(|prefix| Frame::AllForgotten(prefix)));
            self.append(&said).await?;
            Ok(places)
        };
        forgotten.await.map_err(|why: JsValue| refused(&why))
    }

    /// The journal is written anew, or, where there is no room for that, its lines are written over.
    async fn take_out(&self, places: &Vec<FramePlace>, photos: &[MediaId]) -> Stored<()> {
        let taken = async {
            for id in photos {
                remove(&self.photos, &id.to_string()).await?;
            }
            // Its places are those of this file, whichever counts afterwards.
            let name = self.journal();
            if self.write_anew().await.is_ok() {
                return Ok(());
            }
            self.standing.replace(None);
            let file = Open::old(&self.folder, &name).await?;
            for place in places {
                file.write(place.at, &vec![b' '; place.length])?;
            }
            Ok(())
        };
        taken.await.map_err(|why: JsValue| refused(&why))
    }

    async fn give_up(&self) -> Stored<()> {
        match root().await {
            Ok(Some(root)) => remove(&root, FOLDER).await.map_err(|why| refused(&why)),
            Ok(None) => Ok(()),
            Err(why) => Err(refused(&why)),
        }
    }
}
