//! Everything the app may ask of the world.

use crate::domain::code::Language;
use crate::domain::identity::WalkId;
use crate::domain::photo::MediaId;
use crate::format::preferences::{Draft, Memo};

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
    /// Remove a walk and the photos only it has.
    WipeWalk(WalkId),
    /// Remember these, in this order; the first that is refused ends it.
    Remember(Vec<Memo>),
    /// Remember this device's number on a walk, unless another tab gave it one meanwhile: then
    /// what is remembered is the answer.
    RememberNumber(Memo),
    /// Write a draft, before returning.
    KeepDraft(Draft),
    /// Remove a draft.
    DropDraft(Draft),
    /// Start or stop measuring the position.
    WatchPosition(bool),
    /// Keep the screen on, where the device can.
    KeepAwake(bool),
    /// Ask the browser to keep the storage.
    PersistStorage,
    /// Ask what is used.
    MeasureStorage,
    /// Make a file.
    Export {
        /// What.
        kind: FileKind,
        /// Of which walk.
        walk: WalkId,
        /// Language of the remarks.
        language: Language,
        /// Observations that stand now.
        observations: usize,
        /// Lines that could not be stored yet: they are part of the file all the same.
        unsaved: Vec<String>,
    },
    /// Take in the notebook that was chosen.
    Import {
        /// Language of the remarks.
        language: Language,
    },
    /// Join the walk that the address invites to.
    Join {
        /// Language of the remarks.
        language: Language,
    },
    /// Read the file that was chosen, without taking anything in.
    Read {
        /// What for.
        reading: Reading,
        /// Language of the remarks.
        language: Language,
    },
    /// Make the link that invites to a walk.
    MakeLink {
        /// The walk.
        walk: WalkId,
        /// Language of the remarks.
        language: Language,
    },
    /// Hand the file that is ready to the share sheet (`true`) or to the downloads.
    HandOver {
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
    Dress(Language, crate::format::preferences::Theme),
    /// Start the new version.
    Update,
}
