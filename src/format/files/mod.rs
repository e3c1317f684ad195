//! Files that other people made, read for the preparation of a walk: perimeters, points, routes.
//!
//! Parsed at the door: what is good is kept, what is not is listed, and coordinates that are not
//! longitude and latitude are converted, or refused by name.

pub mod basemap_file;
mod basemap_said;
mod geometry;
mod map_schema;
mod packed;
pub mod perimeter_file;
mod pmtiles;
pub mod points_file;
mod problem_words;
pub mod projection;
pub mod route_file;
mod tile_content;

pub use basemap_said::{BasemapProblem, BasemapRemark};
pub use packed::Packing;
pub use projection::Projection;

/// Why nothing of a file can be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileProblem {
    /// Nothing in it.
    Empty,
    /// A page of a web site, saved in place of the file.
    HtmlPage,
    /// Not JSON: the line where it stops being so, from 1.
    NotJson {
        /// Line, from 1.
        line: usize,
    },
    /// JSON, but not GeoJSON.
    NotGeoJson,
    /// Not readable as GPX.
    NotGpx,
    /// No line in it.
    NoLine,
    /// No polygon in it.
    NoPolygon,
    /// No point in it.
    NoPoint,
    /// Coordinates in a system that is not converted: its name, or a sample.
    UnknownProjection(String),
    /// More points than a walk can carry.
    TooMany {
        /// How many there are.
        found: usize,
        /// How many can be taken.
        limit: usize,
    },
    /// Not a PMTiles archive.
    NotPmtiles,
    /// A PMTiles archive of a version that the map does not read.
    BasemapVersion(u8),
    /// A PMTiles archive that cannot be a basemap here.
    Basemap(BasemapProblem),
    /// An archive without a tile.
    NoTiles,
    /// The end of the file is missing.
    CutShort,
    /// More bytes than a phone can carry.
    TooLarge {
        /// Bytes.
        limit: u64,
    },
    /// The chosen feature is not in the file any more.
    NoSuchFeature,
}

/// Something about a file that was taken that should be known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// Coordinates were converted to WGS 84 from this system.
    Converted(Projection),
    /// An outline crosses itself: what lies inside is decided by the even-odd rule.
    SelfCrossing,
    /// So many outlines were too short to enclose anything and were left out.
    RingsLeftOut(usize),
    /// So many parts could not be read and were left out.
    Skipped(usize),
    /// The line had so many points; it keeps those that lie farther than so many metres from the
    /// simplified line.
    Simplified {
        /// Points in the file.
        from: usize,
        /// Points kept.
        to: usize,
        /// Metres.
        tolerance_m: u32,
    },
    /// The longest of so many lines was taken.
    LongestOf(usize),
    /// Labels come from this field.
    LabelField(String),
    /// This is given as the commune's code and cannot be one: left out.
    NoCommuneCode(String),
    /// No field looks like a label: points are numbered.
    Numbered,
    /// The file stops in the middle; what comes before was read.
    CutShort,
    /// The basemap does not say who made it.
    NoAttribution,
    /// Something about the basemap.
    Basemap(BasemapRemark),
    /// Times were in the file and were not read.
    TimesLeftOut,
}

impl From<BasemapProblem> for FileProblem {
    fn from(problem: BasemapProblem) -> Self {
        Self::Basemap(problem)
    }
}

/// Looks at the beginning of a file before it is read in earnest.
///
/// # Errors
/// When it is empty or a web page.
fn look_at(text: &str) -> Result<&str, FileProblem> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(FileProblem::Empty);
    }
    let start: String = text.chars().take(200).collect::<String>().to_lowercase();
    if start.starts_with("<!doctype html") || start.contains("<html") {
        return Err(FileProblem::HtmlPage);
    }
    Ok(text)
}
