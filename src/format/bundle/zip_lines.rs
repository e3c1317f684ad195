//! The record lines of a `.zip` notebook as a stream: read piece by piece, each piece once, however
//! many there are.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// Bytes read from the file at a time, and made of them at a time.
const STEP: usize = 64 << 10;
/// Length of a local header without its name.
const HEADER: usize = 30;

/// Where an entry stands, and how it is stored.
#[derive(Clone, Copy)]
pub(super) struct Extent {
    start: u64,
    /// Bytes in the file.
    pub(super) compressed: u64,
    is_deflated: bool,
    crc: u32,
}

impl Extent {
    /// The entry whose local header stands at a place; lengths and checksum are those of the
    /// directory, where there is one.
    ///
    /// # Errors
    /// When there is no entry that can be read.
    pub(super) fn at(
        source: &mut (impl Read + Seek),
        header: u64,
        said: Option<(u64, u32)>,
    ) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(header))?;
        let mut bytes = [0; HEADER];
        source.read_exact(&mut bytes)?;
        let two = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let four = |at: usize| u32::from(two(at)) | u32::from(two(at + 2)) << 16;
        let start = header + HEADER as u64 + u64::from(two(26)) + u64::from(two(28));
        let is_encrypted = two(6) & 1 == 1;
        let is_deflated = match two(8) {
            0 if !is_encrypted => false,
            8 if !is_encrypted => true,
            _ => return Err(io::ErrorKind::Unsupported.into()),
        };
        let (compressed, crc) = said.unwrap_or((four(18).into(), four(14)));
        let compressed = compressed.min(length.saturating_sub(start));
        Ok(Self { start, compressed, is_deflated, crc })
    }
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

    fn step(&mut self, source: &mut (impl Read + Seek), room: &mut [u8]) -> io::Result<usize> {
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
        if self.crc.sum() == self.extent.crc {
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

/// A source that two readers share, one after the other.
pub(super) struct Shared<R>(std::rc::Rc<std::cell::RefCell<R>>);

impl<R> Shared<R> {
    pub(super) fn of(source: R) -> Self {
        Self(std::rc::Rc::new(std::cell::RefCell::new(source)))
    }
}

impl<R> Clone for Shared<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<R: Read> Read for Shared<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(room)
    }
}

impl<R: Seek> Seek for Shared<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}
