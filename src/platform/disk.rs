//! The browser's storage as files in and out need it.

use std::collections::BTreeSet;
use std::rc::Rc;

use js_sys::Uint8Array;
use web_sys::{Blob, FileReaderSync};

use super::{both_copies, bytes, eraser, signing, store};
use crate::app::copies::Gone;
use crate::app::effect::Entry;
use crate::app::exchange::shelf::{Shelf, Stored};
use crate::app::problem::NotStored;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::format::v1::is_named;

/// The database of this origin.
pub(super) struct Disk;

impl Shelf for Disk {
    /// The browser keeps it on its own side, and on disk when there is much. `None` when it would not.
    type SetDown = Option<Blob>;

    fn set_down(&self, bytes: &[u8]) -> Option<Blob> {
        bytes::set_down(bytes).ok()
    }

    fn take_up(&self, set_down: &Option<Blob>) -> Stored<Vec<u8>> {
        let gone = || NotStored::Other("a photo that was looked at is gone".into());
        let blob = set_down.as_ref().ok_or_else(gone)?;
        let read = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(blob));
        let read = read.map_err(|_| gone())?;
        Ok(bytes::taken(&Uint8Array::new(&read.into())))
    }

    async fn chunk(&self, walk: WalkId, after: Option<&str>) -> Stored<Vec<(String, String)>> {
        store::chunk(walk, after).await
    }

    async fn known_keys(&self, walk: WalkId) -> Stored<BTreeSet<String>> {
        store::known_keys(walk).await
    }

    async fn sheets(&self) -> Stored<Vec<String>> {
        store::sheets().await
    }

    async fn has_photo(&self, media: MediaId) -> Stored<bool> {
        store::has_media(media).await
    }

    async fn photo(&self, media: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        let stored = store::media(media).await?;
        Ok(stored.map(|stored| (stored.media_type, bytes::taken(&stored.bytes))))
    }

    async fn put(&self, entries: &[Entry]) -> Stored<()> {
        if !entries.iter().all(|entry| is_named(&entry.key, &entry.line)) {
            return both_copies::replace(entries.to_vec()).await;
        }
        let given: Rc<[Entry]> = entries.into();
        let work = async move || store::put(&given, &[]).await;
        both_copies::store_twice(entries.to_vec(), None, work).await
    }

    async fn put_many(&self, entries: &[Entry]) -> Stored<()> {
        let given: Rc<[Entry]> = entries.into();
        let work = async move || store::put_many(&given).await;
        both_copies::store_twice(entries.to_vec(), None, work).await
    }

    async fn verify(&self, walks: &BTreeSet<WalkId>, keys: BTreeSet<String>) -> Stored<()> {
        store::verify(walks, keys).await
    }

    async fn all_media(&self) -> Stored<Vec<MediaId>> {
        eraser::all_media().await
    }

    async fn delete(&self, keys: &[String], media: &[MediaId]) -> Stored<()> {
        both_copies::erase(Gone::Keys(keys.iter().cloned().collect()), media.to_vec()).await
    }

    async fn clear(&self, walk: WalkId, media: &[MediaId]) -> Stored<()> {
        both_copies::erase(Gone::Walk(walk), media.to_vec()).await
    }

    async fn signing_key(&self, walk: WalkId) -> Option<Vec<u8>> {
        signing::key(walk).await
    }

    async fn sign(&self, walk: WalkId, text: Vec<u8>) -> Option<Vec<u8>> {
        signing::sign(walk, &text).await
    }

    async fn put_photo(&self, media: MediaId, media_type: &str, bytes: &[u8]) -> Stored<()> {
        let stored = (media, media_type.to_owned(), Uint8Array::from(bytes));
        let work = async move || store::put(&[], std::slice::from_ref(&stored)).await;
        let photo = (media, media_type.to_owned(), bytes.to_vec());
        both_copies::store_twice(Vec::new(), Some(photo), work).await
    }
}
