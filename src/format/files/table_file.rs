//! A table with coordinates: CSV as open-data sites and spreadsheets write it, or records of JSON. The
//! separator, the columns and the decimal sign are found by looking at the file.

use serde_json::Value;

use super::FileProblem;
use super::feature::{Feature, FileFeatures, FileShape, RawPosition};
use super::json_file::{shapes, texts};

/// Names of the column of the first number (east), the likeliest first, without regard to case.
const EAST: [&str; 16] = [
    "longitude",
    "lon",
    "lng",
    "long",
    "x",
    "coord_x",
    "x_lambert93",
    "x_l93",
    "x_wgs84",
    "coordonnee_x",
    "coordonnées_x",
    "lon_wgs84",
    "longitude_wgs84",
    "geo_x",
    "xcoord",
    "est",
];
/// The same of the second number (north).
const NORTH: [&str; 16] = [
    "latitude",
    "lat",
    "latitude_deg",
    "lat_dd",
    "y",
    "coord_y",
    "y_lambert93",
    "y_l93",
    "y_wgs84",
    "coordonnee_y",
    "coordonnées_y",
    "lat_wgs84",
    "latitude_wgs84",
    "geo_y",
    "ycoord",
    "nord",
];
/// Columns that hold latitude and longitude, in this order.
const BOTH: [&str; 6] =
    ["geo_point_2d", "geo_point", "geopoint", "coordonnees_geo", "coordonnees", "lat_lon"];
/// Columns that hold a whole shape, as GeoJSON or as well-known text.
const DRAWN: [&str; 7] = ["geo_shape", "geom", "geometry", "wkt", "the_geom", "shape", "geometrie"];
/// Lines that are looked at to find the separator.
const LOOKED_AT: usize = 20;

/// Reads a table.
///
/// # Errors
/// When it has no rows, or no columns with coordinates: their names are told.
pub(super) fn read(text: &str) -> Result<FileFeatures, FileProblem> {
    let separator = separator(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) if names.len() > 1 => names.iter().map(str::to_owned).collect(),
        _ => return Err(FileProblem::Unknown),
    };
    let rows: Vec<Vec<String>> = reader
        .records()
        .filter_map(Result::ok)
        .map(|row| row.iter().map(str::to_owned).collect())
        .collect();
    let named = |row: &Vec<String>| {
        let cells = names.iter().cloned().zip(row.iter().cloned());
        let values = cells.filter(|(name, text)| !name.is_empty() && !text.is_empty()).collect();
        Feature { values, ..Feature::default() }
    };
    located(rows.iter().map(named).collect()).ok_or_else(|| {
        FileProblem::NoCoordinates(
            names.iter().filter(|name| !name.is_empty()).take(8).cloned().collect(),
        )
    })
}

/// Records of JSON: objects with values, of which two are coordinates.
pub(super) fn of_records(rows: &[Value]) -> Option<FileFeatures> {
    let rows = rows.iter().filter_map(Value::as_object);
    let rows = rows.map(|row| {
        let fields = row.get("fields").and_then(Value::as_object).unwrap_or(row);
        let mut values = texts(fields);
        for (name, value) in fields {
            if value.is_object() || value.is_array() {
                values.insert(name.clone(), value.to_string());
            }
        }
        Feature { values, ..Feature::default() }
    });
    located(rows.collect())
}

fn separator(text: &str) -> u8 {
    let first: Vec<&str> =
        text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT).collect();
    let most = |separator: &u8| {
        let counts = first.iter().map(|line| line.bytes().filter(|byte| byte == separator).count());
        // What stands equally often in every line separates them.
        counts.clone().min().unwrap_or(0) * 100 + counts.max().unwrap_or(0).min(99)
    };
    [b';', b'\t', b'|', b','].into_iter().max_by_key(most).unwrap_or(b',')
}

/// A number with a point or a comma, spaces between thousands passed over.
fn number(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = if plain.contains('.') { plain } else { plain.replacen(',', ".", 1) };
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The shapes of a row, by its columns.
type Way = fn(&Feature) -> Option<Vec<FileShape>>;

/// The features with the places that their columns give; `None` when no column gives one.
fn located(mut rows: Vec<Feature>) -> Option<FileFeatures> {
    // Each way is tried over the whole table: the first that places half of it is its way.
    let ways: [Way; 3] = [two_columns, one_column, drawn];
    let enough = |way: &Way| {
        let placed = rows.iter().filter(|row| way(row).is_some()).count();
        placed > 0 && placed * 2 >= rows.len()
    };
    let way = ways.into_iter().find(enough)?;
    for row in &mut rows {
        row.shapes = way(row).unwrap_or_default();
    }
    Some(FileFeatures { features: rows, declared: None, ..FileFeatures::default() })
}

fn two_columns(row: &Feature) -> Option<Vec<FileShape>> {
    let of = |names: &[&str]| row.value(names).and_then(|(_, text)| number(text));
    Some(vec![FileShape::Points(vec![(of(&EAST)?, of(&NORTH)?)])])
}

/// Latitude, then longitude, as "geo_point_2d" has them; or an object that names them.
fn one_column(row: &Feature) -> Option<Vec<FileShape>> {
    let (_, text) = row.value(&BOTH)?;
    if text.starts_with('{') {
        let object: Value = serde_json::from_str(text).ok()?;
        let of = |key: &str| object.get(key).and_then(Value::as_f64);
        return Some(vec![FileShape::Points(vec![(of("lon")?, of("lat")?)])]);
    }
    let text = text.trim_matches(['[', ']', '(', ')']);
    let (lat, lon) =
        text.split_once(';').or_else(|| text.split_once(", ")).or_else(|| text.split_once(','))?;
    Some(vec![FileShape::Points(vec![(number(lon)?, number(lat)?)])])
}

fn drawn(row: &Feature) -> Option<Vec<FileShape>> {
    let (_, text) = row.value(&DRAWN)?;
    let found = match serde_json::from_str::<Value>(text) {
        Ok(geometry) => shapes(&geometry, 0),
        Err(_) => well_known(text)?,
    };
    (!found.is_empty()).then_some(found)
}

/// Well-known text (OGC 06-103r4): the six plain geometries.
fn well_known(text: &str) -> Option<Vec<FileShape>> {
    let upper = text.rsplit(';').next()?.trim().to_uppercase();
    let (kind, rest) = upper.split_once('(')?;
    let kind = kind.split_whitespace().next()?.to_owned();
    let line = |text: &str| -> Vec<RawPosition> {
        let of = |pair: &str| {
            let mut numbers =
                pair.trim_matches(['(', ')', ' ']).split_whitespace().map(str::parse::<f64>);
            Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
        };
        text.split(',').filter_map(of).collect()
    };
    let rest = rest.trim_end().strip_suffix(')')?;
    let rings = |text: &str| text.split("),").map(line).collect::<Vec<_>>();
    let shape = match kind.as_str() {
        "POINT" | "MULTIPOINT" => FileShape::Points(line(rest)),
        "LINESTRING" => FileShape::Lines(vec![line(rest)]),
        "MULTILINESTRING" => FileShape::Lines(rings(rest)),
        "POLYGON" => FileShape::Areas(vec![rings(rest)]),
        "MULTIPOLYGON" => FileShape::Areas(rest.split(")),").map(rings).collect()),
        _ => return None,
    };
    let is_somewhere = shape.positions().next().is_some();
    is_somewhere.then(|| vec![shape])
}
