//! The clocks of the phones: what a mediator says of them holds for all that the phone said.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Campaign;
use super::contest::Subject;
use crate::domain::deliberation::phone_clock::PhoneClock;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::leaving::release::ToldClock;
use crate::domain::ledger::register::{Register, Said};
use crate::domain::observation::Observation;

impl Campaign {
    pub(super) fn hear_clock(&mut self, said: Said<'_>, one: &PhoneClock) {
        let of = (one.walk, one.phone);
        self.clocks.entry(of).or_default().take(said, one.behind_s);
        self.contest(Subject::PhoneClock(one.walk, one.phone));
        self.set_clocks(one.walk);
    }

    /// Tells the notebook of a walk what is said of the clocks of its phones.
    pub(super) fn set_clocks(&mut self, walk: WalkId) {
        let of_walk = self.clocks.iter().filter(|((of, _), _)| *of == walk);
        let said = of_walk.map(|((_, phone), all)| (*phone, all.shown().copied().flatten()));
        let said: Vec<(DeviceNumber, Option<i64>)> = said.collect();
        let Some(notebook) = self.any_notebook(walk) else { return };
        for (phone, behind_s) in said {
            notebook.set_clock(phone, behind_s);
        }
    }

    /// What is said of the clock of a phone: seconds behind the true time.
    pub fn clock_said(&self, walk: WalkId, phone: DeviceNumber) -> Option<i64> {
        self.clocks.get(&(walk, phone)).and_then(Register::shown).copied().flatten()
    }

    /// What was said of the clock of each phone of which these observations are.
    pub fn clocks_of<'a>(
        &self,
        observations: impl Iterator<Item = &'a RecordId>,
    ) -> Vec<ToldClock> {
        let phones: BTreeSet<_> = observations.filter_map(|id| self.phone_of(*id)).collect();
        let said = |(walk, phone)| (walk, phone, self.clock_as_told(walk, phone));
        phones.into_iter().map(said).collect()
    }

    fn phone_of(&self, id: RecordId) -> Option<(WalkId, DeviceNumber)> {
        let walk = self.observation(id)?.1.id;
        Some((walk, self.notebooks.get(&walk)?.record(id)?.envelope.device))
    }

    /// What is told of the clock of a phone to whoever reads what leaves: as it was said when something
    /// of the phone left first. Put right afterwards, all its hours would move by the same amount, and a
    /// reader who holds both files would see what is of one phone.
    fn clock_as_told(&self, walk: WalkId, phone: DeviceNumber) -> Option<i64> {
        if !self.clocks.contains_key(&(walk, phone)) {
            return None;
        }
        let releases = self.releases();
        let mut told = releases.iter().flat_map(|(_, release)| &release.clocks);
        let first = told.find(|(of, by, _)| (*of, *by) == (walk, phone));
        first.map_or_else(|| self.clock_said(walk, phone), |(.., behind_s)| *behind_s)
    }

    /// An observation with the hour that whoever reads what leaves is told.
    pub fn with_told_clock<'a>(&self, observation: &'a Observation) -> Cow<'a, Observation> {
        let told = || {
            let (walk, phone) = self.phone_of(observation.id)?;
            let behind_s = self.clock_as_told(walk, phone);
            Some(behind_s.map(|behind| behind.saturating_mul(1000)))
        };
        match (!self.clocks.is_empty()).then(told).flatten() {
            Some(behind_ms) if behind_ms != observation.behind_ms => {
                Cow::Owned(Observation { behind_ms, ..observation.clone() })
            }
            _ => Cow::Borrowed(observation),
        }
    }

    /// What the satellites said of the clock of a phone: seconds behind, for the observation of which
    /// they said most. A clock that was set on the walk was off for a part of it only.
    pub fn clock_by_fixes(&self, walk: WalkId, phone: DeviceNumber) -> Option<i64> {
        let notebook = self.notebooks.get(&walk)?;
        let own = notebook.all_observations().filter(|o| {
            notebook.record(o.id).is_some_and(|record| record.envelope.device == phone)
        });
        let behind = own.filter_map(|o| Some(o.made_by_fix?.saturating_sub(o.made.utc_ms) / 1000));
        behind.max_by_key(|behind| behind.saturating_abs())
    }
}
