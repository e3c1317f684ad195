//! What is said of the two copies: only what was looked at.

use crate::app::copies::{CheckResult, Checked};
use crate::app::model::Model;
use crate::domain::walk::phone_check::SecondCopyState;
use crate::text::CheckWords;

impl Model {
    /// What is known of the two copies, in sentences; all of it once everything was read.
    pub fn copies_in_words(&self) -> Vec<String> {
        let Some(copies) = self.copies else { return Vec::new() };
        let t = CheckWords::of(self.language);
        let mut sentences = Vec::new();
        if let CheckResult::Read(Checked { records, photos, mended, bent }) = copies.check {
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
        if copies.check == CheckResult::Failed || copies.second == SecondCopyState::Unread {
            sentences.push(t.unread.to_owned());
        }
        let is_bent = matches!(copies.check, CheckResult::Read(checked) if checked.bent > 0);
        let second = match copies.second {
            SecondCopyState::Kept if is_bent || copies.copied.left > 0 => None,
            SecondCopyState::Kept => Some(t.two),
            SecondCopyState::WithoutPhotos => Some(t.without_photos),
            SecondCopyState::None => Some(t.one),
            SecondCopyState::Failed => Some(t.failed),
            SecondCopyState::Unread => None,
        };
        sentences.extend(second.map(str::to_owned));
        sentences
    }
}
