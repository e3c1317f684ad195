//! What a device signs of what it wrote, and whether that holds: ECDSA on P-256 with SHA-256, over
//! a list of its lines. The records are of a kind of their own (`signed`), which the pages and
//! earlier versions keep as it came; only the worker of files reads it.
//!
//! ```json
//! {"v":1,"kind":"signed",…,"device":"00c0ffee",…,"body":{"key":"…","covers":"…","signature":"…"}}
//! ```
//!
//! `key` is the public key as a compressed point, `covers` the first 16 bytes of the SHA-256 of each
//! line in rising order, `signature` r and s; all in base64 without padding.
//!
//! A device writes two rows of them. In the one each record covers what those before it do not:
//! together they cover all that the device wrote on the walk. One that says `whole` stands in place
//! of those before it: something was erased, and its name goes too. In the other each record covers
//! the sheet and the kit as they stand, and is small enough for a QR code.

use std::collections::BTreeSet;

use crate::format::json::{self, Json};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::v1;
use crate::domain::identity::{DeviceNumber, RecordId, WalkId};
use crate::domain::ledger::record::Envelope;

pub use crate::domain::ledger::record::SIGNED;

/// The first line of what is signed: a signature made for anything else is none here.
const DOMAIN: &str = "eclaireuse signed 1";

/// What the ids of these records begin with: beyond those of any clock, so that they stand last
/// among the keys of a walk and are found without reading it.
const PLACE: &str = "ffffffff-ffff-8fff-";

/// Bytes of a compressed public key: a sign and x.
const KEY_BYTES: usize = 33;
/// Bytes of a signature: r and s.
const SIGNATURE_BYTES: usize = 64;

/// Names a line: the first half of its SHA-256.
pub type LineName = [u8; 16];

/// The name of a line.
pub fn name_of(line: &str) -> LineName {
    first_half(line.as_bytes())
}

/// What a QR code says of a key: the first half of the SHA-256 of its compressed point.
pub fn fingerprint(key: &[u8]) -> LineName {
    first_half(key)
}

fn first_half(of: &[u8]) -> LineName {
    let hash: [u8; 32] = Sha256::digest(of).into();
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

/// A public key as WebCrypto gives it, 4, x and y, in 33 bytes: 2 or 3 by the parity of y, and x.
/// `None` when it is no such point.
pub fn compressed(point: &[u8]) -> Option<Vec<u8>> {
    match point {
        [4, rest @ ..] if rest.len() == 64 => {
            let (x, y) = rest.split_at(32);
            let mut key = vec![2 | (y.last()? & 1)];
            key.extend_from_slice(x);
            Some(key)
        }
        [2 | 3, ..] if point.len() == KEY_BYTES => Some(point.to_vec()),
        _ => None,
    }
}

/// Which row of signatures of a device it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Over {
    /// Over all that it wrote on the walk.
    Notebook,
    /// Over the sheet and the kit as they stand.
    Kit,
}

/// What a device signed of what it wrote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// The public key, compressed.
    pub key: Vec<u8>,
    /// Whether it stands in place of all earlier ones of its row.
    pub whole: bool,
    /// The lines.
    pub covers: BTreeSet<LineName>,
    /// r and s.
    pub signature: Vec<u8>,
}

/// The id of these records of a device on a walk: the same each time, so that the next one is a
/// further revision.
pub fn id_of(walk: WalkId, device: DeviceNumber, row: Over) -> RecordId {
    // Two walks in one campaign stay apart.
    let of_walk = (walk.0 ^ (walk.0 >> 64)) & 0x1fff_ffff;
    let of_row = u128::from(row == Over::Kit) << 29;
    let low = 0b10 << 62 | (of_row | of_walk) << 32 | u128::from(device.0);
    RecordId(0xffff_ffff_ffff_8fff << 64 | low)
}

/// The row that a record belongs to; `None` when it is none of its device's signatures.
pub fn row_of(envelope: &Envelope) -> Option<Over> {
    let is_of = |row: &Over| envelope.id == id_of(envelope.walk, envelope.device, *row);
    let row = [Over::Notebook, Over::Kit].into_iter().find(is_of)?;
    (envelope.kind == SIGNED).then_some(row)
}

/// The key after which these records of a walk stand.
pub fn keys_after(walk: WalkId) -> String {
    format!("{walk}/{PLACE}")
}

/// Whether a key is one of such a record.
pub fn is_key(key: &str) -> bool {
    key.split('/').nth(1).is_some_and(|id| id.starts_with(PLACE))
}

/// The text that is signed: what for, whose, which revision, and the names of the lines in rising
/// order.
pub fn text(envelope: &Envelope, whole: bool, covers: &BTreeSet<LineName>) -> String {
    let Envelope { walk, id, device, revision, .. } = envelope;
    let whole = if whole { "whole" } else { "further" };
    let mut text = format!("{DOMAIN}\n{walk}\n{id}\n{device}\n{revision}\n{whole}\n");
    text.reserve(covers.len() * 33);
    for name in covers {
        for byte in name {
            text.extend(
                [byte >> 4, byte & 15]
                    .map(|half| char::from_digit(u32::from(half), 16).unwrap_or_default()),
            );
        }
        text.push('\n');
    }
    text
}

impl Signed {
    /// Whether the device of that envelope signed this with the key that it names.
    pub fn holds(&self, envelope: &Envelope) -> bool {
        let Ok(key) = VerifyingKey::from_sec1_bytes(&self.key) else { return false };
        let Ok(signature) = Signature::from_slice(&self.signature) else { return false };
        key.verify(text(envelope, self.whole, &self.covers).as_bytes(), &signature).is_ok()
    }

    /// It as a line, with the line's digest.
    pub fn line(&self, envelope: &Envelope) -> (String, u64) {
        let covers: Vec<u8> = self.covers.iter().flatten().copied().collect();
        let [key, covers, signature] =
            [&self.key, &covers, &self.signature].map(|bytes| BASE64.encode(bytes));
        let whole = if self.whole { r#""whole":true,"# } else { "" };
        let body =
            format!(r#"{{"key":"{key}",{whole}"covers":"{covers}","signature":"{signature}"}}"#);
        v1::write_text(envelope, &body)
    }

    /// What a line of this kind says; `None` when it is not understood.
    pub fn read(line: &str) -> Option<Self> {
        let line = json::read(line).ok()?;
        let body = line.get("body")?;
        let bytes = |name: &str| BASE64.decode(body.get(name)?.as_str()?).ok();
        let (key, signature) = (bytes("key")?, bytes("signature")?);
        let covers = bytes("covers")?;
        let whole = body.get("whole").and_then(Json::as_bool).unwrap_or_default();
        let names = covers.chunks_exact(16).filter_map(|name| name.try_into().ok());
        let is_whole = key.len() == KEY_BYTES
            && signature.len() == SIGNATURE_BYTES
            && covers.len().is_multiple_of(16);
        is_whole.then(|| Self { key, whole, covers: names.collect(), signature })
    }
}
