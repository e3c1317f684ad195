//! Preparing a review walk: a walk of its own is made of what is said to be done, with the questions
//! that its phones ask on the spot.

use super::event::Chance;
use super::ledger::{Kept, Writer};
use super::workshop::{Act, Refusal, Workshop};
use crate::domain::campaign::review::{self, SaidDone};
use crate::domain::deliberation::answer::Ask;
use crate::domain::deliberation::{CampaignSheet, Deliberation};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::Statement;
use crate::domain::ledger::record::Body;
use crate::domain::stamp::is_date;
use crate::domain::walk::stop::StopId;
use crate::domain::walk::{Walk, WalkKind};

impl Workshop {
    /// Makes the review walk: its sheet, the ground of the last walk, one question for each
    /// préconisation, and its place in the campaign. All but the campaign's sheet are records of the
    /// new walk, written by a device number made for it.
    ///
    /// # Errors
    /// [`Refusal::NotHere`] when nothing is asked, or something that is not said to be done.
    pub(super) fn prepare_review(
        &mut self,
        asked: &[RecordId],
        title: &str,
        on: &str,
        chance: Chance,
    ) -> Result<Vec<Kept>, Refusal> {
        let campaign_sheet = self.sheet().cloned().ok_or(Refusal::NotHere)?;
        let all = review::said_done(&self.campaign, &campaign_sheet.reference);
        let things: Vec<SaidDone> =
            all.into_iter().filter(|thing| asked.contains(&thing.preconisation)).collect();
        if things.is_empty()
            || asked.iter().any(|id| !things.iter().any(|thing| thing.preconisation == *id))
        {
            return Err(Refusal::NotHere);
        }
        // The low bits count what is made here, the high ones make the device's number.
        let low = chance.random & !0xfff;
        let walk = WalkId::made(chance.at.utc_ms, low);
        let device = DeviceNumber::made(chance.random);
        let writer = Writer { walk, device, at: chance.at };

        let (sheet, stop_of) = self.review_sheet(&campaign_sheet, walk, &things, chance);
        let sheet = Walk {
            title: title.trim().chars().take(TITLE_MAX).collect(),
            date: if is_date(on) { on.to_owned() } else { chance.at.date() },
            ..sheet
        };
        let sheet_stops = sheet.stops.clone();
        let mut bodies = vec![(RecordId(walk.0), Body::Walk(Box::new(sheet)))];
        let ground = self.ground().into_iter().zip(1u128..);
        bodies.extend(
            ground.map(|(body, count)| (RecordId::made(chance.at.utc_ms, low | count), body)),
        );

        let mut kept = Vec::new();
        for (id, body) in bodies {
            let (record, stored) = writer.write(id, None, body);
            kept.push(stored);
            self.campaign.take_of_walk(walk, record);
        }
        for (thing, stop) in things.into_iter().zip(stop_of) {
            let id = Ask::id(thing.preconisation, device);
            let Some(stop) = sheet_stops.iter().find(|known| known.number == stop) else {
                continue;
            };
            let says = Deliberation::Ask(Ask {
                preconisation: thing.preconisation,
                number: thing.number,
                title: thing.title,
                answer: thing.answer,
                stop: stop.known(),
                place: thing.place,
                withdrawn: false,
            });
            let (record, stored) = writer.write(id, None, Statement { over: None, says });
            kept.push(stored);
            self.campaign.take(record);
        }
        // What was just made is there without being read again.
        self.loaded.insert(walk);
        kept.extend(self.act(Act::Walk(walk, true), chance)?);
        Ok(kept)
    }

    /// The review walks of the campaign, oldest first, each with the number that the device which
    /// prepares it has on it.
    pub fn review_walks(&self) -> Vec<(&Walk, DeviceNumber)> {
        let walks = self.campaign.walks().into_iter();
        walks
            .filter(|walk| walk.kind == WalkKind::Review)
            .filter_map(|walk| {
                let sheet = self.notebook(walk.id)?.record(RecordId(walk.id.0))?;
                Some((walk, sheet.envelope.device))
            })
            .collect()
    }

    fn review_sheet(
        &self,
        campaign: &CampaignSheet,
        id: WalkId,
        things: &[SaidDone],
        chance: Chance,
    ) -> (Walk, Vec<u16>) {
        let walks = self.campaign.walks();
        let last = walks.last().copied();
        let (mut stops, stop_of) = review::stops(things, last.and_then(review::start_of));
        for (stop, count) in stops.iter_mut().zip(0..) {
            stop.id = StopId::made(chance.random, count);
        }
        let sheet = review::sheet(last, id, chance.at);
        let before = walks.iter().filter(|walk| walk.kind == WalkKind::Review).count();
        let dash = if campaign.reference.is_empty() { "" } else { "-" };
        let walk = Walk {
            // Two walks with one reference would be taken for each other.
            reference: format!("{}{dash}B{}", campaign.reference, before + 1),
            training: sheet.training || campaign.training,
            around: sheet.around.or_else(|| stops.iter().find_map(|stop| stop.place)),
            stops,
            ..sheet
        };
        (walk, stop_of)
    }

    /// Perimeter, reference layers and basemap of the last walk that has any.
    fn ground(&self) -> Vec<Body> {
        let walks = self.campaign.walks();
        let notebooks = walks.iter().rev().filter_map(|walk| self.notebook(walk.id));
        let mut grounds = notebooks.map(|notebook| {
            let mut bodies: Vec<Body> = Vec::new();
            bodies.extend(
                notebook.perimeter().map(|(_, one)| Body::Perimeter(Box::new(one.clone()))),
            );
            bodies.extend(notebook.layers().map(|(_, one)| Body::Layer(Box::new(one.clone()))));
            bodies.extend(notebook.basemap().map(|(_, one)| Body::Basemap(Box::new(one.clone()))));
            bodies
        });
        grounds.find(|bodies| !bodies.is_empty()).unwrap_or_default()
    }
}

/// Longest title of a walk, in characters.
pub const TITLE_MAX: usize = 120;
