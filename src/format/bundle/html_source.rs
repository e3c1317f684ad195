//! Reading a notebook out of a page, whole or cut short: the app's own or the rescue page's.
//!
//! Nothing but the two data blocks and the pictures is looked at, and the page is never parsed as
//! HTML: no data holds a raw `<`, so every tag that is met is one that a writer put there. The
//! record lines end at the next tag that means something, so that a damaged byte costs one line.

use std::borrow::Cow;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::escape::out_of_script;
use super::html_writer::{MANIFEST_ID, MEDIA_CLASS, RECORDS_ID};
use super::reader::{Contents, PhotoBytes, Picture, read_at_most};
use super::{
    BundleProblem, ENTRIES_MAX, MANIFEST_MAX, PHOTO_MAX, Part, UNKNOWN_BYTES, picture_type,
};
use crate::domain::observation::photo::MediaId;

/// Longest tag that is looked at, without the bytes of its picture.
const TAG_MAX: usize = 2048;
/// After it the bytes of a picture begin.
const BASE64_MARK: &[u8] = b";base64,";

/// A page being read.
pub(super) struct HtmlSource<R> {
    source: R,
    /// Where the record lines begin and end; to the end of the file when it is cut there.
    records: Option<(u64, u64)>,
}

impl<R: BufRead + Seek> HtmlSource<R> {
    /// Finds what a page holds; `Ok(None)` when that is no part of a notebook.
    pub(super) fn open(mut source: R) -> io::Result<Option<(Self, Contents)>> {
        let mut contents = Contents { is_cut: true, ..Contents::default() };
        let mut records = None;
        let mut is_ours = false;
        source.rewind()?;
        let mut tags = Tags::of(&mut source);
        while let Some(tag) = tags.next()? {
            let tag = &*unwrapped(&tag);
            let mut ends_records = true;
            if tag == "/html" {
                contents.is_cut = false;
            } else if tag.starts_with("meta ") && attribute(tag, "content") == Some(super::FORMAT) {
                is_ours = true;
            } else if is_script(tag, RECORDS_ID) && records.is_none() {
                records = Some((tags.at, u64::MAX));
                ends_records = false;
            } else if is_script(tag, MANIFEST_ID) && contents.manifest.is_none() {
                close(&mut records, tags.tag_at);
                let text = tags.text(MANIFEST_MAX)?;
                contents.manifest = text.map(|text| out_of_script(&text).into_owned());
            } else if let Some(picture) = picture(tag, tags.at) {
                if contents.photos.len() == ENTRIES_MAX {
                    contents.problems.push(BundleProblem::TooLarge { what: Part::Entries });
                    break;
                }
                contents.photos.push(picture);
            } else {
                ends_records = tag == "/script";
            }
            if ends_records {
                close(&mut records, tags.tag_at);
            }
        }
        contents.has_records = records.is_some();
        if !is_ours && !contents.is_notebook() {
            return Ok(None);
        }
        if contents.is_cut
            && let Some(last) = contents.photos.last_mut()
        {
            last.is_cut = true;
        }
        Ok(Some((Self { source, records }, contents)))
    }

    /// Up to `most` bytes of the record lines, from an offset, still escaped.
    pub(super) fn records(&mut self, from: u64, most: u64) -> (Vec<u8>, io::Result<()>) {
        let Some((start, end)) = self.records else { return (Vec::new(), Ok(())) };
        let start = start.saturating_add(from);
        let most = most.min(end.saturating_sub(start));
        if let Err(error) = self.source.seek(SeekFrom::Start(start)) {
            return (Vec::new(), Err(error));
        }
        read_at_most(&mut self.source, most)
    }

    /// The bytes of a photo.
    pub(super) fn photo(&mut self, picture: &Picture) -> PhotoBytes {
        if self.source.seek(SeekFrom::Start(picture.place)).is_err() {
            return PhotoBytes::Unsound(0);
        }
        // With the line ends that a mail program puts in.
        let text_max = PHOTO_MAX.div_ceil(3) * 4 / 16 * 17;
        let mut text = Vec::new();
        let read = (&mut self.source).take(text_max + 1).read_until(b'"', &mut text);
        if text.last() == Some(&b'"') {
            text.pop();
        } else if text.len() as u64 > text_max {
            return PhotoBytes::TooLarge;
        }
        text.retain(|byte| !byte.is_ascii_whitespace());
        match (read, STANDARD.decode(&text)) {
            (Ok(_), Ok(bytes)) => PhotoBytes::Read(bytes),
            _ => PhotoBytes::Unsound(text.len() as u64),
        }
    }
}

/// Ends the record lines, once.
fn close(records: &mut Option<(u64, u64)>, at: u64) {
    if let Some((_, end)) = records {
        *end = at.min(*end);
    }
}

/// The tags of a page, one after the other.
struct Tags<R> {
    input: R,
    /// How many bytes of the page were read.
    at: u64,
    /// Where the tag begins that was given last.
    tag_at: u64,
}

impl<R: BufRead> Tags<R> {
    fn of(input: R) -> Self {
        Self { input, at: 0, tag_at: 0 }
    }

    /// What stands between the next `<` and its `>`, or up to the bytes of a picture.
    fn next(&mut self) -> io::Result<Option<Vec<u8>>> {
        if !self.skip_past_bracket()? {
            return Ok(None);
        }
        let mut tag = Vec::new();
        self.tag_at = self.at - 1;
        while tag.len() < TAG_MAX {
            let Some(byte) = self.byte()? else { break };
            match byte {
                b'>' => break,
                // The tag before was none; this may be one.
                b'<' => {
                    tag.clear();
                    self.tag_at = self.at - 1;
                }
                _ => tag.push(byte),
            }
            if byte == b',' && ends_with_mark(&tag) {
                break;
            }
        }
        Ok(Some(tag))
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.input.fill_buf()?.first().copied();
        if byte.is_some() {
            self.input.consume(1);
            self.at += 1;
        }
        Ok(byte)
    }

    /// Whether there was another `<`.
    fn skip_past_bracket(&mut self) -> io::Result<bool> {
        loop {
            let ahead = self.input.fill_buf()?;
            if ahead.is_empty() {
                return Ok(false);
            }
            let found = ahead.iter().position(|byte| *byte == b'<');
            let length = found.map_or(ahead.len(), |at| at + 1);
            self.input.consume(length);
            self.at += length as u64;
            if found.is_some() {
                return Ok(true);
            }
        }
    }

    /// The text up to the next tag; `None` when it is longer than `most` or not text.
    fn text(&mut self, most: u64) -> io::Result<Option<String>> {
        let mut text = Vec::new();
        self.input.by_ref().take(most).read_until(b'<', &mut text)?;
        self.at += text.len() as u64;
        if text.pop() != Some(b'<') {
            return Ok(None);
        }
        Ok(String::from_utf8(text).ok())
    }
}

/// Whether the bytes of a picture begin after this; line ends that were put in do not matter.
fn ends_with_mark(tag: &[u8]) -> bool {
    let mut letters = tag.iter().rev().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    BASE64_MARK.iter().rev().all(|byte| letters.next() == Some(byte))
}

/// A tag as it was before lines were broken: one that means something may be broken between two
/// attributes, or within a word. Its letters may be bent: what a picture shows is not read of it.
fn unwrapped(tag: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(tag);
    if !text.contains(['\r', '\n']) {
        return text;
    }
    let joined = text.replace(['\r', '\n'], "");
    let means = is_script(&joined, RECORDS_ID)
        || is_script(&joined, MANIFEST_ID)
        || picture(&joined, 0).is_some();
    let spaced = || text.replace("\r\n", " ").replace(['\r', '\n'], " ").trim().to_owned();
    if means { joined } else { spaced() }.into()
}

fn is_script(tag: &str, id: &str) -> bool {
    tag.starts_with("script ") && attribute(tag, "id") == Some(id)
}

fn picture(tag: &str, place: u64) -> Option<Picture> {
    let is_photo = tag.starts_with("img ")
        && attribute(tag, "class")?.split(' ').any(|class| class == MEDIA_CLASS);
    let (_, media_type) = tag.strip_suffix(";base64,")?.rsplit_once("src=\"data:")?;
    let name = attribute(tag, "data-sha256")?;
    is_photo.then(|| Picture {
        name: name.to_owned(),
        id: MediaId::parse(name),
        media_type: picture_type(media_type).unwrap_or(UNKNOWN_BYTES),
        place,
        is_cut: false,
    })
}

/// The value of an attribute written with double quotes, as all of ours are.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let (before, after) = rest.split_once("=\"")?;
        let (value, next) = after.split_once('"').unwrap_or((after, ""));
        if before.rsplit([' ', '\n', '\t']).next() == Some(name) {
            return Some(value);
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_told_apart() {
        let tag = r#"img class="a id=x eclaireuse-media" data-sha256="ab" alt="" src="data:image/jpeg;base64,"#;
        assert_eq!(attribute(tag, "class"), Some("a id=x eclaireuse-media"));
        assert_eq!(attribute(tag, "sha256"), None);
        assert_eq!(attribute(tag, "alt"), Some(""));
        assert_eq!(attribute(tag, "src"), Some("data:image/jpeg;base64,"));
        let picture = picture(tag, 7).unwrap();
        assert_eq!((picture.name.as_str(), picture.media_type), ("ab", "image/jpeg"));
        assert_eq!(picture.id, None);
    }

    #[test]
    fn tags_are_found_and_their_places() {
        let page = b"<!doctype html><p>a < b<img src=\"data:x/y;base64,QUJD\"></html>";
        let mut tags = Tags::of(&page[..]);
        let mut found = Vec::new();
        while let Some(tag) = tags.next().unwrap() {
            found.push((String::from_utf8(tag).unwrap(), tags.at));
        }
        let names: Vec<&str> = found.iter().map(|(tag, _)| tag.as_str()).collect();
        assert_eq!(names, ["!doctype html", "p", "img src=\"data:x/y;base64,", "/html"]);
        let (_, at) = &found[2];
        assert_eq!(&page[usize::try_from(*at).unwrap()..][..4], b"QUJD");
    }
}
