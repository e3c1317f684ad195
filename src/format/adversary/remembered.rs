//! What is remembered of files that left: no words, and enough to hold the next ones against them.

use super::Reading;
use super::kept::{KeptRow, Table};
use crate::domain::deliberation::read_words;
use crate::domain::identity::RecordId;
use crate::domain::leaving::release::ReleasedRow;
use crate::domain::observation::place::Place;

pub(super) fn rows(of: &Reading) -> Vec<ReleasedRow> {
    let mut rows = Vec::new();
    for table in of.tables.iter().filter(|table| table.is_copy) {
        for (at, row) in table.rows.iter().enumerate() {
            let says = match table.constats.get(at) {
                Some(constat) => {
                    let told = constat.told.iter().map(|(name, value)| (*name, value.clone()));
                    let count = constat.of.map(|of| ("nb_obs", of.to_string()));
                    let number = ("constat_nr", constat.number.clone());
                    std::iter::once(number).chain(count).chain(told).collect()
                }
                None if row.at_stop => vec![("at", "stop".to_owned())],
                None => Vec::new(),
            };
            rows.push(remembered(table, row, &says));
        }
    }
    rows.extend(of.photos.keys().map(|name| ReleasedRow {
        layer: "photos".to_owned(),
        id: RecordId(0),
        hash: read_words(name),
        ..ReleasedRow::default()
    }));
    rows
}

fn remembered(table: &Table, row: &KeptRow, says: &[(&str, String)]) -> ReleasedRow {
    let place = row.place.filter(|_| matches!(table.name, "observations" | "constats"));
    ReleasedRow {
        layer: table.name.to_owned(),
        id: row.id.unwrap_or_default(),
        hash: row.hash,
        of: row.constat.filter(|_| table.name == "observations"),
        place: place.and_then(|(lon, lat)| Place::from_lon_lat(lon, lat).ok()),
        says: ReleasedRow::saying(says),
    }
}
