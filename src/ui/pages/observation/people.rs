//! The gender lens: who is there, who stays away, when and why. About the place, never a person.

use leptos::prelude::*;

use crate::domain::identity::RecordId;
use crate::domain::observation::amend::Change;
use crate::ui::parts::{Answer, all, answers, follow, nothing, paragraph, toggles};
use crate::ui::session::Session;

const THREE: &str = "grid grid-3";

pub(super) fn content(session: Session, id: RecordId) -> Vec<AnyView> {
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
    vec![
        toggles(
            session,
            id,
            t.present_question,
            THREE,
            Change::Present,
            |o, change| matches!(change, Change::Present(code) if o.present.contains(code)),
        ),
        toggles(
            session,
            id,
            t.dominant_question,
            THREE,
            Change::Dominant,
            |o, change| matches!(change, Change::Dominant(code) if o.dominant == Some(*code)),
        ),
        answers(
            session,
            id,
            t.avoided_question,
            "grid grid-2",
            vec![avoided(true, "ban", t.avoided_yes), avoided(false, "check", t.avoided_no)],
        ),
        follow(move || {
            if !is_avoided.get() {
                return nothing();
            }
            all(vec![
                toggles(
                    session,
                    id,
                    t.avoided_by_question,
                    THREE,
                    Change::AvoidedBy,
                    |o, change| matches!(change, Change::AvoidedBy(code) if o.avoided_by.contains(code)),
                ),
                toggles(
                    session,
                    id,
                    t.avoided_when_question,
                    THREE,
                    Change::AvoidedWhen,
                    |o, change| matches!(change, Change::AvoidedWhen(code) if o.avoided_when.contains(code)),
                ),
            ])
        }),
        toggles(
            session,
            id,
            t.reasons_question,
            THREE,
            Change::Reason,
            |o, change| matches!(change, Change::Reason(code) if o.reasons.contains(code)),
        ),
        paragraph("hint", t.reasons_hint),
        toggles(
            session,
            id,
            t.strategies_question,
            THREE,
            Change::Strategy,
            |o, change| matches!(change, Change::Strategy(code) if o.strategies.contains(code)),
        ),
    ]
}
