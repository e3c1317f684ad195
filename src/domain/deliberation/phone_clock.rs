//! By how much the clock of a phone was off, when somebody found out. Its records stay as they are.

use crate::domain::identity::{DeviceNumber, RecordId, WalkId};

/// What is said of the clock of one phone on one walk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhoneClock {
    /// The walk.
    pub walk: WalkId,
    /// The phone, by its number on that walk.
    pub phone: DeviceNumber,
    /// Seconds that its clock was behind the true time, negative when it was fast, zero when it was
    /// right whatever else is said; `None` when nobody says so any more.
    pub behind_s: Option<i64>,
}

impl PhoneClock {
    /// The id of what a device says of a phone's clock.
    pub fn id(walk: WalkId, phone: DeviceNumber, device: DeviceNumber) -> RecordId {
        super::derived(RecordId(walk.0), device, 0xc1 | u128::from(phone.0) << 8)
    }
}

/// Seconds of a clock that can be said to be off, either way: beyond a hundred years nothing is.
pub const MOST_OFF_S: i64 = 3_155_760_000;
