//! Handing over: the notebook as a backup, the planner's layers, a notebook taken in, the wipe.

use leptos::prelude::*;

use super::settings::storage;
use crate::app::Event;
use crate::app::effect::FileKind;
use crate::domain::identity::WalkId;
use crate::domain::scale::Sharing;
use crate::platform::clock;
use crate::ui::parts::{Frame, frame, icon, import_button, job};
use crate::ui::session::Session;

pub(super) fn page(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let loaded = session.select(|model| model.loaded);
    let training = session.select(|model| model.walk().is_some_and(|walk| walk.training));
    let export = move |kind: FileKind| session.dispatch(Event::ExportAsked(kind, clock::now()));
    let backup = session.select(move |model| {
        let memory = model.preferences.walks.get(&walk.to_string())?;
        Some((model.now.utc_ms - memory.backup?.at_ms).max(0) / 60_000)
    });
    let due = session.select(|model| model.is_backup_due());
    // Numbers of the observations that the map will not show, and how many stay in the group.
    let left_out = session.select(|model| {
        let Some(walk) = model.walk() else { return (Vec::new(), 0) };
        let mut unplaced = Vec::new();
        let mut internal = 0;
        for (number, observation) in (1_usize..).zip(model.notebook.all_observations()) {
            if observation.withdrawn {
                continue;
            }
            let inside = observation.sharing() == Sharing::Internal;
            internal += usize::from(inside);
            if observation.position(walk).is_none() && (model.with_internal || !inside) {
                unplaced.push(number);
            }
        }
        (unplaced, internal)
    });
    let with_internal = session.select(|model| model.with_internal);
    let content = view! {
        {job(session)}
        {move || training.get().then(|| view! { <p class="card warning">{t.training_export}</p> })}
        <section class="card prose" class:warning=move || due.get() aria-labelledby="backup">
            <h2 id="backup">{icon("shield-check")}{t.backup}</h2>
            <p>{t.backup_text}</p>
            <p>{move || backup.get().map_or(t.backup_never.to_owned(), |minutes| (t.backup_ago)(minutes))}</p>
            <div class="stack" hidden=move || !loaded.get()>
                <button type="button" class="button" id="notebook-html" on:click=move |_| export(FileKind::NotebookHtml)>
                    {icon("file-text")}<span>{t.notebook_html}</span>
                </button>
                <button type="button" class="button quiet" id="notebook-zip" on:click=move |_| export(FileKind::NotebookZip)>
                    {icon("package")}<span>{t.notebook_zip}</span>
                </button>
            </div>
        </section>
        <section class="card prose" aria-labelledby="layers">
            <h2 id="layers">{icon("layers")}{t.layers}</h2>
            <p>{t.layers_text}</p>
            {move || {
                let (unplaced, internal) = left_out.get();
                view! {
                    {(!unplaced.is_empty()).then(|| view! {
                        <p class="lead">{icon("map-pin-off")}<span id="without-place">{(t.layers_without_place)(&unplaced)}</span></p>
                    })}
                    {(internal > 0).then(|| view! {
                        <button
                            type="button"
                            class="answer wide"
                            aria-pressed=move || with_internal.get().to_string()
                            on:click=move |_| session.dispatch(Event::InternalChosen(!with_internal.get_untracked()))
                        >
                            {icon("lock")}<span>{(t.layers_internal)(internal)}</span>
                        </button>
                    })}
                }
            }}
            <div class="stack" hidden=move || !loaded.get()>
                <button
                    type="button"
                    class="button quiet"
                    id="make-layers"
                    on:click=move |_| export(FileKind::Layers { with_internal: with_internal.get_untracked() })
                >
                    {icon("layers")}<span>{t.layers_make}</span>
                </button>
            </div>
        </section>
        <section class="card prose" aria-labelledby="take-in">
            <h2 id="take-in">{icon("upload")}{t.import}</h2>
            <p>{t.import_text}</p>
            {import_button(session)}
        </section>
        {storage(session)}
        {wipe(session, walk)}
    }
    .into_any();
    let around =
        Frame { title: t.tab_hand_over.to_owned(), back: true, position: false, tabs: Some(walk) };
    frame(session, around, content)
}

/// Two taps: the second says what will be gone.
fn wipe(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let asked = RwSignal::new(false);
    let state = session.select(move |model| {
        let memory = model.preferences.walks.get(&walk.to_string());
        let backed_up =
            memory.and_then(|memory| memory.backup).map_or(0, |backup| backup.observations);
        let training = model.walk().is_some_and(|walk| walk.training);
        let standing = model.notebook.observation_count();
        (training, standing, standing.saturating_sub(backed_up))
    });
    view! {
        <section class="card prose" aria-labelledby="wipe">
            <h2 id="wipe">{icon("eraser")}{t.wipe}</h2>
            {move || {
                let (training, standing, unsafe_ones) = state.get();
                // The exercise holds nothing to lose: one tap.
                if training {
                    return view! {
                        <p>{t.wipe_training_text}</p>
                        <button type="button" class="button quiet" id="wipe-training" on:click=move |_| session.dispatch(Event::WalkWiped(walk))>
                            {icon("trash-2")}<span>{t.wipe_training}</span>
                        </button>
                    }.into_any();
                }
                if !asked.get() {
                    return view! {
                        <p>{t.wipe_text}</p>
                        <button type="button" class="button quiet" id="wipe-ask" on:click=move |_| asked.set(true)>
                            {icon("trash-2")}<span>{t.wipe_ask}</span>
                        </button>
                    }.into_any();
                }
                view! {
                    <p class="lead">{icon("triangle-alert")}<strong>{(t.wipe_warning)(standing, unsafe_ones)}</strong></p>
                    <div class="grid grid-2">
                        <button type="button" class="answer" on:click=move |_| asked.set(false)>
                            {icon("x")}<span>{t.cancel}</span>
                        </button>
                        <button type="button" class="answer danger" id="wipe-confirm" on:click=move |_| session.dispatch(Event::WalkWiped(walk))>
                            {icon("trash-2")}<span>{t.wipe_confirm}</span>
                        </button>
                    </div>
                }.into_any()
            }}
        </section>
    }
    .into_any()
}
