//! The notebook as a page that anyone can open, read and print, and that the app reads back.
//!
//! Its parts stand on lines of their own: the records in a script that no browser runs, the photos
//! as pictures, the manifest at the end. What somebody wrote is escaped wherever it is shown; in the
//! records `<` becomes `\u003c`, which JSON reads as the same, so that nothing in them can end the
//! script.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Manifest, Tally};
use crate::domain::code::{Code, Language};
use crate::domain::identity::WalkId;
use crate::domain::notebook::Notebook;
use crate::domain::observation::Observation;
use crate::domain::photo::MediaId;
use crate::domain::record::{Body, Record};
use crate::domain::scale::{Rating, Scale};
use crate::domain::stamp::Stamp;
use crate::domain::walk::Walk;
use crate::format::v1;
use crate::text::{FileWords, Words};

pub(super) const RECORDS_BEGIN: &str =
    r#"<script type="application/x-ndjson" id="eclaireuse-records">"#;
pub(super) const MANIFEST_BEGIN: &str =
    r#"<script type="application/json" id="eclaireuse-manifest">"#;
pub(super) const SCRIPT_END: &str = "</script>";
pub(super) const PHOTO_BEGIN: &str = r#"<img class="eclaireuse-media" data-sha256=""#;

const STYLE: &str = "\
body{max-width:42rem;margin:0 auto;padding:1rem;font:1.0625rem/1.45 system-ui,sans-serif;color:#1b2436;background:#fff}\
h1{font-size:1.5rem}article{border-top:1px solid #cfc6b6;padding:.75rem 0;break-inside:avoid}\
h2{font-size:1.125rem;margin:0 0 .25rem}p{margin:.25rem 0}.about{color:#545e72}\
.mark{border:3px solid #b3261e;padding:.5rem;font-weight:700}\
img{max-width:100%;height:auto;margin:.5rem 0}blockquote{margin:.5rem 0;padding-left:.75rem;border-left:4px solid #a85a04}";

/// Part of the page still to be written.
enum Piece {
    Text(String),
    Photo(MediaId),
}

/// A notebook being written: all records, then its photos in the order it wants them, then the end.
pub struct HtmlNotebook {
    t: &'static Words,
    files: &'static FileWords,
    language: Language,
    made: Stamp,
    tally: Tally,
    out: String,
    notebook: Notebook,
    walks: BTreeSet<WalkId>,
    pieces: VecDeque<Piece>,
}

impl HtmlNotebook {
    /// An empty notebook, made now, whose readable part is in this language.
    pub fn new(made: Stamp, language: Language) -> Self {
        Self {
            t: Words::of(language),
            files: FileWords::of(language),
            language,
            made,
            tally: Tally::new(made.utc_ms),
            out: format!("{RECORDS_BEGIN}\n"),
            notebook: Notebook::default(),
            walks: BTreeSet::new(),
            pieces: VecDeque::new(),
        }
    }

    /// Adds a record's line, exactly as stored.
    pub fn record(&mut self, walk: WalkId, line: &str) {
        self.tally.record(walk, line);
        self.walks.insert(walk);
        self.out.push_str(&escaped_line(line));
        self.out.push('\n');
        if let Ok(read) = v1::read_line(line) {
            self.notebook.take(read.record);
        }
    }

    /// Once all records are in: the photos it wants, in the order in which it wants them.
    pub fn photos(&mut self) -> Vec<MediaId> {
        let records = std::mem::take(&mut self.out);
        let title = self.title();
        self.out = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n{records}{SCRIPT_END}\n</head>\n<body>\n",
            self.language.code(),
        );
        self.lay_out();
        let photos = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Photo(media) => Some(*media),
            Piece::Text(_) => None,
        });
        photos.collect()
    }

    /// Adds the next photo it wanted; `None` when its bytes are not there.
    pub fn photo(&mut self, media: MediaId, found: Option<(&str, &[u8])>) {
        while let Some(piece) = self.pieces.pop_front() {
            match piece {
                Piece::Text(text) => self.out.push_str(&text),
                Piece::Photo(wanted) if wanted == media => break,
                Piece::Photo(_) => {}
            }
        }
        let Some((media_type, bytes)) = found else {
            let missing = escaped(self.files.page_photo_missing);
            self.out.push_str(&format!("<p class=\"about\">{missing}</p>\n"));
            return;
        };
        self.tally.photo(media, media_type, bytes.len());
        self.out.push_str(&format!(
            "{PHOTO_BEGIN}{media}\" alt=\"{}\" src=\"data:{};base64,",
            escaped(self.t.photo_of_place),
            escaped(media_type)
        ));
        STANDARD.encode_string(bytes, &mut self.out);
        self.out.push_str("\">\n");
    }

    /// Takes what is finished.
    pub fn drain(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out).into_bytes()
    }

    /// Ends the notebook: its last bytes, and what is in it.
    ///
    /// # Errors
    /// When the manifest cannot be written.
    pub fn finish(mut self) -> std::io::Result<(Vec<u8>, Manifest)> {
        for piece in std::mem::take(&mut self.pieces) {
            if let Piece::Text(text) = piece {
                self.out.push_str(&text);
            }
        }
        let manifest = self.tally.finish();
        let text = serde_json::to_string(&manifest)?.replace('<', "\\u003c");
        self.out.push_str(&format!("{MANIFEST_BEGIN}{text}{SCRIPT_END}\n</body>\n</html>\n"));
        Ok((self.out.into_bytes(), manifest))
    }

    fn title(&self) -> String {
        let titles: Vec<String> = self
            .walks
            .iter()
            .filter_map(|walk| self.notebook.walk(*walk))
            .map(|walk| escaped(&walk.title).into_owned())
            .collect();
        if titles.is_empty() {
            escaped(self.files.page_title).into_owned()
        } else {
            titles.join(", ")
        }
    }

    /// The readable part.
    fn lay_out(&mut self) {
        let t = self.t;
        let mut text = format!("<h1>{}</h1>\n", self.title());
        let made = format!("{} {}", self.made.date(), self.made.hour_minute());
        for walk in self.walks.iter().filter_map(|walk| self.notebook.walk(*walk)) {
            if walk.training {
                text.push_str(&format!("<p class=\"mark\">{}</p>\n", escaped(t.training_mark)));
            }
            text.push_str(&format!("<p class=\"about\">{}</p>\n", escaped(&walk.date)));
        }
        text.push_str(&format!(
            "<p class=\"about\">{}</p>\n",
            escaped(&(self.files.page_made)(&made))
        ));
        let mut shown: BTreeSet<MediaId> = BTreeSet::new();
        let mut pieces = VecDeque::new();
        for (number, observation) in (1_usize..).zip(self.notebook.all_observations()) {
            let Some(walk) = self.notebook.walk(observation.walk) else { continue };
            if observation.withdrawn {
                continue;
            }
            text.push_str(&self.article(number, observation, walk));
            for photo in self.notebook.photos_of(observation.id) {
                if shown.insert(photo.media) {
                    pieces.push_back(Piece::Text(std::mem::take(&mut text)));
                    pieces.push_back(Piece::Photo(photo.media));
                }
            }
            text.push_str("</article>\n");
        }
        // A backup holds what was taken back, too.
        let others: Vec<MediaId> =
            self.notebook.all_media().filter(|media| shown.insert(*media)).collect();
        if !others.is_empty() {
            text.push_str(&format!(
                "<details><summary>{}</summary>\n",
                escaped(self.files.page_withdrawn)
            ));
            pieces.push_back(Piece::Text(std::mem::take(&mut text)));
            pieces.extend(others.into_iter().map(Piece::Photo));
            text.push_str("</details>\n");
        }
        pieces.push_back(Piece::Text(text));
        self.pieces = pieces;
    }

    fn article(&self, number: usize, it: &Observation, walk: &Walk) -> String {
        let (t, language) = (self.t, self.language);
        let mut html = format!(
            "<article id=\"o{number}\">\n<h2>{number}. {}</h2>\n",
            escaped(it.category.label(language))
        );
        let mut about = vec![it.made.hour_minute(), it.moment(walk).label(language).to_owned()];
        about.extend(it.stop.map(|stop| {
            let name = walk.stop(stop).map(|stop| stop.name.clone()).unwrap_or_default();
            (t.at_stop)(stop, &name)
        }));
        if !it.place_name.is_empty() {
            about.push(it.place_name.clone());
        }
        about.push(match it.position(walk) {
            None => t.place_none.to_owned(),
            Some(position) => {
                let mut place = format!("{:.6}, {:.6}", position.place.lat(), position.place.lon());
                if let Some(accuracy_m) = position.accuracy_m {
                    place.push_str(&format!(" ± {} m", accuracy_m.ceil()));
                }
                place
            }
        });
        html.push_str(&format!("<p class=\"about\">{}</p>\n", escaped(&about.join(" · "))));
        let said = said(it, language);
        if !said.is_empty() {
            html.push_str(&format!("<p>{}</p>\n", escaped(&said.join(" · "))));
        }
        for (label, text) in [(t.words_label, &it.words), (t.idea_label, &it.idea)] {
            if !text.is_empty() {
                html.push_str(&format!(
                    "<p class=\"about\">{}</p>\n<blockquote dir=\"auto\">{}</blockquote>\n",
                    escaped(label),
                    escaped(text).replace('\n', "<br>")
                ));
            }
        }
        html
    }
}

/// What was answered, in words.
fn said(it: &Observation, language: Language) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut add = |text: &str| said.push(text.to_owned());
    if let Some(polarity) = it.polarity {
        add(polarity.label(language));
    }
    if let Some(level) = it.feeling {
        add(Scale::Feeling.step_label(level, language));
    }
    if let Some(level) = it.severity_of_problem() {
        add(Scale::Severity.step_label(level, language));
    }
    if let Some(frequency) = it.frequency {
        add(frequency.label(language));
    }
    for rating in Rating::ALL {
        if let Some(level) = it.rating(*rating) {
            let step = Scale::Rating(*rating).step_label(level, language);
            add(&format!("{} : {step}", rating.label(language)));
        }
    }
    if let Some(state) = it.lamp_state {
        add(state.label(language));
    }
    if !it.lamp_ref.is_empty() {
        add(&it.lamp_ref);
    }
    it.present.iter().for_each(|code| add(code.label(language)));
    it.avoided_by.iter().for_each(|code| add(code.label(language)));
    it.avoided_when.iter().for_each(|code| add(code.label(language)));
    it.reasons.iter().for_each(|code| add(code.label(language)));
    it.strategies.iter().for_each(|code| add(code.label(language)));
    it.secondary.iter().for_each(|category| add(category.label(language)));
    if let Some(kind) = it.place_kind {
        add(kind.label(language));
    }
    said
}

/// Text made harmless in HTML, in content and in attributes.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text.into();
    }
    let mut html = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html.into()
}

/// The escape that stands for `<`, and what makes one that was there before another.
const ESCAPE: &str = "\\u003c";
const ONE_MORE: &str = "\\u005c";

/// A line in which nothing can end the script. `<` becomes `\u003c`; where that very escape stood
/// already, its backslash becomes `\u005c`, and so on: [`plain_line`] gives back every byte.
fn escaped_line(line: &str) -> Cow<'_, str> {
    if !line.contains(['<', '\\']) {
        return line.into();
    }
    let mut out = String::with_capacity(line.len() + 16);
    let mut rest = line;
    while let Some(at) = rest.find(['<', '\\']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('<') {
            out.push_str(ESCAPE);
            rest = after;
        } else if is_escape(rest) {
            out.push_str(ONE_MORE);
            rest = &rest[1..];
        } else {
            out.push('\\');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out.into()
}

/// The line that [`escaped_line`] was given.
pub(super) fn plain_line(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix(ESCAPE) {
            out.push('<');
            rest = after;
        } else if let Some(after) = rest.strip_prefix(ONE_MORE).filter(|_| is_escape(rest)) {
            out.push('\\');
            rest = after;
        } else {
            out.push('\\');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text begins with `\u003c`, or with one whose backslash was made `\u005c`, once or more.
fn is_escape(text: &str) -> bool {
    let Some(mut rest) = text.strip_prefix("\\u") else { return false };
    while let Some(after) = rest.strip_prefix("005cu") {
        rest = after;
    }
    rest.starts_with("003c")
}

/// The media a record speaks of.
pub(super) fn media_of(record: &Record) -> Option<MediaId> {
    match &record.body {
        Body::Photo(photo) => Some(photo.media),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn examples_of_lines() {
        assert_eq!(escaped_line("a<b"), "a\\u003cb");
        assert_eq!(escaped_line("a\\u003cb"), "a\\u005cu003cb");
        assert_eq!(escaped_line("a\\u005cu003cb"), "a\\u005cu005cu003cb");
        assert_eq!(escaped_line("a\\nb"), "a\\nb");
        assert_eq!(escaped("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    }

    proptest! {
        #[test]
        fn every_line_comes_back(line in r#"([<>\\"a]|\\u|003c|005cu|</script>|<!--|é|🌙|\\\\){0,24}"#) {
            let escaped = escaped_line(&line);
            prop_assert!(!escaped.contains('<'));
            prop_assert_eq!(plain_line(&escaped), line);
        }
    }
}
