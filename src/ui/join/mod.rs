//! Joining a walk: the walk first; installing before anything is noted, or not before the walk is over;
//! then what to check before setting off.

mod receipt;

use leptos::prelude::*;

use crate::app::view::browser::Browser;
use crate::app::{Event, Model, Route};
use crate::domain::identity::WalkId;
use crate::domain::walk::readiness::Obstacle;
use crate::platform::{install, map};
use crate::ui::parts::{
    Frame, all, awaited, button, el, follow, follow_text, frame, icon, import_button, link,
    nothing, paragraph, readiness,
};
use crate::ui::session::Session;

use super::pages::{elsewhere, settings};

/// The screen of a route.
pub(super) fn page(session: Session, route: Route) -> AnyView {
    match route {
        Route::Join => join(session),
        Route::Receipt(walk) => receipt::page(session, walk),
        Route::Settings => settings(session),
        _ => elsewhere(session, route),
    }
}

fn join(session: Session) -> AnyView {
    let g = session.ground_words();
    let browser = install::browser();
    let installed = install::is_installed();
    let mut content = Vec::new();
    if browser.is_in_app() {
        content.push(in_app(session, browser));
    }
    content.push(result(session));
    if !browser.is_in_app() && !installed {
        content.push(installing(session, browser));
    }
    content.push(checks(session, installed));
    content.push(by_hand(session));
    frame(session, Frame { back: true, ..Frame::plain(g.join) }, content)
}

fn card(
    class: &'static str,
    id: &'static str,
    picture: &'static str,
    title: &'static str,
) -> crate::ui::parts::Element {
    el("section")
        .attr("class", format!("card prose {class}"))
        .attr("aria-labelledby", id)
        .child(el("h2").attr("id", id).icon(picture).text(title).view())
}

/// Copies the link of this page.
fn copy_link(session: Session) -> AnyView {
    let g = session.ground_words();
    let said: RwSignal<Option<bool>> = RwSignal::new(None);
    let copy = move || {
        install::copy(&install::address(), move |worked| {
            let _ = said.try_set(Some(worked));
        });
    };
    let words = move || match said.get() {
        Some(true) => g.copied.to_owned(),
        Some(false) => g.copy_failed.to_owned(),
        None => String::new(),
    };
    all(vec![
        button("button quiet").on_click(copy).icon("copy").span(g.copy_link).view(),
        el("p").class("hint").attr("role", "status").child(follow_text(words)).view(),
        // For those whose browser copies nothing.
        follow(move || {
            if said.get() == Some(false) {
                paragraph("address", install::address())
            } else {
                nothing()
            }
        }),
    ])
}

fn in_app(session: Session, browser: Browser) -> AnyView {
    let g = session.ground_words();
    let way = if browser == Browser::InAppIos { g.in_app_ios } else { g.in_app_android };
    card("warning", "in-app", "triangle-alert", g.in_app)
        .child(paragraph("", way))
        .child(copy_link(session))
        .view()
}

fn steps(session: Session, browser: Browser) -> AnyView {
    let g = session.ground_words();
    let steps: [(&'static str, &'static str); 3] = match browser {
        Browser::Ios | Browser::InAppIos => {
            [("share", g.ios_step_1), ("square-plus", g.ios_step_2), ("smartphone", g.ios_step_3)]
        }
        Browser::Android | Browser::InAppAndroid => [
            ("ellipsis-vertical", g.android_step_1),
            ("square-plus", g.android_step_2),
            ("smartphone", g.android_step_3),
        ],
        Browser::Other => [
            ("ellipsis-vertical", g.other_step_1),
            ("square-plus", g.other_step_2),
            ("smartphone", g.other_step_3),
        ],
    };
    let steps = steps.into_iter().map(|(picture, words)| {
        el("li").child(icon(picture)).child(el("span").text(words).view()).view()
    });
    let prompt = if install::can_install() {
        button("button").on_click(install::install).icon("download").span(g.install_now).view()
    } else {
        nothing()
    };
    let apart = if browser == Browser::Ios {
        all(vec![
            el("p").class("lead warning").icon("triangle-alert").text(g.ios_apart).view(),
            copy_link(session),
        ])
    } else {
        nothing()
    };
    card("", "install", "smartphone", g.install)
        .child(paragraph("", g.install_why))
        .child(apart)
        .child(el("ol").class("steps plain-list").children(steps).view())
        .child(prompt)
        .view()
}

/// The walk that was joined, or why there is none.
fn result(session: Session) -> AnyView {
    let (t, g) = (session.words(), session.ground_words());
    let job = session.select(|model| {
        let walk = model
            .open
            .and_then(|_| model.walk())
            .map(|walk| (walk.id, walk.title.clone(), walk.date.clone(), walk.starts_at.clone()));
        let exchange = &model.exchange;
        let asked = exchange.awaited().cloned();
        (exchange.is_taking_in(), asked, exchange.taken_in().cloned(), walk)
    });
    let shown = follow(move || match job.get() {
        (true, ..) => el("div")
            .class("card")
            .child(paragraph("", g.join_reading))
            .child(el("progress").attr("aria-label", g.join_reading).view())
            .view(),
        (false, Some(asked), ..) => awaited(session, &asked),
        (false, None, Some(report), walk) => {
            let Some(id) = report.walks.first().copied() else { return nothing() };
            let (title, when) = match walk.filter(|(open, ..)| *open == id) {
                Some((_, title, date, time)) => {
                    (title, format!("{} {time}", (t.date)(&date)).trim().to_owned())
                }
                None => (String::new(), String::new()),
            };
            let remarks = report.problems.iter();
            let remarks =
                remarks.map(|remark| el("li").attr("dir", "auto").text(remark.clone()).view());
            let remarks = if report.problems.is_empty() {
                nothing()
            } else {
                el("ul").class("remarks").children(remarks).view()
            };
            card("good", "joined", "check", g.join_ready)
                .child(el("p").class("file-name").attr("dir", "auto").text(title).view())
                .child(paragraph("hint", when))
                .child(remarks)
                .child(begin(id, g.join_go))
                .view()
        }
        _ => nothing(),
    });
    el("div").attr("role", "status").child(shown).view()
}

fn begin(walk: WalkId, words: &'static str) -> AnyView {
    link("button", Route::Notice(walk)).attr("id", "begin").icon("footprints").span(words).view()
}

/// How to install; on iPhone and iPad, where the installed app does not see what a tab holds, only as long
/// as nothing of the walk is noted in the tab that the mediator does not have.
fn installing(session: Session, browser: Browser) -> AnyView {
    let held = session.select(move |model| {
        let safety = model.safety();
        let held = safety.standing > 0 && !safety.training && !safety.has_arrived();
        model.open.filter(|_| browser == Browser::Ios && held)
    });
    follow(move || match held.get() {
        Some(walk) => stay(session, walk),
        None => steps(session, browser),
    })
}

/// A walk that was begun in a tab is finished there, and carried over afterwards.
fn stay(session: Session, walk: WalkId) -> AnyView {
    let g = session.ground_words();
    let carried = [("save", g.carry_1), ("smartphone", g.carry_2), ("upload", g.carry_3)];
    let carried = carried.into_iter().map(|(picture, words)| {
        el("li").child(icon(picture)).child(el("span").text(words).view()).view()
    });
    card("warning", "stay", "triangle-alert", g.stay)
        .child(paragraph("", g.stay_why))
        .child(link("button", Route::Walk(walk)).icon("footprints").span(g.stay_go).view())
        .child(paragraph("lead", g.carry))
        .child(el("ol").class("steps plain-list").children(carried).view())
        .child(
            link("button quiet", Route::HandOver(walk))
                .icon("shield-check")
                .span(g.save_notebook)
                .view(),
        )
        .child(paragraph("hint", g.seven_days))
        .view()
}

fn checks(session: Session, installed: bool) -> AnyView {
    let g = session.ground_words();
    let state = session.select(|model: &Model| {
        let position = model.current_fix().is_some();
        let basemap = model.notebook.basemap().is_some();
        let offline = model.readiness().map(|lacks| !lacks.iter().any(Obstacle::is_of_copy));
        (model.storage.persisted, position, basemap, model.location.watching, offline)
    });
    let rows = follow(move || {
        let (kept, position, basemap, watching, offline) = state.get();
        let row = |words: &'static str, done: Option<bool>, said: &'static str, way: AnyView| {
            let (picture, class) = match done {
                Some(true) => ("check", "check-row done"),
                Some(false) => ("circle-dot", "check-row"),
                None => ("circle-help", "check-row"),
            };
            el("li")
                .class(class)
                .child(icon(picture))
                .child(el("strong").text(words).view())
                .child(el("small").text(said).view())
                .child(way)
                .view()
        };
        let said = |done: Option<bool>| match done {
            Some(true) => g.yes,
            Some(false) => g.no,
            None => g.unknown,
        };
        let ask = if watching {
            nothing()
        } else {
            let ask = move || session.dispatch(Event::PositionAsked);
            button("small").on_click(ask).text(g.check_try).view()
        };
        let (map_done, map_said) = match (basemap, basemap && map::has_webgl()) {
            (true, true) => (Some(true), g.yes),
            (true, false) => (Some(true), g.show_plan),
            _ => (Some(true), g.map_none),
        };
        el("ul")
            .class("plain-list stack")
            .child(row(g.check_installed, Some(installed), said(Some(installed)), nothing()))
            .child(row(g.check_offline, offline, said(offline), nothing()))
            .child(row(g.check_kept, kept, said(kept), nothing()))
            .child(row(g.check_position, Some(position), said(Some(position)), ask))
            .child(row(g.check_map, map_done, map_said, nothing()))
            .view()
    });
    card("", "checks", "list", g.check_title).child(readiness(session, true)).child(rows).view()
}

/// A link that was pasted, or a file.
fn by_hand(session: Session) -> AnyView {
    let g = session.ground_words();
    let typed = RwSignal::new(String::new());
    let input = el("input")
        .attr("id", "join-link")
        .attr("type", "text")
        .attr("inputmode", "url")
        .attr("autocomplete", "off")
        .on_value("input", move |text| typed.set(text))
        .view();
    let go = move || {
        let link = typed.get_untracked();
        if !install::follow(&link) {
            session.dispatch(Event::Refused(
                crate::text::FileWords::of(session.language()).invitation_another.to_owned(),
            ));
        }
    };
    el("section")
        .class("card prose")
        .child(paragraph("", g.join_without))
        .child(el("label").class("field").span(g.join_link).child(input).view())
        .child(button("button quiet").on_click(go).icon("link").span(g.join_follow).view())
        .child(import_button(session))
        .view()
}
