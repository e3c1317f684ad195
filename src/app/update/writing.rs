//! Writing records: shown at once, called safe only when they were read back.

use crate::app::effect::{Effect, Entry, WriteId};
use crate::app::exchange::Request;
use crate::app::ledger::{Writer, own_number};
use crate::app::model::{Model, PendingWrite};
use crate::app::problem::{NotStored, Problem};
use crate::app::route::Page;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::Body;
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::format::preferences::{Draft, Memo};

use super::remember;

impl Model {
    /// Writes the next revision of some things of a walk, with the photos that belong to them.
    pub(super) fn write(
        &mut self,
        walk: WalkId,
        things: Vec<(RecordId, Body)>,
        media: Vec<MediaId>,
        drafts: Vec<Draft>,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let ids: Vec<RecordId> = things.iter().map(|(id, _)| *id).collect();
        // What somebody else said is hers to change: here it would only stand beside it.
        let authors = ids.iter().filter_map(|id| self.notebook.record(*id));
        let authors: Vec<_> = authors.map(|record| record.envelope.device).collect();
        if authors.into_iter().any(|author| self.own_number_of(walk, author).is_none()) {
            for draft in drafts {
                self.drafts.retain(|kept| *kept != draft);
                effects.push(Effect::DropDraft(draft));
            }
            self.tell(Problem::SaidElsewhere);
            return;
        }
        let mut entries = Vec::new();
        for (id, body) in things {
            // What a later version said of it goes along.
            let name = id.to_string();
            let typed_on = drafts.iter().filter(|draft| draft.observation == name);
            let typed_on = typed_on.map(|draft| draft.revision).max().unwrap_or_default();
            let mut before = self.notebook.record(id).cloned();
            if let Some(before) = &mut before {
                // What it was typed on may never have become durable: no later draft may seem newer.
                before.envelope.revision = before.envelope.revision.max(typed_on);
            }
            let before = before.as_ref();
            let device = before.map_or(self.device, |record| record.envelope.device);
            let writer = Writer { walk, device, at };
            let later = before.and_then(|old| {
                let later = self.later.iter().find(|(of, _)| *of == old.digest);
                Some((old, later?.1.as_str()))
            });
            let (record, kept) = match later {
                Some((old, later)) => {
                    let (record, kept, later) = writer.write_with_later(old, later, body);
                    self.later.push((record.digest, later));
                    (record, kept)
                }
                None => writer.write(id, before.map(|old| &old.envelope), body),
            };
            entries.push(kept.entry);
            if self.open == Some(walk) {
                self.notebook.take(record);
                self.changes += 1;
            }
        }
        self.store(walk, entries, media, ids, drafts, effects);
    }

    /// Stores records, and remembers them until they are safe.
    pub(super) fn store(
        &mut self,
        walk: WalkId,
        entries: Vec<Entry>,
        media: Vec<MediaId>,
        things: Vec<RecordId>,
        drafts: Vec<Draft>,
        effects: &mut Vec<Effect>,
    ) {
        self.last_write += 1;
        // What is written from now on has not arrived anywhere, whatever another tab remembers and this
        // one has not heard of.
        let name = walk.to_string();
        if let Some(memory) = self.preferences.walks.get_mut(&name) {
            memory.received = false;
        }
        remember(Memo::received(&name, false, ""), effects);
        let write = self.last_write;
        let all = self.with_own_number(walk, entries.clone());
        effects.push(Effect::Store { write, walk, entries: all, media: media.clone() });
        let failed = false;
        self.writes.push(PendingWrite { write, walk, entries, media, things, drafts, failed });
    }

    /// What is written goes with the number it is written under, until that is durable: in the same
    /// transaction, so that nothing of it is ever without.
    fn with_own_number(&self, walk: WalkId, mut entries: Vec<Entry>) -> Vec<Entry> {
        let is_due = self.open == Some(walk) && self.number_on_disk != Some(self.device);
        if is_due && self.device != DeviceNumber(0) {
            entries.push(own_number(walk, self.device));
        }
        entries
    }

    pub(super) fn stored(&mut self, write: WriteId, effects: &mut Vec<Effect>) {
        let Some(at) = self.writes.iter().position(|pending| pending.write == write) else {
            // It was on its way when what it is of was erased: it goes again.
            if let Some(walk) = self.open {
                self.ask(Request::Erase(walk), effects);
            }
            return;
        };
        let done = self.writes.remove(at);
        if self.writes.is_empty() && self.open == Some(done.walk) {
            self.number_on_disk = Some(self.device);
        }
        let lines: Vec<String> = done.entries.into_iter().map(|entry| entry.line).collect();
        self.sweep_after(done.walk, &lines, effects);
        for draft in done.drafts {
            self.drafts.retain(|kept| *kept != draft);
            effects.push(Effect::DropDraft(draft));
        }
        if self.writes.is_empty()
            && let Some((route, replace)) = self.leaving.take()
        {
            effects.push(Effect::Show { route, replace });
        }
        if !self.has_failed_writes() {
            self.problems
                .retain(|problem| !matches!(problem, Problem::NotStored(_) | Problem::CannotLeave));
        }
        // What is prepared is here alone until the kit is shared.
        let is_worth_it = self.notebook.observation_count() > 0 || self.page == Page::Desk;
        if !self.persistence_asked && is_worth_it {
            self.persistence_asked = true;
            effects.push(Effect::PersistStorage);
        }
    }

    pub(super) fn store_failed(&mut self, write: WriteId, why: NotStored) {
        if let Some(pending) = self.writes.iter_mut().find(|pending| pending.write == write) {
            pending.failed = true;
        }
        // The same refusal may have been met while reading: once is enough.
        let same = Problem::StorageUnreadable(why.clone());
        self.problems
            .retain(|problem| !matches!(problem, Problem::NotStored(_)) && *problem != same);
        self.tell(Problem::NotStored(why));
    }

    pub(super) fn retry(&mut self, effects: &mut Vec<Effect>) {
        for at in 0..self.writes.len() {
            if std::mem::take(&mut self.writes[at].failed) {
                let PendingWrite { write, walk, entries, media, .. } = self.writes[at].clone();
                let entries = self.with_own_number(walk, entries);
                effects.push(Effect::Store { write, walk, entries, media });
            }
        }
    }
}
