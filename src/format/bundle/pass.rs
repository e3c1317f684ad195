//! Passing over the record lines: once to hold them against the manifest, once to deliver them.

use std::io::{Read, Seek};

use sha2::{Digest, Sha256};

use super::LINE_MAX;
use super::lines::{Cut, Lines};
use super::manifest::Manifest;
use super::mending::{Mending, begins_record, is_begun};
use super::reader::Source;
use crate::domain::observation::photo::MediaId;

/// How many bytes of record lines are in memory at a time.
const PIECE: u64 = 2 << 20;

/// A pass over the record lines.
#[derive(Default)]
pub(super) struct Pass {
    lines: Lines,
    pub(super) mending: Mending,
    /// A line that was read to see whether it goes on with the one before, and does not.
    ahead: Option<Cut>,
    read: u64,
    /// Whether reading stopped before the end of the lines.
    pub(super) is_broken: bool,
    pub(super) is_too_large: bool,
    has_ended: bool,
}

impl Pass {
    /// A pass that reads lines in some way.
    pub(super) fn of(mending: Mending) -> Self {
        Self { mending, ..Self::default() }
    }

    /// The next line that is not empty, mended where lines were broken.
    pub(super) fn next<R: Read + Seek>(&mut self, source: &mut Source<R>) -> Cut {
        let cut = self.ahead.take().unwrap_or_else(|| self.cut(source));
        let Some(joint) = self.mending.joint else { return cut };
        let mut line = match cut {
            Cut::Line(line) if is_begun(&line) => line,
            other => return other,
        };
        loop {
            let (more, is_rest) = match self.cut(source) {
                Cut::Line(more) if !begins_record(&more) => (more, false),
                Cut::Rest(more) if !begins_record(&more) => (more, true),
                other => {
                    self.ahead = Some(other);
                    return Cut::Line(line);
                }
            };
            joint.join(&mut line, &more);
            if is_rest {
                return Cut::Rest(line);
            }
            if line.len() > LINE_MAX {
                return Cut::TooLong;
            }
            if !is_begun(&line) {
                return Cut::Line(line);
            }
        }
    }

    fn cut<R: Read + Seek>(&mut self, source: &mut Source<R>) -> Cut {
        loop {
            match self.lines.next() {
                Cut::More => self.fill(source),
                Cut::Line(line) | Cut::Rest(line) if line.is_empty() => {}
                other => return other,
            }
        }
    }

    fn fill<R: Read + Seek>(&mut self, source: &mut Source<R>) {
        let most = PIECE.min(source.records_max().saturating_sub(self.read));
        let (piece, end) = source.records(self.read, most.max(1));
        self.is_too_large = most == 0 && !piece.is_empty();
        self.is_broken |= end.is_err();
        self.has_ended = end.is_err() || (piece.len() as u64) < most || most == 0;
        if !self.is_too_large {
            self.read += piece.len() as u64;
            self.lines.feed(&piece);
        }
        if self.has_ended {
            self.lines.end();
        }
    }
}

/// What a first pass over the record lines found, before any is delivered.
pub(super) struct Survey {
    pub(super) lines: u64,
    pub(super) sha256: String,
    pub(super) is_broken: bool,
    /// How the lines are to be read.
    pub(super) mending: Mending,
}

impl Survey {
    /// Whether the lines are exactly those that were written; `None` when nothing says so.
    pub(super) fn fits(&self, manifest: Option<&Manifest>) -> Option<bool> {
        let said = manifest?.records_sha256.as_ref()?;
        Some(!self.is_broken && *said == self.sha256)
    }

    /// Whether they are all of those that were written. The rescue page says how many, and no more.
    pub(super) fn is_whole(&self, manifest: Option<&Manifest>, is_cut: bool) -> bool {
        let said = manifest.and_then(|manifest| manifest.records);
        let counted = || !is_cut && !self.is_broken && said == Some(self.lines);
        self.fits(manifest).unwrap_or_else(counted)
    }
}

/// Reads the lines as they are, and where they do not fit the manifest in every way that may mend them.
pub(super) fn survey<R: Read + Seek>(
    source: &mut Source<R>,
    manifest: Option<&Manifest>,
) -> Survey {
    let plain = surveyed(source, Mending::default());
    if plain.is_broken || plain.fits(manifest) != Some(false) {
        return plain;
    }
    let mut mended = Mending::ways().map(|way| surveyed(source, way));
    mended.find(|survey| survey.fits(manifest) == Some(true)).unwrap_or(plain)
}

fn surveyed<R: Read + Seek>(source: &mut Source<R>, mending: Mending) -> Survey {
    let mut pass = Pass::of(mending);
    let mut hash = Sha256::new();
    let mut lines = 0;
    loop {
        match pass.next(source) {
            Cut::End => break,
            Cut::Line(raw) => {
                lines += 1;
                hash.update(source.line(raw, mending).unwrap_or_default().as_bytes());
                hash.update(b"\n");
            }
            // Not a whole line: it counts for nothing, and the hash cannot be right.
            Cut::Rest(_) | Cut::TooLong | Cut::More => hash.update(b"\n"),
        }
    }
    let sha256 = MediaId(hash.finalize().into()).to_string();
    Survey { lines, sha256, is_broken: pass.is_broken, mending }
}
