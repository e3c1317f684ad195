//! Markup and formulas in every text of every kind of record: nowhere where they leave are they read
//! as such.

use std::io::{Cursor, Read};

use eclaireuse::domain::code::{Code, Language};
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::actor::ActorKind;
use eclaireuse::format::booklet::{Document, DocumentSource, fragment, pieces};
use eclaireuse::format::v1;
use serde_json::Value;

use crate::invented::Invented;
use crate::notebook_file::{Photos, Wrapping, written};
use crate::planner::{bundle, found, small};

const MADE: Stamp = Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 };
const MARKUP: &str = "\"><img src=x>";
const FORMULA: &str = "=HYPERLINK(\"x\")";

/// Texts that a record may leave out, by its kind.
const LEFT_OUT: [(&str, &[&str]); 2] = [
    ("observation", &["words", "idea", "place_name", "lamp_ref"]),
    (
        "walk",
        &["context", "commissioner", "operator", "contact", "languages", "quarter", "commune_name"],
    ),
];

fn is_understood(line: &str) -> bool {
    let as_record = v1::read_line(line)
        .is_ok_and(|read| read.not_understood.iter().all(|field| field.starts_with("kind: ")));
    let is_decided = v1::read_deliberation(line).is_ok();
    as_record || is_decided
}

/// Puts a mark in each text: what is neither a code, nor an id, nor a date. Answers with how many.
fn marked(line: &str, mark: &str) -> (String, usize) {
    fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::String(text) => {
                let is_code =
                    |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-:.".contains(c);
                if !text.is_empty() && !text.chars().all(is_code) {
                    found.push(at.to_owned());
                }
            }
            Value::Array(parts) => {
                (0..)
                    .zip(parts)
                    .for_each(|(n, part): (usize, _)| texts(part, &format!("{at}/{n}"), found));
            }
            Value::Object(fields) => {
                fields.iter().for_each(|(name, part)| texts(part, &format!("{at}/{name}"), found));
            }
            _ => {}
        }
    }
    let mut whole: Value = serde_json::from_str(line).unwrap();
    let kind = whole["kind"].as_str().unwrap_or_default().to_owned();
    for (_, names) in LEFT_OUT.iter().filter(|(of, _)| *of == kind) {
        for name in *names {
            whole["body"][*name] = "Un texte".into();
        }
    }
    let mut places = Vec::new();
    texts(&whole["body"], "/body", &mut places);
    let mut count = 0;
    for place in places {
        let mut next = whole.clone();
        *next.pointer_mut(&place).unwrap() = mark.into();
        if is_understood(&next.to_string()) {
            whole = next;
            count += 1;
        }
    }
    (whole.to_string(), count)
}

fn check(name: &str, text: &str) {
    assert!(!text.contains("<img src=x>"), "{name} has it as markup");
}

fn check_xml(name: &str, text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(_) => {}
            Err(why) => panic!("{name}: {why}"),
        }
    }
}

#[test]
fn what_is_typed_is_nowhere_read_as_markup_or_formula() {
    for mark in [MARKUP, FORMULA] {
        let made = small();
        let mut count = 0;
        let lines: Vec<_> = made
            .lines
            .iter()
            .map(|(of, line)| {
                let (line, more) = marked(line, mark);
                count += more;
                (*of, line)
            })
            .collect();
        assert!(count > 500, "{count} texts were marked");
        let texts: Vec<String> = lines.iter().map(|(_, line)| line.clone()).collect();
        let (page, ..) = written(Wrapping::Html, &texts, &Photos::new());
        check("the notebook", &String::from_utf8(page).unwrap());
        let workshop = found(&Invented { lines, workshop: made.workshop });
        for audience in [Audience::Partners, Audience::Public] {
            let (archive, ..) = bundle(&workshop, &Choice::all(audience));
            let mut zip = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
            for index in 0..zip.len() {
                let mut entry = zip.by_index(index).unwrap();
                let name = entry.name().unwrap().into_owned();
                let mut bytes = Vec::new();
                entry.read_to_end(&mut bytes).unwrap();
                let Ok(text) = String::from_utf8(bytes) else { continue };
                match name.rsplit_once('.').map(|(_, ending)| ending) {
                    Some("csv") => {
                        let rows = csv::ReaderBuilder::new()
                            .delimiter(b';')
                            .has_headers(false)
                            .flexible(true)
                            .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
                            .into_records();
                        for cell in rows
                            .flatten()
                            .flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
                        {
                            assert!(!cell.starts_with('='), "{name}: {cell}");
                        }
                    }
                    Some("qgs" | "qml" | "xml") => {
                        check(&name, &text);
                        check_xml(&name, &text);
                    }
                    Some("html") => check(&name, &text),
                    Some("json" | "geojson") => drop(serde_json::from_str::<Value>(&text).unwrap()),
                    _ => {}
                }
            }
            let source = DocumentSource {
                campaign: &workshop.campaign,
                sheet: workshop.sheet().unwrap(),
                audience,
                language: Language::Fr,
                made: MADE,
            };
            let mut documents = vec![Document::Booklet, Document::Told];
            documents.extend(ActorKind::ALL.iter().map(|actor| Document::OfActor(*actor)));
            for document in documents {
                check(&document.code(), &fragment(&pieces(document, &source)));
            }
        }
    }
}
