//! A tombstone: which thing is gone, and nothing of what was said.

use super::{Fields, Notes, Written};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::tombstone::Tombstone;

pub(super) fn write_erased(stone: &Tombstone, body: &mut Written) {
    body.text("what", &stone.kind);
    body.text("thing", &stone.thing.to_string());
    body.text("of", &stone.walk.to_string());
    body.text("by", &stone.device.to_string());
    body.number("rev", Some(stone.revision));
}

pub(super) fn read_erased(body: &Fields<'_>, notes: &mut Notes) -> Option<Tombstone> {
    Some(Tombstone {
        kind: body.text("what", 60, notes),
        thing: body.odd("thing", body.get_text("thing").and_then(RecordId::parse), notes)?,
        walk: body.odd("of", body.get_text("of").and_then(WalkId::parse), notes)?,
        device: body.odd("by", body.get_text("by").and_then(DeviceNumber::parse), notes)?,
        revision: body.number("rev", notes).unwrap_or_default(),
    })
}
