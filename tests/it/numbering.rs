//! The numbers of observations, from the files of a campaign: what somebody read once stays.

use std::collections::BTreeMap;

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::Workshop;
use eclaireuse::domain::identity::{DeviceNumber, RecordId};
use eclaireuse::domain::leaving::pseudonym::Behind;
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::v1;
use serde_json::Value;

use crate::invented::CAMPAIGN;
use crate::planner::{bundle, entry, small};

fn chance(random: u128) -> Chance {
    Chance { at: Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 }, random }
}

/// A laptop that found these lines, without the observations that `absent` names.
fn laptop(
    device: u32,
    lines: &[(eclaireuse::domain::identity::WalkId, String)],
    absent: impl Fn(RecordId) -> bool,
) -> Workshop {
    let mut workshop = Workshop::default();
    workshop.open(CAMPAIGN, DeviceNumber(device));
    let of = |id| {
        let own = lines.iter().filter(move |(of, _)| *of == id);
        let own = own.filter(|(_, line)| {
            let record = v1::read_line(line).expect("a line").record;
            let thing = match &record.body {
                Body::Observation(observation) => observation.id,
                Body::Photo(photo) => photo.observation,
                _ => return true,
            };
            !absent(thing)
        });
        own.map(|(_, line)| line.clone()).collect::<Vec<_>>()
    };
    for walk in workshop.lines(CAMPAIGN, of(CAMPAIGN), true) {
        workshop.lines(walk, of(walk), true);
    }
    workshop
}

/// Number and photo of each observation in the partners' files, by the walk's id and its own.
fn told(workshop: &Workshop) -> BTreeMap<(String, String), (i64, String)> {
    let (archive, ..) = bundle(workshop, &Choice::all(Audience::Partners));
    let json: Value = serde_json::from_str(&entry(&archive, "observations.geojson")).expect("json");
    let features = json["features"].as_array().expect("features").iter();
    let walks = workshop.campaign.walks().into_iter().map(|walk| RecordId(walk.id.0));
    let said = workshop.campaign.observations().map(|(one, _)| one.id);
    let behind = Behind::of(&workshop.campaign.pseudonym_keys(CAMPAIGN), walks.chain(said));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = |value: &Value| {
        let told = RecordId::parse(value.as_str().expect("an id")).expect("an id");
        behind.thing(told).expect("of this campaign").0.to_string()
    };
    features
        .map(|feature| &feature["properties"])
        .map(|row| {
            let key = (id(&row["marche_id"]), id(&row["obs_id"]));
            (key, (row["obs_num"].as_i64().expect("a number"), text(&row["photo_1"])))
        })
        .collect()
}

fn no_number_twice(told: &BTreeMap<(String, String), (i64, String)>) {
    let mut seen: Vec<_> = told.iter().map(|((walk, _), (number, _))| (walk, number)).collect();
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), all);
}

#[test]
fn a_late_phone_and_a_withdrawal_move_no_number_and_no_photo() {
    let made = small();
    // One phone in three was forgotten at home; its observations lie between the others.
    let late = |id: RecordId| (id.0 >> 80).is_multiple_of(3) || id.0.is_multiple_of(3);
    let mut before = laptop(1, &made.lines, late);
    let mut written = before.number(&Choice::all(Audience::Partners), chance(1));
    assert!(!written.is_empty());
    let first = told(&before);
    assert!(first.values().any(|(_, photo)| !photo.is_empty()));
    no_number_twice(&first);

    let mut lines = made.lines.clone();
    lines.extend(written.iter().map(|kept| (kept.walk, kept.entry.line.clone())));
    // Somebody withdraws the observation that came first.
    let (gone, body) = before
        .campaign
        .observations()
        .map(|(observation, _)| (observation.id, observation.clone()))
        .find(|(id, _)| first.contains_key(&(body_walk(&before, *id), id.to_string())))
        .expect("one left");
    let record = before.campaign.notebooks[&body.walk].record(gone).expect("it is here");
    let envelope = Envelope { revision: record.envelope.revision + 1, ..record.envelope.clone() };
    let mut body = body;
    body.withdrawn = true;
    let walk = body.walk;
    lines.push((walk, v1::write_line(&envelope, &Body::Observation(Box::new(body))).0));

    let mut after = laptop(1, &lines, |_| false);
    written = after.number(&Choice::all(Audience::Partners), chance(2));
    assert!(!written.is_empty(), "those who came late get numbers");
    let second = told(&after);
    assert!(second.len() > first.len());
    no_number_twice(&second);
    for (key, known) in &first {
        if key.1 == gone.to_string() {
            assert_eq!(second.get(key), None);
        } else {
            assert_eq!(second.get(key), Some(known), "{key:?}");
        }
    }
    let written = after.number(&Choice::all(Audience::Partners), chance(3));
    assert!(written.is_empty(), "everything has its number");
}

fn body_walk(workshop: &Workshop, id: RecordId) -> String {
    workshop.campaign.observation(id).map(|(_, walk)| walk.id.to_string()).unwrap_or_default()
}

#[test]
fn two_laptops_that_did_not_know_of_each_other_share_no_number() {
    let made = small();
    let mut founder = laptop(1, &made.lines, |id| id.0.is_multiple_of(2));
    let mut other = laptop(77, &made.lines, |id| !id.0.is_multiple_of(2));
    let all = Choice::all(Audience::Partners);
    let (ours, theirs) = (founder.number(&all, chance(1)), other.number(&all, chance(2)));
    let (first, second) = (told(&founder), told(&other));
    let mut lines = made.lines.clone();
    for kept in ours.iter().chain(&theirs) {
        lines.push((kept.walk, kept.entry.line.clone()));
    }
    let merged = told(&laptop(1, &lines, |_| false));
    lines.reverse();
    assert_eq!(merged, told(&laptop(77, &lines, |_| false)), "in whatever order it came");
    no_number_twice(&merged);
    for (key, known) in first.iter().chain(&second) {
        assert_eq!(merged.get(key), Some(known), "{key:?}");
    }
}
