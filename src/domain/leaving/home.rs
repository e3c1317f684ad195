//! A point can be a home: what was said after the walk, or away from it, stays until the mediator
//! lets it leave, one by one.

use super::places::section;
use crate::domain::campaign::Campaign;
use crate::domain::deliberation::read_words;
use crate::domain::observation::Observation;
use crate::domain::observation::place::Place;
use crate::domain::walk::Walk;

/// So long before and after its hours somebody still speaks on the walk, ms.
const MARGIN_MS: i64 = 15 * 60_000;
/// So far (metres) from route, stops and perimeter it is still the walk's place.
const AWAY_M: f64 = 100.0;
/// The respect in which a mediator lets such an observation leave.
pub const HOME: &str = "home";

/// Why an observation may be somebody's home.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Away {
    /// Minutes before the walk began (negative) or after it ended; `None` when it was in its hours.
    pub minutes: Option<i64>,
    /// Metres from the walk's route and perimeter; `None` when it was there.
    pub metres: Option<i64>,
}

fn minutes_outside(observation: &Observation, walk: &Walk) -> Option<i64> {
    let at = observation.said_ms(walk);
    let start = walk.start_on_its_day()?;
    if at < start.utc_ms - MARGIN_MS {
        return Some((at - start.utc_ms) / 60_000);
    }
    let end = walk.end_on_its_day()?;
    (at > end.utc_ms + MARGIN_MS).then_some((at - end.utc_ms) / 60_000)
}

fn metres_away(campaign: &Campaign, place: Place, walk: &Walk) -> Option<i64> {
    let holds = |perimeter: &crate::domain::walk::perimeter::Perimeter| perimeter.holds(place);
    let perimeter = campaign.notebooks.get(&walk.id).and_then(|notebook| notebook.perimeter());
    if perimeter.is_some_and(|(_, perimeter)| holds(perimeter)) {
        return None;
    }
    let metres = section::metres_from(walk, place)?;
    #[expect(clippy::cast_possible_truncation, reason = "metres on the Earth")]
    (metres > AWAY_M).then_some(metres.round() as i64)
}

/// Why an observation stays until the mediator lets it leave; `None` when it was made on the walk or
/// she let it.
pub fn away(campaign: &Campaign, observation: &Observation, walk: &Walk) -> Option<Away> {
    // What left does not go away again, all of one phone, because its clock was put right.
    let observation = &*campaign.with_told_clock(observation);
    let place = observation.position(walk).map(|position| position.place);
    let found = Away {
        minutes: minutes_outside(observation, walk),
        metres: place.and_then(|place| metres_away(campaign, place, walk)),
    };
    let is_away = found.minutes.is_some() || found.metres.is_some();
    // A digest is made only of what somebody looked at: this is asked of every observation, often.
    let was_seen = is_away && campaign.any_clearance(observation.id, HOME).is_some();
    let lets = was_seen && campaign.is_cleared(observation.id, HOME, seen(observation, walk));
    (is_away && !lets).then_some(found)
}

/// Names the place and time that a mediator looked at: when they change she looks again.
pub fn seen(observation: &Observation, walk: &Walk) -> u64 {
    let place = observation.position(walk).map(|position| position.place.e7());
    read_words(&format!("{place:?} {}", observation.said_ms(walk)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::campaign::Decision;
    use crate::domain::code::Language;
    use crate::domain::deliberation::Deliberation;
    use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
    use crate::domain::leaving::release::Clearance;
    use crate::domain::ledger::record::{Envelope, Record};
    use crate::domain::observation::ThingPlace;
    use crate::domain::observation::place::Place;
    use crate::domain::observation::scale::GeoSource;
    use crate::domain::observation::taxonomy::Category;
    use crate::domain::stamp::Stamp;

    /// 23:41, three hours after the walk and 640 m from its route.
    #[test]
    fn what_was_said_at_home_stays_until_it_is_let_go() {
        let here = Place::from_lon_lat(2.2935, 49.8709).unwrap();
        let made = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };
        let mut walk = Walk::blank(WalkId(1), made);
        (walk.starts_at, walk.ends_at) = ("18:30".into(), "20:41".into());
        walk.date = made.date();
        walk.route = vec![here, here.moved(90.0, 300.0)];
        let end = walk.end_on_its_day().unwrap();
        let category = Category::from_code("street_lighting").unwrap();
        let said = |utc_ms: i64, metres: f64| {
            let at = made.at(utc_ms);
            let begun = Observation::begun(RecordId(7), &walk, at, category, None, Language::Fr);
            let place = here.moved(0.0, metres);
            let thing = ThingPlace { place, source: GeoSource::Gps, accuracy_m: Some(8.0) };
            Observation { thing: Some(thing), ..begun }
        };
        let mut campaign = Campaign::default();
        let on_it = said(end.utc_ms - 60_000, 20.0);
        assert_eq!(away(&campaign, &on_it, &walk), None);
        let home = said(end.utc_ms + 180 * 60_000, 640.0);
        let found = away(&campaign, &home, &walk).unwrap();
        assert_eq!((found.minutes, found.metres), (Some(180), Some(640)));
        let clearance = |read| Record {
            envelope: Envelope {
                id: RecordId(8),
                walk: WalkId(2),
                device: DeviceNumber(1),
                revision: 1,
                at: made,
                kind: "clearance".into(),
            },
            body: Decision {
                over: Some(Vec::new()),
                says: Deliberation::Clearance(Clearance {
                    thing: RecordId(7),
                    respect: HOME.into(),
                    read,
                    withdrawn: false,
                }),
            },
            digest: read,
        };
        campaign.take(clearance(seen(&home, &walk)));
        assert_eq!(away(&campaign, &home, &walk), None, "she let it go");
        let moved = said(end.utc_ms + 180 * 60_000, 700.0);
        assert!(away(&campaign, &moved, &walk).is_some(), "another place is looked at anew");
    }
}
