//! Preparing a walk: files read, parts of the kit kept, the forms of the stops.

use crate::app::effect::{Effect, FileAsked, Reading};
use crate::app::event::Chance;
use crate::app::exchange::Request;
use crate::app::model::{FileRead, Model};
use crate::app::problem::Problem;
use crate::domain::identity::RecordId;
use crate::domain::ledger::record::Body;
use crate::domain::observation::place::Place;
use crate::domain::stamp::Stamp;
use crate::domain::walk::stop::StopRef;
use crate::domain::walk::stop_form::{StopChange, StopForm};
use crate::format::files::question::About;

impl Model {
    pub(super) fn read_asked(
        &mut self,
        reading: Reading,
        known: Vec<Place>,
        effects: &mut Vec<Effect>,
    ) {
        // What was answered of a file holds for what is picked out of it, not for the next file.
        let before = self.file_asked.take();
        let answers = match (reading, before) {
            (Reading::Perimeter(_), Some(before)) => before.answers,
            _ => Vec::new(),
        };
        self.read_file(FileAsked { reading, known, answers }, effects);
    }

    pub(super) fn read_answered(
        &mut self,
        about: String,
        value: String,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(mut asked) = self.file_asked.take() {
            // Another layer is another file: its columns and its system are its own.
            let is_layer = about == About::Layer.code();
            asked.answers.retain(|(other, _)| *other != about && !is_layer);
            asked.answers.push((about, value));
            self.read_file(asked, effects);
        }
    }

    fn read_file(&mut self, asked: FileAsked, effects: &mut Vec<Effect>) {
        self.read = FileRead::Reading;
        self.file_asked = Some(asked.clone());
        self.ask(Request::Read(asked), effects);
    }

    /// Keeps part of the kit; in place of a thing, only when this device made that thing.
    pub(super) fn part_kept(
        &mut self,
        id: Option<RecordId>,
        body: Body,
        chance: Chance,
        effects: &mut Vec<Effect>,
    ) {
        let Some(walk) = self.open else { return };
        if !self.prepares() {
            self.tell(Problem::PreparedElsewhere);
            return;
        }
        self.now = chance.at;
        self.ensure_device(walk, chance.random, effects);
        let device = self.device;
        let own = id.filter(|id| {
            self.notebook.record(*id).is_some_and(|record| record.envelope.device == device)
        });
        let id = own.unwrap_or_else(|| RecordId::made(chance.at.utc_ms, chance.random));
        self.write(walk, vec![(id, body)], Vec::new(), Vec::new(), chance.at, effects);
        self.read = FileRead::None;
        self.link = None;
    }

    /// From now on this device writes the sheet. Its number becomes that of the device that made
    /// it, which must not write any more: the person was told so.
    pub(super) fn preparation_taken_over(&mut self, at: Stamp, effects: &mut Vec<Effect>) {
        self.now = at;
        let Some(walk) = self.open else { return };
        let Some(record) = self.notebook.record(RecordId(walk.0)) else { return };
        self.device = record.envelope.device;
        self.keep_number(walk, effects);
        self.problems.retain(|problem| *problem != Problem::PreparedElsewhere);
    }

    pub(super) fn link_asked(&mut self, effects: &mut Vec<Effect>) {
        if let Some(walk) = self.open {
            self.ask(Request::Link(walk), effects);
        }
    }

    /// The form of a stop is this device's own: what another phone noted there stays beside it.
    pub(super) fn stop_said(
        &mut self,
        stop: StopRef,
        change: StopChange,
        chance: Chance,
        effects: &mut Vec<Effect>,
    ) {
        let Some(walk) = self.open else { return };
        self.now = chance.at;
        self.ensure_device(walk, chance.random, effects);
        let (id, before) =
            match self.own_stop_form(self.walk().map_or(stop.id, |sheet| sheet.stop_id(stop))) {
                Some((id, form)) => (id, form.clone()),
                None => {
                    let id = RecordId::made(chance.at.utc_ms, chance.random);
                    (id, StopForm::blank(stop, chance.at))
                }
            };
        let mut after = before.clone();
        after.amend(change);
        if after != before {
            let things = vec![(id, Body::StopForm(Box::new(after)))];
            self.write(walk, things, Vec::new(), Vec::new(), chance.at, effects);
        }
    }
}
