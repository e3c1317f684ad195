//! How safe is what was said on the open walk, as far as the phone can know: what is in no file, what
//! is in a file that nobody has seen, what somebody sees in a file, what the mediator has.

use crate::app::model::Model;
use crate::domain::identity::WalkId;
use crate::domain::ledger::record::{Body, Record};
use crate::format::left_file::{FileWay, LeftFile, Surety};
use crate::format::preferences::WalkMemory;

/// Observations that are in no file anybody has seen, after which the app asks for one.
pub const BACKUP_AFTER_OBSERVATIONS: usize = 20;
/// Time (ms) after which it asks.
pub const BACKUP_AFTER_MS: i64 = 3_600_000;

/// How many observations that stand are how safe. An observation counts by the least safe of its
/// words and its photos, each as it stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Safety {
    /// All that stand.
    pub standing: usize,
    /// In no file.
    pub nowhere: usize,
    /// In a file that may exist.
    pub perhaps: usize,
    /// In a file that somebody sees.
    pub seen: usize,
    /// With the mediator.
    pub arrived: usize,
    /// Forms of stops that are in no file anybody sees.
    pub forms: usize,
    /// Whether the walk is an exercise, in which nothing can be lost.
    pub training: bool,
}

impl Safety {
    /// Whether somebody sees, or the mediator proved, that all of it is elsewhere.
    pub fn is_confirmed(self) -> bool {
        self.standing > 0 && self.nowhere + self.perhaps + self.forms == 0
    }

    /// Whether the mediator has all of it: nothing else makes wiping harmless.
    pub fn has_arrived(self) -> bool {
        self.standing == self.arrived && self.forms == 0
    }
}

impl Model {
    fn memory_of(&self, walk: WalkId) -> Option<&WalkMemory> {
        self.preferences.walks.get(&walk.to_string())
    }

    /// The notebook files of a walk that left this app, the newest first: what wiping does not reach.
    pub fn left_files(&self, walk: WalkId) -> Vec<LeftFile> {
        let Some(memory) = self.memory_of(walk) else { return Vec::new() };
        let mut files: Vec<LeftFile> =
            memory.files.iter().filter(|file| file.way != FileWay::Mediator).cloned().collect();
        // What an earlier version called a backup may be a file too; its name was not kept.
        if let Some(backup) = memory.backup {
            files.insert(0, LeftFile::read(backup.at_ms, ""));
        }
        files.reverse();
        files
    }

    /// How safe it is, where the walk is open and loaded.
    pub fn safety(&self) -> Safety {
        let Some(walk) = self.walk() else { return Safety::default() };
        let memory = self.memory_of(walk.id);
        let received = memory.is_some_and(|memory| memory.received);
        let files = memory.map_or(&[][..], |memory| &memory.files[..]);
        let surety = |record: &Record| {
            if received {
                return Surety::Arrived;
            }
            let of_files = files.iter().filter(|file| file.has(record.digest));
            of_files.map(LeftFile::surety).max().unwrap_or_default()
        };
        let mut safety = Safety { training: walk.training, ..Safety::default() };
        for record in self.notebook.said() {
            match &record.body {
                Body::Observation(observation) if !observation.withdrawn => {
                    let photos = self.notebook.all_photos_of(observation.id);
                    let photos = photos.filter_map(|photo| self.notebook.record(photo.id));
                    let least = photos.map(surety).fold(surety(record), Surety::min);
                    let count = match least {
                        Surety::Nowhere => &mut safety.nowhere,
                        Surety::Perhaps => &mut safety.perhaps,
                        Surety::Seen => &mut safety.seen,
                        Surety::Arrived => &mut safety.arrived,
                    };
                    *count += 1;
                    safety.standing += 1;
                }
                Body::StopForm(_) if surety(record) < Surety::Seen => safety.forms += 1,
                _ => {}
            }
        }
        safety
    }

    /// Whether it is time to ask for a file of the open walk that somebody sees.
    pub fn is_backup_due(&self) -> bool {
        self.is_due(self.safety())
    }

    /// The same, where it is known how safe the walk is.
    pub fn is_due(&self, safety: Safety) -> bool {
        let at_risk = safety.nowhere + safety.perhaps;
        if safety.training || at_risk == 0 {
            return false;
        }
        let files = self.open.and_then(|walk| self.memory_of(walk)).map(|memory| &memory.files);
        let confirmed = files.into_iter().flatten().filter(|file| file.surety() > Surety::Perhaps);
        let since = confirmed.map(|file| file.at_ms).next_back();
        let since = since.or_else(|| {
            let oldest = self.notebook.all_observations().find(|o| !o.withdrawn);
            oldest.map(|oldest| oldest.made.utc_ms)
        });
        at_risk >= BACKUP_AFTER_OBSERVATIONS
            || since.is_some_and(|at| self.now.utc_ms.saturating_sub(at) >= BACKUP_AFTER_MS)
    }
}
