//! Files: being made, ready to leave, taken in.

use leptos::prelude::*;

use super::{button, el, follow, nothing, paragraph};
use crate::app::event::{ImportReport, ReadyFile};
use crate::app::model::{Job, Model};
use crate::app::{Event, Page, Route};
use crate::platform::{exchange, screen};
use crate::ui::session::{Selected, Session};

/// Lets a notebook be chosen.
pub(in crate::ui) fn import_button(session: Session) -> AnyView {
    let t = session.words();
    let input = el("input")
        .class("unseen")
        .attr("id", "import")
        .attr("type", "file")
        .attr("accept", ".zip,.html,application/zip,text/html")
        .on("change", move |event| {
            if exchange::choose(&event) {
                session.dispatch(Event::ImportAsked);
            }
        });
    el("label").class("button quiet").icon("upload").span(t.import).child(input.view()).view()
}

/// What is going on with files, if anything.
pub(in crate::ui) fn job(session: Session) -> AnyView {
    shown(session, session.select(|model| model.job.clone()))
}

/// The same where files only leave: what was taken in was said elsewhere.
pub(in crate::ui) fn job_leaving(session: Session) -> AnyView {
    let leaving = |model: &Model| match &model.job {
        Job::TakenIn(_) => Job::Idle,
        job => job.clone(),
    };
    shown(session, session.select(leaving))
}

fn shown(session: Session, job: Selected<Job>) -> AnyView {
    let t = session.words();
    let shown = follow(move || match job.get() {
        Job::Idle => nothing(),
        Job::Running(done, of) => {
            let mut bar =
                el("progress").attr("aria-label", t.working).attr("max", of.max(1).to_string());
            if of > 0 {
                bar = bar.attr("value", done.to_string());
            }
            el("div").class("card").child(paragraph("", t.working)).child(bar.view()).view()
        }
        Job::Ready(file, handed_over) => ready(session, &file, handed_over),
        Job::TakenIn(report) => taken_in(session, &report),
    });
    el("div").attr("role", "status").class("job").child(shown).view()
}

fn lead(picture: &'static str, words: &'static str) -> AnyView {
    el("p").class("lead").icon(picture).child(el("strong").text(words).view()).view()
}

fn ready(session: Session, file: &ReadyFile, handed_over: bool) -> AnyView {
    let t = session.words();
    let hand_over = |share: bool, class, picture, words: &'static str| {
        button(class)
            .on_click(move || session.dispatch(Event::HandOverTapped(share)))
            .icon(picture)
            .span(words)
            .view()
    };
    let mut ways = Vec::new();
    if file.can_share {
        ways.push(hand_over(true, "button", "share-2", t.share));
    }
    let class = if file.can_share { "button quiet" } else { "button" };
    ways.push(hand_over(false, class, "download", t.download));
    el("div")
        .class("card good")
        .attr("id", "file-ready")
        .child(lead("check", t.file_ready))
        .child(paragraph("file-name", file.name.clone()))
        .child(paragraph("", (t.file_content)(file.items, file.photos, file.size)))
        .child(remarks(&file.remarks))
        .child(el("div").class("stack").children(ways).view())
        .child(if handed_over { lead("shield-check", t.handed_over) } else { nothing() })
        .view()
}

fn taken_in(session: Session, report: &ImportReport) -> AnyView {
    let t = session.words();
    let nothing_new = report.records_new + report.photos_new == 0;
    let known = report.records_known + report.photos_known;
    // The workshop stays with its campaign.
    let own = screen::page() != Page::Workshop;
    let ways = report.walks.iter().filter(|_| own).map(|walk| {
        let route = Route::Walk(*walk);
        let title = session.now(|model| {
            let sheet = model.walks.iter().find(|sheet| Route::Walk(sheet.walk.id) == route);
            sheet.map_or(String::new(), |sheet| sheet.walk.title.clone())
        });
        let words = if title.is_empty() { t.open_walk.to_owned() } else { title };
        super::link("button quiet", route).icon("list").span(words).view()
    });
    el("div")
        .class("card good")
        .attr("id", "taken-in")
        .child(lead("check", if nothing_new { t.import_nothing_new } else { t.import_done }))
        .child(paragraph("", (t.import_counts)(report.records_new, report.photos_new, known)))
        .child(remarks(&report.problems))
        .children(ways)
        .view()
}

fn remarks(remarks: &[String]) -> AnyView {
    if remarks.is_empty() {
        return nothing();
    }
    let lines =
        remarks.iter().map(|remark| el("li").attr("dir", "auto").text(remark.clone()).view());
    el("ul").class("remarks").children(lines).view()
}
