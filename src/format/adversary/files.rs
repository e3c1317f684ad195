//! The files as they leave, read by a stranger, one after the other.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read, Seek};

use zip::ZipArchive;

use super::kept::Table;
use super::rows::Layer;
use super::{Attack, Findings, Readership, Reading, photos, row};
use crate::domain::leaving::Audience;

/// Most bytes of one file: nobody writes a larger one.
const FILE_MAX: u64 = 64 << 20;

/// Reads a finished archive, one file after another. Of the layers ids, places and numbers stay, of
/// photos only what is wrong with them.
pub(super) fn read(
    archive: impl Read + Seek,
    to: Readership<'_>,
    found: &mut Findings,
) -> io::Result<Reading> {
    let mut zip = ZipArchive::new(archive)?;
    let mut of = Reading {
        audience: to.audience,
        is_part: to.is_part,
        tables: Vec::new(),
        photos: BTreeMap::new(),
        named: BTreeSet::new(),
        at_stops: 0,
        members: BTreeMap::new(),
    };
    for index in 0..zip.len() {
        let file = zip.by_index(index)?;
        let name = file.name()?.into_owned();
        if file.size() > FILE_MAX {
            found.say(&name, 0, "", Attack::Unreadable);
            continue;
        }
        let mut bytes = BufReader::new(file.take(FILE_MAX));
        if name.starts_with("photos/") {
            let mut photo = Vec::new();
            bytes.read_to_end(&mut photo)?;
            of.photos.insert(name.clone(), photos::of_bytes(&photo));
        } else if let Some(mut layer) = Layer::of(&name) {
            let mut table = Table::of(&layer);
            let named = &mut of.named;
            layer.read(bytes, found, &mut |layer, line, found| {
                row(layer, line, to, found);
                photos::named(layer, line, named);
                table.keep(layer, line);
            })?;
            of.tables.push(table);
        } else if name.starts_with("arrets/") {
            of.at_stops += at_stops(bytes)?;
        } else if name == "LISEZMOI.txt" {
            what_stays(bytes, &name, found)?;
        }
        of_name(&name, to.audience, found);
    }
    Ok(of)
}

/// The observations that a table of stops counts at those that have a number.
fn at_stops(bytes: impl Read) -> io::Result<usize> {
    let reader =
        csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_reader(bytes).into_records();
    // A stop has a line for each form.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for record in reader {
        let record = record.map_err(io::Error::other)?;
        if let Some(number) = record.get(0).filter(|number| !number.is_empty()) {
            let count = record.get(5).and_then(|count| count.parse().ok()).unwrap_or(0);
            counts.insert(number.to_owned(), count);
        }
    }
    Ok(counts.values().sum())
}

/// How many stay is told to nobody: with a second file it is one more who does not want to.
fn what_stays(mut text: impl BufRead, name: &str, found: &mut Findings) -> io::Result<()> {
    let mut all = String::new();
    text.read_to_string(&mut all)?;
    for (line, said) in (1..).zip(all.lines()) {
        let said = said.to_lowercase();
        if said.contains("reste") && said.bytes().any(|byte| byte.is_ascii_digit()) {
            found.say(name, line, "", Attack::HiddenOneByDifference);
        }
    }
    Ok(())
}

/// The layers.
pub(super) const LAYERS: [&str; 4] = ["observations", "constats", "preconis", "parcours"];
const OTHERS: [&str; 6] = [
    "arrets.csv",
    "dictionnaire.csv",
    "eclaireuse.qgs",
    "sql/tables.sql",
    "sql/charger.sql",
    "LISEZMOI.txt",
];

fn is_known(name: &str) -> bool {
    let of_layer = |prefix: &str, endings: &[&str]| {
        let rest = name.strip_prefix(prefix).and_then(|name| name.split_once('.'));
        rest.is_some_and(|(layer, end)| LAYERS.contains(&layer) && endings.contains(&end))
    };
    OTHERS.contains(&name)
        || name.starts_with("photos/")
        || of_layer("", &["geojson", "csv", "qml"])
        || of_layer("schema/", &["schema.json", "table.json"])
        || (name.starts_with("arrets/") && name.ends_with(".csv") && !name.contains(".."))
}

/// Files that nobody knows, and what is only for some.
fn of_name(name: &str, audience: Audience, found: &mut Findings) {
    if !is_known(name) {
        found.say(name, 0, "", Attack::UnknownFile);
    }
    if name.starts_with("arrets/") && audience == Audience::Public {
        found.say(name, 0, "", Attack::StopForms);
    }
}
