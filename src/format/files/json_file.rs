//! Geographic data written as JSON: GeoJSON in whatever wrapping, TopoJSON, Esri's, uMap's, Overpass's, and
//! plain records with two columns of coordinates.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::FileProblem;
use super::feature::{Fault, Feature, FileFeatures, FileShape, RawPosition, plain_number};
use super::table_file;

#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    crs: Option<&'a RawValue>,
    #[serde(rename = "spatialReference", borrow)]
    esri_system: Option<&'a RawValue>,
    #[serde(borrow)]
    elements: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    layers: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    objects: Option<&'a RawValue>,
    #[serde(borrow)]
    results: Option<&'a RawValue>,
}

/// A name of a system is short; what is longer is not looked at.
const CRS_MAX: usize = 4 << 10;
/// Collections in collections are followed so deep.
const DEPTH_MAX: usize = 8;
/// What stands between texts in a sequence (RFC 8142).
const RECORD_SEPARATOR: char = '\u{1e}';

/// Reads a text that begins like JSON.
///
/// # Errors
/// When nothing of it is geographic, or it cannot be read as JSON at all.
pub(super) fn read(text: &str) -> Result<FileFeatures, FileProblem> {
    let whole = text.trim_matches(|c: char| c.is_whitespace() || c == RECORD_SEPARATOR);
    let problem = match one(whole) {
        Ok(read) => return Ok(read),
        Err(problem @ FileProblem::NotGeographic) => return Err(problem),
        Err(problem) => problem,
    };
    if let Some(read) = sequence(whole) {
        return Ok(read);
    }
    let (mended, count) = without_non_numbers(whole);
    if count > 0
        && let Ok(read) = one(&mended).or_else(|_| sequence(&mended).ok_or(FileProblem::Empty))
    {
        return Ok(FileFeatures { mended: count, ..read });
    }
    salvaged(if count > 0 { &mended } else { whole }).ok_or(problem)
}

/// One JSON text.
fn one(text: &str) -> Result<FileFeatures, FileProblem> {
    if text.starts_with('[') {
        let rows: Vec<Value> = serde_json::from_str(text).map_err(|error| broken(text, &error))?;
        return table_file::of_records(&rows).ok_or(FileProblem::NotGeographic);
    }
    let outline: Outline<'_> = serde_json::from_str(text).map_err(|error| {
        if error.is_data() { FileProblem::NotGeographic } else { broken(text, &error) }
    })?;
    let declared =
        outline.crs.and_then(declared).or_else(|| outline.esri_system.and_then(esri_code));
    let mut read = FileFeatures { declared, ..FileFeatures::default() };
    let value = |raw: &RawValue| serde_json::from_str::<Value>(raw.get()).ok();
    match (outline.kind.as_deref(), outline.features, outline.elements) {
        (Some("Topology"), ..) => read.features = topology(text),
        (Some("umap"), ..) => {
            for layer in outline.layers.unwrap_or_default() {
                read.features
                    .extend(one(layer.get()).map(|layer| layer.features).unwrap_or_default());
            }
        }
        (Some("Feature"), ..) => read.features.extend(value_of(text).map(|v| feature(&v))),
        (_, Some(features), _) => {
            // What cannot be read is there all the same, without a shape: it is counted.
            let read_one = |raw| value(raw).map(|v| feature(&v)).unwrap_or_default();
            read.features = features.into_iter().map(read_one).collect();
        }
        (_, _, Some(elements)) => {
            let elements: Vec<Value> = elements.into_iter().filter_map(value).collect();
            read.features = overpass(&elements);
        }
        (Some(_), ..) => {
            let shapes = value_of(text).map(|bare| shapes(&bare, 0)).unwrap_or_default();
            if shapes.is_empty() {
                return Err(FileProblem::NotGeographic);
            }
            read.features.push(Feature { shapes, ..Feature::default() });
        }
        _ => {
            let records = outline.results.or(outline.objects).and_then(value);
            let records = records.as_ref().and_then(Value::as_array);
            return records
                .and_then(|rows| table_file::of_records(rows))
                .ok_or(FileProblem::NotGeographic);
        }
    }
    Ok(read)
}

fn value_of(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

fn broken(text: &str, error: &serde_json::Error) -> FileProblem {
    if error.is_eof() {
        return FileProblem::Broken(Fault::at(text, text.len()));
    }
    let start: usize =
        text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    FileProblem::Broken(Fault::at(text, start + error.column().saturating_sub(1)))
}

/// What the `crs` member of GeoJSON 2008 says.
fn declared(crs: &RawValue) -> Option<String> {
    let crs: Value = (crs.get().len() <= CRS_MAX).then(|| value_of(crs.get()))??;
    let name = ["/properties/name", "/properties/code", "/properties/href", "/name"];
    let name = name.into_iter().find_map(|path| crs.pointer(path)).unwrap_or(&crs);
    match name {
        Value::String(name) => Some(name.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    }
}

fn esri_code(system: &RawValue) -> Option<String> {
    let system = value_of(system.get())?;
    let code = ["latestWkid", "wkid"].into_iter().find_map(|key| system.get(key)?.as_u64());
    code.map(|code| code.to_string()).or_else(|| Some(system.get("wkt")?.as_str()?.to_owned()))
}

/// Each line, or each text between record separators, is one feature.
fn sequence(text: &str) -> Option<FileFeatures> {
    let mut read = FileFeatures::default();
    for (line, part) in (1..).zip(text.split(['\n', RECORD_SEPARATOR])) {
        let part = part.trim().trim_end_matches(',');
        if part.is_empty() {
            continue;
        }
        match one(part) {
            Ok(part) => {
                read.declared = read.declared.or(part.declared);
                read.features.extend(part.features);
            }
            Err(_) if read.features.is_empty() => return None,
            Err(_) => {
                let near = part.chars().take(24).collect();
                read.fault.get_or_insert(Fault { line, near });
            }
        }
    }
    (read.features.len() > 1).then_some(read)
}

/// Whole features of a collection that stops in the middle.
fn salvaged(text: &str) -> Option<FileFeatures> {
    let (before, after) = text.split_once("\"features\"")?;
    let list = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    let start = text.len() - list.len();
    let head = format!("{before}\"features\":[]}}");
    let mut read = one(&head).unwrap_or_default();
    let mut at = 0;
    while let Some(end) = list.get(at..).and_then(object_end) {
        let found = list.get(at..at + end)?;
        let found = found.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        read.features.extend(value_of(found).map(|v| feature(&v)));
        at += end;
    }
    read.fault = Some(Fault::at(text, start + at));
    (!read.features.is_empty()).then_some(read)
}

/// Where the next object of a list ends; `None` when it does not.
fn object_end(text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' => depth += 1,
            b'}' if depth <= 1 => return (depth == 1).then_some(at + 1),
            b'}' => depth -= 1,
            b']' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The text with `null` where a program wrote `NaN` or an infinity for a number, and how often.
fn without_non_numbers(text: &str) -> (String, usize) {
    const WORDS: [&str; 5] = ["-Infinity", "Infinity", "-inf", "NaN", "nan"];
    let (mut mended, mut count) = (String::with_capacity(text.len()), 0);
    let (mut in_string, mut escaped, mut from) = (false, false, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string || at < from => {}
            b'-' | b'I' | b'N' | b'n' | b'i' => {
                let rest = text.get(at..).unwrap_or_default();
                if let Some(word) = WORDS.into_iter().find(|word| rest.starts_with(word)) {
                    mended.push_str(text.get(from..at).unwrap_or_default());
                    mended.push_str("null");
                    from = at + word.len();
                    count += 1;
                }
            }
            _ => {}
        }
    }
    mended.push_str(text.get(from..).unwrap_or_default());
    (mended, count)
}

/// A feature of GeoJSON or of Esri's.
fn feature(value: &Value) -> Feature {
    let empty = Map::new();
    let properties = value.get("properties").or_else(|| value.get("attributes"));
    let properties = properties.and_then(Value::as_object).unwrap_or(&empty);
    let mut found = Feature { values: texts(properties), ..Feature::default() };
    if let Some(id) = value.get("id").and_then(text) {
        found.values.entry("id".to_owned()).or_insert(id);
    }
    match value.get("geometry") {
        Some(geometry) if geometry.get("type").is_some() => found.shapes = shapes(geometry, 0),
        Some(geometry) => found.shapes = esri(geometry),
        None => found.shapes = shapes(value, 0),
    }
    found
}

/// The values of an object that are text or numbers.
pub(super) fn texts(object: &Map<String, Value>) -> std::collections::BTreeMap<String, String> {
    object.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(plain_number(&number.to_string())),
        _ => None,
    }
}

fn position(value: &Value) -> RawPosition {
    let number = |at: usize| value.get(at).and_then(Value::as_f64).unwrap_or(f64::NAN);
    (number(0), number(1))
}

fn list<T>(value: &Value, of: impl Fn(&Value) -> T) -> Vec<T> {
    value.as_array().map(|items| items.iter().map(of).collect()).unwrap_or_default()
}

fn line(value: &Value) -> Vec<RawPosition> {
    list(value, position)
}

/// The shapes of a geometry of GeoJSON.
pub(super) fn shapes(geometry: &Value, depth: usize) -> Vec<FileShape> {
    let of = geometry.get("coordinates").unwrap_or(&Value::Null);
    let rings = |value: &Value| list(value, line);
    let shape = match geometry.get("type").and_then(Value::as_str).unwrap_or_default() {
        "Point" => FileShape::Points(vec![position(of)]),
        "MultiPoint" => FileShape::Points(line(of)),
        "LineString" => FileShape::Lines(vec![line(of)]),
        "MultiLineString" => FileShape::Lines(rings(of)),
        "Polygon" => FileShape::Areas(vec![rings(of)]),
        "MultiPolygon" => FileShape::Areas(list(of, rings)),
        "GeometryCollection" if depth < DEPTH_MAX => {
            let parts = geometry.get("geometries").unwrap_or(&Value::Null);
            return list(parts, |part| shapes(part, depth + 1)).into_iter().flatten().collect();
        }
        _ => return Vec::new(),
    };
    if shape.positions().next().is_some() { vec![shape] } else { Vec::new() }
}

/// The shapes of a geometry of Esri's, which turns outlines clockwise and holes against it.
fn esri(geometry: &Value) -> Vec<FileShape> {
    let number = |key: &str| geometry.get(key).and_then(Value::as_f64);
    if let (Some(x), Some(y)) = (number("x"), number("y")) {
        return vec![FileShape::Points(vec![(x, y)])];
    }
    let part = |key: &str| geometry.get(key).map(|value| list(value, line));
    if let Some(points) = geometry.get("points") {
        return vec![FileShape::Points(line(points))];
    }
    if let Some(lines) = part("paths") {
        return vec![FileShape::Lines(lines)];
    }
    part("rings").map(|rings| vec![FileShape::Areas(by_their_turn(rings))]).unwrap_or_default()
}

/// Rings as polygons: one that turns clockwise is an outline, one against it a hole of the outline before
/// (Esri's Shapefile and JSON).
pub(super) fn by_their_turn(rings: Vec<Vec<RawPosition>>) -> Vec<Vec<Vec<RawPosition>>> {
    let mut areas: Vec<Vec<Vec<RawPosition>>> = Vec::new();
    for ring in rings {
        let ends = ring.iter().zip(ring.iter().skip(1));
        let twice_the_area: f64 = ends.map(|(a, b)| (b.0 - a.0) * (b.1 + a.1)).sum();
        match areas.last_mut() {
            Some(area) if twice_the_area < 0.0 => area.push(ring),
            _ => areas.push(vec![ring]),
        }
    }
    areas
}

/// The features of a Topology: lines are shared, and written as steps.
fn topology(text: &str) -> Vec<Feature> {
    let Some(whole) = value_of(text) else { return Vec::new() };
    let pair = |path: &str| whole.pointer(path).map_or((f64::NAN, f64::NAN), position);
    let steps =
        whole.get("transform").map(|_| (pair("/transform/scale"), pair("/transform/translate")));
    let arcs: Vec<Vec<RawPosition>> = list(whole.get("arcs").unwrap_or(&Value::Null), |arc| {
        let mut at = (0.0, 0.0);
        let placed = |(x, y): RawPosition| match steps {
            None => (x, y),
            Some((scale, origin)) => {
                at = (at.0 + x, at.1 + y);
                (at.0 * scale.0 + origin.0, at.1 * scale.1 + origin.1)
            }
        };
        line(arc).into_iter().map(placed).collect()
    });
    let point = |value: &Value| {
        let (x, y) = position(value);
        steps.map_or((x, y), |(scale, origin)| (x * scale.0 + origin.0, y * scale.1 + origin.1))
    };
    let joined = |value: &Value| {
        let mut whole: Vec<RawPosition> = Vec::new();
        for index in value.as_array().into_iter().flatten().filter_map(Value::as_i64) {
            // A line that is walked backwards is written as the number before minus its own.
            let rank = usize::try_from(if index < 0 { -1 - index } else { index });
            let mut arc = rank.ok().and_then(|rank| arcs.get(rank)).cloned().unwrap_or_default();
            if index < 0 {
                arc.reverse();
            }
            whole.extend(arc.into_iter().skip(usize::from(!whole.is_empty())));
        }
        whole
    };
    let mut features = Vec::new();
    let objects = whole.get("objects").and_then(Value::as_object);
    let mut left: Vec<&Value> = objects.into_iter().flat_map(Map::values).collect();
    left.reverse();
    while let Some(object) = left.pop() {
        let of = object.get("arcs").unwrap_or(&Value::Null);
        let at = object.get("coordinates").unwrap_or(&Value::Null);
        let rings = |value: &Value| list(value, joined);
        let shape = match object.get("type").and_then(Value::as_str).unwrap_or_default() {
            "GeometryCollection" => {
                left.extend(
                    object.get("geometries").and_then(Value::as_array).into_iter().flatten().rev(),
                );
                continue;
            }
            "Point" => FileShape::Points(vec![point(at)]),
            "MultiPoint" => FileShape::Points(list(at, point)),
            "LineString" => FileShape::Lines(vec![joined(of)]),
            "MultiLineString" => FileShape::Lines(rings(of)),
            "Polygon" => FileShape::Areas(vec![rings(of)]),
            "MultiPolygon" => FileShape::Areas(list(of, rings)),
            _ => continue,
        };
        features.push(Feature { shapes: vec![shape], ..feature(object) });
    }
    features
}

/// Elements of OpenStreetMap as Overpass gives them: nodes that bear tags, ways and the lines of relations.
fn overpass(elements: &[Value]) -> Vec<Feature> {
    let at = |node: &Value| {
        let number = |key: &str| node.get(key).and_then(Value::as_f64);
        number("lon").zip(number("lat"))
    };
    let id = |element: &Value| element.get("id").and_then(Value::as_i64);
    let nodes: std::collections::BTreeMap<i64, RawPosition> =
        elements.iter().filter_map(|element| Some((id(element)?, at(element)?))).collect();
    let geometry = |element: &Value| -> Vec<RawPosition> {
        let drawn = element.get("geometry").map(|line| list(line, at)).unwrap_or_default();
        let named = element.get("nodes").and_then(Value::as_array).into_iter().flatten();
        let named = named.filter_map(|node| nodes.get(&node.as_i64()?).copied());
        if drawn.is_empty() { named.collect() } else { drawn.into_iter().flatten().collect() }
    };
    let mut features = Vec::new();
    for element in elements {
        let tags = element.get("tags").and_then(Value::as_object);
        let mut values = tags.map(texts).unwrap_or_default();
        let kind = element.get("type").and_then(Value::as_str).unwrap_or_default();
        if let Some(id) = id(element) {
            values.insert("@id".to_owned(), format!("{kind}/{id}"));
        }
        let shape = match (at(element), kind) {
            // A node without tags is a corner of a way.
            (Some(_), _) if tags.is_none_or(Map::is_empty) => continue,
            (Some(at), _) => FileShape::Points(vec![at]),
            (None, "relation") => {
                let members = element.get("members").map(|members| list(members, geometry));
                FileShape::Lines(
                    members.unwrap_or_default().into_iter().filter(|l| l.len() > 1).collect(),
                )
            }
            (None, _) => match element.get("center").and_then(at) {
                Some(centre) => FileShape::Points(vec![centre]),
                None => FileShape::Lines(vec![geometry(element)]),
            },
        };
        features.push(Feature { shapes: vec![shape], values });
    }
    features
}
