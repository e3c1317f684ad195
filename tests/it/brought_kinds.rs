//! Kinds of files that other people bring: read for what they hold, or named for what they are.

use std::io::{Cursor, Write};

use super::brought_files::{
    collection, feature, here, lamps, open, perimeter, points, route, square, walk,
};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::observation::place::Place;
use eclaireuse::format::files::question::Answers;
use eclaireuse::format::files::recognise::{self, ForeignKind};
use eclaireuse::format::files::remark::Remark;
use eclaireuse::format::files::system::{Conversion, System};
use eclaireuse::format::files::{FileProblem, Seen, Wanted, perimeter_file, points_file};

#[test]
fn what_holds_nothing_of_it_says_what_it_holds() {
    let text = feature("{}", "Polygon", &square(System::Wgs84, here(), 100.0));
    let seen = Seen { points: 0, lines: 0, areas: 1 };
    assert_eq!(route(&text), Err(FileProblem::Nothing { wanted: Wanted::Line, seen, fault: None }));
    let words = route(&text).unwrap_err().words(Language::Fr);
    assert!(words.contains("1 surface") && words.contains("Rien n’a changé"), "{words}");
    for (bytes, problem) in [
        (&b"  \n"[..], FileProblem::Empty),
        (b"<!DOCTYPE html><title>404</title>", FileProblem::HtmlPage),
        (b"<html><body>404</body></html>", FileProblem::HtmlPage),
        (b"<osm></osm>", FileProblem::OtherXml("osm".into())),
        (b"{\"a\":1}", FileProblem::NotGeographic),
        (b"nom;type\nx;LED\n", FileProblem::NoCoordinates(vec!["nom".into(), "type".into()])),
        (b"%PDF-1.7 ...", FileProblem::Foreign(ForeignKind::Document)),
        (b"PMTiles\x03...", FileProblem::Foreign(ForeignKind::Basemap)),
        (b"SQLite format 3\0....", FileProblem::Foreign(ForeignKind::Database)),
        (b"\x00\x00\x27\x0a....", FileProblem::Foreign(ForeignKind::ShapefilePart)),
        (b"bonjour", FileProblem::Unknown),
    ] {
        assert_eq!(open(bytes).unwrap_err(), problem);
    }
    let cut = format!(
        "{{\"type\":\"FeatureCollection\",\n\"features\":[{},\n{{\"type\":\"Fea",
        feature("{}", "Point", "[2.2935,49.8709]")
    );
    let found = points(&cut).unwrap();
    assert_eq!(found.what.unwrap().len(), 1);
    assert!(found.remarks.iter().any(|r| matches!(r, Remark::Fault(fault) if fault.line >= 2)));
    let bad = "{\"type\":\"FeatureCollection\",\n\"features\":[}";
    let Err(FileProblem::Broken(fault)) = open(bad.as_bytes()) else { panic!() };
    assert_eq!(fault.line, 2);
}

#[test]
fn other_programs_json_is_read() {
    let lines = [
        feature(r#"{"ref":1}"#, "Point", "[2.2935,49.8709]"),
        feature(r#"{"ref":2,"pop":NaN}"#, "Point", "[2.2936,49.8709]"),
    ];
    for text in [
        lines.join("\n"),
        format!("\u{1e}{}\n\u{1e}{}\n", lines[0], lines[1]),
        collection(&lines, None),
    ] {
        let found = points(&text).unwrap();
        let labels: Vec<String> =
            found.what.unwrap().into_iter().map(|point| point.label).collect();
        assert_eq!(labels, ["1", "2"], "{text}");
    }
    let esri = r#"{"geometryType":"esriGeometryPoint","spatialReference":{"wkid":102100,"latestWkid":3857},"features":[{"attributes":{"numero":7},"geometry":{"x":255311.25,"y":6423902.5}},{"attributes":{"numero":8},"geometry":{"x":255321.25,"y":6423902.5}}]}"#;
    let found = points(esri).unwrap().what.unwrap();
    assert!(
        found[0].label == "7" && found[0].place.metres_to(here()) < 3_000.0,
        "{}",
        found[0].place.typed()
    );
    let topology = r#"{"type":"Topology","transform":{"scale":[0.001,0.001],"translate":[2.29,49.87]},"objects":{"a":{"type":"GeometryCollection","geometries":[{"type":"Polygon","arcs":[[0,1]],"properties":{"nom":"Quartier"}}]}},"arcs":[[[0,0],[10,0],[0,10]],[[10,10],[-10,0],[0,-10]]]}"#;
    let found = perimeter(topology).unwrap().what.unwrap();
    assert!(found.holds(Place::from_lon_lat(2.295, 49.875).unwrap()) && found.lib_qp == "Quartier");
    let overpass = r#"{"version":0.6,"elements":[{"type":"node","id":7,"lat":49.8709,"lon":2.2935,"tags":{"highway":"street_lamp"}},{"type":"node","id":8,"lat":49.871,"lon":2.2935,"tags":{"highway":"street_lamp"}}]}"#;
    assert_eq!(points(overpass).unwrap().what.unwrap()[0].label, "node/7");
    let umap = format!(r#"{{"type":"umap","layers":[{}]}}"#, collection(&lines[..1], None));
    assert_eq!(points(&umap).unwrap().what.unwrap().len(), 1);
}

#[test]
fn a_table_of_lamps_is_read_with_its_separator_and_its_commas() {
    for text in [
        "numero;latitude;longitude\n1;49,8709;2,2935\n2;49,8710;2,2935\n",
        "numero,lat,lon\n1,49.8709,2.2935\n2,49.8710,2.2935\n",
        "numero\tgeo_point_2d\n1\t49.8709, 2.2935\n2\t49.8710, 2.2935\n",
        "numero;geom\n1;POINT(2.2935 49.8709)\n2;POINT(2.2935 49.8710)\n",
        "numero;x;y\n1;649227;6974914\n2;649227;6974925\n",
    ] {
        let found = points(text).unwrap().what.unwrap();
        assert_eq!((found.len(), found[0].label.as_str()), (2, "1"), "{text}");
        assert!(found[0].place.metres_to(here()) < 60.0, "{text} {}", found[0].place.typed());
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Shapefile of two points with a column `NUM` and one of names in Windows-1252.
fn shapefile() -> [(&'static str, Vec<u8>); 3] {
    let places = [here(), here().moved(90.0, 50.0)];
    let mut shp = Vec::new();
    shp.extend(9994_i32.to_be_bytes());
    shp.extend([0; 20]);
    shp.extend(((100 + 28 * 2) / 2_i32).to_be_bytes());
    shp.extend(1000_i32.to_le_bytes());
    shp.extend(1_i32.to_le_bytes());
    shp.extend([0; 64]);
    let conversion = Conversion::of(System::Lambert93).unwrap();
    for (rank, place) in (1_i32..).zip(places) {
        shp.extend(rank.to_be_bytes());
        shp.extend(10_i32.to_be_bytes());
        shp.extend(1_i32.to_le_bytes());
        let (x, y) = conversion.position(place.lon(), place.lat());
        shp.extend(x.to_le_bytes());
        shp.extend(y.to_le_bytes());
    }
    let mut dbf = vec![3, 126, 1, 1];
    dbf.extend(2_u32.to_le_bytes());
    dbf.extend((32 + 2 * 32 + 1_u16).to_le_bytes());
    dbf.extend((1 + 6 + 12_u16).to_le_bytes());
    dbf.extend([0; 20]);
    for (name, kind, width) in [("NUM", b'N', 6_u8), ("RUE", b'C', 12)] {
        let mut column = [0; 32];
        column[..name.len()].copy_from_slice(name.as_bytes());
        column[11] = kind;
        column[16] = width;
        dbf.extend(column);
    }
    dbf.push(0x0D);
    dbf.extend(b"  147.0\xC9tangs      ");
    dbf.extend(b"  148.0All\xE9e       ");
    let prj = b"PROJCS[\"RGF93_Lambert_93\",GEOGCS[\"GCS_RGF_1993\",DATUM[\"D_RGF_1993\"]],UNIT[\"Meter\",1.0]]".to_vec();
    [("lampes.shp", shp), ("lampes.dbf", dbf), ("lampes.prj", prj)]
}

#[test]
fn an_archive_is_looked_into() {
    let parts = shapefile();
    let files: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
    let opened = open(&zipped(&files)).unwrap();
    let found = points_file::read(&opened, &walk(), &Answers::default()).unwrap();
    let taken = found.what.unwrap();
    assert_eq!(taken.iter().map(|point| point.label.as_str()).collect::<Vec<_>>(), ["147", "148"]);
    assert!(taken[0].place.metres_to(here()) < 0.1);
    assert_eq!(opened.of.features[0].values.get("RUE").map(String::as_str), Some("Étangs"));
    let text = lamps(System::Wgs84, None);
    for bytes in [
        zipped(&[
            ("lampes.geojson", text.as_bytes()),
            ("__MACOSX/._lampes.geojson", b"\0\0"),
            (".DS_Store", b"\0"),
        ]),
        zipped(&[("x.zip", &zipped(&[("lampes.txt", text.as_bytes())]))]),
    ] {
        let opened = open(&bytes).unwrap();
        assert_eq!((opened.of.features.len(), opened.layers.len()), (12, 0));
    }
    let two = zipped(&[
        ("a.geojson", text.as_bytes()),
        ("b.gpx", b"<gpx><wpt lat='49.87' lon='2.29'/></gpx>"),
    ]);
    let opened = recognise::open(&two, 1, &|_, _| None).unwrap();
    assert_eq!((opened.layers.len(), opened.layer, opened.of.features.len()), (2, 1, 1));
    let notebook = zipped(&[("records.ndjson", b"{}"), ("manifest.json", b"{}")]);
    assert_eq!(open(&notebook), Err(FileProblem::Foreign(ForeignKind::Notebook)));
    let book = zipped(&[("[Content_Types].xml", b"<x/>"), ("xl/workbook.xml", b"<x/>")]);
    assert_eq!(open(&book), Err(FileProblem::Foreign(ForeignKind::Workbook)));
    assert_eq!(open(b"PK\x03\x04 and nothing"), Err(FileProblem::CutShort));
}

#[test]
fn letters_that_are_not_utf_8_come_back_and_are_said() {
    let text = collection(
        &[feature(
            r#"{"code_qp":"QN00000X","lib_qp":"Les Étangs d’Été"}"#,
            "Polygon",
            &square(System::Wgs84, here(), 300.0),
        )],
        None,
    );
    let bytes: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '’' => 0x92,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let opened = open(&bytes).unwrap();
    let names = perimeter_file::names(&opened, &Answers::default()).unwrap();
    assert_eq!(names.names[0].lib_qp, "Les Étangs d’Été");
    assert!(names.remarks.contains(&Remark::Letters("Windows-1252".into(), true)));
}
