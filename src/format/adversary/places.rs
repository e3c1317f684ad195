//! Places that are finer than they may be, and homes.

use std::collections::{BTreeMap, BTreeSet};

use super::kept::{KeptWalk, Table};
use super::rows::{Layer, Row};
use super::{Attack, Findings, Reading};
use crate::domain::identity::RecordId;
use crate::domain::leaving::Audience;
use crate::domain::leaving::release::Release;

/// Places of one walk that a group would stop at: more distinct ones are where single people stood.
const STOPS: usize = 30;
/// So many rows, each at a place of its own, are no stops.
const ALONE: usize = 12;
/// Metres within which a point is on a route or at another point: what is written is rounded.
const ON_IT_M: f64 = 2.0;
/// Metres from the route.
const FAR_M: f64 = 100.0;
/// Minutes around the walk.
const AROUND_MIN: i32 = 15;

/// A measured point tells where somebody stood.
pub(super) fn measured(layer: &Layer, row: &Row, found: &mut Findings) {
    let is_measured =
        !layer.cell(row, "geo_prec_m").is_empty() || layer.cell(row, "geo_src") == "gps";
    if layer.name == "observations" && !row.places.is_empty() && is_measured {
        found.say(&layer.file, row.line, "geo_src", Attack::ExactPlace);
    }
}

/// Public observations stand at stops or sections: a point for each row, off the route, tells where
/// somebody stood.
pub(super) fn exact(table: &Table, of: &Reading, found: &mut Findings) {
    if table.name != "observations" {
        return;
    }
    let lines = of.lines();
    let own: BTreeMap<Option<RecordId>, &[(f64, f64)]> =
        of.routes().map(|(id, walk)| (id, &*walk.line)).collect();
    let is_on = |at, line: &&[(f64, f64)]| far_m(at, line) < ON_IT_M;
    let mut walks: BTreeMap<Option<RecordId>, Vec<(u64, u64)>> = BTreeMap::new();
    for row in &table.rows {
        let Some(at) = row.place.filter(|at| !row.at_stop && !is_coarse(*at)) else { continue };
        // Nearly all are on the route of their own walk.
        if !own.get(&row.walk).is_some_and(|line| is_on(at, line))
            && !lines.iter().any(|line| is_on(at, line))
        {
            walks.entry(row.walk).or_default().push((at.0.to_bits(), at.1.to_bits()));
        }
    }
    for rows in walks.values() {
        let distinct = rows.iter().collect::<BTreeSet<_>>().len();
        if (distinct > STOPS && distinct * 2 > rows.len())
            || (distinct >= ALONE && distinct == rows.len())
        {
            found.say(&table.file, 0, "marche_id", Attack::ExactPlace);
        }
    }
}

/// Whether a place is rounded to a thousandth of a degree.
pub(super) fn is_coarse((lon, lat): (f64, f64)) -> bool {
    let is_round = |degrees: f64| (degrees * 1000.0 - (degrees * 1000.0).round()).abs() < 1e-6;
    is_round(lon) && is_round(lat)
}

/// Metres from a point to a line, near enough for a quarter.
fn far_m(at: (f64, f64), line: &[(f64, f64)]) -> f64 {
    const DEGREE_M: f64 = 111_195.0;
    let east = DEGREE_M * at.1.to_radians().cos();
    let local = |(lon, lat): (f64, f64)| ((lon - at.0) * east, (lat - at.1) * DEGREE_M);
    let segments = line.windows(2).map(|pair| {
        let ((ax, ay), (bx, by)) = (local(pair[0]), local(pair[1]));
        let (dx, dy) = (bx - ax, by - ay);
        let length = dx.mul_add(dx, dy * dy);
        let along =
            if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
        (ax + along * dx).hypot(ay + along * dy)
    });
    segments.fold(f64::INFINITY, f64::min)
}

/// The minute of the day.
pub(super) fn minutes(time: &str) -> Option<i32> {
    let (hours, rest) = time.split_once(':')?;
    Some(hours.parse::<i32>().ok()? * 60 + rest.get(..2)?.parse::<i32>().ok()?)
}

/// A public point away from its walk's route, or said outside its hours.
pub(super) fn homes(of: &Reading, found: &mut Findings) {
    let walks: BTreeMap<Option<RecordId>, &KeptWalk> = of.routes().collect();
    for said in of.tables.iter().filter(|table| table.name == "observations") {
        for row in &said.rows {
            let Some(walk) = walks.get(&row.walk) else { continue };
            let is_far =
                walk.line.len() > 1 && row.place.is_some_and(|at| far_m(at, &walk.line) > FAR_M);
            // A rounded hour is the one that holds the time said; a walk may pass midnight.
            let is_outside = row.minute.zip(walk.hours).is_some_and(|(hour, (from, to))| {
                from <= to && (hour + 59 < from - AROUND_MIN || hour > to + AROUND_MIN)
            });
            if is_far || is_outside {
                found.say(&said.file, row.line, "", Attack::Home);
            }
        }
    }
}

/// A computed point of a constat that stands where no leaving observation is and more exactly than a
/// stop: it is made of somebody who does not leave. To partners it is the middle of the rows that they
/// have; to everybody it stands where one of them stands, or on a route. `earlier` may have told it.
pub(super) fn hidden_ones(of: &Reading, earlier: &[&Release], found: &mut Findings) {
    let lines = of.lines();
    let Some(said) = of.copy("observations") else { return };
    for table in of.tables.iter().filter(|table| table.name == "constats") {
        for (row, constat) in table.concluded().filter(|(_, constat)| constat.is_computed) {
            let Some(at) = row.place.filter(|at| !is_coarse(*at)) else { continue };
            let own: Vec<(f64, f64)> = of.members(row.id).filter_map(|one| one.place).collect();
            let is_at = |one: (f64, f64)| far_m(at, &[one, one]) < ON_IT_M;
            let is_known = match of.audience {
                Audience::Public => {
                    own.iter().any(|one| is_at(*one))
                        || lines.iter().any(|line| far_m(at, line) < ON_IT_M)
                        || said.rows.iter().filter_map(|row| row.place).any(is_at)
                }
                // Of a part of the rows no middle can be told.
                Audience::Partners => of.is_part || middle(&own).is_some_and(is_at),
            };
            let is_held = constat.is_held
                && earlier.iter().flat_map(|release| &release.rows).any(|row| {
                    row.layer == "constats" && row.said("constat_nr") == Some(&constat.number)
                });
            if !is_known && !is_held {
                found.say(&table.file, row.line, "", Attack::PlaceOfAHiddenOne);
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of rows")]
fn middle(places: &[(f64, f64)]) -> Option<(f64, f64)> {
    let sum = places.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    let count = places.len() as f64;
    (count > 0.0).then(|| (sum.0 / count, sum.1 / count))
}
