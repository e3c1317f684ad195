//! The style of a layer (QML): forms, French labels, symbols.

use std::fmt::Write;

use crate::domain::code::{Code, Language};
use crate::domain::deliberation::preconisation::Horizon;
use crate::domain::observation::taxonomy::Principle;
use crate::format::layers::table::{Column, Kind, LayerShape};
use crate::format::markup::escaped;

/// What the planner fills in, in the order of the form.
fn answers(shape: &LayerShape) -> Vec<&Column> {
    let mut answers: Vec<&Column> =
        shape.columns.iter().filter(|column| column.answer.is_some()).collect();
    answers.sort_by_key(|column| column.answer);
    answers
}

/// `<layer>.qml`.
pub(in crate::format::layers) fn style(shape: &LayerShape) -> String {
    format!(
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
         <qgis version=\"3.22.16\" styleCategories=\"Symbology|Labeling|Fields|Forms\">\n{}</qgis>\n",
        parts(shape)
    )
}

/// What a style and a layer of a project have in common.
pub(super) fn parts(shape: &LayerShape) -> String {
    let mut xml = String::new();
    renderer(shape, &mut xml);
    labels(shape, &mut xml);
    fields(shape, &mut xml);
    form(shape, &mut xml);
    xml
}

/// A marker or a line: a QGIS symbol of one layer.
fn symbol(name: &str, class: &str, options: &[(&str, &str)]) -> String {
    let kind = if class == "SimpleLine" { "line" } else { "marker" };
    let mut written = String::new();
    let mut old = String::new();
    for (key, value) in options {
        let _ = write!(written, "<Option name=\"{key}\" value=\"{value}\" type=\"QString\"/>");
        // Readers before 3.22 look for this form.
        let _ = write!(old, "<prop k=\"{key}\" v=\"{value}\"/>");
    }
    format!(
        "<symbol name=\"{name}\" type=\"{kind}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">\
         <layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\">\
         <Option type=\"Map\">{written}</Option>{old}</layer></symbol>"
    )
}

/// Six shapes and colours that are told apart in grey and by colour-blind eyes (Okabe and Ito).
const BY_PRINCIPLE: [(&str, &str); 6] = [
    ("circle", "230,159,0,255"),
    ("square", "86,180,233,255"),
    ("triangle", "0,158,115,255"),
    ("diamond", "240,228,66,255"),
    ("pentagon", "0,114,178,255"),
    ("star", "204,121,167,255"),
];
const BY_HORIZON: [(&str, &str); 3] =
    [("triangle", "213,94,0,255"), ("square", "230,159,0,255"), ("circle", "0,114,178,255")];

fn marker(name: &str, shape: &str, colour: &str, size: &str) -> String {
    symbol(
        name,
        "SimpleMarker",
        &[
            ("name", shape),
            ("color", colour),
            ("outline_color", "35,35,35,255"),
            ("outline_style", "solid"),
            ("outline_width", "0.4"),
            ("outline_width_unit", "MM"),
            ("size", size),
            ("size_unit", "MM"),
        ],
    )
}

/// The column that decides the symbol, with code, label, shape and colour of each category.
type Categories = (&'static str, Vec<(&'static str, &'static str, &'static str, &'static str)>);

fn categories(shape: &LayerShape) -> Option<Categories> {
    let rows = |codes: Vec<(&'static str, &'static str)>,
                drawn: &[(&'static str, &'static str)]| {
        let rows = codes.into_iter().zip(drawn.iter().copied());
        rows.map(|((code, label), (shape, colour))| (code, label, shape, colour)).collect()
    };
    let principles =
        || Principle::ALL.iter().map(|one| (one.code(), one.label(Language::Fr))).collect();
    let horizons =
        || Horizon::ALL.iter().map(|one| (one.code(), one.label(Language::Fr))).collect();
    match shape.name {
        "observations" | "constats" => Some(("principe", rows(principles(), &BY_PRINCIPLE))),
        "preconis" => Some(("horizon", rows(horizons(), &BY_HORIZON))),
        _ => None,
    }
}

fn renderer(shape: &LayerShape, xml: &mut String) {
    let Some((field, mut rows)) = categories(shape) else {
        let line = symbol(
            "0",
            "SimpleLine",
            &[
                ("line_color", "60,60,60,255"),
                ("line_style", "dash"),
                ("line_width", "0.9"),
                ("line_width_unit", "MM"),
            ],
        );
        let _ = writeln!(
            xml,
            "<renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" forceraster=\"0\" \
             enableorderby=\"0\"><symbols>{line}</symbols></renderer-v2>"
        );
        return;
    };
    let size = if shape.name == "constats" { "5" } else { "3.2" };
    // What has none of the codes is drawn too.
    rows.push(("", "sans indication", "cross2", "120,120,120,255"));
    let _ = write!(
        xml,
        "<renderer-v2 type=\"categorizedSymbol\" attr=\"{field}\" symbollevels=\"0\" \
         forceraster=\"0\" enableorderby=\"0\"><categories>"
    );
    for (index, (code, label, ..)) in rows.iter().enumerate() {
        let _ = write!(
            xml,
            "<category value=\"{}\" symbol=\"{index}\" label=\"{}\" render=\"true\" \
             type=\"string\"/>",
            escaped(code),
            escaped(label)
        );
    }
    xml.push_str("</categories><symbols>");
    for (index, (.., drawn, colour)) in rows.iter().enumerate() {
        xml.push_str(&marker(&index.to_string(), drawn, colour, size));
    }
    xml.push_str("</symbols></renderer-v2>\n");
}

fn labels(shape: &LayerShape, xml: &mut String) {
    let field = match shape.name {
        "constats" => "constat_nr",
        "preconis" => "preco_nr",
        "parcours" => "titre",
        _ => return,
    };
    // Many observations lie close together: their numbers are in the table.
    let _ = writeln!(
        xml,
        "<labeling type=\"simple\"><settings calloutType=\"simple\">\
         <text-style fieldName=\"{field}\" fontSize=\"8\" fontSizeUnit=\"Point\" \
         textColor=\"20,20,20,255\" isExpression=\"0\">\
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" \
         bufferColor=\"255,255,255,255\"/></text-style>\
         <placement placement=\"{}\" dist=\"1.5\" distUnits=\"MM\"/>\
         <rendering drawLabels=\"1\" scaleVisibility=\"0\" obstacle=\"1\"/>\
         </settings></labeling>",
        if shape.geometry == "Point" { 6 } else { 2 }
    );
}

fn fields(shape: &LayerShape, xml: &mut String) {
    xml.push_str("<fieldConfiguration>\n");
    for column in &shape.columns {
        let _ = writeln!(
            xml,
            "<field name=\"{}\" configurationFlags=\"None\">{}</field>",
            column.name,
            widget(column)
        );
    }
    xml.push_str("</fieldConfiguration>\n<aliases>\n");
    for (index, column) in shape.columns.iter().enumerate() {
        // Short enough for a column's head; the whole meaning is in the dictionary.
        let alias = column.about.split([',', ';', ':']).next().unwrap_or(column.about).trim();
        let _ = writeln!(
            xml,
            "<alias index=\"{index}\" field=\"{}\" name=\"{}\"/>",
            column.name,
            escaped(alias)
        );
    }
    xml.push_str("</aliases>\n");
}

fn option(kind: &str, name: &str, value: &str) -> String {
    format!("<Option type=\"{kind}\" name=\"{name}\" value=\"{}\"/>", escaped(value))
}

fn edit_widget(kind: &str, options: &str) -> String {
    format!(
        "<editWidget type=\"{kind}\"><config><Option type=\"Map\">{options}</Option></config>\
         </editWidget>"
    )
}

fn widget(column: &Column) -> String {
    let codes = column.codes();
    if column.name.starts_with("photo_") && matches!(column.kind, Kind::Text(_)) {
        // Relative to the project; shown as a picture in the form.
        return edit_widget(
            "ExternalResource",
            &[
                option("int", "DocumentViewer", "1"),
                option("int", "DocumentViewerHeight", "240"),
                option("int", "DocumentViewerWidth", "320"),
                option("bool", "FileWidget", "true"),
                option("bool", "FileWidgetButton", "false"),
                option("bool", "UseLink", "true"),
                option("int", "RelativeStorage", "1"),
                option("int", "StorageMode", "0"),
            ]
            .concat(),
        );
    }
    match column.kind {
        Kind::Text(_) | Kind::Integer if !codes.is_empty() => {
            let mut map = String::new();
            if !column.required {
                map.push_str(&format!(
                    "<Option type=\"Map\">{}</Option>",
                    option("QString", "(vide)", NULL)
                ));
            }
            for (code, label) in codes {
                map.push_str(&format!(
                    "<Option type=\"Map\">{}</Option>",
                    option("QString", &escaped(label), code)
                ));
            }
            edit_widget("ValueMap", &format!("<Option type=\"List\" name=\"map\">{map}</Option>"))
        }
        Kind::Date => edit_widget(
            "DateTime",
            &[
                option("bool", "allow_null", "true"),
                option("bool", "calendar_popup", "true"),
                option("QString", "display_format", "dd/MM/yyyy"),
                option("QString", "field_format", "yyyy-MM-dd"),
            ]
            .concat(),
        ),
        Kind::Text(most) if most > 160 || column.answer.is_some() && most > 60 => {
            edit_widget("TextEdit", &option("bool", "IsMultiline", "true"))
        }
        _ => edit_widget("TextEdit", &option("bool", "IsMultiline", "false")),
    }
}

/// What QGIS writes for "no value" in a value map.
const NULL: &str = "{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}";

fn form(shape: &LayerShape, xml: &mut String) {
    let answers = answers(shape);
    xml.push_str("<editorlayout>tablayout</editorlayout>\n<attributeEditorForm>\n");
    let group = |title: &str, columns: &mut dyn Iterator<Item = &Column>, xml: &mut String| {
        let _ = write!(
            xml,
            "<attributeEditorContainer name=\"{}\" groupBox=\"0\" columnCount=\"1\" \
             showLabel=\"1\" visibilityExpressionEnabled=\"0\" visibilityExpression=\"\">",
            escaped(title)
        );
        for column in columns {
            let index = shape.columns.iter().position(|known| known.name == column.name);
            let _ = write!(
                xml,
                "<attributeEditorField name=\"{}\" index=\"{}\" showLabel=\"1\"/>",
                column.name,
                index.unwrap_or_default()
            );
        }
        xml.push_str("</attributeEditorContainer>\n");
    };
    let (head, rest): (Vec<&Column>, Vec<&Column>) = shape
        .columns
        .iter()
        .filter(|column| column.answer.is_none())
        .partition(|column| HEAD.contains(&column.name));
    if answers.is_empty() {
        group("L’essentiel", &mut head.into_iter(), xml);
    } else {
        group("À remplir", &mut head.into_iter().chain(answers), xml);
    }
    group("Tout le reste", &mut rest.into_iter(), xml);
    xml.push_str("</attributeEditorForm>\n<editable>\n");
    for column in &shape.columns {
        let editable = u8::from(column.answer.is_some());
        let _ = writeln!(xml, "<field name=\"{}\" editable=\"{editable}\"/>", column.name);
    }
    xml.push_str("</editable>\n");
    let title = match shape.name {
        "constats" => "\"constat_nr\" || ' ' || \"titre\"",
        "preconis" => "\"preco_nr\" || ' ' || \"intitule\"",
        "observations" => "\"obs_num\" || ' ' || \"cat_lib\"",
        _ => "\"titre\"",
    };
    let _ = writeln!(xml, "<previewExpression>{}</previewExpression>", escaped(title));
}

/// What is read first in a form.
const HEAD: [&str; 12] = [
    "obs_num",
    "constat_nr",
    "preco_nr",
    "titre",
    "intitule",
    "descript",
    "resume",
    "lieu",
    "cat_lib",
    "texte",
    "photo_1",
    "date_mar",
];
