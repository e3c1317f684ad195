//! The ledger: the one place where records are made. Walks, campaigns and review walks all write
//! here, so that each record has one writer, its revisions count up, and its name on disk is made of
//! its content.

use super::effect::Entry;
use crate::domain::campaign::Decision;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};
use crate::domain::stamp::Stamp;
use crate::format::v1;

/// What a record can hold.
pub trait Content {
    /// The stored name of its kind.
    fn kind(&self) -> &'static str;

    /// Its line and the line's digest.
    fn line(&self, envelope: &Envelope) -> (String, u64);
}

impl Content for Body {
    fn kind(&self) -> &'static str {
        self.kind()
    }

    fn line(&self, envelope: &Envelope) -> (String, u64) {
        v1::write_line(envelope, self)
    }
}

impl Content for Decision {
    fn kind(&self) -> &'static str {
        self.says.kind()
    }

    fn line(&self, envelope: &Envelope) -> (String, u64) {
        v1::write_deliberation(envelope, self)
    }
}

/// A record to be stored.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    /// The campaign or the walk it belongs to.
    pub walk: WalkId,
    /// The thing.
    pub id: RecordId,
    /// The record.
    pub entry: Entry,
}

/// Who writes, where and when.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Writer {
    /// The walk or the campaign.
    pub walk: WalkId,
    /// The device.
    pub device: DeviceNumber,
    /// Now, by its clock.
    pub at: Stamp,
}

impl Writer {
    /// Writes the next revision of a thing: the first, or the one after `last`.
    pub fn write<B: Content>(
        self,
        id: RecordId,
        last: Option<&Envelope>,
        body: B,
    ) -> (Record<B>, Kept) {
        let envelope = Envelope {
            kind: body.kind().to_owned(),
            id,
            walk: self.walk,
            device: self.device,
            revision: last.map_or(1, |last| last.revision.saturating_add(1)),
            at: self.at,
        };
        let (line, digest) = body.line(&envelope);
        let record = Record { envelope, body, digest };
        let kept = Kept { walk: self.walk, id, entry: Entry { key: v1::key(&record), line } };
        (record, kept)
    }
}
