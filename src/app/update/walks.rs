//! Opening, creating, loading and wiping walks.

use crate::app::effect::Effect;
use crate::app::event::Chance;
use crate::app::exchange::Request;
use crate::app::model::{Location, Model, WalkSheet};
use crate::app::problem::Problem;
use crate::app::route::Route;
use crate::domain::code::Language;
use crate::domain::deliberation::is_of_a_walk;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::{Body, NoticeHeard, SIGNED};
use crate::domain::stamp::Stamp;
use crate::domain::walk::NOTICE_VERSION;
use crate::domain::walk::Walk;
use crate::domain::walk::notebook::{Notebook, Taken};
use crate::domain::walk::readiness::Obstacle;
use crate::domain::walk::stop::StopId;
use crate::domain::walk::training::training_walk;
use crate::format::preferences::{Memo, Preferences, WalkMemory};
use crate::format::v1;

use super::remember;

impl Model {
    /// Makes a walk the current one and loads it, unless it is.
    pub(super) fn open_walk(&mut self, walk: WalkId, effects: &mut Vec<Effect>) {
        if self.open == Some(walk) {
            return;
        }
        self.show_walk(walk, effects);
        effects.push(Effect::LoadWalk(walk));
    }

    fn show_walk(&mut self, walk: WalkId, effects: &mut Vec<Effect>) {
        self.watch(false, effects);
        self.open = Some(walk);
        self.notebook = Notebook::default();
        self.later.clear();
        self.loaded = false;
        self.unread = 0;
        self.left_unfinished.clear();
        self.location = Location::default();
        self.filter = super::super::model::Filter::default();
        self.exchange.forget_taken_in();
        self.answer = None;
        self.read = super::super::model::FileRead::None;
        self.link = None;
        self.changes += 1;
        let name = walk.to_string();
        self.device = self.number_kept(walk).unwrap_or_default();
        self.number_on_disk = None;
        if self.preferences.current_walk != name {
            remember(Memo::current_walk(&name), effects);
            self.preferences.current_walk = name;
        }
    }

    /// This device's number on a walk, if it has one.
    fn number_kept(&self, walk: WalkId) -> Option<DeviceNumber> {
        let memory = self.preferences.walks.get(&walk.to_string())?;
        DeviceNumber::parse(memory.device.split(' ').next()?)
    }

    /// The number under which this device goes on writing a thing of another number: that number,
    /// when it was this device's before it took the preparation over. `None` when somebody else said
    /// it.
    pub(super) fn own_number_of(&self, walk: WalkId, of: DeviceNumber) -> Option<DeviceNumber> {
        let name = walk.to_string();
        let memory = self.preferences.walks.get(&name);
        let former = memory.map(|memory| memory.device.as_str()).unwrap_or_default();
        let is_own = of == self.device || former.split(' ').any(|one| one == of.to_string());
        is_own.then_some(of)
    }

    /// Another tab remembered something: what it knows of walks counts here too, so that a phone
    /// has one number on a walk; and so do the look and, from the next screen on, the language: this
    /// one is drawn anew with it, and what it holds that is not yet said would be gone.
    pub(super) fn remembered(&mut self, preferences: Preferences, effects: &mut Vec<Effect>) {
        let Preferences { language, theme, walks, .. } = preferences;
        if theme != self.preferences.theme {
            effects.push(Effect::Dress(self.language, theme));
        }
        self.preferences.language = language;
        self.preferences.theme = theme;
        self.preferences.walks = walks;
        if let Some(device) = self.open.and_then(|walk| self.number_kept(walk)) {
            self.device = device;
        }
    }

    /// The language that was chosen elsewhere meanwhile.
    pub(super) fn speak_as_chosen(&mut self, effects: &mut Vec<Effect>) {
        let chosen = Language::from_tag(&self.preferences.language).unwrap_or(self.language);
        if chosen != self.language {
            self.language = chosen;
            self.changes += 1;
            effects.push(Effect::Dress(chosen, self.preferences.theme));
        }
    }

    /// Local storage, where numbers are kept, loses its last seconds with a browser that is killed. What
    /// stands beside the records is this device's own all the same, and what it said stays hers.
    pub(super) fn numbers_found(
        &mut self,
        walk: WalkId,
        numbers: &[DeviceNumber],
        effects: &mut Vec<Effect>,
    ) {
        if self.open != Some(walk) || numbers.is_empty() {
            return;
        }
        let name = walk.to_string();
        let memory = self.preferences.walks.of(&name);
        let before = memory.device.clone();
        for number in numbers.iter().map(DeviceNumber::to_string) {
            if !memory.device.contains(&number) {
                let gap = if memory.device.is_empty() { "" } else { " " };
                memory.device = format!("{}{gap}{number}", memory.device);
            }
        }
        if memory.device != before {
            remember(Memo::device(&name, &memory.device), effects);
        }
        self.device = self.number_kept(walk).unwrap_or_default();
        self.number_on_disk = Some(self.device).filter(|device| numbers.contains(device));
    }

    /// Keeps the number of the open walk, in place of another.
    pub(super) fn keep_number(&mut self, walk: WalkId, effects: &mut Vec<Effect>) {
        let (name, mut device) = (walk.to_string(), self.device.to_string());
        // What it said under an earlier number stays its own.
        let memory = self.preferences.walks.of(&name);
        for former in
            memory.device.split(' ').filter(|former| DeviceNumber::parse(former).is_some())
        {
            if !device.contains(former) {
                device = format!("{device} {former}");
            }
        }
        memory.device.clone_from(&device);
        remember(Memo::device(&name, &device), effects);
    }

    pub(super) fn walks_listed(&mut self, lines: Vec<String>, effects: &mut Vec<Effect>) {
        let open = self.open.map(|open| format!("{open}"));
        let is_listed = open.is_none_or(|open| lines.iter().any(|line| line.contains(&open)));
        if self.holds_cleared(is_listed, effects) {
            return;
        }
        // Of each the newest revision by the device that prepared it, the newest walk first.
        let mut known = Notebook::default();
        let on_its_way = self.writes.iter().flat_map(|write| &write.entries);
        for line in lines.iter().chain(on_its_way.map(|entry| &entry.line)) {
            let Ok(read) = v1::read_line(line) else { continue };
            if matches!(read.record.body, Body::Walk(_)) {
                known.take(read.record);
            }
        }
        let sheets = known.of_kind("walk").filter_map(|record| match &record.body {
            Body::Walk(walk) => {
                Some(WalkSheet { walk: (**walk).clone(), revision: record.envelope.revision })
            }
            _ => None,
        });
        let mut sheets: Vec<WalkSheet> = sheets.collect();
        sheets.reverse();
        self.walks = sheets;
        self.walks_known = true;
        self.forget_drafts_of_no_walk(effects);
        self.miss_walks();
        if let Some(open) = self.open
            && !self.walks.iter().any(|sheet| sheet.walk.id == open)
            && !self.writes.iter().any(|write| write.walk == open)
        {
            // The address or the preferences name a walk that is not here (any more).
            if self.route.walk() == Some(open) {
                if self.preferences.current_walk != open.to_string()
                    || self.notebook.thing_count() > 0
                {
                    self.tell(Problem::NoSuchWalk);
                }
                self.close_walk(effects);
            }
        }
    }

    /// A browser that was killed may bring back what was being typed on a walk that was wiped.
    fn forget_drafts_of_no_walk(&mut self, effects: &mut Vec<Effect>) {
        let listed = self.walks.iter().map(|sheet| sheet.walk.id);
        let here: Vec<String> = listed
            .chain(self.writes.iter().map(|write| write.walk))
            .map(|walk| walk.to_string())
            .collect();
        for draft in self.drafts.extract_if(.., |draft| !here.contains(&draft.walk)) {
            effects.push(Effect::DropDraft(draft));
        }
    }

    pub(super) fn close_walk(&mut self, effects: &mut Vec<Effect>) {
        self.watch(false, effects);
        self.open = None;
        self.notebook = Notebook::default();
        self.later.clear();
        self.loaded = false;
        self.left_unfinished.clear();
        self.changes += 1;
        if !self.preferences.current_walk.is_empty() {
            self.preferences.current_walk.clear();
            remember(Memo::current_walk(""), effects);
        }
        self.go(Route::Home, true, effects);
    }

    pub(super) fn lines_loaded(
        &mut self,
        walk: WalkId,
        lines: Vec<String>,
        done: bool,
        effects: &mut Vec<Effect>,
    ) {
        if self.open != Some(walk) {
            return;
        }
        let mut erased = false;
        let typed = if self.loaded { self.current_drafts() } else { Vec::new() };
        for line in lines {
            match v1::read_line(&line) {
                // What devices signed is read by the worker of files alone.
                Ok(read) if read.record.envelope.kind == SIGNED => {}
                Ok(read) => {
                    let is_unread = read.record.body == Body::Unknown
                        && !is_of_a_walk(&read.record.envelope.kind);
                    self.unread += usize::from(is_unread);
                    if let Some(later) = v1::later_part(&line, &read.record.body) {
                        self.later.push((read.record.digest, later));
                    }
                    erased |= self.notebook.take(read.record) == Taken::Erased;
                }
                Err(_) => self.unread += 1,
            }
        }
        self.changes += 1;
        self.typed_on(typed, effects);
        if erased {
            // An earlier page ended before all of it was gone.
            self.ask(Request::Erase(walk), effects);
        }
        if done {
            self.forget_gone(effects);
        }
        if done && !self.loaded {
            self.loaded = true;
            if self.unread > 0 {
                self.tell(Problem::RecordsKeptUnread(self.unread));
            }
            self.ask_about_unfinished();
            self.arrival_held_against(walk, effects);
            self.take_up_drafts(effects);
            self.photos_looked_for(effects);
            self.wait_again(effects);
        }
    }

    /// What an earlier page left unfinished is offered again. What this page began is not.
    fn ask_about_unfinished(&mut self) {
        let started = self.started;
        self.left_unfinished = self
            .notebook
            .newest_first()
            .filter(|observation| !observation.finished && observation.made < started)
            .map(|observation| observation.id)
            .collect();
    }

    fn begin_walk(&mut self, mut walk: Walk, chance: Chance, effects: &mut Vec<Effect>) {
        walk.id = WalkId::made(chance.at.utc_ms, chance.random);
        walk.made = chance.at;
        // Stops that came without an id of their own are known by their number on this walk.
        for stop in walk.stops.iter_mut().filter(|stop| stop.id.is_derived()) {
            stop.id = StopId::of_number(walk.id, stop.number);
        }
        // The low bits made the id; the device number must not be part of it.
        let device = DeviceNumber(u32::try_from(chance.random >> 96).unwrap_or_default());
        let memory = WalkMemory { device: device.to_string(), ..WalkMemory::default() };
        *self.preferences.walks.of(&walk.id.to_string()) = memory;
        let id = walk.id;
        self.show_walk(id, effects);
        self.keep_number(id, effects);
        self.loaded = true;
        self.walks.insert(0, WalkSheet { walk: walk.clone(), revision: 1 });
        let things = vec![(RecordId(id.0), Body::Walk(Box::new(walk)))];
        self.write(id, things, Vec::new(), Vec::new(), chance.at, effects);
        self.go(Route::Notice(id), false, effects);
    }

    pub(super) fn walk_created(
        &mut self,
        mut walk: Walk,
        chance: Chance,
        effects: &mut Vec<Effect>,
    ) {
        walk.training = false;
        self.begin_walk(walk, chance, effects);
    }

    pub(super) fn walk_amended(&mut self, walk: Walk, at: Stamp, effects: &mut Vec<Effect>) {
        if !self.prepares() {
            // A sheet has one writer: two devices would contradict each other.
            self.tell(Problem::PreparedElsewhere);
            return;
        }
        let Some(before) = self.walk().filter(|before| before.id == walk.id) else { return };
        // Whether a walk is an exercise is decided once.
        let mut walk = Walk { training: before.training, made: before.made, ..walk };
        walk.remember(before);
        let id = walk.id;
        if *before != walk {
            if let Some(sheet) = self.walks.iter_mut().find(|sheet| sheet.walk.id == id) {
                sheet.walk = walk.clone();
                sheet.revision = sheet.revision.saturating_add(1);
            }
            let things = vec![(RecordId(id.0), Body::Walk(Box::new(walk)))];
            self.write(id, things, Vec::new(), Vec::new(), at, effects);
            self.link = None;
        }
    }

    pub(super) fn training_opened(&mut self, chance: Chance, effects: &mut Vec<Effect>) {
        if let Some(sheet) = self.walks.iter().find(|sheet| sheet.walk.training) {
            let route = Route::Walk(sheet.walk.id);
            self.go(route, false, effects);
            return;
        }
        let around = self.current_fix().map(|fix| fix.place);
        self.begin_walk(training_walk(WalkId(0), chance.at, around), chance, effects);
    }

    pub(super) fn notice_heard(&mut self, chance: Chance, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open else { return };
        let version = self.walk().map_or(NOTICE_VERSION, Walk::notice_version).to_owned();
        if self.notebook.notice_version() != Some(version.as_str()) {
            let id = RecordId::made(chance.at.utc_ms, chance.random);
            let ready = self.readiness().map_or(String::new(), |lacks| Obstacle::verdict(&lacks));
            let check = self.preferences.check.clone();
            let body = Body::Notice(NoticeHeard { version, ready, check });
            self.ensure_device(walk, chance.random, effects);
            self.write(walk, vec![(id, body)], Vec::new(), Vec::new(), chance.at, effects);
        }
        self.go(Route::Walk(walk), true, effects);
    }

    /// What is known of the phone travels with the notebook: what it lacked when it set off, as it was when
    /// the notice was heard and as it becomes until the first observation stands; and what its last check
    /// found, as long as something is in no file: a line that came later would make the mediator's answer
    /// wrong for a file that has everything.
    pub(super) fn note_phone(&mut self, chance: Chance, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open.filter(|_| self.loaded) else { return };
        let own = self.notebook.of_kind("notice").find_map(|record| match &record.body {
            Body::Notice(notice) if record.envelope.device == self.device => {
                Some((record.envelope.id, notice.clone()))
            }
            _ => None,
        });
        let Some((id, before)) = own else { return };
        let mut notice = before.clone();
        let sets_off = self.notebook.observation_count() == 0;
        // While it is looked at nothing is known; each start would write it twice.
        if let Some(lacks) = self.readiness()
            && sets_off
            && !lacks.contains(&Obstacle::Copying)
        {
            notice.ready = Obstacle::verdict(&lacks);
        }
        if (sets_off || self.safety().nowhere > 0) && !self.preferences.check.is_empty() {
            notice.check.clone_from(&self.preferences.check);
        }
        if notice != before {
            let body = Body::Notice(notice);
            self.write(walk, vec![(id, body)], Vec::new(), Vec::new(), chance.at, effects);
        }
    }

    /// A walk that came from another device gets a number of its own here at the first write.
    pub(super) fn ensure_device(&mut self, walk: WalkId, random: u128, effects: &mut Vec<Effect>) {
        if self.device != DeviceNumber(0) {
            return;
        }
        self.device = DeviceNumber(u32::try_from(random >> 96).unwrap_or_default() | 1);
        let (name, device) = (walk.to_string(), self.device.to_string());
        effects.push(Effect::RememberNumber(Memo::device(&name, &device)));
        self.preferences.walks.of(&name).device = device;
    }

    /// Lets this device have a number on a walk that its page's own loop made or writes to.
    /// Answers with what is to be done.
    pub fn numbered(&mut self, walk: WalkId, device: DeviceNumber) -> Vec<Effect> {
        if self.open == Some(walk) {
            self.device = device;
        }
        let (name, device) = (walk.to_string(), device.to_string());
        let effects = vec![Effect::Remember(vec![Memo::device(&name, &device)])];
        self.preferences.walks.of(&name).device = device;
        effects
    }

    pub(super) fn wipe_done(&mut self, walk: WalkId, effects: &mut Vec<Effect>) {
        self.walks.retain(|sheet| sheet.walk.id != walk);
        let name = walk.to_string();
        for draft in self.drafts.clone() {
            if draft.walk == name {
                effects.push(Effect::DropDraft(draft));
            }
        }
        self.drafts.retain(|draft| draft.walk != name);
        self.writes.retain(|write| write.walk != walk);
        self.preferences.walks.forget(&name);
        effects.push(Effect::Remember(Memo::forgotten(&name).into()));
        effects.push(Effect::Forget(name));
        if self.open == Some(walk) {
            self.close_walk(effects);
        }
        effects.push(Effect::MeasureStorage);
    }
}
