//! What was chosen of a campaign, written down: equal choices are equal texts. Only the workshop
//! writes it and only the worker reads it, so that a walker's phone need not know either.

use crate::format::json::{self, Json, quoted};

use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::leaving::{Audience, Choice};
use crate::format::booklet::Document;

/// What was chosen of a campaign.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen(pub(super) String);

fn code<C: Code>(code: Option<C>) -> &'static str {
    code.map_or("", Code::code)
}

fn read<C: Code>(value: &Json, name: &str) -> Option<C> {
    C::from_code(value.get(name)?.as_str()?)
}

impl Chosen {
    /// It as text.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is to leave in the planner's bundle.
    pub fn bundle(choice: &Choice) -> Self {
        let Choice {
            audience,
            with_internal,
            coarse,
            walk,
            cycle,
            lead,
            horizon,
            status,
            principle,
        } = choice;
        let walk = walk.map_or(String::new(), |walk| walk.to_string());
        let mut written = format!(
            r#"{{"audience":"{}","with_internal":{with_internal},"coarse":{coarse}"#,
            audience.code()
        );
        for (name, text) in [
            ("walk", walk.as_str()),
            ("cycle", cycle),
            ("lead", code(*lead)),
            ("horizon", code(*horizon)),
            ("status", code(*status)),
            ("principle", code(*principle)),
        ] {
            written += &format!(r#","{name}":{}"#, quoted(text));
        }
        Self(written + "}")
    }

    /// A document, for whom.
    pub fn document(document: Document, audience: Audience) -> Self {
        let (document, audience) = (document.code(), audience.code());
        Self(format!(r#"{{"document":"{document}","audience":"{audience}"}}"#))
    }

    /// What is to leave in the planner's bundle; in doubt what the public may have, which is the
    /// least.
    pub fn as_bundle(&self) -> Choice {
        let value = json::read(&self.0).unwrap_or_default();
        let flag = |name: &str| value.get(name).and_then(Json::as_bool).unwrap_or(false);
        let text = |name: &str| value.get(name).and_then(Json::as_str).unwrap_or_default();
        Choice {
            audience: read(&value, "audience").unwrap_or(Audience::Public),
            with_internal: flag("with_internal"),
            coarse: flag("coarse"),
            walk: WalkId::parse(text("walk")),
            cycle: text("cycle").to_owned(),
            lead: read(&value, "lead"),
            horizon: read(&value, "horizon"),
            status: read(&value, "status"),
            principle: read(&value, "principle"),
        }
    }

    /// Which document, and for whom; in doubt for the public.
    pub fn as_document(&self) -> Option<(Document, Audience)> {
        let value = json::read(&self.0).ok()?;
        let document = Document::from_code(value.get("document")?.as_str()?)?;
        Some((document, read(&value, "audience").unwrap_or(Audience::Public)))
    }
}
