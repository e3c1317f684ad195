//! The sheet of a walk is signed by the device that prepared it: in the QR code, in the kit, and in
//! what is passed on. Who cannot prove it changes nothing without a tap, and nobody is shut out.

use std::io::Cursor;

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::Link;
use eclaireuse::app::exchange::making;
use eclaireuse::app::exchange::taking_in::TakingIn;
use eclaireuse::app::exchange::{Foreseen, Message, Request};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::walk::Walk;
use eclaireuse::format::fragment::{self, Invitation};
use eclaireuse::format::signature::{Over, Signed, fingerprint};
use eclaireuse::format::v1;

use crate::exchange::{Memory, now, take, zip};
use crate::forging::sheet_by;
use crate::notebook_file::{MADE, WALK, observation_by};
use crate::signing::{handed_over, key, lines_in, phone, signed_by};

fn sheet(meets: &str, revision: u32) -> String {
    sheet_by(1, revision, MADE, "Ada", meets)
}

pub(crate) fn link(desk: &Memory) -> Link {
    let message = Message {
        id: 1,
        request: Request::Link(WALK),
        language: Language::Fr,
        at: MADE,
        observations: 0,
        unsaved: Vec::new(),
        held: Vec::new(),
        writer: desk.writer.borrow().clone(),
    };
    now(making::link(desk, &message, WALK)).unwrap()
}

fn lines_of(link: &Link) -> Vec<String> {
    match fragment::read(&link.payload).unwrap() {
        Invitation::Lines(lines) => lines,
        other => panic!("{other:?}"),
    }
}

/// Follows a link as the worker does: what would change is shown, and done once it is accepted.
fn follows(walker: &Memory, lines: &[String], accepts: bool) -> Option<Foreseen> {
    let mut looking = TakingIn::new(walker, Language::Fr, 1).only_looking();
    now(looking.invitation(lines.to_vec())).unwrap();
    let asks = looking.changes_what_is_here().then(|| looking.foreseen());
    if asks.is_none() || accepts {
        let mut taken = TakingIn::new(walker, Language::Fr, 1).accepting(asks.is_some());
        now(taken.invitation(lines.to_vec())).unwrap();
    }
    asks
}

fn meets(walker: &Memory) -> String {
    let sheets = walker.lines().into_iter().filter_map(|line| v1::read_line(&line).ok());
    let mut notebook = eclaireuse::domain::walk::notebook::Notebook::default();
    for read in sheets {
        notebook.take(read.record);
    }
    notebook.walk(WALK).map(|walk: &Walk| walk.stops[0].name.clone()).unwrap_or_default()
}

#[test]
fn the_first_code_names_the_key_and_a_newer_sheet_by_link_is_proven() {
    let desk = phone(3, &[sheet("Gare", 1)]);
    let first = link(&desk);
    assert!(first.whole);
    assert_eq!(lines_of(&first).len(), 2, "the sheet and its signature");
    assert_eq!(link(&desk), first, "signed once");
    let walker = Memory::default();
    assert_eq!(follows(&walker, &lines_of(&first), false), None);
    assert_eq!(walker.lines().len(), 2);
    // The same code again asks nothing.
    assert_eq!(follows(&walker, &lines_of(&first), false), None);
    // The preparer changes the meeting point: shown, accepted, proven.
    desk.records.borrow_mut().extend(Memory::of(&[sheet("Mairie", 2)]).records.take());
    let newer = lines_of(&link(&desk));
    let asks = follows(&walker, &newer, true).expect("it is shown first");
    let said = asks.said.join("\n");
    assert!(said.contains("« Mairie »") && !said.contains("sans cette clé"), "{said}");
    assert_eq!(meets(&walker), "Mairie");
    // A link of before does not bring the old sheet back.
    let mut looking = TakingIn::new(&walker, Language::Fr, 1).only_looking();
    assert!(now(looking.invitation(lines_of(&first))).is_err(), "outdated");
}

/// Somebody knows the preparer's number, from any kit, and makes a link in its name.
#[test]
fn a_sheet_that_nobody_proves_is_marked_and_never_taken_without_a_tap() {
    let desk = phone(3, &[sheet("Gare", 1)]);
    let walker = Memory::default();
    follows(&walker, &lines_of(&link(&desk)), false);
    let forged = sheet("Impasse", 2);
    let by_another = signed_by(&key(9), std::slice::from_ref(&forged), 2, Over::Kit);
    for lines in [vec![forged.clone()], vec![by_another.clone(), forged.clone()]] {
        let asks = follows(&walker, &lines, false).expect("it is shown");
        let said = asks.said.join("\n");
        for words in ["« Impasse »", "sans cette clé", "Laissé de côté : 1"] {
            assert!(said.contains(words), "{said}");
        }
        assert_eq!(meets(&walker), "Gare");
        // As a file it is not taken with the rest.
        let report = take(&walker, &[&zip(&lines)]).unwrap();
        assert!(report.problems.iter().any(|said| said.contains("de côté")), "{report:?}");
        assert_eq!((meets(&walker).as_str(), walker.lines().len()), ("Gare", 2));
    }
    // A mediator whose laptop lost its key is not shut out: one tap, and its key is known.
    let asks = follows(&walker, &[by_another, forged], true);
    assert!(asks.is_some_and(|asks| asks.said.iter().any(|said| said.contains("nouvelle clé"))));
    assert_eq!(meets(&walker), "Impasse");
    let next = sheet("Mairie", 3);
    let lines = [signed_by(&key(9), std::slice::from_ref(&next), 3, Over::Kit), next];
    let said = follows(&walker, &lines, true).expect("shown").said.join("\n");
    assert!(!said.contains("clé"), "{said}");
    assert_eq!(meets(&walker), "Mairie");
}

/// A laptop of before 0.6, or one that cannot keep keys: as it was.
#[test]
fn a_sheet_without_any_key_is_shown_and_accepted_as_before() {
    let walker = Memory::default();
    assert_eq!(follows(&walker, &[sheet("Gare", 1)], false), None);
    let asks = follows(&walker, &[sheet("Mairie", 2)], true).expect("shown");
    assert!(asks.takes && !asks.said.iter().any(|said| said.contains("clé")), "{asks:?}");
    assert_eq!(meets(&walker), "Mairie");
    // Its preparer's key comes later: from then on it counts.
    let desk = phone(3, &[sheet("Mairie", 2)]);
    assert_eq!(follows(&walker, &lines_of(&link(&desk)), false), None);
    assert!(follows(&walker, &[sheet("Impasse", 3)], false).is_some());
    assert_eq!(meets(&walker), "Mairie");
}

#[test]
fn a_kit_carries_the_key_and_nothing_of_what_was_said() {
    let desk = phone(3, &[sheet("Gare", 1), observation_by(1, 1, "secret", 1, false)]);
    let kit = handed_over(&desk, FileKind::Kit);
    let lines = lines_in(&kit);
    assert_eq!(lines.len(), 2, "sheet and signature");
    assert!(!lines.iter().any(|line| line.contains("secret")));
    let walker = Memory::default();
    take(&walker, &[&kit]).unwrap();
    assert_eq!(walker.lines().len(), 2);
    // A notebook of the walker's carries it on, to whoever does not know the desk.
    let other = Memory::default();
    take(&other, &[&handed_over(&walker, FileKind::NotebookZip)]).unwrap();
    assert_eq!(other.lines(), walker.lines());
}

#[test]
fn an_outdated_kit_leaves_nothing_behind_not_even_its_signature() {
    let kit = handed_over(&phone(3, &[sheet("Gare", 1)]), FileKind::Kit);
    let walker = Memory::of(&[sheet("Mairie", 2)]);
    assert!(take(&walker, &[&kit]).is_err());
    assert_eq!(walker.lines().len(), 1);
}

/// A sheet too long for a code: the code names walk and key, the kit comes from the host.
#[test]
fn a_code_that_only_names_the_walk_names_the_key_too() {
    // Hashes do not compress.
    let long = |n: u8| -> String { (0..24).map(|m| MediaId::of(&[n, m]).to_string()).collect() };
    let line = sheet_by(1, 1, MADE, &long(1), &long(2));
    let desk = phone(3, std::slice::from_ref(&line));
    let carried = link(&desk);
    let kit = handed_over(&desk, FileKind::Kit);
    let signed = lines_in(&kit).into_iter().find_map(|line| Signed::read(&line)).unwrap();
    assert!(!carried.whole, "it is too long");
    let expected = fingerprint(&signed.key);
    assert_eq!(fragment::read(&carried.payload), Ok(Invitation::Walk(WALK, Some(expected))));
    let by_another = signed_by(&key(9), std::slice::from_ref(&line), 1, Over::Kit);
    let forged = zip(&[by_another, line]);
    for (file, is_taken) in [(&forged, false), (&kit, true)] {
        let walker = Memory::default();
        let mut taken = TakingIn::new(&walker, Language::Fr, 1);
        taken.expect_key(WALK, expected);
        now(taken.file("x.zip", Cursor::new(file.clone()), &mut |_, _| {})).unwrap();
        assert_eq!(!walker.lines().is_empty(), is_taken);
    }
}
