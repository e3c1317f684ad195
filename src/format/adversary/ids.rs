//! Ids with a time in them, numbers with gaps, rows in the order of time.

use std::collections::BTreeMap;

use super::rows::{Layer, Row};
use super::{Attack, Findings};

/// Fields that hold an id.
pub(super) const IDS: [&str; 4] = ["obs_id", "marche_id", "constat_id", "preco_id"];

/// An id must be a pseudonym: a UUID of version 8.
pub(super) fn without_time(layer: &Layer, found: &mut Findings) {
    for row in &layer.rows {
        for name in IDS {
            let id = layer.cell(row, name);
            if !id.is_empty() && id.as_bytes().get(14) != Some(&b'8') {
                found.say(&layer.file, row.line, name, Attack::TimeInId);
            }
        }
    }
}

/// So many rows that a straight order is no accident.
const ORDERED: usize = 6;

/// Public observations are numbered from 1 without a gap, and neither rows nor numbers follow time.
pub(super) fn numbers_and_order(layer: &Layer, found: &mut Findings) {
    if layer.name != "observations" {
        return;
    }
    let mut walks: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &layer.rows {
        walks.entry(layer.cell(row, "marche_id")).or_default().push(row);
    }
    let number = |row: &Row| layer.number(row, "obs_num").unwrap_or(0.0);
    let has_gap = |rows: &[&Row]| {
        let mut numbers: Vec<f64> = rows.iter().map(|row| number(row)).collect();
        numbers.sort_unstable_by(f64::total_cmp);
        numbers.iter().zip(1u32..).any(|(is, should)| (is - f64::from(should)).abs() > 0.5)
    };
    let all: Vec<&Row> = layer.rows.iter().collect();
    // GeoJSON leaves out what has no place: only the copy has every row.
    if layer.is_copy() && has_gap(&all) && walks.values().any(|rows| has_gap(rows)) {
        found.say(&layer.file, 0, "obs_num", Attack::GapInNumbers);
    }
    let time = |row: &Row| {
        (layer.cell(row, "date_obs").to_owned(), layer.cell(row, "heure_loc").to_owned())
    };
    for rows in walks.values_mut() {
        let follows = |rows: &[&Row]| {
            let times: Vec<_> = rows.iter().map(|row| time(row)).collect();
            let steps = times.windows(2).filter(|pair| pair[0] < pair[1]).count();
            steps + 1 >= ORDERED && times.is_sorted()
        };
        let in_file = follows(rows);
        rows.sort_by(|a, b| number(a).total_cmp(&number(b)));
        if in_file || follows(rows) {
            found.say(&layer.file, 0, "heure_loc", Attack::OrderOfTime);
        }
    }
}
