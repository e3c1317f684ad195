//! Words being typed, and a local storage that the browser writes late: what comes back after the
//! battery died is decided by the record.

use eclaireuse::app::event::{Chance, ReadyPhoto};
use eclaireuse::app::problem::{NotStored, Problem};
use eclaireuse::app::route::Panel;
use eclaireuse::app::workshop::update::{Heard, Reply};
use eclaireuse::app::workshop::{Act, TypedText};
use eclaireuse::app::{Effect, Event, Route};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::constat::ConstatField;
use eclaireuse::domain::deliberation::preconisation::PreconisationField;
use eclaireuse::domain::identity::{RecordId, WalkId};
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::scale::{Level, Polarity};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::preferences::{AWAITING_PHOTO, Draft};

use crate::laptops::{CAMPAIGN, Laptop, observation_id};
use crate::phone::{Disk, Phone};

const FULL: NotStored = NotStored::Full;

fn begun() -> (Phone, RecordId) {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    let id = phone.tags("street_lighting");
    (phone, id)
}

fn words(phone: &Phone, id: RecordId, field: TextField) -> String {
    phone.on_disk(id).map(|said| said.text(field).to_owned()).unwrap_or_default()
}

/// Types letter by letter, a tick now and then, and remembers what local storage held on the way.
fn typed_slowly(phone: &mut Phone, id: RecordId, field: TextField, text: &str) -> Vec<Disk> {
    let mut held = Vec::new();
    let count = text.chars().count();
    for so_far in 1..=count {
        let text: String = text.chars().take(so_far).collect();
        phone.types(id, field, &text);
        held.push(phone.disk.clone());
        if so_far % 7 == 0 {
            phone.passes(2);
        }
    }
    held
}

#[test]
fn a_draft_that_comes_back_takes_the_place_of_nothing() {
    for field in TextField::ALL {
        let text: String = "Quand on sort du bus le soir il fait noir".chars().take(24).collect();
        for is_finished in [true, false] {
            let (mut phone, id) = begun();
            let held = typed_slowly(&mut phone, id, field, &text);
            phone.says(id, Change::Text(field, text.clone()));
            if is_finished {
                phone.says(id, Change::Finished(true));
            }
            assert!(phone.disk.drafts.is_empty());
            for before in held {
                phone.killed_with_drafts_of(&before);
                assert_eq!(words(&phone, id, field), text.trim(), "{field:?}");
                assert!(phone.disk.drafts.is_empty() && !phone.model.is_busy());
            }
        }
    }
}

#[test]
fn words_that_were_typed_and_erased_stay_erased() {
    for (replaced_by, waits) in [("", 2), ("Lampes cassées", 2), ("", 0), ("Lampes", 0)] {
        let (mut phone, id) = begun();
        let held = typed_slowly(&mut phone, id, TextField::Words, "chez Mme Exemple, au 12");
        phone.types(id, TextField::Words, replaced_by);
        phone.passes(waits);
        phone.says(id, Change::Text(TextField::Words, replaced_by.into()));
        for before in held {
            phone.killed_with_drafts_of(&before);
            assert_eq!(words(&phone, id, TextField::Words), replaced_by, "after {waits} s");
        }
    }
    // Erased within two seconds, before any of it became a revision.
    let (mut phone, id) = begun();
    phone.says(id, Change::Text(TextField::Words, "il fait noir".into()));
    phone.types(id, TextField::Words, "il fait noir chez Mme Exemple");
    let before = phone.disk.clone();
    phone.types(id, TextField::Words, "il fait noir");
    phone.passes(2);
    assert!(phone.disk.drafts.is_empty());
    phone.killed_with_drafts_of(&before);
    assert_eq!(words(&phone, id, TextField::Words), "il fait noir");
}

#[test]
fn what_was_typed_last_and_never_was_a_revision_is_taken_up() {
    let (mut phone, id) = begun();
    phone.says(id, Change::Text(TextField::Words, "il fait".into()));
    // Answers go on while somebody types; each takes the words along.
    phone.types(id, TextField::Words, "il fait noir");
    phone.says(id, Change::Polarity(Polarity::Negative));
    assert_eq!(words(&phone, id, TextField::Words), "il fait noir");
    phone.types(id, TextField::Words, "il fait noir ici");
    phone.types(id, TextField::Idea, "une lampe");
    phone.killed_and_started();
    assert_eq!(words(&phone, id, TextField::Words), "il fait noir ici");
    assert_eq!(words(&phone, id, TextField::Idea), "une lampe");
    assert!(phone.disk.drafts.is_empty());
    // Shorter than before is said, too.
    phone.types(id, TextField::Words, "il");
    phone.killed_and_started();
    assert_eq!(words(&phone, id, TextField::Words), "il");
}

#[test]
fn the_first_fix_does_not_take_the_words_being_typed_out_of_account() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.happens(Event::PlusTapped);
    let id = phone.tags("street_lighting");
    phone.types(id, TextField::Words, "il fait noir");
    phone.is_at(2.2935, 49.8709, 6.0);
    assert!(phone.observation(id).observer.is_some());
    phone.killed_and_started();
    assert_eq!(words(&phone, id, TextField::Words), "il fait noir");
}

#[test]
fn an_answer_in_another_tab_does_not_make_the_words_being_typed_old() {
    let (mut here, id) = begun();
    let walk = here.model.open.unwrap();
    let mut there = Phone::new();
    (there.disk, there.now) = (here.disk.clone(), here.now);
    there.start();
    here.types(id, TextField::Words, "il fait noir");
    there.says(id, Change::Polarity(Polarity::Negative));
    here.disk.records.clone_from(&there.disk.records);
    here.happens(Event::ChangedElsewhere(walk));
    here.killed_and_started();
    assert_eq!(words(&here, id, TextField::Words), "il fait noir");
    assert_eq!(here.on_disk(id).unwrap().polarity, Some(Polarity::Negative));
}

#[test]
fn a_draft_is_dropped_only_when_its_words_are_durable() {
    let (mut phone, id) = begun();
    let walk = phone.model.open.unwrap();
    phone.refuses = Some(FULL);
    phone.says(id, Change::Feeling(Level::ALL[0]));
    phone.opens(Route::Observation(walk, id, Panel::Words));
    phone.types(id, TextField::Words, "il fait noir");
    phone.passes(2);
    phone.says(id, Change::Text(TextField::Words, "il fait noir".into()));
    phone.opens(Route::Observation(walk, id, Panel::Summary));
    phone.opens(Route::Walk(walk));
    phone.passes(4);
    assert_eq!(words(&phone, id, TextField::Words), "", "nothing was stored");
    assert_eq!(phone.disk.drafts.len(), 1, "the only copy outside the page");
    phone.refuses = None;
    let full = phone.disk.clone();
    phone.killed_and_started();
    assert_eq!(words(&phone, id, TextField::Words), "il fait noir");
    assert!(phone.disk.drafts.is_empty());
    // What it was typed on never was on disk: erased after that, it stays erased all the same.
    phone.says(id, Change::Text(TextField::Words, String::new()));
    phone.killed_with_drafts_of(&full);
    assert_eq!(words(&phone, id, TextField::Words), "");
    // And on a page that lives, the draft goes with the write.
    phone.refuses = Some(FULL);
    phone.says(id, Change::Text(TextField::Words, "de nouveau".into()));
    assert_eq!(phone.disk.drafts.len(), 1);
    phone.refuses = None;
    phone.happens(Event::RetryTapped);
    assert_eq!(words(&phone, id, TextField::Words), "de nouveau");
    assert!(phone.disk.drafts.is_empty() && !phone.model.is_busy());
}

#[test]
fn drafts_of_earlier_versions_only_go_on_where_the_words_end() {
    for (said, draft, is_finished, expected) in [
        ("il fait", "il fait noir", false, "il fait noir"),
        ("", "il fait noir", false, "il fait noir"),
        ("il fait noir", "il fait", false, "il fait noir"),
        ("il fait noir", "il fait noir ici", true, "il fait noir"),
        ("Lampes cassées", "chez Mme Exemple", false, "Lampes cassées"),
        ("", "chez Mme Exemple", true, ""),
    ] {
        let (mut phone, id) = begun();
        let walk = phone.model.open.unwrap();
        phone.says(id, Change::Text(TextField::Words, said.into()));
        phone.says(id, Change::Polarity(Polarity::Negative));
        if is_finished {
            phone.says(id, Change::Finished(true));
        }
        let (walk, observation) = (walk.to_string(), id.to_string());
        let field = TextField::Words.code().to_owned();
        let draft = Draft { walk, observation, field, text: draft.into(), ..Draft::default() };
        phone.disk.drafts.insert(draft.key(), draft);
        phone.killed_and_started();
        assert_eq!(words(&phone, id, TextField::Words), expected);
        assert!(phone.disk.drafts.is_empty());
    }
}

#[test]
fn a_draft_of_another_walk_or_of_nothing_holds_no_new_version_up() {
    let (mut phone, id) = begun();
    phone.slow = true;
    phone.types(id, TextField::Words, "il fait noir");
    phone.happens(Event::CameraOpening(id));
    let before = phone.disk.clone();
    let mut other = Phone::new();
    let another = other.creates_walk(|_| {});
    let mut phone = Phone::new();
    phone.disk = before;
    phone.disk.records.extend(other.disk.records);
    let orphan = Draft { observation: RecordId(77).to_string(), ..draft_of(&phone) };
    phone.disk.drafts.insert(orphan.key(), orphan);
    phone.disk.address = Route::Walk(another);
    phone.killed_and_started();
    assert_eq!(phone.model.open, Some(another));
    assert!(!phone.model.is_busy() && phone.model.problems.is_empty());
    phone.happens(Event::UpdateFound);
    phone.happens(Event::UpdateAgreed);
    assert!(phone.asked.contains(&Effect::Update));
    assert_eq!(phone.disk.drafts.len(), 3, "nothing of it is forgotten");
}

#[test]
fn what_was_typed_on_a_wiped_walk_does_not_come_back_with_a_killed_browser() {
    let (mut phone, id) = begun();
    let walk = phone.model.open.unwrap();
    phone.types(id, TextField::Words, "chez Mme Exemple");
    let before = phone.disk.clone();
    phone.happens(Event::WalkWiped(walk));
    let another = phone.creates_walk(|_| {});
    for address in [Route::Home, Route::Walk(another), Route::Walk(walk)] {
        phone.disk.address = address;
        phone.killed_with_drafts_of(&before);
        assert!(phone.disk.drafts.is_empty() && phone.model.drafts.is_empty());
    }
}

fn draft_of(phone: &Phone) -> Draft {
    phone.disk.drafts.values().find(|draft| draft.field != AWAITING_PHOTO).unwrap().clone()
}

#[test]
fn text_carries_the_language_it_was_typed_in() {
    let (mut phone, id) = begun();
    phone.happens(Event::LanguageChosen(Language::En));
    assert_eq!(phone.observation(id).words_language, Language::Fr);
    phone.types(id, TextField::Words, "it is dark");
    // Said before the language changed back, kept after.
    phone.happens(Event::LanguageChosen(Language::Fr));
    phone.passes(2);
    assert_eq!(phone.on_disk(id).unwrap().words_language, Language::En);
    // Other fields and other answers do not change what the words are in.
    phone.says(id, Change::Text(TextField::Idea, "une lampe".into()));
    phone.says(id, Change::Polarity(Polarity::Negative));
    assert_eq!(phone.on_disk(id).unwrap().words_language, Language::En);
    phone.says(id, Change::Text(TextField::Words, "il fait noir".into()));
    assert_eq!(phone.on_disk(id).unwrap().words_language, Language::Fr);
    phone.happens(Event::LanguageChosen(Language::En));
    phone.types(id, TextField::Words, "dark");
    phone.happens(Event::LanguageChosen(Language::Fr));
    phone.killed_and_started();
    assert_eq!(phone.on_disk(id).unwrap().words_language, Language::En);
}

#[test]
fn a_photo_that_came_is_not_missed_when_its_draft_comes_back() {
    let ready = |content: &[u8]| ReadyPhoto {
        media: MediaId::of(content),
        media_type: "image/jpeg".into(),
        size: 5,
        pixels: (1600, 1200),
        blocks: 0,
    };
    let (mut phone, id) = begun();
    phone.happens(Event::CameraOpening(id));
    let open = phone.disk.clone();
    let chance = phone.chance();
    phone.happens(Event::PhotoReady(id, ready(b"first"), chance));
    phone.killed_with_drafts_of(&open);
    assert!(phone.model.problems.is_empty() && !phone.model.awaits_photo(id));
    assert!(phone.disk.drafts.is_empty());
    // The camera was closed without a picture, and something was said since.
    phone.happens(Event::CameraOpening(id));
    let open = phone.disk.clone();
    phone.happens(Event::CameraClosed(id));
    phone.says(id, Change::Feeling(Level::ALL[1]));
    phone.killed_with_drafts_of(&open);
    assert!(phone.model.problems.is_empty());
    // Something is written while the camera is open: it is still open.
    phone.happens(Event::CameraOpening(id));
    phone.says(id, Change::Feeling(Level::ALL[2]));
    phone.killed_and_started();
    assert_eq!(phone.model.problems, [Problem::PhotoLost]);
    assert!(phone.model.awaits_photo(id));
}

#[test]
fn a_page_that_is_hidden_or_left_keeps_what_is_being_typed() {
    for is_hidden in [true, false] {
        let (mut phone, id) = begun();
        let map = Route::Map(phone.model.open.unwrap());
        let event = if is_hidden { Event::Shown(false) } else { Event::Left(map, false) };
        phone.types(id, TextField::Words, "il fait noir");
        phone.happens(event);
        assert_eq!(words(&phone, id, TextField::Words), "il fait noir");
    }
}

#[test]
fn a_text_stays_beside_the_page_until_its_record_is_durable() {
    let mut one = Laptop::first();
    one.does(Act::Group(vec![observation_id(0)], None), 11).unwrap();
    let id = one.constats()[0];
    let text = TypedText::Constat(id, ConstatField::Title);
    let chance = |ms: i64| Chance {
        at: Stamp { utc_ms: 1_800_000_000_000 + ms, offset_min: 60 },
        random: u128::try_from(ms).unwrap() << 70,
    };
    let types = |typed: &str, at| Heard::Acted(Act::Typing(text, typed.into(), vec![]), chance(at));
    let keys = |reply: &Reply| -> Vec<String> {
        reply.kept.iter().map(|one| one.entry.key.clone()).collect()
    };
    let first = one.workshop.hear(types("Le mail", 1));
    let second = one.workshop.hear(types("Le mail est noir", 2));
    assert!(first.said.is_empty() && second.said.is_empty(), "on its way");
    // The screen is opened again before any of it is on disk.
    let found = Heard::Found(text, "Le mail est noir".into(), vec![], chance(3));
    assert_eq!(one.workshop.hear(found.clone()), Reply::default());
    let durable = |laptop: &mut Laptop, keys: Vec<String>| {
        let said = laptop.workshop.hear(Heard::Durable(keys)).said;
        said.into_iter().map(|one| (one.place, one.text)).collect::<Vec<_>>()
    };
    assert_eq!(durable(&mut one, keys(&first)), [], "of what was typed last nothing is known");
    let place = text.place(CAMPAIGN);
    let said = durable(&mut one, keys(&second));
    assert_eq!(said, [(place.clone(), "Le mail est noir".to_owned())]);
    // What is on disk already need not wait.
    assert_eq!(one.workshop.hear(found).said[0].place, place);
    // Nothing of it is taken for another thing's, field's or campaign's.
    let mut places = vec![place];
    places.push(TypedText::Constat(RecordId(1), ConstatField::Title).place(CAMPAIGN));
    places.push(TypedText::Constat(id, ConstatField::Summary).place(CAMPAIGN));
    places.push(text.place(WalkId(7)));
    places.push(TypedText::Preconisation(id, PreconisationField::Title).place(CAMPAIGN));
    places.sort();
    places.dedup();
    assert_eq!(places.len(), 5);
    // A text that cannot be said stays where it is.
    let gone = TypedText::Constat(RecordId(1), ConstatField::Title);
    let reply = one.workshop.hear(Heard::Acted(Act::Typing(gone, "x".into(), vec![]), chance(9)));
    assert!(reply.said.is_empty() && one.workshop.refused.is_some());
    // What 0.5.0 kept by the field's name belongs to what it was begun on.
    assert!(TypedText::was_begun_on(&[5], &[4, 5]));
    assert!(!TypedText::was_begun_on(&[], &[4]) && !TypedText::was_begun_on(&[6], &[4, 5]));
}
