//! A day of the calendar, as people write it into an answer or a form: no hour, no zone.

use std::fmt;

/// A day that exists. Two of them are in order as days are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CalendarDate(time::Date);

impl CalendarDate {
    /// The day of a year (0 to 9999), month (1 to 12) and day of the month; `None` when there is no
    /// such day.
    pub fn of(year: u16, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        // Four figures are all that the written form has.
        let year = Some(i32::from(year)).filter(|year| *year < 10_000)?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`, and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-');
        let mut digits = |width: usize| {
            let part = parts.next()?;
            (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let (year, month, day) = (digits(4)?, digits(2)?, digits(2)?);
        Self::of(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// Year, month (1 to 12) and day of the month.
    pub fn year_month_day(self) -> (i32, u8, u8) {
        (self.0.year(), self.0.month().into(), self.0.day())
    }

    /// Days from this one to another; negative when that one is before.
    pub fn days_to(self, other: Self) -> i64 {
        i64::from(other.0.to_julian_day()) - i64::from(self.0.to_julian_day())
    }

    /// So many days later; `None` beyond the years that can be written.
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let day = i64::from(self.0.to_julian_day()).checked_add(days)?;
        let date = time::Date::from_julian_day(i32::try_from(day).ok()?).ok()?;
        (0..10_000).contains(&date.year()).then_some(Self(date))
    }
}

/// As it is stored, exported and parsed: `YYYY-MM-DD`.
impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.year_month_day();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// A date as it is written; nothing when there is none.
pub fn written(date: Option<CalendarDate>) -> String {
    date.map_or(String::new(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> CalendarDate {
        CalendarDate::parse(text).unwrap()
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(day("2026-02-27").days_to(day("2026-03-01")), 2);
        assert_eq!(day("2024-02-28").days_to(day("2024-03-01")), 2);
        assert_eq!(day("2025-12-31").days_to(day("2026-01-01")), 1);
        assert_eq!(day("2026-03-01").days_to(day("2026-02-27")), -2);
        assert_eq!(day("2026-02-28").plus_days(1), Some(day("2026-03-01")));
        assert!(day("2025-12-31") < day("2026-01-01"));
    }

    #[test]
    fn only_days_that_exist_in_one_form_are_read() {
        for text in [
            "",
            "2026-02-30",
            "2025-02-29",
            "05/11/2026",
            "2026-2-3",
            "2026-02-03T10:00",
            "+026-02-03",
        ] {
            assert_eq!(CalendarDate::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(year in 0u16..10_000, month in 1u8..13, of_month in 1u8..29) {
            let date = CalendarDate::of(year, month, of_month).unwrap();
            prop_assert_eq!(CalendarDate::parse(&date.to_string()), Some(date));
            prop_assert_eq!(CalendarDate::parse(&date.to_string()).unwrap().days_to(date), 0);
        }
    }
}
