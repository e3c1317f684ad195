//! A photo: chosen, faces and plates covered with opaque blocks, then saved without its metadata.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::app::route::Panel;
use crate::app::{Event, Route};
use crate::domain::identity::RecordId;
use crate::platform::photo::{self, Sketch};
use crate::platform::{clock, screen};
use crate::ui::parts::{Frame, all, button, el, follow, follow_text, frame, paragraph};
use crate::ui::session::Session;

type Sketched = RwSignal<Option<Sketch>, LocalStorage>;
/// Changes the sketch and shows it.
type Edit<'a> = dyn Fn(&dyn Fn(&mut Sketch)) + 'a;

pub(super) fn page(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    // The notebook is on its way when the page starts here.
    let missing = session.select(move |model| match model.observation(id) {
        Some(_) => None,
        None if model.loaded => Some(t.no_such_observation),
        None => Some(t.loading),
    });
    let content = follow(move || match missing.get() {
        // Saving is the way out of a photo.
        None => content(session, id),
        Some(words) => paragraph("empty", words),
    });
    frame(session, Frame::plain(t.panel_photo), vec![content])
}

fn content(session: Session, id: RecordId) -> AnyView {
    let sketch: Sketched = RwSignal::new_local(None);
    let opened = RwSignal::new(false);
    on_cleanup(move || {
        // Leaving without saving is an answer too; a page that never opened the camera has none.
        if opened.try_get_untracked() == Some(true) {
            session.dispatch(Event::CameraClosed(id));
        }
    });
    follow(move || {
        if sketch.with(Option::is_some) {
            editor(session, id, sketch)
        } else {
            choose(session, id, sketch, opened)
        }
    })
}

fn choose(session: Session, id: RecordId, sketch: Sketched, opened: RwSignal<bool>) -> AnyView {
    let reading = RwSignal::new(false);
    let chosen = move |event: web_sys::Event| {
        let Some(file) = screen::chosen_file(&event) else { return };
        reading.set(true);
        leptos::task::spawn_local(async move {
            match photo::read(file).await {
                Ok(read) => sketch.set(Some(read)),
                Err(why) => {
                    session.dispatch(Event::PhotoRefused(id, why.words(session.ground_words())))
                }
            }
            reading.try_set(false);
        });
    };
    let way = |class, picture, words: &'static str, name: &'static str| {
        let input = el("input")
            .class("unseen")
            .attr("id", name)
            .attr("type", "file")
            .attr("accept", "image/*")
            .on("click", move |_| {
                opened.set(true);
                session.dispatch(Event::CameraOpening(id));
            })
            .on("cancel", move |_| session.dispatch(Event::CameraClosed(id)))
            .on("change", chosen);
        let input = if name == "camera" { input.attr("capture", "environment") } else { input };
        el("label").class(class).icon(picture).span(words).child(input.view()).view()
    };
    let ways = el("div")
        .class("stack")
        .child(way("button", "camera", session.ground_words().photo_take, "camera"))
        .child(way("button quiet", "image", session.ground_words().photo_choose, "picture"))
        .view();
    let said = move || {
        if reading.get() { session.ground_words().photo_reading.to_owned() } else { String::new() }
    };
    let state = el("p").attr("role", "status").child(follow_text(said)).view();
    // A page that was closed behind the camera asks for that photo again.
    let again = session.now(|model| model.awaits_photo(id)) && !opened.get_untracked();
    let hint =
        if again { session.words().problem_photo_lost } else { session.ground_words().photo_hint };
    all(vec![paragraph("hint", hint), ways, state])
}

fn editor(session: Session, id: RecordId, sketch: Sketched) -> AnyView {
    let t = session.words();
    // From where the finger began, in parts of the picture's width and height.
    let began = RwSignal::new(None::<(f64, f64)>);
    let saving = RwSignal::new(false);
    let draw = move || {
        let canvas = screen::element("sketch").and_then(|canvas| canvas.dyn_into().ok());
        if let Some(canvas) = canvas {
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
    // Once the canvas is on the page.
    Effect::new(move |_: Option<()>| draw());
    let down = move |event: web_sys::Event| {
        if let Some(event) = event.dyn_ref() {
            screen::hold_pointer(event);
            let at = screen::place_in_element(event);
            began.set(Some(at));
            edit(&|sketch| sketch.begin_block(at));
        }
    };
    let moved = move |event: web_sys::Event| {
        if let (Some(from), Some(event)) = (began.get_untracked(), event.dyn_ref()) {
            let to = screen::place_in_element(event);
            edit(&|sketch| sketch.stretch_block(from, to));
        }
    };
    let up = move |_| {
        if began.get_untracked().is_some() {
            began.set(None);
            edit(&Sketch::end_block);
        }
    };
    let canvas = el("canvas")
        .class("sketch")
        .attr("id", "sketch")
        .attr("tabindex", "0")
        .attr("role", "application")
        .attr("aria-label", session.ground_words().photo_canvas)
        .attr("aria-describedby", "block-hint")
        .on("pointerdown", down)
        .on("pointermove", moved)
        .on("pointerup", up)
        .on("pointercancel", up)
        .on("keydown", move |event| pressed(&event, &edit))
        .view();
    let tool = |picture, words: &'static str, change: fn(&mut Sketch)| {
        button("answer").on_click(move || edit(&change)).icon(picture).span(words).view()
    };
    let tools = el("div")
        .class("grid grid-2")
        .child(tool("square", session.ground_words().photo_add_block, Sketch::add_block))
        .child(tool("undo-2", session.ground_words().photo_remove_block, Sketch::remove_last))
        .view();
    let save = move || {
        if !saving.get_untracked()
            && let Some(finished) = sketch.try_update_untracked(Option::take).flatten()
        {
            saving.set(true);
            leptos::task::spawn_local(finish(session, id, finished, sketch));
        }
    };
    let save_words =
        move || if saving.get() { t.saving } else { session.ground_words().photo_save }.to_owned();
    let save = button("button")
        .attr("id", "save-photo")
        .on_click(save)
        .icon("save")
        .child(el("span").child(follow_text(save_words)).view())
        .view();
    let discard = move || sketch.set(None);
    let discard = button("button quiet")
        .on_click(discard)
        .icon("x")
        .span(session.ground_words().photo_discard)
        .view();
    let hint = el("div")
        .attr("id", "block-hint")
        .child(paragraph("hint", session.ground_words().photo_block_hint))
        .view();
    all(vec![hint, canvas, tools, el("div").class("last stack").child(save).child(discard).view()])
}

/// Blocks by keyboard.
fn pressed(event: &web_sys::Event, edit: &Edit<'_>) {
    const STEP: f64 = 0.03;
    let Some(event) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
    let (right, down, larger) = match event.key().as_str() {
        "Enter" | " " => {
            event.prevent_default();
            return edit(&Sketch::add_block);
        }
        "ArrowLeft" => (-STEP, 0.0, 0.0),
        "ArrowRight" => (STEP, 0.0, 0.0),
        "ArrowUp" => (0.0, -STEP, 0.0),
        "ArrowDown" => (0.0, STEP, 0.0),
        "+" => (0.0, 0.0, STEP),
        "-" => (0.0, 0.0, -STEP),
        _ => return,
    };
    event.prevent_default();
    edit(&|sketch| sketch.move_last(right, down, larger));
}

async fn finish(session: Session, id: RecordId, finished: Sketch, sketch: Sketched) {
    match photo::finish(finished).await {
        Ok(ready) => {
            session.dispatch(Event::PhotoReady(id, ready, clock::chance()));
            if let Some(walk) = session.now(|model| model.open) {
                session.open_instead(Route::Observation(walk, id, Panel::Summary));
            }
        }
        Err(why) => {
            session.dispatch(Event::PhotoRefused(id, why.words(session.ground_words())));
            sketch.try_set(None);
        }
    }
}
