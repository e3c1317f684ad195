//! The map under everything: one file of tiles, kept with the walk.

use crate::domain::observation::photo::MediaId;
use crate::domain::observation::place::Place;

/// A PMTiles archive that belongs to a walk. Its bytes are stored apart, under their SHA-256.
#[derive(Clone, PartialEq, Debug)]
pub struct Basemap {
    /// The name of its bytes.
    pub media: MediaId,
    /// Bytes.
    pub size: u64,
    /// Whether its tiles are drawings (vector) or pictures (raster).
    pub vector: bool,
    /// Smallest and largest zoom level.
    pub zooms: (u8, u8),
    /// West, south, east, north in ten-millionths of a degree.
    pub bounds_e7: [i32; 4],
    /// Who must be named beside the map.
    pub attribution: String,
}

/// How much of some places a basemap covers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum BasemapReach {
    /// There is no place to compare it with.
    Unknown,
    /// All of them.
    Whole,
    /// Some of them.
    Part {
        /// Metres from the basemap to the farthest place.
        outside_m: f64,
    },
    /// None of them, nor anything between them.
    Elsewhere {
        /// Metres from the basemap to the nearest place.
        away_m: f64,
    },
}

impl Basemap {
    /// How much of some places it covers. Places on all sides of it belong to something that it
    /// covers a part of: an outline around it has no corner in it.
    pub fn reach(&self, places: impl IntoIterator<Item = Place>) -> BasemapReach {
        let [west, south, east, north] = self.bounds_e7;
        let (mut inside, mut outside) = (false, None);
        let mut around = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        for place in places {
            let (lon, lat) = place.e7();
            around =
                [lon.min(around[0]), lat.min(around[1]), lon.max(around[2]), lat.max(around[3])];
            let nearest = (lon.max(west).min(east), lat.max(south).min(north));
            if nearest == (lon, lat) {
                inside = true;
                continue;
            }
            let metres = Place::from_e7(nearest.0.into(), nearest.1.into())
                .map_or(f64::INFINITY, |edge| edge.metres_to(place));
            let (least, most) = outside.unwrap_or((metres, metres));
            outside = Some((metres.min(least), metres.max(most)));
        }
        let [far_west, far_south, far_east, far_north] = around;
        let meets =
            far_west <= east && west <= far_east && far_south <= north && south <= far_north;
        match (inside || meets, outside) {
            (false, None) => BasemapReach::Unknown,
            (true, None) => BasemapReach::Whole,
            (true, Some((_, outside_m))) => BasemapReach::Part { outside_m },
            (false, Some((away_m, _))) => BasemapReach::Elsewhere { away_m },
        }
    }
}

/// The media type under which its bytes are stored.
pub const BASEMAP_TYPE: &str = "application/vnd.pmtiles";
/// Longest attribution.
pub const ATTRIBUTION_MAX: usize = 300;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn basemap(bounds_e7: [i32; 4]) -> Basemap {
        Basemap {
            media: MediaId([0; 32]),
            size: 1,
            vector: true,
            zooms: (12, 15),
            bounds_e7,
            attribution: String::new(),
        }
    }

    fn at(lon: f64, lat: f64) -> Place {
        Place::from_lon_lat(lon, lat).unwrap()
    }

    #[test]
    fn another_town_is_so_many_kilometres_away() {
        let amiens = basemap([22_700_000, 498_600_000, 23_100_000, 498_800_000]);
        assert_eq!(amiens.reach([]), BasemapReach::Unknown);
        assert_eq!(amiens.reach([at(2.29, 49.87)]), BasemapReach::Whole);
        let BasemapReach::Elsewhere { away_m } = amiens.reach([at(5.4, 43.3), at(4.8, 45.7)])
        else {
            panic!("Lyon and Marseille are not in Amiens");
        };
        assert!((490_000.0..510_000.0).contains(&away_m), "{away_m}");
        let BasemapReach::Part { outside_m } = amiens.reach([at(2.29, 49.87), at(2.29, 49.881)])
        else {
            panic!("half of it");
        };
        assert!((111.0 - outside_m).abs() < 1.0, "{outside_m}");
    }

    proptest! {
        #[test]
        fn what_lies_within_is_covered_and_nothing_else(
            lon in -179.0..179.0_f64,
            lat in -80.0..80.0_f64,
            east in -0.02..0.02_f64,
            north in -0.02..0.02_f64,
        ) {
            let (west_e7, south_e7) = at(lon - 0.01, lat - 0.01).e7();
            let (east_e7, north_e7) = at(lon + 0.01, lat + 0.01).e7();
            let map = basemap([west_e7, south_e7, east_e7, north_e7]);
            let place = at(lon + east, lat + north);
            let (x, y) = place.e7();
            let inside = (west_e7..=east_e7).contains(&x) && (south_e7..=north_e7).contains(&y);
            match map.reach([place]) {
                BasemapReach::Whole => prop_assert!(inside),
                BasemapReach::Elsewhere { away_m } => {
                    prop_assert!(!inside && away_m > 0.0 && away_m < 1_700.0, "{away_m}");
                }
                other => prop_assert!(false, "{other:?}"),
            }
            let partly = matches!(map.reach([place, at(lon, lat)]), BasemapReach::Part { .. });
            prop_assert_eq!(partly, !inside);
        }
    }
}
