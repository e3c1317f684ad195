//! The worker's side of files: notebooks and layers are written and read here, in a memory of its
//! own that is given back when the job is done. Bytes leave in pieces that the browser may put on
//! disk; photos pass one at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

use super::{bundle_worker, document_worker, preparation_worker, screen, store};
use crate::app::effect::Entry;
use crate::app::problem::{NotStored, Problem};
use crate::domain::campaign::Campaign;
use crate::domain::code::Language;
use crate::domain::deliberation::reception::{Reception, phone_of};
use crate::domain::deliberation::{CampaignSheet, Deliberation};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::kit;
use crate::domain::notebook::Notebook;
use crate::domain::photo::MediaId;
use crate::domain::record::{Body, Envelope, Record};
use crate::domain::stamp::Stamp;
use crate::domain::statement::Statement;
use crate::domain::walk::Walk;
use crate::format::bundle::{
    HtmlWriter, Item, KIT, NotebookWriter, Reader, ZipWriter, answer_code, receipt_code,
};
use crate::format::layers::LayersWriter;
use crate::format::v1;
use crate::text::{FileWords, Words};

/// Records written in one transaction while a notebook is taken in.
const BATCH: usize = 1000;
/// Bytes gathered before they are handed to the browser.
const PIECE: usize = 1 << 20;

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

pub(super) fn say(fields: &[(&str, JsValue)]) {
    let message = Object::new();
    for (name, value) in fields {
        drop(Reflect::set(&message, &(*name).into(), value));
    }
    if scope().post_message(&message).is_err() {
        screen::log("the worker cannot answer");
    }
}

pub(super) fn progress(done: usize, of: usize) {
    say(&[("says", "progress".into()), ("done", number(done)), ("of", number(of))]);
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub(super) fn number(count: usize) -> JsValue {
    (count as f64).into()
}

pub(super) fn texts(texts: impl IntoIterator<Item = String>) -> JsValue {
    texts.into_iter().map(JsValue::from).collect::<Array>().into()
}

/// Waits for one job, does it, answers.
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        say(&[("says", "failed".into()), ("why", panic.to_string().into())]);
    }));
    let heard = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let job = Job(event.data());
        spawn_local(async move {
            let done = match job.text("job").as_str() {
                "import" => import(&job).await,
                "wipe" => wipe(&job).await,
                "answer" => check_answer(&job).await,
                "join" => preparation_worker::join(&job).await,
                "link" => preparation_worker::link(&job).await,
                "export" => export(&job).await,
                "bundle" => bundle_worker::export(&job).await,
                "document" => document_worker::write(&job).await,
                what => preparation_worker::read(&job, what).await,
            };
            if let Err(failure) = done {
                let says = if failure.is_sentence { "refused" } else { "failed" };
                say(&[("says", says.into()), ("why", failure.why.into())]);
            }
        });
    });
    scope().set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    say(&[("says", "here".into())]);
}

/// Why a job was not done.
pub(super) struct Failure {
    why: String,
    /// Whether it says by itself what happened, what is safe and what to do.
    is_sentence: bool,
}

impl Failure {
    /// A whole message.
    pub(super) fn sentence(why: impl Into<String>) -> Self {
        Self { why: why.into(), is_sentence: true }
    }

    /// It in words.
    pub(super) fn why(self) -> String {
        self.why
    }
}

impl From<String> for Failure {
    fn from(why: String) -> Self {
        Self { why, is_sentence: false }
    }
}

/// The message that asks for something.
pub(super) struct Job(JsValue);

impl Job {
    pub(super) fn field(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.field(name).as_string().unwrap_or_default()
    }

    /// A list; empty when the job has none of that name.
    fn list(&self, name: &str) -> Array {
        self.field(name).dyn_into::<Array>().unwrap_or_default()
    }

    pub(super) fn language(&self) -> Language {
        Language::from_tag(&self.text("language")).unwrap_or_default()
    }

    #[expect(clippy::cast_possible_truncation, reason = "milliseconds and minutes fit by far")]
    pub(super) fn made(&self) -> Stamp {
        Stamp {
            utc_ms: self.field("at").as_f64().unwrap_or(0.0) as i64,
            offset_min: self.field("tz").as_f64().unwrap_or(0.0) as i16,
        }
    }
}

pub(super) fn in_words(why: NotStored, language: Language) -> String {
    Problem::StorageUnreadable(why).words(Words::of(language))
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
        let bytes = Uint8Array::from(self.waiting.as_slice());
        self.waiting.clear();
        // A Blob of its own: the browser may keep it on disk.
        match Blob::new_with_u8_array_sequence(&Array::of1(&bytes)) {
            Ok(blob) => drop(self.blobs.push(&blob)),
            Err(_) => drop(self.blobs.push(&bytes)),
        }
    }

    pub(super) fn finish(mut self, media_type: &str) -> Result<Blob, String> {
        self.settle();
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_blob_sequence_and_options(&self.blobs, &options)
            .map_err(|error| screen::describe(&error))
    }
}

/// Everything of a walk: what is stored, and what storage refused.
pub(super) async fn lines_of(job: &Job, walk: WalkId) -> Result<BTreeMap<String, String>, String> {
    let mut lines = BTreeMap::new();
    let mut after: Option<String> = None;
    loop {
        match store::chunk(walk, after.as_deref()).await {
            Ok(chunk) if chunk.is_empty() => break,
            Ok(chunk) => {
                after = chunk.last().map(|(key, _)| key.clone());
                lines.extend(chunk);
            }
            // The export has to work where the storage does not.
            Err(why) => {
                screen::log(&format!("stored records cannot be read: {why:?}"));
                break;
            }
        }
    }
    for line in job.list("unsaved").iter().filter_map(|line| line.as_string()) {
        if let Ok(read) = v1::read_line(&line) {
            lines.insert(v1::key(&read.record), line);
        }
    }
    if lines.is_empty() { Err(in_words(NotStored::Refused, job.language())) } else { Ok(lines) }
}

/// The sheet of a campaign, as all its lines say it.
fn campaign_sheet(lines: &BTreeMap<String, String>, id: WalkId) -> Option<CampaignSheet> {
    let own = format!("{id}/");
    let mut campaign = Campaign::default();
    for (_, line) in lines.range(own.clone()..).take_while(|(key, _)| key.starts_with(&own)) {
        if let Ok(read) = v1::read_deliberation(line) {
            campaign.take(read.record);
        }
    }
    campaign.sheet(id).cloned()
}

/// Photos that were not stored yet, by name.
pub(super) fn held_of(job: &Job) -> BTreeMap<MediaId, (String, Uint8Array)> {
    let held = job.list("held");
    let read = |held: JsValue| {
        let held = Job(held);
        let bytes = held.field("bytes").dyn_into::<Uint8Array>().ok()?;
        Some((MediaId::parse(&held.text("id"))?, (held.text("type"), bytes)))
    };
    held.iter().filter_map(read).collect()
}

pub(super) async fn photo(
    media: MediaId,
    held: &BTreeMap<MediaId, (String, Uint8Array)>,
) -> Option<(String, Vec<u8>)> {
    if let Some((media_type, bytes)) = held.get(&media) {
        return Some((media_type.clone(), bytes.to_vec()));
    }
    let stored = store::media(media).await.ok()??;
    Some((stored.media_type, stored.bytes.to_vec()))
}

/// Letters and digits of a title, for a file's name.
fn slug(title: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let slug: String = crate::domain::folding::folded(title).chars().map(plain).collect();
    let parts: Vec<&str> = slug.split('-').filter(|part| !part.is_empty()).collect();
    let slug: String = parts.join("-").chars().take(40).collect();
    if slug.is_empty() { "marche".into() } else { slug }
}

/// How the name of a file begins: what it is of, and when it was made (local time).
pub(super) fn file_stem(title: &str, training: bool, made: Stamp) -> String {
    let time = made.time().replace(':', "");
    format!(
        "eclaireuse-{}{}-{}-{}",
        if training { "EXERCICE-" } else { "" },
        slug(title),
        made.date(),
        time.get(..4).unwrap_or_default()
    )
}

async fn export(job: &Job) -> Result<(), Failure> {
    let language = job.language();
    let t = Words::of(language);
    let files = FileWords::of(language);
    let walk = WalkId::parse(&job.text("walk")).ok_or_else(String::new)?;
    let made = job.made();
    let mut lines = lines_of(job, walk).await?;
    let kind = job.text("kind");
    let mut campaign = None;
    if kind == "campaign" {
        let sheet = campaign_sheet(&lines, walk).ok_or_else(String::new)?;
        for of in &sheet.walks {
            // One that is not here yet is no reason to keep the others back.
            lines.extend(lines_of(job, *of).await.unwrap_or_default());
        }
        campaign = Some(sheet);
    }
    let held = held_of(job);
    let mut notebook = Notebook::default();
    for line in lines.values() {
        if let Ok(read) = v1::read_line(line) {
            notebook.take(read.record);
        }
    }
    let sheet = notebook.walk(walk).map(|walk| (walk.title.clone(), walk.training));
    let of_campaign = campaign.map(|sheet| (sheet.title, sheet.training));
    let (title, training) = sheet.or(of_campaign).unwrap_or_default();
    let stem = file_stem(&title, training, made);
    let mut pieces = Pieces::new();
    let failed = |error: io::Error| error.to_string();
    let mut remarks = Vec::new();
    let (name, media_type, items, photos, missing);
    match kind.as_str() {
        "notebook.zip" | "notebook.html" | "kit" | "campaign" => {
            let is_zip = kind != "notebook.html";
            let mut writer: Box<dyn NotebookWriter> = match kind.as_str() {
                "kit" => Box::new(ZipWriter::kit(made).map_err(failed)?),
                "notebook.zip" | "campaign" => Box::new(ZipWriter::new(made).map_err(failed)?),
                _ => Box::new(HtmlWriter::new(made, language)),
            };
            let is_kit = kind == "kit";
            let records = if is_kit {
                crate::format::kit::lines(&lines, &notebook, walk)
            } else {
                lines.values().map(String::as_str).collect()
            };
            for line in &records {
                writer.record(line).map_err(failed)?;
            }
            let wanted = writer.photos();
            for (done, media) in wanted.iter().enumerate() {
                if let Some((media_type, bytes)) = photo(*media, &held).await {
                    writer.photo(*media, &media_type, &bytes).map_err(failed)?;
                }
                pieces.add(writer.drain());
                progress(done + 1, wanted.len());
            }
            let manifest = writer.finish().map_err(failed)?;
            pieces.add(writer.drain());
            if !is_kit {
                remarks.push((files.receipt)(&writer.receipt()));
            }
            (name, media_type) = match (is_kit, is_zip) {
                _ if kind == "campaign" => (format!("{stem}-campagne.zip"), "application/zip"),
                (true, _) => (format!("{stem}-preparation.zip"), "application/zip"),
                (_, true) => (format!("{stem}.zip"), "application/zip"),
                _ => (format!("{stem}.html"), "text/html"),
            };
            (items, photos, missing) =
                (records.len(), manifest.media.len(), manifest.missing.len());
        }
        _ => {
            let with_internal = kind == "layers with internal";
            drop(lines);
            let mut layers =
                LayersWriter::new(&notebook, walk, made, with_internal, &notebook.numbers())
                    .map_err(failed)?;
            pieces.add(layers.drain());
            let wanted = layers.wanted().to_vec();
            for (done, photo_wanted) in wanted.iter().enumerate() {
                let found = photo(photo_wanted.media, &held).await;
                let bytes = found.as_ref().map(|(_, bytes)| bytes.as_slice());
                layers.photo(photo_wanted, bytes).map_err(failed)?;
                pieces.add(layers.drain());
                progress(done + 1, wanted.len());
            }
            let (rest, report) = layers.finish().map_err(failed)?;
            pieces.add(rest);
            remarks.push((files.layers_on_map)(report.observations, report.on_map));
            if !report.without_place.is_empty() {
                remarks.push((t.layers_without_place)(&report.without_place));
            }
            if report.internal_left_out > 0 {
                remarks.push((files.layers_internal_left_out)(report.internal_left_out));
            }
            (name, media_type) = (format!("{stem}-couches.zip"), "application/zip");
            (items, photos, missing) = (report.observations, report.photos, report.photos_missing);
        }
    }
    if missing > 0 {
        remarks.push((files.photos_missing)(missing));
    }
    let file = pieces.finish(media_type)?;
    say(&[
        ("says", "done".into()),
        ("file", file.into()),
        ("name", name.into()),
        ("items", number(items)),
        ("photos", number(photos)),
        ("remarks", texts(remarks)),
    ]);
    Ok(())
}

async fn wipe(job: &Job) -> Result<(), Failure> {
    let walk = WalkId::parse(&job.text("walk")).ok_or_else(String::new)?;
    store::wipe(walk).await.map_err(|why| in_words(why, job.language()))?;
    say(&[("says", "done".into())]);
    Ok(())
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

    pub(super) fn new(blob: Blob) -> Result<Self, JsValue> {
        Ok(Self { blob, reader: FileReaderSync::new()?, at: 0, slice: Vec::new(), slice_at: 0 })
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
            self.slice = Uint8Array::new(&buffer).to_vec();
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

/// What taking a notebook in did so far.
#[derive(Default)]
pub(super) struct Taken {
    walks: BTreeSet<WalkId>,
    known: BTreeSet<String>,
    waiting: Vec<Entry>,
    /// Records written and not yet read back.
    unread: BTreeSet<String>,
    records_new: usize,
    records_known: usize,
    photos_new: usize,
    photos_known: usize,
    problems: Vec<String>,
    receptions: Vec<String>,
    /// The file that is read.
    name: String,
    /// Which it is, of how many.
    files: (usize, usize),
    /// What the file read last held.
    last: FileContent,
}

/// What one file held.
#[derive(Default)]
pub(super) struct FileContent {
    digests: Vec<u64>,
    photos: BTreeSet<MediaId>,
    /// Photos that the phone itself no longer had.
    lost: BTreeSet<MediaId>,
    notebooks: BTreeMap<WalkId, Notebook>,
}

/// No more problems than this are listed one by one.
const MOST_PROBLEMS: usize = 30;

impl Taken {
    /// Takes a whole notebook or kit in. A kit older than what is here is refused before anything
    /// is written.
    pub(super) async fn notebook(&mut self, blob: Blob, language: Language) -> Result<(), Failure> {
        let source = BlobSource::new(blob).map_err(|error| screen::describe(&error))?;
        let reader = Reader::open(source).map_err(|why| why.words(FileWords::of(language)))?;
        let is_kit = reader.manifest().is_some_and(|manifest| manifest.content == KIT);
        let lost = reader.manifest().map(|manifest| manifest.missing.clone()).unwrap_or_default();
        let lost = lost.iter().filter_map(|name| MediaId::parse(name)).collect();
        let mut file = FileContent { lost, ..FileContent::default() };
        for (count, item) in reader.enumerate() {
            if let (true, Item::Record { record, .. }) = (is_kit, &item) {
                if !kit::belongs(record) {
                    continue;
                }
                self.is_welcome(record, language).await?;
            }
            let said = self.item(item, &mut file, language).await;
            said.map_err(|why| not_stored(why, language))?;
            if count % 50 == 49 && self.files.1 < 2 {
                progress(count + 1, 0);
            }
        }
        self.last = file;
        // Several files are settled together.
        if self.files.1 > 1 {
            return Ok(());
        }
        Ok(self.settle().await.map_err(|why| not_stored(why, language))?)
    }

    /// Refuses the sheet of a kit that is older than the one here, and says when another walk
    /// bears its reference.
    pub(super) async fn is_welcome(
        &mut self,
        record: &Record,
        language: Language,
    ) -> Result<(), Failure> {
        let Body::Walk(walk) = &record.body else { return Ok(()) };
        let t = FileWords::of(language);
        let mut here = None;
        let mut others: BTreeMap<WalkId, (u32, Walk)> = BTreeMap::new();
        for line in store::sheets().await.map_err(|why| not_stored(why, language))? {
            let Ok(read) = v1::read_line(&line) else { continue };
            let revision = read.record.envelope.revision;
            let Body::Walk(sheet) = read.record.body else { continue };
            if sheet.id == walk.id {
                here = here.max(Some(revision));
            } else if others.get(&sheet.id).is_none_or(|(known, _)| *known < revision) {
                others.insert(sheet.id, (revision, *sheet));
            }
        }
        if kit::is_outdated(record.envelope.revision, here) {
            return Err(Failure::sentence((t.kit_outdated)(&walk.title)));
        }
        for other in kit::namesakes(walk, others.values().map(|(_, sheet)| sheet)) {
            self.problem((t.kit_namesake)(&walk.reference, &other.title));
        }
        Ok(())
    }

    pub(super) fn problem(&mut self, words: String) {
        // Of several files each says which one it is about.
        let words = if self.files.1 > 1 { format!("{} : {words}", self.name) } else { words };
        if self.problems.len() < MOST_PROBLEMS && !self.problems.contains(&words) {
            self.problems.push(words);
        }
    }

    pub(super) fn joined(&self, walk: WalkId) -> bool {
        self.walks.contains(&walk)
    }

    pub(super) async fn item(
        &mut self,
        item: Item,
        file: &mut FileContent,
        language: Language,
    ) -> Result<(), NotStored> {
        match item {
            Item::Record { line, record } => {
                let walk = record.envelope.walk;
                if self.walks.insert(walk) {
                    self.known.extend(store::known_keys(walk).await?);
                }
                file.digests.push(record.digest);
                let key = v1::key(&record);
                file.notebooks.entry(walk).or_default().take(record);
                if self.known.insert(key.clone()) {
                    self.records_new += 1;
                    self.waiting.push(Entry { key, line });
                } else {
                    self.records_known += 1;
                }
                if self.waiting.len() >= BATCH {
                    self.settle().await?;
                }
            }
            Item::Photo { id: media, media_type, bytes } => {
                self.settle().await?;
                file.photos.insert(media);
                if store::has_media(media).await? {
                    self.photos_known += 1;
                } else {
                    let bytes = Uint8Array::from(bytes.as_slice());
                    store::put(&[], &[(media, media_type.to_owned(), bytes)]).await?;
                    self.photos_new += 1;
                }
            }
            Item::Problem(problem) => self.problem(problem.words(FileWords::of(language))),
        }
        Ok(())
    }

    /// What the file read last held, for the mediator and for the phone it came from.
    async fn reception(&mut self, name: String, at: Stamp) -> Result<Vec<Reception>, NotStored> {
        let file = std::mem::take(&mut self.last);
        let code = receipt_code(file.digests.iter().copied());
        let answer = answer_code(file.digests.iter().copied(), file.photos.iter().copied());
        let mut receptions = Vec::new();
        for (walk, notebook) in &file.notebooks {
            let (mut missing, mut awaited) = (0u32, false);
            for observation in notebook.all_observations() {
                for photo in notebook.photos_of(observation.id) {
                    let here =
                        file.photos.contains(&photo.media) || store::has_media(photo.media).await?;
                    missing += u32::from(!here);
                    awaited |= !here && !file.lost.contains(&photo.media);
                }
            }
            let phone = phone_of(notebook);
            let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            if phone.is_none() {
                continue;
            }
            receptions.push(Reception {
                walk: *walk,
                phone,
                file: name.clone(),
                observations: count(notebook.observation_count()),
                photos: count(notebook.photo_count()),
                photos_missing: missing,
                code: code.clone(),
                // A photo that the phone does not have any more will never come.
                answer: if awaited { String::new() } else { answer.clone() },
                at,
            });
        }
        Ok(receptions)
    }

    pub(super) async fn settle(&mut self) -> Result<(), NotStored> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        if self.files.1 < 2 {
            return store::put(&waiting, &[]).await;
        }
        store::put_many(&waiting).await?;
        self.unread.extend(waiting.into_iter().map(|entry| entry.key));
        Ok(())
    }

    /// Writes what waits, and reads back what was only written: in one pass, which is as sure as
    /// asking for each record and much faster.
    async fn finish(&mut self) -> Result<(), NotStored> {
        self.settle().await?;
        let unread = std::mem::take(&mut self.unread);
        if unread.is_empty() { Ok(()) } else { store::verify(&self.walks, unread).await }
    }

    /// Answers with what was done.
    pub(super) fn report(mut self, joined: Option<WalkId>) {
        self.walks.extend(joined);
        say(&[
            ("says", "done".into()),
            ("walks", texts(self.walks.iter().map(ToString::to_string))),
            ("records_new", number(self.records_new)),
            ("records_known", number(self.records_known)),
            ("photos_new", number(self.photos_new)),
            ("photos_known", number(self.photos_known)),
            ("problems", texts(self.problems)),
            ("receptions", texts(self.receptions)),
        ]);
    }
}

/// Why something could not be stored, in words.
pub(super) fn not_stored(why: NotStored, language: Language) -> String {
    Problem::NotStored(why).words(Words::of(language))
}

async fn import(job: &Job) -> Result<(), Failure> {
    let language = job.language();
    let blobs: Vec<web_sys::File> =
        job.list("files").iter().filter_map(|file| file.dyn_into().ok()).collect();
    let mut taken = Taken { files: (0, blobs.len()), ..Taken::default() };
    let mut refused = None;
    for (index, blob) in blobs.iter().enumerate() {
        taken.files.0 = index;
        if blobs.len() > 1 {
            progress(index, blobs.len());
        }
        let name = blob.name();
        taken.name.clone_from(&name);
        if let Err(failure) = taken.notebook(blob.clone().into(), language).await {
            // One bad file keeps none of the others out.
            if blobs.len() == 1 {
                return Err(failure);
            }
            let why = failure.why();
            taken.problem(why.clone());
            refused = Some(why);
            continue;
        }
        let receptions = taken.reception(name, job.made()).await;
        for reception in receptions.map_err(|why| not_stored(why, language))? {
            taken.receptions.push(reception_line(reception));
        }
    }
    taken.finish().await.map_err(|why| not_stored(why, language))?;
    if taken.walks.is_empty()
        && let Some(why) = refused
    {
        return Err(Failure::from(why));
    }
    if blobs.len() == 1 && taken.walks.len() == 1 {
        let mut digests = Vec::new();
        for key in &taken.known {
            let hex = key.rsplit('/').next();
            digests.extend(hex.and_then(|hex| u64::from_str_radix(hex, 16).ok()));
        }
        taken.problem((FileWords::of(language).receipt)(&receipt_code(digests)));
    }
    taken.report(None);
    Ok(())
}

/// A reception as a line, which the workshop reads and makes a record of its own of.
fn reception_line(reception: Reception) -> String {
    let envelope = Envelope {
        kind: "reception".into(),
        id: RecordId(0),
        walk: reception.walk,
        device: DeviceNumber(0),
        revision: 1,
        at: reception.at,
    };
    let says = Deliberation::Reception(Box::new(reception));
    v1::write_deliberation(&envelope, &Statement { over: None, says }).0
}

/// Whether an answer is the one to what is stored of a walk now.
async fn check_answer(job: &Job) -> Result<(), Failure> {
    let walk = WalkId::parse(&job.text("walk")).ok_or_else(String::new)?;
    let lines = lines_of(job, walk).await?;
    let mut notebook = Notebook::default();
    let mut digests = Vec::new();
    for line in lines.values() {
        if let Ok(read) = v1::read_line(line) {
            digests.push(read.record.digest);
            notebook.take(read.record);
        }
    }
    let mut photos = Vec::new();
    for media in notebook.all_media() {
        if store::has_media(media).await.map_err(|why| not_stored(why, job.language()))? {
            photos.push(media);
        }
    }
    let matches = answer_code(digests, photos) == job.text("answer");
    say(&[("says", "done".into()), ("matches", matches.into())]);
    Ok(())
}
