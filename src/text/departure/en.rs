//! English.

use super::DepartureWords;

pub(super) static WORDS: DepartureWords = DepartureWords {
    // --- Its screens ---
    step: |step, of| format!("Step {step} of {of}"),
    for_whom: "For whom?",
    settle: "To settle first",
    settle_hint: "A file is only made with a commune and with words that were looked at. The rest waits here and is in nobody’s way.",
    what_leaves: "What leaves, what stays",
    make: "Make the file",
    next: "Next",
    back: "Back",
    counting: "Counting… The campaign is not all here yet.",
    ready: "Everything is settled. The file is made on this device, without a network.",
    // --- To be settled ---
    nothing: "Nothing to settle",
    commune: "The commune",
    commune_known: |code| format!("Code {code}"),
    commune_missing: "To be said",
    commune_hint: "Each row of the file names its commune by its INSEE code: five characters, with the leading zero; 2A or 2B in Corsica. It is not the postal code.",
    commune_field: "INSEE code of the commune",
    commune_keep: "Keep this code",
    commune_refused: |typed| {
        format!(
            "“{typed}” is no INSEE code of a commune: nothing has changed. It takes five characters, such as 80021 or 2A004."
        )
    },
    words: "The words",
    words_count: |count| match count {
        1 => "1 text to look at".to_owned(),
        count => format!("{count} texts to look at"),
    },
    words_hint: "A name, a home, a number, an address or a number plate can point at somebody. Each text leaves only corrected, or looked at by you.",
    words_none: "All words that leave were looked at.",
    words_left: |count| match count {
        1 => "It is the last one.".to_owned(),
        count => format!("{count} texts left, one by one."),
    },
    words_stand_in: "Where these words stand",
    word_fine: "It is fine as it is",
    word_later: "Later, the next one",
    word_other: "Or other words",
    word_keep: "Keep these words",
    word_elsewhere: "These words are written elsewhere: change them there, or say that they are fine.",
    word_go: "Go where it is written",
    homes: "Perhaps somebody’s home",
    homes_count: |count| match count {
        1 => "1 observation stays here unless you let it leave".to_owned(),
        count => format!("{count} observations stay here unless you let them leave"),
    },
    unfinished: "Not finished",
    unfinished_count: |count| match count {
        1 => "1 thing stays here: it lacks something".to_owned(),
        count => format!("{count} things stay here: they lack something"),
    },
    unfinished_hint: "Nothing of this leaves, for anybody, until it is completed.",
    unfinished_go: "Complete it",
    unfinished_stay: |count| match count {
        1 => "1 unfinished finding or request does not leave.".to_owned(),
        count => format!("{count} unfinished findings or requests do not leave."),
    },
    more: |count| format!("… and {count} more"),
    // --- Why there is no file ---
    no_commune: "There is no file: nobody said which commune it is. Nothing is lost and nothing has left. Say it in “Layers”, then try again.",
    words_wait: |count| {
        let them = match count {
            1 => "one text may point at somebody and nobody has looked at it".to_owned(),
            count => format!("{count} texts may point at somebody and nobody has looked at them"),
        };
        format!(
            "There is no file: {them}. Nothing is lost and nothing has left. Settle them in “Layers”, then try again."
        )
    },
    walk_without_commune: "The walk does not name its commune: the column insee_com is not filled in. Put the INSEE code on its sheet, then make the file again.",
    go_and_settle: "Go and settle it",
    // --- Texts ---
    text_campaign: "Name of the campaign",
    text_walk: "Name of a walk",
    text_cycle: "Cycle of a walk",
    text_quarter: "Quarter of a walk",
    text_context: "What happened that day",
    text_stop: "Name of a stop",
    text_constat_title: "Title of a finding",
    text_constat_summary: "Summary of a finding",
    text_constat_quote: "Words quoted in a finding",
    text_constat_place: "Place of a finding",
    text_operation: "Operation",
    text_asked: "What is asked for",
    text_asked_detail: "Detail of a request",
    text_answer: "Answer of the responsible body",
    text_reason: "Reason of the responsible body",
    text_words: "Words of an observation",
    text_idea: "Idea of an observation",
    text_place: "Place of an observation",
    text_lamp: "Number of a lamp",
    text_erratum: "Words of a recall",
    // --- What left before ---
    releases: "What has left already",
    releases_none: "Nothing has left from here yet.",
    release: "This file",
    release_line: |date, who, rows| match rows {
        1 => format!("{date} · {who} · 1 row"),
        rows => format!("{date} · {who} · {rows} rows"),
    },
    release_made: |date, who| format!("Asked for on {date}, for: {who}."),
    release_rows: |layer, rows| match rows {
        1 => format!("{layer}: 1 row"),
        rows => format!("{layer}: {rows} rows"),
    },
    release_internal: "With what is internal to the group.",
    release_part: "Only a part.",
    release_left: "Findings and requests that left",
    called_back: |why| format!("Called back: {why}"),
    call_back: "Call this file back",
    call_back_hint: "A file that left does not come back. Say what is wrong and what to do: these words will stand first in the next LISEZMOI for the same readers. Name nobody: they are read again like all others.",
    call_back_words: "What is wrong, what to do",
    call_back_keep: "Call it back with these words",
    call_back_drop: "Call it back no more",
};
