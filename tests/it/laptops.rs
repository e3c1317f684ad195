//! Several mediators on several laptops, with clocks hours apart, files exchanged in any order and
//! twice, one of them restored from an old backup. Whatever happens: all end the same, no text that
//! nobody knowingly replaced is gone from view, no two things share a number, and no walk is lost.
//!
//! `ECLAIREUSE_HISTORIES=1000000 cargo test --release laptops` runs longer; `ECLAIREUSE_SEED=…`
//! repeats a run. The seed of a history that fails is printed with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Kept, Refusal, TypedText, Workshop};
use eclaireuse::domain::campaign::contest::{Subject, constat_text, preconisation_text};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::constat::{Constat, ConstatField};
use eclaireuse::domain::deliberation::edit::Edit;
use eclaireuse::domain::deliberation::lifecycle::{Party, Status};
use eclaireuse::domain::deliberation::preconisation::{Preconisation, PreconisationField};
use eclaireuse::domain::deliberation::{CampaignSheet, Deliberation};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::observation::scale::{Level, Sharing};
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::Walk;
use eclaireuse::domain::walk::notebook::Notebook;
use eclaireuse::format::v1;

use crate::dice::Dice;

pub(crate) const CAMPAIGN: WalkId = WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_00ca);
pub(crate) const WALK: WalkId = WalkId(0x0192_f3a0_0000_7000_8000_0000_0000_0001);
const OBSERVATIONS: u128 = 6;

fn stamp(ms: i64) -> Stamp {
    Stamp { utc_ms: 1_762_364_520_000 + ms, offset_min: 60 }
}

pub(crate) fn observation_id(number: u128) -> RecordId {
    RecordId::made(stamp(0).utc_ms, number + 1)
}

fn line(id: RecordId, device: u32, body: &Body) -> String {
    let kind = body.kind().to_owned();
    let device = DeviceNumber(device);
    let envelope = Envelope { kind, id, walk: WALK, device, revision: 1, at: stamp(0) };
    v1::write_line(&envelope, body).0
}

fn walk_lines() -> Vec<String> {
    let sheet = Walk { title: "Marche inventée".into(), ..Walk::blank(WALK, stamp(0)) };
    let mut lines = vec![line(RecordId(WALK.0), 1, &Body::Walk(Box::new(sheet.clone())))];
    lines.extend((0..OBSERVATIONS).map(|number| {
        let id = observation_id(number);
        let category = Category::from_code("noise").unwrap();
        let begun = Observation::begun(id, &sheet, stamp(0), category, None, Language::Fr);
        line(id, 2, &Body::Observation(Box::new(begun)))
    }));
    lines
}

/// A mediator's laptop: what it shows, and every line on its disk.
#[derive(Clone)]
pub(crate) struct Laptop {
    pub(crate) workshop: Workshop,
    pub(crate) disk: BTreeMap<String, String>,
    pub(crate) clock: i64,
}

impl Laptop {
    /// The first laptop, on which the campaign is begun.
    pub(crate) fn first() -> Self {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, DeviceNumber(9));
        let mut laptop = Self { workshop, disk: BTreeMap::new(), clock: 0 };
        let title = "Campagne inventée".into();
        let sheet = CampaignSheet::of(title, "EX-25".into(), vec![WALK], stamp(1));
        laptop.does(Act::Sheet(Box::new(sheet)), 1).unwrap();
        laptop.with_the_walk();
        laptop
    }

    /// Another laptop that took its file in.
    pub(crate) fn with_the_file_of(&self, device: u32, clock: i64) -> Self {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, DeviceNumber(device));
        let mut laptop = Self { workshop, disk: BTreeMap::new(), clock };
        laptop.take_in(&self.file());
        laptop.with_the_walk();
        laptop
    }

    /// Its walk is read: once for all, it never changes.
    fn with_the_walk(&mut self) {
        if !self.workshop.sheet().is_some_and(|sheet| sheet.walks.contains(&WALK)) {
            return;
        }
        static READ: OnceLock<Notebook> = OnceLock::new();
        let notebook = READ.get_or_init(|| {
            let mut notebook = Notebook::default();
            for line in walk_lines() {
                notebook.take(v1::read_line(&line).unwrap().record);
            }
            notebook
        });
        self.workshop.campaign.notebooks.insert(WALK, notebook.clone());
        self.workshop.loaded.insert(WALK);
    }

    pub(crate) fn does(&mut self, act: Act, random: u64) -> Result<Vec<Kept>, Refusal> {
        self.clock += 700;
        let random = (u128::from(random) << 64) | u128::from(random.rotate_left(17));
        let kept = self.workshop.act(act, Chance { at: stamp(self.clock), random })?;
        for kept in &kept {
            self.disk.insert(kept.entry.key.clone(), kept.entry.line.clone());
        }
        Ok(kept)
    }

    pub(crate) fn file(&self) -> Vec<String> {
        self.disk.values().cloned().collect()
    }

    pub(crate) fn take_in(&mut self, lines: &[String]) {
        for line in lines {
            let read = v1::read_deliberation(line).unwrap();
            self.disk.insert(v1::key(&read.record), line.clone());
        }
        self.workshop.lines(CAMPAIGN, lines, true);
    }

    /// The same disk, opened by a page that starts.
    pub(crate) fn reopened(&self) -> Self {
        let mut workshop = Workshop::default();
        workshop.open(CAMPAIGN, self.workshop.device);
        workshop.lines(CAMPAIGN, self.file(), true);
        let mut laptop = Self { workshop, ..self.clone() };
        laptop.with_the_walk();
        laptop
    }

    pub(crate) fn constats(&self) -> Vec<RecordId> {
        self.workshop.campaign.constats().into_iter().map(|(id, _)| id).collect()
    }

    pub(crate) fn asked(&self) -> Vec<RecordId> {
        let campaign = &self.workshop.campaign;
        let of = |id| campaign.preconisations(id).into_iter().map(|(id, _)| id);
        self.constats().into_iter().flat_map(of).collect()
    }

    /// Every text that a person finds here: shown, or offered beside what is shown. Those of a
    /// constat that was joined to another stand beside that one's.
    fn texts(&self) -> BTreeSet<String> {
        let campaign = &self.workshop.campaign;
        let mut texts = BTreeSet::new();
        for (id, constat) in campaign.all_constats().filter(|(_, constat)| !constat.withdrawn) {
            for field in ConstatField::ALL {
                if let Some((of, _)) = constat_text(*field) {
                    texts.insert(of(&mut constat.clone()).clone());
                }
            }
            let asked = campaign.all_preconisations(id);
            for (_, one) in asked.filter(|(_, one)| !one.withdrawn) {
                for field in PreconisationField::ALL {
                    if let Some((of, _)) = preconisation_text(*field) {
                        texts.insert(of(&mut one.clone()).clone());
                    }
                }
            }
        }
        for number in 0..OBSERVATIONS {
            let known = campaign.wording(observation_id(number), TextField::Words);
            texts.extend(known.map(|wording| wording.text.clone()));
        }
        texts.extend(self.workshop.sheet().map(|sheet| sheet.title.clone()));
        for subject in campaign.contested() {
            for says in campaign.versions(subject).into_iter().flat_map(|version| version.says) {
                match (says, subject) {
                    (Deliberation::Wording(one), _) => _ = texts.insert(one.text),
                    (
                        Deliberation::Edit(Edit::Constat(_, _, mut one)),
                        Subject::Constat(_, field),
                    ) => {
                        texts.extend(constat_text(field).map(|(of, _)| of(&mut one).clone()));
                    }
                    (
                        Deliberation::Edit(Edit::Preconisation(_, _, mut one)),
                        Subject::Preconisation(_, field),
                    ) => {
                        texts.extend(preconisation_text(field).map(|(of, _)| of(&mut one).clone()));
                    }
                    (Deliberation::Edit(Edit::Sheet(_, _, one)), _) => {
                        texts.insert(one.title);
                    }
                    _ => {}
                }
            }
        }
        texts
    }
}

/// Everything that must be the same on every laptop in the end.
fn seen(workshop: &Workshop) -> impl PartialEq + std::fmt::Debug + use<> {
    let campaign = &workshop.campaign;
    let constats: Vec<_> = campaign
        .all_constats()
        .map(|(id, constat)| {
            let asked: Vec<_> = campaign
                .all_preconisations(id)
                .map(|(id, one)| (id, one.clone(), campaign.status(id)))
                .collect();
            let place = (campaign.stands_for(id), campaign.assigned(id), campaign.status(id));
            (id, constat.clone(), place, asked)
        })
        .collect();
    let of_each: Vec<_> = (0..OBSERVATIONS)
        .map(observation_id)
        .map(|id| {
            let words = campaign.wording(id, TextField::Words).cloned();
            (campaign.constat_of(id), campaign.is_removed(id), words)
        })
        .collect();
    let contested: Vec<_> = campaign.contested().map(|s| (s, campaign.versions(s))).collect();
    (
        constats,
        of_each,
        campaign.tally(5),
        campaign.in_order_ids(),
        workshop.sheet().cloned(),
        contested,
    )
}

/// One random act, as far as it can be done here.
fn random_act(laptop: &Laptop, dice: &mut Dice, typed: &mut usize) -> Option<Act> {
    let campaign = &laptop.workshop.campaign;
    let (constats, asked) = (laptop.constats(), laptop.asked());
    let mut text = || {
        *typed += 1;
        format!("texte {typed}")
    };
    let observation = observation_id(dice.next() as u128 % OBSERVATIONS);
    Some(match dice.below(23) {
        0..=2 => Act::Group(vec![observation], None),
        3 => Act::Group(vec![observation], Some(dice.one_of(&constats)?)),
        4 => Act::Leave(vec![observation]),
        5 => Act::Merge(dice.one_of(&constats)?, dice.one_of(&constats)?),
        6 => {
            let joined: Vec<RecordId> = campaign
                .all_constats()
                .map(|(id, _)| id)
                .filter(|id| campaign.joined_to(*id).is_some())
                .collect();
            Act::Part(dice.one_of(&joined)?)
        }
        7 => Act::Dissolve(dice.one_of(&constats)?),
        8..=9 => {
            let id = dice.one_of(&constats)?;
            let field = dice.one_of(&[ConstatField::Title, ConstatField::Summary])?;
            let seen = campaign.seen_of_constat(id, field);
            Act::Typing(TypedText::Constat(id, field), text(), seen)
        }
        10 => {
            let id = dice.one_of(&constats)?;
            let mut constat: Constat = campaign.constat(id)?.clone();
            constat.severity = Level::new(u8::try_from(dice.below(4)).unwrap());
            constat.quote = text();
            Act::Constat(id, Box::new(constat))
        }
        11..=12 => {
            let id = dice.one_of(&constats)?;
            let title = text();
            Act::Propose(id, Box::new(Preconisation { title, ..Preconisation::blank(0, id) }))
        }
        13 => {
            let id = dice.one_of(&asked)?;
            let seen = campaign.seen_of_preconisation(id, PreconisationField::Title);
            let typed = TypedText::Preconisation(id, PreconisationField::Title);
            Act::Typing(typed, text(), seen)
        }
        14 => {
            let id = dice.one_of(&asked)?;
            let one = Preconisation { withdrawn: true, ..campaign.preconisation(id)?.clone() };
            Act::Preconisation(id, Box::new(one))
        }
        15..=16 => {
            let thing = dice.one_of(&[constats, asked].concat())?;
            let next = campaign.status(thing).next();
            let (to, by): (Status, Party) = dice.one_of(next)?;
            Act::Step { thing, to, by, reason: "parce que".into() }
        }
        17 => Act::StepBack(dice.one_of(&[constats, asked].concat())?),
        18 => Act::Reword(observation, TextField::Words, text(), Sharing::Public),
        19 => Act::Remove(observation, dice.below(2) == 0),
        20 => match dice.below(3) {
            0 => Act::BeginBallot,
            1 => {
                let ballots: Vec<RecordId> =
                    campaign.ballots().into_iter().map(|(id, _)| id).collect();
                Act::Dot(dice.one_of(&ballots)?, dice.one_of(&constats)?, dice.below(4) > 0)
            }
            _ => Act::Rank(constats.into_iter().rev().collect()),
        },
        21 => match dice.below(3) {
            0 => {
                let sheet = laptop.workshop.sheet()?.clone();
                Act::Sheet(Box::new(CampaignSheet { title: text(), ..sheet }))
            }
            1 => Act::Walk(WalkId(WALK.0 + 1 + dice.next() as u128 % 4), true),
            _ => {
                let contested: Vec<Subject> = campaign.contested().collect();
                let subject = dice.one_of(&contested)?;
                if dice.below(2) == 0 {
                    Act::KeepBoth(subject)
                } else {
                    Act::Choose(subject, dice.one_of(&campaign.versions(subject))?.digest)
                }
            }
        },
        _ => Act::Undo,
    })
}

/// What one history leaves.
fn play(seed: u64, laptop: &Laptop) {
    let mut dice = Dice(seed);
    let first = laptop.clone();
    let others = 1 + dice.below(2);
    // Hours apart, and one of them years.
    let mut laptops = vec![first.clone()];
    for other in 0..others {
        let device = u32::try_from(dice.next() % 0xffff_0000).unwrap() + 100;
        let clock = [3_600_000, -7_200_000, 31_536_000_000][(dice.below(2) + other) % 3];
        laptops.push(first.with_the_file_of(device, clock));
    }
    let mut backups: Vec<Vec<Laptop>> = laptops.iter().map(|laptop| vec![laptop.clone()]).collect();
    let mut typed = 0;
    let mut written: BTreeSet<String> = BTreeSet::new();
    // Texts that somebody replaced who was looking at them.
    let mut replaced: BTreeSet<String> = BTreeSet::new();
    let mut walks: BTreeSet<WalkId> = [WALK].into();
    let mut taken_out: BTreeSet<WalkId> = BTreeSet::new();
    let mut removed_from_disk: BTreeSet<String> = BTreeSet::new();
    for _ in 0..4 + dice.below(14) {
        let who = dice.below(laptops.len());
        match dice.below(12) {
            0 | 1 => {
                let from = dice.below(laptops.len());
                let file = laptops[from].file();
                laptops[who].take_in(&file);
            }
            2 => laptops[who] = laptops[who].reopened(),
            3 => backups[who].push(laptops[who].clone()),
            4 => {
                // A laptop dies; it goes on from an old backup, with the same number. What only it
                // had is gone with it.
                let lost = laptops[who].texts();
                laptops[who] = dice.one_of(&backups[who]).unwrap().reopened();
                let elsewhere: BTreeSet<String> =
                    laptops.iter().flat_map(|laptop| laptop.texts()).collect();
                removed_from_disk.extend(lost.difference(&elsewhere).cloned());
            }
            _ => {
                let before = laptops[who].texts();
                let Some(act) = random_act(&laptops[who], &mut dice, &mut typed) else { continue };
                let members = |laptop: &Laptop| -> BTreeSet<WalkId> {
                    let sheet = laptop.workshop.sheet();
                    sheet.into_iter().flat_map(|sheet| sheet.walks.clone()).collect()
                };
                let belonged = members(&laptops[who]);
                let random = dice.next();
                drop(laptops[who].does(act, random));
                let belong = members(&laptops[who]);
                walks.extend(&belong);
                taken_out.extend(belonged.difference(&belong));
                let after = laptops[who].texts();
                written.extend(after.difference(&before).cloned());
                replaced.extend(before.difference(&after).cloned());
            }
        }
    }
    // Everybody gives everybody everything, in some order, some of it twice.
    let mut all: Vec<String> = laptops.iter().flat_map(Laptop::file).collect();
    all.extend(laptops[0].file());
    let mut ends = Vec::new();
    for laptop in &mut laptops {
        for at in (1..all.len()).rev() {
            all.swap(at, dice.below(at + 1));
        }
        laptop.take_in(&all);
        ends.push(laptop.clone());
    }
    let end = &ends[0];
    for other in &ends {
        assert_eq!(seen(&end.workshop), seen(&other.workshop), "two laptops differ");
        assert_eq!(seen(&other.workshop), seen(&other.reopened().workshop), "not on disk");
    }
    // Nothing that was typed is gone from view, unless somebody replaced it who saw it.
    let texts = end.texts();
    for text in written.difference(&replaced).filter(|text| !removed_from_disk.contains(*text)) {
        let is_part = texts.iter().any(|shown| shown.contains(text.as_str()));
        assert!(is_part, "« {text} » is gone from view");
    }
    // No two things share a number.
    let campaign = &end.workshop.campaign;
    let mut numbers = BTreeSet::new();
    for (id, constat) in campaign.all_constats() {
        assert!(numbers.insert(constat.short_number()), "{} twice", constat.short_number());
        for (_, one) in campaign.all_preconisations(id).filter(|(_, one)| one.constat == id) {
            assert!(numbers.insert(one.short_number(constat)), "{}", one.short_number(constat));
        }
    }
    let ballots: BTreeSet<String> =
        campaign.ballots().iter().map(|(_, ballot)| ballot.short_number()).collect();
    let began: usize = campaign.ballots().len();
    assert_eq!(ballots.len(), began, "two ballots with one number");
    let own: BTreeSet<WalkId> = end.workshop.sheet().unwrap().walks.iter().copied().collect();
    let lost: Vec<_> = walks.difference(&own).filter(|walk| !taken_out.contains(walk)).collect();
    let known = laptops.iter().any(|laptop| {
        lost.iter().any(|walk| laptop.file().iter().any(|line| line.contains(&walk.to_string())))
    });
    assert!(!known || lost.is_empty(), "a walk left the campaign: {lost:?}");
}

#[test]
fn ten_thousand_histories_of_several_laptops() {
    let number = |name: &str, standard: u64| {
        std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(standard)
    };
    let histories = number("ECLAIREUSE_HISTORIES", 10_000);
    let seed = number("ECLAIREUSE_SEED", 1);
    println!("{histories} histories from seed {seed}");
    let laptop = Laptop::first();
    for history in 0..histories {
        let seed = seed.wrapping_add(history.wrapping_mul(0x1_0000_0001));
        let played = std::panic::catch_unwind(|| play(seed, &laptop));
        assert!(played.is_ok(), "the history of seed {seed} failed, see above");
    }
}
