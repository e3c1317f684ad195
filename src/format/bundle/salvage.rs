//! The entries of a zip whose directory is gone with its end: found by their local headers, whose
//! lengths lead from one to the next. Where the length stands behind the entry, as with programs that
//! write while they read, the entry is unpacked to find it; where one is damaged, the next is searched
//! for.

use std::io::{self, Read, Seek, SeekFrom};

use super::reader::read_at_most;
use super::zip_lines::{Extent, Stream};
use super::{BundleProblem, ENTRIES_MAX, Part};

/// What every local header begins with.
pub(super) const LOCAL_HEADER: &[u8; 4] = b"PK\x03\x04";
/// What stands behind an entry that was written as a stream, before its checksum and lengths.
const DESCRIPTOR: &[u8; 4] = b"PK\x07\x08";
/// How many things that look like a header and are none are tried in a cut file.
const FALSE_HEADERS_MAX: usize = 64;

/// An entry that was found.
pub(super) struct Found {
    /// Where its header is.
    pub(super) place: u64,
    /// Its name, as bytes.
    pub(super) name: Vec<u8>,
    pub(super) extent: Extent,
    /// Whether the end of the file cuts it.
    pub(super) is_cut: bool,
}

/// Finds the entries of a zip without its directory.
pub(super) fn salvaged(
    source: &mut (impl Read + Seek),
    problems: &mut Vec<BundleProblem>,
) -> io::Result<Vec<Found>> {
    let length = source.seek(SeekFrom::End(0))?;
    let mut entries = Vec::new();
    let mut false_headers = 0;
    let mut from = 0;
    while let Some(place) = next(source, LOCAL_HEADER, from)? {
        if entries.len() == ENTRIES_MAX || false_headers == FALSE_HEADERS_MAX {
            problems.push(BundleProblem::TooLarge { what: Part::Entries });
            break;
        }
        from = place + LOCAL_HEADER.len() as u64;
        match found(source, place) {
            Ok((found, end)) => {
                from = from.max(end);
                entries.push(Found { is_cut: end >= length, ..found });
            }
            Err(_) => false_headers += 1,
        }
    }
    Ok(entries)
}

/// The entry at a place, and where what follows it may begin.
fn found(source: &mut (impl Read + Seek), place: u64) -> io::Result<(Found, u64)> {
    let mut extent = Extent::at(source, place, None)?;
    let name = extent.name(source)?;
    let end = if !extent.is_streamed {
        extent.start + extent.compressed
    } else if extent.is_deflated && extent.lock.is_none() {
        unpacked(source, &mut extent)?
    } else {
        searched(source, &mut extent)?
    };
    Ok((Found { place, name, extent, is_cut: false }, end))
}

/// Unpacks an entry to find where it ends.
fn unpacked(source: &mut (impl Read + Seek), extent: &mut Extent) -> io::Result<u64> {
    let length = source.seek(SeekFrom::End(0))?;
    extent.compressed = length.saturating_sub(extent.start);
    match Stream::of(*extent).passed(source) {
        Ok(taken) => {
            extent.compressed = taken;
            extent.crc = descriptor(source, extent.start + taken)?;
            Ok(extent.start + taken)
        }
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(length),
        // Damaged: what comes after it is searched for.
        Err(_) => Ok(extent.start),
    }
}

/// Searches the end of an entry that cannot be unpacked to find it: there its own length is said.
fn searched(source: &mut (impl Read + Seek), extent: &mut Extent) -> io::Result<u64> {
    let length = source.seek(SeekFrom::End(0))?;
    let mut from = extent.start;
    while let Some(at) = next(source, DESCRIPTOR, from)? {
        source.seek(SeekFrom::Start(at))?;
        let (bytes, _) = read_at_most(source, 12);
        let said = bytes.get(8..12).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
        if said.map(u64::from) == Some(at - extent.start) {
            extent.compressed = at - extent.start;
            extent.crc = descriptor(source, at)?;
            return Ok(at);
        }
        from = at + DESCRIPTOR.len() as u64;
    }
    extent.compressed = length.saturating_sub(extent.start);
    Ok(length)
}

/// The checksum that stands behind an entry.
fn descriptor(source: &mut (impl Read + Seek), at: u64) -> io::Result<Option<u32>> {
    source.seek(SeekFrom::Start(at))?;
    let (bytes, end) = read_at_most(source, 8);
    end?;
    let bytes = bytes.strip_prefix(DESCRIPTOR).unwrap_or(&bytes);
    Ok(bytes.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)))
}

/// Where the next of these bytes begin, at an offset or after it.
fn next(source: &mut (impl Read + Seek), wanted: &[u8; 4], from: u64) -> io::Result<Option<u64>> {
    const PIECE: u64 = 64 << 10;
    let overlap = wanted.len() - 1;
    let mut at = from;
    loop {
        source.seek(SeekFrom::Start(at))?;
        let (piece, end) = read_at_most(source, PIECE);
        end?;
        if let Some(offset) = piece.windows(wanted.len()).position(|window| window == wanted) {
            return Ok(Some(at + offset as u64));
        }
        if (piece.len() as u64) < PIECE {
            return Ok(None);
        }
        at += (piece.len() - overlap) as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_found_across_two_pieces() {
        let mut bytes = vec![b'P'; (64 << 10) - 2];
        bytes.extend_from_slice(b"PK\x03\x04 and PK\x03\x04");
        let place = (64 << 10) - 2;
        let mut source = io::Cursor::new(bytes);
        assert_eq!(next(&mut source, LOCAL_HEADER, 0).unwrap(), Some(place));
        assert_eq!(next(&mut source, LOCAL_HEADER, place + 1).unwrap(), Some(place + 9));
        assert_eq!(next(&mut source, LOCAL_HEADER, place + 10).unwrap(), None);
    }
}
