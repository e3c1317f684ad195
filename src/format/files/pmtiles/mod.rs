//! A PMTiles archive of version 3, as its specification lays it out: a header of 127 bytes (numbers
//! little-endian, positions in ten-millionths of a degree), directories, metadata, tiles.

mod directory;
mod packing;
mod tile_id;

pub(super) use directory::Entry;
pub(super) use packing::{Contents, pack};
#[cfg(test)]
pub(super) use tile_id::by_hand;

use super::packed::{self, Packing};
use tile_id::TileBox;

/// Bytes of the header.
pub(super) const HEADER: usize = 127;
/// The map reads the first directory out of the first bytes of the file.
const FIRST_BYTES: u64 = 16_384;
/// A directory, or the metadata, is not longer than this when unpacked.
const INSIDE_MAX: u64 = 8 << 20;
/// More lines than this are not read.
const ENTRIES_MAX: usize = 1 << 20;
/// Directories under directories: the map follows no deeper ones.
const DEPTH_MAX: u8 = 3;

/// A part of the file: where it begins, and how many bytes it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Section {
    at: u64,
    /// Bytes.
    pub(super) length: u64,
}

/// What an archive says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Header {
    /// The first directory.
    pub(super) root: Section,
    /// The metadata.
    pub(super) metadata: Section,
    /// Further directories.
    pub(super) leaves: Section,
    /// The tiles.
    pub(super) tiles: Section,
    /// How directories and metadata are packed, as a number.
    inside: u8,
    /// How tiles are packed, as a number.
    pub(super) packing: u8,
    /// What tiles are, as a number.
    pub(super) kind: u8,
    /// The farthest and the nearest zoom; the map asks for no tile beyond them.
    pub(super) zooms: (u8, u8),
    /// West, south, east, north in ten-millionths of a degree.
    bounds_e7: [i32; 4],
}

impl Header {
    /// Reads a header that begins as one.
    pub(super) fn read(bytes: &[u8; HEADER]) -> Self {
        let number = |at: usize| {
            let bytes = bytes.get(at..at + 8).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, u64::from_le_bytes)
        };
        let position = |at: usize| {
            let bytes = bytes.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(0, i32::from_le_bytes)
        };
        let section = |at: usize| Section { at: number(at), length: number(at + 8) };
        Self {
            root: section(8),
            metadata: section(24),
            leaves: section(40),
            tiles: section(56),
            inside: bytes[97],
            packing: bytes[98],
            kind: bytes[99],
            zooms: (bytes[100], bytes[101]),
            bounds_e7: [102, 106, 110, 114].map(position),
        }
    }

    /// Whether all its parts lie within a file of so many bytes.
    pub(super) fn fits(&self, size: u64) -> bool {
        let sections = [self.root, self.metadata, self.leaves, self.tiles];
        let end = |section: Section| section.at.checked_add(section.length);
        sections.into_iter().all(|section| end(section).is_some_and(|end| end <= size))
    }
}

/// An archive whose directories were read.
pub(super) struct Archive<'a> {
    bytes: &'a [u8],
    /// What it says of itself.
    pub(super) header: Header,
    /// Its tiles, in the order of their numbers.
    pub(super) entries: Vec<Entry>,
    /// Whether the map reads the directories as they are.
    pub(super) is_readable: bool,
}

impl<'a> Archive<'a> {
    /// Reads the directories; `None` when they are none, or lead nowhere.
    pub(super) fn open(bytes: &'a [u8], header: Header) -> Option<Self> {
        let mut archive = Self { bytes, header, entries: Vec::new(), is_readable: true };
        let root = archive.header.root;
        archive.is_readable = root.at.checked_add(root.length)? <= FIRST_BYTES;
        archive.follow(root, 0, &mut 0)?;
        archive.entries.sort_by_key(|entry| entry.id);
        // A tile without a byte is none, and the map stumbles over it.
        let count = archive.entries.len();
        archive.entries.retain(|entry| entry.length > 0);
        archive.is_readable &= archive.entries.len() == count;
        Some(archive)
    }

    fn follow(&mut self, section: Section, depth: u8, lines: &mut usize) -> Option<()> {
        let bytes = part(self.bytes, section)?;
        let said = self.header.inside;
        let (packing, entries) = packed::open(bytes, said, INSIDE_MAX, directory::read)?;
        self.is_readable &= Packing::on_the_map(said) == Some(packing);
        *lines += entries.len().max(1);
        if *lines > ENTRIES_MAX || (entries.is_empty() && depth > 0) {
            return None;
        }
        for entry in entries {
            if entry.run > 0 {
                self.entries.push(entry);
            } else if depth < DEPTH_MAX {
                let at = self.header.leaves.at.checked_add(entry.offset)?;
                self.follow(Section { at, length: entry.length }, depth + 1, lines)?;
            } else {
                return None;
            }
        }
        Some(())
    }

    /// The bytes of a tile; `None` when they lie outside the file.
    pub(super) fn tile(&self, entry: &Entry) -> Option<&'a [u8]> {
        let at = self.header.tiles.at.checked_add(entry.offset)?;
        part(self.bytes, Section { at, length: entry.length })
    }

    /// The metadata, when they can be read.
    pub(super) fn metadata(&self) -> Option<String> {
        let bytes = part(self.bytes, self.header.metadata)?;
        let text = |bytes: &[u8]| Some(std::str::from_utf8(bytes).ok()?.to_owned());
        let is_json = |text: &String| text.trim_start().starts_with('{');
        let said = self.header.inside;
        packed::open(bytes, said, INSIDE_MAX, |bytes| text(bytes).filter(is_json))
            .map(|(_, text)| text)
    }

    /// The farthest and the nearest zoom that have tiles.
    pub(super) fn zooms(&self) -> Option<(u8, u8)> {
        let (first, last) = (self.entries.first()?, self.entries.last()?);
        Some((tile_id::zoom_of(first.id)?, tile_id::zoom_of(last.id + last.run - 1)?))
    }

    /// West, south, east, north in ten-millionths of a degree: what the header says, as far as tiles
    /// of the nearest zoom are there; those tiles alone when it says nothing that can be. With it
    /// whether the header was right.
    pub(super) fn bounds_e7(&self) -> Option<([i32; 4], bool)> {
        let (_, zoom) = self.zooms()?;
        let first = tile_id::first_of(zoom);
        let runs = self.entries.iter().filter(|entry| entry.id + entry.run > first);
        let boxes = runs.filter_map(|entry| {
            let from = entry.id.max(first);
            TileBox::of_run(from, entry.id + entry.run - from, zoom)
        });
        let found = boxes.reduce(TileBox::with)?.bounds_e7();
        let said = self.header.bounds_e7;
        let [west, south, east, north] = said;
        let both =
            [west.max(found[0]), south.max(found[1]), east.min(found[2]), north.min(found[3])];
        let is_right = both[0] < both[2] && both[1] < both[3];
        Some(if is_right { (both, true) } else { (found, false) })
    }
}

fn part(bytes: &[u8], Section { at, length }: Section) -> Option<&[u8]> {
    let at = usize::try_from(at).ok()?;
    bytes.get(at..at.checked_add(usize::try_from(length).ok()?)?)
}
