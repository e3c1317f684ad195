//! Files of which the true places and names are known, bent in their meaning: another system, another order of
//! axes, other letters, another wrapping, numbers as text. What comes of one is true, or asked about, or
//! refused: never another place, never another name, never a success with nothing in it.
//!
//! 500 in every run of the tests; more with `ECLAIREUSE_BENDS` (`script/bends`).

use std::fmt::Write as _;
use std::io::Write as _;

use super::dice::Dice;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::format::files::locate::Known;
use eclaireuse::format::files::question::Answers;
use eclaireuse::format::files::system::{Conversion, System};
use eclaireuse::format::files::{points_file, recognise};

const NAMES: [&str; 6] =
    ["Église", "Hôtel de Ville", "L-12", "École n° 3", "Forêt", "Château d'eau"];
const COLUMNS: [&str; 5] = ["ref", "NUMERO", "nom", "matricule", "id_support"];

/// What is true of a file: each point with its label, if it has one.
struct Truth {
    points: Vec<(Option<String>, Place)>,
}

/// One bent file, with what is true of it, what is known of the walk, and how it was bent.
fn bent(dice: &mut Dice) -> (Vec<u8>, Truth, Known, String) {
    let here = Place::from_lon_lat(2.2935 + dice.about() * 0.5, 49.2 + dice.about() * 0.5).unwrap();
    let count = 3 + dice.below(12);
    let style = dice.below(4);
    let points: Vec<(Option<String>, Place)> = (0..count)
        .map(|rank| {
            let label = match style {
                0 => format!("{} {rank}", dice.pick(&NAMES)),
                1 => format!("{}", 1200 + rank),
                2 => format!("{:05}", 100 + rank),
                _ => format!("L-{rank}"),
            };
            let label = (!dice.one_in(9)).then_some(label);
            (label, here.moved(dice.about() * 180.0, 400.0 * dice.about().abs()))
        })
        .collect();
    let known = if dice.one_in(3) { Vec::new() } else { vec![here.moved(90.0, 300.0)] };
    let systems = [
        System::Wgs84,
        System::Wgs84,
        System::Lambert93,
        System::WebMercator,
        System::Conic(50),
        System::LambertII,
    ];
    let system = *dice.pick(&systems);
    let turned = dice.one_in(5);
    // Whoever knows nothing of the walk can only believe what the file says.
    let declared = match dice.below(4) {
        0 => Some(format!("urn:ogc:def:crs:EPSG::{}", system.epsg())),
        1 => Some(format!("EPSG:{}", system.epsg())),
        2 if !known.is_empty() => Some("urn:ogc:def:crs:OGC:1.3:CRS84".to_owned()),
        _ => None,
    };
    let column = *dice.pick(&COLUMNS);
    let conversion = Conversion::of(system).unwrap();
    let zeros = if dice.one_in(5) { 1 } else { 0 };
    let at = |place: Place| {
        let (x, y) = conversion.position(place.lon(), place.lat());
        if turned { (y, x) } else { (x, y) }
    };
    let number = |label: &str| label.parse::<u32>().is_ok() && !label.starts_with('0');
    let mut rows: Vec<(Option<String>, (f64, f64))> =
        points.iter().map(|(label, place)| (label.clone(), at(*place))).collect();
    rows.extend((0..zeros).map(|_| (Some("nulle part".to_owned()), (0.0, 0.0))));
    let as_float = dice.one_in(2);
    let wrapping = dice.below(7);
    let mut text = String::new();
    match wrapping {
        // A table.
        0 => {
            let separator = *dice.pick(&[';', '\t']);
            let comma = separator != ',' && dice.one_in(2);
            writeln!(text, "{column}{separator}x{separator}y").unwrap();
            for (label, (x, y)) in &rows {
                let written = |number: f64| {
                    let plain = format!("{number:.9}");
                    if comma { plain.replace('.', ",") } else { plain }
                };
                let label = label.clone().unwrap_or_default();
                writeln!(text, "{label}{separator}{}{separator}{}", written(*x), written(*y))
                    .unwrap();
            }
        }
        // Esri's JSON.
        1 => {
            let features = rows.iter().map(|(label, (x, y))| {
                let label =
                    label.as_ref().map_or("null".to_owned(), |label| format!("\"{label}\""));
                format!(r#"{{"attributes":{{"{column}":{label}}},"geometry":{{"x":{x},"y":{y}}}}}"#)
            });
            let code = declared.as_ref().map_or_else(String::new, |_| {
                format!(r#""spatialReference":{{"wkid":{}}},"#, system.epsg())
            });
            text = format!(r#"{{{code}"features":[{}]}}"#, features.collect::<Vec<_>>().join(","));
        }
        _ => {
            let features: Vec<String> = rows
                .iter()
                .map(|(label, (x, y))| {
                    let label = match label {
                        None => "null".to_owned(),
                        Some(label) if number(label) && as_float => format!("{label}.0"),
                        Some(label) if number(label) => label.clone(),
                        Some(label) => format!("\"{label}\""),
                    };
                    let properties = format!(r#"{{"type":"LED","{column}":{label},"h":{}}}"#, if as_float { "NaN" } else { "7.5" });
                    let geometry = if wrapping == 2 {
                        format!(r#"{{"type":"GeometryCollection","geometries":[{{"type":"Point","coordinates":[{x},{y},3.0]}}]}}"#)
                    } else {
                        format!(r#"{{"type":"Point","coordinates":[{x},{y}]}}"#)
                    };
                    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
                })
                .collect();
            let crs = declared.as_ref().map_or_else(String::new, |name| {
                format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#)
            });
            text = match wrapping {
                3 if declared.is_none() => features.join("\n"),
                4 if declared.is_none() => {
                    features.iter().map(|one| format!("\u{1e}{one}\n")).collect()
                }
                _ => format!(
                    "{{\"type\":\"FeatureCollection\",{crs}\"features\":[\r\n{}\r\n]}}",
                    features.join(",\r\n")
                ),
            };
        }
    }
    let letters = dice.below(5);
    let mut bytes = match letters {
        0 => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        1 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        2 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        _ => text.clone().into_bytes(),
    };
    let packed = dice.below(6);
    if packed == 0 {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file("données/lampes.txt", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
        bytes = zip.finish().unwrap().into_inner();
    } else if packed == 1 {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(&bytes).unwrap();
        bytes = gz.finish().unwrap();
    }
    let how = format!(
        "{system:?} turned {turned} declared {declared:?} column {column} wrapping {wrapping} letters {letters} packed {packed} known {} zeros {zeros}",
        known.len()
    );
    (bytes, Truth { points }, Known { places: known }, how)
}

#[test]
fn a_bent_file_gives_what_is_true_or_asks_or_is_refused() {
    let bends = std::env::var("ECLAIREUSE_BENDS").ok().and_then(|text| text.parse().ok());
    let seed = std::env::var("ECLAIREUSE_SEED").ok().and_then(|text| text.parse().ok());
    let seed: u64 = seed.unwrap_or(1);
    let (mut taken, mut asked, mut refused) = (0, 0, 0);
    for bend in 0..bends.unwrap_or(500_u64) {
        let mut dice = Dice(seed.wrapping_mul(1 << 32).wrapping_add(bend));
        let (bytes, truth, known, how) = bent(&mut dice);
        let how = format!("seed {seed}, bend {bend}: {how}");
        let opened = recognise::open(&bytes, 0, &|_, _| None);
        let found =
            opened.and_then(|opened| points_file::read(&opened, &known, &Answers::default()));
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                refused += 1;
                assert!(known.places.is_empty(), "{how}: {why:?}");
                continue;
            }
        };
        let Some(points) = found.what else {
            asked += 1;
            assert!(found.questions.iter().any(|question| question.chosen.is_none()), "{how}");
            continue;
        };
        taken += 1;
        assert_eq!(points.len(), truth.points.len(), "{how}");
        for (point, (label, place)) in points.iter().zip(&truth.points) {
            let away = point.place.metres_to(*place);
            assert!(away < 3.0, "{how}: {} lies {away} m away", point.label);
            let label = label.as_deref().unwrap_or_default();
            assert!(
                point.label == label || point.label.is_empty(),
                "{how}: {} is called {}",
                label,
                point.label
            );
        }
    }
    println!("{taken} taken, {asked} asked about, {refused} refused");
    assert!(taken > refused + asked, "{taken} taken, {asked} asked about, {refused} refused");
}
