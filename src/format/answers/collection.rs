//! A layer as GeoJSON, as a GIS writes it back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{FileRefused, Row, Table};
use crate::format::files::Projection;

/// The properties of every feature as cells.
pub(super) fn table(text: &str) -> Result<Table, FileRefused> {
    let whole: Value =
        serde_json::from_str(text).map_err(|error| FileRefused::NotJson { line: error.line() })?;
    let features = match whole.get("features") {
        Some(Value::Array(features)) => features.as_slice(),
        _ if whole.get("properties").is_some() => std::slice::from_ref(&whole),
        _ => return Err(FileRefused::NotGeoJson),
    };
    let mut names: Vec<String> = Vec::new();
    let mut index_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for (line, feature) in (1..).zip(features) {
        let Some(Value::Object(properties)) = feature.get("properties") else { continue };
        let mut cells = vec![String::new(); names.len()];
        for (name, value) in properties {
            let index = *index_of.entry(name).or_insert_with(|| {
                names.push(name.clone());
                names.len() - 1
            });
            if cells.len() <= index {
                cells.resize(index + 1, String::new());
            }
            cells[index] = cell(value);
        }
        rows.push(Row { line, cells, position: position(feature) });
    }
    let crs = whole.pointer("/crs/properties/name").and_then(Value::as_str);
    in_degrees(&mut rows, crs);
    Ok(Table { names, rows, problems: Vec::new() })
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => u8::from(*yes).to_string(),
        // A list of codes, in the form our layers have it.
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().map(cell).collect();
            if parts.is_empty() { String::new() } else { format!("|{}|", parts.join("|")) }
        }
        Value::Null | Value::Object(_) => String::new(),
    }
}

fn position(feature: &Value) -> Option<(f64, f64)> {
    let coordinates = feature.pointer("/geometry/coordinates")?;
    // The first point of several: a GIS makes a MultiPoint of each point.
    let pair = if coordinates.get(0)?.is_array() { coordinates.get(0)? } else { coordinates };
    Some((pair.get(0)?.as_f64()?, pair.get(1)?.as_f64()?))
}

/// Points in degrees; those of a system that is not converted are left out: they are only compared.
fn in_degrees(rows: &mut [Row], crs: Option<&str>) {
    let projection = Projection::of(crs, rows.iter().filter_map(|row| row.position)).ok();
    for row in rows {
        row.position = row.position.zip(projection).and_then(|((x, y), projection)| {
            projection.place(x, y).map(|place| (place.lon(), place.lat()))
        });
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
        assert_eq!(row.cells, ["|x|y|", "1.5", "0", "", "a"]);
        let (lon, lat) = row.position.unwrap();
        assert!((lon - 2.29).abs() < 0.01 && (lat - 49.89).abs() < 0.01, "{lon} {lat}");
    }
}
