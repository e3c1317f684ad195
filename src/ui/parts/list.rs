//! The list of observations. Only the rows in sight are in the page: two thousand cost no more
//! than twenty.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon;
use crate::app::view::list::Item;
use crate::app::{Model, Route};
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::scale::Polarity;
use crate::platform::screen;
use crate::ui::session::Session;

/// Height of a row in CSS pixels, with its gap; the stylesheet says the same.
const ROW_PX: f64 = 84.0;
/// Rows drawn above and below what is in sight.
const SPARE: usize = 6;

/// The list made by `items`, which looks at the model again when the notebook or the filter
/// changed.
pub(in crate::ui) fn list(
    session: Session,
    items: fn(&Model) -> Vec<Item>,
    empty: &'static str,
) -> AnyView {
    let changes = session.select(|model| (model.changes, model.loaded));
    let items = Memo::new(move |_| {
        changes.track();
        Arc::new(session.now(items))
    });
    let count = Memo::new(move |_| items.with(|items| items.len()));
    let place = NodeRef::<leptos::html::Ol>::new();
    let window = RwSignal::new((0_usize, 24_usize));
    let look = move || {
        if let Some(list) = place.get_untracked() {
            let (above, height) = screen::in_sight(&list);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows")]
            let row = |px: f64| (px / ROW_PX).max(0.0) as usize;
            let first = row(above).saturating_sub(SPARE);
            // In steps, so that most scrolling draws nothing.
            let first = first - first % SPARE;
            let last = row(above + height) + 2 * SPARE;
            window.maybe_update(|window| {
                let changed = *window != (first, last);
                *window = (first, last);
                changed
            });
        }
    };
    // Ends with the page that the list is on.
    StoredValue::new_local(screen::on_scroll(look));
    Effect::new(move |_| {
        count.track();
        look();
    });
    let shown = Memo::new(move |_| {
        let (first, last) = window.get();
        items.with(|items| {
            let last = last.min(items.len());
            (first.min(last)..last)
                .filter_map(|index| Some((index, *items.get(index)?)))
                .collect::<Vec<_>>()
        })
    });
    let loaded = session.select(|model| model.loaded);
    view! {
        {move || (count.get() == 0).then(|| {
            let words = if loaded.get() { empty } else { session.words().loading };
            view! { <p class="empty">{words}</p> }
        })}
        <ol class="rows" node_ref=place style:height=move || format!("{}px", count.get() as f64 * ROW_PX)>
            <For each=move || shown.get() key=|entry| *entry let:entry>
                {
                    let (index, item) = entry;
                    view! {
                        <li
                            style:top=format!("{}px", index as f64 * ROW_PX)
                            aria-setsize=move || count.get().to_string()
                            aria-posinset=(index + 1).to_string()
                        >
                            {match item {
                                Item::Observation(id) => row(session, id),
                                Item::Stop(stop, here) => stop_heading(session, stop, here),
                            }}
                        </li>
                    }
                }
            </For>
        </ol>
    }
    .into_any()
}

fn stop_heading(session: Session, number: Option<u16>, here: usize) -> AnyView {
    let t = session.words();
    let title = match number {
        None => t.between_stops.to_owned(),
        Some(number) => session.now(|model| {
            let name =
                model.walk().and_then(|walk| walk.stop(number)).map(|stop| stop.name.clone());
            (t.stop_title)(number, &name.unwrap_or_default())
        }),
    };
    view! {
        <h2 class="stop-heading">
            {icon(if number.is_some() { "milestone" } else { "footprints" })}
            <span dir="auto">{title}</span>
            <span class="count">{(t.observations)(here)}</span>
        </h2>
    }
    .into_any()
}

/// What a row shows of an observation.
#[derive(Clone, PartialEq)]
struct Row {
    title: &'static str,
    icon: &'static str,
    hue: u8,
    time: String,
    stop: Option<u16>,
    voices: Option<u16>,
    photos: usize,
    polarity: Option<Polarity>,
    words: String,
    placed: bool,
    finished: bool,
    unsaved: bool,
}

fn row(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let row = session.select(move |model| {
        let observation = model.observation(id)?;
        let walk = model.walk()?;
        Some(Row {
            title: observation.category.label(language),
            icon: observation.category.icon(),
            hue: observation.principle().number(),
            time: observation.made.hour_minute(),
            stop: observation.stop,
            voices: observation.voices,
            photos: model.notebook.photos_of(id).filter(|photo| !photo.withdrawn).count(),
            polarity: observation.polarity,
            words: observation.words.chars().take(80).collect(),
            placed: observation.position(walk).is_some(),
            finished: observation.finished,
            unsaved: model.is_unsaved(id),
        })
    });
    let href = session
        .now(|model| model.open)
        .map(|walk| Route::Observation(walk, id, crate::app::route::Panel::Summary).fragment());
    (move || {
        let row = row.get()?;
        let mut about = vec![row.time.clone()];
        about.extend(row.stop.map(|number| (t.stop_short)(number)));
        about.extend(row.voices.map(|voices| (t.voices_count)(usize::from(voices))));
        about.extend((row.photos > 0).then(|| (t.photos)(row.photos)));
        let words = (!row.words.is_empty()).then(|| format!(" · {}", row.words));
        let badges = [
            row.unsaved.then_some((t.badge_unsaved, "clock")),
            (!row.placed).then_some((t.badge_to_place, "map-pin-off")),
            (!row.finished).then_some((t.badge_unfinished, "pencil")),
            row.polarity.map(|polarity| (polarity.label(language), polarity.icon())),
        ];
        Some(view! {
            <a class=format!("row hue-{}", row.hue) href=href.clone()>
                {icon(row.icon)}
                <span class="row-text">
                    <strong>{row.title}</strong>
                    <small><bdi>{about.join(" · ")}</bdi><bdi>{words}</bdi></small>
                </span>
                {badges.into_iter().flatten().next().map(|(label, picture)| view! {
                    <span class="badge">{icon(picture)}{label}</span>
                })}
            </a>
        })
    })
    .into_any()
}
