//! The map of the walk: where one is, which stop comes, what was said there; a tap reads, a finger
//! that stays observes.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::{review, several};
use crate::app::route::Panel;
use crate::app::view::marks::{self, Mark, Overlay};
use crate::app::{Event, Model, Route};
use crate::domain::code::Code;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::place::Place;
use crate::domain::walk::stop::StopId;
use crate::platform::map::MapEvent;
use crate::ui::map::{Marks, Wanted, surface};
use crate::ui::parts::{Frame, all, button, el, follow, frame, icon, link, nothing, paragraph};
use crate::ui::session::Session;

/// What was tapped.
#[derive(Clone, PartialEq)]
enum Chosen {
    Nothing,
    Observation(RecordId),
    /// Several at one point, from which one is chosen.
    Several(Vec<RecordId>),
    Stop(StopId),
    /// A label and where it is.
    Reference(String, Place),
    /// A place where a finger stayed.
    Point(Place),
}

pub(super) fn page(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let loaded = session.select(|model| model.loaded);
    let content =
        follow(
            move || {
                if loaded.get() { content(session, walk) } else { paragraph("empty", t.loading) }
            },
        );
    let around = Frame { position: true, tabs: Some(walk), whole: true, ..Frame::plain("") };
    frame(session, around, vec![content])
}

/// Marks made again when the notebook changes, and not with every tick.
pub(super) fn of_notebook(
    session: Session,
    marks: impl Fn(&Model) -> Vec<Mark> + Send + Sync + 'static,
) -> Marks {
    let changes = session.select(|model| (model.changes, model.loaded));
    let memo = Memo::new(move |_| {
        changes.get();
        session.now(&marks)
    });
    Arc::new(move || memo.get())
}

/// Marks that depend on the position too.
pub(super) fn of_model(
    session: Session,
    marks: impl Fn(&Model) -> Vec<Mark> + Send + Sync + 'static,
) -> Marks {
    let followed = session.select(marks);
    Arc::new(move || followed.get())
}

fn content(session: Session, walk: WalkId) -> AnyView {
    let chosen = RwSignal::new(Chosen::Nothing);
    let observations = {
        let changes = session.select(|model| model.changes);
        let memo = Memo::new(move |_| {
            changes.get();
            let open = match chosen.get() {
                Chosen::Observation(id) => Some(id),
                _ => None,
            };
            session.now(|model| marks::observations(model, open))
        });
        Arc::new(move || memo.get()) as Marks
    };
    let on = Rc::new(move |event| {
        let next = match event {
            MapEvent::Tapped(Overlay::Observations, id, _) => {
                RecordId::parse(&id).map(Chosen::Observation)
            }
            MapEvent::Together(Overlay::Observations, ids) => {
                Some(Chosen::Several(ids.iter().filter_map(|id| RecordId::parse(id)).collect()))
            }
            MapEvent::Tapped(Overlay::Stops, id, _) => StopId::parse(&id).map(Chosen::Stop),
            MapEvent::Tapped(Overlay::Reference, id, _) => session.now(|model| {
                let point = marks::reference_points(model).nth(id.parse().ok()?)?;
                Some(Chosen::Reference(point.label.clone(), point.place))
            }),
            MapEvent::Held(place) => Some(Chosen::Point(place)),
            MapEvent::Point(_) | MapEvent::Tapped(..) => Some(Chosen::Nothing),
            _ => None,
        };
        if let Some(next) = next {
            let _ = chosen.try_set(next);
        }
    });
    let wanted = Wanted {
        basemap: crate::ui::map::basemap_of_walk(session),
        overlays: vec![
            (Overlay::Perimeter, of_notebook(session, marks::perimeter)),
            (Overlay::Route, of_notebook(session, marks::route)),
            (Overlay::Reference, of_notebook(session, marks::reference)),
            (Overlay::Stops, of_model(session, marks::stops)),
            (Overlay::Observations, observations),
            (Overlay::Thing, Arc::new(move || held(&chosen.get()))),
            (Overlay::Position, of_model(session, marks::position)),
        ],
        draggable: Vec::new(),
        bounds: session.now(marks::bounds),
        on,
    };
    let (surface, view) = surface(session, wanted);
    let aiming = RwSignal::new(false);
    all(vec![
        view,
        el("div").class("map-top").child(near_stop(session, walk)).view(),
        follow(move || if aiming.get() { cross() } else { nothing() }),
        el("div")
            .class("map-bottom")
            .child(ways(session, walk, surface, aiming))
            .child(card(session, walk, chosen))
            .child(aim(session, walk, surface, aiming))
            .view(),
    ])
}

/// A finger that stayed leaves a mark until it is decided.
fn held(chosen: &Chosen) -> Vec<Mark> {
    let Chosen::Point(place) = chosen else { return Vec::new() };
    let id = String::new();
    vec![Mark { id, shape: marks::Shape::Point(*place), look: marks::Look::Plain }]
}

fn cross() -> AnyView {
    el("div").class("map-cross").attr("aria-hidden", "true").icon("crosshair").view()
}

/// The stop one stands at: how much was said there, and its form.
fn near_stop(session: Session, walk: WalkId) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let near = session.select(|model| {
        let walk = model.walk()?;
        let fix = model.current_fix()?;
        let stop = walk.stop_of(fix.place, fix.accuracy_m)?;
        let said = model.notebook.newest_first().filter(|o| walk.is_at(o.stop, stop.id)).count();
        let closed = model.notebook.is_stop_closed(walk, stop.id);
        Some((stop.id, walk.stop_name(stop.known()), said, closed))
    });
    follow(move || {
        let Some((stop, name, said, closed)) = near.get() else { return nothing() };
        let mut words = vec![(t.observations)(said)];
        words.extend(review::waiting(session, walk, stop));
        if closed {
            words.push(g.stop_closed.to_lowercase());
        }
        let text = el("span")
            .child(el("small").text(g.near_stop).view())
            .child(el("strong").attr("dir", "auto").text(t.stop(&name)).view())
            .child(el("small").text(words.join(" · ")).view())
            .view();
        link("card row-card", Route::StopForm(walk, stop))
            .icon("milestone")
            .child(text)
            .icon("chevron-right")
            .view()
    })
}

fn ways(
    session: Session,
    walk: WalkId,
    surface: crate::ui::map::Surface,
    aiming: RwSignal<bool>,
) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let fix = session.select(|model| model.current_fix().map(|fix| fix.place));
    let locate = move || match fix.get_untracked() {
        Some(place) => surface.fly(place),
        None => session.dispatch(Event::PositionAsked),
    };
    let unplaced = session.select(|model| {
        let walk = model.walk()?;
        Some(model.notebook.newest_first().filter(|o| o.position(walk).is_none()).count())
    });
    let left_out = follow(move || match unplaced.get().unwrap_or(0) {
        0 => nothing(),
        count => {
            link("chip", Route::Walk(walk)).icon("map-pin-off").span((g.unplaced)(count)).view()
        }
    });
    let aim = button("surface-button")
        .attr("aria-label", g.cross)
        .pressed(move || aiming.get())
        .on_click(move || aiming.update(|aiming| *aiming = !*aiming))
        .icon("crosshair")
        .view();
    let locate = button("surface-button")
        .attr("aria-label", g.locate)
        .on_click(locate)
        .icon("navigation")
        .view();
    let plus = button("fab map-plus")
        .attr("aria-label", t.add_observation)
        .on_click(move || session.dispatch(Event::PlusTapped))
        .icon("plus")
        .view();
    el("div")
        .class("map-ways")
        .child(left_out)
        .child(el("span").class("spring").view())
        .child(aim)
        .child(locate)
        .child(plus)
        .view()
}

/// The crosshair's own button.
fn aim(
    session: Session,
    walk: WalkId,
    surface: crate::ui::map::Surface,
    aiming: RwSignal<bool>,
) -> AnyView {
    let g = session.ground_words();
    follow(move || {
        if !aiming.get() {
            return nothing();
        }
        let here = move || {
            if let Some(place) = surface.centre() {
                session.open(Route::Principles(walk, Some(place)));
            }
        };
        button("button").on_click(here).icon("crosshair").span(g.observe_here).view()
    })
}

/// What was tapped, in words, and the way on.
fn card(session: Session, walk: WalkId, chosen: RwSignal<Chosen>) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let close = move || {
        button("plain")
            .attr("aria-label", t.close)
            .on_click(move || chosen.set(Chosen::Nothing))
            .icon("x")
            .view()
    };
    let shown = follow(move || {
        let (picture, title, more, way): (&'static str, String, String, AnyView) =
            match chosen.get() {
                Chosen::Nothing => return nothing(),
                Chosen::Several(ids) => return several::choice(session, walk, &ids, close()),
                Chosen::Observation(id) => match observation(session, id) {
                    Some((picture, title, more)) => {
                        let route = Route::Observation(walk, id, Panel::Summary);
                        let way = link("small", route).text(g.open_observation).view();
                        (picture, title, more, way)
                    }
                    None => return nothing(),
                },
                Chosen::Stop(stop) => {
                    let found = session.now(|model| {
                        let walk = model.walk()?;
                        let name = walk.stop_name(walk.stop(stop)?.known());
                        let at = model.notebook.newest_first();
                        Some((name, at.filter(|o| walk.is_at(o.stop, stop)).count()))
                    });
                    let Some((name, said)) = found else { return nothing() };
                    let way = link("small", Route::StopForm(walk, stop)).text(g.stop_form).view();
                    let mut about = vec![(t.observations)(said)];
                    about.extend(review::waiting(session, walk, stop));
                    ("milestone", t.stop(&name), about.join(" · "), way)
                }
                Chosen::Reference(label, place) => {
                    let route = Route::Principles(walk, Some(place));
                    let way = link("small", route).text(g.observe_lamp).view();
                    ("lightbulb", label, String::new(), way)
                }
                Chosen::Point(place) => {
                    let route = Route::Principles(walk, Some(place));
                    let way = link("small", route).icon("plus").text(g.observe_here).view();
                    ("map-pin", place.typed(), String::new(), way)
                }
            };
        let words = el("span")
            .class("row-text")
            .child(el("strong").attr("dir", "auto").text(title).view())
            .child(el("small").attr("dir", "auto").text(more).view())
            .view();
        el("div")
            .class("card map-card")
            .child(icon(picture))
            .child(words)
            .child(way)
            .child(close())
            .view()
    });
    el("div").attr("role", "status").child(shown).view()
}

/// An observation in two lines.
pub(super) fn observation(
    session: Session,
    id: RecordId,
) -> Option<(&'static str, String, String)> {
    let t = session.words();
    let language = session.language();
    session.now(|model| {
        let observation = model.observation(id)?;
        let mut more = vec![observation.made.hour_minute()];
        more.extend(observation.polarity.map(|polarity| polarity.label(language).to_owned()));
        let name = model.walk().zip(observation.stop).map(|(walk, said)| walk.stop_name(said));
        more.extend(name.map(|name| t.stop_in_line(&name)));
        if !observation.words.is_empty() {
            more.push(observation.words.chars().take(80).collect());
        }
        let category = observation.category;
        Some((category.icon(), category.label(language).to_owned(), more.join(" · ")))
    })
}
