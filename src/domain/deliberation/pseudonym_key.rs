//! The key with which the ids that leave are made (`leaving::pseudonym`). A record of the campaign.

use sha2::{Digest, Sha256};

use crate::domain::identity::WalkId;

/// What pseudonyms are made with. It stays with the campaign: its file carries it to another computer
/// of the mediators, and no other file does.
#[derive(Clone, PartialEq, Eq)]
pub struct PseudonymKey([u8; 32]);

impl std::fmt::Debug for PseudonymKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PseudonymKey(…)")
    }
}

impl PseudonymKey {
    /// The key of 16 random bytes.
    pub fn made(random: u128) -> Self {
        let mut hash = Sha256::new_with_prefix(b"eclaireuse pseudonym key");
        hash.update(random.to_be_bytes());
        Self(hash.finalize().into())
    }

    /// The key of one walk of which nobody keeps a campaign: made of the walk's id, so that it is the
    /// same on every device. Whoever joined the walk knows it; it turns no pseudonym back into an id, of
    /// which 74 bits are random, but tells whether an id that they hold is meant.
    pub fn of_walk(walk: WalkId) -> Self {
        let mut hash = Sha256::new_with_prefix(b"eclaireuse pseudonym key of a walk");
        hash.update(walk.0.to_be_bytes());
        Self(hash.finalize().into())
    }

    /// The key written as 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
            let pair = std::str::from_utf8(pair).ok()?;
            *byte = u8::from_str_radix(pair, 16).ok()?;
        }
        Some(Self(key))
    }

    /// As [`Self::parse`] reads it.
    pub fn written(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Its bytes.
    pub(in crate::domain) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_is_not_shown() {
        let key = PseudonymKey::made(u128::MAX);
        assert_eq!(PseudonymKey::parse(&key.written()), Some(key.clone()));
        assert_eq!(PseudonymKey::parse(&key.written()[1..]), None);
        assert_eq!(PseudonymKey::parse(&"é".repeat(32)), None);
        assert_eq!(format!("{key:?}"), "PseudonymKey(…)");
    }
}
