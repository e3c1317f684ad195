//! Notebook files: what goes out comes back, and whatever happens to a file on its way, what is good
//! in it is read and nothing breaks.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::process::Command;

use eclaireuse::app::Event;
use eclaireuse::app::event::ReadyPhoto;
use eclaireuse::domain::amend::{Change, TextField};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::photo::MediaId;
use eclaireuse::format::bundle::{BundleProblem, HtmlNotebook, Item, Reader, ZipNotebook};
use eclaireuse::text::FileWords;
use proptest::prelude::*;

use crate::phone::{EVENING, Phone};

/// Lines of a walk and photos with their bytes.
type Content = (WalkId, Vec<String>, Vec<(MediaId, Vec<u8>)>);

fn photo_bytes(seed: u8) -> Vec<u8> {
    (0..9000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 ^ seed).collect()
}

fn content(words: &str) -> Content {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|walk| walk.title = words.chars().take(100).collect());
    let mut photos = Vec::new();
    for seed in 0..3 {
        let id = phone.tags("street_lighting");
        for field in TextField::ALL {
            phone.says(id, Change::Text(field, words.into()));
        }
        let bytes = photo_bytes(seed);
        let media = MediaId::of(&bytes);
        let chance = phone.chance();
        let ready = ReadyPhoto {
            media,
            media_type: "image/jpeg".into(),
            size: bytes.len() as u64,
            pixels: (1600, 1200),
            blocks: 2,
        };
        phone.happens(Event::PhotoReady(id, ready, chance));
        photos.push((media, bytes));
    }
    let taken_back = phone.model.notebook.all_media().count();
    assert_eq!(taken_back, 3);
    (walk, phone.lines_of(walk), photos)
}

fn zipped((walk, lines, photos): &Content) -> Vec<u8> {
    let mut zip = ZipNotebook::new(EVENING).unwrap();
    let mut out = Vec::new();
    for line in lines {
        zip.record(*walk, line).unwrap();
        out.extend(zip.drain());
    }
    for (media, bytes) in photos {
        zip.photo(*media, "image/jpeg", bytes).unwrap();
        out.extend(zip.drain());
    }
    let (rest, manifest) = zip.finish().unwrap();
    assert_eq!((manifest.records, manifest.media.len()), (Some(lines.len() as u64), photos.len()));
    out.extend(rest);
    out
}

fn page((walk, lines, photos): &Content) -> Vec<u8> {
    let mut page = HtmlNotebook::new(EVENING, Language::Fr);
    let mut out = Vec::new();
    for line in lines {
        page.record(*walk, line);
    }
    for wanted in page.photos() {
        let found = photos.iter().find(|(media, _)| *media == wanted);
        page.photo(wanted, found.map(|(_, bytes)| ("image/jpeg", bytes.as_slice())));
        out.extend(page.drain());
    }
    let (rest, _) = page.finish().unwrap();
    out.extend(rest);
    out
}

#[derive(Default, Debug)]
struct Read {
    lines: Vec<String>,
    photos: Vec<(MediaId, Vec<u8>)>,
    problems: Vec<BundleProblem>,
}

fn read(file: &[u8]) -> Read {
    let mut read = Read::default();
    match Reader::open(Cursor::new(file)) {
        Ok(mut reader) => {
            while let Some(item) = reader.next() {
                match item {
                    Item::Record { line, .. } => read.lines.push(line),
                    Item::Photo { media, bytes, .. } => read.photos.push((media, bytes)),
                    Item::Problem(problem) => read.problems.push(problem),
                }
            }
        }
        Err(problem) => read.problems.push(problem),
    }
    for problem in &read.problems {
        for language in Language::ALL {
            assert!(!problem.words(FileWords::of(language)).is_empty());
        }
    }
    read
}

fn sorted(photos: &[(MediaId, Vec<u8>)]) -> BTreeSet<(MediaId, Vec<u8>)> {
    photos.iter().cloned().collect()
}

const HOSTILE: &str = "</script><script>alert(1)</script><!-- \u{5c}u003c \" ' & ظلام 🌙\nsuite";

#[test]
fn what_goes_out_comes_back_byte_for_byte() {
    let content = content(HOSTILE);
    for file in [zipped(&content), page(&content)] {
        let read = read(&file);
        assert_eq!(read.lines, content.1);
        assert_eq!(sorted(&read.photos), sorted(&content.2));
        assert_eq!(read.problems, []);
    }
}

#[test]
fn nothing_that_was_written_runs_in_the_page() {
    let page = String::from_utf8(page(&content(HOSTILE))).unwrap();
    let scripts: Vec<&str> =
        page.match_indices("<script").map(|(at, _)| &page[at..at + 60]).collect();
    assert_eq!(scripts.len(), 2, "ours, of types that no browser runs: {scripts:?}");
    assert!(scripts.iter().all(|script| script.contains("type=\"application/")));
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(page.contains("&lt;script&gt;alert(1)"), "it is shown as text");
    assert!(page.contains("default-src 'none'"));
    assert!(page.contains("Éclairage public") && page.contains("dir=\"auto\""));
}

#[test]
fn a_file_cut_anywhere_gives_what_is_whole() {
    let content = content("il fait noir");
    let photos = sorted(&content.2);
    for file in [zipped(&content), page(&content)] {
        let mut last = 0;
        for part in 1..50 {
            let cut = &file[..file.len() * part / 50];
            let read = read(cut);
            assert!(!read.problems.is_empty(), "{part}/50 is not whole, and that is said");
            assert!(content.1.starts_with(&read.lines), "{part}/50");
            assert!(sorted(&read.photos).is_subset(&photos));
            last = last.max(read.photos.len());
        }
        assert!(last >= 2, "most of the photos are saved from a file that lacks its end: {last}");
    }
}

#[test]
fn an_altered_file_never_gives_an_altered_photo() {
    let content = content("il fait noir");
    let photos = sorted(&content.2);
    for file in [zipped(&content), page(&content)] {
        for step in 0..300 {
            let mut bent = file.clone();
            let at = (step * 7919) % bent.len();
            bent[at] ^= 1 << (step % 8);
            let read = read(&bent);
            assert!(sorted(&read.photos).is_subset(&photos));
        }
    }
}

#[test]
fn a_missing_photo_is_named_and_the_rest_is_read() {
    let (walk, lines, photos) = content("il fait noir");
    let without = (walk, lines.clone(), photos[1..].to_vec());
    for file in [zipped(&without), page(&without)] {
        let read = read(&file);
        assert_eq!((read.lines.len(), read.photos.len()), (lines.len(), 2));
        assert_eq!(read.problems, [BundleProblem::PhotoMissing(photos[0].0)]);
    }
}

#[test]
fn a_record_of_a_later_version_is_kept_as_it_is() {
    let (walk, mut lines, photos) = content("il fait noir");
    let later = lines[0].replacen("\"v\":1", "\"v\":9", 1).replacen("\"rev\":1", "\"rev\":2", 1);
    lines.push(later.clone());
    for file in [zipped(&(walk, lines.clone(), photos.clone())), page(&(walk, lines, photos))] {
        let read = read(&file);
        assert!(read.lines.contains(&later));
        assert!(matches!(
            &read.problems[..],
            [BundleProblem::NewerRecord(_), BundleProblem::NotUnderstood(_)]
        ));
    }
}

#[test]
fn a_line_that_is_not_a_record_costs_only_itself() {
    let (walk, mut lines, photos) = content("il fait noir");
    lines.insert(1, "{\"almost\":".into());
    let read = read(&zipped(&(walk, lines.clone(), photos)));
    assert_eq!(read.lines.len(), lines.len() - 1);
    assert_eq!(read.problems, [BundleProblem::LineUnreadable(2)]);
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn entries_that_point_outside_are_refused_and_listed() {
    let bytes = photo_bytes(9);
    let media = MediaId::of(&bytes);
    let good = format!("media/{media}.jpg");
    let entries: [(&str, &[u8]); 5] = [
        ("records.ndjson", b""),
        ("../../etc/cron.d/x", b"boo"),
        ("/etc/passwd", b"boo"),
        ("media\\..\\x.jpg", b"boo"),
        (&good, &bytes),
    ];
    let read = read(&zip_of(&entries));
    assert_eq!(read.photos, [(media, bytes.clone())]);
    let outside = |problem: &&BundleProblem| matches!(problem, BundleProblem::EntryOutside(_));
    assert_eq!(read.problems.iter().filter(outside).count(), 3, "{:?}", read.problems);
}

#[test]
fn what_unpacks_to_gigabytes_is_not_unpacked() {
    // Three hundred megabytes of zeros, in a file of three hundred kilobytes.
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    let zeros = vec![0; 1 << 20];
    let name = format!("media/{}.jpg", MediaId::of(b"x"));
    for name in ["records.ndjson", &name] {
        zip.start_file(name, options).unwrap();
        for _ in 0..300 {
            zip.write_all(&zeros).unwrap();
        }
    }
    let file = zip.finish().unwrap().into_inner();
    assert!(file.len() < 2 << 20);
    let read = read(&file);
    assert_eq!((read.lines.len(), read.photos.len()), (0, 0));
    let too_large = |problem: &&BundleProblem| matches!(problem, BundleProblem::TooLarge(_));
    assert_eq!(read.problems.iter().filter(too_large).count(), 2, "{:?}", read.problems);
}

#[test]
fn other_files_are_not_notebooks() {
    let other_zip = zip_of(&[("readme.txt", b"hello")]);
    for file in [
        &b""[..],
        b"hello",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0",
        b"<!doctype html><p>hello",
        &other_zip,
    ] {
        let read = read(file);
        assert_eq!((read.lines.len(), read.photos.len()), (0, 0));
        assert_eq!(
            read.problems,
            [BundleProblem::NotANotebook],
            "{:?}",
            &file[..file.len().min(8)]
        );
    }
}

/// Runs the rescue page's own functions in Node on the same records and photos.
#[test]
fn what_the_rescue_page_writes_is_read_back() {
    let content = content(HOSTILE);
    let (_, lines, photos) = &content;
    let script = format!(
        r#"
        const source = require("fs").readFileSync("public/rescue.js", "utf8").replace(/\nrescue\(\);\s*$/, "");
        globalThis.document = {{ getElementById: () => ({{}}) }};
        const make = new Function(source + "; done = (x) => x; return makeNotebook;".replace("done = (x) => x;", ""))();
        const lines = {lines}, photos = {photos};
        const stores = {{
          records: new Map(lines.map((line, index) => [String(index), line])),
          media: new Map(photos.map(([key, hex]) => [key, {{ type: "image/jpeg", bytes: new Uint8Array(Buffer.from(hex, "hex")) }}])),
        }};
        const answer = (result) => {{ const request = {{ result }}; queueMicrotask(() => request.onsuccess()); return request; }};
        const database = {{
          objectStoreNames: {{ contains: (name) => name in stores }},
          transaction: (name) => ({{ objectStore: () => ({{
            getAllKeys: () => answer([...stores[name].keys()]),
            get: (key) => answer(stores[name].get(key)),
          }}) }}),
        }};
        make(database).then(async ({{ blob }}) => process.stdout.write(Buffer.from(await blob.arrayBuffer())));
        "#,
        lines = serde_json::to_string(lines).unwrap(),
        photos = serde_json::to_string(
            &photos
                .iter()
                .map(|(media, bytes)| (
                    media.to_string(),
                    bytes.iter().map(|b| format!("{b:02x}")).collect::<String>()
                ))
                .collect::<Vec<_>>()
        )
        .unwrap(),
    );
    let Ok(output) = Command::new("node").args(["-e", &script]).output() else {
        eprintln!("SKIPPED: node is not installed, the rescue page was not run");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = read(&output.stdout);
    assert_eq!(&read.lines, lines);
    assert_eq!(sorted(&read.photos), sorted(photos));
    assert_eq!(read.problems, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_words_come_back(words in "\\PC{1,80}") {
        let content = content(&words);
        for file in [zipped(&content), page(&content)] {
            let read = read(&file);
            prop_assert_eq!(&read.lines, &content.1);
            prop_assert_eq!(read.photos.len(), 3);
        }
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..2000), as_zip: bool) {
        let mut file = if as_zip { b"PK\x03\x04".to_vec() } else { Vec::new() };
        file.extend(bytes);
        read(&file);
    }
}
