//! GeoJSON as people have it: a collection, a feature, or a bare geometry, with whatever else the
//! program that wrote it added.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use serde_json::value::RawValue;

use super::{FileProblem, look_at};

/// The properties of a feature by name, each still as text.
pub(super) type Properties<'a> = BTreeMap<String, &'a RawValue>;

/// The first two numbers of a position; not a number where there are fewer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Position(f64, f64);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Position;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("numbers")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut of: A) -> Result<Position, A::Error> {
                let (x, y): (Option<f64>, Option<f64>) = (of.next_element()?, of.next_element()?);
                while of.next_element::<IgnoredAny>()?.is_some() {}
                Ok(x.zip(y).map_or(Position(f64::NAN, f64::NAN), |(x, y)| Position(x, y)))
            }
        }
        from.deserialize_seq(Numbers)
    }
}

/// A shape as a file has it.
pub(super) enum Shape {
    Point(Position),
    MultiPoint(Vec<Position>),
    LineString(Vec<Position>),
    MultiLineString(Vec<Vec<Position>>),
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
}

/// A file taken apart: its features, each still as text.
pub(super) struct File<'a> {
    /// What the `crs` member of GeoJSON 2008 says.
    pub(super) crs: Option<String>,
    /// The text of each feature (or the bare geometry).
    pub(super) features: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    crs: Option<&'a RawValue>,
}

/// The properties of a feature, without looking into its geometry.
#[derive(Deserialize)]
struct Described<'a> {
    #[serde(borrow)]
    properties: Option<Properties<'a>>,
}

#[derive(Deserialize)]
struct Shaped<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
}

/// A name of a system is short; what is longer is not looked at.
const CRS_MAX: usize = 4 << 10;

const GEOMETRIES: [&str; 7] = [
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
    "Polygon",
    "MultiPolygon",
    "GeometryCollection",
];

impl<'a> File<'a> {
    /// Takes a text apart.
    pub(super) fn open(text: &'a str) -> Result<Self, FileProblem> {
        let text = look_at(text)?;
        let outline: Outline<'_> = serde_json::from_str(text).map_err(|error| {
            if error.is_data() {
                FileProblem::NotGeoJson
            } else {
                FileProblem::NotJson { line: error.line() }
            }
        })?;
        let crs = outline.crs.filter(|crs| crs.get().len() <= CRS_MAX);
        let crs = crs.and_then(|crs| {
            let crs: Value = serde_json::from_str(crs.get()).ok()?;
            let name = crs.pointer("/properties/name").or_else(|| crs.pointer("/properties/code"));
            match name? {
                Value::String(name) => Some(name.clone()),
                Value::Number(code) => Some(code.to_string()),
                _ => None,
            }
        });
        let features = match (outline.kind.as_ref(), outline.features) {
            ("FeatureCollection", Some(features)) => {
                features.into_iter().map(RawValue::get).collect()
            }
            ("Feature", _) => vec![text],
            (kind, _) if GEOMETRIES.contains(&kind) => vec![text],
            _ => return Err(FileProblem::NotGeoJson),
        };
        Ok(Self { crs, features })
    }
}

/// The properties of a feature; none when it has none that can be read.
pub(super) fn properties(feature: &str) -> Properties<'_> {
    let described = serde_json::from_str::<Described<'_>>(feature).ok();
    described.and_then(|described| described.properties).unwrap_or_default()
}

/// The geometry of a feature, or of a bare geometry; `None` when there is none or it cannot be
/// read.
pub(super) fn geometry(feature: &str) -> Option<Shape> {
    fn read<T: DeserializeOwned>(coordinates: &RawValue) -> Option<T> {
        serde_json::from_str(coordinates.get()).ok()
    }
    let mut shaped = serde_json::from_str::<Shaped<'_>>(feature).ok()?;
    if shaped.kind == "Feature" {
        shaped = serde_json::from_str::<Shaped<'_>>(shaped.geometry?.get()).ok()?;
    }
    let coordinates = shaped.coordinates?;
    match shaped.kind.as_ref() {
        "Point" => read(coordinates).map(Shape::Point),
        "MultiPoint" => read(coordinates).map(Shape::MultiPoint),
        "LineString" => read(coordinates).map(Shape::LineString),
        "MultiLineString" => read(coordinates).map(Shape::MultiLineString),
        "Polygon" => read(coordinates).map(Shape::Polygon),
        "MultiPolygon" => read(coordinates).map(Shape::MultiPolygon),
        _ => None,
    }
}

/// The first two numbers of a position.
pub(super) fn xy(position: &Position) -> (f64, f64) {
    (position.0, position.1)
}

/// The value of the first of some fields that a feature has, as text; names are compared without
/// regard to case.
pub(super) fn field<'a>(
    properties: &'a Properties<'_>,
    names: &[&str],
) -> Option<(&'a str, String)> {
    names.iter().find_map(|wanted| {
        let (name, value) =
            properties.iter().find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
        let text = match value.get().as_bytes().first()? {
            b'"' => serde_json::from_str::<Cow<'_, str>>(value.get()).ok()?.trim().to_owned(),
            b'-' | b'0'..=b'9' => serde_json::from_str::<Value>(value.get()).ok()?.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some((name.as_str(), text))
    })
}
