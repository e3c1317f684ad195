//! Notebooks that a browser, a mail program or an editor wrote in another way, where all of them is
//! still there: as a message with its attachments, quoted-printable, or in two bytes a letter.

use std::io::{Read, Seek};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::HELD_MAX;
use super::html_writer::{MEDIA_CLASS, RECORDS_ID};
use super::reader::read_at_most;
use super::salvage::LOCAL_HEADER;

/// How much of a file is looked at to know whether it is a message.
const HEAD: u64 = 64 << 10;

/// What is in a message.
#[derive(Default)]
pub(super) struct Letter {
    /// The parts that may be notebooks, as they were before they were sent.
    pub(super) parts: Vec<Vec<u8>>,
    /// Whether it shows a notebook's page without its record lines.
    pub(super) shows_page: bool,
}

/// Reads a message, or a page in two bytes a letter; `None` when a file is neither.
pub(super) fn letter(source: &mut (impl Read + Seek)) -> Option<Letter> {
    source.rewind().ok()?;
    let (head, _) = read_at_most(source, HEAD);
    let is_wide = is_wide(&head);
    if !is_wide && !holds(&head.to_ascii_lowercase(), HEADER) && !holds(&head, b"=3D") {
        return None;
    }
    source.rewind().ok()?;
    let (bytes, _) = read_at_most(source, HELD_MAX);
    if is_wide {
        return Some(Letter { parts: vec![narrowed(&bytes)], shows_page: false });
    }
    let all = parts(&bytes);
    let shows_page = all.iter().any(|part| holds(part, MEDIA_CLASS.as_bytes()));
    let may_be =
        |part: &Vec<u8>| part.starts_with(LOCAL_HEADER) || holds(part, RECORDS_ID.as_bytes());
    Some(Letter { parts: all.into_iter().filter(may_be).collect(), shows_page })
}

/// How a part says in which way it was written for its journey.
const HEADER: &[u8] = b"content-transfer-encoding:";

fn holds(text: &[u8], wanted: &[u8]) -> bool {
    text.windows(wanted.len()).any(|window| window == wanted)
}

fn is_wide(head: &[u8]) -> bool {
    matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..])
}

/// A text of two bytes a letter, in one to four.
fn narrowed(bytes: &[u8]) -> Vec<u8> {
    let is_big = matches!(bytes, [0xfe, 0xff, ..] | [0, ..]);
    let marked = matches!(bytes, [0xff | 0xfe, ..]);
    let bytes = bytes.get(usize::from(marked) * 2..).unwrap_or_default();
    let units = bytes.as_chunks::<2>().0.iter();
    let units = units
        .map(|pair| if is_big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) });
    let letters = char::decode_utf16(units);
    let text: String = letters.map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.into_bytes()
}

/// The parts of a message, each as it was before it was sent; the whole of what has no parts.
fn parts(message: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let mut lines = message.split_inclusive(|byte| *byte == b'\n');
    let mut marks: Vec<Vec<u8>> = Vec::new();
    let mut writing: Option<Writing> = None;
    while let Some(line) = lines.next() {
        let low = line.to_ascii_lowercase();
        marks.extend(mark(&low, line));
        if let Some(said) = low.strip_prefix(HEADER) {
            writing = Writing::of(said.trim_ascii());
        }
        if line.trim_ascii().is_empty()
            && let Some(writing) = writing.take()
        {
            let ends = |line: &&[u8]| {
                let after = line.strip_prefix(b"--");
                after.is_some_and(|after| marks.iter().any(|mark| after.starts_with(mark)))
            };
            let body = lines.by_ref().take_while(|line| !ends(line)).collect::<Vec<_>>().concat();
            parts.push(writing.undone(body));
        }
    }
    if parts.is_empty() { vec![Writing::Quoted.undone(message.to_vec())] } else { parts }
}

/// What stands between the parts, where a line says so.
fn mark(low: &[u8], line: &[u8]) -> Option<Vec<u8>> {
    const NAME: &[u8] = b"boundary=";
    let at = low.windows(NAME.len()).position(|window| window == NAME)?;
    let said = line.get(at + NAME.len()..)?.trim_ascii();
    let said = match said.strip_prefix(b"\"") {
        Some(quoted) => quoted.split(|byte| *byte == b'"').next()?,
        None => said.split(|byte| matches!(byte, b';' | b' ')).next()?,
    };
    (!said.is_empty()).then(|| said.to_vec())
}

/// In which way a part was written for its journey.
#[derive(Clone, Copy)]
enum Writing {
    Base64,
    Quoted,
    Plain,
}

impl Writing {
    fn of(said: &[u8]) -> Option<Self> {
        Some(match said {
            b"base64" => Self::Base64,
            b"quoted-printable" => Self::Quoted,
            b"7bit" | b"8bit" | b"binary" => Self::Plain,
            _ => return None,
        })
    }

    fn undone(self, mut body: Vec<u8>) -> Vec<u8> {
        match self {
            Self::Plain => body,
            Self::Quoted => unquoted(&body),
            Self::Base64 => {
                body.retain(|byte| !byte.is_ascii_whitespace());
                // Cut within four letters, what stands before is still whole.
                body.truncate(body.len() / 4 * 4);
                STANDARD.decode(&body).unwrap_or_default()
            }
        }
    }
}

/// A text without what quoted-printable put in.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let end = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"));
        rest = match (first, end, after) {
            (b'=', Some(next_line), _) => next_line,
            (b'=', None, [high, low, next @ ..])
                if let (Some(high), Some(low)) = (digit(*high), digit(*low)) =>
            {
                plain.push(high << 4 | low);
                next
            }
            (byte, ..) => {
                plain.push(*byte);
                after
            }
        };
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_is_undone() {
        assert_eq!(unquoted(b"id=3D\"a=\r\nb\" =C3=A9 =zz ="), "id=\"ab\" é =zz =".as_bytes());
    }

    #[test]
    fn parts_are_told_apart() {
        let message = b"Content-Type: multipart/mixed; boundary=\"xy\"\r\n\r\n--xy\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\na=3Db\r\n--no\r\n--xy\r\n\
            Content-Transfer-Encoding: base64\r\n\r\nUEsD\r\nBA==\r\n--xy--\r\n";
        let parts = parts(message);
        assert_eq!(parts, [b"a=b\r\n--no\r\n".to_vec(), b"PK\x03\x04".to_vec()]);
    }

    #[test]
    fn two_bytes_a_letter_become_text() {
        for big in [false, true] {
            let units = "\u{feff}<p>é🌙".encode_utf16();
            let bytes =
                units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            let bytes: Vec<u8> = bytes.collect();
            assert!(is_wide(&bytes));
            assert_eq!(narrowed(&bytes), "<p>é🌙".as_bytes());
        }
    }
}
