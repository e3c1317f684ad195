//! What is being typed, and the photos that are waited for, until a record says it.
//!
//! Local storage, where drafts are, may lose its last seconds when a browser is killed, and bring back
//! what was dropped half a minute before. So nothing here is believed because it is there: a draft says
//! on which revision it was typed, whatever is written of an observation takes the words being typed
//! along, and words that were typed and taken back are a revision too. A draft that was typed on an
//! older revision than the newest has nothing to say.

use crate::app::effect::Effect;
use crate::app::model::Model;
use crate::app::problem::Problem;
use crate::domain::code::Language;
use crate::domain::identity::RecordId;
use crate::domain::ledger::record::Body;
use crate::domain::observation::amend::TextField;
use crate::domain::observation::{Observation, kept_text};
use crate::domain::stamp::Stamp;
use crate::format::preferences::{AWAITING_PHOTO, Draft};

impl Model {
    /// What a field shows: the words being typed, or those that were said.
    pub fn typed(&self, id: RecordId, field: TextField) -> String {
        let draft = self.draft_of(id, field.code()).filter(|draft| self.is_news(draft));
        let said = || self.observation(id).map(|said| said.text(field).to_owned());
        draft.map(|draft| draft.text.clone()).or_else(said).unwrap_or_default()
    }

    fn draft_of(&self, id: RecordId, field: &str) -> Option<&Draft> {
        let name = id.to_string();
        self.drafts.iter().find(|draft| draft.observation == name && draft.field == field)
    }

    fn is_of_open(&self, draft: &Draft) -> bool {
        self.open.is_some_and(|open| open.to_string() == draft.walk)
    }

    /// The newest revision of what a draft is of.
    fn drafted(&self, draft: &Draft) -> Option<(u32, &Observation)> {
        let record = self.notebook.record(RecordId::parse(&draft.observation)?)?;
        match &record.body {
            Body::Observation(said) => Some((record.envelope.revision, said)),
            _ => None,
        }
    }

    /// Whether a text was typed later than what was said. Where it does not say on what it was typed
    /// (versions up to 0.5.0), it is if it goes on where the words of an unfinished observation end.
    fn is_news(&self, draft: &Draft) -> bool {
        let Some(field) = TextField::from_code(&draft.field) else { return false };
        self.drafted(draft).is_some_and(|(revision, said)| {
            let known = said.text(field);
            let goes_on = draft.text.starts_with(known) && draft.text != known;
            let is_open = !said.finished && !said.withdrawn;
            if draft.revision == 0 { is_open && goes_on } else { draft.revision >= revision }
        })
    }

    /// Whether a photo has not come: none was added since the camera opened, and nothing was said.
    fn is_awaited(&self, draft: &Draft) -> bool {
        draft.field == AWAITING_PHOTO
            && self.drafted(draft).is_some_and(|(revision, said)| {
                let here = self.notebook.all_photos_of(said.id).count();
                let came = draft.text.parse::<usize>().is_ok_and(|before| here > before);
                let is_current = draft.revision == 0 || draft.revision >= revision;
                !said.withdrawn && !came && is_current
            })
    }

    fn is_current(&self, draft: &Draft) -> bool {
        self.is_news(draft) || self.is_awaited(draft)
    }

    /// Whether a photo of an observation was waited for when a page died, and still is.
    pub fn awaits_photo(&self, id: RecordId) -> bool {
        self.draft_of(id, AWAITING_PHOTO).is_some_and(|draft| self.is_awaited(draft))
    }

    /// Whether anything is being typed or waited for on the open walk.
    pub fn is_typing(&self) -> bool {
        self.drafts.iter().any(|draft| self.is_of_open(draft) && self.is_current(draft))
    }

    /// A text is being typed, or the camera opens: kept before anything else happens.
    pub(super) fn typing(&mut self, draft: Draft, effects: &mut Vec<Effect>) {
        let language = self.language.code().to_owned();
        self.keep_draft(Draft { language, ..draft }, effects);
    }

    /// Keeps a draft as typed on the newest revision.
    fn keep_draft(&mut self, mut draft: Draft, effects: &mut Vec<Effect>) {
        draft.revision = self.drafted(&draft).map_or(0, |(revision, _)| revision);
        let key = draft.key();
        self.drafts.retain(|kept| kept.key() != key);
        self.drafts.push(draft.clone());
        effects.push(Effect::KeepDraft(draft));
    }

    /// What is being typed or waited for.
    pub(super) fn current_drafts(&self) -> Vec<Draft> {
        self.drafts.iter().filter(|draft| self.is_current(draft)).cloned().collect()
    }

    /// Another tab wrote a revision while something was typed here: it was typed on that one, too.
    pub(super) fn typed_on(&mut self, drafts: Vec<Draft>, effects: &mut Vec<Effect>) {
        for draft in drafts {
            if !self.is_current(&draft) && self.drafted(&draft).is_some() {
                self.keep_draft(draft, effects);
            }
        }
    }

    /// A field says what stands in it.
    pub(super) fn text_said(
        &mut self,
        id: RecordId,
        field: TextField,
        text: String,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some((walk, said)) = self.open.zip(self.observation(id)) else { return };
        let draft = self.draft_of(id, field.code());
        if draft.is_none() && kept_text(&text, field.most()).0 == said.text(field) {
            return;
        }
        if draft.is_none_or(|draft| draft.text != text) {
            let (walk, observation) = (walk.to_string(), id.to_string());
            let field = field.code().to_owned();
            self.typing(Draft { walk, observation, field, text, ..Draft::default() }, effects);
        }
        if let Some(draft) = self.draft_of(id, field.code()).cloned() {
            self.settle(draft, at, effects);
        }
    }

    /// What is being typed becomes a revision every few seconds: local storage outlives the page, but
    /// not always a browser that is killed.
    pub(super) fn settle_typing(&mut self, effects: &mut Vec<Effect>) {
        for draft in self.drafts.clone() {
            let id = RecordId::parse(&draft.observation);
            let is_ready = self.loaded && id.is_some_and(|id| !self.is_unsaved(id));
            if is_ready && self.is_of_open(&draft) {
                self.settle(draft, self.now, effects);
            }
        }
    }

    /// Texts that were being typed when the last page died, or when their screen was left, become
    /// revisions.
    pub(super) fn take_up_drafts(&mut self, effects: &mut Vec<Effect>) {
        for draft in self.drafts.clone() {
            if RecordId::parse(&draft.observation).is_none() {
                self.let_go(draft, effects);
            } else if self.is_of_open(&draft) {
                self.settle(draft, self.now, effects);
            }
        }
    }

    /// A photo that was waited for when the last page died is offered on whichever page starts, until
    /// it is taken or the person says that it will not be.
    pub(super) fn photos_looked_for(&mut self, effects: &mut Vec<Effect>) {
        for draft in self.drafts.clone() {
            if draft.field != AWAITING_PHOTO || self.drafted(&draft).is_none() {
                continue;
            }
            if self.is_awaited(&draft) {
                self.tell(Problem::PhotoLost);
            } else {
                self.let_go(draft, effects);
            }
        }
    }

    /// What is news becomes a revision, also where it says the same as before: what local storage still
    /// holds of it can then overrule nothing. What is no news is let go.
    fn settle(&mut self, draft: Draft, at: Stamp, effects: &mut Vec<Effect>) {
        if TextField::from_code(&draft.field).is_none() {
            return;
        }
        let Some(said) = self.drafted(&draft).map(|(_, said)| said.clone()) else { return };
        if self.is_news(&draft) {
            self.write_observation(said, at, effects);
        } else {
            self.let_go(draft, effects);
        }
    }

    /// Forgets a draft whose words are said: at once when that is durable, with the write otherwise.
    fn let_go(&mut self, draft: Draft, effects: &mut Vec<Effect>) {
        let id = RecordId::parse(&draft.observation);
        let is_of_it = |things: &[RecordId]| id.is_some_and(|id| things.contains(&id));
        match self.writes.iter_mut().rev().find(|write| is_of_it(&write.things)) {
            Some(write) if write.drafts.contains(&draft) => {}
            Some(write) => write.drafts.push(draft),
            None => {
                self.drafts.retain(|kept| *kept != draft);
                effects.push(Effect::DropDraft(draft));
            }
        }
    }

    /// Writes a revision of an observation, with the words that are being typed of it.
    pub(super) fn write_observation(
        &mut self,
        mut observation: Observation,
        at: Stamp,
        effects: &mut Vec<Effect>,
    ) {
        let (walk, id) = (observation.walk, observation.id);
        let name = id.to_string();
        let (mut texts, mut photos) = (Vec::new(), Vec::new());
        for draft in self.drafts.clone() {
            if draft.observation != name {
                continue;
            }
            if let Some(field) = TextField::from_code(&draft.field) {
                let language = Language::from_tag(&draft.language);
                if self.is_news(&draft) && observation.take_text(field, &draft.text, language) {
                    self.tell(Problem::TextCut(field.most()));
                }
                texts.push(draft);
            } else if self.is_awaited(&draft) {
                photos.push(draft);
            }
        }
        let things = vec![(id, Body::Observation(Box::new(observation)))];
        self.write(walk, things, Vec::new(), texts, at, effects);
        // The camera is still open.
        self.typed_on(photos, effects);
    }

    pub(super) fn camera_opening(&mut self, id: RecordId, effects: &mut Vec<Effect>) {
        let Some(walk) = self.open else { return };
        let draft = Draft {
            walk: walk.to_string(),
            observation: id.to_string(),
            field: AWAITING_PHOTO.to_owned(),
            text: self.notebook.all_photos_of(id).count().to_string(),
            ..Draft::default()
        };
        self.typing(draft, effects);
    }

    /// What waits for a photo of an observation.
    pub(super) fn awaiting(&self, id: RecordId) -> Vec<Draft> {
        self.draft_of(id, AWAITING_PHOTO).cloned().into_iter().collect()
    }

    pub(super) fn camera_closed(&mut self, id: RecordId, effects: &mut Vec<Effect>) {
        for draft in self.awaiting(id) {
            self.drafts.retain(|kept| *kept != draft);
            effects.push(Effect::DropDraft(draft));
        }
        self.problems.retain(|problem| *problem != Problem::PhotoLost);
    }

    /// The message about the photos that were waited for was read: none of them is any more.
    pub(super) fn photo_given_up(&mut self, effects: &mut Vec<Effect>) {
        let open = self.open.map(|open| open.to_string());
        let is_given_up =
            |draft: &mut Draft| draft.field == AWAITING_PHOTO && Some(&draft.walk) == open.as_ref();
        for draft in self.drafts.extract_if(.., is_given_up) {
            effects.push(Effect::DropDraft(draft));
        }
    }
}
