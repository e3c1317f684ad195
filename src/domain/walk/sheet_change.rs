//! What is different between two revisions of a walk's sheet, for a person who is to accept it: old
//! and new beside each other, where it matters to who comes to the walk.

use crate::domain::walk::{Stop, Walk};

/// A part of a sheet that a person compares.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SheetPart {
    /// The title.
    Title,
    /// The date, `YYYY-MM-DD`.
    Date,
    /// The planned start, `HH:MM`.
    Start,
    /// Where the group meets: the name of its first stop.
    MeetingPoint,
    /// Who is told and answers questions about the data.
    Contact,
    /// The notice in the mediator's own words.
    Notice,
    /// The names of the stops.
    Stops,
    /// Anything else; old and new are empty.
    Rest,
}

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetChange {
    /// What.
    pub part: SheetPart,
    /// As it is here.
    pub old: String,
    /// As it would be.
    pub new: String,
}

fn meeting_point(walk: &Walk) -> String {
    let place = |stop: &Stop| stop.place.map(|place| format!("{:?}", place.e7()));
    walk.stops.first().map_or(String::new(), |stop| {
        if stop.name.is_empty() { place(stop).unwrap_or_default() } else { stop.name.clone() }
    })
}

fn parts(walk: &Walk) -> [(SheetPart, String); 7] {
    let notice = walk.own_notice.as_ref().map_or(String::new(), |notice| notice.text.clone());
    let stops: Vec<&str> = walk.stops.iter().map(|stop| stop.name.as_str()).collect();
    [
        (SheetPart::Title, walk.title.clone()),
        (SheetPart::Date, walk.date.clone()),
        (SheetPart::Start, walk.starts_at.clone()),
        (SheetPart::MeetingPoint, meeting_point(walk)),
        (SheetPart::Contact, walk.contact.clone()),
        (SheetPart::Notice, notice),
        (SheetPart::Stops, stops.join(", ")),
    ]
}

/// The differences between the sheet that is here and another one; empty when they are the same.
pub fn changes(old: &Walk, new: &Walk) -> Vec<SheetChange> {
    let pairs = parts(old).into_iter().zip(parts(new));
    let mut found: Vec<SheetChange> = pairs
        .filter(|((_, old), (_, new))| old != new)
        .map(|((part, old), (_, new))| SheetChange { part, old, new })
        .collect();
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
                is(SheetPart::Stops, "", "Gare")
            ]
        );
        assert!(changes(&old, &old).is_empty());
        let rest = Walk { quarter: "Nord".into(), ..old.clone() };
        assert_eq!(changes(&old, &rest)[0].part, SheetPart::Rest);
    }
}
