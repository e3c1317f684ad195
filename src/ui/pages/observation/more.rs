//! What is asked last: voices, moment, who says it, who may read it; other categories.

use leptos::prelude::*;

use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::observation::amend::Change;
use crate::domain::observation::taxonomy::Principle;
use crate::ui::parts::{Answer, answers, button, el, follow_text, question, toggles};
use crate::ui::session::Session;

/// More voices than this are typed on no phone.
const MOST_VOICES: u16 = 200;

pub(super) fn content(session: Session, id: RecordId) -> Vec<AnyView> {
    let t = session.words();
    let language = session.language();
    let voices = session.select(move |model| {
        model.observation(id).and_then(|observation| observation.voices).unwrap_or(0)
    });
    let step = move |label: &'static str, picture, by: i16| {
        let counted = move || {
            let counted = voices.get_untracked().saturating_add_signed(by).min(MOST_VOICES);
            session.say(id, Change::Voices(counted));
        };
        button("answer")
            .attr("aria-label", label)
            .attr("data-again", "")
            .on_click(counted)
            .icon(picture)
            .view()
    };
    let counted = el("output")
        .attr("id", "voices")
        .child(follow_text(move || voices.get().to_string()))
        .view();
    let moment = session.select(move |model| {
        let (observation, walk) = model.observation(id).zip(model.walk())?;
        observation.moment_said.is_none().then(|| observation.moment(walk).label(language))
    });
    let sharing = session.select(move |model| {
        let observation = model.observation(id)?;
        observation.sharing_said.is_none().then(|| observation.sharing().label(language))
    });
    let moment = move || moment.get().map(|moment| (t.moment_computed)(moment)).unwrap_or_default();
    let sharing =
        move || sharing.get().map(|sharing| (t.sharing_computed)(sharing)).unwrap_or_default();
    vec![
        question(
            t.voices_question,
            "stepper",
            vec![step(t.voices_less, "minus", -1), counted, step(t.voices_more, "plus", 1)],
        ),
        toggles(
            session,
            id,
            t.moment_question,
            "grid grid-2",
            Change::Moment,
            |o, change| matches!(change, Change::Moment(code) if o.moment_said == Some(*code)),
        ),
        el("p").class("hint").child(follow_text(moment)).view(),
        toggles(
            session,
            id,
            t.source_question,
            "grid grid-2",
            Change::Source,
            |o, change| matches!(change, Change::Source(code) if o.source == *code),
        ),
        toggles(
            session,
            id,
            t.sharing_question,
            "grid grid-3",
            Change::Sharing,
            |o, change| matches!(change, Change::Sharing(code) if o.sharing_said == Some(*code)),
        ),
        el("p").class("hint").child(follow_text(sharing)).view(),
    ]
}

/// Other categories that the same thing belongs to.
pub(super) fn also(session: Session, id: RecordId) -> Vec<AnyView> {
    let language = session.language();
    let own = session.now(|model| model.observation(id).map(|observation| observation.category));
    let group = |principle: &Principle| {
        let offered = principle
            .categories()
            .filter(|category| Some(*category) != own)
            .map(|category| Answer {
                icon: category.icon(),
                label: category.tile(language),
                change: Change::Secondary(category),
                given: |o, change| {
                    matches!(change, Change::Secondary(category) if o.secondary.contains(category))
                },
            })
            .collect();
        answers(session, id, principle.tile(language), "grid grid-3", offered)
    };
    Principle::ALL.iter().map(group).collect()
}
