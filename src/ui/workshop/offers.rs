//! Walks that are on this device and not in the campaign: those that came in a file are asked about,
//! the others can be added.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::hall::Hall;
use super::section;
use crate::app::workshop::Act;
use crate::app::workshop::update::Heard;
use crate::domain::identity::WalkId;
use crate::platform::clock;
use crate::ui::parts::{all, button, el, follow, nothing};

/// Walks that came in a file: a person says whether they belong here.
pub(super) fn offers(hall: Hall) -> AnyView {
    let (session, w) = (hall.session, hall.words());
    let offered = hall.select(|workshop| workshop.offered.clone());
    let own = hall
        .select(|workshop| workshop.sheet().map(|sheet| sheet.walks.clone()).unwrap_or_default());
    let titles = session.select(|model| {
        let of = |sheet: &crate::app::model::WalkSheet| {
            (sheet.walk.id, format!("{} · {}", sheet.walk.title, sheet.walk.date))
        };
        model.walks.iter().map(of).collect::<BTreeMap<_, _>>()
    });
    let others = follow(move || {
        let (own, offered) = (own.get(), offered.get());
        let is_other = |walk: &WalkId| !own.contains(walk) && !offered.contains(walk);
        let others = titles.get().into_iter().filter(|(walk, _)| is_other(walk));
        let rows: Vec<AnyView> = others
            .map(|(walk, title)| {
                let add = move || hall.does(Act::Walk(walk, true));
                el("li")
                    .class("offer")
                    .child(el("span").attr("dir", "auto").text(title).view())
                    .child(
                        button("button quiet")
                            .on_click(add)
                            .icon("plus")
                            .span(w.walk_add_other)
                            .view(),
                    )
                    .view()
            })
            .collect();
        if rows.is_empty() {
            return nothing();
        }
        el("details")
            .class("card")
            .attr("id", "other-walks")
            .child(el("summary").text(w.walks_other).view())
            .child(el("ul").class("plain-list").children(rows).view())
            .view()
    });
    let asked = follow(move || {
        let offered = offered.get();
        if offered.is_empty() {
            return nothing();
        }
        let titles = titles.get();
        let rows = offered.into_iter().map(|walk| {
            let title = titles.get(&walk).cloned().unwrap_or_else(|| walk.to_string());
            let answer = move |belongs| {
                move || hall.hear(Heard::OfferAnswered(walk, belongs, clock::chance()))
            };
            let add = button("button").attr("data-offer", "yes").on_click(answer(true));
            let leave = button("button quiet").attr("data-offer", "no").on_click(answer(false));
            el("li")
                .class("offer")
                .child(el("strong").attr("dir", "auto").text(title).view())
                .child(
                    el("div")
                        .class("ways")
                        .child(add.icon("plus").span(w.walk_add).view())
                        .child(leave.icon("x").span(w.walk_leave).view())
                        .view(),
                )
                .view()
        });
        section("offers", "footprints", w.walk_offered)
            .child(el("ul").class("plain-list").children(rows).view())
            .view()
    });
    all(vec![asked, others])
}
