//! What the phone says of files: no more than it knows. Nothing is a backup before somebody sees it,
//! nothing is handed over before the mediator's device answered, and what left stays named.

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::exchange::{Done, JobAnswer, JobId, Made};
use eclaireuse::app::view::safety::Safety;
use eclaireuse::app::{Event, Route};
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::format::left_file::{FileWay, LeftFile};

use crate::phone::Phone;

/// A notebook is made; answers with its job.
fn makes(phone: &mut Phone, name: &str) -> JobId {
    phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
    let made = Made { name: name.into(), whole: true, ..Made::default() };
    phone.worker_says(JobAnswer::Done(Done::File(made)));
    phone.at_work().id
}

/// It is saved, and somebody says that she sees it.
pub(crate) fn seen_after_saving(phone: &mut Phone, job: JobId) {
    phone.happens(Event::HandOverTapped(job, false));
    phone.happens(Event::FileHandedOver(job, FileWay::Downloads, phone.now));
    let walk = phone.model.open.expect("a walk is open");
    if let Some(file) = phone.model.left_files(walk).first() {
        phone.happens(Event::FileSeen(walk, file.at_ms, true));
    }
}

pub(crate) fn leaves(phone: &mut Phone, name: &str, way: FileWay) -> LeftFile {
    let job = makes(phone, name);
    phone.happens(Event::HandOverTapped(job, way == FileWay::App));
    phone.happens(Event::FileHandedOver(job, way, phone.now));
    let walk = phone.model.open.expect("a walk is open");
    phone.model.left_files(walk).first().expect("the file is remembered").clone()
}

fn answered(phone: &mut Phone, walk: WalkId) {
    phone.happens(Event::AnswerGiven(walk, "AAAAAA".into()));
    phone.worker_says(JobAnswer::Done(Done::Checked(true)));
}

fn with_three() -> (Phone, WalkId) {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    for category in ["street_lighting", "pests", "isolation"] {
        phone.tags(category);
    }
    phone.opens(Route::Walk(walk));
    (phone, walk)
}

/// What version 0.4.0 did: a download that was refused was « Transmis », « une sauvegarde a été faite ».
#[test]
fn a_download_is_perhaps_there_until_somebody_sees_it() {
    for way in [FileWay::Downloads, FileWay::App] {
        let (mut phone, walk) = with_three();
        assert_eq!(phone.model.safety().nowhere, 3);
        let file = leaves(&mut phone, "carnet.html", way);
        let after = phone.model.safety();
        assert_eq!((after.nowhere, after.perhaps, after.seen), (0, 3, 0));
        assert!(!after.is_confirmed() && !after.has_arrived());
        assert_eq!((file.seen, file.way), (None, way));
        phone.killed_and_started();
        assert_eq!(phone.model.safety(), after, "as it was before the page died");

        phone.happens(Event::FileSeen(walk, file.at_ms, false));
        assert_eq!(phone.model.safety().nowhere, 3, "what is not seen does not count");
        assert_eq!(phone.model.left_files(walk).len(), 1, "and may be there all the same");
        phone.killed_and_started();
        phone.happens(Event::FileSeen(walk, file.at_ms, true));
        phone.killed_and_started();
        let seen = phone.model.safety();
        assert!(seen.is_confirmed() && seen.seen == 3);
        assert!(!seen.has_arrived(), "seeing it does not make it the mediator's");
        assert!(!phone.disk.preferences().walks.get(&walk.to_string()).unwrap().received);
    }
}

/// Counting is not enough: what is in a file is known thing by thing, and as it stood.
#[test]
fn what_came_after_the_file_is_in_none() {
    let (mut phone, walk) = with_three();
    let file = leaves(&mut phone, "carnet.html", FileWay::Downloads);
    phone.happens(Event::FileSeen(walk, file.at_ms, true));
    let first = phone.model.notebook.all_observations().next().unwrap().id;
    // One withdrawn, one new: as many as before.
    phone.says(first, Change::Withdrawn(true));
    let new = phone.tags("noise");
    assert_eq!(
        phone.model.safety(),
        Safety { standing: 3, nowhere: 1, seen: 2, ..Safety::default() }
    );
    // Words that were added to what is in the file.
    let second = phone.model.notebook.newest_first().last().unwrap().id;
    phone.says(second, Change::Text(TextField::Idea, "un banc".into()));
    assert_eq!(phone.model.safety().nowhere, 2);
    phone.says(new, Change::Withdrawn(true));
    phone.says(second, Change::Withdrawn(true));
    assert!(phone.model.safety().is_confirmed());
    // Back again, as it was in the file or not.
    phone.says(first, Change::Withdrawn(false));
    assert!(!phone.model.safety().is_confirmed());
}

/// The share sheet stood open while another tab wrote: the file does not hold that.
#[test]
fn a_file_holds_what_stood_when_it_was_asked_for() {
    let (mut phone, walk) = with_three();
    let job = makes(&mut phone, "carnet.html");
    phone.happens(Event::HandOverTapped(job, true));
    phone.tags("noise");
    phone.happens(Event::FileHandedOver(job, FileWay::App, phone.now));
    let file = phone.model.left_files(walk)[0].clone();
    phone.happens(Event::FileSeen(walk, file.at_ms, true));
    assert_eq!(phone.model.safety().nowhere, 4, "it is not known what of it is there");
    assert_eq!(file.name, "carnet.html", "it may be on the phone all the same");
}

#[test]
fn only_the_answer_of_the_mediator_is_an_arrival() {
    let (mut phone, walk) = with_three();
    answered(&mut phone, walk);
    let arrived = phone.model.safety();
    assert!(arrived.has_arrived() && arrived.is_confirmed());
    assert!(phone.model.left_files(walk).is_empty(), "an answer is no file on this phone");
    phone.tags("noise");
    let after = phone.model.safety();
    assert_eq!((after.arrived, after.nowhere), (3, 1));
    assert!(!after.has_arrived());
    phone.killed_and_started();
    assert_eq!(phone.model.safety(), after);
}

/// Local storage is written late: what was taken back of it comes back with a killed browser.
#[test]
fn an_arrival_that_comes_back_is_held_against_what_stands() {
    for says_more in [true, false] {
        let (mut phone, walk) = with_three();
        answered(&mut phone, walk);
        let before = phone.disk.memory.clone();
        if says_more {
            phone.tags("noise");
        }
        phone.disk.memory = before;
        phone.killed_and_started();
        assert_eq!(phone.model.safety().has_arrived(), !says_more);
        assert_eq!(phone.model.safety().arrived, 3);
        let preferences = phone.disk.preferences();
        assert_eq!(preferences.walks.get(&walk.to_string()).unwrap().received, !says_more);
    }
}

/// The answer was compared with storage, which did not have the last word yet.
#[test]
fn an_answer_is_not_for_what_storage_does_not_have() {
    let (mut phone, walk) = with_three();
    phone.slow = true;
    phone.tags("noise");
    answered(&mut phone, walk);
    assert_eq!(phone.model.answer, Some((walk, false)));
    assert_eq!(phone.model.safety().nowhere, 4);

    let (mut phone, walk) = with_three();
    phone.happens(Event::AnswerGiven(walk, "AAAAAA".into()));
    let job = phone.at_work().id;
    phone.tags("noise");
    phone.happens(Event::Answered(job, JobAnswer::Done(Done::Checked(true))));
    assert_eq!(phone.model.answer, Some((walk, false)));
    assert!(!phone.model.safety().has_arrived());
}

/// Whoever wipes hears which files stay behind, whatever became of them.
#[test]
fn wiping_names_what_left() {
    let (mut phone, walk) = with_three();
    let first = leaves(&mut phone, "un.html", FileWay::Downloads);
    phone.happens(Event::FileSeen(walk, first.at_ms, false));
    leaves(&mut phone, "deux.html", FileWay::App);
    answered(&mut phone, walk);
    phone.killed_and_started();
    let names = phone.model.left_files(walk).into_iter().map(|file| file.name);
    assert_eq!(names.collect::<Vec<_>>(), ["deux.html", "un.html"]);
    phone.happens(Event::WalkWiped(walk));
    assert!(phone.disk.memory.keys().all(|name| !name.contains(&walk.to_string())));
}

/// The layers hold what was said, too: they are named, and are no backup.
#[test]
fn layers_that_left_are_named_and_prove_nothing() {
    let (mut phone, walk) = with_three();
    phone.happens(Event::ExportAsked(FileKind::Layers { with_internal: true }, phone.now));
    let made = Made { name: "couches.zip".into(), whole: true, ..Made::default() };
    phone.worker_says(JobAnswer::Done(Done::File(made)));
    let job = phone.at_work().id;
    seen_after_saving(&mut phone, job);
    assert_eq!(phone.model.left_files(walk)[0].name, "couches.zip");
    assert_eq!(phone.model.safety().nowhere, 3);
}

/// Two at the same moment, or after the clock was set back, are two.
#[test]
fn each_file_is_remembered_by_itself() {
    let (mut phone, walk) = with_three();
    for name in ["un.html", "deux.html", "trois.html"] {
        leaves(&mut phone, name, FileWay::Downloads);
    }
    phone.killed_and_started();
    assert_eq!(phone.model.left_files(walk).len(), 3);
}

/// Version 0.5.0 called a file a backup as soon as the browser was asked to save it.
#[test]
fn what_an_earlier_version_called_a_backup_is_a_file_that_may_exist() {
    let (mut phone, walk) = with_three();
    let name = format!("walk.{walk}.backup");
    phone.disk.memory.insert(name, format!("{} 3", phone.now.utc_ms));
    phone.killed_and_started();
    assert_eq!(phone.model.safety().nowhere, 3);
    let files = phone.model.left_files(walk);
    assert!(matches!(&files[..], [file] if file.name.is_empty() && file.seen.is_none()));
    // Its answer of the mediator counts as before, as long as nothing was said since.
    phone.disk.memory.insert(format!("walk.{walk}.received"), "2025-11-05".into());
    phone.killed_and_started();
    assert!(phone.model.safety().has_arrived());
    phone.tags("noise");
    assert_eq!(phone.model.safety().nowhere, 4);
}
