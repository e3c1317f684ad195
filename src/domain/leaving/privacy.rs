//! What must not be told apart: counts of fewer than five people do not leave the group.

use crate::domain::walk::Participants;

/// A count from 1 to 4 could point at somebody. Zero points at nobody.
pub const SMALLEST_CELL: u16 = 5;

/// Devices that a value must come from before it leaves: a device, with every voice said on it, is
/// the unit of protection.
pub const FEWEST_DEVICES: usize = 5;

fn is_small(count: u16) -> bool {
    count > 0 && count < SMALLEST_CELL
}

/// A single count as it may leave the group.
pub fn shareable_count(count: Option<u16>) -> Option<u16> {
    count.filter(|count| !is_small(*count))
}

/// The counts of a walk as they may leave the group: no number from 1 to 4, and none that could be
/// found by subtraction. Facilitators are there on duty and are not counted among residents.
pub fn shareable_participants(participants: Participants) -> Participants {
    let total = shareable_count(participants.total);
    let Some(all) = total.filter(|all| *all >= SMALLEST_CELL) else {
        return Participants { women: None, men: None, minors: None, total, ..participants };
    };
    let women = participants.women.filter(|women| *women <= all);
    let men = participants.men.filter(|men| *men <= all);
    let rest = match (women, men) {
        (Some(women), Some(men)) => all.checked_sub(women).and_then(|rest| rest.checked_sub(men)),
        _ => None,
    };
    // One count given alone says what is left over; two say what is left after both.
    let tells = |count: Option<u16>| {
        count.is_some_and(|count| is_small(count) || is_small(all.saturating_sub(count)))
    };
    let suppress_sexes = match (women, men) {
        (Some(women), Some(men)) => is_small(women) || is_small(men) || rest.is_none_or(is_small),
        _ => tells(women) || tells(men),
    };
    let minors = participants.minors.filter(|minors| *minors <= all);
    Participants {
        total,
        women: women.filter(|_| !suppress_sexes),
        men: men.filter(|_| !suppress_sexes),
        minors: if tells(minors) { None } else { minors },
        facilitators: participants.facilitators,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn counts(total: u16, women: u16, men: u16, minors: u16) -> Participants {
        Participants {
            total: Some(total),
            women: Some(women),
            men: Some(men),
            minors: Some(minors),
            facilitators: Some(2),
        }
    }

    #[test]
    fn examples() {
        let all_women = shareable_participants(counts(9, 9, 0, 0));
        assert_eq!((all_women.women, all_women.men, all_women.minors), (Some(9), Some(0), Some(0)));
        let one_man = shareable_participants(counts(10, 9, 1, 0));
        assert_eq!((one_man.women, one_man.men), (None, None));
        let four = shareable_participants(counts(4, 4, 0, 0));
        assert_eq!((four.total, four.women, four.men), (None, None, None));
    }

    proptest! {
        /// Nobody can find a group of one to four by reading the numbers or by subtracting them.
        #[test]
        fn nothing_small_is_told(total in 0u16..40, women in proptest::option::of(0u16..40),
                                 men in proptest::option::of(0u16..40), minors in proptest::option::of(0u16..40)) {
            let given = Participants { total: Some(total), women, men, minors, facilitators: None };
            let told = shareable_participants(given);
            let mut numbers: Vec<i32> = Vec::new();
            for count in [told.total, told.women, told.men, told.minors] {
                numbers.extend(count.map(i32::from));
            }
            if let Some(all) = told.total {
                for part in [told.women, told.men, told.minors].into_iter().flatten() {
                    numbers.push(i32::from(all) - i32::from(part));
                }
                if let (Some(women), Some(men)) = (told.women, told.men) {
                    numbers.push(i32::from(all) - i32::from(women) - i32::from(men));
                }
            }
            for number in numbers {
                prop_assert!(!(1..5).contains(&number), "{given:?} tells {number}: {told:?}");
            }
        }
    }
}
