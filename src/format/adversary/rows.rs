//! The rows of the layers, as anybody reads them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::files::LAYERS;
use super::{Attack, Findings, ReleasedFiles};

/// A file of a layer.
pub(super) struct Layer {
    /// Its name in the archive.
    pub(super) file: String,
    /// Which layer: `observations`.
    pub(super) name: &'static str,
    columns: BTreeMap<String, usize>,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// A row.
pub(super) struct Row {
    /// Its line in the file, from 1.
    pub(super) line: usize,
    cells: Vec<Box<str>>,
    /// Longitude and latitude, of a point one and of a line all.
    pub(super) places: Vec<(f64, f64)>,
}

impl Layer {
    /// Whether it is the copy for a spreadsheet.
    pub(super) fn is_copy(&self) -> bool {
        self.file.ends_with(".csv")
    }

    /// The names of its fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.columns.keys().map(String::as_str)
    }

    /// A cell; empty where there is none.
    pub(super) fn cell<'a>(&self, row: &'a Row, name: &str) -> &'a str {
        self.columns.get(name).and_then(|at| row.cells.get(*at)).map_or("", |cell| cell)
    }

    /// A cell as a number.
    pub(super) fn number(&self, row: &Row, name: &str) -> Option<f64> {
        self.cell(row, name).parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// Every layer of some files, in both of its forms; a line that cannot be read is a finding.
pub(super) fn layers(files: &ReleasedFiles, found: &mut Findings) -> Vec<Layer> {
    let mut layers = Vec::new();
    for name in LAYERS {
        for (ending, read) in
            [("geojson", geojson as fn(&mut Layer, &str, &mut Findings)), ("csv", csv_copy)]
        {
            let file = format!("{name}.{ending}");
            let Some(bytes) = files.files.get(&file) else { continue };
            let Ok(text) = std::str::from_utf8(bytes) else {
                found.say(&file, 0, "", Attack::Unreadable);
                continue;
            };
            let mut layer = Layer { file, name, columns: BTreeMap::new(), rows: Vec::new() };
            read(&mut layer, text, found);
            layers.push(layer);
        }
    }
    layers
}

fn geojson(layer: &mut Layer, text: &str, found: &mut Findings) {
    for (line, written) in (1..).zip(text.lines()) {
        let written = written.trim().trim_end_matches(',');
        // A feature stands on a line of its own between the first and the last.
        if line == 1 || written == "]}" || written.is_empty() {
            continue;
        }
        let feature = serde_json::from_str::<Value>(written).ok();
        let Some(Value::Object(properties)) =
            feature.as_ref().and_then(|feature| feature.get("properties"))
        else {
            found.say(&layer.file, line, "", Attack::Unreadable);
            continue;
        };
        let mut cells: Vec<Box<str>> = vec![Box::default(); layer.columns.len()];
        for (name, value) in properties {
            let cell = match value {
                Value::Null => continue,
                Value::String(text) => text.as_str().into(),
                other => other.to_string().into(),
            };
            let next = layer.columns.len();
            let at = match layer.columns.get(name) {
                Some(at) => *at,
                None => *layer.columns.entry(name.clone()).or_insert(next),
            };
            if cells.len() <= at {
                cells.resize(at + 1, Box::default());
            }
            cells[at] = cell;
        }
        let at = feature.as_ref().and_then(|it| it.pointer("/geometry/coordinates"));
        let place = |pair: &Value| Some((pair.get(0)?.as_f64()?, pair.get(1)?.as_f64()?));
        let places = at.map_or_else(Vec::new, |at| match place(at) {
            Some(place) => vec![place],
            None => at.as_array().into_iter().flatten().filter_map(place).collect(),
        });
        layer.rows.push(Row { line, cells, places });
    }
}

fn csv_copy(layer: &mut Layer, text: &str, found: &mut Findings) {
    let reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for (line, record) in (1..).zip(reader.into_records()) {
        let Ok(record) = record else {
            found.say(&layer.file, line, "", Attack::Unreadable);
            continue;
        };
        if line == 1 {
            layer.columns = record.iter().map(str::to_owned).zip(0..).collect();
            continue;
        }
        // The apostrophe keeps a spreadsheet from running it.
        let bare = |cell: &str| -> Box<str> {
            match cell.strip_prefix('\'') {
                Some(bare) if bare.starts_with(['=', '+', '-', '@', '\t', '\r']) => bare.into(),
                _ => cell.into(),
            }
        };
        let mut row = Row { line, cells: record.iter().map(bare).collect(), places: Vec::new() };
        let place = layer.number(&row, "lon").zip(layer.number(&row, "lat"));
        row.places.extend(place);
        layer.rows.push(row);
    }
}
