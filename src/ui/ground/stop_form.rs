//! The form of a stop: nine ratings, each voice on its own if people wish, then the group's.

use leptos::prelude::*;

use crate::app::Event;
use crate::domain::identity::WalkId;
use crate::domain::observation::scale::{Level, Scale};
use crate::domain::walk::Walk;
use crate::domain::walk::stop::{Stop, StopId, StopRef};
use crate::domain::walk::stop_form::{StopChange, StopForm, VOICES_MAX, stop_scales};
use crate::platform::clock;
use crate::ui::parts::{Frame, all, button, el, follow, frame, nothing, paragraph, question};
use crate::ui::session::Session;

/// Whose ratings are entered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Group,
    Voice(usize),
}

pub(super) fn page(session: Session, walk: WalkId, stop: StopId) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let name = session.select(move |model| {
        // A stop that only what was said there still knows has a form too.
        let said = |walk: &Walk| {
            let observed = model.notebook.newest_first().filter_map(|o| o.stop);
            let rated = model.notebook.stop_forms().map(|(_, form)| form.stop);
            observed.chain(rated).find(|said| walk.stop_id(*said) == walk.addressed(stop))
        };
        let known =
            |walk: &Walk| walk.stop(walk.addressed(stop)).map(Stop::known).or_else(|| said(walk));
        let found = model.walk().and_then(|walk| {
            let known = known(walk)?;
            Some((walk.stop_id(known), known, walk.stop_name(known)))
        });
        // Once it is found, what else arrives draws nothing anew.
        found.ok_or(model.loaded)
    });
    follow(move || match name.get() {
        Err(false) => frame(session, Frame::plain(t.app_name), vec![paragraph("empty", t.loading)]),
        Err(true) => {
            frame(session, Frame::plain(t.app_name), vec![paragraph("empty", g.no_such_stop)])
        }
        Ok((stop, known, name)) => {
            let around = Frame { position: true, ..Frame::plain(t.stop(&name)) };
            frame(session, around, content(session, walk, stop, known))
        }
    })
}

fn say(session: Session, stop: StopRef, change: StopChange) {
    session.dispatch(Event::StopSaid(stop, change, clock::chance()));
}

fn content(session: Session, walk: WalkId, stop: StopId, known: StopRef) -> Vec<AnyView> {
    let (t, g) = (session.words(), session.ground_words());
    let who = RwSignal::new(Who::Group);
    let form = session.select(move |model| model.own_stop_form(stop).map(|(_, f)| f.clone()));
    let counts = session.select(move |model| {
        let Some(walk) = model.walk() else { return (0, 0, false) };
        let said = model.notebook.newest_first().filter(|o| walk.is_at(o.stop, stop)).count();
        let others = model.notebook.forms_of(walk, stop).count();
        let own = usize::from(model.own_stop_form(stop).is_some());
        (said, others - own, model.notebook.is_stop_closed(walk, stop))
    });
    let summary = follow(move || {
        let (said, others, _) = counts.get();
        let mut words = (t.observations)(said);
        if others > 0 {
            words = format!("{words} · {} ({others})", g.others_forms);
        }
        paragraph("lead", words)
    });
    let voices = follow(move || {
        let count = form.get().map_or(0, |form| form.voices.len());
        let chip = |label: String, picture, chosen: Who| {
            button("chip")
                .pressed(move || who.get() == chosen)
                .on_click(move || who.set(chosen))
                .icon(picture)
                .span(label)
                .view()
        };
        let mut chips = vec![chip(g.common.to_owned(), "users", Who::Group)];
        // The one that is being begun has nothing in it yet.
        let begun = match who.get() {
            Who::Voice(voice) => voice + 1,
            Who::Group => 0,
        };
        for voice in 0..count.max(begun) {
            chips.push(chip((g.voice)(voice + 1), "message-circle", Who::Voice(voice)));
        }
        let next = count.max(begun);
        if next < VOICES_MAX {
            let add = button("chip").on_click(move || who.set(Who::Voice(count)));
            chips.push(add.icon("plus").span(g.voice_add).view());
        }
        el("div").class("chips").children(chips).view()
    });
    let scales = stop_scales()
        .enumerate()
        .map(|(rating, scale)| rating_question(session, known, rating, scale, form, who));
    let close = follow(move || {
        let (_, _, closed) = counts.get();
        button("answer wide")
            .attr("aria-pressed", closed.to_string())
            .on_click(move || say(session, known, StopChange::Closed(!closed)))
            .icon("check")
            .span(g.stop_close)
            .view()
    });
    let done = button("button").on_click(move || session.back()).icon("check").span(t.done);
    let mut content = vec![
        summary,
        // What was asked here before comes first: it is why a review walk stops.
        super::review::questions(session, walk, stop),
        paragraph("hint", g.stop_form_hint),
        voices,
    ];
    content.extend(scales);
    content.push(el("div").class("last stack").child(close).child(done.view()).view());
    content
}

type Followed = crate::ui::session::Selected<Option<StopForm>>;

fn rating_question(
    session: Session,
    stop: StopRef,
    rating: usize,
    scale: Scale,
    form: Followed,
    who: RwSignal<Who>,
) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let language = session.language();
    let words = match scale {
        Scale::Rating(rating) => crate::domain::code::Code::label(rating, language),
        _ => t.feeling_question,
    };
    let given = move |level: Level| {
        let Some(form) = form.get() else { return false };
        let said = match who.get() {
            Who::Group => form.common.get(rating).copied(),
            Who::Voice(voice) => form.voices.get(voice).and_then(|v| v.get(rating).copied()),
        };
        said.flatten() == Some(level)
    };
    let buttons = Level::ALL.map(|level| {
        let tapped = move || {
            let change = match who.get_untracked() {
                Who::Group => StopChange::Common(rating, level),
                Who::Voice(voice) => StopChange::Voice(voice, rating, level),
            };
            say(session, stop, change);
        };
        button("answer")
            .pressed(move || given(level))
            .on_click(tapped)
            .icon(scale.step_icon(level))
            .span(scale.step_label(level, language))
            .view()
    });
    let range = follow(move || {
        match form.get().and_then(|form| form.range(rating)).filter(|_| who.get() == Who::Group) {
            Some((least, most)) => paragraph("hint", (g.voices_range)(least.value(), most.value())),
            None => nothing(),
        }
    });
    all(vec![question(words, "grid grid-4", buttons.into()), range])
}
