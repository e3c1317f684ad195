//! The sheet to print: what is needed when no phone works, and the code with which phones join.

use leptos::prelude::*;

use super::kit::{address, code, link};
use crate::app::view::marks::{self, Overlay};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::observation::taxonomy::Principle;
use crate::domain::walk::Walk;
use crate::platform::screen;
use crate::ui::map::still;
use crate::ui::parts::{all, button, el, follow, icon, paragraph};
use crate::ui::session::Session;

/// Empty rows of the paper grid: what fits under its heading on one A4.
const ROWS: usize = 13;

pub(super) fn content(session: Session, _walk: WalkId) -> Vec<AnyView> {
    let d = session.desk_words();
    let print =
        button("button no-print").on_click(screen::print).icon("printer").span(d.print_now).view();
    let Some(walk) = session.now(|model| model.walk().cloned()) else { return Vec::new() };
    vec![print, el("div").class("paper").child(front(session, &walk)).child(grid(session)).view()]
}

fn front(session: Session, walk: &Walk) -> AnyView {
    let (t, d) = (session.words(), session.desk_words());
    let link = link(session);
    let qr = follow(move || match link.get() {
        Some(link) => code(&address(&link.payload)),
        None => paragraph("empty", t.working),
    });
    let when = [(t.date)(&walk.date), walk.starts_at.clone(), walk.quarter.clone()];
    let when: Vec<String> = when.into_iter().filter(|words| !words.is_empty()).collect();
    let head = el("div")
        .class("paper-head")
        .child(
            el("div")
                .child(
                    el("h2")
                        .class("paper-title")
                        .attr("dir", "auto")
                        .text(walk.title.clone())
                        .view(),
                )
                .child(el("p").attr("dir", "auto").text(when.join(" · ")).view())
                .child(paragraph("", walk.reference.clone()))
                .child(paragraph("paper-scan", d.print_scan))
                .view(),
        )
        .child(qr)
        .view();
    el("section")
        .class("paper-page")
        .child(head)
        .child(route(session, walk))
        .child(principles(session))
        .child(emergency(session))
        .child(notice(session, walk))
        .view()
}

/// The route with its numbered stops, and their names beside it.
fn route(session: Session, walk: &Walk) -> AnyView {
    let d = session.desk_words();
    let t = session.words();
    let (bounds, overlays) = session.now(|model| {
        let overlays = vec![
            (Overlay::Perimeter, marks::perimeter(model)),
            (Overlay::Route, marks::route(model)),
            (Overlay::Stops, marks::stops(model)),
        ];
        (marks::bounds(model), overlays)
    });
    let plan = match bounds.filter(|_| walk.line().0.len() > 1 || !walk.stops.is_empty()) {
        None => paragraph("hint", d.no_route),
        Some(bounds) => {
            let markup = still(&overlays, bounds, (360.0, 250.0));
            Effect::new(move |_: Option<()>| {
                if let Some(element) = screen::element("paper-plan") {
                    screen::draw(&element, &markup);
                }
            });
            el("div").class("paper-plan surface-plan").attr("id", "paper-plan").view()
        }
    };
    let stops = walk.stops.iter().map(|stop| {
        let minute = stop.minute.map(|minute| format!(" · {minute} min")).unwrap_or_default();
        let words = format!("{}{minute}", (t.stop_title)(stop.number, &stop.name));
        el("li").attr("dir", "auto").text(words).view()
    });
    el("div")
        .class("paper-route")
        .child(plan)
        .child(el("ol").class("plain-list").children(stops).view())
        .view()
}

fn principles(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    let items = Principle::ALL.iter().map(|principle| {
        el("li")
            .child(icon(principle.icon()))
            .child(el("strong").text(principle.number().to_string()).view())
            .child(el("span").text(principle.label(language)).view())
            .view()
    });
    all(vec![
        el("h3").text(d.print_principles).view(),
        el("ul").class("paper-principles plain-list").children(items).view(),
    ])
}

fn emergency(session: Session) -> AnyView {
    let d = session.desk_words();
    el("p")
        .class("paper-emergency")
        .child(el("strong").text(format!("{} : ", d.print_emergency)).view())
        .text([d.print_police, d.print_112, d.print_114].join(" · "))
        .view()
}

fn notice(session: Session, walk: &Walk) -> AnyView {
    let t = session.words();
    let sentences = match &walk.own_notice {
        Some(own) => own.text.lines().map(ToOwned::to_owned).collect(),
        None => (t.notice)(&walk.commissioner, &walk.contact),
    };
    el("div")
        .class("paper-notice")
        .child(el("h3").text(t.notice_title).view())
        .child(paragraph("", sentences.join(" ")))
        .view()
}

/// A blank grid with the codes of the app, for those who write on paper.
fn grid(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    let heads = [
        d.print_hour,
        d.print_stop,
        d.print_what,
        d.print_polarity,
        d.print_feeling,
        d.print_words,
        d.print_where,
    ];
    let head = heads.into_iter().map(|words| el("th").text(words).view());
    let row = || el("tr").children(heads.map(|_| el("td").view())).view();
    let table = el("table")
        .child(el("thead").child(el("tr").children(head).view()).view())
        .child(el("tbody").children((0..ROWS).map(|_| row())).view())
        .view();
    let codes = Principle::ALL.iter().flat_map(|principle| {
        let heading = format!("{} {}", principle.number(), principle.tile(language));
        let heading =
            el("p").child(icon(principle.icon())).child(el("strong").text(heading).view()).view();
        let list = principle.categories().map(move |category| {
            let words = format!("{} : {}", category.code(), category.tile(language));
            el("span").text(words).view()
        });
        std::iter::once(heading).chain(list)
    });
    el("section")
        .class("paper-page")
        .child(el("h3").text(d.print_grid).view())
        .child(table)
        .child(el("div").class("paper-codes").children(codes).view())
        .view()
}
