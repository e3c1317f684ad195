//! Where a thing is, chosen on the map: a tap, a drag, the middle of the map, or arrows of five
//! metres. Where the observer stood is another field and stays.

use std::rc::Rc;

use leptos::prelude::*;

use super::map::{of_model, of_notebook};
use crate::app::route::Panel;
use crate::app::view::marks::{self, Overlay};
use crate::app::{Model, Route};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::amend::Change;
use crate::domain::observation::place::Place;
use crate::platform::map::MapEvent;
use crate::ui::map::{Wanted, surface};
use crate::ui::parts::{Frame, all, button, el, follow, frame, paragraph};
use crate::ui::session::Session;

/// One press of an arrow, in metres.
const NUDGE_M: f64 = 5.0;

pub(super) fn page(session: Session, walk: WalkId, id: RecordId) -> AnyView {
    let t = session.words();
    let state = session.select(move |model| (model.loaded, model.observation(id).is_some()));
    let content = follow(move || match state.get() {
        (true, true) => content(session, walk, id),
        (true, false) => paragraph("empty", t.no_such_observation),
        (false, _) => paragraph("empty", t.loading),
    });
    let around = Frame { position: true, whole: true, ..Frame::plain(t.panel_place) };
    frame(session, around, vec![content])
}

/// The place itself, or the best guess to start placing from.
fn here(model: &Model, id: RecordId) -> Option<Place> {
    known(model, id).or_else(|| model.walk()?.reference_place())
}

/// The place itself, or where the phone is; without them the map opens on the route.
fn known(model: &Model, id: RecordId) -> Option<Place> {
    let (observation, walk) = model.observation(id).zip(model.walk())?;
    let position = observation.position(walk).map(|position| position.place);
    position.or_else(|| model.current_fix().map(|fix| fix.place))
}

fn content(session: Session, walk: WalkId, id: RecordId) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let place = move |place| session.say(id, Change::PlacedByHand(place));
    let on = Rc::new(move |event| match event {
        MapEvent::Point(at)
        | MapEvent::Held(at)
        | MapEvent::Tapped(_, _, at)
        | MapEvent::Dragged(_, _, at) => place(at),
        _ => {}
    });
    let start = session.now(|model| known(model, id));
    let (surface, view) = surface(
        session,
        Wanted {
            basemap: crate::ui::map::basemap_of_walk(session),
            overlays: vec![
                (Overlay::Perimeter, of_notebook(session, marks::perimeter)),
                (Overlay::Route, of_notebook(session, marks::route)),
                (Overlay::Reference, of_notebook(session, marks::reference)),
                (Overlay::Stops, of_notebook(session, marks::stops)),
                (Overlay::Thing, of_notebook(session, move |model| marks::thing(model, id))),
                (Overlay::Position, of_model(session, marks::position)),
            ],
            draggable: vec![Overlay::Thing],
            bounds: marks::around(start.into_iter()).or_else(|| session.now(marks::bounds)),
            on,
        },
    );
    let arrow = |bearing: f64, picture, label: &'static str| {
        let nudge = move || {
            if let Some(from) = session.now(|model| here(model, id)) {
                place(from.moved(bearing, NUDGE_M));
            }
        };
        button("surface-button").attr("aria-label", label).on_click(nudge).icon(picture).view()
    };
    let arrows = el("div")
        .class("map-ways")
        .attr("data-again", "")
        .child(arrow(0.0, "arrow-up", session.ground_words().nudge_north))
        .child(arrow(180.0, "arrow-down", session.ground_words().nudge_south))
        .child(arrow(270.0, "arrow-left", session.ground_words().nudge_west))
        .child(arrow(90.0, "arrow-right", session.ground_words().nudge_east))
        .child(el("span").class("spring").view())
        .child(
            button("surface-button")
                .attr("aria-label", g.place_centre)
                .on_click(move || surface.centre().into_iter().for_each(place))
                .icon("crosshair")
                .view(),
        )
        .view();
    let done = move || session.open(Route::Observation(walk, id, Panel::Place));
    all(vec![
        view,
        el("div").class("map-top").child(paragraph("card hint", g.place_hint)).view(),
        el("div")
            .class("map-bottom")
            .child(arrows)
            .child(button("button").on_click(done).icon("check").span(t.done).view())
            .view(),
    ])
}
