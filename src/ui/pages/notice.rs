//! What is written down and what is not, read aloud to the group before the walk.

use leptos::prelude::*;

use crate::app::Event;
use crate::domain::walk::NOTICE_VERSION;
use crate::domain::walk::OwnNotice;
use crate::platform::clock;
use crate::ui::parts::{Frame, all, button, el, follow, frame, paragraph};
use crate::ui::session::Session;

pub(super) fn page(session: Session) -> AnyView {
    let t = session.words();
    // The sheet may still be on its way when the page starts here.
    let sheet = session.select(|model| {
        let walk = model.walk()?;
        Some((walk.commissioner.clone(), walk.contact.clone(), walk.own_notice.clone()))
    });
    let notice = follow(move || match sheet.get() {
        Some((to, contact, own)) => notice(session, &to, &contact, own),
        None => paragraph("empty", t.loading),
    });
    frame(session, Frame::plain(t.notice_title), vec![notice])
}

fn notice(session: Session, to: &str, contact: &str, own: Option<OwnNotice>) -> AnyView {
    let t = session.words();
    // A commissioning body may have a notice of its own; ours is read where there is none.
    let (sentences, version) = match own {
        Some(own) => (own.text.lines().map(ToOwned::to_owned).collect(), own.version),
        None => ((t.notice)(to, contact), NOTICE_VERSION.to_owned()),
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
    all(vec![notice, ways])
}
