//! The adversary: somebody who has only the files that leave and all that left before, and tries to
//! learn something of one person. No campaign, no list of what is allowed: when she succeeds there is
//! no file, and the person at the screen reads what would have been learnt.

mod aggregates;
mod differences;
mod documents;
mod files;
mod groups;
mod ids;
mod photos;
mod places;
mod rows;
mod texts;

use crate::domain::code::Language;
use crate::domain::leaving::Audience;
use crate::text::AdversaryWords;

pub use documents::attack_document;
pub use files::ReleasedFiles;
use rows::Layer;

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
    fn say(&mut self, file: &str, line: usize, field: &str, attack: Attack) {
        self.0.push(Finding { file: file.to_owned(), line, field: field.to_owned(), attack });
    }
}

/// Attacks files that are about to leave, with all that left before. An empty answer lets them go.
pub fn attack(new: &ReleasedFiles, earlier: &[ReleasedFiles]) -> Vec<Finding> {
    let mut found = Findings::default();
    let is_public = new.audience == Audience::Public;
    found.0.extend(new.unread.iter().cloned());
    files::unknown(new, &mut found);
    let layers: Vec<Layer> = rows::layers(new, &mut found);
    for layer in &layers {
        ids::without_time(layer, &mut found);
        texts::about_somebody(layer, &new.let_go, &mut found);
        groups::small_counts(layer, is_public, &mut found);
        if is_public {
            ids::numbers_and_order(layer, &mut found);
            places::exact(layer, &mut found);
            groups::profile(layer, &mut found);
            groups::shared(layer, &mut found);
            aggregates::of_few(layer, &mut found);
        }
    }
    places::homes(&layers, is_public, &mut found);
    aggregates::hidden_members(&layers, is_public, &mut found);
    photos::attack(new, &layers, &mut found);
    for before in earlier {
        let then = rows::layers(before, &mut Findings::default());
        differences::attack((new, &layers), (before, &then), &mut found);
    }
    found.0.sort();
    found.0.dedup();
    found.0
}
