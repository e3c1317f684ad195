//! Tables of counts, held against all that left before.

use super::groups::is_small;
use super::{Attack, Finding, Findings};
use crate::domain::leaving::release::Release;
use crate::domain::leaving::tables::{BY_PRINCIPLE, PublishedTable, WIDTH};

/// Attacks tables of counts that are about to be printed: small cells, cells that moved by a few since
/// they left, and tables whose sums show how much another one hides. `name` is what they are called
/// on the screen.
pub fn attack_figures(name: &str, new: &[PublishedTable], earlier: &[&Release]) -> Vec<Finding> {
    let mut found = Findings::default();
    let before: Vec<&PublishedTable> = earlier.iter().flat_map(|one| &one.tables).collect();
    let first = || new.iter().find(|table| table.name == BY_PRINCIPLE).into_iter();
    let most = first().map(PublishedTable::tells_of).max();
    for table in new {
        for (line, cell) in (1..).zip(&table.cells) {
            let Some(count) = cell else { continue };
            if *count == 0 || is_small(f64::from(*count)) || *count <= WIDTH {
                found.say(name, line, &table.name, Attack::SmallCount);
            }
            let then = before.iter().filter(|then| then.name == table.name);
            let then = then.filter_map(|then| then.cells.get(line - 1).copied().flatten());
            if then.map(|then| then.abs_diff(*count)).any(|by| by > 0 && by <= WIDTH) {
                found.say(name, line, &table.name, Attack::ChangedByFew);
            }
        }
    }
    // What every other table tells of, now or before, leaves the hidden cells of the first one open.
    let others = new.iter().chain(before).filter(|table| table.name != BY_PRINCIPLE);
    for table in others {
        let tells = table.tells_of();
        if tells > 0 && most.is_some_and(|most| tells.saturating_add(WIDTH) > most) {
            found.say(name, 0, &table.name, Attack::HiddenOneByDifference);
        }
    }
    found.sorted()
}
