//! Two taps: a principle, a category. The second one saves.

use leptos::prelude::*;

use crate::app::{Event, Route};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::observation::place::Place;
use crate::domain::observation::taxonomy::{Category, Principle};
use crate::platform::clock;
use crate::ui::parts::{Frame, button, el, follow, frame, link};
use crate::ui::session::Session;

pub(super) fn principles(session: Session, walk: WalkId, at: Option<Place>) -> AnyView {
    let t = session.words();
    let language = session.language();
    // Followed: the sheet may still be on its way when the page starts here.
    let ordered = session.select(|model| {
        model.walk().map_or_else(
            || Principle::ALL.to_vec(),
            |walk| walk.grid.ordered_principles().collect(),
        )
    });
    let content = follow(move || {
        let tiles = ordered.get().into_iter().map(|principle| {
            link("tile large", Route::Categories(walk, principle, at))
                .attr("data-hue", principle.number().to_string())
                .icon(principle.icon())
                .span(principle.tile(language))
                .view()
        });
        el("div").class("tiles tiles-large").children(tiles).view()
    });
    frame(session, Frame { position: true, ..Frame::plain(t.what_do_you_see) }, vec![content])
}

pub(super) fn categories(session: Session, principle: Principle) -> AnyView {
    let language = session.language();
    let ordered = session.select(move |model| {
        model.walk().map_or_else(
            || principle.categories().collect::<Vec<Category>>(),
            |walk| walk.grid.ordered_categories(principle).collect(),
        )
    });
    let content = follow(move || {
        let tiles = ordered.get().into_iter().map(|category| {
            let tapped = move || session.dispatch(Event::CategoryTapped(category, clock::chance()));
            button("tile")
                .attr("data-hue", principle.number().to_string())
                .attr("data-code", category.code())
                .on_click(tapped)
                .icon(category.icon())
                .span(category.tile(language))
                .view()
        });
        el("div").class("tiles").children(tiles).view()
    });
    frame(
        session,
        Frame { position: true, ..Frame::plain(principle.tile(language)) },
        vec![content],
    )
}
