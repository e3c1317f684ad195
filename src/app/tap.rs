//! One tap is one tap. A finger that comes down twice means one thing, and what was meant for a screen
//! does nothing on the one that took its place.
//!
//! A click that no pointer made (a key, a screen reader) is always meant and is not asked about.

/// Within this distance two taps fall on the same spot (CSS pixels): a finger that comes down twice
/// while walking strays by some twenty, and the middles of two controls are 48 apart.
const SAME_SPOT_PX: f64 = 32.0;
/// Within this time (ms) a second tap on the same spot is the first one again, or was meant for the
/// screen that the first one changed: nobody reads a new screen and decides in less.
const AGAIN_MS: f64 = 400.0;
/// A finger that taps on and on, each tap soon after the last, is heard again after this time (ms).
const NERVOUS_MS: f64 = 800.0;

/// Within this time (ms) two clicks are of one press: a label's and its field's. A later one without a
/// press of its own was made by no pointer.
const ONE_PRESS_MS: f64 = 50.0;

/// A pointer came down.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Press {
    /// CSS pixels from the left of the window.
    pub x: f64,
    /// CSS pixels from its top.
    pub y: f64,
    /// By the page's own clock, which no setting of the phone's moves (ms).
    pub at_ms: f64,
}

impl Press {
    fn is_on_the_spot_of(self, other: Self) -> bool {
        (self.x - other.x).hypot(self.y - other.y) < SAME_SPOT_PX
    }
}

/// The taps on a page, and when its screen changed.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Taps {
    down: Option<Press>,
    /// The last one that was asked about, whether it was meant, and when its click was heard.
    last: Option<(Press, bool, f64)>,
    /// When the last one that was meant came down.
    meant_ms: f64,
    /// When the screen was shown. A page is shown because of a tap on the one before.
    shown_ms: f64,
    /// When it could be seen: on a slow phone that is a good while later. Nothing that was seen
    /// before is read by then. No time while it cannot be seen yet.
    seen_ms: f64,
}

impl Taps {
    /// Another screen is shown from now on.
    pub fn shown(&mut self, at_ms: f64) {
        self.shown_ms = at_ms;
        self.seen_ms = f64::INFINITY;
    }

    /// The screen that is shown can be seen from now on.
    pub fn seen(&mut self, at_ms: f64) {
        self.seen_ms = at_ms;
    }

    /// A pointer came down.
    pub fn pressed(&mut self, press: Press) {
        self.down = Some(press);
    }

    /// Whether a click, heard at this time, is meant for what it reached. `is_counter`: that is a control
    /// that is tapped several times in a row on purpose.
    pub fn is_meant(&mut self, is_counter: bool, at_ms: f64) -> bool {
        let Some(press) = self.down else { return true };
        if let Some((_, meant, heard_ms)) = self.last.filter(|(last, ..)| *last == press) {
            return meant || at_ms - heard_ms >= ONE_PRESS_MS;
        }
        let is_soon_after = |since: f64, within: f64| press.at_ms - since < within;
        let is_again = match self.last {
            None => is_soon_after(self.seen_ms, AGAIN_MS),
            Some((last, ..)) => {
                let counts = is_counter && last.at_ms > self.shown_ms;
                !counts
                    && press.is_on_the_spot_of(last)
                    && is_soon_after(last.at_ms.max(self.seen_ms), AGAIN_MS)
                    && is_soon_after(self.meant_ms.max(self.seen_ms), NERVOUS_MS)
            }
        };
        let meant = press.at_ms >= self.shown_ms && !is_again;
        self.last = Some((press, meant, at_ms));
        if meant {
            self.meant_ms = press.at_ms;
        }
        meant
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Taps {
        /// A screen that is shown and seen at once.
        fn shown_at(&mut self, at_ms: f64) {
            self.shown(at_ms);
            self.seen(at_ms);
        }
    }

    /// A page that was shown long ago, and taps on it: x, y, ms, whether each is meant.
    fn meant(taps: &mut Taps, x: f64, y: f64, at_ms: f64) -> bool {
        taps.pressed(Press { x, y, at_ms });
        taps.is_meant(false, at_ms + 80.0)
    }

    #[test]
    fn a_finger_that_comes_down_twice_means_one_tap() {
        for apart in [1.0, 60.0, 120.0, 250.0, 399.0] {
            for strays in [0.0, 10.0, 22.0] {
                let mut taps = Taps::default();
                assert!(meant(&mut taps, 100.0, 500.0, 5000.0));
                let second = meant(&mut taps, 100.0 + strays, 500.0 - strays, 5000.0 + apart);
                assert!(!second, "{apart} ms, {strays} px");
            }
        }
        let mut taps = Taps::default();
        for (at_ms, expected) in [(5000.0, true), (5250.0, false), (5500.0, false)] {
            assert_eq!(meant(&mut taps, 9.0, 9.0, at_ms), expected, "the third one too");
        }
        // Whoever goes on is heard again, and so is whoever taps at leisure.
        assert!(meant(&mut taps, 9.0, 9.0, 5810.0));
        assert!(meant(&mut taps, 9.0, 9.0, 6210.0));
    }

    #[test]
    fn what_was_meant_for_the_old_screen_does_nothing_on_the_new_one() {
        // The new screen comes at once, or late on a slow phone; the second tap before or after.
        for (shown, second, expected) in [
            (10.0, 60.0, false),
            (10.0, 405.0, false),
            (10.0, 420.0, true),
            (300.0, 250.0, false),
            (700.0, 1000.0, false),
            (700.0, 1101.0, true),
        ] {
            let mut taps = Taps::default();
            assert!(meant(&mut taps, 180.0, 300.0, 5000.0));
            taps.shown_at(5000.0 + shown);
            let heard = meant(&mut taps, 180.0, 310.0, 5000.0 + second);
            assert_eq!(heard, expected, "shown after {shown}, tapped again after {second}");
        }
        // A finger that was down elsewhere while the screen changed, wherever it is lifted.
        let mut taps = Taps::default();
        assert!(meant(&mut taps, 20.0, 20.0, 5000.0));
        taps.pressed(Press { x: 300.0, y: 700.0, at_ms: 5070.0 });
        taps.shown_at(5090.0);
        assert!(!taps.is_meant(false, 5150.0));
    }

    #[test]
    fn a_screen_that_is_slow_to_be_seen_is_not_read_before() {
        // The second tap comes while the first screen still stands before her eyes, or just after.
        for (seen, second, expected) in [
            (None, 900.0, false),
            (Some(800.0), 700.0, false),
            (Some(800.0), 1190.0, false),
            (Some(800.0), 1210.0, true),
        ] {
            let mut taps = Taps::default();
            assert!(meant(&mut taps, 180.0, 300.0, 5000.0));
            taps.shown(5100.0);
            seen.map(|seen: f64| taps.seen(5000.0 + seen)).unwrap_or_default();
            let heard = meant(&mut taps, 180.0, 310.0, 5000.0 + second);
            assert_eq!(heard, expected, "seen after {seen:?}, tapped again after {second}");
        }
        // Elsewhere whoever knows the way is as quick as the phone.
        let mut taps = Taps::default();
        assert!(meant(&mut taps, 180.0, 300.0, 5000.0));
        taps.shown(5100.0);
        assert!(meant(&mut taps, 90.0, 600.0, 5150.0));
    }

    #[test]
    fn a_quick_tap_elsewhere_is_as_quick_as_before() {
        let mut taps = Taps::default();
        // +, a principle, a category: a tenth of a second each.
        for (step, (x, y)) in [(320.0, 740.0), (90.0, 300.0), (270.0, 420.0)].iter().enumerate() {
            let at_ms = 5000.0 + f64::from(u8::try_from(step).unwrap()) * 100.0;
            assert!(meant(&mut taps, *x, *y, at_ms));
            taps.shown_at(at_ms + 20.0);
        }
        // The control beside it, 48 pixels away.
        assert!(meant(&mut taps, 318.0, 420.0, 5250.0));
    }

    #[test]
    fn a_page_that_a_tap_opened_does_not_hear_the_rest_of_it() {
        for (at_ms, expected) in [(990.0, false), (1200.0, false), (1400.0, true)] {
            let mut taps = Taps::default();
            taps.shown_at(1000.0);
            assert_eq!(meant(&mut taps, 50.0, 50.0, at_ms), expected);
        }
    }

    #[test]
    fn counters_count_each_tap_but_not_those_meant_for_another_screen() {
        let mut taps = Taps::default();
        let mut heard = |at_ms: f64, shown: Option<f64>| {
            taps.pressed(Press { x: 50.0, y: 50.0, at_ms });
            if let Some(shown) = shown {
                taps.shown_at(shown);
            }
            taps.is_meant(true, at_ms + 80.0)
        };
        assert!(heard(5000.0, None) && heard(5120.0, None) && heard(5240.0, None));
        assert!(!heard(5360.0, Some(5300.0)), "another screen came in between");
    }

    #[test]
    fn a_key_is_always_meant_and_a_label_is_clicked_with_its_field() {
        let mut taps = Taps::default();
        assert!(taps.is_meant(false, 4000.0) && taps.is_meant(false, 4010.0));
        for at_ms in [5000.0, 5200.0] {
            taps.pressed(Press { x: 50.0, y: 50.0, at_ms });
            let is_first = at_ms < 5100.0;
            assert_eq!(taps.is_meant(false, at_ms + 80.0), is_first);
            assert_eq!(taps.is_meant(false, at_ms + 81.0), is_first, "one press, two clicks");
        }
        assert!(taps.is_meant(false, 6000.0), "of no press: a screen reader's");
    }
}
