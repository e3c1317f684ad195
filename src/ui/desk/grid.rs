//! The observation grid, the notice, the roles of the group, the bodies of the place.

use leptos::prelude::*;

use super::{section, text_field};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::observation::taxonomy::{Category, Principle};
use crate::domain::walk::actor::{ACTOR_NAME_MAX, Actor, ActorKind, GroupRole};
use crate::domain::walk::grid::{Grid, Question};
use crate::domain::walk::{NOTICE_MAX, OwnNotice, Walk};
use crate::ui::parts::{all, button, el, follow, paragraph};
use crate::ui::session::Session;

pub(super) fn content(session: Session, _walk: WalkId) -> Vec<AnyView> {
    vec![
        principles(session),
        categories(session),
        questions(session),
        notice(session),
        roles(session),
        actors(session),
    ]
}

/// Something of the sheet as it is, followed.
fn sheet<T: Default>(session: Session, part: impl Fn(&Walk) -> T) -> T {
    session.edits.get();
    session.sheet.with(|sheet| sheet.as_ref().map(part).unwrap_or_default())
}

/// Adds to a list, or takes out of it.
fn toggle<T: PartialEq>(list: &mut Vec<T>, item: T) {
    match list.iter().position(|kept| *kept == item) {
        Some(at) => drop(list.remove(at)),
        None => list.push(item),
    }
}

fn principles(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    let chips = Principle::ALL.iter().map(|principle| {
        let principle = *principle;
        let rank = move || {
            sheet(session, |walk| {
                walk.grid.principles.iter().position(|p| *p == principle).map(|at| at + 1)
            })
        };
        let mark = follow(move || match rank() {
            Some(rank) => el("span").class("badge").text(rank.to_string()).view(),
            None => crate::ui::parts::nothing(),
        });
        button("chip")
            .attr("data-hue", principle.number().to_string())
            .pressed(move || rank().is_some())
            .on_click(move || {
                session.amend_sheet(|walk| toggle(&mut walk.grid.principles, principle));
            })
            .icon(principle.icon())
            .span(principle.tile(language))
            .child(mark)
            .view()
    });
    let suggest = move || {
        session.amend_sheet(|walk| {
            walk.grid.principles = Grid::suggested(&walk.themes).principles;
        });
    };
    section("first-principles", "list", d.first_principles)
        .child(paragraph("hint", d.first_hint))
        .child(el("div").class("chips").children(chips).view())
        .child(button("small").on_click(suggest).icon("sparkles").text(d.suggest).view())
        .view()
}

fn categories(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    let groups = Principle::ALL.iter().map(|principle| {
        let chips = principle.categories().map(|category: Category| {
            button("chip")
                .attr("data-hue", principle.number().to_string())
                .pressed(move || sheet(session, |walk| walk.grid.categories.contains(&category)))
                .on_click(move || {
                    session.amend_sheet(|walk| toggle(&mut walk.grid.categories, category));
                })
                .icon(category.icon())
                .span(category.tile(language))
                .view()
        });
        el("details")
            .child(el("summary").icon(principle.icon()).span(principle.label(language)).view())
            .child(el("div").class("chips").children(chips).view())
            .view()
    });
    section("first-categories", "tag", d.first_categories).children(groups).view()
}

fn questions(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    let chips = Question::ALL.iter().map(|question| {
        let question = *question;
        button("chip")
            .pressed(move || sheet(session, |walk| walk.grid.asks(question)))
            .on_click(move || {
                session.amend_sheet(|walk| toggle(&mut walk.grid.hidden, question));
            })
            .icon(question.icon())
            .span(question.label(language))
            .view()
    });
    section("questions", "circle-help", d.questions)
        .child(el("div").class("chips").children(chips).view())
        .view()
}

fn notice(session: Session) -> AnyView {
    let d = session.desk_words();
    let own = session
        .sheet
        .with_untracked(|sheet| sheet.as_ref().and_then(|walk| walk.own_notice.clone()));
    let (text, version) = own.map_or_else(
        || (String::new(), "1".to_owned()),
        |OwnNotice { text, version }| (text, version),
    );
    let change = move |change: &dyn Fn(&mut OwnNotice)| {
        session.amend_sheet(|walk| {
            let empty = OwnNotice { version: "1".into(), text: String::new() };
            let mut notice = walk.own_notice.take().unwrap_or(empty);
            change(&mut notice);
            walk.own_notice = (!notice.text.trim().is_empty()).then_some(notice);
        });
    };
    let area = el("textarea")
        .attr("id", "own-notice")
        .attr("rows", "6")
        .attr("dir", "auto")
        .attr("maxlength", NOTICE_MAX.to_string())
        .on_value("change", move |typed| change(&|notice| notice.text.clone_from(&typed)))
        .text(text)
        .view();
    section("notice", "info", d.own_notice)
        .child(paragraph("hint", d.own_notice_hint))
        .child(el("label").class("field").span(d.own_notice).child(area).view())
        .child(text_field(
            "own-notice-version".into(),
            d.own_notice_version,
            "text",
            version,
            move |typed| change(&|notice| notice.version.clone_from(&typed)),
        ))
        .view()
}

fn roles(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    let chips = GroupRole::ALL.iter().map(|role| {
        let role = *role;
        button("chip")
            .pressed(move || sheet(session, |walk| walk.roles.contains(&role)))
            .on_click(move || session.amend_sheet(|walk| toggle(&mut walk.roles, role)))
            .icon(role.icon())
            .span(role.label(language))
            .view()
    });
    section("roles", "users", d.roles)
        .child(paragraph("hint", d.roles_hint))
        .child(el("div").class("chips").children(chips).view())
        .view()
}

fn actors(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    // Drawn anew when one comes or goes, not while its name is written.
    let count = Memo::new(move |_| sheet(session, |walk| walk.actors.len()));
    let drawn = RwSignal::new(0_u32);
    let row = move |rank: usize, actor: Actor| {
        let kinds = ActorKind::ALL.iter().map(|kind| {
            let mut option = el("option").attr("value", kind.code());
            if *kind == actor.kind {
                option = option.attr("selected", "");
            }
            option.text(kind.label(language)).view()
        });
        let kind = el("select")
            .attr("aria-label", d.actors)
            .on_value("change", move |code| {
                let Some(kind) = ActorKind::from_code(&code) else { return };
                session.amend_sheet(|walk| {
                    walk.actors.get_mut(rank).into_iter().for_each(|actor| actor.kind = kind);
                });
            })
            .children(kinds)
            .view();
        let name =
            text_field(format!("actor-{rank}"), d.actor_name, "text", actor.name, move |name| {
                let name: String = name.trim().chars().take(ACTOR_NAME_MAX).collect();
                session.amend_sheet(|walk| {
                    let actor = walk.actors.get_mut(rank);
                    actor.into_iter().for_each(|actor| actor.name.clone_from(&name));
                });
            });
        let remove = move || {
            session.amend_sheet(|walk| {
                if rank < walk.actors.len() {
                    walk.actors.remove(rank);
                }
            });
            drawn.update(|drawn| *drawn += 1);
        };
        el("li")
            .class("actor-row")
            .child(kind)
            .child(name)
            .child(
                button("surface-button")
                    .attr("aria-label", d.layer_remove)
                    .on_click(remove)
                    .icon("trash-2")
                    .view(),
            )
            .view()
    };
    let rows = follow(move || {
        count.get();
        drawn.get();
        let actors = session.sheet.with_untracked(|sheet| {
            sheet.as_ref().map(|walk| walk.actors.clone()).unwrap_or_default()
        });
        let rows = actors.into_iter().enumerate().map(|(rank, actor)| row(rank, actor));
        el("ul").class("plain-list stack").children(rows).view()
    });
    let add = move || {
        session.amend_sheet(|walk| {
            walk.actors.push(Actor { kind: ActorKind::Other, name: String::new() });
        });
    };
    section("actors", "landmark", d.actors)
        .child(paragraph("hint", d.actors_hint))
        .child(all(vec![rows]))
        .child(button("answer wide").on_click(add).icon("plus").span(d.actor_add).view())
        .view()
}
