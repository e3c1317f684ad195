//! The ledger: the one place where records are made. Walks, campaigns and review walks all write
//! here, so that each record has one writer, its revisions count up, and its name on disk is made of
//! its content.

use super::effect::Entry;
use crate::domain::campaign::Decision;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};
use crate::domain::stamp::Stamp;
use crate::format::signature::{SIGNED, Signed};
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

impl Content for Signed {
    fn kind(&self) -> &'static str {
        SIGNED
    }

    fn line(&self, envelope: &Envelope) -> (String, u64) {
        self.line(envelope)
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
        let envelope = self.envelope(id, last, &body);
        let (line, digest) = body.line(&envelope);
        kept(Record { envelope, body, digest }, line)
    }

    /// Writes the revision after `last`, of which a later version had more to say: `later` is the
    /// body as it came ([`v1::later_part`]). Answers also with what is to be carried on from there.
    pub fn write_with_later(
        self,
        last: &Record<Body>,
        later: &str,
        body: Body,
    ) -> (Record<Body>, Kept, String) {
        let envelope = self.envelope(last.envelope.id, Some(&last.envelope), &body);
        let (line, digest, later) = v1::write_next(&envelope, &body, (later, &last.body));
        let (record, kept) = kept(Record { envelope, body, digest }, line);
        (record, kept, later)
    }

    /// What a first record would be as a line: the form in which something goes between the worker
    /// and the page. It is not stored.
    pub fn line<B: Content>(self, id: RecordId, body: &B) -> String {
        body.line(&self.envelope(id, None, body)).0
    }

    fn envelope<B: Content>(self, id: RecordId, last: Option<&Envelope>, body: &B) -> Envelope {
        Envelope {
            kind: body.kind().to_owned(),
            id,
            walk: self.walk,
            device: self.device,
            revision: last.map_or(1, |last| last.revision.saturating_add(1)),
            at: self.at,
        }
    }
}

/// The first and last possible keys of this phone's own numbers on a walk. They stand behind the
/// records of all walks: no list, no file and no other phone ever has them.
pub fn own_range(walk: WalkId) -> (String, String) {
    (format!("own/{walk}/"), format!("own/{walk}0"))
}

/// A number under which this phone writes to a walk, to be stored with what it writes: local storage
/// loses its last seconds with a browser that is killed, and what is said under a number that is lost
/// would be somebody else's. It is no record.
pub fn own_number(walk: WalkId, device: DeviceNumber) -> Entry {
    let line = format!("\"{device}\"");
    let key = format!("{}{device}/{:016x}", own_range(walk).0, v1::digest(&line));
    Entry { key, line }
}

/// A record that is known and perhaps no longer stored, as it is to be stored again, and whether that is
/// the very line that it was: of what a later version said this one writes less.
pub fn stored_again(record: &Record) -> (Entry, bool) {
    let envelope = record.envelope.clone();
    let (line, digest) = record.body.line(&envelope);
    let key = v1::key(&Record { envelope, body: (), digest });
    (Entry { key, line }, digest == record.digest)
}

/// A record beside the form in which it is stored.
fn kept<B>(record: Record<B>, line: String) -> (Record<B>, Kept) {
    let Envelope { walk, id, .. } = record.envelope;
    let entry = Entry { key: v1::key(&record), line };
    (record, Kept { walk, id, entry })
}
