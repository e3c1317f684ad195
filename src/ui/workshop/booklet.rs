//! The booklet of préconisations, and one sheet for each actor.

use leptos::prelude::*;

use super::{Hall, chooser, document, section};
use crate::domain::identity::WalkId;
use crate::domain::leaving::Audience;
use crate::format::booklet::{Document, tender_text};
use crate::ui::parts::{all, button, el};

pub(super) fn room(hall: Hall, campaign: WalkId) -> AnyView {
    let r = hall.restitution_words();
    let language = hall.session.language();
    let chosen = RwSignal::new(Document::Booklet);
    let audience = RwSignal::new(Audience::Partners);
    let whole = button("answer")
        .attr("id", "whole-booklet")
        .pressed(move || chosen.get() == Document::Booklet)
        .on_click(move || chosen.set(Document::Booklet))
        .icon("book-open")
        .span(r.document_booklet)
        .view();
    let fields = el("div")
        .class("fields")
        .child(chooser(hall, "sheet-actor".into(), r.document_actor, None, move |value| {
            chosen.set(value.map_or(Document::Booklet, Document::OfActor));
        }))
        .child(chooser(hall, "sheet-action".into(), r.document_action, None, move |value| {
            chosen.set(value.map_or(Document::Booklet, Document::OfAction));
        }))
        .view();
    let which = section("which-document", "book-open", r.document)
        .class("card prose no-print")
        .child(whole)
        .child(fields)
        .child(document::audiences(hall, audience))
        .view();
    let leaves_as = move || (Document::Booklet, audience.get_untracked());
    let named = ("tender-text", r.document_text);
    let clauses = document::text(hall, named, leaves_as, move |workshop| {
        document::made(workshop, audience.get(), language, tender_text).unwrap_or_default()
    });
    all(vec![which, clauses, document::shown(hall, campaign, move || chosen.get(), audience)])
}
