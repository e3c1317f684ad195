//! The cockpit: which phones handed over, what is missing, which voices were not heard.

use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use super::phones::{Phone, phone_card, phones};
use super::{Hall, section, text_field};
use crate::app::route::Room;
use crate::app::workshop::{Act, Workshop};
use crate::app::{Event, Route};
use crate::domain::code::Code;
use crate::domain::deliberation::{CAMPAIGN_TITLE_MAX, CampaignSheet, REFERENCE_MAX};
use crate::domain::identity::WalkId;
use crate::domain::observation::moment::Moment;
use crate::domain::observation::taxonomy::Principle;
use crate::domain::walk::WalkKind;
use crate::domain::walk::stop::StopId;
use crate::platform::{clock, exchange};
use crate::ui::parts::{
    Frame, all, button, el, follow, frame, job, job_of_campaign, link, nothing, paragraph,
};

/// The campaigns on this device, and the beginning of one.
pub(super) fn campaigns(hall: Hall) -> AnyView {
    let (session, w) = (hall.session, hall.words());
    let listed = hall.select(|workshop| (workshop.listed, workshop.campaigns.clone()));
    let list = follow(move || {
        let (listed, campaigns) = listed.get();
        if !listed {
            return paragraph("empty", session.words().loading);
        }
        let ways = campaigns.into_iter().map(|(id, sheet)| {
            link("row-card", Route::Campaign(id, Room::Cockpit))
                .icon("layers")
                .child(
                    el("span")
                        .child(el("strong").attr("dir", "auto").text(sheet.title).view())
                        .child(el("small").text(sheet.reference).view())
                        .view(),
                )
                .icon("chevron-right")
                .view()
        });
        all(ways.collect())
    });
    let begin = begin(hall);
    let content = vec![
        paragraph("hint", w.campaigns_hint),
        job(session, |_| Vec::new()),
        drop_zone(hall),
        list,
        begin,
    ];
    let taken = move |event: web_sys::Event| {
        exchange::choose_dropped(&event, move || session.dispatch(Event::ImportAsked));
    };
    let wide = el("div")
        .class("workshop")
        .on("dragover", |event| event.prevent_default())
        .on("drop", taken)
        .children(content)
        .view();
    frame(session, Frame::plain(w.campaigns), vec![wide])
}

fn begin(hall: Hall) -> AnyView {
    let (session, w) = (hall.session, hall.words());
    let walks = session.select(|model| {
        let of = |sheet: &crate::app::model::WalkSheet| {
            let walk = &sheet.walk;
            (walk.id, walk.title.clone(), walk.date.clone(), walk.reference.clone(), walk.training)
        };
        model.walks.iter().map(of).collect::<Vec<_>>()
    });
    let chosen: RwSignal<BTreeSet<WalkId>> = RwSignal::new(BTreeSet::new());
    let title = RwSignal::new(String::new());
    let reference = RwSignal::new(String::new());
    let offered = follow(move || {
        let rows = walks.get().into_iter().map(|(id, title, date, ..)| {
            let toggle = move || {
                chosen.update(|chosen| {
                    if !chosen.remove(&id) {
                        chosen.insert(id);
                    }
                });
            };
            button("answer wide")
                .pressed(move || chosen.with(|chosen| chosen.contains(&id)))
                .on_click(toggle)
                .icon("footprints")
                .span(format!("{title} · {date}"))
                .view()
        });
        all(rows.collect())
    });
    let create = move || {
        let of = walks.get();
        let ids: Vec<WalkId> = chosen.get_untracked().into_iter().collect();
        let first = of.iter().find(|(id, ..)| ids.contains(id));
        let name = |typed: String, other: Option<String>| {
            let typed = typed.trim().to_owned();
            if typed.is_empty() { other.unwrap_or_default() } else { typed }
        };
        let name_of = name(title.get_untracked(), first.map(|(_, title, ..)| title.clone()));
        let reference: String =
            name(reference.get_untracked(), first.map(|(.., reference, _)| reference.clone()))
                .chars()
                .take(REFERENCE_MAX)
                .collect();
        let named = if name_of.is_empty() { w.campaign.to_owned() } else { name_of };
        let mut sheet = CampaignSheet::of(named, reference, ids.clone(), clock::now());
        sheet.training = !ids.is_empty()
            && of.iter().filter(|(id, ..)| ids.contains(id)).all(|(.., training)| *training);
        hall.begin(sheet);
    };
    section("begin", "plus", w.campaign_new)
        .child(paragraph("hint", w.campaign_new_hint))
        .child(offered)
        .child(text_field(
            "campaign-title".into(),
            w.campaign_title,
            String::new(),
            CAMPAIGN_TITLE_MAX,
            move |typed| title.set(typed),
        ))
        .child(text_field(
            "campaign-reference".into(),
            w.campaign_reference,
            String::new(),
            REFERENCE_MAX,
            move |typed| reference.set(typed),
        ))
        .child(
            button("button")
                .attr("id", "begin-campaign")
                .on_click(create)
                .icon("plus")
                .span(w.campaign_begin)
                .view(),
        )
        .view()
}

/// Files, by the picker or dropped, any number in any order.
fn drop_zone(hall: Hall) -> AnyView {
    let (session, w) = (hall.session, hall.words());
    let taken = move |event: web_sys::Event| {
        if exchange::choose(&event) {
            session.dispatch(Event::ImportAsked);
        }
    };
    let input = el("input")
        .class("unseen")
        .attr("id", "notebooks")
        .attr("type", "file")
        .attr("multiple", "")
        .on("change", taken);
    el("label")
        .class("drop-zone")
        .icon("upload")
        .child(
            el("span")
                .child(el("strong").text(w.take_in).view())
                .child(el("small").text(w.take_in_hint).view())
                .view(),
        )
        .child(input.view())
        .view()
}

/// A campaign at a glance.
pub(super) fn room(hall: Hall, id: WalkId) -> AnyView {
    let (session, w) = (hall.session, hall.words());
    let walks = hall.select(|workshop| {
        let sheet = workshop.sheet();
        let of = |walk: &WalkId| {
            let known = workshop.campaign.walk(*walk);
            let title =
                known.map_or(String::new(), |walk| format!("{} · {}", walk.title, walk.date));
            let expected = sheet.and_then(|sheet| sheet.phones_on(*walk));
            (*walk, title, expected)
        };
        sheet.map(|sheet| sheet.walks.iter().map(of).collect::<Vec<_>>()).unwrap_or_default()
    });
    let phones = hall.select(phones);
    let by_walk = follow(move || {
        let cards = walks.get().into_iter().map(|(walk, title, expected)| {
            let own: Vec<Phone> =
                phones.get().into_iter().filter(|phone| phone.walk == walk).collect();
            walk_card(hall, walk, &title, expected, own)
        });
        all(cards.collect())
    });
    let export = move || hall.make(hall.whole_file(id), None);
    let content = hall.content();
    let files = job_of_campaign(session, true, move || (hall.whole_file(id), content.get()));
    let keep = section("keep", "shield-check", w.keep_campaign)
        .child(paragraph("", w.keep_campaign_hint))
        .child(
            button("button quiet")
                .attr("id", "keep-campaign")
                .on_click(export)
                .icon("package")
                .span(w.keep_campaign)
                .view(),
        )
        .view();
    let unread = hall.select(|workshop| workshop.campaign.unread() + workshop.unread);
    let clashes = hall.select(|workshop| {
        workshop.campaign.contests()
            + workshop
                .campaign
                .notebooks
                .values()
                .map(crate::domain::walk::notebook::Notebook::clashes)
                .sum::<usize>()
    });
    let kept_apart = follow(move || {
        let mut said = Vec::new();
        if unread.get() > 0 {
            said.push(paragraph("lead", (w.unread)(unread.get())));
        }
        if clashes.get() > 0 {
            said.push(paragraph("lead", (w.clashes)(clashes.get())));
        }
        all(said)
    });
    let may_be_cleared = session.select(|model| model.storage_may_be_cleared());
    let warned = follow(move || {
        if !may_be_cleared.get() {
            return nothing();
        }
        el("p")
            .class("lead warning")
            .attr("id", "may-be-cleared")
            .icon("triangle-alert")
            .text(w.may_be_cleared)
            .view()
    });
    all(vec![
        warned,
        sheet(hall),
        files,
        super::offers::offers(hall),
        super::versions::versions(hall, None),
        drop_zone(hall),
        super::phones::without_sheet(hall),
        by_walk,
        coverage(hall),
        kept_apart,
        keep,
    ])
}

fn sheet(hall: Hall) -> AnyView {
    let w = hall.words();
    let Some(sheet) = hall.now(|workshop| workshop.sheet().cloned()) else { return nothing() };
    let amend = move |change: &dyn Fn(&mut CampaignSheet)| {
        if let Some(mut sheet) = hall.now(|workshop| workshop.sheet().cloned()) {
            change(&mut sheet);
            hall.act(Act::Sheet(Box::new(sheet)));
        }
    };
    let months = sheet.horizons;
    let number = move |id: &'static str,
                       label: &'static str,
                       value: u16,
                       changed: fn(&mut CampaignSheet, u16)| {
        let input = el("input")
            .attr("id", id)
            .attr("type", "number")
            .attr("inputmode", "numeric")
            .attr("min", "1")
            .attr("value", value.to_string())
            .on_value("change", move |typed| {
                if let Ok(number) = typed.trim().parse() {
                    amend(&|sheet| changed(sheet, number));
                }
            });
        el("label").class("field").span(label).child(input.view()).view()
    };
    el("details")
        .class("card prose")
        .child(el("summary").icon("file-text").span(sheet.title.clone()).view())
        .child(text_field(
            "sheet-title".into(),
            w.campaign_title,
            sheet.title,
            CAMPAIGN_TITLE_MAX,
            move |typed| amend(&|sheet| sheet.title.clone_from(&typed)),
        ))
        .child(text_field(
            "sheet-reference".into(),
            w.campaign_reference,
            sheet.reference,
            REFERENCE_MAX,
            move |typed| amend(&|sheet| sheet.reference.clone_from(&typed)),
        ))
        .child(
            el("div")
                .class("fields")
                .child(number("sheet-dots", w.dots_each, sheet.dots.into(), |sheet, n| {
                    sheet.dots = u8::try_from(n.clamp(1, 20)).unwrap_or(5)
                }))
                .child(number(
                    "sheet-short",
                    w.short_below,
                    months.short_below_months,
                    |sheet, n| {
                        sheet.horizons = sheet.horizons.with(n, sheet.horizons.long_above_months);
                    },
                ))
                .child(number("sheet-long", w.long_above, months.long_above_months, |sheet, n| {
                    sheet.horizons = sheet.horizons.with(sheet.horizons.short_below_months, n);
                }))
                .view(),
        )
        .view()
}

fn walk_card(
    hall: Hall,
    walk: WalkId,
    title: &str,
    expected: Option<u16>,
    phones: Vec<Phone>,
) -> AnyView {
    let w = hall.words();
    let received = phones.len();
    let lacking = phones.iter().filter(|phone| !phone.is_complete()).count();
    let expect = el("input")
        .attr("type", "number")
        .attr("inputmode", "numeric")
        .attr("min", "0")
        .attr("value", expected.map_or(String::new(), |n| n.to_string()))
        .on_value("change", move |typed| {
            let Some(mut sheet) = hall.now(|workshop| workshop.sheet().cloned()) else { return };
            sheet.phones.retain(|(known, _)| *known != walk);
            if let Ok(number) = typed.trim().parse::<u16>() {
                sheet.phones.push((walk, number));
            }
            hall.act(Act::Sheet(Box::new(sheet)));
        });
    let state = (w.phones_received)(received, lacking, expected);
    let all_there = lacking == 0 && expected.is_some_and(|of| received >= usize::from(of));
    let rows = phones.into_iter().map(|phone| phone_card(hall, &phone));
    el("section")
        .attr("class", if all_there { "card prose good" } else { "card prose" })
        .child(
            el("h2")
                .icon("smartphone")
                .child(el("span").attr("dir", "auto").text(super::phones::named(w, title)).view())
                .view(),
        )
        .child(
            el("p")
                .class("lead phones-state")
                .icon(if all_there { "check" } else { "clock" })
                .text(state)
                .view(),
        )
        .child(
            el("label").class("field narrow").span(w.phones_expected).child(expect.view()).view(),
        )
        .child(el("ul").class("plain-list phones").children(rows).view())
        .child(
            button("small")
                .attr("data-take-out", walk.to_string())
                .on_click(move || hall.does(Act::Walk(walk, false)))
                .icon("log-out")
                .text(w.walk_take_out)
                .view(),
        )
        .view()
}

/// What the notebooks cover, and what they do not.
#[derive(Clone, PartialEq, Default)]
struct Coverage {
    observations: usize,
    stops_silent: Vec<String>,
    moments: BTreeMap<Moment, usize>,
    without_place: usize,
    unfinished: usize,
    unheard: Vec<Principle>,
    strengths: usize,
}

fn covered(workshop: &Workshop) -> Coverage {
    let mut all = Coverage::default();
    let mut principles = BTreeSet::new();
    let mut stops: BTreeMap<WalkId, BTreeSet<StopId>> = BTreeMap::new();
    for (observation, walk) in workshop.campaign.observations() {
        all.observations += 1;
        *all.moments.entry(observation.moment(walk)).or_default() += 1;
        all.without_place += usize::from(observation.position(walk).is_none());
        all.unfinished += usize::from(!observation.finished);
        all.strengths += usize::from(
            observation.polarity == Some(crate::domain::observation::scale::Polarity::Positive),
        );
        principles.extend(observation.principle());
        if let Some(stop) = observation.stop {
            stops.entry(walk.id).or_default().insert(walk.stop_id(stop));
        }
    }
    // A review walk asks at its stops; what was seen there is no observation.
    let walks = workshop.campaign.walks().into_iter();
    for walk in walks.filter(|walk| walk.kind != WalkKind::Review) {
        let heard = stops.get(&walk.id);
        let silent =
            walk.stops.iter().filter(|stop| heard.is_none_or(|heard| !heard.contains(&stop.id)));
        all.stops_silent
            .extend(silent.map(|stop| format!("{} · {} {}", walk.title, stop.number, stop.name)));
    }
    all.unheard = Principle::ALL.iter().copied().filter(|one| !principles.contains(one)).collect();
    all
}

fn coverage(hall: Hall) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let settled = hall.select(|workshop| workshop.settled);
    let covered = Memo::new(move |_| {
        settled.get();
        hall.now(covered)
    });
    let shown = follow(move || {
        let covered = covered.get();
        let line = |picture, words: String, fine: bool| {
            el("li")
                .class(if fine { "fine" } else { "open" })
                .icon(if fine { "check" } else { picture })
                .span(words)
                .view()
        };
        let moments: Vec<String> = covered
            .moments
            .iter()
            .map(|(moment, count)| format!("{} : {count}", moment.label(language)))
            .collect();
        let unheard: Vec<&str> = covered.unheard.iter().map(|one| one.tile(language)).collect();
        let mut lines = vec![
            line(
                "list",
                (w.cover_observations)(covered.observations, covered.strengths),
                covered.observations > 0,
            ),
            line(
                "sun",
                format!(
                    "{} {}",
                    w.cover_moments,
                    if moments.is_empty() { w.nothing.to_owned() } else { moments.join(", ") }
                ),
                covered.moments.len() > 1,
            ),
            line(
                "map-pin-off",
                (w.cover_without_place)(covered.without_place),
                covered.without_place == 0,
            ),
            line("pencil", (w.cover_unfinished)(covered.unfinished), covered.unfinished == 0),
            line(
                "ear",
                if unheard.is_empty() {
                    w.cover_all_heard.to_owned()
                } else {
                    format!("{} {}", w.cover_unheard, unheard.join(", "))
                },
                unheard.is_empty(),
            ),
        ];
        let silent = covered.stops_silent.len();
        lines.push(line("milestone", (w.cover_silent)(silent), silent == 0));
        lines.extend(
            covered
                .stops_silent
                .into_iter()
                .take(20)
                .map(|stop| el("li").class("sub").attr("dir", "auto").text(stop).view()),
        );
        el("ul").class("plain-list coverage").children(lines).view()
    });
    section("coverage", "eye", w.coverage).child(shown).view()
}
