//! The notebook of one walk: a set of revisions, and what they add up to.
//!
//! Taking a record in is a set union: the order does not matter, nor does taking it in twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Record};
use crate::domain::ledger::revisions::Revisions;
pub use crate::domain::ledger::revisions::Taken;
use crate::domain::ledger::tombstone::Graves;
use crate::domain::observation::Observation;
use crate::domain::observation::photo::{MediaId, Photo};
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::domain::walk::basemap::Basemap;
use crate::domain::walk::perimeter::Perimeter;
use crate::domain::walk::reference_layer::ReferenceLayer;
use crate::domain::walk::stop::StopId;
use crate::domain::walk::stop_form::StopForm;

/// The newest revision of everything of one walk. All revisions are on disk; this is what is shown.
#[derive(Clone, Debug, Default)]
pub struct Notebook {
    newest: Revisions<Body>,
    graves: Graves,
    shown: Shown,
    /// By how much the clocks of devices were behind (ms), as a mediator says.
    clocks: Vec<(DeviceNumber, i64)>,
}

/// What is counted follows from the records.
impl PartialEq for Notebook {
    fn eq(&self, other: &Self) -> bool {
        self.newest == other.newest && self.graves == other.graves
    }
}

/// What is counted of the records that are shown, as they come and go. Nothing is taken out of map and
/// set, which is a great deal less to load: an empty list, or a thing that is gone, says nothing.
#[derive(Clone, Debug, Default)]
struct Shown {
    photos_of: BTreeMap<RecordId, Vec<RecordId>>,
    /// What was neither an observation nor a photo: found without walking through all that was said.
    others: BTreeSet<RecordId>,
    observations: usize,
    photos: usize,
    unfinished: usize,
}

impl Shown {
    /// One record is shown in place of another, or of none.
    fn change(&mut self, id: RecordId, old: Option<&Body>, now: Option<&Body>) {
        // Another writer may have said that the photo is of something else.
        if let Some(Body::Photo(photo)) = old
            && let Some(all) = self.photos_of.get_mut(&photo.observation)
        {
            all.retain(|of| *of != id);
        }
        if let Some(Body::Photo(photo)) = now {
            let all = self.photos_of.entry(photo.observation).or_default();
            if let Err(at) = all.binary_search(&id) {
                all.insert(at, id);
            }
        }
        let is_other = |body: &&Body| !matches!(body, Body::Observation(_) | Body::Photo(_));
        if now.filter(is_other).is_some() {
            self.others.insert(id);
        }
        for (body, add) in [(now, true), (old, false)] {
            let step = |count: &mut usize| *count = if add { *count + 1 } else { *count - 1 };
            match body {
                Some(Body::Observation(observation)) if !observation.withdrawn => {
                    step(&mut self.observations);
                    if !observation.finished {
                        step(&mut self.unfinished);
                    }
                }
                Some(Body::Photo(photo)) if !photo.withdrawn => step(&mut self.photos),
                _ => {}
            }
        }
    }
}

impl Notebook {
    /// Takes one record in, unless it is erased.
    pub fn take(&mut self, mut record: Record) -> Taken {
        let by = record.envelope.device;
        if let Some((_, behind)) = self.clocks.iter().find(|(of, _)| *of == by)
            && let Body::Observation(observation) = &mut record.body
        {
            observation.behind_ms = Some(*behind);
        }
        let stone = match &record.body {
            Body::Erased(stone) => Some(stone.thing),
            _ => None,
        };
        let is_news = self.graves.hear(&record);
        if self.graves.covers(&record) {
            return Taken::Erased;
        }
        let id = record.envelope.id;
        let Self { newest, shown, .. } = self;
        let taken = newest.take(record, |body, old| shown.change(id, old, Some(body)));
        let is_cleared = stone.filter(|_| is_news).is_some_and(|thing| self.clear(thing));
        if is_cleared { Taken::Erased } else { taken }
    }

    /// A mediator says by how much the clock of a device was behind (seconds), or no longer does: all
    /// that it said was said then.
    pub fn set_clock(&mut self, device: DeviceNumber, behind_s: Option<i64>) {
        let behind_ms = behind_s.map(|behind| behind.saturating_mul(1000));
        self.clocks.retain(|(of, _)| *of != device);
        self.clocks.extend(behind_ms.map(|behind| (device, behind)));
        self.newest.each_by(device, |body| {
            if let Body::Observation(observation) = body {
                observation.behind_ms = behind_ms;
            }
        });
    }

    /// A device of the campaign said there that a thing is erased.
    pub fn erase_for(&mut self, thing: RecordId, campaign: WalkId, by: DeviceNumber) {
        self.graves.wrote(campaign, by);
        if self.graves.erase(thing, campaign, by) {
            self.clear(thing);
        }
    }

    /// Forgets what is erased of a thing and of its photos.
    fn clear(&mut self, thing: RecordId) -> bool {
        let mut ids = self.shown.photos_of.get(&thing).cloned().unwrap_or_default();
        ids.push(thing);
        let Self { newest, graves, shown, .. } = self;
        let mut found = false;
        for id in ids {
            found |= newest.erase(
                id,
                |record| graves.covers(record),
                |old, now| shown.change(id, Some(old), now),
            );
        }
        found
    }

    /// The newest revision of a thing.
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.newest.record(id)
    }

    /// Who wrote the first revision of a thing that is here, and which: its author.
    pub fn first(&self, id: RecordId) -> Option<(DeviceNumber, (u32, Stamp, u64))> {
        self.newest.first(id)
    }

    /// What others than its author wrote of a thing: kept, counted, never shown in its place.
    pub fn by_others(&self, id: RecordId) -> impl Iterator<Item = &Record> {
        self.newest.by_others(id)
    }

    /// Whether two contents claim to be the shown revision of a thing, or somebody else than its
    /// author wrote on it.
    pub fn is_clashing(&self, id: RecordId) -> bool {
        self.newest.is_clashing(id)
    }

    /// Things that clash, see [`Self::is_clashing`].
    pub fn clashes(&self) -> usize {
        self.newest.clashes()
    }

    /// Tells its content apart from another one, see [`Revisions::fingerprint`].
    pub fn fingerprint(&self) -> u64 {
        self.newest.fingerprint()
    }

    /// The walk's sheet.
    pub fn walk(&self, id: WalkId) -> Option<&Walk> {
        match &self.record(RecordId(id.0))?.body {
            Body::Walk(walk) => Some(walk),
            _ => None,
        }
    }

    /// An observation, withdrawn or not.
    pub fn observation(&self, id: RecordId) -> Option<&Observation> {
        match &self.record(id)?.body {
            Body::Observation(observation) => Some(observation),
            _ => None,
        }
    }

    /// Whether an observation was erased and nothing of it is left.
    pub fn is_gone(&self, id: RecordId) -> bool {
        self.graves.names(id) && self.observation(id).is_none()
    }

    /// All observations, withdrawn ones included, in the order of their ids (which is that of the
    /// clocks that made them).
    pub fn all_observations(&self) -> impl DoubleEndedIterator<Item = &Observation> {
        self.newest.records().filter_map(|record| match &record.body {
            Body::Observation(observation) => Some(&**observation),
            _ => None,
        })
    }

    /// Observations that stand, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Observation> {
        self.all_observations().rev().filter(|observation| !observation.withdrawn)
    }

    /// Observations that were withdrawn and may come back, newest first.
    pub fn withdrawn(&self) -> impl Iterator<Item = &Observation> {
        self.all_observations().rev().filter(|observation| observation.withdrawn)
    }

    /// Photos of an observation, those taken back included, oldest first.
    pub fn all_photos_of(&self, observation: RecordId) -> impl Iterator<Item = &Photo> {
        self.shown.photos_of.get(&observation).into_iter().flatten().filter_map(|id| {
            match &self.record(*id)?.body {
                Body::Photo(photo) => Some(&**photo),
                _ => None,
            }
        })
    }

    /// The bytes of every photo, those taken back included, and of the basemap, in the order of the
    /// records.
    pub fn all_media(&self) -> impl Iterator<Item = MediaId> {
        self.newest.records().filter_map(|record| record.body.media())
    }

    /// Photos of an observation that stand, oldest first.
    pub fn photos_of(&self, observation: RecordId) -> impl Iterator<Item = &Photo> {
        self.shown.photos_of.get(&observation).into_iter().flatten().filter_map(|id| {
            match &self.record(*id)?.body {
                Body::Photo(photo) if !photo.withdrawn => Some(&**photo),
                _ => None,
            }
        })
    }

    /// The records of all that was said on the walk: observations, photos, forms of stops, withdrawn
    /// ones included.
    pub fn said(&self) -> impl Iterator<Item = &Record> {
        let is_said =
            |body: &Body| matches!(body, Body::Observation(_) | Body::Photo(_) | Body::StopForm(_));
        self.newest.records().filter(move |record| is_said(&record.body))
    }

    /// The newest record of each thing.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.newest.records()
    }

    fn others(&self) -> impl Iterator<Item = (RecordId, &Body)> {
        self.shown.others.iter().filter_map(|id| Some((*id, &self.record(*id)?.body)))
    }

    /// The perimeter of the walk: the one made last.
    pub fn perimeter(&self) -> Option<(RecordId, &Perimeter)> {
        let found = self.others().filter_map(|(id, body)| match body {
            Body::Perimeter(perimeter) => Some((id, &**perimeter)),
            _ => None,
        });
        found.last()
    }

    /// Its reference layers, those emptied again left out.
    pub fn layers(&self) -> impl Iterator<Item = (RecordId, &ReferenceLayer)> {
        self.others().filter_map(|(id, body)| match body {
            Body::Layer(layer) if !layer.points.is_empty() => Some((id, &**layer)),
            _ => None,
        })
    }

    /// Its basemap: the one made last.
    pub fn basemap(&self) -> Option<(RecordId, &Basemap)> {
        let found = self.others().filter_map(|(id, body)| match body {
            Body::Basemap(basemap) => Some((id, &**basemap)),
            _ => None,
        });
        found.last()
    }

    /// The forms of its stops, by any device.
    pub fn stop_forms(&self) -> impl Iterator<Item = (RecordId, &StopForm)> {
        self.others().filter_map(|(id, body)| match body {
            Body::StopForm(form) => Some((id, &**form)),
            _ => None,
        })
    }

    /// The records of a kind by its stored name, those that this program does not read included.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl DoubleEndedIterator<Item = &'a Record> {
        self.newest.records().filter(move |record| record.envelope.kind == kind)
    }

    /// The forms of a stop of the walk, by any device.
    pub fn forms_of<'a>(
        &'a self,
        walk: &'a Walk,
        stop: StopId,
    ) -> impl Iterator<Item = (RecordId, &'a StopForm)> {
        self.stop_forms().filter(move |(_, form)| walk.stop_id(form.stop) == stop)
    }

    /// Whether some device said that the group left a stop of the walk.
    pub fn is_stop_closed(&self, walk: &Walk, stop: StopId) -> bool {
        self.forms_of(walk, stop).any(|(_, form)| form.closed)
    }

    /// How many observations stand. Counted as they come, never by walking the notebook.
    pub fn observation_count(&self) -> usize {
        self.shown.observations
    }

    /// How many observations stand that their author has not called done.
    pub fn unfinished_count(&self) -> usize {
        self.shown.unfinished
    }

    /// How many photos stand.
    pub fn photo_count(&self) -> usize {
        self.shown.photos
    }

    /// Things of any kind.
    pub fn thing_count(&self) -> usize {
        self.newest.count()
    }

    /// Version of the notice heard on this walk, the newest.
    pub fn notice_version(&self) -> Option<&str> {
        let versions = self.others().filter_map(|(_, body)| match body {
            Body::Notice(notice) => Some(notice.version.as_str()),
            _ => None,
        });
        versions.max()
    }
}
