//! The file is made, or a sentence says why not.

use leptos::prelude::*;

use super::{Room, Screen, question};
use crate::ui::parts::{all, button, el, job_of_campaign, paragraph};

pub(super) fn screen(room: Room) -> AnyView {
    let (hall, campaign, choice) = (room.hall, room.campaign, room.choice);
    let (r, d) = (hall.restitution_words(), hall.departure_words());
    let ways = room.computed(move |now| {
        if let Err(why) = now.settling.of_bundle() {
            let words = d.why_not(why);
            let said = el("p").class("lead warning").attr("id", "not-settled");
            return all(vec![
                said.icon("triangle-alert").text(words).view(),
                room.way("button", "go-and-settle", Screen::Settle)
                    .icon("shield-check")
                    .span(d.go_and_settle)
                    .view(),
            ]);
        }
        if now.leaving.walks.is_empty() && now.leaving.constats.is_empty() {
            return paragraph("empty", r.layers_nothing);
        }
        let make = move || {
            let choice = choice.get_untracked();
            hall.make(hall.bundle_file(campaign, &choice), Some(choice));
        };
        all(vec![
            paragraph("hint", d.ready),
            button("button")
                .attr("id", "make-bundle")
                .on_click(make)
                .icon("package")
                .span(r.layers_make)
                .view(),
        ])
    });
    let content = hall.content();
    let job = job_of_campaign(hall.session, false, move || {
        (hall.bundle_file(campaign, &choice.get()), content.get())
    });
    all(vec![question("package", d.make).child(ways).view(), job])
}
