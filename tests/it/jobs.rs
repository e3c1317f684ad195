//! Stories of the queue: jobs wait for one another, and a result knows what was asked.

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::{ImportReport, Link};
use eclaireuse::app::exchange::{
    Answer, Chosen, Done, ExchangeError, Made, Question, Request, Shown,
};
use eclaireuse::app::problem::NotStored;
use eclaireuse::app::{Effect, Event, Problem};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::format::booklet::Document;

use crate::phone::Phone;

fn a_file(name: &str) -> Answer {
    Answer::Done(Done::File(Made { name: name.into(), whole: true, ..Made::default() }))
}

fn taken_in(walks: &[WalkId]) -> Answer {
    let report = ImportReport { walks: walks.to_vec(), records_new: 1, ..ImportReport::default() };
    Answer::Done(Done::TakenIn(report))
}

fn shown(phone: &Phone, kinds: &[FileKind]) -> Shown {
    let questions: Vec<Question> =
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
    phone.worker_says(Answer::Done(Done::Link(link.clone())));
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
    phone.worker_says(Answer::Done(Done::Link(link)));
    assert_eq!(phone.model.link, None);
    assert_eq!(phone.at_work().request, Request::Link(walk));
    assert_eq!(started(&phone), 2);
}

#[test]
fn a_campaign_saved_while_notebooks_come_in_ends_with_both() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::ImportAsked);
    let question = Question::whole(FileKind::Campaign, WalkId(7), Language::Fr);
    phone.happens(Event::CampaignFileAsked(question.clone(), 1));
    phone.worker_says(taken_in(&[walk]));
    phone.worker_says(a_file("campagne.zip"));
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
    phone.worker_says(Answer::Failed(why.clone()));
    assert_eq!(phone.model.problems, [Problem::ExportFailed(why.clone())]);
    assert_eq!(started(&phone), 2, "a fresh worker is on the next one");
    // What the dead one still says is nobody's.
    phone.happens(Event::Answered(dead, a_file("late.html")));
    phone.happens(Event::Answered(dead, Answer::Failed(why)));
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
    let question = |kind, chosen| Question { kind, of: id, chosen, language: Language::Fr };
    let bundle = |choice: &Choice| question(FileKind::Bundle, Chosen::bundle(choice));
    let partners = Choice::all(Audience::Partners);
    phone.happens(Event::CampaignFileAsked(bundle(&partners), 5));
    phone.worker_says(a_file("partenaires.zip"));
    let seen =
        |question: Question, content| phone.model.exchange.shown(&[question], content).ready.len();
    assert_eq!(seen(bundle(&partners), 5), 1);
    assert_eq!(seen(bundle(&partners), 6), 0, "the campaign changed");
    assert_eq!(seen(bundle(&Choice::all(Audience::Public)), 5), 0);
    assert_eq!(seen(Question::whole(FileKind::Campaign, id, Language::Fr), 5), 0);
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
    phone.worker_says(Answer::Done(Done::File(Made::default())));
    phone.happens(Event::FileHandedOver(job, phone.now));
    assert!(phone.model.is_backup_due());
    phone.happens(Event::ExportAsked(FileKind::NotebookZip, phone.now));
    phone.worker_says(Answer::Failed(ExchangeError::Unreadable(NotStored::Refused)));
    assert!(phone.model.is_backup_due());
}

#[test]
fn an_answer_says_whether_it_is_the_one() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::AnswerGiven(walk, "AAAAAA".into()));
    assert!(phone.model.exchange.is_checking(walk));
    phone.worker_says(Answer::Done(Done::Checked(false)));
    assert_eq!(phone.model.answer, Some((walk, false)));
    phone.happens(Event::AnswerGiven(walk, "BBBBBB".into()));
    assert_eq!(phone.model.answer, None);
    phone.worker_says(Answer::Done(Done::Checked(true)));
    assert_eq!(phone.model.answer, Some((walk, true)));
    let preferences = phone.disk.preferences();
    assert!(preferences.walks.get(&walk.to_string()).unwrap().received);
}
