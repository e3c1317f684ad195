//! Where it is: here, at a stop, or by hand. Where the observer stood is another field and stays.

use leptos::prelude::*;

use super::done;
use crate::domain::amend::{Change, TextField};
use crate::domain::identity::RecordId;
use crate::domain::place::{LocalFrame, Place};
use crate::platform::screen;
use crate::ui::parts::{icon, toggles, writing};
use crate::ui::session::Session;

/// One press of an arrow, in metres.
const NUDGE_M: f64 = 5.0;
/// What the plan shows around its centre, in metres to each side.
const PLAN_M: f64 = 200.0;

pub(super) fn content(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let stops = session.select(|model| {
        model
            .walk()
            .map(|walk| {
                walk.stops
                    .iter()
                    .map(|stop| (stop.number, stop.name.clone(), stop.place.is_some()))
                    .collect::<Vec<_>>()
            })
            .unwrap_or_default()
    });
    let at_stop = session.select(move |model| model.observation(id).and_then(|o| o.stop));
    let fixed = session.select(|model| model.current_fix().is_some());
    let moved = session.select(move |model| {
        model.observation(id).is_some_and(|o| o.thing.is_some() && o.observer.is_some())
    });
    let here_now = move |_| {
        if let Some(fix) = session.now(crate::app::Model::current_fix) {
            session.say(id, Change::PlacedHere(fix));
        }
    };
    view! {
        <div class="stack">
            {move || fixed.get().then(|| view! {
                <button type="button" class="button quiet" on:click=here_now>
                    {icon("crosshair")}<span>{t.place_here}</span>
                </button>
            })}
            {move || moved.get().then(|| view! {
                <button type="button" class="button quiet" on:click=move |_| session.say(id, Change::PlacedWhereObserved)>
                    {icon("footprints")}<span>{t.place_where_observed}</span>
                </button>
            })}
        </div>
        {move || {
            let stops = stops.get();
            (!stops.is_empty()).then(|| view! {
                <fieldset class="question">
                    <legend>{t.place_at_stop}</legend>
                    <div class="stack">
                        {stops.into_iter().map(|(number, name, placed)| view! {
                            <button
                                type="button"
                                class="answer wide"
                                aria-pressed=move || (at_stop.get() == Some(number)).to_string()
                                on:click=move |_| session.say(id, if placed {
                                    Change::PlacedAtStop(number)
                                } else {
                                    Change::Stop(Some(number))
                                })
                            >
                                {icon("milestone")}
                                <span dir="auto">{(t.stop_title)(number, &name)}</span>
                                {(!placed).then(|| view! { <small>{t.stop_without_place}</small> })}
                            </button>
                        }).collect_view()}
                    </div>
                </fieldset>
            })
        }}
        {plan(session, id)}
        {typed(session, id)}
        {writing(session, id, TextField::PlaceName, t.place_name_label, t.place_name_hint)}
        {toggles(session, id, t.place_kind_question, 3, Change::PlaceKind, |o, change| {
            matches!(change, Change::PlaceKind(code) if o.place_kind == Some(*code))
        })}
        {done(session)}
    }
    .into_any()
}

/// The place itself, or the best guess to start placing from.
fn here(model: &crate::app::Model, id: RecordId) -> Option<Place> {
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
    let place = session.select(move |model| here(model, id));
    let placed = session.select(move |model| {
        model.observation(id).zip(model.walk()).is_some_and(|(o, walk)| o.position(walk).is_some())
    });
    // The plan does not move under the finger: its centre is where it was opened.
    let centre = RwSignal::new(session.now(|model| here(model, id)));
    let marks = session.select(|model| {
        model
            .walk()
            .map(|walk| {
                let stops: Vec<(u16, Place)> =
                    walk.stops.iter().filter_map(|stop| Some((stop.number, stop.place?))).collect();
                (stops, walk.line().0)
            })
            .unwrap_or_default()
    });
    let nudge = move |bearing: f64| {
        if let Some(place) = place.get_untracked() {
            session.say(id, Change::PlacedByHand(place.moved(bearing, NUDGE_M)));
        }
    };
    let tapped = move |event: leptos::ev::MouseEvent| {
        let Some(centre) = centre.get_untracked() else { return };
        let (right, down) = screen::place_in_element(&event);
        let local = ((right * 2.0 - 1.0) * PLAN_M, (1.0 - down * 2.0) * PLAN_M);
        if let Ok(place) = LocalFrame::around(centre).place_from_local(local) {
            session.say(id, Change::PlacedByHand(place));
        }
    };
    let arrow = move |bearing: f64, picture: &'static str, label: &'static str| {
        view! {
            <button type="button" class="answer" aria-label=label on:click=move |_| nudge(bearing)>{icon(picture)}</button>
        }
    };
    view! {
        {move || centre.get().map(|middle| {
            let frame = LocalFrame::around(middle);
            let svg = move |place: Place| {
                let (east, north) = frame.local_from_place(place);
                (east, -north)
            };
            view! {
                <fieldset class="question">
                    <legend>{t.place_by_hand}</legend>
                    <svg
                        class="plan"
                        role="img"
                        aria-label=t.plan_label
                        viewBox=format!("-{PLAN_M} -{PLAN_M} {0} {0}", 2.0 * PLAN_M)
                        on:click=tapped
                    >
                        {move || {
                            let (stops, line) = marks.get();
                            let points: Vec<String> = line
                                .into_iter()
                                .map(|place| { let (x, y) = svg(place); format!("{x:.1},{y:.1}") })
                                .collect();
                            view! {
                                <polyline class="plan-route" points=points.join(" ")></polyline>
                                {stops.into_iter().map(|(number, place)| {
                                    let (x, y) = svg(place);
                                    view! {
                                        <circle class="plan-stop" cx=x.to_string() cy=y.to_string() r="13"></circle>
                                        <text class="plan-number" x=x.to_string() y=(y + 5.0).to_string()>{number}</text>
                                    }
                                }).collect_view()}
                            }
                        }}
                        {move || place.get().filter(|_| placed.get()).map(|place| {
                            let (x, y) = svg(place);
                            view! {
                                <path class="plan-thing" d=format!("M{x:.1} {y:.1} l-9 -20 a10.5 10.5 0 1 1 18 0 z")></path>
                            }
                        })}
                    </svg>
                    <p class="hint">{t.plan_hint}</p>
                    <div class="grid grid-4">
                        {arrow(0.0, "arrow-up", t.nudge_north)}
                        {arrow(180.0, "arrow-down", t.nudge_south)}
                        {arrow(270.0, "arrow-left", t.nudge_west)}
                        {arrow(90.0, "arrow-right", t.nudge_east)}
                    </div>
                </fieldset>
            }
        })}
    }
    .into_any()
}

/// Coordinates typed or pasted: latitude, longitude, as maps show them.
fn typed(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let initial = session.now(|model| {
        let place = model.observation(id).zip(model.walk()).and_then(|(o, walk)| o.position(walk));
        place.map(|p| format!("{:.6}, {:.6}", p.place.lat(), p.place.lon())).unwrap_or_default()
    });
    let wrong = RwSignal::new(false);
    let entered = move |text: String| {
        if text.trim().is_empty() {
            return;
        }
        match Place::from_typed(&text) {
            Some(place) => {
                wrong.set(false);
                session.say(id, Change::PlacedByHand(place));
            }
            None => wrong.set(true),
        }
    };
    view! {
        <details class="field">
            <summary>{t.coordinates}</summary>
            <label for="coordinates">{t.coordinates_label}</label>
            <input
                id="coordinates"
                type="text"
                inputmode="text"
                autocomplete="off"
                aria-describedby="coordinates-hint"
                aria-invalid=move || wrong.get().to_string()
                prop:value=initial
                on:change=move |event| entered(event_target_value(&event))
            />
            <p class="hint" id="coordinates-hint" role="status">
                {move || if wrong.get() { t.coordinates_wrong } else { t.coordinates_hint }}
            </p>
        </details>
    }
    .into_any()
}
