//! A device signs what it wrote: what others write in its name changes nothing, and is told; a phone
//! that lost its key is not shut out.

use std::io::Cursor;
use std::time::Instant;

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::ImportReport;
use eclaireuse::app::exchange::Preview;
use eclaireuse::app::exchange::taking_in::{LookedInto, look_into};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::Deliberation;
use eclaireuse::domain::deliberation::reception::Signature as Said;
use eclaireuse::domain::identity::{DeviceNumber, RecordId};
use eclaireuse::domain::ledger::record::{Body, Envelope, SIGNED};
use eclaireuse::domain::ledger::tombstone::Tombstone;
use eclaireuse::domain::walk::notebook::Notebook;
use eclaireuse::format::bundle::{Item, Reader};
use eclaireuse::format::signature::{Over, Signed, compressed, id_of, name_of, text};
use eclaireuse::format::v1;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use crate::exchange::{Memory, export, now, take, zip};
use crate::notebook_file::{MADE, WALK, observation_by};

const DEVICE: DeviceNumber = DeviceNumber(1);

pub(crate) fn key(of: u8) -> SigningKey {
    SigningKey::from_slice(&[of; 32]).unwrap()
}

/// A phone with a key.
pub(crate) fn phone(of: u8, lines: &[String]) -> Memory {
    let memory = Memory::of(lines);
    *memory.key.borrow_mut() = Some(key(of));
    *memory.writer.borrow_mut() = DEVICE.to_string();
    memory
}

pub(crate) fn handed_over(phone: &Memory, kind: FileKind) -> Vec<u8> {
    export(phone, kind, WALK, (Vec::new(), 0)).unwrap().1
}

pub(crate) fn lines_in(file: &[u8]) -> Vec<String> {
    let items = Reader::open(Cursor::new(file)).unwrap();
    let lines = items.filter_map(|item| match item {
        Item::Record { line, .. } => Some(line),
        _ => None,
    });
    lines.collect()
}

fn is_signed_kind(line: &str) -> bool {
    v1::read_line(line).unwrap().record.envelope.kind == SIGNED
}

fn signed_lines(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| is_signed_kind(line)).cloned().collect()
}

/// What stands but signatures.
fn said_lines(memory: &Memory) -> Vec<String> {
    memory.lines().into_iter().filter(|line| !is_signed_kind(line)).collect()
}

/// What somebody with a key of their own signs in the name of a device.
pub(crate) fn signed_by(key: &SigningKey, lines: &[String], revision: u32, row: Over) -> String {
    let covers = lines.iter().map(|line| name_of(line)).collect();
    let (id, kind) = (id_of(WALK, DEVICE, row), SIGNED.to_owned());
    let envelope = Envelope { kind, id, walk: WALK, device: DEVICE, revision, at: MADE };
    let signature: Signature = key.sign(text(&envelope, false, &covers).as_bytes());
    let point = key.verifying_key().to_encoded_point(false);
    let key = compressed(point.as_bytes()).unwrap();
    let signature = signature.to_bytes().to_vec();
    Signed { key, whole: false, covers, signature }.line(&envelope).0
}

fn said(ids: std::ops::RangeInclusive<u128>) -> Vec<String> {
    ids.map(|id| observation_by(1, id, "sombre", 1, false)).collect()
}

fn withdrawn(count: u128) -> Vec<String> {
    (1..=count).map(|id| observation_by(1, id, "", 2, true)).collect()
}

fn looked<'a>(here: &'a Memory, file: &[u8]) -> LookedInto<'a, Memory> {
    let files = vec![("x.zip".to_owned(), Ok(Cursor::new(file.to_vec())))];
    now(look_into(here, Language::Fr, files, |_, _| {})).unwrap()
}

fn preview(here: &Memory, file: &[u8]) -> Preview {
    looked(here, file).preview
}

/// Looks, and takes with or without what nobody proved.
fn takes(here: &Memory, file: &[u8], doubted: bool) -> ImportReport {
    now(looked(here, file).take(MADE, doubted, |_, _| {})).expect("held").unwrap()
}

fn signature_of(report: &ImportReport) -> Said {
    match v1::read_deliberation(&report.receptions[0]).unwrap().record.body.says {
        Deliberation::Reception(one) => one.signature,
        other => panic!("{other:?}"),
    }
}

fn shown(memory: &Memory) -> Notebook {
    let mut notebook = Notebook::default();
    for line in memory.lines() {
        notebook.take(v1::read_line(&line).unwrap().record);
    }
    notebook
}

fn stone(thing: u128) -> String {
    let body = Body::Erased(Box::new(Tombstone {
        kind: "observation".into(),
        thing: RecordId(thing),
        walk: WALK,
        device: DEVICE,
        revision: 1,
    }));
    let id = Tombstone::id(RecordId(thing), DEVICE);
    let kind = body.kind().to_owned();
    let envelope = Envelope { kind, id, walk: WALK, device: DEVICE, revision: 1, at: MADE };
    v1::write_line(&envelope, &body).0
}

/// Somebody holds a notebook, knows the device number and writes in its name.
#[test]
fn who_knows_the_number_of_a_device_changes_nothing_in_its_name() {
    let file = handed_over(&phone(1, &said(1..=20)), FileKind::NotebookZip);
    let here = Memory::default();
    let report = take(&here, &[&file]).unwrap();
    assert_eq!((report.records_new, signature_of(&report)), (20, Said::Whole));
    let before = here.lines();
    let forged = withdrawn(20);
    let genuine = signed_lines(&lines_in(&file));
    let by_another = |revision| vec![signed_by(&key(9), &forged, revision, Over::Notebook)];
    // Without a signature; with a key of their own, first or last.
    for (attack, new_keys) in [
        (forged.clone(), 0),
        ([by_another(2), forged.clone()].concat(), 1),
        ([forged.clone(), by_another(1)].concat(), 1),
    ] {
        let file = zip(&attack);
        let preview = preview(&here, &file);
        assert_eq!((preview.held_back, preview.new_keys.len()), (20, new_keys), "{preview:?}");
        assert_eq!((preview.withdrawn, preview.changed, preview.clashes), (0, 0, 0));
        let foreseen = looked(&here, &file).foreseen();
        assert!(foreseen.doubted && foreseen.said.iter().any(|said| said.contains("de côté : 20")));
        for report in [take(&here, &[&file]).unwrap(), takes(&here, &file, false)] {
            assert!(report.problems[0].contains("(20)"), "{report:?}");
        }
        assert_eq!(here.lines(), before);
    }
    // With the true signature of other lines, as it is or as a further one: it does not fit.
    let renumbered = genuine[0].replace("\"rev\":1", "\"rev\":2");
    for signature in [genuine[0].clone(), renumbered] {
        let file = zip(&[vec![signature], forged.clone()].concat());
        let preview = preview(&here, &file);
        assert!(preview.unfit >= 20 && preview.held_back == 0, "{preview:?}");
        assert!(!looked(&here, &file).foreseen().doubted);
        let report = takes(&here, &file, true);
        assert!(report.problems[0].contains("ne correspond pas"), "{report:?}");
        assert_eq!(here.lines(), before);
    }
}

#[test]
fn an_old_notebook_again_changes_nothing() {
    let mine = phone(1, &said(1..=3));
    let old = handed_over(&mine, FileKind::NotebookZip);
    store(&mine, &withdrawn(2));
    let here = Memory::default();
    take(&here, &[&handed_over(&mine, FileKind::NotebookZip)]).unwrap();
    assert_eq!(shown(&here).observation_count(), 1);
    let before = here.lines();
    let report = take(&here, &[&old]).unwrap();
    assert_eq!((report.records_new, here.lines()), (0, before));
    assert!(report.problems.iter().all(|said| said.contains("Code du carnet")), "{report:?}");
}

#[test]
fn a_true_signature_does_not_fit_altered_lines() {
    let file = handed_over(&phone(1, &said(1..=3)), FileKind::NotebookZip);
    let altered: Vec<String> =
        lines_in(&file).iter().map(|line| line.replace("sombre", "clair")).collect();
    let here = Memory::default();
    let altered = zip(&altered);
    assert!(
        looked(&here, &altered).foreseen().said.iter().any(|said| said.contains("correspond pas"))
    );
    let report = take(&here, &[&altered]).unwrap();
    assert_eq!(report.records_new, 0, "the signature alone");
    assert!(report.problems[0].contains("(3)"), "{report:?}");
    // Again, when the signature is known.
    let report = take(&here, &[&altered]).unwrap();
    assert!(report.problems[0].contains("(3)"), "{report:?}");
    // The true notebook comes in afterwards all the same.
    assert_eq!(take(&here, &[&file]).unwrap().records_new, 3);
    assert!(shown(&here).all_observations().all(|one| one.words == "sombre"));
    // Altered with the list itself.
    let list = signed_lines(&lines_in(&file))[0].replace("\"covers\":\"", "\"covers\":\"AAAA");
    let here = Memory::default();
    let preview = preview(&here, &zip(&[vec![list], said(1..=3)].concat()));
    assert_eq!((preview.new, preview.not_signed()), (3, 1), "no signature at all: {preview:?}");
}

fn store(memory: &Memory, lines: &[String]) {
    for line in lines {
        let record = v1::read_line(line).unwrap().record;
        memory.records.borrow_mut().insert(v1::key(&record), line.clone());
    }
}

#[test]
fn what_the_device_changes_itself_is_signed_again_and_taken_in_any_order() {
    let mine = phone(1, &said(1..=3));
    let first = handed_over(&mine, FileKind::NotebookZip);
    assert!(!handed_over(&mine, FileKind::NotebookHtml).is_empty());
    assert_eq!(signed_lines(&mine.lines()).len(), 1, "the same content is signed once");
    store(&mine, &withdrawn(1));
    let second = handed_over(&mine, FileKind::NotebookZip);
    let here = Memory::default();
    take(&here, &[&first]).unwrap();
    // As an earlier version passes it on: the signatures last.
    let mut gathered = lines_in(&second);
    gathered.reverse();
    let report = take(&here, &[&zip(&gathered)]).unwrap();
    assert_eq!((report.records_new, signature_of(&report)), (1, Said::Whole), "{report:?}");
    let signed: Vec<Signed> =
        signed_lines(&here.lines()).iter().filter_map(|line| Signed::read(line)).collect();
    assert_eq!(signed.iter().map(|one| one.covers.len()).collect::<Vec<_>>(), [3, 1]);
    // Together they are over exactly what the file holds of the device.
    let own = lines_in(&second).into_iter().filter(|line| !is_signed_kind(line));
    let own: std::collections::BTreeSet<_> = own.map(|line| name_of(&line)).collect();
    let covered: std::collections::BTreeSet<_> =
        signed.into_iter().flat_map(|one| one.covers).collect();
    assert_eq!(covered, own);
}

#[test]
fn notebooks_of_earlier_versions_come_in_and_are_marked() {
    let here = Memory::default();
    let file = zip(&said(1..=4));
    let looked = looked(&here, &file);
    assert_eq!((looked.preview.new, looked.preview.not_signed()), (4, 1));
    assert!(looked.foreseen().said.iter().any(|said| said.starts_with("Sans signature")));
    let report = now(looked.take(MADE, false, |_, _| {})).unwrap().unwrap();
    assert_eq!((report.records_new, signature_of(&report)), (4, Said::Absent));
    // The same phone after an update: what came before is signed by it now.
    let report = take(&here, &[&handed_over(&phone(1, &said(1..=5)), FileKind::NotebookZip)]);
    let report = report.unwrap();
    assert_eq!((report.records_new, signature_of(&report)), (1, Said::Whole));
}

/// Its storage was cleared, or came from a backup: the records are there, the key is another one.
#[test]
fn a_phone_that_lost_its_key_is_not_shut_out() {
    let mine = phone(1, &said(1..=3));
    let here = Memory::default();
    take(&here, &[&handed_over(&mine, FileKind::NotebookZip)]).unwrap();
    *mine.key.borrow_mut() = Some(key(2));
    store(&mine, &[said(4..=6), withdrawn(1)].concat());
    let file = handed_over(&mine, FileKind::NotebookZip);
    let seen = looked(&here, &file);
    assert_eq!((seen.preview.new, seen.preview.held_back), (3, 1), "{:?}", seen.preview);
    assert!(seen.foreseen().said.iter().any(|said| said.contains("a une nouvelle clé")));
    // What is new is taken, and marked; what was signed stands.
    let report = takes(&here, &file, false);
    assert_eq!((report.records_new, signature_of(&report)), (3, Said::InPart));
    assert_eq!((shown(&here).observation_count(), shown(&here).clashes()), (6, 0));
    assert!(report.problems.iter().any(|said| said.contains("nouvelle clé")), "{report:?}");
    // One tap: it is the phone.
    let report = takes(&here, &file, true);
    assert_eq!(report.records_new, 1, "the change");
    assert_eq!(shown(&here).observation_count(), 5);
    // From then on it is its key.
    store(&mine, &said(7..=7));
    let file = handed_over(&mine, FileKind::NotebookZip);
    let seen = preview(&here, &file);
    assert_eq!((seen.held_back, seen.new_keys.len(), seen.not_signed()), (0, 0, 0), "{seen:?}");
    let report = take(&here, &[&file]).unwrap();
    assert_eq!(signature_of(&report), Said::Whole, "{report:?}");
    // Where the files were not held while a person decided, they are read again.
    let other = Memory::default();
    take(&other, &[&handed_over(&phone(1, &said(1..=3)), FileKind::NotebookZip)]).unwrap();
    let files = vec![("x.zip".to_owned(), Ok(Cursor::new(file)))];
    let again = eclaireuse::app::exchange::taking_in::take_in(
        &other,
        Language::Fr,
        MADE,
        files,
        true,
        |_, _| {},
    );
    now(again).unwrap();
    assert_eq!(said_lines(&other), said_lines(&here));
}

#[test]
fn nobody_erases_in_her_name_without_her_key() {
    let mine = phone(1, &said(1..=3));
    let file = handed_over(&mine, FileKind::NotebookZip);
    let here = Memory::default();
    take(&here, &[&file]).unwrap();
    for attack in [
        vec![stone(1)],
        vec![signed_by(&key(9), &[stone(1)], 2, Over::Notebook), stone(1)],
        vec![signed_lines(&lines_in(&file))[0].clone(), stone(1)],
    ] {
        let report = take(&here, &[&zip(&[attack, said(2..=2)].concat())]).unwrap();
        assert_eq!(shown(&here).observation_count(), 3, "{report:?}");
        assert!(!report.problems.is_empty());
    }
    // The stone came first, while nobody knew her key: her notebook comes in whole all the same.
    let early = Memory::default();
    take(&early, &[&zip(&[stone(1)])]).unwrap();
    take(&early, &[&file]).unwrap();
    assert_eq!(shown(&early).observation_count(), 3);
    // Her own erases, and the names of what is erased go from her signatures, here and there.
    store(&mine, &[stone(1)]);
    now(eclaireuse::app::exchange::erasing::erase(&mine, WALK)).unwrap();
    let file = handed_over(&mine, FileKind::NotebookZip);
    take(&here, &[&file]).unwrap();
    assert_eq!(shown(&here).observation_count(), 2);
    let gone = name_of(&said(1..=1)[0]);
    for memory in [&mine, &here] {
        let signed = signed_lines(&memory.lines());
        let covers = |line: &String| Signed::read(line).unwrap().covers.contains(&gone);
        assert!(!signed.is_empty() && !signed.iter().any(covers));
    }
    assert_eq!(mine.lines(), here.lines(), "and the answer code is the same");
}

#[test]
fn what_is_no_signature_holds_for_nothing() {
    let line = signed_by(&key(1), &said(1..=1), 1, Over::Notebook);
    let envelope = v1::read_line(&line).unwrap().record.envelope;
    let read = Signed::read(&line).unwrap();
    assert!(read.holds(&envelope));
    assert!(!read.holds(&Envelope { device: DeviceNumber(2), ..envelope.clone() }));
    assert!(!read.holds(&Envelope { revision: 2, ..envelope.clone() }));
    assert!(!Signed { whole: true, ..read }.holds(&envelope));
    for broken in ["", "{}", "{\"body\":{}}", &line.replace("covers", "of")] {
        assert_eq!(Signed::read(broken), None);
    }
    let body = Body::Unknown;
    assert_eq!(v1::read_line(&line).unwrap().record.body, body, "kept by those who do not read it");
    assert_eq!(compressed(&[4; 65]).map(|key| key[0]), Some(2));
    assert_eq!((compressed(&[4; 64]), compressed(&[])), (None, None));
}

/// Told with `--nocapture`; the ceiling is far above what was measured.
#[test]
fn signing_and_verifying_take_no_time_that_anybody_waits_for() {
    let lines = said(1..=500);
    let time = |memory: &Memory| {
        let began = Instant::now();
        let file = handed_over(memory, FileKind::NotebookZip);
        (began.elapsed(), file)
    };
    let (bare, _) = time(&Memory::of(&lines));
    let (signed, file) = time(&phone(1, &lines));
    let line = &signed_lines(&lines_in(&file))[0];
    let envelope = v1::read_line(line).unwrap().record.envelope;
    let began = Instant::now();
    let read = Signed::read(line).unwrap();
    for _ in 0..60 {
        assert!(read.holds(&envelope));
    }
    let names = lines.iter().cycle().take(30_000).map(|line| name_of(line));
    assert_eq!(names.filter(|name| read.covers.contains(name)).count(), 30_000);
    let verified = began.elapsed();
    println!("500: signed {signed:?}, not {bare:?}; 60 x 500 verified in {verified:?}");
    // 60 notebooks of 500 by 60 phones: signed and not.
    let sixty = |signs: bool| -> Vec<Vec<u8>> {
        let notebook = |device: u32| {
            let ids = (1..=500).map(|id| u128::from(device) << 16 | id);
            let lines: Vec<String> =
                ids.map(|id| observation_by(device, id, "sombre", 1, false)).collect();
            let memory = phone(1, &lines);
            if signs {
                *memory.writer.borrow_mut() = DeviceNumber(device).to_string();
            } else {
                memory.writer.borrow_mut().clear();
            }
            handed_over(&memory, FileKind::NotebookZip)
        };
        (1..=60).map(notebook).collect()
    };
    let mut taken = [0.0; 2];
    for _ in 0..2 {
        for (signs, taken) in [false, true].into_iter().zip(&mut taken) {
            let files = sixty(signs);
            let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
            let began = Instant::now();
            take(&Memory::default(), &files).unwrap();
            *taken = began.elapsed().as_secs_f64();
        }
    }
    println!("60 x 500: {:.2} s without, {:.2} s with signatures", taken[0], taken[1]);
    assert!(verified.as_secs() < 10);
}
