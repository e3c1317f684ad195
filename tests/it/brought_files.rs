//! Files that other people made come in through one door: recognised by their content, compared with the
//! walk, taken for what they are or named for what they are.

use eclaireuse::domain::observation::place::{Place, line_length_m};
use eclaireuse::domain::walk::perimeter::Perimeter;
use eclaireuse::domain::walk::reference_layer::{POINTS_MAX, ReferencePoint};
use eclaireuse::format::files::locate::Known;
use eclaireuse::format::files::question::{About, Answers};
use eclaireuse::format::files::recognise::{self, Opened};
use eclaireuse::format::files::remark::{Belief, Remark};
use eclaireuse::format::files::route_file::FoundRoute;
use eclaireuse::format::files::system::{Conversion, System};
use eclaireuse::format::files::{FileProblem, Found, perimeter_file, points_file, route_file};

pub(crate) fn here() -> Place {
    Place::from_lon_lat(2.2935, 49.8709).unwrap()
}

pub(crate) fn walk() -> Known {
    Known { places: vec![here()] }
}

pub(crate) fn open(bytes: &[u8]) -> Result<Opened, FileProblem> {
    recognise::open(bytes, 0, &|_, _| None)
}

fn points_with(
    text: &str,
    known: &Known,
    answers: &[(&str, &str)],
) -> Result<Found<Vec<ReferencePoint>>, FileProblem> {
    let answers: Vec<_> = answers.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    points_file::read(&open(text.as_bytes())?, known, &Answers::read(&answers))
}

pub(crate) fn points(text: &str) -> Result<Found<Vec<ReferencePoint>>, FileProblem> {
    points_with(text, &walk(), &[])
}

pub(crate) fn route(text: &str) -> Result<Found<FoundRoute>, FileProblem> {
    route_file::read(&open(text.as_bytes())?, &walk(), &Answers::default())
}

pub(crate) fn perimeter(text: &str) -> Result<Found<Perimeter>, FileProblem> {
    let opened = open(text.as_bytes())?;
    let names = perimeter_file::names(&opened, &Answers::default())?;
    perimeter_file::pick(&opened, names.names[0].index, &walk(), &Answers::default())
}

pub(crate) fn feature(properties: &str, kind: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
    )
}

pub(crate) fn collection(features: &[String], crs: Option<&str>) -> String {
    let crs = crs.map_or_else(String::new, |name| {
        format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#)
    });
    format!(r#"{{"type":"FeatureCollection",{crs}"features":[{}]}}"#, features.join(","))
}

/// A position of a place in a system, as a file writes it.
pub(crate) fn written(system: System, place: Place) -> String {
    let (x, y) = Conversion::of(system).unwrap().position(place.lon(), place.lat());
    format!("[{x},{y}]")
}

pub(crate) fn lamps(system: System, crs: Option<&str>) -> String {
    let lamp = |number: u32| {
        let place = here().moved(90.0, f64::from(number) * 20.0);
        feature(&format!(r#"{{"ref":"L-{number}"}}"#), "Point", &written(system, place))
    };
    collection(&(0..12).map(lamp).collect::<Vec<_>>(), crs)
}

pub(crate) fn square(system: System, centre: Place, metres: f64) -> String {
    let corners =
        [45.0, 135.0, 225.0, 315.0, 45.0].map(|turn| written(system, centre.moved(turn, metres)));
    format!("[[{}]]", corners.join(","))
}

#[test]
fn a_file_lies_where_the_walk_is_whatever_it_says() {
    for (system, crs) in [
        (System::Wgs84, None),
        (System::Wgs84, Some("urn:ogc:def:crs:EPSG::2154")),
        (System::Lambert93, None),
        (System::Lambert93, Some("EPSG:9794")),
        (System::WebMercator, None),
        (System::WebMercator, Some("urn:ogc:def:crs:OGC:1.3:CRS84")),
        (System::WebMercator, Some("EPSG:2154")),
        (System::WebMercator, Some("EPSG:3857")),
        (System::Conic(50), None),
        (System::LambertII, Some("EPSG:27572")),
    ] {
        let found = points(&lamps(system, crs)).unwrap();
        let taken = found.what.unwrap();
        assert_eq!(taken.len(), 12, "{system:?} {crs:?}");
        assert!(
            taken[0].place.metres_to(here()) < 3.0,
            "{system:?} {crs:?} {}",
            taken[0].place.typed()
        );
        let is_plain = system == System::Wgs84 && crs.is_none();
        let says =
            found.remarks.iter().any(|r| matches!(r, Remark::In { .. } | Remark::SaysOtherwise(_)));
        assert_eq!(says, !is_plain, "{system:?} {crs:?}");
    }
}

#[test]
fn where_two_systems_would_do_a_person_is_asked() {
    let text = lamps(System::WebMercator, None);
    let found = points_with(&text, &Known::default(), &[]).unwrap();
    assert_eq!(found.what, None);
    let question = &found.questions[0];
    assert_eq!((question.about, question.chosen), (About::System, None));
    assert!(question.options.len() >= 2);
    let answered = points_with(&text, &Known::default(), &[("system", "3857")]).unwrap();
    assert!(answered.what.unwrap()[0].place.metres_to(here()) < 3.0);
    let belief = |r: &Remark| matches!(r, Remark::In { belief: Belief::Chosen, .. });
    assert!(answered.remarks.iter().any(belief));
}

#[test]
fn numbers_the_wrong_way_round_are_turned_or_asked_about() {
    for crs in [None, Some("urn:ogc:def:crs:OGC:1.3:CRS84")] {
        let turned = (0..5).map(|number| {
            let place = here().moved(0.0, f64::from(number) * 30.0);
            let at = format!("[{},{}]", place.lat(), place.lon());
            feature(&format!(r#"{{"ref":{number}}}"#), "Point", &at)
        });
        let text = collection(&turned.collect::<Vec<_>>(), crs);
        let found = points(&text).unwrap();
        assert!(found.what.unwrap()[0].place.metres_to(here()) < 1.0);
        assert!(found.remarks.contains(&Remark::Turned));
        // Nothing is known of the walk: off Somalia, or here?
        let found = points_with(&text, &Known::default(), &[]).unwrap();
        assert_eq!(found.what, None);
        assert_eq!(found.questions[0].about, About::System);
    }
}

#[test]
fn a_stray_place_costs_itself_alone() {
    for (system, crs) in
        [(System::Wgs84, None), (System::Lambert93, Some("EPSG:2154")), (System::Lambert93, None)]
    {
        let text = lamps(system, crs);
        for stray in ["[0,0]", "[0.0,0.0]"] {
            let zero = feature(r#"{"ref":"L-99"}"#, "Point", stray);
            let text = text.replace("\"features\":[", &format!("\"features\":[{zero},"));
            let found = points(&text).unwrap();
            assert_eq!(found.what.unwrap().len(), 12, "{system:?}");
            assert!(found.remarks.contains(&Remark::Stray(1)));
        }
    }
    let track = format!(
        "<gpx><trk><trkseg><trkpt lat='0' lon='0'/>{}</trkseg></trk></gpx>",
        (0..5)
            .map(|step| {
                let place = here().moved(90.0, f64::from(step) * 50.0);
                format!("<trkpt lat='{}' lon='{}'/>", place.lat(), place.lon())
            })
            .collect::<String>()
    );
    let found = route(&track).unwrap();
    assert!((line_length_m(&found.what.unwrap().line) - 200.0).abs() < 1.0);
    assert!(found.remarks.contains(&Remark::Stray(1)));
}

#[test]
fn what_is_far_is_said_before_it_is_taken() {
    let text = lamps(System::Wgs84, None);
    let elsewhere = Known { places: vec![Place::from_lon_lat(4.85, 45.75).unwrap()] };
    let found = points_with(&text, &elsewhere, &[]).unwrap();
    let far = found
        .remarks
        .iter()
        .find_map(|r| if let Remark::Far(metres) = r { Some(*metres) } else { None });
    assert!((400_000.0..600_000.0).contains(&far.unwrap()), "{far:?}");
    let unknown = collection(&[feature("{}", "Point", "[255000,410000]")], Some("EPSG:31370"));
    assert_eq!(points(&unknown), Err(FileProblem::UnknownSystem("EPSG:31370".into())));
}

#[test]
fn a_lamp_has_the_number_that_somebody_gave_it_or_none() {
    let labels = |values: &[&str]| {
        let lamps = values.iter().enumerate().map(|(rank, value)| {
            let place = here().moved(90.0, f64::from(u32::try_from(rank).unwrap()) * 20.0);
            feature(
                &format!(r#"{{"numero":{value},"type":"LED"}}"#),
                "Point",
                &written(System::Wgs84, place),
            )
        });
        let found = points(&collection(&lamps.collect::<Vec<_>>(), None)).unwrap();
        let labels: Vec<String> =
            found.what.unwrap().into_iter().map(|point| point.label).collect();
        (labels, found.remarks)
    };
    assert_eq!(labels(&["1200.0", "1203.0"]).0, ["1200", "1203"]);
    assert_eq!(labels(&["\"00147\"", "\"00148\""]).0, ["00147", "00148"]);
    let (given, remarks) = labels(&["7", "5", "null", "3"]);
    assert_eq!(given, ["7", "5", "", "3"]);
    assert!(remarks.contains(&Remark::Unlabelled(1)));
    // The same for all names nothing.
    let (given, remarks) = labels(&["\"ÉCLAIRAGE\"", "\"ÉCLAIRAGE\"", "\"ÉCLAIRAGE\""]);
    assert_eq!(given, ["", "", ""]);
    assert!(remarks.contains(&Remark::NoLabels));
}

#[test]
fn a_person_chooses_another_column() {
    let lamp = |rank: u32| {
        let place = here().moved(90.0, f64::from(rank) * 20.0);
        let properties =
            format!(r#"{{"code":"80021","nom":"RUE","support":"S{rank}","ref":"A{rank}"}}"#);
        feature(&properties, "Point", &written(System::Wgs84, place))
    };
    let text = collection(&(0..6).map(lamp).collect::<Vec<_>>(), None);
    let first = |answers: &[(&str, &str)]| {
        let found = points_with(&text, &walk(), answers).unwrap();
        (found.what.unwrap()[0].label.clone(), found.questions)
    };
    let (label, questions) = first(&[]);
    assert_eq!(label, "A0");
    let question = questions.iter().find(|question| question.about == About::Label).unwrap();
    assert!(question.options.iter().any(|option| option.value == "support"));
    assert_eq!(first(&[("label", "support")]).0, "S0");
    assert_eq!(first(&[("label", "")]).0, "");
}

#[test]
fn more_points_than_a_walk_carries_are_cut_around_it() {
    let lamp = |rank: u32| {
        let place = here().moved(90.0, f64::from(rank));
        feature(&format!(r#"{{"ref":{rank}}}"#), "Point", &written(System::Wgs84, place))
    };
    let many = u32::try_from(POINTS_MAX).unwrap() + 1000;
    let text = collection(&(0..many).map(lamp).collect::<Vec<_>>(), None);
    let found = points(&text).unwrap();
    assert_eq!(found.what, None);
    assert_eq!(found.questions[0].about, About::Around);
    let found = points_with(&text, &walk(), &[("around", "500")]).unwrap();
    let taken = found.what.unwrap();
    assert!(taken.iter().all(|point| point.place.metres_to(here()) < 502.0) && taken.len() > 490);
    let nothing = points_with(&text, &Known::default(), &[]);
    assert!(matches!(nothing, Err(FileProblem::TooMany { limit: POINTS_MAX, .. })));
}

#[test]
fn a_quarter_of_several_parts_is_one_by_code_and_by_name() {
    let far = here().moved(90.0, 2_000.0);
    let part = |properties: &str, centre| {
        feature(properties, "Polygon", &square(System::Wgs84, centre, 300.0))
    };
    for properties in [
        r#"{"code_qp":"QN00000X","lib_qp":"Les Étangs"}"#,
        r#"{"NOM_QPV":"Les Étangs","COMMUNE":"Essai"}"#,
        r#"{"ident":"QP080005","quartier":"Les Étangs"}"#,
    ] {
        let text = collection(&[part(properties, here()), part(properties, far)], None);
        let opened = open(text.as_bytes()).unwrap();
        let names = perimeter_file::names(&opened, &Answers::default()).unwrap().names;
        assert_eq!((names.len(), names[0].parts, names[0].lib_qp.as_str()), (1, 2, "Les Étangs"));
        let found = perimeter(&text).unwrap();
        let taken = found.what.unwrap();
        assert!(taken.holds(here()) && taken.holds(far));
        assert!(found.remarks.iter().any(|r| matches!(r, Remark::Area { parts: 2, .. })));
        assert_eq!(taken.code_qp.is_empty(), found.remarks.contains(&Remark::NoCode));
    }
}

#[test]
fn a_perimeter_that_holds_nothing_of_the_walk_is_said() {
    let away = here().moved(0.0, 3_000.0);
    let text = collection(&[feature("{}", "Polygon", &square(System::Wgs84, away, 300.0))], None);
    assert!(perimeter(&text).unwrap().remarks.contains(&Remark::HoldsNothing));
    let line = square(System::Wgs84, here(), 300.0);
    let closed = line.get(1..line.len() - 1).unwrap();
    let found = perimeter(&feature("{}", "LineString", closed)).unwrap();
    assert!(found.what.unwrap().holds(here()));
    assert!(found.remarks.contains(&Remark::ClosedLine));
}

#[test]
fn an_outline_of_sixty_thousand_corners_is_simplified_and_said() {
    let ring: Vec<String> = (0..=60_000)
        .map(|step| {
            written(System::Wgs84, here().moved(f64::from(step % 60_000) * 360.0 / 60_000.0, 900.0))
        })
        .collect();
    let text = feature(r#"{"nom":"Rond"}"#, "Polygon", &format!("[[{}]]", ring.join(",")));
    let start = std::time::Instant::now();
    let found = perimeter(&text).unwrap();
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    let corners: usize = found.what.unwrap().polygons.iter().flatten().map(Vec::len).sum();
    assert!(corners <= perimeter_file::POINTS_MAX);
    assert!(
        found
            .remarks
            .iter()
            .any(|r| matches!(r, Remark::Simplified { from, .. } if *from > 50_000))
    );
    assert!(!found.remarks.contains(&Remark::SelfCrossing));
    // Long teeth side by side have no simpler outline: what came of one would be another, or nothing.
    let teeth = (0..20_000).map(|step| {
        format!(
            "[{:.7},{}]",
            2.28 + f64::from(step) * 1e-6,
            if step % 2 == 0 { 49.86 } else { 49.88 }
        )
    });
    let teeth = teeth.chain(["[2.3,49.85]", "[2.28,49.85]", "[2.28,49.86]"].map(str::to_owned));
    let text = feature("{}", "Polygon", &format!("[[{}]]", teeth.collect::<Vec<_>>().join(",")));
    assert!(matches!(perimeter(&text), Err(FileProblem::TooDetailed { .. })));
    let bow = "[[[2.29,49.87],[2.30,49.88],[2.30,49.87],[2.29,49.88],[2.29,49.87]]]";
    assert!(
        perimeter(&feature("{}", "Polygon", bow)).unwrap().remarks.contains(&Remark::SelfCrossing)
    );
}

#[test]
fn lines_whose_ends_meet_are_one_and_others_are_chosen() {
    let at = |east: f64| here().moved(90.0, east);
    let line = |ends: &[f64]| {
        ends.iter().map(|east| written(System::Wgs84, at(*east))).collect::<Vec<_>>().join(",")
    };
    // The second is drawn the other way round, the third apart.
    let text = feature(
        "{}",
        "MultiLineString",
        &format!("[[{}],[{}]]", line(&[0.0, 200.0]), line(&[400.0, 203.0])),
    );
    let found = route(&text).unwrap();
    assert!((line_length_m(&found.what.unwrap().line) - 400.0).abs() < 5.0);
    assert!(found.remarks.contains(&Remark::Joined(2)));
    let parted = format!("[[{}],[{}]]", line(&[0.0, 200.0]), line(&[400.0, 500.0]));
    let text = feature("{}", "MultiLineString", &parted);
    let found = route(&text).unwrap();
    assert!((line_length_m(&found.what.unwrap().line) - 200.0).abs() < 1.0);
    assert!(found.remarks.contains(&Remark::LinesApart(2)), "{:?}", found.remarks);
    let question = found.questions.iter().find(|question| question.about == About::Line).unwrap();
    assert_eq!((question.options.len(), question.chosen), (2, Some(0)));
    let other = Answers::read(&[("line".to_owned(), "1".to_owned())]);
    let found = route_file::read(&open(text.as_bytes()).unwrap(), &walk(), &other).unwrap();
    assert!((line_length_m(&found.what.unwrap().line) - 100.0).abs() < 1.0);
}

#[test]
fn a_gpx_as_watches_and_planners_write_it() {
    let point = |tag: &str, east: f64| {
        let place = here().moved(90.0, east);
        format!("<{tag} lat='{}' lon='{}'/>", place.lat(), place.lon())
    };
    let garmin = format!(
        "<gpx><rte><rtept lat='{lat}' lon='{lon}'><extensions><gpxx:RoutePointExtension>{}{}</gpxx:RoutePointExtension></extensions></rtept>{}</rte></gpx>",
        point("gpxx:rpt", 100.0),
        point("gpxx:rpt", 200.0),
        point("rtept", 300.0),
        lat = here().lat(),
        lon = here().lon(),
    );
    assert_eq!(route(&garmin).unwrap().what.unwrap().line.len(), 4);
    let two = format!(
        "<gpx><trk><trkseg>{}{}</trkseg></trk><trk><trkseg>{}{}</trkseg></trk></gpx>",
        point("trkpt", 0.0),
        point("trkpt", 100.0),
        point("trkpt", 100.0),
        point("trkpt", 300.0),
    );
    assert!((line_length_m(&route(&two).unwrap().what.unwrap().line) - 300.0).abs() < 1.0);
    let named = format!(
        "<gpx><metadata><name>Rue & place</name></metadata><wpt lat='{}' lon='{}'><name>Bar & tabac</name></wpt>{}</gpx>",
        here().lat(),
        here().lon(),
        two.trim_start_matches("<gpx>").trim_end_matches("</gpx>")
    );
    let found = route(&named).unwrap();
    assert_eq!(found.what.unwrap().points[0].0, "Bar & tabac");
    assert!(found.remarks.contains(&Remark::Mended(2)));
    let less = named.replace("Bar & tabac", "Bar < 3 m <![CDATA[& < 2]]>");
    let found = route(&less).unwrap();
    assert_eq!(found.what.unwrap().points[0].0, "Bar < 3 m & < 2");
    assert!(found.remarks.contains(&Remark::Mended(2)), "{:?}", found.remarks);
    let commas = "<gpx><trk><trkpt lat='49,870900' lon='2,293500'/><trkpt lat='49,8719' lon='2,2945'/></trk></gpx>";
    let found = route(commas).unwrap();
    assert_eq!(found.what.unwrap().line[0], here());
    assert!(found.remarks.contains(&Remark::Mended(2)));
    let broken = "<gpx>\n<trk>\n<trkpt lat='49.87' lon='2.29'/><trkpt lat='49.88' lon='2.29'/>\n</trk>\n<wpt lat='49.87' <";
    let found = route(broken).unwrap();
    assert!(
        found.remarks.iter().any(|r| matches!(r, Remark::Fault(fault) if fault.line == 5)),
        "{:?}",
        found.remarks
    );
}

#[test]
fn points_alone_are_stops_and_kml_is_read() {
    let text = collection(
        &[
            feature(r#"{"nom":"Porche"}"#, "Point", "[2.2935,49.8709]"),
            feature(r#"{"nom":"Square"}"#, "Point", "[2.2945,49.8709]"),
        ],
        None,
    );
    let found = route(&text).unwrap().what.unwrap();
    assert_eq!((found.line.len(), found.points.len()), (0, 2));
    let kml = "<kml xmlns='http://www.opengis.net/kml/2.2'><Document><Placemark><name>Tour</name><LineString><coordinates>2.2935,49.8709,0 2.2945,49.8709,0\n2.2955,49.8709</coordinates></LineString></Placemark><Placemark><name>Porche</name><Point><coordinates>2.2935,49.8709</coordinates></Point></Placemark></Document></kml>";
    let found = route(kml).unwrap().what.unwrap();
    assert_eq!(
        (found.line.len(), found.points.len(), found.points[0].0.as_str()),
        (3, 1, "Porche")
    );
}
