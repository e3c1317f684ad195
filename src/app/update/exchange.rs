//! Making files and taking notebooks in.

use crate::app::effect::{Effect, FileKind};
use crate::app::event::{ImportReport, ReadyFile};
use crate::app::model::{Answer, Job, Model};
use crate::app::problem::Problem;
use crate::app::route::Route;
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::stamp::Stamp;
use crate::format::preferences::Backup;

impl Model {
    pub(super) fn export_asked(&mut self, kind: FileKind, at: Stamp, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open else { return };
        self.now = at;
        self.job = Job::Running(0, 0);
        let of_walk = self.writes.iter().filter(|write| write.walk == walk);
        effects.push(Effect::Export {
            kind,
            walk,
            language: self.language,
            observations: self.notebook.observation_count(),
            // What storage refuses still leaves the device.
            unsaved: of_walk
                .flat_map(|write| &write.entries)
                .map(|entry| entry.line.clone())
                .collect(),
        });
    }

    /// A campaign has a device number as a walk has.
    pub(super) fn campaign_opened(
        &mut self,
        walk: WalkId,
        random: u128,
        effects: &mut Vec<Effect>,
    ) {
        let memory = self.preferences.walks.entry(walk.to_string()).or_default();
        if memory.device.is_empty() {
            let number = u32::try_from(random >> 96).unwrap_or_default() | 1;
            memory.device = DeviceNumber(number).to_string();
            self.keep_preferences(effects);
        }
    }

    /// A campaign with its walks: everything the mediator's device would be missed for.
    pub(super) fn campaign_export_asked(
        &mut self,
        walk: WalkId,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        self.now = at;
        self.job = Job::Running(0, 0);
        let lines = self.writes.iter().flat_map(|write| &write.entries);
        effects.push(Effect::Export {
            kind: FileKind::Campaign,
            walk,
            language: self.language,
            observations: 0,
            unsaved: lines.map(|entry| entry.line.clone()).collect(),
        });
    }

    pub(super) fn answer_typed(&mut self, walk: WalkId, answer: String, effects: &mut Vec<Effect>) {
        self.answer = Answer::Checking;
        effects.push(Effect::CheckAnswer { walk, answer, language: self.language });
    }

    /// Only a matching answer is remembered; nothing is wiped by it.
    pub(super) fn answer_checked(
        &mut self,
        walk: WalkId,
        matches: bool,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        self.answer = if matches { Answer::Matches } else { Answer::Differs };
        if matches {
            let observations = self.notebook.observation_count();
            let memory = self.preferences.walks.entry(walk.to_string()).or_default();
            memory.backup = Some(Backup { at_ms: at.utc_ms, observations });
            memory.received = true;
            self.keep_preferences(effects);
        }
    }

    pub(super) fn job_progress(&mut self, done: usize, of: usize) {
        if let Job::Running(..) = self.job {
            self.job = Job::Running(done, of);
        }
    }

    pub(super) fn job_failed(&mut self, problem: Problem) {
        self.job = Job::Idle;
        self.tell(problem);
    }

    pub(super) fn file_ready(&mut self, file: ReadyFile) {
        self.job = Job::Ready(Box::new(file), false);
    }

    /// A notebook that left the device counts as a backup; layers do not, they hold less.
    pub(super) fn file_handed_over(&mut self, at: Stamp, effects: &mut Vec<Effect>) {
        let Job::Ready(file, handed_over) = &mut self.job else { return };
        *handed_over = true;
        if matches!(file.kind, FileKind::NotebookZip | FileKind::NotebookHtml) {
            let backup = Backup { at_ms: at.utc_ms, observations: file.observations };
            let name = file.walk.to_string();
            self.preferences.walks.entry(name).or_default().backup = Some(backup);
            self.now = at;
            self.keep_preferences(effects);
        }
    }

    pub(super) fn import_asked(&mut self, effects: &mut Vec<Effect>) {
        self.job = Job::Running(0, 0);
        effects.push(Effect::Import { language: self.language });
    }

    pub(super) fn join_asked(&mut self, effects: &mut Vec<Effect>) {
        self.job = Job::Running(0, 0);
        self.problems.retain(|problem| !matches!(problem, Problem::Told(_)));
        effects.push(Effect::Join { language: self.language });
    }

    pub(super) fn imported(&mut self, report: ImportReport, effects: &mut Vec<Effect>) {
        effects.push(Effect::ListWalks);
        if let Some(open) = self.open.filter(|open| report.walks.contains(open)) {
            effects.push(Effect::LoadWalk(open));
        }
        effects.push(Effect::MeasureStorage);
        // Who joined a walk wants that one, and its kit is looked at before setting off.
        if let (Route::Join, [walk]) = (self.route, report.walks.as_slice()) {
            self.open_walk(*walk, effects);
        }
        self.job = Job::TakenIn(Box::new(report));
    }
}
