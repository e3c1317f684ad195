//! Stories of a review walk: prepared in the workshop, walked with phones, agreed on by the group.

use std::collections::BTreeMap;
use std::io::Cursor;

use eclaireuse::app::event::Chance;
use eclaireuse::app::sightings::Sightings;
use eclaireuse::app::workshop::{Act, Kept, Refusal, Workshop};
use eclaireuse::app::{Event, Route};
use eclaireuse::domain::campaign::review::{self, SHARED_STOP_M};
use eclaireuse::domain::date::CalendarDate;
use eclaireuse::domain::deliberation::answer::{Ask, Check, Outcome, Sighting};
use eclaireuse::domain::deliberation::lifecycle::{Party, Status};
use eclaireuse::domain::deliberation::reception::phone_of;
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope, NoticeHeard};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::WalkKind;
use eclaireuse::domain::walk::notebook::Notebook;
use eclaireuse::domain::walk::stop::StopId;
use eclaireuse::format::bundle::{Item, NotebookWriter, Reader, ZipWriter, answer_code};
use eclaireuse::format::{kit, v1};
use eclaireuse::text::RestitutionWords;

use crate::invented::{CAMPAIGN, Size, WALKS, invented};
use crate::phone::Phone;

const SIZE: Size = Size { observations: 60, constats: 12, preconisations: 24 };

fn chance(count: i64) -> Chance {
    let at = Stamp { utc_ms: 1_780_000_000_000 + count * 1000, offset_min: 120 };
    Chance {
        at,
        random: (u128::try_from(count).unwrap() + 1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_1234_5679),
    }
}

/// A laptop with the campaign, everything it wrote, and a clock.
struct Laptop {
    workshop: Workshop,
    lines: BTreeMap<WalkId, Vec<String>>,
    clock: i64,
}

impl Laptop {
    fn new() -> Self {
        let made = invented(SIZE, &[]);
        let mut lines: BTreeMap<WalkId, Vec<String>> = BTreeMap::new();
        for (walk, line) in made.lines {
            lines.entry(walk).or_default().push(line);
        }
        let mut workshop = made.workshop;
        workshop.lines(CAMPAIGN, [""; 0], true);
        Self { workshop, lines, clock: 0 }
    }

    fn does(&mut self, act: Act) -> Result<Vec<Kept>, Refusal> {
        self.clock += 1;
        let kept = self.workshop.act(act, chance(self.clock))?;
        for one in &kept {
            self.lines.entry(one.walk).or_default().push(one.entry.line.clone());
        }
        Ok(kept)
    }

    /// What another page finds on disk.
    fn found(&self) -> Workshop {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, self.workshop.device);
        for walk in workshop.lines(CAMPAIGN, &self.lines[&CAMPAIGN], true) {
            let lines = self.lines.get(&walk).cloned().unwrap_or_default();
            workshop.lines(walk, &lines, true);
        }
        assert!(workshop.is_loaded() && workshop.unread == 0);
        workshop
    }

    fn done(&self) -> Vec<RecordId> {
        let done = review::said_done(&self.workshop.campaign, "EX-2025");
        done.into_iter().map(|thing| thing.preconisation).collect()
    }

    fn prepares(&mut self) -> WalkId {
        let act = Act::PrepareReview {
            asked: self.done(),
            title: "Marche-bilan".into(),
            on: "2026-06-10".into(),
        };
        self.does(act).expect("something is said to be done").first().expect("a sheet").walk
    }

    fn takes_in(&mut self, walk: WalkId, lines: &[String]) {
        self.lines.entry(walk).or_default().extend(lines.iter().cloned());
        self.workshop.lines(walk, lines, true);
    }

    fn checks(&mut self, preconisation: RecordId, outcome: Outcome) -> Status {
        self.says(preconisation, outcome, false)
    }

    fn says(&mut self, preconisation: RecordId, outcome: Outcome, withdrawn: bool) -> Status {
        let check =
            Check { preconisation, outcome, on: CalendarDate::parse("2026-06-10"), withdrawn };
        self.does(Act::Checked(vec![check])).expect("allowed");
        self.workshop.campaign.status(preconisation)
    }

    /// The walk's kit as a file, and what a phone takes of it.
    fn kit(&self, walk: WalkId) -> Vec<String> {
        let mut by_key = BTreeMap::new();
        let mut notebook = Notebook::default();
        for line in &self.lines[&walk] {
            let read = v1::read_line(line).expect("a line");
            by_key.insert(v1::key(&read.record), line.clone());
            notebook.take(read.record);
        }
        let mut writer = ZipWriter::kit(chance(0).at).expect("a kit");
        for line in kit::lines(&by_key, &notebook, walk) {
            writer.record(line).expect("written");
        }
        writer.finish().expect("written");
        taken_of(writer.drain())
    }
}

/// What the import of a kit keeps of a file.
fn taken_of(file: Vec<u8>) -> Vec<String> {
    let mut lines = Vec::new();
    for item in Reader::open(Cursor::new(file)).expect("a notebook") {
        match item {
            Item::Record { line, record } => {
                if eclaireuse::domain::walk::kit::belongs(&record) {
                    lines.push(line);
                }
            }
            Item::Photo { .. } => {}
            Item::Problem(problem) => panic!("{problem:?}"),
        }
    }
    lines
}

/// A phone on the review walk: its lines on disk.
struct Walker {
    walk: WalkId,
    device: DeviceNumber,
    lines: Vec<String>,
    sightings: Sightings,
}

impl Walker {
    fn joins(walk: WalkId, device: u32, kit: &[String]) -> Self {
        let mut sightings = Sightings::default();
        sightings.lines(walk, kit);
        Self { walk, device: DeviceNumber(device), lines: kit.to_vec(), sightings }
    }

    fn sees(&mut self, preconisation: RecordId, outcome: Outcome) {
        let at = chance(500 + i64::try_from(self.lines.len()).unwrap()).at;
        let kept = self.sightings.see(self.device, preconisation, outcome, at);
        let kept = kept.expect("it is asked");
        assert_eq!((kept.walk, kept.id), (self.walk, Sighting::id(preconisation, self.device)));
        self.lines.push(kept.entry.line);
    }

    fn killed_and_started(&mut self) {
        let before = std::mem::take(&mut self.sightings);
        let half = self.lines.len() / 2;
        self.sightings.lines(self.walk, &self.lines[half..]);
        self.sightings.lines(self.walk, &self.lines[..half]);
        assert_eq!(self.sightings, before, "what is on disk is all there is");
    }
}

#[test]
fn a_review_walk_asks_everything_said_to_be_done_where_it_was_asked_for() {
    let mut laptop = Laptop::new();
    let done = laptop.done();
    assert!(done.len() > 3);
    let walk = laptop.prepares();
    let campaign = &laptop.workshop.campaign;
    let sheet = campaign.walk(walk).expect("a sheet").clone();
    let old = campaign.walk(WALKS[1]).expect("the last walk");
    assert_eq!((sheet.kind, sheet.date.as_str()), (WalkKind::Review, "2026-06-10"));
    assert_eq!((&sheet.cycle, &sheet.quarter, sheet.training), (&old.cycle, &old.quarter, true));
    assert_eq!(sheet.reference, "EX-2025-B1");
    assert!(laptop.workshop.sheet().expect("a campaign").walks.contains(&walk));
    assert!(laptop.workshop.is_loaded());

    let phone = Walker::joins(walk, 7, &laptop.kit(walk));
    for id in &done {
        assert_eq!(campaign.asked_on(*id), [walk]);
        let at: Vec<(StopId, Ask)> = sheet
            .stops
            .iter()
            .flat_map(|stop| {
                phone.sightings.at_stop(walk, &sheet.stops, stop.id).into_iter().cloned()
            })
            .filter(|ask| ask.preconisation == *id)
            .map(|ask| (ask.stop.id, ask))
            .collect();
        assert_eq!(at.len(), 1, "at exactly one stop");
        let (stop, ask) = &at[0];
        assert!(!ask.title.is_empty() && ask.answer == "C’est fait.");
        let place = campaign.preconisation(*id).and_then(|one| campaign.constat(one.constat));
        let place = place.and_then(|constat| constat.place).expect("a place");
        let stop = sheet.standing(*stop).and_then(|stop| stop.place).expect("a place");
        assert!(place.metres_to(stop) <= SHARED_STOP_M);
    }
    // A stop is taken out of the sheet: what was asked there is asked at the nearest one left.
    let mut fewer = sheet.stops[1..].to_vec();
    (1..).zip(&mut fewer).for_each(|(number, stop)| stop.number = number);
    let left: usize =
        fewer.iter().map(|stop| phone.sightings.at_stop(walk, &fewer, stop.id).len()).sum();
    assert_eq!(left, done.len());
    // Another page finds the same; the same act at the same moment makes the same walk.
    assert_eq!(laptop.found().campaign.walk(walk), Some(&sheet));
    let mut again = Laptop::new();
    assert_eq!(again.prepares(), walk);
    assert_eq!(again.lines[&walk], laptop.lines[&walk]);
    // A second one is another walk with questions of its own.
    let second = laptop.prepares();
    assert_eq!(laptop.workshop.campaign.asked_on(done[0]), [walk, second]);
    assert_eq!(laptop.workshop.campaign.contests(), 0);
    let sheet = laptop.workshop.campaign.walk(second).expect("a sheet");
    assert_eq!(sheet.reference, "EX-2025-B2");
}

#[test]
fn only_what_is_said_to_be_done_is_asked() {
    let mut laptop = Laptop::new();
    let prepare = |asked| Act::PrepareReview { asked, title: String::new(), on: String::new() };
    assert_eq!(laptop.does(prepare(Vec::new())), Err(Refusal::NotHere));
    let campaign = &laptop.workshop.campaign;
    let scheduled = campaign
        .constats()
        .into_iter()
        .flat_map(|(constat, _)| campaign.preconisations(constat))
        .map(|(id, _)| id)
        .find(|id| campaign.status(*id) == Status::Scheduled)
        .expect("one that is scheduled");
    let walks = laptop.workshop.sheet().expect("a sheet").walks.clone();
    assert_eq!(laptop.does(prepare(vec![scheduled])), Err(Refusal::NotHere));
    assert_eq!(laptop.workshop.sheet().expect("a sheet").walks, walks);
    // A date that is none is today.
    let one = laptop.done()[0];
    let walk = laptop.does(prepare(vec![one])).expect("allowed")[0].walk;
    let sheet = laptop.workshop.campaign.walk(walk).expect("a sheet");
    assert_eq!((sheet.date.as_str(), sheet.stops.len()), ("2026-05-28", 1));
}

#[test]
fn a_kit_carries_the_questions_and_takes_no_answers() {
    let mut laptop = Laptop::new();
    let walk = laptop.prepares();
    let asked = laptop.done().len();
    let mut phone = Walker::joins(walk, 7, &laptop.kit(walk));
    let asks = phone.lines.iter().filter(|line| line.contains("\"kind\":\"ask\"")).count();
    assert_eq!(asks, asked);
    phone.sees(laptop.done()[0], Outcome::Resolved);
    let lines = phone.lines.clone();
    laptop.takes_in(walk, &lines);
    assert!(!laptop.kit(walk).iter().any(|line| line.contains("\"kind\":\"sighting\"")));

    // A file that says that it is a kit and holds an observation and a sighting as well.
    let observation = laptop.lines[&WALKS[0]]
        .iter()
        .find(|line| line.contains("\"kind\":\"observation\""))
        .expect("an observation");
    let mut writer = ZipWriter::kit(chance(0).at).expect("a kit");
    for line in lines.iter().chain([observation]) {
        writer.record(line).expect("written");
    }
    writer.finish().expect("written");
    let taken = taken_of(writer.drain());
    assert_eq!(taken.len(), lines.len() - 1);
    let refused = ["observation", "sighting"].map(|kind| format!("\"kind\":\"{kind}\""));
    assert!(!taken.iter().any(|line| refused.iter().any(|kind| line.contains(kind))));
}

#[test]
fn phones_see_the_group_agrees_and_things_move() {
    let mut laptop = Laptop::new();
    let walk = laptop.prepares();
    let kit = laptop.kit(walk);
    let [solved, same, partly, ..] = laptop.done()[..] else { panic!("three things") };
    let mut phones: Vec<Walker> =
        (11..15).map(|device| Walker::joins(walk, device, &kit)).collect();
    for phone in &mut phones {
        phone.sees(solved, Outcome::Resolved);
        phone.sees(same, Outcome::Unchanged);
        phone.sees(partly, Outcome::Partly);
        phone.killed_and_started();
    }
    // Two phones disagree; one takes its answer back, one changes its mind.
    phones[0].sees(solved, Outcome::Partly);
    phones[1].sees(solved, Outcome::Resolved);
    assert_eq!(phones[1].sightings.seen_by(DeviceNumber(12), solved), None);
    phones[2].sees(same, Outcome::Unchanged);
    phones[2].sees(same, Outcome::Worse);
    for phone in &mut phones {
        phone.killed_and_started();
        let lines = phone.lines.clone();
        laptop.takes_in(walk, &lines);
    }
    let seen = |laptop: &Laptop, id| laptop.workshop.campaign.sightings_on(id, walk);
    assert_eq!(seen(&laptop, solved), [2, 1, 0, 0, 0]);
    assert_eq!(seen(&laptop, same), [0, 0, 3, 1, 0]);
    assert_eq!(laptop.workshop.campaign.sightings(solved), [2, 1, 0, 0, 0]);
    // The second phone took one answer back, and the first laptop's number answered nothing.
    let by = |device| laptop.workshop.campaign.sightings_by(walk, DeviceNumber(device));
    assert_eq!([by(11), by(12), by(13), by(0)], [3, 2, 3, 0]);
    assert_eq!(laptop.workshop.campaign.contests(), 0);
    // Nothing has moved: a phone counts, the group says.
    assert_eq!(laptop.workshop.campaign.status(solved), Status::Done);

    assert_eq!(laptop.checks(solved, Outcome::Resolved), Status::Verified);
    assert_eq!(laptop.checks(same, Outcome::Unchanged), Status::InProgress);
    assert_eq!(laptop.checks(partly, Outcome::Partly), Status::Done);
    let found = laptop.found();
    for id in [solved, same, partly] {
        assert_eq!(found.campaign.status(id), laptop.workshop.campaign.status(id));
        assert_eq!(found.campaign.check(id), laptop.workshop.campaign.check(id));
        assert_eq!(found.campaign.sightings(id), laptop.workshop.campaign.sightings(id));
    }
    // A person decides what follows of what is solved in part.
    let act = Act::Step {
        thing: partly,
        to: Status::InProgress,
        by: Party::Review,
        reason: String::new(),
    };
    laptop.does(act).expect("allowed");
    assert_eq!(laptop.workshop.campaign.status(partly), Status::InProgress);
}

#[test]
fn a_check_is_undone_corrected_and_taken_back() {
    let mut laptop = Laptop::new();
    // Without any phone.
    let id = laptop.done()[0];
    assert_eq!(laptop.checks(id, Outcome::Resolved), Status::Verified);
    laptop.does(Act::Undo).expect("something to undo");
    assert_eq!(laptop.workshop.campaign.status(id), Status::Done);
    assert_eq!(laptop.workshop.campaign.check(id), None);
    assert_eq!(laptop.checks(id, Outcome::Unchanged), Status::InProgress);
    assert_eq!(laptop.checks(id, Outcome::Resolved), Status::Verified);
    assert_eq!(laptop.checks(id, Outcome::Partly), Status::Done);
    assert_eq!(laptop.checks(id, Outcome::Worse), Status::InProgress);
    assert_eq!(laptop.says(id, Outcome::Worse, true), Status::Done);
    assert_eq!(laptop.workshop.campaign.check(id), None);
    assert!(laptop.done().contains(&id));
    // What has moved on since is not moved back.
    assert_eq!(laptop.checks(id, Outcome::Resolved), Status::Verified);
    let close =
        Act::Step { thing: id, to: Status::Closed, by: Party::Mediator, reason: String::new() };
    laptop.does(close).expect("allowed");
    assert_eq!(laptop.checks(id, Outcome::Worse), Status::Closed);
    assert_eq!(laptop.found().campaign.status(id), Status::Closed);
    assert!(laptop.workshop.campaign.steps(id).iter().any(|(_, step)| step.withdrawn));
}

#[test]
fn a_notebook_of_sightings_alone_comes_from_its_phone_and_is_answered() {
    let mut laptop = Laptop::new();
    let walk = laptop.prepares();
    let mut phone = Walker::joins(walk, 7, &laptop.kit(walk));
    let kit_only = phone.lines.len();
    let notebook_of = |lines: &[String]| {
        let mut notebook = Notebook::default();
        for line in lines {
            notebook.take(v1::read_line(line).expect("a line").record);
        }
        notebook
    };
    assert_eq!(phone_of(&notebook_of(&phone.lines)), None, "nothing was said");
    phone.sees(laptop.done()[0], Outcome::Worse);
    assert_eq!(phone_of(&notebook_of(&phone.lines)), Some(DeviceNumber(7)));

    let mut writer = ZipWriter::new(chance(0).at).expect("a notebook");
    for line in &phone.lines {
        writer.record(line).expect("written");
    }
    writer.finish().expect("written");
    let mut digests = Vec::new();
    let mut lines = Vec::new();
    for item in Reader::open(Cursor::new(writer.drain())).expect("a notebook") {
        let Item::Record { line, record } = item else { panic!("{item:?}") };
        digests.push(record.digest);
        lines.push(line);
    }
    assert_eq!(lines.len(), kit_only + 1, "no kind is lost on the way");
    let here: Vec<u64> =
        phone.lines.iter().map(|line| v1::read_line(line).expect("a line").record.digest).collect();
    assert_eq!(answer_code(digests, []), answer_code(here, []));
    laptop.takes_in(walk, &lines);
    assert_eq!(laptop.workshop.campaign.sightings(laptop.done()[0]), [0, 0, 0, 1, 0]);
}

#[test]
fn nothing_is_seen_that_is_not_asked_and_another_walk_is_another_page() {
    let mut laptop = Laptop::new();
    let walk = laptop.prepares();
    let kit = laptop.kit(walk);
    let mut phone = Walker::joins(walk, 7, &kit);
    let at = chance(1).at;
    assert_eq!(phone.sightings.see(phone.device, RecordId(5), Outcome::Worse, at), None);
    assert_eq!(Sightings::default().see(phone.device, RecordId(5), Outcome::Worse, at), None);
    let stops = laptop.workshop.campaign.walk(walk).expect("a sheet").stops.clone();
    assert!(!phone.sightings.at_stop(walk, &stops, stops[0].id).is_empty());
    // The lines of another walk take the place of these; none of its observations is a question.
    phone.sightings.lines(WALKS[0], &laptop.lines[&WALKS[0]]);
    assert!(phone.sightings.at_stop(WALKS[0], &stops, stops[0].id).is_empty());
    assert!(phone.sightings.at_stop(walk, &stops, stops[0].id).is_empty());
}

#[test]
fn a_phone_keeps_what_it_sees_and_is_not_told_that_it_cannot_read_it() {
    let mut laptop = Laptop::new();
    let walk = laptop.prepares();
    let mut phone = Phone::new();
    for line in laptop.kit(walk) {
        let read = v1::read_line(&line).expect("a line");
        phone.disk.records.insert(v1::key(&read.record), line);
    }
    phone.happens(Event::ChangedElsewhere(walk));
    let first = laptop.workshop.campaign.walk(walk).expect("a sheet").stops[0].id;
    phone.opens(Route::StopForm(walk, first));
    assert!(phone.model.problems.is_empty(), "{:?}", phone.model.problems);
    assert_eq!(phone.model.walk().map(|walk| walk.kind), Some(WalkKind::Review));
    assert_eq!(phone.model.device, DeviceNumber(0));

    let chance = phone.chance();
    let device = DeviceNumber::made(chance.random);
    for effect in phone.model.numbered(walk, device) {
        if let eclaireuse::app::Effect::Remember(memos) = effect {
            phone.disk.remember(memos);
        }
    }
    let mut sightings = Sightings::default();
    sightings.lines(walk, &phone.lines_of(walk));
    let stops = phone.model.walk().expect("a sheet").stops.clone();
    let asked = sightings.at_stop(walk, &stops, stops[0].id)[0].preconisation;
    let kept = sightings.see(device, asked, Outcome::Resolved, chance.at).expect("asked");
    phone.happens(Event::Kept(walk, vec![kept.entry], vec![kept.id]));
    phone.killed_and_started();
    let first = laptop.workshop.campaign.walk(walk).expect("a sheet").stops[0].id;
    phone.opens(Route::StopForm(walk, first));
    assert!(phone.model.problems.is_empty() && phone.model.device == device);
    let mut again = Sightings::default();
    again.lines(walk, &phone.lines_of(walk));
    assert_eq!(again, sightings);
    assert_eq!(again.seen_by(device, asked), Some(Outcome::Resolved));
}

#[test]
fn the_laptop_that_made_a_review_walk_prepares_it() {
    let mut laptop = Laptop::new();
    let walk = laptop.prepares();
    let (_, device) = laptop.workshop.review_walks()[0];
    let mut page = Phone::new();
    for line in &laptop.lines[&walk] {
        let read = v1::read_line(line).expect("a line");
        assert_eq!(read.record.envelope.device, device);
        page.disk.records.insert(v1::key(&read.record), line.clone());
    }
    page.model.numbered(walk, device);
    page.happens(Event::ChangedElsewhere(walk));
    page.opens(Route::Sheet(walk));
    assert!(page.model.prepares());
    let sheet = page.model.walk().cloned().expect("a sheet");
    let amended = eclaireuse::domain::walk::Walk { title: "Bilan de juin".into(), ..sheet };
    page.happens(Event::WalkAmended(Box::new(amended), page.now));
    assert_eq!(page.model.walk().map(|walk| walk.title.as_str()), Some("Bilan de juin"));
}

#[test]
fn a_sighting_of_a_later_version_is_kept_apart() {
    let mut laptop = Laptop::new();
    let walk = laptop.prepares();
    let id = laptop.done()[0];
    let mut phone = Walker::joins(walk, 7, &laptop.kit(walk));
    phone.sees(id, Outcome::Resolved);
    let line = phone.lines.last().expect("a sighting").replace("\"resolved\"", "\"gone\"");
    laptop.takes_in(walk, &[line]);
    assert_eq!(laptop.workshop.campaign.sightings(id), [0; 5]);
    // Nor is anything of another kind read as one.
    let kind = "notice".to_owned();
    let device = DeviceNumber(7);
    let envelope = Envelope { kind, id, walk, device, revision: 1, at: chance(1).at };
    let heard = NoticeHeard { version: "\"preconisation\"".into(), ..NoticeHeard::default() };
    let body = Body::Notice(heard);
    let before = phone.sightings.clone();
    phone.sightings.lines(walk, &[v1::write_line(&envelope, &body).0]);
    assert_eq!(phone.sightings, before);
}

#[test]
fn counts_are_said_in_words() {
    use eclaireuse::domain::code::Language;
    let said = [(3, "C’est réglé"), (1, "En partie")];
    assert_eq!(
        (RestitutionWords::of(Language::Fr).review_seen)(&said),
        "3 téléphones : C’est réglé ; 1 téléphone : En partie"
    );
    assert_eq!((RestitutionWords::of(Language::En).review_seen)(&[(1, "Worse")]), "1 phone: Worse");
}
