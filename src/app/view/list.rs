//! The observations of a walk as a list.

use crate::app::model::{Filter, Model};
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::walk::Walk;

/// One line of the list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Item {
    /// The observations that follow were made at this stop; `None` between stops.
    Stop(Option<u16>, usize),
    /// An observation.
    Observation(RecordId),
}

impl Filter {
    /// Whether an observation is let through.
    pub fn lets_through(&self, observation: &Observation, walk: &Walk) -> bool {
        self.principle.is_none_or(|principle| observation.principle() == principle)
            && self.polarity.is_none_or(|polarity| observation.polarity == Some(polarity))
            && (!self.unfinished || !observation.finished)
            && (!self.without_place || observation.position(walk).is_none())
            && self.moment.is_none_or(|moment| observation.moment(walk) == moment)
    }

    /// Whether it lets everything through.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

/// The observations that stand and that the filter lets through, newest first.
pub fn newest_first(model: &Model) -> Vec<Item> {
    let Some(walk) = model.walk() else { return Vec::new() };
    model
        .notebook
        .newest_first()
        .filter(|observation| model.filter.lets_through(observation, walk))
        .map(|observation| Item::Observation(observation.id))
        .collect()
}

/// The same by stop, in the order of the walk, every planned stop with how many there are, what lies
/// between stops at the end.
pub fn by_stop(model: &Model) -> Vec<Item> {
    let Some(walk) = model.walk() else { return Vec::new() };
    let mut found: Vec<(Option<u16>, RecordId)> = model
        .notebook
        .newest_first()
        .filter(|observation| model.filter.lets_through(observation, walk))
        .map(|observation| (observation.stop, observation.id))
        .collect();
    // Newest first within a stop: ids grow with time.
    found.sort_unstable_by_key(|(stop, id)| (stop.unwrap_or(u16::MAX), std::cmp::Reverse(*id)));
    // Planned stops, whose numbers grow, and those that only an observation still knows.
    let mut planned = walk.stops.iter().map(|stop| stop.number).peekable();
    let mut items = Vec::with_capacity(found.len() + walk.stops.len() + 1);
    let mut rest = found.as_slice();
    loop {
        let said = rest.first().map(|(stop, _)| stop.unwrap_or(u16::MAX));
        let number = match (planned.peek().copied(), said) {
            (Some(next), said) if said.is_none_or(|said| next <= said) => next,
            (_, Some(said)) => said,
            _ => break,
        };
        let stop = (number != u16::MAX).then_some(number);
        let here = rest.iter().take_while(|(other, _)| other.unwrap_or(u16::MAX) == number).count();
        items.push(Item::Stop(stop, here));
        items.extend(rest.iter().take(here).map(|(_, id)| Item::Observation(*id)));
        rest = rest.get(here..).unwrap_or_default();
        planned.next_if_eq(&number);
    }
    items
}
