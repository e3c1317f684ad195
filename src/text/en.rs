//! English.

use super::{FileWords, Words, first_numbers, size_in};

pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn named(what: &str, number: u16, name: &str) -> String {
    if name.is_empty() { format!("{what} {number}") } else { format!("{what} {number}, {name}") }
}

fn former(what: &str, number: u16, name: &str) -> String {
    if name.is_empty() { format!("{what} {number}") } else { format!("{what}: {name}") }
}

/// `2026-11-05` as people say it; anything else as it is.
pub(super) fn date(iso: &str) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let parts: Vec<&str> = iso.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return iso.to_owned() };
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (month, day.parse::<u8>()) {
        (Some(month), Ok(day)) => format!("{day} {month} {year}"),
        _ => iso.to_owned(),
    }
}

pub(super) fn size(bytes: u64) -> String {
    size_in(bytes, ["kB", "MB", "GB"], ".")
}

fn numbered(numbers: &[usize]) -> String {
    format!("no. {}", first_numbers(numbers, "more"))
}

fn notice(to: &str, contact: &str) -> Vec<String> {
    let to = if to.is_empty() { "the local authority" } else { to };
    let mut sentences = vec![
        "We write down what is right and wrong with places, not with people.".to_owned(),
        "No name is written.".into(),
        "We avoid photographing people and number plates. If it happens, we cover them at once."
            .into(),
        "The phone keeps the place of a remark, not your path.".into(),
        format!(
            "Your remarks are read again with you, then passed on to {to} to improve the neighbourhood."
        ),
        "You need not answer, and you can have a remark erased.".into(),
        "It is then erased on the devices that read the notebook again, not in what already left."
            .into(),
        "The ring at the top right hides the screen; three quick taps on the time bring it back."
            .into(),
    ];
    if !contact.is_empty() {
        sentences.push(format!("Contact: {contact}."));
    }
    sentences.push("In danger (France): 17, 112, or 114 by text message.".into());
    sentences
}

/// The words.
pub(super) static EN: Words = Words {
    app_name: "Éclaireuse",
    back: "Back",
    close: "Close",
    cancel: "Cancel",
    done: "Done",
    loading: "Reading the notebook…",
    read_aloud: "Read aloud",
    settings: "Settings",
    try_again: "Try again",
    training_mark: "Exercise: everything here is invented.",
    training_badge: "Exercise",
    training_walk: "Try: an exercise walk",
    training_export: "Exercise walk: these files are marked as invented. Do not pass them on as real observations.",
    workshop: "After the walk",
    answer: "I have the answer",
    received: "Handed over",
    home_hint: "The notebook of exploratory walks. Everything stays on this phone, with no network and no account.",
    no_walk: "No walk on this phone.",
    walk: "Walk of",
    new_walk: "New walk",
    sheet: "Sheet of the walk",
    notice_title: "Before walking",
    notice_heard: "We have heard it",
    notice_todo: "To be read to the group before walking",
    tabs: "Parts of the walk",
    tab_map: "Map",
    join: "Join a walk",
    place_on_map: "Place on the map",
    lamps_near: "Lamps nearby",
    stop_done: "finished",
    tab_list: "List",
    tab_stops: "Stops",
    tab_hand_over: "Hand over",
    add_observation: "Say what you see here",
    what_do_you_see: "What do you see?",
    no_observation: "Nothing yet. Tap the big + when a place strikes you.",
    no_such_observation: "This observation is not on this phone.",
    between_stops: "Between stops",
    filter: "Filter",
    filter_on: "On",
    badge_unsaved: "Saving",
    badge_to_place: "To place",
    badge_unfinished: "Not finished",
    unfinished_continue: "Continue",
    unfinished_keep: "Keep",
    unfinished_discard: "Throw away",
    unfinished_later: "Later",
    withdrawn: "Observation withdrawn",
    undo: "Undo",
    put_back: "Put back",
    saved: "Saved on this phone",
    saving: "Saving…",
    not_saved: "Not saved yet",
    clash: "Two different versions of this observation exist. Both are kept.",
    finished_go_on: "Done, we go on",
    add: "Add",
    polarity_question: "It is rather…",
    feeling_question: "How do you feel here?",
    lighting_question: "The light",
    panel_photo: "Photo",
    panel_people: "Who is there?",
    panel_words: "Write",
    panel_severity: "How serious",
    panel_place: "Place",
    panel_lamp: "Lamp",
    panel_ratings: "Rate the place",
    panel_also: "Also",
    panel_more: "More",
    severity_question: "How serious is it?",
    severity_hint: "From left to right: from least to most serious.",
    frequency_question: "It happens…",
    present_question: "Who is there?",
    dominant_question: "Mostly whom?",
    avoided_question: "Do people avoid this place?",
    avoided_yes: "Yes, avoided",
    avoided_no: "No",
    avoided_by_question: "Who avoids it?",
    avoided_when_question: "When?",
    reasons_question: "Why?",
    reasons_hint: "We describe the place, never a person. Dealing, exhibition and past events stay inside the group.",
    strategies_question: "How do people cope?",
    words_label: "In your words",
    words_hint: "No name, nobody recognisable. At most 1,000 characters.",
    idea_label: "An idea?",
    idea_hint: "What would be better here. At most 500 characters.",
    lamp_question: "The lamp",
    lamp_ref_label: "Number on the post",
    lamp_ref_hint: "It helps the city find the lamp.",
    voices_question: "How many people agree?",
    voices_less: "One voice less",
    voices_more: "One voice more",
    moment_question: "Moment",
    source_question: "Who says it?",
    sharing_question: "Who may read it?",
    place_none: "No place: to be placed",
    place_here: "Here, where I am now",
    place_where_observed: "Where we stood",
    place_at_stop: "At a stop",
    stop_without_place: "no point",
    coordinates: "Coordinates",
    coordinates_label: "Latitude, longitude (degrees)",
    coordinates_hint: "As maps show them: 49.8709, 2.2935",
    coordinates_wrong: "These are not coordinates. The place did not change. Example: 49.8709, 2.2935",
    place_name_label: "What do people call this place?",
    place_name_hint: "The name you give it among yourselves.",
    place_kind_question: "It is…",
    photo_of_place: "Photo of the place",
    photo_withdraw: "Withdraw",
    photo_put_back: "Put back",
    position_asleep: "Position is off",
    position_ask: "Find",
    position_searching: "Looking for the position… You can go on.",
    position_denied: "Position refused. Everything works: place the observations by hand.",
    position_unavailable: "No position here. Place the observations by hand, or later.",
    position_timed_out: "The position is slow. You can go on.",
    position_coarse: "not precise",
    copies: &super::copies::EN,
    position: &super::position::EN,
    backup: "Put in safety",
    backup_text: "A file with the whole notebook, photos included. Send it to the mediator or keep it somewhere other than this phone.",
    notebook_html: "Notebook to read and send",
    notebook_zip: "Notebook as .zip",
    layers: "For the planner",
    layers_text: "The observations as layers for QGIS or a spreadsheet. Not a backup: what is internal to the group is left out.",
    layers_make: "Make the layers",
    import: "Open a notebook",
    import_text: "A .zip or .html notebook of Éclaireuse. Nothing that is already here is changed.",
    import_done: "Notebook read and added",
    import_nothing_new: "Everything was here already",
    import_partly: "Read in part",
    open_walk: "See the walk",
    working: "One moment…",
    file_ready: "The file is ready",
    share: "Send",
    download: "Save the file",
    storage: "On this phone",
    storage_kept: "The browser has promised to keep these data.",
    storage_not_promised: "The browser has not promised to keep these data if space runs out. Make backups.",
    storage_unknown: "This browser does not say whether it keeps these data. Make backups.",
    wipe: "Wipe",
    wipe_text: "Wipes this walk from this phone, once the mediator has received the notebook. Files that you saved or sent elsewhere are not wiped: look for them in the downloads and the messages.",
    wipe_ask: "Wipe the walk…",
    wipe_confirm: "Wipe it all",
    wipe_training: "Wipe the exercise",
    wipe_training_text: "The exercise holds nothing real.",
    language: "Language",
    theme: "Look of the screen",
    theme_auto: "Auto",
    theme_light: "Day",
    theme_dark: "Evening",
    theme_night: "Night",
    about: "About",
    about_text: "Éclaireuse keeps places, never persons. It does not follow your path and sends nothing by itself.",
    licences: "Licences",
    rescue: "Rescue page",
    update_ready: "A new version is ready.",
    update_now: "Use it",
    problem_full: "There is no room left on this phone, or the browser cannot write any more. What was saved is intact; the last answer is still on the screen. Free some room and try again, or hand the notebook over now.",
    problem_refused: "The browser refuses to save (private browsing?). Nothing is lost while this page stays open: hand the notebook over now, or open the app outside private browsing.",
    problem_newer: "A more recent version of the app has taken over the data of this device. Reload this page: what was saved is there.",
    problem_read_back: "What was read back is not what was written. The answer is still on the screen: try again, then make a backup.",
    problem_no_walk: "This walk is not on this phone. Open its notebook to find it again.",
    problem_photo_lost: "The photo being taken did not come back: the page closed while the camera was open. The observation is intact; take the photo again.",
    problem_clock: "This phone’s clock is not set: the times will be wrong. Observations are kept; set the date if you can.",
    problem_cannot_leave: "Only this page holds your last answer: leaving would lose it. Try again, or save the notebook first.",
    problem_said_elsewhere: "This was said on another phone: only that phone changes it. Nothing has changed.",
    problem_prepared_elsewhere: "This walk was prepared on another device: its sheet is changed there. Nothing has changed here; your observations are untouched.",
    problem_no_voice: "This phone has no voice installed for this language. Nothing else is affected.",
    ago_s: |seconds| format!("{seconds} s ago"),
    answers_given: |n| counted(n, "answer given", "answers given"),
    at_stop: |number, name| named("stop", number, name),
    stop_title: |number, name| named("Stop", number, name),
    stop_short: |number| format!("stop {number}"),
    former_stop: |number, name| former("former stop", number, name),
    former_stop_title: |number, name| former("Former stop", number, name),
    observations: |n| counted(n, "observation", "observations"),
    photos: |n| counted(n, "photo", "photos"),
    voices_count: |n| counted(n, "voice", "voices"),
    counts: |observations, photos| {
        format!("{}, {}", (EN.observations)(observations), (EN.photos)(photos))
    },
    file_content: |items, photos, bytes| {
        format!("{}, {}, {}", counted(items, "item", "items"), (EN.photos)(photos), size(bytes))
    },
    import_counts: |records, photos, known| {
        format!(
            "Added: {}, {}. Already here: {known}.",
            counted(records, "record", "records"),
            (EN.photos)(photos)
        )
    },
    layers_internal: |n| {
        format!(
            "Include {} of the group",
            counted(n, "internal observation", "internal observations")
        )
    },
    layers_without_place: |numbers| {
        format!("Without a place, in the table but not on the map: {}.", numbered(numbers))
    },
    layers_later_category: |numbers| {
        format!(
            "Not in the layers, category unknown to this version: {}. Update the app.",
            numbered(numbers)
        )
    },
    moment_computed: |moment| format!("By the sun: {moment}. Tap to correct."),
    sharing_computed: |sharing| format!("Unless you say otherwise: {sharing}."),
    notice,
    notice_version: |version| format!("Text of the notice, version {version}."),
    storage_counts: |records, photos| {
        format!("Open walk: {}, {}.", counted(records, "record", "records"), (EN.photos)(photos))
    },
    storage_used: |used, quota| match quota {
        Some(quota) => format!("Space used: {} of {}.", size(used), size(quota)),
        None => format!("Space used: {}.", size(used)),
    },
    unfinished_more: |n| format!("And {} not finished.", counted(n, "other", "others")),
    unfinished_question: |time, what| format!("An observation of {time} is not finished: {what}."),
    version: |version| format!("Version {version}"),
    text_cut: |most| format!("The text was too long: the first {most} characters are kept."),
    records_unread: |n| {
        format!(
            "{} of a newer version: kept and passed on, but not shown here.",
            counted(n, "record", "records")
        )
    },
    problem_other: |why| {
        format!("Saving failed. The answer is still on the screen: try again. ({why})")
    },
    problem_unreadable: |why| {
        format!(
            "The notebook of this phone does not open. Nothing is erased. Close other tabs and start again; otherwise the rescue page (settings) can read it. ({why})"
        )
    },
    job_walk_unreadable: |title, why| {
        format!(
            "The file is not made: the walk “{title}” could not be read, and without it the campaign would not be whole. Nothing is lost; try again, or restart the app. {why}"
        )
    },
    job_not_here: "What is asked for is not on this device.",
    job_nothing_read: |why| {
        format!(
            "Nothing could be read: no record was taken in, and nothing here has changed. Keep the phone as it is and ask for the file again. {why}"
        )
    },
    job_died: |why| format!("The work stopped before its end; do it again. {why}"),
    file_outdated: "The content has changed since the file was made: make it again.",
    problem_export: |why| {
        format!("The file could not be made. Nothing is erased; try again. ({why})")
    },
    problem_import: |why| format!("This file could not be read. Nothing here has changed. ({why})"),
    date,
};

/// The words of files.
pub(super) static FILES: FileWords = FileWords {
    bundle_not_one: "This file is not a notebook of Éclaireuse.",
    bundle_truncated: "The file is incomplete: it ends too early. What is whole was read.",
    bundle_altered: "The records are not exactly those that were written.",
    bundle_line: |number| format!("Line {number} cannot be read; the others were."),
    bundle_newer: |kind| {
        format!("A record of a newer version ({kind}) is kept and passed on, but not shown.")
    },
    bundle_not_understood: |field| {
        format!("An answer not known here ({field}) is kept, but not shown.")
    },
    bundle_photo_altered: |name| {
        format!("A photo or the basemap is damaged and is not taken: {name}. The rest is.")
    },
    bundle_photo_missing: |name| {
        format!("A photo or the basemap is missing from the file: {name}.")
    },
    bundle_counts: |said, found| format!("The file announces {said} records, {found} were found."),
    bundle_outside: |name| format!("A part has a dangerous name and is not taken: {name}."),
    bundle_unknown: |name| format!("An unknown part is not taken: {name}."),
    more_problems: |count| format!("And {count} more remarks, which are not shown here."),
    bundle_more_remarks: |count| {
        format!("And {count} more values that this version does not know; they are kept.")
    },
    bundle_photo_not_bare: |name| {
        format!(
            "The photo {name} is not taken: its file carries more than the picture (place, \
             device, comment). What was said is kept. Take the photo again, or send a copy made \
             by the app."
        )
    },
    receipt: |code| {
        format!("Code of the notebook: {code}. The same code on two phones means the same content.")
    },
    layers_on_map: |all, on_map| {
        format!(
            "{} in the table, {on_map} on the map.",
            counted(all, "observation", "observations")
        )
    },
    layers_internal_left_out: |n| {
        format!("{} inside the group.", counted(n, "observation stays", "observations stay"))
    },
    photos_missing: |n| format!("{} on this phone.", counted(n, "photo is not", "photos are not")),
    bundle_no_manifest: "The notebook’s manifest is missing or cannot be read: what was read cannot be checked.",
    bundle_records_too_large: "The records are far too large for a notebook; what came before was read.",
    bundle_photo_too_large: "A photo is far too large and is not taken.",
    bundle_too_many: "There are far too many parts for a notebook; what came before was read.",
    bundle_unreadable: |why| format!("The file cannot be read: {why}"),
    bundle_newer_bundle: |version| {
        format!(
            "This notebook comes from a newer version ({version}). What is understood was read."
        )
    },
    file_not_pmtiles: "This file is not a PMTiles basemap. Nothing has changed.",
    file_basemap_version: |version| {
        format!(
            "This basemap is PMTiles version {version}; the map reads version 3. Convert it with the tool “pmtiles convert”. Nothing has changed."
        )
    },
    file_no_tiles: "This basemap is empty: it has no tile. Nothing has changed.",
    file_too_large: |limit| {
        format!(
            "This file is larger than {limit} MB, too much for the phones. Cut it around the neighbourhood. Nothing has changed."
        )
    },
    file_no_attribution: "This basemap does not say who made it. Write whom to name: the licence almost always asks for it.",
    basemap: super::BasemapWords::ENGLISH,
    kit_outdated: |title| {
        format!(
            "This preparation of “{title}” is older than the one on this phone. Nothing has changed. Ask the mediator for the latest."
        )
    },
    kit_namesake: |reference, title| {
        format!(
            "Careful: another walk here, “{title}”, bears the same reference ({reference}). Their observations will stay apart; ask the mediator which one to keep."
        )
    },
    kit_by_another: "Not taken, because it came from another device than the one that prepared this walk: a sheet or its preparation. The one here has not changed; ask the mediator which is right.",
    claims_refused: "Not taken, because it came from another device and claims to be older than what the author said. What she said has not changed.",
    clashes_kept: "Another device than the author’s wrote on things that are here. Both versions are kept, the author’s is shown; nothing was withdrawn.",
    kit_absent: "This code only carries the name of the walk. Its preparation is neither on this phone nor where the app is hosted: ask the mediator for the file and open it here.",
    invitation_another: "This link or code does not invite to a walk. Nothing has changed. Use the code printed on the walk’s sheet.",
    invitation_damaged: "This link is incomplete or damaged. Nothing has changed. Scan the code again, or ask for the walk’s file.",
    invitation_newer: "This code comes from a later version of the app. Nothing has changed. Update the app, or ask for the walk’s file.",
};
