//! Ids with a time in them, numbers with gaps, rows in the order of time.

use std::collections::BTreeMap;

use super::kept::{KeptRow, Table};
use super::rows::{Layer, Row};
use super::{Attack, Findings};
use crate::domain::identity::RecordId;

/// Fields that hold an id.
pub(super) const IDS: [&str; 4] = ["obs_id", "marche_id", "constat_id", "preco_id"];

/// An id must be a pseudonym: a UUID of version 8.
pub(super) fn without_time(layer: &Layer, row: &Row, found: &mut Findings) {
    for name in IDS {
        let id = layer.cell(row, name);
        if !id.is_empty() && id.as_bytes().get(14) != Some(&b'8') {
            found.say(&layer.file, row.line, name, Attack::TimeInId);
        }
    }
}

/// So many rows that a straight order is no accident.
const ORDERED: usize = 6;

/// Public observations are numbered from 1 without a gap, and neither rows nor numbers follow time.
pub(super) fn numbers_and_order(table: &Table, found: &mut Findings) {
    if table.name != "observations" {
        return;
    }
    let mut walks: BTreeMap<Option<RecordId>, Vec<&KeptRow>> = BTreeMap::new();
    for row in &table.rows {
        walks.entry(row.walk).or_default().push(row);
    }
    let has_gap = |rows: &mut dyn Iterator<Item = &KeptRow>| {
        let mut numbers: Vec<f64> = rows.map(|row| row.number).collect();
        numbers.sort_unstable_by(f64::total_cmp);
        numbers.iter().zip(1u32..).any(|(is, should)| (is - f64::from(should)).abs() > 0.5)
    };
    // GeoJSON leaves out what has no place: only the copy has every row.
    if table.is_copy
        && has_gap(&mut table.rows.iter())
        && walks.values().any(|rows| has_gap(&mut rows.iter().copied()))
    {
        found.say(&table.file, 0, "obs_num", Attack::GapInNumbers);
    }
    for rows in walks.values_mut() {
        let follows = |rows: &[&KeptRow]| {
            let steps = rows.windows(2).filter(|pair| pair[0].time < pair[1].time).count();
            steps + 1 >= ORDERED && rows.is_sorted_by_key(|row| row.time)
        };
        let in_file = follows(rows);
        rows.sort_by(|a, b| a.number.total_cmp(&b.number));
        if in_file || follows(rows) {
            found.say(&table.file, 0, "heure_loc", Attack::OrderOfTime);
        }
    }
}
