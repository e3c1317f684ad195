//! What is wrong with a file of answers, and what of it is not taken, said to a person.

use super::{FileRefused, SheetProblem};
use crate::domain::code::{Code, Language};
use crate::domain::leaving::answering::{AnswerField, NotTaken, Stranger, Unplaced};
use crate::text::RestitutionWords;

impl FileRefused {
    /// It in words.
    pub fn words(&self, r: &RestitutionWords) -> String {
        match self {
            Self::Empty => r.answers_file_empty.into(),
            Self::TooLarge => r.answers_file_large.into(),
            Self::HtmlPage => r.answers_file_page.into(),
            Self::Workbook => r.answers_file_workbook.into(),
            Self::GeoPackage => r.answers_file_geopackage.into(),
            Self::NotText => r.answers_file_not_text.into(),
            Self::NotJson { line } => (r.answers_file_not_json)(*line),
            Self::NotGeoJson => r.answers_file_not_geojson.into(),
            Self::AnotherLayer(layer) => (r.answers_file_another)(layer),
            Self::NoId(column) => (r.answers_file_no_id)(column.unwrap_or("preco_id / constat_id")),
            Self::NoRow => r.answers_file_no_row.into(),
        }
    }
}

/// The labels that a cell may say.
fn choices(field: AnswerField, language: Language) -> String {
    let rows = field.codes().unwrap_or_default();
    let labels: Vec<&str> = rows.iter().map(|(_, label, _)| label[language as usize]).collect();
    labels.join(", ")
}

impl SheetProblem {
    /// It in words.
    pub fn words(&self, r: &RestitutionWords, language: Language) -> String {
        match self {
            Self::MissingColumn(field) => (r.answers_column_missing)(field.code()),
            Self::UnknownColumn(name) => (r.answers_column_unknown)(name),
            Self::ColumnTwice(name) => (r.answers_column_twice)(name),
            Self::BadDate { line, field, text } => (r.answers_bad_date)(*line, field.code(), text),
            Self::UnknownCode { line, field, text } => {
                (r.answers_bad_code)(*line, field.code(), text, &choices(*field, language))
            }
            Self::CellError { line, field, text } => {
                (r.answers_cell_error)(*line, field.code(), text)
            }
            Self::Cut { line, field, most } => (r.answers_cut)(*line, field.code(), *most),
            Self::Contradiction { number, lines } => {
                let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
                (r.answers_contradiction)(number, &lines.join(", "))
            }
            Self::TooManyCells { line } => (r.answers_too_many_cells)(*line),
            Self::Beyond { columns, rows } => (r.answers_beyond)(*columns, *rows),
            Self::CutShort { line } => (r.answers_cut_short)(*line),
            Self::WindowsText => r.answers_windows_text.into(),
        }
    }
}

impl Stranger {
    /// It in words.
    pub fn words(&self, r: &RestitutionWords) -> String {
        let say = match self.why {
            Unplaced::Unknown => r.answers_unknown_row,
            Unplaced::NoId => r.answers_no_id_row,
            Unplaced::IdChanged => r.answers_id_changed,
            Unplaced::Withdrawn => r.answers_withdrawn_row,
            Unplaced::SaidTwice => r.answers_twice_row,
        };
        let number: String = self.number.chars().take(40).collect();
        say(self.line, &if number.is_empty() { number } else { format!("({number})") })
    }
}

impl NotTaken {
    /// It in words.
    pub fn words(&self, r: &RestitutionWords, language: Language) -> String {
        match self {
            Self::Step { from, to } => {
                (r.answers_no_step)(from.label(language), to.label(language))
            }
            Self::AlreadyPast { from, to } => {
                (r.answers_already_past)(from.label(language), to.label(language))
            }
            Self::NotTransmitted { from } => (r.answers_not_transmitted)(from.label(language)),
            Self::OfAnother { to, party } => {
                (r.answers_of_another)(to.label(language), party.label(language))
            }
            Self::NoReason(to) => (r.answers_no_reason)(to.label(language)),
            Self::ReasonAlone => r.answers_reason_alone.into(),
            Self::LabelChanged { field, code } => {
                (r.answers_label_changed)(field.code(), &field.shown(code, language))
            }
            Self::ZerosLost { field, before } => (r.answers_zeros_lost)(field.code(), before),
            Self::OfTheGroup { column, given } => {
                let short: String = given.chars().take(120).collect();
                (r.answers_of_the_group)(column, &short)
            }
            Self::Moved { swapped: true } => r.answers_swapped.into(),
            Self::Moved { swapped: false } => r.answers_moved.into(),
        }
    }
}
