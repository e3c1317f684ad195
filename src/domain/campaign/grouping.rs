//! Which observations belong together, and which constats were joined.

use std::collections::BTreeSet;

use super::Campaign;
use crate::domain::deliberation::constat::{Constat, Derived};
use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::observation::Observation;
use crate::domain::walk::Walk;

impl Campaign {
    /// A constat, dissolved or not.
    pub fn constat(&self, id: RecordId) -> Option<&Constat> {
        self.shown_constats.get(&id)
    }

    /// The device that made a constat.
    pub fn constat_made_by(&self, constat: RecordId) -> Option<DeviceNumber> {
        self.constats.get(&constat)?.made_by()
    }

    /// Every constat ever made, dissolved ones included.
    pub fn all_constats(&self) -> impl Iterator<Item = (RecordId, &Constat)> {
        self.shown_constats.iter().map(|(id, constat)| (*id, constat))
    }

    /// The constats that stand, by number.
    pub fn constats(&self) -> Vec<(RecordId, &Constat)> {
        let mut standing: Vec<_> = self
            .all_constats()
            .filter(|(id, constat)| !constat.withdrawn && self.stands_for(*id) == *id)
            .collect();
        standing
            .sort_by(|a, b| (a.1.number, &a.1.series, a.0).cmp(&(b.1.number, &b.1.series, b.0)));
        standing
    }

    /// The number that the next constat gets: never one that was used.
    pub fn next_number(&self) -> u16 {
        let last = self.all_constats().map(|(_, constat)| constat.number).max();
        last.unwrap_or_default().saturating_add(1)
    }

    /// The constat that stands for one: itself, or the one to which it was joined, as long as that
    /// one stands. Two that were joined to each other by laptops apart are both the lesser by id.
    pub fn stands_for(&self, constat: RecordId) -> RecordId {
        let next = |id: RecordId| {
            let into = self.joins.get(&id)?.shown().copied().flatten()?;
            self.shown_constats.contains_key(&into).then_some(into)
        };
        let mut way = vec![constat];
        let mut here = constat;
        while let Some(into) = next(here) {
            if let Some(at) = way.iter().position(|known| *known == into) {
                here = way.iter().skip(at).copied().min().unwrap_or(here);
                break;
            }
            way.push(into);
            here = into;
        }
        let gone = self.shown_constats.get(&here).is_none_or(|constat| constat.withdrawn);
        if gone { constat } else { here }
    }

    /// What a constat was joined to, whether that one stands or not.
    pub fn joined_to(&self, constat: RecordId) -> Option<RecordId> {
        self.joins.get(&constat)?.shown().copied().flatten()
    }

    /// The observations that were put into this very constat.
    pub fn assigned_here(&self, constat: RecordId) -> Vec<RecordId> {
        self.members.get(&constat).into_iter().flatten().copied().collect()
    }

    /// The constats that were joined to one, itself first.
    pub fn joined_in(&self, constat: RecordId) -> Vec<RecordId> {
        let others = self.joins.keys().copied();
        let joined = others.filter(|id| *id != constat && self.stands_for(*id) == constat);
        std::iter::once(constat).chain(joined).collect()
    }

    /// The constat that an observation belongs to.
    pub fn constat_of(&self, observation: RecordId) -> Option<RecordId> {
        let constat = self.stands_for(*self.belongs.get(&observation)?);
        self.constat(constat).filter(|constat| !constat.withdrawn).map(|_| constat)
    }

    /// What the assignments say, whether the constat stands or not.
    pub fn assigned_to(&self, observation: RecordId) -> Option<RecordId> {
        self.belongs.get(&observation).copied()
    }

    fn member_ids(&self, constat: RecordId) -> impl Iterator<Item = RecordId> {
        let all: BTreeSet<RecordId> = self
            .joined_in(constat)
            .into_iter()
            .flat_map(|id| self.members.get(&id).into_iter().flatten().copied())
            .collect();
        all.into_iter()
    }

    /// The observations of a constat that stand, in the order of their ids.
    pub fn members(&self, constat: RecordId) -> Vec<(&Observation, &Walk)> {
        self.member_ids(constat)
            .filter(|id| !self.removed.contains(id))
            .filter_map(|id| self.observation(id))
            .filter(|(observation, _)| !observation.withdrawn)
            .collect()
    }

    /// Everything assigned to a constat, withdrawn observations and absent ones included.
    pub fn assigned(&self, constat: RecordId) -> Vec<RecordId> {
        self.member_ids(constat).collect()
    }

    /// What the observations of a constat say together.
    pub fn derived(&self, constat: RecordId) -> Derived {
        Derived::of(self.members(constat))
    }
}
