//! Tables of counts as they leave.

/// A table that left: its name and its cells, `None` for one that was hidden.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedTable {
    /// What it counts.
    pub name: String,
    /// Its cells, row after row.
    pub cells: Vec<Option<u32>>,
}
