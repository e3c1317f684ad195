//! Points with a label: street lamps, bus stops.

use std::collections::BTreeMap;

use super::geometry::{File, Shape, field, geometry, properties, xy};
use super::{FileProblem, Projection, Remark};
use crate::domain::walk::reference_layer::{LABEL_MAX, POINTS_MAX, ReferencePoint};

/// Fields that name a point, the best first. Inventories of public lighting call it a number or a
/// reference; OpenStreetMap has `ref` and `name`.
const LABELS: [&str; 20] = [
    "ref",
    "reference",
    "numero",
    "num",
    "num_lamp",
    "num_support",
    "matricule",
    "no",
    "code",
    "stop_name",
    "name",
    "nom",
    "label",
    "libelle",
    "lib",
    "id",
    "fid",
    "objectid",
    "gid",
    "osm_id",
];

/// The points of a file, and what should be known of them.
///
/// # Errors
/// When the text is not GeoJSON, holds no point, too many, or coordinates in a system that is not
/// converted.
pub fn read(text: &str) -> Result<(Vec<ReferencePoint>, Vec<Remark>), FileProblem> {
    let file = File::open(text)?;
    let mut found = Vec::new();
    let mut skipped = 0;
    for (which, feature) in file.features.iter().enumerate() {
        match geometry(feature) {
            Some(Shape::Point(coordinates)) => {
                found.push((xy(&coordinates), which));
            }
            Some(Shape::MultiPoint(coordinates)) => {
                found.extend(coordinates.iter().map(|position| (xy(position), which)));
            }
            _ => skipped += 1,
        }
        if found.len() > POINTS_MAX {
            let (found, limit) = (file.features.len().max(found.len()), POINTS_MAX);
            return Err(FileProblem::TooMany { found, limit });
        }
    }
    if found.is_empty() {
        return Err(FileProblem::NoPoint);
    }
    let projection = Projection::of(file.crs.as_deref(), found.iter().map(|(at, _)| *at))?;
    // The field that most points have names them all: a layer with two kinds of names is none.
    // Each feature is described once, however many points it has.
    let mut points_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, which) in &found {
        *points_of.entry(*which).or_default() += 1;
    }
    let mut labels: BTreeMap<usize, [Option<(String, String)>; LABELS.len()]> = BTreeMap::new();
    let mut having = [0_usize; LABELS.len()];
    for (which, count) in &points_of {
        let Some(feature) = file.features.get(*which) else { continue };
        let properties = properties(feature);
        let of = LABELS.map(|name| {
            let (spelling, text) = field(&properties, &[name])?;
            Some((spelling.to_owned(), text.chars().take(LABEL_MAX).collect()))
        });
        for (having, label) in having.iter_mut().zip(&of) {
            *having += if label.is_some() { *count } else { 0 };
        }
        labels.insert(*which, of);
    }
    let label = having.iter().position(|having| having * 2 > found.len());
    let mut spelled = None;
    let mut points = Vec::new();
    for (rank, (at, which)) in found.iter().enumerate() {
        let Some(place) = projection.place(at.0, at.1) else {
            skipped += 1;
            continue;
        };
        let named = label.and_then(|label| labels.get(which)?.get(label)?.as_ref());
        if let Some((spelling, _)) = named {
            spelled.get_or_insert_with(|| spelling.clone());
        }
        let label = named.map_or_else(|| (rank + 1).to_string(), |(_, text)| text.clone());
        points.push(ReferencePoint { label, place });
    }
    if points.is_empty() {
        return Err(FileProblem::NoPoint);
    }
    let mut remarks = Vec::new();
    if projection != Projection::Wgs84 {
        remarks.push(Remark::Converted(projection));
    }
    remarks.push(spelled.map_or(Remark::Numbered, Remark::LabelField));
    if skipped > 0 {
        remarks.push(Remark::Skipped(skipped));
    }
    Ok((points, remarks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn collection(features: &[&str]) -> String {
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    }

    fn point(properties: &str, x: f64, y: f64) -> String {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}"#
        )
    }

    #[test]
    fn the_field_that_most_points_have_names_them() {
        let text = collection(&[
            &point(r#"{"REF":null,"osm_id":"a"}"#, 2.29, 49.87),
            &point(r#"{"REF":"L-2","osm_id":"b"}"#, 2.29, 49.87),
            &point(r#"{"osm_id":"c"}"#, 2.29, 49.87),
        ]);
        let (points, remarks) = read(&text).unwrap();
        let labels: Vec<&str> = points.iter().map(|point| point.label.as_str()).collect();
        assert_eq!(labels, ["a", "b", "c"]);
        assert_eq!(remarks, [Remark::LabelField("osm_id".into())]);
    }

    #[test]
    fn what_is_not_a_point_is_counted_and_the_rest_kept() {
        let line = r#"{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}"#;
        let nowhere = r#"{"type":"Feature","properties":{},"geometry":null}"#;
        let far = point("{}", 2.29, 149.0);
        let good = point(r#"{"colour":"x"}"#, 2.29, 49.87);
        let mut features = vec![line, nowhere, far.as_str()];
        features.extend(std::iter::repeat_n(good.as_str(), 30));
        let (points, remarks) = read(&collection(&features)).unwrap();
        assert_eq!(points.len(), 30);
        assert_eq!(remarks, [Remark::Numbered, Remark::Skipped(3)]);
        assert_eq!(read(&collection(&[line, nowhere])), Err(FileProblem::NoPoint));
    }

    #[test]
    fn lambert_93_and_too_many() {
        let (points, remarks) = read(&point(r#"{"num":7}"#, 649_000.0, 6_977_000.0)).unwrap();
        assert_eq!(points[0].label, "7");
        assert!((points[0].place.lat() - 49.8897).abs() < 1e-3);
        assert_eq!(remarks[0], Remark::Converted(Projection::Lambert93));
        let one = point("{}", 2.29, 49.87);
        let many = collection(&vec![one.as_str(); POINTS_MAX + 1]);
        let found = POINTS_MAX + 1;
        assert_eq!(read(&many), Err(FileProblem::TooMany { found, limit: POINTS_MAX }));
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused(text in ".{0,200}") {
            drop(read(&text));
        }
    }
}
