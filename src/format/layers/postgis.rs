//! SQL for PostGIS: typed tables with comments, codes and foreign keys, and the statements that move
//! into them what `ogr2ogr` loaded. Both can be run again and again.
//!
//! Why two steps: a column that is null in the whole file is made text by a loader, and would stay so.

use std::fmt::Write;

use super::table::{Column, Kind, LayerShape};

/// The schema of the tables, and that of what was loaded last.
const SCHEMA: &str = "marche";
const LOADED: &str = "marche_import";

/// Columns that point to the key of another layer.
type Pointers = &'static [(&'static str, &'static str)];

/// The key of each layer, and where its rows point.
const KEYS: [(&str, &str, Pointers); 4] = [
    ("parcours", "marche_id", &[]),
    ("constats", "constat_id", &[]),
    ("preconis", "preco_id", &[("constat_id", "constats")]),
    ("observations", "obs_id", &[("constat_id", "constats")]),
];

/// A text in SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn sql_type(kind: Kind) -> String {
    match kind {
        Kind::Text(most) => format!("varchar({most})"),
        Kind::Piped => "text".into(),
        Kind::Integer => "integer".into(),
        Kind::Real => "double precision".into(),
        Kind::Date => "date".into(),
        Kind::Time => "time".into(),
    }
}

fn geometry(shape: &LayerShape) -> String {
    format!("geometry({},2154)", shape.geometry)
}

/// In the order in which rows may point to each other.
fn ordered(shapes: &[LayerShape]) -> impl Iterator<Item = (&LayerShape, &'static str, Pointers)> {
    KEYS.into_iter().filter_map(|(name, key, points)| {
        let shape = shapes.iter().find(|shape| shape.name == name)?;
        Some((shape, key, points))
    })
}

/// `sql/tables.sql`: the tables, empty.
pub(super) fn tables(shapes: &[LayerShape]) -> String {
    let mut sql = String::from(
        "-- Tables des couches d’une campagne de marches exploratoires (PostgreSQL, PostGIS).\n\
         -- À lancer une fois par base ; le relancer ne change rien.\n\
         \\set ON_ERROR_STOP on\n\
         BEGIN;\n\
         CREATE EXTENSION IF NOT EXISTS postgis;\n",
    );
    // Writing to a string does not fail.
    let _ = writeln!(sql, "CREATE SCHEMA IF NOT EXISTS {SCHEMA};");
    let _ = writeln!(sql, "CREATE SCHEMA IF NOT EXISTS {LOADED};");
    codes(shapes, &mut sql);
    for (shape, key, points) in ordered(shapes) {
        let name = shape.name;
        let _ = writeln!(sql, "\nCREATE TABLE IF NOT EXISTS {SCHEMA}.{name} (");
        for column in &shape.columns {
            let required = if column.required && !is_suppressed(column) { " NOT NULL" } else { "" };
            let primary = if column.name == key { " PRIMARY KEY" } else { required };
            let _ = writeln!(sql, "  {} {}{primary},", column.name, sql_type(column.kind));
        }
        let _ = write!(sql, "  geom {}", geometry(shape));
        for (column, of) in points {
            let _ = write!(
                sql,
                ",\n  FOREIGN KEY ({column}) REFERENCES {SCHEMA}.{of} DEFERRABLE INITIALLY DEFERRED"
            );
        }
        sql.push_str("\n);\n");
        let _ = writeln!(
            sql,
            "CREATE INDEX IF NOT EXISTS {name}_geom ON {SCHEMA}.{name} USING gist (geom);"
        );
        if shape.columns.iter().any(|column| column.name == "marche_id") && key != "marche_id" {
            let _ = writeln!(
                sql,
                "-- Sans clé étrangère : une marche sans ligne dessinée n’est pas dans parcours.\n\
                 CREATE INDEX IF NOT EXISTS {name}_marche ON {SCHEMA}.{name} (marche_id);"
            );
        }
        let about = format!("Couche {name}, schéma version {}", super::SCHEMA_VERSION);
        let _ = writeln!(sql, "COMMENT ON TABLE {SCHEMA}.{name} IS {};", quoted(&about));
        for column in &shape.columns {
            let _ = writeln!(
                sql,
                "COMMENT ON COLUMN {SCHEMA}.{name}.{} IS {};",
                column.name,
                quoted(column.about)
            );
        }
    }
    sql.push_str("\nCOMMIT;\n");
    sql
}

/// Numbers that the public variant leaves out when they are small.
fn is_suppressed(column: &Column) -> bool {
    super::table::COUNTS.contains(&column.name)
}

/// The table of what every code means, for joins and drop-down lists.
fn codes(shapes: &[LayerShape], sql: &mut String) {
    let _ = writeln!(
        sql,
        "\nCREATE TABLE IF NOT EXISTS {SCHEMA}.codes (\n  couche text NOT NULL,\n  \
         champ text NOT NULL,\n  code text NOT NULL,\n  libelle text NOT NULL,\n  \
         PRIMARY KEY (couche, champ, code)\n);\n\
         COMMENT ON TABLE {SCHEMA}.codes IS 'Le sens de chaque code, en français';"
    );
    let mut rows = Vec::new();
    for (shape, ..) in ordered(shapes) {
        for column in &shape.columns {
            for (code, label) in column.codes() {
                rows.push(format!(
                    "  ({}, {}, {}, {})",
                    quoted(shape.name),
                    quoted(column.name),
                    quoted(code),
                    quoted(label)
                ));
            }
        }
    }
    let _ = writeln!(
        sql,
        "INSERT INTO {SCHEMA}.codes (couche, champ, code, libelle) VALUES\n{}\n\
         ON CONFLICT (couche, champ, code) DO UPDATE SET libelle = EXCLUDED.libelle;",
        rows.join(",\n")
    );
}

/// `sql/charger.sql`: what `ogr2ogr` put into the import schema goes into the tables, with its types;
/// a row that is known is replaced.
pub(super) fn load(shapes: &[LayerShape]) -> String {
    let mut sql = String::from(
        "-- Range dans les tables ce qu’ogr2ogr vient de charger. Le relancer ne double rien : une\n\
         -- ligne déjà connue est remplacée.\n\
         \\set ON_ERROR_STOP on\n\
         BEGIN;\n",
    );
    for (shape, key, _) in ordered(shapes) {
        let name = shape.name;
        let names: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
        let values: Vec<String> = shape
            .columns
            .iter()
            .map(|column| match column.kind {
                // Empty text and null are two things where text is required.
                Kind::Text(_) | Kind::Piped => format!("{}::text", column.name),
                kind => format!("NULLIF({}::text, '')::{}", column.name, sql_type(kind)),
            })
            .collect();
        let updates: Vec<String> = names
            .iter()
            .chain(&["geom"])
            .filter(|name| **name != key)
            .map(|name| format!("{name} = EXCLUDED.{name}"))
            .collect();
        // A layer without a row is loaded without its columns.
        let missing: Vec<String> =
            names.iter().map(|name| format!("ADD COLUMN IF NOT EXISTS {name} text")).collect();
        let _ = writeln!(sql, "\nALTER TABLE {LOADED}.{name} {};", missing.join(", "));
        let _ = writeln!(
            sql,
            "\nINSERT INTO {SCHEMA}.{name} ({}, geom)\nSELECT {}, geom\nFROM {LOADED}.{name}\n\
             ON CONFLICT ({key}) DO UPDATE SET {};",
            names.join(", "),
            values.join(", "),
            updates.join(", ")
        );
    }
    sql.push_str("\nCOMMIT;\n");
    sql
}

/// The lines of `LISEZMOI.txt` that say how to load and convert the layers.
pub(super) fn commands() -> &'static str {
    "CHARGER\r\n\
     Coordonnées : WGS 84, longitude puis latitude (RFC 7946). En France métropolitaine, les\r\n\
     commandes reprojettent en Lambert-93 (EPSG:2154).\r\n\
     \r\n\
     QGIS : ouvrir eclaireuse.qgs. Les quatre couches, leurs relations, les libellés et les\r\n\
     formulaires y sont ; laisser les fichiers ensemble dans un dossier.\r\n\
     \r\n\
     GeoPackage en EPSG:2154 :\r\n\
       for c in observations constats preconis parcours; do\r\n\
         ogr2ogr -f GPKG -update -append marche.gpkg $c.geojson -nln $c -t_srs EPSG:2154\r\n\
       done\r\n\
     (pour le refaire, effacer d’abord marche.gpkg). Un GeoPackage n’a pas d’heure : heure_loc, h_debut,\r\n\
     h_fin et sol_couch y sont du texte.\r\n\
     \r\n\
     PostGIS (base « sig ») :\r\n\
       psql -d sig -f sql/tables.sql\r\n\
       for c in observations constats preconis parcours; do\r\n\
         ogr2ogr -f PostgreSQL PG:\"dbname=sig\" $c.geojson -nln marche_import.$c -overwrite \\\r\n\
           -t_srs EPSG:2154 -lco GEOMETRY_NAME=geom -lco FID=gid\r\n\
       done\r\n\
       psql -d sig -f sql/charger.sql\r\n\
     Les relancer avec un export plus récent de la même variante met les lignes à jour. Pour passer\r\n\
     d’une variante à l’autre (partenaires, public), vider d’abord les tables : les identifiants n’y sont\r\n\
     pas les mêmes, et les lignes de l’autre variante y seraient encore.\r\n\
       psql -d sig -c \"TRUNCATE marche.observations, marche.preconis, marche.constats, marche.parcours\"\r\n\
     \r\n\
     Shapefile (à éviter) : il coupe les textes à 254 octets, et n’a pas d’heure :\r\n\
       ogr2ogr -f \"ESRI Shapefile\" preconis.shp preconis.geojson -t_srs EPSG:2154 \\\r\n\
         -lco ENCODING=UTF-8 -mapFieldType Time=String\r\n\
     \r\n\
     Plusieurs réponses dans un champ : |a|b|. Filtre : \"g_motifs\" LIKE '%|poor_lighting|%'.\r\n\
     Un nombre de personnes de 1 à 4 est laissé vide.\r\n\
     Aucune trace GPS, aucun nom, aucun identifiant de personne ou de téléphone.\r\n"
}
