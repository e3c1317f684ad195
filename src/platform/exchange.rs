//! Files in and out. The work is done by a worker of its own, loaded when it is needed and gone
//! afterwards with all its memory; what is here hands it the job and the person the file. Messages
//! are those of [`crate::app::exchange`], as text; files and photos travel beside them.

use std::cell::RefCell;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File, MessageEvent, Worker};

use super::{Dispatch, clock, dropped, memory, screen, store};
use crate::app::Event;
use crate::app::exchange::{
    Done, ExchangeError, FileQuestion, JobAnswer, JobId, Made, Message, Request, Work,
};
use crate::format::left_file::FileWay;

/// Written by the build beside the page: what makes files and takes notebooks in, and what reads the files
/// of other programs.
const EXCHANGE: &str = "./exchange_loader.js";
const READER: &str = "./reader_loader.js";

thread_local! {
    /// The files that were chosen last: a perimeter is picked out of the same file whose names were
    /// listed.
    static CHOSEN: RefCell<Vec<File>> = const { RefCell::new(Vec::new()) };
    /// The files that jobs wait with.
    static HELD: RefCell<Vec<(JobId, Vec<File>)>> = const { RefCell::new(Vec::new()) };
    /// The files that wait to be handed over.
    static READY: RefCell<Vec<(JobId, File)>> = const { RefCell::new(Vec::new()) };
    /// The worker at work, with its listeners.
    static WORKING: RefCell<Option<Working>> = const { RefCell::new(None) };
}

struct Working {
    job: JobId,
    /// `None` once another job goes on with it.
    worker: Option<Worker>,
    _message: Closure<dyn Fn(MessageEvent)>,
    _error: Closure<dyn Fn(web_sys::Event)>,
}

impl Drop for Working {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.terminate();
        }
    }
}

/// Keeps the files a person chose or dropped; `false` when there are none.
pub fn choose(event: &web_sys::Event) -> bool {
    let files = screen::chosen_files(event);
    let chosen = !files.is_empty();
    CHOSEN.set(files);
    chosen
}

/// Keeps the files that a person dropped, those in folders too, and goes on when there are some.
pub fn choose_dropped(event: &web_sys::Event, then: impl FnOnce() + 'static) {
    let Some(dropped) = dropped::with_folders(event) else {
        if choose(event) {
            then();
        }
        return;
    };
    event.prevent_default();
    spawn_local(async move {
        let files = dropped::files(dropped).await;
        if !files.is_empty() {
            CHOSEN.set(files);
            then();
        }
    });
}

/// Keeps the files that were chosen last for a job.
pub fn hold_files(job: JobId) {
    let files = CHOSEN.with_borrow(Clone::clone);
    HELD.with_borrow_mut(|held| held.push((job, files)));
}

/// Lets go of the file that a job made, or of those that it looked into.
pub fn drop_file(job: JobId) {
    HELD.with_borrow_mut(|held| held.retain(|(known, _)| *known != job));
    end(job);
    READY.with_borrow_mut(|ready| ready.retain(|(known, _)| *known != job));
}

/// The text of a message, its files, and the bytes of photos that storage has not taken yet.
fn message(work: Work) -> Array {
    let (mut held, mut bytes) = (Vec::new(), Array::new());
    if matches!(work.request, Request::Make(_)) {
        let media = store::held_media();
        bytes = media.iter().map(|(.., bytes)| bytes.clone()).collect();
        held = media.into_iter().map(|(id, kind, _)| (id, kind)).collect();
    }
    let files = HELD.with_borrow_mut(|held| {
        let of = match work.request {
            Request::Import(look, _) => look,
            _ => work.id,
        };
        let at = held.iter().position(|(job, _)| *job == of)?;
        // Who only looks may take them afterwards.
        Some(match work.request {
            Request::Look => held.get(at)?.1.clone(),
            _ => held.swap_remove(at).1,
        })
    });
    let files = files.unwrap_or_default();
    let files: Array = files.into_iter().collect();
    let writer = match &work.request {
        Request::Make(FileQuestion { of, .. }) | Request::Link(of) => memory::walk_device(*of),
        _ => String::new(),
    };
    let request = match work.request {
        Request::Join(_) => Request::Join(screen::fragment()),
        Request::Accept(_) => Request::Accept(screen::fragment()),
        request => request,
    };
    let message = Message {
        id: work.id,
        request,
        language: work.language,
        at: clock::now(),
        observations: work.observations,
        unsaved: work.unsaved,
        held,
        writer,
    };
    Array::of3(&message.write().into(), &files, &bytes)
}

/// Starts a worker on a job. It greets when it is ready, tells how far it is, and ends.
pub fn work(work: Work, dispatch: Dispatch) {
    let job = work.id;
    let tell = move |answer: JobAnswer| dispatch(Event::Answered(job, answer));
    let waiting = match work.request {
        Request::Import(look, _) => waiting(look),
        _ => None,
    };
    let waits = waiting.is_some();
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    let program = if matches!(work.request, Request::Read(_)) { READER } else { EXCHANGE };
    let started = waiting.map_or_else(|| Worker::new_with_options(program, &options), Ok);
    let worker = match started {
        Ok(worker) => worker,
        Err(error) => {
            let why = ExchangeError::Died(screen::describe(&error));
            spawn_local(async move { tell(JobAnswer::Failed(why)) });
            return;
        }
    };
    let wiped = match &work.request {
        Request::Wipe(walk) | Request::Erase(walk) => Some(*walk),
        _ => None,
    };
    let job_message = message(work);
    let first_message = job_message.clone();
    let first_tell = tell.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new({
        let (tell, worker) = (tell.clone(), worker.clone());
        move |event: MessageEvent| {
            let parts = Array::from(&event.data());
            let mut answer = JobAnswer::read(&parts.get(0).as_string().unwrap_or_default());
            match &mut answer {
                JobAnswer::Here => {
                    if let Err(error) = worker.post_message(&job_message) {
                        end(job);
                        tell(JobAnswer::Failed(ExchangeError::Engine(screen::describe(&error))));
                    }
                    return;
                }
                JobAnswer::Progress(..) => {
                    tell(answer);
                    return;
                }
                JobAnswer::Done(Done::File(made)) => {
                    if keep_ready(job, made, &parts.get(1)).is_none() {
                        answer = JobAnswer::Failed(ExchangeError::NotUnderstood);
                    }
                }
                // It holds what it read until a person has decided.
                JobAnswer::Done(Done::Foreseen(_)) => {
                    tell(answer);
                    return;
                }
                JobAnswer::Done(Done::TakenIn(report)) => {
                    report.walks.iter().for_each(|walk| screen::tell_other_tabs(*walk));
                }
                JobAnswer::Done(Done::Wiped | Done::Erased) => {
                    wiped.into_iter().for_each(screen::tell_other_tabs)
                }
                JobAnswer::Done(_) | JobAnswer::Failed(_) => {}
            }
            end(job);
            tell(answer);
        }
    });
    let on_error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        end(job);
        tell(JobAnswer::Failed(ExchangeError::Died(text(&event, "message"))));
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let asked = if waits { worker.post_message(&first_message) } else { Ok(()) };
    let working = Working { job, worker: Some(worker), _message: on_message, _error: on_error };
    // The last worker may be the one whose listener is running: it goes once that has returned.
    let last = WORKING.replace(Some(working));
    spawn_local(async move { drop(last) });
    if let Err(error) = asked {
        end(job);
        let why = ExchangeError::Engine(screen::describe(&error));
        spawn_local(async move { first_tell(JobAnswer::Failed(why)) });
    }
}

/// The worker that still holds what it looked into for a job.
fn waiting(look: JobId) -> Option<Worker> {
    WORKING.with_borrow_mut(|working| {
        let working = working.as_mut().filter(|working| working.job == look)?;
        working.worker.take()
    })
}

/// Ends the worker of a job, once its own listener has returned; not that of the next job.
fn end(job: JobId) {
    spawn_local(async move {
        let is_its =
            WORKING.with_borrow(|working| working.as_ref().map(|one| one.job) == Some(job));
        if is_its {
            WORKING.set(None);
        }
    });
}

/// Keeps the file that a job made, and tells of it what only the page knows.
fn keep_ready(job: JobId, made: &mut Made, blob: &JsValue) -> Option<()> {
    let blob = blob.dyn_ref::<Blob>()?;
    let options = web_sys::FilePropertyBag::new();
    options.set_type(&blob.type_());
    let parts = Array::of1(blob);
    let file = File::new_with_blob_sequence_and_options(&parts, &made.name, &options).ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
    let size = file.size() as u64;
    (made.size, made.can_share) = (size, can_share(&file));
    READY.with_borrow_mut(|ready| ready.push((job, file)));
    Some(())
}

fn text(value: &JsValue, name: &str) -> String {
    let value = Reflect::get(value, &name.into()).ok();
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

fn navigator_method(name: &str) -> Option<(web_sys::Navigator, Function)> {
    let navigator = web_sys::window()?.navigator();
    let method = Reflect::get(&navigator, &name.into()).ok()?.dyn_into::<Function>().ok()?;
    Some((navigator, method))
}

fn share_data(file: &File) -> Object {
    let data = Object::new();
    // Setting a field of a plain object does not fail.
    drop(Reflect::set(&data, &"files".into(), &Array::of1(file)));
    drop(Reflect::set(&data, &"title".into(), &file.name().into()));
    data
}

/// Whether the share sheet of this browser takes this very file; it is asked, never guessed.
fn can_share(file: &File) -> bool {
    let share = navigator_method("share");
    let asked = navigator_method("canShare")
        .and_then(|(navigator, can_share)| can_share.call1(&navigator, &share_data(file)).ok());
    share.is_some() && asked.and_then(|answer| answer.as_bool()).unwrap_or(false)
}

/// Hands a file that is ready to the share sheet or to the downloads.
pub fn hand_over(job: JobId, share: bool, dispatch: Dispatch) {
    let Some(file) = READY.with_borrow(|ready| {
        ready.iter().rfind(|(known, _)| *known == job).map(|(_, file)| file.clone())
    }) else {
        return;
    };
    if !share {
        download(&file);
        spawn_local(async move {
            dispatch(Event::FileHandedOver(job, FileWay::Downloads, clock::now()));
        });
        return;
    }
    let promise = navigator_method("share").and_then(|(navigator, share)| {
        share.call1(&navigator, &share_data(&file)).ok()?.dyn_into::<Promise>().ok()
    });
    spawn_local(async move {
        let shared = match promise {
            Some(promise) => JsFuture::from(promise).await.map(drop),
            None => Err(JsValue::UNDEFINED),
        };
        match shared {
            Ok(()) => dispatch(Event::FileHandedOver(job, FileWay::App, clock::now())),
            // The person closed the sheet: the file is still there.
            Err(error) if text(&error, "name") == "AbortError" => {}
            Err(_) => {
                download(&file);
                dispatch(Event::FileHandedOver(job, FileWay::Downloads, clock::now()));
            }
        }
    });
}

fn download(file: &File) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(address) = web_sys::Url::create_object_url_with_blob(file) else { return };
    let link = document
        .create_element("a")
        .ok()
        .and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(&file.name());
        link.click();
    }
    // Long enough for the slowest download to have begun.
    spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(60_000).await;
        drop(web_sys::Url::revoke_object_url(&address));
    });
}
