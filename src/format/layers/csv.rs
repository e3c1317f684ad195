//! The CSV copy, for those who use no map: UTF-8 with a mark, semicolons, RFC 4180 quotes. A cell
//! that a spreadsheet would take for a formula gets an apostrophe.

use std::collections::BTreeMap;

use super::geojson::cut;
use super::table::{Kind, Layer, Source, Value};
use crate::domain::place::Place;

/// A spreadsheet takes the file for UTF-8 when it begins so.
pub(super) const MARK: &str = "\u{feff}";

/// A copy being written. What the codes mean is looked up once, not for each row.
pub(super) struct CsvCopy<S: Source> {
    layer: Layer<S>,
    /// For each field the labels of its codes, when the copy says them.
    labels: Vec<Option<BTreeMap<&'static str, &'static str>>>,
    text: String,
}

impl<S: Source> CsvCopy<S> {
    /// A copy that has its line of names.
    pub(super) fn of(layer: Layer<S>) -> Self {
        let shape = layer.shape();
        let labels = shape
            .columns
            .iter()
            .map(|column| shape.has_labels(column).then(|| (column.codes)().into_iter().collect()));
        let labels = labels.collect();
        let mut text = String::from(MARK);
        line(shape.csv_names().iter().map(String::as_str), &mut text);
        Self { layer, labels, text }
    }

    /// One line; a point without a place has empty coordinates.
    pub(super) fn row(&mut self, row: &S::Row<'_>, places: &[Place]) {
        let mut cells: Vec<String> = Vec::with_capacity(self.layer.fields.len() * 2);
        for (field, labels) in self.layer.fields.iter().zip(&self.labels) {
            let value = (field.value)(row);
            let label = labels.as_ref().map(|labels| match &value {
                Value::Text(codes) => in_words(codes, labels),
                Value::Integer(number) => in_words(&number.to_string(), labels),
                _ => String::new(),
            });
            cells.push(match value {
                Value::Null => String::new(),
                Value::Text(text) => match field.column.kind {
                    Kind::Date | Kind::Time => text,
                    kind => harmless(cut(&text, kind)),
                },
                Value::Integer(number) => number.to_string(),
                Value::Real(number) => number.to_string(),
            });
            cells.extend(label);
        }
        match (self.layer.geometry, places) {
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
        line(cells.iter().map(String::as_str), &mut self.text);
    }

    /// The whole copy.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// What one code or several (`|a|b|`) mean; a code without a label as it is.
fn in_words(codes: &str, labels: &BTreeMap<&'static str, &'static str>) -> String {
    let mut words = String::new();
    for code in codes.split('|').filter(|code| !code.is_empty()) {
        if !words.is_empty() {
            words.push_str(" ; ");
        }
        words.push_str(labels.get(code).copied().unwrap_or(code));
    }
    words
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
