//! Two versions of one record: a device writes each revision once, so that one of two that bear the same
//! revision and moment was changed on its way. Which one, the file says that fits its manifest, the
//! device's signature, and the letters themselves. The changed one never takes the place of the right one,
//! and the right one takes the place of the changed one.

use super::TakingIn;
use crate::app::exchange::proving::{Proof, of};
use crate::app::exchange::shelf::Shelf;
use crate::app::problem::NotStored;
use crate::domain::ledger::record::{Envelope, Record};
use crate::format::bundle::is_bent_copy;
use crate::format::v1;

/// What became of records that were changed on their way.
#[derive(Default)]
pub(super) struct Bent {
    /// Records that stayed out, because the right ones are here.
    pub(super) left_out: usize,
    /// Records that the right ones took the place of.
    pub(super) repaired: usize,
    /// Keys of those that are stored, to be removed once the right ones are.
    pub(super) replaced: Vec<String>,
}

impl<S: Shelf> TakingIn<'_, S> {
    /// Whether a record stays out, because it is a changed copy of one that is here. A changed copy that
    /// is here makes way for it.
    pub(super) async fn gives_way(
        &mut self,
        line: &str,
        record: &Record,
        proof: Proof,
    ) -> Result<bool, NotStored> {
        let Envelope { walk, id, revision, .. } = record.envelope;
        let start = format!("{walk}/{id}/{revision:06}/");
        let keys = self.known.range(start.clone()..).take_while(|key| key.starts_with(&start));
        let keys: Vec<String> = keys.cloned().collect();
        for key in keys {
            let Some(other) = self.line_of(&start, &key, record).await? else { continue };
            let Ok(twin) = v1::read_line(&other) else { continue };
            let (twin, own) = (twin.record, &record.envelope);
            if (twin.envelope.device, twin.envelope.at) != (own.device, own.at) {
                continue;
            }
            let is_proven = proof == Proof::Proven;
            let is_doubtful = !self.is_exact || is_bent_copy(line, &other);
            if is_doubtful && !is_proven {
                self.bent.left_out += 1;
                self.report.records_known += 1;
                self.preview.known += 1;
                self.file.note(&twin);
                self.kit.note(&twin);
                return Ok(true);
            }
            let is_signed = self.proofs.is_signed(&other, of(own)) == Some(true);
            if is_bent_copy(&other, line) && !is_signed {
                self.replace(&key, &twin, record);
            }
        }
        Ok(false)
    }

    fn replace(&mut self, key: &str, bent: &Record, right: &Record) {
        self.known.remove(key);
        let waiting = self.waiting.len();
        self.waiting.retain(|entry| entry.key != *key);
        if self.waiting.len() == waiting {
            self.bent.replaced.push(key.to_owned());
            self.bent.repaired += 1;
        } else {
            self.preview.new = self.preview.new.saturating_sub(1);
        }
        self.unread.remove(key);
        // The file that brought it speaks for its phone as if it had brought the right one.
        for file in self.read.iter_mut().chain([&mut self.file]) {
            file.replace(bent.digest, right.digest);
        }
    }

    /// A line that is here, or that waits to be.
    async fn line_of(
        &self,
        start: &str,
        key: &str,
        record: &Record,
    ) -> Result<Option<String>, NotStored> {
        if let Some(waiting) = self.waiting.iter().find(|entry| entry.key == key) {
            return Ok(Some(waiting.line.clone()));
        }
        let stored = self.shelf.chunk(record.envelope.walk, Some(start)).await?;
        Ok(stored.into_iter().find(|(known, _)| known == key).map(|(_, line)| line))
    }
}
