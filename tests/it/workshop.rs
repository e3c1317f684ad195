//! The workshop: laws of decisions, and ten thousand random workshops in which nothing that was
//! said may get lost.

use std::collections::{BTreeMap, BTreeSet};

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Kept, Refusal, Workshop};
use eclaireuse::domain::code::{Code, Language};
use eclaireuse::domain::deliberation::comparison::{Evolution, StopPair};
use eclaireuse::domain::deliberation::constat::{Constat, Derived};
use eclaireuse::domain::deliberation::lifecycle::{Party, Status};
use eclaireuse::domain::deliberation::preconisation::Preconisation;
use eclaireuse::domain::deliberation::{CampaignSheet, Deliberation};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::observation::fix::Fix;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::observation::scale::{Level, Polarity, Sharing};
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::{Stop, Walk};
use eclaireuse::format::v1;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const CAMPAIGN: WalkId = WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_00ca);
const WALKS: [WalkId; 2] = [
    WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0001),
    WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0002),
];

fn stamp(seconds: i64) -> Stamp {
    Stamp { utc_ms: 1_762_364_520_000 + seconds * 1000, offset_min: 60 }
}

fn chance(seconds: i64) -> Chance {
    let random = u128::try_from(seconds).unwrap() * 0x9e37_79b9_7f4a_7c15_0000_0001;
    Chance { at: stamp(seconds), random }
}

fn here() -> Place {
    Place::from_lon_lat(2.2935, 49.8709).unwrap()
}

fn sheet_of(walk: WalkId) -> Walk {
    let mut sheet = Walk::blank(walk, stamp(0));
    sheet.title = "Marche".into();
    sheet.stops = vec![Stop { place: Some(here()), ..Stop::named(1, "Le mail") }];
    sheet
}

fn observation_id(number: usize) -> RecordId {
    RecordId::made(stamp(0).utc_ms + i64::try_from(number).unwrap(), number as u128)
}

fn observation(number: usize) -> Observation {
    let walk = sheet_of(WALKS[number % 2]);
    let categories = ["street_lighting", "noise", "sightlines"];
    let category = Category::from_code(categories[number % 3]).unwrap();
    let place = here().moved(90.0, 7.0 * (number % 5) as f64);
    let fix = Fix { place, accuracy_m: 6.0, at: stamp(0) };
    let begun = Observation::begun(
        observation_id(number),
        &walk,
        stamp(0),
        category,
        Some(fix),
        Language::Fr,
    );
    Observation {
        feeling: Level::new(u8::try_from(number % 4).unwrap()),
        polarity: Some(if number % 4 == 3 { Polarity::Positive } else { Polarity::Negative }),
        words: format!("Chez Mme Martin, {number}"),
        ..begun
    }
}

fn line(walk: WalkId, id: RecordId, device: u32, body: &Body) -> String {
    let kind = body.kind().to_owned();
    let device = DeviceNumber(device);
    let envelope = Envelope { kind, id, walk, device, revision: 1, at: stamp(0) };
    v1::write_line(&envelope, body).0
}

const OBSERVATIONS: usize = 12;

fn walk_lines(walk: WalkId) -> Vec<String> {
    let mut lines = vec![line(walk, RecordId(walk.0), 1, &Body::Walk(Box::new(sheet_of(walk))))];
    let own = (0..OBSERVATIONS).map(observation).filter(|observation| observation.walk == walk);
    lines.extend(own.map(|observation| {
        let device = 2 + observation.id.0 as u32 % 3;
        line(walk, observation.id, device, &Body::Observation(Box::new(observation)))
    }));
    lines
}

/// A workshop on some device, with everything that was written so far.
struct Room {
    workshop: Workshop,
    lines: Vec<String>,
    clock: i64,
}

impl Room {
    fn new(device: u32) -> Self {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, DeviceNumber(device));
        let mut room = Self { workshop, lines: Vec::new(), clock: 10 };
        let sheet =
            CampaignSheet::of("Automne".into(), "PR-2026-02".into(), WALKS.to_vec(), stamp(1));
        room.does(Act::Sheet(Box::new(sheet))).unwrap();
        for walk in WALKS {
            room.workshop.lines(walk, walk_lines(walk), true);
        }
        room
    }

    fn does(&mut self, act: Act) -> Result<Vec<Kept>, Refusal> {
        self.clock += 1;
        let kept = self.workshop.act(act, chance(self.clock))?;
        let own = kept.iter().filter(|kept| kept.walk == CAMPAIGN);
        self.lines.extend(own.map(|kept| kept.entry.line.clone()));
        Ok(kept)
    }

    /// What another page finds on disk.
    fn found(lines: &[String], device: u32) -> Workshop {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, DeviceNumber(device));
        let walks = workshop.lines(CAMPAIGN, lines, true);
        for walk in walks {
            workshop.lines(walk, walk_lines(walk), true);
        }
        workshop
    }

    fn constats(&self) -> Vec<RecordId> {
        self.workshop.campaign.constats().into_iter().map(|(id, _)| id).collect()
    }
}

/// Everything a group sees of a campaign.
fn seen(workshop: &Workshop) -> impl PartialEq + std::fmt::Debug + use<> {
    let campaign = &workshop.campaign;
    let constats: Vec<_> = campaign
        .all_constats()
        .map(|(id, constat)| {
            let members: Vec<RecordId> =
                campaign.members(id).into_iter().map(|(observation, _)| observation.id).collect();
            let asked: Vec<_> =
                campaign.all_preconisations(id).map(|(id, p)| (id, p.clone())).collect();
            (id, constat.clone(), members, campaign.status(id), asked)
        })
        .collect();
    let places: BTreeMap<RecordId, (Option<RecordId>, bool)> = (0..OBSERVATIONS)
        .map(observation_id)
        .map(|id| (id, (campaign.constat_of(id), campaign.is_removed(id))))
        .collect();
    let words: Vec<_> = (0..OBSERVATIONS)
        .map(|n| campaign.wording(observation_id(n), TextField::Words).cloned())
        .collect();
    let mut comparisons: Vec<_> = campaign.comparisons().cloned().collect();
    comparisons.sort_by_key(|one| one.stops.number);
    let order: Vec<RecordId> = campaign.in_order().into_iter().map(|(id, _)| id).collect();
    (constats, places, words, comparisons, campaign.tally(5), order)
}

/// What stands: without what was given up or never came to be.
fn standing(workshop: &Workshop) -> impl PartialEq + std::fmt::Debug + use<> {
    let campaign = &workshop.campaign;
    let constats: Vec<_> = campaign
        .constats()
        .into_iter()
        .map(|(id, constat)| {
            let asked: Vec<_> = campaign.preconisations(id).into_iter().map(|(id, _)| id).collect();
            (id, constat.clone(), campaign.assigned(id), campaign.status(id), asked)
        })
        .collect();
    let of_each: Vec<_> = (0..OBSERVATIONS)
        .map(observation_id)
        .map(|id| {
            let words = campaign.wording(id, TextField::Words).map(|wording| wording.text.clone());
            (campaign.constat_of(id), campaign.is_removed(id), words)
        })
        .collect();
    let compared: BTreeSet<_> =
        campaign.comparisons().filter_map(|c| Some((c.stops.number, c.change? as u8))).collect();
    (constats, of_each, compared, campaign.tally(5).dots)
}

#[derive(Clone, Debug)]
enum Wish {
    Group(Vec<usize>, Option<usize>),
    Leave(Vec<usize>),
    Merge(usize, usize),
    Dissolve(usize),
    Title(usize, String),
    Propose(usize),
    Step(usize, usize, usize, bool),
    StepBack(usize),
    Reword(usize, String),
    Remove(usize, bool),
    BeginBallot,
    Dot(usize, usize, bool),
    Rank(bool),
    Compare(u16, usize),
    Undo,
}

fn wish() -> impl Strategy<Value = Wish> {
    let some = || proptest::collection::vec(0..OBSERVATIONS, 1..5);
    prop_oneof![
        6 => (some(), proptest::option::of(0usize..4)).prop_map(|(all, into)| Wish::Group(all, into)),
        2 => some().prop_map(Wish::Leave),
        1 => (0usize..4, 0usize..4).prop_map(|(from, into)| Wish::Merge(from, into)),
        1 => (0usize..4).prop_map(Wish::Dissolve),
        1 => (0usize..4, "[a-zé]{0,6}").prop_map(|(at, title)| Wish::Title(at, title)),
        1 => (0usize..4).prop_map(Wish::Propose),
        3 => (0usize..4, 0usize..14, 0usize..4, any::<bool>()).prop_map(|(at, to, by, why)| Wish::Step(at, to, by, why)),
        1 => (0usize..4).prop_map(Wish::StepBack),
        1 => (0..OBSERVATIONS, "[a-z]{0,4}").prop_map(|(at, text)| Wish::Reword(at, text)),
        1 => (0..OBSERVATIONS, any::<bool>()).prop_map(|(at, removed)| Wish::Remove(at, removed)),
        1 => Just(Wish::BeginBallot),
        2 => (0usize..3, 0usize..4, any::<bool>()).prop_map(|(b, c, more)| Wish::Dot(b, c, more)),
        1 => any::<bool>().prop_map(Wish::Rank),
        1 => (1u16..3, 0usize..4).prop_map(|(stop, change)| Wish::Compare(stop, change)),
        2 => Just(Wish::Undo),
    ]
}

/// The act of a wish, as far as it can be wished for now.
fn act(room: &Room, wish: &Wish) -> Option<Act> {
    let constats = room.constats();
    let at = |index: &usize| constats.get(index % constats.len().max(1)).copied();
    let ids = |all: &[usize]| all.iter().map(|number| observation_id(*number)).collect::<Vec<_>>();
    Some(match wish {
        Wish::Group(all, None) => Act::Group(ids(all), None),
        Wish::Group(all, Some(into)) => Act::Group(ids(all), Some(at(into)?)),
        Wish::Leave(all) => Act::Leave(ids(all)),
        Wish::Merge(from, into) => Act::Merge(at(from)?, at(into)?),
        Wish::Dissolve(which) => Act::Dissolve(at(which)?),
        Wish::Title(which, title) => {
            let id = at(which)?;
            let before = room.workshop.campaign.constat(id)?.clone();
            let full = Constat {
                title: title.clone(),
                summary: title.clone(),
                place_name: "ici".into(),
                polarity: Some(Polarity::Negative),
                place: Some(here()),
                ..before
            };
            Act::Constat(id, Box::new(full))
        }
        Wish::Propose(which) => {
            let id = at(which)?;
            Act::Propose(id, Box::new(Preconisation::blank(0, id)))
        }
        Wish::Step(which, to, by, why) => Act::Step {
            thing: at(which)?,
            to: Status::ALL[*to],
            by: Party::ALL[*by],
            reason: if *why { "parce que".into() } else { String::new() },
        },
        Wish::StepBack(which) => Act::StepBack(at(which)?),
        Wish::Reword(number, text) => {
            Act::Reword(observation_id(*number), TextField::Words, text.clone(), Sharing::Public)
        }
        Wish::Remove(number, removed) => Act::Remove(observation_id(*number), *removed),
        Wish::BeginBallot => Act::BeginBallot,
        Wish::Dot(ballot, constat, more) => {
            let ballots = room.workshop.campaign.ballots();
            let (ballot, _) = ballots.get(ballot % ballots.len().max(1))?;
            Act::Dot(*ballot, at(constat)?, *more)
        }
        Wish::Rank(backwards) => {
            let mut order = constats.clone();
            if *backwards {
                order.reverse();
            }
            Act::Rank(order)
        }
        Wish::Compare(stop, change) => Act::Compare(
            StopPair::numbered(WALKS[0], WALKS[1], *stop),
            WALKS[0],
            WALKS[1],
            Evolution::ALL[*change],
        ),
        Wish::Undo => Act::Undo,
    })
}

/// What must be true of every workshop at every moment.
fn is_whole(workshop: &Workshop) -> Result<(), TestCaseError> {
    let campaign = &workshop.campaign;
    let mut reached = BTreeSet::new();
    for (id, constat) in campaign.constats() {
        prop_assert!(!constat.withdrawn);
        let members = campaign.members(id);
        for (observation, _) in &members {
            prop_assert!(reached.insert(observation.id), "in two constats");
            prop_assert_eq!(campaign.constat_of(observation.id), Some(id));
        }
        // What is shown is what the observations say, counted again.
        let derived = campaign.derived(id);
        prop_assert_eq!(derived.observations, members.len());
        prop_assert_eq!(&derived, &Derived::of(members.iter().copied()));
        let uneasy =
            members.iter().filter(|(o, _)| o.feeling.is_some_and(|f| f.value() < 2)).count();
        prop_assert_eq!(derived.uneasy(), uneasy);
    }
    for number in 0..OBSERVATIONS {
        let id = observation_id(number);
        let (found, _) = campaign.observation(id).expect("the original is there");
        prop_assert_eq!(&found.words, &format!("Chez Mme Martin, {number}"), "and unchanged");
        let free = campaign.constat_of(id).is_none();
        let out = campaign.is_removed(id);
        prop_assert!(free || out || reached.contains(&id), "{number} cannot be reached");
    }
    let standing = campaign.observations().count();
    let removed = (0..OBSERVATIONS).filter(|n| campaign.is_removed(observation_id(*n))).count();
    prop_assert_eq!(standing + removed, OBSERVATIONS);
    let numbers: BTreeSet<u16> =
        campaign.all_constats().map(|(_, constat)| constat.number).collect();
    prop_assert_eq!(numbers.len(), campaign.all_constats().count(), "a number was used twice");
    let tally = campaign.tally(5);
    prop_assert_eq!(tally.refused, 0);
    prop_assert!(tally.dots.values().sum::<u32>() <= 5 * tally.ballots);
    Ok(())
}

/// Ten thousand random sequences: every observation stays reachable, every count right, every
/// undo leads back, and what is on disk is what was shown.
#[test]
fn ten_thousand_workshops_lose_nothing() {
    let mut runner =
        TestRunner::new(Config { cases: 10_000, failure_persistence: None, ..Config::default() });
    let sequences = proptest::collection::vec(wish(), 1..18);
    runner
        .run(&sequences, |wishes| {
            let mut room = Room::new(9);
            for wish in &wishes {
                let Some(act) = act(&room, wish) else { continue };
                let (before, stood) = (seen(&room.workshop), standing(&room.workshop));
                let undoes = act == Act::Undo;
                let done = room.does(act);
                if done.is_err() {
                    prop_assert_eq!(&seen(&room.workshop), &before, "a refusal changes nothing");
                } else if !undoes && done.is_ok_and(|kept| !kept.is_empty()) && room.clock % 3 == 0
                {
                    room.does(Act::Undo).unwrap();
                    // A new thing that was undone is still there as one given up: what stands is
                    // as it was.
                    prop_assert_eq!(standing(&room.workshop), stood, "undone");
                    prop_assert_eq!(
                        standing(&Room::found(&room.lines, 9)),
                        standing(&room.workshop)
                    );
                }
                is_whole(&room.workshop)?;
            }
            prop_assert_eq!(seen(&Room::found(&room.lines, 9)), seen(&room.workshop));
            Ok(())
        })
        .unwrap();
}

#[test]
fn undoing_a_grouping_restores_what_was() {
    let mut room = Room::new(9);
    room.does(Act::Group(vec![observation_id(0), observation_id(2)], None)).unwrap();
    room.does(Act::Group(vec![observation_id(4)], None)).unwrap();
    let [first, second] = room.constats()[..] else { panic!("two constats") };
    let place = |room: &Room| {
        (0..5).map(|n| room.workshop.campaign.constat_of(observation_id(n))).collect::<Vec<_>>()
    };
    let before = place(&room);
    room.does(Act::Merge(first, second)).unwrap();
    assert_eq!(room.constats(), [second]);
    assert_eq!(room.workshop.campaign.members(second).len(), 3);
    room.does(Act::Undo).unwrap();
    assert_eq!((place(&room), room.constats()), (before.clone(), vec![first, second]));
    room.does(Act::Dissolve(first)).unwrap();
    assert_eq!(room.workshop.campaign.constat_of(observation_id(0)), None);
    room.does(Act::Undo).unwrap();
    assert_eq!(place(&room), before);
    // Days later, on another page, a constat is still given up in one act.
    let mut later =
        Room { workshop: Room::found(&room.lines, 9), lines: room.lines, clock: 99_000 };
    later.does(Act::Dissolve(second)).unwrap();
    assert_eq!(later.workshop.campaign.constat_of(observation_id(4)), None);
}

#[test]
fn what_the_group_agreed_on_does_not_move_behind_its_back() {
    let mut room = Room::new(9);
    room.does(Act::Group(vec![observation_id(0), observation_id(2)], None)).unwrap();
    let constat = room.constats()[0];
    let step = |to, by| Act::Step { thing: constat, to, by, reason: String::new() };
    room.does(step(Status::ToReview, Party::Mediator)).unwrap();
    assert_eq!(room.does(step(Status::Validated, Party::Group)), Err(Refusal::Incomplete));
    let blank = room.workshop.campaign.constat(constat).unwrap().clone();
    let full = Constat {
        title: "Noir".into(),
        summary: "Le soir".into(),
        place_name: "Le mail".into(),
        ..blank
    };
    room.does(Act::Constat(constat, Box::new(full))).unwrap();
    room.does(step(Status::Validated, Party::Group)).unwrap();
    for act in [
        Act::Leave(vec![observation_id(0)]),
        Act::Group(vec![observation_id(0)], None),
        Act::Group(vec![observation_id(4)], Some(constat)),
        Act::Dissolve(constat),
        Act::Remove(observation_id(0), true),
    ] {
        assert_eq!(room.does(act), Err(Refusal::Agreed));
    }
    // Until then an author may have hers left out; it can be put back.
    room.does(Act::StepBack(constat)).unwrap();
    room.does(Act::Remove(observation_id(0), true)).unwrap();
    assert_eq!(room.workshop.campaign.members(constat).len(), 1);
    room.does(Act::Remove(observation_id(0), false)).unwrap();
    assert_eq!(room.workshop.campaign.members(constat).len(), 2);
}

#[test]
fn other_words_stand_beside_the_original() {
    let mut room = Room::new(9);
    let id = observation_id(0);
    let words = |room: &Room, to| {
        let (observation, _) = room.workshop.campaign.observation(id).unwrap();
        room.workshop.campaign.words_for(observation, TextField::Words, to)
    };
    assert_eq!(words(&room, Sharing::Internal).unwrap(), "Chez Mme Martin, 0");
    let leaves = [Sharing::Partners, Sharing::Public].map(|to| words(&room, to));
    assert_eq!(leaves, [None, None], "nobody read it again");
    room.does(Act::Reword(id, TextField::Words, "Devant un immeuble".into(), Sharing::Public))
        .unwrap();
    room.does(Act::Reword(id, TextField::Words, "Devant un immeuble".into(), Sharing::Internal))
        .unwrap();
    assert_eq!(words(&room, Sharing::Partners), None);
    assert_eq!(room.workshop.campaign.observation(id).unwrap().0.words, "Chez Mme Martin, 0");
}

#[test]
fn two_pages_on_one_campaign_do_not_overwrite_each_other() {
    let mut one = Room::new(9);
    one.does(Act::Group(vec![observation_id(0), observation_id(2)], None)).unwrap();
    let constat = one.constats()[0];
    let shared = one.lines.clone();
    let mut other = Room { workshop: Room::found(&shared, 9), lines: shared.clone(), clock: 500 };
    // Neither has heard of the other.
    one.does(Act::Group(vec![observation_id(4)], Some(constat))).unwrap();
    other.does(Act::Group(vec![observation_id(1)], None)).unwrap();
    other.does(Act::BeginBallot).unwrap();
    let mut lines = one.lines.clone();
    lines.extend(other.lines.iter().cloned());
    let both = Room::found(&lines, 9);
    assert_eq!(both.campaign.members(constat).len(), 3);
    assert!(both.campaign.constat_of(observation_id(1)).is_some());
    assert_eq!(both.campaign.ballots().len(), 1);
    // The same field at the same moment: both are kept, one is shown, and it is known.
    let title = |room: &mut Room, title: &str| {
        let before = room.workshop.campaign.constat(constat).unwrap().clone();
        room.does(Act::Constat(constat, Box::new(Constat { title: title.into(), ..before })))
            .unwrap()
    };
    let kept = [title(&mut one, "Noir"), title(&mut other, "Sombre")];
    assert_ne!(kept[0][0].entry.key, kept[1][0].entry.key, "two names on disk");
    let mut lines = one.lines.clone();
    lines.extend(other.lines);
    assert_eq!(Room::found(&lines, 9).campaign.contests(), 1);
}

proptest! {
    /// Two mediators on two laptops, with clocks that do not agree, revisions of a later version
    /// and a restored backup: whoever gathers what in whatever order, once or twice, sees the same.
    #[test]
    fn gathering_decisions_is_a_union(first in proptest::collection::vec(wish(), 0..10),
                                      second in proptest::collection::vec(wish(), 0..10),
                                      restored in proptest::collection::vec(wish(), 0..4),
                                      skew in -5_000i64..5_000, seed in any::<u64>()) {
        let mut one = Room::new(9);
        let common = one.lines.clone();
        let play = |room: &mut Room, wishes: &[Wish]| {
            for wish in wishes {
                if let Some(act) = act(room, wish) { drop(room.does(act)); }
            }
        };
        play(&mut one, &first);
        let mut other = Room { workshop: Room::found(&common, 10), lines: common.clone(), clock: 6_000 + skew };
        play(&mut other, &second);
        // The same device number, from a backup: the same revisions with other contents.
        let mut backup = Room { workshop: Room::found(&common, 9), lines: common.clone(), clock: 11 };
        play(&mut backup, &restored);
        let later = one.lines[0].replace("\"v\":1", "\"v\":9").replace("\"rev\":1", "\"rev\":2")
            .replace("\"kind\":\"campaign\"", "\"kind\":\"bulletin\"").replacen("\"id\":\"0192f3a0", "\"id\":\"0192f3a1", 1);
        let mut all: Vec<String> = [one.lines, other.lines, backup.lines].concat();
        all.push(later);
        let there = Room::found(&all, 9);
        prop_assert_eq!(there.campaign.unread(), 1, "kept, not read");
        // Neither side of a clash is lost: both lines have a name of their own.
        let lines: BTreeSet<&String> = all.iter().collect();
        let keys: BTreeSet<String> = lines.iter().map(|line| v1::key(&v1::read_deliberation(line).unwrap().record)).collect();
        prop_assert_eq!(keys.len(), lines.len());
        let mut mixed = all.clone();
        mixed.extend(all.iter().take(7).cloned());
        let mut state = seed;
        for at in (1..mixed.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            mixed.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        prop_assert_eq!(seen(&Room::found(&mixed, 9)), seen(&there));
        prop_assert_eq!(Room::found(&mixed, 9).campaign.contests(), there.campaign.contests());
    }
}

#[test]
fn a_phone_that_hands_over_twice_is_one_phone() {
    use eclaireuse::domain::deliberation::reception::{Reception, Signature, Speaks};
    let mut room = Room::new(9);
    let reception = |code: &str, observations| Reception {
        walk: WALKS[0],
        phone: Some(DeviceNumber(3)),
        file: "carnet.html".into(),
        observations,
        photos: 0,
        photos_missing: 0,
        code: code.into(),
        answer: "ZZZZZZ".into(),
        at: stamp(5),
        own: u64::from(observations),
        speaks: Speaks::ForItself,
        signature: Signature::Unknown,
    };
    room.does(Act::Received(vec![reception("AAAAAA", 3)])).unwrap();
    assert!(room.does(Act::Received(vec![reception("AAAAAA", 3)])).unwrap().is_empty());
    room.does(Act::Received(vec![reception("BBBBBB", 4)])).unwrap();
    let all: Vec<_> = room.workshop.campaign.receptions().map(|(_, r)| r.observations).collect();
    assert_eq!(all, [4]);
    let sheet = &room.workshop.campaign.record(RecordId(CAMPAIGN.0)).unwrap().body.says;
    assert!(matches!(sheet, Deliberation::Campaign(_)));
}
