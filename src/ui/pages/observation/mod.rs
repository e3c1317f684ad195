//! An observation: everything after the third tap, one question a screen, nothing compulsory.

mod more;
mod people;
mod place;
mod summary;

use leptos::prelude::*;

use crate::app::route::Panel;
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::observation::amend::{Change, TextField};
use crate::domain::observation::fix::whole_metres;
use crate::domain::observation::scale::{Rating, Scale};
use crate::ui::parts::{
    Frame, button, el, follow, frame, nothing, paragraph, question, steps, toggles, writing,
};
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
                lamps(session, id),
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
        // On a page of its own: a large picture takes the memory of that one and gives it back.
        Panel::Photo => (t.panel_photo, Vec::new()),
    };
    let done = button("button").on_click(move || session.back()).icon("check").span(t.done).view();
    content.push(el("div").class("last").child(done).view());
    let around = Frame { position: panel == Panel::Place, ..Frame::plain(title) };
    frame(session, around, content)
}

/// The lamps of the reference layers nearby; tapping one keeps its number.
fn lamps(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let near = session.select(move |model| {
        let chosen = model.observation(id).map(|o| o.lamp_ref.clone()).unwrap_or_default();
        (model.lamps_near(id), chosen)
    });
    follow(move || {
        let (near, chosen) = near.get();
        if near.is_empty() {
            return nothing();
        }
        let lamps = near.into_iter().map(|(label, metres)| {
            let is_chosen = label == chosen;
            let keep = if is_chosen { String::new() } else { label.clone() };
            let tapped = move || {
                session.say(id, Change::Text(TextField::LampRef, keep.clone()));
            };
            button("answer wide")
                .attr("aria-pressed", is_chosen.to_string())
                .on_click(tapped)
                .icon("lightbulb")
                .child(el("span").attr("dir", "auto").text(label).view())
                .child(el("small").text(format!("{} m", whole_metres(metres))).view())
                .view()
        });
        question(t.lamps_near, "stack", lamps.collect())
    })
}
