//! What is done to both copies at once: keeping twice, erasing from both, taking words out of both. The
//! second copy is told first of what goes, so that nothing of it is put back wherever this is interrupted.

use std::collections::BTreeSet;

use super::keeper_worker::Database;
use super::second_copy::{Locked, SIGNING, SecondCopy, refused, remove_all, with_lock};
use super::{eraser, screen, store};
use crate::app::copies::{Brought, Holder, bring};
use crate::app::effect::Entry;
use crate::app::exchange::shelf::Stored;
use crate::app::ledger::own_range;
use crate::app::problem::NotStored;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::format::journal::Frame;
use crate::format::v1::key_range;

/// More keys than these are looked for by reading all keys of their walk.
const FEW: usize = 200;

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
    /// Its keys, one by one.
    pub(super) fn keys(&self) -> &[String] {
        match self {
            Self::Keys(keys) => keys,
            Self::Walk(_) => &[],
        }
    }

    /// What the keys of everything of a walk begin with: its records, this device's numbers and key.
    pub(super) fn prefixes(&self) -> Vec<String> {
        match self {
            Self::Keys(_) => Vec::new(),
            Self::Walk(walk) => {
                vec![key_range(*walk).0, own_range(*walk).0, format!("{SIGNING}{walk}")]
            }
        }
    }

    async fn leave_database(&self, photos: &[MediaId]) -> Stored<()> {
        match self {
            Self::Keys(keys) => eraser::delete(keys, photos).await,
            Self::Walk(walk) => eraser::clear(*walk, photos).await,
        }
    }

    async fn leave_both(&self, copy: &SecondCopy, photos: &[MediaId]) -> Stored<()> {
        let places = copy.places(self, photos).await.map_err(|why| refused(&why))?;
        // The word first: from here on nothing of it is ever put back, wherever this is interrupted.
        if copy.forget(self, photos).await.is_err() {
            // Not even a word can be written. The second copy goes whole, once the database has all that
            // it held.
            bring(copy, &Database, &mut Brought::default()).await?;
            remove_all().await?;
            return self.leave_database(photos).await;
        }
        self.leave_database(photos).await?;
        copy.take_out(&places, photos).await.map_err(|why| refused(&why))
    }
}

/// Erases from both copies; what is erased is in neither when this returns.
///
/// # Errors
/// When one of them could not be written; it is to be asked for again.
pub(super) async fn erase(what: Erased, photos: Vec<MediaId>) -> Stored<()> {
    let (given, named) = (what.clone(), photos.clone());
    match with_lock(async move |copy| given.leave_both(&copy, &named).await).await {
        Locked::Done(erased) => erased,
        Locked::NoPlace => what.leave_database(&photos).await,
        Locked::Failed(why) => Err(why),
    }
}

/// Keeps twice what was just stored, as it stands in the database: it may have been erased since, or
/// words taken out of it. What cannot be is seen when the copies are compared.
pub(super) async fn keep(entries: Vec<Entry>, photos: Vec<Photo>) {
    let kept = with_lock(async move |copy| {
        if entries.len() <= FEW {
            let keys: Vec<String> = entries.into_iter().map(|entry| entry.key).collect();
            copy.keep(&Database.entries(&keys).await?).await?;
        } else {
            let known = still_stored(&entries).await?;
            let still = entries.into_iter().filter(|entry| known.contains(&entry.key));
            copy.keep(&still.collect::<Vec<_>>()).await?;
        }
        for (id, media_type, bytes) in photos {
            if copy.has_room().await && store::has_media(id).await? {
                copy.keep_photo(id, &media_type, &bytes).await?;
            }
        }
        Ok(())
    });
    let why: NotStored = match kept.await {
        Locked::Done(Err(why)) | Locked::Failed(why) => why,
        Locked::Done(Ok(())) | Locked::NoPlace => return,
    };
    screen::log(&format!("not kept twice: {why:?}"));
}

/// The keys of these that are still in the database.
async fn still_stored(entries: &[Entry]) -> Stored<BTreeSet<String>> {
    let keys: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
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
    match found.await {
        Locked::Done(Ok(found)) => found.into_iter().next().map(|entry| entry.line),
        _ => None,
    }
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
    let why: NotStored = match kept.await {
        Locked::Done(Err(why)) | Locked::Failed(why) => why,
        Locked::Done(Ok(())) | Locked::NoPlace => return,
    };
    screen::log(&format!("the key is not kept twice: {why:?}"));
}

/// Stores records under names whose content is another one now, after words were taken out of them: the
/// second copy must not keep the words.
///
/// # Errors
/// As [`erase`].
pub(super) async fn replace(entries: Vec<Entry>) -> Stored<()> {
    let given = entries.clone();
    let replaced = with_lock(async move |copy| {
        let what = Erased::Keys(given.iter().map(|entry| entry.key.clone()).collect());
        let places = copy.places(&what, &[]).await.map_err(|why| refused(&why))?;
        if copy.forget(&what, &[]).await.is_err() {
            bring(&*copy, &Database, &mut Brought::default()).await?;
            remove_all().await?;
            return store::put(&given, &[]).await;
        }
        store::put(&given, &[]).await?;
        // Where it cannot be kept twice now, the next comparison does it.
        drop(copy.keep(&given).await);
        copy.take_out(&places, &[]).await.map_err(|why| refused(&why))
    });
    match replaced.await {
        Locked::Done(replaced) => replaced,
        Locked::NoPlace => store::put(&entries, &[]).await,
        Locked::Failed(why) => Err(why),
    }
}
