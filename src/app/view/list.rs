//! The observations of a walk as a list.

use std::collections::BTreeMap;

use crate::app::model::{Filter, Model};
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::walk::Walk;
use crate::domain::walk::stop::{StopId, StopRef};

/// One line of the list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Item {
    /// The observations that follow were made at this stop; `None` between stops.
    Stop(Option<StopRef>, usize),
    /// An observation.
    Observation(RecordId),
}

impl Filter {
    /// Whether an observation is let through.
    pub fn lets_through(&self, observation: &Observation, walk: &Walk) -> bool {
        self.principle.is_none_or(|principle| observation.principle() == Some(principle))
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

/// The same by stop, in the order of the walk, every planned stop with how many there are; then what
/// was said at former stops, what lies between stops at the end.
pub fn by_stop(model: &Model) -> Vec<Item> {
    let Some(walk) = model.walk() else { return Vec::new() };
    let mut found: BTreeMap<Option<StopId>, (Option<StopRef>, Vec<RecordId>)> = BTreeMap::new();
    for observation in model.notebook.newest_first() {
        if model.filter.lets_through(observation, walk) {
            let id = observation.stop.map(|said| walk.stop_id(said));
            let (_, all) = found.entry(id).or_insert((observation.stop, Vec::new()));
            all.push(observation.id);
        }
    }
    let mut items = Vec::new();
    let mut add = |stop: Option<StopRef>, all: Vec<RecordId>| {
        items.push(Item::Stop(stop, all.len()));
        items.extend(all.into_iter().map(Item::Observation));
    };
    let between = found.remove(&None);
    for stop in &walk.stops {
        let (_, all) = found.remove(&Some(stop.id)).unwrap_or_default();
        add(Some(stop.known()), all);
    }
    // Those that only an observation still knows.
    let mut former: Vec<_> = found.into_values().collect();
    former.sort_by_key(|(said, _)| said.map(|said| (walk.stop_name(said).number, said.id)));
    for (said, all) in former.into_iter().chain(between) {
        add(said, all);
    }
    items
}
