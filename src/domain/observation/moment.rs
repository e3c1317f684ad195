//! Day, dusk, night, dawn: from the sun's altitude at the place, never from the hour.

use crate::domain::code::codes;
use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;

codes! {
    /// What the light of the sky was.
    Moment {
        Dawn "dawn" "Aube" "Dawn" "sunrise",
        Day "day" "Jour" "Day" "sun",
        Dusk "dusk" "Crépuscule" "Dusk" "sunset",
        Night "night" "Nuit" "Night" "moon",
    }
}

/// Sunrise and sunset: the upper limb on the horizon with standard refraction, in degrees.
const HORIZON_DEG: f64 = -0.833;
/// End of civil twilight, in degrees.
const CIVIL_TWILIGHT_DEG: f64 = -6.0;

impl Moment {
    /// The moment at a place and an instant (UTC inside, so no wall clock can mislead it).
    pub fn at(place: Place, stamp: Stamp) -> Self {
        let altitude = altitude_deg(place, stamp.utc_ms);
        if altitude > HORIZON_DEG {
            return Self::Day;
        }
        if altitude <= CIVIL_TWILIGHT_DEG {
            return Self::Night;
        }
        let rising = altitude_deg(place, stamp.utc_ms + 60_000) > altitude;
        if rising { Self::Dawn } else { Self::Dusk }
    }

    /// Whether lamps matter: everything but day.
    pub fn is_dark(self) -> bool {
        self != Self::Day
    }
}

/// Altitude of the sun's centre above the horizon in degrees, without refraction.
fn altitude_deg(place: Place, utc_ms: i64) -> f64 {
    sun::pos(utc_ms, place.lat(), place.lon()).altitude.to_degrees()
}

/// Sunset on the local day of a stamp, `HH:MM:SS` wall clock; `None` where the sun does not set.
///
/// Found by bisection on the altitude, so that it agrees with [`Moment::at`] to the second.
pub fn sunset(place: Place, day: Stamp) -> Option<String> {
    const HOUR_MS: i64 = 3_600_000;
    let offset_ms = i64::from(day.offset_min) * 60_000;
    let midnight = (day.utc_ms + offset_ms).div_euclid(24 * HOUR_MS) * 24 * HOUR_MS - offset_ms;
    let is_up = |ms: i64| altitude_deg(place, ms) > HORIZON_DEG;
    let hour = (0..24)
        .rev()
        .find(|hour| is_up(midnight + hour * HOUR_MS) && !is_up(midnight + (hour + 1) * HOUR_MS))?;
    let (mut up, mut down) = (midnight + hour * HOUR_MS, midnight + (hour + 1) * HOUR_MS);
    while down - up > 500 {
        let middle = up + (down - up) / 2;
        if is_up(middle) { up = middle } else { down = middle }
    }
    Some(day.at(down).time())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amiens() -> Place {
        Place::from_lon_lat(2.30, 49.87).unwrap()
    }

    fn local(date: (i32, u8, u8), hour: u8, minute: u8, offset_min: i16) -> Stamp {
        let day =
            time::Date::from_calendar_date(date.0, time::Month::try_from(date.1).unwrap(), date.2)
                .unwrap();
        let utc = day.with_hms(hour, minute, 0).unwrap().assume_utc().unix_timestamp()
            - i64::from(offset_min) * 60;
        Stamp { utc_ms: utc * 1000, offset_min }
    }

    /// Sunset and end of civil dusk computed for Amiens with the NOAA approximation.
    #[test]
    fn the_year_in_amiens() {
        for (date, offset, sunset_at, dusk_end) in [
            ((2026, 3, 20), 60, (19, 2), (19, 34)),
            ((2026, 6, 21), 120, (22, 2), (22, 47)),
            ((2026, 9, 22), 120, (19, 50), (20, 22)),
            ((2026, 11, 5), 60, (17, 22), (17, 57)),
            ((2026, 12, 21), 60, (16, 51), (17, 30)),
        ] {
            let at = |(hour, minute): (u8, u8), shift_min: i64| {
                let stamp = local(date, hour, minute, offset);
                Moment::at(amiens(), stamp.at(stamp.utc_ms + shift_min * 60_000))
            };
            assert_eq!(at(sunset_at, -3), Moment::Day, "{date:?}");
            assert_eq!(at(sunset_at, 3), Moment::Dusk, "{date:?}");
            assert_eq!(at(dusk_end, -3), Moment::Dusk, "{date:?}");
            assert_eq!(at(dusk_end, 3), Moment::Night, "{date:?}");
            let noon = local(date, 12, 0, offset);
            let found = sunset(amiens(), noon).unwrap();
            let minutes = |text: &str| {
                text[..2].parse::<i32>().unwrap() * 60 + text[3..5].parse::<i32>().unwrap()
            };
            let expected = i32::from(sunset_at.0) * 60 + i32::from(sunset_at.1);
            assert!((minutes(&found) - expected).abs() <= 2, "{date:?}: {found}");
        }
    }

    #[test]
    fn the_hour_alone_says_nothing() {
        assert_eq!(Moment::at(amiens(), local((2026, 6, 21), 21, 30, 120)), Moment::Day);
        assert_eq!(Moment::at(amiens(), local((2026, 12, 21), 17, 45, 60)), Moment::Night);
        assert_eq!(Moment::at(amiens(), local((2026, 12, 21), 8, 25, 60)), Moment::Dawn);
    }

    #[test]
    fn there_is_no_sunset_in_the_polar_summer() {
        let tromso = Place::from_lon_lat(18.95, 69.65).unwrap();
        assert_eq!(sunset(tromso, local((2026, 6, 21), 12, 0, 120)), None);
    }
}
