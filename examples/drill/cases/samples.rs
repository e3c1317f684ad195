//! Sound files of every kind, to be bent.

use eclaireuse::domain::code::Language;
use eclaireuse::domain::observation::photo::MediaId;
use eclaireuse::domain::stamp::Stamp;
use eclaireuse::format::bundle::{HtmlWriter, NotebookWriter, ZipWriter};

use crate::invented::{Size, invented};

pub(super) const MADE: Stamp = Stamp { utc_ms: 1_762_364_520_000, offset_min: 60 };

/// What the cases are made of.
pub(crate) struct Samples {
    /// Lines of a whole campaign.
    pub(super) lines: Vec<String>,
    /// Bare pictures, some of which the lines name.
    pub(super) photos: Vec<Vec<u8>>,
    /// A notebook of some lines in each wrapping, and those lines.
    pub(super) files: Vec<(Vec<u8>, Vec<String>)>,
}

/// A picture without anything else, unlike the others.
pub(super) fn picture(number: u8) -> Vec<u8> {
    let table = [0xff, 0xdb, 0, 4, 0, number];
    let frame = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0xff, 0, 0xff, 0xd0, 0x55];
    let start =
        [0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
    [&start[..], &table, &frame, &scan, &[0xff, 0xd9]].concat()
}

/// Writes lines and pictures as the app does.
pub(super) fn written(which: usize, lines: &[String], photos: &[Vec<u8>]) -> Vec<u8> {
    let mut writer: Box<dyn NotebookWriter> = match which {
        0 => Box::new(ZipWriter::new(MADE).expect("a zip")),
        1 => Box::new(HtmlWriter::new(MADE, Language::Fr)),
        _ => Box::new(ZipWriter::kit(MADE).expect("a kit")),
    };
    for line in lines {
        writer.record(line).expect("a record");
    }
    for id in writer.photos() {
        if let Some(photo) = photos.iter().find(|photo| MediaId::of(photo) == id) {
            writer.photo(id, "image/jpeg", photo).expect("a photo");
        }
    }
    writer.finish().expect("the end");
    writer.drain()
}

impl Samples {
    pub(crate) fn made() -> Self {
        let photos: Vec<Vec<u8>> = (0..6).map(picture).collect();
        let named: Vec<(MediaId, u64)> =
            photos.iter().map(|photo| (MediaId::of(photo), photo.len() as u64)).collect();
        let made = invented(Size { observations: 24, constats: 8, preconisations: 12 }, &named);
        let lines: Vec<String> = made.lines.into_iter().map(|(_, line)| line).collect();
        let some: Vec<String> = lines.iter().step_by(3).cloned().collect();
        let files = (0..3).map(|which| (written(which, &some, &photos), some.clone())).collect();
        Self { lines, photos, files }
    }
}
