//! How an act becomes records, and how it is taken back. Taking back is saying something else, never
//! erasing; it is refused when somebody has changed the thing since, so that it never takes away what
//! another tab or device wrote.

use std::collections::BTreeSet;

use super::{Act, Kept, Refusal, TypedText, Workshop};
use crate::app::event::Chance;
use crate::app::ledger::Writer;
use crate::domain::campaign::Decision;
use crate::domain::campaign::contest::undoing;
use crate::domain::deliberation::answer::{AnswerField, Check, Feedback};
use crate::domain::deliberation::comparison::Comparison;
use crate::domain::deliberation::constat::ConstatField;
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::lifecycle::StatusStep;
use crate::domain::deliberation::phone_clock::PhoneClock;
use crate::domain::deliberation::preconisation::PreconisationField;
use crate::domain::deliberation::pseudonym_key::PseudonymKey;
use crate::domain::deliberation::vote::{Ballot, Ranking};
use crate::domain::deliberation::{Assignment, Deliberation, Joined, Membership, Removal, Wording};
use crate::domain::identity::RecordId;
use crate::domain::leaving::release::{Clearance, Erratum};
use crate::domain::leaving::{Choice, Leaving};
use crate::domain::ledger::Digest;
use crate::domain::ledger::edits::Fields;
use crate::domain::ledger::record::Body;
use crate::domain::ledger::tombstone::Tombstone;
use crate::domain::observation::Observation;

/// How many acts can be undone one after the other.
const UNDO_MOST: usize = 100;

/// Something that is about to be said.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Saying {
    /// The thing that is made, where one is.
    pub(super) new: Option<RecordId>,
    /// What is said.
    pub(super) says: Deliberation,
    /// The statements that whoever says it was looking at, where that is not what stands now.
    pub(super) seen: Option<Vec<Digest>>,
}

impl From<Deliberation> for Saying {
    fn from(says: Deliberation) -> Self {
        Self { new: None, says, seen: None }
    }
}

impl Saying {
    /// A new thing.
    pub(super) fn new(id: RecordId, says: Deliberation) -> Self {
        Self { new: Some(id), says, seen: None }
    }
}

/// What an act did, so that it can be taken back.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Done {
    /// What takes it back, first what was said last.
    back: Vec<Deliberation>,
    /// Its statements.
    digests: BTreeSet<Digest>,
    /// The text it was typed into: going on typing is one act.
    typed: Option<TypedText>,
}

/// Ids of several things made in one act, in order.
pub(super) struct MadeIds {
    chance: Chance,
    /// How many were made.
    count: u64,
}

impl MadeIds {
    pub(super) fn of(chance: Chance) -> Self {
        Self { chance, count: 0 }
    }

    /// The next one: it sorts after those before it.
    pub(super) fn next(&mut self) -> RecordId {
        // The low bits count, so that the order of the ids is that of what was made.
        let random = (self.chance.random & !0xf_ffff) | u128::from(self.count & 0xf_ffff);
        self.count += 1;
        RecordId::made(self.chance.at.utc_ms, random)
    }
}

impl Workshop {
    /// Does a step, and answers with what is to be stored.
    ///
    /// # Errors
    /// Why it is not done; then nothing has changed.
    pub fn act(&mut self, act: Act, chance: Chance) -> Result<Vec<Kept>, Refusal> {
        let mut made = MadeIds::of(chance);
        match act {
            Act::Undo => self.undo(chance, &mut made),
            Act::Typed(observation) => self.type_in(*observation, chance),
            Act::PrepareReview { asked, title, on } => {
                self.prepare_review(&asked, &title, &on, chance)
            }
            act => {
                // A phone that hands over is not something to undo.
                let can_be_undone =
                    !matches!(act, Act::Received(_) | Act::Sheet(_) | Act::Erase(_));
                if matches!(act, Act::Erase(_)) {
                    // Undoing an earlier act must not bring words of it back.
                    self.done.clear();
                }
                let typed = match &act {
                    Act::Typing(text, ..) => Some(*text),
                    _ => None,
                };
                let begins = matches!(act, Act::Sheet(_));
                let mut sayings = self.sayings(act, chance, &mut made)?;
                // From the beginning, so that a second laptop uses the same.
                sayings.extend(if begins { self.key_made(chance) } else { None });
                let (kept, done) = self.say(sayings, typed, chance, &mut made);
                if can_be_undone && !done.digests.is_empty() {
                    self.remember(done);
                }
                Ok(kept)
            }
        }
    }

    fn remember(&mut self, done: Done) {
        if let Some(last) = self.done.last_mut()
            && last.typed.is_some()
            && last.typed == done.typed
        {
            last.digests.extend(done.digests);
            return;
        }
        self.done.push(done);
        if self.done.len() > UNDO_MOST {
            self.done.remove(0);
        }
    }

    /// Gives numbers to what is about to leave, and answers with what is to be stored before the
    /// files are made. A number that somebody may have read is not undone.
    pub fn number(&mut self, choice: &Choice, chance: Chance) -> Vec<Kept> {
        let leaving = Leaving::of(&self.campaign, choice);
        self.number_all(&leaving, chance)
    }

    /// The same, where it is known what leaves.
    pub(super) fn number_all(&mut self, leaving: &Leaving, chance: Chance) -> Vec<Kept> {
        let began = self.open.and_then(|open| self.campaign.begun_by(open));
        let given = self.campaign.numberings_for(leaving, self.device, began == Some(self.device));
        let given =
            given.into_iter().map(|(id, one)| Saying::new(id, Deliberation::Numbering(one)));
        let mut made = MadeIds::of(chance);
        let mut sayings: Vec<Saying> = given.collect();
        sayings.extend(self.key_made(chance));
        let settled = self.settled;
        let kept = self.say(sayings, None, chance, &mut made).0;
        // Numbers and the key change nothing of what goes, what stays and what is settled: what was
        // computed of that holds, and is not computed again while a mediator waits for the file.
        self.settled = settled;
        kept
    }

    /// The key of the pseudonyms, where the campaign has none yet.
    pub(super) fn key_made(&self, chance: Chance) -> Option<Saying> {
        let open = self.open?;
        let none_yet = self.campaign.pseudonym_keys(open).is_empty();
        none_yet.then(|| Deliberation::PseudonymKey(PseudonymKey::made(chance.random)).into())
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    fn undo(&mut self, chance: Chance, made: &mut MadeIds) -> Result<Vec<Kept>, Refusal> {
        let last = self.done.last().ok_or(Refusal::NothingToUndo)?;
        let is_ours = last.back.iter().all(|says| {
            let stands = self.campaign.changed_by(says);
            stands.iter().all(|digest| last.digests.contains(digest))
        });
        if !is_ours {
            // It stays undoable: should the other change be taken back, this one can be, too.
            return Err(Refusal::ChangedSince);
        }
        let Some(done) = self.done.pop() else { return Err(Refusal::NothingToUndo) };
        let (kept, _) =
            self.say(done.back.into_iter().map(Into::into).collect(), None, chance, made);
        Ok(kept)
    }

    /// Says some things; answers with their records and what takes them back.
    pub(super) fn say(
        &mut self,
        sayings: Vec<Saying>,
        typed: Option<TypedText>,
        chance: Chance,
        made: &mut MadeIds,
    ) -> (Vec<Kept>, Done) {
        let mut kept = Vec::new();
        let mut done = Done { back: Vec::new(), digests: BTreeSet::new(), typed };
        let Some(walk) = self.open else { return (kept, done) };
        let writer = Writer { walk, device: self.device, at: chance.at };
        for saying in sayings {
            if saying.new.is_none() && self.is_said(&saying.says) {
                continue;
            }
            let id = saying.new.unwrap_or_else(|| self.own_record(&saying.says, made));
            let back = self.back(id, &saying.says);
            let over = saying.seen.or_else(|| self.campaign.over(&saying.says, id));
            let last = self.campaign.record(id).map(|record| &record.envelope);
            let (record, stored) = writer.write(id, last, Decision { over, says: saying.says });
            done.digests.insert(record.digest);
            done.back.extend(back);
            kept.push(stored);
            self.campaign.take(record);
        }
        done.back.reverse();
        self.changes += 1;
        self.settled += 1;
        (kept, done)
    }

    /// The record in which this device says such a thing: always the same about one subject, so that
    /// no device revises what another one wrote.
    fn own_record(&self, says: &Deliberation, made: &mut MadeIds) -> RecordId {
        let device = self.device;
        match says {
            Deliberation::Membership(one) => Membership::id(one.walk, device),
            Deliberation::Joined(one) => Joined::id(one.from, device),
            Deliberation::Assignment(one) => Assignment::id(one.observation, device),
            Deliberation::Removal(one) => Removal::id(one.observation, device),
            Deliberation::Wording(one) => Wording::id(one.observation, one.field, device),
            Deliberation::Feedback(one) => Feedback::id(one.preconisation, device),
            Deliberation::Check(one) => Check::id(one.preconisation, device),
            Deliberation::Ballot(Ballot { of: Some(ballot), .. }) => {
                let begun = self.campaign.record(*ballot);
                if begun.is_some_and(|record| record.envelope.device == device) {
                    *ballot
                } else {
                    Ballot::id(*ballot, device)
                }
            }
            Deliberation::Ranking(_) => {
                self.campaign.own_ranking(device).unwrap_or_else(|| made.next())
            }
            Deliberation::Erratum(one) => Erratum::id(one.release, device),
            Deliberation::Clearance(one) => Clearance::id(one.thing, &one.respect, device),
            Deliberation::Comparison(one) => {
                Comparison::id(one.stops, one.before, one.after, device)
            }
            Deliberation::Erased(stone) => Tombstone::id(stone.thing, device),
            Deliberation::PhoneClock(one) => PhoneClock::id(one.walk, one.phone, device),
            _ => made.next(),
        }
    }

    /// Whether this is what stands already, undisputed.
    fn is_said(&self, says: &Deliberation) -> bool {
        let stands = self.campaign.changed_by(says);
        if stands.len() > 1 && !matches!(says, Deliberation::Edit(_)) {
            return false;
        }
        let campaign = &self.campaign;
        match says {
            Deliberation::Edit(Edit::Constat(id, fields, value)) => {
                let contested = campaign.contested_fields_of_constat(*id);
                campaign.constat(*id).is_some_and(|shown| {
                    fields.iter().all(|f| shown.same(*f, value) && !contested.contains(f))
                })
            }
            Deliberation::Edit(Edit::Preconisation(id, fields, value)) => {
                let contested = campaign.contested_fields_of_preconisation(*id);
                campaign.preconisation(*id).is_some_and(|shown| {
                    fields.iter().all(|f| shown.same(*f, value) && !contested.contains(f))
                })
            }
            Deliberation::Edit(Edit::Answer(thing, fields, value)) => {
                let contested = campaign.contested_fields_of_answer(*thing);
                campaign.any_answer(*thing).is_some_and(|shown| {
                    fields.iter().all(|f| shown.same(*f, value) && !contested.contains(f))
                })
            }
            Deliberation::Edit(Edit::Sheet(_, fields, value)) => {
                self.sheet().is_some_and(|shown| fields.iter().all(|f| shown.same(*f, value)))
            }
            _ => {
                let now = self.standing(says);
                now.is_some_and(|now| now == *says)
            }
        }
    }

    /// What is said now in the respect in which something is to be said; for what nobody spoke of,
    /// what takes it back again.
    fn standing(&self, says: &Deliberation) -> Option<Deliberation> {
        let campaign = &self.campaign;
        let unsaid = campaign.changed_by(says).is_empty();
        Some(match says {
            Deliberation::Membership(one) => {
                let sheet = self.sheet()?;
                Deliberation::Membership(Membership {
                    walk: one.walk,
                    belongs: sheet.walks.contains(&one.walk),
                    phones: sheet.phones_on(one.walk),
                })
            }
            Deliberation::Joined(one) => {
                Deliberation::Joined(Joined { from: one.from, into: campaign.joined_to(one.from) })
            }
            Deliberation::Assignment(one) => Deliberation::Assignment(Assignment {
                observation: one.observation,
                constat: campaign.assigned_to(one.observation),
            }),
            Deliberation::Removal(one) => Deliberation::Removal(Removal {
                observation: one.observation,
                withdrawn: !campaign.is_removed(one.observation),
            }),
            Deliberation::Wording(one) => {
                let known = campaign.any_wording(one.observation, one.field).cloned();
                let never = Wording { withdrawn: true, ..one.clone() };
                Deliberation::Wording(known.unwrap_or(never))
            }
            Deliberation::Ballot(one) => {
                let id = one.of?;
                Deliberation::Ballot(Ballot { of: Some(id), ..campaign.ballot(id)?.clone() })
            }
            Deliberation::PhoneClock(one) => Deliberation::PhoneClock(PhoneClock {
                behind_s: campaign.clock_said(one.walk, one.phone),
                ..one.clone()
            }),
            Deliberation::Ranking(_) if unsaid => Deliberation::Ranking(Ranking::default()),
            Deliberation::Ranking(_) => Deliberation::Ranking(campaign.ranking()?.clone()),
            Deliberation::Comparison(one) => {
                let known = campaign.comparison(one.stops, one.before, one.after).cloned();
                Deliberation::Comparison(
                    known.unwrap_or_else(|| Comparison { change: None, ..one.clone() }),
                )
            }
            Deliberation::Feedback(one) => {
                let known = campaign.any_feedback(one.preconisation).cloned();
                let mut one = known.unwrap_or_else(|| one.clone());
                one.withdrawn |= unsaid;
                Deliberation::Feedback(one)
            }
            Deliberation::Check(one) => {
                let known = campaign.any_check(one.preconisation).cloned();
                let mut one = known.unwrap_or_else(|| one.clone());
                one.withdrawn |= unsaid;
                Deliberation::Check(one)
            }
            Deliberation::Erratum(one) => {
                let known = campaign.any_erratum(one.release).cloned();
                let never = Erratum { why: String::new(), ..one.clone() };
                Deliberation::Erratum(known.unwrap_or(never))
            }
            Deliberation::Clearance(one) => {
                let known = campaign.any_clearance(one.thing, &one.respect).cloned();
                let never = Clearance { withdrawn: true, ..one.clone() };
                Deliberation::Clearance(known.unwrap_or(never))
            }
            _ => return None,
        })
    }

    /// What takes something back once it is said.
    fn back(&self, id: RecordId, says: &Deliberation) -> Option<Deliberation> {
        let campaign = &self.campaign;
        Some(match says {
            Deliberation::Constat(constat) => {
                let mut gone = constat.clone();
                gone.withdrawn = true;
                Deliberation::Edit(Edit::Constat(id, vec![ConstatField::Withdrawn], gone))
            }
            Deliberation::Preconisation(one) => {
                let mut gone = one.clone();
                gone.withdrawn = true;
                let aside = vec![PreconisationField::Withdrawn];
                Deliberation::Edit(Edit::Preconisation(id, aside, gone))
            }
            Deliberation::Answer(answer) => {
                let mut gone = answer.clone();
                gone.withdrawn = true;
                let aside = vec![AnswerField::Withdrawn];
                Deliberation::Edit(Edit::Answer(answer.thing, aside, gone))
            }
            Deliberation::Edit(Edit::Constat(id, fields, _)) => {
                let now = Box::new(campaign.constat(*id)?.clone());
                Deliberation::Edit(Edit::Constat(*id, fields.clone(), now))
            }
            Deliberation::Edit(Edit::Preconisation(id, fields, _)) => {
                let now = Box::new(campaign.preconisation(*id)?.clone());
                Deliberation::Edit(Edit::Preconisation(*id, fields.clone(), now))
            }
            Deliberation::Edit(Edit::Answer(thing, fields, _)) => {
                let now = Box::new(campaign.any_answer(*thing)?.clone());
                Deliberation::Edit(Edit::Answer(*thing, fields.clone(), now))
            }
            Deliberation::Step(step) => match step.undoes {
                None => Deliberation::Step(undoing(id, step, step.on)),
                // What was taken back is taken again.
                Some(undone) => {
                    let again = campaign.step(step.thing, undone)?;
                    Deliberation::Step(StatusStep {
                        undoes: None,
                        withdrawn: false,
                        ..again.clone()
                    })
                }
            },
            Deliberation::Ballot(ballot) => match ballot.of {
                Some(_) => self.standing(says)?,
                None => {
                    Deliberation::Ballot(Ballot { of: Some(id), withdrawn: true, ..ballot.clone() })
                }
            },
            Deliberation::Campaign(_)
            | Deliberation::Numbering(_)
            | Deliberation::PseudonymKey(_)
            | Deliberation::Release(_)
            | Deliberation::Reception(_)
            | Deliberation::Ask(_)
            | Deliberation::Sighting(_)
            | Deliberation::Edit(Edit::Sheet(..))
            | Deliberation::Erased(_)
            | Deliberation::Unknown => return None,
            _ => self.standing(says)?,
        })
    }

    fn type_in(&mut self, observation: Observation, chance: Chance) -> Result<Vec<Kept>, Refusal> {
        let walk = observation.walk;
        let notebook = self.campaign.notebooks.get_mut(&walk).ok_or(Refusal::NotHere)?;
        let id = observation.id;
        let writer = Writer { walk, device: self.device, at: chance.at };
        let last = notebook.record(id).map(|old| &old.envelope);
        let (record, kept) = writer.write(id, last, Body::Observation(Box::new(observation)));
        notebook.take(record);
        self.changes += 1;
        self.settled += 1;
        Ok(vec![kept])
    }
}
