//! Reading a notebook: what is sound is delivered, the rest is listed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, BufReader, Read, Seek};

use super::escape::out_of_script;
use super::html_source::HtmlSource;
use super::lines::Cut;
use super::manifest::{FORMAT, Manifest, VERSION};
use super::mending::Mending;
use super::notebooks::{Notebooks, other_archive};
use super::origin::Origin;
use super::pass::{Pass, Survey, survey};
use super::zip_source::{ZipSource, is_zip};
use super::{BundleProblem, Part, RECORDS_MAX, REFUSED_ALWAYS, REFUSED_MAX, REMARKS_MAX};
use crate::domain::deliberation::KINDS;
use crate::domain::ledger::record::{Body, Record, SIGNED};
use crate::domain::observation::photo::MediaId;
use crate::format::v1;

/// How many bytes are asked for at least.
const BUFFER: usize = 128 << 10;

/// One thing read from a notebook.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// A record, with the line exactly as it was stored.
    Record {
        /// Its line, without the line feed.
        line: String,
        /// What it says.
        record: Record,
    },
    /// A photo whose bytes are those it is named after.
    Photo {
        /// Its name.
        id: MediaId,
        /// What the notebook says it is, not checked against the bytes: `image/jpeg`, another
        /// type of picture, or `application/octet-stream`.
        media_type: &'static str,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Something that is wrong or could not be used.
    Problem(BundleProblem),
}

/// What a wrapping holds, as found when it is opened.
#[derive(Default)]
pub(super) struct Contents {
    /// The text of the manifest.
    pub(super) manifest: Option<String>,
    /// Whether there is a place for record lines.
    pub(super) has_records: bool,
    /// The photos, in the order in which they stand.
    pub(super) photos: Vec<Picture>,
    /// Whether the end is missing.
    pub(super) is_cut: bool,
    /// What was found on the way.
    pub(super) problems: Vec<BundleProblem>,
}

impl Contents {
    /// Whether this is a notebook, or what is left of one.
    pub(super) fn is_notebook(&self) -> bool {
        match self.manifest.as_deref().and_then(Manifest::read) {
            Some(manifest) => manifest.format == FORMAT,
            None => self.has_records || !self.photos.is_empty(),
        }
    }
}

/// A photo in its wrapping.
pub(super) struct Picture {
    /// The name it has there.
    pub(super) name: String,
    /// The SHA-256 in that name; `None` when there is none.
    pub(super) id: Option<MediaId>,
    /// What the wrapping says it is.
    pub(super) media_type: &'static str,
    /// Where it is: an index or an offset, as the wrapping likes.
    pub(super) place: u64,
    /// Whether the file may end within it.
    pub(super) is_cut: bool,
}

/// What came of reading a photo.
pub(super) enum PhotoBytes {
    /// These bytes, not checked yet.
    Read(Vec<u8>),
    /// Beyond the limit.
    TooLarge,
    /// Not readable as it should be, after so many bytes.
    Unsound(u64),
}

/// The wrapping, read through a buffer: a browser answers a few large questions faster than many
/// small ones.
pub(super) enum Source<R> {
    Zip(Box<ZipSource<BufReader<Origin<R>>>>),
    Html(HtmlSource<BufReader<Origin<R>>>),
}

impl<R: Read + Seek> Source<R> {
    pub(super) fn records(&mut self, from: u64, most: u64) -> (Vec<u8>, io::Result<()>) {
        match self {
            Self::Zip(zip) => zip.records(from, most),
            Self::Html(html) => html.records(from, most),
        }
    }

    /// The most bytes of record lines that are read of it.
    pub(super) fn records_max(&self) -> u64 {
        match self {
            Self::Zip(zip) => zip.records_max(),
            Self::Html(_) => RECORDS_MAX,
        }
    }

    /// The stored line of one as it stands in the wrapping; `None` when it is not text.
    pub(super) fn line(&self, raw: Vec<u8>, mending: Mending) -> Option<String> {
        let text = mending.text(raw)?;
        Some(match self {
            Self::Zip(_) => text,
            Self::Html(_) => out_of_script(&text).into_owned(),
        })
    }

    fn photo(&mut self, picture: &Picture) -> PhotoBytes {
        match self {
            Self::Zip(zip) => zip.photo(picture),
            Self::Html(html) => html.photo(picture),
        }
    }
}

/// Reads a notebook, whichever its wrapping, one item at a time: first what is wrong with the whole,
/// then the records, then the photos, then what was missing.
///
/// It holds a piece of the record lines or one photo, never more.
pub struct Reader<R> {
    source: Source<R>,
    manifest: Option<Manifest>,
    has_records: bool,
    is_exact: bool,
    is_whole: bool,
    parts: usize,
    is_cut: bool,
    waiting: VecDeque<BundleProblem>,
    pass: Option<Pass>,
    line_number: usize,
    digests: BTreeSet<u64>,
    photos: std::vec::IntoIter<Picture>,
    named: BTreeSet<MediaId>,
    /// Photos that were delivered or listed.
    accounted: BTreeSet<MediaId>,
    delivered: BTreeSet<MediaId>,
    /// Bytes spent on photos that were not sound, and how many may be.
    refused: u64,
    refused_max: u64,
    /// The types of photos as the manifest has them.
    types: BTreeMap<String, &'static str>,
    remarks: usize,
    has_ended: bool,
}

impl<R: Read + Seek> Reader<R> {
    /// Opens the notebook of a file, the first where there are several, and checks its record lines
    /// against its manifest. See [`Notebooks`] for all.
    ///
    /// # Errors
    /// When it is no notebook, or nothing of it can be read.
    pub fn open(source: R) -> Result<Self, BundleProblem> {
        let mut why = BundleProblem::NotANotebook;
        for (_, read) in Notebooks::of(source) {
            match read {
                Ok(reader) => return Ok(reader),
                Err(said) if said.is_remark() => {}
                Err(said) => why = said,
            }
        }
        Err(why)
    }

    /// Opens the notebook that stands in a folder of a zip, or the one there is.
    pub(super) fn in_folder(
        mut source: Origin<R>,
        folder: Option<&str>,
    ) -> Result<Self, BundleProblem> {
        let length = source.seek(io::SeekFrom::End(0)).unwrap_or_default();
        let unreadable = |error: io::Error| BundleProblem::SourceUnreadable(error.to_string());
        let mut source = BufReader::with_capacity(BUFFER, source);
        let (mut source, contents) = if is_zip(&mut source) {
            let (zip, contents) = ZipSource::open(source, folder)?;
            if !contents.is_notebook() {
                return Err(BundleProblem::NotANotebook);
            }
            (Source::Zip(Box::new(zip)), contents)
        } else {
            let archive = other_archive(&mut source).map_err(unreadable)?;
            let html = HtmlSource::open(source).map_err(unreadable)?;
            let none = archive.unwrap_or(BundleProblem::NotANotebook);
            let (html, contents) = html.ok_or(none)?;
            (Source::Html(html), contents)
        };
        let manifest = contents.manifest.as_deref().and_then(Manifest::read);
        let survey = survey(&mut source, manifest.as_ref());
        let is_cut = contents.is_cut || (survey.is_broken && manifest.is_none());
        let mut waiting = VecDeque::from(contents.problems);
        if is_cut {
            waiting.push_back(BundleProblem::Truncated);
        }
        if !contents.has_records && !is_cut {
            waiting.push_back(BundleProblem::RecordsMissing);
        }
        waiting.extend(compare(manifest.as_ref(), &survey, is_cut));
        if survey.mending != Mending::default() {
            waiting.push_back(BundleProblem::Mended);
        }
        let types = manifest.as_ref().map(Manifest::types).unwrap_or_default();
        Ok(Self {
            source,
            has_records: contents.has_records,
            is_exact: survey.fits(manifest.as_ref()) == Some(true),
            is_whole: survey.is_whole(manifest.as_ref(), is_cut),
            parts: usize::try_from(survey.lines).unwrap_or_default() + contents.photos.len(),
            manifest,
            types,
            remarks: 0,
            refused_max: REFUSED_MAX.min(REFUSED_ALWAYS.saturating_add(length.saturating_mul(2))),
            is_cut,
            waiting,
            pass: Some(Pass::of(survey.mending)),
            line_number: 0,
            digests: BTreeSet::new(),
            photos: contents.photos.into_iter(),
            named: BTreeSet::new(),
            accounted: BTreeSet::new(),
            delivered: BTreeSet::new(),
            refused: 0,
            has_ended: false,
        })
    }

    /// Whether there is a place for record lines in it.
    pub(super) fn has_records(&self) -> bool {
        self.has_records
    }

    /// Whether its record lines are known to be exactly those that were written.
    pub fn is_exact(&self) -> bool {
        self.is_exact
    }

    /// Whether all record lines that were written into it are in it, as far as its manifest tells.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// How many record lines and photos there are in it.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// What the notebook says of itself; `None` when that is missing or cannot be read.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.manifest.as_ref()
    }

    fn next_record(&mut self) -> Option<Item> {
        let pass = self.pass.as_mut()?;
        loop {
            let cut = pass.next(&mut self.source);
            self.line_number += 1;
            let line_number = self.line_number;
            let (raw, is_whole) = match cut {
                Cut::Line(raw) => (raw, true),
                // Cut off by the end of the file: a whole record stands here or nothing does.
                Cut::Rest(raw) => (raw, !(self.is_cut || pass.is_broken)),
                Cut::TooLong => return Some(Item::Problem(too_large(Part::Line))),
                Cut::End | Cut::More => {
                    let is_too_large = pass.is_too_large;
                    self.pass = None;
                    return is_too_large.then(|| Item::Problem(too_large(Part::Records)));
                }
            };
            let line = self.source.line(raw, pass.mending);
            let read = line.as_deref().map(v1::read_line);
            let (Some(line), Some(Ok(read))) = (line, read) else {
                if is_whole {
                    return Some(Item::Problem(BundleProblem::LineUnreadable { line_number }));
                }
                continue;
            };
            // Larger than one of its kind may be: nobody's phone has to carry it.
            if v1::is_too_large(&line) {
                return Some(Item::Problem(too_large(Part::Line)));
            }
            if !self.digests.insert(read.record.digest) {
                continue;
            }
            self.named.extend(read.record.body.media());
            // Decisions are read by the workshop's program alone; they are known all the same.
            let decided = KINDS.contains(&read.record.envelope.kind.as_str())
                || read.record.envelope.kind == SIGNED;
            let is_later = !decided || read.not_understood.iter().any(|field| is_version(field));
            if read.record.body == Body::Unknown && is_later {
                // A later kind may have pictures; ours have none, and their keys look like names of some.
                self.named.extend(quoted_names(&line));
            }
            let problems = read
                .not_understood
                .into_iter()
                .filter(|field| !(decided && field.starts_with("kind: ")));
            let kind = &read.record.envelope.kind;
            for field in problems {
                self.remarks += 1;
                if self.remarks <= REMARKS_MAX {
                    self.waiting.push_back(remark(line_number, kind, field));
                }
            }
            return Some(Item::Record { line, record: read.record });
        }
    }

    fn next_photo(&mut self) -> Option<Item> {
        while let Some(picture) = self.photos.next() {
            if picture.id.is_some_and(|id| self.delivered.contains(&id)) {
                continue;
            }
            if picture.id.is_some_and(|id| !self.named.contains(&id)) {
                // Nothing names it: it would never be found again, nor deleted.
                return Some(Item::Problem(BundleProblem::UnknownEntry { name: picture.name }));
            }
            if self.refused > self.refused_max {
                self.photos = Vec::new().into_iter();
                return Some(Item::Problem(too_large(Part::Entries)));
            }
            self.accounted.extend(picture.id);
            let refused = match self.source.photo(&picture) {
                PhotoBytes::TooLarge => {
                    self.refused += super::PHOTO_MAX;
                    return Some(Item::Problem(too_large(Part::Photo)));
                }
                PhotoBytes::Read(bytes) => match picture.id {
                    Some(id) if MediaId::of(&bytes) == id => {
                        self.delivered.insert(id);
                        return Some(self.photo(id, &picture, bytes));
                    }
                    _ => bytes.len() as u64,
                },
                PhotoBytes::Unsound(length) => length,
            };
            self.refused += refused;
            if self.is_cut && picture.is_cut {
                // The file ends here: it is missing rather than altered.
                if let Some(id) = picture.id {
                    self.accounted.remove(&id);
                }
                continue;
            }
            return Some(Item::Problem(BundleProblem::PhotoAltered { name: picture.name }));
        }
        None
    }

    fn photo(&self, id: MediaId, picture: &Picture, bytes: Vec<u8>) -> Item {
        let name = id.to_string();
        let media_type = self.types.get(&name).copied().unwrap_or(picture.media_type);
        Item::Photo { id, media_type, bytes }
    }

    /// Lists, at the end, the photos that records name and that are not here.
    fn list_missing(&mut self) {
        let missing = self.named.difference(&self.accounted);
        self.waiting.extend(missing.map(|id| BundleProblem::PhotoMissing { id: *id }));
        let count = self.remarks.saturating_sub(REMARKS_MAX);
        if count > 0 {
            self.waiting.push_back(BundleProblem::MoreRemarks { count });
        }
    }
}

impl<R: Read + Seek> Iterator for Reader<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(problem) = self.waiting.pop_front() {
                return Some(Item::Problem(problem));
            }
            if let Some(item) = self.next_record().or_else(|| self.next_photo()) {
                return Some(item);
            }
            if self.has_ended {
                return None;
            }
            self.has_ended = true;
            self.list_missing();
        }
    }
}

fn too_large(what: Part) -> BundleProblem {
    BundleProblem::TooLarge { what }
}

/// What the manifest says against what is there.
fn compare(manifest: Option<&Manifest>, survey: &Survey, is_cut: bool) -> Vec<BundleProblem> {
    let Some(manifest) = manifest else {
        // A cut file has lost its manifest with its end.
        return if is_cut { Vec::new() } else { vec![BundleProblem::ManifestUnreadable] };
    };
    let mut problems = Vec::new();
    if manifest.version > VERSION {
        problems.push(BundleProblem::NewerBundle { version: manifest.version });
    }
    if let Some(said) = manifest.records.filter(|said| *said != survey.lines) {
        problems.push(BundleProblem::CountsDiffer { said, found: survey.lines });
    }
    let differs = |said: &String| *said != survey.sha256;
    if survey.is_broken || manifest.records_sha256.as_ref().is_some_and(differs) {
        problems.push(BundleProblem::RecordsAltered);
    }
    problems
}

/// Whether a remark of the line reader is that a later version wrote the line.
fn is_version(field: &str) -> bool {
    field.starts_with("version: ")
}

/// A remark of the line reader as a problem.
fn remark(line_number: usize, kind: &str, field: String) -> BundleProblem {
    let short = || kind.chars().take(60).collect();
    if field.starts_with("kind: ") {
        return BundleProblem::NewerRecord { kind: short(), version: v1::VERSION };
    }
    match field.strip_prefix("version: ").and_then(|version| version.parse().ok()) {
        Some(version) => BundleProblem::NewerRecord { kind: short(), version },
        None => BundleProblem::FieldNotUnderstood { line_number, field },
    }
}

/// The names of photos that stand in a line, between quotes.
fn quoted_names(line: &str) -> impl Iterator<Item = MediaId> {
    line.split('"').filter_map(MediaId::parse)
}

/// Reads until a limit, the end or an error; what was read before an error is kept.
pub(super) fn read_at_most(
    source: &mut (impl Read + ?Sized),
    most: u64,
) -> (Vec<u8>, io::Result<()>) {
    let mut bytes = Vec::new();
    let end = source.take(most).read_to_end(&mut bytes);
    (bytes, end.map(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Language;
    use crate::domain::stamp::Stamp;
    use crate::format::bundle::{HtmlWriter, NotebookWriter, ZipWriter};
    use std::io::Cursor;

    #[test]
    fn record_lines_are_the_same_in_pieces() {
        let mut zip = ZipWriter::new(Stamp::default()).unwrap();
        let mut html = HtmlWriter::new(Stamp::default(), Language::Fr);
        let writers: [&mut dyn NotebookWriter; 2] = [&mut zip, &mut html];
        let files = writers.map(|writer| {
            (0..9).for_each(|line| writer.record(&format!("line {line}")).unwrap());
            writer.finish().unwrap();
            writer.drain()
        });
        for file in files {
            let mut source = Reader::open(Cursor::new(file)).unwrap().source;
            let (whole, end) = source.records(0, 1000);
            assert!(end.is_ok() && whole.ends_with(b"line 7\nline 8\n"));
            let mut joined = Vec::new();
            while joined.len() < whole.len() {
                joined.extend(source.records(joined.len() as u64, 7).0);
            }
            assert_eq!(joined, whole);
            assert!(source.records(whole.len() as u64, 7).0.is_empty());
        }
    }
}
