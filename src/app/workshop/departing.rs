//! What is about to leave: what goes and stays, what must be settled before, and how a mediator
//! settles it. Computed once for each state of the campaign, so that choosing again costs nothing.

use std::sync::Arc;

use super::writing::Saying;
use super::{Refusal, Workshop};
use crate::app::effect::FileKind;
use crate::app::exchange::FileQuestion;
use crate::domain::campaign::contest::{constat_text, preconisation_text};
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::{CampaignSheet, Deliberation, Wording, read_words};
use crate::domain::identity::WalkId;
use crate::domain::leaving::clearing::LeavingText;
use crate::domain::leaving::release::{Clearance, Erratum};
use crate::domain::leaving::settling::{Settling, Unsettled};
use crate::domain::leaving::{Choice, Leaving};
use crate::domain::observation::scale::Sharing;

/// What one choice lets leave, and what is settled of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Departing {
    /// What goes, and what stays.
    pub leaving: Leaving,
    /// What is settled, and what is not.
    pub settling: Settling,
}

/// So many choices are remembered: each audience, and some parts of it.
const KNOWN_MOST: usize = 8;

/// What was computed of a campaign as it stands.
#[derive(Debug, Default)]
pub struct Departures {
    /// Which campaign, and its state ([`Workshop::settled`]).
    of: Option<(WalkId, u64)>,
    known: Vec<(Choice, Arc<Departing>)>,
}

impl Departures {
    /// What a choice lets leave; `None` while the campaign is not all here.
    pub fn of(&mut self, workshop: &Workshop, choice: &Choice) -> Option<Arc<Departing>> {
        let state = Some((workshop.open?, workshop.settled));
        if self.of != state {
            self.known.clear();
            self.of = state;
        }
        // Rounding moves points; it changes nothing of what goes and stays.
        let choice = Choice { coarse: false, ..choice.clone() };
        if let Some((_, known)) = self.known.iter().find(|(known, _)| *known == choice) {
            return Some(known.clone());
        }
        if !workshop.is_loaded() {
            return None;
        }
        let made = Arc::new(workshop.departing(&choice)?);
        if self.known.len() == KNOWN_MOST {
            self.known.remove(0);
        }
        self.known.push((choice, made.clone()));
        Some(made)
    }
}

/// The choice by which a file leaves; `None` for a file that stays with the group.
pub fn leaves_by(question: &FileQuestion, choice: Option<&Choice>) -> Option<Choice> {
    match (choice, question.kind) {
        (Some(choice), _) => Some(choice.clone()),
        (None, FileKind::Document) => Some(Choice::all(question.chosen.as_document()?.1)),
        (None, _) => None,
    }
}

impl Workshop {
    /// What a choice lets leave of what is here; `None` without the campaign's sheet.
    pub fn departing(&self, choice: &Choice) -> Option<Departing> {
        let (open, sheet) = (self.open?, self.sheet()?);
        let leaving = Leaving::of(&self.campaign, choice);
        let settling = Settling::of(&self.campaign, (open, sheet), choice, &leaving);
        Some(Departing { leaving, settling })
    }

    /// Why a file that is asked for is not made. `known` is what leaves of the campaign as it stands,
    /// where somebody has it.
    pub(super) fn unsettled(
        &self,
        question: &FileQuestion,
        choice: Option<&Choice>,
        known: Option<Arc<Departing>>,
    ) -> Option<Unsettled> {
        let leaves_by = leaves_by(question, choice)?;
        let departing = known.or_else(|| Some(Arc::new(self.departing(&leaves_by)?)))?;
        let settling = &departing.settling;
        if choice.is_some() { settling.of_bundle() } else { settling.of_document() }.err()
    }

    /// Words that a mediator looked at and lets go, in each of the texts that says them.
    pub(super) fn words_let_go(of: &[LeavingText], words: &str) -> Vec<Saying> {
        let read = read_words(words);
        let says = of.iter().map(|text| {
            let (thing, respect) = text.subject();
            let withdrawn = false;
            Deliberation::Clearance(Clearance { thing, respect, read, withdrawn }).into()
        });
        says.collect()
    }

    /// Texts in other words, each where it stands. What an observation said stays beside them, and
    /// goes no further than before.
    pub(super) fn said_otherwise(
        &self,
        of: &[LeavingText],
        words: &str,
    ) -> Result<Vec<Saying>, Refusal> {
        let campaign = &self.campaign;
        let mut says: Vec<Saying> = Vec::new();
        for text in of {
            let words: String = words.trim().chars().take(text.most()).collect();
            match *text {
                LeavingText::Campaign(_) => {
                    let sheet = self.sheet().ok_or(Refusal::NotHere)?.clone();
                    says.extend(self.sheet_said(CampaignSheet { title: words, ..sheet })?);
                }
                LeavingText::Constat(id, field) => {
                    let mut value = campaign.constat(id).ok_or(Refusal::NotHere)?.clone();
                    let (of, _) = constat_text(field).ok_or(Refusal::NotHere)?;
                    *of(&mut value) = words;
                    let edit = Edit::Constat(id, vec![field], Box::new(value));
                    says.push(Deliberation::Edit(edit).into());
                }
                LeavingText::Preconisation(id, field) => {
                    let mut value = campaign.preconisation(id).ok_or(Refusal::NotHere)?.clone();
                    let (of, _) = preconisation_text(field).ok_or(Refusal::NotHere)?;
                    *of(&mut value) = words;
                    let edit = Edit::Preconisation(id, vec![field], Box::new(value));
                    says.push(Deliberation::Edit(edit).into());
                }
                LeavingText::Observation(observation, field) => {
                    let known = campaign.wording(observation, field);
                    let sharing = known.map_or(Sharing::Internal, |known| known.sharing);
                    let read = self.words_read(observation, field);
                    let withdrawn = words.is_empty();
                    let text = words;
                    let one = Wording { observation, field, text, sharing, read, withdrawn };
                    says.push(Deliberation::Wording(one).into());
                }
                LeavingText::Erratum(release) => {
                    says.push(Deliberation::Erratum(Erratum { release, why: words }).into());
                }
                // Not this device's to say: there is a way to where it is.
                LeavingText::Walk(..)
                | LeavingText::Stop(..)
                | LeavingText::Answer(_)
                | LeavingText::Reason(_) => {}
            }
        }
        Ok(says)
    }
}
