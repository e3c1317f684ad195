//! The observation at a glance: safe or not, the few questions that come first, the ways to more.

use leptos::prelude::*;

use crate::app::route::Panel;
use crate::app::{Event, Route};
use crate::domain::code::Code;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::Observation;
use crate::domain::observation::amend::Change;
use crate::domain::observation::fix::decimetres;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::scale::{GeoSource, Rating, Scale};
use crate::domain::walk::grid::Question;
use crate::platform::{clock, photo};
use crate::ui::parts::{
    Frame, all, button, el, follow, frame, icon, link, nothing, paragraph, said_here, steps,
    toggles,
};
use crate::ui::session::Session;

pub(super) fn page(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let Some(walk) = session.now(|model| model.open) else { return nothing() };
    let title = session.now(|model| {
        model.observation(id).map_or("", |observation| observation.category.label(language))
    });
    // The lamps are asked about where and when they matter.
    let dark = session.select(move |model| {
        model.observation(id).zip(model.walk()).is_some_and(|(observation, walk)| {
            observation.moment(walk).is_dark() || observation.category.is_lighting()
        })
    });
    let withdrawn = session.select(move |model| model.observation(id).is_some_and(|o| o.withdrawn));
    let lighting = move || {
        if dark.get() {
            steps(session, id, t.lighting_question, Scale::Rating(Rating::Lighting))
        } else {
            nothing()
        }
    };
    let end = move || {
        if withdrawn.get() {
            let put_back = move || session.say(id, Change::Withdrawn(false));
            button("button").on_click(put_back).icon("undo-2").span(t.put_back).view()
        } else {
            let finish = move || session.say(id, Change::Finished(true));
            button("button").on_click(finish).icon("check").span(t.finished_go_on).view()
        }
    };
    let asks = move |question| session.now(|model| model.asks(question));
    let shown = |question, view: AnyView| if asks(question) { view } else { nothing() };
    let content = vec![
        safety(session, id),
        toggles(
            session,
            id,
            t.polarity_question,
            "grid grid-3",
            Change::Polarity,
            |o, change| matches!(change, Change::Polarity(code) if o.polarity == Some(*code)),
        ),
        shown(Question::Feeling, steps(session, id, t.feeling_question, Scale::Feeling)),
        shown(Question::Lighting, follow(lighting)),
        place(session, walk, id),
        proposed_stop(session, id),
        photos(session, id),
        add(session, walk, id),
        erase(session, id),
        el("div").class("last").child(follow(end)).view(),
    ];
    frame(session, Frame { position: true, ..Frame::plain(title) }, content)
}

/// What was withdrawn can be erased: two taps, the second says what it reaches.
fn erase(session: Session, id: RecordId) -> AnyView {
    let (t, e) = (session.words(), session.erasing_words());
    let offered = session.select(move |model| model.can_erase(id));
    let asked = RwSignal::new(false);
    follow(move || {
        if !offered.get() {
            return nothing();
        }
        if !asked.get() {
            let ask = button("button quiet").attr("id", "erase-ask");
            let ask = ask.on_click(move || asked.set(true)).icon("trash-2").span(e.erase_ask);
            return ask.view();
        }
        let gone = move || session.dispatch(Event::Erased(id, clock::now()));
        let keep = button("answer").on_click(move || asked.set(false)).icon("x").span(t.cancel);
        let confirm = button("answer danger").attr("id", "erase-confirm").on_click(gone);
        let confirm = confirm.icon("trash-2").span(e.erase_confirm);
        el("div")
            .class("card prose warning")
            .child(paragraph("", e.erase_warning))
            .child(el("div").class("grid grid-2").child(keep.view()).child(confirm.view()).view())
            .view()
    })
}

/// Whether it is on the phone, and the way to take it back.
fn safety(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let state = session.select(move |model| {
        let failed = model.writes.iter().any(|write| write.failed && write.things.contains(&id));
        let withdrawn = model.observation(id).is_some_and(|o| o.withdrawn);
        (model.is_unsaved(id), failed, withdrawn, model.notebook.is_clashing(id))
    });
    said_here(move || {
        let (unsaved, failed, withdrawn, clash) = state.get();
        let (picture, words, class) = match (withdrawn, failed, unsaved) {
            (_, true, _) => ("triangle-alert", t.not_saved, "card status warning"),
            (_, _, true) => ("clock", t.saving, "card status"),
            (true, ..) => ("trash-2", t.withdrawn, "card status"),
            _ => ("check", t.saved, "card status good"),
        };
        let mut card = el("div")
            .class(class)
            .attr("id", "safety")
            .attr("data-saved", (!unsaved).to_string())
            .icon(picture)
            .child(el("strong").text(words).view());
        if !withdrawn {
            let take_back = move || session.say(id, Change::Withdrawn(true));
            card = card.child(button("small").on_click(take_back).text(t.undo).view());
        }
        let clash = if clash { paragraph("hint", t.clash) } else { nothing() };
        all(vec![card.view(), clash])
    })
}

/// Where it is, and the way to change that.
fn place(session: Session, walk: WalkId, id: RecordId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let place = session.select(move |model| {
        let (observation, walk) = model.observation(id).zip(model.walk())?;
        let position = observation.position(walk)?;
        let mut words = vec![position.source.label(language).to_owned()];
        if let (GeoSource::Gps, Some(accuracy_m)) = (position.source, position.accuracy_m) {
            words.push(format!("± {} m", decimetres(accuracy_m).div_ceil(10)));
            if accuracy_m > f64::from(walk.coarse_above_m) {
                words.push(t.position_coarse.to_owned());
            }
        }
        words.extend(observation.stop.map(|said| t.stop_in_line(&walk.stop_name(said))));
        Some(words.join(" · "))
    });
    follow(move || {
        let place = place.get();
        let (class, picture) = match place {
            Some(_) => ("card row-card", "map-pin"),
            None => ("card row-card warning", "map-pin-off"),
        };
        link(class, Route::Observation(walk, id, Panel::Place))
            .icon(picture)
            .span(place.unwrap_or_else(|| t.place_none.to_owned()))
            .icon("chevron-right")
            .view()
    })
}

/// The stop where it may have been said, for one tap: the position alone does not tell.
fn proposed_stop(session: Session, id: RecordId) -> AnyView {
    let t = session.words();
    let proposed = session.select(move |model| {
        let (observation, walk) = model.observation(id).zip(model.walk())?;
        let stop = observation.stop_proposed(walk)?;
        Some((stop.known(), stop.name.clone()))
    });
    follow(move || {
        let Some((stop, name)) = proposed.get() else { return nothing() };
        let here = move || session.say(id, Change::Stop(Some(stop)));
        let words = (t.position.stop_proposed)(&(t.at_stop)(stop.number, &name));
        button("button quiet")
            .attr("id", "stop-proposed")
            .on_click(here)
            .icon("milestone")
            .child(el("span").attr("dir", "auto").text(words).view())
            .view()
    })
}

/// The photos there are; each can be taken back, and put back.
fn photos(session: Session, id: RecordId) -> AnyView {
    let all_photos = session.select(move |model| {
        let photos = model.notebook.all_photos_of(id);
        photos.map(|photo| (photo.id, photo.media, photo.withdrawn)).collect::<Vec<_>>()
    });
    follow(move || {
        let photos = all_photos.get();
        if photos.is_empty() {
            return nothing();
        }
        let shown = photos
            .into_iter()
            .map(|(id, media, withdrawn)| one_photo(session, id, media, withdrawn));
        el("ul").class("photos plain-list").children(shown).view()
    })
}

fn one_photo(session: Session, id: RecordId, media: MediaId, withdrawn: bool) -> AnyView {
    let t = session.words();
    let address = address_of(media);
    let picture = follow(move || match address.get() {
        Some(address) => el("img").attr("src", address).attr("alt", t.photo_of_place).view(),
        None => nothing(),
    });
    let (symbol, words) =
        if withdrawn { ("undo-2", t.photo_put_back) } else { ("trash-2", t.photo_withdraw) };
    let change = move || session.dispatch(Event::PhotoWithdrawn(id, !withdrawn, clock::now()));
    el("li")
        .class(if withdrawn { "withdrawn" } else { "" })
        .child(picture)
        .child(button("small").on_click(change).icon(symbol).text(words).view())
        .view()
}

/// The address of a stored picture, for as long as it is shown.
fn address_of(media: MediaId) -> RwSignal<Option<String>> {
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

/// The ways to say more, each with a mark when something was said there.
fn add(session: Session, walk: WalkId, id: RecordId) -> AnyView {
    let t = session.words();
    type Said = fn(&Observation) -> usize;
    let ways: [(Panel, &'static str, &'static str, Said); 8] = [
        (Panel::Photo, "camera", t.panel_photo, |_| 0),
        (Panel::People, "users", t.panel_people, |o| {
            let lists = [o.present.len(), o.avoided_by.len(), o.avoided_when.len()];
            lists.iter().sum::<usize>()
                + o.reasons.len()
                + o.strategies.len()
                + usize::from(o.dominant.is_some())
                + usize::from(o.avoided.is_some())
        }),
        (Panel::Words, "pencil", t.panel_words, |o| {
            usize::from(!o.words.is_empty()) + usize::from(!o.idea.is_empty())
        }),
        (Panel::Severity, "siren", t.panel_severity, |o| {
            usize::from(o.severity.is_some()) + usize::from(o.frequency.is_some())
        }),
        (Panel::Lamp, "lightbulb", t.panel_lamp, |o| {
            usize::from(o.lamp_state.is_some()) + usize::from(!o.lamp_ref.is_empty())
        }),
        (Panel::Ratings, "star", t.panel_ratings, |o| o.ratings.iter().flatten().count()),
        (Panel::Also, "tag", t.panel_also, |o| o.secondary.len()),
        (Panel::More, "ellipsis", t.panel_more, |o| {
            usize::from(o.voices.is_some())
                + usize::from(o.moment_said.is_some())
                + usize::from(o.sharing_said.is_some())
        }),
    ];
    let asked = ways.into_iter().filter(|(panel, ..)| {
        session.now(|model| match panel {
            Panel::Photo => model.asks(Question::Photo),
            Panel::People => model.asks(Question::People),
            Panel::Words => model.asks(Question::Words),
            Panel::Severity => model.asks(Question::Severity),
            Panel::Lamp => model.asks(Question::Lamp),
            Panel::Ratings => model.asks(Question::Ratings),
            Panel::Also => model.asks(Question::Also),
            _ => true,
        })
    });
    let ways = asked.map(|(panel, picture, label, said)| {
        let said = session.select(move |model| match panel {
            Panel::Photo => model.notebook.photos_of(id).count(),
            _ => model.observation(id).map_or(0, said),
        });
        let mark = follow(move || match said.get() {
            0 => nothing(),
            count => {
                let words = el("span").class("unseen").text((t.answers_given)(count)).view();
                el("span").class("said").child(icon("check")).child(words).view()
            }
        });
        link("answer", Route::Observation(walk, id, panel))
            .icon(picture)
            .span(label)
            .child(mark)
            .view()
    });
    el("section")
        .attr("aria-labelledby", "add")
        .child(el("h2").attr("id", "add").text(t.add).view())
        .child(el("div").class("grid grid-4").children(ways).view())
        .view()
}
