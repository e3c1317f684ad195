//! Who wrote what, proven: a device signs what it wrote when it hands it over ([`super::signing`]).
//! The first key that is seen of a device on a walk is its key here. What comes in its name without
//! that key is told apart: signed by another key, not signed at all, or changed on the way.

use std::collections::{BTreeMap, BTreeSet};

use super::shelf::{Lines, Shelf, Stored};
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};
use crate::format::signature::{self, LineName, Over, Signed, fingerprint, name_of, row_of};
use crate::format::v1;

/// So many signatures of one file are verified, which is some for each of more phones than any walk
/// has: a file made of nothing else must not keep anybody waiting.
const MOST_VERIFIED: usize = 1000;

/// A device on a walk.
pub(super) type Of = (WalkId, DeviceNumber);

pub(super) fn of(envelope: &Envelope) -> Of {
    (envelope.walk, envelope.device)
}

/// What is known of the keys of a device: the first one, and those that a person let stand in
/// its place.
#[derive(Default)]
struct Pin {
    keys: Vec<Vec<u8>>,
    covered: BTreeSet<LineName>,
}

/// What one file brought of a device.
#[derive(Default)]
struct Brought {
    /// Whether it carries a signature over all that the device wrote: then every line has one.
    signs: bool,
    /// What keys signed that are not known here.
    strange: BTreeSet<LineName>,
}

/// The keys that are known, and what they signed.
#[derive(Default)]
pub(super) struct Proofs {
    /// What is stored and was not needed yet: each costs a verification.
    stored: BTreeMap<Of, Vec<(String, Envelope)>>,
    pins: BTreeMap<Of, Pin>,
    file: BTreeMap<Of, Brought>,
    /// Signatures of the file that were verified.
    verified: usize,
    /// Devices whose first key came with these files.
    met_now: BTreeSet<Of>,
    /// What the first QR code said of the key that prepared a walk.
    expected: BTreeMap<WalkId, LineName>,
}

/// Who wrote a record, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Proof {
    /// The device whose number it bears: a key of it signed it.
    Proven,
    /// Nobody proved it, and no key of that device is known: as in versions before 0.6.
    NotSigned,
    /// A key of that device is known, and this comes without a signature.
    KeyMissing,
    /// A key of that device is known, and another one signed this.
    NewKey,
    /// The file is signed, and the signature is not over this.
    Unfit,
}

/// What was heard of a signature.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Heard {
    /// It holds, by a key of its device.
    Holds,
    /// It holds, by a key that is not known here.
    NewKey,
    /// It does not hold.
    Broken,
    /// Of a later version, or of something else: it proves nothing, and is kept.
    NotUnderstood,
}

impl Proofs {
    /// Reads the signatures of a walk that are stored.
    pub(super) async fn load(&mut self, shelf: &impl Shelf, walk: WalkId) -> Stored<()> {
        let mut after = signature::keys_after(walk);
        loop {
            let chunk = shelf.chunk(walk, Some(&after)).await?;
            let Some((last, _)) = chunk.last() else { return Ok(()) };
            after.clone_from(last);
            self.lines(chunk.into_iter().map(|(_, line)| line));
        }
    }

    fn lines(&mut self, lines: impl Iterator<Item = String>) {
        for line in lines {
            if let Ok(read) = v1::read_line(&line)
                && row_of(&read.record.envelope).is_some()
            {
                let envelope = read.record.envelope;
                self.stored.entry(of(&envelope)).or_default().push((line, envelope));
            }
        }
    }

    /// What is stored of a device counts: it was let in.
    fn recall(&mut self, device: Of) {
        for (line, envelope) in self.stored.remove(&device).unwrap_or_default() {
            if let Some(signed) = Signed::read(&line).filter(|signed| signed.holds(&envelope)) {
                self.pin(device, signed);
            }
        }
    }

    fn pin(&mut self, device: Of, signed: Signed) {
        let pin = self.pins.entry(device).or_default();
        if !pin.keys.contains(&signed.key) {
            pin.keys.push(signed.key);
        }
        pin.covered.extend(signed.covers);
    }

    /// The first QR code of a walk names the key that prepared it.
    pub(super) fn expect(&mut self, walk: WalkId, key: LineName) {
        self.expected.insert(walk, key);
    }

    /// Whether the first QR code of a walk named a key.
    pub(super) fn expects(&self, walk: WalkId) -> bool {
        self.expected.contains_key(&walk)
    }

    /// Whether a key of the device that wrote a record is known.
    pub(super) fn has_key(&self, record: &Record) -> bool {
        self.pins.contains_key(&of(&record.envelope))
    }

    /// A record of the file is here already: when it is a signature, the file is signed.
    pub(super) fn met(&mut self, envelope: &Envelope) {
        if row_of(envelope) == Some(Over::Notebook) {
            self.file.entry(of(envelope)).or_default().signs = true;
        }
    }

    /// Hears what a device signed. The first key of a device is believed.
    pub(super) fn hear(&mut self, line: &str, envelope: &Envelope) -> Heard {
        let (Some(row), Some(signed)) = (row_of(envelope), Signed::read(line)) else {
            return Heard::NotUnderstood;
        };
        let device = of(envelope);
        self.recall(device);
        self.met(envelope);
        self.verified += 1;
        if self.verified > MOST_VERIFIED || !signed.holds(envelope) {
            return Heard::Broken;
        }
        let expected = self.expected.get(&envelope.walk).filter(|_| row == Over::Kit);
        let is_believed = match self.pins.get(&device) {
            Some(pin) => pin.keys.contains(&signed.key),
            None => expected.is_none_or(|key| *key == fingerprint(&signed.key)),
        };
        if !is_believed {
            self.file.entry(device).or_default().strange.extend(signed.covers);
            return Heard::NewKey;
        }
        if !self.pins.contains_key(&device) {
            self.met_now.insert(device);
        }
        self.pin(device, signed);
        Heard::Holds
    }

    /// A person let a key stand for its device.
    pub(super) fn accept(&mut self, line: &str, envelope: &Envelope) {
        if let Some(signed) = Signed::read(line).filter(|signed| signed.holds(envelope)) {
            self.pin(of(envelope), signed);
        }
    }

    /// Who wrote a record of the file.
    pub(super) fn of(&mut self, line: &str, envelope: &Envelope) -> Proof {
        let device = of(envelope);
        self.recall(device);
        let (pin, brought) = (self.pins.get(&device), self.file.get(&device));
        if pin.is_none() && brought.is_none() {
            return Proof::NotSigned;
        }
        let name = name_of(line);
        if pin.is_some_and(|pin| pin.covered.contains(&name)) {
            return Proof::Proven;
        }
        match brought {
            Some(brought) if brought.strange.contains(&name) => Proof::NewKey,
            Some(brought) if brought.signs => Proof::Unfit,
            _ if pin.is_some() => Proof::KeyMissing,
            _ => Proof::NotSigned,
        }
    }

    /// Whether a line of a device is signed by a key of it; `None` when no key is known.
    pub(super) fn is_signed(&mut self, line: &str, device: Of) -> Option<bool> {
        self.recall(device);
        let pin = self.pins.get(&device)?;
        Some(pin.covered.contains(&name_of(line)))
    }

    /// The keys of the tombstones of a walk that somebody set in the name of a device whose first key
    /// came with these files, before it was known: it did not sign them, and they erase nothing.
    pub(super) fn stones_of_others(&mut self, lines: &Lines) -> Vec<String> {
        let stones = lines.iter().filter(|(_, line)| line.contains("\"erased\""));
        let stones = stones.filter(|(_, line)| {
            let Ok(read) = v1::read_line(line) else { return false };
            let device = of(&read.record.envelope);
            matches!(read.record.body, Body::Erased(_))
                && self.met_now.contains(&device)
                && self.is_signed(line, device) == Some(false)
        });
        stones.map(|(key, _)| key.clone()).collect()
    }

    /// The next file begins.
    pub(super) fn next_file(&mut self) {
        self.file.clear();
        self.verified = 0;
    }
}

/// The keys of signatures that their device has replaced by one over the whole.
pub(super) fn replaced_signatures(lines: &Lines) -> Vec<String> {
    let mut last = BTreeMap::new();
    let mut rows: Vec<(&String, Envelope)> = Vec::new();
    for (key, line) in lines.iter().filter(|(key, _)| signature::is_key(key)) {
        let Ok(read) = v1::read_line(line) else { continue };
        let envelope = read.record.envelope;
        let is_whole = |signed: &Signed| signed.whole && signed.holds(&envelope);
        if row_of(&envelope).is_some() && Signed::read(line).is_some_and(|one| is_whole(&one)) {
            last.insert((envelope.walk, envelope.id), envelope.revision);
        }
        rows.push((key, envelope));
    }
    let is_replaced = |envelope: &Envelope| {
        let whole = last.get(&(envelope.walk, envelope.id));
        whole.is_some_and(|whole| envelope.revision < *whole)
    };
    rows.retain(|(_, envelope)| row_of(envelope).is_some() && is_replaced(envelope));
    rows.into_iter().map(|(key, _)| key.clone()).collect()
}
