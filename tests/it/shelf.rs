//! Storage in memory, as the tests and the drill have it (`examples/drill`): nothing of it waits.
#![allow(dead_code, reason = "the drill needs less of it than the tests")]

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::ops::Bound;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use eclaireuse::app::effect::Entry;
use eclaireuse::app::exchange::shelf::{Shelf, Stored};
use eclaireuse::app::problem::NotStored;
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::format::v1;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

/// Nothing in memory is waited for.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("memory does not wait"),
    }
}

/// Storage in memory.
#[derive(Default)]
pub(crate) struct Memory {
    /// Records that it reads at once, when that is more than two.
    pub(crate) at_once: usize,
    pub(crate) records: RefCell<BTreeMap<String, String>>,
    pub(crate) photos: RefCell<BTreeMap<MediaId, Vec<u8>>>,
    /// Records that still fit.
    pub(crate) room: Cell<Option<usize>>,
    /// The walk that is read for its first chunk only.
    pub(crate) breaks: Cell<Option<WalkId>>,
    /// The device's key, and its number; without one it signs nothing.
    pub(crate) key: RefCell<Option<SigningKey>>,
    pub(crate) writer: RefCell<String>,
}

impl Memory {
    pub(crate) fn of(lines: &[String]) -> Self {
        let memory = Self::default();
        for line in lines {
            let key = v1::key(&v1::read_line(line).unwrap().record);
            memory.records.borrow_mut().insert(key, line.clone());
        }
        memory
    }

    pub(crate) fn count(&self) -> usize {
        self.records.borrow().len()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.records.borrow().values().cloned().collect()
    }
}

impl Shelf for Memory {
    type SetDown = Vec<u8>;

    fn set_down(&self, bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }

    fn take_up(&self, set_down: &Vec<u8>) -> Stored<Vec<u8>> {
        Ok(set_down.clone())
    }

    async fn chunk(&self, walk: WalkId, after: Option<&str>) -> Stored<Vec<(String, String)>> {
        if self.breaks.get() == Some(walk) && after.is_some() {
            return Err(NotStored::Other("the disk".into()));
        }
        let (first, last) = v1::key_range(walk);
        let records = self.records.borrow();
        let first = after.map_or(Bound::Included(first), |after| Bound::Excluded(after.into()));
        let later = records.range((first, Bound::Excluded(last)));
        Ok(later.take(self.at_once.max(2)).map(|(key, line)| (key.clone(), line.clone())).collect())
    }

    async fn known_keys(&self, walk: WalkId) -> Stored<BTreeSet<String>> {
        let (first, last) = v1::key_range(walk);
        Ok(self.records.borrow().range(first..last).map(|(key, _)| key.clone()).collect())
    }

    async fn sheets(&self) -> Stored<Vec<String>> {
        let is_sheet = |line: &&String| {
            line.contains(r#""kind":"walk""#) || line.contains(r#""kind":"campaign""#)
        };
        Ok(self.records.borrow().values().filter(is_sheet).cloned().collect())
    }

    async fn has_photo(&self, media: MediaId) -> Stored<bool> {
        Ok(self.photos.borrow().contains_key(&media))
    }

    async fn photo(&self, media: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        let found = self.photos.borrow().get(&media).cloned();
        Ok(found.map(|bytes| ("image/jpeg".into(), bytes)))
    }

    async fn put(&self, entries: &[Entry]) -> Stored<()> {
        if let Some(room) = self.room.get() {
            if entries.len() > room {
                return Err(NotStored::Full);
            }
            self.room.set(Some(room - entries.len()));
        }
        let entries = entries.iter().cloned().map(|entry| (entry.key, entry.line));
        self.records.borrow_mut().extend(entries);
        Ok(())
    }

    async fn put_many(&self, entries: &[Entry]) -> Stored<()> {
        self.put(entries).await
    }

    async fn verify(&self, _: &BTreeSet<WalkId>, keys: BTreeSet<String>) -> Stored<()> {
        let all_there = keys.iter().all(|key| self.records.borrow().contains_key(key));
        all_there.then_some(()).ok_or(NotStored::ReadBackDiffers)
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

    async fn signing_key(&self, _: WalkId) -> Option<Vec<u8>> {
        let key = self.key.borrow();
        let point = key.as_ref()?.verifying_key().to_encoded_point(false);
        Some(point.as_bytes().to_vec())
    }

    async fn sign(&self, _: WalkId, text: Vec<u8>) -> Option<Vec<u8>> {
        let key = self.key.borrow();
        let signature: Signature = key.as_ref()?.sign(&text);
        Some(signature.to_bytes().to_vec())
    }

    async fn put_photo(&self, media: MediaId, _: &str, bytes: &[u8]) -> Stored<()> {
        self.photos.borrow_mut().insert(media, bytes.to_vec());
        Ok(())
    }
}
