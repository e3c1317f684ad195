//! The perimeter of the neighbourhood: the polygon of the official file, with its codes. The codes
//! are never typed by hand.

use geo::{BoundingRect, Coord, Intersects, LineString, MultiPolygon, Point, Polygon};

use crate::domain::observation::place::Place;

/// A neighbourhood of the city policy (*quartier prioritaire*) or any other perimeter with a name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Perimeter {
    /// Its code as in the official file, as text; empty when the file has none.
    pub code_qp: String,
    /// Its name.
    pub lib_qp: String,
    /// INSEE code of its commune, as text; empty when the file has none.
    pub insee_com: String,
    /// Name of its commune; empty when the file has none.
    pub lib_com: String,
    /// Polygons of rings of places, outer ring first; the last place of a ring is its first.
    pub polygons: Vec<Vec<Vec<Place>>>,
}

impl Perimeter {
    /// Whether a place lies in it; its edge belongs to it.
    pub fn holds(&self, place: Place) -> bool {
        let point = Point::from(place);
        self.polygons.iter().any(|rings| polygon(rings).intersects(&point))
    }

    /// West, south, east, north in degrees; `None` for an empty one.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let all = MultiPolygon::new(self.polygons.iter().map(|rings| polygon(rings)).collect());
        let rectangle = all.bounding_rect()?;
        let (low, high) = (rectangle.min(), rectangle.max());
        Some([low.x, low.y, high.x, high.y])
    }
}

fn polygon(rings: &[Vec<Place>]) -> Polygon {
    let line = |ring: &Vec<Place>| {
        LineString::new(ring.iter().map(|place| Coord { x: place.lon(), y: place.lat() }).collect())
    };
    let mut lines = rings.iter().map(line);
    let outer = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Polygon::new(outer, lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn square(centre: Place, metres: f64) -> Vec<Place> {
        let mut ring: Vec<Place> =
            [315.0, 225.0, 135.0, 45.0].map(|bearing| centre.moved(bearing, metres)).to_vec();
        ring.push(centre.moved(315.0, metres));
        ring
    }

    fn here() -> Place {
        Place::from_lon_lat(2.2935, 49.8709).unwrap()
    }

    #[test]
    fn a_hole_is_outside_and_an_edge_is_inside() {
        let outer = square(here(), 300.0);
        let corner = outer.first().copied().unwrap();
        let holed =
            Perimeter { polygons: vec![vec![outer, square(here(), 50.0)]], ..Perimeter::default() };
        assert!(!holed.holds(here()));
        assert!(holed.holds(here().moved(90.0, 150.0)));
        assert!(holed.holds(corner));
        assert!(!holed.holds(here().moved(90.0, 400.0)));
        assert!(!Perimeter::default().holds(here()));
        assert_eq!(Perimeter::default().bounds(), None);
    }

    proptest! {
        #[test]
        fn what_lies_in_any_part_lies_in_it(bearing in 0.0..360.0, metres in 0.0..2000.0) {
            let there = here().moved(90.0, 1000.0);
            let both = Perimeter {
                polygons: vec![vec![square(here(), 200.0)], vec![square(there, 200.0)]],
                ..Perimeter::default()
            };
            let place = here().moved(bearing, metres);
            // A square of half-diagonal r holds the circle of r/√2 and lies in the circle of r.
            let nearest = place.metres_to(here()).min(place.metres_to(there));
            if nearest < 141.0 {
                prop_assert!(both.holds(place));
            }
            if nearest > 201.0 {
                prop_assert!(!both.holds(place));
            }
        }
    }
}
