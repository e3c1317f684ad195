//! The newest revision of everything, as a set union: the order in which records are taken in does
//! not matter, nor does taking one in twice.

use std::collections::BTreeMap;

use crate::domain::identity::RecordId;
use crate::domain::ledger::record::Record;

/// The newest revision of one thing.
#[derive(Clone, PartialEq, Debug)]
struct Newest<B> {
    record: Record<B>,
    /// Another content claims to be the same revision (a restored backup that wrote on).
    clash: bool,
}

/// The newest revision of everything. All revisions are on disk; this is what is shown.
#[derive(Clone, PartialEq, Debug)]
pub struct Revisions<B>(BTreeMap<RecordId, Newest<B>>);

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
    /// It is another content of a revision that was already there; the rule of
    /// [`Record::rank`] decides which is shown, and both are kept.
    Clash,
    /// Something is erased that came or was here: it has to go from storage, too.
    Erased,
}

impl<B> Revisions<B> {
    /// Takes one record in; `shown` is told what is shown from now on and what was shown before.
    pub fn take(&mut self, record: Record<B>, shown: impl FnOnce(&B, Option<&B>)) -> Taken {
        let id = record.envelope.id;
        let (taken, is_newer) = match self.0.get(&id) {
            None => (Taken::Shown, true),
            Some(old) if old.record.digest == record.digest => return Taken::Nothing,
            Some(old) => {
                let same = old.record.envelope.revision == record.envelope.revision;
                let is_newer = old.record.rank() < record.rank();
                match (same, is_newer) {
                    (true, _) => (Taken::Clash, is_newer),
                    (false, true) => (Taken::Shown, true),
                    (false, false) => return Taken::Nothing,
                }
            }
        };
        let clash = taken == Taken::Clash;
        if is_newer {
            let old = self.0.get(&id).map(|old| &old.record.body);
            shown(&record.body, old);
            self.0.insert(id, Newest { record, clash });
        } else if let Some(old) = self.0.get_mut(&id) {
            old.clash = true;
        }
        taken
    }

    /// Takes out what is erased of a thing; answers with what was shown and is no longer.
    pub fn erase(
        &mut self,
        id: RecordId,
        is_erased: impl Fn(&Record<B>) -> bool,
    ) -> Option<Record<B>> {
        is_erased(&self.0.get(&id)?.record).then(|| self.0.remove(&id))?.map(|newest| newest.record)
    }

    /// The newest revision of a thing.
    pub fn record(&self, id: RecordId) -> Option<&Record<B>> {
        self.0.get(&id).map(|newest| &newest.record)
    }

    /// Everything, in the order of the ids (which is that of the clocks that made them).
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &Record<B>> {
        self.0.values().map(|newest| &newest.record)
    }

    /// Whether two contents claim to be the shown revision of a thing.
    pub fn is_clashing(&self, id: RecordId) -> bool {
        self.0.get(&id).is_some_and(|newest| newest.clash)
    }

    /// Things of which two contents claim to be the shown revision.
    pub fn clashes(&self) -> usize {
        self.0.values().filter(|newest| newest.clash).count()
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
