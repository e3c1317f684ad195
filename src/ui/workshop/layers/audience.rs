//! For whom the files are, and which part of them partners ask for.

use leptos::prelude::*;

use super::{QUESTION, Room, Screen, question};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::leaving::{Audience, Choice};
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};
use crate::ui::workshop::{chooser, select_field};

pub(super) fn screen(room: Room) -> AnyView {
    let (hall, choice) = (room.hall, room.choice);
    let (r, d) = (hall.restitution_words(), hall.departure_words());
    let language = hall.session.language();
    let buttons = Audience::ALL.iter().map(|audience| {
        let audience = *audience;
        button("answer")
            .attr("id", format!("for-{}", audience.code()))
            .pressed(move || choice.with(|choice| choice.audience == audience))
            .on_click(move || room.choose(|choice| choice.audience = audience))
            .icon(audience.icon())
            .span(audience.label(language))
            .view()
    });
    let label = el("div").class("grid grid-2").attr("role", "group");
    let buttons = label.attr("aria-labelledby", QUESTION).children(buttons).view();
    let is_public = Memo::new(move |_| choice.with(|one| one.audience == Audience::Public));
    let hint = follow(move || {
        let words = if is_public.get() { r.layers_public_hint } else { r.layers_partners_hint };
        paragraph("hint", words)
    });
    let internal = follow(move || {
        if is_public.get() {
            return nothing();
        }
        button("chip")
            .attr("id", "with-internal")
            .pressed(move || choice.with(|choice| choice.with_internal))
            .on_click(move || room.choose(|choice| choice.with_internal = !choice.with_internal))
            .icon("lock")
            .span(r.layers_internal)
            .view()
    });
    let coarse = button("chip")
        .attr("id", "coarse")
        .pressed(move || choice.with(|choice| choice.coarse))
        .on_click(move || room.choose(|choice| choice.coarse = !choice.coarse))
        .icon("map-pin")
        .span(r.layers_coarse)
        .view();
    let chips = el("div").class("chips").child(internal).child(coarse).view();
    let part = follow(move || if is_public.get() { nothing() } else { part(room) });
    all(vec![
        paragraph("lead", r.layers_hint),
        question("users", d.for_whom).child(buttons).child(hint).child(chips).view(),
        part,
        room.way("button quiet", "layers-releases", Screen::Releases)
            .icon("clock")
            .span(d.releases)
            .view(),
    ])
}

/// The filters.
fn part(room: Room) -> AnyView {
    let hall = room.hall;
    let (w, r) = (hall.words(), hall.restitution_words());
    let (walks, cycles) = hall.now(|workshop| {
        let walks = workshop.campaign.walks();
        let titles = walks
            .iter()
            .map(|walk| (walk.id.to_string(), format!("{} · {}", walk.title, walk.date)))
            .collect::<Vec<_>>();
        let mut cycles: Vec<String> =
            walks.iter().map(|walk| walk.cycle.clone()).filter(|c| !c.is_empty()).collect();
        cycles.sort();
        cycles.dedup();
        (titles, cycles)
    });
    let cycles = cycles.into_iter().map(|cycle| (cycle.clone(), cycle)).collect();
    let Choice { walk, cycle, lead, horizon, status, principle, .. } = room.choice.get_untracked();
    let walk = walk.map_or(String::new(), |walk| walk.to_string());
    let is_open = room.choice.get_untracked() != whole(&room.choice.get_untracked());
    let field = |what: &str| format!("layers-{what}");
    let fields = el("div")
        .class("fields")
        .child(select_field(hall, field("walk"), w.entry_walk, walks, walk, move |id| {
            room.choose(|choice| choice.walk = WalkId::parse(&id));
        }))
        .child(select_field(hall, field("cycle"), r.layers_cycle, cycles, cycle, move |cycle| {
            room.choose(|choice| choice.cycle = cycle);
        }))
        .child(chooser(hall, field("lead"), w.preconisation_lead, lead, move |value| {
            room.choose(|choice| choice.lead = value);
        }))
        .child(chooser(hall, field("horizon"), w.preconisation_horizon, horizon, move |value| {
            room.choose(|choice| choice.horizon = value);
        }))
        .child(chooser(hall, field("status"), w.status, status, move |value| {
            room.choose(|choice| choice.status = value);
        }))
        .child(chooser(hall, field("principle"), r.layers_principle, principle, move |value| {
            room.choose(|choice| choice.principle = value);
        }))
        .view();
    let details = el("details").class("card prose");
    let details = if is_open { details.attr("open", "") } else { details };
    details.child(el("summary").icon("list").span(r.layers_only).view()).child(fields).view()
}

/// The same without any filter.
fn whole(choice: &Choice) -> Choice {
    let Choice { audience, with_internal, coarse, .. } = *choice;
    Choice { with_internal, coarse, ..Choice::all(audience) }
}
