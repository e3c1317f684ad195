//! The table of contents of an archive: which tile lies where.

use crate::format::files::tile_content::{varint, write_varint};

/// One line of a directory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::format::files) struct Entry {
    /// The number of the first tile.
    pub(in crate::format::files) id: u64,
    /// For how many tiles it stands; none: it points at a further directory.
    pub(in crate::format::files) run: u64,
    /// Where it is, in bytes from the beginning of its section.
    pub(in crate::format::files) offset: u64,
    /// How many bytes.
    pub(in crate::format::files) length: u64,
}

/// Reads a directory: columns of numbers, first how many lines, then ids as differences, runs,
/// lengths, and places (zero: right after the line before). `None` when it is none.
pub(super) fn read(mut bytes: &[u8]) -> Option<Vec<Entry>> {
    let bytes = &mut bytes;
    let count = usize::try_from(varint(bytes)?).ok()?;
    // Each line is four numbers of one byte at least.
    if count.checked_mul(4)? > bytes.len() {
        return None;
    }
    let mut entries = Vec::with_capacity(count);
    let mut id = 0_u64;
    for _ in 0..count {
        id = id.checked_add(varint(bytes)?)?;
        entries.push(Entry { id, run: 0, offset: 0, length: 0 });
    }
    for entry in &mut entries {
        entry.run = varint(bytes)?;
        // No tile is farther: and no sum of both overflows.
        entry.id.checked_add(entry.run).filter(|end| *end < 1 << 62)?;
    }
    for entry in &mut entries {
        entry.length = varint(bytes)?;
    }
    let mut after = None;
    for entry in &mut entries {
        entry.offset = match varint(bytes)? {
            0 => after?,
            one_more => one_more - 1,
        };
        after = entry.offset.checked_add(entry.length);
        after?;
    }
    bytes.is_empty().then_some(entries)
}

/// Writes a directory as [`read`] reads it; ids must not fall.
pub(super) fn write(entries: &[Entry]) -> Vec<u8> {
    let mut into = Vec::new();
    write_varint(entries.len() as u64, &mut into);
    let mut before = 0;
    for entry in entries {
        write_varint(entry.id - before, &mut into);
        before = entry.id;
    }
    for entry in entries {
        write_varint(entry.run, &mut into);
    }
    for entry in entries {
        write_varint(entry.length, &mut into);
    }
    let mut after = None;
    for entry in entries {
        let follows = after == Some(entry.offset);
        write_varint(if follows { 0 } else { entry.offset + 1 }, &mut into);
        after = Some(entry.offset + entry.length);
    }
    into
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            lines in proptest::collection::vec((0_u64..1000, 0_u64..9, 0_u64..5000, 0_u64..5000), 0..60),
        ) {
            let mut id = 0;
            let entries: Vec<Entry> = lines
                .into_iter()
                .map(|(step, run, offset, length)| {
                    id += step;
                    Entry { id, run, offset, length }
                })
                .collect();
            prop_assert_eq!(read(&write(&entries)), Some(entries));
        }

        #[test]
        fn any_bytes_are_a_directory_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            drop(read(&bytes));
        }
    }
}
