//! The monkey's hand: fingers that come down once or twice, heard as a page hears them.

use eclaireuse::app::tap::{Press, Taps};

use crate::dice::Dice;

/// A finger above one page.
pub(super) struct Hand {
    taps: Taps,
    now_ms: f64,
    spot: (f64, f64),
}

/// Where controls are: nobody taps twice on purpose on one spot within half a second.
const SPOTS: [(f64, f64); 6] =
    [(320.0, 740.0), (90.0, 300.0), (270.0, 420.0), (90.0, 560.0), (270.0, 180.0), (180.0, 660.0)];

impl Hand {
    /// Over a page that is shown now and touched when it was read.
    pub(super) fn over_a_new_page() -> Self {
        let mut taps = Taps::default();
        taps.shown(1000.0);
        taps.seen(1016.0);
        Self { taps, now_ms: 3000.0, spot: SPOTS[0] }
    }

    /// Another screen is there a moment after the tap, and seen then or, on a slow phone, later.
    pub(super) fn sees_another_screen(&mut self, dice: &mut Dice) {
        let shown = self.now_ms + *dice.pick(&[5.0, 20.0, 50.0]);
        self.taps.shown(shown);
        self.taps.seen(shown + *dice.pick(&[0.0, 16.0, 400.0]));
    }

    /// A tap on purpose, sometimes a tenth of a second after the last one, elsewhere. It must be heard.
    pub(super) fn taps(&mut self, dice: &mut Dice) -> Result<(), String> {
        let elsewhere: Vec<(f64, f64)> =
            SPOTS.iter().copied().filter(|spot| *spot != self.spot).collect();
        let is_quick = dice.one_in(3);
        if is_quick || dice.one_in(2) {
            self.spot = *dice.pick(&elsewhere);
        }
        self.now_ms += if is_quick { 130.0 } else { *dice.pick(&[1300.0, 2500.0, 900.0]) };
        if self.presses(self.now_ms, (0.0, 0.0), dice) {
            return Ok(());
        }
        Err(format!("a tap on purpose does nothing (quick: {is_quick})"))
    }

    /// The finger comes down once more by itself; whether anything hears it.
    pub(super) fn trembles(&mut self, dice: &mut Dice) -> bool {
        let again = self.now_ms + *dice.pick(&[60.0, 120.0, 200.0, 280.0, 350.0, 399.0]);
        let strays = (dice.about() * 20.0, dice.about() * 20.0);
        let heard = self.presses(again, strays, dice);
        self.now_ms = again;
        heard
    }

    fn presses(&mut self, at_ms: f64, strays: (f64, f64), dice: &mut Dice) -> bool {
        let (x, y) = (self.spot.0 + strays.0, self.spot.1 + strays.1);
        self.taps.pressed(Press { x, y, at_ms });
        self.taps.is_meant(false, at_ms + *dice.pick(&[0.0, 40.0, 90.0]))
    }
}
