//! The commune, as its INSEE code.

use leptos::prelude::*;

use super::{Room, Screen, question};
use crate::app::workshop::Act;
use crate::domain::deliberation::{COMMUNE_MAX, CampaignSheet};
use crate::domain::leaving::commune;
use crate::ui::parts::{all, button, el, follow, nothing};

pub(super) fn screen(room: Room) -> AnyView {
    let hall = room.hall;
    let d = hall.departure_words();
    let known = room.now.get_untracked().and_then(|now| now.settling.commune.clone());
    let typed = RwSignal::new(known.clone().unwrap_or_default());
    let refused: RwSignal<Option<String>> = RwSignal::new(None);
    let keep = move || {
        let given = typed.get_untracked();
        let Some(code) = commune::checked(&given) else {
            refused.set(Some(given));
            return;
        };
        refused.set(None);
        let Some(sheet) = hall.now(|workshop| workshop.sheet().cloned()) else { return };
        if hall.act(Act::Sheet(Box::new(CampaignSheet { commune: code, ..sheet }))) {
            room.go(Screen::Settle);
        }
    };
    // Heard at each key: the button beside it may be reached without leaving the field.
    let input = el("input")
        .attr("id", "commune")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "characters")
        .attr("maxlength", COMMUNE_MAX.to_string())
        .attr("aria-describedby", "commune-hint commune-refused")
        .attr("value", known.unwrap_or_default())
        .on_value("input", move |value| typed.set(value));
    let said = follow(move || match refused.get() {
        None => nothing(),
        Some(given) => {
            let words = (d.commune_refused)(&given);
            el("p").class("lead warning").icon("triangle-alert").text(words).view()
        }
    });
    let card = question("landmark", d.commune)
        .child(el("p").class("hint").attr("id", "commune-hint").text(d.commune_hint).view())
        .child(el("label").class("field").span(d.commune_field).child(input.view()).view())
        .child(el("div").attr("id", "commune-refused").attr("role", "alert").child(said).view())
        .child(
            button("button")
                .attr("id", "keep-commune")
                .on_click(keep)
                .icon("save")
                .span(d.commune_keep)
                .view(),
        )
        .view();
    all(vec![card, room.back(Screen::Settle)])
}
