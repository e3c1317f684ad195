//! The adversary against files made by hand: a good bundle passes, and for each rule a bundle that
//! breaks it is seen. Nothing here is written by the layers, so that a change of theirs changes no
//! expectation.

use eclaireuse::domain::code::Language;
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::adversary::{Attack, ReleasedFiles, attack, attack_document, message};
use serde_json::{Value, json};

use crate::planner::{bundle, found, small};

const MADE: Stamp = Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 };

fn id(kind: u8, number: usize) -> String {
    format!("{kind:02x}a45678-1234-8abc-9def-{number:012x}")
}

/// Features by layer, of which a test alters one.
type Bundle = Vec<(&'static str, Vec<Value>)>;

fn point(properties: Value, at: [f64; 2]) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}})
}

fn good() -> Bundle {
    let said = (0..12).map(|n| {
        let at = [[2.300, 49.890], [2.302, 49.890], [2.304, 49.890]][n % 3];
        let properties = json!({
            "obs_id": id(1, n), "marche_id": id(2, 0), "obs_num": n + 1,
            "date_obs": "2026-03-01", "heure_loc": (if n % 2 == 0 { "21:00:00" } else { "20:00:00" }),
            "ressenti": 1 + n % 2, "texte": "La lampe est cassée devant le hall",
            "constat_id": id(3, 0), "diffusion": "public", "geo_src": "stop", "geo_prec_m": null,
            "photo_nb": 0, "photo_1": null, "g_motifs": null,
        });
        point(properties, at)
    });
    let constat = json!({
        "constat_id": id(3, 0), "constat_nr": "AMI-C01", "titre": "La rue est sombre", "nb_obs": 12,
        "ress_moy": 1.5, "ress_min": null, "g_motifs": "|poor_lighting|", "diffusion": "public",
    });
    let walk = json!({
        "type": "Feature",
        "properties": {
            "marche_id": id(2, 0), "nb_part": 14, "nb_femmes": 14, "ages": "|adults|",
            "date_mar": "2026-03-12", "h_debut": "20:00:00", "h_fin": "22:00:00",
            "contexte": null, "diffusion": "public",
        },
        "geometry": {"type": "LineString", "coordinates": [[2.300, 49.890], [2.304, 49.890]]},
    });
    vec![
        ("observations", said.collect()),
        ("constats", vec![point(constat, [2.302, 49.890])]),
        ("parcours", vec![walk]),
    ]
}

fn files(bundle: &Bundle, audience: Audience) -> ReleasedFiles {
    let mut files = ReleasedFiles::of(audience, MADE);
    for (layer, features) in bundle {
        let lines: Vec<String> = features.iter().map(Value::to_string).collect();
        let text = format!("{{\"features\":[\n{}\n]}}\n", lines.join(",\n"));
        files.files.insert(format!("{layer}.geojson"), text.into_bytes());
        let names: Vec<&String> = features[0]["properties"].as_object().unwrap().keys().collect();
        let row = |feature: &Value| {
            let cell = |name: &&String| match &feature["properties"][name.as_str()] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            names.iter().map(cell).collect::<Vec<_>>().join(";")
        };
        let head = names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(";");
        let rows: Vec<String> = std::iter::once(head).chain(features.iter().map(row)).collect();
        files.files.insert(format!("{layer}.csv"), rows.join("\r\n").into_bytes());
    }
    files
}

/// What is seen of a public bundle in which one value was altered.
fn altered(layer: &str, row: usize, field: &str, value: Value) -> Vec<Attack> {
    let mut bundle = good();
    let (_, features) = bundle.iter_mut().find(|(name, _)| *name == layer).expect(layer);
    if field == "coordinates" {
        features[row]["geometry"]["coordinates"] = value;
    } else {
        features[row]["properties"][field] = value;
    }
    kinds(&files(&bundle, Audience::Public), &[])
}

fn kinds(new: &ReleasedFiles, earlier: &[ReleasedFiles]) -> Vec<Attack> {
    attack(new, earlier).into_iter().map(|finding| finding.attack).collect()
}

#[test]
fn a_good_bundle_passes() {
    let good = files(&good(), Audience::Public);
    assert_eq!(attack(&good, &[]), []);
    assert_eq!(attack(&good, std::slice::from_ref(&good)), [], "and again to the same readers");
}

#[test]
fn every_broken_rule_is_seen() {
    use Attack::*;
    let time = json!("019a45678123-7abc");
    for (layer, row, field, value, attack) in [
        ("observations", 3, "obs_id", json!("019a4567-8123-7abc-9def-000000000001"), TimeInId),
        ("observations", 3, "obs_id", time, TimeInId),
        ("observations", 11, "obs_num", json!(14), GapInNumbers),
        ("observations", 2, "heure_loc", json!("21:12:00"), ExactHour),
        ("observations", 2, "geo_prec_m", json!(4.5), ExactPlace),
        ("observations", 2, "coordinates", json!([2.312, 49.890]), Home),
        ("observations", 2, "heure_loc", json!("23:00:00"), Home),
        ("observations", 2, "texte", json!("La porte de chez Mme Martin"), WordsOfSomebody),
        ("observations", 2, "texte", json!("Appeler le 06 12 34 56 78"), WordsOfSomebody),
        ("constats", 0, "titre", json!("La voiture AB-123-CD gare ici"), WordsOfSomebody),
        ("observations", 2, "g_motifs", json!("|dealing|"), TooFew),
        ("observations", 2, "diffusion", json!("internal"), NotShared),
        ("constats", 0, "nb_obs", json!(3), TooFew),
        ("constats", 0, "nb_obs", json!(null), TooFew),
        ("constats", 0, "nb_obs", json!(13), HiddenOneByDifference),
        ("constats", 0, "ress_moy", json!(1.4), HiddenOneByDifference),
        ("constats", 0, "ress_min", json!(0), OneAloneSaysIt),
        ("parcours", 0, "nb_femmes", json!(12), SmallCount),
        ("parcours", 0, "nb_part", json!(9), SmallGroup),
        ("parcours", 0, "contexte", json!("Match"), SmallGroup),
    ] {
        let found = altered(layer, row, field, value.clone());
        assert!(found.contains(&attack), "{field} = {value}: {found:?}");
    }
}

#[test]
fn a_point_and_an_hour_for_each_row_are_seen() {
    let mut bundle = good();
    for (n, feature) in (0u32..).zip(&mut bundle[0].1) {
        feature["geometry"]["coordinates"] = json!([2.3 + f64::from(n) / 10_000.0, 49.89]);
        feature["properties"]["heure_loc"] = json!(format!("{:02}:00:00", 9 + n));
    }
    let found = kinds(&files(&bundle, Audience::Public), &[]);
    assert!(found.contains(&Attack::ExactPlace) && found.contains(&Attack::OrderOfTime));
}

#[test]
fn two_releases_are_laid_beside_each_other() {
    let (public, partners) = (files(&good(), Audience::Public), files(&good(), Audience::Partners));
    assert!(kinds(&public, std::slice::from_ref(&partners)).contains(&Attack::SharedId));
    let mut fewer = good();
    fewer[1].1[0]["properties"]["nb_obs"] = json!(11);
    fewer[1].1[0]["properties"]["ress_moy"] = json!(1.55);
    fewer[0].1.pop();
    let fewer = files(&fewer, Audience::Public);
    assert!(kinds(&public, &[fewer]).contains(&Attack::ChangedByFew));
}

#[test]
fn photos_are_bare_and_named() {
    let bare: &[u8] = &[0xff, 0xd8, 0xff, 0xd9];
    let with_gps: &[u8] = b"\xff\xd8\xff\xe1\x00\x08Exif\0\0\xff\xd9";
    let behind: &[u8] = b"\xff\xd8\xff\xd9GPS";
    for (bytes, expected) in [
        (bare, vec![Attack::PhotoNotNamed]),
        (with_gps, vec![Attack::PhotoNotBare, Attack::PhotoNotNamed]),
        (behind, vec![Attack::PhotoNotBare, Attack::PhotoNotNamed]),
        (b"jpeg!", vec![Attack::PhotoNotBare, Attack::PhotoNotNamed]),
    ] {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("photos/a.jpg", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
        let archive = zip.finish().unwrap();
        let read = ReleasedFiles::read(archive, Audience::Public, MADE).unwrap();
        assert_eq!(kinds(&read, &[]), expected, "{bytes:?}");
    }
    let mut odd = files(&good(), Audience::Public);
    odd.files.insert("notes.txt".into(), Vec::new());
    assert_eq!(kinds(&odd, &[]), [Attack::UnknownFile]);
}

#[test]
fn a_document_that_names_somebody_is_not_made() {
    let found = attack_document(
        "Carnet",
        ["<p>Devant chez Mme Martin</p>", "<p>Place du Marché</p>"],
        &Default::default(),
    );
    assert_eq!(found.len(), 1);
    assert!(message(&found, Language::Fr).contains("Il n’y a pas de fichier"));
}

/// A mediator looked at the number of a service and let it go: that passes, and nothing beside it.
#[test]
fn what_a_person_let_go_passes_and_nothing_beside_it() {
    let service = "Appeler le service au 03 22 00 00 00";
    let let_go = [service.to_owned()].into();
    let document = |text: &str| attack_document("Carnet", [text], &let_go).len();
    assert_eq!(document(&format!("<p>« {service} »</p>")), 0);
    assert_eq!(document(&format!("<p>{service}, demander Mme Martin</p>")), 1);
    assert_eq!(document("<p>Appeler le service au 03 22 00 00 01</p>"), 1);
    let mut bundle = good();
    bundle[0].1[2]["properties"]["texte"] = json!(service);
    let mut told = files(&bundle, Audience::Public);
    assert!(kinds(&told, &[]).contains(&Attack::WordsOfSomebody));
    told.let_go = let_go;
    assert_eq!(kinds(&told, &[]), []);
}

/// What the bundles that the layers write still fail, by audience: nothing.
const STILL_FAILS: [(Audience, &[Attack]); 2] =
    [(Audience::Partners, &[]), (Audience::Public, &[])];

#[test]
fn what_the_layers_write_passes_but_for_what_is_listed() {
    let workshop = found(&small());
    for (audience, expected) in STILL_FAILS {
        let (archive, ..) = bundle(&workshop, &Choice::all(audience));
        let read = ReleasedFiles::read(std::io::Cursor::new(archive), audience, MADE).unwrap();
        let mut seen = kinds(&read, &[]);
        seen.sort();
        seen.dedup();
        assert_eq!(seen, expected, "{audience:?}");
    }
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture"]
fn a_large_bundle_is_attacked() {
    use crate::invented::{Size, invented};
    let size = Size { observations: 10_000, constats: 1000, preconisations: 2000 };
    let workshop = found(&invented(size, &[]));
    for audience in [Audience::Partners, Audience::Public] {
        let (archive, ..) = bundle(&workshop, &Choice::all(audience));
        let start = std::time::Instant::now();
        let read = ReleasedFiles::read(std::io::Cursor::new(archive), audience, MADE).unwrap();
        let findings = attack(&read, std::slice::from_ref(&read)).len();
        println!("{audience:?}: {findings} findings, {} ms", start.elapsed().as_millis());
    }
}
