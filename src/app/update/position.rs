//! What a measured position is good for: whether it is new, whether it can be of this walk, and which
//! of the things that were said it places.

use crate::app::effect::Effect;
use crate::app::model::{Far, Model, Waiting};
use crate::app::problem::{NoPosition, Problem};
use crate::app::route::Page;
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::observation::fix::{Fix, SAME_PLACE_MS, is_believable};
use crate::domain::observation::place::Place;
use crate::domain::stamp::{CLOCK_OFF_MS, Stamp};
use crate::domain::walk::Walk;
use crate::domain::walk::stop::Stop;

/// A fix farther (metres) than this from everything that is known of the walk is asked about: an hour
/// on foot. No group walks farther between two things it says, and a place remembered from another
/// town, or one guessed from a network, is mostly farther.
const FAR_M: f64 = 5_000.0;

/// A doubtful fix after which no other came for so long (ms) is asked for again: some devices give
/// only one as long as nothing moves.
const ASKED_AGAIN_MS: i64 = 3_000;

/// Somebody who said something so short a time ago (ms) is still walking, and her position is
/// measured again on each page that starts.
const STILL_WALKING_MS: i64 = 1_800_000;

impl Model {
    pub(super) fn fix_arrived(
        &mut self,
        (lon, lat): (f64, f64),
        accuracy_m: f64,
        at: Stamp,
        stamped_ms: i64,
        effects: &mut Vec<Effect>,
    ) {
        if !self.location.watching {
            return;
        }
        if self.now.utc_ms < at.utc_ms {
            self.now = at;
        }
        // What no receiver can mean is not a fix; the next one will come.
        let place = Place::from_lon_lat(lon, lat).ok().filter(|place| !place.is_nowhere());
        let Some(place) = place else {
            self.location.failure = Some(NoPosition::Nowhere);
            return;
        };
        if !is_believable(accuracy_m) {
            return;
        }
        self.location.failure = None;
        let lived = self.lived_ms;
        let Some(age) = self.location.clock.age_ms(stamped_ms, lived, at) else {
            self.location.doubted.get_or_insert(lived);
            return;
        };
        self.location.doubted = None;
        self.tell_of_clock(at);
        let fix = Fix { place, accuracy_m, at: at.at(at.utc_ms.saturating_sub(age)) };
        let metres = self.metres_from_walk(place).unwrap_or_default() - accuracy_m;
        if metres > FAR_M && !self.location.far_believed {
            self.location.far = Some(Far { fix, measured_ms: lived - age, metres });
            return;
        }
        self.believe(fix, lived - age, effects);
    }

    /// Takes a fix for where the phone is, and gives it to all that waits for one.
    fn believe(&mut self, fix: Fix, measured_ms: i64, effects: &mut Vec<Effect>) {
        self.location.far = None;
        self.location.recent.push(fix, measured_ms);
        let lived = self.lived_ms;
        self.location.awaited_by.retain(|one| lived - one.since_ms <= SAME_PLACE_MS);
        for waiting in self.location.awaited_by.clone() {
            self.give_position(waiting, measured_ms, effects);
        }
    }

    /// A person says that the phone is right: it is that far from the walk.
    pub(super) fn far_believed(&mut self, effects: &mut Vec<Effect>) {
        self.location.far_believed = true;
        if let Some(far) = self.location.far {
            self.believe(far.fix, far.measured_ms, effects);
        }
    }

    /// The best fix near the tap is where the observer stood; its own time is kept with it.
    fn give_position(&mut self, waiting: Waiting, measured_ms: i64, effects: &mut Vec<Effect>) {
        let Waiting { id, since_ms, stop_is_said } = waiting;
        let (Some(walk), Some(fix)) = (self.walk().cloned(), self.location.recent.estimate())
        else {
            return;
        };
        let Some(before) = self.observation(id).filter(|o| !o.withdrawn) else { return };
        let away_ms = measured_ms - since_ms;
        let old_ms = |old: Fix| old.at.utc_ms.saturating_sub(before.made.utc_ms);
        let is_better = |old: Fix| fix.is_better(away_ms, &old, old_ms(old));
        if away_ms.abs() > SAME_PLACE_MS || before.observer.is_some_and(|old| !is_better(old)) {
            return;
        }
        let mut observation = before.clone();
        // What a coarser fix claimed of stops goes with it; what a person said stays.
        let of_fix = |fix: Fix| walk.stop_of(fix.place, fix.accuracy_m).map(Stop::known);
        let is_claimed = observation.stop == before.observer.and_then(of_fix);
        if observation.thing.is_none() && is_claimed && !stop_is_said {
            observation.stop = of_fix(fix);
        }
        observation.observer = Some(fix);
        if observation.made_by_fix.is_none() {
            observation.made_by_fix = self.by_satellites(observation.made, since_ms);
        }
        self.write_observation(observation, fix.at, effects);
    }

    /// A moment of the phone's clock as the satellites say it, where the two disagreed then (ms).
    /// `lived_ms` is the same moment in the page's own time: the clock may have been set since.
    pub(super) fn by_satellites(&self, said: Stamp, lived_ms: i64) -> Option<i64> {
        let behind = self.location.clock.phone_is_behind_ms(lived_ms, said)?;
        (behind.saturating_abs() > CLOCK_OFF_MS).then(|| said.utc_ms.saturating_add(behind))
    }

    /// What was said so short a time ago that the next fix may place it waits for that, also after
    /// the page or the whole browser died; and whoever walks is measured again.
    pub(super) fn wait_again(&mut self, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open.filter(|_| matches!(self.page, Page::Walk | Page::Ground))
        else {
            return;
        };
        let ago = |o: &Observation| self.now.utc_ms.saturating_sub(o.made.utc_ms);
        let own = self.notebook.newest_first().filter(|o| {
            let record = self.notebook.record(o.id);
            record.is_some_and(|one| self.own_number_of(walk, one.envelope.device).is_some())
        });
        let recent = own.filter(|o| (0..=STILL_WALKING_MS).contains(&ago(o)));
        let recent: Vec<(RecordId, i64, bool, bool)> = recent
            .map(|o| {
                // Whether a person chose the stop is known of an untouched observation only.
                let untouched =
                    self.notebook.record(o.id).is_some_and(|r| r.envelope.revision == 1);
                (o.id, ago(o), o.observer.is_some(), !untouched)
            })
            .collect();
        let waits = |ago: i64| ago <= SAME_PLACE_MS;
        if recent.iter().any(|(_, ago, placed, _)| *placed || waits(*ago)) {
            self.watch(true, effects);
        }
        for (id, ago, _, stop_is_said) in recent.into_iter().filter(|(_, ago, ..)| waits(*ago)) {
            if !self.location.awaited_by.iter().any(|one| one.id == id) {
                let since_ms = self.lived_ms - ago;
                self.location.awaited_by.push(Waiting { id, since_ms, stop_is_said });
            }
        }
    }

    /// Time passed: a doubtful fix that nothing followed is asked for again, once.
    pub(super) fn ask_again(&mut self, effects: &mut Vec<Effect>) {
        let lived = self.lived_ms;
        let location = &mut self.location;
        let long_ago = |since: i64| lived - since >= ASKED_AGAIN_MS && !location.asked_again;
        if location.watching && location.doubted.is_some_and(long_ago) {
            location.asked_again = true;
            effects.push(Effect::WatchPosition(true));
        }
    }

    /// Metres from the nearest thing that is known of the open walk; `None` when nothing is, and on
    /// an exercise, whose stops are invented.
    fn metres_from_walk(&self, place: Place) -> Option<f64> {
        let walk = self.walk().filter(|walk| !walk.training)?;
        // Whoever withdrew something was there all the same; where it was said to be may have been wrong.
        let said = self.notebook.all_observations().filter_map(|o| match o.withdrawn {
            true => o.observer.map(|fix| fix.place),
            false => Some(o.position(walk)?.place),
        });
        let stops = walk.stops.iter().filter_map(|stop| stop.place);
        let bounds = self.notebook.perimeter().and_then(|(_, perimeter)| perimeter.bounds());
        let within = bounds.and_then(|[west, south, east, north]| {
            Place::from_lon_lat(place.lon().max(west).min(east), place.lat().max(south).min(north))
                .ok()
        });
        let known = stops.chain(walk.route.iter().copied()).chain(walk.around).chain(within);
        let known = known.chain(said).filter(|known| !known.is_nowhere());
        known.map(|known| known.metres_to(place)).reduce(f64::min)
    }

    /// The satellites say another time than the phone: said once, before anything bears both.
    fn tell_of_clock(&mut self, phone: Stamp) {
        let behind = self.location.clock.phone_is_behind_ms(self.lived_ms, phone).unwrap_or(0);
        if behind.saturating_abs() > CLOCK_OFF_MS {
            let satellites = phone.at(phone.utc_ms.saturating_add(behind));
            self.tell_once(Problem::ClockOff { phone, satellites }, |o, _| o.made_by_fix.is_some());
        }
    }

    /// The day on the walk's sheet is not the phone's: said once, before anything bears it.
    pub(super) fn tell_of_day(&mut self) {
        let Some(walk) = self.walk().filter(|walk| !walk.training) else { return };
        if walk.is_another_day(self.now) {
            let (phone, sheet) = (self.now.date(), walk.date.clone());
            self.tell_once(Problem::DayOff { phone, sheet }, |o, walk| walk.is_another_day(o.made));
        }
    }

    fn tell_once(&mut self, problem: Problem, known: fn(&Observation, &Walk) -> bool) {
        let Some(walk) = self.walk() else { return };
        let was_known = self.notebook.all_observations().any(|o| known(o, walk));
        if !std::mem::replace(&mut self.location.clock_told, true) && !was_known {
            self.tell(problem);
        }
    }
}
