//! What every reader of geographic files gives: features with a shape and named values, in the
//! system of the file.

use std::collections::BTreeMap;

/// Two numbers as they stand in a file: first, second; not a number where one is missing.
pub type RawPosition = (f64, f64);

/// A shape in the system of its file.
#[derive(Clone, PartialEq, Debug)]
pub enum FileShape {
    /// Points.
    Points(Vec<RawPosition>),
    /// Lines, each of positions in its order.
    Lines(Vec<Vec<RawPosition>>),
    /// Areas: polygons of rings, the outline first.
    Areas(Vec<Vec<Vec<RawPosition>>>),
}

impl FileShape {
    /// Every position of it.
    pub fn positions(&self) -> Box<dyn Iterator<Item = RawPosition> + '_> {
        match self {
            Self::Points(points) => Box::new(points.iter().copied()),
            Self::Lines(lines) => Box::new(lines.iter().flatten().copied()),
            Self::Areas(areas) => Box::new(areas.iter().flatten().flatten().copied()),
        }
    }
}

/// Something of a file with its values.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Feature {
    /// Its shapes; a collection of geometries has several.
    pub shapes: Vec<FileShape>,
    /// Its values as text by the name of their column; numbers as they were written, without
    /// decimals that are zero. What is empty or null is not there.
    pub values: BTreeMap<String, String>,
}

impl Feature {
    /// The first value that it has among columns of these names, with the name as it is spelled;
    /// names are compared without regard to case.
    pub fn value(&self, names: &[&str]) -> Option<(&str, &str)> {
        names.iter().find_map(|wanted| {
            let mut values = self.values.iter();
            let (name, text) = values.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
            Some((name.as_str(), text.as_str()))
        })
    }
}

/// A fault in a file: where it is, and what stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// A few characters from there on.
    pub near: String,
}

impl Fault {
    /// The fault at so many bytes from the beginning of a text.
    pub fn at(text: &str, offset: usize) -> Self {
        let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        let (before, after) = text.split_at(offset.unwrap_or_default());
        let near = after.chars().take(24).collect::<String>();
        let near = near.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { line: before.bytes().filter(|byte| *byte == b'\n').count() + 1, near }
    }
}

/// A file, read.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FileFeatures {
    /// Its features, in their order.
    pub features: Vec<Feature>,
    /// The system that the file names for its coordinates, as it is written there.
    pub declared: Option<String>,
    /// Where the reading had to end before the end of the file.
    pub fault: Option<Fault>,
    /// Faults of writing that were mended: a `&` that stands alone, `NaN`, a decimal comma.
    pub mended: usize,
    /// Whether there are times in it; they are not read.
    pub times: bool,
}

/// A number as people write it: whole numbers without decimals that are zero.
pub fn plain_number(text: &str) -> String {
    let Some((whole, decimals)) = text.split_once('.') else { return text.to_owned() };
    let is_whole = !decimals.is_empty() && decimals.bytes().all(|byte| byte == b'0');
    if is_whole { whole.to_owned() } else { text.to_owned() }
}
