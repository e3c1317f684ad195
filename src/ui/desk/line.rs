//! The route and its stops: drawn with a finger or a mouse, taken from a file, or typed and moved in
//! lists.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::picture::file_picture;
use super::{
    being_read, file_button, part_card, place_field, questions, remarks, section, text_field,
};
use crate::app::Event;
use crate::app::effect::Reading;
use crate::app::model::FileRead;
use crate::app::view::marks::{self, Overlay};
use crate::domain::identity::WalkId;
use crate::domain::ledger::record::Body;
use crate::domain::observation::place::Place;
use crate::domain::walk::Stop;
use crate::domain::walk::route_draft::{RouteChange, RouteDraft};
use crate::platform::clock;
use crate::platform::map::MapEvent;
use crate::ui::map::{Marks, Surface, Wanted, surface};
use crate::ui::parts::{button, el, follow, follow_text, nothing};
use crate::ui::session::Session;

/// What a tap on the map does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Draw,
    Stops,
}

type Draft = RwSignal<RouteDraft>;

pub(super) fn content(session: Session, _walk: WalkId) -> Vec<AnyView> {
    let draft: Draft = RwSignal::new(
        session
            .sheet
            .with_untracked(|sheet| sheet.as_ref().map(RouteDraft::of))
            .unwrap_or_default(),
    );
    let mode = RwSignal::new(Mode::Draw);
    let (surface, drawing) = drawing(session, draft, mode);
    vec![
        from_file(session, draft, surface),
        drawing,
        stops(session, draft),
        vertices(session, draft),
    ]
}

fn apply(session: Session, draft: Draft, change: RouteChange) {
    draft.update(|draft| draft.apply(change));
    keep(session, draft);
}

fn stop_at(place: Place) -> RouteChange {
    RouteChange::StopAdd(Some(place), clock::chance().random)
}

fn keep(session: Session, draft: Draft) {
    let (line, stops) = draft.with_untracked(|d| (d.line().to_vec(), d.stops().to_vec()));
    session.amend_sheet(|walk| {
        walk.route = line;
        walk.stops = stops;
    });
}

fn drawing(session: Session, draft: Draft, mode: RwSignal<Mode>) -> (Surface, AnyView) {
    let d = session.desk_words();
    let chosen = RwSignal::new(None::<usize>);
    let of_draft = move |marks: fn(&RouteDraft) -> Vec<marks::Mark>| -> Marks {
        Arc::new(move || draft.with(marks))
    };
    let of_walk = |marks: fn(&crate::app::Model) -> Vec<marks::Mark>| -> Marks {
        let drawn = session.now(marks);
        Arc::new(move || drawn.clone())
    };
    let on = Rc::new(move |event| {
        let change = match event {
            MapEvent::Point(place) | MapEvent::Held(place) => match mode.get_untracked() {
                Mode::Draw => RouteChange::Append(place),
                Mode::Stops => stop_at(place),
            },
            MapEvent::Tapped(Overlay::Route, _, place) => match mode.get_untracked() {
                Mode::Draw => RouteChange::Insert(place),
                Mode::Stops => stop_at(place),
            },
            MapEvent::Tapped(Overlay::Vertices, id, place) => {
                if mode.get_untracked() == Mode::Stops {
                    stop_at(place)
                } else {
                    let _ = chosen.try_set(id.parse().ok());
                    return;
                }
            }
            MapEvent::Dragged(Overlay::Vertices, id, place) => match id.parse() {
                Ok(rank) => RouteChange::Move(rank, place),
                Err(_) => return,
            },
            MapEvent::Dragged(Overlay::Stops, id, place) => match id.parse() {
                Ok(rank) => RouteChange::StopMove(rank, place),
                Err(_) => return,
            },
            _ => return,
        };
        apply(session, draft, change);
    });
    let (drawn, view) = surface(
        session,
        Wanted {
            basemap: crate::ui::map::basemap_of_walk(session),
            overlays: vec![
                (Overlay::Perimeter, of_walk(marks::perimeter)),
                (Overlay::Reference, of_walk(marks::reference)),
                (Overlay::Route, of_draft(|draft| marks::line(draft.line()))),
                (
                    Overlay::Vertices,
                    Arc::new(move || draft.with(|draft| marks::vertices(draft, chosen.get()))),
                ),
                (Overlay::Stops, of_draft(marks::drafted_stops)),
            ],
            draggable: vec![Overlay::Stops, Overlay::Vertices],
            bounds: session.now(marks::bounds),
            on,
        },
    );
    let choice = |which: Mode, picture, words: &'static str| {
        button("chip")
            .pressed(move || mode.get() == which)
            .on_click(move || mode.set(which))
            .icon(picture)
            .span(words)
            .view()
    };
    let step = |picture, words: &'static str, can: fn((bool, bool)) -> bool, back: bool| {
        // Several steps back are several taps.
        let go = move || {
            draft.update(|draft| if back { draft.undo() } else { draft.redo() });
            keep(session, draft);
        };
        button("chip")
            .attr_follow("disabled", move || {
                (!can(draft.with(RouteDraft::steps))).then(String::new)
            })
            .attr("data-again", "")
            .on_click(go)
            .icon(picture)
            .span(words)
            .view()
    };
    let remove = move || {
        if let Some(rank) = chosen.get_untracked() {
            chosen.set(None);
            apply(session, draft, RouteChange::Remove(rank));
        }
    };
    let remove_chosen = follow(move || match chosen.get() {
        Some(rank) => {
            button("chip").on_click(remove).icon("trash-2").span((d.vertex_remove)(rank + 1)).view()
        }
        None => nothing(),
    });
    let tools = el("div")
        .class("chips")
        .child(choice(Mode::Draw, "route", d.draw))
        .child(choice(Mode::Stops, "milestone", d.put_stops))
        .child(step("undo-2", d.route_undo, |(back, _)| back, true))
        .child(step("redo-2", d.route_redo, |(_, forth)| forth, false))
        .child(remove_chosen)
        .view();
    let length = move || {
        draft.with(|draft| match draft.line().len() {
            0 | 1 => d.no_route.to_owned(),
            count => format!("{} · {}", (d.length)(draft.length_m()), (d.point_count)(count)),
        })
    };
    let hint = move || match mode.get() {
        Mode::Draw => d.draw_hint.to_owned(),
        Mode::Stops => d.put_hint.to_owned(),
    };
    let section = section("line", "route", d.step_line)
        .child(tools)
        .child(el("p").class("hint").child(follow_text(hint)).view())
        .child(el("div").class("desk-surface").child(view).view())
        .child(
            el("p")
                .attr("id", "route-length")
                .attr("role", "status")
                .child(el("strong").child(follow_text(length)).view())
                .view(),
        )
        .view();
    (drawn, section)
}

fn from_file(session: Session, draft: Draft, surface: Surface) -> AnyView {
    let d = session.desk_words();
    let read = session.select(|model| model.read.clone());
    let is_route = session.select(|model| {
        model.file_asked.as_ref().is_some_and(|asked| asked.reading == Reading::Route)
    });
    let shown = follow(move || match read.get() {
        FileRead::Reading => being_read(session),
        FileRead::Failed(why) => {
            el("p").class("card warning").attr("id", "read-failed").text(why).view()
        }
        FileRead::Names(found) if is_route.get() => el("div")
            .class("card prose warning")
            .child(remarks(&found.remarks))
            .child(questions(session, &found.questions))
            .view(),
        FileRead::Part(part) => {
            let drawn = file_picture(session, "route-picture", &part.body);
            let card = part_card(&part);
            let Body::Walk(found) = part.body else { return nothing() };
            let (count, has_line) = (found.stops.len(), found.route.len() > 1);
            let take = move |with_stops: bool| {
                let found = found.clone();
                move || {
                    if found.route.len() > 1 {
                        apply(session, draft, RouteChange::Line(found.route.clone()));
                    }
                    if with_stops {
                        let random = clock::chance().random;
                        let named = found.stops.iter();
                        let named = named.filter_map(|s| Some((s.name.clone(), s.place?)));
                        apply(session, draft, RouteChange::StopsAdd(named.collect(), random));
                    }
                    let stops = found.stops.iter().filter_map(|stop| stop.place);
                    if let Some(bounds) = marks::around(found.route.iter().copied().chain(stops)) {
                        surface.fit(bounds);
                    }
                    session.dispatch(Event::ReadDropped);
                }
            };
            let mut card = card
                .attr("id", "route-found")
                .child(el("strong").text(d.route_found).view())
                .child(drawn)
                .child(remarks(&part.remarks))
                .child(questions(session, &part.questions));
            if has_line {
                let line = button("button").on_click(take(false)).icon("check");
                card = card.child(line.span(d.route_use).view());
            }
            if count > 0 {
                let words = format!("{} ({count})", d.route_use_stops);
                let with = button("button quiet").on_click(take(true));
                card = card.child(with.icon("milestone").span(words).view());
            }
            let leave = move || session.dispatch(Event::ReadDropped);
            card.child(button("small").on_click(leave).text(d.drop).view()).view()
        }
        _ => nothing(),
    });
    el("div")
        .class("stack")
        .child(file_button(session, "route-file", d.route_file, Reading::Route))
        .child(el("div").attr("role", "status").child(shown).view())
        .view()
}

fn stops(session: Session, draft: Draft) -> AnyView {
    let d = session.desk_words();
    // Drawn anew when stops come, go or change places, not when a field is filled in.
    let typing = StoredValue::new(false);
    let order = Memo::new(move |before: Option<&Vec<_>>| {
        let now = draft.with(|draft| {
            let key = |stop: &Stop| (stop.number, stop.place);
            draft.stops().iter().map(key).collect::<Vec<_>>()
        });
        // Whoever types a place goes on to the next field: it must still be there.
        let is_typed = typing.get_value();
        typing.set_value(false);
        before.filter(|before| is_typed && before.len() == now.len()).cloned().unwrap_or(now)
    });
    let fixed = session.select(|model| model.current_fix().map(|fix| fix.place));
    let row = move |rank: usize, stop: Stop| {
        let number = stop.number;
        let name = text_field(
            format!("stop-name-{number}"),
            d.stop_name,
            "text",
            stop.name,
            move |name| apply(session, draft, RouteChange::StopName(rank, name)),
        );
        let minute = text_field(
            format!("stop-minute-{number}"),
            d.stop_minute,
            "number",
            stop.minute.map(|minute| minute.to_string()).unwrap_or_default(),
            move |text| {
                let minute = text.trim().parse().ok();
                apply(session, draft, RouteChange::StopMinute(rank, minute));
            },
        );
        let typed = stop.place.map(|place| place.typed()).unwrap_or_default();
        let place = place_field(session, d.stop_place.to_owned(), typed, move |place| {
            typing.set_value(true);
            apply(session, draft, RouteChange::StopMove(rank, place));
        });
        let here = move || {
            if let Some(place) = fixed.get_untracked() {
                apply(session, draft, RouteChange::StopMove(rank, place));
            }
        };
        let here = button("surface-button")
            .attr("aria-label", (d.stop_here)(number))
            .attr_follow("disabled", move || fixed.get().is_none().then(String::new))
            .on_click(here)
            .icon("crosshair");
        let mut tools = el("div").class("stop-tools").child(here.view());
        if rank > 0 {
            let earlier = move || apply(session, draft, RouteChange::StopEarlier(rank));
            let earlier = button("surface-button")
                .attr("aria-label", (d.stop_earlier)(number))
                .on_click(earlier);
            tools = tools.child(earlier.icon("arrow-up").view());
        }
        let remove = move || apply(session, draft, RouteChange::StopRemove(rank));
        let remove =
            button("surface-button").attr("aria-label", (d.stop_remove)(number)).on_click(remove);
        el("li")
            .class("stop-row")
            .child(el("strong").class("stop-number").text(number.to_string()).view())
            .child(
                el("div").class("grid stop-fields").child(name).child(minute).child(place).view(),
            )
            .child(tools.child(remove.icon("trash-2").view()).view())
            .view()
    };
    let rows = follow(move || {
        order.get();
        let stops = draft.with_untracked(|draft| draft.stops().to_vec());
        let rows = stops.into_iter().enumerate().map(|(rank, stop)| row(rank, stop));
        el("ol").class("plain-list stack").children(rows).view()
    });
    let add = move || apply(session, draft, RouteChange::StopAdd(None, clock::chance().random));
    section("stops", "milestone", d.stops_title)
        .child(rows)
        .child(button("answer wide").on_click(add).icon("plus").span(d.stop_add).view())
        .view()
}

fn vertices(session: Session, draft: Draft) -> AnyView {
    let d = session.desk_words();
    // A line taken from a file has hundreds of points: their rows are made when asked for.
    let open = RwSignal::new(false);
    let typing = StoredValue::new(false);
    let order = Memo::new(move |before: Option<&Vec<_>>| {
        let now = draft.with(|draft| draft.line().to_vec());
        let is_typed = typing.get_value();
        typing.set_value(false);
        before.filter(|before| is_typed && before.len() == now.len()).cloned().unwrap_or(now)
    });
    let rows = follow(move || {
        if !open.get() {
            return nothing();
        }
        order.get();
        let line = draft.with_untracked(|draft| draft.line().to_vec());
        let rows = line.into_iter().enumerate().map(|(rank, place)| {
            let moved = move |place| {
                typing.set_value(true);
                apply(session, draft, RouteChange::Move(rank, place));
            };
            let remove = move || apply(session, draft, RouteChange::Remove(rank));
            el("li")
                .class("vertex-row")
                .child(place_field(session, (d.vertex)(rank + 1), place.typed(), moved))
                .child(
                    button("surface-button")
                        .attr("aria-label", (d.vertex_remove)(rank + 1))
                        .on_click(remove)
                        .icon("trash-2")
                        .view(),
                )
                .view()
        });
        el("ol").class("plain-list stack").children(rows).view()
    });
    let append = move |place| apply(session, draft, RouteChange::Append(place));
    let add = place_field(session, d.vertex_add.to_owned(), String::new(), append);
    let clear = move || apply(session, draft, RouteChange::Line(Vec::new()));
    let clear = button("small").on_click(clear).icon("trash-2").text(d.route_clear);
    el("details")
        .class("card")
        .on("toggle", move |_| open.update(|open| *open = !*open))
        .child(el("summary").icon("move").span(d.vertices).view())
        .child(rows)
        .child(add)
        .child(clear.view())
        .view()
}
