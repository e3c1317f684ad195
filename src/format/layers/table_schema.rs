//! The Table Schema of a CSV copy: the form in which schema.data.gouv.fr describes tables
//! (Frictionless Data, Table Schema 1.0).

use serde_json::{Map, Value, json};

use super::SCHEMA_VERSION;
use super::table::{Column, Kind, LayerShape};

/// `schema/<layer>.table.json`.
pub(super) fn table_schema(shape: &LayerShape) -> String {
    let mut fields = Vec::new();
    for column in &shape.columns {
        fields.push(field(column));
        if shape.has_labels(column) {
            fields.push(json!({
                "name": format!("{}_lib", column.name),
                "title": format!("{} (libellé)", column.name),
                "description": "Ce que le code veut dire, en français",
                "type": "string",
                "constraints": {"required": false},
            }));
        }
    }
    if shape.geometry == "Point" {
        for (name, about, least, most) in [
            ("lon", "Longitude, degrés, WGS 84", -180, 180),
            ("lat", "Latitude, degrés, WGS 84", -90, 90),
        ] {
            fields.push(json!({
                "name": name, "title": name, "description": about, "type": "number",
                "constraints": {"required": false, "minimum": least, "maximum": most},
            }));
        }
    } else {
        fields.push(json!({
            "name": "wkt", "title": "wkt",
            "description": "Ligne prévue en WKT, longitude puis latitude, WGS 84",
            "type": "string", "constraints": {"required": false},
        }));
    }
    let key = match shape.name {
        "observations" => "obs_id",
        "constats" => "constat_id",
        "preconis" => "preco_id",
        _ => "marche_id",
    };
    let mut schema = json!({
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "name": format!("eclaireuse-{}", shape.name),
        "title": format!("Marches exploratoires : {}", shape.name),
        "description": "Copie pour tableur : UTF-8 avec marque, séparateur « ; ». Derrière chaque \
            champ de codes, son libellé.",
        "version": SCHEMA_VERSION,
        "fields": fields,
        "missingValues": [""],
        "primaryKey": key,
    });
    if shape.name == "preconis" || shape.name == "observations" {
        schema["foreignKeys"] = json!([{
            "fields": "constat_id",
            "reference": {"resource": "constats", "fields": "constat_id"},
        }]);
    }
    format!("{schema:#}\n")
}

fn field(column: &Column) -> Value {
    let mut constraints = Map::new();
    // The public variant leaves small counts out; a place name may be empty.
    let is_always_said = column.required
        && !super::table::COUNTS.contains(&column.name)
        && !["insee_com", "lieu", "resume", "intitule"].contains(&column.name);
    constraints.insert("required".into(), is_always_said.into());
    let codes: Vec<&str> = column.codes().into_iter().map(|(code, _)| code).collect();
    let (kind, format) = match column.kind {
        Kind::Integer => ("integer", None),
        Kind::Real => ("number", None),
        Kind::Date => ("date", Some("%Y-%m-%d")),
        Kind::Time => ("time", Some("%H:%M:%S")),
        Kind::Text(_) | Kind::Piped => ("string", None),
    };
    match column.kind {
        Kind::Text(_) if !codes.is_empty() => {
            constraints.insert("enum".into(), codes.clone().into());
        }
        Kind::Text(most) => drop(constraints.insert("maxLength".into(), most.into())),
        Kind::Piped => {
            let one = if codes.is_empty() { "[^|]+".to_owned() } else { codes.join("|") };
            constraints.insert("pattern".into(), format!(r"^(\|({one}))+\|$").into());
        }
        Kind::Integer | Kind::Real => drop(constraints.insert("minimum".into(), 0.into())),
        Kind::Date | Kind::Time => {}
    }
    let mut field = json!({
        "name": column.name,
        "title": column.about.split([',', ';']).next().unwrap_or(column.about).trim(),
        "description": column.about,
        "type": kind,
        "constraints": constraints,
    });
    if let Some(format) = format {
        field["format"] = format.into();
    }
    field
}
