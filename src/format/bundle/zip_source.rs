//! Reading a `.zip` notebook, whole or cut short.
//!
//! A whole file is read by its central directory, which stands at the end. When that is gone, the
//! entries are found by their local headers.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;

use super::reader::{Contents, PhotoBytes, Picture, read_at_most};
use super::zip_lines::{Extent, Shared, Stream};
use super::zip_writer::{MANIFEST, MEDIA, RECORDS};
use super::{
    BundleProblem, ENTRIES_MAX, MANIFEST_MAX, PHOTO_MAX, Part, RECORDS_ALWAYS, RECORDS_MAX,
    RECORDS_RATIO, UNKNOWN_BYTES,
};
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::basemap::BASEMAP_TYPE;

/// What every local header begins with.
const LOCAL_HEADER: &[u8; 4] = b"PK\x03\x04";
/// What the record at the end of a zip begins with.
const END_RECORD: &[u8; 4] = b"PK\x05\x06";
/// How long that record is, without its comment.
const END_RECORD_LENGTH: usize = 22;
/// How many things that look like a header and are none are tried in a cut file.
const FALSE_HEADERS_MAX: usize = 64;

/// How the entries are reached; an entry is known by its index or by the offset of its header.
enum Access<R> {
    Directory(ZipArchive<Shared<R>>),
    LocalHeaders(Shared<R>),
}

/// Bytes that an entry may be unpacked to whatever its size, and for each of its bytes: pictures
/// and manifests hold little that packs.
const UNPACKED_ALWAYS: u64 = 1 << 20;
const UNPACKED_RATIO: u64 = 32;

/// A `.zip` notebook being read.
pub(super) struct ZipSource<R> {
    source: Shared<R>,
    access: Access<R>,
    records: Option<u64>,
    stream: Option<Stream>,
    records_max: u64,
}

/// An entry: how it is reached, its name, and whether the end of the file cuts it.
struct Entry {
    place: u64,
    name: String,
    is_cut: bool,
}

/// Whether a file is a zip: it begins or ends like one.
pub(super) fn is_zip(source: &mut (impl Read + Seek)) -> bool {
    let mut start = [0; 4];
    let begins = source.rewind().is_ok() && source.read_exact(&mut start).is_ok();
    (begins && &start == LOCAL_HEADER) || entry_count(source).is_some()
}

/// How many entries the end of a zip claims; `None` when it has no such end. A zip may end in a
/// comment, so more than one place can look like the end: the largest claim counts.
fn entry_count(source: &mut (impl Read + Seek)) -> Option<usize> {
    const COMMENT_MAX: u64 = 0xffff;
    let length = source.seek(SeekFrom::End(0)).ok()?;
    let most = COMMENT_MAX + END_RECORD_LENGTH as u64;
    source.seek(SeekFrom::Start(length.saturating_sub(most))).ok()?;
    let (tail, _) = read_at_most(source, most);
    let claims = tail.windows(END_RECORD_LENGTH).filter(|window| window.starts_with(END_RECORD));
    claims
        .filter_map(|record| Some(u16::from_le_bytes(record.get(10..12)?.try_into().ok()?).into()))
        .max()
}

impl<R: Read + Seek> ZipSource<R> {
    /// Lists what a zip holds.
    pub(super) fn open(mut source: R) -> Result<(Self, Contents), BundleProblem> {
        let mut contents = Contents::default();
        // The number of entries is looked at before anything is made of it in memory.
        if entry_count(&mut source).is_some_and(|count| count > ENTRIES_MAX) {
            return Err(BundleProblem::TooLarge { what: Part::Entries });
        }
        let mut source = Shared::of(source);
        let shared = source.clone();
        let (access, entries) = if ZipArchive::new(&mut source).is_ok() {
            let unreadable =
                |error: zip::result::ZipError| BundleProblem::SourceUnreadable(error.to_string());
            let archive = ZipArchive::new(source).map_err(unreadable)?;
            let entries = listed(&archive);
            (Access::Directory(archive), entries)
        } else {
            contents.is_cut = true;
            let entries = salvaged(&mut source, &mut contents.problems)
                .map_err(|error| BundleProblem::SourceUnreadable(error.to_string()))?;
            (Access::LocalHeaders(source), entries)
        };
        let folder = folder(&entries);
        let mut this =
            Self { source: shared, access, records: None, stream: None, records_max: RECORDS_MAX };
        for entry in entries {
            this.sort_in(entry, &folder, &mut contents);
        }
        contents.has_records = this.records.is_some();
        if let Some(extent) = this.records.and_then(|place| this.extent(place).ok()) {
            let most = RECORDS_ALWAYS + extent.compressed.saturating_mul(RECORDS_RATIO);
            this.records_max = RECORDS_MAX.min(most);
            this.stream = Some(Stream::of(extent));
        }
        Ok((this, contents))
    }

    fn extent(&mut self, place: u64) -> io::Result<Extent> {
        match &mut self.access {
            Access::Directory(archive) => {
                let index = usize::try_from(place).unwrap_or(usize::MAX);
                let entry = archive.by_index_raw(index)?;
                let (header, said) =
                    (entry.header_start(), (entry.compressed_size(), entry.crc32()));
                drop(entry);
                Extent::at(&mut self.source, header, Some(said))
            }
            Access::LocalHeaders(_) => Extent::at(&mut self.source, place, None),
        }
    }

    /// The most bytes of record lines that are read.
    pub(super) fn records_max(&self) -> u64 {
        self.records_max
    }

    fn sort_in(&mut self, entry: Entry, folder: &str, contents: &mut Contents) {
        let Entry { place, name, is_cut } = entry;
        let inside = name.strip_prefix(folder).unwrap_or_default();
        if leads_out(&name) {
            contents.problems.push(BundleProblem::EntryOutside { name });
        } else if inside == RECORDS {
            self.records.get_or_insert(place);
        } else if inside == MANIFEST {
            if contents.manifest.is_none() {
                contents.manifest = self.text(place);
            }
        } else if let Some(id) = photo_id(inside) {
            let media_type = media_type(&name);
            contents.photos.push(Picture { name, id: Some(id), media_type, place, is_cut });
        } else if !name.ends_with('/') {
            contents.problems.push(BundleProblem::UnknownEntry { name });
        }
    }

    /// Lets a function read an entry from its beginning.
    fn entry<T>(
        &mut self,
        place: u64,
        most: u64,
        read: impl FnOnce(&mut dyn Read, u64) -> io::Result<T>,
    ) -> io::Result<T> {
        let bound = |packed: u64| {
            most.min(UNPACKED_ALWAYS.saturating_add(packed.saturating_mul(UNPACKED_RATIO)))
        };
        match &mut self.access {
            Access::Directory(archive) => {
                let index = usize::try_from(place).unwrap_or(usize::MAX);
                let mut entry = archive.by_index(index)?;
                let most = bound(entry.compressed_size());
                read(&mut entry, most)
            }
            Access::LocalHeaders(source) => {
                source.seek(SeekFrom::Start(place))?;
                match read_zipfile_from_stream(source)? {
                    Some(mut entry) => {
                        let most = bound(entry.compressed_size());
                        read(&mut entry, most)
                    }
                    None => Err(io::ErrorKind::InvalidData.into()),
                }
            }
        }
    }

    fn text(&mut self, place: u64) -> Option<String> {
        let read = |entry: &mut dyn Read, most| Ok((read_at_most(entry, most + 1), most));
        let ((bytes, end), most) = self.entry(place, MANIFEST_MAX, read).ok()?;
        end.ok().filter(|()| bytes.len() as u64 <= most)?;
        String::from_utf8(bytes).ok()
    }

    /// Up to `most` bytes of the record lines, from an offset, and whether the entry went wrong
    /// there. Fewer bytes than asked for are the last.
    pub(super) fn records(&mut self, from: u64, most: u64) -> (Vec<u8>, io::Result<()>) {
        match &mut self.stream {
            Some(stream) => stream.read(&mut self.source, from, most),
            None if self.records.is_none() => (Vec::new(), Ok(())),
            None => (Vec::new(), Err(io::ErrorKind::InvalidData.into())),
        }
    }

    /// The bytes of a photo.
    pub(super) fn photo(&mut self, picture: &Picture) -> PhotoBytes {
        let read = |entry: &mut dyn Read, most| Ok((read_at_most(entry, most + 1), most));
        match self.entry(picture.place, PHOTO_MAX, read) {
            Ok(((bytes, _), most)) if bytes.len() as u64 > most => PhotoBytes::TooLarge,
            Ok(((bytes, Ok(())), _)) => PhotoBytes::Read(bytes),
            Ok(((bytes, Err(_)), _)) => PhotoBytes::Unsound(bytes.len() as u64),
            Err(_) => PhotoBytes::Unsound(0),
        }
    }
}

fn listed<R: Read + Seek>(archive: &ZipArchive<R>) -> Vec<Entry> {
    archive
        .file_names_raw()
        .zip(0u64..)
        .map(|(name, place)| Entry {
            place,
            name: String::from_utf8_lossy(name).into_owned(),
            is_cut: false,
        })
        .collect()
}

/// Finds entries by their local headers, whose lengths lead from one to the next; where one is
/// damaged, the next is searched for.
fn salvaged(
    source: &mut (impl Read + Seek),
    problems: &mut Vec<BundleProblem>,
) -> io::Result<Vec<Entry>> {
    let length = source.seek(SeekFrom::End(0))?;
    let mut entries = Vec::new();
    let mut false_headers = 0;
    let mut from = 0;
    while let Some(place) = next_header(source, from)? {
        if entries.len() == ENTRIES_MAX || false_headers == FALSE_HEADERS_MAX {
            problems.push(BundleProblem::TooLarge { what: Part::Entries });
            break;
        }
        source.seek(SeekFrom::Start(place))?;
        let name = match read_zipfile_from_stream(source) {
            // Dropping the entry passes over its content.
            Ok(Some(entry)) => Some(String::from_utf8_lossy(entry.name_raw()).into_owned()),
            Ok(None) | Err(_) => None,
        };
        from = place + LOCAL_HEADER.len() as u64;
        match name {
            Some(name) => {
                let end = source.stream_position()?;
                entries.push(Entry { place, name, is_cut: end >= length });
                from = from.max(end);
            }
            None => false_headers += 1,
        }
    }
    Ok(entries)
}

/// Where the next local header begins, at an offset or after it.
fn next_header(source: &mut (impl Read + Seek), from: u64) -> io::Result<Option<u64>> {
    const PIECE: u64 = 64 << 10;
    let overlap = LOCAL_HEADER.len() - 1;
    let mut at = from;
    loop {
        source.seek(SeekFrom::Start(at))?;
        let (piece, end) = read_at_most(source, PIECE);
        end?;
        let found = piece.windows(LOCAL_HEADER.len()).position(|window| window == LOCAL_HEADER);
        if let Some(offset) = found {
            return Ok(Some(at + offset as u64));
        }
        if (piece.len() as u64) < PIECE {
            return Ok(None);
        }
        at += (piece.len() - overlap) as u64;
    }
}

/// The folder that holds the notebook, with its `/`: none in the app's own files, one in those that
/// somebody unpacked and packed again.
fn folder(entries: &[Entry]) -> String {
    let folders = entries.iter().filter_map(|entry| entry.name.strip_suffix(RECORDS));
    let folders = folders.filter(|folder| folder.is_empty() || folder.ends_with('/'));
    folders.min_by_key(|folder| folder.len()).unwrap_or_default().to_owned()
}

/// Whether a name leads out of the notebook on some system.
fn leads_out(name: &str) -> bool {
    name.starts_with('/')
        || name.contains(['\\', ':', '\0'])
        || name.split('/').any(|part| part == "..")
}

/// The photo that an entry is named after.
fn photo_id(name: &str) -> Option<MediaId> {
    let file = name.strip_prefix(MEDIA)?;
    MediaId::parse(file.split_once('.').map_or(file, |(stem, _)| stem))
}

/// The media type of a name's ending.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("webp") => "image/webp",
        Some("pmtiles") => BASEMAP_TYPE,
        _ => UNKNOWN_BYTES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_seen() {
        for name in ["../x", "media/../../x", "/etc/passwd", "media\\x", "C:x", "a/..", "x\0"] {
            assert!(leads_out(name), "{name}");
        }
        for name in ["records.ndjson", "media/ab.jpg", "media/..jpg", "a..b/c"] {
            assert!(!leads_out(name), "{name}");
        }
    }

    #[test]
    fn a_header_is_found_across_two_pieces() {
        let mut bytes = vec![b'P'; (64 << 10) - 2];
        bytes.extend_from_slice(b"PK\x03\x04 and PK\x03\x04");
        let place = (64 << 10) - 2;
        let mut source = io::Cursor::new(bytes);
        assert_eq!(next_header(&mut source, 0).unwrap(), Some(place));
        assert_eq!(next_header(&mut source, place + 1).unwrap(), Some(place + 9));
        assert_eq!(next_header(&mut source, place + 10).unwrap(), None);
    }
}
