//! The worker that reads what a person hands in: perimeters, routes, lamps, basemaps of other programs.
//! It is a program of its own, so that who makes a file or takes a notebook in does not load the
//! readers of formats that are seldom met.

use std::io::Cursor;

use js_sys::Uint8Array;
use web_sys::{Blob, FileReaderSync, TextDecoder, TextDecoderOptions};

use super::notebook_worker::{Job, serve};
use super::store;
use crate::app::effect::{FileAsked, Reading};
use crate::app::event::{ReadNames, ReadPart};
use crate::app::exchange::{Done, ExchangeError, Request};
use crate::domain::identity::WalkId;
use crate::domain::ledger::record::Body;
use crate::domain::stamp::Stamp;
use crate::domain::walk::basemap::BASEMAP_TYPE;
use crate::domain::walk::reference_layer::{ReferenceKind, ReferenceLayer};
use crate::domain::walk::{Stop, Walk};
use crate::format::files::basemap_file::BASEMAP_MAX;
use crate::format::files::locate::Known;
use crate::format::files::question::{About, Answers, OpenQuestion};
use crate::format::files::remark::Remark;
use crate::format::files::{
    FileProblem, Found, basemap_file, perimeter_file, points_file, recognise, route_file,
};
use crate::text::reading::ReadingWords;

/// Waits for one file, reads it, answers.
pub fn start() {
    serve(async |job: &Job| match &job.message.request {
        Request::Read(asked) => Ok((read(job, asked.clone()).await?, None)),
        _ => Err(ExchangeError::NotUnderstood),
    });
}

/// Reads the chosen file for what the job asks.
async fn read(job: &Job, asked: FileAsked) -> Result<Done, ExchangeError> {
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
    // What another program wrote anew or took away since it was chosen cannot be read any more.
    let changed = |_| ExchangeError::File(ReadingWords::of(language).changed.to_owned());
    if asked.reading == Reading::Basemap {
        // Of one that is larger than a basemap may be, its beginning says what it is.
        #[expect(clippy::cast_precision_loss, reason = "bytes of a file")]
        let most = (BASEMAP_MAX + 1) as f64;
        let read = blob.slice_with_f64_and_f64(0.0, most);
        let whole = FileReaderSync::new()
            .and_then(|reader| reader.read_as_array_buffer(read.as_ref().unwrap_or(&blob)));
        let whole = Uint8Array::new(&whole.map_err(changed)?.into());
        let found = basemap_file::read(Cursor::new(whole.to_vec())).map_err(in_words)?;
        let kept = match &found.packed {
            Some(packed) => Uint8Array::from(&packed[..]),
            None => whole,
        };
        let media = (found.basemap.media, BASEMAP_TYPE.to_owned(), kept);
        store::put(&[], &[media]).await.map_err(ExchangeError::NotStored)?;
        return part(Body::Basemap(Box::new(found.basemap)), &found.remarks, &[]);
    }
    let bytes = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(&blob));
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
