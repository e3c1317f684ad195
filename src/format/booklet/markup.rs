//! Markup made by hand: escaping, and the few shapes that the documents share.

use super::Piece;

/// Text as it may stand in an element or an attribute. No line of a French text begins with what
/// closes the one before: the space there does not break.
pub(super) fn escaped(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = rest.next() {
        let next = rest.peek();
        let is_held = before == '«' || next.is_some_and(|next| ":;?!»".contains(*next));
        before = c;
        held.push(if c == ' ' && is_held { '\u{a0}' } else { c });
    }
    crate::format::markup::escaped(&held).into_owned()
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
        self.text.push_str(&escaped(text));
        self.close(name);
    }

    /// An element with somebody's words, whose direction the browser finds.
    pub(super) fn said(&mut self, name: &str, class: &str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.text.push_str(&format!("<{name} class=\"{class}\" dir=\"auto\">"));
        self.text.push_str(&escaped(text.trim()));
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
        self.text.push_str(&format!("<h{level} id=\"{id}\">{}</h{level}>\n", escaped(text)));
    }

    /// A line of a table; the first cell is its head.
    pub(super) fn row(&mut self, cells: &[String]) {
        self.open("tr", "");
        for (index, cell) in cells.iter().enumerate() {
            if index == 0 {
                // A number is not cut at its dashes.
                let class = if cell.contains(' ') { "" } else { " class=\"number\"" };
                self.raw(&format!("<th scope=\"row\"{class}>{}</th>", escaped(cell)));
            } else {
                let is_number = cell.contains('-') && !cell.contains(' ');
                let class = if is_number { " class=\"number\"" } else { "" };
                self.raw(&format!("<td dir=\"auto\"{class}>{}</td>", escaped(cell)));
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
