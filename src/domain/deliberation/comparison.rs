//! The same stop on two walks: by day and by night, before and after.

use crate::domain::code::codes;
use crate::domain::identity::WalkId;

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
