//! An archive written anew, as the map reads it.

use super::directory::{self, Entry};
use super::{FIRST_BYTES, HEADER};
use crate::format::files::packed::gzip;

/// What an archive is made of.
pub(in crate::format::files) struct Contents {
    /// Its metadata, as JSON.
    pub(in crate::format::files) metadata: String,
    /// What tiles are, as the number in the header.
    pub(in crate::format::files) kind: u8,
    /// How tiles are packed, as the number in the header.
    pub(in crate::format::files) packing: u8,
    /// The farthest and the nearest zoom.
    pub(in crate::format::files) zooms: (u8, u8),
    /// West, south, east, north in ten-millionths of a degree.
    pub(in crate::format::files) bounds_e7: [i32; 4],
    /// Where each tile lies in `tiles`, by number.
    pub(in crate::format::files) entries: Vec<Entry>,
    /// The tiles, one after the other.
    pub(in crate::format::files) tiles: Vec<u8>,
}

/// Writes an archive: the first directory short enough to be read with the header, the others behind
/// the metadata; all of them packed as gzip.
pub(in crate::format::files) fn pack(contents: &Contents) -> Vec<u8> {
    let (root, leaves) = directories(&contents.entries);
    let metadata = gzip(contents.metadata.as_bytes());
    let mut bytes = b"PMTiles\x03".to_vec();
    let mut at = HEADER as u64;
    for length in [root.len(), metadata.len(), leaves.len(), contents.tiles.len()] {
        bytes.extend(at.to_le_bytes());
        bytes.extend((length as u64).to_le_bytes());
        at += length as u64;
    }
    let addressed: u64 = contents.entries.iter().map(|entry| entry.run).sum();
    let mut different: Vec<u64> = contents.entries.iter().map(|entry| entry.offset).collect();
    different.sort_unstable();
    different.dedup();
    for count in [addressed, contents.entries.len() as u64, different.len() as u64] {
        bytes.extend(count.to_le_bytes());
    }
    let (from, to) = contents.zooms;
    // Tiles lie in the order of their numbers; directories and metadata are gzip.
    bytes.extend([1, 2, contents.packing, contents.kind, from, to]);
    for position in contents.bounds_e7 {
        bytes.extend(position.to_le_bytes());
    }
    let [west, south, east, north] = contents.bounds_e7;
    bytes.push(to);
    for (one, other) in [(west, east), (south, north)] {
        bytes.extend((one / 2 + other / 2).to_le_bytes());
    }
    for part in [&root, &metadata, &leaves, &contents.tiles] {
        bytes.extend(part);
    }
    bytes
}

/// The first directory and the others, packed.
fn directories(entries: &[Entry]) -> (Vec<u8>, Vec<u8>) {
    let whole = gzip(&directory::write(entries));
    let mut lines = 4096;
    let (mut root, mut leaves) = (whole, Vec::new());
    while (HEADER + root.len()) as u64 > FIRST_BYTES {
        leaves = Vec::new();
        let mut pointers = Vec::new();
        for lines in entries.chunks(lines) {
            let leaf = gzip(&directory::write(lines));
            pointers.push(Entry {
                id: lines.first().map_or(0, |first| first.id),
                run: 0,
                offset: leaves.len() as u64,
                length: leaf.len() as u64,
            });
            leaves.extend(leaf);
        }
        root = gzip(&directory::write(&pointers));
        lines *= 2;
    }
    (root, leaves)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::files::pmtiles::{Archive, Header};

    #[test]
    fn a_large_archive_has_directories_under_the_first() {
        // Lengths without a pattern: packing does not make the directory small.
        let (mut offset, mut dice) = (0, 0x9e37_79b9_7f4a_7c15_u64);
        let entries: Vec<Entry> = (0..30_000_u64)
            .map(|n| {
                dice ^= dice << 13;
                dice ^= dice >> 7;
                dice ^= dice << 17;
                let length = 1 + dice % 1009;
                let entry = Entry { id: 5_000_000 + n * 3, run: 1, offset, length };
                offset += length;
                entry
            })
            .collect();
        let contents = Contents {
            metadata: r#"{"a":1}"#.into(),
            kind: 1,
            packing: 2,
            zooms: (12, 13),
            bounds_e7: [1, 2, 3, 4],
            entries,
            tiles: vec![7; usize::try_from(offset).unwrap()],
        };
        let bytes = pack(&contents);
        let header = Header::read(bytes[..HEADER].try_into().unwrap());
        assert!(header.fits(bytes.len() as u64) && !header.fits(bytes.len() as u64 - 1));
        assert!(header.leaves.length > 0);
        let archive = Archive::open(&bytes, header).unwrap();
        assert!(archive.is_readable);
        assert!(archive.entries == contents.entries);
        assert_eq!(archive.metadata().as_deref(), Some(r#"{"a":1}"#));
    }
}
