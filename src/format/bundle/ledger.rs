//! What a writer has to remember of what passed through it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::manifest::{FORMAT, Manifest, Media, VERSION};
use super::receipt::receipt_code;
use crate::domain::identity::WalkId;
use crate::domain::ledger::record::Record;
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::format::v1;

/// What a writer has to remember: counts, hashes and names, never contents.
#[derive(Default)]
pub(super) struct Ledger {
    /// See [`Manifest::content`].
    pub(super) content: &'static str,
    walks: BTreeSet<WalkId>,
    records: u64,
    hash: Sha256,
    digests: Vec<u64>,
    named: BTreeSet<MediaId>,
    carried: BTreeMap<MediaId, Media>,
}

impl Ledger {
    /// Takes note of a line that is written, and reads it. A line that is not a record is carried
    /// all the same: a later version may be able to read it.
    pub(super) fn record(&mut self, line: &str) -> Option<Record> {
        self.records += 1;
        self.hash.update(line.as_bytes());
        self.hash.update(b"\n");
        let record = v1::read_line(line).ok()?.record;
        self.walks.insert(record.envelope.walk);
        self.digests.push(record.digest);
        self.named.extend(record.body.media());
        Some(record)
    }

    /// The photos that the records name.
    pub(super) fn named(&self) -> impl Iterator<Item = MediaId> {
        self.named.iter().copied()
    }

    /// Whether a photo is to be written: it is what its name says, and it is not there yet.
    pub(super) fn accepts(&self, id: MediaId, bytes: &[u8]) -> bool {
        !self.carried.contains_key(&id) && MediaId::of(bytes) == id
    }

    /// Takes note of a photo that is written.
    pub(super) fn photo(&mut self, id: MediaId, media_type: &str, bytes: &[u8]) {
        let media = Media {
            sha256: id.to_string(),
            media_type: media_type.to_owned(),
            bytes: bytes.len() as u64,
        };
        self.carried.insert(id, media);
    }

    /// The manifest of what was written.
    pub(super) fn manifest(&self, made: Stamp) -> Manifest {
        let hash: [u8; 32] = self.hash.clone().finalize().into();
        let missing = self.named.iter().filter(|id| !self.carried.contains_key(id));
        Manifest {
            format: FORMAT.to_owned(),
            version: VERSION,
            made_by: "app".to_owned(),
            made_at: Some(made.utc_ms),
            tz: Some(made.offset_min),
            content: self.content.to_owned(),
            walks: self.walks.iter().map(ToString::to_string).collect(),
            records: Some(self.records),
            records_sha256: Some(MediaId(hash).to_string()),
            media: self.carried.values().cloned().collect(),
            missing: missing.map(ToString::to_string).collect(),
        }
    }

    /// The receipt code of the records so far.
    pub(super) fn receipt(&self) -> String {
        receipt_code(self.digests.iter().copied())
    }
}

/// A stored line as one line: line breaks can only stand between two words of its JSON.
pub(super) fn one_line(line: &str) -> std::borrow::Cow<'_, str> {
    if line.contains(['\n', '\r']) {
        line.trim_end_matches(['\n', '\r']).replace(['\n', '\r'], " ").into()
    } else {
        line.into()
    }
}
