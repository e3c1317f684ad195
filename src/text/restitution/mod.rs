//! The words of what leaves the workshop and of what comes back: layers, answers, the page "you
//! said, we did", the booklet, the review walk.

mod en;
mod fr;

use crate::domain::code::Language;

/// Every word of these rooms in one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct RestitutionWords {
    // --- Rooms ---
    pub rooms: &'static str,
    pub room_layers: &'static str,
    pub room_answers: &'static str,
    pub room_told: &'static str,
    pub room_booklet: &'static str,
    pub room_review: &'static str,
    // --- Layers ---

    // --- Answers ---

    // --- You said, we did ---

    // --- Booklet ---

    // --- Review walk ---
    pub review_what: &'static str,
    pub review_hint: &'static str,
    pub review_none: &'static str,
    pub review_internal: &'static str,
    pub review_no_place: &'static str,
    pub review_title: &'static str,
    pub review_date: &'static str,
    pub review_many_stops: &'static str,
    pub review_prepare: &'static str,
    pub review_walks: &'static str,
    pub review_walks_hint: &'static str,
    pub review_open_sheet: &'static str,
    pub review_share: &'static str,
    pub review_checks: &'static str,
    pub review_checks_hint: &'static str,
    pub review_checked_on: &'static str,
    pub review_agreed: &'static str,
    pub review_partly: &'static str,
    pub review_moved_since: &'static str,
    pub review_nobody: &'static str,
    pub review_divided: &'static str,
    pub review_asked_on: fn(&str) -> String,
    pub review_done_on: fn(&str) -> String,
    pub review_agreed_on: fn(&str) -> String,
    pub review_count: fn(usize, usize) -> String,
    pub review_stops: fn(usize) -> String,
    pub review_seen: fn(&[(usize, &str)]) -> String,
}

impl RestitutionWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::FR,
            Language::En => &en::EN,
        }
    }
}
