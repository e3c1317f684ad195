//! What nobody read again, or may not be read, does not leave by way of its constat.

use eclaireuse::app::event::Chance;
use eclaireuse::app::workshop::{Act, Workshop};
use eclaireuse::domain::deliberation::constat::Constat;
use eclaireuse::domain::leaving::{Audience, Choice, Leaving};
use eclaireuse::domain::observation::amend::TextField;
use eclaireuse::domain::stamp::Stamp;

use crate::planner::small;

/// The name of a place, as an observation said it that stays in the group, became `lieu` of the
/// constat that was made of it.
#[test]
fn the_name_of_a_place_that_nobody_read_again_is_in_no_constat() {
    let mut workshop = small().workshop;
    let choice = Choice::all(Audience::Public);
    let shown = |workshop: &Workshop| {
        let campaign = &workshop.campaign;
        let constats = Leaving::of(campaign, &choice).constats.into_iter();
        let of = |id| (id, choice.constat(campaign, id, campaign.constat(id).expect("it stands")));
        constats.map(of).collect::<Vec<_>>()
    };
    let mut unread = None;
    for (id, leaves) in shown(&workshop) {
        let campaign = &workshop.campaign;
        let mut members = campaign.members(id).into_iter();
        let is_read = members.any(|(it, walk)| {
            choice.lets(campaign, it, walk)
                && campaign.words_for(it, TextField::PlaceName, choice.least()).is_some()
        });
        let here = campaign.constat(id).expect("it stands");
        assert_eq!(leaves.place_name == here.place_name, is_read, "{}", here.place_name);
        if !is_read {
            assert_eq!(leaves.place_kind, None);
            unread = Some((id, here.clone()));
        }
    }
    // What the group calls it itself leaves.
    let (id, here) = unread.expect("one of hidden observations");
    let named = Constat { place_name: "Entrée nord".into(), ..here };
    let chance = Chance { at: Stamp { utc_ms: 1_780_000_000_000, offset_min: 60 }, random: 7 };
    workshop.act(Act::Constat(id, Box::new(named)), chance).expect("it is allowed");
    let (_, leaves) = shown(&workshop).into_iter().find(|(one, _)| *one == id).expect("it leaves");
    assert_eq!(leaves.place_name, "Entrée nord");
}
