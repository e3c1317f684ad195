//! The notebook as a page that anyone can open and read.
//!
//! ```html
//! <script type="application/x-ndjson" id="eclaireuse-records">
//! {"v":1,…}
//! </script>
//! … the page itself, with
//! <img class="eclaireuse-media" data-sha256="…" alt="…" src="data:image/jpeg;base64,…">
//! <script type="application/json" id="eclaireuse-manifest">{…}</script>
//! ```
//!
//! Inside the two data blocks `<` is escaped as [`in_script`] says; nothing in them is ever run.

use std::io;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::escape::in_script;
use super::ledger::{Ledger, one_line};
use super::manifest::Manifest;
use super::page::{Piece, Walks, head};
use super::page_text::PageText;
use super::{NotebookWriter, UNKNOWN_BYTES, out_of_order, picture_type};
use crate::domain::code::Language;
use crate::domain::observation::photo::MediaId;
use crate::domain::stamp::Stamp;
use crate::format::markup::escaped;

/// The `id` of the block of the record lines.
pub(super) const RECORDS_ID: &str = "eclaireuse-records";
/// The `id` of the block of the manifest.
pub(super) const MANIFEST_ID: &str = "eclaireuse-manifest";
/// The `class` of a picture that is a photo of the notebook.
pub(super) const MEDIA_CLASS: &str = "eclaireuse-media";

/// Where the writer is.
enum Step {
    Records,
    /// The pieces of the page, last one first.
    Page(Vec<Piece>),
    Finished,
}

/// Writes a notebook as a readable page. It keeps the newest state of the walks in memory, so that
/// photos can stand beside their observations, and no photo.
pub struct HtmlWriter {
    step: Step,
    page: String,
    walks: Walks,
    ledger: Ledger,
    made: Stamp,
    language: Language,
    in_hidden: bool,
    in_others: bool,
}

impl HtmlWriter {
    /// A notebook made at a moment, to be read in a language.
    pub fn new(made: Stamp, language: Language) -> Self {
        let mut page = head(language);
        page += &format!("<script type=\"application/x-ndjson\" id=\"{RECORDS_ID}\">\n");
        Self {
            step: Step::Records,
            page,
            walks: Walks::default(),
            ledger: Ledger::default(),
            made,
            language,
            in_hidden: false,
            in_others: false,
        }
    }

    /// Ends the records, once, and lays the page out.
    fn begin_page(&mut self) {
        if !matches!(self.step, Step::Records) {
            return;
        }
        let words = PageText::of(self.language);
        self.page += "</script>\n";
        self.page += &format!("<h1>{}</h1>\n", words.notebook);
        let made = format!("{} {}", self.made.date(), self.made.hour_minute());
        self.page += &format!("<p class=\"quiet\">Éclaireuse · {made}</p>\n");
        self.page += &format!("<p class=\"quiet\">{}</p>\n", words.about);
        self.page += &format!("<p class=\"quiet\">{}</p>\n", words.scales);
        let mut pieces = self.walks.pieces(self.ledger.named());
        pieces.reverse();
        self.step = Step::Page(pieces);
    }

    /// The next piece, while there are any.
    fn next_piece(&mut self) -> Option<Piece> {
        match &mut self.step {
            Step::Page(pieces) => pieces.pop(),
            Step::Records | Step::Finished => None,
        }
    }

    /// Writes a piece; a photo that is reached in this way was not given.
    fn write(&mut self, piece: &Piece) {
        let words = PageText::of(self.language);
        match *piece {
            Piece::WalkHead(walk) => self.page += &self.walks.walk_head(walk, self.language),
            Piece::Observation(walk, id, number) => {
                self.page += &self.walks.observation(walk, id, number, self.language);
            }
            Piece::ObservationEnd => self.page += "</article>\n",
            Piece::Photo(..) | Piece::OtherPhoto(_) => {
                self.page += &format!("<p class=\"quiet\">{}</p>\n", words.photo_missing);
            }
            Piece::HiddenPhoto(_) => {}
        }
    }

    fn picture(&mut self, id: MediaId, alt: &str, media_type: &str, bytes: &[u8]) {
        self.page += &format!(
            "<img class=\"{MEDIA_CLASS}\" data-sha256=\"{id}\" alt=\"{}\" src=\"data:{media_type};base64,",
            escaped(alt)
        );
        STANDARD.encode_string(bytes, &mut self.page);
        self.page += "\">";
    }
}

impl NotebookWriter for HtmlWriter {
    fn record(&mut self, line: &str) -> io::Result<()> {
        if !matches!(self.step, Step::Records) {
            return Err(out_of_order("records come before photos"));
        }
        let line = one_line(line);
        self.page += &in_script(&line);
        self.page.push('\n');
        if let Some(record) = self.ledger.record(&line) {
            self.walks.take(record);
        }
        Ok(())
    }

    fn photos(&mut self) -> Vec<MediaId> {
        self.begin_page();
        let Step::Page(pieces) = &self.step else { return Vec::new() };
        let photos = pieces.iter().rev().filter_map(Piece::photo);
        photos.collect()
    }

    fn photo(&mut self, id: MediaId, media_type: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin_page();
        let Step::Page(pieces) = &self.step else {
            return Err(out_of_order("the notebook is finished"));
        };
        if !pieces.iter().any(|piece| piece.photo() == Some(id)) {
            return Err(out_of_order("photos are given in the order that was asked for"));
        }
        if !self.ledger.accepts(id, bytes) {
            return Ok(());
        }
        let media_type = picture_type(media_type).unwrap_or(UNKNOWN_BYTES);
        let words = PageText::of(self.language);
        while let Some(piece) = self.next_piece() {
            if piece.photo() != Some(id) {
                self.write(&piece);
                continue;
            }
            let alt = match piece {
                Piece::Photo(_, number) => format!("{} {number}", words.photo_of),
                _ => String::new(),
            };
            if matches!(piece, Piece::OtherPhoto(_)) && !self.in_others {
                self.in_others = true;
                self.page += &format!("<h2>{}</h2>\n", words.other_photos);
            }
            if matches!(piece, Piece::HiddenPhoto(_)) && !self.in_hidden {
                self.in_hidden = true;
                self.page += "<div hidden>\n";
            }
            self.page += "<figure>";
            self.picture(id, &alt, media_type, bytes);
            self.page += "</figure>\n";
            break;
        }
        self.ledger.photo(id, media_type, bytes);
        Ok(())
    }

    fn finish(&mut self) -> io::Result<Manifest> {
        self.begin_page();
        if matches!(self.step, Step::Finished) {
            return Err(out_of_order("the notebook is finished"));
        }
        while let Some(piece) = self.next_piece() {
            self.write(&piece);
        }
        if self.in_hidden {
            self.page += "</div>\n";
        }
        let manifest = self.ledger.manifest(self.made);
        self.page += &format!("<script type=\"application/json\" id=\"{MANIFEST_ID}\">");
        self.page += &in_script(&manifest.write());
        self.page += "</script>\n</body>\n</html>\n";
        self.step = Step::Finished;
        Ok(manifest)
    }

    fn drain(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.page).into_bytes()
    }

    fn receipt(&self) -> String {
        self.ledger.receipt()
    }
}
