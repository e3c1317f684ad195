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
    review_what: "Ce qu’on dit réalisé",
    review_hint: "Une marche-bilan retourne voir sur place ce qu’on dit réalisé. Choisissez ce qui est à regarder : chaque préconisation devient une question à l’arrêt où elle avait été demandée.",
    review_none: "Aucune préconisation n’est au point « Réalisé » et en attente d’être vérifiée.",
    review_internal: "Interne au groupe : sa question part quand même dans les téléphones de la marche-bilan.",
    review_no_place: "sans point sur la carte",
    review_title: "Nom de la marche-bilan",
    review_date: "Date",
    review_many_stops: "Plus de douze arrêts : c’est long pour une seule marche. Vous pouvez en préparer deux.",
    review_prepare: "Préparer la marche-bilan",
    review_walks: "Marches-bilans préparées",
    review_walks_hint: "Elles se préparent et se partagent comme toute marche. Les questions sont dans le fichier de la marche ; le code à scanner ne les porte que si elles y tiennent toutes.",
    review_open_sheet: "Fiche et parcours",
    review_share: "Partager",
    review_checks: "Ce qu’on a vu",
    review_checks_hint: "Avec ou sans téléphones, c’est le groupe qui dit. « C’est réglé » : vérifié par les habitant·es. « Rien n’a changé » ou « C’est pire » : de nouveau en cours. Toucher encore retire la réponse.",
    review_checked_on: "Vu le",
    review_agreed: "Le groupe est d’accord :",
    review_partly: "En partie : elle reste au point « Réalisé ». À vous de décider la suite, ici ou dans sa vie ci-dessous.",
    review_moved_since: "Elle a bougé autrement depuis : cette réponse est gardée, elle ne la déplace plus.",
    review_nobody: "aucun téléphone n’a encore répondu",
    review_divided: "Les téléphones ne disent pas la même chose : parlez-en avant de choisir.",
    review_asked_on: |walks| format!("déjà dans : {walks}"),
    review_done_on: |date| format!("réalisé le {date}"),
    review_agreed_on: |date| format!("Vu le {date}."),
    review_count: |things, stops| {
        let things_word = if things > 1 { "questions" } else { "question" };
        let stops_word = if stops > 1 { "arrêts" } else { "arrêt" };
        format!("{things} {things_word}, {stops} {stops_word}")
    },
    review_stops: |stops| format!("{stops} {}", if stops > 1 { "arrêts" } else { "arrêt" }),
    review_seen: |said| {
        let one = |(count, outcome): &(usize, &str)| {
            let phones = if *count > 1 { "téléphones" } else { "téléphone" };
            format!("{count} {phones} : {outcome}")
        };
        said.iter().map(one).collect::<Vec<_>>().join(" ; ")
    },
};
