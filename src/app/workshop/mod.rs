//! The mediator's workshop: a campaign is opened, decisions are taken, each becomes a record. It has
//! a loop of its own beside the walker's, so that a walker's phone need not load it; what it writes
//! is handed to [`Event::Kept`](super::Event::Kept) and is as safe as everything else.
//!
//! [`act`] says what can be done, [`deciding`] and [`grouping`] what follows from it, [`writing`]
//! makes records of it and takes them back; [`typing`] is about what is being typed, [`departing`] is about what leaves.

pub mod act;
mod deciding;
pub mod departing;
mod grouping;
mod leaving;
mod receiving;
pub mod typing;
pub mod update;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

pub use self::act::{Act, Refusal, TypedText};
use self::writing::Done;
use super::event::Chance;
pub use super::ledger::Kept;
use crate::domain::campaign::Campaign;
use crate::domain::campaign::cluster::{AT_STOP_M, BY_HAND_M, Located, Suggestion, suggest};
use crate::domain::campaign::contest::{constat_text, preconisation_text};
use crate::domain::deliberation::{CampaignSheet, is_of_a_walk};
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::observation::scale::GeoSource;
use crate::domain::walk::notebook::Notebook;
use crate::format::v1;

/// All that the workshop knows.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Workshop {
    /// The campaigns on this device, newest first.
    pub campaigns: Vec<(WalkId, CampaignSheet)>,
    /// Whether they are known.
    pub listed: bool,
    /// The one that is open.
    pub open: Option<WalkId>,
    /// Its content.
    pub campaign: Campaign,
    /// The number of this device in it.
    pub device: DeviceNumber,
    /// What of it is loaded.
    pub loaded: BTreeSet<WalkId>,
    /// Counts its changes.
    pub changes: u64,
    /// Counts them too, but not while lines are still coming in, and not the numbers that are given to
    /// what leaves: what looks at everything waits.
    pub settled: u64,
    /// Records that this version keeps but cannot read.
    pub unread: usize,
    /// Walks that came in a file and of which nobody has said yet whether they belong here.
    pub offered: Vec<WalkId>,
    /// Why the last act was not done.
    pub refused: Option<Refusal>,
    /// What was set of the sheets of the campaigns on this device.
    listing: BTreeMap<WalkId, Campaign>,
    /// Texts that were typed and whose records are not known to be durable.
    on_its_way: Vec<typing::OnItsWay>,
    /// What each act of this page did, the last one last.
    done: Vec<Done>,
}

impl Workshop {
    /// The campaigns among the lines on this device: those that are a campaign's sheet, and what was
    /// set of it since.
    pub fn list(&mut self, lines: &[String]) {
        self.listing.clear();
        for line in lines.iter().filter(|line| line.contains("\"campaign\"")) {
            let Ok(read) = v1::read_deliberation(line) else { continue };
            self.listing.entry(read.record.envelope.walk).or_default().take(read.record);
        }
        self.show_list();
        self.listed = true;
        self.changes += 1;
    }

    fn show_list(&mut self) {
        let sheets = self.listing.iter().rev().filter_map(|(id, campaign)| {
            let sheet = campaign.sheet(*id).cloned()?;
            Some((*id, sheet))
        });
        self.campaigns = sheets.collect();
    }

    /// Of the records of a campaign that is only listed, what is said of its sheet.
    fn list_more<L: AsRef<str>>(&mut self, campaign: WalkId, lines: impl IntoIterator<Item = L>) {
        let Some(known) = self.listing.get_mut(&campaign) else { return };
        for line in lines {
            let line = line.as_ref();
            if line.contains("\"what\":\"campaign\"")
                && let Ok(read) = v1::read_deliberation(line)
            {
                known.take(read.record);
            }
        }
        self.show_list();
        self.changes += 1;
    }

    /// Opens a campaign: its own records are to be loaded first.
    pub fn open(&mut self, id: WalkId, device: DeviceNumber) {
        *self = Self {
            campaigns: std::mem::take(&mut self.campaigns),
            listing: std::mem::take(&mut self.listing),
            listed: self.listed,
            open: Some(id),
            device,
            changes: self.changes + 1,
            settled: self.settled + 1,
            ..Self::default()
        };
    }

    /// The sheet of the open campaign.
    pub fn sheet(&self) -> Option<&CampaignSheet> {
        self.campaign.sheet(self.open?)
    }

    /// Whether everything is loaded.
    pub fn is_loaded(&self) -> bool {
        let own = self.open.is_some_and(|open| self.loaded.contains(&open));
        own && self
            .sheet()
            .is_some_and(|sheet| sheet.walks.iter().all(|walk| self.loaded.contains(walk)))
    }

    /// Takes in lines of the campaign or of one of its walks; answers with the walks that are to be
    /// loaded next.
    pub fn lines<L: AsRef<str>>(
        &mut self,
        walk: WalkId,
        lines: impl IntoIterator<Item = L>,
        done: bool,
    ) -> Vec<WalkId> {
        let Some(open) = self.open else {
            self.list_more(walk, lines);
            return Vec::new();
        };
        let is_own = walk == open;
        if !is_own && !self.sheet().is_some_and(|sheet| sheet.walks.contains(&walk)) {
            return Vec::new();
        }
        for line in lines {
            let line = line.as_ref();
            if is_own {
                match v1::read_deliberation(line) {
                    Ok(read) => {
                        self.campaign.take(read.record);
                    }
                    Err(_) => self.unread += 1,
                }
            } else {
                match v1::read_line(line) {
                    // What a review walk asks and sees is kept with the walk.
                    Ok(read) if is_of_a_walk(&read.record.envelope.kind) => {
                        if let Ok(read) = v1::read_deliberation(line) {
                            self.campaign.take(read.record);
                        }
                    }
                    Ok(read) => {
                        self.campaign.take_of_walk(walk, read.record);
                    }
                    Err(_) => self.unread += 1,
                }
            }
        }
        self.changes += 1;
        if !done {
            return Vec::new();
        }
        self.loaded.insert(walk);
        self.settled += 1;
        if !is_own {
            return Vec::new();
        }
        let walks = self.sheet().map(|sheet| sheet.walks.clone()).unwrap_or_default();
        walks.into_iter().filter(|walk| !self.loaded.contains(walk)).collect()
    }

    /// The observations that may be near others and belong to no constat yet.
    pub fn located(&self) -> Vec<Located> {
        self.campaign
            .observations()
            .filter(|(observation, _)| self.campaign.constat_of(observation.id).is_none())
            .filter_map(|(observation, walk)| {
                // Two categories of later versions need not be about one thing.
                let principle = observation.principle()?;
                let position = observation.position(walk)?;
                let accuracy_m = position.accuracy_m.unwrap_or(match position.source {
                    GeoSource::Stop => AT_STOP_M,
                    _ => BY_HAND_M,
                });
                Some(Located {
                    id: observation.id,
                    place: position.place,
                    accuracy_m,
                    principle,
                    dark: observation.moment(walk).is_dark(),
                })
            })
            .collect()
    }

    /// What may be put together.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggest(&self.located())
    }

    /// A notebook of one of its walks.
    pub fn notebook(&self, walk: WalkId) -> Option<&Notebook> {
        self.campaign.notebooks.get(&walk)
    }

    /// Walks came in files. Those that belong to the campaign are taken in, and those that come first to a
    /// campaign that has none; of every other one, and of another campaign's, a person says whether it
    /// belongs here. Answers with the walks that are to be read anew.
    pub fn came_in(
        &mut self,
        walks: &[WalkId],
        campaigns: &[WalkId],
        chance: Chance,
    ) -> (Vec<Kept>, Vec<WalkId>) {
        let Some(open) = self.open else { return (Vec::new(), Vec::new()) };
        let own = self.sheet().map(|sheet| sheet.walks.clone()).unwrap_or_default();
        let listed = self.campaigns.iter().map(|(id, _)| id);
        let campaigns: BTreeSet<WalkId> = listed.chain(campaigns).copied().collect();
        let is_walk = |walk: &&WalkId| **walk != open && !campaigns.contains(walk);
        let strangers: Vec<WalkId> =
            walks.iter().filter(is_walk).filter(|walk| !own.contains(walk)).copied().collect();
        let mut again: Vec<WalkId> =
            walks.iter().filter(|walk| **walk == open || own.contains(walk)).copied().collect();
        let mut kept = Vec::new();
        // Another campaign's walks are its own until a person says otherwise.
        let others = walks.iter().any(|id| *id != open && campaigns.contains(id));
        for walk in strangers {
            if own.is_empty() && !others {
                kept.extend(self.act(Act::Walk(walk, true), chance).unwrap_or_default());
                again.push(walk);
            } else if !self.offered.contains(&walk) {
                self.offered.push(walk);
            }
        }
        self.changes += 1;
        (kept, again)
    }

    /// Whether a text that was being typed was kept before the page died.
    fn was_typed(&self, text: TypedText, typed: &str) -> bool {
        let typed = typed.trim().to_owned();
        let campaign = &self.campaign;
        match text {
            TypedText::Constat(id, field) => {
                let known = campaign.constat(id).cloned().zip(constat_text(field));
                known.is_none_or(|(mut value, (of, _))| {
                    *of(&mut value) = typed;
                    campaign.was_typed_in_constat(id, field, &value)
                })
            }
            TypedText::Preconisation(id, field) => {
                let known = campaign.preconisation(id).cloned().zip(preconisation_text(field));
                known.is_none_or(|(mut value, (of, _))| {
                    *of(&mut value) = typed;
                    campaign.was_typed_in_preconisation(id, field, &value)
                })
            }
            TypedText::Wording(observation, field, _) => {
                let known = campaign.any_wording(observation, field);
                known.is_some_and(|known| known.text == typed)
                    || campaign.observation(observation).is_none()
            }
        }
    }

    /// Says whether a walk that was offered belongs to the campaign.
    ///
    /// # Errors
    /// As [`Workshop::act`].
    pub fn answer_offer(
        &mut self,
        walk: WalkId,
        belongs: bool,
        chance: Chance,
    ) -> Result<Vec<Kept>, Refusal> {
        self.offered.retain(|offered| *offered != walk);
        self.changes += 1;
        if belongs { self.act(Act::Walk(walk, true), chance) } else { Ok(Vec::new()) }
    }
}
