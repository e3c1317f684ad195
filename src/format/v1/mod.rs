//! Records, version 1: one record, one line of JSON.
//!
//! ```json
//! {"v":1,"kind":"observation","id":"…","walk":"…","device":"00c0ffee","rev":1,"at":1762364520000,"tz":60,"body":{…}}
//! ```
//!
//! `at` is milliseconds since 1970 UTC, `tz` minutes east of UTC; what was not answered is absent.
//! Places are `[longitude, latitude]` in ten-millionths of a degree, accuracies decimetres. What this
//! version does not know is reported, not shown, and its line kept and passed on as it came.

mod carried;
mod deliberation;
mod erased;
mod kit;
mod observation;
mod photo;
mod stop;
mod walk;

pub use carried::later_part;
pub use deliberation::{read_deliberation, write_deliberation};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::domain::code::Code;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope, NoticeHeard, Record};
use crate::domain::observation::kept_text;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::Level;
use crate::domain::stamp::Stamp;

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
pub struct ReadLine<B = Body> {
    /// The record; [`Body::Unknown`] when its kind or shape is not known here.
    pub record: Record<B>,
    /// Fields whose value this version does not know, as `field: value`.
    pub not_understood: Vec<String>,
}

/// Writes a record as one line of JSON, without the line feed, together with its digest.
pub fn write_line(envelope: &Envelope, body: &Body) -> (String, u64) {
    write_text(envelope, &write_body(body))
}

/// Writes the next revision of a thing of which a later version had more to say: `stored` is the
/// body as it came ([`later_part`]), `read` what was understood of it. Answers with the line, its
/// digest and what has to be carried on into the revision after it.
pub fn write_next(
    envelope: &Envelope,
    body: &Body,
    (stored, read): (&str, &Body),
) -> (String, u64, String) {
    let next = carried::next_body(stored, read, body);
    let (line, digest) = write_text(envelope, &next);
    (line, digest, next)
}

fn write_text(envelope: &Envelope, body: &str) -> (String, u64) {
    let mut line = write_envelope(envelope);
    line.raw("body", body);
    let text = line.finish();
    (text.clone(), digest(&text))
}

fn write_body(body: &Body) -> String {
    let mut written = Written::default();
    match body {
        Body::Walk(walk) => walk::write_walk(walk, &mut written),
        Body::Observation(observation) => observation::write_observation(observation, &mut written),
        Body::Photo(photo) => photo::write_photo(photo, &mut written),
        Body::Notice(notice) => written.text("version", &notice.version),
        Body::Perimeter(perimeter) => kit::write_perimeter(perimeter, &mut written),
        Body::Layer(layer) => kit::write_layer(layer, &mut written),
        Body::Basemap(basemap) => kit::write_basemap(basemap, &mut written),
        Body::StopForm(form) => kit::write_stop_form(form, &mut written),
        Body::Erased(stone) => erased::write_erased(stone, &mut written),
        Body::Unknown => {}
    }
    written.finish()
}

fn write_envelope(envelope: &Envelope) -> Written {
    let mut line = Written::default();
    line.number("v", Some(VERSION));
    line.text("kind", &envelope.kind);
    line.text("id", &envelope.id.to_string());
    line.text("walk", &envelope.walk.to_string());
    line.text("device", &envelope.device.to_string());
    line.number("rev", Some(envelope.revision));
    line.number("at", Some(envelope.at.utc_ms));
    line.number("tz", Some(envelope.at.offset_min));
    line
}

/// First 8 bytes of the SHA-256 of a line.
pub fn digest(line: &str) -> u64 {
    let hash = Sha256::digest(line.as_bytes());
    hash.iter().take(8).fold(0, |digest, byte| digest << 8 | u64::from(*byte))
}

/// The name under which a record's line is stored: `walk/id/revision/digest`. Equal contents have
/// equal names, so storing twice changes nothing; revisions of one thing stand in order.
pub fn key<B>(record: &Record<B>) -> String {
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
    let mut notes = Notes::default();
    let read = envelope(line)?;
    let body = if read.is_later(&mut notes) {
        None
    } else {
        read.body(&mut notes).and_then(|fields| read_body(&read.envelope, &fields, &mut notes))
    };
    let body = body.unwrap_or(Body::Unknown);
    let record = Record { envelope: read.envelope, body, digest: digest(line) };
    Ok(ReadLine { record, not_understood: notes.0 })
}

/// A line of which the envelope is read.
struct Opened {
    envelope: Envelope,
    version: i64,
    raw: Value,
}

impl Opened {
    /// Whether a later version wrote it, which is said.
    fn is_later(&self, notes: &mut Notes) -> bool {
        let is_later = self.version > i64::from(VERSION);
        if is_later {
            notes.say("version", &self.version.to_string());
        }
        is_later
    }

    /// Its body; that there is none is said.
    fn body(&self, notes: &mut Notes) -> Option<Fields<'_>> {
        let fields = self.raw.get("body").and_then(Fields::of);
        if fields.is_none() {
            notes.say("body", "absent");
        }
        fields
    }
}

fn envelope(line: &str) -> Result<Opened, LineError> {
    let raw: Value =
        serde_json::from_str(line).map_err(|error| LineError::NotARecord(error.to_string()))?;
    let fields = Fields::of(&raw).ok_or_else(|| LineError::NotARecord("not an object".into()))?;
    let text = |name: &'static str| {
        fields.get_text(name).ok_or_else(|| LineError::NotARecord(format!("no {name}")))
    };
    let number = |name: &'static str| {
        fields.get_number(name).ok_or_else(|| LineError::NotARecord(format!("no {name}")))
    };
    let bad = |text: &str| LineError::BadIdentity(text.chars().take(60).collect());
    let (id, walk, device) = (text("id")?, text("walk")?, text("device")?);
    let version = number("v")?;
    let no = |name: &str| LineError::NotARecord(format!("{name} out of range"));
    let envelope = Envelope {
        id: RecordId::parse(id).ok_or_else(|| bad(id))?,
        walk: WalkId::parse(walk).ok_or_else(|| bad(walk))?,
        device: DeviceNumber::parse(device).ok_or_else(|| bad(device))?,
        revision: u32::try_from(number("rev")?).map_err(|_| no("rev"))?,
        at: Stamp {
            utc_ms: number("at")?,
            offset_min: i16::try_from(number("tz")?).map_err(|_| no("tz"))?,
        },
        kind: text("kind")?.to_owned(),
    };
    Ok(Opened { envelope, version, raw })
}

fn read_body(envelope: &Envelope, fields: &Fields<'_>, notes: &mut Notes) -> Option<Body> {
    match envelope.kind.as_str() {
        "walk" => Some(Body::Walk(Box::new(walk::read_walk(envelope, fields, notes)?))),
        "observation" => Some(Body::Observation(Box::new(observation::read_observation(
            envelope, fields, notes,
        )?))),
        "photo" => Some(Body::Photo(Box::new(photo::read_photo(envelope, fields, notes)?))),
        "notice" => {
            Some(Body::Notice(NoticeHeard { version: fields.get_text("version")?.to_owned() }))
        }
        "perimeter" => Some(Body::Perimeter(Box::new(kit::read_perimeter(fields, notes)?))),
        "layer" => Some(Body::Layer(Box::new(kit::read_layer(fields, notes)?))),
        "basemap" => Some(Body::Basemap(Box::new(kit::read_basemap(fields, notes)?))),
        "stop_form" => {
            Some(Body::StopForm(Box::new(kit::read_stop_form(envelope, fields, notes)?)))
        }
        "erased" => Some(Body::Erased(Box::new(erased::read_erased(fields, notes)?))),
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
}

/// An object being written, field after field; what was not said is left out.
#[derive(Default)]
struct Written(String);

impl Written {
    /// A field whose value is JSON already.
    #[inline(never)]
    fn raw(&mut self, name: &str, json: &str) {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push('"');
        self.0.push_str(name);
        self.0.push_str("\":");
        self.0.push_str(json);
    }

    fn finish(mut self) -> String {
        if self.0.is_empty() {
            self.0.push('{');
        }
        self.0.push('}');
        self.0
    }

    #[inline(never)]
    fn text(&mut self, name: &'static str, text: &str) {
        if !text.is_empty() {
            self.raw(name, &quoted(text));
        }
    }

    fn number(&mut self, name: &'static str, number: Option<impl Into<i64>>) {
        if let Some(number) = number {
            self.integer(name, number.into());
        }
    }

    #[inline(never)]
    fn integer(&mut self, name: &'static str, number: i64) {
        self.raw(name, &number.to_string());
    }

    fn flag(&mut self, name: &'static str, flag: bool) {
        if flag {
            self.raw(name, "true");
        }
    }

    fn code<C: Code>(&mut self, name: &'static str, code: Option<C>) {
        self.text(name, code.map_or("", Code::code));
    }

    fn codes<C: Code>(&mut self, name: &'static str, codes: &[C]) {
        let codes: Vec<&str> = codes.iter().map(|code| code.code()).collect();
        self.texts(name, &codes);
    }

    #[inline(never)]
    fn texts(&mut self, name: &'static str, texts: &[&str]) {
        if !texts.is_empty() {
            self.raw(name, &list(texts.iter().map(|text| quoted(text))));
        }
    }

    fn level(&mut self, name: &'static str, level: Option<Level>) {
        self.number(name, level.map(Level::value));
    }

    fn place(&mut self, name: &'static str, place: Option<Place>) {
        if let Some(place) = place {
            self.raw(name, &point(place));
        }
    }

    /// Milliseconds since 1970 UTC, minutes east of UTC.
    fn stamp(&mut self, name: &'static str, stamp: Stamp) {
        self.raw(name, &format!("[{},{}]", stamp.utc_ms, stamp.offset_min));
    }

    fn object(&mut self, name: &'static str, object: Self) {
        self.raw(name, &object.finish());
    }
}

/// A JSON string.
fn quoted(text: &str) -> String {
    // Strings always serialise.
    serde_json::to_string(text).unwrap_or_default()
}

/// A JSON array.
fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn point(place: Place) -> String {
    let (lon_e7, lat_e7) = place.e7();
    format!("[{lon_e7},{lat_e7}]")
}

/// An object being read.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name)
    }

    fn get_text(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    fn get_number(&self, name: &str) -> Option<i64> {
        self.get(name)?.as_i64()
    }

    /// A field that is there but is not what it should be is said.
    fn odd<T>(&self, name: &str, read: Option<T>, notes: &mut Notes) -> Option<T> {
        if read.is_none()
            && let Some(value) = self.get(name)
        {
            notes.say(name, &shown(value));
        }
        read
    }

    fn text(&self, name: &str, most: usize, notes: &mut Notes) -> String {
        let text = self.odd(name, self.get_text(name), notes).unwrap_or_default();
        let (kept, cut) = kept_text(text, most);
        if cut {
            notes.say(name, "longer than can be shown");
        }
        kept
    }

    fn number<N: TryFrom<i64>>(&self, name: &str, notes: &mut Notes) -> Option<N> {
        let read = self.get_number(name).and_then(|number| N::try_from(number).ok());
        self.odd(name, read, notes)
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    fn code<C: Code>(&self, name: &str, notes: &mut Notes) -> Option<C> {
        self.odd(name, self.get_text(name).and_then(C::from_code), notes)
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
        self.get(name).and_then(Value::as_array).into_iter().flatten()
    }

    fn codes<C>(&self, name: &str, known: fn(&str) -> Option<C>, notes: &mut Notes) -> Vec<C> {
        let mut codes = Vec::new();
        for value in self.list(name) {
            match value.as_str().and_then(known) {
                Some(code) => codes.push(code),
                None => notes.say(name, &shown(value)),
            }
        }
        codes
    }

    fn level(&self, name: &str, notes: &mut Notes) -> Option<Level> {
        let read = self.get_number(name).and_then(|level| Level::new(u8::try_from(level).ok()?));
        self.odd(name, read, notes)
    }

    fn place(&self, name: &str, notes: &mut Notes) -> Option<Place> {
        self.odd(name, self.get(name).and_then(read_point), notes)
    }

    fn stamp(&self, name: &str) -> Option<Stamp> {
        let [utc_ms, offset_min] = self.get(name)?.as_array()?.as_slice() else { return None };
        let offset_min = i16::try_from(offset_min.as_i64()?).ok()?;
        Some(Stamp { utc_ms: utc_ms.as_i64()?, offset_min })
    }
}

/// It as it is repeated to a person.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.as_i64().map_or("?".into(), |number| number.to_string()),
        Value::Array(values) => {
            format!("[{}]", values.iter().map(shown).collect::<Vec<_>>().join(","))
        }
        Value::Object(_) => "{…}".into(),
        Value::Null => "null".into(),
    }
}

fn read_point(value: &Value) -> Option<Place> {
    let [lon_e7, lat_e7] = value.as_array()?.as_slice() else { return None };
    Place::from_e7(lon_e7.as_i64()?, lat_e7.as_i64()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Language;
    use crate::domain::observation::fix::Fix;
    use crate::domain::observation::gender::{Reason, Strategy};
    use crate::domain::observation::moment::Moment;
    use crate::domain::observation::photo::MediaId;
    use crate::domain::observation::scale::{Polarity, Sharing, Source};
    use crate::domain::observation::taxonomy::Category;
    use crate::domain::observation::{Observation, ThingPlace};
    use crate::domain::walk::Walk;
    use crate::domain::walk::stop::{StopId, StopRef};

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
            stop: Some(StopRef { id: StopId::made(3, 0), number: 3 }),
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
        let walk = crate::domain::walk::training::training_walk(envelope("").walk, made, None);
        let mut envelope = envelope("walk");
        envelope.id = RecordId(walk.id.0);
        let body = Body::Walk(Box::new(walk));
        let (line, _) = write_line(&envelope, &body);
        assert_eq!(read_line(&line).unwrap().record.body, body);
    }

    #[test]
    fn what_a_walk_is_prepared_with_reads_back_as_it_was_written() {
        use crate::domain::observation::taxonomy::Principle;
        use crate::domain::walk::actor::{Actor, ActorKind, GroupRole};
        use crate::domain::walk::basemap::Basemap;
        use crate::domain::walk::grid::{Grid, Question};
        use crate::domain::walk::perimeter::Perimeter;
        use crate::domain::walk::reference_layer::{ReferenceKind, ReferenceLayer, ReferencePoint};
        use crate::domain::walk::stop_form::{StopChange, StopForm};
        use crate::domain::walk::{OwnNotice, Stop};
        let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
        let place = Place::from_lon_lat(-2.293_512, 49.870_913).unwrap();
        let mut form = StopForm::blank(StopRef { id: StopId::made(4, 0), number: 4 }, made);
        form.amend(StopChange::Voice(0, 8, Level::ALL[0]));
        form.amend(StopChange::Common(0, Level::ALL[3]));
        let walk = Walk {
            quarter: "Quartier « inventé »".into(),
            commune_name: "Amiens".into(),
            roles: vec![GroupRole::Scribe, GroupRole::Guide],
            actors: vec![Actor { kind: ActorKind::Landlord, name: "Un bailleur".into() }],
            grid: Grid {
                principles: vec![Principle::EscapeHelp],
                categories: vec![Category::from_code("earshot").unwrap()],
                hidden: vec![Question::Ratings],
            },
            own_notice: Some(OwnNotice { version: "2.1".into(), text: "Une\nDeux".into() }),
            stops: vec![Stop { minute: Some(25), place: Some(place), ..Stop::named(1, "Là") }],
            former_stops: vec![Stop { place: Some(place), ..Stop::named(2, "Naguère") }],
            ..Walk::blank(WalkId(envelope("").id.0), made)
        };
        let bodies = [
            Body::Walk(Box::new(walk)),
            Body::Perimeter(Box::new(Perimeter {
                code_qp: "QN08099M".into(),
                lib_qp: "Quartier inventé".into(),
                insee_com: "01234".into(),
                lib_com: "Ville inventée".into(),
                polygons: vec![vec![vec![place; 4], vec![place; 5]], vec![vec![place; 4]]],
            })),
            Body::Layer(Box::new(ReferenceLayer {
                kind: ReferenceKind::Lamp,
                name: "Lampadaires".into(),
                source: "inventé".into(),
                points: vec![ReferencePoint { label: "00\"42".into(), place }],
            })),
            Body::Basemap(Box::new(Basemap {
                media: MediaId::parse(&"ab".repeat(32)).unwrap(),
                size: 67_338,
                vector: true,
                zooms: (12, 16),
                bounds_e7: [-1, 2, 3, 4],
                attribution: "© les contributeurs d’OpenStreetMap".into(),
            })),
            Body::StopForm(Box::new(form)),
        ];
        for body in bodies {
            let (line, _) = write_line(&envelope(body.kind()), &body);
            let read = read_line(&line).unwrap();
            assert_eq!((read.record.body, read.not_understood), (body, Vec::new()), "{line}");
        }
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
            [("\"v\":1", "\"v\":2"), ("\"kind\":\"observation\"", "\"kind\":\"song\"")]
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
        let line = line.replace("498709130", "1498709130");
        let read = read_line(&line).unwrap();
        let Body::Observation(observation) = read.record.body else { panic!("an observation") };
        assert_eq!(observation.observer, None);
        assert_eq!(read.not_understood, ["at: [22935120,1498709130]"]);
    }

    #[test]
    fn keys_stand_in_the_order_of_revisions() {
        let body = Body::Notice(NoticeHeard { version: "1.0".into() });
        let record = |revision: u32| {
            let envelope = Envelope { revision, ..envelope("notice") };
            Record { digest: write_line(&envelope, &body).1, envelope, body: body.clone() }
        };
        let (two, ten) = (key(&record(2)), key(&record(10)));
        assert!(two < ten);
        assert_eq!(thing_of_key(&two), thing_of_key(&ten));
        let (first, last) = key_range(envelope("").walk);
        assert!(first < two && ten < last);
    }
}
