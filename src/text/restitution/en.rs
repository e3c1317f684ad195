//! English.

use super::RestitutionWords;

pub(super) static EN: RestitutionWords = RestitutionWords {
    // --- Rooms ---
    rooms: "Report back",
    room_layers: "Layers",
    room_answers: "Answers",
    room_told: "You said",
    room_booklet: "Booklet",
    room_review: "Review walk",
    // --- Layers ---

    // --- Answers ---

    // --- You said, we did ---

    // --- Booklet ---

    // --- Review walk ---
    review_what: "What is said to be done",
    review_hint: "A review walk goes back to look at what is said to be done. Choose what to look at: each recommendation becomes a question at the stop where it was asked for.",
    review_none: "No recommendation stands at “Done” waiting to be checked.",
    review_internal: "Inside the group: its question goes to the phones of the review walk all the same.",
    review_no_place: "no point on the map",
    review_title: "Name of the review walk",
    review_date: "Date",
    review_many_stops: "More than twelve stops: that is long for one walk. You can prepare two.",
    review_prepare: "Prepare the review walk",
    review_walks: "Review walks prepared",
    review_walks_hint: "They are prepared and shared like any walk. The questions are in the walk’s file; the code to scan carries them only if all of them fit.",
    review_open_sheet: "Sheet and route",
    review_share: "Share",
    review_checks: "What was seen",
    review_checks_hint: "With or without phones, the group says. “Solved”: verified by residents. “Unchanged” or “Worse”: in progress again. Tapping again takes the answer back.",
    review_checked_on: "Seen on",
    review_agreed: "The group agrees:",
    review_partly: "Partly: it stays at “Done”. You decide what follows, here or in its life below.",
    review_moved_since: "It has moved another way since: this answer is kept, and no longer moves it.",
    review_nobody: "no phone has answered yet",
    review_divided: "The phones do not say the same: talk about it before you choose.",
    review_asked_on: |walks| format!("already in: {walks}"),
    review_done_on: |date| format!("done on {date}"),
    review_agreed_on: |date| format!("Seen on {date}."),
    review_count: |things, stops| {
        let things_word = if things == 1 { "question" } else { "questions" };
        let stops_word = if stops == 1 { "stop" } else { "stops" };
        format!("{things} {things_word}, {stops} {stops_word}")
    },
    review_stops: |stops| format!("{stops} {}", if stops == 1 { "stop" } else { "stops" }),
    review_seen: |said| {
        let one = |(count, outcome): &(usize, &str)| {
            let phones = if *count == 1 { "phone" } else { "phones" };
            format!("{count} {phones}: {outcome}")
        };
        said.iter().map(one).collect::<Vec<_>>().join("; ")
    },
};
