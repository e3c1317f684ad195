//! A route being drawn: a line and its stops, with every change that can be undone.

use crate::domain::observation::place::{LocalFrame, Place, line_length_m};
use crate::domain::walk::stop::{StopId, free_id};
use crate::domain::walk::{Stop, Walk};

/// What may be done to a route.
#[derive(Clone, PartialEq, Debug)]
pub enum RouteChange {
    /// A vertex at the end of the line.
    Append(Place),
    /// A vertex where the line passes nearest to it, or at the end of a line too short for that.
    Insert(Place),
    /// A vertex, by its index, moved.
    Move(usize, Place),
    /// A vertex taken out.
    Remove(usize),
    /// Another line altogether, from a file.
    Line(Vec<Place>),
    /// A stop at the end of the list, and 16 random bytes for its id.
    StopAdd(Option<Place>, u128),
    /// Several stops, from a file, and 16 random bytes for their ids.
    StopsAdd(Vec<(String, Place)>, u128),
    /// A stop, by its index, put somewhere.
    StopMove(usize, Place),
    /// Its name.
    StopName(usize, String),
    /// When the group should be there, minutes after the start.
    StopMinute(usize, Option<u16>),
    /// A stop one place earlier in the list.
    StopEarlier(usize),
    /// A stop taken out.
    StopRemove(usize),
}

/// A line and its stops.
type Drawing = (Vec<Place>, Vec<Stop>);

/// No more steps back than this.
const MOST_UNDO: usize = 200;

/// A route being drawn.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RouteDraft {
    line: Vec<Place>,
    stops: Vec<Stop>,
    /// Every id the walk ever gave, so that none is given again.
    given: Vec<StopId>,
    before: Vec<Drawing>,
    undone: Vec<Drawing>,
}

impl RouteDraft {
    /// The route of a walk as it is.
    pub fn of(walk: &Walk) -> Self {
        let given = walk.stops.iter().chain(&walk.former_stops).map(|stop| stop.id).collect();
        Self { line: walk.route.clone(), stops: walk.stops.clone(), given, ..Self::default() }
    }

    /// The line.
    pub fn line(&self) -> &[Place] {
        &self.line
    }

    /// The stops, in their order, numbered from 1.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// Length of the line in metres.
    pub fn length_m(&self) -> f64 {
        line_length_m(&self.line)
    }

    /// Whether there is a change to take back, and one to make again.
    pub fn steps(&self) -> (bool, bool) {
        (!self.before.is_empty(), !self.undone.is_empty())
    }

    /// Makes a change; one that is about something that is not there changes nothing.
    pub fn apply(&mut self, change: RouteChange) {
        let drawing = (self.line.clone(), self.stops.clone());
        match change {
            RouteChange::Append(place) => self.line.push(place),
            RouteChange::Insert(place) => self.line.insert(insertion(&self.line, place), place),
            RouteChange::Move(index, place) => {
                if let Some(vertex) = self.line.get_mut(index) {
                    *vertex = place;
                }
            }
            RouteChange::Remove(index) => {
                if index < self.line.len() {
                    self.line.remove(index);
                }
            }
            RouteChange::Line(line) => self.line = line,
            RouteChange::StopAdd(place, random) => self.add_stop(String::new(), place, random),
            RouteChange::StopsAdd(found, random) => {
                for (name, at) in found {
                    self.add_stop(name, Some(at), random);
                }
            }
            RouteChange::StopMove(index, place) => {
                self.with_stop(index, |stop| stop.place = Some(place));
            }
            RouteChange::StopName(index, name) => self.with_stop(index, |stop| stop.name = name),
            RouteChange::StopMinute(index, minute) => {
                self.with_stop(index, |stop| stop.minute = minute);
            }
            RouteChange::StopEarlier(index) => {
                if index > 0 && index < self.stops.len() {
                    self.stops.swap(index, index - 1);
                }
            }
            RouteChange::StopRemove(index) => {
                if index < self.stops.len() {
                    self.stops.remove(index);
                }
            }
        }
        for (number, stop) in (1..).zip(&mut self.stops) {
            stop.number = number;
        }
        if (&self.line, &self.stops) != (&drawing.0, &drawing.1) {
            self.undone.clear();
            self.before.push(drawing);
            if self.before.len() > MOST_UNDO {
                self.before.remove(0);
            }
        }
    }

    fn add_stop(&mut self, name: String, place: Option<Place>, random: u128) {
        let id = free_id(random, |id| self.given.contains(&id));
        self.given.push(id);
        self.stops.push(Stop { id, place, ..Stop::named(0, name) });
    }

    fn with_stop(&mut self, index: usize, change: impl FnOnce(&mut Stop)) {
        if let Some(stop) = self.stops.get_mut(index) {
            change(stop);
        }
    }

    /// Takes the last change back.
    pub fn undo(&mut self) {
        if let Some((line, stops)) = self.before.pop() {
            let line = std::mem::replace(&mut self.line, line);
            let stops = std::mem::replace(&mut self.stops, stops);
            self.undone.push((line, stops));
        }
    }

    /// Makes the change taken back last again.
    pub fn redo(&mut self) {
        if let Some((line, stops)) = self.undone.pop() {
            let line = std::mem::replace(&mut self.line, line);
            let stops = std::mem::replace(&mut self.stops, stops);
            self.before.push((line, stops));
        }
    }
}

/// Where in a line a new vertex belongs: within the segment it is nearest to.
fn insertion(line: &[Place], place: Place) -> usize {
    let frame = LocalFrame::around(place);
    let segments = line.windows(2).enumerate().filter_map(|(index, pair)| match pair {
        [from, to] => {
            let (from, to) = (frame.local_from_place(*from), frame.local_from_place(*to));
            Some((index + 1, metres_from_origin(from, to)))
        }
        _ => None,
    });
    segments.min_by(|a, b| a.1.total_cmp(&b.1)).map_or(line.len(), |(index, _)| index)
}

/// Distance of the origin from a segment, in flat metres.
fn metres_from_origin(from: (f64, f64), to: (f64, f64)) -> f64 {
    let along = (to.0 - from.0, to.1 - from.1);
    let square = along.0 * along.0 + along.1 * along.1;
    let part = if square > 0.0 {
        (-(from.0 * along.0 + from.1 * along.1) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (from.0 + part * along.0).hypot(from.1 + part * along.1)
}

/// The vertex or stop nearest to a place within `reach_m` metres, by its index.
pub fn nearest_within(
    places: impl Iterator<Item = Option<Place>>,
    place: Place,
    reach_m: f64,
) -> Option<usize> {
    places
        .enumerate()
        .filter_map(|(index, other)| Some((index, other?.metres_to(place))))
        .filter(|(_, metres)| *metres <= reach_m)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn here() -> Place {
        Place::from_lon_lat(2.2935, 49.8709).unwrap()
    }

    #[test]
    fn a_vertex_is_inserted_where_the_line_passes() {
        let mut draft = RouteDraft::default();
        for metres in [0.0, 100.0, 200.0] {
            draft.apply(RouteChange::Append(here().moved(90.0, metres)));
        }
        assert!((draft.length_m() - 200.0).abs() < 0.5);
        let between = here().moved(90.0, 140.0).moved(0.0, 20.0);
        draft.apply(RouteChange::Insert(between));
        assert_eq!(draft.line().get(2), Some(&between));
        let mut short = RouteDraft::default();
        short.apply(RouteChange::Insert(here()));
        short.apply(RouteChange::Insert(between));
        assert_eq!(short.line(), [here(), between]);
    }

    #[test]
    fn stops_are_numbered_in_their_order() {
        let mut draft = RouteDraft::default();
        for name in ["a", "b", "c"] {
            draft.apply(RouteChange::StopAdd(None, 5));
            draft.apply(RouteChange::StopName(draft.stops().len() - 1, name.into()));
        }
        draft.apply(RouteChange::StopEarlier(2));
        draft.apply(RouteChange::StopRemove(0));
        let named: Vec<(u16, &str)> =
            draft.stops().iter().map(|stop| (stop.number, stop.name.as_str())).collect();
        assert_eq!(named, [(1, "c"), (2, "b")]);
    }

    fn changes() -> impl Strategy<Value = RouteChange> {
        let place = (0.0..360.0_f64, 0.0..500.0_f64).prop_map(|(b, m)| here().moved(b, m));
        prop_oneof![
            place.clone().prop_map(RouteChange::Append),
            place.clone().prop_map(RouteChange::Insert),
            (0..6_usize, place.clone()).prop_map(|(i, p)| RouteChange::Move(i, p)),
            (0..6_usize).prop_map(RouteChange::Remove),
            (proptest::option::of(place.clone()), any::<u128>())
                .prop_map(|(p, r)| RouteChange::StopAdd(p, r)),
            (0..6_usize, place).prop_map(|(i, p)| RouteChange::StopMove(i, p)),
            (0..6_usize).prop_map(RouteChange::StopEarlier),
            (0..6_usize).prop_map(RouteChange::StopRemove),
            (0..6_usize, proptest::option::of(0..90_u16))
                .prop_map(|(i, m)| RouteChange::StopMinute(i, m)),
        ]
    }

    proptest! {
        #[test]
        fn every_change_can_be_undone_and_made_again(
            changes in proptest::collection::vec(changes(), 0..40),
        ) {
            let mut draft = RouteDraft::default();
            for change in changes {
                draft.apply(change);
            }
            let drawn = (draft.line().to_vec(), draft.stops().to_vec());
            let mut steps = 0;
            while draft.steps().0 {
                draft.undo();
                steps += 1;
            }
            prop_assert!(draft.line().is_empty() && draft.stops().is_empty());
            for _ in 0..steps {
                draft.redo();
            }
            prop_assert_eq!((draft.line().to_vec(), draft.stops().to_vec()), drawn);
            prop_assert!(!draft.steps().1);
        }
    }
}
