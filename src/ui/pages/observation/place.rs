//! Where it is: here, at a stop, or by hand. Where the observer stood is another field and stays.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::app::Model;
use crate::domain::amend::{Change, TextField};
use crate::domain::identity::RecordId;
use crate::domain::place::{LocalFrame, Place};
use crate::platform::screen;
use crate::ui::parts::{
    button, el, follow, follow_text, nothing, paragraph, question, toggles, writing,
};
use crate::ui::session::Session;

/// One press of an arrow, in metres.
const NUDGE_M: f64 = 5.0;
/// What the plan shows around its centre, in metres to each side; the drawing is in decimetres.
const PLAN_M: f64 = 200.0;

pub(super) fn content(session: Session, id: RecordId) -> Vec<AnyView> {
    let t = session.words();
    vec![
        by_position(session, id),
        at_a_stop(session, id),
        plan(session, id),
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
    let at_stop = session.select(move |model| model.observation(id).and_then(|o| o.stop));
    let ways = stops.into_iter().map(|stop| {
        let number = stop.number;
        let change = if stop.place.is_some() {
            Change::PlacedAtStop(number)
        } else {
            Change::Stop(Some(number))
        };
        let way = button("answer wide")
            .pressed(move || at_stop.get() == Some(number))
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

/// The place itself, or the best guess to start placing from.
fn here(model: &Model, id: RecordId) -> Option<Place> {
    let (observation, walk) = model.observation(id).zip(model.walk())?;
    observation
        .position(walk)
        .map(|position| position.place)
        .or_else(|| model.current_fix().map(|fix| fix.place))
        .or_else(|| walk.reference_place())
}

/// A plan of the route and the stops: a tap places the thing, arrows move it by five metres.
fn plan(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    // The plan does not move under the finger: its centre is where it was opened.
    let Some(centre) = session.now(|model| here(model, id)) else { return nothing() };
    let tapped = move |event: web_sys::Event| {
        let Some(event) = event.dyn_ref() else { return };
        let (right, down) = screen::place_in_element(event);
        let local = ((right * 2.0 - 1.0) * PLAN_M, (1.0 - down * 2.0) * PLAN_M);
        if let Ok(place) = LocalFrame::around(centre).place_from_local(local) {
            session.say(id, Change::PlacedByHand(place));
        }
    };
    let arrow = |bearing: f64, picture, label: &'static str| {
        let nudge = move || {
            if let Some(place) = session.now(|model| here(model, id)) {
                session.say(id, Change::PlacedByHand(place.moved(bearing, NUDGE_M)));
            }
        };
        button("answer").attr("aria-label", label).on_click(nudge).icon(picture).view()
    };
    let arrows = el("div")
        .class("grid grid-4")
        .child(arrow(0.0, "arrow-up", t.nudge_north))
        .child(arrow(180.0, "arrow-down", t.nudge_south))
        .child(arrow(270.0, "arrow-left", t.nudge_west))
        .child(arrow(90.0, "arrow-right", t.nudge_east))
        .view();
    let plan = el("div")
        .class("plan")
        .attr("role", "img")
        .attr("aria-label", t.plan_label)
        .on("click", tapped)
        .child(drawing(session, id, centre))
        .view();
    question(t.place_by_hand, "stack", vec![plan, paragraph("hint", t.plan_hint), arrows])
}

fn drawing(session: Session, id: RecordId, centre: Place) -> AnyView {
    let frame = LocalFrame::around(centre);
    // Whole decimetres, south down.
    #[expect(clippy::cast_possible_truncation, reason = "a plan is a few hundred metres wide")]
    let on_plan = move |place: Place| {
        let (east, north) = frame.local_from_place(place);
        ((east * 10.0) as i32, (north * -10.0) as i32)
    };
    let (stops, line) = session.now(|model| {
        model.walk().map_or((Vec::new(), Vec::new()), |walk| (walk.stops.clone(), walk.line().0))
    });
    let points: Vec<String> = line
        .into_iter()
        .map(|place| {
            let (x, y) = on_plan(place);
            format!("{x},{y}")
        })
        .collect();
    let stops = stops
        .into_iter()
        .filter_map(|stop| {
            let (x, y) = on_plan(stop.place?);
            Some(view! {
                <circle class="plan-stop" cx=x.to_string() cy=y.to_string() r="130"></circle>
                <text class="plan-number" x=x.to_string() y=(y + 50).to_string()>{stop.number.to_string()}</text>
            })
        })
        .collect_view();
    let pin = session.select(move |model| {
        let (observation, walk) = model.observation(id).zip(model.walk())?;
        let (x, y) = on_plan(observation.position(walk)?.place);
        Some(format!("M{x} {y} l-90 -200 a105 105 0 1 1 180 0 z"))
    });
    view! {
        <svg viewBox="-2000 -2000 4000 4000" aria-hidden="true">
            <polyline class="plan-route" points=points.join(" ")></polyline>
            {stops}
            <path class="plan-thing" d=move || pin.get().unwrap_or_default()></path>
        </svg>
    }
    .into_any()
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
