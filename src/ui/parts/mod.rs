//! Pieces that several pages are made of.

mod answers;
mod element;
mod frame;
mod icon;
mod job;
mod list;
mod ready;
mod wiping;
mod writing;

pub(super) use answers::{Answer, answers, choices, question, steps, toggles};
pub(super) use element::{
    Element, all, button, el, follow, follow_text, link, nothing, paragraph, said_here, text,
};
pub(super) use frame::{Frame, frame, way};
pub(super) use icon::icon;
pub(super) use job::{awaited, import_button, job, job_of_campaign, stop_button};
pub(super) use list::list;
pub(super) use ready::readiness;
pub(super) use wiping::{file_name, wipe_warning};
pub(super) use writing::writing;
