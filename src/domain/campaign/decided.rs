//! What a group decided: what it asks for, how far each thing got, dots, order, comparisons.

use std::collections::{BTreeMap, BTreeSet};

use super::Campaign;
use super::contest::Subject;
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::comparison::{Comparison, StopPair};
use crate::domain::deliberation::constat::Constat;
use crate::domain::deliberation::lifecycle::{self, Status, StatusStep};
use crate::domain::deliberation::number;
use crate::domain::deliberation::preconisation::Preconisation;
use crate::domain::deliberation::reception::Reception;
use crate::domain::deliberation::vote::{Ballot, Ranking, Tally};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::Digest;
use crate::domain::ledger::chain::Chain;
use crate::domain::ledger::record::Record;
use crate::domain::ledger::register::{Register, Said};

impl Campaign {
    /// The préconisations of a constat that stand, by number.
    pub fn preconisations(&self, constat: RecordId) -> Vec<(RecordId, &Preconisation)> {
        let mut standing: Vec<_> = self
            .all_preconisations(constat)
            .filter(|(_, preconisation)| !preconisation.withdrawn)
            .collect();
        standing.sort_by(|(a, one), (b, other)| {
            let rank = |id: &RecordId, p: &Preconisation| {
                (p.constat != constat, p.constat, p.number, p.series.clone(), *id)
            };
            rank(a, one).cmp(&rank(b, other))
        });
        standing
    }

    /// Those taken back included, with those of the constats that were joined to it.
    pub fn all_preconisations(
        &self,
        constat: RecordId,
    ) -> impl Iterator<Item = (RecordId, &Preconisation)> {
        let joined = self.joined_in(constat).into_iter();
        let ids = joined.flat_map(|id| self.preconisations_of.get(&id).into_iter().flatten());
        ids.filter_map(|id| Some((*id, self.preconisation(*id)?)))
    }

    /// A préconisation, taken back or not.
    pub fn preconisation(&self, id: RecordId) -> Option<&Preconisation> {
        self.shown_preconisations.get(&id)
    }

    /// The constat that stands for the one a préconisation answers.
    pub fn constat_answered(&self, preconisation: &Preconisation) -> RecordId {
        self.stands_for(preconisation.constat)
    }

    /// The number of a préconisation that people read; that of the constat which it was made for,
    /// whatever that one was joined to since.
    pub fn preconisation_number(&self, one: &Preconisation, reference: &str) -> String {
        let constat = self.constat(one.constat);
        constat.map_or(String::new(), |constat| one.readable_number(constat, reference))
    }

    /// Takes a step in: where it stands among the others is looked at anew.
    pub(super) fn hear_step(&mut self, said: Said<'_>, step: &StatusStep) {
        let thing = step.thing;
        // Of the same step only the newest revision counts: earlier versions undid it so.
        let known = self.decisions.record(said.record).map(Record::rank);
        if known.is_some_and(|known| known > (said.revision, said.at, said.digest)) {
            return;
        }
        let mut all = self.steps.remove(&thing).unwrap_or_default();
        all.insert(said.record, step.clone());
        let order = self.chains.get(&thing).map(Chain::in_order).unwrap_or_default();
        let undone: BTreeSet<RecordId> = all.values().filter_map(|step| step.undoes).collect();
        let told = order.iter().filter_map(|id| Some((*id, all.get(id)?)));
        let history = told.filter(|(_, step)| step.undoes.is_none()).map(|(id, step)| {
            let withdrawn = step.withdrawn || undone.contains(&id);
            (id, StatusStep { withdrawn, ..step.clone() })
        });
        self.histories.insert(thing, history.collect());
        self.steps.insert(thing, all);
        self.contest(Subject::Life(thing));
    }

    /// The steps of a thing that nobody took back, in the order in which they were taken.
    pub(super) fn standing_steps(&self, thing: RecordId) -> Vec<(RecordId, &StatusStep)> {
        self.steps(thing).into_iter().filter(|(_, step)| !step.withdrawn).collect()
    }

    /// The steps of a thing in the order in which they were taken, those undone marked so.
    pub fn steps(&self, thing: RecordId) -> Vec<(RecordId, &StatusStep)> {
        let all = self.histories.get(&thing).into_iter().flatten();
        all.map(|(id, step)| (*id, step)).collect()
    }

    /// Where a thing stands.
    pub fn status(&self, thing: RecordId) -> Status {
        lifecycle::stands_at(self.standing_steps(thing).into_iter().map(|(_, step)| step)).0
    }

    /// The statements that the next step of a thing comes after.
    pub(super) fn life_ends(&self, thing: RecordId) -> Vec<Digest> {
        let newest = |id| self.decisions.record(id).map(|record| record.digest);
        self.chains.get(&thing).map(|chain| chain.over(newest)).unwrap_or_default()
    }

    /// The last step that was not undone.
    pub fn last_step(&self, thing: RecordId) -> Option<(RecordId, &StatusStep)> {
        self.standing_steps(thing).pop()
    }

    /// The ballots that stand, by number.
    pub fn ballots(&self) -> Vec<(RecordId, &Ballot)> {
        let all = self.shown_ballots.iter().filter(|(_, ballot)| !ballot.withdrawn);
        let mut ballots: Vec<_> = all.map(|(id, ballot)| (*id, ballot)).collect();
        ballots.sort_by(|a, b| (a.1.number, &a.1.series, a.0).cmp(&(b.1.number, &b.1.series, b.0)));
        ballots
    }

    /// Shows the ballots anew. They are few, and those that were given one number (a laptop that went
    /// on from an old backup counts the same numbers twice) are told apart.
    pub(super) fn show_ballots(&mut self) {
        let mut numbered: BTreeMap<(u16, String), Vec<RecordId>> = BTreeMap::new();
        let shown = self.ballots.iter().filter_map(|(id, all)| Some((*id, all.shown()?)));
        for (id, ballot) in shown {
            numbered.entry((ballot.number, ballot.series.clone())).or_default().push(id);
        }
        let apart: BTreeMap<RecordId, String> =
            numbered.values().flat_map(|twins| number::apart(twins)).collect();
        let shown = self.ballots.iter().filter_map(|(id, all)| Some((*id, all.shown()?.clone())));
        self.shown_ballots = shown
            .map(|(id, mut ballot)| {
                ballot.series += apart.get(&id).map_or("", String::as_str);
                (id, ballot)
            })
            .collect();
    }

    /// A ballot as it was said, taken back or not.
    pub fn ballot(&self, id: RecordId) -> Option<&Ballot> {
        self.ballots.get(&id)?.shown()
    }

    /// The dots, those on a constat that was joined to another on that one.
    pub fn tally(&self, allowed: u8) -> Tally {
        let moved: Vec<Ballot> = self
            .ballots()
            .into_iter()
            .map(|(_, ballot)| ballot.moved(|constat| self.stands_for(constat)))
            .collect();
        Tally::of(&moved, allowed)
    }

    /// The order the group decided.
    pub fn ranking(&self) -> Option<&Ranking> {
        self.ranking.shown()
    }

    /// The record in which this device keeps the order of the constats.
    pub fn own_ranking(&self, device: DeviceNumber) -> Option<RecordId> {
        self.decisions
            .records()
            .find(|record| {
                record.envelope.device == device
                    && matches!(record.body.says, Deliberation::Ranking(_))
            })
            .map(|record| record.envelope.id)
    }

    /// The constats in the order the group decided; those it did not place come after, by number.
    pub fn in_order(&self) -> Vec<(RecordId, &Constat)> {
        let order = self.ranking().map(|ranking| ranking.order.clone()).unwrap_or_default();
        let mut constats = self.constats();
        let order: Vec<RecordId> = order.into_iter().map(|id| self.stands_for(id)).collect();
        constats.sort_by_key(|(id, _)| {
            order.iter().position(|known| known == id).unwrap_or(usize::MAX)
        });
        constats
    }

    /// The ids of the constats in that order.
    pub fn in_order_ids(&self) -> Vec<RecordId> {
        self.in_order().into_iter().map(|(id, _)| id).collect()
    }

    /// A step of a thing, whether it was taken back or not.
    pub fn step(&self, thing: RecordId, id: RecordId) -> Option<&StatusStep> {
        self.steps.get(&thing)?.get(&id)
    }

    /// The numbers that were given to préconisations of a constat, those taken back included.
    pub fn numbers_asked_of(&self, constat: RecordId) -> impl Iterator<Item = u16> {
        let ids = self.preconisations_of.get(&constat).into_iter().flatten();
        ids.filter_map(|id| Some(self.shown_preconisations.get(id)?.number))
    }

    /// What the group said of a stop after two walks.
    pub fn comparison(
        &self,
        stops: StopPair,
        before: WalkId,
        after: WalkId,
    ) -> Option<&Comparison> {
        self.comparisons.get(&super::compared(stops, before, after))?.shown()
    }

    /// The comparisons that stand.
    pub fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.comparisons.values().filter_map(Register::shown)
    }

    /// The notebooks taken in.
    pub fn receptions(&self) -> impl Iterator<Item = (RecordId, &Reception)> {
        self.bodies().filter_map(|(id, body)| match body {
            Deliberation::Reception(reception) => Some((id, &**reception)),
            _ => None,
        })
    }
}
