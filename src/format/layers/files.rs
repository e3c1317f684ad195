//! The files of one layer: the GeoJSON, streamed into the archive, and its CSV copy.

use std::io::{self, Write as _};

use super::csv::CsvCopy;
use super::table::{Field, Layer, LayerSource, Value, cut};
use crate::domain::observation::place::Place;
use crate::format::archive::Archive;
use crate::format::geojson::{Collection, Geometry};

/// Decimals of a coordinate: a tenth of a metre.
const DECIMALS: usize = 6;
/// Written out when so many bytes have gathered.
const PIECE: usize = 1 << 18;

/// The files of a layer being written.
pub(super) struct LayerFiles<'a, S: LayerSource> {
    archive: &'a mut Archive,
    layer: Layer<S>,
    fields: Vec<Field<S>>,
    json: String,
    features: Collection,
    csv: CsvCopy<S>,
}

impl<'a, S: LayerSource> LayerFiles<'a, S> {
    /// Begins both.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub(super) fn begin(archive: &'a mut Archive, layer: Layer<S>) -> io::Result<Self> {
        let mut json = String::new();
        let features = Collection::begin(Some(layer.name), DECIMALS, &mut json);
        archive.begin(&format!("{}.geojson", layer.name), true)?;
        let (csv, fields) = (CsvCopy::of(&layer), layer.fields());
        Ok(Self { archive, csv, layer, fields, json, features })
    }

    /// A row; without a place it is in the copy only, because a null geometry is invisible in GIS.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub(super) fn row(&mut self, row: &S::Row<'_>, places: &[Place]) -> io::Result<()> {
        self.csv.row(row, places);
        let geometry = match places {
            [place, ..] if self.layer.geometry == "Point" => Some(Geometry::Point(*place)),
            [_, _, ..] => Some(Geometry::Line(places)),
            _ => None,
        };
        if let Some(geometry) = geometry {
            let fields = &self.fields;
            self.features.feature(geometry, &mut self.json, |properties| {
                for field in fields {
                    let column = &field.column;
                    match field.value(row) {
                        Value::Null => properties.unknown(column.name),
                        Value::Text(text) => properties.text(column.name, cut(&text, column.kind)),
                        Value::Integer(number) => properties.whole(column.name, number),
                        Value::Real(number) => properties.real(column.name, number),
                    }
                }
            });
        }
        if self.json.len() > PIECE {
            self.archive.write_all(self.json.as_bytes())?;
            self.json.clear();
        }
        Ok(())
    }

    /// Ends both.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.features.end(&mut self.json);
        self.archive.write_all(self.json.as_bytes())?;
        self.archive.begin(&format!("{}.csv", self.layer.name), true)?;
        io::copy(&mut self.csv.finish()?, self.archive).map(drop)
    }
}
