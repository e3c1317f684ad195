//! The words of the room where files leave the group: for whom, what must be settled, what leaves,
//! and what left before.

mod en;
mod fr;

use crate::domain::code::Language;
use crate::domain::deliberation::constat::ConstatField;
use crate::domain::deliberation::preconisation::PreconisationField;
use crate::domain::leaving::clearing::{LeavingText, WalkText};
use crate::domain::leaving::settling::Unsettled;
use crate::domain::observation::amend::TextField;

/// Every word of that room in one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
#[derive(Debug)]
pub struct DepartureWords {
    // --- Its screens ---
    pub step: fn(usize, usize) -> String,
    pub for_whom: &'static str,
    pub settle: &'static str,
    pub settle_hint: &'static str,
    pub what_leaves: &'static str,
    pub make: &'static str,
    pub next: &'static str,
    pub back: &'static str,
    pub counting: &'static str,
    pub ready: &'static str,
    // --- To be settled ---
    pub nothing: &'static str,
    pub commune: &'static str,
    pub commune_known: fn(&str) -> String,
    pub commune_missing: &'static str,
    pub commune_hint: &'static str,
    pub commune_field: &'static str,
    pub commune_keep: &'static str,
    pub commune_refused: fn(&str) -> String,
    pub words: &'static str,
    pub words_count: fn(usize) -> String,
    pub words_hint: &'static str,
    pub words_none: &'static str,
    pub words_left: fn(usize) -> String,
    pub words_stand_in: &'static str,
    pub word_fine: &'static str,
    pub word_later: &'static str,
    pub word_other: &'static str,
    pub word_keep: &'static str,
    pub word_elsewhere: &'static str,
    pub word_go: &'static str,
    pub homes: &'static str,
    pub homes_count: fn(usize) -> String,
    pub unfinished: &'static str,
    pub unfinished_count: fn(usize) -> String,
    pub unfinished_hint: &'static str,
    pub unfinished_go: &'static str,
    pub unfinished_stay: fn(usize) -> String,
    pub more: fn(usize) -> String,
    // --- Why there is no file ---
    pub no_commune: &'static str,
    pub words_wait: fn(usize) -> String,
    pub walk_without_commune: &'static str,
    pub go_and_settle: &'static str,
    // --- Texts ---
    pub text_campaign: &'static str,
    pub text_walk: &'static str,
    pub text_cycle: &'static str,
    pub text_quarter: &'static str,
    pub text_context: &'static str,
    pub text_stop: &'static str,
    pub text_constat_title: &'static str,
    pub text_constat_summary: &'static str,
    pub text_constat_quote: &'static str,
    pub text_constat_place: &'static str,
    pub text_operation: &'static str,
    pub text_asked: &'static str,
    pub text_asked_detail: &'static str,
    pub text_answer: &'static str,
    pub text_reason: &'static str,
    pub text_words: &'static str,
    pub text_idea: &'static str,
    pub text_place: &'static str,
    pub text_lamp: &'static str,
    pub text_erratum: &'static str,
    // --- What left before ---
    pub releases: &'static str,
    pub releases_none: &'static str,
    pub release: &'static str,
    pub release_line: fn(&str, &str, usize) -> String,
    pub release_made: fn(&str, &str) -> String,
    pub release_rows: fn(&str, usize) -> String,
    pub release_internal: &'static str,
    pub release_part: &'static str,
    pub release_left: &'static str,
    pub called_back: fn(&str) -> String,
    pub call_back: &'static str,
    pub call_back_hint: &'static str,
    pub call_back_words: &'static str,
    pub call_back_keep: &'static str,
    pub call_back_drop: &'static str,
}

impl DepartureWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::WORDS,
            Language::En => &en::WORDS,
        }
    }

    /// Why there is no file: what is safe, and what to do.
    pub fn why_not(&self, why: Unsettled) -> String {
        match why {
            Unsettled::Commune => self.no_commune.to_owned(),
            Unsettled::Words(count) => (self.words_wait)(count),
        }
    }

    /// What a text is.
    pub fn text(&self, text: LeavingText) -> &'static str {
        match text {
            LeavingText::Campaign(_) => self.text_campaign,
            LeavingText::Walk(_, WalkText::Title) => self.text_walk,
            LeavingText::Walk(_, WalkText::Cycle) => self.text_cycle,
            LeavingText::Walk(_, WalkText::Quarter) => self.text_quarter,
            LeavingText::Walk(_, WalkText::Context) => self.text_context,
            LeavingText::Stop(..) => self.text_stop,
            LeavingText::Constat(_, ConstatField::Title) => self.text_constat_title,
            LeavingText::Constat(_, ConstatField::Quote) => self.text_constat_quote,
            LeavingText::Constat(_, ConstatField::PlaceName) => self.text_constat_place,
            LeavingText::Constat(_, ConstatField::Operation)
            | LeavingText::Preconisation(_, PreconisationField::Operation) => self.text_operation,
            LeavingText::Constat(..) => self.text_constat_summary,
            LeavingText::Preconisation(_, PreconisationField::Title) => self.text_asked,
            LeavingText::Preconisation(..) => self.text_asked_detail,
            LeavingText::Answer(_) => self.text_answer,
            LeavingText::Reason(_) => self.text_reason,
            LeavingText::Observation(_, TextField::Words) => self.text_words,
            LeavingText::Observation(_, TextField::Idea) => self.text_idea,
            LeavingText::Observation(_, TextField::PlaceName) => self.text_place,
            LeavingText::Observation(_, TextField::LampRef) => self.text_lamp,
            LeavingText::Erratum(_) => self.text_erratum,
        }
    }
}
