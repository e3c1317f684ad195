//! Points on the ground, in WGS 84, and metres between them.

use geo::{Bearing, Destination, Distance, Haversine, Point};

/// A point on the ground: WGS 84, kept in ten-millionths of a degree (at most 1.1 cm), always in
/// range. Whole numbers come back from disk as they went, and can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Place {
    lon_e7: i32,
    lat_e7: i32,
}

const E7: f64 = 1e7;

/// Why two numbers are not a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PlaceError {
    /// The longitude is not finite or lies outside -180..=180 degrees.
    Longitude(f64),
    /// The latitude is not finite or lies outside -90..=90 degrees.
    Latitude(f64),
}

impl std::fmt::Display for PlaceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Longitude(value) => write!(f, "longitude {value} is outside -180..=180"),
            Self::Latitude(value) => write!(f, "latitude {value} is outside -90..=90"),
        }
    }
}

impl std::error::Error for PlaceError {}

impl Place {
    /// Zero degrees east, zero degrees north: the middle of a map of nothing.
    pub const ZERO: Self = Self { lon_e7: 0, lat_e7: 0 };

    /// Whether it is where longitude and latitude are zero, or within a kilometre: no receiver is
    /// there, at sea, but many say so that know nothing.
    pub fn is_nowhere(self) -> bool {
        const KILOMETRE_E7: u32 = 90_000;
        self.lon_e7.unsigned_abs() < KILOMETRE_E7 && self.lat_e7.unsigned_abs() < KILOMETRE_E7
    }

    /// A place from longitude and latitude in degrees, in the order of GeoJSON.
    ///
    /// # Errors
    /// When a number is not finite or out of range.
    pub fn from_lon_lat(lon: f64, lat: f64) -> Result<Self, PlaceError> {
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PlaceError::Longitude(lon));
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PlaceError::Latitude(lat));
        }
        // In range, so the products fit: 1.8e9 is below 2^31.
        #[expect(clippy::cast_possible_truncation, reason = "see above")]
        let e7 = |degrees: f64| (degrees * E7).round() as i32;
        Ok(Self { lon_e7: e7(lon), lat_e7: e7(lat) })
    }

    /// A place from ten-millionths of a degree, longitude first; `None` out of range.
    pub fn from_e7(lon_e7: i64, lat_e7: i64) -> Option<Self> {
        let lon_e7 = i32::try_from(lon_e7).ok().filter(|lon| lon.abs() <= 1_800_000_000)?;
        let lat_e7 = i32::try_from(lat_e7).ok().filter(|lat| lat.abs() <= 900_000_000)?;
        Some(Self { lon_e7, lat_e7 })
    }

    /// Ten-millionths of a degree, longitude first.
    pub fn e7(self) -> (i32, i32) {
        (self.lon_e7, self.lat_e7)
    }

    /// A place typed or pasted as maps show it: latitude, then longitude, in degrees, with a point
    /// or a comma as decimal sign. `None` when it is anything else.
    pub fn from_typed(text: &str) -> Option<Self> {
        let text = text.trim();
        let halves = text
            .split_once(';')
            .or_else(|| text.split_once(", "))
            .or_else(|| text.split_once(char::is_whitespace))
            .or_else(|| text.split_once(',').filter(|(_, lon)| !lon.contains(',')))?;
        Self::from_e7(typed_e7(halves.1)?, typed_e7(halves.0)?)
    }

    /// Latitude and longitude in degrees, six decimals: as maps show them, and as
    /// [`Self::from_typed`] reads them.
    pub fn typed(self) -> String {
        let degrees = |e7: i32| {
            let micro = (e7.unsigned_abs() + 5) / 10;
            let sign = if e7 < 0 { "-" } else { "" };
            format!("{sign}{}.{:06}", micro / 1_000_000, micro % 1_000_000)
        };
        format!("{}, {}", degrees(self.lat_e7), degrees(self.lon_e7))
    }

    /// Degrees east.
    pub fn lon(self) -> f64 {
        f64::from(self.lon_e7) / E7
    }

    /// Degrees north.
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) / E7
    }

    /// Great-circle distance in metres (haversine, mean Earth radius).
    pub fn metres_to(self, other: Self) -> f64 {
        Haversine.distance(Point::from(self), Point::from(other))
    }

    /// Bearing towards another place: degrees clockwise from north, 0..360.
    pub fn bearing_to(self, other: Self) -> f64 {
        Haversine.bearing(Point::from(self), Point::from(other)).rem_euclid(360.0)
    }

    /// The place `metres` away in the direction `bearing` (degrees clockwise from north).
    pub fn moved(self, bearing: f64, metres: f64) -> Self {
        let point = Haversine.destination(Point::from(self), bearing, metres);
        Self::from_lon_lat(point.x(), point.y()).unwrap_or(self)
    }
}

/// Degrees with a point or a comma, in ten-millionths; further decimals are dropped.
fn typed_e7(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !is_number(whole) || !is_number(part) {
        return None;
    }
    let decimals = part.bytes().chain(std::iter::repeat(b'0')).take(7);
    let e7 = whole.bytes().chain(decimals).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some(if negative { -e7 } else { e7 })
}

impl From<Place> for Point {
    fn from(place: Place) -> Self {
        Self::new(place.lon(), place.lat())
    }
}

/// Length of a line in metres; zero for fewer than two places.
pub fn line_length_m(line: &[Place]) -> f64 {
    line.windows(2)
        .map(|pair| match pair {
            [from, to] => from.metres_to(*to),
            _ => 0.0,
        })
        .sum()
}

/// Flat metres east and north of an origin: good to a few centimetres over a neighbourhood.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LocalFrame {
    origin: Place,
    metres_per_degree_lon: f64,
}

/// Metres per degree of latitude on the sphere that [`Place::metres_to`] uses.
const METRES_PER_DEGREE: f64 = 111_195.0;

impl LocalFrame {
    /// A frame whose zero is `origin`.
    pub fn around(origin: Place) -> Self {
        Self {
            origin,
            metres_per_degree_lon: METRES_PER_DEGREE * origin.lat().to_radians().cos().max(1e-6),
        }
    }

    /// Metres east and north of the origin.
    pub fn local_from_place(self, place: Place) -> (f64, f64) {
        (
            (place.lon() - self.origin.lon()) * self.metres_per_degree_lon,
            (place.lat() - self.origin.lat()) * METRES_PER_DEGREE,
        )
    }

    /// The place at metres east and north of the origin.
    ///
    /// # Errors
    /// When the point falls off the map.
    pub fn place_from_local(self, (east, north): (f64, f64)) -> Result<Place, PlaceError> {
        Place::from_lon_lat(
            self.origin.lon() + east / self.metres_per_degree_lon,
            self.origin.lat() + north / METRES_PER_DEGREE,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_coordinates() {
        let read = |text| Place::from_typed(text).map(|place| (place.lat(), place.lon()));
        for text in [
            "49.8709, 2.2935",
            "49,8709 2,2935",
            "49.8709,2.2935",
            " 49.8709;2.2935 ",
            "49,8709; 2,2935",
        ] {
            assert_eq!(read(text), Some((49.8709, 2.2935)), "{text}");
        }
        assert_eq!(read("-12.5, -7.00000019"), Some((-12.5, -7.000_000_1)));
        let place = Place::from_lon_lat(-2.2935, 49.8709).unwrap();
        assert_eq!(place.typed(), "49.870900, -2.293500");
        assert_eq!(Place::from_typed(&place.typed()), Some(place));
        for text in
            ["", "49.8709", "nord, est", "NaN, inf", "91, 2", "49.8709, 2.2935, 3", "1e400, 2"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_on_earth_is_refused_with_its_value() {
        for (lon, lat) in [(181.0, 0.0), (f64::NAN, 0.0), (0.0, -90.5), (0.0, f64::INFINITY)] {
            assert!(Place::from_lon_lat(lon, lat).is_err(), "{lon} {lat}");
        }
        assert_eq!(
            Place::from_lon_lat(0.0, 97.2).unwrap_err().to_string(),
            "latitude 97.2 is outside -90..=90"
        );
    }

    #[test]
    fn the_local_frame_goes_there_and_back() {
        let origin = Place::from_lon_lat(2.3, 49.87).unwrap();
        let frame = LocalFrame::around(origin);
        let place = origin.moved(73.0, 420.0);
        let back = frame.place_from_local(frame.local_from_place(place)).unwrap();
        assert!(back.metres_to(place) < 0.01);
        let (east, north) = frame.local_from_place(place);
        assert!((east.hypot(north) - 420.0).abs() < 0.2);
    }
}
