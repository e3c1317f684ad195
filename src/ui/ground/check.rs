//! Reads all that is stored, in both copies, and says in sentences what it found.

use leptos::prelude::*;

use crate::app::Event;
use crate::text::CheckWords;
use crate::ui::pages::storage;
use crate::ui::parts::{Frame, all, button, el, frame, paragraph, said_here};
use crate::ui::session::Session;

pub(super) fn page(session: Session) -> AnyView {
    let t = session.words();
    let words = CheckWords::of(session.language());
    let ask = move || session.dispatch(Event::CheckAsked);
    // It was asked for by coming here.
    leptos::task::spawn_local(async move { ask() });
    let found = session.select(|model| (model.checking, model.copies_in_words()));
    let sentences = said_here(move || {
        let (checking, sentences) = found.get();
        if checking {
            return paragraph("hint", words.checking);
        }
        let again = button("button quiet").on_click(ask).icon("repeat").span(words.again).view();
        let sentences = sentences.iter().map(|one| el("p").text(one.clone()).view());
        all(sentences.chain([again]).collect())
    });
    let found = el("section").class("card prose").attr("id", "check").child(sentences).view();
    frame(session, Frame::plain(t.copies.check), vec![found, storage(session)])
}
