//! Phones that hand over.

use super::Workshop;
use super::writing::Saying;
use crate::app::event::Chance;
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::reception::Reception;
use crate::domain::identity::RecordId;

impl Workshop {
    /// A phone that hands over again replaces what was noted of it before.
    pub(super) fn received(&self, receptions: Vec<Reception>, chance: Chance) -> Vec<Saying> {
        let mut things: Vec<(RecordId, Deliberation)> = Vec::new();
        for (reception, index) in receptions.into_iter().zip(0u128..) {
            let known = self.campaign.receptions().find(|(_, known)| {
                known.walk == reception.walk
                    && known.phone == reception.phone
                    && (known.phone.is_some() || known.file == reception.file)
            });
            // The same file again changes nothing, not even the time.
            if known.is_some_and(|(_, known)| {
                (&known.code, &known.answer, known.photos_missing)
                    == (&reception.code, &reception.answer, reception.photos_missing)
            }) {
                continue;
            }
            let made = RecordId::made(chance.at.utc_ms, chance.random ^ index);
            let id = known.map_or(made, |(id, _)| id);
            let body = Deliberation::Reception(Box::new(reception));
            match things.iter_mut().find(|(earlier, _)| *earlier == id) {
                Some((_, earlier)) => *earlier = body,
                None => things.push((id, body)),
            }
        }
        things.into_iter().map(|(id, says)| Saying::new(id, says)).collect()
    }
}
