//! What was said on the walks of a campaign, and what of it may leave in which words.

use std::collections::BTreeMap;

use super::Campaign;
use crate::domain::deliberation::{Wording, read_words};
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::observation::Observation;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::photo::Photo;
use crate::domain::observation::scale::Sharing;
use crate::domain::walk::Walk;

impl Campaign {
    /// The sheet of one of its walks.
    pub fn walk(&self, id: WalkId) -> Option<&Walk> {
        self.notebooks.get(&id)?.walk(id)
    }

    /// Its walks whose sheets are here, in the order of their dates.
    pub fn walks(&self) -> Vec<&Walk> {
        let mut walks: Vec<&Walk> =
            self.notebooks.iter().filter_map(|(id, notebook)| notebook.walk(*id)).collect();
        walks.sort_by(|a, b| (&a.date, &a.starts_at, a.id).cmp(&(&b.date, &b.starts_at, b.id)));
        walks
    }

    /// How many observations are here of walks whose sheets are not: they are kept, and stand with the
    /// others once the sheet comes.
    pub fn said_without_sheet(&self) -> usize {
        let notebooks =
            self.notebooks.iter().filter(|(id, notebook)| notebook.walk(**id).is_none());
        notebooks.map(|(_, notebook)| notebook.observation_count()).sum()
    }

    /// Whether an observation was left out at its author's request.
    pub fn is_removed(&self, observation: RecordId) -> bool {
        self.removed.contains(&observation)
    }

    /// An observation, wherever it is.
    pub fn observation(&self, id: RecordId) -> Option<(&Observation, &Walk)> {
        self.notebooks.iter().find_map(|(walk, notebook)| {
            let observation = notebook.observation(id)?;
            Some((observation, notebook.walk(*walk)?))
        })
    }

    /// The observations that stand: not withdrawn on the phone, not left out here; by walk and in
    /// the order in which they were said, by the best clock there is of each.
    pub fn observations(&self) -> impl Iterator<Item = (&Observation, &Walk)> {
        self.notebooks.iter().flat_map(move |(id, notebook)| {
            let walk = notebook.walk(*id);
            let stand = notebook.all_observations().filter(move |observation| {
                !observation.withdrawn && !self.removed.contains(&observation.id)
            });
            let stand = stand.filter_map(move |observation| Some((observation, walk?)));
            let mut stand: Vec<(&Observation, &Walk)> = stand.collect();
            // Ids are in the order of the phones' clocks.
            if stand.iter().any(|(it, walk)| it.said_ms(walk) != it.made.utc_ms) {
                stand.sort_by_key(|(it, walk)| (it.said_ms(walk), it.id));
            }
            stand
        })
    }

    /// The photos of an observation that stand.
    pub fn photos_of(&self, observation: RecordId) -> impl Iterator<Item = &Photo> {
        self.notebooks.values().flat_map(move |notebook| notebook.photos_of(observation))
    }

    /// The other words for a text that are shown.
    pub fn wording(&self, observation: RecordId, field: TextField) -> Option<&Wording> {
        let wordings = self.wordings.get(&(observation, field))?;
        wordings.shown().filter(|wording| !wording.withdrawn)
    }

    /// Other words for a text, taken back or not.
    pub fn any_wording(&self, observation: RecordId, field: TextField) -> Option<&Wording> {
        self.wordings.get(&(observation, field))?.shown()
    }

    /// The words of a text as they may go to `to`: the mediator's where there are some, else the
    /// original, which nobody read again and which never leaves. `None` when they may not.
    pub fn words_for(
        &self,
        observation: &Observation,
        field: TextField,
        to: Sharing,
    ) -> Option<String> {
        let level = |sharing: Sharing| sharing as u8;
        let (words, may) = match self.wording(observation.id, field) {
            // Its author changed the words since: the newer ones are read again before anything of
            // either leaves.
            Some(_) if self.is_to_reread(observation, field) => return None,
            Some(wording) => (wording.text.clone(), wording.sharing),
            // Nobody read it again: it stays inside the group, from partners too.
            None => (observation.text(field).to_owned(), Sharing::Internal),
        };
        (level(may) >= level(to)).then_some(words)
    }

    /// Whether a text was read again and then changed by its author.
    pub fn is_to_reread(&self, observation: &Observation, field: TextField) -> bool {
        let read = self.wording(observation.id, field).and_then(|wording| wording.read);
        read.is_some_and(|read| read != read_words(observation.text(field)))
    }

    /// The observations that each device made: device, observations, photos.
    pub fn devices(&self, walk: WalkId) -> BTreeMap<DeviceNumber, (usize, usize)> {
        let mut devices: BTreeMap<DeviceNumber, (usize, usize)> = BTreeMap::new();
        let Some(notebook) = self.notebooks.get(&walk) else { return devices };
        for observation in notebook.all_observations().filter(|o| !o.withdrawn) {
            let Some(record) = notebook.record(observation.id) else { continue };
            let counts = devices.entry(record.envelope.device).or_default();
            counts.0 += 1;
            counts.1 += notebook.photos_of(observation.id).count();
        }
        devices
    }
}
