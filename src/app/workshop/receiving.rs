//! Phones that hand over.

use super::Workshop;
use super::writing::Saying;
use crate::app::event::Chance;
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::reception::Reception;
use crate::domain::identity::RecordId;

impl Workshop {
    /// What is known of each phone from now on ([`Reception::replaces`]): one card for each, however
    /// many files of it came, in one drop or in several.
    pub(super) fn received(&self, receptions: Vec<Reception>, chance: Chance) -> Vec<Saying> {
        let is_same = |one: &Reception, other: &Reception| {
            one.walk == other.walk
                && one.phone == other.phone
                && (one.phone.is_some() || one.file == other.file)
        };
        let mut best: Vec<Reception> = Vec::new();
        for reception in receptions {
            match best.iter_mut().find(|known| is_same(known, &reception)) {
                Some(known) if !reception.replaces(known) => {}
                Some(known) => *known = reception,
                None => best.push(reception),
            }
        }
        let mut things = Vec::new();
        for (reception, index) in best.into_iter().zip(0u128..) {
            let known = self.campaign.receptions().find(|(_, known)| is_same(known, &reception));
            // The same file again changes nothing, not even the time.
            let changes = known.is_none_or(|(_, known)| reception.replaces(known));
            if changes {
                let made = RecordId::made(chance.at.utc_ms, chance.random ^ index);
                let id = known.map_or(made, |(id, _)| id);
                things.push(Saying::new(id, Deliberation::Reception(Box::new(reception))));
            }
        }
        things
    }
}
