//! The notebook as `.zip`.

use std::io;

use super::{MANIFEST, MEDIA, Manifest, RECORDS, Tally};
use crate::domain::identity::WalkId;
use crate::domain::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::format::archive::Archive;

/// A notebook being written: all records, then all photos, then the end.
pub struct ZipNotebook {
    archive: Archive,
    tally: Tally,
}

impl ZipNotebook {
    /// An empty notebook, made now.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn new(made: Stamp) -> io::Result<Self> {
        let mut archive = Archive::new(made);
        archive.begin(RECORDS, true)?;
        Ok(Self { archive, tally: Tally::new(made.utc_ms) })
    }

    /// Adds a record's line, exactly as stored.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn record(&mut self, walk: WalkId, line: &str) -> io::Result<()> {
        self.tally.record(walk, line);
        self.archive.write(line.as_bytes())?;
        self.archive.write(b"\n")
    }

    /// Adds a photo, once all records are in.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn photo(&mut self, media: MediaId, media_type: &str, bytes: &[u8]) -> io::Result<()> {
        self.tally.photo(media, media_type, bytes.len());
        // A photo is compressed already.
        self.archive.add(&format!("{MEDIA}{media}.jpg"), bytes, false)
    }

    /// Takes what is finished.
    pub fn drain(&mut self) -> Vec<u8> {
        self.archive.drain()
    }

    /// Ends the notebook: its last bytes, and what is in it.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn finish(mut self) -> io::Result<(Vec<u8>, Manifest)> {
        let manifest = self.tally.finish();
        let text = serde_json::to_string_pretty(&manifest)?;
        self.archive.add(MANIFEST, text.as_bytes(), true)?;
        Ok((self.archive.finish()?, manifest))
    }
}
