//! The review walk (marche-bilan): what is said to be done is looked at again, where it was asked
//! for. Here is what is to be looked at, at which stops, and in which order; who walks and when is
//! said by people.

use crate::domain::campaign::Campaign;
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::answer::Ask;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::PLACE_NAME_MAX;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::Sharing;
use crate::domain::stamp::Stamp;
use crate::domain::walk::stop::StopId;
use crate::domain::walk::{OwnNotice, Stop, Walk, WalkKind};

/// Préconisations whose places are within this many metres of a stop are looked at there.
pub const SHARED_STOP_M: f64 = 25.0;

/// Most stops of a walk that people walk in two hours; more is said, not forbidden.
pub const STOPS_MOST: usize = 12;

/// A préconisation that is said to be done.
#[derive(Clone, PartialEq, Debug)]
pub struct SaidDone {
    /// The préconisation.
    pub preconisation: RecordId,
    /// The number that people read.
    pub number: String,
    /// What was asked.
    pub title: String,
    /// What the responsible body says, in its words; may be empty.
    pub answer: String,
    /// Local date on which it was done: as the body says, else the day of the step.
    pub done: Option<CalendarDate>,
    /// The place of its constat.
    pub place: Option<Place>,
    /// What residents call the place.
    pub place_name: String,
    /// How far it may go.
    pub sharing: Sharing,
}

/// The préconisation of a campaign as it is looked at again, wherever it stands; `None` when it or
/// its constat is not here or was taken back. `reference` is the campaign's.
pub fn to_look_at(campaign: &Campaign, reference: &str, id: RecordId) -> Option<SaidDone> {
    let one = campaign.preconisation(id).filter(|one| !one.withdrawn)?;
    let constat =
        campaign.constat(campaign.constat_answered(one)).filter(|constat| !constat.withdrawn)?;
    let life = campaign.life(id);
    Some(SaidDone {
        preconisation: id,
        number: campaign.preconisation_number(one, reference),
        title: if one.title.is_empty() { constat.title.clone() } else { one.title.clone() },
        answer: life.answer().map_or(String::new(), |answer| answer.text.clone()),
        done: life.done(),
        place: constat.place,
        place_name: constat.place_name.clone(),
        sharing: one.sharing,
    })
}

/// What is said to be done and was not verified yet, by number.
pub fn said_done(campaign: &Campaign, reference: &str) -> Vec<SaidDone> {
    standing(campaign)
        .filter(|id| campaign.status(*id) == Status::Done)
        .filter_map(|id| to_look_at(campaign, reference, id))
        .collect()
}

/// Every préconisation that a review walk of the campaign asks about, or that was checked, by
/// number; whatever it stands at now.
pub fn looked_at(campaign: &Campaign, reference: &str) -> Vec<SaidDone> {
    standing(campaign)
        .filter(|id| campaign.check(*id).is_some() || !campaign.asked_on(*id).is_empty())
        .filter_map(|id| to_look_at(campaign, reference, id))
        .collect()
}

fn standing(campaign: &Campaign) -> impl Iterator<Item = RecordId> {
    let constats = campaign.constats().into_iter();
    constats.flat_map(|(constat, _)| campaign.preconisations(constat)).map(|(id, _)| id)
}

/// The stops at which things are looked at, and for each of them the number of its stop, in the
/// order in which the things are given.
///
/// The stop of a thing is within [`SHARED_STOP_M`] of it. The walk begins at the stop nearest to
/// `start` and goes from each to the nearest one left; things whose place nobody gave come last, by
/// the name of the place. The same things give the same stops in whatever order they come.
pub fn stops(things: &[SaidDone], start: Option<Place>) -> (Vec<Stop>, Vec<u16>) {
    let mut by_id: Vec<usize> = (0..things.len()).collect();
    by_id.sort_by_key(|index| things.get(*index).map(|thing| thing.preconisation));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for index in by_id {
        let Some(thing) = things.get(index) else { continue };
        match nearest_group(&mut groups, thing) {
            Some(group) => group.members.push(index),
            None => groups.push(Group { first: thing, members: vec![index] }),
        }
    }
    let (mut left, unplaced): (Vec<_>, Vec<_>) =
        groups.into_iter().partition(|group| group.first.place.is_some());
    let mut ordered = Vec::new();
    let mut here = start;
    while !left.is_empty() {
        let metres = |group: &Group<'_>| {
            here.zip(group.first.place).map_or(0.0, |(here, place)| here.metres_to(place))
        };
        let next = left
            .iter()
            .enumerate()
            .min_by(|(_, a), (_, b)| metres(a).total_cmp(&metres(b)))
            .map_or(0, |(index, _)| index);
        let group = left.remove(next);
        here = group.first.place;
        ordered.push(group);
    }
    ordered.extend(unplaced);
    let mut stop_of = vec![0; things.len()];
    let mut stops: Vec<Stop> = Vec::new();
    for (group, number) in ordered.iter().zip(1u16..) {
        for member in &group.members {
            if let Some(stop) = stop_of.get_mut(*member) {
                *stop = number;
            }
        }
        stops.push(Stop { place: group.first.place, ..Stop::named(number, String::new()) });
    }
    // A stop made later may be nearer.
    for (stop, thing) in stop_of.iter_mut().zip(things) {
        *stop =
            thing.place.and_then(|place| nearest(&stops, place)).map_or(*stop, |near| near.number);
    }
    for (stop, group) in stops.iter_mut().zip(&ordered) {
        let mut members: Vec<&SaidDone> = things
            .iter()
            .zip(&stop_of)
            .filter(|(_, of)| **of == stop.number)
            .map(|(thing, _)| thing)
            .collect();
        members.sort_by_key(|thing| thing.preconisation);
        stop.name = name(&members, group.first);
    }
    (stops, stop_of)
}

/// The stop at which a question is looked at on a sheet that may have changed since it was asked: its
/// own; when that was taken out the nearest one to where it was asked for, and without a place the
/// last one. A question of before 0.5 knows its stop by a number that may since have become another
/// stop's: it is looked for by its place first. `None` only when the sheet has no stop.
pub fn stop_of(ask: &Ask, stops: &[Stop]) -> Option<StopId> {
    let own = || stops.iter().find(|stop| stop.id == ask.stop.id);
    let by_place = || ask.place.and_then(|place| nearest(stops, place));
    let by_number = || stops.iter().find(|stop| stop.number == ask.stop.number);
    let found = if ask.stop.id.is_derived() {
        by_place().or_else(own).or_else(by_number)
    } else {
        own().or_else(by_place)
    };
    found.or_else(|| stops.last()).map(|stop| stop.id)
}

/// The stop nearest to a place; of two as near the first.
fn nearest(stops: &[Stop], place: Place) -> Option<&Stop> {
    stops
        .iter()
        .filter_map(|stop| Some((stop.place?.metres_to(place), stop)))
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, stop)| stop)
}

/// What residents call the place of some things; several names each once.
fn name(things: &[&SaidDone], first: &SaidDone) -> String {
    let mut names: Vec<&str> = Vec::new();
    for thing in things {
        let name = thing.place_name.trim();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push(first.title.trim());
    }
    names.join(" · ").chars().take(PLACE_NAME_MAX).collect()
}

/// Things looked at from one place.
struct Group<'a> {
    /// The one that says where it is.
    first: &'a SaidDone,
    /// All of them, by their rank.
    members: Vec<usize>,
}

fn nearest_group<'a, 'b>(
    groups: &'a mut [Group<'b>],
    thing: &SaidDone,
) -> Option<&'a mut Group<'b>> {
    let Some(place) = thing.place else {
        let name = thing.place_name.trim().to_lowercase();
        return groups.iter_mut().find(|group| {
            group.first.place.is_none() && group.first.place_name.trim().to_lowercase() == name
        });
    };
    groups
        .iter_mut()
        .filter_map(|group| Some((group.first.place?.metres_to(place), group)))
        .filter(|(metres, _)| *metres <= SHARED_STOP_M)
        .min_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, group)| group)
}

/// Where the old route began: its first stop that has a place, else its line, else the point of its
/// neighbourhood.
pub fn start_of(walk: &Walk) -> Option<Place> {
    walk.stops
        .iter()
        .find_map(|stop| stop.place)
        .or_else(|| walk.route.first().copied())
        .or(walk.around)
}

/// The sheet of the review walk: what the last walk says of the neighbourhood and of those who
/// carry it, and the new stops. What belongs to a day (who came, the weather) is left open. The
/// start stays the same, because the same place is another one at another hour.
pub fn sheet(last: Option<&Walk>, id: WalkId, made: Stamp) -> Walk {
    let blank = Walk { kind: WalkKind::Review, ..Walk::blank(id, made) };
    let Some(last) = last.cloned() else { return blank };
    Walk {
        training: last.training,
        cycle: last.cycle,
        starts_at: last.starts_at,
        themes: last.themes,
        commissioner: last.commissioner,
        operator: last.operator,
        contact: last.contact,
        languages: last.languages,
        commune: last.commune,
        commune_name: last.commune_name,
        quarter: last.quarter,
        roles: last.roles,
        actors: last.actors,
        grid: last.grid,
        own_notice: last.own_notice.filter(|notice| *notice != OwnNotice::default()),
        around: last.around,
        coarse_above_m: last.coarse_above_m,
        ..blank
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn here() -> Place {
        Place::from_lon_lat(2.2935, 49.8709).unwrap()
    }

    fn thing(id: u128, place: Option<Place>, name: &str) -> SaidDone {
        SaidDone {
            preconisation: RecordId(id),
            number: format!("C{id:02}-P1"),
            title: format!("Réparer {id}"),
            answer: "C’est fait.".into(),
            done: CalendarDate::parse("2026-02-20"),
            place,
            place_name: name.into(),
            sharing: Sharing::Partners,
        }
    }

    #[test]
    fn neighbours_share_a_stop_and_the_walk_begins_where_the_old_one_did() {
        let far = here().moved(90.0, 400.0);
        let things = [
            thing(1, Some(far), "Le hall"),
            thing(2, Some(here()), "Le mail"),
            thing(3, Some(here().moved(0.0, 20.0)), "La place"),
            thing(4, None, " Au café"),
            thing(5, Some(here().moved(90.0, 150.0)), ""),
            thing(6, None, "au café "),
        ];
        let (stops, of) = stops(&things, Some(here().moved(270.0, 30.0)));
        assert_eq!(of, [3, 1, 1, 4, 2, 4]);
        let names: Vec<&str> = stops.iter().map(|stop| stop.name.as_str()).collect();
        assert_eq!(names, ["Le mail · La place", "Réparer 5", "Le hall", "Au café · au café"]);
        assert_eq!(stops[3].place, None, "no point that nobody gave");
    }

    #[test]
    fn nothing_to_look_at_is_no_stop() {
        assert_eq!(stops(&[], Some(here())), (Vec::new(), Vec::new()));
    }

    #[test]
    fn a_review_walk_keeps_the_neighbourhood_and_not_the_day() {
        let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
        let last = Walk {
            title: "Marche du soir".into(),
            reference: "PR-1".into(),
            quarter: "Pierre-Rollin".into(),
            starts_at: "18:30".into(),
            context: "Marché".into(),
            training: true,
            stops: vec![Stop { place: Some(here()), ..Stop::named(1, "Le mail") }],
            ..Walk::blank(WalkId(1), made)
        };
        let walk = sheet(Some(&last), WalkId(2), made);
        assert_eq!((walk.id, walk.kind, walk.training), (WalkId(2), WalkKind::Review, true));
        assert_eq!((walk.quarter.as_str(), walk.starts_at.as_str()), ("Pierre-Rollin", "18:30"));
        assert!(walk.stops.is_empty() && walk.context.is_empty() && walk.reference.is_empty());
        assert_eq!(start_of(&last), Some(here()));
    }

    fn things() -> impl Strategy<Value = Vec<SaidDone>> {
        let place = proptest::option::weighted(0.9, (0.0..360.0, 0.0..400.0));
        proptest::collection::vec((place, 0usize..4), 0..40).prop_map(|all| {
            let names = ["Le mail", "La place", "", "Le hall"];
            all.into_iter()
                .zip(1u128..)
                .map(|((at, name), id)| {
                    let place = at.map(|(bearing, metres)| here().moved(bearing, metres));
                    thing(id, place, names[name])
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn everything_asked_is_at_one_stop_near_it(
            things in things(),
            start in proptest::option::of((0.0..360.0, 0.0..900.0)),
        ) {
            let start = start.map(|(bearing, metres)| here().moved(bearing, metres));
            let (stops, of) = stops(&things, start);
            prop_assert_eq!(of.len(), things.len());
            prop_assert!(stops.len() <= things.len());
            let numbers: Vec<u16> = stops.iter().map(|stop| stop.number).collect();
            prop_assert_eq!(numbers, (1..).take(stops.len()).collect::<Vec<u16>>());
            for stop in &stops {
                prop_assert!(of.contains(&stop.number), "no stop without a question");
                prop_assert!(!stop.name.is_empty() && stop.name.chars().count() <= PLACE_NAME_MAX);
            }
            for (thing, number) in things.iter().zip(&of) {
                let found: Vec<_> = stops.iter().filter(|stop| stop.number == *number).collect();
                prop_assert_eq!(found.len(), 1);
                match (thing.place, found[0].place) {
                    (Some(thing), Some(stop)) => {
                        prop_assert!(thing.metres_to(stop) <= SHARED_STOP_M);
                    }
                    (thing, stop) => prop_assert_eq!(thing, stop),
                }
            }
            if let (Some(start), Some(first)) = (start, stops.first().and_then(|s| s.place)) {
                let least = stops
                    .iter()
                    .filter_map(|stop| Some(start.metres_to(stop.place?)))
                    .fold(f64::INFINITY, f64::min);
                prop_assert!(start.metres_to(first) <= least);
            }
        }

        /// Whatever becomes of the stops, every question is asked at one of them.
        #[test]
        fn a_question_finds_its_stop_again(
            things in things(),
            gone in proptest::collection::vec(any::<bool>(), 40),
            turn in 0usize..40,
        ) {
            let (stops, of) = stops(&things, Some(here()));
            let (mut stops, of) = (stops, of);
            for (stop, count) in stops.iter_mut().zip(0..) {
                stop.id = StopId::made(7, count);
            }
            let id = |number: u16| stops.iter().find(|stop| stop.number == number).unwrap().known();
            let ask = |thing: &SaidDone, stop: u16| Ask {
                preconisation: thing.preconisation,
                number: thing.number.clone(),
                title: thing.title.clone(),
                answer: String::new(),
                stop: id(stop),
                place: thing.place,
                withdrawn: false,
            };
            for (thing, number) in things.iter().zip(&of) {
                prop_assert_eq!(stop_of(&ask(thing, *number), &stops), Some(id(*number).id));
            }
            let mut kept: Vec<Stop> =
                stops.iter().zip(gone).filter(|(_, gone)| !gone).map(|(s, _)| s.clone()).collect();
            let turn = turn % kept.len().max(1);
            kept.rotate_left(turn);
            let mut changed = kept.clone();
            for (stop, number) in changed.iter_mut().zip(1u16..) {
                stop.number = number;
            }
            for (thing, number) in things.iter().zip(&of) {
                let found = stop_of(&ask(thing, *number), &changed);
                prop_assert_eq!(found.is_some(), !changed.is_empty());
                // A stop that is still there keeps what is asked there.
                let still = kept.iter().position(|stop| stop.number == *number);
                if let Some(at) = still {
                    prop_assert_eq!(found, Some(changed[at].id));
                }
            }
        }

        #[test]
        fn the_same_things_give_the_same_walk(things in things(), turn in 0usize..40) {
            let (stops_now, of) = stops(&things, Some(here()));
            let again = (stops_now.clone(), of.clone());
            prop_assert_eq!(stops(&things, Some(here())), again);
            let turn = turn % things.len().max(1);
            let mut turned = things.clone();
            turned.rotate_left(turn);
            let mut of_turned = of;
            of_turned.rotate_left(turn);
            let (stops_turned, found) = stops(&turned, Some(here()));
            prop_assert_eq!(found, of_turned);
            let places = |stops: &[Stop]| stops.iter().map(|stop| stop.place).collect::<Vec<_>>();
            prop_assert_eq!(places(&stops_turned), places(&stops_now));
        }
    }
}
