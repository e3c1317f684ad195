//! The ground of the walk: the perimeter with its codes, points to hold on to, the basemap.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::picture::file_picture;
use super::{being_read, file_button, known, part_card, questions, remarks, section, text_field};
use crate::app::effect::Reading;
use crate::app::event::{ReadNames, ReadPart};
use crate::app::model::FileRead;
use crate::app::view::marks::{self, Mark, Overlay};
use crate::app::{Event, Model};
use crate::domain::code::Code;
use crate::domain::folding::folded;
use crate::domain::identity::{RecordId, WalkId};
use crate::domain::ledger::record::Body;
use crate::domain::walk::basemap::{ATTRIBUTION_MAX, Basemap, BasemapReach};
use crate::domain::walk::perimeter::Perimeter;
use crate::domain::walk::reference_layer::{ReferenceKind, ReferenceLayer};
use crate::format::files::perimeter_file::PerimeterName;
use crate::format::preferences::ColourTheme;
use crate::platform::clock;
use crate::ui::map::{Marks, Wanted, can_draw, surface_dressed};
use crate::ui::parts::{all, button, el, follow, nothing, paragraph};
use crate::ui::session::Session;

/// No more names than this are shown at a time.
const NAMES_SHOWN: usize = 40;

pub(super) fn content(session: Session, _walk: WalkId) -> Vec<AnyView> {
    vec![perimeter(session), layers(session), basemap(session)]
}

fn keep(session: Session, id: Option<RecordId>, body: Body) {
    session.dispatch(Event::PartKept(id, Box::new(body), clock::chance()));
}

/// What is being read, in the section that asked for it alone.
fn read(
    session: Session,
    is_for: fn(Reading) -> bool,
    shown: impl Fn(&FileRead) -> AnyView + Send + 'static,
) -> AnyView {
    let read = session.select(move |model| {
        let asked = model.file_asked.as_ref().is_some_and(|asked| is_for(asked.reading));
        if asked { model.read.clone() } else { FileRead::None }
    });
    let view = follow(move || shown(&read.get()));
    el("div").class("stack").attr("role", "status").child(view).view()
}

/// The two decisions about what was read.
fn decide(session: Session, keep: impl Fn() + 'static) -> AnyView {
    let d = session.desk_words();
    let drop_it = move || session.dispatch(Event::ReadDropped);
    el("div")
        .class("grid grid-2")
        .child(button("answer").on_click(drop_it).icon("x").span(d.drop).view())
        .child(
            button("answer")
                .attr("id", "keep-part")
                .on_click(keep)
                .icon("check")
                .span(d.keep)
                .view(),
        )
        .view()
}

fn failed(why: &str) -> AnyView {
    el("p").class("card warning").attr("id", "read-failed").text(why.to_owned()).view()
}

/// A file that holds nothing yet: a person answers first.
fn waits(session: Session, found: &ReadNames) -> AnyView {
    el("div")
        .class("card prose warning")
        .child(remarks(&found.remarks))
        .child(questions(session, &found.questions))
        .view()
}

fn perimeter(session: Session) -> AnyView {
    let d = session.desk_words();
    let known =
        session.select(|model| model.notebook.perimeter().map(|(id, found)| (id, found.clone())));
    let now = follow(move || match known.get().filter(|(_, found)| !found.polygons.is_empty()) {
        None => paragraph("hint", d.perimeter_none),
        Some((id, found)) => {
            let remove = move || {
                keep(session, Some(id), Body::Perimeter(Box::default()));
            };
            el("div")
                .class("message-line")
                .attr("id", "perimeter-now")
                .child(el("strong").attr("dir", "auto").text(described(&found)).view())
                .child(button("small").on_click(remove).text(d.perimeter_remove).view())
                .view()
        }
    });
    let search = RwSignal::new(String::new());
    let is_for = |reading| matches!(reading, Reading::PerimeterNames | Reading::Perimeter(_));
    let shown = read(session, is_for, move |read| match read {
        FileRead::Reading => being_read(session),
        FileRead::Failed(why) => failed(why),
        FileRead::Names(found) if found.names.is_empty() => waits(session, found),
        FileRead::Names(found) => {
            let names = found.clone();
            let field = el("input")
                .attr("id", "perimeter-search")
                .attr("type", "search")
                .attr("autocomplete", "off")
                .on_value("input", move |typed| search.set(typed));
            let list = follow(move || matching(session, &names.names, &search.get()));
            all(vec![
                remarks(&found.remarks),
                el("label").class("field").span(d.perimeter_search).child(field.view()).view(),
                list,
                questions(session, &found.questions),
            ])
        }
        FileRead::Part(part) => match &part.body {
            Body::Perimeter(found) => {
                let id = session.now(|model| model.notebook.perimeter().map(|(id, _)| id));
                let body = part.body.clone();
                part_card(part)
                    .child(el("strong").attr("dir", "auto").text(described(found)).view())
                    .child(file_picture(session, "perimeter-picture", &part.body))
                    .child(remarks(&part.remarks))
                    .child(questions(session, &part.questions))
                    .child(decide(session, move || keep(session, id, body.clone())))
                    .view()
            }
            _ => nothing(),
        },
        FileRead::None => nothing(),
    });
    let file = file_button(session, "perimeter-file", d.perimeter_file, Reading::PerimeterNames);
    section("perimeter", "map", d.perimeter)
        .child(paragraph("hint", d.perimeter_hint))
        .child(now)
        .child(file)
        .child(shown)
        .view()
}

fn described(perimeter: &Perimeter) -> String {
    let Perimeter { code_qp, lib_qp, insee_com, lib_com, .. } = perimeter;
    let place = [lib_com.as_str(), insee_com].join(" ");
    [lib_qp.as_str(), place.trim(), code_qp]
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// How people search: no accents, and a space for what joins words.
fn plain(text: &str) -> String {
    folded(text).replace(['’', '\'', '-'], " ")
}

fn matching(session: Session, names: &[PerimeterName], search: &str) -> AnyView {
    let d = session.desk_words();
    let wanted = plain(search);
    let words: Vec<&str> = wanted.split_whitespace().collect();
    let found: Vec<&PerimeterName> = names
        .iter()
        .filter(|name| {
            let text =
                plain(&[&*name.lib_qp, &*name.lib_com, &*name.code_qp, &*name.insee_com].join(" "));
            words.iter().all(|word| text.contains(word))
        })
        .collect();
    let rows = found.iter().take(NAMES_SHOWN).map(|name| {
        let index = name.index;
        let pick =
            move || session.dispatch(Event::ReadAsked(Reading::Perimeter(index), known(session)));
        let parts = if name.parts > 1 { (d.parts)(name.parts) } else { String::new() };
        let place = [name.lib_com.as_str(), &name.code_qp, &parts].into_iter();
        let place = place.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ");
        let title =
            if name.lib_qp.is_empty() { format!("{}", index + 1) } else { name.lib_qp.clone() };
        let words = el("span")
            .class("row-text")
            .child(el("strong").attr("dir", "auto").text(title).view())
            .child(el("small").attr("dir", "auto").text(place).view())
            .view();
        el("li").child(button("answer wide").on_click(pick).icon("map").child(words).view()).view()
    });
    all(vec![
        paragraph("hint", (d.names_found)(found.len().min(NAMES_SHOWN), names.len())),
        el("ul").class("plain-list stack").attr("id", "names").children(rows).view(),
    ])
}

fn layers(session: Session) -> AnyView {
    let d = session.desk_words();
    let language = session.language();
    let known = session.select(move |model| {
        let row = |(id, layer): (RecordId, &ReferenceLayer)| {
            let kind = layer.kind.label(language).to_owned();
            (id, kind, layer.name.clone(), layer.points.len())
        };
        model.notebook.layers().map(row).collect::<Vec<_>>()
    });
    let now = follow(move || {
        let rows = known.get().into_iter().map(|(id, kind, name, count)| {
            // Withdrawn by a revision without points: the record stays.
            let remove = move || {
                let layer = session.now(|model| {
                    let mut layers = model.notebook.layers();
                    layers.find(|(other, _)| *other == id).map(|(_, layer)| layer.clone())
                });
                if let Some(layer) = layer {
                    let emptied = ReferenceLayer { points: Vec::new(), ..layer };
                    keep(session, Some(id), Body::Layer(Box::new(emptied)));
                }
            };
            let title = if name.is_empty() { kind } else { format!("{kind} · {name}") };
            el("li")
                .class("message-line")
                .child(
                    el("span")
                        .class("row-text")
                        .child(el("strong").attr("dir", "auto").text(title).view())
                        .child(el("small").text((d.layer_points)(count)).view())
                        .view(),
                )
                .child(button("small").on_click(remove).text(d.layer_remove).view())
                .view()
        });
        el("ul").class("plain-list").attr("id", "layers-now").children(rows).view()
    });
    let shown = read(
        session,
        |reading| reading == Reading::Points,
        move |read| match read {
            FileRead::Reading => being_read(session),
            FileRead::Failed(why) => failed(why),
            FileRead::Names(found) => waits(session, found),
            FileRead::Part(part) => match &part.body {
                Body::Layer(layer) => new_layer(session, layer, part),
                _ => nothing(),
            },
            _ => nothing(),
        },
    );
    let file = file_button(session, "points-file", d.layer_file, Reading::Points);
    section("landmarks", "lightbulb", d.layers)
        .child(paragraph("hint", d.layers_hint))
        .child(now)
        .child(file)
        .child(shown)
        .view()
}

fn new_layer(session: Session, layer: &ReferenceLayer, part: &ReadPart) -> AnyView {
    let d = session.desk_words();
    let stem = part.file.rsplit_once('.').map_or(part.file.as_str(), |(stem, _)| stem);
    let draft = RwSignal::new(ReferenceLayer { name: stem.to_owned(), ..layer.clone() });
    let kinds = ReferenceKind::ALL.iter().map(|kind| {
        button("chip")
            .pressed(move || draft.with(|layer| layer.kind == *kind))
            .on_click(move || draft.update(|layer| layer.kind = *kind))
            .icon(kind.icon())
            .span(kind.label(session.language()))
            .view()
    });
    let labels = layer.points.iter().map(|point| point.label.as_str());
    let first: Vec<&str> = labels.filter(|label| !label.is_empty()).take(6).collect();
    let count = (d.layer_points)(layer.points.len());
    let preview =
        if first.is_empty() { count } else { format!("{count} : {}…", first.join(", ")) };
    let kept = move || {
        keep(session, None, Body::Layer(Box::new(draft.get_untracked())));
    };
    part_card(part)
        .child(el("strong").attr("dir", "auto").text(preview).view())
        .child(file_picture(session, "points-picture", &part.body))
        .child(remarks(&part.remarks))
        .child(questions(session, &part.questions))
        .child(paragraph("", d.layer_kind))
        .child(el("div").class("chips").children(kinds).view())
        .child(text_field(
            "layer-name".into(),
            d.layer_name,
            "text",
            stem.to_owned(),
            move |name| draft.update(|layer| layer.name = name),
        ))
        .child(text_field("layer-source".into(), d.layer_source, "text", String::new(), {
            move |source| draft.update(|layer| layer.source = source)
        }))
        .child(decide(session, kept))
        .view()
}

fn basemap(session: Session) -> AnyView {
    let d = session.desk_words();
    let known = session.select(|model| {
        model.notebook.basemap().map(|(_, found)| (found.size, found.attribution.clone()))
    });
    let now = follow(move || match known.get() {
        None => paragraph("hint", d.basemap_none),
        Some((size, attribution)) => el("p")
            .attr("id", "basemap-now")
            .child(el("strong").text((d.kit_size)(size)).view())
            .child(el("small").attr("dir", "auto").text(format!(" {attribution}")).view())
            .view(),
    });
    let shown = read(
        session,
        |reading| reading == Reading::Basemap,
        move |read| match read {
            FileRead::Reading => being_read(session),
            FileRead::Failed(why) => failed(why),
            FileRead::Part(part) => match &part.body {
                Body::Basemap(found) => new_basemap(session, found, &part.remarks),
                _ => nothing(),
            },
            _ => nothing(),
        },
    );
    let file = file_button(session, "basemap-file", d.basemap_file, Reading::Basemap);
    section("basemap", "layers", d.basemap)
        .child(paragraph("hint", d.basemap_hint))
        .child(now)
        .child(file)
        .child(shown)
        .view()
}

fn new_basemap(session: Session, found: &Basemap, said: &[String]) -> AnyView {
    let d = session.desk_words();
    let draft = RwSignal::new(found.clone());
    let id = session.now(|model| model.notebook.basemap().map(|(id, _)| id));
    let kept = move || keep(session, id, Body::Basemap(Box::new(draft.get_untracked())));
    let zooms = format!("{} · z{}–{}", (d.kit_size)(found.size), found.zooms.0, found.zooms.1);
    let named = move |text: String| {
        let text: String = text.trim().chars().take(ATTRIBUTION_MAX).collect();
        draft.update(|basemap| basemap.attribution = text);
    };
    let reach = session.now(|model| found.reach(marks::known_places(model)));
    let (look, covers) = match reach {
        BasemapReach::Whole => ("card prose good", d.basemap_whole.to_owned()),
        BasemapReach::Unknown => ("card prose", d.basemap_unknown.to_owned()),
        BasemapReach::Part { outside_m } => ("card prose warning", (d.basemap_part)(outside_m)),
        BasemapReach::Elsewhere { away_m } => ("card prose warning", (d.basemap_elsewhere)(away_m)),
    };
    el("div")
        .class(look)
        .child(el("strong").text(zooms).view())
        .child(el("p").attr("id", "basemap-reach").text(covers).view())
        .child(remarks(said))
        .child(picture(session, found))
        .child(text_field(
            "attribution".into(),
            d.attribution,
            "text",
            found.attribution.clone(),
            named,
        ))
        .child(decide(session, kept))
        .view()
}

/// A basemap as the phones will show it, around the walk, by day and by night, before it is kept: its
/// bytes are stored since it was read.
fn picture(session: Session, found: &Basemap) -> AnyView {
    let (t, d) = (session.words(), session.desk_words());
    if !can_draw() {
        return paragraph("", d.basemap_unseen);
    }
    let look = RwSignal::new(ColourTheme::Light);
    let of_walk = |marks: fn(&Model) -> Vec<Mark>| -> Marks {
        let drawn = session.now(marks);
        Arc::new(move || drawn.clone())
    };
    let wanted = Wanted {
        basemap: Some(found.clone()),
        overlays: vec![
            (Overlay::Perimeter, of_walk(marks::perimeter)),
            (Overlay::Reference, of_walk(marks::reference)),
            (Overlay::Route, of_walk(marks::route)),
            (Overlay::Stops, of_walk(marks::stops)),
        ],
        draggable: Vec::new(),
        bounds: session.now(|model| marks::around(marks::known_places(model).into_iter())),
        on: Rc::new(|_| {}),
    };
    let (_, view) = surface_dressed(session, wanted, Arc::new(move || look.get()));
    let looks = [
        (ColourTheme::Light, "sun", t.theme_light),
        (ColourTheme::Dark, "cloud-moon", t.theme_dark),
        (ColourTheme::Night, "moon", t.theme_night),
    ];
    let choices = looks.map(|(theme, picture, words)| {
        button("chip")
            .pressed(move || look.get() == theme)
            .on_click(move || look.set(theme))
            .icon(picture)
            .span(words)
            .view()
    });
    all(vec![
        paragraph("", d.basemap_picture),
        el("div")
            .class("chips")
            .attr("id", "basemap-looks")
            .attr("role", "group")
            .attr("aria-label", d.basemap_look)
            .children(choices)
            .view(),
        el("div").class("desk-surface").attr("id", "basemap-picture").child(view).view(),
    ])
}
