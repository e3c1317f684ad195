//! The numbers by which people speak of the observations of a campaign.

use super::Campaign;
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::numbering::{Numbering, Numbers};
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::walk::notebook::Notebook;

impl Campaign {
    /// The numbers that each device gave to the observations of a walk.
    pub fn numberings(&self, walk: WalkId) -> Vec<(DeviceNumber, &Numbering)> {
        let records = self.decisions.records();
        let given = records.filter_map(|record| match &record.body.says {
            Deliberation::Numbering(given) if given.walk == walk => {
                Some((record.envelope.device, given))
            }
            _ => None,
        });
        given.collect()
    }

    /// The numbers of the observations of a walk: those that were given, and the next free ones, in
    /// the order of their ids, for those that never left.
    pub fn numbers(&self, walk: WalkId) -> Numbers {
        let observations = self.notebooks.get(&walk).into_iter();
        let ids = observations.flat_map(Notebook::all_observations).map(|one| one.id);
        Numbers::given(&self.numberings(walk)).with_rest(ids)
    }
}
