//! Tables of counts that may leave, protected together with every table that left before.
//!
//! The rule, and why it holds for whoever has all of them and knows the rule:
//!
//! 1. Only what everybody may read is counted, and only for the whole campaign: there is no table of
//!    a walk or of a filter, so nothing can be subtracted from the whole.
//! 2. Of the tables in which every observation stands once (by principle, by moment, by stop) one
//!    alone leaves, ever, and without a total: it shares no margin with anything. So no hidden cell
//!    follows from the others, whatever they are.
//! 3. A cell is told only when more than five phones and more than five observations made it.
//!    Zero is hidden as well, so a hidden cell can be anything from 0 to 5 at least.
//! 4. A further table (light and feeling, who avoids, why) leaves only while what it tells of, and
//!    five more, is no larger than what the first one tells together. Then there are enough
//!    observations for all of it with every hidden cell of the first table at 0, and none of its own
//!    hidden cells is bounded by the number of observations: each spans 0 to 5 for itself.
//! 5. A cell that was told changes only when more than five phones and more than five observations
//!    came or went; until then it leaves as it did. So the difference of two releases is nothing or
//!    more than five.
//!
//! `tests/it/tables.rs` holds an attacker with linear programming against it, and the rule of
//! version 0.4.0 (each table for itself) against which she wins.

use std::collections::BTreeSet;

use crate::domain::campaign::Campaign;
use crate::domain::code::Code;
use crate::domain::identity::DeviceNumber;
use crate::domain::leaving::figures::{self, POLARITIES};
use crate::domain::leaving::privacy::SMALLEST_CELL;
use crate::domain::leaving::{Audience, Choice, Leaving};
use crate::domain::observation::Observation;
use crate::domain::observation::gender::{AvoidedBy, Reason};
use crate::domain::observation::scale::Rating;
use crate::domain::observation::taxonomy::Principle;

/// A table that left: its name and its cells, `None` for one that was hidden.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PublishedTable {
    /// What it counts: one of the names below.
    pub name: String,
    /// Its cells, row after row, in the order of their codes.
    pub cells: Vec<Option<u32>>,
    /// By how many phones each cell was made when it was told; 0 for a hidden one. Never told: it
    /// says when a cell may change. Missing in what earlier versions wrote, and then none changes.
    pub devices: Vec<u32>,
}

/// Principles, and a last row for categories of later versions, by polarity.
pub const BY_PRINCIPLE: &str = "by_principle";
/// Lighting 0 to 3 by feeling 0 to 3.
pub const LIGHTING_BY_FEELING: &str = "lighting_by_feeling";
/// Who avoids the place.
pub const AVOIDED_BY: &str = "avoided_by";
/// Why.
pub const REASONS: &str = "reasons";

/// How wide a hidden cell must be for whoever knows everything that left.
pub const WIDTH: u32 = SMALLEST_CELL as u32;

/// The counts of a table with those who made them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cells {
    name: &'static str,
    /// Several cells may be true of one observation.
    several: bool,
    said: Vec<u32>,
    by: Vec<BTreeSet<DeviceNumber>>,
}

impl Cells {
    /// An empty table. `several` says that one observation may stand in several of its cells.
    pub fn of(name: &'static str, cells: usize, several: bool) -> Self {
        Self { name, several, said: vec![0; cells], by: vec![BTreeSet::new(); cells] }
    }

    /// Counts one observation in a cell.
    pub fn add(&mut self, cell: usize, device: DeviceNumber) {
        if let (Some(said), Some(by)) = (self.said.get_mut(cell), self.by.get_mut(cell)) {
            *said += 1;
            by.insert(device);
        }
    }

    /// As it may leave after `before`, the same table as it left last.
    fn told(&self, before: Option<&PublishedTable>) -> PublishedTable {
        let mut told = PublishedTable { name: self.name.to_owned(), ..PublishedTable::default() };
        for (cell, (said, by)) in self.said.iter().zip(&self.by).enumerate() {
            let devices = u32::try_from(by.len()).unwrap_or(u32::MAX);
            let now = (*said > WIDTH && devices > WIDTH).then_some(*said);
            let then = before.and_then(|table| table.cells.get(cell).copied().flatten());
            let then_by = before.and_then(|table| table.devices.get(cell).copied());
            let (shown, by) = match (then, now) {
                (None, None) => (None, 0),
                (None, Some(now)) => (Some(now), devices),
                (Some(then), now) => {
                    let moved = now.filter(|now| {
                        now.abs_diff(then) > WIDTH
                            && then_by.is_some_and(|by| devices.abs_diff(by) > WIDTH)
                    });
                    moved.map_or((Some(then), then_by.unwrap_or(0)), |now| (Some(now), devices))
                }
            };
            told.cells.push(shown);
            told.devices.push(by);
        }
        told
    }
}

impl PublishedTable {
    /// Of how many observations at least it tells.
    pub fn tells_of(&self) -> u32 {
        let told = self.cells.iter().flatten().copied();
        if [AVOIDED_BY, REASONS].contains(&self.name.as_str()) {
            told.max().unwrap_or(0)
        } else {
            told.fold(0, u32::saturating_add)
        }
    }
}

impl Campaign {
    /// The tables of counts that left, the earliest first.
    pub fn tables_that_left(&self) -> Vec<PublishedTable> {
        self.releases().into_iter().flat_map(|(_, release)| release.tables.clone()).collect()
    }
}

/// The tables that may leave together, after all that left before (the oldest first). The first of
/// `tallies` is the one in which every observation stands once; what does not fit beside it stays.
pub fn protected(tallies: &[Cells], before: &[PublishedTable]) -> Vec<PublishedTable> {
    let Some((first, further)) = tallies.split_first() else { return Vec::new() };
    let last = |name: &str| before.iter().rfind(|table| table.name == name);
    let is_known = |table: &PublishedTable| tallies.iter().any(|tally| tally.name == table.name);
    if !before.iter().all(is_known) {
        // A table that this version does not know left: what it shares with these nobody can say
        // here. What left already may be shown again.
        return tallies.iter().filter_map(|tally| last(tally.name).cloned()).collect();
    }
    let others = before.iter().filter(|table| table.name != first.name);
    let most = others.map(PublishedTable::tells_of).max().unwrap_or(0);
    let mut one = first.told(last(first.name));
    let fits = |one: &PublishedTable, told_of: u32| {
        told_of == 0 || told_of.saturating_add(WIDTH) <= one.tells_of()
    };
    if !fits(&one, most)
        && let Some(before) = last(first.name)
    {
        one = before.clone();
    }
    let mut tables = vec![one];
    for tally in further {
        debug_assert!(tally.several == [AVOIDED_BY, REASONS].contains(&tally.name));
        let table = tally.told(last(tally.name));
        if fits(&tables[0], table.tells_of()) {
            tables.push(table);
        } else if let Some(before) = last(tally.name) {
            tables.push(before.clone());
        }
    }
    tables
}

/// The tallies of a campaign: what everybody may read of it, and no observation besides.
pub fn tallies(campaign: &Campaign) -> Vec<Cells> {
    let mut by_principle = Cells::of(BY_PRINCIPLE, (Principle::ALL.len() + 1) * POLARITIES, false);
    let mut light = Cells::of(LIGHTING_BY_FEELING, 16, false);
    let mut avoided_by = Cells::of(AVOIDED_BY, AvoidedBy::ALL.len(), true);
    let mut reasons = Cells::of(REASONS, Reason::ALL.len(), true);
    let leaving = Leaving::of(campaign, &Choice::all(Audience::Public));
    for (id, _) in &leaving.observations {
        let Some((one, walk)) = campaign.observation(*id) else { continue };
        let record = campaign.notebooks.get(&walk.id).and_then(|notebook| notebook.record(*id));
        let device = record.map(|record| record.envelope.device).unwrap_or_default();
        by_principle.add(figures::principle_cell(one), device);
        if let Some(cell) = light_cell(one) {
            light.add(cell, device);
        }
        if one.avoided == Some(true) {
            let distinct: BTreeSet<usize> = one.avoided_by.iter().map(|it| *it as usize).collect();
            distinct.into_iter().for_each(|cell| avoided_by.add(cell, device));
            let distinct: BTreeSet<usize> = one.reasons.iter().map(|it| *it as usize).collect();
            distinct.into_iter().for_each(|cell| reasons.add(cell, device));
        }
    }
    vec![by_principle, light, avoided_by, reasons]
}

fn light_cell(one: &Observation) -> Option<usize> {
    let (lighting, feeling) = one.rating(Rating::Lighting).zip(one.feeling)?;
    Some(usize::from(lighting.value()) * 4 + usize::from(feeling.value()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(name: &'static str, cells: &[(u32, u32)]) -> Cells {
        let mut tally = Cells::of(name, cells.len(), [AVOIDED_BY, REASONS].contains(&name));
        for (cell, (said, devices)) in cells.iter().enumerate() {
            for one in 0..*said {
                tally.add(cell, DeviceNumber(1 + one % (*devices).max(1)));
            }
        }
        tally
    }

    #[test]
    fn five_observations_by_one_phone_are_one_voice() {
        let told = protected(&[tally(BY_PRINCIPLE, &[(20, 1), (20, 6), (6, 5), (0, 0)])], &[]);
        assert_eq!(told[0].cells, [None, Some(20), None, None]);
    }

    #[test]
    fn a_cell_moves_only_by_more_than_five() {
        let at = |said, devices| [tally(BY_PRINCIPLE, &[(said, devices)])];
        let first = protected(&at(20, 10), &[]);
        assert_eq!(protected(&at(25, 15), &first)[0].cells, [Some(20)], "five more");
        assert_eq!(protected(&at(40, 12), &first)[0].cells, [Some(20)], "by two phones");
        assert_eq!(protected(&at(26, 16), &first)[0].cells, [Some(26)]);
        assert_eq!(protected(&at(3, 3), &first)[0].cells, [Some(20)], "nothing small is told");
    }

    #[test]
    fn a_table_that_would_narrow_the_first_stays() {
        let first = tally(BY_PRINCIPLE, &[(20, 10), (4, 4)]);
        // Of 22 there is light: two at least stand in the hidden cell.
        let light = tally(LIGHTING_BY_FEELING, &[(22, 10)]);
        let few = tally(REASONS, &[(15, 10), (2, 2)]);
        let told = protected(&[first, light, few], &[]);
        let names: Vec<&str> = told.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, [BY_PRINCIPLE, REASONS]);
    }

    #[test]
    fn after_a_table_nobody_knows_nothing_new_leaves() {
        let before = PublishedTable { name: "by_moment".into(), ..PublishedTable::default() };
        assert!(protected(&[tally(BY_PRINCIPLE, &[(20, 10)])], &[before]).is_empty());
    }
}
