//! The documents that go back to people: what is in them, what is not, and in which order.

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::campaign::report::Shares;
use eclaireuse::domain::code::{Code, Language};
use eclaireuse::domain::date::CalendarDate;
use eclaireuse::domain::deliberation::answer::{Answer, Channel, Feedback};
use eclaireuse::domain::deliberation::lifecycle::Status;
use eclaireuse::domain::deliberation::preconisation::ActionKind;
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::observation::scale::{Polarity, Sharing};
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::actor::ActorKind;
use eclaireuse::format::booklet::{
    Document, DocumentSource, FILE_TAIL, Piece, file_head, file_photo, fragment, pieces,
    tender_text, told_text,
};

use crate::invented::{Size, invented};
use crate::planner::{found, photos, small};

const MADE: Stamp = Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 };

fn source(workshop: &Workshop, audience: Audience) -> DocumentSource<'_> {
    DocumentSource {
        campaign: &workshop.campaign,
        sheet: workshop.sheet().expect("a sheet"),
        audience,
        language: Language::Fr,
        made: MADE,
    }
}

fn markup(workshop: &Workshop, document: Document, audience: Audience) -> String {
    fragment(&pieces(document, &source(workshop, audience)))
}

/// Every document there is.
fn documents() -> Vec<Document> {
    let mut all = vec![Document::Booklet, Document::Told];
    all.extend(ActorKind::ALL.iter().map(|actor| Document::OfActor(*actor)));
    all.extend(ActionKind::ALL.iter().map(|action| Document::OfAction(*action)));
    all
}

#[test]
fn a_document_is_found_by_its_name() {
    for document in documents() {
        assert_eq!(Document::from_code(&document.code()), Some(document));
    }
    assert_eq!(Document::from_code("acteur-personne"), None);
}

#[test]
fn the_parts_stand_in_the_order_of_the_method() {
    let carnet = markup(&found(&small()), Document::Booklet, Audience::Partners);
    let mut last = 0;
    for part in [
        "carnet-sommaire\"",
        "h2 id=\"carnet-methode",
        "h2 id=\"carnet-qui",
        "h2 id=\"carnet-plan",
        "h2 id=\"carnet-forts",
        "h2 id=\"carnet-constats",
        "h2 id=\"carnet-demandes",
        "h2 id=\"carnet-tableau",
        "h2 id=\"carnet-suivi",
        "h2 id=\"carnet-cahier",
        "h2 id=\"carnet-contacts",
    ] {
        let at = carnet.find(part).unwrap_or_else(|| panic!("{part} is not there"));
        assert!(at > last, "{part} comes too early");
        last = at;
    }
    // Every line of the contents leads somewhere.
    for link in carnet.split("<a href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(carnet.contains(&format!("id=\"{id}\"")), "{id}");
    }
}

#[test]
fn headings_never_jump_and_elements_close() {
    let workshop = found(&small());
    for document in documents() {
        for audience in Audience::ALL {
            let html = markup(&workshop, document, *audience);
            let mut level = 0;
            for (at, _) in html.match_indices("<h") {
                let Some(next) = html[at + 2..].chars().next().and_then(|c| c.to_digit(10)) else {
                    continue;
                };
                assert!(next <= level + 1, "{document:?}: h{next} after h{level}");
                level = next;
            }
            assert_eq!(html.matches("<h1").count(), 1, "{document:?}");
            let mut open: Vec<&str> = Vec::new();
            for tag in html.split('<').skip(1) {
                let name = tag.split([' ', '>', '\n']).next().unwrap();
                if let Some(closed) = name.strip_prefix('/') {
                    assert_eq!(open.pop(), Some(closed), "{document:?}");
                } else if !["img", "wbr"].contains(&name)
                    && !tag.split('>').next().unwrap().ends_with('/')
                {
                    open.push(name);
                }
            }
            assert_eq!(open, Vec::<&str>::new(), "{document:?}");
        }
    }
}

#[test]
fn what_leaves_is_in_it_and_what_stays_is_not() {
    let workshop = found(&small());
    let campaign = &workshop.campaign;
    for audience in Audience::ALL {
        let leaving = Leaving::of(campaign, &Choice::all(*audience));
        let carnet = markup(&workshop, Document::Booklet, *audience);
        for (id, constat) in campaign.constats() {
            let number = constat.readable_number("EX-2025");
            let is_in = carnet.contains(&format!("id=\"{number}\""));
            assert_eq!(is_in, leaving.constats.contains(&id), "{number}");
            if constat.sharing == Sharing::Internal {
                assert!(!is_in, "{number} is internal");
            }
        }
        for photo in carnet.split("data-media=\"").skip(1) {
            let name = photo.split('"').next().unwrap();
            let shown = campaign.observations().find(|(observation, _)| {
                campaign.photos_of(observation.id).any(|one| one.media.to_string() == name)
            });
            let (observation, _) = shown.expect("a photo of the campaign");
            let least = Choice::all(*audience).least();
            assert!(observation.sharing() as u8 >= least as u8, "a photo that stays");
        }
    }
    let public = markup(&workshop, Document::Booklet, Audience::Public);
    let partners = markup(&workshop, Document::Booklet, Audience::Partners);
    assert!(public.len() < partners.len());
}

#[test]
fn strengths_come_first_and_small_counts_do_not_come() {
    let workshop = found(&small());
    let carnet = markup(&workshop, Document::Booklet, Audience::Partners);
    let (before, after) = carnet.split_once("id=\"carnet-constats\">").unwrap();
    for (_, constat) in workshop.campaign.constats() {
        let number =
            format!("<article class=\"finding\" id=\"{}\"", constat.readable_number("EX-2025"));
        if constat.polarity == Some(Polarity::Positive) {
            assert!(!after.contains(&number), "{number}");
        } else {
            assert!(!before.contains(&number), "{number}");
        }
    }
    for count in ["1 sur ", "2 sur ", "3 sur ", "4 sur "] {
        assert!(!carnet.contains(&format!(" {count}")), "{count}");
    }
}

#[test]
fn peoples_words_are_text_and_nothing_else() {
    use eclaireuse::app::event::Chance;
    use eclaireuse::app::workshop::Act;
    use eclaireuse::domain::deliberation::constat::Constat;
    let mut workshop = small().workshop;
    let (id, constat) = {
        let constats = workshop.campaign.constats();
        (constats[0].0, constats[0].1.clone())
    };
    let nasty = "<script>alert(1)</script>\" onload='x' & <b>";
    let bent = Constat {
        title: nasty.into(),
        summary: nasty.into(),
        quote: nasty.into(),
        place_name: nasty.into(),
        ..constat
    };
    workshop
        .act(Act::Constat(id, Box::new(bent)), Chance { at: MADE, random: 9 })
        .expect("words change");
    for document in documents() {
        let html = markup(&workshop, document, Audience::Partners);
        assert!(!html.contains("<script") && !html.contains("<b>"), "{document:?}");
        for tag in html.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap();
            // Every second part is the value of an attribute.
            let names: String = tag.split('"').step_by(2).collect();
            assert!(!names.contains("onload") && !names.contains("style"), "{tag}");
        }
    }
    assert!(markup(&workshop, Document::Booklet, Audience::Partners).contains("&lt;script&gt;"));
}

#[test]
fn a_sheet_holds_what_asks_something_of_its_reader_and_nothing_else() {
    let workshop = found(&small());
    let campaign = &workshop.campaign;
    let leaving = Leaving::of(campaign, &Choice::all(Audience::Partners));
    let sheet = markup(&workshop, Document::OfActor(ActorKind::Landlord), Audience::Partners);
    let lamps = markup(&workshop, Document::OfAction(ActionKind::Lighting), Audience::Partners);
    let mut landlord = 0;
    for id in &leaving.preconisations {
        let one = campaign.preconisation(*id).unwrap();
        let constat = campaign.constat(one.constat).unwrap();
        let number = format!(">{}<", one.readable_number(constat, "EX-2025"));
        let asked = campaign.lead_of(*id) == Some(ActorKind::Landlord);
        landlord += usize::from(asked);
        assert_eq!(sheet.contains(&number), asked, "{number}");
        assert_eq!(lamps.contains(&number), one.action == ActionKind::Lighting, "{number}");
    }
    assert!(landlord > 0);
}

#[test]
fn you_said_we_did_says_how_far_everything_has_come() {
    let workshop = found(&small());
    let campaign = &workshop.campaign;
    let leaving = Leaving::of(campaign, &Choice::all(Audience::Public));
    let shares = Shares::of(campaign, &leaving.preconisations, 60);
    let count = |fits: fn(Status) -> bool| {
        leaving.preconisations.iter().filter(|id| fits(campaign.status(**id))).count()
    };
    assert_eq!(shares.asked, leaving.preconisations.len(), "all were handed over");
    assert_eq!(shares.answered, count(Status::is_answered));
    assert!(shares.answered_in_time <= shares.answered && shares.told <= shares.asked);
    assert_eq!(shares.done, count(|s| matches!(s, Status::Done | Status::Verified)));
    assert!(shares.solved <= shares.checked && shares.checked <= shares.done);
    assert!(shares.checked > 0);
    let page = markup(&workshop, Document::Told, Audience::Public);
    assert!(page.contains(&format!("{} sur {}\u{a0}: une réponse", shares.answered, shares.asked)));
    assert!(page.contains("C’est non. Raison\u{a0}: Pas de budget en 2026"));
    assert!(page.contains("Les habitant·es ont vérifié"));
    for language in Language::ALL {
        let text = told_text(&DocumentSource { language, ..source(&workshop, Audience::Public) });
        assert!(text.contains("Pas de budget en 2026"), "people's words stay as they are");
        assert!(!text.contains('<'));
        let said = if language == Language::Fr { "Vous avez dit" } else { "You said" };
        assert!(text.contains(said));
    }
}

#[test]
fn what_came_after_residents_were_told_is_news() {
    let mut workshop =
        invented(Size { observations: 32, constats: 8, preconisations: 8 }, &[]).workshop;
    let mut random = 7;
    let mut act = |workshop: &mut Workshop, act: Act| {
        random += 1;
        workshop.act(act, Chance { at: MADE, random }).expect("it is allowed");
    };
    let all: Vec<RecordId> = {
        let campaign = &workshop.campaign;
        let of = |(constat, _)| campaign.preconisations(constat).into_iter().map(|(id, _)| id);
        campaign.constats().into_iter().flat_map(of).collect()
    };
    let waiting: Vec<RecordId> =
        all.iter().copied().filter(|id| !workshop.campaign.status(*id).is_answered()).collect();
    assert!(!waiting.is_empty());
    for id in waiting {
        assert!(!workshop.campaign.life(id).is_news(), "nothing was answered");
    }
    let answered = |id: &RecordId| workshop.campaign.status(*id) == Status::Scheduled;
    let id = all.into_iter().find(answered).expect("one is planned");
    let told = |on: &str| {
        Act::Told(vec![Feedback {
            preconisation: id,
            on: CalendarDate::parse(on),
            channels: vec![Channel::Poster],
            withdrawn: false,
        }])
    };
    act(&mut workshop, told("2026-06-01"));
    assert!(!workshop.campaign.life(id).is_news(), "they know");
    let before = workshop.campaign.answer(id).cloned().expect("an answer");
    let done = Answer { done: CalendarDate::parse("2026-07-01"), ..before };
    act(&mut workshop, Act::Answers(vec![(done, Vec::new())]));
    assert!(workshop.campaign.life(id).is_news(), "it was done since");
    act(&mut workshop, told("2026-07-02"));
    assert!(!workshop.campaign.life(id).is_news());
}

#[test]
fn the_tender_text_has_one_numbered_clause_for_each_wish() {
    let workshop = found(&small());
    let text = tender_text(&source(&workshop, Audience::Partners));
    let leaving = Leaving::of(&workshop.campaign, &Choice::all(Audience::Partners));
    let clauses: Vec<&str> = text.split("\n\n").collect();
    assert_eq!(clauses.len(), leaving.preconisations.len());
    for clause in clauses {
        assert!(clause.starts_with("EX-2025-C"), "{clause}");
        assert!(clause.contains(" — ") && clause.ends_with('.'), "{clause}");
    }
}

#[test]
fn a_photo_that_is_not_there_is_said() {
    let html = file_photo(None, "image/jpeg", "C01 · <mail>", Language::Fr);
    assert!(html.contains("pas sur cet appareil") && html.contains("&lt;mail&gt;"));
    assert!(file_photo(Some(b"x"), "text/html", "", Language::Fr).contains("data:image/jpeg;"));
}

/// Writes the documents as files to look at: `target/booklet/`.
#[test]
#[ignore = "to look at: cargo test --test it booklet -- --ignored"]
fn write_documents() {
    let size = Size { observations: 480, constats: 60, preconisations: 80 };
    let workshop = found(&invented(size, &photos(60)));
    let picture = std::env::var_os("PICTURE").and_then(|path| std::fs::read(path).ok());
    std::fs::create_dir_all("target/booklet").unwrap();
    for document in [Document::Booklet, Document::Told, Document::OfActor(ActorKind::Landlord)] {
        let source = source(&workshop, Audience::Partners);
        let mut html = file_head(document, &source);
        for piece in pieces(document, &source) {
            match piece {
                Piece::Markup(markup) => html.push_str(&markup),
                Piece::Photo { alt, .. } => {
                    html.push_str(&file_photo(picture.as_deref(), "image/jpeg", &alt, Language::Fr))
                }
            }
        }
        html.push_str(FILE_TAIL);
        std::fs::write(format!("target/booklet/{}.html", document.code()), html).unwrap();
    }
}

#[test]
fn what_is_done_has_its_day_on_the_wall() {
    let mut workshop = small().workshop;
    let reference = workshop.sheet().expect("a sheet").reference.clone();
    let (id, title) = {
        let campaign = &workshop.campaign;
        let leaving = Leaving::of(campaign, &Choice::all(Audience::Partners));
        let is_done = |id: &RecordId| campaign.status(*id) == Status::Done;
        let id = leaving.preconisations.into_iter().find(is_done).expect("one is done");
        let one = campaign.preconisation(id).expect("it is here");
        let constat = campaign.constat(one.constat).expect("it is here");
        assert!(one.readable_number(constat, &reference).starts_with(&reference));
        (id, one.title.clone())
    };
    // The body gives no day of its own: the step has one.
    let said = workshop.campaign.answer(id).cloned().expect("an answer");
    let said = Answer { done: None, ..said };
    let chance = Chance { at: MADE, random: 99 };
    workshop.act(Act::Answers(vec![(said, Vec::new())]), chance).expect("it is allowed");
    let text = told_text(&source(&workshop, Audience::Partners));
    let card = text.split("\n\n").find(|card| card.contains(&title)).expect("its card");
    assert!(card.contains("Fait (15/12/2025)"), "{card}");
}

#[test]
fn no_document_of_the_invented_campaign_names_somebody() {
    let workshop = found(&small());
    for audience in [Audience::Partners, Audience::Public] {
        for document in documents() {
            let text = markup(&workshop, document, audience);
            let let_go = Default::default();
            let named =
                eclaireuse::format::adversary::attack_document("x", [text.as_str()], &let_go, &[]);
            assert_eq!(named.found, [], "{document:?}");
        }
    }
}
