//! A text that is kept while it is typed: a moment after the last key, when the field is left, and
//! when the page is hidden. Until then it stands beside the page, so that a lid that is closed loses
//! nothing. A field in which nobody types shows what is kept, whoever wrote it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use leptos::prelude::*;

use super::Hall;
use crate::app::workshop::typing::BesideText;
use crate::app::workshop::update::Heard;
use crate::app::workshop::{Act, TypedText, Workshop};
use crate::domain::ledger::Digest;
use crate::platform::{clock, memory, screen};
use crate::ui::parts::el;

/// How long after the last key a text is kept (ms): a record for a part of a sentence, not for each
/// letter.
const KEPT_AFTER_MS: u32 = 1200;

thread_local! {
    /// What keeps each text that is being typed, by the field's id.
    static TYPING: RefCell<BTreeMap<String, Rc<dyn Fn()>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Keeps every text that is being typed.
pub(super) fn keep_all() {
    for keep in TYPING.take().into_values() {
        keep();
    }
}

/// Forgets texts beside the page: they are records on disk by now.
pub(super) fn forget(said: &[BesideText]) {
    for BesideText { place, text } in said {
        memory::drop_typed(place, text);
    }
}

/// What a field shows, and the statements that stand behind it.
type Now = fn(&Workshop, TypedText) -> (String, Vec<Digest>);

/// A text of a thing, of one line or of several.
#[derive(Clone, Copy)]
pub(super) struct KeptText {
    /// Which text.
    pub(super) text: TypedText,
    /// Its label.
    pub(super) label: &'static str,
    /// Longest length, in characters.
    pub(super) most: usize,
    /// Whether it has several lines.
    pub(super) long: bool,
}

/// The field of a text.
pub(super) fn kept_text(hall: Hall, id: String, field: KeptText) -> AnyView {
    let KeptText { text, label, most, long } = field;
    let now: Now = super::versions::now;
    let shown = hall.select(move |workshop| now(workshop, text));
    let Some(open) = hall.now(|workshop| workshop.open) else { return ().into_any() };
    let place = text.place(open);
    // What versions up to 0.5.0 kept by the name of the field alone.
    if let Some((typed, seen)) = memory::typed(&id)
        && TypedText::was_begun_on(&seen, &hall.now(|workshop| now(workshop, text).1))
    {
        memory::keep_typed(&place, &typed, &seen);
        memory::drop_typed(&id, &typed);
    }
    // What was typed when a page ended. It stays there until it is durable.
    if let Some((typed, seen)) = memory::typed(&place) {
        let found = Heard::Found(text, typed, seen, clock::chance());
        // Once this screen is drawn.
        leptos::task::spawn_local(async move { hall.hear(found) });
    }
    // The text as it is typed, with what stood where it was begun; `None` when nobody types.
    let typing: StoredValue<Option<(String, Vec<Digest>)>> = StoredValue::new(None);
    let keys = StoredValue::new(0u32);
    let keep: Rc<dyn Fn()> = Rc::new({
        let id = id.clone();
        move || {
            let Some(Some((typed, seen))) = typing.try_update_value(Option::take) else { return };
            TYPING.with_borrow_mut(|all| drop(all.remove(&id)));
            hall.does(Act::Typing(text, typed, seen));
        }
    });
    let typed = {
        let (id, keep) = (id.clone(), keep.clone());
        move |value: String| {
            let seen = typing.with_value(|typing| typing.as_ref().map(|(_, seen)| seen.clone()));
            let seen = seen.unwrap_or_else(|| hall.now(|workshop| now(workshop, text).1));
            memory::keep_typed(&place, &value, &seen);
            typing.set_value(Some((value, seen)));
            TYPING.with_borrow_mut(|all| drop(all.insert(id.clone(), keep.clone())));
            keys.update_value(|keys| *keys += 1);
            let (key, keep) = (keys.get_value(), keep.clone());
            leptos::task::spawn_local(async move {
                gloo_timers::future::TimeoutFuture::new(KEPT_AFTER_MS).await;
                if keys.try_get_value() == Some(key) {
                    keep();
                }
            });
        }
    };
    // Leaving the screen keeps it: its records outlive the field.
    let at_end = id.clone();
    on_cleanup(move || {
        let keep = TYPING.with_borrow_mut(|all| all.remove(&at_end));
        if let Some(keep) = keep {
            keep();
        }
    });
    let follow = id.clone();
    let value = shown.get_untracked().0;
    let drawn = value.clone();
    Effect::new(move |first: Option<()>| {
        let (value, _) = shown.get();
        let is_typing = typing.with_value(Option::is_some);
        // The first time, too: what was found beside the page may have been heard before this ran.
        if !is_typing && (first.is_some() || value != drawn) {
            screen::set_value(&follow, &value);
        }
    });
    let leave = keep.clone();
    let input = el(if long { "textarea" } else { "input" })
        .attr("id", id)
        .attr("dir", "auto")
        .attr("maxlength", most.to_string())
        .on_value("input", typed)
        .on("change", move |_| leave());
    let input = if long {
        input.attr("rows", "3").text(value)
    } else {
        input.attr("type", "text").attr("autocomplete", "off").attr("value", value)
    };
    el("label").class("field").span(label).child(input.view()).view()
}
