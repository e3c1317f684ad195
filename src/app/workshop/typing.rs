//! What is being typed in the workshop stands beside the page until it is a record on disk: under its
//! campaign, its thing and its field, so that it is never taken for another thing's.

use super::{Kept, TypedText, Workshop};
use crate::domain::identity::WalkId;
use crate::domain::ledger::Digest;

/// A text beside the page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BesideText {
    /// Where it is kept, see [`TypedText::place`].
    pub place: String,
    /// What was typed.
    pub text: String,
}

/// A text whose record is on its way.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct OnItsWay {
    beside: BesideText,
    /// The keys of its records that are not known to be durable.
    keys: Vec<String>,
}

impl TypedText {
    /// Where it is kept beside the page.
    pub fn place(self, campaign: WalkId) -> String {
        let (kind, thing, field) = match self {
            Self::Constat(id, field) => ("constat", id, field.name()),
            Self::Preconisation(id, field) => ("preconisation", id, field.name()),
            Self::Wording(id, field, _) => ("wording", id, field.code()),
        };
        format!("{campaign}.{kind}.{thing}.{field}")
    }

    /// Whether a text that versions up to 0.5.0 kept by the name of its field alone was begun on this
    /// thing: on something that stands there now.
    pub fn was_begun_on(seen: &[Digest], standing: &[Digest]) -> bool {
        seen.iter().any(|digest| standing.contains(digest))
    }
}

impl Workshop {
    /// What was typed was said, in these records or before. Answers with what need not be kept beside
    /// the page any more.
    pub(super) fn typed_was_said(
        &mut self,
        text: TypedText,
        typed: String,
        kept: &[Kept],
    ) -> Vec<BesideText> {
        let Some(open) = self.open else { return Vec::new() };
        let beside = BesideText { place: text.place(open), text: typed };
        let keys: Vec<String> = kept.iter().map(|kept| kept.entry.key.clone()).collect();
        let same = self.on_its_way.iter_mut().find(|one| one.beside.place == beside.place);
        match same {
            // The last words stand for all that was typed there.
            Some(before) => {
                before.beside = beside;
                before.keys.extend(keys);
                Vec::new()
            }
            None if keys.is_empty() => vec![beside],
            None => {
                self.on_its_way.push(OnItsWay { beside, keys });
                Vec::new()
            }
        }
    }

    /// Records of these keys are durable. Answers as [`Self::typed_was_said`].
    pub(super) fn became_durable(&mut self, keys: &[String]) -> Vec<BesideText> {
        for one in &mut self.on_its_way {
            one.keys.retain(|key| !keys.contains(key));
        }
        let durable = self.on_its_way.extract_if(.., |one| one.keys.is_empty());
        durable.map(|one| one.beside).collect()
    }
}
