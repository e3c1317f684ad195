//! Small counts, profiles of small groups, and what was not shared so far.

use super::rows::{Layer, Row};
use super::{Attack, Findings};
use crate::domain::leaving::privacy::SMALLEST_CELL;

/// Participants from whom on the profile of a group may be public.
const GROUP: f64 = 10.0;
const PROFILE: [&str; 6] = ["ages", "mobilite", "langues", "h_debut", "h_fin", "sol_couch"];

pub(super) fn is_small(count: f64) -> bool {
    count > 0.0 && count < f64::from(SMALLEST_CELL)
}

/// Counts of people under five, told or left over by subtraction.
pub(super) fn small_counts(layer: &Layer, row: &Row, is_public: bool, found: &mut Findings) {
    let people = ["nb_voix", "nb_part", "nb_femmes", "nb_hommes", "nb_mineurs"];
    let count = |name: &str| layer.number(row, name);
    for name in people.into_iter().chain(is_public.then_some("encadr")) {
        if count(name).is_some_and(is_small) {
            found.say(&layer.file, row.line, name, Attack::SmallCount);
        }
    }
    let Some(all) = count("nb_part") else { return };
    if leaves_few(all, count("nb_femmes"), count("nb_hommes"), count("nb_mineurs")) {
        found.say(&layer.file, row.line, "nb_part", Attack::SmallCount);
    }
}

/// Whether a few are left over when the others are subtracted from all.
pub(super) fn leaves_few(
    all: f64,
    women: Option<f64>,
    men: Option<f64>,
    minors: Option<f64>,
) -> bool {
    let rests = [
        women.filter(|_| men.is_none()).map(|women| all - women),
        men.filter(|_| women.is_none()).map(|men| all - men),
        women.zip(men).map(|(women, men)| all - women - men),
        minors.map(|minors| all - minors),
    ];
    rests.into_iter().flatten().any(is_small)
}

/// Ages, languages, hours and the exact day of fewer than ten people; minutes of anybody.
pub(super) fn profile(layer: &Layer, row: &Row, found: &mut Findings) {
    if layer.name == "observations" {
        let hour = layer.cell(row, "heure_loc");
        if !hour.is_empty() && !hour.ends_with(":00:00") {
            found.say(&layer.file, row.line, "heure_loc", Attack::ExactHour);
        }
    }
    // Free words on what happened that day are of no group, however large.
    if !layer.cell(row, "contexte").is_empty() {
        found.say(&layer.file, row.line, "contexte", Attack::SmallGroup);
    }
    if layer.name != "parcours" || layer.number(row, "nb_part").is_some_and(|all| all >= GROUP) {
        return;
    }
    for name in PROFILE.into_iter().filter(|name| !layer.cell(row, name).is_empty()) {
        found.say(&layer.file, row.line, name, Attack::SmallGroup);
    }
    let day = layer.cell(row, "date_mar");
    if day.len() == 10 && !day.ends_with("-01") {
        found.say(&layer.file, row.line, "date_mar", Attack::SmallGroup);
    }
}

/// What one observation says of people, which is told of five together only.
const OF_PEOPLE: [&str; 7] =
    ["g_presents", "g_domine", "g_evite", "g_evitepar", "g_quand", "g_motifs", "g_strateg"];

/// A public file holds what is public.
pub(super) fn shared(layer: &Layer, row: &Row, found: &mut Findings) {
    if layer.cell(row, "diffusion") != "public" {
        found.say(&layer.file, row.line, "diffusion", Attack::NotShared);
    }
    if layer.name == "observations" {
        for name in OF_PEOPLE.into_iter().filter(|name| !layer.cell(row, name).is_empty()) {
            found.say(&layer.file, row.line, name, Attack::TooFew);
        }
    }
}
