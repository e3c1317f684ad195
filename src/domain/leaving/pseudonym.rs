//! The ids that leave. An id made on a phone carries the millisecond at which it was made, and is the
//! same in every file: whoever holds two files could join their rows, and read the hours that were
//! rounded. So what leaves carries a pseudonym: another value for each audience, the same in each
//! file to that audience, and nothing in it that says anything.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;
use uuid::Builder;

use super::Audience;
use crate::domain::campaign::Campaign;
use crate::domain::code::Code;
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::pseudonym_key::PseudonymKey;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};

/// The ids of the files for one audience.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pseudonyms {
    key: PseudonymKey,
    audience: Audience,
}

impl Pseudonyms {
    /// For an audience.
    pub fn new(key: PseudonymKey, audience: Audience) -> Self {
        Self { key, audience }
    }

    /// Under every key and for every audience.
    pub(super) fn all(keys: &[PseudonymKey]) -> Vec<Self> {
        let each = |key: &PseudonymKey| {
            Audience::ALL.iter().map(|one| Self::new(key.clone(), *one)).collect()
        };
        keys.iter().flat_map(|key| -> Vec<Self> { each(key) }).collect()
    }

    /// The id of a thing: the first 16 bytes of HMAC-SHA-256 (RFC 2104) of audience and id, written as a
    /// UUID of version 8 (RFC 9562, 5.8).
    pub fn of(&self, id: RecordId) -> RecordId {
        // Any length of key is taken, so this cannot fail; without it nothing would be told.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.key.bytes()) else {
            return RecordId::default();
        };
        mac.update(self.audience.code().as_bytes());
        mac.update(&[0]);
        mac.update(&id.0.to_be_bytes());
        let mut bytes = [0; 16];
        for (byte, of_hash) in bytes.iter_mut().zip(mac.finalize().into_bytes()) {
            *byte = of_hash;
        }
        RecordId(Builder::from_custom_bytes(bytes).into_uuid().as_u128())
    }

    /// The id of a walk.
    pub fn of_walk(&self, walk: WalkId) -> RecordId {
        self.of(RecordId(walk.0))
    }

    /// The beginning of a walk's id, where it has no reference that people gave it.
    pub fn short_of_walk(&self, walk: WalkId) -> String {
        self.of_walk(walk).to_string().chars().take(8).collect()
    }

    /// The order of the rows in the files, and of the numbers in the public ones: that of the
    /// pseudonyms, which follows no clock. For partners things stay in the order given, which their
    /// numbers tell anyway.
    pub fn sort<T>(&self, things: &mut [T], id: impl Fn(&T) -> RecordId) {
        if self.audience == Audience::Public {
            things.sort_by_cached_key(|thing| self.of(id(thing)));
        }
    }
}

/// Which things stand behind the ids of a file that comes back.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Behind(BTreeMap<RecordId, (RecordId, Audience)>);

impl Behind {
    /// Of some things, under every key that there is.
    pub fn of(keys: &[PseudonymKey], things: impl IntoIterator<Item = RecordId>) -> Self {
        let mut behind = BTreeMap::new();
        let pseudonyms = Pseudonyms::all(keys);
        for id in things {
            for pseudonyms in &pseudonyms {
                behind.insert(pseudonyms.of(id), (id, pseudonyms.audience));
            }
        }
        Self(behind)
    }

    /// The thing, and the audience for which it was called so.
    pub fn thing(&self, pseudonym: RecordId) -> Option<(RecordId, Audience)> {
        self.0.get(&pseudonym).copied()
    }
}

/// The keys of a campaign in the order in which they are used: that of the device that began it comes
/// first, then those of the lowest device numbers. Two laptops that each made one before they met use
/// the same one from then on.
fn in_order(
    mut keys: Vec<(DeviceNumber, PseudonymKey)>,
    began: Option<DeviceNumber>,
) -> Vec<PseudonymKey> {
    keys.sort_by_key(|(device, key)| (Some(*device) != began, *device, *key.bytes()));
    keys.into_iter().map(|(_, key)| key).collect()
}

impl Campaign {
    /// The keys of the pseudonyms, the one that is used first. `id` is the campaign's.
    pub fn pseudonym_keys(&self, id: WalkId) -> Vec<PseudonymKey> {
        let keys = self.decisions().filter_map(|record| match &record.body.says {
            Deliberation::PseudonymKey(key) => Some((record.envelope.device, key.clone())),
            _ => None,
        });
        in_order(keys.collect(), self.begun_by(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_says_nothing_and_is_another_one_for_each_audience() {
        let of = |key, audience, id| Pseudonyms::new(PseudonymKey::made(key), audience).of(id);
        let one = RecordId::made(1_762_364_520_000, 5);
        let next = RecordId::made(1_762_364_520_001, 5);
        let told = of(1, Audience::Public, one);
        assert_eq!(told.to_string().as_bytes()[14], b'8');
        assert_eq!(told, of(1, Audience::Public, one), "the same next time");
        assert_ne!(told, of(1, Audience::Partners, one));
        assert_ne!(told, of(1, Audience::Public, next));
        assert_ne!(told, of(2, Audience::Public, one));
        // Nothing of the time is left: two neighbours share no beginning.
        let beginning = |id: RecordId| id.to_string()[..8].to_owned();
        assert_ne!(beginning(told), beginning(of(1, Audience::Public, next)));
    }

    #[test]
    fn two_laptops_use_the_same_key() {
        let keys =
            [(DeviceNumber(9), PseudonymKey::made(9)), (DeviceNumber(3), PseudonymKey::made(3))];
        let turned = [keys[1].clone(), keys[0].clone()];
        let began = Some(DeviceNumber(9));
        assert_eq!(in_order(keys.to_vec(), began), in_order(turned.to_vec(), began));
        assert_eq!(in_order(keys.to_vec(), began)[0], PseudonymKey::made(9));
        assert_eq!(in_order(turned.to_vec(), None)[0], PseudonymKey::made(3));
    }
}
