//! The small part of a kit in the address of a QR code: `rejoindre/<payload>` in the fragment,
//! which a browser never sends to a server.
//!
//! A payload is a letter and base64url without padding:
//! - `z`: zlib of the exact stored lines of the walk, of the questions of a review walk and, where
//!   it fits, of its preparer's signature and of its perimeter, one a line. Exact, because a record is known by its bytes: written
//!   anew it would be another one.
//! - `w`: nothing but the 16 bytes of the walk's id; the kit is asked for where the app is hosted,
//!   or comes as a file.
//! - `k`: the same, and 16 bytes that name the key of the device that prepared the walk
//!   ([`fingerprint`](super::signature::fingerprint)). Versions before 0.6 say that it is newer.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use super::signature::LineName;
use crate::domain::identity::WalkId;

/// A QR code of version 25 (117 modules a side) holds so many bytes at the lowest correction; on
/// a quarter of an A4 a cheap phone still reads it.
pub const PAYLOAD_MAX: usize = 1_200;
/// No walk's sheet is longer; more is somebody's bomb.
const INFLATED_MAX: u64 = 256 << 10;

/// What a payload says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Invitation {
    /// Stored lines.
    Lines(Vec<String>),
    /// Only which walk, and by which key it was prepared where that is known; its kit comes another
    /// way.
    Walk(WalkId, Option<LineName>),
}

/// Why a text is not a payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotInvited {
    /// It is the link of something else.
    AnotherLink,
    /// It was cut or altered on the way.
    Damaged,
    /// A later version made it.
    Newer,
}

/// The payload of some lines: those that are `needed` all together, the others in turn as long as it
/// stays within `most` characters. `None` when what is needed does not fit, or is nothing.
pub fn payload(needed: &[&str], others: &[&str], most: usize) -> Option<String> {
    let mut carried = needed.to_vec();
    if carried.is_empty() {
        return None;
    }
    let mut packed = pack(&carried).filter(|packed| packed.len() <= most)?;
    for line in others {
        carried.push(line);
        match pack(&carried).filter(|packed| packed.len() <= most) {
            Some(larger) => packed = larger,
            None => drop(carried.pop()),
        }
    }
    Some(packed)
}

/// The payload that only names a walk.
pub fn name(walk: WalkId) -> String {
    format!("w{}", URL_SAFE_NO_PAD.encode(walk.0.to_be_bytes()))
}

/// The payload that names a walk and the key of the device that prepared it.
pub fn name_with(walk: WalkId, key: LineName) -> String {
    let bytes: Vec<u8> = walk.0.to_be_bytes().into_iter().chain(key).collect();
    format!("k{}", URL_SAFE_NO_PAD.encode(bytes))
}

fn pack(lines: &[&str]) -> Option<String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(lines.join("\n").as_bytes()).ok()?;
    Some(format!("z{}", URL_SAFE_NO_PAD.encode(encoder.finish().ok()?)))
}

/// Reads a payload, or a whole link or fragment that ends with one.
///
/// # Errors
/// See [`NotInvited`].
pub fn read(text: &str) -> Result<Invitation, NotInvited> {
    let text = text.trim();
    let payload = match text.split_once("rejoindre/") {
        Some((_, payload)) => payload,
        None if text.contains([':', '/', ' ', '.']) || text.is_empty() => {
            return Err(NotInvited::AnotherLink);
        }
        None => text,
    };
    // Messaging apps add full stops and closing brackets to links.
    let is_written = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let payload = payload.trim_end_matches(|c| !is_written(c));
    let mut letters = payload.chars();
    let kind = letters.next().filter(|_| payload.chars().all(is_written));
    let kind = kind.ok_or(NotInvited::AnotherLink)?;
    let bytes = URL_SAFE_NO_PAD.decode(letters.as_str()).map_err(|_| NotInvited::Damaged)?;
    match kind {
        'z' => {
            let mut text = String::new();
            let mut inflated = ZlibDecoder::new(bytes.as_slice()).take(INFLATED_MAX + 1);
            inflated.read_to_string(&mut text).map_err(|_| NotInvited::Damaged)?;
            if text.is_empty() || text.len() as u64 > INFLATED_MAX {
                return Err(NotInvited::Damaged);
            }
            Ok(Invitation::Lines(text.lines().map(ToOwned::to_owned).collect()))
        }
        'w' => {
            let id = bytes.try_into().map_err(|_| NotInvited::Damaged)?;
            Ok(Invitation::Walk(WalkId(u128::from_be_bytes(id)), None))
        }
        'k' => {
            let (id, key) = bytes.split_first_chunk().ok_or(NotInvited::Damaged)?;
            let key = key.try_into().map_err(|_| NotInvited::Damaged)?;
            Ok(Invitation::Walk(WalkId(u128::from_be_bytes(*id)), Some(key)))
        }
        'a'..='y' => Err(NotInvited::Newer),
        _ => Err(NotInvited::AnotherLink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::observation::photo::MediaId;
    use proptest::prelude::*;

    #[test]
    fn lines_come_back_exactly() {
        let walk = r#"{"kind":"walk","title":"Été à l’école","n":1}"#;
        let perimeter = r#"{"kind":"perimeter"}"#;
        let packed = payload(&[walk], &[perimeter], PAYLOAD_MAX).unwrap();
        let both = Invitation::Lines(vec![walk.into(), perimeter.into()]);
        assert_eq!(read(&packed), Ok(both.clone()));
        let link = format!("https://example.org/app/terrain.html#/rejoindre/{packed}");
        assert_eq!(read(&link), Ok(both.clone()));
        assert_eq!(read(&format!(" {link}). ")), Ok(both));
    }

    #[test]
    fn what_does_not_fit_is_left_out_and_a_walk_that_does_not_is_only_named() {
        // Hashes do not compress.
        let long: String = (0..60_u32).map(|n| MediaId::of(&n.to_be_bytes()).to_string()).collect();
        let walk = "w".repeat(50);
        assert_eq!(
            read(&payload(&[&walk], &[&long, "x"], PAYLOAD_MAX).unwrap()),
            Ok(Invitation::Lines(vec![walk, "x".into()]))
        );
        assert_eq!(payload(&[&long], &[], 100), None);
        assert_eq!(payload(&["w", &long], &[], 100), None);
        assert_eq!(payload(&[], &["x"], 100), None);
        let id = WalkId::made(1_762_364_520_000, 77);
        assert_eq!(read(&name(id)), Ok(Invitation::Walk(id, None)));
        assert_eq!(read(&name_with(id, [7; 16])), Ok(Invitation::Walk(id, Some([7; 16]))));
        assert_eq!(name(id).len(), 23);
    }

    #[test]
    fn the_code_of_something_else_is_named() {
        for text in [
            "https://example.org/menu",
            "#/rejoindre/https://example.org/menu",
            "WIFI:S:x;;",
            "",
            "tel:17",
            "#/marche/1",
            "Bonjour à toutes",
        ] {
            assert_eq!(read(text), Err(NotInvited::AnotherLink), "{text}");
        }
        assert_eq!(read("rejoindre/qAAAA"), Err(NotInvited::Newer));
        assert_eq!(read("rejoindre/z"), Err(NotInvited::Damaged));
        assert_eq!(read("rejoindre/w1234"), Err(NotInvited::Damaged));
    }

    #[test]
    fn a_bomb_is_not_inflated() {
        let bomb = payload(&[&"a".repeat(20 << 20)], &[], usize::MAX).unwrap();
        assert_eq!(read(&bomb), Err(NotInvited::Damaged));
    }

    proptest! {
        #[test]
        fn any_text_is_an_invitation_or_not(text in "\\PC{0,120}") {
            drop(read(&text));
            drop(read(&format!("rejoindre/z{text}")));
        }

        #[test]
        fn a_payload_cut_short_is_not_taken(cut in 1_usize..40) {
            let packed = payload(&["{\"kind\":\"walk\",\"title\":\"Marche du 5 novembre\"}"], &[], 4000).unwrap();
            let shorter = &packed[..packed.len() - cut];
            prop_assert!(read(shorter).is_err());
        }
    }
}
