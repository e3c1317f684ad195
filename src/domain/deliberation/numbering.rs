//! The numbers by which people speak of observations: on the printed map, in the layers, in the names
//! of photos. A number is given when an observation leaves for the first time, and stays: neither a
//! phone that arrives late nor a withdrawal moves it.
//!
//! Each device that makes files gives numbers of a block of its own, so that two laptops that do not
//! know of each other never give one number to two observations. The laptop that began the campaign
//! has block 0, and so counts from 1.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::walk::notebook::Notebook;

/// How many numbers a block has; the first number of block 2 is 20001.
pub const BLOCK: usize = 10_000;
/// The last block. Numbers stay under a hundred million, which every GIS and Shapefile holds.
const BLOCK_LAST: u16 = 9_999;

/// The numbers that one device gave to the observations of one walk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Numbering {
    /// The walk.
    pub walk: WalkId,
    /// Which block its numbers are of; chosen once.
    pub block: u16,
    /// The observations in the order in which they got their numbers; only ever added to.
    pub observations: Vec<RecordId>,
}

impl Numbering {
    /// The id under which a device keeps the numbers of a walk.
    pub fn id(walk: WalkId, device: DeviceNumber) -> RecordId {
        super::derived(RecordId(walk.0), device, 0x4e)
    }

    /// The numbering of a device with numbers for those that are to leave and have none yet, in the
    /// order given; `None` when all have one. `known` is what every device gave on that walk.
    pub fn with(
        known: &[(DeviceNumber, &Self)],
        walk: WalkId,
        device: DeviceNumber,
        is_founder: bool,
        leaving: &[RecordId],
    ) -> Option<Self> {
        let given = Numbers::given(known);
        let mut seen = BTreeSet::new();
        let none_yet = leaving.iter().filter(|id| given.of(**id).is_none() && seen.insert(**id));
        let none_yet: Vec<RecordId> = none_yet.copied().collect();
        if none_yet.is_empty() {
            return None;
        }
        let own = known.iter().find(|(by, _)| *by == device).map(|(_, own)| (*own).clone());
        let mut own = own.unwrap_or_else(|| {
            let taken: BTreeSet<u16> = known.iter().map(|(_, other)| other.block).collect();
            let is_first = is_founder && !taken.contains(&0);
            let block = if is_first { 0 } else { free_block(device, &taken) };
            Self { walk, block, observations: Vec::new() }
        });
        own.observations.extend(none_yet);
        Some(own)
    }
}

/// The block of a device that did not begin the campaign: a free one, looked for from one that
/// follows from its number.
fn free_block(device: DeviceNumber, taken: &BTreeSet<u16>) -> u16 {
    let spread = u64::from(device.0).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let blocks = u64::from(BLOCK_LAST);
    (0..blocks)
        .map(|further| (spread + further) % blocks + 1)
        .filter_map(|block| u16::try_from(block).ok())
        .find(|block| !taken.contains(block))
        .unwrap_or(BLOCK_LAST)
}

/// The numbers of the observations of a walk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Numbers {
    /// The number that is shown.
    number_of: BTreeMap<RecordId, usize>,
    /// Whose each number is, those included that are no longer shown.
    whose: BTreeMap<usize, RecordId>,
}

impl Numbers {
    /// What all devices gave, whatever the order in which their records arrived.
    ///
    /// An observation that two devices numbered, neither knowing of the other, is shown with the
    /// number of the lower block; the other number stays its own. Two devices that happened to
    /// choose one block: the one with the lower device number keeps it, the other's numbers move to
    /// a block that nobody chose.
    pub fn given(numberings: &[(DeviceNumber, &Numbering)]) -> Self {
        let mut all = numberings.to_vec();
        all.sort_by_key(|(device, numbering)| (numbering.block, *device));
        let mut taken: BTreeSet<u16> = all.iter().map(|(_, numbering)| numbering.block).collect();
        let mut settled: BTreeSet<u16> = BTreeSet::new();
        let mut blocks = Vec::new();
        for (device, numbering) in all {
            let block = if settled.insert(numbering.block) {
                numbering.block
            } else {
                let other = free_block(device, &taken);
                taken.insert(other);
                other
            };
            blocks.push((block, numbering));
        }
        blocks.sort_by_key(|(block, _)| *block);
        let mut numbers = Self::default();
        for (block, numbering) in blocks {
            for (index, id) in (1..BLOCK).zip(&numbering.observations) {
                // A place whose id could not be read keeps its number.
                if *id != RecordId::default() {
                    numbers.put(*id, usize::from(block) * BLOCK + index);
                }
            }
        }
        numbers
    }

    /// Numbers from 1 in the order given: those of a walk of which nobody keeps numbers, as on a
    /// phone.
    pub fn in_order(ids: impl IntoIterator<Item = RecordId>) -> Self {
        Self::default().with_rest(ids)
    }

    /// The same, and the next free numbers for those that have none yet, in the order given.
    pub fn with_rest(mut self, ids: impl IntoIterator<Item = RecordId>) -> Self {
        let last = self.whose.range(..BLOCK).next_back().map_or(0, |(number, _)| *number);
        let mut next = last + 1;
        for id in ids {
            if self.number_of.contains_key(&id) {
                continue;
            }
            while self.whose.contains_key(&next) {
                next += 1;
            }
            self.put(id, next);
            next += 1;
        }
        self
    }

    fn put(&mut self, id: RecordId, number: usize) {
        self.number_of.entry(id).or_insert(number);
        self.whose.entry(number).or_insert(id);
    }

    /// The number of an observation.
    pub fn of(&self, id: RecordId) -> Option<usize> {
        self.number_of.get(&id).copied()
    }

    /// The observation of a number, also of one that another file gave it.
    pub fn whose(&self, number: usize) -> Option<RecordId> {
        self.whose.get(&number).copied()
    }
}

impl Notebook {
    /// The numbers of its observations where nobody keeps others: in the order of their ids.
    pub fn numbers(&self) -> Numbers {
        Numbers::in_order(self.all_observations().map(|observation| observation.id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WALK: WalkId = WalkId(7);

    /// A laptop with what it knows of all numberings of a walk.
    #[derive(Clone)]
    struct Laptop {
        device: DeviceNumber,
        is_founder: bool,
        known: BTreeMap<DeviceNumber, Numbering>,
    }

    impl Laptop {
        fn new(device: u32, is_founder: bool) -> Self {
            Self { device: DeviceNumber(device), is_founder, known: BTreeMap::new() }
        }

        fn list(&self) -> Vec<(DeviceNumber, &Numbering)> {
            self.known.iter().map(|(device, one)| (*device, one)).collect()
        }

        fn numbers(&self) -> Numbers {
            Numbers::given(&self.list())
        }

        fn releases(&mut self, ids: &[u128]) -> Vec<usize> {
            let ids: Vec<RecordId> = ids.iter().map(|id| RecordId(*id)).collect();
            let (device, founder) = (self.device, self.is_founder);
            let new = Numbering::with(&self.list(), WALK, device, founder, &ids);
            if let Some(new) = new {
                self.known.insert(self.device, new);
            }
            let numbers = self.numbers();
            ids.iter().map(|id| numbers.of(*id).expect("a number")).collect()
        }

        /// Takes in what another one knows: of each device the longer list is the newer revision.
        fn hears(&mut self, other: &Self) {
            for (device, theirs) in &other.known {
                let own = self.known.get(device).map_or(0, |own| own.observations.len());
                if theirs.observations.len() > own {
                    self.known.insert(*device, theirs.clone());
                }
            }
        }
    }

    #[test]
    fn a_phone_that_arrives_late_moves_no_number() {
        let mut laptop = Laptop::new(1, true);
        assert_eq!(laptop.releases(&[20, 30, 40]), [1, 2, 3]);
        // Its observations were made before and between the others; one was withdrawn since.
        assert_eq!(laptop.releases(&[10, 20, 25, 40]), [4, 1, 5, 3]);
        assert_eq!(laptop.numbers().whose(2), Some(RecordId(30)), "never given again");
        assert_eq!(laptop.releases(&[10, 20]), [4, 1], "nothing new is nothing to write");
    }

    #[test]
    fn two_laptops_count_apart_and_then_go_on() {
        let (mut one, mut other) = (Laptop::new(1, true), Laptop::new(2, false));
        assert_eq!(one.releases(&[1, 2]), [1, 2]);
        let theirs = other.releases(&[2, 3]);
        assert!(theirs.iter().all(|number| *number > BLOCK));
        one.hears(&other);
        other.hears(&one);
        assert_eq!(one.numbers(), other.numbers());
        let numbers = one.numbers();
        assert_eq!((numbers.of(RecordId(2)), numbers.of(RecordId(3))), (Some(2), Some(theirs[1])));
        // Who has the other's file finds the same observation.
        assert_eq!(numbers.whose(theirs[0]), Some(RecordId(2)));
        assert_eq!(one.releases(&[1, 2, 3, 4]), [1, 2, theirs[1], 3]);
    }

    #[test]
    fn one_block_chosen_twice_is_told_apart() {
        let of = |ids: &[u128]| Numbering {
            walk: WALK,
            block: 0,
            observations: ids.iter().map(|id| RecordId(*id)).collect(),
        };
        let (one, other) = (of(&[1, 2]), of(&[3, 4]));
        let numbers = Numbers::given(&[(DeviceNumber(9), &other), (DeviceNumber(5), &one)]);
        assert_eq!((numbers.of(RecordId(1)), numbers.of(RecordId(2))), (Some(1), Some(2)));
        let moved = numbers.of(RecordId(3)).unwrap();
        assert!(moved > BLOCK && numbers.of(RecordId(4)) == Some(moved + 1));
        assert_eq!(numbers, Numbers::given(&[(DeviceNumber(5), &one), (DeviceNumber(9), &other)]));
    }

    #[test]
    fn where_nobody_keeps_numbers_the_order_gives_them() {
        let numbers = Numbers::in_order([RecordId(4), RecordId(9), RecordId(2)]);
        assert_eq!([4, 9, 2].map(|id| numbers.of(RecordId(id))), [Some(1), Some(2), Some(3)]);
        let rest = numbers.with_rest([RecordId(1), RecordId(9)]);
        assert_eq!((rest.of(RecordId(9)), rest.of(RecordId(1))), (Some(2), Some(4)));
    }

    /// What happens among three laptops: one makes files, or hears of another.
    #[derive(Clone, Debug)]
    enum Happens {
        Release(usize, Vec<u128>),
        Hear(usize, usize),
    }

    fn happens() -> impl Strategy<Value = Happens> {
        let ids = proptest::collection::vec(1u128..40, 1..12);
        prop_oneof![
            (0usize..3, ids).prop_map(|(who, ids)| Happens::Release(who, ids)),
            (0usize..3, 0usize..3).prop_map(|(who, of)| Happens::Hear(who, of)),
        ]
    }

    proptest! {
        /// Phones in any order, three laptops, merges in any order.
        #[test]
        fn a_number_is_one_observations_for_ever(
            devices in proptest::collection::btree_set(1u32.., 3),
            all in proptest::collection::vec(happens(), 0..30),
        ) {
            let devices: Vec<u32> = devices.into_iter().collect();
            let mut blocks: Vec<u16> =
                devices.iter().map(|device| free_block(DeviceNumber(*device), &BTreeSet::new())).collect();
            blocks.sort_unstable();
            blocks.dedup();
            let is_apart = blocks.len() == 3;
            let mut laptops: Vec<Laptop> = devices
                .iter()
                .enumerate()
                .map(|(index, device)| Laptop::new(*device, index == 0))
                .collect();
            let mut printed: Vec<(u128, usize)> = Vec::new();
            for one in all {
                match one {
                    Happens::Release(who, ids) => {
                        let numbers = laptops[who].releases(&ids);
                        printed.extend(ids.into_iter().zip(numbers));
                    }
                    Happens::Hear(who, of) => {
                        let other = laptops[of].clone();
                        let before = laptops[who].numbers();
                        laptops[who].hears(&other);
                        let after = laptops[who].numbers();
                        if is_apart {
                            // What was given here still leads to the same observation.
                            for (number, id) in &before.whose {
                                prop_assert_eq!(after.whose(*number), Some(*id));
                            }
                        }
                    }
                }
                for laptop in &laptops {
                    let numbers = laptop.numbers();
                    let shown: BTreeSet<usize> = numbers.number_of.values().copied().collect();
                    prop_assert_eq!(shown.len(), numbers.number_of.len(), "one number, one observation");
                }
            }
            // Everybody hears of everything, in one order and in another.
            let mut whole = laptops[0].clone();
            whole.hears(&laptops[1]);
            whole.hears(&laptops[2]);
            let mut other = laptops[2].clone();
            other.hears(&laptops[0]);
            other.hears(&laptops[1]);
            prop_assert_eq!(whole.numbers(), other.numbers());
            if is_apart {
                for (id, number) in printed {
                    prop_assert_eq!(whole.numbers().whose(number), Some(RecordId(id)));
                }
            }
        }
    }
}
