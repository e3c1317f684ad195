//! An observation: something said about one place at one moment. It says what a place is like,
//! never who did something.

pub mod amend;
pub mod fix;
pub mod freshness;
pub mod gender;
pub mod moment;
pub mod photo;
pub mod place;
pub mod scale;
pub mod taxonomy;
pub mod zone;

use crate::domain::code::Language;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::fix::Fix;
use crate::domain::observation::gender::{
    AvoidedBy, AvoidedWhen, Dominant, Present, Reason, Strategy,
};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::{
    Frequency, GeoSource, LampState, Level, PlaceKind, Polarity, Rating, Sharing, Source,
};
use crate::domain::observation::taxonomy::{Category, Principle};
use crate::domain::stamp::Stamp;
use crate::domain::walk::stop::StopRef;
use crate::domain::walk::{Stop, Walk};

/// Where the thing is, when somebody said so.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ThingPlace {
    /// WGS 84.
    pub place: Place,
    /// How it was said. Never [`GeoSource::Gps`] unless it is the phone's own position.
    pub source: GeoSource,
    /// Radius in metres of the fix that placed it; `None` when it was not a fix.
    pub accuracy_m: Option<f64>,
}

impl ThingPlace {
    /// A place that a person chose.
    pub fn by_hand(place: Place) -> Self {
        Self { place, source: GeoSource::Map, accuracy_m: None }
    }
}

/// Where an observation is on a layer, and how that is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Position {
    /// WGS 84.
    pub place: Place,
    /// How it is known.
    pub source: GeoSource,
    /// Accuracy in metres; only for [`GeoSource::Gps`].
    pub accuracy_m: Option<f64>,
}

/// Something said about one place at one moment.
#[derive(Clone, PartialEq, Debug)]
pub struct Observation {
    /// Made on the phone, never reused.
    pub id: RecordId,
    /// The walk it was made on.
    pub walk: WalkId,
    /// When the category was tapped, as the phone's clock said.
    pub made: Stamp,
    /// The same as the satellites said (ms since 1970, UTC), where the phone's clock disagreed.
    pub made_by_fix: Option<i64>,
    /// By how much the phone's clock was behind (ms), when a mediator said so: not of the record.
    pub behind_ms: Option<i64>,
    /// When, as it was worked out for what leaves; not of the record.
    pub told: Option<Stamp>,
    /// What it is about.
    pub category: Category,
    /// What else it is about.
    pub secondary: Vec<Category>,
    /// A problem, a strength; `None` until said.
    pub polarity: Option<Polarity>,
    /// 3 = comfortable.
    pub feeling: Option<Level>,
    /// 3 = worst.
    pub severity: Option<Level>,
    /// How often.
    pub frequency: Option<Frequency>,
    /// The eight ratings in the order of [`Rating`], 3 = best.
    pub ratings: [Option<Level>; 8],
    /// What is the matter with the lamp.
    pub lamp_state: Option<LampState>,
    /// Number read on the lamp post.
    pub lamp_ref: String,
    /// Who is there.
    pub present: Vec<Present>,
    /// Mostly whom.
    pub dominant: Option<Dominant>,
    /// Whether the place is avoided.
    pub avoided: Option<bool>,
    /// By whom.
    pub avoided_by: Vec<AvoidedBy>,
    /// When.
    pub avoided_when: Vec<AvoidedWhen>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// What people do about it.
    pub strategies: Vec<Strategy>,
    /// What was said, in the words in which it was said.
    pub words: String,
    /// Language of the words.
    pub words_language: Language,
    /// What somebody proposes.
    pub idea: String,
    /// What residents call the place.
    pub place_name: String,
    /// What kind of place it is.
    pub place_kind: Option<PlaceKind>,
    /// Where the observer stood, as measured.
    pub observer: Option<Fix>,
    /// Where the thing is, when it is not where the observer stood.
    pub thing: Option<ThingPlace>,
    /// The stop it was made at; `None` between stops.
    pub stop: Option<StopRef>,
    /// The moment, when a person corrected the sun.
    pub moment_said: Option<Moment>,
    /// Who says it.
    pub source: Source,
    /// How many agreed on the spot.
    pub voices: Option<u16>,
    /// How far it may go, when that was decided.
    pub sharing_said: Option<Sharing>,
    /// Whether its author said that it is done.
    pub finished: bool,
    /// Whether its author took it back.
    pub withdrawn: bool,
}

/// Longest text of the words, in characters.
pub const WORDS_MAX: usize = 1000;
/// Longest idea, in characters.
pub const IDEA_MAX: usize = 500;
/// Longest place name, in characters.
pub const PLACE_NAME_MAX: usize = 120;
/// Longest lamp number, in characters.
pub const LAMP_REF_MAX: usize = 60;

impl Observation {
    /// What the tap on a category makes: everything else is still to be said.
    pub fn begun(
        id: RecordId,
        walk: &Walk,
        made: Stamp,
        category: Category,
        observer: Option<Fix>,
        language: Language,
    ) -> Self {
        Self {
            id,
            walk: walk.id,
            made,
            made_by_fix: None,
            behind_ms: None,
            told: None,
            category,
            secondary: Vec::new(),
            polarity: None,
            feeling: None,
            severity: None,
            frequency: None,
            ratings: [None; 8],
            lamp_state: None,
            lamp_ref: String::new(),
            present: Vec::new(),
            dominant: None,
            avoided: None,
            avoided_by: Vec::new(),
            avoided_when: Vec::new(),
            reasons: Vec::new(),
            strategies: Vec::new(),
            words: String::new(),
            words_language: language,
            idea: String::new(),
            place_name: String::new(),
            place_kind: None,
            observer,
            thing: None,
            stop: observer.and_then(|fix| walk.stop_of(fix.place, fix.accuracy_m)).map(Stop::known),
            moment_said: None,
            source: Source::Group,
            voices: None,
            sharing_said: None,
            finished: false,
            withdrawn: false,
        }
    }

    /// The principle of its category; `None` for a category of a later version.
    pub fn principle(&self) -> Option<Principle> {
        self.category.principle()
    }

    /// One of the eight ratings.
    pub fn rating(&self, rating: Rating) -> Option<Level> {
        self.ratings[rating as usize]
    }

    /// The severity as it leaves the phone: a strength has none.
    pub fn severity_of_problem(&self) -> Option<Level> {
        if self.polarity == Some(Polarity::Positive) { None } else { self.severity }
    }

    /// Where it goes on a layer: where the thing is, else where the observer stood, else its
    /// stop's point, else nowhere. Never a made-up point.
    pub fn position(&self, walk: &Walk) -> Option<Position> {
        if let Some(thing) = self.thing {
            let accuracy_m = thing.accuracy_m.filter(|_| thing.source == GeoSource::Gps);
            return Some(Position { place: thing.place, source: thing.source, accuracy_m });
        }
        if let Some(fix) = self.observer {
            return Some(Position {
                place: fix.place,
                source: GeoSource::Gps,
                accuracy_m: Some(fix.accuracy_m),
            });
        }
        let place = walk.stop_said(self.stop?)?.place?;
        Some(Position { place, source: GeoSource::Stop, accuracy_m: None })
    }

    /// When it was said, by the best clock (ms since 1970, UTC): as a mediator says the phone's was
    /// off, else by the satellites, unless the walk's sheet is of the phone's day and not of theirs.
    pub fn said_ms(&self, walk: &Walk) -> i64 {
        let made = self.made.utc_ms;
        if let Some(behind) = self.behind_ms {
            return made.saturating_add(behind);
        }
        let is_another_day = |ms| walk.is_another_day(self.made.at(ms));
        let believed = |by_fix: &i64| !is_another_day(*by_fix) || is_another_day(made);
        self.made_by_fix.filter(believed).unwrap_or(made)
    }

    /// When it was said, on the wall clock of the place where the walk is. A walk without any place
    /// is in the profile's city, when the device that made its sheet was on its time; else the
    /// phone's zone is all there is.
    pub fn when(&self, walk: &Walk) -> Stamp {
        if let Some(told) = self.told {
            return told;
        }
        let utc_ms = self.said_ms(walk);
        let place = walk.reference_place().or_else(|| Some(self.position(walk)?.place));
        let (lon, lat) = crate::domain::walk::profile::PIERRE_ROLLIN.around;
        let city = Place::from_lon_lat(lon, lat)
            .ok()
            .filter(|city| zone::offset_min(*city, walk.made.utc_ms) == Some(walk.made.offset_min));
        let offset = place.or(city).and_then(|place| zone::offset_min(place, utc_ms));
        Stamp { utc_ms, offset_min: offset.unwrap_or(self.made.offset_min) }
    }

    /// The stop where it may have been said, for a person to say: none is, and the position where the
    /// observer stood does not tell by itself.
    pub fn stop_proposed<'a>(&self, walk: &'a Walk) -> Option<&'a Stop> {
        let fix = self.observer.filter(|_| self.stop.is_none() && self.thing.is_none())?;
        walk.stop_proposed(fix.place, fix.accuracy_m)
    }

    /// Day, dusk, night or dawn: what a person said, else the sun where it was made, else where
    /// the walk is. A walk without any place is taken to be in the profile's city.
    pub fn moment(&self, walk: &Walk) -> Moment {
        self.moment_said.unwrap_or_else(|| {
            let place = self
                .position(walk)
                .map(|position| position.place)
                .or_else(|| walk.reference_place())
                .or_else(|| {
                    let (lon, lat) = crate::domain::walk::profile::PIERRE_ROLLIN.around;
                    Place::from_lon_lat(lon, lat).ok()
                });
            let said = self.made.at(self.said_ms(walk));
            place.map_or(Moment::Day, |place| Moment::at(place, said))
        })
    }

    /// How far it may go: what was decided, else inside the group for what touches offences, else
    /// to partners.
    pub fn sharing(&self) -> Sharing {
        self.sharing_said.unwrap_or_else(|| {
            if self.reasons.iter().any(|reason| reason.is_sensitive()) {
                Sharing::Internal
            } else {
                Sharing::Partners
            }
        })
    }
}

/// Whether a character turns the direction of what stands around it (embeddings, overrides and
/// isolates), or is none that a file of markup may hold. What Arabic or Hebrew needs between two
/// words, the marks U+200E and U+200F, stays.
fn turns_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
}

/// A typed text as it is kept: line ends normalised, control characters dropped (tabs and line
/// feeds stay), trimmed, and cut to `most` characters. The flag says whether it was cut.
pub fn kept_text(typed: &str, most: usize) -> (String, bool) {
    let mut kept = String::new();
    let mut count = 0;
    let typed = typed.trim();
    let mut previous = ' ';
    for typed in typed.chars() {
        let ends_pair = typed == '\n' && previous == '\r';
        previous = typed;
        let character = if typed == '\r' { '\n' } else { typed };
        if ends_pair {
            continue;
        }
        let is_control = character.is_control() && character != '\n' && character != '\t';
        if is_control || turns_text(character) {
            continue;
        }
        if count == most {
            return (kept.trim().to_owned(), true);
        }
        kept.push(character);
        count += 1;
    }
    // What was left out may have stood before a space.
    (kept.trim().to_owned(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here() -> Place {
        Place::from_lon_lat(2.2935, 49.8709).unwrap()
    }

    fn stamp() -> Stamp {
        Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 }
    }

    fn walk() -> Walk {
        let mut walk = Walk::blank(WalkId(1), stamp());
        walk.stops = vec![Stop { place: Some(here()), ..Stop::named(3, "Square") }];
        walk
    }

    fn observation(observer: Option<Fix>) -> Observation {
        let category = Category::from_code("street_lighting").unwrap();
        Observation::begun(RecordId(7), &walk(), stamp(), category, observer, Language::Fr)
    }

    #[test]
    fn the_position_is_never_made_up() {
        let fix = Fix { place: here().moved(90.0, 10.0), accuracy_m: 9.0, at: stamp() };
        let mut observation = observation(Some(fix));
        assert_eq!(observation.stop, Some(walk().stops[0].known()));
        let at = |o: &Observation| o.position(&walk()).map(|p| (p.source, p.accuracy_m));
        assert_eq!(at(&observation), Some((GeoSource::Gps, Some(9.0))));
        observation.thing = Some(ThingPlace::by_hand(here()));
        assert_eq!(at(&observation), Some((GeoSource::Map, None)));
        assert_eq!(observation.observer, Some(fix), "where she stood is kept");
        observation.thing = None;
        observation.observer = None;
        assert_eq!(at(&observation), Some((GeoSource::Stop, None)));
        observation.stop = None;
        assert_eq!(at(&observation), None);
        observation.stop = Some(StopRef::numbered(WalkId(1), 99));
        assert_eq!(at(&observation), None);
    }

    #[test]
    fn what_touches_offences_stays_in_the_group() {
        let mut observation = observation(None);
        assert_eq!(observation.sharing(), Sharing::Partners);
        observation.reasons = vec![Reason::PoorLighting, Reason::Dealing];
        assert_eq!(observation.sharing(), Sharing::Internal);
        observation.sharing_said = Some(Sharing::Public);
        assert_eq!(observation.sharing(), Sharing::Public);
    }

    #[test]
    fn the_moment_is_the_suns_until_corrected() {
        let mut observation = observation(None);
        assert_eq!(observation.moment(&walk()), Moment::Night);
        observation.moment_said = Some(Moment::Dusk);
        assert_eq!(observation.moment(&walk()), Moment::Dusk);
    }

    #[test]
    fn a_megabyte_of_text_is_cut_and_said_so() {
        let typed = "é".repeat(1 << 20);
        let (kept, cut) = kept_text(&typed, WORDS_MAX);
        assert_eq!((kept.chars().count(), cut), (WORDS_MAX, true));
        assert_eq!(
            kept_text("  ملاحظة 🌙\u{0}\r\nsuite ", 50),
            ("ملاحظة 🌙\nsuite".to_owned(), false)
        );
        assert_eq!(kept_text("👩‍👩‍👧", 50), ("👩‍👩‍👧".to_owned(), false));
    }
}
