//! Words that name somebody, in any text.

use std::collections::BTreeSet;

use super::ids::IDS;
use super::rows::{Layer, Row};
use super::{Attack, Findings};
use crate::domain::leaving::rereading::{Concern, concerns};

/// Fields that hold a public body, a code or a name of a file, and no words of people.
const NO_WORDS: [&str; 11] = [
    "date_obs",
    "heure_loc",
    "code_qp",
    "lib_qp",
    "porteur",
    "operateur",
    "photo_1",
    "lien",
    "lon",
    "lat",
    "wkt",
];

/// A flat is somebody's; a hall, a stairwell or a building is a place that many share.
const DWELLINGS: [&str; 9] =
    ["appart", "apt", "appt", "étage", "etage", "logement", "porte", "flat", "floor"];

/// Whether a text points at somebody. A capital alone does not: it is as often a street. What was
/// looked at and let go ("the neighbours") is for the mediator, who saw it one by one.
pub(super) fn points_at_somebody(text: &str) -> bool {
    concerns(text).iter().any(|concern| match concern {
        Concern::Phone | Concern::Plate => true,
        Concern::Home => {
            let text = text.to_lowercase();
            DWELLINGS.iter().any(|word| text.contains(word))
        }
        Concern::Address => text.contains('@'),
        Concern::Name => concerns(&text.to_lowercase_but_after_title()).contains(&Concern::Name),
        Concern::Person => false,
    })
}

/// A text in which only what follows a form of address keeps its capital.
trait AfterTitle {
    fn to_lowercase_but_after_title(&self) -> String;
}

impl AfterTitle for str {
    fn to_lowercase_but_after_title(&self) -> String {
        const TITLES: [&str; 8] =
            ["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "mrs"];
        let mut keeps = false;
        let words = self.split_whitespace().map(|word| {
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let said = if keeps { word.to_owned() } else { word.to_lowercase() };
            keeps = TITLES.contains(&plain.as_str());
            said
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The same but for words that a person looked at and let go.
pub(super) fn points_beyond(text: &str, let_go: &BTreeSet<String>) -> bool {
    // Longer words first: one may be part of another.
    let mut known: Vec<&String> = let_go.iter().filter(|words| text.contains(*words)).collect();
    known.sort_by_key(|words| std::cmp::Reverse(words.len()));
    let rest = known.into_iter().fold(text.to_owned(), |rest, words| rest.replace(words, " "));
    points_at_somebody(&rest)
}

/// Looks at every text of a row.
pub(super) fn about_somebody(
    layer: &Layer,
    row: &Row,
    let_go: &BTreeSet<String>,
    found: &mut Findings,
) {
    for (name, text) in layer.cells(row) {
        // Codes, numbers and dates have no blank.
        if (text.contains(' ') || text.contains('@'))
            && !IDS.contains(&name)
            && !NO_WORDS.contains(&name)
            && points_at_somebody(text)
            && points_beyond(text, let_go)
        {
            found.say(&layer.file, row.line, name, Attack::WordsOfSomebody);
        }
    }
}
