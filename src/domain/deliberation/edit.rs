//! Some fields of a thing were set: of a constat, a préconisation, an answer or the campaign's sheet.

use super::answer::{Answer, AnswerField};
use super::constat::{Constat, ConstatField};
use super::preconisation::{Preconisation, PreconisationField};
use super::{CampaignSheet, SheetField};
use crate::domain::identity::RecordId;

/// What is said of some fields; of the value only those fields count.
#[derive(Clone, PartialEq, Debug)]
pub enum Edit {
    /// Of a constat.
    Constat(RecordId, Vec<ConstatField>, Box<Constat>),
    /// Of a préconisation.
    Preconisation(RecordId, Vec<PreconisationField>, Box<Preconisation>),
    /// Of the answer about a thing.
    Answer(RecordId, Vec<AnswerField>, Box<Answer>),
    /// Of the campaign's sheet.
    Sheet(RecordId, Vec<SheetField>, Box<CampaignSheet>),
}

impl Edit {
    /// The thing.
    pub fn of(&self) -> RecordId {
        match self {
            Self::Constat(id, ..)
            | Self::Preconisation(id, ..)
            | Self::Answer(id, ..)
            | Self::Sheet(id, ..) => *id,
        }
    }
}
