//! What is in one tile: a drawing with named layers (a Mapbox Vector Tile, version 2), or a picture.
//! Only as much of it is read as tells the one from the other.

use std::collections::BTreeSet;

/// What a tile is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum TileContent {
    /// A drawing with these layers; none in an empty tile.
    Drawing(BTreeSet<String>),
    /// PNG, JPEG or WebP.
    Picture,
    /// AVIF, which older browsers do not show.
    Avif,
}

impl TileContent {
    /// Whether it is one of the two that older browsers show, or AVIF.
    pub(super) fn is_picture(&self) -> bool {
        matches!(self, Self::Picture | Self::Avif)
    }

    /// What some bytes are; `None` when they are neither.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => Some(Self::Picture),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Picture),
            [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f' | b's', ..] => {
                Some(Self::Avif)
            }
            _ => layers(bytes).map(Self::Drawing),
        }
    }
}

/// The number of a layer in a tile, and of the name in a layer.
const LAYER: u64 = 3;
const NAME: u64 = 1;

/// The names of the layers of a vector tile.
fn layers(mut bytes: &[u8]) -> Option<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    while !bytes.is_empty() {
        let (number, value) = field(&mut bytes)?;
        if number == LAYER {
            found.insert(name(value?)?);
        }
    }
    Some(found)
}

fn name(mut layer: &[u8]) -> Option<String> {
    let mut found = None;
    while !layer.is_empty() {
        if let (NAME, value) = field(&mut layer)? {
            found = Some(std::str::from_utf8(value?).ok()?.to_owned());
        }
    }
    found
}

/// The next field of a message in Protocol Buffers: its number, and its bytes where it has some.
fn field<'a>(bytes: &mut &'a [u8]) -> Option<(u64, Option<&'a [u8]>)> {
    let key = varint(bytes)?;
    let mut take = |count: usize| {
        let (value, rest) = bytes.split_at_checked(count)?;
        *bytes = rest;
        Some(value)
    };
    let value = match key & 7 {
        0 => {
            varint(bytes)?;
            None
        }
        1 => take(8).map(|_| None)?,
        2 => {
            let length = usize::try_from(varint(bytes)?).ok()?;
            let (value, rest) = bytes.split_at_checked(length)?;
            *bytes = rest;
            Some(value)
        }
        5 => take(4).map(|_| None)?,
        _ => return None,
    };
    (key >> 3 > 0).then_some((key >> 3, value))
}

/// A number of as many bytes as it needs, seven bits each, the lowest first.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7f);
        if shift == 63 && part > 1 {
            return None;
        }
        number |= part << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Writes a number as [`varint`] reads it.
pub(super) fn write_varint(mut number: u64, into: &mut Vec<u8>) {
    loop {
        let part = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            return into.push(part);
        }
        into.push(part | 0x80);
    }
}

/// A tile with some empty layers.
#[cfg(test)]
pub(super) fn drawing(names: &[&str]) -> Vec<u8> {
    let mut tile = Vec::new();
    for name in names {
        // A version, a name, an extent.
        let mut layer = vec![0x78, 2, 0x0a];
        write_varint(name.len() as u64, &mut layer);
        layer.extend(name.as_bytes());
        layer.extend([0x28, 0x80, 0x20]);
        tile.push(0x1a);
        write_varint(layer.len() as u64, &mut tile);
        tile.extend(layer);
    }
    tile
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(names: &[&str]) -> Option<TileContent> {
        Some(TileContent::Drawing(names.iter().map(|name| (*name).to_owned()).collect()))
    }

    #[test]
    fn drawings_and_pictures_are_told_apart() {
        assert_eq!(TileContent::of(&drawing(&["roads", "water"])), named(&["roads", "water"]));
        assert_eq!(TileContent::of(b""), named(&[]));
        assert_eq!(TileContent::of(b"\x89PNG\r\n\x1a\n..."), Some(TileContent::Picture));
        assert_eq!(TileContent::of(b"RIFF....WEBPVP8 "), Some(TileContent::Picture));
        assert_eq!(TileContent::of(b"\0\0\0\x1cftypavif...."), Some(TileContent::Avif));
        assert_eq!(TileContent::of(b"<html>not found</html>"), None);
        let whole = drawing(&["roads"]);
        for end in 1..whole.len() {
            assert_eq!(TileContent::of(&whole[..end]), None, "{end}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_something_or_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            drop(TileContent::of(&bytes));
        }

        #[test]
        fn numbers_come_back(number in any::<u64>()) {
            let mut bytes = Vec::new();
            write_varint(number, &mut bytes);
            let mut rest = &bytes[..];
            prop_assert_eq!(varint(&mut rest), Some(number));
            prop_assert!(rest.is_empty());
        }
    }
}
