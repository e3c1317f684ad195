//! Stories of the queue: jobs wait for one another, and a result knows what was asked.

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::{ImportReport, Link};
use eclaireuse::app::exchange::{
    Chosen, Done, ExchangeError, FileQuestion, Foreseen, JobAnswer, Made, Request, Shown,
};
use eclaireuse::app::problem::NotStored;
use eclaireuse::app::{Effect, Event, Problem, Route};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::format::booklet::Document;

use crate::phone::Phone;
use crate::safety::seen_after_saving;

fn a_file(name: &str) -> JobAnswer {
    JobAnswer::Done(Done::File(Made { name: name.into(), whole: true, ..Made::default() }))
}

fn taken_in(walks: &[WalkId]) -> JobAnswer {
    let report = ImportReport { walks: walks.to_vec(), records_new: 1, ..ImportReport::default() };
    JobAnswer::Done(Done::TakenIn(report))
}

fn foreseen(walks: &[WalkId]) -> JobAnswer {
    let said = vec!["1 nouvelle observation".to_owned()];
    JobAnswer::Done(Done::Foreseen(Foreseen {
        walks: walks.to_vec(),
        said,
        takes: true,
        doubted: false,
    }))
}

fn shown(phone: &Phone, kinds: &[FileKind]) -> Shown {
    let questions: Vec<FileQuestion> =
        kinds.iter().filter_map(|kind| phone.model.question(*kind)).collect();
    phone.model.exchange.shown(&questions, phone.model.notebook.fingerprint())
}

fn started(phone: &Phone) -> usize {
    phone.asked.iter().filter(|effect| matches!(effect, Effect::Work(_))).count()
}

#[test]
fn a_second_file_waits_for_the_first() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
    phone.happens(Event::ExportAsked(FileKind::NotebookZip, phone.now));
    assert_eq!(started(&phone), 1);
    phone.worker_says(a_file("un.html"));
    assert_eq!(started(&phone), 2);
    assert!(phone.model.is_busy());
    phone.worker_says(a_file("deux.zip"));
    let shown = shown(&phone, &[FileKind::NotebookHtml, FileKind::NotebookZip]);
    let names: Vec<&str> = shown.ready.iter().map(|ready| ready.made.name.as_str()).collect();
    assert_eq!(names, ["deux.zip", "un.html"]);
    assert!(shown.running.is_none() && !phone.model.is_busy());
}

#[test]
fn the_code_of_the_kit_appears_although_another_job_runs() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::ExportAsked(FileKind::Kit, phone.now));
    phone.happens(Event::LinkAsked);
    phone.happens(Event::LinkAsked);
    phone.worker_says(a_file("kit.zip"));
    assert_eq!(phone.at_work().request, Request::Link(walk));
    let link = Link { payload: "abc".into(), whole: true, with_perimeter: false };
    phone.worker_says(JobAnswer::Done(Done::Link(link.clone())));
    assert_eq!(phone.model.link, Some(link));
    assert_eq!(started(&phone), 2, "asked twice, made once");
    assert_eq!(shown(&phone, &[FileKind::Kit]).ready.len(), 1);
}

#[test]
fn a_link_of_an_earlier_sheet_is_made_again() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::LinkAsked);
    let mut sheet = phone.model.walk().unwrap().clone();
    sheet.title = "Un autre titre".into();
    phone.happens(Event::WalkAmended(Box::new(sheet), phone.now));
    let link = Link { payload: "old".into(), whole: true, with_perimeter: false };
    phone.worker_says(JobAnswer::Done(Done::Link(link)));
    assert_eq!(phone.model.link, None);
    assert_eq!(phone.at_work().request, Request::Link(walk));
    assert_eq!(started(&phone), 2);
}

#[test]
fn a_campaign_saved_while_notebooks_come_in_ends_with_both() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::ImportAsked);
    let question = FileQuestion::whole(FileKind::Campaign, WalkId(7), Language::Fr);
    phone.happens(Event::CampaignFileAsked(question.clone(), 1));
    phone.worker_says(foreseen(&[walk]));
    phone.happens(Event::ForeseenAnswered(true));
    phone.worker_says(a_file("campagne.zip"));
    phone.worker_says(taken_in(&[walk]));
    let shown = phone.model.exchange.shown(std::slice::from_ref(&question), 1);
    assert_eq!(shown.ready.len(), 1);
    assert_eq!(shown.taken_in.map(|report| report.walks), Some(vec![walk]));
}

#[test]
fn files_chosen_while_a_job_runs_stay_with_their_own() {
    let mut phone = Phone::new();
    phone.happens(Event::ImportAsked);
    phone.happens(Event::ImportAsked);
    let held: Vec<u32> = phone
        .asked
        .iter()
        .filter_map(|effect| match effect {
            Effect::HoldFiles(job) => Some(*job),
            _ => None,
        })
        .collect();
    assert_eq!((held, started(&phone)), (vec![1, 2], 1));
}

#[test]
fn a_dead_worker_fails_only_its_own_job() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
    let dead = phone.at_work().id;
    phone.happens(Event::ExportAsked(FileKind::NotebookZip, phone.now));
    let why = ExchangeError::Died("memory".into());
    phone.worker_says(JobAnswer::Failed(why.clone()));
    assert_eq!(phone.model.problems, [Problem::ExportFailed(why.clone())]);
    assert_eq!(started(&phone), 2, "a fresh worker is on the next one");
    // What the dead one still says is nobody's.
    phone.happens(Event::Answered(dead, a_file("late.html")));
    phone.happens(Event::Answered(dead, JobAnswer::Failed(why)));
    phone.worker_says(a_file("deux.zip"));
    assert_eq!(shown(&phone, &[FileKind::NotebookHtml]).ready, []);
    assert_eq!(shown(&phone, &[FileKind::NotebookZip]).ready.len(), 1);
}

#[test]
fn a_file_is_gone_once_what_it_was_made_of_has_changed() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.tags("pests");
    phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
    phone.worker_says(a_file("un.html"));
    let kinds = [FileKind::NotebookHtml];
    assert_eq!(shown(&phone, &kinds).ready.len(), 1);
    assert!(shown(&phone, &[FileKind::NotebookZip]).ready.is_empty());
    phone.tags("pests");
    let now = shown(&phone, &kinds);
    assert!(now.ready.is_empty() && now.outdated);
    // Another language is another file.
    phone.happens(Event::LanguageChosen(Language::En));
    assert_eq!(shown(&phone, &kinds), Shown::default());
    // Made again, the older one is let go of.
    phone.happens(Event::LanguageChosen(Language::Fr));
    phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
    assert!(phone.asked.contains(&Effect::DropFile(1)));
    assert!(!shown(&phone, &kinds).outdated);
}

#[test]
fn a_file_for_partners_is_not_shown_to_who_chose_the_public() {
    let mut phone = Phone::new();
    let id = WalkId(7);
    let question = |kind, chosen| FileQuestion { kind, of: id, chosen, language: Language::Fr };
    let bundle = |choice: &Choice| question(FileKind::Bundle, Chosen::bundle(choice));
    let partners = Choice::all(Audience::Partners);
    phone.happens(Event::CampaignFileAsked(bundle(&partners), 5));
    phone.worker_says(a_file("partenaires.zip"));
    let seen = |question: FileQuestion, content| {
        phone.model.exchange.shown(&[question], content).ready.len()
    };
    assert_eq!(seen(bundle(&partners), 5), 1);
    assert_eq!(seen(bundle(&partners), 6), 0, "the campaign changed");
    assert_eq!(seen(bundle(&Choice::all(Audience::Public)), 5), 0);
    assert_eq!(seen(FileQuestion::whole(FileKind::Campaign, id, Language::Fr), 5), 0);
    let others: [Choice; 4] = [
        Choice { with_internal: true, ..partners.clone() },
        Choice { coarse: true, ..partners.clone() },
        Choice { walk: Some(WalkId(8)), ..partners.clone() },
        Choice { cycle: "2025".into(), ..partners.clone() },
    ];
    for other in &others {
        assert_eq!(seen(bundle(other), 5), 0, "{other:?}");
        assert_eq!(Chosen::bundle(other).as_bundle(), *other);
    }
    let chosen = Chosen::document(Document::Told, Audience::Partners);
    assert_eq!(seen(question(FileKind::Document, chosen.clone()), 5), 0);
    assert_eq!(chosen.as_document(), Some((Document::Told, Audience::Partners)));
    // What says nothing is for the public.
    assert_eq!(Chosen::default().as_bundle(), Choice::all(Audience::Public));
}

#[test]
fn a_notebook_that_lacks_what_the_disk_did_not_give_is_no_backup() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    for _ in 0..20 {
        phone.tags("pests");
    }
    phone.happens(Event::ExportAsked(FileKind::NotebookZip, phone.now));
    let job = phone.at_work().id;
    phone.worker_says(JobAnswer::Done(Done::File(Made::default())));
    seen_after_saving(&mut phone, job);
    assert!(phone.model.is_backup_due());
    phone.happens(Event::ExportAsked(FileKind::NotebookZip, phone.now));
    phone.worker_says(JobAnswer::Failed(ExchangeError::Unreadable(NotStored::Refused)));
    assert!(phone.model.is_backup_due());
}

#[test]
fn an_answer_says_whether_it_is_the_one() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::AnswerGiven(walk, "AAAAAA".into()));
    assert!(phone.model.exchange.is_checking(walk));
    phone.worker_says(JobAnswer::Done(Done::Checked(false)));
    assert_eq!(phone.model.answer, Some((walk, false)));
    phone.happens(Event::AnswerGiven(walk, "BBBBBB".into()));
    assert_eq!(phone.model.answer, None);
    phone.worker_says(JobAnswer::Done(Done::Checked(true)));
    assert_eq!(phone.model.answer, Some((walk, true)));
    let preferences = phone.disk.preferences();
    assert!(preferences.walks.get(&walk.to_string()).unwrap().received);
}

/// The attack of version 0.4.0: whatever a file held was taken without anybody seeing it.
#[test]
fn nothing_is_taken_in_before_a_person_saw_it() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::ImportAsked);
    assert_eq!(phone.at_work().request, Request::Look);
    let look = phone.at_work().id;
    phone.worker_says(foreseen(&[walk]));
    assert_eq!(started(&phone), 1, "it waits for a person");
    assert!(shown(&phone, &[]).awaited.is_some() && !phone.model.is_busy());
    phone.happens(Event::ForeseenAnswered(false));
    assert_eq!((started(&phone), shown(&phone, &[]).awaited), (1, None));
    assert!(phone.asked.contains(&Effect::DropFile(look)), "the files are let go of");
    // A second tap on what is not there any more does nothing.
    phone.happens(Event::ForeseenAnswered(true));
    assert_eq!(started(&phone), 1);
}

#[test]
fn two_drops_are_asked_about_one_after_the_other_and_each_takes_its_own_files() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::ImportAsked);
    phone.happens(Event::ImportAsked);
    phone.worker_says(foreseen(&[walk]));
    phone.worker_says(foreseen(&[]));
    phone.happens(Event::ForeseenAnswered(true));
    assert_eq!(phone.at_work().request, Request::Import(1, false));
    phone.happens(Event::ForeseenAnswered(true));
    phone.worker_says(taken_in(&[walk]));
    assert_eq!(phone.at_work().request, Request::Import(2, false));
    assert!(phone.asked.contains(&Effect::DropFile(1)));
}

#[test]
fn a_changed_invitation_is_accepted_or_ones_own_is_kept() {
    for accepts in [true, false] {
        let mut phone = Phone::new();
        let walk = phone.creates_walk(|_| {});
        phone.happens(Event::Navigated(Route::Join));
        assert_eq!(phone.at_work().request, Request::Join(String::new()));
        phone.worker_says(foreseen(&[walk]));
        assert!(shown(&phone, &[]).awaited.is_some_and(|awaited| awaited.joins));
        phone.happens(Event::ForeseenAnswered(accepts));
        if accepts {
            assert_eq!(phone.at_work().request, Request::Accept(String::new()));
            phone.worker_says(taken_in(&[walk]));
        }
        let report = phone.model.exchange.taken_in().unwrap();
        assert_eq!(
            (report.walks.as_slice(), report.records_new),
            (&[walk][..], usize::from(accepts))
        );
        assert_eq!(phone.model.open, Some(walk));
    }
}

#[test]
fn another_invitation_takes_the_place_of_one_that_waits() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::Navigated(Route::Join));
    phone.worker_says(foreseen(&[walk]));
    phone.happens(Event::Navigated(Route::Home));
    phone.happens(Event::Navigated(Route::Join));
    assert_eq!(shown(&phone, &[]).awaited, None);
}

#[test]
fn a_page_that_died_while_it_waited_took_nothing() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let before = phone.lines_of(walk);
    phone.happens(Event::ImportAsked);
    phone.worker_says(foreseen(&[walk]));
    phone.killed_and_started();
    assert_eq!((shown(&phone, &[]).awaited, phone.lines_of(walk)), (None, before));
}
