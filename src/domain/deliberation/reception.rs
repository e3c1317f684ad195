//! A notebook that was taken in, as the mediator's device saw it.

use std::collections::BTreeMap;

use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::stamp::Stamp;
use crate::domain::walk::notebook::Notebook;

/// What one file from one phone held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reception {
    /// The walk.
    pub walk: WalkId,
    /// The phone, by the number it made for this walk; `None` when nothing in the file tells.
    pub phone: Option<DeviceNumber>,
    /// Name of the file.
    pub file: String,
    /// Observations of this phone that stand.
    pub observations: u32,
    /// Its photos that stand.
    pub photos: u32,
    /// Of those, photos whose bytes are not here.
    pub photos_missing: u32,
    /// What the phone shows, to be compared by eye.
    pub code: String,
    /// What the phone must be told to know that everything arrived; empty as long as something of it
    /// is missing.
    pub answer: String,
    /// When it was taken in.
    pub at: Stamp,
    /// Sum of the digests of this phone's own records that were here then; 0 when nobody noted it.
    pub own: u64,
    /// With what right the file speaks for the phone.
    pub speaks: Speaks,
    /// What is signed of what is here of the phone.
    pub signature: Signature,
}

/// What a phone signed of what is here of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Signature {
    /// Nobody noted it: a version before 0.6 wrote the reception.
    #[default]
    Unknown,
    /// Nothing: the phone has an earlier version, or cannot sign.
    Absent,
    /// Something, and something else that stands in its name is not.
    InPart,
    /// All of it.
    Whole,
}

impl Signature {
    /// As it is stored.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// Of what was stored.
    pub fn of_number(number: u32) -> Self {
        match number {
            1 => Self::Absent,
            2 => Self::InPart,
            3 => Self::Whole,
            _ => Self::Unknown,
        }
    }
}

/// With what right a file speaks for a phone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Speaks {
    /// Nobody noted it: a version before 0.5 wrote the reception.
    #[default]
    Unknown,
    /// It lacks something of the phone: it did not come whole, or more is here.
    InPart,
    /// It has everything of the phone that is here, and something of other phones.
    Gathered,
    /// It is the phone's own, and has everything of it that is here.
    ForItself,
}

impl Speaks {
    /// As it is stored.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// Of what was stored.
    pub fn of_number(number: u32) -> Self {
        match number {
            1 => Self::InPart,
            2 => Self::Gathered,
            3 => Self::ForItself,
            _ => Self::Unknown,
        }
    }
}

impl Reception {
    /// Whether this is what is known of the phone from now on, in place of an earlier reception of
    /// the same phone on the same walk. Which of two it is does not hang on their order, as long as
    /// what is here of the phone is the same: the file that says most, then the one with most
    /// photos, then the one whose answer is known, and in the end the code decides.
    pub fn replaces(&self, known: &Self) -> bool {
        if self.own != known.own {
            // Records of the phone came since. `own` counts all that is here, never less than before.
            return true;
        }
        let rank = |one: &Self| {
            let photos = std::cmp::Reverse(one.photos_missing);
            let told = (one.code.clone(), one.answer.clone());
            (one.speaks, photos, !one.answer.is_empty(), one.signature, told)
        };
        rank(self) > rank(known)
    }
}

/// The phone that a notebook comes from: the device that said most of it, in observations and in
/// what was seen on a review walk. `None` when nothing was said.
pub fn phone_of(notebook: &Notebook) -> Option<DeviceNumber> {
    let mut devices: BTreeMap<DeviceNumber, usize> = BTreeMap::new();
    let sightings = notebook.of_kind("sighting").map(|record| record.envelope.device);
    let observations = notebook.all_observations();
    let said = observations.filter_map(|one| Some(notebook.record(one.id)?.envelope.device));
    for device in said.chain(sightings) {
        *devices.entry(device).or_default() += 1;
    }
    devices
        .into_iter()
        .max_by_key(|(device, count)| (*count, std::cmp::Reverse(*device)))
        .map(|(device, _)| device)
}
