//! What a device remembers between starts, other than the notebook: small, and never the only
//! copy of anything somebody said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the screen looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Backup {
    /// Milliseconds since 1970, UTC.
    pub at_ms: i64,
    /// Observations that stood then.
    pub observations: usize,
}

/// What a device remembers of one walk.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct WalkMemory {
    /// The device number on this walk, eight hexadecimal digits.
    #[serde(default)]
    pub device: String,
    /// The last backup.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<Backup>,
}

/// What a device remembers between starts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Preferences {
    /// ISO 639-1; empty for the device's own language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// How the screen looks.
    #[serde(default)]
    pub theme: Theme,
    /// The walk that is open, by id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub current_walk: String,
    /// By walk id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub walks: BTreeMap<String, WalkMemory>,
}

/// A text being typed, or a photo being waited for: written at each key, synchronously, so that a
/// page that dies loses nothing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The walk.
    pub walk: String,
    /// The observation.
    pub observation: String,
    /// The text field by its code, or `photo` while the camera is open.
    pub field: String,
    /// What is typed so far.
    #[serde(default)]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_of_an_older_or_later_version_still_open() {
        assert_eq!(serde_json::from_str::<Preferences>("{}").ok(), Some(Preferences::default()));
        let later = r#"{"theme":"night","smell":3,"walks":{"a":{"device":"00c0ffee","x":1}}}"#;
        let read: Preferences = serde_json::from_str(later).unwrap();
        assert_eq!((read.theme, read.walks["a"].device.as_str()), (Theme::Night, "00c0ffee"));
    }
}
