//! A field to write in: kept at each key, a revision when it is left.

use leptos::prelude::*;

use crate::app::Event;
use crate::domain::amend::{Change, TextField};
use crate::domain::identity::RecordId;
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
    let initial = session.now(|model| {
        let mut drafts = model.drafts.iter();
        let draft =
            drafts.find(|draft| draft.observation == id.to_string() && draft.field == field.code());
        match (draft, model.observation(id)) {
            (Some(draft), _) => draft.text.clone(),
            (None, Some(observation)) => observation.text(field).to_owned(),
            (None, None) => String::new(),
        }
    });
    let typed = move |text: String| {
        let Some(walk) = session.now(|model| model.open) else { return };
        session.dispatch(Event::Typing(Draft {
            walk: walk.to_string(),
            observation: id.to_string(),
            field: field.code().to_owned(),
            text,
        }));
    };
    let left = move |text: String| session.say(id, Change::Text(field, text));
    let input = if matches!(field, TextField::Words | TextField::Idea) {
        view! {
            <textarea
                id=name.clone()
                rows="4"
                dir="auto"
                aria-describedby=hint_name.clone()
                prop:value=initial
                on:input=move |event| typed(event_target_value(&event))
                on:change=move |event| left(event_target_value(&event))
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=name.clone()
                type="text"
                dir="auto"
                autocomplete="off"
                aria-describedby=hint_name.clone()
                prop:value=initial
                on:input=move |event| typed(event_target_value(&event))
                on:change=move |event| left(event_target_value(&event))
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {input}
            <p class="hint" id=hint_name>{hint}</p>
        </div>
    }
    .into_any()
}
