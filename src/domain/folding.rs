//! Words as they are compared and looked for: people leave accents and capitals out.
//!
//! Only the letters of the languages around here are folded. The tables of the whole of Unicode would
//! be larger than the programs that ask for this.

/// Small letters without accents; everything else as it is.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ô' | 'ö' | 'ó' | 'õ' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            // An accent that stands by itself behind its letter.
            '\u{300}'..='\u{36f}' => {}
            character => folded.push(character),
        }
    }
    folded
}

/// The same with letters and figures only: names of columns and labels.
pub fn letters(text: &str) -> String {
    folded(text).chars().filter(|character| character.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_are_left_out() {
        assert_eq!(folded("ÉTOUVIE, Cœur d’Îlot"), "etouvie, coeur d’ilot");
        assert_eq!(folded("e\u{301}te\u{301}"), "ete", "as some systems write it");
        assert_eq!(letters("À l’étude"), "aletude");
    }
}
