//! The CSV copy, for those who use no map: UTF-8 with a mark, semicolons, RFC 4180 quotes. A cell
//! that a spreadsheet would take for a formula gets an apostrophe.

use super::geojson::cut;
use super::table::{Kind, Layer, Source, Value};
use crate::domain::place::Place;

/// A spreadsheet takes the file for UTF-8 when it begins so.
pub(super) const MARK: &str = "\u{feff}";

/// The line of names.
pub(super) fn header<S: Source>(layer: &Layer<S>, into: &mut String) {
    into.push_str(MARK);
    let geometry: &[&str] = if layer.geometry == "Point" { &["lon", "lat"] } else { &["wkt"] };
    let names = layer.fields.iter().map(|field| field.column.name).chain(geometry.iter().copied());
    line(names, into);
}

/// One line; a point without a place has empty coordinates.
pub(super) fn row<S: Source>(
    layer: &Layer<S>,
    row: &S::Row<'_>,
    places: &[Place],
    into: &mut String,
) {
    let mut cells: Vec<String> = layer
        .fields
        .iter()
        .map(|field| match (field.value)(row) {
            Value::Null => String::new(),
            Value::Text(text) => match field.column.kind {
                Kind::Date | Kind::Time => text,
                kind => harmless(cut(&text, kind)),
            },
            Value::Integer(number) => number.to_string(),
            Value::Real(number) => number.to_string(),
        })
        .collect();
    match (layer.geometry, places) {
        ("Point", [place]) => {
            cells.push(format!("{:.6}", place.lon()));
            cells.push(format!("{:.6}", place.lat()));
        }
        ("Point", _) => cells.extend([String::new(), String::new()]),
        (_, []) => cells.push(String::new()),
        (_, places) => {
            let points: Vec<String> = places
                .iter()
                .map(|place| format!("{:.6} {:.6}", place.lon(), place.lat()))
                .collect();
            cells.push(format!("LINESTRING ({})", points.join(", ")));
        }
    }
    line(cells.iter().map(String::as_str), into);
}

/// Text that no spreadsheet runs.
pub(super) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// One line of cells.
pub(super) fn line<'a>(cells: impl IntoIterator<Item = &'a str>, into: &mut String) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            into.push(';');
        }
        if cell.contains([';', '"', '\n', '\r']) {
            into.push('"');
            into.push_str(&cell.replace('"', "\"\""));
            into.push('"');
        } else {
            into.push_str(cell);
        }
    }
    into.push_str("\r\n");
}
