//! What each event does: the whole behaviour of the app, one match.

mod capture;
mod copies;
mod drafts;
mod erasing;
mod exchange;
mod position;
mod preparation;
mod walks;
mod writing;

use crate::domain::code::Language;
use crate::domain::observation::freshness::FixClock;
use crate::domain::stamp::Stamp;
use crate::format::preferences::{Draft, Memo, Preferences};

use super::effect::Effect;
use super::event::Event;
use super::exchange::Request;
use super::model::{FileRead, Model};
use super::problem::Problem;
use super::route::Route;

/// No more messages than this stand on the screen.
const MOST_PROBLEMS: usize = 3;

impl Model {
    /// Takes an event in and says what is to be done.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Started {
                at,
                preferences,
                device_languages,
                route,
                drafts,
                page,
                random: _,
            } => {
                self.page = page;
                self.start(at, preferences, &device_languages, route, drafts, &mut effects);
            }
            Event::Ticked(at) => {
                self.now = at;
                self.settle_typing(&mut effects);
                self.ask_again(&mut effects);
            }
            Event::Navigated(route) => self.open_route(route, &mut effects),
            Event::Left(route, replace) => self.go(route, replace, &mut effects),
            Event::Shown(shown) => self.shown(shown, &mut effects),

            Event::Remembered(preferences) => self.remembered(preferences, &mut effects),
            Event::WalksListed(lines) => self.walks_listed(lines, &mut effects),
            Event::NumbersFound(walk, numbers) => self.numbers_found(walk, &numbers, &mut effects),
            Event::LinesLoaded { walk, lines, done } => {
                self.lines_loaded(walk, lines, done, &mut effects);
            }
            Event::LoadFailed(why) => self.tell(Problem::StorageUnreadable(why)),
            Event::ChangedElsewhere(walk) => {
                if self.open == Some(walk) {
                    effects.push(Effect::LoadWalk(walk));
                }
                effects.push(Effect::ListWalks);
            }
            Event::WalkCreated(walk, chance) => self.walk_created(*walk, chance, &mut effects),
            Event::WalkAmended(walk, at) => self.walk_amended(*walk, at, &mut effects),
            Event::TrainingOpened(chance) => self.training_opened(chance, &mut effects),
            Event::PreparationTakenOver(at) => self.preparation_taken_over(at, &mut effects),
            Event::PartKept(id, body, chance) => self.part_kept(id, *body, chance, &mut effects),
            Event::ReadAsked(reading, known) => self.read_asked(reading, known, &mut effects),
            Event::JobStopped(job) => {
                if let Some(Request::Read(_)) = self.exchange.stop(job, &mut effects) {
                    self.read = FileRead::None;
                }
            }
            Event::ReadAnswered(about, value) => self.read_answered(about, value, &mut effects),
            Event::ReadDropped => self.read = FileRead::None,
            Event::LinkAsked => self.link_asked(&mut effects),
            Event::ReminderRead(walk) => self.reminder_read(walk, &mut effects),
            Event::WalkWiped(walk) => self.ask(Request::Wipe(walk), &mut effects),
            Event::NoticeHeard(chance) => self.notice_heard(chance, &mut effects),

            Event::PlusTapped => self.plus_tapped(&mut effects),
            Event::PositionAsked => self.watch(true, &mut effects),
            Event::FixArrived { lon, lat, accuracy_m, heading, at, stamped_ms } => {
                self.location.heading = heading.filter(|degrees| degrees.is_finite());
                self.fix_arrived((lon, lat), accuracy_m, at, stamped_ms, &mut effects);
            }
            Event::FarBelieved => self.far_believed(&mut effects),
            Event::FixFailed(why) => self.location.failure = Some(why),

            Event::StopSaid(stop, change, chance) => {
                self.stop_said(stop, change, chance, &mut effects);
            }
            Event::CategoryTapped(category, chance) => {
                self.category_tapped(category, chance, &mut effects);
            }
            Event::Said(id, change, at) => self.said(id, change, at, &mut effects),
            Event::Typing(draft) => self.typing(draft, &mut effects),
            Event::CameraOpening(id) => self.camera_opening(id, &mut effects),
            Event::CameraClosed(id) => self.camera_closed(id, &mut effects),
            Event::PhotoRefused(id, why) => {
                self.camera_closed(id, &mut effects);
                self.tell(Problem::Told(why.to_owned()));
            }
            Event::PhotoReady(id, photo, chance) => {
                self.photo_ready(id, photo, chance, &mut effects);
            }
            Event::Erased(id, at) => self.erase(id, at, &mut effects),
            Event::PhotoWithdrawn(id, withdrawn, at) => {
                self.photo_withdrawn(id, withdrawn, at, &mut effects);
            }
            Event::UnfinishedKept(id, at) => self.unfinished_decided(id, true, at, &mut effects),
            Event::UnfinishedDiscarded(id, at) => {
                self.unfinished_decided(id, false, at, &mut effects);
            }
            Event::UnfinishedLater => self.left_unfinished.clear(),

            Event::AnswerGiven(walk, answer) => self.answer_given(walk, answer, &mut effects),
            Event::Kept(walk, entries, things) => {
                self.exchange.kept(walk, &entries);
                self.store(walk, entries, Vec::new(), things, Vec::new(), &mut effects);
            }
            Event::Stored(write) => self.stored(write, &mut effects),
            Event::StoreFailed(write, why) => self.store_failed(write, why),
            Event::RetryTapped => self.retry(&mut effects),
            Event::StorageMeasured(report) => self.storage = report,
            Event::Compared(comparison) => self.compared(comparison, &mut effects),
            Event::CopyUnread => self.tell(Problem::CopyUnread),
            Event::DataLost => self.tell(Problem::DataLost),
            Event::DatabaseMadeAnew => self.database_made_anew(),
            Event::ClearedDecided(keep, at) => self.cleared_decided(keep, at, &mut effects),
            Event::CheckAsked => {
                self.checking = true;
                effects.push(Effect::MeasureStorage);
                effects.push(Effect::CheckCopies);
            }

            Event::ExportAsked(kind, at) => self.export_asked(kind, at, &mut effects),
            Event::CampaignFileAsked(question, content) => {
                self.campaign_file_asked(question, content, &mut effects);
            }
            Event::Answered(job, answer) => self.answered(job, answer, &mut effects),
            Event::HandOverTapped(job, share) => effects.push(Effect::HandOver { job, share }),
            Event::FileHandedOver(job, way, at) => {
                self.file_handed_over(job, way, at, &mut effects);
            }
            Event::FileSeen(walk, at_ms, seen) => self.file_seen(walk, at_ms, seen, &mut effects),
            Event::ImportAsked => {
                // What was wrong with the files before these was seen.
                self.problems.retain(|problem| !matches!(problem, Problem::ImportFailed(_)));
                self.ask(Request::Look, &mut effects);
            }
            Event::ForeseenAnswered(takes) => {
                self.foreseen_answered(takes, false, &mut effects);
            }
            Event::DoubtedAccepted => self.foreseen_answered(true, true, &mut effects),
            Event::Refused(why) => self.tell(Problem::Told(why)),
            Event::InternalChosen(with_internal) => self.with_internal = with_internal,

            Event::Filtered(filter) => {
                self.filter = filter;
                self.changes += 1;
            }
            Event::LanguageChosen(language) => {
                self.preferences.language = language.code().to_owned();
                self.language = language;
                self.changes += 1;
                remember(Memo::language(language.code()), &mut effects);
                effects.push(Effect::Dress(language, self.preferences.theme));
            }
            Event::ThemeChosen(theme) => {
                self.preferences.theme = theme;
                remember(Memo::theme(theme), &mut effects);
                effects.push(Effect::Dress(self.language, theme));
            }
            Event::ReadAloud(words) => effects.push(Effect::Speak(words, self.language)),
            Event::NoVoice => self.tell(Problem::NoVoice),
            Event::Checked(lacks, chance) => {
                self.lacks = Some(lacks);
                self.note_phone(chance, &mut effects);
            }
            Event::UpdateFound => self.update_found = true,
            Event::UpdateAgreed => {
                if !self.is_busy() {
                    effects.push(Effect::Update);
                }
            }
            Event::ProblemDismissed(index) => {
                let is_there = index < self.problems.len();
                match is_there.then(|| self.problems.remove(index)) {
                    Some(Problem::PhotoLost) => self.photo_given_up(&mut effects),
                    Some(Problem::BroughtBack { .. } | Problem::DataLost) => {
                        effects.push(Effect::LossSeen);
                    }
                    _ => {}
                }
            }
        }
        effects
    }

    fn start(
        &mut self,
        at: Stamp,
        preferences: Preferences,
        device_languages: &[String],
        route: Route,
        drafts: Vec<Draft>,
        effects: &mut Vec<Effect>,
    ) {
        let page = self.page;
        self.now = at;
        self.started = at;
        self.language = Language::from_tag(&preferences.language)
            .or_else(|| device_languages.iter().find_map(|tag| Language::from_tag(tag)))
            .unwrap_or_default();
        self.preferences = preferences;
        if std::mem::take(&mut self.preferences.in_one_value) {
            effects.push(Effect::Remember(self.preferences.memos()));
        }
        self.drafts = drafts;
        if !at.is_plausible() {
            self.tell(Problem::ClockNotSet);
        }
        effects.push(Effect::Dress(self.language, self.preferences.theme));
        // A start without an address goes on where the person was, or at the page's own beginning.
        let current = crate::domain::identity::WalkId::parse(&self.preferences.current_walk);
        let route = match (route, page.beginning(current)) {
            (Route::Home, beginning) if beginning != Route::Home => {
                effects.push(Effect::Show { route: beginning, replace: true });
                beginning
            }
            (route, _) => route,
        };
        self.open_route(route, effects);
        // The walk that is open is waited for, the list of all of them is not.
        effects.push(Effect::ListWalks);
        effects.push(Effect::MeasureStorage);
    }

    fn open_route(&mut self, route: Route, effects: &mut Vec<Effect>) {
        let left = self.route;
        self.route = route;
        if left != route {
            // A field that disappears under the finger has no chance to say that it was left.
            if matches!(left, Route::Observation(..)) && self.loaded {
                self.take_up_drafts(effects);
            }
            self.put_back = false;
            self.speak_as_chosen(effects);
            if left.walk() != route.walk() {
                self.forget_withdrawing();
            }
        }
        match route.walk() {
            Some(walk) => self.open_walk(walk, effects),
            None => self.watch(false, effects),
        }
        if left != route {
            self.read = FileRead::None;
        }
        match route {
            Route::Join => self.join_asked(effects),
            // The map says where one stands; and who comes from it to observe starts on a new page.
            Route::Map(_) | Route::Placing(..) | Route::Principles(..) | Route::Categories(..) => {
                self.watch(true, effects);
            }
            _ => {}
        }
        if matches!(route, Route::Settings | Route::HandOver(_)) {
            effects.push(Effect::MeasureStorage);
        }
    }

    /// Opens a screen from inside.
    fn go(&mut self, route: Route, replace: bool, effects: &mut Vec<Effect>) {
        if route.page().is_some_and(|page| page != self.page) {
            if self.loaded {
                self.take_up_drafts(effects);
            }
            // Leaving now could cut off what is being written. What storage refused is only here:
            // the message above says so, and leaving would lose it.
            self.leaving = Some((route, replace)).filter(|_| !self.writes.is_empty());
            if self.leaving.is_none() {
                effects.push(Effect::Show { route, replace });
            } else if self.has_failed_writes() {
                self.leaving = None;
                self.tell(Problem::CannotLeave);
            }
            return;
        }
        effects.push(Effect::Show { route, replace });
        self.open_route(route, effects);
    }

    fn shown(&mut self, shown: bool, effects: &mut Vec<Effect>) {
        // A page that nobody looks at may be ended without a word.
        if !shown && self.loaded {
            self.take_up_drafts(effects);
        }
        if !self.location.watching {
            return;
        }
        // A hidden page measures nothing: foreground only, and the battery lasts the walk.
        effects.push(Effect::WatchPosition(shown));
        effects.push(Effect::KeepAwake(shown));
        if !shown {
            self.forget_fixes();
        }
    }

    /// What is measured from now on is held against nothing of before: the page may have slept.
    fn forget_fixes(&mut self) {
        let location = &mut self.location;
        location.recent.clear();
        location.clock = FixClock::default();
        (location.doubted, location.asked_again) = (None, false);
        location.far = None;
    }

    fn watch(&mut self, on: bool, effects: &mut Vec<Effect>) {
        if self.location.watching == on && !(on && self.location.failure.is_some()) {
            return;
        }
        self.location.watching = on;
        self.location.failure = None;
        self.forget_fixes();
        effects.push(Effect::WatchPosition(on));
        effects.push(Effect::KeepAwake(on));
    }

    fn tell(&mut self, problem: Problem) {
        if self.problems.contains(&problem) {
            return;
        }
        if self.problems.len() >= MOST_PROBLEMS {
            self.problems.remove(0);
        }
        self.problems.push(problem);
    }
}

fn remember(memo: Memo, effects: &mut Vec<Effect>) {
    effects.push(Effect::Remember(vec![memo]));
}
