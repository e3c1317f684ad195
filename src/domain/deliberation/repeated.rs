//! What a group copied from somebody's words: a quote, the name of a place, half a sentence in a
//! summary. When the words are erased the copies go too, in every revision, by one rule:
//!
//! - a run of [`RUN`] words in a row that she said too is a copy (or all she said, when that was less);
//! - a quote or the name of a place that has one goes whole, and goes too when it is all she said;
//! - of a longer text the run alone goes, and [`MARK`] stands in its place;
//! - a place that is hers to the digit goes.
//!
//! Capitals, accents and signs are not compared: people leave them out.

use std::collections::BTreeSet;

use crate::domain::folding::letters;
use crate::domain::observation::place::Place;

/// So many words in a row are hers.
pub const RUN: usize = 4;
/// What stands where erased words stood.
pub const MARK: &str = "[…]";
/// Fewer letters are a word that anybody says.
const LETTERS: usize = 10;

/// Words that are erased.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Repeated {
    runs: BTreeSet<Vec<String>>,
    /// Whole texts.
    said: Vec<Vec<String>>,
    places: BTreeSet<(i32, i32)>,
}

/// A word and where it stands.
type Word = (std::ops::Range<usize>, String);

fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    for (at, part) in text.split_inclusive(|c: char| !c.is_alphanumeric()).scan(0, |at, part| {
        let from = *at;
        *at += part.len();
        Some((from, part))
    }) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            found.push((at..at + word.len(), letters(word)));
        }
    }
    found
}

fn only(words: Vec<Word>) -> Vec<String> {
    words.into_iter().map(|(_, word)| word).collect()
}

impl Repeated {
    /// Something she said is erased.
    pub fn say(&mut self, text: &str) {
        let said = only(words(text));
        let length: usize = said.iter().map(String::len).sum();
        if said.len() >= RUN || (said.len() > 1 && length >= LETTERS) {
            let run = said.len().min(RUN);
            self.runs.extend(said.windows(run).map(<[String]>::to_vec));
        }
        if !said.is_empty() && !self.said.contains(&said) {
            self.said.push(said);
        }
    }

    /// A place of hers is erased.
    pub fn place(&mut self, place: Place) {
        self.places.insert(place.e7());
    }

    /// Somebody else says so too: in so many words it is no copy of hers.
    pub fn stands(&mut self, text: &str) {
        let standing = only(words(text));
        if standing.len() < RUN {
            self.said.retain(|said| *said != standing);
            self.runs.remove(&standing);
        }
    }

    /// Whether nothing is erased.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty() && self.places.is_empty()
    }

    /// Whether a place is hers.
    pub fn is_at(&self, place: (i32, i32)) -> bool {
        self.places.contains(&place)
    }

    /// Where in a text her words stand.
    fn copied(&self, text: &str) -> Vec<std::ops::Range<usize>> {
        let words = words(text);
        let mut found: Vec<std::ops::Range<usize>> = Vec::new();
        for run in 2..=RUN {
            for window in words.windows(run) {
                let run: Vec<String> = window.iter().map(|(_, word)| word.clone()).collect();
                if let (true, Some(first), Some(last)) =
                    (self.runs.contains(&run), window.first(), window.last())
                {
                    found.push(first.0.start..last.0.end);
                }
            }
        }
        found.sort_by_key(|range| range.start);
        let mut joined: Vec<std::ops::Range<usize>> = Vec::new();
        for range in found {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        // What stands between two of her words is hers too: a sign, a space.
        let mut whole: Vec<std::ops::Range<usize>> = Vec::new();
        for range in joined {
            match whole.last_mut() {
                Some(last) if !has_words(text, last.end..range.start) => last.end = range.end,
                _ => whole.push(range),
            }
        }
        whole
    }

    /// Whether a quote or the name of a place is hers: it has a run of her words, or is all she said.
    pub fn is_in(&self, text: &str) -> bool {
        let own = only(words(text));
        self.said.contains(&own) || !self.copied(text).is_empty()
    }

    /// A longer text without her words; `None` when there are none in it.
    pub fn without(&self, text: &str) -> Option<String> {
        let copied = self.copied(text);
        if copied.is_empty() {
            return None;
        }
        let (mut left, mut from) = (String::new(), 0);
        for range in copied {
            left += text.get(from..range.start).unwrap_or_default();
            left += MARK;
            from = range.end;
        }
        left += text.get(from..).unwrap_or_default();
        Some(left)
    }
}

fn has_words(text: &str, range: std::ops::Range<usize>) -> bool {
    text.get(range).is_some_and(|between| between.contains(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn erased(texts: &[&str]) -> Repeated {
        let mut repeated = Repeated::default();
        texts.iter().for_each(|text| repeated.say(text));
        repeated
    }

    #[test]
    fn a_run_of_her_words_goes_and_the_rest_stays() {
        let hers = erased(&["Je passe derrière la boulangerie Zarifian, le soir j’ai peur"]);
        assert!(hers.is_in("« derriere la Boulangerie ZARIFIAN »"));
        let summary = "À l’école, on passe derrière la boulangerie Zarifian. Un banc est cassé.";
        assert_eq!(hers.without(summary).unwrap(), "À l’école, on […]. Un banc est cassé.");
        assert_eq!(hers.without("La boulangerie est fermée le soir."), None);
        let twice = "derrière la boulangerie Zarifian, puis derrière la boulangerie Zarifian";
        assert_eq!(hers.without(twice).unwrap(), "[…], puis […]");
    }

    #[test]
    fn a_short_name_goes_where_it_is_all_that_stands_there() {
        let hers = erased(&["chez Zarifian", "Gare"]);
        assert!(hers.is_in("Chez Zarifian !") && hers.is_in("gare"));
        assert_eq!(hers.without("Devant la gare, la lampe").as_deref(), None);
        assert_eq!(hers.without("Un banc chez Zarifian").as_deref(), Some("Un banc […]"));
        let mut hers = hers;
        hers.stands("Gare");
        assert!(!hers.is_in("Gare"), "somebody else calls it so too");
        assert!(erased(&[""]).is_empty() && !erased(&[]).is_in(""));
    }
}
