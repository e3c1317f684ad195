//! What went wrong when several people wrote on one campaign, each as the story that it was.

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::update::Heard;
use eclaireuse::app::workshop::{Act, Refusal, TypedText, Workshop};
use eclaireuse::app::{Effect, Route};
use eclaireuse::domain::campaign::contest::Subject;
use eclaireuse::domain::deliberation::constat::{Constat, ConstatField};
use eclaireuse::domain::deliberation::lifecycle::{Party, Status};
use eclaireuse::domain::deliberation::preconisation::Preconisation;
use eclaireuse::domain::deliberation::{CampaignSheet, Deliberation};
use eclaireuse::domain::identity::{DeviceNumber, RecordId, WalkId};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::observation::scale::Sharing;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::v1;

use crate::laptops::{CAMPAIGN, Laptop, WALK, observation_id};

const HOUR_MS: i64 = 3_600_000;
const YEAR_MS: i64 = 365 * 24 * HOUR_MS;

fn amended(laptop: &mut Laptop, id: RecordId, change: impl FnOnce(&mut Constat), random: u64) {
    let mut constat = laptop.workshop.campaign.constat(id).unwrap().clone();
    change(&mut constat);
    laptop.does(Act::Constat(id, Box::new(constat)), random).unwrap();
}

/// A laptop with one constat, and another one that took its file in.
fn two(clock: i64) -> (Laptop, Laptop, RecordId) {
    let mut one = Laptop::first();
    one.does(Act::Group(vec![observation_id(0)], None), 11).unwrap();
    let id = one.constats()[0];
    let other = one.with_the_file_of(0x00c0_ffee, clock);
    (one, other, id)
}

fn exchanged(one: &mut Laptop, other: &mut Laptop) {
    let (first, second) = (one.file(), other.file());
    one.take_in(&second);
    other.take_in(&first);
}

#[test]
fn a_title_here_and_a_summary_there_are_both_shown() {
    let (mut one, mut other, id) = two(HOUR_MS);
    amended(&mut one, id, |constat| constat.title = "Le mail est noir".into(), 1);
    amended(&mut one, id, |constat| constat.title = "Le mail est noir le soir".into(), 2);
    amended(&mut other, id, |constat| constat.summary = "Trois lampes sur dix".into(), 3);
    exchanged(&mut one, &mut other);
    for laptop in [&one, &other] {
        let constat = laptop.workshop.campaign.constat(id).unwrap();
        assert_eq!(constat.title, "Le mail est noir le soir");
        assert_eq!(constat.summary, "Trois lampes sur dix");
        assert_eq!(laptop.workshop.campaign.contests(), 0);
    }
}

#[test]
fn one_title_written_twice_is_offered_twice_and_choosing_ends_it() {
    let (mut one, mut other, id) = two(-YEAR_MS);
    amended(&mut one, id, |constat| constat.title = "Noir".into(), 1);
    amended(&mut other, id, |constat| constat.title = "Sombre".into(), 2);
    exchanged(&mut one, &mut other);
    let subject = Subject::Constat(id, ConstatField::Title);
    for laptop in [&one, &other] {
        assert_eq!(laptop.workshop.campaign.contested().collect::<Vec<_>>(), [subject]);
        assert_eq!(laptop.workshop.campaign.versions(subject).len(), 2);
    }
    other.does(Act::KeepBoth(subject), 3).unwrap();
    exchanged(&mut one, &mut other);
    let title = &one.workshop.campaign.constat(id).unwrap().title;
    assert!(title == "Noir / Sombre" || title == "Sombre / Noir", "{title}");
    assert_eq!(one.workshop.campaign.contests(), 0);
    // Two who say the same have nothing to choose.
    amended(&mut one, id, |constat| constat.quote = "Je cours".into(), 4);
    amended(&mut other, id, |constat| constat.quote = "Je cours".into(), 5);
    exchanged(&mut one, &mut other);
    assert_eq!(one.workshop.campaign.contests(), 0);
}

#[test]
fn what_was_seen_is_overruled_whatever_the_clocks_say() {
    // The first laptop's clock is a year ahead of the second one's.
    let mut one = Laptop::first();
    one.clock = YEAR_MS;
    one.does(Act::Group(vec![observation_id(0), observation_id(1)], None), 1).unwrap();
    let id = one.constats()[0];
    let step = |to, by| Act::Step { thing: id, to, by, reason: String::new() };
    one.does(step(Status::ToReview, Party::Mediator), 2).unwrap();
    let reword =
        |text: &str| Act::Reword(observation_id(0), TextField::Words, text.into(), Sharing::Public);
    one.does(reword("« Chez M. Untel, au 12 »"), 3).unwrap();
    let mut other = one.with_the_file_of(0x00c0_ffee, 0);
    other.does(step(Status::Draft, Party::Mediator), 4).unwrap();
    other.does(Act::Leave(vec![observation_id(1)]), 5).unwrap();
    other.does(reword("Dans la rue"), 6).unwrap();
    one.take_in(&other.file());
    for laptop in [&one, &other] {
        let campaign = &laptop.workshop.campaign;
        assert_eq!(campaign.status(id), Status::Draft);
        assert_eq!(campaign.constat_of(observation_id(1)), None);
        let words = campaign.wording(observation_id(0), TextField::Words).unwrap();
        assert_eq!(words.text, "Dans la rue");
        assert_eq!(campaign.contests(), 0);
    }
    // On one laptop whose clock was corrected, the last step is the last one, and undone first.
    one.clock = 0;
    one.does(step(Status::ToReview, Party::Mediator), 7).unwrap();
    assert_eq!(one.workshop.campaign.status(id), Status::ToReview);
    one.does(Act::StepBack(id), 8).unwrap();
    assert_eq!(one.workshop.campaign.status(id), Status::Draft);
}

#[test]
fn put_back_what_the_other_laptop_left_out() {
    let (mut one, mut other, _) = two(YEAR_MS);
    one.does(Act::Remove(observation_id(3), true), 1).unwrap();
    other.take_in(&one.file());
    assert!(other.workshop.campaign.is_removed(observation_id(3)));
    other.does(Act::Remove(observation_id(3), false), 2).unwrap();
    one.take_in(&other.file());
    for laptop in [&one, &other] {
        assert!(!laptop.workshop.campaign.is_removed(observation_id(3)));
    }
}

#[test]
fn each_adds_a_walk_and_both_belong() {
    let (mut one, mut other, _) = two(-HOUR_MS);
    let (here, there) = (WalkId(WALK.0 + 1), WalkId(WALK.0 + 2));
    one.does(Act::Walk(here, true), 1).unwrap();
    other.does(Act::Walk(there, true), 2).unwrap();
    exchanged(&mut one, &mut other);
    for laptop in [&one, &other] {
        let sheet = laptop.workshop.sheet().unwrap();
        assert!([WALK, here, there].iter().all(|walk| sheet.walks.contains(walk)));
    }
    // Taken out again by somebody who saw it there, and put back by undoing.
    one.does(Act::Walk(there, false), 3).unwrap();
    assert!(!one.workshop.sheet().unwrap().walks.contains(&there));
    one.does(Act::Undo, 4).unwrap();
    assert!(one.workshop.sheet().unwrap().walks.contains(&there));
}

#[test]
fn numbers_given_apart_are_apart() {
    let (mut one, mut other, id) = two(0);
    for (laptop, number) in [(&mut one, 1), (&mut other, 2)] {
        laptop.does(Act::Group(vec![observation_id(number)], None), 20 + number as u64).unwrap();
        let asked = Preconisation { title: "Réparer".into(), ..Preconisation::blank(0, id) };
        laptop.does(Act::Propose(id, Box::new(asked)), 30 + number as u64).unwrap();
    }
    exchanged(&mut one, &mut other);
    let campaign = &one.workshop.campaign;
    let numbers: Vec<String> =
        campaign.constats().into_iter().map(|(_, constat)| constat.short_number()).collect();
    assert_eq!((numbers.len(), numbers[0].as_str(), numbers[1].as_str()), (3, "C01", "C02"));
    assert!(numbers[2].starts_with("C02") && numbers[2] != "C02", "{numbers:?}");
    let asked: Vec<String> = campaign
        .preconisations(id)
        .into_iter()
        .map(|(_, one)| campaign.preconisation_number(one, "EX-2025-01"))
        .collect();
    assert_eq!(asked.len(), 2);
    assert!(asked[0] != asked[1] && asked.iter().all(|number| number.len() <= 20), "{asked:?}");
}

#[test]
fn joining_takes_along_all_that_hangs_on_a_constat() {
    let mut one = Laptop::first();
    one.does(Act::Group(vec![observation_id(0)], None), 1).unwrap();
    one.does(Act::Group(vec![observation_id(1)], None), 2).unwrap();
    let [first, second] = one.constats()[..] else { panic!("two constats") };
    amended(&mut one, first, |constat| constat.summary = "Ce qui fut dit".into(), 3);
    let asked = Preconisation { title: "Réparer".into(), ..Preconisation::blank(0, first) };
    one.does(Act::Propose(first, Box::new(asked)), 4).unwrap();
    let asked = one.asked()[0];
    for (to, by) in [
        (Status::ToReview, Party::Mediator),
        (Status::Validated, Party::Group),
        (Status::Transmitted, Party::Mediator),
    ] {
        one.does(Act::Step { thing: asked, to, by, reason: String::new() }, 5).unwrap();
    }
    one.does(Act::BeginBallot, 6).unwrap();
    let ballot = one.workshop.campaign.ballots()[0].0;
    for _ in 0..3 {
        one.does(Act::Dot(ballot, first, true), 7).unwrap();
    }
    assert_eq!(one.does(Act::Dissolve(first), 8), Err(Refusal::Carries));
    let number = |laptop: &Laptop| {
        let campaign = &laptop.workshop.campaign;
        campaign.preconisation_number(campaign.preconisation(asked).unwrap(), "EX")
    };
    let before = number(&one);
    one.does(Act::Merge(first, second), 9).unwrap();
    let campaign = &one.workshop.campaign;
    assert_eq!(campaign.preconisations(second).len(), 1);
    assert_eq!(campaign.status(asked), Status::Transmitted);
    assert_eq!(campaign.tally(5).on(second), 3);
    assert_eq!(campaign.members(second).len(), 2);
    assert_eq!(campaign.joined_in(second), [second, first]);
    assert_eq!(number(&one), before, "a number that was read does not move");
    // A dot that came along can be taken away where it is seen.
    one.does(Act::Dot(ballot, second, false), 10).unwrap();
    assert_eq!(one.workshop.campaign.tally(5).on(second), 2);
    one.does(Act::Part(first), 11).unwrap();
    let campaign = &one.workshop.campaign;
    assert_eq!(campaign.preconisations(first).len(), 1);
    assert_eq!(campaign.constat(first).unwrap().summary, "Ce qui fut dit");
    // Somebody asks for something while somebody else sets the constat aside: it stands.
    let (mut one, mut other, id) = two(HOUR_MS);
    one.does(Act::Dissolve(id), 12).unwrap();
    let asked = Preconisation { title: "Réparer".into(), ..Preconisation::blank(0, id) };
    other.does(Act::Propose(id, Box::new(asked)), 13).unwrap();
    exchanged(&mut one, &mut other);
    assert_eq!((one.constats(), one.asked().len()), (vec![id], 1));
}

#[test]
fn undoing_takes_back_only_what_this_page_did() {
    let (mut one, mut other, id) = two(0);
    let title = |laptop: &Laptop| laptop.workshop.campaign.constat(id).unwrap().title.clone();
    amended(&mut one, id, |constat| constat.title = "Un titre".into(), 1);
    // Another tab writes something else of the same constat.
    other.take_in(&one.file());
    amended(&mut other, id, |constat| constat.quote = "Je cours".into(), 2);
    one.take_in(&other.file());
    one.does(Act::Undo, 3).unwrap();
    assert_eq!(title(&one), "");
    assert_eq!(one.workshop.campaign.constat(id).unwrap().quote, "Je cours");
    // It wrote on what this page would take back: then nothing is undone, and that is said.
    amended(&mut one, id, |constat| constat.title = "Deux titres".into(), 4);
    other.take_in(&one.file());
    amended(&mut other, id, |constat| constat.title = "Trois titres".into(), 5);
    one.take_in(&other.file());
    assert_eq!(one.does(Act::Undo, 6), Err(Refusal::ChangedSince));
    assert_eq!(title(&one), "Trois titres");
}

#[test]
fn a_field_that_shows_an_older_text_does_not_overwrite_the_newer() {
    let (mut one, mut other, id) = two(0);
    let text = TypedText::Constat(id, ConstatField::Summary);
    let seen =
        |laptop: &Laptop| laptop.workshop.campaign.seen_of_constat(id, ConstatField::Summary);
    let begun = seen(&one);
    one.does(Act::Typing(text, "Départ.".into(), begun), 1).unwrap();
    other.take_in(&one.file());
    // Both begin to type; the first one's sentence arrives in the other tab before it is done.
    let (here, there) = (seen(&one), seen(&other));
    one.does(Act::Typing(text, "Départ. Une phrase.".into(), here), 2).unwrap();
    other.take_in(&one.file());
    other.does(Act::Typing(text, "Départ. Autre chose.".into(), there), 3).unwrap();
    let subject = Subject::Constat(id, ConstatField::Summary);
    assert_eq!(other.workshop.campaign.versions(subject).len(), 2, "neither is lost");
    // Going on typing is one act: what was typed goes back to where it was begun.
    let mut typing = Laptop::first();
    typing.does(Act::Group(vec![observation_id(0)], None), 4).unwrap();
    let id = typing.constats()[0];
    let text = TypedText::Constat(id, ConstatField::Title);
    for words in ["L", "Le ma", "Le mail"] {
        let seen = typing.workshop.campaign.seen_of_constat(id, ConstatField::Title);
        typing.does(Act::Typing(text, words.into(), seen), 5).unwrap();
    }
    typing.does(Act::Undo, 6).unwrap();
    assert_eq!(typing.workshop.campaign.constat(id).unwrap().title, "");
}

#[test]
fn a_text_that_was_being_typed_is_kept_once_and_never_comes_back() {
    let (mut one, _, id) = two(0);
    let text = TypedText::Constat(id, ConstatField::Title);
    let chance = |ms: i64| Chance {
        at: Stamp { utc_ms: 1_800_000_000_000 + ms, offset_min: 60 },
        random: u128::try_from(ms).unwrap() << 70,
    };
    let found = Heard::Found(text, "Le mail est noir".into(), Vec::new(), chance(1));
    assert_eq!(one.workshop.hear(found.clone()).kept.len(), 1);
    assert_eq!(one.workshop.campaign.constat(id).unwrap().title, "Le mail est noir");
    amended(&mut one, id, |constat| constat.title = "Corrigé depuis".into(), 2);
    assert!(one.workshop.hear(found).kept.is_empty(), "it was said already");
    assert_eq!(one.workshop.campaign.constat(id).unwrap().title, "Corrigé depuis");
}

#[test]
fn words_that_their_author_changed_are_read_again_before_anything_leaves() {
    let mut one = Laptop::first();
    let id = observation_id(0);
    let reword = |text: &str| Act::Reword(id, TextField::Words, text.into(), Sharing::Public);
    one.does(reword("Des remarques, chez M. Exemple"), 1).unwrap();
    let words = |laptop: &Laptop, to| {
        let campaign = &laptop.workshop.campaign;
        campaign.words_for(campaign.observation(id).unwrap().0, TextField::Words, to)
    };
    assert!(words(&one, Sharing::Partners).is_some());
    // Her phone hands over again: she took the name out.
    let corrected = Observation {
        words: "Des remarques à chaque fois".into(),
        ..one.workshop.campaign.observation(id).unwrap().0.clone()
    };
    let body = Body::Observation(Box::new(corrected));
    let at = Stamp { utc_ms: 1_762_364_999_000, offset_min: 60 };
    let kind = body.kind().to_owned();
    let envelope = Envelope { kind, id, walk: WALK, device: DeviceNumber(2), revision: 2, at };
    one.workshop.lines(WALK, &[v1::write_line(&envelope, &body).0], true);
    assert_eq!((words(&one, Sharing::Partners), words(&one, Sharing::Public)), (None, None));
    one.does(reword("Des remarques"), 2).unwrap();
    assert_eq!(words(&one, Sharing::Public).as_deref(), Some("Des remarques"));
}

#[test]
fn another_quarters_walk_is_asked_about_before_it_joins() {
    let mut one = Laptop::first();
    let stranger = WalkId(WALK.0 + 9);
    let chance = Chance::default();
    let came = |walks: &[WalkId], campaigns: &[WalkId]| Heard::CameIn {
        walks: walks.to_vec(),
        campaigns: campaigns.to_vec(),
        receptions: Vec::new(),
        chance,
    };
    let reply = one.workshop.hear(came(&[stranger], &[]));
    assert!(reply.kept.is_empty());
    assert!(!reply.effects.contains(&Effect::LoadWalk(stranger)));
    assert_eq!(one.workshop.offered, [stranger]);
    assert_eq!(one.workshop.sheet().unwrap().walks, [WALK]);
    let reply = one.workshop.hear(Heard::OfferAnswered(stranger, true, chance));
    assert_eq!(reply.kept.len(), 1);
    assert!(reply.effects.contains(&Effect::LoadWalk(stranger)));
    assert!(one.workshop.sheet().unwrap().walks.contains(&stranger));
    // It can be taken out again, and that can be undone.
    assert!(one.workshop.can_undo());
    // The first walk of a campaign that has none needs no question.
    let mut empty = Workshop::default();
    let sheet = CampaignSheet::of("Neuve".into(), String::new(), Vec::new(), Stamp::default());
    let begun = Heard::Begun(Box::new(sheet), CAMPAIGN, DeviceNumber(5), chance);
    let reply = empty.hear(begun);
    let shown = reply
        .effects
        .iter()
        .any(|effect| matches!(effect, Effect::Show { route: Route::Campaign(CAMPAIGN, _), .. }));
    assert!(shown && reply.effects.contains(&Effect::PersistStorage));
    // Of another campaign's a person says whether it is one of this; that campaign itself is no walk.
    let other = WalkId(WALK.0 + 11);
    empty.hear(came(&[stranger, other], &[other]));
    assert_eq!(empty.offered, [stranger]);
    assert!(empty.sheet().unwrap().walks.is_empty());
    empty.hear(came(&[stranger], &[]));
    assert_eq!(empty.sheet().unwrap().walks, [stranger]);
}

#[test]
fn two_laptops_that_moved_a_thing_apart_are_told() {
    let (mut one, mut other, id) = two(HOUR_MS);
    let asked = Preconisation { title: "Réparer".into(), ..Preconisation::blank(0, id) };
    one.does(Act::Propose(id, Box::new(asked)), 1).unwrap();
    let thing = one.asked()[0];
    let step = |to, by| Act::Step { thing, to, by, reason: "parce que".into() };
    for (to, by) in [
        (Status::ToReview, Party::Mediator),
        (Status::Validated, Party::Group),
        (Status::Transmitted, Party::Mediator),
        (Status::UnderStudy, Party::Actor),
    ] {
        one.does(step(to, by), 2).unwrap();
    }
    other.take_in(&one.file());
    one.does(step(Status::Accepted, Party::Actor), 3).unwrap();
    other.does(step(Status::Rejected, Party::Actor), 4).unwrap();
    exchanged(&mut one, &mut other);
    let subject = Subject::Life(thing);
    assert_eq!(one.workshop.campaign.contested().collect::<Vec<_>>(), [subject]);
    let versions = one.workshop.campaign.versions(subject);
    let rejected = versions.iter().find(|one| one.status == Some(Status::Rejected)).unwrap();
    one.does(Act::Choose(subject, rejected.digest), 5).unwrap();
    exchanged(&mut one, &mut other);
    for laptop in [&one, &other] {
        assert_eq!(laptop.workshop.campaign.status(thing), Status::Rejected);
        assert_eq!(laptop.workshop.campaign.contests(), 0);
    }
}

#[test]
fn the_list_of_campaigns_shows_what_was_set_since() {
    let mut one = Laptop::first();
    let sheet = one.workshop.sheet().unwrap().clone();
    let renamed = CampaignSheet { title: "Autre titre".into(), ..sheet };
    one.does(Act::Sheet(Box::new(renamed)), 1).unwrap();
    let mut page = Workshop::default();
    let is_sheet = |line: &&String| line.contains("\"kind\":\"campaign\"");
    let sheets: Vec<String> = one.disk.values().filter(is_sheet).cloned().collect();
    let reply = page.hear(Heard::Listed(sheets));
    assert_eq!(reply.effects, [Effect::LoadCampaign(CAMPAIGN)]);
    page.hear(Heard::Lines(CAMPAIGN, one.file(), true));
    assert_eq!(page.campaigns[0].1.title, "Autre titre");
    assert!(matches!(
        one.workshop.campaign.record(RecordId(CAMPAIGN.0)).unwrap().body.says,
        Deliberation::Campaign(_)
    ));
}

#[test]
fn what_was_asked_leaves_with_the_constat_that_stands_for_its_own() {
    use eclaireuse::domain::campaign::review::to_look_at;
    let mut one = Laptop::first();
    one.does(Act::Group(vec![observation_id(0)], None), 1).unwrap();
    one.does(Act::Group(vec![observation_id(1)], None), 2).unwrap();
    let [first, second] = one.constats()[..] else { panic!("two constats") };
    amended(&mut one, second, |constat| constat.place_name = "Le mail".into(), 3);
    let asked = Preconisation { title: "Réparer".into(), ..Preconisation::blank(0, first) };
    one.does(Act::Propose(first, Box::new(asked)), 4).unwrap();
    let id = one.asked()[0];
    one.does(Act::Merge(first, second), 5).unwrap();
    let campaign = &one.workshop.campaign;
    let asked = campaign.preconisation(id).unwrap();
    assert_eq!(campaign.constat_answered(asked), second);
    let seen = to_look_at(campaign, "EX", id).unwrap();
    assert_eq!((seen.place_name.as_str(), seen.number.as_str()), ("Le mail", "EX-C01-P1"));
}

#[test]
fn a_laptop_that_goes_on_from_a_backup_counts_no_ballot_twice() {
    let (mut one, _, _) = two(0);
    let mut restored = one.reopened();
    one.does(Act::BeginBallot, 1).unwrap();
    restored.clock += 5_000;
    restored.does(Act::BeginBallot, 2).unwrap();
    exchanged(&mut one, &mut restored);
    let ballots = one.workshop.campaign.ballots();
    let numbers: Vec<String> = ballots.iter().map(|(_, ballot)| ballot.short_number()).collect();
    assert_eq!(numbers.len(), 2);
    assert!(numbers[0] == "1" && numbers[1].starts_with("1x"), "{numbers:?}");
}

/// A device that went on from an old backup gave a constat's id another number. Whichever of the two
/// is heard first, a number that moved away keeps no other constat apart.
#[test]
fn a_number_that_moved_keeps_no_other_constat_apart() {
    let mut one = Laptop::first();
    one.does(Act::Group(vec![observation_id(0)], None), 11).unwrap();
    one.does(Act::Group(vec![observation_id(1)], None), 12).unwrap();
    let ids = one.constats();
    let own = |line: &&String| line.contains(&format!(r#""kind":"constat","id":"{}""#, ids[0]));
    let first = one.disk.values().find(own).expect("its line").clone();
    // The other number is that of the second constat, or one that nobody has.
    for number in [2, 7] {
        let moved = first.replace(r#""number":1,"#, &format!(r#""number":{number},"#));
        assert_ne!(moved, first);
        let numbers = |lines: Vec<String>| {
            let mut workshop = Workshop::default();
            workshop.open(CAMPAIGN, DeviceNumber(9));
            drop(workshop.lines(CAMPAIGN, &lines, true));
            let told = workshop
                .campaign
                .all_constats()
                .map(|(id, one)| (id, one.number, one.series.clone()));
            told.collect::<Vec<_>>()
        };
        let rest: Vec<String> = one.disk.values().filter(|line| **line != first).cloned().collect();
        let with = |early: &[&String], late: &[&String]| {
            let early = early.iter().map(|line| (*line).clone());
            let late = late.iter().map(|line| (*line).clone());
            numbers(early.chain(rest.iter().cloned()).chain(late).collect())
        };
        let known = with(&[&first, &moved], &[]);
        assert_eq!(with(&[&moved, &first], &[]), known, "{number}");
        assert_eq!(with(&[&first], &[&moved]), known, "{number}");
        assert_eq!(with(&[&moved], &[&first]), known, "{number}");
        assert_eq!(with(&[], &[&moved, &first]), known, "{number}");
    }
}
