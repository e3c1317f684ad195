//! What leaves with a choice and what stays, with how much it is.

use leptos::prelude::*;

use super::{Room, SHOWN, names, question, section};
use crate::app::workshop::departing::Departing;
use crate::domain::identity::RecordId;
use crate::domain::leaving::clearing::LeavingText;
use crate::domain::observation::amend::TextField;
use crate::ui::parts::{all, el, nothing, paragraph};
use crate::ui::workshop::named;

pub(super) fn screen(room: Room) -> AnyView {
    room.computed(move |now| all(vec![leaves(room, now), stays(room, now)]))
}

fn leaves(room: Room, now: &Departing) -> AnyView {
    let hall = room.hall;
    let (w, r, d) = (hall.words(), hall.restitution_words(), hall.departure_words());
    let leaving = &now.leaving;
    let card = question("share-2", d.what_leaves);
    if leaving.walks.is_empty() && leaving.constats.is_empty() {
        return card.child(paragraph("empty", r.layers_nothing)).view();
    }
    let constats: Vec<RecordId> = leaving.constats.iter().take(SHOWN).copied().collect();
    let constats = constats.into_iter().map(|id| untrack(|| named(hall, id))).collect();
    let titles = leaving.preconisations.iter().take(SHOWN);
    let asked = hall.now(|workshop| {
        let title = |id: &RecordId| Some(workshop.campaign.preconisation(*id)?.title.clone());
        titles.filter_map(title).collect::<Vec<_>>()
    });
    let said = || {
        let texts = now.settling.texts.iter();
        texts.filter(|(text, _)| {
            matches!(text, LeavingText::Observation(_, TextField::Words | TextField::Idea))
        })
    };
    let words = said().take(SHOWN).map(|(_, words)| words.clone()).collect();
    let counts = (r.layers_counts)(
        leaving.constats.len(),
        leaving.preconisations.len(),
        leaving.observations.len(),
    );
    card.child(el("p").class("lead").attr("id", "leaves-counts").text(counts).view())
        .child(paragraph("", (r.layers_walks)(leaving.walks.len(), leaving.photos.len())))
        .child(names(w.room_constats.to_owned(), constats, leaving.constats.len()))
        .child(names(w.room_preconisations.to_owned(), asked, leaving.preconisations.len()))
        .child(names(r.layers_words.to_owned(), words, said().count()))
        .view()
}

fn stays(room: Room, now: &Departing) -> AnyView {
    let (r, d) = (room.hall.restitution_words(), room.hall.departure_words());
    let stays = &now.leaving.stays;
    let mut lines = Vec::new();
    if stays.constats + stays.preconisations + stays.observations > 0 {
        let words = (r.layers_stays)(stays.constats, stays.preconisations, stays.observations);
        lines.push(words);
    }
    let count = |count: usize, words: fn(usize) -> String| (count > 0).then(|| words(count));
    lines.extend(count(stays.unfinished.len(), d.unfinished_stay));
    lines.extend(count(stays.homes.len(), d.homes_count));
    lines.extend(count(stays.without_words, r.layers_without_words));
    lines.extend(count(stays.photos, r.layers_photos_stay));
    lines.extend(count(stays.constats_without_place.len(), r.layers_constats_without_place));
    let (observations, constats) = (stays.later_observations.len(), stays.later_constats.len());
    if observations + constats > 0 {
        lines.push((r.layers_later)(observations, constats));
    }
    if lines.is_empty() {
        return nothing();
    }
    let lines = lines.into_iter().map(|words| paragraph("", words));
    section("stays", "lock", r.layers_stays_title).children(lines).view()
}
