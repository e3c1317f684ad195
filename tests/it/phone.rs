//! A phone without a browser: it answers every effect from memory, and can be killed.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};

/// No two phones draw the same numbers.
static PHONES: AtomicU64 = AtomicU64::new(1);

use eclaireuse::app::effect::Entry;
use eclaireuse::app::event::Chance;
use eclaireuse::app::exchange::erasing::{erase, wipe};
use eclaireuse::app::exchange::shelf::Stored;
use eclaireuse::app::exchange::{Done, JobAnswer, Request, Work};
use eclaireuse::app::ledger::own_range;
use eclaireuse::app::problem::NotStored;
use eclaireuse::app::{Effect, Event, Model, Page, Route};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::Walk;
use eclaireuse::domain::walk::stop::StopRef;
use eclaireuse::format::json::{self, Json};
use eclaireuse::format::preferences::{Draft, Memo, ONE_VALUE, Preferences};
use eclaireuse::format::v1;

use crate::exchange::{Memory, now};

/// What outlives the page.
#[derive(Clone, Default)]
pub(crate) struct Disk {
    pub(crate) records: BTreeMap<String, String>,
    /// This phone's own numbers, which stand behind the records of all walks: no other phone has them.
    pub(crate) own: BTreeMap<String, String>,
    pub(crate) media: BTreeSet<MediaId>,
    /// By name.
    pub(crate) memory: BTreeMap<String, String>,
    /// What 0.4.0 and earlier left.
    pub(crate) one_value: Json,
    pub(crate) drafts: BTreeMap<String, Draft>,
    pub(crate) address: Route,
}

impl Disk {
    pub(crate) fn preferences(&self) -> Preferences {
        let memos = self.memory.iter();
        let memos: Vec<Memo> =
            memos.map(|(name, text)| Memo { name: name.clone(), text: text.clone() }).collect();
        Preferences::read(&self.one_value, &memos)
    }

    pub(crate) fn keep(&mut self, entries: Vec<Entry>) {
        for Entry { key, line } in entries {
            let is_own = key.starts_with("own/");
            let into = if is_own { &mut self.own } else { &mut self.records };
            into.insert(key, line);
        }
    }

    pub(crate) fn remember(&mut self, memos: Vec<Memo>) {
        for Memo { name, text } in memos {
            if text.is_empty() {
                self.memory.remove(&name);
                if name == ONE_VALUE {
                    self.one_value = Json::Null;
                }
            } else {
                self.memory.insert(name, text);
            }
        }
    }
}

/// A phone in somebody's hand.
pub(crate) struct Phone {
    pub(crate) model: Model,
    pub(crate) disk: Disk,
    pub(crate) now: Stamp,
    /// Every effect since the start of the page.
    pub(crate) asked: Vec<Effect>,
    /// Storage answers with this instead of writing.
    pub(crate) refuses: Option<NotStored>,
    /// Storage does not answer yet.
    pub(crate) slow: bool,
    /// The worker dies before it erased anything.
    pub(crate) dies: bool,
    pub(crate) languages: Vec<String>,
    /// Which page starts.
    pub(crate) page: Page,
    random: u128,
    /// When the page was opened (true time, ms).
    opened_ms: i64,
    /// By how much the phone's clock is behind the true time (ms).
    pub(crate) slow_ms: i64,
}

/// 5 November 2025, 17:42 UTC, in Amiens: night.
pub(crate) const EVENING: Stamp = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };

impl Phone {
    /// A phone on which the app was never opened, and is now.
    pub(crate) fn new() -> Self {
        let number = u128::from(PHONES.fetch_add(1, Ordering::Relaxed));
        Self::drawing(number << 64 | 0x00c0_ffee)
    }

    /// The same, whose random numbers are the same every time.
    pub(crate) fn drawing(random: u128) -> Self {
        let mut phone = Self {
            model: Model::default(),
            disk: Disk::default(),
            now: EVENING,
            asked: Vec::new(),
            refuses: None,
            slow: false,
            dies: false,
            languages: vec!["fr-FR".into()],
            page: Page::Walk,
            opened_ms: EVENING.utc_ms,
            slow_ms: 0,
            random,
        };
        phone.start();
        phone
    }

    /// The page is opened, on the address it was left at.
    pub(crate) fn start(&mut self) {
        self.model = Model::default();
        self.opened_ms = self.now.utc_ms + self.slow_ms;
        self.asked.clear();
        let event = Event::Started {
            at: self.now,
            preferences: self.disk.preferences(),
            device_languages: self.languages.clone(),
            route: self.disk.address,
            drafts: self.disk.drafts.values().cloned().collect(),
            page: self.page,
            random: self.random,
        };
        self.happens(event);
    }

    /// The battery is taken out, and the app opened again a minute later.
    pub(crate) fn killed_and_started(&mut self) {
        self.passes(60);
        self.start();
    }

    /// Seconds pass.
    pub(crate) fn passes(&mut self, seconds: i64) {
        self.now.utc_ms += seconds * 1000;
        self.happens(Event::Ticked(self.now));
    }

    /// The phone's clock is set back (positive) or forward by some seconds; no time passes.
    pub(crate) fn clock_set_back(&mut self, seconds: i64) {
        self.now.utc_ms -= seconds * 1000;
        self.slow_ms += seconds * 1000;
    }

    /// Something happens, and everything that follows from it.
    pub(crate) fn happens(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            self.model.lived_ms = self.now.utc_ms + self.slow_ms - self.opened_ms;
            for effect in self.model.update(event) {
                self.asked.push(effect.clone());
                events.extend(self.answer(effect));
            }
        }
    }

    pub(crate) fn chance(&mut self) -> Chance {
        // Different every time, and in the top bits too: they make the device number.
        self.random =
            self.random.wrapping_mul(0x5851_f42d_4c95_7f2d_1405_7b7e_f767_814f) ^ 0x1234_5678;
        self.now.utc_ms += 1;
        Chance { at: self.now, random: self.random }
    }

    fn answer(&mut self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::ListWalks => {
                let is_sheet = |line: &&String| line.contains(r#""kind":"walk""#);
                vec![Event::WalksListed(
                    self.disk.records.values().filter(is_sheet).cloned().collect(),
                )]
            }
            Effect::LoadWalk(walk) | Effect::LoadCampaign(walk) => {
                let lines: Vec<String> = self.lines_of(walk);
                let half = lines.len() / 2;
                let (first, second) = lines.split_at(half);
                let (from, to) = own_range(walk);
                let own = self.disk.own.range(from..to);
                let own = own.filter_map(|(_, line)| DeviceNumber::parse(line.trim_matches('"')));
                vec![
                    Event::NumbersFound(walk, own.collect()),
                    Event::LinesLoaded { walk, lines: first.to_vec(), done: false },
                    Event::LinesLoaded { walk, lines: second.to_vec(), done: true },
                ]
            }
            Effect::Store { write, entries, media, .. } => {
                if self.slow {
                    return Vec::new();
                }
                if let Some(why) = self.refuses.clone() {
                    return vec![Event::StoreFailed(write, why)];
                }
                self.disk.keep(entries);
                self.disk.media.extend(media);
                vec![Event::Stored(write)]
            }
            Effect::Work(work) => {
                if let Request::Wipe(walk) = work.request {
                    self.disk.own.retain(|key, _| !key.starts_with(&own_range(walk).0));
                }
                let done = match work.request {
                    Request::Wipe(walk) => self.on_shelf(Done::Wiped, |s| now(wipe(s, walk))),
                    Request::Erase(_) if self.dies => return Vec::new(),
                    Request::Erase(walk) => {
                        self.on_shelf(Done::Erased, |s| now(erase(s, walk)).map(|_| ()))
                    }
                    _ => return Vec::new(),
                };
                vec![Event::Answered(work.id, JobAnswer::Done(done))]
            }
            Effect::Remember(memos) => {
                self.disk.remember(memos);
                Vec::new()
            }
            Effect::RememberNumber(memo) => match self.disk.memory.get(&memo.name) {
                Some(kept) if *kept != memo.text => {
                    vec![Event::Remembered(self.disk.preferences())]
                }
                _ => {
                    self.disk.remember(vec![memo]);
                    Vec::new()
                }
            },
            Effect::KeepDraft(draft) => {
                let written = json::read(&draft.write()).expect("JSON");
                let kept = Draft::read(&written).expect("a draft");
                self.disk.drafts.insert(draft.key(), kept);
                Vec::new()
            }
            Effect::DropDraft(draft) => {
                self.disk.drafts.retain(|_, kept| *kept != draft);
                Vec::new()
            }
            Effect::Forget(id) => {
                let names = |draft: &Draft| [&draft.walk, &draft.observation].contains(&&id);
                self.disk.drafts.retain(|_, draft| !names(draft));
                self.disk.memory.retain(|name, text| !name.contains(&id) && !text.contains(&id));
                Vec::new()
            }
            Effect::Show { route, .. } => {
                self.disk.address = route;
                Vec::new()
            }
            Effect::WatchPosition(_)
            | Effect::KeepAwake(_)
            | Effect::PersistStorage
            | Effect::MeasureStorage
            | Effect::CheckCopies
            | Effect::LossSeen
            | Effect::HoldFiles(_)
            | Effect::DropFile(_)
            | Effect::HandOver { .. }
            | Effect::Speak(..)
            | Effect::Dress(..)
            | Effect::Update => Vec::new(),
        }
    }

    /// What the worker does to storage.
    fn on_shelf(&mut self, done: Done, work: impl FnOnce(&Memory) -> Stored<()>) -> Done {
        let memory = Memory::default();
        memory.records.replace(std::mem::take(&mut self.disk.records));
        let media = self.disk.media.iter().map(|media| (*media, Vec::new()));
        memory.photos.replace(media.collect());
        work(&memory).expect("memory does not fail");
        self.disk.records = memory.records.take();
        self.disk.media = memory.photos.take().into_keys().collect();
        done
    }

    /// The job that the worker was started on last.
    pub(crate) fn at_work(&self) -> Work {
        let works = self.asked.iter().rev().filter_map(|effect| match effect {
            Effect::Work(work) => Some((**work).clone()),
            _ => None,
        });
        works.into_iter().next().expect("a job")
    }

    /// The worker says something of the job it was started on last.
    pub(crate) fn worker_says(&mut self, answer: JobAnswer) {
        let job = self.at_work().id;
        self.happens(Event::Answered(job, answer));
    }

    /// Every stored line of a walk.
    pub(crate) fn lines_of(&self, walk: WalkId) -> Vec<String> {
        let (first, last) = v1::key_range(walk);
        self.disk.records.range(first..last).map(|(_, line)| line.clone()).collect()
    }

    /// The battery is taken out, and local storage, which the browser writes late, comes back as it was.
    pub(crate) fn killed_with_drafts_of(&mut self, before: &Disk) {
        self.disk.drafts.clone_from(&before.drafts);
        self.killed_and_started();
    }

    /// A text is being typed.
    pub(crate) fn types(&mut self, id: RecordId, field: TextField, text: &str) {
        let walk = self.model.open.expect("a walk is open").to_string();
        let (observation, field) = (id.to_string(), field.code().to_owned());
        let text = text.to_owned();
        let draft = Draft { walk, observation, field, text, ..Draft::default() };
        self.happens(Event::Typing(draft));
    }

    // --- What a person does ---------------------------------------------------------------

    /// Creates a walk and hears the notice.
    pub(crate) fn creates_walk(&mut self, change: impl FnOnce(&mut Walk)) -> WalkId {
        let chance = self.chance();
        let mut walk =
            Walk { title: "Marche d’essai".into(), ..Walk::blank(WalkId(0), chance.at) };
        change(&mut walk);
        self.happens(Event::WalkCreated(Box::new(walk), chance));
        let chance = self.chance();
        self.happens(Event::NoticeHeard(chance));
        self.model.open.expect("a walk is open")
    }

    /// The stop of a number on a sheet whose stops have no other ids.
    pub(crate) fn stop(&self, number: u16) -> StopRef {
        StopRef::numbered(self.model.open.expect("a walk is open"), number)
    }

    pub(crate) fn opens(&mut self, route: Route) {
        self.disk.address = route;
        self.happens(Event::Navigated(route));
    }

    /// The three taps.
    pub(crate) fn tags(&mut self, category: &str) -> RecordId {
        self.happens(Event::PlusTapped);
        let category = Category::from_code(category).expect("a category of the table");
        let walk = self.model.open.expect("a walk is open");
        self.opens(Route::Categories(walk, category.principle().expect("known"), None));
        let chance = self.chance();
        self.happens(Event::CategoryTapped(category, chance));
        match self.model.route {
            Route::Observation(_, id, _) => id,
            route => panic!("the observation is not open but {route:?}"),
        }
    }

    pub(crate) fn says(&mut self, id: RecordId, change: Change) {
        self.now.utc_ms += 1;
        self.happens(Event::Said(id, change, self.now));
    }

    pub(crate) fn is_at(&mut self, lon: f64, lat: f64, accuracy_m: f64) {
        self.is_told(lon, lat, accuracy_m, self.now.utc_ms + self.slow_ms);
    }

    /// The receiver tells a position with a stamp (ms since 1970).
    pub(crate) fn is_told(&mut self, lon: f64, lat: f64, accuracy_m: f64, stamped_ms: i64) {
        let at = self.now;
        self.happens(Event::FixArrived { lon, lat, accuracy_m, heading: None, at, stamped_ms });
    }

    pub(crate) fn observation(&self, id: RecordId) -> &Observation {
        self.model.observation(id).expect("the observation is in the notebook")
    }

    /// The observation as a new start would find it; `None` when it is not on disk.
    pub(crate) fn on_disk(&self, id: RecordId) -> Option<Observation> {
        let mut again = Self { disk: self.disk.clone(), ..Self::new() };
        again.now = self.now;
        again.disk.drafts.clear();
        again.start();
        again.model.observation(id).cloned()
    }
}
