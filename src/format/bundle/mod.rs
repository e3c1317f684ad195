//! The notebook file: backup, hand-over and archive are the same thing.
//!
//! Its content is a [`Manifest`], the record lines exactly as they are stored (all revisions), and
//! the bytes of the photos. It comes in two wrappings:
//!
//! - `.zip` ([`ZipWriter`]): `records.ndjson`, `media/<sha256>.jpg`, `manifest.json`;
//! - `.html` ([`HtmlWriter`]): a page that any browser shows and any person can read, which carries
//!   the same three in two data blocks and in its pictures.
//!
//! Records come first in both, so that a file cut short loses pictures before it loses words; what
//! can only be known at the end, the manifest, comes last. [`Reader`] works out which wrapping it
//! is given, delivers all that is sound and lists the rest as [`BundleProblem`]s.

mod escape;
mod html_source;
mod html_writer;
mod ledger;
mod letter;
mod lines;
mod manifest;
mod mending;
mod notebooks;
mod origin;
mod page;
mod page_text;
mod pass;
mod problem_words;
mod reader;
mod receipt;
mod salvage;
mod zip_lines;
mod zip_source;
mod zip_writer;

use std::io;

use crate::domain::observation::photo::MediaId;
use crate::domain::walk::basemap::BASEMAP_TYPE;

pub use html_writer::HtmlWriter;
pub use manifest::{FORMAT, KIT, Manifest, Media, VERSION};
pub use mending::is_bent_copy;
pub use notebooks::Notebooks;
pub use reader::{Item, Reader};
pub use receipt::{answer_code, receipt_code, typed_code};
pub use zip_source::is_companion;
pub use zip_writer::ZipWriter;

/// Most bytes of record lines that are read from one notebook.
pub const RECORDS_MAX: u64 = 256 << 20;
/// So many bytes of record lines are read of a zip whatever they were packed to, and beyond them so
/// many for each byte there. The app's own pack to a twentieth, revision upon revision to a sixtieth.
pub const RECORDS_ALWAYS: u64 = 4 << 20;
/// See [`RECORDS_ALWAYS`].
pub const RECORDS_RATIO: u64 = 128;
/// Most bytes of one record line.
pub const LINE_MAX: usize = 2 << 20;
/// Most bytes of one photo. The app's own are below 1 MB.
pub const PHOTO_MAX: u64 = 24 << 20;
/// Most bytes of a manifest.
pub const MANIFEST_MAX: u64 = 16 << 20;
/// Most entries of a zip, or pictures of a page.
pub const ENTRIES_MAX: usize = 20_000;
/// Bytes that may be spent on photos that turn out not to be sound, before the others are left:
/// at most these, and these beside twice the file.
pub const REFUSED_MAX: u64 = 512 << 20;
/// See [`REFUSED_MAX`].
pub const REFUSED_ALWAYS: u64 = 32 << 20;
/// Remarks on values and kinds that are delivered one by one; more are counted.
pub const REMARKS_MAX: usize = 200;
/// Most bytes of a notebook that is read in memory, because it is packed in another file or written in
/// another way.
pub const HELD_MAX: u64 = 128 << 20;

/// A part of a notebook that may be larger than can be taken in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// All record lines together, beyond [`RECORDS_MAX`]; those before are delivered.
    Records,
    /// One record line, beyond [`LINE_MAX`].
    Line,
    /// One photo, beyond [`PHOTO_MAX`].
    Photo,
    /// Too many entries, or too much that is not sound; what came before is delivered.
    Entries,
}

/// What is wrong with a notebook, or could not be used of it. See [`BundleProblem::words`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum BundleProblem {
    /// It is another kind of file.
    NotANotebook,
    /// It asks for a password.
    Protected,
    /// It is packed in a way that is not read here.
    PackedOtherwise {
        /// The number of that way in zips.
        way: u16,
    },
    /// It is another kind of archive.
    OtherArchive {
        /// Its name.
        kind: &'static str,
    },
    /// It is a notebook's page that was saved without its record lines.
    RecordsMissing,
    /// Record lines were changed on the way, and were mended: they are those that were written.
    Mended,
    /// The file itself could not be read, in the words of the device.
    SourceUnreadable(String),
    /// A later version made it; what is understood of it is delivered.
    NewerBundle {
        /// The version of the bundle.
        version: u32,
    },
    /// The end of the file is missing.
    Truncated,
    /// There is no manifest, or it is not one: nothing can be checked against it.
    ManifestUnreadable,
    /// A line is not a record.
    LineUnreadable {
        /// From 1.
        line_number: usize,
    },
    /// A record of a kind or version that this app does not know: delivered, to be kept and
    /// passed on.
    NewerRecord {
        /// Its kind, at most 60 characters.
        kind: String,
        /// Its version.
        version: u32,
    },
    /// A value of a delivered record that this version does not know.
    FieldNotUnderstood {
        /// From 1.
        line_number: usize,
        /// `field: value`.
        field: String,
    },
    /// So many more remarks of these two kinds, beyond the first [`REMARKS_MAX`].
    MoreRemarks {
        /// How many.
        count: usize,
    },
    /// The file of a photo carries more than the picture; it is not delivered.
    PhotoNotBare {
        /// The name it has in the notebook.
        name: String,
    },
    /// The bytes of a photo are not those it was named after; it is not delivered.
    PhotoAltered {
        /// The name it has in the notebook.
        name: String,
    },
    /// A record names a photo that is not in the notebook.
    PhotoMissing {
        /// Its name.
        id: MediaId,
    },
    /// The manifest says another number of record lines.
    CountsDiffer {
        /// What the manifest says.
        said: u64,
        /// What is there.
        found: u64,
    },
    /// The record lines are not those that were written. Those that are records are delivered.
    RecordsAltered,
    /// Something is larger than can be taken in.
    TooLarge {
        /// What.
        what: Part,
    },
    /// An entry whose name leads out of the notebook; it is not opened.
    EntryOutside {
        /// The name.
        name: String,
    },
    /// An entry that belongs to no notebook; it is not opened.
    UnknownEntry {
        /// The name.
        name: String,
    },
}

impl BundleProblem {
    /// Whether it is only a remark: nothing is lost, and nobody has to do anything.
    pub fn is_remark(&self) -> bool {
        matches!(
            self,
            Self::Mended
                | Self::NewerRecord { .. }
                | Self::FieldNotUnderstood { .. }
                | Self::MoreRemarks { .. }
                | Self::UnknownEntry { .. }
        )
    }

    /// Whether it says that something was not read which may be a record.
    pub fn is_of_records(&self) -> bool {
        let is_too_large = matches!(self, Self::TooLarge { what: Part::Records | Part::Line });
        is_too_large || matches!(self, Self::LineUnreadable { .. })
    }
}

/// Makes a notebook file step by step, so that no more than one photo is in memory at a time.
///
/// Records are given first, then photos in the order of [`NotebookWriter::photos`]; after each
/// step the bytes made so far are taken away with [`NotebookWriter::drain`].
pub trait NotebookWriter {
    /// Adds a stored record line. Line breaks inside it become spaces: in JSON they can only stand
    /// between two words.
    ///
    /// # Errors
    /// After the first photo, or after the end.
    fn record(&mut self, line: &str) -> io::Result<()>;

    /// The photos that the records name, in the order in which they are to be given.
    fn photos(&mut self) -> Vec<MediaId>;

    /// Adds a photo. One that the store no longer has is left out; one whose bytes are not those
    /// it is named after is not written and counts as missing.
    ///
    /// # Errors
    /// After the end, or, for the page, out of order.
    fn photo(&mut self, id: MediaId, media_type: &str, bytes: &[u8]) -> io::Result<()>;

    /// Writes what is left and says what the file holds; drain once more afterwards.
    ///
    /// # Errors
    /// When called twice.
    fn finish(&mut self) -> io::Result<Manifest>;

    /// Takes the bytes that will not change any more.
    fn drain(&mut self) -> Vec<u8>;

    /// The receipt code of the records given so far, see [`receipt_code`].
    fn receipt(&self) -> String;
}

/// The error of a step that comes too late or too early.
fn out_of_order(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

/// The media type of a photo, as far as it is one that a picture in a page may have: a notebook
/// comes from anywhere, and what it says is later told to a browser.
fn picture_type(said: &str) -> Option<&'static str> {
    ["image/jpeg", "image/png", "image/webp", BASEMAP_TYPE].into_iter().find(|known| *known == said)
}

/// The media type of bytes of which nothing is known.
const UNKNOWN_BYTES: &str = "application/octet-stream";
