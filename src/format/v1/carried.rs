//! What a later version said of a thing, carried over into the next revision that this one writes.
//!
//! Worked on the text of the lines, so that what is not understood stays to the byte as it came:
//! numbers keep their digits, objects their order. The lines were read as JSON before.

use super::{Written, list, write_body};
use crate::domain::ledger::record::Body;

/// Answers given as a whole: amended, nothing of the former one holds any more.
const WHOLE: [&str; 2] = ["thing", "observer"];

/// The body of a stored line, when there is more in it than `body`, which was read from it.
pub fn later_part(line: &str, body: &Body) -> Option<String> {
    if !is_amended(body) {
        return None;
    }
    let stored = member(&members(line), "body")?;
    (stored != write_body(body)).then(|| stored.to_owned())
}

/// A line without its body, for one that is too large to be read.
pub(super) fn without_body(line: &str) -> String {
    let mut written = Written::default();
    for (name, value) in members(line) {
        // What an envelope says is short.
        if !["body", "over"].contains(&name) && value.len() <= 100 {
            written.raw(name, value);
        }
    }
    written.finish()
}

/// The kind that a line says it is, as it stands there without its quotes; the last counts.
pub(super) fn kind_of(line: &str) -> String {
    let said = members(line).into_iter().rfind(|(name, _)| *name == "kind");
    said.map_or("", |(_, value)| value.trim_matches('"')).chars().take(60).collect()
}

/// Whether revisions of such a thing are written by amending the one before.
fn is_amended(body: &Body) -> bool {
    matches!(body, Body::Walk(_) | Body::Observation(_) | Body::Photo(_) | Body::StopForm(_))
}

/// The text of the next body: `stored` as it came, `read` as this version understood it, `next` as
/// the person left it.
pub(super) fn next_body(stored: &str, read: &Body, next: &Body) -> String {
    let (read, next) = (write_body(read), write_body(next));
    carried("", stored, Some(&read), Some(&next)).unwrap_or(next)
}

/// What was not touched stays as it was stored. What was answered anew takes the place of an
/// unknown answer; unknown fields and unknown members of lists stay beside the known ones.
fn carried(name: &str, stored: &str, read: Option<&str>, next: Option<&str>) -> Option<String> {
    if read == next {
        return Some(stored.to_owned());
    }
    if !WHOLE.contains(&name) {
        if is_of(Some(stored), '{') && (next.is_none() || is_of(next, '{')) {
            return carried_fields(stored, read, next);
        }
        if is_of(Some(stored), '[') && (next.is_none() || is_of(next, '[')) {
            return carried_members(stored, read, next);
        }
    }
    next.map(str::to_owned)
}

fn is_of(json: Option<&str>, bracket: char) -> bool {
    json.is_some_and(|json| json.starts_with(bracket))
}

fn carried_fields(stored: &str, read: Option<&str>, next: Option<&str>) -> Option<String> {
    let stored = members(stored);
    let read = read.map(members).unwrap_or_default();
    let next = next.map(members).unwrap_or_default();
    let mut written = Written::default();
    for (name, value) in &next {
        let kept = member(&stored, name)
            .and_then(|stored| carried(name, stored, member(&read, name), Some(value)));
        written.raw(name, kept.as_deref().unwrap_or(value));
    }
    for (name, value) in &stored {
        if member(&next, name).is_none()
            && let Some(kept) = carried(name, value, member(&read, name), None)
        {
            written.raw(name, &kept);
        }
    }
    (!written.0.is_empty()).then(|| written.finish())
}

fn carried_members(stored: &str, read: Option<&str>, next: Option<&str>) -> Option<String> {
    let read = read.map(parts).unwrap_or_default();
    let next = next.map(parts).unwrap_or_default();
    // Those that were read stand in the order in which they are stored.
    let mut understood: Vec<&str> = Vec::new();
    let mut unknown: Vec<&str> = Vec::new();
    for part in parts(stored) {
        match read.get(understood.len()) {
            Some(known) if holds(part, known) => understood.push(part),
            // Points that could not be read belong to the line that is replaced.
            _ if part.starts_with('[') => {}
            _ => unknown.push(part),
        }
    }
    let same_length = read.len() == next.len();
    let is_list_of_objects = next.iter().any(|part| part.starts_with('{'));
    let mut written: Vec<String> = Vec::new();
    for (at, value) in next.iter().enumerate() {
        let from = match id_of(value) {
            // Wherever it stands by now, and whatever came or went beside it.
            Some(id) => read.iter().position(|known| id_of(known) == Some(id)),
            None => read
                .iter()
                .position(|known| is_list_of_objects && known == value)
                .or(Some(at).filter(|_| same_length && is_list_of_objects)),
        };
        let kept = from.and_then(|from| {
            carried("", understood.get(from)?, read.get(from).copied(), Some(value))
        });
        written.push(kept.unwrap_or_else(|| (*value).to_owned()));
    }
    written.extend(unknown.into_iter().map(str::to_owned));
    (!written.is_empty()).then(|| list(written.into_iter()))
}

/// The id of an object that has one, quotes and all.
fn id_of(part: &str) -> Option<&str> {
    is_of(Some(part), '{').then(|| member(&members(part), "id")).flatten()
}

/// Whether what was read can have been read from a stored part: each of its fields stands there. An
/// id that does not was derived from the rest (stops had none before version 0.5).
fn holds(stored: &str, read: &str) -> bool {
    if !is_of(Some(stored), '{') {
        return stored == read;
    }
    let stored = members(stored);
    let is_there = |(name, value): &(&str, &str)| {
        member(&stored, name)
            .map_or(*name == "id", |kept| kept == *value || is_of(Some(value), '"'))
    };
    members(read).iter().all(is_there)
}

/// The fields of an object: name without its quotes, and value.
pub(super) fn members(json: &str) -> Vec<(&str, &str)> {
    let field = |part: &str| -> Option<(usize, usize)> {
        let mut escaped = false;
        let end = part.bytes().enumerate().skip(1).find(|(_, byte)| {
            let ends = *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            ends
        });
        let (end, _) = end?;
        Some((end, end + 1 + part.get(end + 1..)?.find(':')?))
    };
    let parts = parts(json).into_iter();
    parts
        .filter_map(|part| {
            let (end, colon) = field(part)?;
            Some((part.get(1..end)?, part.get(colon + 1..)?.trim()))
        })
        .collect()
}

fn member<'a>(members: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    members.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// What stands between the commas of an object or a list.
fn parts(json: &str) -> Vec<&str> {
    let json = json.trim();
    let inner = json.get(1..json.len().saturating_sub(1)).unwrap_or_default();
    let (mut depth, mut in_text, mut escaped, mut from) = (0_u32, false, false, 0);
    let mut parts = Vec::new();
    for (at, byte) in inner.bytes().chain(std::iter::once(b',')).enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.extend(inner.get(from..at).map(str::trim).filter(|part| !part.is_empty()));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts
}
