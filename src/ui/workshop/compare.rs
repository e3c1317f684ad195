//! The same stops on two walks, side by side: by day and by night, before and after.

use leptos::prelude::*;

use super::{Hall, picture, section, select_field};
use crate::app::workshop::{Act, Workshop};
use crate::domain::code::Code;
use crate::domain::deliberation::comparison::{self, Evolution, StopPair};
use crate::domain::deliberation::constat::Derived;
use crate::domain::identity::WalkId;
use crate::domain::observation::photo::MediaId;
use crate::domain::walk::stop::{StopId, StopName};
use crate::ui::parts::{all, button, el, follow, paragraph, question};

/// What was said at a stop of one walk.
#[derive(Clone, PartialEq)]
struct Side {
    title: String,
    derived: Derived,
    photo: Option<MediaId>,
    categories: Vec<&'static str>,
}

fn side(
    workshop: &Workshop,
    walk: WalkId,
    stop: Option<StopId>,
    language: crate::domain::code::Language,
) -> Side {
    let campaign = &workshop.campaign;
    let here: Vec<_> = campaign
        .observations()
        .filter(|(observation, of)| {
            of.id == walk && stop.is_some_and(|stop| of.is_at(observation.stop, stop))
        })
        .collect();
    let mut categories: Vec<_> = here.iter().map(|(observation, _)| observation.category).collect();
    categories.sort_unstable();
    categories.dedup();
    let photo = here.iter().find_map(|(observation, _)| campaign.photos_of(observation.id).next());
    let sheet = campaign.walk(walk);
    Side {
        title: sheet.map_or(String::new(), |sheet| format!("{} · {}", sheet.title, sheet.date)),
        photo: photo.map(|photo| photo.media),
        categories: categories.into_iter().map(|category| category.label(language)).collect(),
        derived: Derived::of(here),
    }
}

pub(super) fn room(hall: Hall) -> AnyView {
    let w = hall.words();
    let walks = hall.now(|workshop| {
        let walks = workshop.campaign.walks();
        walks
            .into_iter()
            .map(|walk| (walk.id, format!("{} · {}", walk.title, walk.date)))
            .collect::<Vec<_>>()
    });
    if walks.len() < 2 {
        return paragraph("empty", w.two_walks_needed);
    }
    let before = RwSignal::new(walks[0].0);
    let after = RwSignal::new(walks[1].0);
    let options: Vec<(String, String)> =
        walks.iter().map(|(id, title)| (id.to_string(), title.clone())).collect();
    let pick = |id: &'static str, label: &'static str, signal: RwSignal<WalkId>| {
        select_field(
            hall,
            id.into(),
            label,
            options.clone(),
            signal.get_untracked().to_string(),
            move |value| {
                if let Some(walk) = WalkId::parse(&value) {
                    signal.set(walk);
                }
            },
        )
    };
    let rows = follow(move || {
        let (before, after) = (before.get(), after.get());
        let stops = hall.now(|workshop| {
            let campaign = &workshop.campaign;
            let (before, after) = campaign.walk(before).zip(campaign.walk(after))?;
            let of_both = campaign.comparisons().filter(|one| {
                one.change.is_some() && (one.before, one.after) == (before.id, after.id)
            });
            let said: Vec<StopPair> = of_both.map(|one| one.stops).collect();
            let spoken_of = campaign
                .observations()
                .filter_map(|(it, walk)| Some(walk.stop_id(it.stop?)))
                .collect();
            let pairs = comparison::pairs(before, after, &said, &spoken_of).into_iter();
            Some(pairs.map(|pair| (pair, pair.name(before, after))).collect::<Vec<_>>())
        });
        let stops = stops.unwrap_or_default().into_iter();
        let rows = stops.map(|(pair, name)| row(hall, before, after, pair, name));
        all(rows.collect())
    });
    all(vec![
        section("pair", "arrow-right-left", w.room_compare)
            .child(paragraph("hint", w.compare_hint))
            .child(
                el("div")
                    .class("fields")
                    .child(pick("compare-before", w.before, before))
                    .child(pick("compare-after", w.after, after))
                    .view(),
            )
            .view(),
        rows,
    ])
}

fn row(hall: Hall, before: WalkId, after: WalkId, pair: StopPair, name: StopName) -> AnyView {
    let (t, w) = (hall.session.words(), hall.words());
    let language = hall.session.language();
    let sides = hall.now(|workshop| {
        [(before, pair.before), (after, pair.after)]
            .map(|(walk, stop)| side(workshop, walk, stop, language))
    });
    let shown = sides.map(|side| {
        let derived = &side.derived;
        let mut lines = vec![(w.side_counts)(derived.negative, derived.positive)];
        if derived.felt() > 0 {
            lines.push((w.side_feeling)(derived.uneasy(), derived.felt()));
        }
        if !side.categories.is_empty() {
            lines.push(side.categories.join(", "));
        }
        let photo = match side.photo {
            Some(media) => picture(media, format!("{} · {}", side.title, t.stop_in_line(&name))),
            None => paragraph("hint", w.no_photo),
        };
        el("div")
            .class("side")
            .child(el("h3").attr("dir", "auto").text(side.title).view())
            .child(photo)
            .children(lines.into_iter().map(|line| paragraph("", line)))
            .view()
    });
    let current = hall.select(move |workshop| {
        workshop.campaign.comparison(pair, before, after).and_then(|one| one.change)
    });
    let changes = Evolution::ALL.iter().map(|change| {
        let change = *change;
        button("chip")
            .attr("data-change", change.code())
            .pressed(move || current.get() == Some(change))
            .on_click(move || hall.does(Act::Compare(pair, before, after, change)))
            .icon(change.icon())
            .span(change.label(language))
            .view()
    });
    el("section")
        .class("card prose comparison")
        .child(
            el("h2")
                .icon("milestone")
                .child(el("span").attr("dir", "auto").text(t.stop(&name)).view())
                .view(),
        )
        .child(el("div").class("sides").children(shown).view())
        .child(question(w.what_changed, "chips", changes.collect()))
        .view()
}
