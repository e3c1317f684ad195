//! A préconisation: one action that a group asks for.

use crate::domain::code::codes;
use crate::domain::deliberation::constat::{Constat, Priority};
use crate::domain::identity::RecordId;
use crate::domain::ledger::edits::{Fields, fields};
use crate::domain::observation::scale::Sharing;
use crate::domain::walk::actor::ActorKind;

codes! {
    /// `type_act`: what is done. What is not built stands beside what is, because walks are easily
    /// reduced to street furniture.
    ActionKind {
        Maintenance "maintenance" "Entretien, réparation" "Maintenance" "wrench",
        Lighting "lighting" "Éclairage" "Lighting" "lightbulb",
        Greenery "greenery" "Végétation" "Greenery" "trees",
        Cleanliness "cleanliness" "Propreté" "Cleanliness" "sparkles",
        Furniture "furniture" "Mobilier" "Furniture" "armchair",
        Signage "signage" "Signalétique" "Signage" "signpost",
        Layout "layout" "Aménagement" "Layout" "construction",
        Mobility "mobility" "Déplacements" "Mobility" "bus",
        Accessibility "accessibility" "Accessibilité" "Accessibility" "accessibility",
        Presence "presence" "Présence humaine" "People present" "users",
        Activities "activities" "Activités" "Activities" "calendar",
        Services "services" "Services" "Services" "hand-helping",
        Governance "governance" "Décider ensemble" "Governance" "handshake",
        Study "study" "Étude" "Study" "search",
    }
}

codes! {
    /// `cadre`: what carries it.
    Framework {
        Gusp "gusp" "GUSP" "GUSP (local upkeep scheme)" "wrench",
        Npnru "npnru" "NPNRU" "NPNRU (renewal programme)" "construction",
        Tfpb "tfpb" "Abattement TFPB" "TFPB abatement" "building",
        Clspd "clspd" "CLSPD" "Local safety council" "shield",
        ContratVille "contrat_ville" "Contrat de ville" "City contract" "landmark",
        BudgetParticipatif "budget_participatif" "Budget participatif" "Participatory budget" "users",
        DroitCommun "droit_commun" "Droit commun" "Ordinary means" "landmark",
        Transport "transport" "Transports" "Transport" "bus",
        Other "other" "Autre" "Other" "ellipsis",
    }
}

codes! {
    /// `horizon`.
    Horizon {
        Short "short" "Court terme" "Short term" "clock",
        Medium "medium" "Moyen terme" "Medium term" "calendar",
        Long "long" "Long terme" "Long term" "construction",
    }
}

codes! {
    /// `origine`: who asked for it.
    Origin {
        Walkers "walkers" "Pendant la marche" "On the walk" "footprints",
        Workshop "workshop" "En atelier" "In the workshop" "users",
        Service "service" "Par un service" "By a service" "wrench",
        Committee "committee" "En comité" "By the committee" "landmark",
    }
}

codes! {
    /// `cout_cl`: filled in by services only.
    Cost {
        None "none" "Sans coût" "No cost" "check",
        Low "low" "Faible" "Low" "minus",
        Medium "medium" "Moyen" "Medium" "minus",
        High "high" "Élevé" "High" "minus",
        Unknown "unknown" "Non connu" "Unknown" "circle-help",
    }
}

/// Where the terms end, in months.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Horizons {
    /// Short is less than this.
    pub short_below_months: u16,
    /// Long is more than this; medium is between the two.
    pub long_above_months: u16,
}

impl Default for Horizons {
    /// Six and twenty-four months: this project's proposal, to be changed by those who decide.
    fn default() -> Self {
        Self { short_below_months: 6, long_above_months: 24 }
    }
}

impl Horizons {
    /// Two limits in order; a pair that is not in order is left as it was.
    pub fn with(self, short_below_months: u16, long_above_months: u16) -> Self {
        if short_below_months == 0 || short_below_months > long_above_months {
            return self;
        }
        Self { short_below_months, long_above_months }
    }

    /// The term of some months from now.
    pub fn of_months(self, months: u16) -> Horizon {
        if months < self.short_below_months {
            Horizon::Short
        } else if months <= self.long_above_months {
            Horizon::Medium
        } else {
            Horizon::Long
        }
    }
}

/// Longest title, in characters.
pub const TITLE_MAX: usize = 160;
/// Longest detail, in characters.
pub const DETAIL_MAX: usize = 1000;

/// One action asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct Preconisation {
    /// Its number within its constat, from 1; never used again.
    pub number: u16,
    /// Tells it apart from what another laptop numbered the same; see [`super::number`].
    pub series: String,
    /// The constat it answers.
    pub constat: RecordId,
    /// Verb and object.
    pub title: String,
    /// Detail, expected effect.
    pub detail: String,
    /// What is done.
    pub action: ActionKind,
    /// Who asked for it.
    pub origin: Origin,
    /// Who should act; the constat's when not said.
    pub lead: Option<ActorKind>,
    /// Who should help.
    pub associated: Vec<ActorKind>,
    /// What carries it.
    pub framework: Option<Framework>,
    /// The renewal operation, as the planner names it.
    pub operation: String,
    /// By when.
    pub horizon: Option<Horizon>,
    /// As decided.
    pub priority: Option<Priority>,
    /// How far it may go.
    pub sharing: Sharing,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

impl Preconisation {
    /// One that has nothing but its number and what it answers.
    pub fn blank(number: u16, constat: RecordId) -> Self {
        Self {
            number,
            series: String::new(),
            constat,
            title: String::new(),
            detail: String::new(),
            action: ActionKind::Maintenance,
            origin: Origin::Workshop,
            lead: None,
            associated: Vec::new(),
            framework: None,
            operation: String::new(),
            horizon: None,
            priority: None,
            sharing: Sharing::Partners,
            withdrawn: false,
        }
    }

    /// The number that people read, `PR-2026-02-C07-P2`.
    pub fn readable_number(&self, constat: &Constat, reference: &str) -> String {
        super::number::readable(reference, &self.short_number(constat))
    }

    /// The same without the campaign's reference, `C07-P2`.
    pub fn short_number(&self, constat: &Constat) -> String {
        format!("{}-P{}{}", constat.short_number(), self.number, self.series)
    }
}

fields! {
    /// A field of a préconisation.
    PreconisationField of Preconisation {
        Title "title" title,
        Detail "detail" detail,
        Action "action" action,
        Origin "origin" origin,
        Lead "lead" lead,
        Associated "associated" associated,
        Framework "framework" framework,
        Operation "operation" operation,
        Horizon "horizon" horizon,
        Priority "priority" priority,
        Sharing "sharing" sharing,
        Withdrawn "withdrawn" withdrawn,
    }
}

impl Fields for Preconisation {
    type Field = PreconisationField;
    const ALL: &'static [PreconisationField] = PreconisationField::ALL;
    const WITHDRAWN: PreconisationField = PreconisationField::Withdrawn;

    fn copy(&mut self, field: PreconisationField, from: &Self) {
        self.copy_field(field, from);
    }

    fn same(&self, field: PreconisationField, other: &Self) -> bool {
        self.same_field(field, other)
    }

    fn unsaid(&self) -> Self {
        let series = self.series.clone();
        let (action, origin) = (self.action, self.origin);
        Self { series, action, origin, ..Self::blank(self.number, self.constat) }
    }

    fn is_withdrawn(&self) -> bool {
        self.withdrawn
    }

    fn outranks(&self, field: PreconisationField, other: &Self) -> bool {
        field == PreconisationField::Sharing && (self.sharing as u8) < (other.sharing as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::observation::taxonomy::Category;

    #[test]
    fn the_terms_are_the_groups() {
        let horizons = Horizons::default();
        let terms = [0, 5, 6, 24, 25].map(|months| horizons.of_months(months));
        use Horizon::{Long, Medium, Short};
        assert_eq!(terms, [Short, Short, Medium, Medium, Long]);
        let theirs = horizons.with(12, 36);
        assert_eq!((theirs.of_months(11), theirs.of_months(37)), (Short, Long));
        assert_eq!(horizons.with(30, 12), horizons, "a limit that is not one changes nothing");
    }

    #[test]
    fn the_longest_number_fits_the_planners_field() {
        let constat = Constat::blank(99, Category::from_code("noise").unwrap());
        let preconisation = Preconisation::blank(9, RecordId(1));
        let number = preconisation.readable_number(&constat, "PR-2026-0212");
        assert_eq!(number, "PR-2026-0212-C99-P9");
        assert!(number.len() <= 20);
    }
}
