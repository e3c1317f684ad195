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
    layers_hint: "Un fichier pour QGIS, PostGIS et le tableur. Il est fait sur cet appareil, sans réseau.",
    layers_audience: "Pour qui ?",
    layers_partners_hint: "Ville, bailleurs, État : sans ce qui est interne au groupe.",
    layers_public_hint: "Tout le monde : seulement ce qui est dit public, des mots relus, aucun petit nombre.",
    layers_internal: "Aussi ce qui est interne au groupe",
    layers_coarse: "Arrondir les lieux (environ 100 m)",
    layers_only: "Seulement une partie",
    layers_cycle: "Cycle",
    layers_principle: "Principe",
    layers_leaves: "Ce qui part",
    layers_nothing: "Rien ne part avec ces choix.",
    layers_stays_title: "Ce qui reste ici",
    layers_words: "Les mots qui partent",
    layers_make: "Préparer le fichier",
    layers_checked: "Relu après écriture : rien n’y est qui ne devait pas partir.",
    layers_counts: |constats, preconisations, observations| {
        format!("{constats} constats, {preconisations} préconisations, {observations} observations")
    },
    layers_walks: |walks, photos| format!("{walks} marches, {photos} photos"),
    layers_without_words: |count| {
        format!("{count} observations partent sans leurs mots : personne ne les a relus pour cela.")
    },
    layers_photos_stay: |count| format!("{count} photos restent, avec leur observation."),
    layers_without_place: |count| {
        format!("{count} observations sans lieu : seulement dans le tableur, pas sur la carte.")
    },
    layers_constats_without_place: |count| {
        format!("{count} constats sans lieu ne partent pas : dire où c’est, dans le constat.")
    },
    layers_stays: |constats, preconisations, observations| {
        format!(
            "Restent dans le groupe : {constats} constats, {preconisations} préconisations, \
             {observations} observations."
        )
    },
    layers_breach: |count, first| {
        format!(
            "Le fichier n’est pas remis : en le relisant, {count} choses n’auraient pas dû y être \
             ({first}). Rien n’est perdu ni sorti. Relire ces textes, puis recommencer."
        )
    },
    // --- Answers ---

    // --- You said, we did ---

    // --- Booklet ---

    // --- Review walk ---
};
