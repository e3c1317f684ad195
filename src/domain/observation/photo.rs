//! A photo: its bytes are kept beside the records, named by their SHA-256; this is what is known
//! of it. Photos are re-encoded on the phone, so nothing of the camera's metadata is left.

use sha2::{Digest, Sha256};

use crate::domain::identity::{RecordId, WalkId};
use crate::domain::stamp::Stamp;

/// SHA-256 of the bytes of a photo: its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MediaId(pub [u8; 32]);

impl MediaId {
    /// The name of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// A name written as 64 lowercase hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for MediaId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Longest side of a stored photo in pixels.
pub const LONGEST_SIDE_PX: u32 = 1600;

/// What is known of a photo.
#[derive(Clone, PartialEq, Debug)]
pub struct Photo {
    /// Its record.
    pub id: RecordId,
    /// The walk it was taken on.
    pub walk: WalkId,
    /// The observation it shows.
    pub observation: RecordId,
    /// When it was added.
    pub made: Stamp,
    /// The name of its bytes.
    pub media: MediaId,
    /// `image/jpeg`.
    pub media_type: String,
    /// Bytes stored.
    pub size: u64,
    /// Width and height in pixels, upright.
    pub pixels: (u32, u32),
    /// How many opaque blocks were drawn over faces and plates before it was stored.
    pub blocks: u16,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// From this many times as long as wide a picture is a panorama.
const PANORAMA: u32 = 3;
/// A side that every browser still draws, in pixels.
const DRAWN_MAX: u32 = 8192;

/// Width and height that fit `longest` without changing the proportions; never enlarged. A panorama would
/// be a thread then: it keeps as many pixels as an ordinary picture of that side, three quarters of its
/// square.
pub fn fitted(width: u32, height: u32, longest: u32) -> (u32, u32) {
    let (side, other) = (width.max(height), width.min(height));
    if side <= longest || other == 0 {
        return (width, height);
    }
    let is_panorama = side / other >= PANORAMA;
    let longest = if is_panorama {
        let pixels = u64::from(longest) * u64::from(longest) * 3 / 4;
        let fits = (pixels * u64::from(side) / u64::from(other)).isqrt();
        u32::try_from(fits).unwrap_or(longest).min(side.min(DRAWN_MAX)).max(longest)
    } else {
        longest
    };
    let scaled = |value: u32| {
        let scaled =
            (u64::from(value) * u64::from(longest) + u64::from(side) / 2) / u64::from(side);
        u32::try_from(scaled).unwrap_or(longest).max(1)
    };
    (scaled(width), scaled(height))
}

/// Whether a JPEG is there to its end, told by its last bytes: what was cut on its way has no end. Some
/// cameras pad it with zeros.
pub fn ends_as_jpeg(last: &[u8]) -> bool {
    let padded = last.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
    let last = last.get(..padded).unwrap_or_default();
    last.ends_with(&[0xff, 0xd9])
}

/// Whether bytes are a JPEG that carries nothing but the picture: no EXIF, XMP or IPTC
/// segment, no comment. JFIF (APP0), a colour profile (APP2) and Adobe (APP14, how colours are
/// coded) are allowed.
pub fn is_bare_jpeg(bytes: &[u8]) -> bool {
    const START: [u8; 2] = [0xff, 0xd8];
    const SCAN: u8 = 0xda;
    if !bytes.starts_with(&START) {
        return false;
    }
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = bytes.get(at..at + 4) {
        match marker {
            SCAN => return true,
            // A colour profile says nothing of who, where or when.
            0xe2 if bytes.get(at + 4..).is_some_and(|rest| rest.starts_with(b"ICC_PROFILE\0")) => {}
            0xe1..=0xed | 0xef | 0xfe => return false,
            _ => {}
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    false
}

/// Width and height in pixels that a JPEG tells in its first bytes, before any turning.
pub fn jpeg_size(head: &[u8]) -> Option<(u32, u32)> {
    if !head.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) = head.get(at..at + 4) {
        // Start of frame, in any of its codings; c4, c8 and cc are other segments.
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let &[_, h1, h2, w1, w2] = head.get(at + 4..at + 9)? else { return None };
            let side = |high, low| u32::from(u16::from_be_bytes([high, low]));
            return Some((side(w1, w2), side(h1, h2)));
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_content() {
        let id = MediaId::of(b"image.jpg");
        assert_eq!(MediaId::parse(&id.to_string()), Some(id));
        assert_ne!(id, MediaId::of(b"image.jpG"));
        assert_eq!(MediaId::parse("../../etc/passwd"), None);
        assert_eq!(
            MediaId::of(b"").to_string(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn a_photo_is_scaled_to_its_longest_side_and_never_enlarged() {
        assert_eq!(fitted(8000, 6000, 1600), (1600, 1200));
        assert_eq!(fitted(600, 800, 1600), (600, 800));
        assert_eq!(fitted(4700, 1600, 1600), (1600, 545), "wide, and not yet a panorama");
        assert_eq!(fitted(14_000, 1000, 1600), (5184, 370), "a panorama can still be read");
        assert_eq!(fitted(1000, 14_000, 1600), (370, 5184));
        assert_eq!(fitted(100_000, 1, 1600), (8192, 1));
        assert_eq!(fitted(2000, 0, 1600), (2000, 0));
    }

    #[test]
    fn a_jpeg_that_was_cut_has_no_end() {
        assert!(ends_as_jpeg(&[7, 0xff, 0xd9]));
        assert!(ends_as_jpeg(&[0xff, 0xd9, 0, 0, 0]), "padded");
        assert!(!ends_as_jpeg(&[0xff, 0xd9, 7]));
        assert!(!ends_as_jpeg(&[0xff]));
        assert!(!ends_as_jpeg(&[0, 0]));
    }

    #[test]
    fn a_jpeg_tells_its_size() {
        let frame = [0xff, 0xc2, 0, 11, 8, 0x17, 0x70, 0x1f, 0x40, 1, 0, 0, 0];
        let app = [0xff, 0xe1, 0, 4, 1, 2];
        let jpeg = [&[0xff, 0xd8][..], &app, &frame].concat();
        assert_eq!(jpeg_size(&jpeg), Some((8000, 6000)));
        assert_eq!(jpeg_size(&jpeg[..12]), None);
        assert_eq!(jpeg_size(b"GIF89a"), None);
    }

    #[test]
    fn metadata_is_seen() {
        let segment = |marker: u8, body: &[u8]| {
            let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
            [&[0xff, marker], &length[..], body].concat()
        };
        let scan = segment(0xda, &[0; 6]);
        let jpeg = |parts: &[Vec<u8>]| [vec![0xff, 0xd8], parts.concat(), scan.clone()].concat();
        assert!(is_bare_jpeg(&jpeg(&[segment(0xe0, b"JFIF\0"), segment(0xdb, &[1; 65])])));
        assert!(!is_bare_jpeg(&jpeg(&[segment(0xe0, b"JFIF\0"), segment(0xe1, b"Exif\0\0")])));
        assert!(!is_bare_jpeg(&jpeg(&[segment(0xfe, b"a comment")])));
        assert!(is_bare_jpeg(&jpeg(&[segment(0xe2, b"ICC_PROFILE\0rgb")])));
        assert!(!is_bare_jpeg(&jpeg(&[segment(0xe2, b"MPF\0")])));
        assert!(!is_bare_jpeg(b"not an image"));
        assert!(!is_bare_jpeg(&[0xff, 0xd8, 0xff]));
    }
}
