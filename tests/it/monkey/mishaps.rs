//! What happens to a phone: positions, clocks, tabs, deaths, a full storage, files that leave.

use eclaireuse::app::Event;
use eclaireuse::app::effect::FileKind;
use eclaireuse::app::exchange::{Done, JobAnswer, Made};
use eclaireuse::app::problem::NoPosition;
use eclaireuse::domain::code::Language;
use eclaireuse::domain::identity::WalkId;
use eclaireuse::format::left_file::FileWay;
use eclaireuse::format::preferences::ColourTheme;
use eclaireuse::format::v1;

use super::oracle::{Elsewhere, Oracle};
use super::world::{REMEMBERED_MS, World};

impl World {
    /// New, coarse, remembered from elsewhere, of another town, of nowhere, or none.
    pub(super) fn hears_of_a_position(&mut self) {
        let kind = self.dice.below(8);
        let (dice, stands) = (&mut self.dice, self.stands);
        let accuracy_m = if kind < 3 { 6.0 } else { *dice.pick(&[40.0, 150.0, 400.0]) };
        let place = match kind {
            0..4 => stands.moved(180.0 * dice.about(), accuracy_m * dice.about().abs()),
            4 => stands.moved(180.0 * dice.about(), 4000.0),
            5 => stands.moved(180.0 * dice.about(), 30_000.0),
            _ => stands,
        };
        self.step(format!("position {kind}, {accuracy_m} m"));
        if kind == 7 {
            return self.here(|phone| phone.happens(Event::FixFailed(NoPosition::Unavailable)));
        }
        let stamped =
            if kind == 4 { crate::phone::EVENING.utc_ms - REMEMBERED_MS } else { self.true_ms() };
        let (lon, lat) = if kind == 6 { (0.0, 0.0) } else { (place.lon(), place.lat()) };
        if kind < 4 {
            self.fixed_ms = Some(self.true_ms());
        }
        self.here(|phone| phone.is_told(lon, lat, accuracy_m, stamped));
    }

    pub(super) fn waits(&mut self) {
        let seconds = *self.dice.pick(&[1, 2, 5, 17, 44, 47, 130]);
        self.step(format!("{seconds} s pass"));
        self.passes(seconds);
    }

    pub(super) fn sets_the_clock(&mut self) {
        let slow_s = *self.dice.pick(&[0, 0, -3600, 3600, -31_536_000, 31_536_000, 40, -40]);
        let zone = *self.dice.pick(&[60, 60, -300, 780, 0]);
        self.step(format!("the clock is {slow_s} s slow, in zone {zone}"));
        self.sets_clock(slow_s, zone);
    }

    pub(super) fn goes_to_another_tab(&mut self) -> Result<(), String> {
        // What storage refused is in one page only, and what is being typed there is, too.
        if self.has_failed() || self.full || self.drafts() > 0 {
            return Ok(());
        }
        if self.tabs.len() == 1 {
            self.step("opens a second tab".into());
            self.opens_tab();
        } else if self.dice.one_in(3) {
            self.step("closes this tab".into());
            self.tabs.remove(self.tab);
            self.tab = 0;
            self.ready.clear();
        } else {
            self.tab = 1 - self.tab;
            self.ready.clear();
            self.step("goes to the other tab".into());
        }
        // It hears first what happened elsewhere.
        self.here(|_| ());
        Ok(())
    }

    pub(super) fn dies(&mut self) -> Result<(), String> {
        let back_s = *self.dice.pick(&[0, 1, 3, 5, 12, 40]);
        if !self.dice.one_in(3) || self.full || self.has_failed() {
            self.step(format!("the browser is killed, local storage of {back_s} s before"));
            return self.is_killed(back_s, None);
        }
        let Some(id) = self.one_of(|it| !it.meant.withdrawn) else { return Ok(()) };
        let arrive = self.dice.below(2);
        self.step(format!("killed in the middle of {id}, {arrive} written, {back_s} s before"));
        let (change, question, code, is_one_of_several) = self.answer(id);
        self.means(id, |thing| {
            if is_one_of_several {
                thing.meant.adds(question, &code);
            } else {
                thing.meant.answers(question, &code);
            }
        });
        self.is_killed(back_s, Some((Box::new(move |phone| phone.says(id, change)), arrive)))
    }

    pub(super) fn storage_changes(&mut self) {
        self.full = !self.full && self.dice.one_in(2);
        self.step(format!("storage is full: {}", self.full));
        if !self.full {
            self.here(|phone| phone.happens(Event::RetryTapped));
        }
    }

    /// A file is made, let go, looked for; or the mediator answers.
    pub(super) fn hands_over(&mut self) {
        let walk = self.walk;
        match self.dice.below(5) {
            0 | 1 => {
                self.step("makes a notebook".into());
                let work = self.here(|phone| {
                    phone.happens(Event::ExportAsked(FileKind::NotebookHtml, phone.now));
                    phone.at_work()
                });
                let lines = self.lines().chain(&work.unsaved).map(|line| v1::digest(line));
                let holds = lines.collect();
                let made = Made { name: "carnet.html".into(), whole: true, ..Made::default() };
                self.here(|phone| phone.worker_says(JobAnswer::Done(Done::File(made))));
                self.ready.push((work.id, holds));
            }
            2 => {
                let Some((job, holds)) = self.ready.pop() else { return };
                let way = *self.dice.pick(&[FileWay::Downloads, FileWay::App]);
                self.step(format!("lets a notebook go: {way:?}"));
                let at_ms = self.here(|phone| {
                    let before = phone.model.left_files(walk).len();
                    phone.happens(Event::HandOverTapped(job, way == FileWay::App));
                    phone.happens(Event::FileHandedOver(job, way, phone.now));
                    let after = phone.model.left_files(walk);
                    after.first().filter(|_| after.len() > before).map(|file| file.at_ms)
                });
                if let Some(at_ms) = at_ms {
                    self.oracle.elsewhere.perhaps.extend(&holds);
                    self.left.push((at_ms, holds));
                }
            }
            3 => {
                let Some((at_ms, holds)) = self.left.pop() else { return };
                let sees = self.dice.one_in(2);
                self.step(format!("looks for the file: {sees}"));
                if sees {
                    self.oracle.elsewhere.seen.extend(holds);
                }
                self.here(|phone| phone.happens(Event::FileSeen(walk, at_ms, sees)));
            }
            _ => {
                // The mediator has what the last file that was seen held; or not that.
                let stands: Vec<u64> = self.newest_on_disk();
                let has = self.dice.one_in(2);
                self.step(format!("the mediator's answer, of what stands: {has}"));
                self.here(|phone| phone.happens(Event::AnswerGiven(walk, "AAAAAA".into())));
                if has {
                    self.oracle.elsewhere.mediator.extend(stands);
                }
                self.here(|phone| phone.worker_says(JobAnswer::Done(Done::Checked(has))));
            }
        }
    }

    pub(super) fn newest_on_disk(&self) -> Vec<u64> {
        self.lines().map(|line| v1::digest(line)).collect()
    }

    pub(super) fn looks_away(&mut self) {
        self.step("the page is hidden, and shown again".into());
        self.here(|phone| phone.happens(Event::Shown(false)));
        let seconds = *self.dice.pick(&[1, 20]);
        self.passes(seconds);
        let (theme, language) =
            (*self.dice.pick(&ColourTheme::ALL), *self.dice.pick(&Language::ALL));
        self.here(|phone| {
            phone.happens(Event::Shown(true));
            phone.happens(Event::ThemeChosen(theme));
            phone.happens(Event::LanguageChosen(language));
        });
    }

    pub(super) fn wipes(&mut self) -> Result<(), String> {
        if self.full || self.has_failed() || self.tabs.len() > 1 {
            return Ok(());
        }
        self.step("wipes the walk and makes another".into());
        let walk: WalkId = self.walk;
        self.here(|phone| phone.happens(Event::WalkWiped(walk)));
        let Oracle { things, wiped, .. } = &mut self.oracle;
        wiped.extend(std::mem::take(things).into_values().flat_map(|thing| thing.marks));
        self.oracle.elsewhere = Elsewhere::default();
        (self.ready, self.left) = Default::default();
        if self.lines().any(|line| line.contains(&walk.to_string())) {
            return Err("something of the wiped walk is on the disk".into());
        }
        self.makes_walk();
        Ok(())
    }
}
