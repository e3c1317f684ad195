//! A stored line of a campaign without what it had copied from erased words. It keeps its name and
//! says which digest it had, so that what was said after it still replaces it, and so that the line
//! as it was is known wherever this one is, and never taken in again.

use super::carried::{kind_of, members};
use super::{Opened, Written, digest};
use crate::domain::deliberation::repeated::Repeated;
use crate::format::json::{self, Json, quoted};

/// The digest that a line had before something of it was erased, 16 hexadecimal digits.
const WAS: &str = "was";

/// The kinds of which something may be taken out: what a group writes in its own words.
const KINDS: [&str; 5] = ["constat", "preconisation", "edit", "answer", "step"];

/// The digest of a line; of one from which something was taken out the one that it had.
pub(super) fn digest_of(line: &str, read: &Opened) -> u64 {
    let was = read.raw.get(WAS).filter(|_| KINDS.contains(&read.envelope.kind.as_str()));
    let was = was.and_then(|was| u64::from_str_radix(was.as_str()?, 16).ok());
    was.unwrap_or_else(|| digest(line))
}

/// A line without erased words, to be stored under the name that it has; `None` when there are none in
/// it.
pub fn without_repeated(line: &str, erased: &Repeated) -> Option<String> {
    let kind = kind_of(line);
    if !KINDS.contains(&kind.as_str()) {
        return None;
    }
    let was = super::envelope(line, &mut super::Notes::default()).ok()?;
    let was = digest_of(line, &was);
    let mut changed = false;
    let mut written = Written::default();
    for (name, value) in members(line).into_iter().filter(|(name, _)| *name != WAS) {
        if name == "body" {
            written.raw(WAS, &quoted(&format!("{was:016x}")));
            let body = without(value, kind == "edit", erased, &mut changed);
            written.raw(name, &body);
        } else {
            written.raw(name, value);
        }
    }
    changed.then(|| written.finish())
}

fn without(body: &str, is_edit: bool, erased: &Repeated, changed: &mut bool) -> String {
    let mut written = Written::default();
    for (name, value) in members(body) {
        if is_edit && name == "set" {
            written.raw(name, &without(value, false, erased, changed));
            continue;
        }
        match left_of(name, value, erased) {
            Some(Some(left)) => written.raw(name, &left),
            Some(None) => {}
            None => {
                written.raw(name, value);
                continue;
            }
        }
        *changed = true;
    }
    written.finish()
}

/// What is left of a field; `None` when nothing of it is erased.
fn left_of(name: &str, value: &str, erased: &Repeated) -> Option<Option<String>> {
    let text = || Some(json::read(value).ok()?.as_str()?.to_owned());
    match name {
        "quote" | "place_name" => erased.is_in(&text()?).then_some(None),
        "title" | "summary" | "detail" | "text" | "reason" => {
            erased.without(&text()?).map(|left| Some(quoted(&left)))
        }
        "place" => {
            let place = json::read(value).ok()?;
            let [lon, lat] = place.as_array()? else { return None };
            let degrees = |it: &Json| i32::try_from(it.as_i64()?).ok();
            let (lon, lat) = (degrees(lon)?, degrees(lat)?);
            erased.is_at((lon, lat)).then_some(None)
        }
        _ => None,
    }
}
