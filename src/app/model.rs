//! All that the app knows while it runs.

use crate::domain::code::Language;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::observation::Observation;
use crate::domain::observation::fix::{Fix, RecentFixes};
use crate::domain::observation::freshness::{FRESH_MS, FixClock};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::scale::Polarity;
use crate::domain::observation::taxonomy::Principle;
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::grid::Question;
use crate::domain::walk::notebook::Notebook;
use crate::domain::walk::readiness::Obstacle;
use crate::domain::walk::reference_layer::{ReferenceKind, within};
use crate::domain::walk::stop::StopId;
use crate::domain::walk::stop_form::StopForm;
use crate::format::preferences::{Draft, Preferences};

use super::copies::CopiesCompared;
use super::effect::{Entry, FileAsked, FileKind, WriteId};
use super::event::{Link, ReadNames, ReadPart, StorageReport};
use super::exchange::{self, Exchange};
use super::problem::{NoPosition, Problem};
use super::route::{Page, Route};

/// A walk on this device, as the list of walks shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct WalkSheet {
    /// Its sheet.
    pub walk: Walk,
    /// Revision of the sheet.
    pub revision: u32,
}

/// Where the phone is, as far as it knows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Location {
    /// Whether it is being measured.
    pub watching: bool,
    /// The last few fixes.
    pub recent: RecentFixes,
    /// Where it moves to, in degrees clockwise from north, while it moves.
    pub heading: Option<f64>,
    /// Why there is none.
    pub failure: Option<NoPosition>,
    /// Observations made so short a time ago that a better fix may still say where.
    pub awaited_by: Vec<Waiting>,
    /// What the stamps of the fixes tell of time.
    pub clock: FixClock,
    /// Since when there are only fixes that may be old ones (ms of the page).
    pub doubted: Option<i64>,
    /// Whether another one was asked for.
    pub asked_again: bool,
    /// A fix that cannot be of this walk, unless a person says so.
    pub far: Option<Far>,
    /// Whether she said so.
    pub far_believed: bool,
    /// Whether she was told that the clock is off.
    pub clock_told: bool,
}

/// An observation that waits for a fix.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Waiting {
    /// Which.
    pub id: RecordId,
    /// When it was made (ms of the page's own time; negative when before it).
    pub since_ms: i64,
    /// Whether a person said at which stop, or at none.
    pub stop_is_said: bool,
}

/// A fix far from everything that is known of the walk.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Far {
    /// The fix.
    pub fix: Fix,
    /// When it was measured (ms of the page's own time).
    pub measured_ms: i64,
    /// How far, at least.
    pub metres: f64,
}

/// What the list shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Only this principle.
    pub principle: Option<Principle>,
    /// Only this polarity.
    pub polarity: Option<Polarity>,
    /// Only this moment.
    pub moment: Option<Moment>,
    /// Only what its author has not called done.
    pub unfinished: bool,
    /// Only what has no place.
    pub without_place: bool,
}

/// A write on its way.
#[derive(Clone, PartialEq, Debug)]
pub struct PendingWrite {
    /// To be named in the answer.
    pub write: WriteId,
    /// The walk.
    pub walk: WalkId,
    /// What is being written.
    pub entries: Vec<Entry>,
    /// The photos with it.
    pub media: Vec<MediaId>,
    /// The things it is about.
    pub things: Vec<RecordId>,
    /// Drafts to drop once it is safe.
    pub drafts: Vec<Draft>,
    /// Whether it failed and waits to be tried again.
    pub failed: bool,
}

/// A file being read for the preparation.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum FileRead {
    /// None.
    #[default]
    None,
    /// It is being read.
    Reading,
    /// The perimeters in it.
    Names(std::sync::Arc<ReadNames>),
    /// What was asked for of it.
    Part(Box<ReadPart>),
    /// It could not be read; why, in words.
    Failed(String),
}

/// All that the app knows while it runs.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Model {
    /// Which of the two pages this is.
    pub page: Page,
    /// The screen.
    pub route: Route,
    /// A screen of another page that waits until everything is safe, and whether it takes the place
    /// of this one.
    pub leaving: Option<(Route, bool)>,
    /// What the device remembers.
    pub preferences: Preferences,
    /// The language spoken.
    pub language: Language,
    /// The newest time the app was told.
    pub now: Stamp,
    /// Milliseconds that this page lives: no clock that is set turns it back.
    pub lived_ms: i64,
    /// When the page started.
    pub started: Stamp,
    /// The walks on this device, newest first.
    pub walks: Vec<WalkSheet>,
    /// Whether the list of walks is known.
    pub walks_known: bool,
    /// The walk that is open.
    pub open: Option<WalkId>,
    /// Its notebook.
    pub notebook: Notebook,
    /// Whether all of it is loaded.
    pub loaded: bool,
    /// Counts what changed in the notebook or the filter, so that a list knows when to look again.
    pub changes: u64,
    /// Records of the open walk that this version keeps but cannot read.
    pub unread: usize,
    /// What a later version said that this one cannot read: bodies as they came, by the digest of
    /// their line.
    pub later: Vec<(u64, String)>,
    /// This device's number on the open walk.
    pub device: DeviceNumber,
    /// The one that is known to be durable beside the records.
    pub number_on_disk: Option<DeviceNumber>,
    /// Where the phone is.
    pub location: Location,
    /// Writes on their way.
    pub writes: Vec<PendingWrite>,
    /// The last write.
    pub last_write: WriteId,
    /// What the list shows.
    pub filter: Filter,
    /// Texts that were being typed when the last page died, and photos that were waited for.
    pub drafts: Vec<Draft>,
    /// Observations left unfinished by an earlier page, still to be asked about.
    pub left_unfinished: Vec<RecordId>,
    /// What is known of the storage.
    pub storage: StorageReport,
    /// What came of comparing the two copies of it last.
    pub copies: Option<CopiesCompared>,
    /// Whether everything stored is being read.
    pub checking: bool,
    /// Whether the database was made anew under this page, which still shows a walk.
    pub made_anew: bool,
    /// Whether the browser was asked to keep it.
    pub persistence_asked: bool,
    /// What the page found to be lacking for a walk without a network; `None` while it looks.
    pub lacks: Option<Vec<Obstacle>>,
    /// What is being made or taken in, and the files that are ready.
    pub exchange: Exchange,
    /// Whether the answer given last is the one to what is stored of a walk.
    pub answer: Option<(WalkId, bool)>,
    /// A file being read for the preparation.
    pub read: FileRead,
    /// What it is read for, with what was answered of it.
    pub file_asked: Option<FileAsked>,
    /// The link of the open walk, once it was asked for.
    pub link: Option<Link>,
    /// Whether the layers are to hold what stays inside the group.
    pub with_internal: bool,
    /// Withdrawn a moment ago, the last one last: can be put back.
    pub just_withdrawn: Vec<RecordId>,
    /// Whether one of them was, a moment ago.
    pub put_back: bool,
    /// A new version is there.
    pub update_found: bool,
    /// What the person has to know.
    pub problems: Vec<Problem>,
}

/// How long the list of walks is waited for before the ways onward are shown without it (ms).
const LIST_PATIENCE_MS: i64 = 1500;

impl Model {
    /// Whether nothing will push the buttons of the list of walks away from under a finger any
    /// more: the list is there, or it will not come soon.
    #[must_use]
    pub fn is_home_settled(&self) -> bool {
        self.walks_known
            || !self.problems.is_empty()
            || self.now.ms_since(self.started) >= LIST_PATIENCE_MS
    }

    /// The sheet of the open walk.
    pub fn walk(&self) -> Option<&Walk> {
        let open = self.open?;
        self.notebook
            .walk(open)
            .or_else(|| self.walks.iter().map(|sheet| &sheet.walk).find(|walk| walk.id == open))
    }

    /// Whether this device may write the sheet of the open walk: it made it, or nobody's revision
    /// is here yet.
    pub fn prepares(&self) -> bool {
        let record = self.open.and_then(|open| self.notebook.record(RecordId(open.0)));
        record.is_none_or(|record| record.envelope.device == self.device)
    }

    /// Whether the browser may clear what is on this device although it was asked not to. It is said
    /// where nobody else has it: while a walk is prepared, and in the workshop.
    pub fn storage_may_be_cleared(&self) -> bool {
        self.storage.persisted == Some(false)
    }

    /// Whether it may clear the sheet of the open walk, which was written here.
    pub fn sheet_may_be_cleared(&self) -> bool {
        let is_own = self.walk().is_some_and(|walk| !walk.training) && self.prepares();
        is_own && self.storage_may_be_cleared()
    }

    /// Whether the open walk asks a question.
    pub fn asks(&self, question: Question) -> bool {
        self.walk().is_none_or(|walk| walk.grid.asks(question))
    }

    /// The street lamps that an observation may be about: label and metres, nearest first.
    pub fn lamps_near(&self, id: RecordId) -> Vec<(String, f64)> {
        let position = self.observation(id).zip(self.walk()).and_then(|(o, walk)| o.position(walk));
        let Some(position) = position else { return Vec::new() };
        let layers = self.notebook.layers().map(|(_, layer)| layer);
        let lamps = layers.filter(|layer| layer.kind == ReferenceKind::Lamp);
        let near = within(lamps, position.place, position.accuracy_m.unwrap_or(0.0));
        near.into_iter().map(|(point, metres)| (point.label.clone(), metres)).collect()
    }

    /// This device's form of a stop, if it began one.
    pub fn own_stop_form(&self, stop: StopId) -> Option<(RecordId, &StopForm)> {
        self.notebook.forms_of(self.walk()?, stop).find(|(id, _)| {
            let own = self.notebook.record(*id).map(|record| record.envelope.device);
            own == Some(self.device)
        })
    }

    /// An observation of the open walk.
    pub fn observation(&self, id: RecordId) -> Option<&Observation> {
        self.notebook.observation(id)
    }

    /// The best estimate of where the phone is now; `None` when it is too old.
    pub fn current_fix(&self) -> Option<Fix> {
        self.location.recent.estimate().filter(|_| self.fix_age_ms() <= FRESH_MS)
    }

    /// How long ago the newest fix was measured (ms).
    pub fn fix_age_ms(&self) -> i64 {
        let measured = self.location.recent.measured_ms();
        measured.map_or(i64::MAX, |measured| (self.lived_ms - measured).max(0))
    }

    /// Whether a thing is not yet safe: on its way, failed, or cleared under this page.
    pub fn is_unsaved(&self, id: RecordId) -> bool {
        self.made_anew || self.writes.iter().any(|write| write.things.contains(&id))
    }

    /// Whether a write failed and waits.
    pub fn has_failed_writes(&self) -> bool {
        self.writes.iter().any(|write| write.failed)
    }

    /// Whether anything would be lost if the page were replaced now.
    pub fn is_busy(&self) -> bool {
        !self.writes.is_empty() || self.is_typing() || self.exchange.is_busy()
    }

    /// What a file of the open walk is asked with, on this screen.
    pub fn question(&self, kind: FileKind) -> Option<exchange::FileQuestion> {
        Some(exchange::FileQuestion::whole(kind, self.open?, self.language))
    }
}
