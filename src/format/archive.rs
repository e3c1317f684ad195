//! A zip that is written a little at a time: what is finished can be taken away at once, so that
//! an archive of many photos is never in memory as a whole.

use std::cell::RefCell;
use std::io::{self, Seek, SeekFrom, Write};
use std::rc::Rc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::domain::stamp::Stamp;

/// The tail of the archive that is still in memory. The writer goes back to fill in the sizes of
/// the entry it is at, never further.
#[derive(Default)]
struct Tail {
    /// Bytes already taken away.
    taken: u64,
    bytes: Vec<u8>,
    /// Position in the whole archive.
    at: u64,
}

/// The writer's side of the tail.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Tail>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut tail = self.0.borrow_mut();
        let from = usize::try_from(tail.at - tail.taken).map_err(io::Error::other)?;
        let over = tail.bytes.len().saturating_sub(from).min(bytes.len());
        let (again, new) = bytes.split_at(over);
        if let Some(old) = tail.bytes.get_mut(from..from + over) {
            old.copy_from_slice(again);
        }
        tail.bytes.extend_from_slice(new);
        tail.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Sink {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut tail = self.0.borrow_mut();
        let end = tail.taken + tail.bytes.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => end.checked_add_signed(by),
            SeekFrom::Current(by) => tail.at.checked_add_signed(by),
        };
        let at = at.filter(|at| (tail.taken..=end).contains(at));
        tail.at = at.ok_or_else(|| io::Error::other("this part of the archive was taken away"))?;
        Ok(tail.at)
    }
}

/// A zip being written.
pub(super) struct Archive {
    sink: Sink,
    zip: ZipWriter<Sink>,
    made: DateTime,
    /// Where the last entry begins: before it, nothing changes any more.
    settled: u64,
}

impl Archive {
    /// An empty archive whose entries carry the local time of `made`.
    pub(super) fn new(made: Stamp) -> Self {
        let sink = Sink::default();
        Self {
            zip: ZipWriter::new(sink.clone()),
            sink,
            made: zip_time(made).unwrap_or_default(),
            settled: 0,
        }
    }

    /// Adds a whole file; what is compressed already is stored as it is.
    ///
    /// # Errors
    /// When a name or a size does not fit a zip.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8], compress: bool) -> io::Result<()> {
        self.begin(name, compress)?;
        self.write_all(bytes)
    }

    /// Begins a file that comes in pieces.
    ///
    /// # Errors
    /// When the name does not fit a zip.
    pub(super) fn begin(&mut self, name: &str, compress: bool) -> io::Result<()> {
        let method = if compress { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(self.made)
            .unix_permissions(0o644);
        self.zip.start_file(name, options)?;
        // The header of this entry was written just now: it ends at the present position.
        let header = 30 + name.len() as u64;
        self.settled = self.sink.0.borrow().at.saturating_sub(header);
        Ok(())
    }

    /// Takes what will not change any more.
    pub(super) fn drain(&mut self) -> Vec<u8> {
        let mut tail = self.sink.0.borrow_mut();
        let settled = self.settled.saturating_sub(tail.taken);
        let count = usize::try_from(settled).unwrap_or(0).min(tail.bytes.len());
        tail.taken += count as u64;
        tail.bytes.drain(..count).collect()
    }

    /// Ends the archive and takes the rest of it.
    ///
    /// # Errors
    /// When the archive is too large for a zip.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        self.zip.finish()?;
        Ok(std::mem::take(&mut self.sink.0.borrow_mut().bytes))
    }
}

/// Adds to the file that was begun.
impl Write for Archive {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.zip.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

fn zip_time(made: Stamp) -> Option<DateTime> {
    let (year, month, day) = made.year_month_day();
    let time = made.time();
    let part = |from: usize| time.get(from..from + 2)?.parse().ok();
    DateTime::from_date_and_time(
        u16::try_from(year).ok()?,
        month,
        day,
        part(0)?,
        part(3)?,
        part(6)?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Read};

    #[test]
    fn what_is_taken_in_pieces_is_the_archive() {
        let mut archive = Archive::new(Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 });
        let mut whole = Vec::new();
        let mut largest = 0;
        for number in 0_u32..50 {
            let bytes: Vec<u8> =
                (0..20_000_u32).map(|i| (i.wrapping_mul(number) >> 3) as u8).collect();
            archive.add(&format!("é-{number}.bin"), &bytes, number % 2 == 0).unwrap();
            largest = largest.max(archive.sink.0.borrow().bytes.len());
            whole.extend(archive.drain());
        }
        whole.extend(archive.finish().unwrap());
        assert!(largest < 60_000, "two entries at most wait in memory, not {largest} bytes");
        let mut read = zip::ZipArchive::new(Cursor::new(whole)).unwrap();
        assert_eq!(read.len(), 50);
        let mut entry = read.by_name("é-7.bin").unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        assert_eq!((bytes.len(), bytes[40]), (20_000, ((40 * 7) >> 3) as u8));
    }
}
