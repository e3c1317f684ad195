//! The adversary: somebody who has only the files that leave and all that left before, and tries to
//! learn something of one person. No campaign, no list of what is allowed: when she succeeds there is
//! no file, and the person at the screen reads what would have been learnt.

mod aggregates;
mod differences;
mod documents;
mod figures;
mod files;
mod groups;
mod ids;
mod kept;
mod photos;
mod places;
mod remembered;
mod rows;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek};

use crate::domain::code::Language;
use crate::domain::identity::RecordId;
use crate::domain::leaving::Audience;
use crate::domain::leaving::release::{Release, ReleasedRow};
use crate::text::AdversaryWords;

pub use documents::attack_document;
pub use figures::attack_figures;
use kept::{KeptRow, KeptWalk, Table};
use rows::{Layer, Row};

/// An attack that succeeded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[allow(missing_docs, reason = "the sentence of each in `text::adversary` says what it is")]
pub enum Attack {
    TimeInId,
    SharedId,
    GapInNumbers,
    OrderOfTime,
    PhotoName,
    ExactHour,
    ExactPlace,
    PlaceOfAHiddenOne,
    TooFew,
    OneAloneSaysIt,
    HiddenOneByDifference,
    ChangedByFew,
    SmallCount,
    Home,
    SmallGroup,
    WordsOfSomebody,
    NotShared,
    UnknownFile,
    Unreadable,
    PhotoNotBare,
    PhotoNotNamed,
    StopForms,
}

/// What would be learnt, and where.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The line in it, from 1; 0 for the file as a whole.
    pub line: usize,
    /// The field; empty for the row as a whole.
    pub field: String,
    /// How.
    pub attack: Attack,
}

impl Finding {
    /// What would be learnt about whom, and where it stands.
    pub fn sentence(&self, language: Language) -> String {
        let w = AdversaryWords::of(language);
        let learnt = match self.attack {
            Attack::TimeInId => w.time_in_id,
            Attack::SharedId => w.shared_id,
            Attack::GapInNumbers => w.gap_in_numbers,
            Attack::OrderOfTime => w.order_of_time,
            Attack::PhotoName => w.photo_name,
            Attack::ExactHour => w.exact_hour,
            Attack::ExactPlace => w.exact_place,
            Attack::PlaceOfAHiddenOne => w.place_of_a_hidden_one,
            Attack::TooFew => w.too_few,
            Attack::OneAloneSaysIt => w.one_alone_says_it,
            Attack::HiddenOneByDifference => w.hidden_one_by_difference,
            Attack::ChangedByFew => w.changed_by_few,
            Attack::SmallCount => w.small_count,
            Attack::Home => w.home,
            Attack::SmallGroup => w.small_group,
            Attack::WordsOfSomebody => w.words_of_somebody,
            Attack::NotShared => w.not_shared,
            Attack::UnknownFile => w.unknown_file,
            Attack::Unreadable => w.unreadable,
            Attack::PhotoNotBare => w.photo_not_bare,
            Attack::PhotoNotNamed => w.photo_not_named,
            Attack::StopForms => w.stop_forms,
        };
        let place = (w.where_in_file)(&self.file, self.line);
        let field = if self.field.is_empty() { String::new() } else { format!(", {}", self.field) };
        format!("{learnt} ({place}{field})")
    }
}

/// How many findings are shown.
const SHOWN: usize = 5;

/// All findings in one message: the first few, one of each kind, and how many more there are.
pub fn message(found: &[Finding], language: Language) -> String {
    let mut kinds: Vec<Attack> = Vec::new();
    let mut first: Vec<String> = Vec::new();
    for one in found {
        if first.len() < SHOWN && !kinds.contains(&one.attack) {
            kinds.push(one.attack);
            first.push(format!("{}.", one.sentence(language)));
        }
    }
    (AdversaryWords::of(language).not_handed_over)(found.len(), &first)
}

/// What is collected while attacking.
#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn sorted(self) -> Vec<Finding> {
        let mut found = self.0;
        found.sort();
        found.dedup();
        found
    }

    fn say(&mut self, file: &str, line: usize, field: &str, attack: Attack) {
        self.0.push(Finding { file: file.to_owned(), line, field: field.to_owned(), attack });
    }
}

/// For whom the files are that are about to leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Readership<'a> {
    /// Who.
    pub audience: Audience,
    /// Whether it is a part only, which partners asked for.
    pub is_part: bool,
    /// Words that a mediator looked at one by one and let go: the number of a service is no secret.
    pub let_go: &'a BTreeSet<String>,
}

/// What came of an attack.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Attacked {
    /// What would be learnt; nothing lets the files go.
    pub found: Vec<Finding>,
    /// What is remembered of the files, so that the next ones can be held against them.
    pub rows: Vec<ReleasedRow>,
}

/// What was read of the files.
struct Reading {
    audience: Audience,
    is_part: bool,
    tables: Vec<Table>,
    /// The photos of the archive: what is wrong with the bytes, if anything is.
    photos: BTreeMap<String, Option<Attack>>,
    /// The photos that rows name.
    named: BTreeSet<String>,
    /// Observations that the forms of the stops count.
    at_stops: usize,
    /// The rows of each constat in the copy of the observations.
    members: BTreeMap<RecordId, Vec<usize>>,
}

impl Reading {
    fn copy(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.is_copy && table.name == name)
    }

    /// The observations of a constat, in the copy.
    fn members(&self, constat: Option<RecordId>) -> impl Iterator<Item = &KeptRow> {
        let rows = constat.and_then(|constat| self.members.get(&constat)).into_iter().flatten();
        let copy = self.copy("observations").map_or(&[][..], |table| table.rows.as_slice());
        rows.filter_map(|at| copy.get(*at))
    }

    /// The walks with their routes.
    fn routes(&self) -> impl Iterator<Item = (Option<RecordId>, &KeptWalk)> {
        let tables = self.tables.iter().filter(|table| !table.is_copy);
        tables.flat_map(|table| table.rows.iter().map(|row| row.id).zip(&table.walks))
    }

    fn lines(&self) -> Vec<&[(f64, f64)]> {
        self.routes().map(|(_, walk)| walk.line.as_slice()).collect()
    }
}

/// Attacks a finished archive that is about to leave, with all that left before: one file after the
/// other, of which no word stays in memory.
///
/// # Errors
/// When it is not an archive that can be read.
pub fn attack(
    archive: impl Read + Seek,
    to: Readership<'_>,
    earlier: &[&Release],
) -> io::Result<Attacked> {
    let mut found = Findings::default();
    let mut of = files::read(archive, to, &mut found)?;
    if let Some(said) = of.copy("observations") {
        let mut members: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
        for (at, row) in said.rows.iter().enumerate() {
            if let Some(constat) = row.constat {
                members.entry(constat).or_default().push(at);
            }
        }
        of.members = members;
    }
    if of.audience == Audience::Public {
        for table in &of.tables {
            ids::numbers_and_order(table, &mut found);
            places::exact(table, &of, &mut found);
        }
        places::homes(&of, &mut found);
    }
    aggregates::hidden_members(&of, earlier, &mut found);
    aggregates::hidden_at_stops(&of, &mut found);
    places::hidden_ones(&of, earlier, &mut found);
    photos::attack(&of, &mut found);
    for before in earlier {
        differences::attack(&of, before, &mut found);
    }
    let rows = remembered::rows(&of);
    Ok(Attacked { found: found.sorted(), rows })
}

/// What is looked for in each row by itself.
fn row(layer: &Layer, row: &Row, to: Readership<'_>, found: &mut Findings) {
    let is_public = to.audience == Audience::Public;
    ids::without_time(layer, row, found);
    texts::about_somebody(layer, row, to.let_go, found);
    groups::small_counts(layer, row, is_public, found);
    if is_public {
        places::measured(layer, row, found);
        groups::profile(layer, row, found);
        groups::shared(layer, row, found);
        aggregates::of_few(layer, row, found);
    }
}
