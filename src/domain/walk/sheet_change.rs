//! What is different between two revisions of a walk's sheet, for a person who is to accept it: old
//! and new beside each other, for every field: none changes silently.

use crate::domain::code::Code;
use crate::domain::observation::place::{Place, line_length_m};
use crate::domain::walk::actor::Actor;
use crate::domain::walk::{Participants, Stop, Walk};

/// A part of a sheet that a person compares. Every field belongs to one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SheetPart {
    /// The title.
    Title,
    /// The readable reference.
    Reference,
    /// What it is for: a code.
    Kind,
    /// The campaign it belongs to.
    Cycle,
    /// The date, `YYYY-MM-DD`.
    Date,
    /// The planned start, `HH:MM`.
    Start,
    /// The planned end, `HH:MM`.
    End,
    /// Where the group meets: the name of its first stop.
    MeetingPoint,
    /// Who is told and answers questions about the data.
    Contact,
    /// The notice in the mediator's own words.
    Notice,
    /// Its version.
    NoticeVersion,
    /// The names of the stops.
    Stops,
    /// Where they are and when the group should be there.
    StopPlaces,
    /// The stops that were taken out.
    FormerStops,
    /// The drawn line: points and metres.
    Route,
    /// A point of the neighbourhood.
    Around,
    /// What it looks at: codes.
    Themes,
    /// What comes first in the grid: codes of principles and categories.
    GridFirst,
    /// What is not asked: codes.
    GridHidden,
    /// Who asked for it.
    Commissioner,
    /// Who leads it.
    Operator,
    /// The bodies of the place.
    Actors,
    /// Parts of the group: codes.
    Roles,
    /// Guarantors: codes.
    Guarantors,
    /// Counts: in all, women, men, minors, facilitators.
    Participants,
    /// Ages: codes.
    Ages,
    /// Languages.
    Languages,
    /// Mobility: codes.
    Mobility,
    /// The weather: a code.
    Weather,
    /// The kind of day: a code.
    DayKind,
    /// What else is going on that day.
    Context,
    /// The commune: code and name.
    Commune,
    /// The neighbourhood.
    Quarter,
    /// From how many metres a fix is coarse.
    Coarse,
    /// Whether it is an exercise: `1` or nothing.
    Training,
    /// When the sheet was made.
    Made,
    /// What a later version says of it; old and new are empty.
    Rest,
}

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetChange {
    /// What.
    pub part: SheetPart,
    /// As it is here; of several values one a line.
    pub old: String,
    /// As it would be, likewise.
    pub new: String,
}

fn meeting_point(walk: &Walk) -> String {
    walk.stops.first().map_or(String::new(), |stop| match stop.place {
        Some(place) if stop.name.is_empty() => place.typed(),
        _ => stop.name.clone(),
    })
}

fn lines<T>(of: &[T], words: impl Fn(&T) -> String) -> String {
    of.iter().map(words).collect::<Vec<_>>().join("\n")
}

fn codes<C: Code>(of: &[C]) -> String {
    lines(of, |code| code.code().to_owned())
}

fn code<C: Code>(of: Option<C>) -> String {
    of.map_or(String::new(), |code| code.code().to_owned())
}

fn stop_place(stop: &Stop) -> String {
    let place = stop.place.map_or(String::new(), |place| format!(" ({})", place.typed()));
    let minute = stop.minute.map_or(String::new(), |minute| format!(" +{minute} min"));
    format!("{}. {}{place}{minute}", stop.number, stop.name)
}

fn route(line: &[Place]) -> String {
    if line.is_empty() {
        return String::new();
    }
    let ends = [line.first(), line.last()].map(|end| end.map_or(String::new(), |end| end.typed()));
    format!("{} points, {:.0} m, {} – {}", line.len(), line_length_m(line), ends[0], ends[1])
}

fn people(of: Participants) -> String {
    let Participants { total, women, men, minors, facilitators } = of;
    let counts = [total, women, men, minors, facilitators];
    if counts.iter().all(Option::is_none) {
        return String::new();
    }
    counts.map(|count| count.map_or("–".to_owned(), |count| count.to_string())).join(" · ")
}

/// A sheet part by part. A field that is added to it has to be given one.
fn parts(walk: &Walk) -> Vec<(SheetPart, String)> {
    use SheetPart as P;
    let Walk { id: _, training, title, reference, kind, cycle, date, starts_at, .. } = walk;
    let Walk { ends_at, weather, day_kind, context, themes, commissioner, operator, .. } = walk;
    let Walk { contact, participants, ages, languages, mobility, guarantors, .. } = walk;
    let Walk { commune, commune_name, quarter, roles, actors, grid, own_notice, .. } = walk;
    let Walk { around, stops, former_stops, route: line, coarse_above_m, made, .. } = walk;
    let notice = own_notice.clone().unwrap_or_default();
    let first = [codes(&grid.principles), lines(&grid.categories, |one| one.code().to_owned())];
    let actor = |actor: &Actor| format!("{}\t{}", actor.kind.code(), actor.name);
    vec![
        (P::Title, title.clone()),
        (P::Reference, reference.clone()),
        (P::Kind, code(Some(*kind))),
        (P::Cycle, cycle.clone()),
        (P::Date, date.clone()),
        (P::Start, starts_at.clone()),
        (P::End, ends_at.clone()),
        (P::MeetingPoint, meeting_point(walk)),
        (P::Contact, contact.clone()),
        (P::Notice, notice.text),
        (P::NoticeVersion, notice.version),
        (P::Stops, lines(stops, |stop| stop.name.clone())),
        (P::StopPlaces, lines(stops, stop_place)),
        (P::FormerStops, lines(former_stops, stop_place)),
        (P::Route, route(line)),
        (P::Around, around.map_or(String::new(), Place::typed)),
        (P::Themes, codes(themes)),
        (P::GridFirst, first.join("\n").trim().to_owned()),
        (P::GridHidden, codes(&grid.hidden)),
        (P::Commissioner, commissioner.clone()),
        (P::Operator, operator.clone()),
        (P::Actors, lines(actors, actor)),
        (P::Roles, codes(roles)),
        (P::Guarantors, codes(guarantors)),
        (P::Participants, people(*participants)),
        (P::Ages, codes(ages)),
        (P::Languages, languages.clone()),
        (P::Mobility, codes(mobility)),
        (P::Weather, code(*weather)),
        (P::DayKind, code(*day_kind)),
        (P::Context, context.clone()),
        (P::Commune, format!("{commune} {commune_name}").trim().to_owned()),
        (P::Quarter, quarter.clone()),
        (P::Coarse, format!("{coarse_above_m} m")),
        (P::Training, if *training { "1".to_owned() } else { String::new() }),
        (P::Made, format!("{} {}", made.date(), made.time())),
    ]
}

/// The differences between the sheet that is here and another one; empty when they are the same.
pub fn changes(old: &Walk, new: &Walk) -> Vec<SheetChange> {
    let pairs = parts(old).into_iter().zip(parts(new));
    let mut found: Vec<SheetChange> = pairs
        .filter(|((_, old), (_, new))| old != new)
        .map(|((part, old), (_, new))| SheetChange { part, old, new })
        .collect();
    // Where a line goes between its ends, which stop an id is.
    if found.is_empty() && old != new {
        found.push(SheetChange { part: SheetPart::Rest, old: String::new(), new: String::new() });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::identity::WalkId;
    use crate::domain::stamp::Stamp;

    #[test]
    fn what_matters_is_told_old_and_new() {
        let old = Walk { contact: "Ada".into(), ..Walk::blank(WalkId(1), Stamp::default()) };
        let new =
            Walk { contact: "Eve".into(), stops: vec![Stop::named(1, "Gare")], ..old.clone() };
        let found: Vec<(SheetPart, String, String)> =
            changes(&old, &new).into_iter().map(|one| (one.part, one.old, one.new)).collect();
        let is = |part, old: &str, new: &str| (part, old.to_owned(), new.to_owned());
        assert_eq!(
            found,
            [
                is(SheetPart::MeetingPoint, "", "Gare"),
                is(SheetPart::Contact, "Ada", "Eve"),
                is(SheetPart::Stops, "", "Gare"),
                is(SheetPart::StopPlaces, "", "1. Gare")
            ]
        );
        assert!(changes(&old, &old).is_empty());
    }

    #[test]
    fn every_field_is_named_when_it_changes() {
        use crate::domain::observation::place::Place;
        use crate::domain::walk::actor::{Actor, ActorKind, GroupRole};
        use crate::domain::walk::grid::{Grid, Question};
        use crate::domain::walk::{
            AgeBand, DayKind, Guarantor, Mobility, OwnNotice, Theme, WalkKind, Weather,
        };
        let old = Walk::blank(WalkId(1), Stamp::default());
        let here = Place::from_lon_lat(2.3, 49.9).unwrap();
        let notice = OwnNotice { version: "2".into(), text: "Lu".into() };
        let actor = Actor { kind: ActorKind::Residents, name: "Amicale".into() };
        let new = Walk {
            id: old.id,
            training: true,
            title: "a".into(),
            reference: "b".into(),
            kind: WalkKind::Review,
            cycle: "c".into(),
            date: "2026-01-01".into(),
            starts_at: "18:00".into(),
            ends_at: "19:00".into(),
            weather: Some(Weather::Rain),
            day_kind: Some(DayKind::Weekday),
            context: "d".into(),
            themes: vec![Theme::School],
            commissioner: "e".into(),
            operator: "f".into(),
            contact: "g".into(),
            participants: Participants { total: Some(12), ..Participants::default() },
            ages: vec![AgeBand::Over65],
            languages: "fr ar".into(),
            mobility: vec![Mobility::Pram],
            guarantors: vec![Guarantor::Police],
            commune: "80021".into(),
            commune_name: "Amiens".into(),
            quarter: "h".into(),
            roles: vec![GroupRole::Guide],
            actors: vec![actor],
            grid: Grid { hidden: vec![Question::Lamp], ..Grid::suggested(&[Theme::School]) },
            own_notice: Some(notice),
            around: Some(here),
            stops: vec![Stop { minute: Some(5), ..Stop::named(1, "Gare") }],
            former_stops: vec![Stop::named(2, "Pont")],
            route: vec![here, here.moved(90.0, 100.0)],
            coarse_above_m: 50,
            made: Stamp { utc_ms: 86_400_000, offset_min: 0 },
        };
        let found = changes(&old, &new);
        assert_eq!(found.len(), 36, "{found:#?}");
        assert!(found.iter().all(|change| change.part != SheetPart::Rest));
        assert!(found.iter().all(|change| change.old != change.new));
        // What has no words of its own is still not silent.
        let other = Walk { route: vec![here, here.moved(0.0, 9.0), here], ..old.clone() };
        let bent = Walk { route: vec![here, here.moved(180.0, 9.0), here], ..old.clone() };
        assert_eq!(changes(&other, &bent)[0].part, SheetPart::Rest);
    }
}
