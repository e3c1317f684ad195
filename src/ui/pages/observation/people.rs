//! The gender lens: who is there, who stays away, when and why. About the place, never a person.

use leptos::prelude::*;

use super::done;
use crate::domain::amend::Change;
use crate::domain::identity::RecordId;
use crate::ui::parts::{Answer, answers, toggles};
use crate::ui::session::Session;

pub(super) fn content(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let avoided = |value: bool, icon, label| Answer {
        icon,
        label,
        change: Change::Avoided(value),
        given: |o, change| matches!(change, Change::Avoided(value) if o.avoided == Some(*value)),
    };
    let is_avoided = session.select(move |model| {
        model.observation(id).is_some_and(|o| o.avoided == Some(true) || !o.avoided_by.is_empty())
    });
    view! {
        {toggles(session, id, t.present_question, 3, Change::Present, |o, change| {
            matches!(change, Change::Present(code) if o.present.contains(code))
        })}
        {toggles(session, id, t.dominant_question, 3, Change::Dominant, |o, change| {
            matches!(change, Change::Dominant(code) if o.dominant == Some(*code))
        })}
        {answers(session, id, t.avoided_question, 2, vec![
            avoided(true, "ban", t.avoided_yes),
            avoided(false, "check", t.avoided_no),
        ])}
        {move || is_avoided.get().then(|| view! {
            {toggles(session, id, t.avoided_by_question, 3, Change::AvoidedBy, |o, change| {
                matches!(change, Change::AvoidedBy(code) if o.avoided_by.contains(code))
            })}
            {toggles(session, id, t.avoided_when_question, 3, Change::AvoidedWhen, |o, change| {
                matches!(change, Change::AvoidedWhen(code) if o.avoided_when.contains(code))
            })}
        })}
        {toggles(session, id, t.reasons_question, 3, Change::Reason, |o, change| {
            matches!(change, Change::Reason(code) if o.reasons.contains(code))
        })}
        <p class="hint">{t.reasons_hint}</p>
        {toggles(session, id, t.strategies_question, 3, Change::Strategy, |o, change| {
            matches!(change, Change::Strategy(code) if o.strategies.contains(code))
        })}
        {done(session)}
    }
    .into_any()
}
