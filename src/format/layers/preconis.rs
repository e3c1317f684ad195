//! The layer `preconis`: one point for each action asked for, where its constat is.

use super::SCHEMA_VERSION;
use super::constats::{ConstatRow, challenges, priority, sectors};
use super::table::Kind::{Date, Integer, Piped, Text};
use super::table::{Field, Layer, LayerSource, Value, all, coded, free};
use crate::domain::deliberation::answer::{Channel, Outcome};
use crate::domain::deliberation::constat::Priority;
use crate::domain::deliberation::life::Life;
use crate::domain::deliberation::preconisation::{ActionKind, Origin, Preconisation};
use crate::domain::identity::RecordId;
use crate::domain::leaving::planner_field::{AnsweredLayer, Asked};
use crate::domain::observation::scale::Sharing;
use crate::domain::observation::taxonomy::Principle;
use crate::domain::stamp::Stamp;
use crate::domain::walk::actor::ActorKind;

/// The layer.
pub const PRECONIS: Layer<OfPreconisation> = Layer {
    name: "preconis",
    geometry: "Point",
    own: FIELDS,
    subject: Some(AnsweredLayer::Preconisation),
};

/// Rows of préconisations.
pub struct OfPreconisation;

impl LayerSource for OfPreconisation {
    type Row<'a> = PreconisationRow<'a>;

    fn asked<'r>(row: &'r PreconisationRow<'_>) -> Option<Asked<'r>> {
        Some(Asked {
            constat: row.constat.it,
            preconisation: Some(row.it),
            life: &row.life,
            lead_of_constat: row.constat.lead,
        })
    }
}

/// What the fields of a préconisation are read from.
pub struct PreconisationRow<'a> {
    /// The id under which it leaves.
    pub leaves_as: RecordId,
    /// As the group wrote it.
    pub it: &'a Preconisation,
    /// The number that people read.
    pub number: String,
    /// Its constat.
    pub constat: &'a ConstatRow<'a>,
    /// What became of it.
    pub life: Life<'a>,
    /// When something of it was last written.
    pub changed: Stamp,
    /// Whether a review walk carries the question.
    pub is_asked: bool,
}

const FIELDS: &[Field<OfPreconisation>] = &[
    free("preco_id", Text(36), true, "Identifiant (UUID)", |row| {
        Value::text(row.leaves_as.to_string())
    }),
    free("preco_nr", Text(20), true, "Numéro lisible, imprimé dans le carnet", |row| {
        Value::text(&row.number)
    }),
    free("constat_id", Text(36), true, "Identifiant du constat, vers constats", |row| {
        Value::text(row.constat.leaves_as.to_string())
    }),
    free("constat_nr", Text(20), true, "Numéro du constat", |row| {
        Value::text(&row.constat.number)
    }),
    free("intitule", Text(160), true, "Ce qui est demandé : un verbe et un objet", |row| {
        Value::Text(row.it.title.clone())
    }),
    free("descript", Text(1000), false, "Détail, effet attendu", |row| {
        Value::text(&row.it.detail)
    }),
    coded("type_act", Text(20), true, "Type d’action", all::<ActionKind>, |row| {
        Value::code(Some(row.it.action))
    }),
    coded("origine", Text(20), true, "Qui l’a proposée", all::<Origin>, |row| {
        Value::code(Some(row.it.origin))
    }),
    free("principe_n", Integer, true, "Numéro du principe, 1 à 6", |row| {
        Value::integer(row.constat.it.principle().map(Principle::number))
    }),
    coded(
        "cat_code",
        Text(30),
        true,
        "Catégorie du constat",
        super::observations::categories,
        |row| Value::text(row.constat.it.category.code()),
    ),
    free("lieu", Text(120), true, "Nom du lieu, comme on le dit dans le quartier", |row| {
        Value::Text(row.constat.it.place_name.clone())
    }),
    free("code_qp", Text(8), false, "Code du quartier prioritaire (ANCT)", |row| {
        row.constat.perimeter.map_or(Value::Null, |perimeter| Value::text(&perimeter.code_qp))
    }),
    free("lib_qp", Text(100), false, "Nom du quartier prioritaire (ANCT)", |row| {
        row.constat.perimeter.map_or(Value::Null, |perimeter| Value::text(&perimeter.lib_qp))
    }),
    free("insee_com", Text(5), true, "Code INSEE de la commune, en texte", |row| {
        Value::Text(row.constat.commune.clone())
    }),
    coded("secteur", Text(10), false, "Secteur de la ville", sectors, |row| {
        Value::text(&row.constat.it.sector)
    }),
    coded("defi_cv", Text(20), false, "Défi du contrat de ville", challenges, |row| {
        Value::text(&row.constat.it.challenge)
    }),
    coded("act_assoc", Piped, false, "Acteurs associés", all::<ActorKind>, |row| {
        Value::codes(&row.it.associated)
    }),
    coded("priorite", Integer, false, "Priorité votée, 1 = urgent", all::<Priority>, |row| {
        priority(row.it.priority)
    }),
    coded("verif", Text(20), false, "Vu à la marche-bilan", all::<Outcome>, |row| {
        let unseen = row.is_asked.then_some(Outcome::NotChecked);
        Value::code(row.life.check.map(|check| check.outcome).or(unseen))
    }),
    free("verif_le", Date, false, "Vérifiée le", |row| {
        Value::date(row.life.check.and_then(|check| check.on))
    }),
    free("retour_le", Date, false, "Dit aux habitant·es le", |row| {
        Value::date(row.life.feedback.and_then(|told| told.on))
    }),
    coded("retour_can", Piped, false, "Dit comment", all::<Channel>, |row| {
        row.life.feedback.map_or(Value::Null, |told| Value::codes(&told.channels))
    }),
    coded("diffusion", Text(10), true, "Qui peut la lire", all::<Sharing>, |row| {
        Value::code(Some(row.it.sharing.min(row.constat.it.sharing)))
    }),
    free("maj_le", Date, true, "Dernier changement", |row| Value::text(row.changed.date())),
    free("schema_v", Text(10), true, "Version de ce schéma", |_| Value::text(SCHEMA_VERSION)),
];
