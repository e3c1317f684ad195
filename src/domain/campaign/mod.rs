//! A campaign: the notebooks of its walks, and everything decided about them. Taking a record in is
//! a set union; what is shown follows from the set, in whatever order it came.
//!
//! [`Campaign::take`] is the one door for decisions. What it adds up to is read in the rooms beside:
//! what was said ([`said`]), what belongs together ([`grouping`]), what was decided ([`decided`]),
//! what came back ([`returned`]), and where laptops that did not know of each other said different
//! things ([`contest`]).

mod belonging;
mod clocks;
pub mod cluster;
pub mod contest;
mod decided;
mod erased;
mod grouping;
mod numbers;
mod released;
pub mod report;
mod returned;
pub mod review;
mod said;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

use self::contest::Subject;
use crate::domain::deliberation::answer::{Answer, Ask, Check, Feedback, Sighting};
use crate::domain::deliberation::comparison::{Comparison, StopPair};
use crate::domain::deliberation::constat::Constat;
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::lifecycle::StatusStep;
use crate::domain::deliberation::preconisation::Preconisation;
use crate::domain::deliberation::vote::{Ballot, Ranking};
use crate::domain::deliberation::{CampaignSheet, Deliberation, Membership, Wording, number};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::leaving::release::{Clearance, Erratum};
use crate::domain::ledger::Statement;
use crate::domain::ledger::chain::Chain;
use crate::domain::ledger::edits::Edits;
use crate::domain::ledger::record::Record;
use crate::domain::ledger::register::{Register, Said};
use crate::domain::ledger::revisions::{Revisions, Taken};
use crate::domain::observation::amend::TextField;
use crate::domain::walk::notebook::Notebook;
use crate::domain::walk::stop::StopId;

/// A decision with what it replaces.
pub type Decision = Statement<Deliberation>;

/// What is compared: a stop on two walks.
type Compared = (Option<StopId>, Option<StopId>, WalkId, WalkId);

fn compared(stops: StopPair, before: WalkId, after: WalkId) -> Compared {
    (stops.before, stops.after, before, after)
}

/// The notebooks of a campaign's walks, and what was decided about them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Campaign {
    /// The newest revision of every record.
    decisions: Revisions<Decision>,
    /// Notebooks by walk, of the walks that belong to it.
    pub notebooks: BTreeMap<WalkId, Notebook>,
    /// Those of walks that were taken out of it: nothing of them is shown, counted or leaves, and they
    /// come back with the walk.
    aside: BTreeMap<WalkId, Notebook>,

    /// Sheets by the campaign's id.
    sheets: BTreeMap<RecordId, Edits<CampaignSheet>>,
    /// The sheets as they are shown.
    shown_sheets: BTreeMap<RecordId, CampaignSheet>,
    /// Which walks belong to it.
    memberships: BTreeMap<WalkId, Register<Membership>>,

    constats: BTreeMap<RecordId, Edits<Constat>>,
    /// The constats as they are shown, numbers told apart.
    shown_constats: BTreeMap<RecordId, Constat>,
    preconisations: BTreeMap<RecordId, Edits<Preconisation>>,
    /// The préconisations as they are shown, numbers told apart.
    shown_preconisations: BTreeMap<RecordId, Preconisation>,
    /// The préconisations of each constat.
    preconisations_of: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Constats that were given one number.
    constats_numbered: BTreeMap<(u16, String), BTreeSet<RecordId>>,

    /// Where each observation belongs.
    assignments: BTreeMap<RecordId, Register<Option<RecordId>>>,
    /// Where each observation belongs, by the assignment that is shown.
    belongs: BTreeMap<RecordId, RecordId>,
    /// The observations of each constat.
    members: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// Which constat was joined to which.
    joins: BTreeMap<RecordId, Register<Option<RecordId>>>,
    /// Whether an observation was left out at its author's request.
    removals: BTreeMap<RecordId, Register<bool>>,
    /// Observations left out at their author's request.
    removed: BTreeSet<RecordId>,
    /// What was erased of which walk, and the device that said so.
    stones: BTreeSet<(WalkId, RecordId, DeviceNumber)>,
    /// The devices that work on it, and on which campaign.
    writers: BTreeSet<(WalkId, DeviceNumber)>,
    /// Other words, by observation and text.
    wordings: BTreeMap<(RecordId, TextField), Register<Wording>>,

    /// The steps of each thing, by what they knew.
    chains: BTreeMap<RecordId, Chain>,
    /// The steps of each thing, those that take others back included.
    steps: BTreeMap<RecordId, BTreeMap<RecordId, StatusStep>>,
    /// The steps of each thing in the order in which they were taken, those undone marked so.
    histories: BTreeMap<RecordId, Vec<(RecordId, StatusStep)>>,
    ballots: BTreeMap<RecordId, Register<Ballot>>,
    /// The ballots as they are shown, numbers told apart.
    shown_ballots: BTreeMap<RecordId, Ballot>,
    ranking: Register<Ranking>,
    comparisons: BTreeMap<Compared, Register<Comparison>>,

    /// The responsible body's answer about each thing.
    answers: BTreeMap<RecordId, Edits<Answer>>,
    feedback: BTreeMap<RecordId, Register<Feedback>>,
    checks: BTreeMap<RecordId, Register<Check>>,
    /// What was written about each thing beside itself: steps, answers, feedback, checks, questions,
    /// sightings.
    about: BTreeMap<RecordId, BTreeSet<RecordId>>,

    /// What left.
    released: BTreeSet<RecordId>,
    /// What was said of each release since.
    errata: BTreeMap<RecordId, Register<Erratum>>,
    /// What was looked at and may leave, by thing and respect.
    clearances: BTreeMap<(RecordId, String), Register<Clearance>>,

    /// Seconds that the clock of a phone was behind.
    clocks: BTreeMap<(WalkId, DeviceNumber), Register<Option<i64>>>,

    /// Where several values stand that did not know of each other.
    contested: BTreeSet<Subject>,
}

impl Campaign {
    /// Takes one decision in.
    pub fn take(&mut self, record: Record<Decision>) -> Taken {
        let Record { envelope, body, digest } = &record;
        let said = Said {
            digest: *digest,
            record: envelope.id,
            revision: envelope.revision,
            at: envelope.at,
            over: body.over.as_deref(),
        };
        self.hear(said, envelope.device, &body.says);
        self.hear_erased(envelope.walk, envelope.device, &body.says);
        // Laptops amend each other's things by statements that say what they replace.
        self.decisions.take_shared(record)
    }

    fn hear(&mut self, said: Said<'_>, device: DeviceNumber, says: &Deliberation) {
        let id = said.record;
        match says {
            Deliberation::Campaign(sheet) => {
                self.sheets.entry(id).or_default().take_whole(said, device, (**sheet).clone());
                self.show_sheet(id);
            }
            Deliberation::Membership(one) => {
                let walk = one.walk;
                self.memberships.entry(walk).or_default().take(said, one.clone());
                self.set_aside(walk);
                self.contest(Subject::Membership(walk));
                self.sheets.keys().copied().collect::<Vec<_>>().into_iter().for_each(|id| {
                    self.show_sheet(id);
                });
            }
            Deliberation::Constat(constat) => {
                self.constats.entry(id).or_default().take_whole(said, device, (**constat).clone());
                self.show_constat(id);
            }
            Deliberation::Preconisation(one) => {
                self.preconisations_of.entry(one.constat).or_default().insert(id);
                let edits = self.preconisations.entry(id).or_default();
                edits.take_whole(said, device, (**one).clone());
                self.show_preconisation(id);
            }
            Deliberation::Answer(answer) => {
                let thing = answer.thing;
                self.answers.entry(thing).or_default().take_whole(said, device, (**answer).clone());
                self.answered(thing, id);
            }
            Deliberation::Edit(edit) => self.hear_edit(said, edit),
            Deliberation::Joined(one) => {
                self.joins.entry(one.from).or_default().take(said, one.into);
                self.contest(Subject::Joined(one.from));
            }
            Deliberation::Assignment(one) => {
                self.assignments.entry(one.observation).or_default().take(said, one.constat);
                self.place(one.observation);
                self.contest(Subject::Assignment(one.observation));
            }
            Deliberation::Removal(one) => {
                let removals = self.removals.entry(one.observation).or_default();
                removals.take(said, !one.withdrawn);
                // Of two that did not know of each other the one that leaves out is followed.
                if removals.heads().any(|(_, removed)| *removed) {
                    self.removed.insert(one.observation);
                } else {
                    self.removed.remove(&one.observation);
                }
                self.contest(Subject::Removal(one.observation));
            }
            Deliberation::Wording(one) => {
                let of = (one.observation, one.field);
                self.wordings.entry(of).or_default().take(said, one.clone());
                self.contest(Subject::Wording(of.0, of.1));
            }
            Deliberation::Step(step) => {
                self.about.entry(step.thing).or_default().insert(id);
                self.chains.entry(step.thing).or_default().take(id, said.digest, said.over);
                self.hear_step(said, step);
            }
            Deliberation::Ballot(ballot) => {
                let id = ballot.of.unwrap_or(id);
                self.ballots.entry(id).or_default().take(said, ballot.clone());
                self.show_ballots();
                self.contest(Subject::Ballot(id));
            }
            Deliberation::Ranking(ranking) => {
                self.ranking.take(said, ranking.clone());
                self.contest(Subject::Ranking);
            }
            Deliberation::Comparison(one) => {
                let of = compared(one.stops, one.before, one.after);
                self.comparisons.entry(of).or_default().take(said, one.clone());
                self.contest(Subject::Comparison(of.0, of.1, of.2, of.3));
            }
            Deliberation::Feedback(one) => {
                let thing = one.preconisation;
                self.about.entry(thing).or_default().insert(id);
                self.feedback.entry(thing).or_default().take(said, one.clone());
                self.contest(Subject::Feedback(thing));
            }
            Deliberation::Check(one) => {
                let thing = one.preconisation;
                self.about.entry(thing).or_default().insert(id);
                self.checks.entry(thing).or_default().take(said, one.clone());
                self.contest(Subject::Check(thing));
            }
            Deliberation::Ask(Ask { preconisation: thing, .. })
            | Deliberation::Sighting(Sighting { preconisation: thing, .. }) => {
                self.about.entry(*thing).or_default().insert(id);
            }
            Deliberation::Erratum(one) => {
                self.errata.entry(one.release).or_default().take(said, one.clone());
            }
            Deliberation::Clearance(one) => {
                let of = (one.thing, one.respect.clone());
                self.clearances.entry(of).or_default().take(said, one.clone());
            }
            Deliberation::PhoneClock(one) => self.hear_clock(said, one),
            Deliberation::Release(_) => {
                self.released.insert(id);
            }
            Deliberation::Reception(_)
            | Deliberation::Numbering(_)
            | Deliberation::PseudonymKey(_)
            | Deliberation::Erased(_)
            | Deliberation::Unknown => {}
        }
    }

    fn hear_edit(&mut self, said: Said<'_>, edit: &Edit) {
        let over = said.over.unwrap_or_default();
        self.about.entry(edit.of()).or_default().insert(said.record);
        match edit {
            Edit::Constat(id, fields, value) => {
                let edits = self.constats.entry(*id).or_default();
                edits.take(said.digest, over, fields.clone(), (**value).clone());
                self.show_constat(*id);
            }
            Edit::Preconisation(id, fields, value) => {
                let edits = self.preconisations.entry(*id).or_default();
                edits.take(said.digest, over, fields.clone(), (**value).clone());
                self.show_preconisation(*id);
            }
            Edit::Answer(thing, fields, value) => {
                let edits = self.answers.entry(*thing).or_default();
                edits.take(said.digest, over, fields.clone(), (**value).clone());
                self.answered(*thing, said.record);
            }
            Edit::Sheet(id, fields, value) => {
                let edits = self.sheets.entry(*id).or_default();
                edits.take(said.digest, over, fields.clone(), (**value).clone());
                self.show_sheet(*id);
            }
        }
    }

    /// Puts an observation where the assignment that is shown says.
    fn place(&mut self, observation: RecordId) {
        let last =
            self.assignments.get(&observation).and_then(|all| all.shown().copied().flatten());
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

    /// Shows the sheet anew: its fields, and the walks that belong to it.
    fn show_sheet(&mut self, id: RecordId) {
        let Some(edits) = self.sheets.get(&id) else { return };
        let Some(mut sheet) = edits.shown().cloned() else { return };
        let listed = edits.wholes().flat_map(|whole| whole.walks.iter().copied());
        let mut walks: Vec<WalkId> = Vec::new();
        for walk in listed.chain(self.memberships.keys().copied()) {
            if !walks.contains(&walk) && self.belongs_here(walk) {
                walks.push(walk);
            }
        }
        for (walk, register) in &self.memberships {
            if let Some(phones) = register.shown().and_then(|one| one.phones) {
                sheet.phones.retain(|(known, _)| known != walk);
                sheet.phones.push((*walk, phones));
            }
        }
        sheet.walks = walks;
        let contested: Vec<_> = edits.contested().iter().map(|one| one.field).collect();
        self.recontest(
            |subject| matches!(subject, Subject::Sheet(of, _) if *of == id),
            contested.into_iter().map(|field| Subject::Sheet(id, field)),
        );
        self.shown_sheets.insert(id, sheet);
    }

    /// Shows a constat anew, and those that were given the same number.
    fn show_constat(&mut self, id: RecordId) {
        let Some(shown) = self.constats.get(&id).and_then(Edits::shown) else { return };
        let numbered = (shown.number, shown.series.clone());
        // Under a number that it no longer has it keeps no other constat apart.
        let before = self.shown_constats.get(&id).map_or(numbered.0, |before| before.number);
        let of_before = self.constats_numbered.range_mut((before, String::new())..);
        let left = of_before
            .take_while(|((number, _), _)| *number == before)
            .find(|(number, ids)| **number != numbered && ids.contains(&id));
        if let Some((left, ids)) = left {
            ids.remove(&id);
            let left = left.clone();
            self.show_numbered(&left);
        }
        self.constats_numbered.entry(numbered.clone()).or_default().insert(id);
        self.show_numbered(&numbered);
        let contested: Vec<_> = self
            .constats
            .get(&id)
            .map(|edits| edits.contested().iter().map(|one| one.field).collect())
            .unwrap_or_default();
        self.recontest(
            |subject| matches!(subject, Subject::Constat(of, _) if *of == id),
            contested.into_iter().map(|field| Subject::Constat(id, field)),
        );
    }

    /// Shows the constats of one number, told apart where there are several.
    fn show_numbered(&mut self, numbered: &(u16, String)) {
        let ids = self.constats_numbered.get(numbered).into_iter().flatten();
        let ids: Vec<RecordId> = ids.copied().collect();
        let apart = number::apart(&ids);
        for id in ids {
            let Some(mut shown) = self.constats.get(&id).and_then(Edits::shown).cloned() else {
                continue;
            };
            shown.series += apart.get(&id).map_or("", String::as_str);
            // What was asked of somebody keeps the constat that it answers.
            shown.withdrawn &= !self.carries_preconisation(id);
            self.shown_constats.insert(id, shown);
        }
    }

    fn carries_preconisation(&self, constat: RecordId) -> bool {
        let ids = self.preconisations_of.get(&constat).into_iter().flatten();
        ids.filter_map(|id| self.shown_preconisations.get(id)).any(|one| !one.withdrawn)
    }

    /// Shows a préconisation anew, the others of its constat, which may share or have shared its
    /// number, and the constat.
    fn show_preconisation(&mut self, id: RecordId) {
        let shown = |id: RecordId| self.preconisations.get(&id).and_then(Edits::shown);
        let Some(constat) = shown(id).map(|shown| shown.constat) else { return };
        let mut numbered: BTreeMap<(u16, &str), Vec<RecordId>> = BTreeMap::new();
        for id in self.preconisations_of.get(&constat).into_iter().flatten() {
            if let Some(one) = shown(*id) {
                numbered.entry((one.number, &one.series)).or_default().push(*id);
            }
        }
        let apart = numbered.into_values().map(|twins| (number::apart(&twins), twins));
        let apart: Vec<(BTreeMap<RecordId, String>, Vec<RecordId>)> = apart.collect();
        for (apart, twins) in apart {
            for id in twins {
                let shown = self.preconisations.get(&id).and_then(Edits::shown).cloned();
                let Some(mut shown) = shown else { continue };
                shown.series += apart.get(&id).map_or("", String::as_str);
                self.shown_preconisations.insert(id, shown);
            }
        }
        let contested: Vec<_> = self
            .preconisations
            .get(&id)
            .map(|edits| edits.contested().iter().map(|one| one.field).collect())
            .unwrap_or_default();
        self.recontest(
            |subject| matches!(subject, Subject::Preconisation(of, _) if *of == id),
            contested.into_iter().map(|field| Subject::Preconisation(id, field)),
        );
        self.show_constat(constat);
    }

    fn answered(&mut self, thing: RecordId, record: RecordId) {
        self.about.entry(thing).or_default().insert(record);
        let contested: Vec<_> = self
            .answers
            .get(&thing)
            .map(|edits| edits.contested().iter().map(|one| one.field).collect())
            .unwrap_or_default();
        self.recontest(
            |subject| matches!(subject, Subject::Answer(of, _) if *of == thing),
            contested.into_iter().map(|field| Subject::Answer(thing, field)),
        );
    }

    /// The newest revision of a decision.
    pub fn record(&self, id: RecordId) -> Option<&Record<Decision>> {
        self.decisions.record(id)
    }

    /// Decisions that this version keeps but cannot read.
    pub fn unread(&self) -> usize {
        self.decisions.records().filter(|record| record.body.says == Deliberation::Unknown).count()
    }

    fn bodies(&self) -> impl DoubleEndedIterator<Item = (RecordId, &Deliberation)> {
        self.decisions.records().map(|record| (record.envelope.id, &record.body.says))
    }

    /// Tells its content, decisions and notebooks, apart from another one
    /// ([`Revisions::fingerprint`]). What left of it is no content: a file stays what was asked for.
    pub fn fingerprint(&self) -> u64 {
        let notebooks = self.notebooks.values().map(Notebook::fingerprint);
        let left = self.released.iter().filter_map(|id| Some(self.record(*id)?.digest));
        let decisions = left.fold(self.decisions.fingerprint(), u64::wrapping_sub);
        notebooks.fold(decisions, u64::wrapping_add)
    }

    /// Its own sheet.
    pub fn sheet(&self, id: WalkId) -> Option<&CampaignSheet> {
        self.shown_sheets.get(&RecordId(id.0))
    }

    /// The device on which it was begun.
    pub fn begun_by(&self, id: WalkId) -> Option<DeviceNumber> {
        self.sheets.get(&RecordId(id.0))?.made_by()
    }

    /// Every decision in its newest revision.
    pub(in crate::domain) fn decisions(&self) -> impl Iterator<Item = &Record<Decision>> {
        self.decisions.records()
    }
}
