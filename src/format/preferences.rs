//! What a device remembers between starts, other than the notebook: small, and never the only
//! copy of anything somebody said.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// How the screen looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
    /// Dim and warm, for eyes used to the night.
    Night,
}

impl Theme {
    /// Every theme, in the order in which it is offered.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Light, Self::Dark, Self::Night];

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    /// Its name in the stylesheet.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Night => "night",
        }
    }
}

/// When a notebook was last put in safety.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Backup {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Observations that stood then.
    pub observations: usize,
}

/// What a device remembers of one walk.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct WalkMemory {
    /// The device number on this walk, eight hexadecimal digits.
    pub device: String,
    /// The last backup.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup: Option<Backup>,
    /// Whether the mediator's device answered that everything of it arrived.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub received: bool,
}

/// What a device remembers between starts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Preferences {
    /// ISO 639-1; empty for the device's own language.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// How the screen looks.
    pub theme: Theme,
    /// The walk that is open, by id.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub current_walk: String,
    /// By walk id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub walks: BTreeMap<String, WalkMemory>,
}

/// A text being typed, or a photo being waited for: written at each key, synchronously, so that a
/// page that dies loses nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Draft {
    /// The walk.
    pub walk: String,
    /// The observation.
    pub observation: String,
    /// The text field by its code, or `photo` while the camera is open.
    pub field: String,
    /// What is typed so far.
    pub text: String,
}

/// The field of a draft that waits for a photo.
pub const AWAITING_PHOTO: &str = "photo";

impl Draft {
    /// Where it is kept: one place for each field, so that two tabs do not overwrite each other's.
    pub fn key(&self) -> String {
        format!("{}.{}", self.observation, self.field)
    }
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

impl Preferences {
    /// What was written by this version or another: whatever is not understood is as never set.
    pub fn read(value: &Value) -> Self {
        let walks = value.get("walks").and_then(Value::as_object).into_iter().flatten();
        Self {
            language: text(value, "language"),
            theme: Theme::from_code(&text(value, "theme")).unwrap_or_default(),
            current_walk: text(value, "current_walk"),
            walks: walks.map(|(walk, memory)| (walk.clone(), WalkMemory::read(memory))).collect(),
        }
    }
}

impl WalkMemory {
    fn read(value: &Value) -> Self {
        let backup = value.get("backup").and_then(|backup| {
            let observations = backup.get("observations")?.as_i64()?;
            Some(Backup {
                at_ms: backup.get("at_ms")?.as_i64()?,
                observations: usize::try_from(observations).ok()?,
            })
        });
        let received = value.get("received").and_then(Value::as_bool).unwrap_or(false);
        Self { device: text(value, "device"), backup, received }
    }
}

impl Draft {
    /// What was written by this version or another; `None` when it says of nothing.
    pub fn read(value: &Value) -> Option<Self> {
        let draft = Self {
            walk: text(value, "walk"),
            observation: text(value, "observation"),
            field: text(value, "field"),
            text: text(value, "text"),
        };
        (!draft.observation.is_empty() && !draft.field.is_empty()).then_some(draft)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Preferences {
        Preferences::read(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn preferences_come_back() {
        let backup = Some(Backup { at_ms: 1_762_364_520_000, observations: 12 });
        let memory = WalkMemory { device: "00c0ffee".into(), backup, received: true };
        let preferences = Preferences {
            language: "en".into(),
            theme: Theme::Night,
            current_walk: "a".into(),
            walks: [("a".to_owned(), memory)].into(),
        };
        assert_eq!(read(&serde_json::to_string(&preferences).unwrap()), preferences);
        let draft = Draft {
            walk: "a".into(),
            observation: "b".into(),
            field: "words".into(),
            text: "il fait \"noir\" 🌙".into(),
        };
        let json = serde_json::to_value(&draft).unwrap();
        assert_eq!(Draft::read(&json), Some(draft));
    }

    #[test]
    fn preferences_of_an_older_or_later_version_still_open() {
        assert_eq!(read("{}"), Preferences::default());
        assert_eq!(read("[3]"), Preferences::default());
        let later =
            r#"{"theme":"night","smell":3,"language":7,"walks":{"a":{"device":"00c0ffee","x":1}}}"#;
        let later = read(later);
        assert_eq!((later.theme, later.walks["a"].device.as_str()), (Theme::Night, "00c0ffee"));
        assert_eq!(Draft::read(&Value::Null), None);
    }
}
