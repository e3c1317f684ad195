//! Random walks: hundreds in every run of the tests, ten thousand on demand
//! (`ECLAIREUSE_WALKS=10000 cargo test --release --test it monkey`), one again by the seed it told
//! (`ECLAIREUSE_SEED=…`). After every step the oracle, which heard each intention by itself, holds the
//! screen and the disk against what was meant.

mod hand;
mod mishaps;
mod oracle;
mod steps;
mod world;

use std::fmt::Write;

use crate::dice::Dice;
use world::World;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// One walk; what contradicted what was meant, with the steps that led there.
fn walks(seed: u64) -> Result<World, String> {
    let mut world = World::new(Dice(seed));
    let steps = 20 + world.dice.below(50);
    for _ in 0..steps {
        if let Err(why) = world.goes_on() {
            let mut said = format!("ECLAIREUSE_SEED={seed}: {why}\n");
            for (at, step) in world.steps.iter().enumerate() {
                let _ = writeln!(said, "  {at:3} {step}");
            }
            return Err(said);
        }
    }
    Ok(world)
}

#[test]
fn random_walks_say_what_was_meant_and_nothing_else() {
    let (first, count) = match number("ECLAIREUSE_SEED") {
        Some(seed) => (seed, 1),
        None => (20_260_626, number("ECLAIREUSE_WALKS").unwrap_or(500)),
    };
    let (mut said, mut deaths, mut slips, mut erased) = (0, 0, 0, 0);
    let mut wrong: Vec<String> = Vec::new();
    for seed in first..first + count {
        match walks(seed) {
            Ok(world) => {
                said += world.oracle.things.len();
                erased += world.oracle.things.values().filter(|thing| thing.erased).count();
                deaths += world.deaths;
                slips += world.slips;
            }
            Err(why) => wrong.push(why),
        }
    }
    if let Some(shortest) = wrong.iter().min_by_key(|why| why.len()) {
        let first_lines = wrong.iter().filter_map(|why| why.lines().next()).take(20);
        let others: Vec<&str> = first_lines.collect();
        let (all, others) = (wrong.len(), others.join("\n"));
        panic!("{all} of {count} walks went wrong:\n{others}\nThe shortest:\n{shortest}");
    }
    println!("{count} walks: {said} said, {erased} erased, {deaths} deaths, {slips} slips");
    assert!(count == 1 || (said > 0 && deaths > 0 && slips > 0 && erased > 0), "enough happened");
}
