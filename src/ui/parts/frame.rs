//! What stands around every page: heading, position, messages, tabs.

use leptos::prelude::*;

use super::{
    all, button, el, follow, follow_text, icon, job, link, nothing, paragraph, said_here, text,
};
use crate::app::effect::FileKind;
use crate::app::problem::NoPosition;
use crate::app::view::position::PositionLine;
use crate::app::{Event, Page, Problem, Route};
use crate::domain::identity::WalkId;
use crate::platform::{clock, screen};
use crate::ui::session::Session;

/// A page's heading and what it wants around it.
pub(in crate::ui) struct Frame {
    /// What the page is called; empty for the open walk's own title.
    pub(in crate::ui) title: String,
    /// Whether there is a way back; the settings stand there otherwise.
    pub(in crate::ui) back: bool,
    /// Whether the position is shown.
    pub(in crate::ui) position: bool,
    /// The walk whose tabs are shown.
    pub(in crate::ui) tabs: Option<WalkId>,
    /// Whether the content fills the screen instead of scrolling.
    pub(in crate::ui) whole: bool,
}

impl Frame {
    /// A page with a way back and nothing else.
    pub(in crate::ui) fn plain(title: impl Into<String>) -> Self {
        Self { title: title.into(), back: true, position: false, tabs: None, whole: false }
    }
}

/// The page in its frame.
pub(in crate::ui) fn frame(session: Session, around: Frame, content: Vec<AnyView>) -> AnyView {
    let t = session.words();
    let training = session.select(|model| {
        model.route.walk().is_some() && model.walk().is_some_and(|walk| walk.training)
    });
    let symbol =
        |picture, label: &'static str| button("plain").attr("aria-label", label).icon(picture);
    let mut bar = Vec::new();
    if around.back {
        bar.push(symbol("arrow-left", t.back).on_click(move || session.back()).view());
    }
    let title = match around.title {
        title if title.is_empty() => {
            let title = session.select(|model| model.walk().map(|walk| walk.title.clone()));
            follow_text(move || title.get().unwrap_or_default())
        }
        title => text(title),
    };
    bar.push(el("h1").attr("tabindex", "-1").attr("dir", "auto").child(title).view());
    let read = move || session.dispatch(Event::ReadAloud(screen::words_on_it()));
    bar.push(symbol("volume-2", t.read_aloud).on_click(read).view());
    if !around.back || around.tabs.is_some() {
        let settings = symbol("settings", t.settings);
        bar.push(settings.on_click(move || session.open(Route::Settings)).view());
    }
    let mark = follow(move || {
        if training.get() {
            el("p").class("training").icon("graduation-cap").text(t.training_mark).view()
        } else {
            nothing()
        }
    });
    let main = el("main")
        .class(match (around.whole, around.tabs.is_some()) {
            (true, true) => "whole with-tabs",
            (true, false) => "whole",
            (false, true) => "with-tabs",
            (false, false) => "",
        })
        .child(messages(session))
        .children(content);
    all(vec![
        el("header")
            .class("top")
            .child(el("div").class("bar").children(bar).view())
            .child(mark)
            .child(if around.position { position_line(session) } else { nothing() })
            .view(),
        main.view(),
        around.tabs.map_or_else(nothing, |walk| tabs(session, walk)),
    ])
}

/// Accuracy and age of the position, or why there is none.
fn position_line(session: Session) -> AnyView {
    let t = session.words();
    let line = session.select(PositionLine::of);
    let without = move |picture, words: &'static str, ask: bool| {
        let ask = ask.then(|| {
            button("small")
                .on_click(move || session.dispatch(Event::PositionAsked))
                .text(t.position_ask)
                .view()
        });
        let words = el("span").text(words).view();
        all([icon(picture), words].into_iter().chain(ask).collect())
    };
    let shown = follow(move || match line.get() {
        PositionLine::Asleep => without("map-pin-off", t.position_asleep, true),
        PositionLine::Searching => without("crosshair", t.position_searching, false),
        PositionLine::Missing(NoPosition::Denied) => {
            without("map-pin-off", t.position_denied, true)
        }
        PositionLine::Missing(NoPosition::Unavailable) => {
            without("map-pin-off", t.position_unavailable, true)
        }
        PositionLine::Missing(NoPosition::TimedOut) => {
            without("map-pin-off", t.position_timed_out, true)
        }
        PositionLine::Missing(NoPosition::Nowhere) => {
            without("map-pin-off", t.position.nowhere, true)
        }
        PositionLine::Far(km) => {
            let believe = move || session.dispatch(Event::FarBelieved);
            let yes = button("small").attr("id", "far-true").on_click(believe);
            let words = el("span").text((t.position.far)(km)).view();
            all(vec![icon("map-pin-off"), words, yes.text(t.position.far_true).view()])
        }
        PositionLine::Known { accuracy_m, age_s, coarse, stop } => {
            let at = stop.map(|(number, name)| format!(" · {}", (t.at_stop)(number, &name)));
            let accuracy = format!("± {accuracy_m} m");
            let mut words = el("span").child(
                el("strong")
                    .class(if coarse { "coarse" } else { "accuracy" })
                    .text(accuracy)
                    .view(),
            );
            if coarse {
                words = words.text(format!(" ({})", t.position_coarse));
            }
            let age = format!(" · {}{}", (t.ago_s)(age_s), at.unwrap_or_default());
            all(vec![icon("map-pin"), words.text(age).view()])
        }
    });
    el("div").class("position").child(shown).view()
}

/// What the person has to know, and a new version.
fn messages(session: Session) -> AnyView {
    let t = session.words();
    let problems = session.select(|model| (model.problems.clone(), model.has_failed_writes()));
    let update = session.select(|model| model.update_found && !model.is_busy());
    let message = move |index: usize, problem: Problem, failed: bool| {
        let mut message = el("div")
            .class("message warning")
            .icon("triangle-alert")
            .child(el("p").attr("dir", "auto").text(problem.words(t)).view());
        if failed && matches!(problem, Problem::NotStored(_)) {
            let again = move || session.dispatch(Event::RetryTapped);
            message = message.child(button("small").on_click(again).text(t.try_again).view());
            // Handing over is a page of its own, which this one could not leave for.
            if screen::page() != Page::Walk {
                let save = move || {
                    let kind = FileKind::NotebookHtml;
                    session.dispatch(Event::ExportAsked(kind, clock::now()));
                };
                message = message.child(button("small").on_click(save).text(t.download).view());
            }
        }
        if problem == Problem::Cleared {
            let decide = move |keep| session.dispatch(Event::ClearedDecided(keep, clock::now()));
            return message
                .child(
                    button("small").on_click(move || decide(true)).text(t.copies.keep_shown).view(),
                )
                .child(
                    button("small")
                        .on_click(move || decide(false))
                        .text(t.copies.drop_shown)
                        .view(),
                )
                .view();
        }
        let close = move || session.dispatch(Event::ProblemDismissed(index));
        let close = button("plain").attr("aria-label", t.close).on_click(close).icon("x");
        message.child(close.view()).view()
    };
    let shown = follow(move || {
        let (problems, failed) = problems.get();
        let numbered = problems.into_iter().enumerate();
        all(numbered.map(|(index, problem)| message(index, problem, failed)).collect())
    });
    let update = said_here(move || {
        if !update.get() {
            return nothing();
        }
        let agree = move || session.dispatch(Event::UpdateAgreed);
        el("div")
            .class("message")
            .icon("sparkles")
            .child(paragraph("", t.update_ready))
            .child(button("small").on_click(agree).text(t.update_now).view())
            .view()
    });
    let file = follow(move || {
        if screen::page() != Page::Walk && problems.get().1 {
            job(session, |_| vec![FileKind::NotebookHtml])
        } else {
            nothing()
        }
    });
    all(vec![file, el("div").class("messages").attr("role", "alert").child(shown).view(), update])
}

/// List, stops, hand over.
fn tabs(session: Session, walk: WalkId) -> AnyView {
    let (t, s) = (session.words(), session.safety_words());
    let current = session.now(|model| model.route);
    let due = session.select(|model| model.is_backup_due());
    let tab = |route: Route, picture: &'static str, label: &'static str| {
        let tab = link("tab", route).icon(picture).span(label);
        if route == current { tab.attr("aria-current", "page") } else { tab }
    };
    let bell = follow(move || {
        if !due.get() {
            return nothing();
        }
        let words = el("span").class("unseen").text(s.due_short).view();
        el("span").class("due").icon("bell").child(words).view()
    });
    el("nav")
        .class("tabs")
        .attr("aria-label", t.tabs)
        .child(tab(Route::Walk(walk), "list", t.tab_list).view())
        .child(tab(Route::Map(walk), "map", t.tab_map).view())
        .child(tab(Route::Stops(walk), "milestone", t.tab_stops).view())
        .child(tab(Route::HandOver(walk), "share-2", t.tab_hand_over).child(bell).view())
        .view()
}

/// A card that leads somewhere.
pub(in crate::ui) fn way(
    class: &'static str,
    route: Route,
    picture: &'static str,
    words: &'static str,
) -> AnyView {
    link(class, route)
        .icon(picture)
        .child(el("span").child(text(words)).view())
        .icon("chevron-right")
        .view()
}
