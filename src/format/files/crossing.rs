//! Whether an outline crosses or touches itself, exactly, in the whole numbers that places are kept in.
//!
//! Each side asks a tree of rectangles (`rstar`, an R*-tree) which others are near: an outline of sixty
//! thousand sides takes a fraction of a second, and long teeth side by side take no more. A sweep and the
//! test of every pair, which `geo` has, take seconds or minutes there.

use rstar::{AABB, RTree, RTreeObject};

use crate::domain::observation::place::Place;

type Rectangle = AABB<[i64; 2]>;

/// A side of a ring, in ten-millionths of a degree, longitude first, with its rank.
struct Side {
    rank: usize,
    from: [i64; 2],
    to: [i64; 2],
}

impl RTreeObject for Side {
    type Envelope = Rectangle;

    fn envelope(&self) -> Rectangle {
        AABB::from_corners(self.from, self.to)
    }
}

/// Whether two sides of a closed ring that are not neighbours have a point in common.
pub(super) fn crosses_itself(ring: &[Place]) -> bool {
    let e7 = |place: &Place| {
        let (lon, lat) = place.e7();
        [i64::from(lon), i64::from(lat)]
    };
    let mut corners: Vec<[i64; 2]> = ring.iter().map(e7).collect();
    corners.dedup();
    let ends = corners.iter().zip(corners.iter().skip(1)).enumerate();
    let sides: Vec<Side> =
        ends.map(|(rank, (from, to))| Side { rank, from: *from, to: *to }).collect();
    let count = sides.len();
    let tree = RTree::bulk_load(sides);
    tree.iter().any(|side| {
        tree.locate_in_envelope_intersecting(&side.envelope()).any(|other| {
            let apart = side.rank.abs_diff(other.rank);
            other.rank > side.rank && apart > 1 && apart + 1 < count && meet(side, other)
        })
    })
}

/// Twice the signed area of a triangle.
fn turn(a: [i64; 2], b: [i64; 2], c: [i64; 2]) -> i128 {
    let wide = |from: i64, to: i64| i128::from(to) - i128::from(from);
    wide(a[0], b[0]) * wide(a[1], c[1]) - wide(a[1], b[1]) * wide(a[0], c[0])
}

fn meet(one: &Side, other: &Side) -> bool {
    let sides = |a, b, c, d| (turn(a, b, c).signum(), turn(a, b, d).signum());
    let (c, d) = sides(one.from, one.to, other.from, other.to);
    let (a, b) = sides(other.from, other.to, one.from, one.to);
    if c * d < 0 && a * b < 0 {
        return true;
    }
    let on = |side: &Side, point: [i64; 2], turn: i128| {
        turn == 0
            && (0..2).all(|axis| {
                let pair = side.from.get(axis).zip(side.to.get(axis)).zip(point.get(axis));
                pair.is_some_and(|((a, b), p)| (a.min(b)..=a.max(b)).contains(&p))
            })
    };
    on(one, other.from, c) || on(one, other.to, d) || on(other, one.from, a) || on(other, one.to, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::algorithm::Validation;
    use geo::{Coord, LineString, Polygon};
    use proptest::prelude::*;

    fn ring(points: &[(i64, i64)]) -> Vec<Place> {
        let mut ring: Vec<Place> =
            points.iter().map(|(x, y)| Place::from_e7(*x, *y).unwrap()).collect();
        ring.dedup();
        ring.extend(ring.first().copied());
        ring
    }

    fn by_every_pair(ring: &[Place]) -> bool {
        let line = ring.iter().map(|place| {
            let (x, y) = place.e7();
            Coord { x: f64::from(x), y: f64::from(y) }
        });
        !Polygon::new(LineString::new(line.collect()), Vec::new()).is_valid()
    }

    #[test]
    fn sixty_thousand_sides_and_long_teeth_are_looked_at() {
        let circle: Vec<(i64, i64)> = (0..60_000_i32)
            .map(|step| {
                let angle = f64::from(step) * std::f64::consts::TAU / 60_000.0;
                #[expect(clippy::cast_possible_truncation, reason = "in range")]
                let e7 = |value: f64| (value * 1e6) as i64;
                (e7(20.0 * angle.cos()), e7(20.0 * angle.sin()))
            })
            .collect();
        assert!(!crosses_itself(&ring(&circle)));
        // Long teeth side by side: where a sweep is slow.
        let mut teeth: Vec<(i64, i64)> = (0..60_000)
            .map(|step| (step * 100, if step % 2 == 0 { 0 } else { 9_000_000 }))
            .collect();
        teeth.extend([(6_000_000, -100), (0, -100)]);
        assert!(!crosses_itself(&ring(&teeth)));
        teeth.insert(30_001, (0, 4_500_000));
        assert!(crosses_itself(&ring(&teeth)));
    }

    proptest! {
        #[test]
        fn it_says_what_the_test_of_every_pair_says(
            points in proptest::collection::vec((-6_i64..6, -6_i64..6), 3..10),
        ) {
            let ring = ring(&points);
            prop_assume!(ring.len() > 3);
            // Neighbours that run back over each other are another fault.
            let mut corners = ring.clone();
            corners.pop();
            let turns = (0..corners.len()).all(|at| {
                let e7 = |index: usize| {
                    let (x, y) = corners[index % corners.len()].e7();
                    [i64::from(x), i64::from(y)]
                };
                turn(e7(at), e7(at + 1), e7(at + 2)) != 0
            });
            prop_assume!(turns);
            prop_assert_eq!(crosses_itself(&ring), by_every_pair(&ring), "{:?}", points);
        }
    }
}
