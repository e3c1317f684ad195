//! What stands where something is about to be said: a statement names it, so that whoever reads both
//! knows which came after the other.

use super::{Campaign, compared};
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::edit::Edit;
use crate::domain::identity::RecordId;
use crate::domain::ledger::Digest;
use crate::domain::ledger::register::Register;

impl Campaign {
    /// The statements that stand in what a decision would change.
    pub fn changed_by(&self, says: &Deliberation) -> Vec<Digest> {
        let edited = match says {
            Deliberation::Edit(Edit::Constat(id, fields, value)) => {
                self.constats.get(id).map(|edits| edits.changed_by(fields, value))
            }
            Deliberation::Edit(Edit::Preconisation(id, fields, value)) => {
                self.preconisations.get(id).map(|edits| edits.changed_by(fields, value))
            }
            Deliberation::Edit(Edit::Answer(thing, fields, value)) => {
                self.answers.get(thing).map(|edits| edits.changed_by(fields, value))
            }
            Deliberation::Edit(Edit::Sheet(id, fields, value)) => {
                self.sheets.get(id).map(|edits| edits.changed_by(fields, value))
            }
            says => self.over(says, RecordId::default()),
        };
        edited.unwrap_or_default()
    }

    /// What the next statement of a decision's subject replaces: all that stands there now.
    pub fn over(&self, says: &Deliberation, id: RecordId) -> Option<Vec<Digest>> {
        fn of<V: PartialEq>(register: Option<&Register<V>>) -> Option<Vec<Digest>> {
            Some(register.map(Register::over).unwrap_or_default())
        }
        match says {
            Deliberation::Edit(Edit::Constat(id, fields, value)) => {
                Some(self.constats.get(id)?.over(fields, value))
            }
            Deliberation::Edit(Edit::Preconisation(id, fields, value)) => {
                Some(self.preconisations.get(id)?.over(fields, value))
            }
            Deliberation::Edit(Edit::Answer(thing, fields, value)) => {
                Some(self.answers.get(thing)?.over(fields, value))
            }
            Deliberation::Edit(Edit::Sheet(id, fields, value)) => {
                Some(self.sheets.get(id)?.over(fields, value))
            }
            Deliberation::Membership(one) => of(self.memberships.get(&one.walk)),
            Deliberation::Joined(one) => of(self.joins.get(&one.from)),
            Deliberation::Assignment(one) => of(self.assignments.get(&one.observation)),
            Deliberation::Removal(one) => of(self.removals.get(&one.observation)),
            Deliberation::Wording(one) => of(self.wordings.get(&(one.observation, one.field))),
            Deliberation::Step(step) => Some(self.life_ends(step.thing)),
            Deliberation::Ballot(ballot) => of(self.ballots.get(&ballot.of.unwrap_or(id))),
            Deliberation::Ranking(_) => Some(self.ranking.over()),
            Deliberation::Comparison(one) => {
                of(self.comparisons.get(&compared(one.stops, one.before, one.after)))
            }
            Deliberation::Feedback(one) => of(self.feedback.get(&one.preconisation)),
            Deliberation::Check(one) => of(self.checks.get(&one.preconisation)),
            Deliberation::Erratum(one) => of(self.errata.get(&one.release)),
            Deliberation::Clearance(one) => {
                of(self.clearances.get(&(one.thing, one.respect.clone())))
            }
            Deliberation::PhoneClock(one) => of(self.clocks.get(&(one.walk, one.phone))),
            Deliberation::Campaign(_)
            | Deliberation::Release(_)
            | Deliberation::Constat(_)
            | Deliberation::Preconisation(_)
            | Deliberation::Answer(_)
            | Deliberation::Reception(_)
            | Deliberation::Numbering(_)
            | Deliberation::PseudonymKey(_)
            | Deliberation::Ask(_)
            | Deliberation::Sighting(_)
            | Deliberation::Erased(_)
            | Deliberation::Unknown => None,
        }
    }
}
