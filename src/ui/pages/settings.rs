//! Language, look, storage, and what this app is.

use leptos::prelude::*;

use crate::app::{Event, Route};
use crate::domain::code::Language;
use crate::format::preferences::ColourTheme;
use crate::ui::parts::{Frame, button, el, follow_text, frame, link, paragraph, question};
use crate::ui::session::Session;

pub(super) fn page(session: Session) -> AnyView {
    let (t, e) = (session.words(), session.erasing_words());
    let language = session.language();
    let theme = session.select(|model| model.preferences.theme);
    let languages = Language::ALL.map(|offered| {
        button("answer")
            .attr("id", crate::ui::language_button(offered))
            .attr("lang", offered.code())
            .attr("aria-pressed", (offered == language).to_string())
            .on_click(move || session.dispatch(Event::LanguageChosen(offered)))
            .icon("languages")
            .span(offered.own_name())
            .view()
    });
    let themes = ColourTheme::ALL.map(|offered| {
        let (picture, label) = match offered {
            ColourTheme::Auto => ("sun-dim", t.theme_auto),
            ColourTheme::Light => ("sun", t.theme_light),
            ColourTheme::Dark => ("cloud-moon", t.theme_dark),
            ColourTheme::Night => ("moon", t.theme_night),
        };
        button("answer")
            .pressed(move || theme.get() == offered)
            .on_click(move || session.dispatch(Event::ThemeChosen(offered)))
            .icon(picture)
            .span(label)
            .view()
    });
    let page_link = |address: &'static str, words: &'static str| {
        el("p").child(el("a").attr("href", address).text(words).view()).view()
    };
    let about = el("section")
        .class("card prose")
        .attr("aria-labelledby", "about")
        .child(el("h2").attr("id", "about").text(t.about).view())
        .child(paragraph("", t.about_text))
        .child(page_link("LICENSES.txt", t.licences))
        .child(page_link("rescue.html", t.rescue))
        .child(paragraph("hint", (t.version)(env!("CARGO_PKG_VERSION"))))
        .view();
    let hide = el("section")
        .class("card prose")
        .attr("aria-labelledby", "hiding")
        .child(el("h2").attr("id", "hiding").text(e.hide).view())
        .child(paragraph("", e.hide_text))
        .view();
    let content = vec![
        question(t.language, "grid grid-2", languages.into()),
        question(t.theme, "grid grid-4", themes.into()),
        hide,
        storage(session),
        check_link(session),
        about,
    ];
    frame(session, Frame::plain(t.settings), content)
}

/// What the browser says of its storage.
pub(super) fn storage(session: Session) -> AnyView {
    let t = session.words();
    let storage = session.select(|model| {
        let storage = model.storage;
        let promise = match storage.persisted {
            Some(true) => t.storage_kept,
            Some(false) => t.storage_not_promised,
            None => t.storage_unknown,
        };
        let used = storage.used.map(|used| (t.storage_used)(used, storage.quota));
        let counts = model.open.map(|_| {
            (t.storage_counts)(model.notebook.thing_count(), model.notebook.photo_count())
        });
        [Some(promise.to_owned()), used, counts]
    });
    let line = |which: usize| {
        let words = move || storage.get().into_iter().nth(which).flatten().unwrap_or_default();
        el("p").child(follow_text(words)).view()
    };
    el("section")
        .class("card prose")
        .attr("aria-labelledby", "storage")
        .child(el("h2").attr("id", "storage").icon("hard-drive").text(t.storage).view())
        .children((0..3).map(line))
        .view()
}

/// The way to reading all of it.
pub(super) fn check_link(session: Session) -> AnyView {
    let label = session.words().copies.check;
    link("button quiet", Route::Check).icon("shield-check").span(label).view()
}
