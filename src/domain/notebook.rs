//! The notebook of one walk: a set of revisions, and what they add up to.
//!
//! Taking a record in is a set union: the order does not matter, nor does taking it in twice.

use std::collections::BTreeMap;

use super::basemap::Basemap;
use super::identity::{RecordId, WalkId};
use super::observation::Observation;
use super::perimeter::Perimeter;
use super::photo::{MediaId, Photo};
use super::record::{Body, Record};
use super::reference_layer::ReferenceLayer;
use super::stop_form::StopForm;
use super::walk::Walk;

/// The newest revision of one thing.
#[derive(Clone, PartialEq, Debug)]
struct Newest {
    record: Record,
    /// Another content claims to be the same revision (a restored backup that wrote on).
    clash: bool,
}

/// The newest revision of everything of one walk. All revisions are on disk; this is what is shown.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Notebook {
    newest: BTreeMap<RecordId, Newest>,
    photos_of: BTreeMap<RecordId, Vec<RecordId>>,
    observations: usize,
    photos: usize,
    unfinished: usize,
}

/// What taking a record in changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taken {
    /// Nothing: an older revision, or the same one again.
    Nothing,
    /// It is now the one shown.
    Shown,
    /// It is another content of a revision that was already there; the rule of
    /// [`Record::rank`] decides which is shown, and both are kept.
    Clash,
}

impl Notebook {
    /// Takes one record in.
    pub fn take(&mut self, record: Record) -> Taken {
        let id = record.envelope.id;
        let taken = match self.newest.get(&id) {
            None => Taken::Shown,
            Some(old) if old.record.digest == record.digest => Taken::Nothing,
            Some(old) if old.record.envelope.revision == record.envelope.revision => Taken::Clash,
            Some(old) if old.record.rank() < record.rank() => Taken::Shown,
            Some(_) => Taken::Nothing,
        };
        match taken {
            Taken::Nothing => {}
            Taken::Shown => self.show(record, false),
            Taken::Clash => {
                let newer =
                    self.newest.get(&id).is_some_and(|old| old.record.rank() < record.rank());
                if newer {
                    self.show(record, true);
                } else if let Some(old) = self.newest.get_mut(&id) {
                    old.clash = true;
                }
            }
        }
        taken
    }

    fn show(&mut self, record: Record, clash: bool) {
        let id = record.envelope.id;
        self.count(&record.body, true);
        if let Body::Photo(photo) = &record.body {
            let photos = self.photos_of.entry(photo.observation).or_default();
            if let Err(at) = photos.binary_search(&id) {
                photos.insert(at, id);
            }
        }
        if let Some(old) = self.newest.insert(id, Newest { record, clash }) {
            self.count(&old.record.body, false);
        }
    }

    fn count(&mut self, body: &Body, add: bool) {
        let step = |count: &mut usize| *count = if add { *count + 1 } else { *count - 1 };
        match body {
            Body::Observation(observation) if !observation.withdrawn => {
                step(&mut self.observations);
                if !observation.finished {
                    step(&mut self.unfinished);
                }
            }
            Body::Photo(photo) if !photo.withdrawn => step(&mut self.photos),
            _ => {}
        }
    }

    /// The newest revision of a thing.
    pub fn record(&self, id: RecordId) -> Option<&Record> {
        self.newest.get(&id).map(|newest| &newest.record)
    }

    /// Whether two contents claim to be the shown revision of a thing.
    pub fn is_clashing(&self, id: RecordId) -> bool {
        self.newest.get(&id).is_some_and(|newest| newest.clash)
    }

    /// Things of which two contents claim to be the shown revision.
    pub fn clashes(&self) -> usize {
        self.newest.values().filter(|newest| newest.clash).count()
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

    /// All observations, withdrawn ones included, in the order of their ids (which is that of the
    /// clocks that made them).
    pub fn all_observations(&self) -> impl DoubleEndedIterator<Item = &Observation> {
        self.newest.values().filter_map(|newest| match &newest.record.body {
            Body::Observation(observation) => Some(&**observation),
            _ => None,
        })
    }

    /// Observations that stand, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Observation> {
        self.all_observations().rev().filter(|observation| !observation.withdrawn)
    }

    /// Photos of an observation, those taken back included, oldest first.
    pub fn all_photos_of(&self, observation: RecordId) -> impl Iterator<Item = &Photo> {
        self.photos_of.get(&observation).into_iter().flatten().filter_map(|id| {
            match &self.record(*id)?.body {
                Body::Photo(photo) => Some(&**photo),
                _ => None,
            }
        })
    }

    /// The bytes of every photo, those taken back included, and of the basemap, in the order of the
    /// records.
    pub fn all_media(&self) -> impl Iterator<Item = MediaId> {
        self.newest.values().filter_map(|newest| newest.record.body.media())
    }

    /// Photos of an observation that stand, oldest first.
    pub fn photos_of(&self, observation: RecordId) -> impl Iterator<Item = &Photo> {
        self.photos_of.get(&observation).into_iter().flatten().filter_map(|id| {
            match &self.record(*id)?.body {
                Body::Photo(photo) if !photo.withdrawn => Some(&**photo),
                _ => None,
            }
        })
    }

    fn bodies(&self) -> impl Iterator<Item = (RecordId, &Body)> {
        self.newest.iter().map(|(id, newest)| (*id, &newest.record.body))
    }

    /// The perimeter of the walk: the one made last.
    pub fn perimeter(&self) -> Option<(RecordId, &Perimeter)> {
        let found = self.bodies().filter_map(|(id, body)| match body {
            Body::Perimeter(perimeter) => Some((id, &**perimeter)),
            _ => None,
        });
        found.last()
    }

    /// Its reference layers, those emptied again left out.
    pub fn layers(&self) -> impl Iterator<Item = (RecordId, &ReferenceLayer)> {
        self.bodies().filter_map(|(id, body)| match body {
            Body::Layer(layer) if !layer.points.is_empty() => Some((id, &**layer)),
            _ => None,
        })
    }

    /// Its basemap: the one made last.
    pub fn basemap(&self) -> Option<(RecordId, &Basemap)> {
        let found = self.bodies().filter_map(|(id, body)| match body {
            Body::Basemap(basemap) => Some((id, &**basemap)),
            _ => None,
        });
        found.last()
    }

    /// The forms of its stops, by any device.
    pub fn stop_forms(&self) -> impl Iterator<Item = (RecordId, &StopForm)> {
        self.bodies().filter_map(|(id, body)| match body {
            Body::StopForm(form) => Some((id, &**form)),
            _ => None,
        })
    }

    /// Whether some device said that the group left a stop.
    pub fn is_stop_closed(&self, stop: u16) -> bool {
        self.stop_forms().any(|(_, form)| form.stop == stop && form.closed)
    }

    /// How many observations stand. Counted as they come, never by walking the notebook.
    pub fn observation_count(&self) -> usize {
        self.observations
    }

    /// How many observations stand that their author has not called done.
    pub fn unfinished_count(&self) -> usize {
        self.unfinished
    }

    /// How many photos stand.
    pub fn photo_count(&self) -> usize {
        self.photos
    }

    /// Things of any kind.
    pub fn thing_count(&self) -> usize {
        self.newest.len()
    }

    /// Version of the notice heard on this walk, the newest.
    pub fn notice_version(&self) -> Option<&str> {
        self.newest
            .values()
            .filter_map(|newest| match &newest.record.body {
                Body::Notice(notice) => Some(notice.version.as_str()),
                _ => None,
            })
            .max()
    }
}
