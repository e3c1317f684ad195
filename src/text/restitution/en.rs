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
};
