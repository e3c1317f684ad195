//! What is done to both copies at once: keeping twice, erasing from both, taking words out of both. The
//! second copy is told first of what goes, so that nothing of it is put back wherever this is interrupted.

use super::keeper_worker::Database;
use super::second_copy::{Locked, refused, with_lock};
use super::{eraser, screen, store};
use crate::app::copies::{Gone, Holder, SIGNING, change_both};
use crate::app::effect::Entry;
use crate::app::exchange::shelf::Stored;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::format::journal::Frame;

/// A photo or map: its name, its type, its bytes.
pub(super) type Photo = (MediaId, String, Vec<u8>);

/// Says in the console why the second copy does not have something; the next comparison sees it.
fn tell(kept: Locked<Stored<()>>) {
    if let Locked::Done(Err(why)) | Locked::Failed(why) = kept {
        screen::log(&format!("not kept twice: {why:?}"));
    }
}

/// Erases from both copies; what is erased is in neither when this returns.
///
/// # Errors
/// When one of them could not be written; it is to be asked for again.
pub(super) async fn erase(gone: Gone, photos: Vec<MediaId>) -> Stored<()> {
    let leave = async |gone: &Gone, photos: &[MediaId]| match gone {
        Gone::Keys(keys) => eraser::delete(keys, photos).await,
        Gone::Walk(walk) => eraser::clear(*walk, photos).await,
    };
    let (given, named) = (gone.clone(), photos.clone());
    let erased = with_lock(async move |copy| {
        let change = async || leave(&given, &named).await;
        change_both(&*copy, &Database, &given, &named, change).await
    });
    match erased.await {
        Locked::Done(erased) => erased,
        Locked::NoPlace => leave(&gone, &photos).await,
        Locked::Failed(why) => Err(why),
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
        let gone = Gone::Keys(given.iter().map(|entry| entry.key.clone()).collect());
        let change = async || {
            store::put(&given, &[]).await?;
            // Where it cannot be kept twice now, the next comparison does it.
            drop(copy.keep(&given).await);
            Ok(())
        };
        change_both(&*copy, &Database, &gone, &[], change).await
    });
    match replaced.await {
        Locked::Done(replaced) => replaced,
        Locked::NoPlace => store::put(&entries, &[]).await,
        Locked::Failed(why) => Err(why),
    }
}

/// Stores by this work, and what it stored twice: nobody erases in between.
///
/// # Errors
/// When it is not stored. Where the second copy fails it is stored all the same.
pub(super) async fn store_twice(
    entries: Vec<Entry>,
    photo: Option<Photo>,
    work: impl AsyncFnOnce() -> Stored<()> + Clone + 'static,
) -> Stored<()> {
    let given = work.clone();
    let done = with_lock(async move |copy| {
        given().await?;
        let kept = async {
            copy.keep(&entries).await?;
            match photo {
                Some((id, kind, bytes)) if copy.has_room().await => {
                    copy.keep_photo(id, &kind, &bytes).await
                }
                _ => Ok(()),
            }
        };
        tell(Locked::Done(kept.await));
        Ok(())
    });
    match done.await {
        Locked::Done(stored) => stored,
        Locked::NoPlace => work().await,
        failed => {
            tell(failed);
            work().await
        }
    }
}

/// Keeps twice what was just stored, as it stands in the database: it may have been erased since, or
/// words taken out of it.
pub(super) async fn keep(keys: Vec<String>, photos: Vec<Photo>) {
    let kept = with_lock(async move |copy| {
        copy.keep(&Database.entries(&keys).await?).await?;
        for (id, media_type, bytes) in photos {
            if copy.has_room().await && store::has_media(id).await? {
                copy.keep_photo(id, &media_type, &bytes).await?;
            }
        }
        Ok(())
    });
    tell(kept.await);
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
    tell(kept.await);
}
