//! The walks on this device.

use leptos::prelude::*;

use crate::app::problem::NotStored;
use crate::app::{Event, Model, Problem, Route};
use crate::domain::identity::WalkId;
use crate::domain::walk::Walk;
use crate::platform::clock;
use crate::ui::parts::{
    Frame, all, button, el, follow, frame, import_button, job, link, nothing, paragraph, readiness,
};
use crate::ui::session::Session;

pub(super) fn page(session: Session) -> AnyView {
    let t = session.words();
    let known = session.select(|model| {
        let walks: Vec<Walk> = model.walks.iter().map(|sheet| sheet.walk.clone()).collect();
        (model.walks_known, walks)
    });
    let walks = follow(move || match known.get() {
        (false, _) => nothing(),
        (true, walks) if walks.is_empty() => paragraph("empty", t.no_walk),
        (true, walks) => {
            let rows = walks.iter().map(|walk| el("li").child(row(session, walk)).view());
            el("ul").class("stack plain-list").children(rows).view()
        }
    });
    let settled = session.select(Model::is_home_settled);
    let ways = follow(move || if settled.get() { ways(session) } else { nothing() });
    let around = Frame { back: false, ..Frame::plain(t.app_name) };
    frame(
        session,
        around,
        vec![
            paragraph("hint", t.home_hint),
            walks,
            ways,
            readiness(session, true),
            job(session, |_| Vec::new()),
        ],
    )
}

fn ways(session: Session) -> AnyView {
    let t = session.words();
    // Where nothing is stored, a walk does not outlive its page: it begins on this one, without a
    // sheet, and is handed over from here.
    let refused = session.now(|model| {
        let refused = Problem::StorageUnreadable(NotStored::Refused);
        model.problems.contains(&refused)
    });
    let new_walk = if refused {
        let begin = move || {
            let chance = clock::chance();
            let title = format!("{} {}", t.walk, (t.date)(&chance.at.date()));
            let walk = Walk { title, ..Walk::blank(WalkId(0), chance.at) };
            session.dispatch(Event::WalkCreated(Box::new(walk), chance));
        };
        button("button").on_click(begin).icon("plus").span(t.new_walk).view()
    } else {
        link("button", Route::NewWalk).icon("plus").span(t.new_walk).view()
    };
    let exercise = move || session.dispatch(Event::TrainingOpened(clock::chance()));
    el("div")
        .class("stack")
        .child(new_walk)
        .child(link("button quiet", Route::Join).icon("qr-code").span(t.join).view())
        .child(
            button("button quiet")
                .on_click(exercise)
                .icon("graduation-cap")
                .span(t.training_walk)
                .view(),
        )
        .child(import_button(session))
        .child(link("button quiet", Route::Campaigns).icon("users").span(t.workshop).view())
        .view()
}

fn row(session: Session, walk: &Walk) -> AnyView {
    let words = el("span")
        .class("row-text")
        .child(el("strong").attr("dir", "auto").text(walk.title.clone()).view())
        .child(el("small").text((session.words().date)(&walk.date)).view())
        .view();
    let badge = if walk.training {
        el("span").class("badge").text(session.words().training_badge).view()
    } else {
        nothing()
    };
    link("row", Route::Walk(walk.id))
        .icon(if walk.training { "graduation-cap" } else { "footprints" })
        .child(all(vec![words, badge]))
        .icon("chevron-right")
        .view()
}
