//! The systems of coordinates that files come in, by their definitions and by the names that programs
//! give them.
//!
//! Codes and parameters are those of the EPSG registry; names are those that QGIS, ArcGIS, PROJ, OGC
//! services and the IGN write for them. What converts is the library `geodesy`.

use geodesy::prelude::{Context, Coor3D, Fwd, Inv, Minimal, OpHandle};

use super::feature::RawPosition;
use crate::domain::observation::place::Place;

/// A system that is converted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum System {
    /// Longitude and latitude in degrees (EPSG:4326, and RGF93 or ETRS89, which are it within a metre).
    Wgs84,
    /// RGF93 / Lambert-93 (EPSG:2154).
    Lambert93,
    /// RGF93 / CC42 to CC50 (EPSG:3942 to 3950), by the degree of their latitude.
    Conic(u8),
    /// NTF (Paris) / Lambert zone II étendu (EPSG:27572).
    LambertII,
    /// UTM on GRS 80 or WGS 84, by zone; overseas and at the borders.
    Utm(u8, Hemisphere),
    /// Web Mercator (EPSG:3857), what map tiles are in.
    WebMercator,
}

/// The half of the Earth of a UTM zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hemisphere {
    /// North of the equator.
    North,
    /// South of it.
    South,
}

use Hemisphere::{North, South};

/// Where French ground lies: west, south, east, north in degrees. Metropolitan France, Guadeloupe to
/// Martinique, Guyane, La Réunion, Mayotte, Saint-Pierre-et-Miquelon, Nouvelle-Calédonie; from the extents of
/// use that the EPSG registry gives for their systems, rounded outwards.
const FRANCE: [[f64; 4]; 7] = [
    [-5.5, 41.2, 9.8, 51.3],
    [-63.3, 14.2, -60.7, 18.3],
    [-54.8, 2.0, -51.4, 6.1],
    [55.1, -21.5, 56.0, -20.7],
    [44.9, -13.1, 45.4, -12.5],
    [-56.6, 46.6, -56.0, 47.3],
    [163.0, -23.0, 168.5, -19.0],
];

/// UTM zones of French ground and of its neighbours.
const UTM_ZONES: [(u8, Hemisphere); 10] = [
    (30, North),
    (31, North),
    (32, North),
    (20, North),
    (21, North),
    (22, North),
    (38, South),
    (40, South),
    (58, South),
    (59, South),
];

/// The codes of the same system under other numbers: later realisations of RGF93, older overseas ones, and
/// what programs made up.
const CODES: [(u32, System); 36] = [
    (4326, System::Wgs84),
    (4171, System::Wgs84),
    (4258, System::Wgs84),
    (4979, System::Wgs84),
    (9777, System::Wgs84),
    (9782, System::Wgs84),
    (9784, System::Wgs84),
    (84, System::Wgs84),
    (2154, System::Lambert93),
    (9793, System::Lambert93),
    (9794, System::Lambert93),
    (102_110, System::Lambert93),
    (310_024_140, System::Lambert93),
    (27_572, System::LambertII),
    (27_582, System::LambertII),
    (102_582, System::LambertII),
    (3857, System::WebMercator),
    (3785, System::WebMercator),
    (900_913, System::WebMercator),
    (102_100, System::WebMercator),
    (102_113, System::WebMercator),
    (4559, System::Utm(20, North)),
    (5490, System::Utm(20, North)),
    (2970, System::Utm(20, North)),
    (2969, System::Utm(20, North)),
    (2973, System::Utm(20, North)),
    (4467, System::Utm(21, North)),
    (2972, System::Utm(22, North)),
    (2971, System::Utm(22, North)),
    (4471, System::Utm(38, South)),
    (2975, System::Utm(40, South)),
    (3727, System::Utm(40, South)),
    (3163, System::Utm(58, South)),
    (3296, System::Utm(5, South)),
    (3297, System::Utm(6, South)),
    (3298, System::Utm(7, South)),
];

impl System {
    /// Every system that a file without a word of it may be in, the likeliest first.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Wgs84, Self::Lambert93, Self::WebMercator]
            .into_iter()
            .chain((42..=50).map(Self::Conic))
            .chain([Self::LambertII])
            .chain(UTM_ZONES.map(|(zone, half)| Self::Utm(zone, half)))
    }

    /// Its name, as the IGN and GIS programs write it.
    pub fn name(self) -> String {
        match self {
            Self::Wgs84 => "WGS 84".to_owned(),
            Self::Lambert93 => "Lambert-93".to_owned(),
            Self::Conic(degree) => format!("CC{degree}"),
            Self::LambertII => "Lambert II étendu".to_owned(),
            Self::Utm(zone, North) => format!("UTM {zone}N"),
            Self::Utm(zone, South) => format!("UTM {zone}S"),
            Self::WebMercator => "Web Mercator".to_owned(),
        }
    }

    /// Its code in the EPSG registry; for UTM that of WGS 84.
    pub fn epsg(self) -> u32 {
        match self {
            Self::Wgs84 => 4326,
            Self::Lambert93 => 2154,
            Self::Conic(degree) => 3900 + u32::from(degree),
            Self::LambertII => 27_572,
            Self::Utm(zone, North) => 32_600 + u32::from(zone),
            Self::Utm(zone, South) => 32_700 + u32::from(zone),
            Self::WebMercator => 3857,
        }
    }

    /// The system of a code of the EPSG registry.
    pub fn of_code(code: u32) -> Option<Self> {
        let zone = |code: u32| u8::try_from(code).ok().filter(|zone| (1..=60).contains(zone));
        CODES.iter().find(|(known, _)| *known == code).map(|(_, system)| *system).or(match code {
            3942..=3950 => u8::try_from(code - 3900).ok().map(Self::Conic),
            9842..=9850 => u8::try_from(code - 9800).ok().map(Self::Conic),
            32_601..=32_660 => zone(code - 32_600).map(|zone| Self::Utm(zone, North)),
            32_701..=32_760 => zone(code - 32_700).map(|zone| Self::Utm(zone, South)),
            25_828..=25_838 => zone(code - 25_800).map(|zone| Self::Utm(zone, North)),
            _ => None,
        })
    }

    /// The system that a file names: an EPSG code, a URN or an address of the OGC, a name of the IGN, of
    /// PROJ, of QGIS or of ArcGIS, or its definition as well-known text. `None` for any other.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        let upper = text.to_uppercase();
        // Well-known text: its own code stands last; else its name comes first.
        let name = match upper.split_once('[') {
            Some((_, rest)) => rest.split('"').nth(1).unwrap_or_default().to_owned(),
            None => upper.clone(),
        };
        let code = if upper.contains('[') {
            let last = upper.rsplit_once("\"EPSG\"").map(|(_, rest)| rest);
            last.filter(|rest| rest.bytes().filter(u8::is_ascii_alphabetic).count() == 0)
        } else {
            upper.rsplit([':', '/', '#']).next()
        };
        let digits: String =
            code.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let is_code = code
            .is_some_and(|code| code.chars().all(|c| c.is_ascii_digit() || "\",[] ".contains(c)));
        if is_code && let Some(system) = digits.parse().ok().and_then(Self::of_code) {
            return Some(system);
        }
        let plain: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        Self::of_name(&plain).or_else(|| Self::of_proj(&upper))
    }

    /// By a name of capital letters and digits alone.
    fn of_name(plain: &str) -> Option<Self> {
        let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
        if has(&["WEBMERCATOR", "PSEUDOMERCATOR", "GOOGLEMERCATOR"]) {
            return Some(Self::WebMercator);
        }
        if has(&["LAMBERT93", "LAMB93"]) {
            return Some(Self::Lambert93);
        }
        if has(&["LAMBERTIIETENDU", "LAMBERTIIÉTENDU", "LAMBERT2ETENDU", "LAMBERTZONEII"])
            || plain.ends_with("LAMBE")
        {
            return Some(Self::LambertII);
        }
        if let Some(conic) = (42..=50).find(|degree| plain.ends_with(&format!("CC{degree}"))) {
            return Some(Self::Conic(conic));
        }
        if let Some((_, zone)) = plain.split_once("UTM") {
            let zone = zone.trim_start_matches("ZONE").trim_start_matches("NORD");
            let digits: String = zone.chars().take_while(char::is_ascii_digit).collect();
            let half = zone.get(digits.len()..).unwrap_or_default();
            let half = if half.starts_with('S') { South } else { North };
            let zone = digits.parse().ok().filter(|zone| (1..=60).contains(zone))?;
            return Some(Self::Utm(zone, half));
        }
        let degrees =
            ["WGS84", "WGS1984", "CRS84", "CRS84H", "RGF93", "RGF93G", "ETRS89", "LATLON"];
        let degrees = degrees.iter().any(|known| plain.ends_with(known));
        degrees.then_some(Self::Wgs84)
    }

    /// By a definition in the words of PROJ, in capital letters.
    fn of_proj(upper: &str) -> Option<Self> {
        let value = |key: &str| {
            let mut parts = upper.split_whitespace();
            parts.find_map(|part| part.strip_prefix('+').unwrap_or(part).strip_prefix(key))
        };
        let near = |key: &str, wanted: f64| {
            let found = value(key).and_then(|text| text.parse::<f64>().ok());
            found.is_some_and(|found| (found - wanted).abs() < 1e-6)
        };
        match value("PROJ=")? {
            "LONGLAT" | "LATLONG" => Some(Self::Wgs84),
            "MERC" if near("A=", 6_378_137.0) && near("B=", 6_378_137.0) => Some(Self::WebMercator),
            "WEBMERC" => Some(Self::WebMercator),
            "UTM" => {
                let zone = value("ZONE=")?.parse().ok().filter(|zone| (1..=60).contains(zone))?;
                let south = upper.split_whitespace().any(|part| part == "+SOUTH");
                Some(Self::Utm(zone, if south { South } else { North }))
            }
            "LCC" if near("LAT_1=", 49.0) && near("LAT_2=", 44.0) && near("X_0=", 700_000.0) => {
                Some(Self::Lambert93)
            }
            "LCC" if near("LON_0=", 3.0) && near("X_0=", 1_700_000.0) => {
                (42..=50).find(|degree| near("LAT_0=", f64::from(*degree))).map(Self::Conic)
            }
            "LCC" if near("LAT_1=", 46.8) && near("X_0=", 600_000.0) => Some(Self::LambertII),
            _ => None,
        }
    }

    /// Its definition for `geodesy`, from degrees to metres; `None` for degrees.
    fn definition(self) -> Option<String> {
        match self {
            Self::Wgs84 => None,
            Self::Lambert93 => Some(
                "lcc lat_1=49 lat_2=44 lat_0=46.5 lon_0=3 x_0=700000 y_0=6600000 ellps=GRS80"
                    .to_owned(),
            ),
            Self::Conic(degree) => Some(format!(
                "lcc lat_1={} lat_2={} lat_0={degree} lon_0=3 x_0=1700000 y_0={} ellps=GRS80",
                f64::from(degree) - 0.75,
                f64::from(degree) + 0.75,
                u32::from(degree).saturating_sub(41) * 1_000_000 + 200_000,
            )),
            // Clarke 1880 (IGN), the meridian of Paris, and the three shifts to WGS 84 that the EPSG
            // registry gives (transformation 1193, two metres).
            Self::LambertII => Some(
                "cart ellps=GRS80 | helmert x=168 y=60 z=-320 \
                 | cart inv ellps=6378249.2,293.4660212936265 \
                 | lcc lat_1=46.8 lat_0=46.8 lon_0=2.337229166666667 k_0=0.99987742 \
                   x_0=600000 y_0=2200000 ellps=6378249.2,293.4660212936265"
                    .to_owned(),
            ),
            Self::Utm(zone, half) => Some(format!(
                "utm zone={zone}{} ellps=GRS80",
                if half == South { " south" } else { "" }
            )),
            Self::WebMercator => Some("webmerc".to_owned()),
        }
    }
}

/// Converts positions of a system to places, and places to it.
pub struct Conversion {
    /// `None` for degrees.
    metres: Option<(Minimal, OpHandle)>,
}

impl Conversion {
    /// That of a system; `None` where the library does not know its definition.
    pub fn of(system: System) -> Option<Self> {
        let Some(definition) = system.definition() else { return Some(Self { metres: None }) };
        let mut context = Minimal::default();
        let operation = context.op(&definition).ok()?;
        Some(Self { metres: Some((context, operation)) })
    }

    /// The place of a position: east then north in metres, or longitude then latitude in degrees. `None` when
    /// it is not on the map.
    pub fn place(&self, (x, y): RawPosition) -> Option<Place> {
        if !x.is_finite() || !y.is_finite() {
            return None;
        }
        let (lon, lat) = match &self.metres {
            None => (x, y),
            Some((context, operation)) => {
                let mut moved = [Coor3D::raw(x, y, 0.0)];
                context.apply(*operation, Inv, &mut moved).ok()?;
                let [moved] = moved;
                (moved.0[0].to_degrees(), moved.0[1].to_degrees())
            }
        };
        Place::from_lon_lat(lon, lat).ok()
    }

    /// The position of a longitude and a latitude in degrees: metres east and north.
    pub fn position(&self, lon: f64, lat: f64) -> RawPosition {
        let Some((context, operation)) = &self.metres else { return (lon, lat) };
        let mut moved = [Coor3D::raw(lon.to_radians(), lat.to_radians(), 0.0)];
        match context.apply(*operation, Fwd, &mut moved) {
            Ok(_) => (moved[0].0[0], moved[0].0[1]),
            Err(_) => (f64::NAN, f64::NAN),
        }
    }
}

/// Whether a place lies on French ground, or near it.
pub fn in_france(place: Place) -> bool {
    FRANCE.iter().any(|[west, south, east, north]| {
        (*west..=*east).contains(&place.lon()) && (*south..=*north).contains(&place.lat())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Computed with PROJ 9.1: `gdaltransform -s_srs EPSG:… -t_srs EPSG:4326`.
    const CONTROL: [(u32, RawPosition, (f64, f64)); 8] = [
        (2154, (700_000.0, 6_600_000.0), (3.0, 46.5)),
        (2154, (649_000.0, 6_977_000.0), (2.290_851_790_135_1, 49.889_656_384_114)),
        (2154, (893_000.0, 6_247_000.0), (5.377_293_450_289_83, 43.296_018_125_780_5)),
        (3857, (255_000.0, 6_410_000.0), (2.290_703_974_504_79, 49.790_077_380_355_3)),
        (2975, (340_000.0, 7_690_000.0), (55.461_815_801_143_2, -20.883_318_691_290_5)),
        (27_572, (600_000.0, 2_540_000.0), (2.336_490_753_597_55, 49.856_480_342_452_5)),
        (3950, (1_649_000.0, 9_187_000.0), (2.290_341_970_547_24, 49.880_937_466_733_7)),
        (3948, (1_300_000.0, 7_150_000.0), (-2.305_984_516_416_1, 47.426_411_582_724_3)),
    ];

    #[test]
    fn conversions_agree_with_proj_to_the_centimetre() {
        for (code, position, (lon, lat)) in CONTROL {
            let system = System::of_code(code).expect("known");
            let conversion = Conversion::of(system).expect("defined");
            let place = conversion.place(position).expect("on the map");
            let there = Place::from_lon_lat(lon, lat).expect("on the map");
            assert!(place.metres_to(there) < 0.03, "{code}: {} m", place.metres_to(there));
            let (x, y) = conversion.position(lon, lat);
            assert!((x - position.0).hypot(y - position.1) < 0.02, "{code}: {x} {y}");
        }
    }

    #[test]
    fn every_system_is_defined_and_bears_its_code() {
        for system in System::all() {
            assert!(Conversion::of(system).is_some(), "{}", system.name());
            assert_eq!(System::of_code(system.epsg()), Some(system));
        }
    }

    #[test]
    fn a_system_is_known_by_the_names_that_programs_write() {
        for (text, system) in [
            ("urn:ogc:def:crs:EPSG::2154", System::Lambert93),
            ("EPSG:9794", System::Lambert93),
            ("http://www.opengis.net/def/crs/EPSG/0/2154", System::Lambert93),
            ("http://www.opengis.net/gml/srs/epsg.xml#2154", System::Lambert93),
            ("2154", System::Lambert93),
            ("IGNF:LAMB93", System::Lambert93),
            ("RGF93 v1 / Lambert-93", System::Lambert93),
            (
                "PROJCS[\"RGF93_Lambert_93\",GEOGCS[\"GCS_RGF_1993\",DATUM[\"D_RGF_1993\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]]],UNIT[\"Meter\",1.0]]",
                System::Lambert93,
            ),
            (
                "PROJCS[\"x\",GEOGCS[\"RGF93\",AUTHORITY[\"EPSG\",\"4171\"]],AUTHORITY[\"EPSG\",\"3947\"]]",
                System::Conic(47),
            ),
            ("RGF93_CC50", System::Conic(50)),
            ("IGNF:RGF93CC44", System::Conic(44)),
            ("IGNF:LAMBE", System::LambertII),
            ("NTF (Paris) / Lambert zone II", System::LambertII),
            ("WGS 84", System::Wgs84),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", System::Wgs84),
            ("OGC:CRS84h", System::Wgs84),
            ("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]", System::Wgs84),
            ("WGS 84 / Pseudo-Mercator", System::WebMercator),
            ("EPSG:900913", System::WebMercator),
            ("WGS_1984_UTM_Zone_31N", System::Utm(31, North)),
            ("RGR92 / UTM zone 40S", System::Utm(40, South)),
            ("+proj=utm +zone=20 +ellps=GRS80 +units=m", System::Utm(20, North)),
            ("+proj=longlat +datum=WGS84 +no_defs", System::Wgs84),
            (
                "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000",
                System::Lambert93,
            ),
        ] {
            assert_eq!(System::named(text), Some(system), "{text}");
        }
        for text in ["", "EPSG:31370", "EPSG:21781", "local", "PROJCS[\"Belge_Lambert_1972\"]"] {
            assert_eq!(System::named(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn there_and_back_is_the_same_place(lon in -4.0..8.0_f64, lat in 42.5..50.9_f64) {
            let there = Place::from_lon_lat(lon, lat).unwrap();
            for system in [System::Lambert93, System::WebMercator, System::LambertII, System::Conic(46)] {
                let conversion = Conversion::of(system).unwrap();
                let back = conversion.place(conversion.position(lon, lat)).unwrap();
                prop_assert!(back.metres_to(there) < 0.05, "{}: {}", system.name(), back.metres_to(there));
            }
        }

        #[test]
        fn any_name_is_known_or_not(text in "\\PC{0,60}") {
            let _ = System::named(&text);
        }
    }
}
