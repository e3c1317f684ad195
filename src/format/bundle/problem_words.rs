//! What is wrong with a notebook, said to a person.

use super::{BundleProblem, Part};
use crate::domain::code::Language;
use crate::text::{FileWords, ReturnedWords};

/// What the ways of packing are called that are met.
fn way_name(way: u16) -> String {
    match way {
        9 => "Deflate64".into(),
        12 => "BZip2".into(),
        14 => "LZMA".into(),
        20 | 93 => "Zstandard".into(),
        95 => "XZ".into(),
        98 => "PPMd".into(),
        other => other.to_string(),
    }
}

impl BundleProblem {
    /// It in words.
    pub fn words(&self, language: Language) -> String {
        let (t, r) = (FileWords::of(language), ReturnedWords::of(language));
        let short = |text: &str| text.chars().take(60).collect::<String>();
        match self {
            Self::NotANotebook => t.bundle_not_one.into(),
            Self::Protected => r.protected.into(),
            Self::PackedOtherwise { way } => (r.packed_otherwise)(&way_name(*way)),
            Self::OtherArchive { kind } => (r.other_archive)(kind),
            Self::RecordsMissing => r.records_missing.into(),
            Self::Mended => r.mended.into(),
            Self::SourceUnreadable(why) => (t.bundle_unreadable)(&short(why)),
            Self::NewerBundle { version } => (t.bundle_newer_bundle)(*version),
            Self::Truncated => t.bundle_truncated.into(),
            Self::ManifestUnreadable => t.bundle_no_manifest.into(),
            Self::LineUnreadable { line_number } => (t.bundle_line)(*line_number),
            Self::NewerRecord { kind, .. } => (t.bundle_newer)(&short(kind)),
            Self::FieldNotUnderstood { field, .. } => (t.bundle_not_understood)(&short(field)),
            Self::MoreRemarks { count } => (t.bundle_more_remarks)(*count),
            Self::PhotoNotBare { name } => (t.bundle_photo_not_bare)(&short(name)),
            Self::PhotoAltered { name } => (t.bundle_photo_altered)(&short(name)),
            Self::PhotoMissing { id } => {
                let name: String = id.to_string().chars().take(12).collect();
                (t.bundle_photo_missing)(&name)
            }
            Self::CountsDiffer { said, found } => (t.bundle_counts)(*said, *found),
            Self::RecordsAltered => t.bundle_altered.into(),
            Self::TooLarge { what } => match what {
                Part::Records | Part::Line => t.bundle_records_too_large.into(),
                Part::Photo => t.bundle_photo_too_large.into(),
                Part::Entries => t.bundle_too_many.into(),
            },
            Self::EntryOutside { name } => (t.bundle_outside)(&short(name)),
            Self::UnknownEntry { name } => (t.bundle_unknown)(&short(name)),
        }
    }
}
