//! The questions of a review walk, at the stop where they are looked at.

use std::cell::Cell;

use leptos::prelude::*;

use crate::app::Event;
use crate::app::sightings::Sightings;
use crate::domain::code::Code;
use crate::domain::deliberation::answer::{Ask, Outcome, Sighting};
use crate::domain::identity::{DeviceNumber, WalkId};
use crate::domain::walk::stop::StopId;
use crate::platform::clock;
use crate::text::ReviewWords;
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};
use crate::ui::session::Session;

thread_local! {
    static SEEN: Cell<Option<RwSignal<Sightings>>> = const { Cell::new(None) };
}

/// What is asked and seen on the walk that is open.
fn sightings() -> RwSignal<Sightings> {
    if let Some(known) = SEEN.get() {
        return known;
    }
    // Outlives every screen: an owner that ends would take its signals with it. Asked for at the first
    // event, before anything is drawn: made while a screen is drawn, it would end with that screen.
    let owner = Owner::new();
    let made = owner.with(|| RwSignal::new(Sightings::default()));
    std::mem::forget(owner);
    SEEN.set(Some(made));
    made
}

fn words(session: Session) -> &'static ReviewWords {
    ReviewWords::of(session.language())
}

/// What the session hears is heard here too.
pub(in crate::ui) fn hear(session: Session, event: &Event) {
    let sightings = sightings();
    if let Event::LinesLoaded { walk, lines, .. } = event
        && session.now(|model| model.open) == Some(*walk)
    {
        sightings.update(|sightings| sightings.lines(*walk, lines));
    }
}

/// How many questions of a stop wait for an answer of this phone, in words; `None` where none is
/// asked or all are answered. Followed.
pub(super) fn waiting(session: Session, walk: WalkId, stop: StopId) -> Option<String> {
    let (stops, device) = session.now(|model| {
        let stops = model.walk().map(|sheet| sheet.stops.clone()).unwrap_or_default();
        (stops, model.device)
    });
    let count = sightings().with(|seen| {
        let asks = seen.at_stop(walk, &stops, stop).into_iter();
        asks.filter(|ask| seen.seen_by(device, ask.preconisation).is_none()).count()
    });
    (count > 0).then(|| (words(session).questions)(count))
}

/// The questions of a stop; nothing where none is asked.
pub(super) fn questions(session: Session, walk: WalkId, stop: StopId) -> AnyView {
    let r = words(session);
    let seen = sightings();
    let stops = session
        .select(move |model| model.walk().map(|sheet| sheet.stops.clone()).unwrap_or_default());
    let asks = Memo::new(move |_| {
        let stops = stops.get();
        let at_stop = |seen: &Sightings| -> Vec<Ask> {
            seen.at_stop(walk, &stops, stop).into_iter().cloned().collect()
        };
        seen.with(at_stop)
    });
    follow(move || {
        let asks = asks.get();
        if asks.is_empty() {
            return nothing();
        }
        let mut views = vec![paragraph("hint", r.hint)];
        views.extend(asks.into_iter().map(|ask| question(session, walk, seen, &ask)));
        all(views)
    })
}

fn question(session: Session, walk: WalkId, seen: RwSignal<Sightings>, ask: &Ask) -> AnyView {
    let (t, r) = (session.words(), words(session));
    let language = session.language();
    let preconisation = ask.preconisation;
    let device = session.select(|model| model.device);
    let given = move || seen.with(|seen| seen.seen_by(device.get(), preconisation));
    let tapped = move |outcome: Outcome| {
        let chance = clock::chance();
        let mut device = device.get_untracked();
        if device == DeviceNumber(0) {
            // A walk that came from another device gets a number of its own at the first write.
            device = DeviceNumber::made(chance.random);
            session.numbered(walk, device);
        }
        let mut kept = None;
        seen.update_untracked(|seen| kept = seen.see(device, preconisation, outcome, chance.at));
        if let Some(kept) = kept {
            session.dispatch(Event::Kept(kept.walk, vec![kept.entry], vec![kept.id]));
        }
        // Not shown before it is known to be on its way: it would be called saved.
        seen.notify();
    };
    let offered = [Outcome::Resolved, Outcome::Partly, Outcome::Unchanged, Outcome::Worse];
    let answers = offered.map(|outcome| {
        button("answer")
            .attr("data-outcome", outcome.code())
            .pressed(move || given() == Some(outcome))
            .on_click(move || tapped(outcome))
            .icon(outcome.icon())
            .span(outcome.label(language))
            .view()
    });
    let unsaved = session.select(move |model| {
        let id = Sighting::id(preconisation, model.device);
        (model.is_unsaved(id), model.has_failed_writes())
    });
    let state = follow(move || match (given(), unsaved.get()) {
        (None, _) => nothing(),
        (_, (true, true)) => paragraph("hint", t.not_saved),
        (_, (true, false)) => paragraph("hint", t.saving),
        (_, (false, _)) => paragraph("hint", t.saved),
    });
    let line = |class: &'static str, before: &'static str, words: String| {
        el("span")
            .class(class)
            .child(el("small").text(before).view())
            .child(el("span").attr("dir", "auto").text(words).view())
            .view()
    };
    let told = if ask.answer.is_empty() {
        paragraph("hint", r.untold)
    } else {
        el("p").child(line("asked-line", r.told, ask.answer.clone())).view()
    };
    el("fieldset")
        .class("question asked")
        .attr("data-number", ask.number.clone())
        .child(el("legend").child(line("asked-line", r.asked, ask.title.clone())).view())
        .child(told)
        .child(el("div").class("grid grid-2").children(answers).view())
        .child(el("div").attr("role", "status").child(state).view())
        .view()
}
