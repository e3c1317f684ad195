//! A walk: its observations, newest first or by stop, and the + that everything starts with.

use leptos::prelude::*;

use crate::app::model::Filter;
use crate::app::route::Panel;
use crate::app::view::list;
use crate::app::{Event, Model, Route};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::moment::Moment;
use crate::domain::scale::Polarity;
use crate::domain::taxonomy::Principle;
use crate::platform::clock;
use crate::ui::parts::{self, Frame, frame, icon};
use crate::ui::session::Session;

pub(super) fn list_page(session: Session, walk: WalkId) -> AnyView {
    page(session, walk, list::newest_first)
}

pub(super) fn stops_page(session: Session, walk: WalkId) -> AnyView {
    page(session, walk, list::by_stop)
}

fn page(session: Session, walk: WalkId, items: fn(&Model) -> Vec<list::Item>) -> AnyView {
    let t = session.words();
    let title =
        session.now(|model| model.walk().map(|walk| walk.title.clone()).unwrap_or_default());
    let content = view! {
        {summary(session, walk)}
        {unfinished(session, walk)}
        {undo(session)}
        {filter(session)}
        {parts::list(session, items, t.no_observation)}
        <button type="button" class="fab" aria-label=t.add_observation on:click=move |_| session.dispatch(Event::PlusTapped)>
            {icon("plus")}
        </button>
    }
    .into_any();
    frame(session, Frame { title, back: true, position: true, tabs: Some(walk) }, content)
}

/// How much there is and how safe it is.
fn summary(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let shown = session.select(move |model| {
        let backup =
            model.preferences.walks.get(&walk.to_string()).and_then(|memory| memory.backup);
        (
            model.notebook.observation_count(),
            model.notebook.photo_count(),
            backup.map(|backup| (model.now.utc_ms - backup.at_ms).max(0) / 60_000),
            model.is_backup_due(),
            model.notebook.notice_version().is_some(),
            model.loaded,
        )
    });
    (move || {
        let (observations, photos, backup, due, notice, loaded) = shown.get();
        if !loaded {
            return ().into_any();
        }
        let ask_notice = (!notice && observations == 0).then(|| {
            view! {
                <a class="card row-card" href=Route::Notice(walk).fragment()>
                    {icon("info")}<span>{t.notice_todo}</span>{icon("chevron-right")}
                </a>
            }
        });
        let safe = backup.map_or(t.backup_never.to_owned(), |minutes| (t.backup_ago)(minutes));
        view! {
            {ask_notice}
            <div class="two-cards">
                <a class="card row-card" class:warning=due class:good=!due href=Route::HandOver(walk).fragment()>
                    {icon(if due { "bell" } else { "shield-check" })}
                    <span>
                        <strong>{(t.counts)(observations, photos)}</strong>
                        <small>{if due { t.backup_due.to_owned() } else { safe }}</small>
                    </span>
                </a>
                <a class="card row-card narrow" href=Route::Sheet(walk).fragment() aria-label=t.sheet>
                    {icon("file-text")}
                </a>
            </div>
        }
        .into_any()
    })
    .into_any()
}

/// What an earlier start left open: go on, keep, throw away.
fn unfinished(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let asked = session.select(move |model| {
        let id = *model.left_unfinished.first()?;
        let observation = model.observation(id)?;
        let made = observation.made.hour_minute();
        Some((id, made, observation.category.label(language), model.left_unfinished.len()))
    });
    (move || {
        asked.get().map(|(id, made, what, count)| {
            view! {
                <section class="card question-card" aria-labelledby="unfinished">
                    <h2 id="unfinished">{(t.unfinished_question)(&made, what)}</h2>
                    {(count > 1).then(|| view! { <p class="hint">{(t.unfinished_more)(count - 1)}</p> })}
                    <div class="grid grid-3">
                        <button type="button" class="answer" on:click=move |_| session.open(Route::Observation(walk, id, Panel::Summary))>
                            {icon("pencil")}<span>{t.unfinished_continue}</span>
                        </button>
                        <button type="button" class="answer" on:click=move |_| session.dispatch(Event::UnfinishedKept(id, clock::now()))>
                            {icon("check")}<span>{t.unfinished_keep}</span>
                        </button>
                        <button type="button" class="answer" on:click=move |_| session.dispatch(Event::UnfinishedDiscarded(id, clock::now()))>
                            {icon("trash-2")}<span>{t.unfinished_discard}</span>
                        </button>
                    </div>
                    {(count > 1).then(|| view! {
                        <button type="button" class="small" on:click=move |_| session.dispatch(Event::UnfinishedLater)>{t.unfinished_later}</button>
                    })}
                </section>
            }
        })
    })
    .into_any()
}

/// An observation withdrawn a moment ago can be put back.
fn undo(session: Session) -> AnyView {
    let t = session.words();
    let withdrawn = session.select(|model| model.just_withdrawn);
    (move || {
        withdrawn.get().map(|id| {
            view! {
                <div class="message" role="status">
                    {icon("trash-2")}
                    <p>{t.withdrawn}</p>
                    <button
                        type="button"
                        class="small"
                        on:click=move |_| session.say(id, crate::domain::amend::Change::Withdrawn(false))
                    >
                        {icon("undo-2")}{t.undo}
                    </button>
                </div>
            }
        })
    })
    .into_any()
}

fn filter(session: Session) -> AnyView {
    let t = session.words();
    let language = session.language();
    let filter = session.select(|model| model.filter);
    let set = move |change: fn(&mut Filter, usize), which: usize| {
        let mut changed = filter.get_untracked();
        change(&mut changed, which);
        session.dispatch(Event::Filtered(changed));
    };
    let chip = move |label: &'static str,
                     picture: &'static str,
                     on: fn(&Filter, usize) -> bool,
                     change: fn(&mut Filter, usize),
                     which: usize| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || on(&filter.get(), which).to_string()
                on:click=move |_| set(change, which)
            >
                {icon(picture)}<span>{label}</span>
            </button>
        }
        .into_any()
    };
    fn toggle<T: PartialEq + Copy>(slot: &mut Option<T>, value: Option<T>) {
        *slot = if *slot == value { None } else { value };
    }
    let principles = Principle::ALL.iter().enumerate().map(|(which, principle)| {
        chip(
            principle.tile(language),
            principle.icon(),
            |filter, which| filter.principle == Principle::ALL.get(which).copied(),
            |filter, which| toggle(&mut filter.principle, Principle::ALL.get(which).copied()),
            which,
        )
    });
    let polarities = Polarity::ALL.iter().enumerate().map(|(which, polarity)| {
        chip(
            polarity.label(language),
            polarity.icon(),
            |filter, which| filter.polarity == Polarity::ALL.get(which).copied(),
            |filter, which| toggle(&mut filter.polarity, Polarity::ALL.get(which).copied()),
            which,
        )
    });
    let moments = Moment::ALL.iter().enumerate().map(|(which, moment)| {
        chip(
            moment.label(language),
            moment.icon(),
            |filter, which| filter.moment == Moment::ALL.get(which).copied(),
            |filter, which| toggle(&mut filter.moment, Moment::ALL.get(which).copied()),
            which,
        )
    });
    let unfinished = chip(
        t.badge_unfinished,
        "pencil",
        |filter, _| filter.unfinished,
        |filter, _| filter.unfinished = !filter.unfinished,
        0,
    );
    let without_place = chip(
        t.badge_to_place,
        "map-pin-off",
        |filter, _| filter.without_place,
        |filter, _| filter.without_place = !filter.without_place,
        0,
    );
    let enough = session.select(|model| model.notebook.observation_count() > 0);
    let content = view! {
        <details class="filter">
            <summary>
                {icon("filter")}<span>{t.filter}</span>
                {move || (!filter.get().is_open()).then(|| view! { <span class="badge">{t.filter_on}</span> })}
            </summary>
            <div class="chips">
                {unfinished} {without_place}
                {polarities.collect_view()}
                {moments.collect_view()}
                {principles.collect_view()}
            </div>
        </details>
    }
    .into_any();
    view! { <div hidden=move || !enough.get()>{content}</div> }.into_any()
}
