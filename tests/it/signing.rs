//! A device signs what it wrote: what others write in its name is not taken, and told.

use std::io::Cursor;
use std::time::Instant;

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::exchange::taking_in::look_into;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::DeviceNumber;
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::format::bundle::{Item, Reader};
use eclaireuse::format::signature::{SIGNED, Seal, Signed, id_of, name_of, text};
use eclaireuse::format::v1;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use crate::exchange::{Memory, export, take, zip};
use crate::notebook_file::{MADE, WALK, observation_by, walk_line};

const DEVICE: DeviceNumber = DeviceNumber(1);

fn key(of: u8) -> SigningKey {
    SigningKey::from_slice(&[of; 32]).unwrap()
}

/// A phone with a key.
fn phone(of: u8, lines: &[String]) -> Memory {
    let memory = Memory::of(lines);
    *memory.key.borrow_mut() = Some(key(of));
    memory
}

fn handed_over(phone: &Memory, kind: FileKind) -> Vec<u8> {
    export(phone, kind, WALK, (Vec::new(), 0)).unwrap().1
}

fn lines_in(file: &[u8]) -> Vec<String> {
    let items = Reader::open(Cursor::new(file)).unwrap();
    let lines = items.filter_map(|item| match item {
        Item::Record { line, .. } => Some(line),
        _ => None,
    });
    lines.collect()
}

fn signed_lines(lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| line.contains(SIGNED)).cloned().collect()
}

/// What somebody with a key of their own signs in the name of a device.
fn signed_by(key: &SigningKey, lines: &[String], revision: u32) -> String {
    let covers = lines.iter().map(|line| name_of(line)).collect();
    let signature: Signature = key.sign(text(WALK, DEVICE, &covers).as_bytes());
    let point = key.verifying_key().to_encoded_point(false);
    let seal = Seal { key: point.as_bytes().to_vec(), signature: signature.to_bytes().to_vec() };
    let (id, kind) = (id_of(WALK, DEVICE), SIGNED.to_owned());
    let envelope = Envelope { kind, id, walk: WALK, device: DEVICE, revision, at: MADE };
    Signed { seal, covers }.line(&envelope).0
}

fn said(count: u128) -> Vec<String> {
    (1..=count).map(|id| observation_by(1, id, "sombre", 1, false)).collect()
}

fn withdrawn(count: u128) -> Vec<String> {
    (1..=count).map(|id| observation_by(1, id, "", 2, true)).collect()
}

/// Somebody holds a notebook, knows the device number and writes in its name.
#[test]
fn who_knows_the_number_of_a_device_writes_nothing_in_its_name() {
    let file = handed_over(&phone(1, &said(20)), FileKind::NotebookZip);
    let here = Memory::default();
    let report = take(&here, &[&file]).unwrap();
    assert_eq!(report.records_new, 21);
    assert!(!report.problems.iter().any(|said| said.contains("igné")), "{report:?}");
    let before = here.lines();
    let forged = withdrawn(20);
    let genuine = signed_lines(&lines_in(&file));
    let attacks = [
        // Without a signature, with the true one of other lines, with a key of their own.
        forged.clone(),
        [genuine.clone(), forged.clone()].concat(),
        [vec![signed_by(&key(9), &forged, 2)], forged.clone()].concat(),
        [forged.clone(), vec![signed_by(&key(9), &forged, 1)]].concat(),
        [forged.clone(), vec![genuine[0].replace("\"rev\":1", "\"rev\":2")]].concat(),
    ];
    for attack in attacks {
        let file = zip(&attack);
        let looked = vec![("x.zip".into(), Cursor::new(file.clone()))];
        let preview = crate::exchange::now(look_into(&here, Language::Fr, looked)).unwrap();
        assert!(preview.refuted >= 20, "{preview:?}");
        assert_eq!((preview.withdrawn, preview.changed, preview.clashes), (0, 0, 0));
        let report = take(&here, &[&file]).unwrap();
        assert!(report.problems[0].contains("n’a pas signé"), "{report:?}");
        let observations = |lines: &[String]| {
            lines.iter().filter(|line| !line.contains(SIGNED)).cloned().collect::<Vec<_>>()
        };
        assert_eq!(observations(&here.lines()), observations(&before));
    }
}

#[test]
fn a_true_signature_does_not_hold_over_altered_lines() {
    let file = handed_over(&phone(1, &said(3)), FileKind::NotebookZip);
    let altered: Vec<String> =
        lines_in(&file).iter().map(|line| line.replace("sombre", "clair")).collect();
    let here = Memory::default();
    let report = take(&here, &[&zip(&altered)]).unwrap();
    assert_eq!(report.records_new, 1, "the signature alone");
    assert!(report.problems[0].contains("(3)"), "{report:?}");
    // The true notebook comes in afterwards all the same.
    assert_eq!(take(&here, &[&file]).unwrap().records_new, 3);
}

#[test]
fn what_the_device_changes_itself_is_taken_also_out_of_order_and_gathered() {
    let mine = phone(1, &said(3));
    let first = handed_over(&mine, FileKind::NotebookZip);
    assert!(!handed_over(&mine, FileKind::NotebookHtml).is_empty());
    assert_eq!(signed_lines(&mine.lines()).len(), 1, "the same content is signed once");
    for line in withdrawn(1) {
        let record = v1::read_line(&line).unwrap().record;
        let entry = eclaireuse::app::effect::Entry { key: v1::key(&record), line };
        crate::exchange::now(eclaireuse::app::exchange::shelf::Shelf::put(&mine, &[entry]))
            .unwrap();
    }
    let second = handed_over(&mine, FileKind::NotebookZip);
    let here = Memory::default();
    take(&here, &[&first]).unwrap();
    // As an earlier version passes it on: the signatures among the others.
    let mut gathered = lines_in(&second);
    gathered.reverse();
    let report = take(&here, &[&zip(&gathered)]).unwrap();
    assert_eq!(report.records_new, 2, "{report:?}");
    let signed: Vec<Signed> =
        signed_lines(&here.lines()).iter().filter_map(|line| Signed::read(line)).collect();
    assert_eq!(signed.iter().map(|one| one.covers.len()).collect::<Vec<_>>(), [3, 1]);
}

#[test]
fn notebooks_without_signatures_come_in_and_say_so() {
    let here = Memory::default();
    let looked = vec![("x.zip".into(), Cursor::new(zip(&said(4))))];
    let preview = crate::exchange::now(look_into(&here, Language::Fr, looked)).unwrap();
    assert_eq!((preview.new, preview.not_signed, preview.refuted), (4, 4, 0));
    let report = take(&here, &[&zip(&said(4))]).unwrap();
    assert_eq!(report.records_new, 4);
    assert!(report.problems.iter().any(|said| said.starts_with("Non signé")), "{report:?}");
}

/// The kit carries the key of the device that prepared the walk.
#[test]
fn a_later_kit_is_believed_only_from_the_key_that_prepared_the_walk() {
    let sheet = |title: &str, revision: u32| {
        let line = walk_line(title).replace("00c0ffee", "00000001");
        line.replace("\"rev\":1", &format!("\"rev\":{revision}"))
    };
    let desk = phone(3, &[sheet("Marche", 1), observation_by(1, 1, "secret", 1, false)]);
    let kit = handed_over(&desk, FileKind::Kit);
    assert!(!lines_in(&kit).iter().any(|line| line.contains("secret")));
    let walker = Memory::default();
    take(&walker, &[&kit]).unwrap();
    assert_eq!(walker.lines().len(), 2, "sheet and signature");
    let forged = sheet("Ailleurs", 2);
    let report = take(&walker, &[&zip(&[signed_by(&key(9), &[forged.clone()], 2), forged])]);
    assert!(report.unwrap().problems[0].contains("n’a pas signé"));
    assert_eq!(walker.lines().len(), 2);
}

/// Told with `--nocapture`; the ceilings are far above what was measured.
#[test]
fn signing_and_verifying_take_no_time_that_anybody_waits_for() {
    let lines = said(500);
    let mine = phone(1, &lines);
    let began = Instant::now();
    let file = handed_over(&mine, FileKind::NotebookZip);
    let signed = began.elapsed();
    let bare = Memory::of(&lines);
    let began = Instant::now();
    handed_over(&bare, FileKind::NotebookZip);
    let unsigned = began.elapsed();
    let covers = lines.iter().map(|line| name_of(line)).collect();
    let began = Instant::now();
    let said = text(WALK, DEVICE, &covers);
    let words = began.elapsed();
    let line = &signed_lines(&lines_in(&file))[0];
    let began = Instant::now();
    let read = Signed::read(line).unwrap();
    for _ in 0..60 {
        assert!(read.holds(WALK, DEVICE));
    }
    let names = lines.iter().cycle().take(30_000).map(|line| name_of(line));
    assert_eq!(names.filter(|name| read.covers.contains(name)).count(), 30_000);
    let verified = began.elapsed();
    println!("500: signed {signed:?}, not {unsigned:?}; text {words:?} of {}", said.len());
    println!("60 x 500: verified in {verified:?}");
    assert!(verified.as_secs() < 10);
}

#[test]
fn what_is_no_signature_holds_for_nothing() {
    let line = signed_by(&key(1), &said(1), 1);
    assert!(Signed::read(&line).unwrap().holds(WALK, DEVICE));
    assert!(!Signed::read(&line).unwrap().holds(WALK, DeviceNumber(2)));
    for broken in ["", "{}", "{\"body\":{}}", &line.replace("covers", "of")] {
        assert_eq!(Signed::read(broken), None);
    }
    let body = Body::Unknown;
    assert_eq!(v1::read_line(&line).unwrap().record.body, body, "kept by those who do not read it");
}
