//! What a file is, whatever its name says: looked at by its content, unpacked, its letters read, and given to
//! the reader of its kind.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use flate2::read::GzDecoder;

use super::decode::{Decoded, Decoder, Encoding, decode};
use super::feature::FileFeatures;
use super::shape_file::{self, Parts};
use super::{FileProblem, json_file, table_file, xml_file};
use crate::format::bundle::is_companion;

/// A kind of file that is known and not read here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ForeignKind {
    /// A GeoPackage: a database of layers.
    GeoPackage,
    /// Another database.
    Database,
    /// A basemap.
    Basemap,
    /// A workbook of a spreadsheet.
    Workbook,
    /// A document: PDF, or of a word processor.
    Document,
    /// A picture.
    Picture,
    /// A FlatGeobuf file.
    FlatGeobuf,
    /// What a watch writes for itself (FIT).
    Watch,
    /// One part of a Shapefile alone: the others belong to it.
    ShapefilePart,
    /// A notebook of this program.
    Notebook,
}

/// A file, opened.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Opened {
    /// What is in it.
    pub of: FileFeatures,
    /// Its letters, when they are not plain UTF-8: how they were written, and whether that was guessed.
    pub letters: Option<(Encoding, bool)>,
    /// The layers of an archive, when there are several, and which one this is.
    pub layers: Vec<String>,
    /// Which of them was opened.
    pub layer: usize,
}

/// Most bytes that an archive is unpacked to.
const UNPACKED_MAX: u64 = 256 << 20;
/// Archives in archives are opened so deep.
const DEPTH_MAX: usize = 3;

/// Opens a file and reads what is in it; of an archive with several layers, the one of this rank.
///
/// # Errors
/// When nothing of it can be used; what it is, is told.
pub fn open(bytes: &[u8], layer: usize, decoder: &Decoder<'_>) -> Result<Opened, FileProblem> {
    opened(bytes, layer, decoder, 0)
}

fn opened(
    bytes: &[u8],
    layer: usize,
    decoder: &Decoder<'_>,
    depth: usize,
) -> Result<Opened, FileProblem> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        return Err(FileProblem::Empty);
    }
    if let Some(kind) = foreign(bytes) {
        return Err(FileProblem::Foreign(kind));
    }
    if bytes.starts_with(b"PK") && depth < DEPTH_MAX {
        return archive(bytes, layer, decoder, depth);
    }
    if bytes.starts_with(b"\x1F\x8B") && depth < DEPTH_MAX {
        let mut whole = Vec::new();
        let unpacked = GzDecoder::new(bytes).take(UNPACKED_MAX).read_to_end(&mut whole);
        return match unpacked {
            Ok(_) => opened(&whole, layer, decoder, depth + 1),
            Err(_) => Err(FileProblem::CutShort),
        };
    }
    let decoded = decode(bytes, None, decoder);
    let text = decoded.text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(FileProblem::Empty);
    }
    let start: String = text.chars().take(300).collect::<String>().to_lowercase();
    let of = match text.chars().next().unwrap_or(' ') {
        '<' if start.starts_with("<!doctype html") || start.contains("<html") => {
            return Err(FileProblem::HtmlPage);
        }
        '<' => xml_file::read(text)?,
        '{' | '[' | '\u{1e}' => json_file::read(text)?,
        _ if text.chars().take(2000).filter(|c| c.is_control() && !c.is_whitespace()).count()
            > 8 =>
        {
            return Err(FileProblem::Unknown);
        }
        _ => table_file::read(text)?,
    };
    Ok(Opened { of, letters: letters(&decoded), ..Opened::default() })
}

fn letters(decoded: &Decoded) -> Option<(Encoding, bool)> {
    let plain = matches!(decoded.encoding, Encoding::Utf8 | Encoding::Utf16);
    (!plain).then(|| (decoded.encoding.clone(), decoded.guessed))
}

/// By the first bytes, as `file` and the formats' own specifications have them.
fn foreign(bytes: &[u8]) -> Option<ForeignKind> {
    let begins = |with: &[u8]| bytes.starts_with(with);
    let at =
        |from: usize, with: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(with));
    Some(match bytes {
        _ if begins(b"SQLite format 3\0") && at(68, b"GP") => ForeignKind::GeoPackage,
        _ if begins(b"SQLite format 3\0") => ForeignKind::Database,
        _ if begins(b"PMTiles") => ForeignKind::Basemap,
        _ if begins(b"fgb") => ForeignKind::FlatGeobuf,
        _ if begins(b"%PDF") => ForeignKind::Document,
        _ if begins(b"\xD0\xCF\x11\xE0") => ForeignKind::Workbook,
        _ if begins(b"\xFF\xD8\xFF") || begins(b"\x89PNG") || begins(b"GIF8") => {
            ForeignKind::Picture
        }
        _ if begins(b"RIFF") || at(4, b"ftyp") || begins(b"II*\0") || begins(b"MM\0*") => {
            ForeignKind::Picture
        }
        _ if at(8, b".FIT") => ForeignKind::Watch,
        _ if begins(b"\x00\x00\x27\x0A") => ForeignKind::ShapefilePart,
        _ => return None,
    })
}

/// The end of a name after its last point, in small letters.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// One thing in an archive that may be read.
enum Layer {
    Shapes(Box<Parts>),
    File(Vec<u8>),
}

fn archive(
    bytes: &[u8],
    layer: usize,
    decoder: &Decoder<'_>,
    depth: usize,
) -> Result<Opened, FileProblem> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| FileProblem::CutShort)?;
    let names: Vec<String> = zip.file_names().filter_map(Result::ok).map(Cow::into_owned).collect();
    let has = |wanted: &str| names.iter().any(|name| name.rsplit('/').next() == Some(wanted));
    if has("records.ndjson") {
        return Err(FileProblem::Foreign(ForeignKind::Notebook));
    }
    if has("[Content_Types].xml") || has("content.xml") {
        let words = names.iter().any(|name| name.starts_with("word/"));
        let kind = if words { ForeignKind::Document } else { ForeignKind::Workbook };
        return Err(FileProblem::Foreign(kind));
    }
    let mut left = UNPACKED_MAX;
    let mut locked = false;
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for index in 0..zip.len() {
        let Ok(mut entry) = zip.by_index(index) else {
            locked = true;
            continue;
        };
        let name = entry.name().map(|name| name.replace('\\', "/")).unwrap_or_default();
        if entry.is_dir() || is_companion(&name) {
            continue;
        }
        let mut whole = Vec::new();
        let taken = (&mut entry).take(left).read_to_end(&mut whole).unwrap_or(0);
        left = left.saturating_sub(u64::try_from(taken).unwrap_or(u64::MAX));
        files.insert(name, whole);
    }
    if files.is_empty() {
        return Err(if locked { FileProblem::Locked } else { FileProblem::Empty });
    }
    let mut layers: Vec<(String, Layer)> = Vec::new();
    for (name, bytes) in &files {
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let beside = |wanted: &str| {
            let mut others = files.iter();
            let found = others.find(|(other, _)| {
                ending(other) == wanted
                    && other.rsplit_once('.').is_some_and(|(s, _)| s.eq_ignore_ascii_case(stem))
            });
            found.map(|(_, bytes)| bytes.clone())
        };
        let words = |wanted: &str| beside(wanted).map(|bytes| decode(&bytes, None, decoder).text);
        match ending(name).as_str() {
            "shp" => {
                let parts = Parts {
                    shapes: bytes.clone(),
                    values: beside("dbf"),
                    system: words("prj"),
                    letters: words("cpg"),
                };
                layers.push((stem.to_owned(), Layer::Shapes(Box::new(parts))));
            }
            "dbf" | "shx" | "prj" | "cpg" | "sbn" | "sbx" | "qmd" | "qix" => {}
            _ => layers.push((name.clone(), Layer::File(bytes.clone()))),
        }
    }
    // What cannot be read stands beside what can in many archives: pictures, legends.
    let mut read: Vec<(String, Opened)> = Vec::new();
    let mut problem = FileProblem::Unknown;
    for (name, layer) in layers {
        let opened = match layer {
            Layer::Shapes(parts) => shape_file::read(&parts, decoder).map(|(of, decoded)| {
                let letters = decoded.as_ref().and_then(letters);
                Opened { of, letters, ..Opened::default() }
            }),
            Layer::File(bytes) => opened(&bytes, 0, decoder, depth + 1),
        };
        match opened {
            Ok(opened) => read.push((name, opened)),
            Err(why) => problem = why,
        }
    }
    let layers: Vec<String> = read.iter().map(|(name, _)| name.clone()).collect();
    let rank = layer.min(read.len().saturating_sub(1));
    let (_, chosen) = read.into_iter().nth(rank).ok_or(problem)?;
    let several = layers.len() > 1;
    Ok(Opened { layers: if several { layers } else { Vec::new() }, layer: rank, ..chosen })
}
