//! What a group reads at a glance: counts of observations in small tables, and the same tables as
//! they may leave the group, without any count from one to four and without any that could be
//! found by subtraction.

use std::collections::BTreeMap;

use crate::domain::code::Code;
use crate::domain::leaving::privacy::SMALLEST_CELL;
use crate::domain::observation::Observation;
use crate::domain::observation::gender::{AvoidedBy, Reason};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::scale::{Polarity, Rating};
use crate::domain::observation::taxonomy::Principle;
use crate::domain::walk::Walk;
use crate::domain::walk::stop::{StopName, StopRef};

/// Counts by row and column. Every observation counted stands in exactly one cell.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// One row a line.
    pub cells: Vec<Vec<usize>>,
}

/// A table as it may leave the group: `None` where a count is left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ShareableTable {
    /// One row a line.
    pub cells: Vec<Vec<Option<usize>>>,
    /// The sum of all cells, when it may be told.
    pub total: Option<usize>,
}

fn is_small(count: usize) -> bool {
    count > 0 && count < usize::from(SMALLEST_CELL)
}

impl Table {
    fn of(rows: usize, columns: usize) -> Self {
        Self { cells: vec![vec![0; columns]; rows] }
    }

    fn add(&mut self, row: usize, column: usize) {
        if let Some(cell) = self.cells.get_mut(row).and_then(|cells| cells.get_mut(column)) {
            *cell += 1;
        }
    }

    /// The sum of all cells.
    pub fn total(&self) -> usize {
        self.cells.iter().flatten().sum()
    }

    /// The table as it may leave the group.
    ///
    /// `whole` is the same table without the filter, when one is set: who has both could subtract
    /// them, so what lies between the two must not be small either.
    pub fn shareable(&self, whole: Option<&Self>) -> ShareableTable {
        let flat: Vec<usize> = self.cells.iter().flatten().copied().collect();
        let rest: Vec<usize> = match whole {
            Some(whole) => whole
                .cells
                .iter()
                .flatten()
                .zip(&flat)
                .map(|(all, here)| all.saturating_sub(*here))
                .collect(),
            None => vec![0; flat.len()],
        };
        let total = self.total();
        let rest_total: usize = rest.iter().sum();
        let mut hidden: Vec<bool> =
            flat.iter().zip(&rest).map(|(here, rest)| is_small(*here) || is_small(*rest)).collect();
        let mut tells_total = !is_small(total) && !is_small(rest_total);
        // What the total leaves for the hidden cells together is known: it must not be small, nor
        // belong to one cell alone.
        loop {
            let sum = |counts: &[usize]| -> usize {
                counts.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(n, _)| n).sum()
            };
            let filled = |counts: &[usize]| {
                counts.iter().zip(&hidden).filter(|(n, hidden)| **hidden && **n > 0).count()
            };
            let tells = |counts: &[usize]| {
                filled(counts) > 0 && (filled(counts) < 2 || is_small(sum(counts)))
            };
            if !tells_total || !(tells(&flat) || tells(&rest)) {
                break;
            }
            let next = flat
                .iter()
                .zip(&rest)
                .enumerate()
                .filter(|(index, (here, rest))| !hidden[*index] && **here + **rest > 0)
                .min_by_key(|(_, (here, rest))| **here + **rest)
                .map(|(index, _)| index);
            match next {
                Some(index) => hidden[index] = true,
                None => tells_total = false,
            }
        }
        let columns = self.cells.first().map_or(1, Vec::len).max(1);
        let told: Vec<Option<usize>> =
            flat.iter().zip(&hidden).map(|(n, hidden)| (!hidden).then_some(*n)).collect();
        ShareableTable {
            cells: told.chunks(columns).map(<[_]>::to_vec).collect(),
            total: tells_total.then_some(total),
        }
    }
}

/// Several may be true of one observation: counts among those who were asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mentions {
    /// Of how many observations.
    pub among: usize,
    /// How many name each, in the order of the list.
    pub counts: Vec<usize>,
}

impl Mentions {
    /// As they may leave the group: neither those who name it nor those who do not are few.
    /// `whole` is as for [`Table::shareable`].
    pub fn shareable(&self, whole: Option<&Self>) -> (Option<usize>, Vec<Option<usize>>) {
        let told =
            |count: usize, among: usize| !is_small(count) && !is_small(among.saturating_sub(count));
        let rest_among = whole.map_or(0, |whole| whole.among.saturating_sub(self.among));
        let among = (!is_small(self.among) && !is_small(rest_among)).then_some(self.among);
        let counts = self.counts.iter().enumerate().map(|(index, count)| {
            let rest = whole
                .and_then(|whole| whole.counts.get(index))
                .map_or(0, |all| all.saturating_sub(*count));
            let safe = told(*count, self.among) && told(rest, rest_among);
            (among.is_some() && safe).then_some(*count)
        });
        (among, counts.collect())
    }
}

/// The columns of [`Figures::by_principle`] and its like: problem, strength, neither, not said.
pub const POLARITIES: usize = 4;

/// The tables.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figures {
    /// Observations counted.
    pub observations: usize,
    /// Six principles by polarity, and a last row for categories of later versions, of which nobody
    /// here knows the principle.
    pub by_principle: Table,
    /// Moments in the order of [`Moment`] by polarity.
    pub by_moment: Table,
    /// Lighting 0 to 3 by feeling 0 to 3, where both were said.
    pub lighting_by_feeling: Table,
    /// Who avoids the place, among observations that say it is avoided.
    pub avoided_by: Mentions,
    /// Why, likewise.
    pub reasons: Mentions,
    /// Stops by polarity, in the order of their numbers (see [`stop_row`]); `None` is between stops.
    pub stops: Vec<Option<StopName>>,
    /// Rows as in `stops`.
    pub by_stop: Table,
}

/// The row of a stop in the table by stop. The stops of a number of all walks share one, whatever
/// they are called; former ones stand by their names.
pub fn stop_row(walk: &Walk, said: Option<StopRef>) -> Option<StopName> {
    let name = walk.stop_name(said?);
    let is_by_name = name.former && !name.name.is_empty();
    Some(if is_by_name {
        StopName { number: 0, ..name }
    } else {
        StopName { name: String::new(), ..name }
    })
}

fn column(polarity: Option<Polarity>) -> usize {
    polarity.map_or(POLARITIES - 1, |polarity| polarity as usize)
}

impl Figures {
    /// Of some observations. `stops` are the rows of the table by stop.
    pub fn of<'a>(
        observations: impl IntoIterator<Item = (&'a Observation, &'a Walk)>,
        stops: &[Option<StopName>],
    ) -> Self {
        let mut all = Self {
            observations: 0,
            by_principle: Table::of(Principle::ALL.len() + 1, POLARITIES),
            by_moment: Table::of(Moment::ALL.len(), POLARITIES),
            lighting_by_feeling: Table::of(4, 4),
            avoided_by: Mentions { among: 0, counts: vec![0; AvoidedBy::ALL.len()] },
            reasons: Mentions { among: 0, counts: vec![0; Reason::ALL.len()] },
            stops: stops.to_vec(),
            by_stop: Table::of(stops.len(), POLARITIES),
        };
        let row_of: BTreeMap<&Option<StopName>, usize> =
            stops.iter().enumerate().map(|(row, stop)| (stop, row)).collect();
        for (observation, walk) in observations {
            all.observations += 1;
            let column = column(observation.polarity);
            let row = observation.principle().map_or(Principle::ALL.len(), |one| one as usize);
            all.by_principle.add(row, column);
            all.by_moment.add(observation.moment(walk) as usize, column);
            if let Some((lighting, feeling)) =
                observation.rating(Rating::Lighting).zip(observation.feeling)
            {
                all.lighting_by_feeling
                    .add(usize::from(lighting.value()), usize::from(feeling.value()));
            }
            if let Some(row) = row_of.get(&stop_row(walk, observation.stop)) {
                all.by_stop.add(*row, column);
            }
            if observation.avoided == Some(true) {
                all.avoided_by.among += 1;
                all.reasons.among += 1;
                for code in &observation.avoided_by {
                    all.avoided_by.counts[*code as usize] += 1;
                }
                for code in &observation.reasons {
                    all.reasons.counts[*code as usize] += 1;
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_count_takes_another_with_it() {
        let table = Table { cells: vec![vec![3, 20], vec![9, 0]] };
        let told = table.shareable(None);
        assert_eq!(told.cells, [[None, Some(20)], [None, Some(0)]]);
        assert_eq!(told.total, Some(32));
        // Three people alone: nothing is told, not even how many.
        let alone = Table { cells: vec![vec![3, 0]] };
        assert_eq!(alone.shareable(None).total, None);
        // Nothing small: everything is told.
        let plenty = Table { cells: vec![vec![5, 0, 7]] };
        assert_eq!(plenty.shareable(None).cells, [[Some(5), Some(0), Some(7)]]);
    }

    #[test]
    fn what_lies_between_two_tables_is_not_small() {
        let whole = Table { cells: vec![vec![12, 30]] };
        let part = Table { cells: vec![vec![10, 20]] };
        // 12 − 10 would tell of two.
        assert_eq!(part.shareable(Some(&whole)).cells[0][0], None);
    }

    #[test]
    fn those_who_do_not_say_it_are_not_few() {
        let mentions = Mentions { among: 10, counts: vec![8, 5, 3, 0, 10] };
        let (among, told) = mentions.shareable(None);
        assert_eq!((among, told), (Some(10), vec![None, Some(5), None, Some(0), Some(10)]));
    }

    proptest! {
        /// An attacker knows the cells told and the total, of the table and of the unfiltered one:
        /// no cell can be found that is small, and the hidden ones together are not few.
        #[test]
        fn nothing_small_can_be_found(rows in proptest::collection::vec(proptest::collection::vec((0usize..12, 0usize..12), 3), 1..5), filtered in any::<bool>()) {
            let part = Table { cells: rows.iter().map(|row| row.iter().map(|(n, _)| *n).collect()).collect() };
            let whole = Table { cells: rows.iter().map(|row| row.iter().map(|(n, m)| n + m).collect()).collect() };
            let told = part.shareable(filtered.then_some(&whole));
            let views = if filtered { vec![(&part, false), (&whole, true)] } else { vec![(&part, false)] };
            for (truth, is_rest) in views {
                // The rest is what subtracting the part from the whole gives.
                let count = |row: usize, column: usize| {
                    let n = truth.cells[row][column];
                    if is_rest { n - part.cells[row][column] } else { n }
                };
                let mut hidden = Vec::new();
                for (row, cells) in told.cells.iter().enumerate() {
                    for (column, cell) in cells.iter().enumerate() {
                        let n = count(row, column);
                        if cell.is_some() { prop_assert!(!is_small(n), "{n} is told"); } else { hidden.push(n); }
                    }
                }
                if told.total.is_some() {
                    let sum: usize = hidden.iter().sum();
                    let filled = hidden.iter().filter(|n| **n > 0).count();
                    prop_assert!(!is_small(sum), "together they are {sum}");
                    prop_assert!(filled != 1 , "one alone is known by subtraction");
                }
            }
        }
    }
}
