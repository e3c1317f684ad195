//! Files that other people made, read for the preparation of a walk: perimeters, points, routes.
//!
//! One door: a file is recognised by its content, unpacked, its letters are read ([`recognise`]), its places
//! are compared with what is known of the walk ([`locate`]), and then it is read for what was asked. What is
//! good is kept, what is not is listed, and what is doubtful is asked ([`question`]).

pub mod basemap_file;
mod basemap_said;
mod crossing;
pub mod decode;
pub mod feature;
mod json_file;
pub mod locate;
mod map_schema;
mod packed;
pub mod perimeter_file;
mod pmtiles;
pub mod points_file;
mod problem_words;
pub mod question;
pub mod recognise;
pub mod remark;
pub mod route_file;
mod shape_file;
mod simplified;
pub mod system;
mod table_file;
mod tile_content;
mod xml_file;

pub use basemap_said::{BasemapProblem, BasemapRemark};
pub use packed::Packing;
pub use problem_words::SpokenQuestion;

use feature::{Fault, FileFeatures, FileShape};
use question::{About, AnswerChoice, AnswerLabel, OpenQuestion};
use recognise::{ForeignKind, Opened};
use remark::Remark;

/// What a file was to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// A line, or named points.
    Line,
    /// An area.
    Area,
    /// Points.
    Points,
}

/// What a file holds: so many points, lines and areas.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Points.
    pub points: usize,
    /// Lines.
    pub lines: usize,
    /// Areas.
    pub areas: usize,
}

impl Seen {
    fn of(file: &FileFeatures) -> Self {
        let mut seen = Self::default();
        for shape in file.features.iter().flat_map(|feature| &feature.shapes) {
            match shape {
                FileShape::Points(points) => {
                    seen.points +=
                        points.iter().filter(|(x, y)| x.is_finite() && y.is_finite()).count();
                }
                FileShape::Lines(lines) => {
                    seen.lines += lines.iter().filter(|line| line.len() > 1).count()
                }
                FileShape::Areas(areas) => seen.areas += areas.len(),
            }
        }
        seen
    }
}

/// Why nothing of a file can be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileProblem {
    /// Nothing in it.
    Empty,
    /// A page of a web site, saved in place of the file.
    HtmlPage,
    /// It cannot be read from here on.
    Broken(Fault),
    /// JSON, but no places in it.
    NotGeographic,
    /// XML, but neither GPX nor KML: its root.
    OtherXml(String),
    /// A table without columns of coordinates: its first columns.
    NoCoordinates(Vec<String>),
    /// Nothing that is known here.
    Unknown,
    /// A kind of file that is known and not read here.
    Foreign(ForeignKind),
    /// An archive with a password, or packed in a way that is not read.
    Locked,
    /// Nothing of what was asked for.
    Nothing {
        /// What was asked for.
        wanted: Wanted,
        /// What is there.
        seen: Seen,
        /// Where the reading ended before the end.
        fault: Option<Fault>,
    },
    /// Coordinates in a system that is not converted: its name, or a sample.
    UnknownSystem(String),
    /// More points than a walk can carry.
    TooMany {
        /// How many there are.
        found: usize,
        /// How many can be taken.
        limit: usize,
    },
    /// An outline of so many points that does not get smaller without becoming another.
    TooDetailed {
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

impl From<BasemapProblem> for FileProblem {
    fn from(problem: BasemapProblem) -> Self {
        Self::Basemap(problem)
    }
}

impl FileProblem {
    fn nothing(wanted: Wanted, file: &FileFeatures) -> Self {
        Self::Nothing { wanted, seen: Seen::of(file), fault: file.fault.clone() }
    }
}

/// What every file says before what it was asked for.
fn first_remarks(opened: &Opened) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if let Some((encoding, guessed)) = &opened.letters {
        remarks.push(Remark::Letters(encoding.name().to_owned(), *guessed));
    }
    if opened.of.mended > 0 {
        remarks.push(Remark::Mended(opened.of.mended));
    }
    remarks.extend(opened.of.fault.clone().map(Remark::Fault));
    if opened.of.times {
        remarks.push(Remark::TimesLeftOut);
    }
    remarks
}

/// What was read of a file.
#[derive(Clone, PartialEq, Debug)]
pub struct Found<T> {
    /// What was asked for; `None` where a person has to answer first.
    pub what: Option<T>,
    /// What should be known of it.
    pub remarks: Vec<Remark>,
    /// What a person has to answer, or may decide otherwise.
    pub questions: Vec<OpenQuestion>,
}

/// Which layer of an archive, where it has several.
fn layer_question(opened: &Opened) -> Vec<OpenQuestion> {
    if opened.layers.is_empty() {
        return Vec::new();
    }
    let options = opened.layers.iter().enumerate().map(|(rank, name)| AnswerChoice {
        value: rank.to_string(),
        label: AnswerLabel::Layer(name.clone()),
    });
    vec![OpenQuestion {
        about: About::Layer,
        options: options.collect(),
        chosen: Some(opened.layer),
    }]
}
