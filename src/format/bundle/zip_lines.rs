//! The entries of a `.zip` as streams: read piece by piece, each piece once, however many there are.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// Bytes read from the file at a time, and made of them at a time.
const STEP: usize = 64 << 10;
/// Length of a local header without its name.
const HEADER: usize = 30;

/// Why nobody here can open an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lock {
    /// It asks for a password.
    Password,
    /// It is packed in a way that is not read here, by the number of that way.
    Packing(u16),
}

impl Lock {
    /// What keeps an entry shut that is packed in this way, with a password or without.
    pub(super) fn of(packing: u16, is_encrypted: bool) -> Option<Self> {
        match packing {
            _ if is_encrypted => Some(Self::Password),
            STORED | DEFLATED => None,
            other => Some(Self::Packing(other)),
        }
    }
}

/// The ways of packing that are read.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
/// The length of an entry whose true length stands elsewhere.
const ELSEWHERE: u64 = 0xffff_ffff;

/// Where an entry stands, and how it is stored.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    pub(super) start: u64,
    /// Bytes in the file.
    pub(super) compressed: u64,
    pub(super) is_deflated: bool,
    /// `None` where nobody said it.
    pub(super) crc: Option<u32>,
    pub(super) lock: Option<Lock>,
    /// Whether it was written by somebody who did not know its length yet: it stands behind.
    pub(super) is_streamed: bool,
    /// Bytes of its name, which stands before its start and what else is said of it.
    name: (u64, usize),
}

/// What the directory says of an entry.
pub(super) struct Said {
    pub(super) compressed: u64,
    pub(super) crc: u32,
    pub(super) packing: u16,
    pub(super) is_encrypted: bool,
}

impl Extent {
    /// The entry whose local header stands at a place; where there is a directory, what it says
    /// counts.
    ///
    /// # Errors
    /// When there is no entry that can be read.
    pub(super) fn at(
        source: &mut (impl Read + Seek),
        header: u64,
        said: Option<Said>,
    ) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(header))?;
        let mut bytes = [0; HEADER];
        source.read_exact(&mut bytes)?;
        let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let four = |at: usize| u32::from(two(at)) | u32::from(two(at + 2)) << 16;
        let name = (header + HEADER as u64, usize::from(two(26)));
        let start = name.0 + u64::from(two(26)) + u64::from(two(28));
        let (flags, packing) = (two(6), two(8));
        let is_streamed = said.is_none() && flags & 8 != 0;
        let said = said.unwrap_or(Said {
            compressed: four(18).into(),
            crc: four(14),
            packing,
            is_encrypted: flags & 1 == 1,
        });
        let mut compressed = said.compressed;
        if compressed == ELSEWHERE {
            compressed = long_length(source, name.0 + u64::from(two(26)), two(28))?;
        }
        Ok(Self {
            start,
            compressed: compressed.min(length.saturating_sub(start)),
            is_deflated: said.packing == DEFLATED,
            crc: (!is_streamed).then_some(said.crc),
            lock: Lock::of(said.packing, said.is_encrypted),
            is_streamed,
            name,
        })
    }

    /// The name in its local header, as bytes.
    ///
    /// # Errors
    /// When the file ends before.
    pub(super) fn name(&self, source: &mut (impl Read + Seek)) -> io::Result<Vec<u8>> {
        source.seek(SeekFrom::Start(self.name.0))?;
        let mut name = vec![0; self.name.1];
        source.read_exact(&mut name)?;
        Ok(name)
    }
}

/// The length of an entry where it stands apart, because it may be longer than four bytes say.
fn long_length(source: &mut (impl Read + Seek), from: u64, most: u16) -> io::Result<u64> {
    const LONG: u16 = 1;
    source.seek(SeekFrom::Start(from))?;
    let mut fields = vec![0; usize::from(most)];
    source.read_exact(&mut fields)?;
    let mut rest = fields.as_slice();
    while let [a, b, c, d, after @ ..] = rest {
        let (id, length) =
            (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        // The length before packing comes first.
        if let (LONG, Some(bytes)) = (id, after.get(8..16)) {
            return Ok(bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
        }
        rest = after.get(length..).unwrap_or_default();
    }
    Ok(ELSEWHERE)
}

/// An entry being read from its beginning to its end.
pub(super) struct Stream {
    extent: Extent,
    input: Vec<u8>,
    at: usize,
    /// Bytes of the file that were read, and bytes that were made of them.
    taken: u64,
    made: u64,
    inflate: Decompress,
    crc: Crc,
    has_ended: bool,
}

impl Stream {
    /// Nothing of it is read yet.
    pub(super) fn of(extent: Extent) -> Self {
        Self {
            extent,
            input: Vec::new(),
            at: 0,
            taken: 0,
            made: 0,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            has_ended: false,
        }
    }

    /// Up to `most` bytes from an offset, and whether the entry went wrong there. What stands before
    /// the last place that was read is read anew.
    pub(super) fn read(
        &mut self,
        source: &mut (impl Read + Seek),
        from: u64,
        most: u64,
    ) -> (Vec<u8>, io::Result<()>) {
        if from < self.made {
            *self = Self::of(self.extent);
        }
        let mut bytes = Vec::new();
        let mut piece = vec![0; STEP];
        loop {
            let passed = from.saturating_sub(self.made);
            let wanted = if passed > 0 { passed } else { most - bytes.len() as u64 };
            let step = usize::try_from(wanted).unwrap_or(STEP).min(STEP);
            let Some(room) = piece.get_mut(..step).filter(|room| !room.is_empty()) else {
                return (bytes, Ok(()));
            };
            match self.step(source, room) {
                Ok(0) => return (bytes, Ok(())),
                Ok(count) if passed == 0 => {
                    bytes.extend_from_slice(room.get(..count).unwrap_or_default());
                }
                Ok(_) => {}
                Err(error) => return (bytes, Err(error)),
            }
        }
    }

    /// Reads an entry to its end and lets go of what it says; how many bytes of the file it took.
    pub(super) fn passed(&mut self, source: &mut (impl Read + Seek)) -> io::Result<u64> {
        let mut room = vec![0; STEP];
        while self.step(source, &mut room)? > 0 {}
        Ok(self.taken - (self.input.len() - self.at) as u64)
    }

    fn step(&mut self, source: &mut (impl Read + Seek), room: &mut [u8]) -> io::Result<usize> {
        if self.extent.lock.is_some() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        while !self.has_ended {
            if self.at == self.input.len() {
                self.fill(source)?;
            }
            let input = self.input.get(self.at..).unwrap_or_default();
            let (used, count) = if self.extent.is_deflated {
                let before = (self.inflate.total_in(), self.inflate.total_out());
                let status = self
                    .inflate
                    .decompress(input, room, FlushDecompress::None)
                    .map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
                self.has_ended = status == Status::StreamEnd;
                let part = |after: u64, before: u64| usize::try_from(after - before).unwrap_or(0);
                (part(self.inflate.total_in(), before.0), part(self.inflate.total_out(), before.1))
            } else {
                let count = input.len().min(room.len());
                if let (Some(to), Some(from)) = (room.get_mut(..count), input.get(..count)) {
                    to.copy_from_slice(from);
                }
                self.has_ended = count == 0;
                (count, count)
            };
            if used == 0 && count == 0 && !self.has_ended && input.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.at += used;
            self.made += count as u64;
            self.crc.update(room.get(..count).unwrap_or_default());
            if count > 0 {
                return Ok(count);
            }
        }
        if self.extent.crc.is_none_or(|said| said == self.crc.sum()) {
            Ok(0)
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }

    fn fill(&mut self, source: &mut (impl Read + Seek)) -> io::Result<()> {
        let left = self.extent.compressed.saturating_sub(self.taken);
        self.input.clear();
        self.at = 0;
        source.seek(SeekFrom::Start(self.extent.start + self.taken))?;
        source.take(left.min(STEP as u64)).read_to_end(&mut self.input)?;
        self.taken += self.input.len() as u64;
        Ok(())
    }
}
