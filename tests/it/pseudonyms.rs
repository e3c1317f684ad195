//! What the ids of the files say: nothing. Each attack is first tried on files as they were before
//! there were pseudonyms, where it works, and then on those that are made now.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::Workshop;
use eclaireuse::domain::code::Code;
use eclaireuse::domain::identity::{DeviceNumber, RecordId};
use eclaireuse::domain::leaving::answering::Unplaced;
use eclaireuse::domain::leaving::pseudonym::{Behind, Pseudonyms};
use eclaireuse::domain::leaving::{Audience, Choice};
use eclaireuse::domain::stamp::Stamp;
use serde_json::Value;

use crate::answers::{diff, reference};
use crate::invented::CAMPAIGN;
use crate::planner::{bundle, entry, found, rows, small};

/// Every id in any text file of an archive, and in the names of its files.
fn ids(archive: &[u8]) -> BTreeSet<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip");
    let mut ids = BTreeSet::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).expect("an entry");
        let mut text = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        text.push(' ');
        text.push_str(&String::from_utf8_lossy(&bytes));
        let parts = text.split(|c: char| !c.is_ascii_hexdigit() && c != '-');
        // QGIS names its own parts in capitals.
        let is_id = |part: &&str| RecordId::parse(part).is_some_and(|id| id.to_string() == **part);
        ids.extend(parts.filter(is_id).map(str::to_owned));
    }
    ids
}

/// The millisecond that an id of version 7 was made at.
fn made_at(id: &str) -> Option<i64> {
    let id = RecordId::parse(id)?;
    ((id.0 >> 76) & 0xf == 7).then(|| i64::try_from(id.0 >> 80).expect("48 bits"))
}

/// The rows of `observations` as they left before: under the ids of the phones.
fn under_own_ids(workshop: &Workshop, audience: Audience) -> Vec<Value> {
    let (archive, ..) = bundle(workshop, &Choice::all(audience));
    let observations = workshop.campaign.observations().map(|(one, _)| one.id);
    let behind = Behind::of(&workshop.campaign.pseudonym_keys(CAMPAIGN), observations);
    let mut rows = rows(&archive, "observations");
    for row in &mut rows {
        let told = RecordId::parse(row["obs_id"].as_str().expect("an id")).expect("an id");
        let (id, _) = behind.thing(told).expect("an observation of this campaign");
        row["obs_id"] = id.to_string().into();
    }
    rows
}

fn column(rows: &[Value], name: &str) -> Vec<String> {
    rows.iter().map(|row| row[name].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn no_id_tells_when_something_was_said() {
    let workshop = small().workshop;
    let times: BTreeSet<i64> =
        workshop.campaign.observations().map(|(one, _)| one.made.utc_ms).collect();
    let told = |ids: &[String]| ids.iter().filter(|id| made_at(id).is_some()).count();
    let before = column(&under_own_ids(&workshop, Audience::Public), "obs_id");
    assert_eq!(told(&before), before.len(), "the attack reads the time of every one");
    assert!(before.iter().filter_map(|id| made_at(id)).any(|ms| times.contains(&ms)));
    for audience in Audience::ALL {
        let (archive, ..) = bundle(&workshop, &Choice::all(*audience));
        let now: Vec<String> = ids(&archive).into_iter().collect();
        assert!(now.len() > 40, "{} ids", now.len());
        assert_eq!(told(&now), 0, "{audience:?}");
        let other: Vec<&String> =
            now.iter().filter(|id| id.as_bytes().get(14) != Some(&b'8')).collect();
        assert!(other.is_empty(), "{audience:?}: {other:?}");
    }
}

#[test]
fn no_row_of_one_audience_is_joined_to_a_row_of_another() {
    let workshop = small().workshop;
    let shared = |one: &[String], other: &[String]| {
        let one: BTreeSet<&String> = one.iter().collect();
        other.iter().filter(|id| one.contains(id)).count()
    };
    let before =
        Audience::ALL.map_to(|audience| column(&under_own_ids(&workshop, audience), "obs_id"));
    assert_eq!(shared(&before[0], &before[1]), before[1].len(), "the attack joins every row");
    let now = Audience::ALL.map_to(|audience| {
        let (archive, ..) = bundle(&workshop, &Choice::all(audience));
        ids(&archive).into_iter().collect::<Vec<_>>()
    });
    assert_eq!(shared(&now[0], &now[1]), 0);
    // The photos carry no number that both have.
    let (archive, ..) = bundle(&workshop, &Choice::all(Audience::Public));
    let photos = column(&rows(&archive, "observations"), "photo_1");
    let photos: Vec<&String> = photos.iter().filter(|photo| !photo.is_empty()).collect();
    assert!(!photos.is_empty());
    assert!(photos.iter().all(|photo| ids(&archive).iter().any(|id| photo.contains(id))));
}

trait EachAudience {
    fn map_to<T>(&self, make: impl FnMut(Audience) -> T) -> Vec<T>;
}

impl EachAudience for [Audience] {
    fn map_to<T>(&self, make: impl FnMut(Audience) -> T) -> Vec<T> {
        self.iter().copied().map(make).collect()
    }
}

/// Numbers without gaps from 1 in each walk; and neither they nor the order of the rows follow a clock.
#[test]
fn public_numbers_and_rows_follow_no_clock_and_have_no_gaps() {
    let workshop = small().workshop;
    let (archive, ..) = bundle(&workshop, &Choice::all(Audience::Public));
    let observations = workshop.campaign.observations().map(|(one, _)| one.id);
    let behind = Behind::of(&workshop.campaign.pseudonym_keys(CAMPAIGN), observations);
    let mut numbers: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    let mut ids = Vec::new();
    for row in rows(&archive, "observations") {
        let walk = row["marche_id"].as_str().expect("a walk").to_owned();
        numbers.entry(walk).or_default().push(row["obs_num"].as_u64().expect("a number"));
        let told = RecordId::parse(row["obs_id"].as_str().expect("an id")).expect("an id");
        ids.push(behind.thing(told).expect("one of this campaign").0);
    }
    for (walk, numbers) in numbers {
        let count = u64::try_from(numbers.len()).expect("few");
        // Those without a place are in the CSV only; here nobody is without one.
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "{walk}");
    }
    let sorted = ids.windows(2).filter(|pair| pair[0] < pair[1]).count();
    assert!(ids.len() > 15 && sorted < ids.len() * 3 / 4, "{sorted} of {} in order", ids.len());
    for layer in ["constats", "preconis", "parcours"] {
        let id = if layer == "parcours" { "marche_id" } else { "constat_id" };
        let id = if layer == "preconis" { "preco_id" } else { id };
        let told = column(&rows(&archive, layer), id);
        assert!(told.windows(2).all(|pair| pair[0] < pair[1]), "{layer}");
    }
}

#[test]
fn the_next_files_to_the_same_readers_carry_the_same_ids() {
    let made = small();
    let (first, ..) = bundle(&made.workshop, &Choice::all(Audience::Public));
    let (second, ..) = bundle(&found(&made), &Choice::all(Audience::Public));
    assert_eq!(ids(&first), ids(&second));
}

/// A campaign of before there were keys gets one when something leaves, and every laptop keeps it.
#[test]
fn a_campaign_without_a_key_gets_one_when_something_leaves() {
    let mut made = small();
    made.lines.retain(|(_, line)| !line.contains("pseudonym_key"));
    let mut workshop = found(&made);
    assert!(workshop.campaign.pseudonym_keys(CAMPAIGN).is_empty());
    let at = Stamp { utc_ms: 1_790_000_000_000, offset_min: 60 };
    let chance = Chance { at, random: 77 };
    let kept = workshop.number(&Choice::all(Audience::Partners), chance);
    assert!(kept.iter().any(|one| one.entry.line.contains("pseudonym_key")));
    assert_eq!(workshop.campaign.pseudonym_keys(CAMPAIGN).len(), 1);
    let again = workshop.number(&Choice::all(Audience::Public), chance);
    assert!(!again.iter().any(|one| one.entry.line.contains("pseudonym_key")));
    // Another laptop that did the same before the two met: both keys are known, one is used.
    let mut other = found(&made);
    other.open(CAMPAIGN, DeviceNumber(0x0000_beef));
    other.campaign = workshop.campaign.clone();
    let (archive, ..) = bundle(&other, &Choice::all(Audience::Partners));
    let (here, ..) = bundle(&workshop, &Choice::all(Audience::Partners));
    assert_eq!(ids(&archive), ids(&here));
}

/// What comes back is found under the ids of either audience and under those of before.
#[test]
fn answers_find_their_way_back() {
    let workshop = small().workshop;
    for (audience, from_public) in [(Audience::Partners, false), (Audience::Public, true)] {
        let (archive, ..) = bundle(&workshop, &Choice::all(audience));
        let sheet = entry(&archive, "preconis.csv").replace(";transmitted;", ";under_study;");
        let (found, _) = diff(&workshop, &sheet);
        assert!(found.strangers.is_empty(), "{audience:?}: {:?}", found.strangers);
        assert!(!found.rows.is_empty() || audience == Audience::Public, "{audience:?}");
        assert_eq!(found.from_public > 0, from_public, "{audience:?}");
    }
    // A file of before carries the ids themselves.
    let (archive, ..) = bundle(&workshop, &Choice::all(Audience::Partners));
    let mut sheet = entry(&archive, "preconis.csv").replace(";transmitted;", ";under_study;");
    let asked: Vec<RecordId> = workshop
        .campaign
        .constats()
        .into_iter()
        .flat_map(|(id, _)| workshop.campaign.preconisations(id))
        .map(|(id, _)| id)
        .collect();
    let key = workshop.campaign.pseudonym_keys(CAMPAIGN).remove(0);
    let partners = Pseudonyms::new(key, Audience::Partners);
    for id in &asked {
        let told = partners.of(*id).to_string();
        sheet = sheet.replace(&told, &id.to_string());
    }
    let (found, _) = diff(&workshop, &sheet);
    assert!(found.strangers.is_empty() && !found.rows.is_empty());
    // One thing under the ids of both audiences is one thing; where they differ neither is taken.
    let public =
        Pseudonyms::new(workshop.campaign.pseudonym_keys(CAMPAIGN).remove(0), Audience::Public);
    let of = |row: &&str| asked.iter().find(|id| row.contains(&id.to_string())).copied();
    let mut studied = sheet.lines().filter(|row| row.contains(";under_study;"));
    let row = studied.find(|row| of(row).is_some()).expect("a row");
    let id = of(&row).expect("its id");
    let twin = row.replace(&id.to_string(), &public.of(id).to_string());
    let alone = diff(&workshop, &sheet).0;
    let twice = diff(&workshop, &format!("{}\r\n{twin}\r\n", sheet.trim_end())).0;
    assert_eq!((twice.rows.len(), twice.strangers.len()), (alone.rows.len(), 0));
    let other = twin.replace(";under_study;", ";accepted;");
    let twice = diff(&workshop, &format!("{}\r\n{other}\r\n", sheet.trim_end())).0;
    let why: Vec<Unplaced> = twice.strangers.iter().map(|one| one.why).collect();
    assert_eq!(why, [Unplaced::SaidTwice, Unplaced::SaidTwice]);
    // One of another campaign is named as such.
    let other = sheet.replace(&asked[0].to_string(), &RecordId(5).to_string());
    let other = other.replace(&reference(&workshop), "AUTRE-1");
    assert!(!diff(&workshop, &other).0.strangers.is_empty());
}
