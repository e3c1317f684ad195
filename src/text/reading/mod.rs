//! Words for files that other people made: what is wrong with one, what should be known of it, what it leaves
//! open. Sentences are made by the worker that reads them.

mod en;
mod fr;

use crate::domain::code::Language;

/// In one language.
pub struct ReadingWords {
    /// Nothing in it.
    pub empty: &'static str,
    /// A web page.
    pub html_page: &'static str,
    /// It cannot be read from this line on, near these words.
    pub broken: fn(usize, &str) -> String,
    /// JSON without places.
    pub not_geographic: &'static str,
    /// XML with this root.
    pub other_xml: fn(&str) -> String,
    /// A table with these columns, none of which are coordinates.
    pub no_coordinates: fn(&str) -> String,
    /// Nothing that is known.
    pub unknown: &'static str,
    /// A GeoPackage, and what to do.
    pub geopackage: &'static str,
    /// Another database.
    pub database: &'static str,
    /// A basemap.
    pub basemap: &'static str,
    /// A workbook.
    pub workbook: &'static str,
    /// A document.
    pub document: &'static str,
    /// A picture.
    pub picture: &'static str,
    /// A FlatGeobuf.
    pub flatgeobuf: &'static str,
    /// A watch's own file.
    pub watch: &'static str,
    /// One part of a Shapefile.
    pub shapefile_part: &'static str,
    /// A notebook.
    pub notebook: &'static str,
    /// A password, or a way of packing that is not read.
    pub locked: &'static str,
    /// No line; so many points, lines and areas are there.
    pub no_line: fn(usize, usize, usize) -> String,
    /// No area.
    pub no_area: fn(usize, usize, usize) -> String,
    /// No points.
    pub no_points: fn(usize, usize, usize) -> String,
    /// The reading ended at this line, near these words.
    pub fault: fn(usize, &str) -> String,
    /// A system that is not converted.
    pub unknown_system: fn(&str) -> String,
    /// So many points; a walk carries so many.
    pub too_many: fn(usize, usize) -> String,
    /// An outline of so many points, which does not get down to so many.
    pub too_detailed: fn(usize, usize) -> String,
    /// The chosen area is not there any more.
    pub no_such_feature: &'static str,
    /// The end is missing.
    pub cut_short: &'static str,
    /// The file changed while it was read.
    pub changed: &'static str,
    /// A distance: metres.
    pub metres: fn(f64) -> String,
    /// An area: square metres.
    pub square_metres: fn(f64) -> String,
    /// Converted from a system that the file names.
    pub declared: fn(&str) -> String,
    /// Converted from the system that fits the walk, with its distance.
    pub fits: fn(&str, &str) -> String,
    /// Converted from the only system that puts it in France.
    pub alone: fn(&str) -> String,
    /// Converted from the system that a person chose.
    pub chosen: fn(&str) -> String,
    /// Latitude and longitude were changed.
    pub turned: &'static str,
    /// The file names another system.
    pub says_otherwise: fn(&str) -> String,
    /// So far from the walk.
    pub far: fn(&str) -> String,
    /// So many places left out.
    pub stray: fn(usize) -> String,
    /// Letters in an encoding that the file names.
    pub letters: fn(&str) -> String,
    /// Letters in an encoding that was found by them alone.
    pub letters_guessed: fn(&str) -> String,
    /// So many faults mended.
    pub mended: fn(usize) -> String,
    /// It crosses itself.
    pub self_crossing: &'static str,
    /// So many outlines left out.
    pub rings_left_out: fn(usize) -> String,
    /// So many parts left out.
    pub skipped: fn(usize) -> String,
    /// From so many points to so many, and the tolerance in metres.
    pub simplified: fn(usize, usize, u32) -> String,
    /// So many lines joined.
    pub joined: fn(usize) -> String,
    /// So many lines do not touch; the longest was taken.
    pub lines_apart: fn(usize) -> String,
    /// The length of the route.
    pub length: fn(&str) -> String,
    /// Longer than people walk.
    pub too_long: &'static str,
    /// The size of an area and its parts.
    pub area: fn(&str, usize) -> String,
    /// Nothing of the walk is in it.
    pub holds_nothing: &'static str,
    /// A closed line is its outline.
    pub closed_line: &'static str,
    /// Labels come from this column.
    pub label_field: fn(&str) -> String,
    /// So many points without a label.
    pub unlabelled: fn(usize) -> String,
    /// So many labels cut.
    pub labels_cut: fn(usize) -> String,
    /// No column names the points.
    pub no_labels: &'static str,
    /// So many of so many points, within so many metres.
    pub around: fn(usize, usize, u32) -> String,
    /// The first stops of so many.
    pub first_stops: fn(usize) -> String,
    /// No code of a commune.
    pub no_commune_code: fn(&str) -> String,
    /// No code of a neighbourhood.
    pub no_code: &'static str,
    /// Times left out.
    pub times_left_out: &'static str,
    /// In which system is it?
    pub ask_system: &'static str,
    /// Which layer?
    pub ask_layer: &'static str,
    /// Which column names the points?
    pub ask_label: &'static str,
    /// Which column is the code?
    pub ask_code: &'static str,
    /// Which column is the name?
    pub ask_name: &'static str,
    /// Which line?
    pub ask_line: &'static str,
    /// How far around the walk?
    pub ask_around: &'static str,
    /// A system with its distance from the walk, where that is known.
    pub system_at: fn(&str, bool, Option<&str>) -> String,
    /// No column.
    pub no_column: &'static str,
    /// A line by its number and length.
    pub line: fn(usize, &str) -> String,
    /// So many points within so many metres.
    pub within: fn(u32, usize) -> String,
}

impl ReadingWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::READING,
            Language::En => &en::READING,
        }
    }
}
