//! What the rows of a file of answers can be about, and under which ids it left.

use std::collections::BTreeMap;

use super::Audience;
use super::answering::GivenRow;
use super::planner_field::AnsweredLayer;
use super::pseudonym::{Behind, Pseudonyms};
use crate::domain::campaign::Campaign;
use crate::domain::deliberation::constat::Constat;
use crate::domain::deliberation::preconisation::Preconisation;
use crate::domain::identity::{RecordId, WalkId};

/// Why a row is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unplaced {
    /// Its id is not one of this campaign.
    Unknown,
    /// Its id cannot be read, or is missing, and its number is not known either.
    NoId,
    /// Its number is known here, under another id: the id was changed.
    IdChanged,
    /// The group took it back since.
    Withdrawn,
    /// Another row is about the same thing under another id, and says something else.
    SaidTwice,
}

/// A thing that rows can be about.
pub(super) struct Thing<'a> {
    pub(super) id: RecordId,
    pub(super) number: String,
    pub(super) constat: &'a Constat,
    pub(super) constat_id: RecordId,
    /// Every id under which its constat may stand in a file.
    pub(super) constat_ids: Vec<String>,
    pub(super) constat_number: String,
    /// Absent when it is about the constat itself.
    pub(super) preconisation: Option<&'a Preconisation>,
}

impl Thing<'_> {
    fn is_withdrawn(&self) -> bool {
        self.constat.withdrawn || self.preconisation.is_some_and(|one| one.withdrawn)
    }
}

/// All that rows of one layer can be about.
pub(super) struct Known<'a> {
    things: BTreeMap<RecordId, Thing<'a>>,
    by_number: BTreeMap<String, RecordId>,
    behind: Behind,
}

/// A number as it is compared: people and spreadsheets change case and spaces.
pub(super) fn plain_number(number: &str) -> String {
    number.split_whitespace().collect::<String>().to_uppercase()
}

impl<'a> Known<'a> {
    pub(super) fn of(
        campaign: &'a Campaign,
        (campaign_id, reference): (WalkId, &str),
        subject: AnsweredLayer,
    ) -> Self {
        let keys = campaign.pseudonym_keys(campaign_id);
        let pseudonyms = Pseudonyms::all(&keys);
        let mut things = BTreeMap::new();
        for (constat_id, constat) in campaign.all_constats() {
            let constat_number = constat.readable_number(reference);
            let mut put = |id, number, preconisation| {
                let constat_number = constat_number.clone();
                let told = pseudonyms.iter().map(|one| one.of(constat_id));
                let constat_ids = told.chain([constat_id]).map(|id| id.to_string()).collect();
                let thing = Thing {
                    id,
                    number,
                    constat,
                    constat_id,
                    constat_ids,
                    constat_number,
                    preconisation,
                };
                things.insert(id, thing);
            };
            if subject == AnsweredLayer::Constat {
                put(constat_id, constat_number.clone(), None);
                continue;
            }
            // Of a constat that was joined to another, what it asks for is that one's.
            if campaign.stands_for(constat_id) == constat_id {
                for (id, one) in campaign.all_preconisations(constat_id) {
                    put(id, campaign.preconisation_number(one, reference), Some(one));
                }
            }
        }
        let standing = things.values().filter(|thing| !thing.is_withdrawn());
        let by_number = standing.map(|thing| (plain_number(&thing.number), thing.id)).collect();
        let behind = Behind::of(&keys, things.keys().copied());
        Self { things, by_number, behind }
    }

    /// Whether a row comes from the layers for everybody.
    pub(super) fn is_from_public(&self, row: &GivenRow) -> bool {
        let behind = row.id.and_then(|id| self.behind.thing(id));
        behind.is_some_and(|(_, audience)| audience == Audience::Public)
    }

    /// The thing that a row is about.
    ///
    /// # Errors
    /// Why it is about nothing here.
    pub(super) fn place(&self, row: &GivenRow) -> Result<&Thing<'a>, Unplaced> {
        // Files of before 0.6 carry the ids themselves.
        let thing = |id| match self.behind.thing(id) {
            Some((thing, _)) => self.things.get(&thing),
            None => self.things.get(&id),
        };
        match row.id.and_then(thing) {
            Some(thing) if thing.is_withdrawn() => Err(Unplaced::Withdrawn),
            Some(thing) => Ok(thing),
            None if self.by_number.contains_key(&plain_number(&row.number)) => {
                Err(Unplaced::IdChanged)
            }
            None if row.id.is_none() => Err(Unplaced::NoId),
            None => Err(Unplaced::Unknown),
        }
    }
}
