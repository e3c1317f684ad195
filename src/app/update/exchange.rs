//! Making files and taking notebooks in.

use crate::app::effect::{Effect, FileKind};
use crate::app::event::{ImportReport, ReadyFile};
use crate::app::model::{Job, Model};
use crate::app::problem::Problem;
use crate::app::route::Route;
use crate::domain::identity::WalkId;
use crate::domain::stamp::Stamp;
use crate::format::preferences::{Backup, Memo};

use super::remember;

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

    /// What arrived is a backup. Nothing is wiped by it.
    pub(super) fn received(&mut self, walk: WalkId, at: Stamp, effects: &mut Vec<Effect>) {
        let observations = self.notebook.observation_count();
        let backup = Some(Backup { at_ms: at.utc_ms, observations });
        let name = walk.to_string();
        effects
            .push(Effect::Remember(vec![Memo::backup(&name, backup), Memo::received(&name, true)]));
        let memory = self.preferences.walks.entry(name).or_default();
        memory.backup = backup;
        memory.received = true;
    }

    pub(super) fn job_progress(&mut self, done: usize, of: usize) {
        self.job = Job::Running(done, of);
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
            let backup = Some(Backup { at_ms: at.utc_ms, observations: file.observations });
            let name = file.walk.to_string();
            remember(Memo::backup(&name, backup), effects);
            self.preferences.walks.entry(name).or_default().backup = backup;
            self.now = at;
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
