//! Observations so near each other that a finger cannot tell them apart: one sign with their number. A
//! tap comes closer; where coming closer parts nothing, it asks which one.

use std::collections::BTreeMap;

use super::marks::Mark;
use crate::app::model::Model;
use crate::domain::identity::RecordId;
use crate::domain::walk::stop::StopId;

/// Marks that are drawn as one.
#[derive(Clone, PartialEq, Debug)]
pub struct Gathered<'a> {
    /// In the order in which they were given; never none.
    pub marks: Vec<&'a Mark>,
    /// Their middle, in CSS pixels.
    pub at: (f64, f64),
    /// Whether coming as close as the drawing goes parts them.
    pub parts: bool,
}

/// Marks, each with its pixel, gathered: whoever is within so many pixels of the first of a group
/// belongs to it. `nearest` says how many times larger the drawing can become.
pub fn gather<'a>(
    marks: impl Iterator<Item = (&'a Mark, (f64, f64))>,
    within_px: f64,
    nearest: f64,
) -> Vec<Gathered<'a>> {
    /// The first one's pixel, the sum of all, and the group.
    type Open<'a> = ((f64, f64), (f64, f64), Gathered<'a>);
    let mut open: Vec<Open<'a>> = Vec::new();
    // Only the groups of the cells around a mark can be near it: thousands cost no more than a few.
    let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    #[expect(clippy::cast_possible_truncation, reason = "pixels in sight")]
    let cell = |pixel: f64| (pixel / within_px).floor() as i64;
    for (mark, at) in marks {
        let (column, line) = (cell(at.0), cell(at.1));
        let around =
            (column - 1..=column + 1).flat_map(|c| (line - 1..=line + 1).map(move |l| (c, l)));
        let away = |group: usize| {
            let (first, ..) = open[group];
            (first.0 - at.0).hypot(first.1 - at.1)
        };
        let near = around
            .filter_map(|cell| cells.get(&cell))
            .flatten()
            .map(|group| (*group, away(*group)))
            .filter(|(_, away)| *away <= within_px)
            .min_by(|(_, one), (_, other)| one.total_cmp(other));
        if let Some((group, away)) = near {
            let (_, sum, gathered) = &mut open[group];
            *sum = (sum.0 + at.0, sum.1 + at.1);
            gathered.marks.push(mark);
            gathered.parts |= away * nearest > within_px;
        } else {
            cells.entry((column, line)).or_default().push(open.len());
            open.push((at, at, Gathered { marks: vec![mark], at, parts: false }));
        }
    }
    let middle = |(_, sum, mut gathered): Open<'a>| {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
        let count = gathered.marks.len() as f64;
        gathered.at = (sum.0 / count, sum.1 / count);
        gathered
    };
    open.into_iter().map(middle).collect()
}

/// Which of these can be opened: those that stand, newest first.
pub fn choice(model: &Model, ids: &[RecordId]) -> Vec<RecordId> {
    model.notebook.newest_first().map(|it| it.id).filter(|id| ids.contains(id)).collect()
}

/// The planned stop that lies under all of them: what was placed "at a stop" lies exactly there.
pub fn stop_under(model: &Model, ids: &[RecordId]) -> Option<StopId> {
    const UNDER_M: f64 = 3.0;
    let walk = model.walk()?;
    let mut places = ids.iter().filter_map(|id| model.observation(*id)?.position(walk));
    let first = places.next()?.place;
    let stop = walk
        .stops
        .iter()
        .find(|stop| stop.place.is_some_and(|place| place.metres_to(first) < UNDER_M))?;
    let place = stop.place?;
    places.all(|other| other.place.metres_to(place) < UNDER_M).then_some(stop.id)
}

#[cfg(test)]
mod tests {
    use super::super::marks::{Look, Shape};
    use super::*;
    use crate::domain::observation::place::Place;
    use proptest::prelude::*;

    fn mark(id: usize) -> Mark {
        Mark { id: id.to_string(), shape: Shape::Point(Place::ZERO), look: Look::Plain }
    }

    fn given(at: &[(f64, f64)]) -> Vec<(Mark, (f64, f64))> {
        at.iter().enumerate().map(|(id, at)| (mark(id), *at)).collect()
    }

    fn gathered(given: &[(Mark, (f64, f64))], nearest: f64) -> Vec<Gathered<'_>> {
        gather(given.iter().map(|(mark, at)| (mark, *at)), 40.0, nearest)
    }

    #[test]
    fn five_at_one_point_are_five_at_every_zoom() {
        let five = given(&[(100.0, 100.0); 5]);
        for nearest in [1.0, 20.0, 1200.0] {
            let groups = gathered(&five, nearest);
            assert_eq!(groups.len(), 1);
            assert_eq!(groups[0].marks.len(), 5);
            assert!(!groups[0].parts, "coming closer would part nothing");
        }
    }

    #[test]
    fn those_that_lie_apart_are_parted_by_coming_closer() {
        // On both sides of what would be the border of a cell.
        let two = given(&[(39.0, 10.0), (42.0, 10.0)]);
        let groups = gathered(&two, 20.0);
        assert_eq!(groups.len(), 1, "3 pixels are one for a finger");
        assert!(groups[0].parts, "20 times larger they are 60 pixels apart");
        assert!(!gathered(&two, 1.0)[0].parts, "as close as it goes, a tap asks which one");
        // A stranger among them does not hide that they part.
        let three = given(&[(39.0, 10.0), (39.0, 10.0), (42.0, 10.0)]);
        assert!(gathered(&three, 20.0)[0].parts);
    }

    proptest! {
        #[test]
        fn each_is_drawn_once_and_no_two_signs_are_one_for_a_finger(
            at in proptest::collection::vec((0.0..360.0_f64, 0.0..800.0_f64), 0..120)
        ) {
            let given = given(&at);
            let groups = gathered(&given, 1.0);
            let mut drawn: Vec<usize> =
                groups.iter().flat_map(|group| &group.marks).map(|mark| mark.id.parse().unwrap()).collect();
            drawn.sort_unstable();
            prop_assert_eq!(drawn, (0..at.len()).collect::<Vec<_>>());
            let firsts: Vec<(f64, f64)> =
                groups.iter().map(|group| at[group.marks[0].id.parse::<usize>().unwrap()]).collect();
            for (index, one) in firsts.iter().enumerate() {
                for other in &firsts[..index] {
                    prop_assert!((one.0 - other.0).hypot(one.1 - other.1) > 40.0);
                }
            }
        }
    }
}
