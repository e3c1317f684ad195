//! The documents, read as by anybody who finds one on a table: words that name somebody, and counts.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::{is_small, leaves_few};
use super::texts::points_beyond;
use super::{Attack, Attacked, Findings};
use crate::domain::deliberation::read_words;
use crate::domain::leaving::release::{Release, ReleasedRow};

/// Where the last section of the booklet begins: whom to write to, which is given on purpose.
const CONTACTS: &str = " id=\"carnet-contacts\"";
/// Where a constat begins; its number follows.
const FINDING: &str = "article class=\"finding\" id=\"";

/// Attacks the markup of a document, by its parts, with all that left before. `name` is what it is
/// called on the screen, `let_go` what a person looked at and let go. The lines are counted by pieces
/// of text.
pub fn attack_document<'a>(
    name: &str,
    parts: impl IntoIterator<Item = &'a str>,
    let_go: &BTreeSet<String>,
    earlier: &[&Release],
) -> Attacked {
    let (found, rows) = (Findings::default(), BTreeMap::new());
    let mut reader = Reader {
        name,
        let_go,
        earlier,
        found,
        line: 0,
        finding: String::new(),
        is_told: false,
        counts: Vec::new(),
        rows,
    };
    let mut is_over = false;
    for part in parts {
        let (before, contacts) = match part.split_once(CONTACTS) {
            Some((before, _)) => (before, true),
            None => (part, false),
        };
        for (tag, text) in before.split('<').filter_map(|piece| piece.split_once('>')) {
            reader.piece(tag, text);
        }
        is_over |= contacts;
        if is_over {
            break;
        }
    }
    Attacked { found: reader.found.sorted(), rows: reader.rows.into_values().collect() }
}

struct Reader<'a> {
    name: &'a str,
    let_go: &'a BTreeSet<String>,
    earlier: &'a [&'a Release],
    found: Findings,
    line: usize,
    /// The number of the constat that is being read.
    finding: String,
    /// Whether its text is being read that says what its observations say.
    is_told: bool,
    /// The counts of the row of a table that is being read.
    counts: Vec<Option<f64>>,
    rows: BTreeMap<String, ReleasedRow>,
}

impl Reader<'_> {
    fn piece(&mut self, tag: &str, text: &str) {
        if let Some(number) = tag.strip_prefix(FINDING) {
            self.finding = number.split('"').next().unwrap_or_default().to_owned();
        } else if tag == "/article" {
            self.finding.clear();
        } else if tag == "/tr" {
            self.row();
        }
        self.is_told = tag == "p class=\"side-note\"" && !self.finding.is_empty();
        let text = plain(text);
        if tag.starts_with("td") {
            let count = text.parse::<f64>().ok();
            if count.is_some() || text == "–" {
                self.counts.push(count);
            }
        }
        if !text.contains(' ') {
            return;
        }
        self.line += 1;
        if points_beyond(&text, self.let_go) {
            self.say(&text, Attack::WordsOfSomebody);
        }
        if self.is_told {
            self.told(&text);
        }
    }

    fn say(&mut self, text: &str, attack: Attack) {
        let beginning: String = text.chars().take(60).collect();
        self.found.say(self.name, self.line, &beginning, attack);
    }

    /// Counts of people stand beside each other: all, women, men, minors.
    fn row(&mut self) {
        let counts = std::mem::take(&mut self.counts);
        let small = counts.iter().flatten().copied().any(is_small);
        let few = match counts.as_slice() {
            [Some(all), women, men, minors] => leaves_few(*all, *women, *men, *minors),
            _ => false,
        };
        if small || few {
            self.say("", Attack::SmallCount);
        }
    }

    /// What the observations of a constat say together: « 12 observations », « 7 sur 12 ».
    fn told(&mut self, text: &str) {
        let words: Vec<&str> = text.split_whitespace().collect();
        let number =
            |word: &str| word.trim_end_matches(|c: char| !c.is_ascii_digit()).parse::<u32>().ok();
        let mut told: Vec<(&str, String)> = vec![("constat_nr", self.finding.clone())];
        for (at, word) in words.iter().enumerate() {
            let Some(count) = number(word) else { continue };
            let next = words.get(at + 1).copied().unwrap_or_default();
            let of = words.get(at + 2).and_then(|word| number(word));
            if next.starts_with("observation") {
                told.push(("nb_obs", count.to_string()));
                self.count(count, text, "nb_obs");
            } else if let Some(of) = of.filter(|_| ["sur", "of"].contains(&next)) {
                told.push(("mal_aise", format!("{count}/{of}")));
                self.count(count, text, "mal_aise");
                self.count(of.saturating_sub(count), text, "");
            }
        }
        let row = ReleasedRow {
            layer: "constats".to_owned(),
            hash: read_words(text),
            says: ReleasedRow::saying(&told),
            ..ReleasedRow::default()
        };
        self.rows.insert(self.finding.clone(), row);
    }

    /// A count under five, or one that moved by a few since it was told.
    fn count(&mut self, count: u32, text: &str, name: &str) {
        let told = f64::from(count);
        if is_small(told) {
            self.say(text, Attack::TooFew);
        }
        let rows = self.earlier.iter().flat_map(|release| &release.rows);
        let own = rows.filter(|row| row.said("constat_nr") == Some(&self.finding));
        let mut then = own.filter_map(|row| row.said(name)?.split('/').next()?.parse::<f64>().ok());
        if then.any(|then| is_small((then - told).abs())) {
            self.say(text, Attack::ChangedByFew);
        }
    }
}

/// What stands between the tags.
fn plain(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&").trim().to_owned()
}
