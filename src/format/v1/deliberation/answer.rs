//! The responsible body's answer on disk.

use super::super::{Fields as Body, Notes, Written};
use crate::domain::date::written;
use crate::domain::deliberation::answer::{ANSWER_MAX, Answer};
use crate::domain::deliberation::constat;

pub(super) fn write_answer(answer: &Answer, w: &mut Written) {
    w.text("thing", &answer.thing.to_string());
    w.text("text", &answer.text);
    w.text("on", &written(answer.on));
    w.text("planned", &written(answer.planned));
    w.text("done", &written(answer.done));
    w.code("lead", answer.lead);
    w.code("framework", answer.framework);
    w.text("operation", &answer.operation);
    w.code("horizon", answer.horizon);
    w.code("cost", answer.cost);
    w.code("project", answer.project);
    w.text("file", &answer.file);
    w.flag("withdrawn", answer.withdrawn);
}

pub(super) fn read_answer(f: &Body<'_>, notes: &mut Notes) -> Option<Answer> {
    Some(Answer {
        thing: f.id("thing", notes)?,
        text: f.text("text", ANSWER_MAX, notes),
        on: f.date("on", notes),
        planned: f.date("planned", notes),
        done: f.date("done", notes),
        lead: f.code("lead", notes),
        framework: f.code("framework", notes),
        operation: f.text("operation", constat::OPERATION_MAX, notes),
        horizon: f.code("horizon", notes),
        cost: f.code("cost", notes),
        project: f.code("project", notes),
        file: f.text("file", 200, notes),
        withdrawn: f.flag("withdrawn"),
    })
}
