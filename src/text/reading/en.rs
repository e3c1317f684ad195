//! In English.

use super::ReadingWords;
use crate::text::en::counted;

fn seen(points: usize, lines: usize, areas: usize) -> String {
    if points + lines + areas == 0 {
        return "No place was found in it.".to_owned();
    }
    format!(
        "It holds {}, {}, {}.",
        counted(points, "point", "points"),
        counted(lines, "line", "lines"),
        counted(areas, "area", "areas"),
    )
}

pub(super) const READING: ReadingWords = ReadingWords {
    empty: "This file is empty. Nothing has changed; ask for it again.",
    html_page: "This file is a web page, not data: the download probably failed. Nothing has changed.",
    broken: |line, near| {
        if near.is_empty() {
            format!(
                "This file stops in the middle, at line {line}. Nothing has changed; ask for it again."
            )
        } else {
            format!(
                "This file is badly written at line {line}, near “{near}”. Nothing has changed. Export it again from the program that made it."
            )
        }
    },
    not_geographic: "This file is JSON, but without any place. Nothing has changed.",
    other_xml: |root| {
        format!(
            "This file is “{root}” XML: neither GPX nor KML. Nothing has changed. Export it as GPX or GeoJSON."
        )
    },
    no_coordinates: |columns| {
        format!(
            "This is a table, but no column of coordinates was found in it ({columns}). Nothing has changed. Call two columns “longitude” and “latitude”, or “x” and “y”."
        )
    },
    unknown: "This file is not recognised. Nothing has changed. Ask for it as GeoJSON, GPX, KML, CSV or Shapefile (zip).",
    geopackage: "This is a GeoPackage. Nothing has changed. In QGIS: right-click the layer, “Export”, “Save Features As”, format GeoJSON.",
    database: "This is a database. Nothing has changed. Ask for the layer as GeoJSON.",
    basemap: "This is a basemap. Nothing has changed. Its place is further down, under “Basemap”.",
    workbook: "This is a spreadsheet workbook. Nothing has changed. In the spreadsheet: “Save as”, format CSV.",
    document: "This is a document (PDF or text), not data. Nothing has changed. Ask for the GeoJSON, GPX or Shapefile.",
    picture: "This is a picture, not data. Nothing has changed. Ask for the GeoJSON, GPX or Shapefile.",
    flatgeobuf: "This is a FlatGeobuf. Nothing has changed. In QGIS: right-click the layer, “Export”, format GeoJSON.",
    watch: "This is a watch’s own file (FIT). Nothing has changed. In the watch’s app: export the activity as GPX.",
    shapefile_part: "This is one part of a Shapefile: the others are missing. Nothing has changed. Put the .shp, the .dbf and the .prj into a zip.",
    notebook: "This is a notebook of Éclaireuse. Nothing has changed. Its place is in the list of walks, “Add a notebook”.",
    locked: "This archive has a password, or is packed in a way that this page does not read. Nothing has changed. Take the file out of it, then choose that.",
    no_line: |p, l, a| {
        format!(
            "There is neither a line nor a named point in this file. {} Nothing has changed.",
            seen(p, l, a)
        )
    },
    no_area: |p, l, a| {
        format!("There is no usable perimeter in this file. {} Nothing has changed.", seen(p, l, a))
    },
    no_points: |p, l, a| {
        format!("There is no usable point in this file. {} Nothing has changed.", seen(p, l, a))
    },
    fault: |line, near| {
        if near.is_empty() {
            format!("The file stops in the middle, at line {line}; what comes before was read.")
        } else {
            format!(
                "The file is badly written at line {line}, near “{near}”; what comes before was read."
            )
        }
    },
    unknown_system: |name| {
        format!(
            "The coordinates are in a system that is unknown here ({name}). Export the file in WGS 84 (EPSG:4326). Nothing has changed."
        )
    },
    too_many: |found, limit| {
        format!(
            "This file has {found} points; a walk carries at most {limit}, and nothing is known of the walk yet to choose around it. Draw the route first. Nothing has changed."
        )
    },
    too_detailed: |found, limit| {
        format!(
            "This outline has {found} points; a phone carries {limit}, and leaving so many out would move it by more than 16 m. Nothing has changed. Ask for a simpler outline, or simplify it in QGIS (Vector, Geometry Tools, Simplify)."
        )
    },
    no_such_feature: "This perimeter is no longer in the file. Open the file again.",
    cut_short: "This file is incomplete: it stops too early. Nothing has changed; ask for it again.",
    changed: "The file has changed, or is gone, since it was chosen. Nothing has changed here. Choose it once more.",
    metres: |metres| {
        if metres < 1000.0 {
            format!("{metres:.0} m")
        } else if metres < 10_000.0 {
            format!("{:.1} km", metres / 1000.0)
        } else {
            format!("{:.0} km", metres / 1000.0)
        }
    },
    square_metres: |square| {
        if square < 10_000.0 {
            format!("{square:.0} m²")
        } else if square < 10_000_000.0 {
            format!("{:.0} ha", square / 10_000.0)
        } else {
            format!("{:.0} km²", square / 1_000_000.0)
        }
    },
    declared: |name| {
        format!("The file says that its coordinates are in {name}; they were converted.")
    },
    fits: |name, away| {
        format!("Read as {name}, which puts it {away} from the walk. Check it on the drawing.")
    },
    alone: |name| {
        format!(
            "The file does not say its system. Read as {name}, the only one that puts it in France. Check it on the drawing."
        )
    },
    chosen: |name| format!("Read as {name}, which you chose."),
    turned: "Latitude and longitude were the wrong way round; they were put right.",
    says_otherwise: |name| {
        format!("The file says “{name}”, which does not go with its numbers or with the walk.")
    },
    far: |away| format!("Attention: this is {away} from all that is known of the walk."),
    stray: |n| {
        format!(
            "{}: at 0, 0 or very far from the others.",
            counted(n, "place left out", "places left out")
        )
    },
    letters: |name| format!("The letters were written in {name}."),
    letters_guessed: |name| {
        format!("The file is not UTF-8. Its letters were read as {name}: check the accents.")
    },
    mended: |n| {
        format!(
            "{} while reading.",
            counted(n, "fault of writing mended", "faults of writing mended")
        )
    },
    self_crossing: "The outline crosses itself. It is kept as it is; check it on the drawing.",
    rings_left_out: |n| {
        format!("{}: too few points.", counted(n, "outline left out", "outlines left out"))
    },
    skipped: |n| format!("{}: not readable here.", counted(n, "part left out", "parts left out")),
    simplified: |from, to, metres| {
        format!(
            "Simplified from {from} to {to} points: nothing left out lies more than {metres} m from what is kept."
        )
    },
    joined: |n| format!("{n} lines; those whose ends meet were joined."),
    lines_apart: |n| {
        format!("{n} lines do not touch: the longest was taken. Another one can be chosen below.")
    },
    length: |length| format!("Length: {length}."),
    too_long: "That is very long for a walk: check the line.",
    area: |size, parts| {
        if parts > 1 {
            format!("Area: {size}, in {parts} parts.")
        } else {
            format!("Area: {size}.")
        }
    },
    holds_nothing: "Attention: nothing that is known of the walk lies in this perimeter.",
    closed_line: "There is no area in this file: the closed line was taken for an outline.",
    label_field: |name| format!("The numbers come from the column “{name}”."),
    unlabelled: |n| {
        format!(
            "{}: they will be seen on the map, and cannot be chosen.",
            counted(n, "point without a number", "points without a number")
        )
    },
    labels_cut: |n| format!("{}: more than 60 letters.", counted(n, "number cut", "numbers cut")),
    no_labels: "No column tells the points apart: they have no number. They will be seen on the map, and cannot be chosen.",
    around: |kept, of, metres| {
        format!("{kept} points of {of} are taken: those within {metres} m of the walk.")
    },
    first_stops: |n| format!("{n} named points in the file: the first 60 can become stops."),
    no_commune_code: |given| {
        format!("“{given}” cannot be the INSEE code of a commune: it is left empty.")
    },
    no_code: "No code of a neighbourhood is taken: what leaves for the city will not bear one.",
    times_left_out: "The times in the file were not read.",
    ask_system: "In which system are the coordinates?",
    ask_layer: "Which layer of the file?",
    ask_label: "Which column gives the numbers?",
    ask_code: "Which column gives the code of the neighbourhood?",
    ask_name: "Which column gives the name?",
    ask_line: "Which line?",
    ask_around: "Too many points for a walk. How far are they taken?",
    system_at: |name, turned, away| {
        let turned = if turned { ", turned" } else { "" };
        away.map_or_else(
            || format!("{name}{turned}"),
            |away| format!("{name}{turned}: {away} from the walk"),
        )
    },
    no_column: "None",
    line: |number, length| format!("Line {number}: {length}"),
    within: |metres, count| format!("Within {metres} m: {count} points"),
};
