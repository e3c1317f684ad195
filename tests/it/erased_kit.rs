//! What the mediator erased for somebody reaches her phone with the walk's kit or its link, and nothing
//! older brings it back; a notebook that claims as much is not believed.

use std::io::Cursor;

use eclaireuse::app::Route;
use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::{Chance, ImportReport};
use eclaireuse::app::exchange::Foreseen;
use eclaireuse::app::exchange::taking_in::{TakingIn, check_answer, look_into};
use eclaireuse::app::route::Panel;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::Deliberation;
use eclaireuse::domain::identity::{DeviceNumber, RecordId};
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::format::fragment::{self, Invitation};
use eclaireuse::format::preferences::Draft;
use eclaireuse::format::v1;

use crate::erased::{
    AUTHOR, CAMPAIGN, FORGER, MEDIATOR, PICTURE, PREPARER, WALK, after, assert_gone,
    assert_nothing_of_it, before, campaign_sheet, campaign_stone, device, exported, file, holds,
    sheet_by, stone_by,
};
use crate::exchange::{Memory, now, take};
use crate::notebook_file::{MADE, WRAPPINGS, Wrapping};
use crate::phone::Phone;
use crate::signed_sheets::link;

/// The mediator's laptop: it prepared the walk, has the author's notebook, and erased for her.
fn laptop() -> Memory {
    let own = [campaign_sheet(), campaign_stone(MEDIATOR, 10)];
    device(&[&after(PREPARER)[..1], &own].concat(), &[])
}

fn looked(memory: &Memory, file: &[u8]) -> Foreseen {
    let files = vec![("marche.zip".to_owned(), Ok(Cursor::new(file.to_vec())))];
    now(look_into(memory, Language::Fr, files, |_, _| {})).unwrap().foreseen()
}

fn invitation(laptop: &Memory) -> Vec<String> {
    match fragment::read(&link(laptop).payload) {
        Ok(Invitation::Lines(lines)) => lines,
        other => panic!("{other:?}"),
    }
}

fn asked_to_join(memory: &Memory, lines: Vec<String>) -> Option<Vec<String>> {
    let mut looking = TakingIn::new(memory, Language::Fr, 1).only_looking();
    now(looking.invitation(lines)).unwrap();
    looking.changes_what_is_here().then(|| looking.foreseen().said)
}

fn joins(memory: &Memory, lines: Vec<String>) -> ImportReport {
    let mut taken = TakingIn::new(memory, Language::Fr, 1);
    let walk = now(taken.invitation(lines)).unwrap();
    now(taken.joined(walk)).unwrap()
}

// --- The kit -----------------------------------------------------------------------------

#[test]
fn her_phone_forgets_it_once_it_takes_the_kit_and_no_old_notebook_brings_it_back() {
    let kit = exported(&laptop(), FileKind::Kit, WALK);
    let phone = device(&before(), &[PICTURE]);
    let foreseen = looked(&phone, &kit);
    assert!(foreseen.said.iter().any(|said| said.contains("1 élément à effacer")), "{foreseen:?}");
    assert!(phone.lines().iter().any(|line| line.contains("Zarifian")), "not before a tap");
    take(&phone, &[&kit]).unwrap();
    assert_gone(&phone, "her phone");
    assert!(phone.lines().iter().any(|line| line.contains("le banc")), "the rest stays");
    for wrapping in WRAPPINGS {
        take(&phone, &[&file(wrapping, &before(), &[PICTURE])]).unwrap();
        assert_gone(&phone, "an old notebook");
    }
    for kind in [FileKind::NotebookZip, FileKind::NotebookHtml, FileKind::Kit] {
        assert_nothing_of_it(&exported(&phone, kind, WALK), &format!("{kind:?}"));
    }
    // Her phone passes it on as the kit did.
    let other = device(&before(), &[PICTURE]);
    take(&other, &[&exported(&phone, FileKind::Kit, WALK)]).unwrap();
    assert_gone(&other, "another phone with her notebook");
}

#[test]
fn a_new_phone_that_joins_first_takes_nothing_of_it_from_her_backup() {
    let backup = file(Wrapping::Zip, &before(), &[PICTURE]);
    let phone = Memory::default();
    take(&phone, &[&exported(&laptop(), FileKind::Kit, WALK)]).unwrap();
    take(&phone, &[&backup]).unwrap();
    assert_gone(&phone, "by the kit");
    let phone = Memory::default();
    joins(&phone, invitation(&laptop()));
    take(&phone, &[&backup]).unwrap();
    assert_gone(&phone, "by the link");
}

#[test]
fn the_link_says_it_too_and_waits_for_a_tap() {
    let phone = device(&before(), &[PICTURE]);
    let lines = invitation(&laptop());
    assert_eq!(lines.len(), 2);
    let said = asked_to_join(&phone, lines.clone()).expect("it is shown first");
    assert!(said.iter().any(|said| said.contains("à effacer")), "{said:?}");
    joins(&phone, lines.clone());
    assert_gone(&phone, "her phone");
    assert_eq!(asked_to_join(&phone, lines), None, "the same again changes nothing");
}

#[test]
fn every_laptop_writes_the_same_line_of_it() {
    let one = exported(&laptop(), FileKind::Kit, WALK);
    let other = Memory::default();
    take(&other, &[&exported(&laptop(), FileKind::Campaign, CAMPAIGN)]).unwrap();
    let phone = device(&before(), &[PICTURE]);
    take(&phone, &[&one]).unwrap();
    let foreseen = looked(&phone, &exported(&other, FileKind::Kit, WALK));
    assert!(
        foreseen.said.iter().any(|said| said.contains("2 éléments, inchangés")),
        "{foreseen:?}"
    );
}

#[test]
fn what_the_preparing_laptop_erases_for_her_on_the_walk_itself_travels_likewise() {
    let laptop = device(&[sheet_by(PREPARER), stone_by(PREPARER, 10)], &[]);
    let phone = device(&before(), &[PICTURE]);
    take(&phone, &[&exported(&laptop, FileKind::Kit, WALK)]).unwrap();
    assert_gone(&phone, "her phone");
}

#[test]
fn all_the_way_from_her_laptop_to_the_answer() {
    // The campaign has her notebook; the mediator sets it aside and erases it.
    let laptop = device(&[&before()[..], &[campaign_sheet()]].concat(), &[PICTURE]);
    let mut workshop = Workshop::default();
    workshop.open(CAMPAIGN, DeviceNumber(MEDIATOR));
    workshop.lines(CAMPAIGN, &[campaign_sheet()], true);
    workshop.lines(WALK, before(), true);
    for (act, random) in [(Act::Remove(RecordId(10), true), 1), (Act::Erase(RecordId(10)), 2)] {
        let kept = workshop.act(act, Chance { at: MADE, random }).unwrap();
        let kept = kept.into_iter().map(|kept| (kept.entry.key, kept.entry.line));
        laptop.records.borrow_mut().extend(kept);
    }
    // Storage was not even swept.
    let kit = exported(&laptop, FileKind::Kit, WALK);
    assert_nothing_of_it(&kit, "the kit");
    let phone = device(&before(), &[PICTURE]);
    take(&phone, &[&kit]).unwrap();
    assert_gone(&phone, "her phone");
    // What is left of it is handed over, and answered.
    let notebook = exported(&phone, FileKind::NotebookZip, WALK);
    for laptop in [laptop, device(&[sheet_by(PREPARER)], &[])] {
        let report = take(&laptop, &[&notebook]).unwrap();
        let [line] = &report.receptions[..] else { panic!("{report:?}") };
        let says = v1::read_deliberation(line).unwrap().record.body.says;
        let Deliberation::Reception(reception) = says else { panic!("{says:?}") };
        assert!(now(check_answer(&phone, WALK, &reception.answer)).unwrap());
    }
}

// --- Not believed ------------------------------------------------------------------------

#[test]
fn a_notebook_that_erases_for_others_is_refused_and_told() {
    for by in [FORGER, PREPARER, MEDIATOR] {
        let memory = device(&before(), &[PICTURE]);
        let forged = file(Wrapping::Zip, &after(by), &[]);
        let foreseen = looked(&memory, &forged);
        assert!(foreseen.said.iter().any(|said| said.contains("rien n’a été effacé")));
        let report = take(&memory, &[&forged]).unwrap();
        assert!(report.problems[0].starts_with("Rien n’a été effacé"), "{report:?}");
        assert!(holds(&exported(&memory, FileKind::NotebookHtml, WALK), b"Zarifian"), "{by}");
        assert!(!memory.lines().iter().any(|line| line.contains("\"erased\"")));
    }
}

#[test]
fn a_kit_of_another_device_erases_nothing() {
    let forged = device(&[sheet_by(FORGER), stone_by(FORGER, 10)], &[]);
    let kit = exported(&forged, FileKind::Kit, WALK);
    let phone = device(&before(), &[PICTURE]);
    take(&phone, &[&kit]).unwrap();
    assert!(phone.lines().iter().any(|line| line.contains("Zarifian")));
    joins(&phone, vec![sheet_by(FORGER), stone_by(FORGER, 10)]);
    joins(&phone, vec![stone_by(FORGER, 10)]);
    // The sheet is on every phone: with it, too, only the device that prepared the walk erases.
    joins(&phone, vec![sheet_by(PREPARER), stone_by(FORGER, 10)]);
    joins(&phone, vec![sheet_by(PREPARER), stone_by(MEDIATOR, 10)]);
    assert!(phone.lines().iter().any(|line| line.contains("Zarifian")));
}

// --- On the phone's screen ---------------------------------------------------------------

#[test]
fn what_was_being_typed_of_it_goes_too() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    let text = "derrière la boulangerie Zarifian".to_owned();
    let field = TextField::Words.code().to_owned();
    let draft = Draft {
        walk: walk.to_string(),
        observation: id.to_string(),
        field,
        text,
        ..Draft::default()
    };
    phone.happens(eclaireuse::app::Event::Typing(draft));
    assert!(!phone.disk.drafts.is_empty());
    let of = phone.model.notebook.record(id).unwrap().envelope.device.to_string();
    let stone = stone_by(MEDIATOR, id.0)
        .replace(&WALK.to_string(), &walk.to_string())
        .replace(&format!("\"by\":\"{}\"", DeviceNumber(AUTHOR)), &format!("\"by\":\"{of}\""));
    let record = v1::read_line(&stone).unwrap().record;
    phone.disk.records.insert(v1::key(&record), stone);
    phone.disk.address = Route::Observation(walk, id, Panel::Summary);
    phone.killed_and_started();
    assert!(phone.disk.drafts.is_empty() && phone.model.drafts.is_empty());
    assert_eq!(phone.model.observation(id), None);
    assert_eq!(phone.model.route, Route::Walk(walk));
    assert!(!phone.disk.records.values().any(|line| line.contains("street_lighting")));
}
