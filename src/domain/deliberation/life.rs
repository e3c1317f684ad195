//! The life of a constat or of a préconisation, folded once from what was recorded of it: where it
//! stands, by which stages it got there, what was answered, told and seen. Layers, documents, screens
//! and the review ask this, so that none of them can tell another story.

use super::answer::{Answer, Check, Feedback, Outcome};
use super::lifecycle::{self, Party, Status, StatusStep};
use crate::domain::date::CalendarDate;
use crate::domain::identity::RecordId;

/// Everything that is known of the life of one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Life<'a> {
    /// Where it stands.
    pub status: Status,
    /// The steps that led on from each other, in the order in which they were taken.
    pub stages: Vec<&'a StatusStep>,
    /// Steps that stand and did not lead on from where it stood: two devices moved it apart.
    pub astray: Vec<&'a StatusStep>,
    /// Every step, undone ones included, in the order in which they were taken.
    pub steps: Vec<(RecordId, &'a StatusStep)>,
    /// Every answer that was given, the one said last at the end, those taken back included.
    pub answers: Vec<&'a Answer>,
    /// When and how residents were told, as said last.
    pub feedback: Option<&'a Feedback>,
    /// What the group agreed it saw on the review walk, as said last.
    pub check: Option<&'a Check>,
}

impl<'a> Life<'a> {
    /// Folds what was recorded. Each list is in the order in which its parts were said; what was
    /// said last counts, and when that was taken back nothing does.
    pub fn of(
        steps: Vec<(RecordId, &'a StatusStep)>,
        answers: Vec<&'a Answer>,
        feedback: &[&'a Feedback],
        checks: &[&'a Check],
    ) -> Self {
        let mut life = Self {
            status: Status::Draft,
            stages: Vec::new(),
            astray: Vec::new(),
            steps,
            answers,
            feedback: feedback.last().copied().filter(|told| !told.withdrawn),
            check: checks.last().copied().filter(|check| !check.withdrawn),
        };
        for (_, step) in life.steps.iter().filter(|(_, step)| !step.withdrawn) {
            match lifecycle::check(life.status, step.to, step.by, &step.reason) {
                Ok(()) => {
                    life.status = step.to;
                    life.stages.push(step);
                }
                Err(_) => life.astray.push(step),
            }
        }
        life
    }

    /// A thing of which nothing was recorded.
    pub fn unborn() -> Self {
        Self::of(Vec::new(), Vec::new(), &[], &[])
    }

    /// The responsible body's answer that stands.
    pub fn answer(&self) -> Option<&'a Answer> {
        self.answers.last().copied().filter(|answer| !answer.withdrawn)
    }

    /// What was seen on the review walk; a thing that nobody looked at was not seen.
    pub fn seen(&self) -> Option<&'a Check> {
        self.check.filter(|check| check.outcome != Outcome::NotChecked)
    }

    /// The step by which it got somewhere, the last time; `None` when it never did.
    pub fn reached(&self, there: impl Fn(Status) -> bool) -> Option<&'a StatusStep> {
        self.stages.iter().copied().rfind(|step| there(step.to))
    }

    /// The day on which it got somewhere, the last time.
    pub fn reached_on(&self, status: Status) -> Option<CalendarDate> {
        self.reached(|to| to == status)?.on
    }

    /// Whether it stands somewhere, or stood there once.
    pub fn has_been(&self, status: Status) -> bool {
        self.status == status || self.stages.iter().any(|step| step.from == status)
    }

    /// Why it stands where it does, as it is told to others: what the responsible body said of its
    /// step, and what a status may not be without. What the group noted with a step of its own stays
    /// in the history.
    pub fn reason(&self) -> &'a str {
        let last =
            self.stages.last().filter(|step| step.by == Party::Actor || step.to.needs_reason());
        last.map_or("", |step| step.reason.as_str())
    }

    /// Why not, or why only in part: the reason of the last status that takes one.
    pub fn refusal(&self) -> &'a str {
        self.reached(Status::needs_reason).map_or("", |step| step.reason.as_str())
    }

    /// The day announced by the body.
    pub fn planned(&self) -> Option<CalendarDate> {
        self.answer()?.planned
    }

    /// Whether the body said once that it is done; a review walk may have seen otherwise.
    pub fn is_done(&self) -> bool {
        self.reached(|to| to == Status::Done).is_some()
    }

    /// The day on which it was done: as the body says, else the day of the step.
    pub fn done(&self) -> Option<CalendarDate> {
        let said = self.answer().and_then(|answer| answer.done);
        said.or_else(|| self.reached_on(Status::Done))
    }

    /// The day on which the body answered with yes or no; `None` as long as it has not.
    pub fn answered(&self) -> Option<CalendarDate> {
        if !self.status.is_answered() {
            return None;
        }
        let said = self.answer().and_then(|answer| answer.on);
        said.or_else(|| {
            let decided = [Status::Accepted, Status::PartlyAccepted, Status::Rejected];
            self.reached(|to| decided.contains(&to))?.on
        })
    }

    /// Whether residents have yet to hear of an answer: none was told, or something was answered,
    /// done or moved on a later day than that of the last telling.
    pub fn is_news(&self) -> bool {
        if !self.status.is_answered() {
            return false;
        }
        let Some(told) = self.feedback else { return true };
        let said = self.answer().into_iter().flat_map(|answer| [answer.on, answer.done]);
        let moved = self.stages.iter().filter(|step| step.to.is_answered()).map(|step| step.on);
        // A telling without a day comes before everything that has one.
        said.chain(moved).any(|on| on > told.on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deliberation::lifecycle::Party::{Actor, Group, Mediator, Review};
    use proptest::prelude::*;

    fn day(text: &str) -> Option<CalendarDate> {
        CalendarDate::parse(text)
    }

    fn step(to: Status, by: Party, reason: &str, on: &str) -> StatusStep {
        let from = Status::Draft;
        StatusStep {
            thing: RecordId(1),
            from,
            to,
            by,
            reason: reason.into(),
            on: day(on),
            undoes: None,
            withdrawn: false,
        }
    }

    /// Each step from where the one before led.
    fn path(steps: &[(Status, Party, &str, &str)]) -> Vec<StatusStep> {
        let mut from = Status::Draft;
        let steps = steps.iter().map(|(to, by, reason, on)| {
            let step = StatusStep { from, ..step(*to, *by, reason, on) };
            from = *to;
            step
        });
        steps.collect()
    }

    fn life(steps: &[StatusStep]) -> Life<'_> {
        let steps = (1..).zip(steps).map(|(id, step)| (RecordId(id), step)).collect();
        Life::of(steps, Vec::new(), &[], &[])
    }

    const TO_DONE: [(Status, Party, &str, &str); 8] = [
        (Status::ToReview, Mediator, "relu à deux", "2026-01-01"),
        (Status::Validated, Group, "", "2026-01-02"),
        (Status::Transmitted, Mediator, "", "2026-01-03"),
        (Status::UnderStudy, Actor, "", "2026-02-01"),
        (Status::PartlyAccepted, Actor, "Pas les bancs.", "2026-02-02"),
        (Status::Scheduled, Actor, "Après la voirie.", "2026-02-03"),
        (Status::InProgress, Actor, "", "2026-03-01"),
        (Status::Done, Actor, "", "2026-04-01"),
    ];

    #[test]
    fn each_stage_keeps_its_day_and_its_reason() {
        let steps = path(&TO_DONE);
        let whole = life(&steps);
        assert_eq!(whole.reached_on(Status::Validated), day("2026-01-02"));
        assert_eq!((whole.done(), whole.answered()), (day("2026-04-01"), day("2026-02-02")));
        assert_eq!((whole.reason(), whole.refusal()), ("", "Pas les bancs."));
        assert_eq!(life(&steps[..6]).reason(), "Après la voirie.");
        assert_eq!(life(&steps[..1]).reason(), "", "a note of the mediator's stays in the history");
        assert!(whole.has_been(Status::Transmitted) && !whole.has_been(Status::Rejected));
    }

    #[test]
    fn what_the_body_says_of_the_day_comes_before_the_day_of_the_step() {
        let steps = path(&TO_DONE);
        let steps: Vec<_> = (1..).zip(&steps).map(|(id, step)| (RecordId(id), step)).collect();
        let said = Answer {
            on: day("2026-02-10"),
            done: day("2026-03-30"),
            planned: day("2026-03-15"),
            ..Answer::blank(RecordId(1))
        };
        let life = Life::of(steps.clone(), vec![&said], &[], &[]);
        assert_eq!(life.done(), day("2026-03-30"));
        assert_eq!((life.answered(), life.planned()), (day("2026-02-10"), day("2026-03-15")));
        let back = Answer { withdrawn: true, ..said.clone() };
        let life = Life::of(steps, vec![&said, &back], &[], &[]);
        assert_eq!((life.answer(), life.answers.len()), (None, 2));
    }

    #[test]
    fn a_step_that_leads_nowhere_reaches_nothing() {
        let mut steps = path(&TO_DONE[..3]);
        steps.push(step(Status::Done, Actor, "", "2026-02-01"));
        let life = life(&steps);
        assert_eq!((life.status, life.astray.len()), (Status::Transmitted, 1));
        assert!(!life.is_done() && life.done().is_none());
    }

    #[test]
    fn residents_have_yet_to_hear_of_what_came_after_they_were_told() {
        let steps = path(&TO_DONE);
        let steps: Vec<_> = (1..).zip(&steps).map(|(id, step)| (RecordId(id), step)).collect();
        let told = |on| Feedback {
            preconisation: RecordId(1),
            on: day(on),
            channels: Vec::new(),
            withdrawn: false,
        };
        let is_news = |told: &Feedback| Life::of(steps.clone(), Vec::new(), &[told], &[]).is_news();
        assert!(is_news(&told("2026-03-31")) && !is_news(&told("2026-04-01")));
        assert!(is_news(&told("")), "told on no day that can be read");
        assert!(is_news(&Feedback { withdrawn: true, ..told("2026-05-01") }));
    }

    proptest! {
        /// It stands where its last stage led, and every step that stands is in one of the two lists.
        #[test]
        fn nothing_that_stands_is_lost(steps in proptest::collection::vec((0usize..14, 0usize..4, any::<bool>(), any::<bool>()), 0..40)) {
            let steps: Vec<StatusStep> = steps.into_iter().map(|(to, by, reason, withdrawn)| {
                let reason = if reason { "parce que" } else { "" };
                use crate::domain::code::Code;
                StatusStep { withdrawn, ..step(Status::ALL[to], Party::ALL[by], reason, "2026-01-01") }
            }).collect();
            let life = life(&steps);
            let standing = steps.iter().filter(|step| !step.withdrawn).count();
            prop_assert_eq!(life.stages.len() + life.astray.len(), standing);
            prop_assert_eq!(life.status, life.stages.last().map_or(Status::Draft, |step| step.to));
            prop_assert_eq!(life.status, lifecycle::stands_at(&steps).0);
            let _ = Review;
        }
    }
}
