//! What came back: answers, what residents were told, what review walks saw.

use super::{Campaign, Decision};
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::answer::{Answer, Check, Feedback, Sighting};
use crate::domain::deliberation::constat::Constat;
use crate::domain::deliberation::life::Life;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::edits::Edits;
use crate::domain::ledger::record::Record;
use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;
use crate::domain::walk::actor::ActorKind;

impl Campaign {
    /// What was written about a thing beside itself, each with the moment it was written.
    fn returns(&self, thing: RecordId) -> impl Iterator<Item = &Record<Decision>> {
        let ids = self.about.get(&thing).into_iter().flatten();
        ids.filter_map(|id| self.decisions.record(*id))
    }

    /// When something of a thing was last written: itself, a step of its life, what came back.
    pub fn changed(&self, thing: RecordId) -> Option<Stamp> {
        self.returns(thing)
            .chain(self.record(thing))
            .map(|record| record.envelope.at)
            .max_by_key(|at| at.utc_ms)
    }

    /// The responsible body's answer about a constat or a préconisation; of a constat to which others
    /// were joined its own, else theirs.
    pub fn answer(&self, thing: RecordId) -> Option<&Answer> {
        let own = |id: RecordId| self.answers.get(&id)?.shown().filter(|one| !one.withdrawn);
        own(thing).or_else(|| {
            let is_constat = self.constat(thing).is_some();
            let joined = if is_constat { self.joined_in(thing) } else { Vec::new() };
            joined.into_iter().skip(1).find_map(own)
        })
    }

    /// The whole life of a constat or a préconisation. Its answers are those that were given whole,
    /// and last the one that is shown.
    pub fn life(&self, thing: RecordId) -> Life<'_> {
        let shown = self.answer(thing).or_else(|| self.any_answer(thing));
        let wholes = self.answers.get(&thing).into_iter().flat_map(Edits::wholes);
        let answers = wholes.filter(|one| Some(*one) != shown).chain(shown).collect();
        let feedback: Vec<&Feedback> = self.any_feedback(thing).into_iter().collect();
        let checks: Vec<&Check> = self.any_check(thing).into_iter().collect();
        Life::of(self.steps(thing), answers, &feedback, &checks)
    }

    /// The answer that is shown, taken back or not.
    pub fn any_answer(&self, thing: RecordId) -> Option<&Answer> {
        self.answers.get(&thing)?.shown()
    }

    /// When and how residents were told of a préconisation.
    pub fn feedback(&self, preconisation: RecordId) -> Option<&Feedback> {
        self.feedback.get(&preconisation)?.shown().filter(|feedback| !feedback.withdrawn)
    }

    /// What was noted last of it, taken back or not.
    pub fn any_feedback(&self, preconisation: RecordId) -> Option<&Feedback> {
        self.feedback.get(&preconisation)?.shown()
    }

    /// What was noted last of a check, taken back or not.
    pub fn any_check(&self, preconisation: RecordId) -> Option<&Check> {
        self.checks.get(&preconisation)?.shown()
    }

    /// What the group agreed it saw on the review walk.
    pub fn check(&self, preconisation: RecordId) -> Option<&Check> {
        self.checks.get(&preconisation)?.shown().filter(|check| !check.withdrawn)
    }

    /// Who should act on a préconisation: the body that answered, else whom the group named, else
    /// whom its constat names.
    pub fn lead_of(&self, preconisation: RecordId) -> Option<ActorKind> {
        let answered = self.answer(preconisation).and_then(|answer| answer.lead);
        let one = self.preconisation(preconisation);
        answered.or_else(|| one?.lead).or_else(|| self.lead_of_constat(one?.constat))
    }

    /// Who should act on a constat, likewise.
    pub fn lead_of_constat(&self, constat: RecordId) -> Option<ActorKind> {
        let answered = self.answer(constat).and_then(|answer| answer.lead);
        answered.or_else(|| self.constat(constat)?.lead)
    }

    /// Where a constat is, WGS 84: where the group put it, else in the middle of its observations.
    pub fn place_of(&self, constat: RecordId) -> Option<Place> {
        self.constat(constat)?.place.or_else(|| self.derived(constat).middle)
    }

    /// Whether something of a constat is still as it was when it was made of its observations, which
    /// may be hidden or unread.
    pub fn is_as_made<V: PartialEq>(&self, id: RecordId, of: impl Fn(&Constat) -> &V) -> bool {
        let shown = self.constat(id);
        let mut wholes = self.constats.get(&id).into_iter().flat_map(|edits| edits.wholes());
        shown.is_some_and(|shown| wholes.any(|whole| of(whole) == of(shown)))
    }

    /// Where the group put a constat by hand; not where it was when it was made, which is the middle
    /// of the observations that it was made of.
    pub fn place_by_hand(&self, constat: RecordId) -> Option<Place> {
        let place = self.constat(constat)?.place?;
        let made = self.constats.get(&constat)?.wholes().any(|whole| whole.place == Some(place));
        (!made).then_some(place)
    }

    /// What the phones of the review walks saw: how many phones said each outcome, in the order of
    /// [`Outcome`](super::deliberation::answer::Outcome).
    pub fn sightings(&self, preconisation: RecordId) -> [usize; 5] {
        let mut counts = [0; 5];
        for record in self.returns(preconisation) {
            if let Deliberation::Sighting(Sighting { outcome: Some(outcome), .. }) =
                &record.body.says
            {
                counts[*outcome as usize] += 1;
            }
        }
        counts
    }

    /// The same on one review walk alone.
    pub fn sightings_on(&self, preconisation: RecordId, walk: WalkId) -> [usize; 5] {
        let mut counts = [0; 5];
        for record in self.returns(preconisation).filter(|record| record.envelope.walk == walk) {
            if let Deliberation::Sighting(Sighting { outcome: Some(outcome), .. }) =
                &record.body.says
            {
                counts[*outcome as usize] += 1;
            }
        }
        counts
    }

    /// How many questions of a review walk one of its phones answered.
    pub fn sightings_by(&self, walk: WalkId, device: DeviceNumber) -> usize {
        let ids = self.about.values().flatten();
        let records = ids.filter_map(|id| self.decisions.record(*id));
        let of_phone = records.filter(|record| {
            record.envelope.walk == walk
                && record.envelope.device == device
                && matches!(&record.body.says, Deliberation::Sighting(sighting) if sighting.outcome.is_some())
        });
        of_phone.count()
    }

    /// The review walks on which a préconisation is looked at.
    pub fn asked_on(&self, preconisation: RecordId) -> Vec<WalkId> {
        let mut walks: Vec<WalkId> = self
            .returns(preconisation)
            .filter(|record| matches!(&record.body.says, Deliberation::Ask(ask) if !ask.withdrawn))
            .map(|record| record.envelope.walk)
            .collect();
        walks.sort_unstable();
        walks.dedup();
        walks
    }
}
