//! The line that says where the phone is, how well it knows it, and since when.

use crate::app::model::Model;
use crate::app::problem::NoPosition;
use crate::domain::observation::fix::{decimetres, whole_metres};

/// What is known of the phone's position.
#[derive(Clone, PartialEq, Debug)]
pub enum PositionLine {
    /// Nobody asked for it.
    Asleep,
    /// It is being looked for.
    Searching,
    /// The device does not give it.
    Missing(NoPosition),
    /// It is so many kilometres from everything that is known of the walk: is that so?
    Far(u32),
    /// It is known.
    Known {
        /// Metres, rounded up: a position never looks better than it is.
        accuracy_m: u32,
        /// Seconds since it was measured.
        age_s: u32,
        /// Less accurate than the walk wants.
        coarse: bool,
        /// The stop nearby: number and name.
        stop: Option<(u16, String)>,
    },
}

impl PositionLine {
    /// Of the model as it stands.
    pub fn of(model: &Model) -> Self {
        if !model.location.watching {
            return Self::Asleep;
        }
        let Some(fix) = model.current_fix() else {
            if let Some(far) = model.location.far {
                return Self::Far(whole_metres(far.metres / 1000.0));
            }
            return model.location.failure.map_or(Self::Searching, Self::Missing);
        };
        let walk = model.walk();
        // Both are small and not negative: the fix is believable and fresh.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
        Self::Known {
            accuracy_m: decimetres(fix.accuracy_m).div_ceil(10),
            age_s: (model.fix_age_ms() / 1000) as u32,
            coarse: walk.is_some_and(|walk| fix.accuracy_m > f64::from(walk.coarse_above_m)),
            stop: walk
                .and_then(|walk| walk.stop_of(fix.place, fix.accuracy_m))
                .map(|stop| (stop.number, stop.name.clone())),
        }
    }
}
