//! Files: being made, ready to leave, taken in.

use leptos::prelude::*;

use super::icon;
use crate::app::model::Job;
use crate::app::{Event, Route};
use crate::platform::exchange;
use crate::ui::session::Session;

/// Lets a notebook be chosen.
pub(in crate::ui) fn import_button(session: Session) -> AnyView {
    let t = session.words();
    let chosen = move |event: leptos::ev::Event| {
        if exchange::choose(&event) {
            session.dispatch(Event::ImportAsked);
        }
    };
    view! {
        <label class="button quiet">
            {icon("upload")}
            <span>{t.import}</span>
            <input class="unseen" id="import" type="file" accept=".zip,.html,application/zip,text/html" on:change=chosen/>
        </label>
    }
    .into_any()
}

/// What is going on with files, if anything.
pub(in crate::ui) fn job(session: Session) -> AnyView {
    let t = session.words();
    let job = session.select(|model| model.job.clone());
    view! {
        <div role="status" class="job">
            {move || match job.get() {
                Job::Idle => ().into_any(),
                Job::Running(done, of) => {
                    view! {
                        <div class="card">
                            <p>{t.working}</p>
                            <progress
                                aria-label=t.working
                                max=of.max(1).to_string()
                                value=(of > 0).then(|| done.to_string())
                            ></progress>
                        </div>
                    }
                    .into_any()
                }
                Job::Ready(file, handed_over) => {
                    view! {
                        <div class="card good" id="file-ready">
                            <p class="lead">{icon("check")}<strong>{t.file_ready}</strong></p>
                            <p class="file-name">{file.name.clone()}</p>
                            <p>{(t.file_content)(file.items, file.photos, file.size)}</p>
                            {remarks(file.remarks.clone())}
                            <div class="stack">
                                {file.can_share.then(|| view! {
                                    <button type="button" class="button" on:click=move |_| session.dispatch(Event::HandOverTapped(true))>
                                        {icon("share-2")}<span>{t.share}</span>
                                    </button>
                                })}
                                <button
                                    type="button"
                                    class=if file.can_share { "button quiet" } else { "button" }
                                    on:click=move |_| session.dispatch(Event::HandOverTapped(false))
                                >
                                    {icon("download")}<span>{t.download}</span>
                                </button>
                            </div>
                            {handed_over.then(|| view! { <p class="lead">{icon("shield-check")}{t.handed_over}</p> })}
                        </div>
                    }
                    .into_any()
                }
                Job::TakenIn(report) => {
                    let nothing = report.records_new + report.photos_new == 0;
                    let open = report.walks.first().map(|walk| {
                        let walk = *walk;
                        view! {
                            <button type="button" class="button quiet" on:click=move |_| session.open(Route::Walk(walk))>
                                {icon("list")}<span>{t.open_walk}</span>
                            </button>
                        }
                    });
                    view! {
                        <div class="card good" id="taken-in">
                            <p class="lead">{icon("check")}<strong>{if nothing { t.import_nothing_new } else { t.import_done }}</strong></p>
                            <p>{(t.import_counts)(report.records_new, report.photos_new, report.records_known + report.photos_known)}</p>
                            {remarks(report.problems.clone())}
                            {open}
                        </div>
                    }
                    .into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn remarks(remarks: Vec<String>) -> Option<AnyView> {
    (!remarks.is_empty()).then(|| {
        let lines =
            remarks.into_iter().map(|remark| view! { <li dir="auto">{remark}</li> }).collect_view();
        view! { <ul class="remarks">{lines}</ul> }.into_any()
    })
}
