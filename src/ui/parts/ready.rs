//! Whether the phone is ready to walk without a network, in one line, or what is missing.

use leptos::prelude::*;

use super::{el, follow};
use crate::domain::walk::readiness::Obstacle;
use crate::text::ReadyWords;
use crate::ui::session::Session;

/// The line, there from the start and as high whatever it says: nothing moves under a finger. What is
/// missing, and what to do, opens below it; at once where there is room.
pub(in crate::ui) fn readiness(session: Session, open: bool) -> AnyView {
    let w = ReadyWords::of(session.language());
    let lacks = session.select(|model| model.readiness());
    let shown = follow(move || {
        let line = |id, picture, words: &'static str| {
            el("p").class("lead hint ready-line").attr("id", id).icon(picture).span(words).view()
        };
        match lacks.get().as_deref() {
            None => line("checking", "download", w.checking),
            Some([]) => line("ready", "check", w.ready),
            Some([Obstacle::Copying]) => line("copying", "download", w.copying_short),
            Some(lacks) => {
                let lines = lacks.iter().map(|lack| el("li").text(w.lack(lack)).view());
                let mut details = el("details").class("not-ready").attr("id", "not-ready");
                if open {
                    details = details.attr("open", "");
                }
                details
                    .child(el("summary").icon("triangle-alert").span(w.not_ready).view())
                    .child(el("ul").class("remarks").children(lines).view())
                    .view()
            }
        }
    });
    el("div").attr("role", "status").child(shown).view()
}
