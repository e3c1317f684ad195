//! Language, look, storage, and what this app is.

use leptos::prelude::*;

use crate::app::Event;
use crate::domain::code::Language;
use crate::format::preferences::Theme;
use crate::ui::parts::{Frame, frame, icon};
use crate::ui::session::Session;

pub(super) fn page(session: Session) -> AnyView {
    let t = session.words();
    let language = session.language();
    let theme = session.select(|model| model.preferences.theme);
    let languages = Language::ALL.map(|offered| {
        view! {
            <button
                type="button"
                class="answer"
                lang=offered.code()
                aria-pressed=(offered == language).to_string()
                on:click=move |_| session.dispatch(Event::LanguageChosen(offered))
            >
                {icon("languages")}<span>{offered.own_name()}</span>
            </button>
        }
    });
    let themes = Theme::ALL.map(|offered| {
        let (picture, label) = match offered {
            Theme::Auto => ("sun-dim", t.theme_auto),
            Theme::Light => ("sun", t.theme_light),
            Theme::Dark => ("cloud-moon", t.theme_dark),
            Theme::Night => ("moon", t.theme_night),
        };
        view! {
            <button
                type="button"
                class="answer"
                aria-pressed=move || (theme.get() == offered).to_string()
                on:click=move |_| session.dispatch(Event::ThemeChosen(offered))
            >
                {icon(picture)}<span>{label}</span>
            </button>
        }
    });
    let content = view! {
        <fieldset class="question">
            <legend>{t.language}</legend>
            <div class="grid grid-2">{languages.into_iter().collect_view()}</div>
        </fieldset>
        <fieldset class="question">
            <legend>{t.theme}</legend>
            <div class="grid grid-4">{themes.into_iter().collect_view()}</div>
        </fieldset>
        {storage(session)}
        <section class="card prose" aria-labelledby="about">
            <h2 id="about">{t.about}</h2>
            <p>{t.about_text}</p>
            <p><a href="LICENSES.txt">{t.licences}</a></p>
            <p><a href="rescue.html">{t.rescue}</a></p>
            <p class="hint">{(t.version)(env!("CARGO_PKG_VERSION"))}</p>
        </section>
    }
    .into_any();
    frame(
        session,
        Frame { title: t.settings.to_owned(), back: true, position: false, tabs: None },
        content,
    )
}

/// What the browser says of its storage.
pub(super) fn storage(session: Session) -> AnyView {
    let t = session.words();
    let storage = session.select(|model| model.storage);
    let counts = session.select(|model| {
        model.open.map(|_| (model.notebook.thing_count(), model.notebook.photo_count()))
    });
    view! {
        <section class="card prose" aria-labelledby="storage">
            <h2 id="storage">{icon("hard-drive")}{t.storage}</h2>
            <p>{move || match storage.get().persisted {
                Some(true) => t.storage_kept,
                Some(false) => t.storage_not_promised,
                None => t.storage_unknown,
            }}</p>
            <p>{move || storage.get().used.map(|used| (t.storage_used)(used, storage.get().quota))}</p>
            <p>{move || counts.get().map(|(records, photos)| (t.storage_counts)(records, photos))}</p>
        </section>
    }
    .into_any()
}
