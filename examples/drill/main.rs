//! The drill: bent files of every kind, given to the readers that take them in. Longer than the
//! tests have time for, and with an eye on memory.
//!
//! ```text
//! script/drill [CASES] [SEED] [READER]
//! ```
//!
//! What it looks for: a panic, more than two seconds or 64 MB for a megabyte of input, something
//! taken in silence or left out in silence, something altered. A case that fails is named by its
//! reader and seed: `script/drill 1 SEED READER` plays it again.

#[allow(dead_code, reason = "shared with the tests and the example campaign, which use all of it")]
#[path = "../campaign/invented.rs"]
mod invented;

mod cases;
#[allow(dead_code, reason = "shared with the tests, which use all of it")]
#[path = "../../tests/it/dice.rs"]
mod dice;
#[path = "../../tests/it/shelf.rs"]
mod shelf;

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use cases::{READERS, Samples, case};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// For each megabyte of input, begun ones counted whole.
const LONGEST: Duration = Duration::from_secs(2);
const MOST_BYTES: usize = 64 << 20;

/// What the worst case of a reader took.
#[derive(Default)]
struct Worst {
    cases: u64,
    time: Duration,
    bytes: usize,
    failed: u64,
}

fn main() -> ExitCode {
    let mut given = env::args().skip(1);
    let mut number =
        |otherwise: u64| given.next().map_or(otherwise, |n| n.parse().expect("a number"));
    let (count, seed) = (number(20_000), number(1));
    let only = given.next();
    let samples = Samples::made();
    let mut worst: Vec<Worst> = READERS.iter().map(|_| Worst::default()).collect();
    let begun = Instant::now();
    let mut failures = 0;
    for number in 0..count {
        for (reader, (name, _)) in READERS.iter().enumerate() {
            if only.as_ref().is_some_and(|only| only != name) || failures > 50 {
                continue;
            }
            let seed = seed.wrapping_add(number);
            let Some(worst) = worst.get_mut(reader) else { continue };
            let made = catch_unwind(AssertUnwindSafe(|| case(reader, seed, &samples)));
            let Ok(made) = made else {
                println!("{name} {seed}: the case itself could not be made");
                failures += 1;
                continue;
            };
            let input = made.size.div_ceil(1 << 20).max(1);
            let before = MEMORY.current_usage();
            MEMORY.reset_peak_usage();
            let start = Instant::now();
            let said = catch_unwind(AssertUnwindSafe(made.run));
            let time = start.elapsed();
            let bytes = MEMORY.peak_usage().saturating_sub(before);
            worst.cases += 1;
            worst.time = worst.time.max(time / input as u32);
            worst.bytes = worst.bytes.max(bytes / input);
            let fault = match said {
                Err(_) => Some("panicked".to_owned()),
                Ok(Err(law)) => Some(law),
                Ok(Ok(())) if time > LONGEST * input as u32 => Some(format!("took {time:?}")),
                Ok(Ok(())) if bytes > MOST_BYTES * input => {
                    Some(format!("took {} MB", bytes >> 20))
                }
                Ok(Ok(())) => None,
            };
            if let Some(fault) = fault {
                println!("{name} {seed} ({} bytes): {fault}", made.size);
                worst.failed += 1;
                failures += 1;
            }
        }
        if number % 10_000 == 9_999 {
            eprintln!("{} of {count}, {:?}", number + 1, begun.elapsed());
        }
    }
    println!("\nreader        cases   slowest (ms/MB)   most (MB/MB)   failed");
    for ((name, _), worst) in READERS.iter().zip(&worst) {
        let Worst { cases, time, bytes, failed } = worst;
        println!("{name:<12} {cases:>6} {:>17} {:>14} {failed:>8}", time.as_millis(), bytes >> 20);
    }
    let cases: u64 = worst.iter().map(|worst| worst.cases).sum();
    println!("{cases} cases from seed {seed} in {:?}", begun.elapsed());
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
