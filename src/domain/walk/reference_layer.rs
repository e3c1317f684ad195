//! Reference layers: points with a label that an observation can be joined to, such as street
//! lamps and bus stops.

use crate::domain::code::codes;
use crate::domain::observation::place::Place;

codes! {
    /// What the points are.
    ReferenceKind {
        Lamp "lamp" "Lampadaires" "Street lamps" "lightbulb",
        BusStop "bus_stop" "Arrêts de bus" "Bus stops" "bus",
        Other "other" "Repères" "Landmarks" "map-pin",
    }
}

/// A point with a label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReferencePoint {
    /// Its number or name, as in the city's own base.
    pub label: String,
    /// Where it stands.
    pub place: Place,
}

/// A layer of points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReferenceLayer {
    /// What they are.
    pub kind: ReferenceKind,
    /// What the layer is called.
    pub name: String,
    /// Where it comes from, as it must be said.
    pub source: String,
    /// Its points.
    pub points: Vec<ReferencePoint>,
}

/// A label is cut after so many characters.
pub const LABEL_MAX: usize = 60;
/// A layer holds no more points than this: it has to fit a phone.
pub const POINTS_MAX: usize = 20_000;
/// No more are offered.
const MOST_OFFERED: usize = 5;
/// A position is never better than a few metres, whatever it says of itself.
const NEAREST_LEAST_M: f64 = 15.0;

/// The points within the accuracy of a position, nearest first, with their distance in metres.
/// The accuracy counts for 15 m at least.
pub fn within<'a>(
    layers: impl Iterator<Item = &'a ReferenceLayer>,
    place: Place,
    accuracy_m: f64,
) -> Vec<(&'a ReferencePoint, f64)> {
    let reach = accuracy_m.max(NEAREST_LEAST_M);
    // A handful is kept in order while thousands pass.
    let mut near: Vec<(&ReferencePoint, f64)> = Vec::new();
    // What has no label cannot be joined to.
    let named = layers.flat_map(|layer| &layer.points).filter(|point| !point.label.is_empty());
    for point in named {
        let metres = point.place.metres_to(place);
        if metres > reach {
            continue;
        }
        let is_farther = |(other, away): &(&ReferencePoint, f64)| {
            *away > metres || (*away == metres && other.label > point.label)
        };
        let at = near.iter().position(is_farther).unwrap_or(near.len());
        near.insert(at, (point, metres));
        near.truncate(MOST_OFFERED);
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offered_are_the_nearest_within_the_accuracy(
            offsets in proptest::collection::vec((0.0..360.0_f64, 0.0..120.0_f64), 0..30),
            accuracy_m in 1.0..100.0_f64,
        ) {
            let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
            let points: Vec<ReferencePoint> = offsets
                .iter()
                .enumerate()
                .map(|(index, (bearing, metres))| ReferencePoint {
                    label: index.to_string(),
                    place: here.moved(*bearing, *metres),
                })
                .collect();
            let layer = ReferenceLayer {
                kind: ReferenceKind::Lamp,
                name: String::new(),
                source: String::new(),
                points: points.clone(),
            };
            let near = within(std::iter::once(&layer), here, accuracy_m);
            let reach = accuracy_m.max(NEAREST_LEAST_M);
            let inside = points.iter().filter(|point| point.place.metres_to(here) <= reach).count();
            prop_assert_eq!(near.len(), inside.min(MOST_OFFERED));
            prop_assert!(near.windows(2).all(|pair| pair[0].1 <= pair[1].1));
            let farthest = near.last().map_or(0.0, |(_, metres)| *metres);
            let left_out_nearer = points
                .iter()
                .filter(|point| near.iter().all(|(offered, _)| offered.label != point.label))
                .any(|point| point.place.metres_to(here) < farthest);
            prop_assert!(!left_out_nearer);
        }
    }
}
