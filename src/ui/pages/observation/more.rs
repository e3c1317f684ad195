//! What is asked last: voices, moment, who says it, who may read it; other categories.

use leptos::prelude::*;

use super::done;
use crate::domain::amend::Change;
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::taxonomy::{Category, Principle};
use crate::ui::parts::{Answer, answers, icon, toggles};
use crate::ui::session::Session;

/// More voices than this are typed on no phone.
const MOST_VOICES: u16 = 200;

pub(super) fn content(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let voices = session.select(move |model| {
        model.observation(id).and_then(|observation| observation.voices).unwrap_or(0)
    });
    let step = move |by: i32| {
        let counted = i32::from(voices.get_untracked()).saturating_add(by);
        let counted = u16::try_from(counted).unwrap_or(0).min(MOST_VOICES);
        session.say(id, Change::Voices(counted));
    };
    let computed = session.select(move |model| {
        let (observation, walk) = model.observation(id).zip(model.walk())?;
        observation.moment_said.is_none().then(|| observation.moment(walk).label(language))
    });
    let sharing_computed = session.select(move |model| {
        let observation = model.observation(id)?;
        observation.sharing_said.is_none().then(|| observation.sharing().label(language))
    });
    view! {
        <fieldset class="question">
            <legend>{t.voices_question}</legend>
            <div class="stepper">
                <button type="button" class="answer" aria-label=t.voices_less on:click=move |_| step(-1)>{icon("minus")}</button>
                <output id="voices">{move || voices.get().to_string()}</output>
                <button type="button" class="answer" aria-label=t.voices_more on:click=move |_| step(1)>{icon("plus")}</button>
            </div>
        </fieldset>
        {toggles(session, id, t.moment_question, 4, Change::Moment, |o, change| {
            matches!(change, Change::Moment(code) if o.moment_said == Some(*code))
        })}
        <p class="hint">{move || computed.get().map(|moment| (t.moment_computed)(moment))}</p>
        {toggles(session, id, t.source_question, 2, Change::Source, |o, change| {
            matches!(change, Change::Source(code) if o.source == *code)
        })}
        {toggles(session, id, t.sharing_question, 3, Change::Sharing, |o, change| {
            matches!(change, Change::Sharing(code) if o.sharing_said == Some(*code))
        })}
        <p class="hint">{move || sharing_computed.get().map(|sharing| (t.sharing_computed)(sharing))}</p>
        {done(session)}
    }
    .into_any()
}

/// Other categories that the same thing belongs to.
pub(super) fn also(session: Session, id: RecordId) -> AnyView {
    let language = session.language();
    let own = session.now(|model| model.observation(id).map(|observation| observation.category));
    let groups = Principle::ALL
        .iter()
        .map(|principle| {
            let offered = principle
                .categories()
                .filter(|category| Some(*category) != own)
                .map(|category: Category| Answer {
                    icon: category.icon(),
                    label: category.tile(language),
                    change: Change::Secondary(category),
                    given: |o, change| {
                        matches!(change, Change::Secondary(category) if o.secondary.contains(category))
                    },
                })
                .collect();
            answers(session, id, principle.tile(language), 3, offered)
        })
        .collect_view();
    view! { {groups} {done(session)} }.into_any()
}
