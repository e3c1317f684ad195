//! The numbers by which people speak of the observations of a campaign.

use std::collections::BTreeMap;

use super::Campaign;
use crate::domain::deliberation::Deliberation;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::leaving::Leaving;
use crate::domain::leaving::numbering::{Numbering, Numbers};
use crate::domain::walk::notebook::Notebook;

impl Campaign {
    /// The numbers that each device gave to the observations of a walk.
    fn numberings(&self, walk: WalkId) -> Vec<(DeviceNumber, &Numbering)> {
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

    /// The numberings that a device writes before files leave: one for each walk of which something
    /// leaves that has no number yet. `is_founder` says whether the device began the campaign.
    pub fn numberings_for(
        &self,
        leaving: &Leaving,
        device: DeviceNumber,
        is_founder: bool,
    ) -> Vec<(RecordId, Numbering)> {
        let mut by_walk: BTreeMap<WalkId, Vec<RecordId>> = BTreeMap::new();
        for (id, _) in &leaving.observations {
            if let Some((_, walk)) = self.observation(*id) {
                by_walk.entry(walk.id).or_default().push(*id);
            }
        }
        let given = by_walk.into_iter().filter_map(|(walk, mut ids)| {
            ids.sort_unstable();
            let known = self.numberings(walk);
            let numbering = Numbering::with(&known, walk, device, is_founder, &ids)?;
            Some((Numbering::id(walk, device), numbering))
        });
        given.collect()
    }
}
