//! What is wrong with a file, what should be known of it and what it leaves open, said to a person.

use super::question::{About, AnswerLabel, OpenQuestion};
use super::recognise::ForeignKind;
use super::remark::{Belief, Remark};
use super::{FileProblem, Wanted};
use crate::domain::code::Language;
use crate::text::FileWords;
use crate::text::reading::ReadingWords;

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

fn foreign(kind: ForeignKind, r: &ReadingWords) -> &'static str {
    match kind {
        ForeignKind::GeoPackage => r.geopackage,
        ForeignKind::Database => r.database,
        ForeignKind::Basemap => r.basemap,
        ForeignKind::Workbook => r.workbook,
        ForeignKind::Document => r.document,
        ForeignKind::Picture => r.picture,
        ForeignKind::FlatGeobuf => r.flatgeobuf,
        ForeignKind::Watch => r.watch,
        ForeignKind::ShapefilePart => r.shapefile_part,
        ForeignKind::Notebook => r.notebook,
    }
}

impl FileProblem {
    /// It in words.
    pub fn words(&self, language: Language) -> String {
        let (t, r) = (FileWords::of(language), ReadingWords::of(language));
        match self {
            Self::Empty => r.empty.into(),
            Self::HtmlPage => r.html_page.into(),
            Self::Broken(fault) => (r.broken)(fault.line, &short(&fault.near)),
            Self::NotGeographic => r.not_geographic.into(),
            Self::OtherXml(root) => (r.other_xml)(&short(root)),
            Self::NoCoordinates(columns) => (r.no_coordinates)(&short(&columns.join(", "))),
            Self::Unknown => r.unknown.into(),
            Self::Foreign(kind) => foreign(*kind, r).to_owned(),
            Self::Locked => r.locked.into(),
            Self::Nothing { wanted, seen, fault } => {
                let words = match wanted {
                    Wanted::Line => r.no_line,
                    Wanted::Area => r.no_area,
                    Wanted::Points => r.no_points,
                };
                let words = words(seen.points, seen.lines, seen.areas);
                match fault {
                    Some(fault) => {
                        format!("{words} {}", (r.fault)(fault.line, &short(&fault.near)))
                    }
                    None => words,
                }
            }
            Self::UnknownSystem(name) => (r.unknown_system)(&short(name)),
            Self::TooMany { found, limit } => (r.too_many)(*found, *limit),
            Self::TooDetailed { found, limit } => (r.too_detailed)(*found, *limit),
            Self::NotPmtiles => t.file_not_pmtiles.into(),
            Self::BasemapVersion(version) => (t.file_basemap_version)(*version),
            Self::Basemap(problem) => problem.words(t.basemap),
            Self::NoTiles => t.file_no_tiles.into(),
            Self::CutShort => r.cut_short.into(),
            Self::TooLarge { limit } => (t.file_too_large)(*limit >> 20),
            Self::NoSuchFeature => r.no_such_feature.into(),
        }
    }
}

impl Remark {
    /// It in words.
    pub fn words(&self, language: Language) -> String {
        let (t, r) = (FileWords::of(language), ReadingWords::of(language));
        match self {
            Self::In { system, belief, metres } => match (belief, metres) {
                (Belief::Fits, Some(metres)) => (r.fits)(&system.name(), &(r.metres)(*metres)),
                (Belief::Declared, _) => (r.declared)(&system.name()),
                (Belief::Chosen, _) => (r.chosen)(&system.name()),
                _ => (r.alone)(&system.name()),
            },
            Self::Turned => r.turned.into(),
            Self::SaysOtherwise(name) => (r.says_otherwise)(&short(name)),
            Self::Far(metres) => (r.far)(&(r.metres)(*metres)),
            Self::Stray(count) => (r.stray)(*count),
            Self::Letters(name, true) => (r.letters_guessed)(&short(name)),
            Self::Letters(name, false) => (r.letters)(&short(name)),
            Self::Mended(count) => (r.mended)(*count),
            Self::Fault(fault) => (r.fault)(fault.line, &short(&fault.near)),
            Self::SelfCrossing => r.self_crossing.into(),
            Self::RingsLeftOut(count) => (r.rings_left_out)(*count),
            Self::Skipped(count) => (r.skipped)(*count),
            Self::Simplified { from, to, tolerance_m } => (r.simplified)(*from, *to, *tolerance_m),
            Self::Joined(count) => (r.joined)(*count),
            Self::LinesApart(count) => (r.lines_apart)(*count),
            Self::Length(metres) => (r.length)(&(r.metres)(*metres)),
            Self::TooLong => r.too_long.into(),
            Self::Area { square_m, parts } => (r.area)(&(r.square_metres)(*square_m), *parts),
            Self::HoldsNothing => r.holds_nothing.into(),
            Self::ClosedLine => r.closed_line.into(),
            Self::LabelField(name) => (r.label_field)(&short(name)),
            Self::Unlabelled(count) => (r.unlabelled)(*count),
            Self::LabelsCut(count) => (r.labels_cut)(*count),
            Self::NoLabels => r.no_labels.into(),
            Self::Around { kept, of, metres } => (r.around)(*kept, *of, *metres),
            Self::FirstStops(count) => (r.first_stops)(*count),
            Self::NoCommuneCode(given) => (r.no_commune_code)(&short(given)),
            Self::NoCode => r.no_code.into(),
            Self::NoAttribution => t.file_no_attribution.into(),
            Self::Basemap(remark) => remark.words(t.basemap),
            Self::TimesLeftOut => r.times_left_out.into(),
        }
    }
}

/// A question in words, as the page shows it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SpokenQuestion {
    /// What it is about, see [`About::code`].
    pub about: String,
    /// The question.
    pub asks: String,
    /// Each answer: how it comes back, and its words.
    pub options: Vec<(String, String)>,
    /// Which answer the file was read with; `None` when it waits for one.
    pub chosen: Option<usize>,
}

impl OpenQuestion {
    /// It in words.
    pub fn words(&self, language: Language) -> SpokenQuestion {
        let r = ReadingWords::of(language);
        let asks = match self.about {
            About::System => r.ask_system,
            About::Layer => r.ask_layer,
            About::Label => r.ask_label,
            About::Code => r.ask_code,
            About::Name => r.ask_name,
            About::Line => r.ask_line,
            About::Around => r.ask_around,
        };
        let option = |label: &AnswerLabel| match label {
            AnswerLabel::System { system, turned, metres } => {
                let away = metres.map(|metres| (r.metres)(metres));
                (r.system_at)(&system.name(), *turned, away.as_deref())
            }
            AnswerLabel::Column { name, sample } => {
                format!("{} ({}…)", short(name), sample.join(", "))
            }
            AnswerLabel::NoColumn => r.no_column.to_owned(),
            AnswerLabel::Line { number, length_m } => (r.line)(*number, &(r.metres)(*length_m)),
            AnswerLabel::Layer(name) => short(name),
            AnswerLabel::Around { metres, count } => (r.within)(*metres, *count),
        };
        let options =
            self.options.iter().map(|choice| (choice.value.clone(), option(&choice.label)));
        SpokenQuestion {
            about: self.about.code().to_owned(),
            asks: asks.to_owned(),
            options: options.collect(),
            chosen: self.chosen,
        }
    }
}
