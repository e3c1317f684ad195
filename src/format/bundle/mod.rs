//! The notebook file: backup, hand-over and archive are the same thing.
//!
//! - `manifest.json` what should be there: counts and hashes ([`Manifest`]);
//! - `records.ndjson` every revision of every record, one a line, exactly as stored;
//! - `media/<sha256>.jpg` the photos, exactly as stored.
//!
//! Two wrappings of the same content: a `.zip` ([`ZipNotebook`]) and an `.html` page that anyone can
//! open and read ([`HtmlNotebook`]), because many share sheets take a page and no archive.
//! [`Reader`] reads both, and what the rescue page writes; it delivers what is good and lists what
//! is not.

mod html;
mod problem;
mod reader;
mod zipped;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use html::HtmlNotebook;
pub use problem::BundleProblem;
pub use reader::{Item, Reader};
pub use zipped::ZipNotebook;

use crate::domain::identity::WalkId;
use crate::domain::photo::MediaId;

/// Says that a manifest is one of ours.
pub const FORMAT: &str = "eclaireuse-notebook";
/// Version of the wrapping.
pub const VERSION: u32 = 1;

const MANIFEST: &str = "manifest.json";
const RECORDS: &str = "records.ndjson";
const MEDIA: &str = "media/";

/// What should be in a notebook. Whoever wrote it may have known less: absent is not wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// [`VERSION`].
    pub version: u32,
    /// `app` or `rescue`.
    #[serde(default)]
    pub made_by: String,
    /// Milliseconds since 1970, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_at: Option<i64>,
    /// Walks it speaks of.
    #[serde(default)]
    pub walks: Vec<String>,
    /// Record lines.
    #[serde(default)]
    pub records: Option<u64>,
    /// SHA-256 of the record lines, each with its line feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records_sha256: Option<String>,
    /// Photos.
    #[serde(default)]
    pub media: Vec<ManifestMedia>,
}

/// A photo in a manifest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ManifestMedia {
    /// Its name.
    pub sha256: String,
    /// `image/jpeg`.
    #[serde(rename = "type", default)]
    pub media_type: String,
    /// Its size.
    #[serde(default)]
    pub bytes: u64,
}

/// Gathers what the manifest says while a notebook is written.
struct Tally {
    manifest: Manifest,
    records: Sha256,
}

impl Tally {
    fn new(made_at: i64) -> Self {
        let manifest = Manifest {
            format: FORMAT.into(),
            version: VERSION,
            made_by: "app".into(),
            made_at: Some(made_at),
            records: Some(0),
            ..Manifest::default()
        };
        Self { manifest, records: Sha256::new() }
    }

    fn record(&mut self, walk: WalkId, line: &str) {
        self.records.update(line.as_bytes());
        self.records.update(b"\n");
        self.manifest.records = self.manifest.records.map(|count| count + 1);
        let walk = walk.to_string();
        if !self.manifest.walks.contains(&walk) {
            self.manifest.walks.push(walk);
        }
    }

    fn photo(&mut self, media: MediaId, media_type: &str, bytes: usize) {
        self.manifest.media.push(ManifestMedia {
            sha256: media.to_string(),
            media_type: media_type.to_owned(),
            bytes: bytes as u64,
        });
    }

    fn finish(self) -> Manifest {
        Manifest { records_sha256: Some(hex(&self.records.finalize())), ..self.manifest }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A short code of some records: two devices that hold the same revisions show the same code, so
/// that a hand-over can be checked by reading six characters aloud. Letters and digits that look
/// alike are left out (Crockford's base 32).
pub fn receipt_code(digests: impl IntoIterator<Item = u64>) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let sorted: std::collections::BTreeSet<u64> = digests.into_iter().collect();
    let mut hash = Sha256::new();
    for digest in sorted {
        hash.update(digest.to_be_bytes());
    }
    let hash = hash.finalize();
    hash.iter().take(6).map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_depends_on_what_is_there_and_not_on_its_order() {
        assert_eq!(receipt_code([1, 2, 3]), receipt_code([3, 1, 2, 2]));
        assert_ne!(receipt_code([1, 2, 3]), receipt_code([1, 2]));
        assert_eq!(receipt_code([]).len(), 6);
    }
}
