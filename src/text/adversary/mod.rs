//! What the adversary would learn of somebody, in plain sentences.

mod en;
mod fr;

use crate::domain::code::Language;

/// Every sentence of the adversary in one language. Each says what would be learnt about whom.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct AdversaryWords {
    pub where_in_file: fn(&str, usize) -> String,
    pub not_handed_over: fn(usize, &[String]) -> String,
    pub time_in_id: &'static str,
    pub shared_id: &'static str,
    pub gap_in_numbers: &'static str,
    pub order_of_time: &'static str,
    pub photo_name: &'static str,
    pub exact_hour: &'static str,
    pub exact_place: &'static str,
    pub place_of_a_hidden_one: &'static str,
    pub too_few: &'static str,
    pub one_alone_says_it: &'static str,
    pub hidden_one_by_difference: &'static str,
    pub changed_by_few: &'static str,
    pub small_count: &'static str,
    pub home: &'static str,
    pub small_group: &'static str,
    pub words_of_somebody: &'static str,
    pub not_shared: &'static str,
    pub unknown_file: &'static str,
    pub unreadable: &'static str,
    pub photo_not_bare: &'static str,
    pub photo_not_named: &'static str,
    pub stop_forms: &'static str,
}

impl AdversaryWords {
    /// In a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::WORDS,
            Language::En => &en::WORDS,
        }
    }
}
