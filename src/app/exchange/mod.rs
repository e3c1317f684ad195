//! Files in and out, as far as nobody needs a browser for it: what the page asks of the worker
//! ([`Message`]), what the worker answers ([`JobAnswer`]), and the queue in which jobs wait for one
//! another ([`Exchange`]). What cannot be text, files and photos, travels beside the messages.

mod checking;
mod chosen;
pub mod erasing;
mod error;
pub mod making;
mod preview;
mod proving;
mod queue;
mod receptions;
pub mod releasing;
pub mod settled;
pub mod shelf;
mod signing;
pub mod taking_in;
mod wire;
mod wire_files;

use super::effect::{FileAsked, FileKind};
use super::event::{ImportReport, Link, ReadNames, ReadPart};
use crate::domain::code::Language;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;

pub use chosen::Chosen;
pub use error::ExchangeError;
pub use preview::Preview;
pub use queue::{Awaited, Exchange, Finished, Ready, Shown, Work};

/// Tells a job apart from the others of this page; counts from 1.
pub type JobId = u32;

/// Everything that decides what a file holds, apart from the content it is made of: two equal
/// questions about the same content have the same answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileQuestion {
    /// What kind of file.
    pub kind: FileKind,
    /// The walk or the campaign.
    pub of: WalkId,
    /// What was chosen of it; empty for files that are always whole.
    pub chosen: Chosen,
    /// The language of the file and of what is said about it.
    pub language: Language,
}

impl FileQuestion {
    /// A file of which nothing is chosen.
    pub fn whole(kind: FileKind, of: WalkId, language: Language) -> Self {
        Self { kind, of, chosen: Chosen::default(), language }
    }
}

/// What is asked of the worker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// A file is to be made.
    Make(FileQuestion),
    /// The files that were chosen are to be looked into: what taking them in would do.
    Look,
    /// The files that this job looked into are to be taken in; with what nobody proved in them, where
    /// a person said that it is the phone whose number it bears.
    Import(JobId, bool),
    /// The walk of an invitation is to be joined; the platform adds the address's fragment. What
    /// would change a walk that is here is only looked at.
    Join(String),
    /// The same, and a person accepted what it changes.
    Accept(String),
    /// The chosen file is to be read, nothing taken in.
    Read(FileAsked),
    /// Whether this answers what is stored of a walk.
    Check(WalkId, String),
    /// The link that invites to a walk.
    Link(WalkId),
    /// A walk is to be removed.
    Wipe(WalkId),
    /// What is erased of a walk, or by a campaign, is to go from storage.
    Erase(WalkId),
}

/// A request on its way to the worker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// Comes back with every answer.
    pub id: JobId,
    /// What is asked.
    pub request: Request,
    /// The language of remarks.
    pub language: Language,
    /// Now, by the page's clock.
    pub at: Stamp,
    /// Observations that the page shows of the walk.
    pub observations: usize,
    /// Lines that storage has not taken yet: they are part of what is made.
    pub unsaved: Vec<String>,
    /// Photos that storage has not taken yet, name and type; their bytes travel beside the message
    /// in the same order.
    pub held: Vec<(MediaId, String)>,
    /// The number of this device on the walk, as it remembers it: what bears it is signed. Empty
    /// where it has none.
    pub writer: String,
}

/// A file that was made; its bytes travel beside the message.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Made {
    /// Its name.
    pub name: String,
    /// Observations or records in it.
    pub items: usize,
    /// Photos in it.
    pub photos: usize,
    /// What should be known about it, in words.
    pub remarks: Vec<String>,
    /// Whether everything that is here is in it: a file that lacks a photo which the disk did not
    /// give back is no backup.
    pub whole: bool,
    /// Bytes; told by the page that received the file.
    pub size: u64,
    /// Whether the share sheet of this browser takes it; told by the page.
    pub can_share: bool,
    /// What is remembered of it, as a line to be written down; empty for what stays in the group.
    pub left: String,
}

/// What taking files or an invitation in would do, before it is done.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Foreseen {
    /// The walks it is about.
    pub walks: Vec<WalkId>,
    /// What it would do, in sentences.
    pub said: Vec<String>,
    /// Whether there is anything to take.
    pub takes: bool,
    /// Whether there is something that nobody proved, and that a person can let in.
    pub doubted: bool,
}

/// What came of a job.
#[derive(Clone, PartialEq, Debug)]
pub enum Done {
    /// A file.
    File(Made),
    /// What would be taken in.
    Foreseen(Foreseen),
    /// Notebooks were taken in.
    TakenIn(ImportReport),
    /// The perimeters in a file.
    Names(ReadNames),
    /// What was asked for of a file; its name is told by the page, which chose it.
    Part(Box<ReadPart>),
    /// Whether the answer is the one to what is stored.
    Checked(bool),
    /// The link.
    Link(Link),
    /// The walk is gone.
    Wiped,
    /// What is erased is gone.
    Erased,
}

/// What the worker says.
#[derive(Clone, PartialEq, Debug)]
pub enum JobAnswer {
    /// It is ready to be asked.
    Here,
    /// So many steps are done of so many; of zero when nobody knows.
    Progress(usize, usize),
    /// It is done.
    Done(Done),
    /// It was not done.
    Failed(ExchangeError),
}
