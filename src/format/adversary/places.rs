//! Places that are finer than they may be, and homes.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Layer, Row};
use super::{Attack, Findings};

/// Places of one walk that a group would stop at: more distinct ones are where single people stood.
const STOPS: usize = 30;
/// Metres from the route.
const FAR_M: f64 = 100.0;
/// Minutes around the walk.
const AROUND_MIN: i32 = 15;

/// Public observations stand at stops or sections: a measured point, or a point for each row, tells
/// where somebody stood.
pub(super) fn exact(layer: &Layer, found: &mut Findings) {
    if layer.name != "observations" {
        return;
    }
    let mut walks: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in layer.rows.iter().filter(|row| !row.places.is_empty()) {
        walks.entry(layer.cell(row, "marche_id")).or_default().push(row);
        if !layer.cell(row, "geo_prec_m").is_empty() || layer.cell(row, "geo_src") == "gps" {
            found.say(&layer.file, row.line, "geo_src", Attack::ExactPlace);
        }
    }
    for rows in walks.values() {
        let distinct: BTreeSet<(u64, u64)> = rows
            .iter()
            .flat_map(|row| &row.places)
            .map(|(lon, lat)| (lon.to_bits(), lat.to_bits()))
            .collect();
        let is_alone = distinct.len() * 2 > rows.len();
        if (distinct.len() > STOPS && is_alone)
            || (distinct.len() >= 5 && distinct.len() == rows.len())
        {
            found.say(&layer.file, 0, "marche_id", Attack::ExactPlace);
        }
    }
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

fn minutes(time: &str) -> Option<i32> {
    let (hours, rest) = time.split_once(':')?;
    Some(hours.parse::<i32>().ok()? * 60 + rest.get(..2)?.parse::<i32>().ok()?)
}

/// A public point away from its walk's route, or said outside its hours.
pub(super) fn homes(layers: &[Layer], is_public: bool, found: &mut Findings) {
    let route = |layer: &&Layer| layer.name == "parcours" && !layer.is_copy();
    let Some(routes) = layers.iter().find(route).filter(|_| is_public) else { return };
    let walks: BTreeMap<&str, &Row> =
        routes.rows.iter().map(|row| (routes.cell(row, "marche_id"), row)).collect();
    for said in layers.iter().filter(|layer| layer.name == "observations") {
        for row in &said.rows {
            let Some(walk) = walks.get(said.cell(row, "marche_id")) else { continue };
            let is_far = walk.places.len() > 1
                && row.places.iter().any(|at| far_m(*at, &walk.places) > FAR_M);
            let hour = minutes(said.cell(row, "heure_loc"));
            let from = minutes(routes.cell(walk, "h_debut"));
            let to = minutes(routes.cell(walk, "h_fin"));
            // A rounded hour is the one that holds the time said; a walk may pass midnight.
            let is_outside = hour.zip(from).zip(to).is_some_and(|((hour, from), to)| {
                from <= to && (hour + 59 < from - AROUND_MIN || hour > to + AROUND_MIN)
            });
            if is_far || is_outside {
                found.say(&said.file, row.line, "", Attack::Home);
            }
        }
    }
}
