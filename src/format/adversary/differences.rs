//! Two releases laid beside each other: what leaves now, and what is remembered of one that left.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::is_small;
use super::kept::{KeptRow, Table};
use super::places::is_coarse;
use super::{Attack, Findings, Reading};
use crate::domain::deliberation::read_words;
use crate::domain::identity::RecordId;
use crate::domain::leaving::Audience;
use crate::domain::leaving::release::{Release, ReleasedRow};
use crate::domain::observation::place::Place;

/// The column that holds the id of a layer's rows.
fn id_of(layer: &str) -> &'static str {
    match layer {
        "observations" => "obs_id",
        "constats" => "constat_id",
        "preconis" => "preco_id",
        _ => "marche_id",
    }
}

pub(super) fn attack(new: &Reading, before: &Release, found: &mut Findings) {
    if new.audience != before.audience {
        let known: BTreeSet<RecordId> =
            before.rows.iter().filter(|row| row.layer != "photos").map(|row| row.id).collect();
        let photos: BTreeSet<u64> =
            before.rows.iter().filter(|row| row.layer == "photos").map(|row| row.hash).collect();
        for table in &new.tables {
            for row in &table.rows {
                if row.id.is_some_and(|id| known.contains(&id)) {
                    found.say(&table.file, row.line, id_of(table.name), Attack::SharedId);
                }
            }
            places(table, new, before, found);
        }
        for name in new.photos.keys().filter(|name| photos.contains(&read_words(name))) {
            found.say(name, 0, "", Attack::PhotoName);
        }
    }
    for table in new.tables.iter().filter(|table| table.name == "constats") {
        changed(table, new, before, found);
    }
}

/// What the observations of a constat say together changed, and few came or went. Numbers that
/// people read join the audiences.
fn changed(table: &Table, new: &Reading, before: &Release, found: &mut Findings) {
    let constats = before.rows.iter().filter(|row| row.layer == "constats");
    let known: BTreeMap<&str, &ReleasedRow> =
        constats.filter_map(|row| Some((row.said("constat_nr")?, row))).collect();
    let members = members(before);
    for (row, constat) in table.concluded() {
        let Some(then) = known.get(constat.number.as_str()) else { continue };
        let count = then.said("nb_obs").and_then(|count| count.parse::<f64>().ok());
        let by = constat.of.zip(count).map(|(now, then)| (now - then).abs());
        // To the same readers the rows themselves say who came and who went.
        let seen = (new.audience == before.audience && !new.is_part && !before.part)
            .then(|| came_and_went(new, row, members.get(&then.id)))
            .flatten();
        let is_few = match (seen, by) {
            (Some(seen), _) => seen < 5,
            (None, by) => by.is_none_or(|by| by < 0.5 || is_small(by)),
        };
        if !is_few {
            continue;
        }
        if by.is_some_and(|by| by > 0.5) {
            found.say(&table.file, row.line, "nb_obs", Attack::ChangedByFew);
        }
        let differs = |name: &str, now: &str| then.said(name).is_some_and(|it| !is_same(it, now));
        for (name, _) in constat.told.iter().filter(|(name, now)| differs(name, now)) {
            found.say(&table.file, row.line, name, Attack::ChangedByFew);
        }
    }
}

/// Whether two cells say the same: a number has fewer decimals in one form than in the other.
fn is_same(one: &str, other: &str) -> bool {
    let numbers = one.parse::<f64>().ok().zip(other.parse::<f64>().ok());
    one == other || numbers.is_some_and(|(one, other)| (one - other).abs() < 1e-6)
}

/// The rows of each constat, by its id as it left.
fn members(before: &Release) -> BTreeMap<RecordId, BTreeSet<RecordId>> {
    let mut members: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
    for row in before.rows.iter().filter(|row| row.layer == "observations") {
        if let Some(constat) = row.of {
            members.entry(constat).or_default().insert(row.id);
        }
    }
    members
}

/// How many rows of a constat came or went since; `None` when nobody knows.
fn came_and_went(
    new: &Reading,
    constat: &KeptRow,
    then: Option<&BTreeSet<RecordId>>,
) -> Option<usize> {
    new.copy("observations")?;
    let now: BTreeSet<RecordId> = new.members(constat.id).filter_map(|row| row.id).collect();
    let none = BTreeSet::new();
    Some(now.symmetric_difference(then.unwrap_or(&none)).count())
}

/// The public point of an observation against the exact points that partners have. A stop is where
/// many stand, and a rounded place is nobody's.
fn places(table: &Table, new: &Reading, before: &Release, found: &mut Findings) {
    if table.name != "observations" {
        return;
    }
    let audience = new.audience;
    let corners = new.lines().into_iter().flatten();
    let mut times: BTreeMap<(i32, i32), usize> = BTreeMap::new();
    let measured =
        |row: &&ReleasedRow| audience == Audience::Partners || row.said("at") != Some("stop");
    for row in before.rows.iter().filter(|row| row.layer == "observations").filter(measured) {
        if let Some(place) = row.place {
            *times.entry(place.e7()).or_default() += 1;
        }
    }
    // Where several stand, or a route has its corner, is a stop.
    let bits = |(lon, lat): (f64, f64)| (lon.to_bits(), lat.to_bits());
    let mut shared: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    for at in table.rows.iter().filter_map(|row| row.place) {
        *shared.entry(bits(at)).or_default() += 1;
    }
    for at in corners {
        *shared.entry(bits(*at)).or_default() += 2;
    }
    for row in &table.rows {
        let is_alone = |at: &(f64, f64)| !is_coarse(*at) && shared.get(&bits(*at)) == Some(&1);
        let public = audience == Audience::Public;
        let Some(at) = row.place.filter(|at| !public || is_alone(at)) else { continue };
        // Partners have the place of a stop where everybody has it, too.
        if audience == Audience::Partners && row.at_stop {
            continue;
        }
        let place = Place::from_lon_lat(at.0, at.1).ok();
        if place.and_then(|place| times.get(&place.e7())) == Some(&1) {
            found.say(&table.file, row.line, "", Attack::ExactPlace);
        }
    }
}
