//! Handing over: the notebook as a backup, the planner's layers, a notebook taken in, the wipe.

use leptos::prelude::*;

use super::left_files::left_files;
use super::settings::{check_link, storage};
use super::walk::safe;
use crate::app::effect::FileKind;
use crate::app::view::layers::LeftOut;
use crate::app::{Event, Model, Route};
use crate::domain::identity::WalkId;
use crate::platform::{clock, install};
use crate::ui::parts::{
    Frame, all, button, el, follow, follow_text, frame, import_button, job, link, nothing,
    paragraph, wipe_warning,
};
use crate::ui::session::Session;

pub(super) fn page(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let training = session.select(|model| model.walk().is_some_and(|walk| walk.training));
    let content = vec![
        job(session, |model| {
            let layers = FileKind::Layers { with_internal: model.with_internal };
            vec![FileKind::NotebookHtml, FileKind::NotebookZip, layers]
        }),
        follow(move || {
            if training.get() { paragraph("card warning", t.training_export) } else { nothing() }
        }),
        if install::browser().is_in_app() {
            paragraph("card warning", session.safety_words().in_app)
        } else {
            nothing()
        },
        left_files(session, walk),
        backup(session, walk),
        layers(session),
        section("", "take-in", "upload", t.import)
            .child(paragraph("", t.import_text))
            .child(import_button(session))
            .view(),
        storage(session),
        check_link(session),
        wipe(session, walk),
    ];
    let around = Frame { tabs: Some(walk), ..Frame::plain(t.tab_hand_over) };
    frame(session, around, content)
}

fn section(
    class: &'static str,
    id: &'static str,
    picture: &'static str,
    title: &'static str,
) -> crate::ui::parts::Element {
    el("section")
        .attr("class", format!("card prose {class}"))
        .attr("aria-labelledby", id)
        .child(el("h2").attr("id", id).icon(picture).text(title).view())
}

fn ask(session: Session, kind: FileKind) {
    session.dispatch(Event::ExportAsked(kind, clock::now()));
}

fn backup(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let loaded = session.select(|model| model.loaded);
    let state = session.select(Model::safety);
    let way = |id: &'static str, class, picture, words: &'static str, kind: FileKind| {
        button(class)
            .attr("id", id)
            .on_click(move || ask(session, kind))
            .icon(picture)
            .span(words)
            .view()
    };
    let ways = el("div")
        .class("stack")
        .hidden(move || !loaded.get())
        .child(way("notebook-html", "button", "file-text", t.notebook_html, FileKind::NotebookHtml))
        .child(way(
            "notebook-zip",
            "button quiet",
            "package",
            t.notebook_zip,
            FileKind::NotebookZip,
        ))
        .view();
    let received = session.select(move |model| {
        model.preferences.walks.get(&walk.to_string()).is_some_and(|memory| memory.received)
    });
    let answer = follow(move || {
        if received.get() {
            return el("p")
                .class("lead")
                .attr("id", "received")
                .icon("check")
                .text(t.received)
                .view();
        }
        link("button quiet", Route::Receipt(walk)).icon("check").span(t.answer).view()
    });
    section("", "backup", "shield-check", t.backup)
        .child(paragraph("", t.backup_text))
        .child(
            el("p")
                .child(el("strong").child(follow_text(move || safe(session, state.get()))).view())
                .view(),
        )
        .child(ways)
        .child(answer)
        .view()
}

fn layers(session: Session) -> AnyView {
    let t = session.words();
    let loaded = session.select(|model| model.loaded);
    let with_internal = session.select(|model| model.with_internal);
    let left_out = session.select(LeftOut::of);
    let said = follow(move || {
        let LeftOut { without_place, internal, later_category } = left_out.get();
        let mut said = Vec::new();
        if !without_place.is_empty() {
            let words = el("span")
                .attr("id", "without-place")
                .text((t.layers_without_place)(&without_place));
            said.push(el("p").class("lead").icon("map-pin-off").child(words.view()).view());
        }
        if !later_category.is_empty() {
            said.push(paragraph("lead", (t.layers_later_category)(&later_category)));
        }
        if internal > 0 {
            let change = move || {
                session.dispatch(Event::InternalChosen(!with_internal.get_untracked()));
            };
            let choice =
                button("answer wide").pressed(move || with_internal.get()).on_click(change);
            said.push(choice.icon("lock").span((t.layers_internal)(internal)).view());
        }
        all(said)
    });
    let make = move || {
        ask(session, FileKind::Layers { with_internal: with_internal.get_untracked() });
    };
    let make = button("button quiet")
        .attr("id", "make-layers")
        .on_click(make)
        .icon("layers")
        .span(t.layers_make)
        .view();
    section("", "layers", "layers", t.layers)
        .child(paragraph("", t.layers_text))
        .child(said)
        .child(el("div").class("stack").hidden(move || !loaded.get()).child(make).view())
        .view()
}

/// Two taps: the second says what will be gone. The exercise holds nothing to lose: one.
fn wipe(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let asked = RwSignal::new(false);
    let training = session.select(|model| model.walk().is_some_and(|walk| walk.training));
    let gone = move || session.dispatch(Event::WalkWiped(walk));
    let ways = follow(move || {
        if training.get() {
            let way = button("button quiet").attr("id", "wipe-training").on_click(gone);
            return all(vec![
                paragraph("", t.wipe_training_text),
                way.icon("trash-2").span(t.wipe_training).view(),
            ]);
        }
        if !asked.get() {
            let way =
                button("button quiet").attr("id", "wipe-ask").on_click(move || asked.set(true));
            return all(vec![
                paragraph("", t.wipe_text),
                way.icon("trash-2").span(t.wipe_ask).view(),
            ]);
        }
        let keep = button("answer").on_click(move || asked.set(false)).icon("x").span(t.cancel);
        let confirm = button("answer danger").attr("id", "wipe-confirm").on_click(gone);
        let confirm = confirm.icon("trash-2").span(t.wipe_confirm);
        all(vec![
            wipe_warning(session, walk),
            el("div").class("grid grid-2").child(keep.view()).child(confirm.view()).view(),
        ])
    });
    section("", "wipe", "eraser", t.wipe).child(ways).view()
}
