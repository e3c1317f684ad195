//! Remarks on a line.

use super::limits;

/// What could not be understood, collected on the way: the first of it, and how much more.
#[derive(Default)]
pub(super) struct Notes(Vec<String>, usize);

impl Notes {
    /// Says that a field has a value that cannot be used.
    pub(super) fn say(&mut self, field: &str, value: &str) {
        if self.0.len() == limits::NOTES_MAX {
            self.1 += 1;
            return;
        }
        let value: String = value.chars().take(60).collect();
        self.0.push(format!("{field}: {value}"));
    }

    /// All that was said, at the end how much more there was.
    pub(super) fn finish(mut self) -> Vec<String> {
        if self.1 > 0 {
            self.0.push(format!("…: + {}", self.1));
        }
        self.0
    }
}
