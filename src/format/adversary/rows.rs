//! The rows of the layers, as anybody reads them: one at a time, nothing of a text stays.

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::files::LAYERS;
use super::{Attack, Findings};

/// A file of a layer.
pub(super) struct Layer {
    /// Its name in the archive.
    pub(super) file: String,
    /// Which layer: `observations`.
    pub(super) name: &'static str,
    columns: BTreeMap<String, usize>,
}

/// A row.
#[derive(Default)]
pub(super) struct Row {
    /// Its line in the file, from 1.
    pub(super) line: usize,
    cells: Vec<String>,
    /// Longitude and latitude, of a point one and of a line all.
    pub(super) places: Vec<(f64, f64)>,
    /// Tells the row as it is written in the copy apart from another one.
    pub(super) hash: u64,
}

/// What hears of each row.
type EachRow<'a> = dyn FnMut(&Layer, &Row, &mut Findings) + 'a;

impl Layer {
    /// The layer that a file is of; `None` for any other file.
    pub(super) fn of(file: &str) -> Option<Self> {
        let (stem, ending) = file.split_once('.')?;
        let name = LAYERS.into_iter().find(|name| *name == stem)?;
        let is_table = matches!(ending, "geojson" | "csv");
        is_table.then(|| Self { file: file.to_owned(), name, columns: BTreeMap::new() })
    }

    /// Whether it is the copy for a spreadsheet.
    pub(super) fn is_copy(&self) -> bool {
        self.file.ends_with(".csv")
    }

    /// The names of its fields, each with what stands in a row.
    pub(super) fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a str, &'a str)> {
        let cell = |at: &usize| row.cells.get(*at).map_or("", String::as_str);
        self.columns.iter().map(move |(name, at)| (name.as_str(), cell(at)))
    }

    /// A cell; empty where there is none.
    pub(super) fn cell<'a>(&self, row: &'a Row, name: &str) -> &'a str {
        self.columns.get(name).and_then(|at| row.cells.get(*at)).map_or("", String::as_str)
    }

    /// A cell as a number.
    pub(super) fn number(&self, row: &Row, name: &str) -> Option<f64> {
        self.cell(row, name).parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Reads all rows; a line that cannot be read is a finding.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub(super) fn read(
        &mut self,
        text: impl BufRead,
        found: &mut Findings,
        each: &mut EachRow<'_>,
    ) -> io::Result<()> {
        if self.is_copy() { self.copy(text, found, each) } else { self.geojson(text, found, each) }
    }

    fn geojson(
        &mut self,
        mut text: impl BufRead,
        found: &mut Findings,
        each: &mut EachRow<'_>,
    ) -> io::Result<()> {
        let mut written = Vec::new();
        let mut row = Row::default();
        loop {
            written.clear();
            if text.read_until(b'\n', &mut written)? == 0 {
                return Ok(());
            }
            row.line += 1;
            let feature = written.trim_ascii();
            let feature = feature.strip_suffix(b",").unwrap_or(feature);
            // A feature stands on a line of its own between the first and the last.
            if row.line == 1 || feature == b"]}" || feature.is_empty() {
                continue;
            }
            let feature = serde_json::from_slice::<Value>(feature).ok();
            if feature.is_some_and(|feature| self.feature(feature, &mut row).is_some()) {
                each(self, &row, found);
            } else {
                found.say(&self.file, row.line, "", Attack::Unreadable);
            }
        }
    }

    fn feature(&mut self, mut feature: Value, row: &mut Row) -> Option<()> {
        let Value::Object(properties) = feature.get_mut("properties")?.take() else { return None };
        row.cells.iter_mut().for_each(String::clear);
        for (name, value) in properties {
            let next = self.columns.len();
            let at = *self.columns.entry(name).or_insert(next);
            if row.cells.len() <= at {
                row.cells.resize(at + 1, String::new());
            }
            let Some(cell) = row.cells.get_mut(at) else { continue };
            match value {
                Value::Null => {}
                Value::String(text) => *cell = text,
                other => *cell = other.to_string(),
            }
        }
        let at = feature.pointer("/geometry/coordinates");
        let place = |pair: &Value| Some((pair.get(0)?.as_f64()?, pair.get(1)?.as_f64()?));
        row.places.clear();
        if let Some(at) = at {
            match place(at) {
                Some(place) => row.places.push(place),
                None => row.places.extend(at.as_array().into_iter().flatten().filter_map(place)),
            }
        }
        Some(())
    }

    fn copy(
        &mut self,
        text: impl BufRead,
        found: &mut Findings,
        each: &mut EachRow<'_>,
    ) -> io::Result<()> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b';')
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        let mut record = csv::StringRecord::new();
        let mut row = Row::default();
        loop {
            row.line += 1;
            match reader.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => {}
                Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => {
                    found.say(&self.file, row.line, "", Attack::Unreadable);
                    continue;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
            if row.line == 1 {
                let name = |name: &str| name.trim_start_matches('\u{feff}').to_owned();
                self.columns = record.iter().map(name).zip(0..).collect();
                continue;
            }
            row.cells.resize(record.len(), String::new());
            let mut hash = Sha256::new();
            for (cell, written) in row.cells.iter_mut().zip(record.iter()) {
                hash.update(written.as_bytes());
                hash.update(b";");
                cell.clear();
                cell.push_str(bare(written));
            }
            row.hash =
                hash.finalize().iter().take(8).fold(0, |all, one| all << 8 | u64::from(*one));
            row.places.clear();
            row.places.extend(self.number(&row, "lon").zip(self.number(&row, "lat")));
            each(self, &row, found);
        }
    }
}

/// Without the apostrophe that keeps a spreadsheet from running it.
fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(bare) if bare.starts_with(['=', '+', '-', '@', '\t', '\r']) => bare,
        _ => cell,
    }
}
