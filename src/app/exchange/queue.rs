//! The queue of jobs: one is at work, the others wait their turn, and each result knows what was
//! asked. A file that is ready is shown only as the answer to the question that stands on the screen,
//! about the content that stands there.

use std::collections::VecDeque;

use super::{Done, ExchangeError, FileQuestion, Foreseen, JobAnswer, JobId, Made, Request};
use crate::app::effect::{Effect, Entry};
use crate::app::event::ImportReport;
use crate::domain::code::Language;
use crate::domain::identity::WalkId;
use crate::format::left_file::FileWay;

/// Files that are kept ready at once. Each was asked for and may still be wanted; each holds room.
const MOST_READY: usize = 4;

/// A job, waiting or at work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Work {
    /// Which.
    pub id: JobId,
    /// What was asked.
    pub request: Request,
    /// The language of remarks.
    pub language: Language,
    /// Lines that storage has not taken yet.
    pub unsaved: Vec<String>,
    /// Observations that stood when it was asked.
    pub observations: usize,
    /// Fingerprint of the content it was asked about.
    pub content: u64,
}

impl Work {
    /// Whether it only reads or makes a file.
    fn changes_nothing(&self) -> bool {
        matches!(self.request, Request::Look | Request::Read(_) | Request::Make(_))
    }
}

/// A file that waits to be handed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ready {
    /// The job that made it.
    pub id: JobId,
    /// What it answers.
    pub question: FileQuestion,
    /// Fingerprint of the content it was made of.
    pub content: u64,
    /// Observations that stood when it was asked for.
    pub observations: usize,
    /// The file.
    pub made: Made,
    /// Where it went last, once it was handed over.
    pub left: Option<FileWay>,
}

/// What a place that asks questions shows of all this.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// How far the job at work is, when there is one: so many steps of so many.
    pub running: Option<(usize, usize)>,
    /// That job, where it changes nothing that is stored, so that a person may stop it.
    pub can_stop: Option<JobId>,
    /// The files that answer the questions as they stand, the newest first.
    pub ready: Vec<Ready>,
    /// Whether there was a file, and the content has changed since.
    pub outdated: bool,
    /// What a person is to decide on first.
    pub awaited: Option<Awaited>,
    /// The last notebooks that were taken in.
    pub taken_in: Option<ImportReport>,
}

/// What was foreseen, and waits for a person's yes or no.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Awaited {
    /// The job that looked.
    pub job: JobId,
    /// Whether it is an invitation to a walk that is here.
    pub joins: bool,
    /// What would be done.
    pub foreseen: Foreseen,
}

/// A job that came to its end.
#[derive(Clone, PartialEq, Debug)]
pub struct Finished {
    /// The job.
    pub work: Work,
    /// What came of it; a file is kept among those that are ready.
    pub outcome: Result<Done, ExchangeError>,
}

/// All jobs of a page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exchange {
    /// The id given last.
    last: JobId,
    /// The first one is at work.
    queue: VecDeque<Work>,
    /// How far it is.
    progress: (usize, usize),
    ready: Vec<Ready>,
    awaited: VecDeque<Awaited>,
    taken_in: Option<ImportReport>,
}

impl Exchange {
    /// Queues a job, and starts it when nothing else is at work. The same question about the same
    /// content is not asked twice; the id is not used then.
    pub fn ask(&mut self, mut work: Work, effects: &mut Vec<Effect>) {
        let files = matches!(work.request, Request::Look | Request::Read(_));
        let same = |other: &Work| (&other.request, other.content) == (&work.request, work.content);
        if !files && self.queue.iter().any(same) {
            return;
        }
        self.last += 1;
        work.id = self.last;
        if files {
            // Others may be chosen while this job waits.
            effects.push(Effect::HoldFiles(work.id));
        }
        match &work.request {
            Request::Make(question) => {
                let again = |ready: &Ready| ready.question == *question;
                self.drop_ready(again, effects);
            }
            Request::Look | Request::Join(_) => self.taken_in = None,
            _ => {}
        }
        self.queue.push_back(work);
        if self.queue.len() == 1 {
            self.start(effects);
        }
    }

    fn start(&mut self, effects: &mut Vec<Effect>) {
        self.progress = (0, 0);
        if let Some(work) = self.queue.front() {
            effects.push(Effect::Work(Box::new(work.clone())));
        }
    }

    /// Hears what the worker says of a job. What is said of any other job than the one at work comes
    /// too late and is nobody's.
    pub fn heard(
        &mut self,
        id: JobId,
        answer: JobAnswer,
        effects: &mut Vec<Effect>,
    ) -> Option<Finished> {
        if self.queue.front()?.id != id {
            return None;
        }
        let outcome = match answer {
            JobAnswer::Here => return None,
            JobAnswer::Progress(done, of) => {
                self.progress = (done, of);
                return None;
            }
            JobAnswer::Done(done) => Ok(done),
            JobAnswer::Failed(why) => Err(why),
        };
        let work = self.queue.pop_front()?;
        match (&outcome, &work.request) {
            (Ok(Done::File(made)), Request::Make(question)) => {
                let ready = Ready {
                    id,
                    question: question.clone(),
                    content: work.content,
                    observations: work.observations,
                    // What is remembered of it is written down by now.
                    made: Made { left: String::new(), ..made.clone() },
                    left: None,
                };
                self.ready.insert(0, ready);
                if let Some(oldest) = self.ready.get(MOST_READY).map(|oldest| oldest.id) {
                    self.drop_ready(|ready| ready.id == oldest, effects);
                }
            }
            (Ok(Done::Foreseen(foreseen)), request) => {
                let joins = !matches!(request, Request::Look);
                self.awaited.push_back(Awaited { job: id, joins, foreseen: foreseen.clone() });
            }
            // The files are not needed any more.
            (_, Request::Import(look, _)) => effects.push(Effect::DropFile(*look)),
            (Err(_), Request::Look) => effects.push(Effect::DropFile(id)),
            (Ok(Done::Wiped), Request::Wipe(walk)) => {
                self.drop_ready(|ready| ready.question.of == *walk, effects);
            }
            // A file made before may hold what is erased.
            (Ok(Done::Erased), _) => self.drop_ready(|_| true, effects),
            _ => {}
        }
        self.start(effects);
        Some(Finished { work, outcome })
    }

    /// The file that is being read, or waits for its turn.
    pub fn reading(&self) -> Option<JobId> {
        let is_read = |work: &&Work| matches!(work.request, Request::Read(_));
        self.queue.iter().rfind(is_read).map(|work| work.id)
    }

    /// A person waits for a job no longer; gives what it was. One that stores or erases goes on, and so
    /// does every other than the one that was meant.
    pub fn stop(&mut self, id: JobId, effects: &mut Vec<Effect>) -> Option<Request> {
        let at = self.queue.iter().position(|work| work.id == id && work.changes_nothing())?;
        let work = self.queue.remove(at)?;
        effects.push(Effect::DropFile(id));
        if at == 0 {
            self.start(effects);
        }
        Some(work.request)
    }

    fn drop_ready(&mut self, which: impl Fn(&Ready) -> bool, effects: &mut Vec<Effect>) {
        let gone = self.ready.iter().filter(|ready| which(ready));
        effects.extend(gone.map(|ready| Effect::DropFile(ready.id)));
        self.ready.retain(|ready| !which(ready));
    }

    /// Lines of a walk or a campaign were kept: a file of it that waits to be made holds them, too.
    pub fn kept(&mut self, of: WalkId, lines: &[Entry]) {
        for work in self.queue.iter_mut().skip(1) {
            if matches!(&work.request, Request::Make(question) if question.of == of) {
                work.unsaved.extend(lines.iter().map(|entry| entry.line.clone()));
            }
        }
    }

    /// Whether a job is at work or waits.
    pub fn is_busy(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Whether some notebook or walk is being taken in.
    pub fn is_taking_in(&self) -> bool {
        let takes = |request: &Request| {
            matches!(
                request,
                Request::Look | Request::Import(..) | Request::Join(_) | Request::Accept(_)
            )
        };
        self.queue.iter().any(|work| takes(&work.request))
    }

    /// Whether it is being found out if an answer is the one to a walk.
    pub fn is_checking(&self, walk: WalkId) -> bool {
        let checks = |work: &Work| matches!(work.request, Request::Check(of, _) if of == walk);
        self.queue.iter().any(checks)
    }

    /// What a place shows that asks these questions about this content.
    pub fn shown(&self, questions: &[FileQuestion], content: u64) -> Shown {
        let asked = self.ready.iter().filter(|ready| questions.contains(&ready.question));
        let (ready, outdated): (Vec<&Ready>, Vec<&Ready>) =
            asked.partition(|ready| ready.content == content);
        Shown {
            running: (!self.queue.is_empty()).then_some(self.progress),
            can_stop: self.queue.front().filter(|work| work.changes_nothing()).map(|work| work.id),
            ready: ready.into_iter().cloned().collect(),
            outdated: !outdated.is_empty(),
            awaited: self.awaited().cloned(),
            taken_in: self.taken_in.clone(),
        }
    }

    /// What a person is to decide on first.
    pub fn awaited(&self) -> Option<&Awaited> {
        self.awaited.front()
    }

    /// It was decided on.
    pub fn decided(&mut self) -> Option<Awaited> {
        self.awaited.pop_front()
    }

    /// Another invitation is followed: what an earlier one would change is not asked any more.
    pub fn forget_invitations(&mut self) {
        self.awaited.retain(|awaited| !awaited.joins);
    }

    /// The last notebooks that were taken in.
    pub fn taken_in(&self) -> Option<&ImportReport> {
        self.taken_in.as_ref()
    }

    /// What was taken in is to be shown.
    pub fn keep_taken_in(&mut self, report: ImportReport) {
        self.taken_in = Some(report);
    }

    /// What was taken in was seen.
    pub fn forget_taken_in(&mut self) {
        self.taken_in = None;
    }

    /// Notes that a file left, and answers with it.
    pub fn handed_over(&mut self, id: JobId, way: FileWay) -> Option<&Ready> {
        let ready = self.ready.iter_mut().find(|ready| ready.id == id)?;
        ready.left = Some(way);
        Some(ready)
    }
}
