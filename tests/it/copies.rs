//! The two copies: what one of them lost comes back from the other, whatever was lost, and what was
//! erased is in neither.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use eclaireuse::app::copies::{
    Brought, CheckResult, Checked, CopiesCompared, Gone, Holder, Journalled, LOSS, Untold, bring,
    change_both, check, put_back,
};
use eclaireuse::app::effect::Entry;
use eclaireuse::app::exchange::shelf::Stored;
use eclaireuse::app::problem::NotStored;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::walk::phone_check::SecondCopyState;
use eclaireuse::format::journal::{Frame, FrameReader, JournalContent, read_frame};
use eclaireuse::format::v1::digest;
use proptest::prelude::*;

use crate::shelf::now;

/// Photos in memory, as both copies have them.
#[derive(Default)]
struct Photos(RefCell<BTreeMap<MediaId, Vec<u8>>>);

impl Photos {
    fn names(&self) -> BTreeSet<MediaId> {
        self.0.borrow().keys().copied().collect()
    }

    fn get(&self, id: MediaId) -> Option<(String, Vec<u8>)> {
        let bytes = self.0.borrow().get(&id).cloned();
        bytes.filter(|bytes| MediaId::of(bytes) == id).map(|bytes| ("image/jpeg".into(), bytes))
    }

    fn keep(&self, id: MediaId, bytes: &[u8]) {
        self.0.borrow_mut().insert(id, bytes.to_vec());
    }
}

/// The database in memory.
#[derive(Default)]
struct Database {
    records: RefCell<BTreeMap<String, String>>,
    photos: Photos,
    /// Writes that still come before the browser is killed.
    life: Cell<Option<usize>>,
}

/// The journal as a file of bytes, and the photos beside it.
#[derive(Default)]
struct Journal {
    file: RefCell<Vec<u8>>,
    photos: Photos,
    /// Writes that still succeed.
    room: Cell<Option<usize>>,
}

impl Journal {
    /// Appends; what was cut short keeps a line of its own.
    fn append(&self, frames: &[Frame<'_>]) {
        let mut file = self.file.borrow_mut();
        if file.last().is_some_and(|last| *last != b'\n') {
            file.push(b'\n');
        }
        frames.iter().for_each(|frame| frame.write(&mut file));
    }

    fn writes(&self) -> Stored<()> {
        match self.room.get() {
            Some(0) => Err(NotStored::Full),
            room => {
                self.room.set(room.map(|room| room - 1));
                Ok(())
            }
        }
    }
}

impl Database {
    fn lives(&self) -> Stored<()> {
        match self.life.get() {
            Some(0) => Err(NotStored::Other("killed".into())),
            life => {
                self.life.set(life.map(|life| life - 1));
                Ok(())
            }
        }
    }
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
        self.lives()?;
        let entries = entries.iter().map(|entry| (entry.key.clone(), entry.line.clone()));
        self.records.borrow_mut().extend(entries);
        Ok(())
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        Ok(self.photos.names())
    }

    async fn photo(&self, id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        Ok(self.photos.get(id))
    }

    async fn keep_photo(&self, id: MediaId, _: &str, bytes: &[u8]) -> Stored<()> {
        self.lives()?;
        self.photos.keep(id, bytes);
        Ok(())
    }
}

impl Holder for Journal {
    async fn keys(&self) -> Stored<BTreeSet<String>> {
        let keys = self.standing().keys.into_keys();
        Ok(keys.filter(|key| !key.starts_with("photo/") && key != LOSS).collect())
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
        self.writes()?;
        let frames = entries.iter().map(|one| Frame::Kept(&one.key, &one.line));
        self.append(&frames.collect::<Vec<_>>());
        Ok(())
    }

    async fn photos(&self) -> Stored<BTreeSet<MediaId>> {
        let named = self.standing().keys.into_keys();
        let named: BTreeSet<MediaId> =
            named.filter_map(|key| MediaId::parse(key.strip_prefix("photo/")?)).collect();
        Ok(named.intersection(&self.photos.names()).copied().collect())
    }

    async fn photo(&self, id: MediaId) -> Stored<Option<(String, Vec<u8>)>> {
        Ok(self.photos.get(id))
    }

    async fn keep_photo(&self, id: MediaId, _: &str, bytes: &[u8]) -> Stored<()> {
        self.writes()?;
        self.photos.keep(id, bytes);
        let key = format!("photo/{id}");
        self.append(&[Frame::Kept(&key, "image/jpeg")]);
        Ok(())
    }
}

impl Journalled for Journal {
    type Places = ();

    async fn forget(&self, gone: &Gone, photos: &[MediaId]) -> Stored<()> {
        self.writes()?;
        let photos: Vec<String> = photos.iter().map(|id| format!("photo/{id}")).collect();
        let prefixes = gone.prefixes();
        let keys = gone.keys().into_iter().flatten().chain(&photos);
        let mut frames: Vec<Frame<'_>> = keys.map(|key| Frame::Forgotten(key)).collect();
        frames.extend(prefixes.iter().map(|prefix| Frame::AllForgotten(prefix)));
        self.append(&frames);
        Ok(())
    }

    async fn take_out(&self, (): &(), photos: &[MediaId]) -> Stored<()> {
        self.writes()?;
        self.photos.0.borrow_mut().retain(|id, _| !photos.contains(id));
        let keys: Vec<String> = self.standing().keys.into_keys().collect();
        let left = self.entries(&keys).await?;
        self.file.borrow_mut().clear();
        let frames = left.iter().map(|one| Frame::Kept(&one.key, &one.line));
        self.append(&frames.collect::<Vec<_>>());
        Ok(())
    }

    async fn give_up(&self) -> Stored<()> {
        self.file.borrow_mut().clear();
        self.photos.0.borrow_mut().clear();
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
        let all = (database.records.borrow().clone(), database.photos.0.borrow().clone());
        if of_the_database {
            let mut at = 0;
            database.records.borrow_mut().retain(|_, _| { at += 1; !lost[at % lost.len()] });
            database.photos.0.borrow_mut().retain(|_, _| { at += 1; !lost[at % lost.len()] });
        } else {
            let mut file = journal.file.borrow_mut();
            let length = if file.is_empty() { 0 } else { cut.index(file.len()) };
            file.truncate(length);
            if let Some((at, bit)) = flip && length > 0 {
                file[at.index(length)] ^= 1 << bit;
            }
            journal.photos.0.borrow_mut().clear();
        }
        let missing = all.0.len() - database.records.borrow().len();
        let (back, _) = compare(&database, &journal);
        prop_assert_eq!(&*database.records.borrow(), &all.0);
        prop_assert_eq!(&*database.photos.0.borrow(), &all.1);
        prop_assert_eq!(back.records, missing);
        let standing = journal.standing();
        for (key, line) in &all.0 {
            prop_assert!(standing.holds(key, line), "{key} is not in the journal");
        }
        prop_assert_eq!(&*journal.photos.0.borrow(), &all.1);
        // The second time there is nothing to do.
        prop_assert_eq!(compare(&database, &journal), (Brought::default(), Brought::default()));
    }

    /// Something is erased from both: killed before the database is changed, or after it; with no room in
    /// the second copy from one of its writes on; from a database that had lost some of the rest.
    #[test]
    fn what_was_erased_stays_erased_wherever_it_was_interrupted(
        said in prop::collection::vec((any::<u8>(), any::<u8>()), 1..30),
        seeds in prop::collection::vec(any::<u8>(), 1..4),
        which in any::<prop::sample::Index>(),
        room in prop::option::of(0..4usize),
        killed in prop::option::of(any::<bool>()),
        lost in prop::collection::vec(any::<bool>(), 30),
    ) {
        let (database, journal) = both(&said, &seeds);
        let (walk, thing) = said[which.index(said.len())];
        let erased = entry(walk, thing).key;
        let (photo_id, _) = photo(seeds[0]);
        let all: BTreeSet<String> = database.records.borrow().keys().cloned().collect();
        let mut at = 0;
        database.records.borrow_mut().retain(|key, _| { at += 1; *key == erased || !lost[at % lost.len()] });
        journal.room.set(room);
        let gone = Gone::Keys(BTreeSet::from([erased.clone()]));
        let changed = Cell::new(false);
        let done = now(change_both(&journal, &database, &gone, &[photo_id], async || {
            if killed == Some(false) {
                return Err(NotStored::Other("killed before".into()));
            }
            database.records.borrow_mut().remove(&erased);
            database.photos.0.borrow_mut().remove(&photo_id);
            changed.set(true);
            if killed == Some(true) { Err(NotStored::Other("killed after".into())) } else { Ok(()) }
        }));
        journal.room.set(None);
        compare(&database, &journal);
        prop_assert!(done.is_err() || changed.get(), "nothing is called erased that is not");
        let left: BTreeSet<String> = database.records.borrow().keys().cloned().collect();
        let rest = || all.iter().filter(|key| **key != erased);
        prop_assert!(rest().all(|key| left.contains(key)), "the rest came back");
        if changed.get() {
            prop_assert!(!left.contains(&erased), "the record came back");
            prop_assert!(!database.photos.names().contains(&photo_id), "the photo came back");
            let standing = journal.standing();
            prop_assert!(!standing.keys.contains_key(&erased));
            let text = String::from_utf8(journal.file.borrow().clone()).unwrap();
            if done.is_ok() {
                prop_assert!(!text.contains(&erased), "nothing of it stands in the file");
            } else {
                prop_assert!(!text.contains(&erased) || standing.is_worth_rewriting());
            }
        } else {
            prop_assert!(left.contains(&erased), "it was not erased, and is not half gone");
        }
    }

    /// The browser lost some of it, and each start is killed at another moment, before it could say
    /// anything: the one that lives tells of all that came back, and so does the next, until it is seen.
    #[test]
    fn a_loss_is_told_however_many_starts_were_killed(
        said in prop::collection::vec((any::<u8>(), any::<u8>()), 1..40),
        seeds in prop::collection::vec(any::<u8>(), 0..6),
        lost in prop::collection::vec(any::<bool>(), 40),
        lives in prop::collection::vec(0..8usize, 0..4),
        again in any::<bool>(),
    ) {
        let (database, journal) = both(&said, &seeds);
        let whole = (database.records.borrow().len(), database.photos.0.borrow().len());
        let (mut records, mut photos) = (0, 0);
        let starts = |life: Option<usize>| {
            database.life.set(life);
            let mut came = CopiesCompared::default();
            let done = now(put_back(&journal, &database, &mut came)).is_ok();
            (done, (came.untold.records, came.untold.photos))
        };
        for _ in 0..=usize::from(again) {
            let mut at = 0;
            database.records.borrow_mut().retain(|_, _| { at += 1; !lost[at % lost.len()] });
            database.photos.0.borrow_mut().retain(|_, _| { at += 1; !lost[at % lost.len()] });
            records += whole.0 - database.records.borrow().len();
            photos += whole.1 - database.photos.0.borrow().len();
            for life in &lives {
                starts(Some(*life));
            }
            prop_assert_eq!(starts(None), (true, (records, photos)), "the first that lives");
            prop_assert_eq!(starts(None), (true, (records, photos)), "the next, if nobody saw it");
        }
        let seen = Gone::Keys(BTreeSet::from([LOSS.to_owned()]));
        now(journal.forget(&seen, &[])).unwrap();
        prop_assert_eq!(starts(None), (true, (0, 0)), "once it was seen");
        prop_assert_eq!(database.records.borrow().len(), whole.0);
    }

    /// A photo of the second copy that cannot be read is lacking at every start: nothing came back, so nothing
    /// is told, and nothing is written.
    #[test]
    fn what_cannot_come_back_is_no_news(
        said in prop::collection::vec((any::<u8>(), any::<u8>()), 0..10),
        seed in 1..=u8::MAX,
    ) {
        let (database, journal) = both(&said, &[seed]);
        database.photos.0.borrow_mut().clear();
        journal.photos.0.borrow_mut().values_mut().for_each(|bytes| bytes.push(0));
        let before = journal.file.borrow().clone();
        let mut came = CopiesCompared::default();
        now(put_back(&journal, &database, &mut came)).unwrap();
        prop_assert_eq!((came.untold, came.back.left), (Untold::default(), 1));
        prop_assert_eq!(&*journal.file.borrow(), &before);
    }

    /// What the worker says to the page is what the page hears.
    #[test]
    fn a_comparison_is_read_as_it_was_written(numbers in prop::collection::vec(0..9999usize, 12), lost: bool) {
        let brought = |at: usize| Brought { records: numbers[at], photos: numbers[at + 1], left: numbers[at + 2] };
        let read = CheckResult::Read(Checked { records: numbers[6], photos: numbers[7], mended: numbers[8], bent: numbers[9] });
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
            let untold = Untold { records: numbers[10], photos: numbers[11], under_way: false };
            let (back, copied) = (brought(0), brought(3));
            let comparison = CopiesCompared { second, back, copied, untold, lost, check };
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
    database.photos.0.borrow_mut().insert(id, vec![0; 3]);
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
