//! The CSV copy, for those who use no map: UTF-8 with a mark, semicolons, RFC 4180 quotes. A cell
//! that a spreadsheet would take for a formula gets an apostrophe.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::table::{Field, Layer, LayerSource, Value, cut};
use crate::domain::observation::place::Place;

/// A spreadsheet takes the file for UTF-8 when it begins so.
const MARK: &str = "\u{feff}";

/// A sheet being written, in the form that spreadsheets open by a double click.
pub(super) struct Sheet<W: Write = Vec<u8>>(csv::Writer<W>);

impl Sheet {
    /// A sheet that has its line of names.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        Self::begin(MARK.as_bytes().to_vec(), names)
    }

    /// The whole sheet.
    pub(super) fn finish(self) -> String {
        let bytes = self.0.into_inner().unwrap_or_default();
        // Cells are text, and what the writer puts between them is ASCII.
        String::from_utf8(bytes).unwrap_or_default()
    }
}

impl Sheet<DeflateEncoder<Vec<u8>>> {
    /// A large sheet that has its line of names; it waits deflated.
    fn large<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        // Writing into memory does not fail.
        drop(packed.write_all(MARK.as_bytes()));
        Self::begin(packed, names)
    }

    /// The sheet, to be read from its beginning.
    fn finish_large(self) -> io::Result<impl Read> {
        let packed = self.0.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
        Ok(DeflateDecoder::new(Cursor::new(packed.finish()?)))
    }
}

impl<W: Write> Sheet<W> {
    fn begin<'a>(into: W, names: impl IntoIterator<Item = &'a str>) -> Self {
        let writer = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(into);
        let mut sheet = Self(writer);
        sheet.line(names);
        sheet
    }

    /// One line of cells.
    pub(super) fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        // Writing into memory does not fail, and lines may have any number of cells.
        drop(self.0.write_record(cells.into_iter().map(|cell| harmless_cell(cell).into_owned())));
    }
}

/// What each code of a column means.
type Labels = BTreeMap<&'static str, &'static str>;

/// A copy being written. What the codes mean is looked up once, not for each row.
pub(super) struct CsvCopy<S: LayerSource> {
    is_of_points: bool,
    /// Each field with the labels of its codes, when the copy says them.
    fields: Vec<(Field<S>, Option<Labels>)>,
    /// Deflated while the layer beside it is being written: ten thousand rows are ten megabytes.
    sheet: Sheet<DeflateEncoder<Vec<u8>>>,
}

impl<S: LayerSource> CsvCopy<S> {
    /// A copy that has its line of names.
    pub(super) fn of(layer: &Layer<S>) -> Self {
        let shape = layer.shape();
        let labelled = layer.fields().into_iter().map(|field| {
            let column = &field.column;
            let labels = shape.has_labels(column).then(|| column.codes().into_iter().collect());
            (field, labels)
        });
        Self {
            is_of_points: layer.geometry == "Point",
            fields: labelled.collect(),
            sheet: Sheet::large(shape.csv_names().iter().map(String::as_str)),
        }
    }

    /// One line; a point without a place has empty coordinates.
    pub(super) fn row(&mut self, row: &S::Row<'_>, places: &[Place]) {
        let mut cells: Vec<String> = Vec::with_capacity(self.fields.len() * 2);
        for (field, labels) in &self.fields {
            let value = field.value(row);
            let label = labels.as_ref().map(|labels| match &value {
                Value::Text(codes) => in_words(codes, labels),
                Value::Integer(number) => in_words(&number.to_string(), labels),
                _ => String::new(),
            });
            cells.push(match value {
                Value::Null => String::new(),
                Value::Text(text) => harmless(cut(&text, field.column.kind)),
                Value::Integer(number) => number.to_string(),
                Value::Real(number) => number.to_string(),
            });
            cells.extend(label);
        }
        match (self.is_of_points, places) {
            (true, [place]) => {
                cells.push(format!("{:.6}", place.lon()));
                cells.push(format!("{:.6}", place.lat()));
            }
            (true, _) => cells.extend([String::new(), String::new()]),
            (false, []) => cells.push(String::new()),
            (false, places) => {
                let points: Vec<String> = places
                    .iter()
                    .map(|place| format!("{:.6} {:.6}", place.lon(), place.lat()))
                    .collect();
                cells.push(format!("LINESTRING ({})", points.join(", ")));
            }
        }
        self.sheet.line(cells.iter().map(String::as_str));
    }

    /// The copy, to be read from its beginning.
    ///
    /// # Errors
    /// When it cannot be packed.
    pub(super) fn finish(self) -> io::Result<impl Read> {
        self.sheet.finish_large()
    }
}

/// What one code or several (`|a|b|`) mean; a code without a label as it is.
fn in_words(codes: &str, labels: &Labels) -> String {
    let mut words = String::new();
    for code in codes.split('|').filter(|code| !code.is_empty()) {
        if !words.is_empty() {
            words.push_str(" ; ");
        }
        words.push_str(labels.get(code).copied().unwrap_or(code));
    }
    words
}

/// Text that no spreadsheet runs, whatever column it stands in. A number is one, also with its sign.
fn harmless_cell(text: &str) -> Cow<'_, str> {
    let is_number = text.parse::<f64>().is_ok_and(f64::is_finite) && !text.starts_with('+');
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The same for a text that was typed, which may look like a number.
pub(super) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut sheet = Sheet::of(["a", "b"]);
        sheet.line(["x;y", "dit « non »"]);
        sheet.line(["deux\nlignes", "dit \"non\""]);
        sheet.line(["", ""]);
        let expected =
            "\u{feff}a;b\r\n\"x;y\";dit « non »\r\n\"deux\nlignes\";\"dit \"\"non\"\"\"\r\n;\r\n";
        assert_eq!(sheet.finish(), expected);
    }

    #[test]
    fn no_cell_is_run_whatever_its_column() {
        let mut sheet = Sheet::of(["=a"]);
        sheet.line(["=1", "+1", "@a", "-a", "-1.5", "\t=1"]);
        assert_eq!(sheet.finish(), "\u{feff}'=a\r\n'=1;'+1;'@a;'-a;-1.5;'\t=1\r\n");
    }
}
