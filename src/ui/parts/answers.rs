//! Closed questions: a heading and pictures with a few words, tapped again to take back.

use leptos::prelude::*;

use super::icon;
use crate::domain::amend::Change;
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::scale::{Level, Scale};
use crate::ui::session::Session;

/// One possible answer.
pub(in crate::ui) struct Answer {
    /// Its picture.
    pub(in crate::ui) icon: &'static str,
    /// Its words.
    pub(in crate::ui) label: &'static str,
    /// What is said by tapping it.
    pub(in crate::ui) change: Change,
    /// Whether that was said.
    pub(in crate::ui) given: fn(&Observation, &Change) -> bool,
}

/// A question with its possible answers, in a grid of `columns`.
pub(in crate::ui) fn answers(
    session: Session,
    id: RecordId,
    question: &'static str,
    columns: u8,
    offered: Vec<Answer>,
) -> AnyView {
    let buttons = offered
        .into_iter()
        .map(|Answer { icon: picture, label, change, given }| {
            let asked = change.clone();
            let pressed = session.select(move |model| {
                model.observation(id).is_some_and(|observation| given(observation, &asked))
            });
            view! {
                <button
                    type="button"
                    class="answer"
                    aria-pressed=move || pressed.get().to_string()
                    on:click=move |_| session.say(id, change.clone())
                >
                    {icon(picture)}
                    <span>{label}</span>
                </button>
            }
            .into_any()
        })
        .collect_view();
    view! {
        <fieldset class="question">
            <legend>{question}</legend>
            <div class=format!("grid grid-{columns}")>{buttons}</div>
        </fieldset>
    }
    .into_any()
}

/// A four-step scale.
pub(in crate::ui) fn steps(
    session: Session,
    id: RecordId,
    question: &'static str,
    scale: Scale,
) -> AnyView {
    let language = session.language();
    let offered = Level::ALL.map(|level| Answer {
        icon: scale.step_icon(level),
        label: scale.step_label(level, language),
        change: match scale {
            Scale::Feeling => Change::Feeling(level),
            Scale::Severity => Change::Severity(level),
            Scale::Rating(rating) => Change::Rating(rating, level),
        },
        given: |observation, change| match change {
            Change::Feeling(level) => observation.feeling == Some(*level),
            Change::Severity(level) => observation.severity == Some(*level),
            Change::Rating(rating, level) => observation.rating(*rating) == Some(*level),
            _ => false,
        },
    });
    answers(session, id, question, 4, offered.into())
}

/// All values of a code.
pub(in crate::ui) fn toggles<C: Code>(
    session: Session,
    id: RecordId,
    question: &'static str,
    columns: u8,
    change: fn(C) -> Change,
    given: fn(&Observation, &Change) -> bool,
) -> AnyView {
    let language = session.language();
    let offered = C::ALL
        .iter()
        .map(|code| Answer {
            icon: code.icon(),
            label: code.label(language),
            change: change(*code),
            given,
        })
        .collect();
    answers(session, id, question, columns, offered)
}
