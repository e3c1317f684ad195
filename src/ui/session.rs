//! The one signal: the model. Pages select from it and dispatch events to it; nobody else changes
//! it, and nobody else performs effects.

use std::rc::Rc;

use leptos::prelude::*;

use crate::app::{Event, Model, Route};
use crate::domain::amend::Change;
use crate::domain::code::Language;
use crate::domain::identity::RecordId;
use crate::domain::walk::Walk;
use crate::platform::{self, Dispatch, clock};
use crate::text::Words;

/// The handle every page gets.
#[derive(Clone, Copy)]
pub(super) struct Session {
    model: RwSignal<Model>,
    /// The walk's sheet being filled in: it outlives a look at the settings.
    pub(super) sheet: RwSignal<Option<Walk>>,
}

impl Session {
    pub(super) fn new() -> Self {
        Self { model: RwSignal::new(Model::default()), sheet: RwSignal::new(None) }
    }

    /// Tells the model what happened and does what it answers.
    pub(super) fn dispatch(self, event: Event) {
        let mut effects = Vec::new();
        self.model.update(|model| effects = model.update(event));
        let dispatch = self.dispatcher();
        for effect in effects {
            platform::perform(effect, &dispatch);
        }
    }

    /// The same, for the browser's own callbacks.
    pub(super) fn dispatcher(self) -> Dispatch {
        Rc::new(move |event| self.dispatch(event))
    }

    /// Part of the model, followed: changes only when the part does.
    pub(super) fn select<T>(self, part: impl Fn(&Model) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.model.with(&part))
    }

    /// Part of the model as it is now, not followed.
    pub(super) fn now<T>(self, part: impl Fn(&Model) -> T) -> T {
        self.model.with_untracked(part)
    }

    pub(super) fn language(self) -> Language {
        self.now(|model| model.language)
    }

    /// The words of the language spoken. A page is drawn anew when the language changes, so it
    /// need not follow them.
    pub(super) fn words(self) -> &'static Words {
        Words::of(self.language())
    }

    /// Says something of an observation.
    pub(super) fn say(self, id: RecordId, change: Change) {
        self.dispatch(Event::Said(id, change, clock::now()));
    }

    /// Opens a screen.
    pub(super) fn open(self, route: Route) {
        platform::screen::show(route, false);
        self.dispatch(Event::Navigated(route));
    }

    /// Goes back to where the screen came from, without growing the history.
    pub(super) fn back(self) {
        let route = self.now(|model| model.route.parent());
        platform::screen::show(route, true);
        self.dispatch(Event::Navigated(route));
    }
}
