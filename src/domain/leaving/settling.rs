//! What must be settled before a file is made: the commune its rows name, and words that may point at
//! somebody.

use std::collections::BTreeSet;

use super::clearing::{LeavingText, WaitingWords, texts, waiting};
use super::{Choice, Leaving, commune};
use crate::domain::campaign::Campaign;
use crate::domain::deliberation::CampaignSheet;
use crate::domain::identity::WalkId;

/// What is settled of a choice, and what is not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settling {
    /// The commune; `None` when it has to be asked.
    pub commune: Option<String>,
    /// Words that wait.
    pub waiting: Vec<WaitingWords>,
    /// Words that were looked at and let go.
    pub let_go: BTreeSet<String>,
    /// Every text that leaves.
    pub texts: Vec<(LeavingText, String)>,
}

/// Why no file is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsettled {
    /// Nobody said which commune it is.
    Commune,
    /// So many words may point at somebody, and nobody has looked at them.
    Words(usize),
}

impl Settling {
    /// Of what leaves.
    pub fn of(
        campaign: &Campaign,
        sheet: (WalkId, &CampaignSheet),
        choice: &Choice,
        leaving: &Leaving,
    ) -> Self {
        let texts = texts(campaign, sheet, choice, leaving);
        let (waiting, let_go) = waiting(campaign, &texts);
        Self { commune: commune::of_campaign(campaign, sheet.1), waiting, let_go, texts }
    }

    /// Why the planner's bundle is not made.
    pub fn of_bundle(&self) -> Result<(), Unsettled> {
        if self.commune.is_none() { Err(Unsettled::Commune) } else { self.of_document() }
    }

    /// Why a document is not made; its rows name no commune.
    pub fn of_document(&self) -> Result<(), Unsettled> {
        match self.waiting.len() {
            0 => Ok(()),
            count => Err(Unsettled::Words(count)),
        }
    }
}
