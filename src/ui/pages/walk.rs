//! A walk: its observations, newest first or by stop, and the + that everything starts with.

use leptos::prelude::*;

use crate::app::model::Filter;
use crate::app::route::Panel;
use crate::app::view::list;
use crate::app::view::safety::Safety;
use crate::app::{Event, Model, Route};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::observation::amend::Change;
use crate::domain::observation::moment::Moment;
use crate::domain::observation::scale::Polarity;
use crate::domain::observation::taxonomy::Principle;
use crate::platform::{clock, screen};
use crate::ui::parts::{
    self, Frame, all, button, el, follow, frame, link, nothing, paragraph, readiness, said_here,
    way,
};
use crate::ui::session::Session;

pub(super) fn list_page(session: Session, walk: WalkId) -> AnyView {
    page(session, walk, list::newest_first)
}

pub(super) fn stops_page(session: Session, walk: WalkId) -> AnyView {
    page(session, walk, list::by_stop)
}

/// What was withdrawn, until it is put back or erased.
pub(super) fn withdrawn_page(session: Session, walk: WalkId) -> AnyView {
    let (t, e) = (session.words(), session.erasing_words());
    let language = session.language();
    let all_of_it = session.select(move |model| {
        let all = list::withdrawn(model).into_iter().filter_map(|entry| match entry {
            list::ListEntry::Observation(id) => model.observation(id),
            list::ListEntry::Stop(..) => None,
        });
        let shown = all.map(|one| (one.id, one.made.hour_minute(), one.category.label(language)));
        (shown.collect::<Vec<_>>(), model.loaded)
    });
    let rows = follow(move || {
        let (rows, loaded) = all_of_it.get();
        if rows.is_empty() {
            return paragraph("empty", if loaded { e.withdrawn_none } else { t.loading });
        }
        let rows = rows.into_iter().map(|(id, made, what)| {
            let words = format!("{what} · {made}");
            let put_back = button("card row-card narrow")
                .attr("aria-label", format!("{} : {words}", t.put_back))
                .on_click(move || session.say(id, Change::Withdrawn(false)))
                .icon("undo-2")
                .text(t.put_back);
            let way = link("card row-card", Route::Observation(walk, id, Panel::Summary));
            el("li")
                .class("two-cards")
                .child(way.icon("trash-2").span(words).view())
                .child(put_back.view())
                .view()
        });
        el("ul").class("stack plain-list").children(rows).view()
    });
    let content = vec![paragraph("hint", e.withdrawn_hint), undo(session), rows];
    frame(session, Frame::plain(e.withdrawn_title), content)
}

/// The way to what was withdrawn.
fn withdrawn(session: Session, walk: WalkId) -> AnyView {
    let e = session.erasing_words();
    let any = session.select(|model| model.notebook.withdrawn().next().is_some());
    follow(move || {
        if !any.get() {
            return nothing();
        }
        way("card row-card", Route::Withdrawn(walk), "trash-2", e.withdrawn_title)
    })
}

/// What arrived may go from this phone: said once, the next day.
fn reminder(session: Session, walk: WalkId) -> AnyView {
    let (t, e) = (session.words(), session.erasing_words());
    let due = session.select(move |model| model.reminds_to_wipe(walk));
    said_here(move || {
        if !due.get() {
            return nothing();
        }
        let read = move || session.dispatch(Event::ReminderRead(walk));
        el("div")
            .class("message")
            .attr("id", "wipe-reminder")
            .icon("shield-check")
            .child(paragraph("", e.wipe_reminder))
            .child(link("small", Route::HandOver(walk)).text(t.wipe).view())
            .child(button("plain").attr("aria-label", t.close).on_click(read).icon("x").view())
            .view()
    })
}

fn page(session: Session, walk: WalkId, items: fn(&Model) -> Vec<list::ListEntry>) -> AnyView {
    let t = session.words();
    let plus = button("fab")
        .attr("aria-label", t.add_observation)
        .on_click(move || session.dispatch(Event::PlusTapped))
        .icon("plus")
        .view();
    let content = vec![
        summary(session, walk),
        // Above what is asked next: the next "throw away" must not come to stand under the finger.
        undo(session),
        unfinished(session, walk),
        reminder(session, walk),
        filter(session),
        parts::list(session, items, t.no_observation),
        withdrawn(session, walk),
        plus,
    ];
    frame(session, Frame { position: true, tabs: Some(walk), ..Frame::plain("") }, content)
}

/// How safe it is, in one sentence: the least safe of it.
pub(super) fn safe(session: Session, safety: Safety) -> String {
    let s = session.safety_words();
    match safety {
        Safety { training: true, .. } => s.exercise.to_owned(),
        Safety { nowhere: n @ 1.., .. } => (s.nowhere)(n),
        Safety { perhaps: n @ 1.., .. } => (s.perhaps)(n),
        Safety { forms: n @ 1.., .. } => (s.forms)(n),
        Safety { standing: 0, .. } => s.nothing_yet.to_owned(),
        safety if safety.has_arrived() => s.all_arrived.to_owned(),
        _ => s.all_seen.to_owned(),
    }
}

/// How much there is and how safe it is. Green, and ticked, only when somebody sees all of it
/// elsewhere.
fn summary(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let shown = session.select(move |model| {
        let count = model.notebook.observation_count();
        let notice_todo = model.notebook.notice_version().is_none() && count == 0;
        let counts = (t.counts)(count, model.notebook.photo_count());
        model.loaded.then(|| {
            let safety = model.safety();
            (counts, safety, model.is_due(safety), notice_todo)
        })
    });
    let cards = follow(move || {
        let Some((counts, safety, due, notice_todo)) = shown.get() else { return nothing() };
        let (class, picture) = match safety {
            Safety { training: true, .. } => ("card row-card", "graduation-cap"),
            safety if safety.is_confirmed() => ("card row-card good", "shield-check"),
            Safety { standing: 0, forms: 0, .. } => ("card row-card", "shield-check"),
            _ => ("card row-card warning", if due { "bell" } else { "triangle-alert" }),
        };
        let words = el("span")
            .child(el("strong").text(counts).view())
            .child(el("small").text(safe(session, safety)).view())
            .view();
        let safety = link(class, Route::HandOver(walk))
            .attr("id", "safety")
            .icon(picture)
            .child(words)
            .view();
        let sheet = link("card row-card narrow", Route::Sheet(walk))
            .attr("aria-label", t.sheet)
            .icon("file-text")
            .view();
        let notice = if notice_todo {
            way("card row-card", Route::Notice(walk), "info", t.notice_todo)
        } else {
            nothing()
        };
        all(vec![notice, el("div").class("two-cards").child(safety).child(sheet).view()])
    });
    all(vec![cards, readiness(session, false)])
}

/// After an answer about one, the next question is read from its beginning, or what was done: no answer
/// to it waits under a key.
fn read_next() {
    leptos::task::spawn_local(async {
        // Once it is drawn.
        gloo_timers::future::TimeoutFuture::new(0).await;
        let next = screen::element("unfinished").or_else(|| screen::element("undone"));
        if let Some(next) = next {
            drop(next.focus());
        }
    });
}

/// What an earlier start left open: go on, keep, throw away.
fn unfinished(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let asked = session.select(move |model| {
        let id = *model.left_unfinished.first()?;
        let observation = model.observation(id)?;
        let made = observation.made.hour_minute();
        Some((id, made, observation.category.label(language), model.left_unfinished.len()))
    });
    follow(move || {
        let Some((id, made, what, count)) = asked.get() else { return nothing() };
        let choice = |picture, words: &'static str| button("answer").icon(picture).span(words);
        let go_on = move || session.open(Route::Observation(walk, id, Panel::Summary));
        let keep = move || {
            session.dispatch(Event::UnfinishedKept(id, clock::now()));
            read_next();
        };
        let discard = move || {
            session.dispatch(Event::UnfinishedDiscarded(id, clock::now()));
            read_next();
        };
        let choices = el("div")
            .class("grid grid-3")
            .child(choice("pencil", t.unfinished_continue).on_click(go_on).view())
            .child(choice("check", t.unfinished_keep).on_click(keep).view())
            .child(choice("trash-2", t.unfinished_discard).on_click(discard).view());
        let mut card = el("section")
            .class("card question-card")
            .attr("aria-labelledby", "unfinished")
            .child(
                el("h2")
                    .attr("id", "unfinished")
                    .attr("tabindex", "-1")
                    .text((t.unfinished_question)(&made, what))
                    .view(),
            )
            .child(choices.view());
        if count > 1 {
            let later = button("small").on_click(move || session.dispatch(Event::UnfinishedLater));
            let more = paragraph("hint", (t.unfinished_more)(count - 1));
            let later = later.text(t.unfinished_later).view();
            card = card.child(el("div").class("message-line").child(more).child(later).view());
        }
        card.view()
    })
}

/// What was withdrawn a moment ago can be put back, the last one first; and that it was is said.
fn undo(session: Session) -> AnyView {
    let (t, e) = (session.words(), session.erasing_words());
    let said = session.select(|model| {
        let last = model.just_withdrawn.last().copied();
        (last, model.just_withdrawn.len(), model.put_back)
    });
    said_here(move || {
        let (last, count, put_back) = said.get();
        if last.is_none() && !put_back {
            return nothing();
        }
        let mut message = el("div")
            .class("message")
            .attr("id", "undone")
            .attr("tabindex", "-1")
            .icon(if put_back { "undo-2" } else { "trash-2" })
            .child(paragraph("", (e.withdrawn_now)(put_back, count)));
        if let Some(id) = last {
            let put_back = move || session.say(id, Change::Withdrawn(false));
            message = message
                .child(button("small").on_click(put_back).icon("undo-2").text(t.undo).view());
        }
        message.view()
    })
}

/// One way of filtering: whether it is on, and what tapping it does.
type Chip = (&'static str, &'static str, fn(&Filter, usize) -> bool, fn(&mut Filter, usize), usize);

fn filter(session: Session) -> AnyView {
    fn toggle<T: PartialEq + Copy>(slot: &mut Option<T>, value: Option<&T>) {
        *slot = if slot.as_ref() == value { None } else { value.copied() };
    }
    let t = session.words();
    let language = session.language();
    let filter = session.select(|model| model.filter);
    let mut chips: Vec<Chip> = vec![
        (t.badge_unfinished, "pencil", |f, _| f.unfinished, |f, _| f.unfinished = !f.unfinished, 0),
        (
            t.badge_to_place,
            "map-pin-off",
            |f, _| f.without_place,
            |f, _| f.without_place = !f.without_place,
            0,
        ),
    ];
    for (which, polarity) in Polarity::ALL.iter().enumerate() {
        chips.push((
            polarity.label(language),
            polarity.icon(),
            |f, which| f.polarity.as_ref() == Polarity::ALL.get(which),
            |f, which| toggle(&mut f.polarity, Polarity::ALL.get(which)),
            which,
        ));
    }
    for (which, moment) in Moment::ALL.iter().enumerate() {
        chips.push((
            moment.label(language),
            moment.icon(),
            |f, which| f.moment.as_ref() == Moment::ALL.get(which),
            |f, which| toggle(&mut f.moment, Moment::ALL.get(which)),
            which,
        ));
    }
    for (which, principle) in Principle::ALL.iter().enumerate() {
        chips.push((
            principle.tile(language),
            principle.icon(),
            |f, which| f.principle.as_ref() == Principle::ALL.get(which),
            |f, which| toggle(&mut f.principle, Principle::ALL.get(which)),
            which,
        ));
    }
    let chips = chips.into_iter().map(|(label, picture, is_on, change, which)| {
        let tapped = move || {
            let mut changed = filter.get_untracked();
            change(&mut changed, which);
            session.dispatch(Event::Filtered(changed));
        };
        button("chip")
            .pressed(move || is_on(&filter.get(), which))
            .on_click(tapped)
            .icon(picture)
            .span(label)
            .view()
    });
    let mark = follow(move || {
        if filter.get().is_open() {
            nothing()
        } else {
            el("span").class("badge").text(t.filter_on).view()
        }
    });
    let any = session.select(|model| model.notebook.observation_count() > 0);
    let chips = el("div").class("chips").children(chips).view();
    el("details")
        .class("filter")
        .hidden(move || !any.get())
        .child(el("summary").icon("filter").span(t.filter).child(mark).view())
        .child(chips)
        .view()
}
