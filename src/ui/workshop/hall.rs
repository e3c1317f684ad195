//! The workshop's own handle: what it knows, and how acts become records.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;

use crate::app::effect::{Effect, Entry, FileKind};
use crate::app::exchange::{Answer, Chosen, Done, Question};
use crate::app::workshop::{Act, Refusal, Workshop};
use crate::app::{Event, Route};
use crate::domain::deliberation::Deliberation;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::{Audience, Choice};
use crate::format::booklet::Document;
use crate::format::v1;
use crate::platform::{self, clock, memory};
use crate::text::{RestitutionWords, WorkshopWords};
use crate::ui::session::Session;

/// The handle every room gets.
#[derive(Clone, Copy)]
pub(super) struct Hall {
    /// The page's session: language, files, messages.
    pub(super) session: Session,
    /// What the workshop knows.
    pub(super) workshop: RwSignal<Workshop>,
    /// Why the last act was not done.
    pub(super) refused: RwSignal<Option<Refusal>>,
    /// The observations chosen in the room where things are put together.
    pub(super) chosen: RwSignal<BTreeSet<RecordId>>,
}

thread_local! {
    static HALL: Cell<Option<Hall>> = const { Cell::new(None) };
}

/// The hall of this page, made when it is first asked for.
pub(super) fn hall(session: Session) -> Hall {
    if let Some(hall) = HALL.get() {
        return hall;
    }
    // Outlives every screen: an owner that ends would take its signals with it.
    let owner = Owner::new();
    let hall = owner.with(|| Hall {
        session,
        workshop: RwSignal::new(Workshop::default()),
        refused: RwSignal::new(None),
        chosen: RwSignal::new(BTreeSet::new()),
    });
    std::mem::forget(owner);
    HALL.set(Some(hall));
    hall
}

/// What the session hears is heard here too.
pub(in crate::ui) fn hear(session: Session, event: &Event) {
    let hall = hall(session);
    match event {
        Event::WalksListed(lines) => hall.workshop.update(|workshop| workshop.list(lines)),
        Event::LinesLoaded { walk, lines, done } => {
            let more = hall
                .workshop
                .try_update(|workshop| workshop.lines(*walk, lines, *done))
                .unwrap_or_default();
            more.into_iter().for_each(|walk| hall.load(walk));
        }
        Event::ChangedElsewhere(walk) => {
            let concerns = hall.workshop.with_untracked(|workshop| {
                workshop.open == Some(*walk)
                    || workshop.sheet().is_some_and(|sheet| sheet.walks.contains(walk))
            });
            if concerns {
                hall.load(*walk);
            }
        }
        Event::Answered(_, Answer::Done(Done::TakenIn(report))) => {
            let receptions = report.receptions.clone();
            let walks = report.walks.clone();
            // After the session has heard it.
            leptos::task::spawn_local(async move { hall.taken_in(&walks, &receptions) });
        }
        Event::Navigated(_) | Event::Left(..) => hall.refused.set(None),
        _ => {}
    }
}

impl Hall {
    /// The workshop's words.
    pub(super) fn words(self) -> &'static WorkshopWords {
        WorkshopWords::of(self.session.language())
    }

    /// The words of what leaves and of what comes back.
    pub(super) fn restitution_words(self) -> &'static RestitutionWords {
        RestitutionWords::of(self.session.language())
    }

    /// A part of what the workshop knows, followed.
    pub(super) fn select<T: PartialEq + Send + Sync + 'static>(
        self,
        part: impl Fn(&Workshop) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.workshop.with(|workshop| part(workshop)))
    }

    /// A part as it is now.
    pub(super) fn now<T>(self, part: impl FnOnce(&Workshop) -> T) -> T {
        self.workshop.with_untracked(part)
    }

    fn load(self, walk: WalkId) {
        platform::perform(Effect::LoadWalk(walk), &self.session.dispatcher());
    }

    /// Opens a campaign, unless it is.
    pub(super) fn ensure_open(self, id: WalkId) {
        if self.now(|workshop| workshop.open) == Some(id) {
            return;
        }
        let device = memory::campaign_device(id);
        self.workshop.update(|workshop| workshop.open(id, device));
        self.chosen.set(BTreeSet::new());
        self.load(id);
    }

    /// A campaign with its walks, as one file: everything this device would be missed for.
    pub(super) fn whole_file(self, id: WalkId) -> Question {
        self.file(FileKind::Campaign, id)
    }

    /// The planner's bundle, as chosen.
    pub(super) fn bundle_file(self, id: WalkId, choice: &Choice) -> Question {
        Question { chosen: Chosen::bundle(choice), ..self.file(FileKind::Bundle, id) }
    }

    /// A document as a file that stands alone.
    pub(super) fn document_file(
        self,
        id: WalkId,
        document: Document,
        audience: Audience,
    ) -> Question {
        let chosen = Chosen::document(document, audience);
        Question { chosen, ..self.file(FileKind::Document, id) }
    }

    fn file(self, kind: FileKind, id: WalkId) -> Question {
        Question::whole(kind, id, self.session.language())
    }

    /// Asks for a file, about the campaign as it stands.
    pub(super) fn make(self, question: Question) {
        let content = self.now(|workshop| workshop.campaign.fingerprint());
        self.session.dispatch(Event::CampaignFileAsked(question, content));
    }

    /// Tells whether the campaign is still what a file was made of.
    pub(super) fn content(self) -> Memo<u64> {
        self.select(|workshop| workshop.campaign.fingerprint())
    }

    /// Begins a campaign and opens it.
    pub(super) fn begin(self, sheet: crate::domain::deliberation::CampaignSheet) {
        let chance = clock::chance();
        let id = WalkId::made(chance.at.utc_ms, chance.random);
        let device = memory::campaign_device(id);
        self.workshop.update(|workshop| workshop.open(id, device));
        let walks = sheet.walks.clone();
        if self.act(Act::Sheet(Box::new(sheet))) {
            // What was just made is there without being read again.
            self.workshop.update(|workshop| drop(workshop.lines(id, &[], true)));
            walks.into_iter().for_each(|walk| self.load(walk));
            self.session.open(Route::Campaign(id, crate::app::route::Room::Cockpit));
        }
    }

    /// Does a step; whether it was done. Why not is said in the room.
    pub(super) fn act(self, act: Act) -> bool {
        let chance = clock::chance();
        let done = self.workshop.try_update(|workshop| workshop.act(act, chance));
        let kept = match done {
            Some(Ok(kept)) => kept,
            Some(Err(refusal)) => {
                self.refused.set(Some(refusal));
                return false;
            }
            None => return false,
        };
        self.refused.set(None);
        let mut by_walk: BTreeMap<WalkId, (Vec<Entry>, Vec<RecordId>)> = BTreeMap::new();
        for kept in kept {
            let (entries, things) = by_walk.entry(kept.walk).or_default();
            entries.push(kept.entry);
            things.push(kept.id);
        }
        for (walk, (entries, things)) in by_walk {
            self.session.dispatch(Event::Kept(walk, entries, things));
        }
        true
    }

    /// Does a step whose answer is seen in the room.
    pub(super) fn does(self, act: Act) {
        self.act(act);
    }

    /// Notebooks were taken in: their walks belong to the campaign from now on, and who handed over
    /// is noted.
    fn taken_in(self, walks: &[WalkId], receptions: &[String]) {
        let Some(open) = self.now(|workshop| workshop.open) else { return };
        let receptions: Vec<_> = receptions
            .iter()
            .filter_map(|line| match v1::read_deliberation(line).ok()?.record.body {
                Deliberation::Reception(reception) => Some(*reception),
                _ => None,
            })
            .collect();
        let sheet = self.now(|workshop| workshop.sheet().cloned());
        if let Some(mut sheet) = sheet {
            let known = sheet.walks.len();
            for walk in receptions.iter().map(|reception| reception.walk) {
                if !sheet.walks.contains(&walk) {
                    sheet.walks.push(walk);
                }
            }
            if sheet.walks.len() > known {
                self.act(Act::Sheet(Box::new(sheet)));
            }
        }
        self.act(Act::Received(receptions));
        let own = self
            .now(|workshop| workshop.sheet().map(|sheet| sheet.walks.clone()).unwrap_or_default());
        for walk in walks.iter().filter(|walk| own.contains(walk) || **walk == open) {
            self.load(*walk);
        }
    }
}
