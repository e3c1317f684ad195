//! The QGIS project: the four layers by relative path, their styles and their relations, shown in
//! Lambert-93.

use std::fmt::Write;

use super::style::parts;
use crate::format::files::system::{Conversion, System};
use crate::format::layers::table::LayerShape;
use crate::format::markup::escaped;

/// Layer, field, layer it points to, its key, French name.
const RELATIONS: [(&str, &str, &str, &str, &str); 3] = [
    ("preconis", "constat_id", "constats", "constat_id", "Préconisations du constat"),
    ("observations", "constat_id", "constats", "constat_id", "Observations du constat"),
    ("observations", "marche_id", "parcours", "marche_id", "Observations de la marche"),
];

/// From the top of the map to its bottom, with the French title.
const ORDER: [(&str, &str); 4] = [
    ("preconis", "Préconisations"),
    ("constats", "Constats"),
    ("observations", "Observations"),
    ("parcours", "Parcours"),
];

const WGS_84: &str = "<spatialrefsys><authid>EPSG:4326</authid><srid>4326</srid>\
    <proj4>+proj=longlat +datum=WGS84 +no_defs</proj4><description>WGS 84</description>\
    <geographicflag>true</geographicflag></spatialrefsys>";
/// With the whole definition: found by its parameters alone, QGIS takes a later realisation of the same
/// system (EPSG:9794) for it.
const LAMBERT_93: &str = "<spatialrefsys><wkt>PROJCRS[\"RGF93 v1 / Lambert-93\",\
    BASEGEOGCRS[\"RGF93 v1\",DATUM[\"Reseau Geodesique Francais 1993 v1\",\
    ELLIPSOID[\"GRS 1980\",6378137,298.257222101,LENGTHUNIT[\"metre\",1]]],\
    PRIMEM[\"Greenwich\",0,ANGLEUNIT[\"degree\",0.0174532925199433]],ID[\"EPSG\",4171]],\
    CONVERSION[\"Lambert-93\",METHOD[\"Lambert Conic Conformal (2SP)\",ID[\"EPSG\",9802]],\
    PARAMETER[\"Latitude of false origin\",46.5,ANGLEUNIT[\"degree\",0.0174532925199433],\
    ID[\"EPSG\",8821]],PARAMETER[\"Longitude of false origin\",3,\
    ANGLEUNIT[\"degree\",0.0174532925199433],ID[\"EPSG\",8822]],\
    PARAMETER[\"Latitude of 1st standard parallel\",49,\
    ANGLEUNIT[\"degree\",0.0174532925199433],ID[\"EPSG\",8823]],\
    PARAMETER[\"Latitude of 2nd standard parallel\",44,\
    ANGLEUNIT[\"degree\",0.0174532925199433],ID[\"EPSG\",8824]],\
    PARAMETER[\"Easting at false origin\",700000,LENGTHUNIT[\"metre\",1],ID[\"EPSG\",8826]],\
    PARAMETER[\"Northing at false origin\",6600000,LENGTHUNIT[\"metre\",1],ID[\"EPSG\",8827]]],\
    CS[Cartesian,2],AXIS[\"easting (X)\",east,ORDER[1],LENGTHUNIT[\"metre\",1]],\
    AXIS[\"northing (Y)\",north,ORDER[2],LENGTHUNIT[\"metre\",1]],ID[\"EPSG\",2154]]</wkt>\
    <srid>2154</srid><authid>EPSG:2154</authid><description>RGF93 v1 / Lambert-93</description>\
    <geographicflag>false</geographicflag></spatialrefsys>";

/// `eclaireuse.qgs`. `bounds` are west, south, east and north in degrees, WGS 84.
pub(in crate::format::layers) fn project(
    shapes: &[LayerShape],
    title: &str,
    bounds: Option<[f64; 4]>,
) -> String {
    let layers: Vec<(&LayerShape, &str)> = ORDER
        .into_iter()
        .filter_map(|(name, words)| Some((shapes.iter().find(|shape| shape.name == name)?, words)))
        .collect();
    let mut xml = String::from("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n");
    let _ = writeln!(
        xml,
        "<qgis version=\"3.22.16\" projectname=\"{0}\" saveUser=\"\" saveUserFull=\"\">\n\
         <title>{0}</title>\n\
         <projectCrs>{LAMBERT_93}</projectCrs>",
        escaped(title)
    );
    xml.push_str("<layer-tree-group>\n");
    for (shape, words) in &layers {
        let _ = writeln!(
            xml,
            "<layer-tree-layer id=\"couche_{0}\" name=\"{1}\" checked=\"Qt::Checked\" expanded=\"1\" \
             source=\"./{0}.geojson\" providerKey=\"ogr\" legend_exp=\"\"/>",
            shape.name, words
        );
    }
    xml.push_str("</layer-tree-group>\n");
    let _ = writeln!(
        xml,
        "<mapcanvas name=\"theMapCanvas\" annotationsVisible=\"1\"><units>meters</units>{}\
         <rotation>0</rotation><destinationsrs>{LAMBERT_93}</destinationsrs></mapcanvas>",
        extent(bounds)
    );
    relations(&mut xml);
    xml.push_str("<projectlayers>\n");
    for (shape, words) in &layers {
        let geometry = if shape.geometry == "Point" { "Point" } else { "Line" };
        let wkb = if shape.geometry == "Point" { "Point" } else { "LineString" };
        let _ = writeln!(
            xml,
            "<maplayer type=\"vector\" geometry=\"{geometry}\" wkbType=\"{wkb}\" \
             autoRefreshEnabled=\"0\" hasScaleBasedVisibilityFlag=\"0\" readOnly=\"0\">\n\
             <id>couche_{0}</id>\n<datasource>./{0}.geojson|layername={0}</datasource>\n\
             <layername>{1}</layername>\n<srs>{WGS_84}</srs>\n\
             <provider encoding=\"UTF-8\">ogr</provider>\n{2}</maplayer>",
            shape.name,
            words,
            parts(shape)
        );
    }
    xml.push_str("</projectlayers>\n<layerorder>\n");
    for (shape, _) in &layers {
        let _ = writeln!(xml, "<layer id=\"couche_{}\"/>", shape.name);
    }
    xml.push_str(
        "</layerorder>\n<properties><Paths><Absolute type=\"bool\">false</Absolute></Paths>\
         <SpatialRefSys><ProjectionsEnabled type=\"int\">1</ProjectionsEnabled></SpatialRefSys>\
         </properties>\n</qgis>\n",
    );
    xml
}

// QGIS gives a layer another id when it finds its own shorter than ten characters, and then no
// relation finds it: hence `couche_`.

/// What is seen first: everything, with a margin, in metres of Lambert-93.
fn extent(bounds: Option<[f64; 4]>) -> String {
    /// Metres around.
    const MARGIN: f64 = 80.0;
    let Some([west, south, east, north]) = bounds else { return String::new() };
    let Some(lambert_93) = Conversion::of(System::Lambert93) else { return String::new() };
    let (x_min, y_min) = lambert_93.position(west, south);
    let (x_max, y_max) = lambert_93.position(east, north);
    format!(
        "<extent><xmin>{:.1}</xmin><ymin>{:.1}</ymin><xmax>{:.1}</xmax><ymax>{:.1}</ymax></extent>",
        x_min - MARGIN,
        y_min - MARGIN,
        x_max + MARGIN,
        y_max + MARGIN
    )
}

fn relations(xml: &mut String) {
    xml.push_str("<relations>\n");
    for (from, field, to, key, name) in RELATIONS {
        let _ = writeln!(
            xml,
            "<relation id=\"{from}_{field}\" name=\"{}\" strength=\"Association\" \
             referencingLayer=\"couche_{from}\" layerId=\"couche_{to}\" layerName=\"{to}\" \
             referencedLayer=\"couche_{to}\" dataSource=\"./{to}.geojson|layername={to}\" \
             providerKey=\"ogr\"><fieldRef referencingField=\"{field}\" \
             referencedField=\"{key}\"/></relation>",
            escaped(name)
        );
    }
    xml.push_str("</relations>\n");
}
