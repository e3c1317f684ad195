//! Closed questions: a heading and pictures with a few words, tapped again to take back.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::{button, el};
use crate::domain::code::{Code, Label};
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::observation::amend::Change;
use crate::domain::observation::scale::{Level, Scale};
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

/// A question and whatever answers it.
pub(in crate::ui) fn question(
    words: &'static str,
    layout: &'static str,
    answers: Vec<AnyView>,
) -> AnyView {
    el("fieldset")
        .class("question")
        .child(el("legend").text(words).view())
        .child(el("div").class(layout).children(answers).view())
        .view()
}

/// A question with its possible answers.
pub(in crate::ui) fn answers(
    session: Session,
    id: RecordId,
    words: &'static str,
    layout: &'static str,
    offered: Vec<Answer>,
) -> AnyView {
    let buttons = offered
        .into_iter()
        .map(|Answer { icon, label, change, given }| {
            let asked = change.clone();
            let pressed = session.select(move |model| {
                model.observation(id).is_some_and(|observation| given(observation, &asked))
            });
            button("answer")
                .pressed(move || pressed.get())
                .on_click(move || session.say(id, change.clone()))
                .icon(icon)
                .span(label)
                .view()
        })
        .collect();
    question(words, layout, buttons)
}

/// A four-step scale.
pub(in crate::ui) fn steps(
    session: Session,
    id: RecordId,
    words: &'static str,
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
    answers(session, id, words, "grid grid-4", offered.into())
}

/// All values of a code.
pub(in crate::ui) fn toggles<C: Code>(
    session: Session,
    id: RecordId,
    words: &'static str,
    layout: &'static str,
    change: fn(C) -> Change,
    given: fn(&Observation, &Change) -> bool,
) -> AnyView {
    let changes = C::ALL.iter().map(|code| change(*code)).collect();
    toggles_of(session, id, words, layout, C::TABLE, changes, given)
}

/// The codes of a type, with their labels and pictures.
type Table = &'static [(&'static str, Label, &'static str)];

#[inline(never)]
fn toggles_of(
    session: Session,
    id: RecordId,
    words: &'static str,
    layout: &'static str,
    table: Table,
    changes: Vec<Change>,
    given: fn(&Observation, &Change) -> bool,
) -> AnyView {
    let language = session.language() as usize;
    let answer = |((_, label, icon), change): (&(&str, Label, &'static str), Change)| Answer {
        icon,
        label: label[language],
        change,
        given,
    };
    answers(session, id, words, layout, table.iter().zip(changes).map(answer).collect())
}

/// Chips that are chosen by their index, for what is not an observation.
pub(in crate::ui) fn choices(
    session: Session,
    words: &'static str,
    table: Table,
    pressed: Arc<dyn Fn(usize) -> bool + Send + Sync>,
    tapped: Rc<dyn Fn(usize)>,
) -> AnyView {
    let language = session.language() as usize;
    let chips = table.iter().enumerate().map(|(index, (_, label, icon))| {
        let (pressed, tapped) = (pressed.clone(), tapped.clone());
        button("chip")
            .pressed(move || pressed(index))
            .on_click(move || tapped(index))
            .icon(icon)
            .span(label[language])
            .view()
    });
    question(words, "chips", chips.collect())
}
