//! A file of answers against a campaign: what would change, what steps would follow, and what is
//! not taken, each with its reason. Nothing is written here; a person looks at it first.
//!
//! An empty cell leaves what was there. What the group wrote is never changed by a file: where it
//! differs, that is said.

use std::collections::BTreeMap;

use crate::domain::campaign::Campaign;
use crate::domain::code::{Code, Language};
use crate::domain::date::written;
use crate::domain::deliberation::answer::Answer;
use crate::domain::deliberation::life::Life;
use crate::domain::deliberation::lifecycle::{self, Party, Status};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::planner_field::Asked;
use crate::domain::leaving::{Audience, Choice};
use crate::domain::observation::scale::{Level, Polarity};
use crate::domain::observation::taxonomy::Principle;

pub use super::answered::Unplaced;
use super::answered::{Known, Thing, plain_number};
use super::sameness::{is_at, lost_zeros, same_text, same_value, unmarked};
pub use crate::domain::leaving::planner_field::{AnswerField, AnsweredLayer};

/// A row of the file, as it was understood.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct GivenRow {
    /// Where it stands: the line of the sheet (the column names are line 1), or the number of the
    /// feature from 1.
    pub line: usize,
    /// The id of the constat or of the préconisation, when it can be read.
    pub id: Option<RecordId>,
    /// Its readable number, as given.
    pub number: String,
    /// What the body filled in: a code, a date `YYYY-MM-DD` or a text; empty cells are not in it.
    pub said: BTreeMap<AnswerField, String>,
    /// The codes that the columns of labels beside them say.
    pub labels: BTreeMap<AnswerField, String>,
    /// What stands in the group's own columns, by name; empty cells are not in it.
    pub others: BTreeMap<String, String>,
    /// Longitude and latitude as given.
    pub position: Option<(f64, f64)>,
}

/// One column of a row would change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CellChange {
    /// Which.
    pub field: AnswerField,
    /// What stands there now; empty for nothing.
    pub before: String,
    /// What would stand there.
    pub after: String,
}

/// Something of a row that is not taken. The rest of the row is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotTaken {
    /// No step of the responsible body leads from where it stands to there.
    Step {
        /// Where it stands.
        from: Status,
        /// Where it was to go.
        to: Status,
    },
    /// It has been there, and is farther on now.
    AlreadyPast {
        /// Where it stands.
        from: Status,
        /// Where it was to go.
        to: Status,
    },
    /// The group has not handed it over yet.
    NotTransmitted {
        /// Where it stands.
        from: Status,
    },
    /// Somebody else says so.
    OfAnother {
        /// Where it was to go.
        to: Status,
        /// Who may say so.
        party: Party,
    },
    /// This status takes a reason, and there is none.
    NoReason(Status),
    /// A reason belongs to a step, and there is no step.
    ReasonAlone,
    /// The column of labels was changed and the column of codes was not.
    LabelChanged {
        /// The column of codes.
        field: AnswerField,
        /// The code that the label says.
        code: String,
    },
    /// The same number without its zeros: a spreadsheet took a reference for a number.
    ZerosLost {
        /// The column.
        field: AnswerField,
        /// What stands here.
        before: String,
    },
    /// A column of the group's differs from what is here.
    OfTheGroup {
        /// Its name.
        column: String,
        /// What the file says.
        given: String,
    },
    /// The point is elsewhere.
    Moved {
        /// Whether longitude and latitude were exchanged.
        swapped: bool,
    },
}

/// What one row would do.
#[derive(Clone, PartialEq, Debug)]
pub struct RowDiff {
    /// Where it stands in the file.
    pub line: usize,
    /// The constat or the préconisation.
    pub thing: RecordId,
    /// Its readable number.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What would change, in the order of the columns; the status is the last of `steps`.
    pub changes: Vec<CellChange>,
    /// Where it stands.
    pub status: Status,
    /// The steps that would be taken, each with its reason.
    pub steps: Vec<(Status, String)>,
    /// What is not taken.
    pub not_taken: Vec<NotTaken>,
    /// The whole answer as it would be.
    answer: Answer,
}

impl RowDiff {
    /// Whether there is something to take.
    pub fn does_something(&self) -> bool {
        !self.changes.is_empty() || !self.steps.is_empty()
    }
}

/// A row that is about nothing in this campaign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stranger {
    /// Where it stands in the file.
    pub line: usize,
    /// Its number, as given.
    pub number: String,
    /// Why it is not taken.
    pub why: Unplaced,
}

/// What a file of answers would do to a campaign.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AnswersDiff {
    /// The rows that do something or of which something is not taken, in the order of the file.
    pub rows: Vec<RowDiff>,
    /// The rows that are about nothing here.
    pub strangers: Vec<Stranger>,
    /// The rows that say what is here already.
    pub unchanged: usize,
    /// The rows that come from the layers for everybody, where answers are not asked for.
    pub from_public: usize,
}

impl AnswersDiff {
    /// Compares rows with what is here. `reference` is that of the campaign, with which numbers
    /// begin; `file` is the name of the file, kept with each answer.
    pub fn of(
        campaign: &Campaign,
        (id, reference): (WalkId, &str),
        subject: AnsweredLayer,
        rows: &[GivenRow],
        file: &str,
    ) -> Self {
        let known = Known::of(campaign, (id, reference), subject);
        let mut diff = Self::default();
        // A thing can stand in a file under the ids of both variants, and under the one of before.
        let mut of: BTreeMap<RecordId, Vec<&GivenRow>> = BTreeMap::new();
        for row in rows {
            if let Ok(thing) = known.place(row) {
                of.entry(thing.id).or_default().push(row);
            }
        }
        for row in rows {
            if let Ok(thing) = known.place(row)
                && let Some([first, others @ ..]) = of.get(&thing.id).map(Vec::as_slice)
                && !others.is_empty()
            {
                let says = |row: &GivenRow| (row.said.clone(), row.labels.clone());
                if others.iter().any(|other| says(other) != says(first)) {
                    let (line, number, why) = (row.line, row.number.clone(), Unplaced::SaidTwice);
                    diff.strangers.push(Stranger { line, number, why });
                    continue;
                }
                if !std::ptr::eq(*first, row) {
                    continue;
                }
            }
            match known.place(row) {
                Err(why) => {
                    let (line, number) = (row.line, row.number.clone());
                    diff.strangers.push(Stranger { line, number, why });
                }
                Ok(thing) => {
                    diff.from_public += usize::from(known.is_from_public(row));
                    let found = thing.compare(campaign, row, file);
                    if found.does_something() || !found.not_taken.is_empty() {
                        diff.rows.push(found);
                    } else {
                        diff.unchanged += 1;
                    }
                }
            }
        }
        diff
    }

    /// The answers with their steps, as the workshop takes them, of the rows that were chosen.
    pub fn answers(
        &self,
        is_chosen: impl Fn(RecordId) -> bool,
    ) -> Vec<(Answer, Vec<(Status, String)>)> {
        self.rows
            .iter()
            .filter(|row| row.does_something() && is_chosen(row.thing))
            .map(|row| (row.answer.clone(), row.steps.clone()))
            .collect()
    }
}

// --- One row ------------------------------------------------------------------------------------

impl Thing<'_> {
    fn asked<'a>(&'a self, campaign: &Campaign, life: &'a Life<'a>) -> Asked<'a> {
        Asked {
            constat: self.constat,
            preconisation: self.preconisation,
            life,
            lead_of_constat: campaign.lead_of_constat(self.constat_id),
        }
    }

    fn compare(&self, campaign: &Campaign, row: &GivenRow, file: &str) -> RowDiff {
        let life = campaign.life(self.id);
        let asked = self.asked(campaign, &life);
        let mut answer = life.answer().cloned().unwrap_or_else(|| Answer::blank(self.id));
        let (mut changes, mut not_taken) = (Vec::new(), Vec::new());
        for field in AnswerField::ALL.iter().copied() {
            let stands = field.stands(&asked);
            let said = row.said.get(&field);
            // Somebody wrote into the words beside a code that stayed as it was. Words that are
            // behind a code which was taken before are only old.
            if let Some(code) = row.labels.get(&field)
                && said.is_none_or(|said| *said == stands)
                && *code != stands
                && !is_old(&life, &answer, field, code)
            {
                not_taken.push(NotTaken::LabelChanged { field, code: code.clone() });
            }
            let Some(said) = said.filter(|said| !same_text(said, &stands)) else {
                continue;
            };
            if field.is_of_a_step() {
                continue;
            }
            if field == AnswerField::Operation && lost_zeros(said, &stands) {
                not_taken.push(NotTaken::ZerosLost { field, before: stands });
                continue;
            }
            changes.push(CellChange { field, before: stands, after: said.clone() });
        }
        let status = life.status;
        let reason = row.said.get(&AnswerField::Reason).map(String::as_str).unwrap_or_default();
        let wanted = row.said.get(&AnswerField::Status).and_then(|code| Status::from_code(code));
        let mut steps = Vec::new();
        match wanted.filter(|wanted| *wanted != status) {
            Some(to) => match way(&life, to, reason) {
                Ok(way) => steps = way,
                Err(why) => not_taken.push(why),
            },
            None if !reason.is_empty() && !was_said(&life, reason) => {
                not_taken.push(NotTaken::ReasonAlone);
            }
            None => {}
        }
        not_taken.extend(self.of_the_group(campaign, &life, row));
        for change in &changes {
            change.field.write(&mut answer, &change.after);
        }
        if !(changes.is_empty() && steps.is_empty()) {
            file.clone_into(&mut answer.file);
        }
        let title = self.preconisation.map_or(&self.constat.title, |one| &one.title).clone();
        let (line, thing, number) = (row.line, self.id, self.number.clone());
        RowDiff { line, thing, number, title, changes, status, steps, not_taken, answer }
    }

    /// The group's own columns that differ. What is counted anew for every file (numbers of
    /// observations, dates, perimeters) is not compared.
    fn of_the_group(&self, campaign: &Campaign, life: &Life<'_>, row: &GivenRow) -> Vec<NotTaken> {
        let mut found = Vec::new();
        if !row.number.is_empty() && plain_number(&row.number) != plain_number(&self.number) {
            let column = if self.preconisation.is_some() { "preco_nr" } else { "constat_nr" };
            let (column, given) = (column.to_owned(), row.number.clone());
            found.push(NotTaken::OfTheGroup { column, given });
        }
        for (column, given) in &row.others {
            let differs = self
                .written(life, column)
                .is_some_and(|here| !here.iter().any(|here| same_value(unmarked(given), here)));
            if differs && !self.left_so(campaign, life, column, given) {
                let (column, given) = (column.clone(), given.clone());
                found.push(NotTaken::OfTheGroup { column, given });
            }
        }
        if let Some(moved) = self.moved(campaign, row.position) {
            found.push(moved);
        }
        found
    }

    /// Whether a column left so, without what only observations say that stay in the group.
    fn left_so(&self, campaign: &Campaign, life: &Life<'_>, column: &str, given: &str) -> bool {
        Audience::ALL.iter().any(|audience| {
            let choice = Choice::all(*audience);
            let left = choice.constat(campaign, self.constat_id, self.constat);
            let (number, constat_number) = (self.number.clone(), self.constat_number.clone());
            let constat_ids = self.constat_ids.clone();
            let left = Thing { constat: &left, number, constat_number, constat_ids, ..*self };
            let written = left.written(life, column).unwrap_or_default();
            written.iter().any(|here| same_value(unmarked(given), here))
        })
    }

    fn moved(&self, campaign: &Campaign, position: Option<(f64, f64)>) -> Option<NotTaken> {
        let (x, y) = position?;
        let mut stands = false;
        let mut swapped = false;
        for place in super::places::of_constat(campaign, self.constat_id) {
            if is_at(place, x, y) {
                return None;
            }
            stands = true;
            swapped |= is_at(place, y, x);
        }
        stands.then_some(NotTaken::Moved { swapped })
    }

    /// What the group wrote in a column, in each form in which a file may have it; `None` for a
    /// column that is not the group's.
    fn written(&self, life: &Life<'_>, column: &str) -> Option<Vec<String>> {
        fn one<C: Code>(code: Option<C>) -> Vec<String> {
            code.map_or(Vec::new(), |code| {
                vec![code.code().to_owned(), code.label(Language::Fr).to_owned()]
            })
        }
        fn several<'a>(codes: impl IntoIterator<Item = &'a str>) -> Vec<String> {
            let codes: Vec<&str> = codes.into_iter().collect();
            vec![format!("|{}|", codes.join("|"))]
        }
        let text = |text: &str| vec![text.to_owned()];
        let number = |number: Option<u8>| number.map(|n| n.to_string()).into_iter().collect();
        let constat = self.constat;
        let own = self.preconisation;
        let category = constat.category;
        let both = match column {
            "principe_n" => number(constat.principle().map(Principle::number)),
            "cat_code" => text(category.code()),
            "cat_lib" => text(category.label(Language::Fr)),
            "lieu" => vec![constat.place_name.clone(), category.label(Language::Fr).into()],
            "secteur" => text(&constat.sector),
            "defi_cv" => text(&constat.challenge),
            "priorite" => {
                let priority = own.map_or(constat.priority, |one| one.priority);
                one(priority)
            }
            "diffusion" => {
                one(Some(own.map_or(constat.sharing, |one| one.sharing.min(constat.sharing))))
            }
            "act_assoc" => {
                let actors = own.map_or(&constat.associated, |one| &one.associated);
                several(actors.iter().map(|actor| actor.code()))
            }
            _ => Vec::new(),
        };
        if !both.is_empty() {
            return Some(both);
        }
        let Some(own) = own else {
            return Some(match column {
                "titre" if constat.title.trim().is_empty() => text(category.label(Language::Fr)),
                "titre" => text(&constat.title),
                "resume" => text(&constat.summary),
                "verbatim" => text(&constat.quote),
                "principe" => one(constat.principle()),
                "cats_sec" => several(constat.secondary.iter().map(|category| category.code())),
                "polarite" => one(Some(constat.polarity.unwrap_or(Polarity::Neutral))),
                "gravite" => number(constat.severity.map(Level::value)),
                "frequence" => one(constat.frequency),
                "lieu_type" => one(constat.place_kind),
                "domaine" => one(constat.manager),
                "priorite" => Vec::new(),
                _ => return None,
            });
        };
        Some(match column {
            "intitule" => text(&own.title),
            "descript" => text(&own.detail),
            "constat_id" => self.constat_ids.clone(),
            "constat_nr" => text(&self.constat_number),
            "type_act" => one(Some(own.action)),
            "origine" => one(Some(own.origin)),
            "priorite" => Vec::new(),
            // Those who were not asked are "not checked" in the layer.
            "verif" => {
                let check = life.check.map(|check| check.outcome);
                let unseen = crate::domain::deliberation::answer::Outcome::NotChecked;
                one(Some(check.unwrap_or(unseen)))
            }
            "verif_le" => life.check.map(|check| written(check.on)).into_iter().collect(),
            "retour_le" => life.feedback.map(|told| written(told.on)).into_iter().collect(),
            "retour_can" => life.feedback.map_or(Vec::new(), |told| {
                several(told.channels.iter().map(|channel| channel.code()))
            }),
            _ => return None,
        })
    }
}

/// Whether a label may be what a column said before an answer that was taken.
fn is_old(life: &Life<'_>, answer: &Answer, field: AnswerField, code: &str) -> bool {
    match field {
        AnswerField::Status => Status::from_code(code).is_some_and(|status| life.has_been(status)),
        field => !field.said(answer).is_empty(),
    }
}

/// Whether a step that stands gave this reason.
fn was_said(life: &Life<'_>, reason: &str) -> bool {
    life.stages.iter().any(|step| same_text(&step.reason, reason))
}

/// The steps of the responsible body from where a thing stands to there.
fn way(life: &Life<'_>, to: Status, reason: &str) -> Result<Vec<(Status, String)>, NotTaken> {
    let from = life.status;
    if let Some(way) = lifecycle::way(from, to, Party::Actor) {
        if to.needs_reason() && reason.is_empty() {
            return Err(NotTaken::NoReason(to));
        }
        // A reason that was given for an earlier step stays in its cell.
        let is_for_this = to.needs_reason() || !was_said(life, reason);
        let why = if is_for_this { reason } else { "" };
        let steps = way
            .into_iter()
            .map(|step| (step, if step == to { why.to_owned() } else { String::new() }));
        return Ok(steps.collect());
    }
    if life.has_been(to) {
        return Err(NotTaken::AlreadyPast { from, to });
    }
    let who: Vec<Party> = Status::ALL
        .iter()
        .flat_map(|status| status.next())
        .filter(|(next, _)| *next == to)
        .map(|(_, party)| *party)
        .collect();
    if !who.contains(&Party::Actor)
        && let Some(party) = who.first()
    {
        return Err(NotTaken::OfAnother { to, party: *party });
    }
    if matches!(from, Status::Draft | Status::ToReview | Status::Validated) {
        return Err(NotTaken::NotTransmitted { from });
    }
    Err(NotTaken::Step { from, to })
}
