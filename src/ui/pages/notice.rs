//! What is written down and what is not, read aloud to the group before the walk.

use leptos::prelude::*;

use crate::app::Event;
use crate::domain::identity::WalkId;
use crate::domain::privacy::NOTICE_VERSION;
use crate::platform::clock;
use crate::ui::parts::{Frame, frame, icon};
use crate::ui::session::Session;

pub(super) fn page(session: Session, _walk: WalkId) -> AnyView {
    let t = session.words();
    let (to, contact) = session.now(|model| {
        model.walk().map_or((String::new(), String::new()), |walk| {
            (walk.commissioner.clone(), walk.contact.clone())
        })
    });
    let sentences = (t.notice)(&to, &contact);
    let aloud = sentences.join(" ");
    let content = view! {
        <div class="card notice">
            {sentences.into_iter().map(|sentence| view! { <p dir="auto">{sentence}</p> }).collect_view()}
            <p class="hint">{(t.notice_version)(NOTICE_VERSION)}</p>
        </div>
        <div class="stack">
            <button type="button" class="button quiet" on:click=move |_| session.dispatch(Event::ReadAloud(aloud.clone()))>
                {icon("volume-2")}<span>{t.read_aloud}</span>
            </button>
            <button type="button" class="button" on:click=move |_| session.dispatch(Event::NoticeHeard(clock::chance()))>
                {icon("check")}<span>{t.notice_heard}</span>
            </button>
        </div>
    }
    .into_any();
    frame(
        session,
        Frame { title: t.notice_title.to_owned(), back: true, position: false, tabs: None },
        content,
    )
}
