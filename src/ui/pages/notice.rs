//! What is written down and what is not, read aloud to the group before the walk.

use leptos::prelude::*;

use crate::app::Event;
use crate::domain::privacy::NOTICE_VERSION;
use crate::platform::clock;
use crate::ui::parts::{Frame, button, el, frame, paragraph};
use crate::ui::session::Session;

pub(super) fn page(session: Session) -> AnyView {
    let t = session.words();
    let (to, contact) = session.now(|model| {
        model.walk().map_or((String::new(), String::new()), |walk| {
            (walk.commissioner.clone(), walk.contact.clone())
        })
    });
    let sentences = (t.notice)(&to, &contact);
    let aloud = sentences.join(" ");
    let notice = el("div")
        .class("card notice")
        .children(sentences.into_iter().map(|sentence| paragraph("", sentence)))
        .child(paragraph("hint", (t.notice_version)(NOTICE_VERSION)))
        .view();
    let read = button("button quiet")
        .on_click(move || session.dispatch(Event::ReadAloud(aloud.clone())))
        .icon("volume-2")
        .span(t.read_aloud)
        .view();
    let heard = button("button")
        .on_click(move || session.dispatch(Event::NoticeHeard(clock::chance())))
        .icon("check")
        .span(t.notice_heard)
        .view();
    let ways = el("div").class("last stack").child(read).child(heard).view();
    frame(session, Frame::plain(t.notice_title), vec![notice, ways])
}
