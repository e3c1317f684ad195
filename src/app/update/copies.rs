//! The two copies of what is stored: what came back, what is gone, what is to be kept.

use crate::app::copies::{CheckResult, CopiesCompared};
use crate::app::effect::Effect;
use crate::app::exchange::Request;
use crate::app::ledger::stored_again;
use crate::app::model::Model;
use crate::app::problem::Problem;
use crate::domain::ledger::record::Body;
use crate::domain::stamp::Stamp;
use crate::format::preferences::Memo;

impl Model {
    /// The two copies were held against each other.
    pub(super) fn compared(&mut self, comparison: CopiesCompared, effects: &mut Vec<Effect>) {
        let untold = comparison.untold;
        if untold.records + untold.photos > 0 {
            // What is told counts all of it.
            self.problems.retain(|problem| !matches!(problem, Problem::BroughtBack { .. }));
            self.tell(Problem::BroughtBack { records: untold.records, photos: untold.photos });
        } else if comparison.lost {
            self.tell(Problem::DataLost);
        }
        if comparison.brought_back() || self.made_anew {
            effects.push(Effect::ListWalks);
            effects.extend(self.open.map(Effect::LoadWalk));
        }
        self.checking &= comparison.check == CheckResult::NotAsked;
        if let Some(found) = comparison.found(self.now.date()) {
            self.preferences.check = found.write();
            effects.push(Effect::Remember(vec![Memo::check(&self.preferences.check)]));
        }
        self.copies = Some(comparison);
        self.miss_walks();
    }

    /// The database was made anew under this page: somebody cleared the browser's data, or the browser
    /// did. The second copy is asked; until it answers nothing that this page shows is given up.
    pub(super) fn database_made_anew(&mut self) {
        self.copies = None;
        self.made_anew |= self.loaded && self.notebook.thing_count() > 0;
    }

    /// No walk is here, and one is remembered: then it was lost, or wiped by somebody who was faster than
    /// this browser's memory.
    pub(super) fn miss_walks(&mut self) {
        let is_empty = self.walks_known && self.walks.is_empty() && self.writes.is_empty();
        let remembers = self.preferences.walks.any(|memory| !memory.device.is_empty());
        if is_empty && self.copies.is_some() && remembers && !self.made_anew {
            self.tell(Problem::WalksGone);
        }
    }

    /// Whether the open walk is kept on the screen although storage does not have it: a person decides.
    pub(super) fn holds_cleared(&mut self, is_listed: bool, effects: &mut Vec<Effect>) -> bool {
        if !self.made_anew {
            return false;
        }
        if is_listed {
            // It came back from the second copy, perhaps without what was said a moment before.
            self.store_shown(true, effects);
            return false;
        }
        if self.copies.is_some() {
            self.tell(Problem::Cleared);
        }
        true
    }

    /// What this page shows of the open walk is stored again, or given up with what was cleared.
    pub(super) fn cleared_decided(&mut self, keep: bool, at: Stamp, effects: &mut Vec<Effect>) {
        self.now = at;
        if keep {
            return self.store_shown(false, effects);
        }
        self.forget_clearing();
        let Some(walk) = self.open else { return };
        // What was written since stands in both copies by now, and has no sheet.
        self.writes.retain(|write| write.walk != walk);
        self.close_walk(effects);
        self.ask(Request::Wipe(walk), effects);
    }

    fn forget_clearing(&mut self) {
        self.made_anew = false;
        self.problems.retain(|problem| *problem != Problem::Cleared);
    }

    /// Stores again what this page shows of the open walk: all of it, or what is the very line that it was.
    /// A line beside the one that is stored would be another statement of the same revision.
    fn store_shown(&mut self, only_same: bool, effects: &mut Vec<Effect>) {
        self.forget_clearing();
        let Some(walk) = self.open else { return };
        let known = self.notebook.records().filter(|record| record.body != Body::Unknown);
        let again = known.map(stored_again).filter(|(_, is_same)| *is_same || !only_same);
        let entries = again.map(|(entry, _)| entry).collect();
        let things = self.notebook.records().map(|record| record.envelope.id).collect();
        self.number_on_disk = None;
        self.store(walk, entries, Vec::new(), things, Vec::new(), effects);
    }
}
