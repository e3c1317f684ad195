//! The layer `preconis`: one point for each action asked for, where its constat is.

use super::SCHEMA_VERSION;
use super::constats::{ConstatRow, Standing, answered, challenges, priority, sectors};
use super::table::Kind::{Date, Integer, Piped, Text};
use super::table::{Field, Layer, Source, Value, all, coded, free};
use crate::domain::actor::ActorKind;
use crate::domain::deliberation::answer::{Answer, Channel, Check, Feedback, Outcome};
use crate::domain::deliberation::constat::Priority;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::deliberation::preconisation::{
    ActionKind, Cost, Framework, Horizon, Origin, Preconisation,
};
use crate::domain::identity::RecordId;
use crate::domain::scale::Sharing;

/// The layer.
pub const PRECONIS: Layer<OfPreconisation> =
    Layer { name: "preconis", geometry: "Point", fields: FIELDS };

/// Rows of préconisations.
pub struct OfPreconisation;

impl Source for OfPreconisation {
    type Row<'a> = PreconisationRow<'a>;
}

/// What the fields of a préconisation are read from.
pub struct PreconisationRow<'a> {
    /// Its id.
    pub id: RecordId,
    /// As the group wrote it.
    pub it: &'a Preconisation,
    /// The number that people read.
    pub number: String,
    /// Its constat.
    pub constat: &'a ConstatRow<'a>,
    /// What the responsible body answered.
    pub answer: Option<&'a Answer>,
    /// Where it stands.
    pub standing: Standing,
    /// Who should act.
    pub lead: Option<ActorKind>,
    /// When residents were told.
    pub feedback: Option<&'a Feedback>,
    /// What the review walk saw.
    pub check: Option<&'a Check>,
    /// Whether a review walk carries the question.
    pub is_asked: bool,
}

/// A text of the answer.
fn said(row: &PreconisationRow<'_>, read: fn(&Answer) -> &String) -> Value {
    row.answer.map_or(Value::Null, |answer| Value::text(read(answer)))
}

const FIELDS: &[Field<OfPreconisation>] = &[
    free("preco_id", Text(36), true, "Identifiant (UUID)", |row| Value::text(row.id.to_string())),
    free("preco_nr", Text(20), true, "Numéro lisible, imprimé dans le carnet", |row| {
        Value::text(&row.number)
    }),
    free("constat_id", Text(36), true, "Identifiant du constat, vers constats", |row| {
        Value::text(row.constat.id.to_string())
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
        Value::integer(Some(row.constat.it.principle().number()))
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
    free(
        "insee_com",
        Text(5),
        true,
        "Code INSEE de la commune, en texte ; vide si inconnu",
        |row| Value::Text(row.constat.commune.clone()),
    ),
    coded("secteur", Text(10), false, "Secteur de la ville", sectors, |row| {
        Value::text(&row.constat.it.sector)
    }),
    coded("defi_cv", Text(20), false, "Défi du contrat de ville", challenges, |row| {
        Value::text(&row.constat.it.challenge)
    }),
    coded("act_resp", Text(20), false, "Acteur responsable, à remplir", all::<ActorKind>, |row| {
        Value::code(row.lead)
    }),
    coded("act_assoc", Piped, false, "Acteurs associés", all::<ActorKind>, |row| {
        Value::codes(&row.it.associated)
    }),
    coded("cadre", Text(20), false, "Cadre qui la portera, à remplir", all::<Framework>, |row| {
        Value::code(answered(row.answer, |answer| answer.framework, row.it.framework))
    }),
    free("op_npnru", Text(60), false, "Opération de renouvellement, à remplir", |row| {
        let answered = answered(
            row.answer,
            |answer| Some(answer.operation.clone()).filter(|operation| !operation.is_empty()),
            Some(row.it.operation.clone()),
        );
        Value::text(answered.unwrap_or_default())
    }),
    coded(
        "horizon",
        Text(10),
        false,
        "Court, moyen ou long terme, à remplir",
        all::<Horizon>,
        |row| Value::code(answered(row.answer, |answer| answer.horizon, row.it.horizon)),
    ),
    coded("priorite", Integer, false, "Priorité votée, 1 = urgent", all::<Priority>, |row| {
        priority(row.it.priority)
    }),
    coded(
        "cout_cl",
        Text(10),
        false,
        "Classe de coût, remplie par les services",
        all::<Cost>,
        |row| Value::code(row.answer.and_then(|answer| answer.cost)),
    ),
    coded("statut", Text(20), true, "Étape de sa vie, à remplir", all::<Status>, |row| {
        Value::code(Some(row.standing.status))
    }),
    free(
        "motif_stat",
        Text(250),
        false,
        "Raison, en mots simples ; obligatoire si rejected ou partly_accepted",
        |row| Value::text(&row.standing.reason),
    ),
    free("rep_texte", Text(500), false, "Réponse en français simple, à remplir", |row| {
        said(row, |answer| &answer.text)
    }),
    free("rep_le", Date, false, "Date de la réponse, à remplir", |row| {
        said(row, |answer| &answer.on)
    }),
    free("ech_prev", Date, false, "Date annoncée, à remplir", |row| {
        said(row, |answer| &answer.planned)
    }),
    free("real_le", Date, false, "Réalisée le, à remplir", |row| {
        let said = row.answer.map(|answer| answer.done.as_str()).filter(|on| !on.is_empty());
        Value::text(said.or_else(|| row.standing.reached(Status::Done)).unwrap_or_default())
    }),
    coded("verif", Text(20), false, "Vu à la marche-bilan", all::<Outcome>, |row| {
        let unseen = row.is_asked.then_some(Outcome::NotChecked);
        Value::code(row.check.map(|check| check.outcome).or(unseen))
    }),
    free("verif_le", Date, false, "Vérifiée le", |row| {
        row.check.map_or(Value::Null, |check| Value::text(&check.on))
    }),
    free("retour_le", Date, false, "Dit aux habitant·es le", |row| {
        row.feedback.map_or(Value::Null, |feedback| Value::text(&feedback.on))
    }),
    coded("retour_can", Piped, false, "Dit comment", all::<Channel>, |row| {
        row.feedback.map_or(Value::Null, |feedback| Value::codes(&feedback.channels))
    }),
    coded("diffusion", Text(10), true, "Qui peut la lire", all::<Sharing>, |row| {
        Value::code(Some(row.it.sharing.min(row.constat.it.sharing)))
    }),
    free("maj_le", Date, true, "Dernier changement", |row| {
        Value::text(row.standing.changed.date())
    }),
    free("schema_v", Text(10), true, "Version de ce schéma", |_| Value::text(SCHEMA_VERSION)),
];
