//! Where tiles are. A tile is a number: all zooms one after the other, each along a Hilbert curve.

use std::f64::consts::PI;

/// The nearest zoom whose numbers the map still counts exactly.
pub(super) const ZOOM_MAX: u8 = 26;

/// The number of the first tile of a zoom.
pub(super) fn first_of(zoom: u8) -> u64 {
    ((1 << (2 * u64::from(zoom))) - 1) / 3
}

/// The zoom of a tile; `None` above the nearest zoom.
pub(super) fn zoom_of(id: u64) -> Option<u8> {
    (0..=ZOOM_MAX).rev().find(|zoom| first_of(*zoom) <= id).filter(|_| id < first_of(ZOOM_MAX + 1))
}

/// Column from the west and row from the north of the tile at a place of the curve of a zoom.
fn column_and_row(place: u64, zoom: u8) -> (u64, u64) {
    let (mut x, mut y, mut rest) = (0, 0, place);
    for level in 0..zoom {
        let side = 1_u64 << level;
        let right = 1 & (rest / 2);
        let lower = 1 & (rest ^ right);
        if lower == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        x += side * right;
        y += side * lower;
        rest /= 4;
    }
    (x, y)
}

/// What some tiles of one zoom cover: columns and rows, the first and the one after the last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TileBox {
    zoom: u8,
    columns: (u64, u64),
    rows: (u64, u64),
}

impl TileBox {
    /// What the tiles from one on cover, all of the same zoom: piece by piece, each a square that
    /// the curve fills before it goes on.
    pub(super) fn of_run(first: u64, count: u64, zoom: u8) -> Option<Self> {
        let mut place = first.checked_sub(first_of(zoom))?;
        let end = place.checked_add(count)?.min(1 << (2 * u64::from(zoom)));
        let mut found: Option<Self> = None;
        while place < end {
            let level = (0..=u64::from(zoom))
                .rev()
                .find(|level| place % (1 << (2 * level)) == 0 && place + (1 << (2 * level)) <= end)
                .unwrap_or_default();
            let side = 1 << level;
            let (x, y) = column_and_row(place, zoom);
            let (x, y) = (x / side * side, y / side * side);
            let square = Self { zoom, columns: (x, x + side), rows: (y, y + side) };
            found = Some(found.map_or(square, |found| found.with(square)));
            place += 1 << (2 * level);
        }
        found
    }

    /// What both cover.
    pub(super) fn with(self, other: Self) -> Self {
        let widest = |one: (u64, u64), other: (u64, u64)| (one.0.min(other.0), one.1.max(other.1));
        Self {
            columns: widest(self.columns, other.columns),
            rows: widest(self.rows, other.rows),
            ..self
        }
    }

    /// West, south, east, north in ten-millionths of a degree.
    pub(super) fn bounds_e7(self) -> [i32; 4] {
        let [west, east] = [self.columns.0, self.columns.1].map(|column| self.longitude_e7(column));
        let [north, south] = [self.rows.0, self.rows.1].map(|row| self.latitude_e7(row));
        [west, south, east, north]
    }

    #[expect(clippy::cast_precision_loss, reason = "at most 2^26")]
    fn share(self, of: u64) -> f64 {
        of as f64 / (1_u64 << self.zoom) as f64
    }

    #[expect(clippy::cast_possible_truncation, reason = "at most 1.8e9")]
    fn longitude_e7(self, column: u64) -> i32 {
        ((self.share(column) * 360.0 - 180.0) * 1e7).round() as i32
    }

    /// Web Mercator: rows are equal on the flat map, not in degrees.
    #[expect(clippy::cast_possible_truncation, reason = "at most 0.9e9")]
    fn latitude_e7(self, row: u64) -> i32 {
        let up = PI * (1.0 - 2.0 * self.share(row));
        (up.sinh().atan().to_degrees() * 1e7).round() as i32
    }
}

#[cfg(test)]
pub(in crate::format::files) mod by_hand {
    use super::{column_and_row, first_of};

    /// The number of a tile, found by looking: zooms of a few tiles only.
    pub(in crate::format::files) fn id(zoom: u8, x: u64, y: u64) -> u64 {
        let places = 0..(1_u64 << (2 * zoom));
        let found = places.into_iter().find(|place| column_and_row(*place, zoom) == (x, y));
        first_of(zoom) + found.expect("on the map")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_numbers_of_the_specification() {
        let known =
            [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 0, 1), 2), ((1, 1, 1), 3), ((1, 1, 0), 4)];
        for ((zoom, x, y), id) in known {
            assert_eq!(zoom_of(id), Some(zoom));
            assert_eq!(column_and_row(id - first_of(zoom), zoom), (x, y), "{id}");
        }
        // From the examples of the specification: zoom 12, column 3423, row 1763.
        assert_eq!(zoom_of(19_078_479), Some(12));
        assert_eq!(column_and_row(19_078_479 - first_of(12), 12), (3423, 1763));
        assert_eq!(zoom_of(u64::MAX), None);
    }

    #[test]
    fn the_whole_world_is_one_square() {
        for zoom in [0, 1, 7, ZOOM_MAX] {
            let world = TileBox::of_run(first_of(zoom), u64::MAX >> 2, zoom).unwrap();
            let [west, south, east, north] = world.bounds_e7();
            assert_eq!((west, east), (-1_800_000_000, 1_800_000_000), "{zoom}");
            assert_eq!((south, north), (-850_511_288, 850_511_288), "{zoom}");
        }
    }

    proptest! {
        #[test]
        fn a_run_covers_what_its_tiles_cover(zoom in 0_u8..6, from in 0_u64..4096, count in 1_u64..300) {
            let all = 1_u64 << (2 * zoom);
            let (from, count) = (from % all, count.min(all - from % all));
            let run = TileBox::of_run(first_of(zoom) + from, count, zoom).unwrap();
            let each = (from..from + count)
                .map(|place| TileBox::of_run(first_of(zoom) + place, 1, zoom).unwrap())
                .reduce(TileBox::with);
            prop_assert_eq!(Some(run), each);
        }

        #[test]
        fn neighbours_on_the_curve_are_neighbours_on_the_map(zoom in 1_u8..20, place in any::<u64>()) {
            let place = place % ((1 << (2 * u64::from(zoom))) - 1);
            let (one, next) = (column_and_row(place, zoom), column_and_row(place + 1, zoom));
            prop_assert_eq!(one.0.abs_diff(next.0) + one.1.abs_diff(next.1), 1);
        }
    }
}
