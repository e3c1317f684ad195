//! A field to write in: kept at each key, a revision when it is left.

use leptos::prelude::*;

use super::{el, paragraph};
use crate::app::Event;
use crate::domain::identity::RecordId;
use crate::domain::observation::amend::{Change, TextField};
use crate::format::preferences::Draft;
use crate::ui::session::Session;

/// A text of an observation.
pub(in crate::ui) fn writing(
    session: Session,
    id: RecordId,
    field: TextField,
    label: &'static str,
    hint: &'static str,
) -> AnyView {
    let name = format!("text-{}", field.code());
    let hint_name = format!("{name}-hint");
    let initial = session.now(|model| model.typed(id, field));
    let typed = move |text: String| {
        let Some(walk) = session.now(|model| model.open) else { return };
        session.dispatch(Event::Typing(Draft {
            walk: walk.to_string(),
            observation: id.to_string(),
            field: field.code().to_owned(),
            text,
            ..Draft::default()
        }));
    };
    let input = if matches!(field, TextField::Words | TextField::Idea) {
        el("textarea").attr("rows", "4").text(initial)
    } else {
        el("input").attr("type", "text").attr("autocomplete", "off").attr("value", initial)
    };
    let input = input
        .attr("id", name.clone())
        .attr("dir", "auto")
        .attr("aria-describedby", hint_name.clone())
        .on_value("input", typed)
        .on_value("change", move |text| session.say(id, Change::Text(field, text)));
    el("div")
        .class("field")
        .child(el("label").attr("for", name).text(label).view())
        .child(input.view())
        .child(el("div").attr("id", hint_name).child(paragraph("hint", hint)).view())
        .view()
}
