//! The layer `observations`: one point for each observation that stands.

use super::SCHEMA_VERSION;
use super::table::Kind::{Date, Integer, Piped, Real, Text, Time};
use super::table::{Field, Layer, ObservationRow, OfWalk, Row, Value, all, coded, free, steps};
use crate::domain::code::Language;
use crate::domain::deliberation::constat::Manager;
use crate::domain::leaving::privacy::shareable_count;
use crate::domain::observation::Observation;
use crate::domain::observation::gender::{
    AvoidedBy, AvoidedWhen, Dominant, Present, Reason, Strategy,
};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::scale::{
    Frequency, GeoSource, LampState, Level, PlaceKind, Polarity, Rating, Scale, Sharing, Source,
};
use crate::domain::observation::taxonomy::{Category, Principle};

/// The layer.
pub const OBSERVATIONS: Layer<OfWalk> =
    Layer { name: "observations", geometry: "Point", own: FIELDS, subject: None };

fn of(row: &Row<'_>, value: impl FnOnce(&ObservationRow<'_>) -> Value) -> Value {
    row.observation.as_ref().map_or(Value::Null, value)
}

fn it(row: &Row<'_>, value: impl FnOnce(&Observation) -> Value) -> Value {
    of(row, |row| value(row.it))
}

fn level(level: Option<Level>) -> Value {
    Value::integer(level.map(Level::value))
}

fn rating(row: &Row<'_>, rating: Rating) -> Value {
    it(row, |it| level(it.rating(rating)))
}

pub(super) fn categories() -> Vec<(&'static str, &'static str)> {
    Category::all().map(|category| (category.code(), category.label(Language::Fr))).collect()
}

fn statuses() -> Vec<(&'static str, &'static str)> {
    vec![
        ("draft", "commencée, pas dite terminée par son auteur"),
        ("submitted", "transmise"),
        ("validated", "relue et validée par le groupe"),
        ("merged", "réunie dans un constat"),
        ("rejected", "écartée à la relecture"),
    ]
}

/// What the date of an observation means.
const DATE: &str = "Date locale ; dans la variante publique d’une marche de moins de 10 \
                    participantes, le premier jour du mois";

const FIELDS: &[Field<OfWalk>] = &[
    free(
        "obs_id",
        Text(36),
        true,
        "Identifiant (UUID), propre à ces destinataires, le même à chaque envoi",
        |row| it(row, |it| Value::text(row.ids.of(it.id).to_string())),
    ),
    free("marche_id", Text(36), true, "Identifiant de la marche, vers parcours.marche_id", |row| {
        Value::text(row.ids.of_walk(row.walk.id).to_string())
    }),
    free("marche_ref", Text(30), true, "Référence lisible de la marche", |row| {
        Value::text(super::reference(row.walk, row.ids))
    }),
    free("obs_num", Integer, true, "Numéro dans la marche, à partir de 1", |row| {
        of(row, |row| Value::integer(i64::try_from(row.number).ok()))
    }),
    free(
        "arret_num",
        Integer,
        false,
        "Numéro de l’arrêt prévu ; vide entre deux arrêts et aux arrêts retirés de la fiche",
        |row| {
            it(row, |it| {
                let stop = it.stop.map(|said| row.walk.stop_name(said));
                Value::integer(stop.filter(|stop| !stop.former).map(|stop| stop.number))
            })
        },
    ),
    free("date_obs", Date, true, DATE, |row| it(row, |it| Value::text(it.when(row.walk).date()))),
    free(
        "heure_loc",
        Time,
        false,
        "Heure locale, sans fuseau ; toujours vide dans la variante publique",
        |row| {
            let time = |it: &Observation| Value::text(it.when(row.walk).time());
            of(row, |of| if of.is_timed { time(of.it) } else { Value::Null })
        },
    ),
    coded(
        "moment",
        Text(10),
        true,
        "Moment, d’après la hauteur du soleil ou corrigé",
        all::<Moment>,
        |row| it(row, |it| Value::code(Some(it.moment(row.walk)))),
    ),
    coded("principe", Text(20), true, "Principe de la grille", all::<Principle>, |row| {
        it(row, |it| Value::code(it.principle()))
    }),
    free("principe_n", Integer, true, "Numéro du principe, 1 à 6", |row| {
        it(row, |it| Value::integer(it.principle().map(Principle::number)))
    }),
    coded("cat_code", Text(30), true, "Catégorie", categories, |row| {
        it(row, |it| Value::text(it.category.code()))
    }),
    free("cat_lib", Text(60), true, "Libellé de la catégorie", |row| {
        it(row, |it| Value::text(it.category.label(Language::Fr)))
    }),
    coded("cats_sec", Piped, false, "Autres catégories", categories, |row| {
        it(row, |it| Value::piped(it.secondary.iter().map(|category| category.code())))
    }),
    coded(
        "polarite",
        Text(10),
        true,
        "Problème ou point fort ; neutral sans réponse",
        all::<Polarity>,
        |row| it(row, |it| Value::code(Some(it.polarity.unwrap_or(Polarity::Neutral)))),
    ),
    coded(
        "gravite",
        Integer,
        false,
        "Gravité, 3 = la pire ; vide pour un point fort",
        || steps(Scale::Severity),
        |row| it(row, |it| level(it.severity_of_problem())),
    ),
    coded("frequence", Text(12), false, "Fréquence", all::<Frequency>, |row| {
        it(row, |it| Value::code(it.frequency))
    }),
    coded(
        "ressenti",
        Integer,
        false,
        "Ressenti, 3 = à l’aise",
        || steps(Scale::Feeling),
        |row| it(row, |it| level(it.feeling)),
    ),
    coded(
        "n_eclair",
        Integer,
        false,
        "Éclairage, 3 = le mieux ; vide de jour",
        || steps(Scale::Rating(Rating::Lighting)),
        |row| {
            it(row, |it| match it.moment(row.walk) {
                Moment::Day => Value::Null,
                _ => level(it.rating(Rating::Lighting)),
            })
        },
    ),
    coded(
        "n_ouvert",
        Integer,
        false,
        "Vue dégagée, 3 = le mieux",
        || steps(Scale::Rating(Rating::Openness)),
        |row| rating(row, Rating::Openness),
    ),
    coded(
        "n_visib",
        Integer,
        false,
        "Regards possibles sur le lieu, 3 = le mieux",
        || steps(Scale::Rating(Rating::Visibility)),
        |row| rating(row, Rating::Visibility),
    ),
    coded(
        "n_monde",
        Integer,
        false,
        "Monde présent",
        || steps(Scale::Rating(Rating::People)),
        |row| rating(row, Rating::People),
    ),
    coded(
        "n_presence",
        Integer,
        false,
        "Présence de quelqu’un qui peut aider",
        || steps(Scale::Rating(Rating::Presence)),
        |row| rating(row, Rating::Presence),
    ),
    coded(
        "n_chemin",
        Integer,
        false,
        "Cheminement, 3 = le mieux",
        || steps(Scale::Rating(Rating::Path)),
        |row| rating(row, Rating::Path),
    ),
    coded(
        "n_transp",
        Integer,
        false,
        "Transports publics, 3 = le mieux",
        || steps(Scale::Rating(Rating::Transport)),
        |row| rating(row, Rating::Transport),
    ),
    coded(
        "n_mixite",
        Integer,
        false,
        "Usage par les femmes et les hommes, 3 = équilibré",
        || steps(Scale::Rating(Rating::Mix)),
        |row| rating(row, Rating::Mix),
    ),
    coded("ecl_etat", Text(20), false, "État de la lampe", all::<LampState>, |row| {
        it(row, |it| Value::code(it.lamp_state))
    }),
    free("ecl_ref", Text(60), false, "Numéro lu sur le poteau", |row| {
        it(row, |it| Value::text(&it.lamp_ref))
    }),
    coded("g_presents", Piped, false, "Qui est là", all::<Present>, |row| {
        it(row, |it| Value::codes(&it.present))
    }),
    coded("g_domine", Text(20), false, "Qui domine", all::<Dominant>, |row| {
        it(row, |it| Value::code(it.dominant))
    }),
    free("g_evite", Integer, false, "1 lieu évité, 0 non, vide inconnu", |row| {
        it(row, |it| Value::integer(it.avoided.map(u8::from)))
    }),
    coded("g_evitepar", Piped, false, "Évité par", all::<AvoidedBy>, |row| {
        it(row, |it| Value::codes(&it.avoided_by))
    }),
    coded("g_quand", Piped, false, "Évité quand", all::<AvoidedWhen>, |row| {
        it(row, |it| Value::codes(&it.avoided_when))
    }),
    coded("g_motifs", Piped, false, "Pourquoi", all::<Reason>, |row| {
        it(row, |it| Value::codes(&it.reasons))
    }),
    coded("g_strateg", Piped, false, "Ce que font les personnes", all::<Strategy>, |row| {
        it(row, |it| Value::codes(&it.strategies))
    }),
    free("texte", Text(1000), false, "Les mots du groupe, sans personne reconnaissable", |row| {
        it(row, |it| Value::text(&it.words))
    }),
    free("texte_lang", Text(5), false, "Langue du texte (ISO 639-1)", |row| {
        it(row, |it| {
            if it.words.is_empty() { Value::Null } else { Value::text(it.words_language.code()) }
        })
    }),
    free("idee", Text(500), false, "Proposition faite sur place", |row| {
        it(row, |it| Value::text(&it.idea))
    }),
    free("lieu", Text(120), false, "Nom du lieu, comme on le dit dans le quartier", |row| {
        it(row, |it| Value::text(&it.place_name))
    }),
    coded("lieu_type", Text(30), false, "Type de lieu", all::<PlaceKind>, |row| {
        it(row, |it| Value::code(it.place_kind))
    }),
    coded("domaine", Text(20), false, "Gestionnaire du lieu", all::<Manager>, |row| {
        of(row, |row| Value::code(Some(row.manager.unwrap_or(Manager::Unknown))))
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
    coded("geo_src", Text(10), true, "D’où vient le point", all::<GeoSource>, |row| {
        of(row, |row| Value::code(row.position.map(|position| position.source)))
    }),
    free(
        "geo_prec_m",
        Real,
        false,
        "Précision de la mesure, en mètres ; vide sans mesure",
        |row| {
            of(row, |row| {
                let accuracy_m = row.position.and_then(|position| position.accuracy_m);
                accuracy_m.map_or(Value::Null, |metres| Value::Real((metres * 10.0).round() / 10.0))
            })
        },
    ),
    coded("source", Text(20), true, "Qui le dit", all::<Source>, |row| {
        it(row, |it| Value::code(Some(it.source)))
    }),
    free(
        "nb_voix",
        Integer,
        false,
        "Participant·es d’accord sur place ; vide en dessous de 5",
        |row| it(row, |it| Value::integer(shareable_count(it.voices))),
    ),
    free("photo_nb", Integer, true, "Nombre de photos", |row| {
        of(row, |row| Value::integer(i64::try_from(row.photos.len()).ok()))
    }),
    free("photo_1", Text(120), false, "Première photo, chemin dans l’archive", |row| {
        of(row, |row| row.photos.first().map_or(Value::Null, Value::text))
    }),
    coded("statut", Text(20), true, "Étape de la vie de l’observation", statuses, |row| {
        of(row, |row| {
            Value::text(match (row.constat, row.it.finished) {
                (Some(_), _) => "merged",
                (None, true) => "submitted",
                (None, false) => "draft",
            })
        })
    }),
    free("constat_id", Text(36), false, "Constat dans lequel elle est réunie", |row| {
        of(row, |of| {
            of.constat.map_or(Value::Null, |constat| Value::text(row.ids.of(constat).to_string()))
        })
    }),
    coded("diffusion", Text(10), true, "Qui peut la lire", all::<Sharing>, |row| {
        it(row, |it| Value::code(Some(it.sharing())))
    }),
    free("maj_le", Date, true, "Dernier changement", |row| {
        // To everybody the day of these files: the day of a change is one person's.
        let is_public = row.sharing == Sharing::Public;
        of(row, |of| Value::text(if is_public { row.made } else { of.changed }.date()))
    }),
    free("schema_v", Text(10), true, "Version de ce schéma", |_| Value::text(SCHEMA_VERSION)),
];
