//! A short drill: bent files of every kind, given to their readers. The long one is `script/drill`.

use std::panic::{AssertUnwindSafe, catch_unwind};

#[path = "../../examples/drill/cases/mod.rs"]
mod cases;

#[test]
fn whatever_comes_in_is_taken_or_said() {
    let samples = cases::Samples::made();
    let mut faults = Vec::new();
    for seed in 0..400 {
        for (reader, (name, _)) in cases::READERS.iter().enumerate() {
            let case = cases::case(reader, seed, &samples);
            let size = case.size;
            match catch_unwind(AssertUnwindSafe(case.run)) {
                Ok(Ok(())) => {}
                Ok(Err(law)) => faults.push(format!("{name} {seed} ({size} bytes): {law}")),
                Err(_) => faults.push(format!("{name} {seed}: panicked")),
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
