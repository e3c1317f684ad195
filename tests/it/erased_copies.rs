//! What a group copied from erased words goes with them: the quote of a constat, half a sentence of its
//! summary, the name and the point of a place, in every revision, and in every file.

use eclaireuse::app::effect::{Effect, FileKind};
use eclaireuse::app::event::Chance;
use eclaireuse::app::exchange::erasing::erase;
use eclaireuse::app::workshop::update::Heard;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::deliberation::Deliberation;
use eclaireuse::domain::deliberation::constat::Constat;
use eclaireuse::domain::deliberation::edit::Edit;
use eclaireuse::domain::deliberation::preconisation::Preconisation;
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::format::v1;

use crate::erased::{
    AUTHOR, CAMPAIGN, MEDIATOR, PICTURE, SECRET, WALK, after, assert_gone, assert_nothing_of_it,
    before, campaign_sheet, device, exported, file, stone_by,
};
use crate::exchange::{Memory, now, take};
use crate::notebook_file::{MADE, Wrapping};

/// A laptop of the campaign as its page sees it.
struct Laptop {
    memory: Memory,
    workshop: Workshop,
    random: u128,
}

impl Laptop {
    fn of(memory: Memory) -> Self {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, DeviceNumber(MEDIATOR));
        let mut laptop = Self { memory, workshop, random: 0 };
        laptop.loads(CAMPAIGN);
        laptop.loads(WALK);
        laptop
    }

    fn loads(&mut self, of: WalkId) {
        let (first, last) = v1::key_range(of);
        let records = self.memory.records.borrow();
        let lines: Vec<String> = records.range(first..last).map(|(_, line)| line.clone()).collect();
        self.workshop.lines(of, &lines, true);
    }

    fn does(&mut self, act: Act) -> Vec<Effect> {
        self.random += 1 << 70;
        let reply = self.workshop.hear(Heard::Acted(act, Chance { at: MADE, random: self.random }));
        assert_eq!(self.workshop.refused, None);
        let kept = reply.kept.into_iter().map(|kept| (kept.entry.key, kept.entry.line));
        self.memory.records.borrow_mut().extend(kept);
        reply.effects
    }

    fn constat(&self) -> (RecordId, Constat) {
        let id = self.workshop.campaign.constat_of(RecordId(20)).unwrap();
        (id, self.workshop.campaign.constat(id).unwrap().clone())
    }

    fn writes(&mut self, change: impl FnOnce(&mut Constat)) {
        let (id, mut constat) = self.constat();
        change(&mut constat);
        self.does(Act::Constat(id, Box::new(constat)));
    }
}

/// A constat of both observations, with her words in it as a group copies them.
fn quoting() -> Laptop {
    let memory = device(&[&before()[..], &[campaign_sheet()]].concat(), &[PICTURE]);
    let mut laptop = Laptop::of(memory);
    laptop.does(Act::Group(vec![RecordId(10), RecordId(20)], None));
    assert!(laptop.constat().1.place_name.contains("Zarifian"), "as it is proposed");
    laptop.writes(|constat| constat.quote = SECRET.into());
    laptop.writes(|constat| constat.title = "Le passage".into());
    laptop.writes(|constat| constat.quote = "« Derrière la boulangerie Zarifian »".into());
    laptop.writes(|constat| constat.summary = format!("On passe {SECRET}. Trop sombre."));
    laptop.writes(|constat| constat.title = "Le passage sombre".into());
    let constat = laptop.constat().0;
    let asked = Preconisation {
        title: "Éclairer".into(),
        detail: format!("Une lampe {SECRET}."),
        ..Preconisation::blank(1, constat)
    };
    laptop.does(Act::Propose(constat, Box::new(asked)));
    laptop
}

fn assert_left(laptop: &Laptop, what: &str) {
    let (id, constat) = laptop.constat();
    assert_eq!((constat.quote.as_str(), constat.place_name.as_str()), ("", ""), "{what}");
    assert_eq!(constat.title, "Le passage sombre", "{what}");
    assert_eq!(constat.summary, "On passe […]. Trop sombre.", "{what}");
    let asked = laptop.workshop.campaign.preconisations(id);
    assert_eq!(asked[0].1.detail, "Une lampe […].", "{what}");
    assert_eq!(laptop.workshop.campaign.contests(), 0, "{what}");
}

#[test]
fn the_mediator_erases_and_the_copies_go() {
    let mut laptop = quoting();
    let old = exported(&laptop.memory, FileKind::Campaign, CAMPAIGN);
    laptop.does(Act::Remove(RecordId(10), true));
    let effects = laptop.does(Act::Erase(RecordId(10)));
    assert!(effects.contains(&Effect::Forget(RecordId(10).to_string())), "what was being typed");
    let unswept = exported(&laptop.memory, FileKind::Campaign, CAMPAIGN);
    assert_nothing_of_it(&unswept, "the file made before storage was swept");
    now(erase(&laptop.memory, CAMPAIGN)).unwrap();
    assert_gone(&laptop.memory, "the laptop");
    // The page that shows it, and one that is opened later.
    laptop.loads(CAMPAIGN);
    assert_left(&laptop, "the page");
    assert_left(&Laptop::of(laptop.memory), "after a start");
    // Another laptop: in whatever order the old file and the new one come.
    for files in [[&old, &unswept], [&unswept, &old]] {
        let memory = Memory::default();
        files.into_iter().for_each(|file| drop(take(&memory, &[file]).unwrap()));
        assert_gone(&memory, "another laptop");
        let file = exported(&memory, FileKind::Campaign, CAMPAIGN);
        assert_nothing_of_it(&file, "its campaign file");
        assert_left(&Laptop::of(memory), "another laptop");
    }
}

#[test]
fn she_erases_on_her_phone_and_the_copies_go_when_her_notebook_comes() {
    let laptop = quoting();
    take(&laptop.memory, &[&file(Wrapping::Zip, &after(AUTHOR), &[])]).unwrap();
    assert_gone(&laptop.memory, "the laptop");
    assert_left(&Laptop::of(laptop.memory), "the laptop");
}

#[test]
fn a_line_that_lost_something_keeps_its_name() {
    let laptop = quoting();
    let keys: Vec<String> = laptop.memory.records.borrow().keys().cloned().collect();
    let stone = stone_by(AUTHOR, 10);
    let key = v1::key(&v1::read_line(&stone).unwrap().record);
    laptop.memory.records.borrow_mut().insert(key, stone);
    now(erase(&laptop.memory, WALK)).unwrap();
    let mut cut = 0;
    for (key, line) in laptop.memory.records.borrow().iter() {
        assert_eq!(v1::key(&v1::read_line(line).unwrap().record), *key);
        let read = v1::read_deliberation(line).unwrap();
        assert_eq!(v1::key(&read.record), *key);
        let is_cut = line.contains("\"was\"");
        cut += usize::from(is_cut);
        if let (true, Deliberation::Edit(Edit::Constat(_, fields, _))) =
            (is_cut, read.record.body.says)
        {
            assert_eq!(fields.len(), 1, "what it set it still sets");
        }
        assert!(keys.contains(key) || line.contains("\"erased\""));
    }
    assert_eq!(cut, 5, "the first one, two quotes, the summary, the préconisation");
}

/// Nobody gives a record of a walk another name.
#[test]
fn only_what_a_group_wrote_can_have_lost_something() {
    let line = before().remove(1);
    let forged = line.replace("\"body\"", "\"was\":\"00000000000000aa\",\"body\"");
    let read = |line: &str| v1::read_line(line).unwrap().record.digest;
    assert_ne!(read(&forged), 0xaa);
    assert_ne!(read(&forged), read(&line));
}

/// A second tab or a second page of the laptop hears that a walk changed.
#[test]
fn another_tab_reads_the_campaign_anew() {
    let mut laptop = quoting();
    let reply = laptop.workshop.hear(Heard::ChangedElsewhere(WALK));
    let anew = [Effect::LoadWalk(WALK), Effect::LoadCampaign(CAMPAIGN)];
    assert_eq!(reply.effects, anew);
}
