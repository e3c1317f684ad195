//! The life of a constat and of a préconisation: who may move what where, why a step is refused,
//! and what it stands at after all the steps that were taken.
//!
//! The list and the normal path are those of the domain reference: draft → to review → validated →
//! transmitted → under study → accepted or partly accepted or rejected → scheduled → in progress →
//! done → verified → closed.

use crate::domain::code::codes;
use crate::domain::date::CalendarDate;
use crate::domain::identity::RecordId;

codes! {
    /// `statut`.
    Status {
        Draft "draft" "Brouillon" "Draft" "pencil",
        ToReview "to_review" "À relire" "To review" "eye",
        Validated "validated" "Validé par le groupe" "Validated by the group" "check",
        Transmitted "transmitted" "Transmis" "Transmitted" "share-2",
        UnderStudy "under_study" "À l’étude" "Under study" "search",
        Accepted "accepted" "Accepté" "Accepted" "check",
        PartlyAccepted "partly_accepted" "Accepté en partie" "Partly accepted" "check",
        Rejected "rejected" "Non retenu" "Rejected" "x",
        Scheduled "scheduled" "Programmé" "Scheduled" "calendar",
        InProgress "in_progress" "En cours" "In progress" "construction",
        Done "done" "Réalisé" "Done" "check",
        Verified "verified" "Vérifié par les habitant·es" "Verified by residents" "shield-check",
        Closed "closed" "Clos" "Closed" "lock",
        Duplicate "duplicate" "Doublon" "Duplicate" "copy",
    }
}

codes! {
    /// Who takes a step.
    Party {
        Mediator "mediator" "La médiatrice" "The mediator" "hand-helping",
        Group "group" "Le groupe" "The group" "users",
        Actor "actor" "L’acteur responsable" "The responsible body" "landmark",
        Review "review" "La marche-bilan" "The review walk" "footprints",
    }
}

/// Longest reason, in characters.
pub const REASON_MAX: usize = 250;

impl Status {
    /// The steps that lead on from here, and who may take each.
    pub fn next(self) -> &'static [(Self, Party)] {
        use Party::{Actor, Group, Mediator, Review};
        use Status::*;
        match self {
            Draft => &[(ToReview, Mediator), (Duplicate, Mediator)],
            ToReview => &[(Validated, Group), (Draft, Mediator), (Duplicate, Mediator)],
            Validated => &[(Transmitted, Mediator), (ToReview, Group), (Duplicate, Mediator)],
            Transmitted => &[(UnderStudy, Actor)],
            UnderStudy => &[(Accepted, Actor), (PartlyAccepted, Actor), (Rejected, Actor)],
            Accepted | PartlyAccepted => &[(Scheduled, Actor)],
            Scheduled => &[(InProgress, Actor)],
            InProgress => &[(Done, Actor)],
            Done => &[(Verified, Review), (InProgress, Review)],
            Verified | Rejected => &[(Closed, Mediator)],
            Closed | Duplicate => &[],
        }
    }

    /// Whether getting here takes a reason in plain words.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Rejected | Self::PartlyAccepted | Self::Duplicate)
    }

    /// Whether the group agreed on it: from here on its observations are no longer taken out at an
    /// author's request.
    pub fn is_agreed(self) -> bool {
        !matches!(self, Self::Draft | Self::ToReview | Self::Duplicate)
    }

    /// Whether the responsible body has answered, with yes or no.
    pub fn is_answered(self) -> bool {
        !matches!(
            self,
            Self::Draft
                | Self::ToReview
                | Self::Validated
                | Self::Transmitted
                | Self::UnderStudy
                | Self::Duplicate
        )
    }
}

/// Why a step is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepError {
    /// It does not lead on from where the thing stands.
    NotFromHere {
        /// Where it stands.
        from: Status,
        /// Where it was to go.
        to: Status,
    },
    /// Somebody else may take it.
    NotByThem(Party),
    /// A reason in plain words is missing.
    NoReason,
}

/// Whether a step may be taken.
///
/// # Errors
/// Why not.
pub fn check(from: Status, to: Status, by: Party, reason: &str) -> Result<(), StepError> {
    let Some((_, party)) = from.next().iter().find(|(next, _)| *next == to) else {
        return Err(StepError::NotFromHere { from, to });
    };
    if *party != by {
        return Err(StepError::NotByThem(*party));
    }
    if to.needs_reason() && reason.trim().is_empty() {
        return Err(StepError::NoReason);
    }
    Ok(())
}

/// The steps by which one party alone gets from here to there, without those in between that would
/// take a reason: a body that says "scheduled" has studied and accepted. `None` when somebody else
/// has a say on the way, or when there is no way.
pub fn way(from: Status, to: Status, by: Party) -> Option<Vec<Status>> {
    let mut ways: Vec<Vec<Status>> = vec![Vec::new()];
    let mut seen = vec![from];
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            let here = way.last().copied().unwrap_or(from);
            for (next, party) in here.next() {
                if *party != by || seen.contains(next) {
                    continue;
                }
                let mut way = way.clone();
                way.push(*next);
                if *next == to {
                    return Some(way);
                }
                if !next.needs_reason() {
                    seen.push(*next);
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

/// A step that was taken. It is never changed; undoing it is a revision that withdraws it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusStep {
    /// The constat or the préconisation.
    pub thing: RecordId,
    /// Where it stood.
    pub from: Status,
    /// Where it went.
    pub to: Status,
    /// Who took it.
    pub by: Party,
    /// Why, when that was said; for a duplicate the number of the one that is kept.
    pub reason: String,
    /// Local date; `None` when what was stored is none.
    pub on: Option<CalendarDate>,
    /// The step that this one takes back; it goes nowhere itself.
    pub undoes: Option<RecordId>,
    /// Whether it was undone.
    pub withdrawn: bool,
}

/// Where a thing stands after some steps in the order in which they were taken, and which of them
/// did not lead on from where it stood (two devices that moved it apart).
pub fn stands_at<'a>(
    steps: impl IntoIterator<Item = &'a StatusStep>,
) -> (Status, Vec<&'a StatusStep>) {
    let mut status = Status::Draft;
    let mut astray = Vec::new();
    for step in steps {
        if step.withdrawn {
            continue;
        }
        match check(status, step.to, step.by, &step.reason) {
            Ok(()) => status = step.to,
            Err(_) => astray.push(step),
        }
    }
    (status, astray)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Code;
    use proptest::prelude::*;

    fn step(from: Status, to: Status, by: Party, reason: &str) -> StatusStep {
        StatusStep {
            thing: RecordId(1),
            from,
            to,
            by,
            reason: reason.into(),
            on: CalendarDate::parse("2026-11-05"),
            undoes: None,
            withdrawn: false,
        }
    }

    #[test]
    fn the_normal_path_can_be_walked() {
        use Party::{Actor, Group, Mediator, Review};
        use Status::*;
        let path = [
            (ToReview, Mediator),
            (Validated, Group),
            (Transmitted, Mediator),
            (UnderStudy, Actor),
            (Accepted, Actor),
            (Scheduled, Actor),
            (InProgress, Actor),
            (Done, Actor),
            (InProgress, Review),
            (Done, Actor),
            (Verified, Review),
            (Closed, Mediator),
        ];
        let mut from = Draft;
        let mut steps = Vec::new();
        for (to, by) in path {
            assert_eq!(check(from, to, by, ""), Ok(()), "{from:?} {to:?}");
            steps.push(step(from, to, by, ""));
            from = to;
        }
        assert_eq!(stands_at(&steps), (Closed, Vec::new()));
    }

    #[test]
    fn a_refusal_has_a_reason_and_its_party() {
        use Status::{Draft, Rejected, Transmitted, UnderStudy};
        let refused = |reason| check(UnderStudy, Rejected, Party::Actor, reason);
        assert_eq!(refused("  "), Err(StepError::NoReason));
        assert_eq!(refused("Le mât est sur un terrain privé."), Ok(()));
        assert_eq!(
            check(UnderStudy, Rejected, Party::Mediator, "x"),
            Err(StepError::NotByThem(Party::Actor))
        );
        assert_eq!(
            check(Draft, Transmitted, Party::Mediator, ""),
            Err(StepError::NotFromHere { from: Draft, to: Transmitted })
        );
    }

    #[test]
    fn a_body_may_say_at_once_what_it_went_through() {
        use Status::*;
        let way = |from, to| way(from, to, Party::Actor);
        assert_eq!(way(Transmitted, Accepted), Some(vec![UnderStudy, Accepted]));
        assert_eq!(way(Transmitted, Scheduled), Some(vec![UnderStudy, Accepted, Scheduled]));
        assert_eq!(way(Transmitted, Rejected), Some(vec![UnderStudy, Rejected]));
        assert_eq!(way(PartlyAccepted, Scheduled), Some(vec![Scheduled]));
        // What the group has not handed over is not answered, and nobody but residents verifies.
        assert_eq!(way(Validated, Accepted), None);
        assert_eq!(way(Done, Verified), None);
        assert_eq!(way(Rejected, Accepted), None);
        assert_eq!(way(Accepted, UnderStudy), None);
        assert_eq!(super::way(Draft, Transmitted, Party::Mediator), None);
    }

    #[test]
    fn undoing_the_last_step_leads_back() {
        let mut steps = vec![
            step(Status::Draft, Status::ToReview, Party::Mediator, ""),
            step(Status::ToReview, Status::Validated, Party::Group, ""),
        ];
        steps[1].withdrawn = true;
        assert_eq!(stands_at(&steps).0, Status::ToReview);
        // Undone in the middle, what came after no longer leads on and is said.
        steps[1].withdrawn = false;
        steps[0].withdrawn = true;
        let (status, astray) = stands_at(&steps);
        assert_eq!((status, astray.len()), (Status::Draft, 1));
    }

    proptest! {
        /// Whatever steps arrive, a thing only stands where the rules can lead.
        #[test]
        fn no_step_jumps(steps in proptest::collection::vec((0usize..14, 0usize..4, any::<bool>()), 0..40)) {
            let mut status = Status::Draft;
            let mut taken = Vec::new();
            for (to, by, reason) in steps {
                let (to, by) = (Status::ALL[to], Party::ALL[by]);
                let reason = if reason { "parce que" } else { "" };
                let next = step(status, to, by, reason);
                taken.push(next.clone());
                let (after, _) = stands_at(&taken);
                prop_assert!(after == status || (status.next().contains(&(after, by)) && after == to));
                prop_assert!(after == status || !after.needs_reason() || !reason.is_empty());
                status = after;
            }
        }
    }
}
