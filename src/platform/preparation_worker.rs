//! The worker's side of preparing and joining: files are read, links made and followed where nobody
//! waits for a screen.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileReaderSync};

use super::notebook_worker::{
    BlobSource, Failure, FileContent, Job, Taken, lines_of, not_stored, number, say, texts,
};
use super::{screen, store};
use crate::domain::basemap::BASEMAP_TYPE;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::kit;
use crate::domain::notebook::Notebook;
use crate::domain::record::{Body, Envelope};
use crate::domain::reference_layer::{ReferenceKind, ReferenceLayer};
use crate::domain::stamp::Stamp;
use crate::domain::walk::{Stop, Walk};
use crate::format::bundle::Item;
use crate::format::files::{
    FileProblem, Remark, basemap_file, perimeter_file, points_file, route_file,
};
use crate::format::fragment::{self, Invitation, NotInvited};
use crate::format::v1;
use crate::text::FileWords;

/// The link that invites to a walk.
pub(super) async fn link(job: &Job) -> Result<(), Failure> {
    let walk = WalkId::parse(&job.text("walk")).ok_or_else(String::new)?;
    let lines = lines_of(job, walk).await?;
    let mut notebook = Notebook::default();
    for line in lines.values() {
        if let Ok(read) = v1::read_line(line) {
            notebook.take(read.record);
        }
    }
    let carried = crate::format::kit::link(&lines, &notebook, walk);
    say(&[
        ("says", "done".into()),
        ("payload", carried.payload.into()),
        ("whole", carried.whole.into()),
        ("with_perimeter", carried.with_perimeter.into()),
    ]);
    Ok(())
}

/// Follows the link that invites to a walk, then looks for its kit where the app is hosted.
pub(super) async fn join(job: &Job) -> Result<(), Failure> {
    let language = job.language();
    let t = FileWords::of(language);
    let invitation = fragment::read(&job.text("payload")).map_err(|why| {
        let why = match why {
            NotInvited::AnotherLink => t.invitation_another,
            NotInvited::Damaged => t.invitation_damaged,
            NotInvited::Newer => t.invitation_newer,
        };
        Failure::sentence(why)
    })?;
    let mut taken = Taken::default();
    let walk = match invitation {
        Invitation::Walk(walk) => walk,
        Invitation::Lines(lines) => {
            let mut found = None;
            for line in lines {
                let read =
                    v1::read_line(&line).map_err(|_| Failure::sentence(t.invitation_damaged))?;
                if !kit::belongs(&read.record) {
                    continue;
                }
                found.get_or_insert(read.record.envelope.walk);
                taken.is_welcome(&read.record, language).await?;
                let item = Item::Record { line, record: read.record };
                taken
                    .item(item, &mut FileContent::default(), language)
                    .await
                    .map_err(|why| not_stored(why, language))?;
            }
            taken.settle().await.map_err(|why| not_stored(why, language))?;
            found.ok_or_else(|| Failure::sentence(t.invitation_damaged))?
        }
    };
    // The same-origin copy may be older, newer or absent; what the link carried is safe already.
    if let Some(blob) = hosted_kit(walk).await
        && let Err(failure) = taken.notebook(blob, language).await
    {
        taken.problem(failure.why());
    }
    if !taken.joined(walk) {
        let known = store::known_keys(walk).await.map_err(|why| not_stored(why, language))?;
        if known.is_empty() {
            return Err(Failure::sentence(t.kit_absent));
        }
    }
    taken.report(Some(walk));
    Ok(())
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
pub(super) async fn read(job: &Job, what: &str) -> Result<(), Failure> {
    let language = job.language();
    let t = FileWords::of(language);
    let blob = job.field("file").dyn_into::<Blob>().map_err(|_| t.file_empty.to_owned())?;
    let in_words = |problem: FileProblem| problem.words(t);
    if what == "basemap" {
        let source = BlobSource::new(blob.clone()).map_err(|error| screen::describe(&error))?;
        let (basemap, remarks) = basemap_file::read(source).map_err(in_words)?;
        let whole = FileReaderSync::new()
            .and_then(|reader| reader.read_as_array_buffer(&blob))
            .map_err(|error| screen::describe(&error))?;
        let media = (basemap.media, BASEMAP_TYPE.to_owned(), Uint8Array::new(&whole));
        store::put(&[], &[media]).await.map_err(|why| not_stored(why, language))?;
        answer(Body::Basemap(Box::new(basemap)), &remarks, t);
        return Ok(());
    }
    let text = FileReaderSync::new()
        .and_then(|reader| reader.read_as_text(&blob))
        .map_err(|error| screen::describe(&error))?;
    match what {
        "names" => {
            let names = perimeter_file::names(&text).map_err(in_words)?;
            let column = |field: fn(&perimeter_file::PerimeterName) -> &String| {
                texts(names.iter().map(|name| field(name).clone()))
            };
            say(&[
                ("says", "done".into()),
                ("code_qp", column(|name| &name.code_qp)),
                ("lib_qp", column(|name| &name.lib_qp)),
                ("insee_com", column(|name| &name.insee_com)),
                ("lib_com", column(|name| &name.lib_com)),
                ("count", number(names.len())),
            ]);
        }
        "perimeter" => {
            let index = job.field("index").as_f64().unwrap_or(-1.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank")]
            let index = index.max(0.0) as usize;
            let (perimeter, remarks) = perimeter_file::pick(&text, index).map_err(in_words)?;
            answer(Body::Perimeter(Box::new(perimeter)), &remarks, t);
        }
        "points" => {
            let (points, remarks) = points_file::read(&text).map_err(in_words)?;
            let layer = ReferenceLayer {
                kind: ReferenceKind::Lamp,
                name: String::new(),
                source: String::new(),
                points,
            };
            answer(Body::Layer(Box::new(layer)), &remarks, t);
        }
        _ => {
            let found = route_file::read(&text).map_err(in_words)?;
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
            answer(Body::Walk(Box::new(walk)), &found.remarks, t);
        }
    }
    Ok(())
}

/// Answers with what was read, as the record line it would be.
fn answer(body: Body, remarks: &[Remark], t: &FileWords) {
    let envelope = Envelope {
        kind: body.kind().to_owned(),
        id: RecordId(1),
        walk: WalkId(1),
        device: DeviceNumber(1),
        revision: 1,
        at: Stamp::default(),
    };
    let (line, _) = v1::write_line(&envelope, &body);
    say(&[
        ("says", "done".into()),
        ("line", line.into()),
        ("remarks", texts(remarks.iter().map(|remark| remark.words(t)))),
    ]);
}
