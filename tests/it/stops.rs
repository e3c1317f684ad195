//! A stop stays the same one, whatever becomes of its number, name and place, and in files of 0.4.0.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use eclaireuse::app::Event;
use eclaireuse::domain::campaign::review;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::Deliberation;
use eclaireuse::domain::deliberation::comparison::{self, Comparison, Evolution, StopPair};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::Change as Said;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::observation::scale::GeoSource;
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::Walk;
use eclaireuse::domain::walk::notebook::Notebook;
use eclaireuse::domain::walk::route_draft::{RouteChange, RouteDraft};
use eclaireuse::domain::walk::stop::{Stop, StopId, StopRef};
use eclaireuse::domain::walk::stop_form::{StopChange, StopForm};
use eclaireuse::format::bundle::{Item, Reader};
use eclaireuse::format::{fragment, v1};
use proptest::prelude::*;

use crate::phone::Phone;

const AT: Stamp = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };

fn here() -> Place {
    Place::from_lon_lat(2.2935, 49.8709).expect("on the map")
}

fn envelope(kind: &str, id: RecordId, walk: WalkId) -> Envelope {
    Envelope { kind: kind.into(), id, walk, device: DeviceNumber(3), revision: 1, at: AT }
}

fn written(walk: WalkId, id: RecordId, body: &Body) -> String {
    v1::write_line(&envelope(body.kind(), id, walk), body).0
}

fn read(line: &str) -> Body {
    let read = v1::read_line(line).expect("a record");
    assert!(read.not_understood.is_empty(), "{:?}", read.not_understood);
    read.record.body
}

/// A sheet as another device reads it.
fn carried(walk: &Walk) -> Walk {
    match read(&written(walk.id, RecordId(walk.id.0), &Body::Walk(Box::new(walk.clone())))) {
        Body::Walk(walk) => *walk,
        other => panic!("{other:?}"),
    }
}

fn observation(sheet: &Walk, stop: StopRef) -> Observation {
    let category = Category::from_code("street_lighting").expect("known");
    let begun = Observation::begun(RecordId(9), sheet, AT, category, None, Language::Fr);
    let body = Body::Observation(Box::new(Observation { stop: Some(stop), ..begun }));
    match read(&written(sheet.id, RecordId(9), &body)) {
        Body::Observation(observation) => *observation,
        other => panic!("{other:?}"),
    }
}

#[derive(Clone, Debug)]
enum Step {
    /// The person who prepares changes something.
    Edit(RouteChange),
    /// Several changes later the sheet is kept, and phones may get it.
    Keep,
    /// A phone that has one of the sheets kept so far, by its rank, says something at a stop.
    Say(usize, usize),
    /// The group compares a stop with one of another walk.
    Compare(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let place = || (0.0..360.0_f64, 0.0..900.0_f64).prop_map(|(b, m)| here().moved(b, m));
    let file = proptest::collection::vec(("[a-e]{1,3}", place()), 1..4);
    let edit = prop_oneof![
        3 => (place(), any::<u128>()).prop_map(|(p, r)| RouteChange::StopAdd(Some(p), r)),
        1 => any::<u128>().prop_map(|r| RouteChange::StopAdd(None, r)),
        2 => (0..6_usize, "[a-z]{0,6}").prop_map(|(i, n)| RouteChange::StopName(i, n)),
        2 => (0..6_usize, place()).prop_map(|(i, p)| RouteChange::StopMove(i, p)),
        2 => (0..6_usize).prop_map(RouteChange::StopEarlier),
        3 => (0..6_usize).prop_map(RouteChange::StopRemove),
        1 => (file, any::<u128>()).prop_map(|(f, r)| RouteChange::StopsAdd(f, r)),
    ];
    let step = prop_oneof![
        4 => edit.prop_map(Step::Edit),
        2 => Just(Step::Keep),
        3 => (any::<usize>(), any::<usize>()).prop_map(|(kit, stop)| Step::Say(kit, stop)),
        1 => any::<usize>().prop_map(Step::Compare),
    ];
    proptest::collection::vec(step, 0..60)
}

proptest! {
    #[test]
    fn what_was_said_of_a_stop_stays_its_own(steps in steps(), from_0_4_0 in any::<bool>()) {
        let id = WalkId::made(AT.utc_ms, 0x57);
        let mut sheet = Walk::blank(id, AT);
        if from_0_4_0 {
            sheet.stops = (1..=3)
                .map(|number| Stop {
                    id: StopId::of_number(id, number),
                    place: Some(here().moved(0.0, 90.0 * f64::from(number))),
                    ..Stop::named(number, format!("Arrêt {number}"))
                })
                .collect();
        }
        let other = Walk { id: WalkId::made(AT.utc_ms, 0x58), ..sheet.clone() };
        let mut draft = RouteDraft::of(&sheet);
        let mut kits = vec![sheet.clone()];
        let mut names: BTreeMap<StopId, BTreeSet<String>> = BTreeMap::new();
        let mut said: Vec<(StopId, Observation, StopForm, bool)> = Vec::new();
        let mut compared: Vec<StopPair> = Vec::new();
        for step in steps.into_iter().chain([Step::Keep]) {
            match step {
                Step::Edit(change) => draft.apply(change),
                Step::Keep => {
                    let mut next = Walk { stops: draft.stops().to_vec(), ..sheet.clone() };
                    next.remember(&sheet);
                    sheet = carried(&next);
                    prop_assert_eq!(&sheet, &next);
                    for stop in sheet.stops.iter().chain(&sheet.former_stops) {
                        names.entry(stop.id).or_default().insert(stop.name.clone());
                    }
                    kits.push(sheet.clone());
                }
                Step::Say(kit, stop) => {
                    let rank = kit % kits.len();
                    let kit = &kits[rank];
                    if kit.stops.is_empty() {
                        continue;
                    }
                    let stop = &kit.stops[stop % kit.stops.len()];
                    // A phone of 0.4.0 has the first sheet and says the number alone.
                    let known = if from_0_4_0 && rank == 0 {
                        StopRef::numbered(id, stop.number)
                    } else {
                        stop.known()
                    };
                    let mut form = StopForm::blank(known, AT);
                    form.amend(StopChange::Closed(true));
                    let kept = !stop.name.is_empty() || stop.place.is_some();
                    said.push((stop.id, observation(kit, known), form, kept));
                }
                Step::Compare(which) => {
                    let pairs = comparison::pairs(&sheet, &other, &compared, &BTreeSet::new());
                    if !pairs.is_empty() {
                        compared.push(pairs[which % pairs.len()]);
                    }
                }
            }
        }
        let known: BTreeSet<StopId> =
            sheet.stops.iter().chain(&sheet.former_stops).map(|stop| stop.id).collect();
        prop_assert_eq!(known.len(), sheet.stops.len() + sheet.former_stops.len());
        for (stop, observation, form, kept) in &said {
            let at = observation.stop.expect("a stop");
            prop_assert_eq!(sheet.stop_id(at), *stop);
            prop_assert_eq!(sheet.stop_id(form.stop), *stop);
            let name = sheet.stop_name(at);
            prop_assert_eq!(name.former, !draft.stops().iter().any(|one| one.id == *stop));
            if *kept {
                prop_assert!(sheet.stop(*stop).is_some());
                prop_assert!(names[stop].contains(&name.name));
                let position = observation.position(&sheet);
                let place = sheet.stop(*stop).and_then(|stop| stop.place);
                prop_assert_eq!(position.map(|position| position.place), place);
            } else if sheet.stop(*stop).is_none() {
                prop_assert_eq!((name.number, name.name.as_str()), (at.number, ""));
            }
        }
        let pairs = comparison::pairs(&sheet, &other, &compared, &BTreeSet::new());
        for pair in compared {
            prop_assert_eq!(pairs.iter().filter(|one| one.is_of(pair)).count(), 1);
            if let Some(before) = pair.before && known.contains(&before) {
                let number = pair.number;
                let name = sheet.stop_name(StopRef { id: before, number });
                prop_assert!(names[&before].contains(&name.name));
            }
        }
    }
}

#[test]
fn the_sheet_remembers_a_stop_that_is_taken_out() {
    let mut laptop = Phone::new();
    laptop.creates_walk(|walk| {
        for (random, name) in [(1, "Le porche"), (2, "Le square")] {
            walk.add_stop(random);
            let stop = walk.stops.last_mut().expect("just added");
            stop.name = name.into();
            stop.place = Some(here());
        }
    });
    let sheet = laptop.model.walk().expect("a sheet").clone();
    let (porch, square) = (sheet.stops[0].known(), sheet.stops[1].known());
    assert!(!porch.id.is_derived() && porch.id != square.id);
    let it = laptop.tags("street_lighting");
    laptop.says(it, Said::Stop(Some(porch)));
    let mut draft = RouteDraft::of(&sheet);
    draft.apply(RouteChange::StopRemove(0));
    let fewer = Walk { stops: draft.stops().to_vec(), ..sheet };
    laptop.happens(Event::WalkAmended(Box::new(fewer), laptop.now));
    laptop.killed_and_started();
    let sheet = laptop.model.walk().expect("a sheet");
    assert_eq!((sheet.stops.len(), sheet.stops[0].known().id), (1, square.id));
    let observation = laptop.observation(it);
    let position = observation.position(sheet).expect("the place of the former stop");
    assert_eq!((position.place, position.source), (here(), GeoSource::Stop));
    let name = sheet.stop_name(observation.stop.expect("a stop"));
    assert_eq!((name.former, name.name.as_str()), (true, "Le porche"));
    let words = eclaireuse::text::Words::of(Language::Fr);
    assert_eq!(words.stop(&name), "Ancien arrêt : Le porche");
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/v0.4.0/stops/");
    std::fs::read(format!("{folder}{name}")).expect("a fixture")
}

fn lines() -> Vec<String> {
    let text = String::from_utf8(fixture("records.jsonl")).expect("text");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn records_of_0_4_0_keep_their_stops() {
    let mut notebooks: BTreeMap<WalkId, Notebook> = BTreeMap::new();
    let (mut asked, mut compared) = (None, None);
    for line in lines() {
        let record = v1::read_line(&line).expect("a record").record;
        match v1::read_deliberation(&line).map(|read| read.record.body.says) {
            Ok(Deliberation::Ask(ask)) => asked = Some((record.envelope.walk, ask)),
            Ok(Deliberation::Comparison(comparison)) => compared = Some(comparison),
            _ => {
                notebooks.entry(record.envelope.walk).or_default().take(record);
            }
        }
    }
    assert_eq!(notebooks.len(), 2);
    for (id, notebook) in &notebooks {
        let mut sheet = notebook.walk(*id).expect("a sheet").clone();
        let check = |sheet: &Walk| {
            for observation in notebook.all_observations() {
                let stop = sheet.stop_said(observation.stop.expect("a stop")).expect("known");
                let number = observation.words.chars().last().expect("a digit");
                let names = ["La gare", "Le square", "L’école"];
                let rank = number.to_digit(10).expect("a digit") as usize - 1;
                assert_eq!(stop.name, names[rank]);
                let position = observation.position(sheet).expect("its stop's");
                assert_eq!((Some(position.place), position.source), (stop.place, GeoSource::Stop));
            }
            let (_, form) = notebook.stop_forms().next().expect("a form");
            let square = sheet.stop_said(form.stop).expect("known");
            assert!(notebook.is_stop_closed(sheet, square.id) && square.name == "Le square");
        };
        check(&sheet);
        // Amended here, the ids that were derived are written, and nothing changes place.
        let before = sheet.clone();
        sheet.stops.remove(0);
        sheet.stops[0].number = 1;
        sheet.add_stop(5);
        sheet.remember(&before);
        let line = written(*id, RecordId(id.0), &Body::Walk(Box::new(sheet.clone())));
        assert!(line.contains(&format!(r#""number":1,"id":"{}""#, StopId::of_number(*id, 2))));
        check(&carried(&sheet));
    }
    let Comparison { stops, before, after, change } = compared.expect("a comparison");
    assert_eq!(change, Some(Evolution::Worse));
    let sheet = |id: WalkId| notebooks[&id].walk(id).expect("a sheet");
    let pairs = comparison::pairs(sheet(before), sheet(after), &[stops], &BTreeSet::new());
    assert_eq!(pairs.len(), 3);
    assert_eq!(stops.name(sheet(before), sheet(after)).name, "Le square");
    let (walk, ask) = asked.expect("a question");
    let stops = &sheet(walk).stops;
    assert_eq!(review::stop_of(&ask, stops), Some(stops[1].id), "by its place, as before");
}

#[test]
fn files_of_0_4_0_are_read_as_before() {
    for (name, records) in [("kit.zip", 1), ("notebook.zip", 5), ("campaign.zip", 45)] {
        let mut found = 0;
        let mut sheets: BTreeMap<WalkId, Walk> = BTreeMap::new();
        let mut said: Vec<(WalkId, StopRef)> = Vec::new();
        for item in Reader::open(Cursor::new(fixture(name))).expect("a notebook") {
            match item {
                Item::Record { line, record } => {
                    found += 1;
                    let again = v1::read_line(&line).expect("a record").record;
                    assert_eq!(again, record);
                    let walk = record.envelope.walk;
                    match record.body {
                        Body::Walk(sheet) => drop(sheets.insert(walk, *sheet)),
                        Body::Observation(it) => said.extend(it.stop.map(|stop| (walk, stop))),
                        _ => {}
                    }
                }
                Item::Photo { .. } => {}
                Item::Problem(problem) => panic!("{name}: {problem:?}"),
            }
        }
        assert_eq!(found, records, "{name}");
        for (walk, stop) in said {
            let name = sheets[&walk].stop_name(stop);
            assert!(!name.former && name.number == stop.number && !name.name.is_empty());
        }
    }
}

#[test]
fn what_0_4_0_reads_is_still_written() {
    let mut sheet = Walk::blank(WalkId::made(AT.utc_ms, 7), AT);
    sheet.add_stop(1);
    sheet.add_stop(1);
    let line = written(sheet.id, RecordId(sheet.id.0), &Body::Walk(Box::new(sheet.clone())));
    let second = sheet.stops[1].known();
    assert!(line.contains(&format!(r#"{{"number":2,"id":"{}"}}"#, second.id)), "{line}");
    let it = Body::Observation(Box::new(observation(&sheet, second)));
    let line = written(sheet.id, RecordId(9), &it);
    assert!(line.contains(&format!(r#""stop":2,"stop_id":"{}""#, second.id)), "{line}");
    let form = Body::StopForm(Box::new(StopForm::blank(second, AT)));
    let line = written(sheet.id, RecordId(8), &form);
    assert!(line.contains(&format!(r#""stop":2,"stop_id":"{}""#, second.id)), "{line}");
}

/// Twelve characters of the address for a stop: seven bytes deflated and written as text.
#[test]
fn ids_cost_a_qr_code_few_bytes() {
    let mut sheet = Walk::blank(WalkId::made(AT.utc_ms, 7), AT);
    for count in 0..12 {
        sheet.add_stop(0x9e37_79b9_7f4a_7c15_f39c_c060 * (count + 1));
        let stop = sheet.stops.last_mut().expect("just added");
        stop.name = format!("Arrêt du {count}");
        stop.place = Some(here().moved(30.0 * count as f64, 350.0));
    }
    let line = written(sheet.id, RecordId(sheet.id.0), &Body::Walk(Box::new(sheet.clone())));
    let without: String = sheet
        .stops
        .iter()
        .fold(line.clone(), |line, stop| line.replace(&format!(r#","id":"{}""#, stop.id), ""));
    let length = |line: &str| fragment::payload(&[line], &[], 10_000).expect("fits").len();
    let cost = length(&line) - length(&without);
    assert!(cost <= 12 * 12, "{cost} characters for twelve stops");
}
