//! The form of a stop: nine ratings for the group. Each voice can be entered on its own before the
//! common one, and both are kept: what differs between voices is a finding too.

use crate::domain::code::Code;
use crate::domain::observation::scale::{Level, Rating, Scale};
use crate::domain::stamp::Stamp;
use crate::domain::walk::stop::StopRef;

/// The nine: the eight ratings of [`Rating::ALL`], then the feeling. 3 = best.
pub type StopRatings = [Option<Level>; 9];

/// The nine scales, in the order of [`StopRatings`].
pub fn stop_scales() -> impl Iterator<Item = Scale> {
    Rating::ALL.iter().copied().map(Scale::Rating).chain(std::iter::once(Scale::Feeling))
}

/// The stored and exported name of one of the nine.
pub fn stop_rating_code(index: usize) -> &'static str {
    Rating::ALL.get(index).map_or("ressenti", |rating| rating.code())
}

/// What the group says of a stop.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StopForm {
    /// The stop.
    pub stop: StopRef,
    /// When it was begun.
    pub made: Stamp,
    /// Whether the group has left the stop.
    pub closed: bool,
    /// Each voice on its own, without a name.
    pub voices: Vec<StopRatings>,
    /// What the group agreed on.
    pub common: StopRatings,
}

/// A group has no more voices than this.
pub const VOICES_MAX: usize = 30;

/// What may be done to a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StopChange {
    /// A rating of the group, by its index; the same level again takes it back.
    Common(usize, Level),
    /// A rating of a voice: voice, rating, level. One voice more than there are begins a new one.
    Voice(usize, usize, Level),
    /// The group leaves the stop, or comes back.
    Closed(bool),
}

impl StopForm {
    /// An empty form.
    pub fn blank(stop: StopRef, made: Stamp) -> Self {
        Self { stop, made, closed: false, voices: Vec::new(), common: [None; 9] }
    }

    /// Makes a change.
    pub fn amend(&mut self, change: StopChange) {
        let slot = match change {
            StopChange::Closed(closed) => {
                self.closed = closed;
                return;
            }
            StopChange::Common(rating, level) => self.common.get_mut(rating).map(|s| (s, level)),
            StopChange::Voice(voice, rating, level) => {
                if voice == self.voices.len() && voice < VOICES_MAX {
                    self.voices.push([None; 9]);
                }
                let voice = self.voices.get_mut(voice);
                voice.and_then(|voice| voice.get_mut(rating)).map(|slot| (slot, level))
            }
        };
        if let Some((slot, level)) = slot {
            *slot = if *slot == Some(level) { None } else { Some(level) };
        }
    }

    /// The lowest and highest voice of a rating; `None` when nobody rated it.
    pub fn range(&self, rating: usize) -> Option<(Level, Level)> {
        let given = || self.voices.iter().filter_map(|voice| *voice.get(rating)?);
        Some((given().min()?, given().max()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::WalkId;

    #[test]
    fn voices_and_the_common_rating_are_kept_apart() {
        let mut form =
            StopForm::blank(StopRef::numbered(WalkId(1), 2), Stamp { utc_ms: 1, offset_min: 60 });
        let level = |value| Level::new(value).unwrap();
        form.amend(StopChange::Voice(0, 8, level(0)));
        form.amend(StopChange::Voice(1, 8, level(3)));
        form.amend(StopChange::Common(8, level(1)));
        assert_eq!(form.range(8), Some((level(0), level(3))));
        assert_eq!(form.common[8], Some(level(1)));
        form.amend(StopChange::Common(8, level(1)));
        assert_eq!((form.common[8], form.voices.len()), (None, 2));
        // A voice that was never begun cannot be skipped over, and ratings are nine.
        form.amend(StopChange::Voice(5, 0, level(1)));
        form.amend(StopChange::Common(9, level(1)));
        assert_eq!((form.voices.len(), form.range(0)), (2, None));
        assert_eq!(stop_scales().count(), 9);
    }
}
