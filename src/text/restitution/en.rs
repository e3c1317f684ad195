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
    layers_hint: "One file for QGIS, PostGIS and the spreadsheet. It is made on this device, without a network.",
    layers_audience: "For whom?",
    layers_partners_hint: "City, landlords, State: without what is internal to the group.",
    layers_public_hint: "Everybody: only what is marked public, words read again, no small count.",
    layers_internal: "Also what is internal to the group",
    layers_coarse: "Round the places (about 100 m)",
    layers_only: "Only a part",
    layers_cycle: "Cycle",
    layers_principle: "Principle",
    layers_leaves: "What leaves",
    layers_nothing: "Nothing leaves with these choices.",
    layers_stays_title: "What stays here",
    layers_words: "The words that leave",
    layers_make: "Prepare the file",
    layers_checked: "Read as by somebody who tries to recognise a person: nothing was found.",
    layers_counts: |constats, preconisations, observations| {
        things(constats, preconisations, observations)
    },
    layers_walks: |walks, photos| {
        format!("{}, {}", counted(walks, "walk", "walks"), counted(photos, "photo", "photos"))
    },
    layers_without_words: |count| {
        let them = counted(count, "observation leaves", "observations leave");
        format!("{them} without its words: nobody read them again for this.")
    },
    layers_photos_stay: |count| {
        let them = counted(count, "photo stays", "photos stay");
        format!("{them}, with its observation.")
    },
    layers_without_place: |count| {
        let them = counted(count, "observation", "observations");
        format!("{them} without a place: in the spreadsheet only, not on the map.")
    },
    layers_constats_without_place: |count| {
        let them = counted(
            count,
            "finding without a place does not leave",
            "findings without a place do not leave",
        );
        format!("{them}: fewer than five phones. Say where, in the finding.")
    },
    layers_homes: "Look at these first: perhaps somebody’s home. They stay here unless you let them \
                   leave.",
    layers_home_after: |time, minutes| {
        let when = if minutes < 0 { "before the walk began" } else { "after the walk" };
        let minutes = minutes.abs();
        let long = if minutes < 120 {
            format!("{minutes} minutes")
        } else {
            format!("{} hours", minutes / 60)
        };
        format!("Said at {time}, {long} {when}.")
    },
    layers_home_away: |metres| format!("{metres} metres from the route."),
    layers_home_lets: "Let it leave",
    layers_later: |observations, constats| {
        let observations = (observations > 0).then(|| {
            counted(observations, "observation does not leave", "observations do not leave")
        });
        let constats = (constats > 0)
            .then(|| counted(constats, "finding does not leave", "findings do not leave"));
        let them: Vec<String> = observations.into_iter().chain(constats).collect();
        format!("{}: this version does not know the category; update the app.", them.join(", "))
    },
    layers_stays: |constats, preconisations, observations| {
        format!("In the group: {}.", things(constats, preconisations, observations))
    },
    layers_breach: |count, first| {
        format!(
            "The file is not handed over: read again, {count} things in it should not leave \
             ({first}). Nothing is lost and nothing left. Read these texts again, then start over."
        )
    },
    // --- Answers ---
    answers_give: "Give the file of answers back",
    answers_give_hint: "The file that the service filled in: GeoJSON out of QGIS, or CSV out of a spreadsheet. Choose it, or drop it here. Nothing is taken before you have seen it.",
    answers_reading: "Reading the file…",
    answers_not_read: "The file could not be opened. Nothing has changed. Choose it again.",
    answers_read: |file, layer| {
        format!(
            "“{file}”, layer {layer}: this is what the file changes. Untick what you do not want to take."
        )
    },
    answers_nothing: "This file brings nothing new: all that it says is here already.",
    answers_nothing_taken: |file| {
        format!("“{file}”: nothing to take. See below what is not taken, and what to do.")
    },
    answers_unchanged: |n| match n {
        1 => "1 row says what is here already.".to_owned(),
        n => format!("{n} rows say what is here already."),
    },
    answers_take: |n| match n {
        1 => "Take 1 answer".to_owned(),
        n => format!("Take {n} answers"),
    },
    answers_taken: |n| match n {
        1 => "1 answer is taken. What the group wrote has not changed.".to_owned(),
        n => format!("{n} answers are taken. What the group wrote has not changed."),
    },
    answers_undo: "Undo: put back as before",
    answers_undone: "Undone: all is as before the file.",
    answers_forget: "Take nothing",
    answers_choose_all: "Tick all",
    answers_choose_none: "Untick all",
    answers_take_row: |number| format!("Take {number}"),
    answers_more: |n| format!("Show more ({n})"),
    answers_line: |n| format!("row {n}"),
    answers_empty_cell: "nothing",
    answers_steps: "Steps",
    answers_not_taken: "Not taken",
    answers_strangers: "Rows that are not taken",
    answers_remarks: "To know about this file",
    answer: "Answer",
    answers_file_empty: "This file is empty. Nothing has changed. Ask the service to save it again.",
    answers_file_large: "This file is too large for answers (over 16 MB). Nothing has changed. Leave only the layer of recommendations or findings in it.",
    answers_file_page: "This is a web page, not a file of answers. Nothing has changed. Open the link and save the file itself.",
    answers_file_workbook: "This is a workbook (.xlsx, .ods) or an archive (.zip). Nothing has changed. In the spreadsheet: “Save as”, CSV. Take a file out of an archive first.",
    answers_file_geopackage: "This is a GeoPackage. Nothing has changed. In QGIS: right-click on the layer, “Export”, GeoJSON.",
    answers_file_not_text: "This file is neither GeoJSON nor CSV. Nothing has changed. Ask the service for one of the two.",
    answers_file_not_json: |line| {
        format!(
            "This GeoJSON ends or breaks at line {line}. Nothing has changed. Ask the service to export it again."
        )
    },
    answers_file_not_geojson: "This is JSON, but no GeoJSON layer. Nothing has changed. In QGIS: “Export”, GeoJSON.",
    answers_file_another: |layer| {
        format!(
            "This is the layer “{layer}”: it holds no answers. Nothing has changed. Answers are in “preconis” and “constats”."
        )
    },
    answers_file_no_id: |column| {
        format!(
            "The column {column} is missing: without it, nobody knows what each row answers. Nothing has changed. Start from the exported file, copy the answers into it and keep this column."
        )
    },
    answers_file_no_row: "This file has column names but no row. Nothing has changed. Check that no filter was on when it was exported.",
    answers_column_missing: |column| {
        format!("The column {column} is missing: what it said here does not change.")
    },
    answers_column_unknown: |column| {
        format!(
            "The column “{column}” is not of this layer: it is not read. If it was renamed, give it its name back."
        )
    },
    answers_column_twice: |column| {
        format!("The column “{column}” is there twice: only the first is read.")
    },
    answers_bad_date: |line, column, text| {
        format!(
            "Row {line}, {column}: “{text}” is not a date that exists. This cell is not taken, the rest of the row is. Write for example 2026-12-31."
        )
    },
    answers_bad_code: |line, column, text, list| {
        format!(
            "Row {line}, {column}: “{text}” is not in the list. This cell is not taken, the rest of the row is. Choices: {list}."
        )
    },
    answers_cell_error: |line, column, text| {
        format!(
            "Row {line}, {column}: the spreadsheet wrote “{text}” in place of the content. This cell is not taken. Correct the formula or widen the column, then save again."
        )
    },
    answers_cut: |line, column, most| {
        format!(
            "Row {line}, {column}: the text is too long, only its first {most} characters are taken. Ask for a shorter version."
        )
    },
    answers_contradiction: |number, lines| {
        format!(
            "{number} is there several times (rows {lines}), with different answers: none is taken. Keep the right row and give the file back again."
        )
    },
    answers_too_many_cells: |line| {
        format!(
            "Row {line}: there are more cells than columns, all may have moved. This row is not taken. Save the file from the spreadsheet, not from a text editor."
        )
    },
    answers_beyond: |columns, rows| {
        format!(
            "This file is larger than a layer: {columns} columns and {rows} rows too many were not \
             read."
        )
    },
    answers_cut_short: |line| {
        format!(
            "The file ends in the middle of row {line}, or a quote is not closed there: it is not taken, those before are. Ask for the whole file."
        )
    },
    answers_windows_text: "The file was read as Windows text. See whether accents are right; if not, save it as “CSV UTF-8”.",
    answers_from_public: |count| {
        format!(
            "{count} row(s) come from the public file. They can be taken; next time, answer in the \
             partners’ file."
        )
    },
    answers_unknown_row: |line, number| {
        format!(
            "Row {line} {number}: nothing here has this id. The row is probably of another campaign."
        )
    },
    answers_no_id_row: |line, number| {
        format!(
            "Row {line} {number}: the id is missing or cannot be read. Copy it from the exported file."
        )
    },
    answers_id_changed: |line, number| {
        format!(
            "Row {line} {number}: this number is known, but the id was changed; which is right is not guessed. Copy the id from the exported file."
        )
    },
    answers_withdrawn_row: |line, number| {
        format!(
            "Row {line} {number}: the group took it back since. Nothing is left to answer; tell the service."
        )
    },
    answers_twice_row: |line, number| {
        format!(
            "Row {line} {number}: the same thing stands in another row, under another id, and says something else there. Neither is taken: keep the right one."
        )
    },
    answers_no_step: |from, to| {
        format!(
            "From “{from}” one does not get to “{to}”: the status does not change. Ask the service what was meant."
        )
    },
    answers_already_past: |from, to| {
        format!(
            "It has been “{to}” and is “{from}” now: the status does not go back. If that was a mistake, undo the step on its card."
        )
    },
    answers_not_transmitted: |from| {
        format!(
            "It is still “{from}”: the group has not transmitted it, the status does not change. Transmit it first, then give the file back again."
        )
    },
    answers_of_another: |to, party| {
        format!("“{to}” is not the service’s to say ({party}): the status does not change.")
    },
    answers_no_reason: |to| {
        format!(
            "“{to}” takes a reason in plain words, and motif_stat is empty: the status does not change. Ask the service for the reason."
        )
    },
    answers_reason_alone: "The reason (motif_stat) changed and the status did not: a reason goes with a step, it is not taken. If it matters, put it into rep_texte.",
    answers_label_changed: |column, label| {
        format!(
            "The column {column}_lib says “{label}”, but {column} is the one that is read, and it has not changed. Write “{label}” into {column}."
        )
    },
    answers_zeros_lost: |column, before| {
        format!(
            "{column}: the spreadsheet took the first zeros away; “{before}” is kept. Set the column to Text."
        )
    },
    answers_of_the_group: |column, given| {
        format!(
            "{column} is written by the group and does not change from here. The file says: “{given}”."
        )
    },
    answers_moved: "The point was moved in the file: its place here does not change.",
    answers_swapped: "Longitude and latitude are exchanged in the file: the place here does not change.",
    // --- You said, we did ---
    told_note: "Note that it was told",
    told_note_hint: "For each request that has an answer: when and how residents heard of it.",
    told_on: "Told on",
    told_how: "How",
    told_already: |on, how| format!("Told on {on}: {how}"),
    told_keep: |count| match count {
        0 => "Choose a request first".into(),
        1 => "Note for 1 request".into(),
        count => format!("Note for {count} requests"),
    },
    told_news: " · something new since",
    told_choose_untold: |count| format!("Choose what was not told yet ({count})"),
    told_none: "No request has an answer yet.",

    // --- Booklet ---
    document: "Which document?",
    document_booklet: "Whole booklet",
    document_actor: "Sheet for an actor",
    document_action: "Sheet for a kind of action",
    document_print: "Print",
    document_file: "Make a page to send",
    document_copy: "Copy the text",
    document_copied: "Text copied.",
    document_not_copied: "The browser does not copy: the text is here, to be selected.",
    document_text: "The same, as text",
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
    review_answers: |count| match count {
        1 => "1 answer to the review".into(),
        count => format!("{count} answers to the review"),
    },
    review_seen: |said| {
        let one = |(count, outcome): &(usize, &str)| {
            let phones = if *count == 1 { "phone" } else { "phones" };
            format!("{count} {phones}: {outcome}")
        };
        said.iter().map(one).collect::<Vec<_>>().join("; ")
    },
};

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn things(constats: usize, preconisations: usize, observations: usize) -> String {
    format!(
        "{}, {}, {}",
        counted(constats, "finding", "findings"),
        counted(preconisations, "recommendation", "recommendations"),
        counted(observations, "observation", "observations")
    )
}
