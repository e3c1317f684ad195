//! What may happen next, and what a person does.

use eclaireuse::app::event::ReadyPhoto;
use eclaireuse::app::route::Panel;
use eclaireuse::app::{Event, Route};
use eclaireuse::domain::code::Code;
use eclaireuse::domain::identity::RecordId;
use eclaireuse::domain::observation::amend::{Change, TextField};
use eclaireuse::domain::observation::gender::{AvoidedBy, Present, Reason};
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::observation::scale::{Frequency, Level, Polarity};
use eclaireuse::domain::observation::taxonomy::Category;

use super::oracle::{Said, Thing};
use super::world::World;
use crate::phone::Phone;

/// Which list an answer belongs to, and whether it takes several.
pub(super) type Answer = (Change, &'static str, String, bool);

impl World {
    /// One step, and whether everything still is as it was meant.
    pub(super) fn goes_on(&mut self) -> Result<(), String> {
        match self.dice.below(100) {
            0..15 => self.tags()?,
            15..29 => self.answers()?,
            29..43 => self.types()?,
            43..48 => self.finishes()?,
            48..55 => self.withdraws()?,
            55..58 => self.erases()?,
            58..63 => self.photographs()?,
            63..66 => self.places()?,
            66..74 => self.hears_of_a_position(),
            74..80 => self.waits(),
            80..82 => self.sets_the_clock(),
            82..85 => self.goes_to_another_tab()?,
            85..88 => {
                self.step("the page is loaded anew".into());
                self.reloads()?;
            }
            88..92 => self.dies()?,
            92..94 => self.storage_changes(),
            94..98 => self.hands_over(),
            98 => self.looks_away(),
            _ => self.wipes()?,
        }
        self.flushes();
        self.agrees()
    }

    pub(super) fn step(&mut self, what: String) {
        let (tab, at) = (self.tab, self.true_ms() / 1000 % 100_000);
        let full = if self.full { ", full" } else { "" };
        self.steps.push(format!("[{at} s, tab {tab}{full}] {what}"));
    }

    /// A tap on purpose does something; sometimes the finger comes down again by itself.
    fn taps(&mut self, act: impl FnOnce(&mut Phone)) -> Result<(), String> {
        let before = self.front().model.route;
        let tab = self.tab;
        self.tabs[tab].hand.taps(&mut self.dice)?;
        self.here(act);
        let is_other = self.front().model.route != before;
        if is_other {
            self.tabs[tab].hand.sees_another_screen(&mut self.dice);
        }
        if self.dice.one_in(3) {
            self.slips += 1;
            if self.tabs[tab].hand.trembles(&mut self.dice) {
                self.step("what nobody meant is heard".into());
                self.slip();
            }
        }
        Ok(())
    }

    /// What is under a finger that nobody meant.
    fn slip(&mut self) {
        self.here(|phone| {
            let category = Category::from_code("isolation").unwrap();
            match (phone.model.route, phone.model.left_unfinished.first().copied()) {
                (Route::Observation(_, id, _), _) => {
                    phone.says(id, Change::Polarity(Polarity::Negative));
                }
                (Route::Principles(..) | Route::Categories(..), _) => {
                    let chance = phone.chance();
                    phone.happens(Event::CategoryTapped(category, chance));
                }
                (_, Some(left)) => phone.happens(Event::UnfinishedDiscarded(left, phone.now)),
                _ => {
                    let newest = phone.model.notebook.newest_first().next().map(|it| it.id);
                    if let Some(id) = newest {
                        phone.says(id, Change::Withdrawn(true));
                    }
                }
            }
        });
    }

    fn tags(&mut self) -> Result<(), String> {
        let all: Vec<Category> = Category::all().collect();
        let category = *self.dice.pick(&all);
        let walk = self.walk;
        self.step(format!("says {}", category.code()));
        self.taps(|phone| phone.happens(Event::PlusTapped))?;
        let principle = category.principle().unwrap();
        self.taps(|phone| phone.opens(Route::Categories(walk, principle, None)))?;
        let stood = Some((self.stands, self.true_ms()));
        self.taps(|phone| {
            let chance = phone.chance();
            phone.happens(Event::CategoryTapped(category, chance));
        })?;
        let Route::Observation(_, id, _) = self.front().model.route else {
            return Err("nothing was begun".into());
        };
        let meant = Said { category: category.code().to_owned(), ..Said::default() };
        let before = self.oracle.things.insert(id, Thing::said(meant, stood));
        if before.is_some() {
            return Err(format!("{id} was there before"));
        }
        Ok(())
    }

    /// Something that stands, withdrawn or not, and that is open then.
    pub(super) fn one_of(&mut self, is_wanted: impl Fn(&Thing) -> bool) -> Option<RecordId> {
        let mut standing = self.standing();
        standing.retain(|id| is_wanted(&self.oracle.things[id]));
        if standing.is_empty() {
            return None;
        }
        // Mostly the last one, as on a walk.
        let last = standing[standing.len() - 1];
        Some(if self.dice.one_in(2) { last } else { *self.dice.pick(&standing) })
    }

    fn opens(&mut self, id: RecordId, panel: Panel) -> Result<(), String> {
        let route = Route::Observation(self.walk, id, panel);
        if self.front().model.route == route {
            return Ok(());
        }
        self.taps(move |phone| phone.opens(route))
    }

    pub(super) fn answer(&mut self, of: RecordId) -> Answer {
        fn code<T: Code>(value: T) -> String {
            value.code().to_owned()
        }
        let level = *self.dice.pick(&Level::ALL);
        match self.dice.below(9) {
            0 => {
                let it = *self.dice.pick(Polarity::ALL);
                (Change::Polarity(it), "polarity", code(it), false)
            }
            1 => (Change::Feeling(level), "feeling", format!("{level:?}"), false),
            2 => (Change::Severity(level), "severity", format!("{level:?}"), false),
            3 => {
                let it = *self.dice.pick(Frequency::ALL);
                (Change::Frequency(it), "frequency", code(it), false)
            }
            4 => {
                let it = self.dice.one_in(2);
                (Change::Avoided(it), "avoided", it.to_string(), false)
            }
            5 => {
                let it = *self.dice.pick(Present::ALL);
                (Change::Present(it), "present", code(it), true)
            }
            6 => {
                let it = *self.dice.pick(Reason::ALL);
                (Change::Reason(it), "reason", code(it), true)
            }
            7 if self.oracle.things[&of]
                .meant
                .one
                .get("avoided")
                .is_some_and(|it| it == "true") =>
            {
                let it = *self.dice.pick(AvoidedBy::ALL);
                (Change::AvoidedBy(it), "avoided_by", code(it), true)
            }
            _ => {
                let own = &self.oracle.things[&of].meant.category;
                let others: Vec<Category> = Category::all().filter(|it| it.code() != own).collect();
                let it = *self.dice.pick(&others);
                (Change::Secondary(it), "secondary", it.code().to_owned(), true)
            }
        }
    }

    fn answers(&mut self) -> Result<(), String> {
        let Some(id) = self.one_of(|it| !it.meant.withdrawn) else { return Ok(()) };
        self.opens(id, Panel::Summary)?;
        for _ in 0..=self.dice.below(3) {
            let (change, question, code, is_one_of_several) = self.answer(id);
            self.step(format!("answers {question} {code} of {id}"));
            self.means(id, |thing| {
                if is_one_of_several {
                    thing.meant.adds(question, &code);
                } else {
                    thing.meant.answers(question, &code);
                }
            });
            self.taps(move |phone| phone.says(id, change))?;
        }
        Ok(())
    }

    pub(super) fn means(&mut self, id: RecordId, change: impl FnOnce(&mut Thing)) {
        change(self.oracle.things.get_mut(&id).expect("it was said"));
    }

    fn types(&mut self) -> Result<(), String> {
        let Some(id) = self.one_of(|it| !it.meant.withdrawn) else { return Ok(()) };
        self.opens(id, Panel::Words)?;
        let field = *self.dice.pick(&TextField::ALL);
        let at = field as usize;
        self.words += 1;
        let mark = format!("m{}q", self.words);
        let before = self.oracle.things[&id].words[at].clone();
        let goes_on = !before.is_empty() && before.len() < 20 && self.dice.one_in(2);
        let text = if goes_on { format!("{before} {mark}") } else { format!("{mark} noir") };
        let mut stages: Vec<String> = text
            .char_indices()
            .map(|(end, letter)| text[..end + letter.len_utf8()].to_owned())
            .filter(|stage| !goes_on || stage.len() > before.len() + 1)
            .collect();
        match self.dice.below(4) {
            // Taken back, all or half of it.
            0 => stages.push(String::new()),
            1 => stages.push(mark.clone()),
            _ => {}
        }
        let end = self.dice.below(4);
        self.step(format!("types {stages:?} into {field:?} of {id}, end {end}"));
        self.means(id, |thing| thing.marks.push(mark));
        let count = stages.len();
        for (number, stage) in stages.into_iter().enumerate() {
            // A local storage that lost the last letters has some that were typed.
            self.means(id, |thing| thing.types(at, &stage));
            self.here(|phone| phone.types(id, field, &stage));
            self.flushes();
            if number % 4 == 3 && number + 1 < count && self.dice.one_in(3) {
                self.here(|phone| phone.passes(2));
                self.agrees()?;
            }
        }
        let text = self.oracle.things[&id].words[at].clone();
        let walk = self.walk;
        match end {
            0 => {}
            1 => self.here(|phone| phone.says(id, Change::Text(field, text))),
            2 => self.here(|phone| phone.passes(2)),
            _ => self.taps(|phone| phone.opens(Route::Walk(walk)))?,
        }
        Ok(())
    }

    fn finishes(&mut self) -> Result<(), String> {
        let asked = self.front().model.left_unfinished.first().copied();
        if let Some(id) = asked.filter(|_| self.dice.one_in(2)) {
            let keep = self.dice.one_in(2);
            self.step(format!("left unfinished {id}, kept: {keep}"));
            self.means(id, |thing| {
                if keep {
                    thing.meant.finished = true;
                } else {
                    thing.meant.withdrawn = true;
                }
            });
            return self.taps(move |phone| {
                let at = phone.now;
                phone.happens(match keep {
                    true => Event::UnfinishedKept(id, at),
                    false => Event::UnfinishedDiscarded(id, at),
                });
            });
        }
        let Some(id) = self.one_of(|it| !it.meant.withdrawn) else { return Ok(()) };
        let finished = !self.dice.one_in(5);
        self.step(format!("finished {id}: {finished}"));
        self.opens(id, Panel::Summary)?;
        self.means(id, |thing| thing.meant.finished = finished);
        self.taps(move |phone| phone.says(id, Change::Finished(finished)))
    }

    fn withdraws(&mut self) -> Result<(), String> {
        let withdrawn = self.dice.one_in(2);
        let Some(id) = self.one_of(|it| it.meant.withdrawn != withdrawn) else { return Ok(()) };
        self.step(format!("withdrawn {id}: {withdrawn}"));
        self.means(id, |thing| thing.meant.withdrawn = withdrawn);
        self.taps(move |phone| phone.says(id, Change::Withdrawn(withdrawn)))
    }

    fn erases(&mut self) -> Result<(), String> {
        let Some(id) = self.one_of(|it| it.meant.withdrawn) else { return Ok(()) };
        self.step(format!("erases {id}"));
        self.means(id, |thing| thing.erasing = true);
        self.taps(move |phone| {
            let at = phone.now;
            phone.happens(Event::Erased(id, at));
        })
    }

    fn photographs(&mut self) -> Result<(), String> {
        let Some(id) = self.one_of(|it| !it.meant.withdrawn) else { return Ok(()) };
        self.opens(id, Panel::Photo)?;
        self.here(|phone| phone.happens(Event::CameraOpening(id)));
        if self.dice.one_in(4) {
            self.step(format!("no picture of {id}"));
            self.here(|phone| phone.happens(Event::CameraClosed(id)));
            return Ok(());
        }
        self.words += 1;
        let media = MediaId::of(format!("picture {}", self.words).as_bytes());
        self.step(format!("takes picture {media} of {id}"));
        self.means(id, |thing| thing.photos.extend([media.to_string()]));
        self.here(|phone| {
            let chance = phone.chance();
            let media_type = "image/jpeg".into();
            let ready = ReadyPhoto { media, media_type, size: 5, pixels: (16, 12), blocks: 0 };
            phone.happens(Event::PhotoReady(id, ready, chance));
        });
        if self.dice.one_in(4) {
            self.means(id, |thing| thing.photos.retain(|it| *it != media.to_string()));
            self.here(|phone| {
                let of = phone.model.notebook.photos_of(id).find(|it| it.media == media);
                let photo = of.map(|it| it.id).expect("it was taken");
                phone.happens(Event::PhotoWithdrawn(photo, true, phone.now));
            });
        }
        Ok(())
    }

    fn places(&mut self) -> Result<(), String> {
        let Some(id) = self.one_of(|it| !it.meant.withdrawn) else { return Ok(()) };
        let place = self.stands.moved(180.0 * self.dice.about(), 30.0);
        self.step(format!("places {id} at {place:?}"));
        self.opens(id, Panel::Place)?;
        let is_back = self.dice.one_in(3);
        self.means(id, |thing| thing.meant.placed = (!is_back).then(|| place.e7()));
        let change =
            if is_back { Change::PlacedWhereObserved } else { Change::PlacedByHand(place) };
        self.taps(move |phone| phone.says(id, change))
    }
}
