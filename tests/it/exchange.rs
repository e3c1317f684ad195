//! Files in and out with storage in memory: what is taken, counted and told, and what is not.

use std::collections::BTreeMap;
use std::io::Cursor;

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::{Chance, ImportReport};
use eclaireuse::app::exchange::making::{Held, Outlet, make};
use eclaireuse::app::exchange::taking_in::{check_answer, take_in};
use eclaireuse::app::exchange::{ExchangeError, FileQuestion, Made, Message, Request};
use eclaireuse::app::problem::NotStored;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::pseudonym_key::PseudonymKey;
use eclaireuse::domain::deliberation::reception::Reception;
use eclaireuse::domain::deliberation::{CampaignSheet, Deliberation};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::Statement;
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::walk::Walk;
use eclaireuse::format::bundle::{NotebookWriter, ZipWriter};
use eclaireuse::format::v1;
use proptest::prelude::*;

use crate::notebook_file::MADE;
pub(crate) use crate::shelf::{Memory, now};

pub(crate) const WALK: WalkId = WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00aa);
const CAMPAIGN: WalkId = WalkId(0x0192_f3a0_0000_7c55_9a10_0000_0000_00cc);

pub(crate) fn line(kind: &str, id: RecordId, device: u32, body: &Body) -> String {
    let device = DeviceNumber(device);
    let envelope = Envelope { kind: kind.into(), id, walk: WALK, device, revision: 1, at: MADE };
    v1::write_line(&envelope, body).0
}

fn sheet() -> String {
    let walk = Walk { title: "Marche du soir".into(), ..Walk::blank(WALK, MADE) };
    line("walk", RecordId(WALK.0), 9, &Body::Walk(Box::new(walk)))
}

fn said(device: u32, id: u128) -> String {
    let walk = Walk::blank(WALK, MADE);
    let category = Category::from_code("street_lighting").unwrap();
    let id = RecordId(u128::from(device) << 16 | id);
    let one = Observation::begun(id, &walk, MADE, category, None, Language::Fr);
    line("observation", id, device, &Body::Observation(Box::new(one)))
}

/// A phone's notebook: the sheet and what it said.
pub(crate) fn notebook(device: u32, ids: impl IntoIterator<Item = u128>) -> Vec<String> {
    std::iter::once(sheet()).chain(ids.into_iter().map(|id| said(device, id))).collect()
}

fn campaign_line() -> String {
    let sheet = CampaignSheet::of("Campagne".into(), String::new(), vec![WALK], MADE);
    decided("campaign", CAMPAIGN.0, Deliberation::Campaign(Box::new(sheet)))
}

fn decided(kind: &str, id: u128, says: Deliberation) -> String {
    let (kind, id, device) = (kind.to_owned(), RecordId(id), DeviceNumber(8));
    let envelope = Envelope { kind, id, walk: CAMPAIGN, device, revision: 1, at: MADE };
    v1::write_deliberation(&envelope, &Statement { over: None, says }).0
}

pub(crate) fn zip(lines: &[String]) -> Vec<u8> {
    let mut writer = ZipWriter::new(MADE).unwrap();
    lines.iter().for_each(|line| writer.record(line).unwrap());
    writer.finish().unwrap();
    writer.drain()
}

pub(crate) fn take(memory: &Memory, files: &[&[u8]]) -> Result<ImportReport, ExchangeError> {
    let named = files.iter().zip(1..);
    let files = named.map(|(file, n)| (format!("{n}.zip"), Ok(Cursor::new(file.to_vec()))));
    now(take_in(memory, Language::Fr, MADE, files.collect(), false, |_, _| {}))
}

/// The mediator's device: what it stored, and the cards of its phones.
pub(crate) struct Desk {
    pub(crate) memory: Memory,
    workshop: Workshop,
    drops: u128,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, DeviceNumber(8));
        workshop.lines(CAMPAIGN, &[campaign_line()], true);
        Self { memory: Memory::default(), workshop, drops: 0 }
    }

    pub(crate) fn drops(&mut self, files: &[&[u8]]) {
        let report = take(&self.memory, files).unwrap();
        self.hears(&report);
    }

    /// What was taken in is noted on the cards.
    pub(crate) fn hears(&mut self, report: &ImportReport) {
        let receptions = report.receptions.iter().map(|line| {
            match v1::read_deliberation(line).unwrap().record.body.says {
                Deliberation::Reception(reception) => *reception,
                other => panic!("{other:?}"),
            }
        });
        self.drops += 1;
        let chance = Chance { at: MADE, random: self.drops << 32 };
        self.workshop.act(Act::Received(receptions.collect()), chance).unwrap();
    }

    /// Phone, observations, code and answer of each card.
    pub(crate) fn cards(&self) -> BTreeMap<u32, (u32, String, String)> {
        let mut cards = BTreeMap::new();
        for (_, Reception { phone, observations, code, answer, .. }) in
            self.workshop.campaign.receptions()
        {
            let card = (*observations, code.clone(), answer.clone());
            let before = cards.insert(phone.unwrap().0, card);
            assert_eq!(before, None, "one card for each phone");
        }
        cards
    }

    /// The card of a phone.
    pub(crate) fn card(&self, device: u32) -> Reception {
        let mut cards = self.workshop.campaign.receptions();
        let card = cards.find(|(_, card)| card.phone == Some(DeviceNumber(device)));
        card.unwrap().1.clone()
    }

    /// Whether the phone that holds these lines is content with its answer.
    pub(crate) fn answers(&self, device: u32, lines: &[String]) -> bool {
        let cards = self.cards();
        let (_, _, answer) = cards.get(&device).unwrap();
        now(check_answer(&Memory::of(lines), WALK, answer)).unwrap()
    }
}

#[test]
fn the_same_phone_twice_in_one_drop_is_one_phone() {
    let (older, newer) = (notebook(1, 1..3), notebook(1, 1..6));
    let (older_file, file) = (zip(&older), zip(&newer));
    let mut desk = Desk::new();
    desk.drops(&[&file, &older_file, &file]);
    assert_eq!(desk.cards().keys().copied().collect::<Vec<_>>(), [1]);
    assert!(desk.answers(1, &newer));
}

#[test]
fn an_older_file_a_gathered_one_and_the_campaign_change_no_card() {
    let (one, two) = (notebook(1, 1..6), notebook(2, 1..9));
    let mut desk = Desk::new();
    desk.drops(&[&zip(&one)]);
    desk.drops(&[&zip(&two)]);
    let before = desk.cards();
    desk.drops(&[&zip(&notebook(1, 1..3))]);
    let gathered: Vec<String> = one.iter().chain(&two[1..]).cloned().collect();
    desk.drops(&[&zip(&gathered)]);
    let campaign: Vec<String> = std::iter::once(campaign_line()).chain(gathered).collect();
    desk.drops(&[&zip(&campaign)]);
    assert_eq!(desk.cards(), before);
    assert!(desk.answers(1, &one) && desk.answers(2, &two));
}

#[test]
fn a_gathered_file_is_two_phones() {
    let (one, two) = (notebook(1, 1..6), notebook(2, 1..9));
    let gathered: Vec<String> = one.iter().chain(&two[1..]).cloned().collect();
    let mut desk = Desk::new();
    desk.drops(&[&zip(&gathered)]);
    let counts: Vec<_> = desk.cards().into_iter().map(|(phone, card)| (phone, card.0)).collect();
    assert_eq!(counts, [(1, 5), (2, 8)]);
    assert!(desk.answers(1, &one));
    // The phone's own file afterwards says the same.
    let before = desk.cards();
    desk.drops(&[&zip(&one)]);
    assert_eq!(desk.cards(), before);
}

#[test]
fn a_campaigns_file_speaks_for_no_phone() {
    let lines: Vec<String> = std::iter::once(campaign_line()).chain(notebook(1, 1..6)).collect();
    let report = take(&Memory::default(), &[&zip(&lines)]).unwrap();
    assert!(report.problems.iter().any(|said| said.contains("campagne enregistrée")), "{report:?}");
    assert_eq!((report.records_new, report.partly, report.receptions), (7, false, Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn in_whatever_order_files_come_the_cards_are_the_same(
        order in proptest::collection::vec((0usize..6, any::<bool>()), 0..10),
        seed in any::<u64>(),
    ) {
        let (one, two) = (notebook(1, 1..6), notebook(2, 1..4));
        let gathered: Vec<String> = one.iter().chain(&two[1..]).cloned().collect();
        let campaign: Vec<String> =
            std::iter::once(campaign_line()).chain(gathered.clone()).collect();
        let files = [
            zip(&one), zip(&two), zip(&notebook(1, 1..3)), zip(&notebook(1, 3..5)), zip(&gathered),
            zip(&campaign),
        ];
        // Each of them once at least, in an order of its own, some of them together.
        let mut drops: Vec<(usize, bool)> = (0..6).map(|file| (file, seed >> file & 1 == 1)).collect();
        drops.rotate_left(usize::try_from(seed % 6).unwrap());
        drops.extend(order.iter().copied());
        if seed & 64 == 0 {
            drops.reverse();
        }
        let mut desk = Desk::new();
        let mut together: Vec<&[u8]> = Vec::new();
        for (file, alone) in drops {
            together.push(&files[file]);
            if alone {
                desk.drops(&std::mem::take(&mut together));
            }
        }
        if !together.is_empty() {
            desk.drops(&together);
        }
        let counts: Vec<_> = desk.cards().into_iter().map(|(phone, card)| (phone, card.0)).collect();
        prop_assert_eq!(counts, vec![(1, 5), (2, 3)]);
        prop_assert!(desk.answers(1, &one) && desk.answers(2, &two));
    }
}

#[test]
fn nothing_read_is_no_success() {
    for files in [vec![zip(&[])], vec![zip(&[]), zip(&[])], vec![zip(&[]), b"not one".to_vec()]] {
        let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
        let memory = Memory::default();
        let why = take(&memory, &files).unwrap_err();
        assert!(matches!(why, ExchangeError::NothingRead(_)), "{why:?}");
        assert!(why.is_sentence() && memory.photos.borrow().is_empty());
    }
    // One empty file among others is said, by its name.
    let report = take(&Memory::default(), &[&zip(&[]), &zip(&notebook(1, 1..3))]).unwrap();
    assert!(report.problems.iter().any(|problem| problem.starts_with("1.zip")), "{report:?}");
}

#[test]
fn only_what_was_stored_is_counted() {
    let files = [zip(&notebook(1, 1..6)), zip(&notebook(2, 1..9)), zip(&notebook(3, 1..3))];
    let files: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let memory = Memory::default();
    memory.room.set(Some(9));
    let report = take(&memory, &files).unwrap();
    assert_eq!(report.records_new, memory.count());
    assert!(report.problems.iter().any(|problem| problem.starts_with("2.zip")), "{report:?}");
    assert_eq!(report.receptions.len(), 2, "the phone whose file did not fit has no card");
    // With room again the same drop completes.
    memory.room.set(None);
    let again = take(&memory, &files).unwrap();
    assert_eq!((again.records_new, memory.count()), (8, 16));
    assert_eq!(again.receptions.len(), 3);
    let full = Memory::default();
    full.room.set(Some(0));
    assert_eq!(take(&full, &files), Err(ExchangeError::NotStored(NotStored::Full)));
}

#[derive(Default)]
struct Bytes(Vec<u8>);

impl Outlet for Bytes {
    fn piece(&mut self, bytes: Vec<u8>) {
        self.0.extend(bytes);
    }

    fn progress(&mut self, _: usize, _: usize) {}
}

pub(crate) fn export(
    memory: &Memory,
    kind: FileKind,
    of: WalkId,
    (unsaved, observations): (Vec<String>, usize),
) -> Result<(Made, Vec<u8>), ExchangeError> {
    let question = FileQuestion::whole(kind, of, Language::Fr);
    let message = Message {
        id: 1,
        request: Request::Make(question.clone()),
        language: Language::Fr,
        at: MADE,
        observations,
        unsaved,
        held: Vec::new(),
        writer: memory.writer.borrow().clone(),
    };
    let mut bytes = Bytes::default();
    let (made, _) = now(make(memory, &message, &question, &Held::new(), &mut bytes))?;
    Ok((made, bytes.0))
}

#[test]
fn half_a_notebook_is_never_made() {
    let memory = Memory::of(&notebook(1, 1..6));
    let (made, file) = export(&memory, FileKind::NotebookZip, WALK, (Vec::new(), 5)).unwrap();
    assert!(made.whole && made.items == 6);
    assert_eq!(take(&Memory::default(), &[&file]).unwrap().records_new, 6);
    memory.breaks.set(Some(WALK));
    for unsaved in [Vec::new(), vec![said(1, 99)]] {
        let why = export(&memory, FileKind::NotebookZip, WALK, (unsaved, 6)).unwrap_err();
        assert!(matches!(why, ExchangeError::Unreadable(_)), "{why:?}");
    }
    // Where nothing can be stored, memory is all there is, and it leaves.
    let (made, _) = export(&memory, FileKind::NotebookZip, WALK, (notebook(1, 1..9), 8)).unwrap();
    assert_eq!(made.items, 9);
}

#[test]
fn a_campaign_is_not_saved_without_one_of_its_walks() {
    let mut lines = notebook(1, 1..6);
    lines.push(campaign_line());
    let memory = Memory::of(&lines);
    let (made, _) = export(&memory, FileKind::Campaign, CAMPAIGN, (Vec::new(), 0)).unwrap();
    assert_eq!(made.items, 7);
    memory.breaks.set(Some(WALK));
    let why = export(&memory, FileKind::Campaign, CAMPAIGN, (Vec::new(), 0)).unwrap_err();
    assert!(
        matches!(&why, ExchangeError::WalkUnreadable(title, _) if title == "Marche du soir"),
        "{why:?}"
    );
    // Its key looks like the name of a photo, and is none.
    let key = decided("pseudonym_key", 77, Deliberation::PseudonymKey(PseudonymKey::made(77)));
    let memory = Memory::of(&[lines.clone(), vec![key]].concat());
    let (_, saved) = export(&memory, FileKind::Campaign, CAMPAIGN, (Vec::new(), 0)).unwrap();
    let report = take(&Memory::default(), &[&saved]).unwrap();
    assert_eq!((report.records_new, report.partly), (8, false), "{report:?}");
    // One that is not here yet keeps nothing back.
    let (made, _) =
        export(&Memory::of(&[campaign_line()]), FileKind::Campaign, CAMPAIGN, (Vec::new(), 0))
            .unwrap();
    assert_eq!(made.items, 1);
}

/// The layers of one walk, which its own device may make before there is a campaign.
#[test]
fn a_walk_that_names_no_commune_says_so_with_its_layers() {
    let kind = FileKind::Layers { with_internal: true };
    let said = |lines: &[String]| {
        let (made, _) = export(&Memory::of(lines), kind, WALK, (Vec::new(), 0)).unwrap();
        made.remarks.iter().any(|remark| remark.contains("ne dit pas sa commune"))
    };
    let mut lines = notebook(1, 1..6);
    assert!(said(&lines));
    let walk = Walk { commune: "2A004".into(), ..Walk::blank(WALK, MADE) };
    lines[0] = line("walk", RecordId(WALK.0), 9, &Body::Walk(Box::new(walk)));
    assert!(!said(&lines));
}
