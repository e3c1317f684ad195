//! The workshop's own handle: what it knows, and how acts become records.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos::prelude::*;

use crate::app::Event;
use crate::app::effect::{Effect, Entry, FileKind};
use crate::app::event::Chance;
use crate::app::exchange::{Chosen, Done, ExchangeError, FileQuestion, JobAnswer};
use crate::app::workshop::departing::{Departing, Departures, leaves_by};
use crate::app::workshop::update::Heard;
use crate::app::workshop::{Act, Kept, Workshop};
use crate::domain::deliberation::reception::Reception;
use crate::domain::deliberation::{CampaignSheet, Deliberation};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::{Audience, Choice};
use crate::format::booklet::Document;
use crate::format::v1;
use crate::platform::{self, clock, memory};
use crate::text::{DepartureWords, RestitutionWords, Words, WorkshopWords};
use crate::ui::session::Session;

use super::field;
use super::layers::Departure;

/// What a choice lets leave, computed once for each state of the campaign; `None` while it is not all
/// here.
pub(super) fn departing(workshop: &Workshop, choice: &Choice) -> Option<Arc<Departing>> {
    DEPARTURES.with_borrow_mut(|known| known.of(workshop, choice))
}

/// The handle every room gets.
#[derive(Clone, Copy)]
pub(super) struct Hall {
    /// The page's session: language, files, messages.
    pub(super) session: Session,
    /// What the workshop knows.
    pub(super) workshop: RwSignal<Workshop>,
    /// The observations chosen in the room where things are put together.
    pub(super) chosen: RwSignal<BTreeSet<RecordId>>,
    /// Where somebody is in the room where files leave.
    pub(super) departure: RwSignal<Departure>,
}

thread_local! {
    static HALL: Cell<Option<Hall>> = const { Cell::new(None) };
    /// What was computed of what may leave, for as long as the campaign stands as it did.
    static DEPARTURES: RefCell<Departures> = RefCell::default();
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
        chosen: RwSignal::new(BTreeSet::new()),
        departure: RwSignal::new(Departure::default()),
    });
    std::mem::forget(owner);
    HALL.set(Some(hall));
    hall
}

/// What the session hears is heard here too.
pub(in crate::ui) fn hear(session: Session, event: &Event) {
    let hall = hall(session);
    let heard = match event {
        Event::WalksListed(lines) => Heard::Listed(lines.clone()),
        Event::LinesLoaded { walk, lines, done } => Heard::Lines(*walk, lines.clone(), *done),
        Event::ChangedElsewhere(walk) => Heard::ChangedElsewhere(*walk),
        Event::Compared(comparison) if comparison.brought_back() => {
            match hall.now(|workshop| workshop.open) {
                Some(open) => Heard::ChangedElsewhere(open),
                None => return,
            }
        }
        Event::Answered(_, JobAnswer::Done(Done::TakenIn(report))) => {
            let (walks, campaigns) = (report.walks.clone(), report.campaigns.clone());
            let receptions = received(&report.receptions);
            // After the session has heard it, and with it the list of what is here.
            leptos::task::spawn_local(async move {
                let chance = clock::chance();
                hall.hear(Heard::CameIn { walks, campaigns, receptions, chance });
            });
            return;
        }
        // What was copied of it is gone from storage, and is shown no more.
        Event::Answered(_, JobAnswer::Done(Done::Erased)) => {
            match hall.now(|workshop| workshop.open) {
                Some(open) => Heard::ChangedElsewhere(open),
                None => return,
            }
        }
        Event::Answered(_, JobAnswer::Done(Done::File(made))) if !made.left.is_empty() => {
            let Ok(read) = v1::read_deliberation(&made.left) else { return };
            let device = memory::campaign_device(read.record.envelope.walk);
            Heard::Left(made.left.clone(), device, clock::chance())
        }
        Event::Stored(write) => {
            let keys = session.now(|model| {
                let stored = model.writes.iter().find(|pending| pending.write == *write);
                let entries = stored.map(|pending| &*pending.entries).unwrap_or_default();
                entries.iter().map(|entry| entry.key.clone()).collect()
            });
            Heard::Durable(keys)
        }
        Event::Navigated(_) | Event::Left(..) => {
            field::keep_all();
            Heard::Moved
        }
        Event::Shown(false) => return field::keep_all(),
        _ => return,
    };
    hall.hear(heard);
}

fn received(lines: &[String]) -> Vec<Reception> {
    let read = |line: &String| match v1::read_deliberation(line).ok()?.record.body.says {
        Deliberation::Reception(reception) => Some(*reception),
        _ => None,
    };
    lines.iter().filter_map(read).collect()
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

    /// The words of the room where files leave.
    pub(super) fn departure_words(self) -> &'static DepartureWords {
        DepartureWords::of(self.session.language())
    }

    /// The same, followed.
    pub(super) fn departing(
        self,
        choice: impl Fn() -> Choice + Send + Sync + 'static,
    ) -> Memo<Option<Arc<Departing>>> {
        self.select(move |workshop| departing(workshop, &choice()))
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

    /// Tells the workshop what happened and does what it answers.
    pub(super) fn hear(self, heard: Heard) {
        let Some(reply) = self.workshop.try_update(|workshop| workshop.hear(heard)) else { return };
        self.keep(reply.kept);
        field::forget(&reply.said);
        if let Some((question, content)) = reply.file {
            self.session.dispatch(Event::CampaignFileAsked(question, content));
        }
        for effect in reply.effects {
            match effect {
                Effect::Show { route, replace: false } => self.session.open(route),
                effect => platform::perform(effect, &self.session.dispatcher()),
            }
        }
    }

    /// Opens a campaign, unless it is.
    pub(super) fn ensure_open(self, id: WalkId) {
        if self.now(|workshop| workshop.open) == Some(id) {
            return;
        }
        self.chosen.set(BTreeSet::new());
        self.departure.set(Departure::default());
        self.hear(Heard::Opened(id, memory::campaign_device(id)));
    }

    /// Records are stored, those of one walk together.
    fn keep(self, kept: Vec<Kept>) {
        let mut by_walk: BTreeMap<WalkId, (Vec<Entry>, Vec<RecordId>)> = BTreeMap::new();
        for kept in kept {
            let (entries, things) = by_walk.entry(kept.walk).or_default();
            entries.push(kept.entry);
            things.push(kept.id);
        }
        for (walk, (entries, things)) in by_walk {
            self.session.dispatch(Event::Kept(walk, entries, things));
        }
    }

    /// Something leaves by this page, on paper or by the clipboard: it is looked at first and written
    /// down as left. Answers with what would be learnt when it stays; empty when it may go.
    pub(super) fn hands_out(
        self,
        attack: impl FnOnce(&mut Workshop, Chance) -> Result<Vec<Kept>, ExchangeError>,
    ) -> String {
        let language = self.session.language();
        let chance = clock::chance();
        match self.workshop.try_update(|workshop| attack(workshop, chance)) {
            Some(Ok(kept)) => {
                self.keep(kept);
                String::new()
            }
            Some(Err(why)) => why.words(Words::of(language)),
            None => String::new(),
        }
    }

    /// A campaign with its walks, as one file: everything this device would be missed for.
    pub(super) fn whole_file(self, id: WalkId) -> FileQuestion {
        self.file(FileKind::Campaign, id)
    }

    /// The planner's bundle, as chosen.
    pub(super) fn bundle_file(self, id: WalkId, choice: &Choice) -> FileQuestion {
        FileQuestion { chosen: Chosen::bundle(choice), ..self.file(FileKind::Bundle, id) }
    }

    /// A document as a file that stands alone.
    pub(super) fn document_file(
        self,
        id: WalkId,
        document: Document,
        audience: Audience,
    ) -> FileQuestion {
        let chosen = Chosen::document(document, audience);
        FileQuestion { chosen, ..self.file(FileKind::Document, id) }
    }

    fn file(self, kind: FileKind, id: WalkId) -> FileQuestion {
        FileQuestion::whole(kind, id, self.session.language())
    }

    /// Asks for a file, about the campaign as it stands; for the planner's bundle with what is chosen
    /// to leave.
    pub(super) fn make(self, question: FileQuestion, choice: Option<Choice>) {
        // The room has it on the screen: a large campaign is not gone through again at the tap.
        let known = leaves_by(&question, choice.as_ref())
            .and_then(|choice| self.now(|workshop| departing(workshop, &choice)));
        let choice = choice.map(Box::new);
        self.hear(Heard::FileAsked(question, choice, known, clock::chance()));
    }

    /// Tells whether the campaign is still what a file was made of.
    pub(super) fn content(self) -> Memo<u64> {
        self.select(|workshop| workshop.campaign.fingerprint())
    }

    /// Begins a campaign and opens it.
    pub(super) fn begin(self, sheet: CampaignSheet) {
        let chance = clock::chance();
        let id = WalkId::made(chance.at.utc_ms, chance.random);
        self.hear(Heard::Begun(Box::new(sheet), id, memory::campaign_device(id), chance));
    }

    /// Does a step; whether it was done. Why not is said in the room.
    pub(super) fn act(self, act: Act) -> bool {
        self.hear(Heard::Acted(act, clock::chance()));
        self.now(|workshop| workshop.refused.is_none())
    }

    /// Does a step whose answer is seen in the room.
    pub(super) fn does(self, act: Act) {
        self.act(act);
    }
}
