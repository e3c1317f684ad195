//! How old a fix is: what its own stamp says, held against the time that passed on this page.
//!
//! The phone's clock may be wrong, and a fix may be one that was remembered from elsewhere. Both look
//! the same in one fix: a stamp that is not the phone's time. They differ in the second one. A stamp
//! that goes on as time goes on was made just now, whatever the clock says; one that stands still
//! was remembered.
//!
//! The rule: a fix whose stamp is the phone's time within [`FRESH_MS`] is as old as they differ. Any
//! other one says nothing until a second one is as far from the time of the page as it was; then
//! both were measured when they arrived, and what is as far from it afterwards is as fresh.
//!
//! What it cannot know: a single fix remembered for exactly as long as the phone's clock is slow
//! looks new; the only fix of a receiver that gives no second one is not used while the clock is
//! off by more than [`FRESH_MS`]; a stamp that is no time of ours (before 2020: a receiver without a
//! clock, a week counter that began again) tells nothing, so the fix counts as new.

use crate::domain::stamp::Stamp;

/// A fix older than this (ms) is not where the observer stands now.
pub const FRESH_MS: i64 = 15_000;
/// Two fixes are as late as each other when they differ by no more (ms).
const SAME_MS: i64 = 2_000;
/// Time that must pass (ms), for page and stamp, to see that a stamp goes on.
const STEP_MS: i64 = 500;
/// Fixes that are remembered: receivers of two kinds, with clocks of their own, may take turns.
const MOST_HEARD: usize = 4;

/// What the stamps of the last fixes tell of time.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FixClock {
    /// Stamp and arrival, ms of the satellites and ms of the page.
    heard: Vec<(i64, i64)>,
    /// The time of the satellites at the page's zero, once a stamp was seen to go on (ms).
    steady: Option<i64>,
}

impl FixClock {
    /// The age in ms of a fix that arrives at `lived_ms` on the page, when the phone's clock says
    /// `phone`; `None` when it is too old, or when nothing tells yet.
    pub fn age_ms(&mut self, stamped_ms: i64, lived_ms: i64, phone: Stamp) -> Option<i64> {
        let stamped = phone.at(stamped_ms);
        if !stamped.is_plausible() {
            return Some(0);
        }
        let offset = stamped_ms.saturating_sub(lived_ms);
        let goes_on = self.heard.iter().any(|(stamp, arrived)| {
            let (step, passed) = (stamped_ms.saturating_sub(*stamp), lived_ms - arrived);
            // As far as time went, not only about as late: two of a remembered track are not new.
            let is_as_late =
                passed.saturating_sub(step).saturating_abs() <= SAME_MS && step >= passed / 2;
            step >= STEP_MS && passed >= STEP_MS && is_as_late
        });
        if self.heard.len() >= MOST_HEARD {
            self.heard.remove(0);
        }
        self.heard.push((stamped_ms, lived_ms));
        if goes_on {
            self.steady = Some(offset);
            return Some(0);
        }
        let known = self.steady.unwrap_or_else(|| phone.utc_ms.saturating_sub(lived_ms));
        let late = known.saturating_sub(offset);
        (late.saturating_abs() <= FRESH_MS).then_some(late.max(0))
    }

    /// By how much the phone's clock is behind the satellites' (ms; negative when it is fast), once
    /// that is known.
    pub fn phone_is_behind_ms(&self, lived_ms: i64, phone: Stamp) -> Option<i64> {
        Some(self.steady?.saturating_add(lived_ms).saturating_sub(phone.utc_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The true time when the page was opened.
    const OPENED: i64 = 1_762_364_520_000;

    /// Ages of fixes that arrive at some second of the page's life, measured at another; the phone's
    /// clock is fast by so many seconds.
    fn ages(fast_s: i64, fixes: &[(i64, i64)]) -> Vec<Option<i64>> {
        let mut clock = FixClock::default();
        let age = |(arrives, measured): &(i64, i64)| {
            let phone = Stamp { utc_ms: OPENED + (arrives + fast_s) * 1000, offset_min: 60 };
            clock.age_ms(OPENED + measured * 1000, arrives * 1000, phone)
        };
        fixes.iter().map(age).collect()
    }

    #[test]
    fn a_stamp_that_goes_on_is_new_whatever_the_clock_says() {
        for fast in [-31_536_000, -3600, -20, 16, 20, 45, 59, 70, 3600, 31_536_000] {
            let second = ages(fast, &[(5, 5), (6, 6), (7, 7)]);
            assert_eq!(second, [None, Some(0), Some(0)], "{fast}");
        }
        assert_eq!(ages(0, &[(5, 5)]), [Some(0)]);
        assert_eq!(ages(10, &[(5, 5), (6, 6)]), [Some(10_000), Some(0)]);
        assert_eq!(ages(-5, &[(5, 5)]), [Some(0)]);
    }

    #[test]
    fn a_remembered_fix_is_old_however_often_it_comes() {
        for age in [16, 50, 61, 600, 7200] {
            let fixes = [(5, 5 - age), (6, 5 - age), (9, 5 - age)];
            assert_eq!(ages(0, &fixes), [None; 3], "{age}");
            // And the fresh one that follows is new.
            let fixes = [(5, 5 - age), (7, 7), (8, 8)];
            assert_eq!(ages(0, &fixes), [None, Some(0), Some(0)], "{age}");
        }
    }

    #[test]
    fn several_that_come_at_once_are_not_as_new_as_the_last() {
        let late = [(60, 30), (60, 31), (60, 32), (60, 33)];
        assert_eq!(ages(0, &late), [None; 4]);
    }

    #[test]
    fn with_a_wrong_clock_a_remembered_fix_is_still_told_from_a_new_one() {
        let fixes = [(5, -7200), (6, 6), (7, 7), (8, -7199), (9, 9)];
        for fast in [-3600, 40, 3600] {
            assert_eq!(ages(fast, &fixes), [None, None, Some(0), None, Some(0)], "{fast}");
        }
    }

    #[test]
    fn a_stamp_that_is_no_time_tells_nothing() {
        let phone = Stamp { utc_ms: OPENED, offset_min: 60 };
        for stamped in [0, i64::MIN, OPENED - 619_315_200_000] {
            assert_eq!(FixClock::default().age_ms(stamped, 5000, phone), Some(0), "{stamped}");
        }
        assert_eq!(FixClock::default().age_ms(i64::MAX, 5000, phone), None);
    }

    #[test]
    fn by_how_much_the_clock_is_off_is_known_after_two() {
        let mut clock = FixClock::default();
        let phone = |lived: i64| Stamp { utc_ms: OPENED - 3_600_000 + lived, offset_min: 60 };
        clock.age_ms(OPENED + 1000, 1000, phone(1000));
        assert_eq!(clock.phone_is_behind_ms(1000, phone(1000)), None);
        clock.age_ms(OPENED + 2000, 2000, phone(2000));
        assert_eq!(clock.phone_is_behind_ms(9000, phone(9000)), Some(3_600_000));
    }
}
