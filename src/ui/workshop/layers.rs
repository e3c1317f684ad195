//! The planner's layers, before they leave: for whom, which part, and what exactly goes and stays.

use leptos::prelude::*;

use super::{Hall, chooser, named, section, select_field};
use crate::app::workshop::{Act, Workshop};
use crate::domain::code::Code;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::leaving::{Audience, Choice, Leaving};
use crate::domain::observation::amend::TextField;
use crate::ui::parts::{all, button, el, follow, job_of_campaign, nothing, paragraph};

const SHOWN: usize = 40;

/// What the screen says of a choice.
#[derive(Clone, PartialEq)]
struct Preview {
    leaving: Leaving,
    /// Texts of observations as they leave, the first ones.
    words: Vec<String>,
    /// How many there are.
    words_count: usize,
    /// Titles of the préconisations that leave, the first ones.
    asked: Vec<String>,
}

fn preview(workshop: &Workshop, choice: &Choice) -> Preview {
    let campaign = &workshop.campaign;
    let leaving = Leaving::of(campaign, choice);
    let (mut words, mut words_count) = (Vec::new(), 0);
    for (id, _) in &leaving.observations {
        let Some((observation, _)) = campaign.observation(*id) else { continue };
        for field in [TextField::Words, TextField::Idea] {
            let leaves = campaign.words_for(observation, field, choice.least());
            if let Some(text) = leaves.filter(|text| !text.is_empty()) {
                words_count += 1;
                if words.len() < SHOWN {
                    words.push(text);
                }
            }
        }
    }
    let titles = leaving.preconisations.iter().take(SHOWN);
    let asked =
        titles.filter_map(|id| campaign.preconisation(*id).map(|one| one.title.clone())).collect();
    Preview { leaving, words, words_count, asked }
}

pub(super) fn room(hall: Hall, campaign: WalkId) -> AnyView {
    let (session, r) = (hall.session, hall.restitution_words());
    let choice = RwSignal::new(Choice::all(Audience::Partners));
    let shown = hall.select(move |workshop| preview(workshop, &choice.get()));
    let make = button("button")
        .attr("id", "make-bundle")
        .attr_follow("disabled", move || {
            let leaving = &shown.get().leaving;
            let is_empty = leaving.walks.is_empty() && leaving.constats.is_empty();
            is_empty.then(String::new)
        })
        .on_click(move || {
            let choice = choice.get_untracked();
            hall.make(hall.bundle_file(campaign, &choice), Some(choice));
        })
        .icon("package")
        .span(r.layers_make)
        .view();
    let content = hall.content();
    all(vec![
        paragraph("lead", r.layers_hint),
        audience(hall, choice),
        follow(move || {
            let is_public = choice.with(|choice| choice.audience == Audience::Public);
            if is_public { nothing() } else { part(hall, choice) }
        }),
        follow(move || homes(hall, &shown.get())),
        follow(move || leaves(hall, &shown.get())),
        follow(move || stays(hall, &shown.get())),
        make,
        releases(hall),
        job_of_campaign(session, false, move || {
            (hall.bundle_file(campaign, &choice.get()), content.get())
        }),
    ])
}

fn audience(hall: Hall, choice: RwSignal<Choice>) -> AnyView {
    let r = hall.restitution_words();
    let language = hall.session.language();
    let buttons = Audience::ALL.iter().map(|audience| {
        let audience = *audience;
        button("answer")
            .attr("id", format!("for-{}", audience.code()))
            .pressed(move || choice.with(|choice| choice.audience == audience))
            .on_click(move || choice.update(|choice| choice.audience = audience))
            .icon(audience.icon())
            .span(audience.label(language))
            .view()
    });
    let buttons = el("div").class("grid grid-2").attr("role", "group").children(buttons).view();
    let hint = follow(move || {
        let hint = match choice.with(|choice| choice.audience) {
            Audience::Partners => r.layers_partners_hint,
            Audience::Public => r.layers_public_hint,
        };
        paragraph("hint", hint)
    });
    let internal = follow(move || {
        if choice.with(|choice| choice.audience) == Audience::Public {
            return nothing();
        }
        button("chip")
            .attr("id", "with-internal")
            .pressed(move || choice.with(|choice| choice.with_internal))
            .on_click(move || {
                choice.update(|choice| choice.with_internal = !choice.with_internal);
            })
            .icon("lock")
            .span(r.layers_internal)
            .view()
    });
    let coarse = button("chip")
        .attr("id", "coarse")
        .pressed(move || choice.with(|choice| choice.coarse))
        .on_click(move || choice.update(|choice| choice.coarse = !choice.coarse))
        .icon("map-pin")
        .span(r.layers_coarse)
        .view();
    let chips = el("div").class("chips").child(internal).child(coarse).view();
    section("audience", "users", r.layers_audience).child(buttons).child(hint).child(chips).view()
}

/// The filters.
fn part(hall: Hall, choice: RwSignal<Choice>) -> AnyView {
    let (w, r) = (hall.words(), hall.restitution_words());
    let (walks, cycles) = hall.now(|workshop| {
        let walks = workshop.campaign.walks();
        let titles = walks
            .iter()
            .map(|walk| (walk.id.to_string(), format!("{} · {}", walk.title, walk.date)))
            .collect::<Vec<_>>();
        let mut cycles: Vec<String> =
            walks.iter().map(|walk| walk.cycle.clone()).filter(|c| !c.is_empty()).collect();
        cycles.sort();
        cycles.dedup();
        (titles, cycles)
    });
    let cycles = cycles.into_iter().map(|cycle| (cycle.clone(), cycle)).collect();
    let field = |what: &str| format!("layers-{what}");
    let fields = el("div")
        .class("fields")
        .child(select_field(hall, field("walk"), w.entry_walk, walks, String::new(), move |id| {
            choice.update(|choice| choice.walk = WalkId::parse(&id));
        }))
        .child(select_field(
            hall,
            field("cycle"),
            r.layers_cycle,
            cycles,
            String::new(),
            move |cycle| choice.update(|choice| choice.cycle = cycle),
        ))
        .child(chooser(hall, field("lead"), w.preconisation_lead, None, move |value| {
            choice.update(|choice| {
                choice.lead = value;
            });
        }))
        .child(chooser(hall, field("horizon"), w.preconisation_horizon, None, move |value| {
            choice.update(|choice| {
                choice.horizon = value;
            });
        }))
        .child(chooser(hall, field("status"), w.status, None, move |value| {
            choice.update(|choice| {
                choice.status = value;
            });
        }))
        .child(chooser(hall, field("principle"), r.layers_principle, None, move |value| {
            choice.update(|choice| {
                choice.principle = value;
            });
        }))
        .view();
    el("details")
        .class("card prose")
        .child(el("summary").icon("list").span(r.layers_only).view())
        .child(fields)
        .view()
}

/// A list that is opened by who wants to know.
fn names(title: String, names: Vec<String>, of: usize) -> AnyView {
    if names.is_empty() {
        return nothing();
    }
    let more = of.saturating_sub(names.len());
    let lines = names.into_iter().map(|name| el("li").attr("dir", "auto").text(name).view());
    let mut list = el("ul").children(lines);
    if more > 0 {
        list = list.child(el("li").text(format!("… + {more}")).view());
    }
    el("details").child(el("summary").text(title).view()).child(list.view()).view()
}

/// Observations that may be somebody's home, one by one with the reason.
fn homes(hall: Hall, preview: &Preview) -> AnyView {
    let r = hall.restitution_words();
    let homes = &preview.leaving.stays.homes;
    if homes.is_empty() {
        return nothing();
    }
    let lines = homes.iter().take(SHOWN).map(|(id, away)| {
        let id = *id;
        let (time, words) = hall.now(|workshop| {
            let known = workshop.campaign.observation(id);
            known.map_or((String::new(), String::new()), |(it, _)| {
                (it.made.hour_minute(), it.text(TextField::Words).to_owned())
            })
        });
        let why = away.minutes.map(|minutes| (r.layers_home_after)(&time, minutes));
        let why = why.into_iter().chain(away.metres.map(r.layers_home_away));
        let why = why.collect::<Vec<_>>().join(" ");
        el("li")
            .class("card prose")
            .child(paragraph("", why))
            .child(el("p").class("quote").attr("dir", "auto").text(words).view())
            .child(
                button("small")
                    .on_click(move || {
                        hall.act(Act::LetLeave(id, true));
                    })
                    .icon("check")
                    .text(r.layers_home_lets)
                    .view(),
            )
            .view()
    });
    let lines = el("ul").class("plain-list").children(lines).view();
    let count = format!("{} · {}", homes.len(), r.layers_homes);
    section("homes", "eye", r.layers_homes).child(paragraph("hint", count)).child(lines).view()
}

/// What left before: when, for whom, how much, and whether it was called back.
fn releases(hall: Hall) -> AnyView {
    let r = hall.restitution_words();
    let language = hall.session.language();
    let known = hall.select(move |workshop| {
        let campaign = &workshop.campaign;
        let lines = campaign.releases().into_iter().rev().take(SHOWN).map(|(id, release)| {
            let who = release.audience.label(language);
            let line = (r.layers_release)(&release.made.date(), who, workshop.rows_of(release));
            let back = campaign.erratum(id).map(|why| (r.layers_called_back)(&why));
            format!("{line} {}", back.unwrap_or_default())
        });
        lines.collect::<Vec<String>>()
    });
    follow(move || {
        let lines = known.get();
        let count = lines.len();
        names(r.layers_releases.to_owned(), lines, count)
    })
}

fn leaves(hall: Hall, preview: &Preview) -> AnyView {
    let (w, r) = (hall.words(), hall.restitution_words());
    let leaving = &preview.leaving;
    let mut card = section("leaves", "share-2", r.layers_leaves);
    if leaving.walks.is_empty() && leaving.constats.is_empty() {
        return card.child(paragraph("empty", r.layers_nothing)).view();
    }
    let constats: Vec<RecordId> = leaving.constats.iter().take(SHOWN).copied().collect();
    let constats = constats.into_iter().map(|id| named(hall, id)).collect();
    card = card
        .child(paragraph(
            "lead",
            (r.layers_counts)(
                leaving.constats.len(),
                leaving.preconisations.len(),
                leaving.observations.len(),
            ),
        ))
        .child(paragraph("", (r.layers_walks)(leaving.walks.len(), leaving.photos.len())))
        .child(names(w.room_constats.to_owned(), constats, leaving.constats.len()))
        .child(names(
            w.room_preconisations.to_owned(),
            preview.asked.clone(),
            leaving.preconisations.len(),
        ))
        .child(names(r.layers_words.to_owned(), preview.words.clone(), preview.words_count));
    card.view()
}

fn stays(hall: Hall, preview: &Preview) -> AnyView {
    let r = hall.restitution_words();
    let stays = &preview.leaving.stays;
    let mut lines = Vec::new();
    if stays.constats + stays.preconisations + stays.observations > 0 {
        let words = (r.layers_stays)(stays.constats, stays.preconisations, stays.observations);
        lines.push(paragraph("", words));
    }
    if stays.without_words > 0 {
        lines.push(paragraph("", (r.layers_without_words)(stays.without_words)));
    }
    if stays.photos > 0 {
        lines.push(paragraph("", (r.layers_photos_stay)(stays.photos)));
    }
    if !stays.constats_without_place.is_empty() {
        let count = stays.constats_without_place.len();
        lines.push(paragraph("", (r.layers_constats_without_place)(count)));
    }
    let (observations, constats) = (stays.later_observations.len(), stays.later_constats.len());
    if observations + constats > 0 {
        lines.push(paragraph("", (r.layers_later)(observations, constats)));
    }
    if lines.is_empty() {
        return nothing();
    }
    section("stays", "lock", r.layers_stays_title).children(lines).view()
}
