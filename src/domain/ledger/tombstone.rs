//! Erased is erased: what was said is gone and stays gone, on every device that meets the tombstone,
//! in whatever order records come. Withdrawing hides and can be undone; this cannot.

use std::collections::BTreeSet;

use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};

/// What is left of an erased thing: that it was there, and nothing of what was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tombstone {
    /// The stored name of the thing's kind.
    pub kind: String,
    /// The thing.
    pub thing: RecordId,
    /// The walk it belongs to.
    pub walk: WalkId,
    /// The device that had said it.
    pub device: DeviceNumber,
    /// The last of its revisions that was known when it was erased.
    pub revision: u32,
}

impl Tombstone {
    /// Whether a device took back what another one had said.
    pub fn is_for_another(&self, by: DeviceNumber) -> bool {
        self.device != by
    }

    /// The id of the tombstone that a device sets on a thing: always the same, so that erasing twice
    /// says nothing new.
    pub fn id(thing: RecordId, device: DeviceNumber) -> RecordId {
        // As the ids of decisions: the low 62 bits of a version 7 id are random, and multiplying by an
        // odd number loses nothing.
        let mixed = u128::from(device.0).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xd1;
        RecordId(thing.0 ^ (mixed & 0x0000_0000_0000_0000_3fff_ffff_ffff_ffff))
    }
}

/// The tombstones that are here, and who may set them: the device that said a thing, one that works on
/// the campaign, and the mediator's for another device, which a walk only takes in with its kit or its
/// link (`app::exchange::taking_in::graves`): a forged notebook must not empty a walk.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Graves {
    /// The thing, the walk or the campaign in which it was said that it is erased, and whose word it
    /// takes back: in a walk the device that had said it, in a campaign the one that erases for it.
    erased: BTreeSet<(RecordId, WalkId, DeviceNumber)>,
    /// Who wrote something of a campaign.
    writers: Vec<(WalkId, DeviceNumber)>,
}

/// The observation of a photo; anything else stands by itself.
fn hangs_on(record: &Record) -> RecordId {
    match &record.body {
        Body::Photo(photo) => photo.observation,
        _ => record.envelope.id,
    }
}

impl Graves {
    /// Hears a record of a walk. Answers whether something may be erased that was not before.
    pub fn hear(&mut self, record: &Record) -> bool {
        let walk = record.envelope.walk;
        match &record.body {
            // Of another walk only its campaign can speak.
            Body::Erased(stone) => {
                stone.walk == walk && self.erase(stone.thing, walk, stone.device)
            }
            _ => false,
        }
    }

    /// It was said, in a walk or a campaign, that a thing is erased; see the field.
    pub fn erase(&mut self, thing: RecordId, said_in: WalkId, by: DeviceNumber) -> bool {
        self.erased.insert((thing, said_in, by))
    }

    /// A device wrote something of a campaign.
    pub fn wrote(&mut self, of: WalkId, device: DeviceNumber) -> bool {
        let is_new = !self.writers.contains(&(of, device));
        if is_new {
            self.writers.push((of, device));
        }
        is_new
    }

    fn writers_of(&self, of: WalkId) -> impl Iterator<Item = DeviceNumber> {
        self.writers.iter().filter(move |(known, _)| *known == of).map(|(_, device)| *device)
    }

    /// Whether what a device said of a thing of a walk is erased.
    pub fn is_erased(&self, thing: RecordId, walk: WalkId, device: DeviceNumber) -> bool {
        let first = (thing, WalkId(0), DeviceNumber(0));
        let stones = self.erased.range(first..).take_while(|(known, ..)| *known == thing);
        stones.into_iter().any(|(_, said_in, by)| {
            if *said_in != walk {
                return self.writers_of(*said_in).any(|writer| writer == *by);
            }
            *by == device
        })
    }

    /// Whether a record of a walk is erased: an observation, a photo, or a photo of such an
    /// observation.
    pub fn covers(&self, record: &Record) -> bool {
        let Envelope { id, walk, device, kind, .. } = &record.envelope;
        if self.erased.is_empty() || !matches!(kind.as_str(), "observation" | "photo") {
            return false;
        }
        [*id, hangs_on(record)].iter().any(|thing| self.is_erased(*thing, *walk, *device))
    }

    /// The things of which somebody said that they are erased, each once.
    pub fn things(&self) -> Vec<RecordId> {
        let mut things: Vec<RecordId> = self.erased.iter().map(|(thing, ..)| *thing).collect();
        things.dedup();
        things
    }

    /// Whether somebody said that a thing is erased.
    pub fn names(&self, thing: RecordId) -> bool {
        let first = (thing, WalkId(0), DeviceNumber(0));
        self.erased.range(first..).next().is_some_and(|(named, ..)| *named == thing)
    }

    /// Whether nobody erased anything.
    pub fn is_empty(&self) -> bool {
        self.erased.is_empty()
    }
}
