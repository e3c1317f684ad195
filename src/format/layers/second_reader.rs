//! A second reader of a finished bundle. It knows the rules of what may leave and nothing of how the
//! files were made: it opens them as a stranger would, and says what should not be there.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read, Seek};

use serde_json::Value;
use zip::ZipArchive;

use crate::domain::code::Code;
use crate::domain::leaving::Audience;
use crate::domain::leaving::privacy::SMALLEST_CELL;
use crate::domain::observation::scale::Sharing;

/// What may be in the files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Who they are for.
    pub audience: Audience,
    /// Whether partners asked for what is internal too.
    pub with_internal: bool,
    /// Whether points are rounded to a thousandth of a degree.
    pub coarse: bool,
    /// The texts of observations that were read again for the public.
    pub reread: BTreeSet<String>,
}

/// Something that should not be in the files.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Breach {
    /// The file.
    pub file: String,
    /// The line in it, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The field, or what is wrong.
    pub what: String,
}

/// Counts of people, and of what people said.
pub(super) const COUNTS: [&str; 7] =
    ["nb_obs", "nb_voix", "nb_part", "nb_femmes", "nb_hommes", "nb_mineurs", "encadr"];
/// What the observations of a constat say together.
const TOGETHER: [&str; 7] =
    ["ress_moy", "ress_min", "ecl_min", "g_evite", "g_evitepar", "g_quand", "g_motifs"];
/// What one observation says of people.
const OF_PEOPLE: [&str; 7] =
    ["g_presents", "g_domine", "g_evite", "g_evitepar", "g_quand", "g_motifs", "g_strateg"];
/// The texts of an observation.
const TEXTS: [&str; 4] = ["texte", "idee", "lieu", "ecl_ref"];
const LAYERS: [&str; 4] = ["observations", "constats", "preconis", "parcours"];

/// Reads a finished bundle and answers with what breaks the rules; the public one may hold nothing
/// else than the known files.
///
/// # Errors
/// When it is not an archive that can be read.
pub fn check_files(archive: impl Read + Seek, rules: &Rules) -> io::Result<Vec<Breach>> {
    let mut zip = ZipArchive::new(archive)?;
    let mut breaches = Breaches { rules, found: Vec::new(), photos: BTreeSet::new() };
    let names = zip.file_names().map(|name| Ok(name?.into_owned()));
    let names = names.collect::<io::Result<Vec<String>>>()?;
    for name in &names {
        let Some((layer, ending)) = name.split_once('.') else { continue };
        if !LAYERS.contains(&layer) {
            continue;
        }
        let file = BufReader::new(zip.by_name(name)?);
        match ending {
            "geojson" => breaches.geojson(name, layer, file)?,
            "csv" => breaches.csv(name, layer, file)?,
            _ => {}
        }
    }
    for name in &names {
        if name.starts_with("photos/") && !breaches.photos.contains(name) {
            breaches.say(name, 0, "a photo that no row names");
        }
        if name.starts_with("arrets/") && rules.audience == Audience::Public {
            breaches.say(name, 0, "what the group rated at its stops");
        }
    }
    Ok(breaches.found)
}

struct Breaches<'a> {
    rules: &'a Rules,
    found: Vec<Breach>,
    /// Every path that a row names.
    photos: BTreeSet<String>,
}

impl Breaches<'_> {
    fn say(&mut self, file: &str, line: usize, what: impl Into<String>) {
        self.found.push(Breach { file: file.to_owned(), line, what: what.into() });
    }

    fn geojson(&mut self, file: &str, layer: &str, lines: impl BufRead) -> io::Result<()> {
        for (number, line) in (1..).zip(lines.lines()) {
            let line = line?;
            let line = line.trim().trim_end_matches(',');
            // A feature stands on a line of its own between the first and the last.
            if number == 1 || line == "]}" || line.is_empty() {
                continue;
            }
            let Ok(feature) = serde_json::from_str::<Value>(line) else {
                self.say(file, number, "a line that is not a feature");
                continue;
            };
            let cell = |name: &str| match feature.pointer(&format!("/properties/{name}")) {
                None | Some(Value::Null) => String::new(),
                Some(Value::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            };
            self.row(file, number, layer, &cell);
            if let Some(at) = feature.pointer("/geometry/coordinates").and_then(Value::as_array)
                && layer != "parcours"
            {
                let degrees: Vec<f64> = at.iter().filter_map(Value::as_f64).collect();
                self.point(file, number, &degrees);
            }
        }
        Ok(())
    }

    fn csv(&mut self, file: &str, layer: &str, mut text: impl Read) -> io::Result<()> {
        let mut all = String::new();
        text.read_to_string(&mut all)?;
        let mut rows = records(all.trim_start_matches('\u{feff}'));
        let names = rows.next().unwrap_or_default();
        for (number, cells) in (2..).zip(rows) {
            let cell = |name: &str| {
                let at = names.iter().position(|known| known == name);
                let cell = at.and_then(|at| cells.get(at)).cloned().unwrap_or_default();
                // The apostrophe keeps a spreadsheet from running it.
                match cell.strip_prefix('\'') {
                    Some(bare) if bare.starts_with(['=', '+', '-', '@', '\t', '\r']) => {
                        bare.to_owned()
                    }
                    _ => cell,
                }
            };
            self.row(file, number, layer, &cell);
            let degrees: Vec<f64> =
                ["lon", "lat"].iter().filter_map(|name| cell(name).parse().ok()).collect();
            if layer != "parcours" {
                self.point(file, number, &degrees);
            }
        }
        Ok(())
    }

    fn point(&mut self, file: &str, line: usize, degrees: &[f64]) {
        let is_round = |degrees: &f64| (degrees * 1000.0 - (degrees * 1000.0).round()).abs() < 1e-6;
        if self.rules.coarse && !degrees.iter().all(is_round) {
            self.say(file, line, "a place that is not rounded");
        }
    }

    fn row(&mut self, file: &str, line: usize, layer: &str, cell: &dyn Fn(&str) -> String) {
        let photo = cell("photo_1");
        if !photo.is_empty() {
            // The other photos of an observation follow in number.
            let of: usize = cell("photo_nb").parse().unwrap_or(1);
            let stem = photo.trim_end_matches("1.jpg");
            self.photos.extend((1..=of).map(|number| format!("{stem}{number}.jpg")));
            self.photos.insert(photo);
        }
        let sharing = Sharing::from_code(&cell("diffusion"));
        let is_public = self.rules.audience == Audience::Public;
        let may = match sharing {
            Some(Sharing::Public) => true,
            Some(Sharing::Partners) => !is_public,
            Some(Sharing::Internal) => !is_public && self.rules.with_internal,
            None => false,
        };
        if !may {
            self.say(file, line, "diffusion");
        }
        // However it is read, a number of voices or participants under five leaves nobody's group.
        let counts = if is_public { &COUNTS[..] } else { &COUNTS[1..6] };
        for name in counts {
            let count = cell(name).parse::<u16>().unwrap_or(0);
            if count > 0 && count < SMALLEST_CELL {
                self.say(file, line, *name);
            }
        }
        if !is_public {
            return;
        }
        if layer == "constats" && cell("nb_obs").is_empty() {
            for name in TOGETHER.into_iter().filter(|name| !cell(name).is_empty()) {
                self.say(file, line, name);
            }
        }
        if layer == "parcours" && !cell("contexte").is_empty() {
            self.say(file, line, "contexte");
        }
        if layer == "observations" {
            for name in OF_PEOPLE.into_iter().filter(|name| !cell(name).is_empty()) {
                self.say(file, line, name);
            }
            for name in TEXTS {
                let text = cell(name);
                if !text.is_empty() && !self.rules.reread.contains(&text) {
                    self.say(file, line, name);
                }
            }
            if !cell("heure_loc").is_empty() {
                self.say(file, line, "heure_loc");
            }
        }
    }
}

/// The records of a CSV with semicolons and RFC 4180 quotes.
fn records(text: &str) -> impl Iterator<Item = Vec<String>> {
    let reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    // Lines of any number of cells, in UTF-8: none of them is an error.
    let records = reader.into_records().filter_map(Result::ok);
    records.map(|record| record.iter().map(str::to_owned).collect())
}
