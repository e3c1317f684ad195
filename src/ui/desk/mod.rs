//! The mediator's screens: a walk is prepared on a laptop, or on a phone when there is none.

mod grid;
mod ground;
mod kit;
mod line;
mod picture;
mod print;
mod sheet;

pub(super) use kit::code;
use leptos::prelude::*;

use super::pages::{elsewhere, settings};
use super::parts::{
    Element, Frame, all, button, el, follow, follow_text, frame, link, nothing, paragraph,
    stop_button,
};
use super::session::Session;
use crate::app::event::ReadPart;
use crate::app::route::Step;
use crate::app::view::marks;
use crate::app::{Event, Route};
use crate::domain::identity::WalkId;
use crate::domain::observation::place::Place;
use crate::format::files::SpokenQuestion;
use crate::platform::clock;

/// The screen of a route.
pub(super) fn page(session: Session, route: Route) -> AnyView {
    match route {
        Route::NewWalk => sheet::new_walk(session),
        Route::Sheet(walk) => sheet::existing_walk(session, walk),
        Route::Prepare(walk, Step::Line) => step(session, walk, Step::Line, line::content),
        Route::Prepare(walk, Step::Ground) => step(session, walk, Step::Ground, ground::content),
        Route::Prepare(walk, Step::Grid) => step(session, walk, Step::Grid, grid::content),
        Route::Prepare(walk, Step::Kit) => step(session, walk, Step::Kit, kit::content),
        Route::Prepare(walk, Step::Print) => step(session, walk, Step::Print, print::content),
        Route::Settings => settings(session),
        _ => elsewhere(session, route),
    }
}

/// A step, once the walk is loaded.
fn step(
    session: Session,
    walk: WalkId,
    step: Step,
    content: fn(Session, WalkId) -> Vec<AnyView>,
) -> AnyView {
    let (t, d) = (session.words(), session.desk_words());
    let title = match step {
        Step::Line => d.step_line,
        Step::Ground => d.step_ground,
        Step::Grid => d.step_grid,
        Step::Kit => d.step_kit,
        Step::Print => d.print_page,
    };
    let known = session.select(|model| model.loaded && model.walk().is_some());
    follow(move || {
        if !known.get() {
            return frame(session, Frame::plain(title), vec![paragraph("empty", t.loading)]);
        }
        open_sheet(session, walk);
        let mut all = vec![steps(session, walk), readable(session)];
        // What is shared and printed changes nothing.
        let changes = !matches!(step, Step::Kit | Step::Print);
        let content = content(session, walk);
        if changes {
            all.push(locked(session, content));
            all.push(kept(session));
        } else {
            all.extend(content);
        }
        frame(session, Frame { position: step == Step::Line, ..Frame::plain(title) }, all)
    })
}

/// The sheet of the open walk, ready to be changed.
fn open_sheet(session: Session, id: WalkId) {
    if session.sheet.with_untracked(|sheet| sheet.as_ref().is_none_or(|walk| walk.id != id)) {
        session.sheet.set(session.now(|model| model.walk().cloned()));
    }
}

/// A file is being read; whoever does not want to wait for it stops it.
fn being_read(session: Session) -> AnyView {
    let d = session.desk_words();
    el("div")
        .class("card")
        .attr("id", "reading")
        .child(paragraph("lead", d.reading))
        .child(el("progress").attr("aria-label", d.reading).view())
        .child(stop_button(session, move || session.now(|model| model.exchange.reading())))
        .view()
}

/// The ways from one step to the next.
fn steps(session: Session, walk: WalkId) -> AnyView {
    let d = session.desk_words();
    let here = session.now(|model| model.route);
    let way = |route: Route, picture, words: &'static str| {
        let way = link("step", route).icon(picture).span(words);
        if route == here { way.attr("aria-current", "step").view() } else { way.view() }
    };
    el("nav")
        .class("desk-steps")
        .attr("aria-label", d.steps)
        .child(way(Route::Sheet(walk), "file-text", d.step_sheet))
        .child(way(Route::Prepare(walk, Step::Line), "route", d.step_line))
        .child(way(Route::Prepare(walk, Step::Ground), "map", d.step_ground))
        .child(way(Route::Prepare(walk, Step::Grid), "list", d.step_grid))
        .child(way(Route::Prepare(walk, Step::Kit), "qr-code", d.step_kit))
        .child(way(Route::Prepare(walk, Step::Print), "printer", d.step_print))
        .view()
}

/// Says that the walk is prepared elsewhere, and how to take it over.
fn readable(session: Session) -> AnyView {
    let d = session.desk_words();
    let prepares = session.select(|model| model.prepares());
    let asked = RwSignal::new(false);
    follow(move || {
        if prepares.get() {
            return nothing();
        }
        let take = move || session.dispatch(Event::PreparationTakenOver(clock::now()));
        let way = if asked.get() {
            el("div")
                .class("stack")
                .child(paragraph("lead", d.take_over_warning))
                .child(button("button quiet").on_click(take).text(d.take_over).view())
                .view()
        } else {
            let ask = button("small").on_click(move || asked.set(true));
            ask.text(d.take_over).view()
        };
        el("div")
            .class("card prose warning")
            .child(el("p").class("lead").icon("lock").text(d.elsewhere).view())
            .child(way)
            .view()
    })
}

/// What only the device that prepares the walk can change.
fn locked(session: Session, content: Vec<AnyView>) -> AnyView {
    let prepares = session.select(|model| model.prepares());
    el("fieldset")
        .class("bare")
        .attr_follow("disabled", move || (!prepares.get()).then(String::new))
        .children(content)
        .view()
}

/// Whether the changes are kept.
fn kept(session: Session) -> AnyView {
    let d = session.desk_words();
    let state = session.select(|model| (model.walk().cloned(), model.writes.is_empty()));
    let words = move || {
        session.edits.get();
        let (kept, written) = state.get();
        let same = session.sheet.with_untracked(|sheet| *sheet == kept);
        if same && written { d.kept } else { d.keeping }.to_owned()
    };
    let said = el("p").class("hint").attr("id", "kept").attr("role", "status");
    all(vec![said.child(follow_text(words)).view(), may_be_cleared(session)])
}

/// Says that the browser may clear the sheet, which is nowhere else yet, and what to do.
fn may_be_cleared(session: Session) -> AnyView {
    let d = session.desk_words();
    let walk = session.select(|model| model.open.filter(|_| model.sheet_may_be_cleared()));
    follow(move || {
        let Some(walk) = walk.get() else { return nothing() };
        let way = link("small", Route::Prepare(walk, Step::Kit));
        el("div")
            .class("card prose warning")
            .attr("id", "may-be-cleared")
            .child(el("p").class("lead").icon("triangle-alert").text(d.may_be_cleared).view())
            .child(way.icon("package").span(d.kit_file).view())
            .view()
    })
}

/// A part of a step.
fn section(id: &'static str, picture: &'static str, title: &'static str) -> Element {
    el("section")
        .class("card prose")
        .attr("aria-labelledby", id)
        .child(el("h2").attr("id", id).icon(picture).text(title).view())
}

/// A file to be read for the preparation.
fn file_button(
    session: Session,
    id: &'static str,
    words: &'static str,
    reading: crate::app::effect::Reading,
) -> AnyView {
    let input =
        // Every file can be chosen: what it is, is found by its content, whatever its name became.
        el("input").class("unseen").attr("id", id).attr("type", "file").on("change", move |event| {
            if crate::platform::exchange::choose(&event) {
                session.dispatch(Event::ReadAsked(reading, known(session)));
            }
        });
    el("label").class("button quiet").icon("upload").span(words).child(input.view()).view()
}

/// Where the walk is, as far as anything says: what a file holds is compared with it.
fn known(session: Session) -> Vec<Place> {
    /// So many of a line or an outline say where it is.
    const ENOUGH: usize = 200;
    session.now(|model| {
        let mut places = marks::known_places(model);
        if places.is_empty() {
            places.extend(model.current_fix().map(|fix| fix.place));
        }
        let step = places.len().div_ceil(ENOUGH).max(1);
        places.into_iter().step_by(step).collect()
    })
}

/// The card of what was read: a green one would say that nothing asks for care.
fn part_card(part: &ReadPart) -> Element {
    el("div").class(if part.warns { "card prose warning" } else { "card prose good" })
}

/// What should be known of a file.
fn remarks(remarks: &[String]) -> AnyView {
    if remarks.is_empty() {
        return nothing();
    }
    let lines =
        remarks.iter().map(|remark| el("li").attr("dir", "auto").text(remark.clone()).view());
    el("ul").class("remarks").children(lines).view()
}

/// What a file leaves open: what has to be answered stands there, what may be decided otherwise is behind a
/// word.
fn questions(session: Session, asked: &[SpokenQuestion]) -> AnyView {
    let d = session.desk_words();
    let one = |question: &SpokenQuestion| {
        let about = question.about.clone();
        let options = question.options.iter().enumerate().map(|(rank, (value, words))| {
            let (about, value) = (about.clone(), value.clone());
            let answer = move || {
                session.dispatch(Event::ReadAnswered(about.clone(), value.clone()));
            };
            let is_chosen = question.chosen == Some(rank);
            button("answer wide")
                .attr(
                    "data-value",
                    question.options.get(rank).map(|(value, _)| value.clone()).unwrap_or_default(),
                )
                .attr("aria-pressed", is_chosen.to_string())
                .on_click(answer)
                .child(el("span").attr("dir", "auto").text(words.clone()).view())
                .view()
        });
        el("fieldset")
            .class("stack file-question")
            .attr("data-about", question.about.clone())
            .child(el("legend").text(question.asks.clone()).view())
            .children(options)
            .view()
    };
    let (open, settled): (Vec<_>, Vec<_>) =
        asked.iter().partition(|question| question.chosen.is_none());
    let open: Vec<AnyView> = open.into_iter().map(one).collect();
    let settled: Vec<AnyView> = settled.into_iter().map(one).collect();
    let mut views = Vec::new();
    if !open.is_empty() {
        let title = el("p").class("lead").icon("circle-help").text(d.to_choose).view();
        views.push(
            el("div").class("stack").attr("id", "file-asks").child(title).children(open).view(),
        );
    }
    if !settled.is_empty() {
        let summary = el("summary").icon("list").span(d.chosen_otherwise).view();
        views.push(el("details").class("card").child(summary).children(settled).view());
    }
    crate::ui::parts::all(views)
}

/// A field that is heard when it is left, with what it holds now.
fn text_field(
    id: String,
    label: &'static str,
    kind: &'static str,
    value: String,
    changed: impl Fn(String) + 'static,
) -> AnyView {
    let mut input = el("input")
        .attr("id", id)
        .attr("type", kind)
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .attr("value", value)
        .on_value("change", changed);
    if kind == "number" {
        input = input.attr("min", "0").attr("inputmode", "numeric");
    }
    el("label").class("field").span(label).child(input.view()).view()
}

/// A place typed as maps show it; what is not one is said and changes nothing.
fn place_field(
    session: Session,
    label: String,
    value: String,
    placed: impl Fn(Place) + 'static,
) -> AnyView {
    let d = session.desk_words();
    let wrong = RwSignal::new(false);
    let changed = move |text: String| {
        let place = Place::from_typed(&text);
        wrong.set(place.is_none() && !text.trim().is_empty());
        place.into_iter().for_each(&placed);
    };
    let input = el("input")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("value", value)
        .attr_follow("aria-invalid", move || Some(wrong.get().to_string()))
        .on_value("change", changed)
        .view();
    let hint =
        follow(move || if wrong.get() { paragraph("hint", d.not_a_place) } else { nothing() });
    el("label").class("field").span(label).child(input).child(hint).view()
}
