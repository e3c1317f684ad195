//! A basemap: one PMTiles archive of version 3, looked at before it is kept.
//!
//! The header is read as the PMTiles specification, version 3, lays it out: 127 bytes, numbers
//! little-endian, positions in ten-millionths of a degree. Tiles themselves are not opened here.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::FileProblem;
use super::remark::Remark;
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::basemap::{ATTRIBUTION_MAX, Basemap};

/// A basemap has at most so many bytes: it is read whole on phones with little memory.
pub const BASEMAP_MAX: u64 = 24 << 20;
const HEADER: usize = 127;
/// Longer metadata are not looked at.
const METADATA_MAX: u64 = 1 << 20;
/// Layers of which the map draws at least one, see `public/map_style.js`.
const DRAWN: [&str; 5] = ["earth", "landuse", "water", "buildings", "roads"];

/// What of the metadata is looked at, each still as text: the rest is anybody's.
#[derive(Deserialize)]
struct Metadata<'a> {
    #[serde(borrow)]
    attribution: Option<&'a RawValue>,
    #[serde(borrow)]
    vector_layers: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

fn said(value: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(value?.get()).ok()
}

/// The names of the layers, of those that have one; `None` when there is no list of them.
fn layers(metadata: &Metadata<'_>) -> Option<Vec<String>> {
    let layers: Vec<&RawValue> = serde_json::from_str(metadata.vector_layers?.get()).ok()?;
    let names =
        layers.iter().map(|layer| said(serde_json::from_str::<Named<'_>>(layer.get()).ok()?.id));
    Some(names.flatten().collect())
}

struct Header([u8; HEADER]);

impl Header {
    fn u64(&self, at: usize) -> u64 {
        self.0.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
    }

    fn i32(&self, at: usize) -> i32 {
        self.0.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, i32::from_le_bytes)
    }

    fn u8(&self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or_default()
    }
}

/// Reads a basemap: what it is, and what should be known of it.
///
/// # Errors
/// When it is not a PMTiles archive of version 3 with tiles in it, whole and small enough.
pub fn read(mut source: impl Read + Seek) -> Result<(Basemap, Vec<Remark>), FileProblem> {
    let cut = |_: io::Error| FileProblem::CutShort;
    let size = source.seek(SeekFrom::End(0)).map_err(cut)?;
    source.seek(SeekFrom::Start(0)).map_err(cut)?;
    if size == 0 {
        return Err(FileProblem::Empty);
    }
    let mut start = Vec::new();
    source.by_ref().take(HEADER as u64).read_to_end(&mut start).map_err(cut)?;
    if start.trim_ascii_start().starts_with(b"<") {
        return Err(FileProblem::HtmlPage);
    }
    // Version 1 and 2 begin with two letters only.
    match start.get(..8) {
        Some([b'P', b'M', b'T', b'i', b'l', b'e', b's', 3]) => {}
        Some([b'P', b'M', b'T', b'i', b'l', b'e', b's', version]) => {
            return Err(FileProblem::BasemapVersion(*version));
        }
        Some([b'P', b'M', version @ (1 | 2), ..]) => {
            return Err(FileProblem::BasemapVersion(*version));
        }
        _ => return Err(FileProblem::NotPmtiles),
    }
    let header = Header(start.try_into().map_err(|_| FileProblem::CutShort)?);
    if size > BASEMAP_MAX {
        return Err(FileProblem::TooLarge { limit: BASEMAP_MAX });
    }
    // Directory, metadata, leaf directories, tiles: each says where it is and how long.
    for at in [8, 24, 40, 56] {
        if header.u64(at).checked_add(header.u64(at + 8)).is_none_or(|end| end > size) {
            return Err(FileProblem::CutShort);
        }
    }
    if header.u64(64) == 0 || header.u64(16) == 0 {
        return Err(FileProblem::NoTiles);
    }
    let vector = match header.u8(99) {
        1 => true,
        2..=4 => false,
        _ => return Err(FileProblem::NotPmtiles),
    };
    let text = metadata(&mut source, &header).unwrap_or_default();
    let metadata = serde_json::from_str::<Metadata<'_>>(&text).ok();
    let attribution = metadata.as_ref().and_then(|metadata| said(metadata.attribution));
    let attribution: String =
        without_tags(&attribution.unwrap_or_default()).chars().take(ATTRIBUTION_MAX).collect();
    let mut remarks = Vec::new();
    if attribution.is_empty() {
        remarks.push(Remark::NoAttribution);
    }
    if vector
        && let Some(layers) = metadata.as_ref().and_then(layers)
        && !layers.iter().any(|id| DRAWN.contains(&id.as_str()))
    {
        remarks.push(Remark::NothingDrawn);
    }
    let basemap = Basemap {
        media: hash(&mut source).map_err(cut)?,
        size,
        vector,
        zooms: (header.u8(100), header.u8(101)),
        bounds_e7: [header.i32(102), header.i32(106), header.i32(110), header.i32(114)],
        attribution,
    };
    Ok((basemap, remarks))
}

fn metadata(source: &mut (impl Read + Seek), header: &Header) -> Option<String> {
    let length = header.u64(32);
    if length == 0 || length > METADATA_MAX {
        return None;
    }
    source.seek(SeekFrom::Start(header.u64(24))).ok()?;
    let mut text = String::new();
    let stored = source.take(length);
    match header.u8(97) {
        1 => stored.take(METADATA_MAX).read_to_string(&mut text).ok()?,
        2 => GzDecoder::new(stored).take(METADATA_MAX).read_to_string(&mut text).ok()?,
        _ => return None,
    };
    Some(text)
}

/// Attributions are often written with links; only their words are shown.
fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&copy;", "©").replace("&amp;", "&").trim().to_owned()
}

fn hash(source: &mut (impl Read + Seek)) -> io::Result<MediaId> {
    source.seek(SeekFrom::Start(0))?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let count = source.read(&mut piece)?;
        match piece.get(..count) {
            Some(read) if count > 0 => hash.update(read),
            _ => return Ok(MediaId(hash.finalize().into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Cursor;

    /// An archive with one tile of ten bytes and uncompressed metadata.
    fn archive(metadata: &str) -> Vec<u8> {
        let mut bytes = b"PMTiles\x03".to_vec();
        let (directory, tiles) = (5_u64, 10_u64);
        let after_directory = HEADER as u64 + directory;
        let after_metadata = after_directory + metadata.len() as u64;
        for number in [
            HEADER as u64,
            directory,
            after_directory,
            metadata.len() as u64,
            after_metadata,
            0,
            after_metadata,
            tiles,
            1,
            1,
            1,
        ] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([1, 1, 1, 1, 12, 16]);
        for position in [22_000_000_i32, 498_000_000, 23_000_000, 499_000_000] {
            bytes.extend(position.to_le_bytes());
        }
        bytes.resize(HEADER, 0);
        bytes.extend([0; 5]);
        bytes.extend(metadata.as_bytes());
        bytes.extend([7; 10]);
        bytes
    }

    fn problem(bytes: &[u8]) -> FileProblem {
        read(Cursor::new(bytes)).expect_err("refused")
    }

    #[test]
    fn an_archive_says_what_it_is() {
        let metadata = r#"{"attribution":"<a href='x'>&copy; OpenStreetMap</a> contributors","vector_layers":[{"id":"roads"}]}"#;
        let bytes = archive(metadata);
        let (basemap, remarks) = read(Cursor::new(&bytes)).unwrap();
        assert_eq!(remarks, []);
        assert_eq!(basemap.attribution, "© OpenStreetMap contributors");
        assert_eq!((basemap.vector, basemap.zooms), (true, (12, 16)));
        assert_eq!(basemap.bounds_e7, [22_000_000, 498_000_000, 23_000_000, 499_000_000]);
        assert_eq!(basemap.media, MediaId::of(&bytes));
        let (_, remarks) = read(Cursor::new(archive(r#"{"vector_layers":[{"id":"x"}]}"#))).unwrap();
        assert_eq!(remarks, [Remark::NoAttribution, Remark::NothingDrawn]);
    }

    #[test]
    fn what_is_not_a_basemap_is_named() {
        assert_eq!(problem(b""), FileProblem::Empty);
        assert_eq!(problem(b"\n<!DOCTYPE html><title>404"), FileProblem::HtmlPage);
        assert_eq!(problem(b"PM\x02\x00and so on"), FileProblem::BasemapVersion(2));
        assert_eq!(problem(b"PMTiles\x04and so on"), FileProblem::BasemapVersion(4));
        assert_eq!(problem(b"SQLite format 3"), FileProblem::NotPmtiles);
        let mut empty = archive("{}");
        empty[64..72].fill(0);
        assert_eq!(problem(&empty), FileProblem::NoTiles);
        let whole = archive("{}");
        for end in [9, 100, 130, whole.len() - 1] {
            assert_eq!(problem(&whole[..end]), FileProblem::CutShort, "{end}");
        }
    }

    #[test]
    fn the_quarter_of_the_fixtures() {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/fixtures/quarter/quarter.pmtiles");
        let Ok(file) = std::fs::File::open(path) else {
            eprintln!("SKIPPED: {path} is not there");
            return;
        };
        let (basemap, _) = read(file).unwrap();
        assert!(basemap.vector);
        assert_eq!(basemap.zooms, (12, 16));
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            magic in any::<bool>(),
        ) {
            let mut bytes = bytes;
            if magic {
                bytes.splice(..bytes.len().min(8), *b"PMTiles\x03");
            }
            drop(read(Cursor::new(bytes)));
        }
    }
}
