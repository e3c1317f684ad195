//! One case of the drill: an input that was bent, the reader that takes it, and the laws that hold
//! whatever it is. The same seed gives the same case.

mod bending;
mod envelopes;
mod notebooks;
mod others;
mod samples;

pub(crate) use bending::Dice;
pub(crate) use samples::Samples;

/// A case that is ready to be read.
pub(crate) struct Case {
    /// Bytes of its input.
    pub(crate) size: usize,
    /// Reads it, and answers with the law that was broken.
    pub(crate) run: Box<dyn FnOnce() -> Result<(), String>>,
}

impl Case {
    fn of(size: usize, run: impl FnOnce() -> Result<(), String> + 'static) -> Self {
        Self { size, run: Box::new(run) }
    }
}

type Making = fn(&mut Dice, &Samples) -> Case;

/// Every reader, by the name under which a failure is told.
pub(crate) const READERS: [(&str, Making); 11] = [
    ("line", notebooks::line),
    ("notebook", notebooks::notebook),
    ("envelope", notebooks::envelope),
    ("taking-in", notebooks::taking_in),
    ("fragment", others::fragment),
    ("answers", others::answers),
    ("points", others::points),
    ("route", others::route),
    ("perimeter", others::perimeter),
    ("basemap", others::basemap),
    ("photo", others::photo),
];

/// Makes a case for a reader, by its place in [`READERS`].
pub(crate) fn case(reader: usize, seed: u64, samples: &Samples) -> Case {
    let mut dice = Dice(seed ^ (reader as u64) << 56);
    READERS[reader].1(&mut dice, samples)
}

fn law(holds: bool, says: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(says()) }
}
