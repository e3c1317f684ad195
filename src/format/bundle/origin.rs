//! Where the bytes of a notebook are: in the file that was given, or in memory, when they were packed
//! or written in another way there.

use std::cell::RefCell;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;

/// Where a notebook is read from. Several may be read of one, one after the other.
pub(super) enum Origin<R> {
    /// The file itself.
    File(Shared<R>),
    /// What was made of a part of it.
    Memory(Shared<Cursor<Vec<u8>>>),
}

impl<R> Origin<R> {
    /// A file.
    pub(super) fn of(source: R) -> Self {
        Self::File(Shared::of(source))
    }

    /// Bytes in memory.
    pub(super) fn held(bytes: Vec<u8>) -> Self {
        Self::Memory(Shared::of(Cursor::new(bytes)))
    }
}

impl<R> Clone for Origin<R> {
    fn clone(&self) -> Self {
        match self {
            Self::File(file) => Self::File(file.clone()),
            Self::Memory(bytes) => Self::Memory(bytes.clone()),
        }
    }
}

impl<R: Read> Read for Origin<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(room),
            Self::Memory(bytes) => bytes.read(room),
        }
    }
}

impl<R: Seek> Seek for Origin<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

/// A source that several readers share, one after the other.
pub(super) struct Shared<R>(Rc<RefCell<R>>);

impl<R> Shared<R> {
    pub(super) fn of(source: R) -> Self {
        Self(Rc::new(RefCell::new(source)))
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
