//! The answer to a receipt: typed or scanned, it tells a phone that everything it handed over
//! arrived. Only then does it say so, and only then does it offer to wipe the walk; it never does by
//! itself.

use leptos::prelude::*;

use crate::app::{Event, Route};
use crate::domain::identity::WalkId;
use crate::format::bundle::typed_code;
use crate::platform::screen;
use crate::ui::parts::{
    Frame, all, button, el, follow, frame, link, nothing, paragraph, wipe_warning,
};
use crate::ui::session::Session;

pub(super) fn page(session: Session, walk: WalkId) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let typed = RwSignal::new(String::new());
    let bad = RwSignal::new(false);
    let state_of = session.select(move |model| {
        let checked = model.answer.filter(|(of, _)| *of == walk).map(|(_, matches)| matches);
        (model.exchange.is_checking(walk), checked)
    });
    let check = move |text: &str| match typed_code(text) {
        Some(answer) => {
            bad.set(false);
            session.dispatch(Event::AnswerGiven(walk, answer));
        }
        None => bad.set(true),
    };
    let address = screen::fragment();
    let scanned = address.rsplit_once("/recu/").map(|(_, code)| code.to_owned());
    let loaded = session.select(|model| model.loaded);
    // What is stored is compared: it has to be there first.
    Effect::new(move |done: Option<bool>| {
        let done = done.unwrap_or(false);
        if !done
            && loaded.get()
            && let Some(code) = &scanned
        {
            check(code);
            return true;
        }
        done
    });
    let state = follow(move || match state_of.get() {
        (false, None) => nothing(),
        (true, _) => paragraph("empty", t.working),
        (false, Some(true)) => arrived(session, walk),
        (false, Some(false)) => el("div")
            .class("card prose warning")
            .attr("id", "answer-differs")
            .child(el("p").class("lead").icon("triangle-alert").text(g.answer_differs).view())
            .child(
                link("button quiet", Route::HandOver(walk))
                    .icon("share-2")
                    .span(t.tab_hand_over)
                    .view(),
            )
            .view(),
    });
    let submitted = move |event: web_sys::Event| {
        event.prevent_default();
        check(&typed.get_untracked());
    };
    let wrong = follow(move || if bad.get() { paragraph("hint", g.answer_bad) } else { nothing() });
    let input = el("input")
        .attr("id", "answer")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "characters")
        .attr("spellcheck", "false")
        .attr("maxlength", "9")
        .attr_follow("aria-invalid", move || Some(bad.get().to_string()))
        .on_value("input", move |value| typed.set(value));
    let form = el("form")
        .class("card prose")
        .on("submit", submitted)
        .child(paragraph("", g.answer_text))
        .child(
            el("label").class("field").span(g.answer_field).child(input.view()).child(wrong).view(),
        )
        .child(
            button("button")
                .attr("type", "submit")
                .attr("id", "answer-check")
                .icon("check")
                .span(g.answer_check)
                .view(),
        )
        .view();
    let content = vec![el("div").attr("role", "status").child(state).view(), form];
    frame(session, Frame::plain(g.answer_title), content)
}

/// It arrived; the walk may go, or stay.
fn arrived(session: Session, walk: WalkId) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let asked = RwSignal::new(false);
    let ways = follow(move || {
        let keep = link("button", Route::Walk(walk)).icon("list").span(g.answer_keep).view();
        if !asked.get() {
            let ask =
                button("button quiet").attr("id", "wipe-ask").on_click(move || asked.set(true));
            return all(vec![keep, ask.icon("trash-2").span(t.wipe_ask).view()]);
        }
        let gone = move || session.dispatch(Event::WalkWiped(walk));
        let cancel = button("answer").on_click(move || asked.set(false)).icon("x").span(t.cancel);
        let confirm = button("answer danger").attr("id", "wipe-confirm").on_click(gone);
        let confirm = confirm.icon("trash-2").span(t.wipe_confirm);
        all(vec![
            wipe_warning(session, walk),
            el("div").class("grid grid-2").child(cancel.view()).child(confirm.view()).view(),
        ])
    });
    el("div")
        .class("card prose good")
        .attr("id", "answer-matches")
        .child(
            el("p")
                .class("lead")
                .icon("shield-check")
                .child(el("strong").text(g.answer_matches).view())
                .view(),
        )
        .child(paragraph("", g.answer_wipe))
        .child(el("div").class("stack").child(ways).view())
        .view()
}
