//! A layer as GeoJSON, as a GIS writes it back.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{COLUMNS_MAX, FileRefused, ROWS_MAX, Row, SheetProblem, Table};
use crate::format::files::feature::FileFeatures;
use crate::format::files::locate::{Known, locate};
use crate::format::files::question::Answers;

/// The file, its parts still as text: only what is asked for is ever taken apart.
#[derive(Deserialize)]
struct Whole<'a> {
    #[serde(borrow)]
    features: Option<&'a RawValue>,
    #[serde(borrow)]
    properties: Option<&'a RawValue>,
    #[serde(borrow)]
    crs: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Feature<'a> {
    #[serde(borrow)]
    properties: Option<BTreeMap<String, &'a RawValue>>,
    #[serde(borrow)]
    geometry: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Geometry<'a> {
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
}

/// A name of a system is short; what is longer is not looked at.
const CRS_MAX: usize = 4 << 10;

/// The properties of every feature as cells.
pub(super) fn table(text: &str) -> Result<Table, FileRefused> {
    let not_json = |error: serde_json::Error| FileRefused::NotJson { line: error.line() };
    let outline: &RawValue = serde_json::from_str(text).map_err(not_json)?;
    let whole: Whole<'_> =
        serde_json::from_str(outline.get()).map_err(|_| FileRefused::NotGeoJson)?;
    let features: Vec<&RawValue> = match whole.features {
        Some(features) => {
            serde_json::from_str(features.get()).map_err(|_| FileRefused::NotGeoJson)?
        }
        None if whole.properties.is_some() => vec![outline],
        None => return Err(FileRefused::NotGeoJson),
    };
    let mut names: Vec<String> = Vec::new();
    let mut index_of: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    let (mut more_columns, mut more_rows) = (0, 0);
    for (line, feature) in (1..).zip(features) {
        let Ok(feature) = serde_json::from_str::<Feature<'_>>(feature.get()) else { continue };
        let Some(properties) = feature.properties else { continue };
        if rows.len() == ROWS_MAX {
            more_rows += 1;
            continue;
        }
        let mut cells = Vec::new();
        for (name, value) in properties {
            let known = index_of.get(&name).copied();
            if known.is_none() && names.len() == COLUMNS_MAX {
                more_columns += 1;
                continue;
            }
            let index = known.unwrap_or_else(|| {
                names.push(name.clone());
                index_of.insert(name, names.len() - 1);
                names.len() - 1
            });
            let cell = cell(value.get());
            if !cell.is_empty() {
                cells.push((index, cell));
            }
        }
        rows.push(Row { line, cells, position: feature.geometry.and_then(position) });
    }
    in_degrees(&mut rows, whole.crs.and_then(system).as_deref());
    let mut problems = Vec::new();
    if more_columns + more_rows > 0 {
        problems.push(SheetProblem::Beyond { columns: more_columns, rows: more_rows });
    }
    Ok(Table { names, rows, problems })
}

/// The name of the system that a file says its points are in.
fn system(crs: &RawValue) -> Option<String> {
    let short = Some(crs.get()).filter(|crs| crs.len() <= CRS_MAX)?;
    let crs: serde_json::Value = serde_json::from_str(short).ok()?;
    crs.pointer("/properties/name")?.as_str().map(str::to_owned)
}

fn cell(value: &str) -> String {
    match value.as_bytes().first() {
        // A list of codes, in the form our layers have it.
        Some(b'[') => {
            let parts: Vec<&RawValue> = serde_json::from_str(value).unwrap_or_default();
            let parts: Vec<String> = parts.iter().map(|part| simple(part.get())).collect();
            if parts.is_empty() { String::new() } else { format!("|{}|", parts.join("|")) }
        }
        _ => simple(value),
    }
}

/// A text, a number, yes or no; nothing of what has parts.
fn simple(value: &str) -> String {
    match value.as_bytes().first() {
        Some(b'"') => serde_json::from_str(value).unwrap_or_default(),
        Some(b't') => "1".into(),
        Some(b'f') => "0".into(),
        Some(b'-' | b'0'..=b'9') => serde_json::from_str::<serde_json::Value>(value)
            .map_or(String::new(), |n| n.to_string()),
        _ => String::new(),
    }
}

fn position(geometry: &RawValue) -> Option<(f64, f64)> {
    let geometry: Geometry<'_> = serde_json::from_str(geometry.get()).ok()?;
    let parts: String = geometry.coordinates?.get().chars().take(200).collect();
    // The first point of several: a GIS makes a MultiPoint of each point.
    let pair = parts.trim_start().strip_prefix('[')?.trim_start();
    let pair = pair.strip_prefix('[').unwrap_or(pair);
    let mut numbers = pair.split([',', ']']).map(|number| number.trim().parse::<f64>());
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Points in degrees; those of a system that is not converted are left out: they are only compared.
fn in_degrees(rows: &mut [Row], crs: Option<&str>) {
    let positions: Vec<(f64, f64)> = rows.iter().filter_map(|row| row.position).collect();
    let file = FileFeatures { declared: crs.map(str::to_owned), ..FileFeatures::default() };
    let located = locate(&file, &positions, &Known::default(), &Answers::default());
    let located = located.ok().filter(|located| located.settled);
    for row in rows {
        let place = row.position.and_then(|at| located.as_ref()?.place(at));
        row.position = place.map(|place| (place.lon(), place.lat()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_in_lambert_93_are_compared_in_degrees() {
        let feature = r#"{"type":"Feature","properties":{"preco_id":"a","codes":["x","y"],"n":1.5,
            "no":false,"none":null},"geometry":{"type":"MultiPoint","coordinates":[[649000,6977000]]}}"#;
        let text =
            format!(r#"{{"type":"FeatureCollection","features":[{feature},{{"type":"x"}}]}}"#);
        let table = table(&text).ok().unwrap();
        assert_eq!(table.names, ["codes", "n", "no", "none", "preco_id"]);
        let [row] = table.rows.as_slice() else { panic!("one row") };
        let cells: Vec<(usize, &str)> = row.cells.iter().map(|(at, cell)| (*at, &**cell)).collect();
        assert_eq!(cells, [(0, "|x|y|"), (1, "1.5"), (2, "0"), (4, "a")]);
        let (lon, lat) = row.position.unwrap();
        assert!((lon - 2.29).abs() < 0.01 && (lat - 49.89).abs() < 0.01, "{lon} {lat}");
    }
}
