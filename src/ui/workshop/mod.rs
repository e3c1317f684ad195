//! The workshop: the mediator's screens after the walk, on a laptop or on a phone. What is decided
//! here is decided by people; the program counts, shows and remembers.

mod answers;
mod booklet;
mod cockpit;
mod compare;
mod constat;
mod decide;
mod document;
mod entry;
mod field;
mod figures;
mod group;
mod hall;
mod layers;
mod offers;
mod phones;
mod preconisations;
mod reread;
mod review;
mod told;
mod versions;

use leptos::prelude::*;

pub(in crate::ui) use hall::hear;
use hall::{Hall, hall};

use super::pages::{elsewhere, settings};
use super::parts::{Element, Frame, all, button, el, follow, frame, link, nothing, paragraph};
use super::session::Session;
use crate::app::route::Room;
use crate::app::workshop::update::Heard;
use crate::app::workshop::{Act, Refusal};
use crate::app::{Event, Route};
use crate::domain::code::Code;
use crate::domain::deliberation::lifecycle::StepError;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::Observation;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::scale::{Level, Scale};
use crate::domain::walk::Walk;
use crate::platform::{exchange, photo, screen};

/// The screen of a route.
pub(super) fn page(session: Session, route: Route) -> AnyView {
    let hall = hall(session);
    match route {
        Route::Campaigns => cockpit::campaigns(hall),
        Route::Campaign(id, room) => {
            hall.ensure_open(id);
            room_of(hall, id, room, None)
        }
        Route::Constat(id, constat) => {
            hall.ensure_open(id);
            room_of(hall, id, Room::Constats, Some(constat))
        }
        Route::Settings => settings(session),
        _ => elsewhere(session, route),
    }
}

/// A room, once the campaign is loaded.
fn room_of(hall: Hall, id: WalkId, room: Room, constat: Option<RecordId>) -> AnyView {
    let (t, w, r) = (hall.session.words(), hall.words(), hall.restitution_words());
    let title = match room {
        Room::Cockpit => w.room_cockpit,
        Room::Entry => w.room_entry,
        Room::Group => w.room_group,
        Room::Constats if constat.is_some() => w.constat,
        Room::Constats => w.room_constats,
        Room::Reread => w.room_reread,
        Room::Compare => w.room_compare,
        Room::Decide => w.room_decide,
        Room::Wall => w.room_wall,
        Room::Figures => w.room_figures,
        Room::Preconisations => w.room_preconisations,
        Room::Layers => r.room_layers,
        Room::Answers => r.room_answers,
        Room::Told => r.room_told,
        Room::Booklet => r.room_booklet,
        Room::Review => r.room_review,
    };
    // The cockpit is there while notebooks are still read.
    let known = hall.select(move |workshop| {
        workshop.sheet().is_some() && (room == Room::Cockpit || workshop.is_loaded())
    });
    let absent =
        hall.select(move |workshop| workshop.loaded.contains(&id) && workshop.sheet().is_none());
    let given = RwSignal::new(answers::Given::Nothing);
    let content = follow(move || {
        if absent.get() {
            return all(vec![
                paragraph("empty", w.no_campaign),
                link("button quiet", Route::Campaigns).icon("layers").span(w.campaigns).view(),
            ]);
        }
        if !known.get() {
            return paragraph("empty", t.loading);
        }
        match room {
            Room::Cockpit => cockpit::room(hall, id),
            Room::Entry => entry::room(hall),
            Room::Group => group::room(hall),
            Room::Constats => match constat {
                Some(constat) => constat::room(hall, id, constat),
                None => constat::list(hall, id),
            },
            Room::Reread => reread::room(hall),
            Room::Compare => compare::room(hall),
            Room::Decide => decide::room(hall, id),
            Room::Wall => decide::wall(hall),
            Room::Figures => figures::room(hall),
            Room::Preconisations => preconisations::room(hall, id),
            Room::Layers => layers::room(hall, id),
            Room::Answers => answers::room(hall, given),
            Room::Told => told::room(hall, id),
            Room::Booklet => booklet::room(hall, id),
            Room::Review => review::room(hall, id),
        }
    });
    // What was invented to practise says so in every room.
    let invented = hall.select(|workshop| {
        let walks = workshop.campaign.walks();
        workshop.sheet().is_some_and(|sheet| sheet.training)
            || walks.iter().any(|walk| walk.training)
    });
    let mark = follow(move || {
        if invented.get() {
            el("p").class("training").icon("graduation-cap").text(t.training_mark).view()
        } else {
            nothing()
        }
    });
    let mut around = vec![mark];
    if room != Room::Wall {
        around.push(rooms(hall, id, room));
    }
    around.push(refusal(hall));
    around.push(content);
    // A file dropped anywhere is taken in: the browser would open it in place of the page.
    let dropped = move |event: web_sys::Event| {
        // Here answers are awaited; a notebook is still one.
        if room == Room::Answers && answers::dropped(&event, given) {
            return;
        }
        exchange::choose_dropped(&event, move || {
            hall.session.dispatch(Event::ImportAsked);
            hall.session.open(Route::Campaign(id, Room::Cockpit));
        });
    };
    let wide = el("div")
        .class("workshop")
        .on("dragover", |event| event.prevent_default())
        .on("drop", dropped)
        .children(around)
        .view();
    frame(hall.session, Frame::plain(title), vec![wide])
}

/// The ways from one room to the next.
fn rooms(hall: Hall, id: WalkId, here: Room) -> AnyView {
    let (w, r) = (hall.words(), hall.restitution_words());
    let way = |room: Room, picture, words: &'static str| {
        let way = link("step", Route::Campaign(id, room)).icon(picture).span(words);
        if room == here { way.attr("aria-current", "step").view() } else { way.view() }
    };
    let undo = hall.select(|workshop| workshop.can_undo());
    let undo = button("step")
        .attr_follow("disabled", move || (!undo.get()).then(String::new))
        .on_click(move || hall.does(Act::Undo))
        .icon("undo-2")
        .span(w.undo)
        .view();
    // Two ways through a campaign: deciding together, and reporting back. The other one is a step
    // away, so that a phone shows more than ways.
    let ways = if is_restitution(here) {
        vec![
            way(Room::Cockpit, "arrow-left", w.campaign),
            way(Room::Booklet, "book-open", r.room_booklet),
            way(Room::Layers, "layers", r.room_layers),
            way(Room::Answers, "mail", r.room_answers),
            way(Room::Told, "message-circle", r.room_told),
            way(Room::Review, "footprints", r.room_review),
        ]
    } else {
        vec![
            way(Room::Cockpit, "smartphone", w.room_cockpit),
            way(Room::Entry, "pencil", w.room_entry),
            way(Room::Group, "blocks", w.room_group),
            way(Room::Constats, "list", w.room_constats),
            way(Room::Reread, "eye", w.room_reread),
            way(Room::Compare, "arrow-right-left", w.room_compare),
            way(Room::Decide, "circle-dot", w.room_decide),
            way(Room::Preconisations, "megaphone", w.room_preconisations),
            way(Room::Figures, "scale", w.room_figures),
            way(Room::Booklet, "share-2", r.rooms),
        ]
    };
    el("nav")
        .class("desk-steps rooms")
        .attr("aria-label", if is_restitution(here) { r.rooms } else { w.rooms })
        .children(ways)
        .child(undo)
        .view()
}

/// Whether a room is about what leaves and what comes back.
fn is_restitution(room: Room) -> bool {
    matches!(room, Room::Booklet | Room::Layers | Room::Answers | Room::Told | Room::Review)
}

/// Why the last act was not done.
fn refusal(hall: Hall) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let refused = hall.select(|workshop| workshop.refused);
    let said = follow(move || {
        let words = match refused.get() {
            None => return nothing(),
            Some(Refusal::Agreed) => w.refused_agreed.to_owned(),
            Some(Refusal::NoDotLeft) => w.refused_no_dot.to_owned(),
            Some(Refusal::NothingToUndo) => w.refused_nothing.to_owned(),
            Some(Refusal::NotHere) => w.refused_not_here.to_owned(),
            Some(Refusal::Incomplete) => w.refused_incomplete.to_owned(),
            Some(Refusal::LaterCategory) => w.refused_later_category.to_owned(),
            Some(Refusal::Carries) => w.refused_carries.to_owned(),
            Some(Refusal::ChangedSince) => w.refused_changed_since.to_owned(),
            Some(Refusal::Unsettled(why)) => hall.departure_words().why_not(why),
            Some(Refusal::Step(StepError::NoReason)) => w.refused_no_reason.to_owned(),
            Some(Refusal::Step(StepError::NotByThem(party))) => {
                format!("{} {}", w.refused_party, party.label(language))
            }
            Some(Refusal::Step(StepError::NotFromHere { from, to })) => {
                let (from, to) = (from.label(language), to.label(language));
                format!("{} « {from} » → « {to} »", w.refused_step)
            }
        };
        let close = button("plain").attr("aria-label", w.close);
        el("div")
            .class("message warning")
            .attr("id", "refusal")
            .icon("triangle-alert")
            .child(paragraph("", words))
            .child(close.on_click(move || hall.hear(Heard::RefusalRead)).icon("x").view())
            .view()
    });
    el("div").class("messages").attr("role", "alert").child(said).view()
}

/// A part of a room.
fn section(id: &'static str, picture: &'static str, title: &'static str) -> Element {
    el("section")
        .class("card prose")
        .attr("aria-labelledby", id)
        .child(el("h2").attr("id", id).icon(picture).text(title).view())
}

/// A list to choose one value of a code from; `None` is nothing chosen.
fn chooser<C: Code>(
    hall: Hall,
    id: String,
    label: &'static str,
    chosen: Option<C>,
    changed: impl Fn(Option<C>) + 'static,
) -> AnyView {
    let language = hall.session.language();
    let options =
        C::ALL.iter().map(|one| (one.code().to_owned(), one.label(language).to_owned())).collect();
    let chosen = chosen.map_or("", Code::code).to_owned();
    select_field(hall, id, label, options, chosen, move |value| changed(C::from_code(&value)))
}

/// A list to choose one of.
fn select_field(
    hall: Hall,
    id: String,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: String,
    changed: impl Fn(String) + 'static,
) -> AnyView {
    let none = hall.words().not_chosen;
    let mut select = el("select").attr("id", id).on_value("change", changed);
    let first = el("option").attr("value", "").text(none);
    select = select.child(first.view());
    for (value, words) in options {
        let mut option = el("option").attr("value", value.clone()).text(words);
        if value == chosen {
            option = option.attr("selected", "");
        }
        select = select.child(option.view());
    }
    el("label").class("field").span(label).child(select.view()).view()
}

/// A text of one line, kept when it is left.
fn text_field(
    id: String,
    label: &'static str,
    value: String,
    most: usize,
    changed: impl Fn(String) + 'static,
) -> AnyView {
    let input = el("input")
        .attr("id", id)
        .attr("type", "text")
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .attr("maxlength", most.to_string())
        .attr("value", value)
        .on_value("change", changed);
    el("label").class("field").span(label).child(input.view()).view()
}

/// A longer text, kept when it is left.
fn long_text(
    id: String,
    label: &'static str,
    value: String,
    most: usize,
    changed: impl Fn(String) + 'static,
) -> AnyView {
    let input = el("textarea")
        .attr("id", id)
        .attr("rows", "3")
        .attr("dir", "auto")
        .attr("maxlength", most.to_string())
        .on_value("change", changed)
        .text(value);
    el("label").class("field").span(label).child(input.view()).view()
}

/// The four steps of a scale.
fn level_chips(
    hall: Hall,
    words: &'static str,
    scale: Scale,
    current: impl Fn() -> Option<Level> + Send + Sync + Clone + 'static,
    tapped: impl Fn(Level) + Clone + 'static,
) -> AnyView {
    let language = hall.session.language();
    let chips = Level::ALL.into_iter().map(|level| {
        let (current, tapped) = (current.clone(), tapped.clone());
        button("chip")
            .pressed(move || current() == Some(level))
            .on_click(move || tapped(level))
            .icon(scale.step_icon(level))
            .span(scale.step_label(level, language))
            .view()
    });
    super::parts::question(words, "chips", chips.collect())
}

/// An observation in two lines: what, when, how it feels, the words.
fn said(hall: Hall, observation: &Observation, walk: &Walk) -> AnyView {
    let language = hall.session.language();
    let t = hall.session.words();
    let mut about = vec![
        walk.title.clone(),
        observation.when(walk).hour_minute(),
        observation.moment(walk).label(language).to_owned(),
    ];
    about.extend(observation.stop.map(|said| t.stop_in_line(&walk.stop_name(said))));
    about.extend(
        observation.feeling.map(|level| Scale::Feeling.step_label(level, language).to_owned()),
    );
    about.extend(observation.polarity.map(|polarity| polarity.label(language).to_owned()));
    let mut lines = el("span")
        .class("row-text")
        .child(el("strong").text(observation.category.label(language)).view())
        .child(el("small").text(about.join(" · ")).view());
    if !observation.words.is_empty() {
        let words = format!("« {} »", observation.words);
        lines = lines.child(el("q").attr("dir", "auto").class("quote").text(words).view());
    }
    if !observation.idea.is_empty() {
        lines = lines
            .child(el("small").attr("dir", "auto").text(format!("→ {}", observation.idea)).view());
    }
    lines.view()
}

/// A stored picture, shown for as long as it is on the page.
fn picture(media: MediaId, words: String) -> AnyView {
    let shown: RwSignal<Option<String>> = RwSignal::new(None);
    leptos::task::spawn_local(async move {
        if let Some(address) = photo::address(media).await
            && let Some(refused) = shown.try_set(Some(address)).flatten()
        {
            photo::release(&refused);
        }
    });
    on_cleanup(move || {
        if let Some(Some(address)) = shown.try_get_untracked() {
            photo::release(&address);
        }
    });
    follow(move || match shown.get() {
        Some(address) => el("img").attr("src", address).attr("alt", words.clone()).view(),
        None => nothing(),
    })
}

/// A drawing made of numbers, never of anybody's words.
fn drawing(id: String, label: String, markup: String) -> AnyView {
    let name = id.clone();
    Effect::new(move |_: Option<()>| {
        if let Some(element) = screen::element(&name) {
            screen::draw(&element, &markup);
        }
    });
    el("div").class("drawing").attr("id", id).attr("role", "img").attr("aria-label", label).view()
}

/// The readable number and title of a constat.
fn named(hall: Hall, id: RecordId) -> String {
    hall.workshop.with(|workshop| {
        let reference = workshop.sheet().map(|sheet| sheet.reference.clone()).unwrap_or_default();
        workshop.campaign.constat(id).map_or(String::new(), |constat| {
            let title = if constat.title.is_empty() {
                constat.category.label(hall.session.language()).to_owned()
            } else {
                constat.title.clone()
            };
            format!("{} · {title}", constat.readable_number(&reference))
        })
    })
}

/// Several views beside each other where there is room.
fn columns(views: Vec<AnyView>) -> AnyView {
    el("div").class("columns").child(all(views)).view()
}
