//! Records, version 1: one record, one line of JSON.
//!
//! ```json
//! {"v":1,"kind":"observation","id":"…","walk":"…","device":"00c0ffee","rev":1,"at":1762364520000,"tz":60,"body":{…}}
//! ```
//!
//! `at` is milliseconds since 1970 UTC, `tz` minutes east of UTC. Fields that were not answered are
//! absent. Reading is lenient field by field: what this version does not know is reported and left
//! out of what is shown, while the line itself is kept and passed on as it came.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::domain::code::{Code, Language};
use crate::domain::fix::{Fix, is_believable};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::observation::{
    IDEA_MAX, LAMP_REF_MAX, Observation, PLACE_NAME_MAX, ThingPlace, WORDS_MAX, kept_text,
};
use crate::domain::photo::{MediaId, Photo};
use crate::domain::place::Place;
use crate::domain::record::{Body, Envelope, NoticeHeard, Record};
use crate::domain::scale::{Level, Rating};
use crate::domain::stamp::Stamp;
use crate::domain::taxonomy::Category;
use crate::domain::walk::{COARSE_ABOVE_M, Participants, Stop, Walk, WalkKind};

/// The version written on each line.
pub const VERSION: u32 = 1;

/// Why a line is not a record.
#[derive(Clone, PartialEq, Debug)]
pub enum LineError {
    /// It is not JSON, or not an object with the fields of an envelope.
    NotARecord(String),
    /// An id, a walk or a device number is not one.
    BadIdentity(String),
}

impl std::fmt::Display for LineError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotARecord(why) => write!(f, "not a record: {why}"),
            Self::BadIdentity(text) => write!(f, "not an id: {text}"),
        }
    }
}

impl std::error::Error for LineError {}

/// A record as read, with what of it this version could not use.
#[derive(Clone, PartialEq, Debug)]
pub struct ReadLine {
    /// The record; [`Body::Unknown`] when its kind or shape is not known here.
    pub record: Record,
    /// Fields whose value this version does not know, as `field: value`.
    pub not_understood: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Line<B> {
    v: u32,
    kind: String,
    id: String,
    walk: String,
    device: String,
    rev: u32,
    at: i64,
    tz: i16,
    body: B,
}

/// Writes a record as one line of JSON, without the line feed, together with its digest.
pub fn write_line(envelope: &Envelope, body: &Body) -> (String, u64) {
    let line = |body: Value| Line {
        v: VERSION,
        kind: envelope.kind.clone(),
        id: envelope.id.to_string(),
        walk: envelope.walk.to_string(),
        device: envelope.device.to_string(),
        rev: envelope.revision,
        at: envelope.at.utc_ms,
        tz: envelope.at.offset_min,
        body,
    };
    let body = match body {
        Body::Walk(walk) => serde_json::to_value(WalkBody::from(&**walk)),
        Body::Observation(observation) => {
            serde_json::to_value(ObservationBody::from(&**observation))
        }
        Body::Photo(photo) => serde_json::to_value(PhotoBody::from(&**photo)),
        Body::Notice(notice) => {
            serde_json::to_value(NoticeBody { version: notice.version.clone() })
        }
        Body::Unknown => Ok(Value::Null),
    };
    // Plain structs of strings and numbers always serialise.
    let text = body.and_then(|body| serde_json::to_string(&line(body))).unwrap_or_default();
    let digest = digest(&text);
    (text, digest)
}

/// First 8 bytes of the SHA-256 of a line.
pub fn digest(line: &str) -> u64 {
    let hash = Sha256::digest(line.as_bytes());
    hash.iter().take(8).fold(0, |digest, byte| digest << 8 | u64::from(*byte))
}

/// The name under which a record's line is stored: `walk/id/revision/digest`. Equal contents have
/// equal names, so storing twice changes nothing; revisions of one thing stand in order.
pub fn key(record: &Record) -> String {
    let Envelope { walk, id, revision, .. } = &record.envelope;
    format!("{walk}/{id}/{revision:06}/{:016x}", record.digest)
}

/// The first and last possible keys of a walk.
pub fn key_range(walk: WalkId) -> (String, String) {
    (format!("{walk}/"), format!("{walk}0"))
}

/// The thing a stored key is about, without its revision.
pub fn thing_of_key(key: &str) -> &str {
    key.rmatch_indices('/').nth(1).map_or(key, |(at, _)| key.get(..at).unwrap_or(key))
}

/// Reads one line.
///
/// # Errors
/// When the line is not a record at all; a record of an unknown kind or version is not an error.
pub fn read_line(line: &str) -> Result<ReadLine, LineError> {
    let not_a_record = |error: serde_json::Error| LineError::NotARecord(error.to_string());
    let raw: Line<Value> = serde_json::from_str(line).map_err(not_a_record)?;
    let bad = |text: &str| LineError::BadIdentity(text.chars().take(60).collect());
    let envelope = Envelope {
        id: RecordId::parse(&raw.id).ok_or_else(|| bad(&raw.id))?,
        walk: WalkId::parse(&raw.walk).ok_or_else(|| bad(&raw.walk))?,
        device: DeviceNumber::parse(&raw.device).ok_or_else(|| bad(&raw.device))?,
        revision: raw.rev,
        at: Stamp { utc_ms: raw.at, offset_min: raw.tz },
        kind: raw.kind,
    };
    let mut notes = Notes::default();
    let body = if raw.v > VERSION {
        notes.say("version", &raw.v.to_string());
        None
    } else {
        read_body(&envelope, raw.body, &mut notes)
    };
    let record = Record { envelope, body: body.unwrap_or(Body::Unknown), digest: digest(line) };
    Ok(ReadLine { record, not_understood: notes.0 })
}

fn read_body(envelope: &Envelope, body: Value, notes: &mut Notes) -> Option<Body> {
    fn shape<T: serde::de::DeserializeOwned>(body: Value, notes: &mut Notes) -> Option<T> {
        match serde_json::from_value(body) {
            Ok(read) => Some(read),
            Err(error) => {
                notes.say("body", &error.to_string());
                None
            }
        }
    }
    match envelope.kind.as_str() {
        "walk" => Some(Body::Walk(Box::new(shape::<WalkBody>(body, notes)?.read(envelope, notes)))),
        "observation" => Some(Body::Observation(Box::new(
            shape::<ObservationBody>(body, notes)?.read(envelope, notes)?,
        ))),
        "photo" => {
            Some(Body::Photo(Box::new(shape::<PhotoBody>(body, notes)?.read(envelope, notes)?)))
        }
        "notice" => {
            Some(Body::Notice(NoticeHeard { version: shape::<NoticeBody>(body, notes)?.version }))
        }
        kind => {
            notes.say("kind", kind);
            None
        }
    }
}

/// What could not be understood, collected on the way.
#[derive(Default)]
struct Notes(Vec<String>);

impl Notes {
    fn say(&mut self, field: &str, value: &str) {
        let value: String = value.chars().take(60).collect();
        self.0.push(format!("{field}: {value}"));
    }

    fn code<T: Code>(&mut self, field: &str, code: Option<String>) -> Option<T> {
        let code = code?;
        let known = T::from_code(&code);
        if known.is_none() {
            self.say(field, &code);
        }
        known
    }

    fn codes<T: Code>(&mut self, field: &str, codes: Vec<String>) -> Vec<T> {
        codes.into_iter().filter_map(|code| self.code(field, Some(code))).collect()
    }

    fn level(&mut self, field: &str, value: Option<u8>) -> Option<Level> {
        let value = value?;
        let level = Level::new(value);
        if level.is_none() {
            self.say(field, &value.to_string());
        }
        level
    }

    fn place(&mut self, field: &str, point: Option<Point>) -> Option<Place> {
        let Point(lon, lat) = point?;
        Place::from_lon_lat(lon, lat).map_err(|error| self.say(field, &error.to_string())).ok()
    }

    fn text(&mut self, field: &str, text: &str, most: usize) -> String {
        let (kept, cut) = kept_text(text, most);
        if cut {
            self.say(field, "longer than can be shown");
        }
        kept
    }
}

/// Longitude, latitude, in degrees, WGS 84.
#[derive(Serialize, Deserialize, Clone, Copy)]
struct Point(f64, f64);

impl From<Place> for Point {
    fn from(place: Place) -> Self {
        Self(place.lon(), place.lat())
    }
}

#[derive(Serialize, Deserialize)]
struct FixBody {
    at: Point,
    /// Metres.
    accuracy: f64,
    /// Milliseconds since 1970, UTC.
    time: i64,
}

#[derive(Serialize, Deserialize)]
struct ThingBody {
    at: Point,
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    accuracy_m: Option<f64>,
}

#[derive(Serialize, Deserialize)]
struct NoticeBody {
    version: String,
}

fn code<T: Code>(value: T) -> String {
    value.code().to_owned()
}

fn codes<T: Code>(values: &[T]) -> Vec<String> {
    values.iter().copied().map(code).collect()
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// The eight ratings by name, as far as given.
type Ratings = std::collections::BTreeMap<String, u8>;

#[derive(Serialize, Deserialize)]
struct ObservationBody {
    /// Milliseconds since 1970 UTC and minutes east of UTC of the first tap.
    made: (i64, i16),
    category: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    secondary: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    polarity: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    feeling: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    severity: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    frequency: Option<String>,
    #[serde(default, skip_serializing_if = "Ratings::is_empty")]
    ratings: Ratings,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lamp_state: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    lamp_ref: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    present: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dominant: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    avoided: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    avoided_by: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    avoided_when: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    strategies: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    words: String,
    #[serde(default)]
    words_language: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    idea: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    place_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place_kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    observer: Option<FixBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thing: Option<ThingBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stop: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moment: Option<String>,
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    voices: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sharing: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    finished: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    withdrawn: bool,
}

impl From<&Observation> for ObservationBody {
    fn from(o: &Observation) -> Self {
        Self {
            made: (o.made.utc_ms, o.made.offset_min),
            category: o.category.code().to_owned(),
            secondary: o.secondary.iter().map(|category| category.code().to_owned()).collect(),
            polarity: o.polarity.map(code),
            feeling: o.feeling.map(Level::value),
            severity: o.severity.map(Level::value),
            frequency: o.frequency.map(code),
            ratings: Rating::ALL
                .iter()
                .filter_map(|rating| Some((code(*rating), o.rating(*rating)?.value())))
                .collect(),
            lamp_state: o.lamp_state.map(code),
            lamp_ref: o.lamp_ref.clone(),
            present: codes(&o.present),
            dominant: o.dominant.map(code),
            avoided: o.avoided,
            avoided_by: codes(&o.avoided_by),
            avoided_when: codes(&o.avoided_when),
            reasons: codes(&o.reasons),
            strategies: codes(&o.strategies),
            words: o.words.clone(),
            words_language: o.words_language.code().to_owned(),
            idea: o.idea.clone(),
            place_name: o.place_name.clone(),
            place_kind: o.place_kind.map(code),
            observer: o.observer.map(|fix| FixBody {
                at: fix.place.into(),
                accuracy: fix.accuracy_m,
                time: fix.at.utc_ms,
            }),
            thing: o.thing.map(|thing| ThingBody {
                at: thing.place.into(),
                source: code(thing.source),
                accuracy_m: thing.accuracy_m,
            }),
            stop: o.stop,
            moment: o.moment_said.map(code),
            source: code(o.source),
            voices: o.voices,
            sharing: o.sharing_said.map(code),
            finished: o.finished,
            withdrawn: o.withdrawn,
        }
    }
}

impl ObservationBody {
    /// `None` when the category is not known: without it nothing can be shown.
    fn read(self, envelope: &Envelope, notes: &mut Notes) -> Option<Observation> {
        let made = Stamp { utc_ms: self.made.0, offset_min: self.made.1 };
        let Some(category) = Category::from_code(&self.category) else {
            notes.say("category", &self.category);
            return None;
        };
        let mut ratings = [None; 8];
        for (name, value) in self.ratings {
            match Rating::from_code(&name) {
                Some(rating) => ratings[rating as usize] = notes.level(&name, Some(value)),
                None => notes.say("ratings", &name),
            }
        }
        let secondary = self
            .secondary
            .into_iter()
            .filter_map(|code| {
                let category = Category::from_code(&code);
                if category.is_none() {
                    notes.say("secondary", &code);
                }
                category
            })
            .collect();
        let observer = self.observer.and_then(|fix| {
            if !is_believable(fix.accuracy) {
                notes.say("observer accuracy", &fix.accuracy.to_string());
                return None;
            }
            Some(Fix {
                place: notes.place("observer", Some(fix.at))?,
                accuracy_m: fix.accuracy,
                at: made.at(fix.time),
            })
        });
        let thing = self.thing.and_then(|thing| {
            Some(ThingPlace {
                place: notes.place("thing", Some(thing.at))?,
                source: notes.code("thing source", Some(thing.source))?,
                accuracy_m: thing.accuracy_m.filter(|accuracy_m| is_believable(*accuracy_m)),
            })
        });
        Some(Observation {
            id: envelope.id,
            walk: envelope.walk,
            made,
            category,
            secondary,
            polarity: notes.code("polarity", self.polarity),
            feeling: notes.level("feeling", self.feeling),
            severity: notes.level("severity", self.severity),
            frequency: notes.code("frequency", self.frequency),
            ratings,
            lamp_state: notes.code("lamp_state", self.lamp_state),
            lamp_ref: notes.text("lamp_ref", &self.lamp_ref, LAMP_REF_MAX),
            present: notes.codes("present", self.present),
            dominant: notes.code("dominant", self.dominant),
            avoided: self.avoided,
            avoided_by: notes.codes("avoided_by", self.avoided_by),
            avoided_when: notes.codes("avoided_when", self.avoided_when),
            reasons: notes.codes("reasons", self.reasons),
            strategies: notes.codes("strategies", self.strategies),
            words: notes.text("words", &self.words, WORDS_MAX),
            words_language: Language::from_tag(&self.words_language).unwrap_or_default(),
            idea: notes.text("idea", &self.idea, IDEA_MAX),
            place_name: notes.text("place_name", &self.place_name, PLACE_NAME_MAX),
            place_kind: notes.code("place_kind", self.place_kind),
            observer,
            thing,
            stop: self.stop,
            moment_said: notes.code("moment", self.moment),
            source: notes
                .code("source", Some(self.source))
                .unwrap_or(crate::domain::scale::Source::Group),
            voices: self.voices,
            sharing_said: notes.code("sharing", self.sharing),
            finished: self.finished,
            withdrawn: self.withdrawn,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct PhotoBody {
    observation: String,
    made: (i64, i16),
    sha256: String,
    #[serde(rename = "type")]
    media_type: String,
    bytes: u64,
    pixels: (u32, u32),
    #[serde(default)]
    blocks: u16,
    #[serde(default, skip_serializing_if = "is_false")]
    withdrawn: bool,
}

impl From<&Photo> for PhotoBody {
    fn from(photo: &Photo) -> Self {
        Self {
            observation: photo.observation.to_string(),
            made: (photo.made.utc_ms, photo.made.offset_min),
            sha256: photo.media.to_string(),
            media_type: photo.media_type.clone(),
            bytes: photo.size,
            pixels: photo.pixels,
            blocks: photo.blocks,
            withdrawn: photo.withdrawn,
        }
    }
}

impl PhotoBody {
    fn read(self, envelope: &Envelope, notes: &mut Notes) -> Option<Photo> {
        let Some(observation) = RecordId::parse(&self.observation) else {
            notes.say("observation", &self.observation);
            return None;
        };
        let Some(media) = MediaId::parse(&self.sha256) else {
            notes.say("sha256", &self.sha256);
            return None;
        };
        Some(Photo {
            id: envelope.id,
            walk: envelope.walk,
            observation,
            made: Stamp { utc_ms: self.made.0, offset_min: self.made.1 },
            media,
            media_type: self.media_type,
            size: self.bytes,
            pixels: self.pixels,
            blocks: self.blocks,
            withdrawn: self.withdrawn,
        })
    }
}

#[derive(Serialize, Deserialize)]
struct StopBody {
    number: u16,
    #[serde(default)]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Point>,
}

#[derive(Serialize, Deserialize, Default)]
struct WalkBody {
    made: (i64, i16),
    #[serde(default, skip_serializing_if = "is_false")]
    training: bool,
    #[serde(default)]
    title: String,
    #[serde(default)]
    reference: String,
    #[serde(default)]
    type_mar: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    cycle: String,
    #[serde(default)]
    date: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    starts_at: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    ends_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    weather: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day_kind: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    context: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    themes: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    commissioner: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    operator: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    contact: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    facilitators: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    participants: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    women: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    men: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minors: Option<u16>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ages: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    languages: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mobility: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    guarantors: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    commune: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    around: Option<Point>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stops: Vec<StopBody>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    route: Vec<Point>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    coarse_above_m: Option<f64>,
}

impl From<&Walk> for WalkBody {
    fn from(walk: &Walk) -> Self {
        Self {
            made: (walk.made.utc_ms, walk.made.offset_min),
            training: walk.training,
            title: walk.title.clone(),
            reference: walk.reference.clone(),
            type_mar: Some(code(walk.kind)),
            cycle: walk.cycle.clone(),
            date: walk.date.clone(),
            starts_at: walk.starts_at.clone(),
            ends_at: walk.ends_at.clone(),
            weather: walk.weather.map(code),
            day_kind: walk.day_kind.map(code),
            context: walk.context.clone(),
            themes: codes(&walk.themes),
            commissioner: walk.commissioner.clone(),
            operator: walk.operator.clone(),
            contact: walk.contact.clone(),
            facilitators: walk.participants.facilitators,
            participants: walk.participants.total,
            women: walk.participants.women,
            men: walk.participants.men,
            minors: walk.participants.minors,
            ages: codes(&walk.ages),
            languages: walk.languages.clone(),
            mobility: codes(&walk.mobility),
            guarantors: codes(&walk.guarantors),
            commune: walk.commune.clone(),
            around: walk.around.map(Point::from),
            stops: walk
                .stops
                .iter()
                .map(|stop| StopBody {
                    number: stop.number,
                    name: stop.name.clone(),
                    at: stop.place.map(Point::from),
                })
                .collect(),
            route: walk.route.iter().copied().map(Point::from).collect(),
            coarse_above_m: Some(walk.coarse_above_m),
        }
    }
}

impl WalkBody {
    fn read(self, envelope: &Envelope, notes: &mut Notes) -> Walk {
        let made = Stamp { utc_ms: self.made.0, offset_min: self.made.1 };
        Walk {
            id: WalkId(envelope.id.0),
            training: self.training,
            title: notes.text("title", &self.title, 120),
            reference: notes.text("reference", &self.reference, 30),
            kind: notes.code("type_mar", self.type_mar).unwrap_or(WalkKind::Exploratory),
            cycle: notes.text("cycle", &self.cycle, 20),
            date: if crate::domain::stamp::is_date(&self.date) { self.date } else { made.date() },
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            weather: notes.code("weather", self.weather),
            day_kind: notes.code("day_kind", self.day_kind),
            context: notes.text("context", &self.context, 250),
            themes: notes.codes("themes", self.themes),
            commissioner: notes.text("commissioner", &self.commissioner, 100),
            operator: notes.text("operator", &self.operator, 100),
            contact: notes.text("contact", &self.contact, 120),
            participants: Participants {
                total: self.participants,
                women: self.women,
                men: self.men,
                minors: self.minors,
                facilitators: self.facilitators,
            },
            ages: notes.codes("ages", self.ages),
            languages: notes.text("languages", &self.languages, 40),
            mobility: notes.codes("mobility", self.mobility),
            guarantors: notes.codes("guarantors", self.guarantors),
            commune: notes.text("commune", &self.commune, 5),
            around: notes.place("around", self.around),
            stops: self
                .stops
                .into_iter()
                .map(|stop| Stop {
                    number: stop.number,
                    name: notes.text("stop", &stop.name, PLACE_NAME_MAX),
                    place: notes.place("stop", stop.at),
                })
                .collect(),
            route: self
                .route
                .into_iter()
                .filter_map(|point| notes.place("route", Some(point)))
                .collect(),
            coarse_above_m: self
                .coarse_above_m
                .filter(|limit| limit.is_finite() && *limit > 0.0)
                .unwrap_or(COARSE_ABOVE_M),
            made,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::gender::{Reason, Strategy};
    use crate::domain::moment::Moment;
    use crate::domain::scale::{Polarity, Sharing, Source};

    fn envelope(kind: &str) -> Envelope {
        Envelope {
            kind: kind.into(),
            id: RecordId(0x0192_f3a0_7b1e_7c55_9a10_0000_0000_0001),
            walk: WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00aa),
            device: DeviceNumber(0x00c0_ffee),
            revision: 3,
            at: Stamp { utc_ms: 1_762_364_530_000, offset_min: 60 },
        }
    }

    fn full_observation() -> Observation {
        let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
        let place = Place::from_lon_lat(2.293_512, 49.870_913).unwrap();
        let walk = Walk::blank(envelope("walk").walk, made);
        let category = Category::from_code("street_lighting").unwrap();
        let fix = Fix { place, accuracy_m: 6.5, at: made.at(1_762_364_519_000) };
        Observation {
            secondary: vec![Category::from_code("sightlines").unwrap()],
            polarity: Some(Polarity::Negative),
            feeling: Level::new(0),
            severity: Level::new(3),
            ratings: std::array::from_fn(|index| Level::new(u8::try_from(index % 4).unwrap())),
            lamp_ref: "00147".into(),
            avoided: Some(true),
            reasons: Reason::ALL.to_vec(),
            strategies: Strategy::ALL.to_vec(),
            words: "Lampadaire éteint « là » <script>alert(1)</script> 🌙 ظلام".into(),
            thing: Some(ThingPlace::by_hand(place.moved(45.0, 12.0))),
            stop: Some(3),
            moment_said: Some(Moment::Dusk),
            source: Source::Individual,
            voices: Some(7),
            sharing_said: Some(Sharing::Internal),
            finished: true,
            withdrawn: true,
            ..Observation::begun(envelope("").id, &walk, made, category, Some(fix), Language::En)
        }
    }

    #[test]
    fn an_observation_reads_back_as_it_was_written() {
        let body = Body::Observation(Box::new(full_observation()));
        let (line, digest) = write_line(&envelope("observation"), &body);
        let read = read_line(&line).unwrap();
        assert_eq!(read.not_understood, Vec::<String>::new());
        assert_eq!(read.record, Record { envelope: envelope("observation"), body, digest });
        assert!(!line.contains('\n'));
    }

    #[test]
    fn a_walk_reads_back_as_it_was_written() {
        let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
        let walk = crate::domain::training::training_walk(envelope("").walk, made, None);
        let mut envelope = envelope("walk");
        envelope.id = RecordId(walk.id.0);
        let body = Body::Walk(Box::new(walk));
        let (line, _) = write_line(&envelope, &body);
        assert_eq!(read_line(&line).unwrap().record.body, body);
    }

    #[test]
    fn what_a_later_version_added_is_reported_and_the_rest_is_kept() {
        let (line, _) =
            write_line(&envelope("observation"), &Body::Observation(Box::new(full_observation())));
        let line = line
            .replace("\"negative\"", "\"mixed_blessing\"")
            .replace("\"finished\":true", "\"finished\":true,\"smell\":2");
        let read = read_line(&line).unwrap();
        assert_eq!(read.not_understood, ["polarity: mixed_blessing"]);
        let Body::Observation(observation) = read.record.body else { panic!("an observation") };
        assert_eq!((observation.polarity, observation.voices), (None, Some(7)));
    }

    #[test]
    fn a_later_version_or_kind_is_kept_unread() {
        let (line, _) =
            write_line(&envelope("observation"), &Body::Observation(Box::new(full_observation())));
        for (from, to) in
            [("{\"v\":1", "{\"v\":2"), ("\"kind\":\"observation\"", "\"kind\":\"song\"")]
        {
            let read = read_line(&line.replacen(from, to, 1)).unwrap();
            assert_eq!(read.record.body, Body::Unknown);
            assert_eq!(read.not_understood.len(), 1);
        }
    }

    #[test]
    fn what_is_not_a_record_is_refused() {
        for line in ["", "null", "[]", "{\"v\":1}", "<!doctype html>"] {
            assert!(matches!(read_line(line), Err(LineError::NotARecord(_))), "{line}");
        }
        let (line, _) = write_line(&envelope("notice"), &Body::Unknown);
        let line = line.replace("00c0ffee", "../../..");
        assert!(matches!(read_line(&line), Err(LineError::BadIdentity(_))));
    }

    #[test]
    fn places_off_the_earth_are_left_out_and_said() {
        let (line, _) =
            write_line(&envelope("observation"), &Body::Observation(Box::new(full_observation())));
        let line = line.replace("49.870913", "149.870913");
        let read = read_line(&line).unwrap();
        let Body::Observation(observation) = read.record.body else { panic!("an observation") };
        assert_eq!(observation.observer, None);
        assert!(read.not_understood[0].starts_with("observer: latitude 149.87"));
    }

    #[test]
    fn keys_stand_in_the_order_of_revisions() {
        let body = Body::Notice(NoticeHeard { version: "1.0".into() });
        let record = |revision: u32| {
            let envelope = Envelope { revision, ..envelope("notice") };
            let (_, digest) = write_line(&envelope, &body);
            Record { envelope, body: body.clone(), digest }
        };
        let (two, ten) = (key(&record(2)), key(&record(10)));
        assert!(two < ten);
        assert_eq!(thing_of_key(&two), thing_of_key(&ten));
        let (first, last) = key_range(envelope("").walk);
        assert!(first < two && ten < last);
    }
}
