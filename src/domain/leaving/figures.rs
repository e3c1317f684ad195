//! What a group reads at a glance: counts of observations in small tables, every one of them. What
//! may leave the group is counted anew (see [`super::tables`]).

use std::collections::BTreeMap;

use crate::domain::code::Code;
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
}

/// Several may be true of one observation: counts among those who were asked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mentions {
    /// Of how many observations.
    pub among: usize,
    /// How many name each, in the order of the list.
    pub counts: Vec<usize>,
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

/// The cell of an observation in the table by principle, row after row.
pub fn principle_cell(observation: &Observation) -> usize {
    let row = observation.principle().map_or(Principle::ALL.len(), |one| one as usize);
    row * POLARITIES + column(observation.polarity)
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
