//! Whether a phone is ready to walk without a network: said from what was found, carried by the
//! notebook as codes, and each page begins where it should.

use eclaireuse::app::copies::{CheckResult, Checked, CopiesCompared};
use eclaireuse::app::problem::{NoPosition, NotStored};
use eclaireuse::app::{Effect, Event, Page, Route};
use eclaireuse::domain::identity::WalkId;
use eclaireuse::domain::ledger::record::Body;
use eclaireuse::domain::walk::phone_check::SecondCopyState;
use eclaireuse::domain::walk::readiness::Obstacle;
use eclaireuse::format::left_file::FileWay;

use crate::phone::Phone;
use crate::safety::leaves;

fn checked(phone: &mut Phone, said: &str) {
    let chance = phone.chance();
    phone.happens(Event::Checked(Obstacle::read_all(said), chance));
}

/// What the newest notice on disk says of the phone: what it lacked, what its check found.
fn said_of_itself(phone: &Phone, walk: WalkId) -> (String, String) {
    let mut again = Phone::new();
    again.disk = phone.disk.clone();
    again.start();
    again.opens(Route::Walk(walk));
    let found = again.model.notebook.of_kind("notice").find_map(|record| match &record.body {
        Body::Notice(notice) => Some((notice.ready.clone(), notice.check.clone())),
        _ => None,
    });
    found.expect("a notice")
}

fn carried(phone: &Phone, walk: WalkId) -> String {
    said_of_itself(phone, walk).0
}

#[test]
fn nothing_is_said_before_it_is_known() {
    let mut phone = Phone::new();
    assert_eq!(phone.model.readiness(), None);
    checked(&mut phone, "copying");
    assert_eq!(phone.model.readiness(), Some(vec![Obstacle::Copying]));
    checked(&mut phone, "");
    assert_eq!(phone.model.readiness(), Some(Vec::new()));
}

#[test]
fn what_is_found_later_counts() {
    let mut phone = Phone::new();
    phone.creates_walk(|_| {});
    checked(&mut phone, "");
    phone.happens(Event::FixFailed(NoPosition::TimedOut));
    assert_eq!(phone.model.readiness(), Some(Vec::new()), "no fix yet is not a refusal");
    phone.happens(Event::FixFailed(NoPosition::Denied));
    assert_eq!(phone.model.readiness(), Some(vec![Obstacle::Position]));
    phone.refuses = Some(NotStored::Full);
    // Asking for the position again is not a refusal either.
    phone.tags("noise");
    assert_eq!(phone.model.readiness(), Some(vec![Obstacle::Storage]));
}

#[test]
fn the_verdict_travels_with_the_notice() {
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    assert_eq!(carried(&phone, walk), "", "it did not know yet");
    checked(&mut phone, "altered\tindex.html\t0badcafe\t00c0ffee");
    assert_eq!(carried(&phone, walk), "altered");
    let lines = phone.lines_of(walk).join("\n");
    assert!(!lines.contains("index.html") && !lines.contains("0badcafe"));
    checked(&mut phone, "");
    assert_eq!(carried(&phone, walk), "ready");
    let before = phone.disk.records.len();
    checked(&mut phone, "");
    assert_eq!(phone.disk.records.len(), before, "nothing new is not written");
    // Each start looks again, and is on its way first.
    checked(&mut phone, "copying");
    checked(&mut phone, "");
    assert_eq!(phone.disk.records.len(), before, "a start writes nothing");
    // She has set off: what happens now is another matter, and the answer of the mediator holds.
    phone.tags("noise");
    checked(&mut phone, "position");
    assert_eq!(carried(&phone, walk), "ready");

    let mut phone = Phone::new();
    checked(&mut phone, "insecure\nposition");
    let walk = phone.creates_walk(|_| {});
    assert_eq!(carried(&phone, walk), "insecure position");
}

/// The mediator reads in the notebook which phone needs care; a line that comes after the file does not make
/// her answer wrong.
#[test]
fn what_the_check_found_travels_with_the_notice() {
    let found = |phone: &Phone, walk| said_of_itself(phone, walk).1;
    let checks = |phone: &mut Phone, check| {
        let second = SecondCopyState::Kept;
        phone.happens(Event::Compared(CopiesCompared {
            second,
            check,
            ..CopiesCompared::default()
        }));
        // The next page looks whether it is ready.
        phone.start();
        checked(phone, "");
    };
    let mut phone = Phone::new();
    let walk = phone.creates_walk(|_| {});
    checked(&mut phone, "");
    assert_eq!(found(&phone, walk), "", "nobody asked");
    phone.tags("noise");
    let whole = Checked { records: 3, photos: 0, mended: 1, bent: 0 };
    checks(&mut phone, CheckResult::Read(whole));
    let today = phone.now.date();
    assert_eq!(found(&phone, walk), format!("two_copies 1 0 {today}"));
    assert_eq!(carried(&phone, walk), "ready", "what it lacked when it set off stays");
    let before = phone.disk.records.len();
    checks(&mut phone, CheckResult::NotAsked);
    assert_eq!(phone.disk.records.len(), before, "nothing new is not written");

    leaves(&mut phone, "carnet.html", FileWay::Downloads);
    assert_eq!(phone.model.safety().nowhere, 0);
    let before = phone.disk.records.len();
    checks(&mut phone, CheckResult::Failed);
    assert_eq!(phone.disk.records.len(), before, "everything is in a file by now");
    phone.tags("noise");
    checks(&mut phone, CheckResult::Failed);
    assert_eq!(found(&phone, walk), format!("unread 0 0 {today}"));
}

/// What version 0.4.0 did: each page without a fragment was the walker's home.
#[test]
fn each_page_without_a_fragment_is_its_own_beginning() {
    let of = |page: Page, walk: bool| {
        let mut phone = Phone::new();
        let walk = walk.then(|| phone.creates_walk(|_| {}));
        phone.page = page;
        phone.disk.address = Route::parse("");
        phone.start();
        assert_eq!(phone.model.page, page);
        let shown = phone.asked.iter().rev().find_map(|effect| match effect {
            Effect::Show { route, replace } => Some((*route, *replace)),
            _ => None,
        });
        let route = phone.model.route;
        assert!(shown.is_none_or(|shown| shown == (route, true)), "{shown:?}");
        // On the page itself, or on both.
        assert!(route == Route::Home || route.page() == Some(page), "{page:?}: {route:?}");
        (route, walk)
    };
    assert_eq!(of(Page::Workshop, false).0, Route::Campaigns);
    assert_eq!(of(Page::Workshop, true).0, Route::Campaigns);
    assert_eq!(of(Page::Join, true).0, Route::Join);
    assert_eq!(of(Page::Desk, false).0, Route::NewWalk);
    assert_eq!(of(Page::Ground, false).0, Route::Home);
    assert_eq!(of(Page::Walk, false).0, Route::Home);
    let (route, walk) = of(Page::Desk, true);
    assert_eq!(route, Route::Sheet(walk.unwrap()));
    let (route, walk) = of(Page::Ground, true);
    assert_eq!(route, Route::Map(walk.unwrap()));
    let (route, walk) = of(Page::Walk, true);
    assert_eq!(route, Route::Walk(walk.unwrap()));
}
