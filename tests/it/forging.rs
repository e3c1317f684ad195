//! Somebody forges: a notebook made of what others published, a link to a walk that is here. What
//! was said stays its author's, and it is told what was tried.

use std::io::Cursor;

use eclaireuse::app::exchange::taking_in::{TakingIn, look_into};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::notebook::Notebook;
use eclaireuse::domain::walk::sheet_change::SheetPart;
use eclaireuse::domain::walk::{Stop, Walk};
use eclaireuse::format::v1;

use crate::exchange::{Memory, now, take, zip};
use crate::notebook_file::{MADE, WALK, observation_by};

fn shown(memory: &Memory) -> Notebook {
    let mut notebook = Notebook::default();
    for line in memory.lines() {
        notebook.take(v1::read_line(&line).unwrap().record);
    }
    notebook
}

pub(crate) fn sheet_by(
    device: u32,
    revision: u32,
    at: Stamp,
    contact: &str,
    meets: &str,
) -> String {
    let walk = Walk {
        title: "Marche du soir".into(),
        contact: contact.into(),
        stops: vec![Stop::named(1, meets)],
        ..Walk::blank(WALK, MADE)
    };
    let envelope = Envelope {
        kind: "walk".into(),
        id: RecordId(WALK.0),
        walk: WALK,
        device: DeviceNumber(device),
        revision,
        at,
    };
    v1::write_line(&envelope, &Body::Walk(Box::new(walk))).0
}

fn follows(memory: &Memory, lines: Vec<String>) -> Vec<String> {
    let mut taken = TakingIn::new(memory, Language::Fr, 1);
    let joined: WalkId = now(taken.invitation(lines)).unwrap();
    taken.into_report(Some(joined)).problems
}

/// The attack of version 0.4.0: from the partners' layers, a second revision of every observation.
#[test]
fn a_forged_notebook_withdraws_nothing_and_is_told() {
    let said: Vec<String> = (1..=120).map(|id| observation_by(1, id, "sombre", 1, false)).collect();
    let forged: Vec<String> = (1..=120).map(|id| observation_by(7, id, "", 2, true)).collect();
    let memory = Memory::default();
    take(&memory, &[&zip(&said)]).unwrap();
    let file = zip(&forged);
    let named = vec![("x.zip".into(), Ok(Cursor::new(file.clone())))];
    let preview = now(look_into(&memory, Language::Fr, named, |_, _| {})).unwrap().preview;
    assert_eq!((preview.clashes, preview.withdrawn, preview.changed), (120, 0, 0));
    assert_eq!(memory.lines().len(), 120, "looking writes nothing");
    let report = take(&memory, &[&file]).unwrap();
    assert!(report.problems[0].contains("(120)"), "{report:?}");
    let notebook = shown(&memory);
    assert_eq!((notebook.observation_count(), notebook.clashes()), (120, 120));
    assert!(notebook.all_observations().all(|one| one.words == "sombre"));
    // The other way round: what the author's phone hands over later is hers all the same.
    let memory = Memory::default();
    take(&memory, &[&file]).unwrap();
    take(&memory, &[&zip(&said)]).unwrap();
    let later = shown(&memory);
    assert_eq!((later.observation_count(), later.clashes()), (120, 120));
}

#[test]
fn an_authors_own_changes_are_counted_as_such() {
    let memory = Memory::default();
    let said = [observation_by(1, 1, "a", 1, false), observation_by(1, 2, "b", 1, false)];
    take(&memory, &[&zip(&said)]).unwrap();
    let newer = [observation_by(1, 1, "c", 2, false), observation_by(1, 2, "b", 2, true)];
    let file = ("x.zip".into(), Ok(Cursor::new(zip(&newer))));
    let preview = now(look_into(&memory, Language::Fr, vec![file], |_, _| {})).unwrap().preview;
    assert_eq!((preview.new, preview.changed, preview.withdrawn, preview.clashes), (2, 1, 1, 0));
}

/// The attack of version 0.4.0: a link with the walk's id, another contact and meeting point.
#[test]
fn a_link_by_another_device_changes_nothing_and_is_told() {
    let memory = Memory::of(&[sheet_by(1, 5, MADE, "Ada", "Gare")]);
    let before = Stamp { utc_ms: MADE.utc_ms - 9, ..MADE };
    for (revision, at) in [(6, MADE), (5, before), (100, MADE)] {
        let problems = follows(&memory, vec![sheet_by(7, revision, at, "Eve", "Impasse")]);
        assert!(problems[0].contains("autre appareil"), "{problems:?}");
        let walk = shown(&memory).walk(WALK).cloned().unwrap();
        assert_eq!((walk.contact.as_str(), walk.stops[0].name.as_str()), ("Ada", "Gare"));
    }
    assert_eq!(memory.lines().len(), 1);
}

#[test]
fn what_the_preparing_device_changed_is_shown_old_and_new() {
    let memory = Memory::of(&[sheet_by(1, 1, MADE, "Ada", "Gare")]);
    let file = ("x.zip".into(), Ok(Cursor::new(zip(&[sheet_by(1, 2, MADE, "Ada", "Mairie")]))));
    let preview = now(look_into(&memory, Language::Fr, vec![file], |_, _| {})).unwrap().preview;
    let (walk, found) = &preview.sheets[0];
    assert_eq!((*walk, found[0].part), (WALK, SheetPart::MeetingPoint));
    assert_eq!((found[0].old.as_str(), found[0].new.as_str()), ("Gare", "Mairie"));
}
