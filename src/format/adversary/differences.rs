//! Two releases laid beside each other.

use std::collections::{BTreeMap, BTreeSet};

use super::aggregates::TOGETHER;
use super::groups::is_small;
use super::ids::IDS;
use super::rows::{Layer, Row};
use super::{Attack, Findings, ReleasedFiles};

type Release<'a> = (&'a ReleasedFiles, &'a [Layer]);

pub(super) fn attack((new, now): Release<'_>, (old, then): Release<'_>, found: &mut Findings) {
    for layer in now {
        let Some(before) = then.iter().find(|before| before.file == layer.file) else { continue };
        if new.audience != old.audience {
            shared_ids(layer, before, found);
            places(layer, before, found);
        }
        changed(layer, before, found);
    }
    if new.audience != old.audience {
        for name in new.photos.keys().filter(|name| old.photos.contains_key(*name)) {
            found.say(name, 0, "", Attack::PhotoName);
        }
    }
}

fn shared_ids(layer: &Layer, before: &Layer, found: &mut Findings) {
    for name in IDS {
        let known: BTreeSet<&str> = before.rows.iter().map(|row| before.cell(row, name)).collect();
        for row in &layer.rows {
            let id = layer.cell(row, name);
            if !id.is_empty() && known.contains(id) {
                found.say(&layer.file, row.line, name, Attack::SharedId);
            }
        }
    }
}

/// What the observations of a constat say together changed, and few came or went. Numbers that
/// people read join the audiences.
fn changed(layer: &Layer, before: &Layer, found: &mut Findings) {
    if layer.name != "constats" {
        return;
    }
    let known: BTreeMap<&str, &Row> =
        before.rows.iter().map(|row| (before.cell(row, "constat_nr"), row)).collect();
    for row in &layer.rows {
        let Some(then) = known.get(layer.cell(row, "constat_nr")) else { continue };
        let moved = layer
            .number(row, "nb_obs")
            .zip(before.number(then, "nb_obs"))
            .map(|(now, then)| (now - then).abs());
        if moved.is_some_and(is_small) {
            found.say(&layer.file, row.line, "nb_obs", Attack::ChangedByFew);
        }
        let differs = |name: &&str| {
            let (now, then) = (layer.cell(row, name), before.cell(then, name));
            !now.is_empty() && !then.is_empty() && now != then
        };
        if moved.is_none_or(|moved| moved < 0.5 || is_small(moved)) {
            for name in TOGETHER.into_iter().filter(differs) {
                found.say(&layer.file, row.line, name, Attack::ChangedByFew);
            }
        }
    }
}

/// The public point of a constat against the exact points that partners have.
fn places(layer: &Layer, before: &Layer, found: &mut Findings) {
    if layer.name != "observations" {
        return;
    }
    let bits = |(lon, lat): &(f64, f64)| (lon.to_bits(), lat.to_bits());
    let mut times: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    for place in before.rows.iter().flat_map(|row| &row.places) {
        *times.entry(bits(place)).or_default() += 1;
    }
    for row in &layer.rows {
        if row.places.iter().any(|place| times.get(&bits(place)) == Some(&1)) {
            found.say(&layer.file, row.line, "", Attack::ExactPlace);
        }
    }
}
