//! Notebooks of a later version, on this one: what is not understood is carried on.

use eclaireuse::app::event::ReadyPhoto;
use eclaireuse::app::{Event, Route};
use eclaireuse::domain::identity::{RecordId, WalkId};
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::gender::Reason;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::scale::{Level, Polarity, Rating};
use eclaireuse::format::v1;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::phone::Phone;

/// Every line of a thing, the newest last.
fn bodies(phone: &Phone, walk: WalkId, id: RecordId) -> Vec<Value> {
    let lines = phone.lines_of(walk).into_iter();
    let of_it = lines.filter(|line| v1::read_line(line).unwrap().record.envelope.id == id);
    of_it.map(|line| serde_json::from_str::<Value>(&line).unwrap()["body"].take()).collect()
}

/// The newest revision of a thing is as a later version would have written it.
fn a_later_version_wrote(phone: &mut Phone, walk: WalkId, id: RecordId, fields: &Value) {
    let keys = phone.disk.records.iter();
    let of_it = |line: &str| v1::read_line(line).unwrap().record.envelope.id == id;
    let key = keys.rev().find(|(_, line)| of_it(line)).unwrap().0.clone();
    let mut line: Value = serde_json::from_str(&phone.disk.records.remove(&key).unwrap()).unwrap();
    for (name, value) in fields.as_object().unwrap() {
        line["body"][name] = value.clone();
    }
    let line = line.to_string();
    let record = v1::read_line(&line).unwrap().record;
    phone.disk.records.insert(v1::key(&record), line);
    phone.disk.address = Route::Walk(walk);
    phone.start();
}

fn later_code() -> impl Strategy<Value = Value> {
    "later_[a-z]{1,8}".prop_map(Value::from)
}

fn later_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z\"\\\\:,{}]{1,6}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn amending_one_answer_keeps_everything_else(
        unknown in prop::collection::btree_map("x_[a-z]{1,6}", later_value(), 0..5),
        codes in prop::collection::vec(later_code(), 5),
        which in 0..5_usize,
    ) {
        let mut phone = Phone::new();
        let walk = phone.creates_walk(|_| {});
        let id = phone.tags("street_lighting");
        phone.says(id, Change::Reason(Reason::Dogs));
        let mut fields = json!({
            "polarity": codes[0], "frequency": codes[1], "present": [codes[2]],
            "reasons": [codes[3], "dogs", codes[4]],
            "ratings": {"n_eclair": 2, "smell": 3}, "words": "la nuit",
        });
        for (name, value) in unknown {
            fields[name] = value;
        }
        a_later_version_wrote(&mut phone, walk, id, &fields);
        let before = bodies(&phone, walk, id).pop().unwrap();
        let (change, touched) = match which {
            0 => (Change::Text(TextField::Idea, "un banc".into()), "idea"),
            1 => (Change::Polarity(Polarity::Negative), "polarity"),
            2 => (Change::Reason(Reason::Comments), "reasons"),
            3 => (Change::Rating(Rating::Openness, Level::ALL[1]), "ratings"),
            _ => (Change::Finished(true), "finished"),
        };
        phone.says(id, change);
        phone.says(id, Change::Voices(4));
        let after = bodies(&phone, walk, id).pop().unwrap();
        for (name, value) in before.as_object().unwrap() {
            if name != touched {
                prop_assert_eq!(&after[name], value, "{}", name);
            }
        }
        let reasons = after["reasons"].as_array().unwrap();
        prop_assert!(reasons.contains(&codes[3]) && reasons.contains(&codes[4]));
        prop_assert_eq!(&after["ratings"]["smell"], &json!(3));
        prop_assert_eq!(&after["voices"], &json!(4));
        if which == 1 {
            prop_assert_eq!(&after["polarity"], &json!("negative"));
        }
    }
}

#[test]
fn the_sheet_and_a_photo_keep_what_a_later_version_said() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let sheet = RecordId(walk.0);
    let id = phone.tags("isolation");
    let chance = phone.chance();
    let ready = ReadyPhoto {
        media: MediaId([3; 32]),
        media_type: "image/jpeg".into(),
        size: 10,
        pixels: (4, 3),
        blocks: 0,
    };
    phone.happens(Event::PhotoReady(id, ready, chance));
    let photo = phone.model.notebook.photos_of(id).next().unwrap().id;
    a_later_version_wrote(&mut phone, walk, photo, &json!({"alt": "un porche"}));
    a_later_version_wrote(
        &mut phone,
        walk,
        sheet,
        &json!({
            "type_mar": "later_kind", "themes": ["later_theme"], "smell": 1.50,
            "stops": [{"number": 1, "name": "Là", "bench": true}, {"number": 2, "name": "Ici"}],
        }),
    );
    let mut amended = phone.model.walk().unwrap().clone();
    amended.stops[1].name = "Plus loin".into();
    phone.happens(Event::WalkAmended(Box::new(amended), phone.now));
    phone.happens(Event::PhotoWithdrawn(photo, true, phone.now));
    let after = bodies(&phone, walk, sheet).pop().unwrap();
    assert_eq!((&after["type_mar"], &after["smell"]), (&json!("later_kind"), &json!(1.5)));
    assert_eq!(after["themes"], json!(["later_theme"]));
    assert_eq!(after["stops"][0]["bench"], json!(true));
    assert_eq!(after["stops"][1]["name"], json!("Plus loin"));
    let after = bodies(&phone, walk, photo).pop().unwrap();
    assert_eq!((&after["alt"], &after["withdrawn"]), (&json!("un porche"), &json!(true)));
}
