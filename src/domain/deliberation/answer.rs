//! What comes back to those who walked: the responsible body's answer, when residents were told,
//! and what they saw when they looked again. Each is a record beside the group's own.

use crate::domain::code::codes;
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::constat::ProjectRelation;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::deliberation::preconisation::{Cost, Framework, Horizon};
use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::ledger::edits::{Fields, fields};
use crate::domain::observation::place::Place;
use crate::domain::walk::actor::ActorKind;
use crate::domain::walk::stop::StopRef;

/// Longest answer, in characters.
pub const ANSWER_MAX: usize = 500;

codes! {
    /// `retour_can`: how residents were told.
    Channel {
        ReviewWalk "review_walk" "Marche-bilan" "Review walk" "footprints",
        PublicMeeting "public_meeting" "Réunion publique" "Public meeting" "users",
        Poster "poster" "Affiche" "Poster" "map",
        LetterSms "letter_sms" "Courrier, SMS" "Letter, text message" "message-circle",
        Web "web" "Site internet" "Website" "share-2",
        ProjectHouse "project_house" "Maison du projet" "Project house" "building",
    }
}

codes! {
    /// `verif`: what the review walk saw.
    Outcome {
        Resolved "resolved" "C’est réglé" "Solved" "check",
        Partly "partly" "En partie" "Partly" "circle-dot",
        Unchanged "unchanged" "Rien n’a changé" "Unchanged" "minus",
        Worse "worse" "C’est pire" "Worse" "triangle-alert",
        NotChecked "not_checked" "Pas vérifié" "Not checked" "circle-help",
    }
}

impl Outcome {
    /// Where what was said to be done goes after the check; `None` when it stays: what is solved
    /// in part is still said to be done, and a person decides what follows.
    pub fn leads_to(self) -> Option<Status> {
        match self {
            Self::Resolved => Some(Status::Verified),
            Self::Unchanged | Self::Worse => Some(Status::InProgress),
            Self::Partly | Self::NotChecked => None,
        }
    }
}

/// What the responsible body says about a constat or a préconisation. What it left empty stays as
/// the group wrote it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// The constat or the préconisation.
    pub thing: RecordId,
    /// The answer in plain words.
    pub text: String,
    /// Local date of the answer.
    pub on: Option<CalendarDate>,
    /// Announced date.
    pub planned: Option<CalendarDate>,
    /// Done on.
    pub done: Option<CalendarDate>,
    /// Who acts.
    pub lead: Option<ActorKind>,
    /// What carries it.
    pub framework: Option<Framework>,
    /// The renewal operation, as the planner names it.
    pub operation: String,
    /// By when.
    pub horizon: Option<Horizon>,
    /// What it costs.
    pub cost: Option<Cost>,
    /// What the renewal project does to it.
    pub project: Option<ProjectRelation>,
    /// Name of the file it came in.
    pub file: String,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

impl Answer {
    /// An answer that says nothing yet.
    pub fn blank(thing: RecordId) -> Self {
        Self {
            thing,
            text: String::new(),
            on: None,
            planned: None,
            done: None,
            lead: None,
            framework: None,
            operation: String::new(),
            horizon: None,
            cost: None,
            project: None,
            file: String::new(),
            withdrawn: false,
        }
    }

    /// The id under which this device keeps the answer about a thing.
    pub fn id(thing: RecordId, device: DeviceNumber) -> RecordId {
        super::derived(thing, device, 0xa5)
    }
}

fields! {
    /// A field of an answer.
    AnswerField of Answer {
        Text "text" text,
        On "on" on,
        Planned "planned" planned,
        Done "done" done,
        Lead "lead" lead,
        Framework "framework" framework,
        Operation "operation" operation,
        Horizon "horizon" horizon,
        Cost "cost" cost,
        Project "project" project,
        File "file" file,
        Withdrawn "withdrawn" withdrawn,
    }
}

impl Fields for Answer {
    type Field = AnswerField;
    const ALL: &'static [AnswerField] = AnswerField::ALL;
    const WITHDRAWN: AnswerField = AnswerField::Withdrawn;

    fn copy(&mut self, field: AnswerField, from: &Self) {
        self.copy_field(field, from);
    }

    fn same(&self, field: AnswerField, other: &Self) -> bool {
        self.same_field(field, other)
    }

    fn unsaid(&self) -> Self {
        Self::blank(self.thing)
    }

    fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }
}

/// Residents were told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Feedback {
    /// The préconisation.
    pub preconisation: RecordId,
    /// Local date; `None` when what was stored is none.
    pub on: Option<CalendarDate>,
    /// How.
    pub channels: Vec<Channel>,
    /// Whether this was taken back.
    pub withdrawn: bool,
}

impl Feedback {
    /// The id under which this device keeps when residents were told of a préconisation.
    pub fn id(preconisation: RecordId, device: DeviceNumber) -> RecordId {
        super::derived(preconisation, device, 0xfb)
    }
}

/// What the group agreed it saw on the review walk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Check {
    /// The préconisation.
    pub preconisation: RecordId,
    /// What was seen.
    pub outcome: Outcome,
    /// Local date; `None` when what was stored is none.
    pub on: Option<CalendarDate>,
    /// Whether this was taken back.
    pub withdrawn: bool,
}

impl Check {
    /// The id under which this device keeps the check of a préconisation.
    pub fn id(preconisation: RecordId, device: DeviceNumber) -> RecordId {
        super::derived(preconisation, device, 0xc4)
    }
}

/// A question that a review walk carries: what was asked, to be looked at where it was asked. It
/// belongs to the walk, so that the phones get it with the kit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// The préconisation.
    pub preconisation: RecordId,
    /// Its readable number.
    pub number: String,
    /// What was asked.
    pub title: String,
    /// What was said to be done, in the body's words.
    pub answer: String,
    /// The stop where it is looked at.
    pub stop: StopRef,
    /// Where it was asked for, WGS 84; a question whose stop was taken out, or that knows it only by
    /// its number, finds one by it
    /// (see [`crate::domain::campaign::review::stop_of`]).
    pub place: Option<Place>,
    /// Whether the question was taken back.
    pub withdrawn: bool,
}

impl Ask {
    /// The id of the question on this device's review walk.
    pub fn id(preconisation: RecordId, device: DeviceNumber) -> RecordId {
        super::derived(preconisation, device, 0x45)
    }
}

/// What the people at one phone saw on the spot; the group's [`Check`] is made of them by people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sighting {
    /// The préconisation.
    pub preconisation: RecordId,
    /// What was seen; `None` when it was taken back.
    pub outcome: Option<Outcome>,
}

impl Sighting {
    /// The id under which a phone keeps what was seen.
    pub fn id(preconisation: RecordId, device: DeviceNumber) -> RecordId {
        super::derived(preconisation, device, 0x51e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Code;
    use crate::domain::deliberation::lifecycle::{Party, check};

    #[test]
    fn every_outcome_leads_where_a_review_walk_may() {
        for outcome in Outcome::ALL {
            if let Some(to) = outcome.leads_to() {
                assert_eq!(check(Status::Done, to, Party::Review, ""), Ok(()), "{outcome:?}");
            }
        }
    }
}
