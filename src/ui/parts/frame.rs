//! What stands around every page: heading, position, messages, tabs.

use leptos::prelude::*;

use super::icon;
use crate::app::problem::NoPosition;
use crate::app::view::position::PositionLine;
use crate::app::{Event, Problem, Route};
use crate::domain::identity::WalkId;
use crate::platform::screen;
use crate::ui::session::Session;

/// A page's heading and what it wants around it.
pub(in crate::ui) struct Frame {
    /// What the page is called.
    pub(in crate::ui) title: String,
    /// Its picture; back is shown instead when there is a way back.
    pub(in crate::ui) back: bool,
    /// Whether the position is shown.
    pub(in crate::ui) position: bool,
    /// The tabs of a walk, with the one that is open.
    pub(in crate::ui) tabs: Option<WalkId>,
}

/// The page in its frame.
pub(in crate::ui) fn frame(session: Session, around: Frame, content: AnyView) -> AnyView {
    let t = session.words();
    let training = session.select(|model| {
        model.route.walk().is_some() && model.walk().is_some_and(|walk| walk.training)
    });
    let back = around.back.then(|| {
        view! {
            <button type="button" class="plain" aria-label=t.back on:click=move |_| session.back()>
                {icon("arrow-left")}
            </button>
        }
    });
    let settings = (!around.back).then(|| {
        view! {
            <button type="button" class="plain" aria-label=t.settings on:click=move |_| session.open(Route::Settings)>
                {icon("settings")}
            </button>
        }
    });
    view! {
        <header class="top">
            <div class="bar">
                {back}
                <h1 tabindex="-1">{around.title}</h1>
                <button
                    type="button"
                    class="plain"
                    aria-label=t.read_aloud
                    on:click=move |_| session.dispatch(Event::ReadAloud(screen::words_on_it()))
                >
                    {icon("volume-2")}
                </button>
                {settings}
            </div>
            {move || training.get().then(|| view! { <p class="training">{icon("graduation-cap")}{t.training_mark}</p> })}
            {around.position.then(|| position_line(session))}
        </header>
        <main class:with-tabs=around.tabs.is_some()>
            {messages(session)}
            {content}
        </main>
        {around.tabs.map(|walk| tabs(session, walk))}
    }
    .into_any()
}

/// Accuracy and age of the position, or why there is none.
fn position_line(session: Session) -> AnyView {
    let t = session.words();
    let line = session.select(PositionLine::of);
    let ask = move || {
        view! {
            <button type="button" class="small" on:click=move |_| session.dispatch(Event::PositionAsked)>
                {t.position_ask}
            </button>
        }
    };
    view! {
        <div class="position">
            {move || match line.get() {
                PositionLine::Asleep => {
                    view! { {icon("map-pin-off")}<span>{t.position_asleep}</span>{ask()} }.into_any()
                }
                PositionLine::Searching => {
                    view! { {icon("crosshair")}<span>{t.position_searching}</span> }.into_any()
                }
                PositionLine::Missing(why) => {
                    let words = match why {
                        NoPosition::Denied => t.position_denied,
                        NoPosition::Unavailable => t.position_unavailable,
                        NoPosition::TimedOut => t.position_timed_out,
                    };
                    view! { {icon("map-pin-off")}<span>{words}</span>{ask()} }.into_any()
                }
                PositionLine::Known { accuracy_m, age_s, coarse, stop } => {
                    let at = stop.map(|(number, name)| format!(" · {}", (t.at_stop)(number, &name)));
                    let warning = coarse.then(|| view! { <strong class="coarse">{t.position_coarse}</strong> });
                    view! {
                        {icon("map-pin")}
                        <span>
                            <strong class="accuracy">{format!("± {accuracy_m} m")}</strong>
                            {format!(" · {}", (t.ago_s)(age_s))}
                            {at}
                            " "
                            {warning}
                        </span>
                    }
                    .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

/// What the person has to know, and a new version.
fn messages(session: Session) -> AnyView {
    let t = session.words();
    let problems = session.select(|model| model.problems.clone());
    let failed = session.select(|model| model.has_failed_writes());
    let update = session.select(|model| model.update_found && !model.is_busy());
    view! {
        <div role="alert" class="messages">
            {move || {
                problems
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(index, problem)| {
                        let again = matches!(problem, Problem::NotStored(_)) && failed.get();
                        view! {
                            <div class="message warning">
                                {icon("triangle-alert")}
                                <p dir="auto">{problem.words(t)}</p>
                                {again.then(|| view! {
                                    <button type="button" class="small" on:click=move |_| session.dispatch(Event::RetryTapped)>
                                        {t.try_again}
                                    </button>
                                })}
                                <button
                                    type="button"
                                    class="plain"
                                    aria-label=t.close
                                    on:click=move |_| session.dispatch(Event::ProblemDismissed(index))
                                >
                                    {icon("x")}
                                </button>
                            </div>
                        }
                    })
                    .collect_view()
            }}
        </div>
        {move || update.get().then(|| view! {
            <div class="message" role="status">
                {icon("sparkles")}
                <p>{t.update_ready}</p>
                <button type="button" class="small" on:click=move |_| session.dispatch(Event::UpdateAgreed)>
                    {t.update_now}
                </button>
            </div>
        })}
    }
    .into_any()
}

/// List, stops, hand over.
fn tabs(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let current = session.now(|model| model.route);
    let due = session.select(|model| model.is_backup_due());
    let tab = move |route: Route, picture: &'static str, label: &'static str| {
        view! {
            <a
                class="tab"
                href=route.fragment()
                aria-current=(route == current).then_some("page")
            >
                {icon(picture)}
                <span>{label}</span>
                {move || (matches!(route, Route::HandOver(_)) && due.get()).then(|| view! {
                    <span class="due">{icon("bell")}<span class="unseen">{t.backup_due_short}</span></span>
                })}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=t.tabs>
            {tab(Route::Walk(walk), "list", t.tab_list)}
            {tab(Route::Stops(walk), "milestone", t.tab_stops)}
            {tab(Route::HandOver(walk), "share-2", t.tab_hand_over)}
        </nav>
    }
    .into_any()
}
