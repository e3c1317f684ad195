//! A stop on two walks, on disk.

use super::super::{Fields as Body, Notes, Written};
use crate::domain::deliberation::comparison::{Comparison, StopPair};
use crate::domain::identity::WalkId;
use crate::domain::walk::stop::StopId;

pub(super) fn write_comparison(comparison: &Comparison, w: &mut Written) {
    let StopPair { before, after, number } = comparison.stops;
    w.number("stop", Some(number));
    w.text("stop_before", &before.map_or(String::new(), |id| id.to_string()));
    w.text("stop_after", &after.map_or(String::new(), |id| id.to_string()));
    w.text("before", &comparison.before.to_string());
    w.text("after", &comparison.after.to_string());
    w.code("change", comparison.change);
}

pub(super) fn read_comparison(f: &Body<'_>, notes: &mut Notes) -> Option<Comparison> {
    let (before, after) = (f.walk_id("before", notes)?, f.walk_id("after", notes)?);
    Some(Comparison {
        stops: read_pair(before, after, f, notes)?,
        before,
        after,
        change: f.code("change", notes),
    })
}

/// Versions before 0.5 wrote one number, the same on both walks.
fn read_pair(before: WalkId, after: WalkId, f: &Body<'_>, notes: &mut Notes) -> Option<StopPair> {
    let number: u16 = f.number("stop", notes)?;
    let mut id = |name: &str| f.odd(name, f.get_text(name).and_then(StopId::parse), notes);
    let pair = StopPair { before: id("stop_before"), after: id("stop_after"), number };
    let is_old = pair.before.is_none() && pair.after.is_none();
    Some(if is_old { StopPair::numbered(before, after, number) } else { pair })
}
