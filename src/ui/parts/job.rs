//! Files: being made, ready to leave, taken in.

use leptos::prelude::*;

use super::{all, button, el, follow, nothing, paragraph};
use crate::app::effect::FileKind;
use crate::app::event::ImportReport;
use crate::app::exchange::{Awaited, FileQuestion, JobId, Ready, Shown};
use crate::app::model::Model;
use crate::app::{Event, Page, Route};
use crate::format::left_file::FileWay;
use crate::platform::{exchange, screen};
use crate::text::AskWords;
use crate::ui::session::{Selected, Session};

/// Lets a notebook be chosen.
pub(in crate::ui) fn import_button(session: Session) -> AnyView {
    let t = session.words();
    let input = el("input").class("unseen").attr("id", "import").attr("type", "file").on(
        "change",
        move |event| {
            if exchange::choose(&event) {
                session.dispatch(Event::ImportAsked);
            }
        },
    );
    el("label").class("button quiet").icon("upload").span(t.import).child(input.view()).view()
}

/// What is going on with files, and those of the open walk that are ready, of these kinds.
pub(in crate::ui) fn job(session: Session, kinds: fn(&Model) -> Vec<FileKind>) -> AnyView {
    let shown = session.select(move |model| {
        let questions: Vec<_> =
            kinds(model).into_iter().filter_map(|kind| model.question(kind)).collect();
        model.exchange.shown(&questions, model.notebook.fingerprint())
    });
    draw(session, shown)
}

/// The same of a campaign's files, by what is asked and the fingerprint of what there is; with what
/// was taken in where notebooks are.
pub(in crate::ui) fn job_of_campaign(
    session: Session,
    takes_in: bool,
    asked: impl Fn() -> (FileQuestion, u64) + Send + Sync + 'static,
) -> AnyView {
    let shown = session.select(move |model| {
        let (question, content) = asked();
        let mut shown = model.exchange.shown(&[question], content);
        // Elsewhere it was said already.
        shown.taken_in = shown.taken_in.filter(|_| takes_in);
        shown.awaited = shown.awaited.filter(|_| takes_in);
        shown
    });
    let t = AskWords::of(session.language());
    let doubted = follow(move || {
        if !shown.get().awaited.is_some_and(|awaited| awaited.foreseen.doubted) {
            return nothing();
        }
        let accept = button("button quiet wide").attr("id", "take-doubted");
        let accept = accept.on_click(move || session.dispatch(Event::DoubtedAccepted));
        accept.icon("smartphone").span(t.take_doubted).view()
    });
    all(vec![draw(session, shown), doubted])
}

fn draw(session: Session, shown: Selected<Shown>) -> AnyView {
    let t = session.words();
    let shown = follow(move || {
        let shown = shown.get();
        let mut cards = Vec::new();
        if let Some((done, of)) = shown.running {
            let mut bar =
                el("progress").attr("aria-label", t.working).attr("max", of.max(1).to_string());
            if of > 0 {
                bar = bar.attr("value", done.to_string());
            }
            let mut card =
                el("div").class("card").child(paragraph("", t.working)).child(bar.view());
            if let Some(job) = shown.can_stop {
                card = card.child(stop_button(session, move || Some(job)));
            }
            cards.push(card.view());
        }
        if shown.outdated {
            let said = el("p").class("lead").icon("clock").text(t.file_outdated).view();
            cards.push(el("div").class("card").attr("id", "file-outdated").child(said).view());
        }
        // The newest first; an id stands once in a page.
        let files = shown.ready.iter().enumerate();
        cards.extend(files.map(|(index, file)| ready(session, file, index == 0)));
        cards.extend(shown.awaited.iter().map(|one| awaited(session, one)));
        cards.extend(shown.taken_in.iter().map(|report| taken_in(session, report)));
        all(cards)
    });
    el("div").attr("role", "status").class("job").child(shown).view()
}

/// Ends a job that changes nothing.
pub(in crate::ui) fn stop_button(
    session: Session,
    job: impl Fn() -> Option<JobId> + 'static,
) -> AnyView {
    let stop = move || {
        if let Some(job) = job() {
            session.dispatch(Event::JobStopped(job));
        }
    };
    button("small").on_click(stop).icon("x").span(session.words().cancel).view()
}

fn lead(picture: &'static str, words: &'static str) -> AnyView {
    el("p").class("lead").icon(picture).child(el("strong").text(words).view()).view()
}

fn ready(session: Session, ready: &Ready, is_newest: bool) -> AnyView {
    let t = session.words();
    let (file, job, left) = (&ready.made, ready.id, ready.left);
    let hand_over = |share: bool, class, picture, words: &'static str| {
        button(class)
            .on_click(move || session.dispatch(Event::HandOverTapped(job, share)))
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
    // Once it left nobody knows where it is.
    let mut card = el("div").class(if left.is_none() { "card good" } else { "card warning" });
    if is_newest {
        card = card.attr("id", "file-ready");
    }
    card.child(lead("check", t.file_ready))
        .child(paragraph("file-name", file.name.clone()))
        .child(paragraph("", (t.file_content)(file.items, file.photos, file.size)))
        .child(remarks(&file.remarks))
        .child(el("div").class("stack").children(ways).view())
        .child(left.map_or_else(nothing, |way| whereabouts(session, way)))
        .view()
}

/// Where it went, as far as the phone knows.
fn whereabouts(session: Session, way: FileWay) -> AnyView {
    let s = session.safety_words();
    match way {
        FileWay::App => lead("share-2", s.went_shared),
        _ => lead("circle-help", s.went_saved),
    }
}

/// What would be taken in, and the two taps.
pub(in crate::ui) fn awaited(session: Session, awaited: &Awaited) -> AnyView {
    let w = AskWords::of(session.language());
    let (title, yes, no) =
        if awaited.joins { (w.join_title, w.accept, w.keep) } else { (w.title, w.take, w.leave) };
    let way = |class, takes: bool, picture, words: &'static str| {
        button(class)
            .attr("id", if takes { "take-foreseen" } else { "leave-foreseen" })
            .on_click(move || session.dispatch(Event::ForeseenAnswered(takes)))
            .icon(picture)
            .span(words)
            .view()
    };
    let mut ways = vec![way("button quiet", false, "x", no)];
    if awaited.foreseen.takes {
        ways.insert(0, way("button", true, "check", yes));
    }
    el("div")
        .class("card")
        .attr("id", "foreseen")
        .child(lead("eye", title))
        .child(remarks(&awaited.foreseen.said))
        .child(el("div").class("stack").children(ways).view())
        .view()
}

fn taken_in(session: Session, report: &ImportReport) -> AnyView {
    let t = session.words();
    let words = match report.records_new + report.photos_new {
        _ if report.partly => t.import_partly,
        0 => t.import_nothing_new,
        _ => t.import_done,
    };
    let (class, picture) =
        if report.partly { ("card warning", "triangle-alert") } else { ("card good", "check") };
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
        .class(class)
        .attr("id", "taken-in")
        .child(lead(picture, words))
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
