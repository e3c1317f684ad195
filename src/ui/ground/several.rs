//! Several observations under one finger: which one.

use leptos::prelude::*;

use super::map::observation;
use crate::app::Route;
use crate::app::route::Panel;
use crate::app::view::together;
use crate::domain::identity::{RecordId, WalkId};
use crate::ui::parts::{el, icon, link, nothing};
use crate::ui::session::Session;

/// The list of them, and the form of the stop they were placed at.
pub(super) fn choice(session: Session, walk: WalkId, ids: &[RecordId], close: AnyView) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let (ids, stop) =
        session.now(|model| (together::choice(model, ids), together::stop_under(model, ids)));
    let stop = stop.map_or_else(nothing, |stop| {
        let way = link("answer wide", Route::StopForm(walk, stop));
        el("li").child(way.icon("milestone").span(g.stop_form).view()).view()
    });
    let head = el("div")
        .class("map-card")
        .child(icon("map-pin"))
        .child(el("strong").class("row-text").text((t.observations)(ids.len())).view())
        .child(close)
        .view();
    let rows = ids.into_iter().filter_map(|id| {
        let (picture, title, more) = observation(session, id)?;
        let words = el("span")
            .class("row-text")
            .child(el("strong").text(title).view())
            .child(el("small").attr("dir", "auto").text(more).view())
            .view();
        let way = link("answer wide", Route::Observation(walk, id, Panel::Summary));
        Some(el("li").child(way.icon(picture).child(words).view()).view())
    });
    let list = el("ul").class("plain-list stack").children(rows).child(stop).view();
    el("div").class("card map-choice").child(head).child(list).view()
}
