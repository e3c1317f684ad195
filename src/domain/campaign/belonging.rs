//! Which walks belong to a campaign, and where the notebooks of those stand that do not.

use std::collections::BTreeMap;

use super::Campaign;
use crate::domain::identity::WalkId;
use crate::domain::walk::notebook::Notebook;

impl Campaign {
    /// Whether a walk belongs to the campaign: of two that did not know of each other the one that
    /// keeps it is followed.
    pub(super) fn belongs_here(&self, walk: WalkId) -> bool {
        self.memberships.get(&walk).is_none_or(|all| all.heads().any(|(_, one)| one.belongs))
    }

    /// Where the notebook of a walk stands, and where it would if the walk did not belong here, or did.
    pub(super) fn shelves(
        &mut self,
        walk: WalkId,
    ) -> (&mut BTreeMap<WalkId, Notebook>, &mut BTreeMap<WalkId, Notebook>) {
        if self.belongs_here(walk) {
            (&mut self.notebooks, &mut self.aside)
        } else {
            (&mut self.aside, &mut self.notebooks)
        }
    }

    /// Puts a notebook where what is said of its walk says.
    pub(super) fn set_aside(&mut self, walk: WalkId) {
        let (right, other) = self.shelves(walk);
        if let Some(notebook) = other.remove(&walk) {
            right.insert(walk, notebook);
        }
    }

    /// The notebook of a walk, whether it belongs here or not.
    pub(super) fn any_notebook(&mut self, walk: WalkId) -> Option<&mut Notebook> {
        self.shelves(walk).0.get_mut(&walk)
    }
}
