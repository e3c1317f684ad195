//! The room where files leave, one question a screen: for whom, what must be settled first, what
//! leaves and what stays, the file; and beside them what left before.

mod audience;
mod commune;
mod homes;
mod leaves;
mod make;
mod releases;
mod settle;
mod unfinished;
mod words;

use std::sync::Arc;

use leptos::prelude::*;

use super::{Hall, section};
use crate::app::workshop::departing::Departing;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::{Audience, Choice};
use crate::platform::screen;
use crate::ui::parts::{Element, all, button, el, follow, nothing, paragraph};

/// How much of a list is shown.
const SHOWN: usize = 40;

/// A screen of the room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Screen {
    /// For whom.
    Audience,
    /// What must be settled first.
    Settle,
    /// The commune.
    Commune,
    /// Words that may point at somebody, one at a time.
    Words,
    /// Observations that may be somebody's home.
    Homes,
    /// What is not finished.
    Unfinished,
    /// What leaves and what stays.
    Leaves,
    /// The file.
    Make,
    /// What left before.
    Releases,
    /// One release.
    Release(RecordId),
}

/// The screens in the order in which they are gone through.
const STEPS: [Screen; 4] = [Screen::Audience, Screen::Settle, Screen::Leaves, Screen::Make];

/// Where in the room somebody is, and what she chose: kept while she mends something elsewhere.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Departure {
    /// What is chosen.
    pub(super) choice: Choice,
    /// Where she is.
    pub(super) screen: Screen,
}

impl Default for Departure {
    fn default() -> Self {
        Self { choice: Choice::all(Audience::Partners), screen: Screen::Audience }
    }
}

/// What every screen of the room is given.
#[derive(Clone, Copy)]
struct Room {
    hall: Hall,
    campaign: WalkId,
    /// What is chosen.
    choice: Memo<Choice>,
    /// What it lets leave; `None` while the campaign is not all here.
    now: Memo<Option<Arc<Departing>>>,
}

impl Room {
    fn go(self, to: Screen) {
        self.hall.departure.update(|departure| departure.screen = to);
    }

    fn choose(self, change: impl FnOnce(&mut Choice)) {
        self.hall.departure.update(|departure| change(&mut departure.choice));
    }

    /// What is shown of what was computed; nothing is said before it was.
    fn computed(
        self,
        show: impl Fn(&Arc<Departing>) -> AnyView + Send + Sync + 'static,
    ) -> AnyView {
        let d = self.hall.departure_words();
        follow(move || match self.now.get() {
            Some(now) => show(&now),
            None => paragraph("empty", d.counting),
        })
    }

    /// A way to a screen.
    fn way(self, class: &'static str, id: &'static str, to: Screen) -> Element {
        button(class).attr("id", id).on_click(move || self.go(to))
    }

    /// The way back from a screen that is no step.
    fn back(self, to: Screen) -> AnyView {
        let d = self.hall.departure_words();
        self.way("button quiet", "layers-back", to).icon("arrow-left").span(d.back).view()
    }
}

pub(super) fn room(hall: Hall, campaign: WalkId) -> AnyView {
    let departure = hall.departure;
    let choice = Memo::new(move |_| departure.with(|departure| departure.choice.clone()));
    let screen = Memo::new(move |_| departure.with(|departure| departure.screen));
    let now = hall.departing(move || choice.get());
    let room = Room { hall, campaign, choice, now };
    // A new question is read from its heading, by eyes and by screen readers.
    Effect::new(move |before: Option<Screen>| {
        let here = screen.get();
        if before.is_some_and(|before| before != here) {
            // Once it is drawn.
            leptos::task::spawn_local(async {
                screen::focus_heading();
                focus(QUESTION);
            });
        }
        here
    });
    let shown = follow(move || match screen.get() {
        Screen::Audience => audience::screen(room),
        Screen::Settle => settle::screen(room),
        Screen::Commune => commune::screen(room),
        Screen::Words => words::screen(room),
        Screen::Homes => homes::screen(room),
        Screen::Unfinished => unfinished::screen(room),
        Screen::Leaves => leaves::screen(room),
        Screen::Make => make::screen(room),
        Screen::Releases => releases::list(room),
        Screen::Release(id) => releases::one(room, id),
    });
    let d = hall.departure_words();
    let step = follow(move || {
        let here = screen.get();
        match STEPS.iter().position(|step| *step == here) {
            Some(at) => paragraph("hint", (d.step)(at + 1, STEPS.len())),
            None => nothing(),
        }
    });
    let steps = follow(move || steps(room, screen.get()));
    all(vec![step, shown, steps])
}

/// The ways to the question before and to the next one.
fn steps(room: Room, here: Screen) -> AnyView {
    let d = room.hall.departure_words();
    let Some(at) = STEPS.iter().position(|step| *step == here) else { return nothing() };
    let before = at.checked_sub(1).and_then(|at| STEPS.get(at)).map(|to| room.back(*to));
    let next = STEPS
        .get(at + 1)
        .map(|to| room.way("button", "layers-next", *to).icon("arrow-right").span(d.next).view());
    el("div").class("grid grid-2").children(before.into_iter().chain(next)).view()
}

/// The heading of the question.
const QUESTION: &str = "layers-question";

fn focus(id: &str) {
    if let Some(element) = screen::element(id) {
        drop(element.focus());
    }
}

/// The card of the question that a screen asks.
fn question(picture: &'static str, title: &'static str) -> Element {
    let heading = el("h2").attr("id", QUESTION).attr("tabindex", "-1");
    el("section")
        .class("card prose")
        .attr("aria-labelledby", QUESTION)
        .child(heading.icon(picture).text(title).view())
}

/// A list that is opened by who wants to know.
fn names(title: String, names: Vec<String>, of: usize) -> AnyView {
    if names.is_empty() {
        return nothing();
    }
    let more = of.saturating_sub(names.len());
    let lines = names.into_iter().map(|name| el("li").attr("dir", "auto").text(name).view());
    let mut list = el("ul").children(lines);
    if more > 0 {
        list = list.child(el("li").text(format!("… + {more}")).view());
    }
    el("details").child(el("summary").text(title).view()).child(list.view()).view()
}
