//! Everything that can happen. Each event carries its time and its randomness.

use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::Body;
use crate::domain::observation::amend::Change;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::place::Place;
use crate::domain::observation::taxonomy::Category;
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::readiness::Obstacle;
use crate::domain::walk::stop::StopRef;
use crate::domain::walk::stop_form::StopChange;
use crate::format::files::SpokenQuestion;
use crate::format::files::perimeter_file::PerimeterName;
use crate::format::left_file::FileWay;
use crate::format::preferences::{ColourTheme, Draft, Preferences};

use super::copies::CopiesCompared;
use super::effect::{Entry, FileKind, Reading, WriteId};
use super::exchange::{FileQuestion, JobAnswer, JobId};
use super::model::Filter;
use super::problem::{NoPosition, NotStored};
use super::route::{Page, Route};
use crate::domain::code::Language;

/// When it happened, and 16 random bytes to make an id of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Chance {
    /// When.
    pub at: Stamp,
    /// Randomness.
    pub random: u128,
}

/// A picture made ready on the device: re-encoded, its bytes waiting to be stored.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadyPhoto {
    /// The name of its bytes; they wait under it.
    pub media: MediaId,
    /// `image/jpeg`.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Width and height.
    pub pixels: (u32, u32),
    /// Opaque blocks drawn.
    pub blocks: u16,
}

/// What taking a notebook in did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportReport {
    /// The walks it spoke of, and the campaigns.
    pub walks: Vec<WalkId>,
    /// Those of them that are campaigns.
    pub campaigns: Vec<WalkId>,
    /// Revisions that were not here.
    pub records_new: usize,
    /// Revisions that were here already.
    pub records_known: usize,
    /// Photos that were not here.
    pub photos_new: usize,
    /// Photos that were here already.
    pub photos_known: usize,
    /// Whether something that belongs to it could not be read.
    pub partly: bool,
    /// What was wrong with it, in words.
    pub problems: Vec<String>,
    /// What each file held, as lines for the workshop
    /// ([`crate::domain::deliberation::reception`]).
    pub receptions: Vec<String>,
}

/// What is known of the browser's storage.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct StorageReport {
    /// Bytes used, when the browser tells.
    pub used: Option<u64>,
    /// Bytes that may be used, when the browser tells.
    pub quota: Option<u64>,
    /// Whether the browser promised to keep it; `None` when it cannot say.
    pub persisted: Option<bool>,
}

/// Part of a kit read from a file, not yet kept.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadPart {
    /// A perimeter, a layer or a basemap; for a route, a walk of which only line and stops count.
    pub body: Body,
    /// The name of the file.
    pub file: String,
    /// What should be known of it, in words.
    pub remarks: Vec<String>,
    /// Whether one of them asks for care before it is kept.
    pub warns: bool,
    /// What may be decided otherwise.
    pub questions: Vec<SpokenQuestion>,
}

/// What a file holds or leaves open, before anything of it is chosen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ReadNames {
    /// The areas in it; none where a question has to be answered first.
    pub names: Vec<PerimeterName>,
    /// What should be known of it, in words.
    pub remarks: Vec<String>,
    /// What it leaves open.
    pub questions: Vec<SpokenQuestion>,
}

/// The link that invites to a walk, as far as a QR code carries it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// What follows `rejoindre/`, see [`crate::format::fragment`].
    pub payload: String,
    /// Whether the sheet is in it, or only the walk's id.
    pub whole: bool,
    /// Whether the perimeter is in it.
    pub with_perimeter: bool,
}

/// Something that happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// The app started.
    Started {
        /// Now.
        at: Stamp,
        /// What the device remembers.
        preferences: Preferences,
        /// The languages of the device, best first.
        device_languages: Vec<String>,
        /// The address.
        route: Route,
        /// Texts that were being typed when the last page died.
        drafts: Vec<Draft>,
        /// Which of the two pages it is.
        page: Page,
        /// A number for this page, so that another tab's news can be told from its own.
        random: u128,
    },
    /// Some time passed.
    Ticked(Stamp),
    /// Another screen was asked for, by a link or the back button.
    Navigated(Route),
    /// A screen of another page was asked for: opened once everything is safe; with `true` in
    /// place of the one that is left, so that back skips it.
    Left(Route, bool),
    /// The page was hidden (`false`) or shown again.
    Shown(bool),

    /// Another tab remembered something: what the device remembers now.
    Remembered(Preferences),
    /// The sheets of the walks on this device, one line each.
    WalksListed(Vec<String>),
    /// The numbers under which this device wrote to a walk, as they stand beside its records.
    NumbersFound(WalkId, Vec<DeviceNumber>),
    /// Some lines of a walk, the newest of each thing; `done` when they are all there.
    LinesLoaded {
        /// The walk.
        walk: WalkId,
        /// Record lines.
        lines: Vec<String>,
        /// Whether these are the last ones.
        done: bool,
    },
    /// Storage could not be read.
    LoadFailed(NotStored),
    /// Another tab wrote to a walk.
    ChangedElsewhere(WalkId),

    /// A walk's sheet was filled in; its id is made of the chance.
    WalkCreated(Box<Walk>, Chance),
    /// The sheet of the open walk was changed.
    WalkAmended(Box<Walk>, Stamp),
    /// The training walk was asked for.
    TrainingOpened(Chance),
    /// The walk that another device prepared is prepared on this one from now on.
    PreparationTakenOver(Stamp),
    /// Part of the kit of the open walk is to be kept, as a new thing or in place of one.
    PartKept(Option<RecordId>, Box<Body>, Chance),
    /// A chosen file is to be read, and compared with these places of the walk.
    ReadAsked(Reading, Vec<Place>),
    /// A person answered what it leaves open: what it is about, and the value.
    ReadAnswered(String, String),
    /// What was read is not kept.
    ReadDropped,
    /// A job is not waited for any longer.
    JobStopped(JobId),
    /// The link of the open walk is to be made.
    LinkAsked,
    /// The reminder that a walk may be wiped was read.
    ReminderRead(WalkId),
    /// A walk is to be wiped from this device.
    WalkWiped(WalkId),
    /// The notice was read or heard.
    NoticeHeard(Chance),

    /// The person asked to say something.
    PlusTapped,
    /// The person asked for the position without saying anything yet.
    PositionAsked,
    /// The device measured its position: longitude, latitude (degrees), accuracy (metres).
    FixArrived {
        /// Degrees, WGS 84.
        lon: f64,
        /// Degrees, WGS 84.
        lat: f64,
        /// Metres.
        accuracy_m: f64,
        /// Where the phone moves to, in degrees clockwise from north, while it moves.
        heading: Option<f64>,
        /// When it arrived, by the phone's clock.
        at: Stamp,
        /// When it was measured, by its own stamp (ms since 1970, UTC; 0 when it has none).
        stamped_ms: i64,
    },
    /// The position far from the walk is right.
    FarBelieved,
    /// The device gave no position.
    FixFailed(NoPosition),

    /// Something was said of a stop by the group.
    StopSaid(StopRef, StopChange, Chance),
    /// A category was tapped: the observation exists from here on.
    CategoryTapped(Category, Chance),
    /// Something was said of an observation.
    Said(RecordId, Change, Stamp),
    /// A text is being typed.
    Typing(Draft),
    /// The camera or the file picker is about to open.
    CameraOpening(RecordId),
    /// It closed without a picture.
    CameraClosed(RecordId),
    /// A picture cannot be used: why, in whole sentences.
    PhotoRefused(RecordId, &'static str),
    /// A picture is ready to be stored.
    PhotoReady(RecordId, ReadyPhoto, Chance),
    /// A withdrawn observation is erased for good.
    Erased(RecordId, Stamp),
    /// A photo is taken back, or put back.
    PhotoWithdrawn(RecordId, bool, Stamp),
    /// An unfinished observation is kept as it is.
    UnfinishedKept(RecordId, Stamp),
    /// An unfinished observation is thrown away.
    UnfinishedDiscarded(RecordId, Stamp),
    /// The question about unfinished observations is put off.
    UnfinishedLater,

    /// Records made elsewhere, a page's own loop, are to be stored: of a walk, with the things they
    /// are about.
    Kept(WalkId, Vec<Entry>, Vec<RecordId>),
    /// A write is durable and was read back.
    Stored(WriteId),
    /// A write failed.
    StoreFailed(WriteId, NotStored),
    /// Writes that failed are to be tried again.
    RetryTapped,
    /// What is known of the storage.
    StorageMeasured(StorageReport),
    /// The two copies of what is stored were compared.
    Compared(CopiesCompared),
    /// The browser says that it lost what the database held, and nothing came back.
    DataLost,
    /// Nothing is stored, and the second copy could not be asked.
    CopyUnread,
    /// The database was made anew under this page, or closed under it.
    DatabaseMadeAnew,
    /// What this page still shows of a walk is to be stored again (`true`) or given up.
    ClearedDecided(bool, Stamp),
    /// Everything that is stored is to be read and checked.
    CheckAsked,

    /// A file is asked for.
    ExportAsked(FileKind, Stamp),
    /// A file of a campaign is asked for, about content of this fingerprint
    /// ([`crate::domain::campaign::Campaign::fingerprint`]).
    CampaignFileAsked(FileQuestion, u64),
    /// The worker says something of a job.
    Answered(JobId, JobAnswer),
    /// A file that is ready is to go to the share sheet (`true`) or to the downloads.
    HandOverTapped(JobId, bool),
    /// A file was handed to the share sheet or to the downloads: which of them. Whether it arrived
    /// there, the page does not know.
    FileHandedOver(JobId, FileWay, Stamp),
    /// Somebody looked for a notebook file of a walk, known by the time at which it left: she sees it
    /// (`true`) or not.
    FileSeen(WalkId, i64, bool),
    /// Files were chosen to be taken in: what that would do is looked at first.
    ImportAsked,
    /// A person saw what would be taken in, and takes it (`true`) or leaves it.
    ForeseenAnswered(bool),
    /// It is to be taken in, and what nobody proved in it as well: a person knows that it comes from
    /// the phone whose number it bears.
    DoubtedAccepted,
    /// What was pasted is no invitation: a whole message.
    Refused(String),
    /// The answer of the mediator's device was typed or scanned: it is to be compared with what is
    /// stored of a walk.
    AnswerGiven(WalkId, String),
    /// Internal observations are to be part of the layers, or not.
    InternalChosen(bool),

    /// The list is to be filtered.
    Filtered(Filter),
    /// Another language.
    LanguageChosen(Language),
    /// Another look.
    ThemeChosen(ColourTheme),
    /// A text is to be read aloud.
    ReadAloud(String),
    /// The device has no voice.
    NoVoice,
    /// The page looked whether the phone can walk without a network: what is lacking.
    Checked(Vec<Obstacle>, Chance),
    /// A new version of the app is there.
    UpdateFound,
    /// The person agrees to it.
    UpdateAgreed,
    /// A message was read.
    ProblemDismissed(usize),
}
