//! What the phone says of where and when is true: fixes that are old, coarse, late, or of elsewhere,
//! and clocks that are off.

use eclaireuse::app::problem::{NoPosition, Problem};
use eclaireuse::app::route::Panel;
use eclaireuse::app::view::position::PositionLine;
use eclaireuse::app::{Effect, Event, Page, Route};
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::observation::amend::Change;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::domain::walk::Stop;

use crate::phone::{EVENING, Phone};

/// Two points 415 m apart.
const P0: (f64, f64) = (2.2935, 49.8709);
const P1: (f64, f64) = (2.2985, 49.8727);

const LIGHT: &str = "street_lighting";

fn place((lon, lat): (f64, f64)) -> Place {
    Place::from_lon_lat(lon, lat).unwrap()
}

/// A phone on a walk, its clock off by some seconds.
fn walking(slow_s: i64) -> Phone {
    let mut phone = Phone::new();
    phone.clock_set_back(slow_s);
    phone.start();
    phone.creates_walk(|walk| walk.date = EVENING.date());
    phone
}

fn true_ms(phone: &Phone) -> i64 {
    phone.now.utc_ms + phone.slow_ms
}

/// A fix that was measured some seconds ago.
fn told(phone: &mut Phone, at: (f64, f64), accuracy_m: f64, ago_s: i64) {
    let stamped = true_ms(phone) - ago_s * 1000;
    phone.is_told(at.0, at.1, accuracy_m, stamped);
}

/// Where an observation stands, also for one who opens the app anew.
fn stands(phone: &Phone, id: RecordId) -> Option<Place> {
    let here = phone.observation(id).observer.map(|fix| fix.place);
    let kept = phone.on_disk(id).and_then(|o| o.observer).map(|fix| fix.place);
    assert_eq!(here, kept);
    here
}

#[test]
fn a_position_remembered_from_elsewhere_is_not_where_she_stands() {
    for ago_s in [16, 50, 61, 600, 7200] {
        for before in [true, false] {
            let mut phone = walking(0);
            phone.happens(Event::PlusTapped);
            if before {
                told(&mut phone, P0, 6.0, ago_s);
            }
            let id = phone.tags(LIGHT);
            if !before {
                told(&mut phone, P0, 6.0, ago_s);
            }
            assert_eq!(stands(&phone, id), None, "{ago_s} s old");
            assert_eq!(PositionLine::of(&phone.model), PositionLine::Searching);
            phone.passes(2);
            told(&mut phone, P1, 6.0, 0);
            assert_eq!(stands(&phone, id), Some(place(P1)), "{ago_s} s old");
        }
    }
}

#[test]
fn out_of_the_pocket_what_was_remembered_is_old() {
    let mut phone = walking(0);
    phone.happens(Event::PlusTapped);
    told(&mut phone, P0, 6.0, 0);
    phone.happens(Event::Shown(false));
    phone.now.utc_ms += 600_000;
    phone.happens(Event::Shown(true));
    told(&mut phone, P0, 6.0, 600);
    let id = phone.tags(LIGHT);
    assert_eq!(stands(&phone, id), None);
    phone.passes(1);
    told(&mut phone, P1, 6.0, 0);
    assert_eq!(stands(&phone, id), Some(place(P1)));
}

#[test]
fn a_fresh_position_is_fresh_whatever_the_clock_says() {
    for slow_s in [-31_536_000, -3600, -70, -59, -45, -20, -10, 5, 20, 3600, 31_536_000] {
        let mut phone = walking(slow_s);
        phone.happens(Event::PlusTapped);
        told(&mut phone, P0, 6.0, 0);
        phone.passes(1);
        told(&mut phone, P0, 6.0, 0);
        let line = PositionLine::of(&phone.model);
        assert!(matches!(line, PositionLine::Known { age_s: 0, .. }), "{slow_s}: {line:?}");
        let id = phone.tags(LIGHT);
        assert_eq!(stands(&phone, id), Some(place(P0)), "{slow_s}");
        // Nobody measures any more: it grows old by the page's own time.
        phone.passes(16);
        assert_eq!(PositionLine::of(&phone.model), PositionLine::Searching, "{slow_s}");
    }
}

#[test]
fn a_device_that_gives_one_fix_is_asked_for_a_second_one() {
    let mut phone = walking(-45);
    phone.happens(Event::PlusTapped);
    let id = phone.tags(LIGHT);
    told(&mut phone, P0, 6.0, 0);
    phone.asked.clear();
    phone.passes(2);
    assert!(!phone.asked.contains(&Effect::WatchPosition(true)));
    phone.passes(2);
    phone.passes(4);
    let again = phone.asked.iter().filter(|asked| **asked == Effect::WatchPosition(true));
    assert_eq!(again.count(), 1);
    told(&mut phone, P0, 6.0, 0);
    assert_eq!(stands(&phone, id), Some(place(P0)));
}

#[test]
fn a_clock_set_in_the_middle_makes_no_position_older_or_newer() {
    for back in [-3600, 3600] {
        let mut phone = walking(0);
        phone.happens(Event::PlusTapped);
        told(&mut phone, P0, 6.0, 0);
        phone.passes(1);
        told(&mut phone, P0, 6.0, 0);
        phone.clock_set_back(back);
        phone.passes(5);
        let line = PositionLine::of(&phone.model);
        assert!(matches!(line, PositionLine::Known { age_s: 5, .. }), "{back}: {line:?}");
        let id = phone.tags(LIGHT);
        phone.passes(1);
        told(&mut phone, P1, 3.0, 0);
        assert!(stands(&phone, id).is_some());
        phone.passes(20);
        assert_eq!(PositionLine::of(&phone.model), PositionLine::Searching);
    }
}

/// The clock that a thing was said by is the one of then.
#[test]
fn a_clock_set_between_a_tap_and_its_fix_moves_nothing_that_was_said() {
    for back in [-3600, 3600] {
        let mut phone = walking(0);
        phone.happens(Event::PlusTapped);
        let id = phone.tags(LIGHT);
        phone.clock_set_back(back);
        for _ in 0..3 {
            phone.passes(2);
            told(&mut phone, P0, 6.0, 0);
        }
        assert!(stands(&phone, id).is_some());
        assert_eq!(phone.observation(id).made_by_fix, None, "{back}: it was right when she spoke");
        // What is said from now on bears both.
        let later = phone.tags("isolation");
        let by_fix = phone.observation(later).made_by_fix.expect("the clock is off");
        let off = by_fix - phone.observation(later).made.utc_ms;
        assert!((off - back * 1000).abs() < 2000, "{back}: {off}");
    }
}

#[test]
fn a_better_fix_takes_the_place_of_a_coarse_one_for_all_that_waits() {
    for coarse in [40.0, 150.0, 500.0, 2000.0] {
        let mut phone = walking(0);
        phone.happens(Event::PlusTapped);
        let first = phone.tags(LIGHT);
        told(&mut phone, P0, coarse, 0);
        let second = phone.tags("isolation");
        assert_eq!(phone.observation(second).observer.map(|fix| fix.accuracy_m), Some(coarse));
        for _ in 0..4 {
            phone.passes(2);
            told(&mut phone, P1, 6.0, 0);
        }
        for id in [first, second] {
            let observer = phone.observation(id).observer.unwrap();
            assert_eq!(observer.accuracy_m, 6.0, "{coarse}");
            assert!(observer.place.metres_to(place(P1)) < 6.0, "{coarse}");
            let revisions = phone.disk.records.keys().filter(|key| key.contains(&id.to_string()));
            assert!(revisions.count() <= 3, "a few revisions at most");
        }
    }
}

#[test]
fn a_fix_of_later_takes_nothing_over_from_one_that_is_as_good() {
    let mut phone = walking(0);
    phone.happens(Event::PlusTapped);
    told(&mut phone, P0, 12.0, 0);
    let id = phone.tags(LIGHT);
    phone.passes(40);
    told(&mut phone, P1, 8.0, 0);
    assert_eq!(stands(&phone, id), Some(place(P0)), "she may have walked 48 m since");
    let coarse = phone.tags(LIGHT);
    phone.says(coarse, Change::PlacedByHand(place(P0)));
    let late = phone.tags("isolation");
    phone.passes(46);
    told(&mut phone, P0, 3.0, 0);
    assert_eq!(stands(&phone, late), Some(place(P1)), "45 s are over");
    assert_eq!(phone.observation(coarse).thing.unwrap().place, place(P0), "what she said stays");
}

#[test]
fn all_that_was_said_before_the_first_fix_gets_it_wherever_she_is() {
    // Two in a row.
    let mut phone = walking(0);
    let (one, two) = (phone.tags(LIGHT), phone.tags("isolation"));
    phone.passes(1);
    told(&mut phone, P0, 6.0, 0);
    assert_eq!([one, two].map(|id| stands(&phone, id)), [Some(place(P0)); 2]);

    // The photo's page, a reload and a kill: another page, or the same one anew.
    for page in [Page::Ground, Page::Walk] {
        let mut phone = walking(0);
        let (one, two) = (phone.tags(LIGHT), phone.tags("isolation"));
        let walk = phone.model.open.unwrap();
        phone.disk.address = Route::Observation(walk, two, Panel::Photo);
        phone.page = page;
        phone.passes(3);
        phone.start();
        assert!(phone.asked.contains(&Effect::WatchPosition(true)), "{page:?}");
        phone.passes(1);
        told(&mut phone, P0, 6.0, 0);
        assert_eq!([one, two].map(|id| stands(&phone, id)), [Some(place(P0)); 2]);
    }

    // Later than 45 s it is to be placed by hand.
    let mut phone = walking(0);
    let id = phone.tags(LIGHT);
    phone.killed_and_started();
    phone.happens(Event::PositionAsked);
    told(&mut phone, P0, 6.0, 0);
    assert_eq!(stands(&phone, id), None);
}

#[test]
fn the_position_is_measured_again_after_the_photo_the_map_and_a_stop() {
    let mut phone = walking(0);
    phone.happens(Event::PlusTapped);
    told(&mut phone, P0, 6.0, 0);
    let id = phone.tags(LIGHT);
    let walk = phone.model.open.unwrap();
    for (page, route) in [
        (Page::Ground, Route::Observation(walk, id, Panel::Photo)),
        (Page::Walk, Route::Observation(walk, id, Panel::Summary)),
        (Page::Ground, Route::Map(walk)),
        (Page::Walk, Route::Walk(walk)),
    ] {
        phone.passes(120);
        (phone.page, phone.disk.address) = (page, route);
        phone.start();
        assert!(phone.model.location.watching, "{route:?}");
    }
    // Who says nothing any more is not measured; nor on the mediator's pages.
    phone.passes(3600);
    phone.start();
    assert!(!phone.model.location.watching);
}

#[test]
fn a_place_that_cannot_be_is_a_question() {
    let stop = Stop { place: Some(place(P0)), ..Stop::named(1, "Gare") };
    for (lon, lat) in [(0.0, 0.0), (0.000_01, -0.000_01), (f64::NAN, 49.8), (2.3, f64::NAN)] {
        let mut phone = walking(0);
        phone.happens(Event::PlusTapped);
        told(&mut phone, (lon, lat), 10.0, 0);
        let line = PositionLine::of(&phone.model);
        assert_eq!(line, PositionLine::Missing(NoPosition::Nowhere));
        let id = phone.tags(LIGHT);
        assert_eq!(stands(&phone, id), None, "{lon} {lat}");
        phone.passes(1);
        told(&mut phone, P0, 10.0, 0);
        assert_eq!(stands(&phone, id), Some(place(P0)));
    }
    let far = place(P0).moved(200.0, 110_000.0);
    for known in ["a stop", "a line", "said", "withdrawn"] {
        let mut phone = Phone::new();
        phone.creates_walk(|walk| match known {
            "a stop" => walk.stops = vec![stop.clone()],
            "a line" => walk.route = vec![place(P0), place(P1)],
            _ => {}
        });
        phone.happens(Event::PlusTapped);
        if ["said", "withdrawn"].contains(&known) {
            told(&mut phone, P0, 6.0, 0);
            let id = phone.tags("isolation");
            phone.passes(1);
            if known == "withdrawn" {
                phone.says(id, Change::Withdrawn(true));
            }
        }
        told(&mut phone, (far.lon(), far.lat()), 12.0, 0);
        phone.passes(16);
        told(&mut phone, (far.lon(), far.lat()), 12.0, 0);
        let id = phone.tags(LIGHT);
        assert_eq!(stands(&phone, id), None, "{known}");
        assert_eq!(PositionLine::of(&phone.model), PositionLine::Far(110), "{known}");
        phone.happens(Event::FarBelieved);
        assert_eq!(stands(&phone, id), Some(far), "{known}");
    }
    // A walk of which nothing is known asks nothing, and 4 km away is not far.
    let mut phone = walking(0);
    phone.happens(Event::PlusTapped);
    told(&mut phone, (far.lon(), far.lat()), 12.0, 0);
    let id = phone.tags(LIGHT);
    assert_eq!(stands(&phone, id), Some(far));
    phone.passes(20);
    let near = far.moved(0.0, 4000.0);
    told(&mut phone, (near.lon(), near.lat()), 12.0, 0);
    let id = phone.tags(LIGHT);
    assert_eq!(stands(&phone, id), Some(near));
}

#[test]
fn a_stop_is_claimed_only_by_a_good_fix_and_proposed_by_others() {
    let stops = vec![
        Stop { place: Some(place(P0)), ..Stop::named(3, "Le passage") },
        Stop { place: Some(place(P0).moved(90.0, 50.0)), ..Stop::named(4, "La place") },
    ];
    let between = place(P0).moved(90.0, 24.0);
    for (at, accuracy_m, claimed, proposed) in [
        (place(P0), 6.0, Some(3), None),
        (place(P0), 30.0, None, Some(3)),
        (place(P0), 2000.0, None, None),
        (between, 6.0, None, Some(3)),
    ] {
        let mut phone = Phone::new();
        phone.creates_walk(|walk| walk.stops = stops.clone());
        phone.happens(Event::PlusTapped);
        told(&mut phone, (at.lon(), at.lat()), accuracy_m, 0);
        let line = PositionLine::of(&phone.model);
        let PositionLine::Known { stop, .. } = line else { panic!("{line:?}") };
        assert_eq!(stop.map(|(number, _)| number), claimed, "{accuracy_m}");
        let id = phone.tags(LIGHT);
        let said = |phone: &Phone| phone.observation(id).stop.map(|stop| stop.number);
        assert_eq!(said(&phone), claimed, "{accuracy_m}");
        let walk = phone.model.walk().unwrap();
        let offered = phone.observation(id).stop_proposed(walk).map(Stop::known);
        assert_eq!(offered.map(|stop| stop.number), proposed, "{accuracy_m}");
        let Some(stop) = offered else { continue };
        phone.says(id, Change::Stop(Some(stop)));
        // What she said stays, whatever is measured after it.
        phone.passes(2);
        told(&mut phone, P1, 3.0, 0);
        assert_eq!(said(&phone), proposed);
    }
    // What a coarse fix could not know a better one does, and one elsewhere takes nothing along.
    let mut phone = Phone::new();
    phone.creates_walk(|walk| walk.stops = stops.clone());
    phone.happens(Event::PlusTapped);
    told(&mut phone, P1, 90.0, 0);
    let id = phone.tags(LIGHT);
    phone.passes(13);
    told(&mut phone, P0, 5.0, 0);
    assert_eq!(phone.observation(id).stop.map(|stop| stop.number), Some(3));
}

#[test]
fn a_clock_that_is_off_is_said_once_and_what_is_written_carries_both() {
    for slow_s in [-31_536_000, -43_200, 300, 43_200, 13_000_000, 31_536_000] {
        let mut phone = walking(slow_s);
        phone.happens(Event::PlusTapped);
        let early = phone.tags(LIGHT);
        told(&mut phone, P0, 6.0, 0);
        phone.passes(1);
        told(&mut phone, P0, 6.0, 0);
        let is_told = |phone: &Phone| {
            let of_clock =
                |one: &&Problem| matches!(one, Problem::ClockOff { .. } | Problem::DayOff { .. });
            phone.model.problems.iter().filter(of_clock).count()
        };
        assert_eq!(is_told(&phone), 1, "{slow_s}: {:?}", phone.model.problems);
        let id = phone.tags("isolation");
        for id in [early, id] {
            let kept = phone.on_disk(id).unwrap();
            let truly = kept.made_by_fix.unwrap();
            assert_eq!(truly - kept.made.utc_ms, slow_s * 1000, "{slow_s}");
        }
        phone.happens(Event::ProblemDismissed(0));
        phone.passes(2);
        told(&mut phone, P0, 6.0, 0);
        phone.killed_and_started();
        phone.happens(Event::PlusTapped);
        for _ in 0..3 {
            phone.passes(1);
            told(&mut phone, P0, 6.0, 0);
        }
        assert_eq!(is_told(&phone), 0, "{slow_s}: once");
    }
    // A clock that is right, or hardly off, is nobody's business, and nothing is written of it.
    for slow_s in [-60, 0, 60] {
        let mut phone = walking(slow_s);
        phone.happens(Event::PlusTapped);
        for _ in 0..3 {
            phone.passes(1);
            told(&mut phone, P0, 6.0, 0);
        }
        let id = phone.tags(LIGHT);
        assert_eq!((phone.observation(id).made_by_fix, phone.model.problems.len()), (None, 0));
    }
}

#[test]
fn without_any_fix_the_sheet_is_the_witness() {
    for (slow_s, off) in [(31_536_000, true), (-400_000, true), (43_200, false), (-43_200, false)] {
        let mut phone = walking(slow_s);
        phone.happens(Event::PlusTapped);
        let is_told = phone.model.problems.iter().any(|one| matches!(one, Problem::DayOff { .. }));
        assert_eq!(is_told, off, "{slow_s}");
    }
}
