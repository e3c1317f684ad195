//! The two copies of what a device stores, held against each other.
//!
//! What is said is stored in the browser's database and, a moment later, in a journal beside it
//! ([`crate::format::journal`]): the damages of the one are not those of the other. What one of them
//! lacks is put back from the other. Nothing is taken away here: what was erased is in neither, because
//! erasing takes it out of both before anybody is told.

use std::collections::BTreeSet;
use std::future::Future;

use super::effect::Entry;
use super::exchange::shelf::Stored;
use super::ledger::own_range;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::phone_check::{PhoneCheck, SecondCopyState};
use crate::format::v1::{is_named, key, key_range, read_line};

/// Entries brought over at a time.
const AT_ONCE: usize = 200;

/// One of the two copies. Every call fails when it cannot be used.
pub trait Holder {
    /// The keys of everything in it that can be read, without [`LOSS`].
    fn keys(&self) -> impl Future<Output = Stored<BTreeSet<String>>>;
    /// What stands under these keys; what cannot be read is left out.
    fn entries(&self, keys: &[String]) -> impl Future<Output = Stored<Vec<Entry>>>;
    /// Keeps these, in place of what stands under their keys.
    fn keep(&self, entries: &[Entry]) -> impl Future<Output = Stored<()>>;
    /// The names of its photos and maps.
    fn photos(&self) -> impl Future<Output = Stored<BTreeSet<MediaId>>>;
    /// Type and bytes of one; `None` when it is not there or not what its name says.
    fn photo(&self, id: MediaId) -> impl Future<Output = Stored<Option<(String, Vec<u8>)>>>;
    /// Keeps one.
    fn keep_photo(
        &self,
        id: MediaId,
        media_type: &str,
        bytes: &[u8],
    ) -> impl Future<Output = Stored<()>>;
    /// Whether another photo may be kept.
    fn has_room(&self) -> impl Future<Output = bool> {
        std::future::ready(true)
    }
}

/// What goes, or is to be something else, under its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Gone {
    /// Records by their keys.
    Keys(BTreeSet<String>),
    /// All of a walk.
    Walk(WalkId),
}

/// What the key begins with under which a journal keeps this device's signing key of a walk.
pub const SIGNING: &str = "key/";

/// The key under which each copy keeps, until somebody has seen it told, that something was lost: the
/// database that the browser emptied it, the journal what was put back from it. It is no record:
/// [`Holder::keys`] does not name it, and neither copy gives it to the other.
pub const LOSS: &str = "own/lost";

impl Gone {
    /// Its keys, where they are told one by one.
    pub fn keys(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Keys(keys) => Some(keys),
            Self::Walk(_) => None,
        }
    }

    /// What the keys of all of a walk begin with: its records, this device's numbers and key.
    pub fn prefixes(&self) -> Vec<String> {
        match self {
            Self::Keys(_) => Vec::new(),
            Self::Walk(walk) => {
                vec![key_range(*walk).0, own_range(*walk).0, format!("{SIGNING}{walk}")]
            }
        }
    }

    /// Whether a key is of it.
    pub fn names(&self, key: &str) -> bool {
        match self {
            Self::Keys(keys) => keys.contains(key),
            Self::Walk(_) => self.prefixes().iter().any(|prefix| key.starts_with(prefix)),
        }
    }
}

/// A second copy: it can be told that something goes before it goes.
pub trait Journalled: Holder {
    /// Where in it that stood.
    type Places;
    /// Says that nothing of this is here any more; answers with where it stood.
    fn forget(&self, gone: &Gone, photos: &[MediaId])
    -> impl Future<Output = Stored<Self::Places>>;
    /// Takes what was forgotten out of its files.
    fn take_out(
        &self,
        places: &Self::Places,
        photos: &[MediaId],
    ) -> impl Future<Output = Stored<()>>;
    /// Removes all of it.
    fn give_up(&self) -> impl Future<Output = Stored<()>>;
}

/// Changes the database so that something goes, and takes it out of the second copy: the word first, so
/// that wherever this is interrupted nothing of it is ever put back.
///
/// # Errors
/// When one of them could not be written; it is to be asked for again.
pub async fn change_both<J: Journalled>(
    copy: &J,
    database: &impl Holder,
    gone: &Gone,
    photos: &[MediaId],
    change: impl AsyncFnOnce() -> Stored<()>,
) -> Stored<()> {
    let Ok(places) = copy.forget(gone, photos).await else {
        // Not even a word can be written. The copy goes whole, once the database has all that it held.
        bring(copy, database, &mut Brought::default()).await?;
        copy.give_up().await?;
        return change().await;
    };
    change().await?;
    copy.take_out(&places, photos).await
}

/// What went from one copy into the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Brought {
    /// Records.
    pub records: usize,
    /// Photos and maps.
    pub photos: usize,
    /// What is named there and could not be brought, because it cannot be read.
    pub left: usize,
}

/// What came of comparing the two copies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct CopiesCompared {
    /// How the second copy is.
    pub second: SecondCopyState,
    /// What was lacking in the database and came back.
    pub back: Brought,
    /// What was lacking in the second copy.
    pub copied: Brought,
    /// What came back, now or at a start before, and nobody has seen told.
    pub untold: Untold,
    /// The browser said that it lost what the database held, and nobody has seen that told.
    pub lost: bool,
    /// What was read to the last byte, where that was asked for.
    pub check: CheckResult,
}

/// What came of reading everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CheckResult {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// It was read.
    Read(Checked),
    /// It could not be read to the end.
    Failed,
}

/// What was found by reading everything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// Records.
    pub records: usize,
    /// Photos and maps.
    pub photos: usize,
    /// Records and photos that were not what their names say, and are again.
    pub mended: usize,
    /// Those that are not, in either copy.
    pub bent: usize,
}

impl CopiesCompared {
    /// Whether anything came back into the database.
    pub fn brought_back(&self) -> bool {
        self.back.records + self.back.photos > 0
    }

    /// What a notebook carries of the check of a day, `YYYY-MM-DD`; `None` where nobody asked for one.
    pub fn found(&self, on: String) -> Option<PhoneCheck> {
        let (second, mended, bent) = match self.check {
            CheckResult::NotAsked => return None,
            CheckResult::Read(Checked { mended, bent, .. }) => (self.second, mended, bent),
            CheckResult::Failed => (SecondCopyState::Unread, 0, 0),
        };
        Some(PhoneCheck { on, second, mended, bent })
    }

    /// It as a text that [`CopiesCompared::read`] reads.
    pub fn write(&self) -> String {
        let second = SecondCopyState::ALL
            .iter()
            .position(|second| *second == self.second)
            .unwrap_or_default();
        let mut numbers = vec![second];
        for Brought { records, photos, left } in [self.back, self.copied] {
            numbers.extend([records, photos, left]);
        }
        numbers.extend([self.untold.records, self.untold.photos, usize::from(self.lost)]);
        match self.check {
            CheckResult::NotAsked => {}
            CheckResult::Read(Checked { records, photos, mended, bent }) => {
                numbers.extend([records, photos, mended, bent]);
            }
            CheckResult::Failed => numbers.push(0),
        }
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        numbers.join(" ")
    }

    /// What was written; `None` when it is something else.
    pub fn read(text: &str) -> Option<Self> {
        let numbers: Option<Vec<usize>> = text.split(' ').map(|one| one.parse().ok()).collect();
        let numbers = numbers?;
        let brought = |from: usize| {
            let [records, photos, left] = *numbers.get(from..from + 3)? else { return None };
            Some(Brought { records, photos, left })
        };
        let [records, photos, lost] = *numbers.get(7..10)? else { return None };
        let untold = Untold { records, photos, under_way: false };
        let check = match *numbers.get(10..)? {
            [] => CheckResult::NotAsked,
            [records, photos, mended, bent] => {
                CheckResult::Read(Checked { records, photos, mended, bent })
            }
            _ => CheckResult::Failed,
        };
        Some(Self {
            second: *SecondCopyState::ALL.get(*numbers.first()?)?,
            back: brought(1)?,
            copied: brought(4)?,
            untold,
            lost: lost > 0,
            check,
        })
    }
}

/// What one copy has and the other lacks.
struct Lacking {
    keys: Vec<String>,
    photos: Vec<MediaId>,
}

async fn lacking(from: &impl Holder, to: &impl Holder) -> Stored<Lacking> {
    let there = to.keys().await?;
    let keys = from.keys().await?.into_iter().filter(|key| !there.contains(key)).collect();
    let there = to.photos().await?;
    let photos = from.photos().await?.difference(&there).copied().collect();
    Ok(Lacking { keys, photos })
}

/// Brings it over; before the first of it that can be read comes, `begins` is heard.
async fn carry(
    lacking: Lacking,
    from: &impl Holder,
    to: &impl Holder,
    brought: &mut Brought,
    begins: impl AsyncFnOnce(),
) -> Stored<()> {
    let mut begins = Some(begins);
    for keys in lacking.keys.chunks(AT_ONCE) {
        let entries = from.entries(keys).await?;
        if entries.iter().any(|entry| is_record(&entry.key))
            && let Some(begins) = begins.take()
        {
            begins().await;
        }
        to.keep(&entries).await?;
        let records = entries.iter().filter(|entry| is_record(&entry.key));
        brought.records += records.count();
        brought.left += keys.len() - entries.len();
    }
    for id in lacking.photos {
        if !to.has_room().await {
            brought.left += 1;
            continue;
        }
        match from.photo(id).await? {
            Some((media_type, bytes)) => {
                if let Some(begins) = begins.take() {
                    begins().await;
                }
                to.keep_photo(id, &media_type, &bytes).await?;
                brought.photos += 1;
            }
            None => brought.left += 1,
        }
    }
    Ok(())
}

/// Brings what one copy has and the other lacks; tells `brought` of all that came over, also where it
/// ends early. Photos only where there is room.
///
/// # Errors
/// When one of them cannot be read or written; what was brought by then stays.
pub async fn bring(from: &impl Holder, to: &impl Holder, brought: &mut Brought) -> Stored<()> {
    carry(lacking(from, to).await?, from, to, brought, async || {}).await
}

/// Records and photos that came back and of which nobody has seen it told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Untold {
    /// Records.
    pub records: usize,
    /// Photos and maps.
    pub photos: usize,
    /// Whether they were still being put back when this was written.
    pub under_way: bool,
}

impl Untold {
    /// With what comes back now. What was under way is what is lacking now, or more.
    fn and(self, records: usize, photos: usize, under_way: bool) -> Self {
        let sum = |told: usize, now: usize| if self.under_way { told.max(now) } else { told + now };
        Self { records: sum(self.records, records), photos: sum(self.photos, photos), under_way }
    }

    fn write(self) -> Entry {
        let under_way = u8::from(self.under_way);
        let line = format!("{} {} {under_way}", self.records, self.photos);
        Entry { key: LOSS.into(), line }
    }

    fn read(line: &str) -> Option<Self> {
        let numbers: Vec<usize> = line.split(' ').map_while(|one| one.parse().ok()).collect();
        let [records, photos, under_way] = *numbers.as_slice() else { return None };
        Some(Self { records, photos, under_way: under_way > 0 })
    }
}

/// Puts back into the database what only the second copy has. That it does is written there first, and
/// stays until somebody has seen it told: a start that is killed in the middle says nothing to anybody.
///
/// # Errors
/// As [`bring`].
pub async fn put_back(
    copy: &impl Journalled,
    database: &impl Holder,
    came: &mut CopiesCompared,
) -> Stored<()> {
    let known = copy.entries(&[LOSS.into()]).await?;
    let known = known.first().and_then(|entry| Untold::read(&entry.line)).unwrap_or_default();
    let lacking = lacking(copy, database).await?;
    let records = lacking.keys.iter().filter(|key| is_record(key)).count();
    let photos = lacking.photos.len();
    let mut is_written = known.under_way;
    // Where there is no room for the word, what was lost comes back all the same, and is told now.
    let begins = async || {
        is_written = true;
        drop(copy.keep(&[known.and(records, photos, true).write()]).await);
    };
    let carried = carry(lacking, copy, database, &mut came.back, begins).await;
    came.untold = known.and(came.back.records, came.back.photos, false);
    if carried.is_ok() && is_written {
        drop(copy.keep(&[came.untold.write()]).await);
    }
    carried
}

/// Whether a key is that of a record, and not this device's own number.
fn is_record(key: &str) -> bool {
    !key.starts_with("own/")
}

/// Whether a line is what its key says: its name carries its digest, or, once the words of somebody who
/// was erased were taken out of it, the one that it had before.
fn is_right(entry: &Entry) -> bool {
    is_named(&entry.key, &entry.line)
        || read_line(&entry.line).is_ok_and(|read| key(&read.record) == entry.key)
}

/// Reads every record and photo of both copies, after each was brought what it lacked. What is damaged
/// in one is put back from the other.
///
/// # Errors
/// When one of them cannot be read or written.
pub async fn check(first: &impl Holder, second: &impl Holder) -> Stored<Checked> {
    let mut checked = Checked::default();
    let keys: Vec<String> = first.keys().await?.into_iter().collect();
    let mut there = Vec::new();
    for keys in keys.chunks(AT_ONCE) {
        let (copies, entries) = (second.entries(keys).await?, first.entries(keys).await?);
        let mut here = Vec::new();
        for key in keys {
            let of = |entries: &[Entry]| entries.iter().find(|one| one.key == *key).cloned();
            match verdict(of(&entries), of(&copies)) {
                Verdict::Same => {}
                Verdict::Mend(entry) => here.push(entry),
                Verdict::Copy(entry) => there.push(entry),
                Verdict::Bent => checked.bent += 1,
            }
        }
        checked.records += keys.iter().filter(|key| is_record(key)).count();
        checked.mended += here.len();
        first.keep(&here).await?;
    }
    // At the end: each time it is written to, the second copy is read anew.
    second.keep(&there).await?;
    for id in first.photos().await? {
        checked.photos += 1;
        let here = first.photo(id).await?;
        let there = second.photo(id).await?;
        match (here, there) {
            (Some(_), Some(_)) => {}
            (Some((kind, bytes)), None) => {
                if second.has_room().await {
                    second.keep_photo(id, &kind, &bytes).await?;
                }
            }
            (None, Some((kind, bytes))) => {
                first.keep_photo(id, &kind, &bytes).await?;
                checked.mended += 1;
            }
            (None, None) => checked.bent += 1,
        }
    }
    Ok(checked)
}

/// What is to be done with one key.
enum Verdict {
    Same,
    /// The database gets this one.
    Mend(Entry),
    /// The second copy gets this one.
    Copy(Entry),
    /// Neither of them is what its key says.
    Bent,
}

fn verdict(first: Option<Entry>, second: Option<Entry>) -> Verdict {
    match (first.filter(is_right), second) {
        (Some(one), Some(other)) if one.line == other.line => Verdict::Same,
        // What the page shows counts, where both are what they say: words may have been taken out of it.
        (Some(one), _) => Verdict::Copy(one),
        (None, Some(other)) if is_right(&other) => Verdict::Mend(other),
        (None, _) => Verdict::Bent,
    }
}
