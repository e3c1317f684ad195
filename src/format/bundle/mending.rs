//! What mail programs and editors do to the letters of a notebook on its way, undone: letters read in
//! the wrong alphabet and written again, and lines broken at a length. Whether it was undone rightly,
//! the manifest says: each way is tried, and one counts only if the record lines are then exactly those
//! that were written.

use std::borrow::Cow;

/// What happened to the letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Letters {
    /// Nothing.
    #[default]
    Kept,
    /// Read as Windows-1252, and written as UTF-8: `Ã©` for `é`.
    ReadWrongly,
    /// Written as Windows-1252.
    WrittenWrongly,
}

/// A way of reading record lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Mending {
    pub(super) letters: Letters,
    /// What stood where a line is broken; `None` where lines are as they were written.
    pub(super) joint: Option<&'static str>,
}

impl Mending {
    /// Every way but the plain one, the likelier ones first.
    pub(super) fn ways() -> impl Iterator<Item = Self> {
        let letters = [Letters::Kept, Letters::ReadWrongly, Letters::WrittenWrongly];
        let joints = [None, Some(""), Some(" ")];
        let ways = joints
            .into_iter()
            .flat_map(move |joint| letters.map(|letters| Self { letters, joint }));
        ways.skip(1)
    }

    /// A line as text; `None` when it is none.
    pub(super) fn text(self, raw: Vec<u8>) -> Option<String> {
        match self.letters {
            Letters::Kept => String::from_utf8(raw).ok(),
            Letters::ReadWrongly => {
                let text = String::from_utf8(raw).ok()?;
                match unbent(&text)? {
                    Cow::Borrowed(_) => Some(text),
                    Cow::Owned(right) => Some(right),
                }
            }
            Letters::WrittenWrongly => Some(match String::from_utf8(raw) {
                Ok(text) => text,
                Err(error) => error.as_bytes().iter().map(|byte| letter(*byte)).collect(),
            }),
        }
    }
}

/// Whether a line may go on in the next one: a record is one JSON object.
pub(super) fn is_begun(line: &[u8]) -> bool {
    line.starts_with(b"{") && crate::format::json::read(&String::from_utf8_lossy(line)).is_err()
}

/// Whether a line begins a record.
pub(super) fn begins_record(line: &[u8]) -> bool {
    line.starts_with(b"{\"v\":")
}

/// What Windows-1252 has for 0x80 to 0x9f. Five places are empty; there programs keep the number.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn letter(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

fn byte(letter: char) -> Option<u8> {
    if let Some(at) = WINDOWS.iter().position(|known| *known == letter) {
        return u8::try_from(0x80 + at).ok();
    }
    // The places of the table as numbers: what was read in ISO 8859-1 has them.
    u8::try_from(u32::from(letter)).ok()
}

/// A text whose letters were read as Windows-1252, as it was; `None` when it was not.
pub(super) fn unbent(text: &str) -> Option<Cow<'_, str>> {
    if text.is_ascii() {
        return Some(text.into());
    }
    let bytes = text.chars().map(byte).collect::<Option<Vec<u8>>>()?;
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Whether a line is another one whose letters were changed on the way: read in the wrong alphabet, or
/// lost, with everything else as it was. It never holds both ways round.
pub fn is_bent_copy(line: &str, right: &str) -> bool {
    if line == right || skeleton(line).ne(skeleton(right)) {
        return false;
    }
    if unbent(line).is_some_and(|unbent| unbent == right) {
        return true;
    }
    if unbent(right).is_some_and(|unbent| unbent == line) {
        return false;
    }
    let count = |text: &str, is_one: fn(char) -> bool| text.chars().filter(|c| is_one(*c)).count();
    let strange =
        |text: &str| count(text, |c| matches!(c, 'Ã' | 'Â' | 'â' | char::REPLACEMENT_CHARACTER));
    let letters = |text: &str| count(text, |c| !c.is_ascii());
    match strange(line).cmp(&strange(right)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => letters(line) < letters(right),
        std::cmp::Ordering::Less => false,
    }
}

/// What stays of a line whatever happens to its letters: no accents, no spaces, none of the signs that
/// editors make others of.
fn skeleton(line: &str) -> impl Iterator<Item = char> {
    line.chars().filter(|c| {
        c.is_ascii()
            && !c.is_ascii_whitespace()
            && !matches!(c, '"' | '\'' | '\\' | '?' | '-' | '.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bent(text: &str) -> String {
        text.bytes().map(letter).collect()
    }

    #[test]
    fn bent_accents_are_known() {
        assert_eq!(bent("cassé à l’œil"), "cassÃ© Ã\u{a0} lâ€™Å“il");
        assert_eq!(unbent("cassÃ©").as_deref(), Some("cassé"));
        assert_eq!(unbent("cassé"), None, "it is right as it stands");
        let mending = Mending { letters: Letters::WrittenWrongly, joint: None };
        assert_eq!(mending.text(b"cass\xe9 \x9cil".to_vec()).as_deref(), Some("cassé œil"));
    }

    #[test]
    fn a_bent_copy_is_told_from_the_right_one() {
        let right = "{\"words\":\"Trottoir cassé, « là »… l’été\"}";
        let lost = right.replace(['é', '’', '…'], "?");
        let flat = right.replace(['\u{a0}', '’'], "'").replace('…', "...");
        for line in [bent(right), lost, flat, bent(right).replace('\u{a0}', " ")] {
            assert!(is_bent_copy(&line, right), "{line}");
            assert!(!is_bent_copy(right, &line), "{line}");
        }
        assert!(!is_bent_copy("{\"words\":\"Trottoir neuf\"}", right));
        assert!(!is_bent_copy(right, right));
    }

    proptest! {
        #[test]
        fn of_two_lines_one_at_most_is_bent(one in "[aàÃ©’?. ]{0,6}", other in "[aàÃ©’?. ]{0,6}") {
            prop_assert!(!(is_bent_copy(&one, &other) && is_bent_copy(&other, &one)));
        }

        #[test]
        fn whatever_was_read_wrongly_comes_back(text in ".{0,40}") {
            let wrong = bent(&text);
            let right = unbent(&wrong);
            prop_assert_eq!(right.as_deref(), Some(text.as_str()));
        }
    }
}
