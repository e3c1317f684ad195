//! The worker's side of files, in a memory of its own that is given back when the job is done. Bytes
//! leave in pieces that the browser may put on disk; photos pass one at a time. What is done is
//! decided in [`crate::app::exchange`]; here are the bytes and the answers.

use std::cell::RefCell;
use std::io::{self, Read, Seek, SeekFrom};

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

use super::disk::Disk;
use super::{bundle_worker, bytes, document_worker, eraser, join_worker, screen};
use crate::app::effect::FileKind;
use crate::app::exchange::erasing::erase;
use crate::app::exchange::making::{self, Held, Outlet};
use crate::app::exchange::releasing::walk_layers_leave;
use crate::app::exchange::taking_in::{LookedInto, check_answer, look_into, take_in};
use crate::app::exchange::{Done, ExchangeError, FileQuestion, JobAnswer, Message, Request};
use crate::domain::code::Language;
use crate::text::ReturnedWords;

/// Bytes gathered before they are handed to the browser.
const PIECE: usize = 1 << 20;

thread_local! {
    /// What was looked into, until a person has decided.
    static LOOKED: RefCell<Option<LookedInto<'static, Disk>>> = const { RefCell::new(None) };
}

/// What came of a job, and the file that goes with it.
pub(super) type Outcome = Result<(Done, Option<Blob>), ExchangeError>;

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn say(answer: &JobAnswer, file: Option<&Blob>) {
    let file = file.map_or(JsValue::UNDEFINED, JsValue::from);
    if scope().post_message(&Array::of2(&answer.write().into(), &file)).is_err() {
        screen::log("the worker cannot answer");
    }
}

pub(super) fn progress(done: usize, of: usize) {
    say(&JobAnswer::Progress(done, of), None);
}

/// The browser's own error.
pub(super) fn engine(error: &JsValue) -> ExchangeError {
    ExchangeError::Engine(screen::describe(error))
}

/// Waits for one job, does it, answers.
pub fn start() {
    serve(Job::done);
}

/// Waits for one job, does this with it, answers.
pub(super) fn serve(work: impl AsyncFn(&Job) -> Outcome + Copy + 'static) {
    std::panic::set_hook(Box::new(|panic| {
        say(&JobAnswer::Failed(ExchangeError::Died(panic.to_string())), None);
    }));
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        spawn_local(async move {
            let job = Job::of(&parts);
            let outcome = match job {
                Some(job) => work(&job).await,
                None => Err(ExchangeError::NotUnderstood),
            };
            match outcome {
                Ok((done, file)) => say(&JobAnswer::Done(done), file.as_ref()),
                Err(why) => say(&JobAnswer::Failed(why), None),
            }
        });
    });
    scope().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    say(&JobAnswer::Here, None);
}

/// The message that asks for something, with what travels beside it.
pub(super) struct Job {
    pub(super) message: Message,
    pub(super) files: Vec<web_sys::File>,
    pub(super) held: Held,
}

impl Job {
    fn of(parts: &Array) -> Option<Self> {
        let message = Message::read(&parts.get(0).as_string()?)?;
        let files = Array::from(&parts.get(1));
        let files = files.iter().filter_map(|file| file.dyn_into().ok()).collect();
        let bytes = Array::from(&parts.get(2));
        let bytes = bytes.iter().map(|bytes| Uint8Array::new(&bytes).to_vec());
        let held = message.held.iter().zip(bytes);
        let held = held.map(|((id, kind), bytes)| (*id, (kind.clone(), bytes))).collect();
        Some(Self { message, files, held })
    }

    fn sources(&self) -> Vec<(String, Result<BlobSource, ExchangeError>)> {
        let language = self.message.language;
        let source = |file: &web_sys::File| {
            let source = BlobSource::new(file.clone().into());
            (file.name(), source.and_then(|source| source.opened(language)))
        };
        self.files.iter().map(source).collect()
    }

    async fn done(&self) -> Outcome {
        let message = &self.message;
        let only = |done| Ok((done, None));
        match &message.request {
            Request::Make(question) => match question.kind {
                FileKind::Bundle => bundle_worker::export(self, question).await,
                FileKind::Document => document_worker::write(self, question).await,
                _ => export(self, question).await,
            },
            Request::Look => {
                let looked = look_into(&Disk, message.language, self.sources(), progress).await?;
                let foreseen = looked.foreseen();
                LOOKED.set(Some(looked));
                only(Done::Foreseen(foreseen))
            }
            Request::Import(_, doubted) => {
                let held = match LOOKED.take() {
                    Some(looked) => looked.take(message.at, *doubted, progress).await,
                    None => None,
                };
                let report = match held {
                    Some(report) => report?,
                    None => {
                        let (language, at) = (message.language, message.at);
                        take_in(&Disk, language, at, self.sources(), *doubted, progress).await?
                    }
                };
                only(Done::TakenIn(report))
            }
            Request::Join(payload) => join_worker::join(self, payload, false).await.and_then(only),
            Request::Accept(payload) => join_worker::join(self, payload, true).await.and_then(only),
            // Another program's.
            Request::Read(_) => Err(ExchangeError::NotUnderstood),
            Request::Check(walk, answer) => {
                only(Done::Checked(check_answer(&Disk, *walk, answer).await?))
            }
            Request::Link(walk) => only(Done::Link(making::link(&Disk, message, *walk).await?)),
            Request::Wipe(walk) => {
                eraser::wipe(*walk).await.map_err(ExchangeError::NotStored)?;
                super::signing::forget(*walk).await;
                only(Done::Wiped)
            }
            Request::Erase(walk) => {
                erase(&Disk, *walk).await.map_err(ExchangeError::NotStored)?;
                only(Done::Erased)
            }
        }
    }
}

/// Bytes on their way out of the wasm memory.
pub(super) struct Pieces {
    blobs: Array,
    waiting: Vec<u8>,
}

impl Pieces {
    pub(super) fn new() -> Self {
        Self { blobs: Array::new(), waiting: Vec::new() }
    }

    pub(super) fn add(&mut self, bytes: Vec<u8>) {
        self.waiting.extend_from_slice(&bytes);
        if self.waiting.len() > PIECE {
            self.settle();
        }
    }

    fn settle(&mut self) {
        match bytes::set_down(&self.waiting) {
            Ok(blob) => drop(self.blobs.push(&blob)),
            Err(_) => drop(self.blobs.push(&Uint8Array::from(self.waiting.as_slice()))),
        }
        self.waiting.clear();
    }

    pub(super) fn finish(mut self, media_type: &str) -> Result<Blob, ExchangeError> {
        self.settle();
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_blob_sequence_and_options(&self.blobs, &options)
            .map_err(|error| engine(&error))
    }
}

impl Outlet for Pieces {
    fn piece(&mut self, bytes: Vec<u8>) {
        self.add(bytes);
    }

    fn progress(&mut self, done: usize, of: usize) {
        progress(done, of);
    }
}

async fn export(job: &Job, question: &FileQuestion) -> Outcome {
    let mut pieces = Pieces::new();
    let made = making::make(&Disk, &job.message, question, &job.held, &mut pieces);
    let (made, media_type) = made.await?;
    let file = pieces.finish(media_type)?;
    if matches!(question.kind, FileKind::Layers { .. }) {
        walk_layers_leave(BlobSource::new(file.clone())?, question.language)?;
    }
    Ok((Done::File(made), Some(file)))
}

/// A file read in slices, synchronously: workers may.
pub(super) struct BlobSource {
    blob: Blob,
    reader: FileReaderSync,
    at: u64,
    /// The slice read last, and where it begins.
    slice: Vec<u8>,
    slice_at: u64,
}

impl BlobSource {
    const SLICE: u64 = 1 << 18;

    pub(super) fn new(blob: Blob) -> Result<Self, ExchangeError> {
        let reader = FileReaderSync::new().map_err(|error| engine(&error))?;
        Ok(Self { blob, reader, at: 0, slice: Vec::new(), slice_at: 0 })
    }

    /// It, if the browser opens it: a folder that was dropped looks like a file until it is read.
    fn opened(self, language: Language) -> Result<Self, ExchangeError> {
        let first = match self.size() {
            0 => Ok(self.blob.clone()),
            _ => self.blob.slice_with_f64_and_f64(0.0, 1.0),
        };
        match first.and_then(|first| self.reader.read_as_array_buffer(&first)) {
            Ok(_) => Ok(self),
            Err(_) => Err(ExchangeError::File(ReturnedWords::of(language).unreadable.to_owned())),
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes")]
    fn size(&self) -> u64 {
        self.blob.size() as u64
    }
}

impl Read for BlobSource {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let end = self.slice_at + self.slice.len() as u64;
        if !(self.slice_at..end).contains(&self.at) {
            let to = (self.at + Self::SLICE).min(self.size());
            if self.at >= to {
                return Ok(0);
            }
            #[expect(clippy::cast_precision_loss, reason = "files are smaller than 2^53 bytes")]
            let slice = self.blob.slice_with_f64_and_f64(self.at as f64, to as f64);
            let buffer = slice.and_then(|slice| self.reader.read_as_array_buffer(&slice));
            let buffer = buffer.map_err(|error| io::Error::other(screen::describe(&error)))?;
            self.slice = bytes::taken(&Uint8Array::new(&buffer));
            self.slice_at = self.at;
        }
        let from = usize::try_from(self.at - self.slice_at).map_err(io::Error::other)?;
        let found = self.slice.get(from..).unwrap_or_default();
        let count = found.len().min(into.len());
        for (into, byte) in into.iter_mut().zip(found) {
            *into = *byte;
        }
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for BlobSource {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| io::Error::other("before the beginning"))?;
        Ok(self.at)
    }
}
