//! The legal time of a place: that of France and its territories, whatever zone a phone is set to.
//!
//! Sources: Decree no. 2017-292 of 6 March 2017 on legal time in France, territory by territory;
//! Directive 2000/84/EC, articles 2 and 3, for summer time (from the last Sunday of March to the last
//! of October, at 01:00 UTC); the time zone database for Saint-Pierre-et-Miquelon, which follows
//! the change of North America (from the second Sunday of March to the first of November, at 02:00).
//! The same hours hold in the neighbours of metropolitan France on the continent.

use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;

/// Who changes to summer time, and when.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Summer {
    Never,
    Europe,
    NorthAmerica,
}

/// West, south, east and north in degrees; minutes east of UTC in winter. The more particular place
/// first. The boxes hold no other land but that of neighbours with the same time, the British coast
/// left out.
const REGIONS: [([f64; 4], i16, Summer); 14] = [
    // Metropolitan France: south of the Channel, its eastern coast, the north.
    ([-5.3, 41.2, 9.8, 49.8], 60, Summer::Europe),
    ([0.3, 49.8, 8.5, 50.1], 60, Summer::Europe),
    ([1.45, 50.1, 8.5, 51.2], 60, Summer::Europe),
    // Guadeloupe, Martinique, Saint-Martin, Saint-Barthélemy.
    ([-63.3, 14.3, -60.7, 18.2], -240, Summer::Never),
    // Guyane.
    ([-54.7, 2.0, -51.5, 5.9], -180, Summer::Never),
    // Saint-Pierre-et-Miquelon.
    ([-56.6, 46.6, -56.0, 47.2], -180, Summer::NorthAmerica),
    // La Réunion, Mayotte.
    ([55.1, -21.5, 55.9, -20.8], 240, Summer::Never),
    ([44.9, -13.1, 45.4, -12.5], 180, Summer::Never),
    // Nouvelle-Calédonie, Wallis-et-Futuna.
    ([158.0, -23.0, 172.2, -17.5], 660, Summer::Never),
    ([-178.3, -14.5, -176.0, -13.1], 720, Summer::Never),
    // Polynésie française: Marquises, Gambier, the rest.
    ([-141.0, -11.0, -138.2, -7.7], -570, Summer::Never),
    ([-135.6, -23.8, -134.4, -22.6], -540, Summer::Never),
    ([-155.0, -28.0, -134.0, -7.0], -600, Summer::Never),
    // Terres australes: Kerguelen, Crozet, Saint-Paul and Amsterdam.
    ([50.0, -50.0, 78.0, -37.0], 300, Summer::Never),
];

/// Minutes to add to UTC for the legal time of a place at an instant; `None` outside France, where
/// nobody but the phone says.
pub fn offset_min(place: Place, utc_ms: i64) -> Option<i16> {
    let (lon, lat) = (place.lon(), place.lat());
    let holds = |[west, south, east, north]: &[f64; 4]| {
        (*west..=*east).contains(&lon) && (*south..=*north).contains(&lat)
    };
    let (_, winter, summer) = REGIONS.iter().find(|(region, ..)| holds(region))?;
    Some(winter + if is_summer(*summer, *winter, utc_ms) { 60 } else { 0 })
}

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

fn is_summer(rule: Summer, winter_min: i16, utc_ms: i64) -> bool {
    // No change falls on the night in which the years of two clocks differ.
    let (year, ..) = Stamp { utc_ms, offset_min: 0 }.year_month_day();
    let winter_ms = i64::from(winter_min) * 60_000;
    let between = |(from, from_hour): (Option<i64>, i64), (to, to_hour): (Option<i64>, i64)| {
        let at = |day: Option<i64>, hour: i64| Some(day? + hour * HOUR_MS);
        let (from, to) = (at(from, from_hour), at(to, to_hour));
        from.zip(to).is_some_and(|(from, to)| (from..to).contains(&utc_ms))
    };
    match rule {
        Summer::Never => false,
        Summer::Europe => between((sunday(year, 3, 25), 1), (sunday(year, 10, 25), 1)),
        Summer::NorthAmerica => {
            let here = |day: Option<i64>, ahead_ms: i64| Some(day? - winter_ms - ahead_ms);
            let from = here(sunday(year, 3, 8), 0);
            between((from, 2), (here(sunday(year, 11, 1), HOUR_MS), 2))
        }
    }
}

/// Midnight UTC (ms since 1970) of the first Sunday on or after a day.
fn sunday(year: i32, month: u8, day: u8) -> Option<i64> {
    let day = time::Date::from_calendar_date(year, time::Month::try_from(month).ok()?, day).ok()?;
    let ahead = (7 - i64::from(day.weekday().number_days_from_sunday())) % 7;
    Some(day.midnight().assume_utc().unix_timestamp() * 1000 + ahead * DAY_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> i64 {
        let number = |from: usize, to: usize| text[from..to].parse::<u8>().unwrap();
        let year = text[..4].parse().unwrap();
        let month = time::Month::try_from(number(5, 7)).unwrap();
        let day = time::Date::from_calendar_date(year, month, number(8, 10)).unwrap();
        let at = day.with_hms(number(11, 13), number(14, 16), number(17, 19)).unwrap();
        at.assume_utc().unix_timestamp() * 1000
    }

    fn at(lon: f64, lat: f64, when: &str) -> Option<i16> {
        offset_min(Place::from_lon_lat(lon, lat).unwrap(), utc(when))
    }

    #[test]
    fn the_hour_changes_in_the_night_of_the_last_sunday() {
        for (year, march, october) in
            [(2024, 31, 27), (2025, 30, 26), (2026, 29, 25), (2027, 28, 31), (2030, 31, 27)]
        {
            let amiens = |when: String| at(2.30, 49.87, &when);
            assert_eq!(amiens(format!("{year}-03-{march}T00:59:59")), Some(60), "{year}");
            assert_eq!(amiens(format!("{year}-03-{march}T01:00:00")), Some(120), "{year}");
            assert_eq!(amiens(format!("{year}-10-{october}T00:59:59")), Some(120), "{year}");
            assert_eq!(amiens(format!("{year}-10-{october}T01:00:00")), Some(60), "{year}");
        }
        // Saint-Pierre: 02:00 of its own clock, 05:00 UTC in winter and 04:00 in summer.
        for (when, offset) in [
            ("2026-03-08T04:59:59", -180),
            ("2026-03-08T05:00:00", -120),
            ("2026-11-01T03:59:59", -120),
            ("2026-11-01T04:00:00", -180),
        ] {
            assert_eq!(at(-56.17, 46.78, when), Some(offset), "{when}");
        }
    }

    #[test]
    fn every_territory_has_its_time() {
        let summer = "2026-07-14T12:00:00";
        for (name, lon, lat, offset) in [
            ("Brest", -4.49, 48.39, 120),
            ("Ajaccio", 8.74, 41.93, 120),
            ("Calais", 1.85, 50.95, 120),
            ("Dieppe", 1.08, 49.92, 120),
            ("Dunkerque", 2.38, 51.03, 120),
            ("Strasbourg", 7.75, 48.58, 120),
            ("Pointe-à-Pitre", -61.53, 16.24, -240),
            ("Fort-de-France", -61.07, 14.60, -240),
            ("Marigot", -63.08, 18.07, -240),
            ("Cayenne", -52.33, 4.94, -180),
            ("Saint-Denis", 55.45, -20.88, 240),
            ("Mamoudzou", 45.23, -12.78, 180),
            ("Nouméa", 166.46, -22.28, 660),
            ("Mata-Utu", -176.17, -13.28, 720),
            ("Papeete", -149.57, -17.53, -600),
            ("Taiohae", -140.10, -8.91, -570),
            ("Rikitea", -134.97, -23.12, -540),
        ] {
            assert_eq!(at(lon, lat, summer), Some(offset), "{name}");
        }
        for (name, lon, lat) in
            [("London", -0.12, 51.5), ("Dover", 1.31, 51.13), ("Plymouth", -4.14, 50.37)]
        {
            assert_eq!(at(lon, lat, summer), None, "{name}");
        }
    }
}
