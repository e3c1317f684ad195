//! Figures a group reads at a glance: a drawing, and the table behind it. Outside the group stand only
//! the tables that are protected together (see [`crate::domain::leaving::tables`]).

use leptos::prelude::*;

use super::{Hall, chooser, document, drawing, section, select_field};
use crate::app::workshop::Workshop;
use crate::domain::code::{Code, Language};
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::identity::WalkId;
use crate::domain::leaving::figures::{self, Figures, Mentions, Table};
use crate::domain::leaving::tables::{self, PublishedTable};
use crate::domain::observation::gender::{AvoidedBy, Reason};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::scale::{Level, Polarity, Rating, Scale};
use crate::domain::observation::taxonomy::{LATER, Principle};
use crate::domain::walk::actor::ActorKind;
use crate::format::markup::escaped;
use crate::platform::screen;
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};

/// Which observations are counted.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Filter {
    walk: Option<WalkId>,
    moment: Option<Moment>,
    lead: Option<ActorKind>,
    status: Option<Status>,
    /// As the group sees it, with every count.
    inside: bool,
}

/// What is counted: what the filter takes, everything, and what may leave.
fn counted(workshop: &Workshop, filter: Filter) -> (Figures, Figures, Vec<PublishedTable>) {
    let campaign = &workshop.campaign;
    let walks = campaign.walks();
    let planned = walks
        .iter()
        .flat_map(|walk| walk.stops.iter().map(|stop| figures::stop_row(walk, Some(stop.known()))));
    let said = campaign.observations().map(|(it, walk)| figures::stop_row(walk, it.stop));
    let mut stops: Vec<_> = planned.chain(said).chain([None]).collect();
    stops.sort_unstable();
    stops.dedup();
    let whole = Figures::of(campaign.observations(), &stops);
    let fits = |observation: &crate::domain::observation::Observation,
                walk: &crate::domain::walk::Walk| {
        let constat = campaign.constat_of(observation.id);
        filter.walk.is_none_or(|wanted| walk.id == wanted)
            && filter.moment.is_none_or(|wanted| observation.moment(walk) == wanted)
            && filter.lead.is_none_or(|wanted| {
                constat
                    .and_then(|id| campaign.constat(id))
                    .is_some_and(|constat| constat.lead == Some(wanted))
            })
            && filter
                .status
                .is_none_or(|wanted| constat.is_some_and(|id| campaign.status(id) == wanted))
    };
    let some = Figures::of(
        campaign.observations().filter(|(observation, walk)| fits(observation, walk)),
        &stops,
    );
    let leaving = if filter.inside {
        Vec::new()
    } else {
        tables::protected(&tables::tallies(campaign), &campaign.tables_that_left())
    };
    (some, whole, leaving)
}

pub(super) fn room(hall: Hall) -> AnyView {
    let w = hall.words();
    let language = hall.session.language();
    let filter = RwSignal::new(Filter { inside: true, ..Filter::default() });
    let figures = hall.select(move |workshop| counted(workshop, filter.get()));
    let walks = hall.now(|workshop| {
        let walks = workshop.campaign.walks();
        walks
            .into_iter()
            .map(|walk| (walk.id.to_string(), format!("{} · {}", walk.title, walk.date)))
            .collect::<Vec<_>>()
    });
    let filters = el("div")
        .class("fields")
        .child(select_field(
            hall,
            "figures-walk".into(),
            w.entry_walk,
            walks,
            String::new(),
            move |value| filter.update(|filter| filter.walk = WalkId::parse(&value)),
        ))
        .child(chooser(hall, "figures-moment".into(), w.entry_moment, None, move |value| {
            filter.update(|filter| filter.moment = value)
        }))
        .child(chooser(hall, "figures-lead".into(), w.preconisation_lead, None, move |value| {
            filter.update(|filter| filter.lead = value)
        }))
        .child(chooser(hall, "figures-status".into(), w.status, None, move |value| {
            filter.update(|filter| filter.status = value)
        }))
        .view();
    let inside = button("chip")
        .attr("id", "figures-inside")
        .pressed(move || filter.with(|filter| filter.inside))
        .on_click(move || filter.update(|filter| filter.inside = !filter.inside))
        .icon("lock")
        .span(w.figures_inside)
        .view();
    let stays = RwSignal::new(String::new());
    // What was handed out, by the room's own button; the browser's prints nothing else of it.
    let handed = RwSignal::new(None::<(Filter, Vec<PublishedTable>)>);
    let outside = move || {
        // What is printed leaves the group.
        filter.update(|filter| filter.inside = false);
        let why = hall.hands_out(move |workshop, chance| {
            workshop.hand_out_figures(w.room_figures, language, chance)
        });
        if why.is_empty() {
            handed.set(Some((filter.get_untracked(), figures.get_untracked().2)));
            leptos::task::spawn_local(async { screen::print() });
        }
        stays.set(why);
    };
    let print = button("small").on_click(outside).icon("printer").text(w.figures_print).view();
    let shown = follow(move || {
        let (some, whole, leaving) = figures.get();
        let inside = filter.with(|filter| filter.inside);
        // The cells of a table: every count inside, and outside those of a table that may leave.
        let cells = |name: &str, all: &[Vec<usize>]| -> Option<Vec<Vec<Option<u32>>>> {
            if inside {
                let told = |n: &usize| u32::try_from(*n).ok();
                return Some(all.iter().map(|row| row.iter().map(told).collect()).collect());
            }
            let table = leaving.iter().find(|table| table.name == name)?;
            let columns = all.first().map_or(1, Vec::len).max(1);
            Some(table.cells.chunks(columns).map(<[_]>::to_vec).collect())
        };
        let of = |id: &'static str,
                  name: &'static str,
                  title: &'static str,
                  rows: Vec<String>,
                  columns: Vec<&'static str>,
                  table: &Table| {
            cells(name, &table.cells)
                .map_or_else(nothing, |cells| figure(hall, id, title, &rows, &columns, &cells))
        };
        let mentions = |id: &'static str,
                        name: &'static str,
                        title: &'static str,
                        rows: Vec<String>,
                        some: &Mentions| {
            let counts: Vec<Vec<usize>> = some.counts.iter().map(|n| vec![*n]).collect();
            let Some(cells) = cells(name, &counts) else { return nothing() };
            let kept: Vec<(String, Vec<Option<u32>>)> = rows
                .into_iter()
                .zip(cells)
                .filter(|(_, cell)| cell.first().is_some_and(|n| *n != Some(0)))
                .collect();
            let (rows, cells): (Vec<String>, Vec<Vec<Option<u32>>>) = kept.into_iter().unzip();
            // Among how many it is said: inside only, because it bounds what is hidden.
            let title_words = if inside {
                format!("{title} ({})", (w.among)(some.among))
            } else {
                title.to_owned()
            };
            figure_named(hall, id, title_words, &rows, &[w.mentions], &cells)
        };
        let polarity = polarities(hall, language);
        let labels = |codes: Vec<&'static str>| {
            codes.into_iter().map(str::to_owned).collect::<Vec<String>>()
        };
        let levels = |scale: Scale| {
            Level::ALL
                .into_iter()
                .map(|level| scale.step_label(level, language))
                .collect::<Vec<_>>()
        };
        let stops: Vec<String> = some
            .stops
            .iter()
            .map(|stop| {
                stop.as_ref().map_or_else(
                    || w.between_stops.to_owned(),
                    |stop| hall.session.words().stop_in_line(stop),
                )
            })
            .collect();
        let mut principles = labels(Principle::ALL.iter().map(|one| one.tile(language)).collect());
        // A row of its own, when there is something to count in it.
        if whole.by_principle.cells.last().is_some_and(|row| row.iter().any(|n| *n > 0)) {
            principles.push(LATER[language as usize].to_owned());
        }
        let head = if inside {
            paragraph("lead", (w.observation_count)(some.observations))
        } else {
            paragraph("lead", w.figures_outside)
        };
        all(vec![
            head,
            of(
                "by-principle",
                tables::BY_PRINCIPLE,
                w.by_principle,
                principles,
                polarity.clone(),
                &some.by_principle,
            ),
            of(
                "by-moment",
                INSIDE_ONLY,
                w.by_moment,
                labels(Moment::ALL.iter().map(|one| one.label(language)).collect()),
                polarity.clone(),
                &some.by_moment,
            ),
            of(
                "by-lighting",
                tables::LIGHTING_BY_FEELING,
                w.by_lighting,
                labels(levels(Scale::Rating(Rating::Lighting))),
                levels(Scale::Feeling),
                &some.lighting_by_feeling,
            ),
            mentions(
                "by-whom",
                tables::AVOIDED_BY,
                w.by_whom,
                labels(AvoidedBy::ALL.iter().map(|one| one.label(language)).collect()),
                &some.avoided_by,
            ),
            mentions(
                "by-reason",
                tables::REASONS,
                w.by_reason,
                labels(Reason::ALL.iter().map(|one| one.label(language)).collect()),
                &some.reasons,
            ),
            of("by-stop", INSIDE_ONLY, w.by_stop, stops, polarity, &some.by_stop),
        ])
    });
    all(vec![
        section("figures", "scale", w.room_figures)
            .child(paragraph("hint", w.figures_hint))
            .child(filters)
            .child(el("div").class("chips").child(inside).child(print).view())
            .child(document::stayed(stays))
            .view(),
        el("div")
            .class("figures")
            .attr("data-stays", w.figures_stay)
            .attr_follow("data-handed", move || {
                let now = (filter.get(), figures.get().2);
                handed.with(|handed| handed.as_ref() == Some(&now)).then(String::new)
            })
            .child(shown)
            .view(),
    ])
}

/// The name of a table that never leaves: it shares its margins with the one by principle.
const INSIDE_ONLY: &str = "";

fn polarities(hall: Hall, language: Language) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Polarity::ALL.iter().map(|one| one.label(language)).collect();
    all.push(hall.words().not_said);
    all
}

fn figure(
    hall: Hall,
    id: &'static str,
    title: &'static str,
    rows: &[String],
    columns: &[&'static str],
    cells: &[Vec<Option<u32>>],
) -> AnyView {
    figure_named(hall, id, title.to_owned(), rows, columns, cells)
}

/// Bars, one a row, in hatches that need no colour; and the same numbers as a table.
fn figure_named(
    hall: Hall,
    id: &'static str,
    title: String,
    rows: &[String],
    columns: &[&'static str],
    cells: &[Vec<Option<u32>>],
) -> AnyView {
    let w = hall.words();
    if rows.is_empty() {
        return nothing();
    }
    let legend = if columns.len() > 1 {
        let keys = columns.iter().enumerate().map(|(index, column)| {
            let markup = format!("<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">{}<rect class=\"bar\" width=\"16\" height=\"16\" fill=\"url(#{id}-key-hatch-{index})\"/></svg>", patterns(&format!("{id}-key"), index));
            el("li").child(drawing(format!("{id}-key-{index}"), (*column).to_owned(), markup)).child(el("span").text(*column).view()).view()
        });
        el("ul").class("plain-list legend").children(keys).view()
    } else {
        nothing()
    };
    let head = std::iter::once(el("th").attr("scope", "col").view())
        .chain(columns.iter().map(|column| el("th").attr("scope", "col").text(*column).view()));
    let body = rows.iter().zip(cells).map(|(row, cells)| {
        let cells = cells.iter().map(|cell| {
            el("td").text(cell.map_or_else(|| w.under_five.to_owned(), |n| n.to_string())).view()
        });
        el("tr")
            .child(el("th").attr("scope", "row").attr("dir", "auto").text(row.clone()).view())
            .children(cells)
            .view()
    });
    let table = el("table")
        .child(el("caption").class("unseen").text(title.clone()).view())
        .child(el("thead").child(el("tr").children(head).view()).view())
        .child(el("tbody").children(body).view())
        .view();
    el("section")
        .class("card prose figure")
        .attr("id", id)
        .child(el("h2").text(title.clone()).view())
        .child(drawing(format!("{id}-drawing"), title.clone(), bars(id, rows, cells)))
        .child(legend)
        .child(
            el("details")
                .child(el("summary").icon("list").span(w.table).view())
                .child(
                    // Wider than a small screen it is moved sideways, by keys too.
                    el("div")
                        .class("scrolls")
                        .attr("tabindex", "0")
                        .attr("role", "group")
                        .attr("aria-label", title)
                        .child(table)
                        .view(),
                )
                .view(),
        )
        .view()
}

/// A hatch for each column: stripes one way, dots, stripes the other way, plain.
fn patterns(id: &str, index: usize) -> String {
    let content = match index {
        0 => "<path d=\"M0 6L6 0M-1 1L1 -1M5 7L7 5\"/>",
        1 => "<circle cx=\"3\" cy=\"3\" r=\"1.4\"/>",
        2 => "<path d=\"M0 3H6\"/>",
        _ => "",
    };
    format!(
        "<defs><pattern id=\"{id}-hatch-{index}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><rect class=\"ground-{index}\" width=\"6\" height=\"6\"/><g class=\"hatch\">{content}</g></pattern></defs>"
    )
}

const BAR_PX: usize = 22;
const ROW_PX: usize = 46;
const WIDTH_PX: usize = 400;

fn bars(id: &str, rows: &[String], cells: &[Vec<Option<u32>>]) -> String {
    let most = cells.iter().map(|row| row.iter().flatten().sum::<u32>()).max().unwrap_or(0).max(1);
    let columns = cells.iter().map(Vec::len).max().unwrap_or(0);
    let height = rows.len() * ROW_PX;
    let mut svg = format!("<svg viewBox=\"0 0 {WIDTH_PX} {height}\" aria-hidden=\"true\">");
    for index in 0..columns {
        svg.push_str(&patterns(id, index));
    }
    for (line, (row, cells)) in rows.iter().zip(cells).enumerate() {
        let top = line * ROW_PX;
        svg.push_str(&format!(
            "<text class=\"row-name\" x=\"0\" y=\"{}\">{}</text>",
            top + 16,
            escaped(row)
        ));
        let mut left = 0;
        for (index, cell) in cells.iter().enumerate() {
            let Some(count) = cell.filter(|count| *count > 0) else { continue };
            let share = count as usize * (WIDTH_PX - 40) / most as usize;
            let width = share.max(3);
            let y = top + 22;
            svg.push_str(&format!("<rect class=\"bar\" x=\"{left}\" y=\"{y}\" width=\"{width}\" height=\"{BAR_PX}\" fill=\"url(#{id}-hatch-{index})\"/>"));
            if width > 18 {
                svg.push_str(&format!(
                    "<text class=\"bar-count\" x=\"{}\" y=\"{}\">{count}</text>",
                    left + width / 2,
                    y + 16
                ));
            }
            left += width + 2;
        }
    }
    svg.push_str("</svg>");
    svg
}
