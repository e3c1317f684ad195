//! Notebook files as the tests make and read them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::photo::{MediaId, Photo};
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::stop::StopRef;
use eclaireuse::domain::walk::{Stop, Walk};
use eclaireuse::format::bundle::{
    BundleProblem, HtmlWriter, Item, Manifest, NotebookWriter, Reader, ZipWriter,
};
use eclaireuse::format::v1;

pub(super) const MADE: Stamp = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
pub(super) const WALK: WalkId = WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00aa);
pub(super) const HOSTILE: &str = "</script><script>alert(1)</script><!-- <img src=x onerror='a()'> \"& \\u003c \
                       \u{202e}ملاحظة\u{200f} 👩‍👩‍👧\u{2028}é";

fn line(kind: &str, id: RecordId, revision: u32, body: &Body) -> String {
    line_by(0x00c0_ffee, kind, id, revision, body)
}

fn line_by(device: u32, kind: &str, id: RecordId, revision: u32, body: &Body) -> String {
    let envelope = Envelope {
        kind: kind.into(),
        id,
        walk: WALK,
        device: DeviceNumber(device),
        revision,
        at: MADE,
    };
    v1::write_line(&envelope, body).0
}

pub(super) fn walk_line(title: &str) -> String {
    let walk = Walk {
        title: title.into(),
        context: title.into(),
        stops: vec![Stop::named(1, title)],
        training: true,
        ..Walk::blank(WALK, MADE)
    };
    line("walk", RecordId(WALK.0), 1, &Body::Walk(Box::new(walk)))
}

pub(super) fn observation_line(id: u128, words: &str, revision: u32, withdrawn: bool) -> String {
    observation_by(0x00c0_ffee, id, words, revision, withdrawn)
}

pub(super) fn observation_by(
    device: u32,
    id: u128,
    words: &str,
    revision: u32,
    withdrawn: bool,
) -> String {
    let walk = Walk::blank(WALK, MADE);
    let category = Category::from_code("street_lighting").unwrap();
    let begun = Observation::begun(RecordId(id), &walk, MADE, category, None, Language::Fr);
    let observation = Observation {
        words: words.into(),
        idea: words.into(),
        place_name: words.into(),
        lamp_ref: words.chars().take(20).collect(),
        stop: Some(StopRef::numbered(WALK, 1)),
        withdrawn,
        ..begun
    };
    let body = Body::Observation(Box::new(observation));
    line_by(device, "observation", RecordId(id), revision, &body)
}

pub(super) fn photo_line(id: u128, observation: u128, bytes: &[u8], withdrawn: bool) -> String {
    let photo = Photo {
        id: RecordId(id),
        walk: WALK,
        observation: RecordId(observation),
        made: MADE,
        media: MediaId::of(bytes),
        media_type: "image/jpeg".into(),
        size: bytes.len() as u64,
        pixels: (4, 3),
        blocks: 0,
        withdrawn,
    };
    line("photo", RecordId(id), 1, &Body::Photo(Box::new(photo)))
}

/// A line of a kind that does not exist yet, written by another hand.
pub(super) fn unknown_line(text: &str) -> String {
    format!(
        "{{ \"v\" : 1,\"kind\":\"song\",\"id\":\"{}\",\"walk\":\"{WALK}\",\"device\":\"00c0ffee\",\
         \"rev\":1,\"at\":1,\"tz\":0,\"body\":{{\"later\":\"{text}\"}}}}",
        RecordId(0xffff)
    )
}

pub(super) type Photos = BTreeMap<MediaId, Vec<u8>>;

pub(super) fn named(photos: &[&[u8]]) -> Photos {
    photos.iter().map(|bytes| (MediaId::of(bytes), bytes.to_vec())).collect()
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wrapping {
    Zip,
    Html,
}

pub(super) const WRAPPINGS: [Wrapping; 2] = [Wrapping::Zip, Wrapping::Html];

/// Writes as the worker does, draining after each step; also the most bytes held at once.
pub(super) fn written(
    wrapping: Wrapping,
    lines: &[String],
    photos: &Photos,
) -> (Vec<u8>, Manifest, usize) {
    let mut writer: Box<dyn NotebookWriter> = match wrapping {
        Wrapping::Zip => Box::new(ZipWriter::new(MADE).unwrap()),
        Wrapping::Html => Box::new(HtmlWriter::new(MADE, Language::Fr)),
    };
    let mut file = Vec::new();
    let mut most = 0;
    let mut drain = |writer: &mut Box<dyn NotebookWriter>| {
        let piece = writer.drain();
        most = most.max(piece.len());
        file.extend_from_slice(&piece);
    };
    for line in lines {
        writer.record(line).unwrap();
        drain(&mut writer);
    }
    for id in writer.photos() {
        if let Some(bytes) = photos.get(&id) {
            writer.photo(id, "image/jpeg", bytes).unwrap();
            drain(&mut writer);
        }
    }
    let manifest = writer.finish().unwrap();
    drain(&mut writer);
    (file, manifest, most)
}

#[derive(Default, Debug)]
pub(super) struct Got {
    pub(super) lines: Vec<String>,
    pub(super) photos: Photos,
    pub(super) problems: Vec<BundleProblem>,
    pub(super) digests: BTreeSet<u64>,
}

pub(super) fn read(file: &[u8]) -> Result<Got, BundleProblem> {
    let mut got = Got::default();
    for item in Reader::open(Cursor::new(file))? {
        match item {
            Item::Record { line, record } => {
                assert_eq!(v1::digest(&line), record.digest);
                got.digests.insert(record.digest);
                got.lines.push(line);
            }
            Item::Photo { id, media_type, bytes } => {
                assert_eq!(MediaId::of(&bytes), id, "never an altered photo");
                assert!(
                    media_type.starts_with("image/") || media_type == "application/octet-stream"
                );
                assert_eq!(got.photos.insert(id, bytes), None, "each photo once");
            }
            Item::Problem(problem) => got.problems.push(problem),
        }
    }
    Ok(got)
}
