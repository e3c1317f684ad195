//! Where it is: here, at a stop, or by hand. Where the observer stood is another field and stays.

use leptos::prelude::*;

use crate::app::{Model, Route};
use crate::domain::identity::RecordId;
use crate::domain::observation::amend::{Change, TextField};
use crate::domain::observation::place::Place;
use crate::ui::parts::{
    button, el, follow, follow_text, link, nothing, question, toggles, writing,
};
use crate::ui::session::Session;

pub(super) fn content(session: Session, id: RecordId) -> Vec<AnyView> {
    let t = session.words();
    vec![
        by_position(session, id),
        at_a_stop(session, id),
        on_map(session, id),
        typed(session, id),
        writing(session, id, TextField::PlaceName, t.place_name_label, t.place_name_hint),
        toggles(
            session,
            id,
            t.place_kind_question,
            "grid grid-3",
            Change::PlaceKind,
            |o, change| matches!(change, Change::PlaceKind(code) if o.place_kind == Some(*code)),
        ),
    ]
}

fn by_position(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let offered = session.select(move |model| {
        let moved =
            model.observation(id).is_some_and(|o| o.thing.is_some() && o.observer.is_some());
        (model.current_fix().is_some(), moved)
    });
    let here_now = move || {
        if let Some(fix) = session.now(Model::current_fix) {
            session.say(id, Change::PlacedHere(fix));
        }
    };
    let there = move || session.say(id, Change::PlacedWhereObserved);
    follow(move || {
        let (fixed, moved) = offered.get();
        let mut ways = el("div").class("stack");
        if fixed {
            let way = button("button quiet").on_click(here_now);
            ways = ways.child(way.icon("crosshair").span(t.place_here).view());
        }
        if moved {
            let way = button("button quiet").on_click(there);
            ways = ways.child(way.icon("footprints").span(t.place_where_observed).view());
        }
        ways.view()
    })
}

fn at_a_stop(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let stops =
        session.now(|model| model.walk().map(|walk| walk.stops.clone()).unwrap_or_default());
    if stops.is_empty() {
        return nothing();
    }
    let at_stop = session.select(move |model| {
        let said = model.observation(id).and_then(|o| o.stop)?;
        Some(model.walk()?.stop_id(said))
    });
    let ways = stops.into_iter().map(|stop| {
        let (here, number) = (stop.id, stop.number);
        let change = if stop.place.is_some() {
            Change::PlacedAtStop(stop.known())
        } else {
            Change::Stop(Some(stop.known()))
        };
        let way = button("answer wide")
            .pressed(move || at_stop.get() == Some(here))
            .on_click(move || session.say(id, change.clone()))
            .icon("milestone")
            .child(el("span").attr("dir", "auto").text((t.stop_title)(number, &stop.name)).view());
        let way = match stop.place {
            Some(_) => way,
            None => way.child(el("small").text(t.stop_without_place).view()),
        };
        way.view()
    });
    question(t.place_at_stop, "stack", ways.collect())
}

/// The map, or the plan where there is none.
fn on_map(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let Some(walk) = session.now(|model| model.open) else { return nothing() };
    link("button quiet", Route::Placing(walk, id)).icon("map").span(t.place_on_map).view()
}

/// Coordinates typed or pasted: latitude, longitude, as maps show them.
fn typed(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let initial = session.now(|model| {
        let place = model.observation(id).zip(model.walk()).and_then(|(o, walk)| o.position(walk));
        place.map(|position| position.place.typed()).unwrap_or_default()
    });
    let wrong = RwSignal::new(false);
    let entered = move |text: String| {
        let place = Place::from_typed(&text);
        wrong.set(place.is_none() && !text.trim().is_empty());
        if let Some(place) = place {
            session.say(id, Change::PlacedByHand(place));
        }
    };
    let input = el("input")
        .attr("id", "coordinates")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("value", initial)
        .attr("aria-describedby", "coordinates-hint")
        .attr_follow("aria-invalid", move || Some(wrong.get().to_string()))
        .on_value("change", entered)
        .view();
    let hint =
        move || if wrong.get() { t.coordinates_wrong } else { t.coordinates_hint }.to_owned();
    el("details")
        .class("field")
        .child(el("summary").text(t.coordinates).view())
        .child(el("label").attr("for", "coordinates").text(t.coordinates_label).view())
        .child(input)
        .child(
            el("p")
                .class("hint")
                .attr("id", "coordinates-hint")
                .attr("role", "status")
                .child(follow_text(hint))
                .view(),
        )
        .view()
}
