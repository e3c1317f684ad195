//! A card gives an answer only where all that its phone wrote was read and taken: of a file that was
//! cut, bent or refused in part nobody is told that everything arrived.

use std::io::Cursor;

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::exchange::taking_in::look_into;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::reception::{Signature, Speaks};
use eclaireuse::format::bundle::{HtmlWriter, NotebookWriter};
use eclaireuse::text::WorkshopWords;

use crate::exchange::{Desk, Memory, notebook, now, take, zip};
use crate::forging::sheet_by;
use crate::notebook_file::{MADE, observation_by};
use crate::signing::{handed_over, phone};

fn page(lines: &[String]) -> String {
    let mut writer = HtmlWriter::new(MADE, Language::Fr);
    lines.iter().for_each(|line| writer.record(line).unwrap());
    writer.finish().unwrap();
    String::from_utf8(writer.drain()).unwrap()
}

/// A file that lacks something beside the right one of the phone 1.
fn lacks_something(file: &[u8], right: &[u8], lines: &[String]) {
    let mut desk = Desk::new();
    desk.drops(&[file]);
    let card = desk.card(1);
    assert_eq!((card.speaks, card.answer.as_str()), (Speaks::InPart, ""));
    desk.drops(&[right]);
    assert!(desk.answers(1, lines), "the right one comes after it");
    let whole = desk.card(1);
    assert_eq!(whole.speaks, Speaks::ForItself);
    desk.drops(&[file]);
    assert_eq!(desk.card(1), whole, "and stays");
    for order in [[file, right], [right, file]] {
        let mut desk = Desk::new();
        desk.drops(&order);
        assert!(desk.answers(1, lines), "together");
    }
}

#[test]
fn a_notebook_that_was_cut_within_its_records_gets_no_answer() {
    let lines = notebook(1, 1..200);
    let file = zip(&lines);
    let cut = &file[..file.len() / 2];
    let mut desk = Desk::new();
    desk.drops(&[cut]);
    let read = desk.card(1).observations;
    assert!(read > 0 && read < 199, "{read}");
    lacks_something(cut, &file, &lines);
}

#[test]
fn a_notebook_without_one_of_its_lines_gets_no_answer() {
    let lines = notebook(1, 1..6);
    let right = page(&lines);
    for (line, instead) in [(0, "{\"v\":1,"), (0, ""), (3, "{}")] {
        // The sheet is another device's; the phone has it all the same.
        let bent = right.replace(&lines[line], instead);
        assert_ne!(bent, right);
        lacks_something(bent.as_bytes(), right.as_bytes(), &lines);
    }
}

#[test]
fn a_file_of_the_rescue_page_is_whole_when_it_has_as_many_lines_as_it_says() {
    let lines = notebook(1, 1..6);
    let page = page(&lines);
    let (before, rest) = page.split_once("\"records_sha256\":\"").unwrap();
    let rescued = format!("{before}{}", &rest[64 + 2..]);
    let mut desk = Desk::new();
    desk.drops(&[rescued.as_bytes()]);
    assert_eq!(desk.card(1).speaks, Speaks::ForItself);
    assert!(desk.answers(1, &lines));
    let short = rescued.replace(&format!("{}\n", lines[2]), "");
    lacks_something(short.as_bytes(), rescued.as_bytes(), &lines);
}

#[test]
fn a_phone_of_which_lines_were_refused_gets_no_answer_and_is_not_called_signed() {
    let mine = phone(1, &notebook(1, 1..6));
    let right = String::from_utf8(handed_over(&mine, FileKind::NotebookHtml)).unwrap();
    let lines = mine.lines();
    let bent = right.replacen("street_lighting", "street_l\u{ef}ghting", 3);
    let mut desk = Desk::new();
    desk.drops(&[bent.as_bytes()]);
    let card = desk.card(1);
    assert_eq!((card.speaks, card.signature), (Speaks::InPart, Signature::InPart));
    lacks_something(bent.as_bytes(), right.as_bytes(), &lines);
    desk.drops(&[right.as_bytes()]);
    assert_eq!(desk.card(1).signature, Signature::Whole);
}

/// The phone has a later sheet than the one that is known here as signed, without a signature: it is
/// held back, and the phone's own code is over it.
#[test]
fn what_was_held_back_counts_for_the_card_once_a_person_lets_it_in() {
    let said = observation_by(2, 7, "sombre", 1, false);
    let prepared = phone(1, &[sheet_by(1, 1, MADE, "Ada", "Gare")]);
    let mut desk = Desk::new();
    desk.drops(&[&handed_over(&prepared, FileKind::NotebookZip)]);
    let sheets = ["Gare", "Quai"].into_iter().zip(1..);
    let sheets = sheets.map(|(meets, revision)| sheet_by(1, revision, MADE, "Ada", meets));
    let own: Vec<String> = sheets.chain([said]).collect();
    let file = zip(&own);
    let files = || vec![("x.zip".to_owned(), Ok(Cursor::new(file.clone())))];
    let looked = now(look_into(&desk.memory, Language::Fr, files(), |_, _| {})).unwrap();
    assert_eq!(looked.preview.held_back, 1);
    let report = now(looked.take(MADE, false, |_, _| {})).unwrap().unwrap();
    desk.hears(&report);
    assert_eq!((desk.card(2).speaks, desk.card(2).answer.as_str()), (Speaks::InPart, ""));
    let looked = now(look_into(&desk.memory, Language::Fr, files(), |_, _| {})).unwrap();
    let report = now(looked.take(MADE, true, |_, _| {})).unwrap().unwrap();
    desk.hears(&report);
    assert_eq!(desk.card(2).speaks, Speaks::ForItself);
    assert!(desk.answers(2, &own));
}

/// The code over all of a walk that is here is another one than that of a phone.
#[test]
fn a_phone_has_one_code_and_it_stands_on_its_card() {
    let said = |lines: &[String]| take(&Memory::default(), &[&zip(lines)]).unwrap().problems;
    let lines = notebook(1, 1..4);
    assert_eq!(said(&lines), Vec::<String>::new());
    let preparation = said(&lines[..1]);
    assert!(preparation[0].contains("Code du carnet"), "{preparation:?}");
}

#[test]
fn incomplete_phones_are_said_where_phones_are_counted() {
    let count = |incomplete| {
        let words = WorkshopWords::of(Language::Fr);
        (words.phones_received)(2, incomplete, Some(2))
    };
    assert_eq!(count(0), "2 sur 2 téléphones");
    assert_eq!(count(1), "2 sur 2 téléphones, dont 1 incomplet");
    assert_eq!(count(2), "2 sur 2 téléphones, dont 2 incomplets");
}
