//! What a layer is made of. One table for each layer, and everything that leaves is made from it:
//! the GeoJSON, the CSV, the dictionary, the schema.

use crate::domain::code::{Code, Language};
use crate::domain::date::{CalendarDate, written};
use crate::domain::deliberation::constat::Manager;
use crate::domain::identity::RecordId;
use crate::domain::leaving::planner_field::{AnswerField, AnsweredLayer, Asked, Codes, Holds};
use crate::domain::leaving::pseudonym::Pseudonyms;
use crate::domain::observation::scale::{Level, Scale, Sharing};
use crate::domain::observation::{Observation, Position};
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::perimeter::Perimeter;

/// Counts of people, and of what people said: under the smallest cell they may be missing.
pub(super) const COUNTS: [&str; 7] =
    ["nb_obs", "nb_voix", "nb_part", "nb_femmes", "nb_hommes", "nb_mineurs", "encadr"];

/// What a field holds. GDAL names in brackets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text of at most so many characters (`String`).
    Text(usize),
    /// Several codes, `|a|b|` (`String`).
    Piped,
    /// A whole number (`Integer`); yes and no are 1 and 0.
    Integer,
    /// A number (`Real`).
    Real,
    /// A local date, `YYYY-MM-DD` (`Date`).
    Date,
    /// A local time, `HH:MM:SS`, without a zone (`Time`).
    Time,
}

/// A value of a field.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    /// Not known, or not said.
    Null,
    /// Text, date or time.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Number, finite.
    Real(f64),
}

impl Value {
    /// A text; empty is unknown.
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Null } else { Self::Text(text) }
    }

    pub(super) fn date(date: Option<CalendarDate>) -> Self {
        Self::text(written(date))
    }

    pub(super) fn integer(number: Option<impl Into<i64>>) -> Self {
        number.map_or(Self::Null, |number| Self::Integer(number.into()))
    }

    pub(super) fn code<C: Code>(code: Option<C>) -> Self {
        code.map_or(Self::Null, |code| Self::Text(code.code().to_owned()))
    }

    /// `|a|b|`, null when there is none.
    pub(super) fn piped<'a>(codes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut piped = String::new();
        for code in codes {
            piped.push('|');
            piped.push_str(code);
        }
        if piped.is_empty() {
            return Self::Null;
        }
        piped.push('|');
        Self::Text(piped)
    }

    pub(super) fn codes<C: Code>(codes: &[C]) -> Self {
        Self::piped(codes.iter().map(|code| code.code()))
    }
}

/// Rows of a walk.
pub struct OfWalk;

impl LayerSource for OfWalk {
    type Row<'a> = Row<'a>;
}

/// What the fields of a feature are read from. The observation's part is absent in `parcours`.
pub struct Row<'a> {
    /// The ids under which things leave.
    pub ids: &'a Pseudonyms,
    /// The walk.
    pub walk: &'a Walk,
    /// When the layer was made.
    pub made: Stamp,
    /// The perimeter that holds it: of the observation its place, of the walk its line.
    pub perimeter: Option<&'a Perimeter>,
    /// INSEE code of the commune where neither perimeter nor walk names one.
    pub commune: &'a str,
    /// Version of the notice that was heard; empty when none was.
    pub notice: &'a str,
    /// Observations of the walk that are in the layers, when so many may be told.
    pub observations: Option<usize>,
    /// How far these files may go.
    pub sharing: Sharing,
    /// The observation, in `observations`.
    pub observation: Option<ObservationRow<'a>>,
}

/// The observation's part of a row.
pub struct ObservationRow<'a> {
    /// As it stands.
    pub it: &'a Observation,
    /// Its number within the walk, from 1.
    pub number: usize,
    /// Where it is.
    pub position: Option<Position>,
    /// When it was last changed.
    pub changed: Stamp,
    /// Whether its readers learn the hour.
    pub is_timed: bool,
    /// Paths of its photos in the archive.
    pub photos: &'a [String],
    /// The constat that it bears, when that is in the files.
    pub constat: Option<RecordId>,
    /// Who manages the ground, as its constat says.
    pub manager: Option<Manager>,
}

/// The values that a column can have, with their French labels.
#[derive(Clone, Copy)]
pub enum Vocabulary {
    /// Anything may stand in it.
    Free,
    /// Those of a list.
    Listed(fn() -> Vec<(&'static str, &'static str)>),
    /// Those of a table of codes.
    Coded(Codes),
}

/// A column of a layer, as whoever reads the layer sees it.
#[derive(Clone, Copy)]
pub struct Column {
    /// At most ten characters, lower case ASCII: longer names are cut in a Shapefile.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Never null.
    pub required: bool,
    /// What it means, in French.
    pub about: &'static str,
    /// The values it can have.
    pub words: Vocabulary,
    /// Which answer it is, when the reader of the layer fills it in.
    pub answer: Option<AnswerField>,
}

impl Column {
    /// The values it can have, with their French labels; empty when it is free.
    pub fn codes(&self) -> Vec<(&'static str, &'static str)> {
        match self.words {
            Vocabulary::Free => Vec::new(),
            Vocabulary::Listed(list) => list(),
            Vocabulary::Coded(table) => {
                table.iter().map(|(code, label, _)| (*code, label[Language::Fr as usize])).collect()
            }
        }
    }
}

/// What the rows of a layer are made from.
pub trait LayerSource: 'static {
    /// What one feature is read from.
    type Row<'a>;

    /// What the responsible body answers about in this row; nothing in the layers that it does not
    /// fill in.
    fn asked<'r>(_row: &'r Self::Row<'_>) -> Option<Asked<'r>> {
        None
    }
}

/// A field of a layer: its column, and how it is read from a row.
pub struct Field<S: LayerSource> {
    /// What is said of it.
    pub column: Column,
    read: Read<S>,
}

/// How a field is read from a row.
enum Read<S: LayerSource> {
    /// As the layer says.
    Own(for<'a> fn(&S::Row<'a>) -> Value),
    /// As the body answered, else as the group wrote.
    Answer(AnswerField),
}

impl<S: LayerSource> Clone for Read<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: LayerSource> Copy for Read<S> {}

impl<S: LayerSource> Clone for Field<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: LayerSource> Copy for Field<S> {}

impl<S: LayerSource> Field<S> {
    /// The field of an answer.
    fn of_answer(field: AnswerField) -> Self {
        let (kind, words) = match field.holds() {
            Holds::Code(codes, most) => (Kind::Text(most), Vocabulary::Coded(codes)),
            Holds::Date => (Kind::Date, Vocabulary::Free),
            Holds::Text(most) => (Kind::Text(most), Vocabulary::Free),
        };
        let (name, about, required) = (field.code(), field.about(), field.is_required());
        let column = Column { name, kind, required, about, words, answer: Some(field) };
        Self { column, read: Read::Answer(field) }
    }

    /// Reads it.
    pub fn value(&self, row: &S::Row<'_>) -> Value {
        match self.read {
            Read::Own(read) => read(row),
            Read::Answer(field) => {
                S::asked(row).map_or(Value::Null, |asked| Value::text(field.stands(&asked)))
            }
        }
    }
}

/// At most as many characters as the field holds.
pub(super) fn cut(text: &str, kind: Kind) -> &str {
    match kind {
        Kind::Text(most) => match text.char_indices().nth(most) {
            Some((at, _)) => text.get(..at).unwrap_or(text),
            None => text,
        },
        _ => text,
    }
}

/// A layer: one geometry type, one table.
pub struct Layer<S: LayerSource> {
    /// Name of the layer and of its files.
    pub name: &'static str,
    /// GeoJSON geometry type.
    pub geometry: &'static str,
    /// Its own fields, in the order in which they are written; the answers stand among them.
    pub own: &'static [Field<S>],
    /// Which answers the reader of the layer fills in; `None` for none.
    pub subject: Option<AnsweredLayer>,
}

/// A layer without the way its rows are read: what the dictionary, the schemas, the styles and the
/// database tables are made from.
#[derive(Clone)]
pub struct LayerShape {
    /// Name of the layer and of its files.
    pub name: &'static str,
    /// GeoJSON geometry type.
    pub geometry: &'static str,
    /// In the order in which they are written.
    pub columns: Vec<Column>,
}

impl LayerShape {
    /// The columns of the CSV copy: those of the layer, behind each column of codes one with their
    /// French labels (`statut`, `statut_lib`), at the end the geometry. A category has its label in
    /// the layer itself.
    pub fn csv_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for column in &self.columns {
            names.push(column.name.to_owned());
            if self.has_labels(column) {
                names.push(format!("{}_lib", column.name));
            }
        }
        let geometry: &[&str] = if self.geometry == "Point" { &["lon", "lat"] } else { &["wkt"] };
        names.extend(geometry.iter().map(|name| (*name).to_owned()));
        names
    }

    /// Whether the CSV copy says in French what a column holds.
    pub fn has_labels(&self, column: &Column) -> bool {
        let is_told = column.name == "cat_code" && self.columns.iter().any(|c| c.name == "cat_lib");
        !is_told && !column.codes().is_empty()
    }
}

impl<S: LayerSource> Layer<S> {
    /// All its fields, in the order in which they are written: its own, each followed by the answers
    /// that stand after it.
    pub fn fields(&self) -> Vec<Field<S>> {
        let mut fields = Vec::new();
        for own in self.own {
            fields.push(*own);
            self.answers_after(own.column.name, &mut fields);
        }
        fields
    }

    fn answers_after(&self, name: &str, fields: &mut Vec<Field<S>>) {
        let Some(subject) = self.subject else { return };
        for field in AnswerField::of(subject) {
            if field.stands_after(subject) == Some(name) {
                fields.push(Field::of_answer(field));
                self.answers_after(field.code(), fields);
            }
        }
    }

    /// What is said of it.
    pub fn shape(&self) -> LayerShape {
        let columns = self.fields().iter().map(|field| field.column).collect();
        LayerShape { name: self.name, geometry: self.geometry, columns }
    }
}

/// A field that anything may stand in.
pub(super) const fn free<S: LayerSource>(
    name: &'static str,
    kind: Kind,
    required: bool,
    about: &'static str,
    value: for<'a> fn(&S::Row<'a>) -> Value,
) -> Field<S> {
    let column = Column { name, kind, required, about, words: Vocabulary::Free, answer: None };
    Field { column, read: Read::Own(value) }
}

/// A field of codes.
pub(super) const fn coded<S: LayerSource>(
    name: &'static str,
    kind: Kind,
    required: bool,
    about: &'static str,
    codes: fn() -> Vec<(&'static str, &'static str)>,
    value: for<'a> fn(&S::Row<'a>) -> Value,
) -> Field<S> {
    let words = Vocabulary::Listed(codes);
    let column = Column { name, kind, required, about, words, answer: None };
    Field { column, read: Read::Own(value) }
}

/// All codes of a type with their French labels.
pub(super) fn all<C: Code>() -> Vec<(&'static str, &'static str)> {
    C::ALL.iter().map(|code| (code.code(), code.label(Language::Fr))).collect()
}

/// `0` to `3` with what each step means; they are numbers in the layers.
pub(super) fn steps(scale: Scale) -> Vec<(&'static str, &'static str)> {
    let numbers = ["0", "1", "2", "3"];
    let labels = Level::ALL.map(|level| scale.step_label(level, Language::Fr));
    numbers.into_iter().zip(labels).collect()
}

/// A number of things.
pub(super) fn count(count: usize) -> Value {
    Value::integer(i64::try_from(count).ok())
}
