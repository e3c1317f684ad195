//! Making files and taking notebooks in.

use crate::app::effect::{Effect, FileKind};
use crate::app::event::ImportReport;
use crate::app::exchange::{
    Awaited, Done, ExchangeError, FileQuestion, Finished, JobAnswer, JobId, Request, Work,
};
use crate::app::model::{FileRead, Model};
use crate::app::problem::{NotStored, Problem};
use crate::app::route::Route;
use crate::domain::identity::WalkId;
use crate::domain::stamp::Stamp;
use crate::format::left_file::{FileWay, LeftFile, short};
use crate::format::preferences::Memo;

use super::remember;

impl Model {
    /// Asks something of the worker, about the open walk as it stands.
    pub(super) fn ask(&mut self, request: Request, effects: &mut Vec<Effect>) {
        let content = self.notebook.fingerprint();
        let walk = match &request {
            Request::Make(question) => Some(question.of),
            Request::Link(walk) | Request::Check(walk, _) => Some(*walk),
            _ => None,
        };
        self.ask_about(request, content, |of| Some(of) == walk, effects);
    }

    fn ask_about(
        &mut self,
        request: Request,
        content: u64,
        concerns: impl Fn(WalkId) -> bool,
        effects: &mut Vec<Effect>,
    ) {
        // What storage refuses still leaves the device.
        let unsaved = self.writes.iter().filter(|write| concerns(write.walk));
        let unsaved = unsaved.flat_map(|write| &write.entries).map(|entry| entry.line.clone());
        let work = Work {
            id: 0,
            request,
            language: self.language,
            unsaved: unsaved.collect(),
            observations: self.notebook.observation_count(),
            content,
        };
        self.exchange.ask(work, effects);
    }

    pub(super) fn export_asked(&mut self, kind: FileKind, at: Stamp, effects: &mut Vec<Effect>) {
        let Some(question) = self.question(kind) else { return };
        self.now = at;
        self.ask(Request::Make(question), effects);
    }

    /// A campaign is the workshop's: what it holds is told with the question. Its walks may have
    /// something on its way to the disk, too.
    pub(super) fn campaign_file_asked(
        &mut self,
        question: FileQuestion,
        content: u64,
        effects: &mut Vec<Effect>,
    ) {
        self.ask_about(Request::Make(question), content, |_| true, effects);
    }

    pub(super) fn answer_given(&mut self, walk: WalkId, answer: String, effects: &mut Vec<Effect>) {
        self.answer = None;
        self.ask(Request::Check(walk, answer), effects);
    }

    pub(super) fn answered(&mut self, job: JobId, answer: JobAnswer, effects: &mut Vec<Effect>) {
        let Some(Finished { work, outcome }) = self.exchange.heard(job, answer, effects) else {
            return;
        };
        match outcome {
            Ok(done) => self.done(work, done, effects),
            Err(why) => self.job_failed(&work.request, why),
        }
    }

    fn done(&mut self, work: Work, done: Done, effects: &mut Vec<Effect>) {
        match (done, work.request) {
            (Done::TakenIn(report), _) => self.imported(&report, effects),
            // What was read of a file chosen before is nobody's any more.
            (Done::Names(_) | Done::Part(_), Request::Read(asked))
                if self.file_asked.as_ref() != Some(&asked) => {}
            (Done::Names(names), _) => self.read = FileRead::Names(names.into()),
            (Done::Part(part), _) => self.read = FileRead::Part(part),
            (Done::Checked(matches), Request::Check(walk, _)) => {
                // Storage was compared: what is not there yet, or came meanwhile, did not arrive.
                let is_all = self.open == Some(walk)
                    && work.content == self.notebook.fingerprint()
                    && self.writes.iter().all(|write| write.walk != walk);
                let matches = matches && is_all;
                self.answer = Some((walk, matches));
                if matches {
                    self.received(walk, effects);
                }
            }
            (Done::Link(link), Request::Link(walk)) if self.open == Some(walk) => {
                if work.content == self.notebook.fingerprint() {
                    self.link = Some(link);
                } else {
                    // The sheet changed while the link was made.
                    self.ask(Request::Link(walk), effects);
                }
            }
            (Done::Wiped, Request::Wipe(walk)) => self.wipe_done(walk, effects),
            (Done::Erased, _) => effects.push(Effect::MeasureStorage),
            _ => {}
        }
    }

    fn job_failed(&mut self, request: &Request, why: ExchangeError) {
        let problem = match (request, why) {
            (_, ExchangeError::NotInvited) => return,
            (Request::Read(asked), _) if self.file_asked.as_ref() != Some(asked) => return,
            (Request::Read(_), why) => {
                self.read = FileRead::Failed(why.words(crate::text::Words::of(self.language)));
                return;
            }
            (
                Request::Wipe(_) | Request::Erase(_),
                ExchangeError::NotStored(why) | ExchangeError::Unreadable(why),
            ) => Problem::StorageUnreadable(why),
            (
                Request::Wipe(_) | Request::Erase(_),
                ExchangeError::Engine(why) | ExchangeError::Died(why),
            ) => Problem::StorageUnreadable(NotStored::Other(why)),
            (_, why) if why.is_sentence() => {
                Problem::Told(why.words(crate::text::Words::of(self.language)))
            }
            (Request::Look | Request::Import(..) | Request::Join(_) | Request::Accept(_), why) => {
                Problem::ImportFailed(why)
            }
            (_, why) => Problem::ExportFailed(why),
        };
        self.tell(problem);
    }

    /// The mediator has all that is here. Nothing is wiped by it.
    fn received(&mut self, walk: WalkId, effects: &mut Vec<Effect>) {
        let name = walk.to_string();
        let on = self.now.date();
        remember(Memo::received(&name, true, &on), effects);
        let memory = self.preferences.walks.of(&name);
        memory.received = true;
        memory.received_on = on;
        self.file_left(walk, FileWay::Mediator, String::new(), true, self.now, effects);
    }

    /// A browser that was killed may bring back a "received" that was taken back seconds before, when
    /// more was said. What the mediator proved to have is known thing by thing (by versions up to
    /// 0.5.0 it is not): it is received only where that is all that stands.
    pub(super) fn arrival_held_against(&mut self, walk: WalkId, effects: &mut Vec<Effect>) {
        let name = walk.to_string();
        let Some(memory) = self.preferences.walks.get_mut(&name) else { return };
        let mut proofs = memory.files.iter().filter(|file| file.way == FileWay::Mediator);
        let Some(proof) = proofs.next_back().filter(|_| memory.received) else { return };
        if self.notebook.said().any(|record| !proof.has(record.digest)) {
            memory.received = false;
            remember(Memo::received(&name, false, ""), effects);
        }
    }

    /// Remembers that what is here left, as far as the phone knows.
    fn file_left(
        &mut self,
        walk: WalkId,
        way: FileWay,
        name: String,
        holds_all: bool,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let mut holds = Vec::new();
        if holds_all {
            for record in self.notebook.said() {
                let digest = short(record.digest);
                holds.insert(holds.partition_point(|known| *known < digest), digest);
            }
        }
        let of = walk.to_string();
        let memory = self.preferences.walks.of(&of);
        // Each file has a time of its own, also where the clock went back.
        let mut at_ms = at.utc_ms;
        while memory.files.iter().any(|known| known.at_ms == at_ms) {
            at_ms += 1;
        }
        let file = LeftFile { at_ms, way, seen: None, name, holds };
        remember(Memo::file(&of, &file), effects);
        memory.keep(file);
    }

    /// A file left the app. It is remembered until the walk is wiped, which does not reach it. A
    /// notebook is no backup before somebody says that she sees it; layers hold less and are none.
    pub(super) fn file_handed_over(
        &mut self,
        job: JobId,
        way: FileWay,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(ready) = self.exchange.handed_over(job, way) else { return };
        let is_notebook =
            matches!(ready.question.kind, FileKind::NotebookZip | FileKind::NotebookHtml);
        let (walk, name) = (ready.question.of, ready.made.name.clone());
        let is_whole = ready.made.whole && ready.content == self.notebook.fingerprint();
        let is_layers = matches!(ready.question.kind, FileKind::Layers { .. });
        self.now = at;
        if is_notebook || is_layers {
            let holds_all = is_notebook && is_whole && self.open == Some(walk);
            self.file_left(walk, way, name, holds_all, at, effects);
        }
    }

    /// Somebody looked for a file that left.
    pub(super) fn file_seen(
        &mut self,
        walk: WalkId,
        at_ms: i64,
        seen: bool,
        effects: &mut Vec<Effect>,
    ) {
        let name = walk.to_string();
        let Some(memory) = self.preferences.walks.get_mut(&name) else { return };
        if let Some(file) = memory.files.iter_mut().find(|file| file.at_ms == at_ms) {
            file.seen = Some(seen);
            remember(Memo::file(&name, file), effects);
        }
    }

    /// The platform adds what the address says.
    pub(super) fn join_asked(&mut self, effects: &mut Vec<Effect>) {
        // The walk that is under way here: whether installing is spoken of hangs on it.
        let current = WalkId::parse(&self.preferences.current_walk);
        if let Some(walk) = current.filter(|_| self.open.is_none()) {
            self.open_walk(walk, effects);
        }
        self.problems.retain(|problem| !matches!(problem, Problem::Told(_)));
        self.exchange.forget_invitations();
        self.ask(Request::Join(String::new()), effects);
    }

    /// A person saw what would be taken in. Who leaves it has what was here, and nothing else; what
    /// nobody proved is taken where she says so.
    pub(super) fn foreseen_answered(
        &mut self,
        takes: bool,
        doubted: bool,
        effects: &mut Vec<Effect>,
    ) {
        let Some(Awaited { job, joins, foreseen }) = self.exchange.decided() else { return };
        match (takes, joins) {
            (true, true) => self.ask(Request::Accept(String::new()), effects),
            (true, false) => self.ask(Request::Import(job, doubted), effects),
            (false, false) => effects.push(Effect::DropFile(job)),
            (false, true) => {
                effects.push(Effect::DropFile(job));
                let report = ImportReport { walks: foreseen.walks, ..ImportReport::default() };
                self.imported(&report, effects);
            }
        }
    }

    fn imported(&mut self, report: &ImportReport, effects: &mut Vec<Effect>) {
        effects.push(Effect::ListWalks);
        if let Some(open) = self.open.filter(|open| report.walks.contains(open)) {
            effects.push(Effect::LoadWalk(open));
        }
        effects.push(Effect::MeasureStorage);
        // Who joined a walk wants that one, and its kit is looked at before setting off.
        if let (Route::Join, [walk]) = (self.route, report.walks.as_slice()) {
            self.open_walk(*walk, effects);
        }
        // Opening a walk closes what was said of another one; this is about it.
        self.exchange.keep_taken_in(report.clone());
    }
}
