//! The receipt: a short code by which two people see that two devices hold the same records.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use crate::domain::observation::photo::MediaId;

/// Letters and digits that are not taken for one another, read aloud or copied by hand: those of
/// Crockford's base 32, which leaves out I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters a code has: 30 bits. It guards against mistakes, not against forgery.
const LENGTH: usize = 6;

/// The code of a set of records, given the digests of their lines
/// ([`Record::digest`](crate::domain::ledger::record::Record::digest)) in any order, repeated or not.
///
/// It is the first 30 bits of the SHA-256 of the sorted digests, 8 bytes each, most significant
/// first. Two devices show the same code when they hold the same set; two different sets show the
/// same code once in a thousand million times.
pub fn receipt_code(digests: impl IntoIterator<Item = u64>) -> String {
    let set: BTreeSet<u64> = digests.into_iter().collect();
    let mut hash = Sha256::new();
    for digest in set {
        hash.update(digest.to_be_bytes());
    }
    six(&hash.finalize())
}

/// The answer to a receipt code: what only a device can know that holds the same records and the
/// same photos. A phone that is told its answer knows that everything arrived.
///
/// It is made as [`receipt_code`], of a word that sets it apart, the records, and the names of the
/// photos in their order.
pub fn answer_code(
    digests: impl IntoIterator<Item = u64>,
    photos: impl IntoIterator<Item = MediaId>,
) -> String {
    let digests: BTreeSet<u64> = digests.into_iter().collect();
    let photos: BTreeSet<MediaId> = photos.into_iter().collect();
    let mut hash = Sha256::new();
    hash.update(b"received");
    for digest in digests {
        hash.update(digest.to_be_bytes());
    }
    for photo in photos {
        hash.update(photo.0);
    }
    six(&hash.finalize())
}

fn six(hash: &[u8]) -> String {
    let bits = hash.iter().take(4).fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
    (0..LENGTH)
        .filter_map(|place| {
            let step = (bits >> (27 - 5 * place)) & 31;
            ALPHABET.get(step as usize).map(|letter| char::from(*letter))
        })
        .collect()
}

/// A code as somebody types it: small letters, spaces, and what is taken for one another. `None`
/// when it is not six characters of the alphabet.
pub fn typed_code(typed: &str) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            c => c,
        })
        .collect();
    let fits = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    fits.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_that_of_the_set() {
        let code = receipt_code([3, 1, 2]);
        assert_eq!(code, receipt_code([1, 2, 3, 3, 1]));
        assert_ne!(code, receipt_code([1, 2]));
        assert_ne!(code, receipt_code([1, 2, 4]));
        // SHA-256 of nothing begins e3b0c442.
        assert_eq!(receipt_code([]), "WERC8G");
    }

    #[test]
    fn the_answer_needs_the_photos_too() {
        let (one, other) = (MediaId::of(b"one"), MediaId::of(b"other"));
        let answer = answer_code([1, 2], [one, other]);
        assert_eq!(answer, answer_code([2, 1, 1], [other, one]));
        assert_ne!(answer, answer_code([1, 2], [one]));
        assert_ne!(answer, answer_code([1], [one, other]));
        assert_ne!(
            answer_code([1, 2], []),
            receipt_code([1, 2]),
            "reading it aloud proves nothing"
        );
    }

    #[test]
    fn a_code_is_read_as_it_is_typed() {
        assert_eq!(typed_code(" werc 8g "), Some("WERC8G".into()));
        assert_eq!(typed_code("oil-u00"), Some("011V00".into()));
        assert_eq!(
            (typed_code("WERC8"), typed_code("WERC8!"), typed_code("éé")),
            (None, None, None)
        );
    }
}
