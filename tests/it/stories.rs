//! What people live through, told to the model and a phone in memory.

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::{ImportReport, ReadyPhoto};
use eclaireuse::app::exchange::{Done, JobAnswer, JobId, Made, Request};
use eclaireuse::app::problem::{NoPhoto, NoPosition, NotStored};
use eclaireuse::app::route::Panel;
use eclaireuse::app::view::list::{self, ListEntry};
use eclaireuse::app::view::position::PositionLine;
use eclaireuse::app::{Effect, Event, Model, Page, Problem, Route};
use eclaireuse::domain::code::{Code, Language};
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::moment::Moment;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::observation::scale::{GeoSource, Level, Polarity};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::Stop;
use eclaireuse::format::preferences::{AWAITING_PHOTO, Preferences};
use eclaireuse::text::{GroundWords, Words};
use proptest::prelude::*;

use crate::phone::{EVENING, Phone};
use crate::safety::seen_after_saving;

const HERE: (f64, f64) = (2.2935, 49.8709);

fn here() -> Place {
    Place::from_lon_lat(HERE.0, HERE.1).expect("a place")
}

fn stops() -> Vec<Stop> {
    vec![
        Stop { place: Some(here().moved(0.0, 10.0)), ..Stop::named(1, "Le square") },
        Stop::named(2, "Le passage"),
    ]
}

#[test]
fn three_taps_and_it_is_on_disk() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    assert!(!phone.model.is_unsaved(id));
    assert_eq!(phone.on_disk(id).as_ref(), Some(phone.observation(id)));
    assert_eq!(phone.observation(id).moment(phone.model.walk().unwrap()), Moment::Night);
}

#[test]
fn saved_is_said_only_after_the_read_back() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.slow = true;
    let id = phone.tags("street_lighting");
    assert!(phone.model.is_unsaved(id), "shown, but not yet called safe");
    assert_eq!(phone.on_disk(id), None);
    assert!(phone.model.is_busy(), "no new version may take over now");
}

#[test]
fn a_fix_that_comes_late_is_still_where_she_stood() {
    let mut phone = Phone::new();
    phone.creates_walk(|walk| walk.stops = stops());
    let early = phone.tags("street_lighting");
    phone.passes(40);
    phone.is_at(HERE.0, HERE.1, 9.0);
    assert_eq!(phone.observation(early).observer.map(|fix| fix.accuracy_m), Some(9.0));
    assert_eq!(phone.observation(early).stop, Some(phone.stop(1)));
    assert_eq!(phone.on_disk(early).as_ref(), Some(phone.observation(early)));
}

#[test]
fn every_observation_that_waits_gets_the_first_fix_near_it() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let too_early = phone.tags("isolation");
    phone.passes(30);
    let (first, second) = (phone.tags("street_lighting"), phone.tags("sightlines"));
    phone.passes(20);
    phone.is_at(HERE.0, HERE.1, 9.0);
    let observer = |id| phone.observation(id).observer;
    assert_eq!(observer(too_early), None, "no point that nobody gave");
    assert!(observer(first).is_some() && observer(first) == observer(second));
    assert_eq!(phone.on_disk(first).as_ref(), Some(phone.observation(first)));
}

#[test]
fn a_fix_that_comes_too_late_is_somewhere_else() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let early = phone.tags("street_lighting");
    phone.passes(46);
    phone.is_at(HERE.0, HERE.1, 9.0);
    assert_eq!(phone.observation(early).observer, None);
}

#[test]
fn a_bad_fix_does_not_move_the_good_ones() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.happens(Event::PlusTapped);
    for _ in 0..4 {
        phone.passes(1);
        phone.is_at(HERE.0, HERE.1, 6.0);
    }
    phone.passes(1);
    phone.is_at(HERE.0 + 0.01, HERE.1, 30.0);
    let id = phone.tags("street_lighting");
    let fix = phone.observation(id).observer.expect("a position");
    assert!(fix.place.metres_to(here()) < 5.0, "{fix:?}");
}

#[test]
fn coordinates_that_no_receiver_means_are_no_fix() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.happens(Event::PlusTapped);
    for (lon, lat, accuracy_m) in [
        (f64::NAN, 49.0, 5.0),
        (2.0, f64::INFINITY, 5.0),
        (181.0, 49.0, 5.0),
        (2.0, -90.1, 5.0),
        (2.0, 49.0, -1.0),
        (2.0, 49.0, f64::NAN),
        (2.0, 49.0, f64::INFINITY),
    ] {
        phone.is_at(lon, lat, accuracy_m);
        let line = PositionLine::of(&phone.model);
        let is_none =
            matches!(line, PositionLine::Searching | PositionLine::Missing(NoPosition::Nowhere));
        assert!(is_none, "{lon} {lat} {accuracy_m}");
    }
    let id = phone.tags("street_lighting");
    assert_eq!(phone.observation(id).observer, None);
}

#[test]
fn a_coarse_position_is_said_and_kept_as_it_is() {
    let mut phone = Phone::new();
    phone.creates_walk(|walk| walk.coarse_above_m = 20);
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 63.2);
    phone.passes(3);
    assert_eq!(
        PositionLine::of(&phone.model),
        PositionLine::Known { accuracy_m: 64, age_s: 3, coarse: true, stop: None }
    );
    let id = phone.tags("street_lighting");
    assert_eq!(phone.observation(id).observer.map(|fix| fix.accuracy_m), Some(63.2));
}

#[test]
fn refused_unavailable_or_slow_everything_still_works() {
    for why in [NoPosition::Denied, NoPosition::Unavailable, NoPosition::TimedOut] {
        let mut phone = Phone::new();
        let walk = phone.creates_walk(|walk| walk.stops = stops());
        phone.happens(Event::PlusTapped);
        phone.happens(Event::FixFailed(why));
        assert_eq!(PositionLine::of(&phone.model), PositionLine::Missing(why));
        let id = phone.tags("street_lighting");
        let sheet = phone.model.walk().unwrap().clone();
        assert_eq!(phone.observation(id).position(&sheet), None, "never a false point");
        let first = phone.stop(1);
        phone.says(id, Change::PlacedAtStop(first));
        let position = phone.observation(id).position(&sheet).unwrap();
        assert_eq!((position.source, position.accuracy_m), (GeoSource::Stop, None));
        phone.says(id, Change::PlacedByHand(here()));
        assert_eq!(phone.observation(id).position(&sheet).unwrap().source, GeoSource::Map);
        assert_eq!(phone.on_disk(id).as_ref(), Some(phone.observation(id)));
        assert_eq!(phone.model.open, Some(walk));
    }
}

#[test]
fn where_she_stands_and_where_it_is_are_two_places() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 8.0);
    let id = phone.tags("street_lighting");
    let across = here().moved(90.0, 30.0);
    phone.says(id, Change::PlacedByHand(across));
    let kept = phone.on_disk(id).unwrap();
    assert_eq!(kept.observer.unwrap().place, here());
    assert_eq!(kept.thing.unwrap().place, across);
    phone.says(id, Change::PlacedWhereObserved);
    assert_eq!(phone.observation(id).thing, None);
}

#[test]
fn what_was_left_unfinished_is_offered_again() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let kept = phone.tags("street_lighting");
    let thrown = phone.tags("pests");
    let later = phone.tags("green_shade");
    assert!(later > kept, "ids grow with time");
    phone.killed_and_started();
    assert_eq!(phone.model.left_unfinished.len(), 3);
    phone.happens(Event::UnfinishedKept(kept, phone.now));
    phone.happens(Event::UnfinishedDiscarded(thrown, phone.now));
    assert!(phone.observation(kept).finished);
    assert!(phone.observation(thrown).withdrawn, "thrown away is withdrawn: nothing is erased");
    phone.killed_and_started();
    assert_eq!(phone.model.left_unfinished.len(), 1);
    // Opened by its icon, the app goes on where the walk is.
    phone.disk.address = Route::Home;
    phone.start();
    assert_eq!(phone.model.route, Route::Walk(walk));
}

#[test]
fn what_was_being_typed_when_the_phone_died_is_there() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    let typed = "il fait noir عند المدخل 🌙";
    phone.types(id, TextField::Words, "il fait");
    phone.types(id, TextField::Words, typed);
    assert_eq!(phone.observation(id).words, "", "not said yet");
    phone.killed_and_started();
    assert_eq!(phone.observation(id).words, typed);
    assert_eq!(phone.on_disk(id).unwrap().words, typed);
    assert!(phone.disk.drafts.is_empty(), "the draft is dropped once it is safe");
}

#[test]
fn what_is_typed_is_a_revision_within_seconds() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.types(id, TextField::Words, "il fait ");
    phone.happens(Event::CameraOpening(id));
    phone.passes(2);
    // Even when local storage is lost with the browser.
    assert_eq!(phone.on_disk(id).unwrap().words, "il fait");
    assert!(phone.disk.drafts.values().all(|draft| draft.field == AWAITING_PHOTO));
    let lines = phone.lines_of(walk).len();
    phone.passes(2);
    assert_eq!(phone.lines_of(walk).len(), lines, "nothing new was typed");
}

#[test]
fn leaving_the_page_by_the_back_button_keeps_what_was_typed() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.opens(Route::Observation(walk, id, Panel::Words));
    phone.types(id, TextField::Idea, "une lampe");
    phone.opens(Route::Observation(walk, id, Panel::Summary));
    assert_eq!(phone.on_disk(id).unwrap().idea, "une lampe");
}

#[test]
fn a_page_that_dies_behind_the_camera_says_so() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.happens(Event::CameraOpening(id));
    assert!(phone.disk.drafts.values().any(|draft| draft.field == AWAITING_PHOTO));
    phone.killed_and_started();
    assert!(phone.model.problems.contains(&Problem::PhotoLost));
    assert!(phone.on_disk(id).is_some());
    // Not answered yet: the next page asks too, whichever it is.
    for page in [Page::Ground, Page::Walk] {
        phone.page = page;
        phone.killed_and_started();
        assert!(phone.model.awaits_photo(id) && phone.model.is_busy());
        assert_eq!(phone.model.problems, [Problem::PhotoLost]);
    }
    phone.happens(Event::ProblemDismissed(0));
    phone.killed_and_started();
    assert!(!phone.model.awaits_photo(id) && phone.model.problems.is_empty(), "answered");
}

#[test]
fn a_photo_and_its_record_are_one_write() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.happens(Event::CameraOpening(id));
    // Two photos that the phone called image.jpg.
    for content in [b"first", b"other"] {
        let chance = phone.chance();
        let ready = ReadyPhoto {
            media: MediaId::of(content),
            media_type: "image/jpeg".into(),
            size: 5,
            pixels: (1600, 1200),
            blocks: 1,
        };
        phone.happens(Event::PhotoReady(id, ready, chance));
        let last = phone.asked.iter().rev().find_map(|effect| match effect {
            Effect::Store { entries, media, .. } => Some((entries.len(), media.clone())),
            _ => None,
        });
        assert_eq!(last, Some((1, vec![MediaId::of(content)])));
    }
    assert_eq!(phone.model.notebook.photos_of(id).count(), 2);
    assert!(phone.disk.drafts.is_empty());
    let first = phone.model.notebook.photos_of(id).next().unwrap().id;
    phone.happens(Event::PhotoWithdrawn(first, true, phone.now));
    assert_eq!(phone.model.notebook.photo_count(), 1);
    assert_eq!(phone.disk.media.len(), 2, "withdrawing erases nothing");
}

#[test]
fn a_picture_that_cannot_be_used_leaves_the_observation_alone() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    for why in [NoPhoto::Unreadable, NoPhoto::Heic, NoPhoto::TooLarge] {
        phone.happens(Event::CameraOpening(id));
        let words = why.words(GroundWords::of(Language::Fr));
        phone.happens(Event::PhotoRefused(id, words));
        assert!(phone.model.problems.contains(&Problem::Told(words.to_owned())));
        assert!(phone.disk.drafts.is_empty());
    }
    assert_eq!(phone.on_disk(id).as_ref(), Some(phone.observation(id)));
}

#[test]
fn withdrawing_can_be_undone() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.says(id, Change::Feeling(Level::ALL[1]));
    phone.says(id, Change::Withdrawn(true));
    assert_eq!(phone.model.just_withdrawn, [id]);
    assert_eq!(phone.model.route, Route::Walk(walk));
    assert_eq!(list::newest_first(&phone.model), Vec::new());
    phone.says(id, Change::Withdrawn(false));
    assert_eq!(list::newest_first(&phone.model), vec![ListEntry::Observation(id)]);
    assert_eq!(phone.observation(id).feeling, Some(Level::ALL[1]));
    assert_eq!(phone.lines_of(walk).len(), 2 + 4, "sheet, notice, and every revision");
}

#[test]
fn storage_that_fails_loses_nothing_and_says_it() {
    for why in [NotStored::Full, NotStored::Refused, NotStored::ReadBackDiffers] {
        let mut phone = Phone::new();
        let walk = phone.creates_walk(|_| {});
        let before = phone.tags("pests");
        phone.refuses = Some(why.clone());
        let id = phone.tags("street_lighting");
        phone.says(id, Change::Polarity(Polarity::Negative));
        assert_eq!(phone.model.problems, vec![Problem::NotStored(why.clone())]);
        assert!(phone.model.is_unsaved(id) && !phone.model.is_unsaved(before));
        assert_eq!(list::newest_first(&phone.model).len(), 2, "it is still on the screen");

        // The file that leaves the phone has it all the same.
        phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
        let work = phone.at_work();
        assert!(matches!(work.request, Request::Make(question) if question.of == walk));
        let unsaved = work.unsaved;
        assert_eq!(unsaved.len(), 2);
        assert!(unsaved.iter().all(|line| line.contains(&id.to_string())));

        phone.refuses = None;
        phone.happens(Event::RetryTapped);
        assert!(phone.model.problems.is_empty());
        assert_eq!(phone.on_disk(id).as_ref(), Some(phone.observation(id)));
    }
}

#[test]
fn a_storage_that_cannot_be_read_is_not_an_empty_one() {
    let mut phone = Phone::new();
    phone.happens(Event::LoadFailed(NotStored::Refused));
    assert!(matches!(phone.model.problems[..], [Problem::StorageUnreadable(_)]));
    for language in Language::ALL {
        assert!(!phone.model.problems[0].words(Words::of(language)).is_empty());
    }
}

#[test]
fn another_language_changes_no_answer() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.says(id, Change::Polarity(Polarity::Positive));
    let (before, lines) = (phone.observation(id).clone(), phone.lines_of(walk));
    phone.happens(Event::LanguageChosen(Language::En));
    assert_eq!((phone.model.language, phone.observation(id)), (Language::En, &before));
    assert_eq!(phone.lines_of(walk), lines);
    assert!(matches!(phone.model.route, Route::Observation(_, open, Panel::Summary) if open == id));
    phone.killed_and_started();
    assert_eq!(phone.model.language, Language::En, "remembered");
}

#[test]
fn the_device_chooses_the_first_language_it_shares_with_us() {
    for (device, spoken) in [
        ("en-GB", Language::En),
        ("fr", Language::Fr),
        ("tr,en", Language::En),
        ("tr", Language::Fr),
    ] {
        let mut phone = Phone::new();
        phone.languages = device.split(',').map(str::to_owned).collect();
        phone.start();
        assert_eq!(phone.model.language, spoken, "{device}");
    }
}

/// The file that the worker was asked for is made.
fn made(phone: &mut Phone) -> JobId {
    let job = phone.at_work().id;
    let made = Made { name: "carnet.html".into(), size: 1, whole: true, ..Made::default() };
    phone.worker_says(JobAnswer::Done(Done::File(made)));
    job
}

#[test]
fn a_backup_is_asked_for_after_twenty_observations_or_an_hour() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    for _ in 0..19 {
        phone.tags("street_lighting");
    }
    assert!(!phone.model.is_backup_due());
    phone.tags("street_lighting");
    assert!(phone.model.is_backup_due());

    // The planner's layers hold less than the notebook: they are no backup.
    for (kind, due) in
        [(FileKind::Layers { with_internal: true }, true), (FileKind::NotebookZip, false)]
    {
        phone.happens(Event::ExportAsked(kind, phone.now));
        let job = made(&mut phone);
        phone.happens(Event::HandOverTapped(job, false));
        seen_after_saving(&mut phone, job);
        assert_eq!(phone.model.is_backup_due(), due, "{kind:?}");
    }
    phone.passes(3700);
    assert!(!phone.model.is_backup_due(), "nothing new since");
    phone.tags("pests");
    assert!(phone.model.is_backup_due(), "one new, and the last backup an hour ago");
}

#[test]
fn a_file_that_was_made_but_never_left_is_no_backup() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    for _ in 0..20 {
        phone.tags("street_lighting");
    }
    phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
    made(&mut phone);
    let question = phone.model.question(FileKind::NotebookHtml).unwrap();
    let shown = phone.model.exchange.shown(&[question], phone.model.notebook.fingerprint());
    assert!(matches!(&shown.ready[..], [ready] if ready.left.is_none()));
    assert!(phone.model.is_backup_due());
}

#[test]
fn the_exercise_is_apart_and_goes_in_one_tap() {
    let mut phone = Phone::new();
    let real = phone.creates_walk(|_| {});
    phone.tags("street_lighting");
    phone.opens(Route::Home);
    let chance = phone.chance();
    phone.happens(Event::TrainingOpened(chance));
    let exercise = phone.model.open.unwrap();
    assert!(phone.model.walk().unwrap().training && exercise != real);
    let chance = phone.chance();
    phone.happens(Event::NoticeHeard(chance));
    for _ in 0..25 {
        phone.tags("pests");
    }
    assert!(!phone.model.is_backup_due(), "there is nothing to lose");
    assert!(phone.lines_of(real).iter().all(|line| !line.contains("pests")));

    phone.happens(Event::WalkWiped(exercise));
    assert_eq!(phone.lines_of(exercise), Vec::<String>::new());
    assert_eq!(phone.model.route, Route::Home);
    assert_eq!(phone.lines_of(real).len(), 3);

    phone.opens(Route::Home);
    let chance = phone.chance();
    phone.happens(Event::TrainingOpened(chance));
    assert_ne!(phone.model.open, Some(exercise), "a fresh one");
}

#[test]
fn a_phone_whose_clock_was_never_set_still_works() {
    let mut phone = Phone::new();
    phone.now = Stamp { utc_ms: 5000, offset_min: 0 };
    phone.start();
    assert_eq!(phone.model.problems, vec![Problem::ClockNotSet]);
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    assert!(phone.on_disk(id).is_some());
}

#[test]
fn a_megabyte_of_text_is_cut_and_said_so() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.says(id, Change::Text(TextField::Words, "<script>alert(1)</script>".repeat(50_000)));
    assert_eq!(phone.observation(id).words.chars().count(), 1000);
    assert!(phone.model.problems.contains(&Problem::TextCut(1000)));
}

#[test]
fn another_tab_writes_and_this_one_shows_it() {
    let mut first = Phone::new();
    let walk = first.creates_walk(|_| {});
    let mut second = Phone::new();
    second.disk = first.disk.clone();
    second.start();
    let id = second.tags("street_lighting");
    first.disk.records = second.disk.records.clone();
    first.happens(Event::ChangedElsewhere(walk));
    assert_eq!(first.model.observation(id), second.model.observation(id));
}

#[test]
fn a_walk_that_was_taken_in_can_be_opened() {
    let mut mine = Phone::new();
    let walk = mine.creates_walk(|_| {});
    let id = mine.tags("street_lighting");
    let mut hers = Phone::new();
    hers.disk.records = mine.disk.records.clone();
    hers.happens(Event::ImportAsked);
    let report = ImportReport { walks: vec![walk], ..ImportReport::default() };
    hers.worker_says(JobAnswer::Done(Done::TakenIn(report)));
    assert_eq!(hers.model.walks.len(), 1);
    hers.opens(Route::Walk(walk));
    assert_eq!(hers.observation(id), mine.observation(id));
    let own = hers.tags("pests");
    assert_ne!(hers.model.device, mine.model.device, "another phone, another number");
    assert!(hers.on_disk(own).is_some());
}

#[test]
fn an_address_of_a_walk_that_is_not_here_says_so() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let mut other = Phone::new();
    other.opens(Route::Home);
    other.happens(Event::Navigated(Route::Walk(walk)));
    other.happens(Event::WalksListed(Vec::new()));
    assert_eq!(other.model.route, Route::Home);
}

#[test]
fn the_list_is_filtered_and_sorted_by_stop() {
    let mut phone = Phone::new();
    phone.creates_walk(|walk| walk.stops = stops());
    let lamp = phone.tags("street_lighting");
    let (first, second) = (phone.stop(1), phone.stop(2));
    phone.says(lamp, Change::PlacedAtStop(first));
    phone.says(lamp, Change::Polarity(Polarity::Negative));
    phone.says(lamp, Change::Finished(true));
    let trees = phone.tags("green_shade");
    phone.says(trees, Change::Stop(Some(second)));
    let lost = phone.tags("pests");
    assert_eq!(
        list::by_stop(&phone.model),
        vec![
            ListEntry::Stop(Some(first), 1),
            ListEntry::Observation(lamp),
            ListEntry::Stop(Some(second), 1),
            ListEntry::Observation(trees),
            ListEntry::Stop(None, 1),
            ListEntry::Observation(lost),
        ]
    );
    let shown = |phone: &mut Phone, change: fn(&mut eclaireuse::app::model::Filter)| {
        let mut filter = Default::default();
        change(&mut filter);
        phone.happens(Event::Filtered(filter));
        let found = list::newest_first(&phone.model);
        phone.happens(Event::Filtered(Default::default()));
        found
    };
    let only = |ids: &[eclaireuse::domain::identity::RecordId]| {
        ids.iter().map(|id| ListEntry::Observation(*id)).collect::<Vec<_>>()
    };
    assert_eq!(shown(&mut phone, |f| f.polarity = Some(Polarity::Negative)), only(&[lamp]));
    assert_eq!(shown(&mut phone, |f| f.unfinished = true), only(&[lost, trees]));
    assert_eq!(shown(&mut phone, |f| f.without_place = true), only(&[lost, trees]));
    assert_eq!(shown(&mut phone, |f| f.moment = Some(Moment::Day)), only(&[]));
}

#[test]
fn nothing_is_measured_while_the_page_is_hidden_or_no_walk_is_open() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    assert!(!phone.model.location.watching, "asked for at the moment of use");
    phone.happens(Event::PlusTapped);
    assert!(phone.model.location.watching);
    phone.asked.clear();
    phone.happens(Event::Shown(false));
    assert!(phone.asked.contains(&Effect::WatchPosition(false)));
    assert!(phone.asked.contains(&Effect::KeepAwake(false)));
    phone.happens(Event::Shown(true));
    phone.opens(Route::Home);
    assert!(!phone.model.location.watching);
}

#[derive(Clone, Debug)]
enum Step {
    Tag(u8),
    Say(u8, u8),
    Type(u8, String),
    Fix(f64, f64, f64),
    Kill,
    Fail(bool),
    Retry,
    Undo(u8),
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => any::<u8>().prop_map(Step::Tag),
        6 => any::<(u8, u8)>().prop_map(|(id, what)| Step::Say(id, what)),
        2 => (any::<u8>(), ".{0,30}").prop_map(|(id, text)| Step::Type(id, text)),
        3 => (-181.0..181.0, -91.0..91.0, -1.0..5000.0).prop_map(|(a, b, c)| Step::Fix(a, b, c)),
        1 => Just(Step::Kill),
        1 => any::<bool>().prop_map(Step::Fail),
        1 => Just(Step::Retry),
        1 => any::<u8>().prop_map(Step::Undo),
        1 => (0_i64..100).prop_map(Step::Wait),
    ];
    proptest::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever happens, in whatever order: what was called saved is there after a kill, as it was
    /// shown.
    #[test]
    fn what_was_called_saved_survives(steps in steps()) {
        let mut phone = Phone::new();
        phone.creates_walk(|walk| walk.stops = stops());
        let mut made = Vec::new();
        let pick = |made: &Vec<_>, which: u8| made.get(usize::from(which) % made.len().max(1)).copied();
        for step in steps {
            match step {
                Step::Tag(which) => {
                    let categories: Vec<_> = eclaireuse::domain::observation::taxonomy::Category::all().collect();
                    made.push(phone.tags(categories[usize::from(which) % categories.len()].code()));
                }
                Step::Say(which, what) => if let Some(id) = pick(&made, which) {
                    let change = match what % 6 {
                        0 => Change::Polarity(Polarity::ALL[usize::from(what) % 3]),
                        1 => Change::Feeling(Level::ALL[usize::from(what) % 4]),
                        2 => Change::PlacedAtStop(phone.stop(u16::from(what % 4))),
                        3 => Change::Voices(u16::from(what)),
                        4 => Change::Finished(what % 2 == 0),
                        _ => Change::Withdrawn(what % 2 == 0),
                    };
                    phone.says(id, change);
                },
                Step::Type(which, text) => if let Some(id) = pick(&made, which) {
                    phone.says(id, Change::Text(TextField::Words, text));
                },
                Step::Fix(lon, lat, accuracy_m) => phone.is_at(lon, lat, accuracy_m),
                Step::Kill => {
                    let safe: Vec<_> = made.iter().copied().filter(|id| !phone.model.is_unsaved(*id)).collect();
                    let shown: Vec<_> = safe.iter().map(|id| phone.observation(*id).clone()).collect();
                    phone.killed_and_started();
                    for (id, shown) in safe.iter().zip(&shown) {
                        prop_assert_eq!(phone.model.observation(*id), Some(shown));
                    }
                    made.retain(|id| phone.model.observation(*id).is_some());
                }
                Step::Fail(fails) => phone.refuses = fails.then_some(NotStored::Full),
                Step::Retry => phone.happens(Event::RetryTapped),
                Step::Undo(which) => if let Some(id) = pick(&made, which) {
                    phone.says(id, Change::Withdrawn(false));
                },
                Step::Wait(seconds) => phone.passes(seconds),
            }
        }
        phone.refuses = None;
        phone.happens(Event::RetryTapped);
        for id in made {
            prop_assert!(!phone.model.is_unsaved(id));
            let kept = phone.on_disk(id);
            prop_assert_eq!(kept.as_ref(), Some(phone.observation(id)));
        }
        prop_assert!(phone.now.utc_ms >= EVENING.utc_ms);
    }
}

#[test]
fn the_list_of_walks_holds_still_under_the_finger() {
    assert!(Phone::new().model.is_home_settled());
    // Storage that never answers must not lock her out.
    let mut model = Model::default();
    let _effects = model.update(Event::Started {
        at: EVENING,
        preferences: Preferences::default(),
        device_languages: Vec::new(),
        route: Route::Home,
        drafts: Vec::new(),
        page: Page::Walk,
        random: 1,
    });
    assert!(!model.is_home_settled());
    let _effects = model.update(Event::Ticked(EVENING.at(EVENING.utc_ms + 1600)));
    assert!(model.is_home_settled());
}
