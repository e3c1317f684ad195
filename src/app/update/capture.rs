//! From the tap on + to an observation that says what was said.

use crate::app::effect::Effect;
use crate::app::event::{Chance, ReadyPhoto};
use crate::app::model::{Model, Waiting};
use crate::app::problem::Problem;
use crate::app::route::{Panel, Route};
use crate::domain::identity::RecordId;
use crate::domain::ledger::record::Body;
use crate::domain::observation::Observation;
use crate::domain::observation::amend::Change;
use crate::domain::observation::photo::Photo;
use crate::domain::observation::taxonomy::Category;
use crate::domain::stamp::Stamp;

impl Model {
    /// What was withdrawn a moment ago is found among all that was.
    pub(super) fn forget_withdrawing(&mut self) {
        self.just_withdrawn.clear();
        self.put_back = false;
    }

    pub(super) fn plus_tapped(&mut self, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open else { return };
        self.watch(true, effects);
        self.tell_of_day();
        self.forget_withdrawing();
        self.go(Route::Principles(walk, None), false, effects);
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
        observation.made_by_fix = self.by_satellites(chance.at, self.lived_ms);
        if self.location.watching {
            let waiting = Waiting { id, since_ms: self.lived_ms, stop_is_said: false };
            self.location.awaited_by.push(waiting);
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
        if matches!(change, Change::Stop(_) | Change::PlacedAtStop(_)) {
            let waiting = self.location.awaited_by.iter_mut().filter(|one| one.id == id);
            waiting.for_each(|one| one.stop_is_said = true);
        }
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
