//! Why a job was not done.

use crate::app::problem::{NotStored, Problem};
use crate::text::Words;

/// Why a job was not done. Its words are found in the page; only what a file says of itself comes in
/// words from the worker, because the walker's first page does not carry those.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExchangeError {
    /// Storage could not be read: nothing was made.
    Unreadable(NotStored),
    /// A walk of the campaign could not be read, by its title or its id: without it the file would
    /// not be the campaign.
    WalkUnreadable(String, NotStored),
    /// Something could not be stored.
    NotStored(NotStored),
    /// What it is about is not on this device.
    NotHere,
    /// A file could not be used; why, in words.
    File(String),
    /// Nothing could be read of the files, in which this is wrong.
    NothingRead(Vec<String>),
    /// A whole message, made where its words are.
    Told(String),
    /// The address invites to no walk.
    NotInvited,
    /// The worker ended before its job did, in the words of the browser.
    Died(String),
    /// A message between page and worker was not understood.
    NotUnderstood,
    /// Anything else, in the words of the browser.
    Engine(String),
}

impl ExchangeError {
    /// It as the reason in a longer sentence.
    pub fn words(&self, t: &Words) -> String {
        match self {
            Self::Unreadable(why) => Problem::StorageUnreadable(why.clone()).words(t),
            Self::NotStored(why) => Problem::NotStored(why.clone()).words(t),
            Self::WalkUnreadable(title, why) => {
                let why = Problem::StorageUnreadable(why.clone()).words(t);
                (t.job_walk_unreadable)(title, &why)
            }
            Self::NotHere => t.job_not_here.into(),
            Self::File(why) | Self::Told(why) => why.clone(),
            Self::NothingRead(why) => (t.job_nothing_read)(&why.join(" ")),
            Self::NotInvited => String::new(),
            Self::Died(why) => (t.job_died)(why),
            Self::NotUnderstood => (t.job_died)(""),
            Self::Engine(why) => why.clone(),
        }
    }

    /// Whether it says by itself what happened, what is safe and what to do.
    pub fn is_sentence(&self) -> bool {
        matches!(self, Self::Told(_) | Self::NothingRead(_) | Self::WalkUnreadable(..))
    }
}
