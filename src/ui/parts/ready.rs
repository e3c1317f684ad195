//! Whether the phone is ready to walk without a network, in one sentence, or what is missing.

use leptos::prelude::*;

use super::{el, follow, nothing};
use crate::text::ReadyWords;
use crate::ui::session::Session;

/// The sentence; nothing as long as it is not known.
pub(in crate::ui) fn readiness(session: Session) -> AnyView {
    let w = ReadyWords::of(session.language());
    let lacks = session.select(|model| model.readiness());
    let shown = follow(move || {
        let Some(lacks) = lacks.get() else { return nothing() };
        if lacks.is_empty() {
            return el("p")
                .class("lead hint")
                .attr("id", "ready")
                .icon("check")
                .span(w.ready)
                .view();
        }
        let lines = lacks.iter().map(|lack| el("li").text(w.lack(lack)).view());
        el("div")
            .class("card warning")
            .attr("id", "not-ready")
            .child(
                el("p")
                    .class("lead")
                    .icon("triangle-alert")
                    .child(el("strong").text(w.not_ready).view())
                    .view(),
            )
            .child(el("ul").class("remarks").children(lines).view())
            .view()
    });
    el("div").attr("role", "status").child(shown).view()
}
