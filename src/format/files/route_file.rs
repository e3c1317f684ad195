//! A route somebody drew or walked: a GPX track or route, or a GeoJSON line. Times, heights and
//! whatever else a watch wrote are not read.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::geometry::{File, Position, Shape, field, geometry, properties, xy};
use super::{FileProblem, Projection, Remark, look_at};
use crate::domain::observation::place::{LocalFrame, Place, line_length_m};

/// A line has no more points than this in a walk.
pub const LINE_MAX: usize = 500;
/// No more stops than this are taken from a file.
pub const STOPS_MAX: usize = 60;
/// Above this many points, those next to each other are dropped before the line is simplified in
/// earnest, so that no line takes long.
const THINNED_ABOVE: usize = 4_000;

/// A route found in a file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FoundRoute {
    /// The line, at most [`LINE_MAX`] places.
    pub line: Vec<Place>,
    /// Named points: possible stops.
    pub points: Vec<(String, Place)>,
    /// What should be known.
    pub remarks: Vec<Remark>,
}

/// Reads a route from a GPX or a GeoJSON text.
///
/// # Errors
/// When there is no line in it, or its coordinates are in a system that is not converted.
pub fn read(text: &str) -> Result<FoundRoute, FileProblem> {
    let text = look_at(text)?;
    if text.starts_with('<') { from_gpx(text) } else { from_geojson(text) }
}

fn from_geojson(text: &str) -> Result<FoundRoute, FileProblem> {
    let file = File::open(text)?;
    let mut lines: Vec<Vec<Position>> = Vec::new();
    let mut points: Vec<(String, Position)> = Vec::new();
    let mut skipped = 0;
    for feature in &file.features {
        match geometry(feature) {
            Some(Shape::LineString(coordinates)) => lines.push(coordinates),
            Some(Shape::MultiLineString(coordinates)) => lines.extend(coordinates),
            Some(Shape::Point(coordinates)) => {
                let name = field(&properties(feature), &["name", "nom", "label", "libelle"])
                    .map(|(_, name)| name);
                points.push((name.unwrap_or_default(), coordinates));
            }
            _ => skipped += 1,
        }
    }
    let positions = lines.iter().flatten().chain(points.iter().map(|(_, at)| at)).map(xy);
    let projection = Projection::of(file.crs.as_deref(), positions)?;
    let mut place = |position: &Position| {
        let (x, y) = xy(position);
        let place = projection.place(x, y);
        skipped += usize::from(place.is_none());
        place
    };
    let lines = lines.iter().map(|line| line.iter().filter_map(&mut place).collect()).collect();
    let points = points.iter().filter_map(|(name, at)| Some((name.clone(), place(at)?))).collect();
    let mut remarks = Vec::new();
    if projection != Projection::Wgs84 {
        remarks.push(Remark::Converted(projection));
    }
    chosen(lines, points, skipped, remarks)
}

fn from_gpx(text: &str) -> Result<FoundRoute, FileProblem> {
    let mut reader = Reader::from_str(text);
    let mut tracks: Vec<Vec<Place>> = Vec::new();
    let mut routes: Vec<Vec<Place>> = Vec::new();
    let mut points: Vec<(String, Place)> = Vec::new();
    let mut skipped = 0;
    let (mut is_gpx, mut in_point, mut in_name, mut times) = (false, false, false, false);
    let mut remarks = Vec::new();
    loop {
        let event = reader.read_event();
        let empty = matches!(event, Ok(Event::Empty(_)));
        match event {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                match element.local_name().as_ref() {
                    b"gpx" => is_gpx = true,
                    b"trk" => tracks.push(Vec::new()),
                    b"rte" => routes.push(Vec::new()),
                    b"time" => times = true,
                    b"name" => in_name = !empty,
                    name @ (b"trkpt" | b"rtept" | b"wpt") => match position(&element) {
                        None => skipped += 1,
                        Some(place) => match name {
                            b"trkpt" => tracks.last_mut().into_iter().for_each(|t| t.push(place)),
                            b"rtept" => routes.last_mut().into_iter().for_each(|r| r.push(place)),
                            _ => {
                                points.push((String::new(), place));
                                in_point = !empty;
                            }
                        },
                    },
                    _ => {}
                }
            }
            Ok(Event::Text(words)) if in_point && in_name => {
                if let (Some((name, _)), Ok(words)) = (points.last_mut(), words.decode()) {
                    name.push_str(&words);
                }
            }
            Ok(Event::CData(words)) if in_point && in_name => {
                if let (Some((name, _)), Ok(words)) = (points.last_mut(), words.decode()) {
                    name.push_str(&words);
                }
            }
            Ok(Event::GeneralRef(entity)) if in_point && in_name => {
                if let Some((name, _)) = points.last_mut() {
                    name.push(meaning(&entity));
                }
            }
            Ok(Event::End(element)) => match element.local_name().as_ref() {
                b"name" => in_name = false,
                b"wpt" => in_point = false,
                _ => {}
            },
            Ok(Event::Eof) => break,
            Err(_) => {
                remarks.push(Remark::CutShort);
                break;
            }
            Ok(_) => {}
        }
    }
    if !is_gpx {
        return Err(FileProblem::NotGpx);
    }
    if times {
        remarks.push(Remark::TimesLeftOut);
    }
    // A track was walked, a route is a few corners of it.
    let lines = if tracks.iter().any(|track| track.len() > 1) { tracks } else { routes };
    chosen(lines, points, skipped, remarks)
}

/// A character by its number, or one of the five entities of XML; a space for any other.
fn meaning(entity: &BytesRef<'_>) -> char {
    if let Ok(Some(character)) = entity.resolve_char_ref() {
        return character;
    }
    match &**entity {
        b"amp" => '&',
        b"apos" => '\'',
        b"quot" => '"',
        b"lt" => '<',
        b"gt" => '>',
        _ => ' ',
    }
}

fn position(element: &BytesStart<'_>) -> Option<Place> {
    let number = |name: &str| {
        let attribute = element.try_get_attribute(name).ok()??;
        std::str::from_utf8(&attribute.value).ok()?.trim().parse::<f64>().ok()
    };
    Place::from_lon_lat(number("lon")?, number("lat")?).ok()
}

/// The longest line, simplified when it has more points than a walk carries.
fn chosen(
    lines: Vec<Vec<Place>>,
    mut points: Vec<(String, Place)>,
    mut skipped: usize,
    mut remarks: Vec<Remark>,
) -> Result<FoundRoute, FileProblem> {
    let lines: Vec<Vec<Place>> = lines
        .into_iter()
        .map(|mut line| {
            line.dedup();
            line
        })
        .filter(|line| line.len() > 1)
        .collect();
    let count = lines.len();
    // Each is measured once.
    let lengths: Vec<f64> = lines.iter().map(|line| line_length_m(line)).collect();
    let measured = lines.into_iter().zip(lengths);
    let longest = measured.max_by(|(_, a), (_, b)| a.total_cmp(b));
    let (line, _) = longest.ok_or(FileProblem::NoLine)?;
    if count > 1 {
        remarks.push(Remark::LongestOf(count));
    }
    for (name, _) in &mut points {
        *name = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    }
    skipped += points.len().saturating_sub(STOPS_MAX);
    points.truncate(STOPS_MAX);
    let from = line.len();
    let (line, tolerance_m) = simplified(line);
    if let Some(tolerance_m) = tolerance_m {
        remarks.push(Remark::Simplified { from, to: line.len(), tolerance_m });
    }
    if skipped > 0 {
        remarks.push(Remark::Skipped(skipped));
    }
    Ok(FoundRoute { line, points, remarks })
}

/// A line of at most [`LINE_MAX`] places, and how far (metres) what was left out may lie from it.
fn simplified(line: Vec<Place>) -> (Vec<Place>, Option<u32>) {
    if line.len() <= LINE_MAX {
        return (line, None);
    }
    let Some(first) = line.first() else { return (line, None) };
    let frame = LocalFrame::around(*first);
    let local: Vec<(f64, f64)> = line.iter().map(|place| frame.local_from_place(*place)).collect();
    let mut tolerance_m = 1_u32;
    loop {
        let half = f64::from(tolerance_m) / 2.0;
        // Each half of the tolerance is spent once.
        let candidates = if local.len() > THINNED_ABOVE {
            thinned(&local, half)
        } else {
            (0..local.len()).collect()
        };
        let kept = if candidates.len() > THINNED_ABOVE {
            candidates
        } else {
            douglas_peucker(&local, &candidates, half)
        };
        // Doubling ends: a tolerance wider than the line keeps its two ends.
        if kept.len() <= LINE_MAX || tolerance_m > 1 << 26 {
            let kept = kept.iter().filter_map(|index| line.get(*index).copied());
            return (kept.collect(), Some(tolerance_m));
        }
        tolerance_m *= 2;
    }
}

/// Points farther than `metres` from the last one kept, and both ends.
fn thinned(local: &[(f64, f64)], metres: f64) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    let mut last = None;
    for (index, point) in local.iter().enumerate() {
        let far = last.is_none_or(|(x, y): (f64, f64)| (point.0 - x).hypot(point.1 - y) > metres);
        if far || index + 1 == local.len() {
            kept.push(index);
            last = Some(*point);
        }
    }
    kept
}

/// D. Douglas and T. Peucker, "Algorithms for the reduction of the number of points required to
/// represent a digitized line", 1973. With a list of what is left to do instead of recursion: the
/// depth would be that of the worst file.
fn douglas_peucker(local: &[(f64, f64)], among: &[usize], metres: f64) -> Vec<usize> {
    let Some(last) = among.len().checked_sub(1) else { return Vec::new() };
    let at = |rank: usize| {
        among.get(rank).and_then(|index| local.get(*index)).copied().unwrap_or_default()
    };
    let mut kept = vec![0, last];
    let mut left = vec![(0, last)];
    while let Some((from, to)) = left.pop() {
        let (start, end) = (at(from), at(to));
        let farthest = (from + 1..to)
            .map(|rank| (rank, distance(at(rank), start, end)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((rank, away)) = farthest
            && away > metres
        {
            kept.push(rank);
            left.push((from, rank));
            left.push((rank, to));
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().filter_map(|rank| among.get(rank).copied()).collect()
}

/// Distance of a point from a segment.
fn distance(point: (f64, f64), start: (f64, f64), end: (f64, f64)) -> f64 {
    let along = (end.0 - start.0, end.1 - start.1);
    let from = (point.0 - start.0, point.1 - start.1);
    let square = along.0 * along.0 + along.1 * along.1;
    let part = if square > 0.0 {
        ((from.0 * along.0 + from.1 * along.1) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (from.0 - part * along.0).hypot(from.1 - part * along.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn gpx(body: &str) -> String {
        format!(r#"<?xml version="1.0"?><gpx version="1.1" creator="x">{body}</gpx>"#)
    }

    fn track(points: &[(f64, f64)]) -> String {
        let points: String = points
            .iter()
            .map(|(lon, lat)| {
                format!(r#"<trkpt lat="{lat}" lon="{lon}"><ele>3</ele><time>2026-11-05T18:00:00Z</time></trkpt>"#)
            })
            .collect();
        format!("<trk><trkseg>{points}</trkseg></trk>")
    }

    #[test]
    fn a_track_with_named_points() {
        let body = format!(
            r#"<wpt lat="49.871" lon="2.291"><name>Caf&#233; &amp; square</name></wpt><wpt lat="49.872" lon="2.292"/>{}"#,
            track(&[(2.29, 49.87), (2.291, 49.871), (2.292, 49.872)])
        );
        let found = read(&gpx(&body)).unwrap();
        assert_eq!(found.line.len(), 3);
        assert_eq!(found.points.len(), 2);
        assert_eq!(found.points[0].0, "Café & square");
        assert_eq!(found.remarks, [Remark::TimesLeftOut]);
    }

    #[test]
    fn segments_of_a_track_belong_together_and_the_longest_track_is_taken() {
        let short = track(&[(2.29, 49.87), (2.291, 49.87)]);
        let long = "<trk><trkseg><trkpt lat='49.87' lon='2.29'/></trkseg><trkseg><trkpt lat='49.88' lon='2.29'/><trkpt lat='x' lon='2.29'/></trkseg></trk>";
        let found = read(&gpx(&format!("{short}{long}"))).unwrap();
        assert_eq!(found.line.len(), 2);
        assert!(line_length_m(&found.line) > 1000.0);
        assert_eq!(found.remarks, [Remark::TimesLeftOut, Remark::LongestOf(2), Remark::Skipped(1)]);
    }

    #[test]
    fn a_route_without_a_track_and_a_file_cut_short() {
        let route = "<rte><rtept lat='49.87' lon='2.29'/><rtept lat='49.88' lon='2.29'/></rte>";
        assert_eq!(read(&gpx(route)).unwrap().line.len(), 2);
        let whole = gpx(&track(&[(2.29, 49.87), (2.291, 49.871), (2.292, 49.872)]));
        let cut = &whole[..whole.len() - 60];
        let found = read(cut).unwrap();
        assert!(found.line.len() >= 2);
        let closed = read(&gpx("<trk><trkseg></trk>"));
        assert_eq!(closed, Err(FileProblem::NoLine));
    }

    #[test]
    fn what_holds_no_line_is_named() {
        assert_eq!(read(&gpx("")), Err(FileProblem::NoLine));
        assert_eq!(read(&gpx("<wpt lat='49.87' lon='2.29'/>")), Err(FileProblem::NoLine));
        assert_eq!(read("<kml></kml>"), Err(FileProblem::NotGpx));
        assert_eq!(read("<html><body>404</body></html>"), Err(FileProblem::HtmlPage));
        assert_eq!(read(""), Err(FileProblem::Empty));
        assert_eq!(read("lat;lon"), Err(FileProblem::NotJson { line: 1 }));
    }

    #[test]
    fn a_geojson_line_in_lambert_93() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"nom":"Départ"},"geometry":{"type":"Point","coordinates":[649000,6977000]}},
            {"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[649000,6977000],[649100,6977100]]}}]}"#;
        let found = read(text).unwrap();
        assert_eq!(found.points[0].0, "Départ");
        let metres = line_length_m(&found.line);
        assert!((metres - 141.4).abs() < 0.5, "{metres}");
        assert_eq!(found.remarks, [Remark::Converted(Projection::Lambert93)]);
    }

    #[test]
    fn a_hundred_thousand_points_are_simplified_with_a_stated_tolerance() {
        let points: Vec<(f64, f64)> = (0..100_000_i32)
            .map(|step| {
                let t = f64::from(step) / 100_000.0;
                (2.29 + 0.03 * t + 1e-5 * (t * 9000.0).sin(), 49.87 + 0.004 * (t * 40.0).sin())
            })
            .collect();
        let text = gpx(&track(&points));
        let found = read(&text).unwrap();
        assert!(found.line.len() <= LINE_MAX);
        let said = found.remarks.iter().find_map(|remark| match remark {
            Remark::Simplified { from, tolerance_m, .. } => Some((*from, *tolerance_m)),
            _ => None,
        });
        let (from, tolerance_m) = said.unwrap();
        assert!(from > 90_000 && tolerance_m <= 8, "{from} {tolerance_m}");
    }

    proptest! {
        #[test]
        fn nothing_left_out_lies_farther_than_said(
            steps in proptest::collection::vec((-30.0..30.0_f64, -30.0..30.0_f64), 501..900)
        ) {
            let start = Place::from_lon_lat(2.29, 49.87).unwrap();
            let frame = LocalFrame::around(start);
            let mut at = (0.0, 0.0);
            let line: Vec<Place> = steps
                .iter()
                .map(|(east, north)| {
                    at = (at.0 + east, at.1 + north);
                    frame.place_from_local(at).unwrap()
                })
                .collect();
            let (kept, tolerance_m) = simplified(line.clone());
            let tolerance_m = f64::from(tolerance_m.unwrap());
            prop_assert!(kept.len() <= LINE_MAX);
            prop_assert_eq!((kept.first(), kept.last()), (line.first(), line.last()));
            let frame = LocalFrame::around(line[0]);
            let local: Vec<_> = kept.iter().map(|p| frame.local_from_place(*p)).collect();
            for place in &line {
                let point = frame.local_from_place(*place);
                let away = local
                    .windows(2)
                    .map(|pair| distance(point, pair[0], pair[1]))
                    .fold(f64::INFINITY, f64::min);
                prop_assert!(away <= tolerance_m + 0.02, "{} of {}", away, tolerance_m);
            }
        }

        #[test]
        fn any_text_is_taken_or_refused(text in "(<gpx>)?.{0,200}") {
            drop(read(&text));
        }
    }
}
