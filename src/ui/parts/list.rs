//! The list of observations. Only the rows in sight are in the page: two thousand cost no more
//! than twenty.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Render};

use super::{all, el, follow, link, nothing, paragraph};
use crate::app::route::Panel;
use crate::app::view::list::ListEntry;
use crate::app::{Model, Route};
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::observation::scale::Polarity;
use crate::domain::walk::stop::{StopName, StopRef};
use crate::platform::screen;
use crate::ui::session::Session;

/// Height of a row in CSS pixels, with its gap, before one was measured. The stylesheet says it as
/// `--row`, which grows with the letters.
const ROW_PX: f64 = 84.0;
/// Rows drawn above and below what is in sight.
const SPARE: usize = 4;
/// Rows drawn before the window was looked at.
const FIRST: usize = 18;

/// The list made by `items`, which looks at the model again when the notebook or the filter
/// changed.
pub(in crate::ui) fn list(
    session: Session,
    items: fn(&Model) -> Vec<ListEntry>,
    empty: &'static str,
) -> AnyView {
    let changes = session.select(|model| (model.changes, model.loaded));
    let items = Memo::new(move |_| {
        changes.get();
        Arc::new(session.now(items))
    });
    let range = RwSignal::new((0, FIRST));
    let look = move || {
        let Some(list) = screen::element("rows") else { return };
        let (above, height) = screen::in_sight(&list);
        // All are equally high: one is measured, however many there are. Where none is drawn the first
        // ones are.
        let Some(row) = list.first_element_child() else { return range.set((0, FIRST)) };
        let high = screen::size_of(&row).1;
        let high = if high > 1.0 { high } else { ROW_PX };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows")]
        let row = |px: f64| (px.max(0.0) / high) as usize;
        let first = row(above).saturating_sub(SPARE);
        // In steps, so that most scrolling draws nothing.
        let first = first - first % SPARE;
        let seen = (first, row(above + height) + 2 * SPARE);
        range.maybe_update(|range| std::mem::replace(range, seen) != seen);
    };
    let owner = Owner::current().unwrap_or_default();
    let drawn = StoredValue::new_local(Vec::new());
    Effect::new(move |drawn_before: Option<()>| {
        let (first, last) = range.get();
        let shown: Vec<Place> = items.with(|items| {
            let last = last.min(items.len());
            let count = items.len();
            let indexes = first.min(last)..last;
            indexes.filter_map(|index| Some((index, *items.get(index)?, count))).collect()
        });
        if let Some(list) = screen::element("rows") {
            // Another list may have left its rows in it.
            if drawn_before.is_none() {
                list.set_text_content(None);
            }
            drawn.update_value(|drawn| draw(session, &list, &owner, drawn, shown));
        }
    });
    // Ends with the page that the list is on.
    StoredValue::new_local(screen::on_scroll(look));
    Effect::new(move |_: Option<()>| {
        items.track();
        look();
    });
    let loaded = session.select(|model| model.loaded);
    all(vec![
        follow(move || match (items.with(|items| items.is_empty()), loaded.get()) {
            (false, _) => nothing(),
            (true, true) => paragraph("empty", empty),
            (true, false) => paragraph("empty", session.words().loading),
        }),
        el("ol")
            .class("rows")
            .attr("id", "rows")
            .style_follow("height", move || {
                format!("calc({} * var(--row))", items.with(|items| items.len()))
            })
            .view(),
    ])
}

/// Where a row stands, what it shows, how many there are.
type Place = (usize, ListEntry, usize);

/// A row in the page, and what ends with it.
struct Drawn(Place, Owner, AnyViewState);

/// Draws the rows that came into sight and takes away those that left it. The others are not touched:
/// one that has the focus keeps it. By hand, because what Leptos does for any list is a fiftieth of
/// the first screen.
fn draw(
    session: Session,
    list: &web_sys::Element,
    owner: &Owner,
    drawn: &mut Vec<Drawn>,
    shown: Vec<Place>,
) {
    drawn.retain_mut(|Drawn(place, owner, row)| {
        let stays = shown.contains(place);
        if !stays {
            row.unmount();
            owner.cleanup();
        }
        stays
    });
    // Both stand in the order of the list, so that what is not there is new.
    for (at, place) in shown.into_iter().enumerate() {
        let next = drawn.get(at);
        if next.is_some_and(|next| next.0 == place) {
            continue;
        }
        let owner = owner.child();
        let mut row = owner.with(|| place_row(session, place).build());
        match next {
            Some(next) => drop(next.2.insert_before_this(&mut row)),
            None => row.mount(list, None),
        }
        drawn.insert(at, Drawn(place, owner, row));
    }
}

fn place_row(session: Session, (index, item, count): Place) -> AnyView {
    el("li")
        .style("top", format!("calc({index} * var(--row))"))
        .attr("aria-setsize", count.to_string())
        .attr("aria-posinset", (index + 1).to_string())
        .child(match item {
            ListEntry::Observation(id) => row(session, id),
            ListEntry::Stop(stop, here) => stop_heading(session, stop, here),
        })
        .view()
}

fn stop_heading(session: Session, said: Option<StopRef>, here: usize) -> AnyView {
    let t = session.words();
    let heading = el("h2").class("stop-heading");
    let count = || el("span").class("count").text((t.observations)(here)).view();
    let title = |words: String| el("span").attr("dir", "auto").text(words).view();
    let named = |said: StopRef| {
        session.now(|model| {
            let walk = model.walk()?;
            let id = walk.stop_id(said);
            Some((walk.id, id, walk.stop_name(said), model.notebook.is_stop_closed(walk, id)))
        })
    };
    let Some((walk, id, name, closed)) = said.and_then(named) else {
        let between = title(t.between_stops.to_owned());
        return heading.icon("footprints").child(between).child(count()).view();
    };
    let done = if closed { el("span").class("badge").text(t.stop_done).view() } else { nothing() };
    // The way to the stop's form.
    let way = link("stop-link", Route::StopForm(walk, id))
        .icon(if closed { "check" } else { "milestone" })
        .child(title(t.stop(&name)))
        .child(done)
        .child(count())
        .icon("chevron-right");
    heading.child(way.view()).view()
}

/// What a row shows of an observation.
#[derive(Clone, PartialEq)]
struct Row {
    title: &'static str,
    icon: &'static str,
    hue: u8,
    time: String,
    stop: Option<StopName>,
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
            hue: observation.category.hue(),
            time: observation.made.hour_minute(),
            stop: observation.stop.map(|said| walk.stop_name(said)),
            voices: observation.voices,
            photos: model.notebook.photos_of(id).count(),
            polarity: observation.polarity,
            words: observation.words.chars().take(80).collect(),
            placed: observation.position(walk).is_some(),
            finished: observation.finished,
            unsaved: model.is_unsaved(id),
        })
    });
    let Some(walk) = session.now(|model| model.open) else { return nothing() };
    follow(move || {
        let Some(row) = row.get() else { return nothing() };
        let mut about = vec![row.time];
        about.extend(row.stop.map(|stop| t.stop_in_line(&stop)));
        about.extend(row.voices.map(|voices| (t.voices_count)(usize::from(voices))));
        about.extend((row.photos > 0).then(|| (t.photos)(row.photos)));
        if !row.words.is_empty() {
            about.push(row.words);
        }
        let badges = [
            row.unsaved.then_some((t.badge_unsaved, "clock")),
            (!row.placed).then_some((t.badge_to_place, "map-pin-off")),
            (!row.finished).then_some((t.badge_unfinished, "pencil")),
            row.polarity.map(|polarity| (polarity.label(language), polarity.icon())),
        ];
        let about = el("small").attr("dir", "auto").text(about.join(" · "));
        let mut shown = link("row", Route::Observation(walk, id, Panel::Summary))
            .attr("data-hue", row.hue.to_string())
            .icon(row.icon)
            .child(
                el("span")
                    .class("row-text")
                    .child(el("strong").text(row.title).view())
                    .child(about.view())
                    .view(),
            );
        if let Some((label, picture)) = badges.into_iter().flatten().next() {
            shown = shown.child(el("span").class("badge").icon(picture).text(label).view());
        }
        shown.view()
    })
}
