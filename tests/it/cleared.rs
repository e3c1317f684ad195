//! What a phone says when one of its two copies lost something, or when its data are cleared under an open
//! page.

use eclaireuse::app::copies::{Brought, CheckResult, CopiesCompared, Untold};
use eclaireuse::app::effect::Effect;
use eclaireuse::app::{Event, Problem, Route};
use eclaireuse::domain::walk::phone_check::SecondCopyState;
use eclaireuse::format::v1::digest;

use crate::phone::Phone;

/// A phone with a walk and something said on it.
fn walking() -> Phone {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    phone.tags("street_lighting");
    phone.tags("street_lighting");
    phone
}

const NOTHING_BACK: CopiesCompared = CopiesCompared {
    second: SecondCopyState::Kept,
    back: Brought { records: 0, photos: 0, left: 0 },
    copied: Brought { records: 0, photos: 0, left: 0 },
    untold: Untold { records: 0, photos: 0, under_way: false },
    lost: false,
    check: CheckResult::NotAsked,
};

/// Somebody clears the browser's data under the page; the next write makes the database anew.
fn cleared() -> (Phone, usize) {
    let mut phone = walking();
    let shown = phone.model.notebook.observation_count();
    assert_eq!(shown, 2);
    phone.disk.records.clear();
    phone.disk.own.clear();
    phone.happens(Event::DatabaseMadeAnew);
    phone.happens(Event::Compared(NOTHING_BACK));
    (phone, shown)
}

#[test]
fn what_came_back_is_said_and_shown() {
    let mut phone = walking();
    let kept = phone.disk.clone();
    phone.disk.records.clear();
    phone.start();
    assert!(phone.model.walks.is_empty());
    phone.disk = kept;
    let back = Brought { records: 3, photos: 2, left: 0 };
    let untold = Untold { records: 3, photos: 2, under_way: false };
    phone.happens(Event::Compared(CopiesCompared { back, untold, ..NOTHING_BACK }));
    assert_eq!(phone.model.walks.len(), 1);
    assert!(phone.model.problems.contains(&Problem::BroughtBack { records: 3, photos: 2 }));
}

/// Until a person closes it, the word of a loss is said at every start, once, with all that it counts.
#[test]
fn a_loss_is_told_until_somebody_has_seen_it() {
    let mut phone = walking();
    let untold = |records| Untold { records, photos: 0, under_way: false };
    for records in [3, 3, 5] {
        phone.happens(Event::Compared(CopiesCompared { untold: untold(records), ..NOTHING_BACK }));
        assert_eq!(phone.model.problems, [Problem::BroughtBack { records, photos: 0 }]);
    }
    assert!(phone.model.update(Event::ProblemDismissed(0)).contains(&Effect::LossSeen));
    phone.happens(Event::Compared(CopiesCompared { lost: true, ..NOTHING_BACK }));
    assert_eq!(phone.model.problems, [Problem::DataLost]);
    assert!(phone.model.update(Event::ProblemDismissed(0)).contains(&Effect::LossSeen));
    assert!(phone.model.problems.is_empty());
}

#[test]
fn an_empty_list_beside_a_walk_that_is_remembered_is_no_first_start() {
    let mut phone = walking();
    phone.opens(Route::Home);
    phone.disk.records.clear();
    phone.disk.own.clear();
    phone.start();
    assert!(!phone.model.problems.contains(&Problem::WalksGone), "before the copies answered");
    phone.happens(Event::Compared(NOTHING_BACK));
    assert!(phone.model.problems.contains(&Problem::WalksGone));

    let mut first_start = Phone::new();
    first_start.happens(Event::Compared(NOTHING_BACK));
    assert!(first_start.model.problems.is_empty());
}

#[test]
fn nor_is_a_walk_that_was_wiped_called_lost() {
    let mut phone = walking();
    let walk = phone.model.open.unwrap();
    phone.happens(Event::WalkWiped(walk));
    phone.start();
    phone.happens(Event::Compared(NOTHING_BACK));
    assert!(phone.model.problems.is_empty(), "{:?}", phone.model.problems);
}

#[test]
fn what_a_page_shows_outlives_the_clearing_of_the_browsers_data() {
    let (mut phone, shown) = cleared();
    assert_eq!(phone.model.notebook.observation_count(), shown, "still on the screen");
    assert!(phone.model.problems.contains(&Problem::Cleared));
    let id = phone.model.notebook.newest_first().next().unwrap().id;
    assert!(phone.model.is_unsaved(id), "nothing is called saved that is not");

    let at = phone.now;
    phone.happens(Event::ClearedDecided(true, at));
    assert!(!phone.model.is_unsaved(id));
    assert!(!phone.model.problems.contains(&Problem::Cleared));
    assert_eq!(phone.disk.own.len(), 1, "its number goes with it");
    phone.killed_and_started();
    assert_eq!(phone.model.notebook.observation_count(), shown);
    assert_eq!(phone.model.walks.len(), 1);
}

#[test]
fn or_goes_with_it_when_a_person_says_so() {
    let (mut phone, _) = cleared();
    let at = phone.now;
    phone.happens(Event::ClearedDecided(false, at));
    assert!(phone.disk.records.is_empty());
    assert_eq!((phone.model.open, phone.model.notebook.thing_count()), (None, 0));
}

#[test]
fn what_a_later_version_said_is_not_said_again_in_other_words() {
    let mut phone = walking();
    // A field that this version does not know: written anew the line would be another one.
    let (key, line) = phone
        .disk
        .records
        .iter()
        .find(|(_, line)| line.contains(r#""kind":"observation""#))
        .map(|(key, line)| {
            (key.clone(), line.replace(r#""body":{"#, r#""body":{"smell":"burnt","#))
        })
        .unwrap();
    phone.disk.records.remove(&key);
    let key = format!("{}/{:016x}", key.rsplit_once('/').unwrap().0, digest(&line));
    phone.disk.records.insert(key, line);
    phone.killed_and_started();
    let before = phone.disk.records.clone();
    phone.happens(Event::DatabaseMadeAnew);
    phone.happens(Event::Compared(NOTHING_BACK));
    assert!(!phone.model.made_anew);
    assert_eq!(phone.disk.records, before);
}

#[test]
fn nobody_is_asked_before_the_copies_have_answered() {
    let mut phone = walking();
    phone.happens(Event::Compared(NOTHING_BACK));
    let kept = phone.disk.clone();
    phone.disk.records.clear();
    phone.happens(Event::DatabaseMadeAnew);
    // Another tab says something meanwhile.
    phone.happens(Event::ChangedElsewhere(phone.model.open.unwrap()));
    assert!(!phone.model.problems.contains(&Problem::Cleared));
    assert_eq!(phone.model.notebook.observation_count(), 2);
    phone.disk = kept;
    let back = Brought { records: 3, photos: 0, left: 0 };
    phone.happens(Event::Compared(CopiesCompared { back, ..NOTHING_BACK }));
    assert!(!phone.model.problems.contains(&Problem::Cleared));
}

#[test]
fn what_the_second_copy_held_needs_no_question() {
    let mut phone = walking();
    let kept = phone.disk.clone();
    phone.happens(Event::DatabaseMadeAnew);
    phone.disk = kept;
    let back = Brought { records: 3, photos: 0, left: 0 };
    phone.happens(Event::Compared(CopiesCompared { back, ..NOTHING_BACK }));
    assert!(!phone.model.problems.contains(&Problem::Cleared));
    assert_eq!(phone.model.notebook.observation_count(), 2);
}
