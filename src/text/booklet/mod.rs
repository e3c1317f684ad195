//! The words of the documents that go back to people: the booklet, the sheets, "you said, we did".

mod en;
mod fr;

use crate::domain::code::Language;

/// Every word of these documents in one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct BookletWords {
    pub booklet: &'static str,
    pub told: &'static str,
    pub sheet: &'static str,
    pub exercise: &'static str,
    pub contents: &'static str,
    pub method: &'static str,
    pub method_text: &'static str,
    pub numbers_text: &'static str,
    pub walks: &'static str,
    pub walk: &'static str,
    pub when: &'static str,
    pub themes: &'static str,
    pub commissioner: &'static str,
    pub operator: &'static str,
    pub contact: &'static str,
    pub who: &'static str,
    pub people: &'static str,
    pub women: &'static str,
    pub men: &'static str,
    pub minors: &'static str,
    pub ages: &'static str,
    pub small_counts: &'static str,
    pub map: &'static str,
    pub map_about: &'static str,
    pub map_key: &'static str,
    pub no_map: &'static str,
    pub stops: &'static str,
    pub strengths: &'static str,
    pub findings: &'static str,
    pub between_stops: &'static str,
    pub asks: &'static str,
    pub asked: &'static str,
    pub nobody_named: &'static str,
    pub no_term: &'static str,
    pub summary: &'static str,
    pub number: &'static str,
    pub wish: &'static str,
    pub place: &'static str,
    pub actor: &'static str,
    pub term: &'static str,
    pub priority: &'static str,
    pub status: &'static str,
    pub answer: &'static str,
    pub calendar: &'static str,
    pub what: &'static str,
    pub is_done: &'static str,
    pub is_planned: &'static str,
    pub no_date: &'static str,
    pub review_text: &'static str,
    pub tender: &'static str,
    pub tender_text: &'static str,
    pub contacts: &'static str,
    pub rights_text: &'static str,
    pub none: &'static str,
    pub photo_absent: &'static str,
    pub you_said: &'static str,
    pub we_did: &'static str,
    pub stage_said: &'static str,
    pub stage_answered: &'static str,
    pub stage_planned: &'static str,
    pub stage_done: &'static str,
    pub stage_checked: &'static str,
    pub waiting: &'static str,
    pub yes: &'static str,
    pub not_yet: &'static str,
    pub stop: fn(u16, &str) -> String,
    pub former_stop: fn(&str) -> String,
    pub made: fn(&str, &str) -> String,
    pub as_of: fn(&str) -> String,
    pub project: fn(&str) -> String,
    pub observations: fn(usize, usize) -> String,
    pub uneasy: fn(usize, usize) -> String,
    pub seen: fn(&str) -> String,
    pub avoided: fn(&str, &str) -> String,
    pub answered: fn(&str, &str) -> String,
    pub at_place: fn(&str) -> String,
    pub refused: fn(&str) -> String,
    pub partly: fn(&str) -> String,
    pub residents_saw: fn(&str) -> String,
    pub share_answered: fn(usize, usize) -> String,
    pub share_told: fn(usize, usize) -> String,
    pub share_checked: fn(usize, usize) -> String,
    pub months: [&'static str; 12],
    /// How the first of a month is written.
    pub first: &'static str,
}

impl BookletWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::FR,
            Language::En => &en::EN,
        }
    }

    /// A date as people read it, `12 mars 2026`; a text that is no date as it is.
    pub fn date(&self, iso: &str) -> String {
        if !crate::domain::stamp::is_date(iso) {
            return iso.to_owned();
        }
        let part = |from: usize, to: usize| iso.get(from..to)?.parse::<usize>().ok();
        let month = part(5, 7).and_then(|month| self.months.get(month.checked_sub(1)?));
        match (part(0, 4), month, part(8, 10)) {
            (Some(year), Some(month), Some(1)) => format!("{} {month} {year}", self.first),
            (Some(year), Some(month), Some(day)) => format!("{day} {month} {year}"),
            _ => iso.to_owned(),
        }
    }

    /// The month of a date, `mars 2026`; a text that is no date as it is.
    pub fn month(&self, iso: &str) -> String {
        if !crate::domain::stamp::is_date(iso) {
            return iso.to_owned();
        }
        let month = iso.get(5..7).and_then(|month| month.parse::<usize>().ok());
        let month = month.and_then(|month| self.months.get(month.checked_sub(1)?));
        month
            .zip(iso.get(..4))
            .map_or_else(|| iso.to_owned(), |(month, year)| format!("{month} {year}"))
    }
}
