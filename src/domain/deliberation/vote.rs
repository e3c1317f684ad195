//! Dots: each participant has some and puts them on what matters most. No names, no weights.

use std::collections::BTreeMap;

use crate::domain::identity::{DeviceNumber, RecordId};

/// The dots of one participant.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ballot {
    /// The ballot that this is what a device says of; `None` for the one who began it.
    pub of: Option<RecordId>,
    /// A number given in the room, from 1; it names nobody.
    pub number: u16,
    /// Tells it apart from what another laptop numbered the same; see [`super::number`].
    pub series: String,
    /// Dots by constat.
    pub dots: Vec<(RecordId, u8)>,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

impl Ballot {
    /// The same dots on the constats that stand for those they were put on.
    pub fn moved(&self, stands_for: impl Fn(RecordId) -> RecordId) -> Self {
        let mut moved = Self { dots: Vec::new(), ..self.clone() };
        for (constat, dots) in &self.dots {
            let constat = stands_for(*constat);
            match moved.dots.iter_mut().find(|(known, _)| *known == constat) {
                Some((_, sum)) => *sum = sum.saturating_add(*dots),
                None => moved.dots.push((constat, *dots)),
            }
        }
        moved
    }

    /// What is shown, `3` or `3k`.
    pub fn short_number(&self) -> String {
        format!("{}{}", self.number, self.series)
    }

    /// The id under which another device keeps what it says of a ballot.
    pub fn id(ballot: RecordId, device: DeviceNumber) -> RecordId {
        super::derived(ballot, device, 0xba)
    }

    /// Dots put down.
    pub fn used(&self) -> u32 {
        self.dots.iter().map(|(_, dots)| u32::from(*dots)).sum()
    }

    /// Dots on a constat.
    pub fn on(&self, constat: RecordId) -> u8 {
        self.dots.iter().find(|(known, _)| *known == constat).map_or(0, |(_, dots)| *dots)
    }

    /// Puts one dot more on a constat, when one is left; `false` when none is.
    pub fn add(&mut self, constat: RecordId, allowed: u8) -> bool {
        if self.used() >= u32::from(allowed) {
            return false;
        }
        match self.dots.iter_mut().find(|(known, _)| *known == constat) {
            Some((_, dots)) => *dots += 1,
            None => self.dots.push((constat, 1)),
        }
        true
    }

    /// Takes one dot away from a constat.
    pub fn remove(&mut self, constat: RecordId) {
        if let Some((_, dots)) = self.dots.iter_mut().find(|(known, _)| *known == constat) {
            *dots = dots.saturating_sub(1);
        }
        self.dots.retain(|(_, dots)| *dots > 0);
    }
}

/// The sum of some ballots.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Dots by constat.
    pub dots: BTreeMap<RecordId, u32>,
    /// Participants who put at least one dot on it, by constat.
    pub voters: BTreeMap<RecordId, u32>,
    /// Ballots counted.
    pub ballots: u32,
    /// Ballots left out because they hold more dots than a participant has.
    pub refused: u32,
}

impl Tally {
    /// Counts. Nothing is weighted; a ballot with too many dots is left out and said.
    pub fn of<'a>(ballots: impl IntoIterator<Item = &'a Ballot>, allowed: u8) -> Self {
        let mut tally = Self::default();
        for ballot in ballots {
            if ballot.withdrawn {
                continue;
            }
            if ballot.used() > u32::from(allowed) {
                tally.refused += 1;
                continue;
            }
            tally.ballots += 1;
            for (constat, dots) in &ballot.dots {
                *tally.dots.entry(*constat).or_default() += u32::from(*dots);
                *tally.voters.entry(*constat).or_default() += 1;
            }
        }
        tally
    }

    /// Dots on a constat.
    pub fn on(&self, constat: RecordId) -> u32 {
        self.dots.get(&constat).copied().unwrap_or_default()
    }
}

/// The order the group decided, most urgent first. The dots inform it and never make it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ranking {
    /// Constats in order; one that is not named stands after the others.
    pub order: Vec<RecordId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nobody_has_more_dots_than_the_others() {
        let mut ballot = Ballot { number: 1, ..Ballot::default() };
        for _ in 0..7 {
            ballot.add(RecordId(1), 3);
        }
        assert_eq!((ballot.used(), ballot.on(RecordId(1))), (3, 3));
        ballot.remove(RecordId(1));
        assert!(ballot.add(RecordId(2), 3) && !ballot.add(RecordId(2), 3));
        let greedy = Ballot { number: 2, dots: vec![(RecordId(1), 9)], ..Ballot::default() };
        let tally = Tally::of([&ballot, &greedy], 3);
        assert_eq!((tally.ballots, tally.refused, tally.on(RecordId(1))), (1, 1, 2));
    }

    proptest! {
        /// The sum of the dots is the sum of what everybody put down, in any order of counting.
        #[test]
        fn every_dot_counts_once(taps in proptest::collection::vec((1u16..6, 1u128..5, any::<bool>()), 0..80)) {
            let mut ballots: BTreeMap<u16, Ballot> = BTreeMap::new();
            for (number, constat, add) in taps {
                let ballot = ballots.entry(number).or_insert(Ballot { number, ..Ballot::default() });
                if add { ballot.add(RecordId(constat), 5); } else { ballot.remove(RecordId(constat)); }
            }
            let tally = Tally::of(ballots.values(), 5);
            let backwards = Tally::of(ballots.values().rev(), 5);
            prop_assert_eq!(&tally, &backwards);
            let put: u32 = ballots.values().map(Ballot::used).sum();
            prop_assert_eq!(tally.dots.values().sum::<u32>(), put);
            prop_assert!(put <= 5 * tally.ballots);
        }
    }
}
