//! Moments as the phone's clock said them, with the wall clock of the place.

use time::{OffsetDateTime, UtcOffset};

use crate::domain::date::CalendarDate;

/// An instant: milliseconds since 1970-01-01T00:00Z, and the offset of the wall clock at that
/// instant in minutes east of UTC (Paris in winter: 60). The phone's clock may be wrong; nothing
/// in the core takes two stamps of two phones to be in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Stamp {
    /// Milliseconds since the Unix epoch, UTC.
    pub utc_ms: i64,
    /// Minutes to add to UTC to get local time.
    pub offset_min: i16,
}

/// A clock before this day (2020-01-01T00:00Z, ms) was never set.
const EARLIEST_PLAUSIBLE_MS: i64 = 1_577_836_800_000;

/// Clocks that differ by no more (ms) agree: nobody is told, and nothing is written of it.
pub const CLOCK_OFF_MS: i64 = 120_000;

impl Stamp {
    fn local(self) -> OffsetDateTime {
        let offset = UtcOffset::from_whole_seconds(i32::from(self.offset_min) * 60)
            .unwrap_or(UtcOffset::UTC);
        let millis = self.utc_ms.clamp(-62_000_000_000_000, 250_000_000_000_000);
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .to_offset(offset)
    }

    /// Local date, `YYYY-MM-DD`.
    pub fn date(self) -> String {
        let local = self.local();
        format!("{:04}-{:02}-{:02}", local.year(), u8::from(local.month()), local.day())
    }

    /// The same as a day of the calendar; `None` for a clock that is not in our era.
    pub fn calendar_date(self) -> Option<CalendarDate> {
        CalendarDate::parse(&self.date())
    }

    /// Local wall-clock time, `HH:MM:SS`, without a zone.
    pub fn time(self) -> String {
        let local = self.local();
        format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())
    }

    /// Local wall-clock time, `HH:MM`, for reading.
    pub fn hour_minute(self) -> String {
        let mut time = self.time();
        time.truncate(5);
        time
    }

    /// The beginning of its local day.
    pub fn midnight(self) -> Self {
        let local = self.utc_ms + i64::from(self.offset_min) * 60_000;
        self.at(self.utc_ms - local.rem_euclid(86_400_000))
    }

    /// Local year, month (1..=12) and day (1..=31).
    pub fn year_month_day(self) -> (i32, u8, u8) {
        let local = self.local();
        (local.year(), local.month().into(), local.day())
    }

    /// Day of the week, 0 = Monday.
    pub fn weekday(self) -> u8 {
        self.local().weekday().number_days_from_monday()
    }

    /// Whether the clock that made this stamp was ever set (a phone without battery wakes in 1970).
    pub fn is_plausible(self) -> bool {
        self.utc_ms >= EARLIEST_PLAUSIBLE_MS
    }

    /// The same wall clock at another instant.
    pub fn at(self, utc_ms: i64) -> Self {
        Self { utc_ms, ..self }
    }

    /// Milliseconds from an earlier stamp to this one; zero when the clock went backwards.
    pub fn ms_since(self, earlier: Self) -> i64 {
        self.utc_ms.saturating_sub(earlier.utc_ms).max(0)
    }

    /// The full hour of the wall clock before it, also where the offset is half an hour.
    pub fn full_hour(self) -> Self {
        const HOUR_MS: i64 = 3_600_000;
        let into = self.utc_ms.saturating_add(i64::from(self.offset_min) * 60_000);
        self.at(self.utc_ms.saturating_sub(into.rem_euclid(HOUR_MS)))
    }
}

/// Whether a text is a calendar date `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    CalendarDate::parse(text).is_some()
}

/// Whether a text is a wall-clock time `HH:MM` or `HH:MM:SS`.
pub fn is_time(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below = |part: &&str, limit: u8| {
        part.len() == 2 && part.parse::<u8>().is_ok_and(|value| value < limit)
    };
    match parts.as_slice() {
        [hour, minute] => below(hour, 24) && below(minute, 60),
        [hour, minute, second] => below(hour, 24) && below(minute, 60) && below(second, 60),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_clock_is_the_one_of_the_place() {
        let stamp = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
        assert_eq!((stamp.date().as_str(), stamp.time().as_str()), ("2025-11-05", "18:42:00"));
    }

    #[test]
    fn a_clock_never_set_is_seen_and_still_written() {
        let stamp = Stamp { utc_ms: 12_000, offset_min: 60 };
        assert!(!stamp.is_plausible());
        assert_eq!(stamp.date(), "1970-01-01");
        assert_eq!(Stamp { utc_ms: i64::MIN, offset_min: i16::MAX }.date().len(), 10);
    }

    #[test]
    fn a_full_hour_is_one_of_the_wall_clock() {
        for offset_min in [60, 330, 345, -210, 840] {
            let stamp = Stamp { utc_ms: 1_762_364_520_123, offset_min };
            let hour = stamp.full_hour();
            assert!(hour.time().ends_with(":00:00"), "{offset_min}");
            assert!((0..3_600_000).contains(&stamp.ms_since(hour)));
        }
        let last = Stamp { utc_ms: i64::MAX, offset_min: i16::MAX };
        assert!(
            last.full_hour() <= last
                && last.ms_since(Stamp { utc_ms: i64::MIN, offset_min: 0 }) > 0
        );
    }

    #[test]
    fn dates_and_times_are_checked() {
        assert!(is_date("2024-02-29") && !is_date("2025-02-29") && !is_date("05/11/2026"));
        assert!(is_time("18:15") && is_time("18:15:59") && !is_time("24:00") && !is_time("8:1"));
    }
}
