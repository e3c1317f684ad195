//! Stories of a walk that is prepared, joined and followed, without a browser.

use eclaireuse::app::exchange::{ExchangeError, JobAnswer, Request};
use eclaireuse::app::problem::{NotStored, Problem};
use eclaireuse::app::view::{list, marks, together};
use eclaireuse::app::{Effect, Event, Page, Route};
use eclaireuse::domain::identity::{RecordId, WalkId};
use eclaireuse::domain::ledger::record::Body;
use eclaireuse::domain::observation::amend::Change;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::place::{LocalFrame, Place};
use eclaireuse::domain::observation::scale::{GeoSource, Level};
use eclaireuse::domain::observation::taxonomy::Category;
use eclaireuse::domain::walk::basemap::{Basemap, BasemapReach};
use eclaireuse::domain::walk::perimeter::Perimeter;
use eclaireuse::domain::walk::reference_layer::{ReferenceKind, ReferenceLayer, ReferencePoint};
use eclaireuse::domain::walk::stop_form::StopChange;
use eclaireuse::domain::walk::{Stop, Walk};

use crate::phone::Phone;

const HERE: (f64, f64) = (2.2935, 49.8709);

fn here() -> Place {
    Place::from_lon_lat(HERE.0, HERE.1).expect("on the map")
}

fn with_stops(walk: &mut Walk) {
    walk.stops = vec![
        Stop { place: Some(here()), ..Stop::named(1, "Le porche") },
        Stop { place: Some(here().moved(90.0, 300.0)), ..Stop::named(2, "Le square") },
        Stop::named(3, "Sans point"),
    ];
}

impl Phone {
    fn keeps(&mut self, id: Option<RecordId>, body: Body) {
        let chance = self.chance();
        self.happens(Event::PartKept(id, Box::new(body), chance));
    }

    fn says_of_stop(&mut self, stop: u16, change: StopChange) {
        let chance = self.chance();
        let stop = self.stop(stop);
        self.happens(Event::StopSaid(stop, change, chance));
    }

    /// Takes over what another phone has on disk, as opening its kit or notebook does.
    fn takes_in(&mut self, other: &Self, walk: WalkId) {
        for (key, line) in &other.disk.records {
            self.disk.records.insert(key.clone(), line.clone());
        }
        self.happens(Event::ChangedElsewhere(walk));
        self.opens(Route::Walk(walk));
    }
}

fn perimeter(code: &str) -> Body {
    let ring = [0.0, 90.0, 180.0, 270.0, 0.0].map(|bearing| here().moved(bearing, 500.0)).to_vec();
    Body::Perimeter(Box::new(Perimeter {
        code_qp: code.into(),
        polygons: vec![vec![ring]],
        ..Perimeter::default()
    }))
}

fn lamps(count: u16) -> Body {
    let points = (0..count)
        .map(|n| ReferencePoint {
            label: format!("L-{n}"),
            place: here().moved(90.0, 4.0 * f64::from(n)),
        })
        .collect();
    Body::Layer(Box::new(ReferenceLayer {
        kind: ReferenceKind::Lamp,
        name: "Lampadaires".into(),
        source: String::new(),
        points,
    }))
}

#[test]
fn the_ground_is_put_in_and_replaced_by_the_device_that_prepares() {
    let mut laptop = Phone::new();
    let walk = laptop.creates_walk(with_stops);
    laptop.keeps(None, perimeter("ZZ1"));
    laptop.keeps(None, lamps(3));
    let (id, _) = laptop.model.notebook.perimeter().expect("a perimeter");
    laptop.keeps(Some(id), perimeter("ZZ2"));
    laptop.killed_and_started();
    laptop.opens(Route::Walk(walk));
    let (same, found) = laptop.model.notebook.perimeter().expect("a perimeter");
    assert_eq!((same, found.code_qp.as_str()), (id, "ZZ2"));
    assert_eq!(laptop.model.notebook.layers().count(), 1);
    assert_eq!(laptop.lines_of(walk).iter().filter(|l| l.contains("perimeter")).count(), 2);
    // A layer is taken out by a revision that holds no point.
    let (layer, _) = laptop.model.notebook.layers().next().expect("a layer");
    laptop.keeps(Some(layer), lamps(0));
    assert_eq!(laptop.model.notebook.layers().count(), 0);
}

#[test]
fn who_joined_a_walk_reads_its_sheet_and_does_not_change_it_until_it_is_taken_over() {
    let mut laptop = Phone::new();
    let walk = laptop.creates_walk(with_stops);
    let mut phone = Phone::new();
    phone.takes_in(&laptop, walk);
    phone.tags("street_lighting");
    assert!(!phone.model.prepares() && laptop.model.prepares());
    let sheet = phone.model.walk().cloned().expect("a sheet");
    let changed = Walk { title: "Autre".into(), ..sheet.clone() };
    let before = phone.lines_of(walk).len();
    phone.happens(Event::WalkAmended(Box::new(changed.clone()), phone.now));
    phone.keeps(None, perimeter("ZZ9"));
    assert_eq!(phone.model.walk(), Some(&sheet));
    assert_eq!(phone.lines_of(walk).len(), before);
    assert!(phone.model.problems.contains(&Problem::PreparedElsewhere));

    phone.happens(Event::PreparationTakenOver(phone.now));
    phone.happens(Event::WalkAmended(Box::new(changed), phone.now));
    assert_eq!(phone.model.walk().map(|walk| walk.title.as_str()), Some("Autre"));
    // Both come together without a clash: the laptop wrote nothing meanwhile.
    laptop.takes_in(&phone, walk);
    assert_eq!(laptop.model.walk().map(|walk| walk.title.as_str()), Some("Autre"));
    assert_eq!(laptop.model.notebook.clashes(), 0);
}

#[test]
fn the_stop_form_keeps_every_voice_and_each_phone_its_own() {
    let level = |value| Level::new(value).expect("0 to 3");
    let mut one = Phone::new();
    let walk = one.creates_walk(with_stops);
    one.says_of_stop(2, StopChange::Voice(0, 0, level(0)));
    one.says_of_stop(2, StopChange::Voice(1, 0, level(3)));
    one.says_of_stop(2, StopChange::Common(0, level(1)));
    let mut other = Phone::new();
    other.takes_in(&one, walk);
    other.says_of_stop(2, StopChange::Common(0, level(2)));
    other.says_of_stop(2, StopChange::Closed(true));
    one.takes_in(&other, walk);
    assert_eq!(one.model.notebook.stop_forms().count(), 2);
    let (first, second) = (one.stop(1).id, one.stop(2).id);
    let (_, own) = one.model.own_stop_form(second).expect("its own");
    assert_eq!((own.common[0], own.range(0)), (Some(level(1)), Some((level(0), level(3)))));
    // One phone said that the group left: it did.
    let sheet = one.model.walk().expect("a sheet");
    let closed = |id| one.model.notebook.is_stop_closed(sheet, id);
    assert!(closed(second) && !closed(first));
    one.killed_and_started();
    one.opens(Route::StopForm(walk, second));
    assert_eq!(one.model.own_stop_form(second).map(|(_, form)| form.voices.len()), Some(2));
}

#[test]
fn a_place_chosen_on_the_map_is_the_things_and_the_observers_is_kept_beside_it() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(with_stops);
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 8.0);
    let there = here().moved(45.0, 60.0);
    let category = Category::from_code("street_lighting").expect("a category");
    phone.opens(Route::Categories(walk, category.principle().expect("known"), Some(there)));
    let chance = phone.chance();
    phone.happens(Event::CategoryTapped(category, chance));
    let Route::Observation(_, id, _) = phone.model.route else { panic!("not open") };
    let observation = phone.on_disk(id).expect("on disk");
    let thing = observation.thing.expect("placed");
    assert_eq!((thing.place, thing.source), (there, GeoSource::Map));
    assert!(observation.observer.is_some_and(|fix| fix.place.metres_to(here()) < 1.0));
    // Moved again: the observer stays.
    phone.says(id, Change::PlacedByHand(here().moved(180.0, 20.0)));
    let moved = phone.on_disk(id).expect("on disk");
    assert_eq!(moved.observer, observation.observer);
    assert_ne!(moved.thing, observation.thing);
}

#[test]
fn the_lamps_nearby_are_offered_nearest_first() {
    let mut phone = Phone::new();
    phone.creates_walk(with_stops);
    phone.keeps(None, lamps(30));
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 10.0);
    let id = phone.tags("street_lighting");
    let near = phone.model.lamps_near(id);
    let labels: Vec<&str> = near.iter().map(|(label, _)| label.as_str()).collect();
    assert_eq!(labels, ["L-0", "L-1", "L-2", "L-3"]);
}

#[test]
fn every_planned_stop_is_in_the_list_with_its_count() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(with_stops);
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 8.0);
    phone.tags("street_lighting");
    phone.tags("noise");
    let far = phone.tags("cleanliness");
    phone.says(far, Change::Stop(None));
    let counts: Vec<(Option<u16>, usize)> = list::by_stop(&phone.model)
        .into_iter()
        .filter_map(|item| match item {
            list::ListEntry::Stop(stop, count) => Some((stop.map(|stop| stop.number), count)),
            list::ListEntry::Observation(_) => None,
        })
        .collect();
    assert_eq!(counts, [(Some(1), 2), (Some(2), 0), (Some(3), 0), (None, 1)]);
    // A stop taken off the sheet is still known by what was said there.
    let sheet = phone.model.walk().cloned().expect("a sheet");
    let fewer = Walk { stops: sheet.stops.get(1..).expect("two").to_vec(), ..sheet };
    phone.happens(Event::WalkAmended(Box::new(fewer), phone.now));
    assert_eq!(phone.model.open, Some(walk));
    assert!(list::by_stop(&phone.model).contains(&list::ListEntry::Stop(Some(phone.stop(1)), 2)));
}

#[test]
fn the_map_shows_what_there_is() {
    let mut phone = Phone::new();
    phone.creates_walk(with_stops);
    phone.keeps(None, perimeter("ZZ1"));
    phone.keeps(None, lamps(5));
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 120.0);
    let id = phone.tags("street_lighting");
    let model = &phone.model;
    assert_eq!(marks::perimeter(model).len(), 1);
    assert_eq!(marks::reference(model).len(), 5);
    assert_eq!(marks::route(model).len(), 1);
    let near: Vec<bool> = marks::stops(model)
        .into_iter()
        .map(|mark| matches!(mark.look, marks::Look::Stop { near: true, .. }))
        .collect();
    assert_eq!(near, [false, false], "so coarse a fix does not say at which stop");
    // A bad fix is drawn as one, for the phone and for what was said.
    let observations = marks::observations(model, Some(id));
    assert!(matches!(
        observations[0].look,
        marks::Look::Observation { coarse: true, chosen: true, principle: 2, .. }
    ));
    assert!(matches!(marks::position(model)[0].look, marks::Look::Position { coarse: true, .. }));
    let [west, south, east, north] = marks::bounds(model).expect("bounds");
    assert!(west <= HERE.0 && south < HERE.1 && east > HERE.0 && north > HERE.1);
}

#[test]
fn five_observations_at_one_stop_are_five_and_each_can_be_opened() {
    let mut phone = Phone::new();
    phone.creates_walk(with_stops);
    phone.happens(Event::PlusTapped);
    phone.is_at(HERE.0, HERE.1, 8.0);
    let stop = phone.model.walk().expect("a sheet").stops[0].known();
    let mut said: Vec<RecordId> =
        ["street_lighting", "noise", "cleanliness", "noise", "seating_furniture"]
            .into_iter()
            .map(|category| phone.tags(category))
            .collect();
    for id in &said {
        phone.says(*id, Change::PlacedAtStop(stop));
    }
    let elsewhere = phone.tags("noise");
    phone.says(elsewhere, Change::PlacedByHand(here().moved(90.0, 60.0)));
    let model = &phone.model;
    let drawn = marks::observations(model, None);
    let frame = LocalFrame::around(here());
    // From a street on the screen to the nearest there is.
    for pixels_a_metre in [0.02, 1.0, 20.0] {
        let at = drawn.iter().map(|mark| {
            let marks::Shape::Point(place) = mark.shape else { panic!("a point") };
            let (east, north) = frame.local_from_place(place);
            (mark, (east * pixels_a_metre, north * pixels_a_metre))
        });
        let groups = together::gather(at, 40.0, 20.0 / pixels_a_metre);
        let most = groups.iter().max_by_key(|group| group.marks.len()).expect("some");
        if pixels_a_metre < 1.0 {
            assert_eq!((most.marks.len(), most.parts), (6, true), "a tap comes closer");
        } else {
            assert_eq!((most.marks.len(), most.parts), (5, false), "a tap asks which one");
            assert_eq!(groups.len(), 2);
        }
    }
    let choice = together::choice(model, &said);
    said.reverse();
    assert_eq!(choice, said, "the newest first, each once");
    assert_eq!(together::stop_under(model, &said), Some(stop.id));
    said.push(elsewhere);
    assert_eq!(together::stop_under(model, &said), None);
    phone.says(said[0], Change::Withdrawn(true));
    assert_eq!(together::choice(&phone.model, &said).len(), 5);
}

#[test]
fn another_page_is_opened_only_once_everything_is_safe() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(with_stops);
    phone.slow = true;
    phone.tags("street_lighting");
    phone.asked.clear();
    let shows = |phone: &Phone| {
        phone.asked.iter().any(|effect| matches!(effect, Effect::Show { route: Route::Map(_), .. }))
    };
    phone.happens(Event::Left(Route::Map(walk), false));
    assert!(!shows(&phone), "the write is still on its way");
    let write = phone.model.last_write;
    phone.happens(Event::Stored(write));
    assert!(shows(&phone));

    // What storage refuses is only in memory: leaving would lose it, and that is said.
    phone.slow = false;
    phone.refuses = Some(NotStored::Full);
    phone.opens(Route::Walk(walk));
    phone.tags("noise");
    phone.asked.clear();
    phone.happens(Event::Left(Route::Map(walk), false));
    assert!(!shows(&phone));
    assert!(phone.model.problems.contains(&Problem::CannotLeave));
    phone.refuses = None;
    phone.happens(Event::RetryTapped);
    assert!(!phone.model.problems.contains(&Problem::CannotLeave));
    phone.happens(Event::Left(Route::Map(walk), false));
    assert!(shows(&phone));
}

#[test]
fn an_invitation_is_followed_when_its_address_is_opened() {
    let mut phone = Phone::new();
    phone.model.page = Page::Join;
    phone.opens(Route::Join);
    assert!(matches!(phone.at_work().request, Request::Join(_)));
    let outdated = ExchangeError::Told("Ce code est plus ancien.".into());
    phone.worker_says(JobAnswer::Failed(outdated));
    assert!(phone.model.problems.contains(&Problem::Told("Ce code est plus ancien.".into())));
}

#[test]
fn a_basemap_is_compared_with_what_is_known_of_the_walk() {
    let around = |east_m: f64| {
        let centre = here().moved(90.0, east_m);
        let (south_west, north_east) = (centre.moved(225.0, 700.0), centre.moved(45.0, 700.0));
        let ((west, south), (east, north)) = (south_west.e7(), north_east.e7());
        Basemap {
            media: MediaId::of(b"tiles"),
            size: 5,
            vector: true,
            zooms: (12, 16),
            bounds_e7: [west, south, east, north],
            attribution: String::new(),
        }
    };
    let mut laptop = Phone::new();
    laptop.creates_walk(|walk| walk.stops = vec![Stop::named(1, "Sans point")]);
    let reach = |laptop: &Phone, east_m| around(east_m).reach(marks::known_places(&laptop.model));
    assert_eq!(reach(&laptop, 0.0), BasemapReach::Unknown);
    laptop.keeps(None, lamps(3));
    assert_eq!(reach(&laptop, 0.0), BasemapReach::Whole);
    assert!(
        matches!(reach(&laptop, 40_000.0), BasemapReach::Elsewhere { away_m } if away_m > 39_000.0)
    );
    // The outline says more of the walk than the lamps, and stands out by some five metres.
    laptop.keeps(None, perimeter("ZZ1"));
    assert!(matches!(reach(&laptop, 0.0), BasemapReach::Part { outside_m } if outside_m < 10.0));

    // Where there are stops, an outline of the whole neighbourhood may stand out.
    let mut drawn = Phone::new();
    drawn.creates_walk(with_stops);
    drawn.keeps(None, perimeter("ZZ1"));
    assert_eq!(reach(&drawn, 0.0), BasemapReach::Whole);
    assert!(matches!(reach(&drawn, 550.0), BasemapReach::Part { outside_m } if outside_m < 100.0));
}

#[test]
fn a_basemap_travels_with_the_notebook() {
    let mut laptop = Phone::new();
    let walk = laptop.creates_walk(with_stops);
    let media = MediaId::of(b"tiles");
    laptop.keeps(
        None,
        Body::Basemap(Box::new(Basemap {
            media,
            size: 5,
            vector: true,
            zooms: (12, 16),
            bounds_e7: [22_000_000, 498_000_000, 23_000_000, 499_000_000],
            attribution: "© essai".into(),
        })),
    );
    laptop.killed_and_started();
    laptop.opens(Route::Walk(walk));
    assert_eq!(laptop.model.notebook.all_media().collect::<Vec<_>>(), [media]);
    let (_, basemap) = laptop.model.notebook.basemap().expect("a basemap");
    assert_eq!(basemap.attribution, "© essai");
}

#[test]
fn who_observes_from_the_map_is_still_asked_where_she_stands() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(with_stops);
    let there = here().moved(45.0, 60.0);
    // The map is another page: the principles are where this one starts.
    phone.disk.address = Route::Principles(walk, Some(there));
    phone.killed_and_started();
    assert!(phone.asked.contains(&Effect::WatchPosition(true)));
    let category = Category::from_code("noise").expect("a category");
    phone.opens(Route::Categories(walk, category.principle().expect("known"), Some(there)));
    let chance = phone.chance();
    phone.happens(Event::CategoryTapped(category, chance));
    let Route::Observation(_, id, _) = phone.model.route else { panic!("not open") };
    phone.passes(3);
    phone.is_at(HERE.0, HERE.1, 8.0);
    let observation = phone.on_disk(id).expect("on disk");
    assert!(observation.observer.is_some());
    assert_eq!(observation.thing.map(|thing| thing.place), Some(there));
}

#[test]
fn what_is_prepared_is_asked_to_be_kept_and_a_refusal_is_said() {
    use eclaireuse::app::event::StorageReport;
    let mut laptop = Phone::new();
    laptop.page = Page::Desk;
    laptop.disk.address = Route::NewWalk;
    laptop.start();
    let asked = |laptop: &Phone| {
        laptop.asked.iter().filter(|effect| **effect == Effect::PersistStorage).count()
    };
    let measured = |laptop: &mut Phone, persisted: Option<bool>| {
        let report = StorageReport { persisted, ..StorageReport::default() };
        laptop.happens(Event::StorageMeasured(report));
    };
    measured(&mut laptop, Some(false));
    // Nothing is kept yet: nothing is asked, and there is nothing to lose.
    assert_eq!((asked(&laptop), laptop.model.sheet_may_be_cleared()), (0, false));
    // What the disk refuses is not kept either.
    laptop.refuses = Some(NotStored::Full);
    laptop.creates_walk(with_stops);
    assert_eq!(asked(&laptop), 0);
    laptop.refuses = None;
    laptop.happens(Event::RetryTapped);
    assert_eq!((asked(&laptop), laptop.model.sheet_may_be_cleared()), (1, true));
    let mut sheet = laptop.model.walk().unwrap().clone();
    sheet.quarter = "Pierre Rollin".into();
    laptop.happens(Event::WalkAmended(Box::new(sheet), laptop.now));
    laptop.keeps(None, perimeter("ZZ1"));
    assert_eq!(asked(&laptop), 1, "once");
    for (persisted, said) in [(Some(true), false), (None, false), (Some(false), true)] {
        measured(&mut laptop, persisted);
        assert_eq!(laptop.model.sheet_may_be_cleared(), said);
        assert_eq!(laptop.model.storage_may_be_cleared(), said);
    }
    // Who joined has a sheet that is elsewhere too.
    let mut phone = Phone::new();
    phone.takes_in(&laptop, laptop.model.open.expect("a walk is open"));
    measured(&mut phone, Some(false));
    assert!(!phone.model.sheet_may_be_cleared());
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    assert_eq!(asked(&phone), 0, "a walker's phone asks with the first observation");
    phone.tags("noise");
    phone.tags("noise");
    assert_eq!(asked(&phone), 1);
}
