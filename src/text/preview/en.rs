//! English.

use super::{AskWords, PreviewWords, value};
use crate::domain::code::Language;
use crate::domain::walk::sheet_change::SheetPart;

pub(super) static ASK: AskWords = AskWords {
    title: "Nothing is taken yet. This is what it would do:",
    take: "Take",
    leave: "Leave",
    take_doubted: "It is that phone: take all",
    join_title: "What was prepared for this walk has changed. Nothing has changed here yet:",
    accept: "Accept",
    keep: "Keep mine",
};

fn things(n: usize) -> &'static str {
    if n == 1 { "item" } else { "items" }
}

fn notebooks(n: usize) -> &'static str {
    if n == 1 { "notebook" } else { "notebooks" }
}

pub(super) static PREVIEW: PreviewWords = PreviewWords {
    new: |n, photos, records| {
        let new = if n == 1 { "new observation" } else { "new observations" };
        let photo = if photos == 1 { "photo" } else { "photos" };
        format!("{n} {new}, {photos} {photo}; {records} {} to add in all.", things(records))
    },
    known: |n| format!("Here already: {n} {}, unchanged.", things(n)),
    changed: |n| format!("{n} {} of here: who said it has changed it since.", things(n)),
    withdrawn: |n| format!("{n} {}: who said it takes it back or erases it.", things(n)),
    erased: |n| {
        format!(
            "{n} {} to erase: the mediator does it for who had said it. What is left of it here will be erased too, for good.",
            things(n)
        )
    },
    clashes: |n| {
        format!(
            "{n} {}: another device than the author’s wrote on it. Both versions will be kept, the author’s stays shown.",
            things(n)
        )
    },
    foreign_kit: |n| {
        format!(
            "Refused: {n} {} of a sheet or a kit. It comes from another device than the one that prepared the walk; nothing was changed.",
            things(n)
        )
    },
    foreign_first: |n| {
        format!(
            "Refused: {n} {} of another device, claiming to be older than what the author said.",
            things(n)
        )
    },
    foreign_erasing: |n| {
        format!(
            "Refused: {n} {} to erase. It comes neither from who said it nor from the mediator; nothing was erased.",
            things(n)
        )
    },
    signed: |n| format!("Signed, and the signature holds: {n} {}.", notebooks(n)),
    not_signed: |n| {
        format!(
            "Not signed (earlier version): {n} {}. Taken all the same; nothing proves which phone wrote it.",
            notebooks(n)
        )
    },
    key_missing: |n| {
        format!(
            "Not signed, though this phone signs: {n} {}. What is new will be taken, unproven.",
            notebooks(n)
        )
    },
    new_key: |n| {
        let phones = if n == 1 { "phone has" } else { "phones have" };
        format!(
            "{n} {phones} a new key. Its storage was cleared or restored, or somebody else writes in its name: ask the person."
        )
    },
    held_back: |n| {
        format!(
            "Left aside: {n} {}. It would change what was signed with the key known here, without that key. Accept only if the person confirms it to you.",
            things(n)
        )
    },
    unfit: |n| {
        format!(
            "The signature does not fit: {n} {}, not taken. Ask for the notebook again from the phone itself.",
            things(n)
        )
    },
    told_unfit: "Not taken, because the signature does not fit: somebody changed it on the way, or wrote it in the name of that phone. Nothing has changed here; ask for the notebook again from the phone itself.",
    told_held_back: "Left aside, because it would change what a phone had signed, and its key is missing. Nothing has changed here. If it is that phone, open its notebook again in the workshop and say so.",
    told_new_key: "Phone that signs with a new key: its storage was cleared or restored, or somebody else writes in its name. Ask the person.",
    sheet: |part, old, new| {
        let [old, new] = [old, new].map(|text| value(part, text, Language::En));
        let part = match part {
            SheetPart::Title => "Title",
            SheetPart::Reference => "Reference",
            SheetPart::Kind => "Kind of walk",
            SheetPart::Cycle => "Campaign",
            SheetPart::Date => "Date",
            SheetPart::Start => "Start",
            SheetPart::End => "End",
            SheetPart::MeetingPoint => "Meeting point",
            SheetPart::Contact => "Contact",
            SheetPart::Notice => "Notice",
            SheetPart::NoticeVersion => "Version of the notice",
            SheetPart::Stops => "Stops",
            SheetPart::StopPlaces => "Place and time of the stops",
            SheetPart::FormerStops => "Stops taken out",
            SheetPart::Route => "Drawn route",
            SheetPart::Around => "Point of the neighbourhood",
            SheetPart::Themes => "Themes",
            SheetPart::GridFirst => "First in the grid",
            SheetPart::GridHidden => "Questions that are not asked",
            SheetPart::Commissioner => "Commissioned by",
            SheetPart::Operator => "Led by",
            SheetPart::Actors => "Bodies of the place",
            SheetPart::Roles => "Parts in the group",
            SheetPart::Guarantors => "Guarantors",
            SheetPart::Participants => "Participants (in all · women · men · minors · leading)",
            SheetPart::Ages => "Ages",
            SheetPart::Languages => "Languages",
            SheetPart::Mobility => "Mobility",
            SheetPart::Weather => "Weather",
            SheetPart::DayKind => "Kind of day",
            SheetPart::Context => "Context",
            SheetPart::Commune => "Commune",
            SheetPart::Quarter => "Neighbourhood",
            SheetPart::Coarse => "Position is rough beyond",
            SheetPart::Training => "Exercise",
            SheetPart::Made => "Sheet made on",
            SheetPart::Rest => {
                return "Sheet: other details change (the line of the route, or what a later version adds).".into();
            }
        };
        let shown = |text: &str| {
            if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") }
        };
        format!("{part}: now {} → would become {}", shown(&old), shown(&new))
    },
    refused: "To know:",
};
