//! The questions of a review walk on the phones that walk it: a loop of its own beside the walker's,
//! so that only the page that asks them loads how. What is answered is handed to
//! [`Event::Kept`](super::Event::Kept) and is as safe as everything else.

use super::ledger::{Kept, Writer};
use crate::domain::campaign::Decision;
use crate::domain::campaign::review;
use crate::domain::deliberation::answer::{Ask, Outcome, Sighting};
use crate::domain::deliberation::{Deliberation, is_of_a_walk};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::revisions::Revisions;
use crate::domain::stamp::Stamp;
use crate::domain::walk::Stop;
use crate::domain::walk::stop::StopId;
use crate::format::v1;

/// What is asked on a review walk, and what was seen.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sightings {
    /// The walk they are of.
    walk: Option<WalkId>,
    /// Questions and sightings, by any device.
    records: Revisions<Decision>,
}

impl Sightings {
    /// Takes in lines of the walk that is open. Those of another one take the place of all that was
    /// there; what is neither a question nor a sighting is passed over.
    pub fn lines(&mut self, walk: WalkId, lines: &[String]) {
        if self.walk != Some(walk) {
            *self = Self { walk: Some(walk), records: Revisions::default() };
        }
        // Looked for first: most lines of a walk are observations.
        let maybe = lines.iter().filter(|line| line.contains("\"preconisation\""));
        for read in maybe.filter_map(|line| v1::read_deliberation(line).ok()) {
            let record = read.record;
            if record.envelope.walk == walk && is_of_a_walk(&record.envelope.kind) {
                self.records.take(record, |_, _| {});
            }
        }
    }

    /// The questions of a stop of a walk whose sheet has these stops, by the number of the
    /// préconisation.
    pub fn at_stop(&self, walk: WalkId, stops: &[Stop], stop: StopId) -> Vec<&Ask> {
        let mut asks: Vec<&Ask> = self
            .records
            .records()
            .filter(|_| self.walk == Some(walk))
            .filter_map(|record| match &record.body.says {
                Deliberation::Ask(ask) if !ask.withdrawn => Some(ask),
                _ => None,
            })
            .filter(|ask| review::stop_of(ask, stops) == Some(stop))
            .collect();
        asks.sort_by(|a, b| (&a.number, a.preconisation).cmp(&(&b.number, b.preconisation)));
        asks
    }

    /// What the people at a device saw; `None` when they did not say, or took it back.
    pub fn seen_by(&self, device: DeviceNumber, preconisation: RecordId) -> Option<Outcome> {
        let record = self.records.record(Sighting::id(preconisation, device))?;
        match &record.body.says {
            Deliberation::Sighting(sighting) => sighting.outcome,
            _ => None,
        }
    }

    /// The people at a device see something; the same again takes it back. Answers with what is to
    /// be stored; `None` when nothing of the kind is asked.
    pub fn see(
        &mut self,
        device: DeviceNumber,
        preconisation: RecordId,
        outcome: Outcome,
        at: Stamp,
    ) -> Option<Kept> {
        let walk = self.walk?;
        let is_asked = self.records.records().any(|record| {
            matches!(&record.body.says, Deliberation::Ask(ask)
                if ask.preconisation == preconisation && !ask.withdrawn)
        });
        if !is_asked {
            return None;
        }
        let again = self.seen_by(device, preconisation) == Some(outcome);
        let outcome = (!again).then_some(outcome);
        let id = Sighting::id(preconisation, device);
        let says = Deliberation::Sighting(Sighting { preconisation, outcome });
        let last = self.records.record(id).map(|old| &old.envelope);
        let writer = Writer { walk, device, at };
        let (record, kept) = writer.write(id, last, Decision { over: None, says });
        self.records.take(record, |_, _| {});
        Some(kept)
    }
}
