//! What the group has not finished: it stays, and each thing says what it lacks.

use leptos::prelude::*;

use super::{Room, SHOWN, Screen, question};
use crate::app::Route;
use crate::domain::code::Code;
use crate::domain::leaving::unfinished::Unfinished;
use crate::ui::parts::{all, el, link, paragraph};
use crate::ui::workshop::named;

pub(super) fn screen(room: Room) -> AnyView {
    let d = room.hall.departure_words();
    let list = room.computed(move |now| {
        let unfinished = &now.leaving.stays.unfinished;
        if unfinished.is_empty() {
            return el("p").class("lead").icon("check").text(d.nothing).view();
        }
        let lines = unfinished.iter().take(SHOWN).map(|one| card(room, one));
        let list = el("ul").class("plain-list").children(lines).view();
        let rest = unfinished.len().saturating_sub(SHOWN);
        let more = (rest > 0).then(|| paragraph("hint", (d.more)(rest)));
        all([Some(list), more].into_iter().flatten().collect())
    });
    let head = question("lock", d.unfinished);
    let head = head.child(paragraph("hint", d.unfinished_hint)).view();
    all(vec![head, list, room.back(Screen::Settle)])
}

fn card(room: Room, one: &Unfinished) -> AnyView {
    let hall = room.hall;
    let d = hall.departure_words();
    let language = hall.session.language();
    let name = hall.now(|workshop| {
        let reference = workshop.sheet().map_or("", |sheet| &sheet.reference);
        let asked = workshop.campaign.preconisation(one.thing)?;
        let number = workshop.campaign.preconisation_number(asked, reference);
        Some(format!("{number} · {}", asked.title))
    });
    let name = name.unwrap_or_else(|| untrack(|| named(hall, one.thing)));
    let lacks =
        one.lacks.iter().map(|lack| el("p").icon(lack.icon()).span(lack.label(language)).view());
    let way = link("button quiet", Route::Constat(room.campaign, one.constat));
    el("li")
        .class("card prose")
        .child(el("h3").attr("dir", "auto").text(name).view())
        .children(lacks)
        .child(way.icon("pencil").span(d.unfinished_go).view())
        .view()
}
