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
    pub answers_give: &'static str,
    pub answers_give_hint: &'static str,
    pub answers_reading: &'static str,
    pub answers_not_read: &'static str,
    pub answers_read: fn(&str, &str) -> String,
    pub answers_nothing: &'static str,
    pub answers_nothing_taken: fn(&str) -> String,
    pub answers_unchanged: fn(usize) -> String,
    pub answers_take: fn(usize) -> String,
    pub answers_taken: fn(usize) -> String,
    pub answers_undo: &'static str,
    pub answers_undone: &'static str,
    pub answers_forget: &'static str,
    pub answers_choose_all: &'static str,
    pub answers_choose_none: &'static str,
    pub answers_take_row: fn(&str) -> String,
    pub answers_more: fn(usize) -> String,
    pub answers_line: fn(usize) -> String,
    pub answers_empty_cell: &'static str,
    pub answers_steps: &'static str,
    pub answers_not_taken: &'static str,
    pub answers_strangers: &'static str,
    pub answers_remarks: &'static str,
    pub answer: &'static str,
    pub answer_planned: &'static str,
    pub answer_done: &'static str,
    pub answer_cost: &'static str,
    pub answers_file_empty: &'static str,
    pub answers_file_large: &'static str,
    pub answers_file_page: &'static str,
    pub answers_file_workbook: &'static str,
    pub answers_file_geopackage: &'static str,
    pub answers_file_not_text: &'static str,
    pub answers_file_not_json: fn(usize) -> String,
    pub answers_file_not_geojson: &'static str,
    pub answers_file_another: fn(&str) -> String,
    pub answers_file_no_id: fn(&str) -> String,
    pub answers_file_no_row: &'static str,
    pub answers_column_missing: fn(&str) -> String,
    pub answers_column_unknown: fn(&str) -> String,
    pub answers_column_twice: fn(&str) -> String,
    pub answers_bad_date: fn(usize, &str, &str) -> String,
    pub answers_bad_code: fn(usize, &str, &str, &str) -> String,
    pub answers_cell_error: fn(usize, &str, &str) -> String,
    pub answers_cut: fn(usize, &str, usize) -> String,
    pub answers_contradiction: fn(&str, &str) -> String,
    pub answers_too_many_cells: fn(usize) -> String,
    pub answers_cut_short: fn(usize) -> String,
    pub answers_windows_text: &'static str,
    pub answers_unknown_row: fn(usize, &str) -> String,
    pub answers_no_id_row: fn(usize, &str) -> String,
    pub answers_id_changed: fn(usize, &str) -> String,
    pub answers_withdrawn_row: fn(usize, &str) -> String,
    pub answers_no_step: fn(&str, &str) -> String,
    pub answers_already_past: fn(&str, &str) -> String,
    pub answers_not_transmitted: fn(&str) -> String,
    pub answers_of_another: fn(&str, &str) -> String,
    pub answers_no_reason: fn(&str) -> String,
    pub answers_reason_alone: &'static str,
    pub answers_label_changed: fn(&str, &str) -> String,
    pub answers_zeros_lost: fn(&str, &str) -> String,
    pub answers_of_the_group: fn(&str, &str) -> String,
    pub answers_moved: &'static str,
    pub answers_swapped: &'static str,
    // --- You said, we did ---
    pub told_note: &'static str,
    pub told_note_hint: &'static str,
    pub told_on: &'static str,
    pub told_how: &'static str,
    pub told_already: fn(&str, &str) -> String,
    pub told_keep: fn(usize) -> String,
    pub told_none: &'static str,

    // --- Booklet ---
    pub document: &'static str,
    pub document_booklet: &'static str,
    pub document_actor: &'static str,
    pub document_action: &'static str,
    pub document_print: &'static str,
    pub document_file: &'static str,
    pub document_copy: &'static str,
    pub document_copied: &'static str,
    pub document_not_copied: &'static str,
    pub document_text: &'static str,
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
