//! Observations that may be somebody's home: each stays until it is let go, with the reason.

use leptos::prelude::*;

use super::{Room, SHOWN, Screen, question};
use crate::app::workshop::Act;
use crate::domain::identity::RecordId;
use crate::domain::leaving::home::Away;
use crate::domain::observation::amend::TextField;
use crate::ui::parts::{all, button, el, paragraph};

pub(super) fn screen(room: Room) -> AnyView {
    let (r, d) = (room.hall.restitution_words(), room.hall.departure_words());
    let list = room.computed(move |now| {
        let homes = &now.leaving.stays.homes;
        if homes.is_empty() {
            return el("p").class("lead").icon("check").text(d.nothing).view();
        }
        let lines = homes.iter().take(SHOWN).map(|(id, away)| card(room, *id, *away));
        let list = el("ul").class("plain-list").children(lines).view();
        let rest = homes.len().saturating_sub(SHOWN);
        let more = (rest > 0).then(|| paragraph("hint", (d.more)(rest)));
        all([Some(list), more].into_iter().flatten().collect())
    });
    let head = question("house", d.homes).child(paragraph("hint", r.layers_homes)).view();
    all(vec![head, list, room.back(Screen::Settle)])
}

fn card(room: Room, id: RecordId, away: Away) -> AnyView {
    let hall = room.hall;
    let r = hall.restitution_words();
    let (time, words) = hall.now(|workshop| {
        let known = workshop.campaign.observation(id);
        known.map_or((String::new(), String::new()), |(it, walk)| {
            (it.when(walk).hour_minute(), it.text(TextField::Words).to_owned())
        })
    });
    let why = away.minutes.map(|minutes| (r.layers_home_after)(&time, minutes));
    let why = why.into_iter().chain(away.metres.map(r.layers_home_away));
    let why = why.collect::<Vec<_>>().join(" ");
    let lets = button("button quiet").on_click(move || hall.does(Act::LetLeave(id, true)));
    el("li")
        .class("card prose")
        .child(paragraph("", why))
        .child(el("p").class("quote").attr("dir", "auto").text(words).view())
        .child(lets.icon("check").span(r.layers_home_lets).view())
        .view()
}
