//! The walks on this device.

use leptos::prelude::*;

use crate::app::{Event, Route};
use crate::platform::clock;
use crate::ui::parts::{Frame, frame, icon, import_button, job};
use crate::ui::session::Session;

pub(super) fn page(session: Session) -> AnyView {
    let t = session.words();
    let walks = session
        .select(|model| model.walks.iter().map(|sheet| sheet.walk.clone()).collect::<Vec<_>>());
    let known = session.select(|model| model.walks_known);
    let content = view! {
        <p class="hint">{t.home_hint}</p>
        {move || (known.get() && walks.with(Vec::is_empty)).then(|| view! { <p class="empty">{t.no_walk}</p> })}
        <ul class="stack plain-list">
            {move || walks.get().into_iter().map(|walk| {
                let picture = if walk.training { "graduation-cap" } else { "footprints" };
                view! {
                    <li>
                        <a class="row" href=Route::Walk(walk.id).fragment()>
                            {icon(picture)}
                            <span class="row-text">
                                <strong dir="auto">{walk.title.clone()}</strong>
                                <small>{walk.date.clone()}</small>
                            </span>
                            {walk.training.then(|| view! { <span class="badge">{t.training_badge}</span> })}
                            {icon("chevron-right")}
                        </a>
                    </li>
                }
            }).collect_view()}
        </ul>
        <div class="stack">
            <a class="button" href=Route::NewWalk.fragment()>{icon("plus")}<span>{t.new_walk}</span></a>
            <button type="button" class="button quiet" on:click=move |_| session.dispatch(Event::TrainingOpened(clock::chance()))>
                {icon("graduation-cap")}<span>{t.training_walk}</span>
            </button>
            {import_button(session)}
        </div>
        {job(session)}
    }
    .into_any();
    frame(
        session,
        Frame { title: t.app_name.to_owned(), back: false, position: false, tabs: None },
        content,
    )
}
