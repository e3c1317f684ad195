//! A constat: what the group agreed, beside what the observations say.

use leptos::prelude::*;

use super::field::{KeptText, kept_text};
use super::{
    Hall, chooser, level_chips, long_text, named, picture, said, section, select_field, text_field,
};
use crate::app::Route;
use crate::app::route::Room;
use crate::app::workshop::{Act, TypedText};
use crate::domain::code::Code;
use crate::domain::date::written;
use crate::domain::deliberation::constat::{
    Constat, ConstatField, Derived, OPERATION_MAX, Priority, ProjectRelation, QUOTE_MAX,
    SUMMARY_MAX, TITLE_MAX,
};
use crate::domain::deliberation::lifecycle::REASON_MAX;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::observation::PLACE_NAME_MAX;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::{Frequency, Level, Polarity, Scale, Sharing};
use crate::domain::observation::taxonomy::{Category, Principle};
use crate::domain::walk::actor::ActorKind;
use crate::domain::walk::profile::PIERRE_ROLLIN;
use crate::ui::parts::{all, button, el, follow, follow_text, link, nothing, paragraph, question};

/// The constats, in the order the group decided.
pub(super) fn list(hall: Hall, campaign: WalkId) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let ids = hall.select(|workshop| {
        let constats = workshop.campaign.in_order();
        constats
            .into_iter()
            .map(|(id, constat)| {
                (
                    id,
                    constat.clone(),
                    workshop.campaign.assigned(id).len(),
                    workshop.campaign.status(id),
                )
            })
            .collect::<Vec<_>>()
    });
    let rows = follow(move || {
        let constats = ids.get();
        if constats.is_empty() {
            return paragraph("empty", w.no_constat);
        }
        let rows = constats.into_iter().map(|(id, constat, members, status)| {
            let about = [
                constat.place_name.clone(),
                (w.observation_count)(members),
                constat.severity.map_or(String::new(), |level| {
                    Scale::Severity.step_label(level, language).to_owned()
                }),
                status.label(language).to_owned(),
            ];
            let about: Vec<String> = about.into_iter().filter(|part| !part.is_empty()).collect();
            link("row-card", Route::Constat(campaign, id))
                .attr("data-hue", constat.category.hue().to_string())
                .icon(constat.category.icon())
                .child(
                    el("span")
                        .child(el("strong").attr("dir", "auto").text(named(hall, id)).view())
                        .child(el("small").attr("dir", "auto").text(about.join(" · ")).view())
                        .view(),
                )
                .icon("chevron-right")
                .view()
        });
        all(rows.collect())
    });
    all(vec![paragraph("hint", w.constats_hint), rows])
}

/// Changes something of a constat as it is now, whatever was changed elsewhere meanwhile.
fn amend(hall: Hall, id: RecordId, change: impl FnOnce(&mut Constat)) {
    if let Some(mut constat) = hall.now(|workshop| workshop.campaign.constat(id).cloned()) {
        change(&mut constat);
        hall.act(Act::Constat(id, Box::new(constat)));
    }
}

fn set<T: PartialEq>(value: &mut Option<T>, tapped: T) {
    if value.as_ref() == Some(&tapped) {
        *value = None;
    } else {
        *value = Some(tapped);
    }
}

pub(super) fn room(hall: Hall, campaign: WalkId, id: RecordId) -> AnyView {
    let w = hall.words();
    let there = hall.select(move |workshop| {
        let constat = workshop.campaign.constat(id);
        constat.is_some_and(|constat| !constat.withdrawn) && workshop.campaign.stands_for(id) == id
    });
    follow(move || {
        if !there.get() {
            return paragraph("empty", w.constat_gone);
        }
        all(vec![
            el("h2")
                .class("constat-title")
                .attr("dir", "auto")
                .child(follow_text(move || named(hall, id)))
                .view(),
            super::versions::versions(hall, Some(id)),
            super::columns(vec![
                el("div")
                    .class("column")
                    .child(agreed(hall, id))
                    .child(place(hall, id))
                    .child(follow_up(hall, id))
                    .view(),
                el("div")
                    .class("column")
                    .child(derived(hall, id))
                    .child(members(hall, campaign, id))
                    .child(life(hall, id))
                    .child(super::answers::answer_of(hall, id))
                    .child(super::preconisations::of_constat(hall, id))
                    .view(),
            ]),
        ])
    })
}

/// A question answered with one of some codes.
pub(super) fn one_of<C: Code + Send + Sync>(
    hall: Hall,
    id: RecordId,
    words: &'static str,
    field: fn(&mut Constat) -> &mut Option<C>,
) -> AnyView {
    let language = hall.session.language();
    let current = hall.select(move |workshop| {
        let mut constat = workshop.campaign.constat(id)?.clone();
        let value = *field(&mut constat);
        value.and_then(|value| C::ALL.iter().position(|code| *code == value))
    });
    let chips = C::ALL.iter().enumerate().map(|(index, code)| {
        let code = *code;
        button("chip")
            .pressed(move || current.get() == Some(index))
            .on_click(move || amend(hall, id, |constat| set(field(constat), code)))
            .icon(code.icon())
            .span(code.label(language))
            .view()
    });
    question(words, "chips", chips.collect())
}

fn agreed(hall: Hall, id: RecordId) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let Some(constat) = hall.now(|workshop| workshop.campaign.constat(id).cloned()) else {
        return nothing();
    };
    let level = move |field: fn(&Constat) -> Option<Level>| {
        let level = hall.select(move |workshop| workshop.campaign.constat(id).and_then(field));
        move || level.get()
    };
    // One of a later version stays until another is chosen.
    let categories = Principle::ALL
        .iter()
        .flat_map(|principle| {
            principle.categories().map(move |category| (Some(principle), category))
        })
        .chain((!constat.category.is_known()).then_some((None, constat.category)))
        .map(|(principle, category)| {
            let label = category.label(language);
            let words = principle.map_or(label.to_owned(), |principle| {
                format!("{} · {label}", principle.tile(language))
            });
            (category.code().to_owned(), words)
        })
        .collect();
    section("agreed", "check", w.agreed)
        .child(kept_text(
            hall,
            "constat-title".into(),
            KeptText {
                text: TypedText::Constat(id, ConstatField::Title),
                label: w.constat_title,
                most: TITLE_MAX,
                long: false,
            },
        ))
        .child(kept_text(
            hall,
            "constat-summary".into(),
            KeptText {
                text: TypedText::Constat(id, ConstatField::Summary),
                label: w.constat_summary,
                most: SUMMARY_MAX,
                long: true,
            },
        ))
        .child(kept_text(
            hall,
            "constat-quote".into(),
            KeptText {
                text: TypedText::Constat(id, ConstatField::Quote),
                label: w.constat_quote,
                most: QUOTE_MAX,
                long: true,
            },
        ))
        .child(concerned(hall, id))
        .child(select_field(
            hall,
            "constat-category".into(),
            w.constat_category,
            categories,
            constat.category.code().to_owned(),
            move |code| {
                if let Some(category) = Category::from_code(&code) {
                    amend(hall, id, |constat| {
                        constat.secondary.retain(|other| *other != category);
                        constat.category = category;
                    });
                }
            },
        ))
        .child(one_of::<Polarity>(hall, id, w.constat_polarity, |constat| &mut constat.polarity))
        .child(level_chips(
            hall,
            w.constat_severity,
            Scale::Severity,
            level(|constat| constat.severity),
            move |tapped| amend(hall, id, |constat| set(&mut constat.severity, tapped)),
        ))
        .child(one_of::<Frequency>(hall, id, w.constat_frequency, |constat| &mut constat.frequency))
        .child(one_of::<Priority>(hall, id, w.constat_priority, |constat| &mut constat.priority))
        .view()
}

/// Words to read again in what the group wrote.
fn concerned(hall: Hall, id: RecordId) -> AnyView {
    let texts = hall.select(move |workshop| {
        workshop.campaign.constat(id).map_or(String::new(), |constat| {
            format!("{}. {}. {}", constat.title, constat.summary, constat.quote)
        })
    });
    follow(move || {
        let found = crate::domain::leaving::rereading::concerns(&texts.get());
        if found.is_empty() {
            return nothing();
        }
        let words: Vec<&str> =
            found.into_iter().map(|concern| super::reread::label(hall, concern)).collect();
        el("p")
            .class("lead warning")
            .icon("eye")
            .text(format!("{} {}", hall.words().read_again, words.join(", ")))
            .view()
    })
}

fn place(hall: Hall, id: RecordId) -> AnyView {
    let w = hall.words();
    let Some(constat) = hall.now(|workshop| workshop.campaign.constat(id).cloned()) else {
        return nothing();
    };
    let typed = constat.place.map_or(String::new(), Place::typed);
    let list = |all: &'static [(&'static str, &'static str)]| -> Vec<(String, String)> {
        all.iter().map(|(code, label)| ((*code).to_owned(), (*label).to_owned())).collect()
    };
    section("where", "map-pin", w.constat_place)
        .child(kept_text(
            hall,
            "constat-place".into(),
            KeptText {
                text: TypedText::Constat(id, ConstatField::PlaceName),
                label: w.constat_place_name,
                most: PLACE_NAME_MAX,
                long: false,
            },
        ))
        .child(text_field("constat-point".into(), w.constat_point, typed, 40, move |typed| {
            if let Some(place) = Place::from_typed(&typed) {
                amend(hall, id, |constat| constat.place = Some(place));
            }
        }))
        .child(chooser(
            hall,
            "constat-kind".into(),
            w.constat_place_kind,
            constat.place_kind,
            move |value| {
                amend(hall, id, |constat| constat.place_kind = value);
            },
        ))
        .child(chooser(
            hall,
            "constat-manager".into(),
            w.constat_manager,
            constat.manager,
            move |value| {
                amend(hall, id, |constat| constat.manager = value);
            },
        ))
        .child(one_of::<ProjectRelation>(hall, id, w.constat_project, |constat| {
            &mut constat.project
        }))
        .child(kept_text(
            hall,
            "constat-operation".into(),
            KeptText {
                text: TypedText::Constat(id, ConstatField::Operation),
                label: w.constat_operation,
                most: OPERATION_MAX,
                long: false,
            },
        ))
        .child(select_field(
            hall,
            "constat-challenge".into(),
            w.constat_challenge,
            list(PIERRE_ROLLIN.challenges),
            constat.challenge,
            move |code| amend(hall, id, |constat| constat.challenge = code),
        ))
        .child(select_field(
            hall,
            "constat-sector".into(),
            w.constat_sector,
            list(PIERRE_ROLLIN.sectors),
            constat.sector,
            move |code| amend(hall, id, |constat| constat.sector = code),
        ))
        .view()
}

fn follow_up(hall: Hall, id: RecordId) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let associated = hall.select(move |workshop| {
        workshop.campaign.constat(id).map(|constat| constat.associated.clone()).unwrap_or_default()
    });
    let chips = ActorKind::ALL.iter().map(|kind| {
        let kind = *kind;
        button("chip")
            .pressed(move || associated.with(|all| all.contains(&kind)))
            .on_click(move || {
                amend(hall, id, |constat| {
                    if constat.associated.contains(&kind) {
                        constat.associated.retain(|other| *other != kind);
                    } else {
                        constat.associated.push(kind);
                        constat.associated.sort_unstable();
                    }
                });
            })
            .icon(kind.icon())
            .span(kind.label(language))
            .view()
    });
    let sharing =
        hall.select(move |workshop| workshop.campaign.constat(id).map(|constat| constat.sharing));
    let levels = Sharing::ALL.iter().map(|level| {
        let level = *level;
        button("chip")
            .pressed(move || sharing.get() == Some(level))
            .on_click(move || amend(hall, id, |constat| constat.sharing = level))
            .icon(level.icon())
            .span(level.label(language))
            .view()
    });
    section("who", "handshake", w.constat_actors)
        .child(one_of::<ActorKind>(hall, id, w.constat_lead, |constat| &mut constat.lead))
        .child(question(w.constat_associated, "chips", chips.collect()))
        .child(question(w.constat_sharing, "chips", levels.collect()))
        .view()
}

/// What the observations say: computed, never typed; who does not agree is seen.
fn derived(hall: Hall, id: RecordId) -> AnyView {
    let w = hall.words();
    let derived = hall.select(move |workshop| workshop.campaign.derived(id));
    let shown = follow(move || what_is_said(hall, &derived.get()));
    section("derived", "scale", w.derived)
        .child(paragraph("hint", w.derived_hint))
        .child(shown)
        .view()
}

/// The same for the wall.
pub(super) fn what_is_said(hall: Hall, derived: &Derived) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let mut lines =
        vec![(w.derived_counts)(derived.observations, derived.walks.len(), derived.voices)];
    if derived.felt() > 0 {
        let lowest = derived.lowest_feeling().and_then(Level::new);
        let lowest = lowest.map_or("", |level| Scale::Feeling.step_label(level, language));
        lines.push((w.derived_feeling)(
            derived.uneasy(),
            derived.felt(),
            lowest,
            derived.mean_feeling().unwrap_or_default(),
        ));
    }
    if let Some(level) = derived.lowest_lighting {
        let scale = Scale::Rating(crate::domain::observation::scale::Rating::Lighting);
        lines.push(format!("{} {}", w.derived_lighting, scale.step_label(level, language)));
    }
    let labels = |codes: Vec<&'static str>| codes.join(", ");
    if !derived.moments.is_empty() {
        lines.push(format!(
            "{} {}",
            w.derived_moments,
            labels(derived.moments.iter().map(|one| one.label(language)).collect())
        ));
    }
    if derived.avoided == Some(true) {
        let who = labels(derived.avoided_by.iter().map(|one| one.label(language)).collect());
        let when = labels(derived.avoided_when.iter().map(|one| one.label(language)).collect());
        let why = labels(derived.reasons.iter().map(|one| one.label(language)).collect());
        lines.push((w.derived_avoided)(&who, &when, &why));
    }
    if let Some((first, last)) = &derived.dates {
        lines.push(if first == last { first.clone() } else { format!("{first} → {last}") });
    }
    let divided = if derived.is_divided() {
        let words =
            (w.divided)(derived.uneasy(), derived.felt(), derived.negative, derived.positive);
        el("p").class("lead divided").icon("scale").child(el("strong").text(words).view()).view()
    } else {
        nothing()
    };
    let rows = lines.into_iter().map(|line| el("li").text(line).view());
    let bars = feelings(hall, derived);
    all(vec![el("ul").class("plain-list derived").children(rows).view(), divided, bars])
}

/// Each feeling beside the others, never only the mean.
fn feelings(hall: Hall, derived: &Derived) -> AnyView {
    if derived.felt() == 0 {
        return nothing();
    }
    let language = hall.session.language();
    let cells = Level::ALL.into_iter().zip(derived.feelings).map(|(level, count)| {
        el("li")
            .class(if count > 0 { "feeling" } else { "feeling none" })
            .icon(Scale::Feeling.step_icon(level))
            .child(el("strong").text(count.to_string()).view())
            .child(el("small").text(Scale::Feeling.step_label(level, language)).view())
            .view()
    });
    el("ul").class("plain-list feelings").children(cells).view()
}

fn members(hall: Hall, campaign: WalkId, id: RecordId) -> AnyView {
    let w = hall.words();
    let ids = hall.select(move |workshop| {
        let members = workshop.campaign.members(id);
        members.into_iter().map(|(observation, _)| observation.id).collect::<Vec<_>>()
    });
    let rows = follow(move || {
        let rows = ids.get().into_iter().filter_map(|member| {
            hall.now(|workshop| {
                let (observation, walk) = workshop.campaign.observation(member)?;
                let photos: Vec<_> = workshop
                    .campaign
                    .photos_of(member)
                    .map(|photo| (photo.id, photo.media))
                    .collect();
                let pictures = photos.into_iter().map(|(photo, media)| {
                    let chosen = hall.select(move |workshop| {
                        workshop
                            .campaign
                            .constat(id)
                            .is_some_and(|constat| constat.photos.contains(&photo))
                    });
                    let choose = move || {
                        amend(hall, id, |constat| {
                            if constat.photos.contains(&photo) {
                                constat.photos.retain(|other| *other != photo);
                            } else {
                                constat.photos.push(photo);
                            }
                        });
                    };
                    button("picture")
                        .attr("aria-label", w.choose_photo)
                        .pressed(move || chosen.get())
                        .on_click(choose)
                        .child(picture(media, w.choose_photo.to_owned()))
                        .view()
                });
                let leave = move || hall.does(Act::Leave(vec![member]));
                let split = move || hall.does(Act::Group(vec![member], None));
                let quote = observation.words.clone();
                let as_quote = if quote.is_empty() {
                    nothing()
                } else {
                    let wording = workshop
                        .campaign
                        .wording(member, crate::domain::observation::amend::TextField::Words);
                    let words: String = wording
                        .map_or(quote, |wording| wording.text.clone())
                        .chars()
                        .take(QUOTE_MAX)
                        .collect();
                    button("small")
                        .on_click(move || {
                            amend(hall, id, |constat| constat.quote.clone_from(&words))
                        })
                        .icon("message-circle")
                        .text(w.as_quote)
                        .view()
                };
                Some(
                    el("li")
                        .class("member-card")
                        .icon(observation.category.icon())
                        .child(said(hall, observation, walk))
                        .child(el("div").class("pictures").children(pictures).view())
                        .child(
                            el("div")
                                .class("ways")
                                .child(as_quote)
                                .child(
                                    button("small")
                                        .on_click(leave)
                                        .icon("log-out")
                                        .text(w.group_leave)
                                        .view(),
                                )
                                .child(
                                    button("small")
                                        .on_click(split)
                                        .icon("square-plus")
                                        .text(w.split)
                                        .view(),
                                )
                                .view(),
                        )
                        .view(),
                )
            })
        });
        el("ul").class("plain-list members").children(rows.collect::<Vec<_>>()).view()
    });
    let others = hall.select(move |workshop| {
        let constats = workshop.campaign.constats().into_iter();
        constats.map(|(other, _)| other).filter(|other| *other != id).collect::<Vec<_>>()
    });
    let join = follow(move || {
        let options: Vec<(String, String)> =
            others.get().into_iter().map(|other| (other.to_string(), named(hall, other))).collect();
        if options.is_empty() {
            return nothing();
        }
        select_field(
            hall,
            "constat-join".into(),
            w.join_constat,
            options,
            String::new(),
            move |value| {
                if let Some(into) = RecordId::parse(&value)
                    && hall.act(Act::Merge(id, into))
                {
                    hall.session.open(Route::Constat(campaign, into));
                }
            },
        )
    });
    let dissolve = move || {
        if hall.act(Act::Dissolve(id)) {
            hall.session.open(Route::Campaign(campaign, Room::Group));
        }
    };
    section("members", "blocks", w.members)
        .child(paragraph("hint", w.members_hint))
        .child(rows)
        .child(joined(hall, id))
        .child(join)
        .child(
            button("small")
                .attr("id", "dissolve")
                .on_click(dissolve)
                .icon("undo-2")
                .text(w.dissolve)
                .view(),
        )
        .view()
}

/// The constats that were joined to this one: their words are kept, and each stands again when it is
/// parted.
fn joined(hall: Hall, id: RecordId) -> AnyView {
    let w = hall.words();
    let others = hall.select(move |workshop| {
        let joined = workshop.campaign.joined_in(id).into_iter().skip(1);
        let of = |id: RecordId| {
            let constat = workshop.campaign.constat(id)?;
            let texts = [&constat.summary, &constat.quote].map(String::as_str);
            let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
            Some((id, texts.join(" · ")))
        };
        joined.filter_map(of).collect::<Vec<_>>()
    });
    follow(move || {
        let others = others.get();
        if others.is_empty() {
            return nothing();
        }
        let rows = others.into_iter().map(|(other, texts)| {
            el("li")
                .class("joined")
                .child(el("strong").attr("dir", "auto").text(named(hall, other)).view())
                .child(paragraph("", texts))
                .child(
                    button("small")
                        .on_click(move || hall.does(Act::Part(other)))
                        .icon("undo-2")
                        .text(w.part)
                        .view(),
                )
                .view()
        });
        all(vec![
            el("h3").text(w.joined_here).view(),
            el("ul").class("plain-list").children(rows).view(),
        ])
    })
}

/// Where a thing stands, the steps that lead on, and those that were taken.
pub(super) fn life(hall: Hall, thing: RecordId) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let state = hall.select(move |workshop| {
        let life = workshop.campaign.life(thing);
        let steps: Vec<_> = life.steps.iter().map(|(_, step)| (*step).clone()).collect();
        (life.status, steps)
    });
    let reason = RwSignal::new(String::new());
    let shown = follow(move || {
        let (status, steps) = state.get();
        let ways = status.next().iter().map(|(to, by)| {
            let (to, by) = (*to, *by);
            let step = move || {
                let reason_now = reason.get_untracked();
                if hall.act(Act::Step { thing, to, by, reason: reason_now }) {
                    reason.set(String::new());
                }
            };
            button("button quiet")
                .attr("data-step", to.code())
                .on_click(step)
                .icon(to.icon())
                .span(format!("{} ({})", to.label(language), by.label(language)))
                .view()
        });
        let needs = status.next().iter().any(|(to, _)| to.needs_reason());
        let why = if needs {
            long_text(
                format!("reason-{thing}"),
                w.reason,
                String::new(),
                REASON_MAX,
                move |typed| reason.set(typed),
            )
        } else {
            nothing()
        };
        let history = steps.iter().map(|step| {
            let mut words = format!(
                "{} · {} → {} · {}",
                written(step.on),
                step.from.label(language),
                step.to.label(language),
                step.by.label(language)
            );
            if !step.reason.is_empty() {
                words = format!("{words} : {}", step.reason);
            }
            let row = el("li").attr("dir", "auto");
            if step.withdrawn {
                row.class("undone").child(el("s").text(words).view()).view()
            } else {
                row.text(words).view()
            }
        });
        let back = if steps.iter().any(|step| !step.withdrawn) {
            button("small")
                .attr("id", format!("step-back-{thing}"))
                .on_click(move || hall.does(Act::StepBack(thing)))
                .icon("undo-2")
                .text(w.step_back)
                .view()
        } else {
            nothing()
        };
        all(vec![
            el("p")
                .class("lead status-now")
                .attr("data-status", status.code())
                .icon(status.icon())
                .child(el("strong").text(status.label(language)).view())
                .view(),
            why,
            el("div").class("stack").children(ways).view(),
            back,
            el("ol").class("plain-list history").children(history).view(),
        ])
    });
    section("life", "clock", w.life).child(shown).view()
}
