//! The worker's side of preparing and joining: files are read, links made and followed where nobody
//! waits for a screen.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReaderSync, TextDecoder, TextDecoderOptions};

use super::disk::Disk;
use super::notebook_worker::{BlobSource, Job, engine};
use super::store;
use crate::app::effect::{FileAsked, Reading};
use crate::app::event::{ReadNames, ReadPart};
use crate::app::exchange::taking_in::TakingIn;
use crate::app::exchange::{Done, ExchangeError};
use crate::domain::identity::WalkId;
use crate::domain::ledger::record::Body;
use crate::domain::stamp::Stamp;
use crate::domain::walk::basemap::BASEMAP_TYPE;
use crate::domain::walk::reference_layer::{ReferenceKind, ReferenceLayer};
use crate::domain::walk::{Stop, Walk};
use crate::format::files::locate::Known;
use crate::format::files::question::{About, Answers, OpenQuestion};
use crate::format::files::remark::Remark;
use crate::format::files::{
    FileProblem, Found, basemap_file, perimeter_file, points_file, recognise, route_file,
};
use crate::format::fragment::{self, Invitation, NotInvited};
use crate::text::reading::ReadingWords;
use crate::text::{FileWords, Words};

/// Follows the link that invites to a walk, then looks for its kit where the app is hosted. What
/// would change a walk that is here is told and not done, unless a person accepted it.
pub(super) async fn join(job: &Job, payload: &str, accepted: bool) -> Result<Done, ExchangeError> {
    if !payload.contains("rejoindre/") {
        // The page was opened without an invitation: it asks for one.
        return Err(ExchangeError::NotInvited);
    }
    let language = job.message.language;
    let t = FileWords::of(language);
    let invitation = fragment::read(payload).map_err(|why| {
        let why = match why {
            NotInvited::AnotherLink => t.invitation_another,
            NotInvited::Damaged => t.invitation_damaged,
            NotInvited::Newer => t.invitation_newer,
        };
        ExchangeError::Told(why.to_owned())
    })?;
    let mut looking = TakingIn::new(&Disk, language, 1).only_looking();
    let mut taken = TakingIn::new(&Disk, language, 1).accepting(accepted);
    let (walk, lines) = match invitation {
        Invitation::Walk(walk, key) => {
            if let Some(key) = key {
                looking.expect_key(walk, key);
                taken.expect_key(walk, key);
            }
            (walk, Vec::new())
        }
        Invitation::Lines(lines) => (looking.invitation(lines.clone()).await?, lines),
    };
    let hosted = hosted_kit(walk).await;
    if !accepted {
        if let Some(Ok(source)) = hosted.clone().map(BlobSource::new) {
            // What is wrong with it is told when it is taken.
            drop(looking.file("", source, &mut |_| {}).await);
        }
        if looking.changes_what_is_here() {
            return Ok(Done::Foreseen(looking.foreseen()));
        }
    }
    if !lines.is_empty() {
        taken.invitation(lines).await?;
    }
    // The same-origin copy may be older, newer or absent; what the link carried is safe already.
    if let Some(blob) = hosted {
        let read = match BlobSource::new(blob) {
            Ok(source) => taken.file("", source, &mut |_| {}).await,
            Err(why) => Err(why),
        };
        if let Err(why) = read {
            taken.problem(why.words(Words::of(language)));
        }
    }
    if !taken.has(walk) {
        let known = store::known_keys(walk).await.map_err(ExchangeError::Unreadable)?;
        if known.is_empty() {
            return Err(ExchangeError::Told(t.kit_absent.to_owned()));
        }
    }
    Ok(Done::TakenIn(taken.joined(walk).await?))
}

/// `marches/<walk>.zip` beside the app, when its host has it and there is a network.
async fn hosted_kit(walk: WalkId) -> Option<Blob> {
    let scope = js_sys::global();
    let fetch = js_sys::Reflect::get(&scope, &"fetch".into()).ok()?.dyn_into::<Function>().ok()?;
    let address = format!("./marches/{walk}.zip");
    let promise = fetch.call1(&scope, &address.into()).ok()?.dyn_into::<Promise>().ok()?;
    let answer = JsFuture::from(promise).await.ok()?;
    let get = |name: &str| js_sys::Reflect::get(&answer, &name.into()).ok();
    if !get("ok")?.as_bool()? {
        return None;
    }
    let blob = get("blob")?.dyn_into::<Function>().ok()?;
    let promise = blob.call0(&answer).ok()?.dyn_into::<Promise>().ok()?;
    let blob = JsFuture::from(promise).await.ok()?.dyn_into::<Blob>().ok()?;
    // Some hosts answer with a page of their own where they have no such file.
    let start = blob.slice_with_f64_and_f64(0.0, 2.0).ok()?;
    let start = FileReaderSync::new().ok()?.read_as_array_buffer(&start).ok()?;
    (Uint8Array::new(&start).to_vec() == b"PK").then_some(blob)
}

/// Reads the chosen file for what the job asks.
pub(super) async fn read(job: &Job, asked: FileAsked) -> Result<Done, ExchangeError> {
    let language = job.message.language;
    let in_words = |problem: FileProblem| ExchangeError::File(problem.words(language));
    let file = job.files.first().ok_or_else(|| in_words(FileProblem::Empty))?;
    let (name, blob) = (file.name(), Blob::from(file.clone()));
    let said = |remarks: &[Remark]| remarks.iter().map(|remark| remark.words(language)).collect();
    let spoken = |questions: &[OpenQuestion]| {
        questions.iter().map(|question| question.words(language)).collect::<Vec<_>>()
    };
    let part = |body: Body, remarks: &[Remark], questions: &[OpenQuestion]| {
        let warns = remarks.iter().any(Remark::warns);
        let (remarks, questions) = (said(remarks), spoken(questions));
        Ok(Done::Part(Box::new(ReadPart { body, file: name.clone(), remarks, warns, questions })))
    };
    if asked.reading == Reading::Basemap {
        let found = basemap_file::read(BlobSource::new(blob.clone())?).map_err(in_words)?;
        let kept = match &found.packed {
            Some(packed) => Uint8Array::from(&packed[..]),
            None => {
                let whole = FileReaderSync::new()
                    .and_then(|reader| reader.read_as_array_buffer(&blob))
                    .map_err(|error| engine(&error))?;
                Uint8Array::new(&whole)
            }
        };
        let media = (found.basemap.media, BASEMAP_TYPE.to_owned(), kept);
        store::put(&[], &[media]).await.map_err(ExchangeError::NotStored)?;
        return part(Body::Basemap(Box::new(found.basemap)), &found.remarks, &[]);
    }
    let bytes = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(&blob));
    // What another program wrote anew or took away since it was chosen cannot be read any more.
    let changed = |_| ExchangeError::File(ReadingWords::of(language).changed.to_owned());
    let bytes = Uint8Array::new(&bytes.map_err(changed)?.into()).to_vec();
    let answers = Answers::read(&asked.answers);
    let layer = answers.of(About::Layer).and_then(|rank| rank.parse().ok()).unwrap_or(0);
    let opened = recognise::open(&bytes, layer, &decoded).map_err(in_words)?;
    drop(bytes);
    let known = Known { places: asked.known };
    // What waits for an answer holds nothing yet.
    let waits = |remarks: &[Remark], questions: &[OpenQuestion]| {
        let (remarks, questions) = (said(remarks), spoken(questions));
        Ok(Done::Names(ReadNames { names: Vec::new(), remarks, questions }))
    };
    match asked.reading {
        Reading::PerimeterNames => {
            let found = perimeter_file::names(&opened, &answers).map_err(in_words)?;
            let (remarks, questions) = (said(&found.remarks), spoken(&found.questions));
            Ok(Done::Names(ReadNames { names: found.names, remarks, questions }))
        }
        Reading::Perimeter(index) => {
            let found = perimeter_file::pick(&opened, index, &known, &answers).map_err(in_words)?;
            match found.what {
                Some(perimeter) => {
                    part(Body::Perimeter(Box::new(perimeter)), &found.remarks, &found.questions)
                }
                None => waits(&found.remarks, &found.questions),
            }
        }
        Reading::Points => {
            let found = points_file::read(&opened, &known, &answers).map_err(in_words)?;
            let layer = |points| ReferenceLayer {
                kind: ReferenceKind::Lamp,
                name: String::new(),
                source: String::new(),
                points,
            };
            match found.what {
                Some(points) => {
                    part(Body::Layer(Box::new(layer(points))), &found.remarks, &found.questions)
                }
                None => waits(&found.remarks, &found.questions),
            }
        }
        _ => {
            let Found { what, remarks, questions } =
                route_file::read(&opened, &known, &answers).map_err(in_words)?;
            let Some(found) = what else { return waits(&remarks, &questions) };
            let stops = (1..).zip(found.points);
            let walk = Walk {
                route: found.line,
                stops: stops
                    .map(|(number, (name, place))| Stop {
                        place: Some(place),
                        ..Stop::named(number, name)
                    })
                    .collect(),
                ..Walk::blank(WalkId(0), Stamp::default())
            };
            part(Body::Walk(Box::new(walk)), &remarks, &questions)
        }
    }
}

/// Bytes in an encoding that the browser knows by its name, when they fit it.
fn decoded(name: &str, bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(name, &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}
