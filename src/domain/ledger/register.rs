//! One value that several devices may set.

use std::collections::{BTreeMap, BTreeSet};

use super::Digest;
use crate::domain::identity::RecordId;
use crate::domain::stamp::Stamp;

/// A statement as it is taken in.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Its digest.
    pub digest: Digest,
    /// The record it is a revision of.
    pub record: RecordId,
    /// Which revision.
    pub revision: u32,
    /// When, by the clock of its device; orders only statements that do not say what they replace.
    pub at: Stamp,
    /// What it replaces.
    pub over: Option<&'a [Digest]>,
}

/// The values that stand: those that no statement replaced.
#[derive(Clone, PartialEq, Debug)]
pub struct Register<V> {
    heads: BTreeMap<Digest, V>,
    replaced: BTreeSet<Digest>,
    /// The newest revision of each record that does not say what it replaces.
    undated: BTreeMap<RecordId, (u32, Stamp, Digest, V)>,
}

impl<V> Default for Register<V> {
    fn default() -> Self {
        Self { heads: BTreeMap::new(), replaced: BTreeSet::new(), undated: BTreeMap::new() }
    }
}

impl<V: PartialEq> Register<V> {
    /// Takes one statement in.
    pub fn take(&mut self, said: Said<'_>, value: V) {
        let Some(over) = said.over else {
            let rank = (said.revision, said.at, said.digest);
            let known = self.undated.get(&said.record).map(|known| (known.0, known.1, known.2));
            if known.is_none_or(|known| known < rank) {
                self.undated.insert(said.record, (rank.0, rank.1, rank.2, value));
            }
            return;
        };
        for replaced in over {
            self.heads.remove(replaced);
            self.replaced.insert(*replaced);
        }
        if !self.replaced.contains(&said.digest) {
            self.heads.insert(said.digest, value);
        }
    }

    /// The one of the older records that was shown in its time: the newest by the clocks.
    fn undated(&self) -> Option<(Digest, &V)> {
        let last = self.undated.values().max_by_key(|(_, at, digest, _)| (*at, *digest))?;
        (!self.replaced.contains(&last.2)).then_some((last.2, &last.3))
    }

    /// The values that stand, each with its statement, in the order of the digests.
    pub fn heads(&self) -> impl DoubleEndedIterator<Item = (Digest, &V)> {
        let mut all: Vec<(Digest, &V)> = self.heads.iter().map(|(d, value)| (*d, value)).collect();
        all.extend(self.undated());
        all.sort_by_key(|(digest, _)| *digest);
        all.into_iter()
    }

    /// The statements that the next one replaces.
    pub fn over(&self) -> Vec<Digest> {
        self.heads().map(|(digest, _)| digest).collect()
    }

    /// The value that is shown: of several the one with the greatest digest, so that every device
    /// shows the same.
    pub fn shown(&self) -> Option<&V> {
        self.heads().last().map(|(_, value)| value)
    }

    /// Whether several values stand that differ.
    pub fn is_contested(&self) -> bool {
        let mut heads = self.heads();
        let first = heads.next();
        first.is_some_and(|(_, first)| heads.any(|(_, other)| other != first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(digest: Digest, over: Option<&[Digest]>) -> Said<'_> {
        let at = Stamp { utc_ms: i64::try_from(digest).unwrap(), offset_min: 0 };
        Said { digest, record: RecordId(u128::from(digest)), revision: 1, at, over }
    }

    #[test]
    fn what_knew_of_the_other_comes_after_it() {
        let mut register = Register::default();
        register.take(said(9, Some(&[])), "first");
        register.take(said(3, Some(&[9])), "second");
        assert_eq!(register.shown(), Some(&"second"));
        assert!(!register.is_contested());
        register.take(said(5, Some(&[9])), "beside it");
        assert!(register.is_contested());
        assert_eq!(register.over(), [3, 5]);
        register.take(said(1, Some(&[3, 5])), "chosen");
        assert_eq!((register.shown(), register.is_contested()), (Some(&"chosen"), false));
    }

    #[test]
    fn older_records_keep_the_order_of_their_time_among_themselves() {
        let mut register = Register::default();
        register.take(said(20, None), "later");
        register.take(said(10, None), "earlier");
        assert_eq!(register.over(), [20]);
        register.take(said(4, Some(&[20])), "now");
        assert_eq!(register.over(), [4]);
        register.take(said(30, None), "from another old laptop");
        assert_eq!(register.over(), [4, 30], "neither knew of the other");
    }

    proptest! {
        /// A random history of three writers that look at each other now and then ends the same in
        /// whatever order it is taken in, and nothing stands that somebody replaced.
        #[test]
        fn any_order_ends_the_same(
            acts in proptest::collection::vec((0usize..3, any::<bool>()), 1..24),
            order in any::<u64>(),
        ) {
            let mut seen = vec![Register::default(); 3];
            let mut all: Vec<(Digest, Vec<Digest>)> = Vec::new();
            for (index, (writer, looks)) in acts.into_iter().enumerate() {
                if looks {
                    for (digest, over) in &all {
                        seen[writer].take(said(*digest, Some(over)), *digest);
                    }
                }
                let digest = (index as u64 * 0x9e37_79b9) % 0xffff_fff1;
                let over = seen[writer].over();
                seen[writer].take(said(digest, Some(&over)), digest);
                all.push((digest, over));
            }
            let mut whole = Register::default();
            for (digest, over) in &all { whole.take(said(*digest, Some(over)), *digest); }
            let mut shuffled = all.clone();
            shuffled.sort_by_key(|(digest, _)| digest.wrapping_mul(order | 1));
            let mut other = Register::default();
            for (digest, over) in shuffled.iter().chain(&all) {
                other.take(said(*digest, Some(over)), *digest);
            }
            prop_assert_eq!(&whole, &other);
            let replaced: BTreeSet<Digest> = all.iter().flat_map(|(_, over)| over.clone()).collect();
            let heads: BTreeSet<Digest> = whole.over().into_iter().collect();
            let expected: BTreeSet<Digest> =
                all.iter().map(|(digest, _)| *digest).filter(|d| !replaced.contains(d)).collect();
            prop_assert_eq!(heads, expected);
        }
    }
}
