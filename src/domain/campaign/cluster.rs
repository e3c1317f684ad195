//! Which observations may be about the same place: a suggestion with its reason, never a decision.
//!
//! Two observations are linked when they are near, when they are about the same principle and when
//! both were made in the light or both in the dark. How near is near grows with how badly the two
//! positions are known. What is linked, directly or through others, is one suggestion: that is
//! DBSCAN with two points to a neighbourhood, but for the distance, which DBSCAN takes to be the
//! same everywhere.

use std::collections::BTreeMap;

use crate::domain::identity::RecordId;
use crate::domain::observation::place::{LocalFrame, Place};
use crate::domain::observation::taxonomy::Principle;

/// Metres within which two exactly placed observations are about one place. Together with two
/// ordinary fixes of 15 m it gives the 25 m of the method's own proposal.
pub const REACH_M: f64 = 10.0;
/// However badly two positions are known, nothing farther apart is suggested (metres).
pub const REACH_MAX_M: f64 = 50.0;
/// Accuracy taken for a point set by hand (metres).
pub const BY_HAND_M: f64 = 5.0;
/// Accuracy taken for the point of a stop (metres): people stand around it.
pub const AT_STOP_M: f64 = 15.0;
/// A suggestion wider than this (metres) is no longer one place: the distance is made smaller.
const WIDEST_M: f64 = 100.0;
/// How much smaller, each time, and how often.
const NARROWER: f64 = 0.6;
const ROUNDS: usize = 4;

/// An observation that may be near others.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Located {
    /// Which.
    pub id: RecordId,
    /// Where, WGS 84.
    pub place: Place,
    /// How well that is known, in metres.
    pub accuracy_m: f64,
    /// What it is about.
    pub principle: Principle,
    /// Whether it was made when lamps matter.
    pub dark: bool,
}

/// Observations that may be about one place.
#[derive(Clone, PartialEq, Debug)]
pub struct Suggestion {
    /// The observations, in the order of their ids.
    pub members: Vec<RecordId>,
    /// What they are all about.
    pub principle: Principle,
    /// Whether they were all made in the dark, or all in the light.
    pub dark: bool,
    /// The largest distance in metres between two that are linked.
    pub linked_within_m: f64,
    /// The worst accuracy among them, in metres.
    pub worst_accuracy_m: f64,
    /// Their middle, WGS 84.
    pub middle: Place,
}

/// How far apart two observations may be to be linked, in metres.
pub fn reach_m(one: f64, other: f64, shrink: f64) -> f64 {
    ((REACH_M + f64::midpoint(one, other)) * shrink).min(REACH_MAX_M)
}

/// Metres east and north, and what is there.
type Spot<'a> = (f64, f64, &'a Located);

/// Points with local coordinates, to be joined.
struct Field<'a> {
    points: Vec<Spot<'a>>,
    /// Who each point follows; itself when it leads.
    leads: Vec<usize>,
    /// The longest link of each leader's group.
    longest: Vec<f64>,
}

impl<'a> Field<'a> {
    fn of(points: Vec<Spot<'a>>) -> Self {
        let count = points.len();
        Self { points, leads: (0..count).collect(), longest: vec![0.0; count] }
    }

    fn leader(&mut self, mut of: usize) -> usize {
        while self.leads[of] != of {
            self.leads[of] = self.leads[self.leads[of]];
            of = self.leads[of];
        }
        of
    }

    fn link(&mut self, one: usize, other: usize, shrink: f64) {
        let (a, b) = (self.leader(one), self.leader(other));
        if a == b {
            return;
        }
        let ((x1, y1, p1), (x2, y2, p2)) = (&self.points[one], &self.points[other]);
        let metres = (x1 - x2).hypot(y1 - y2);
        if metres <= reach_m(p1.accuracy_m, p2.accuracy_m, shrink) {
            let longest = self.longest[a].max(self.longest[b]).max(metres);
            self.leads[b] = a;
            self.longest[a] = longest;
        }
    }

    /// Links everything within reach. A grid as wide as the farthest reach leaves for each point
    /// only its own cell and its neighbours to look at.
    fn link_all(&mut self, shrink: f64) {
        let worst = self.points.iter().map(|(.., p)| p.accuracy_m).fold(0.0, f64::max);
        let side = reach_m(worst, worst, shrink).max(1.0);
        #[expect(clippy::cast_possible_truncation, reason = "cells of a neighbourhood")]
        let cell = |x: f64, y: f64| ((x / side).floor() as i32, (y / side).floor() as i32);
        let mut cells: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
        for (index, (x, y, _)) in self.points.iter().enumerate() {
            cells.entry(cell(*x, *y)).or_default().push(index);
        }
        // Each pair of cells once.
        for (key, here) in &cells {
            for (step, one) in here.iter().enumerate() {
                for other in here.iter().skip(step + 1) {
                    self.link(*one, *other, shrink);
                }
            }
            for (dx, dy) in [(1, -1), (1, 0), (1, 1), (0, 1)] {
                let Some(there) = cells.get(&(key.0 + dx, key.1 + dy)) else { continue };
                for one in here {
                    for other in there {
                        self.link(*one, *other, shrink);
                    }
                }
            }
        }
    }

    /// The groups of two or more, each with its longest link.
    fn groups(mut self) -> Vec<(Vec<Spot<'a>>, f64)> {
        let mut by_leader: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..self.points.len() {
            let leader = self.leader(index);
            by_leader.entry(leader).or_default().push(index);
        }
        let groups = by_leader.into_iter().filter(|(_, members)| members.len() > 1);
        groups
            .map(|(leader, members)| {
                let points = members.into_iter().map(|index| self.points[index]).collect();
                (points, self.longest[leader])
            })
            .collect()
    }
}

fn width(points: &[Spot<'_>]) -> f64 {
    let range = |values: &mut dyn Iterator<Item = f64>| {
        let (low, high) = values
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        high - low
    };
    let east = range(&mut points.iter().map(|(x, ..)| *x));
    let north = range(&mut points.iter().map(|(_, y, _)| *y));
    east.max(north)
}

/// Suggests what may be one place: the larger groups first, then in the order of their first
/// observation. The same observations give the same suggestions in whatever order they come.
pub fn suggest(observations: &[Located]) -> Vec<Suggestion> {
    let Some(first) = observations.first() else { return Vec::new() };
    let frame = LocalFrame::around(first.place);
    let mut families: BTreeMap<(Principle, bool), Vec<Spot<'_>>> = BTreeMap::new();
    for observation in observations {
        let (x, y) = frame.local_from_place(observation.place);
        families.entry((observation.principle, observation.dark)).or_default().push((
            x,
            y,
            observation,
        ));
    }
    let mut suggestions = Vec::new();
    for ((principle, dark), points) in families {
        let mut waiting = vec![(points, 1.0, 0)];
        while let Some((points, shrink, round)) = waiting.pop() {
            let mut field = Field::of(points);
            field.link_all(shrink);
            for (points, linked_within_m) in field.groups() {
                if width(&points) > WIDEST_M && round < ROUNDS {
                    waiting.push((points, shrink * NARROWER, round + 1));
                    continue;
                }
                let mut members: Vec<RecordId> = points.iter().map(|(.., p)| p.id).collect();
                members.sort_unstable();
                let places: Vec<Place> = points.iter().map(|(.., p)| p.place).collect();
                let Some(middle) = crate::domain::deliberation::constat::middle(&places) else {
                    continue;
                };
                let worst_accuracy_m =
                    points.iter().map(|(.., p)| p.accuracy_m).fold(0.0, f64::max);
                suggestions.push(Suggestion {
                    members,
                    principle,
                    dark,
                    linked_within_m,
                    worst_accuracy_m,
                    middle,
                });
            }
        }
    }
    suggestions.sort_unstable_by(|a, b| {
        b.members.len().cmp(&a.members.len()).then_with(|| a.members.cmp(&b.members))
    });
    suggestions
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Dbscan;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn origin() -> Place {
        Place::from_lon_lat(2.2935, 49.8709).unwrap()
    }

    fn at(id: u128, east: f64, north: f64, accuracy_m: f64) -> Located {
        let place = LocalFrame::around(origin()).place_from_local((east, north)).unwrap();
        let principle = Principle::SeeBeSeen;
        Located { id: RecordId(id), place, accuracy_m, principle, dark: true }
    }

    fn members(found: &[Suggestion]) -> Vec<Vec<u128>> {
        found.iter().map(|one| one.members.iter().map(|id| id.0).collect()).collect()
    }

    #[test]
    fn near_grows_with_both_accuracies() {
        // 18 m apart: two good fixes are two places, two poor ones may be one.
        assert!(suggest(&[at(1, 0.0, 0.0, 4.0), at(2, 18.0, 0.0, 4.0)]).is_empty());
        let found = suggest(&[at(1, 0.0, 0.0, 15.0), at(2, 18.0, 0.0, 15.0)]);
        assert_eq!(members(&found), [[1, 2]]);
        assert!((found[0].linked_within_m - 18.0).abs() < 0.1);
        // However poor, not across the neighbourhood.
        assert!(suggest(&[at(1, 0.0, 0.0, 900.0), at(2, 51.0, 0.0, 900.0)]).is_empty());
    }

    #[test]
    fn other_matters_and_other_light_are_not_mixed() {
        let mut by_day = at(2, 1.0, 0.0, 5.0);
        by_day.dark = false;
        let mut noise = at(3, 0.0, 1.0, 5.0);
        noise.principle = Principle::HearBeHeard;
        assert!(suggest(&[at(1, 0.0, 0.0, 5.0), by_day, noise]).is_empty());
    }

    #[test]
    fn a_whole_street_is_not_one_place() {
        // One every 12 m over 300 m: linked through each other, but not one place.
        let street: Vec<Located> =
            (0..26u32).map(|n| at(n.into(), f64::from(n) * 12.0, 0.0, 5.0)).collect();
        for found in suggest(&street) {
            assert!(found.members.len() < 10, "{found:?}");
        }
    }

    proptest! {
        /// With one accuracy for all and a width that needs no narrowing, the groups are those of
        /// geo's DBSCAN with the same reach and two points to a neighbourhood.
        #[test]
        fn with_one_accuracy_it_is_dbscan(points in proptest::collection::vec((0.0f64..95.0, 0.0f64..95.0), 1..60)) {
            let located: Vec<Located> = points.iter().zip(1u128..).map(|((x, y), id)| at(id, *x, *y, 4.0)).collect();
            let ours: BTreeSet<Vec<u128>> = members(&suggest(&located)).into_iter().collect();
            let frame = LocalFrame::around(located[0].place);
            let flat: geo::MultiPoint = located.iter()
                .map(|one| geo::Point::from(frame.local_from_place(one.place))).collect::<Vec<_>>().into();
            let labels = flat.dbscan(reach_m(4.0, 4.0, 1.0), 2);
            let mut theirs: BTreeMap<usize, Vec<u128>> = BTreeMap::new();
            for (label, one) in labels.iter().zip(&located) {
                if let Some(label) = label { theirs.entry(*label).or_default().push(one.id.0); }
            }
            prop_assert_eq!(ours, theirs.into_values().collect());
        }

        /// Nobody is in two suggestions, nobody is alone in one, and the order does not matter.
        #[test]
        fn the_order_does_not_matter(points in proptest::collection::vec((0.0f64..400.0, 0.0f64..400.0, 1.0f64..60.0), 0..80)) {
            let mut located: Vec<Located> = points.iter().zip(1u128..).map(|((x, y, a), id)| at(id, *x, *y, *a)).collect();
            let found = suggest(&located);
            let mut seen = BTreeSet::new();
            for one in &found {
                prop_assert!(one.members.len() > 1 && one.linked_within_m <= REACH_MAX_M);
                prop_assert!(one.members.iter().all(|id| seen.insert(*id)));
            }
            if let Some(first) = located.first().copied() {
                located.reverse();
                // The same local frame, so that rounding is the same.
                located.insert(0, first);
                located.pop();
                prop_assert_eq!(members(&suggest(&located)), members(&found));
            }
        }
    }
}
