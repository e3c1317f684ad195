//! An observation: everything after the third tap, one question a screen, nothing compulsory.

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
use crate::domain::scale::{Rating, Scale};
use crate::ui::parts::{Frame, button, el, follow, frame, paragraph, steps, toggles, writing};
use crate::ui::session::Session;

pub(super) fn page(session: Session, id: RecordId, panel: Panel) -> AnyView {
    let t = session.words();
    // The notebook may still be on its way when a start leads straight here.
    let missing = session.select(move |model| match model.observation(id) {
        Some(_) => None,
        None if model.loaded => Some(t.no_such_observation),
        None => Some(t.loading),
    });
    follow(move || match missing.get() {
        None => known_page(session, id, panel),
        Some(words) => frame(session, Frame::plain(t.app_name), vec![paragraph("empty", words)]),
    })
}

fn known_page(session: Session, id: RecordId, panel: Panel) -> AnyView {
    let t = session.words();
    let (title, mut content) = match panel {
        Panel::Summary => return summary::page(session, id),
        Panel::Severity => (
            t.panel_severity,
            vec![
                steps(session, id, t.severity_question, Scale::Severity),
                paragraph("hint", t.severity_hint),
                toggles(
                    session,
                    id,
                    t.frequency_question,
                    "grid grid-2",
                    Change::Frequency,
                    |o, change| matches!(change, Change::Frequency(code) if o.frequency == Some(*code)),
                ),
            ],
        ),
        Panel::People => (t.panel_people, people::content(session, id)),
        Panel::Words => (
            t.panel_words,
            vec![
                writing(session, id, TextField::Words, t.words_label, t.words_hint),
                writing(session, id, TextField::Idea, t.idea_label, t.idea_hint),
            ],
        ),
        Panel::Place => (t.panel_place, place::content(session, id)),
        Panel::Lamp => (
            t.panel_lamp,
            vec![
                steps(session, id, t.lighting_question, Scale::Rating(Rating::Lighting)),
                toggles(
                    session,
                    id,
                    t.lamp_question,
                    "grid grid-2",
                    Change::LampState,
                    |o, change| matches!(change, Change::LampState(code) if o.lamp_state == Some(*code)),
                ),
                writing(session, id, TextField::LampRef, t.lamp_ref_label, t.lamp_ref_hint),
            ],
        ),
        Panel::Ratings => {
            let language = session.language();
            let ratings = Rating::ALL.iter();
            let ratings = ratings
                .map(|rating| steps(session, id, rating.label(language), Scale::Rating(*rating)));
            (t.panel_ratings, ratings.collect())
        }
        Panel::Also => (t.panel_also, more::also(session, id)),
        Panel::More => (t.panel_more, more::content(session, id)),
        // Saving is the way out of a photo.
        Panel::Photo => {
            return frame(session, Frame::plain(t.panel_photo), vec![photo::content(session, id)]);
        }
    };
    let done = button("button").on_click(move || session.back()).icon("check").span(t.done).view();
    content.push(el("div").class("last").child(done).view());
    let around = Frame { position: panel == Panel::Place, ..Frame::plain(title) };
    frame(session, around, content)
}
