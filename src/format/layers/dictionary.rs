//! What the planner needs to read the layers: a dictionary for people, a schema for programs, and
//! a page that says how to load them. All from the tables.

use serde_json::{Map, Value, json};

use super::csv::Sheet;
use super::table::{Column, Kind, LayerShape};
use super::{CampaignReport, LayersReport, SCHEMA_VERSION, title};
use crate::domain::code::{Code, Language};
use crate::domain::deliberation::CampaignSheet;
use crate::domain::identity::RecordId;
use crate::domain::leaving::Choice;
use crate::domain::leaving::planner_field::{AnswerField, AnsweredLayer};
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;

fn type_name(kind: Kind) -> String {
    match kind {
        Kind::Text(most) => format!("String({most})"),
        Kind::Piped => "String, codes |a|b|".into(),
        Kind::Integer => "Integer".into(),
        Kind::Real => "Real".into(),
        Kind::Date => "Date".into(),
        Kind::Time => "Time".into(),
    }
}

/// `dictionnaire.csv`: a line for each field, and one for each code it can have.
pub(super) fn dictionary(layers: &[LayerShape]) -> String {
    let mut csv = Sheet::of(["couche", "champ", "type", "obligatoire", "sens", "code", "libelle"]);
    for layer in layers {
        for field in &layer.columns {
            let kind = type_name(field.kind);
            let required = if field.required { "oui" } else { "non" };
            csv.line([layer.name, field.name, &kind, required, field.about, "", ""]);
            for (code, label) in field.codes() {
                csv.line([layer.name, field.name, &kind, required, "", code, label]);
            }
        }
    }
    csv.finish()
}

/// The JSON Schema (draft 2020-12) of a layer's file.
pub(super) fn schema(layer: &LayerShape) -> String {
    let properties: Map<String, Value> =
        layer.columns.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let names: Vec<&str> = layer.columns.iter().map(|field| field.name).collect();
    let position = json!({
        "type": "array",
        "prefixItems": [
            {"type": "number", "minimum": -180, "maximum": 180},
            {"type": "number", "minimum": -90, "maximum": 90},
        ],
        "minItems": 2,
        "items": false,
    });
    let coordinates = match layer.geometry {
        "Point" => position,
        _ => json!({"type": "array", "items": position, "minItems": 2}),
    };
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Couche {}, version {SCHEMA_VERSION}", layer.name),
        "type": "object",
        "required": ["type", "name", "features"],
        "additionalProperties": false,
        "properties": {
            "type": {"const": "FeatureCollection"},
            "name": {"const": layer.name},
            "features": {"type": "array", "items": {
                "type": "object",
                "required": ["type", "properties", "geometry"],
                "additionalProperties": false,
                "properties": {
                    "type": {"const": "Feature"},
                    "properties": {
                        "type": "object",
                        "required": names,
                        "additionalProperties": false,
                        "properties": properties,
                    },
                    "geometry": {
                        "type": "object",
                        "required": ["type", "coordinates"],
                        "additionalProperties": false,
                        "properties": {"type": {"const": layer.geometry}, "coordinates": coordinates},
                    },
                },
            }},
        },
    });
    format!("{schema:#}\n")
}

fn property(field: &Column) -> Value {
    let codes: Vec<&str> = field.codes().into_iter().map(|(code, _)| code).collect();
    let mut property = Map::new();
    property.insert("description".into(), field.about.into());
    let type_name = match field.kind {
        Kind::Integer => "integer",
        Kind::Real => "number",
        _ => "string",
    };
    // The public variant leaves small counts out.
    let may_be_hidden = super::table::COUNTS.contains(&field.name);
    let types = if field.required && !may_be_hidden {
        json!(type_name)
    } else {
        json!([type_name, "null"])
    };
    property.insert("type".into(), types);
    match field.kind {
        Kind::Text(_) if !codes.is_empty() => {
            let mut values: Vec<Value> = codes.into_iter().map(Value::from).collect();
            if !field.required {
                values.push(Value::Null);
            }
            property.insert("enum".into(), values.into());
        }
        Kind::Text(most) => drop(property.insert("maxLength".into(), most.into())),
        Kind::Piped if !codes.is_empty() => {
            property.insert("pattern".into(), format!(r"^(\|({}))+\|$", codes.join("|")).into());
        }
        Kind::Piped => drop(property.insert("pattern".into(), r"^(\|[^|]+)+\|$".into())),
        Kind::Integer if !codes.is_empty() => {
            property.insert("minimum".into(), 0.into());
            property.insert("maximum".into(), 3.into());
        }
        Kind::Integer => drop(property.insert("minimum".into(), 0.into())),
        Kind::Real => drop(property.insert("minimum".into(), 0.into())),
        Kind::Date => drop(property.insert("pattern".into(), r"^\d{4}-\d\d-\d\d$".into())),
        Kind::Time => drop(property.insert("pattern".into(), r"^\d\d:\d\d:\d\d$".into())),
    }
    Value::Object(property)
}

/// `LISEZMOI.txt`.
pub(super) fn read_me(walk: &Walk, reference: &str, report: &LayersReport) -> String {
    let mut text = String::new();
    let mut say = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    if walk.training {
        say("*** EXERCICE : TOUT EST INVENTÉ. NE PAS UTILISER COMME DE VRAIES OBSERVATIONS. ***");
        say("");
    }
    say(&format!("{} ({})", title(walk), reference));
    say(&format!("Observations d’une marche exploratoire. Schéma version {SCHEMA_VERSION}."));
    say("");
    say("Contenu");
    say("  observations.geojson   un point par observation");
    say("  parcours.geojson       la ligne prévue de la marche, s’il y en a une");
    say("  observations.csv, parcours.csv   les mêmes données pour un tableur");
    say("  dictionnaire.csv       le sens de chaque champ et de chaque code");
    say("  schema/                les schémas JSON des deux couches");
    say("  photos/                les photos, visages et plaques cachés sur le téléphone");
    say("");
    say(&format!("{} observations, dont {} sur la carte.", report.observations, report.on_map));
    if !report.without_place.is_empty() {
        let numbers: Vec<String> = report.without_place.iter().map(ToString::to_string).collect();
        say(&format!("Sans lieu connu, donc seulement dans le CSV : n° {}.", numbers.join(", ")));
    }
    if !report.later_category.is_empty() {
        let numbers: Vec<String> = report.later_category.iter().map(ToString::to_string).collect();
        say("D’une catégorie que cette version de l’application ne connaît pas, donc pas dans ces");
        say(&format!("fichiers : n° {}.", numbers.join(", ")));
    }
    STAYS.iter().for_each(|line| say(line));
    say("");
    say("Coordonnées : WGS 84, longitude puis latitude (RFC 7946). Pour la France métropolitaine,");
    say("reprojeter en Lambert-93 (EPSG:2154) :");
    say("");
    say("  QGIS : glisser le fichier .geojson dans la fenêtre, puis Exporter > EPSG:2154.");
    say("");
    say("  ogr2ogr -f GPKG marche.gpkg observations.geojson -t_srs EPSG:2154");
    say("");
    say("  ogr2ogr -f PostgreSQL PG:\"dbname=sig\" observations.geojson -nln observations \\");
    say("    -t_srs EPSG:2154 -lco GEOMETRY_NAME=geom -lco FID=gid");
    say("");
    say("Une colonne entièrement vide au premier chargement est créée en texte : pour l’éviter,");
    say("créer les tables d’après dictionnaire.csv, puis charger avec -append.");
    say(
        "Plusieurs réponses dans un champ : |a|b|. Filtre : \"g_motifs\" LIKE '%|poor_lighting|%'.",
    );
    say(
        "Les textes longs sont entiers en GeoJSON, GeoPackage et PostGIS ; un Shapefile les coupe.",
    );
    say("Les petits nombres (moins de 5 personnes) sont laissés vides.");
    say("Aucune trace GPS, aucun nom, aucun identifiant de personne ou de téléphone.");
    text
}

/// Said whatever stays: how much it is would tell of those who did not want to be read.
const STAYS: [&str; 2] = [
    "Ce que le groupe garde pour lui n’est pas dans ces fichiers, et n’y est pas compté ; ni ce qui est",
    "d’une catégorie que cette version de l’application ne connaît pas.",
];

/// `LISEZMOI.txt` of a campaign.
pub(super) fn read_me_of_campaign(
    sheet: &CampaignSheet,
    choice: &Choice,
    report: &CampaignReport,
    called_back: &[(RecordId, Stamp, String)],
) -> String {
    let mut text = String::new();
    let mut say = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    if sheet.training {
        say("*** EXERCICE : TOUT EST INVENTÉ. NE PAS UTILISER COMME DE VRAIES OBSERVATIONS. ***");
        say("");
    }
    let audience = choice.audience.label(Language::Fr);
    say(&format!("{} ({})", sheet.title, sheet.reference));
    say(&format!(
        "Constats et préconisations de marches exploratoires. Variante : {audience}. Schéma version \
         {SCHEMA_VERSION}."
    ));
    say("");
    for (_, made, why) in called_back {
        let (on, why) = (made.date(), why.split_whitespace().collect::<Vec<_>>().join(" "));
        for line in wrapped(&format!("RAPPEL : le fichier du {on} est rappelé. {why}")) {
            say(&line);
        }
        for line in wrapped(&format!("RECALL: the file of {on} is called back. {why}")) {
            say(&line);
        }
        say("");
    }
    say("Contenu");
    say("  observations.geojson   un point par observation");
    say("  constats.geojson       un point par constat validé ou en discussion dans le groupe");
    say("  preconis.geojson       un point par préconisation, à l’endroit de son constat");
    say("  parcours.geojson       la ligne prévue de chaque marche, s’il y en a une");
    say("  les quatre fichiers .csv    les mêmes données pour un tableur, avec les libellés");
    say("  dictionnaire.csv       le sens de chaque champ et de chaque code");
    say("  schema/                JSON Schema de chaque couche, Table Schema de chaque CSV");
    say("  eclaireuse.qgs         le projet QGIS ; les .qml sont les styles, couche par couche");
    say("  sql/                   les tables PostGIS, et ce qui les remplit");
    say("  photos/                les photos, visages et plaques cachés sur le téléphone");
    say("");
    let leaving = &report.leaving;
    say(&format!(
        "{} observations, {} constats, {} préconisations, {} marches.",
        leaving.observations.len(),
        leaving.constats.len(),
        leaving.preconisations.len(),
        leaving.walks.len()
    ));
    if report.without_place > 0 {
        say(&format!(
            "{} observations sans lieu connu sont seulement dans le CSV.",
            report.without_place
        ));
    }
    STAYS.iter().for_each(|line| say(line));
    if !leaving.stays.unfinished.is_empty() {
        say("Les constats et préconisations que le groupe n’a pas terminés n’y sont pas.");
    }
    say("");
    text.push_str(super::postgis::commands());
    text.push_str("\r\n");
    let mut say = |line: &str| {
        text.push_str(line);
        text.push_str("\r\n");
    };
    say("RÉPONDRE");
    for line in wrapped(&how_to_answer()) {
        say(&line);
    }
    say("l’application montre ce qui change et ne prend que ces champs.");
    say("");
    text
}

/// Which columns are filled in.
fn how_to_answer() -> String {
    let asked: Vec<&str> = AnswerField::of(AnsweredLayer::Preconisation).map(Code::code).collect();
    let only_of_constats: Vec<&str> = AnswerField::of(AnsweredLayer::Constat)
        .filter(|field| !field.is_of(AnsweredLayer::Preconisation))
        .map(Code::code)
        .collect();
    format!(
        "Dans preconis (et constats), remplir les champs « à remplir » : {} (et {} des constats). \
         Ne pas changer les identifiants. Rendre le fichier GeoJSON ou CSV :",
        asked.join(", "),
        only_of_constats.join(", ")
    )
}

/// Lines of at most 94 characters.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= 94 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
