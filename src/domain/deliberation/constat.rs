//! A constat: what a group agreed about a place, and what is computed from the observations that
//! bear it. What is computed is never typed.

use std::collections::BTreeSet;

use crate::domain::code::codes;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::ledger::edits::{Fields, fields};
use crate::domain::observation::Observation;
use crate::domain::observation::gender::{AvoidedBy, AvoidedWhen, Reason};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::{Frequency, Level, PlaceKind, Polarity, Rating, Sharing};
use crate::domain::observation::taxonomy::{Category, Principle};
use crate::domain::walk::Walk;
use crate::domain::walk::actor::ActorKind;

codes! {
    /// `projet_rel`: what the renewal project does to it.
    ProjectRelation {
        ResolvedBy "resolved_by" "Résolu par le projet" "Resolved by the project" "check",
        WorsenedBy "worsened_by" "Aggravé par le projet" "Worsened by the project" "triangle-alert",
        Unaffected "unaffected" "Le projet n’y touche pas" "Unaffected" "minus",
        ToKeep "to_keep" "À préserver" "To keep" "shield-check",
        Unknown "unknown" "On ne sait pas" "Unknown" "circle-help",
    }
}

codes! {
    /// `domaine`: who manages the ground.
    Manager {
        City "city" "Ville" "City" "landmark",
        Metropole "metropole" "Métropole" "Metropolitan authority" "landmark",
        Landlord "landlord" "Bailleur" "Landlord" "building",
        Transport "transport" "Transports" "Transport" "bus",
        Private "private" "Privé" "Private" "lock",
        Unknown "unknown" "On ne sait pas" "Unknown" "circle-help",
    }
}

codes! {
    /// `priorite`: decided by the group, 1 is the most urgent.
    Priority {
        Urgent "1" "1 · Urgent" "1 · Urgent" "triangle-alert",
        Important "2" "2 · Important" "2 · Important" "bell",
        Useful "3" "3 · Utile" "3 · Useful" "check",
    }
}

/// Longest title, in characters.
pub const TITLE_MAX: usize = 120;
/// Longest summary, in characters.
pub const SUMMARY_MAX: usize = 1000;
/// Longest quote, in characters.
pub const QUOTE_MAX: usize = 250;
/// Longest reference of a renewal operation, in characters.
pub const OPERATION_MAX: usize = 60;

/// What a group agreed about a place.
#[derive(Clone, PartialEq, Debug)]
pub struct Constat {
    /// Its number within the campaign, from 1; never used again.
    pub number: u16,
    /// Tells it apart from what another laptop numbered the same; see [`super::number`].
    pub series: String,
    /// One sentence.
    pub title: String,
    /// What, where, when, for whom.
    pub summary: String,
    /// One quote that names nobody.
    pub quote: String,
    /// What it is about; the principle follows from it.
    pub category: Category,
    /// What else it is about.
    pub secondary: Vec<Category>,
    /// A problem, a strength.
    pub polarity: Option<Polarity>,
    /// As agreed, 3 = worst.
    pub severity: Option<Level>,
    /// As agreed.
    pub frequency: Option<Frequency>,
    /// How feasible the group thinks a change is, 3 = easy.
    pub feasibility: Option<Level>,
    /// As decided.
    pub priority: Option<Priority>,
    /// Where, WGS 84; the middle of its observations until somebody moves it.
    pub place: Option<Place>,
    /// What residents call the place.
    pub place_name: String,
    /// What kind of place it is.
    pub place_kind: Option<PlaceKind>,
    /// Who manages the ground.
    pub manager: Option<Manager>,
    /// Photos chosen, by their records.
    pub photos: Vec<RecordId>,
    /// What the renewal project does to it.
    pub project: Option<ProjectRelation>,
    /// The renewal operation, as the planner names it.
    pub operation: String,
    /// The challenge of the contrat de ville: a code of the city's own list.
    pub challenge: String,
    /// The sector of the city: a code of the city's own list.
    pub sector: String,
    /// Who should act.
    pub lead: Option<ActorKind>,
    /// Who should help.
    pub associated: Vec<ActorKind>,
    /// How far it may go.
    pub sharing: Sharing,
    /// Whether it was dissolved: its observations are free again.
    pub withdrawn: bool,
}

impl Constat {
    /// A constat that has nothing but its number and what it is about.
    pub fn blank(number: u16, category: Category) -> Self {
        Self {
            number,
            series: String::new(),
            title: String::new(),
            summary: String::new(),
            quote: String::new(),
            category,
            secondary: Vec::new(),
            polarity: None,
            severity: None,
            frequency: None,
            feasibility: None,
            priority: None,
            place: None,
            place_name: String::new(),
            place_kind: None,
            manager: None,
            photos: Vec::new(),
            project: None,
            operation: String::new(),
            challenge: String::new(),
            sector: String::new(),
            lead: None,
            associated: Vec::new(),
            sharing: Sharing::Partners,
            withdrawn: false,
        }
    }

    /// The principle of its category; `None` for a category of a later version.
    pub fn principle(&self) -> Option<Principle> {
        self.category.principle()
    }

    /// The number that people read, `PR-2026-02-C07`.
    pub fn readable_number(&self, reference: &str) -> String {
        super::number::readable(reference, &self.short_number())
    }

    /// The same without the campaign's reference, `C07`.
    pub fn short_number(&self) -> String {
        format!("C{:02}{}", self.number, self.series)
    }

    /// What is still missing before the group can agree on it.
    pub fn is_complete(&self) -> bool {
        !self.title.trim().is_empty()
            && !self.summary.trim().is_empty()
            && !self.place_name.trim().is_empty()
            && self.place.is_some()
            && self.polarity.is_some()
    }
}

fields! {
    /// A field of a constat.
    ConstatField of Constat {
        Title "title" title,
        Summary "summary" summary,
        Quote "quote" quote,
        Category "category" category,
        Secondary "secondary" secondary,
        Polarity "polarity" polarity,
        Severity "severity" severity,
        Frequency "frequency" frequency,
        Feasibility "feasibility" feasibility,
        Priority "priority" priority,
        Place "place" place,
        PlaceName "place_name" place_name,
        PlaceKind "place_kind" place_kind,
        Manager "manager" manager,
        Photos "photos" photos,
        Project "project" project,
        Operation "operation" operation,
        Challenge "challenge" challenge,
        Sector "sector" sector,
        Lead "lead" lead,
        Associated "associated" associated,
        Sharing "sharing" sharing,
        Withdrawn "withdrawn" withdrawn,
    }
}

impl Fields for Constat {
    type Field = ConstatField;
    const ALL: &'static [ConstatField] = ConstatField::ALL;
    const WITHDRAWN: ConstatField = ConstatField::Withdrawn;

    fn copy(&mut self, field: ConstatField, from: &Self) {
        self.copy_field(field, from);
    }

    fn same(&self, field: ConstatField, other: &Self) -> bool {
        self.same_field(field, other)
    }

    fn unsaid(&self) -> Self {
        Self { series: self.series.clone(), ..Self::blank(self.number, self.category) }
    }

    fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }

    fn outranks(&self, field: ConstatField, other: &Self) -> bool {
        field == ConstatField::Sharing && (self.sharing as u8) < (other.sharing as u8)
    }
}

/// What the observations of a constat say together. Everything here is computed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Derived {
    /// Observations.
    pub observations: usize,
    /// Walks they were made on.
    pub walks: BTreeSet<WalkId>,
    /// The highest number of voices of one observation: voices overlap between observations, so
    /// they are never added up.
    pub voices: Option<u16>,
    /// How often each feeling was said, from 0 (afraid) to 3 (good).
    pub feelings: [usize; 4],
    /// How often each severity was said, from 0 to 3 (worst).
    pub severities: [usize; 4],
    /// The lowest lighting noted, 0 to 3.
    pub lowest_lighting: Option<Level>,
    /// Moments, in the order of the day.
    pub moments: Vec<Moment>,
    /// Whether anybody said that the place is avoided; `None` when nobody was asked.
    pub avoided: Option<bool>,
    /// By whom.
    pub avoided_by: Vec<AvoidedBy>,
    /// When.
    pub avoided_when: Vec<AvoidedWhen>,
    /// Why.
    pub reasons: Vec<Reason>,
    /// First and last local date, `YYYY-MM-DD`.
    pub dates: Option<(String, String)>,
    /// Observations that speak of a problem, of a strength.
    pub negative: usize,
    /// See above.
    pub positive: usize,
    /// The middle of their places.
    pub middle: Option<Place>,
}

fn join<T: Copy + Ord>(into: &mut Vec<T>, from: &[T]) {
    for value in from {
        if let Err(at) = into.binary_search(value) {
            into.insert(at, *value);
        }
    }
}

impl Derived {
    /// Of some observations, each with the sheet of its walk.
    pub fn of<'a>(observations: impl IntoIterator<Item = (&'a Observation, &'a Walk)>) -> Self {
        let mut all = Self::default();
        let mut places = Vec::new();
        for (observation, walk) in observations {
            all.observations += 1;
            all.walks.insert(walk.id);
            all.voices = all.voices.max(observation.voices);
            let count = |counts: &mut [usize; 4], level: Option<Level>| {
                if let Some(level) = level {
                    counts[usize::from(level.value())] += 1;
                }
            };
            count(&mut all.feelings, observation.feeling);
            count(&mut all.severities, observation.severity_of_problem());
            if let Some(lighting) = observation.rating(Rating::Lighting) {
                all.lowest_lighting =
                    Some(all.lowest_lighting.map_or(lighting, |lowest| lowest.min(lighting)));
            }
            join(&mut all.moments, &[observation.moment(walk)]);
            if let Some(avoided) = observation.avoided {
                all.avoided = Some(all.avoided.unwrap_or(false) || avoided);
            }
            join(&mut all.avoided_by, &observation.avoided_by);
            join(&mut all.avoided_when, &observation.avoided_when);
            join(&mut all.reasons, &observation.reasons);
            match observation.polarity {
                Some(Polarity::Negative) => all.negative += 1,
                Some(Polarity::Positive) => all.positive += 1,
                _ => {}
            }
            let date = observation.when(walk).date();
            all.dates = Some(match all.dates.take() {
                None => (date.clone(), date),
                Some((first, last)) => (first.min(date.clone()), last.max(date)),
            });
            places.extend(observation.position(walk).map(|position| position.place));
        }
        all.middle = middle(&places);
        all
    }

    /// How many said how they feel.
    pub fn felt(&self) -> usize {
        self.feelings.iter().sum()
    }

    /// How many do not feel at ease (0 or 1).
    pub fn uneasy(&self) -> usize {
        self.feelings.iter().take(2).sum()
    }

    /// Mean feeling, 0 to 3.
    #[expect(clippy::cast_precision_loss, reason = "counts of observations")]
    pub fn mean_feeling(&self) -> Option<f64> {
        let sum: usize = self.feelings.iter().enumerate().map(|(level, count)| level * count).sum();
        (self.felt() > 0).then(|| sum as f64 / self.felt() as f64)
    }

    /// The lowest feeling: a mean hides the one who is afraid.
    pub fn lowest_feeling(&self) -> Option<u8> {
        let lowest = self.feelings.iter().position(|count| *count > 0)?;
        u8::try_from(lowest).ok()
    }

    /// Whether people do not agree: some are at ease and some are not, or a problem for some is a
    /// strength for others.
    pub fn is_divided(&self) -> bool {
        let at_ease = self.felt() - self.uneasy();
        (self.uneasy() > 0 && at_ease > 0) || (self.negative > 0 && self.positive > 0)
    }
}

/// The middle of some places: mean of the coordinates, good over a neighbourhood.
pub fn middle(places: &[Place]) -> Option<Place> {
    let count = i64::try_from(places.len()).ok().filter(|count| *count > 0)?;
    let sum = places.iter().fold((0i64, 0i64), |(lon, lat), place| {
        let (x, y) = place.e7();
        (lon + i64::from(x), lat + i64::from(y))
    });
    Place::from_e7(sum.0 / count, sum.1 / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Language;
    use crate::domain::stamp::Stamp;

    fn walk() -> Walk {
        Walk::blank(WalkId(1), Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 })
    }

    fn said(feeling: Option<u8>, voices: Option<u16>) -> Observation {
        let category = Category::from_code("street_lighting").unwrap();
        let walk = walk();
        let begun = Observation::begun(RecordId(1), &walk, walk.made, category, None, Language::Fr);
        Observation { feeling: feeling.and_then(Level::new), voices, ..begun }
    }

    #[test]
    fn the_mean_hides_nobody() {
        let walk = walk();
        let all = [said(Some(0), Some(3)), said(Some(3), Some(5)), said(None, None)];
        let derived = Derived::of(all.iter().map(|observation| (observation, &walk)));
        assert_eq!((derived.observations, derived.felt(), derived.uneasy()), (3, 2, 1));
        assert_eq!((derived.mean_feeling(), derived.lowest_feeling()), (Some(1.5), Some(0)));
        assert_eq!(derived.voices, Some(5), "voices overlap and are not added up");
        assert!(derived.is_divided());
        let one = Derived::of([(&all[0], &walk)]);
        assert!(!one.is_divided());
        assert_eq!(Derived::of([]), Derived::default());
    }

    #[test]
    fn numbers_are_readable_and_fit() {
        let constat = Constat::blank(7, Category::from_code("noise").unwrap());
        assert_eq!(constat.readable_number("PR-2026-02"), "PR-2026-02-C07");
        assert_eq!(constat.readable_number(""), "C07");
        assert!(!constat.is_complete());
    }
}
