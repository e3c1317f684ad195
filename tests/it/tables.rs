//! An attacker who knows every table that left, all that left before and the rule, and who solves
//! linear programs: beside the rule of today the one of version 0.4.0, which she breaks.

use std::collections::BTreeMap;

use eclaireuse::domain::identity::DeviceNumber;
use eclaireuse::domain::leaving::tables::{
    AVOIDED_BY, BY_PRINCIPLE, Cells, LIGHTING_BY_FEELING, PublishedTable, REASONS, WIDTH, protected,
};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};
use proptest::prelude::*;

/// A sum of counts with their factors, against a number.
type Known = (Vec<(usize, f64)>, ComparisonOp, f64);

/// A linear system of what is known, over variables that are counts.
#[derive(Default)]
struct System {
    bounds: Vec<(f64, f64)>,
    rows: Vec<Known>,
}

impl System {
    fn count(&mut self, low: f64, high: f64) -> usize {
        self.bounds.push((low, high));
        self.bounds.len() - 1
    }

    fn known(&mut self, terms: &[(usize, f64)], op: ComparisonOp, value: f64) {
        self.rows.push((terms.to_vec(), op, value));
    }

    fn end(&self, of: usize, direction: OptimizationDirection) -> Option<f64> {
        let mut problem = Problem::new(direction);
        let vars: Vec<_> = self
            .bounds
            .iter()
            .enumerate()
            .map(|(at, bounds)| problem.add_var(if at == of { 1.0 } else { 0.0 }, *bounds))
            .collect();
        for (terms, op, value) in &self.rows {
            let terms: Vec<_> = terms.iter().map(|(at, times)| (vars[*at], *times)).collect();
            problem.add_constraint(&terms[..], *op, *value);
        }
        match problem.solve() {
            Ok(SolveOutcome::Solution(solved)) => Some(solved.objective()),
            _ => None,
        }
    }

    /// How far apart the least and the most are that a count can be.
    fn width(&self, of: usize) -> f64 {
        let low = self.end(of, OptimizationDirection::Minimize).expect("what left is true");
        let high = self.end(of, OptimizationDirection::Maximize).expect("what left is true");
        high - low
    }
}

/// Nobody says more than so much; it keeps the programs bounded.
const MANY: f64 = 10_000.0;

/// What one person said once, by number of the code in each table.
#[derive(Clone, Debug)]
struct Said {
    device: u32,
    walk: usize,
    principle: usize,
    polarity: usize,
    moment: usize,
    stop: usize,
    light: Option<(usize, usize)>,
    avoided_by: Vec<usize>,
}

fn said(devices: u32) -> impl Strategy<Value = Said> {
    (
        (1..=devices, 0usize..3, 0usize..7, 0usize..4, 0usize..3, 0usize..5),
        proptest::option::of((0usize..4, 0usize..4)),
        proptest::collection::vec(0usize..6, 0..3),
    )
        .prop_map(
            |((device, walk, principle, polarity, moment, stop), light, mut avoided_by)| {
                avoided_by.sort_unstable();
                avoided_by.dedup();
                Said { device, walk, principle, polarity, moment, stop, light, avoided_by }
            },
        )
}

fn tallies(all: &[Said]) -> Vec<Cells> {
    let mut by_principle = Cells::of(BY_PRINCIPLE, 28, false);
    let mut light = Cells::of(LIGHTING_BY_FEELING, 16, false);
    let mut avoided_by = Cells::of(AVOIDED_BY, 6, true);
    let mut reasons = Cells::of(REASONS, 6, true);
    for one in all {
        let device = DeviceNumber(one.device);
        by_principle.add(one.principle * 4 + one.polarity, device);
        if let Some((lighting, feeling)) = one.light {
            light.add(lighting * 4 + feeling, device);
        }
        one.avoided_by.iter().for_each(|code| avoided_by.add(*code, device));
        one.avoided_by.iter().for_each(|code| reasons.add(5 - *code, device));
    }
    vec![by_principle, light, avoided_by, reasons]
}

/// The narrowest hidden cell of several releases of one campaign that only grows, and how many are
/// hidden. The attacker knows that it grows, and that a cell is hidden when it is five or less, said
/// once by each.
fn narrowest(releases: &[Vec<PublishedTable>]) -> (f64, usize) {
    let mut system = System::default();
    let mut hidden = Vec::new();
    let mut earlier: BTreeMap<(String, usize), (usize, Option<u32>)> = BTreeMap::new();
    let mut all_before = None;
    for tables in releases {
        let all = system.count(0.0, MANY);
        if let Some(before) = all_before.replace(all) {
            system.known(&[(all, 1.0), (before, -1.0)], ComparisonOp::Ge, 0.0);
        }
        for table in tables {
            let mut cells = Vec::new();
            for (at, told) in table.cells.iter().enumerate() {
                let key = (table.name.clone(), at);
                let before = earlier.get(&key).copied();
                let stays = told.is_some() && before.is_some_and(|(_, then)| then == *told);
                let (low, high) = match told {
                    None => (0.0, f64::from(WIDTH)),
                    // As it was: it moved by five at most, or by few phones.
                    Some(n) if stays => (f64::from(n.saturating_sub(WIDTH)), MANY),
                    Some(n) => (f64::from(*n), f64::from(*n)),
                };
                let cell = system.count(low, high);
                if told.is_none() {
                    hidden.push(cell);
                }
                if let Some((before, _)) = before {
                    system.known(&[(cell, 1.0), (before, -1.0)], ComparisonOp::Ge, 0.0);
                }
                earlier.insert(key, (cell, *told));
                cells.push((cell, 1.0));
            }
            match table.name.as_str() {
                BY_PRINCIPLE => {
                    cells.push((all, -1.0));
                    system.known(&cells, ComparisonOp::Eq, 0.0);
                }
                LIGHTING_BY_FEELING => {
                    cells.push((all, -1.0));
                    system.known(&cells, ComparisonOp::Le, 0.0);
                }
                _ => {
                    for cell in cells {
                        system.known(&[cell, (all, -1.0)], ComparisonOp::Le, 0.0);
                    }
                }
            }
        }
    }
    let narrowest = hidden.iter().map(|cell| system.width(*cell)).fold(MANY, f64::min);
    (narrowest, hidden.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Random campaigns that grow between three releases: no hidden cell is narrower than five, and
    /// the difference of two releases of a cell is nothing or more than five.
    #[test]
    fn no_hidden_cell_is_found(all in proptest::collection::vec(said(30), 60..600), some in 0.2f64..0.9, more in 0.2f64..1.0) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a part of a list")]
        let part = |share: f64| (all.len() as f64 * share) as usize;
        let (mut before, mut releases) = (Vec::new(), Vec::new());
        for until in [part(some), part(some.max(more)), all.len()] {
            let tables = protected(&tallies(&all[..until]), &before);
            for table in &tables {
                let last = before.iter().rfind(|one: &&PublishedTable| one.name == table.name);
                for (then, now) in last.into_iter().flat_map(|last| last.cells.iter().zip(&table.cells)) {
                    if let (Some(then), Some(now)) = (then, now) {
                        prop_assert!(then == now || then.abs_diff(*now) > WIDTH);
                    }
                }
                prop_assert!(table.cells.iter().flatten().all(|told| *told > WIDTH));
            }
            before.extend(tables.clone());
            releases.push(tables);
        }
        let (narrowest, _) = narrowest(&releases);
        prop_assert!(narrowest >= f64::from(WIDTH) - 1e-6, "{narrowest}");
    }
}

/// Something is told of a campaign of ordinary size, and something is hidden.
#[test]
fn the_tables_still_say_something() {
    let all: Vec<Said> = (0..400)
        .map(|n: usize| Said {
            device: 1 + u32::try_from(n % 24).expect("small"),
            walk: n % 3,
            principle: (n * n) % 7,
            polarity: [0, 0, 0, 1, 2][n % 5],
            moment: n % 3,
            stop: n % 5,
            light: n.is_multiple_of(3).then_some((n % 4, (n / 3) % 4)),
            avoided_by: vec![n % 6],
        })
        .collect();
    let tables = protected(&tallies(&all), &[]);
    assert_eq!(tables.len(), 4);
    assert!(tables[0].cells.iter().any(Option::is_some));
    assert!(tables.iter().any(|table| table.cells.iter().any(Option::is_none)));
}

// --- Version 0.4.0 ---

/// A table as version 0.4.0 let it leave: looked at for itself, with its total.
fn alone(cells: &[u32]) -> (Vec<Option<u32>>, Option<u32>) {
    let is_small = |count: u32| (1..5).contains(&count);
    let total: u32 = cells.iter().sum();
    let mut hidden: Vec<bool> = cells.iter().map(|count| is_small(*count)).collect();
    let mut tells_total = !is_small(total);
    loop {
        let of = || cells.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(n, _)| *n);
        let filled = of().filter(|n| *n > 0).count();
        if !tells_total || filled == 0 || (filled >= 2 && !is_small(of().sum())) {
            break;
        }
        let next = cells.iter().enumerate().filter(|(at, n)| !hidden[*at] && **n > 0);
        match next.min_by_key(|(_, n)| **n).map(|(at, _)| at) {
            Some(at) => hidden[at] = true,
            None => tells_total = false,
        }
    }
    let told = cells.iter().zip(&hidden).map(|(n, hidden)| (!hidden).then_some(*n)).collect();
    (told, tells_total.then_some(total))
}

/// The three tables that share the columns, for each walk and for all, as 0.4.0 printed them: how many
/// cells she hid, and how many of them an attacker finds more narrowly than five.
fn broken(all: &[Said]) -> (usize, usize) {
    type Row = fn(&Said) -> usize;
    let tables: [(usize, Row); 3] = [(7, |s| s.principle), (3, |s| s.moment), (5, |s| s.stop)];
    let mut system = System::default();
    let mut hidden = Vec::new();
    let mut of_scope: Vec<Vec<Vec<usize>>> = Vec::new();
    for scope in 0..4 {
        let counted = all.iter().filter(|one| scope == 3 || one.walk == scope);
        let counted: Vec<&Said> = counted.collect();
        let margins: Vec<usize> = (0..4).map(|_| system.count(0.0, MANY)).collect();
        let mut of_tables = Vec::new();
        for (rows, row) in tables {
            let mut cells = vec![0; rows * 4];
            counted.iter().for_each(|one| cells[row(one) * 4 + one.polarity] += 1);
            let (told, total) = alone(&cells);
            // She took the smallest count beside the small ones: none hidden is larger than the
            // smallest that is told.
            let smallest = told.iter().flatten().copied().filter(|n| *n > 0).min();
            let most = smallest.map_or(MANY, |n| f64::from(n.max(4)));
            let vars: Vec<usize> = told
                .iter()
                .map(|told| told.map_or((1.0, most), |n| (f64::from(n), f64::from(n))))
                .map(|(low, high)| system.count(low, high))
                .collect();
            hidden.extend(vars.iter().zip(&told).filter(|(_, n)| n.is_none()).map(|(at, _)| *at));
            for (column, margin) in margins.iter().enumerate() {
                let mut terms: Vec<(usize, f64)> =
                    vars.iter().skip(column).step_by(4).map(|at| (*at, 1.0)).collect();
                terms.push((*margin, -1.0));
                system.known(&terms, ComparisonOp::Eq, 0.0);
            }
            if let Some(total) = total {
                let terms: Vec<(usize, f64)> = vars.iter().map(|at| (*at, 1.0)).collect();
                system.known(&terms, ComparisonOp::Eq, f64::from(total));
            }
            of_tables.push(vars);
        }
        of_scope.push(of_tables);
    }
    // All walks together are the whole.
    for (table, whole) in of_scope[3].iter().enumerate() {
        for (cell, whole) in whole.iter().enumerate() {
            let mut terms: Vec<(usize, f64)> =
                (0..3).map(|walk| (of_scope[walk][table][cell], 1.0)).collect();
            terms.push((*whole, -1.0));
            system.known(&terms, ComparisonOp::Eq, 0.0);
        }
    }
    let found = hidden.iter().filter(|at| system.width(**at) < f64::from(WIDTH)).count();
    (hidden.len(), found)
}

#[test]
fn the_tables_of_0_4_0_are_found() {
    // Some of what is said is rare, as it is.
    let mut state = 7u32;
    let mut draw = |of: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as usize % of
    };
    let all: Vec<Said> = (0..240)
        .map(|n| Said {
            device: n % 24,
            walk: draw(3),
            principle: [0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5][draw(12)],
            polarity: [0, 0, 0, 0, 1, 1, 2, 3][draw(8)],
            moment: [0, 1, 1, 2][draw(4)],
            stop: draw(5),
            light: None,
            avoided_by: Vec::new(),
        })
        .collect();
    let (hidden, found) = broken(&all);
    assert!(hidden > 20, "{hidden}");
    assert!(found * 2 > hidden, "{found} of {hidden} found");
    let (narrowest, _) = narrowest(&[protected(&tallies(&all), &[])]);
    assert!(narrowest >= f64::from(WIDTH) - 1e-6, "{narrowest}");
}
