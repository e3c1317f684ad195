//! Damaged copies of a notebook beside the right one, and several notebooks in one file: what is here in
//! the end, and what the cards say, does not hang on what came first.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use eclaireuse::app::event::ImportReport;
use eclaireuse::app::exchange::ExchangeError;
use eclaireuse::app::exchange::taking_in::{look_into, take_in};
use eclaireuse::domain::campaign::Campaign;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::ledger::record::Body;
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::walk::Walk;
use eclaireuse::format::bundle::{HtmlWriter, NotebookWriter};
use eclaireuse::format::v1;
use proptest::prelude::*;

use crate::exchange::{Desk, Memory, WALK, line, notebook, now, take, zip};
use crate::notebook_file::MADE;

fn said(device: u32, id: u128, words: &str) -> String {
    let category = Category::from_code("street_lighting").unwrap();
    let id = RecordId(u128::from(device) << 16 | id);
    let walk = Walk::blank(WALK, MADE);
    let mut one = Observation::begun(id, &walk, MADE, category, None, Language::Fr);
    one.words = words.to_owned();
    line("observation", id, device, &Body::Observation(Box::new(one)))
}

/// A notebook with accents, the sheet's title too.
fn accented() -> Vec<String> {
    let walk = Walk { title: "Marche d’été".into(), ..Walk::blank(WALK, MADE) };
    let mut lines = vec![line("walk", RecordId(WALK.0), 9, &Body::Walk(Box::new(walk)))];
    lines.extend((1..4).map(|id| said(1, id, "Trottoir cassé, là\u{a0}: l’été")));
    lines.push(said(1, 9, "plain"));
    lines
}

fn page(lines: &[String]) -> String {
    let mut writer = HtmlWriter::new(MADE, Language::Fr);
    lines.iter().for_each(|line| writer.record(line).unwrap());
    writer.finish().unwrap();
    String::from_utf8(writer.drain()).unwrap()
}

/// The same page after an editor that lost its accents for good.
fn bent(page: &str) -> String {
    page.replace(['é', 'à', '’'], "?")
}

fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sorted(lines: &[String]) -> BTreeSet<String> {
    lines.iter().cloned().collect()
}

#[test]
fn a_good_file_repairs_a_bent_one_and_a_bent_one_changes_nothing() {
    let lines = accented();
    let right = page(&lines);
    let wrong = bent(&right);
    let alone = Memory::default();
    let report = take(&alone, &[wrong.as_bytes()]).unwrap();
    assert_eq!((report.records_new, report.partly), (5, true), "better than nothing, and said");
    for order in [[&wrong, &right], [&right, &wrong]] {
        let mut apart = Desk::new();
        order.iter().for_each(|file| apart.drops(&[file.as_bytes()]));
        let mut together = Desk::new();
        together.drops(&[order[0].as_bytes(), order[1].as_bytes()]);
        for desk in [apart, together] {
            assert_eq!(sorted(&desk.memory.lines()), sorted(&lines));
            assert!(desk.answers(1, &lines));
        }
    }
    let again = take(&alone, &[right.as_bytes()]).unwrap();
    assert!(again.problems[0].contains("remplacés par les bons (4)"), "{again:?}");
    assert_eq!(sorted(&alone.lines()), sorted(&lines));
    let last = take(&alone, &[wrong.as_bytes()]).unwrap();
    assert!(last.problems[0].contains("laissés de côté"), "{last:?}");
    assert_eq!((last.records_new, last.records_known), (0, 5));
}

#[test]
fn a_forged_notebook_that_puts_words_in_takes_nothing_away() {
    for (said_first, forged) in
        [("plain", "plain é"), ("مكان", "مكان آخر"), ("rien - 2", "rien – 2 à")]
    {
        let (mine, theirs) = (said(1, 9, said_first), said(1, 9, forged));
        for order in [[&mine, &theirs], [&theirs, &mine]] {
            let memory = Memory::default();
            for line in order {
                take(&memory, &[&zip(std::slice::from_ref(line))]).unwrap();
            }
            assert!(memory.lines().contains(&mine), "{said_first}");
        }
    }
}

#[test]
fn a_bent_copy_that_was_passed_on_in_a_whole_file_does_not_win() {
    let lines = accented();
    let passed_on: Vec<String> = lines.iter().map(|line| bent(line)).collect();
    for files in [[zip(&passed_on), zip(&lines)], [zip(&lines), zip(&passed_on)]] {
        let memory = Memory::default();
        for file in &files {
            take(&memory, &[file]).unwrap();
        }
        assert_eq!(sorted(&memory.lines()), sorted(&lines));
    }
}

#[test]
fn what_was_only_looked_into_is_repaired_too() {
    let lines = accented();
    let right = page(&lines);
    let wrong = bent(&right);
    let memory = Memory::default();
    take(&memory, &[wrong.as_bytes()]).unwrap();
    let before = memory.lines();
    let files = vec![("carnet.html".to_owned(), Ok(Cursor::new(right.into_bytes())))];
    let looked = now(look_into(&memory, Language::Fr, files, |_, _| {})).unwrap();
    assert_eq!(memory.lines(), before, "looking changes nothing");
    now(looked.take(MADE, false, |_, _| {})).unwrap().unwrap();
    assert_eq!(sorted(&memory.lines()), sorted(&lines));
}

#[test]
fn all_phones_in_one_file_are_all_phones() {
    let phones: Vec<Vec<String>> = (1..5).map(|device| notebook(device, 1..4)).collect();
    let files: Vec<Vec<u8>> = phones.iter().map(|lines| zip(lines)).collect();
    let named: Vec<String> = (1..5).map(|n| format!("reçus/telephone-{n}.zip")).collect();
    let mut inside: Vec<(&str, &[u8])> =
        named.iter().map(String::as_str).zip(files.iter().map(Vec::as_slice)).collect();
    inside.push(("reçus/liste.pdf", b"%PDF-1.7"));
    let mut desk = Desk::new();
    desk.drops(&[&pack(&inside)]);
    assert_eq!(desk.cards().keys().copied().collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!((1u32..).zip(&phones).all(|(device, lines)| desk.answers(device, lines)));
    // A notebook among them that is damaged is said by its own name.
    inside[1].1 = b"PK\x03\x04 nothing";
    let report = take(&Memory::default(), &[&pack(&inside)]).unwrap();
    assert!(report.partly);
    assert!(report.problems.iter().any(|said| said.contains("telephone-2.zip")), "{report:?}");
}

#[test]
fn nothing_that_was_not_read_is_told_as_done() {
    let whole = zip(&notebook(1, 1..4));
    let report = take(&Memory::default(), &[&whole]).unwrap();
    assert!(!report.partly, "{report:?}");
    let memory = Memory::default();
    take(&memory, &[&whole]).unwrap();
    let report = take(&memory, &[&whole, b"not a notebook"]).unwrap();
    assert!(report.partly && report.records_new == 0, "{report:?}");
    // Faults come before remarks, however many there are of these.
    let page = page(&accented());
    let mut inside = vec![("a.html", page.as_bytes())];
    let names: Vec<String> = (0..40).map(|n| format!("note-{n}.txt")).collect();
    inside.extend(names.iter().map(|name| (name.as_str(), &b"note"[..])));
    inside.push(("shut.zip", b"PK\x03\x04"));
    let report = take(&Memory::default(), &[&pack(&inside)]).unwrap();
    assert!(report.problems[0].contains("shut.zip"), "{report:?}");
}

/// Of sixty files those that somebody can do something about are not lost among those that are none.
#[test]
fn files_that_are_no_notebooks_are_one_line_and_what_a_system_adds_is_none() {
    let good = zip(&notebook(1, 1..4));
    let cut = good[..good.len() / 2].to_vec();
    let mut files: Vec<(&str, Vec<u8>)> = vec![("Carnets/.DS_Store", vec![0; 9])];
    let names: Vec<String> = (0..40).map(|n| format!("photo-{n}.jpg")).collect();
    files.extend(names.iter().map(|name| (name.as_str(), b"\xff\xd8\xff\xe0JFIF".to_vec())));
    files.extend([("Icon\r", vec![]), ("Thumbs.db", vec![1; 40]), ("cut.zip", cut)]);
    files.push(("archive.7z", b"7z\xbc\xaf\x27\x1c and more".to_vec()));
    let report = take_named(&files).unwrap();
    assert!(report.partly);
    let said = report.problems.join("\n");
    assert!(said.contains("cut.zip\u{a0}: ") && said.contains("archive.7z\u{a0}: "), "{said}");
    let last = report.problems.last().unwrap();
    assert!(last.starts_with("40 fichiers ne sont pas des carnets"), "{last}");
    assert!(last.ends_with(
        ": photo-0.jpg, photo-1.jpg, photo-2.jpg, photo-3.jpg, photo-4.jpg, photo-5.jpg…"
    ));
    assert!(!["DS_Store", "Icon", "Thumbs"].iter().any(|name| said.contains(name)), "{said}");
    // A notebook beside what a system added is a notebook alone.
    let report = take_named(&[(".DS_Store", vec![0; 9]), ("carnet.zip", good)]).unwrap();
    assert!(!report.partly && report.problems.is_empty(), "{report:?}");
    // Nothing else was dropped: it is said what it is not.
    assert!(take_named(&[("Thumbs.db", vec![1; 40])]).is_err());
    let why = take_named(&files[1..41]).unwrap_err();
    assert!(matches!(&why, ExchangeError::NothingRead(said) if said[0].contains("40 fichiers")));
}

fn take_named(files: &[(&str, Vec<u8>)]) -> Result<ImportReport, ExchangeError> {
    let files =
        files.iter().map(|(name, bytes)| (name.to_string(), Ok(Cursor::new(bytes.clone()))));
    now(take_in(&Memory::default(), Language::Fr, MADE, files.collect(), false, |_, _| {}))
}

#[test]
fn a_full_disk_is_said_of_the_file_and_not_of_an_answer() {
    let files = [zip(&notebook(1, 1..4)), zip(&notebook(2, 1..9))];
    let memory = Memory::default();
    memory.room.set(Some(5));
    let report = take(&memory, &[&files[0], &files[1]]).unwrap();
    assert!(report.partly);
    let said = report.problems.iter().find(|said| said.starts_with("2.zip")).unwrap();
    assert!(said.contains("Libérez de la place") && !said.contains("écran"), "{said}");
    let refused = take(&memory, &[b"%PDF-1.7"]).unwrap_err();
    assert!(matches!(refused, ExchangeError::File(_)), "{refused:?}");
}

#[test]
fn observations_without_the_sheet_of_their_walk_are_counted() {
    let mut campaign = Campaign::default();
    let lines = accented();
    let mut take = |lines: &[String]| {
        let notebook = campaign.notebooks.entry(WALK).or_default();
        let read = lines.iter().map(|line| v1::read_line(line).unwrap().record);
        for record in read {
            notebook.take(record);
        }
        (campaign.said_without_sheet(), campaign.observations().count())
    };
    assert_eq!(take(&lines[1..]), (4, 0));
    assert_eq!(take(&lines[..1]), (0, 4));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn shuffled_and_doubled_drops_end_the_same(
        drops in Just((0usize..6).chain(0..6).collect::<Vec<_>>()).prop_shuffle(),
        cuts in proptest::collection::vec(any::<bool>(), 12),
    ) {
        let (one, two) = (accented(), notebook(2, 1..4));
        // Phone 2 has the sheet that phone 1 has.
        let two: Vec<String> = one[..1].iter().chain(&two[1..]).cloned().collect();
        let right = page(&one);
        let cut = zip(&one);
        let both = pack(&[("a.zip", &zip(&one)), ("b.zip", &zip(&two))]);
        let files = [
            right.clone().into_bytes(), bent(&right).into_bytes(), zip(&two), zip(&one[..3]), both,
            cut[..cut.len() - 60].to_vec(),
        ];
        let mut desk = Desk::new();
        let mut together: Vec<&[u8]> = Vec::new();
        for (file, ends) in drops.into_iter().zip(cuts) {
            together.push(&files[file]);
            if ends {
                desk.drops(&std::mem::take(&mut together));
            }
        }
        if !together.is_empty() {
            desk.drops(&together);
        }
        prop_assert_eq!(sorted(&desk.memory.lines()), one.iter().chain(&two).cloned().collect());
        let counts: Vec<_> = desk.cards().into_iter().map(|(phone, card)| (phone, card.0)).collect();
        prop_assert_eq!(counts, vec![(1, 4), (2, 3)]);
        prop_assert!(desk.answers(1, &one) && desk.answers(2, &two));
    }
}
