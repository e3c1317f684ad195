//! A Shapefile: shapes in one file, values in another, the system and the letters named in two more.

use std::io::Cursor;

use shapefile::{Shape as Drawn, ShapeReader};

use super::FileProblem;
use super::decode::{Decoded, Decoder, decode};
use super::feature::{Fault, Feature, FileFeatures, FileShape, RawPosition, plain_number};
use super::json_file::by_their_turn;

/// The parts of a Shapefile, as far as they are there.
#[derive(Default)]
pub(super) struct Parts {
    /// The shapes (`.shp`).
    pub(super) shapes: Vec<u8>,
    /// The values (`.dbf`).
    pub(super) values: Option<Vec<u8>>,
    /// The system as well-known text (`.prj`).
    pub(super) system: Option<String>,
    /// The encoding of the values (`.cpg`).
    pub(super) letters: Option<String>,
}

/// What separates the texts while their letters are read together.
const BETWEEN: char = '\u{1f}';

/// Reads a Shapefile.
///
/// # Errors
/// When its shapes cannot be read.
pub(super) fn read(
    parts: &Parts,
    decoder: &Decoder<'_>,
) -> Result<(FileFeatures, Option<Decoded>), FileProblem> {
    let shapes = ShapeReader::new(Cursor::new(&*parts.shapes));
    let mut shapes = shapes.map_err(|_| FileProblem::CutShort)?;
    let mut read = FileFeatures { declared: parts.system.clone(), ..FileFeatures::default() };
    for shape in shapes.iter_shapes() {
        let Ok(shape) = shape else {
            read.fault = Some(Fault { line: read.features.len() + 1, near: String::new() });
            break;
        };
        read.features.push(Feature { shapes: of(shape), ..Feature::default() });
    }
    let Some(rows) = parts.values.as_deref().and_then(rows) else { return Ok((read, None)) };
    // All letters are looked at together: one name alone says little of how it was written.
    let cells = rows.iter().flatten().flat_map(|(name, text)| [name, text]);
    let all = cells.copied().collect::<Vec<_>>().join(&[BETWEEN as u8][..]);
    let decoded = decode(&all, parts.letters.as_deref().map(str::trim), decoder);
    let mut letters = decoded.text.split(BETWEEN);
    for (row, feature) in rows.iter().zip(&mut read.features) {
        for _ in row {
            let (Some(name), Some(text)) = (letters.next(), letters.next()) else { break };
            let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
            // Numbers of a table stand at its right, and asterisks where there is none.
            if !text.is_empty() && !text.chars().all(|c| c == '*') {
                feature.values.insert(name.to_owned(), plain_number(text));
            }
        }
    }
    Ok((read, Some(decoded)))
}

type Cells<'a> = Vec<(&'a [u8], &'a [u8])>;

/// The rows of a dBase table (level III and later), each cell with the name of its column, as bytes: the
/// library for these tables gives texts only, in an encoding that it is told beforehand.
fn rows(table: &[u8]) -> Option<Vec<Cells<'_>>> {
    let number = |at: usize| {
        let pair: [u8; 2] = table.get(at..at + 2)?.try_into().ok()?;
        Some(usize::from(u16::from_le_bytes(pair)))
    };
    let (start, length) = (number(8)?, number(10)?);
    let mut columns: Vec<(&[u8], usize, usize)> = Vec::new();
    // The first byte of a row says whether it was deleted.
    let mut at = 1;
    for column in table.get(32..start)?.chunks_exact(32) {
        if column.first() == Some(&0x0D) {
            break;
        }
        let name = column.get(..11)?;
        let name = name.split(|byte| *byte == 0).next().unwrap_or(name);
        let width = usize::from(*column.get(16)?);
        columns.push((name, at, width));
        at += width;
    }
    if length == 0 || columns.is_empty() {
        return None;
    }
    let cells = |row: &'_ [u8]| -> Vec<(usize, usize)> {
        columns.iter().map(|(_, at, width)| (*at, (*at + *width).min(row.len()))).collect()
    };
    let rows = table.get(start..)?.chunks_exact(length).map(|row| {
        let places = cells(row).into_iter().zip(&columns);
        places.filter_map(|((from, to), (name, ..))| Some((*name, row.get(from..to)?))).collect()
    });
    Some(rows.collect())
}

fn of(shape: Drawn) -> Vec<FileShape> {
    macro_rules! positions {
        ($points:expr) => {
            $points.iter().map(|point| (point.x, point.y)).collect::<Vec<RawPosition>>()
        };
    }
    macro_rules! lines {
        ($line:expr) => {
            FileShape::Lines($line.parts().iter().map(|part| positions!(part)).collect())
        };
    }
    macro_rules! areas {
        ($area:expr) => {
            FileShape::Areas(by_their_turn(
                $area.rings().iter().map(|ring| positions!(ring.points())).collect(),
            ))
        };
    }
    let shape = match shape {
        Drawn::Point(point) => FileShape::Points(vec![(point.x, point.y)]),
        Drawn::PointM(point) => FileShape::Points(vec![(point.x, point.y)]),
        Drawn::PointZ(point) => FileShape::Points(vec![(point.x, point.y)]),
        Drawn::Multipoint(points) => FileShape::Points(positions!(points.points())),
        Drawn::MultipointM(points) => FileShape::Points(positions!(points.points())),
        Drawn::MultipointZ(points) => FileShape::Points(positions!(points.points())),
        Drawn::Polyline(line) => lines!(line),
        Drawn::PolylineM(line) => lines!(line),
        Drawn::PolylineZ(line) => lines!(line),
        Drawn::Polygon(area) => areas!(area),
        Drawn::PolygonM(area) => areas!(area),
        Drawn::PolygonZ(area) => areas!(area),
        _ => return Vec::new(),
    };
    vec![shape]
}
