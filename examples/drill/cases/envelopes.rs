//! Bent wrappings: directories, manifests, blocks of pages, and bombs.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use eclaireuse::domain::observation::photo::MediaId;
use zip::write::SimpleFileOptions;

use super::bending::{self, Dice};
use super::samples::{Samples, picture};

/// A bent file, and the lines that were in it.
pub(super) fn bent(dice: &mut Dice, samples: &Samples) -> (Vec<u8>, BTreeSet<String>) {
    let (sound, lines) = dice.pick(&samples.files);
    let given = lines.iter().cloned().collect();
    if dice.one_in(2_000) {
        return (bomb(dice, lines), given);
    }
    let mut file = sound.clone();
    match dice.below(5) {
        0 | 1 => bending::bytes(dice, &mut file),
        2 => file = packed(dice, samples, lines),
        3 => file.truncate(dice.below(sound.len())),
        _ if file.starts_with(b"PK") => directory(dice, &mut file),
        _ => page(dice, &mut file),
    }
    (file, given)
}

/// A zip by another program: other names, doubles, a bent manifest.
fn packed(dice: &mut Dice, samples: &Samples, lines: &[String]) -> Vec<u8> {
    const NAMES: [&str; 12] = [
        "records.ndjson",
        "manifest.json",
        "media/",
        "a/records.ndjson",
        "../records.ndjson",
        "media/x.jpg",
        "/records.ndjson",
        "records.ndjson/",
        "notes.txt",
        "media\\a.jpg",
        "",
        "a/manifest.json",
    ];
    let mut text = lines.join("\n");
    if dice.one_in(2) {
        text.push('\n');
    }
    let manifest = r#"{"format":"eclaireuse-notebook","version":1,"records":9,"media":[{"sha256":"ab","type":"image/png","bytes":1}],"walks":["x"]}"#;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for _ in 0..=dice.below(6) {
        let method =
            *dice.pick(&[zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated]);
        let options = SimpleFileOptions::default().compression_method(method);
        let photo = dice.pick(&samples.photos).clone();
        let (name, content) = match dice.below(5) {
            0 | 1 => ("records.ndjson".to_owned(), text.clone().into_bytes()),
            2 => ("manifest.json".to_owned(), bending::text(dice, manifest, manifest).into_bytes()),
            3 => (format!("media/{}.jpg", MediaId::of(&photo)), photo),
            _ => ((*dice.pick(&NAMES)).to_owned(), text.clone().into_bytes()),
        };
        // The same name twice is not written.
        if zip.start_file(name, options).is_ok() {
            zip.write_all(&content).expect("in memory");
        }
    }
    zip.finish().expect("a zip").into_inner()
}

/// The directory at the end and the local headers.
fn directory(dice: &mut Dice, file: &mut Vec<u8>) {
    let heads: Vec<usize> =
        file.windows(2).enumerate().filter(|(_, two)| *two == b"PK").map(|(at, _)| at).collect();
    for _ in 0..=dice.below(3) {
        let at = dice.pick(&heads) + 4 + dice.below(42);
        match dice.below(4) {
            0 => file.iter_mut().skip(at).take(4).for_each(|byte| *byte = 0xff),
            1 => file.iter_mut().skip(at).take(2).for_each(|byte| *byte = dice.next() as u8),
            2 => {
                let end = file.len().saturating_sub(22);
                let again = file[end..].repeat(1 + dice.below(50));
                file.extend(again);
            }
            _ => drop(file.splice(0..0, vec![b' '; dice.below(200)])),
        }
    }
}

/// The blocks and pictures of a page.
fn page(dice: &mut Dice, file: &mut Vec<u8>) {
    const PIECES: [&str; 9] = [
        "</script>",
        "<script type=\"application/x-ndjson\" id=\"records\">",
        "</html>",
        "<",
        ">",
        "<img class=\"media\" id=\"x\" src=\"data:image/jpeg;base64,",
        "<!--",
        "\"",
        "\\u003c/script>",
    ];
    let tags: Vec<usize> =
        file.iter().enumerate().filter(|(_, byte)| **byte == b'<').map(|(at, _)| at).collect();
    for _ in 0..=dice.below(4) {
        let at = if tags.is_empty() { 0 } else { (*dice.pick(&tags)).min(file.len()) };
        let piece = dice.pick(&PIECES).repeat(1 + dice.below(3)).into_bytes();
        let end = (at + dice.below(60)).min(file.len());
        let to = if dice.one_in(2) { end } else { at };
        file.splice(at..to, piece);
    }
}

/// A small file that would be large, or long to read.
fn bomb(dice: &mut Dice, lines: &[String]) -> Vec<u8> {
    let name = MediaId::of(&picture(1)).to_string();
    let head = lines.join("\n");
    match dice.below(6) {
        0 => {
            let piece: &str = dice.pick::<&str>(&[" ", "\n", "{}\n", "x"]);
            deflated("records.ndjson", &head, piece, 80 << 20)
        }
        1 => deflated(&format!("media/{name}.jpg"), "", "\0", 60 << 20),
        2 => deflated("manifest.json", "", "{\"walks\":[\"\",", 40 << 20),
        3 => {
            // The lines once more, each with a number of its own: it packs well, and is sound.
            let line = lines.first().cloned().unwrap_or_default();
            let mut text = String::new();
            for number in 0..20_000 {
                text.push_str(&line.replacen("\"rev\":1", &format!("\"rev\":{number}"), 1));
                text.push('\n');
            }
            deflated("records.ndjson", &text, "", 0)
        }
        4 => {
            let tag =
                format!("<img class=\"media\" alt=\"{name}\" src=\"data:image/jpeg;base64,AAAA");
            let start = "<html><meta name=\"format\" content=\"eclaireuse-notebook\">";
            format!("{start}{}", tag.repeat(900_000 / tag.len())).into_bytes()
        }
        _ => {
            let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options = SimpleFileOptions::default();
            for number in 0..4_000_u32 {
                let id = MediaId::of(&number.to_be_bytes());
                zip.start_file(format!("media/{id}.jpg"), options).expect("in memory");
                zip.write_all(b"not it").expect("in memory");
            }
            zip.start_file("records.ndjson", options).expect("in memory");
            zip.write_all(head.as_bytes()).expect("in memory");
            zip.finish().expect("a zip").into_inner()
        }
    }
}

fn deflated(name: &str, head: &str, piece: &str, bytes: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default().compression_level(Some(6)))
        .expect("in memory");
    zip.write_all(head.as_bytes()).expect("in memory");
    if !piece.is_empty() {
        let block = piece.repeat((1 << 20) / piece.len());
        for _ in 0..bytes / block.len() {
            zip.write_all(block.as_bytes()).expect("in memory");
        }
    }
    zip.finish().expect("a zip").into_inner()
}
