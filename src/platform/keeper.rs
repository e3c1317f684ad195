//! The page's side of the second copy. A worker keeps it; it is started once the first screen is used,
//! or at once where the database is empty and a second copy may be there.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, Worker};

use super::keeper_worker::{CHECK, COMPARE, SEEN, kept_message};
use super::{Dispatch, screen, second_copy, store};
use crate::app::Event;
use crate::app::copies::{CheckResult, CopiesCompared, Untold};
use crate::app::effect::Entry;
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::phone_check::SecondCopyState;

/// Written by the build beside the page.
const WORKER: &str = "./keeper_loader.js";
/// How long an empty list waits for the second copy (ms).
const PATIENCE_MS: u32 = 15_000;
/// How long after its start a page lets the processor be (ms).
const LATER_MS: u32 = 1000;

thread_local! {
    static DISPATCH: RefCell<Option<Dispatch>> = const { RefCell::new(None) };
    static KEEPER: RefCell<Option<Worker>> = const { RefCell::new(None) };
    /// What is to be said to the worker once it listens; `None` when it does.
    static WAITING: RefCell<Option<Vec<Array>>> = const { RefCell::new(Some(Vec::new())) };
    /// Whether the two copies were compared since this page began, or cannot be.
    static COMPARED: Cell<bool> = const { Cell::new(false) };
    /// Whether the second copy was read, or there is no place for one.
    static KNOWN: Cell<bool> = const { Cell::new(false) };
    /// Who waits for that.
    static HEARD: RefCell<Vec<Function>> = const { RefCell::new(Vec::new()) };
}

/// Starts the worker once the first screen is there.
pub fn start_later(dispatch: Dispatch) {
    DISPATCH.set(Some(dispatch.clone()));
    spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(LATER_MS).await;
        start(&dispatch);
    });
}

fn start(dispatch: &Dispatch) {
    if KEEPER.with_borrow(Option::is_some) {
        return;
    }
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    let failed = {
        let dispatch = dispatch.clone();
        move || {
            // With it goes the lock that it may hold; the next time another one is started.
            if let Some(worker) = KEEPER.take() {
                worker.terminate();
            }
            WAITING.set(Some(Vec::new()));
            let (second, check) = (SecondCopyState::Failed, CheckResult::Failed);
            said(CopiesCompared { second, check, ..CopiesCompared::default() }, &dispatch);
        }
    };
    let Ok(worker) = Worker::new_with_options(WORKER, &options) else {
        failed();
        return;
    };
    let on_message = {
        let dispatch = dispatch.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            match CopiesCompared::read(&text) {
                Some(comparison) => said(comparison, &dispatch),
                // It listens.
                None => WAITING.take().into_iter().flatten().for_each(|message| post(&message)),
            }
        })
    };
    let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |_| failed());
    worker.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    worker.set_onerror(Some(on_error.into_js_value().unchecked_ref()));
    KEEPER.set(Some(worker));
    tell(Array::of1(&COMPARE.into()));
}

fn said(comparison: CopiesCompared, dispatch: &Dispatch) {
    COMPARED.set(true);
    let is_unknown = matches!(comparison.second, SecondCopyState::Failed | SecondCopyState::Unread);
    KNOWN.set(!is_unknown);
    dispatch(Event::Compared(comparison));
    // Where the worker cannot say what stands in the database, this page may have been told.
    if store::is_lost() && !comparison.lost && comparison.untold == Untold::default() {
        dispatch(Event::DataLost);
    }
    for heard in HEARD.take() {
        drop(heard.call0(&JsValue::UNDEFINED));
    }
}

fn tell(message: Array) {
    let waits = WAITING.with_borrow_mut(|waiting| match waiting {
        Some(waiting) => {
            waiting.push(message.clone());
            true
        }
        None => false,
    });
    if !waits {
        post(&message);
    }
}

fn post(message: &Array) {
    KEEPER.with_borrow(|keeper| {
        if let Some(keeper) = keeper
            && let Err(why) = keeper.post_message(message)
        {
            screen::log(&screen::describe(&why));
        }
    });
}

/// Keeps twice what was just stored.
pub(super) fn keep(entries: &[Entry], photos: &[(MediaId, String, Uint8Array)]) {
    tell(kept_message(entries, photos));
}

/// Reads everything in both copies; the answer comes as [`Event::Compared`].
pub fn check(dispatch: &Dispatch) {
    start(dispatch);
    tell(Array::of1(&CHECK.into()));
}

/// Somebody has seen it told that something was lost: it is not told again.
pub(super) fn loss_seen(dispatch: &Dispatch) {
    start(dispatch);
    tell(Array::of1(&SEEN.into()));
}

/// The database was made anew under this page: what the second copy holds is put back. In a worker
/// nobody shows anything that could be lost.
pub(super) fn made_anew() {
    let Some(dispatch) = DISPATCH.with_borrow(Clone::clone) else { return };
    start(&dispatch);
    tell(Array::of1(&COMPARE.into()));
    // The caller may be in the middle of what the event asks for.
    spawn_local(async move { dispatch(Event::DatabaseMadeAnew) });
}

/// Waits until an empty database is known to be empty: until what a second copy holds is back. Where it
/// does not answer, that is said.
pub(super) async fn settled(dispatch: &Dispatch) {
    if KNOWN.get() || !second_copy::may_be_there().await {
        return;
    }
    if !COMPARED.get() {
        start(dispatch);
        let mut hears = JsValue::UNDEFINED;
        let promise = Promise::new(&mut |resolve, _| hears = resolve.into());
        let hears: Function = hears.unchecked_into();
        HEARD.with_borrow_mut(|heard| heard.push(hears.clone()));
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(PATIENCE_MS).await;
            drop(hears.call0(&JsValue::UNDEFINED));
        });
        if !COMPARED.get() {
            drop(JsFuture::from(promise).await);
        }
    }
    if !KNOWN.get() {
        dispatch(Event::CopyUnread);
    }
}
