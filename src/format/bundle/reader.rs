//! Reading a notebook, whoever wrote it and whatever happened to it: what is good is delivered, the
//! rest is listed. Nothing is unpacked beyond what a notebook can hold.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use super::html::{MANIFEST_BEGIN, PHOTO_BEGIN, RECORDS_BEGIN, SCRIPT_END, media_of, plain_line};
use super::{BundleProblem, FORMAT, MANIFEST, MEDIA, Manifest, RECORDS, hex};
use crate::domain::photo::MediaId;
use crate::domain::record::{Body, Record};
use crate::format::v1;

/// Most bytes of records: a notebook of a hundred walks has a fifth of it.
const MOST_RECORDS: u64 = 256 << 20;
/// Most bytes of one photo: those the app makes have a fiftieth of it.
const MOST_PHOTO: u64 = 24 << 20;
/// Most bytes of one line of records.
const MOST_LINE: u64 = 2 << 20;
/// Most parts of an archive.
const MOST_ENTRIES: usize = 100_000;

/// Something read.
#[derive(Debug)]
pub enum Item {
    /// A record: its line exactly as it was stored, and what it says.
    Record {
        /// To be stored.
        line: String,
        /// What it says.
        record: Box<Record>,
    },
    /// A photo whose bytes are those its name promises.
    Photo {
        /// Its name.
        media: MediaId,
        /// `image/jpeg`.
        media_type: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// Something wrong.
    Problem(BundleProblem),
}

/// A notebook being read. Records come before the photos wherever the notebook has them so.
pub struct Reader<R> {
    source: Source<R>,
    ready: VecDeque<Item>,
    found: Found,
}

enum Source<R> {
    /// Records read; these entries are still to come.
    Zip {
        archive: ZipArchive<R>,
        entries: VecDeque<usize>,
    },
    /// A zip whose end is gone: entry after entry from the beginning.
    Stream(BufReader<R>),
    /// The page, line by line; inside the records or not.
    Html {
        lines: BufReader<R>,
        in_records: bool,
    },
    /// Nothing more to read; what is missing is still to be said.
    Ended,
    Told,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    manifest: Option<Manifest>,
    lines: u64,
    hash: Sha256,
    photos: BTreeSet<MediaId>,
    wanted: BTreeSet<MediaId>,
    keys: BTreeSet<u64>,
    records_seen: bool,
}

impl<R: Read + Seek> Reader<R> {
    /// Looks at what it is and begins to read.
    ///
    /// # Errors
    /// When it is not a notebook.
    pub fn open(mut source: R) -> Result<Self, BundleProblem> {
        let mut head = [0; 4];
        let read = source.read(&mut head).unwrap_or(0);
        source.seek(SeekFrom::Start(0)).map_err(|_| BundleProblem::NotANotebook)?;
        let mut ready = VecDeque::new();
        let mut found = Found::default();
        let source = if head.get(..read) == Some(b"PK\x03\x04") {
            match ZipArchive::new(&mut source) {
                Ok(_) => open_zip(source, &mut ready, &mut found)?,
                Err(_) => {
                    source.seek(SeekFrom::Start(0)).map_err(|_| BundleProblem::NotANotebook)?;
                    ready.push_back(Item::Problem(BundleProblem::Truncated));
                    Source::Stream(BufReader::new(source))
                }
            }
        } else {
            Source::Html { lines: BufReader::with_capacity(1 << 16, source), in_records: false }
        };
        let mut reader = Self { source, ready, found };
        // A page is a notebook when it has one of its parts; any other file ends here.
        reader.fill();
        let only_problems = reader.ready.iter().all(|item| matches!(item, Item::Problem(_)));
        if only_problems && !reader.found.records_seen && reader.found.manifest.is_none() {
            return Err(BundleProblem::NotANotebook);
        }
        Ok(reader)
    }

    /// The next thing in it; `None` at the end.
    #[expect(clippy::should_implement_trait, reason = "reading borrows the source mutably")]
    pub fn next(&mut self) -> Option<Item> {
        self.fill();
        self.ready.pop_front()
    }

    /// Reads on until something is ready or the end is reached.
    fn fill(&mut self) {
        while self.ready.is_empty() {
            let goes_on = match &mut self.source {
                Source::Zip { archive, entries } => match entries.pop_front() {
                    Some(index) => {
                        self.found.zip_entry(archive, index, &mut self.ready);
                        true
                    }
                    None => false,
                },
                Source::Stream(stream) => self.found.streamed_entry(stream, &mut self.ready),
                Source::Html { lines, in_records } => {
                    self.found.html_line(lines, in_records, &mut self.ready)
                }
                Source::Ended => {
                    self.found.tell_what_is_missing(&mut self.ready);
                    self.source = Source::Told;
                    return;
                }
                Source::Told => return,
            };
            if !goes_on {
                self.source = Source::Ended;
            }
        }
    }
}

/// Reads the manifest and the records of a whole archive, and lines the rest up.
fn open_zip<R: Read + Seek>(
    source: R,
    ready: &mut VecDeque<Item>,
    found: &mut Found,
) -> Result<Source<R>, BundleProblem> {
    let mut archive = ZipArchive::new(source).map_err(|_| BundleProblem::NotANotebook)?;
    let mut entries = VecDeque::new();
    let mut first = VecDeque::new();
    for index in 0..archive.len().min(MOST_ENTRIES) {
        let name = entry_name(&archive, index);
        if name == MANIFEST || name == RECORDS {
            first.push_front(index)
        } else {
            entries.push_back(index)
        }
    }
    if archive.len() > MOST_ENTRIES {
        ready.push_back(Item::Problem(BundleProblem::TooLarge(format!(
            "{} entries",
            archive.len()
        ))));
    }
    for index in first {
        found.zip_entry(&mut archive, index, ready);
    }
    Ok(Source::Zip { archive, entries })
}

fn entry_name<R: Read + Seek>(archive: &ZipArchive<R>, index: usize) -> String {
    let name = archive.name_for_index(index).and_then(Result::ok);
    name.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// Reads at most `most` bytes; `Err` carries what could be read before it went wrong.
fn read_limited(source: &mut impl Read, most: u64) -> Result<Vec<u8>, (Vec<u8>, bool)> {
    let mut bytes = Vec::new();
    match source.take(most + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > most => Err((Vec::new(), true)),
        Ok(_) => Ok(bytes),
        Err(_) => Err((bytes, false)),
    }
}

impl Found {
    fn problem(ready: &mut VecDeque<Item>, problem: BundleProblem) {
        ready.push_back(Item::Problem(problem));
    }

    fn zip_entry<R: Read + Seek>(
        &mut self,
        archive: &mut ZipArchive<R>,
        index: usize,
        ready: &mut VecDeque<Item>,
    ) {
        let name = entry_name(archive, index);
        match archive.by_index(index) {
            Ok(mut entry) => self.entry(&name, &mut entry, ready),
            Err(_) => Self::problem(ready, BundleProblem::EntryDamaged(name)),
        }
    }

    /// One entry of an archive without its end; `false` when there is no further one.
    fn streamed_entry(&mut self, stream: &mut impl Read, ready: &mut VecDeque<Item>) -> bool {
        match zip::read::read_zipfile_from_stream(stream) {
            Ok(Some(mut entry)) => {
                let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
                self.entry(&name, &mut entry, ready);
                true
            }
            _ => false,
        }
    }

    fn entry(&mut self, name: &str, entry: &mut impl Read, ready: &mut VecDeque<Item>) {
        if name.ends_with('/') {
            return;
        }
        let outside = name.starts_with('/')
            || name.contains(['\\', ':', '\0'])
            || name.split('/').any(|part| part == ".." || part.is_empty());
        if outside {
            return Self::problem(ready, BundleProblem::EntryOutside(name.to_owned()));
        }
        if name == MANIFEST {
            match read_limited(entry, MOST_LINE) {
                Ok(bytes) => self.manifest(&bytes, ready),
                Err(_) => Self::problem(ready, BundleProblem::EntryDamaged(name.to_owned())),
            }
        } else if name == RECORDS {
            let bytes = match read_limited(entry, MOST_RECORDS) {
                Ok(bytes) => bytes,
                Err((_, true)) => {
                    return Self::problem(ready, BundleProblem::TooLarge(name.to_owned()));
                }
                Err((bytes, false)) => {
                    Self::problem(ready, BundleProblem::EntryDamaged(name.to_owned()));
                    bytes
                }
            };
            self.records_seen = true;
            for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                self.line(line, ready);
            }
        } else if let Some(named) = name.strip_prefix(MEDIA) {
            let media = named.split('.').next().and_then(MediaId::parse);
            match (media, read_limited(entry, MOST_PHOTO)) {
                (None, _) => Self::problem(ready, BundleProblem::UnknownEntry(name.to_owned())),
                (Some(_), Err((_, true))) => {
                    Self::problem(ready, BundleProblem::TooLarge(name.to_owned()));
                }
                (Some(_), Err(_)) => {
                    Self::problem(ready, BundleProblem::EntryDamaged(name.to_owned()));
                }
                (Some(media), Ok(bytes)) => self.photo(media, "image/jpeg", bytes, ready),
            }
        } else {
            Self::problem(ready, BundleProblem::UnknownEntry(name.to_owned()));
        }
    }

    fn manifest(&mut self, bytes: &[u8], ready: &mut VecDeque<Item>) {
        match serde_json::from_slice::<Manifest>(bytes) {
            Ok(manifest) if manifest.format == FORMAT => self.manifest = Some(manifest),
            _ => Self::problem(ready, BundleProblem::EntryDamaged(MANIFEST.to_owned())),
        }
    }

    fn line(&mut self, line: &[u8], ready: &mut VecDeque<Item>) {
        self.lines += 1;
        self.hash.update(line);
        self.hash.update(b"\n");
        let text = std::str::from_utf8(line).ok().filter(|line| line.len() as u64 <= MOST_LINE);
        let Some((text, read)) = text.and_then(|text| Some((text, v1::read_line(text).ok()?)))
        else {
            return Self::problem(ready, BundleProblem::LineUnreadable(self.lines));
        };
        if !self.keys.insert(read.record.digest) {
            return;
        }
        if read.record.body == Body::Unknown {
            let kind = read.record.envelope.kind.clone();
            Self::problem(ready, BundleProblem::NewerRecord(kind));
        }
        for field in read.not_understood {
            Self::problem(ready, BundleProblem::NotUnderstood(field));
        }
        self.wanted.extend(media_of(&read.record));
        ready.push_back(Item::Record { line: text.to_owned(), record: Box::new(read.record) });
    }

    fn photo(
        &mut self,
        media: MediaId,
        media_type: &str,
        bytes: Vec<u8>,
        ready: &mut VecDeque<Item>,
    ) {
        if MediaId::of(&bytes) != media {
            Self::problem(ready, BundleProblem::PhotoAltered(media.to_string()));
        } else if self.photos.insert(media) {
            ready.push_back(Item::Photo { media, media_type: media_type.to_owned(), bytes });
        }
    }

    /// One line of the page; `false` at its end.
    fn html_line(
        &mut self,
        lines: &mut impl BufRead,
        in_records: &mut bool,
        ready: &mut VecDeque<Item>,
    ) -> bool {
        // Base 64 takes four bytes for three.
        const MOST: u64 = MOST_PHOTO / 3 * 4 + 4096;
        let mut line = Vec::new();
        match lines.take(MOST).read_until(b'\n', &mut line) {
            Ok(0) => {
                let whole = self.manifest.is_some() || !self.records_seen;
                if *in_records || !whole {
                    Self::problem(ready, BundleProblem::Truncated);
                }
                return false;
            }
            Ok(_) => {}
            Err(_) => {
                Self::problem(ready, BundleProblem::Truncated);
                return false;
            }
        }
        let ended = line.last() == Some(&b'\n');
        if !ended && line.len() as u64 >= MOST {
            // Longer than anything of ours: look for the next line.
            Self::problem(ready, BundleProblem::TooLarge("line".into()));
            return skip_line(lines).is_ok();
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if *in_records {
            if text == SCRIPT_END {
                *in_records = false;
            } else if ended && !text.is_empty() {
                self.line(plain_line(text).as_bytes(), ready);
            }
        } else if text == RECORDS_BEGIN {
            (*in_records, self.records_seen) = (true, true);
        } else if let Some(rest) = text.strip_prefix(MANIFEST_BEGIN) {
            if let Some(json) = rest.strip_suffix(SCRIPT_END) {
                self.manifest(json.as_bytes(), ready);
            }
        } else if let Some(rest) = text.strip_prefix(PHOTO_BEGIN) {
            match html_photo(rest) {
                Some((media, media_type, bytes)) => self.photo(media, &media_type, bytes, ready),
                None if ended => {
                    let name: String = rest.chars().take(64).collect();
                    Self::problem(ready, BundleProblem::PhotoAltered(name));
                }
                // The page ends in the middle of it: said at the end.
                None => {}
            }
        }
        true
    }

    fn tell_what_is_missing(&mut self, ready: &mut VecDeque<Item>) {
        let manifest = self.manifest.take().unwrap_or_default();
        if let Some(said) = manifest.records.filter(|said| *said != self.lines) {
            Self::problem(ready, BundleProblem::CountsDiffer(said, self.lines));
        } else if let Some(said) = manifest.records_sha256
            && said != hex(&std::mem::take(&mut self.hash).finalize())
        {
            Self::problem(ready, BundleProblem::RecordsAltered);
        }
        let listed = manifest.media.iter().filter_map(|media| MediaId::parse(&media.sha256));
        let wanted: BTreeSet<MediaId> = self.wanted.iter().copied().chain(listed).collect();
        for media in wanted.difference(&self.photos) {
            Self::problem(ready, BundleProblem::PhotoMissing(*media));
        }
    }
}

fn skip_line(lines: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = lines.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), false),
        };
        lines.consume(used);
        if done {
            return Ok(());
        }
    }
}

/// The photo of an `<img>`, from after the quote that opens its name.
fn html_photo(rest: &str) -> Option<(MediaId, String, Vec<u8>)> {
    let (name, rest) = rest.split_once('"')?;
    let (_, source) = rest.split_once(" src=\"data:")?;
    let (media_type, rest) = source.split_once(";base64,")?;
    let (data, _) = rest.split_once('"')?;
    Some((MediaId::parse(name)?, media_type.to_owned(), STANDARD.decode(data).ok()?))
}
