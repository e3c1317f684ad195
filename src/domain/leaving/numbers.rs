//! The numbers that are given when something leaves.

use std::collections::BTreeMap;

use super::Leaving;
use crate::domain::campaign::Campaign;
use crate::domain::deliberation::numbering::Numbering;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};

impl Campaign {
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
            // In the order in which they were said, by the best clock there is of each.
            ids.sort_by_key(|id| (self.observation(*id).map(|(it, walk)| it.said_ms(walk)), *id));
            let known = self.numberings(walk);
            let numbering = Numbering::with(&known, walk, device, is_founder, &ids)?;
            Some((Numbering::id(walk, device), numbering))
        });
        given.collect()
    }
}
