//! French.

use super::RestitutionWords;

pub(super) static FR: RestitutionWords = RestitutionWords {
    // --- Rooms ---
    rooms: "Rendre compte",
    room_layers: "Couches",
    room_answers: "Réponses",
    room_told: "Vous avez dit",
    room_booklet: "Carnet",
    room_review: "Marche-bilan",
    // --- Layers ---

    // --- Answers ---

    // --- You said, we did ---

    // --- Booklet ---

    // --- Review walk ---
};
