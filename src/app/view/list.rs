//! The observations of a walk as a list.

use crate::app::model::{Filter, Model};
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::walk::Walk;
use crate::domain::walk::stop::{StopId, StopRef};

/// One line of the list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ListEntry {
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
pub fn newest_first(model: &Model) -> Vec<ListEntry> {
    let Some(walk) = model.walk() else { return Vec::new() };
    model
        .notebook
        .newest_first()
        .filter(|observation| model.filter.lets_through(observation, walk))
        .map(|observation| ListEntry::Observation(observation.id))
        .collect()
}

/// The observations that were withdrawn, newest first.
pub fn withdrawn(model: &Model) -> Vec<ListEntry> {
    model.notebook.withdrawn().map(|observation| ListEntry::Observation(observation.id)).collect()
}

/// The same by stop, in the order of the walk, every planned stop with how many there are; then what
/// was said at former stops, what lies between stops at the end.
pub fn by_stop(model: &Model) -> Vec<ListEntry> {
    let Some(walk) = model.walk() else { return Vec::new() };
    // Stops are few: looked for one by one, which is less to load than a map.
    let mut found: Vec<(Option<StopId>, Option<StopRef>, Vec<RecordId>)> = Vec::new();
    for observation in model.notebook.newest_first() {
        if model.filter.lets_through(observation, walk) {
            let id = observation.stop.map(|said| walk.stop_id(said));
            match found.iter_mut().find(|(known, ..)| *known == id) {
                Some((.., all)) => all.push(observation.id),
                None => found.push((id, observation.stop, vec![observation.id])),
            }
        }
    }
    let mut items = Vec::new();
    let mut add = |stop: Option<StopRef>, all: Vec<RecordId>| {
        items.push(ListEntry::Stop(stop, all.len()));
        items.extend(all.into_iter().map(ListEntry::Observation));
    };
    for stop in &walk.stops {
        let at = found.iter().position(|(known, ..)| *known == Some(stop.id));
        add(Some(stop.known()), at.map(|at| found.swap_remove(at).2).unwrap_or_default());
    }
    let between = found.iter().position(|(known, ..)| known.is_none());
    let between = between.map(|at| found.swap_remove(at)).map(|(_, said, all)| (said, all));
    // Those that only an observation still knows.
    let order = |said: &Option<StopRef>| said.map(|said| (walk.stop_name(said).number, said.id));
    let mut former: Vec<(Option<StopRef>, Vec<RecordId>)> = Vec::new();
    for (_, said, all) in found {
        let at = former.partition_point(|(known, _)| order(known) < order(&said));
        former.insert(at, (said, all));
    }
    for (said, all) in former.into_iter().chain(between) {
        add(said, all);
    }
    items
}
