//! What happens one after the other, said by several devices.

use std::collections::{BTreeMap, BTreeSet};

use super::Digest;
use crate::domain::identity::RecordId;

/// Links, each after those that its device knew.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Chain {
    /// What each link comes after; `None` when it does not say.
    links: BTreeMap<RecordId, Option<BTreeSet<Digest>>>,
    /// The link that a statement belongs to: a link may have several revisions.
    names: BTreeMap<Digest, RecordId>,
}

impl Chain {
    /// Takes one link in.
    pub fn take(&mut self, link: RecordId, digest: Digest, over: Option<&[Digest]>) {
        self.names.insert(digest, link);
        let known = self.links.entry(link).or_default();
        if let Some(over) = over {
            known.get_or_insert_default().extend(over);
        }
    }

    /// The links before a link, directly.
    fn before(&self) -> BTreeMap<RecordId, BTreeSet<RecordId>> {
        let mut before = BTreeMap::new();
        // Links made before links said what they come after stood in the order of their ids, which
        // is that of the clocks that made them.
        let mut last = None;
        for (link, over) in &self.links {
            let mut known: BTreeSet<RecordId> = BTreeSet::new();
            match over {
                None => known.extend(last.replace(*link)),
                Some(over) => known.extend(over.iter().filter_map(|over| self.names.get(over))),
            }
            known.remove(link);
            before.insert(*link, known);
        }
        before
    }

    /// Every link, each after those that it knew; of several that may come next the one with the
    /// least id, so that every device says the same.
    pub fn in_order(&self) -> Vec<RecordId> {
        let mut before = self.before();
        let mut order = Vec::with_capacity(before.len());
        while !before.is_empty() {
            // No link knows itself, but a forged file may close a circle: the least id opens it.
            let ready = before.iter().find(|(_, known)| known.is_empty()).map(|(link, _)| *link);
            let Some(next) = ready.or_else(|| before.keys().next().copied()) else { break };
            before.remove(&next);
            for known in before.values_mut() {
                known.remove(&next);
            }
            order.push(next);
        }
        order
    }

    /// The links that no other comes after.
    pub fn ends(&self) -> Vec<RecordId> {
        let before = self.before();
        let followed: BTreeSet<RecordId> = before.values().flatten().copied().collect();
        self.links.keys().copied().filter(|link| !followed.contains(link)).collect()
    }

    /// A link and all that come before it.
    pub fn up_to(&self, link: RecordId) -> BTreeSet<RecordId> {
        let before = self.before();
        let mut found = BTreeSet::new();
        let mut todo = vec![link];
        while let Some(link) = todo.pop() {
            if found.insert(link) {
                todo.extend(before.get(&link).into_iter().flatten());
            }
        }
        found
    }

    /// The statements that the next link comes after: those of the last revision of each end.
    pub fn over(&self, newest: impl Fn(RecordId) -> Option<Digest>) -> Vec<Digest> {
        self.ends().into_iter().filter_map(newest).collect()
    }
}
