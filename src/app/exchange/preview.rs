//! What taking files in would do, before it is done: what is new, what would change, what is refused.
//! Whose a thing is decides: its author's revision changes it, another's is kept beside it, and what
//! another says of the walk's sheet and kit is not taken.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};
use crate::domain::ledger::tombstone::Tombstone;
use crate::domain::stamp::Stamp;
use crate::domain::walk::kit;
use crate::domain::walk::notebook::Notebook;
use crate::domain::walk::sheet_change::{SheetChange, changes};
use crate::text::PreviewWords;

/// What taking files in would do.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Preview {
    /// Records that are not here.
    pub new: usize,
    /// Observations among them whose thing is not here either.
    pub observations: usize,
    /// Photos that came and are not here, each of them once.
    pub photos: usize,
    /// Records that are here already.
    pub known: usize,
    /// Things that are here and that their author changed.
    pub changed: usize,
    /// Things that their author withdrew or erased.
    pub withdrawn: usize,
    /// Things that another device wrote on: both are kept, the author's is shown.
    pub clashes: usize,
    /// Things that another device erased for their author.
    pub erased: usize,
    /// Records of a sheet or a kit by another device than the one that prepared the walk.
    pub foreign_kit: usize,
    /// Records by another device that claim to be older than the author's first.
    pub foreign_first: usize,
    /// Tombstones by another device than the author's that came neither from the campaign nor with the
    /// walk's kit.
    pub foreign_erasing: usize,
    /// Records that are not what the signature of their file is over: not taken.
    pub unfit: usize,
    /// Records that would change what their device signed, without a key of it: not taken, unless a
    /// person says that it is the device.
    pub held_back: usize,
    /// Devices that sign with another key than before.
    pub new_keys: BTreeSet<(WalkId, DeviceNumber)>,
    /// How the phones stand of which the files bring something new.
    pub phones: BTreeMap<(WalkId, DeviceNumber), Standing>,
    /// What would change in a sheet, of what is held back.
    pub doubted_sheet: Vec<SheetChange>,
    /// What would change in the sheets that are here.
    pub sheets: Vec<(WalkId, Vec<SheetChange>)>,
    /// What cannot be read, or is refused, file by file, in words.
    pub refused: Vec<String>,
    /// What nobody has to do anything about, and how much is not said.
    pub remarks: Vec<String>,
}

impl Preview {
    /// It in sentences: what is new, what is known, then what a person has to look at.
    pub fn said(&self, t: &PreviewWords) -> Vec<String> {
        let mut said = vec![(t.new)(self.observations, self.photos, self.new)];
        let counted = [
            (self.known, t.known),
            (self.changed - self.sheets.len().min(self.changed), t.changed),
            (self.withdrawn, t.withdrawn),
            (self.erased, t.erased),
            (self.clashes, t.clashes),
            (self.foreign_kit, t.foreign_kit),
            (self.foreign_first, t.foreign_first),
            (self.foreign_erasing, t.foreign_erasing),
        ];
        let counted = counted.into_iter().chain([
            (self.standing(Standing::Proven), t.signed),
            (self.standing(Standing::NotSigned), t.not_signed),
            (self.standing(Standing::KeyMissing), t.key_missing),
            (self.new_keys.len(), t.new_key),
            (self.held_back, t.held_back),
            (self.unfit, t.unfit),
        ]);
        said.extend(counted.filter(|(n, _)| *n > 0).map(|(n, words)| words(n)));
        let sheets = self.sheets.iter().flat_map(|(_, changes)| changes);
        for change in sheets.chain(&self.doubted_sheet) {
            said.push((t.sheet)(change.part, &change.old, &change.new));
        }
        let to_know = self.refused.iter().chain(&self.remarks);
        said.extend(to_know.map(|why| format!("{} {why}", t.refused)));
        said
    }

    /// What the files bring and that is not taken as they stand.
    pub(super) fn not_taken(&self) -> usize {
        let refused = self.foreign_kit + self.foreign_first + self.foreign_erasing + self.unfit;
        refused + self.held_back + self.new_keys.len()
    }

    /// Phones of which something comes that nobody signed, as in earlier versions.
    pub fn not_signed(&self) -> usize {
        self.standing(Standing::NotSigned)
    }

    fn standing(&self, standing: Standing) -> usize {
        self.phones.values().filter(|known| **known == standing).count()
    }

    /// Whether a person can let in what nobody proved.
    pub(super) fn is_doubted(&self) -> bool {
        self.held_back + self.new_keys.len() > 0
    }

    /// Counts a tombstone that is not here: by its author it takes something back for good; that
    /// another device erased it for her a person is told.
    pub(super) fn count_erased(&mut self, stone: &Tombstone, by: &Envelope) {
        if stone.walk != by.walk || stone.is_for_another(by.device) {
            self.erased += 1;
        } else {
            self.withdrawn += 1;
        }
    }

    /// Counts a record that is not here.
    pub(super) fn count(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::ForeignKit => self.foreign_kit += 1,
            Verdict::ForeignFirst => self.foreign_first += 1,
            Verdict::ForeignErasing => self.foreign_erasing += 1,
            _ => self.new += 1,
        }
        match verdict {
            Verdict::Changed => self.changed += 1,
            Verdict::Withdrawn => self.withdrawn += 1,
            Verdict::Clash => self.clashes += 1,
            Verdict::Sheet(walk, found) => {
                self.changed += 1;
                self.sheets.retain(|(known, _)| known != walk);
                self.sheets.push((*walk, found.clone()));
            }
            _ => {}
        }
    }
}

/// Who wrote what comes of a phone, as far as it is known; the worst counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// It signed it.
    Proven,
    /// Not signed, and it never signed anything: a version before 0.6.
    NotSigned,
    /// It signed earlier, and this comes without a signature.
    KeyMissing,
    /// It signs with another key than before.
    NewKey,
    /// The signature is not over what came.
    Unfit,
}

/// What a record that is not here yet is to what is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    /// It is of a thing that is not here, or an older revision of one.
    New,
    /// A newer revision by its author.
    Changed,
    /// A newer revision by its author, who takes it back.
    Withdrawn,
    /// A newer revision of the sheet by the device that prepared the walk.
    Sheet(WalkId, Vec<SheetChange>),
    /// By another device than its author: kept beside it.
    Clash,
    /// Of the kit of a walk that another device prepared: not taken.
    ForeignKit,
    /// By another device than its author, and claiming to be older than all that she said: not
    /// taken, for it would make somebody else the author.
    ForeignFirst,
    /// Says of another device's words that they are erased, in a file that may not: not taken.
    ForeignErasing,
}

impl Verdict {
    /// Whether the record is not taken.
    pub(super) fn refuses(&self) -> bool {
        matches!(self, Self::ForeignKit | Self::ForeignFirst | Self::ForeignErasing)
    }
}

/// Whether a record can be about something that one device alone may change. What laptops decide
/// together says itself what it replaces.
pub(super) fn has_author(record: &Record) -> bool {
    record.body != Body::Unknown || record.envelope.kind == kit::ASK
}

/// What a record is to the walk as it is here.
pub(super) fn judge(record: &Record, here: &Notebook) -> Verdict {
    let envelope = &record.envelope;
    let prepared_by = here.first(RecordId(envelope.walk.0));
    if kit::belongs(record) && prepared_by.is_some_and(|(device, _)| device != envelope.device) {
        return Verdict::ForeignKit;
    }
    let (Some((author, first)), Some(shown)) = (here.first(envelope.id), here.record(envelope.id))
    else {
        return Verdict::New;
    };
    if author != envelope.device {
        return by_another(record, first);
    }
    if record.rank() < shown.rank() {
        return Verdict::New;
    }
    match (&record.body, &shown.body) {
        (Body::Observation(one), _) if one.withdrawn => Verdict::Withdrawn,
        (Body::Photo(one), _) if one.withdrawn => Verdict::Withdrawn,
        (Body::Walk(new), Body::Walk(old)) => Verdict::Sheet(old.id, changes(old, new)),
        _ => Verdict::Changed,
    }
}

/// When something was said: its revision first.
type Rank = (u32, Stamp, u64);

/// Who said a thing first that these files brought.
pub(super) struct Fresh {
    device: DeviceNumber,
    first: Rank,
}

impl Fresh {
    pub(super) fn of(record: &Record) -> Self {
        Self { device: record.envelope.device, first: record.rank() }
    }
}

/// What a record is to things that came with it; `None` when they say nothing of it. What a device
/// says of its own things is new as they are.
pub(super) fn judge_fresh(
    record: &Record,
    preparer: Option<&Fresh>,
    thing: Option<&Fresh>,
) -> Option<Verdict> {
    let device = record.envelope.device;
    if preparer.is_some_and(|preparer| preparer.device != device) {
        return Some(Verdict::ForeignKit);
    }
    let thing = thing?;
    Some(if thing.device == device { Verdict::New } else { by_another(record, thing.first) })
}

/// What another device than the author says of a thing. An earlier revision than any that is here
/// may well be the author's own, come late; one that only claims an earlier clock is not believed.
fn by_another(record: &Record, first: Rank) -> Verdict {
    let is_earlier = (1..first.0).contains(&record.envelope.revision);
    let is_claim = record.rank() < first && !is_earlier;
    if is_claim { Verdict::ForeignFirst } else { Verdict::Clash }
}
