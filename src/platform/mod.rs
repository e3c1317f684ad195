//! The browser. One capability, one file, no decisions: what to do comes as an
//! [`Effect`](crate::app::Effect), what happened goes back as an [`Event`](crate::app::Event), and
//! no `JsValue` gets past this room.

mod both_copies;
mod bundle_worker;
mod bytes;
pub mod clock;
mod disk;
mod document_worker;
mod dropped;
pub mod eraser;
pub mod exchange;
pub mod file;
mod indexed_db;
pub mod install;
mod join_worker;
pub mod keeper;
pub mod keeper_worker;
pub mod map;
pub mod memory;
pub mod notebook_worker;
pub mod photo;
pub mod position;
mod private_files;
pub mod reader_worker;
pub mod room;
pub mod screen;
mod second_copy;
pub mod signing;
pub mod speech;
pub mod store;
pub mod touch;

use std::rc::Rc;

use crate::app::{Effect, Event};

/// Where events go.
pub type Dispatch = Rc<dyn Fn(Event)>;

/// Does what an effect asks; its answer, if there is one, comes as an event.
pub fn perform(effect: Effect, dispatch: &Dispatch) {
    match effect {
        Effect::ListWalks => store::list_walks(dispatch.clone()),
        Effect::LoadWalk(walk) => store::load_walk(walk, false, dispatch.clone()),
        Effect::LoadCampaign(id) => store::load_walk(id, true, dispatch.clone()),
        Effect::Store { write, walk, entries, media } => {
            store::write(write, walk, entries, media, dispatch.clone());
        }
        Effect::Remember(memos) => memory::remember(&memos),
        Effect::RememberNumber(memo) => {
            if !memory::remember_once(&memo) {
                dispatch(Event::Remembered(memory::preferences()));
            }
        }
        Effect::KeepDraft(draft) => memory::keep_draft(&draft),
        Effect::DropDraft(draft) => memory::drop_draft(&draft),
        Effect::Forget(id) => memory::forget(&id),
        Effect::WatchPosition(on) => position::watch(on, dispatch),
        Effect::KeepAwake(on) => screen::keep_awake(on),
        Effect::PersistStorage => room::persist(dispatch.clone()),
        Effect::MeasureStorage => room::measure(dispatch.clone()),
        Effect::LossSeen => keeper::loss_seen(dispatch),
        Effect::CheckCopies => keeper::check(dispatch),
        Effect::Work(work) => exchange::work(*work, dispatch.clone()),
        Effect::HoldFiles(job) => exchange::hold_files(job),
        Effect::DropFile(job) => exchange::drop_file(job),
        Effect::HandOver { job, share } => exchange::hand_over(job, share, dispatch.clone()),
        Effect::Speak(words, language) => speech::speak(&words, language, dispatch),
        Effect::Show { route, replace } => screen::show(route, replace),
        Effect::Dress(language, theme) => screen::dress(language, theme),
        Effect::Update => screen::agree_to_update(),
    }
}
