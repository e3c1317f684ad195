//! The lamp: what it does, and the number on its post.

use leptos::prelude::*;

use super::done;
use crate::domain::amend::{Change, TextField};
use crate::domain::identity::RecordId;
use crate::domain::scale::{Rating, Scale};
use crate::ui::parts::{steps, toggles, writing};
use crate::ui::session::Session;

pub(super) fn content(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    view! {
        {steps(session, id, t.lighting_question, Scale::Rating(Rating::Lighting))}
        {toggles(session, id, t.lamp_question, 2, Change::LampState, |o, change| {
            matches!(change, Change::LampState(code) if o.lamp_state == Some(*code))
        })}
        {writing(session, id, TextField::LampRef, t.lamp_ref_label, t.lamp_ref_hint)}
        {done(session)}
    }
    .into_any()
}
