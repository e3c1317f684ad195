//! You said, we did: what became of what was asked, for those who walked; and when they were told.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{Hall, document, section};
use crate::app::workshop::{Act, Workshop};
use crate::domain::code::{Code, Language};
use crate::domain::date::{CalendarDate, written};
use crate::domain::deliberation::answer::{Channel, Feedback};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::Audience;
use crate::format::booklet::{Document, told_text};
use crate::platform::clock;
use crate::text::BookletWords;
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};

pub(super) fn room(hall: Hall, campaign: WalkId) -> AnyView {
    // What hangs on a wall is for everybody.
    let audience = RwSignal::new(Audience::Public);
    let texts = Language::ALL.map(|language| {
        let id = match language {
            Language::Fr => "told-text-fr",
            Language::En => "told-text-en",
        };
        let title = match language {
            Language::Fr => "Texte en français",
            Language::En => "Text in English",
        };
        let leaves_as = move || (Document::Told, audience.get_untracked());
        document::text(hall, (id, title), leaves_as, move |workshop| {
            document::made(workshop, audience.get(), language, told_text).unwrap_or_default()
        })
    });
    let mut parts = vec![
        el("div").class("no-print").child(document::audiences(hall, audience)).view(),
        note(hall),
    ];
    parts.extend(texts);
    parts.push(document::shown(hall, campaign, || Document::Told, audience));
    all(parts)
}

/// How many requests are shown at once.
const ROWS_SHOWN: usize = 20;

/// A request that has an answer.
#[derive(Clone, PartialEq)]
struct Answered {
    id: RecordId,
    name: String,
    told: Option<Feedback>,
    /// Whether there is something that residents have not heard.
    is_news: bool,
}

/// What has an answer; what is to be told comes first.
fn answered(workshop: &Workshop) -> Vec<Answered> {
    let campaign = &workshop.campaign;
    let reference = workshop.sheet().map(|sheet| sheet.reference.clone()).unwrap_or_default();
    let mut rows = Vec::new();
    for (constat_id, constat) in campaign.constats() {
        for (id, one) in campaign.preconisations(constat_id) {
            let life = campaign.life(id);
            if life.status.is_answered() {
                let name = format!("{} · {}", one.readable_number(constat, &reference), one.title);
                let (told, is_news) = (life.feedback.cloned(), life.is_news());
                rows.push(Answered { id, name, told, is_news });
            }
        }
    }
    rows.sort_by_key(|row| !row.is_news);
    rows
}

/// Noting when and how residents were told, for several things at once.
fn note(hall: Hall) -> AnyView {
    let r = hall.restitution_words();
    let language = hall.session.language();
    let rows = hall.select(answered);
    let chosen: RwSignal<BTreeSet<RecordId>> = RwSignal::new(BTreeSet::new());
    let on = RwSignal::new(clock::now().date());
    let channels: RwSignal<Vec<Channel>> = RwSignal::new(Vec::new());
    let how_many = RwSignal::new(ROWS_SHOWN);
    let list = follow(move || {
        let rows = rows.get();
        if rows.is_empty() {
            return paragraph("empty", r.told_none);
        }
        let untold: Vec<RecordId> =
            rows.iter().filter(|row| row.is_news).map(|row| row.id).collect();
        let rest = rows.len().saturating_sub(how_many.get());
        let lines = rows.into_iter().take(how_many.get()).map(|row| {
            let Answered { id, name, told, is_news } = row;
            let mut words = el("span")
                .class("row-text")
                .child(el("strong").attr("dir", "auto").text(name).view());
            if let Some(told) = told {
                let how: Vec<&str> = told.channels.iter().map(|one| one.label(language)).collect();
                let on = BookletWords::of(language).date(&written(told.on));
                let mut already = (r.told_already)(&on, &how.join(", "));
                if is_news {
                    already.push_str(r.told_news);
                }
                words = words.child(el("small").icon("check").text(already).view());
            }
            let row = button("answer wide member")
                .attr("data-told", id.to_string())
                .pressed(move || chosen.with(|chosen| chosen.contains(&id)))
                .on_click(move || {
                    chosen.update(|chosen| {
                        if !chosen.remove(&id) {
                            chosen.insert(id);
                        }
                    });
                })
                .child(words.view());
            el("li").child(row.view()).view()
        });
        let list = el("ul").class("plain-list").children(lines).view();
        let all_untold = if untold.is_empty() {
            nothing()
        } else {
            let words = (r.told_choose_untold)(untold.len());
            button("small")
                .attr("id", "choose-untold")
                .on_click(move || chosen.set(untold.iter().copied().collect()))
                .text(words)
                .view()
        };
        let more = if rest == 0 {
            nothing()
        } else {
            let more = move || how_many.update(|shown| *shown += ROWS_SHOWN);
            button("button quiet")
                .on_click(more)
                .icon("arrow-down")
                .span((r.answers_more)(rest))
                .view()
        };
        all(vec![all_untold, list, more])
    });
    let date = el("input")
        .attr("id", "told-on")
        .attr("type", "date")
        .attr("value", on.get_untracked())
        .on_value("change", move |value| on.set(value))
        .view();
    let how = Channel::ALL.iter().map(|channel| {
        let channel = *channel;
        button("chip")
            .attr("data-channel", channel.code())
            .pressed(move || channels.with(|channels| channels.contains(&channel)))
            .on_click(move || {
                channels.update(|channels| {
                    match channels.iter().position(|known| *known == channel) {
                        Some(at) => drop(channels.remove(at)),
                        None => channels.push(channel),
                    }
                });
            })
            .icon(channel.icon())
            .span(channel.label(language))
            .view()
    });
    let how =
        el("div").class("chips").attr("role", "group").attr("aria-label", r.told_how).children(how);
    let keep = move || {
        let on = CalendarDate::parse(&on.get_untracked());
        let on = on.or_else(|| clock::now().calendar_date());
        let told = chosen.get_untracked().into_iter().map(|preconisation| Feedback {
            preconisation,
            on,
            channels: channels.get_untracked(),
            withdrawn: false,
        });
        if hall.act(Act::Told(told.collect())) {
            chosen.set(BTreeSet::new());
        }
    };
    let button = follow(move || {
        let count = chosen.with(BTreeSet::len);
        let mut button = button("button").attr("id", "keep-told").on_click(keep);
        if count == 0 {
            button = button.attr("disabled", "");
        }
        button.icon("check").span((r.told_keep)(count)).view()
    });
    let form = section("told-note", "megaphone", r.told_note)
        .child(paragraph("hint", r.told_note_hint))
        .child(list)
        .child(el("label").class("field").span(r.told_on).child(date).view())
        .child(how.view())
        .child(button)
        .view();
    el("div").class("no-print").child(form).view()
}
