//! The same stop on two walks: by day and by night, before and after.

use crate::domain::code::codes;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};

codes! {
    /// What became of a stop between two walks, as the group sees it.
    Change {
        Solved "solved" "Résolu" "Solved" "check",
        Same "same" "Pareil" "Same" "minus",
        Worse "worse" "Pire" "Worse" "triangle-alert",
        New "new" "Nouveau" "New" "sparkles",
    }
}

/// What the group says of a stop after two walks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// The stop's number, the same on both walks.
    pub stop: u16,
    /// The walk that is compared with.
    pub before: WalkId,
    /// The walk that is compared.
    pub after: WalkId,
    /// What changed; `None` when it was taken back.
    pub change: Option<Change>,
}

impl Comparison {
    /// The id under which a device keeps what is said of a stop on two walks.
    pub fn id(stop: u16, before: WalkId, after: WalkId, device: DeviceNumber) -> RecordId {
        // Two walks in either order are two comparisons.
        let walks = before.0.rotate_left(1) ^ after.0;
        let thing = RecordId((after.0 & !LOW) | (walks & LOW));
        super::derived(thing, device, 0xc0_0000 | u128::from(stop))
    }
}

/// The random bits of an id.
const LOW: u128 = 0x3fff_ffff_ffff_ffff;
