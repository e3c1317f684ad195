//! Markup made by hand: escaping, and the few shapes that the documents share.

use super::Piece;

/// Text as it may stand in an element or an attribute. No line of a French text begins with what
/// closes the one before: the space there does not break.
pub(super) fn escaped(text: &str) -> String {
    crate::format::markup::escaped(&held(text)).into_owned()
}

/// A run of letters longer than this has places where a line may break: a link of 120 letters would
/// push a page's other column off the paper, and make the printer shrink all pages.
const RUN: usize = 20;
/// So many letters of such a run stay together at most.
const TOGETHER: usize = 10;

/// Text as it stands between tags, the same to whoever reads or copies it.
pub(super) fn words(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for run in held(text).split_inclusive(char::is_whitespace) {
        if run.trim_end().chars().count() <= RUN {
            written.push_str(&crate::format::markup::escaped(run));
            continue;
        }
        let mut part = String::new();
        let mut letters = run.chars().peekable();
        while let Some(letter) = letters.next() {
            part.push(letter);
            // Letters of other scripts may be one sign together; a link is ASCII.
            let is_open = letter.is_ascii() && letters.peek().is_some_and(char::is_ascii_graphic);
            let is_place = "/?&=.,;:_-#".contains(letter) || part.chars().count() >= TOGETHER;
            if is_open && is_place {
                written.push_str(&crate::format::markup::escaped(&part));
                written.push_str("<wbr>");
                part.clear();
            }
        }
        written.push_str(&crate::format::markup::escaped(&part));
    }
    written
}

/// A number of ours, which is not cut at its dashes.
fn is_number(cell: &str) -> bool {
    cell.chars().count() <= RUN && !cell.contains(' ')
}

/// The spaces that do not break.
fn held(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        let next = rest.peek();
        let is_held = before == '«' || next.is_some_and(|next| ":;?!»".contains(*next));
        before = c;
        held.push(if c == ' ' && is_held { '\u{a0}' } else { c });
    }
    held
}

/// A document being written.
#[derive(Default)]
pub(super) struct Writer {
    pieces: Vec<Piece>,
    text: String,
}

impl Writer {
    /// Adds markup of ours.
    pub(super) fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// Adds an element with text in it; `class` may be empty.
    pub(super) fn element(&mut self, name: &str, class: &str, text: &str) {
        self.open(name, class);
        self.text.push_str(&words(text));
        self.close(name);
    }

    /// An element with somebody's words, whose direction the browser finds.
    pub(super) fn said(&mut self, name: &str, class: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.text.push_str(&format!("<{name} class=\"{class}\" dir=\"auto\">"));
        self.text.push_str(&words(text.trim()));
        self.close(name);
    }

    /// Begins an element.
    pub(super) fn open(&mut self, name: &str, class: &str) {
        if class.is_empty() {
            self.text.push_str(&format!("<{name}>"));
        } else {
            self.text.push_str(&format!("<{name} class=\"{class}\">"));
        }
    }

    /// Ends an element.
    pub(super) fn close(&mut self, name: &str) {
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// A heading that the contents lead to.
    pub(super) fn heading(&mut self, level: u8, id: &str, text: &str) {
        self.text.push_str(&format!("<h{level} id=\"{id}\">{}</h{level}>\n", words(text)));
    }

    /// A line of a table; the first cell is its head.
    pub(super) fn row(&mut self, cells: &[String]) {
        self.open("tr", "");
        for (index, cell) in cells.iter().enumerate() {
            if index == 0 {
                // A number is not cut at its dashes.
                let class = if is_number(cell) { " class=\"number\"" } else { "" };
                self.raw(&format!("<th scope=\"row\"{class}>{}</th>", words(cell)));
            } else {
                let class =
                    if cell.contains('-') && is_number(cell) { " class=\"number\"" } else { "" };
                self.raw(&format!("<td dir=\"auto\"{class}>{}</td>", words(cell)));
            }
        }
        self.close("tr");
    }

    /// A table with the heads of its columns.
    pub(super) fn table(&mut self, caption: &str, heads: &[&str], rows: &[Vec<String>]) {
        // On a small screen a table is moved sideways, also by keyboard.
        self.raw(&format!(
            "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n",
            escaped(caption)
        ));
        self.open("table", "");
        self.element("caption", "", caption);
        self.open("thead", "");
        self.open("tr", "");
        for head in heads {
            self.raw(&format!("<th scope=\"col\">{}</th>", escaped(head)));
        }
        self.close("tr");
        self.close("thead");
        self.open("tbody", "");
        for row in rows {
            self.row(row);
        }
        self.close("tbody");
        self.close("table");
        self.close("div");
    }

    /// A photo with its caption.
    pub(super) fn photo(
        &mut self,
        media: crate::domain::observation::photo::MediaId,
        caption: &str,
    ) {
        self.open("figure", "photo");
        self.pieces.push(Piece::Markup(std::mem::take(&mut self.text)));
        self.pieces.push(Piece::Photo { media, alt: caption.to_owned() });
        self.element("figcaption", "", caption);
        self.close("figure");
    }

    /// The pieces.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.pieces.push(Piece::Markup(self.text));
        self.pieces
    }
}

/// An icon of the app, drawn in place: a file that stands alone has no sprite.
pub(super) fn icon(name: &str) -> String {
    const SPRITES: [&str; 2] = [
        include_str!("../../../public/icons-first.svg"),
        include_str!("../../../public/icons.svg"),
    ];
    let head = format!("<symbol id=\"i-{name}\" viewBox=\"0 0 24 24\">");
    let shapes = SPRITES.iter().find_map(|sprite| {
        let (_, rest) = sprite.split_once(&head)?;
        rest.split_once("</symbol>").map(|(shapes, _)| shapes)
    });
    format!(
        "<svg class=\"sign\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" fill=\"none\" \
         stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\" \
         stroke-linejoin=\"round\">{}</svg>",
        shapes.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_long_link_can_be_broken_and_is_copied_whole() {
        let link =
            "https://exemple.fr/rapports/2026/eclairage-public?rue=du-8-mai&page=12#annexe_3";
        let written = words(&format!("Voir {link}."));
        assert!(written.split("<wbr>").all(|part| part.chars().count() <= RUN), "{written}");
        assert_eq!(written.replace("<wbr>", ""), escaped(&format!("Voir {link}.")));
        let letters = "a".repeat(120);
        assert_eq!(words(&letters).matches("<wbr>").count(), 11);
        assert_eq!(words("Un mot, aujourd’hui"), "Un mot, aujourd’hui");
    }

    #[test]
    fn only_what_is_short_is_kept_in_one_line() {
        assert!(is_number("EX-2025-01-C03"));
        assert!(!is_number("https://exemple.fr/un-lien-avec-des-tirets"));
    }

    proptest! {
        #[test]
        fn a_place_to_break_changes_no_word(text in ".{0,80}") {
            prop_assert_eq!(words(&text).replace("<wbr>", ""), escaped(&text));
        }
    }
}
