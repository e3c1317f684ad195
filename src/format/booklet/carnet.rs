//! The booklet of préconisations, in the order of the method's report: context, who walked, map,
//! strengths first, findings by stop, what is asked by actor and term, summary, follow-up, contacts.

use std::collections::BTreeMap;

use super::chart::chart;
use super::markup::{Writer, escaped, icon, words};
use super::{Book, Piece};
use crate::domain::date::CalendarDate;
use crate::domain::deliberation::constat::{Constat, Priority};
use crate::domain::deliberation::lifecycle::Status;
use crate::domain::deliberation::preconisation::Horizon;
use crate::domain::identity::RecordId;
use crate::domain::leaving::Choice;
use crate::domain::leaving::aggregate::Together;
use crate::domain::leaving::privacy::shareable_participants;
use crate::domain::leaving::unfinished::horizon_of;
use crate::domain::observation::gender::{AvoidedBy, AvoidedWhen};
use crate::domain::observation::moment::Moment;
use crate::domain::observation::scale::Polarity;
use crate::domain::walk::Walk;
use crate::domain::walk::stop::StopName;

/// The parts, with the names the contents lead to.
const PARTS: usize = 10;

pub(super) fn pieces(book: &Book<'_>) -> Vec<Piece> {
    let w = book.w;
    let mut out = Writer::default();
    out.raw("<article class=\"booklet\">\n");
    cover(book, &mut out);
    let parts: [(&str, &str); PARTS] = [
        ("carnet-methode", w.method),
        ("carnet-qui", w.who),
        ("carnet-plan", w.map),
        ("carnet-forts", w.strengths),
        ("carnet-constats", w.findings),
        ("carnet-demandes", w.asked),
        ("carnet-tableau", w.summary),
        ("carnet-suivi", w.calendar),
        ("carnet-cahier", w.tender),
        ("carnet-contacts", w.contacts),
    ];
    out.raw("<nav class=\"contents\" aria-labelledby=\"carnet-sommaire\">\n");
    out.heading(2, "carnet-sommaire", w.contents);
    out.open("ol", "");
    for (id, title) in parts {
        // A handler of the app reads addresses after `#`: these lead within the document only.
        out.raw(&format!("<li><a href=\"#{id}\">{}</a></li>\n", words(title)));
    }
    out.close("ol");
    out.close("nav");
    let write: [fn(&Book<'_>, &mut Writer); PARTS] =
        [method, who, map, strengths, findings, asked, summary, calendar, tender, contacts];
    for ((id, title), write) in parts.into_iter().zip(write) {
        out.raw(&format!("<section class=\"part\" aria-labelledby=\"{id}\">\n"));
        out.heading(2, id, title);
        write(book, &mut out);
        out.close("section");
    }
    out.close("article");
    out.finish()
}

fn cover(book: &Book<'_>, out: &mut Writer) {
    let (w, sheet) = (book.w, book.source.sheet);
    out.open("header", "cover");
    if book.is_exercise() {
        out.element("p", "exercise", w.exercise);
    }
    out.element("h1", "", w.booklet);
    out.said("p", "title", &sheet.title);
    let quarter = book.quarter();
    let about: Vec<&str> =
        [quarter.as_str(), &sheet.reference].into_iter().filter(|part| !part.is_empty()).collect();
    out.said("p", "", &about.join(" · "));
    let variant = book.label(book.source.audience);
    out.element("p", "side-note", &(w.made)(&book.date(&book.source.made.date()), variant));
    out.close("header");
}

fn method(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    out.element("p", "", w.method_text);
    let row = |(walk, day): (Walk, String)| {
        let themes: Vec<&str> = walk.themes.iter().map(|theme| book.label(*theme)).collect();
        let moment = book.campaign.walk(walk.id).and_then(Walk::moment);
        let moment = moment.map_or("", |moment| book.label(moment));
        let when = format!("{day} {moment}");
        vec![walk.title, when, themes.join(", "), walk.commissioner, walk.operator]
    };
    let rows: Vec<Vec<String>> = book.walks().into_iter().map(row).collect();
    out.table(w.walks, &[w.walk, w.when, w.themes, w.commissioner, w.operator], &rows);
    out.element("p", "side-note", w.numbers_text);
}

fn who(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    let told = |count: Option<u16>| count.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let rows: Vec<Vec<String>> = book
        .walks()
        .into_iter()
        .map(|(walk, _)| {
            let counts = shareable_participants(walk.participants);
            let ages: Vec<&str> = walk.ages.iter().map(|age| book.label(*age)).collect();
            vec![
                walk.title.clone(),
                told(counts.total),
                told(counts.women),
                told(counts.men),
                told(counts.minors),
                ages.join(", "),
            ]
        })
        .collect();
    out.table(w.who, &[w.walk, w.people, w.women, w.men, w.minors, w.ages], &rows);
    out.element("p", "side-note", w.small_counts);
}

fn map(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    let Some(svg) = chart(book, &book.leaving.constats, w.map_about) else {
        out.element("p", "", w.no_map);
        return;
    };
    out.open("figure", "map");
    out.raw(&svg);
    out.element("figcaption", "", w.map_key);
    out.close("figure");
    // The same as a list, for those who cannot see a map.
    let walks = book.campaign.walks();
    let mut stops: BTreeMap<u16, String> = BTreeMap::new();
    for stop in walks.iter().flat_map(|walk| &walk.stops) {
        stops.entry(stop.number).or_insert_with(|| stop.name.clone());
    }
    if stops.is_empty() {
        return;
    }
    out.element("h3", "", w.stops);
    out.open("ol", "stops");
    for (number, name) in stops {
        out.raw(&format!("<li value=\"{number}\" dir=\"auto\">{}</li>\n", words(&name)));
    }
    out.close("ol");
}

fn is_strength(constat: &Constat) -> bool {
    constat.polarity == Some(Polarity::Positive)
}

fn strengths(book: &Book<'_>, out: &mut Writer) {
    let strengths = book.leaving.constats.iter().filter_map(|id| Some((*id, book.constat(*id)?)));
    let strengths: Vec<_> = strengths.filter(|(_, constat)| is_strength(constat)).collect();
    if strengths.is_empty() {
        out.element("p", "", book.w.none);
    }
    for (id, constat) in strengths {
        finding(book, id, &constat, 3, out);
    }
}

/// The stop a constat belongs to: the nearest within reach, of any of the walks; else a former one
/// that its observations name.
fn stop_of(book: &Book<'_>, constat: RecordId) -> Option<StopName> {
    let place = book.place_of(constat)?;
    let walks = book.campaign.walks();
    let standing = walks.iter().find_map(|walk| Some(walk.stop_name(walk.stop_at(place)?.known())));
    standing.or_else(|| {
        let choice = Choice::all(book.source.audience);
        let members = book.campaign.members(constat).into_iter();
        let observations = members.filter(|(it, walk)| choice.lets(book.campaign, it, walk));
        let mut names = observations.filter_map(|(it, walk)| Some(walk.stop_name(it.stop?)));
        names.find(|name| name.former && !name.name.is_empty())
    })
}

fn findings(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    // In the order of the numbers, then former ones; what lies between the stops comes after them.
    let mut by_stop: BTreeMap<(bool, Option<StopName>), Vec<_>> = BTreeMap::new();
    for id in &book.leaving.constats {
        let Some(constat) = book.constat(*id).filter(|constat| !is_strength(constat)) else {
            continue;
        };
        let stop = stop_of(book, *id);
        by_stop.entry((stop.is_none(), stop)).or_default().push((*id, constat));
    }
    if by_stop.is_empty() {
        out.element("p", "", w.none);
    }
    for ((_, stop), constats) in by_stop {
        let title = match stop {
            Some(stop) if stop.former => (w.former_stop)(&stop.name),
            Some(stop) => (w.stop)(stop.number, &stop.name),
            None => w.between_stops.to_owned(),
        };
        out.said("h3", "", &title);
        for (id, constat) in constats {
            finding(book, id, &constat, 4, out);
        }
    }
}

/// A constat with its photo, its quote and what the observations say.
fn finding(book: &Book<'_>, id: RecordId, constat: &Constat, level: u8, out: &mut Writer) {
    let w = book.w;
    let (number, place_name) = (constat.readable_number(book.reference()), book.place_name(id));
    out.raw(&format!("<article class=\"finding\" id=\"{number}\">\n"));
    let title = if constat.title.is_empty() {
        book.label_of_category(constat)
    } else {
        constat.title.as_str()
    };
    let picture = if is_strength(constat) { "shield-check" } else { "triangle-alert" };
    out.raw(&format!(
        "<h{level} dir=\"auto\">{}<span class=\"number\">{number}</span> {}</h{level}>\n",
        icon(picture),
        words(title)
    ));
    if let Some(media) = book.photo(id) {
        out.photo(media, &format!("{number} · {place_name}"));
    }
    let mut about: Vec<String> =
        constat.principle().map(|principle| book.label(principle).to_owned()).into_iter().collect();
    about.push(book.label_of_category(constat).to_owned());
    if !place_name.is_empty() {
        about.push(place_name);
    }
    if let Some(priority) = constat.priority {
        about.push(book.label(priority).to_owned());
    }
    if let Some(project) = constat.project {
        about.push((w.project)(book.label(project)));
    }
    out.element("p", "about", &about.join(" · "));
    out.said("p", "", &constat.summary);
    out.said("blockquote", "", &constat.quote);
    let said = derived(book, id);
    if !said.is_empty() {
        out.element("p", "side-note", &said);
    }
    let asked: Vec<String> = book
        .campaign
        .preconisations(id)
        .into_iter()
        .filter(|(asked, _)| book.leaving.preconisations.contains(asked))
        .map(|(asked, one)| {
            format!(
                "<li dir=\"auto\"><span class=\"number\">{}</span> {}</li>",
                escaped(&book.number(asked)),
                words(&one.title)
            )
        })
        .collect();
    if !asked.is_empty() {
        out.raw(&format!(
            "<p class=\"asks\">{}</p>\n<ul class=\"unmarked\">{}</ul>\n",
            words(w.asks),
            asked.concat()
        ));
    }
    out.close("article");
}

/// What the observations say together, in words; nothing that fewer than five say.
fn derived(book: &Book<'_>, id: RecordId) -> String {
    let w = book.w;
    let Some(said) = book.leaving.aggregates.get(&id) else { return String::new() };
    let mut parts = Vec::new();
    if let (Some(count), Some(walks)) =
        (said.number(Together::Observations), said.number(Together::Walks))
    {
        parts.push((w.observations)(count, walks));
    }
    if let Some((uneasy, of)) = said.uneasy() {
        parts.push((w.uneasy)(uneasy, of));
    }
    let moments = said.codes::<Moment>(Together::Moments);
    let moments: Vec<&str> = moments.iter().map(|moment| book.label(*moment)).collect();
    if !moments.is_empty() {
        parts.push((w.seen)(&moments.join(", ")));
    }
    if said.text(Together::Avoided) == "1" {
        let by = said.codes::<AvoidedBy>(Together::AvoidedBy);
        let by: Vec<&str> = by.iter().map(|who| book.label(*who)).collect();
        let when = said.codes::<AvoidedWhen>(Together::AvoidedWhen);
        let when: Vec<&str> = when.iter().map(|one| book.label(*one)).collect();
        parts.push((w.avoided)(&by.join(", "), &when.join(", ")));
    }
    parts.join(" ")
}

impl Book<'_> {
    fn label_of_category(&self, constat: &Constat) -> &'static str {
        constat.category.label(self.source.language)
    }

    fn horizon(&self, id: RecordId) -> Option<Horizon> {
        horizon_of(self.campaign, id, self.campaign.preconisation(id)?)
    }

    /// Who should act, in words.
    pub(super) fn actor(&self, id: RecordId) -> String {
        let lead = self.campaign.lead_of(id);
        lead.map_or_else(|| self.w.nobody_named.to_owned(), |lead| self.label(lead).to_owned())
    }

    /// Where what is asked belongs.
    pub(super) fn place(&self, id: RecordId) -> String {
        let constat =
            self.campaign.preconisation(id).map(|one| self.campaign.constat_answered(one));
        constat.map_or(String::new(), |constat| self.place_name(constat))
    }

    /// Terms and priority, in words.
    pub(super) fn terms(&self, id: RecordId) -> (String, String) {
        let horizon = self.horizon(id).map_or("", |horizon| self.label(horizon));
        let priority = self.campaign.preconisation(id).and_then(|one| one.priority);
        (horizon.to_owned(), priority.map_or("", |priority| self.label(priority)).to_owned())
    }
}

/// By actor, then by term, then by priority.
fn asked(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    let order = |id: RecordId| {
        let one = book.campaign.preconisation(id);
        let lead = book.campaign.lead_of(id).map_or(usize::MAX, |lead| lead as usize);
        let horizon = book.horizon(id).map_or(usize::MAX, |horizon| horizon as usize);
        let priority: Option<Priority> = one.and_then(|one| one.priority);
        (lead, horizon, priority.map_or(usize::MAX, |priority| priority as usize))
    };
    let mut ids = book.leaving.preconisations.clone();
    ids.sort_by_key(|id| (order(*id), book.number(*id)));
    if ids.is_empty() {
        out.element("p", "", w.none);
    }
    let mut here: Option<(usize, usize)> = None;
    for id in ids {
        let Some(one) = book.campaign.preconisation(id) else { continue };
        let (lead, horizon, _) = order(id);
        if here.is_none_or(|(known, _)| known != lead) {
            out.element("h3", "", &book.actor(id));
        }
        if here != Some((lead, horizon)) {
            let (words, _) = book.terms(id);
            out.element("h4", "", if words.is_empty() { w.no_term } else { &words });
        }
        here = Some((lead, horizon));
        out.open("article", "wish");
        out.raw(&format!(
            "<h5 dir=\"auto\"><span class=\"number\">{}</span> {}</h5>\n",
            escaped(&book.number(id)),
            words(&one.title)
        ));
        out.said("p", "", &one.detail);
        let (_, priority) = book.terms(id);
        let mut about = vec![book.label(one.action).to_owned(), book.place(id), priority];
        let life = book.campaign.life(id);
        about.push(book.label(life.status).to_owned());
        about.retain(|part| !part.is_empty());
        out.element("p", "about", &about.join(" · "));
        if let Some(answer) = life.answer().filter(|answer| !answer.text.is_empty()) {
            out.said("p", "reply", &(w.answered)(&book.day(answer.on), &answer.text));
        }
        out.close("article");
    }
}

fn summary(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    let rows: Vec<Vec<String>> = book
        .leaving
        .preconisations
        .iter()
        .filter_map(|id| {
            let one = book.campaign.preconisation(*id)?;
            let (horizon, priority) = book.terms(*id);
            let status = book.label(book.campaign.status(*id)).to_owned();
            let (place, actor) = (book.place(*id), book.actor(*id));
            Some(vec![book.number(*id), one.title.clone(), place, actor, horizon, priority, status])
        })
        .collect();
    let heads = [w.number, w.wish, w.place, w.actor, w.term, w.priority, w.status];
    out.table(w.summary, &heads, &rows);
}

/// What was announced and what is done, by date; what has no date comes last.
fn calendar(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    let mut rows: Vec<(bool, Option<CalendarDate>, Vec<String>)> = Vec::new();
    for id in &book.leaving.preconisations {
        let Some(one) = book.campaign.preconisation(*id) else { continue };
        let life = book.campaign.life(*id);
        // What was refused is followed no more, whatever was announced before.
        if life.status == Status::Rejected {
            continue;
        }
        let (on, what) = match (life.done(), life.planned()) {
            (Some(on), _) => (Some(on), w.is_done),
            (None, Some(on)) => (Some(on), w.is_planned),
            (None, None) => (None, w.no_date),
        };
        let when = if on.is_none() { w.no_date.to_owned() } else { book.day(on) };
        let cells =
            vec![when, what.to_owned(), book.number(*id), one.title.clone(), book.actor(*id)];
        rows.push((on.is_none(), on, cells));
    }
    rows.sort();
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(.., cells)| cells).collect();
    out.table(w.calendar, &[w.when, w.what, w.number, w.wish, w.actor], &rows);
    out.element("p", "side-note", w.review_text);
}

/// What is asked as plain text, numbered, for a tender document.
pub(super) fn clause(book: &Book<'_>, id: RecordId) -> Option<String> {
    let one = book.campaign.preconisation(id)?;
    let sentence = |text: &str| {
        let text = text.trim();
        if text.is_empty() || text.ends_with(['.', '!', '?', '…']) {
            text.to_owned()
        } else {
            format!("{text}.")
        }
    };
    let mut clause = format!("{} — {}", book.number(id), sentence(&one.title));
    for part in [sentence(&one.detail), (book.w.at_place)(&book.place(id))] {
        if !part.is_empty() {
            clause.push(' ');
            clause.push_str(&part);
        }
    }
    Some(clause)
}

fn tender(book: &Book<'_>, out: &mut Writer) {
    out.element("p", "side-note", book.w.tender_text);
    out.open("ul", "unmarked clauses");
    for id in &book.leaving.preconisations {
        if let Some(clause) = clause(book, *id) {
            out.said("li", "", &clause);
        }
    }
    out.close("ul");
}

fn contacts(book: &Book<'_>, out: &mut Writer) {
    let w = book.w;
    let mut lines: Vec<String> = Vec::new();
    for walk in book.campaign.walks() {
        for (label, text) in [
            (w.operator, &walk.operator),
            (w.commissioner, &walk.commissioner),
            (w.contact, &walk.contact),
        ] {
            let line = format!("{label} : {}", text.trim());
            if !text.trim().is_empty() && !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    out.open("ul", "unmarked");
    for line in &lines {
        out.said("li", "", line);
    }
    out.close("ul");
    out.element("p", "side-note", w.rights_text);
}
