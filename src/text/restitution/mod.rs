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
    pub layers_hint: &'static str,
    pub layers_audience: &'static str,
    pub layers_partners_hint: &'static str,
    pub layers_public_hint: &'static str,
    pub layers_internal: &'static str,
    pub layers_coarse: &'static str,
    pub layers_only: &'static str,
    pub layers_cycle: &'static str,
    pub layers_principle: &'static str,
    pub layers_leaves: &'static str,
    pub layers_nothing: &'static str,
    pub layers_stays_title: &'static str,
    pub layers_words: &'static str,
    pub layers_make: &'static str,
    pub layers_checked: &'static str,
    pub layers_counts: fn(usize, usize, usize) -> String,
    pub layers_walks: fn(usize, usize) -> String,
    pub layers_without_words: fn(usize) -> String,
    pub layers_photos_stay: fn(usize) -> String,
    pub layers_without_place: fn(usize) -> String,
    pub layers_constats_without_place: fn(usize) -> String,
    pub layers_stays: fn(usize, usize, usize) -> String,
    pub layers_breach: fn(usize, &str) -> String,
    // --- Answers ---

    // --- You said, we did ---

    // --- Booklet ---

    // --- Review walk ---
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
