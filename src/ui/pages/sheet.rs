//! The walk's sheet: what a mediator knows of it beforehand, and completes afterwards. Nothing is
//! compulsory but a title, and that is suggested.

use leptos::prelude::*;

use crate::app::Event;
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::stamp::{is_date, is_time};
use crate::domain::walk::{
    AgeBand, DayKind, Guarantor, Mobility, PIERRE_ROLLIN, Stop, Theme, Walk, WalkKind, Weather,
};
use crate::platform::clock;
use crate::ui::parts::{Frame, frame, icon};
use crate::ui::session::Session;

pub(super) fn new_walk(session: Session) -> AnyView {
    let t = session.words();
    if session.sheet.with_untracked(|sheet| sheet.as_ref().is_none_or(|walk| walk.id != WalkId(0)))
    {
        let now = clock::now();
        let title = (t.walk_title_on)(&now.date());
        session.sheet.set(Some(Walk { title, ..Walk::blank(WalkId(0), now) }));
    }
    let save = move |_| {
        if let Some(walk) = session.sheet.get_untracked() {
            session.sheet.set(None);
            session.dispatch(Event::WalkCreated(Box::new(walk), clock::chance()));
        }
    };
    form(session, t.new_walk, t.create_walk, save)
}

pub(super) fn existing_walk(session: Session, id: WalkId) -> AnyView {
    let t = session.words();
    let known = session.select(|model| (model.loaded, model.walk().is_some()));
    let save = move |_| {
        if let Some(walk) = session.sheet.get_untracked() {
            session.sheet.set(None);
            session.dispatch(Event::WalkAmended(Box::new(walk), clock::now()));
        }
    };
    (move || {
        if known.get() != (true, true) {
            let around =
                Frame { title: t.sheet.to_owned(), back: true, position: false, tabs: None };
            return frame(session, around, view! { <p class="empty">{t.loading}</p> }.into_any());
        }
        if session.sheet.with_untracked(|sheet| sheet.as_ref().is_none_or(|walk| walk.id != id)) {
            session.sheet.set(session.now(|model| model.walk().cloned()));
        }
        form(session, t.sheet, t.save_sheet, save)
    })
    .into_any()
}

fn form(
    session: Session,
    title: &'static str,
    action: &'static str,
    save: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> AnyView {
    let t = session.words();
    let profile = move |_| {
        edit(session, |walk| {
            PIERRE_ROLLIN.commissioner.clone_into(&mut walk.commissioner);
            PIERRE_ROLLIN.operator.clone_into(&mut walk.operator);
        });
        // The fields are drawn from the sheet: show it anew.
        session.sheet.notify();
    };
    let drawn = RwSignal::new(0_u32);
    let count = |label, get: fn(&Walk) -> Option<u16>, set: fn(&mut Walk, Option<u16>)| {
        text(
            session,
            label,
            "number",
            move |walk| get(walk).map(|count| count.to_string()).unwrap_or_default(),
            move |walk, typed| set(walk, typed.trim().parse().ok()),
        )
    };
    let content = view! {
        {text(session, t.field_title, "text", |walk| walk.title.clone(), |walk, typed| {
            // A walk without a name cannot be found again: an empty one keeps the old.
            if !typed.trim().is_empty() { walk.title = typed; }
        })}
        <div class="grid grid-3 fields">
            {text(session, t.field_date, "date", |walk| walk.date.clone(), |walk, typed| if is_date(&typed) { walk.date = typed })}
            {text(session, t.field_start, "time", |walk| walk.starts_at.clone(), |walk, typed| if typed.is_empty() || is_time(&typed) { walk.starts_at = typed })}
            {text(session, t.field_end, "time", |walk| walk.ends_at.clone(), |walk, typed| if typed.is_empty() || is_time(&typed) { walk.ends_at = typed })}
        </div>
        <details class="card" open>
            <summary>{icon("milestone")}{t.group_stops}</summary>
            {stops(session, drawn)}
        </details>
        <details class="card">
            <summary>{icon("users")}{t.group_people}</summary>
            <p class="hint">{t.people_hint}</p>
            <div class="grid grid-2 fields">
                {count(t.field_total, |walk| walk.participants.total, |walk, n| walk.participants.total = n)}
                {count(t.field_women, |walk| walk.participants.women, |walk, n| walk.participants.women = n)}
                {count(t.field_men, |walk| walk.participants.men, |walk, n| walk.participants.men = n)}
                {count(t.field_minors, |walk| walk.participants.minors, |walk, n| walk.participants.minors = n)}
                {count(t.field_facilitators, |walk| walk.participants.facilitators, |walk, n| walk.participants.facilitators = n)}
            </div>
            {many::<AgeBand>(session, t.field_ages, |walk| &mut walk.ages)}
            {many::<Mobility>(session, t.field_mobility, |walk| &mut walk.mobility)}
            {many::<Guarantor>(session, t.field_guarantors, |walk| &mut walk.guarantors)}
            {text(session, t.field_languages, "text", |walk| walk.languages.clone(), |walk, typed| walk.languages = typed)}
        </details>
        <details class="card">
            <summary>{icon("landmark")}{t.group_frame}</summary>
            <button type="button" class="small" on:click=profile>{(t.use_profile)(PIERRE_ROLLIN.name)}</button>
            {move || {
                session.sheet.track();
                view! {
                    {text(session, t.field_commissioner, "text", |walk| walk.commissioner.clone(), |walk, typed| walk.commissioner = typed)}
                    {text(session, t.field_operator, "text", |walk| walk.operator.clone(), |walk, typed| walk.operator = typed)}
                }
            }}
            {text(session, t.field_contact, "text", |walk| walk.contact.clone(), |walk, typed| walk.contact = typed)}
            {text(session, t.field_cycle, "text", |walk| walk.cycle.clone(), |walk, typed| walk.cycle = typed)}
            {text(session, t.field_reference, "text", |walk| walk.reference.clone(), |walk, typed| walk.reference = typed)}
            {text(session, t.field_commune, "text", |walk| walk.commune.clone(), |walk, typed| walk.commune = typed)}
            {one::<WalkKind>(session, t.field_kind, |walk| Some(walk.kind), |walk, kind| if let Some(kind) = kind { walk.kind = kind })}
            {many::<Theme>(session, t.field_themes, |walk| &mut walk.themes)}
        </details>
        <details class="card">
            <summary>{icon("cloud-sun")}{t.group_context}</summary>
            {one::<Weather>(session, t.field_weather, |walk| walk.weather, |walk, weather| walk.weather = weather)}
            {one::<DayKind>(session, t.field_day_kind, |walk| walk.day_kind, |walk, kind| walk.day_kind = kind)}
            {text(session, t.field_context, "text", |walk| walk.context.clone(), |walk, typed| walk.context = typed)}
            {text(session, t.field_coarse, "number", |walk| format!("{}", walk.coarse_above_m), |walk, typed| {
                if let Ok(metres) = typed.trim().parse::<f64>() && (1.0..=1000.0).contains(&metres) {
                    walk.coarse_above_m = metres;
                }
            })}
        </details>
        <div class="last">
            <button type="button" class="button" id="save-sheet" on:click=save>
                {icon("check")}<span>{action}</span>
            </button>
        </div>
    }
    .into_any();
    frame(
        session,
        Frame { title: title.to_owned(), back: true, position: false, tabs: None },
        content,
    )
}

/// Changes the sheet without drawing it again: the fields hold what was typed.
fn edit(session: Session, change: impl FnOnce(&mut Walk)) {
    session.sheet.update_untracked(|sheet| {
        if let Some(walk) = sheet {
            change(walk);
        }
    });
}

fn text(
    session: Session,
    label: &'static str,
    kind: &'static str,
    get: impl Fn(&Walk) -> String,
    set: impl Fn(&mut Walk, String) + 'static,
) -> AnyView {
    let initial =
        session.sheet.with_untracked(|sheet| sheet.as_ref().map(&get).unwrap_or_default());
    view! {
        <label class="field">
            <span>{label}</span>
            <input
                type=kind
                dir="auto"
                min=(kind == "number").then_some("0")
                inputmode=(kind == "number").then_some("numeric")
                autocomplete="off"
                prop:value=initial
                on:input=move |event| edit(session, |walk| set(walk, event_target_value(&event)))
            />
        </label>
    }
    .into_any()
}

/// One value of a code, or none.
fn one<C: Code + Send + Sync>(
    session: Session,
    question: &'static str,
    get: fn(&Walk) -> Option<C>,
    set: fn(&mut Walk, Option<C>),
) -> AnyView {
    let language = session.language();
    let chosen = RwSignal::new(session.sheet.with_untracked(|sheet| sheet.as_ref().and_then(get)));
    let buttons = C::ALL.iter().map(|code| {
        let code = *code;
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || chosen.with(|chosen| *chosen == Some(code)).to_string()
                on:click=move |_| {
                    edit(session, |walk| {
                        let next = if get(walk) == Some(code) { None } else { Some(code) };
                        set(walk, next);
                        chosen.set(get(walk));
                    });
                }
            >
                {icon(code.icon())}<span>{code.label(language)}</span>
            </button>
        }
    });
    view! {
        <fieldset class="question">
            <legend>{question}</legend>
            <div class="chips">{buttons.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// Any number of values of a code.
fn many<C: Code + Send + Sync>(
    session: Session,
    question: &'static str,
    list: fn(&mut Walk) -> &mut Vec<C>,
) -> AnyView {
    let language = session.language();
    let chosen = RwSignal::new(Vec::new());
    edit(session, |walk| chosen.set(list(walk).clone()));
    let buttons = C::ALL.iter().map(|code| {
        let code = *code;
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || chosen.with(|chosen| chosen.contains(&code)).to_string()
                on:click=move |_| {
                    edit(session, |walk| {
                        let list = list(walk);
                        match list.iter().position(|kept| *kept == code) {
                            Some(at) => { list.remove(at); }
                            None => list.push(code),
                        }
                        chosen.set(list.clone());
                    });
                }
            >
                {icon(code.icon())}<span>{code.label(language)}</span>
            </button>
        }
    });
    view! {
        <fieldset class="question">
            <legend>{question}</legend>
            <div class="chips">{buttons.collect_view()}</div>
        </fieldset>
    }
    .into_any()
}

/// The planned stops: a name each, and a place once somebody stands there.
fn stops(session: Session, drawn: RwSignal<u32>) -> AnyView {
    let t = session.words();
    let fixed = session.select(|model| model.current_fix().is_some());
    let add = move |_| {
        edit(session, |walk| {
            let number = walk.stops.iter().map(|stop| stop.number).max().unwrap_or(0) + 1;
            walk.stops.push(Stop { number, name: String::new(), place: None });
        });
        drawn.update(|drawn| *drawn += 1);
    };
    let rename = move |number: u16, name: String| {
        edit(session, |walk| {
            if let Some(stop) = walk.stops.iter_mut().find(|stop| stop.number == number) {
                stop.name = name;
            }
        });
    };
    let place = move |number: u16| {
        let here = session.now(|model| model.current_fix().map(|fix| fix.place));
        edit(session, |walk| {
            if let Some(stop) = walk.stops.iter_mut().find(|stop| stop.number == number) {
                stop.place = here;
            }
        });
        drawn.update(|drawn| *drawn += 1);
    };
    let remove = move |number: u16| {
        edit(session, |walk| walk.stops.retain(|stop| stop.number != number));
        drawn.update(|drawn| *drawn += 1);
    };
    view! {
        <p class="hint">{t.stops_hint}</p>
        <ul class="stack plain-list">
            {move || {
                drawn.track();
                let stops = session.sheet.with_untracked(|sheet| {
                    sheet.as_ref().map(|walk| walk.stops.clone()).unwrap_or_default()
                });
                stops.into_iter().map(|Stop { number, name, place: placed }| {
                    view! {
                        <li class="stop-edit">
                            <label class="field">
                                <span>{(t.stop_short)(number)}</span>
                                <input
                                    type="text"
                                    dir="auto"
                                    autocomplete="off"
                                    prop:value=name
                                    on:input=move |event| rename(number, event_target_value(&event))
                                />
                            </label>
                            <button
                                type="button"
                                class="answer"
                                aria-pressed=placed.is_some().to_string()
                                aria-label=(t.stop_here)(number)
                                disabled=move || !fixed.get()
                                on:click=move |_| place(number)
                            >
                                {icon("crosshair")}
                            </button>
                            <button type="button" class="answer" aria-label=(t.stop_remove)(number) on:click=move |_| remove(number)>
                                {icon("trash-2")}
                            </button>
                        </li>
                    }
                }).collect_view()
            }}
        </ul>
        <div class="grid grid-2">
            <button type="button" class="answer" on:click=add>{icon("plus")}<span>{t.stop_add}</span></button>
            <button type="button" class="answer" on:click=move |_| session.dispatch(Event::PositionAsked)>
                {icon("crosshair")}<span>{t.position_ask}</span>
            </button>
        </div>
    }
    .into_any()
}
