//! The layer `constats`: one point for each finding a group agreed on.

use super::SCHEMA_VERSION;
use super::table::Kind::{Date, Integer, Piped, Real, Text};
use super::table::{Field, Layer, LayerSource, Value, all, coded, count, free, steps};
use crate::domain::code::Language;
use crate::domain::deliberation::constat::{Constat, Manager, Priority};
use crate::domain::deliberation::life::Life;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::identity::RecordId;
use crate::domain::leaving::aggregate::{Aggregate, Together};
use crate::domain::leaving::planner_field::{AnsweredLayer, Asked};
use crate::domain::observation::gender::{AvoidedBy, AvoidedWhen, Reason};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::scale::{
    Frequency, Level, PlaceKind, Polarity, Rating, Scale, Sharing,
};
use crate::domain::observation::taxonomy::Principle;
use crate::domain::stamp::Stamp;
use crate::domain::walk::actor::ActorKind;
use crate::domain::walk::perimeter::Perimeter;
use crate::domain::walk::profile::PROFILES;

/// The layer.
pub const CONSTATS: Layer<OfConstat> = Layer {
    name: "constats",
    geometry: "Point",
    own: FIELDS,
    subject: Some(AnsweredLayer::Constat),
};

/// Rows of constats.
pub struct OfConstat;

impl LayerSource for OfConstat {
    type Row<'a> = ConstatRow<'a>;

    fn asked<'r>(row: &'r ConstatRow<'_>) -> Option<Asked<'r>> {
        let (constat, life) = (row.it, &row.life);
        Some(Asked { constat, preconisation: None, life, lead_of_constat: row.lead })
    }
}

/// What the fields of a constat are read from.
pub struct ConstatRow<'a> {
    /// The id under which it leaves.
    pub leaves_as: RecordId,
    /// As the group wrote it.
    pub it: &'a Constat,
    /// The number that people read.
    pub number: String,
    /// What its observations say together, as far as it may leave.
    pub aggregate: Aggregate,
    /// What became of it.
    pub life: Life<'a>,
    /// Who should act.
    pub lead: Option<ActorKind>,
    /// When something of it was last written.
    pub changed: Stamp,
    /// The perimeter that holds it.
    pub perimeter: Option<&'a Perimeter>,
    /// INSEE code of the commune as text; empty when unknown.
    pub commune: String,
    /// Préconisations in the files.
    pub preconisations: usize,
    /// Path of its photo in the archive; empty for none.
    pub photo: String,
    /// Whether the group put its point there; else it follows from its observations.
    pub is_put: bool,
}

/// A whole number that is computed.
fn number(row: &ConstatRow<'_>, column: Together) -> Value {
    Value::integer(row.aggregate.number::<i64>(column))
}

/// Several codes that are computed.
fn listed(row: &ConstatRow<'_>, column: Together) -> Value {
    Value::piped(row.aggregate.text(column).split('|').filter(|code| !code.is_empty()))
}

/// Priorities as the numbers they are in the layers.
pub(super) fn priority(priority: Option<Priority>) -> Value {
    Value::integer(priority.map(|priority| priority as u8 + 1))
}

/// The sectors of every city that has a profile.
pub(super) fn sectors() -> Vec<(&'static str, &'static str)> {
    PROFILES.iter().flat_map(|profile| profile.sectors).copied().collect()
}

/// The challenges of every contrat de ville that a profile knows.
pub(super) fn challenges() -> Vec<(&'static str, &'static str)> {
    PROFILES.iter().flat_map(|profile| profile.challenges).copied().collect()
}

const FIELDS: &[Field<OfConstat>] = &[
    free("constat_id", Text(36), true, "Identifiant (UUID)", |row| {
        Value::text(row.leaves_as.to_string())
    }),
    free("constat_nr", Text(20), true, "Numéro lisible, imprimé dans le carnet", |row| {
        Value::text(&row.number)
    }),
    free("titre", Text(120), true, "Le constat en une phrase", |row| {
        let title = row.it.title.trim();
        let label = row.it.category.label(Language::Fr);
        Value::text(if title.is_empty() { label } else { title })
    }),
    free("resume", Text(1000), true, "Quoi, où, quand, pour qui", |row| {
        Value::Text(row.it.summary.clone())
    }),
    free("verbatim", Text(250), false, "Une parole, sans personne reconnaissable", |row| {
        Value::text(&row.it.quote)
    }),
    coded("principe", Text(20), true, "Principe de la grille", all::<Principle>, |row| {
        Value::code(row.it.principle())
    }),
    free("principe_n", Integer, true, "Numéro du principe, 1 à 6", |row| {
        Value::integer(row.it.principle().map(Principle::number))
    }),
    coded("cat_code", Text(30), true, "Catégorie", super::observations::categories, |row| {
        Value::text(row.it.category.code())
    }),
    free("cat_lib", Text(60), true, "Libellé de la catégorie", |row| {
        Value::text(row.it.category.label(Language::Fr))
    }),
    coded("cats_sec", Piped, false, "Autres catégories", super::observations::categories, |row| {
        Value::piped(row.it.secondary.iter().map(|category| category.code()))
    }),
    coded("polarite", Text(10), true, "Problème ou point fort", all::<Polarity>, |row| {
        Value::code(Some(row.it.polarity.unwrap_or(Polarity::Neutral)))
    }),
    coded(
        "gravite",
        Integer,
        false,
        "Gravité décidée en atelier, 3 = la pire",
        || steps(Scale::Severity),
        |row| {
            let of_problem =
                row.it.severity.filter(|_| row.it.polarity != Some(Polarity::Positive));
            Value::integer(of_problem.map(Level::value))
        },
    ),
    coded("frequence", Text(12), false, "Fréquence", all::<Frequency>, |row| {
        Value::code(row.it.frequency)
    }),
    coded("priorite", Integer, false, "Priorité votée, 1 = urgent", all::<Priority>, |row| {
        priority(row.it.priority)
    }),
    free(
        "nb_obs",
        Integer,
        false,
        "Observations réunies ; vide quand moins de 5 appareils les ont faites",
        |row| number(row, Together::Observations),
    ),
    free("nb_marches", Integer, false, "Marches où 5 appareils au moins l’ont dit", |row| {
        number(row, Together::Walks)
    }),
    free(
        "nb_voix",
        Integer,
        false,
        "Le plus grand nombre de voix d’une observation (jamais la somme) ; vide en dessous de 5",
        |row| number(row, Together::Voices),
    ),
    free("ress_moy", Real, false, "Moyenne des ressentis, 0 à 3", |row| {
        row.aggregate.number(Together::FeelingMean).map_or(Value::Null, Value::Real)
    }),
    coded(
        "ress_min",
        Integer,
        false,
        "Le ressenti le plus bas",
        || steps(Scale::Feeling),
        |row| number(row, Together::FeelingMin),
    ),
    coded(
        "ecl_min",
        Integer,
        false,
        "L’éclairage le plus bas",
        || steps(Scale::Rating(Rating::Lighting)),
        |row| number(row, Together::LightingMin),
    ),
    coded("moments", Piped, false, "Moments observés", all::<Moment>, |row| {
        listed(row, Together::Moments)
    }),
    free("g_evite", Integer, false, "1 lieu évité, 0 non, vide inconnu", |row| {
        number(row, Together::Avoided)
    }),
    coded("g_evitepar", Piped, false, "Évité par", all::<AvoidedBy>, |row| {
        listed(row, Together::AvoidedBy)
    }),
    coded("g_quand", Piped, false, "Évité quand", all::<AvoidedWhen>, |row| {
        listed(row, Together::AvoidedWhen)
    }),
    coded("g_motifs", Piped, false, "Pourquoi", all::<Reason>, |row| {
        listed(row, Together::Reasons)
    }),
    free("lieu", Text(120), true, "Nom du lieu, comme on le dit dans le quartier", |row| {
        Value::Text(row.it.place_name.clone())
    }),
    coded("lieu_type", Text(30), false, "Type de lieu", all::<PlaceKind>, |row| {
        Value::code(row.it.place_kind)
    }),
    coded("domaine", Text(20), false, "Gestionnaire du lieu", all::<Manager>, |row| {
        Value::code(row.it.manager)
    }),
    free(
        "geo_src",
        Text(10),
        false,
        "D’où vient le point : map, posé par le groupe ; obs, d’après les observations",
        |row| Value::text(if row.is_put { "map" } else { "obs" }),
    ),
    free("code_qp", Text(8), false, "Code du quartier prioritaire (ANCT)", |row| {
        row.perimeter.map_or(Value::Null, |perimeter| Value::text(&perimeter.code_qp))
    }),
    free("lib_qp", Text(100), false, "Nom du quartier prioritaire (ANCT)", |row| {
        row.perimeter.map_or(Value::Null, |perimeter| Value::text(&perimeter.lib_qp))
    }),
    free("insee_com", Text(5), true, "Code INSEE de la commune, en texte", |row| {
        Value::Text(row.commune.clone())
    }),
    coded("secteur", Text(10), false, "Secteur de la ville", sectors, |row| {
        Value::text(&row.it.sector)
    }),
    coded("defi_cv", Text(20), false, "Défi du contrat de ville", challenges, |row| {
        Value::text(&row.it.challenge)
    }),
    coded("act_assoc", Piped, false, "Acteurs associés", all::<ActorKind>, |row| {
        Value::codes(&row.it.associated)
    }),
    free("nb_precos", Integer, true, "Préconisations dans ces fichiers", |row| {
        count(row.preconisations)
    }),
    free("date_1", Date, false, "Première observation", |row| {
        Value::text(row.aggregate.text(Together::FirstDate))
    }),
    free("date_n", Date, false, "Dernière observation", |row| {
        Value::text(row.aggregate.text(Together::LastDate))
    }),
    free(
        "fige_le",
        Date,
        false,
        "Publication dont des valeurs sont reprises : moins de 5 appareils ont changé depuis",
        |row| Value::date(row.aggregate.kept()),
    ),
    free("valide_le", Date, false, "Validé par le groupe", |row| {
        Value::date(row.life.reached_on(Status::Validated))
    }),
    free("transm_le", Date, false, "Transmis au comité de pilotage", |row| {
        Value::date(row.life.reached_on(Status::Transmitted))
    }),
    free("photo_1", Text(120), false, "Photo, chemin dans l’archive", |row| {
        Value::text(&row.photo)
    }),
    coded("diffusion", Text(10), true, "Qui peut le lire", all::<Sharing>, |row| {
        Value::code(Some(row.it.sharing))
    }),
    free("maj_le", Date, true, "Dernier changement", |row| Value::text(row.changed.date())),
    free("schema_v", Text(10), true, "Version de ce schéma", |_| Value::text(SCHEMA_VERSION)),
];
