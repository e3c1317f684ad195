//! Which column is which: names in another case, with spaces or accents, are the same names.

use super::{FileRefused, Row, SheetProblem, cells};
use crate::domain::code::Code;
use crate::domain::folding::letters as plain;
use crate::domain::identity::RecordId;
use crate::domain::leaving::answering::{AnswerField, AnsweredLayer, GivenRow};
use crate::domain::observation::kept_text;
use crate::format::layers::{CONSTATS, PRECONIS};

/// The group's own columns of a layer: all that are neither its id, its number nor an answer.
fn others(subject: AnsweredLayer) -> Vec<&'static str> {
    let shape = match subject {
        AnsweredLayer::Constat => CONSTATS.shape(),
        AnsweredLayer::Preconisation => PRECONIS.shape(),
    };
    let own = shape.columns.iter().filter(|column| column.answer.is_none());
    own.skip(2).map(|column| column.name).collect()
}

/// What programs add when they save a layer.
const ADDED: [&str; 9] =
    ["fid", "id", "ogc_fid", "gid", "objectid", "geom", "wkt_geom", "layer", "path"];

/// Longest cell that is shown in a remark, in characters.
const SHOWN_MAX: usize = 40;

/// Whether a plain name is that of a column of ids.
pub(super) fn is_id(plain: &str) -> bool {
    ["precoid", "constatid", "obsid", "marcheid"].contains(&plain)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Id,
    Number,
    Said(AnswerField),
    Label(AnswerField),
    Other(&'static str),
    Longitude,
    Latitude,
    Ignored,
    Repeated,
    Unknown,
}

/// What each column of a file is.
pub(super) struct Columns {
    pub(super) subject: AnsweredLayer,
    roles: Vec<(Role, String)>,
}

impl Columns {
    /// Looks at the names.
    ///
    /// # Errors
    /// When they are those of another layer, or none has the ids.
    pub(super) fn of(names: &[String]) -> Result<Self, FileRefused> {
        let plain_names: Vec<String> = names.iter().map(|name| plain(name)).collect();
        let has = |name: &str| plain_names.iter().any(|known| known == name);
        let subject = if has("obsid") {
            return Err(FileRefused::AnotherLayer("observations"));
        } else if has("precoid") {
            AnsweredLayer::Preconisation
        } else if has("preconr") || has("intitule") {
            return Err(FileRefused::NoId(Some("preco_id")));
        } else if has("constatid") {
            AnsweredLayer::Constat
        } else if has("constatnr") {
            return Err(FileRefused::NoId(Some("constat_id")));
        } else if has("marcheid") {
            return Err(FileRefused::AnotherLayer("parcours"));
        } else {
            return Err(FileRefused::NoId(None));
        };
        let others = others(subject);
        let mut roles: Vec<(Role, String)> = Vec::new();
        for (plain, name) in plain_names.iter().zip(names) {
            let role = role(subject, &others, plain);
            let is_new = matches!(role, Role::Ignored | Role::Unknown)
                || roles.iter().all(|(known, _)| *known != role);
            roles.push((if is_new { role } else { Role::Repeated }, name.clone()));
        }
        Ok(Self { subject, roles })
    }

    fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|(known, _)| *known == role)
    }

    /// What should be known of the columns.
    pub(super) fn problems(&self) -> Vec<SheetProblem> {
        let mut problems = Vec::new();
        for field in AnswerField::of(self.subject) {
            if !self.has(Role::Said(field)) && !self.has(Role::Label(field)) {
                problems.push(SheetProblem::MissingColumn(field));
            }
        }
        for (role, name) in &self.roles {
            match role {
                Role::Unknown if !name.trim().is_empty() => {
                    problems.push(SheetProblem::UnknownColumn(shown(name)));
                }
                Role::Repeated => problems.push(SheetProblem::ColumnTwice(shown(name))),
                _ => {}
            }
        }
        problems
    }

    /// The cells of a row, understood.
    pub(super) fn row(&self, row: &Row, problems: &mut Vec<SheetProblem>) -> GivenRow {
        let mut given = GivenRow { line: row.line, position: row.position, ..GivenRow::default() };
        let (mut longitude, mut latitude) = (None, None);
        for (at, cell) in &row.cells {
            let Some((role, _)) = self.roles.get(*at) else { continue };
            let cell = cell.trim();
            if cell.is_empty() {
                continue;
            }
            match *role {
                Role::Id => given.id = RecordId::parse(cell),
                Role::Number => cell.clone_into(&mut given.number),
                Role::Said(field) => {
                    if let Some(said) = understood(row.line, field, cell, problems) {
                        given.said.insert(field, said);
                    }
                }
                Role::Label(field) => {
                    if let Some(code) = cells::code(field, cell) {
                        given.labels.insert(field, code.to_owned());
                    }
                }
                Role::Other(name) => {
                    given.others.insert(name.to_owned(), cell.to_owned());
                }
                Role::Longitude => longitude = degrees(cell),
                Role::Latitude => latitude = degrees(cell),
                _ => {}
            }
        }
        // Where only the words are left, they are what was said.
        for field in AnswerField::ALL.iter().copied() {
            if !self.has(Role::Said(field))
                && let Some(code) = given.labels.remove(&field)
            {
                given.said.insert(field, code);
            }
        }
        given.position = given.position.or_else(|| longitude.zip(latitude));
        given
    }
}

fn role(subject: AnsweredLayer, others: &[&'static str], name: &str) -> Role {
    let (id, number) = match subject {
        AnsweredLayer::Preconisation => ("precoid", "preconr"),
        AnsweredLayer::Constat => ("constatid", "constatnr"),
    };
    if name == id {
        return Role::Id;
    }
    if name == number {
        return Role::Number;
    }
    let mut fields = AnswerField::of(subject);
    let bare = name.strip_suffix("lib");
    let found = fields.find_map(|field| {
        let own = plain(field.code());
        if own == name {
            return Some(Role::Said(field));
        }
        (field.codes().is_some() && bare == Some(own.as_str())).then_some(Role::Label(field))
    });
    if let Some(role) = found {
        return role;
    }
    if let Some(other) = others.iter().find(|other| plain(other) == name) {
        return Role::Other(other);
    }
    match name {
        "lon" | "longitude" => Role::Longitude,
        "lat" | "latitude" => Role::Latitude,
        _ if ADDED.iter().any(|added| plain(added) == name) => Role::Ignored,
        _ if bare.is_some_and(|bare| others.iter().any(|other| plain(other) == bare)) => {
            Role::Ignored
        }
        _ => Role::Unknown,
    }
}

fn degrees(cell: &str) -> Option<f64> {
    cell.replace(',', ".").parse().ok().filter(|degrees: &f64| degrees.is_finite())
}

fn shown(text: &str) -> String {
    text.trim().chars().take(SHOWN_MAX).collect()
}

/// What a cell of an answer says, or a remark why it says nothing.
fn understood(
    line: usize,
    field: AnswerField,
    cell: &str,
    problems: &mut Vec<SheetProblem>,
) -> Option<String> {
    if cells::is_error(cell) {
        problems.push(SheetProblem::CellError { line, field, text: shown(cell) });
        return None;
    }
    if field.codes().is_some() {
        let code = cells::code(field, cell);
        if code.is_none() {
            problems.push(SheetProblem::UnknownCode { line, field, text: shown(cell) });
        }
        return code.map(str::to_owned);
    }
    if field.is_date() {
        let date = cells::date(cell);
        if date.is_none() {
            problems.push(SheetProblem::BadDate { line, field, text: shown(cell) });
        }
        return date.map(|date| date.to_string());
    }
    let most = field.most()?;
    let (kept, is_cut) = kept_text(cell, most);
    if is_cut {
        problems.push(SheetProblem::Cut { line, field, most });
    }
    Some(kept).filter(|kept| !kept.is_empty())
}
