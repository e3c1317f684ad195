//! In which system coordinates are written: longitude and latitude, or Lambert-93, which French
//! administrations use. Anything else is refused by name.

use super::FileProblem;
use crate::domain::observation::place::Place;

/// The systems that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Projection {
    /// WGS 84, longitude and latitude in degrees.
    Wgs84,
    /// RGF93 v1 / Lambert-93 (EPSG:2154), metres east and north.
    Lambert93,
}

/// Where Lambert-93 coordinates of metropolitan France lie, in metres. The extent of use of
/// EPSG:2154 with a margin for the islands.
const LAMBERT_EAST: std::ops::Range<f64> = 0.0..1_320_000.0;
const LAMBERT_NORTH: std::ops::Range<f64> = 6_000_000.0..7_200_000.0;

impl Projection {
    /// The system of a file: what its `crs` member says, checked against its coordinates
    /// (first, second number of each position).
    ///
    /// # Errors
    /// [`FileProblem::UnknownProjection`] when it is neither.
    pub fn of(
        crs: Option<&str>,
        positions: impl Iterator<Item = (f64, f64)>,
    ) -> Result<Self, FileProblem> {
        let mut seen = None;
        let (mut degrees, mut lambert) = (true, true);
        // One point gone astray in a file of degrees does not make it another system.
        let (mut outside, mut all) = (0_usize, 0_usize);
        for (x, y) in positions.filter(|(x, y)| x.is_finite() && y.is_finite()) {
            seen.get_or_insert((x, y));
            all += 1;
            if !(-180.0..=180.0).contains(&x) || !(-90.0..=90.0).contains(&y) {
                outside += 1;
                degrees = false;
            }
            lambert &= LAMBERT_EAST.contains(&x) && LAMBERT_NORTH.contains(&y);
        }
        let Some((x, y)) = seen else { return Ok(Self::Wgs84) };
        let mostly_degrees = degrees || outside * 10 <= all;
        let named = crs.map(str::to_uppercase);
        let says = |codes: &[&str]| {
            named.as_deref().is_some_and(|name| codes.iter().any(|code| name.ends_with(code)))
        };
        let unknown = || {
            let name = crs.map_or_else(|| format!("{x}, {y}"), ToOwned::to_owned);
            Err(FileProblem::UnknownProjection(name))
        };
        // Positions in degrees near zero are also possible metres, but not in France.
        if says(&["2154"]) {
            return if lambert { Ok(Self::Lambert93) } else { unknown() };
        }
        if crs.is_some() && !says(&["CRS84", "4326", "4171", "4258", "CRS84H"]) {
            return unknown();
        }
        // Some programs write metres and keep the member that says degrees.
        if mostly_degrees {
            Ok(Self::Wgs84)
        } else if lambert {
            Ok(Self::Lambert93)
        } else {
            Err(FileProblem::UnknownProjection(format!("{x}, {y}")))
        }
    }

    /// The place of a position in this system; `None` when it is not on the map.
    pub fn place(self, x: f64, y: f64) -> Option<Place> {
        let (lon, lat) = match self {
            Self::Wgs84 => (x, y),
            Self::Lambert93 => from_lambert_93(x, y),
        };
        Place::from_lon_lat(lon, lat).ok()
    }
}

/// Exponent of the projection.
const N: f64 = 0.725_607_765_053_267_3;
/// Constant of the projection, metres.
const C: f64 = 11_754_255.426_096;
/// The pole, metres.
const POLE: (f64, f64) = (700_000.0, 12_655_612.049_876);
/// Central meridian, degrees.
const LON_0: f64 = 3.0;
/// First eccentricity of GRS 80.
const E: f64 = 0.081_819_191_042_815_79;

/// Metres in Lambert-93, east then north, of a longitude and a latitude in degrees: algorithms
/// ALG0001 and ALG0003 of the same note as [`from_lambert_93`].
pub fn lambert_93(lon: f64, lat: f64) -> (f64, f64) {
    let sine = E * lat.to_radians().sin();
    let isometric = (lat.to_radians() / 2.0 + std::f64::consts::FRAC_PI_4).tan().ln()
        - E / 2.0 * ((1.0 + sine) / (1.0 - sine)).ln();
    let (radius, turn) = (C * (-N * isometric).exp(), N * (lon - LON_0).to_radians());
    (POLE.0 + radius * turn.sin(), POLE.1 - radius * turn.cos())
}

/// Longitude and latitude in degrees of Lambert-93 metres, on the ellipsoid GRS 80 (RGF93, which is
/// WGS 84 within a metre).
///
/// The inverse of the Lambert conformal conic projection: Institut géographique national, *Projection
/// cartographique conique conforme de Lambert*, note technique NT/G 71, algorithms ALG0004 and
/// ALG0002, with the constants it gives for Lambert-93. Tested against PROJ. A projection library
/// would do, but the one for Rust adds a programming interface of its own to every page.
fn from_lambert_93(x: f64, y: f64) -> (f64, f64) {
    let (east, south) = (x - POLE.0, POLE.1 - y);
    let lon = LON_0 + (east / south).atan().to_degrees() / N;
    let isometric = -(east.hypot(south) / C).ln() / N;
    let mut lat = 2.0 * isometric.exp().atan() - std::f64::consts::FRAC_PI_2;
    // Converges by a factor of a hundred each time.
    for _ in 0..8 {
        let sine = E * lat.sin();
        let stretch = ((1.0 + sine) / (1.0 - sine)).powf(E / 2.0);
        lat = 2.0 * (stretch * isometric.exp()).atan() - std::f64::consts::FRAC_PI_2;
    }
    (lon, lat.to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed with PROJ: `gdaltransform -s_srs EPSG:2154 -t_srs EPSG:4326`.
    const CONTROL: [((f64, f64), (f64, f64)); 4] = [
        ((700_000.0, 6_600_000.0), (3.0, 46.5)),
        ((649_000.0, 6_977_000.0), (2.290_851_790_135_1, 49.889_656_384_114)),
        ((652_469.02, 6_862_035.26), (2.352_199_962_963_98, 48.856_600_005_015_3)),
        ((893_000.0, 6_247_000.0), (5.377_293_450_289_83, 43.296_018_125_780_5)),
    ];

    #[test]
    fn lambert_93_comes_back_to_the_centimetre() {
        for ((x, y), (lon, lat)) in CONTROL {
            let place = Projection::Lambert93.place(x, y).expect("on the map");
            let there = Place::from_lon_lat(lon, lat).expect("on the map");
            assert!(place.metres_to(there) < 0.03, "{x} {y}: {} m", place.metres_to(there));
            let (east, north) = lambert_93(lon, lat);
            assert!((east - x).abs() < 0.01 && (north - y).abs() < 0.01, "{east} {north}");
        }
    }

    #[test]
    fn the_system_is_recognised_or_refused_by_name() {
        let of = |crs, positions: &[(f64, f64)]| Projection::of(crs, positions.iter().copied());
        assert_eq!(of(None, &[(2.29, 49.87)]), Ok(Projection::Wgs84));
        assert_eq!(of(None, &[(649_000.0, 6_977_000.0)]), Ok(Projection::Lambert93));
        let named = Some("urn:ogc:def:crs:EPSG::2154");
        assert_eq!(of(named, &[(649_000.0, 6_977_000.0)]), Ok(Projection::Lambert93));
        let crs84 = Some("urn:ogc:def:crs:OGC:1.3:CRS84");
        assert_eq!(of(crs84, &[(2.29, 49.87)]), Ok(Projection::Wgs84));
        assert_eq!(of(crs84, &[(649_000.0, 6_977_000.0)]), Ok(Projection::Lambert93));
        assert_eq!(
            of(Some("EPSG:3857"), &[(255_000.0, 6_410_000.0)]),
            Err(FileProblem::UnknownProjection("EPSG:3857".into()))
        );
        assert_eq!(
            of(None, &[(255_000.0, 410_000.0)]),
            Err(FileProblem::UnknownProjection("255000, 410000".into()))
        );
        assert_eq!(of(None, &[]), Ok(Projection::Wgs84));
    }
}
