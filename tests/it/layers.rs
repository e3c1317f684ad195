//! The planner's layers, opened with the planner's tools.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use eclaireuse::app::event::ReadyPhoto;
use eclaireuse::app::view::layers::LeftOut;
use eclaireuse::app::{Event, Route};
use eclaireuse::domain::code::Code;
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::gender::Reason;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::observation::scale::{Level, Polarity, Rating};
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::walk::{Stop, Theme};
use eclaireuse::format::layers::{
    Kind, LayerShape, LayersReport, LayersWriter, OBSERVATIONS, PARCOURS,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::phone::Phone;
use crate::tempdir;

const HERE: (f64, f64) = (2.2935, 49.8709);

fn here() -> Place {
    Place::from_lon_lat(HERE.0, HERE.1).expect("a place")
}

/// A walk with one of everything that is difficult.
fn difficult_walk() -> Phone {
    let mut phone = Phone::new();
    phone.creates_walk(|walk| {
        walk.title = "Pierre Rollin ; « la nuit »".into();
        walk.reference = "=1+1".into();
        walk.commune = "80021".into();
        walk.starts_at = "21:30".into();
        walk.themes = vec![Theme::Safety, Theme::Lighting];
        walk.participants.total = Some(9);
        walk.participants.women = Some(7);
        walk.participants.men = Some(2);
        walk.stops = vec![
            Stop { place: Some(here()), ..Stop::named(1, "Départ") },
            Stop { place: Some(here().moved(90.0, 200.0)), ..Stop::named(2, "Là-bas") },
        ];
    });
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 6.25);
    let lamp = phone.tags("street_lighting");
    phone.says(lamp, Change::Polarity(Polarity::Negative));
    phone.says(lamp, Change::Severity(Level::ALL[3]));
    phone.says(lamp, Change::Rating(Rating::Lighting, Level::ALL[0]));
    phone.says(
        lamp,
        Change::Text(
            TextField::Words,
            "Très sombre ; « œil » \"crevé\"\n<script>alert(1)</script> 🌙 ظلام".into(),
        ),
    );
    phone.says(lamp, Change::Text(TextField::LampRef, "00147".into()));
    phone.says(lamp, Change::Reason(Reason::PoorLighting));
    phone.says(lamp, Change::Reason(Reason::Isolation));
    phone.says(lamp, Change::Avoided(true));
    phone.says(lamp, Change::Voices(4));
    phone.says(lamp, Change::Finished(true));
    for content in [b"first", b"other"] {
        let chance = phone.chance();
        let ready = ReadyPhoto {
            media: MediaId::of(content),
            media_type: "image/jpeg".into(),
            size: 5,
            pixels: (1600, 1200),
            blocks: 0,
        };
        phone.happens(Event::PhotoReady(lamp, ready, chance));
    }
    let strength = phone.tags("green_shade");
    phone.says(strength, Change::Polarity(Polarity::Positive));
    phone.says(strength, Change::Severity(Level::ALL[2]));
    phone.says(
        strength,
        Change::Text(TextField::Words, "=HYPERLINK(\"http://example.org\")".into()),
    );
    phone.says(strength, Change::Voices(6));
    let second = phone.stop(2);
    phone.says(strength, Change::PlacedAtStop(second));
    let withdrawn = phone.tags("pests");
    phone.says(withdrawn, Change::Withdrawn(true));
    let internal = phone.tags("street_lighting");
    phone.says(internal, Change::Reason(Reason::Dealing));
    // No position any more: nobody says where it is.
    phone.passes(60);
    phone.tags("seating_furniture");
    phone
}

/// The archive of the open walk's layers.
fn archive(phone: &Phone, with_internal: bool) -> (Vec<u8>, LayersReport) {
    let walk = phone.model.open.expect("a walk");
    let mut layers = LayersWriter::new(
        &phone.model.notebook,
        walk,
        phone.now,
        with_internal,
        &phone.model.notebook.numbers(),
    )
    .expect("layers");
    let mut bytes = layers.drain();
    for wanted in layers.wanted().to_vec() {
        // The second photo's bytes are nowhere.
        let found = (wanted.media == MediaId::of(b"first")).then_some(&b"first"[..]);
        layers.photo(&wanted, found).expect("a photo");
        bytes.extend(layers.drain());
    }
    let (rest, report) = layers.finish().expect("the end");
    bytes.extend(rest);
    (bytes, report)
}

fn entry(archive: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("utf-8");
    text
}

fn features(archive: &[u8], layer: &str) -> Vec<Value> {
    let json: Value =
        serde_json::from_str(&entry(archive, &format!("{layer}.geojson"))).expect("json");
    json["features"].as_array().expect("features").clone()
}

#[test]
fn what_the_tables_say_is_what_is_written() {
    let phone = difficult_walk();
    let (archive, report) = archive(&phone, false);
    let found = features(&archive, "observations");
    assert_eq!(report.observations, 3);
    assert_eq!((report.on_map, report.without_place.as_slice()), (2, &[5][..]));
    assert_eq!((report.internal_left_out, report.photos, report.photos_missing), (1, 1, 1));
    assert_eq!(found.len(), 2, "one is internal, one withdrawn, one has no place");
    let lamp = &found[0]["properties"];
    for (field, expected) in [
        ("obs_num", Value::from(1)),
        ("arret_num", 1.into()),
        ("moment", "night".into()),
        ("principe", "see_be_seen".into()),
        ("principe_n", 2.into()),
        ("cat_lib", "Éclairage public".into()),
        ("polarite", "negative".into()),
        ("gravite", 3.into()),
        ("n_eclair", 0.into()),
        ("g_evite", 1.into()),
        ("g_motifs", "|poor_lighting|isolation|".into()),
        ("ecl_ref", "00147".into()),
        ("insee_com", "80021".into()),
        ("geo_src", "gps".into()),
        ("geo_prec_m", 6.3.into()),
        ("nb_voix", Value::Null),
        ("photo_nb", 2.into()),
        ("photo_1", "photos/obs-0001-1.jpg".into()),
        ("statut", "submitted".into()),
        ("diffusion", "partners".into()),
        ("marche_ref", "=1+1".into()),
        ("schema_v", "1.0".into()),
    ] {
        assert_eq!(lamp[field], expected, "{field}");
    }
    let strength = &found[1]["properties"];
    assert_eq!(strength["gravite"], Value::Null, "a strength has no severity");
    assert_eq!(strength["nb_voix"], 6);
    assert_eq!((&strength["geo_src"], &strength["geo_prec_m"]), (&"stop".into(), &Value::Null));
    assert_eq!(strength["statut"], "draft");

    let parcours = features(&archive, "parcours");
    assert_eq!(parcours.len(), 1);
    let walk = &parcours[0]["properties"];
    assert_eq!(walk["trace_type"], "generalised");
    assert_eq!(walk["theme"], "|safety|lighting|");
    assert_eq!(walk["h_debut"], "21:30:00");
    assert_eq!(walk["nb_obs"], 3);
    assert_eq!(walk["dist_m"], 200);
    assert_eq!(
        (&walk["nb_part"], &walk["nb_femmes"]),
        (&9.into(), &Value::Null),
        "two men would be told"
    );

    // What the screen says before is what the file says after.
    let left_out = LeftOut::of(&phone.model);
    assert_eq!((left_out.without_place, left_out.internal), (vec![5], 1));
}

#[test]
fn the_internal_ones_come_only_when_asked_for() {
    let phone = difficult_walk();
    let (with, report) = archive(&phone, true);
    assert_eq!((report.observations, report.internal_left_out), (4, 0));
    let (without, _) = archive(&phone, false);
    assert!(entry(&with, "observations.csv").contains("|dealing|"));
    assert!(!entry(&without, "observations.csv").contains("|dealing|"));
}

#[test]
fn a_walk_without_a_line_has_no_feature_but_a_row() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let (archive, _) = archive(&phone, false);
    assert_eq!(features(&archive, "parcours"), Vec::<Value>::new());
    assert_eq!(entry(&archive, "parcours.csv").lines().count(), 2);
    assert_eq!(features(&archive, "observations"), Vec::<Value>::new());
}

#[test]
fn the_exercise_is_marked_wherever_it_goes() {
    let mut phone = Phone::new();
    let chance = phone.chance();
    phone.happens(Event::TrainingOpened(chance));
    phone.opens(Route::Walk(phone.model.open.unwrap()));
    phone.tags("street_lighting");
    let (archive, _) = archive(&phone, false);
    assert!(entry(&archive, "LISEZMOI.txt").contains("TOUT EST INVENTÉ"));
    let walk = &features(&archive, "parcours")[0]["properties"];
    assert_eq!(
        (&walk["marche_ref"], walk["titre"].as_str().unwrap().starts_with("[EXERCICE]")),
        (&"EXERCICE".into(), true)
    );
    assert!(entry(&archive, "observations.csv").contains("EXERCICE"));
}

#[test]
fn the_csv_is_read_by_a_spreadsheet_and_runs_nothing() {
    let (archive, _) = archive(&difficult_walk(), false);
    let csv = entry(&archive, "observations.csv");
    assert!(csv.starts_with('\u{feff}'), "a spreadsheet needs the mark");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(names, OBSERVATIONS.shape().csv_names());
    for field in OBSERVATIONS.fields() {
        assert!(names.iter().any(|name| name == field.column.name));
    }
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3, "the one without a place is here");
    let cell = |row: usize, name: &str| {
        rows[row].get(names.iter().position(|each| each == name).unwrap()).unwrap().to_owned()
    };
    assert_eq!(cell(0, "marche_ref"), "'=1+1");
    assert_eq!(
        (cell(0, "polarite"), cell(0, "polarite_lib")),
        ("negative".into(), "Problème".into())
    );
    assert_eq!(cell(0, "gravite_lib"), "Danger, exclusion");
    assert_eq!(cell(0, "g_motifs_lib"), "Trop sombre ; Isolé");
    assert_eq!(cell(1, "texte"), "'=HYPERLINK(\"http://example.org\")");
    assert!(cell(0, "texte").contains("« œil » \"crevé\"\n<script>"));
    assert_eq!((cell(2, "lon"), cell(2, "lat"), cell(2, "geo_src")), Default::default());
    assert_eq!(cell(0, "lon"), "2.293500");
}

#[test]
fn the_schema_takes_what_is_written_and_refuses_what_is_not() {
    let (archive, _) = archive(&difficult_walk(), true);
    for layer in [OBSERVATIONS.shape(), PARCOURS.shape()] {
        let schema: Value =
            serde_json::from_str(&entry(&archive, &format!("schema/{}.schema.json", layer.name)))
                .unwrap();
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        let good: Value =
            serde_json::from_str(&entry(&archive, &format!("{}.geojson", layer.name))).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&good).map(|fault| fault.to_string()).collect();
        assert_eq!(faults, Vec::<String>::new());
        for (pointer, wrong) in [
            ("/features/0/properties/marche_id", Value::Null),
            ("/features/0/properties/diffusion", "everyone".into()),
            ("/features/0/geometry/type", "Polygon".into()),
            ("/name", "other".into()),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).expect(pointer) = wrong;
            assert!(!schema.is_valid(&bad), "{pointer}");
        }
    }
}

#[test]
fn the_dictionary_names_every_field_and_every_code() {
    let (archive, _) = archive(&difficult_walk(), false);
    let csv = entry(&archive, "dictionnaire.csv");
    for layer in [OBSERVATIONS.shape(), PARCOURS.shape()] {
        for field in &layer.columns {
            assert!(csv.contains(&format!("{};{};", layer.name, field.name)), "{}", field.name);
        }
    }
    for category in Category::all() {
        assert!(csv.contains(&format!(";{};", category.code())), "{}", category.code());
    }
}

#[test]
fn the_tables_keep_the_rules_of_the_files() {
    for layer in [OBSERVATIONS.shape(), PARCOURS.shape()] {
        let mut names: Vec<&str> = layer.columns.iter().map(|field| field.name).collect();
        for name in &names {
            assert!(name.len() <= 10, "{name} is cut in a Shapefile");
            assert!(
                name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            );
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), layer.columns.len());
        for field in &layer.columns {
            for (code, label) in field.codes() {
                assert!(!code.contains('|') && !label.is_empty());
                if let Kind::Text(most) = field.kind {
                    assert!(code.len() <= most, "{code} in {}", field.name);
                }
            }
        }
    }
    assert_eq!((OBSERVATIONS.fields().len(), PARCOURS.fields().len()), (54, 38));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Every feature has every key, in order, of one type, and a place on the Earth.
    #[test]
    fn every_feature_has_every_key(
        tags in proptest::collection::vec((0usize..66, "\\PC{0,40}", -180.0..180.0, -90.0..90.0, 0u8..6), 1..12)
    ) {
        let mut phone = Phone::new();
        phone.creates_walk(|_| {});
        phone.happens(Event::PlusTapped);
        let (categories, count) = (Category::all().collect::<Vec<_>>(), tags.len());
        for (which, text, lon, lat, answers) in tags {
            phone.passes(60);
            phone.is_at(lon, lat, 5.0);
            phone.happens(Event::FarBelieved);
            let id = phone.tags(categories[which].code());
            phone.says(id, Change::Text(TextField::Words, text.clone()));
            phone.says(id, Change::Text(TextField::PlaceName, text));
            phone.says(id, Change::Feeling(Level::ALL[usize::from(answers % 4)]));
            phone.says(id, Change::Polarity(Polarity::ALL[usize::from(answers % 3)]));
        }
        let (archive, report) = archive(&phone, true);
        prop_assert_eq!(report.observations, count);
        let found = features(&archive, "observations");
        prop_assert_eq!(found.len(), count);
        for feature in found {
            let properties = feature["properties"].as_object().unwrap();
            for field in OBSERVATIONS.shape().columns {
                let value = properties.get(field.name).expect("every key");
                let fits = match field.kind {
                    Kind::Integer => value.is_i64(),
                    Kind::Real => value.is_f64(),
                    Kind::Text(most) => value.as_str().is_some_and(|text| text.chars().count() <= most),
                    _ => value.is_string(),
                };
                prop_assert!(fits || (value.is_null() && !field.required), "{}: {value}", field.name);
            }
            prop_assert_eq!(properties.len(), OBSERVATIONS.fields().len());
            let at = feature["geometry"]["coordinates"].as_array().unwrap();
            prop_assert!(at[0].as_f64().unwrap().abs() <= 180.0 && at[1].as_f64().unwrap().abs() <= 90.0);
        }
    }
}

// --- GDAL ------------------------------------------------------------------------------------

/// GDAL, or `None` where it is not; the whole test run asks for it.
fn gdal(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success() && error.is_empty(),
                "{program} {arguments:?}: {error}"
            );
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(error) => {
            assert!(
                std::env::var_os("ECLAIREUSE_REQUIRE_GDAL").is_none(),
                "{program} is missing (Debian: gdal-bin): {error}"
            );
            eprintln!("SKIPPED: {program} is not installed, the layers were not opened with GDAL");
            None
        }
    }
}

fn on_disk(archive: &[u8]) -> (tempdir::Folder, PathBuf) {
    let folder = tempdir::Folder::new();
    let path = folder.path().join("couches.zip");
    std::fs::write(&path, archive).expect("a file");
    (folder, path)
}

fn types_seen(summary: &str) -> Vec<(String, String)> {
    let fields = summary.lines().filter_map(|line| line.split_once(": "));
    fields
        .filter(|(name, _)| {
            OBSERVATIONS.fields().iter().chain(&PARCOURS.fields()).any(|f| f.column.name == *name)
        })
        .map(|(name, kind)| {
            (name.to_owned(), kind.split(' ').next().unwrap_or_default().to_owned())
        })
        .collect()
}

fn gdal_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text(_) | Kind::Piped => "String",
        Kind::Integer => "Integer",
        Kind::Real => "Real",
        Kind::Date => "Date",
        Kind::Time => "Time",
    }
}

fn inside(zip: &Path, name: &str) -> String {
    format!("/vsizip/{}/{name}", zip.display())
}

#[test]
fn gdal_sees_the_types_the_names_and_the_counts() {
    let (archive, report) = archive(&difficult_walk(), false);
    let (_folder, zip) = on_disk(&archive);
    let all_null = |layer: &LayerShape, name: &str| {
        features(&archive, layer.name).iter().all(|feature| feature["properties"][name].is_null())
    };
    for (layer, count) in [(&OBSERVATIONS.shape(), report.on_map), (&PARCOURS.shape(), 1)] {
        let file = inside(&zip, &format!("{}.geojson", layer.name));
        let Some(summary) = gdal("ogrinfo", &["-so", "-al", &file]) else { return };
        assert!(summary.contains(&format!("Layer name: {}", layer.name)), "{summary}");
        assert!(summary.contains(&format!("Feature Count: {count}")), "{summary}");
        let geometry =
            if layer.geometry == "Point" { "Geometry: Point" } else { "Geometry: Line String" };
        assert!(summary.contains(geometry), "{summary}");
        let seen = types_seen(&summary);
        assert_eq!(seen.len(), layer.columns.len());
        for (field, (name, kind)) in layer.columns.iter().zip(&seen) {
            assert_eq!(field.name, name, "in the order of the table");
            // A column that is null everywhere has no type of its own in GeoJSON.
            if !all_null(layer, name) {
                assert_eq!(gdal_type(field.kind), kind, "{name}");
            }
        }
    }
}

#[test]
fn gdal_reprojects_to_lambert_93_and_keeps_every_field_and_accent() {
    let (archive, _) = archive(&difficult_walk(), false);
    let (folder, zip) = on_disk(&archive);
    let file = inside(&zip, "observations.geojson");
    for (format, name) in [("GPKG", "marche.gpkg"), ("ESRI Shapefile", "marche.shp")] {
        let out = folder.path().join(name);
        let out = out.to_str().unwrap();
        let mut arguments = vec!["-q", "-f", format, out, &file, "-t_srs", "EPSG:2154"];
        if format == "ESRI Shapefile" {
            // The Shapefile of today writes accents when told to; it cuts long texts, which it says.
            // It has no time of day: the way LISEZMOI.txt gives keeps it as text.
            arguments.extend(["-lco", "ENCODING=UTF-8", "-mapFieldType", "Time=String"]);
            let Ok(output) = Command::new("ogr2ogr").args(&arguments).output() else { return };
            assert!(output.status.success());
        } else if gdal("ogr2ogr", &arguments).is_none() {
            return;
        }
        let Some(content) = gdal("ogrinfo", &["-al", out]) else { return };
        for field in OBSERVATIONS.shape().columns {
            assert!(
                content.contains(&format!("  {} (", field.name)),
                "{format} lost {}",
                field.name
            );
        }
        assert!(content.contains("Éclairage public"), "{format}");
        let point = content.split("POINT (").nth(1).expect("a point");
        let mut numbers =
            point.split([' ', ')']).map(|number| number.parse::<f64>().unwrap_or(f64::NAN));
        let (x, y) = (numbers.next().unwrap(), numbers.next().unwrap());
        // 2.2935 E, 49.8709 N in Lambert-93, as GDAL's own gdaltransform gives it.
        assert!((x - 649_171.8).abs() < 1.0 && (y - 6_974_910.5).abs() < 1.0, "{x} {y}");
    }
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture"]
fn ten_thousand_observations() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.happens(Event::PlusTapped);
    for number in 0..10_000 {
        phone.now.utc_ms += 1000;
        phone.is_at(HERE.0 + f64::from(number) * 1e-6, HERE.1, 5.0);
        phone.tags("street_lighting");
    }
    let start = std::time::Instant::now();
    let (archive, _) = archive(&phone, false);
    println!("10,000 observations: {} ms, {} bytes", start.elapsed().as_millis(), archive.len());
}
