//! Points with a label: street lamps, bus stops.

use std::collections::BTreeSet;

use super::feature::{Feature, FileShape, RawPosition};
use super::locate::{FITS_M, Known, locate, together};
use super::perimeter_file::{column_choice, columns};
use super::question::{About, AnswerChoice, AnswerLabel, Answers, OpenQuestion};
use super::recognise::Opened;
use super::remark::Remark;
use super::{FileProblem, Found, Wanted, first_remarks, layer_question};
use crate::domain::observation::place::{LocalFrame, Place};
use crate::domain::walk::reference_layer::{LABEL_MAX, POINTS_MAX, ReferencePoint};

/// Fields that name a point, the best first. Inventories of public lighting call it a number or a
/// reference; OpenStreetMap has `ref`, `name` and the number of its element.
const LABELS: [&str; 24] = [
    "ref",
    "reference",
    "numero",
    "num",
    "num_lamp",
    "num_support",
    "id_support",
    "matricule",
    "no",
    "code",
    "stop_name",
    "name",
    "nom",
    "label",
    "libelle",
    "lib",
    "id",
    "identifiant",
    "fid",
    "objectid",
    "gid",
    "osm_id",
    "@id",
    "full_id",
];
/// A choice of columns shows no more of them.
const COLUMNS_SHOWN: usize = 10;
/// Around the walk (metres): what is offered where a file has more points than a walk carries.
const AROUND_M: [u32; 7] = [50, 100, 200, 300, 500, 1_000, 2_000];

/// A column that could name the points.
struct Column {
    name: String,
    /// Whether nine in ten of its values are different.
    unique: bool,
}

/// Columns that tell most points apart, the best first.
fn naming(features: &[&Feature]) -> Vec<Column> {
    let mut found: Vec<(usize, Column)> = Vec::new();
    for name in columns(features) {
        let values: Vec<String> = features
            .iter()
            .filter_map(|feature| feature.values.get(&name))
            .map(|text| text.chars().take(LABEL_MAX).collect())
            .collect();
        let different = values.iter().collect::<BTreeSet<_>>().len();
        // What half of them lack, or what is the same for most, names nothing.
        if values.len() * 2 <= features.len()
            || (values.len() > 1 && different * 5 < values.len() * 2)
        {
            continue;
        }
        let rank = LABELS.iter().position(|label| name.trim().eq_ignore_ascii_case(label));
        let unique = different * 10 >= values.len() * 9;
        // A coordinate or a height is all different too, and names nothing.
        let measured = values.iter().all(|text| {
            text.contains(['.', ',']) && text.replacen(',', ".", 1).parse::<f64>().is_ok()
        });
        if rank.is_none() && (!unique || measured) {
            continue;
        }
        found.push((rank.unwrap_or(LABELS.len()), Column { name, unique }));
    }
    found.sort_by_key(|(rank, column)| (!column.unique, *rank));
    found.into_iter().map(|(_, column)| column).collect()
}

/// The points of a file, and what should be known of them.
///
/// # Errors
/// When it holds no point, too many, or coordinates in a system that is not converted.
pub fn read(
    opened: &Opened,
    known: &Known,
    answers: &Answers,
) -> Result<Found<Vec<ReferencePoint>>, FileProblem> {
    let mut found: Vec<(RawPosition, &Feature)> = Vec::new();
    let mut skipped = 0;
    for feature in &opened.of.features {
        let before = found.len();
        for shape in &feature.shapes {
            if let FileShape::Points(points) = shape {
                found.extend(points.iter().map(|at| (*at, feature)));
            }
        }
        skipped += usize::from(found.len() == before);
    }
    if found.is_empty() {
        return Err(FileProblem::nothing(Wanted::Points, &opened.of));
    }
    let positions: Vec<RawPosition> = found.iter().map(|(at, _)| *at).collect();
    let located = locate(&opened.of, &positions, known, answers)?;
    let mut remarks = first_remarks(opened);
    let mut questions = layer_question(opened);
    remarks.extend(located.remarks.iter().cloned());
    questions.extend(located.questions.iter().cloned());
    let mut stray = 0;
    let mut placed: Vec<(Place, &Feature)> = Vec::new();
    for (at, feature) in found {
        match located.place(at) {
            Some(place) => placed.push((place, feature)),
            None if at == (0.0, 0.0) => stray += 1,
            None => skipped += 1,
        }
    }
    let places: Vec<Place> = placed.iter().map(|(place, _)| *place).collect();
    let mut kept = together(&places).into_iter();
    let before = placed.len();
    placed.retain(|_| kept.next().unwrap_or(true));
    stray += before - placed.len();
    if placed.is_empty() {
        return Err(FileProblem::nothing(Wanted::Points, &opened.of));
    }
    let mut settled = located.settled;
    if placed.len() > POINTS_MAX {
        let of = placed.len();
        let (around, question) = around(&placed, known, answers)
            .ok_or(FileProblem::TooMany { found: of, limit: POINTS_MAX })?;
        settled &= around.is_some();
        if let Some((metres, near)) = around {
            remarks.push(Remark::Around { kept: near.len(), of, metres });
            placed = near;
        }
        questions.push(question);
    }
    let (points, labels) = labelled(&placed, answers, &mut remarks);
    questions.extend(labels);
    if settled {
        let away = points.iter().filter_map(|point| known.metres_from(point.place));
        let away = away.min_by(f64::total_cmp).filter(|metres| *metres > FITS_M);
        remarks.extend(away.map(Remark::Far));
    }
    if stray > 0 {
        remarks.push(Remark::Stray(stray));
    }
    if skipped > 0 {
        remarks.push(Remark::Skipped(skipped));
    }
    Ok(Found { what: settled.then_some(points), remarks, questions })
}

/// The points with their labels; a point whose label nobody gave has none.
fn labelled(
    placed: &[(Place, &Feature)],
    answers: &Answers,
    remarks: &mut Vec<Remark>,
) -> (Vec<ReferencePoint>, Option<OpenQuestion>) {
    // Each feature is described once, however many points it has.
    let mut features: Vec<&Feature> = placed.iter().map(|(_, feature)| *feature).collect();
    features.dedup_by(|a, b| std::ptr::eq(*a, *b));
    let naming = naming(&features);
    let answered = answers.of(About::Label).map(str::to_owned);
    let column = answered.or_else(|| naming.first().map(|column| column.name.clone()));
    let column = column.filter(|column| !column.is_empty());
    let (mut without, mut cut) = (0, 0);
    let points = placed
        .iter()
        .map(|(place, feature)| {
            let text = column.as_ref().and_then(|column| feature.values.get(column));
            without += usize::from(text.is_none());
            let text = text.map_or("", String::as_str);
            cut += usize::from(text.chars().count() > LABEL_MAX);
            ReferencePoint { label: text.chars().take(LABEL_MAX).collect(), place: *place }
        })
        .collect();
    match &column {
        Some(column) => {
            remarks.push(Remark::LabelField(column.clone()));
            if without > 0 {
                remarks.push(Remark::Unlabelled(without));
            }
            if cut > 0 {
                remarks.push(Remark::LabelsCut(cut));
            }
        }
        None => remarks.push(Remark::NoLabels),
    }
    // Every column may be chosen, those that tell points apart first.
    let mut names: Vec<String> = naming.into_iter().map(|column| column.name).collect();
    names.extend(
        columns(&features).into_iter().filter(|name| !names.contains(name)).collect::<Vec<_>>(),
    );
    if names.is_empty() {
        return (points, None);
    }
    names.truncate(COLUMNS_SHOWN);
    let mut options: Vec<AnswerChoice> =
        names.iter().map(|name| column_choice(&features, name)).collect();
    options.push(AnswerChoice { value: String::new(), label: AnswerLabel::NoColumn });
    let none = options.len() - 1;
    let at = column.and_then(|column| options.iter().position(|option| option.value == column));
    (points, Some(OpenQuestion { about: About::Label, options, chosen: Some(at.unwrap_or(none)) }))
}

type Near<'a> = (u32, Vec<(Place, &'a Feature)>);

/// What lies around the walk, and the question how far that is; `None` when nothing is known of the walk, or
/// nothing lies around it.
fn around<'a>(
    placed: &[(Place, &'a Feature)],
    known: &Known,
    answers: &Answers,
) -> Option<(Option<Near<'a>>, OpenQuestion)> {
    let frame = LocalFrame::around(*known.places.first()?);
    let walk: Vec<(f64, f64)> =
        known.places.iter().map(|place| frame.local_from_place(*place)).collect();
    let away: Vec<f64> = placed
        .iter()
        .map(|(place, _)| {
            let (x, y) = frame.local_from_place(*place);
            let metres = walk.iter().map(|(a, b)| (a - x).hypot(b - y));
            metres.min_by(f64::total_cmp).unwrap_or(f64::MAX)
        })
        .collect();
    let within = |metres: u32| away.iter().filter(|away| **away <= f64::from(metres)).count();
    let options: Vec<AnswerChoice> = AROUND_M
        .into_iter()
        .map(|metres| (metres, within(metres)))
        .filter(|(_, count)| (1..=POINTS_MAX).contains(count))
        .map(|(metres, count)| AnswerChoice {
            value: metres.to_string(),
            label: AnswerLabel::Around { metres, count },
        })
        .collect();
    if options.is_empty() {
        return None;
    }
    let answered = answers.of(About::Around);
    let chosen = answered.and_then(|value| options.iter().position(|option| option.value == value));
    let metres = chosen.and_then(|at| options.get(at)?.value.parse::<u32>().ok());
    let near = metres.map(|metres| {
        let pairs = placed.iter().zip(&away).filter(|(_, away)| **away <= f64::from(metres));
        (metres, pairs.map(|(point, _)| *point).collect())
    });
    Some((near, OpenQuestion { about: About::Around, options, chosen }))
}
