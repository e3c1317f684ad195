//! What a group has not finished yet: it stays, for partners and for everybody, until somebody says
//! what is missing.

use crate::domain::campaign::Campaign;
use crate::domain::code::codes;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::deliberation::preconisation::{Horizon, Preconisation};
use crate::domain::identity::RecordId;

codes! {
    /// What a constat or a préconisation lacks.
    Lack {
        Observations "observations" "Il n’a plus d’observation." "It has no observation left." "blocks",
        Review "review" "C’est encore un brouillon." "It is still a draft." "pencil",
        Title "title" "Il manque ce qui est demandé." "What is asked for is missing." "pencil",
        Actor "actor" "Il manque qui devrait agir." "Who should act is missing." "users",
        Term "term" "Il manque pour quand." "By when is missing." "clock",
    }
}

/// A constat or a préconisation that stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfinished {
    /// Which.
    pub thing: RecordId,
    /// The constat where it is mended: itself, or the one that a préconisation answers.
    pub constat: RecordId,
    /// What it lacks, in the order in which it is said; never empty.
    pub lacks: Vec<Lack>,
}

/// What a constat lacks. One that was said to be the same as another is no draft.
pub fn of_constat(campaign: &Campaign, id: RecordId) -> Option<Unfinished> {
    let status = campaign.status(id);
    if status == Status::Duplicate {
        return None;
    }
    let mut lacks = Vec::new();
    if campaign.members(id).is_empty() {
        lacks.push(Lack::Observations);
    }
    if status == Status::Draft {
        lacks.push(Lack::Review);
    }
    (!lacks.is_empty()).then_some(Unfinished { thing: id, constat: id, lacks })
}

/// By when something is asked: what the responsible body answered, else what the group wrote.
pub fn horizon_of(campaign: &Campaign, id: RecordId, one: &Preconisation) -> Option<Horizon> {
    campaign.answer(id).and_then(|answer| answer.horizon).or(one.horizon)
}

/// What a préconisation lacks.
pub fn of_preconisation(
    campaign: &Campaign,
    id: RecordId,
    one: &Preconisation,
) -> Option<Unfinished> {
    let missing = [
        (Lack::Title, one.title.trim().is_empty()),
        (Lack::Actor, campaign.lead_of(id).is_none()),
        (Lack::Term, horizon_of(campaign, id, one).is_none()),
    ];
    let lacks: Vec<Lack> =
        missing.into_iter().filter(|(_, is_missing)| *is_missing).map(|(lack, _)| lack).collect();
    let constat = campaign.constat_answered(one);
    (!lacks.is_empty()).then_some(Unfinished { thing: id, constat, lacks })
}
