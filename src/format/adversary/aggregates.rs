//! Values of several observations from which one can be solved.

use std::collections::BTreeMap;

use super::groups::is_small;
use super::rows::{Layer, Row};
use super::{Attack, Findings};

/// What the observations of a constat say together.
pub(super) const TOGETHER: [&str; 7] =
    ["ress_moy", "ress_min", "ecl_min", "g_evite", "g_evitepar", "g_quand", "g_motifs"];

/// Values of fewer than five, and the lowest one, which one alone can have said.
pub(super) fn of_few(layer: &Layer, found: &mut Findings) {
    if layer.name != "constats" {
        return;
    }
    for row in &layer.rows {
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
}

/// The rows of a constat that are seen, against what it says of all of them.
pub(super) fn hidden_members(layers: &[Layer], is_public: bool, found: &mut Findings) {
    for constats in layers.iter().filter(|layer| layer.name == "constats") {
        let same =
            |layer: &&Layer| layer.name == "observations" && layer.is_copy() == constats.is_copy();
        let Some(said) = layers.iter().find(same) else { continue };
        let mut members: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &said.rows {
            members.entry(said.cell(row, "constat_id")).or_default().push(row);
        }
        for row in &constats.rows {
            let Some(of) = constats.number(row, "nb_obs") else { continue };
            let none = Vec::new();
            let seen = members.get(constats.cell(row, "constat_id")).unwrap_or(&none);
            #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
            let hidden = of - seen.len() as f64;
            // GeoJSON has no row without a place, so there only the copy can be counted.
            if is_public && constats.is_copy() && is_small(hidden) {
                found.say(&constats.file, row.line, "nb_obs", Attack::HiddenOneByDifference);
            }
            let feelings: Vec<f64> =
                seen.iter().filter_map(|one| said.number(one, "ressenti")).collect();
            let lowest = feelings.iter().copied().fold(f64::INFINITY, f64::min);
            let is_whole = hidden.abs() < 0.5 && constats.is_copy();
            if is_whole
                && constats.number(row, "ress_min").is_some_and(|least| least + 0.5 < lowest)
            {
                found.say(&constats.file, row.line, "ress_min", Attack::OneAloneSaysIt);
            }
            #[expect(clippy::cast_precision_loss, reason = "a number of rows")]
            let mean = feelings.iter().sum::<f64>() / feelings.len().max(1) as f64;
            if is_whole
                && constats.number(row, "ress_moy").is_some_and(|told| (told - mean).abs() > 0.011)
            {
                found.say(&constats.file, row.line, "ress_moy", Attack::HiddenOneByDifference);
            }
        }
    }
}
