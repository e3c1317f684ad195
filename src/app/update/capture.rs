//! From the tap on + to an observation that says what was said.

use crate::app::effect::Effect;
use crate::app::event::{Chance, ReadyPhoto};
use crate::app::model::Model;
use crate::app::problem::Problem;
use crate::app::route::{Panel, Route};
use crate::domain::identity::RecordId;
use crate::domain::ledger::record::Body;
use crate::domain::observation::Observation;
use crate::domain::observation::amend::Change;
use crate::domain::observation::fix::{Fix, is_believable, is_of_the_same_place};
use crate::domain::observation::photo::Photo;
use crate::domain::observation::place::Place;
use crate::domain::observation::taxonomy::Category;
use crate::domain::stamp::Stamp;
use crate::domain::walk::stop::Stop;

impl Model {
    /// What was withdrawn a moment ago is found among all that was.
    pub(super) fn forget_withdrawing(&mut self) {
        self.just_withdrawn.clear();
        self.put_back = false;
    }

    pub(super) fn plus_tapped(&mut self, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open else { return };
        self.watch(true, effects);
        self.forget_withdrawing();
        self.go(Route::Principles(walk, None), false, effects);
    }

    pub(super) fn fix_arrived(
        &mut self,
        lon: f64,
        lat: f64,
        accuracy_m: f64,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        if !self.location.watching {
            return;
        }
        // What no receiver can mean is not a fix; the next one will come.
        let Ok(place) = Place::from_lon_lat(lon, lat) else { return };
        if !is_believable(accuracy_m) {
            return;
        }
        self.location.failure = None;
        self.location.recent.push(Fix { place, accuracy_m, at });
        if self.now.utc_ms < at.utc_ms {
            self.now = at;
        }
        for (id, since) in std::mem::take(&mut self.location.awaited_by) {
            if is_of_the_same_place(at, since) {
                self.give_position(id, at, effects);
            }
        }
    }

    /// The first fix after the tap is where the observer stood; its own time is kept with it.
    fn give_position(&mut self, id: RecordId, at: Stamp, effects: &mut Vec<Effect>) {
        let (Some(walk), Some(fix)) = (self.walk().cloned(), self.location.recent.estimate())
        else {
            return;
        };
        let Some(observation) = self.observation(id).filter(|o| o.observer.is_none()) else {
            return;
        };
        let mut observation = observation.clone();
        observation.observer = Some(fix);
        if observation.stop.is_none() {
            let place = observation.thing.map_or(fix.place, |thing| thing.place);
            observation.stop = walk.stop_at(place).map(Stop::known);
        }
        self.write_observation(observation, at, effects);
    }

    pub(super) fn category_tapped(
        &mut self,
        category: Category,
        chance: Chance,
        effects: &mut Vec<Effect>,
    ) {
        let Some(walk) = self.walk().cloned() else { return };
        self.now = chance.at;
        self.ensure_device(walk.id, chance.random, effects);
        let id = RecordId::made(chance.at.utc_ms, chance.random);
        let fix = self.current_fix();
        let mut observation =
            Observation::begun(id, &walk, chance.at, category, fix, self.language);
        // A place chosen on the map: where the observer stands is kept beside it.
        if let Route::Categories(_, _, Some(place)) = self.route {
            observation.amend(&walk, Change::PlacedByHand(place));
        }
        if fix.is_none() && self.location.watching {
            self.location.awaited_by.push((id, chance.at));
        }
        self.write_observation(observation, chance.at, effects);
        // Back leads to the list and not into the questions already answered.
        self.go(Route::Observation(walk.id, id, Panel::Summary), true, effects);
    }

    pub(super) fn said(
        &mut self,
        id: RecordId,
        change: Change,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let (Some(walk), Some(before)) = (self.walk().cloned(), self.observation(id).cloned())
        else {
            return;
        };
        if let Change::Text(field, text) = change {
            return self.text_said(id, field, text, at, effects);
        }
        let leaves = matches!(change, Change::Finished(true) | Change::Withdrawn(true));
        let withdraws = match change {
            Change::Withdrawn(withdrawn) => Some(withdrawn),
            _ => None,
        };
        let mut after = before.clone();
        after.amend(&walk, change);
        // Nothing is written where nothing new was said.
        if after != before {
            self.write_observation(after, at, effects);
        }
        if let Some(withdrawn) = withdraws {
            self.just_withdrawn.retain(|last| *last != id);
            if withdrawn {
                self.just_withdrawn.push(id);
            }
            self.put_back = !withdrawn;
        }
        if leaves {
            self.left_unfinished.retain(|left| *left != id);
            if matches!(self.route, Route::Observation(_, open, _) if open == id) {
                self.go(Route::Walk(walk.id), true, effects);
            }
        }
    }

    pub(super) fn photo_ready(
        &mut self,
        observation: RecordId,
        ready: ReadyPhoto,
        chance: Chance,
        effects: &mut Vec<Effect>,
    ) {
        let Some(walk) = self.open else { return };
        // It was erased while the camera was open.
        if self.notebook.is_gone(observation) {
            return self.forget_gone(effects);
        }
        let id = RecordId::made(chance.at.utc_ms, chance.random);
        let photo = Photo {
            id,
            walk,
            observation,
            made: chance.at,
            media: ready.media,
            media_type: ready.media_type,
            size: ready.size,
            pixels: ready.pixels,
            blocks: ready.blocks,
            withdrawn: false,
        };
        let drafts = self.awaiting(observation);
        self.problems.retain(|problem| *problem != Problem::PhotoLost);
        let things = vec![(id, Body::Photo(Box::new(photo)))];
        self.write(walk, things, vec![ready.media], drafts, chance.at, effects);
    }

    pub(super) fn photo_withdrawn(
        &mut self,
        id: RecordId,
        withdrawn: bool,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(Body::Photo(photo)) = self.notebook.record(id).map(|record| record.body.clone())
        else {
            return;
        };
        let photo = Photo { withdrawn, ..*photo };
        let walk = photo.walk;
        self.write(
            walk,
            vec![(id, Body::Photo(Box::new(photo)))],
            Vec::new(),
            Vec::new(),
            at,
            effects,
        );
    }

    pub(super) fn unfinished_decided(
        &mut self,
        id: RecordId,
        keep: bool,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let change = if keep { Change::Finished(true) } else { Change::Withdrawn(true) };
        self.said(id, change, at, effects);
        self.left_unfinished.retain(|left| *left != id);
    }
}
