//! What mail programs and editors do to the letters of a notebook on its way, undone: letters read in
//! the wrong alphabet and written again, and lines broken at a length. Whether it was undone rightly,
//! the manifest says: each way is tried, and one counts only if the record lines are then exactly those
//! that were written.

use std::borrow::Cow;

use crate::format::files::decode::windows_1252;

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
    /// Written with each accent behind its letter, as some systems of files do.
    TakenApart,
}

/// What stood where a line is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Joint {
    /// Nothing: the break was put in.
    Nothing,
    /// A space, which the break took the place of.
    Space,
    /// Nothing: the break and a space behind it were put in, as servers of mail do.
    Folded,
}

impl Joint {
    /// Joins what stands behind the break to a line.
    pub(super) fn join(self, line: &mut Vec<u8>, more: &[u8]) {
        let more = match self {
            Self::Folded => more.strip_prefix(b" ").unwrap_or(more),
            Self::Nothing | Self::Space => more,
        };
        if self == Self::Space {
            line.push(b' ');
        }
        line.extend_from_slice(more);
    }
}

/// Accents that stand behind their letters, each with such letters and what they are together.
const ACCENTS: [(char, &str); 10] = [
    ('\u{300}', "AÀEÈIÌOÒUÙaàeèiìoòuù"),
    ('\u{301}', "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyý"),
    ('\u{302}', "AÂEÊIÎOÔUÛaâeêiîoôuû"),
    ('\u{303}', "AÃNÑOÕaãnñoõ"),
    ('\u{308}', "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"),
    ('\u{30a}', "AÅaå"),
    ('\u{327}', "CÇcç"),
    ('\u{653}', "\u{627}\u{622}"),
    ('\u{654}', "\u{627}\u{623}\u{648}\u{624}\u{64a}\u{626}"),
    ('\u{655}', "\u{627}\u{625}"),
];

/// A letter and its accent as one.
fn together(letter: char, accent: char) -> Option<char> {
    let (_, letters) = ACCENTS.iter().find(|(known, _)| *known == accent)?;
    let mut after = letters.chars().step_by(2).zip(letters.chars().skip(1).step_by(2));
    after.find_map(|(known, whole)| (known == letter).then_some(whole))
}

/// A letter taken apart.
fn apart(whole: char) -> Option<String> {
    ACCENTS.iter().find_map(|(accent, letters)| {
        let mut pairs = letters.chars().step_by(2).zip(letters.chars().skip(1).step_by(2));
        pairs.find_map(|(letter, known)| (known == whole).then(|| format!("{letter}{accent}")))
    })
}

/// A text with accents behind their letters, as it was.
fn put_together(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    for character in text.chars() {
        let letter = whole.chars().next_back();
        match letter.and_then(|letter| together(letter, character)) {
            Some(one) => {
                whole.pop();
                whole.push(one);
            }
            None => whole.push(character),
        }
    }
    whole
}

/// A way of reading record lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Mending {
    pub(super) letters: Letters,
    /// What stood where a line is broken; `None` where lines are as they were written.
    pub(super) joint: Option<Joint>,
}

impl Mending {
    /// Every way but the plain one, the likelier ones first.
    pub(super) fn ways() -> impl Iterator<Item = Self> {
        let letters =
            [Letters::Kept, Letters::ReadWrongly, Letters::WrittenWrongly, Letters::TakenApart];
        let joints = [None, Some(Joint::Nothing), Some(Joint::Space), Some(Joint::Folded)];
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
            Letters::TakenApart => Some(put_together(&String::from_utf8(raw).ok()?)),
            Letters::WrittenWrongly => Some(match String::from_utf8(raw) {
                Ok(text) => text,
                Err(error) => error.as_bytes().iter().map(|byte| windows_1252(*byte)).collect(),
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

fn byte(letter: char) -> Option<u8> {
    if letter.is_ascii() {
        return u8::try_from(letter).ok();
    }
    let known = (0x80..=u8::MAX).find(|byte| windows_1252(*byte) == letter);
    // Some programs take it for ISO 8859-1, where each byte is the character of its number.
    known.or_else(|| u8::try_from(letter).ok())
}

/// A text whose letters were read as Windows-1252, as it was; `None` when it was not.
pub(super) fn unbent(text: &str) -> Option<Cow<'_, str>> {
    if text.is_ascii() {
        return Some(text.into());
    }
    let bytes = text.chars().map(byte).collect::<Option<Vec<u8>>>()?;
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

/// Whether a line is another one whose letters were changed on the way: each of its characters stands as
/// it does there, or as one of the ways in which programs bend it. The line can be made of the right one,
/// so that nothing goes with it; letters and figures of ASCII are the same in both. It never holds both
/// ways round.
pub fn is_bent_copy(line: &str, right: &str) -> bool {
    let mut rest = line;
    for character in right.chars() {
        match after(rest, character) {
            Some(next) => rest = next,
            None => return false,
        }
    }
    rest.is_empty() && line != right
}

/// What of a text comes behind a character that stands at its beginning, as it is or bent.
fn after(text: &str, character: char) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(character) {
        return Some(rest);
    }
    if character.is_ascii() {
        return None;
    }
    let mut bytes = [0; 4];
    let wrong: String = character.encode_utf8(&mut bytes).bytes().map(windows_1252).collect();
    // A space that does not break is often an ordinary one afterwards.
    let spaced = wrong.replace('\u{a0}', " ");
    let flat = match character {
        '’' | '‘' => "\'",
        // Quotes within a text stand behind a backslash in its line.
        '«' | '»' | '“' | '”' => "\\\"",
        '…' => "...",
        '–' | '—' => "-",
        '\u{a0}' | '\u{202f}' => " ",
        _ => "?",
    };
    let numbers: String = character.encode_utf8(&mut bytes).bytes().map(char::from).collect();
    let apart = apart(character).unwrap_or_else(|| numbers.clone());
    let ways = [wrong.as_str(), spaced.as_str(), &numbers, &apart, flat, "?", "\u{fffd}"];
    ways.into_iter().find_map(|way| text.strip_prefix(way))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bent(text: &str) -> String {
        text.bytes().map(windows_1252).collect()
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
        let numbers: String = right.bytes().map(char::from).collect();
        let apart = right.replace('é', "e\u{301}").replace('à', "a\u{300}");
        assert_eq!(unbent(&numbers).as_deref(), Some(right));
        assert_eq!(put_together(&apart), right);
        let flat = right.replace('\u{a0}', " ").replace('’', "'").replace('…', "...");
        for line in [bent(right), lost, flat, numbers, apart, bent(right).replace('\u{a0}', " ")] {
            assert!(is_bent_copy(&line, right), "{line}");
            assert!(!is_bent_copy(right, &line), "{line}");
        }
        assert!(!is_bent_copy("{\"words\":\"Trottoir neuf\"}", right));
        // What was not bent stays: nothing may be put in, and no sign is passed over.
        assert!(!is_bent_copy("{\"words\":\"rien\"}", "{\"words\":\"rien é\"}"));
        assert!(!is_bent_copy("{\"words\":\"مكان\"}", "{\"words\":\"مكان آخر\"}"));
        assert!(!is_bent_copy("{\"lon\":-22,\"w\":\"?\"}", "{\"lon\":22,\"w\":\"é\"}"));
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
