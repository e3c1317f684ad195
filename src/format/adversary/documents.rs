//! The documents, read as by anybody who finds one on a table.

use std::collections::BTreeSet;

use super::texts::points_beyond;
use super::{Attack, Finding, Findings};

/// Where the last section of the booklet begins: whom to write to, which is given on purpose.
const CONTACTS: &str = " id=\"carnet-contacts\"";

/// Attacks the markup of a document, by its parts: words that name somebody. `name` is what it is
/// called on the screen, `let_go` what a person looked at and let go.
pub fn attack_document<'a>(
    name: &str,
    parts: impl IntoIterator<Item = &'a str>,
    let_go: &BTreeSet<String>,
) -> Vec<Finding> {
    let mut found = Findings::default();
    let mut is_over = false;
    let before_contacts = parts.into_iter().map_while(|part| {
        let (before, contacts) = match part.split_once(CONTACTS) {
            Some((before, _)) => (before, true),
            None => (part, false),
        };
        let was_over = is_over;
        is_over |= contacts;
        (!was_over).then_some(before)
    });
    for (line, text) in (1..).zip(before_contacts.flat_map(pieces_of_text)) {
        if points_beyond(&text, let_go) {
            found.say(
                name,
                line,
                &text.chars().take(60).collect::<String>(),
                Attack::WordsOfSomebody,
            );
        }
    }
    found.0
}

/// What stands between the tags.
fn pieces_of_text(markup: &str) -> Vec<String> {
    let texts = markup.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text));
    let plain = |text: &str| {
        let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
        text.replace("&#39;", "'").replace("&amp;", "&").trim().to_owned()
    };
    texts.map(plain).filter(|text| text.contains(' ')).collect()
}
