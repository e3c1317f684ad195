//! Pieces that several pages are made of.

mod answers;
mod frame;
mod icon;
mod job;
mod list;
mod writing;

pub(super) use answers::{Answer, answers, steps, toggles};
pub(super) use frame::{Frame, frame};
pub(super) use icon::icon;
pub(super) use job::{import_button, job};
pub(super) use list::list;
pub(super) use writing::writing;
