//! What went wrong: what happened, what is safe, what to do.

use super::exchange::ExchangeError;
use crate::domain::stamp::Stamp;
use crate::text::{GroundWords, Words};

/// Why the device did not give a position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoPosition {
    /// The person or the device said no.
    Denied,
    /// The device cannot tell.
    Unavailable,
    /// It took too long.
    TimedOut,
    /// What it tells is no place: zeros, or nothing.
    Nowhere,
}

/// Why something could not be stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotStored {
    /// No room left.
    Full,
    /// The browser allows no storage at all (private browsing, blocked by settings).
    Refused,
    /// A later version has made storage its own, which this one does not know how to use.
    Newer,
    /// What was read back is not what was written.
    ReadBackDiffers,
    /// Anything else, in the browser's own words.
    Other(String),
}

/// Why a picture could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoPhoto {
    /// It is not a picture this browser can read.
    Unreadable,
    /// It is a HEIC or HEIF picture and this browser cannot read those.
    Heic,
    /// The browser ran out of memory on it.
    TooLarge,
    /// It changed, or is no longer there, since it was chosen.
    Changed,
}

impl NoPhoto {
    /// It in words: those of the page where photos are taken, which alone needs them.
    pub fn words(&self, g: &GroundWords) -> &'static str {
        match self {
            Self::Unreadable => g.photo_unreadable,
            Self::Heic => g.photo_heic,
            Self::TooLarge => g.photo_large,
            Self::Changed => g.photo_changed,
        }
    }
}

/// Something that the person has to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// Writing failed; what is on screen is still in memory.
    NotStored(NotStored),
    /// Storage could not be read at all.
    StorageUnreadable(NotStored),
    /// Some stored records cannot be read by this version; they are kept.
    RecordsKeptUnread(usize),
    /// The photo that was being taken when the page died did not arrive.
    PhotoLost,
    /// A text was longer than its field.
    TextCut(usize),
    /// The phone's clock was never set.
    ClockNotSet,
    /// The satellites say another time than the phone.
    ClockOff {
        /// What the phone says.
        phone: Stamp,
        /// What they say.
        satellites: Stamp,
    },
    /// The walk's sheet says another day than the phone; both `YYYY-MM-DD`.
    DayOff {
        /// What the phone says.
        phone: String,
        /// What the sheet says.
        sheet: String,
    },
    /// A file could not be made.
    ExportFailed(ExchangeError),
    /// A file could not be taken in.
    ImportFailed(ExchangeError),
    /// Something said in whole sentences already.
    Told(String),
    /// The walk in the address is not on this device.
    NoSuchWalk,
    /// What the browser had lost came back from the second copy.
    BroughtBack {
        /// Records.
        records: usize,
        /// Photos and maps.
        photos: usize,
    },
    /// A walk that this device remembers is not here.
    WalksGone,
    /// Nothing is in the database, and the second copy does not answer.
    CopyUnread,
    /// The browser says that it lost what it kept.
    DataLost,
    /// The browser's data were cleared; this page still shows the walk.
    Cleared,
    /// Another page was asked for while something here is only in memory.
    CannotLeave,
    /// Another device prepared this walk, and only it may change the sheet.
    PreparedElsewhere,
    /// Another device said this, and only it may change it.
    SaidElsewhere,
    /// The device has no voice to read aloud with.
    NoVoice,
}

impl Problem {
    /// It in words: what happened, what is safe, what to do.
    pub fn words(&self, t: &Words) -> String {
        match self {
            Self::NotStored(NotStored::Full) => t.problem_full.into(),
            Self::NotStored(NotStored::Refused) | Self::StorageUnreadable(NotStored::Refused) => {
                t.problem_refused.into()
            }
            Self::NotStored(NotStored::Newer) | Self::StorageUnreadable(NotStored::Newer) => {
                t.problem_newer.into()
            }
            Self::NotStored(NotStored::ReadBackDiffers) => t.problem_read_back.into(),
            Self::NotStored(NotStored::Other(why)) => (t.problem_other)(why),
            Self::StorageUnreadable(NotStored::Other(why)) => (t.problem_unreadable)(why),
            Self::StorageUnreadable(_) => (t.problem_unreadable)(""),
            Self::RecordsKeptUnread(count) => (t.records_unread)(*count),
            Self::PhotoLost => t.problem_photo_lost.into(),
            Self::TextCut(most) => (t.text_cut)(*most),
            Self::ClockNotSet => t.problem_clock.into(),
            Self::ClockOff { phone, satellites } => {
                let said = |at: &Stamp| format!("{} {}", (t.date)(&at.date()), at.hour_minute());
                (t.position.clock_off)(&said(phone), &said(satellites))
            }
            Self::DayOff { phone, sheet } => {
                (t.position.day_off)(&(t.date)(phone), &(t.date)(sheet))
            }
            Self::ExportFailed(why) => (t.problem_export)(&why.words(t)),
            Self::ImportFailed(why) => (t.problem_import)(&why.words(t)),
            Self::Told(why) => why.clone(),
            Self::NoSuchWalk => t.problem_no_walk.into(),
            Self::BroughtBack { records, photos } => (t.copies.back)(*records, *photos),
            Self::WalksGone => t.copies.gone.into(),
            Self::CopyUnread => t.copies.no_answer.into(),
            Self::DataLost => t.copies.lost.into(),
            Self::Cleared => t.copies.cleared.into(),
            Self::CannotLeave => t.problem_cannot_leave.into(),
            Self::PreparedElsewhere => t.problem_prepared_elsewhere.into(),
            Self::SaidElsewhere => t.problem_said_elsewhere.into(),
            Self::NoVoice => t.problem_no_voice.into(),
        }
    }
}
