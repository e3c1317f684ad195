//! The planner's bundle of a campaign: the four layers with everything that opens them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::constats::ConstatRow;
use super::files::LayerFiles;
use super::preconis::PreconisationRow;
use super::{
    CONSTATS, OBSERVATIONS, ObservationRow, PARCOURS, PRECONIS, Row, WantedPhoto, dictionary,
    postgis, qgis, reference, route_row, stops, table_schema,
};
use crate::domain::campaign::Campaign;
use crate::domain::deliberation::CampaignSheet;
use crate::domain::deliberation::constat::Constat;
use crate::domain::deliberation::preconisation::Preconisation;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::privacy::SMALLEST_CELL;
use crate::domain::leaving::pseudonym::Pseudonyms;
use crate::domain::leaving::release::called_back;
use crate::domain::leaving::{Audience, Choice, Leaving, commune};
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;
use crate::domain::walk::perimeter::Perimeter;
use crate::domain::walk::training::EXERCISE_MARK;
use crate::format::archive::Archive;

/// What is in the bundle and what is not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CampaignReport {
    /// What left and what stayed.
    pub leaving: Leaving,
    /// Observations without a place, which are in the CSV only.
    pub without_place: usize,
    /// Photos in the archive.
    pub photos: usize,
    /// Paths of photos whose bytes were not there.
    pub photos_missing: Vec<String>,
}

/// The archive of a campaign, written in two steps: the tables at once, the photos one by one.
pub struct BundleWriter {
    archive: Archive,
    read_me: String,
    report: CampaignReport,
    wanted: Vec<WantedPhoto>,
}

/// What the rows of a bundle are made from.
struct Rows<'a> {
    /// The ids under which things leave.
    ids: &'a Pseudonyms,
    campaign: &'a Campaign,
    sheet: &'a CampaignSheet,
    /// The campaign's commune.
    commune: String,
    choice: &'a Choice,
    made: Stamp,
    leaving: &'a Leaving,
    /// The préconisations that leave.
    chosen: BTreeSet<RecordId>,
    perimeters: Vec<&'a Perimeter>,
    /// Paths of the photos of each observation, those whose bytes are here.
    photos_of: BTreeMap<RecordId, Vec<String>>,
    /// Path of each photo, by its record.
    path_of: BTreeMap<RecordId, String>,
    /// West, south, east, north of everything drawn, in degrees.
    bounds: Option<[f64; 4]>,
    without_place: usize,
    /// The observations in the order of the file, with the numbers that they have there.
    numbered: Vec<(RecordId, usize)>,
}

/// Letters, digits and dashes of a reference.
fn plain(reference: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    reference.chars().map(plain).collect()
}

impl<'a> Rows<'a> {
    fn perimeter(&self, place: Option<Place>) -> Option<&'a Perimeter> {
        let place = place?;
        self.perimeters.iter().copied().find(|perimeter| perimeter.holds(place))
    }

    fn commune(&self, perimeter: Option<&Perimeter>) -> String {
        let of_perimeter = perimeter.and_then(|perimeter| commune::checked(&perimeter.insee_com));
        of_perimeter.unwrap_or_else(|| self.commune.clone())
    }

    /// When something of a thing was last written.
    fn changed(&self, thing: RecordId) -> Stamp {
        self.campaign.changed(thing).unwrap_or(self.made)
    }

    /// Ids in the order in which their rows stand in a file.
    fn in_file_order(&self, ids: &[RecordId]) -> Vec<RecordId> {
        let mut ids = ids.to_vec();
        self.ids.sort(&mut ids, |id| *id);
        ids
    }

    fn draw(&mut self, place: Place) {
        let (lon, lat) = (place.lon(), place.lat());
        let [west, south, east, north] = self.bounds.unwrap_or([lon, lat, lon, lat]);
        self.bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
    }

    /// A title, marked when everything is invented.
    fn marked(&self, title: &str) -> String {
        if self.sheet.training { format!("{EXERCISE_MARK}{title}") } else { title.to_owned() }
    }

    /// A number of observations as it may be told.
    fn told(&self, count: usize) -> Option<usize> {
        let is_small = (1..usize::from(SMALLEST_CELL)).contains(&count);
        Some(count).filter(|_| self.choice.audience == Audience::Partners || !is_small)
    }

    fn constat_place(&self, id: RecordId) -> Option<Place> {
        self.choice.constat_place(self.campaign, id, self.leaving.aggregates.get(&id)?)
    }

    fn constat_row(&self, id: RecordId, it: &'a Constat, place: Option<Place>) -> ConstatRow<'a> {
        let aggregate = self.leaving.aggregates.get(&id).cloned().unwrap_or_default();
        let perimeter = self.perimeter(place);
        let asked = self.campaign.preconisations(id);
        let chosen = &self.chosen;
        // The photos that were chosen come first, then those of its observations.
        let photos = it.photos.iter().filter_map(|photo| self.path_of.get(photo)).next();
        ConstatRow {
            leaves_as: self.ids.of(id),
            it,
            number: it.readable_number(&self.sheet.reference),
            aggregate,
            life: self.campaign.life(id),
            lead: self.campaign.lead_of_constat(id),
            changed: self.changed(id),
            perimeter,
            commune: self.commune(perimeter),
            preconisations: asked.iter().filter(|(id, _)| chosen.contains(id)).count(),
            photo: photos.cloned().unwrap_or_default(),
            is_put: self.campaign.place_by_hand(id).is_some(),
        }
    }

    fn constats(&mut self, archive: &mut Archive) -> io::Result<()> {
        let mut points = LayerFiles::begin(archive, CONSTATS)?;
        for id in &self.in_file_order(&self.leaving.constats) {
            let Some(constat) = self.campaign.constat(*id) else { continue };
            let place = self.constat_place(*id);
            let leaves = self.choice.constat(self.campaign, *id, constat);
            let marked = Constat { title: self.marked(title(&leaves)), ..leaves };
            let row = self.constat_row(*id, &marked, place);
            points.row(&row, place.as_slice())?;
            if let Some(place) = place {
                self.draw(place);
            }
        }
        points.finish()
    }

    fn preconis(&mut self, archive: &mut Archive) -> io::Result<()> {
        let mut points = LayerFiles::begin(archive, PRECONIS)?;
        for id in &self.in_file_order(&self.leaving.preconisations) {
            let Some(one) = self.campaign.preconisation(*id) else { continue };
            // Where its constat was joined to another, that one stands for it, and is in the layer.
            let home = self.campaign.constat_answered(one);
            let Some(constat) = self.campaign.constat(home) else { continue };
            let place = self.constat_place(home);
            let leaves = self.choice.constat(self.campaign, home, constat);
            let row = PreconisationRow {
                leaves_as: self.ids.of(*id),
                it: &Preconisation { title: self.marked(&one.title), ..one.clone() },
                number: self.campaign.preconisation_number(one, &self.sheet.reference),
                constat: &self.constat_row(home, &leaves, place),
                life: self.campaign.life(*id),
                changed: self.changed(*id),
                is_asked: !self.campaign.asked_on(*id).is_empty(),
            };
            points.row(&row, place.as_slice())?;
        }
        points.finish()
    }

    fn observations(&mut self, archive: &mut Archive) -> io::Result<()> {
        let constats: BTreeSet<RecordId> = self.leaving.constats.iter().copied().collect();
        let mut points = LayerFiles::begin(archive, OBSERVATIONS)?;
        for (id, number) in &self.numbered.clone() {
            let Some((observation, walk)) = self.campaign.observation(*id) else { continue };
            let position =
                observation.position(walk).map(|position| self.choice.position(position));
            let place = observation.position(walk).map(|position| position.place);
            let leaves = self.choice.observation(self.campaign, observation);
            let constat = self.campaign.constat_of(*id).filter(|id| constats.contains(id));
            let none = Vec::new();
            let changed = self.campaign.notebooks.get(&walk.id).and_then(|n| n.record(*id));
            let row = Row {
                ids: self.ids,
                walk,
                made: self.made,
                perimeter: self.perimeter(place),
                commune: &self.commune,
                notice: "",
                observations: None,
                sharing: self.choice.least(),
                observation: Some(ObservationRow {
                    it: &leaves,
                    number: *number,
                    position,
                    changed: match self.choice.audience {
                        Audience::Public => leaves.made,
                        // By the same clock as the hour: two of one phone, each a year off, name it.
                        Audience::Partners => {
                            let said = leaves.when(walk);
                            let off = said.utc_ms.saturating_sub(leaves.made.utc_ms);
                            let at = changed.map_or(leaves.made, |record| record.envelope.at);
                            Stamp { utc_ms: at.utc_ms.saturating_add(off), ..said }
                        }
                    },
                    is_timed: self.choice.audience == Audience::Partners,
                    photos: self.photos_of.get(id).unwrap_or(&none),
                    constat,
                    manager: constat.and_then(|constat| self.campaign.constat(constat)?.manager),
                }),
            };
            let place = place.map(|place| self.choice.observed_place(walk, place));
            points.row(&row, place.as_slice())?;
            match place {
                Some(place) => self.draw(place),
                None => self.without_place += 1,
            }
        }
        points.finish()
    }

    fn parcours(&mut self, archive: &mut Archive) -> io::Result<()> {
        let mut count: BTreeMap<WalkId, usize> = BTreeMap::new();
        for (id, _) in &self.leaving.observations {
            if let Some((_, walk)) = self.campaign.observation(*id) {
                *count.entry(walk.id).or_default() += 1;
            }
        }
        let mut lines = LayerFiles::begin(archive, PARCOURS)?;
        let mut walks = self.leaving.walks.clone();
        self.ids.sort(&mut walks, |walk| RecordId(walk.0));
        for id in &walks {
            let Some(notebook) = self.campaign.notebooks.get(id) else { continue };
            let Some(walk) = notebook.walk(*id) else { continue };
            let walk = self.choice.walk(walk);
            let (line, _) = walk.line();
            let observations = self.told(count.get(id).copied().unwrap_or_default());
            let mut row = route_row(notebook, &walk, self.made, &line, observations, self.ids);
            row.sharing = self.choice.least().max(row.sharing);
            row.commune = &self.commune;
            lines.row(&row, &line)?;
            line.iter().for_each(|place| self.draw(*place));
        }
        lines.finish()
    }
}

fn title(constat: &Constat) -> &str {
    use crate::domain::code::Language;
    if constat.title.trim().is_empty() {
        constat.category.label(Language::Fr)
    } else {
        &constat.title
    }
}

impl BundleWriter {
    /// Writes the tables. `made` is the local time of the export; `is_here` says whether the bytes
    /// of a photo are at hand: no row points to a photo that is not in the archive.
    ///
    /// # Errors
    /// When the archive cannot be written, the campaign has no key yet for the ids that leave, or
    /// nobody said which commune it is.
    pub fn new(
        campaign: &Campaign,
        (id, sheet): (WalkId, &CampaignSheet),
        choice: &Choice,
        made: Stamp,
        is_here: impl Fn(MediaId) -> bool,
    ) -> io::Result<Self> {
        Self::of((campaign, Leaving::of(campaign, choice)), (id, sheet), choice, made, is_here)
    }

    /// The same where what leaves by this choice is known already: a large campaign is not gone
    /// through twice.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of(
        (campaign, leaving): (&Campaign, Leaving),
        (id, sheet): (WalkId, &CampaignSheet),
        choice: &Choice,
        made: Stamp,
        is_here: impl Fn(MediaId) -> bool,
    ) -> io::Result<Self> {
        let key = campaign.pseudonym_keys(id).into_iter().next();
        let key = key.ok_or_else(|| io::Error::other("the campaign has no key for its ids"))?;
        let ids = Pseudonyms::new(key, choice.audience);
        let commune = commune::of_campaign(campaign, sheet);
        let commune = commune.ok_or_else(|| io::Error::other("the campaign has no commune"))?;
        let mut archive = Archive::new(made.midnight());
        let mut report = CampaignReport::default();
        let mut wanted = Vec::new();
        let numbered = numbered(campaign, &leaving, choice, &ids);
        let mut rows = Rows {
            ids: &ids,
            numbered: numbered.clone(),
            campaign,
            sheet,
            commune,
            choice,
            made,
            leaving: &leaving,
            chosen: leaving.preconisations.iter().copied().collect(),
            perimeters: campaign
                .notebooks
                .values()
                .filter_map(|notebook| notebook.perimeter())
                .map(|(_, perimeter)| perimeter)
                .collect(),
            photos_of: BTreeMap::new(),
            path_of: BTreeMap::new(),
            bounds: None,
            without_place: 0,
        };
        let stems = stems(campaign, &ids);
        let numbers: BTreeMap<RecordId, usize> = numbered.into_iter().collect();
        let mut photos = leaving.photos.clone();
        ids.sort(&mut photos, |(photo, _)| *photo);
        let mut named: BTreeMap<RecordId, usize> = BTreeMap::new();
        for (photo, observation) in &photos {
            let Some((walk, number)) = campaign
                .observation(*observation)
                .and_then(|(_, walk)| Some((walk.id, numbers.get(observation)?)))
            else {
                continue;
            };
            // A photo that was withdrawn, or whose bytes are missing, keeps its name from the next.
            let all = campaign.notebooks.get(&walk).into_iter();
            let mut all = all.flat_map(|notebook| notebook.all_photos_of(*observation)).zip(1..);
            let Some((media, index)) =
                all.find(|(one, _)| one.id == *photo).map(|(one, index)| (one.media, index))
            else {
                continue;
            };
            let own = rows.photos_of.entry(*observation).or_default();
            let path = if choice.audience == Audience::Public {
                // Numbered anew: a gap would tell of a photo that stays.
                let name = ids.of(*observation);
                let number = named.entry(*observation).or_default();
                *number += 1;
                format!("photos/{name}-{number}.jpg")
            } else {
                let stem = stems.get(&walk).map_or("", String::as_str);
                format!("photos/{stem}-{number:04}-{index}.jpg")
            };
            if is_here(media) {
                own.push(path.clone());
                rows.path_of.insert(*photo, path.clone());
                wanted.push(WantedPhoto { media, path });
            } else {
                report.photos_missing.push(path);
            }
        }
        rows.constats(&mut archive)?;
        rows.preconis(&mut archive)?;
        rows.parcours(&mut archive)?;
        rows.observations(&mut archive)?;
        report.without_place = rows.without_place;
        let shapes = [OBSERVATIONS.shape(), CONSTATS.shape(), PRECONIS.shape(), PARCOURS.shape()];
        archive.add("dictionnaire.csv", dictionary::dictionary(&shapes).as_bytes(), true)?;
        for shape in &shapes {
            let name = format!("schema/{}.schema.json", shape.name);
            archive.add(&name, dictionary::schema(shape).as_bytes(), true)?;
            let name = format!("schema/{}.table.json", shape.name);
            archive.add(&name, table_schema::table_schema(shape).as_bytes(), true)?;
            let name = format!("{}.qml", shape.name);
            archive.add(&name, qgis::style(shape).as_bytes(), true)?;
        }
        let title = rows.marked(&sheet.title);
        let project = qgis::project(&shapes, &title, rows.bounds);
        archive.add("eclaireuse.qgs", project.as_bytes(), true)?;
        archive.add("sql/tables.sql", postgis::tables(&shapes).as_bytes(), true)?;
        archive.add("sql/charger.sql", postgis::load(&shapes).as_bytes(), true)?;
        if choice.audience == Audience::Partners {
            for id in &leaving.walks {
                let Some(notebook) = campaign.notebooks.get(id) else { continue };
                let Some(walk) = notebook.walk(*id) else { continue };
                let stem = stems.get(id).map_or("", String::as_str);
                let stops = stops::csv(notebook, walk, |id| numbers.contains_key(&id));
                archive.add(&format!("arrets/{stem}.csv"), stops.as_bytes(), true)?;
            }
        }
        report.leaving = leaving;
        let called_back = called_back(campaign, choice.audience);
        let read_me = dictionary::read_me_of_campaign(sheet, choice, &report, &called_back);
        Ok(Self { archive, read_me, report, wanted })
    }

    /// The photos that belong into the archive, in the order of the observations.
    pub fn wanted(&self) -> &[WantedPhoto] {
        &self.wanted
    }

    /// Adds one of the wanted photos; `None` when its bytes are not there after all.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn photo(&mut self, photo: &WantedPhoto, bytes: Option<&[u8]>) -> io::Result<()> {
        let Some(bytes) = bytes else {
            self.report.photos_missing.push(photo.path.clone());
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
    pub fn finish(mut self) -> io::Result<(Vec<u8>, CampaignReport)> {
        for path in &self.report.photos_missing {
            self.read_me.push_str(&format!("Photo absente de l’appareil : {path}\r\n"));
        }
        self.archive.add("LISEZMOI.txt", self.read_me.as_bytes(), true)?;
        Ok((self.archive.finish()?, self.report))
    }
}

/// The observations in the order of the file, with their numbers: to partners those that were given, to
/// the public numbers from 1 in each walk, in an order that follows no clock and has no gaps.
fn numbered(
    campaign: &Campaign,
    leaving: &Leaving,
    choice: &Choice,
    ids: &Pseudonyms,
) -> Vec<(RecordId, usize)> {
    let mut numbered = leaving.observations.clone();
    if choice.audience == Audience::Public {
        ids.sort(&mut numbered, |(id, _)| *id);
        let mut last: BTreeMap<WalkId, usize> = BTreeMap::new();
        for (id, number) in &mut numbered {
            if let Some((_, walk)) = campaign.observation(*id) {
                let last = last.entry(walk.id).or_default();
                *last += 1;
                *number = *last;
            }
        }
    }
    numbered
}

/// A readable name for the files of each walk, never the same for two.
fn stems(campaign: &Campaign, ids: &Pseudonyms) -> BTreeMap<WalkId, String> {
    let mut stems: BTreeMap<WalkId, String> = BTreeMap::new();
    for walk in campaign.walks() {
        let mut stem = plain(&reference(walk, ids));
        if stems.values().any(|known| *known == stem) {
            stem = format!("{stem}-{}", ids.short_of_walk(walk.id));
        }
        stems.insert(walk.id, stem);
    }
    stems
}
