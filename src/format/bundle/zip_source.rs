//! Reading a `.zip` notebook, whole or cut short.
//!
//! A whole file is read by its central directory, which stands at the end. When that is gone, the
//! entries are found by their local headers.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::reader::{Contents, PhotoBytes, Picture, read_at_most};
use super::salvage::{LOCAL_HEADER, salvaged};
use super::zip_lines::{Extent, Lock, Said, Stream};
use super::zip_writer::{MANIFEST, MEDIA, RECORDS};
use super::{
    BundleProblem, ENTRIES_MAX, MANIFEST_MAX, PHOTO_MAX, Part, RECORDS_ALWAYS, RECORDS_MAX,
    RECORDS_RATIO, UNKNOWN_BYTES,
};
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::basemap::BASEMAP_TYPE;
use crate::format::bundle::origin::Shared;

/// What the record at the end of a zip begins with, and how long it is without its comment.
const END_RECORD: (&[u8], usize) = (b"PK\x05\x06", 22);
/// The same of the longer record, for what does not fit into that one.
const LONG_END_RECORD: (&[u8], usize) = (b"PK\x06\x06", 40);
/// A number of entries that stands in the longer record.
const ELSEWHERE: u64 = 0xffff;

/// How the entries are reached; an entry is known by its index or by the offset of its header.
enum Access<R> {
    Directory(ZipArchive<Shared<R>>),
    LocalHeaders(BTreeMap<u64, Extent>),
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
    layout: Layout,
}

/// What stands where in a zip.
#[derive(Clone, Default)]
pub(super) struct Layout {
    /// The folders that hold record lines, each with its `/`: the app's own files have one without a
    /// name, those that somebody unpacked and packed again another one, and several notebooks that were
    /// packed together one each.
    pub(super) folders: Vec<String>,
    /// Files that may be notebooks themselves, by place and name.
    pub(super) files: Vec<(u64, String)>,
}

impl Layout {
    fn of(entries: &[Entry]) -> Self {
        let entries = || entries.iter().filter(|entry| !is_companion(&entry.name));
        let folders = entries().filter_map(|entry| entry.name.strip_suffix(RECORDS));
        let folders = folders.filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let files = entries().filter(|entry| may_be_notebook(&entry.name));
        Self {
            folders: folders.map(str::to_owned).collect(),
            files: files.map(|entry| (entry.place, entry.name.clone())).collect(),
        }
    }

    /// The folder of a notebook that an entry belongs to.
    fn folder_of(&self, name: &str) -> Option<&str> {
        let around = self.folders.iter().filter(|folder| name.starts_with(folder.as_str()));
        around.max_by_key(|folder| folder.len()).map(String::as_str)
    }
}

/// An entry: how it is reached, its name, and whether the end of the file cuts it.
struct Entry {
    place: u64,
    name: String,
    is_cut: bool,
}

impl Entry {
    /// Some programs on Windows write their own separator.
    fn of(place: u64, name: &[u8], is_cut: bool) -> Self {
        Self { place, name: String::from_utf8_lossy(name).replace('\\', "/"), is_cut }
    }
}

/// Whether a file is a zip: it begins or ends like one.
pub(super) fn is_zip(source: &mut (impl Read + Seek)) -> bool {
    let mut start = [0; 4];
    let begins = source.rewind().is_ok() && source.read_exact(&mut start).is_ok();
    (begins && &start == LOCAL_HEADER) || entry_count(source).is_some()
}

/// How many entries the end of a zip claims; `None` when it has no such end. A zip may end in a
/// comment, so more than one place can look like the end: the largest claim counts.
fn entry_count(source: &mut (impl Read + Seek)) -> Option<u64> {
    const COMMENT_MAX: u64 = 0xffff;
    let length = source.seek(SeekFrom::End(0)).ok()?;
    let most = COMMENT_MAX + (END_RECORD.1 + LONG_END_RECORD.1 + 64) as u64;
    source.seek(SeekFrom::Start(length.saturating_sub(most))).ok()?;
    let (tail, _) = read_at_most(source, most);
    let claim = |(mark, length): (&[u8], usize), count: std::ops::Range<usize>| {
        let records = tail.windows(length).filter(|window| window.starts_with(mark));
        let counts = records.filter_map(|record| record.get(count.clone()));
        let number =
            |bytes: &[u8]| bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        counts.map(number).max()
    };
    let count = claim(END_RECORD, 10..12)?;
    let elsewhere = (count == ELSEWHERE).then(|| claim(LONG_END_RECORD, 32..40)).flatten();
    Some(elsewhere.unwrap_or(count))
}

impl<R: Read + Seek> ZipSource<R> {
    /// Lists what a zip holds of the notebook in a folder; of the first where none is named.
    pub(super) fn open(
        mut source: R,
        folder: Option<&str>,
    ) -> Result<(Self, Contents), BundleProblem> {
        let mut contents = Contents::default();
        // The number of entries is looked at before anything is made of it in memory.
        if entry_count(&mut source).is_some_and(|count| count > ENTRIES_MAX as u64) {
            return Err(BundleProblem::TooLarge { what: Part::Entries });
        }
        let mut source = Shared::of(source);
        let shared = source.clone();
        let (access, entries) = if ZipArchive::new(&mut source).is_ok() {
            let unreadable =
                |error: zip::result::ZipError| BundleProblem::SourceUnreadable(error.to_string());
            let archive = ZipArchive::new(source).map_err(unreadable)?;
            let entries = archive.file_names_raw().zip(0u64..);
            let entries = entries.map(|(name, place)| Entry::of(place, name, false)).collect();
            (Access::Directory(archive), entries)
        } else {
            contents.is_cut = true;
            let found = salvaged(&mut source, &mut contents.problems)
                .map_err(|error| BundleProblem::SourceUnreadable(error.to_string()))?;
            let entries = found.iter().map(|one| Entry::of(one.place, &one.name, one.is_cut));
            let entries: Vec<_> = entries.collect();
            let extents = found.into_iter().map(|found| (found.place, found.extent)).collect();
            (Access::LocalHeaders(extents), entries)
        };
        let layout = Layout::of(&entries);
        let first = layout.folders.first().cloned().unwrap_or_default();
        let folder = folder.map_or(first.clone(), str::to_owned);
        let mut this = Self {
            source: shared,
            access,
            records: None,
            stream: None,
            records_max: RECORDS_MAX,
            layout,
        };
        for entry in entries {
            let belongs_to = this.layout.folder_of(&entry.name).unwrap_or(&first);
            if belongs_to == folder {
                this.sort_in(entry, &folder, &mut contents);
            }
        }
        contents.has_records = this.records.is_some();
        if let Some(extent) = this.records.and_then(|place| this.extent(place).ok()) {
            match extent.lock {
                Some(Lock::Password) => return Err(BundleProblem::Protected),
                Some(Lock::Packing(way)) => return Err(BundleProblem::PackedOtherwise { way }),
                None => {}
            }
            let most = RECORDS_ALWAYS + extent.compressed.saturating_mul(RECORDS_RATIO);
            this.records_max = RECORDS_MAX.min(most);
            this.stream = Some(Stream::of(extent));
        }
        Ok((this, contents))
    }

    /// What stands where in it.
    pub(super) fn layout(&self) -> &Layout {
        &self.layout
    }

    fn extent(&mut self, place: u64) -> io::Result<Extent> {
        match &mut self.access {
            Access::Directory(archive) => {
                let index = usize::try_from(place).unwrap_or(usize::MAX);
                let entry = archive.by_index_raw(index)?;
                let said = Said {
                    compressed: entry.compressed_size(),
                    crc: entry.crc32(),
                    packing: packing(entry.compression()),
                    is_encrypted: entry.encrypted(),
                };
                let header = entry.header_start();
                drop(entry);
                Extent::at(&mut self.source, header, Some(said))
            }
            Access::LocalHeaders(extents) => {
                extents.get(&place).copied().ok_or_else(|| io::ErrorKind::NotFound.into())
            }
        }
    }

    /// The most bytes of record lines that are read.
    pub(super) fn records_max(&self) -> u64 {
        self.records_max
    }

    fn sort_in(&mut self, entry: Entry, folder: &str, contents: &mut Contents) {
        let Entry { place, name, is_cut } = entry;
        let inside = name.strip_prefix(folder).unwrap_or_default();
        if is_companion(&name) {
            // Put there by a system for itself.
        } else if leads_out(&name) {
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
        } else if !name.ends_with('/') && !may_be_notebook(&name) {
            contents.problems.push(BundleProblem::UnknownEntry { name });
        }
    }

    /// An entry from its beginning, and whether it went wrong; `None` when it is longer than may be.
    fn whole(&mut self, place: u64, most: u64) -> Option<(Vec<u8>, io::Result<()>)> {
        let extent = match self.extent(place) {
            Ok(extent) => extent,
            Err(error) => return Some((Vec::new(), Err(error))),
        };
        let packed = extent.compressed.saturating_mul(UNPACKED_RATIO);
        let most = most.min(UNPACKED_ALWAYS.saturating_add(packed));
        let read = Stream::of(extent).read(&mut self.source, 0, most + 1);
        (read.0.len() as u64 <= most).then_some(read)
    }

    fn text(&mut self, place: u64) -> Option<String> {
        let (bytes, end) = self.whole(place, MANIFEST_MAX)?;
        end.ok()?;
        String::from_utf8(bytes).ok()
    }

    /// A file in it, which may be a notebook itself, as far as it goes.
    ///
    /// # Errors
    /// Why it cannot be opened.
    pub(super) fn file(&mut self, place: u64, most: u64) -> Result<Vec<u8>, BundleProblem> {
        match self.extent(place).map(|extent| extent.lock) {
            Ok(Some(Lock::Password)) => return Err(BundleProblem::Protected),
            Ok(Some(Lock::Packing(way))) => return Err(BundleProblem::PackedOtherwise { way }),
            Ok(None) | Err(_) => {}
        }
        let read = self.whole(place, most);
        read.map(|(bytes, _)| bytes).ok_or(BundleProblem::TooLarge { what: Part::Entries })
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
        match self.whole(picture.place, PHOTO_MAX) {
            None => PhotoBytes::TooLarge,
            Some((bytes, Ok(()))) => PhotoBytes::Read(bytes),
            Some((bytes, Err(_))) => PhotoBytes::Unsound(bytes.len() as u64),
        }
    }
}

/// The number of a way of packing.
#[expect(deprecated, reason = "the constants do not tell the ways apart that are not known")]
fn packing(way: zip::CompressionMethod) -> u16 {
    match way {
        zip::CompressionMethod::Stored => 0,
        zip::CompressionMethod::Deflated => 8,
        zip::CompressionMethod::Unsupported(way) => way,
        _ => u16::MAX,
    }
}

/// Whether a file was put beside the others by a system for itself: of it nothing is said.
pub fn is_companion(name: &str) -> bool {
    const NAMES: [&str; 5] = [".ds_store", "thumbs.db", "desktop.ini", ".directory", "icon\r"];
    let last = name.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    name.split('/').any(|part| part == "__MACOSX")
        || last.starts_with("._")
        || NAMES.iter().any(|known| last.eq_ignore_ascii_case(known))
}

/// Whether a file in a zip may be a notebook itself, or a message that carries one.
fn may_be_notebook(name: &str) -> bool {
    const ENDINGS: [&str; 6] = ["zip", "html", "htm", "eml", "mht", "mhtml"];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    !leads_out(name) && ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Whether a name leads out of the notebook on some system.
fn leads_out(name: &str) -> bool {
    name.starts_with('/') || name.contains([':', '\0']) || name.split('/').any(|part| part == "..")
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
        for name in ["../x", "media/../../x", "/etc/passwd", "C:x", "a/..", "x\0"] {
            assert!(leads_out(name), "{name}");
        }
        for name in ["records.ndjson", "media/ab.jpg", "media/..jpg", "a..b/c"] {
            assert!(!leads_out(name), "{name}");
        }
    }

    #[test]
    fn what_systems_add_for_themselves_is_known() {
        let added = [
            "__MACOSX/Carnet/._records.ndjson",
            "a/.DS_Store",
            "media/Thumbs.db",
            "._x",
            "Desktop.INI",
            "Carnets/Icon\r",
        ];
        assert!(added.into_iter().all(is_companion));
        assert!(
            !["media/ab.jpg", "records.ndjson", "DS_Store.txt", "icon"]
                .into_iter()
                .any(is_companion)
        );
    }
}
