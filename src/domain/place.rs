//! Points on the ground, in WGS 84, and metres between them.

use geo::{Bearing, Destination, Distance, Haversine, Point};

/// A point on the ground: WGS 84, longitude and latitude in degrees, always finite and in range.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    lon: f64,
    lat: f64,
}

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
        Ok(Self { lon, lat })
    }

    /// A place typed or pasted as maps show it: latitude, then longitude, in degrees, with a point
    /// or a comma as decimal sign. `None` when it is anything else.
    pub fn from_typed(text: &str) -> Option<Self> {
        let number = |text: &str| text.trim().replace(',', ".").parse::<f64>().ok();
        let text = text.trim();
        let halves = text
            .split_once(';')
            .or_else(|| text.split_once(", "))
            .or_else(|| text.split_once(char::is_whitespace))
            .or_else(|| text.split_once(',').filter(|(_, lon)| !lon.contains(',')))?;
        Self::from_lon_lat(number(halves.1)?, number(halves.0)?).ok()
    }

    /// Degrees east.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// Degrees north.
    pub fn lat(self) -> f64 {
        self.lat
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

    /// Both coordinates rounded to six decimals, about 0.1 m: what leaves the phone.
    pub fn rounded(self) -> Self {
        let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
        Self { lon: round(self.lon), lat: round(self.lat) }
    }
}

impl From<Place> for Point {
    fn from(place: Place) -> Self {
        Self::new(place.lon, place.lat)
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
            metres_per_degree_lon: METRES_PER_DEGREE * origin.lat.to_radians().cos().max(1e-6),
        }
    }

    /// Metres east and north of the origin.
    pub fn local_from_place(self, place: Place) -> (f64, f64) {
        (
            (place.lon - self.origin.lon) * self.metres_per_degree_lon,
            (place.lat - self.origin.lat) * METRES_PER_DEGREE,
        )
    }

    /// The place at metres east and north of the origin.
    ///
    /// # Errors
    /// When the point falls off the map.
    pub fn place_from_local(self, (east, north): (f64, f64)) -> Result<Place, PlaceError> {
        Place::from_lon_lat(
            self.origin.lon + east / self.metres_per_degree_lon,
            self.origin.lat + north / METRES_PER_DEGREE,
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
