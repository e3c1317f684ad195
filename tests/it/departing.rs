//! What must be settled before a file leaves: what is not finished, the commune, words that may point
//! at somebody; and what left is called back in words.

use std::collections::BTreeSet;
use std::sync::Arc;

use eclaireuse::app::effect::FileKind;
use eclaireuse::app::event::Chance;
use eclaireuse::app::exchange::settled::{settled_bundle, settled_document};
use eclaireuse::app::exchange::{Chosen, ExchangeError, FileQuestion};
use eclaireuse::app::workshop::departing::Departures;
use eclaireuse::app::workshop::update::{Heard, Reply};
use eclaireuse::app::workshop::{Act, Refusal, Workshop};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::deliberation::constat::{Constat, ConstatField};
use eclaireuse::domain::deliberation::lifecycle::Status;
use eclaireuse::domain::deliberation::preconisation::{Preconisation, PreconisationField};
use eclaireuse::domain::deliberation::{CampaignSheet, Deliberation};
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::leaving::clearing::{LeavingText, WaitingWords};
use eclaireuse::domain::leaving::rereading::Concern;
use eclaireuse::domain::leaving::settling::Unsettled;
use eclaireuse::domain::leaving::unfinished::Lack;
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::observation::scale::Sharing;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::adversary::{Readership, attack};
use eclaireuse::format::booklet::{Document, DocumentSource, fragment, pieces};
use eclaireuse::format::layers::BundleWriter;

use crate::answers::diff;
use crate::invented::{CAMPAIGN, WALKS};
use crate::planner::{bundle, entry, found, rows, small};

const MADE: Stamp = Stamp { utc_ms: 1_790_000_000_000, offset_min: 60 };

/// A mediator at her laptop.
struct Desk {
    workshop: Workshop,
    count: u128,
}

impl Desk {
    fn new() -> Self {
        Self::at(found(&small()))
    }

    fn at(workshop: Workshop) -> Self {
        assert!(workshop.is_loaded());
        Self { workshop, count: 0 }
    }

    fn chance(&mut self) -> Chance {
        self.count += 1;
        let at = Stamp { utc_ms: MADE.utc_ms + self.count as i64 * 1000, ..MADE };
        Chance { at, random: self.count * 0x9e37_79b9_7f4a_7c15_0000_0001 }
    }

    fn does(&mut self, act: Act) {
        let chance = self.chance();
        self.workshop.act(act, chance).expect("it is allowed");
    }

    fn asks(&mut self, choice: &Choice) -> Reply {
        let chosen = Chosen::bundle(choice);
        let kind = FileKind::Bundle;
        let question = FileQuestion { kind, of: CAMPAIGN, chosen, language: Language::Fr };
        let chance = self.chance();
        self.workshop.hear(Heard::FileAsked(question, Some(Box::new(choice.clone())), None, chance))
    }

    fn asks_for_document(&mut self, audience: Audience) -> Reply {
        let chosen = Chosen::document(Document::Booklet, audience);
        let kind = FileKind::Document;
        let question = FileQuestion { kind, of: CAMPAIGN, chosen, language: Language::Fr };
        let chance = self.chance();
        self.workshop.hear(Heard::FileAsked(question, None, None, chance))
    }

    fn waiting(&self, choice: &Choice) -> Vec<WaitingWords> {
        self.workshop.departing(choice).expect("it is here").settling.waiting
    }

    /// Looks at every text and says that it is fine.
    fn settles(&mut self, choice: &Choice) {
        while let Some(one) = self.waiting(choice).into_iter().next() {
            self.does(Act::LetWordsLeave(one.of, one.words));
        }
    }

    fn leaving(&self, choice: &Choice) -> Leaving {
        Leaving::of(&self.workshop.campaign, choice)
    }

    fn constat(&self, id: RecordId) -> Constat {
        self.workshop.campaign.constat(id).expect("it stands").clone()
    }

    fn paper(&self, audience: Audience) -> String {
        let campaign = &self.workshop.campaign;
        let sheet = self.workshop.sheet().expect("a sheet");
        let language = Language::Fr;
        let source = DocumentSource { campaign, sheet, audience, language, made: MADE };
        fragment(&pieces(Document::Booklet, &source))
    }
}

fn partners() -> Choice {
    Choice::all(Audience::Partners)
}

/// What was computed of what goes and stays holds when only numbers were given, and is right.
#[test]
fn numbers_that_are_given_at_the_tap_change_nothing_of_what_leaves() {
    let mut desk = Desk::new();
    desk.settles(&partners());
    let mut known = Departures::default();
    let before = known.of(&desk.workshop, &partners()).expect("it is here");
    let settled = desk.workshop.settled;
    let chosen = Chosen::bundle(&partners());
    let kind = FileKind::Bundle;
    let question = FileQuestion { kind, of: CAMPAIGN, chosen, language: Language::Fr };
    let chance = desk.chance();
    let asked =
        Heard::FileAsked(question, Some(Box::new(partners())), Some(before.clone()), chance);
    let reply = desk.workshop.hear(asked);
    assert!(reply.file.is_some() && !reply.kept.is_empty(), "numbers were given");
    assert_eq!(desk.workshop.settled, settled);
    assert!(Arc::ptr_eq(&before, &known.of(&desk.workshop, &partners()).expect("it is here")));
    let now = desk.workshop.departing(&partners()).expect("it is here");
    assert_eq!(now.settling, before.settling);
    let ids = |of: &Leaving| of.observations.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>();
    assert_eq!(ids(&now.leaving), ids(&before.leaving));
    assert_eq!(now.leaving.stays, before.leaving.stays);
    assert_eq!(now.leaving.aggregates, before.leaving.aggregates);
    // The same numbers as where nothing was known before.
    let mut other = Desk::new();
    other.settles(&partners());
    let alone = other.asks(&partners());
    let lines = |reply: &Reply| {
        reply.kept.iter().filter(|one| one.entry.line.contains("numbering")).count()
    };
    assert_eq!(lines(&alone), lines(&reply));
}

/// A constat that leaves to everybody, with a préconisation of its own that does.
fn asked_about(desk: &Desk) -> (RecordId, RecordId) {
    let leaving = desk.leaving(&Choice::all(Audience::Public));
    let campaign = &desk.workshop.campaign;
    let of = |id: &RecordId| {
        let asked = campaign.preconisations(*id).into_iter().map(|(id, _)| id);
        let mut asked = asked.filter(|id| leaving.preconisations.contains(id));
        Some((*id, asked.next()?))
    };
    leaving.constats.iter().find_map(of).expect("one with a wish")
}

#[test]
fn a_draft_and_a_constat_without_observations_stay_and_say_why() {
    let mut desk = Desk::new();
    let (constat, asked) = asked_about(&desk);
    let number = {
        let reference = desk.workshop.sheet().expect("a sheet").reference.clone();
        desk.constat(constat).readable_number(&reference)
    };
    let (before, ..) = bundle(&desk.workshop, &partners());
    assert!(desk.paper(Audience::Partners).contains(&number));
    // Back to a draft, whatever was said of its wishes since.
    while desk.workshop.campaign.status(constat) != Status::Draft {
        desk.does(Act::StepBack(constat));
    }
    for audience in [Audience::Partners, Audience::Public] {
        let leaving = desk.leaving(&Choice::all(audience));
        assert!(!leaving.constats.contains(&constat) && !leaving.preconisations.contains(&asked));
        let said = leaving.stays.unfinished.iter().find(|one| one.thing == constat);
        assert_eq!(said.expect("it is listed").lacks, [Lack::Review], "{audience:?}");
        let (archive, report) = bundle(&desk.workshop, &Choice::all(audience));
        assert!(!entry(&archive, "constats.csv").contains(&number));
        assert!(entry(&archive, "LISEZMOI.txt").contains("pas terminés n’y sont pas"));
        assert_eq!(report.leaving.stays.unfinished.len(), 1);
        assert!(!desk.paper(audience).contains(&number), "{audience:?}");
    }
    let members: Vec<RecordId> = desk.workshop.campaign.assigned(constat);
    desk.does(Act::Leave(members));
    let stays = desk.leaving(&partners()).stays.unfinished;
    assert_eq!(stays[0].lacks, [Lack::Observations, Lack::Review]);
    // What left before still finds its way back.
    let sheet = entry(&before, "preconis.csv").replace(";transmitted;", ";under_study;");
    let (found, _) = diff(&desk.workshop, &sheet);
    assert!(found.strangers.is_empty() && !found.rows.is_empty(), "{:?}", found.strangers);
}

#[test]
fn a_wish_without_title_actor_or_term_stays_and_says_why() {
    let mut desk = Desk::new();
    let (constat, asked) = asked_about(&desk);
    let before = desk.workshop.campaign.preconisation(asked).expect("it stands").clone();
    let of = |title: &str, has_actor: bool, has_term: bool| Preconisation {
        title: title.to_owned(),
        lead: before.lead.filter(|_| has_actor),
        horizon: before.horizon.filter(|_| has_term),
        ..before.clone()
    };
    // Whom the constat names answers for what is asked of nobody else.
    let named = desk.constat(constat);
    desk.does(Act::Constat(constat, Box::new(Constat { lead: None, ..named.clone() })));
    for (changed, lacks) in [
        (of("  ", true, true), vec![Lack::Title]),
        (of("Réparer", false, true), vec![Lack::Actor]),
        (of("Réparer", true, false), vec![Lack::Term]),
        (of("", false, false), vec![Lack::Title, Lack::Actor, Lack::Term]),
    ] {
        desk.does(Act::Preconisation(asked, Box::new(changed)));
        for audience in [Audience::Partners, Audience::Public] {
            let leaving = desk.leaving(&Choice::all(audience));
            assert!(!leaving.preconisations.contains(&asked), "{lacks:?}");
            let said: Vec<_> = leaving.stays.unfinished.iter().map(|one| &one.lacks).collect();
            assert_eq!(said, [&lacks], "{audience:?}");
            assert_eq!(leaving.stays.unfinished[0].constat, constat);
            assert!(leaving.constats.contains(&constat), "what is found leaves without it");
        }
    }
    desk.does(Act::Constat(constat, Box::new(named)));
    desk.does(Act::Preconisation(asked, Box::new(of("Réparer", false, true))));
    assert!(desk.leaving(&partners()).preconisations.contains(&asked));
}

/// The campaign on disk, with lines as a test bends them.
fn with(bend: impl Fn(&str) -> String) -> Desk {
    let mut made = small();
    made.lines.iter_mut().for_each(|(_, line)| *line = bend(line));
    Desk::at(found(&made))
}

#[test]
fn without_a_commune_there_is_no_file_and_no_row_names_an_empty_one() {
    for typed in ["", "Amien", "00000"] {
        let to = format!("\"commune\":\"{typed}\"");
        let mut desk = with(|line| line.replace("\"commune\":\"80021\"", &to));
        for audience in [Audience::Partners, Audience::Public] {
            let choice = Choice::all(audience);
            let settling = desk.workshop.departing(&choice).expect("here").settling;
            assert_eq!((settling.commune, desk.asks(&choice)), (None, Reply::default()));
            let why = Some(Refusal::Unsettled(Unsettled::Commune));
            assert_eq!(desk.workshop.refused, why, "{typed}");
            // The worker, which reads the disk, says it in a sentence.
            let said = settled_bundle(&desk.workshop, &choice, Language::Fr);
            let Err(ExchangeError::Told(said)) = said else { panic!("{said:?}") };
            assert!(said.contains("Il n’y a pas de fichier") && said.contains("commune"), "{said}");
        }
        assert!(desk.workshop.campaign.releases().is_empty(), "what did not leave is no release");
        let sheet = (CAMPAIGN, desk.workshop.sheet().expect("a sheet"));
        let made = BundleWriter::new(&desk.workshop.campaign, sheet, &partners(), MADE, |_| true);
        assert!(made.is_err(), "whoever asks for it");
        let sheet = desk.workshop.sheet().expect("a sheet").clone();
        desk.does(Act::Sheet(Box::new(CampaignSheet { commune: "2A004".into(), ..sheet })));
        desk.settles(&partners());
        assert!(desk.asks(&partners()).file.is_some());
        for layer in ["observations", "constats", "preconis", "parcours"] {
            let (archive, ..) = bundle(&desk.workshop, &partners());
            let rows = rows(&archive, layer);
            assert!(!rows.is_empty() && rows.iter().all(|row| row["insee_com"] == "2A004"));
        }
    }
}

#[test]
fn words_that_point_at_somebody_stop_the_file_until_each_was_looked_at() {
    let mut desk = Desk::new();
    let (constat, _) = asked_about(&desk);
    let before = desk.constat(constat);
    let summary = "Appeler le 06 12 34 56 78 avant de passer.".to_owned();
    desk.does(Act::Constat(constat, Box::new(Constat { summary, ..before.clone() })));
    let choice = partners();
    let waiting = desk.waiting(&choice);
    assert!(waiting.len() >= 2, "the hall that the invented campaign names, and the number");
    assert_eq!(desk.asks(&choice), Reply::default());
    let wait = Unsettled::Words(waiting.len());
    assert_eq!(desk.workshop.refused, Some(Refusal::Unsettled(wait)));
    assert_eq!(desk.asks_for_document(Audience::Partners), Reply::default());
    assert!(settled_document(&desk.workshop, Audience::Partners, Language::En).is_err());
    assert!(desk.workshop.campaign.releases().is_empty());
    // One by one: each tap settles just those words.
    for (left, one) in (0..waiting.len()).rev().zip(waiting) {
        desk.does(Act::LetWordsLeave(one.of, one.words));
        assert_eq!(desk.waiting(&choice).len(), left);
        assert_eq!(desk.asks(&choice).file.is_some(), left == 0);
    }
    assert!(desk.asks_for_document(Audience::Partners).file.is_some());
    assert!(desk.workshop.refused.is_none());
    // What she let go is no secret to the adversary; the same words nobody looked at are.
    let (archive, ..) = bundle(&desk.workshop, &choice);
    let found = |let_go: &BTreeSet<String>| {
        let to = Readership { audience: Audience::Partners, is_part: false, let_go };
        attack(std::io::Cursor::new(&archive), to, &[]).unwrap().found
    };
    assert!(!found(&Default::default()).is_empty());
    let let_go = settled_bundle(&desk.workshop, &choice, Language::Fr).unwrap().settling.let_go;
    assert_eq!(found(&let_go), []);
    // Other words are asked anew, and the old confirmation says nothing of them.
    let summary = "Appeler le 06 12 34 56 79 avant de passer.".to_owned();
    desk.does(Act::Constat(constat, Box::new(Constat { summary, ..before })));
    let waiting = desk.waiting(&choice);
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].of, [LeavingText::Constat(constat, ConstatField::Summary)]);
    assert_eq!(waiting[0].found, [Concern::Phone]);
    // The same words elsewhere are the same words.
    desk.does(Act::LetWordsLeave(waiting[0].of.clone(), waiting[0].words.clone()));
    let sheet = desk.workshop.sheet().expect("a sheet").clone();
    let title = waiting[0].words.clone();
    desk.does(Act::Sheet(Box::new(CampaignSheet { title, ..sheet.clone() })));
    assert_eq!(desk.waiting(&choice), []);
    desk.does(Act::Sheet(Box::new(sheet)));
    desk.does(Act::Undo);
    assert_eq!(desk.waiting(&choice), waiting);
    // The tap is taken back like any other.
    desk.does(Act::LetWordsLeave(waiting[0].of.clone(), waiting[0].words.clone()));
    assert_eq!(desk.waiting(&choice), []);
    desk.does(Act::Undo);
    assert_eq!(desk.waiting(&choice).len(), 1);
}

#[test]
fn every_text_that_leaves_is_looked_at_and_mended_where_it_can_be() {
    const NAMED: &str = "Demander Mme Martin";
    let mut desk = with(|line| {
        line.replace("Marche du soir", "Marche de Mme Martin le soir")
            .replace("Arrêt inventé 4", "Devant chez Mme Martin")
    });
    // The walk and its stop are not this laptop's to change: they were looked at.
    desk.settles(&Choice { with_internal: true, ..partners() });
    let (constat, asked) = asked_about(&desk);
    let named = Constat {
        title: format!("{NAMED} 1"),
        summary: format!("{NAMED} 2"),
        quote: format!("{NAMED} 3"),
        place_name: format!("{NAMED} 4"),
        operation: format!("{NAMED} 5"),
        ..desk.constat(constat)
    };
    desk.does(Act::Constat(constat, Box::new(named)));
    let one = desk.workshop.campaign.preconisation(asked).expect("it stands").clone();
    let one = Preconisation {
        title: format!("{NAMED} 6"),
        detail: format!("{NAMED} 7"),
        operation: format!("{NAMED} 8"),
        ..one
    };
    desk.does(Act::Preconisation(asked, Box::new(one)));
    let (said, _) = desk.leaving(&partners()).observations[0];
    for (field, number) in
        [(TextField::Words, 9), (TextField::Idea, 10), (TextField::PlaceName, 11)]
    {
        desk.does(Act::Reword(said, field, format!("{NAMED} {number}"), Sharing::Partners));
    }
    let sheet = desk.workshop.sheet().expect("a sheet").clone();
    let title = format!("{NAMED} 12");
    desk.does(Act::Sheet(Box::new(CampaignSheet { title, ..sheet })));
    let waiting = desk.waiting(&partners());
    assert_eq!(waiting.len(), 12, "{waiting:?}");
    for one in waiting {
        assert!(one.found.contains(&Concern::Name) && one.of.iter().all(|of| of.is_mended_here()));
        desk.does(Act::SayOtherwise(one.of, "Demander à l’accueil".into()));
    }
    assert_eq!(desk.waiting(&partners()), []);
    let (archive, ..) = bundle(&desk.workshop, &partners());
    for name in ["observations.csv", "constats.csv", "preconis.csv", "LISEZMOI.txt"] {
        assert!(!entry(&archive, name).contains(NAMED), "{name}");
    }
    assert!(!desk.paper(Audience::Partners).contains(NAMED));
    let kept = desk.workshop.campaign.wording(said, TextField::Words).expect("other words");
    assert_eq!((&*kept.text, kept.sharing), ("Demander à l’accueil", Sharing::Partners));
    // A préconisation that loses its title is not finished.
    let title = vec![LeavingText::Preconisation(asked, PreconisationField::Title)];
    desk.does(Act::SayOtherwise(title, String::new()));
    assert_eq!(desk.leaving(&partners()).stays.unfinished[0].lacks, [Lack::Title]);
}

#[test]
fn names_of_walks_and_stops_and_answers_of_services_wait_too() {
    let desk = with(|line| {
        line.replace("Marche du soir", "Marche de Mme Martin le soir")
            .replace("Arrêt inventé 4", "Devant chez Mme Martin")
            .replace("C’est prévu au printemps.", "Voir M. Durand, 03 22 00 00 00.")
            .replace("Pas de budget en 2026", "Refus de M. Durand")
    });
    let waiting = desk.waiting(&partners());
    let of =
        |is: fn(&LeavingText) -> bool| waiting.iter().filter(|one| one.of.iter().any(is)).count();
    assert_eq!(of(|text| matches!(text, LeavingText::Walk(walk, _) if *walk == WALKS[1])), 1);
    assert_eq!(of(|text| matches!(text, LeavingText::Stop(..))), 1, "on both walks, once");
    assert_eq!(of(|text| matches!(text, LeavingText::Answer(_))), 1);
    assert_eq!(of(|text| matches!(text, LeavingText::Reason(_))), 1);
    for one in waiting.iter().filter(|one| one.words.contains("M")) {
        let mended = one.of.iter().filter(|text| text.is_mended_here()).count();
        assert_eq!(mended, 0, "{one:?}");
    }
}

#[test]
fn words_changed_by_their_author_do_not_leave_before_they_are_read_again() {
    let mut desk = Desk::new();
    let (said, _) = desk.leaving(&partners()).observations[0];
    let words = "Chez Karim, au 06 12 34 56 78".to_owned();
    desk.does(Act::Reword(said, TextField::Words, words.clone(), Sharing::Partners));
    desk.settles(&partners());
    let has = |desk: &Desk| {
        let texts = desk.workshop.departing(&partners()).expect("here").settling.texts;
        texts.iter().any(|(_, text)| *text == words)
    };
    assert!(has(&desk));
    let (observation, _) = desk.workshop.campaign.observation(said).expect("here");
    let mut newer = observation.clone();
    newer.words = "Il n’y a personne".into();
    desk.does(Act::Typed(Box::new(newer)));
    // Whether or not that device may change it, nothing of it leaves that nobody looked at.
    assert_eq!(desk.waiting(&partners()), []);
}

#[test]
fn a_release_is_called_back_in_words_that_the_next_file_carries() {
    let mut desk = Desk::new();
    desk.settles(&partners());
    assert!(desk.asks(&partners()).file.is_some());
    assert!(desk.workshop.campaign.releases().is_empty(), "it is not whole yet");
    crate::releases::released(&mut desk.workshop, &partners(), 9);
    let releases = desk.workshop.campaign.releases();
    let (release, on) = (releases[0].0, releases[0].1.made.date());
    let why = "Le constat C03 est faux : ne plus l’utiliser.";
    desk.does(Act::CallBack(release, format!("  {why} ")));
    let read_me = |desk: &Desk, audience| {
        entry(&bundle(&desk.workshop, &Choice::all(audience)).0, "LISEZMOI.txt")
    };
    let partners_read = read_me(&desk, Audience::Partners);
    assert!(partners_read.contains(&format!("RAPPEL : le fichier du {on} est rappelé. {why}")));
    assert!(partners_read.contains(&format!("RECALL: the file of {on} is called back. {why}")));
    assert!(!read_me(&desk, Audience::Public).contains("RAPPEL"), "it left for partners only");
    assert_eq!(desk.waiting(&partners()), []);
    // Its words are read again like all others.
    desk.does(Act::CallBack(release, "Demander Mme Martin".into()));
    let waiting = desk.waiting(&partners());
    assert_eq!(waiting[0].of, [LeavingText::Erratum(release)]);
    desk.does(Act::SayOtherwise(waiting[0].of.clone(), why.into()));
    assert_eq!(desk.workshop.campaign.erratum(release).as_deref(), Some(why));
    assert!(desk.asks(&partners()).file.is_some());
    desk.does(Act::CallBack(release, String::new()));
    assert!(!read_me(&desk, Audience::Partners).contains("RAPPEL"));
    assert!(matches!(
        desk.workshop.campaign.record(release).map(|record| &record.body.says),
        Some(Deliberation::Release(_))
    ));
}

#[test]
fn choosing_again_computes_nothing_and_a_change_computes_anew() {
    let mut desk = Desk::new();
    let mut known = Departures::default();
    let mut seen = |desk: &Desk, choice: &Choice| known.of(&desk.workshop, choice).expect("here");
    let public = Choice::all(Audience::Public);
    let (first, other) = (seen(&desk, &partners()), seen(&desk, &public));
    assert!(!Arc::ptr_eq(&first, &other));
    assert!(Arc::ptr_eq(&first, &seen(&desk, &partners())));
    let coarse = Choice { coarse: true, ..public.clone() };
    assert!(Arc::ptr_eq(&other, &seen(&desk, &coarse)), "rounding changes nothing of it");
    assert_eq!(Leaving::of(&desk.workshop.campaign, &coarse), other.leaving);
    let one = first.settling.waiting[0].clone();
    desk.does(Act::LetWordsLeave(one.of, one.words));
    let now = seen(&desk, &partners());
    assert!(now.settling.waiting.len() < first.settling.waiting.len());
    // While a campaign is still coming in nothing is said of it.
    let mut half = Workshop::default();
    half.open(CAMPAIGN, desk.workshop.device);
    assert!(known.of(&half, &public).is_none());
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture"]
fn a_large_campaign_is_counted() {
    use crate::invented::{Size, invented};
    let size = Size { observations: 10_000, constats: 1000, preconisations: 2000 };
    let workshop = found(&invented(size, &[]));
    for audience in [Audience::Partners, Audience::Public] {
        let start = std::time::Instant::now();
        let leaving = Leaving::of(&workshop.campaign, &Choice::all(audience));
        let leaves = start.elapsed().as_millis();
        let departing = workshop.departing(&Choice::all(audience)).expect("here");
        println!(
            "{audience:?}: {} leave in {leaves} ms, with {} texts in {} ms",
            leaving.observations.len(),
            departing.settling.texts.len(),
            start.elapsed().as_millis() - leaves
        );
    }
}
