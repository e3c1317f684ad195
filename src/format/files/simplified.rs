//! Fewer points for a phone: what is left out lies within a tolerance that is said.

use crate::domain::observation::place::{LocalFrame, Place};

/// Above this many points, those next to each other are dropped before the line is simplified in
/// earnest, so that no line takes long.
const THINNED_ABOVE: usize = 4_000;
/// A tolerance wider than this (metres) keeps the two ends of any line.
const TOLERANCE_MAX_M: u32 = 1 << 26;

/// Lines of at most so many places together, and how far (metres) what was left out may lie from them; `None`
/// when nothing was left out.
pub(super) fn simplified(lines: Vec<Vec<Place>>, most: usize) -> (Vec<Vec<Place>>, Option<u32>) {
    if lines.iter().map(Vec::len).sum::<usize>() <= most {
        return (lines, None);
    }
    let Some(first) = lines.iter().flatten().next() else { return (lines, None) };
    let frame = LocalFrame::around(*first);
    let local = |line: &Vec<Place>| -> Vec<(f64, f64)> {
        line.iter().map(|place| frame.local_from_place(*place)).collect()
    };
    let locals: Vec<Vec<(f64, f64)>> = lines.iter().map(local).collect();
    let mut tolerance_m = 1_u32;
    loop {
        let kept: Vec<Vec<usize>> = locals.iter().map(|local| kept(local, tolerance_m)).collect();
        if kept.iter().map(Vec::len).sum::<usize>() <= most || tolerance_m > TOLERANCE_MAX_M {
            let of = |(line, kept): (&Vec<Place>, &Vec<usize>)| {
                kept.iter().filter_map(|index| line.get(*index).copied()).collect()
            };
            return (lines.iter().zip(&kept).map(of).collect(), Some(tolerance_m));
        }
        tolerance_m *= 2;
    }
}

fn kept(local: &[(f64, f64)], tolerance_m: u32) -> Vec<usize> {
    let half = f64::from(tolerance_m) / 2.0;
    // Each half of the tolerance is spent once.
    let candidates =
        if local.len() > THINNED_ABOVE { thinned(local, half) } else { (0..local.len()).collect() };
    if candidates.len() > THINNED_ABOVE {
        candidates
    } else {
        douglas_peucker(local, &candidates, half)
    }
}

/// Points farther than `metres` from the last one kept, and both ends.
fn thinned(local: &[(f64, f64)], metres: f64) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    let mut last = None;
    for (index, point) in local.iter().enumerate() {
        let far = last.is_none_or(|(x, y): (f64, f64)| (point.0 - x).hypot(point.1 - y) > metres);
        if far || index + 1 == local.len() {
            kept.push(index);
            last = Some(*point);
        }
    }
    kept
}

/// D. Douglas and T. Peucker, "Algorithms for the reduction of the number of points required to
/// represent a digitized line", 1973. With a list of what is left to do instead of recursion: the
/// depth would be that of the worst file.
fn douglas_peucker(local: &[(f64, f64)], among: &[usize], metres: f64) -> Vec<usize> {
    let Some(last) = among.len().checked_sub(1) else { return Vec::new() };
    let at = |rank: usize| {
        among.get(rank).and_then(|index| local.get(*index)).copied().unwrap_or_default()
    };
    let mut kept = vec![0, last];
    let mut left = vec![(0, last)];
    while let Some((from, to)) = left.pop() {
        let (start, end) = (at(from), at(to));
        let farthest = (from + 1..to)
            .map(|rank| (rank, distance(at(rank), start, end)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((rank, away)) = farthest
            && away > metres
        {
            kept.push(rank);
            left.push((from, rank));
            left.push((rank, to));
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept.into_iter().filter_map(|rank| among.get(rank).copied()).collect()
}

/// Distance of a point from a segment.
fn distance(point: (f64, f64), start: (f64, f64), end: (f64, f64)) -> f64 {
    let along = (end.0 - start.0, end.1 - start.1);
    let from = (point.0 - start.0, point.1 - start.1);
    let square = along.0 * along.0 + along.1 * along.1;
    let part = if square > 0.0 {
        ((from.0 * along.0 + from.1 * along.1) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (from.0 - part * along.0).hypot(from.1 - part * along.1)
}
