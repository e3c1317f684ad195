//! How what was said of a stop knows it.

use super::{Fields, Notes, Written};
use crate::domain::identity::WalkId;
use crate::domain::walk::stop::{StopId, StopRef};

/// A stop as something said of it knows it; versions before 0.5 read the number.
pub(super) fn write_stop(body: &mut Written, stop: Option<StopRef>) {
    body.number("stop", stop.map(|stop| stop.number));
    body.text("stop_id", &stop.map_or(String::new(), |stop| stop.id.to_string()));
}

/// Versions before 0.5 wrote the number alone: the id is the one derived from it.
pub(super) fn read_stop(body: &Fields<'_>, walk: WalkId, notes: &mut Notes) -> Option<StopRef> {
    let number: Option<u16> = body.number("stop", notes);
    let id = body.odd("stop_id", body.get_text("stop_id").and_then(StopId::parse), notes);
    match (id, number) {
        (Some(id), number) => Some(StopRef { id, number: number.unwrap_or_default() }),
        (None, number) => number.map(|number| StopRef::numbered(walk, number)),
    }
}
