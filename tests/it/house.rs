//! What keeps the house in order beyond its walls: who sees whom among the rooms of the core, where
//! effects happen, where records are made, how long a file may be, and that a word has one meaning.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::tidy::{code, files, root};

/// The place of a file under `src`, with `/`.
fn place(file: &Path) -> String {
    let under = file.strip_prefix(root().join("src")).expect("under src");
    under.to_string_lossy().replace('\\', "/")
}

/// The code of a file without its tests.
fn own_code(file: &Path) -> String {
    let code = code(file);
    let end = code.find("#[cfg(test)]\nmod tests {").unwrap_or(code.len());
    code[..end].to_owned()
}

/// The paths that a piece of code begins with: `a::b` of `a::b::c()`, `a::b` and `a::c` of
/// `a::{b, c}`, `a` of `a::{self}`.
fn paths(text: &str) -> Vec<String> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let end = text.find(|c| !is_path(c)).unwrap_or(text.len());
    let (path, rest) = text.split_at(end);
    let Some(group) = rest.strip_prefix('{').filter(|_| path.is_empty() || path.ends_with("::"))
    else {
        return vec![path.trim_end_matches(':').to_owned()];
    };
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                let inner = paths(group[from..at].trim()).into_iter();
                let inner = inner.filter(|inner| !inner.is_empty());
                found.extend(inner.map(|inner| match inner.as_str() {
                    "self" => path.trim_end_matches(':').to_owned(),
                    inner => format!("{path}{inner}"),
                }));
                from = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

/// The paths that stand after a prefix, wherever the code names it.
fn named_after(code: &str, prefix: &str) -> BTreeSet<String> {
    let found = code.match_indices(prefix);
    let mut found: BTreeSet<String> =
        found.flat_map(|(at, _)| paths(&code[at + prefix.len()..])).collect();
    found.remove("");
    found
}

/// Who may see whom among the rooms of the domain, the more particular place first. What all rooms
/// use (codes, ids, moments, days) sees none of them.
const DOMAIN: [(&str, &[&str]); 12] = [
    // Folds the records of a walk.
    ("walk/notebook.rs", &["walk", "observation", "ledger"]),
    // Says which records belong into a kit.
    ("walk/kit.rs", &["walk", "ledger::record"]),
    // Where, when, how much and about what: never what was said.
    (
        "walk/",
        &[
            "walk",
            "observation::moment",
            "observation::photo::MediaId",
            "observation::place",
            "observation::scale",
            "observation::taxonomy",
            "observation::zone",
        ],
    ),
    // An observation stands on a walk: its stops, its time, its city.
    (
        "observation/mod.rs",
        &["observation", "walk::Stop", "walk::Walk", "walk::stop", "walk::profile"],
    ),
    ("observation/amend.rs", &["observation", "walk::Stop", "walk::Walk", "walk::stop"]),
    ("observation/", &["observation"]),
    // The bodies of records.
    ("ledger/record.rs", &["ledger", "walk", "observation"]),
    ("ledger/", &["ledger"]),
    // What left is a record among the others.
    ("deliberation/mod.rs", &["deliberation", "leaving::release", "ledger", "walk", "observation"]),
    ("deliberation/", &["deliberation", "ledger", "walk", "observation"]),
    (
        "campaign/",
        &["campaign", "leaving::release", "deliberation", "ledger", "walk", "observation"],
    ),
    ("leaving/", &["leaving", "campaign", "deliberation", "ledger", "walk", "observation"]),
];

const BASICS: [&str; 5] = ["code", "date", "folding", "identity", "stamp"];

#[test]
fn a_room_of_the_domain_sees_only_what_it_stands_on() {
    for file in files("src/domain", "rs") {
        let place = place(&file);
        let place = place.trim_start_matches("domain/");
        let row = DOMAIN.iter().find(|(under, _)| place.starts_with(under));
        let allowed = row.map_or(&[][..], |(_, allowed)| allowed);
        for seen in named_after(&own_code(&file), "crate::domain::") {
            let is_in = |room: &&str| seen == **room || seen.starts_with(&format!("{room}::"));
            assert!(
                BASICS.iter().any(is_in) || allowed.iter().any(is_in),
                "domain/{place} sees {seen}, and stands on {allowed:?}"
            );
        }
    }
}

/// What of the browser any view may use: it looks, measures, draws or tells the time. Nothing of it
/// lasts longer than the screen.
const LOOKS: [&str; 30] = [
    "clock::chance",
    "clock::measured",
    "clock::lived_ms",
    "clock::now",
    "file::dropped_name",
    "install::address",
    "install::browser",
    "install::can_install",
    "install::folder",
    "install::is_installed",
    "map::has_webgl",
    "map::open",
    "photo::address",
    "photo::release",
    "screen::chosen_file",
    "screen::draw",
    "screen::element",
    "screen::element_under",
    "screen::focus_heading",
    "screen::fragment",
    "screen::hold_pointer",
    "screen::in_sight",
    "screen::log",
    "screen::marked_target",
    "screen::on_scroll",
    "screen::page",
    "screen::place_in_element",
    "screen::size_of",
    "screen::value_of",
    "screen::words_on_it",
];

/// What else a view does itself, and why not by an effect.
const ACTS: [(&str, &str, &str); 25] = [
    ("ui/session.rs", "perform", LOOP),
    ("ui/session.rs", "screen::show", LOOP),
    ("ui/workshop/hall.rs", "perform", LOOP),
    ("ui/workshop/hall.rs", "memory::campaign_device", "asked before the workshop can be opened"),
    ("ui/mod.rs", "screen::send_signal", "nothing runs yet: it tells the page that it does"),
    ("ui/mod.rs", "screen::start", "nothing runs yet: it starts the loop"),
    ("ui/desk/mod.rs", "exchange::choose", FILES),
    ("ui/parts/job.rs", "exchange::choose", FILES),
    ("ui/workshop/cockpit.rs", "exchange::choose", FILES),
    ("ui/workshop/cockpit.rs", "exchange::choose_dropped", FILES),
    ("ui/workshop/mod.rs", "exchange::choose_dropped", FILES),
    ("ui/workshop/answers.rs", "file::read", FILES),
    ("ui/ground/photo.rs", "photo::read", FILES),
    ("ui/ground/photo.rs", "photo::finish", FILES),
    ("ui/desk/kit.rs", "install::copy", TAP),
    ("ui/join/mod.rs", "install::copy", TAP),
    ("ui/workshop/document.rs", "install::copy", TAP),
    ("ui/join/mod.rs", "install::install", TAP),
    ("ui/join/mod.rs", "install::follow", TAP),
    ("ui/desk/print.rs", "screen::print", TAP),
    ("ui/workshop/document.rs", "screen::print", TAP),
    ("ui/workshop/figures.rs", "screen::print", TAP),
    (
        "ui/parts/element.rs",
        "screen::leave",
        "a link is followed; the loop hears of it as an event",
    ),
    ("ui/pages/mod.rs", "screen::show", "the address is of another page, which is opened instead"),
    ("ui/workshop/field.rs", "screen::set_value", "the field shows what was typed before"),
];

const LOOP: &str = "it is the loop";
const FILES: &str = "files of the browser do not fit into an event; what is read of them does";
const TAP: &str = "the browser allows it only inside the tap itself";

/// What is typed is kept at once, also when the page is about to go and no loop would run again.
const TYPED_IN: [&str; 2] = ["ui/workshop/entry.rs", "ui/workshop/field.rs"];
const TYPED: [&str; 3] = ["memory::typed", "memory::keep_typed", "memory::drop_typed"];

/// What the views name of the platform: file, and `capability::function`.
fn named_of_the_platform() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for file in files("src/ui", "rs") {
        let code = own_code(&file);
        let mut add = |path: &str| found.insert((place(&file), path.to_owned()));
        let mut capabilities = BTreeSet::new();
        for path in named_after(&code, "platform::") {
            let (capability, named) = path.split_once("::").unwrap_or((&path, ""));
            if named.starts_with(|c: char| c.is_lowercase()) || capability == "perform" {
                add(&path);
            }
            capabilities.insert(capability.to_owned());
        }
        let mut calls: Vec<(usize, &str)> = Vec::new();
        for capability in &capabilities {
            let word = format!("{capability}::");
            calls.extend(code.match_indices(&word).map(|(at, _)| (at, capability.as_str())));
        }
        for (at, capability) in calls {
            let before = &code[..at];
            let is_path = before.ends_with("::") && !before.ends_with("platform::");
            let is_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let rest = &code[at + capability.len() + 2..];
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let is_call = rest.starts_with(|c: char| c.is_lowercase());
            if !is_path && !is_word && is_call {
                add(&format!("{capability}::{}", &rest[..end]));
            }
        }
    }
    found
}

#[test]
fn an_effect_happens_in_the_loop_only() {
    let mut used = BTreeSet::new();
    for (file, call) in named_of_the_platform() {
        let act = ACTS.iter().find(|(under, act, _)| file == *under && call == *act);
        match act {
            Some((file, act, _)) => drop(used.insert((*file, *act))),
            None => {
                let is_typed = TYPED_IN.contains(&file.as_str()) && TYPED.contains(&call.as_str());
                let is_look = LOOKS.contains(&call.as_str());
                assert!(is_typed || is_look, "{file} calls platform::{call}: make it an effect");
            }
        }
    }
    for look in LOOKS {
        let is_used = named_of_the_platform().iter().any(|(_, call)| call == look);
        assert!(is_used, "no view calls {look} any more");
    }
    for (file, act, why) in ACTS {
        assert!(used.contains(&(file, act)), "{file} calls {act} no more ({why})");
    }
}

/// A record is made by the ledger and read by the format; everybody else only hands it on.
#[test]
fn records_are_made_in_the_ledger_alone() {
    for file in files("src", "rs") {
        let place = place(&file);
        if place == "app/ledger.rs" || place.starts_with("format/v1/") {
            continue;
        }
        let code = own_code(&file);
        for (at, _) in code.match_indices("Envelope {") {
            let is_declared = code[..at].ends_with("pub struct ");
            let line = code[..at].rsplit('\n').next().unwrap_or_default();
            let is_taken_apart = line.trim_start().starts_with("let ");
            let rest = code[at..].split_once('}').map_or("", |(_, rest)| rest);
            let is_pattern = is_taken_apart && rest.trim_start().starts_with('=');
            assert!(is_declared || is_pattern, "{place} makes a record");
        }
        for maker in ["v1::write_line(", "v1::write_next(", "v1::write_deliberation("] {
            assert!(!code.contains(maker), "{place} writes a record's line");
        }
    }
}

#[test]
fn geojson_is_written_in_one_place() {
    for file in files("src", "rs") {
        let place = place(&file);
        let code = own_code(&file).replace('\\', "");
        let writes = code.contains(r#""type":"Feature"#);
        assert_eq!(writes, place == "format/geojson.rs", "{place} writes GeoJSON");
    }
}

/// Lines that a file may have.
const LINES: usize = 500;

/// Longer ones of before; each figure may only fall.
const LONGER: [(&str, usize); 7] = [
    ("src/format/v1/deliberation/mod.rs", 539),
    ("src/ui/workshop/constat.rs", 716),
    ("tests/it/answers.rs", 786),
    ("tests/it/layers.rs", 509),
    ("tests/it/review.rs", 509),
    ("tests/it/stories.rs", 726),
    ("tests/it/workshop.rs", 547),
];

#[test]
fn every_module_says_what_it_is_and_stays_readable() {
    for file in files("src", "rs").into_iter().chain(files("tests", "rs")) {
        let text = fs::read_to_string(&file).expect("utf-8");
        let name = file.strip_prefix(root()).expect("here").to_string_lossy().replace('\\', "/");
        let lines = text.lines().count();
        assert!(lines < 12 || text.starts_with("//!"), "{name} does not say what it is");
        let longer = LONGER.iter().find(|(longer, _)| name == *longer);
        let most = longer.map_or(LINES, |(_, most)| *most);
        assert!(lines <= most, "{name} has {lines} lines, more than {most}: split it by subject");
        assert!(
            longer.is_none() || lines > LINES,
            "{name} has become readable: take it off the list"
        );
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        assert!(!["utils", "helpers", "common", "manager", "misc"].contains(&stem), "{name}");
    }
    for (name, _) in LONGER {
        assert!(root().join(name).exists(), "{name} is gone: take it off the list");
    }
}

/// The types that a file offers to everybody, with those of `codes!`.
fn offered_types(code: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut found = Vec::new();
    let mut is_in_codes = false;
    for line in code.lines() {
        let line = line.trim_start();
        for kind in ["struct", "enum", "trait", "type", "union"] {
            if let Some(rest) = line.strip_prefix(&format!("pub {kind} ")) {
                found.push(word(rest));
            }
        }
        if is_in_codes {
            found.push(word(line));
        }
        is_in_codes = line.starts_with("codes! {");
    }
    // Names that a macro is given.
    found.retain(|name| !name.is_empty());
    found
}

#[test]
fn one_name_means_one_type() {
    let mut of: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files("src", "rs") {
        for name in offered_types(&own_code(&file)) {
            of.entry(name).or_default().push(place(&file));
        }
    }
    let twice: Vec<_> = of.iter().filter(|(_, places)| places.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(of.contains_key("Polarity") && of.contains_key("Walk"), "the reading works");
}
