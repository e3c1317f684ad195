//! Two tabs of one phone: one disk, two pages that do not see each other's memory.

use eclaireuse::app::{Event, Route};
use eclaireuse::domain::code::Language;
use eclaireuse::domain::observation::amend::Change;
use eclaireuse::format::preferences::{Backup, ColourTheme, Memo};
use serde_json::json;

use crate::phone::Phone;

/// Something done in one tab while another is open: what it wrote is on the disk of both.
fn in_another_tab<T>(here: &mut Phone, act: impl FnOnce(&mut Phone) -> T) -> T {
    let mut there = Phone::new();
    there.disk = here.disk.clone();
    there.now = here.now;
    there.start();
    let result = act(&mut there);
    here.disk = there.disk;
    result
}

#[test]
fn a_walk_made_in_another_tab_keeps_its_device_number() {
    let mut here = Phone::new();
    let walk = in_another_tab(&mut here, |there| there.creates_walk(|_| {}));
    here.happens(Event::ThemeChosen(ColourTheme::Night));
    here.killed_and_started();
    here.opens(Route::Walk(walk));
    assert!(here.model.prepares(), "the sheet was made on this phone");
    assert_eq!(here.model.preferences.theme, ColourTheme::Night);
}

#[test]
fn a_phone_has_one_number_on_a_walk_whichever_tab_wrote_first() {
    let mut other = Phone::new();
    let walk = other.creates_walk(|_| {});
    for is_told in [true, false] {
        let mut here = Phone::new();
        here.disk.records = other.disk.records.clone();
        here.start();
        here.opens(Route::Walk(walk));
        in_another_tab(&mut here, |there| there.opens(Route::Walk(walk)));
        let there = in_another_tab(&mut here, |there| {
            there.opens(Route::Walk(walk));
            there.tags("isolation");
            there.model.device
        });
        if is_told {
            let told = Event::Remembered(here.disk.preferences());
            here.happens(told);
        }
        here.tags("isolation");
        assert_eq!(here.model.device, there, "told: {is_told}");
        here.killed_and_started();
        assert_eq!(here.model.device, there, "told: {is_told}");
    }
}

#[test]
fn the_language_and_the_look_are_heard_by_the_other_tabs_and_the_open_walk_is_not() {
    let mut here = Phone::new();
    let walk = here.creates_walk(|_| {});
    let id = here.tags("isolation");
    in_another_tab(&mut here, |there| {
        there.happens(Event::ThemeChosen(ColourTheme::Night));
        there.happens(Event::LanguageChosen(Language::En));
        there.creates_walk(|_| {});
    });
    here.happens(Event::Remembered(here.disk.preferences()));
    // What the screen holds that is not said yet stays: it is drawn anew with the next one.
    assert_eq!(
        (here.model.preferences.theme, here.model.language),
        (ColourTheme::Night, Language::Fr)
    );
    here.opens(Route::Walk(walk));
    assert_eq!((here.model.language, here.model.open), (Language::En, Some(walk)));
    here.says(id, Change::Withdrawn(true));
    assert!(here.on_disk(id).unwrap().withdrawn);
    // Nothing chosen yet: this tab goes on in the language that it speaks.
    here.disk.memory.clear();
    here.happens(Event::Remembered(here.disk.preferences()));
    here.opens(Route::Settings);
    assert_eq!(here.model.language, Language::En);
}

#[test]
fn a_number_that_died_with_the_browser_is_found_beside_the_records() {
    for joined in [true, false] {
        let mut phone = Phone::new();
        if joined {
            let mut other = Phone::new();
            let walk = other.creates_walk(|_| {});
            phone.disk.records = other.disk.records.clone();
            phone.start();
            phone.opens(Route::Walk(walk));
        } else {
            phone.creates_walk(|_| {});
        }
        let id = phone.tags("isolation");
        let device = phone.model.device;
        // Local storage had written nothing yet.
        phone.disk.memory.clear();
        phone.killed_and_started();
        assert_eq!((phone.model.device, phone.model.prepares()), (device, !joined));
        phone.says(id, Change::Withdrawn(true));
        assert!(phone.model.problems.is_empty() && phone.on_disk(id).unwrap().withdrawn);
        assert!(phone.lines_of(phone.model.open.unwrap()).iter().all(|line| line.starts_with('{')));
        phone.happens(Event::WalkWiped(phone.model.open.unwrap()));
        assert!(phone.disk.own.is_empty());
    }
}

#[test]
fn what_0_4_0_remembered_in_one_value_is_remembered_separately() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    let device = phone.model.device.to_string();
    phone.disk.memory.clear();
    let of_walk = json!({"device": device, "backup": {"at_ms": 5, "observations": 2}});
    let kept = json!({
        "theme": "dark", "current_walk": walk.to_string(), "walks": {walk.to_string(): of_walk},
    });
    phone.disk.one_value = eclaireuse::format::json::read(&kept.to_string()).unwrap();
    for _ in 0..2 {
        phone.killed_and_started();
        assert!(phone.model.prepares() && phone.disk.one_value.is_null());
        let preferences = &phone.model.preferences;
        let backup = preferences.walks.get(&walk.to_string()).and_then(|memory| memory.backup);
        assert_eq!(backup, Some(Backup { at_ms: 5, observations: 2 }));
        assert_eq!((preferences.theme, phone.model.open), (ColourTheme::Dark, Some(walk)));
    }
    phone.happens(Event::WalkWiped(walk));
    assert_eq!(phone.disk.memory.keys().collect::<Vec<_>>(), ["theme"], "nothing of the walk");
}

/// What the older tab remembers of a walk, and a change of look there, with and without having heard
/// of what the other tab did.
fn looks_otherwise_in_the_older_tab(here: &mut Phone, is_told: bool) {
    if is_told {
        let told = Event::Remembered(here.disk.preferences());
        here.happens(told);
    }
    here.happens(Event::ThemeChosen(ColourTheme::Night));
    here.happens(Event::LanguageChosen(Language::En));
}

#[test]
fn a_backup_made_in_another_tab_is_not_forgotten_by_an_older_one() {
    for is_told in [true, false] {
        let mut here = Phone::new();
        let walk = here.creates_walk(|_| {});
        here.tags("isolation");
        let backup = in_another_tab(&mut here, |there| {
            there.opens(Route::Walk(walk));
            let backup = Backup { at_ms: there.now.utc_ms, observations: 1 };
            there.disk.remember(vec![Memo::backup(&walk.to_string(), Some(backup))]);
            backup
        });
        looks_otherwise_in_the_older_tab(&mut here, is_told);
        here.killed_and_started();
        let memory = here.model.preferences.walks.get(&walk.to_string()).cloned().unwrap();
        assert_eq!(memory.backup, Some(backup), "told: {is_told}");
        assert_eq!(here.model.preferences.theme, ColourTheme::Night);
        assert!(here.model.prepares());
    }
}

#[test]
fn what_is_said_in_one_tab_has_arrived_nowhere_whatever_another_remembers() {
    for is_told in [true, false] {
        let mut here = Phone::new();
        let walk = here.creates_walk(|_| {});
        here.tags("isolation");
        let name = walk.to_string();
        // The mediator's device answered in one tab, and more is said in the other.
        here.disk.remember(vec![Memo::received(&name, true, "2025-11-05")]);
        let mut there = Phone::new();
        (there.disk, there.now) = (here.disk.clone(), here.now);
        there.start();
        assert!(there.model.preferences.walks.get(&name).unwrap().received);
        if is_told {
            let told = Event::Remembered(here.disk.preferences());
            here.happens(told);
        }
        here.tags("isolation");
        assert!(!here.disk.preferences().walks.get(&name).unwrap().received, "told: {is_told}");
        there.disk = here.disk.clone();
        looks_otherwise_in_the_older_tab(&mut there, is_told);
        there.killed_and_started();
        let memory = there.model.preferences.walks.get(&name).cloned().unwrap();
        assert!(!memory.received, "told: {is_told}");
    }
}
