//! Files are looked into before anything of them is taken: what was shown is what is taken, whether
//! it was held or read again.

use std::io::{Cursor, Write};

use eclaireuse::app::exchange::ExchangeError;
use eclaireuse::app::exchange::taking_in::{LookedInto, TakingIn, look_holding, look_into};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::ledger::record::Body;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::Theme;
use eclaireuse::format::v1;

use crate::exchange::{Memory, now, take, zip};
use crate::forging::sheet_by;
use crate::notebook_file::{MADE, observation_by};

type Chosen = Vec<(String, Result<Cursor<Vec<u8>>, ExchangeError>)>;

fn chosen(files: &[&[u8]]) -> Chosen {
    let named = files.iter().zip(1..);
    named.map(|(file, n)| (format!("{n}.zip"), Ok(Cursor::new(file.to_vec())))).collect()
}

fn looked<'a>(memory: &'a Memory, files: &[&[u8]]) -> LookedInto<'a, Memory> {
    now(look_into(memory, Language::Fr, chosen(files), |_, _| {})).unwrap()
}

fn notebook(device: u32) -> Vec<u8> {
    let mut lines = vec![sheet_by(9, 1, MADE, "Ada", "Gare")];
    for id in 1..=40 {
        let id = u128::from(device) * 1000 + id;
        lines.extend((1..=3).map(|revision| observation_by(device, id, "sombre", revision, false)));
    }
    zip(&lines)
}

#[test]
fn what_is_held_is_taken_as_if_it_were_read_again() {
    let files: Vec<Vec<u8>> = (1..=6).map(notebook).collect();
    let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let straight = Memory::default();
    let report = take(&straight, &files).unwrap();
    let memory = Memory::default();
    let looked = looked(&memory, &files);
    assert!(memory.lines().is_empty(), "looking writes nothing");
    assert_eq!((looked.preview.observations, looked.preview.changed), (240, 0));
    assert!(looked.preview.sheets.is_empty() && looked.preview.refused.is_empty());
    assert_eq!((looked.preview.new, looked.preview.known), (721, 5));
    let foreseen = looked.foreseen();
    assert!(foreseen.takes && foreseen.said[0].contains("240 nouvelles observations"));
    let held = now(looked.take(MADE, false, |_, _| {})).expect("it is held").unwrap();
    assert_eq!(held, report);
    assert_eq!(memory.lines(), straight.lines());
    // All of it again: it is shown all the same, and says that it is known.
    let again = looked_again(&memory, &files);
    assert_eq!((again.0, again.1), (0, 726));
}

fn looked_again(memory: &Memory, files: &[&[u8]]) -> (usize, usize) {
    let preview = looked(memory, files).preview;
    (preview.new, preview.known)
}

/// While a large file is looked into, and while what is held is written, it is told how far that is.
#[test]
fn how_far_a_file_is_has_a_value() {
    let (file, memory) = (notebook(1), Memory::default());
    let mut told = Vec::new();
    let looked =
        look_into(&memory, Language::Fr, chosen(&[&file]), |done, of| told.push((done, of)));
    let looked = now(looked).unwrap();
    assert!(told.len() > 50 && told.is_sorted() && told.last() == Some(&(121, 121)), "{told:?}");
    let mut written = Vec::new();
    now(looked.take(MADE, false, |done, of| written.push((done, of)))).unwrap().unwrap();
    assert_eq!(written, [(121, 121)]);
}

#[test]
fn more_than_is_held_is_read_again() {
    let (file, memory) = (notebook(1), Memory::default());
    let looked =
        now(look_holding(&memory, Language::Fr, chosen(&[&file]), |_, _| {}, 999)).unwrap();
    assert_eq!(looked.preview.observations, 40);
    assert!(now(looked.take(MADE, false, |_, _| {})).is_none());
    assert!(memory.lines().is_empty());
    assert_eq!(take(&memory, &[&file]).unwrap().records_new, 121);
}

/// Photos are set down outside the program: however many there are, they are read once.
#[test]
fn photos_are_held_beyond_what_lines_may_take() {
    use crate::erased::{AUTHOR, before, device, file, photo_by};
    // A picture of nothing but tables.
    let table: Vec<u8> = [0xff, 0xdb, 0xff, 0xff].into_iter().chain([7; 65_533]).collect();
    let picture = [&[0xff, 0xd8][..], &table.repeat(8), &[0xff, 0xd9]].concat();
    let mut lines = before();
    lines.push(photo_by(AUTHOR, 21, 20, &picture));
    let file = file(crate::notebook_file::WRAPPINGS[0], &lines, &[&picture]);
    let memory = device(&[], &[]);
    let most = 64 << 10;
    let looked = look_holding(&memory, Language::Fr, chosen(&[&file]), |_, _| {}, most);
    let looked = now(looked).unwrap();
    assert!(memory.photos.borrow().is_empty(), "looking stores nothing");
    let report = now(looked.take(MADE, false, |_, _| {})).expect("it is held").unwrap();
    assert_eq!(report.photos_new, 1);
    assert_eq!(memory.photos.borrow().values().next(), Some(&picture));
}

#[test]
fn photos_are_counted_once_and_only_those_that_are_not_here() {
    use crate::erased::{AUTHOR, before, device, file, photo_by};
    let table: Vec<u8> = [0xff, 0xdb, 0xff, 0xff].into_iter().chain([7; 65_533]).collect();
    let picture = [&[0xff, 0xd8][..], &table, &[0xff, 0xd9]].concat();
    let mut lines = before();
    lines.push(photo_by(AUTHOR, 21, 20, &picture));
    let file = file(crate::notebook_file::WRAPPINGS[0], &lines, &[&picture]);
    let memory = device(&[], &[]);
    let looked = looked(&memory, &[&file, &file, b"PK\x03\x04"]);
    assert_eq!(looked.preview.photos, 1);
    now(looked.take(MADE, false, |_, _| {})).expect("it is held").unwrap();
    let again = now(look_into(&memory, Language::Fr, chosen(&[&file]), |_, _| {})).unwrap();
    assert_eq!(again.preview.photos, 0, "it is here");
}

/// What is said once files are taken is said before as well: what kind of file it is, what was mended,
/// and how much is not listed.
#[test]
fn what_is_remarked_is_said_before_anything_is_taken() {
    let lines: Vec<String> = (1..=3).map(|id| observation_by(1, id, "cassé", 1, false)).collect();
    let mut packed = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = ::zip::write::SimpleFileOptions::default();
    packed.start_file("carnet.zip", plain).unwrap();
    packed.write_all(&zip(&lines)).unwrap();
    for n in 0..40 {
        packed.start_file(format!("note-{n}.html"), plain).unwrap();
        packed.write_all(b"<p>note</p>").unwrap();
    }
    let file = packed.finish().unwrap().into_inner();
    let memory = Memory::default();
    let foreseen = looked(&memory, &[&file]).foreseen();
    let remarks: Vec<&String> =
        foreseen.said.iter().filter(|said| said.contains("note-")).collect();
    assert_eq!(remarks.len(), 30, "{foreseen:?}");
    assert!(foreseen.said.last().unwrap().contains("Et 10 autres remarques"), "{foreseen:?}");
    let report = take(&memory, &[&file]).unwrap();
    assert!(report.problems.iter().any(|said| said.contains("Et 10 autres remarques")));
}

#[test]
fn what_was_stored_or_wiped_meanwhile_is_read_again() {
    let (file, memory) = (notebook(1), Memory::default());
    let first = looked(&memory, &[&file]);
    take(&memory, &[&notebook(2)]).unwrap();
    assert!(now(first.take(MADE, false, |_, _| {})).is_none());
}

#[test]
fn a_refused_file_is_named_before_anything_is_taken() {
    let (good, memory) = (notebook(1), Memory::default());
    let looked = looked(&memory, &[&good, b"\xff\xd8\xff\xe0JFIF"]);
    assert_eq!((looked.preview.refused.len(), looked.preview.remarks.len()), (0, 1));
    assert!(looked.preview.remarks[0].starts_with("1 fichier n’est pas un carnet"));
    assert!(looked.foreseen().said.iter().any(|said| said.contains("2.zip")));
    let alone = now(look_into(&memory, Language::Fr, chosen(&[b"nothing"]), |_, _| {}));
    assert!(alone.is_err(), "nothing to decide on");
}

/// Two files of one drop speak of one thing: the clash is said before it is taken.
#[test]
fn a_clash_within_one_drop_is_foreseen() {
    let said = zip(&[observation_by(1, 1, "sombre", 1, false)]);
    let forged = zip(&[observation_by(7, 1, "", 2, true)]);
    for files in [[&said[..], &forged], [&forged, &said]] {
        let memory = Memory::default();
        let preview = looked(&memory, &files).preview;
        assert_eq!((preview.clashes, preview.withdrawn), (1, 0));
    }
}

fn invited(memory: &Memory, line: String) -> (bool, Vec<String>) {
    let mut looking = TakingIn::new(memory, Language::Fr, 1).only_looking();
    now(looking.invitation(vec![line])).unwrap();
    (looking.changes_what_is_here(), looking.foreseen().said)
}

/// The attack of version 0.4.0: a link replaced the contact and the meeting point without a tap.
#[test]
fn a_link_to_a_walk_that_is_here_is_shown_before_it_changes_anything() {
    let memory = Memory::of(&[sheet_by(1, 1, MADE, "Ada", "Gare")]);
    let (asks, said) = invited(&memory, sheet_by(1, 2, MADE, "Eve", "Mairie"));
    assert!(asks);
    let said = said.join("\n");
    for words in ["Contact : aujourd’hui « Ada » → deviendrait « Eve »", "« Gare »", "« Mairie »"]
    {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(memory.lines().len(), 1, "nothing changed");
    // Another device's is no change to accept, whatever its number; it is said.
    let (asks, said) =
        invited(&memory, sheet_by(7, 9, Stamp { utc_ms: 1, ..MADE }, "Eve", "Mairie"));
    assert!(!asks && said.iter().any(|said| said.contains("autre appareil")), "{said:?}");
    // No field changes silently, and codes are told in words.
    let mut walk = v1::read_line(&sheet_by(1, 2, MADE, "Ada", "Gare")).unwrap().record;
    let Body::Walk(sheet) = &mut walk.body else { panic!("a sheet") };
    sheet.themes = vec![Theme::School];
    sheet.route = vec![Place::from_lon_lat(2.3, 49.9).unwrap()];
    let (asks, said) = invited(&memory, v1::write_line(&walk.envelope, &walk.body).0);
    let said = said.join("\n");
    assert!(asks && said.contains("→ deviendrait « Abords de l’école »"), "{said}");
    assert!(said.contains("Parcours dessiné : aujourd’hui rien"), "{said}");
    // The same one again asks nothing, and a walk that is not here is joined as before.
    assert!(!invited(&memory, sheet_by(1, 1, MADE, "Ada", "Gare")).0);
    assert!(!invited(&Memory::default(), sheet_by(1, 2, MADE, "Eve", "Mairie")).0);
}

#[test]
fn an_erasure_is_shown_before_it_is_taken() {
    use crate::erased::{AUTHOR, PICTURE, after, before, device, file};
    let memory = device(&before(), &[PICTURE]);
    let new = file(crate::notebook_file::WRAPPINGS[0], &after(AUTHOR), &[]);
    let files = vec![("carnet.zip".to_owned(), Ok(Cursor::new(new)))];
    let looked = now(look_into(&memory, Language::Fr, files, |_, _| {})).unwrap();
    assert_eq!((looked.preview.withdrawn, looked.preview.erased), (1, 0));
    assert!(looked.foreseen().said.iter().any(|said| said.contains("l’efface")));
    assert!(memory.records.borrow().values().any(|line| line.contains("Zarifian")), "not yet");
}
