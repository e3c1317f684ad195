//! The same stop on two walks: by day and by night, before and after.

use std::collections::BTreeSet;

use crate::domain::code::codes;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::walk::Walk;
use crate::domain::walk::stop::{AT_STOP_M, Stop, StopId, StopName, StopRef};

codes! {
    /// What became of a stop between two walks, as the group sees it.
    Evolution {
        Solved "solved" "Résolu" "Solved" "check",
        Same "same" "Pareil" "Same" "minus",
        Worse "worse" "Pire" "Worse" "triangle-alert",
        New "new" "Nouveau" "New" "sparkles",
    }
}

/// A stop of one walk and the one of the other that stands at the same place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StopPair {
    /// On the walk that is compared with; `None` when it has none there.
    pub before: Option<StopId>,
    /// On the walk that is compared.
    pub after: Option<StopId>,
    /// The number it was shown with. Written for versions before 0.5, which know nothing else.
    pub number: u16,
}

impl StopPair {
    /// What versions before 0.5 wrote: one number, taken to be the same on both walks.
    pub fn numbered(before: WalkId, after: WalkId, number: u16) -> Self {
        Self {
            before: Some(StopId::of_number(before, number)),
            after: Some(StopId::of_number(after, number)),
            number,
        }
    }

    /// Whether two pairs are of the same stops, whatever number they were shown with.
    pub fn is_of(self, other: Self) -> bool {
        (self.before, self.after) == (other.before, other.after)
    }

    /// What to call it: as the walk before does when the stop stands there.
    pub fn name(self, before: &Walk, after: &Walk) -> StopName {
        let named = |walk: &Walk, id: Option<StopId>| {
            Some(walk.stop_name(StopRef { id: id?, number: self.number }))
        };
        let (before, after) = (named(before, self.before), named(after, self.after));
        let unknown = StopName { former: true, number: self.number, name: String::new() };
        // One that stands is told before one that is former, one with a name before one without.
        let known = [before, after].into_iter().flatten();
        known.min_by_key(|one| (one.former, one.name.is_empty())).unwrap_or(unknown)
    }
}

/// What the group says of a stop after two walks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// The stop on both walks.
    pub stops: StopPair,
    /// The walk that is compared with.
    pub before: WalkId,
    /// The walk that is compared.
    pub after: WalkId,
    /// What changed; `None` when it was taken back.
    pub change: Option<Evolution>,
}

impl Comparison {
    /// The id under which a device keeps what is said of a stop on two walks.
    pub fn id(stops: StopPair, before: WalkId, after: WalkId, device: DeviceNumber) -> RecordId {
        // Two walks in either order are two comparisons.
        let stop = |id: Option<StopId>| id.map_or(0, |id| u128::from(id.0));
        let mixed = before.0.rotate_left(1)
            ^ after.0
            ^ (stop(stops.before) << 7)
            ^ stop(stops.after).rotate_left(21);
        super::derived(RecordId((after.0 & !LOW) | (mixed & LOW)), device, 0xc0)
    }
}

/// The random bits of an id.
const LOW: u128 = 0x3fff_ffff_ffff_ffff;

/// The stops of two walks side by side, in the order of the first and then of the second; former ones
/// last, and only those in `spoken_of` or compared before (`said`).
///
/// A pair that something was said of stays. Otherwise two stops belong together when they have one
/// id, else when each is the nearest to the other within [`AT_STOP_M`], else when they have one
/// number.
pub fn pairs(
    before: &Walk,
    after: &Walk,
    said: &[StopPair],
    spoken_of: &BTreeSet<StopId>,
) -> Vec<StopPair> {
    let mut pairs: Vec<StopPair> = Vec::new();
    for pair in said {
        if !pairs.iter().any(|known| known.is_of(*pair)) {
            pairs.push(*pair);
        }
    }
    let mut ours = shown(before, spoken_of);
    let mut theirs = shown(after, spoken_of);
    ours.retain(|one| !pairs.iter().any(|pair| pair.before == Some(one.stop.id)));
    theirs.retain(|one| !pairs.iter().any(|pair| pair.after == Some(one.stop.id)));
    for rule in [by_id, by_place, by_number] {
        for one in ours.clone() {
            if let Some(other) = rule(&one, &ours, &theirs) {
                ours.retain(|left| left.stop.id != one.stop.id);
                theirs.retain(|left| left.stop.id != other);
                let (before, number) = (Some(one.stop.id), one.stop.number);
                pairs.push(StopPair { before, after: Some(other), number });
            }
        }
    }
    pairs.extend(ours.iter().map(|Shown { stop, .. }| StopPair {
        before: Some(stop.id),
        after: None,
        number: stop.number,
    }));
    pairs.extend(theirs.iter().map(|Shown { stop, .. }| StopPair {
        before: None,
        after: Some(stop.id),
        number: stop.number,
    }));
    pairs.sort_by_key(|pair| {
        let name = pair.name(before, after);
        (name.former, name.number)
    });
    pairs
}

/// A stop that is shown for a walk.
#[derive(Clone, Copy)]
struct Shown<'a> {
    stop: &'a Stop,
    former: bool,
}

fn shown<'a>(walk: &'a Walk, spoken_of: &BTreeSet<StopId>) -> Vec<Shown<'a>> {
    let former = walk.former_stops.iter().filter(|stop| spoken_of.contains(&stop.id));
    let former = former.map(|stop| Shown { stop, former: true });
    walk.stops.iter().map(|stop| Shown { stop, former: false }).chain(former).collect()
}

/// The stop among `theirs` that a stop among `ours` belongs with; one for each rule of [`pairs`].
fn by_id(one: &Shown, _: &[Shown], theirs: &[Shown]) -> Option<StopId> {
    theirs.iter().find(|other| other.stop.id == one.stop.id).map(|other| other.stop.id)
}

fn by_place(one: &Shown, ours: &[Shown], theirs: &[Shown]) -> Option<StopId> {
    let other = nearest(one, theirs)?;
    (nearest(other, ours)?.stop.id == one.stop.id).then_some(other.stop.id)
}

/// The number of a former stop is another stop's by now.
fn by_number(one: &Shown, _: &[Shown], theirs: &[Shown]) -> Option<StopId> {
    let same = |other: &&Shown| !other.former && other.stop.number == one.stop.number;
    theirs.iter().find(same).filter(|_| !one.former).map(|other| other.stop.id)
}

fn nearest<'a, 'b>(from: &Shown<'b>, among: &'a [Shown<'b>]) -> Option<&'a Shown<'b>> {
    among
        .iter()
        .filter_map(|other| Some((other, from.stop.place?.metres_to(other.stop.place?))))
        .filter(|(_, metres)| *metres <= AT_STOP_M)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(other, _)| other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::observation::place::Place;
    use crate::domain::stamp::Stamp;

    fn walk(random: u128, places: &[f64]) -> Walk {
        let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        let mut walk = Walk::blank(WalkId::made(1, random), Stamp { utc_ms: 1, offset_min: 60 });
        for metres in places {
            walk.add_stop(random);
            walk.stops.last_mut().unwrap().place = Some(here.moved(90.0, *metres));
        }
        walk
    }

    fn numbers(pairs: &[StopPair], before: &Walk, after: &Walk) -> Vec<(u16, u16)> {
        let number = |walk: &Walk, id: Option<StopId>| {
            id.and_then(|id| walk.stop(id)).map_or(0, |stop| stop.number)
        };
        pairs.iter().map(|pair| (number(before, pair.before), number(after, pair.after))).collect()
    }

    #[test]
    fn stops_of_two_walks_belong_together_by_place_and_then_by_number() {
        let before = walk(1, &[0.0, 200.0, 400.0]);
        let after = walk(2, &[210.0, 5.0, 700.0, 900.0]);
        let found = pairs(&before, &after, &[], &BTreeSet::new());
        assert_eq!(numbers(&found, &before, &after), [(1, 2), (2, 1), (3, 3), (0, 4)]);
        // What was compared stays compared, wherever the stops are moved.
        let said = StopPair { before: found[0].before, after: found[2].after, number: 1 };
        let again = pairs(&before, &after, &[said], &BTreeSet::new());
        assert!(again.iter().any(|pair| pair.is_of(said)));
        assert_eq!(again.iter().filter(|pair| pair.before == said.before).count(), 1);
    }
}
