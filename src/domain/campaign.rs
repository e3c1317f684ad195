//! A campaign: the notebooks of its walks, and everything decided about them. Taking a record in is
//! a set union; what is shown follows from the set, in whatever order it came.

use std::collections::{BTreeMap, BTreeSet};

use super::actor::ActorKind;
use super::amend::TextField;
use super::deliberation::answer::{Answer, Ask, Check, Feedback, Sighting};
use super::deliberation::comparison::Comparison;
use super::deliberation::constat::{Constat, Derived};
use super::deliberation::lifecycle::{self, Status, StatusStep};
use super::deliberation::preconisation::Preconisation;
use super::deliberation::reception::Reception;
use super::deliberation::vote::{Ballot, Ranking, Tally};
use super::deliberation::{CampaignSheet, Deliberation, Wording};
use super::identity::{DeviceNumber, RecordId, WalkId};
use super::notebook::Notebook;
use super::observation::Observation;
use super::place::Place;
use super::record::Record;
use super::revisions::{Revisions, Taken};
use super::scale::Sharing;
use super::stamp::Stamp;
use super::walk::Walk;

/// The notebooks of a campaign's walks, and what was decided about them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Campaign {
    decisions: Revisions<Deliberation>,
    /// Notebooks by walk.
    pub notebooks: BTreeMap<WalkId, Notebook>,
    /// Every assignment of an observation, by any device.
    assignments_of: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Where each observation belongs, by the assignment made last.
    belongs: BTreeMap<RecordId, RecordId>,
    /// The observations of each constat.
    members: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// The steps of each thing.
    steps_of: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Every removal of an observation, by any device.
    removals_of: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Observations left out at their author's request.
    removed: BTreeSet<RecordId>,
    /// Every constat.
    constat_ids: BTreeSet<RecordId>,
    /// The préconisations of each constat.
    preconisations_of: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Every other wording of each observation's texts.
    wordings_of: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// What came back about each thing: answers, feedback, checks, questions, sightings.
    returns_of: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

impl Campaign {
    /// Takes one decision in.
    pub fn take(&mut self, record: Record<Deliberation>) -> Taken {
        let id = record.envelope.id;
        // Two contents of one record may speak of different things: both are looked at again.
        let mut assigned = Vec::new();
        let mut removed = Vec::new();
        let Self {
            decisions,
            steps_of,
            preconisations_of,
            constat_ids,
            returns_of,
            wordings_of,
            ..
        } = self;
        let taken = decisions.take(record, |body, old| {
            for body in [Some(body), old].into_iter().flatten() {
                match body {
                    Deliberation::Assignment(one) => assigned.push(one.observation),
                    Deliberation::Removal(one) => removed.push(one.observation),
                    Deliberation::Constat(_) => drop(constat_ids.insert(id)),
                    Deliberation::Step(step) => {
                        steps_of.entry(step.thing).or_default().insert(id);
                    }
                    Deliberation::Preconisation(one) => {
                        preconisations_of.entry(one.constat).or_default().insert(id);
                    }
                    Deliberation::Wording(wording) => {
                        wordings_of.entry(wording.observation).or_default().insert(id);
                    }
                    Deliberation::Answer(answer) => {
                        returns_of.entry(answer.thing).or_default().insert(id);
                    }
                    Deliberation::Feedback(Feedback { preconisation: thing, .. })
                    | Deliberation::Check(Check { preconisation: thing, .. })
                    | Deliberation::Ask(Ask { preconisation: thing, .. })
                    | Deliberation::Sighting(Sighting { preconisation: thing, .. }) => {
                        returns_of.entry(*thing).or_default().insert(id);
                    }
                    _ => {}
                }
            }
        });
        for observation in assigned {
            self.assignments_of.entry(observation).or_default().insert(id);
            self.place(observation);
        }
        for observation in removed {
            let all = self.removals_of.entry(observation).or_default();
            all.insert(id);
            let decisions = &self.decisions;
            let stands =
                all.iter().any(|id| match decisions.record(*id).map(|record| &record.body) {
                    Some(Deliberation::Removal(one)) => {
                        one.observation == observation && !one.withdrawn
                    }
                    _ => false,
                });
            if stands {
                self.removed.insert(observation);
            } else {
                self.removed.remove(&observation);
            }
        }
        taken
    }

    /// Puts an observation where the assignment made last says.
    fn place(&mut self, observation: RecordId) {
        let all = self.assignments_of.get(&observation).into_iter().flatten();
        let last = all
            .filter_map(|id| {
                let record = self.decisions.record(*id)?;
                let Deliberation::Assignment(assignment) = &record.body else { return None };
                if assignment.observation != observation {
                    return None;
                }
                Some(((record.envelope.at, record.digest), assignment.constat))
            })
            .max_by_key(|(rank, _)| *rank)
            .and_then(|(_, constat)| constat);
        let before = match last {
            Some(constat) => self.belongs.insert(observation, constat),
            None => self.belongs.remove(&observation),
        };
        if before == last {
            return;
        }
        if let Some(members) = before.and_then(|before| self.members.get_mut(&before)) {
            members.remove(&observation);
        }
        if let Some(constat) = last {
            self.members.entry(constat).or_default().insert(observation);
        }
    }

    /// The newest revision of a decision.
    pub fn record(&self, id: RecordId) -> Option<&Record<Deliberation>> {
        self.decisions.record(id)
    }

    /// Decisions of which two contents claim to be the same revision.
    pub fn clashes(&self) -> usize {
        self.decisions.clashes()
    }

    /// Decisions that this version keeps but cannot read.
    pub fn unread(&self) -> usize {
        self.decisions.records().filter(|record| record.body == Deliberation::Unknown).count()
    }

    fn bodies(&self) -> impl DoubleEndedIterator<Item = (RecordId, &Deliberation)> {
        self.decisions.records().map(|record| (record.envelope.id, &record.body))
    }

    /// Its own sheet.
    pub fn sheet(&self, id: WalkId) -> Option<&CampaignSheet> {
        match &self.record(RecordId(id.0))?.body {
            Deliberation::Campaign(sheet) => Some(sheet),
            _ => None,
        }
    }

    // --- What was said ------------------------------------------------------------------------

    /// The sheet of one of its walks.
    pub fn walk(&self, id: WalkId) -> Option<&Walk> {
        self.notebooks.get(&id)?.walk(id)
    }

    /// Its walks whose sheets are here, in the order of their dates.
    pub fn walks(&self) -> Vec<&Walk> {
        let mut walks: Vec<&Walk> =
            self.notebooks.iter().filter_map(|(id, notebook)| notebook.walk(*id)).collect();
        walks.sort_by(|a, b| (&a.date, &a.starts_at, a.id).cmp(&(&b.date, &b.starts_at, b.id)));
        walks
    }

    /// Whether an observation was left out at its author's request.
    pub fn is_removed(&self, observation: RecordId) -> bool {
        self.removed.contains(&observation)
    }

    /// An observation, wherever it is.
    pub fn observation(&self, id: RecordId) -> Option<(&Observation, &Walk)> {
        self.notebooks.iter().find_map(|(walk, notebook)| {
            let observation = notebook.observation(id)?;
            Some((observation, notebook.walk(*walk)?))
        })
    }

    /// The observations that stand: not withdrawn on the phone, not left out here; by walk and in
    /// the order of their ids.
    pub fn observations(&self) -> impl Iterator<Item = (&Observation, &Walk)> {
        self.notebooks.iter().flat_map(move |(id, notebook)| {
            let walk = notebook.walk(*id);
            notebook
                .all_observations()
                .filter(move |observation| {
                    !observation.withdrawn && !self.removed.contains(&observation.id)
                })
                .filter_map(move |observation| Some((observation, walk?)))
        })
    }

    /// The photos of an observation that stand.
    pub fn photos_of(&self, observation: RecordId) -> impl Iterator<Item = &super::photo::Photo> {
        self.notebooks.values().flat_map(move |notebook| notebook.photos_of(observation))
    }

    // --- Which belong together ----------------------------------------------------------------

    /// A constat, dissolved or not.
    pub fn constat(&self, id: RecordId) -> Option<&Constat> {
        match &self.record(id)?.body {
            Deliberation::Constat(constat) => Some(constat),
            _ => None,
        }
    }

    /// Every constat ever made, dissolved ones included.
    pub fn all_constats(&self) -> impl Iterator<Item = (RecordId, &Constat)> {
        self.constat_ids.iter().filter_map(|id| Some((*id, self.constat(*id)?)))
    }

    /// The constats that stand, by number.
    pub fn constats(&self) -> Vec<(RecordId, &Constat)> {
        let mut standing: Vec<_> =
            self.all_constats().filter(|(_, constat)| !constat.withdrawn).collect();
        standing.sort_by_key(|(id, constat)| (constat.number, *id));
        standing
    }

    /// The number that the next constat gets: never one that was used.
    pub fn next_number(&self) -> u16 {
        let last = self.all_constats().map(|(_, constat)| constat.number).max();
        last.unwrap_or_default().saturating_add(1)
    }

    /// The constat that an observation belongs to.
    pub fn constat_of(&self, observation: RecordId) -> Option<RecordId> {
        let constat = *self.belongs.get(&observation)?;
        self.constat(constat).filter(|constat| !constat.withdrawn).map(|_| constat)
    }

    /// What the assignments say, whether the constat stands or not.
    pub fn assigned_to(&self, observation: RecordId) -> Option<RecordId> {
        self.belongs.get(&observation).copied()
    }

    /// The observations of a constat that stand, in the order of their ids.
    pub fn members(&self, constat: RecordId) -> Vec<(&Observation, &Walk)> {
        let ids = self.members.get(&constat).into_iter().flatten();
        ids.filter(|id| !self.removed.contains(id))
            .filter_map(|id| self.observation(*id))
            .filter(|(observation, _)| !observation.withdrawn)
            .collect()
    }

    /// Everything assigned to a constat, withdrawn observations and absent ones included.
    pub fn assigned(&self, constat: RecordId) -> Vec<RecordId> {
        self.members.get(&constat).into_iter().flatten().copied().collect()
    }

    /// What the observations of a constat say together.
    pub fn derived(&self, constat: RecordId) -> Derived {
        Derived::of(self.members(constat))
    }

    // --- What was decided ---------------------------------------------------------------------

    /// The préconisations of a constat that stand, by number.
    pub fn preconisations(&self, constat: RecordId) -> Vec<(RecordId, &Preconisation)> {
        let mut standing: Vec<_> = self
            .all_preconisations(constat)
            .filter(|(_, preconisation)| !preconisation.withdrawn)
            .collect();
        standing.sort_by_key(|(id, preconisation)| (preconisation.number, *id));
        standing
    }

    /// Those taken back included.
    pub fn all_preconisations(
        &self,
        constat: RecordId,
    ) -> impl Iterator<Item = (RecordId, &Preconisation)> {
        let ids = self.preconisations_of.get(&constat).into_iter().flatten();
        ids.filter_map(|id| Some((*id, self.preconisation(*id)?)))
            .filter(move |(_, preconisation)| preconisation.constat == constat)
    }

    /// A préconisation, taken back or not.
    pub fn preconisation(&self, id: RecordId) -> Option<&Preconisation> {
        match &self.record(id)?.body {
            Deliberation::Preconisation(preconisation) => Some(preconisation),
            _ => None,
        }
    }

    /// The steps of a thing in the order in which they were taken, those undone included.
    pub fn steps(&self, thing: RecordId) -> Vec<(RecordId, &StatusStep)> {
        let ids = self.steps_of.get(&thing).into_iter().flatten();
        let mut steps: Vec<_> = ids
            .filter_map(|id| {
                let record = self.record(*id)?;
                let Deliberation::Step(step) = &record.body else { return None };
                // The id was made of the clock when the step was taken: undoing it later does not
                // move it.
                (step.thing == thing).then_some((*id, step))
            })
            .collect();
        steps.sort_by_key(|(id, _)| *id);
        steps
    }

    /// Where a thing stands.
    pub fn status(&self, thing: RecordId) -> Status {
        lifecycle::stands_at(self.steps(thing).into_iter().map(|(_, step)| step)).0
    }

    /// The last step that was not undone.
    pub fn last_step(&self, thing: RecordId) -> Option<(RecordId, &StatusStep)> {
        self.steps(thing).into_iter().rfind(|(_, step)| !step.withdrawn)
    }

    /// The ballots that stand, by number.
    pub fn ballots(&self) -> Vec<(RecordId, &Ballot)> {
        let mut ballots: Vec<_> = self
            .bodies()
            .filter_map(|(id, body)| match body {
                Deliberation::Ballot(ballot) if !ballot.withdrawn => Some((id, ballot)),
                _ => None,
            })
            .collect();
        ballots.sort_by_key(|(id, ballot)| (ballot.number, *id));
        ballots
    }

    /// The dots.
    pub fn tally(&self, allowed: u8) -> Tally {
        Tally::of(self.ballots().into_iter().map(|(_, ballot)| ballot), allowed)
    }

    /// The order the group decided last.
    pub fn ranking(&self) -> Option<(RecordId, &Ranking)> {
        self.decisions
            .records()
            .filter_map(|record| match &record.body {
                Deliberation::Ranking(ranking) => {
                    Some(((record.envelope.at, record.digest), record.envelope.id, ranking))
                }
                _ => None,
            })
            .max_by_key(|(rank, ..)| *rank)
            .map(|(_, id, ranking)| (id, ranking))
    }

    /// The constats in the order the group decided; those it did not place come after, by number.
    pub fn in_order(&self) -> Vec<(RecordId, &Constat)> {
        let order = self.ranking().map(|(_, ranking)| ranking.order.clone()).unwrap_or_default();
        let mut constats = self.constats();
        constats.sort_by_key(|(id, constat)| {
            let place = order.iter().position(|known| known == id).unwrap_or(usize::MAX);
            (place, constat.number)
        });
        constats
    }

    /// The comparisons that stand.
    pub fn comparisons(&self) -> impl Iterator<Item = (RecordId, &Comparison)> {
        self.bodies().filter_map(|(id, body)| match body {
            Deliberation::Comparison(comparison) => Some((id, comparison)),
            _ => None,
        })
    }

    /// Tells its content, decisions and notebooks, apart from another one
    /// ([`Revisions::fingerprint`]).
    pub fn fingerprint(&self) -> u64 {
        let notebooks = self.notebooks.values().map(Notebook::fingerprint);
        notebooks.fold(self.decisions.fingerprint(), u64::wrapping_add)
    }

    /// The notebooks taken in.
    pub fn receptions(&self) -> impl Iterator<Item = (RecordId, &Reception)> {
        self.bodies().filter_map(|(id, body)| match body {
            Deliberation::Reception(reception) => Some((id, &**reception)),
            _ => None,
        })
    }

    // --- What came back ---------------------------------------------------------------------------

    /// What came back about a thing, each with the moment it was written.
    fn returns(&self, thing: RecordId) -> impl Iterator<Item = &Record<Deliberation>> {
        let ids = self.returns_of.get(&thing).into_iter().flatten();
        ids.filter_map(|id| self.decisions.record(*id))
    }

    /// What was said last about a thing in one respect, by any device.
    fn last_return<'a, T>(
        &'a self,
        thing: RecordId,
        read: impl Fn(&'a Deliberation) -> Option<T>,
    ) -> Option<T> {
        self.returns(thing)
            .filter_map(|record| Some(((record.envelope.at, record.digest), read(&record.body)?)))
            .max_by_key(|(rank, _)| *rank)
            .map(|(_, said)| said)
    }

    /// When something of a thing was last written: itself, a step of its life, what came back.
    pub fn changed(&self, thing: RecordId) -> Option<Stamp> {
        let steps = self.steps_of.get(&thing).into_iter().flatten();
        steps
            .filter_map(|id| self.record(*id))
            .chain(self.returns(thing))
            .chain(self.record(thing))
            .map(|record| record.envelope.at)
            .max_by_key(|at| at.utc_ms)
    }

    /// The responsible body's answer about a constat or a préconisation.
    pub fn answer(&self, thing: RecordId) -> Option<&Answer> {
        self.last_return(thing, |body| match body {
            Deliberation::Answer(answer) if answer.thing == thing => Some(&**answer),
            _ => None,
        })
        .filter(|answer| !answer.withdrawn)
    }

    /// When and how residents were told of a préconisation.
    pub fn feedback(&self, preconisation: RecordId) -> Option<&Feedback> {
        self.last_return(preconisation, |body| match body {
            Deliberation::Feedback(feedback) if feedback.preconisation == preconisation => {
                Some(feedback)
            }
            _ => None,
        })
        .filter(|feedback| !feedback.withdrawn)
    }

    /// What the group agreed it saw on the review walk.
    pub fn check(&self, preconisation: RecordId) -> Option<&Check> {
        self.last_return(preconisation, |body| match body {
            Deliberation::Check(check) if check.preconisation == preconisation => Some(check),
            _ => None,
        })
        .filter(|check| !check.withdrawn)
    }

    /// Who should act on a préconisation: the body that answered, else whom the group named, else
    /// whom its constat names.
    pub fn lead_of(&self, preconisation: RecordId) -> Option<ActorKind> {
        let answered = self.answer(preconisation).and_then(|answer| answer.lead);
        let one = self.preconisation(preconisation);
        answered.or_else(|| one?.lead).or_else(|| self.lead_of_constat(one?.constat))
    }

    /// Who should act on a constat, likewise.
    pub fn lead_of_constat(&self, constat: RecordId) -> Option<ActorKind> {
        let answered = self.answer(constat).and_then(|answer| answer.lead);
        answered.or_else(|| self.constat(constat)?.lead)
    }

    /// Where a constat is, WGS 84: where the group put it, else in the middle of its observations.
    pub fn place_of(&self, constat: RecordId) -> Option<Place> {
        self.constat(constat)?.place.or_else(|| self.derived(constat).middle)
    }

    /// What the phones of the review walks saw: how many phones said each outcome, in the order of
    /// [`Outcome`](super::deliberation::answer::Outcome).
    pub fn sightings(&self, preconisation: RecordId) -> [usize; 5] {
        let mut counts = [0; 5];
        for record in self.returns(preconisation) {
            if let Deliberation::Sighting(Sighting { outcome: Some(outcome), .. }) = &record.body {
                counts[*outcome as usize] += 1;
            }
        }
        counts
    }

    /// The same on one review walk alone.
    pub fn sightings_on(&self, preconisation: RecordId, walk: WalkId) -> [usize; 5] {
        let mut counts = [0; 5];
        for record in self.returns(preconisation).filter(|record| record.envelope.walk == walk) {
            if let Deliberation::Sighting(Sighting { outcome: Some(outcome), .. }) = &record.body {
                counts[*outcome as usize] += 1;
            }
        }
        counts
    }

    /// How many questions of a review walk one of its phones answered.
    pub fn sightings_by(&self, walk: WalkId, device: DeviceNumber) -> usize {
        let ids = self.returns_of.values().flatten();
        let records = ids.filter_map(|id| self.decisions.record(*id));
        let of_phone = records.filter(|record| {
            record.envelope.walk == walk
                && record.envelope.device == device
                && matches!(&record.body, Deliberation::Sighting(sighting) if sighting.outcome.is_some())
        });
        of_phone.count()
    }

    /// The review walks on which a préconisation is looked at.
    pub fn asked_on(&self, preconisation: RecordId) -> Vec<WalkId> {
        let mut walks: Vec<WalkId> = self
            .returns(preconisation)
            .filter(|record| matches!(&record.body, Deliberation::Ask(ask) if !ask.withdrawn))
            .map(|record| record.envelope.walk)
            .collect();
        walks.sort_unstable();
        walks.dedup();
        walks
    }

    // --- What may leave the group ---------------------------------------------------------------

    /// The other words for a text, the newest by any device.
    pub fn wording(&self, observation: RecordId, field: TextField) -> Option<&Wording> {
        let ids = self.wordings_of.get(&observation).into_iter().flatten();
        ids.filter_map(|id| self.decisions.record(*id))
            .filter_map(|record| match &record.body {
                Deliberation::Wording(wording)
                    if wording.observation == observation
                        && wording.field == field
                        && !wording.withdrawn =>
                {
                    Some(((record.envelope.at, record.digest), wording))
                }
                _ => None,
            })
            .max_by_key(|(rank, _)| *rank)
            .map(|(_, wording)| wording)
    }

    /// The words of a text as they may go to `to`: the mediator's where there are some, else the
    /// original, which nobody read again and which never becomes public. `None` when they may not.
    pub fn words_for(
        &self,
        observation: &Observation,
        field: TextField,
        to: Sharing,
    ) -> Option<String> {
        let level = |sharing: Sharing| sharing as u8;
        let (words, may) = match self.wording(observation.id, field) {
            Some(wording) => (wording.text.clone(), wording.sharing),
            None => {
                let original = observation.sharing();
                (observation.text(field).to_owned(), original.min(Sharing::Partners))
            }
        };
        (level(may) >= level(to)).then_some(words)
    }

    /// The observations that each device made: device, observations, photos.
    pub fn devices(&self, walk: WalkId) -> BTreeMap<DeviceNumber, (usize, usize)> {
        let mut devices: BTreeMap<DeviceNumber, (usize, usize)> = BTreeMap::new();
        let Some(notebook) = self.notebooks.get(&walk) else { return devices };
        for observation in notebook.all_observations().filter(|o| !o.withdrawn) {
            let Some(record) = notebook.record(observation.id) else { continue };
            let counts = devices.entry(record.envelope.device).or_default();
            counts.0 += 1;
            counts.1 += notebook.photos_of(observation.id).count();
        }
        devices
    }
}
