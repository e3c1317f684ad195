//! Words that may point at somebody, one text at a time: corrected, or looked at and let go.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{Room, Screen, focus, question};
use crate::app::route;
use crate::app::workshop::Act;
use crate::app::{Route, workshop::Workshop};
use crate::domain::leaving::clearing::{LeavingText, WaitingWords};
use crate::ui::parts::{all, button, el, follow, link, nothing, paragraph};
use crate::ui::workshop::reread;

pub(super) fn screen(room: Room) -> AnyView {
    let d = room.hall.departure_words();
    // How many were put off: the next one is shown, and at the end the first again.
    let skipped = RwSignal::new(0usize);
    let now = room.now;
    let shown = Memo::new(move |_| {
        let now = now.get()?;
        let waiting = &now.settling.waiting;
        let at = skipped.get().checked_rem(waiting.len())?;
        waiting.get(at).cloned()
    });
    let left = Memo::new(move |_| now.get().map(|now| now.settling.waiting.len()));
    let how_many = follow(move || match left.get() {
        None => paragraph("empty", d.counting),
        Some(0) => el("p").class("lead").icon("check").text(d.words_none).view(),
        Some(count) => paragraph("hint", (d.words_left)(count)),
    });
    // The next text is read from its heading.
    Effect::new(move |before: Option<Option<WaitingWords>>| {
        let shown = shown.get();
        if before.is_some_and(|before| before.is_some() && before != shown) {
            // Once it is drawn; when it was the last one, the sentence that says so.
            let at = if shown.is_some() { "waiting-words" } else { "words-left" };
            leptos::task::spawn_local(async move { focus(at) });
        }
        shown
    });
    let card = follow(move || shown.get().map_or_else(nothing, |one| card(room, one, skipped)));
    let head = question("eye", d.words).child(paragraph("hint", d.words_hint)).child(
        el("div")
            .attr("id", "words-left")
            .attr("tabindex", "-1")
            .attr("role", "status")
            .child(how_many)
            .view(),
    );
    all(vec![head.view(), card, room.back(Screen::Settle)])
}

/// What texts they are, each kind once with how many.
fn where_they_stand(room: Room, of: &[LeavingText]) -> AnyView {
    let d = room.hall.departure_words();
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    for text in of {
        *kinds.entry(d.text(*text)).or_default() += 1;
    }
    let lines = kinds.into_iter().map(|(kind, count)| {
        let words = if count > 1 { format!("{kind} × {count}") } else { kind.to_owned() };
        el("li").text(words).view()
    });
    el("ul").attr("aria-label", d.words_stand_in).children(lines).view()
}

/// Where a text is written.
fn route_of(room: Room, workshop: &Workshop, text: LeavingText) -> Route {
    let campaign = &workshop.campaign;
    let of_thing = |thing| match campaign.preconisation(thing) {
        Some(one) => Route::Constat(room.campaign, campaign.constat_answered(one)),
        None => Route::Constat(room.campaign, thing),
    };
    match text {
        LeavingText::Campaign(id) => Route::Campaign(id, route::Room::Cockpit),
        LeavingText::Walk(walk, _) => Route::Sheet(walk),
        LeavingText::Stop(walk, _) => Route::Prepare(walk, route::Step::Line),
        LeavingText::Observation(..) => Route::Campaign(room.campaign, route::Room::Reread),
        LeavingText::Erratum(_) => Route::Campaign(room.campaign, route::Room::Layers),
        LeavingText::Constat(id, _)
        | LeavingText::Preconisation(id, _)
        | LeavingText::Answer(id)
        | LeavingText::Reason(id) => of_thing(id),
    }
}

fn card(room: Room, one: WaitingWords, skipped: RwSignal<usize>) -> AnyView {
    let hall = room.hall;
    let d = hall.departure_words();
    let WaitingWords { words, found, of } = one;
    let why = found.into_iter().map(|concern| {
        el("span").class("badge").icon("eye").text(reread::label(hall, concern)).view()
    });
    let fine = {
        let (of, words) = (of.clone(), words.clone());
        move || hall.does(Act::LetWordsLeave(of.clone(), words.clone()))
    };
    let fine = button("button").attr("id", "word-fine").on_click(fine).icon("check");
    let later = button("button quiet")
        .attr("id", "word-later")
        .on_click(move || skipped.update(|skipped| *skipped += 1))
        .icon("arrow-right")
        .span(d.word_later);
    let elsewhere = of.iter().find(|text| !text.is_mended_here()).copied();
    let here: Vec<LeavingText> = of.iter().copied().filter(|one| one.is_mended_here()).collect();
    let go = elsewhere.or_else(|| of.first().copied()).map(|text| {
        let route = hall.now(|workshop| route_of(room, workshop, text));
        link("button quiet", route).icon("corner-up-right").span(d.word_go).view()
    });
    let mut parts = vec![
        el("h3")
            .attr("id", "waiting-words")
            .attr("tabindex", "-1")
            .class("quote")
            .attr("dir", "auto")
            .text(format!("« {words} »"))
            .view(),
        el("p").children(why).view(),
        where_they_stand(room, &of),
        el("div").class("ways").child(fine.span(d.word_fine).view()).child(later.view()).view(),
    ];
    if !here.is_empty() {
        let most = here.iter().map(|text| text.most()).min().unwrap_or_default();
        let typed = RwSignal::new(words.clone());
        let before = words.clone();
        let keep = move || {
            let other = typed.get_untracked();
            if other != before {
                hall.does(Act::SayOtherwise(here.clone(), other));
            }
        };
        let input = el("textarea")
            .attr("id", "word-other")
            .attr("rows", "2")
            .attr("dir", "auto")
            .attr("maxlength", most.to_string())
            .on_value("input", move |value| typed.set(value))
            .text(words);
        parts.push(el("label").class("field").span(d.word_other).child(input.view()).view());
        let keep = button("button quiet").attr("id", "word-keep").on_click(keep).icon("save");
        parts.push(keep.span(d.word_keep).view());
    }
    if elsewhere.is_some() {
        parts.push(paragraph("hint", d.word_elsewhere));
    }
    parts.extend(go);
    el("div").class("card prose text-card").children(parts).view()
}
