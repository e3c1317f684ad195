//! What left the group, what was said of it since, and what a mediator let go one by one.

use std::collections::BTreeSet;

use super::Campaign;
use crate::domain::deliberation::Deliberation;
use crate::domain::identity::RecordId;
use crate::domain::leaving::release::{Clearance, Erratum, Release};
use crate::domain::ledger::register::Register;

impl Campaign {
    /// Everything that left, the earliest first: of all laptops.
    pub fn releases(&self) -> Vec<(RecordId, &Release)> {
        let all = self.released.iter().filter_map(|id| match &self.record(*id)?.body.says {
            Deliberation::Release(release) => Some((*id, &**release)),
            _ => None,
        });
        let mut all: Vec<_> = all.collect();
        all.sort_by_key(|(id, release)| (release.made, *id));
        all
    }

    /// Why a release was called back; `None` when it stands. Of several reasons all are told.
    pub fn erratum(&self, release: RecordId) -> Option<String> {
        let said = self.errata.get(&release)?.heads().map(|(_, one): (_, &Erratum)| &*one.why);
        let mut said: Vec<&str> = said.filter(|why| !why.trim().is_empty()).collect();
        said.dedup();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// What was said last of a release, taken back or not.
    pub fn any_erratum(&self, release: RecordId) -> Option<&Erratum> {
        self.errata.get(&release)?.shown()
    }

    /// Whether a mediator let a thing go in one respect, as it stands now. Where two laptops differ,
    /// it stays.
    pub fn is_cleared(&self, thing: RecordId, respect: &str, read: u64) -> bool {
        let known = self.clearances.get(&(thing, respect.to_owned()));
        known.is_some_and(|all: &Register<Clearance>| {
            all.heads().next().is_some()
                && all.heads().all(|(_, one)| !one.withdrawn && one.read == read)
        })
    }

    /// The digests of all that was let go in some respects: where two laptops differ, it stays.
    pub fn cleared(&self, in_respect: impl Fn(&str) -> bool) -> BTreeSet<u64> {
        let mut cleared = BTreeSet::new();
        for ((_, respect), all) in &self.clearances {
            let agreed = all.heads().all(|(_, one)| !one.withdrawn);
            if agreed && in_respect(respect) {
                cleared.extend(all.shown().map(|one| one.read));
            }
        }
        cleared
    }

    /// What was said last of a thing in one respect, taken back or not.
    pub fn any_clearance(&self, thing: RecordId, respect: &str) -> Option<&Clearance> {
        self.clearances.get(&(thing, respect.to_owned()))?.shown()
    }
}
