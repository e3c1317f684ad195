//! The reader of records reads JSON as the library does, whatever stands in it.

use eclaireuse::format::json::{Json, check, quoted, read};
use proptest::prelude::*;
use serde_json::Value as Oracle;

/// Both say the same of a value, as far as ours tells numbers apart.
fn is_same(ours: &Json, library: &Oracle) -> bool {
    match (ours, library) {
        (Json::Null, Oracle::Null) => true,
        (Json::Bool(a), Oracle::Bool(b)) => a == b,
        (Json::Number(a), Oracle::Number(b)) => *a == b.as_i64(),
        (Json::String(a), Oracle::String(b)) => a == b,
        (Json::Array(a), Oracle::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        // Of two fields of one name the last counts, in both.
        (Json::Object(a), Oracle::Object(b)) => {
            a.iter().all(|(name, _)| b.contains_key(name))
                && b.iter().all(|(name, value)| ours.get(name).is_some_and(|a| is_same(a, value)))
        }
        _ => false,
    }
}

/// A number that is JSON and too large for the library is a number here.
fn is_too_large_a_number(why: &serde_json::Error) -> bool {
    why.to_string().starts_with("number out of range")
}

fn agree(text: &str) {
    let ours = read(text);
    assert_eq!(ours.is_ok(), check(text).is_ok(), "{text:?}");
    match (ours, serde_json::from_str::<Oracle>(text)) {
        (Ok(ours), Ok(library)) => assert!(is_same(&ours, &library), "{text:?}: {ours:?}"),
        (Err(_), Err(_)) => {}
        (Ok(_), Err(why)) => assert!(is_too_large_a_number(&why), "{text:?}: {why}"),
        (Err(why), Ok(_)) => panic!("{text:?}: {why}"),
    }
}

fn any_json() -> impl Strategy<Value = Oracle> {
    let leaf = prop_oneof![
        Just(Oracle::Null),
        any::<bool>().prop_map(Oracle::from),
        any::<i64>().prop_map(Oracle::from),
        any::<u64>().prop_map(Oracle::from),
        any::<f64>().prop_map(Oracle::from),
        any::<String>().prop_map(Oracle::from),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Oracle::from),
            prop::collection::btree_map("[a-c]{0,2}|\\PC{0,3}", inner, 0..8)
                .prop_map(|fields| Oracle::Object(fields.into_iter().collect())),
        ]
    })
}

/// Pieces of which texts that are nearly JSON are made.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\"a\"",
    "\"b\":",
    "null",
    "true",
    "false",
    "nul",
    "0",
    "-0",
    "-",
    "1",
    "12",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    ".5",
    "1.5",
    "01",
    "1e5",
    "1E+5",
    "1e",
    "1e999",
    " ",
    "\t",
    "\n",
    "\u{1}",
    "\\u00e9",
    "\\ud83c\\udf19",
    "\\ud83c",
    "\\udf19",
    "\\u+123",
    "\\n",
    "é",
    "🌙",
    "\u{7f}",
    "\u{feff}",
    "//",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn what_the_library_writes_is_read_alike(value in any_json(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        let text = text.unwrap();
        agree(&text);
        prop_assert!(read(&text).is_ok());
    }

    #[test]
    fn what_is_nearly_json_is_refused_alike(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..10)) {
        agree(&pieces.concat());
        agree(&format!("\"{}\"", pieces.concat()));
        agree(&format!("[{}]", pieces.join(",")));
        agree(&format!("{{\"a\":{}}}", pieces.concat()));
    }

    #[test]
    fn one_changed_byte_is_read_alike(value in any_json(), at in any::<prop::sample::Index>(), byte in 0_u8..128) {
        let mut bytes = serde_json::to_vec(&value).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(text) = String::from_utf8(bytes) {
            agree(&text);
        }
    }

    #[test]
    fn texts_are_written_as_the_library_writes_them(text in "\\PC*|[\\x00-\\x7f]*") {
        prop_assert_eq!(quoted(&text), serde_json::to_string(&text).unwrap());
    }
}

#[test]
fn depth_ends_where_the_library_ends_it() {
    for depth in [1, 126, 127, 128, 129, 5000] {
        agree(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        agree(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)));
    }
}

#[test]
fn every_control_character_is_written_alike() {
    let all: String = (0..0x100).filter_map(char::from_u32).collect();
    assert_eq!(quoted(&all), serde_json::to_string(&all).unwrap());
    agree(&quoted(&all));
}
