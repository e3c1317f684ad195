//! What can be said of an observation after the first tap: one answer at a time.

use crate::domain::code::Language;
use crate::domain::observation::fix::Fix;
use crate::domain::observation::gender::{
    AvoidedBy, AvoidedWhen, Dominant, Present, Reason, Strategy,
};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::{
    Frequency, GeoSource, LampState, Level, PlaceKind, Polarity, Rating, Sharing, Source,
};
use crate::domain::observation::taxonomy::Category;
use crate::domain::observation::{
    IDEA_MAX, LAMP_REF_MAX, Observation, PLACE_NAME_MAX, ThingPlace, WORDS_MAX, kept_text,
};
use crate::domain::walk::stop::StopRef;
use crate::domain::walk::{Stop, Walk};

/// The free texts of an observation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TextField {
    /// What was said.
    Words,
    /// What somebody proposes.
    Idea,
    /// What residents call the place.
    PlaceName,
    /// The number on the lamp post.
    LampRef,
}

impl TextField {
    /// Every text field.
    pub const ALL: [Self; 4] = [Self::Words, Self::Idea, Self::PlaceName, Self::LampRef];

    /// Most characters it holds.
    pub fn most(self) -> usize {
        match self {
            Self::Words => WORDS_MAX,
            Self::Idea => IDEA_MAX,
            Self::PlaceName => PLACE_NAME_MAX,
            Self::LampRef => LAMP_REF_MAX,
        }
    }

    /// Its name where drafts are kept.
    pub fn code(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Idea => "idea",
            Self::PlaceName => "place_name",
            Self::LampRef => "lamp_ref",
        }
    }

    /// The field of a name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// One answer. Tapping the answer that is already given takes it back, so single answers carry
/// the tapped value and not the result.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// Problem or strength.
    Polarity(Polarity),
    /// How it feels.
    Feeling(Level),
    /// How serious.
    Severity(Level),
    /// How often.
    Frequency(Frequency),
    /// One of the eight ratings.
    Rating(Rating, Level),
    /// What is the matter with the lamp.
    LampState(LampState),
    /// Who is there, one more or one fewer.
    Present(Present),
    /// Mostly whom.
    Dominant(Dominant),
    /// Whether the place is avoided.
    Avoided(bool),
    /// By whom, one more or one fewer.
    AvoidedBy(AvoidedBy),
    /// When, one more or one fewer.
    AvoidedWhen(AvoidedWhen),
    /// Why, one more or one fewer.
    Reason(Reason),
    /// What people do, one more or one fewer.
    Strategy(Strategy),
    /// Another category, one more or one fewer.
    Secondary(Category),
    /// A free text, whole.
    Text(TextField, String),
    /// What kind of place.
    PlaceKind(PlaceKind),
    /// The thing is at a point chosen by hand.
    PlacedByHand(Place),
    /// The thing is at a stop.
    PlacedAtStop(StopRef),
    /// It is where the phone is now.
    PlacedHere(Fix),
    /// It is where the observer stood when it was said.
    PlacedWhereObserved,
    /// The stop it belongs to, without moving it.
    Stop(Option<StopRef>),
    /// The moment, when the sun's is wrong.
    Moment(Moment),
    /// Who says it.
    Source(Source),
    /// How many agree; zero takes it back.
    Voices(u16),
    /// How far it may go.
    Sharing(Sharing),
    /// It is done, or not.
    Finished(bool),
    /// It is taken back, or put back.
    Withdrawn(bool),
}

/// Sets an answer, or takes it back when it is the one given.
fn toggle<T: PartialEq + Copy>(answer: &mut Option<T>, tapped: T) {
    *answer = if *answer == Some(tapped) { None } else { Some(tapped) };
}

/// Adds an answer to several, or takes it out; the order is that of the list of codes.
fn toggle_in<T: Ord + Copy>(answers: &mut Vec<T>, tapped: T) {
    match answers.binary_search(&tapped) {
        Ok(at) => {
            answers.remove(at);
        }
        Err(at) => answers.insert(at, tapped),
    }
}

impl Observation {
    /// Applies one answer. The flag says whether a text had to be cut.
    pub fn amend(&mut self, walk: &Walk, change: Change) -> bool {
        match change {
            Change::Polarity(tapped) => toggle(&mut self.polarity, tapped),
            Change::Feeling(tapped) => toggle(&mut self.feeling, tapped),
            Change::Severity(tapped) => toggle(&mut self.severity, tapped),
            Change::Frequency(tapped) => toggle(&mut self.frequency, tapped),
            Change::Rating(rating, tapped) => toggle(&mut self.ratings[rating as usize], tapped),
            Change::LampState(tapped) => toggle(&mut self.lamp_state, tapped),
            Change::Present(tapped) => toggle_in(&mut self.present, tapped),
            Change::Dominant(tapped) => toggle(&mut self.dominant, tapped),
            Change::Avoided(tapped) => {
                toggle(&mut self.avoided, tapped);
                if self.avoided != Some(true) {
                    self.avoided_by.clear();
                    self.avoided_when.clear();
                }
            }
            Change::AvoidedBy(tapped) => toggle_in(&mut self.avoided_by, tapped),
            Change::AvoidedWhen(tapped) => toggle_in(&mut self.avoided_when, tapped),
            Change::Reason(tapped) => toggle_in(&mut self.reasons, tapped),
            Change::Strategy(tapped) => toggle_in(&mut self.strategies, tapped),
            Change::Secondary(tapped) if tapped == self.category => {}
            Change::Secondary(tapped) => toggle_in(&mut self.secondary, tapped),
            Change::Text(field, typed) => return self.take_text(field, &typed, None),
            Change::PlaceKind(tapped) => toggle(&mut self.place_kind, tapped),
            Change::PlacedByHand(place) => {
                self.thing = Some(ThingPlace::by_hand(place));
                if let Some(stop) = walk.stop_at(place) {
                    self.stop = Some(stop.known());
                }
            }
            Change::PlacedAtStop(stop) => {
                self.stop = Some(stop);
                self.thing = walk
                    .stop_said(stop)
                    .and_then(|stop| stop.place)
                    .map(|place| ThingPlace { place, source: GeoSource::Stop, accuracy_m: None });
            }
            Change::PlacedHere(fix) => {
                self.thing = Some(ThingPlace {
                    place: fix.place,
                    source: GeoSource::Gps,
                    accuracy_m: Some(fix.accuracy_m),
                });
                if let Some(stop) = walk.stop_of(fix.place, fix.accuracy_m) {
                    self.stop = Some(stop.known());
                }
            }
            Change::PlacedWhereObserved => {
                self.thing = None;
                self.stop = self
                    .observer
                    .and_then(|fix| walk.stop_of(fix.place, fix.accuracy_m))
                    .map(Stop::known)
                    .or(self.stop.filter(|_| self.observer.is_none()));
            }
            Change::Stop(stop) => self.stop = stop,
            Change::Moment(tapped) => toggle(&mut self.moment_said, tapped),
            Change::Source(tapped) => self.source = tapped,
            Change::Voices(voices) => self.voices = (voices > 0).then_some(voices),
            Change::Sharing(tapped) => toggle(&mut self.sharing_said, tapped),
            Change::Finished(finished) => self.finished = finished,
            Change::Withdrawn(withdrawn) => self.withdrawn = withdrawn,
        }
        false
    }

    /// Takes a text in as it was typed, and the language in which it was, if it says anything new: that
    /// of the words, or of what stands there without any. The flag says whether it had to be cut.
    pub fn take_text(&mut self, field: TextField, typed: &str, in_: Option<Language>) -> bool {
        let (text, cut) = kept_text(typed, field.most());
        let is_of_words = field == TextField::Words || self.words.is_empty();
        if let Some(language) = in_.filter(|_| is_of_words && text != self.text(field)) {
            self.words_language = language;
        }
        *self.text_mut(field) = text;
        cut
    }

    /// One of the free texts.
    pub fn text(&self, field: TextField) -> &str {
        match field {
            TextField::Words => &self.words,
            TextField::Idea => &self.idea,
            TextField::PlaceName => &self.place_name,
            TextField::LampRef => &self.lamp_ref,
        }
    }

    fn text_mut(&mut self, field: TextField) -> &mut String {
        match field {
            TextField::Words => &mut self.words,
            TextField::Idea => &mut self.idea,
            TextField::PlaceName => &mut self.place_name,
            TextField::LampRef => &mut self.lamp_ref,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::{RecordId, WalkId};
    use crate::domain::stamp::Stamp;

    fn walk() -> Walk {
        let mut walk = Walk::blank(WalkId(1), Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 });
        walk.stops = vec![
            Stop { place: Place::from_lon_lat(2.3, 49.9).ok(), ..Stop::named(1, "Avec lieu") },
            Stop::named(2, "Sans lieu"),
        ];
        walk
    }

    fn observation() -> Observation {
        let category = Category::from_code("isolation").unwrap();
        Observation::begun(RecordId(1), &walk(), walk().made, category, None, Language::Fr)
    }

    #[test]
    fn tapping_an_answer_again_takes_it_back() {
        let mut it = observation();
        for expected in [Some(Polarity::Positive), None] {
            it.amend(&walk(), Change::Polarity(Polarity::Positive));
            assert_eq!(it.polarity, expected);
        }
        for expected in [1, 2, 1] {
            let reason = if it.reasons.is_empty() { Reason::Dogs } else { Reason::Comments };
            it.amend(&walk(), Change::Reason(reason));
            assert_eq!(it.reasons.len(), expected);
        }
    }

    #[test]
    fn answers_to_several_stand_in_the_order_of_the_list() {
        let mut it = observation();
        for tapped in [Reason::Reputation, Reason::StaresWhistles, Reason::Dirt] {
            it.amend(&walk(), Change::Reason(tapped));
        }
        assert_eq!(it.reasons, [Reason::StaresWhistles, Reason::Dirt, Reason::Reputation]);
    }

    #[test]
    fn a_place_that_is_not_avoided_is_avoided_by_nobody() {
        let mut it = observation();
        it.amend(&walk(), Change::Avoided(true));
        it.amend(&walk(), Change::AvoidedBy(AvoidedBy::Women));
        it.amend(&walk(), Change::Avoided(false));
        assert_eq!((it.avoided, it.avoided_by.len()), (Some(false), 0));
    }

    #[test]
    fn a_stop_without_a_place_gives_no_point() {
        let mut it = observation();
        it.amend(&walk(), Change::PlacedAtStop(walk().stops[0].known()));
        assert_eq!(it.position(&walk()).map(|p| p.source), Some(GeoSource::Stop));
        let second = walk().stops[1].known();
        it.amend(&walk(), Change::PlacedAtStop(second));
        assert_eq!((it.stop, it.position(&walk())), (Some(second), None));
    }

    #[test]
    fn its_own_category_is_not_a_secondary_one() {
        let mut it = observation();
        let own = it.category;
        it.amend(&walk(), Change::Secondary(own));
        assert!(it.secondary.is_empty());
    }

    #[test]
    fn every_text_field_reads_back() {
        let mut it = observation();
        for field in TextField::ALL {
            let long = "x".repeat(5000);
            assert!(it.amend(&walk(), Change::Text(field, long)));
            assert_eq!(it.text(field).chars().count(), field.most());
            assert_eq!(TextField::from_code(field.code()), Some(field));
        }
    }
}
