//! The two copies: what one of them lost comes back from the other, whatever was lost, and what was
//! erased is in neither.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use eclaireuse::app::copies::{
    Brought, CheckResult, Checked, CopiesCompared, Holder, SecondCopyState, bring, check,
};
use eclaireuse::app::effect::Entry;
use eclaireuse::app::exchange::shelf::Stored;
use eclaireuse::app::{Event, Problem, Route};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::format::journal::{Frame, FrameReader, JournalContent, read_frame};
use eclaireuse::format::v1::digest;
use proptest::prelude::*;

use crate::phone::Phone;
use crate::shelf::now;

/// A copy in memory: the database, or the journal as a file of bytes.
#[derive(Default)]
struct Database {
    records: RefCell<BTreeMap<String, String>>,
    photos: RefCell<BTreeMap<MediaId, Vec<u8>>>,
}

#[derive(Default)]
struct Journal {
    file: RefCell<Vec<u8>>,
    photos: RefCell<BTreeMap<MediaId, Vec<u8>>>,
}

impl Journal {
    fn standing(&self) -> JournalContent {
        let (mut lines, mut standing) = (FrameReader::default(), JournalContent::default());
        lines.piece(&self.file.borrow(), |at, line| standing.hear(at, line));
        standing
    }
}

impl Holder for Database {
    async fn keys(&self) -> Stored<BTreeSet<String>> {
        Ok(self.records.borrow().keys().cloned().collect())
    }

    async fn entries(&self, keys: &[String]) -> Stored<Vec<Entry>> {
        let records = self.records.borrow();
        let found = keys
            .iter()
            .filter_map(|key| Some(Entry { key: key.clone(), line: records.get(key)?.clone() }));
        Ok(found.collect())
    }

    async fn keep(&self, entries: &[Entry]) -> Stored<()> {
        let entries = entries.iter().map(|entry| (entry.key.clone(), entry.line.clone()));
        self.records.borrow_mut().extend(entries);
        Ok(())
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        Ok(self.photos.borrow().keys().copied().collect())
    }

    async fn photo(&self, id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        let bytes = self.photos.borrow().get(&id).cloned();
        Ok(bytes.filter(|bytes| MediaId::of(bytes) == id).map(|bytes| ("image/jpeg".into(), bytes)))
    }

    async fn keep_photo(&self, id: MediaId, _: &str, bytes: &[u8]) -> Stored<()> {
        self.photos.borrow_mut().insert(id, bytes.to_vec());
        Ok(())
    }
}

impl Holder for Journal {
    async fn keys(&self) -> Stored<BTreeSet<String>> {
        Ok(self.standing().keys.into_keys().collect())
    }

    async fn entries(&self, keys: &[String]) -> Stored<Vec<Entry>> {
        let (standing, file) = (self.standing(), self.file.borrow());
        let found = keys.iter().filter_map(|key| {
            let place = standing.keys.get(key)?;
            let at = usize::try_from(place.at).ok()?;
            match read_frame(file.get(at..at + place.length)?)? {
                Frame::Kept(_, line) => Some(Entry { key: key.clone(), line: line.to_owned() }),
                _ => None,
            }
        });
        Ok(found.collect())
    }

    async fn keep(&self, entries: &[Entry]) -> Stored<()> {
        let mut file = self.file.borrow_mut();
        if file.last().is_some_and(|last| *last != b'\n') {
            file.push(b'\n');
        }
        entries.iter().for_each(|one| Frame::Kept(&one.key, &one.line).write(&mut file));
        Ok(())
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        Ok(self.photos.borrow().keys().copied().collect())
    }

    async fn photo(&self, id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        let bytes = self.photos.borrow().get(&id).cloned();
        Ok(bytes.filter(|bytes| MediaId::of(bytes) == id).map(|bytes| ("image/jpeg".into(), bytes)))
    }

    async fn keep_photo(&self, id: MediaId, _: &str, bytes: &[u8]) -> Stored<()> {
        self.photos.borrow_mut().insert(id, bytes.to_vec());
        Ok(())
    }
}

fn entry(walk: u8, thing: u8) -> Entry {
    let line = format!(r#"{{"walk":"w{}","id":"{thing}","words":"il fait noir 🌙"}}"#, walk % 3);
    Entry { key: format!("w{}/{thing}/000001/{:016x}", walk % 3, digest(&line)), line }
}

fn photo(seed: u8) -> (MediaId, Vec<u8>) {
    let bytes = vec![seed; usize::from(seed) + 1];
    (MediaId::of(&bytes), bytes)
}

fn compare(database: &Database, journal: &Journal) -> (Brought, Brought) {
    now(async {
        let [mut back, mut copied] = [Brought::default(); 2];
        bring(journal, database, &mut back).await.unwrap();
        bring(database, journal, &mut copied).await.unwrap();
        (back, copied)
    })
}

fn both(said: &[(u8, u8)], photos: &[u8]) -> (Database, Journal) {
    let (database, journal) = (Database::default(), Journal::default());
    for (walk, thing) in said {
        let entries = [entry(*walk, *thing)];
        now(database.keep(&entries)).unwrap();
        now(journal.keep(&entries)).unwrap();
    }
    for (id, bytes) in photos.iter().map(|seed| photo(*seed)) {
        now(database.keep_photo(id, "", &bytes)).unwrap();
        now(journal.keep_photo(id, "", &bytes)).unwrap();
    }
    (database, journal)
}

proptest! {
    /// Any part of one copy may be gone, as long as the other is whole: afterwards both are.
    #[test]
    fn nothing_is_lost_while_one_copy_is_whole(
        said in prop::collection::vec((any::<u8>(), any::<u8>()), 0..40),
        seeds in prop::collection::vec(any::<u8>(), 0..6),
        lost in prop::collection::vec(any::<bool>(), 40),
        cut in any::<prop::sample::Index>(),
        flip in prop::option::of((any::<prop::sample::Index>(), 0..8u8)),
        of_the_database in any::<bool>(),
    ) {
        let (database, journal) = both(&said, &seeds);
        let all = (database.records.borrow().clone(), database.photos.borrow().clone());
        if of_the_database {
            let mut at = 0;
            database.records.borrow_mut().retain(|_, _| { at += 1; !lost[at % lost.len()] });
            database.photos.borrow_mut().retain(|_, _| { at += 1; !lost[at % lost.len()] });
        } else {
            let mut file = journal.file.borrow_mut();
            let length = if file.is_empty() { 0 } else { cut.index(file.len()) };
            file.truncate(length);
            if let Some((at, bit)) = flip && length > 0 {
                file[at.index(length)] ^= 1 << bit;
            }
            journal.photos.borrow_mut().clear();
        }
        let missing = all.0.len() - database.records.borrow().len();
        let (back, _) = compare(&database, &journal);
        prop_assert_eq!(&*database.records.borrow(), &all.0);
        prop_assert_eq!(&*database.photos.borrow(), &all.1);
        prop_assert_eq!(back.records, missing);
        let standing = journal.standing();
        for (key, line) in &all.0 {
            prop_assert!(standing.holds(key, line), "{key} is not in the journal");
        }
        prop_assert_eq!(&*journal.photos.borrow(), &all.1);
        // The second time there is nothing to do.
        prop_assert_eq!(compare(&database, &journal), (Brought::default(), Brought::default()));
    }

    /// Erasing says so in the journal, of records and photos in one word, then takes it out of the
    /// database, then out of the files; it may end at any of these steps.
    #[test]
    fn what_was_erased_stays_erased_wherever_it_was_interrupted(
        said in prop::collection::vec((any::<u8>(), any::<u8>()), 1..40),
        which in any::<prop::sample::Index>(),
        steps in 1..3usize,
    ) {
        let (database, journal) = both(&said, &[]);
        let (walk, _) = said[which.index(said.len())];
        let prefix = format!("w{}/", walk % 3);
        let mut word = Vec::new();
        Frame::AllForgotten(&prefix).write(&mut word);
        journal.file.borrow_mut().extend(word);
        if steps > 1 {
            database.records.borrow_mut().retain(|key, _| !key.starts_with(&prefix));
        }
        let before = database.records.borrow().clone();
        let (back, _) = compare(&database, &journal);
        prop_assert_eq!(back, Brought::default());
        prop_assert_eq!(&*database.records.borrow(), &before);
        let content = journal.standing();
        let named = content.keys.keys().any(|key| key.starts_with(&prefix));
        prop_assert_eq!(named, steps == 1, "only what the database still has is copied again");
        prop_assert!(content.is_worth_rewriting(), "its words are still in the file");
    }

    /// What the worker says to the page is what the page hears.
    #[test]
    fn a_comparison_is_read_as_it_was_written(numbers in prop::collection::vec(0..9999usize, 13)) {
        let brought = |at: usize| Brought { records: numbers[at], walks: numbers[at + 1], photos: numbers[at + 2], left: numbers[at + 3] };
        let read = CheckResult::Read(Checked { records: numbers[9], photos: numbers[10], mended: numbers[11], bent: numbers[12] });
        let states = [
            SecondCopyState::None,
            SecondCopyState::Kept,
            SecondCopyState::WithoutPhotos,
            SecondCopyState::Failed,
            SecondCopyState::Unread,
        ];
        for (second, check) in states.into_iter().flat_map(|second| {
            [CheckResult::NotAsked, CheckResult::Failed, read].map(|check| (second, check))
        }) {
            let comparison = CopiesCompared { second, back: brought(0), copied: brought(4), damaged: numbers[8], check };
            prop_assert_eq!(CopiesCompared::read(&comparison.write()), Some(comparison));
        }
    }
}

#[test]
fn nothing_else_is_read_as_a_comparison() {
    for text in ["", "0", "5 0 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0", "0 0 0 0 x 0 0 0 0 0"] {
        assert_eq!(CopiesCompared::read(text), None, "{text:?}");
    }
}

#[test]
fn what_is_damaged_in_one_copy_is_mended_from_the_other() {
    let (database, journal) = both(&[(1, 1), (1, 2), (2, 1)], &[7, 8]);
    let all = database.records.borrow().clone();
    let first = all.keys().next().unwrap().clone();
    database.records.borrow_mut().insert(first.clone(), "{\"words\":\"il fait no".into());
    let (id, _) = photo(7);
    database.photos.borrow_mut().insert(id, vec![0; 3]);
    let checked = now(check(&database, &journal)).unwrap();
    assert_eq!(checked, Checked { records: 3, photos: 2, mended: 2, bent: 0 });
    assert_eq!(*database.records.borrow(), all);

    // The same damage in both is damage.
    database.records.borrow_mut().insert(first.clone(), "half".into());
    now(journal.keep(&[Entry { key: first.clone(), line: "half".into() }])).unwrap();
    assert_eq!(now(check(&database, &journal)).unwrap().bent, 1);

    // In both: it is said, and the screen's side is not overwritten.
    database.records.borrow_mut().insert(first.clone(), "half".into());
    now(journal.keep(&[Entry { key: first.clone(), line: "other half".into() }])).unwrap();
    let checked = now(check(&database, &journal)).unwrap();
    assert_eq!((checked.mended, checked.bent), (0, 1));
    assert_eq!(database.records.borrow()[&first], "half");
}

#[test]
fn a_line_without_the_words_of_somebody_erased_is_no_damage_and_they_do_not_come_back() {
    const CAMPAIGN: &str = "01910000-0000-7000-8000-000000000001";
    const CONSTAT: &str = "01910000-0000-7000-8000-000000000002";
    let line = |more: &str| {
        format!(
            r#"{{"v":1,"kind":"constat","id":"{CONSTAT}","walk":"{CAMPAIGN}","device":"00c0ffee","rev":1,"at":1762364520000,"tz":60{more}}}"#
        )
    };
    let before = line(r#","body":{"title":"il fait noir"}"#);
    let key = format!("{CAMPAIGN}/{CONSTAT}/000001/{:016x}", digest(&before));
    let after = line(&format!(r#","was":"{:016x}","body":{{}}"#, digest(&before)));
    let (database, journal) = both(&[], &[]);
    now(database.keep(&[Entry { key: key.clone(), line: after.clone() }])).unwrap();
    // A tab that slept wrote the line as it was.
    now(journal.keep(&[Entry { key: key.clone(), line: before }])).unwrap();
    let checked = now(check(&database, &journal)).unwrap();
    assert_eq!(checked, Checked { records: 1, photos: 0, mended: 0, bent: 0 });
    assert_eq!(database.records.borrow()[&key], after);
    assert!(journal.standing().holds(&key, &after));
}

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
    back: Brought { records: 0, walks: 0, photos: 0, left: 0 },
    copied: Brought { records: 0, walks: 0, photos: 0, left: 0 },
    damaged: 0,
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
    let back = Brought { records: 3, walks: 1, photos: 2, left: 0 };
    phone.happens(Event::Compared(CopiesCompared { back, ..NOTHING_BACK }));
    assert_eq!(phone.model.walks.len(), 1);
    assert!(phone.model.problems.contains(&Problem::BroughtBack { records: 3, photos: 2 }));
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
fn what_the_second_copy_held_needs_no_question() {
    let mut phone = walking();
    let kept = phone.disk.clone();
    phone.happens(Event::DatabaseMadeAnew);
    phone.disk = kept;
    let back = Brought { records: 3, walks: 1, photos: 0, left: 0 };
    phone.happens(Event::Compared(CopiesCompared { back, ..NOTHING_BACK }));
    assert!(!phone.model.problems.contains(&Problem::Cleared));
    assert_eq!(phone.model.notebook.observation_count(), 2);
}
