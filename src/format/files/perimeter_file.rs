//! The perimeters of the priority neighbourhoods (*QPV*), as the ANCT publishes them: thousands of
//! polygons in one GeoJSON file of ten megabytes. Names are listed without building a polygon; one
//! is then chosen.
//!
//! Field names as seen in files that use the data: `code_qp`, `lib_qp`, `insee_com`, `lib_com`
//! (2024), `code_qp`, `nom_qp`, `commune_qp` (2015), in any case.

use geo::algorithm::Validation;
use geo::{Coord, LineString, Polygon};

use super::geometry::{File, Position, Shape, field, geometry, properties, xy};
use super::{FileProblem, Projection, Remark};
use crate::domain::observation::place::Place;
use crate::domain::walk::perimeter::Perimeter;

/// No perimeter of a neighbourhood has more points; a phone carries it, and draws it.
pub const POINTS_MAX: usize = 5_000;

/// A feature of a file, by its names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PerimeterName {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Code of the neighbourhood.
    pub code_qp: String,
    /// Name of the neighbourhood.
    pub lib_qp: String,
    /// INSEE code of the commune.
    pub insee_com: String,
    /// Name of the commune.
    pub lib_com: String,
}

impl PerimeterName {
    fn of(index: usize, feature: &str) -> Self {
        let properties = properties(feature);
        let text = |names: &[&'static str]| {
            field(&properties, names).map(|(_, text)| text).unwrap_or_default()
        };
        let insee = text(&COMMUNE_CODE);
        Self {
            index,
            code_qp: text(&["code_qp", "codeqp", "code_quartier"]),
            lib_qp: text(&["lib_qp", "nom_qp", "lib_quartier", "nom"]),
            insee_com: commune_code(&insee).unwrap_or_default(),
            lib_com: text(&["lib_com", "commune_qp", "nom_com", "commune"]),
        }
    }
}

const COMMUNE_CODE: [&str; 3] = ["insee_com", "code_insee", "insee"];

/// An INSEE code as it is written: five characters, the first two a department (`01` to `98`, `2A`,
/// `2B`). A spreadsheet that took it for a number lost the leading zero or added decimals; `None`
/// for what cannot be one.
fn commune_code(text: &str) -> Option<String> {
    let text = text.split_once('.').map_or(text, |(whole, decimals)| {
        if decimals.bytes().all(|byte| byte == b'0') { whole } else { text }
    });
    let code = format!("{text:0>5}").to_ascii_uppercase();
    let is_corsican = text.len() == 5 && (code.starts_with("2A") || code.starts_with("2B"));
    let digits = code.get(if is_corsican { 2 } else { 0 }..)?;
    let is_code = text.len() >= 4 && code.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit());
    is_code.then_some(code)
}

/// Every feature of a file by name, in its order.
///
/// # Errors
/// When the text is not GeoJSON or holds no feature.
pub fn names(text: &str) -> Result<Vec<PerimeterName>, FileProblem> {
    let file = File::open(text)?;
    let names: Vec<PerimeterName> = file
        .features
        .iter()
        .enumerate()
        .map(|(index, feature)| PerimeterName::of(index, feature))
        .collect();
    if names.is_empty() { Err(FileProblem::NoPolygon) } else { Ok(names) }
}

/// One perimeter of a file, by its place in the list of [`names`], and what should be known of it.
///
/// # Errors
/// When the text is not GeoJSON, there is no such feature, it encloses nothing, or its coordinates
/// are in a system that is not converted.
pub fn pick(text: &str, index: usize) -> Result<(Perimeter, Vec<Remark>), FileProblem> {
    let file = File::open(text)?;
    let feature = file.features.get(index).ok_or(FileProblem::NoSuchFeature)?;
    let named = PerimeterName::of(index, feature);
    let parts: Vec<Vec<Vec<Position>>> = match geometry(feature) {
        Some(Shape::Polygon(coordinates)) => vec![coordinates],
        Some(Shape::MultiPolygon(coordinates)) => coordinates,
        _ => return Err(FileProblem::NoPolygon),
    };
    let found = parts.iter().flatten().map(Vec::len).sum();
    if found > POINTS_MAX {
        return Err(FileProblem::TooMany { found, limit: POINTS_MAX });
    }
    let positions = parts.iter().flatten().flatten().map(xy);
    let projection = Projection::of(file.crs.as_deref(), positions)?;
    let mut remarks = Vec::new();
    if projection != Projection::Wgs84 {
        remarks.push(Remark::Converted(projection));
    }
    let mut left_out = 0;
    let mut polygons = Vec::new();
    for part in parts {
        let mut rings = Vec::new();
        for (rank, ring) in part.iter().enumerate() {
            let places = ring.iter().filter_map(|position| {
                let (x, y) = xy(position);
                projection.place(x, y)
            });
            match closed(places) {
                Some(ring) => rings.push(ring),
                None => {
                    left_out += 1;
                    // Without its outline, the holes of a part are holes in nothing.
                    if rank == 0 {
                        break;
                    }
                }
            }
        }
        if !rings.is_empty() {
            polygons.push(rings);
        }
    }
    if left_out > 0 {
        remarks.push(Remark::RingsLeftOut(left_out));
    }
    if polygons.is_empty() {
        return Err(FileProblem::NoPolygon);
    }
    if polygons.iter().flatten().any(|ring| crosses_itself(ring)) {
        remarks.push(Remark::SelfCrossing);
    }
    if let Some((_, given)) = field(&properties(feature), &COMMUNE_CODE)
        && named.insee_com.is_empty()
    {
        remarks.push(Remark::NoCommuneCode(given));
    }
    let PerimeterName { code_qp, lib_qp, insee_com, lib_com, .. } = named;
    Ok((Perimeter { code_qp, lib_qp, insee_com, lib_com, polygons }, remarks))
}

/// A ring without repeated points, its last place the first; `None` when it encloses nothing.
fn closed(places: impl Iterator<Item = Place>) -> Option<Vec<Place>> {
    let mut ring: Vec<Place> = places.collect();
    ring.dedup();
    if ring.first() == ring.last() {
        ring.pop();
    }
    let first = *ring.first()?;
    if ring.len() < 3 {
        return None;
    }
    ring.push(first);
    Some(ring)
}

fn crosses_itself(ring: &[Place]) -> bool {
    let line: Vec<Coord> =
        ring.iter().map(|place| Coord { x: place.lon(), y: place.lat() }).collect();
    !Polygon::new(LineString::new(line), Vec::new()).is_valid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn feature(properties: &str, coordinates: &str) -> String {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":{coordinates}}}}}"#
        )
    }

    const SQUARE: &str = "[[[2.29,49.87],[2.30,49.87],[2.30,49.88],[2.29,49.88],[2.29,49.87]]]";

    #[test]
    fn a_commune_code_keeps_its_leading_zero() {
        for (given, expected) in [
            ("1004", "01004"),
            ("1004.0", "01004"),
            ("80021", "80021"),
            ("\"01004\"", "01004"),
            ("\"2A004\"", "2A004"),
            ("\"2b033\"", "2B033"),
            ("97411", "97411"),
            ("12", ""),
            ("1004.5", ""),
            ("-1004", ""),
            ("800211", ""),
            ("\"2C004\"", ""),
            ("\"Amiens\"", ""),
        ] {
            let one = feature(&format!(r#"{{"code_qp":"X","insee_com":{given}}}"#), SQUARE);
            let text = format!(r#"{{"type":"FeatureCollection","features":[{one}]}}"#);
            let (perimeter, remarks) = pick(&text, 0).unwrap();
            assert_eq!(perimeter.insee_com, expected, "{given}");
            let given = given.trim_matches('"').to_owned();
            let said =
                if expected.is_empty() { vec![Remark::NoCommuneCode(given)] } else { vec![] };
            assert_eq!(remarks, said);
        }
    }

    #[test]
    fn names_in_any_case_and_of_both_generations() {
        let text = format!(
            r#"{{"type":"FeatureCollection","features":[{},{},{},null]}}"#,
            feature(
                r#"{"code_qp":"X1","lib_qp":"Essai","insee_com":"00001","lib_com":"V"}"#,
                SQUARE
            ),
            feature(r#"{"Code_QP":"X2","NOM_QP":"Été","COMMUNE_QP":"W"}"#, SQUARE),
            feature(r#"{"CODE_QP":3,"LIB_QP":null,"INSEE_COM":80021}"#, SQUARE),
        );
        let names = names(&text).unwrap();
        let shown: Vec<String> = names
            .iter()
            .map(|n| format!("{}|{}|{}|{}", n.code_qp, n.lib_qp, n.insee_com, n.lib_com))
            .collect();
        assert_eq!(shown, ["X1|Essai|00001|V", "X2|Été||W", "3||80021|", "|||"]);
        let (perimeter, remarks) = pick(&text, 1).unwrap();
        assert_eq!((perimeter.code_qp.as_str(), perimeter.polygons.len()), ("X2", 1));
        assert_eq!(remarks, []);
        assert_eq!(pick(&text, 3), Err(FileProblem::NoPolygon));
        assert_eq!(pick(&text, 4), Err(FileProblem::NoSuchFeature));
    }

    #[test]
    fn lambert_93_is_converted_and_said() {
        let text = feature(
            r#"{"code_qp":"X"}"#,
            "[[[649000,6977000],[650000,6977000],[650000,6978000],[649000,6977000]]]",
        );
        let (perimeter, remarks) = pick(&text, 0).unwrap();
        assert_eq!(remarks, [Remark::Converted(Projection::Lambert93)]);
        let there = Place::from_lon_lat(2.290_851_8, 49.889_656_4).unwrap();
        assert!(perimeter.polygons[0][0][0].metres_to(there) < 0.05);
    }

    #[test]
    fn what_crosses_itself_is_kept_and_said() {
        let bow = "[[[2.29,49.87],[2.30,49.88],[2.30,49.87],[2.29,49.88],[2.29,49.87]]]";
        let (perimeter, remarks) = pick(&feature("{}", bow), 0).unwrap();
        assert_eq!(remarks, [Remark::SelfCrossing]);
        let inside = Place::from_lon_lat(2.299, 49.875).unwrap();
        assert!(perimeter.holds(inside));
        assert_eq!(pick(&feature("{}", SQUARE), 0).unwrap().1, []);
    }

    #[test]
    fn a_ring_of_two_points_is_left_out() {
        let thin = "[[[2.29,49.87],[2.30,49.87],[2.29,49.87]]]";
        assert_eq!(pick(&feature("{}", thin), 0), Err(FileProblem::NoPolygon));
        let holed = SQUARE.replace("]]]", "]],[[2.291,49.871],[2.292,49.871]]]");
        let (perimeter, remarks) = pick(&feature("{}", &holed), 0).unwrap();
        assert_eq!(perimeter.polygons[0].len(), 1);
        assert_eq!(remarks, [Remark::RingsLeftOut(1)]);
    }

    #[test]
    fn what_is_not_a_perimeter_file_is_named() {
        assert_eq!(names(" "), Err(FileProblem::Empty));
        assert_eq!(names("<!DOCTYPE html><title>404"), Err(FileProblem::HtmlPage));
        assert_eq!(names("{\n\"type\": \"Feat"), Err(FileProblem::NotJson { line: 2 }));
        assert_eq!(names("[1,2]"), Err(FileProblem::NotGeoJson));
        assert_eq!(names(r#"{"type":"Topology"}"#), Err(FileProblem::NotGeoJson));
        let none = r#"{"type":"FeatureCollection","features":[]}"#;
        assert_eq!(names(none), Err(FileProblem::NoPolygon));
        let mercator = format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"EPSG:3857"}}}},"features":[{}]}}"#,
            feature(
                "{}",
                "[[[255000,6410000],[256000,6410000],[256000,6420000],[255000,6410000]]]"
            )
        );
        assert_eq!(pick(&mercator, 0), Err(FileProblem::UnknownProjection("EPSG:3857".into())));
    }

    #[test]
    fn a_file_of_ten_megabytes_is_listed_whole() {
        let ring: Vec<String> = (0..250)
            .map(|step| {
                let angle = f64::from(step) * std::f64::consts::TAU / 250.0;
                format!("[{:.9},{:.9}]", 2.3 + 0.01 * angle.cos(), 49.9 + 0.01 * angle.sin())
            })
            .collect();
        let ring = format!("[[{},{}]]", ring.join(","), ring[0]);
        let features: Vec<String> = (0..1600)
            .map(|index| {
                feature(&format!(r#"{{"code_qp":"QX{index:05}","lib_qp":"N {index}"}}"#), &ring)
            })
            .collect();
        let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        assert!(text.len() > 9_000_000, "{}", text.len());
        assert_eq!(names(&text).unwrap().len(), 1600);
        assert_eq!(pick(&text, 1599).unwrap().0.code_qp, "QX01599");
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused(text in ".{0,200}", index in 0_usize..3) {
            drop(names(&text));
            drop(pick(&text, index));
        }

        #[test]
        fn any_numbers_are_taken_or_refused(numbers in proptest::collection::vec(proptest::num::f64::ANY, 0..40)) {
            let ring: Vec<String> = numbers
                .chunks(2)
                .map(|pair| format!("[{}]", pair.iter().map(|n| if n.is_finite() { n.to_string() } else { "null".into() }).collect::<Vec<_>>().join(",")))
                .collect();
            let text = feature("{}", &format!("[[{}]]", ring.join(",")));
            drop(pick(&text, 0));
        }
    }
}
