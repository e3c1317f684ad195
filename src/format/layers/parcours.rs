//! The layer `parcours`: the planned line of a walk with what is known of the walk. Never a trace.

use super::SCHEMA_VERSION;
use super::table::Kind::{Date, Integer, Piped, Text, Time};
use super::table::{Field, Layer, OfWalk, Row, Value, all, coded, free};
use crate::domain::leaving::privacy::shareable_participants;
use crate::domain::observation::moment::{Moment, sunset};
use crate::domain::observation::place::line_length_m;
use crate::domain::observation::scale::Sharing;
use crate::domain::observation::taxonomy::GRID_VERSION;
use crate::domain::walk::{
    AgeBand, DayKind, Guarantor, Mobility, Participants, Season, Theme, WalkKind, Weather,
};

/// The layer.
pub const PARCOURS: Layer<OfWalk> =
    Layer { name: "parcours", geometry: "LineString", own: FIELDS, subject: None };

fn count(row: &Row<'_>, of: fn(&Participants) -> Option<u16>) -> Value {
    Value::integer(of(&shareable_participants(row.walk.participants)))
}

/// `21:30` and `21:30:00` both become the latter.
fn time(text: &str) -> Value {
    match text.len() {
        5 => Value::text(format!("{text}:00")),
        _ => Value::text(text),
    }
}

fn trace_kinds() -> Vec<(&'static str, &'static str)> {
    vec![
        ("planned", "tracé dessiné avant la marche"),
        ("generalised", "ligne droite d’un arrêt à l’autre ; jamais une trace"),
    ]
}

const FIELDS: &[Field<OfWalk>] = &[
    free("marche_id", Text(36), true, "Identifiant (UUID)", |row| {
        Value::text(row.ids.of_walk(row.walk.id).to_string())
    }),
    free("marche_ref", Text(30), true, "Référence lisible", |row| {
        Value::text(super::reference(row.walk, row.ids))
    }),
    free("titre", Text(120), true, "Titre", |row| Value::text(super::title(row.walk))),
    coded("type_mar", Text(20), true, "Sorte de marche", all::<WalkKind>, |row| {
        Value::code(Some(row.walk.kind))
    }),
    free("cycle", Text(20), false, "Campagne, pour comparer avant et après", |row| {
        Value::text(&row.walk.cycle)
    }),
    free("date_mar", Date, true, "Date locale", |row| Value::text(&row.walk.date)),
    free("h_debut", Time, false, "Début, heure locale", |row| time(&row.walk.starts_at)),
    free("h_fin", Time, false, "Fin, heure locale", |row| time(&row.walk.ends_at)),
    coded("moment", Text(10), true, "Moment au début de la marche", all::<Moment>, |row| {
        Value::code(Some(row.walk.moment().unwrap_or(Moment::Day)))
    }),
    free("sol_couch", Time, false, "Coucher du soleil ce jour-là, heure locale", |row| {
        let place = row.walk.reference_place();
        place.and_then(|place| sunset(place, row.walk.start())).map_or(Value::Null, Value::text)
    }),
    coded("saison", Text(10), false, "Saison", all::<Season>, |row| {
        Value::code(Some(Season::of_month(row.walk.start().year_month_day().1)))
    }),
    coded("meteo", Text(12), false, "Temps qu’il fait", all::<Weather>, |row| {
        Value::code(row.walk.weather)
    }),
    coded("jour_type", Text(20), false, "Sorte de jour", all::<DayKind>, |row| {
        Value::code(row.walk.day_kind)
    }),
    free("contexte", Text(250), false, "Ce qui se passe ce jour-là", |row| {
        Value::text(&row.walk.context)
    }),
    coded("theme", Piped, false, "Thèmes", all::<Theme>, |row| Value::codes(&row.walk.themes)),
    free("porteur", Text(100), false, "Qui commande la marche", |row| {
        Value::text(&row.walk.commissioner)
    }),
    free("operateur", Text(100), false, "Qui l’anime", |row| Value::text(&row.walk.operator)),
    free("encadr", Integer, false, "Encadrant·es", |row| {
        Value::integer(row.walk.participants.facilitators)
    }),
    free("nb_part", Integer, false, "Participant·es ; vide en dessous de 5", |row| {
        count(row, |counts| counts.total)
    }),
    free("nb_femmes", Integer, false, "Femmes ; vide si un petit nombre se lirait", |row| {
        count(row, |counts| counts.women)
    }),
    free("nb_hommes", Integer, false, "Hommes ; même règle", |row| {
        count(row, |counts| counts.men)
    }),
    free("nb_mineurs", Integer, false, "Moins de 18 ans ; même règle", |row| {
        count(row, |counts| counts.minors)
    }),
    coded("ages", Piped, false, "Âges présents", all::<AgeBand>, |row| {
        Value::codes(&row.walk.ages)
    }),
    free("langues", Piped, false, "Langues parlées", |row| {
        Value::piped(
            row.walk.languages.split([',', ';', '|']).map(str::trim).filter(|l| !l.is_empty()),
        )
    }),
    coded("mobilite", Piped, false, "Se déplacer avec", all::<Mobility>, |row| {
        Value::codes(&row.walk.mobility)
    }),
    coded("garants", Piped, false, "Garants présents", all::<Guarantor>, |row| {
        Value::codes(&row.walk.guarantors)
    }),
    free("nb_arrets", Integer, false, "Arrêts", |row| {
        Value::integer(i64::try_from(row.walk.stops.len()).ok())
    }),
    free("nb_obs", Integer, false, "Observations de cette couche", |row| {
        row.observations.map_or(Value::Null, super::table::count)
    }),
    free("dist_m", Integer, false, "Longueur de la ligne, en mètres", |row| {
        let (line, _) = row.walk.line();
        #[expect(clippy::cast_possible_truncation, reason = "metres on the Earth fit by far")]
        if line.is_empty() {
            Value::Null
        } else {
            Value::Integer(line_length_m(&line).round() as i64)
        }
    }),
    coded("trace_type", Text(20), true, "D’où vient la ligne", trace_kinds, |row| {
        Value::text(if row.walk.line().1 { "planned" } else { "generalised" })
    }),
    free("grille_v", Text(20), false, "Version de la grille d’observation", |_| {
        Value::text(GRID_VERSION)
    }),
    free("notice_v", Text(20), false, "Version de la notice lue au groupe", |row| {
        Value::text(row.notice)
    }),
    free("code_qp", Text(8), false, "Code du quartier prioritaire (ANCT)", |row| {
        row.perimeter.map_or(Value::Null, |perimeter| Value::text(&perimeter.code_qp))
    }),
    free("lib_qp", Text(100), false, "Nom du quartier prioritaire (ANCT)", |row| {
        row.perimeter.map_or(Value::Null, |perimeter| Value::text(&perimeter.lib_qp))
    }),
    free(
        "insee_com",
        Text(5),
        true,
        "Code INSEE de la commune, en texte ; vide si inconnu",
        |row| super::commune(row),
    ),
    coded("diffusion", Text(10), true, "Qui peut la lire", all::<Sharing>, |row| {
        Value::code(Some(row.sharing))
    }),
    free("maj_le", Date, true, "Date de cet export", |row| Value::text(row.made.date())),
    free("schema_v", Text(10), true, "Version de ce schéma", |_| Value::text(SCHEMA_VERSION)),
];
