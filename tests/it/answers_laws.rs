//! The laws of taking a file of answers, and how long two thousand rows take.

use eclaireuse::domain::code::Code;
use eclaireuse::domain::leaving::answering::{AnswerField, AnsweredLayer, AnswersDiff};
use eclaireuse::format::answers::read;
use eclaireuse::format::layers::{CONSTATS, PRECONIS};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::answers::{Cells, compared, csv, diff, exported, geojson, take, workshop};

/// What may be written into a column, sense and nonsense.
fn written(column: &'static str, choice: usize) -> String {
    let texts: &[&str] = match column {
        "statut" => &["Accepté", "rejected", "done", "scheduled", "verified", "draft", "?", ""],
        "motif_stat" => &["", "Pas cette année.", "Terrain privé"],
        "rep_le" | "ech_prev" | "real_le" => &["31/12/2026", "46387", "2026-02-31", "", "bientôt"],
        "act_resp" => &["landlord", "Ville", "personne", ""],
        "horizon" => &["long", "Court terme", ""],
        "cout_cl" => &["high", "Faible", ""],
        "intitule" => &["Autre", ""],
        _ => &["Oui ; bientôt", "<b>x</b>", "=1+1", ""],
    };
    texts[choice % texts.len()].to_owned()
}

/// Whatever a service wrote: what is taken is allowed, taking it again does nothing, the order of
/// the rows does not matter, and what the group wrote stays.
#[test]
fn taking_a_file_is_done_once_and_touches_nothing_of_the_group() {
    let start = workshop(18);
    let rows = exported(&start);
    let columns = [
        "statut",
        "motif_stat",
        "rep_le",
        "ech_prev",
        "real_le",
        "act_resp",
        "horizon",
        "cout_cl",
        "intitule",
        "rep_texte",
        "op_npnru",
    ];
    let edits = proptest::collection::vec((0usize..18, 0usize..columns.len(), 0usize..8), 1..40);
    let order = Just((0..18usize).collect::<Vec<_>>()).prop_shuffle();
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(150) });
    runner
        .run(&(edits, order), |(edits, order)| {
            let mut rows = rows.clone();
            for (row, column, choice) in edits {
                rows[row].insert(columns[column], written(columns[column], choice));
            }
            let shuffled: Vec<Cells> = order.iter().map(|index| rows[*index].clone()).collect();
            let (found, _) = diff(&start, &csv(&rows));
            let (other, _) = diff(&start, &csv(&shuffled));
            let sorted = |diff: &AnswersDiff| {
                let mut rows = diff.rows.clone();
                rows.iter_mut().for_each(|row| row.line = 0);
                rows.sort_by_key(|row| row.thing);
                rows
            };
            prop_assert_eq!(sorted(&found), sorted(&other));
            let (mut one, mut two) = (start.clone(), start.clone());
            take(&mut one, &found, 0);
            take(&mut two, &other, 0);
            for workshop in [&one, &two] {
                let (again, _) = diff(workshop, &csv(&rows));
                prop_assert!(again.rows.iter().all(|row| !row.does_something()), "{:?}", again);
                for (id, constat) in start.campaign.all_constats() {
                    prop_assert_eq!(workshop.campaign.constat(id), Some(constat));
                    for (id, before) in start.campaign.all_preconisations(id) {
                        prop_assert_eq!(workshop.campaign.preconisation(id), Some(before));
                        prop_assert_eq!(one.campaign.status(id), two.campaign.status(id));
                        prop_assert_eq!(one.campaign.answer(id), two.campaign.answer(id));
                    }
                }
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_bytes_are_read_or_refused() {
    let good = csv(&exported(&workshop(12))).into_bytes();
    proptest!(|(at in 0usize..4000, byte in any::<u8>(), end in 0usize..4000)| {
        let mut bytes = good.clone();
        if let Some(old) = bytes.get_mut(at) {
            *old = byte;
        }
        drop(read(&bytes));
        drop(read(bytes.get(..end).unwrap_or(&bytes)));
        drop(read(bytes.get(end..).unwrap_or(&bytes)));
    });
}

/// How long two thousand rows take, for those who look at it; a busy machine is no fault.
#[test]
fn two_thousand_rows_are_compared() {
    let workshop = workshop(2000);
    let mut rows = exported(&workshop);
    for row in &mut rows {
        row.insert("rep_texte", "Vu, réponse au printemps.".into());
        row.insert("statut", "Programmé".into());
    }
    for (name, text) in [("CSV", csv(&rows)), ("GeoJSON", geojson(&rows))] {
        let begun = std::time::Instant::now();
        let returned = read(text.as_bytes()).expect("a file of answers");
        let read_in = begun.elapsed();
        let diff = compared(&workshop, &returned);
        let all = begun.elapsed();
        println!("{name}: {} rows read in {read_in:?}, compared in {all:?}", returned.rows.len());
        assert_eq!((returned.rows.len(), diff.rows.len() + diff.unchanged), (2000, 2000));
    }
}

#[test]
fn every_answer_stands_once_in_its_layer() {
    for (subject, shape) in [
        (AnsweredLayer::Constat, CONSTATS.shape()),
        (AnsweredLayer::Preconisation, PRECONIS.shape()),
    ] {
        for field in AnswerField::ALL.iter().copied() {
            let count = shape.columns.iter().filter(|column| column.answer == Some(field)).count();
            assert_eq!(count, usize::from(field.is_of(subject)), "{field:?} of {subject:?}");
        }
    }
}
