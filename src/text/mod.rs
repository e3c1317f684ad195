//! What we say, one struct per language: a missing translation does not compile.
//!
//! French comes first and is written to be read by people who read little: short sentences, the
//! word people use. A message says what happened, what is safe, what to do.

mod adversary;
mod basemap;
mod booklet;
mod copies;
mod departure;
mod desk;
mod en;
mod erasing;
mod fr;
mod ground;
mod position;
mod preview;
pub mod reading;
mod ready;
mod restitution;
mod returned;
mod safety;
mod workshop;

pub use adversary::AdversaryWords;
pub use basemap::BasemapWords;
pub use booklet::BookletWords;
pub use copies::{CheckWords, CopiesWords};
pub use departure::DepartureWords;
pub use desk::DeskWords;
pub use erasing::ErasingWords;
pub use ground::{GroundWords, ReviewWords};
pub use position::PositionWords;
pub use preview::{AskWords, PreviewWords};
pub use ready::ReadyWords;
pub use restitution::RestitutionWords;
pub use returned::ReturnedWords;
pub use safety::SafetyWords;
pub use workshop::WorkshopWords;

use crate::domain::code::Language;
use crate::domain::walk::stop::StopName;

/// Every word of the interface in one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct Words {
    pub app_name: &'static str,
    pub back: &'static str,
    pub close: &'static str,
    pub cancel: &'static str,
    pub done: &'static str,
    pub loading: &'static str,
    pub read_aloud: &'static str,
    pub settings: &'static str,
    pub try_again: &'static str,
    pub training_mark: &'static str,
    pub training_badge: &'static str,
    pub training_walk: &'static str,
    pub training_export: &'static str,
    pub workshop: &'static str,
    pub answer: &'static str,
    pub received: &'static str,
    pub home_hint: &'static str,
    pub no_walk: &'static str,
    pub new_walk: &'static str,
    pub walk: &'static str,
    pub sheet: &'static str,
    pub notice_title: &'static str,
    pub notice_heard: &'static str,
    pub notice_todo: &'static str,
    pub tabs: &'static str,
    pub tab_map: &'static str,
    pub join: &'static str,
    pub place_on_map: &'static str,
    pub lamps_near: &'static str,
    pub stop_done: &'static str,
    pub tab_list: &'static str,
    pub tab_stops: &'static str,
    pub tab_hand_over: &'static str,
    pub add_observation: &'static str,
    pub what_do_you_see: &'static str,
    pub no_observation: &'static str,
    pub no_such_observation: &'static str,
    pub between_stops: &'static str,
    pub filter: &'static str,
    pub filter_on: &'static str,
    pub badge_unsaved: &'static str,
    pub badge_to_place: &'static str,
    pub badge_unfinished: &'static str,
    pub unfinished_continue: &'static str,
    pub unfinished_keep: &'static str,
    pub unfinished_discard: &'static str,
    pub unfinished_later: &'static str,
    pub withdrawn: &'static str,
    pub undo: &'static str,
    pub put_back: &'static str,
    pub saved: &'static str,
    pub saving: &'static str,
    pub not_saved: &'static str,
    pub clash: &'static str,
    pub finished_go_on: &'static str,
    pub add: &'static str,
    pub polarity_question: &'static str,
    pub feeling_question: &'static str,
    pub lighting_question: &'static str,
    pub panel_photo: &'static str,
    pub panel_people: &'static str,
    pub panel_words: &'static str,
    pub panel_severity: &'static str,
    pub panel_place: &'static str,
    pub panel_lamp: &'static str,
    pub panel_ratings: &'static str,
    pub panel_also: &'static str,
    pub panel_more: &'static str,
    pub severity_question: &'static str,
    pub severity_hint: &'static str,
    pub frequency_question: &'static str,
    pub present_question: &'static str,
    pub dominant_question: &'static str,
    pub avoided_question: &'static str,
    pub avoided_yes: &'static str,
    pub avoided_no: &'static str,
    pub avoided_by_question: &'static str,
    pub avoided_when_question: &'static str,
    pub reasons_question: &'static str,
    pub reasons_hint: &'static str,
    pub strategies_question: &'static str,
    pub words_label: &'static str,
    pub words_hint: &'static str,
    pub idea_label: &'static str,
    pub idea_hint: &'static str,
    pub lamp_question: &'static str,
    pub lamp_ref_label: &'static str,
    pub lamp_ref_hint: &'static str,
    pub voices_question: &'static str,
    pub voices_less: &'static str,
    pub voices_more: &'static str,
    pub moment_question: &'static str,
    pub source_question: &'static str,
    pub sharing_question: &'static str,
    pub place_none: &'static str,
    pub place_here: &'static str,
    pub place_where_observed: &'static str,
    pub place_at_stop: &'static str,
    pub stop_without_place: &'static str,
    pub coordinates: &'static str,
    pub coordinates_label: &'static str,
    pub coordinates_hint: &'static str,
    pub coordinates_wrong: &'static str,
    pub place_name_label: &'static str,
    pub place_name_hint: &'static str,
    pub place_kind_question: &'static str,
    pub photo_of_place: &'static str,
    pub photo_withdraw: &'static str,
    pub photo_put_back: &'static str,
    pub position_asleep: &'static str,
    pub position_ask: &'static str,
    pub position_searching: &'static str,
    pub position_denied: &'static str,
    pub position_unavailable: &'static str,
    pub position_timed_out: &'static str,
    pub position_coarse: &'static str,
    pub copies: &'static CopiesWords,
    pub position: &'static PositionWords,
    pub backup: &'static str,
    pub backup_text: &'static str,
    pub notebook_html: &'static str,
    pub notebook_zip: &'static str,
    pub layers: &'static str,
    pub layers_text: &'static str,
    pub layers_make: &'static str,
    pub import: &'static str,
    pub import_text: &'static str,
    pub import_done: &'static str,
    pub import_nothing_new: &'static str,
    pub import_partly: &'static str,
    pub open_walk: &'static str,
    pub working: &'static str,
    pub file_ready: &'static str,
    pub share: &'static str,
    pub download: &'static str,
    pub storage: &'static str,
    pub storage_kept: &'static str,
    pub storage_not_promised: &'static str,
    pub storage_unknown: &'static str,
    pub wipe: &'static str,
    pub wipe_text: &'static str,
    pub wipe_ask: &'static str,
    pub wipe_confirm: &'static str,
    pub wipe_training: &'static str,
    pub wipe_training_text: &'static str,
    pub language: &'static str,
    pub theme: &'static str,
    pub theme_auto: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    pub theme_night: &'static str,
    pub about: &'static str,
    pub about_text: &'static str,
    pub licences: &'static str,
    pub rescue: &'static str,
    pub update_ready: &'static str,
    pub update_now: &'static str,
    pub problem_full: &'static str,
    pub problem_refused: &'static str,
    pub problem_newer: &'static str,
    pub problem_read_back: &'static str,
    pub problem_no_walk: &'static str,
    pub problem_photo_lost: &'static str,
    pub problem_clock: &'static str,
    pub problem_cannot_leave: &'static str,
    pub problem_prepared_elsewhere: &'static str,
    pub problem_said_elsewhere: &'static str,
    pub problem_no_voice: &'static str,
    pub ago_s: fn(u32) -> String,
    pub answers_given: fn(usize) -> String,
    pub at_stop: fn(u16, &str) -> String,
    pub stop_title: fn(u16, &str) -> String,
    pub stop_short: fn(u16) -> String,
    pub former_stop: fn(u16, &str) -> String,
    pub former_stop_title: fn(u16, &str) -> String,
    pub observations: fn(usize) -> String,
    pub photos: fn(usize) -> String,
    pub voices_count: fn(usize) -> String,
    pub counts: fn(usize, usize) -> String,
    pub file_content: fn(usize, usize, u64) -> String,
    pub import_counts: fn(usize, usize, usize) -> String,
    pub layers_internal: fn(usize) -> String,
    pub layers_without_place: fn(&[usize]) -> String,
    pub layers_later_category: fn(&[usize]) -> String,
    pub moment_computed: fn(&str) -> String,
    pub sharing_computed: fn(&str) -> String,
    pub notice: fn(&str, &str) -> Vec<String>,
    pub notice_version: fn(&str) -> String,
    pub storage_counts: fn(usize, usize) -> String,
    pub storage_used: fn(u64, Option<u64>) -> String,
    pub unfinished_more: fn(usize) -> String,
    pub unfinished_question: fn(&str, &str) -> String,
    pub version: fn(&str) -> String,
    pub date: fn(&str) -> String,
    pub text_cut: fn(usize) -> String,
    pub records_unread: fn(usize) -> String,
    pub problem_other: fn(&str) -> String,
    pub problem_unreadable: fn(&str) -> String,
    pub job_walk_unreadable: fn(&str, &str) -> String,
    pub job_not_here: &'static str,
    pub job_nothing_read: fn(&str) -> String,
    pub job_died: fn(&str) -> String,
    pub file_outdated: &'static str,
    pub problem_export: fn(&str) -> String,
    pub problem_import: fn(&str) -> String,
}

/// The words of files and of what is found in them. Apart, because only the worker that makes files
/// says them: the first screen need not wait for them.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct FileWords {
    pub bundle_not_one: &'static str,
    pub bundle_truncated: &'static str,
    pub bundle_altered: &'static str,
    pub bundle_line: fn(usize) -> String,
    pub bundle_newer: fn(&str) -> String,
    pub bundle_not_understood: fn(&str) -> String,
    pub bundle_photo_altered: fn(&str) -> String,
    pub bundle_photo_missing: fn(&str) -> String,
    pub bundle_counts: fn(u64, u64) -> String,
    pub bundle_outside: fn(&str) -> String,
    pub bundle_unknown: fn(&str) -> String,
    pub more_problems: fn(usize) -> String,
    pub bundle_more_remarks: fn(usize) -> String,
    pub bundle_photo_not_bare: fn(&str) -> String,
    pub receipt: fn(&str) -> String,
    pub layers_on_map: fn(usize, usize) -> String,
    pub layers_internal_left_out: fn(usize) -> String,
    pub photos_missing: fn(usize) -> String,
    pub bundle_no_manifest: &'static str,
    pub bundle_records_too_large: &'static str,
    pub bundle_photo_too_large: &'static str,
    pub bundle_too_many: &'static str,
    pub bundle_unreadable: fn(&str) -> String,
    pub bundle_newer_bundle: fn(u32) -> String,
    pub file_not_pmtiles: &'static str,
    pub file_basemap_version: fn(u8) -> String,
    pub file_no_tiles: &'static str,
    pub file_too_large: fn(u64) -> String,
    pub file_no_attribution: &'static str,
    pub basemap: &'static BasemapWords,
    pub kit_outdated: fn(&str) -> String,
    pub kit_namesake: fn(&str, &str) -> String,
    pub kit_by_another: &'static str,
    pub claims_refused: &'static str,
    pub clashes_kept: &'static str,
    pub kit_absent: &'static str,
    pub invitation_another: &'static str,
    pub invitation_damaged: &'static str,
    pub invitation_newer: &'static str,
}

impl FileWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::FILES,
            Language::En => &en::FILES,
        }
    }
}

impl Words {
    /// A stop as a title.
    pub fn stop(&self, stop: &StopName) -> String {
        let words = if stop.former { self.former_stop_title } else { self.stop_title };
        words(stop.number, &stop.name)
    }

    /// A stop within a line: its number, or the name of a former one.
    pub fn stop_in_line(&self, stop: &StopName) -> String {
        if stop.former {
            (self.former_stop)(stop.number, &stop.name)
        } else {
            (self.stop_short)(stop.number)
        }
    }

    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::FR,
            Language::En => &en::EN,
        }
    }
}

/// The first few of a list of numbers, and how many more there are.
fn first_numbers(numbers: &[usize], more: &str) -> String {
    const SHOWN: usize = 12;
    let mut words: Vec<String> = numbers.iter().take(SHOWN).map(ToString::to_string).collect();
    if numbers.len() > SHOWN {
        words.push(format!("{} {more}", numbers.len() - SHOWN));
    }
    words.join(", ")
}

/// Bytes in the unit a person would use, one decimal, with the language's decimal sign.
fn size_in(bytes: u64, units: [&str; 3], decimal: &str) -> String {
    let tenths = |unit: u64| {
        let tenths = (bytes * 10 + unit / 2) / unit;
        format!("{}{decimal}{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..1_000_000 => format!("{} {}", bytes.div_ceil(1000), units[0]),
        1_000_000..1_000_000_000 => format!("{} {}", tenths(1_000_000), units[1]),
        _ => format!("{} {}", tenths(1_000_000_000), units[2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let fr = |bytes| size_in(bytes, ["ko", "Mo", "Go"], ",");
        assert_eq!(fr(0), "0 ko");
        assert_eq!(fr(1), "1 ko");
        assert_eq!(fr(1_250_000), "1,3 Mo");
        assert_eq!(fr(64_049_000_000), "64,0 Go");
    }

    #[test]
    fn plurals() {
        let words = |language, n| (Words::of(language).observations)(n);
        assert_eq!(words(Language::Fr, 0), "0 observation");
        assert_eq!(words(Language::En, 0), "0 observations");
        assert_eq!(words(Language::Fr, 2), "2 observations");
        let date = |language, iso| (Words::of(language).date)(iso);
        assert_eq!(date(Language::Fr, "2026-12-01"), "1er décembre 2026");
        assert_eq!(date(Language::En, "2026-12-01"), "1 December 2026");
        assert_eq!(date(Language::Fr, "2026-13-01"), "2026-13-01");
    }
}
