//! A notebook that was taken in, as the mediator's device saw it.

use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::stamp::Stamp;

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
    /// What the phone must be told to know that everything arrived; empty as long as photos are
    /// missing.
    pub answer: String,
    /// When it was taken in.
    pub at: Stamp,
}
