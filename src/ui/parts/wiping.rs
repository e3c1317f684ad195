//! What is said before a walk is wiped: what would be lost, who has it, which files stay behind.

use leptos::prelude::*;

use super::{all, el, follow, nothing, paragraph};
use crate::domain::identity::WalkId;
use crate::format::left_file::LeftFile;
use crate::ui::session::Session;

/// The name of a file, as a list shows it.
pub(in crate::ui) fn file_name(session: Session, file: &LeftFile) -> AnyView {
    let before = session.safety_words().of_before;
    let name = if file.name.is_empty() { before.to_owned() } else { file.name.clone() };
    el("strong").class("left-name").attr("dir", "auto").text(name).view()
}

/// What wiping a walk takes away, and what it leaves. Only the mediator's answer makes it harmless.
pub(in crate::ui) fn wipe_warning(session: Session, walk: WalkId) -> AnyView {
    let s = session.safety_words();
    let shown = session.select(move |model| (model.safety(), model.left_files(walk)));
    follow(move || {
        let (safety, files) = shown.get();
        let lead = |picture, words: String| {
            el("p").class("lead").icon(picture).child(el("strong").text(words).view()).view()
        };
        let mut said = vec![lead("triangle-alert", (s.wiped)(safety.standing))];
        let lost = safety.nowhere + safety.perhaps;
        if safety.has_arrived() && safety.standing > 0 {
            said.push(paragraph("", s.wipe_arrived));
        } else if safety.standing > 0 || safety.forms > 0 {
            if lost > 0 {
                said.push(paragraph("", (s.wipe_lost)(lost)));
            }
            if safety.forms > 0 {
                said.push(paragraph("", (s.forms)(safety.forms)));
            }
            said.push(paragraph("", s.wipe_not_arrived));
        }
        said.push(if files.is_empty() {
            nothing()
        } else {
            let names = files.iter().map(|file| el("li").child(file_name(session, file)).view());
            all(vec![
                paragraph("", s.wipe_files),
                el("ul").class("remarks").attr("id", "wipe-files").children(names).view(),
            ])
        });
        all(said)
    })
}
