//! What left before, looked at again, and called back in words.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{Room, SHOWN, Screen, names, question, section};
use crate::app::workshop::Act;
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::leaving::release::{ERRATUM_MAX, Release};
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};
use crate::ui::workshop::named;

/// Every release, the last one first.
pub(super) fn list(room: Room) -> AnyView {
    let hall = room.hall;
    let d = hall.departure_words();
    let language = hall.session.language();
    let known = hall.select(move |workshop| {
        let campaign = &workshop.campaign;
        let lines = campaign.releases().into_iter().rev().take(SHOWN).map(|(id, release)| {
            let who = release.audience.label(language);
            let line = (d.release_line)(&release.made.date(), who, workshop.rows_of(release).len());
            (id, line, campaign.erratum(id))
        });
        lines.collect::<Vec<_>>()
    });
    let lines = follow(move || {
        let known = known.get();
        if known.is_empty() {
            return paragraph("empty", d.releases_none);
        }
        let ways = known.into_iter().map(|(id, line, why)| {
            let mut said = el("span").class("row-text").child(el("strong").text(line).view());
            if let Some(why) = why {
                let why = (d.called_back)(&why);
                said = said.child(el("small").attr("dir", "auto").text(why).view());
            }
            let way = button("answer wide member").attr("data-release", id.to_string());
            let way = way.on_click(move || room.go(Screen::Release(id))).icon("package");
            el("li").child(way.child(said.view()).view()).view()
        });
        el("ul").class("plain-list").children(ways).view()
    });
    let head = question("clock", d.releases).view();
    all(vec![head, lines, room.back(Screen::Audience)])
}

/// One release: what it was, and the words that call it back.
pub(super) fn one(room: Room, id: RecordId) -> AnyView {
    let hall = room.hall;
    let release = hall.now(|workshop| {
        let releases = workshop.campaign.releases().into_iter();
        releases.filter(|(known, _)| *known == id).map(|(_, release)| release.clone()).next()
    });
    let shown = release.map_or_else(nothing, |release| what_left(room, &release));
    all(vec![shown, call_back(room, id), room.back(Screen::Releases)])
}

fn what_left(room: Room, release: &Release) -> AnyView {
    let hall = room.hall;
    let d = hall.departure_words();
    let language = hall.session.language();
    let who = release.audience.label(language);
    let made = (d.release_made)(&release.made.date(), who);
    let mut card = question("package", d.release)
        .child(paragraph("lead", made))
        .child(paragraph("", release.what.label(language)));
    if release.with_internal {
        card = card.child(paragraph("", d.release_internal));
    }
    if release.part {
        card = card.child(paragraph("", d.release_part));
    }
    let mut layers: BTreeMap<&str, usize> = BTreeMap::new();
    let rows = hall.now(|workshop| {
        let rows = workshop.rows_of(release).iter();
        rows.map(|row| row.layer.clone()).collect::<Vec<_>>()
    });
    for layer in &rows {
        *layers.entry(layer).or_default() += 1;
    }
    let counts = layers.into_iter();
    let counts = counts.map(|(layer, rows)| el("li").text((d.release_rows)(layer, rows)).view());
    card = card.child(el("ul").children(counts).view());
    let of_group = hall.now(|workshop| workshop.written_that_left(release));
    let titles = of_group.iter().take(SHOWN).map(|id| {
        let asked = hall.now(|workshop| Some(workshop.campaign.preconisation(*id)?.title.clone()));
        asked.unwrap_or_else(|| untrack(|| named(hall, *id)))
    });
    let titles: Vec<String> = titles.filter(|title| !title.is_empty()).collect();
    card.child(names(d.release_left.to_owned(), titles, of_group.len())).view()
}

/// The words in which a release is called back.
fn call_back(room: Room, id: RecordId) -> AnyView {
    let hall = room.hall;
    let d = hall.departure_words();
    let stands = hall.select(move |workshop| workshop.campaign.erratum(id));
    let typed = RwSignal::new(stands.get_untracked().unwrap_or_default());
    let said = follow(move || match stands.get() {
        None => nothing(),
        Some(why) => {
            let words = (d.called_back)(&why);
            let said = el("p").class("lead").attr("dir", "auto").icon("undo-2").text(words);
            let drop = button("button quiet")
                .attr("id", "drop-erratum")
                .on_click(move || hall.does(Act::CallBack(id, String::new())))
                .icon("x")
                .span(d.call_back_drop);
            all(vec![said.view(), drop.view()])
        }
    });
    let keep = move || {
        let why = typed.get_untracked();
        if !why.trim().is_empty() {
            hall.does(Act::CallBack(id, why));
        }
    };
    let input = el("textarea")
        .attr("id", "erratum")
        .attr("rows", "3")
        .attr("dir", "auto")
        .attr("maxlength", ERRATUM_MAX.to_string())
        .on_value("input", move |value| typed.set(value))
        .text(typed.get_untracked());
    section("call-back", "undo-2", d.call_back)
        .child(paragraph("hint", d.call_back_hint))
        .child(el("label").class("field").span(d.call_back_words).child(input.view()).view())
        .child(
            button("button")
                .attr("id", "keep-erratum")
                .attr_follow("disabled", move || {
                    typed.with(|typed| typed.trim().is_empty()).then(String::new)
                })
                .on_click(keep)
                .icon("save")
                .span(d.call_back_keep)
                .view(),
        )
        .child(el("div").attr("role", "status").child(said).view())
        .view()
}
