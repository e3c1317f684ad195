//! Notebooks of a later version, on this one: what is not understood is carried on.

use std::collections::BTreeSet;

use eclaireuse::app::event::{Chance, ReadyPhoto};
use eclaireuse::app::view::layers::LeftOut;
use eclaireuse::app::view::list::{ListEntry, newest_first};
use eclaireuse::app::view::marks;
use eclaireuse::app::workshop::{Act, Refusal, Workshop};
use eclaireuse::app::{Event, Route};
use eclaireuse::domain::code::{Code, Language};
use eclaireuse::domain::deliberation::numbering::Numbers;
use eclaireuse::domain::identity::{RecordId, WalkId};
use eclaireuse::domain::leaving::figures::Figures;
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::gender::Reason;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::scale::{Level, Polarity, Rating};
use eclaireuse::domain::observation::taxonomy::{Category, Principle};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::Stop;
use eclaireuse::domain::walk::stop::StopId;
use eclaireuse::format::layers::LayersWriter;
use eclaireuse::format::v1;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::phone::Phone;
use crate::planner::{bundle, entry, found, small};

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
    // Another order and another length: each stop keeps what was said of it.
    let mut amended = phone.model.walk().unwrap().clone();
    let first = amended.stops.remove(0);
    amended.stops.push(Stop { id: StopId::made(9, 9), ..Stop::named(3, "Neuf") });
    amended.stops.push(first);
    phone.happens(Event::WalkAmended(Box::new(amended), phone.now));
    let after = bodies(&phone, walk, sheet).pop().unwrap();
    let stops: Vec<(&Value, &Value)> = after["stops"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (&one["name"], &one["bench"]))
        .collect();
    assert_eq!(
        stops,
        [
            (&json!("Plus loin"), &Value::Null),
            (&json!("Neuf"), &Value::Null),
            (&json!("Là"), &json!(true)),
        ]
    );
    let after = bodies(&phone, walk, photo).pop().unwrap();
    assert_eq!((&after["alt"], &after["withdrawn"]), (&json!("un porche"), &json!(true)));
}

#[test]
fn an_observation_of_a_later_category_is_shown_amended_withdrawn_and_passed_on() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    phone.happens(Event::PlusTapped);
    phone.is_at(2.2935, 49.8709, 5.0);
    let known = phone.tags("isolation");
    let id = phone.tags("noise");
    phone.says(id, Change::Text(TextField::Words, "un drone".into()));
    a_later_version_wrote(&mut phone, walk, id, &json!({"category": "drone_noise"}));
    let observation = phone.observation(id).clone();
    assert_eq!((observation.category.code(), observation.principle()), ("drone_noise", None));
    assert_eq!(observation.words, "un drone");
    let label = observation.category.label(Language::Fr);
    assert!(label.starts_with("Catégorie que cette version ne connaît pas"), "{label}");
    // In the list, on the map, and not where somebody looks for a principle.
    assert_eq!(phone.model.notebook.observation_count(), 2);
    assert_eq!(marks::observations(&phone.model, None).len(), 2);
    let listed = |phone: &Phone| newest_first(&phone.model).contains(&ListEntry::Observation(id));
    assert!(listed(&phone));
    for principle in Principle::ALL {
        phone.model.filter.principle = Some(*principle);
        assert!(!listed(&phone));
    }
    phone.model.filter.principle = None;
    // Said before the layers are made, and true of them.
    let left_out = LeftOut::of(&phone.model);
    assert_eq!((left_out.later_category, left_out.without_place), (vec![2], vec![]));
    let numbers = Numbers::in_order(phone.model.notebook.all_observations().map(|one| one.id));
    let layers = LayersWriter::new(&phone.model.notebook, walk, phone.now, true, &numbers).unwrap();
    let (_, report) = layers.finish().unwrap();
    assert_eq!((report.observations, report.later_category), (1, vec![2]));
    // Amended, withdrawn and put back, its category stays what its author said.
    phone.says(id, Change::Polarity(Polarity::Negative));
    phone.says(id, Change::Secondary(Category::from_code("noise").unwrap()));
    assert_eq!(bodies(&phone, walk, id).pop().unwrap()["category"], json!("drone_noise"));
    phone.says(id, Change::Withdrawn(true));
    assert!(!listed(&phone));
    phone.says(id, Change::Withdrawn(false));
    assert!(listed(&phone) && phone.observation(known).principle().is_some());
    let said = phone.on_disk(id).unwrap();
    assert_eq!((said.category, said.polarity), (observation.category, Some(Polarity::Negative)));
    assert_eq!(bodies(&phone, walk, id).pop().unwrap()["category"], json!("drone_noise"));
}

/// The campaign of the planner's tests, in which a later version wrote some categories.
/// Without the lines of a kind.
fn a_later_campaign(from: &str, to: &str, kind: &str, without: &str) -> Workshop {
    let mut made = small();
    made.lines.retain(|(_, line)| !line.contains(&format!("\"kind\":\"{without}\"")));
    let (from, to) = (format!("\"category\":\"{from}\""), format!("\"category\":\"{to}\""));
    let kind = format!("\"kind\":\"{kind}\"");
    let mut changed = 0;
    for (_, line) in made.lines.iter_mut().filter(|(_, line)| line.contains(&kind)) {
        changed += usize::from(line.contains(&from));
        *line = line.replace(&from, &to);
    }
    assert!(changed > 0, "{from}");
    found(&made)
}

#[test]
fn what_is_of_a_later_category_stays_in_the_group_and_is_listed() {
    let choice = Choice::all(Audience::Partners);
    for (kind, code) in [("observation", "street_lighting"), ("constat", "street_lighting")] {
        let before = Leaving::of(&found(&small()).campaign, &choice);
        let workshop = a_later_campaign(code, "drone_noise", kind, "nothing");
        let campaign = &workshop.campaign;
        let after = Leaving::of(campaign, &choice);
        let later = (after.stays.later_observations.len(), after.stays.later_constats.len());
        assert!(later.0 + later.1 > 0, "{kind}");
        assert_eq!(after.observations.len() + later.0, before.observations.len());
        assert_eq!(after.constats.len() + later.1, before.constats.len());
        let all = campaign.observations().count();
        let figures = Figures::of(campaign.observations(), &[]);
        assert_eq!((figures.observations, figures.by_principle.total()), (all, all));
        let (archive, report) = bundle(&workshop, &choice);
        assert_eq!(report.leaving, after);
        assert!(entry(&archive, "LISEZMOI.txt").contains("ne connaît pas"));
        for layer in ["observations", "constats", "preconis"] {
            let schema = entry(&archive, &format!("schema/{layer}.schema.json"));
            let schema: Value = serde_json::from_str(&schema).unwrap();
            let rows: Value =
                serde_json::from_str(&entry(&archive, &format!("{layer}.geojson"))).unwrap();
            assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&rows), "{layer}");
            assert!(!entry(&archive, &format!("{layer}.csv")).contains("drone_noise"));
        }
    }
}

#[test]
fn a_constat_never_gets_a_category_that_nobody_here_knows() {
    let mut workshop =
        a_later_campaign("street_lighting", "drone_noise", "observation", "assignment");
    let chance = Chance { at: Stamp { utc_ms: 1_790_000_000_000, offset_min: 60 }, random: 7 };
    let of = |known: bool| {
        let mut all = workshop.campaign.observations();
        all.find(|(one, _)| one.category.is_known() == known).expect("one").0.id
    };
    let (later, known) = (of(false), of(true));
    assert!(workshop.suggestions().iter().all(|one| !one.members.contains(&later)));
    assert_eq!(
        workshop.act(Act::Group(vec![later], None), chance).err(),
        Some(Refusal::LaterCategory)
    );
    let before: BTreeSet<RecordId> =
        workshop.campaign.constats().into_iter().map(|(id, _)| id).collect();
    workshop.act(Act::Group(vec![later, known], None), chance).unwrap();
    let constats = workshop.campaign.constats().into_iter();
    let (id, constat) = constats.into_iter().find(|(id, _)| !before.contains(id)).unwrap();
    let said = workshop.campaign.observation(known).unwrap().0.category;
    assert_eq!((constat.category, constat.secondary.len()), (said, 0));
    assert_eq!(workshop.campaign.members(id).len(), 2);
}
