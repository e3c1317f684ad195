//! The files as they leave, read by a stranger.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};

use zip::ZipArchive;

use super::{Attack, Finding, Findings, photos};
use crate::domain::leaving::Audience;
use crate::domain::stamp::Stamp;

/// What left, or is about to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReleasedFiles {
    /// For whom.
    pub audience: Audience,
    /// When it was made.
    pub made: Stamp,
    /// Text files by their name; the bytes of photos are not kept.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Photos by their name: what is wrong with the bytes, if anything is.
    pub photos: BTreeMap<String, Option<Attack>>,
    /// What was wrong while reading: a file of a size that nobody writes.
    pub unread: Vec<Finding>,
    /// Words that a mediator looked at one by one and let go: the number of a service is no secret.
    pub let_go: BTreeSet<String>,
}

/// Most bytes of one text file.
const FILE_MAX: u64 = 64 << 20;

impl ReleasedFiles {
    /// Without any file yet.
    pub fn of(audience: Audience, made: Stamp) -> Self {
        let (files, photos) = (BTreeMap::new(), BTreeMap::new());
        Self { audience, made, files, photos, unread: Vec::new(), let_go: BTreeSet::new() }
    }

    /// Reads a finished archive, one file after another; of photos only what is wrong with them stays.
    ///
    /// # Errors
    /// When it is not an archive that can be read.
    pub fn read(archive: impl Read + Seek, audience: Audience, made: Stamp) -> io::Result<Self> {
        let mut zip = ZipArchive::new(archive)?;
        let mut all = Self::of(audience, made);
        for index in 0..zip.len() {
            let file = zip.by_index(index)?;
            let name = file.name()?.into_owned();
            let mut bytes = Vec::new();
            file.take(FILE_MAX + 1).read_to_end(&mut bytes)?;
            if bytes.len() as u64 > FILE_MAX {
                let (line, field) = (0, String::new());
                all.unread.push(Finding { file: name, line, field, attack: Attack::Unreadable });
            } else if name.starts_with("photos/") {
                all.photos.insert(name, photos::of_bytes(&bytes));
            } else {
                all.files.insert(name, bytes);
            }
        }
        Ok(all)
    }
}

/// The layers.
pub(super) const LAYERS: [&str; 4] = ["observations", "constats", "preconis", "parcours"];
const OTHERS: [&str; 5] =
    ["dictionnaire.csv", "eclaireuse.qgs", "sql/tables.sql", "sql/charger.sql", "LISEZMOI.txt"];

fn is_known(name: &str) -> bool {
    let of_layer = |prefix: &str, endings: &[&str]| {
        let rest = name.strip_prefix(prefix).and_then(|name| name.split_once('.'));
        rest.is_some_and(|(layer, end)| LAYERS.contains(&layer) && endings.contains(&end))
    };
    OTHERS.contains(&name)
        || of_layer("", &["geojson", "csv", "qml"])
        || of_layer("schema/", &["schema.json", "table.json"])
        || (name.starts_with("arrets/") && name.ends_with(".csv") && !name.contains(".."))
}

/// Files that nobody knows, and what is only for some.
pub(super) fn unknown(new: &ReleasedFiles, found: &mut Findings) {
    for name in new.files.keys() {
        if !is_known(name) {
            found.say(name, 0, "", Attack::UnknownFile);
        }
        if name.starts_with("arrets/") && new.audience == Audience::Public {
            found.say(name, 0, "", Attack::StopForms);
        }
    }
}
