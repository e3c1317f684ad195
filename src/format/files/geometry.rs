//! GeoJSON as people have it: a collection, a feature, or a bare geometry, with whatever else the
//! program that wrote it added.

use std::borrow::Cow;
use std::collections::BTreeMap;

use geojson::{Geometry, GeometryValue, Position};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{FileProblem, look_at};

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
    crs: Option<Value>,
}

/// The properties of a feature, without looking into its geometry.
#[derive(Deserialize)]
struct Described {
    properties: Option<BTreeMap<String, Value>>,
}

#[derive(Deserialize)]
struct Shaped<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
}

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
        let crs = outline.crs.as_ref().and_then(|crs| {
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
pub(super) fn properties(feature: &str) -> BTreeMap<String, Value> {
    let described = serde_json::from_str::<Described>(feature).ok();
    described.and_then(|described| described.properties).unwrap_or_default()
}

/// The geometry of a feature, or of a bare geometry; `None` when there is none or it cannot be
/// read.
pub(super) fn geometry(feature: &str) -> Option<GeometryValue> {
    let shaped = serde_json::from_str::<Shaped<'_>>(feature).ok()?;
    let text = if shaped.kind == "Feature" { shaped.geometry?.get() } else { feature };
    Some(serde_json::from_str::<Geometry>(text).ok()?.value)
}

/// The first two numbers of a position.
pub(super) fn xy(position: &Position) -> (f64, f64) {
    match position.as_slice() {
        [x, y, ..] => (*x, *y),
        _ => (f64::NAN, f64::NAN),
    }
}

/// The value of the first of some fields that a feature has, as text; names are compared without
/// regard to case.
pub(super) fn field<'a>(
    properties: &'a BTreeMap<String, Value>,
    names: &[&str],
) -> Option<(&'a str, String)> {
    names.iter().find_map(|wanted| {
        let (name, value) =
            properties.iter().find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then_some((name.as_str(), text))
    })
}
