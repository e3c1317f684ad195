//! The words of a review walk's questions: apart, so that joining a walk does not load them.

use crate::domain::code::Language;

/// Every word of a review walk's questions in one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct ReviewWords {
    pub hint: &'static str,
    pub asked: &'static str,
    pub told: &'static str,
    pub untold: &'static str,
    pub questions: fn(usize) -> String,
}

impl ReviewWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }
}

static FR: ReviewWords = ReviewWords {
    hint: "Regardez ensemble, puis touchez ce que vous voyez. Toucher encore retire la réponse.",
    asked: "C’était demandé :",
    told: "On nous dit :",
    untold: "On nous dit que c’est fait, sans plus de détail.",
    questions: |n| format!("{n} {}", if n > 1 { "questions" } else { "question" }),
};

static EN: ReviewWords = ReviewWords {
    hint: "Look together, then tap what you see. Tapping again takes the answer back.",
    asked: "It was asked:",
    told: "We are told:",
    untold: "We are told that it is done, and no more.",
    questions: |n| format!("{n} {}", if n == 1 { "question" } else { "questions" }),
};
