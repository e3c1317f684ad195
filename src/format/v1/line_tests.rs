//! Lines are read as they were written, and what cannot be is said.

use super::*;
use crate::domain::code::Language;
use crate::domain::ledger::record::NoticeHeard;
use crate::domain::observation::fix::Fix;
use crate::domain::observation::gender::{Reason, Strategy};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::photo::MediaId;
use crate::domain::observation::scale::{Polarity, Sharing, Source};
use crate::domain::observation::taxonomy::Category;
use crate::domain::observation::{Observation, ThingPlace};
use crate::domain::walk::Walk;
use crate::domain::walk::stop::{StopId, StopRef};

fn envelope(kind: &str) -> Envelope {
    Envelope {
        kind: kind.into(),
        id: RecordId(0x0192_f3a0_7b1e_7c55_9a10_0000_0000_0001),
        walk: WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00aa),
        device: DeviceNumber(0x00c0_ffee),
        revision: 3,
        at: Stamp { utc_ms: 1_762_364_530_000, offset_min: 60 },
    }
}

fn full_observation() -> Observation {
    let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
    let place = Place::from_lon_lat(2.293_512, 49.870_913).unwrap();
    let walk = Walk::blank(envelope("walk").walk, made);
    let category = Category::from_code("street_lighting").unwrap();
    let fix = Fix { place, accuracy_m: 6.5, at: made.at(1_762_364_519_000) };
    Observation {
        secondary: vec![Category::from_code("sightlines").unwrap()],
        polarity: Some(Polarity::Negative),
        feeling: Level::new(0),
        severity: Level::new(3),
        ratings: std::array::from_fn(|index| Level::new(u8::try_from(index % 4).unwrap())),
        lamp_ref: "00147".into(),
        avoided: Some(true),
        reasons: Reason::ALL.to_vec(),
        strategies: Strategy::ALL.to_vec(),
        words: "Lampadaire éteint « là » <script>alert(1)</script> 🌙 ظلام".into(),
        thing: Some(ThingPlace::by_hand(place.moved(45.0, 12.0))),
        stop: Some(StopRef { id: StopId::made(3, 0), number: 3 }),
        moment_said: Some(Moment::Dusk),
        source: Source::Individual,
        voices: Some(7),
        sharing_said: Some(Sharing::Internal),
        finished: true,
        withdrawn: true,
        ..Observation::begun(envelope("").id, &walk, made, category, Some(fix), Language::En)
    }
}

#[test]
fn an_observation_reads_back_as_it_was_written() {
    let body = Body::Observation(Box::new(full_observation()));
    let (line, digest) = write_line(&envelope("observation"), &body);
    let read = read_line(&line).unwrap();
    assert_eq!(read.not_understood, Vec::<String>::new());
    assert_eq!(read.record, Record { envelope: envelope("observation"), body, digest });
    assert!(!line.contains('\n'));
}

#[test]
fn a_walk_reads_back_as_it_was_written() {
    let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
    let walk = crate::domain::walk::training::training_walk(envelope("").walk, made, None);
    let mut envelope = envelope("walk");
    envelope.id = RecordId(walk.id.0);
    let body = Body::Walk(Box::new(walk));
    let (line, _) = write_line(&envelope, &body);
    assert_eq!(read_line(&line).unwrap().record.body, body);
}

#[test]
fn what_a_walk_is_prepared_with_reads_back_as_it_was_written() {
    use crate::domain::observation::taxonomy::Principle;
    use crate::domain::walk::actor::{Actor, ActorKind, GroupRole};
    use crate::domain::walk::basemap::Basemap;
    use crate::domain::walk::grid::{Grid, Question};
    use crate::domain::walk::perimeter::Perimeter;
    use crate::domain::walk::reference_layer::{ReferenceKind, ReferenceLayer, ReferencePoint};
    use crate::domain::walk::stop_form::{StopChange, StopForm};
    use crate::domain::walk::{OwnNotice, Stop};
    let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
    let place = Place::from_lon_lat(-2.293_512, 49.870_913).unwrap();
    let mut form = StopForm::blank(StopRef { id: StopId::made(4, 0), number: 4 }, made);
    form.amend(StopChange::Voice(0, 8, Level::ALL[0]));
    form.amend(StopChange::Common(0, Level::ALL[3]));
    let walk = Walk {
        quarter: "Quartier « inventé »".into(),
        commune_name: "Amiens".into(),
        roles: vec![GroupRole::Scribe, GroupRole::Guide],
        actors: vec![Actor { kind: ActorKind::Landlord, name: "Un bailleur".into() }],
        grid: Grid {
            principles: vec![Principle::EscapeHelp],
            categories: vec![Category::from_code("earshot").unwrap()],
            hidden: vec![Question::Ratings],
        },
        own_notice: Some(OwnNotice { version: "2.1".into(), text: "Une\nDeux".into() }),
        stops: vec![Stop { minute: Some(25), place: Some(place), ..Stop::named(1, "Là") }],
        former_stops: vec![Stop { place: Some(place), ..Stop::named(2, "Naguère") }],
        ..Walk::blank(WalkId(envelope("").id.0), made)
    };
    let bodies = [
        Body::Walk(Box::new(walk)),
        Body::Perimeter(Box::new(Perimeter {
            code_qp: "QN08099M".into(),
            lib_qp: "Quartier inventé".into(),
            insee_com: "01234".into(),
            lib_com: "Ville inventée".into(),
            polygons: vec![vec![vec![place; 4], vec![place; 5]], vec![vec![place; 4]]],
        })),
        Body::Layer(Box::new(ReferenceLayer {
            kind: ReferenceKind::Lamp,
            name: "Lampadaires".into(),
            source: "inventé".into(),
            points: vec![ReferencePoint { label: "00\"42".into(), place }],
        })),
        Body::Basemap(Box::new(Basemap {
            media: MediaId::parse(&"ab".repeat(32)).unwrap(),
            size: 67_338,
            vector: true,
            zooms: (12, 16),
            bounds_e7: [-1, 2, 3, 4],
            attribution: "© les contributeurs d’OpenStreetMap".into(),
        })),
        Body::StopForm(Box::new(form)),
    ];
    for body in bodies {
        let (line, _) = write_line(&envelope(body.kind()), &body);
        let read = read_line(&line).unwrap();
        assert_eq!((read.record.body, read.not_understood), (body, Vec::new()), "{line}");
    }
}

#[test]
fn what_a_later_version_added_is_reported_and_the_rest_is_kept() {
    let (line, _) =
        write_line(&envelope("observation"), &Body::Observation(Box::new(full_observation())));
    let line = line
        .replace("\"negative\"", "\"mixed_blessing\"")
        .replace("\"finished\":true", "\"finished\":true,\"smell\":2");
    let read = read_line(&line).unwrap();
    assert_eq!(read.not_understood, ["polarity: mixed_blessing"]);
    let Body::Observation(observation) = read.record.body else { panic!("an observation") };
    assert_eq!((observation.polarity, observation.voices), (None, Some(7)));
}

#[test]
fn a_later_version_or_kind_is_kept_unread() {
    let (line, _) =
        write_line(&envelope("observation"), &Body::Observation(Box::new(full_observation())));
    for (from, to) in [("\"v\":1", "\"v\":2"), ("\"kind\":\"observation\"", "\"kind\":\"song\"")] {
        let read = read_line(&line.replacen(from, to, 1)).unwrap();
        assert_eq!(read.record.body, Body::Unknown);
        assert_eq!(read.not_understood.len(), 1);
    }
}

#[test]
fn what_is_not_a_record_is_refused() {
    for line in ["", "null", "[]", "{\"v\":1}", "<!doctype html>"] {
        assert!(matches!(read_line(line), Err(LineError::NotARecord(_))), "{line}");
    }
    let (line, _) = write_line(&envelope("notice"), &Body::Unknown);
    let line = line.replace("00c0ffee", "../../..");
    assert!(matches!(read_line(&line), Err(LineError::BadIdentity(_))));
}

#[test]
fn places_off_the_earth_are_left_out_and_said() {
    let (line, _) =
        write_line(&envelope("observation"), &Body::Observation(Box::new(full_observation())));
    let line = line.replace("498709130", "1498709130");
    let read = read_line(&line).unwrap();
    let Body::Observation(observation) = read.record.body else { panic!("an observation") };
    assert_eq!(observation.observer, None);
    assert_eq!(read.not_understood, ["at: [22935120,1498709130]"]);
}

#[test]
fn keys_stand_in_the_order_of_revisions() {
    let body = Body::Notice(NoticeHeard {
        version: "1.0".into(),
        ready: String::new(),
        check: String::new(),
    });
    let record = |revision: u32| {
        let envelope = Envelope { revision, ..envelope("notice") };
        let (_, digest) = write_line(&envelope, &body);
        Record { envelope, body: body.clone(), digest }
    };
    let (two, ten) = (key(&record(2)), key(&record(10)));
    assert!(two < ten);
    assert_eq!(thing_of_key(&two), thing_of_key(&ten));
    let (first, last) = key_range(envelope("").walk);
    assert!(first < two && ten < last);
}
