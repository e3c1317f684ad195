//! The walk's sheet: what a mediator knows of it beforehand, and completes afterwards. Nothing is
//! compulsory but a title, and that is suggested.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::{kept, locked, open_sheet, readable, steps};
use crate::app::{Event, Route};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::stamp::{is_date, is_time};
use crate::domain::walk::profile::PROFILES;
use crate::domain::walk::stop::StopId;
use crate::domain::walk::{
    AgeBand, DayKind, Guarantor, Mobility, Stop, Theme, Walk, WalkKind, Weather,
};
use crate::platform::clock;
use crate::ui::parts::{Frame, all, button, choices, el, follow, frame, paragraph};
use crate::ui::session::Session;

pub(super) fn new_walk(session: Session) -> AnyView {
    let (t, d) = (session.words(), session.desk_words());
    if session.sheet.with_untracked(|sheet| sheet.as_ref().is_none_or(|walk| walk.id != WalkId(0)))
    {
        let now = clock::now();
        let title = (d.walk_title_on)(&now.date());
        session.sheet.set(Some(Walk { title, ..Walk::blank(WalkId(0), now) }));
    }
    form(session, None, t.new_walk, d.create_walk, |session, walk| {
        session.sheet.set(None);
        session.dispatch(Event::WalkCreated(Box::new(walk), clock::chance()));
    })
}

pub(super) fn existing_walk(session: Session, id: WalkId) -> AnyView {
    let (t, d) = (session.words(), session.desk_words());
    let known = session.select(|model| model.loaded && model.walk().is_some());
    follow(move || {
        if !known.get() {
            return frame(session, Frame::plain(t.sheet), vec![paragraph("empty", t.loading)]);
        }
        open_sheet(session, id);
        form(session, Some(id), t.sheet, d.save_sheet, |session, walk| {
            session.open(Route::Walk(walk.id));
        })
    })
}

fn form(
    session: Session,
    existing: Option<WalkId>,
    title: &'static str,
    action: &'static str,
    save: fn(Session, Walk),
) -> AnyView {
    let d = session.desk_words();
    // Bumped where fields have to be drawn anew from the sheet.
    let drawn = RwSignal::new(0_u32);
    let saved = move || {
        if let Some(walk) = session.sheet.get_untracked() {
            save(session, walk);
        }
    };
    let name = field(
        session,
        d.field_title,
        "text",
        |walk| walk.title.clone(),
        |walk, typed| {
            // A walk without a name cannot be found again: an empty one keeps the old.
            if !typed.trim().is_empty() {
                walk.title = typed;
            }
        },
    );
    let when = el("div")
        .class("grid grid-3 fields")
        .child(field(
            session,
            d.field_date,
            "date",
            |walk| walk.date.clone(),
            |walk, typed| {
                if is_date(&typed) {
                    walk.date = typed;
                }
            },
        ))
        .child(field(
            session,
            d.field_start,
            "time",
            |walk| walk.starts_at.clone(),
            |walk, typed| {
                if typed.is_empty() || is_time(&typed) {
                    walk.starts_at = typed;
                }
            },
        ))
        .child(field(
            session,
            d.field_end,
            "time",
            |walk| walk.ends_at.clone(),
            |walk, typed| {
                if typed.is_empty() || is_time(&typed) {
                    walk.ends_at = typed;
                }
            },
        ))
        .view();
    let save = button("button").attr("id", "save-sheet").on_click(saved).icon("check").span(action);
    let fields = vec![
        name,
        when,
        group("milestone", d.group_stops, vec![stops(session, drawn)]),
        group("users", d.group_people, people(session)),
        group("landmark", d.group_frame, framework(session, drawn)),
        group("cloud-sun", d.group_context, conditions(session)),
    ];
    let mut content = Vec::new();
    match existing {
        Some(walk) => {
            content.extend([steps(session, walk), readable(session), locked(session, fields)]);
            content.push(kept(session));
        }
        None => content.extend(fields),
    }
    content.push(el("div").class("last").child(save.view()).view());
    frame(session, Frame { position: true, ..Frame::plain(title) }, content)
}

fn group(picture: &'static str, title: &'static str, content: Vec<AnyView>) -> AnyView {
    el("details")
        .class("card")
        .child(el("summary").icon(picture).span(title).view())
        .children(content)
        .view()
}

fn people(session: Session) -> Vec<AnyView> {
    let d = session.desk_words();
    let count = |label, get: fn(&Walk) -> Option<u16>, set: fn(&mut Walk, Option<u16>)| {
        let text = move |walk: &Walk| get(walk).map(|count| count.to_string()).unwrap_or_default();
        field(session, label, "number", text, move |walk, typed| {
            set(walk, typed.trim().parse().ok())
        })
    };
    let counts = [
        count(d.field_total, |walk| walk.participants.total, |walk, n| walk.participants.total = n),
        count(d.field_women, |walk| walk.participants.women, |walk, n| walk.participants.women = n),
        count(d.field_men, |walk| walk.participants.men, |walk, n| walk.participants.men = n),
        count(
            d.field_minors,
            |walk| walk.participants.minors,
            |walk, n| walk.participants.minors = n,
        ),
        count(
            d.field_facilitators,
            |walk| walk.participants.facilitators,
            |walk, n| walk.participants.facilitators = n,
        ),
    ];
    vec![
        paragraph("hint", d.people_hint),
        el("div").class("grid grid-2 fields").children(counts).view(),
        many::<AgeBand>(session, d.field_ages, |walk| &mut walk.ages),
        many::<Mobility>(session, d.field_mobility, |walk| &mut walk.mobility),
        many::<Guarantor>(session, d.field_guarantors, |walk| &mut walk.guarantors),
        field(
            session,
            d.field_languages,
            "text",
            |walk| walk.languages.clone(),
            |walk, typed| {
                walk.languages = typed;
            },
        ),
    ]
}

fn framework(session: Session, drawn: RwSignal<u32>) -> Vec<AnyView> {
    let d = session.desk_words();
    let profiles = PROFILES.iter().map(|profile| {
        let fill_in = move || {
            edit(session, |walk| profile.fill(walk));
            drawn.update(|drawn| *drawn += 1);
        };
        button("small").on_click(fill_in).text((d.use_profile)(profile.name)).view()
    });
    let text = move |label, get: fn(&Walk) -> &String, set: fn(&mut Walk, String)| {
        field(session, label, "text", move |walk| get(walk).clone(), set)
    };
    vec![
        el("div").class("chips").children(profiles).view(),
        follow(move || {
            drawn.get();
            all(vec![
                text(
                    d.field_commissioner,
                    |walk| &walk.commissioner,
                    |walk, typed| walk.commissioner = typed,
                ),
                text(d.field_operator, |walk| &walk.operator, |walk, typed| walk.operator = typed),
                text(
                    d.field_commune_name,
                    |walk| &walk.commune_name,
                    |walk, typed| walk.commune_name = typed,
                ),
                text(d.field_quarter, |walk| &walk.quarter, |walk, typed| walk.quarter = typed),
            ])
        }),
        text(d.field_contact, |walk| &walk.contact, |walk, typed| walk.contact = typed),
        text(d.field_cycle, |walk| &walk.cycle, |walk, typed| walk.cycle = typed),
        text(d.field_reference, |walk| &walk.reference, |walk, typed| walk.reference = typed),
        text(d.field_commune, |walk| &walk.commune, |walk, typed| walk.commune = typed),
        one::<WalkKind>(
            session,
            d.field_kind,
            |walk| Some(walk.kind),
            |walk, kind| {
                if let Some(kind) = kind {
                    walk.kind = kind;
                }
            },
        ),
        many::<Theme>(session, d.field_themes, |walk| &mut walk.themes),
    ]
}

fn conditions(session: Session) -> Vec<AnyView> {
    let d = session.desk_words();
    vec![
        one::<Weather>(
            session,
            d.field_weather,
            |walk| walk.weather,
            |walk, weather| walk.weather = weather,
        ),
        one::<DayKind>(
            session,
            d.field_day_kind,
            |walk| walk.day_kind,
            |walk, kind| walk.day_kind = kind,
        ),
        field(
            session,
            d.field_context,
            "text",
            |walk| walk.context.clone(),
            |walk, typed| {
                walk.context = typed;
            },
        ),
        field(
            session,
            d.field_coarse,
            "number",
            |walk| walk.coarse_above_m.to_string(),
            |walk, typed| {
                if let Ok(metres) = typed.trim().parse::<u16>()
                    && (1..=1000).contains(&metres)
                {
                    walk.coarse_above_m = metres;
                }
            },
        ),
    ]
}

/// Changes the sheet without drawing it again: the fields hold what was typed.
fn edit(session: Session, change: impl FnOnce(&mut Walk)) {
    let is_new = session
        .sheet
        .with_untracked(|sheet| sheet.as_ref().is_none_or(|walk| walk.id == WalkId(0)));
    if is_new {
        session.sheet.update_untracked(|sheet| {
            if let Some(walk) = sheet {
                change(walk);
            }
        });
    } else {
        session.amend_sheet(change);
    }
}

/// Looks at the sheet without changing it.
fn look<T: Default>(session: Session, part: impl FnOnce(&mut Walk) -> T) -> T {
    session.sheet.with_untracked(|sheet| sheet.clone().as_mut().map(part).unwrap_or_default())
}

fn field(
    session: Session,
    label: &'static str,
    kind: &'static str,
    get: impl Fn(&Walk) -> String,
    set: impl Fn(&mut Walk, String) + 'static,
) -> AnyView {
    let initial =
        session.sheet.with_untracked(|sheet| sheet.as_ref().map(&get).unwrap_or_default());
    let mut input = el("input")
        .attr("type", kind)
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .attr("value", initial)
        .on_value("input", move |typed| edit(session, |walk| set(walk, typed)));
    if kind == "number" {
        input = input.attr("min", "0").attr("inputmode", "numeric");
    }
    el("label").class("field").span(label).child(input.view()).view()
}

/// One value of a code, or none.
fn one<C: Code + Send + Sync>(
    session: Session,
    words: &'static str,
    get: fn(&Walk) -> Option<C>,
    set: fn(&mut Walk, Option<C>),
) -> AnyView {
    let taps = RwSignal::new(0_u32);
    choices(
        session,
        words,
        C::TABLE,
        Arc::new(move |index| {
            taps.get();
            let chosen = session.sheet.with_untracked(|sheet| sheet.as_ref().and_then(get));
            chosen.is_some() && chosen.as_ref() == C::ALL.get(index)
        }),
        Rc::new(move |index| {
            edit(session, |walk| {
                let tapped = C::ALL.get(index).copied();
                set(walk, if get(walk) == tapped { None } else { tapped });
            });
            taps.update(|taps| *taps += 1);
        }),
    )
}

/// Any number of values of a code.
fn many<C: Code + Send + Sync>(
    session: Session,
    words: &'static str,
    list: fn(&mut Walk) -> &mut Vec<C>,
) -> AnyView {
    let taps = RwSignal::new(0_u32);
    choices(
        session,
        words,
        C::TABLE,
        Arc::new(move |index| {
            taps.get();
            look(session, |walk| C::ALL.get(index).is_some_and(|code| list(walk).contains(code)))
        }),
        Rc::new(move |index| {
            edit(session, |walk| {
                let (Some(code), list) = (C::ALL.get(index), list(walk)) else { return };
                match list.iter().position(|kept| kept == code) {
                    Some(at) => drop(list.remove(at)),
                    None => list.push(*code),
                }
            });
            taps.update(|taps| *taps += 1);
        }),
    )
}

/// The planned stops: a name each, and a place once somebody stands there.
fn stops(session: Session, drawn: RwSignal<u32>) -> AnyView {
    let (t, d) = (session.words(), session.desk_words());
    let fixed = session.select(|model| model.current_fix().is_some());
    let redraw = move || drawn.update(|drawn| *drawn += 1);
    let with = move |id: StopId, change: &dyn Fn(&mut Stop)| {
        edit(session, |walk| {
            if let Some(stop) = walk.stops.iter_mut().find(|stop| stop.id == id) {
                change(stop);
            }
        });
    };
    let add = move || {
        edit(session, |walk| {
            walk.add_stop(clock::chance().random);
        });
        redraw();
    };
    let row = move |Stop { id, number, name, place, .. }: Stop| {
        let input = el("input")
            .attr("type", "text")
            .attr("dir", "auto")
            .attr("autocomplete", "off")
            .attr("value", name)
            .on_value("input", move |name| with(id, &|stop| stop.name.clone_from(&name)));
        let stands_here = move || {
            let here = session.now(|model| model.current_fix().map(|fix| fix.place));
            if here.is_some() {
                with(id, &|stop| stop.place = here);
                redraw();
            }
        };
        let here = button("answer")
            .attr("aria-pressed", place.is_some().to_string())
            .attr("aria-label", (d.stop_here)(number))
            .attr_follow("disabled", move || (!fixed.get()).then(String::new))
            .on_click(stands_here)
            .icon("crosshair");
        let removed = move || {
            edit(session, |walk| walk.stops.retain(|stop| stop.id != id));
            redraw();
        };
        let remove = button("answer").attr("aria-label", (d.stop_remove)(number)).on_click(removed);
        let label = el("label").class("field").span((t.stop_short)(number)).child(input.view());
        el("li")
            .class("stop-edit")
            .child(label.view())
            .child(here.view())
            .child(remove.icon("trash-2").view())
            .view()
    };
    let rows = follow(move || {
        drawn.get();
        let stops = session.sheet.with_untracked(|sheet| {
            sheet.as_ref().map(|walk| walk.stops.clone()).unwrap_or_default()
        });
        el("ul").class("stack plain-list").children(stops.into_iter().map(row)).view()
    });
    all(vec![
        paragraph("hint", d.stops_hint),
        rows,
        button("answer wide").on_click(add).icon("plus").span(d.stop_add).view(),
    ])
}
