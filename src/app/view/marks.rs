//! What is drawn on the map and on the plan: the same marks for both, and as GeoJSON text for the
//! one that wants it.

use crate::app::model::Model;
use crate::domain::code::Code;
use crate::domain::identity::RecordId;
use crate::domain::observation::fix::Fix;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::Polarity;
use crate::domain::walk::Stop;
use crate::domain::walk::reference_layer::ReferencePoint;
use crate::domain::walk::route_draft::RouteDraft;
use crate::format::geojson::{Collection, Geometry, Properties};

/// Marks that are drawn and replaced together, the lowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Overlay {
    /// The neighbourhood.
    Perimeter,
    /// The line of the walk.
    Route,
    /// The corners of a line being drawn.
    Vertices,
    /// Street lamps and the like.
    Reference,
    /// The planned stops.
    Stops,
    /// Where the phone is. What was said just here stands on it, and stays to be seen.
    Position,
    /// What was said.
    Observations,
    /// The thing being placed.
    Thing,
}

impl Overlay {
    /// Every set.
    pub const ALL: [Self; 8] = [
        Self::Perimeter,
        Self::Route,
        Self::Vertices,
        Self::Reference,
        Self::Stops,
        Self::Position,
        Self::Observations,
        Self::Thing,
    ];

    /// Its name in the map's script.
    pub fn name(self) -> &'static str {
        match self {
            Self::Perimeter => "perimeter",
            Self::Route => "route",
            Self::Vertices => "vertices",
            Self::Reference => "reference",
            Self::Stops => "stops",
            Self::Observations => "observations",
            Self::Thing => "thing",
            Self::Position => "position",
        }
    }

    /// The set of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.name() == name)
    }
}

/// Where a mark is.
#[derive(Clone, PartialEq, Debug)]
pub enum Shape {
    /// A point.
    Point(Place),
    /// A line.
    Line(Vec<Place>),
    /// Polygons: each a list of rings, the first one its outline.
    Area(Vec<Vec<Vec<Place>>>),
}

/// How a mark looks.
#[derive(Clone, PartialEq, Debug)]
pub enum Look {
    /// As its set does.
    Plain,
    /// A corner, perhaps the chosen one.
    Vertex {
        /// Whether it is chosen.
        chosen: bool,
    },
    /// A stop.
    Stop {
        /// Its number.
        number: u16,
        /// Whether the phone is there.
        near: bool,
        /// Whether the group left it.
        closed: bool,
    },
    /// A reference point.
    Reference {
        /// Its label.
        label: String,
    },
    /// An observation.
    Observation {
        /// 1 to 6.
        principle: u8,
        /// `None` when nobody said.
        polarity: Option<Polarity>,
        /// Whether its position is less accurate than the walk wants.
        coarse: bool,
        /// Whether its card is open.
        chosen: bool,
    },
    /// The phone.
    Position {
        /// Radius in metres.
        accuracy_m: f64,
        /// Degrees clockwise from north, when it moves.
        heading: Option<f64>,
        /// Less accurate than the walk wants.
        coarse: bool,
    },
}

/// Something drawn.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// What a tap on it names.
    pub id: String,
    /// Where.
    pub shape: Shape,
    /// How.
    pub look: Look,
}

impl Mark {
    /// A mark at a place.
    pub fn point(id: impl ToString, place: Place, look: Look) -> Self {
        Self { id: id.to_string(), shape: Shape::Point(place), look }
    }
}

/// The neighbourhood's outline.
pub fn perimeter(model: &Model) -> Vec<Mark> {
    let found = model.notebook.perimeter().filter(|(_, found)| !found.polygons.is_empty());
    let mark = |(id, perimeter): (RecordId, &crate::domain::walk::perimeter::Perimeter)| Mark {
        id: id.to_string(),
        shape: Shape::Area(perimeter.polygons.clone()),
        look: Look::Plain,
    };
    found.map(mark).into_iter().collect()
}

/// The line of the walk.
pub fn route(model: &Model) -> Vec<Mark> {
    line(&model.walk().map(|walk| walk.line().0).unwrap_or_default())
}

/// A line, if there is one.
pub fn line(places: &[Place]) -> Vec<Mark> {
    if places.len() < 2 {
        return Vec::new();
    }
    let id = "line".to_owned();
    vec![Mark { id, shape: Shape::Line(places.to_vec()), look: Look::Plain }]
}

/// The corners of a line being drawn, known by their rank.
pub fn vertices(draft: &RouteDraft, chosen: Option<usize>) -> Vec<Mark> {
    let corner = |(rank, place): (usize, &Place)| {
        Mark::point(rank, *place, Look::Vertex { chosen: chosen == Some(rank) })
    };
    draft.line().iter().enumerate().map(corner).collect()
}

/// The stops of a walk being prepared, known by their rank.
pub fn drafted_stops(draft: &RouteDraft) -> Vec<Mark> {
    let mark = |(rank, stop): (usize, &Stop)| {
        let look = Look::Stop { number: stop.number, near: false, closed: false };
        Some(Mark::point(rank, stop.place?, look))
    };
    draft.stops().iter().enumerate().filter_map(mark).collect()
}

/// The planned stops that have a place, known by their ids.
pub fn stops(model: &Model) -> Vec<Mark> {
    let Some(walk) = model.walk() else { return Vec::new() };
    let fix = model.current_fix();
    let here = fix.and_then(|fix| walk.stop_of(fix.place, fix.accuracy_m)).map(|stop| stop.id);
    let mark = |stop: &Stop| {
        let look = Look::Stop {
            number: stop.number,
            near: here == Some(stop.id),
            closed: model.notebook.is_stop_closed(walk, stop.id),
        };
        Some(Mark::point(stop.id, stop.place?, look))
    };
    walk.stops.iter().filter_map(mark).collect()
}

/// The points of the reference layers, known by their rank among all.
pub fn reference(model: &Model) -> Vec<Mark> {
    reference_points(model)
        .enumerate()
        .map(|(rank, point)| {
            let look = Look::Reference { label: point.label.clone() };
            Mark::point(rank, point.place, look)
        })
        .collect()
}

/// The points of all reference layers, in the order of [`reference`].
pub fn reference_points(model: &Model) -> impl Iterator<Item = &ReferencePoint> {
    model.notebook.layers().flat_map(|(_, layer)| &layer.points)
}

/// The observations that stand, have a place, and pass the filter; known by their record.
pub fn observations(model: &Model, chosen: Option<RecordId>) -> Vec<Mark> {
    let Some(walk) = model.walk() else { return Vec::new() };
    let coarse_above_m = f64::from(walk.coarse_above_m);
    model
        .notebook
        .newest_first()
        .filter(|observation| model.filter.lets_through(observation, walk))
        .filter_map(|observation| {
            let position = observation.position(walk)?;
            let look = Look::Observation {
                principle: observation.category.hue(),
                polarity: observation.polarity,
                coarse: position.accuracy_m.is_some_and(|metres| metres > coarse_above_m),
                chosen: chosen == Some(observation.id),
            };
            Some(Mark::point(observation.id, position.place, look))
        })
        .collect()
}

/// Where the phone is, as long as that is fresh.
pub fn position(model: &Model) -> Vec<Mark> {
    let coarse_above_m = model.walk().map_or(f64::INFINITY, |walk| f64::from(walk.coarse_above_m));
    let mark = |Fix { place, accuracy_m, .. }| {
        let heading = model.location.heading;
        let coarse = accuracy_m > coarse_above_m;
        Mark::point("here", place, Look::Position { accuracy_m, heading, coarse })
    };
    model.current_fix().map(mark).into_iter().collect()
}

/// The thing of an observation that is being placed.
pub fn thing(model: &Model, id: RecordId) -> Vec<Mark> {
    let position = model
        .observation(id)
        .zip(model.walk())
        .and_then(|(observation, walk)| observation.position(walk));
    position.map(|at| Mark::point(id, at.place, Look::Plain)).into_iter().collect()
}

/// West, south, east, north in degrees of what a walk is about: route and stops, else perimeter,
/// else where the phone or the walk is.
pub fn bounds(model: &Model) -> Option<[f64; 4]> {
    let walk = model.walk()?;
    let stops = walk.stops.iter().filter_map(|stop| stop.place);
    let drawn = around(walk.route.iter().copied().chain(stops));
    let perimeter = || model.notebook.perimeter().and_then(|(_, perimeter)| perimeter.bounds());
    let point = || model.current_fix().map(|fix| fix.place).or_else(|| walk.reference_place());
    drawn.or_else(perimeter).or_else(|| around(point().into_iter()))
}

/// The places of what is known of a walk, most telling first: route and stops, else the perimeter,
/// else the points of the reference layers, else where the walk is said to be.
pub fn known_places(model: &Model) -> Vec<Place> {
    let Some(walk) = model.walk() else { return Vec::new() };
    let stops = walk.stops.iter().filter_map(|stop| stop.place);
    let mut found: Vec<Place> = walk.route.iter().copied().chain(stops).collect();
    if found.is_empty() {
        let perimeter = model.notebook.perimeter().into_iter();
        let rings = perimeter.flat_map(|(_, perimeter)| perimeter.polygons.iter().flatten());
        found.extend(rings.flatten());
    }
    if found.is_empty() {
        found.extend(reference_points(model).map(|point| point.place));
    }
    if found.is_empty() {
        found.extend(walk.reference_place());
    }
    found
}

/// The box around some places, at least some 100 metres wide.
pub fn around(places: impl Iterator<Item = Place>) -> Option<[f64; 4]> {
    const LEAST_DEGREES: f64 = 0.0008;
    let mut found: Option<[f64; 4]> = None;
    for place in places {
        let (lon, lat) = (place.lon(), place.lat());
        let [west, south, east, north] = found.unwrap_or([lon, lat, lon, lat]);
        found = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
    }
    let [west, south, east, north] = found?;
    let (wide, high) = (LEAST_DEGREES - (east - west), LEAST_DEGREES - (north - south));
    let (wide, high) = (wide.max(0.0) / 2.0, high.max(0.0) / 2.0);
    Some([west - wide, south - high, east + wide, north + high])
}

/// Decimals of a coordinate: all that a place has.
const DECIMALS: usize = 7;

/// Marks as a GeoJSON FeatureCollection, longitude first.
pub fn geojson(marks: &[Mark]) -> String {
    let mut text = String::new();
    let mut features = Collection::begin(None, DECIMALS, &mut text);
    for mark in marks {
        let geometry = match &mark.shape {
            Shape::Point(place) => Geometry::Point(*place),
            Shape::Line(line) => Geometry::Line(line),
            Shape::Area(polygons) => Geometry::Areas(polygons),
        };
        features.feature(geometry, &mut text, |properties| {
            properties.text("id", &mark.id);
            mark.look.say(properties);
        });
    }
    features.end(&mut text);
    text
}

impl Look {
    /// As properties, by which the map's script draws.
    fn say(&self, properties: &mut Properties<'_>) {
        match self {
            Self::Plain => {}
            Self::Vertex { chosen } => properties.flag("chosen", *chosen),
            Self::Stop { number, near, closed } => {
                properties.whole("number", i64::from(*number));
                properties.flag("near", *near);
                properties.flag("closed", *closed);
            }
            Self::Reference { label } => properties.text("label", label),
            Self::Observation { principle, polarity, coarse, chosen } => {
                properties.whole("principle", i64::from(*principle));
                properties.text("polarity", polarity.map_or("neutral", Polarity::code));
                properties.flag("coarse", *coarse);
                properties.flag("chosen", *chosen);
            }
            Self::Position { accuracy_m, heading, coarse } => {
                properties.real("accuracy_m", *accuracy_m);
                match heading {
                    Some(degrees) => properties.real("heading", *degrees),
                    None => properties.unknown("heading"),
                }
                properties.flag("coarse", *coarse);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_geojson_that_others_read(
            lon in -180.0..180.0_f64,
            lat in -90.0..90.0_f64,
            label in "\\PC{0,20}",
            accuracy_m in 0.1..500.0_f64,
        ) {
            let place = Place::from_lon_lat(lon, lat).unwrap();
            let there = Place::from_lon_lat(lat, lat).unwrap();
            let ring = vec![place, there, place];
            let marks = [
                Mark::point("a\"b", place, Look::Reference { label: label.clone() }),
                Mark::point("here", place, Look::Position { accuracy_m, heading: Some(accuracy_m), coarse: true }),
                Mark { id: String::new(), shape: Shape::Line(ring.clone()), look: Look::Plain },
                Mark { id: String::new(), shape: Shape::Area(vec![vec![ring]]), look: Look::Plain },
            ];
            let text = geojson(&marks);
            let read: geojson::FeatureCollection = text.parse().unwrap();
            prop_assert_eq!(read.features.len(), 4);
            let first = &read.features[0];
            prop_assert_eq!(first.property("label").and_then(|l| l.as_str()), Some(label.as_str()));
            prop_assert_eq!(first.property("id").and_then(|id| id.as_str()), Some("a\"b"));
            let Some(geojson::GeometryValue::Point { coordinates }) =
                first.geometry.as_ref().map(|geometry| &geometry.value)
            else {
                panic!("not a point");
            };
            let again = Place::from_lon_lat(coordinates.as_slice()[0], coordinates.as_slice()[1]);
            prop_assert_eq!(again.unwrap(), place);
        }

        #[test]
        fn the_box_holds_every_place(
            places in proptest::collection::vec((-10.0..10.0_f64, -10.0..10.0_f64), 1..20)
        ) {
            let places: Vec<Place> =
                places.iter().map(|(lon, lat)| Place::from_lon_lat(*lon, *lat).unwrap()).collect();
            let [west, south, east, north] = around(places.iter().copied()).unwrap();
            for place in &places {
                prop_assert!((west..=east).contains(&place.lon()));
                prop_assert!((south..=north).contains(&place.lat()));
            }
            prop_assert!(east - west >= 0.0007 && north - south >= 0.0007);
        }
    }
}
