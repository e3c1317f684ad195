//! What was withdrawn, by a slip or on purpose, comes back until it is erased.

use eclaireuse::app::view::list::{self, ListEntry};
use eclaireuse::app::{Event, Route};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::text::ErasingWords;

use crate::phone::Phone;

fn listed(phone: &Phone) -> Vec<RecordId> {
    let ids = list::withdrawn(&phone.model).into_iter().filter_map(|entry| match entry {
        ListEntry::Observation(id) => Some(id),
        ListEntry::Stop(..) => None,
    });
    ids.collect()
}

#[test]
fn of_several_that_were_thrown_away_each_comes_back() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let three = ["isolation", "noise", "street_lighting"].map(|category| {
        let id = phone.tags(category);
        phone.types(id, TextField::Words, category);
        phone.opens(Route::Walk(walk));
        id
    });
    phone.killed_and_started();
    let asked = phone.model.left_unfinished.clone();
    assert_eq!(asked.len(), 3);
    let at = phone.now;
    for id in &asked[..2] {
        phone.happens(Event::UnfinishedDiscarded(*id, at));
    }
    assert_eq!(phone.model.just_withdrawn, asked[..2], "both are spoken of");
    assert_eq!(phone.model.left_unfinished, asked[2..]);
    // The last one first.
    phone.says(asked[1], Change::Withdrawn(false));
    assert_eq!((&phone.model.just_withdrawn[..], phone.model.put_back), (&asked[..1], true));
    phone.says(asked[0], Change::Withdrawn(false));
    assert!(phone.model.just_withdrawn.is_empty() && phone.model.put_back);
    assert_eq!(phone.model.notebook.observation_count(), 3);
    assert!(three.iter().all(|id| !phone.on_disk(*id).unwrap().words.is_empty()));
    // Long after the message is gone they stand in a list of their own.
    phone.says(asked[0], Change::Withdrawn(true));
    phone.says(asked[1], Change::Withdrawn(true));
    phone.happens(Event::PlusTapped);
    assert!(phone.model.just_withdrawn.is_empty() && !phone.model.put_back);
    phone.killed_and_started();
    phone.opens(Route::Withdrawn(walk));
    let mut expected = asked[..2].to_vec();
    expected.sort_by(|a, b| b.cmp(a));
    assert_eq!(listed(&phone), expected);
    phone.says(asked[1], Change::Withdrawn(false));
    assert_eq!((listed(&phone), phone.model.put_back), (vec![asked[0]], true));
    phone.opens(Route::Walk(walk));
    assert!(!phone.model.put_back, "said once");
}

#[test]
fn what_was_withdrawn_and_put_back_is_said_in_whole_words() {
    let said = ErasingWords::of(Language::Fr).withdrawn_now;
    assert_eq!(said(false, 1), "Observation retirée");
    assert_eq!(said(false, 2), "2 observations retirées");
    assert_eq!(said(true, 0), "Observation remise.");
    assert_eq!(said(true, 2), "Observation remise. Encore 2 retirées.");
    let said = ErasingWords::of(Language::En).withdrawn_now;
    assert_eq!(
        (said(false, 1), said(true, 0)),
        ("Observation withdrawn".into(), "Observation put back.".into())
    );
    assert_eq!(said(true, 1), "Observation put back. 1 still withdrawn.");
}
