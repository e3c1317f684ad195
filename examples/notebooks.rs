//! Makes the notebooks of an invented campaign by replaying scripted walks through the app itself:
//! phones that join, walk along streets, tag what they meet, and hand over. For the tests and the
//! benchmark; everything said in them is invented, and marked as an exercise.
//!
//! ```text
//! cargo run --example notebooks -- FOLDER [--phones N] [--observations N] [--photos N]
//!                                         [--photo-bytes N] [--picture FILE] [--roads FILE]
//!                                         [--newest yes]
//! ```
//!
//! `--phones` are those of all walks together; two walks, by day and by night, share the stops. With
//! `--roads` (GeoJSON lines, WGS 84) they walk along these, else along two streets that do not exist.
//! `--newest yes` leaves out all revisions but the last of each thing.
//! `--picture` is a JPEG to be used as the photo; its metadata is left out.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::{env, fs};

use eclaireuse::app::event::Chance;
use eclaireuse::app::event::ReadyPhoto;
use eclaireuse::app::{Effect, Event, Model, Page, Route};
use eclaireuse::domain::identity::{RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::gender::{AvoidedBy, AvoidedWhen, Reason};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::place::{Place, line_length_m};
use eclaireuse::domain::observation::scale::{Frequency, Level, Polarity, Rating};
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::{Stop, Walk};
use eclaireuse::format::bundle::{NotebookWriter, ZipWriter};
use eclaireuse::format::preferences::Preferences;
use eclaireuse::format::v1;

/// 5 November 2025 in Berlin time: 14:00 by day, 18:30 in the dark.
const DAY: Stamp = Stamp { utc_ms: 1_762_347_600_000, offset_min: 60 };
const NIGHT: Stamp = Stamp { utc_ms: 1_762_363_800_000, offset_min: 60 };

/// What is met along the way: category, problem or strength, feeling, severity, words, idea.
type Met = (&'static str, Polarity, u8, u8, &'static str, &'static str);

const BY_DAY: [Met; 8] = [
    ("green_shade", Polarity::Positive, 3, 0, "De l’ombre, on s’assoit", ""),
    ("seating_furniture", Polarity::Negative, 1, 1, "Plus un seul banc", "Remettre des bancs"),
    ("wayfinding_signs", Polarity::Negative, 2, 1, "Aucune flèche", "Un panneau au carrefour"),
    ("foot_traffic", Polarity::Positive, 3, 0, "Toujours du monde ici", ""),
    (
        "pavement_steps",
        Polarity::Negative,
        1,
        2,
        "Trottoir cassé, la poussette ne passe pas",
        "Refaire le trottoir",
    ),
    (
        "group_occupation",
        Polarity::Negative,
        1,
        2,
        "Un groupe prend toute la place",
        "Une médiation l’après-midi",
    ),
    (
        "women_girls_activities",
        Polarity::Negative,
        2,
        2,
        "Rien pour les filles après 12 ans",
        "Un créneau de sport",
    ),
    ("local_associations", Polarity::Positive, 3, 0, "La maison de quartier est ouverte", ""),
];

const BY_NIGHT: [Met; 8] = [
    ("street_lighting", Polarity::Negative, 0, 3, "On ne voit pas ses pieds", "Réparer les lampes"),
    ("hiding_spots", Polarity::Negative, 0, 3, "Un recoin derrière le local", "Fermer le recoin"),
    ("isolation", Polarity::Negative, 0, 2, "Personne n’entendrait", ""),
    (
        "unwanted_attention",
        Polarity::Negative,
        0,
        3,
        "Des remarques à chaque fois, chez M. Exemple",
        "Une présence le soir",
    ),
    ("bus_stop_wait", Polarity::Negative, 1, 2, "On attend dans le noir", "Éclairer l’abri"),
    ("evening_life", Polarity::Positive, 3, 0, "Le café reste ouvert", ""),
    ("street_lighting", Polarity::Positive, 3, 0, "Ici c’est bien éclairé", ""),
    (
        "vegetation_screen",
        Polarity::Negative,
        1,
        2,
        "La haie cache tout, voir appartement 12",
        "Tailler à un mètre",
    ),
];

struct Asked {
    folder: PathBuf,
    phones: usize,
    observations: usize,
    photos: usize,
    photo_bytes: usize,
    picture: Option<PathBuf>,
    roads: Option<PathBuf>,
    newest: bool,
}

fn asked() -> Asked {
    let mut words = env::args().skip(1);
    let folder = words.next().expect("a folder to write into");
    let mut named: BTreeMap<String, String> = BTreeMap::new();
    while let Some(name) = words.next() {
        named.insert(name, words.next().expect("a value for each name"));
    }
    let number = |name: &str, otherwise: usize| {
        named.get(name).map_or(otherwise, |value| value.parse().expect("a number"))
    };
    Asked {
        folder: folder.into(),
        phones: number("--phones", 12),
        observations: number("--observations", 20),
        photos: number("--photos", 0),
        photo_bytes: number("--photo-bytes", 0),
        picture: named.get("--picture").map(Into::into),
        roads: named.get("--roads").map(Into::into),
        newest: named.get("--newest").is_some_and(|value| value == "yes"),
    }
}

/// Numbers that look drawn and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 11
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn part(&mut self) -> f64 {
        self.next() as f64 / (1u64 << 53) as f64
    }
}

/// The longest named street of a file of lines, and the next one that begins near it.
fn streets(file: Option<&Path>) -> Vec<Place> {
    let Some(file) = file else {
        let start = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        return (0..=30).map(|n| start.moved(60.0, 25.0 * f64::from(n))).collect();
    };
    let text = fs::read_to_string(file).expect("the roads");
    let json: serde_json::Value = serde_json::from_str(&text).expect("GeoJSON");
    let mut lines: Vec<Vec<Place>> = Vec::new();
    for feature in json["features"].as_array().into_iter().flatten() {
        if feature["properties"]["name"].as_str().is_none() {
            continue;
        }
        let point = |pair: &serde_json::Value| {
            Place::from_lon_lat(pair[0].as_f64()?, pair[1].as_f64()?).ok()
        };
        if feature["geometry"]["type"] == "LineString" {
            let all = feature["geometry"]["coordinates"].as_array().into_iter().flatten();
            lines.push(all.filter_map(point).collect());
        }
    }
    lines.sort_by(|a, b| line_length_m(b).total_cmp(&line_length_m(a)));
    let mut path = lines.remove(0);
    while line_length_m(&path) < 700.0 && !lines.is_empty() {
        let end = *path.last().unwrap();
        let (at, backwards) = lines
            .iter()
            .enumerate()
            .flat_map(|(at, line)| [(at, line[0], false), (at, *line.last().unwrap(), true)])
            .min_by(|a, b| a.1.metres_to(end).total_cmp(&b.1.metres_to(end)))
            .map(|(at, _, backwards)| (at, backwards))
            .unwrap();
        let mut next = lines.remove(at);
        if backwards {
            next.reverse();
        }
        path.extend(next);
    }
    path
}

/// The place so many metres along a line.
fn along(line: &[Place], mut metres: f64) -> Place {
    for pair in line.windows(2) {
        let length = pair[0].metres_to(pair[1]);
        if metres <= length {
            return pair[0].moved(pair[0].bearing_to(pair[1]), metres);
        }
        metres -= length;
    }
    *line.last().unwrap()
}

/// A phone that answers every effect from memory.
struct Phone {
    model: Model,
    records: BTreeMap<String, String>,
    now: Stamp,
    dice: Dice,
}

impl Phone {
    fn new(number: usize, now: Stamp, sheet: (String, String)) -> Self {
        let mut phone = Self {
            model: Model::default(),
            records: [sheet].into(),
            now,
            dice: Dice(number as u64 * 7919 + 1),
        };
        let random = phone.random();
        phone.happens(Event::Started {
            at: now,
            preferences: Preferences::default(),
            device_languages: vec!["fr".into()],
            route: Route::Home,
            drafts: Vec::new(),
            page: Page::Walk,
            random,
        });
        phone
    }

    fn random(&mut self) -> u128 {
        u128::from(self.dice.next()) << 96
            | u128::from(self.dice.next()) << 40
            | u128::from(self.dice.next())
    }

    fn chance(&mut self) -> Chance {
        self.now.utc_ms += 997;
        Chance { at: self.now, random: self.random() }
    }

    fn happens(&mut self, event: Event) {
        self.model.lived_ms = self.now.utc_ms;
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.model.update(event) {
                match effect {
                    Effect::LoadWalk(walk) => {
                        let lines = self.records.values().cloned().collect();
                        events.push_back(Event::LinesLoaded { walk, lines, done: true });
                    }
                    Effect::ListWalks => {
                        events.push_back(Event::WalksListed(
                            self.records.values().cloned().collect(),
                        ));
                    }
                    Effect::Store { write, entries, .. } => {
                        // A device's own number stays on it.
                        let records =
                            entries.into_iter().filter(|entry| !entry.key.starts_with("own/"));
                        self.records.extend(records.map(|entry| (entry.key, entry.line)));
                        events.push_back(Event::Stored(write));
                    }
                    _ => {}
                }
            }
        }
    }

    fn says(&mut self, id: RecordId, change: Change) {
        self.now.utc_ms += 800;
        let now = self.now;
        self.happens(Event::Said(id, change, now));
    }
}

/// A picture without the camera's metadata, made as large as asked by coded data beyond its last
/// line, which nobody draws.
fn photo(picture: Option<&[u8]>, bytes: usize, dice: &mut Dice) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8];
    match picture {
        None => jpeg.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]),
        Some(picture) => {
            let mut at = 2;
            while let Some([0xff, marker]) = picture.get(at..at + 2) {
                let length =
                    usize::from(u16::from_be_bytes([picture[at + 2], picture[at + 3]])) + 2;
                if *marker == 0xda {
                    let end = picture.windows(2).rposition(|pair| pair == [0xff, 0xd9]);
                    jpeg.extend(&picture[at..end.unwrap_or(picture.len())]);
                    break;
                }
                // Application segments and comments are where metadata is.
                if !matches!(marker, 0xe0..=0xef | 0xfe) {
                    jpeg.extend(&picture[at..at + length]);
                }
                at += length;
            }
        }
    }
    let more = bytes.saturating_sub(jpeg.len() + 2).max(16);
    jpeg.extend((0..more).map(|_| (dice.next() as u8).min(0xfe)));
    jpeg.extend([0xff, 0xd9]);
    jpeg
}

fn sheet_of(id: WalkId, at: Stamp, title: &str, line: &[Place]) -> (String, String) {
    let length = line_length_m(line);
    let mut walk = Walk::blank(id, at);
    walk.training = true;
    walk.title = title.into();
    walk.reference = "EX-2025-01".into();
    walk.cycle = "exemple".into();
    walk.starts_at = at.hour_minute();
    walk.quarter = "Quartier d’exemple".into();
    walk.stops = (1..=6u16)
        .map(|number| Stop {
            place: Some(along(line, length * f64::from(number - 1) / 5.0)),
            ..Stop::named(number, format!("Arrêt d’exemple {number}"))
        })
        .collect();
    walk.route = line.to_vec();
    let body = Body::Walk(Box::new(walk));
    let envelope = Envelope {
        kind: body.kind().into(),
        id: RecordId(id.0),
        walk: id,
        device: eclaireuse::domain::identity::DeviceNumber(0xe0e0),
        revision: 1,
        at,
    };
    let (text, digest) = v1::write_line(&envelope, &body);
    let record = eclaireuse::domain::ledger::record::Record { envelope, body, digest };
    (v1::key(&record), text)
}

fn main() {
    let asked = asked();
    fs::create_dir_all(&asked.folder).expect("the folder");
    let line = streets(asked.roads.as_deref());
    let length = line_length_m(&line);
    let picture = asked.picture.as_deref().map(|file| fs::read(file).expect("the picture"));
    let walks = [
        (WalkId::made(DAY.utc_ms, 0x0da1), DAY, "Exemple inventé, de jour", &BY_DAY),
        (WalkId::made(NIGHT.utc_ms, 0x0a17), NIGHT, "Exemple inventé, de nuit", &BY_NIGHT),
    ];
    let mut photos_left = asked.photos;
    for number in 0..asked.phones {
        let (walk, at, title, met) = walks[number % walks.len()];
        let mut phone = Phone::new(number + 1, at, sheet_of(walk, at, title, &line));
        phone.happens(Event::Navigated(Route::Notice(walk)));
        let chance = phone.chance();
        phone.happens(Event::NoticeHeard(chance));
        let mut taken: Vec<(MediaId, Vec<u8>)> = Vec::new();
        for step in 0..asked.observations {
            let spread = if asked.observations > 100 { 300.0 } else { 4.0 };
            let part = step as f64 / asked.observations.max(2) as f64;
            let off = spread * (phone.dice.part() - 0.5) * 2.0;
            let bearing = phone.dice.part() * 360.0;
            let place = along(&line, length * part).moved(bearing, off.abs());
            let accuracy_m = 3.0 + phone.dice.part() * 12.0;
            phone.now.utc_ms += 60_000;
            let at = phone.now;
            phone.happens(Event::PlusTapped);
            for _ in 0..3 {
                phone.happens(Event::FixArrived {
                    lon: place.lon(),
                    lat: place.lat(),
                    accuracy_m,
                    heading: None,
                    at,
                    stamped_ms: at.utc_ms,
                });
            }
            // Those who walk together meet the same things at the same places, and do not all feel
            // the same.
            let which = if asked.observations > 100 {
                phone.dice.below(met.len())
            } else {
                step % met.len()
            };
            let (code, polarity, feeling, severity, words, idea) = met[which];
            let chance = phone.chance();
            phone.happens(Event::CategoryTapped(Category::from_code(code).unwrap(), chance));
            let Some(id) = phone.model.notebook.newest_first().next().map(|newest| newest.id)
            else {
                continue;
            };
            let differs = phone.dice.below(5) == 0;
            let feeling = if differs { 3 - feeling } else { feeling };
            phone.says(id, Change::Polarity(polarity));
            phone.says(id, Change::Feeling(Level::new(feeling).unwrap()));
            if asked.observations <= 100 {
                if polarity == Polarity::Negative {
                    phone.says(id, Change::Severity(Level::new(severity).unwrap()));
                    phone.says(id, Change::Frequency(Frequency::Recurrent));
                }
                if at.utc_ms >= NIGHT.utc_ms {
                    phone.says(
                        id,
                        Change::Rating(Rating::Lighting, Level::new(feeling.min(2)).unwrap()),
                    );
                }
                if feeling == 0 {
                    phone.says(id, Change::Avoided(true));
                    phone.says(id, Change::AvoidedBy(AvoidedBy::Women));
                    phone.says(id, Change::AvoidedWhen(AvoidedWhen::Evening));
                    phone.says(id, Change::Reason(Reason::PoorLighting));
                }
                phone.says(id, Change::Text(TextField::Idea, idea.into()));
                let voices = 2 + phone.dice.below(6);
                phone.says(id, Change::Voices(u16::try_from(voices).unwrap()));
            }
            phone.says(id, Change::Text(TextField::Words, words.into()));
            let due = asked.photos > 0
                && photos_left > 0
                && step * asked.photos / asked.phones.max(1) / asked.observations.max(1)
                    >= taken.len();
            if due {
                let bytes = photo(picture.as_deref(), asked.photo_bytes, &mut phone.dice);
                let media = MediaId::of(&bytes);
                let ready = ReadyPhoto {
                    media,
                    media_type: "image/jpeg".into(),
                    size: bytes.len() as u64,
                    pixels: (1200, 1600),
                    blocks: 0,
                };
                let chance = phone.chance();
                phone.happens(Event::PhotoReady(id, ready, chance));
                taken.push((media, bytes));
                photos_left -= 1;
            }
            phone.says(id, Change::Finished(true));
        }
        let mut writer = ZipWriter::new(phone.now).expect("a notebook");
        if asked.newest {
            let last: BTreeMap<String, String> = phone
                .records
                .keys()
                .map(|key| (v1::thing_of_key(key).to_owned(), key.clone()))
                .collect();
            phone.records.retain(|key, _| last.get(v1::thing_of_key(key)) == Some(key));
        }
        for line in phone.records.values() {
            writer.record(line).expect("a record");
        }
        for (media, bytes) in &taken {
            writer.photo(*media, "image/jpeg", bytes).expect("a photo");
        }
        writer.finish().expect("the end");
        let name = asked.folder.join(format!("EXERCICE-telephone-{:02}.zip", number + 1));
        fs::write(&name, writer.drain()).expect("a file");
        println!("{} {}", name.display(), writer.receipt());
    }
}
