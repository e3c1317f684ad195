//! The clocks of the phones: what a mediator says of them holds for all that the phone said.

use super::Campaign;
use super::contest::Subject;
use crate::domain::deliberation::phone_clock::PhoneClock;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::ledger::register::{Register, Said};

impl Campaign {
    pub(super) fn hear_clock(&mut self, said: Said<'_>, one: &PhoneClock) {
        let of = (one.walk, one.phone);
        self.clocks.entry(of).or_default().take(said, one.behind_s);
        self.contest(Subject::PhoneClock(one.walk, one.phone));
        self.set_clocks(one.walk);
    }

    /// Tells the notebook of a walk what is said of the clocks of its phones.
    pub(super) fn set_clocks(&mut self, walk: WalkId) {
        let Some(notebook) = self.notebooks.get_mut(&walk) else { return };
        let of_walk = self.clocks.iter().filter(|((of, _), _)| *of == walk);
        for ((_, phone), register) in of_walk {
            notebook.set_clock(*phone, register.shown().copied().flatten());
        }
    }

    /// What is said of the clock of a phone: seconds behind the true time.
    pub fn clock_said(&self, walk: WalkId, phone: DeviceNumber) -> Option<i64> {
        self.clocks.get(&(walk, phone)).and_then(Register::shown).copied().flatten()
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
