//! What is wrong with a file, and what should be known of it, said to a person.

use super::{FileProblem, Projection, Remark};
use crate::text::FileWords;

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

impl Projection {
    fn name(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS 84",
            Self::Lambert93 => "Lambert-93",
        }
    }
}

impl FileProblem {
    /// It in words.
    pub fn words(&self, t: &FileWords) -> String {
        match self {
            Self::Empty => t.file_empty.into(),
            Self::HtmlPage => t.file_html_page.into(),
            Self::NotJson { line } => (t.file_not_json)(*line),
            Self::NotGeoJson => t.file_not_geojson.into(),
            Self::NotGpx => t.file_not_gpx.into(),
            Self::NoLine => t.file_no_line.into(),
            Self::NoPolygon => t.file_no_polygon.into(),
            Self::NoPoint => t.file_no_point.into(),
            Self::UnknownProjection(name) => (t.file_unknown_projection)(&short(name)),
            Self::TooMany { found, limit } => (t.file_too_many)(*found, *limit),
            Self::NotPmtiles => t.file_not_pmtiles.into(),
            Self::BasemapVersion(version) => (t.file_basemap_version)(*version),
            Self::Basemap(problem) => problem.words(t.basemap),
            Self::NoTiles => t.file_no_tiles.into(),
            Self::CutShort => t.file_incomplete.into(),
            Self::TooLarge { limit } => (t.file_too_large)(*limit >> 20),
            Self::NoSuchFeature => t.file_no_such_feature.into(),
        }
    }
}

impl Remark {
    /// It in words.
    pub fn words(&self, t: &FileWords) -> String {
        match self {
            Self::Converted(projection) => (t.file_converted)(projection.name()),
            Self::SelfCrossing => t.file_self_crossing.into(),
            Self::RingsLeftOut(count) => (t.file_rings_left_out)(*count),
            Self::Skipped(count) => (t.file_skipped)(*count),
            Self::Simplified { from, to, tolerance_m } => {
                (t.file_simplified)(*from, *to, *tolerance_m)
            }
            Self::LongestOf(count) => (t.file_longest_of)(*count),
            Self::LabelField(name) => (t.file_label_field)(&short(name)),
            Self::NoCommuneCode(given) => (t.file_no_commune_code)(&short(given)),
            Self::Numbered => t.file_numbered.into(),
            Self::CutShort => t.file_cut_short.into(),
            Self::NoAttribution => t.file_no_attribution.into(),
            Self::Basemap(remark) => remark.words(t.basemap),
            Self::TimesLeftOut => t.file_times_left_out.into(),
        }
    }
}
