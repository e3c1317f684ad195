//! The kit of a walk: what a mediator prepares and the phones join with. Its records are those of
//! the walk that say nothing of what was observed.

use crate::domain::ledger::record::{Body, Record};
use crate::domain::walk::Walk;

/// The stored name of the questions that a review walk carries
/// ([`crate::domain::deliberation::answer::Ask`]).
pub const ASK: &str = "ask";

/// Whether a record belongs to the kit. A review walk's questions do; what is answered to them does
/// not.
pub fn belongs(record: &Record) -> bool {
    let is_ask = record.envelope.kind == ASK;
    match &record.body {
        Body::Walk(_) | Body::Perimeter(_) | Body::Layer(_) | Body::Basemap(_) => true,
        // Read by the programs that ask them, kept by the others as it came.
        Body::Unknown => is_ask,
        _ => false,
    }
}

/// Whether a record travels with the kit: what belongs to it, and what says that something is gone, so
/// that a phone which meets the kit forgets it too.
pub fn travels(record: &Record) -> bool {
    belongs(record) || matches!(record.body, Body::Erased(_))
}

/// Whether a kit is older than what the phone has: its walk's sheet is of an earlier revision.
/// Such a kit is refused whole, so that nobody walks yesterday's route by mistake.
pub fn is_outdated(kit_revision: u32, here: Option<u32>) -> bool {
    here.is_some_and(|here| kit_revision < here)
}

/// The walks that bear the reference of another one without being it: two sheets were made for
/// what people think is one walk, and their observations would never come together.
pub fn namesakes<'a>(
    walk: &Walk,
    known: impl Iterator<Item = &'a Walk>,
) -> impl Iterator<Item = &'a Walk> {
    let reference = walk.reference.trim().to_lowercase();
    let id = walk.id;
    known.filter(move |other| {
        other.id != id
            && !reference.is_empty()
            && other.reference.trim().to_lowercase() == reference
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::WalkId;
    use crate::domain::stamp::Stamp;

    #[test]
    fn only_an_earlier_revision_is_outdated() {
        assert!(!is_outdated(1, None));
        assert!(!is_outdated(2, Some(2)));
        assert!(!is_outdated(3, Some(2)));
        assert!(is_outdated(1, Some(2)));
    }

    #[test]
    fn the_same_reference_on_another_walk_is_a_namesake() {
        let walk = |id, reference: &str| Walk {
            reference: reference.into(),
            ..Walk::blank(WalkId(id), Stamp { utc_ms: 1, offset_min: 0 })
        };
        let here = walk(1, "PR-01");
        let known = [walk(1, "PR-01"), walk(2, " pr-01"), walk(3, "PR-02"), walk(4, "")];
        let found: Vec<u128> = namesakes(&here, known.iter()).map(|walk| walk.id.0).collect();
        assert_eq!(found, [2]);
        assert_eq!(namesakes(&walk(9, ""), known.iter()).count(), 0);
    }
}
