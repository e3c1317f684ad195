//! The mediator's workshop: a campaign is opened, decisions are taken, each becomes a record. It has
//! a loop of its own beside the walker's, so that a walker's phone need not load it; what it writes
//! is handed to [`Event::Kept`](super::Event::Kept) and is as safe as everything else.

use std::collections::{BTreeMap, BTreeSet};

use super::effect::Entry;
use super::event::Chance;
use crate::domain::amend::TextField;
use crate::domain::campaign::Campaign;
use crate::domain::cluster::{AT_STOP_M, BY_HAND_M, Located, Suggestion, suggest};
use crate::domain::deliberation::answer::{Answer, Check, Feedback};
use crate::domain::deliberation::comparison::{Change, Comparison};
use crate::domain::deliberation::constat::{Constat, Derived};
use crate::domain::deliberation::lifecycle::{self, Party, Status, StatusStep, StepError};
use crate::domain::deliberation::preconisation::Preconisation;
use crate::domain::deliberation::reception::Reception;
use crate::domain::deliberation::vote::{Ballot, Ranking};
use crate::domain::deliberation::{
    Assignment, CampaignSheet, Deliberation, Removal, Wording, is_of_a_walk,
};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::notebook::Notebook;
use crate::domain::observation::Observation;
use crate::domain::record::{Body, Envelope, Record};
use crate::domain::scale::{GeoSource, Sharing};
use crate::domain::taxonomy::Category;
use crate::format::v1;

/// A step in the workshop.
#[derive(Clone, PartialEq, Debug)]
pub enum Act {
    /// A campaign is begun, or its sheet changed.
    Sheet(Box<CampaignSheet>),
    /// Notebooks were taken in.
    Received(Vec<Reception>),
    /// An observation that was written on paper is typed in.
    Typed(Box<Observation>),
    /// Observations are put together: into a constat, or into a new one.
    Group(Vec<RecordId>, Option<RecordId>),
    /// Observations are taken out of their constats.
    Leave(Vec<RecordId>),
    /// All that belongs to the first constat belongs to the second from now on.
    Merge(RecordId, RecordId),
    /// A constat is given up; its observations are free again.
    Dissolve(RecordId),
    /// What is written on a constat.
    Constat(RecordId, Box<Constat>),
    /// A new préconisation of a constat.
    Propose(RecordId, Box<Preconisation>),
    /// What is written on a préconisation.
    Preconisation(RecordId, Box<Preconisation>),
    /// A constat or a préconisation moves on.
    Step {
        /// Which.
        thing: RecordId,
        /// Where to.
        to: Status,
        /// Who says so.
        by: Party,
        /// Why.
        reason: String,
    },
    /// Its last step is undone.
    StepBack(RecordId),
    /// Other words for a text; empty words take them back.
    Reword(RecordId, TextField, String, Sharing),
    /// An observation is left out at its author's request, or put back.
    Remove(RecordId, bool),
    /// A participant votes: a ballot is begun.
    BeginBallot,
    /// A dot more, or one less.
    Dot(RecordId, RecordId, bool),
    /// A ballot is taken back.
    DropBallot(RecordId),
    /// The order of the constats.
    Rank(Vec<RecordId>),
    /// What became of a stop between two walks; the same again takes it back.
    Compare(u16, WalkId, WalkId, Change),
    /// The responsible body's answers are taken in: about each thing its answer, and the steps it
    /// takes with the reasons it gives.
    Answers(Vec<(Answer, Vec<(Status, String)>)>),
    /// Residents were told of some préconisations.
    Told(Vec<Feedback>),
    /// A review walk is made of some préconisations that are said to be done. Like a notebook that
    /// is taken in it is not undone: it is a walk of its own from then on.
    PrepareReview {
        /// The préconisations.
        asked: Vec<RecordId>,
        /// What the walk is called.
        title: String,
        /// Its local date, `YYYY-MM-DD`; today when it is not one.
        on: String,
    },
    /// What the review walk saw of some préconisations; each moves on accordingly.
    Checked(Vec<Check>),
    /// The last act of this page is undone.
    Undo,
}

/// Why an act is not done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The life cycle does not allow it.
    Step(StepError),
    /// The group agreed on the constat: it would have to go back to review first.
    Agreed,
    /// The participant has no dot left.
    NoDotLeft,
    /// There is nothing to undo.
    NothingToUndo,
    /// What it is about is not here.
    NotHere,
    /// The constat lacks something that the group must have agreed on.
    Incomplete,
}

/// A record to be stored.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept {
    /// The campaign or the walk it belongs to.
    pub walk: WalkId,
    /// The thing.
    pub id: RecordId,
    /// The record.
    pub entry: Entry,
}

/// How many acts can be undone one after the other.
const UNDO_MOST: usize = 100;

/// All that the workshop knows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Workshop {
    /// The campaigns on this device, newest first.
    pub campaigns: Vec<(WalkId, CampaignSheet)>,
    /// Whether they are known.
    pub listed: bool,
    /// The one that is open.
    pub open: Option<WalkId>,
    /// Its content.
    pub campaign: Campaign,
    /// The number of this device in it.
    pub device: DeviceNumber,
    /// What of it is loaded.
    pub loaded: BTreeSet<WalkId>,
    /// Counts its changes.
    pub changes: u64,
    /// Counts them too, but not while lines are still coming in: what looks at everything waits.
    pub settled: u64,
    /// Records that this version keeps but cannot read.
    pub unread: usize,
    /// What stood before each act of this page, the last one last.
    undo: Vec<Vec<(RecordId, Deliberation)>>,
}

impl Workshop {
    /// The campaigns among the sheets on this device.
    pub fn list(&mut self, lines: &[String]) {
        let mut newest: BTreeMap<RecordId, Record<Deliberation>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.contains("\"campaign\"")) {
            let Ok(read) = v1::read_deliberation(line) else { continue };
            let record = read.record;
            let known = newest.get(&record.envelope.id);
            if known.is_none_or(|known| known.rank() < record.rank()) {
                newest.insert(record.envelope.id, record);
            }
        }
        let sheets = newest.into_values().rev().filter_map(|record| match record.body {
            Deliberation::Campaign(sheet) => Some((record.envelope.walk, *sheet)),
            _ => None,
        });
        self.campaigns = sheets.collect();
        self.listed = true;
        self.changes += 1;
    }

    /// Opens a campaign: its own records are to be loaded first.
    pub fn open(&mut self, id: WalkId, device: DeviceNumber) {
        *self = Self {
            campaigns: std::mem::take(&mut self.campaigns),
            listed: self.listed,
            open: Some(id),
            device,
            changes: self.changes + 1,
            settled: self.settled + 1,
            ..Self::default()
        };
    }

    /// The sheet of the open campaign.
    pub fn sheet(&self) -> Option<&CampaignSheet> {
        self.campaign.sheet(self.open?)
    }

    /// Whether everything is loaded.
    pub fn is_loaded(&self) -> bool {
        let own = self.open.is_some_and(|open| self.loaded.contains(&open));
        own && self
            .sheet()
            .is_some_and(|sheet| sheet.walks.iter().all(|walk| self.loaded.contains(walk)))
    }

    /// Takes in lines of the campaign or of one of its walks; answers with the walks that are to be
    /// loaded next.
    pub fn lines(&mut self, walk: WalkId, lines: &[String], done: bool) -> Vec<WalkId> {
        let Some(open) = self.open else { return Vec::new() };
        let is_own = walk == open;
        if !is_own && !self.sheet().is_some_and(|sheet| sheet.walks.contains(&walk)) {
            return Vec::new();
        }
        for line in lines {
            if is_own {
                match v1::read_deliberation(line) {
                    Ok(read) => {
                        self.campaign.take(read.record);
                    }
                    Err(_) => self.unread += 1,
                }
            } else {
                match v1::read_line(line) {
                    // What a review walk asks and sees is kept with the walk.
                    Ok(read) if is_of_a_walk(&read.record.envelope.kind) => {
                        if let Ok(read) = v1::read_deliberation(line) {
                            self.campaign.take(read.record);
                        }
                    }
                    Ok(read) => {
                        self.campaign.notebooks.entry(walk).or_default().take(read.record);
                    }
                    Err(_) => self.unread += 1,
                }
            }
        }
        self.changes += 1;
        if !done {
            return Vec::new();
        }
        self.loaded.insert(walk);
        self.settled += 1;
        if !is_own {
            return Vec::new();
        }
        let walks = self.sheet().map(|sheet| sheet.walks.clone()).unwrap_or_default();
        walks.into_iter().filter(|walk| !self.loaded.contains(walk)).collect()
    }

    /// The observations that may be near others and belong to no constat yet.
    pub fn located(&self) -> Vec<Located> {
        self.campaign
            .observations()
            .filter(|(observation, _)| self.campaign.constat_of(observation.id).is_none())
            .filter_map(|(observation, walk)| {
                let position = observation.position(walk)?;
                let accuracy_m = position.accuracy_m.unwrap_or(match position.source {
                    GeoSource::Stop => AT_STOP_M,
                    _ => BY_HAND_M,
                });
                Some(Located {
                    id: observation.id,
                    place: position.place,
                    accuracy_m,
                    principle: observation.principle(),
                    dark: observation.moment(walk).is_dark(),
                })
            })
            .collect()
    }

    /// What may be put together.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggest(&self.located())
    }

    // --- Acts -----------------------------------------------------------------------------------

    /// Does a step, and answers with what is to be stored.
    ///
    /// # Errors
    /// Why it is not done; then nothing has changed.
    pub fn act(&mut self, act: Act, chance: Chance) -> Result<Vec<Kept>, Refusal> {
        if act == Act::Undo {
            let before = self.undo.pop().ok_or(Refusal::NothingToUndo)?;
            return Ok(self.write(before, chance));
        }
        if let Act::Typed(observation) = act {
            return self.type_in(*observation, chance);
        }
        if let Act::PrepareReview { asked, title, on } = act {
            return self.prepare_review(&asked, &title, &on, chance);
        }
        // A phone that hands over is not something to undo.
        let can_be_undone = !matches!(act, Act::Received(_) | Act::Sheet(_));
        let things = self.things(act, chance)?;
        if can_be_undone && !things.is_empty() {
            let before = things.iter().map(|(id, body)| (*id, self.before(*id, body))).collect();
            self.undo.push(before);
            if self.undo.len() > UNDO_MOST {
                self.undo.remove(0);
            }
        }
        Ok(self.write(things, chance))
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// What a thing was before, or what it is when it never was.
    fn before(&self, id: RecordId, after: &Deliberation) -> Deliberation {
        if let Some(record) = self.campaign.record(id) {
            return record.body.clone();
        }
        let mut never = after.clone();
        match &mut never {
            Deliberation::Assignment(assignment) => assignment.constat = None,
            Deliberation::Constat(constat) => constat.withdrawn = true,
            Deliberation::Preconisation(preconisation) => preconisation.withdrawn = true,
            Deliberation::Step(step) => step.withdrawn = true,
            Deliberation::Wording(wording) => wording.withdrawn = true,
            Deliberation::Removal(removal) => removal.withdrawn = true,
            Deliberation::Ballot(ballot) => ballot.withdrawn = true,
            Deliberation::Ranking(ranking) => ranking.order.clear(),
            Deliberation::Comparison(comparison) => comparison.change = None,
            Deliberation::Answer(answer) => answer.withdrawn = true,
            Deliberation::Feedback(feedback) => feedback.withdrawn = true,
            Deliberation::Check(check) => check.withdrawn = true,
            Deliberation::Ask(ask) => ask.withdrawn = true,
            Deliberation::Sighting(sighting) => sighting.outcome = None,
            Deliberation::Campaign(_) | Deliberation::Reception(_) | Deliberation::Unknown => {}
        }
        never
    }

    fn write(&mut self, things: Vec<(RecordId, Deliberation)>, chance: Chance) -> Vec<Kept> {
        let Some(walk) = self.open else { return Vec::new() };
        let mut kept = Vec::new();
        for (id, body) in things {
            let old = self.campaign.record(id);
            if old.is_some_and(|old| old.body == body) {
                continue;
            }
            let revision = old.map_or(1, |old| old.envelope.revision + 1);
            let kind = body.kind().to_owned();
            let device = self.device;
            let envelope = Envelope { kind, id, walk, device, revision, at: chance.at };
            let (line, digest) = v1::write_deliberation(&envelope, &body);
            let record = Record { envelope, body, digest };
            kept.push(Kept { walk, id, entry: Entry { key: v1::key(&record), line } });
            self.campaign.take(record);
        }
        self.changes += 1;
        self.settled += 1;
        kept
    }

    fn type_in(&mut self, observation: Observation, chance: Chance) -> Result<Vec<Kept>, Refusal> {
        let walk = observation.walk;
        let notebook = self.campaign.notebooks.get_mut(&walk).ok_or(Refusal::NotHere)?;
        let id = observation.id;
        let revision = notebook.record(id).map_or(1, |old| old.envelope.revision + 1);
        let body = Body::Observation(Box::new(observation));
        let kind = body.kind().to_owned();
        let device = self.device;
        let envelope = Envelope { kind, id, walk, device, revision, at: chance.at };
        let (line, digest) = v1::write_line(&envelope, &body);
        let record = Record { envelope, body, digest };
        let kept = Kept { walk, id, entry: Entry { key: v1::key(&record), line } };
        notebook.take(record);
        self.changes += 1;
        self.settled += 1;
        Ok(vec![kept])
    }

    /// Whether the group agreed on a constat, so that what it stands on must not move.
    fn is_agreed(&self, constat: RecordId) -> bool {
        self.campaign.status(constat).is_agreed()
    }

    fn assign(&self, observation: RecordId, constat: Option<RecordId>) -> (RecordId, Deliberation) {
        let id = Assignment::id(observation, self.device);
        (id, Deliberation::Assignment(Assignment { observation, constat }))
    }

    fn things(&self, act: Act, chance: Chance) -> Result<Vec<(RecordId, Deliberation)>, Refusal> {
        let new_id = RecordId::made(chance.at.utc_ms, chance.random);
        let one = |id: RecordId, body: Deliberation| Ok(vec![(id, body)]);
        match act {
            Act::Sheet(sheet) => {
                let open = self.open.ok_or(Refusal::NotHere)?;
                one(RecordId(open.0), Deliberation::Campaign(sheet))
            }
            Act::Received(receptions) => Ok(self.received(receptions, chance)),
            Act::Group(observations, into) => self.group(&observations, into, new_id),
            Act::Leave(observations) => self.leave(&observations),
            Act::Merge(from, into) => self.merge(from, into),
            Act::Dissolve(id) => {
                let constat = self.campaign.constat(id).ok_or(Refusal::NotHere)?;
                if self.is_agreed(id) {
                    return Err(Refusal::Agreed);
                }
                let gone = Constat { withdrawn: true, ..constat.clone() };
                let mut things = vec![(id, Deliberation::Constat(Box::new(gone)))];
                let members = self.campaign.assigned(id);
                things.extend(members.into_iter().map(|member| self.assign(member, None)));
                Ok(things)
            }
            Act::Constat(id, constat) => {
                let before = self.campaign.constat(id).ok_or(Refusal::NotHere)?;
                // A number belongs to its constat for ever.
                let constat = Constat { number: before.number, ..*constat };
                one(id, Deliberation::Constat(Box::new(constat)))
            }
            Act::Propose(constat, preconisation) => {
                self.campaign.constat(constat).ok_or(Refusal::NotHere)?;
                let used = self.campaign.all_preconisations(constat).map(|(_, p)| p.number).max();
                let number = used.unwrap_or_default().saturating_add(1);
                let preconisation = Preconisation { number, constat, ..*preconisation };
                one(new_id, Deliberation::Preconisation(Box::new(preconisation)))
            }
            Act::Preconisation(id, preconisation) => {
                let before = self.campaign.preconisation(id).ok_or(Refusal::NotHere)?;
                let preconisation = Preconisation {
                    number: before.number,
                    constat: before.constat,
                    ..*preconisation
                };
                one(id, Deliberation::Preconisation(Box::new(preconisation)))
            }
            Act::Step { thing, to, by, reason } => self.step(thing, to, by, reason, chance, new_id),
            Act::StepBack(thing) => {
                let (id, step) = self.campaign.last_step(thing).ok_or(Refusal::NothingToUndo)?;
                one(id, Deliberation::Step(StatusStep { withdrawn: true, ..step.clone() }))
            }
            Act::Reword(observation, field, text, sharing) => {
                let id = Wording::id(observation, field, self.device);
                let withdrawn = text.trim().is_empty();
                let wording = Wording { observation, field, text, sharing, withdrawn };
                one(id, Deliberation::Wording(wording))
            }
            Act::Remove(observation, removed) => {
                let constat = self.campaign.constat_of(observation);
                if removed && constat.is_some_and(|constat| self.is_agreed(constat)) {
                    return Err(Refusal::Agreed);
                }
                let id = Removal::id(observation, self.device);
                one(id, Deliberation::Removal(Removal { observation, withdrawn: !removed }))
            }
            Act::BeginBallot => {
                let last = self.campaign.ballots().last().map(|(_, ballot)| ballot.number);
                let number = last.unwrap_or_default().saturating_add(1);
                one(new_id, Deliberation::Ballot(Ballot { number, ..Ballot::default() }))
            }
            Act::Dot(id, constat, more) => {
                let mut ballot = self.ballot(id)?.clone();
                let allowed = self.sheet().map_or(0, |sheet| sheet.dots);
                if !more {
                    ballot.remove(constat);
                } else if !ballot.add(constat, allowed) {
                    return Err(Refusal::NoDotLeft);
                }
                one(id, Deliberation::Ballot(ballot))
            }
            Act::DropBallot(id) => {
                let ballot = Ballot { withdrawn: true, ..self.ballot(id)?.clone() };
                one(id, Deliberation::Ballot(ballot))
            }
            Act::Rank(order) => {
                let id = self.campaign.ranking().map_or(new_id, |(id, _)| id);
                one(id, Deliberation::Ranking(Ranking { order }))
            }
            Act::Compare(stop, before, after, change) => {
                let known = self.campaign.comparisons().find(|(_, comparison)| {
                    (comparison.stop, comparison.before, comparison.after) == (stop, before, after)
                });
                let again = known.is_some_and(|(_, known)| known.change == Some(change));
                let change = (!again).then_some(change);
                let comparison = Comparison { stop, before, after, change };
                one(known.map_or(new_id, |(id, _)| id), Deliberation::Comparison(comparison))
            }
            Act::Answers(answers) => self.answers(answers, chance),
            Act::Told(told) => Ok(told
                .into_iter()
                .map(|one| {
                    (Feedback::id(one.preconisation, self.device), Deliberation::Feedback(one))
                })
                .collect()),
            Act::Checked(checks) => self.checked(checks, chance),
            Act::Typed(_) | Act::PrepareReview { .. } | Act::Undo => Ok(Vec::new()),
        }
    }

    /// Answers with their steps. Each step must lead on from the one before; one that does not
    /// refuses everything, because a person has seen and agreed to all of it.
    fn answers(
        &self,
        answers: Vec<(Answer, Vec<(Status, String)>)>,
        chance: Chance,
    ) -> Result<Vec<(RecordId, Deliberation)>, Refusal> {
        let mut things = Vec::new();
        let mut made = MadeIds::of(chance);
        for (answer, steps) in answers {
            let thing = answer.thing;
            let mut from = self.campaign.status(thing);
            for (to, reason) in steps {
                lifecycle::check(from, to, Party::Actor, &reason).map_err(Refusal::Step)?;
                let on = if answer.on.is_empty() { chance.at.date() } else { answer.on.clone() };
                let by = Party::Actor;
                let step = StatusStep { thing, from, to, by, reason, on, withdrawn: false };
                things.push((made.next(), Deliberation::Step(step)));
                from = to;
            }
            let id = Answer::id(thing, self.device);
            things.push((id, Deliberation::Answer(Box::new(answer))));
        }
        Ok(things)
    }

    fn checked(
        &self,
        checks: Vec<Check>,
        chance: Chance,
    ) -> Result<Vec<(RecordId, Deliberation)>, Refusal> {
        let mut things = Vec::new();
        let mut made = MadeIds::of(chance);
        for check in checks {
            let thing = check.preconisation;
            let leads_to = check.outcome.leads_to().filter(|_| !check.withdrawn);
            let mut from = self.campaign.status(thing);
            // Correcting a check takes the step back that it made, unless the thing has moved on
            // since or was never moved by it.
            let made_by_it = self.campaign.last_step(thing).filter(|(_, step)| {
                step.by == Party::Review && step.to == from && Some(step.to) != leads_to
            });
            if let Some((id, step)) = made_by_it {
                from = step.from;
                let undone = StatusStep { withdrawn: true, ..step.clone() };
                things.push((id, Deliberation::Step(undone)));
            }
            if let Some(to) = leads_to.filter(|_| from == Status::Done) {
                let step = StatusStep {
                    thing,
                    from,
                    to,
                    by: Party::Review,
                    reason: String::new(),
                    on: check.on.clone(),
                    withdrawn: false,
                };
                things.push((made.next(), Deliberation::Step(step)));
            }
            things.push((Check::id(thing, self.device), Deliberation::Check(check)));
        }
        Ok(things)
    }

    fn ballot(&self, id: RecordId) -> Result<&Ballot, Refusal> {
        match self.campaign.record(id).map(|record| &record.body) {
            Some(Deliberation::Ballot(ballot)) => Ok(ballot),
            _ => Err(Refusal::NotHere),
        }
    }

    /// What is known of each phone from now on ([`Reception::replaces`]): one card for each, however
    /// many files of it came, in one drop or in several.
    fn received(
        &self,
        receptions: Vec<Reception>,
        chance: Chance,
    ) -> Vec<(RecordId, Deliberation)> {
        let is_same = |one: &Reception, other: &Reception| {
            one.walk == other.walk
                && one.phone == other.phone
                && (one.phone.is_some() || one.file == other.file)
        };
        let mut best: Vec<Reception> = Vec::new();
        for reception in receptions {
            match best.iter_mut().find(|known| is_same(known, &reception)) {
                Some(known) if !reception.replaces(known) => {}
                Some(known) => *known = reception,
                None => best.push(reception),
            }
        }
        let mut things = Vec::new();
        for (reception, index) in best.into_iter().zip(0u128..) {
            let known = self.campaign.receptions().find(|(_, known)| is_same(known, &reception));
            // The same file again changes nothing, not even the time.
            let changes = known.is_none_or(|(_, known)| reception.replaces(known));
            if changes {
                let made = RecordId::made(chance.at.utc_ms, chance.random ^ index);
                let id = known.map_or(made, |(id, _)| id);
                things.push((id, Deliberation::Reception(Box::new(reception))));
            }
        }
        things
    }

    fn group(
        &self,
        observations: &[RecordId],
        into: Option<RecordId>,
        new_id: RecordId,
    ) -> Result<Vec<(RecordId, Deliberation)>, Refusal> {
        let mut found = Vec::new();
        for id in observations {
            found.push(self.campaign.observation(*id).ok_or(Refusal::NotHere)?);
        }
        let leaves_agreed = observations
            .iter()
            .filter_map(|id| self.campaign.constat_of(*id))
            .any(|constat| Some(constat) != into && self.is_agreed(constat));
        if leaves_agreed {
            return Err(Refusal::Agreed);
        }
        let mut things = Vec::new();
        let constat = match into {
            Some(id) => {
                let constat = self.campaign.constat(id).ok_or(Refusal::NotHere)?;
                if constat.withdrawn {
                    return Err(Refusal::NotHere);
                }
                if self.is_agreed(id) {
                    return Err(Refusal::Agreed);
                }
                id
            }
            None => {
                let category = most_said(&found).ok_or(Refusal::NotHere)?;
                let derived = Derived::of(found.iter().copied());
                let names = || found.iter().map(|(o, _)| o.place_name.trim());
                let stop = found.iter().find_map(|(o, walk)| walk.stop(o.stop?));
                let place_name = names()
                    .find(|name| !name.is_empty())
                    .map(str::to_owned)
                    .or_else(|| stop.map(|stop| stop.name.clone()))
                    .unwrap_or_default();
                let mut secondary: Vec<Category> = found.iter().map(|(o, _)| o.category).collect();
                secondary.sort_unstable();
                secondary.dedup();
                secondary.retain(|other| *other != category);
                let blank = Constat::blank(self.campaign.next_number(), category);
                let polarity = match (derived.negative, derived.positive) {
                    (0, 0) => None,
                    (problems, strengths) if problems >= strengths => {
                        Some(crate::domain::scale::Polarity::Negative)
                    }
                    _ => Some(crate::domain::scale::Polarity::Positive),
                };
                let place = derived.middle;
                let place_kind = found.iter().find_map(|(o, _)| o.place_kind);
                let constat =
                    Constat { secondary, polarity, place, place_name, place_kind, ..blank };
                things.push((new_id, Deliberation::Constat(Box::new(constat))));
                new_id
            }
        };
        things.extend(observations.iter().map(|id| self.assign(*id, Some(constat))));
        Ok(things)
    }

    fn leave(&self, observations: &[RecordId]) -> Result<Vec<(RecordId, Deliberation)>, Refusal> {
        let mut things = Vec::new();
        for id in observations {
            let Some(constat) = self.campaign.assigned_to(*id) else { continue };
            if self.campaign.constat_of(*id).is_some() && self.is_agreed(constat) {
                return Err(Refusal::Agreed);
            }
            things.push(self.assign(*id, None));
        }
        Ok(things)
    }

    fn merge(
        &self,
        from: RecordId,
        into: RecordId,
    ) -> Result<Vec<(RecordId, Deliberation)>, Refusal> {
        let gone = self.campaign.constat(from).ok_or(Refusal::NotHere)?;
        let stays = self.campaign.constat(into).ok_or(Refusal::NotHere)?;
        if from == into || gone.withdrawn || stays.withdrawn {
            return Err(Refusal::NotHere);
        }
        if self.is_agreed(from) || self.is_agreed(into) {
            return Err(Refusal::Agreed);
        }
        let mut things = vec![(
            from,
            Deliberation::Constat(Box::new(Constat { withdrawn: true, ..gone.clone() })),
        )];
        let members = self.campaign.assigned(from);
        things.extend(members.into_iter().map(|member| self.assign(member, Some(into))));
        Ok(things)
    }

    fn step(
        &self,
        thing: RecordId,
        to: Status,
        by: Party,
        reason: String,
        chance: Chance,
        new_id: RecordId,
    ) -> Result<Vec<(RecordId, Deliberation)>, Refusal> {
        let from = self.campaign.status(thing);
        lifecycle::check(from, to, by, &reason).map_err(Refusal::Step)?;
        if to == Status::Validated
            && self.campaign.constat(thing).is_some_and(|constat| !constat.is_complete())
        {
            return Err(Refusal::Incomplete);
        }
        let on = chance.at.date();
        let step = StatusStep { thing, from, to, by, reason, on, withdrawn: false };
        Ok(vec![(new_id, Deliberation::Step(step))])
    }

    /// A notebook of one of its walks.
    pub fn notebook(&self, walk: WalkId) -> Option<&Notebook> {
        self.campaign.notebooks.get(&walk)
    }
}

/// Ids of several things made in one act, in order.
struct MadeIds {
    chance: Chance,
    /// How many were made.
    count: u64,
}

impl MadeIds {
    fn of(chance: Chance) -> Self {
        Self { chance, count: 0 }
    }

    /// The next one: it sorts after those before it.
    fn next(&mut self) -> RecordId {
        // The low bits count, so that the order of the ids is that of the steps.
        let random = (self.chance.random & !0xf_ffff) | u128::from(self.count & 0xf_ffff);
        self.count += 1;
        RecordId::made(self.chance.at.utc_ms, random)
    }
}

/// The category that most of them are about; the first in the grid when several are.
fn most_said(observations: &[(&Observation, &crate::domain::walk::Walk)]) -> Option<Category> {
    let mut counts: BTreeMap<Category, usize> = BTreeMap::new();
    for (observation, _) in observations {
        *counts.entry(observation.category).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(category, count)| (*count, std::cmp::Reverse(*category)))
        .map(|(category, _)| category)
}
