//! A notebook that was taken in, as the mediator's device saw it.

use std::collections::BTreeMap;

use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::notebook::Notebook;
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
