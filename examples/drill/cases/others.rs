//! Links, answers, other people's files, pictures.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use eclaireuse::domain::code::Code;
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::leaving::answering::{AnswerField, AnsweredLayer};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::format::answers::{self, SheetProblem};
use eclaireuse::format::files::locate::Known;
use eclaireuse::format::files::question::Answers;
use eclaireuse::format::files::recognise::{self, Opened};
use eclaireuse::format::files::remark::Remark;
use eclaireuse::format::files::{
    FileProblem, basemap_file, perimeter_file, points_file, route_file,
};
use eclaireuse::format::fragment::{self, Invitation};
use eclaireuse::format::photo_bytes;

use super::bending::{self, Dice};
use super::samples::{Samples, picture};
use super::{Case, law};

/// Bytes of the large cases.
const LARGE: usize = 900_000;

fn zlib(text: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text).expect("in memory");
    packed.finish().expect("in memory")
}

/// A link: whole lines are those that were put in, a bent one is damaged or says something else.
pub(super) fn fragment(dice: &mut Dice, samples: &Samples) -> Case {
    let count = 1 + dice.below(4);
    let from = dice.below(samples.lines.len());
    let lines = samples.lines.iter().cycle().skip(from).take(count);
    let lines: Vec<String> = lines.map(|line| bending::line(dice, line, line)).collect();
    let refs: Vec<&str> = lines.iter().map(String::as_str).collect();
    let (payload, is_sound) = match dice.below(6) {
        0 | 1 => (fragment::payload(&refs, &[], usize::MAX).unwrap_or_default(), true),
        2 => {
            let mut bytes = zlib(lines.join("\n").as_bytes());
            bending::bytes(dice, &mut bytes);
            (format!("z{}", URL_SAFE_NO_PAD.encode(bytes)), false)
        }
        3 if dice.one_in(300) => {
            let bomb = zlib(&vec![b'\n'; 40 << 20]);
            (format!("z{}", URL_SAFE_NO_PAD.encode(bomb)), false)
        }
        _ => {
            let mut bytes =
                fragment::payload(&refs, &[], usize::MAX).unwrap_or_default().into_bytes();
            bending::bytes(dice, &mut bytes);
            (format!("https://x/#/rejoindre/{}", String::from_utf8_lossy(&bytes)), false)
        }
    };
    Case::of(payload.len(), move || match fragment::read(&payload) {
        Ok(Invitation::Lines(read)) if is_sound => {
            let given: Vec<&str> = lines.iter().flat_map(|line| line.lines()).collect();
            let whole = lines.join("\n");
            let given = if given.len() == lines.len() { given } else { whole.lines().collect() };
            law(read == given, || "lines were altered".into())
        }
        Err(_) if is_sound => {
            let long = lines.iter().map(|line| line.len() + 1).sum::<usize>() > 256 << 10;
            law(long || lines.concat().is_empty(), || "a sound link is refused".into())
        }
        _ => Ok(()),
    })
}

/// A sheet of answers: each row is taken or named.
pub(super) fn answers(dice: &mut Dice, _: &Samples) -> Case {
    if dice.one_in(300) {
        return large_answers(dice);
    }
    let mut names = vec!["preco_id", "preco_nr", "intitule", "lon", "lat"];
    names.extend(AnswerField::of(AnsweredLayer::Preconisation).map(Code::code));
    const CELLS: [&str; 16] = [
        "",
        "done",
        "accepted",
        "31/12/2026",
        "2026-13-45",
        "Élevé",
        "=1+1",
        "'=1+1",
        "####",
        "#NOM?",
        "un mot",
        "49.87",
        "x,y",
        "1e999",
        "99999",
        "\u{202e}x",
    ];
    let rows: Vec<Vec<String>> = (0..1 + dice.below(12))
        .map(|row| {
            let id = RecordId(0x0192_f3a0_0000_7c55_9a10_0000_0000_0000 + row as u128);
            let mut cells: Vec<String> =
                names.iter().map(|_| (*dice.pick(&CELLS)).to_owned()).collect();
            cells[0] = if dice.one_in(10) { "no id".into() } else { id.to_string() };
            if dice.one_in(12) {
                cells.extend(["beyond".to_owned(), "more".to_owned()]);
            }
            cells
        })
        .collect();
    let mut text = names.join(";");
    for row in &rows {
        write!(text, "\n{}", row.join(";")).expect("in memory");
    }
    text.push('\n');
    let is_sound = dice.one_in(2);
    let mut bytes = text.into_bytes();
    if dice.one_in(6) {
        bytes = collection(&names, &rows).into_bytes();
    }
    if !is_sound {
        bending::bytes(dice, &mut bytes);
    }
    let (count, is_json) = (rows.len(), bytes.starts_with(b"{"));
    Case::of(bytes.len(), move || {
        let Ok(read) = answers::read(&bytes) else {
            return law(!is_sound, || "a sound sheet is refused".into());
        };
        if !is_sound {
            return Ok(());
        }
        let mut told: BTreeSet<usize> = read.rows.iter().map(|row| row.line).collect();
        for problem in &read.problems {
            match problem {
                SheetProblem::TooManyCells { line } | SheetProblem::CutShort { line } => {
                    told.insert(*line);
                }
                SheetProblem::Contradiction { lines, .. } => told.extend(lines),
                _ => {}
            }
        }
        let first = if is_json { 1 } else { 2 };
        law((first..first + count).all(|line| told.contains(&line)), || {
            format!("a row is neither taken nor named: {told:?} of {count}")
        })
    })
}

fn collection(names: &[&str], rows: &[Vec<String>]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells: Vec<String> =
                names.iter().zip(row).map(|(name, cell)| format!("{name:?}:\"{cell}\"")).collect();
            format!(r#"{{"type":"Feature","properties":{{{}}},"geometry":null}}"#, cells.join(","))
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, rows.join(","))
}

fn large_answers(dice: &mut Dice) -> Case {
    let feature = |number: usize, dice: &mut Dice| match dice.below(5) {
        0 => format!(r#"{{"properties":{{"preco_id":1,"f{number}":1}}}},"#),
        1 => r#"{"properties":{"preco_id":1,"statut":"x"}},"#.to_owned(),
        2 => r#"{"properties":{"preco_id":{"":0}}},"#.to_owned(),
        3 => r#"{"properties":{"preco_id":[[[[[0]]]]],"x":[0,0,0,0]}},"#.to_owned(),
        _ => r#"{"":0},"#.to_owned(),
    };
    let mut text = String::new();
    let size = 100_000 + dice.below(LARGE);
    match dice.below(4) {
        0 => {
            text.push_str("{\"features\":[");
            let kind = dice.next();
            while text.len() < size {
                let number = text.len();
                text.push_str(&feature(number, &mut Dice(kind)));
            }
            text.push_str("{}]}");
        }
        1 => {
            let line = *dice.pick(&["1\n", ";;;;;;;;;;;;;;;;\n", "1;x;y;z\n", "\"\"\n", "\n"]);
            text = format!("preco_id;statut;rep_texte\n{}", line.repeat(size / line.len()));
        }
        2 => {
            text = format!("preco_id{}\n1;2\n", dice.pick(&[";", ";x", ";statut"]).repeat(size / 8))
        }
        _ => {
            let nested = *dice.pick(&["[", "{\"a\":", "[{\"\":0},"]);
            text = format!("{{\"features\":[{{\"properties\":{{\"a\":{}", nested.repeat(size / 8));
        }
    }
    Case::of(text.len(), move || {
        drop(answers::read(text.as_bytes()));
        Ok(())
    })
}

/// A feature of some shape, sound or not.
fn feature(dice: &mut Dice, kind: &str) -> String {
    let number = |dice: &mut Dice| match dice.below(12) {
        0 => (*dice.pick(&["1e999", "null", "\"2\"", "-1e308", "649000", "[]"])).to_owned(),
        _ => format!("{:.5}", 2.0 + dice.below(1000) as f64 / 1e4),
    };
    let mut at =
        |dice: &mut Dice| format!("[{},{}]", number(dice), number(dice).replace("2.", "49."));
    let count = 1 + dice.below(6);
    let line = |dice: &mut Dice, at: &mut dyn FnMut(&mut Dice) -> String| {
        (0..count + 3).map(|_| at(dice)).collect::<Vec<_>>().join(",")
    };
    let coordinates = match kind {
        "Point" => at(dice),
        "LineString" | "MultiPoint" => format!("[{}]", line(dice, &mut at)),
        "Polygon" | "MultiLineString" => format!("[[{}]]", line(dice, &mut at)),
        _ => format!("[[[{}]]]", line(dice, &mut at)),
    };
    let properties = *dice.pick(&[
        "{}",
        "null",
        "{\"ref\":\"L-1\"}",
        "{\"NOM\":7,\"code_qp\":\"QN1\",\"insee_com\":1004}",
        "{\"name\":{\"\":0},\"lib_qp\":[0]}",
        "{\"name\":\"=1+1\\u0000\"}",
    ]);
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
    )
}

fn features(dice: &mut Dice, kinds: &[&str]) -> (String, usize) {
    let count = 1 + dice.below(12);
    let parts: Vec<String> = (0..count)
        .map(|_| {
            let kind = *dice.pick(kinds);
            feature(dice, kind)
        })
        .collect();
    (format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, parts.join(",")), count)
}

/// A text of many small pieces.
fn large(dice: &mut Dice, head: &str, pieces: &[&str], tail: &str) -> String {
    let piece = *dice.pick(pieces);
    let count = (100_000 + dice.below(LARGE)) / piece.len().max(1);
    let mut text = head.to_owned();
    for number in 0..count {
        // A number of its own where it asks for one.
        text.push_str(&piece.replace('#', &number.to_string()));
        if text.len() > 1 << 20 {
            break;
        }
    }
    text + tail
}

const COLLECTION: &str = r#"{"type":"FeatureCollection","features":["#;

fn opened(text: &str) -> Result<Opened, FileProblem> {
    recognise::open(text.as_bytes(), 0, &|_, _| None)
}

/// Points: each is taken or counted.
pub(super) fn points(dice: &mut Dice, _: &Samples) -> Case {
    let (mut text, count) = features(dice, &["Point"]);
    let bend = dice.below(300);
    if bend == 0 {
        text = large(
            dice,
            COLLECTION,
            &[
                r#"{"type":"Feature","properties":{"f#":1},"geometry":{"type":"Point","coordinates":[2,49]}},"#,
                r#"{"":0},"#,
                r#"{"type":"Feature","properties":{"a":[{"":0},{"":0},{"":0},{"":0}]},"geometry":null},"#,
                "0,",
            ],
            r#"{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[2,49]]}}]}"#,
        );
    } else if bend == 1 {
        let properties =
            large(dice, "{", &["\"f#\":\"#\",", "\"\":0,", "\"a#\":[{\"\":0}],"], "\"ref\":1}");
        let at = vec!["[2,49]"; 20_000].join(",");
        text = format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"MultiPoint","coordinates":[{at}]}}}}"#
        );
    } else if bend < 150 {
        text = bending::text(dice, &text, &text);
    }
    Case::of(text.len(), move || {
        let Ok(opened) = opened(&text) else { return Ok(()) };
        let found = points_file::read(&opened, &Known::default(), &Answers::default());
        let Ok(found) = found else { return Ok(()) };
        let Some(points) = found.what else { return Ok(()) };
        let left_out = |remark: &Remark| match remark {
            Remark::Skipped(count) | Remark::Stray(count) => *count,
            _ => 0,
        };
        let skipped: usize = found.remarks.iter().map(left_out).sum();
        law(bend < 150 || points.len() + skipped == count, || {
            format!("{} taken and {skipped} said of {count}", points.len())
        })
    })
}

/// Routes: short enough, whatever came.
pub(super) fn route(dice: &mut Dice, _: &Samples) -> Case {
    let (json, _) = features(dice, &["LineString", "MultiLineString", "Point"]);
    let gpx = "<?xml version=\"1.0\"?><gpx><wpt lat='49.87' lon='2.29'><name>A &amp; B</name></wpt><trk><trkseg><trkpt lat='49.87' lon='2.29'><time>2026-11-05</time></trkpt><trkpt lat='49.88' lon='2.30'/></trkseg></trk><rte><rtept lat='1' lon='2'/></rte></gpx>";
    let text = match dice.below(300) {
        0 => large(
            dice,
            "<gpx><trk>",
            &[
                "<trk><trkpt lat='1' lon='2'/><trkpt lat='1' lon='3'/></trk>",
                "<trkpt lat='4#' lon='2.1#'/>",
                "<wpt lat='1' lon='2'><name>x</name></wpt>",
                "<a>",
                "&amp;",
                "<a b='c' b='c' ",
            ],
            "</trk></gpx>",
        ),
        1 => {
            // One long line, then many short ones; or one that turns and turns.
            let mut points = String::new();
            for step in 0..9_000_u32 {
                let (angle, away) = (f64::from(step) * 0.7, f64::from(step) / 20_000.0);
                let (lon, lat) = (2.3 + away * angle.cos(), 49.8 + away * angle.sin());
                write!(points, "<trkpt lat='{lat:.6}' lon='{lon:.6}'/>").expect("in memory");
            }
            let short = "<trk><trkpt lat='1' lon='2'/><trkpt lat='1' lon='3'/></trk>".repeat(9_000);
            format!("<gpx><trk>{points}</trk>{short}</gpx>")
        }
        2 => large(
            dice,
            COLLECTION,
            &[
                r##"{"type":"Feature","properties":{"name":"#"},"geometry":{"type":"LineString","coordinates":[[2,49],[2,50]]}},"##,
                "[],",
            ],
            r#"{"type":"Feature","geometry":{"type":"LineString","coordinates":[[2,49],[2,50]]}}]}"#,
        ),
        3..=150 => bending::text(dice, gpx, &json),
        _ => bending::text(dice, &json, gpx),
    };
    Case::of(text.len(), move || {
        let Ok(opened) = opened(&text) else { return Ok(()) };
        let found = route_file::read(&opened, &Known::default(), &Answers::default());
        let Some(found) = found.ok().and_then(|found| found.what) else { return Ok(()) };
        law(found.line.len() <= route_file::LINE_MAX, || "a line without end".into())?;
        law(found.points.len() <= route_file::STOPS_MAX, || "stops without end".into())?;
        law(found.points.iter().all(|(name, _)| name.chars().count() <= 80), || {
            "a long name".into()
        })
    })
}

/// Perimeters: each is listed, and what is picked is bounded.
pub(super) fn perimeter(dice: &mut Dice, _: &Samples) -> Case {
    let (mut text, count) = features(dice, &["Polygon", "MultiPolygon"]);
    let bend = dice.below(300);
    if bend == 0 {
        let mut ring = String::new();
        for step in 0..*dice.pick(&[2_000_u32, 9_900, 40_000]) {
            let wave = if dice.one_in(2) { f64::from(step % 2) } else { f64::from(step) / 1e5 };
            write!(ring, "[{:.5},{:.5}],", 2.0 + f64::from(step) / 1e5, 49.0 + wave)
                .expect("in memory");
        }
        text = format!(
            r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[[{ring}[2.0,48.9],[2.0,49.0]]]}}}}"#
        );
    } else if bend == 1 {
        text = large(
            dice,
            COLLECTION,
            &[r##"{"properties":{"code_qp":"#"}},"##, r#"{"properties":{"a":{"":0}}},"#, "{},"],
            "{}]}",
        );
    } else if bend < 150 {
        text = bending::text(dice, &text, &text);
    }
    let index = dice.below(count + 1);
    Case::of(text.len(), move || {
        let Ok(opened) = opened(&text) else { return Ok(()) };
        let none = Answers::default();
        if let Ok(found) = perimeter_file::names(&opened, &none) {
            let listed: usize = found.names.iter().map(|name| name.parts).sum();
            law(bend < 150 || listed <= count, || "a perimeter is listed twice".into())?;
        }
        let index = if bend < 2 { 0 } else { index };
        let found = perimeter_file::pick(&opened, index, &Known::default(), &none);
        let Some(perimeter) = found.ok().and_then(|found| found.what) else { return Ok(()) };
        let points: usize = perimeter.polygons.iter().flatten().map(Vec::len).sum();
        law(points <= 3 * perimeter_file::POINTS_MAX, || "a perimeter without end".into())
    })
}

/// Basemaps: the name is that of the bytes.
pub(super) fn basemap(dice: &mut Dice, _: &Samples) -> Case {
    let is_packed = dice.one_in(2);
    let mut metadata =
        br#"{"attribution":"<a href=\"x\">OpenStreetMap</a>","vector_layers":[{"id":"roads"}]}"#
            .to_vec();
    if dice.one_in(300) {
        metadata = large(
            dice,
            "{\"vector_layers\":[",
            &["{\"\":0},", "0,", "[],", "{\"id\":\"#\"},"],
            "0]}",
        )
        .into_bytes();
    } else if dice.one_in(3) {
        bending::bytes(dice, &mut metadata);
    }
    if is_packed {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&metadata).expect("in memory");
        metadata = packed.finish().expect("in memory");
    }
    let mut file = b"PMTiles\x03".to_vec();
    let after = 127 + 5 + metadata.len() as u64;
    // One tile of nine bytes, an empty layer of streets, at the beginning.
    let (directory, tile) = ([1, 0, 1, 9, 1], b"\x1a\x07\x0a\x05roads");
    for number in [127, 5, 132, metadata.len() as u64, after, 0, after, 9, 1, 1, 1_u64] {
        file.extend(number.to_le_bytes());
    }
    file.extend([1, if is_packed { 2 } else { 1 }, 2, 1, 12, 16]);
    file.resize(127, 0);
    file.extend(directory);
    file.extend(metadata);
    file.extend(tile);
    if dice.one_in(2) {
        bending::bytes(dice, &mut file);
    }
    Case::of(file.len(), move || {
        let Ok(found) = basemap_file::read(Cursor::new(&file[..])) else { return Ok(()) };
        let kept = found.packed.as_deref().unwrap_or(&file);
        law(found.basemap.size == kept.len() as u64, || "another size".into())?;
        law(found.basemap.media == MediaId::of(kept), || "another name".into())?;
        let again =
            basemap_file::read(Cursor::new(kept)).map(|again| (again.basemap, again.packed));
        law(again == Ok((found.basemap, None)), || "packed again, it is another".into())
    })
}

/// Pictures: with something hidden between their parts they are not bare.
pub(super) fn photo(dice: &mut Dice, _: &Samples) -> Case {
    const SECRET: &[u8] = b"49.8709 N, 2.2935 E";
    let chunk = |name: &[u8; 4], data: &[u8]| {
        [&(data.len() as u32).to_be_bytes()[..], name, data, &[0; 4]].concat()
    };
    let segment = |marker: u8, data: &[u8]| {
        [&[0xff, marker][..], &(data.len() as u16 + 2).to_be_bytes(), data].concat()
    };
    let (mut parts, hidden) = match dice.below(3) {
        0 => {
            let exif =
                [&b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a"[..], SECRET]
                    .concat();
            let xmp = [&b"http://ns.adobe.com/xap/1.0/\0"[..], SECRET].concat();
            let iptc = [&b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x13"[..], SECRET].concat();
            let (marker, data) = match dice.below(6) {
                0 => (0xe1, exif),
                1 => (0xe1, xmp),
                2 => (0xed, iptc),
                3 => (0xfe, SECRET.to_vec()),
                4 => (0xe0, [&b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"[..], SECRET].concat()),
                _ => (0xe0 + dice.below(16) as u8, SECRET.to_vec()),
            };
            let whole = picture(dice.below(9) as u8);
            let cuts = [2, 20, 26, 39];
            let cut = *dice.pick(&cuts);
            (vec![whole[..cut].to_vec(), whole[cut..].to_vec()], segment(marker, &data))
        }
        1 => {
            let name = *dice.pick(&[b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"tIME", b"prIv"]);
            let start = [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &[0; 13])].concat();
            (
                vec![start, [chunk(b"IDAT", &[1; 20]), chunk(b"IEND", &[])].concat()],
                chunk(name, SECRET),
            )
        }
        _ => {
            let name = *dice.pick(&[&b"EXIF"[..], b"XMP ", b"priv"]);
            let secret = [name, &20_u32.to_le_bytes(), SECRET, &[0]].concat();
            (vec![[&b"VP8 "[..], &4_u32.to_le_bytes(), &[1; 4]].concat(), Vec::new()], secret)
        }
    };
    let hides = dice.below(3);
    let is_webp = parts[0].starts_with(b"VP8 ");
    match hides {
        1 => parts.insert(1, hidden),
        2 => parts.push(SECRET.to_vec()),
        _ => {}
    }
    let mut file = parts.concat();
    if is_webp {
        file = [&b"RIFF"[..], &(file.len() as u32 + 4).to_le_bytes(), b"WEBP", &file].concat();
    }
    let is_bent = dice.one_in(2);
    if is_bent {
        bending::bytes(dice, &mut file);
    }
    if dice.one_in(400) {
        file = [vec![0xff, 0xd8], segment(0xdb, &[1]).repeat(200_000)].concat();
    }
    let is_sound = hides == 0 && !is_bent && file.len() < 100_000;
    Case::of(file.len(), move || {
        let is_bare = photo_bytes::is_bare(&file);
        law(!is_sound || is_bare, || "a bare picture is refused".into())?;
        law(is_bent || hides == 0 || !is_bare, || "a picture that hides something is taken".into())
    })
}
