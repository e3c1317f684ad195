//! Storage in memory, to take files in.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use eclaireuse::app::effect::Entry;
use eclaireuse::app::exchange::shelf::{Shelf, Stored};
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::format::v1;

/// Records by key, photos by name.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) records: RefCell<BTreeMap<String, String>>,
    pub(super) photos: RefCell<BTreeMap<MediaId, Vec<u8>>>,
}

/// Nothing in memory is waited for.
pub(super) fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("memory does not wait"),
    }
}

impl Shelf for Kept {
    async fn chunk(&self, walk: WalkId, after: Option<&str>) -> Stored<Vec<(String, String)>> {
        let (first, last) = v1::key_range(walk);
        let records = self.records.borrow();
        let later =
            records.range(first..last).filter(|(key, _)| after.is_none_or(|a| key.as_str() > a));
        Ok(later.take(5_000).map(|(key, line)| (key.clone(), line.clone())).collect())
    }

    async fn known_keys(&self, walk: WalkId) -> Stored<BTreeSet<String>> {
        let (first, last) = v1::key_range(walk);
        Ok(self.records.borrow().range(first..last).map(|(key, _)| key.clone()).collect())
    }

    async fn sheets(&self) -> Stored<Vec<String>> {
        let is_sheet = |line: &&String| line.contains(r#""kind":"walk""#);
        Ok(self.records.borrow().values().filter(is_sheet).cloned().collect())
    }

    async fn has_photo(&self, media: MediaId) -> Stored<bool> {
        Ok(self.photos.borrow().contains_key(&media))
    }

    async fn photo(&self, media: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        Ok(self.photos.borrow().get(&media).map(|bytes| ("image/jpeg".into(), bytes.clone())))
    }

    async fn put(&self, entries: &[Entry]) -> Stored<()> {
        let entries = entries.iter().cloned().map(|entry| (entry.key, entry.line));
        self.records.borrow_mut().extend(entries);
        Ok(())
    }

    async fn put_many(&self, entries: &[Entry]) -> Stored<()> {
        self.put(entries).await
    }

    async fn verify(&self, _: &BTreeSet<WalkId>, _: BTreeSet<String>) -> Stored<()> {
        Ok(())
    }

    async fn put_photo(&self, media: MediaId, _: &str, bytes: &[u8]) -> Stored<()> {
        self.photos.borrow_mut().insert(media, bytes.to_vec());
        Ok(())
    }

    async fn all_media(&self) -> Stored<Vec<MediaId>> {
        Ok(self.photos.borrow().keys().copied().collect())
    }

    async fn delete(&self, keys: &[String], media: &[MediaId]) -> Stored<()> {
        self.records.borrow_mut().retain(|key, _| !keys.contains(key));
        self.photos.borrow_mut().retain(|name, _| !media.contains(name));
        Ok(())
    }

    async fn clear(&self, walk: WalkId, media: &[MediaId]) -> Stored<()> {
        let keys: Vec<String> = self.known_keys(walk).await?.into_iter().collect();
        self.delete(&keys, media).await
    }
}
