//! GeoJSON (RFC 7946), written straight from the table: WGS 84, longitude then latitude, six
//! decimals (a tenth of a metre), every feature with every key.

use super::table::{Column, Kind, Value};
use crate::domain::observation::place::Place;

/// The collection up to its first feature.
pub(super) fn begin(name: &str, into: &mut String) {
    into.push_str(r#"{"type":"FeatureCollection","name":"#);
    string(name, into);
    into.push_str(",\"features\":[");
}

/// One feature; `first` says whether a comma stands before it.
pub(super) fn feature<'a>(
    geometry: &str,
    values: impl Iterator<Item = (&'a Column, Value)>,
    line: &[Place],
    first: bool,
    into: &mut String,
) {
    into.push_str(if first { "\n" } else { ",\n" });
    into.push_str(r#"{"type":"Feature","properties":{"#);
    for (index, (column, value)) in values.enumerate() {
        if index > 0 {
            into.push(',');
        }
        string(column.name, into);
        into.push(':');
        match value {
            Value::Null => into.push_str("null"),
            Value::Text(text) => string(cut(&text, column.kind), into),
            Value::Integer(number) => into.push_str(&number.to_string()),
            Value::Real(number) => into.push_str(&real(number)),
        }
    }
    into.push_str(r#"},"geometry":{"type":"#);
    string(geometry, into);
    into.push_str(",\"coordinates\":");
    match line {
        [place] if geometry == "Point" => position(*place, into),
        places => {
            into.push('[');
            for (index, place) in places.iter().enumerate() {
                if index > 0 {
                    into.push(',');
                }
                position(*place, into);
            }
            into.push(']');
        }
    }
    into.push_str("}}");
}

/// The end of the collection.
pub(super) fn end(into: &mut String) {
    into.push_str("\n]}\n");
}

fn position(place: Place, into: &mut String) {
    into.push_str(&format!("[{:.6},{:.6}]", place.lon(), place.lat()));
}

/// A real number with a point, so that a whole one is still read as a real.
fn real(number: f64) -> String {
    let text = number.to_string();
    if text.contains('.') { text } else { format!("{text}.0") }
}

/// A JSON string.
fn string(text: &str, into: &mut String) {
    // Strings always serialise.
    into.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// At most as many characters as the field holds.
pub(super) fn cut(text: &str, kind: Kind) -> &str {
    match kind {
        Kind::Text(most) => match text.char_indices().nth(most) {
            Some((at, _)) => text.get(..at).unwrap_or(text),
            None => text,
        },
        _ => text,
    }
}
