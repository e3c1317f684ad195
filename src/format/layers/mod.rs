//! The planner's layers: `observations` and `parcours`, each made from one table.
//!
//! The rules of the files (one geometry type each, flat fields of at most ten characters, every
//! feature with every key, codes as text, no null geometry) are those that QGIS, GDAL and PostGIS
//! were seen to need.

mod campaign;
mod constats;
mod csv;
mod dictionary;
mod files;
mod observations;
mod parcours;
mod postgis;
mod preconis;
mod qgis;
mod stops;
mod table;
mod table_schema;

use std::io;

pub use campaign::{BundleWriter, CampaignReport};
pub use constats::CONSTATS;
pub use observations::OBSERVATIONS;
pub use parcours::PARCOURS;
pub use preconis::PRECONIS;
pub use table::{
    Column, Field, Kind, Layer, LayerShape, LayerSource, ObservationRow, OfWalk, Row, Value,
};

use self::files::LayerFiles;
use super::archive::Archive;
use crate::domain::deliberation::numbering::Numbers;
use crate::domain::deliberation::pseudonym_key::PseudonymKey;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::pseudonym::Pseudonyms;
use crate::domain::leaving::{Audience, commune};
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::Sharing;
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::notebook::Notebook;
use crate::domain::walk::training::EXERCISE_MARK;

/// Version of both tables.
pub const SCHEMA_VERSION: &str = "1.0";

/// What is in the layers and what is not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LayersReport {
    /// Observations in the table.
    pub observations: usize,
    /// Of these, on the map.
    pub on_map: usize,
    /// Numbers of those that are not, because nobody said where they are.
    pub without_place: Vec<usize>,
    /// Observations that stay inside the group.
    pub internal_left_out: usize,
    /// Numbers of those whose category only a later version knows: each row names a principle, and
    /// here nobody knows which.
    pub later_category: Vec<usize>,
    /// Photos in the archive.
    pub photos: usize,
    /// Photos whose bytes were not there.
    pub photos_missing: usize,
}

/// A photo that belongs into the archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WantedPhoto {
    /// Its bytes.
    pub media: MediaId,
    /// Where they go.
    pub path: String,
}

/// How a planner calls the walk: its reference, or the beginning of the id under which it leaves.
fn reference(walk: &Walk, ids: &Pseudonyms) -> String {
    if walk.reference.is_empty() { ids.short_of_walk(walk.id) } else { walk.reference.clone() }
}

/// The commune of the perimeter that holds the thing, else the walk's own, else the campaign's.
fn commune(row: &Row<'_>) -> Value {
    let of_perimeter = row.perimeter.map(|perimeter| perimeter.insee_com.as_str());
    let known = [of_perimeter.unwrap_or_default(), &row.walk.commune, row.commune];
    Value::Text(known.into_iter().find_map(commune::checked).unwrap_or_default())
}

/// The title, marked when everything is invented.
fn title(walk: &Walk) -> String {
    if walk.training { format!("{EXERCISE_MARK}{}", walk.title) } else { walk.title.clone() }
}

/// The archive of a walk's layers, written in two steps: the tables at once, the photos one by one.
pub struct LayersWriter {
    archive: Archive,
    read_me: String,
    report: LayersReport,
    wanted: Vec<WantedPhoto>,
}

impl LayersWriter {
    /// Writes the tables. `made` is the local time of the export; with `with_internal` the layers
    /// also hold what stays inside the group. An observation without a number in `numbers` is left
    /// out.
    ///
    /// # Errors
    /// When the archive cannot be written, or the walk's sheet is not in the notebook.
    pub fn new(
        notebook: &Notebook,
        walk: WalkId,
        made: Stamp,
        with_internal: bool,
        numbers: &Numbers,
    ) -> io::Result<Self> {
        let sheet = notebook.walk(walk).ok_or_else(|| io::Error::other("the walk has no sheet"))?;
        let chosen = Chosen::of(notebook, sheet, with_internal, numbers);
        let ids = Pseudonyms::new(PseudonymKey::of_walk(walk), Audience::Partners);
        let mut writer = Self {
            archive: Archive::new(made.midnight()),
            read_me: dictionary::read_me(sheet, &reference(sheet, &ids), &chosen.report),
            report: chosen.report.clone(),
            wanted: chosen.photos.iter().flat_map(|(_, photos)| photos.clone()).collect(),
        };
        writer.observations(notebook, sheet, made, &chosen, &ids)?;
        writer.parcours(notebook, sheet, made, &chosen.report, &ids)?;
        let layers = [OBSERVATIONS.shape(), PARCOURS.shape()];
        writer.archive.add("dictionnaire.csv", dictionary::dictionary(&layers).as_bytes(), true)?;
        for layer in &layers {
            let name = format!("schema/{}.schema.json", layer.name);
            writer.archive.add(&name, dictionary::schema(layer).as_bytes(), true)?;
        }
        let leaves = |id| chosen.numbered.iter().any(|(_, chosen)| *chosen == id);
        writer.archive.add("arrets.csv", stops::csv(notebook, sheet, leaves).as_bytes(), true)?;
        writer.archive.add("LISEZMOI.txt", writer.read_me.clone().as_bytes(), true)?;
        Ok(writer)
    }

    fn observations(
        &mut self,
        notebook: &Notebook,
        walk: &Walk,
        made: Stamp,
        chosen: &Chosen,
        ids: &Pseudonyms,
    ) -> io::Result<()> {
        let perimeter = notebook.perimeter().map(|(_, perimeter)| perimeter);
        let mut files = LayerFiles::begin(&mut self.archive, OBSERVATIONS)?;
        for (number, id) in &chosen.numbered {
            let Some(observation) = notebook.observation(*id) else { continue };
            let photos: Vec<String> = chosen.paths(*id);
            let position = observation.position(walk);
            let changed =
                notebook.record(*id).map_or(observation.made, |record| record.envelope.at);
            let row = Row {
                ids,
                walk,
                made,
                perimeter: perimeter
                    .zip(position)
                    .filter(|(perimeter, position)| perimeter.holds(position.place))
                    .map(|(perimeter, _)| perimeter),
                commune: "",
                notice: "",
                observations: Some(chosen.report.observations),
                sharing: Sharing::Partners,
                observation: Some(ObservationRow {
                    it: observation,
                    number: *number,
                    position,
                    changed: changed.at(changed.utc_ms),
                    is_timed: true,
                    photos: &photos,
                    constat: None,
                    manager: None,
                }),
            };
            files.row(&row, position.map(|position| position.place).as_slice())?;
        }
        files.finish()
    }

    fn parcours(
        &mut self,
        notebook: &Notebook,
        walk: &Walk,
        made: Stamp,
        report: &LayersReport,
        ids: &Pseudonyms,
    ) -> io::Result<()> {
        let mut files = LayerFiles::begin(&mut self.archive, PARCOURS)?;
        let (line, _) = walk.line();
        files
            .row(&route_row(notebook, walk, made, &line, Some(report.observations), ids), &line)?;
        files.finish()
    }

    /// The photos that belong into the archive, in the order of the observations.
    pub fn wanted(&self) -> &[WantedPhoto] {
        &self.wanted
    }

    /// Adds one of the wanted photos; `None` when its bytes are not there.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn photo(&mut self, photo: &WantedPhoto, bytes: Option<&[u8]>) -> io::Result<()> {
        let Some(bytes) = bytes else {
            self.report.photos_missing += 1;
            return Ok(());
        };
        self.report.photos += 1;
        self.archive.add(&photo.path, bytes, false)
    }

    /// Takes what is finished.
    pub fn drain(&mut self) -> Vec<u8> {
        self.archive.drain()
    }

    /// Ends the archive: its last bytes, and what is in it.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn finish(self) -> io::Result<(Vec<u8>, LayersReport)> {
        Ok((self.archive.finish()?, self.report))
    }
}

/// The row of a walk.
fn route_row<'a>(
    notebook: &'a Notebook,
    walk: &'a Walk,
    made: Stamp,
    line: &[Place],
    observations: Option<usize>,
    ids: &'a Pseudonyms,
) -> Row<'a> {
    let perimeter = notebook.perimeter().map(|(_, perimeter)| perimeter);
    Row {
        ids,
        walk,
        made,
        perimeter: perimeter.filter(|perimeter| line.iter().any(|place| perimeter.holds(*place))),
        commune: "",
        notice: notebook.notice_version().unwrap_or_default(),
        observations,
        sharing: Sharing::Partners,
        observation: None,
    }
}

/// What is exported.
struct Chosen {
    numbered: Vec<(usize, RecordId)>,
    photos: Vec<(RecordId, Vec<WantedPhoto>)>,
    report: LayersReport,
}

impl Chosen {
    fn of(notebook: &Notebook, walk: &Walk, with_internal: bool, numbers: &Numbers) -> Self {
        let mut chosen =
            Self { numbered: Vec::new(), photos: Vec::new(), report: LayersReport::default() };
        for observation in notebook.all_observations() {
            let Some(number) = numbers.of(observation.id).filter(|_| !observation.withdrawn) else {
                continue;
            };
            if observation.sharing() == Sharing::Internal && !with_internal {
                chosen.report.internal_left_out += 1;
                continue;
            }
            if !observation.category.is_known() {
                chosen.report.later_category.push(number);
                continue;
            }
            chosen.report.observations += 1;
            match observation.position(walk) {
                Some(_) => chosen.report.on_map += 1,
                None => chosen.report.without_place.push(number),
            }
            let photos: Vec<WantedPhoto> = (1..)
                .zip(notebook.all_photos_of(observation.id))
                // A photo that was withdrawn keeps its name from the next one.
                .filter(|(_, photo)| !photo.withdrawn)
                .map(|(index, photo)| WantedPhoto {
                    media: photo.media,
                    path: format!("photos/obs-{number:04}-{index}.jpg"),
                })
                .collect();
            if !photos.is_empty() {
                chosen.photos.push((observation.id, photos));
            }
            chosen.numbered.push((number, observation.id));
        }
        chosen
    }

    fn paths(&self, id: RecordId) -> Vec<String> {
        let found = self.photos.binary_search_by_key(&id, |(id, _)| *id).ok();
        let photos = found.and_then(|at| self.photos.get(at));
        photos.map_or(Vec::new(), |(_, photos)| {
            photos.iter().map(|photo| photo.path.clone()).collect()
        })
    }
}
