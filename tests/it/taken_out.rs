//! Walks that are taken out of a campaign, and come back.

use eclaireuse::app::workshop::Act;
use eclaireuse::domain::identity::DeviceNumber;
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::ledger::record::{Body, Envelope};
use eclaireuse::domain::observation::Observation;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::v1;

use crate::laptops::{Laptop, WALK, observation_id};

/// A walk that is taken out of a campaign is out of all that the campaign shows, counts and hands out, and
/// back with one tap; what comes of it meanwhile waits with it.
#[test]
fn a_walk_that_is_taken_out_is_out_of_everything() {
    let mut one = Laptop::first();
    let leaving = |one: &Laptop| {
        let campaign = &one.workshop.campaign;
        let left = Leaving::of(campaign, &Choice::all(Audience::Partners));
        (campaign.observations().count(), campaign.walks().len(), left.observations.len())
    };
    let before = leaving(&one);
    assert!(before.0 > 1 && before.1 == 1 && before.2 > 0, "{before:?}");
    let id = observation_id(0);
    let said = one.workshop.campaign.observation(id).unwrap().0.clone();
    one.does(Act::Walk(WALK, false), 1).unwrap();
    let there = |one: &Laptop| one.workshop.campaign.observation(id).is_some();
    assert_eq!(leaving(&one), (0, 0, 0));
    assert!(!there(&one) && one.workshop.campaign.notebooks.is_empty());
    assert_eq!(leaving(&one.reopened()), (0, 0, 0), "a page that starts shows the same");
    // A phone hands in its notebook while the walk is out.
    let says = |one: &mut Laptop, revision, words: &str| {
        let said = Observation { words: words.into(), ..said.clone() };
        let body = Body::Observation(Box::new(said));
        let at = Stamp { utc_ms: 1_762_364_999_000, offset_min: 60 };
        let kind = body.kind().to_owned();
        let device = DeviceNumber(2);
        let envelope = Envelope { kind, id, walk: WALK, device, revision, at };
        let line = v1::read_line(&v1::write_line(&envelope, &body).0).unwrap();
        one.workshop.campaign.take_of_walk(WALK, line.record);
    };
    says(&mut one, 7, "Dit entre-temps");
    assert_eq!(leaving(&one), (0, 0, 0));
    one.does(Act::Undo, 2).unwrap();
    assert_eq!(leaving(&one), before);
    let words = &one.workshop.campaign.observation(id).unwrap().0.words;
    assert_eq!(words, "Dit entre-temps");
}
