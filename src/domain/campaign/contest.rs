//! Where devices that did not know of each other said different things. Both are kept and offered;
//! choosing one, or keeping both, is a statement like every other.

use std::collections::BTreeSet;

use super::Campaign;
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::answer::{ANSWER_MAX, AnswerField};
use crate::domain::deliberation::constat::{self, Constat, ConstatField};
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::lifecycle::{self, Status, StatusStep};
use crate::domain::deliberation::phone_clock::PhoneClock;
use crate::domain::deliberation::preconisation::{self, Preconisation, PreconisationField};
use crate::domain::deliberation::{
    Assignment, Deliberation, Joined, Membership, Removal, SheetField,
};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::Digest;
use crate::domain::ledger::edits::{Edits, Fields};
use crate::domain::ledger::register::Register;
use crate::domain::observation::WORDS_MAX;
use crate::domain::observation::amend::TextField;
use crate::domain::walk::stop::StopId;

/// What two devices said different things about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Subject {
    /// A field of the campaign's sheet.
    Sheet(RecordId, SheetField),
    /// Whether a walk belongs to it.
    Membership(WalkId),
    /// A field of a constat.
    Constat(RecordId, ConstatField),
    /// A field of a préconisation.
    Preconisation(RecordId, PreconisationField),
    /// A field of the answer about a thing.
    Answer(RecordId, AnswerField),
    /// Where an observation belongs.
    Assignment(RecordId),
    /// Whether an observation is left out.
    Removal(RecordId),
    /// Other words for a text.
    Wording(RecordId, TextField),
    /// What a constat was joined to.
    Joined(RecordId),
    /// How far a thing got.
    Life(RecordId),
    /// The dots of a participant.
    Ballot(RecordId),
    /// The order of the constats.
    Ranking,
    /// A stop on two walks.
    Comparison(Option<StopId>, Option<StopId>, WalkId, WalkId),
    /// What residents were told.
    Feedback(RecordId),
    /// What a review walk saw.
    Check(RecordId),
    /// By how much the clock of a phone was off.
    PhoneClock(WalkId, DeviceNumber),
}

/// One of several versions: what it says, to be shown, and its statement.
#[derive(Clone, PartialEq, Debug)]
pub struct Version {
    /// The statement; for a thing that was set aside while another wrote on it, [`STANDS`] is the
    /// version in which it stands.
    pub digest: Digest,
    /// What would be written if it were chosen; for [`Subject::Life`] one step that takes back
    /// another for each that it does not contain.
    pub says: Vec<Deliberation>,
    /// Where the thing stands in it, for [`Subject::Life`].
    pub status: Option<Status>,
}

/// Names the version in which a thing that was set aside stands.
pub const STANDS: Digest = 0;

impl Campaign {
    /// Everything of which several versions stand.
    pub fn contested(&self) -> impl Iterator<Item = Subject> {
        self.contested.iter().copied()
    }

    /// How many there are.
    pub fn contests(&self) -> usize {
        self.contested.len()
    }

    /// Replaces what is contested of a thing.
    pub(super) fn recontest(
        &mut self,
        is_of_it: impl Fn(&Subject) -> bool,
        now: impl Iterator<Item = Subject>,
    ) {
        self.contested.retain(|subject| !is_of_it(subject));
        self.contested.extend(now);
    }

    /// Looks whether a subject is contested.
    pub(super) fn contest(&mut self, subject: Subject) {
        fn of<V: PartialEq>(register: Option<&Register<V>>) -> bool {
            register.is_some_and(Register::is_contested)
        }
        let is = match subject {
            Subject::Membership(walk) => of(self.memberships.get(&walk)),
            Subject::Assignment(id) => of(self.assignments.get(&id)),
            Subject::Removal(id) => of(self.removals.get(&id)),
            Subject::Wording(id, field) => of(self.wordings.get(&(id, field))),
            Subject::Joined(id) => of(self.joins.get(&id)),
            Subject::Ballot(id) => of(self.ballots.get(&id)),
            Subject::PhoneClock(walk, phone) => of(self.clocks.get(&(walk, phone))),
            Subject::Ranking => self.ranking.is_contested(),
            Subject::Comparison(ours, theirs, before, after) => {
                of(self.comparisons.get(&(ours, theirs, before, after)))
            }
            Subject::Feedback(id) => of(self.feedback.get(&id)),
            Subject::Check(id) => of(self.checks.get(&id)),
            Subject::Life(id) => self.is_life_contested(id),
            Subject::Sheet(..)
            | Subject::Constat(..)
            | Subject::Preconisation(..)
            | Subject::Answer(..) => return,
        };
        if is {
            self.contested.insert(subject);
        } else {
            self.contested.remove(&subject);
        }
    }

    /// Whether laptops that did not know of each other moved a thing to where only one of them can
    /// be right.
    fn is_life_contested(&self, thing: RecordId) -> bool {
        let apart = self.chains.get(&thing).is_some_and(|chain| chain.ends().len() > 1);
        if !apart {
            return false;
        }
        let steps = self.standing_steps(thing);
        let (_, astray) = lifecycle::stands_at(steps.iter().map(|(_, step)| *step));
        let taken: BTreeSet<Status> = steps
            .iter()
            .filter(|(_, step)| !astray.contains(step))
            .map(|(_, step)| step.to)
            .collect();
        astray.iter().any(|step| !taken.contains(&step.to))
    }

    /// The versions of something that stand.
    pub fn versions(&self, subject: Subject) -> Vec<Version> {
        let one = |digest, says| Version { digest, says: vec![says], status: None };
        match subject {
            Subject::Constat(id, field) => {
                let edit = |value| Edit::Constat(id, vec![field], Box::new(value));
                field_versions(self.constats.get(&id), field, edit)
            }
            Subject::Preconisation(id, field) => {
                let edit = |value| Edit::Preconisation(id, vec![field], Box::new(value));
                field_versions(self.preconisations.get(&id), field, edit)
            }
            Subject::Answer(id, field) => {
                let edit = |value| Edit::Answer(id, vec![field], Box::new(value));
                field_versions(self.answers.get(&id), field, edit)
            }
            Subject::Sheet(id, field) => {
                let edit = |value| Edit::Sheet(id, vec![field], Box::new(value));
                field_versions(self.sheets.get(&id), field, edit)
            }
            Subject::Membership(walk) => of_register(self.memberships.get(&walk), |_, value| {
                Deliberation::Membership(Membership { walk, ..value.clone() })
            }),
            Subject::Assignment(observation) => {
                of_register(self.assignments.get(&observation), |_, constat| {
                    Deliberation::Assignment(Assignment { observation, constat: *constat })
                })
            }
            Subject::Removal(observation) => {
                of_register(self.removals.get(&observation), |_, removed| {
                    Deliberation::Removal(Removal { observation, withdrawn: !removed })
                })
            }
            Subject::Wording(id, field) => {
                of_register(self.wordings.get(&(id, field)), |_, value| {
                    Deliberation::Wording(value.clone())
                })
            }
            Subject::Joined(from) => of_register(self.joins.get(&from), |_, into| {
                Deliberation::Joined(Joined { from, into: *into })
            }),
            Subject::Ballot(id) => of_register(self.ballots.get(&id), |_, value| {
                Deliberation::Ballot(crate::domain::deliberation::vote::Ballot {
                    of: Some(id),
                    ..value.clone()
                })
            }),
            Subject::Ranking => self
                .ranking
                .heads()
                .map(|(digest, value)| one(digest, Deliberation::Ranking(value.clone())))
                .collect(),
            Subject::Comparison(ours, theirs, before, after) => {
                of_register(self.comparisons.get(&(ours, theirs, before, after)), |_, value| {
                    Deliberation::Comparison(value.clone())
                })
            }
            Subject::Feedback(id) => of_register(self.feedback.get(&id), |_, value| {
                Deliberation::Feedback(value.clone())
            }),
            Subject::Check(id) => {
                of_register(self.checks.get(&id), |_, value| Deliberation::Check(value.clone()))
            }
            Subject::PhoneClock(walk, phone) => {
                of_register(self.clocks.get(&(walk, phone)), |_, behind| {
                    Deliberation::PhoneClock(PhoneClock { walk, phone, behind_s: *behind })
                })
            }
            Subject::Life(thing) => self.lives(thing),
        }
    }

    /// The ways a thing went: each end with the steps of the others to be taken back.
    fn lives(&self, thing: RecordId) -> Vec<Version> {
        let Some(chain) = self.chains.get(&thing) else { return Vec::new() };
        let steps = self.standing_steps(thing);
        let ends = chain.ends().into_iter().filter_map(|end| {
            let digest = self.decisions.record(end)?.digest;
            let own = chain.up_to(end);
            let (kept, others): (Vec<_>, Vec<_>) =
                steps.iter().copied().partition(|(id, _)| own.contains(id));
            let (status, _) = lifecycle::stands_at(kept.into_iter().map(|(_, step)| step));
            let says = others
                .into_iter()
                .map(|(id, step)| Deliberation::Step(undoing(id, step, None)))
                .collect();
            Some(Version { digest, says, status: Some(status) })
        });
        ends.collect()
    }

    /// Two texts as one, where both were typed and both fit; `None` where only one can be kept.
    pub fn both(&self, subject: Subject) -> Option<Deliberation> {
        let joined = |texts: Vec<String>, most: usize| {
            let mut kept: Vec<String> = Vec::new();
            for text in texts.into_iter().map(|text| text.trim().to_owned()) {
                if !text.is_empty() && !kept.iter().any(|known| known.contains(&text)) {
                    kept.retain(|known| !text.contains(known.as_str()));
                    kept.push(text);
                }
            }
            let both = kept.join(" / ");
            (kept.len() > 1 && both.chars().count() <= most).then_some(both)
        };
        let says: Vec<Deliberation> =
            self.versions(subject).into_iter().flat_map(|version| version.says).collect();
        let mut both = says.first()?.clone();
        let texts = |text: &dyn Fn(&Deliberation) -> Option<String>| -> Vec<String> {
            says.iter().filter_map(text).collect()
        };
        match (&mut both, subject) {
            (Deliberation::Edit(Edit::Constat(_, _, value)), Subject::Constat(_, field)) => {
                let (of, most) = constat_text(field)?;
                *of(value) = joined(
                    texts(&|one| match one {
                        Deliberation::Edit(Edit::Constat(_, _, value)) => {
                            Some(of(&mut value.clone()).clone())
                        }
                        _ => None,
                    }),
                    most,
                )?;
            }
            (
                Deliberation::Edit(Edit::Preconisation(_, _, value)),
                Subject::Preconisation(_, field),
            ) => {
                let (of, most) = preconisation_text(field)?;
                *of(value) = joined(
                    texts(&|one| match one {
                        Deliberation::Edit(Edit::Preconisation(_, _, value)) => {
                            Some(of(&mut value.clone()).clone())
                        }
                        _ => None,
                    }),
                    most,
                )?;
            }
            (Deliberation::Edit(Edit::Answer(_, _, value)), Subject::Answer(_, field)) => {
                if field != AnswerField::Text {
                    return None;
                }
                value.text = joined(
                    texts(&|one| match one {
                        Deliberation::Edit(Edit::Answer(_, _, value)) => Some(value.text.clone()),
                        _ => None,
                    }),
                    ANSWER_MAX,
                )?;
            }
            (Deliberation::Wording(wording), Subject::Wording(..)) => {
                let all = texts(&|one| match one {
                    Deliberation::Wording(one) if !one.withdrawn => Some(one.text.clone()),
                    _ => None,
                });
                wording.text = joined(all, WORDS_MAX)?;
                wording.withdrawn = false;
                // What one of them kept inside the group stays there.
                for one in &says {
                    if let Deliberation::Wording(one) = one {
                        wording.sharing = wording.sharing.min(one.sharing);
                    }
                }
            }
            _ => return None,
        }
        Some(both)
    }

    /// The fields of a constat that are contested.
    pub fn contested_fields_of_constat(&self, id: RecordId) -> Vec<ConstatField> {
        contested_fields(self.constats.get(&id))
    }

    /// Those of a préconisation.
    pub fn contested_fields_of_preconisation(&self, id: RecordId) -> Vec<PreconisationField> {
        contested_fields(self.preconisations.get(&id))
    }

    /// Those of an answer.
    pub fn contested_fields_of_answer(&self, thing: RecordId) -> Vec<AnswerField> {
        contested_fields(self.answers.get(&thing))
    }

    /// The statements that stand for a field of a constat: what a person sees who begins to type.
    pub fn seen_of_constat(&self, id: RecordId, field: ConstatField) -> Vec<Digest> {
        self.constats.get(&id).map(|edits| edits.heads(field)).unwrap_or_default()
    }

    /// The same of a préconisation.
    pub fn seen_of_preconisation(&self, id: RecordId, field: PreconisationField) -> Vec<Digest> {
        self.preconisations.get(&id).map(|edits| edits.heads(field)).unwrap_or_default()
    }

    /// The same of the other words for a text.
    pub fn seen_of_wording(&self, observation: RecordId, field: TextField) -> Vec<Digest> {
        self.wordings.get(&(observation, field)).map(Register::over).unwrap_or_default()
    }

    /// Whether a text was once typed into a field of a constat, shown or not.
    pub fn was_typed_in_constat(&self, id: RecordId, field: ConstatField, value: &Constat) -> bool {
        self.constats.get(&id).is_some_and(|edits| edits.was_said(field, value))
    }

    /// The same of a préconisation.
    pub fn was_typed_in_preconisation(
        &self,
        id: RecordId,
        field: PreconisationField,
        value: &Preconisation,
    ) -> bool {
        self.preconisations.get(&id).is_some_and(|edits| edits.was_said(field, value))
    }
}

/// The step that takes another back.
pub fn undoing(id: RecordId, step: &StatusStep, on: Option<CalendarDate>) -> StatusStep {
    StatusStep {
        thing: step.thing,
        from: step.to,
        to: step.from,
        by: step.by,
        reason: String::new(),
        on,
        undoes: Some(id),
        withdrawn: false,
    }
}

/// A text of a thing, to be read and written.
type Text<T> = fn(&mut T) -> &mut String;

/// A text of a constat and its longest length in characters.
pub fn constat_text(field: ConstatField) -> Option<(Text<Constat>, usize)> {
    Some(match field {
        ConstatField::Title => (|one| &mut one.title, constat::TITLE_MAX),
        ConstatField::Summary => (|one| &mut one.summary, constat::SUMMARY_MAX),
        ConstatField::Quote => (|one| &mut one.quote, constat::QUOTE_MAX),
        ConstatField::PlaceName => {
            (|one| &mut one.place_name, crate::domain::observation::PLACE_NAME_MAX)
        }
        ConstatField::Operation => (|one| &mut one.operation, constat::OPERATION_MAX),
        _ => return None,
    })
}

/// A text of a préconisation and its longest length in characters.
pub fn preconisation_text(field: PreconisationField) -> Option<(Text<Preconisation>, usize)> {
    Some(match field {
        PreconisationField::Title => (|one| &mut one.title, preconisation::TITLE_MAX),
        PreconisationField::Detail => (|one| &mut one.detail, preconisation::DETAIL_MAX),
        PreconisationField::Operation => (|one| &mut one.operation, constat::OPERATION_MAX),
        _ => return None,
    })
}

fn contested_fields<T: Fields>(edits: Option<&Edits<T>>) -> Vec<T::Field> {
    edits.map(|edits| edits.contested().iter().map(|one| one.field).collect()).unwrap_or_default()
}

fn of_register<V: PartialEq>(
    register: Option<&Register<V>>,
    says: impl Fn(Digest, &V) -> Deliberation,
) -> Vec<Version> {
    let heads = register.into_iter().flat_map(Register::heads);
    heads
        .map(|(digest, value)| Version { digest, says: vec![says(digest, value)], status: None })
        .collect()
}

fn field_versions<T: Fields>(
    edits: Option<&Edits<T>>,
    field: T::Field,
    edit: impl Fn(T) -> Edit,
) -> Vec<Version> {
    let Some(edits) = edits else { return Vec::new() };
    let mut versions: Vec<Version> = Vec::new();
    for digest in edits.heads(field) {
        let Some(value) = edits.said(digest) else { continue };
        let says = vec![Deliberation::Edit(edit(value.clone()))];
        versions.push(Version { digest, says, status: None });
    }
    if field == T::WITHDRAWN
        && let Some(shown) = edits.shown()
    {
        // It was set aside by somebody who had not seen all: it may stand, too.
        let says = vec![Deliberation::Edit(edit(shown.unsaid()))];
        versions.push(Version { digest: STANDS, says, status: None });
    }
    versions
}
