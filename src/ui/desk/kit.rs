//! The kit leaves the laptop: as a file with everything, as a code that a phone scans.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use super::section;
use crate::app::Event;
use crate::app::effect::FileKind;
use crate::app::event::Link;
use crate::domain::identity::WalkId;
use crate::domain::walk::kit;
use crate::platform::{clock, install, screen};
use crate::ui::parts::{all, button, el, follow, job, nothing, paragraph};
use crate::ui::session::Session;

pub(super) fn content(session: Session, walk: WalkId) -> Vec<AnyView> {
    vec![qr(session, walk), file(session)]
}

/// The link of a walk: the app's own address, and what the fragment carries.
pub(super) fn address(payload: &str) -> String {
    format!("{}rejoindre.html#/rejoindre/{payload}", install::folder())
}

/// The link of the open walk, made when it is first looked at and again when the walk changed.
pub(super) fn link(session: Session) -> crate::ui::session::Selected<Option<Link>> {
    let link = session.select(|model| model.link.clone());
    let changes = session.select(|model| (model.changes, model.writes.is_empty()));
    Effect::new(move |_: Option<()>| {
        let (_, written) = changes.get();
        // What is on its way to the disk is waited for: the link is made of stored lines.
        if written && link.get().is_none() {
            session.dispatch(Event::LinkAsked);
        }
    });
    link
}

fn file(session: Session) -> AnyView {
    let d = session.desk_words();
    let make = move || session.dispatch(Event::ExportAsked(FileKind::Kit, clock::now()));
    section("kit-file", "package", d.kit_file)
        .child(paragraph("", d.kit_file_hint))
        .child(
            button("button")
                .attr("id", "make-kit")
                .on_click(make)
                .icon("package")
                .span(d.kit_make)
                .view(),
        )
        .child(job(session, |_| vec![FileKind::Kit]))
        .view()
}

fn qr(session: Session, walk: WalkId) -> AnyView {
    let (t, d, g) = (session.words(), session.desk_words(), session.ground_words());
    let link = link(session);
    let asks = session.select(|model| model.notebook.of_kind(kit::ASK).count());
    let shown = follow(move || {
        let Some(link) = link.get() else { return paragraph("empty", t.working) };
        let said = match (link.whole, link.with_perimeter) {
            (true, true) => format!("{} {}", d.kit_qr_whole, d.kit_qr_perimeter),
            (true, false) => format!("{} {}", d.kit_qr_whole, d.kit_qr_no_perimeter),
            (false, _) => {
                format!("{} {} marches/{walk}.zip", d.kit_qr_name, d.kit_hosted_as)
            }
        };
        let asks = match (asks.get(), link.whole) {
            (0, _) => nothing(),
            (_, true) => paragraph("hint", d.kit_qr_asks),
            (_, false) => paragraph("hint", d.kit_qr_asks_file),
        };
        let address = address(&link.payload);
        let copied = RwSignal::new(None::<bool>);
        let to_copy = address.clone();
        let copy = move || {
            install::copy(&to_copy, move |worked| {
                let _ = copied.try_set(Some(worked));
            });
        };
        let answer = move || match copied.get() {
            Some(true) => g.copied.to_owned(),
            Some(false) => g.copy_failed.to_owned(),
            None => String::new(),
        };
        all(vec![
            code(&address),
            paragraph("hint", said),
            asks,
            el("details")
                .child(el("summary").icon("link").span(d.kit_link).view())
                .child(
                    el("p").class("address").attr("id", "walk-link").text(address.clone()).view(),
                )
                .child(button("button quiet").on_click(copy).icon("copy").span(g.copy_link).view())
                .child(
                    el("p")
                        .class("hint")
                        .attr("role", "status")
                        .child(crate::ui::parts::follow_text(answer))
                        .view(),
                )
                .view(),
        ])
    });
    section("kit-qr", "qr-code", d.kit_qr).child(paragraph("", d.kit_qr_hint)).child(shown).view()
}

/// A QR code, always dark on white with the quiet zone that readers need.
pub(in crate::ui) fn code(address: &str) -> AnyView {
    let holder = el("div").class("qr").attr("role", "img").attr("aria-label", "QR");
    let Ok(code) = QrCode::with_error_correction_level(address, EcLevel::L) else {
        // A link that no code holds is still there to be copied.
        return holder.view();
    };
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let dark = |at: usize| modules.get(at) == Some(&Color::Dark);
            let run = (column..width).take_while(|at| dark(*at)).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", column + 4, row + 4));
            }
            column += run.max(1);
        }
    }
    let side = width + 8;
    let markup = format!(
        "<svg viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    );
    Effect::new(move |_: Option<()>| {
        if let Some(element) = screen::element("qr-code") {
            screen::draw(&element, &markup);
        }
    });
    holder.attr("id", "qr-code").attr("data-modules", width.to_string()).view()
}
