//! Bytes of a file as text: UTF-8, UTF-16 with a mark ("Unicode text" of a spreadsheet), or what
//! Windows writes when nothing was said.

use super::FileRefused;

/// A text, and how it was read.
pub(super) struct Decoded {
    pub(super) text: String,
    /// Whether it was read as Windows-1252.
    pub(super) is_windows: bool,
}

/// What the bytes 128 to 159 are in Windows-1252; the others are their own code points. The five
/// that it leaves open stay control characters, as the WHATWG's table has them.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Reads bytes as text.
///
/// # Errors
/// When they are no text: a workbook, a GeoPackage, something else.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, FileRefused> {
    const OLD_WORKBOOK: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLD_WORKBOOK) {
        return Err(FileRefused::Workbook);
    }
    if bytes.starts_with(b"SQLite format 3\0") {
        return Err(FileRefused::GeoPackage);
    }
    let plain = |text: String| Ok(Decoded { text, is_windows: false });
    let pairs = |rest: &[u8], join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).map(|pair| join([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| FileRefused::NotText)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return plain(pairs(rest, u16::from_le_bytes)?),
        [0xfe, 0xff, rest @ ..] => return plain(pairs(rest, u16::from_be_bytes)?),
        _ => {}
    }
    if bytes.contains(&0) {
        return Err(FileRefused::NotText);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return plain(text.to_owned());
    }
    let text = bytes.iter().map(|byte| match byte {
        0x80..=0x9f => WINDOWS_1252[usize::from(byte - 0x80)],
        byte => char::from(*byte),
    });
    Ok(Decoded { text: text.collect(), is_windows: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, bool) {
        let decoded = decode(bytes).ok().unwrap();
        (decoded.text, decoded.is_windows)
    }

    #[test]
    fn what_spreadsheets_save_is_read() {
        assert_eq!(text("é’€".as_bytes()), ("é’€".into(), false));
        assert_eq!(text(b"R\xe9par\xe9 \x92 \x80 \x9c"), ("Réparé ’ € œ".into(), true));
        assert_eq!(text(b"\xff\xfe\xe9\x00;\x00"), ("é;".into(), false));
        assert_eq!(text(b"\xfe\xff\x00\xe9\x00;"), ("é;".into(), false));
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(decode(b"PK\x03\x04rest").err(), Some(FileRefused::Workbook));
        assert_eq!(decode(&[0xd0, 0xcf, 0x11, 0xe0, 1]).err(), Some(FileRefused::Workbook));
        assert_eq!(decode(b"SQLite format 3\0").err(), Some(FileRefused::GeoPackage));
        assert_eq!(decode(b"a\0b").err(), Some(FileRefused::NotText));
        assert_eq!(decode(b"\xff\xfe\x00\xd8").err(), Some(FileRefused::NotText));
    }
}
