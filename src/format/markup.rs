//! Text where markup is read: HTML, SVG and XML.

use std::borrow::Cow;

/// Whether XML 1.0 may hold a character at all; HTML may hold all of these.
fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// A text as it stands between tags or in a quoted attribute. Characters that no XML file may hold are
/// left out: one of them would make the whole file unreadable.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| is_allowed(c) && !matches!(c, '&' | '<' | '>' | '"' | '\'')) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len() + 32);
    for character in text.chars().filter(|character| is_allowed(*character)) {
        match character {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            other => written.push(other),
        }
    }
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_be_markup_is_text() {
        assert_eq!(escaped("a<b> & \"c\" 'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
        assert_eq!(escaped("a\u{ffff}\u{1}b\n"), "ab\n");
    }

    proptest! {
        /// An XML reader gives back what was written, but for what XML cannot hold.
        #[test]
        fn a_reader_gives_it_back(text in ".{0,40}") {
            let written = escaped(&text);
            let read = quick_xml::escape::unescape(&written).unwrap();
            let kept: String = text.chars().filter(|c| is_allowed(*c)).collect();
            prop_assert_eq!(read, kept);
        }
    }
}
