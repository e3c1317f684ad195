//! What the group asks for: one action each, with who should act and by when.

use leptos::prelude::*;

use super::field::{KeptText, kept_text};
use super::{Hall, answers, chooser, constat, section};
use crate::app::Route;
use crate::app::workshop::{Act, TypedText, Workshop};
use crate::domain::code::Code;
use crate::domain::deliberation::constat::OPERATION_MAX;
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::deliberation::preconisation::{
    DETAIL_MAX, Horizon, Horizons, Preconisation, PreconisationField, TITLE_MAX,
};
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::walk::actor::ActorKind;
use crate::ui::parts::{all, button, el, follow, follow_text, link, nothing, paragraph};

fn amend(hall: Hall, id: RecordId, change: impl FnOnce(&mut Preconisation)) {
    if let Some(mut one) = hall.now(|workshop| workshop.campaign.preconisation(id).cloned()) {
        change(&mut one);
        hall.act(Act::Preconisation(id, Box::new(one)));
    }
}

/// The number that people read.
fn number(workshop: &Workshop, id: RecordId) -> String {
    let reference = workshop.sheet().map(|sheet| sheet.reference.as_str()).unwrap_or_default();
    let one = workshop.campaign.preconisation(id);
    let constat = one.and_then(|one| workshop.campaign.constat(one.constat));
    one.zip(constat).map_or(String::new(), |(one, constat)| one.readable_number(constat, reference))
}

/// Those of one constat, ready to be written.
pub(super) fn of_constat(hall: Hall, constat: RecordId) -> AnyView {
    let w = hall.words();
    let ids = hall.select(move |workshop| {
        workshop.campaign.preconisations(constat).into_iter().map(|(id, _)| id).collect::<Vec<_>>()
    });
    let add = move || {
        let lead = hall
            .now(|workshop| workshop.campaign.constat(constat).and_then(|constat| constat.lead));
        let blank = Preconisation { lead, ..Preconisation::blank(0, constat) };
        hall.act(Act::Propose(constat, Box::new(blank)));
    };
    let cards = follow(move || all(ids.get().into_iter().map(|id| card(hall, id)).collect()));
    section("asked", "megaphone", w.room_preconisations)
        .child(paragraph("hint", w.preconisation_hint))
        .child(cards)
        .child(
            button("button")
                .attr("id", "propose")
                .on_click(add)
                .icon("plus")
                .span(w.preconisation_new)
                .view(),
        )
        .view()
}

/// The words of a term with the limits the group chose.
fn horizon_words(hall: Hall, horizons: Horizons) -> AnyView {
    paragraph(
        "hint",
        (hall.words().horizon_hint)(horizons.short_below_months, horizons.long_above_months),
    )
}

fn card(hall: Hall, id: RecordId) -> AnyView {
    let w = hall.words();
    let Some((one, horizons)) = hall.now(|workshop| {
        let horizons = workshop.sheet().map(|sheet| sheet.horizons).unwrap_or_default();
        Some((workshop.campaign.preconisation(id)?.clone(), horizons))
    }) else {
        return nothing();
    };
    let name = move || hall.workshop.with(|workshop| number(workshop, id));
    let field = |what: &str| format!("{what}-{id}");
    el("article")
        .class("preconisation")
        .child(el("h3").class("number").child(follow_text(name)).view())
        .child(kept_text(
            hall,
            field("preco-title"),
            KeptText {
                text: TypedText::Preconisation(id, PreconisationField::Title),
                label: w.preconisation_title,
                most: TITLE_MAX,
                long: false,
            },
        ))
        .child(kept_text(
            hall,
            field("preco-detail"),
            KeptText {
                text: TypedText::Preconisation(id, PreconisationField::Detail),
                label: w.preconisation_detail,
                most: DETAIL_MAX,
                long: true,
            },
        ))
        .child(
            el("div")
                .class("fields")
                .child(chooser(
                    hall,
                    field("preco-action"),
                    w.preconisation_action,
                    Some(one.action),
                    move |value| {
                        if let Some(action) = value {
                            amend(hall, id, |one| one.action = action);
                        }
                    },
                ))
                .child(chooser(
                    hall,
                    field("preco-lead"),
                    w.preconisation_lead,
                    one.lead,
                    move |value| amend(hall, id, |one| one.lead = value),
                ))
                .child(chooser(
                    hall,
                    field("preco-horizon"),
                    w.preconisation_horizon,
                    one.horizon,
                    move |value| amend(hall, id, |one| one.horizon = value),
                ))
                .child(chooser(
                    hall,
                    field("preco-priority"),
                    w.constat_priority,
                    one.priority,
                    move |value| amend(hall, id, |one| one.priority = value),
                ))
                .child(chooser(
                    hall,
                    field("preco-framework"),
                    w.preconisation_framework,
                    one.framework,
                    move |value| amend(hall, id, |one| one.framework = value),
                ))
                .child(chooser(
                    hall,
                    field("preco-origin"),
                    w.preconisation_origin,
                    Some(one.origin),
                    move |value| {
                        if let Some(origin) = value {
                            amend(hall, id, |one| one.origin = origin);
                        }
                    },
                ))
                .child(kept_text(
                    hall,
                    field("preco-operation"),
                    KeptText {
                        text: TypedText::Preconisation(id, PreconisationField::Operation),
                        label: w.constat_operation,
                        most: OPERATION_MAX,
                        long: false,
                    },
                ))
                .view(),
        )
        .child(horizon_words(hall, horizons))
        .child(answers::answer_of(hall, id))
        .child(
            button("small")
                .on_click(move || amend(hall, id, |one| one.withdrawn = true))
                .icon("trash-2")
                .text(w.preconisation_drop)
                .view(),
        )
        .view()
}

/// What the list shows.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Filter {
    lead: Option<ActorKind>,
    horizon: Option<Horizon>,
    status: Option<Status>,
}

/// Every préconisation, by constat in the order the group decided.
pub(super) fn room(hall: Hall, campaign: WalkId) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let filter = RwSignal::new(Filter::default());
    let rows = hall.select(move |workshop| {
        let filter = filter.get();
        let mut rows = Vec::new();
        for (constat, _) in workshop.campaign.in_order() {
            for (id, one) in workshop.campaign.preconisations(constat) {
                let status = workshop.campaign.status(id);
                let fits = filter.lead.is_none_or(|lead| one.lead == Some(lead))
                    && filter.horizon.is_none_or(|horizon| one.horizon == Some(horizon))
                    && filter.status.is_none_or(|wanted| status == wanted);
                if fits {
                    rows.push((
                        id,
                        constat,
                        number(workshop, id),
                        one.title.clone(),
                        one.lead,
                        one.horizon,
                        one.priority,
                    ));
                }
            }
        }
        rows
    });
    let list = follow(move || {
        let rows = rows.get();
        if rows.is_empty() {
            return paragraph("empty", w.no_preconisation);
        }
        let cards =
            rows.into_iter().map(|(id, constat, number, title, lead, horizon, priority)| {
                let mut about: Vec<&str> = Vec::new();
                about.extend(lead.map(|one| one.label(language)));
                about.extend(horizon.map(|one| one.label(language)));
                about.extend(priority.map(|one| one.label(language)));
                el("article")
                    .class("card prose preconisation")
                    .child(el("h3").class("number").text(number).view())
                    .child(
                        el("p")
                            .child(
                                el("strong")
                                    .attr("dir", "auto")
                                    .text(if title.is_empty() {
                                        w.no_title.to_owned()
                                    } else {
                                        title
                                    })
                                    .view(),
                            )
                            .view(),
                    )
                    .child(paragraph("hint", about.join(" · ")))
                    .child(answers::answer_of(hall, id))
                    .child(
                        link("small", Route::Constat(campaign, constat))
                            .icon("pencil")
                            .text(w.open_constat)
                            .view(),
                    )
                    .child(
                        el("details")
                            .child(el("summary").icon("clock").span(w.life).view())
                            .child(constat::life(hall, id))
                            .view(),
                    )
                    .view()
            });
        all(cards.collect())
    });
    let filters = el("div")
        .class("fields")
        .child(chooser(hall, "only-lead".into(), w.preconisation_lead, None, move |value| {
            filter.update(|filter| filter.lead = value)
        }))
        .child(chooser(hall, "only-horizon".into(), w.preconisation_horizon, None, move |value| {
            filter.update(|filter| filter.horizon = value)
        }))
        .child(chooser(hall, "only-status".into(), w.status, None, move |value| {
            filter.update(|filter| filter.status = value)
        }))
        .view();
    all(vec![filters, list])
}
