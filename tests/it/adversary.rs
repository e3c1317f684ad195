//! The adversary against files made by hand: a good bundle passes, and for each rule a bundle that
//! breaks it is seen. Nothing here is written by the layers, so that a change of theirs changes no
//! expectation.

use std::collections::BTreeSet;
use std::io::Cursor;

use eclaireuse::domain::campaign::Campaign;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::DeviceNumber;
use eclaireuse::domain::leaving::release::{Release, Released};
use eclaireuse::domain::leaving::tables::{BY_PRINCIPLE, PublishedTable, REASONS};
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::adversary::{
    Attack, Attacked, Readership, attack, attack_document, attack_figures, message,
};
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

/// The files of a bundle, as an archive.
fn files(bundle: &Bundle) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for (layer, features) in bundle {
        let lines: Vec<String> = features.iter().map(Value::to_string).collect();
        let text = format!("{{\"features\":[\n{}\n]}}\n", lines.join(",\n"));
        files.push((format!("{layer}.geojson"), text.into_bytes()));
        let names: Vec<&String> = features[0]["properties"].as_object().unwrap().keys().collect();
        let row = |feature: &Value| {
            let cell = |name: &&String| match &feature["properties"][name.as_str()] {
                Value::Null => String::new(),
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let degrees = |at: usize| match feature["geometry"]["coordinates"][at].as_f64() {
                Some(degrees) => degrees.to_string(),
                None => String::new(),
            };
            let cells = names.iter().map(cell).chain([degrees(0), degrees(1)]);
            cells.collect::<Vec<_>>().join(";")
        };
        let names = names.iter().map(|name| name.as_str()).chain(["lon", "lat"]);
        let head = names.collect::<Vec<_>>().join(";");
        let rows: Vec<String> = std::iter::once(head).chain(features.iter().map(row)).collect();
        files.push((format!("{layer}.csv"), rows.join("\r\n").into_bytes()));
    }
    files
}

pub(crate) fn zipped(files: &[(String, Vec<u8>)]) -> Cursor<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    zip.finish().unwrap()
}

fn attacked(files: &[(String, Vec<u8>)], audience: Audience, earlier: &[&Release]) -> Attacked {
    attack(
        zipped(files),
        Readership { audience, is_part: false, let_go: &Default::default() },
        earlier,
    )
    .unwrap()
}

/// A bundle as it is remembered.
fn left(bundle: &Bundle, audience: Audience) -> Release {
    let rows = attacked(&files(bundle), audience, &[]).rows;
    let (choice, leaving) = (Choice::all(audience), Leaving::default());
    Release::of(
        (&Campaign::default(), &choice, &leaving),
        Released::Layers,
        (MADE, DeviceNumber(1)),
        rows,
    )
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
    kinds(&bundle, Audience::Public, &[])
}

fn kinds(bundle: &Bundle, audience: Audience, earlier: &[&Release]) -> Vec<Attack> {
    seen(attacked(&files(bundle), audience, earlier))
}

fn seen(attacked: Attacked) -> Vec<Attack> {
    let mut kinds: Vec<Attack> = attacked.found.into_iter().map(|one| one.attack).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[test]
fn a_good_bundle_passes() {
    assert_eq!(kinds(&good(), Audience::Public, &[]), []);
    let before = left(&good(), Audience::Public);
    assert_eq!(kinds(&good(), Audience::Public, &[&before]), [], "and again to the same readers");
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
        let lon = 2.3 + f64::from(n) / 10_000.0 + 0.000_01;
        feature["geometry"]["coordinates"] = json!([lon, 49.8903]);
        feature["properties"]["geo_src"] = json!("map");
        feature["properties"]["heure_loc"] = json!(format!("{:02}:00:00", 9 + n));
    }
    let found = kinds(&bundle, Audience::Public, &[]);
    assert!(found.contains(&Attack::ExactPlace) && found.contains(&Attack::OrderOfTime));
}

/// A constat in the middle of all its members, one of whom does not leave: without her the middle is
/// elsewhere.
#[test]
fn the_place_of_one_who_does_not_leave_is_seen_in_the_middle_of_all() {
    let mut exact = good();
    exact[0].1 = exact[0].1.split_off(6);
    for (n, feature) in (0u32..).zip(&mut exact[0].1) {
        let at = json!([2.301_234 + f64::from(n) / 50_000.0, 49.890_123]);
        feature["geometry"]["coordinates"] = at;
    }
    let middle = |count: f64, hidden: f64| {
        (0..6).map(|n| 2.301_234 + f64::from(n) / 50_000.0).sum::<f64>() / count + hidden / count
    };
    let at = |lon: f64| json!([(lon * 1e6).round() / 1e6, 49.890_123]);
    exact[1].1[0]["properties"]["geo_src"] = json!("obs");
    exact[1].1[0]["geometry"]["coordinates"] = at(middle(6.0, 0.0));
    assert_eq!(kinds(&exact, Audience::Partners, &[]), [], "of those who leave");
    // Version 0.4.0: the middle of seven, of which six leave. 7 · P − the sum of six is her place.
    exact[1].1[0]["geometry"]["coordinates"] = at(middle(7.0, 2.306_789));
    assert_eq!(kinds(&exact, Audience::Partners, &[]), [Attack::PlaceOfAHiddenOne]);
    // Put there by the group.
    exact[1].1[0]["properties"]["geo_src"] = json!("map");
    assert_eq!(kinds(&exact, Audience::Partners, &[]), []);

    // To everybody: off the route, where nobody stands who leaves.
    let hidden = altered("constats", 0, "coordinates", json!([2.301_234, 49.890_323]));
    assert_eq!(hidden, [Attack::PlaceOfAHiddenOne]);
    assert_eq!(altered("constats", 0, "coordinates", json!([2.304, 49.890])), []);
}

#[test]
fn two_releases_are_laid_beside_each_other() {
    let partners = left(&good(), Audience::Partners);
    assert!(kinds(&good(), Audience::Public, &[&partners]).contains(&Attack::SharedId));
    let mut fewer = good();
    fewer[1].1[0]["properties"]["nb_obs"] = json!(11);
    fewer[1].1[0]["properties"]["ress_moy"] = json!(1.55);
    fewer[0].1.pop();
    // 12 · 1.50 − 11 · 1.55 is what the twelfth said.
    let before = left(&fewer, Audience::Public);
    assert_eq!(kinds(&good(), Audience::Public, &[&before]), [Attack::ChangedByFew]);
    // What is held as it was told tells nothing, although somebody went since.
    let before = left(&good(), Audience::Public);
    let mut held = good();
    held[0].1.pop();
    assert!(kinds(&held, Audience::Public, &[]).contains(&Attack::HiddenOneByDifference));
    held[1].1[0]["properties"]["fige_le"] = json!("2026-03-01");
    assert_eq!(kinds(&held, Audience::Public, &[&before]), []);
}

/// The exact place that partners have, of a row that everybody has at a stop.
#[test]
fn a_public_place_that_is_one_partners_place_is_seen() {
    let mut exact = good();
    for (number, feature) in exact[0].1.iter_mut().enumerate() {
        feature["properties"]["obs_id"] = json!(id(7, number));
        feature["properties"]["geo_src"] = json!("gps");
    }
    exact[0].1[2]["geometry"]["coordinates"] = json!([2.303_333, 49.890]);
    let before = left(&exact, Audience::Partners);
    let mut bundle = good();
    bundle[0].1[2]["geometry"]["coordinates"] = json!([2.303_333, 49.890]);
    assert!(kinds(&bundle, Audience::Public, &[]).is_empty(), "it is on the route");
    assert!(kinds(&bundle, Audience::Public, &[&before]).contains(&Attack::ExactPlace));
    // A stop is where many stand.
    exact[0].1[2]["properties"]["geo_src"] = json!("stop");
    let before = left(&exact, Audience::Partners);
    assert!(!kinds(&bundle, Audience::Public, &[&before]).contains(&Attack::ExactPlace));
}

#[test]
fn photos_are_bare_and_named() {
    let bare: &[u8] = &[0xff, 0xd8, 0xff, 0xd9];
    let with_gps: &[u8] = b"\xff\xd8\xff\xe1\x00\x08Exif\0\0\xff\xd9";
    let behind: &[u8] = b"\xff\xd8\xff\xd9GPS";
    let of = |name: &str, bytes: &[u8]| {
        seen(attacked(&[(name.to_owned(), bytes.to_vec())], Audience::Public, &[]))
    };
    for (bytes, expected) in [
        (bare, vec![Attack::PhotoNotNamed]),
        (with_gps, vec![Attack::PhotoNotBare, Attack::PhotoNotNamed]),
        (behind, vec![Attack::PhotoNotBare, Attack::PhotoNotNamed]),
        (b"jpeg!", vec![Attack::PhotoNotBare, Attack::PhotoNotNamed]),
    ] {
        assert_eq!(of("photos/a.jpg", bytes), expected, "{bytes:?}");
    }
    assert_eq!(of("notes.txt", b""), [Attack::UnknownFile]);
}

/// How many stay, and how many spoke at a stop, told with those who did not want to be read.
#[test]
fn counts_of_those_who_stay_are_seen() {
    let mut all = files(&good());
    all.push(("LISEZMOI.txt".into(), b"12 observations.\r\n".to_vec()));
    let head = "arret_num;nom;lon;lat;minute;nb_obs\r\n";
    all.push(("arrets/A.csv".into(), format!("{head}1;Le porche;;;;0\r\n").into_bytes()));
    assert_eq!(seen(attacked(&all, Audience::Partners, &[])), []);
    let at = all.len();
    all[at - 2].1 = "Restent dans le groupe : 1 observation.".into();
    all[at - 1].1 = format!("{head}1;Le porche;;;;3\r\n").into_bytes();
    let found = seen(attacked(&all, Audience::Partners, &[]));
    assert_eq!(found, [Attack::HiddenOneByDifference]);
}

#[test]
fn a_document_that_names_somebody_is_not_made() {
    let parts = ["<p>Devant chez Mme Martin</p>", "<p>Place du Marché</p>"];
    let found = attack_document("Carnet", parts, &Default::default(), &[]).found;
    assert_eq!(found.len(), 1);
    assert!(message(&found, Language::Fr).contains("Il n’y a pas de fichier"));
}

/// A mediator looked at the number of a service and let it go: that passes, and nothing beside it.
#[test]
fn what_a_person_let_go_passes_and_nothing_beside_it() {
    let service = "Appeler le service au 03 22 00 00 00";
    let let_go = [service.to_owned()].into();
    let document = |text: &str| attack_document("Carnet", [text], &let_go, &[]).found.len();
    assert_eq!(document(&format!("<p>« {service} »</p>")), 0);
    assert_eq!(document(&format!("<p>{service}, demander Mme Martin</p>")), 1);
    assert_eq!(document("<p>Appeler le service au 03 22 00 00 01</p>"), 1);
    let mut bundle = good();
    bundle[0].1[2]["properties"]["texte"] = json!(service);
    let kinds = |let_go: &BTreeSet<String>| {
        let to = Readership { audience: Audience::Public, is_part: false, let_go };
        seen(attack(zipped(&files(&bundle)), to, &[]).unwrap())
    };
    assert!(kinds(&Default::default()).contains(&Attack::WordsOfSomebody));
    assert_eq!(kinds(&let_go), []);
}

/// The counts of a document, alone and beside what left before.
#[test]
fn small_counts_of_a_document_are_seen() {
    let told = |words: &str| {
        format!(
            "<article class=\"finding\" id=\"AMI-C01\"><p class=\"side-note\">{words}</p></article>"
        )
    };
    let of = |markup: &str, earlier: &[&Release]| {
        seen(attack_document("Carnet", [markup], &Default::default(), earlier))
    };
    let people =
        |row: &str| format!("<table><tr><th>Marche</th>{row}<td>adultes</td></tr></table>");
    let row = |cells: [&str; 4]| people(&cells.map(|cell| format!("<td>{cell}</td>")).concat());
    assert_eq!(of(&row(["14", "14", "–", "–"]), &[]), []);
    assert_eq!(of(&row(["14", "12", "–", "–"]), &[]), [Attack::SmallCount]);
    assert_eq!(of(&row(["4", "–", "–", "–"]), &[]), [Attack::SmallCount]);
    let good = told("12 observations, sur 2 marches. 7 sur 12 disent ne pas s’y sentir à l’aise.");
    assert_eq!(of(&good, &[]), []);
    assert_eq!(of(&told("3 observations, sur une marche."), &[]), [Attack::TooFew]);
    assert_eq!(
        of(&told("12 observations. 9 sur 12 disent ne pas être à l’aise."), &[]),
        [Attack::TooFew]
    );
    // The layers told 12; the booklet tells 13.
    let before = left(&self::good(), Audience::Public);
    assert_eq!(of(&good, &[&before]), []);
    assert_eq!(of(&told("13 observations, sur 2 marches."), &[&before]), [Attack::ChangedByFew]);
}

/// Tables of counts beside all that left before.
#[test]
fn tables_that_would_tell_more_are_seen() {
    let table = |name: &str, cells: &[Option<u32>]| PublishedTable {
        name: name.into(),
        cells: cells.to_vec(),
        devices: Vec::new(),
    };
    let of = |new: &[PublishedTable], before: &[PublishedTable]| {
        let earlier = Release { tables: before.to_vec(), ..left(&good(), Audience::Public) };
        let found = attack_figures("Chiffres", new, &[&earlier]);
        found.into_iter().map(|one| one.attack).collect::<Vec<_>>()
    };
    let first = table(BY_PRINCIPLE, &[Some(20), None]);
    let one = std::slice::from_ref(&first);
    assert_eq!(of(one, one), []);
    assert_eq!(of(&[table(BY_PRINCIPLE, &[Some(3), None])], &[]), [Attack::SmallCount]);
    assert_eq!(of(&[table(BY_PRINCIPLE, &[Some(22), None])], one), [Attack::ChangedByFew]);
    let reasons = table(REASONS, &[Some(18)]);
    assert_eq!(of(&[first.clone(), reasons], &[]), [Attack::HiddenOneByDifference]);
}

/// What the layers write passes, with all that left before of every audience.
#[test]
fn what_the_layers_write_passes() {
    let workshop = found(&small());
    let mut before: Vec<Release> = Vec::new();
    for audience in [Audience::Partners, Audience::Public, Audience::Partners, Audience::Public] {
        let choice = Choice::all(audience);
        let (archive, report) = bundle(&workshop, &choice);
        let earlier: Vec<&Release> = before.iter().collect();
        let to = Readership { audience, is_part: false, let_go: &Default::default() };
        let attacked = attack(Cursor::new(archive), to, &earlier).unwrap();
        assert_eq!(attacked.found, [], "{audience:?} after {}", before.len());
        let by = (MADE, DeviceNumber(1));
        before.push(Release::of(
            (&workshop.campaign, &choice, &report.leaving),
            Released::Layers,
            by,
            attacked.rows,
        ));
    }
}
