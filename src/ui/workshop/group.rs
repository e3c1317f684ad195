//! What belongs together: the program suggests and says why, a person decides, and everything can
//! be undone. The list and the map do the same.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::{Hall, named, said, section, select_field};
use crate::app::view::marks::{self, Look, Mark, Overlay, Shape};
use crate::app::workshop::{Act, Workshop};
use crate::domain::campaign::cluster::{Suggestion, suggest};
use crate::domain::code::Code;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::Observation;
use crate::domain::observation::place::Place;
use crate::domain::observation::taxonomy::Principle;
use crate::domain::walk::Walk;
use crate::platform::clock;
use crate::platform::map::MapEvent;
use crate::ui::map::{Wanted, surface};
use crate::ui::parts::{all, button, el, follow, follow_text, nothing, paragraph};

/// Suggestions and observations shown at a time.
const PAGE: usize = 20;
/// Observations drawn at a time.
const DRAWN: usize = 600;
/// Dropped this near (metres) to a constat or to another observation, it is meant for it.
const DROPPED_M: f64 = 25.0;

/// What the list shows.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Filter {
    walk: Option<WalkId>,
    principle: Option<Principle>,
    grouped: bool,
}

fn shown(workshop: &Workshop, filter: Filter) -> Vec<(&Observation, &Walk)> {
    let campaign = &workshop.campaign;
    campaign
        .observations()
        .filter(|(observation, walk)| {
            filter.walk.is_none_or(|wanted| walk.id == wanted)
                && filter.principle.is_none_or(|wanted| observation.principle() == Some(wanted))
                && campaign.constat_of(observation.id).is_some() == filter.grouped
        })
        .collect()
}

pub(super) fn room(hall: Hall) -> AnyView {
    let w = hall.words();
    let filter = RwSignal::new(Filter::default());
    all(vec![
        paragraph("hint", w.group_hint),
        chosen_bar(hall),
        super::columns(vec![
            el("div").class("column").child(suggestions(hall)).view(),
            el("div").class("column").child(map(hall)).child(list(hall, filter)).view(),
        ]),
    ])
}

/// What is chosen, and what can be done with it.
fn chosen_bar(hall: Hall) -> AnyView {
    let w = hall.words();
    let constats = hall.select(|workshop| {
        workshop.campaign.constats().into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let bar = follow(move || {
        let chosen: Vec<RecordId> = hall.chosen.get().into_iter().collect();
        if chosen.is_empty() {
            return paragraph("hint", w.nothing_chosen);
        }
        let count = chosen.len();
        let options: Vec<(String, String)> =
            constats.get().into_iter().map(|id| (id.to_string(), named(hall, id))).collect();
        let (to_new, to_known, to_leave) = (chosen.clone(), chosen.clone(), chosen);
        let done = move |act: Act| {
            if hall.act(act) {
                hall.chosen.set(BTreeSet::new());
            }
        };
        el("div")
            .class("chosen")
            .child(el("strong").text((w.chosen)(count)).view())
            .child(
                button("button")
                    .attr("id", "group-new")
                    .on_click(move || done(Act::Group(to_new.clone(), None)))
                    .icon("plus")
                    .span(w.group_new)
                    .view(),
            )
            .child(select_field(
                hall,
                "group-into".into(),
                w.group_into,
                options,
                String::new(),
                move |value| {
                    if let Some(constat) = RecordId::parse(&value) {
                        done(Act::Group(to_known.clone(), Some(constat)));
                    }
                },
            ))
            .child(
                button("small")
                    .on_click(move || done(Act::Leave(to_leave.clone())))
                    .icon("log-out")
                    .text(w.group_leave)
                    .view(),
            )
            .child(
                button("small")
                    .on_click(move || hall.chosen.set(BTreeSet::new()))
                    .icon("x")
                    .text(w.choose_none)
                    .view(),
            )
            .view()
    });
    el("div").class("chosen-bar").attr("role", "status").child(bar).view()
}

/// Why some observations are suggested to be one place.
fn why(hall: Hall, suggestion: &Suggestion) -> String {
    let (w, language) = (hall.words(), hall.session.language());
    let light = if suggestion.dark { w.in_the_dark } else { w.in_the_light };
    (w.why)(
        suggestion.members.len(),
        suggestion.principle.tile(language),
        light,
        suggestion.linked_within_m,
        suggestion.worst_accuracy_m,
    )
}

fn suggestions(hall: Hall) -> AnyView {
    let w = hall.words();
    let later: RwSignal<BTreeSet<RecordId>> = RwSignal::new(BTreeSet::new());
    let most = RwSignal::new(PAGE);
    let all_found = hall.select(|workshop| {
        let located = clock::measured("located", || workshop.located());
        clock::measured("suggestions", || suggest(&located))
    });
    let shown = follow(move || {
        let later_now = later.get();
        let found: Vec<Suggestion> = all_found.with(|found| {
            let open = found
                .iter()
                .filter(|one| one.members.first().is_none_or(|id| !later_now.contains(id)));
            open.take(most.get() + 1).cloned().collect()
        });
        if found.is_empty() {
            return paragraph("empty", w.no_suggestion);
        }
        let more = found.len() > most.get();
        let cards = found.into_iter().take(most.get()).map(|suggestion| {
            let reason = why(hall, &suggestion);
            let members = suggestion.members.clone();
            let first = members.first().copied();
            let (accepted, picked) = (members.clone(), members.clone());
            let rows = members.iter().take(4).filter_map(|id| {
                hall.now(|workshop| {
                    let (observation, walk) = workshop.campaign.observation(*id)?;
                    Some(
                        el("li")
                            .icon(observation.category.icon())
                            .child(said(hall, observation, walk))
                            .view(),
                    )
                })
            });
            let rest = members.len().saturating_sub(4);
            el("li")
                .class("suggestion")
                .child(
                    el("p")
                        .class("lead")
                        .icon("sparkles")
                        .child(el("strong").text(reason).view())
                        .view(),
                )
                .child(el("ul").class("plain-list members").children(rows).view())
                .child(if rest > 0 { paragraph("hint", (w.and_more)(rest)) } else { nothing() })
                .child(
                    el("div")
                        .class("ways")
                        .child(
                            button("button")
                                .on_click(move || hall.does(Act::Group(accepted.clone(), None)))
                                .icon("check")
                                .span(w.accept)
                                .view(),
                        )
                        .child(
                            button("small")
                                .on_click(move || hall.chosen.set(picked.iter().copied().collect()))
                                .icon("list")
                                .text(w.pick)
                                .view(),
                        )
                        .child(
                            button("small")
                                .on_click(move || later.update(|later| later.extend(first)))
                                .icon("x")
                                .text(w.not_now)
                                .view(),
                        )
                        .view(),
                )
                .view()
        });
        let cards = el("ol").class("plain-list").attr("id", "suggestions").children(cards).view();
        let more = if more {
            button("button quiet")
                .on_click(move || most.update(|most| *most += PAGE))
                .icon("plus")
                .span(w.more)
                .view()
        } else {
            nothing()
        };
        all(vec![cards, more])
    });
    let count = follow_text(move || (w.suggestion_count)(all_found.with(Vec::len)));
    section("suggested", "sparkles", w.suggestions)
        .child(
            el("p")
                .class("hint")
                .attr("id", "suggestion-count")
                .attr("role", "status")
                .child(count)
                .view(),
        )
        .child(shown)
        .view()
}

fn toggle(hall: Hall, id: RecordId) {
    hall.chosen.update(|chosen| {
        if !chosen.remove(&id) {
            chosen.insert(id);
        }
    });
}

fn list(hall: Hall, filter: RwSignal<Filter>) -> AnyView {
    let w = hall.words();
    let most = RwSignal::new(PAGE);
    let walks = hall.now(|workshop| {
        let walks = workshop.campaign.walks();
        walks
            .into_iter()
            .map(|walk| (walk.id.to_string(), format!("{} · {}", walk.title, walk.date)))
            .collect::<Vec<_>>()
    });
    let rows = hall.select(move |workshop| {
        let filter = filter.get();
        let all = shown(workshop, filter);
        let ids: Vec<(RecordId, Option<RecordId>)> = all
            .iter()
            .take(most.get())
            .map(|(observation, _)| (observation.id, workshop.campaign.constat_of(observation.id)))
            .collect();
        (all.len(), ids)
    });
    let shown = follow(move || {
        let (count, ids) = rows.get();
        let more = count > ids.len();
        let items = ids.into_iter().filter_map(|(id, constat)| {
            let (icon, hue, lines) = hall.now(|workshop| {
                let (observation, walk) = workshop.campaign.observation(id)?;
                Some((
                    observation.category.icon(),
                    observation.category.hue(),
                    said(hall, observation, walk),
                ))
            })?;
            let mut row = button("answer wide member")
                .attr("data-hue", hue.to_string())
                .pressed(move || hall.chosen.with(|chosen| chosen.contains(&id)))
                .on_click(move || toggle(hall, id))
                .icon(icon)
                .child(lines);
            if let Some(constat) = constat {
                row = row.child(el("span").class("badge").text(named(hall, constat)).view());
            }
            Some(el("li").child(row.view()).view())
        });
        let items: Vec<AnyView> = items.collect();
        let more = if more {
            button("button quiet")
                .on_click(move || most.update(|most| *most += PAGE))
                .icon("plus")
                .span(w.more)
                .view()
        } else {
            nothing()
        };
        all(vec![
            paragraph("hint", (w.observation_count)(count)),
            el("ul").class("plain-list").attr("id", "observations").children(items).view(),
            more,
        ])
    });
    let principles = Principle::ALL.iter().map(|principle| {
        let set = move || {
            filter.update(|filter| {
                filter.principle = (filter.principle != Some(*principle)).then_some(*principle);
            });
        };
        button("chip")
            .pressed(move || filter.with(|filter| filter.principle == Some(*principle)))
            .on_click(set)
            .icon(principle.icon())
            .span(principle.tile(hall.session.language()))
            .view()
    });
    let grouped = button("chip")
        .pressed(move || filter.with(|filter| filter.grouped))
        .on_click(move || filter.update(|filter| filter.grouped = !filter.grouped))
        .icon("blocks")
        .span(w.show_grouped)
        .view();
    section("free", "list", w.observations)
        .child(select_field(
            hall,
            "filter-walk".into(),
            w.entry_walk,
            walks,
            String::new(),
            move |value| filter.update(|filter| filter.walk = WalkId::parse(&value)),
        ))
        .child(el("div").class("chips").children(principles).child(grouped).view())
        .child(shown)
        .view()
}

fn place_of(workshop: &Workshop, id: RecordId) -> Option<Place> {
    let (observation, walk) = workshop.campaign.observation(id)?;
    Some(observation.position(walk)?.place)
}

/// Marks of the campaign's walks.
pub(super) fn ground(hall: Hall) -> Vec<(Overlay, crate::ui::map::Marks)> {
    let lines: Arc<dyn Fn() -> Vec<Mark> + Send + Sync> = Arc::new(move || {
        hall.workshop.with(|workshop| {
            let walks = workshop.campaign.walks();
            walks.into_iter().flat_map(|walk| marks::line(&walk.line().0)).collect()
        })
    });
    let stops: Arc<dyn Fn() -> Vec<Mark> + Send + Sync> = Arc::new(move || {
        hall.workshop.with(|workshop| {
            let mut known = BTreeSet::new();
            let mut all = Vec::new();
            for walk in workshop.campaign.walks() {
                for stop in &walk.stops {
                    if let Some(place) = stop.place
                        && known.insert((stop.number, place.e7()))
                    {
                        let look = Look::Stop { number: stop.number, near: false, closed: false };
                        all.push(Mark {
                            id: stop.number.to_string(),
                            shape: Shape::Point(place),
                            look,
                        });
                    }
                }
            }
            all
        })
    });
    vec![(Overlay::Route, lines), (Overlay::Stops, stops)]
}

/// The basemap of one of its walks.
pub(super) fn basemap(hall: Hall) -> Option<crate::domain::walk::basemap::Basemap> {
    hall.now(|workshop| {
        workshop
            .campaign
            .notebooks
            .values()
            .find_map(|notebook| notebook.basemap().map(|(_, found)| found.clone()))
    })
}

fn map(hall: Hall) -> AnyView {
    let w = hall.words();
    let observations: Arc<dyn Fn() -> Vec<Mark> + Send + Sync> = Arc::new(move || {
        let chosen = hall.chosen.get();
        hall.workshop.with(|workshop| {
            let free = workshop
                .campaign
                .observations()
                .filter(|(o, _)| workshop.campaign.constat_of(o.id).is_none());
            free.filter_map(|(observation, walk)| {
                let place = observation.position(walk)?.place;
                let look = Look::Observation {
                    principle: observation.category.hue(),
                    polarity: observation.polarity,
                    coarse: false,
                    chosen: chosen.contains(&observation.id),
                };
                Some(Mark { id: observation.id.to_string(), shape: Shape::Point(place), look })
            })
            .take(DRAWN)
            .collect()
        })
    });
    let constats: Arc<dyn Fn() -> Vec<Mark> + Send + Sync> = Arc::new(move || {
        hall.workshop.with(|workshop| {
            let constats = workshop.campaign.constats().into_iter();
            constats
                .filter_map(|(id, constat)| {
                    let look = Look::Reference { label: format!("C{:02}", constat.number) };
                    Some(Mark { id: id.to_string(), shape: Shape::Point(constat.place?), look })
                })
                .collect()
        })
    });
    let mut overlays = ground(hall);
    overlays.push((Overlay::Reference, constats));
    overlays.push((Overlay::Observations, observations));
    let bounds = hall.now(|workshop| {
        let places =
            workshop.campaign.observations().filter_map(|(o, walk)| Some(o.position(walk)?.place));
        marks::around(places)
    });
    let on: Rc<dyn Fn(MapEvent)> = Rc::new(move |event| match event {
        MapEvent::Tapped(Overlay::Observations, id, _) => {
            if let Some(id) = RecordId::parse(&id) {
                toggle(hall, id);
            }
        }
        // Those at one point are chosen together; the list beside the map parts them.
        MapEvent::Together(Overlay::Observations, ids) => {
            let ids: Vec<_> = ids.iter().filter_map(|id| RecordId::parse(id)).collect();
            hall.chosen.update(|chosen| {
                if ids.iter().all(|id| chosen.contains(id)) {
                    chosen.retain(|id| !ids.contains(id));
                } else {
                    chosen.extend(ids);
                }
            });
        }
        MapEvent::Dragged(Overlay::Observations, id, place) => {
            if let Some(id) = RecordId::parse(&id) {
                dropped(hall, id, place);
            }
        }
        _ => {}
    });
    let wanted = Wanted {
        overlays,
        draggable: vec![Overlay::Observations],
        bounds,
        basemap: basemap(hall),
        on,
    };
    let (_, view) = surface(hall.session, wanted);
    section("map", "map", w.map)
        .child(paragraph("hint", w.map_hint))
        .child(el("div").class("desk-surface").child(view).view())
        .view()
}

/// An observation was dropped: on a constat it joins it, on another observation they become one.
/// Where it was said does not move.
fn dropped(hall: Hall, id: RecordId, place: Place) {
    let nearest = hall.now(|workshop| {
        let campaign = &workshop.campaign;
        let constats = campaign
            .constats()
            .into_iter()
            .filter_map(|(id, constat)| Some((id, constat.place?, true)));
        let others = campaign
            .observations()
            .filter(|(other, _)| other.id != id && campaign.constat_of(other.id).is_none())
            .filter_map(|(other, walk)| Some((other.id, other.position(walk)?.place, false)));
        let near = |all: &mut dyn Iterator<Item = (RecordId, Place, bool)>| {
            all.map(|(id, at, is_constat)| (at.metres_to(place), id, is_constat))
                .filter(|(metres, ..)| *metres <= DROPPED_M)
                .min_by(|a, b| a.0.total_cmp(&b.0))
        };
        // A constat that is near is what was meant, even among free observations.
        near(&mut constats.into_iter()).or_else(|| near(&mut others.into_iter()))
    });
    let away =
        hall.now(|workshop| place_of(workshop, id).is_some_and(|from| from.metres_to(place) > 1.0));
    match nearest {
        Some((_, constat, true)) => hall.does(Act::Group(vec![id], Some(constat))),
        Some((_, other, false)) if away => hall.does(Act::Group(vec![id, other], None)),
        // It goes back to where it was said.
        _ => hall.workshop.notify(),
    }
}
