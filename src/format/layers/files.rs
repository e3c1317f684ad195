//! The files of one layer: the GeoJSON, streamed into the archive, and its CSV copy.

use std::io;

use super::csv::CsvCopy;
use super::geojson;
use super::table::{Field, Layer, LayerSource};
use crate::domain::observation::place::Place;
use crate::format::archive::Archive;

/// Written out when so many bytes have gathered.
const PIECE: usize = 1 << 18;

/// The files of a layer being written.
pub(super) struct LayerFiles<'a, S: LayerSource> {
    archive: &'a mut Archive,
    layer: Layer<S>,
    fields: Vec<Field<S>>,
    json: String,
    first: bool,
    csv: CsvCopy<S>,
}

impl<'a, S: LayerSource> LayerFiles<'a, S> {
    /// Begins both.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub(super) fn begin(archive: &'a mut Archive, layer: Layer<S>) -> io::Result<Self> {
        let mut json = String::new();
        geojson::begin(layer.name, &mut json);
        archive.begin(&format!("{}.geojson", layer.name), true)?;
        let (csv, fields) = (CsvCopy::of(&layer), layer.fields());
        Ok(Self { archive, csv, layer, fields, json, first: true })
    }

    /// A row; without a place it is in the copy only, because a null geometry is invisible in GIS.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub(super) fn row(&mut self, row: &S::Row<'_>, places: &[Place]) -> io::Result<()> {
        self.csv.row(row, places);
        let is_drawn = if self.layer.geometry == "Point" { 1 } else { 2 } <= places.len();
        if is_drawn {
            let values = self.fields.iter().map(|field| (&field.column, field.value(row)));
            geojson::feature(self.layer.geometry, values, places, self.first, &mut self.json);
            self.first = false;
        }
        if self.json.len() > PIECE {
            self.archive.write(self.json.as_bytes())?;
            self.json.clear();
        }
        Ok(())
    }

    /// Ends both.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub(super) fn finish(mut self) -> io::Result<()> {
        geojson::end(&mut self.json);
        self.archive.write(self.json.as_bytes())?;
        let name = format!("{}.csv", self.layer.name);
        self.archive.add(&name, self.csv.finish().as_bytes(), true)
    }
}
