//! Values of several observations from which one can be solved.

use super::groups::is_small;
use super::rows::{Layer, Row};
use super::{Attack, Findings, Reading};
use crate::domain::leaving::Audience;
use crate::domain::leaving::release::Release;

/// What the observations of a constat say together.
pub(super) const TOGETHER: [&str; 7] =
    ["ress_moy", "ress_min", "ecl_min", "g_evite", "g_evitepar", "g_quand", "g_motifs"];

/// Values of fewer than five, and the lowest one, which one alone can have said.
pub(super) fn of_few(layer: &Layer, row: &Row, found: &mut Findings) {
    if layer.name != "constats" {
        return;
    }
    let of = layer.number(row, "nb_obs");
    if of.is_some_and(is_small) {
        found.say(&layer.file, row.line, "nb_obs", Attack::TooFew);
    }
    let is_many = of.is_some_and(|of| of > 0.0 && !is_small(of));
    for name in TOGETHER.into_iter().filter(|name| !layer.cell(row, name).is_empty()) {
        if !is_many {
            found.say(&layer.file, row.line, name, Attack::TooFew);
        } else if name.ends_with("_min") {
            found.say(&layer.file, row.line, name, Attack::OneAloneSaysIt);
        }
    }
}

/// The rows of a constat that are seen, against what it says of all of them. What was told before
/// may be told again, although rows went since: whoever has that release has had them.
pub(super) fn hidden_members(of: &Reading, earlier: &[&Release], found: &mut Findings) {
    // GeoJSON has no row without a place: only the copies can be counted.
    let Some(constats) = of.copy("constats").filter(|_| of.copy("observations").is_some()) else {
        return;
    };
    let is_public = of.audience == Audience::Public;
    for (row, constat) in constats.concluded() {
        let Some(told) = constat.of else { continue };
        let before = |name: &str, value: &str| {
            let is_told = |release: &&Release| {
                release.rows.iter().any(|row| {
                    row.layer == "constats"
                        && row.said("constat_nr") == Some(&constat.number)
                        && row.said(name) == Some(value)
                })
            };
            constat.is_held && earlier.iter().any(is_told)
        };
        let seen: Vec<_> = of.members(row.id).collect();
        #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
        let hidden = told - seen.len() as f64;
        if is_public && is_small(hidden) && !before("nb_obs", &told.to_string()) {
            found.say(&constats.file, row.line, "nb_obs", Attack::HiddenOneByDifference);
        }
        if hidden.abs() >= 0.5 {
            continue;
        }
        let feelings: Vec<f64> = seen.iter().filter_map(|one| one.feeling).collect();
        let lowest = feelings.iter().copied().fold(f64::INFINITY, f64::min);
        #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
        let mean = feelings.iter().sum::<f64>() / feelings.len().max(1) as f64;
        for (name, value) in &constat.told {
            let Ok(number) = value.parse::<f64>() else { continue };
            let attack = match *name {
                "ress_min" if number + 0.5 < lowest => Attack::OneAloneSaysIt,
                "ress_moy" if (number - mean).abs() > 0.011 => Attack::HiddenOneByDifference,
                _ => continue,
            };
            if !before(name, value) {
                found.say(&constats.file, row.line, name, attack);
            }
        }
    }
}

/// The forms of the stops count what was said there: no more than what leaves.
pub(super) fn hidden_at_stops(of: &Reading, found: &mut Findings) {
    let seen = of
        .copy("observations")
        .map_or(0, |said| said.rows.iter().filter(|row| row.has_number_of_stop).count());
    if of.at_stops > seen {
        found.say("arrets/", 0, "nb_obs", Attack::HiddenOneByDifference);
    }
}
