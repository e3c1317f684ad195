//! Everything the app may ask of the world.

use crate::domain::code::Language;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::place::Place;
use crate::format::preferences::{Draft, Memo};

use super::exchange::{JobId, Work};
use super::route::Route;

/// Tells the answer of a write apart from that of another.
pub type WriteId = u32;

/// A record ready to be stored: its key and its line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// See [`crate::format::v1::key`].
    pub key: String,
    /// See [`crate::format::v1::write_line`].
    pub line: String,
}

/// The files the app makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// The notebook as `.zip`.
    NotebookZip,
    /// The notebook as a page that anyone can open.
    NotebookHtml,
    /// A campaign with all its walks, as `.zip`.
    Campaign,
    /// The kit of the walk: what the phones join with.
    Kit,
    /// The planner's layers.
    Layers {
        /// With the observations that stay inside the group.
        with_internal: bool,
    },
    /// The planner's bundle of a campaign.
    Bundle,
    /// A document of a campaign: the booklet, a sheet, what became of what was said.
    Document,
}

/// What a chosen file is to be read for, when a walk is prepared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reading {
    /// The names of the perimeters in it.
    PerimeterNames,
    /// One of those perimeters, by its place in the file.
    Perimeter(usize),
    /// Points with labels.
    Points,
    /// A line and its named points.
    Route,
    /// The basemap; its bytes are stored at once.
    Basemap,
}

/// What is asked of a chosen file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileAsked {
    /// What it is read for.
    pub reading: Reading,
    /// Places of the walk that are known: what the file says is compared with them.
    pub known: Vec<Place>,
    /// What a person answered of it: see [`crate::format::files::question::About::code`], and the value.
    pub answers: Vec<(String, String)>,
}

/// Something to do to the world.
#[derive(Clone, PartialEq, Debug)]
pub enum Effect {
    /// Read the sheets of the walks on this device.
    ListWalks,
    /// Read the newest revision of everything of a walk.
    LoadWalk(WalkId),
    /// Read every revision of everything of a campaign: several of them may stand side by side.
    LoadCampaign(WalkId),
    /// Write records and the photos waiting under these names, in one durable transaction, and
    /// read them back.
    Store {
        /// To be named in the answer.
        write: WriteId,
        /// The walk they belong to.
        walk: WalkId,
        /// Records.
        entries: Vec<Entry>,
        /// Photos whose bytes wait on the platform's side.
        media: Vec<MediaId>,
    },
    /// Remember these, in this order; the first that is refused ends it.
    Remember(Vec<Memo>),
    /// Remember this device's number on a walk, unless another tab gave it one meanwhile: then
    /// what is remembered is the answer.
    RememberNumber(Memo),
    /// Write a draft, before returning.
    KeepDraft(Draft),
    /// Remove a draft.
    DropDraft(Draft),
    /// Forget, outside the notebook, whatever names this thing or walk by its id: drafts and typed
    /// texts of other tabs included.
    Forget(String),
    /// Start or stop measuring the position.
    WatchPosition(bool),
    /// Keep the screen on, where the device can.
    KeepAwake(bool),
    /// Ask the browser to keep the storage.
    PersistStorage,
    /// Ask what is used.
    MeasureStorage,
    /// Read everything in both copies of what is stored.
    CheckCopies,
    /// What the two copies say of a loss was seen by somebody: it is not told again.
    LossSeen,
    /// Start the worker on a job.
    Work(Box<Work>),
    /// Keep the files that were just chosen for this job: others may be chosen before its turn.
    HoldFiles(JobId),
    /// Let go of the file that this job made.
    DropFile(JobId),
    /// Hand a file that is ready to the share sheet or to the downloads.
    HandOver {
        /// The job that made it.
        job: JobId,
        /// Whether to the share sheet.
        share: bool,
    },
    /// Read a text aloud with the device's voice.
    Speak(String, Language),
    /// Open a screen; `replace` without a step in the history.
    Show {
        /// The screen.
        route: Route,
        /// Whether back skips the screen that is left.
        replace: bool,
    },
    /// Use another language and look from now on.
    Dress(Language, crate::format::preferences::ColourTheme),
    /// Start the new version.
    Update,
}
