//! Files in and out. The work is done by a worker of its own, loaded when it is needed and gone
//! afterwards with all its memory; what is here hands it the job and the person the file.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File, MessageEvent, Worker};

use super::{Dispatch, clock, screen, store};
use crate::app::Event;
use crate::app::effect::{FileKind, Reading};
use crate::app::event::{ImportReport, Link, ReadPart, ReadyFile};
use crate::app::problem::NotStored;
use crate::domain::code::{Code, Language};
use crate::domain::identity::WalkId;
use crate::domain::leaving::{Audience, Choice};
use crate::format::booklet::Document;
use crate::format::files::perimeter_file::PerimeterName;
use crate::format::v1;

/// Written by the build beside the page.
const WORKER: &str = "./exchange_loader.js";

thread_local! {
    /// The files that were chosen and are not yet taken in.
    static CHOSEN: RefCell<Vec<File>> = const { RefCell::new(Vec::new()) };
    /// The file that waits to be handed over.
    static READY: RefCell<Option<File>> = const { RefCell::new(None) };
    /// The worker at work, with its listeners.
    static WORKING: RefCell<Option<Working>> = const { RefCell::new(None) };
}

struct Working {
    worker: Worker,
    _message: Closure<dyn Fn(MessageEvent)>,
    _error: Closure<dyn Fn(web_sys::Event)>,
}

impl Drop for Working {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Keeps the files a person chose or dropped; `false` when there are none.
pub fn choose(event: &web_sys::Event) -> bool {
    let files = screen::chosen_files(event);
    let chosen = !files.is_empty();
    CHOSEN.set(files);
    chosen
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a plain object does not fail.
        drop(Reflect::set(&object, &(*name).into(), value));
    }
    object
}

fn field(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn text(value: &JsValue, name: &str) -> String {
    field(value, name).as_string().unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
fn count(value: &JsValue, name: &str) -> usize {
    field(value, name).as_f64().unwrap_or(0.0) as usize
}

fn texts(value: &JsValue, name: &str) -> Vec<String> {
    Array::from(&field(value, name)).iter().filter_map(|text| text.as_string()).collect()
}

/// Name of a kind of file in messages to the worker.
fn kind_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::NotebookZip => "notebook.zip",
        FileKind::NotebookHtml => "notebook.html",
        FileKind::Campaign => "campaign",
        FileKind::Kit => "kit",
        FileKind::Layers { with_internal: false } => "layers",
        FileKind::Layers { with_internal: true } => "layers with internal",
        FileKind::Document => "document",
    }
}

/// Makes a file of a walk; answers with progress and the file, or why there is none.
pub fn export(
    kind: FileKind,
    walk: WalkId,
    language: Language,
    observations: usize,
    unsaved: Vec<String>,
    dispatch: Dispatch,
) {
    READY.set(None);
    let mut fields = asked(walk, language, unsaved);
    fields.extend([("job", "export".into()), ("kind", kind_name(kind).into())]);
    make_file(object(&fields), kind, walk, observations, dispatch);
}

/// What every job that makes a file is told: of what, in which language, when, and what storage has
/// not taken yet.
fn asked(walk: WalkId, language: Language, unsaved: Vec<String>) -> Vec<(&'static str, JsValue)> {
    let held: Array = store::held_media()
        .into_iter()
        .map(|(id, media_type, bytes)| {
            object(&[
                ("id", id.to_string().into()),
                ("type", media_type.into()),
                ("bytes", bytes.into()),
            ])
        })
        .collect();
    let now = clock::now();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit by far")]
    let at = now.utc_ms as f64;
    vec![
        ("walk", walk.to_string().into()),
        ("language", language.code().into()),
        ("at", at.into()),
        ("tz", now.offset_min.into()),
        ("unsaved", unsaved.into_iter().map(JsValue::from).collect::<Array>().into()),
        ("held", held.into()),
    ]
}

/// Makes the planner's bundle of a campaign; answers as [`export`] does.
pub fn export_bundle(
    campaign: WalkId,
    choice: &Choice,
    language: Language,
    unsaved: Vec<String>,
    dispatch: Dispatch,
) {
    READY.set(None);
    fn code<C: Code>(code: Option<C>) -> JsValue {
        code.map_or("", Code::code).into()
    }
    let mut fields = asked(campaign, language, unsaved);
    fields.extend([
        ("job", "bundle".into()),
        ("audience", choice.audience.code().into()),
        ("with_internal", choice.with_internal.into()),
        ("coarse", choice.coarse.into()),
        ("of_walk", choice.walk.map_or(String::new(), |walk| walk.to_string()).into()),
        ("cycle", choice.cycle.as_str().into()),
        ("lead", code(choice.lead)),
        ("horizon", code(choice.horizon)),
        ("status", code(choice.status)),
        ("principle", code(choice.principle)),
    ]);
    let kind = FileKind::Layers { with_internal: choice.with_internal };
    make_file(object(&fields), kind, campaign, 0, dispatch);
}

/// Makes a document of a campaign as a file that stands alone; answers as [`export`] does.
pub fn export_document(
    campaign: WalkId,
    document: Document,
    audience: Audience,
    language: Language,
    unsaved: Vec<String>,
    dispatch: Dispatch,
) {
    READY.set(None);
    let mut fields = asked(campaign, language, unsaved);
    fields.extend([
        ("job", "document".into()),
        ("document", document.code().into()),
        ("audience", audience.code().into()),
    ]);
    make_file(object(&fields), FileKind::Document, campaign, 0, dispatch);
}

/// Starts a job whose answer is a file that waits to be handed over.
fn make_file(job: Object, kind: FileKind, walk: WalkId, observations: usize, dispatch: Dispatch) {
    let failed: Rc<dyn Fn(String) -> Event> = Rc::new(Event::ExportFailed);
    work(job, dispatch, failed, move |answer| {
        let blob = field(answer, "file").dyn_into::<Blob>().ok()?;
        let name = text(answer, "name");
        let options = web_sys::FilePropertyBag::new();
        options.set_type(&blob.type_());
        let file =
            File::new_with_blob_sequence_and_options(&Array::of1(&blob), &name, &options).ok()?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
        let ready = ReadyFile {
            kind,
            walk,
            name,
            size: file.size() as u64,
            items: count(answer, "items"),
            photos: count(answer, "photos"),
            remarks: texts(answer, "remarks"),
            can_share: can_share(&file),
            observations,
        };
        READY.set(Some(file));
        Some(Event::FileReady(ready))
    });
}

/// Takes the chosen notebook in; answers with progress and a report.
pub fn import(language: Language, dispatch: Dispatch) {
    let files = CHOSEN.take();
    if files.is_empty() {
        spawn_local(async move { dispatch(Event::ImportFailed(String::new())) });
        return;
    }
    let now = clock::now();
    #[expect(clippy::cast_precision_loss, reason = "milliseconds fit by far")]
    let job = object(&[
        ("job", "import".into()),
        ("files", files.into_iter().collect::<Array>().into()),
        ("language", language.code().into()),
        ("at", (now.utc_ms as f64).into()),
        ("tz", now.offset_min.into()),
    ]);
    take_in(job, dispatch);
}

/// Joins the walk that the address invites to; answers as [`import`] does.
pub fn join(language: Language, dispatch: Dispatch) {
    if !screen::fragment().contains("rejoindre/") {
        // The page was opened without an invitation: it asks for one.
        spawn_local(async move { dispatch(Event::NotInvited) });
        return;
    }
    let job = object(&[
        ("job", "join".into()),
        ("payload", screen::fragment().into()),
        ("language", language.code().into()),
    ]);
    take_in(job, dispatch);
}

fn take_in(job: Object, dispatch: Dispatch) {
    let failed: Rc<dyn Fn(String) -> Event> = Rc::new(Event::ImportFailed);
    work(job, dispatch, failed, |answer| {
        let walks: Vec<WalkId> =
            texts(answer, "walks").iter().filter_map(|walk| WalkId::parse(walk)).collect();
        walks.iter().for_each(|walk| screen::tell_other_tabs(*walk));
        Some(Event::Imported(ImportReport {
            walks,
            records_new: count(answer, "records_new"),
            records_known: count(answer, "records_known"),
            photos_new: count(answer, "photos_new"),
            photos_known: count(answer, "photos_known"),
            problems: texts(answer, "problems"),
            receptions: texts(answer, "receptions"),
        }))
    });
}

/// Reads the chosen file, which stays chosen: a perimeter is picked out of the same file whose names
/// were listed.
pub fn read(reading: Reading, language: Language, dispatch: Dispatch) {
    let Some(file) = CHOSEN.with_borrow(|files| files.first().cloned()) else {
        spawn_local(async move { dispatch(Event::ReadFailed(String::new())) });
        return;
    };
    let name = file.name();
    let (what, index) = match reading {
        Reading::PerimeterNames => ("names", 0),
        Reading::Perimeter(index) => ("perimeter", index),
        Reading::Points => ("points", 0),
        Reading::Route => ("route", 0),
        Reading::Basemap => ("basemap", 0),
    };
    #[expect(clippy::cast_precision_loss, reason = "a rank in a file")]
    let job = object(&[
        ("job", what.into()),
        ("index", (index as f64).into()),
        ("file", file.into()),
        ("language", language.code().into()),
    ]);
    let failed: Rc<dyn Fn(String) -> Event> = Rc::new(Event::ReadFailed);
    work(job, dispatch, failed, move |answer| {
        if reading == Reading::PerimeterNames {
            let columns = ["code_qp", "lib_qp", "insee_com", "lib_com"];
            let [codes, names, communes, communes_names] =
                columns.map(|column| texts(answer, column));
            let rows = codes.into_iter().zip(names).zip(communes).zip(communes_names);
            let names =
                rows.enumerate().map(|(index, (((code_qp, lib_qp), insee_com), lib_com))| {
                    PerimeterName { index, code_qp, lib_qp, insee_com, lib_com }
                });
            return Some(Event::NamesRead(names.collect()));
        }
        let body = v1::read_line(&text(answer, "line")).ok()?.record.body;
        let remarks = texts(answer, "remarks");
        Some(Event::PartRead(Box::new(ReadPart { body, file: name.clone(), remarks })))
    });
}

/// Compares an answer with what is stored of a walk, and tells whether it is the one to it.
pub fn check_answer(
    walk: WalkId,
    answer: String,
    language: Language,
    dispatch: Dispatch,
    done: impl Fn(bool) + 'static,
) {
    let job = object(&[
        ("job", "answer".into()),
        ("walk", walk.to_string().into()),
        ("answer", answer.into()),
        ("language", language.code().into()),
    ]);
    let failed: Rc<dyn Fn(String) -> Event> = Rc::new(Event::Refused);
    work(job, dispatch, failed, move |answer| {
        let matches = field(answer, "matches").as_bool().unwrap_or(false);
        done(matches);
        let now = clock::now();
        Some(if matches { Event::Received(walk, now) } else { Event::Ticked(now) })
    });
}

/// Makes the link that invites to a walk.
pub fn make_link(walk: WalkId, language: Language, dispatch: Dispatch) {
    let job = object(&[
        ("job", "link".into()),
        ("walk", walk.to_string().into()),
        ("language", language.code().into()),
    ]);
    let failed: Rc<dyn Fn(String) -> Event> = Rc::new(Event::ExportFailed);
    work(job, dispatch, failed, |answer| {
        let is = |name| field(answer, name).as_bool().unwrap_or(false);
        Some(Event::LinkMade(Link {
            payload: text(answer, "payload"),
            whole: is("whole"),
            with_perimeter: is("with_perimeter"),
        }))
    });
}

/// Removes a walk from this device.
pub fn wipe(walk: WalkId, dispatch: Dispatch) {
    let job = object(&[("job", "wipe".into()), ("walk", walk.to_string().into())]);
    let failed: Rc<dyn Fn(String) -> Event> =
        Rc::new(|why| Event::LoadFailed(NotStored::Other(why)));
    work(job, dispatch, failed, move |_| {
        screen::tell_other_tabs(walk);
        Some(Event::WipeDone(walk))
    });
}

/// Starts the worker on a job. It greets when it is ready, tells how far it is, and ends.
fn work(
    job: Object,
    dispatch: Dispatch,
    failed: Rc<dyn Fn(String) -> Event>,
    done: impl Fn(&JsValue) -> Option<Event> + 'static,
) {
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    let worker = match Worker::new_with_options(WORKER, &options) {
        Ok(worker) => worker,
        Err(error) => {
            let why = screen::describe(&error);
            spawn_local(async move { dispatch(failed(why)) });
            return;
        }
    };
    let message = Closure::<dyn Fn(MessageEvent)>::new({
        let (dispatch, failed, worker) = (dispatch.clone(), failed.clone(), worker.clone());
        move |event: MessageEvent| {
            let answer = event.data();
            match text(&answer, "says").as_str() {
                "here" => drop(worker.post_message(&job)),
                "progress" => {
                    dispatch(Event::JobProgress(count(&answer, "done"), count(&answer, "of")));
                }
                "done" => {
                    let event = done(&answer).unwrap_or_else(|| failed(String::new()));
                    end();
                    dispatch(event);
                }
                "refused" => {
                    end();
                    dispatch(Event::Refused(text(&answer, "why")));
                }
                _ => {
                    end();
                    dispatch(failed(text(&answer, "why")));
                }
            }
        }
    });
    let error = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        end();
        dispatch(failed(text(&event, "message")));
    });
    worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(error.as_ref().unchecked_ref()));
    WORKING.set(Some(Working { worker, _message: message, _error: error }));
}

/// Ends the worker, once its own listener has returned.
fn end() {
    spawn_local(async {
        WORKING.set(None);
    });
}

fn navigator_method(name: &str) -> Option<(web_sys::Navigator, Function)> {
    let navigator = web_sys::window()?.navigator();
    let method = Reflect::get(&navigator, &name.into()).ok()?.dyn_into::<Function>().ok()?;
    Some((navigator, method))
}

fn share_data(file: &File) -> Object {
    object(&[("files", Array::of1(file).into()), ("title", file.name().into())])
}

/// Whether the share sheet of this browser takes this very file; it is asked, never guessed.
fn can_share(file: &File) -> bool {
    let share = navigator_method("share");
    let asked = navigator_method("canShare")
        .and_then(|(navigator, can_share)| can_share.call1(&navigator, &share_data(file)).ok());
    share.is_some() && asked.and_then(|answer| answer.as_bool()).unwrap_or(false)
}

/// Hands the file that is ready to the share sheet or to the downloads.
pub fn hand_over(share: bool, dispatch: Dispatch) {
    let Some(file) = READY.with_borrow(Clone::clone) else { return };
    if !share {
        download(&file);
        spawn_local(async move { dispatch(Event::FileHandedOver(clock::now())) });
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
            Ok(()) => dispatch(Event::FileHandedOver(clock::now())),
            // The person closed the sheet: the file is still there.
            Err(error) if text(&error, "name") == "AbortError" => {}
            Err(_) => {
                download(&file);
                dispatch(Event::FileHandedOver(clock::now()));
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
