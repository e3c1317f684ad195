//! What follows when files were taken in: what is erased goes, and what each phone handed over is noted.

use std::collections::BTreeSet;

use super::{FileContent, Shelf, TakingIn};
use crate::app::event::ImportReport;
use crate::app::exchange::ExchangeError;
use crate::app::exchange::erasing::{Eraser, Swept};
use crate::app::exchange::receptions::{Here, media_of, receptions};
use crate::app::exchange::shelf::stored_lines;
use crate::app::ledger::Writer;
use crate::app::problem::NotStored;
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::reception::Reception;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::Statement;
use crate::domain::stamp::Stamp;
use crate::format::bundle::BundleProblem;
use crate::text::{FileWords, ReturnedWords, Words};

/// No more problems than this are listed one by one.
const MOST_PROBLEMS: usize = 30;

/// Of files that are no notebooks no more than these are named.
const MOST_NAMES: usize = 6;

impl<S: Shelf> TakingIn<'_, S> {
    /// Erases what is erased of the walks that the files speak of; answers with what is left of those
    /// of which some phone said something.
    pub(super) async fn erase(&mut self) -> Result<(Vec<(WalkId, Vec<String>)>, Swept), NotStored> {
        let said: BTreeSet<WalkId> = self.read.iter().flat_map(FileContent::walks).collect();
        let mut eraser = Eraser::new(self.shelf).await?;
        let mut walks = self.walks.clone();
        walks.extend(eraser.concerned());
        let mut here = Vec::new();
        for walk in walks {
            let mut lines = stored_lines(self.shelf, walk).await?;
            let stones = self.proofs.stones_of_others(&lines);
            if !stones.is_empty() {
                self.shelf.delete(&stones, &[]).await?;
                lines.retain(|key, _| !stones.contains(key));
                self.preview.unfit += stones.len();
            }
            let lines = eraser.sweep(walk, lines).await?;
            if said.contains(&walk) {
                here.push((walk, lines.into_values().collect()));
            }
        }
        Ok((here, eraser.finish().await?))
    }

    /// Notes what is wrong with the file that is read.
    pub fn problem(&mut self, words: String) {
        let words = self.of_file(words);
        if self.report.problems.contains(&words) {
        } else if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push(words);
        } else {
            self.more_problems += 1;
        }
    }

    /// Of several files each says which one it is about.
    fn of_file(&self, words: String) -> String {
        if self.files > 1 { format!("{}\u{a0}: {words}", self.name) } else { words }
    }

    /// Notes what was found in the file that is read; faults come before what is only remarked.
    pub(super) fn remark(&mut self, found: &BundleProblem) {
        let words = found.words(self.language);
        if !found.is_remark() {
            self.report.partly = true;
            return self.problem(words);
        }
        self.note(words);
    }

    /// Notes what nobody has to do anything about.
    pub(super) fn note(&mut self, words: String) {
        let words = self.of_file(words);
        if self.remarks.contains(&words) {
        } else if self.remarks.len() < MOST_PROBLEMS {
            self.remarks.push(words);
        } else {
            self.more_problems += 1;
        }
    }

    /// Notes that a file, or a notebook of one, could not be read.
    pub(super) fn refuse(&mut self, why: Option<ExchangeError>) {
        let Some(why) = why else { return };
        self.report.partly = true;
        self.problem(match why {
            ExchangeError::NotStored(NotStored::Full) => {
                ReturnedWords::of(self.language).full.to_owned()
            }
            why => why.words(Words::of(self.language)),
        });
    }

    /// Notes that what is read is no notebook.
    pub(super) fn no_notebook(&mut self) {
        self.report.partly = true;
        self.strangers.push(self.name.clone());
    }

    /// What was remarked, as it stands behind the problems, and how much there was beyond what is listed.
    pub(super) fn remarked(&self) -> Vec<String> {
        let room = MOST_PROBLEMS.saturating_sub(self.report.problems.len());
        let mut remarked: Vec<String> = self.remarks.iter().take(room).cloned().collect();
        let more = self.more_problems + self.remarks.len().saturating_sub(room);
        if !self.strangers.is_empty() {
            let names: Vec<&str> =
                self.strangers.iter().take(MOST_NAMES).map(String::as_str).collect();
            let (count, names) = (self.strangers.len(), names.join(", "));
            let said = ReturnedWords::of(self.language).no_notebooks;
            remarked.push(said(count, &names, count > MOST_NAMES));
        }
        if more > 0 {
            remarked.push((FileWords::of(self.language).more_problems)(more));
        }
        remarked
    }

    /// Lists what was remarked behind the problems.
    pub(super) fn count_problems(&mut self) {
        let mut remarked = self.remarked();
        self.report.problems.append(&mut remarked);
        self.remarks.clear();
        self.strangers.clear();
        self.more_problems = 0;
    }

    /// Ends following an invitation: what it says is gone goes from storage at once.
    ///
    /// # Errors
    /// When storage cannot be read or written.
    pub async fn joined(mut self, walk: WalkId) -> Result<ImportReport, ExchangeError> {
        self.erase().await.map_err(ExchangeError::NotStored)?;
        Ok(self.into_report(Some(walk)))
    }

    pub(super) async fn receptions(
        &mut self,
        here: Vec<(WalkId, Vec<String>)>,
        swept: &Swept,
        at: Stamp,
    ) -> Result<Vec<Reception>, NotStored> {
        let mut all = Vec::new();
        for (walk, lines) in here {
            let mut photos = swept.media.clone();
            for media in media_of(&lines) {
                if self.shelf.has_photo(media).await? {
                    photos.insert(media);
                }
            }
            let here = Here::of(walk, &lines, photos, swept, &mut self.proofs);
            all.extend(self.read.iter().flat_map(|file| receptions(file, &here, at)));
        }
        Ok(all)
    }
}

/// A reception as a line, which the workshop reads and makes a record of its own of.
pub(super) fn reception_line(reception: Reception) -> String {
    let writer = Writer { walk: reception.walk, device: DeviceNumber(0), at: reception.at };
    let says = Deliberation::Reception(Box::new(reception));
    writer.line(RecordId(0), &Statement { over: None, says })
}
