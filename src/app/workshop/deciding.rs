//! What each act says.

use std::collections::BTreeSet;

use super::writing::{MadeIds, Saying};
use super::{Act, Refusal, TypedText, Workshop};
use crate::app::event::Chance;
use crate::domain::campaign::contest::{constat_text, preconisation_text, undoing};
use crate::domain::deliberation::answer::{Answer, Check};
use crate::domain::deliberation::comparison::Comparison;
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::lifecycle::{self, Party, Status, StatusStep};
use crate::domain::deliberation::number::series;
use crate::domain::deliberation::phone_clock::{MOST_OFF_S, PhoneClock};
use crate::domain::deliberation::preconisation::Preconisation;
use crate::domain::deliberation::vote::{Ballot, Ranking};
use crate::domain::deliberation::{
    CampaignSheet, Deliberation, Joined, Membership, Removal, SheetField, Wording, read_words,
};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::home::{HOME, seen};
use crate::domain::leaving::release::{Clearance, ERRATUM_MAX, Erratum};
use crate::domain::ledger::Digest;
use crate::domain::ledger::edits::Fields;
use crate::domain::ledger::record::Envelope;
use crate::domain::ledger::tombstone::Tombstone;
use crate::domain::observation::amend::TextField;

impl Workshop {
    /// What an act says.
    pub(super) fn sayings(
        &self,
        act: Act,
        chance: Chance,
        made: &mut MadeIds,
    ) -> Result<Vec<Saying>, Refusal> {
        let one = |says: Deliberation| Ok(vec![Saying::from(says)]);
        match act {
            Act::Sheet(sheet) => self.sheet_said(*sheet),
            Act::Walk(walk, belongs) => {
                let phones = self.sheet().and_then(|sheet| sheet.phones_on(walk));
                one(Deliberation::Membership(Membership { walk, belongs, phones }))
            }
            Act::Received(receptions) => Ok(self.received(receptions, chance)),
            Act::Group(observations, into) => self.group(&observations, into, made),
            Act::Leave(observations) => self.leave(&observations),
            Act::Merge(from, into) => self.merge(from, into),
            Act::Part(from) => one(Deliberation::Joined(Joined { from, into: None })),
            Act::Dissolve(id) => self.dissolve(id),
            Act::Typing(text, typed, seen) => self.typing(text, &typed, seen),
            Act::Choose(subject, digest) => {
                let versions = self.campaign.versions(subject);
                let chosen = versions.into_iter().find(|version| version.digest == digest);
                let chosen = chosen.ok_or(Refusal::NotHere)?;
                Ok(chosen.says.into_iter().map(|says| self.today(says, chance).into()).collect())
            }
            Act::KeepBoth(subject) => one(self.campaign.both(subject).ok_or(Refusal::NotHere)?),
            Act::Constat(id, constat) => {
                let before = self.campaign.constat(id).ok_or(Refusal::NotHere)?;
                let changed = constat.changed(before);
                if changed.is_empty() {
                    return Ok(Vec::new());
                }
                one(Deliberation::Edit(Edit::Constat(id, changed, constat)))
            }
            Act::Propose(constat, preconisation) => {
                self.campaign.constat(constat).ok_or(Refusal::NotHere)?;
                let used = self.campaign.numbers_asked_of(constat).max();
                let number = used.unwrap_or_default().saturating_add(1);
                let began = self.campaign.constat_made_by(constat);
                let series = series(self.device, began);
                let preconisation = Preconisation { number, series, constat, ..*preconisation };
                let says = Deliberation::Preconisation(Box::new(preconisation));
                Ok(vec![Saying::new(made.next(), says)])
            }
            Act::Preconisation(id, one_asked) => {
                let before = self.campaign.preconisation(id).ok_or(Refusal::NotHere)?;
                let changed = one_asked.changed(before);
                if changed.is_empty() {
                    return Ok(Vec::new());
                }
                one(Deliberation::Edit(Edit::Preconisation(id, changed, one_asked)))
            }
            Act::Step { thing, to, by, reason } => self.step(thing, to, by, reason, chance),
            Act::StepBack(thing) => {
                let (id, step) = self.campaign.last_step(thing).ok_or(Refusal::NothingToUndo)?;
                one(Deliberation::Step(undoing(id, step, chance.at.calendar_date())))
            }
            Act::Reword(observation, field, text, sharing) => {
                let withdrawn = text.trim().is_empty();
                let read = self.words_read(observation, field);
                let wording = Wording { observation, field, text, sharing, read, withdrawn };
                one(Deliberation::Wording(wording))
            }
            Act::LetLeave(thing, lets) => {
                let known = self.campaign.observation(thing).ok_or(Refusal::NotHere)?;
                let (respect, read) = (HOME.to_owned(), seen(known.0, known.1));
                let withdrawn = !lets;
                one(Deliberation::Clearance(Clearance { thing, respect, read, withdrawn }))
            }
            Act::PhoneClock(walk, phone, behind) => {
                let within = |behind: &i64| behind.saturating_abs() <= MOST_OFF_S;
                let behind_s = behind.filter(within);
                one(Deliberation::PhoneClock(PhoneClock { walk, phone, behind_s }))
            }
            Act::LetWordsLeave(of, words) => Ok(Self::words_let_go(&of, &words)),
            Act::SayOtherwise(of, words) => self.said_otherwise(&of, &words),
            Act::CallBack(release, why) => {
                let why = why.trim().chars().take(ERRATUM_MAX).collect();
                one(Deliberation::Erratum(Erratum { release, why }))
            }
            Act::Remove(observation, removed) => {
                let constat = self.campaign.constat_of(observation);
                if removed && constat.is_some_and(|constat| self.is_agreed(constat)) {
                    return Err(Refusal::Agreed);
                }
                one(Deliberation::Removal(Removal { observation, withdrawn: !removed }))
            }
            Act::Erase(observation) => {
                if !self.campaign.is_removed(observation) {
                    return Err(Refusal::NotHere);
                }
                let notebooks = self.campaign.notebooks.values();
                let mut known = notebooks.filter_map(|notebook| notebook.record(observation));
                let known = known.next().ok_or(Refusal::NotHere)?;
                let Envelope { kind, id: thing, walk, device, revision, .. } =
                    known.envelope.clone();
                one(Deliberation::Erased(Tombstone { kind, thing, walk, device, revision }))
            }
            Act::BeginBallot => {
                let last = self.campaign.ballots().last().map(|(_, ballot)| ballot.number);
                let number = last.unwrap_or_default().saturating_add(1);
                let began = self.open.and_then(|open| self.campaign.begun_by(open));
                let series = series(self.device, began);
                let ballot = Ballot { number, series, ..Ballot::default() };
                Ok(vec![Saying::new(made.next(), Deliberation::Ballot(ballot))])
            }
            Act::Dot(id, constat, more) => {
                let ballot = self.campaign.ballot(id).ok_or(Refusal::NotHere)?;
                // Dots that moved along with a constat are taken away where they are seen.
                let mut ballot = ballot.moved(|constat| self.campaign.stands_for(constat));
                let allowed = self.sheet().map_or(0, |sheet| sheet.dots);
                if !more {
                    ballot.remove(constat);
                } else if !ballot.add(constat, allowed) {
                    return Err(Refusal::NoDotLeft);
                }
                one(Deliberation::Ballot(Ballot { of: Some(id), ..ballot }))
            }
            Act::DropBallot(id) => {
                let ballot = self.campaign.ballot(id).ok_or(Refusal::NotHere)?.clone();
                one(Deliberation::Ballot(Ballot { of: Some(id), withdrawn: true, ..ballot }))
            }
            Act::Rank(order) => one(Deliberation::Ranking(Ranking { order })),
            Act::Compare(stops, before, after, change) => {
                let known = self.campaign.comparison(stops, before, after);
                let again = known.is_some_and(|known| known.change == Some(change));
                let change = (!again).then_some(change);
                one(Deliberation::Comparison(Comparison { stops, before, after, change }))
            }
            Act::Answers(answers) => self.answers(answers, chance),
            Act::Told(told) => {
                Ok(told.into_iter().map(|one| Deliberation::Feedback(one).into()).collect())
            }
            Act::Checked(checks) => self.checked(checks),
            Act::Typed(_) | Act::PrepareReview { .. } | Act::Undo => Ok(Vec::new()),
        }
    }

    /// The words that whoever rewords a text is looking at.
    pub(super) fn words_read(&self, observation: RecordId, field: TextField) -> Option<u64> {
        let (found, _) = self.campaign.observation(observation)?;
        Some(read_words(found.text(field)))
    }

    /// A step that is chosen is taken today.
    fn today(&self, says: Deliberation, chance: Chance) -> Deliberation {
        match says {
            Deliberation::Step(step) => {
                Deliberation::Step(StatusStep { on: chance.at.calendar_date(), ..step })
            }
            says => says,
        }
    }

    /// The first sheet whole; later ones by what they change.
    pub(super) fn sheet_said(&self, sheet: CampaignSheet) -> Result<Vec<Saying>, Refusal> {
        let open = self.open.ok_or(Refusal::NotHere)?;
        let Some(before) = self.sheet() else {
            let says = Deliberation::Campaign(Box::new(sheet));
            return Ok(vec![Saying::new(RecordId(open.0), says)]);
        };
        let walks: BTreeSet<WalkId> = sheet.walks.iter().chain(&before.walks).copied().collect();
        let member = |of: &CampaignSheet, walk| Membership {
            walk,
            belongs: of.walks.contains(&walk),
            phones: of.phones_on(walk),
        };
        let changed =
            walks.into_iter().filter(|walk| member(&sheet, *walk) != member(before, *walk));
        let mut sayings: Vec<Saying> =
            changed.map(|walk| Deliberation::Membership(member(&sheet, walk)).into()).collect();
        let mut fields = sheet.changed(before);
        fields.retain(|field| *field != SheetField::Phones);
        if !fields.is_empty() {
            let edit = Edit::Sheet(RecordId(open.0), fields, Box::new(sheet));
            sayings.push(Deliberation::Edit(edit).into());
        }
        Ok(sayings)
    }

    /// A text as far as it is typed. It replaces what stood where it was begun, so that what came
    /// in from another tab or device meanwhile stays beside it.
    fn typing(
        &self,
        text: TypedText,
        typed: &str,
        seen: Vec<Digest>,
    ) -> Result<Vec<Saying>, Refusal> {
        let typed = typed.trim();
        let says = match text {
            TypedText::Constat(id, field) => {
                let mut value = self.campaign.constat(id).ok_or(Refusal::NotHere)?.clone();
                let (of, _) = constat_text(field).ok_or(Refusal::NotHere)?;
                typed.clone_into(of(&mut value));
                Deliberation::Edit(Edit::Constat(id, vec![field], Box::new(value)))
            }
            TypedText::Preconisation(id, field) => {
                let mut value = self.campaign.preconisation(id).ok_or(Refusal::NotHere)?.clone();
                let (of, _) = preconisation_text(field).ok_or(Refusal::NotHere)?;
                typed.clone_into(of(&mut value));
                Deliberation::Edit(Edit::Preconisation(id, vec![field], Box::new(value)))
            }
            TypedText::Wording(observation, field, sharing) => Deliberation::Wording(Wording {
                observation,
                field,
                text: typed.to_owned(),
                sharing,
                read: self.words_read(observation, field),
                withdrawn: typed.is_empty(),
            }),
        };
        Ok(vec![Saying { seen: Some(seen), ..Saying::from(says) }])
    }

    /// Answers with their steps. Each step must lead on from the one before; one that does not
    /// refuses everything, because a person has seen and agreed to all of it.
    fn answers(
        &self,
        answers: Vec<(Answer, Vec<(Status, String)>)>,
        chance: Chance,
    ) -> Result<Vec<Saying>, Refusal> {
        let mut things: Vec<Saying> = Vec::new();
        for (answer, steps) in answers {
            let thing = answer.thing;
            let mut from = self.campaign.status(thing);
            for (to, reason) in steps {
                lifecycle::check(from, to, Party::Actor, &reason).map_err(Refusal::Step)?;
                let on = answer.on.or_else(|| chance.at.calendar_date());
                let by = Party::Actor;
                let undoes = None;
                let step = StatusStep { thing, from, to, by, reason, on, undoes, withdrawn: false };
                things.push(Deliberation::Step(step).into());
                from = to;
            }
            match self.campaign.any_answer(thing) {
                None => {
                    let id = Answer::id(thing, self.device);
                    things.push(Saying::new(id, Deliberation::Answer(Box::new(answer))));
                }
                Some(before) => {
                    let changed = answer.changed(before);
                    if !changed.is_empty() {
                        let edit = Edit::Answer(thing, changed, Box::new(answer));
                        things.push(Deliberation::Edit(edit).into());
                    }
                }
            }
        }
        Ok(things)
    }

    fn checked(&self, checks: Vec<Check>) -> Result<Vec<Saying>, Refusal> {
        let mut things: Vec<Saying> = Vec::new();
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
                let undone = undoing(id, step, check.on);
                things.push(Deliberation::Step(undone).into());
            }
            if let Some(to) = leads_to.filter(|_| from == Status::Done) {
                let step = StatusStep {
                    thing,
                    from,
                    to,
                    by: Party::Review,
                    reason: String::new(),
                    on: check.on,
                    undoes: None,
                    withdrawn: false,
                };
                things.push(Deliberation::Step(step).into());
            }
            things.push(Deliberation::Check(check).into());
        }
        Ok(things)
    }

    fn step(
        &self,
        thing: RecordId,
        to: Status,
        by: Party,
        reason: String,
        chance: Chance,
    ) -> Result<Vec<Saying>, Refusal> {
        let from = self.campaign.status(thing);
        lifecycle::check(from, to, by, &reason).map_err(Refusal::Step)?;
        if to == Status::Validated
            && self.campaign.constat(thing).is_some_and(|constat| !constat.is_complete())
        {
            return Err(Refusal::Incomplete);
        }
        let on = chance.at.calendar_date();
        let step = StatusStep { thing, from, to, by, reason, on, undoes: None, withdrawn: false };
        Ok(vec![Deliberation::Step(step).into()])
    }

    /// Whether the group agreed on a constat, so that what it stands on must not move.
    pub(super) fn is_agreed(&self, constat: RecordId) -> bool {
        self.campaign.status(constat).is_agreed()
    }
}
