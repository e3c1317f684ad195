//! The walk's sheet.

use super::{Fields, Notes, Written, list, point, read_point, shown};
use crate::domain::code::Code;
use crate::domain::identity::WalkId;
use crate::domain::ledger::record::Envelope;
use crate::domain::observation::PLACE_NAME_MAX;
use crate::domain::observation::taxonomy::Category;
use crate::domain::walk::actor::{ACTOR_NAME_MAX, Actor};
use crate::domain::walk::grid::Grid;
use crate::domain::walk::stop::StopId;
use crate::domain::walk::{
    COARSE_ABOVE_M, NOTICE_MAX, OwnNotice, Participants, Stop, Walk, WalkKind,
};

pub(super) fn write_walk(walk: &Walk, body: &mut Written) {
    body.stamp("made", walk.made);
    body.flag("training", walk.training);
    body.text("title", &walk.title);
    body.text("reference", &walk.reference);
    body.code("type_mar", Some(walk.kind));
    body.text("cycle", &walk.cycle);
    body.text("date", &walk.date);
    body.text("starts_at", &walk.starts_at);
    body.text("ends_at", &walk.ends_at);
    body.code("weather", walk.weather);
    body.code("day_kind", walk.day_kind);
    body.text("context", &walk.context);
    body.codes("themes", &walk.themes);
    body.text("commissioner", &walk.commissioner);
    body.text("operator", &walk.operator);
    body.text("contact", &walk.contact);
    body.number("facilitators", walk.participants.facilitators);
    body.number("participants", walk.participants.total);
    body.number("women", walk.participants.women);
    body.number("men", walk.participants.men);
    body.number("minors", walk.participants.minors);
    body.codes("ages", &walk.ages);
    body.text("languages", &walk.languages);
    body.codes("mobility", &walk.mobility);
    body.codes("guarantors", &walk.guarantors);
    body.text("commune", &walk.commune);
    body.text("commune_name", &walk.commune_name);
    body.text("quarter", &walk.quarter);
    body.codes("roles", &walk.roles);
    if !walk.actors.is_empty() {
        let actors = walk.actors.iter().map(|actor| {
            let mut written = Written::default();
            written.code("kind", Some(actor.kind));
            written.text("name", &actor.name);
            written.finish()
        });
        body.raw("actors", &list(actors));
    }
    body.codes("first_principles", &walk.grid.principles);
    let first: Vec<&str> = walk.grid.categories.iter().map(|category| category.code()).collect();
    body.texts("first_categories", &first);
    body.codes("not_asked", &walk.grid.hidden);
    if let Some(notice) = &walk.own_notice {
        let mut written = Written::default();
        written.text("version", &notice.version);
        written.text("text", &notice.text);
        body.object("notice", written);
    }
    body.place("around", walk.around);
    if !walk.stops.is_empty() {
        body.raw("stops", &list(walk.stops.iter().map(write_stop)));
    }
    if !walk.former_stops.is_empty() {
        body.raw("former_stops", &list(walk.former_stops.iter().map(write_stop)));
    }
    if !walk.route.is_empty() {
        body.raw("route", &list(walk.route.iter().copied().map(point)));
    }
    body.number("coarse_above_m", Some(walk.coarse_above_m));
}

pub(super) fn read_walk(envelope: &Envelope, body: &Fields<'_>, notes: &mut Notes) -> Option<Walk> {
    let made = body.stamp_said("made", notes)?;
    let date = body.text("date", 10, notes);
    let time = |name: &str, notes: &mut Notes| {
        let said = body.text(name, 8, notes);
        let is_time = said.is_empty() || crate::domain::stamp::is_time(&said);
        body.odd(name, is_time.then_some(said), notes).unwrap_or_default()
    };
    let id = WalkId(envelope.id.0);
    let stops = read_stops(id, body, "stops", notes);
    let former_stops = read_stops(id, body, "former_stops", notes);
    let mut actors = Vec::new();
    for actor in body.list("actors").filter_map(Fields::of) {
        if let Some(kind) = actor.code("kind", notes) {
            actors.push(Actor { kind, name: actor.text("name", ACTOR_NAME_MAX, notes) });
        }
    }
    let own_notice = body.get("notice").and_then(Fields::of).map(|notice| OwnNotice {
        version: notice.text("version", 20, notes),
        text: notice.text("text", NOTICE_MAX, notes),
    });
    let mut route = Vec::new();
    for point in body.list("route") {
        match read_point(point) {
            Some(place) => route.push(place),
            None => notes.say("route", &shown(point)),
        }
    }
    Some(Walk {
        id,
        training: body.flag("training"),
        title: body.text("title", 120, notes),
        reference: body.text("reference", 30, notes),
        kind: body.code("type_mar", notes).unwrap_or(WalkKind::Exploratory),
        cycle: body.text("cycle", 20, notes),
        date: if crate::domain::stamp::is_date(&date) { date } else { made.date() },
        starts_at: time("starts_at", notes),
        ends_at: time("ends_at", notes),
        weather: body.code("weather", notes),
        day_kind: body.code("day_kind", notes),
        context: body.text("context", 250, notes),
        themes: body.codes("themes", Code::from_code, notes),
        commissioner: body.text("commissioner", 100, notes),
        operator: body.text("operator", 100, notes),
        contact: body.text("contact", 120, notes),
        participants: Participants {
            total: body.number("participants", notes),
            women: body.number("women", notes),
            men: body.number("men", notes),
            minors: body.number("minors", notes),
            facilitators: body.number("facilitators", notes),
        },
        ages: body.codes("ages", Code::from_code, notes),
        languages: body.text("languages", 40, notes),
        mobility: body.codes("mobility", Code::from_code, notes),
        guarantors: body.codes("guarantors", Code::from_code, notes),
        commune: body.text("commune", 5, notes),
        commune_name: body.text("commune_name", 60, notes),
        quarter: body.text("quarter", 100, notes),
        roles: body.codes("roles", Code::from_code, notes),
        actors,
        grid: Grid {
            principles: body.codes("first_principles", Code::from_code, notes),
            categories: body.codes("first_categories", Category::from_code, notes),
            hidden: body.codes("not_asked", Code::from_code, notes),
        },
        own_notice,
        around: body.place("around", notes),
        stops,
        former_stops,
        route,
        coarse_above_m: body
            .number("coarse_above_m", notes)
            .filter(|limit| *limit > 0)
            .unwrap_or(COARSE_ABOVE_M),
        made,
    })
}

fn write_stop(stop: &Stop) -> String {
    let mut written = Written::default();
    written.number("number", Some(stop.number));
    written.text("id", &stop.id.to_string());
    written.text("name", &stop.name);
    written.place("at", stop.place);
    written.number("minute", stop.minute);
    written.finish()
}

/// Versions before 0.5 wrote no id: it is the one derived from the number.
fn read_stops(walk: WalkId, body: &Fields<'_>, name: &str, notes: &mut Notes) -> Vec<Stop> {
    let mut stops: Vec<Stop> = Vec::new();
    for stop in body.list(name).filter_map(Fields::of) {
        if let Some(number) = stop.number("number", notes) {
            let id = stop.odd("id", stop.get_text("id").and_then(StopId::parse), notes);
            stops.push(Stop {
                id: id.unwrap_or_else(|| StopId::of_number(walk, number)),
                number,
                name: stop.text("name", PLACE_NAME_MAX, notes),
                place: stop.place("at", notes),
                minute: stop.number("minute", notes),
            });
        }
    }
    stops
}
