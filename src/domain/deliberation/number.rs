//! Numbers that people read. One that was read never belongs to two things, although laptops that do
//! not know of each other give them.
//!
//! The laptop on which a campaign was begun numbers plainly, `C07`. Any other one adds the letter of
//! its own device number, `C07k`, so that two laptops do not give one number however long they are
//! apart. What is left, two laptops with one letter or campaigns of earlier versions without any, is
//! told apart by what everybody has: the ids.

use std::collections::BTreeMap;

use crate::domain::identity::{DeviceNumber, RecordId};

/// Longest number, in characters: the planners' fields hold twenty.
pub const NUMBER_MAX: usize = 20;

/// Letters that are not taken for a digit, for each other, or for [`APART`].
const LETTERS: &[u8; 19] = b"bcdfghjkmnpqrstvwyz";

/// Begins what tells two equal numbers apart.
const APART: char = 'x';

fn letter(of: u128) -> char {
    char::from(LETTERS[usize::try_from(of % 19).unwrap_or_default()])
}

/// The series in which a device numbers; empty on the one where the count began.
pub fn series(device: DeviceNumber, began: Option<DeviceNumber>) -> String {
    if began.is_none_or(|began| began == device) {
        return String::new();
    }
    letter(u128::from(device.0.wrapping_mul(0x9e37_79b9) >> 8)).to_string()
}

/// What tells things apart that were given one number: nothing for the first of them by id, and as
/// many letters as it takes for each of the others.
pub fn apart(ids: &[RecordId]) -> BTreeMap<RecordId, String> {
    let mut sorted = ids.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let others = sorted.get(1..).unwrap_or_default();
    let mut told = BTreeMap::new();
    for length in 2..=32 {
        told = others.iter().map(|id| (*id, letters(*id, length))).collect();
        let mut used: Vec<&String> = told.values().collect();
        used.sort_unstable();
        used.dedup();
        if used.len() == others.len() {
            break;
        }
    }
    told.extend(sorted.first().map(|first| (*first, String::new())));
    told
}

fn letters(id: RecordId, length: usize) -> String {
    // The low bits are random; multiplying brings them all up.
    let mut rest = id.0.wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let mut text = String::from(APART);
    for _ in 0..length {
        text.push(letter(rest));
        rest /= 19;
    }
    text
}

/// A number with the campaign's reference before it, within [`NUMBER_MAX`]: a reference that is too
/// long gives way, never the number.
pub fn readable(reference: &str, short: &str) -> String {
    if reference.is_empty() {
        return short.to_owned();
    }
    let room = NUMBER_MAX.saturating_sub(short.chars().count() + 1);
    let reference: String = reference.chars().take(room).collect();
    format!("{reference}-{short}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_laptop_numbers_plainly_and_every_other_one_in_its_series() {
        let (one, other) = (DeviceNumber(7), DeviceNumber(9));
        assert_eq!((series(one, Some(one)), series(one, None)), (String::new(), String::new()));
        assert_eq!(series(other, Some(one)).len(), 1);
    }

    #[test]
    fn a_number_fits_whatever_the_reference() {
        assert_eq!(readable("PR-2026-02", "C07k-P2b"), "PR-2026-02-C07k-P2b");
        assert_eq!(readable("PR-2026-0212", "C99k-P9b"), "PR-2026-021-C99k-P9b");
        assert_eq!(readable("", "C07"), "C07");
    }

    proptest! {
        #[test]
        fn no_two_of_one_number_look_alike(ids in proptest::collection::btree_set(any::<u128>(), 1..40)) {
            let ids: Vec<RecordId> = ids.into_iter().map(RecordId).collect();
            let told = apart(&ids);
            prop_assert_eq!(told.len(), ids.len());
            let mut texts: Vec<&String> = told.values().collect();
            texts.sort_unstable();
            texts.dedup();
            prop_assert_eq!(texts.len(), ids.len());
        }
    }
}
