//! Two versions of one thing, made by people who did not know of each other: both are shown, one is
//! chosen, or both are kept.

use leptos::prelude::*;

use super::{Hall, section};
use crate::app::workshop::{Act, TypedText, Workshop};
use crate::domain::campaign::contest::{STANDS, Subject, constat_text, preconisation_text};
use crate::domain::code::{Code, Language};
use crate::domain::date::written;
use crate::domain::deliberation::Deliberation;
use crate::domain::deliberation::answer::{Answer, AnswerField};
use crate::domain::deliberation::constat::{Constat, ConstatField};
use crate::domain::deliberation::edit::Edit;
use crate::domain::deliberation::preconisation::{Preconisation, PreconisationField};
use crate::domain::identity::RecordId;
use crate::domain::ledger::Digest;
use crate::domain::observation::place::Place;
use crate::domain::observation::scale::{Level, Scale};
use crate::text::WorkshopWords;
use crate::ui::parts::{button, el, follow, nothing, paragraph};

/// What a text is now, and the statements that stand behind it.
pub(super) fn now(workshop: &Workshop, text: TypedText) -> (String, Vec<Digest>) {
    let campaign = &workshop.campaign;
    match text {
        TypedText::Constat(id, field) => {
            let known = campaign.constat(id).cloned().zip(constat_text(field));
            let words = known.map(|(mut one, (of, _))| of(&mut one).clone());
            (words.unwrap_or_default(), campaign.seen_of_constat(id, field))
        }
        TypedText::Preconisation(id, field) => {
            let known = campaign.preconisation(id).cloned().zip(preconisation_text(field));
            let words = known.map(|(mut one, (of, _))| of(&mut one).clone());
            (words.unwrap_or_default(), campaign.seen_of_preconisation(id, field))
        }
        TypedText::Wording(id, field, _) => {
            let words = campaign.wording(id, field).map(|wording| wording.text.clone());
            (words.unwrap_or_default(), campaign.seen_of_wording(id, field))
        }
    }
}

/// Whether something contested is about a thing: a constat with what it asks for, a préconisation.
fn is_about(workshop: &Workshop, subject: Subject, thing: RecordId) -> bool {
    let of = |id: RecordId| {
        let constat = workshop.campaign.preconisation(id);
        id == thing || constat.is_some_and(|one| workshop.campaign.constat_answered(one) == thing)
    };
    match subject {
        Subject::Constat(id, _)
        | Subject::Preconisation(id, _)
        | Subject::Answer(id, _)
        | Subject::Joined(id)
        | Subject::Life(id)
        | Subject::Feedback(id)
        | Subject::Check(id) => of(id),
        Subject::Assignment(id) => workshop.campaign.constat_of(id) == Some(thing),
        _ => false,
    }
}

/// The versions to choose from: of one thing, or of the whole campaign.
pub(super) fn versions(hall: Hall, thing: Option<RecordId>) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let contested = hall.select(move |workshop| {
        let all = workshop.campaign.contested();
        let mine = all.filter(|one| thing.is_none_or(|thing| is_about(workshop, *one, thing)));
        mine.map(|subject| {
            let said = told(workshop, subject, w, language);
            (subject, said, workshop.campaign.both(subject).is_some())
        })
        .collect::<Vec<_>>()
    });
    follow(move || {
        let contested = contested.get();
        if contested.is_empty() {
            return nothing();
        }
        let cards = contested.into_iter().map(|(subject, said, can_keep_both)| {
            let choices = said.versions.into_iter().map(|(digest, words)| {
                el("li")
                    .class("version")
                    .child(el("p").class("quote").attr("dir", "auto").text(words).view())
                    .child(
                        button("small")
                            .on_click(move || hall.does(Act::Choose(subject, digest)))
                            .icon("check")
                            .text(w.choose_version)
                            .view(),
                    )
                    .view()
            });
            let both = if can_keep_both {
                button("small")
                    .on_click(move || hall.does(Act::KeepBoth(subject)))
                    .icon("copy")
                    .text(w.keep_both)
                    .view()
            } else {
                nothing()
            };
            el("li")
                .class("contest")
                .child(
                    el("p").child(el("strong").attr("dir", "auto").text(said.about).view()).view(),
                )
                .child(el("ul").class("plain-list versions").children(choices).view())
                .child(both)
                .view()
        });
        let list = el("ul").class("plain-list contests").children(cards).view();
        section("two-versions", "copy", w.two_versions)
            .child(paragraph("hint", w.two_versions_hint))
            .child(list)
            .view()
    })
}

/// What is contested, in words.
#[derive(Clone, PartialEq)]
struct Told {
    about: String,
    versions: Vec<(Digest, String)>,
}

fn told(
    workshop: &Workshop,
    subject: Subject,
    w: &'static WorkshopWords,
    language: Language,
) -> Told {
    let campaign = &workshop.campaign;
    let reference = workshop.sheet().map(|sheet| sheet.reference.clone()).unwrap_or_default();
    let constat = |id: RecordId| {
        campaign.constat(id).map_or(String::new(), |one| one.readable_number(&reference))
    };
    let asked = |id: RecordId| {
        let one = campaign.preconisation(id);
        one.map_or(String::new(), |one| campaign.preconisation_number(one, &reference))
    };
    let thing = |id: RecordId| {
        if campaign.constat(id).is_some() { constat(id) } else { asked(id) }
    };
    let observation = |id: RecordId| {
        campaign.observation(id).map_or(String::new(), |(one, _)| {
            let about = one.category.label(language).to_owned();
            if one.words.is_empty() { about } else { format!("{about} « {} »", one.words) }
        })
    };
    let about = match subject {
        Subject::Sheet(..) => w.campaign.to_owned(),
        Subject::Membership(walk) => {
            campaign.walk(walk).map_or(String::new(), |walk| walk.title.clone())
        }
        Subject::Constat(id, field) => format!("{} · {}", constat(id), constat_field(w, field)),
        Subject::Preconisation(id, field) => {
            format!("{} · {}", asked(id), preconisation_field(w, field))
        }
        Subject::Answer(id, _) => format!("{} · {}", thing(id), w.answer_of_body),
        Subject::Assignment(id) => format!("{} · {}", observation(id), w.constat),
        Subject::Removal(id) => format!("{} · {}", observation(id), w.remove),
        Subject::Wording(id, _) => format!("{} · {}", observation(id), w.other_words),
        Subject::Joined(id) => format!("{} · {}", constat(id), w.join_constat),
        Subject::Life(id) => format!("{} · {}", thing(id), w.life),
        Subject::Ballot(id) => {
            campaign.ballot(id).map_or(String::new(), |one| (w.ballot)(&one.short_number()))
        }
        Subject::Ranking => w.order.to_owned(),
        Subject::Comparison(..) => w.room_compare.to_owned(),
        Subject::Feedback(id) => format!("{} · {}", thing(id), w.residents_told),
        Subject::Check(id) => format!("{} · {}", thing(id), w.checked_on_walk),
        Subject::PhoneClock(_, phone) => format!("{} {phone}", w.clock_of_phone),
    };
    let versions = campaign.versions(subject).into_iter().map(|version| {
        if version.digest == STANDS {
            return (version.digest, w.version_stands.to_owned());
        }
        if let Some(status) = version.status {
            return (version.digest, status.label(language).to_owned());
        }
        let words = version.says.first().map(|says| match says {
            Deliberation::Edit(Edit::Constat(_, fields, one)) => {
                let field = fields.first().copied();
                field.map_or(String::new(), |field| constat_value(one, field, w, language))
            }
            Deliberation::Edit(Edit::Preconisation(_, fields, one)) => {
                let field = fields.first().copied();
                field.map_or(String::new(), |field| preconisation_value(one, field, w, language))
            }
            Deliberation::Edit(Edit::Answer(_, fields, one)) => {
                let field = fields.first().copied();
                field.map_or(String::new(), |field| answer_value(one, field, w, language))
            }
            Deliberation::Edit(Edit::Sheet(_, _, one)) => {
                let months = one.horizons;
                format!(
                    "{} · {} · {} · {}–{}",
                    one.title,
                    one.reference,
                    one.dots,
                    months.short_below_months,
                    months.long_above_months
                )
            }
            Deliberation::Membership(one) => {
                if one.belongs {
                    w.walk_in.to_owned()
                } else {
                    w.walk_out.to_owned()
                }
            }
            Deliberation::Assignment(one) => {
                one.constat.map_or_else(|| w.group_leave.to_owned(), constat)
            }
            Deliberation::Removal(one) => {
                if one.withdrawn {
                    w.put_back.to_owned()
                } else {
                    w.removed.to_owned()
                }
            }
            Deliberation::Wording(one) if one.withdrawn => w.version_nothing.to_owned(),
            Deliberation::Wording(one) => {
                format!("« {} » ({})", one.text, one.sharing.label(language))
            }
            Deliberation::Joined(one) => {
                one.into.map_or_else(|| w.version_stands.to_owned(), constat)
            }
            Deliberation::Ballot(one) => {
                let dots = one.dots.iter().map(|(id, dots)| format!("{} : {dots}", constat(*id)));
                dots.collect::<Vec<_>>().join(", ")
            }
            Deliberation::Ranking(one) => {
                one.order.iter().map(|id| constat(*id)).collect::<Vec<_>>().join(", ")
            }
            Deliberation::Comparison(one) => one
                .change
                .map_or_else(|| w.version_nothing.to_owned(), |one| one.label(language).to_owned()),
            Deliberation::Feedback(one) if one.withdrawn => w.version_nothing.to_owned(),
            Deliberation::Feedback(one) => {
                let channels = one.channels.iter().map(|channel| channel.label(language));
                format!("{} · {}", written(one.on), channels.collect::<Vec<_>>().join(", "))
            }
            Deliberation::Check(one) if one.withdrawn => w.version_nothing.to_owned(),
            Deliberation::Check(one) => {
                format!("{} · {}", written(one.on), one.outcome.label(language))
            }
            Deliberation::PhoneClock(one) => super::phones::clock_words(w, one.behind_s),
            _ => String::new(),
        });
        let words = words.filter(|words| !words.is_empty());
        (version.digest, words.unwrap_or_else(|| w.version_nothing.to_owned()))
    });
    Told { about, versions: versions.collect() }
}

fn constat_field(w: &'static WorkshopWords, field: ConstatField) -> &'static str {
    match field {
        ConstatField::Title => w.constat_title,
        ConstatField::Summary => w.constat_summary,
        ConstatField::Quote => w.constat_quote,
        ConstatField::Category | ConstatField::Secondary => w.constat_category,
        ConstatField::Polarity => w.constat_polarity,
        ConstatField::Severity => w.constat_severity,
        ConstatField::Frequency => w.constat_frequency,
        ConstatField::Feasibility => w.feasibility,
        ConstatField::Priority => w.constat_priority,
        ConstatField::Place => w.constat_point,
        ConstatField::PlaceName => w.constat_place_name,
        ConstatField::PlaceKind => w.constat_place_kind,
        ConstatField::Manager => w.constat_manager,
        ConstatField::Photos => w.choose_photo,
        ConstatField::Project => w.constat_project,
        ConstatField::Operation => w.constat_operation,
        ConstatField::Challenge => w.constat_challenge,
        ConstatField::Sector => w.constat_sector,
        ConstatField::Lead => w.constat_lead,
        ConstatField::Associated => w.constat_associated,
        ConstatField::Sharing => w.constat_sharing,
        ConstatField::Withdrawn => w.dissolve,
    }
}

fn preconisation_field(w: &'static WorkshopWords, field: PreconisationField) -> &'static str {
    match field {
        PreconisationField::Title => w.preconisation_title,
        PreconisationField::Detail => w.preconisation_detail,
        PreconisationField::Action => w.preconisation_action,
        PreconisationField::Origin => w.preconisation_origin,
        PreconisationField::Lead => w.preconisation_lead,
        PreconisationField::Associated => w.constat_associated,
        PreconisationField::Framework => w.preconisation_framework,
        PreconisationField::Operation => w.constat_operation,
        PreconisationField::Horizon => w.preconisation_horizon,
        PreconisationField::Priority => w.constat_priority,
        PreconisationField::Sharing => w.constat_sharing,
        PreconisationField::Withdrawn => w.preconisation_drop,
    }
}

fn label<C: Code>(code: Option<C>, language: Language) -> String {
    code.map_or(String::new(), |code| code.label(language).to_owned())
}

fn labels<C: Code>(codes: &[C], language: Language) -> String {
    codes.iter().map(|code| code.label(language)).collect::<Vec<_>>().join(", ")
}

fn level(scale: Scale, level: Option<Level>, language: Language) -> String {
    level.map_or(String::new(), |level| scale.step_label(level, language).to_owned())
}

fn constat_value(
    one: &Constat,
    field: ConstatField,
    w: &'static WorkshopWords,
    language: Language,
) -> String {
    match field {
        ConstatField::Category => one.category.label(language).to_owned(),
        ConstatField::Secondary => {
            one.secondary.iter().map(|one| one.label(language)).collect::<Vec<_>>().join(", ")
        }
        ConstatField::Polarity => label(one.polarity, language),
        ConstatField::Severity => level(Scale::Severity, one.severity, language),
        ConstatField::Frequency => label(one.frequency, language),
        ConstatField::Feasibility => {
            one.feasibility.map_or(String::new(), |level| level.value().to_string())
        }
        ConstatField::Priority => label(one.priority, language),
        ConstatField::Place => one.place.map_or(String::new(), Place::typed),
        ConstatField::PlaceKind => label(one.place_kind, language),
        ConstatField::Manager => label(one.manager, language),
        ConstatField::Photos => one.photos.len().to_string(),
        ConstatField::Project => label(one.project, language),
        ConstatField::Challenge => one.challenge.clone(),
        ConstatField::Sector => one.sector.clone(),
        ConstatField::Lead => label(one.lead, language),
        ConstatField::Associated => labels(&one.associated, language),
        ConstatField::Sharing => one.sharing.label(language).to_owned(),
        ConstatField::Withdrawn => w.version_aside.to_owned(),
        field => constat_text(field).map_or(String::new(), |(of, _)| of(&mut one.clone()).clone()),
    }
}

fn answer_value(
    one: &Answer,
    field: AnswerField,
    w: &'static WorkshopWords,
    language: Language,
) -> String {
    match field {
        AnswerField::Text => one.text.clone(),
        AnswerField::On => written(one.on),
        AnswerField::Planned => written(one.planned),
        AnswerField::Done => written(one.done),
        AnswerField::Lead => label(one.lead, language),
        AnswerField::Framework => label(one.framework, language),
        AnswerField::Operation => one.operation.clone(),
        AnswerField::Horizon => label(one.horizon, language),
        AnswerField::Cost => label(one.cost, language),
        AnswerField::Project => label(one.project, language),
        AnswerField::File => one.file.clone(),
        AnswerField::Withdrawn => w.version_aside.to_owned(),
    }
}

fn preconisation_value(
    one: &Preconisation,
    field: PreconisationField,
    w: &'static WorkshopWords,
    language: Language,
) -> String {
    match field {
        PreconisationField::Action => one.action.label(language).to_owned(),
        PreconisationField::Origin => one.origin.label(language).to_owned(),
        PreconisationField::Lead => label(one.lead, language),
        PreconisationField::Associated => labels(&one.associated, language),
        PreconisationField::Framework => label(one.framework, language),
        PreconisationField::Horizon => label(one.horizon, language),
        PreconisationField::Priority => label(one.priority, language),
        PreconisationField::Sharing => one.sharing.label(language).to_owned(),
        PreconisationField::Withdrawn => w.version_aside.to_owned(),
        field => {
            preconisation_text(field).map_or(String::new(), |(of, _)| of(&mut one.clone()).clone())
        }
    }
}
