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
