//! What leaves the workshop for planners and for everybody, read by somebody else.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::code::Code;
use eclaireuse::domain::deliberation::answer::Answer;
use eclaireuse::domain::deliberation::lifecycle::Status;
use eclaireuse::domain::deliberation::preconisation::Horizon;
use eclaireuse::domain::identity::{DeviceNumber, RecordId};
use eclaireuse::domain::leaving::pseudonym::Behind;
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::scale::Sharing;
use eclaireuse::domain::observation::taxonomy::Principle;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::domain::walk::actor::ActorKind;
use eclaireuse::format::layers::{
    BundleWriter, CONSTATS, CampaignReport, Kind, LayerShape, OBSERVATIONS, PARCOURS, PRECONIS,
};
use serde_json::Value;

use crate::invented::{CAMPAIGN, Invented, Size, WALKS, invented};

const MADE: Stamp = Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 };

pub(crate) fn photos(count: usize) -> Vec<(MediaId, u64)> {
    (0..count).map(|number| (MediaId::of(format!("photo {number}").as_bytes()), 5)).collect()
}

pub(crate) fn small() -> Invented {
    invented(Size { observations: 120, constats: 16, preconisations: 24 }, &photos(20))
}

/// The campaign as another page finds it on disk.
pub(crate) fn found(made: &Invented) -> Workshop {
    let mut workshop = Workshop::default();
    workshop.open(CAMPAIGN, DeviceNumber(1));
    let of = |id| {
        let own = made.lines.iter().filter(move |(of, _)| *of == id);
        own.map(|(_, line)| line.clone()).collect::<Vec<_>>()
    };
    for walk in workshop.lines(CAMPAIGN, of(CAMPAIGN), true) {
        workshop.lines(walk, of(walk), true);
    }
    workshop
}

fn bundle_without(
    workshop: &Workshop,
    choice: &Choice,
    absent: &[MediaId],
) -> (Vec<u8>, CampaignReport) {
    let sheet = workshop.sheet().expect("a sheet");
    let is_here = |media| !absent.contains(&media);
    let mut writer =
        BundleWriter::new(&workshop.campaign, (CAMPAIGN, sheet), choice, MADE, is_here)
            .expect("tables");
    let mut bytes = writer.drain();
    for wanted in writer.wanted().to_vec() {
        writer.photo(&wanted, Some(&[0xff, 0xd8, 0xff, 0xd9])).expect("a photo");
        bytes.extend(writer.drain());
    }
    let (rest, report) = writer.finish().expect("the end");
    bytes.extend(rest);
    (bytes, report)
}

pub(crate) fn bundle(workshop: &Workshop, choice: &Choice) -> (Vec<u8>, CampaignReport) {
    bundle_without(workshop, choice, &[])
}

pub(crate) fn entry(archive: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("utf-8");
    text
}

pub(crate) fn rows(archive: &[u8], layer: &str) -> Vec<Value> {
    let json: Value =
        serde_json::from_str(&entry(archive, &format!("{layer}.geojson"))).expect("json");
    let features = json["features"].as_array().expect("features");
    features.iter().map(|feature| feature["properties"].clone()).collect()
}

fn shapes() -> [LayerShape; 4] {
    [OBSERVATIONS.shape(), CONSTATS.shape(), PRECONIS.shape(), PARCOURS.shape()]
}

#[test]
fn every_row_has_every_key_of_its_type_and_the_schema_takes_it() {
    let (archive, report) = bundle(&small().workshop, &Choice::all(Audience::Partners));
    for shape in shapes() {
        let file = entry(&archive, &format!("{}.geojson", shape.name));
        let json: Value = serde_json::from_str(&file).unwrap();
        let schema: Value =
            serde_json::from_str(&entry(&archive, &format!("schema/{}.schema.json", shape.name)))
                .unwrap();
        let schema = jsonschema::validator_for(&schema).expect("a schema");
        let faults: Vec<String> =
            schema.iter_errors(&json).map(|fault| fault.to_string()).take(5).collect();
        assert_eq!(faults, Vec::<String>::new(), "{}", shape.name);
        for row in rows(&archive, shape.name) {
            let keys: Vec<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys.len(), shape.columns.len());
            for column in &shape.columns {
                let value = &row[column.name];
                assert!(!(column.required && value.is_null()), "{}", column.name);
                if let (Kind::Text(most), Some(text)) = (column.kind, value.as_str()) {
                    assert!(text.chars().count() <= most, "{}", column.name);
                }
            }
        }
    }
    assert_eq!(rows(&archive, "constats").len(), report.leaving.constats.len());
    assert_eq!(rows(&archive, "preconis").len(), report.leaving.preconisations.len());
    assert_eq!(rows(&archive, "observations").len(), report.leaving.observations.len());
    assert_eq!(rows(&archive, "parcours").len(), 2);
}

#[test]
fn the_tables_have_the_fields_of_the_reference() {
    let names = |shape: LayerShape| {
        let names: Vec<&str> = shape.columns.iter().map(|column| column.name).collect();
        names.join(" ")
    };
    assert_eq!(
        names(CONSTATS.shape()),
        "constat_id constat_nr titre resume verbatim principe principe_n cat_code cat_lib cats_sec \
         polarite gravite frequence priorite nb_obs nb_marches nb_voix ress_moy ress_min ecl_min \
         moments g_evite g_evitepar g_quand g_motifs lieu lieu_type domaine geo_src code_qp lib_qp \
         insee_com op_npnru projet_rel secteur defi_cv act_resp act_assoc nb_precos statut \
         motif_stat date_1 date_n fige_le valide_le transm_le photo_1 diffusion maj_le schema_v"
    );
    assert_eq!(
        names(PRECONIS.shape()),
        "preco_id preco_nr constat_id constat_nr intitule descript type_act origine principe_n \
         cat_code lieu code_qp lib_qp insee_com secteur defi_cv act_resp act_assoc cadre op_npnru \
         horizon priorite cout_cl statut motif_stat rep_texte rep_le ech_prev real_le verif \
         verif_le retour_le retour_can diffusion maj_le schema_v"
    );
    for shape in shapes() {
        for column in &shape.columns {
            assert!(column.name.len() <= 10, "{} is cut in a Shapefile", column.name);
            for (code, label) in column.codes() {
                assert!(!code.contains('|') && !label.is_empty());
                if let Kind::Text(most) = column.kind {
                    assert!(code.len() <= most, "{code} in {}", column.name);
                }
            }
        }
    }
}

#[test]
fn the_joins_from_what_is_asked_to_what_was_said_are_complete() {
    let workshop = found(&small());
    for audience in Audience::ALL {
        let (archive, _) = bundle(&workshop, &Choice::all(*audience));
        let ids = |layer: &str, field: &str| -> BTreeSet<String> {
            rows(&archive, layer)
                .iter()
                .filter_map(|row| row[field].as_str().map(str::to_owned))
                .collect()
        };
        let constats = ids("constats", "constat_id");
        assert!(ids("preconis", "constat_id").is_subset(&constats));
        assert!(ids("observations", "constat_id").is_subset(&constats));
        assert!(!ids("observations", "constat_id").is_empty());
        assert!(ids("observations", "marche_id").is_subset(&ids("parcours", "marche_id")));
        let mut asked: BTreeMap<String, i64> = BTreeMap::new();
        for row in rows(&archive, "preconis") {
            *asked.entry(row["constat_id"].as_str().unwrap().into()).or_default() += 1;
        }
        for row in rows(&archive, "constats") {
            let id = row["constat_id"].as_str().unwrap();
            assert_eq!(row["nb_precos"], asked.get(id).copied().unwrap_or_default());
        }
    }
}

#[test]
fn answers_steps_feedback_and_checks_are_in_the_row() {
    let (archive, _) = bundle(&small().workshop, &Choice::all(Audience::Partners));
    let rows = rows(&archive, "preconis");
    let with = |status: &str| {
        rows.iter().find(|row| row["statut"] == status).unwrap_or_else(|| panic!("{status}"))
    };
    let rejected = with("rejected");
    assert_eq!(rejected["motif_stat"], "Pas de budget en 2026 ; à revoir en 2027.");
    assert_eq!(rejected["rep_le"], "2025-12-15");
    let verified = with("verified");
    assert_eq!(
        (&verified["verif"], &verified["verif_le"]),
        (&"resolved".into(), &"2026-05-20".into())
    );
    assert_eq!(verified["real_le"], "2026-02-20");
    assert_eq!(verified["retour_can"], "|poster|public_meeting|");
    assert_eq!(verified["motif_stat"], Value::Null);
    let waiting = with("transmitted");
    assert_eq!((&waiting["rep_texte"], &waiting["verif"]), (&Value::Null, &Value::Null));
    assert!(waiting["intitule"].as_str().unwrap().starts_with("[EXERCICE] "));
}

#[test]
fn the_public_variant_tells_nothing_internal_and_nothing_small() {
    let workshop = found(&small());
    let (archive, report) = bundle(&workshop, &Choice::all(Audience::Public));
    assert!(report.leaving.stays.observations > 0 && report.leaving.stays.constats > 0);
    for layer in ["observations", "constats", "preconis", "parcours"] {
        for row in rows(&archive, layer) {
            assert_eq!(row["diffusion"], "public");
            if let Some(count) = row.get("nb_obs").and_then(Value::as_i64) {
                assert!(count == 0 || count >= 5, "{count}");
            }
        }
    }
    let said = rows(&archive, "observations");
    assert!(said.iter().any(|row| row["texte"].is_string()), "what was read again is there");
    for row in said {
        if let Some(words) = row["texte"].as_str() {
            assert!(words.ends_with("(relu)"), "{words}");
        }
        assert_eq!(row["heure_loc"], Value::Null);
    }
    // Partners, too, get only what was read again: no word of the others.
    let (partners, report) = bundle(&workshop, &Choice::all(Audience::Partners));
    let said = rows(&partners, "observations");
    assert!(said.iter().any(|row| row["texte"].is_string()));
    assert!(report.leaving.stays.without_words > 0);
    assert!(said.iter().all(|row| row["texte"].as_str().is_none_or(|w| w.ends_with("(relu)"))));
}

/// What the observations of a constat say together holds nothing of an internal one, and nothing that
/// fewer than five devices say.
#[test]
fn what_is_said_together_is_said_by_enough_who_may_be_heard() {
    let workshop = found(&small());
    let campaign = &workshop.campaign;
    let says = |observation: &Observation, field: &str, code: &str| match field {
        "g_motifs" => observation.reasons.iter().any(|one| one.code() == code),
        "g_evitepar" => observation.avoided_by.iter().any(|one| one.code() == code),
        _ => observation.avoided_when.iter().any(|one| one.code() == code),
    };
    for audience in [Audience::Partners, Audience::Public] {
        let (archive, _) = bundle(&workshop, &Choice::all(audience));
        let constats = campaign.constats().into_iter().map(|(id, _)| id);
        let behind = Behind::of(&campaign.pseudonym_keys(CAMPAIGN), constats);
        let (mut told, mut kept_back) = (0, 0);
        for row in rows(&archive, "constats") {
            let leaves_as = RecordId::parse(row["constat_id"].as_str().unwrap()).unwrap();
            let (id, _) = behind.thing(leaves_as).expect("a constat of this campaign");
            let members = campaign.members(id);
            for field in ["g_motifs", "g_evitepar", "g_quand"] {
                let codes: Vec<&str> =
                    row[field].as_str().unwrap_or_default().split_terminator('|').skip(1).collect();
                for code in &codes {
                    let heard = members.iter().filter(|(one, _)| {
                        one.sharing() != Sharing::Internal && says(one, field, code)
                    });
                    let device = |walk, id| campaign.notebooks[walk].record(id).unwrap();
                    let devices: BTreeSet<DeviceNumber> =
                        heard.map(|(one, walk)| device(&walk.id, one.id).envelope.device).collect();
                    assert!(devices.len() >= 5, "{audience:?} {field} {code}");
                }
                told += codes.len();
                if field == "g_motifs" {
                    let said: BTreeSet<&str> = members
                        .iter()
                        .flat_map(|(one, _)| one.reasons.iter().map(|reason| reason.code()))
                        .collect();
                    kept_back += said.iter().filter(|one| !codes.contains(one)).count();
                }
            }
        }
        assert!(told > 0 && kept_back > 0, "{audience:?}: {told} told, {kept_back} kept back");
    }
    let (all, _) =
        bundle(&workshop, &Choice { with_internal: true, ..Choice::all(Audience::Partners) });
    let reasons = |archive: &[u8]| {
        let of = |row: &Value| row["g_motifs"].as_str().is_some_and(|all| all.contains("dealing"));
        rows(archive, "constats").iter().filter(|row| of(row)).count()
    };
    let (partners, _) = bundle(&workshop, &Choice::all(Audience::Partners));
    assert!(reasons(&all) > 0 && reasons(&partners) == 0);
}

#[test]
fn a_photo_that_is_not_there_is_named_and_the_rest_leaves() {
    let workshop = found(&small());
    let absent = photos(20)[0].0;
    let choice = Choice::all(Audience::Partners);
    let (archive, report) = bundle_without(&workshop, &choice, &[absent]);
    let (_, whole) = bundle(&workshop, &choice);
    assert_eq!((report.photos_missing.len(), report.photos), (1, whole.photos - 1));
    let path = &report.photos_missing[0];
    assert!(entry(&archive, "LISEZMOI.txt").contains(path.as_str()));
    for layer in ["observations", "constats"] {
        assert!(rows(&archive, layer).iter().all(|row| row["photo_1"] != path.as_str()));
    }
}

#[test]
fn a_filter_takes_what_it_says_and_what_belongs_to_it() {
    let workshop = found(&small());
    let all = Choice::all(Audience::Partners);
    let whole = Leaving::of(&workshop.campaign, &all);
    let campaign = &workshop.campaign;

    let lead = Choice { lead: Some(ActorKind::Landlord), ..all.clone() };
    let leaving = Leaving::of(campaign, &lead);
    assert!(!leaving.preconisations.is_empty());
    for id in &leaving.preconisations {
        assert_eq!(campaign.lead_of(*id), Some(ActorKind::Landlord));
        let constat = campaign.preconisation(*id).unwrap().constat;
        assert!(leaving.constats.contains(&constat));
    }
    for (id, _) in &leaving.observations {
        assert!(leaving.constats.contains(&campaign.constat_of(*id).unwrap()));
    }
    assert!(leaving.observations.len() < whole.observations.len());

    let short = Leaving::of(campaign, &Choice { horizon: Some(Horizon::Short), ..all.clone() });
    assert!(short.preconisations.len() < whole.preconisations.len());
    let done = Leaving::of(campaign, &Choice { status: Some(Status::Done), ..all.clone() });
    assert!(done.preconisations.iter().all(|id| campaign.status(*id) == Status::Done));

    let seen = Choice { principle: Some(Principle::SeeBeSeen), ..all.clone() };
    let leaving = Leaving::of(campaign, &seen);
    for (id, _) in &leaving.observations {
        assert_eq!(campaign.observation(*id).unwrap().0.principle(), Some(Principle::SeeBeSeen));
    }
    assert!(!leaving.constats.is_empty());

    let evening = Leaving::of(campaign, &Choice { walk: Some(WALKS[1]), ..all.clone() });
    assert_eq!(evening.walks, [WALKS[1]]);
    assert!(
        evening
            .observations
            .iter()
            .all(|(id, _)| campaign.observation(*id).unwrap().1.id == WALKS[1])
    );
    let none = Leaving::of(campaign, &Choice { cycle: "printemps".into(), ..all });
    assert_eq!((none.walks.len(), none.observations.len(), none.constats.len()), (0, 0, 0));
}

#[test]
fn what_is_internal_leaves_only_for_partners_who_asked() {
    let workshop = found(&small());
    let internal = |choice: Choice| {
        let (archive, _) = bundle(&workshop, &choice);
        rows(&archive, "observations").iter().filter(|row| row["diffusion"] == "internal").count()
    };
    let partners = Choice::all(Audience::Partners);
    assert_eq!(internal(partners.clone()), 0);
    assert!(internal(Choice { with_internal: true, ..partners }) > 0);
    // Nobody can ask for it in public.
    let public = Choice { with_internal: true, ..Choice::all(Audience::Public) };
    assert_eq!(public.least(), Sharing::Public);
    assert_eq!(internal(public), 0);
}

#[test]
#[ignore = "a measurement: cargo test --release -- --ignored --nocapture"]
fn a_large_campaign() {
    let size = Size { observations: 10_000, constats: 1000, preconisations: 2000 };
    let made = invented(size, &[]);
    let start = std::time::Instant::now();
    let workshop = found(&made);
    println!("read: {} ms", start.elapsed().as_millis());
    for audience in Audience::ALL {
        let start = std::time::Instant::now();
        let (archive, report) = bundle(&workshop, &Choice::all(*audience));
        let written = start.elapsed().as_millis();
        println!(
            "{audience:?}: {} rows, {} bytes, {written} ms",
            report.leaving.observations.len(),
            archive.len()
        );
    }
}

#[test]
fn the_reason_for_a_date_reaches_the_planner_again() {
    let mut workshop = small().workshop;
    let waiting = Leaving::of(&workshop.campaign, &Choice::all(Audience::Partners))
        .preconisations
        .into_iter()
        .find(|id| workshop.campaign.status(*id) == Status::Transmitted)
        .expect("one waits");
    let answer = Answer { text: "Oui.".into(), ..Answer::blank(waiting) };
    let steps =
        [(Status::UnderStudy, ""), (Status::Accepted, ""), (Status::Scheduled, "Après la voirie.")];
    let steps = steps.into_iter().map(|(to, why)| (to, why.to_owned())).collect();
    let chance = Chance { at: MADE, random: 99 };
    workshop.act(Act::Answers(vec![(answer, steps)]), chance).expect("it is allowed");
    let (archive, ..) = bundle(&workshop, &Choice::all(Audience::Partners));
    let sheet = workshop.sheet().expect("a sheet");
    let asked = workshop.campaign.preconisation(waiting).expect("it is there");
    let number = workshop.campaign.preconisation_number(asked, &sheet.reference);
    let row = rows(&archive, "preconis")
        .into_iter()
        .find(|row| row["preco_nr"] == number)
        .expect("its row");
    assert_eq!(
        (&row["statut"], &row["motif_stat"]),
        (&"scheduled".into(), &"Après la voirie.".into())
    );
}
