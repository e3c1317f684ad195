//! The monkey's world: one phone with one or two tabs on one disk, a street, a true time, and a local
//! storage that the browser writes late.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::swap;

use eclaireuse::app::problem::NotStored;
use eclaireuse::app::view::position::PositionLine;
use eclaireuse::app::{Effect, Event, Route};
use eclaireuse::domain::identity::{RecordId, WalkId};
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::Stop;
use eclaireuse::format::preferences::Draft;

use super::hand::Hand;
use super::oracle::Oracle;
use crate::dice::Dice;
use crate::phone::{Disk, EVENING, Phone};

/// A page, and the address at which it stands.
pub(super) struct Tab {
    pub(super) phone: Phone,
    pub(super) hand: Hand,
    address: Route,
    /// Another one wrote since.
    is_behind: bool,
}

/// Something done on a page.
pub(super) type Act = Box<dyn FnOnce(&mut Phone)>;

/// Local storage as it was at a true time (ms).
struct Flushed {
    at_ms: i64,
    memory: BTreeMap<String, String>,
    drafts: BTreeMap<String, Draft>,
}

pub(super) struct World {
    pub(super) dice: Dice,
    pub(super) steps: Vec<String>,
    pub(super) oracle: Oracle,
    pub(super) tabs: Vec<Tab>,
    pub(super) tab: usize,
    pub(super) walk: WalkId,
    disk: Disk,
    now: Stamp,
    slow_ms: i64,
    pub(super) full: bool,
    late: Vec<Flushed>,
    /// Where she truly is.
    pub(super) stands: Place,
    /// True time of the last new fix that this page could have heard (ms).
    pub(super) fixed_ms: Option<i64>,
    /// True time at which the clock was set last (ms).
    pub(super) set_ms: i64,
    /// Files that are ready to leave, and the lines in them.
    pub(super) ready: Vec<(u32, BTreeSet<u64>)>,
    /// Files that left and that nobody looked for yet.
    pub(super) left: Vec<(i64, BTreeSet<u64>)>,
    pub(super) words: usize,
    pub(super) deaths: usize,
    pub(super) slips: usize,
}

/// Old fixes were measured so long before the walk (ms), in another part of the town.
pub(super) const REMEMBERED_MS: i64 = 20_000_000;

impl World {
    pub(super) fn new(dice: Dice) -> Self {
        let stands = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        let mut world = Self {
            steps: Vec::new(),
            oracle: Oracle::default(),
            tabs: Vec::new(),
            tab: 0,
            walk: WalkId(0),
            disk: Disk::default(),
            now: EVENING,
            slow_ms: 0,
            full: false,
            late: Vec::new(),
            stands,
            fixed_ms: None,
            set_ms: i64::MIN,
            ready: Vec::new(),
            left: Vec::new(),
            words: 0,
            deaths: 0,
            slips: 0,
            dice,
        };
        world.opens_tab();
        world.makes_walk();
        world
    }

    pub(super) fn true_ms(&self) -> i64 {
        self.now.utc_ms + self.slow_ms
    }

    /// Does something on the page that is in front, with everything that outlives a page.
    pub(super) fn here<T>(&mut self, act: impl FnOnce(&mut Phone) -> T) -> T {
        self.on(self.tab, act)
    }

    fn on<T>(&mut self, tab: usize, act: impl FnOnce(&mut Phone) -> T) -> T {
        let full = self.full.then_some(NotStored::Full);
        let Tab { phone, address, is_behind, .. } = &mut self.tabs[tab];
        swap(&mut phone.disk, &mut self.disk);
        phone.disk.address = *address;
        (phone.now, phone.slow_ms, phone.refuses) = (self.now, self.slow_ms, full);
        // A page that comes to the front hears first what another one did meanwhile.
        if std::mem::take(is_behind) {
            phone.happens(Event::Remembered(phone.disk.preferences()));
            phone.happens(Event::ChangedElsewhere(self.walk));
        }
        let before = (phone.disk.records.len(), phone.disk.memory.clone());
        let result = act(phone);
        let is_other = before != (phone.disk.records.len(), phone.disk.memory.clone());
        *address = phone.disk.address;
        self.now = phone.now;
        swap(&mut phone.disk, &mut self.disk);
        for (other, tab_of) in self.tabs.iter_mut().enumerate() {
            tab_of.is_behind |= is_other && other != tab;
        }
        result
    }

    pub(super) fn front(&self) -> &Phone {
        &self.tabs[self.tab].phone
    }

    fn page(&mut self, address: Route) -> Tab {
        let mut phone = Phone::drawing(u128::from(self.dice.next()) << 64 | 0x00c0_ffee);
        phone.now = self.now;
        Tab { phone, hand: Hand::over_a_new_page(), address, is_behind: false }
    }

    pub(super) fn opens_tab(&mut self) {
        let address = if self.walk == WalkId(0) { Route::Home } else { Route::Walk(self.walk) };
        let tab = self.page(address);
        self.tabs.push(tab);
        self.tab = self.tabs.len() - 1;
        self.here(Phone::start);
    }

    pub(super) fn makes_walk(&mut self) {
        let place = Some(self.stands);
        self.walk = self.here(|phone| {
            phone
                .creates_walk(|walk| walk.stops = vec![Stop { place, ..Stop::named(1, "Le mail") }])
        });
    }

    pub(super) fn passes(&mut self, seconds: i64) {
        let metres = 1.2 * f64::from(i32::try_from(seconds).unwrap());
        if self.dice.one_in(2) {
            self.stands = self.stands.moved(180.0 * self.dice.about(), metres.min(60.0));
        }
        let full = seconds.min(2);
        self.here(|phone| phone.passes(full));
        self.here(|phone| phone.passes(seconds - full));
        for tab in 0..self.tabs.len() {
            let now = self.now;
            self.on(tab, |phone| phone.happens(Event::Ticked(now)));
        }
    }

    pub(super) fn sets_clock(&mut self, slow_s: i64, offset_min: i16) {
        let by = slow_s * 1000 - self.slow_ms;
        self.now.utc_ms -= by;
        self.slow_ms += by;
        self.now.offset_min = offset_min;
        self.set_ms = self.true_ms();
    }

    pub(super) fn has_failed(&self) -> bool {
        self.tabs.iter().any(|tab| tab.phone.model.has_failed_writes())
    }

    /// The walk is open on the page in front, whatever the phone remembered.
    fn is_on_the_walk(&mut self) {
        let walk = self.walk;
        if self.front().model.open != Some(walk) {
            self.here(|phone| phone.opens(Route::Walk(walk)));
        }
    }

    /// The page in front is loaded anew.
    pub(super) fn reloads(&mut self) -> Result<(), String> {
        self.deaths += 1;
        self.ready.clear();
        self.tabs[self.tab].hand = Hand::over_a_new_page();
        self.here(Phone::start);
        self.is_on_the_walk();
        let model = &self.tabs[self.tab].phone.model;
        self.oracle.page_died(model, false, false)
    }

    /// The browser is killed: local storage is as it was some seconds before. `act`: something was on
    /// its way to the disk, of which the first so many writes arrived.
    pub(super) fn is_killed(
        &mut self,
        back_s: i64,
        act: Option<(Act, usize)>,
    ) -> Result<(), String> {
        self.deaths += 1;
        self.fixed_ms = None;
        self.ready.clear();
        let in_flight = act.is_some();
        if let Some((act, arrive)) = act {
            self.flushes();
            self.here(|phone| {
                phone.slow = true;
                let asked = phone.asked.len();
                act(phone);
                let stores = phone.asked.drain(asked..).filter_map(|effect| match effect {
                    Effect::Store { entries, media, .. } => Some((entries, media)),
                    _ => None,
                });
                for (entries, media) in stores.collect::<Vec<_>>().into_iter().take(arrive) {
                    phone.disk.keep(entries);
                    phone.disk.media.extend(media);
                }
            });
        }
        let before = self.true_ms() - back_s * 1000;
        if back_s > 0
            && let Some(last) = self.late.iter().rev().find(|one| one.at_ms <= before)
        {
            self.disk.memory.clone_from(&last.memory);
            self.disk.drafts.clone_from(&last.drafts);
        }
        self.late.clear();
        let address = if self.dice.one_in(3) { Route::Home } else { self.tabs[self.tab].address };
        let tab = self.page(address);
        self.tabs = vec![tab];
        self.tab = 0;
        self.now.utc_ms += *self.dice.pick(&[2000, 20_000, 60_000]);
        self.here(Phone::start);
        self.is_on_the_walk();
        let model = &self.tabs[self.tab].phone.model;
        self.oracle.page_died(model, in_flight, back_s > 0)
    }

    /// Local storage as it is now may be what comes back.
    pub(super) fn flushes(&mut self) {
        let at_ms = self.true_ms();
        let Disk { memory, drafts, .. } = &self.disk;
        self.late.push(Flushed { at_ms, memory: memory.clone(), drafts: drafts.clone() });
    }

    pub(super) fn drafts(&self) -> usize {
        self.disk.drafts.len()
    }

    pub(super) fn lines(&self) -> impl Iterator<Item = &String> {
        self.disk.records.values()
    }

    /// Everything that can be contradicted is held against what was meant.
    pub(super) fn agrees(&mut self) -> Result<(), String> {
        let model = &self.tabs[self.tab].phone.model;
        self.oracle.hears_what_is_safe(model);
        self.oracle.agrees(model, &self.disk)?;
        self.is_where_and_when_it_says()
    }

    /// The position that is shown and each one that was written, against where she truly was.
    fn is_where_and_when_it_says(&self) -> Result<(), String> {
        let model = &self.front().model;
        if let PositionLine::Known { age_s, .. } = PositionLine::of(model) {
            let Some(measured) = self.fixed_ms else {
                return Err("a position is shown and none was measured".into());
            };
            let truly = (self.true_ms() - measured - 50) / 1000;
            if i64::from(age_s) < truly {
                return Err(format!("« il y a {age_s} s », and it was {truly} s ago"));
            }
        }
        for (id, thing) in self.oracle.things.iter().filter(|(_, thing)| !thing.erased) {
            let (Some(said), Some((stood, tapped_ms))) = (model.observation(*id), thing.stood)
            else {
                continue;
            };
            if let Some(fix) = said.observer
                && fix.place.metres_to(stood) > 1500.0
            {
                let metres = fix.place.metres_to(stood);
                return Err(format!("{id} stands {metres:.0} m from where she stood"));
            }
            if let Some(by_fix) = said.made_by_fix
                && self.set_ms < tapped_ms
                && (by_fix - tapped_ms).abs() > 5000
            {
                let off = (by_fix - tapped_ms) / 1000;
                return Err(format!("{id}: the satellites are made to say {off} s off"));
            }
        }
        Ok(())
    }

    pub(super) fn standing(&self) -> Vec<RecordId> {
        let things = self.oracle.things.iter();
        things.filter(|(_, it)| !it.erased && !it.erasing).map(|(id, _)| *id).collect()
    }
}
