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
    // A commissioning body may have a notice of its own; ours is read where there is none.
    let own = session.now(|model| model.walk().and_then(|walk| walk.own_notice.clone()));
    let (sentences, version) = match own {
        Some(own) => (own.text.lines().map(ToOwned::to_owned).collect(), own.version),
        None => ((t.notice)(&to, &contact), NOTICE_VERSION.to_owned()),
    };
    let aloud = sentences.join(" ");
    let notice = el("div")
        .class("card notice")
        .children(sentences.into_iter().map(|sentence| paragraph("", sentence)))
        .child(paragraph("hint", (t.notice_version)(&version)))
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
