//! The perimeters of the priority neighbourhoods (*QPV*), as the ANCT publishes them, or any other area with
//! a name: thousands of polygons in one file of ten megabytes, of which one is chosen.
//!
//! Columns are found by their names as seen in files that use the data (`code_qp`, `lib_qp`, `insee_com`,
//! `lib_com` since 2024; `nom_qp`, `commune_qp` in 2015), and by what they hold: a code of a neighbourhood is
//! one wherever it stands. A person may choose other columns.

use std::collections::BTreeSet;

use geo::{Area, Coord, LineString, Polygon};

use super::crossing::crosses_itself;
use super::feature::{Feature, FileShape, RawPosition};
use super::locate::{FITS_M, Known, locate};
use super::question::{About, AnswerChoice, AnswerLabel, Answers, OpenQuestion};
use super::recognise::Opened;
use super::remark::Remark;
use super::simplified::simplified;
use super::{FileProblem, Found, Wanted, first_remarks, layer_question};
use crate::domain::observation::place::{LocalFrame, Place};
use crate::domain::walk::perimeter::Perimeter;

/// A phone carries no more points of a perimeter, and draws them.
pub const POINTS_MAX: usize = 5_000;
/// What is left out of an outline lies no farther from it than this (metres): the width of a street.
const TOLERANCE_MAX_M: u32 = 16;
/// A choice of columns shows no more of them.
const COLUMNS_SHOWN: usize = 12;

/// An area of a file, by its names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PerimeterName {
    /// The place of its first feature in the file, from 0.
    pub index: usize,
    /// Code of the neighbourhood.
    pub code_qp: String,
    /// Name of the neighbourhood.
    pub lib_qp: String,
    /// INSEE code of the commune.
    pub insee_com: String,
    /// Name of the commune.
    pub lib_com: String,
    /// In how many features of the file it stands.
    pub parts: usize,
}

const CODE: [&str; 7] =
    ["code_qp", "code_qpv", "codeqp", "codeqpv", "code_quartier", "num_qp", "code_zone"];
const NAME: [&str; 12] = [
    "lib_qp",
    "nom_qp",
    "nom_qpv",
    "lib_qpv",
    "libelle_qp",
    "lib_quartier",
    "nom_quartier",
    "quartier",
    "nom",
    "name",
    "libelle",
    "label",
];
const COMMUNE_CODE: [&str; 6] =
    ["insee_com", "code_insee", "insee", "code_commune", "codgeo", "depcom"];
const COMMUNE: [&str; 6] = ["lib_com", "commune_qp", "nom_com", "commune", "nom_commune", "ville"];

/// The columns that name the areas of a file.
#[derive(Default)]
struct Columns {
    code: Option<String>,
    name: Option<String>,
}

impl Columns {
    fn of(features: &[&Feature], answers: &Answers) -> Self {
        let known = |names: &[&str]| {
            names.iter().find_map(|wanted| {
                let mut columns = features.iter().flat_map(|feature| feature.values.keys());
                columns.find(|column| column.trim().eq_ignore_ascii_case(wanted)).cloned()
            })
        };
        let answered = |about: About| answers.of(about).map(str::to_owned);
        let by_content =
            || columns(features).into_iter().find(|column| holds_codes(features, column));
        let code = answered(About::Code).or_else(by_content).or_else(|| known(&CODE));
        let code = code.filter(|column| !column.is_empty());
        let most_different = || {
            let others =
                columns(features).into_iter().filter(|column| Some(column) != code.as_ref());
            let words = others.filter(|column| {
                let is =
                    |names: &[&str]| names.iter().any(|name| column.eq_ignore_ascii_case(name));
                !is(&COMMUNE) && !is(&COMMUNE_CODE) && holds_words(features, column)
            });
            words.max_by_key(|column| distinct(features, column))
        };
        let name = answered(About::Name).or_else(|| known(&NAME)).or_else(most_different);
        Self { code, name: name.filter(|column| !column.is_empty()) }
    }

    fn value(column: Option<&String>, feature: &Feature) -> String {
        column.and_then(|column| feature.values.get(column)).cloned().unwrap_or_default()
    }

    fn name(&self, index: usize, feature: &Feature) -> PerimeterName {
        let text = |names: &[&str]| feature.value(names).map(|(_, text)| text.to_owned());
        PerimeterName {
            index,
            code_qp: Self::value(self.code.as_ref(), feature),
            lib_qp: Self::value(self.name.as_ref(), feature),
            insee_com: text(&COMMUNE_CODE).and_then(|text| commune_code(&text)).unwrap_or_default(),
            lib_com: text(&COMMUNE).unwrap_or_default(),
            parts: 1,
        }
    }

    /// What a person may choose instead.
    fn questions(&self, features: &[&Feature]) -> Vec<OpenQuestion> {
        let all = columns(features);
        let question = |about, chosen: Option<&String>| {
            let mut options: Vec<AnswerChoice> = all
                .iter()
                .take(COLUMNS_SHOWN)
                .map(|column| column_choice(features, column))
                .collect();
            options.push(AnswerChoice { value: String::new(), label: AnswerLabel::NoColumn });
            let none = options.len() - 1;
            let at = chosen.and_then(|c| options.iter().position(|option| option.value == *c));
            OpenQuestion { about, options, chosen: Some(at.unwrap_or(none)) }
        };
        if all.is_empty() {
            return Vec::new();
        }
        vec![question(About::Name, self.name.as_ref()), question(About::Code, self.code.as_ref())]
    }
}

/// A column with the first of its values, to be chosen.
pub(super) fn column_choice(features: &[&Feature], column: &str) -> AnswerChoice {
    let values = features.iter().filter_map(|feature| feature.values.get(column));
    let sample = values.take(3).map(|value| value.chars().take(24).collect()).collect();
    AnswerChoice {
        value: column.to_owned(),
        label: AnswerLabel::Column { name: column.to_owned(), sample },
    }
}

/// Every column of a file, in the order of the alphabet.
pub(super) fn columns(features: &[&Feature]) -> Vec<String> {
    let all: BTreeSet<&String> =
        features.iter().flat_map(|feature| feature.values.keys()).collect();
    all.into_iter().cloned().collect()
}

fn distinct(features: &[&Feature], column: &str) -> usize {
    features.iter().filter_map(|feature| feature.values.get(column)).collect::<BTreeSet<_>>().len()
}

/// Whether most values of a column are codes of neighbourhoods: `QP` or `QN`, the department, a number.
fn holds_codes(features: &[&Feature], column: &str) -> bool {
    let values = features.iter().filter_map(|feature| feature.values.get(column));
    let is_code = |text: &&String| {
        let rest = text.strip_prefix("QP").or_else(|| text.strip_prefix("QN"));
        rest.is_some_and(|rest| {
            (5..=7).contains(&rest.len())
                && rest.bytes().skip(2).all(|byte| byte.is_ascii_alphanumeric())
                && rest.bytes().last().is_some_and(|byte| byte.is_ascii_digit())
        })
    };
    let (all, codes) = (values.clone().count(), values.filter(is_code).count());
    codes > 0 && codes * 2 > all
}

fn holds_words(features: &[&Feature], column: &str) -> bool {
    let mut values = features.iter().filter_map(|feature| feature.values.get(column));
    values.any(|text| text.chars().filter(|c| c.is_alphabetic()).count() >= 3)
}

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

/// Areas of a file by name, in its order; features with one code, or one name in one commune, are one.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FoundNames {
    /// The areas.
    pub names: Vec<PerimeterName>,
    /// What should be known of the file.
    pub remarks: Vec<Remark>,
    /// What a person may decide otherwise.
    pub questions: Vec<OpenQuestion>,
}

/// Whether two rows are parts of one area.
fn is_one(a: &PerimeterName, b: &PerimeterName) -> bool {
    if a.code_qp.is_empty() && b.code_qp.is_empty() {
        return !a.lib_qp.is_empty()
            && (&a.lib_qp, &a.insee_com, &a.lib_com) == (&b.lib_qp, &b.insee_com, &b.lib_com);
    }
    a.code_qp == b.code_qp
}

/// Every area of a file by name.
///
/// # Errors
/// When there is no area in it.
pub fn names(opened: &Opened, answers: &Answers) -> Result<FoundNames, FileProblem> {
    let features: Vec<&Feature> = opened.of.features.iter().collect();
    let columns = Columns::of(&features, answers);
    let mut names: Vec<PerimeterName> = Vec::new();
    let mut seen = std::collections::BTreeMap::new();
    let with_area = features.iter().enumerate().filter(|(_, feature)| has_area(feature, opened));
    for (index, feature) in with_area {
        let name = columns.name(index, feature);
        let key = if name.code_qp.is_empty() {
            (String::new(), name.lib_qp.clone(), name.insee_com.clone(), name.lib_com.clone())
        } else {
            (name.code_qp.clone(), String::new(), String::new(), String::new())
        };
        let is_named = !name.code_qp.is_empty() || !name.lib_qp.is_empty();
        match seen.get(&key).filter(|_| is_named).and_then(|at: &usize| names.get_mut(*at)) {
            Some(known) => known.parts += 1,
            None => {
                seen.insert(key, names.len());
                names.push(name);
            }
        }
    }
    if names.is_empty() {
        return Err(FileProblem::nothing(Wanted::Area, &opened.of));
    }
    let mut questions = layer_question(opened);
    questions.extend(columns.questions(&features));
    Ok(FoundNames { names, remarks: first_remarks(opened), questions })
}

/// Whether any feature of a file is an area; else a closed line may be meant for one.
fn any_area(opened: &Opened) -> bool {
    let mut shapes = opened.of.features.iter().flat_map(|feature| &feature.shapes);
    shapes.any(|shape| matches!(shape, FileShape::Areas(_)))
}

fn is_closed(line: &[RawPosition]) -> bool {
    line.len() > 3 && line.first() == line.last()
}

fn has_area(feature: &Feature, opened: &Opened) -> bool {
    feature.shapes.iter().any(|shape| match shape {
        FileShape::Areas(areas) => !areas.is_empty(),
        FileShape::Lines(lines) => lines.iter().any(|line| is_closed(line)) && !any_area(opened),
        FileShape::Points(_) => false,
    })
}

/// One area of a file, by its place in the list of [`names`], with all its parts.
///
/// # Errors
/// When there is no such feature, it encloses nothing, or its coordinates are in a system that is not
/// converted.
pub fn pick(
    opened: &Opened,
    index: usize,
    known: &Known,
    answers: &Answers,
) -> Result<Found<Perimeter>, FileProblem> {
    let features: Vec<&Feature> = opened.of.features.iter().collect();
    let columns = Columns::of(&features, answers);
    let first = features.get(index).ok_or(FileProblem::NoSuchFeature)?;
    let named = columns.name(index, first);
    let parts = features.iter().enumerate().filter(|(at, feature)| {
        *at == index || (has_area(feature, opened) && is_one(&named, &columns.name(*at, feature)))
    });
    let shapes = parts.flat_map(|(_, feature)| &feature.shapes);
    let (mut areas, mut closed_line) = (Vec::new(), false);
    for shape in shapes {
        match shape {
            FileShape::Areas(found) => areas.extend(found.iter().cloned()),
            FileShape::Lines(lines) if !any_area(opened) => {
                areas.extend(
                    lines.iter().filter(|line| is_closed(line)).map(|line| vec![line.clone()]),
                );
                closed_line = true;
            }
            _ => {}
        }
    }
    let positions: Vec<RawPosition> = areas.iter().flatten().flatten().copied().collect();
    if positions.is_empty() {
        return Err(FileProblem::nothing(Wanted::Area, &opened.of));
    }
    let located = locate(&opened.of, &positions, known, answers)?;
    let mut remarks = first_remarks(opened);
    let (mut left_out, mut rings_of, mut rings) = (0, Vec::new(), Vec::new());
    for area in &areas {
        let mut count = 0;
        for (rank, ring) in area.iter().enumerate() {
            match closed(ring.iter().filter_map(|at| located.place(*at))) {
                Some(ring) => {
                    rings.push(ring);
                    count += 1;
                }
                None => {
                    left_out += 1;
                    // Without its outline, the holes of a part are holes in nothing.
                    if rank == 0 {
                        break;
                    }
                }
            }
        }
        rings_of.push(count);
    }
    if rings.is_empty() {
        return Err(FileProblem::nothing(Wanted::Area, &opened.of));
    }
    let from = rings.iter().map(Vec::len).sum();
    let (rings, tolerance_m) = simplified(rings, POINTS_MAX);
    // An outline that had to be moved farther is another outline.
    if tolerance_m.is_some_and(|metres| metres > TOLERANCE_MAX_M) {
        return Err(FileProblem::TooDetailed { found: from, limit: POINTS_MAX });
    }
    // Said of what is kept: a crossing may be no more than how the file rounded its numbers.
    let crosses = rings.iter().any(|ring| crosses_itself(ring));
    let mut rest = rings.into_iter();
    let mut polygons: Vec<Vec<Vec<Place>>> = Vec::new();
    for count in rings_of {
        let rings: Vec<Vec<Place>> = rest.by_ref().take(count).collect();
        let whole = rings.iter().filter(|ring| ring.len() > 3).count();
        left_out += rings.len() - whole;
        // Without its outline, the holes of a part are holes in nothing.
        if rings.first().is_some_and(|outline| outline.len() > 3) {
            polygons.push(rings.into_iter().filter(|ring| ring.len() > 3).collect());
        }
    }
    if polygons.is_empty() {
        return Err(FileProblem::nothing(Wanted::Area, &opened.of));
    }
    let settled = located.settled;
    remarks.extend(located.remarks);
    if left_out > 0 {
        remarks.push(Remark::RingsLeftOut(left_out));
    }
    if closed_line {
        remarks.push(Remark::ClosedLine);
    }
    if crosses {
        remarks.push(Remark::SelfCrossing);
    }
    if let Some(tolerance_m) = tolerance_m {
        let to = polygons.iter().flatten().map(Vec::len).sum();
        remarks.push(Remark::Simplified { from, to, tolerance_m });
    }
    if let Some((_, given)) = first.value(&COMMUNE_CODE)
        && named.insee_com.is_empty()
    {
        remarks.push(Remark::NoCommuneCode(given.to_owned()));
    }
    if named.code_qp.is_empty() {
        remarks.push(Remark::NoCode);
    }
    let PerimeterName { code_qp, lib_qp, insee_com, lib_com, .. } = named;
    let perimeter = Perimeter { code_qp, lib_qp, insee_com, lib_com, polygons };
    if settled {
        remarks
            .push(Remark::Area { square_m: square_m(&perimeter), parts: perimeter.polygons.len() });
        let corners = perimeter.polygons.iter().flatten().flatten();
        let away = corners.filter_map(|place| known.metres_from(*place)).min_by(f64::total_cmp);
        let holds = known.places.iter().any(|place| perimeter.holds(*place));
        match away {
            Some(metres) if !holds && metres > FITS_M => remarks.push(Remark::Far(metres)),
            Some(_) if !holds => remarks.push(Remark::HoldsNothing),
            _ => {}
        }
    }
    let mut questions = located.questions;
    questions.extend(columns.questions(&features));
    Ok(Found { what: settled.then_some(perimeter), remarks, questions })
}

/// On the plane that touches the ground at its first corner: right within a thousandth for a neighbourhood.
fn square_m(perimeter: &Perimeter) -> f64 {
    let Some(first) = perimeter.polygons.iter().flatten().flatten().next() else { return 0.0 };
    let frame = LocalFrame::around(*first);
    let line = |ring: &Vec<Place>| {
        let at = |place: &Place| {
            let (x, y) = frame.local_from_place(*place);
            Coord { x, y }
        };
        LineString::new(ring.iter().map(at).collect())
    };
    let area = |rings: &Vec<Vec<Place>>| {
        let mut lines = rings.iter().map(line);
        let outline = lines.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(outline, lines.collect()).unsigned_area()
    };
    perimeter.polygons.iter().map(area).sum()
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
