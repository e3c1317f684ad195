//! What is said of the two copies: only what was looked at.

use crate::app::copies::{Checked, SecondCopyState};
use crate::app::model::Model;
use crate::text::CheckWords;

impl Model {
    /// What is known of the two copies, in sentences; all of it once everything was read.
    pub fn copies_in_words(&self) -> Vec<String> {
        let Some(copies) = self.copies else { return Vec::new() };
        let t = CheckWords::of(self.language);
        let mut sentences = Vec::new();
        if let Some(Checked { records, photos, mended, bent }) = copies.check {
            if bent == 0 {
                sentences.push((t.whole)(records, photos));
            }
            if mended > 0 {
                sentences.push((t.mended)(mended));
            }
            if bent > 0 {
                sentences.push((t.bent)(bent));
            }
        }
        sentences.push(
            match copies.second {
                SecondCopyState::Kept => t.two,
                SecondCopyState::WithoutPhotos => t.without_photos,
                SecondCopyState::None => t.one,
                SecondCopyState::Failed => t.failed,
            }
            .to_owned(),
        );
        sentences
    }
}
