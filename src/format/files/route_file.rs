//! A route somebody drew or walked: the tracks of a watch, lines of a map, and named points.

use super::feature::{FileShape, RawPosition};
use super::locate::{FITS_M, Known, locate, together};
use super::question::{About, AnswerChoice, AnswerLabel, Answers, OpenQuestion};
use super::recognise::Opened;
use super::remark::Remark;
use super::simplified::simplified;
use super::{FileProblem, Found, Wanted, first_remarks, layer_question};
use crate::domain::observation::place::{Place, line_length_m};

/// A line has no more points than this in a walk.
pub const LINE_MAX: usize = 500;
/// No more stops than this are taken from a file.
pub const STOPS_MAX: usize = 60;
/// Lines whose ends are this near (metres) are one.
const MEET_M: f64 = 10.0;
/// Nobody walks farther than this (metres) in an evening.
const LONG_M: f64 = 30_000.0;
/// No more lines are offered.
const LINES_SHOWN: usize = 8;
/// A name of a stop is cut after so many characters.
const NAME_MAX: usize = 80;
/// Above so many lines, they are taken as they stand.
const JOINED_MAX: usize = 400;

/// A route found in a file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FoundRoute {
    /// The line, at most [`LINE_MAX`] places; empty where the file has only points.
    pub line: Vec<Place>,
    /// Named points: possible stops.
    pub points: Vec<(String, Place)>,
}

/// Reads a route.
///
/// # Errors
/// When there is neither a line nor a named point in it, or its coordinates are in a system that is not
/// converted.
pub fn read(
    opened: &Opened,
    known: &Known,
    answers: &Answers,
) -> Result<Found<FoundRoute>, FileProblem> {
    let (mut lines, mut points, mut skipped) = (Vec::<Vec<RawPosition>>::new(), Vec::new(), 0);
    for feature in &opened.of.features {
        let name = feature.value(&["name", "nom", "label", "libelle", "ref"]);
        let name = name.map(|(_, name)| name.to_owned()).unwrap_or_default();
        for shape in &feature.shapes {
            match shape {
                FileShape::Lines(found) => {
                    lines.extend(found.iter().filter(|l| !l.is_empty()).cloned())
                }
                FileShape::Points(found) => {
                    points.extend(found.iter().map(|at| (name.clone(), *at)))
                }
                // An outline is no way.
                FileShape::Areas(_) => skipped += 1,
            }
        }
        skipped += usize::from(feature.shapes.is_empty());
    }
    let positions: Vec<RawPosition> =
        lines.iter().flatten().copied().chain(points.iter().map(|(_, at)| *at)).collect();
    let located = locate(&opened.of, &positions, known, answers)?;
    let mut stray = 0;
    let mut place = |at: RawPosition| {
        let place = located.place(at);
        let is_nowhere = at.0.abs() < 1e-9 && at.1.abs() < 1e-9;
        stray += usize::from(place.is_none() && is_nowhere);
        skipped += usize::from(place.is_none() && !is_nowhere);
        place
    };
    let lines = lines.into_iter().map(|line| line.into_iter().filter_map(&mut place).collect());
    let mut lines: Vec<Vec<Place>> = lines.collect();
    let mut named: Vec<(String, Place)> = Vec::new();
    for (name, at) in points {
        named.extend(place(at).map(|place| (name, place)));
    }
    let all: Vec<Place> = lines.iter().flatten().copied().collect();
    let mut kept = together(&all).into_iter();
    for line in &mut lines {
        let before = line.len();
        line.retain(|_| kept.next().unwrap_or(true));
        stray += before - line.len();
        line.dedup();
    }
    lines.retain(|line| line.len() > 1);
    let mut remarks = first_remarks(opened);
    let mut questions = layer_question(opened);
    remarks.extend(located.remarks);
    questions.extend(located.questions);
    let before = lines.len();
    let chains = joined(lines);
    let line = chosen(&chains, answers, &mut questions);
    if chains.len() < before {
        remarks.push(Remark::Joined(before));
    }
    if chains.len() > 1 && answers.of(About::Line).is_none() {
        remarks.push(Remark::LinesApart(chains.len()));
    }
    for (name, _) in &mut named {
        *name =
            name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME_MAX).collect();
    }
    // A point without a name is a corner of something.
    named.retain(|(name, _)| !name.is_empty());
    if line.is_empty() && named.is_empty() {
        return Err(FileProblem::nothing(Wanted::Line, &opened.of));
    }
    if named.len() > STOPS_MAX {
        remarks.push(Remark::FirstStops(named.len()));
        named.truncate(STOPS_MAX);
    }
    if stray > 0 {
        remarks.push(Remark::Stray(stray));
    }
    if skipped > 0 {
        remarks.push(Remark::Skipped(skipped));
    }
    let from = line.len();
    let (lines, tolerance_m) = simplified(vec![line], LINE_MAX);
    let line = lines.into_iter().next().unwrap_or_default();
    if let Some(tolerance_m) = tolerance_m {
        remarks.push(Remark::Simplified { from, to: line.len(), tolerance_m });
    }
    if located.settled {
        let length = line_length_m(&line);
        if length > 0.0 {
            remarks.push(Remark::Length(length));
        }
        if length > LONG_M {
            remarks.push(Remark::TooLong);
        }
        let places = line.iter().chain(named.iter().map(|(_, place)| place));
        let away = places.filter_map(|place| known.metres_from(*place)).min_by(f64::total_cmp);
        remarks.extend(away.filter(|metres| *metres > FITS_M).map(Remark::Far));
    }
    let what = located.settled.then_some(FoundRoute { line, points: named });
    Ok(Found { what, remarks, questions })
}

/// Lines whose ends meet as one, the longest first.
fn joined(lines: Vec<Vec<Place>>) -> Vec<Vec<Place>> {
    let mut left = lines;
    left.sort_by(|a, b| line_length_m(b).total_cmp(&line_length_m(a)));
    if left.len() > JOINED_MAX {
        return left;
    }
    let mut chains: Vec<Vec<Place>> = Vec::new();
    while !left.is_empty() {
        let mut chain = left.remove(0);
        while let Some((at, at_start, turned)) = next(&chain, &left) {
            let mut more = left.remove(at);
            if turned {
                more.reverse();
            }
            if at_start {
                more.append(&mut chain);
                chain = more;
            } else {
                chain.append(&mut more);
            }
            chain.dedup();
        }
        chains.push(chain);
    }
    chains.sort_by(|a, b| line_length_m(b).total_cmp(&line_length_m(a)));
    chains
}

/// The line whose end is nearest to an end of a chain: which, whether it goes before its start, and whether it
/// is turned round for that.
fn next(chain: &[Place], left: &[Vec<Place>]) -> Option<(usize, bool, bool)> {
    let (start, end) = (chain.first()?, chain.last()?);
    let mut best: Option<(f64, (usize, bool, bool))> = None;
    for (at, line) in left.iter().enumerate() {
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        let ways = [
            (end.metres_to(*first), (at, false, false)),
            (end.metres_to(*last), (at, false, true)),
            (start.metres_to(*last), (at, true, false)),
            (start.metres_to(*first), (at, true, true)),
        ];
        for (metres, way) in ways {
            if metres <= MEET_M && best.is_none_or(|(nearest, _)| metres < nearest) {
                best = Some((metres, way));
            }
        }
    }
    best.map(|(_, way)| way)
}

/// The line that a person chose, or the longest; where there are several, they are offered.
fn chosen(
    chains: &[Vec<Place>],
    answers: &Answers,
    questions: &mut Vec<OpenQuestion>,
) -> Vec<Place> {
    let answered = answers.of(About::Line).and_then(|value| value.parse::<usize>().ok());
    let at = answered.filter(|at| *at < chains.len()).unwrap_or(0);
    if chains.len() > 1 {
        let options =
            chains.iter().take(LINES_SHOWN).enumerate().map(|(rank, line)| AnswerChoice {
                value: rank.to_string(),
                label: AnswerLabel::Line { number: rank + 1, length_m: line_length_m(line) },
            });
        let options: Vec<AnswerChoice> = options.collect();
        let chosen = Some(at).filter(|at| *at < options.len());
        questions.push(OpenQuestion { about: About::Line, options, chosen });
    }
    chains.get(at).cloned().unwrap_or_default()
}
