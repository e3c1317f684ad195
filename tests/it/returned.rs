//! Notebooks that come back from chat, mail, other systems and editors: all that is still in them is
//! taken, and what is not is said. Each bent file is made here.

use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use eclaireuse::domain::code::Language;
use eclaireuse::format::bundle::{BundleProblem, Notebooks};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

use crate::notebook_file::{
    Photos, Wrapping, named, observation_line, photo_line, read, walk_line, written,
};

/// A notebook with accents and two photos.
fn sample() -> (Vec<String>, Photos) {
    let photos: [&[u8]; 2] = [b"first photo", &[0xe9; 3000]];
    let mut lines = vec![walk_line("Marche d’été « au canal »")];
    let words = "Trottoir cassé à côté, l’œil. ".repeat(40);
    lines.push(observation_line(1, &words, 1, false));
    lines.extend((2..6).map(|id| observation_line(id, "Trottoir cassé à côté, l’œil", 1, false)));
    assert!(lines.iter().any(|line| line.len() > 1200));
    lines.extend((101..).zip(photos).map(|(id, bytes)| photo_line(id, 1, bytes, false)));
    (lines, named(&photos))
}

fn html() -> Vec<u8> {
    let (lines, photos) = sample();
    written(Wrapping::Html, &lines, &photos).0
}

/// The entries of the app's own zip.
fn entries() -> Vec<(String, Vec<u8>)> {
    let (lines, photos) = sample();
    let (file, ..) = written(Wrapping::Zip, &lines, &photos);
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let bytes = |name: &String| {
        let mut bytes = Vec::new();
        std::io::copy(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    let contents: Vec<Vec<u8>> = names.iter().map(bytes).collect();
    names.into_iter().zip(contents).collect()
}

/// How an entry is written by hand.
#[derive(Clone, Copy, Default)]
struct Way {
    /// Lengths and checksum stand behind it.
    streamed: bool,
    packing: u16,
    flags: u16,
    /// The counts at the end say that they stand in the longer record.
    long: bool,
}

fn two(number: usize) -> [u8; 2] {
    u16::try_from(number).unwrap().to_le_bytes()
}

fn four(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap().to_le_bytes()
}

/// A zip, byte by byte, and how many of them come before its directory.
fn zip_by_hand(entries: &[(String, Vec<u8>)], way: Way) -> (Vec<u8>, usize) {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let mut crc = Crc::new();
        crc.update(bytes);
        let crc = crc.sum().to_le_bytes();
        let mut packed = bytes.clone();
        if way.packing == 8 {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(bytes).unwrap();
            packed = encoder.finish().unwrap();
        }
        let flags = way.flags | if way.streamed { 8 } else { 0 };
        let lengths = [crc, four(packed.len()), four(bytes.len())].concat();
        let said = if way.streamed { vec![0; 12] } else { lengths.clone() };
        let start = |said: &[u8]| {
            let fixed = [two(20), flags.to_le_bytes(), way.packing.to_le_bytes(), [0; 2], [0; 2]];
            [fixed.concat(), said.to_vec(), two(name.len()).to_vec(), vec![0; 2]].concat()
        };
        let at = file.len();
        file.extend([b"PK\x03\x04".to_vec(), start(&said)].concat());
        file.extend([name.as_bytes(), &packed].concat());
        if way.streamed {
            file.extend([b"PK\x07\x08".to_vec(), lengths.clone()].concat());
        }
        directory.extend([b"PK\x01\x02".to_vec(), two(20).to_vec(), start(&lengths)].concat());
        directory.extend([vec![0; 10], four(at).to_vec(), name.as_bytes().to_vec()].concat());
    }
    let begins = file.len();
    file.extend(&directory);
    let (count, length) = (entries.len(), directory.len());
    let eight = |number: usize| u64::try_from(number).unwrap().to_le_bytes();
    if way.long {
        let at = file.len();
        let versions = [two(45), two(45)].concat();
        file.extend([b"PK\x06\x06".to_vec(), eight(44).to_vec(), versions, vec![0; 8]].concat());
        file.extend([eight(count), eight(count), eight(length), eight(begins)].concat());
        file.extend(
            [b"PK\x06\x07".to_vec(), vec![0; 4], eight(at).to_vec(), four(1).to_vec()].concat(),
        );
        file.extend([b"PK\x05\x06".to_vec(), vec![0; 4], vec![0xff; 12], vec![0; 2]].concat());
    } else {
        file.extend([b"PK\x05\x06".to_vec(), vec![0; 4], two(count).to_vec()].concat());
        file.extend([two(count).to_vec(), four(length).to_vec(), four(begins).to_vec()].concat());
        file.extend([0; 2]);
    }
    (file, begins)
}

/// Everything is there, and exactly this is said.
fn is_whole(file: &[u8], said: &[BundleProblem]) {
    let (lines, photos) = sample();
    let got = read(file).unwrap();
    assert_eq!(but_long(got.problems), said);
    assert_eq!((got.lines, got.photos), (lines, photos));
}

/// What is said but that the one long line is longer than others.
fn but_long(mut said: Vec<BundleProblem>) -> Vec<BundleProblem> {
    said.retain(|problem| !matches!(problem, BundleProblem::FieldNotUnderstood { .. }));
    said
}

#[test]
fn zips_of_other_programs_are_read() {
    let deflated = Way { packing: 8, ..Way::default() };
    is_whole(&zip_by_hand(&entries(), deflated).0, &[]);
    is_whole(&zip_by_hand(&entries(), Way { long: true, ..deflated }).0, &[]);
    is_whole(&zip_by_hand(&entries(), Way { streamed: true, ..deflated }).0, &[]);
    for folder in ["", "Carnet d’été\\"] {
        let windows = entries().into_iter();
        let mut windows: Vec<_> = windows
            .map(|(name, bytes)| (format!("{folder}{name}").replace('/', "\\"), bytes))
            .collect();
        windows.insert(0, (format!("{folder}media\\"), Vec::new()));
        is_whole(&zip_by_hand(&windows, deflated).0, &[]);
    }
}

#[test]
fn what_a_mac_adds_is_passed_over_and_a_damage_is_said() {
    let mut packed: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, bytes) in entries() {
        packed.push((format!("Carnet/{name}"), bytes));
        packed.push((format!("__MACOSX/Carnet/._{}", name.replace('/', "/._")), vec![0; 9]));
    }
    let more = ["Carnet/.DS_Store", "Carnet/media/Thumbs.db", "__MACOSX/", "Carnet/desktop.ini"];
    packed.extend(more.map(|name| (name.to_owned(), vec![1; 40])));
    let way = Way { packing: 8, streamed: true, ..Way::default() };
    is_whole(&zip_by_hand(&packed, way).0, &[]);
    let photo = packed.iter_mut().find(|(name, _)| name.starts_with("Carnet/media/")).unwrap();
    photo.1 = b"damaged".to_vec();
    let name = photo.0.clone();
    let got = read(&zip_by_hand(&packed, way).0).unwrap();
    assert_eq!(but_long(got.problems), [BundleProblem::PhotoAltered { name }]);
}

#[test]
fn a_stream_that_was_cut_gives_what_it_still_holds() {
    for packing in [0, 8] {
        let way = Way { streamed: true, packing, ..Way::default() };
        let (file, begins) = zip_by_hand(&entries(), way);
        let got = read(&file[..begins]).unwrap();
        let (lines, photos) = sample();
        assert_eq!((&got.lines, &got.photos), (&lines, &photos), "{packing}");
        assert_eq!(but_long(got.problems), [BundleProblem::Truncated]);
        let mut best = 0;
        for step in 0..40 {
            let Ok(got) = read(&file[..begins * step / 40]) else { continue };
            assert!(lines.starts_with(&got.lines) && got.lines.len() >= best, "{packing} {step}");
            assert_eq!(got.problems.first(), Some(&BundleProblem::Truncated));
            best = got.lines.len();
        }
        assert_eq!(best, lines.len());
    }
}

#[test]
fn what_keeps_a_zip_shut_is_named() {
    let error = |way| read(&zip_by_hand(&entries(), way).0).unwrap_err();
    for way in [9, 14, 93] {
        let packing = Way { packing: way, ..Way::default() };
        assert_eq!(error(packing), BundleProblem::PackedOtherwise { way });
        assert_eq!(error(Way { flags: 1, ..packing }), BundleProblem::Protected);
    }
    let (file, begins) = zip_by_hand(&entries(), Way { flags: 1, ..Way::default() });
    assert_eq!(read(&file[..begins]).unwrap_err(), BundleProblem::Protected);
    for (start, kind) in [(&b"7z\xbc\xaf\x27\x1c"[..], "7-Zip"), (b"Rar!\x1a\x07", "RAR")] {
        let archive = [start, &[0; 99]].concat();
        assert_eq!(read(&archive).unwrap_err(), BundleProblem::OtherArchive { kind });
    }
    for language in [Language::Fr, Language::En] {
        let words = BundleProblem::PackedOtherwise { way: 9 }.words(language);
        assert!(words.contains("Deflate64"), "{words}");
    }
}

/// Names and record lines of all notebooks in a file, and what else is said.
fn all(file: &[u8]) -> (Vec<(String, usize)>, Vec<BundleProblem>) {
    let (mut found, mut said) = (Vec::new(), Vec::new());
    for (name, notebook) in Notebooks::of(Cursor::new(file)) {
        match notebook {
            Ok(reader) => {
                let items = reader
                    .filter(|item| matches!(item, eclaireuse::format::bundle::Item::Record { .. }));
                found.push((name, items.count()));
            }
            Err(why) => said.push(why),
        }
    }
    (found, said)
}

#[test]
fn all_notebooks_of_one_file_are_found() {
    let way = Way { packing: 8, ..Way::default() };
    let (lines, _) = sample();
    let (inner, _) = zip_by_hand(&entries(), way);
    let stored = Way { streamed: true, ..Way::default() };
    let files = [
        ("Reçus/A.zip".to_owned(), inner.clone()),
        ("Reçus/b.HTML".to_owned(), html()),
        ("__MACOSX/Reçus/._A.zip".to_owned(), vec![0; 30]),
        ("note.html".to_owned(), b"<html><p>hello</p></html>".to_vec()),
    ];
    let mut folders: Vec<(String, Vec<u8>)> = Vec::new();
    for folder in ["tous/1", "tous/2"] {
        folders
            .extend(entries().into_iter().map(|(name, bytes)| (format!("{folder}/{name}"), bytes)));
    }
    for way in [way, stored] {
        let (found, said) = all(&zip_by_hand(&files, way).0);
        assert_eq!(
            found,
            [("Reçus/A.zip".into(), lines.len()), ("Reçus/b.HTML".into(), lines.len())]
        );
        assert_eq!(said, [BundleProblem::UnknownEntry { name: "note.html".into() }]);
        let (found, said) = all(&zip_by_hand(&folders, way).0);
        assert_eq!(found, [("tous/1".into(), lines.len()), ("tous/2".into(), lines.len())]);
        assert_eq!(said, []);
    }
    let twice = [("deux.zip".to_owned(), zip_by_hand(&files, way).0)];
    assert_eq!(all(&zip_by_hand(&twice, way).0).0.len(), 2);
    // One that nobody can open keeps the others in.
    let shut = zip_by_hand(&entries(), Way { flags: 1, ..way }).0;
    let some = [("shut.zip".to_owned(), shut), ("open.zip".to_owned(), inner)];
    let (found, said) = all(&zip_by_hand(&some, way).0);
    assert_eq!((found.len(), said), (1, vec![BundleProblem::Protected]));
}

/// A page as a mail program breaks it.
fn wrapped(page: &[u8], at: usize, end: &str) -> Vec<u8> {
    let mut broken = Vec::new();
    for line in page.split_inclusive(|byte| *byte == b'\n') {
        for (index, piece) in line.chunks(at).enumerate() {
            if index > 0 {
                broken.extend_from_slice(end.as_bytes());
            }
            broken.extend_from_slice(piece);
        }
    }
    broken
}

#[test]
fn broken_lines_are_mended_and_photos_are_whole() {
    let folded = [(998, "\r\n "), (300, "\n ")];
    let broken = [(998, "\r\n"), (998, "\n"), (300, "\r\n"), (77, "\n")];
    for (at, end) in broken.into_iter().chain(folded) {
        is_whole(&wrapped(&html(), at, end), &[BundleProblem::Mended]);
    }
    // White space within the bytes of a photo alone is nothing to speak of.
    let text = String::from_utf8(html()).unwrap();
    let (start, rest) = text.split_once(";base64,").unwrap();
    is_whole(format!("{start};base64, {}\r\n{}", &rest[..4], &rest[4..]).as_bytes(), &[]);
    // What does not fit its manifest is not guessed at.
    let other = wrapped(text.replacen("cass", "cuss", 1).as_bytes(), 998, "\n");
    let got = read(&other).unwrap();
    assert!(got.problems.contains(&BundleProblem::RecordsAltered), "{:?}", got.problems);
}

/// What a program makes of UTF-8 that takes it for Windows-1252; the sample has no other letters.
fn read_wrongly(text: &str) -> String {
    let table = [(0x80, '€'), (0x93, '“'), (0x99, '™'), (0x9c, 'œ')];
    let letter = |byte: u8| {
        let known = table.iter().find(|(known, _)| *known == byte);
        known.map_or(char::from(byte), |(_, letter)| *letter)
    };
    text.bytes().map(letter).collect()
}

#[test]
fn bent_accents_are_straightened() {
    let text = String::from_utf8(html()).unwrap();
    is_whole(read_wrongly(&text).as_bytes(), &[BundleProblem::Mended]);
    let both = wrapped(read_wrongly(&text).as_bytes(), 998, "\r\n");
    is_whole(&both, &[BundleProblem::Mended]);
    // As ISO 8859-1 each byte is a character, and those of the controls are kept.
    let numbers: String = text.bytes().map(char::from).collect();
    is_whole(numbers.as_bytes(), &[BundleProblem::Mended]);
    let apart = [('é', "e\u{301}"), ('à', "a\u{300}"), ('ô', "o\u{302}")];
    let apart = apart.iter().fold(text.clone(), |text, (one, two)| text.replace(*one, two));
    is_whole(apart.as_bytes(), &[BundleProblem::Mended]);
    let one_byte = |c: char| match c {
        '’' => 0x92,
        'œ' => 0x9c,
        '…' => 0x85,
        '–' => 0x96,
        c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
    };
    let ansi: Vec<u8> = text.chars().map(one_byte).collect();
    is_whole(&ansi, &[BundleProblem::Mended]);
}

#[test]
fn pages_in_other_writings_are_read() {
    let text = String::from_utf8(html()).unwrap();
    for mark in ["\u{feff}", ""] {
        let wide: Vec<u8> =
            format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        is_whole(&wide, &[]);
    }
    let mut quoted = String::new();
    let mut column = 0;
    for byte in text.bytes() {
        let written = match byte {
            b'\n' => "\r\n".to_owned(),
            b'=' | 0x80.. => format!("={byte:02X}"),
            byte => char::from(byte).to_string(),
        };
        column = if byte == b'\n' { 0 } else { column + written.len() };
        if column > 72 {
            quoted += "=\r\n";
            column = written.len();
        }
        quoted += &written;
    }
    // Line ends became those of mail, in the record lines too, which lets them be.
    is_whole(quoted.as_bytes(), &[]);
    let zip = zip_by_hand(&entries(), Way { packing: 8, ..Way::default() }).0;
    let lines: Vec<String> = STANDARD
        .encode(zip)
        .as_bytes()
        .chunks(76)
        .map(|line| String::from_utf8(line.to_vec()).unwrap())
        .collect();
    let start = "Subject: carnet\r\nContent-Type: multipart/mixed;\r\n boundary=\"=_x\"\r\n\r\n--=_x\r\n\
        Content-Transfer-Encoding: 8bit\r\n\r\nVoici.\r\n--=_x\r\n";
    for (writing, body) in [("base64", lines.join("\r\n")), ("quoted-printable", quoted)] {
        let mail =
            format!("{start}Content-Transfer-Encoding: {writing}\r\n\r\n{body}\r\n--=_x--\r\n");
        is_whole(mail.as_bytes(), &[]);
    }
}

#[test]
fn a_page_without_its_records_is_known_for_one() {
    let text = String::from_utf8(html()).unwrap();
    let (start, rest) = text.split_once("<script").unwrap();
    let (_, rest) = rest.split_once("</script>").unwrap();
    let (body, _) = rest.split_once("<script").unwrap();
    let stripped = format!("{start}{body}</body></html>");
    let got = read(stripped.as_bytes()).unwrap();
    assert!(got.lines.is_empty() && got.photos.is_empty());
    assert!(got.problems.contains(&BundleProblem::RecordsMissing), "{:?}", got.problems);
    let saved = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"b\"\n\n--b\n\
         Content-Transfer-Encoding: quoted-printable\n\n{}\n--b--\n",
        stripped.replace('=', "=3D")
    );
    assert_eq!(read(saved.as_bytes()).unwrap_err(), BundleProblem::RecordsMissing);
}
