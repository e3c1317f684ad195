//! The review walk: what is said to be done is looked at again by those who asked.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{Hall, constat, section};
use crate::app::Route;
use crate::app::review::TITLE_MAX;
use crate::app::route::Step;
use crate::app::workshop::{Act, Workshop};
use crate::domain::campaign::review::{self, STOPS_MOST, SaidDone};
use crate::domain::code::Code;
use crate::domain::date::{CalendarDate, written};
use crate::domain::deliberation::answer::{Check, Outcome};
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::observation::scale::Sharing;
use crate::platform::clock;
use crate::ui::parts::{all, button, el, follow, link, nothing, paragraph};

pub(super) fn room(hall: Hall, _campaign: WalkId) -> AnyView {
    all(vec![prepare(hall), walks(hall), checks(hall)])
}

fn reference(workshop: &Workshop) -> String {
    workshop.sheet().map(|sheet| sheet.reference.clone()).unwrap_or_default()
}

/// The day on which things are looked at, unless somebody says another: that of the last review
/// walk, or today before it.
fn usual_day(workshop: &Workshop) -> String {
    let today = clock::now().date();
    let walks = workshop.review_walks();
    let dates = walks.into_iter().map(|(walk, _)| walk.date.clone());
    dates.filter(|date| *date <= today).max().unwrap_or(today)
}

// --- Before the walk ------------------------------------------------------------------------------

fn prepare(hall: Hall) -> AnyView {
    let r = hall.restitution_words();
    let done = hall.select(|workshop| review::said_done(&workshop.campaign, &reference(workshop)));
    // What a review walk asks already is asked again only when somebody says so.
    let asked = hall.now(|workshop| {
        let done = review::said_done(&workshop.campaign, &reference(workshop)).into_iter();
        let asked = done.filter(|one| !workshop.campaign.asked_on(one.preconisation).is_empty());
        asked.map(|one| one.preconisation).collect::<BTreeSet<RecordId>>()
    });
    let left_out = RwSignal::new(asked);
    let title = RwSignal::new(r.room_review.to_owned());
    let on = RwSignal::new(clock::now().date());
    let chosen = move || -> Vec<SaidDone> {
        let all = done.get().into_iter();
        left_out.with(|out| all.filter(|one| !out.contains(&one.preconisation)).collect())
    };
    let rows = follow(move || {
        let rows = done.get().into_iter().map(|thing| row(hall, thing, left_out));
        el("ul").class("plain-list").attr("id", "said-done").children(rows).view()
    });
    let count = follow(move || {
        let chosen = chosen();
        let stops = review::stops(&chosen, None).0.len();
        let many =
            if stops > STOPS_MOST { paragraph("hint", r.review_many_stops) } else { nothing() };
        all(vec![paragraph("lead", (r.review_count)(chosen.len(), stops)), many])
    });
    let make = move || {
        let asked: Vec<RecordId> = chosen().into_iter().map(|one| one.preconisation).collect();
        let (title, on) = (title.get_untracked(), on.get_untracked());
        let before: Vec<WalkId> = known(hall).into_iter().map(|(walk, _)| walk).collect();
        if hall.act(Act::PrepareReview { asked: asked.clone(), title, on }) {
            // A second tap is no second walk.
            left_out.update(|out| out.extend(asked));
            // The walk is prepared on this device, as if its sheet had been filled in here.
            for (walk, device) in known(hall) {
                if !before.contains(&walk) {
                    hall.session.numbered(walk, device);
                }
            }
        }
    };
    let form = move || {
        let name = el("input")
            .attr("id", "review-title")
            .attr("type", "text")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .attr("maxlength", TITLE_MAX.to_string())
            .attr("value", title.get_untracked())
            .on_value("input", move |typed| title.set(typed));
        let day = el("input")
            .attr("id", "review-date")
            .attr("type", "date")
            .attr("value", on.get_untracked())
            .on_value("input", move |typed| on.set(typed));
        all(vec![
            el("div")
                .class("fields")
                .child(el("label").class("field").span(r.review_title).child(name.view()).view())
                .child(el("label").class("field").span(r.review_date).child(day.view()).view())
                .view(),
            el("div").attr("role", "status").child(count).view(),
            button("button")
                .attr("id", "prepare-review")
                .attr_follow("disabled", move || chosen().is_empty().then(String::new))
                .on_click(make)
                .icon("footprints")
                .span(r.review_prepare)
                .view(),
        ])
    };
    let form = form();
    let empty = follow(move || {
        if done.with(Vec::is_empty) { paragraph("empty", r.review_none) } else { nothing() }
    });
    section("review", "footprints", r.review_what)
        .child(paragraph("hint", r.review_hint))
        .child(empty)
        .child(rows)
        .child(el("div").class("stack").hidden(move || done.with(Vec::is_empty)).child(form).view())
        .view()
}

/// The review walks, with the number that this device would have on each.
fn known(hall: Hall) -> Vec<(WalkId, DeviceNumber)> {
    hall.now(|workshop| {
        let walks = workshop.review_walks().into_iter();
        walks.map(|(walk, device)| (walk.id, device)).collect()
    })
}

fn row(hall: Hall, thing: SaidDone, left_out: RwSignal<BTreeSet<RecordId>>) -> AnyView {
    let (t, r) = (hall.session.words(), hall.restitution_words());
    let id = thing.preconisation;
    let toggle = move || {
        left_out.update(|out| {
            if !out.remove(&id) {
                out.insert(id);
            }
        });
    };
    let words = el("span")
        .class("row-text")
        .child(
            el("strong")
                .attr("dir", "auto")
                .text(format!("{} · {}", thing.number, thing.title))
                .view(),
        )
        .child(el("small").attr("dir", "auto").text(about(hall, &thing)).view());
    let words = if thing.answer.is_empty() {
        words
    } else {
        words.child(el("q").class("quote").attr("dir", "auto").text(thing.answer.clone()).view())
    };
    let words = if thing.sharing == Sharing::Internal {
        words.child(el("small").text(r.review_internal).view())
    } else {
        words
    };
    let walks = hall.select(move |workshop| {
        let walks = workshop.campaign.asked_on(id).into_iter();
        let of =
            |walk| workshop.campaign.walk(walk).map(|walk| (walk.title.clone(), walk.date.clone()));
        walks.filter_map(of).collect::<Vec<_>>()
    });
    let asked_before = follow(move || {
        let walks = walks.get().into_iter();
        let named: Vec<String> =
            walks.map(|(title, date)| format!("{title}, {}", (t.date)(&date))).collect();
        if named.is_empty() {
            return nothing();
        }
        el("small").attr("dir", "auto").text((r.review_asked_on)(&named.join(" ; "))).view()
    });
    let words = words.child(asked_before);
    let row = button("answer wide member")
        .attr("data-number", thing.number.clone())
        .pressed(move || left_out.with(|out| !out.contains(&id)))
        .on_click(toggle)
        .icon("megaphone")
        .child(words.view());
    el("li").child(row.view()).view()
}

/// Where it is, and since when it is said to be done.
fn about(hall: Hall, thing: &SaidDone) -> String {
    let (t, r) = (hall.session.words(), hall.restitution_words());
    let mut about = Vec::new();
    if !thing.place_name.is_empty() {
        about.push(thing.place_name.clone());
    }
    if thing.place.is_none() {
        about.push(r.review_no_place.to_owned());
    }
    if let Some(done) = thing.done {
        about.push((r.review_done_on)(&(t.date)(&done.to_string())));
    }
    about.join(" · ")
}

// --- The walks ------------------------------------------------------------------------------------

fn walks(hall: Hall) -> AnyView {
    let (t, r) = (hall.session.words(), hall.restitution_words());
    let walks = hall.select(|workshop| {
        let walks = workshop.review_walks().into_iter().rev();
        walks
            .map(|(walk, _)| (walk.id, walk.title.clone(), walk.date.clone(), walk.stops.len()))
            .collect::<Vec<_>>()
    });
    follow(move || {
        let walks = walks.get();
        if walks.is_empty() {
            return nothing();
        }
        let cards = walks.into_iter().map(|(walk, title, date, stops)| {
            let when = format!("{} · {}", (t.date)(&date), (r.review_stops)(stops));
            el("article")
                .class("preconisation")
                .child(el("h3").attr("dir", "auto").text(title).view())
                .child(paragraph("hint", when))
                .child(
                    el("div")
                        .class("ways")
                        .child(
                            link("button quiet", Route::Sheet(walk))
                                .icon("pencil")
                                .span(r.review_open_sheet)
                                .view(),
                        )
                        .child(
                            link("button quiet", Route::Prepare(walk, Step::Kit))
                                .icon("share-2")
                                .span(r.review_share)
                                .view(),
                        )
                        .view(),
                )
                .view()
        });
        section("review-walks", "check", r.review_walks)
            .child(paragraph("hint", r.review_walks_hint))
            .children(cards)
            .view()
    })
}

// --- After it -------------------------------------------------------------------------------------

fn checks(hall: Hall) -> AnyView {
    let r = hall.restitution_words();
    let on = RwSignal::new(hall.now(usual_day));
    let things = hall.select(|workshop| {
        let reference = reference(workshop);
        let mut things = review::said_done(&workshop.campaign, &reference);
        things.extend(review::looked_at(&workshop.campaign, &reference));
        things.sort_by(|a, b| (&a.number, a.preconisation).cmp(&(&b.number, b.preconisation)));
        things.dedup_by_key(|thing| thing.preconisation);
        things
    });
    let day = el("input")
        .attr("id", "checked-on")
        .attr("type", "date")
        .attr("value", on.get_untracked())
        .on_value("input", move |typed| on.set(typed))
        .view();
    let day = el("label").class("field narrow").span(r.review_checked_on).child(day).view();
    let cards =
        follow(move || all(things.get().into_iter().map(|thing| card(hall, thing, on)).collect()));
    section("checks", "shield-check", r.review_checks)
        .hidden(move || things.with(Vec::is_empty))
        .child(paragraph("hint", r.review_checks_hint))
        .child(day)
        .child(cards)
        .view()
}

fn card(hall: Hall, thing: SaidDone, on: RwSignal<String>) -> AnyView {
    let (t, w, r) = (hall.session.words(), hall.words(), hall.restitution_words());
    let language = hall.session.language();
    let id = thing.preconisation;
    let check = hall.select(move |workshop| workshop.campaign.check(id).cloned());
    let status = hall.select(move |workshop| workshop.campaign.status(id));
    let given = move |outcome| check.get().is_some_and(|check| check.outcome == outcome);
    let say = move |outcome: Outcome| {
        let on = CalendarDate::parse(&on.get_untracked());
        let on = on.or_else(|| clock::now().calendar_date());
        // The same again takes it back.
        let known = hall.now(|workshop| workshop.campaign.check(id).map(|check| check.outcome));
        let withdrawn = known == Some(outcome);
        hall.act(Act::Checked(vec![Check { preconisation: id, outcome, on, withdrawn }]));
    };
    let offered = [Outcome::Resolved, Outcome::Partly, Outcome::Unchanged, Outcome::Worse];
    let answers = offered.map(|outcome| {
        button("answer")
            .attr("data-outcome", outcome.code())
            .pressed(move || given(outcome))
            .on_click(move || say(outcome))
            .icon(outcome.icon())
            .span(outcome.label(language))
            .view()
    });
    let after = follow(move || {
        let status = status.get();
        let stands = el("p")
            .class("lead status-now")
            .attr("data-status", status.code())
            .icon(status.icon())
            .child(el("strong").text(status.label(language)).view());
        let Some(check) = check.get() else { return stands.view() };
        let mut said = vec![
            stands.view(),
            paragraph("hint", (r.review_agreed_on)(&(t.date)(&written(check.on)))),
        ];
        if check.outcome == Outcome::Partly && status == Status::Done {
            said.push(paragraph("hint", r.review_partly));
        }
        if check.outcome.leads_to().is_some_and(|to| to != status) {
            said.push(paragraph("hint", r.review_moved_since));
        }
        all(said)
    });
    el("article")
        .class("preconisation")
        .attr("data-number", thing.number.clone())
        .child(el("h3").class("number").text(thing.number.clone()).view())
        .child(
            el("p").child(el("strong").attr("dir", "auto").text(thing.title.clone()).view()).view(),
        )
        .child(paragraph("hint", about(hall, &thing)))
        .child(seen(hall, id))
        .child(
            el("fieldset")
                .class("question")
                .child(el("legend").text(r.review_agreed).view())
                .child(el("div").class("grid grid-4").children(answers).view())
                .view(),
        )
        .child(el("div").attr("role", "status").child(after).view())
        .child(
            el("details")
                .child(el("summary").icon("clock").span(w.life).view())
                .child(constat::life(hall, id))
                .view(),
        )
        .view()
}

/// What the phones of each review walk saw, in words; the group agrees on what follows.
fn seen(hall: Hall, id: RecordId) -> AnyView {
    let r = hall.restitution_words();
    let language = hall.session.language();
    let counts = hall.select(move |workshop| {
        let walks = workshop.campaign.asked_on(id).into_iter();
        walks
            .map(|walk| {
                let sheet = workshop.campaign.walk(walk);
                let title = sheet.map_or(String::new(), |sheet| sheet.title.clone());
                (title, workshop.campaign.sightings_on(id, walk))
            })
            .collect::<Vec<_>>()
    });
    follow(move || {
        let counts = counts.get();
        if counts.is_empty() {
            return nothing();
        }
        let lines = counts.into_iter().map(|(title, counts)| {
            let said: Vec<(usize, &str)> = Outcome::ALL
                .iter()
                .zip(counts)
                .filter(|(_, count)| *count > 0)
                .map(|(outcome, count)| (count, outcome.label(language)))
                .collect();
            let words =
                if said.is_empty() { r.review_nobody.to_owned() } else { (r.review_seen)(&said) };
            let words = if title.is_empty() { words } else { format!("{title} · {words}") };
            let divided =
                if said.len() > 1 { paragraph("hint", r.review_divided) } else { nothing() };
            let line = el("p").class("lead seen").icon("smartphone");
            all(vec![line.child(el("span").attr("dir", "auto").text(words).view()).view(), divided])
        });
        all(lines.collect())
    })
}
