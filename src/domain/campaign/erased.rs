//! What a campaign erased of its walks, for those who had said it.

use super::Campaign;
use crate::domain::deliberation::{Deliberation, is_of_a_walk};
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::ledger::record::Record;
use crate::domain::walk::notebook::{Notebook, Taken};

impl Campaign {
    /// Hears who works on the campaign, and what they erased. A device that never did anything else
    /// there erases nothing.
    pub(super) fn hear_erased(
        &mut self,
        campaign: WalkId,
        device: DeviceNumber,
        says: &Deliberation,
    ) {
        let is_news = match says {
            Deliberation::Erased(stone) => {
                // What a walk says of itself its notebook hears.
                stone.walk != campaign
                    && self.stones.insert((stone.walk, stone.thing, device))
                    && self.writers.contains(&(campaign, device))
            }
            says if is_of_a_walk(says.kind()) => false,
            _ => self.writers.insert((campaign, device)) && !self.stones.is_empty(),
        };
        if is_news {
            let known = self.notebooks.keys().chain(self.aside.keys());
            let walks: Vec<WalkId> = known.copied().collect();
            walks.into_iter().for_each(|walk| self.bury(walk));
        }
    }

    /// Takes a record of one of the walks into its notebook.
    pub fn take_of_walk(&mut self, walk: WalkId, record: Record) -> Taken {
        if self.any_notebook(walk).is_none() {
            self.shelves(walk).0.insert(walk, Notebook::default());
            self.bury(walk);
            self.set_clocks(walk);
        }
        self.shelves(walk).0.entry(walk).or_default().take(record)
    }

    fn bury(&mut self, walk: WalkId) {
        let mut buried = Vec::new();
        for (_, thing, by) in self.stones.iter().filter(|(of, ..)| *of == walk) {
            for (campaign, _) in self.writers.iter().filter(|(_, writer)| writer == by) {
                buried.push((*thing, *campaign, *by));
            }
        }
        let Some(notebook) = self.any_notebook(walk) else { return };
        for (thing, campaign, by) in buried {
            notebook.erase_for(thing, campaign, by);
        }
    }
}
