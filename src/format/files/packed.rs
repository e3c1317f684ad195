//! How bytes inside an archive are packed: told from the bytes themselves first, because what an
//! archive says of them is not always so.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::GzEncoder;

/// How some bytes are packed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Packing {
    /// Not at all.
    Raw,
    /// gzip, RFC 1952: the one packing that the map opens.
    Gzip,
    /// zlib, RFC 1950; some programs write it and call it gzip.
    Zlib,
    /// Brotli, RFC 7932.
    Brotli,
    /// Zstandard, RFC 8878.
    Zstd,
}

impl Packing {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Raw => "—",
            Self::Gzip => "gzip",
            Self::Zlib => "zlib",
            Self::Brotli => "brotli",
            Self::Zstd => "zstd",
        }
    }

    /// What the header of a PMTiles archive says by a number.
    pub(super) fn said(number: u8) -> Option<Self> {
        Some(match number {
            1 => Self::Raw,
            2 => Self::Gzip,
            3 => Self::Brotli,
            4 => Self::Zstd,
            _ => return None,
        })
    }

    /// As which the map takes bytes when the header says this number; `None` when it takes none.
    pub(super) fn on_the_map(number: u8) -> Option<Self> {
        match number {
            0 | 1 => Some(Self::Raw),
            2 => Some(Self::Gzip),
            _ => None,
        }
    }

    /// What the first bytes look like. Brotli looks like nothing.
    fn seen(bytes: &[u8]) -> Self {
        match bytes {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Self::Zstd,
            [first, second, ..]
                if first & 0x8f == 0x08
                    && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0 =>
            {
                Self::Zlib
            }
            _ => Self::Raw,
        }
    }

    /// The bytes unpacked; `None` when they are not packed so, or hold more than `most` bytes.
    fn open(self, bytes: &[u8], most: u64) -> Option<Vec<u8>> {
        match self {
            Self::Raw => (bytes.len() as u64 <= most).then(|| bytes.to_vec()),
            Self::Gzip => all_of(GzDecoder::new(bytes), most),
            Self::Zlib => all_of(ZlibDecoder::new(bytes), most),
            Self::Brotli => {
                let decoder = brotli_decompressor::Decompressor::new(bytes, 4096);
                // Many bytes that are no Brotli at all unpack to nothing.
                all_of(decoder, most).filter(|found| !found.is_empty() || bytes.len() < 4)
            }
            Self::Zstd => {
                let decoder = ruzstd::decoding::StreamingDecoder::new(Cursor::new(bytes)).ok()?;
                all_of(decoder, most)
            }
        }
    }
}

fn all_of(from: impl Read, most: u64) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    from.take(most + 1).read_to_end(&mut found).ok()?;
    (found.len() as u64 <= most).then_some(found)
}

/// Opens bytes of which an archive says how they are packed, as a number of its header: what they
/// look like comes first, then what is said, then what looks like nothing. `understood` makes
/// something of the unpacked bytes, or refuses them; `most` bytes are unpacked at most.
pub(super) fn open<T>(
    bytes: &[u8],
    said: u8,
    most: u64,
    understood: impl Fn(&[u8]) -> Option<T>,
) -> Option<(Packing, T)> {
    let mut tried = Vec::with_capacity(4);
    let seen = [Packing::seen(bytes)].into_iter();
    let said = Packing::said(said);
    for packing in seen.chain(said).chain([Packing::Raw, Packing::Brotli]) {
        if tried.contains(&packing) {
            continue;
        }
        tried.push(packing);
        let found = match packing {
            Packing::Raw if bytes.len() as u64 <= most => understood(bytes),
            _ => packing.open(bytes, most).and_then(|bytes| understood(&bytes)),
        };
        if let Some(found) = found {
            return Some((packing, found));
        }
    }
    None
}

/// Bytes packed as gzip, the same whenever they are the same.
pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::new(6));
    // Writing into memory does not fail.
    drop(packed.write_all(bytes));
    packed.finish().unwrap_or_default()
}

/// Packing as the tests need it, without a library that packs.
#[cfg(test)]
pub(super) mod by_hand {
    use super::{Compression, Write, gzip};
    use flate2::write::ZlibEncoder;

    /// A stream of Brotli with one block that is stored as it is; fewer than 65,536 bytes.
    pub(in crate::format::files) fn brotli(bytes: &[u8]) -> Vec<u8> {
        if bytes.is_empty() {
            return vec![0x06];
        }
        let head = ((bytes.len() - 1) << 4) | 1 << 20;
        [&head.to_le_bytes()[..3], bytes, &[0x03]].concat()
    }

    /// A frame of Zstandard with one raw block; fewer than 65,536 bytes.
    pub(in crate::format::files) fn zstd(bytes: &[u8]) -> Vec<u8> {
        // A window of 128 KiB, no size, no checksum; the last block, stored.
        let block = (bytes.len() << 3) | 1;
        [&[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38][..], &block.to_le_bytes()[..3], bytes].concat()
    }

    /// What some programs call gzip.
    pub(in crate::format::files) fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::new(6));
        packed.write_all(bytes).unwrap();
        packed.finish().unwrap()
    }

    /// As they are.
    pub(in crate::format::files) fn raw(bytes: &[u8]) -> Vec<u8> {
        bytes.to_vec()
    }

    /// How bytes are packed.
    pub(in crate::format::files) type Pack = fn(&[u8]) -> Vec<u8>;

    /// Every packing, with the number that a header gives it, rightly or not.
    pub(in crate::format::files) const ALL: [(u8, Pack); 6] =
        [(1, raw), (2, gzip), (2, zlib), (3, brotli), (4, zstd), (0, gzip)];
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_other_programs_packed_is_opened() {
        // "rue rue rue rue place place place", by the zlib of Node.
        let text = b"rue rue rue rue place place place";
        let packed: [(Packing, &[u8]); 2] = [
            (
                Packing::Brotli,
                &[
                    0x1b, 0x20, 0x00, 0xf8, 0xa5, 0x41, 0xca, 0xe4, 0xea, 0x64, 0x18, 0x83, 0x04,
                    0x53, 0x07, 0xac, 0x40, 0x4b, 0x07,
                ],
            ),
            (
                Packing::Zstd,
                &[
                    0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0x85, 0x00, 0x00, 0x40, 0x72, 0x75, 0x65,
                    0x20, 0x70, 0x6c, 0x61, 0x63, 0x02, 0x00, 0x29, 0x07, 0x99, 0x73, 0x44,
                ],
            ),
        ];
        for (packing, bytes) in packed {
            assert_eq!(packing.open(bytes, 100).as_deref(), Some(&text[..]), "{packing:?}");
            assert_eq!(packing.open(bytes, 10), None, "{packing:?}: more than is allowed");
            assert_eq!(packing.open(&bytes[..bytes.len() / 2], 100), None, "{packing:?}: cut");
        }
    }

    proptest! {
        #[test]
        fn however_it_is_packed_and_whatever_is_said_the_same_comes_out(
            inner in proptest::collection::vec(any::<u8>(), 0..300),
            which in 0..by_hand::ALL.len(),
            said in 0_u8..6,
        ) {
            let inner = [&b"sure"[..], &inner].concat();
            let packed = (by_hand::ALL[which].1)(&inner);
            let understood = |bytes: &[u8]| bytes.starts_with(b"sure").then(|| bytes.to_vec());
            let found = open(&packed, said, 10_000, understood);
            prop_assert_eq!(found.map(|(_, bytes)| bytes), Some(inner));
        }

        #[test]
        fn any_bytes_are_opened_or_not(bytes in proptest::collection::vec(any::<u8>(), 0..200), said in 0_u8..6) {
            drop(open(&bytes, said, 1_000, |bytes| (bytes.len() > 3).then(|| bytes.to_vec())));
        }
    }
}
