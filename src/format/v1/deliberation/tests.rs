//! Every kind of decision reads back, and what is not known costs only itself.

use super::*;
use crate::domain::deliberation::KINDS;
use crate::domain::deliberation::answer::{Answer, Channel, Outcome};
use crate::domain::deliberation::comparison::{Comparison, Evolution, StopPair};
use crate::domain::deliberation::constat::{Manager, Priority, ProjectRelation};
use crate::domain::deliberation::lifecycle::{Party, Status};
use crate::domain::deliberation::phone_clock::PhoneClock;
use crate::domain::deliberation::preconisation::{Cost, Framework, Horizon};
use crate::domain::deliberation::reception::{Reception, Signature, Speaks};
use crate::domain::identity::DeviceNumber;
use crate::domain::leaving::Audience;
use crate::domain::leaving::aggregate::{Aggregate, Together, Told};
use crate::domain::leaving::home::HOME;
use crate::domain::leaving::release::{Clearance, Erratum, Release, Released, ReleasedRow};
use crate::domain::leaving::tables::PublishedTable;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::{Frequency, Level, PlaceKind, Polarity};
use crate::domain::stamp::Stamp;
use crate::domain::walk::actor::ActorKind;
use crate::domain::walk::stop::{StopId, StopRef};

fn stamp() -> Stamp {
    Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 }
}

fn examples() -> Vec<Deliberation> {
    let category = Category::from_code("street_lighting").unwrap();
    let constat = Constat {
        title: "Le mail est noir « après » 19 h".into(),
        summary: "Trois lampes sur dix\néteintes".into(),
        quote: "Je cours".into(),
        secondary: vec![Category::from_code("isolation").unwrap()],
        polarity: Some(Polarity::Negative),
        severity: Level::new(3),
        frequency: Some(Frequency::Permanent),
        feasibility: Level::new(2),
        priority: Some(Priority::Urgent),
        place: Place::from_lon_lat(2.2935, 49.8709).ok(),
        place_name: "Le mail".into(),
        place_kind: Some(PlaceKind::PedestrianMall),
        manager: Some(Manager::Unknown),
        photos: vec![RecordId::made(1, 2), RecordId::made(3, 4)],
        project: Some(ProjectRelation::ToKeep),
        operation: "OP-1".into(),
        challenge: "cadre_vie".into(),
        sector: "sud".into(),
        lead: Some(ActorKind::City),
        associated: vec![ActorKind::Landlord, ActorKind::Residents],
        sharing: Sharing::Public,
        withdrawn: true,
        ..Constat::blank(7, category)
    };
    let preconisation = Preconisation {
        title: "Réparer les lampes".into(),
        detail: "Les trois".into(),
        lead: Some(ActorKind::City),
        framework: Some(Framework::Gusp),
        horizon: Some(Horizon::Short),
        priority: Some(Priority::Important),
        ..Preconisation::blank(2, RecordId::made(5, 6))
    };
    let sheet = CampaignSheet {
        phones: vec![(WalkId::made(1, 1), 6)],
        horizons: Horizons::default().with(4, 30),
        ..CampaignSheet::of(
            "Automne".into(),
            "PR-2026-02".into(),
            vec![WalkId::made(1, 1)],
            stamp(),
        )
    };
    // Of the thing only what is said: the rest is as when nothing was said.
    let titled = Constat { title: "Autre".into(), ..constat.unsaid() };
    let asked = Preconisation { detail: "Toutes".into(), ..preconisation.unsaid() };
    let answered = Answer { text: "Oui".into(), ..Answer::blank(RecordId::made(3, 3)) };
    let of = RecordId::made(2, 2);
    let renamed = CampaignSheet::of("Hiver".into(), String::new(), Vec::new(), stamp());
    vec![
        Deliberation::Edit(Edit::Constat(of, vec![ConstatField::Title], Box::new(titled))),
        Deliberation::Edit(Edit::Preconisation(
            of,
            vec![PreconisationField::Detail, PreconisationField::Lead],
            Box::new(asked),
        )),
        Deliberation::Edit(Edit::Answer(of, vec![AnswerField::Text], Box::new(answered))),
        Deliberation::Edit(Edit::Sheet(of, vec![SheetField::Title], Box::new(renamed))),
        Deliberation::Campaign(Box::new(sheet)),
        Deliberation::Reception(Box::new(Reception {
            walk: WalkId::made(1, 1),
            phone: Some(DeviceNumber(7)),
            file: "carnet.html".into(),
            observations: 12,
            photos: 3,
            photos_missing: 1,
            code: "ABC123".into(),
            answer: String::new(),
            at: stamp(),
            own: 0xfeed,
            speaks: Speaks::ForItself,
            signature: Signature::Whole,
        })),
        Deliberation::Assignment(Assignment {
            observation: RecordId::made(1, 2),
            constat: Some(RecordId::made(3, 4)),
        }),
        Deliberation::Assignment(Assignment { observation: RecordId::made(1, 2), constat: None }),
        Deliberation::Constat(Box::new(constat)),
        Deliberation::Preconisation(Box::new(preconisation)),
        Deliberation::Step(StatusStep {
            thing: RecordId::made(1, 2),
            from: Status::UnderStudy,
            to: Status::Rejected,
            by: Party::Actor,
            reason: "Terrain privé".into(),
            on: CalendarDate::parse("2026-11-05"),
            undoes: Some(RecordId::made(6, 6)),
            withdrawn: true,
        }),
        Deliberation::Membership(Membership {
            walk: WalkId::made(1, 1),
            belongs: true,
            phones: Some(4),
        }),
        Deliberation::Membership(Membership {
            walk: WalkId::made(1, 1),
            belongs: false,
            phones: None,
        }),
        Deliberation::PhoneClock(PhoneClock {
            walk: WalkId::made(1, 1),
            phone: DeviceNumber(7),
            behind_s: Some(-43_200),
        }),
        Deliberation::PhoneClock(PhoneClock {
            walk: WalkId::made(1, 1),
            phone: DeviceNumber(7),
            behind_s: None,
        }),
        Deliberation::Joined(Joined {
            from: RecordId::made(1, 2),
            into: Some(RecordId::made(3, 4)),
        }),
        Deliberation::Wording(Wording {
            observation: RecordId::made(1, 2),
            field: TextField::Words,
            text: "Quelqu’un crie".into(),
            sharing: Sharing::Public,
            read: Some(7),
            withdrawn: false,
        }),
        Deliberation::Removal(Removal { observation: RecordId::made(1, 2), withdrawn: true }),
        Deliberation::Ballot(Ballot {
            of: Some(RecordId::made(4, 4)),
            number: 3,
            series: "k".into(),
            dots: vec![(RecordId::made(1, 2), 4)],
            withdrawn: false,
        }),
        Deliberation::Ranking(Ranking { order: vec![RecordId::made(1, 2), RecordId::made(0, 1)] }),
        Deliberation::Comparison(Comparison {
            stops: StopPair { before: Some(StopId::made(3, 0)), after: None, number: 3 },
            before: WalkId::made(1, 1),
            after: WalkId::made(2, 2),
            change: Some(Evolution::Worse),
        }),
        Deliberation::Answer(Box::new(Answer {
            text: "Les lampes seront changées.".into(),
            on: CalendarDate::parse("2026-12-01"),
            planned: CalendarDate::parse("2027-03-01"),
            done: CalendarDate::parse("2027-04-02"),
            lead: Some(ActorKind::City),
            framework: Some(Framework::Gusp),
            operation: "OP-1".into(),
            horizon: Some(Horizon::Short),
            cost: Some(Cost::Low),
            project: Some(ProjectRelation::Unaffected),
            file: "réponses.csv".into(),
            ..Answer::blank(RecordId::made(3, 3))
        })),
        Deliberation::Feedback(Feedback {
            preconisation: RecordId::made(3, 3),
            on: CalendarDate::parse("2027-05-01"),
            channels: vec![Channel::Poster, Channel::ReviewWalk],
            withdrawn: true,
        }),
        Deliberation::Check(Check {
            preconisation: RecordId::made(3, 3),
            outcome: Outcome::Partly,
            on: CalendarDate::parse("2027-06-01"),
            withdrawn: false,
        }),
        Deliberation::Ask(Ask {
            preconisation: RecordId::made(3, 3),
            number: "PR-C01-P1".into(),
            title: "Réparer les lampes".into(),
            answer: "C’est fait.".into(),
            stop: StopRef { id: StopId::made(4, 0), number: 4 },
            place: Place::from_lon_lat(2.2935, 49.8709).ok(),
            withdrawn: false,
        }),
        Deliberation::Sighting(Sighting {
            preconisation: RecordId::made(3, 3),
            outcome: Some(Outcome::Worse),
        }),
        Deliberation::Numbering(Numbering {
            walk: WalkId::made(1, 1),
            block: 0,
            observations: vec![RecordId::made(3, 3), RecordId::made(1, 2)],
        }),
        Deliberation::PseudonymKey(crate::domain::deliberation::pseudonym_key::PseudonymKey::made(
            7,
        )),
        Deliberation::Release(Box::new(released())),
        Deliberation::Erratum(Erratum {
            release: RecordId::made(4, 4),
            why: "Une photo montrait quelqu’un : effacez-la.".into(),
        }),
        Deliberation::Clearance(Clearance {
            thing: RecordId::made(3, 3),
            respect: HOME.into(),
            read: 0xfeed,
            withdrawn: true,
        }),
    ]
}

fn released() -> Release {
    let told = Told {
        value: "12".into(),
        devices: [1, 2, 3, 4, 5].map(DeviceNumber).into(),
        kept: CalendarDate::parse("2026-11-05"),
    };
    Release {
        audience: Audience::Partners,
        with_internal: true,
        part: true,
        what: Released::Layers,
        made: stamp(),
        by: DeviceNumber(1),
        rows: vec![
            ReleasedRow {
                layer: "constats".into(),
                id: RecordId::made(3, 3),
                hash: u64::MAX,
                of: None,
                place: Place::from_e7(22_935_000, 498_709_000),
                says: "constat_nr=AMI-C01;nb_obs=12".into(),
            },
            ReleasedRow {
                layer: "observations".into(),
                id: RecordId::made(5, 5),
                hash: 7,
                of: Some(RecordId::made(3, 3)),
                ..ReleasedRow::default()
            },
        ],
        aggregates: vec![(
            RecordId::made(3, 3),
            Aggregate { values: Together::ALL.iter().map(|one| (*one, told.clone())).collect() },
        )],
        clocks: vec![(WalkId(2), DeviceNumber(5), Some(-3600)), (WalkId(2), DeviceNumber(6), None)],
        tables: vec![PublishedTable {
            name: "par thème".into(),
            cells: vec![Some(7), None],
            devices: vec![7, 0],
        }],
        asked: "{\"audience\":\"partenaires\"}".into(),
        same_as: Some(RecordId::made(6, 6)),
    }
}

#[test]
fn every_kind_reads_back() {
    let mut kinds = Vec::new();
    for body in examples() {
        let kind = body.kind();
        kinds.push(kind);
        let envelope = Envelope {
            kind: kind.into(),
            id: RecordId::made(9, 9),
            walk: WalkId::made(8, 8),
            device: DeviceNumber(1),
            revision: 2,
            at: stamp(),
        };
        let body = Decision { over: Some(vec![0, 7, u64::MAX]), says: body };
        let (line, digest) = write_deliberation(&envelope, &body);
        let read = read_deliberation(&line).unwrap();
        assert_eq!(read.not_understood, Vec::<String>::new(), "{line}");
        assert_eq!((read.record.body, read.record.digest), (body, digest), "{line}");
        // Other programs keep the line as a kind they do not read.
        let kept = crate::format::v1::read_line(&line).unwrap();
        assert_eq!(kept.record.body, crate::domain::ledger::record::Body::Unknown);
    }
    assert!(KINDS.iter().all(|kind| kinds.contains(kind)), "every kind has its example");
}

#[test]
fn a_day_that_does_not_exist_is_said_and_the_rest_is_read() {
    let envelope = Envelope {
        kind: "feedback".into(),
        id: RecordId::made(9, 9),
        walk: WalkId::made(8, 8),
        device: DeviceNumber(1),
        revision: 1,
        at: stamp(),
    };
    let told = Deliberation::Feedback(Feedback {
        preconisation: RecordId::made(3, 3),
        on: CalendarDate::parse("2026-11-05"),
        channels: vec![Channel::Poster],
        withdrawn: false,
    });
    let (line, _) = write_deliberation(&envelope, &Decision { over: None, says: told });
    let line = line.replace("2026-11-05", "05/11/2026");
    let read = read_deliberation(&line).unwrap();
    assert_eq!(read.not_understood, ["on: 05/11/2026"]);
    let Deliberation::Feedback(told) = read.record.body.says else { panic!("{line}") };
    assert_eq!((told.on, told.channels), (None, vec![Channel::Poster]));
}

#[test]
fn what_is_not_known_costs_only_itself() {
    let envelope = Envelope {
        kind: "constat".into(),
        id: RecordId::made(9, 9),
        walk: WalkId::made(8, 8),
        device: DeviceNumber(1),
        revision: 1,
        at: stamp(),
    };
    let constat = examples().into_iter().find_map(|one| match one {
        Deliberation::Constat(constat) => Some(constat),
        _ => None,
    });
    let constat = constat.unwrap();
    let says = Deliberation::Constat(constat.clone());
    let (line, _) = write_deliberation(&envelope, &Decision { over: None, says });
    let bent = line.replace("\"to_keep\"", "\"moved_to_mars\"").replace("\"public\"", "\"galaxy\"");
    let read = read_deliberation(&bent).unwrap();
    assert_eq!(read.not_understood, ["project: moved_to_mars", "sharing: galaxy"]);
    let Deliberation::Constat(read) = read.record.body.says else { panic!("{bent}") };
    assert_eq!((read.project, read.title.as_str()), (None, constat.title.as_str()));
    assert_eq!(read.sharing, Sharing::Internal, "in doubt it stays in the group");
    let later = line.replace("\"v\":1", "\"v\":2");
    assert_eq!(read_deliberation(&later).unwrap().record.body.says, Deliberation::Unknown);
}
