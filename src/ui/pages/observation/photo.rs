//! A photo: chosen, faces and plates covered with opaque blocks, then saved without its metadata.

use leptos::prelude::*;

use crate::app::Event;
use crate::app::Route;
use crate::app::route::Panel;
use crate::domain::identity::RecordId;
use crate::platform::photo::{self, Sketch};
use crate::platform::{clock, screen};
use crate::ui::parts::icon;
use crate::ui::session::Session;

pub(super) fn content(session: Session, id: RecordId) -> AnyView {
    let sketch: RwSignal<Option<Sketch>, LocalStorage> = RwSignal::new_local(None);
    let reading = RwSignal::new(false);
    on_cleanup(move || {
        // Leaving without saving is an answer too.
        if session.now(|model| model.drafts.iter().any(|draft| draft.observation == id.to_string()))
        {
            session.dispatch(Event::CameraClosed(id));
        }
    });
    let chosen = move |event: leptos::ev::Event| {
        let Some(file) = screen::chosen_file(&event) else { return };
        reading.set(true);
        leptos::task::spawn_local(async move {
            match photo::read(file).await {
                Ok(read) => sketch.set(Some(read)),
                Err(why) => session.dispatch(Event::PhotoRefused(id, why)),
            }
            reading.set(false);
        });
    };
    (move || {
        if sketch.with(Option::is_some) {
            return editor(session, id, sketch);
        }
        choose(session, id, reading, chosen)
    })
    .into_any()
}

fn choose(
    session: Session,
    id: RecordId,
    reading: RwSignal<bool>,
    chosen: impl Fn(leptos::ev::Event) + Copy + 'static,
) -> AnyView {
    let t = session.words();
    let camera = view! {
        <input
            class="unseen"
            id="camera"
            type="file"
            accept="image/*"
            on:click=move |_| session.dispatch(Event::CameraOpening(id))
            on:cancel=move |_: leptos::ev::Event| session.dispatch(Event::CameraClosed(id))
            on:change=chosen
        />
    }
    .attr("capture", "environment");
    view! {
        <p class="hint">{t.photo_hint}</p>
        <div class="stack">
            <label class="button">
                {icon("camera")}<span>{t.photo_take}</span>
                {camera}
            </label>
            <label class="button quiet">
                {icon("image")}<span>{t.photo_choose}</span>
                <input
                    class="unseen"
                    id="picture"
                    type="file"
                    accept="image/*"
                    on:click=move |_| session.dispatch(Event::CameraOpening(id))
                    on:cancel=move |_: leptos::ev::Event| session.dispatch(Event::CameraClosed(id))
                    on:change=chosen
                />
            </label>
        </div>
        <p role="status">{move || reading.get().then_some(t.photo_reading)}</p>
    }
    .into_any()
}

fn editor(
    session: Session,
    id: RecordId,
    sketch: RwSignal<Option<Sketch>, LocalStorage>,
) -> AnyView {
    let t = session.words();
    let canvas = NodeRef::<leptos::html::Canvas>::new();
    // From where the finger began, in parts of the picture's width and height.
    let began = RwSignal::new(None::<(f64, f64)>);
    let saving = RwSignal::new(false);
    let draw = move || {
        if let Some(canvas) = canvas.get_untracked() {
            sketch.with_untracked(|sketch| {
                if let Some(sketch) = sketch {
                    sketch.draw(&canvas);
                }
            });
        }
    };
    let edit = move |change: &dyn Fn(&mut Sketch)| {
        sketch.update_untracked(|sketch| {
            if let Some(sketch) = sketch {
                change(sketch);
            }
        });
        draw();
    };
    Effect::new(move |_| {
        canvas.track();
        draw();
    });
    let down = move |event: leptos::ev::PointerEvent| {
        screen::hold_pointer(&event);
        let at = screen::place_in_element(&event);
        began.set(Some(at));
        edit(&|sketch| sketch.begin_block(at));
    };
    let moved = move |event: leptos::ev::PointerEvent| {
        if let Some(from) = began.get_untracked() {
            let to = screen::place_in_element(&event);
            edit(&|sketch| sketch.stretch_block(from, to));
        }
    };
    let up = move |_| {
        began.set(None);
        edit(&Sketch::end_block);
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let step = 0.03;
        let done = match event.key().as_str() {
            "Enter" | " " => Some((0.0, 0.0, 0.0)),
            "ArrowLeft" => Some((-step, 0.0, 0.0)),
            "ArrowRight" => Some((step, 0.0, 0.0)),
            "ArrowUp" => Some((0.0, -step, 0.0)),
            "ArrowDown" => Some((0.0, step, 0.0)),
            "+" => Some((0.0, 0.0, step)),
            "-" => Some((0.0, 0.0, -step)),
            _ => None,
        };
        if let Some((right, down, larger)) = done {
            event.prevent_default();
            if matches!(event.key().as_str(), "Enter" | " ") {
                edit(&Sketch::add_block);
            } else {
                edit(&|sketch| sketch.move_last(right, down, larger));
            }
        }
    };
    let save = move |_| {
        if saving.get_untracked() {
            return;
        }
        saving.set(true);
        let Some(finished) = sketch.try_update_untracked(Option::take).flatten() else { return };
        leptos::task::spawn_local(async move {
            match photo::finish(finished).await {
                Ok(ready) => {
                    session.dispatch(Event::PhotoReady(id, ready, clock::chance()));
                    let open = session.now(|model| model.open);
                    if let Some(walk) = open {
                        let route = Route::Observation(walk, id, Panel::Summary);
                        screen::show(route, true);
                        session.dispatch(Event::Navigated(route));
                    }
                }
                Err(why) => {
                    session.dispatch(Event::PhotoRefused(id, why));
                    sketch.set(None);
                }
            }
        });
    };
    view! {
        <p class="hint" id="block-hint">{t.photo_block_hint}</p>
        <canvas
            class="sketch"
            node_ref=canvas
            tabindex="0"
            role="application"
            aria-label=t.photo_canvas
            aria-describedby="block-hint"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:keydown=key
        ></canvas>
        <div class="grid grid-2">
            <button type="button" class="answer" on:click=move |_| edit(&Sketch::add_block)>
                {icon("square")}<span>{t.photo_add_block}</span>
            </button>
            <button type="button" class="answer" on:click=move |_| edit(&Sketch::remove_last)>
                {icon("undo-2")}<span>{t.photo_remove_block}</span>
            </button>
        </div>
        <div class="last stack">
            <button type="button" class="button" id="save-photo" on:click=save>
                {icon("save")}<span>{move || if saving.get() { t.saving } else { t.photo_save }}</span>
            </button>
            <button type="button" class="button quiet" on:click=move |_| sketch.set(None)>
                {icon("x")}<span>{t.photo_discard}</span>
            </button>
        </div>
    }
    .into_any()
}
