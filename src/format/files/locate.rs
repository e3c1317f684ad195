//! In which system the coordinates of a file are, and whether its places fit what is known of the walk.
//!
//! Numbers that could be metres of a system are no proof that they are: Web Mercator of northern France lies
//! where Lambert-93 could. A file is believed where it says its system and its places fit, asked about where
//! several systems would put it in France, and named where none does.

use super::FileProblem;
use super::feature::{FileFeatures, RawPosition};
use super::question::{About, AnswerChoice, AnswerLabel, Answers, OpenQuestion};
use super::remark::{Belief, Remark};
use super::system::{Conversion, System, in_france};
use crate::domain::observation::place::Place;

/// What is known of the walk that the file is for: its route, its stops, its perimeter, where the device is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// Places of it, a few hundred at most.
    pub places: Vec<Place>,
}

impl Known {
    /// Metres to the nearest place that is known; `None` when nothing is.
    pub fn metres_from(&self, place: Place) -> Option<f64> {
        self.places.iter().map(|known| known.metres_to(place)).min_by(f64::total_cmp)
    }
}

/// What lies farther from all that is known does not belong to the walk (metres): no walk leaves its town.
pub const FITS_M: f64 = 20_000.0;
/// A place alone so far (metres) from where nearly all others are is a fault of its program.
const STRAY_M: f64 = 100_000.0;
/// Nearly all others are within this (metres).
const TOGETHER_M: f64 = 30_000.0;
/// So many positions are tried, evenly taken from the file.
const TRIED: usize = 400;

/// How the positions of a file become places.
pub struct Placement {
    conversion: Conversion,
    turned: bool,
    /// Whether it is decided: else a person is asked first.
    pub settled: bool,
    /// What should be known.
    pub remarks: Vec<Remark>,
    /// What a person may decide otherwise.
    pub questions: Vec<OpenQuestion>,
}

impl Placement {
    /// The place of a position; `None` when it is not on the map, or 0, 0, which programs write that know
    /// nothing.
    pub fn place(&self, (x, y): RawPosition) -> Option<Place> {
        let at = if self.turned { (y, x) } else { (x, y) };
        if at == (0.0, 0.0) {
            return None;
        }
        self.conversion.place(at).filter(|place| !place.is_nowhere())
    }
}

/// A system that may be that of the file.
#[derive(Clone, Copy)]
struct Candidate {
    system: System,
    turned: bool,
    /// Metres from the walk, when something is known of it.
    metres: Option<f64>,
}

impl Candidate {
    fn fits(&self) -> bool {
        self.metres.is_some_and(|metres| metres <= FITS_M)
    }

    fn value(&self) -> String {
        format!("{}{}", self.system.epsg(), if self.turned { " yx" } else { "" })
    }
}

/// Finds out how the positions of a file become places.
///
/// # Errors
/// When no system that is converted puts them on French ground or, where the file names one, anywhere.
pub fn locate(
    file: &FileFeatures,
    positions: &[RawPosition],
    known: &Known,
    answers: &Answers,
) -> Result<Placement, FileProblem> {
    let usable: Vec<RawPosition> = positions
        .iter()
        .copied()
        .filter(|(x, y)| x.is_finite() && y.is_finite() && (*x, *y) != (0.0, 0.0))
        .collect();
    let step = usable.len().div_ceil(TRIED).max(1);
    let tried: Vec<RawPosition> = usable.into_iter().step_by(step).collect();
    let named = file.declared.as_deref().map(System::named);
    let candidates = candidates(&tried, named.flatten(), known);
    let located = |candidate: &Candidate| {
        Conversion::of(candidate.system).map(|conversion| Placement {
            conversion,
            turned: candidate.turned,
            settled: true,
            remarks: Vec::new(),
            questions: Vec::new(),
        })
    };
    let unknown = || {
        let sample = tried.first().map_or_else(String::new, |(x, y)| format!("{x}, {y}"));
        FileProblem::UnknownSystem(file.declared.clone().unwrap_or(sample))
    };
    let Some(first) = candidates.first() else {
        // Without a usable position there is nothing to decide.
        let nothing = Candidate { system: System::Wgs84, turned: false, metres: None };
        let nothing = tried.is_empty().then(|| located(&nothing)).flatten();
        return nothing.ok_or_else(unknown);
    };
    let answered = answers.of(About::System);
    let answered = answered.and_then(|value| candidates.iter().position(|c| c.value() == value));
    let says = named.unwrap_or(Some(System::Wgs84));
    let is_said = |c: &Candidate| says == Some(c.system) && !c.turned;
    let said = candidates.iter().position(is_said);
    let nearest = |among: &mut dyn Iterator<Item = usize>| {
        among.min_by(|a, b| {
            let of = |at: &usize| candidates.get(*at).and_then(|c| c.metres).unwrap_or(f64::MAX);
            of(a).total_cmp(&of(b))
        })
    };
    let fitting = nearest(
        &mut (0..candidates.len()).filter(|at| candidates.get(*at).is_some_and(Candidate::fits)),
    );
    let (chosen, belief, settled) = match (answered, said, fitting) {
        (Some(at), ..) => (at, Belief::Chosen, true),
        (None, Some(at), _) if candidates.get(at).is_some_and(Candidate::fits) => {
            (at, Belief::Declared, true)
        }
        (None, Some(at), None) => {
            // Nothing is known, or nothing fits: what it says, unless another way round it is in France.
            let places = |c: &Candidate| c.turned && c.metres.is_none();
            let doubtful = candidates.iter().any(places) && !is_french(first, &tried);
            (at, Belief::Declared, !doubtful)
        }
        (None, _, Some(at)) => (at, Belief::Fits, true),
        (None, None, None) if named == Some(None) => return Err(unknown()),
        (None, None, None) => (0, Belief::Alone, candidates.len() == 1),
    };
    let Some(candidate) = candidates.get(chosen) else { return Err(unknown()) };
    let mut found = located(candidate).ok_or_else(unknown)?;
    found.settled = settled;
    let plain = candidate.system == System::Wgs84 && !candidate.turned;
    if settled && !(plain && belief == Belief::Declared) {
        found.remarks.push(Remark::In {
            system: candidate.system,
            belief,
            metres: candidate.metres,
        });
    }
    if settled && candidate.turned {
        found.remarks.push(Remark::Turned);
    }
    if let Some(name) = file.declared.as_ref().filter(|_| !is_said(candidate)) {
        found.remarks.push(Remark::SaysOtherwise(name.clone()));
    }
    let asks = !settled || belief == Belief::Chosen || belief == Belief::Fits;
    let far = candidate.metres.is_some_and(|metres| metres > FITS_M);
    if candidates.len() > 1 && (asks || far) {
        let options = candidates.iter().map(|c| AnswerChoice {
            value: c.value(),
            label: AnswerLabel::System { system: c.system, turned: c.turned, metres: c.metres },
        });
        let chosen = settled.then_some(chosen);
        found.questions.push(OpenQuestion {
            about: About::System,
            options: options.collect(),
            chosen,
        });
    }
    Ok(found)
}

fn is_french(candidate: &Candidate, tried: &[RawPosition]) -> bool {
    let Some(conversion) = Conversion::of(candidate.system) else { return false };
    let places = tried.iter().filter_map(|at| conversion.place(*at));
    places.filter(|place| in_france(*place)).count() * 2 >= tried.len()
}

/// Every system that puts nine in ten of the positions in France, or on the map where the file names it, the
/// likeliest first; each also with its two numbers changed.
fn candidates(tried: &[RawPosition], named: Option<System>, known: &Known) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let systems = named.into_iter().chain(System::all().filter(|system| Some(*system) != named));
    for system in systems {
        let Some(conversion) = Conversion::of(system) else { continue };
        let mut in_its_order = false;
        for turned in [false, true] {
            let said = !turned && (named == Some(system) || system == System::Wgs84);
            let placed = tried
                .iter()
                .filter_map(|(x, y)| conversion.place(if turned { (*y, *x) } else { (*x, *y) }));
            let placed: Vec<Place> = placed.collect();
            let fine = placed.iter().filter(|place| said || in_france(**place)).count();
            // Metres read with their numbers changed are only tried where nothing else will do.
            let already = turned && in_its_order && system != System::Wgs84;
            let french = placed.iter().filter(|place| in_france(**place)).count();
            in_its_order |= french * 10 >= tried.len() * 9;
            if fine == 0 || fine * 10 < tried.len() * 9 || already {
                continue;
            }
            let metres = placed.iter().filter_map(|place| known.metres_from(*place));
            let metres = metres.min_by(f64::total_cmp);
            found.push(Candidate { system, turned, metres });
        }
    }
    found
}

/// Which of some places are kept: not those that lie alone far from nearly all others.
pub fn together(places: &[Place]) -> Vec<bool> {
    let middle = |of: fn(Place) -> (i32, i32), second: bool| {
        let mut all: Vec<i32> =
            places.iter().map(|place| if second { of(*place).1 } else { of(*place).0 }).collect();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or_default()
    };
    let centre = Place::from_e7(middle(Place::e7, false).into(), middle(Place::e7, true).into());
    let Some(centre) = centre else { return vec![true; places.len()] };
    let away: Vec<f64> = places.iter().map(|place| place.metres_to(centre)).collect();
    let near = away.iter().filter(|metres| **metres <= TOGETHER_M).count();
    // Two places have no middle that says anything.
    let is_known = places.len() > 2 && near * 10 >= places.len() * 6;
    away.into_iter().map(|metres| !is_known || metres <= STRAY_M).collect()
}
