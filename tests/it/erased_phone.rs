//! Erasing on the phone that said it, what a wipe takes along, and the reminder of the next day.

use eclaireuse::app::event::ReadyPhoto;
use eclaireuse::app::exchange::erasing::wipe;
use eclaireuse::app::exchange::{Done, ExchangeError, JobAnswer};
use eclaireuse::app::problem::NotStored;
use eclaireuse::app::route::Panel;
use eclaireuse::app::view::list;
use eclaireuse::app::{Effect, Event, Route};
use eclaireuse::domain::identity::{RecordId, WalkId};
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::format::preferences::Draft;

use crate::erased::{AUTHOR, PICTURE, PREPARER, SECRET, WALK, before, device, photo_by, sheet_by};
use crate::exchange::now;
use crate::notebook_file::named;
use crate::phone::Phone;

// --- On the phone ------------------------------------------------------------------------

/// An observation with words and a photo, on a phone.
fn said_on(phone: &mut Phone) -> (WalkId, RecordId, MediaId) {
    let walk = phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    phone.says(id, Change::Text(TextField::Words, SECRET.into()));
    phone.says(id, Change::Text(TextField::Words, format!("{SECRET}, le soir")));
    let media = MediaId::of(PICTURE);
    let ready =
        ReadyPhoto { media, media_type: "image/jpeg".into(), size: 1, pixels: (4, 3), blocks: 0 };
    let chance = phone.chance();
    phone.happens(Event::PhotoReady(id, ready, chance));
    assert!(phone.disk.media.contains(&media));
    (walk, id, media)
}

fn has_words(phone: &Phone) -> bool {
    phone.disk.records.values().any(|line| line.contains("Zarifian"))
}

#[test]
fn withdrawn_it_waits_and_comes_back_and_erased_it_does_not() {
    let mut phone = Phone::new();
    let (walk, id, media) = said_on(&mut phone);
    let at = phone.now;
    phone.happens(Event::Erased(id, at));
    assert!(has_words(&phone), "only what was withdrawn can be erased");
    phone.says(id, Change::Withdrawn(true));
    assert_eq!(list::newest_first(&phone.model), []);
    phone.killed_and_started();
    phone.opens(Route::Withdrawn(walk));
    assert_eq!(list::withdrawn(&phone.model), [list::ListEntry::Observation(id)]);
    phone.says(id, Change::Withdrawn(false));
    assert_eq!(phone.observation(id).words, format!("{SECRET}, le soir"));
    assert_eq!(phone.model.notebook.photo_count(), 1);

    phone.says(id, Change::Withdrawn(true));
    phone.opens(Route::Observation(walk, id, Panel::Summary));
    let text = "Zarifian".to_owned();
    let field = TextField::Idea.code().to_owned();
    let draft = Draft {
        walk: walk.to_string(),
        observation: id.to_string(),
        field,
        text: text.clone(),
        ..Draft::default()
    };
    phone.happens(Event::Typing(draft.clone()));
    let at = phone.now;
    phone.happens(Event::Erased(id, at));
    assert_eq!(phone.model.route, Route::Withdrawn(walk));
    assert!(!has_words(&phone) && !phone.disk.media.contains(&media));
    assert!(phone.disk.drafts.is_empty() && phone.model.drafts.is_empty());
    assert_eq!(phone.model.observation(id), None);
    assert_eq!(phone.model.notebook.photo_count(), 0);
    phone.killed_and_started();
    assert!(!has_words(&phone) && phone.model.observation(id).is_none());
    assert_eq!(list::withdrawn(&phone.model), []);
}

#[test]
fn a_crash_between_the_tombstone_and_the_rest_is_made_good_at_the_next_start() {
    let mut phone = Phone::new();
    let (walk, id, media) = said_on(&mut phone);
    phone.says(id, Change::Withdrawn(true));
    phone.dies = true;
    let at = phone.now;
    phone.happens(Event::Erased(id, at));
    assert!(has_words(&phone), "the page died");
    phone.dies = false;
    phone.disk.address = Route::Walk(walk);
    phone.killed_and_started();
    assert!(!has_words(&phone) && !phone.disk.media.contains(&media));
}

#[test]
fn nobody_else_erases_it_on_their_phone() {
    let mut phone = Phone::new();
    let (walk, id, _) = said_on(&mut phone);
    phone.says(id, Change::Withdrawn(true));
    let mut other = Phone::new();
    other.disk.records = phone.disk.records.clone();
    other.disk.address = Route::Walk(walk);
    other.start();
    assert!(!other.model.can_erase(id));
    other.tags("street_lighting");
    assert!(!other.model.can_erase(id), "with a number of its own");
    let at = other.now;
    other.happens(Event::Erased(id, at));
    assert!(has_words(&other));
}

// --- As it went wrong elsewhere ------------------------------------------------------------

/// Erases what was said, as a person does.
fn erases(phone: &mut Phone, id: RecordId) {
    phone.says(id, Change::Withdrawn(true));
    let at = phone.now;
    phone.happens(Event::Erased(id, at));
}

#[test]
fn a_photo_that_comes_from_the_camera_after_it_is_not_kept() {
    let mut phone = Phone::new();
    let (walk, id, _) = said_on(&mut phone);
    let field = eclaireuse::format::preferences::AWAITING_PHOTO.to_owned();
    let (walk, observation) = (walk.to_string(), id.to_string());
    phone.happens(Event::Typing(Draft { walk, observation, field, ..Draft::default() }));
    erases(&mut phone, id);
    let media = MediaId::of(b"taken meanwhile");
    let ready =
        ReadyPhoto { media, media_type: "image/jpeg".into(), size: 1, pixels: (4, 3), blocks: 0 };
    let chance = phone.chance();
    phone.happens(Event::PhotoReady(id, ready, chance));
    assert!(!phone.disk.media.contains(&media));
    assert!(!phone.disk.records.values().any(|line| line.contains(&media.to_string())));
    assert!(phone.disk.drafts.is_empty() && phone.model.writes.is_empty());
}

#[test]
fn what_was_being_written_when_it_was_erased_goes_once_it_is_written() {
    let mut phone = Phone::new();
    let (_, id, _) = said_on(&mut phone);
    phone.slow = true;
    phone.says(id, Change::Text(TextField::Idea, "chez Zarifian".into()));
    let late = phone.asked.iter().rev().find_map(|effect| match effect {
        Effect::Store { write, entries, .. } => Some((*write, entries.clone())),
        _ => None,
    });
    phone.slow = false;
    erases(&mut phone, id);
    assert!(!has_words(&phone));
    let (write, entries) = late.unwrap();
    phone.disk.records.extend(entries.into_iter().map(|entry| (entry.key, entry.line)));
    phone.happens(Event::Stored(write));
    assert!(!has_words(&phone));
}

#[test]
fn another_tab_that_still_shows_it_brings_nothing_back() {
    let mut here = Phone::new();
    let (walk, id, media) = said_on(&mut here);
    let mut there = Phone::new();
    there.disk = here.disk.clone();
    there.disk.address = Route::Walk(walk);
    there.start();
    erases(&mut here, id);
    // The other tab wrote on it before it heard of anything.
    there.says(id, Change::Text(TextField::Words, format!("{SECRET}, encore")));
    there.disk.records.extend(here.disk.records.clone());
    there.happens(Event::ChangedElsewhere(walk));
    assert!(!has_words(&there) && !there.disk.media.contains(&media));
    assert_eq!(there.model.observation(id), None);
}

#[test]
fn erasing_follows_no_clock_and_says_when_storage_refuses() {
    let mut phone = Phone::new();
    let (walk, id, _) = said_on(&mut phone);
    // A battery was empty: the clock begins anew in 1970.
    phone.now.utc_ms = 1_000;
    phone.dies = true;
    erases(&mut phone, id);
    phone.worker_says(JobAnswer::Failed(ExchangeError::NotStored(NotStored::Full)));
    assert!(!phone.model.problems.is_empty(), "it is told");
    phone.dies = false;
    phone.disk.address = Route::Walk(walk);
    phone.killed_and_started();
    assert!(!has_words(&phone));
}

// --- Wiping ------------------------------------------------------------------------------

#[test]
fn after_a_wipe_nothing_of_the_walk_is_left() {
    let orphan: &[u8] = b"a photo whose record never came";
    let shared: &[u8] = b"the same picture on another walk";
    let mut lines = before();
    lines.push(photo_by(AUTHOR, 22, 20, shared));
    let elsewhere = WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00bb);
    for line in [sheet_by(PREPARER), photo_by(AUTHOR, 31, 30, shared)] {
        lines.push(line.replace(&WALK.to_string(), &elsewhere.to_string()));
    }
    let memory = device(&lines, &[PICTURE, orphan, shared]);
    now(wipe(&memory, WALK)).unwrap();
    let name = WALK.to_string();
    assert!(!memory.records.borrow().values().any(|line| line.contains(&name)));
    assert_eq!(memory.records.borrow().len(), 2);
    assert_eq!(memory.photos.take(), named(&[shared]));
}

#[test]
fn a_wipe_takes_drafts_and_what_is_remembered_along() {
    let mut phone = Phone::new();
    let (walk, id, _) = said_on(&mut phone);
    let (name, observation) = (walk.to_string(), id.to_string());
    let field = TextField::Words.code().to_owned();
    // Typed in another tab: this page never heard of it.
    let draft = Draft {
        walk: name.clone(),
        observation,
        field,
        text: "Zarifian".into(),
        ..Draft::default()
    };
    phone.disk.drafts.insert(draft.key(), draft);
    phone.happens(Event::WalkWiped(walk));
    assert!(phone.disk.records.is_empty() && phone.disk.media.is_empty());
    assert!(phone.disk.drafts.is_empty());
    let kept = phone.disk.memory.iter();
    assert!(!kept.into_iter().any(|(key, text)| key.contains(&name) || text.contains(&name)));
}

// --- The next day ------------------------------------------------------------------------

fn arrives(phone: &mut Phone, walk: WalkId) {
    phone.happens(Event::AnswerGiven(walk, "ABCDEF".into()));
    phone.worker_says(JobAnswer::Done(Done::Checked(true)));
}

#[test]
fn the_next_day_a_walk_that_arrived_is_reminded_of_once() {
    let mut phone = Phone::new();
    let (walk, id, _) = said_on(&mut phone);
    arrives(&mut phone, walk);
    assert!(!phone.model.reminds_to_wipe(walk), "not on the same evening");
    phone.passes(20 * 3600);
    phone.disk.address = Route::Walk(walk);
    phone.killed_and_started();
    assert!(phone.model.reminds_to_wipe(walk));
    assert!(has_words(&phone), "never by itself");
    phone.happens(Event::ReminderRead(walk));
    phone.killed_and_started();
    assert!(!phone.model.reminds_to_wipe(walk));
    assert!(phone.model.preferences.walks.get(&walk.to_string()).unwrap().received);
    // What was said since has not arrived.
    arrives(&mut phone, walk);
    phone.passes(30 * 3600);
    phone.says(id, Change::Text(TextField::Idea, "un banc".into()));
    phone.killed_and_started();
    assert!(!phone.model.reminds_to_wipe(walk));
}
