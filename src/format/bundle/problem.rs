//! What can be wrong with a notebook. None of it stops the rest from being read.

use crate::domain::photo::MediaId;
use crate::text::FileWords;

/// Something wrong with a notebook.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BundleProblem {
    /// It is not a notebook at all.
    NotANotebook,
    /// It ends too early.
    Truncated,
    /// A line is not a record; its number counts from 1.
    LineUnreadable(u64),
    /// A record of a kind or a version that is not known here: kept and passed on.
    NewerRecord(String),
    /// Parts of a record whose value is not known here: kept and passed on.
    NotUnderstood(String),
    /// The bytes of a photo are not those its name promises.
    PhotoAltered(String),
    /// A photo that should be there is not.
    PhotoMissing(MediaId),
    /// So many records are said, so many were found.
    CountsDiffer(u64, u64),
    /// The records are not, byte for byte, those that were written.
    RecordsAltered,
    /// A part is larger than any notebook's.
    TooLarge(String),
    /// A part would be written outside the notebook.
    EntryOutside(String),
    /// A part that no notebook has.
    UnknownEntry(String),
    /// A part cannot be unpacked.
    EntryDamaged(String),
}

/// No more of a name than this is repeated to a person.
const MOST_SHOWN: usize = 60;

impl BundleProblem {
    /// It in words.
    pub fn words(&self, t: &FileWords) -> String {
        let short = |text: &str| text.chars().take(MOST_SHOWN).collect::<String>();
        match self {
            Self::NotANotebook => t.bundle_not_one.into(),
            Self::Truncated => t.bundle_truncated.into(),
            Self::LineUnreadable(number) => (t.bundle_line)(*number),
            Self::NewerRecord(kind) => (t.bundle_newer)(&short(kind)),
            Self::NotUnderstood(field) => (t.bundle_not_understood)(&short(field)),
            Self::PhotoAltered(name) => (t.bundle_photo_altered)(&short(name)),
            Self::PhotoMissing(media) => (t.bundle_photo_missing)(&short(&media.to_string()[..12])),
            Self::CountsDiffer(said, found) => (t.bundle_counts)(*said, *found),
            Self::RecordsAltered => t.bundle_altered.into(),
            Self::TooLarge(name) => (t.bundle_too_large)(&short(name)),
            Self::EntryOutside(name) => (t.bundle_outside)(&short(name)),
            Self::UnknownEntry(name) => (t.bundle_unknown)(&short(name)),
            Self::EntryDamaged(name) => (t.bundle_damaged)(&short(name)),
        }
    }
}
