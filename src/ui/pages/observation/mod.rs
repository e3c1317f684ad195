//! An observation: everything after the third tap, one question a screen, nothing compulsory.

mod lamp;
mod more;
mod people;
mod photo;
mod place;
mod summary;

use leptos::prelude::*;

use crate::app::route::Panel;
use crate::domain::amend::{Change, TextField};
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::scale::{Frequency, Rating, Scale};
use crate::ui::parts::{Frame, frame, icon, steps, toggles, writing};
use crate::ui::session::Session;

pub(super) fn page(session: Session, id: RecordId, panel: Panel) -> AnyView {
    let t = session.words();
    // The notebook may still be on its way when a start leads straight here.
    let known = session.select(move |model| (model.observation(id).is_some(), model.loaded));
    let around = |title: &str, position: bool| Frame {
        title: title.to_owned(),
        back: true,
        position,
        tabs: None,
    };
    (move || {
        match known.get() {
            (true, _) => {}
            (false, true) => {
                let content = view! { <p class="empty">{t.no_such_observation}</p> }.into_any();
                return frame(session, around(t.app_name, false), content);
            }
            (false, false) => {
                let content = view! { <p class="empty">{t.loading}</p> }.into_any();
                return frame(session, around(t.app_name, false), content);
            }
        }
        match panel {
            Panel::Summary => summary::page(session, id),
            Panel::Severity => {
                let content = view! {
                    {steps(session, id, t.severity_question, Scale::Severity)}
                    <p class="hint">{t.severity_hint}</p>
                    {toggles(session, id, t.frequency_question, 2, Change::Frequency, |o, change| {
                        matches!(change, Change::Frequency(code) if o.frequency == Some::<Frequency>(*code))
                    })}
                    {done(session)}
                };
                frame(session, around(t.panel_severity, false), content.into_any())
            }
            Panel::People => frame(session, around(t.panel_people, false), people::content(session, id)),
            Panel::Words => {
                let content = view! {
                    {writing(session, id, TextField::Words, t.words_label, t.words_hint)}
                    {writing(session, id, TextField::Idea, t.idea_label, t.idea_hint)}
                    {done(session)}
                };
                frame(session, around(t.panel_words, false), content.into_any())
            }
            Panel::Place => frame(session, around(t.panel_place, true), place::content(session, id)),
            Panel::Lamp => frame(session, around(t.panel_lamp, false), lamp::content(session, id)),
            Panel::Ratings => {
                let content = view! {
                    {Rating::ALL.iter().map(|rating| {
                        steps(session, id, rating.label(session.language()), Scale::Rating(*rating))
                    }).collect_view()}
                    {done(session)}
                };
                frame(session, around(t.panel_ratings, false), content.into_any())
            }
            Panel::Also => frame(session, around(t.panel_also, false), more::also(session, id)),
            Panel::More => frame(session, around(t.panel_more, false), more::content(session, id)),
            Panel::Photo => frame(session, around(t.panel_photo, false), photo::content(session, id)),
        }
    })
    .into_any()
}

/// Back to the observation.
fn done(session: Session) -> AnyView {
    let t = session.words();
    view! {
        <div class="last">
            <button type="button" class="button" on:click=move |_| session.back()>
                {icon("check")}<span>{t.done}</span>
            </button>
        </div>
    }
    .into_any()
}
