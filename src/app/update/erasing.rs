//! Erasing what was said, and wiping a walk that arrived.

use crate::app::effect::Effect;
use crate::app::exchange::Request;
use crate::app::model::Model;
use crate::app::route::Route;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, Envelope};
use crate::domain::ledger::tombstone::Tombstone;
use crate::domain::stamp::Stamp;
use crate::format::preferences::Memo;

use super::remember;

/// How a stored tombstone begins, as this version writes it.
const STONE: &str = r#"{"v":1,"kind":"erased""#;

impl Model {
    /// Whether this device may erase an observation: it was withdrawn, and said here, or on a walk that
    /// was prepared here.
    pub fn can_erase(&self, id: RecordId) -> bool {
        let is_withdrawn = self.observation(id).is_some_and(|observation| observation.withdrawn);
        let author = self.notebook.record(id).map(|record| record.envelope.device);
        let is_ours = author == Some(self.device) || self.prepares();
        is_withdrawn && is_ours && self.device != DeviceNumber(0)
    }

    /// Sets a tombstone on an observation; once that is durable the rest goes from storage.
    pub(super) fn erase(&mut self, id: RecordId, at: Stamp, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open.filter(|_| self.can_erase(id)) else { return };
        let Some(record) = self.notebook.record(id) else { return };
        let Envelope { kind, id: thing, device, revision, .. } = record.envelope.clone();
        let mut gone: Vec<RecordId> = self.notebook.all_photos_of(id).map(|one| one.id).collect();
        gone.push(id);
        let digests = gone.iter().filter_map(|id| Some(self.notebook.record(*id)?.digest));
        let digests: Vec<u64> = digests.collect();
        self.later.retain(|(digest, _)| !digests.contains(digest));
        let name = id.to_string();
        self.drafts.retain(|draft| draft.observation != name);
        effects.push(Effect::Forget(name));
        // What storage refused so far is not tried again.
        self.writes.retain(|write| !write.things.iter().any(|thing| gone.contains(thing)));
        self.left_unfinished.retain(|left| *left != id);
        self.location.awaited_by.retain(|waits| waits.id != id);
        self.just_withdrawn.retain(|last| *last != id);
        let stone = Tombstone { kind, thing, walk, device, revision };
        let things = vec![(Tombstone::id(id, self.device), Body::Erased(Box::new(stone)))];
        self.write(walk, things, Vec::new(), Vec::new(), at, effects);
        if matches!(self.route, Route::Observation(_, open, _) if open == id) {
            self.go(Route::Withdrawn(walk), true, effects);
        }
    }

    /// Something durable may be a tombstone: what it erases goes from storage.
    pub(super) fn sweep_after(
        &mut self,
        walk: WalkId,
        lines: &[String],
        effects: &mut Vec<Effect>,
    ) {
        if lines.iter().any(|line| line.starts_with(STONE)) {
            self.ask(Request::Erase(walk), effects);
        }
    }

    /// What was being typed or waited for of something that is gone goes too, and its screen.
    pub(super) fn forget_gone(&mut self, effects: &mut Vec<Effect>) {
        let notebook = &self.notebook;
        let is_gone = |name: &str| RecordId::parse(name).is_some_and(|id| notebook.is_gone(id));
        for draft in self.drafts.extract_if(.., |draft| is_gone(&draft.observation)) {
            effects.push(Effect::DropDraft(draft));
        }
        self.writes.retain(|write| !write.things.iter().any(|thing| notebook.is_gone(*thing)));
        self.left_unfinished.retain(|left| !notebook.is_gone(*left));
        self.location.awaited_by.retain(|waits| !notebook.is_gone(waits.id));
        if let Route::Observation(walk, id, _) = self.route
            && notebook.is_gone(id)
        {
            self.go(Route::Walk(walk), true, effects);
        }
    }

    /// Whether to remind that a walk may be wiped: everything of it arrived on an earlier day, and
    /// nothing was said since.
    pub fn reminds_to_wipe(&self, walk: WalkId) -> bool {
        let memory = self.preferences.walks.get(&walk.to_string());
        memory.is_some_and(|memory| {
            let on = &memory.received_on;
            memory.received && !on.is_empty() && *on < self.now.date()
        })
    }

    /// It is reminded once; what arrived stays known.
    pub(super) fn reminder_read(&mut self, walk: WalkId, effects: &mut Vec<Effect>) {
        let name = walk.to_string();
        remember(Memo::received(&name, true, ""), effects);
        self.preferences.walks.of(&name).received_on.clear();
    }
}
