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
mod limits;
mod notes;
mod notice;
mod observation;
mod photo;
mod repeated;
mod stop;
mod walk;

pub use carried::later_part;
pub use deliberation::{read_deliberation, write_deliberation};
pub use limits::{REVISIONS_MAX, line_max};
pub use repeated::without_repeated;

use sha2::{Digest, Sha256};

use crate::domain::code::Code;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope, Record};
use crate::domain::observation::kept_text;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::Level;
use crate::domain::stamp::Stamp;
use crate::format::json::{self, Json, quoted};
use notes::Notes;

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

pub(crate) fn write_text(envelope: &Envelope, body: &str) -> (String, u64) {
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
        Body::Notice(notice) => notice::write_notice(notice, &mut written),
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

/// Whether a line is what the name under which it is stored says: the name ends with its digest.
pub fn is_named(key: &str, line: &str) -> bool {
    key.ends_with(&format!("/{:016x}", digest(line)))
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
    let read = envelope(line, &mut notes)?;
    let body = if read.is_later(&mut notes) {
        None
    } else {
        read.body(&mut notes).and_then(|fields| read_body(&read.envelope, &fields, &mut notes))
    };
    let body = body.unwrap_or(Body::Unknown);
    let digest = repeated::digest_of(line, &read);
    let record = Record { envelope: read.envelope, body, digest };
    Ok(ReadLine { record, not_understood: notes.finish() })
}

/// A line of which the envelope is read.
struct Opened {
    envelope: Envelope,
    version: i64,
    raw: Json,
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

/// A line that is larger than its kind may be is known by its envelope alone: kept, and not read.
fn envelope(line: &str, notes: &mut Notes) -> Result<Opened, LineError> {
    let whole = |text: &str| -> Result<Json, LineError> {
        json::read(text).map_err(|error| LineError::NotARecord(error.to_string()))
    };
    let raw = if line.len() <= limits::ALWAYS_READ {
        whole(line)?
    } else if !is_too_large(line) {
        // What is wrong at its end is not built up to there first.
        json::check(line).map_err(|error| LineError::NotARecord(error.to_string()))?;
        whole(line)?
    } else {
        notes.say("body", "longer than can be read");
        whole(&carried::without_body(line))?
    };
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
    let revision = u32::try_from(number("rev")?).ok().filter(|rev| *rev <= REVISIONS_MAX);
    let envelope = Envelope {
        id: RecordId::parse(id).ok_or_else(|| bad(id))?,
        walk: WalkId::parse(walk).ok_or_else(|| bad(walk))?,
        device: DeviceNumber::parse(device).ok_or_else(|| bad(device))?,
        revision: revision.ok_or_else(|| no("rev"))?,
        at: stamp_at_the_door(number("at")?, number("tz")?, "at", notes),
        kind: text("kind")?.chars().take(60).collect(),
    };
    Ok(Opened { envelope, version, raw })
}

/// Whether a line is larger than one of its kind may be, in bytes or in what it would take to read.
pub fn is_too_large(line: &str) -> bool {
    line.len() > limits::ALWAYS_READ
        && (limits::is_too_heavy(line) || line.len() > line_max(&carried::kind_of(line)))
        && json::check(line).is_ok()
}

/// A moment as a line says it. One that no clock shows is that of a clock that was never set, an
/// offset that no place has is none; both are said.
fn stamp_at_the_door(utc_ms: i64, offset_min: i64, name: &str, notes: &mut Notes) -> Stamp {
    let is_time = limits::STAMPS.contains(&utc_ms);
    let offset = i16::try_from(offset_min).ok().filter(|_| limits::OFFSETS.contains(&offset_min));
    if !is_time {
        notes.say(name, &utc_ms.to_string());
    }
    if offset.is_none() {
        notes.say(name, &format!("tz {offset_min}"));
    }
    Stamp { utc_ms: if is_time { utc_ms } else { 0 }, offset_min: offset.unwrap_or_default() }
}

fn read_body(envelope: &Envelope, fields: &Fields<'_>, notes: &mut Notes) -> Option<Body> {
    match envelope.kind.as_str() {
        "walk" => Some(Body::Walk(Box::new(walk::read_walk(envelope, fields, notes)?))),
        "observation" => Some(Body::Observation(Box::new(observation::read_observation(
            envelope, fields, notes,
        )?))),
        "photo" => Some(Body::Photo(Box::new(photo::read_photo(envelope, fields, notes)?))),
        "notice" => Some(Body::Notice(notice::read_notice(fields)?)),
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

/// A JSON array.
fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn point(place: Place) -> String {
    let (lon_e7, lat_e7) = place.e7();
    format!("[{lon_e7},{lat_e7}]")
}

/// An object being read.
struct Fields<'a>(&'a Json);

impl<'a> Fields<'a> {
    fn of(value: &'a Json) -> Option<Self> {
        value.as_object().map(|_| Self(value))
    }

    fn get(&self, name: &str) -> Option<&'a Json> {
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
        self.get(name).and_then(Json::as_bool).unwrap_or(false)
    }

    fn code<C: Code>(&self, name: &str, notes: &mut Notes) -> Option<C> {
        self.odd(name, self.get_text(name).and_then(C::from_code), notes)
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &'a Json> + use<'a> {
        self.get(name).and_then(Json::as_array).into_iter().flatten()
    }

    fn codes<C>(&self, name: &str, known: fn(&str) -> Option<C>, notes: &mut Notes) -> Vec<C> {
        self.members(name, limits::CODES_MAX, known, notes)
    }

    fn members<C>(
        &self,
        name: &str,
        most: usize,
        known: fn(&str) -> Option<C>,
        notes: &mut Notes,
    ) -> Vec<C> {
        let mut codes = Vec::new();
        for (count, value) in self.list(name).enumerate() {
            if count == most {
                notes.say(name, "longer than can be shown");
                break;
            }
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

    /// A moment that has to be there; one that is not a moment is said.
    fn stamp_said(&self, name: &str, notes: &mut Notes) -> Option<Stamp> {
        let read = self.stamp(name, notes);
        self.odd(name, read, notes)
    }

    fn stamp(&self, name: &str, notes: &mut Notes) -> Option<Stamp> {
        let [utc_ms, offset_min] = self.get(name)?.as_array()? else { return None };
        Some(stamp_at_the_door(utc_ms.as_i64()?, offset_min.as_i64()?, name, notes))
    }
}

/// It as it is repeated to a person.
fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => text.chars().take(60).collect(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => number.map_or("?".into(), |number| number.to_string()),
        Json::Array(values) => {
            let first = values.iter().take(8).map(shown);
            format!("[{}]", first.collect::<Vec<_>>().join(","))
        }
        Json::Object(_) => "{…}".into(),
        Json::Null => "null".into(),
    }
}

fn read_point(value: &Json) -> Option<Place> {
    let [lon_e7, lat_e7] = value.as_array()? else { return None };
    Place::from_e7(lon_e7.as_i64()?, lat_e7.as_i64()?)
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
