//! *Rendre compte*: what share of what was asked was answered, told to residents, and checked by
//! them.

use crate::domain::campaign::Campaign;
use crate::domain::deliberation::answer::Outcome;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::identity::RecordId;

/// How far the things asked for have come. Every count is of the same things.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shares {
    /// Handed to those who can act.
    pub asked: usize,
    /// Of these, answered with yes or no.
    pub answered: usize,
    /// Of these, answered within the days asked for.
    pub answered_in_time: usize,
    /// Of those asked, residents were told what became of them.
    pub told: usize,
    /// Of those asked, said to be done.
    pub done: usize,
    /// Of those said to be done, looked at again by residents.
    pub checked: usize,
    /// Of those checked, solved.
    pub solved: usize,
}

/// Days after which an answer comes late, unless somebody chose others.
pub const DAYS: u16 = 60;

impl Shares {
    /// Of some préconisations. An answer is in time when it came within `days` of the local date on
    /// which the thing was handed over.
    pub fn of(campaign: &Campaign, asked: &[RecordId], days: u16) -> Self {
        let mut shares = Self::default();
        for id in asked {
            let life = campaign.life(*id);
            if life.status == Status::Duplicate {
                continue;
            }
            let Some(handed_over) = life.reached(|to| to == Status::Transmitted) else {
                continue;
            };
            shares.asked += 1;
            if life.status.is_answered() {
                shares.answered += 1;
                let passed = handed_over.on.zip(life.answered()).map(|(from, to)| from.days_to(to));
                let in_time = passed.is_some_and(|passed| passed <= i64::from(days));
                shares.answered_in_time += usize::from(in_time);
            }
            shares.told += usize::from(life.feedback.is_some());
            if life.is_done() {
                shares.done += 1;
                let seen = life.seen().map(|check| check.outcome);
                shares.checked += usize::from(seen.is_some());
                shares.solved += usize::from(seen == Some(Outcome::Resolved));
            }
        }
        shares
    }
}
