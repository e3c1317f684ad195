//! The one signal: the model. Pages select from it and dispatch events to it; nobody else changes
//! it, and nobody else performs effects.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;

use crate::app::{Event, Model, Route};
use crate::domain::code::Language;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::observation::amend::Change;
use crate::domain::walk::Walk;
use crate::platform::{self, Dispatch, clock};
use crate::text::{DeskWords, ErasingWords, GroundWords, SafetyWords, Words};

/// How long after the last change a sheet is kept (ms): long enough to make one revision of a
/// sentence, too short to be lost with a laptop that is closed.
const KEPT_AFTER_MS: u32 = 1200;

/// What else hears every event, before the model does.
type Hear = fn(Session, &Event);

thread_local! {
    static HEARD: Cell<Option<Hear>> = const { Cell::new(None) };
}

/// Lets a page's own loop hear what happens.
pub(super) fn also_heard_by(hear: Hear) {
    HEARD.set(Some(hear));
}

/// The handle every page gets.
#[derive(Clone, Copy)]
pub(super) struct Session {
    model: RwSignal<Model>,
    /// The walk's sheet being filled in: it outlives a look at the settings.
    pub(super) sheet: RwSignal<Option<Walk>>,
    /// Counts the changes to the sheet of a walk that exists; kept soon after the last one.
    pub(super) edits: RwSignal<u32>,
    /// The change that was kept last.
    kept: StoredValue<u32>,
}

/// Part of the model, followed. Whatever its type, the signal behind it is a number that counts the
/// part's changes: one kind of memo in the wasm instead of one for each type.
pub(super) struct Selected<T> {
    changes: Memo<u64>,
    value: StoredValue<Rc<dyn Any>, LocalStorage>,
    part: PhantomData<fn() -> T>,
}

impl<T> Clone for Selected<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Selected<T> {}

impl<T: Clone + 'static> Selected<T> {
    /// The part as it is, followed.
    pub(super) fn get(self) -> T {
        self.changes.get();
        self.last()
    }

    /// The part as it is, not followed.
    pub(super) fn get_untracked(self) -> T {
        self.changes.get_untracked();
        self.last()
    }

    #[inline(never)]
    #[expect(clippy::panic, reason = "`select` fills the cell, and nobody else has it")]
    fn last(self) -> T {
        let value = self.value.get_value();
        let last =
            value.downcast_ref::<RefCell<Option<T>>>().and_then(|cell| cell.borrow().clone());
        last.unwrap_or_else(|| panic!("a selected part was read before it was made"))
    }
}

impl Session {
    pub(super) fn new() -> Self {
        Self {
            model: RwSignal::new(Model::default()),
            sheet: RwSignal::new(None),
            edits: RwSignal::new(0),
            kept: StoredValue::new(0),
        }
    }

    /// Tells the model what happened and does what it answers.
    pub(super) fn dispatch(self, event: Event) {
        if matches!(event, Event::Left(..) | Event::Navigated(_) | Event::Shown(false)) {
            self.keep_sheet();
        }
        if let Some(hear) = HEARD.get() {
            hear(self, &event);
        }
        let mut effects = Vec::new();
        self.model.update_untracked(|model| {
            model.lived_ms = clock::lived_ms();
            effects = model.update(event);
        });
        let dispatch = self.dispatcher();
        for effect in effects {
            platform::perform(effect, &dispatch);
        }
        // Drawn while the disk is at work, not before.
        self.model.notify();
    }

    /// Changes the sheet of a walk that exists. It is kept a moment after the last change, and
    /// before the screen is left.
    pub(super) fn amend_sheet(self, change: impl FnOnce(&mut Walk)) {
        self.sheet.update_untracked(|sheet| {
            if let Some(walk) = sheet {
                change(walk);
            }
        });
        self.edits.update(|edits| *edits += 1);
        let seen = self.edits.get_untracked();
        leptos::task::spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(KEPT_AFTER_MS).await;
            if self.edits.try_get_untracked() == Some(seen) {
                self.keep_sheet();
            }
        });
    }

    /// Keeps the sheet, if it was changed.
    pub(super) fn keep_sheet(self) {
        let edits = self.edits.get_untracked();
        if self.kept.get_value() == edits {
            return;
        }
        self.kept.set_value(edits);
        if let Some(walk) = self.sheet.get_untracked() {
            self.dispatch(Event::WalkAmended(Box::new(walk), clock::now()));
        }
    }

    /// Lets this device have a number on a walk that a page's own loop made or writes to.
    pub(super) fn numbered(self, walk: WalkId, device: DeviceNumber) {
        let mut effects = Vec::new();
        self.model.update_untracked(|model| effects = model.numbered(walk, device));
        let dispatch = self.dispatcher();
        for effect in effects {
            platform::perform(effect, &dispatch);
        }
        self.model.notify();
    }

    /// [`Self::dispatch`] for the browser's own callbacks.
    pub(super) fn dispatcher(self) -> Dispatch {
        Rc::new(move |event| self.dispatch(event))
    }

    /// Part of the model, followed: changes only when the part does.
    pub(super) fn select<T>(self, part: impl Fn(&Model) -> T + 'static) -> Selected<T>
    where
        T: PartialEq + 'static,
    {
        self.select_boxed(Box::new(part))
    }

    #[inline(never)]
    fn select_boxed<T>(self, part: Box<dyn Fn(&Model) -> T>) -> Selected<T>
    where
        T: PartialEq + 'static,
    {
        let cell = Rc::new(RefCell::new(None::<T>));
        let kept = cell.clone();
        let look = move |model: &Model| {
            let now = Some(part(model));
            let mut last = kept.borrow_mut();
            let changed = *last != now;
            *last = now;
            changed
        };
        let (changes, value) = self.count_changes(Box::new(look), cell);
        Selected { changes, value, part: PhantomData }
    }

    #[inline(never)]
    fn count_changes(
        self,
        look: Box<dyn Fn(&Model) -> bool>,
        value: Rc<dyn Any>,
    ) -> (Memo<u64>, StoredValue<Rc<dyn Any>, LocalStorage>) {
        let look = StoredValue::new_local(look);
        let changes = Memo::new(move |counted: Option<&u64>| {
            let changed = self.model.with(|model| look.with_value(|look| look(model)));
            counted.copied().unwrap_or(0) + u64::from(changed)
        });
        (changes, StoredValue::new_local(value))
    }

    /// Part of the model as it is now, not followed.
    pub(super) fn now<T>(self, part: impl FnOnce(&Model) -> T) -> T {
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

    /// The words of withdrawing, erasing and hiding.
    pub(super) fn erasing_words(self) -> &'static ErasingWords {
        ErasingWords::of(self.language())
    }

    /// The words of files that left and of what is safe.
    pub(super) fn safety_words(self) -> &'static SafetyWords {
        SafetyWords::of(self.language())
    }

    /// The words of the preparation.
    pub(super) fn desk_words(self) -> &'static DeskWords {
        DeskWords::of(self.language())
    }

    /// The words of the ground.
    pub(super) fn ground_words(self) -> &'static GroundWords {
        GroundWords::of(self.language())
    }

    /// Says something of an observation.
    pub(super) fn say(self, id: RecordId, change: Change) {
        self.dispatch(Event::Said(id, change, clock::now()));
    }

    /// Opens a screen.
    pub(super) fn open(self, route: Route) {
        self.show(route, false);
    }

    /// Opens a screen in place of this one, without growing the history.
    pub(super) fn open_instead(self, route: Route) {
        self.show(route, true);
    }

    /// Goes back to where the screen came from.
    pub(super) fn back(self) {
        self.open_instead(self.now(|model| model.route.parent()));
    }

    fn show(self, route: Route, replace: bool) {
        if route.page().is_some_and(|page| page != platform::screen::page()) {
            // Once what is being written is safe: the page that is left takes it along.
            self.dispatch(Event::Left(route, replace));
            return;
        }
        platform::screen::show(route, replace);
        self.dispatch(Event::Navigated(route));
    }
}
