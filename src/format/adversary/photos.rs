//! Photos: what is in their bytes beside the picture, and whether a row names them.

use std::collections::BTreeSet;

use super::rows::{Layer, Row};
use super::{Attack, Findings, Reading};

/// What is wrong with the bytes of a photo. Only a bare JPEG may leave: its picture, the header of
/// JFIF or Adobe, a colour profile, and nothing behind the end.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<Attack> {
    let is_bare = || -> Option<bool> {
        let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
        loop {
            let [0xff, marker, after @ ..] = rest else { return None };
            match marker {
                0xd9 => return Some(after.is_empty()),
                // Fill bytes and markers without a length.
                0xff => rest = rest.get(1..)?,
                0x01 | 0xd0..=0xd7 => rest = after,
                _ => {
                    let length = usize::from(u16::from_be_bytes([*after.first()?, *after.get(1)?]));
                    let content = after.get(2..length)?;
                    let is_profile = *marker == 0xe2 && content.starts_with(b"ICC_PROFILE\0");
                    if (0xe1..=0xef).contains(marker) && *marker != 0xee && !is_profile
                        || *marker == 0xfe
                    {
                        return Some(false);
                    }
                    rest = after.get(length..)?;
                    if *marker == 0xda {
                        // The picture itself, up to the next marker.
                        let next = |pair: &[u8]| {
                            pair[0] == 0xff && pair[1] != 0 && !(0xd0..=0xd7).contains(&pair[1])
                        };
                        rest = rest.get(rest.windows(2).position(next)?..)?;
                    }
                }
            }
        }
    };
    (is_bare() != Some(true)).then_some(Attack::PhotoNotBare)
}

/// The photos that a row names.
pub(super) fn named(layer: &Layer, row: &Row, named: &mut BTreeSet<String>) {
    let first = layer.cell(row, "photo_1");
    if first.is_empty() {
        return;
    }
    // The other photos of an observation follow in number.
    let of: usize = layer.cell(row, "photo_nb").parse().unwrap_or(1).min(99);
    let stem = first.trim_end_matches("1.jpg");
    named.extend((1..=of).map(|number| format!("{stem}{number}.jpg")));
    named.insert(first.to_owned());
}

/// Photos that are not bare, and those that no row names.
pub(super) fn attack(of: &Reading, found: &mut Findings) {
    for (name, wrong) in &of.photos {
        if let Some(wrong) = wrong {
            found.say(name, 0, "", *wrong);
        }
        if !of.named.contains(name) {
            found.say(name, 0, "", Attack::PhotoNotNamed);
        }
    }
}
