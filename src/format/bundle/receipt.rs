//! The receipt: a short code by which two people see that two devices hold the same records.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

/// Letters and digits that are not taken for one another, read aloud or copied by hand: those of
/// Crockford's base 32, which leaves out I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many characters a code has: 30 bits. It guards against mistakes, not against forgery.
const LENGTH: usize = 6;

/// The code of a set of records, given the digests of their lines
/// ([`Record::digest`](crate::domain::record::Record::digest)) in any order, repeated or not.
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
    let bits = hash.finalize().iter().take(4).fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
    (0..LENGTH)
        .filter_map(|place| {
            let step = (bits >> (27 - 5 * place)) & 31;
            ALPHABET.get(step as usize).map(|letter| char::from(*letter))
        })
        .collect()
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
}
