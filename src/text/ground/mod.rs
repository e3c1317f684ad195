//! The words of the ground: joining, the map, the forms of the stops.

mod en;
mod fr;

use crate::domain::code::Language;

/// Every word of the ground in one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct GroundWords {
    pub map_label: &'static str,
    pub plan_label: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub north_up: &'static str,
    pub map_opening: &'static str,
    pub map_failed: &'static str,
    pub basemap_failed: &'static str,
    pub show_plan: &'static str,
    pub show_map: &'static str,
    pub locate: &'static str,
    pub no_position_yet: &'static str,
    pub cross: &'static str,
    pub observe_here: &'static str,
    pub observe_lamp: &'static str,
    pub open_observation: &'static str,
    pub stop_form: &'static str,
    pub stop_close: &'static str,
    pub stop_closed: &'static str,
    pub near_stop: &'static str,
    pub no_such_stop: &'static str,
    pub stop_form_hint: &'static str,
    pub common: &'static str,
    pub voice_add: &'static str,
    pub others_forms: &'static str,
    pub place_hint: &'static str,
    pub place_centre: &'static str,
    pub join: &'static str,
    pub join_reading: &'static str,
    pub join_ready: &'static str,
    pub join_go: &'static str,
    pub join_without: &'static str,
    pub join_link: &'static str,
    pub join_follow: &'static str,
    pub join_file: &'static str,
    pub install: &'static str,
    pub install_why: &'static str,
    pub install_done: &'static str,
    pub install_now: &'static str,
    pub in_app: &'static str,
    pub in_app_ios: &'static str,
    pub in_app_android: &'static str,
    pub copy_link: &'static str,
    pub copied: &'static str,
    pub copy_failed: &'static str,
    pub check_title: &'static str,
    pub check_installed: &'static str,
    pub check_offline: &'static str,
    pub check_kept: &'static str,
    pub check_position: &'static str,
    pub check_map: &'static str,
    pub check_try: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub unknown: &'static str,
    pub map_none: &'static str,
    pub ios_apart: &'static str,
    pub data_in_tab: &'static str,
    pub save_notebook: &'static str,
    pub ios_step_1: &'static str,
    pub ios_step_2: &'static str,
    pub ios_step_3: &'static str,
    pub android_step_1: &'static str,
    pub android_step_2: &'static str,
    pub android_step_3: &'static str,
    pub other_step_1: &'static str,
    pub other_step_2: &'static str,
    pub other_step_3: &'static str,
    pub unplaced: fn(usize) -> String,
    pub voice: fn(usize) -> String,
    pub voices_range: fn(u8, u8) -> String,
}

impl GroundWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::FR,
            Language::En => &en::EN,
        }
    }
}
