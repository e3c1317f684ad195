//! What must be settled first: a card for each, with how much it is and a way in.

use leptos::prelude::*;

use super::{Room, Screen, question};
use crate::ui::parts::{all, el, paragraph};

pub(super) fn screen(room: Room) -> AnyView {
    let d = room.hall.departure_words();
    let cards = room.computed(move |now| {
        let (settling, stays) = (&now.settling, &now.leaving.stays);
        // A commune that is known is shown: it may be the wrong one.
        let commune = match &settling.commune {
            Some(code) => ("check", (d.commune_known)(code)),
            None => ("triangle-alert", d.commune_missing.to_owned()),
        };
        let count = |count: usize, picture, words: fn(usize) -> String| match count {
            0 => ("check", d.nothing.to_owned()),
            count => (picture, words(count)),
        };
        let words = count(settling.waiting.len(), "triangle-alert", d.words_count);
        let homes = count(stays.homes.len(), "lock", d.homes_count);
        let unfinished = count(stays.unfinished.len(), "lock", d.unfinished_count);
        let cards = [
            ("settle-commune", Screen::Commune, d.commune, commune),
            ("settle-words", Screen::Words, d.words, words),
            ("settle-homes", Screen::Homes, d.homes, homes),
            ("settle-unfinished", Screen::Unfinished, d.unfinished, unfinished),
        ];
        let cards = cards.into_iter().map(|(id, to, title, (picture, state))| {
            let said = el("span")
                .class("row-text")
                .child(el("strong").text(title).view())
                .child(el("small").text(state).view());
            let way = room.way("answer wide member", id, to).icon(picture).child(said.view());
            el("li").child(way.view()).view()
        });
        el("ul").class("plain-list").children(cards).view()
    });
    let card = question("shield-check", d.settle);
    all(vec![card.child(paragraph("hint", d.settle_hint)).view(), cards])
}
