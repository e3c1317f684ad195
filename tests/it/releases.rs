//! What left is written down when it is whole, travels with the campaign, and is held against what
//! leaves next; and nothing of an observation that stays is told by what its constat says.

use std::io::{Cursor, Read};

use eclaireuse::app::Effect;
use eclaireuse::app::effect::{Entry, FileKind};
use eclaireuse::app::event::Chance;
use eclaireuse::app::exchange::releasing::{Maker, bundle_leaves};
use eclaireuse::app::exchange::settled::settled_bundle;
use eclaireuse::app::exchange::{
    Chosen, Done, Exchange, ExchangeError, FileQuestion, JobAnswer, Made, Request, Work,
};
use eclaireuse::app::workshop::update::Heard;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::code::{Code as _, Language};
use eclaireuse::domain::identity::{DeviceNumber, RecordId};
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::ledger::record::{Body, Envelope, NoticeHeard};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::scale::Sharing;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::booklet::{self, Document, DocumentSource};
use eclaireuse::format::layers::CampaignReport;
use eclaireuse::format::v1;

use crate::adversary::zipped;
use crate::invented::{CAMPAIGN, Invented, WALKS};
use crate::planner::{bundle, entry, found, small};

const FR: Language = Language::Fr;

fn chance(at: u64) -> Chance {
    let utc_ms = 1_790_000_000_000 + i64::try_from(at).unwrap() * 1000;
    Chance { at: Stamp { utc_ms, offset_min: 60 }, random: u128::from(at) << 40 }
}

fn question(choice: &Choice) -> FileQuestion {
    let (kind, of, language) = (FileKind::Bundle, CAMPAIGN, FR);
    FileQuestion { kind, of, chosen: Chosen::bundle(choice), language }
}

fn leaves(
    workshop: &Workshop,
    archive: &[u8],
    choice: &Choice,
    report: &CampaignReport,
) -> Result<String, ExchangeError> {
    let campaign = &workshop.campaign;
    let settled = settled_bundle(workshop, choice, FR);
    let let_go = &settled.map(|settled| settled.settling.let_go).unwrap_or_default();
    let maker = Maker { campaign, id: CAMPAIGN, made: chance(9).at, language: FR, let_go };
    bundle_leaves(maker, Cursor::new(archive), (choice, "asked"), &report.leaving)
}

/// Makes a bundle as page and worker do; answers with the lines that were kept.
pub(crate) fn released(workshop: &mut Workshop, choice: &Choice, at: u64) -> Vec<String> {
    let (archive, report) = bundle(workshop, choice);
    let line = leaves(workshop, &archive, choice, &report).expect("nothing is learnt");
    let reply = workshop.hear(Heard::Left(line, DeviceNumber(1), chance(at)));
    reply.kept.into_iter().map(|kept| kept.entry.line).collect()
}

fn reopened(made: &Invented, more: &[String]) -> Workshop {
    let mut lines = made.lines.clone();
    lines.extend(more.iter().map(|line| (CAMPAIGN, line.clone())));
    found(&Invented { lines, workshop: Workshop::default() })
}

#[test]
fn a_release_is_written_down_when_its_file_is_whole() {
    let made = small();
    let mut workshop = found(&made);
    let choice = Choice::all(Audience::Partners);
    let asked =
        Heard::FileAsked(question(&choice), Some(Box::new(choice.clone())), None, chance(1));
    let reply = workshop.hear(asked);
    assert!(reply.kept.iter().all(|kept| !kept.entry.line.contains("\"kind\":\"release\"")));
    assert!(workshop.campaign.releases().is_empty(), "a file that is not made yet has not left");
    let content = workshop.campaign.fingerprint();
    let kept = released(&mut workshop, &choice, 2);
    assert_eq!(kept.len(), 1);
    assert_eq!(workshop.campaign.fingerprint(), content, "the file is still what was asked for");
    // Another laptop has it with the campaign.
    let other = reopened(&made, &kept);
    let (ours, theirs) = (workshop.campaign.releases(), other.campaign.releases());
    assert_eq!((ours.len(), &ours), (1, &theirs));
    let release = ours[0].1;
    let of = |layer: &str| release.rows.iter().filter(|row| row.layer == layer).count();
    let (archive, report) = bundle(&workshop, &choice);
    assert_eq!(of("observations"), report.leaving.observations.len());
    assert_eq!(of("constats"), report.leaving.constats.len());
    assert_eq!((of("photos"), release.asked.as_str()), (report.photos, "asked"));
    assert!(release.rows.iter().any(|row| row.of.is_some() && row.place.is_some()));
    // No word of anybody is in it, and it is small enough for a campaign of ten thousand.
    let text = entry(&archive, "constats.csv");
    let title = text.lines().nth(1).and_then(|row| row.split(';').nth(2)).expect("a title");
    assert!(!kept[0].contains(title), "{title}");
    let rows: String = kept[0].split("\"aggregates\"").next().unwrap_or_default().into();
    assert!(
        rows.len() / release.rows.len() < 90,
        "{} bytes a row",
        rows.len() / release.rows.len()
    );
}

/// The same files once more are named, not written once more; what another device made meanwhile is
/// still another release.
#[test]
fn the_same_release_is_written_once() {
    let mut workshop = found(&small());
    let choice = Choice::all(Audience::Public);
    let first = released(&mut workshop, &choice, 1);
    let again = released(&mut workshop, &choice, 2);
    assert!(again[0].len() * 10 < first[0].len());
    let releases = workshop.campaign.releases();
    assert_eq!(releases.len(), 2);
    let told: Vec<usize> = releases.iter().map(|(_, one)| workshop.rows_of(one).len()).collect();
    assert!(told[0] > 50 && told[0] == told[1], "{told:?}");
    // A page that went on to another campaign writes it down as well.
    let (archive, report) = bundle(&workshop, &choice);
    let line = leaves(&workshop, &archive, &choice, &report).unwrap();
    let mut elsewhere = Workshop::default();
    let kept = elsewhere.released(&line, DeviceNumber(7), chance(3));
    assert_eq!((kept.len(), kept[0].walk), (1, CAMPAIGN));
}

/// The file that another laptop made is what the next one is held against.
#[test]
fn the_next_file_is_held_against_what_another_laptop_made() {
    let made = small();
    let choice = Choice::all(Audience::Partners);
    let kept = released(&mut found(&made), &choice, 1);
    let other = reopened(&made, &kept);
    let (archive, report) = bundle(&other, &choice);
    assert!(leaves(&other, &archive, &choice, &report).is_ok());
    // One observation more than it told, as it was without the ledger.
    let mut zip = zip::ZipArchive::new(Cursor::new(&archive)).unwrap();
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let (name, mut bytes) = (file.name().unwrap().into_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        if name == "constats.csv" {
            let text = String::from_utf8(bytes).unwrap();
            let (head, first) = text.split_once("\r\n").unwrap();
            let at = head.split(';').position(|name| name == "nb_obs").unwrap();
            let (row, rest) = first.split_once("\r\n").unwrap();
            let mut cells: Vec<String> = row.split(';').map(str::to_owned).collect();
            let count: usize = cells[at].parse().expect("a count");
            cells[at] = (count + 1).to_string();
            bytes = format!("{head}\r\n{}\r\n{rest}", cells.join(";")).into_bytes();
        }
        files.push((name, bytes));
    }
    let broken = zipped(&files).into_inner();
    let seen = leaves(&other, &broken, &choice, &report);
    assert!(
        matches!(&seen, Err(ExchangeError::Told(why)) if why.contains("déjà sorti")),
        "{seen:?}"
    );
    let alone = found(&made);
    assert!(leaves(&alone, &broken, &choice, &report).is_ok(), "she has not got the other file");
}

/// A second file that waits for the first is made with what is remembered of it.
#[test]
fn a_file_that_waits_knows_of_the_one_before() {
    let mut exchange = Exchange::default();
    let mut effects = Vec::new();
    for audience in [Audience::Partners, Audience::Public] {
        let request = Request::Make(question(&Choice::all(audience)));
        let (language, unsaved) = (FR, Vec::new());
        let work = Work { id: 0, request, language, unsaved, observations: 0, content: 1 };
        exchange.ask(work, &mut effects);
    }
    exchange.kept(CAMPAIGN, &[Entry { key: "key".into(), line: "what left".into() }]);
    let made = Made { left: "what left".into(), ..Made::default() };
    exchange.heard(1, JobAnswer::Done(Done::File(made)), &mut effects);
    let started: Vec<&Work> = effects
        .iter()
        .filter_map(|effect| if let Effect::Work(work) = effect { Some(&**work) } else { None })
        .collect();
    assert_eq!(started.len(), 2);
    assert_eq!(started[1].unsaved, ["what left"]);
}

/// A job that only reads or makes a file is stopped by a tap, and the next one begins; one that stores or
/// erases goes on to its end.
#[test]
fn what_changes_nothing_can_be_stopped() {
    let mut exchange = Exchange::default();
    let mut effects = Vec::new();
    let make = Request::Make(question(&Choice::all(Audience::Partners)));
    let (language, unsaved) = (FR, Vec::new());
    let waiting =
        Work { id: 0, request: Request::Look, language, unsaved, observations: 0, content: 1 };
    for request in [Request::Look, make, Request::Wipe(CAMPAIGN)] {
        exchange.ask(Work { request, ..waiting.clone() }, &mut effects);
    }
    effects.clear();
    for job in [1, 2] {
        assert_eq!(exchange.shown(&[], 1).can_stop, Some(job));
        assert!(exchange.stop(job, &mut effects).is_some());
        let [Effect::DropFile(dropped), Effect::Work(next)] = &effects[..] else {
            panic!("{effects:?}")
        };
        assert_eq!((*dropped, next.id), (job, job + 1));
        effects.clear();
    }
    assert_eq!(exchange.shown(&[], 1).can_stop, None);
    assert_eq!(exchange.stop(3, &mut effects), None);
    // A tap on the button of a job that ended meanwhile stops no other; one that waits just does not begin.
    let work = Work { id: 0, request: Request::Look, ..waiting };
    exchange.ask(work, &mut effects);
    effects.clear();
    assert_eq!(exchange.stop(2, &mut effects), None);
    assert_eq!(exchange.stop(4, &mut effects), Some(Request::Look));
    assert_eq!(effects, [Effect::DropFile(4)]);
    assert!(exchange.heard(1, JobAnswer::Done(Done::Wiped), &mut effects).is_none(), "too late");
    assert!(exchange.is_busy());
}

#[test]
fn what_is_printed_is_looked_at_and_written_down() {
    let mut workshop = found(&small());
    for document in [Document::Booklet, Document::Told] {
        let before = workshop.campaign.releases().len();
        let what = (document, Audience::Public);
        let kept = workshop.hand_out(what, FR, chance(before as u64 + 1)).expect("it may go");
        assert_eq!((kept.len(), workshop.campaign.releases().len()), (1, before + 1));
    }
    let booklet = workshop.campaign.releases()[0].1.clone();
    let told = booklet.rows.iter().filter_map(|row| row.said("nb_obs")).count();
    assert!(told > 0 && booklet.rows.iter().all(|row| row.said("constat_nr").is_some()));
    // The figures: the tables themselves are remembered.
    let kept = workshop.hand_out_figures("Chiffres", FR, chance(5)).expect("they may go");
    assert!(kept[0].entry.line.contains("by_principle"));
    let figures = workshop.campaign.tables_that_left();
    workshop.hand_out_figures("Chiffres", FR, chance(6)).expect("again");
    assert_eq!(workshop.campaign.tables_that_left(), figures, "the same, named");
    // A sentence that names somebody stays on the screen.
    let leaving = Leaving::of(&workshop.campaign, &Choice::all(Audience::Partners));
    let id = leaving.preconisations[0];
    let mut wish = workshop.campaign.preconisation(id).expect("one").clone();
    wish.title = "Parler à Mme Martin au 06 12 34 56 78".into();
    workshop.act(Act::Preconisation(id, Box::new(wish)), chance(7)).expect("a title");
    let before = workshop.campaign.releases().len();
    let stays = workshop.hand_out((Document::Booklet, Audience::Partners), FR, chance(8));
    assert!(matches!(stays, Err(ExchangeError::Told(_))), "{stays:?}");
    assert_eq!(workshop.campaign.releases().len(), before);
}

/// Whatever left in whatever order, the next thing is not held up by it.
#[test]
fn what_left_before_holds_nothing_up() {
    let mut workshop = found(&small());
    let inner = Choice { with_internal: true, ..Choice::all(Audience::Partners) };
    let part = Choice { walk: Some(WALKS[0]), ..Choice::all(Audience::Partners) };
    let coarse = Choice { coarse: true, ..Choice::all(Audience::Public) };
    let choices =
        [Choice::all(Audience::Public), inner, part, coarse, Choice::all(Audience::Partners)];
    for choice in &choices {
        while let Some(one) = workshop.departing(choice).unwrap().settling.waiting.pop() {
            workshop.act(Act::LetWordsLeave(one.of, one.words), chance(3)).expect("looked at");
        }
    }
    for (at, choice) in (1..).zip(&choices) {
        released(&mut workshop, choice, at * 100);
        for (more, audience) in (1..).zip(Audience::ALL.iter().copied()) {
            for (even_more, document) in (1..).zip([Document::Booklet, Document::Told]) {
                let chance = chance(at * 100 + more * 10 + even_more);
                let left = workshop.hand_out((document, audience), FR, chance);
                assert!(left.is_ok(), "{document:?} {audience:?} after {at}: {left:?}");
            }
        }
        workshop.hand_out_figures("Chiffres", FR, chance(at * 100 + 50)).expect("figures");
        // Somebody takes back what she said, on her phone.
        let gone = workshop.campaign.observations().nth(usize::try_from(at).unwrap() * 7);
        let (gone, walk) = gone.map(|(it, walk)| (it.clone(), walk.id)).expect("one");
        let record = workshop.campaign.notebooks[&walk].record(gone.id).expect("it is here");
        let revision = record.envelope.revision + 1;
        let envelope = Envelope { revision, ..record.envelope.clone() };
        let body = Body::Observation(Box::new(Observation { withdrawn: true, ..gone }));
        workshop.lines(walk, &[v1::write_line(&envelope, &body).0], true);
    }
}

/// A constat made of what stays in the group: what it is about, whether it is a problem and its place
/// follow from it.
#[test]
fn a_constat_of_those_who_stay_tells_nothing_of_them() {
    let mut workshop = found(&small());
    // Two who stay, and who belong to nothing yet.
    let one = {
        let mut all = workshop.campaign.observations().map(|(it, _)| it);
        all.find(|it| it.sharing() == Sharing::Internal).expect("one").clone()
    };
    let hidden = [1, 2].map(|number| RecordId(one.id.0 + number));
    for id in hidden {
        let typed = Box::new(Observation { id, ..one.clone() });
        workshop.act(Act::Typed(typed), chance(9)).expect("typed in");
    }
    let before = workshop.campaign.constats().len();
    workshop.act(Act::Group(hidden.to_vec(), None), chance(1)).expect("a constat");
    let constats = workshop.campaign.constats();
    assert_eq!(constats.len(), before + 1);
    let (id, made) = constats.last().map(|(id, one)| (*id, (*one).clone())).expect("the new one");
    let said = workshop.campaign.observation(hidden[0]).expect("one").0;
    // As version 0.4.0 told it: her category, her polarity.
    assert!(made.category == said.category && made.polarity == said.polarity);
    let choice = Choice::all(Audience::Partners);
    assert!(choice.is_about_hidden_ones(&workshop.campaign, id));
    let told = choice.constat(&workshop.campaign, id, &made);
    assert_eq!((told.polarity, told.place_kind, told.secondary.len()), (None, None, 0));
    assert!(!Leaving::of(&workshop.campaign, &choice).constats.contains(&id));
    // To those who may read her it is told.
    let inner = Choice { with_internal: true, ..choice };
    assert!(!inner.is_about_hidden_ones(&workshop.campaign, id));
    assert_eq!(inner.constat(&workshop.campaign, id, &made).polarity, made.polarity);
}

/// Stops and LISEZMOI count nobody who stays; the archive carries the day and no hour.
#[test]
fn nothing_beside_the_tables_tells_how_many_stay_or_when_it_was_made() {
    let workshop = found(&small());
    for audience in [Audience::Partners, Audience::Public] {
        let (archive, report) = bundle(&workshop, &Choice::all(audience));
        assert!(report.leaving.stays.observations > 0);
        let read_me = entry(&archive, "LISEZMOI.txt");
        for line in read_me.lines().filter(|line| line.contains("groupe")) {
            assert!(!line.bytes().any(|byte| byte.is_ascii_digit()), "{line}");
        }
        assert!(read_me.contains("vider d’abord les tables"));
        let mut zip = zip::ZipArchive::new(Cursor::new(&archive)).unwrap();
        for index in 0..zip.len() {
            let made = zip.by_index(index).unwrap().last_modified().expect("a day");
            assert_eq!((made.hour(), made.minute(), made.second()), (0, 0, 0));
        }
    }
}

/// A reader who holds both files would see whose hours moved by the same amount: what is of one phone.
#[test]
fn what_left_keeps_its_hour_when_a_clock_is_put_right_afterwards() {
    let made = small();
    for audience in [Audience::Partners, Audience::Public] {
        let mut workshop = found(&made);
        let choice = Choice::all(audience);
        let (walk, phone) = {
            let (notebook, report) = (&workshop.campaign.notebooks, bundle(&workshop, &choice).1);
            let id = report.leaving.observations[0].0;
            let mut found =
                notebook.iter().filter_map(|(walk, one)| Some((*walk, one.record(id)?)));
            let (walk, record) = found.next().expect("a record");
            (walk, record.envelope.device)
        };
        let hours = |workshop: &Workshop| entry(&bundle(workshop, &choice).0, "observations.csv");
        let before = hours(&workshop);
        // Nothing left yet: all that the phone said follows.
        workshop.act(Act::PhoneClock(walk, phone, Some(40 * 86_400)), chance(1)).unwrap();
        let corrected = hours(&workshop);
        assert!(corrected != before, "{audience:?}");
        let kept = released(&mut workshop, &choice, 2);
        workshop.act(Act::PhoneClock(walk, phone, Some(41 * 86_400)), chance(3)).unwrap();
        assert!(hours(&workshop) == corrected, "{audience:?}: what left keeps its hour");
        workshop.act(Act::PhoneClock(walk, phone, None), chance(4)).unwrap();
        assert!(hours(&workshop) == corrected, "{audience:?}: nor when it is taken back");
        // A laptop that said so before it heard of the release tells the hour that left, too.
        let mut other = found(&made);
        other.act(Act::PhoneClock(walk, phone, Some(40 * 86_400)), chance(1)).unwrap();
        let said = other.act(Act::PhoneClock(walk, phone, Some(42 * 86_400)), chance(5)).unwrap();
        assert!(!said.is_empty() && hours(&other) != corrected);
        other.lines(CAMPAIGN, &kept, true);
        assert!(hours(&other) == corrected, "{audience:?}: two laptops tell one hour");
        // No other date beside it says that the clock was off.
        if audience == Audience::Partners {
            let table: Vec<Vec<&str>> =
                corrected.lines().map(|line| line.split(';').collect()).collect();
            let column = |name| table[0].iter().position(|one| *one == name).expect("a column");
            let (said, changed) = (column("date_obs"), column("maj_le"));
            assert!(
                table[1..].iter().all(|row| row[said] <= row[changed]),
                "changed before it was said"
            );
        }
    }
}

/// Which phone was ready is for the mediator alone: it is in no file that leaves.
#[test]
fn what_a_phone_lacked_leaves_in_no_file() {
    let made = small();
    let notice = NoticeHeard {
        version: "1".into(),
        ready: "in_app position".into(),
        check: "two_copies 0 3 2026-11-28".into(),
    };
    let mut lines = made.lines.clone();
    for (number, walk) in (1..).zip(WALKS) {
        let envelope = Envelope {
            id: RecordId::made(1, number),
            walk,
            device: DeviceNumber(1),
            revision: 1,
            at: chance(1).at,
            kind: "notice".into(),
        };
        lines.push((walk, v1::write_line(&envelope, &Body::Notice(notice.clone())).0));
    }
    let workshop = found(&Invented { lines, workshop: Workshop::default() });
    let is_here = |walk| workshop.campaign.notebooks[walk].of_kind("notice").count() > 0;
    assert!(WALKS.iter().all(is_here), "the workshop has it");
    for audience in [Audience::Partners, Audience::Public] {
        let choice = Choice::all(audience);
        let mut zip = zip::ZipArchive::new(Cursor::new(bundle(&workshop, &choice).0)).unwrap();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("in_app"), "{audience:?}: {:?}", file.name());
            assert!(!text.contains("two_copies"), "{audience:?}: {:?}", file.name());
        }
        let (sheet, made) = (workshop.sheet().unwrap(), chance(9).at);
        let campaign = &workshop.campaign;
        let source = DocumentSource { campaign, sheet, audience, language: FR, made };
        for document in [Document::Booklet, Document::Told] {
            let told = format!("{:?}", booklet::pieces(document, &source));
            assert!(!told.contains("in_app"), "{audience:?}: {document:?}");
        }
    }
}
