//! The planner's answers come back: what changes is shown before it is taken.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::{Hall, section};
use crate::app::workshop::Act;
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::leaving::answering::{AnswerField, AnswersDiff, CellChange, RowDiff};
use crate::format::answers::{self, FILE_MAX, FileRefused, Returned};
use crate::platform::{file, screen};
use crate::ui::parts::{all, button, el, follow, follow_text, nothing, paragraph};

/// How many rows are shown at once.
const ROWS_SHOWN: usize = 50;

/// How far the file is.
#[derive(Clone, PartialEq)]
pub(super) enum Given {
    /// None was given.
    Nothing,
    /// It is being read.
    Reading,
    /// The browser could not open it.
    NotOpened,
    /// Nothing of it can be taken.
    Refused(FileRefused),
    /// It was read; its name, and what it says.
    Read(String, Arc<Returned>),
    /// So many answers of it were taken; how often the campaign had changed by then.
    Taken(usize, u64),
    /// They were taken back.
    Undone,
}

/// Takes a file that was dropped on the room; `false` when it is a notebook.
pub(super) fn dropped(event: &web_sys::Event, given: RwSignal<Given>) -> bool {
    let Some(name) = file::dropped_name(event) else { return false };
    let name = name.to_lowercase();
    if [".zip", ".html"].iter().any(|ending| name.ends_with(ending)) {
        return false;
    }
    take_in(event, given);
    true
}

fn take_in(event: &web_sys::Event, given: RwSignal<Given>) {
    let done = move |name: String, bytes: Option<Vec<u8>>| {
        let now = match bytes.map(|bytes| answers::read(&bytes)) {
            None => Given::NotOpened,
            Some(Err(refused)) => Given::Refused(refused),
            Some(Ok(returned)) => Given::Read(name, Arc::new(returned)),
        };
        // The room may be gone by now.
        drop(given.try_set(now));
    };
    if file::read(event, FILE_MAX, done) {
        given.set(Given::Reading);
    }
}

pub(super) fn room(hall: Hall, given: RwSignal<Given>) -> AnyView {
    let r = hall.restitution_words();
    let settled = hall.select(|workshop| workshop.settled);
    let diff = Memo::new(move |_| {
        settled.get();
        given.with(|given| {
            let Given::Read(name, returned) = given else { return Arc::default() };
            hall.now(|workshop| {
                let id = workshop.open.unwrap_or_default();
                let reference = workshop.sheet().map_or("", |sheet| sheet.reference.as_str());
                let (subject, rows) = (returned.subject, &returned.rows);
                let diff =
                    AnswersDiff::of(&workshop.campaign, (id, reference), subject, rows, name);
                Arc::new(diff)
            })
        })
    });
    let input = el("input")
        .class("unseen")
        .attr("id", "answers-file")
        .attr("type", "file")
        .attr("accept", ".csv,.geojson,.json,.tsv,.txt,text/csv,application/geo+json")
        .on("change", move |event| take_in(&event, given));
    let give = el("label")
        .class("drop-zone")
        .icon("file-text")
        .child(
            el("span")
                .child(el("strong").text(r.answers_give).view())
                .child(el("small").text(r.answers_give_hint).view())
                .view(),
        )
        .child(input.view())
        .view();
    let state = follow(move || said(hall, given, diff));
    let content = follow(move || match given.get() {
        Given::Read(_, returned) => shown(hall, given, &returned, diff),
        _ => nothing(),
    });
    all(vec![
        section("answers", "message-circle", r.room_answers).child(give).view(),
        el("div").attr("role", "status").class("stack").child(state).view(),
        content,
    ])
}

/// What is going on with the file, in a sentence or two.
fn said(hall: Hall, given: RwSignal<Given>, diff: Memo<Arc<AnswersDiff>>) -> AnyView {
    let (r, language) = (hall.restitution_words(), hall.session.language());
    let warning = |words: String| {
        let picture = el("div").class("message warning").icon("triangle-alert");
        picture.child(paragraph("", words)).view()
    };
    match given.get() {
        Given::Nothing => nothing(),
        Given::Reading => paragraph("hint", r.answers_reading),
        Given::NotOpened => warning(r.answers_not_read.to_owned()),
        Given::Refused(why) => warning(why.words(r)),
        Given::Undone => el("p").class("lead").icon("undo-2").text(r.answers_undone).view(),
        Given::Taken(count, then) => {
            let undo = move || {
                if hall.act(Act::Undo) {
                    given.set(Given::Undone);
                }
            };
            let words = el("p").class("lead").icon("check").text((r.answers_taken)(count));
            let undo = button("button quiet").attr("id", "answers-undo").on_click(undo);
            // Once something else was done, undoing would undo that.
            let is_last = hall.select(move |workshop| workshop.settled == then);
            let undo = undo.hidden(move || !is_last.get());
            el("div")
                .class("card prose good")
                .attr("id", "answers-taken")
                .attr("tabindex", "-1")
                .child(words.view())
                .child(undo.icon("undo-2").span(r.answers_undo).view())
                .view()
        }
        Given::Read(name, returned) => {
            let diff = diff.get();
            let is_whole = diff.strangers.is_empty() && returned.problems.is_empty();
            let words = if diff.rows.iter().any(RowDiff::does_something) {
                (r.answers_read)(&name, returned.subject.label(language))
            } else if diff.rows.is_empty() && is_whole {
                r.answers_nothing.to_owned()
            } else {
                (r.answers_nothing_taken)(&name)
            };
            let mut lines = vec![paragraph("", words)];
            if diff.unchanged > 0 {
                lines.push(paragraph("hint", (r.answers_unchanged)(diff.unchanged)));
            }
            if diff.from_public > 0 {
                lines.push(warning((r.answers_from_public)(diff.from_public)));
            }
            all(lines)
        }
    }
}

/// What the file changes, and the way to take it.
fn shown(
    hall: Hall,
    given: RwSignal<Given>,
    returned: &Arc<Returned>,
    diff: Memo<Arc<AnswersDiff>>,
) -> AnyView {
    let (r, language) = (hall.restitution_words(), hall.session.language());
    let left_out: RwSignal<BTreeSet<RecordId>> = RwSignal::new(BTreeSet::new());
    let how_many = RwSignal::new(ROWS_SHOWN);
    let remarks: Vec<String> =
        returned.problems.iter().map(|problem| problem.words(r, language)).collect();
    let strangers = follow(move || {
        let words = diff.get().strangers.iter().map(|stranger| stranger.words(r)).collect();
        listed("answers-strangers", "ban", r.answers_strangers, words)
    });
    let rows = follow(move || {
        let diff = diff.get();
        let rows = diff.rows.iter().take(how_many.get()).map(|row| row_card(hall, row, left_out));
        let rows = el("ul").class("plain-list returned-rows").children(rows).view();
        let rest = diff.rows.len().saturating_sub(how_many.get());
        if rest == 0 {
            return rows;
        }
        let more = move || how_many.update(|shown| *shown += ROWS_SHOWN);
        let more = button("button quiet").attr("id", "answers-more").on_click(more);
        all(vec![rows, more.icon("arrow-down").span((r.answers_more)(rest)).view()])
    });
    let count = Memo::new(move |_| {
        let rows = diff.get();
        let chosen = rows.rows.iter().filter(|row| row.does_something());
        left_out.with(|out| chosen.filter(|row| !out.contains(&row.thing)).count())
    });
    let take = move || {
        let chosen = left_out
            .with_untracked(|out| diff.get_untracked().answers(|thing| !out.contains(&thing)));
        let count = chosen.len();
        if count > 0 && hall.act(Act::Answers(chosen)) {
            given.set(Given::Taken(count, hall.now(|workshop| workshop.settled)));
            focus_later("answers-taken");
        }
    };
    let forget = move || {
        given.set(Given::Nothing);
        focus_later("answers-file");
    };
    let choose_none = move || {
        let things: BTreeSet<RecordId> =
            diff.get_untracked().rows.iter().map(|row| row.thing).collect();
        left_out.set(things);
    };
    let ways = follow(move || {
        if diff.with(|diff| diff.rows.iter().all(|row| !row.does_something())) {
            return nothing();
        }
        let take = button("button")
            .attr("id", "answers-take")
            .attr_follow("disabled", move || (count.get() == 0).then(String::new))
            .on_click(take)
            .icon("check")
            .child(el("span").child(follow_text(move || (r.answers_take)(count.get()))).view())
            .view();
        let forget = button("button quiet").attr("id", "answers-forget").on_click(forget);
        el("div")
            .class("answers-ways")
            .child(forget.icon("x").span(r.answers_forget).view())
            .child(take)
            .view()
    });
    let choosing = follow(move || {
        if diff.with(|diff| diff.rows.iter().filter(|row| row.does_something()).count() < 2) {
            return nothing();
        }
        let small = |words: &'static str| button("small").text(words);
        let choose_all = small(r.answers_choose_all);
        let choose_all = choose_all.on_click(move || left_out.set(BTreeSet::new()));
        let choose_none = small(r.answers_choose_none).on_click(choose_none);
        el("div").class("chips").child(choose_all.view()).child(choose_none.view()).view()
    });
    let remarks = listed("answers-remarks", "info", r.answers_remarks, remarks);
    all(vec![remarks, strangers, choosing, rows, ways])
}

/// A card with sentences; nothing when there are none. A long list shows its beginning.
fn listed(
    id: &'static str,
    picture: &'static str,
    title: &'static str,
    words: Vec<String>,
) -> AnyView {
    if words.is_empty() {
        return nothing();
    }
    let line = |words: String| el("li").attr("dir", "auto").text(words).view();
    let list = |words: Vec<String>| el("ul").children(words.into_iter().map(line)).view();
    let mut first = words;
    let rest = first.split_off(first.len().min(ROWS_SHOWN));
    let mut card = section(id, picture, title).child(list(first));
    if !rest.is_empty() {
        let summary = el("summary").text(format!("+ {}", rest.len())).view();
        card = card.child(el("details").child(summary).child(list(rest)).view());
    }
    card.view()
}

/// One row: before and after, the steps, what is not taken, and whether it is chosen.
fn row_card(hall: Hall, row: &RowDiff, left_out: RwSignal<BTreeSet<RecordId>>) -> AnyView {
    let (r, w, language) = (hall.restitution_words(), hall.words(), hall.session.language());
    let thing = row.thing;
    let title = if row.title.is_empty() { w.no_title.to_owned() } else { row.title.clone() };
    let mut lines: Vec<AnyView> =
        row.changes.iter().map(|change| change_line(hall, change)).collect();
    if !row.steps.is_empty() {
        let mut way = vec![row.status.label(language)];
        way.extend(row.steps.iter().map(|(to, _)| to.label(language)));
        let mut words = format!("{} : {}", r.answers_steps, way.join(" → "));
        for (_, reason) in row.steps.iter().filter(|(_, reason)| !reason.is_empty()) {
            words = format!("{words} ({reason})");
        }
        lines.push(el("li").class("step-line").attr("dir", "auto").text(words).view());
    }
    lines.extend(row.not_taken.iter().map(|not_taken| {
        let words = not_taken.words(r, language);
        el("li")
            .class("not-taken")
            .icon("triangle-alert")
            .child(
                el("span")
                    .attr("dir", "auto")
                    .text(format!("{} : {words}", r.answers_not_taken))
                    .view(),
            )
            .view()
    }));
    let toggle = move || {
        left_out.update(|out| {
            if !out.remove(&thing) {
                out.insert(thing);
            }
        });
    };
    let choose = if row.does_something() {
        button("answer wide")
            .attr("data-take", thing.to_string())
            .attr("data-number", row.number.clone())
            .pressed(move || !left_out.with(|out| out.contains(&thing)))
            .on_click(toggle)
            .icon("check")
            .span((r.answers_take_row)(&row.number))
            .view()
    } else {
        nothing()
    };
    el("li")
        .class("card prose returned")
        .child(el("h3").class("number").text(row.number.clone()).view())
        .child(
            el("p")
                .child(el("strong").attr("dir", "auto").text(title).view())
                .child(el("small").text(format!(" · {}", (r.answers_line)(row.line))).view())
                .view(),
        )
        .child(el("ul").class("plain-list changes").children(lines).view())
        .child(choose)
        .view()
}

/// A value as people read it; nothing is said as such.
fn value(hall: Hall, field: AnswerField, code: &str) -> String {
    if code.is_empty() {
        return hall.restitution_words().answers_empty_cell.to_owned();
    }
    if field.is_date() {
        return (hall.session.words().date)(code);
    }
    field.shown(code, hall.session.language())
}

fn change_line(hall: Hall, change: &CellChange) -> AnyView {
    let field = change.field;
    let label = format!("{} : ", field.label(hall.session.language()));
    let before = value(hall, field, &change.before);
    let after = value(hall, field, &change.after);
    el("li")
        .child(el("span").class("name").text(label).view())
        .child(el("del").attr("dir", "auto").text(before).view())
        .text(" → ")
        .child(el("ins").attr("dir", "auto").text(after).view())
        .view()
}

/// Moves the focus to what is about to be there: what had it is gone.
fn focus_later(id: &'static str) {
    leptos::task::spawn_local(async move {
        leptos::task::tick().await;
        if let Some(element) = screen::element(id) {
            drop(element.focus());
        }
    });
}

/// What the responsible body said about a constat or a préconisation, where it is shown.
pub(super) fn answer_of(hall: Hall, thing: RecordId) -> AnyView {
    let (r, language) = (hall.restitution_words(), hall.session.language());
    let date = hall.session.words().date;
    let answer = hall.select(move |workshop| workshop.campaign.answer(thing).cloned());
    follow(move || {
        let Some(answer) = answer.get() else { return nothing() };
        let mut about = Vec::new();
        about.extend(answer.on.map(|on| date(&on.to_string())));
        for field in AnswerField::ALL.iter().copied() {
            let said = field.said(&answer);
            if said.is_empty() || matches!(field, AnswerField::Text | AnswerField::On) {
                continue;
            }
            let shown = if field.is_date() { date(&said) } else { field.shown(&said, language) };
            about.push(format!("{} : {shown}", field.label(language)));
        }
        if answer.text.is_empty() && about.is_empty() {
            return nothing();
        }
        let mut shown = el("div")
            .class("answered")
            .child(el("p").class("lead").icon("message-circle").span(r.answer).view());
        if !answer.text.is_empty() {
            shown = shown
                .child(el("p").class("quote").attr("dir", "auto").text(answer.text.clone()).view());
        }
        if !about.is_empty() {
            shown = shown.child(paragraph("hint", about.join(" · ")));
        }
        shown.view()
    })
}
