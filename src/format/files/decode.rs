//! The letters of a text file: UTF-8, UTF-16, or what its bytes can only be.
//!
//! What a file declares is obeyed. What declares nothing and is no UTF-8 is decided by its content, among
//! the three sets of single bytes in which French is written: Windows-1252 (with Latin-1), Mac Roman, and
//! code page 850 of DOS. They differ in which letters their high bytes make; the one in which these are
//! letters of French, between letters, is taken. Libraries that guess were tried: none told Mac Roman.

/// How the letters of a file were written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16 in one of the two orders of bytes.
    Utf16,
    /// Windows-1252, which holds Latin-1.
    Windows1252,
    /// Mac Roman.
    MacRoman,
    /// Code page 850.
    Dos850,
    /// What the file declares, decoded by the browser.
    Declared(String),
}

impl Encoding {
    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::Windows1252 => "Windows-1252",
            Self::MacRoman => "Mac Roman",
            Self::Dos850 => "DOS 850",
            Self::Declared(name) => name,
        }
    }
}

/// The text of bytes in an encoding by its name, where the platform knows it and the bytes fit it.
pub type Decoder<'a> = dyn Fn(&str, &[u8]) -> Option<String> + 'a;

/// A text with how it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// The text, without a mark at its beginning.
    pub text: String,
    /// How it was written.
    pub encoding: Encoding,
    /// Whether that was found by the letters alone.
    pub guessed: bool,
}

/// Characters of the bytes 0x80 to 0xFF (Unicode consortium, `MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT`;
/// the five bytes without one stand for themselves, as in the Encoding Standard).
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{ad}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";
/// The same of Mac Roman (`MAPPINGS/VENDORS/APPLE/ROMAN.TXT`).
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";
/// The same of code page 850 (`MAPPINGS/VENDORS/MICSFT/PC/CP850.TXT`).
const DOS_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The character of a byte in Windows-1252.
pub fn windows_1252(byte: u8) -> char {
    let high = byte.checked_sub(0x80).map(usize::from);
    high.and_then(|at| WINDOWS_1252.chars().nth(at)).unwrap_or(char::from(byte))
}

const TABLES: [(Encoding, &str); 3] = [
    (Encoding::Windows1252, WINDOWS_1252),
    (Encoding::MacRoman, MAC_ROMAN),
    (Encoding::Dos850, DOS_850),
];

/// Reads the letters of a file. `declared` is what the file says itself, beside an XML declaration, which is
/// looked for here.
pub fn decode(bytes: &[u8], declared: Option<&str>, decoder: &Decoder<'_>) -> Decoded {
    let sure = |text: String, encoding| Decoded { text, encoding, guessed: false };
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF")
        && let Ok(text) = std::str::from_utf8(rest)
    {
        return sure(text.to_owned(), Encoding::Utf8);
    }
    if let Some(text) = utf_16(bytes) {
        return sure(text, Encoding::Utf16);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return sure(text.to_owned(), Encoding::Utf8);
    }
    let declared = declared.map(str::to_owned).or_else(|| xml_declared(bytes));
    if let Some(name) = declared {
        let plain: String =
            name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let known = match plain.as_str() {
            "windows1252" | "cp1252" | "1252" | "iso88591" | "latin1" | "88591" | "ansi1252" => {
                Some(0)
            }
            "macintosh" | "macroman" | "xmacroman" => Some(1),
            "cp850" | "850" | "ibm850" | "oem850" | "oem" => Some(2),
            _ => None,
        };
        if let Some((encoding, table)) = known.and_then(|known| TABLES.get(known)) {
            return sure(by_table(bytes, table), encoding.clone());
        }
        if plain != "utf8"
            && let Some(text) = decoder(&name, bytes)
        {
            return sure(text, Encoding::Declared(name));
        }
    }
    let best = TABLES.iter().map(|(encoding, table)| {
        let text = by_table(bytes, table);
        (french(&text), text, encoding)
    });
    // The first of equals: what most programs write.
    let best = best.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (_, text, encoding) = best.unwrap_or((0, String::new(), &Encoding::Windows1252));
    Decoded { text, encoding: encoding.clone(), guessed: true }
}

fn by_table(bytes: &[u8], table: &str) -> String {
    let high: Vec<char> = table.chars().collect();
    let of = |byte: &u8| match byte.checked_sub(0x80) {
        None => char::from(*byte),
        Some(at) => high.get(usize::from(at)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(of).collect()
}

/// How French the letters outside ASCII are, each looked at between its neighbours.
fn french(text: &str) -> i64 {
    let characters: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| characters.get(index)).copied();
    let mut score = 0;
    for (index, c) in characters.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let (before, after) = (at(index.checked_sub(1)), at(index.checked_add(1)));
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let after_small = before.is_some_and(char::is_lowercase);
        score += match c {
            // A word that begins so is rare; a capital that begins one is not.
            'è' | 'ç' | 'ô' | 'î' | 'û' | 'ù' | 'â' | 'ï' | 'ë' if !in_word(before) => 1,
            'É' | 'È' | 'À' | 'Ê' | 'Ç' | 'Ô' | 'Î' if !in_word(before) && in_word(after) => {
                5
            }
            'é' => 6,
            'è' | 'à' | 'ê' | 'ç' | 'ô' | 'î' | 'û' | 'ù' | 'â' | 'ï' | 'ë' | 'œ' => 4,
            'É' | 'È' | 'À' | 'Ê' | 'Ç' | 'Ô' | 'Î' | 'Â' | 'Œ' | 'Ë' if !after_small => {
                3
            }
            '’' if in_word(before) && in_word(after) => 4,
            '«' | '»' | '°' | '€' | '–' | '—' | '…' | '²'
                if !(in_word(before) && in_word(after)) =>
            {
                2
            }
            '\u{a0}' => 1,
            _ if c.is_control() => -8,
            _ if c.is_alphabetic() && !after_small => -1,
            _ => -4,
        };
    }
    score
}

/// UTF-16 by its mark, or by the empty half of its letters.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let (rest, big) = if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        (rest, false)
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        (rest, true)
    } else {
        let start = bytes.get(..64.min(bytes.len()))?;
        let zeros = |from: usize| start.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
        let half = start.len() / 2;
        match (zeros(0), zeros(1)) {
            (0, odd) if half > 0 && odd * 4 >= half * 3 => (bytes, false),
            (even, 0) if half > 0 && even * 4 >= half * 3 => (bytes, true),
            _ => return None,
        }
    };
    let units = rest.chunks_exact(2).map(|pair| match (pair, big) {
        ([a, b], true) => u16::from_be_bytes([*a, *b]),
        ([a, b], false) => u16::from_le_bytes([*a, *b]),
        _ => 0,
    });
    String::from_utf16(&units.collect::<Vec<_>>()).ok()
}

/// What an XML declaration at the beginning says (XML 1.0, 4.3.3).
fn xml_declared(bytes: &[u8]) -> Option<String> {
    let start = bytes.get(..200.min(bytes.len()))?;
    let start: String = start.iter().map(|byte| char::from(*byte)).collect();
    let declaration = start.trim_start().strip_prefix("<?xml")?.split_once("?>")?.0;
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| *c == '"' || *c == '\'')?;
    after.get(1..)?.split_once(quote).map(|(name, _)| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn nobody(_: &str, _: &[u8]) -> Option<String> {
        None
    }

    fn written(text: &str, table: &str) -> Vec<u8> {
        let high: Vec<char> = table.chars().collect();
        text.chars()
            .map(|c| match high.iter().position(|other| *other == c) {
                Some(at) => u8::try_from(at + 0x80).unwrap(),
                None => u8::try_from(u32::from(c)).unwrap(),
            })
            .collect()
    }

    const NAMES: [&str; 6] = [
        "Les Étangs",
        "Hôtel de Ville, n° 12",
        "Place de l’Église",
        "allée du Château d’eau",
        "École Élémentaire",
        "Forêt, Nœud, garçon, à côté",
    ];

    #[test]
    fn a_table_names_every_high_byte_once() {
        for (encoding, table) in TABLES {
            let mut high: Vec<char> = table.chars().collect();
            assert_eq!(high.len(), 128, "{}", encoding.name());
            high.sort_unstable();
            high.dedup();
            assert_eq!(high.len(), 128, "{}", encoding.name());
        }
    }

    #[test]
    fn names_come_back_from_each_set_of_bytes() {
        for (encoding, table) in TABLES {
            // DOS has neither of these two.
            let is_there =
                |name: &&&str| !name.contains(['’', 'œ']) || encoding != Encoding::Dos850;
            let names: Vec<&str> = NAMES.iter().filter(is_there).copied().collect();
            let text = names.join("\n");
            let found = decode(&written(&text, table), None, &nobody);
            assert_eq!((found.text.as_str(), &found.encoding), (text.as_str(), &encoding));
            assert!(found.guessed);
        }
    }

    #[test]
    fn what_a_file_declares_is_obeyed() {
        let xml = "<?xml version=\"1.0\" encoding='ISO-8859-1'?><a>Éä</a>";
        let found = decode(&written(xml, WINDOWS_1252), None, &nobody);
        assert_eq!(found.text, xml);
        assert!(!found.guessed);
        let mac = decode(&written("Éä", MAC_ROMAN), Some("macintosh"), &nobody);
        assert_eq!(mac.text, "Éä");
        let polish = decode(b"\xB1\xE6", Some("iso-8859-2"), &|name, bytes| {
            (name == "iso-8859-2" && bytes.len() == 2).then(|| "ąć".to_owned())
        });
        assert_eq!(polish.text, "ąć");
        let lie = decode("é".as_bytes(), Some("iso-8859-1"), &nobody);
        assert_eq!(lie.text, "é");
    }

    #[test]
    fn utf_16_with_and_without_its_mark() {
        let text = "{\"type\":\"Étangs\"}";
        for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
            let mut bytes = Vec::new();
            for unit in mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16()) {
                bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            }
            let found = decode(&bytes, None, &nobody);
            assert_eq!((found.text.as_str(), found.encoding), (text, Encoding::Utf16));
        }
    }

    proptest! {
        #[test]
        fn no_letter_is_ever_replaced(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let found = decode(&bytes, None, &nobody);
            prop_assert!(!found.text.contains(char::REPLACEMENT_CHARACTER) || std::str::from_utf8(&bytes).is_ok() || found.encoding == Encoding::Utf16);
        }

        #[test]
        fn utf_8_is_never_taken_for_anything_else(text in "\\PC{1,40}") {
            let found = decode(text.as_bytes(), Some("windows-1252"), &nobody);
            if found.encoding != Encoding::Utf16 {
                prop_assert_eq!(found.text, text);
            }
        }
    }
}
