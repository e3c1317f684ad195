//! The laws of bringing notebooks together: a set union, whatever the order and however often.

use eclaireuse::domain::amend::{Change, TextField};
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::notebook::{Notebook, Taken};
use eclaireuse::domain::record::{Body, Record};
use eclaireuse::format::v1;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::phone::Phone;

/// Two phones on one walk, with revisions, a clash, and a record that nobody here knows.
fn records() -> Vec<Record> {
    let mut mine = Phone::new();
    let walk = mine.creates_walk(|_| {});
    let mut hers = Phone::new();
    hers.disk.records = mine.disk.records.clone();
    hers.opens(eclaireuse::app::Route::Walk(walk));
    for phone in [&mut mine, &mut hers] {
        for word in ["noir", "très noir"] {
            let id = phone.tags("street_lighting");
            phone.says(id, Change::Text(TextField::Words, word.into()));
            phone.says(id, Change::Withdrawn(word == "noir"));
        }
    }
    let mut lines = mine.lines_of(walk);
    lines.extend(hers.lines_of(walk));
    let clash = lines.iter().find(|line| line.contains("très noir")).unwrap();
    lines.push(clash.replace("très noir", "pas si noir"));
    let song = lines[0].replacen("\"kind\":\"walk\"", "\"kind\":\"song\"", 1);
    lines.push(song.replacen("\"id\":\"0", "\"id\":\"f", 1));
    lines.iter().map(|line| v1::read_line(line).unwrap().record).collect()
}

fn notebook(records: &[Record]) -> Notebook {
    let mut notebook = Notebook::default();
    for record in records {
        notebook.take(record.clone());
    }
    notebook
}

/// What a person sees of a notebook.
fn shown(notebook: &Notebook) -> (Vec<(RecordId, String, bool)>, usize, usize, usize) {
    let observations = notebook.all_observations().map(|o| (o.id, o.words.clone(), o.withdrawn));
    (
        observations.collect(),
        notebook.thing_count(),
        notebook.observation_count(),
        notebook.unfinished_count(),
    )
}

#[test]
fn a_clash_keeps_both_and_is_said() {
    let records = records();
    let notebook = notebook(&records);
    assert_eq!(notebook.clashes(), 1);
    let keys: std::collections::BTreeSet<String> = records.iter().map(v1::key).collect();
    let clashing = keys.iter().filter(|key| {
        keys.iter().any(|other| {
            *key != other
                && key.rsplit_once('/').map(|k| k.0) == other.rsplit_once('/').map(|k| k.0)
        })
    });
    assert_eq!(clashing.count(), 2, "both have a name on disk");
}

#[test]
fn a_kind_that_is_not_known_is_kept() {
    let records = records();
    let unknown = records.iter().filter(|record| record.body == Body::Unknown).count();
    assert_eq!(unknown, 1);
    let mut notebook = notebook(&records);
    let song = records.iter().find(|record| record.body == Body::Unknown).unwrap();
    assert_eq!(notebook.take(song.clone()), Taken::Nothing, "it is there already");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_and_repetition_change_nothing(
        order in Just(records()).prop_shuffle(),
        again in proptest::collection::vec(any::<Index>(), 0..20),
    ) {
        let reference = shown(&notebook(&records_in_order(&order)));
        let mut more = order.clone();
        more.extend(again.iter().map(|index| index.get(&order).clone()));
        prop_assert_eq!(shown(&notebook(&more)), reference);
    }

    #[test]
    fn it_does_not_matter_who_is_merged_first(order in Just(records()).prop_shuffle(), a in any::<Index>(), b in any::<Index>()) {
        let (a, b) = (a.index(order.len()), b.index(order.len()));
        let (first, last) = (a.min(b), a.max(b));
        let parts = [&order[..first], &order[first..last], &order[last..]];
        let left: Vec<Record> = [parts[0], parts[1], parts[2]].concat();
        let right: Vec<Record> = [parts[2], parts[1], parts[0]].concat();
        prop_assert_eq!(shown(&notebook(&left)), shown(&notebook(&right)));
    }
}

fn records_in_order(records: &[Record]) -> Vec<Record> {
    let mut records = records.to_vec();
    records.sort_by_key(v1::key);
    records
}
