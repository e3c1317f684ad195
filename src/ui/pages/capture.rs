//! Two taps: a principle, a category. The second one saves.

use leptos::prelude::*;

use crate::app::{Event, Route};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::taxonomy::Principle;
use crate::platform::clock;
use crate::ui::parts::{Frame, frame, icon};
use crate::ui::session::Session;

pub(super) fn principles(session: Session, walk: WalkId) -> AnyView {
    let t = session.words();
    let language = session.language();
    let tiles = Principle::ALL
        .iter()
        .map(|principle| {
            view! {
                <a class=format!("tile large hue-{}", principle.number()) href=Route::Categories(walk, *principle).fragment()>
                    {icon(principle.icon())}
                    <span>{principle.tile(language)}</span>
                </a>
            }
        })
        .collect_view();
    let content = view! { <div class="tiles tiles-large">{tiles}</div> }.into_any();
    let around =
        Frame { title: t.what_do_you_see.to_owned(), back: true, position: true, tabs: None };
    frame(session, around, content)
}

pub(super) fn categories(session: Session, _walk: WalkId, principle: Principle) -> AnyView {
    let language = session.language();
    let tiles = principle
        .categories()
        .map(|category| {
            view! {
                <button
                    type="button"
                    class=format!("tile hue-{}", principle.number())
                    data-code=category.code()
                    on:click=move |_| session.dispatch(Event::CategoryTapped(category, clock::chance()))
                >
                    {icon(category.icon())}
                    <span>{category.tile(language)}</span>
                </button>
            }
        })
        .collect_view();
    let content = view! { <div class="tiles">{tiles}</div> }.into_any();
    let around = Frame {
        title: principle.tile(language).to_owned(),
        back: true,
        position: true,
        tabs: None,
    };
    frame(session, around, content)
}
