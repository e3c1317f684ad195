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
    layers_checked: "Read again after writing: nothing is in it that should not leave.",
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
        format!("{them}: say where, in the finding.")
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

    // --- You said, we did ---

    // --- Booklet ---

    // --- Review walk ---
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
