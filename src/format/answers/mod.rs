//! The files in which planners give answers back: a layer as GeoJSON, or a sheet as a spreadsheet
//! saved it. Understood is what was meant; what cannot be is named and left out, and the rest is
//! taken.

mod cells;
mod collection;
mod columns;
mod decoding;
mod problem_words;
mod sheet;

use std::collections::BTreeMap;

use crate::domain::identity::RecordId;
use crate::domain::leaving::answering::{AnswerField, AnsweredLayer, GivenRow};
use columns::Columns;

/// Largest file that is read, in bytes: answers are words, and a page reads them.
pub const FILE_MAX: usize = 16_000_000;

/// A layer has some sixty columns, and a GIS adds a few; more are not read.
const COLUMNS_MAX: usize = 1_000;
/// A campaign has some thousand préconisations; more rows are not read.
const ROWS_MAX: usize = 20_000;

/// Why nothing of a file is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileRefused {
    /// Nothing in it.
    Empty,
    /// More bytes than [`FILE_MAX`].
    TooLarge,
    /// A page of a web site, saved in place of the file.
    HtmlPage,
    /// A workbook of a spreadsheet, or an archive.
    Workbook,
    /// A GeoPackage.
    GeoPackage,
    /// No text.
    NotText,
    /// Not JSON: the line where it stops being so, from 1.
    NotJson {
        /// Line, from 1.
        line: usize,
    },
    /// JSON, but no collection of features.
    NotGeoJson,
    /// Neither constats nor préconisations: the layer that it seems to be.
    AnotherLayer(&'static str),
    /// The column with the ids is missing; its name, when the numbers say which.
    NoId(Option<&'static str>),
    /// Column names and no row.
    NoRow,
}

/// Something of a file that was not taken, or that should be known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SheetProblem {
    /// An answer column is missing.
    MissingColumn(AnswerField),
    /// A column that no layer of ours has.
    UnknownColumn(String),
    /// Two columns have one name; the first is read.
    ColumnTwice(String),
    /// No date, or one that does not exist.
    BadDate {
        /// Line of the sheet, or number of the feature.
        line: usize,
        /// The column.
        field: AnswerField,
        /// What stands there.
        text: String,
    },
    /// No code of the list, and no label of one.
    UnknownCode {
        /// Line of the sheet, or number of the feature.
        line: usize,
        /// The column.
        field: AnswerField,
        /// What stands there.
        text: String,
    },
    /// What a spreadsheet writes when it could not compute or show a cell (`#NOM?`, `####`).
    CellError {
        /// Line of the sheet, or number of the feature.
        line: usize,
        /// The column.
        field: AnswerField,
        /// What stands there.
        text: String,
    },
    /// A text was longer than its column; its beginning is taken.
    Cut {
        /// Line of the sheet, or number of the feature.
        line: usize,
        /// The column.
        field: AnswerField,
        /// Characters taken.
        most: usize,
    },
    /// Rows with one id that do not say the same: none of them is taken.
    Contradiction {
        /// Their readable number, or their id.
        number: String,
        /// Where they stand.
        lines: Vec<usize>,
    },
    /// A row with more cells than there are columns: its cells may have moved, it is not taken.
    TooManyCells {
        /// Line of the sheet.
        line: usize,
    },
    /// So many columns or rows beyond those of any layer: they are not read.
    Beyond {
        /// Columns.
        columns: usize,
        /// Rows.
        rows: usize,
    },
    /// The file ends within a row, or a quote is never closed: that row is not taken.
    CutShort {
        /// Line of the sheet.
        line: usize,
    },
    /// The file was read as Windows text.
    WindowsText,
}

/// What a file says.
#[derive(Clone, PartialEq, Debug)]
pub struct Returned {
    /// Which layer it is.
    pub subject: AnsweredLayer,
    /// Its rows, each id once.
    pub rows: Vec<GivenRow>,
    /// What was not taken, or should be known: first of the whole file, then by row.
    pub problems: Vec<SheetProblem>,
}

/// A file taken apart, whatever it was: cells under names.
struct Table {
    /// The names of the columns, as given.
    names: Vec<String>,
    /// The rows: where each stands, its cells, its point in degrees.
    rows: Vec<Row>,
    /// What is known of it already.
    problems: Vec<SheetProblem>,
}

struct Row {
    line: usize,
    /// What stands under which name; only what is there.
    cells: Vec<(usize, String)>,
    position: Option<(f64, f64)>,
}

/// Reads a file of answers.
///
/// # Errors
/// When nothing of it can be taken.
pub fn read(bytes: &[u8]) -> Result<Returned, FileRefused> {
    if bytes.len() > FILE_MAX {
        return Err(FileRefused::TooLarge);
    }
    let decoded = decoding::decode(bytes)?;
    let text = decoded.text.trim_start_matches('\u{feff}');
    let start = text.trim_start();
    if start.is_empty() {
        return Err(FileRefused::Empty);
    }
    let head: String = start.chars().take(200).collect::<String>().to_lowercase();
    if head.starts_with("<!doctype html") || head.contains("<html") {
        return Err(FileRefused::HtmlPage);
    }
    let table =
        if start.starts_with(['{', '[']) { collection::table(start)? } else { sheet::table(text)? };
    let columns = Columns::of(&table.names)?;
    let mut problems = Vec::new();
    if decoded.is_windows {
        problems.push(SheetProblem::WindowsText);
    }
    problems.extend(columns.problems());
    problems.extend(table.problems);
    if table.rows.is_empty() {
        return Err(FileRefused::NoRow);
    }
    let mut rows = Vec::new();
    for row in table.rows {
        if row.cells.iter().any(|(_, cell)| !cell.trim().is_empty()) {
            rows.push(columns.row(&row, &mut problems));
        }
    }
    let rows = each_once(rows, &mut problems);
    Ok(Returned { subject: columns.subject, rows, problems })
}

/// Rows that say the same under one id are one; those that do not are none.
fn each_once(rows: Vec<GivenRow>, problems: &mut Vec<SheetProblem>) -> Vec<GivenRow> {
    let mut by_id: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
    for (index, row) in rows.iter().enumerate() {
        if let Some(id) = row.id {
            by_id.entry(id).or_default().push(index);
        }
    }
    let mut left_out = vec![false; rows.len()];
    let alike = |a: &GivenRow, b: &GivenRow| {
        GivenRow { line: 0, ..a.clone() } == GivenRow { line: 0, ..b.clone() }
    };
    let mut repeated: Vec<Vec<usize>> = by_id.into_values().filter(|all| all.len() > 1).collect();
    repeated.sort_unstable();
    for all in repeated {
        let mut of = all.iter().filter_map(|index| rows.get(*index));
        let Some(first) = of.next() else { continue };
        let same = of.all(|row| alike(first, row));
        if !same {
            let id = || first.id.map(|id| id.to_string()).unwrap_or_default();
            let number = if first.number.is_empty() { id() } else { first.number.clone() };
            let lines = all.iter().filter_map(|index| rows.get(*index)).map(|row| row.line);
            problems.push(SheetProblem::Contradiction { number, lines: lines.collect() });
        }
        for index in all.into_iter().skip(usize::from(same)) {
            if let Some(out) = left_out.get_mut(index) {
                *out = true;
            }
        }
    }
    let mut out = left_out.into_iter();
    rows.into_iter().filter(|_| !out.next().unwrap_or(false)).collect()
}
