//! *Rendre compte*: what share of what was asked was answered, told to residents, and checked by
//! them.

use super::campaign::Campaign;
use super::deliberation::answer::Outcome;
use super::deliberation::lifecycle::Status;
use super::identity::RecordId;

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
            let status = campaign.status(*id);
            if status == Status::Duplicate {
                continue;
            }
            let Some(handed_over) = reached(campaign, *id, |to| to == Status::Transmitted) else {
                continue;
            };
            shares.asked += 1;
            if let Some(answered) = answered_on(campaign, *id) {
                shares.answered += 1;
                let in_time = days_between(&handed_over, &answered)
                    .is_some_and(|passed| passed <= i64::from(days));
                shares.answered_in_time += usize::from(in_time);
            }
            shares.told += usize::from(campaign.feedback(*id).is_some());
            if is_done(campaign, *id) {
                shares.done += 1;
                let seen = campaign.check(*id).map(|check| check.outcome);
                let seen = seen.filter(|outcome| *outcome != Outcome::NotChecked);
                shares.checked += usize::from(seen.is_some());
                shares.solved += usize::from(seen == Some(Outcome::Resolved));
            }
        }
        shares
    }
}

/// The local date of the last step that stands and leads somewhere.
fn reached(campaign: &Campaign, id: RecordId, there: impl Fn(Status) -> bool) -> Option<String> {
    let steps = campaign.steps(id);
    let last = steps.iter().rfind(|(_, step)| !step.withdrawn && there(step.to));
    last.map(|(_, step)| step.on.clone())
}

/// The local date on which the body answered with yes or no; `None` as long as it has not.
pub fn answered_on(campaign: &Campaign, id: RecordId) -> Option<String> {
    if !campaign.status(id).is_answered() {
        return None;
    }
    let said = campaign.answer(id).map(|answer| answer.on.clone()).filter(|on| !on.is_empty());
    said.or_else(|| {
        reached(campaign, id, |to| {
            matches!(to, Status::Accepted | Status::PartlyAccepted | Status::Rejected)
        })
    })
}

/// Whether residents have yet to hear of an answer: none was told, or something was answered, done or
/// moved on a later local date than that of the last telling.
pub fn is_news(campaign: &Campaign, id: RecordId) -> bool {
    if !campaign.status(id).is_answered() {
        return false;
    }
    let Some(told) = campaign.feedback(id) else { return true };
    let answer = campaign.answer(id);
    let said = answer.iter().flat_map(|answer| [answer.on.as_str(), answer.done.as_str()]);
    let steps = campaign.steps(id);
    let moved = steps.iter().filter(|(_, step)| !step.withdrawn && step.to.is_answered());
    said.chain(moved.map(|(_, step)| step.on.as_str())).any(|on| on > told.on.as_str())
}

/// Whether the body said once that a thing is done; a review walk may have seen otherwise.
pub fn is_done(campaign: &Campaign, id: RecordId) -> bool {
    reached(campaign, id, |to| to == Status::Done).is_some()
}

/// Days from one local date to another, `YYYY-MM-DD`; `None` when one of them is not a date.
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    let day = |text: &str| {
        if !super::stamp::is_date(text) {
            return None;
        }
        let month = ::time::Month::try_from(text.get(5..7)?.parse::<u8>().ok()?).ok()?;
        let date = ::time::Date::from_calendar_date(
            text.get(0..4)?.parse().ok()?,
            month,
            text.get(8..10)?.parse().ok()?,
        );
        Some(i64::from(date.ok()?.to_julian_day()))
    };
    Some(day(to)? - day(from)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        assert_eq!(days_between("2026-02-27", "2026-03-01"), Some(2));
        assert_eq!(days_between("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(days_between("2025-12-31", "2026-01-01"), Some(1));
        assert_eq!(days_between("2026-03-01", "2026-02-27"), Some(-2));
        assert_eq!(days_between("", "2026-02-27"), None);
        assert_eq!(days_between("2026-02-30", "2026-03-01"), None);
    }
}
