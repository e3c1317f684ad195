//! English.

use super::WorkshopWords;
use crate::domain::walk::phone_check::{PhoneCheck, SecondCopyState};
use crate::domain::walk::readiness::Obstacle;

pub(super) static EN: WorkshopWords = WorkshopWords {
    rooms: "The steps of the workshop",
    campaigns: "Workshop",
    campaigns_hint: "After the walk: bring the notebooks together, decide together. Everything stays on this device.",
    campaign: "Campaign",
    campaign_new: "New campaign",
    campaign_new_hint: "A campaign brings together one or several walks of the same quarter, by day and by night for instance.",
    campaign_title: "Name of the campaign",
    campaign_reference: "Short reference, at the beginning of each number",
    campaign_begin: "Begin",
    no_campaign: "This campaign is not on this device. Nothing is lost: open it where it was made, or take its file in here.",
    no_walks: "There is no walk yet: take the notebooks in first.",
    room_cockpit: "Notebooks",
    room_entry: "Typing in",
    room_group: "Group",
    room_constats: "Findings",
    constat: "Finding",
    room_reread: "Read again",
    room_compare: "Compare",
    room_decide: "Decide",
    room_wall: "On the wall",
    room_figures: "Figures",
    room_preconisations: "Recommendations",
    undo: "Undo",
    close: "Close",
    more: "See more",
    nothing: "nothing",
    not_chosen: "—",
    refused_agreed: "The group agreed on this finding: it no longer changes without it. Nothing has moved. To take it up again, bring it back to review.",
    refused_no_dot: "All dots of this ballot are placed. Take one away to put it elsewhere.",
    refused_nothing: "There is nothing left to undo on this page. A grouping can also be undone from its finding.",
    refused_not_here: "What you wanted to change is no longer there. Nothing else has moved.",
    two_versions: "Two versions: choose one, or keep both",
    two_versions_hint: "Two devices wrote without knowing of each other. Nothing is lost: the one you choose is shown, the other stays in the backup.",
    choose_version: "Choose this one",
    keep_both: "Keep both",
    version_stands: "Keep it",
    version_aside: "Set aside",
    version_nothing: "Nothing (taken back)",
    walk_in: "Belongs to the campaign",
    walk_out: "Does not belong to it",
    walk_offered: "Another walk came with these files. Does it belong to this campaign?",
    walk_add: "Yes, add it",
    walk_leave: "No, leave it apart",
    walks_other: "Other walks on this device",
    walk_add_other: "Add it here",
    walk_take_out: "Take this walk out of the campaign",
    joined_here: "Joined here",
    part: "Separate",
    answer_of_body: "Answer",
    residents_told: "Residents told",
    checked_on_walk: "Check",
    reread_again: "Changed by its author since: to be read again. Until then nothing of it leaves.",
    refused_later_category: "This version knows the category of none of these observations: update the app, add them to an existing finding, or put them together with another observation.",
    refused_carries: "This finding carries requests or dots: join it to another, they will go along.",
    refused_changed_since: "It was changed since, here or elsewhere: nothing was undone. Correct it by hand.",
    refused_incomplete: "Before agreeing it needs a title, a summary, a place, and whether it is a problem or a strength.",
    refused_no_reason: "A reason in plain words is needed. Nothing has changed.",
    refused_party: "This step belongs to:",
    refused_step: "This step does not follow from this one:",
    take_in: "Take notebooks in",
    take_in_hint: "Several at once, in any order, even twice: the result is the same.",
    may_be_cleared: "The browser does not promise to keep this campaign if space runs out. Save it to a file, below, after each session.",
    keep_campaign: "Save the campaign",
    keep_campaign_hint: "One file with the notebooks, the photos and all decisions. It can be taken in here or on another computer.",
    dots_each: "Dots per person",
    short_below: "Short term: less than (months)",
    long_above: "Long term: more than (months)",
    phones_expected: "Phones expected",
    answer_waits: "Photos are missing: no answer to give yet. Take this phone’s notebook in again.",
    answer_waits_for_records: "Records are missing: the notebook did not arrive whole, or not all of it could be taken. No answer to give yet. Ask this phone for a new file; what is refused is said when it is taken.",
    answer_show: "Answer the phone",
    answer_hint: "The phone scans this code, or types the six characters under Hand over. Only then can it say “Handed over”.",
    signature_whole: "Signed by this phone.",
    clock_of_phone: "Clock of the phone",
    clock_hint: "If its clock was wrong during the walk, say by how much: hours, dates, moments and order of all it noted follow. What was noted is not changed, and you can go back. What has left keeps its hour: changing it would show what is of this phone.",
    clock_by_fixes: |words| format!("By the satellites, it {words}."),
    clock_unsaid: "nothing is said of it",
    clock_right: "was right",
    clock_behind: |span| format!("was {span} slow"),
    clock_fast: |span| format!("was {span} fast"),
    clock_days: "Days",
    clock_hours: "Hours",
    clock_minutes: "Minutes",
    clock_was_behind: "It was slow",
    clock_was_fast: "It was fast",
    clock_was_right: "It was right",
    clock_take_back: "Say nothing of it",
    span: |seconds| super::span(seconds, "d"),
    signature_absent: "Not signed (earlier version, or a phone that cannot sign): nothing proves which phone wrote it.",
    signature_in_part: "Signed in part: something bears this phone’s number without its signature.",
    code_compare: "The phone must show ",
    coverage: "What is covered, what is missing",
    cover_moments: "Moments:",
    cover_unheard: "Principles nobody spoke of:",
    cover_all_heard: "All six principles were heard",
    entry_hint: "For a sheet of paper or a phone without the app. Nothing is compulsory but the code.",
    entry_walk: "Walk",
    entry_stop: "Stop",
    entry_moment: "Moment",
    entry_code: "Code of the grid",
    entry_code_hint: "Principle, dot, rank: 2.1 is street lighting.",
    entry_polarity: "Problem or strength",
    entry_feeling: "Feeling 0–3 (3 = good)",
    entry_severity: "Severity 0–3 (3 = worst)",
    entry_voices: "Voices",
    entry_words: "What was said",
    entry_idea: "Idea",
    entry_save: "Save, next",
    entry_wrong: "This code is not in the grid: nothing is saved. Correct the code.",
    entry_codes: "All codes",
    group_hint: "Nothing is put together without you, and everything can be undone. What was said never changes.",
    nothing_chosen: "Tap observations to put them together.",
    group_new: "New finding",
    group_into: "Add to the finding",
    group_leave: "Take out",
    choose_none: "Choose none",
    suggestions: "Perhaps the same place",
    no_suggestion: "Nothing left to suggest. The other observations are in the list.",
    in_the_dark: "in the dark",
    in_the_light: "by day",
    accept: "Put together",
    pick: "Choose",
    not_now: "Not now",
    observations: "Observations",
    show_grouped: "Already together",
    map: "Map",
    map_hint: "Drag an observation onto a finding or another observation: they go together. The place does not change. The list does the same.",
    no_constat: "No finding yet. Put observations together.",
    constats_hint: "In the order the group decided.",
    constat_gone: "This finding was dissolved. Its observations are free again.",
    agreed: "What the group says",
    constat_title: "Title, in one sentence",
    constat_summary: "What, where, when, for whom",
    constat_quote: "One quote, without a name",
    constat_category: "Category",
    constat_polarity: "It is…",
    constat_severity: "Severity (3 = worst)",
    constat_frequency: "How often",
    constat_priority: "Priority, decided by the group",
    constat_place: "The place",
    constat_place_name: "What people call the place",
    constat_point: "Point (latitude, longitude)",
    constat_place_kind: "Kind of place",
    constat_manager: "Who manages the ground",
    constat_project: "With the renewal project",
    constat_operation: "Operation (the planner’s reference)",
    constat_challenge: "Challenge of the city contract",
    constat_sector: "Sector",
    constat_actors: "Who can act",
    constat_lead: "Lead",
    constat_associated: "With",
    constat_sharing: "How far this finding may go",
    read_again: "Read again:",
    derived: "What the observations say",
    derived_hint: "Computed, never typed.",
    derived_lighting: "Lowest light:",
    derived_moments: "Moments:",
    members: "The observations together",
    members_hint: "Each stays as it was said. Tap a photo to choose it.",
    choose_photo: "Photo for the finding",
    as_quote: "Quote",
    split: "Make another finding of it",
    join_constat: "Join with another finding",
    dissolve: "Dissolve this finding",
    life: "Where it stands",
    reason: "Reason, in plain words",
    step_back: "Undo the last step",
    status: "Where it stands",
    reread_hint: "What names or describes somebody is said otherwise, beside the original. The original stays, and does not leave.",
    only_concerned: "Only what may point at somebody",
    nothing_to_reread: "Nothing to read again here.",
    concern_name: "a name?",
    concern_plate: "a number plate?",
    concern_phone: "a phone number?",
    concern_home: "a home?",
    concern_person: "describes somebody?",
    concern_address: "an address?",
    other_words: "In other words",
    how_far: "How far",
    keep_words: "Keep these words",
    as_said: "Fine as it is",
    leaves_as: "Will leave",
    not_reread: "Not read again yet: never public.",
    remove: "Leave out at its author’s request",
    put_back: "Put back",
    removed: "Left out: no longer counts, does not leave.",
    two_walks_needed: "Two walks in the campaign are needed to compare.",
    compare_hint: "The same stops, side by side. The group says what changed.",
    before: "First walk",
    after: "Second walk",
    no_photo: "No photo",
    what_changed: "Between the two",
    decide_hint: "The dots inform, the group decides. No hidden score, no score of the quarter.",
    dots: "Dots",
    dots_hint: "One ballot per person, without a name. It is filled in here, or the device is handed round.",
    ballot_new: "New ballot",
    ballot_done: "Done",
    ballot_drop: "Take this ballot back",
    dot_less: "One dot less:",
    dot_more: "One dot more:",
    order: "The group’s order",
    order_hint: "Move up, move down. Beside it: dots, severity, feasibility. Nothing is added up into one score.",
    order_by_dots: "Start from the order of the dots",
    move_up: "Move up",
    move_down: "Move down",
    beside: "Severity, feasibility, priority",
    feasibility: "Feasible? (3 = easy)",
    photo: "Photo of the place",
    previous: "Previous",
    next: "Next",
    preconisation_hint: "A verb and an object. Built and human alike: presence, activities, services.",
    preconisation_new: "New recommendation",
    preconisation_title: "Verb and object",
    preconisation_detail: "Detail, expected effect",
    preconisation_action: "Kind of action",
    preconisation_lead: "Who should act",
    preconisation_horizon: "When",
    preconisation_framework: "Framework",
    preconisation_origin: "Who proposed it",
    preconisation_drop: "Take back",
    no_preconisation: "No recommendation here.",
    no_title: "(no title)",
    open_constat: "Open the finding",
    figures_hint: "Counts of observations, not of people. Printed, they tell only what everybody may read, for the whole campaign, and no number of 5 or less.",
    figures_outside: "Outside the group, only these tables, for the whole campaign. Those by moment, by stop or by walk stay in the group: laid beside them, they would give away what one person said. A number that left before changes only when more than five phones made it change.",
    figures_inside: "Inside the group: every count",
    figures_print: "Print",
    figures_stay: "These figures stay in the group. What may leave is printed by the button on this page.",
    by_principle: "By principle",
    by_moment: "By moment",
    by_lighting: "Light and feeling",
    by_whom: "Who avoids the place",
    by_reason: "Why",
    by_stop: "By stop",
    between_stops: "Between stops",
    not_said: "Not said",
    mentions: "Times",
    table: "As a table",
    under_five: "5 or less",
    unread: |n| format!("{n} items of a later version are kept without being read."),
    clashes: |n| format!("{n} items have two versions: both are kept, the author’s is shown."),
    phone_was_ready: "When it set off: ready to walk without a network.",
    phone_was_not_ready: |lacks| {
        let name = |lack: &Obstacle| match lack {
            Obstacle::InApp => "in the window of another app",
            Obstacle::Insecure => "http address",
            Obstacle::Private => "private window or old browser",
            Obstacle::Copying => "copy of the app not finished",
            Obstacle::Altered(..) => "files changed by the host",
            Obstacle::Missing(..) | Obstacle::NoCopy(_) => "no copy of the app",
            Obstacle::Storage => "nothing could be stored",
            Obstacle::Position => "position refused",
        };
        let names: Vec<&str> = lacks.iter().map(name).collect();
        format!("When it set off, not ready to walk without a network: {}.", names.join(", "))
    },
    phone_checked: |PhoneCheck { second, mended, bent, .. }, day| {
        let copies = match second {
            SecondCopyState::Kept => "two copies of everything",
            SecondCopyState::WithoutPhotos => "two copies, photos only once",
            SecondCopyState::None => "one copy (its browser keeps no second one)",
            SecondCopyState::Failed => "the second copy cannot be written",
            SecondCopyState::Unread => "it could not read everything",
        };
        let mended =
            if *mended > 0 { format!("; {mended} damaged, mended") } else { String::new() };
        let bent =
            if *bent > 0 { format!("; {bent} damaged in both copies") } else { String::new() };
        format!("Checked on {day}: {copies}{mended}{bent}.")
    },
    walk_without_sheet: "Walk without its sheet",
    said_without_sheet: |n| {
        let said = if n == 1 { "observation is kept" } else { "observations are kept" };
        format!(
            "{n} {said} here without the sheet of their walk, which was lost on the way: the other pages will show them once it is here. Drop the notebook of another phone of that walk, or its kit."
        )
    },
    phones_received: |n, incomplete, of| {
        let received = match of {
            Some(of) => format!("{n} of {of} {}", if of > 1 { "phones" } else { "phone" }),
            None => format!("{n} {}", if n == 1 { "phone received" } else { "phones received" }),
        };
        match incomplete {
            0 => received,
            more => format!("{received}, {more} of them incomplete"),
        }
    },
    phone_counts: |n, photos| {
        format!(
            "{n} {}, {photos} {}",
            if n == 1 { "observation" } else { "observations" },
            if photos == 1 { "photo" } else { "photos" }
        )
    },
    photos_missing: |n| {
        if n == 1 { "1 photo is missing".into() } else { format!("{n} photos are missing") }
    },
    cover_observations: |n, strengths| {
        let s = if n == 1 { "" } else { "s" };
        format!("{n} observation{s}, strengths among them: {strengths}")
    },
    cover_without_place: |n| {
        if n == 0 { "All have a place".into() } else { format!("{n} without a place") }
    },
    cover_unfinished: |n| {
        if n == 0 { "All are finished".into() } else { format!("{n} not finished") }
    },
    cover_silent: |n| {
        if n == 0 {
            "Every stop was spoken of".into()
        } else {
            format!("{n} stops where nothing was said")
        }
    },
    entry_count: |n| format!("Saved. {n} typed in altogether."),
    chosen: |n| format!("{n} chosen"),
    and_more: |n| format!("and {n} more"),
    suggestion_count: |n| format!("{n} {}", if n == 1 { "suggestion" } else { "suggestions" }),
    observation_count: |n| format!("{n} {}", if n == 1 { "observation" } else { "observations" }),
    why: |n, principle, light, within, accuracy| {
        format!(
            "{n} observations · {principle} · {light} · at most {within:.0} m from one to the next (positions ± {accuracy:.0} m)"
        )
    },
    derived_counts: |n, walks, voices| {
        let voices = voices
            .map_or(String::new(), |voices| format!(", up to {voices} voices for one observation"));
        format!(
            "{n} {}, {walks} {}{voices}",
            if n == 1 { "observation" } else { "observations" },
            if walks == 1 { "walk" } else { "walks" }
        )
    },
    derived_feeling: |uneasy, felt, lowest, mean| {
        format!("{uneasy} of {felt} are not at ease · lowest: {lowest} · mean {mean:.1} of 3")
    },
    derived_avoided: |who, when, why| {
        format!("The place is avoided. By whom: {who}. When: {when}. Why: {why}.")
    },
    divided: |uneasy, felt, negative, positive| {
        format!(
            "Opinions differ: {uneasy} of {felt} are not at ease; {negative} see a problem, {positive} a strength."
        )
    },
    texts: |n| format!("{n} {}", if n == 1 { "text" } else { "texts" }),
    side_counts: |negative, positive| format!("{negative} problems, {positive} strengths"),
    side_feeling: |uneasy, felt| format!("{uneasy} of {felt} not at ease"),
    ballot: |n| format!("Ballot {n}"),
    dots_left: |n| format!("{n} {} left", if n == 1 { "dot" } else { "dots" }),
    dots_on: |dots, voters| {
        format!(
            "{dots} {} from {voters} {}",
            if dots == 1 { "dot" } else { "dots" },
            if voters == 1 { "person" } else { "people" }
        )
    },
    tally: |ballots, dots, refused| {
        let refused = if refused > 0 {
            format!("; {refused} ballots with too many dots do not count")
        } else {
            String::new()
        };
        format!("{ballots} ballots, {dots} dots placed, each dot counts as one{refused}")
    },
    among: |n| format!("of {n} observations of a place that is avoided"),
    horizon_hint: |short, long| {
        format!(
            "Short: less than {short} months. Long: more than {long} months. The group can change these limits."
        )
    },
    feasible: ["Very hard", "Hard", "Possible", "Easy"],
};
