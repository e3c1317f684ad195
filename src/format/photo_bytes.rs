//! The bytes of a photo: whether a file carries the picture and nothing else. Known by their content,
//! whatever their name says.
//!
//! The app's own pictures are drawn anew and carry nothing. A file that carries more (EXIF with a
//! place, XMP, IPTC, a comment, bytes after its end) is not stored: without them it would no longer
//! be the file that its record names.

/// Most bytes of a picture. The app's own are below 1 MB.
pub const PICTURE_MAX: usize = 8 << 20;

/// Most bytes of a colour profile.
const COLOURS_MAX: usize = 64 << 10;

/// Whether bytes are a picture (JPEG, PNG, WebP) that carries nothing else.
pub fn is_bare(bytes: &[u8]) -> bool {
    if bytes.len() > PICTURE_MAX {
        return false;
    }
    let is = match bytes {
        [0xff, 0xd8, ..] => jpeg(bytes),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', rest @ ..] => png(rest),
        [b'R', b'I', b'F', b'F', ..] => webp(bytes),
        _ => None,
    };
    is.is_some()
}

/// JPEG (ITU T.81): segments, each with a marker and a length, and coded data after a scan's.
fn jpeg(bytes: &[u8]) -> Option<()> {
    const SCAN: u8 = 0xda;
    const END: u8 = 0xd9;
    let (mut at, mut colours) = (2, 0);
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            // Bytes that fill up before a marker say nothing.
            0xff => {
                at += 1;
                continue;
            }
            END => return (at + 2 == bytes.len()).then_some(()),
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let body = bytes.get(at + 4..at + 2 + length)?;
        let says_nothing = match marker {
            // Frames, tables and scans.
            0xc0..=0xc7 | 0xc9..=0xcf | 0xda..=0xdd => true,
            // Without a small picture in it.
            0xe0 => body.starts_with(b"JFIF\0") && body.len() <= 14,
            0xe1 => exif(body).is_some(),
            // A colour profile says nothing of who, where or when.
            0xe2 => {
                colours += body.len();
                body.starts_with(b"ICC_PROFILE\0") && colours <= COLOURS_MAX
            }
            0xed => no_iptc(body).is_some(),
            // How colours are coded.
            0xee => body.starts_with(b"Adobe") && body.len() <= 12,
            _ => false,
        };
        if !says_nothing {
            return None;
        }
        at += 2 + length;
        if marker == SCAN {
            // Within coded data 0xff stands before 0 or the number of a restart.
            let is_code =
                |pair: &[u8]| matches!(pair, [0xff, next] if !matches!(next, 0 | 0xd0..=0xd7));
            at += bytes.get(at..)?.windows(2).position(is_code)?;
        }
    }
}

/// Some browsers write the size and the colours of what was drawn as EXIF, and say no more. Tags of
/// a picture's form only, no second directory, no room for anything else.
fn exif(body: &[u8]) -> Option<()> {
    let tiff = body.strip_prefix(b"Exif\0\0").filter(|tiff| tiff.len() <= 256)?;
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let two = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let four = |at: usize| {
        let (first, second) = (usize::from(two(at)?), usize::from(two(at + 2)?));
        Some(if is_little { second << 16 | first } else { first << 16 | second })
    };
    let directory = |at: usize| -> Option<Option<usize>> {
        let count = usize::from(two(at)?);
        let mut inner = None;
        for entry in (0..count).map(|number| at + 2 + 12 * number) {
            match two(entry)? {
                0x8769 => inner = Some(four(entry + 8)?),
                0x0112
                | 0x011a
                | 0x011b
                | 0x0128
                | 0x0213
                | 0x9000
                | 0x9101
                | 0xa000..=0xa003
                | 0xa406 => {}
                _ => return None,
            }
        }
        (four(at + 2 + 12 * count).unwrap_or(0) == 0).then_some(inner)
    };
    match directory(four(4)?)? {
        Some(inner) => directory(inner)?.is_none().then_some(()),
        None => Some(()),
    }
}

/// The block for IPTC that some programs write with nothing in it: an empty list and its digest.
fn no_iptc(body: &[u8]) -> Option<()> {
    let mut rest = body.strip_prefix(b"Photoshop 3.0\0")?;
    while !rest.is_empty() {
        rest = rest.strip_prefix(b"8BIM")?;
        let (head, data) = rest.split_at_checked(8)?;
        let size = match head {
            [0x04, 0x04, 0, 0, 0, 0, 0, 0] => 0,
            [0x04, 0x25, 0, 0, 0, 0, 0, 16] => 16,
            _ => return None,
        };
        rest = data.get(size..)?;
    }
    Some(())
}

/// PNG: chunks of a length, a name, the data and a checksum; only those that are drawn.
fn png(mut rest: &[u8]) -> Option<()> {
    loop {
        let (head, data) = rest.split_at_checked(8)?;
        let length = u32::from_be_bytes(head.get(..4)?.try_into().ok()?);
        let end = usize::try_from(length).ok()?.checked_add(4)?;
        rest = data.get(end..)?;
        match head.get(4..)? {
            b"IEND" => return (length == 0 && rest.is_empty()).then_some(()),
            b"IHDR" | b"PLTE" | b"IDAT" | b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"iCCP"
            | b"pHYs" | b"sBIT" | b"bKGD" => {}
            _ => return None,
        }
    }
}

/// WebP: a RIFF of chunks with a name and a length, padded to even; only a still picture.
fn webp(bytes: &[u8]) -> Option<()> {
    let size = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?);
    if usize::try_from(size).ok()?.checked_add(8)? != bytes.len() || bytes.get(8..12)? != b"WEBP" {
        return None;
    }
    let mut rest = bytes.get(12..)?;
    while !rest.is_empty() {
        let (head, data) = rest.split_at_checked(8)?;
        let length = usize::try_from(u32::from_le_bytes(head.get(4..)?.try_into().ok()?)).ok()?;
        if ![&b"VP8 "[..], b"VP8L", b"VP8X", b"ALPH", b"ICCP"].contains(&head.get(..4)?) {
            return None;
        }
        rest = data.get(length.checked_add(length % 2)?..)?;
    }
    Some(())
}
