//! Erased is erased: on the phone, on every device that meets the tombstone, in every file made
//! afterwards, whatever older file comes back; and only for those who may.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::Chance;
use eclaireuse::app::exchange::erasing::{Swept, erase};
use eclaireuse::app::exchange::making::{Held, Outlet, make};
use eclaireuse::app::exchange::taking_in::check_answer;
use eclaireuse::app::exchange::{FileQuestion, Message, Request};
use eclaireuse::app::ledger::Writer;
use eclaireuse::app::workshop::{Act, Refusal, Workshop};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::{CampaignSheet, Deliberation, Wording};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::Statement;
use eclaireuse::domain::ledger::record::{Body, Record};
use eclaireuse::domain::ledger::tombstone::Tombstone;
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::observation::photo::{MediaId, Photo};
use eclaireuse::domain::observation::scale::Sharing;
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::walk::Walk;
use eclaireuse::domain::walk::notebook::Notebook;
use eclaireuse::format::v1;
use proptest::prelude::*;

use crate::exchange::{Memory, now, take};
use crate::notebook_file::{MADE, WRAPPINGS, Wrapping, named, written};

pub(crate) const WALK: WalkId = WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00aa);
pub(crate) const CAMPAIGN: WalkId = WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00cc);
/// The phone that says it, another one, the laptop that prepared, the laptop of the campaign, a forger.
pub(crate) const AUTHOR: u32 = 1;
const OTHER: u32 = 2;
pub(crate) const PREPARER: u32 = 9;
pub(crate) const MEDIATOR: u32 = 8;
pub(crate) const FORGER: u32 = 66;
pub(crate) const SECRET: &str = "derrière la boulangerie Zarifian";
pub(crate) const PICTURE: &[u8] = b"\xff\xd8 the porch of the bakery \xff\xd9";

fn line(id: u128, device: u32, revision: u32, body: &Body) -> String {
    let writer = Writer { walk: WALK, device: DeviceNumber(device), at: MADE };
    let mut last = None;
    for _ in 0..revision {
        let (record, kept) = writer.write(RecordId(id), last.as_ref(), body.clone());
        if record.envelope.revision == revision {
            return kept.entry.line;
        }
        last = Some(record.envelope);
    }
    panic!("a revision counts from 1")
}

pub(crate) fn sheet_by(device: u32) -> String {
    let walk = Walk { title: "Marche du soir".into(), ..Walk::blank(WALK, MADE) };
    line(WALK.0, device, 1, &Body::Walk(Box::new(walk)))
}

fn said_by(device: u32, id: u128, words: &str, revision: u32) -> String {
    let walk = Walk::blank(WALK, MADE);
    let category = Category::from_code("street_lighting").unwrap();
    let begun = Observation::begun(RecordId(id), &walk, MADE, category, None, Language::Fr);
    let said = Observation { words: words.into(), place_name: words.into(), ..begun };
    line(id, device, revision, &Body::Observation(Box::new(said)))
}

pub(crate) fn photo_by(device: u32, id: u128, of: u128, bytes: &[u8]) -> String {
    let photo = Photo {
        id: RecordId(id),
        walk: WALK,
        observation: RecordId(of),
        made: MADE,
        media: MediaId::of(bytes),
        media_type: "image/jpeg".into(),
        size: bytes.len() as u64,
        pixels: (4, 3),
        blocks: 0,
        withdrawn: false,
    };
    line(id, device, 1, &Body::Photo(Box::new(photo)))
}

fn stone(thing: u128, of: u32, revision: u32) -> Tombstone {
    let (kind, device) = ("observation".into(), DeviceNumber(of));
    Tombstone { kind, thing: RecordId(thing), walk: WALK, device, revision }
}

pub(crate) fn stone_by(device: u32, thing: u128) -> String {
    let id = Tombstone::id(RecordId(thing), DeviceNumber(device));
    line(id.0, device, 1, &Body::Erased(Box::new(stone(thing, AUTHOR, 2))))
}

fn decided(device: u32, id: RecordId, says: Deliberation) -> String {
    let writer = Writer { walk: CAMPAIGN, device: DeviceNumber(device), at: MADE };
    writer.line(id, &Statement { over: None, says })
}

pub(crate) fn campaign_sheet() -> String {
    let sheet = CampaignSheet::of("Campagne".into(), String::new(), vec![WALK], MADE);
    decided(MEDIATOR, RecordId(CAMPAIGN.0), Deliberation::Campaign(Box::new(sheet)))
}

pub(crate) fn campaign_stone(device: u32, thing: u128) -> String {
    let id = Tombstone::id(RecordId(thing), DeviceNumber(device));
    decided(device, id, Deliberation::Erased(stone(thing, AUTHOR, 2)))
}

fn wording(thing: u128, text: &str) -> String {
    let (observation, field) = (RecordId(thing), TextField::Words);
    let says = Deliberation::Wording(Wording {
        observation,
        field,
        text: text.into(),
        sharing: Sharing::Public,
        read: None,
        withdrawn: false,
    });
    decided(MEDIATOR, Wording::id(observation, field, DeviceNumber(MEDIATOR)), says)
}

/// What the author's phone had: two revisions with the words, a photo, and something else.
pub(crate) fn before() -> Vec<String> {
    vec![
        sheet_by(PREPARER),
        said_by(AUTHOR, 10, SECRET, 1),
        said_by(AUTHOR, 10, &format!("{SECRET}, le soir"), 2),
        photo_by(AUTHOR, 11, 10, PICTURE),
        said_by(AUTHOR, 20, "le banc", 1),
    ]
}

pub(crate) fn after(by: u32) -> Vec<String> {
    vec![sheet_by(PREPARER), stone_by(by, 10), said_by(AUTHOR, 20, "le banc", 1)]
}

pub(crate) fn file(wrapping: Wrapping, lines: &[String], photos: &[&[u8]]) -> Vec<u8> {
    written(wrapping, lines, &named(photos)).0
}

/// A device with these lines and photos.
pub(crate) fn device(lines: &[String], photos: &[&[u8]]) -> Memory {
    let memory = Memory::of(lines);
    memory.photos.replace(named(photos));
    memory
}

pub(crate) fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Everything in a file as it can be read: itself, what is packed in it, and base64 of the photo.
fn readable(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut all = vec![bytes.to_vec()];
    if let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) {
        for index in 0..zip.len() {
            let mut entry = zip.by_index(index).unwrap();
            let mut content = entry.name().unwrap().as_bytes().to_vec();
            entry.read_to_end(&mut content).unwrap();
            all.push(content);
        }
    }
    all
}

/// The picture's bytes between its markers, in base64 as a page carries them.
fn in_base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::new();
    for three in bytes.chunks_exact(3) {
        let number = three.iter().fold(0usize, |number, byte| number << 8 | usize::from(*byte));
        text.extend([18, 12, 6, 0].map(|shift| DIGITS[number >> shift & 63]));
    }
    text
}

pub(crate) fn assert_nothing_of_it(bytes: &[u8], what: &str) {
    let media = MediaId::of(PICTURE).to_string();
    for content in readable(bytes) {
        for wanted in [b"Zarifian".as_slice(), PICTURE, media.as_bytes(), &in_base64(PICTURE)] {
            assert!(!holds(&content, wanted), "{what}: {}", String::from_utf8_lossy(wanted));
        }
    }
}

pub(crate) fn assert_gone(memory: &Memory, what: &str) {
    let lines: Vec<String> = memory.records.borrow().values().cloned().collect();
    assert!(!lines.iter().any(|line| line.contains("Zarifian")), "{what}: {lines:#?}");
    assert!(!memory.photos.borrow().contains_key(&MediaId::of(PICTURE)), "{what}: the photo");
    assert!(lines.iter().any(|line| line.contains("\"erased\"")), "{what}: no tombstone");
}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Outlet for Bytes {
    fn piece(&mut self, bytes: Vec<u8>) {
        self.0.extend(bytes);
    }

    fn progress(&mut self, _: usize, _: usize) {}
}

pub(crate) fn exported(memory: &Memory, kind: FileKind, of: WalkId) -> Vec<u8> {
    let question = FileQuestion::whole(kind, of, Language::Fr);
    let message = Message {
        id: 1,
        request: Request::Make(question.clone()),
        language: Language::Fr,
        at: MADE,
        observations: 0,
        unsaved: Vec::new(),
        held: Vec::new(),
        writer: String::new(),
    };
    let mut out = Bytes::default();
    now(make(memory, &message, &question, &Held::new(), &mut out)).unwrap();
    out.0
}

const FILES: [FileKind; 3] =
    [FileKind::NotebookZip, FileKind::NotebookHtml, FileKind::Layers { with_internal: true }];

// --- Whatever the order ------------------------------------------------------------------

#[test]
fn the_search_finds_what_is_there() {
    let memory = device(&before(), &[PICTURE]);
    for kind in [FileKind::NotebookZip, FileKind::NotebookHtml] {
        let read = readable(&exported(&memory, kind, WALK));
        let found = |wanted: &[u8]| read.iter().any(|content| holds(content, wanted));
        assert!(found(b"Zarifian"), "{kind:?}");
        assert!(found(PICTURE) || found(&in_base64(PICTURE)), "{kind:?}");
    }
}

#[test]
fn an_old_file_before_after_or_in_the_same_drop_brings_nothing_back() {
    for by in [AUTHOR] {
        for wrapping in WRAPPINGS {
            let old = file(wrapping, &before(), &[PICTURE]);
            let new = file(wrapping, &after(by), &[]);
            let drops: [&[&[&[u8]]]; 5] = [
                &[&[&old], &[&new]],
                &[&[&new], &[&old]],
                &[&[&old, &new]],
                &[&[&new, &old]],
                &[&[&old], &[&new], &[&old], &[&new, &old]],
            ];
            for (drop, files) in drops.iter().enumerate() {
                let memory = Memory::default();
                for files in *files {
                    take(&memory, files).unwrap();
                }
                let what = format!("drop {drop} by {by} {wrapping:?}");
                assert_gone(&memory, &what);
                assert_eq!(memory.records.borrow().len(), 3, "{what}");
                for kind in FILES {
                    assert_nothing_of_it(&exported(&memory, kind, WALK), &what);
                }
            }
        }
    }
}

#[test]
fn a_file_made_before_storage_was_swept_holds_nothing_either() {
    let lines: Vec<String> = before().into_iter().chain(after(AUTHOR)).collect();
    let memory = device(&lines, &[PICTURE]);
    for kind in FILES {
        assert_nothing_of_it(&exported(&memory, kind, WALK), &format!("{kind:?}"));
    }
}

#[test]
fn what_came_in_an_old_file_is_said_and_not_counted_as_new() {
    let memory = device(&after(AUTHOR), &[]);
    let report = take(&memory, &[&file(Wrapping::Zip, &before(), &[PICTURE])]).unwrap();
    assert_eq!((report.records_new, report.records_known), (0, 2));
    assert!(report.problems.iter().any(|said| said.contains("3 éléments effacés")), "{report:?}");
}

#[test]
fn a_photo_that_something_else_shows_too_stays() {
    let mut lines = before();
    lines.push(photo_by(AUTHOR, 21, 20, PICTURE));
    lines.push(stone_by(AUTHOR, 10));
    let memory = device(&lines, &[PICTURE]);
    let swept = now(erase(&memory, WALK)).unwrap();
    assert_eq!(swept.digests.len(), 3);
    assert!(memory.photos.borrow().contains_key(&MediaId::of(PICTURE)));
    assert_eq!(now(erase(&memory, WALK)).unwrap(), Swept::default(), "once is enough");
}

fn some_line() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (10u128..13, AUTHOR..=OTHER, 1u32..4)
            .prop_map(|(id, by, revision)| said_by(by, id * 10, "sombre", revision)),
        2 => (10u128..13, AUTHOR..=OTHER).prop_map(|(of, by)| photo_by(by, of * 10 + 1, of * 10, &[1])),
        3 => (10u128..13, prop_oneof![Just(AUTHOR), Just(OTHER), Just(PREPARER), Just(FORGER)])
            .prop_map(|(id, by)| stone_by(by, id * 10)),
        1 => Just(sheet_by(PREPARER)),
    ]
}

fn notebook<'a>(lines: impl Iterator<Item = &'a String>) -> Notebook {
    let mut notebook = Notebook::default();
    for line in lines {
        notebook.take(v1::read_line(line).unwrap().record);
    }
    notebook
}

fn swept(lines: &[String]) -> BTreeSet<String> {
    let memory = device(lines, &[&[1]]);
    now(erase(&memory, WALK)).unwrap();
    memory.records.take().into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn erasing_commutes_and_says_the_same_twice(
        one in proptest::collection::vec(some_line(), 0..9),
        other in proptest::collection::vec(some_line(), 0..9),
        turn in any::<prop::sample::Index>(),
    ) {
        // The sheet is there, as it is wherever a notebook or a kit was taken in.
        let both: Vec<String> =
            [sheet_by(PREPARER)].iter().chain(&one).chain(&other).cloned().collect();
        let at_once = swept(&both);
        let sheet = [sheet_by(PREPARER)];
        let apart: Vec<String> = swept(&[&sheet[..], &one].concat())
            .into_iter()
            .chain(swept(&[&sheet[..], &other].concat()))
            .collect();
        prop_assert_eq!(&swept(&apart), &at_once, "swept before and after");
        let again: Vec<String> = at_once.iter().cloned().chain(both.clone()).collect();
        prop_assert_eq!(&swept(&again), &at_once, "taken in once more");
        // It shows the same in whatever order it is heard, and as storage has it, whoever wrote on it.
        let mut turned = both.clone();
        let once = notebook(turned.iter());
        let middle = turn.index(turned.len());
        turned.rotate_left(middle);
        prop_assert_eq!(visible(&notebook(turned.iter())), visible(&once));
        let left = swept(&turned);
        prop_assert_eq!(visible(&notebook(left.iter())), visible(&once));
    }
}

/// What a notebook shows.
fn visible(notebook: &Notebook) -> (u64, usize, usize, usize, Vec<RecordId>) {
    let photos = notebook.all_observations().flat_map(|one| notebook.all_photos_of(one.id));
    (
        notebook.fingerprint(),
        notebook.observation_count(),
        notebook.photo_count(),
        notebook.unfinished_count(),
        photos.map(|photo| photo.id).collect(),
    )
}

// --- Only for those who may --------------------------------------------------------------

/// 120 observations by several phones, and a notebook that withdraws 108 of them for good.
fn the_forged_notebook(with_sheet: bool) -> (Vec<String>, Vec<String>) {
    let own = std::iter::once(sheet_by(PREPARER));
    let own =
        own.chain((0..120).map(|id| said_by(AUTHOR + id % 3, 1000 + u128::from(id), "là", 1)));
    let sheet = if with_sheet { sheet_by(FORGER) } else { sheet_by(PREPARER) };
    let forged = std::iter::once(sheet).chain((0..108).map(|id| stone_by(FORGER, 1000 + id)));
    (own.collect(), forged.collect())
}

#[test]
fn a_forged_notebook_erases_none_of_120_observations() {
    for with_sheet in [false, true] {
        let (own, forged) = the_forged_notebook(with_sheet);
        let (own_file, forged_file) =
            (file(Wrapping::Zip, &own, &[]), file(Wrapping::Zip, &forged, &[]));
        for files in [[&own_file, &forged_file], [&forged_file, &own_file]] {
            let memory = Memory::default();
            take(&memory, &[files[0]]).unwrap();
            take(&memory, &[files[1]]).unwrap();
            let shown = notebook(memory.records.borrow().values());
            assert_eq!(shown.observation_count(), 120, "sheet forged: {with_sheet}");
        }
    }
}

#[test]
fn a_stranger_to_the_campaign_erases_nothing_of_it() {
    let lines = [&before()[..], &[campaign_sheet(), campaign_stone(FORGER, 10)]].concat();
    let memory = device(&lines, &[PICTURE]);
    assert_eq!(now(erase(&memory, CAMPAIGN)).unwrap(), Swept::default());
    let workshop = workshop_of(&memory);
    assert_eq!(workshop.campaign.observations().count(), 2);
}

// --- The mediator, for her ---------------------------------------------------------------

fn workshop_of(memory: &Memory) -> Workshop {
    let lines = |of: WalkId| -> Vec<String> {
        let (first, last) = v1::key_range(of);
        memory.records.borrow().range(first..last).map(|(_, line)| line.clone()).collect()
    };
    let mut workshop = Workshop::default();
    workshop.open(CAMPAIGN, DeviceNumber(MEDIATOR));
    workshop.lines(CAMPAIGN, lines(CAMPAIGN), true);
    workshop.lines(WALK, lines(WALK), true);
    workshop
}

/// The mediator's laptop with the author's notebook, another wording, and what it erased.
fn erased_by_the_mediator() -> (Memory, Workshop) {
    let lines = [&before()[..], &[campaign_sheet(), wording(10, "vers Zarifian")]].concat();
    let memory = device(&lines, &[PICTURE]);
    let mut workshop = workshop_of(&memory);
    let mut does = |act, random| workshop.act(act, Chance { at: MADE, random });
    let thing = RecordId(10);
    assert_eq!(does(Act::Erase(thing), 1), Err(Refusal::NotHere), "set aside first");
    let mut kept = does(Act::Remove(thing, true), 2).unwrap();
    kept.extend(does(Act::Erase(thing), 3).unwrap());
    assert_eq!(does(Act::Undo, 4), Err(Refusal::NothingToUndo));
    assert!(workshop.campaign.observation(thing).is_none());
    let kept = kept.into_iter().map(|kept| (kept.entry.key, kept.entry.line));
    memory.records.borrow_mut().extend(kept);
    (memory, workshop)
}

#[test]
fn the_mediator_erases_words_photo_and_other_words_for_her() {
    let (memory, _) = erased_by_the_mediator();
    let campaign = exported(&memory, FileKind::Campaign, CAMPAIGN);
    assert_nothing_of_it(&campaign, "the campaign file made before storage was swept");
    now(erase(&memory, CAMPAIGN)).unwrap();
    assert_gone(&memory, "the laptop");
    assert_nothing_of_it(&exported(&memory, FileKind::Campaign, CAMPAIGN), "the campaign file");
    assert_eq!(workshop_of(&memory).campaign.observations().count(), 1);
    // Another laptop that has everything takes the campaign in.
    let lines = [&before()[..], &[campaign_sheet(), wording(10, "vers Zarifian")]].concat();
    let other = device(&lines, &[PICTURE]);
    take(&other, &[&exported(&memory, FileKind::Campaign, CAMPAIGN)]).unwrap();
    assert_gone(&other, "the other laptop");
    let old = exported(&device(&lines, &[PICTURE]), FileKind::Campaign, CAMPAIGN);
    take(&memory, &[&old]).unwrap();
    assert_gone(&memory, "an old campaign file");
}

#[test]
fn the_phone_is_still_answered_that_everything_arrived() {
    let (memory, mut workshop) = erased_by_the_mediator();
    now(erase(&memory, CAMPAIGN)).unwrap();
    // Her phone knows nothing of it and hands over once more.
    let phone = device(&before(), &[PICTURE]);
    let report = take(&memory, &[&exported(&phone, FileKind::NotebookZip, WALK)]).unwrap();
    assert_gone(&memory, "her notebook again");
    let receptions = report.receptions.iter().map(|line| {
        match v1::read_deliberation(line).unwrap().record.body.says {
            Deliberation::Reception(reception) => *reception,
            other => panic!("{other:?}"),
        }
    });
    workshop.act(Act::Received(receptions.collect()), Chance { at: MADE, random: 5 }).unwrap();
    let (_, card) = workshop.campaign.receptions().next().unwrap();
    assert!(now(check_answer(&phone, WALK, &card.answer)).unwrap());
    // And a phone that erased it itself, after it has handed over that.
    let phone = device(&after(AUTHOR), &[]);
    let report = take(&memory, &[&exported(&phone, FileKind::NotebookHtml, WALK)]).unwrap();
    let answers = report.receptions.iter().map(|line| v1::read_deliberation(line).unwrap());
    let is_right = answers.map(|read| match read.record.body.says {
        Deliberation::Reception(one) => now(check_answer(&phone, WALK, &one.answer)).unwrap(),
        other => panic!("{other:?}"),
    });
    assert_eq!(is_right.collect::<Vec<_>>(), [true]);
}

#[test]
fn a_tombstone_reads_back_as_it_was_written() {
    let line = stone_by(AUTHOR, 10);
    let read = v1::read_line(&line).unwrap();
    assert_eq!(read.not_understood, Vec::<String>::new());
    let Record { body, envelope, .. } = read.record;
    assert_eq!(body, Body::Erased(Box::new(stone(10, AUTHOR, 2))));
    assert_eq!(envelope.kind, "erased");
    let line = campaign_stone(MEDIATOR, 10);
    let says = v1::read_deliberation(&line).unwrap().record.body.says;
    assert_eq!(says, Deliberation::Erased(stone(10, AUTHOR, 2)));
}
