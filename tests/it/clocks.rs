//! Hours, dates, moments and order: by the place and the best clock, whatever a phone was set to; and
//! what a mediator says of a phone's clock, which changes no record.

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Kept, Workshop};
use eclaireuse::domain::campaign::contest::Subject;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::CampaignSheet;
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::moment::Moment;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::{Stop, Walk};
use eclaireuse::format::v1;

const CAMPAIGN: WalkId = WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_00ca);
const WALK: WalkId = WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0001);

/// 5 November 2026, 20:00 UTC: 21:00 in Amiens, a dark evening.
const EVENING: i64 = 1_793_908_800_000;
const HOUR: i64 = 3_600_000;
const PHONE: DeviceNumber = DeviceNumber(2);
const OTHER: DeviceNumber = DeviceNumber(3);

fn sheet() -> Walk {
    let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
    let mut walk = Walk::blank(WALK, Stamp { utc_ms: EVENING - 40 * 24 * HOUR, offset_min: 120 });
    walk.date = "2026-11-05".into();
    walk.starts_at = "20:30".into();
    walk.stops = vec![Stop { place: Some(here), ..Stop::named(1, "Le mail") }];
    walk
}

/// What a phone says whose clock and zone are as they are.
fn said(said_ms: i64, offset_min: i16) -> Observation {
    let made = Stamp { utc_ms: said_ms, offset_min };
    let id = RecordId::made(said_ms, u128::from(said_ms.unsigned_abs()));
    let category = Category::from_code("street_lighting").unwrap();
    Observation::begun(id, &sheet(), made, category, None, Language::Fr)
}

fn line(id: RecordId, device: DeviceNumber, body: &Body) -> String {
    let at = Stamp { utc_ms: EVENING, offset_min: 60 };
    let kind = body.kind().to_owned();
    let envelope = Envelope { kind, id, walk: WALK, device, revision: 1, at };
    v1::write_line(&envelope, body).0
}

fn lines(observations: &[(DeviceNumber, Observation)]) -> Vec<String> {
    let mut lines = vec![line(RecordId(WALK.0), DeviceNumber(1), &Body::Walk(Box::new(sheet())))];
    lines.extend(
        observations
            .iter()
            .map(|(device, one)| line(one.id, *device, &Body::Observation(Box::new(one.clone())))),
    );
    lines
}

fn chance(second: i64) -> Chance {
    let at = Stamp { utc_ms: EVENING + 86_400_000 + second * 1000, offset_min: 60 };
    Chance { at, random: u128::try_from(second).unwrap() << 64 | 0x5151 }
}

/// A laptop of the campaign, and the lines it wrote.
fn laptop(device: u32, walk: &[String]) -> (Workshop, Vec<String>) {
    let mut workshop = Workshop::default();
    workshop.open(CAMPAIGN, DeviceNumber(device));
    let sheet = CampaignSheet::of("Automne".into(), "PR-26".into(), vec![WALK], chance(1).at);
    let kept = workshop.act(Act::Sheet(Box::new(sheet)), chance(1)).unwrap();
    workshop.lines(WALK, walk, true);
    let lines = own(kept);
    (workshop, lines)
}

fn own(kept: Vec<Kept>) -> Vec<String> {
    kept.into_iter().map(|kept| kept.entry.line).collect()
}

/// Date, hour and moment of an observation.
fn told(workshop: &Workshop, id: RecordId) -> (String, String, Moment) {
    let (it, walk) = workshop.campaign.observation(id).unwrap();
    (it.when(walk).date(), it.when(walk).hour_minute(), it.moment(walk))
}

fn order(workshop: &Workshop) -> Vec<RecordId> {
    workshop.campaign.observations().map(|(it, _)| it.id).collect()
}

#[test]
fn the_hour_is_that_of_the_place_whatever_zone_the_phone_is_set_to() {
    // Paris, New York, Auckland, Kathmandu, and a phone without a zone.
    for offset_min in [60, -300, 780, 345, 0] {
        let it = said(EVENING, offset_min);
        let when = it.when(&sheet());
        assert_eq!((when.date(), when.hour_minute()), ("2026-11-05".into(), "21:00".into()));
        assert_eq!(it.moment(&sheet()), Moment::Night);
        // A walk of which no place is known: the sheet's device was on the city's time.
        let nowhere = Walk { stops: Vec::new(), ..sheet() };
        assert_eq!(it.when(&nowhere).hour_minute(), "21:00");
        // It was not: the phone is the only one who says.
        let made = Stamp { offset_min: 0, ..nowhere.made };
        assert_eq!(it.when(&Walk { made, ..nowhere }).offset_min, offset_min);
    }
}

#[test]
fn a_walk_begins_by_the_time_of_its_day_and_not_of_the_day_its_sheet_was_made() {
    let walk = Walk { ends_at: "00:30".into(), ..sheet() };
    assert_eq!(walk.made.offset_min, 120, "made in summer time");
    let start = walk.start_on_its_day().unwrap();
    assert_eq!((start.utc_ms, start.hour_minute()), (EVENING - HOUR / 2, "20:30".into()));
    assert_eq!(walk.end_on_its_day().unwrap().utc_ms, EVENING + 7 * HOUR / 2);
}

#[test]
fn midnight_the_years_end_and_the_hour_that_comes_twice_stay_right() {
    let at = |utc_ms| said(utc_ms, -300).when(&sheet());
    let date_time = |stamp: Stamp| format!("{} {}", stamp.date(), stamp.hour_minute());
    // 22:58 and 23:02 UTC on 31 December 2026.
    for (utc_ms, expected) in
        [(1_798_757_880_000, "2026-12-31 23:58"), (1_798_758_120_000, "2027-01-01 00:02")]
    {
        assert_eq!(date_time(at(utc_ms)), expected);
    }
    // 00:40 and 01:10 UTC on 25 October 2026: 02:40 in summer time, then 02:10.
    let twice = [1_792_888_800_000, 1_792_890_600_000];
    assert_eq!(twice.map(|ms| date_time(at(ms))), ["2026-10-25 02:40", "2026-10-25 02:10"]);
    let said = twice.map(|ms| (PHONE, said(ms, 60)));
    let (workshop, _) = laptop(9, &lines(&said));
    assert_eq!(order(&workshop), said.map(|(_, one)| one.id), "by time, not by the wall clock");
}

#[test]
fn the_satellites_are_believed_before_the_phone_unless_the_sheet_says_otherwise() {
    for off in [12 * HOUR, -12 * HOUR, 365 * 24 * HOUR, -365 * 24 * HOUR, 150 * 24 * HOUR] {
        let mut it = said(EVENING - off, 60);
        it.made_by_fix = Some(EVENING);
        let when = it.when(&sheet());
        assert_eq!((when.date(), when.hour_minute()), ("2026-11-05".into(), "21:00".into()));
        assert_eq!(it.moment(&sheet()), Moment::Night);
        // Both stand on disk, and come back.
        let written = line(it.id, PHONE, &Body::Observation(Box::new(it.clone())));
        let Body::Observation(read) = v1::read_line(&written).unwrap().record.body else {
            panic!("{written}")
        };
        assert_eq!(*read, it);
    }
    // A walk past midnight, on a phone five hours slow: the day of the phone is no reason.
    let mut it = said(EVENING, 60);
    it.made_by_fix = Some(EVENING + 5 * HOUR);
    assert_eq!(it.when(&sheet()).hour_minute(), "02:00");
    // A receiver whose week counter began again says twenty years ago; the sheet knows better.
    let mut it = said(EVENING, 60);
    it.made_by_fix = Some(EVENING - 7168 * 24 * HOUR);
    assert_eq!(it.when(&sheet()).utc_ms, EVENING);
}

#[test]
fn what_a_mediator_says_of_a_clock_holds_for_all_that_the_phone_said() {
    // The phone was 12 hours slow, all evening; the other one was right.
    let slow: Vec<Observation> =
        (0..3).map(|n| said(EVENING - 12 * HOUR + n * 60_000, 60)).collect();
    let right = said(EVENING + 30_000, 60);
    let mut all: Vec<_> = slow.iter().map(|one| (PHONE, one.clone())).collect();
    all.push((OTHER, right.clone()));
    let walk = lines(&all);
    let (mut workshop, mut written) = laptop(9, &walk);
    let ids: Vec<RecordId> = slow.iter().map(|one| one.id).collect();
    let before = ("2026-11-05".to_owned(), "09:00".to_owned(), Moment::Day);
    assert_eq!(told(&workshop, ids[0]), before);
    assert_eq!(order(&workshop), [ids[0], ids[1], ids[2], right.id]);

    let kept = workshop.act(Act::PhoneClock(WALK, PHONE, Some(43_200)), chance(2)).unwrap();
    assert_eq!(kept.len(), 1, "one decision, and no record of the phone");
    written.extend(own(kept));
    let after = ("2026-11-05".to_owned(), "21:00".to_owned(), Moment::Night);
    assert_eq!(told(&workshop, ids[0]), after);
    assert_eq!(told(&workshop, right.id).1, "21:00");
    assert_eq!(order(&workshop), [ids[0], right.id, ids[1], ids[2]]);
    let campaign = &workshop.campaign;
    assert_eq!(campaign.clock_said(WALK, PHONE), Some(43_200));
    let (shown, _) = campaign.observation(ids[0]).unwrap();
    assert_eq!(shown.made, slow[0].made, "what the phone said stays");

    // Whoever reads it later, in whatever order, sees the same; what is written anew is as it was.
    for decisions_first in [true, false] {
        let mut found = Workshop::default();
        found.open(CAMPAIGN, DeviceNumber(10));
        if decisions_first {
            found.lines(CAMPAIGN, &written, true);
            found.lines(WALK, &walk, true);
        } else {
            let (sheet, clock) = written.split_at(written.len() - 1);
            found.lines(CAMPAIGN, sheet, true);
            found.lines(WALK, &walk, true);
            found.lines(CAMPAIGN, clock, true);
        }
        assert_eq!(told(&found, ids[0]), after, "{decisions_first}");
        assert_eq!(order(&found), order(&workshop));
        let record = found.campaign.notebooks[&WALK].record(ids[0]).unwrap();
        assert_eq!(v1::write_line(&record.envelope, &record.body).0, walk[1]);
    }

    // It is taken back, by undoing or by saying so.
    workshop.act(Act::Undo, chance(3)).unwrap();
    assert_eq!(told(&workshop, ids[0]), before);
    workshop.act(Act::PhoneClock(WALK, PHONE, Some(-3600)), chance(4)).unwrap();
    assert_eq!(told(&workshop, ids[0]).1, "08:00");
    workshop.act(Act::PhoneClock(WALK, PHONE, None), chance(5)).unwrap();
    assert_eq!(told(&workshop, ids[0]), before);
}

#[test]
fn a_mediator_may_say_that_the_clock_was_right_and_the_satellites_were_not() {
    let mut it = said(EVENING, 60);
    it.made_by_fix = Some(EVENING + 5 * HOUR);
    let (mut workshop, _) = laptop(9, &lines(&[(PHONE, it.clone())]));
    assert_eq!(workshop.campaign.clock_by_fixes(WALK, PHONE), Some(18_000));
    assert_eq!(workshop.campaign.clock_by_fixes(WALK, OTHER), None);
    assert_eq!(told(&workshop, it.id).1, "02:00");
    workshop.act(Act::PhoneClock(WALK, PHONE, Some(0)), chance(2)).unwrap();
    assert_eq!(told(&workshop, it.id).1, "21:00");
    // Nonsense is no clock.
    workshop.act(Act::PhoneClock(WALK, PHONE, Some(i64::MAX)), chance(3)).unwrap();
    assert_eq!(workshop.campaign.clock_said(WALK, PHONE), None);
}

#[test]
fn two_laptops_that_say_different_things_of_a_clock_are_asked() {
    let it = said(EVENING - 12 * HOUR, 60);
    let walk = lines(&[(PHONE, it)]);
    let (mut one, _) = laptop(9, &walk);
    let (mut other, _) = laptop(10, &walk);
    let first = own(one.act(Act::PhoneClock(WALK, PHONE, Some(43_200)), chance(2)).unwrap());
    let second = own(other.act(Act::PhoneClock(WALK, PHONE, Some(39_600)), chance(2)).unwrap());
    one.lines(CAMPAIGN, &second, true);
    other.lines(CAMPAIGN, &first, true);
    let subject = Subject::PhoneClock(WALK, PHONE);
    for workshop in [&one, &other] {
        assert!(workshop.campaign.contested().any(|one| one == subject));
        assert_eq!(workshop.campaign.versions(subject).len(), 2);
    }
    assert_eq!(one.campaign.clock_said(WALK, PHONE), other.campaign.clock_said(WALK, PHONE));
    let chosen = one.campaign.versions(subject)[0].digest;
    one.act(Act::Choose(subject, chosen), chance(4)).unwrap();
    assert!(!one.campaign.contested().any(|one| one == subject));
}

#[test]
fn what_leaves_says_the_hour_of_the_place_and_the_best_clock() {
    // A year slow, set to New York's zone, by satellites and by a mediator.
    let year = 365 * 24 * HOUR;
    let mut by_fix = said(EVENING - year, -300);
    by_fix.made_by_fix = Some(EVENING);
    let by_hand = said(EVENING + 60_000 - year, -300);
    let walk = lines(&[(OTHER, by_fix.clone()), (PHONE, by_hand.clone())]);
    let (mut workshop, _) = laptop(9, &walk);
    workshop.act(Act::PhoneClock(WALK, PHONE, Some(year / 1000)), chance(2)).unwrap();
    let campaign = &workshop.campaign;
    for id in [by_fix.id, by_hand.id] {
        let (it, walk) = campaign.observation(id).unwrap();
        let partners = Choice::all(Audience::Partners).observation(campaign, it);
        assert_eq!(partners.when(walk).date(), "2026-11-05");
        assert!(partners.when(walk).hour_minute().starts_with("21:0"));
        assert_eq!(partners.moment(walk), Moment::Night);
        let public = Choice::all(Audience::Public).observation(campaign, it);
        assert_eq!(public.when(walk).date(), "2026-11-01", "of a small walk the month");
        assert_eq!((public.made_by_fix, public.behind_ms), (None, None));
        assert_eq!(public.moment(walk), Moment::Night);
    }
    let leaving = Leaving::of(campaign, &Choice::all(Audience::Partners));
    let numberings = campaign.numberings_for(&leaving, DeviceNumber(9), true);
    let given: Vec<RecordId> =
        numberings.into_iter().flat_map(|(_, one)| one.observations).collect();
    assert_eq!(given, [by_fix.id, by_hand.id], "numbers follow the true order");
}
