//! The files that leave the app, as text, word for word: who changes one sees what readers elsewhere
//! will find changed. Made of an invented campaign; the pictures are a few letters.
//!
//! A change that is meant is written anew with `ECLAIREUSE_GOLDEN=write cargo test golden`, compared,
//! and committed with what caused it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use eclaireuse::app::effect::FileKind;
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::domain::observation::photo::MediaId;
use zip::write::SimpleFileOptions;

use crate::exchange::{Memory, export};
use crate::invented::{CAMPAIGN, Invented, Size, WALKS, invented};
use crate::planner::bundle;

const LETTERS: [&str; 2] = ["photo 0", "photo 1"];

/// Everything in it: both walks, each step of a préconisation's life, each kind of sharing.
fn campaign() -> Invented {
    let photos = LETTERS.map(|letters| (MediaId::of(letters.as_bytes()), letters.len() as u64));
    invented(Size { observations: 10, constats: 6, preconisations: 6 }, &photos)
}

/// The names of what the tests themselves add.
const CONTENTS: &str = "contents.txt";
const PACKED: &str = "tables.zip";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/golden")
}

/// Texts by their place in the folder.
type Texts = BTreeMap<String, String>;

/// The texts of an archive under a name of the folder, and a table of what is in it in its order.
fn unpacked(name: &str, archive: &[u8]) -> Texts {
    let mut texts = Texts::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip");
    let mut contents = String::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).expect("an entry");
        let path = entry.name().expect("a name").into_owned();
        contents.push_str(&format!("{path}\t{}\n", entry.size()));
        if path.ends_with(".jpg") {
            continue;
        }
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("a text");
        texts.insert(format!("{name}/{path}"), text);
    }
    texts.insert(format!("{name}/{CONTENTS}"), contents);
    texts
}

fn file(made: &Invented, kind: FileKind, of: WalkId) -> Vec<u8> {
    let lines: Vec<String> = made.lines.iter().map(|(_, line)| line.clone()).collect();
    let memory = Memory::of(&lines);
    for letters in LETTERS {
        let bytes = letters.as_bytes().to_vec();
        memory.photos.borrow_mut().insert(MediaId::of(&bytes), bytes);
    }
    export(&memory, kind, of, (Vec::new(), 0)).expect("a file").1
}

/// What describes the tables is long and says little twice: it is kept packed.
fn is_packed(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let ends = |end: &&str| last.ends_with(end);
    [".qgs", ".qml", ".sql", ".schema.json", ".table.json", "dictionnaire.csv"].iter().any(ends)
}

fn write(name: &str, texts: &Texts) {
    drop(fs::remove_dir_all(folder().join(name)));
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let dense = SimpleFileOptions::default()
        .compression_level(Some(9))
        .last_modified_time(zip::DateTime::default());
    let mut is_empty = true;
    for (path, text) in texts {
        if is_packed(path) {
            is_empty = false;
            packed.start_file(path, dense).expect("an entry");
            packed.write_all(text.as_bytes()).expect("written");
            continue;
        }
        let place = folder().join(path);
        fs::create_dir_all(place.parent().expect("a folder")).expect("made");
        fs::write(place, text).expect("written");
    }
    let packed = packed.finish().expect("an archive").into_inner();
    if !is_empty {
        fs::write(folder().join(name).join(PACKED), packed).expect("written");
    }
}

/// What was kept under a name.
fn kept(name: &str) -> Texts {
    let mut texts = Texts::new();
    let mut folders = vec![folder().join(name)];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let place = entry.expect("an entry").path();
            if place.is_dir() {
                folders.push(place);
            } else if place.ends_with(PACKED) {
                let mut packed = unpacked("", &fs::read(&place).expect("read"));
                packed.remove(&format!("/{CONTENTS}"));
                texts.extend(packed.into_iter().map(|(path, text)| (path[1..].to_owned(), text)));
            } else {
                let path = place.strip_prefix(folder()).expect("inside").to_string_lossy();
                let text = fs::read_to_string(&place).expect("utf-8");
                texts.insert(path.replace('\\', "/"), text);
            }
        }
    }
    texts
}

/// Compares each text, and that there are no others; writes them instead when asked to.
fn are_as_they_were(name: &str, texts: &Texts) {
    if env::var("ECLAIREUSE_GOLDEN").is_ok_and(|asked| asked == "write") {
        write(name, texts);
    }
    let kept = kept(name);
    let mut changed = Vec::new();
    for (path, text) in texts {
        match kept.get(path) {
            Some(kept) if kept == text => {}
            Some(kept) => changed.push(difference(path, kept, text)),
            None => changed.push(format!("{path} is new")),
        }
    }
    let gone = kept.keys().filter(|path| !texts.contains_key(*path));
    changed.extend(gone.map(|path| format!("{path} is not made any more")));
    assert!(
        changed.is_empty(),
        "{name} has changed. Compare, then commit the output: \
         ECLAIREUSE_GOLDEN=write cargo test golden\n{}",
        changed.join("\n")
    );
}

/// The first line that differs, from a little before the place where it does.
fn difference(path: &str, kept: &str, made: &str) -> String {
    let lines = kept.split('\n').zip(made.split('\n')).zip(1..);
    let Some(((old, new), number)) = lines.into_iter().find(|((old, new), _)| old != new) else {
        return format!("{path} is longer or shorter");
    };
    let same = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let part =
        |line: &str| line.chars().skip(same.saturating_sub(60)).take(160).collect::<String>();
    format!("{path}:{number}\n  - {}\n  + {}", part(old), part(new))
}

#[test]
fn golden_notebook_as_an_archive() {
    let archive = file(&campaign(), FileKind::NotebookZip, WALKS[0]);
    are_as_they_were("notebook", &unpacked("notebook", &archive));
}

/// The same notebook as a page that anyone can open.
#[test]
fn golden_notebook_as_a_page() {
    let page = file(&campaign(), FileKind::NotebookHtml, WALKS[0]);
    let page = String::from_utf8(page).expect("a page is text");
    are_as_they_were("page", &Texts::from([("page/notebook.html".to_owned(), page)]));
}

#[test]
fn golden_kit() {
    let archive = file(&campaign(), FileKind::Kit, WALKS[0]);
    are_as_they_were("kit", &unpacked("kit", &archive));
}

#[test]
fn golden_campaign() {
    let archive = file(&campaign(), FileKind::Campaign, CAMPAIGN);
    are_as_they_were("campaign", &unpacked("campaign", &archive));
}

fn planner(audience: Audience) -> Vec<u8> {
    bundle(&campaign().workshop, &Choice::all(audience)).0
}

#[test]
fn golden_planner_bundle_for_partners() {
    are_as_they_were("partners", &unpacked("partners", &planner(Audience::Partners)));
}

/// Its descriptions of the tables are those of the partners' bundle and kept there only.
#[test]
fn golden_planner_bundle_for_everybody() {
    let mut texts = unpacked("public", &planner(Audience::Public));
    let partners = unpacked("partners", &planner(Audience::Partners));
    texts.retain(|path, text| {
        let other = partners.get(&path.replacen("public/", "partners/", 1));
        other != Some(text)
    });
    are_as_they_were("public", &texts);
}
