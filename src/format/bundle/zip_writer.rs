//! The notebook as a `.zip`, for file managers and archives.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System};

use super::ledger::{Ledger, one_line};
use super::manifest::{KIT, Manifest};
use super::{NotebookWriter, UNKNOWN_BYTES, out_of_order, picture_type};
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::domain::walk::basemap::BASEMAP_TYPE;

/// Where the record lines are.
pub(super) const RECORDS: &str = "records.ndjson";
/// Where the manifest is.
pub(super) const MANIFEST: &str = "manifest.json";
/// The folder of the photos.
pub(super) const MEDIA: &str = "media/";

/// Writes a notebook as `.zip`: text deflated, photos as they are. Each local header says how long
/// its entry is, so that the entries of a file cut short can still be found.
pub struct ZipWriter {
    zip: Option<zip::ZipWriter<Tail>>,
    tail: Tail,
    options: SimpleFileOptions,
    ledger: Ledger,
    made: Stamp,
    in_photos: bool,
}

impl ZipWriter {
    /// A notebook made at a moment, the only date it will bear.
    ///
    /// # Errors
    /// Never in practice: the file is made in memory.
    pub fn new(made: Stamp) -> io::Result<Self> {
        let tail = Tail::default();
        let mut zip = zip::ZipWriter::new(tail.clone());
        zip.set_flush_on_finish_file(true);
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .unix_permissions(0o644)
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(wall_clock(made));
        zip.start_file(RECORDS, options)?;
        let ledger = Ledger::default();
        Ok(Self { zip: Some(zip), tail, options, ledger, made, in_photos: false })
    }

    /// The kit of a walk, made at a moment: the same file, which says of itself that it is one.
    ///
    /// # Errors
    /// Never in practice: the file is made in memory.
    pub fn kit(made: Stamp) -> io::Result<Self> {
        let mut writer = Self::new(made)?;
        writer.ledger.content = KIT;
        Ok(writer)
    }

    fn open(&mut self) -> io::Result<&mut zip::ZipWriter<Tail>> {
        self.zip.as_mut().ok_or_else(|| out_of_order("the notebook is finished"))
    }
}

impl NotebookWriter for ZipWriter {
    fn record(&mut self, line: &str) -> io::Result<()> {
        if self.in_photos {
            return Err(out_of_order("records come before photos"));
        }
        let line = one_line(line);
        let zip = self.open()?;
        zip.write_all(line.as_bytes())?;
        zip.write_all(b"\n")?;
        self.ledger.record(&line);
        Ok(())
    }

    fn photos(&mut self) -> Vec<MediaId> {
        self.ledger.named().collect()
    }

    fn photo(&mut self, id: MediaId, media_type: &str, bytes: &[u8]) -> io::Result<()> {
        self.open()?;
        self.in_photos = true;
        if !self.ledger.accepts(id, bytes) {
            return Ok(());
        }
        let media_type = picture_type(media_type).unwrap_or(UNKNOWN_BYTES);
        let name = format!("{MEDIA}{id}.{}", extension(media_type));
        let options = self.options.compression_method(CompressionMethod::Stored);
        let zip = self.open()?;
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
        self.ledger.photo(id, media_type, bytes);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<Manifest> {
        let manifest = self.ledger.manifest(self.made);
        let options = self.options;
        let zip = self.open()?;
        zip.start_file(MANIFEST, options)?;
        zip.write_all(manifest.write().as_bytes())?;
        if let Some(zip) = self.zip.take() {
            zip.finish()?.flush()?;
        }
        Ok(manifest)
    }

    fn drain(&mut self) -> Vec<u8> {
        self.tail.0.borrow_mut().drain()
    }

    fn receipt(&self) -> String {
        self.ledger.receipt()
    }
}

/// The wall clock of a stamp as zip files hold it; the earliest they can say for a clock never set.
fn wall_clock(stamp: Stamp) -> DateTime {
    let (year, month, day) = stamp.year_month_day();
    let time = stamp.time();
    let part = |from: usize| time.get(from..from + 2).and_then(|part| part.parse().ok());
    u16::try_from(year)
        .ok()
        .and_then(|year| {
            let (hour, minute, second) = (part(0)?, part(3)?, part(6)?);
            DateTime::from_date_and_time(year, month, day, hour, minute, second).ok()
        })
        .unwrap_or(DateTime::DEFAULT)
}

/// The ending by which file managers know a media type.
fn extension(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        BASEMAP_TYPE => "pmtiles",
        "image/png" => "png",
        "image/webp" => "webp",
        _ => "bin",
    }
}

/// The end of the file being made. The zip writer comes back to the header of the entry it is
/// writing, never to an earlier one, and flushes when an entry is finished: from then on its bytes
/// can be taken away.
#[derive(Clone, Default)]
struct Tail(Rc<RefCell<Held>>);

#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    /// How many bytes were taken away before `bytes`.
    taken: u64,
    /// Where the next write goes, from the beginning of the file.
    at: u64,
    /// How many of `bytes` will not change any more.
    settled: usize,
}

impl Held {
    fn drain(&mut self) -> Vec<u8> {
        let rest = self.bytes.split_off(self.settled);
        self.taken += self.settled as u64;
        self.settled = 0;
        std::mem::replace(&mut self.bytes, rest)
    }

    fn write(&mut self, written: &[u8]) -> io::Result<()> {
        let gone = || out_of_order("the place to write to was taken away");
        let from = self.at.checked_sub(self.taken).ok_or_else(gone)?;
        let from = usize::try_from(from).map_err(|_| gone())?;
        let (over, more) =
            written.split_at(written.len().min(self.bytes.len().saturating_sub(from)));
        self.bytes.get_mut(from..from + over.len()).ok_or_else(gone)?.copy_from_slice(over);
        self.bytes.extend_from_slice(more);
        self.at += written.len() as u64;
        Ok(())
    }
}

impl Write for Tail {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut held = self.0.borrow_mut();
        held.settled = held.bytes.len();
        Ok(())
    }
}

/// The zip writer flushes only what it could also read, and reads only to copy entries, which is
/// not done here.
impl Read for Tail {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

impl Seek for Tail {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut held = self.0.borrow_mut();
        let end = held.taken + held.bytes.len() as u64;
        let to = match to {
            SeekFrom::Start(to) => Some(to),
            SeekFrom::End(by) => end.checked_add_signed(by),
            SeekFrom::Current(by) => held.at.checked_add_signed(by),
        };
        held.at = to
            .filter(|to| (held.taken..=end).contains(to))
            .ok_or_else(|| out_of_order("the place to seek was taken away"))?;
        Ok(held.at)
    }
}
