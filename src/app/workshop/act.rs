//! What can be done in the workshop, and why it is not.

use crate::domain::campaign::contest::Subject;
use crate::domain::deliberation::CampaignSheet;
use crate::domain::deliberation::answer::{Answer, Check, Feedback};
use crate::domain::deliberation::comparison::{Evolution, StopPair};
use crate::domain::deliberation::constat::{Constat, ConstatField};
use crate::domain::deliberation::lifecycle::{Party, Status, StepError};
use crate::domain::deliberation::preconisation::{Preconisation, PreconisationField};
use crate::domain::deliberation::reception::Reception;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::leaving::clearing::LeavingText;
use crate::domain::leaving::settling::Unsettled;
use crate::domain::ledger::Digest;
use crate::domain::observation::Observation;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::scale::Sharing;

/// A step in the workshop.
#[derive(Clone, PartialEq, Debug)]
pub enum Act {
    /// A campaign is begun, or its sheet changed.
    Sheet(Box<CampaignSheet>),
    /// A walk belongs to the campaign, or no longer does.
    Walk(WalkId, bool),
    /// Notebooks were taken in.
    Received(Vec<Reception>),
    /// An observation that was written on paper is typed in.
    Typed(Box<Observation>),
    /// Observations are put together: into a constat, or into a new one.
    Group(Vec<RecordId>, Option<RecordId>),
    /// Observations are taken out of their constats.
    Leave(Vec<RecordId>),
    /// The first constat is joined to the second: all that hangs on it goes along.
    Merge(RecordId, RecordId),
    /// A constat that was joined to another stands by itself again.
    Part(RecordId),
    /// A constat is given up; its observations are free again.
    Dissolve(RecordId),
    /// A text as far as it is typed, with the statements that stood where it was begun.
    Typing(TypedText, String, Vec<Digest>),
    /// One of several versions is the one from now on.
    Choose(Subject, Digest),
    /// Both versions of a text are kept, one after the other.
    KeepBoth(Subject),
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
    /// An observation that is left out is erased for the one who said it, for good.
    Erase(RecordId),
    /// An observation that was made after the walk or away from it may leave, or stays again.
    LetLeave(RecordId, bool),
    /// These words were looked at and may leave, in each of the texts that says just that.
    LetWordsLeave(Vec<LeavingText>, String),
    /// Texts that are about to leave are said in other words.
    SayOtherwise(Vec<LeavingText>, String),
    /// What left is called back in words; empty words take that back.
    CallBack(RecordId, String),
    /// A participant votes: a ballot is begun.
    BeginBallot,
    /// A dot more, or one less.
    Dot(RecordId, RecordId, bool),
    /// A ballot is taken back.
    DropBallot(RecordId),
    /// The order of the constats.
    Rank(Vec<RecordId>),
    /// What became of a stop between two walks; the same again takes it back.
    Compare(StopPair, WalkId, WalkId, Evolution),
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
    /// The clock of a phone was behind by so many seconds (negative: fast); `None` when nobody says
    /// so any more.
    PhoneClock(WalkId, DeviceNumber, Option<i64>),
    /// The last act of this page is undone.
    Undo,
}

/// A text that is kept while it is typed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TypedText {
    /// Of a constat.
    Constat(RecordId, ConstatField),
    /// Of a préconisation.
    Preconisation(RecordId, PreconisationField),
    /// Other words for a text of an observation, and how far they may go.
    Wording(RecordId, TextField, Sharing),
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
    /// None of the observations has a category that this version knows, so a constat of theirs would
    /// have none.
    LaterCategory,
    /// Something is not settled: no file is made, and nothing has left.
    Unsettled(Unsettled),
    /// Something hangs on the constat that would be lost from view: préconisations, dots.
    Carries,
    /// Somebody has changed it since, in another tab, on another device or here: nothing was undone.
    ChangedSince,
}
