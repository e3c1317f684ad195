//! The observation at a glance: safe or not, the few questions that come first, the ways to more.

use leptos::prelude::*;

use crate::app::route::Panel;
use crate::app::{Event, Route};
use crate::domain::amend::Change;
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::observation::Observation;
use crate::domain::photo::MediaId;
use crate::domain::scale::{GeoSource, Polarity, Rating, Scale};
use crate::platform::{clock, photo};
use crate::ui::parts::{Frame, frame, icon, steps, toggles};
use crate::ui::session::Session;

pub(super) fn page(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let title = session.now(|model| {
        model.observation(id).map_or("", |observation| observation.category.label(language))
    });
    // The lamps are asked about where and when they matter.
    let dark = session.select(move |model| {
        let (Some(observation), Some(walk)) = (model.observation(id), model.walk()) else {
            return false;
        };
        observation.moment(walk).is_dark() || observation.category.is_lighting()
    });
    let withdrawn = session.select(move |model| model.observation(id).is_some_and(|o| o.withdrawn));
    let content = view! {
        {safety(session, id)}
        {toggles(session, id, t.polarity_question, 3, Change::Polarity, |o, change| {
            matches!(change, Change::Polarity(code) if o.polarity == Some::<Polarity>(*code))
        })}
        {steps(session, id, t.feeling_question, Scale::Feeling)}
        {move || dark.get().then(|| steps(session, id, t.lighting_question, Scale::Rating(Rating::Lighting)))}
        {photos(session, id)}
        {add(session, id)}
        <div class="last">
            {move || {
                if withdrawn.get() {
                    view! {
                        <button type="button" class="button" on:click=move |_| session.say(id, Change::Withdrawn(false))>
                            {icon("undo-2")}<span>{t.put_back}</span>
                        </button>
                    }
                    .into_any()
                } else {
                    view! {
                        <button type="button" class="button" on:click=move |_| session.say(id, Change::Finished(true))>
                            {icon("check")}<span>{t.finished_go_on}</span>
                        </button>
                    }
                    .into_any()
                }
            }}
        </div>
    }
    .into_any();
    frame(
        session,
        Frame { title: title.to_owned(), back: true, position: true, tabs: None },
        content,
    )
}

/// Whether it is on the phone, and the way to take it back.
fn safety(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let state = session.select(move |model| {
        let failed = model.writes.values().any(|write| write.failed && write.things.contains(&id));
        let withdrawn = model.observation(id).is_some_and(|o| o.withdrawn);
        (model.is_unsaved(id), failed, withdrawn, model.notebook.is_clashing(id))
    });
    (move || {
        let (unsaved, failed, withdrawn, clash) = state.get();
        let (picture, words, class) = match (withdrawn, failed, unsaved) {
            (_, true, _) => ("triangle-alert", t.not_saved, "card status warning"),
            (_, _, true) => ("clock", t.saving, "card status"),
            (true, ..) => ("trash-2", t.withdrawn, "card status"),
            _ => ("check", t.saved, "card status good"),
        };
        view! {
            <div class=class role="status" id="safety" data-saved=(!unsaved).to_string()>
                {icon(picture)}
                <strong>{words}</strong>
                {(!withdrawn).then(|| view! {
                    <button type="button" class="small" on:click=move |_| session.say(id, Change::Withdrawn(true))>
                        {t.undo}
                    </button>
                })}
            </div>
            {clash.then(|| view! { <p class="hint">{t.clash}</p> })}
        }
    })
    .into_any()
}

/// The photos there are; the last tap on one takes it back.
fn photos(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let all = session.select(move |model| {
        model
            .notebook
            .photos_of(id)
            .map(|photo| (photo.id, photo.media, photo.withdrawn))
            .collect::<Vec<_>>()
    });
    view! {
        <ul class="photos plain-list">
            <For each=move || all.get() key=|photo| *photo let:entry>
                {
                    let (photo_id, media, withdrawn) = entry;
                    let url = picture(media);
                    let label = if withdrawn { t.photo_put_back } else { t.photo_withdraw };
                    view! {
                        <li class:withdrawn=withdrawn>
                            {move || url.get().map(|url| view! { <img src=url alt=t.photo_of_place/> })}
                            <button
                                type="button"
                                class="small"
                                on:click=move |_| session.dispatch(Event::PhotoWithdrawn(photo_id, !withdrawn, clock::now()))
                            >
                                {icon(if withdrawn { "undo-2" } else { "trash-2" })}{label}
                            </button>
                        </li>
                    }
                }
            </For>
        </ul>
    }
    .into_any()
}

/// The address of a stored picture, for as long as it is shown.
fn picture(media: MediaId) -> RwSignal<Option<String>> {
    let shown = RwSignal::new(None);
    leptos::task::spawn_local(async move {
        if let Some(address) = photo::address(media).await
            && shown.try_set(Some(address.clone())).is_some()
        {
            // The page was left meanwhile.
            photo::release(&address);
        }
    });
    on_cleanup(move || {
        if let Some(address) = shown.try_get_untracked().flatten() {
            photo::release(&address);
        }
    });
    shown
}

/// The ways to say more, each with what was said there.
fn add(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let Some(walk) = session.now(|model| model.open) else { return ().into_any() };
    let way = move |panel: Panel,
                    picture: &'static str,
                    label: &'static str,
                    said: fn(&Observation) -> usize| {
        let said = session.select(move |model| {
            let photos = model.notebook.photos_of(id).filter(|photo| !photo.withdrawn).count();
            if panel == Panel::Photo { photos } else { model.observation(id).map_or(0, said) }
        });
        view! {
            <a class="answer" href=Route::Observation(walk, id, panel).fragment()>
                {icon(picture)}
                <span>{label}</span>
                {move || (said.get() > 0).then(|| view! {
                    <span class="said">{icon("check")}<span class="unseen">{(t.answers_given)(said.get())}</span></span>
                })}
            </a>
        }
        .into_any()
    };
    let place = session.select(move |model| {
        let (Some(observation), Some(walk)) = (model.observation(id), model.walk()) else {
            return String::new();
        };
        match observation.position(walk) {
            None => t.place_none.to_owned(),
            Some(position) => {
                let mut words = position.source.label(language).to_owned();
                if let (GeoSource::Gps, Some(accuracy_m)) = (position.source, position.accuracy_m) {
                    words.push_str(&format!(" · ± {} m", accuracy_m.ceil()));
                    if accuracy_m > walk.coarse_above_m {
                        words.push_str(&format!(" · {}", t.position_coarse));
                    }
                }
                if let Some(stop) = observation.stop {
                    words.push_str(&format!(" · {}", (t.stop_short)(stop)));
                }
                words
            }
        }
    });
    let missing = session.select(move |model| {
        model
            .observation(id)
            .zip(model.walk())
            .is_some_and(|(observation, walk)| observation.position(walk).is_none())
    });
    view! {
        <a class="card row-card" class:warning=move || missing.get() href=Route::Observation(walk, id, Panel::Place).fragment()>
            {move || icon(if missing.get() { "map-pin-off" } else { "map-pin" })}
            <span>{move || place.get()}</span>
            {icon("chevron-right")}
        </a>
        <section aria-labelledby="add">
            <h2 id="add">{t.add}</h2>
            <div class="grid grid-4">
                {way(Panel::Photo, "camera", t.panel_photo, |_| 0)}
                {way(Panel::People, "users", t.panel_people, |o| {
                    o.present.len() + o.avoided_by.len() + o.avoided_when.len() + o.reasons.len()
                        + o.strategies.len() + usize::from(o.dominant.is_some()) + usize::from(o.avoided.is_some())
                })}
                {way(Panel::Words, "pencil", t.panel_words, |o| {
                    usize::from(!o.words.is_empty()) + usize::from(!o.idea.is_empty())
                })}
                {way(Panel::Severity, "siren", t.panel_severity, |o| {
                    usize::from(o.severity.is_some()) + usize::from(o.frequency.is_some())
                })}
                {way(Panel::Lamp, "lightbulb", t.panel_lamp, |o| {
                    usize::from(o.lamp_state.is_some()) + usize::from(!o.lamp_ref.is_empty())
                })}
                {way(Panel::Ratings, "star", t.panel_ratings, |o| o.ratings.iter().flatten().count())}
                {way(Panel::Also, "tag", t.panel_also, |o| o.secondary.len())}
                {way(Panel::More, "ellipsis", t.panel_more, |o| {
                    usize::from(o.voices.is_some()) + usize::from(o.moment_said.is_some()) + usize::from(o.sharing_said.is_some())
                })}
            </div>
        </section>
    }
    .into_any()
}
