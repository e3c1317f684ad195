//! What the phone measured of its own position, and how to trust it.

use crate::domain::observation::place::{LocalFrame, Place};
use crate::domain::stamp::Stamp;

/// One position the phone measured: where, how precisely, when.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fix {
    /// WGS 84.
    pub place: Place,
    /// Radius in metres that holds the true position with about 68 % (what the browser reports).
    pub accuracy_m: f64,
    /// When the phone measured it, by its own clock.
    pub at: Stamp,
}

/// Fixes older than this say nothing about a person who walks (ms; at 1.2 m/s she is 14 m away).
const WINDOW_MS: i64 = 12_000;
/// No more fixes than this are kept; the track is never stored.
const MOST_KEPT: usize = 12;
/// A phone that claims less than this many metres is not believed.
const BEST_BELIEVABLE_M: f64 = 3.0;

/// Whether a browser's reading can be a fix at all: accuracy finite and positive.
pub fn is_believable(accuracy_m: f64) -> bool {
    accuracy_m.is_finite() && accuracy_m > 0.0 && accuracy_m < 100_000.0
}

/// An observation nearer in time than this (ms) to a fix takes it as where it was made. A first fix
/// takes a cold receiver half a minute; a group that stands and talks has hardly left by then, and
/// at 1.2 m/s it is 54 m away at most. Later than that, the fix is of somewhere else.
pub const SAME_PLACE_MS: i64 = 45_000;
/// A group walks so fast (m/s).
const WALKING_M_PER_S: f64 = 1.2;
/// A fix says better where something was when it is off by less than this part of what another one
/// is: a few revisions at most, and none for a metre.
const BETTER: f64 = 0.7;
/// One of this accuracy (metres) stays: it tells the side of a street.
const GOOD_M: f64 = 15.0;

impl Fix {
    /// By how much it may be off (metres) where something was said `ms` before or after: its
    /// accuracy, and how far she may have walked meanwhile.
    pub fn off_m(&self, ms: i64) -> f64 {
        let seconds = ms.unsigned_abs() as f64 / 1000.0;
        self.accuracy_m + WALKING_M_PER_S * seconds
    }

    /// Whether it says so much better than a coarse one where something was said, so many ms from each.
    pub fn is_better(&self, ms: i64, other: &Self, other_ms: i64) -> bool {
        other.accuracy_m > GOOD_M && self.off_m(ms) < BETTER * other.off_m(other_ms)
    }
}

/// Metres in whole decimetres, rounded up: what is kept of an accuracy.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "believable ones fit")]
pub fn decimetres(accuracy_m: f64) -> u32 {
    (accuracy_m * 10.0 - 1e-6).ceil() as u32
}

/// Metres as they are told: whole ones, the nearest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "less than the Earth")]
pub fn whole_metres(metres: f64) -> u32 {
    metres.round() as u32
}

/// The metres of [`decimetres`].
pub fn from_decimetres(decimetres: u32) -> f64 {
    f64::from(decimetres) / 10.0
}

/// The last few fixes, in memory only, and the estimate made of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RecentFixes {
    fixes: Vec<Fix>,
    /// When each was measured, in ms of the page's own time, which no clock can turn back.
    measured: Vec<i64>,
}

impl RecentFixes {
    /// Takes a new fix in, measured at a time of the page (ms), and forgets those that are too old.
    pub fn push(&mut self, fix: Fix, measured_ms: i64) {
        while let Some(oldest) = self.measured.first()
            && (measured_ms - oldest > WINDOW_MS || self.fixes.len() >= MOST_KEPT)
        {
            self.fixes.remove(0);
            self.measured.remove(0);
        }
        self.fixes.push(fix);
        self.measured.push(measured_ms);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// When the newest one was measured, in ms of the page's own time.
    pub fn measured_ms(&self) -> Option<i64> {
        self.measured.last().copied()
    }

    /// The newest fix as it came.
    pub fn newest(&self) -> Option<Fix> {
        self.fixes.last().copied()
    }

    /// The best estimate of where the phone is.
    ///
    /// Fixes that lie further from the weighted median than three times their own accuracy (or
    /// that of the median) are dropped; the rest are averaged with weights 1/accuracy². The
    /// accuracy given is that of the best fix kept, never better: errors of one receiver within
    /// seconds are not independent, so averaging them does not shrink them.
    pub fn estimate(&self) -> Option<Fix> {
        let newest = self.newest()?;
        let frame = LocalFrame::around(newest.place);
        let points: Vec<((f64, f64), f64)> = self
            .fixes
            .iter()
            .map(|fix| (frame.local_from_place(fix.place), fix.accuracy_m.max(BEST_BELIEVABLE_M)))
            .collect();
        let weight = |accuracy: f64| 1.0 / (accuracy * accuracy);
        let median = |axis: fn(&(f64, f64)) -> f64| {
            let mut values: Vec<(f64, f64)> = Vec::with_capacity(points.len());
            // A handful of fixes: put in place one by one, which is less to load than a sort.
            for (point, accuracy) in &points {
                let value = axis(point);
                let at = values.partition_point(|(known, _)| *known <= value);
                values.insert(at, (value, weight(*accuracy)));
            }
            let half: f64 = values.iter().map(|(_, w)| w).sum::<f64>() / 2.0;
            let mut seen = 0.0;
            values
                .iter()
                .find(|(_, w)| {
                    seen += w;
                    seen >= half
                })
                .map_or(0.0, |(value, _)| *value)
        };
        let (median_east, median_north) = (median(|p| p.0), median(|p| p.1));
        let (mut east, mut north, mut total, mut best) = (0.0, 0.0, 0.0, f64::INFINITY);
        for ((x, y), accuracy) in points {
            let away = (x - median_east).hypot(y - median_north);
            if away > 3.0 * accuracy {
                continue;
            }
            let w = weight(accuracy);
            east += w * x;
            north += w * y;
            total += w;
            best = f64::min(best, accuracy);
        }
        if total <= 0.0 {
            let accuracy_m = from_decimetres(decimetres(newest.accuracy_m));
            return Some(Fix { accuracy_m, ..newest });
        }
        let place = frame.place_from_local((east / total, north / total)).ok()?;
        Some(Fix { place, accuracy_m: from_decimetres(decimetres(best)), at: newest.at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(from: Place, bearing: f64, metres: f64, accuracy_m: f64, second: i64) -> Fix {
        Fix {
            place: from.moved(bearing, metres),
            accuracy_m,
            at: Stamp { utc_ms: 1_760_000_000_000 + second * 1000, offset_min: 120 },
        }
    }

    fn here() -> Place {
        Place::from_lon_lat(2.2935, 49.8709).unwrap()
    }

    #[test]
    fn one_bad_fix_does_not_move_the_estimate() {
        let mut recent = RecentFixes::default();
        for second in 0..5 {
            recent.push(fix(here(), 70.0 * second as f64, 4.0, 8.0, second), 1000 * second);
        }
        recent.push(fix(here(), 10.0, 3000.0, 30.0, 5), 5000);
        let estimate = recent.estimate().unwrap();
        assert!(estimate.place.metres_to(here()) < 6.0, "{estimate:?}");
    }

    #[test]
    fn a_coarse_fix_counts_for_little() {
        let mut recent = RecentFixes::default();
        recent.push(fix(here(), 0.0, 0.0, 5.0, 0), 0);
        recent.push(fix(here(), 90.0, 40.0, 50.0, 1), 1000);
        let estimate = recent.estimate().unwrap();
        assert!(estimate.place.metres_to(here()) < 2.0);
        assert!(estimate.accuracy_m <= 5.0);
    }

    #[test]
    fn the_estimate_never_claims_more_than_its_best_fix() {
        let mut recent = RecentFixes::default();
        for second in 0..8 {
            recent.push(fix(here(), 45.0 * second as f64, 2.0, 12.0, second), 1000 * second);
        }
        assert!(recent.estimate().unwrap().accuracy_m >= 12.0);
    }

    #[test]
    fn old_fixes_are_forgotten() {
        let mut recent = RecentFixes::default();
        recent.push(fix(here(), 0.0, 0.0, 5.0, 0), 0);
        recent.push(fix(here(), 90.0, 60.0, 9.0, 40), 40_000);
        let estimate = recent.estimate().unwrap();
        assert!(estimate.place.metres_to(here().moved(90.0, 60.0)) < 0.1);
    }

    #[test]
    fn a_walker_is_followed_in_order_whatever_the_clock_says() {
        let mut recent = RecentFixes::default();
        recent.push(fix(here(), 0.0, 0.0, 5.0, 100), 100_000);
        recent.push(fix(here(), 90.0, 3.0, 5.0, 0), 0);
        assert!(recent.estimate().is_some());
    }
}
