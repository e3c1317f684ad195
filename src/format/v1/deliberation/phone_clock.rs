//! What is said of a phone's clock, on disk.

use super::super::{Fields as Body, Notes, Written};
use crate::domain::deliberation::phone_clock::{MOST_OFF_S, PhoneClock};
use crate::domain::identity::DeviceNumber;

pub(super) fn write_phone_clock(one: &PhoneClock, w: &mut Written) {
    w.text("of", &one.walk.to_string());
    w.text("phone", &one.phone.to_string());
    w.number("behind_s", one.behind_s);
}

pub(super) fn read_phone_clock(f: &Body<'_>, notes: &mut Notes) -> Option<PhoneClock> {
    let behind: Option<i64> = f.number("behind_s", notes);
    Some(PhoneClock {
        walk: f.walk_id("of", notes)?,
        phone: f.odd("phone", f.get_text("phone").and_then(DeviceNumber::parse), notes)?,
        behind_s: behind.filter(|behind| behind.saturating_abs() <= MOST_OFF_S),
    })
}
