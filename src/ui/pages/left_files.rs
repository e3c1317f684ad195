//! The notebook files that left this phone, and whether somebody sees them: nothing else counts.

use leptos::prelude::*;

use crate::app::effect::FileKind;
use crate::app::view::browser::Browser;
use crate::app::{Event, Model};
use crate::domain::identity::WalkId;
use crate::format::left_file::{FileWay, LeftFile};
use crate::platform::{clock, install};
use crate::ui::parts::{all, button, el, file_name, follow, nothing, paragraph};
use crate::ui::session::Session;

/// The files of a walk, the newest first, each with its question.
pub(super) fn left_files(session: Session, walk: WalkId) -> AnyView {
    let s = session.safety_words();
    let files = session.select(move |model: &Model| model.left_files(walk));
    let shown = follow(move || {
        let files = files.get();
        if files.is_empty() {
            return nothing();
        }
        let rows = files.iter().map(|file| row(session, walk, file));
        el("section")
            .class("card prose")
            .attr("aria-labelledby", "left-files")
            .child(el("h2").attr("id", "left-files").icon("file-text").text(s.files).view())
            .child(el("ul").class("plain-list stack").children(rows).view())
            .view()
    });
    el("div").attr("role", "status").child(shown).view()
}

fn row(session: Session, walk: WalkId, file: &LeftFile) -> AnyView {
    let s = session.safety_words();
    let shared = file.way == FileWay::App;
    let (picture, said) = match (file.seen, shared) {
        (None, false) => ("circle-help", s.left_saved),
        (None, true) => ("share-2", s.left_shared),
        (Some(true), false) => ("check", s.seen_saved),
        (Some(true), true) => ("check", s.seen_shared),
        (Some(false), _) => ("triangle-alert", s.not_seen),
    };
    // Layers, and what an earlier version made, are not known to hold anything: to see them proves
    // nothing.
    let is_asked = !file.holds.is_empty();
    let said = if is_asked {
        said
    } else if shared {
        s.went_shared
    } else {
        s.went_saved
    };
    let at = file.at_ms;
    let way = |class, seen: bool, picture, words: &'static str| {
        button(class)
            .attr("id", if seen { format!("seen-{at}") } else { format!("not-seen-{at}") })
            .on_click(move || session.dispatch(Event::FileSeen(walk, at, seen)))
            .icon(picture)
            .span(words)
            .view()
    };
    let mut ways = Vec::new();
    if is_asked && file.seen != Some(true) {
        ways.push(way("answer", true, "eye", s.i_see_it));
    }
    if is_asked && file.seen != Some(false) {
        ways.push(way("answer", false, "x", s.i_do_not));
    }
    let ways = el("div").class("grid grid-2").children(ways).view();
    let elsewhere = if file.seen == Some(false) { look(session, file) } else { nothing() };
    let said = el("p").class("lead").icon(picture).span(said).view();
    el("li")
        .class(if file.seen == Some(true) { "left-file" } else { "left-file warning" })
        .child(file_name(session, file))
        .children([said, elsewhere, ways])
        .view()
}

/// Where to look for a file that is not seen, and what else can be done.
fn look(session: Session, file: &LeftFile) -> AnyView {
    let s = session.safety_words();
    let browser = install::browser();
    let place = match browser {
        _ if file.way == FileWay::App => s.look_shared,
        Browser::Android | Browser::InAppAndroid => s.look_android,
        Browser::Ios | Browser::InAppIos => s.look_ios,
        Browser::Other => s.look_other,
    };
    let kind =
        if file.name.ends_with(".zip") { FileKind::NotebookHtml } else { FileKind::NotebookZip };
    let again = button("button quiet")
        .on_click(move || session.dispatch(Event::ExportAsked(kind, clock::now())))
        .icon("package")
        .span(s.other_wrapping)
        .view();
    let window = if browser.is_in_app() { paragraph("", s.in_app) } else { nothing() };
    all(vec![paragraph("", place), window, paragraph("", s.other_ways), again])
}
