//! What a notebook says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The `format` of a notebook's manifest.
pub const FORMAT: &str = "eclaireuse-notebook";
/// The `content` of a kit's manifest.
pub const KIT: &str = "kit";
/// The version of the bundle that is written.
pub const VERSION: u32 = 1;

/// A photo as the manifest lists it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Media {
    /// SHA-256 of its bytes, 64 lowercase hexadecimal digits.
    pub sha256: String,
    /// Its media type, `image/jpeg`.
    #[serde(rename = "type", default)]
    pub media_type: String,
    /// How many bytes it has.
    #[serde(default)]
    pub bytes: u64,
}

/// What a notebook says of itself. The rescue page writes only some of it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// `app` or `rescue`.
    #[serde(default)]
    pub made_by: String,
    /// When it was made, in milliseconds since 1970, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<i64>,
    /// Minutes east of UTC of the clock on the wall then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tz: Option<i16>,
    /// [`KIT`] when it is the kit of a walk, absent when it is a whole notebook.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub content: String,
    /// Ids of the walks that the records belong to.
    #[serde(default)]
    pub walks: Vec<String>,
    /// Record lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<u64>,
    /// SHA-256 of `records.ndjson`: each line followed by a line feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records_sha256: Option<String>,
    /// Photos carried.
    #[serde(default)]
    pub media: Vec<Media>,
    /// SHA-256 of photos that records name and that the device no longer had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

impl Manifest {
    /// Reads a manifest, with line ends that a mail program put in or without; `None` when it is not
    /// JSON or not a manifest of anything.
    pub(super) fn read(text: &str) -> Option<Self> {
        let unfolded = || text.replace("\n ", "\n").replace(['\r', '\n'], "");
        let joined = || serde_json::from_str(&unfolded()).ok();
        serde_json::from_str(text).ok().or_else(joined)
    }

    /// The manifest as JSON.
    pub(super) fn write(&self) -> String {
        // A plain struct of strings and numbers always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The media types that the manifest gives photos, by name; the first counts.
    pub(super) fn types(&self) -> BTreeMap<String, &'static str> {
        let typed = self.media.iter().rev().filter_map(|media| {
            Some((media.sha256.clone(), super::picture_type(&media.media_type)?))
        });
        typed.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_rescue_page_says_is_enough() {
        let text = r#"{"format":"eclaireuse-notebook","version":1,"made_by":"rescue","records":3,
            "media":[{"sha256":"ab","type":"image/jpeg","bytes":5}],"later":{"a":1}}"#;
        let manifest = Manifest::read(text).unwrap();
        assert_eq!((manifest.records, manifest.made_at), (Some(3), None));
        assert_eq!(manifest.types().get("ab"), Some(&"image/jpeg"));
        assert_eq!(Manifest::read(&manifest.write()), Some(manifest));
        assert_eq!(Manifest::read("[]"), None);
    }
}
