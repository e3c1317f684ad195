//! What comes in is bounded: each attack with a small file, made here.

use eclaireuse::domain::ledger::record::Body;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::bundle::{BundleProblem, Part};
use eclaireuse::format::files::locate::Known;
use eclaireuse::format::files::question::Answers;
use eclaireuse::format::files::{points_file, recognise};
use eclaireuse::format::v1;

use crate::notebook_file::{Photos, WRAPPINGS, observation_line, read, written};

#[test]
fn a_line_larger_than_its_kind_is_not_taken_and_one_that_is_stored_opens_unread() {
    let sound = observation_line(1, "Sombre", 1, false);
    let list = vec!["{\"a\":0}"; 20_000].join(",");
    let large = observation_line(2, "x", 1, false)
        .replace("\"words\":\"x\"", &format!("\"reasons\":[{list}]"));
    assert!(v1::is_too_large(&large) && !v1::is_too_large(&sound));
    let opened = v1::read_line(&large).unwrap();
    assert_eq!((opened.record.body, opened.not_understood.len()), (Body::Unknown, 2));
    for wrapping in WRAPPINGS {
        let (file, _, _) = written(wrapping, &[sound.clone(), large.clone()], &Photos::new());
        let got = read(&file).unwrap();
        assert_eq!(got.lines, std::slice::from_ref(&sound));
        assert!(got.problems.contains(&BundleProblem::TooLarge { what: Part::Line }));
    }
}

#[test]
fn remarks_of_a_line_are_counted_after_the_first_few() {
    let list = vec!["0"; 7_000].join(",");
    let line = observation_line(1, "x", 1, false)
        .replace("\"words\":\"x\"", &format!("\"reasons\":[{list}]"));
    let said = v1::read_line(&line).unwrap().not_understood;
    assert!(said.len() < 10 && said.last().unwrap().starts_with("…: + "), "{said:?}");
}

#[test]
fn a_value_out_of_range_costs_itself() {
    let line = observation_line(1, "Sombre", 1, false);
    let bent = line
        .replace("\"at\":1762364520000,\"tz\":60", "\"at\":9223372036854775807,\"tz\":32000")
        .replace("\"made\":[1762364520000,60]", "\"made\":[-9223372036854775808,-841]");
    let read = v1::read_line(&bent).unwrap();
    assert_eq!(read.record.envelope.at, Stamp::default());
    let Body::Observation(observation) = read.record.body else { panic!("an observation") };
    assert_eq!((observation.made, observation.words.as_str()), (Stamp::default(), "Sombre"));
    assert_eq!(read.not_understood.len(), 4);
    assert!(
        v1::read_line(&line.replace("\"tz\":60", "\"tz\":330")).unwrap().not_understood.is_empty()
    );
    for revision in [100_001, u64::from(u32::MAX)] {
        let bent = line.replace("\"rev\":1,", &format!("\"rev\":{revision},"));
        assert!(v1::read_line(&bent).is_err());
    }
}

#[test]
fn what_turns_text_or_breaks_xml_is_not_in_a_text() {
    let line = observation_line(1, "a\u{202e}b\u{2066}c\u{ffff}d\u{200f}e", 1, false);
    let read = v1::read_line(&line).unwrap();
    let Body::Observation(observation) = read.record.body else { panic!("an observation") };
    assert_eq!(observation.words, "abcd\u{200f}e");
}

#[test]
fn a_feature_of_many_points_is_described_once() {
    let fields: Vec<String> = (0..9_000).map(|n| format!(r#""f{n}":"{n}""#)).collect();
    let at = vec!["[2.3,49.8]"; 15_000].join(",");
    let text = format!(
        r#"{{"type":"Feature","properties":{{{}}},"geometry":{{"type":"MultiPoint","coordinates":[{at}]}}}}"#,
        fields.join(",")
    );
    let begun = std::time::Instant::now();
    let opened = recognise::open(text.as_bytes(), 0, &|_, _| None).unwrap();
    let found = points_file::read(&opened, &Known::default(), &Answers::default()).unwrap();
    let points = found.what.unwrap();
    assert_eq!(points.len(), 15_000);
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
}
