//! The newest revision of everything, as a set union: the order in which records are taken in does
//! not matter, nor does taking one in twice.
//!
//! Who said a thing first can alone change it. The author is the writer of its first revision; what
//! anybody else writes of it, whatever its number, is kept beside it and never shown in its place.

use std::collections::BTreeMap;

use crate::domain::identity::{DeviceNumber, RecordId};
use crate::domain::ledger::record::Record;
use crate::domain::stamp::Stamp;

/// See [`Record::rank`].
type Rank = (u32, Stamp, u64);

/// What one writer said of a thing.
#[derive(Clone, PartialEq, Debug)]
struct Voice<B> {
    writer: DeviceNumber,
    /// Of its first revision that is here.
    first: Rank,
    newest: Record<B>,
    /// Another content claims to be the same revision (a restored backup that wrote on).
    clash: bool,
}

/// The newest revision of everything. All revisions are on disk; this is what is shown.
///
/// The voices of a thing stand in the order of their first revisions: the author's comes first. A kit
/// carries only the newest revision of its things, so the earliest that is here counts.
#[derive(Clone, PartialEq, Debug)]
pub struct Revisions<B>(BTreeMap<RecordId, Vec<Voice<B>>>);

impl<B> Default for Revisions<B> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

/// What taking a record in changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// Nothing: an older revision, or the same one again.
    Nothing,
    /// It is now the one shown.
    Shown,
    /// It is another content of a revision that was already there, of which the rule of
    /// [`Record::rank`] decides which is shown, or it is by another writer than the author, which is
    /// not shown. Both are kept.
    Clash,
    /// Something is erased that came or was here: it has to go from storage, too.
    Erased,
}

impl<B> Revisions<B> {
    /// Takes one record in, as said by its device; `shown` is told what is shown from now on and what
    /// was shown before.
    pub fn take(&mut self, record: Record<B>, shown: impl FnOnce(&B, Option<&B>)) -> Taken {
        let writer = record.envelope.device;
        self.take_of(record, writer, shown)
    }

    /// Takes one record in that any device may write on: what several laptops decide together.
    pub fn take_shared(&mut self, record: Record<B>) -> Taken {
        self.take_of(record, DeviceNumber(0), |_, _| {})
    }

    fn take_of(
        &mut self,
        record: Record<B>,
        writer: DeviceNumber,
        shown: impl FnOnce(&B, Option<&B>),
    ) -> Taken {
        let voices = self.0.entry(record.envelope.id).or_default();
        let (rank, digest, revision) = (record.rank(), record.digest, record.envelope.revision);
        let before = voices.first().map(|author| author.newest.digest);
        let mut replaced = None;
        let clash;
        match voices.iter_mut().find(|voice| voice.writer == writer) {
            Some(voice) if voice.newest.digest == digest => return Taken::Nothing,
            Some(voice) => {
                voice.first = voice.first.min(rank);
                clash = voice.newest.envelope.revision == revision;
                let is_newer = voice.newest.rank() < rank;
                if is_newer {
                    replaced = Some(std::mem::replace(&mut voice.newest, record));
                }
                voice.clash = clash || (voice.clash && !is_newer);
            }
            None => {
                clash = !voices.is_empty();
                // Nearly all have one voice, and there are tens of thousands of them.
                voices.reserve_exact(1);
                voices.push(Voice { writer, first: rank, newest: record, clash: false });
            }
        }
        // No two have the same first: they would be the same record.
        voices.sort_unstable_by_key(|voice| voice.first);
        let Some(author) = voices.first() else { return Taken::Nothing };
        let is_authors = author.writer == writer;
        if before == Some(author.newest.digest) {
            return if clash || (!is_authors && replaced.is_some()) {
                Taken::Clash
            } else {
                Taken::Nothing
            };
        }
        let old = replaced.as_ref().filter(|old| Some(old.digest) == before).or_else(|| {
            let all = voices.iter().map(|voice| &voice.newest);
            all.into_iter().find(|newest| Some(newest.digest) == before)
        });
        shown(&author.newest.body, old.map(|old| &old.body));
        if clash { Taken::Clash } else { Taken::Shown }
    }

    /// Takes out what is erased of a thing, each voice for itself; `shown` is told what was shown and is
    /// no longer, and what is shown in its place: what another device wrote, which its writer alone can
    /// erase. Answers whether something went.
    pub fn erase(
        &mut self,
        id: RecordId,
        is_erased: impl Fn(&Record<B>) -> bool,
        shown: impl FnOnce(&B, Option<&B>),
    ) -> bool {
        let Some(mut voices) = self.0.remove(&id) else { return false };
        let before = voices.len();
        let was_shown = voices.first().is_some_and(|author| is_erased(&author.newest));
        let old = was_shown.then(|| voices.remove(0).newest);
        voices.retain(|voice| !is_erased(&voice.newest));
        if let Some(old) = &old {
            shown(&old.body, voices.first().map(|author| &author.newest.body));
        }
        let went = voices.len() < before;
        if !voices.is_empty() {
            self.0.insert(id, voices);
        }
        went
    }

    /// Lets a reader note something beside all that a device said; the records stay as they are.
    pub fn each_by(&mut self, writer: DeviceNumber, mut note: impl FnMut(&mut B)) {
        let voices = self.0.values_mut().flatten();
        voices
            .filter(|voice| voice.writer == writer)
            .for_each(|voice| note(&mut voice.newest.body));
    }

    /// The newest revision of a thing by its author.
    pub fn record(&self, id: RecordId) -> Option<&Record<B>> {
        self.0.get(&id)?.first().map(|author| &author.newest)
    }

    /// Everything, in the order of the ids (which is that of the clocks that made them).
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Record<B>> {
        self.0.values().filter_map(|voices| voices.first()).map(|author| &author.newest)
    }

    /// What others than its author wrote of a thing, the newest revision of each.
    pub fn by_others(&self, id: RecordId) -> impl Iterator<Item = &Record<B>> {
        let voices = self.0.get(&id).into_iter().flatten();
        voices.skip(1).map(|voice| &voice.newest)
    }

    /// The first revision of a thing that is here: whose it is decides who may change it.
    pub fn first(&self, id: RecordId) -> Option<(DeviceNumber, (u32, Stamp, u64))> {
        self.0.get(&id)?.first().map(|author| (author.writer, author.first))
    }

    /// Whether two contents claim to be the shown revision of a thing, or somebody else than its
    /// author wrote on it.
    pub fn is_clashing(&self, id: RecordId) -> bool {
        self.0.get(&id).is_some_and(|voices| is_clash(voices))
    }

    /// Things that clash, see [`Self::is_clashing`].
    pub fn clashes(&self) -> usize {
        self.0.values().filter(|voices| is_clash(voices)).count()
    }

    /// A number that is the same for the same newest revisions, in whatever order they came: the sum
    /// of the digests of their lines. Made things are compared with it, never told apart for safety.
    pub fn fingerprint(&self) -> u64 {
        self.records().fold(0, |sum, record| sum.wrapping_add(record.digest))
    }

    /// How many things there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

fn is_clash<B>(voices: &[Voice<B>]) -> bool {
    voices.len() > 1 || voices.iter().any(|voice| voice.clash)
}
