//! Putting observations together, and constats.

use std::collections::BTreeMap;

use super::writing::{MadeIds, Saying};
use super::{Refusal, Workshop};
use crate::domain::deliberation::constat::{Constat, ConstatField, Derived};
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::number::series;
use crate::domain::deliberation::{Assignment, Deliberation, Joined};
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::observation::scale::Polarity;
use crate::domain::observation::taxonomy::Category;
use crate::domain::walk::Walk;

impl Workshop {
    pub(super) fn group(
        &self,
        observations: &[RecordId],
        into: Option<RecordId>,
        made: &mut MadeIds,
    ) -> Result<Vec<Saying>, Refusal> {
        let mut found = Vec::new();
        for id in observations {
            found.push(self.campaign.observation(*id).ok_or(Refusal::NotHere)?);
        }
        let leaves_agreed = observations
            .iter()
            .filter_map(|id| self.campaign.constat_of(*id))
            .any(|constat| Some(constat) != into && self.is_agreed(constat));
        if leaves_agreed {
            return Err(Refusal::Agreed);
        }
        let mut things: Vec<Saying> = Vec::new();
        let constat = match into {
            Some(id) => {
                let constat = self.campaign.constat(id).ok_or(Refusal::NotHere)?;
                if constat.withdrawn {
                    return Err(Refusal::NotHere);
                }
                if self.is_agreed(id) {
                    return Err(Refusal::Agreed);
                }
                id
            }
            None => {
                let category = most_said(&found)?;
                let derived = Derived::of(found.iter().copied());
                let names = || found.iter().map(|(o, _)| o.place_name.trim());
                let stop = found.iter().find_map(|(o, walk)| walk.stop_said(o.stop?));
                let place_name = names()
                    .find(|name| !name.is_empty())
                    .map(str::to_owned)
                    .or_else(|| stop.map(|stop| stop.name.clone()))
                    .unwrap_or_default();
                let mut secondary: Vec<Category> =
                    found.iter().map(|(o, _)| o.category).filter(|one| one.is_known()).collect();
                secondary.sort_unstable();
                secondary.dedup();
                secondary.retain(|other| *other != category);
                let began = self.open.and_then(|open| self.campaign.begun_by(open));
                let blank = Constat {
                    series: series(self.device, began),
                    ..Constat::blank(self.campaign.next_number(), category)
                };
                let polarity = match (derived.negative, derived.positive) {
                    (0, 0) => None,
                    (problems, strengths) if problems >= strengths => Some(Polarity::Negative),
                    _ => Some(Polarity::Positive),
                };
                let place = derived.middle;
                let place_kind = found.iter().find_map(|(o, _)| o.place_kind);
                let constat =
                    Constat { secondary, polarity, place, place_name, place_kind, ..blank };
                let id = made.next();
                things.push(Saying::new(id, Deliberation::Constat(Box::new(constat))));
                id
            }
        };
        things.extend(observations.iter().map(|id| assign(*id, Some(constat))));
        Ok(things)
    }

    pub(super) fn leave(&self, observations: &[RecordId]) -> Result<Vec<Saying>, Refusal> {
        let mut things: Vec<Saying> = Vec::new();
        for id in observations {
            let Some(constat) = self.campaign.assigned_to(*id) else { continue };
            if self.campaign.constat_of(*id).is_some() && self.is_agreed(constat) {
                return Err(Refusal::Agreed);
            }
            things.push(assign(*id, None));
        }
        Ok(things)
    }

    pub(super) fn merge(&self, from: RecordId, into: RecordId) -> Result<Vec<Saying>, Refusal> {
        let gone = self.campaign.constat(from).ok_or(Refusal::NotHere)?;
        let stays = self.campaign.constat(into).ok_or(Refusal::NotHere)?;
        let stands = |id| self.campaign.stands_for(id) == id;
        let both_stand = stands(from) && stands(into) && !gone.withdrawn && !stays.withdrawn;
        if from == into || !both_stand {
            return Err(Refusal::NotHere);
        }
        if self.is_agreed(from) || self.is_agreed(into) {
            return Err(Refusal::Agreed);
        }
        Ok(vec![Deliberation::Joined(Joined { from, into: Some(into) }).into()])
    }

    /// Nothing that hangs on a constat goes with it: what was asked of somebody, and dots, are moved
    /// first, by joining it to another.
    pub(super) fn dissolve(&self, id: RecordId) -> Result<Vec<Saying>, Refusal> {
        let constat = self.campaign.constat(id).ok_or(Refusal::NotHere)?;
        if self.is_agreed(id) {
            return Err(Refusal::Agreed);
        }
        let dots = self.campaign.tally(u8::MAX).on(id);
        if dots > 0 || !self.campaign.preconisations(id).is_empty() {
            return Err(Refusal::Carries);
        }
        let gone = Box::new(Constat { withdrawn: true, ..constat.clone() });
        let mut sayings: Vec<Saying> =
            vec![Deliberation::Edit(Edit::Constat(id, vec![ConstatField::Withdrawn], gone)).into()];
        let members = self.campaign.assigned_here(id);
        sayings.extend(members.into_iter().map(|member| assign(member, None)));
        Ok(sayings)
    }
}

fn assign(observation: RecordId, constat: Option<RecordId>) -> Saying {
    Deliberation::Assignment(Assignment { observation, constat }).into()
}

/// The category that most of them are about; the first in the grid when several are. One of a later
/// version is not chosen: its principle is not known here, and a constat has one.
fn most_said(observations: &[(&Observation, &Walk)]) -> Result<Category, Refusal> {
    let mut counts: BTreeMap<Category, usize> = BTreeMap::new();
    for (observation, _) in observations.iter().filter(|(o, _)| o.category.is_known()) {
        *counts.entry(observation.category).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(category, count)| (*count, std::cmp::Reverse(*category)))
        .map(|(category, _)| category)
        .ok_or(if observations.is_empty() { Refusal::NotHere } else { Refusal::LaterCategory })
}
