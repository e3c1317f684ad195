//! Deciding: dots, what they stand beside, the order the group makes of it; and the wall, one
//! constat at a time.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::{Hall, constat as constats, group, level_chips, named, picture, section};
use crate::app::Route;
use crate::app::route::Room;
use crate::app::view::marks::{self, Look, Mark, Overlay, Shape};
use crate::app::workshop::Act;
use crate::domain::code::Code;
use crate::domain::deliberation::constat::{Constat, Priority};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::scale::{Frequency, Level, Scale};
use crate::ui::map::{Wanted, surface};
use crate::ui::parts::{all, button, el, follow, follow_text, link, nothing, paragraph, question};

pub(super) fn room(hall: Hall, campaign: WalkId) -> AnyView {
    let w = hall.words();
    let wall = link("button quiet", Route::Campaign(campaign, Room::Wall))
        .icon("eye")
        .span(w.room_wall)
        .view();
    all(vec![
        paragraph("hint", w.decide_hint),
        wall,
        super::columns(vec![
            el("div").class("column").child(ballots(hall)).view(),
            el("div").class("column").child(order(hall)).view(),
        ]),
    ])
}

/// One participant after the other, without names.
fn ballots(hall: Hall) -> AnyView {
    let w = hall.words();
    let open: RwSignal<Option<RecordId>> = RwSignal::new(None);
    let list = hall.select(|workshop| {
        let ballots = workshop.campaign.ballots();
        ballots.into_iter().map(|(id, ballot)| (id, ballot.short_number())).collect::<Vec<_>>()
    });
    let begin = move || {
        if hall.act(Act::BeginBallot) {
            open.set(hall.now(|workshop| workshop.campaign.ballots().last().map(|(id, _)| *id)));
        }
    };
    let chips = follow(move || {
        let chips = list.get().into_iter().map(|(id, number)| {
            button("chip")
                .pressed(move || open.get() == Some(id))
                .on_click(move || open.update(|open| *open = (*open != Some(id)).then_some(id)))
                .icon("user")
                .span((w.ballot)(&number))
                .view()
        });
        el("div").class("chips").attr("id", "ballots").children(chips).view()
    });
    let form = follow(move || open.get().map_or_else(nothing, |id| ballot(hall, id, open)));
    section("dots", "circle-dot", w.dots)
        .child(paragraph("hint", w.dots_hint))
        .child(
            button("button")
                .attr("id", "begin-ballot")
                .on_click(begin)
                .icon("plus")
                .span(w.ballot_new)
                .view(),
        )
        .child(chips)
        .child(form)
        .view()
}

fn ballot(hall: Hall, id: RecordId, open: RwSignal<Option<RecordId>>) -> AnyView {
    let w = hall.words();
    let left = hall.select(move |workshop| {
        let allowed = u32::from(workshop.sheet().map_or(0, |sheet| sheet.dots));
        let ballots = workshop.campaign.ballots();
        let used =
            ballots.iter().find(|(known, _)| *known == id).map_or(0, |(_, ballot)| ballot.used());
        allowed.saturating_sub(used)
    });
    let ids = hall.now(|workshop| {
        workshop.campaign.constats().into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let rows = ids.into_iter().map(|constat| {
        let dots = hall.select(move |workshop| {
            let ballots = workshop.campaign.ballots();
            ballots
                .iter()
                .find(|(known, _)| *known == id)
                .map_or(0, |(_, ballot)| ballot.on(constat))
        });
        let change = move |more: bool| hall.does(Act::Dot(id, constat, more));
        let name = named(hall, constat);
        el("li")
            .class("dot-row")
            .child(el("span").attr("dir", "auto").text(name.clone()).view())
            .child(
                el("span")
                    .class("stepper")
                    .attr("data-again", "")
                    .child(
                        button("answer")
                            .attr("aria-label", format!("{} {name}", w.dot_less))
                            .on_click(move || change(false))
                            .icon("minus")
                            .view(),
                    )
                    .child(
                        el("output")
                            .attr("aria-live", "polite")
                            .child(follow_text(move || dots.get().to_string()))
                            .view(),
                    )
                    .child(
                        button("answer")
                            .attr("aria-label", format!("{} {name}", w.dot_more))
                            .on_click(move || change(true))
                            .icon("plus")
                            .view(),
                    )
                    .view(),
            )
            .view()
    });
    let rows = el("ul").class("plain-list").children(rows.collect::<Vec<_>>()).view();
    let remove = move || {
        if hall.act(Act::DropBallot(id)) {
            open.set(None);
        }
    };
    el("div")
        .class("ballot")
        .child(
            el("p")
                .class("lead")
                .attr("role", "status")
                .icon("circle-dot")
                .child(follow_text(move || (w.dots_left)(left.get() as usize)))
                .view(),
        )
        .child(rows)
        .child(
            el("div")
                .class("ways")
                .child(
                    button("button")
                        .attr("id", "ballot-done")
                        .on_click(move || open.set(None))
                        .icon("check")
                        .span(w.ballot_done)
                        .view(),
                )
                .child(button("small").on_click(remove).icon("trash-2").text(w.ballot_drop).view())
                .view(),
        )
        .view()
}

fn amend(hall: Hall, id: RecordId, change: impl FnOnce(&mut Constat)) {
    if let Some(mut constat) = hall.now(|workshop| workshop.campaign.constat(id).cloned()) {
        change(&mut constat);
        hall.act(Act::Constat(id, Box::new(constat)));
    }
}

fn set<T: PartialEq>(value: &mut Option<T>, tapped: T) {
    *value = if value.as_ref() == Some(&tapped) { None } else { Some(tapped) };
}

/// The order, with everything it may rest on beside it. Nothing is added up into one number.
fn order(hall: Hall) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let ids = hall.select(|workshop| {
        workshop.campaign.in_order().into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let summed = hall.select(|workshop| {
        let tally = workshop.campaign.tally(workshop.sheet().map_or(0, |sheet| sheet.dots));
        (tally.ballots as usize, tally.dots.values().sum::<u32>() as usize, tally.refused as usize)
    });
    let by_dots = move || {
        let order = hall.now(|workshop| {
            let tally = workshop.campaign.tally(workshop.sheet().map_or(0, |sheet| sheet.dots));
            let mut order: Vec<(RecordId, u16)> = workshop
                .campaign
                .constats()
                .into_iter()
                .map(|(id, constat)| (id, constat.number))
                .collect();
            order.sort_by_key(|(id, number)| (std::cmp::Reverse(tally.on(*id)), *number));
            order.into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        });
        hall.act(Act::Rank(order));
    };
    let moved = move |id: RecordId, up: bool| {
        let mut order = hall.now(|workshop| {
            workshop.campaign.in_order().into_iter().map(|(id, _)| id).collect::<Vec<_>>()
        });
        if let Some(at) = order.iter().position(|known| *known == id) {
            let to =
                if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
            if let Some(to) = to {
                order.swap(at, to);
                hall.act(Act::Rank(order));
            }
        }
    };
    let rows = follow(move || {
        let rows = ids.get().into_iter().enumerate().map(|(rank, id)| {
            let dots = hall.select(move |workshop| {
                let tally = workshop.campaign.tally(workshop.sheet().map_or(0, |sheet| sheet.dots));
                (tally.on(id) as usize, tally.voters.get(&id).copied().unwrap_or_default() as usize)
            });
            let constat = hall.select(move |workshop| workshop.campaign.constat(id).cloned());
            let level = move |field: fn(&Constat) -> Option<Level>| {
                move || constat.get().as_ref().and_then(field)
            };
            let priorities = Priority::ALL.iter().map(|priority| {
                let priority = *priority;
                button("chip")
                    .pressed(move || {
                        constat.get().is_some_and(|constat| constat.priority == Some(priority))
                    })
                    .on_click(move || {
                        amend(hall, id, |constat| set(&mut constat.priority, priority))
                    })
                    .icon(priority.icon())
                    .span(priority.label(language))
                    .view()
            });
            let name = named(hall, id);
            el("li")
                .class("ranked")
                .child(
                    el("div")
                        .class("ranked-head")
                        .child(el("strong").class("rank").text((rank + 1).to_string()).view())
                        .child(el("span").attr("dir", "auto").text(name.clone()).view())
                        .child(
                            button("plain")
                                .attr("aria-label", format!("{} {name}", w.move_up))
                                .on_click(move || moved(id, true))
                                .icon("arrow-up")
                                .view(),
                        )
                        .child(
                            button("plain")
                                .attr("aria-label", format!("{} {name}", w.move_down))
                                .on_click(move || moved(id, false))
                                .icon("arrow-down")
                                .view(),
                        )
                        .view(),
                )
                .child(
                    el("p")
                        .class("lead dots-on")
                        .icon("circle-dot")
                        .child(follow_text(move || {
                            let (dots, voters) = dots.get();
                            (w.dots_on)(dots, voters)
                        }))
                        .view(),
                )
                .child(
                    el("details")
                        .child(el("summary").icon("scale").span(w.beside).view())
                        .child(level_chips(
                            hall,
                            w.constat_severity,
                            Scale::Severity,
                            level(|constat| constat.severity),
                            move |tapped| {
                                amend(hall, id, |constat| set(&mut constat.severity, tapped))
                            },
                        ))
                        .child(constats::one_of::<Frequency>(
                            hall,
                            id,
                            w.constat_frequency,
                            |constat| &mut constat.frequency,
                        ))
                        .child(feasibility(hall, id))
                        .child(question(w.constat_priority, "chips", priorities.collect()))
                        .view(),
                )
                .view()
        });
        el("ol").class("plain-list").attr("id", "order").children(rows.collect::<Vec<_>>()).view()
    });
    section("ranking", "list", w.order)
        .child(paragraph("hint", w.order_hint))
        .child(
            el("p")
                .class("hint")
                .attr("id", "tally")
                .child(follow_text(move || {
                    let (ballots, dots, refused) = summed.get();
                    (w.tally)(ballots, dots, refused)
                }))
                .view(),
        )
        .child(
            button("button quiet")
                .attr("id", "order-by-dots")
                .on_click(by_dots)
                .icon("circle-dot")
                .span(w.order_by_dots)
                .view(),
        )
        .child(rows)
        .view()
}

fn feasibility(hall: Hall, id: RecordId) -> AnyView {
    let w = hall.words();
    let current = hall.select(move |workshop| {
        workshop.campaign.constat(id).and_then(|constat| constat.feasibility)
    });
    let chips = Level::ALL.into_iter().zip(w.feasible).map(|(level, words)| {
        button("chip")
            .pressed(move || current.get() == Some(level))
            .on_click(move || amend(hall, id, |constat| set(&mut constat.feasibility, level)))
            .span(words)
            .view()
    });
    question(w.feasibility, "chips", chips.collect())
}

/// For the wall: large, one thing at a time, by arrow keys or by two large buttons.
pub(super) fn wall(hall: Hall) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let at = RwSignal::new(0usize);
    let ids = hall.select(|workshop| {
        workshop.campaign.in_order().into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let turn = move |forward: bool| {
        let last = ids.with_untracked(|ids| ids.len().saturating_sub(1));
        at.update(|at| *at = if forward { (*at + 1).min(last) } else { at.saturating_sub(1) });
    };
    let shown = follow(move || {
        let all_ids = ids.get();
        let index = at.get().min(all_ids.len().saturating_sub(1));
        let Some(id) = all_ids.get(index).copied() else { return paragraph("empty", w.no_constat) };
        let Some((constat, derived, photos)) = hall.now(|workshop| {
            let constat = workshop.campaign.constat(id)?.clone();
            let media: Vec<_> = constat
                .photos
                .iter()
                .filter_map(|photo| {
                    workshop.campaign.notebooks.values().find_map(|notebook| {
                        match &notebook.record(*photo)?.body {
                            crate::domain::ledger::record::Body::Photo(photo)
                                if !photo.withdrawn =>
                            {
                                Some(photo.media)
                            }
                            _ => None,
                        }
                    })
                })
                .collect();
            Some((constat, workshop.campaign.derived(id), media))
        }) else {
            return nothing();
        };
        let place = constat.place;
        // Drawn above the stops.
        let look = Look::Observation {
            principle: constat.category.hue(),
            polarity: constat.polarity,
            coarse: false,
            chosen: true,
        };
        let mark =
            place.map(|place| Mark { id: "constat".into(), shape: Shape::Point(place), look });
        let marks: Arc<dyn Fn() -> Vec<Mark> + Send + Sync> =
            Arc::new(move || mark.clone().into_iter().collect());
        let mut overlays = group::ground(hall);
        overlays.push((Overlay::Observations, marks));
        let bounds = place.and_then(|place| {
            marks::around(
                [0.0, 90.0, 180.0, 270.0].into_iter().map(|bearing| place.moved(bearing, 120.0)),
            )
        });
        let wanted = Wanted {
            overlays,
            draggable: Vec::new(),
            bounds,
            basemap: group::basemap(hall),
            on: Rc::new(|_| {}),
        };
        let (_, map) = surface(hall.session, wanted);
        let pictures = photos.into_iter().map(|media| picture(media, w.photo.to_owned()));
        let quote = if constat.quote.is_empty() {
            nothing()
        } else {
            el("blockquote").attr("dir", "auto").text(format!("« {} »", constat.quote)).view()
        };
        let asked = hall.now(|workshop| {
            workshop
                .campaign
                .preconisations(id)
                .into_iter()
                .map(|(_, one)| one.title.clone())
                .collect::<Vec<_>>()
        });
        let about = constat
            .principle()
            .map_or(constat.category.label(language), |principle| principle.label(language));
        let asked = asked.into_iter().map(|title| el("li").attr("dir", "auto").text(title).view());
        all(vec![
            paragraph("hint", format!("{} / {}", index + 1, all_ids.len())),
            el("h2").class("wall-title").attr("dir", "auto").text(named(hall, id)).view(),
            paragraph("wall-summary", constat.summary.clone()),
            quote,
            el("div")
                .class("wall-columns")
                .child(
                    el("div")
                        .class("column")
                        .child(constats::what_is_said(hall, &derived))
                        .child(el("ul").class("wall-asked").children(asked).view())
                        .view(),
                )
                .child(
                    el("div")
                        .class("column")
                        .child(el("div").class("desk-surface").child(map).view())
                        .child(el("div").class("pictures").children(pictures).view())
                        .view(),
                )
                .view(),
            el("p").class("hint").text(format!("{} · {about}", constat.place_name)).view(),
        ])
    });
    let keyed = move |event: web_sys::Event| {
        if let Some(key) = wasm_bindgen::JsCast::dyn_ref::<web_sys::KeyboardEvent>(&event) {
            match key.key().as_str() {
                "ArrowRight" | "PageDown" => turn(true),
                "ArrowLeft" | "PageUp" => turn(false),
                _ => {}
            }
        }
    };
    el("div")
        .class("wall")
        .on("keydown", keyed)
        .child(el("div").attr("aria-live", "polite").child(shown).view())
        .child(
            el("div")
                .class("wall-ways")
                .child(
                    button("button quiet")
                        .attr("id", "wall-back")
                        .on_click(move || turn(false))
                        .icon("arrow-left")
                        .span(w.previous)
                        .view(),
                )
                .child(
                    button("button quiet")
                        .attr("id", "wall-next")
                        .on_click(move || turn(true))
                        .icon("arrow-right")
                        .span(w.next)
                        .view(),
                )
                .view(),
        )
        .view()
}
