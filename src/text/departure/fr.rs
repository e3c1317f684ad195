//! French.

use super::DepartureWords;

pub(super) static WORDS: DepartureWords = DepartureWords {
    // --- Its screens ---
    step: |step, of| format!("Étape {step} sur {of}"),
    for_whom: "Pour qui ?",
    settle: "À régler d’abord",
    settle_hint: "Le fichier n’est fait qu’avec une commune et des mots regardés. Le reste attend ici sans gêner.",
    what_leaves: "Ce qui part, ce qui reste",
    make: "Faire le fichier",
    next: "Suivant",
    back: "Retour",
    counting: "On compte… La campagne n’est pas encore toute là.",
    ready: "Tout est réglé. Le fichier est fait sur cet appareil, sans réseau.",
    // --- To be settled ---
    nothing: "Rien à régler",
    commune: "La commune",
    commune_known: |code| format!("Code {code}"),
    commune_missing: "À dire",
    commune_hint: "Chaque ligne du fichier nomme sa commune par son code INSEE : cinq caractères, avec le zéro du début ; 2A ou 2B en Corse. Ce n’est pas le code postal.",
    commune_field: "Code INSEE de la commune",
    commune_keep: "Garder ce code",
    commune_refused: |typed| {
        format!(
            "« {typed} » n’est pas un code INSEE de commune : rien n’a changé. Il en faut cinq caractères, comme 80021 ou 2A004."
        )
    },
    words: "Les mots",
    words_count: |count| match count {
        1 => "1 texte à regarder".to_owned(),
        count => format!("{count} textes à regarder"),
    },
    words_hint: "Un nom, un logement, un numéro, une adresse ou une plaque peut désigner quelqu’un. Chaque texte part seulement corrigé, ou regardé par vous.",
    words_none: "Tous les mots qui partent sont regardés.",
    words_left: |count| match count {
        1 => "C’est le dernier.".to_owned(),
        count => format!("Encore {count} textes, un par un."),
    },
    words_stand_in: "Où ces mots se trouvent",
    word_fine: "C’est bien ainsi",
    word_later: "Plus tard, le suivant",
    word_other: "Ou d’autres mots",
    word_keep: "Garder ces mots",
    word_elsewhere: "Ces mots s’écrivent ailleurs : allez les changer là, ou dites qu’ils sont bien ainsi.",
    word_go: "Aller là où c’est écrit",
    homes: "Peut-être chez quelqu’un",
    homes_count: |count| match count {
        1 => "1 observation reste ici, sauf si vous la laissez partir".to_owned(),
        count => format!("{count} observations restent ici, sauf si vous les laissez partir"),
    },
    unfinished: "Pas fini",
    unfinished_count: |count| match count {
        1 => "1 chose reste ici : il lui manque quelque chose".to_owned(),
        count => format!("{count} choses restent ici : il leur manque quelque chose"),
    },
    unfinished_hint: "Rien de cela ne part, pour personne, tant que ce n’est pas complété.",
    unfinished_go: "Compléter",
    unfinished_stay: |count| match count {
        1 => "1 constat ou préconisation pas fini ne part pas.".to_owned(),
        count => format!("{count} constats ou préconisations pas finis ne partent pas."),
    },
    more: |count| format!("… et {count} de plus"),
    // --- Why there is no file ---
    no_commune: "Il n’y a pas de fichier : on ne sait pas quelle est la commune. Rien n’est perdu ni sorti. Dites-la dans « Couches », puis recommencez.",
    words_wait: |count| {
        let them = match count {
            1 => "un texte peut désigner quelqu’un et personne ne l’a regardé".to_owned(),
            count => {
                format!("{count} textes peuvent désigner quelqu’un et personne ne les a regardés")
            }
        };
        format!(
            "Il n’y a pas de fichier : {them}. Rien n’est perdu ni sorti. Réglez-les dans « Couches », puis recommencez."
        )
    },
    walk_without_commune: "La marche ne dit pas sa commune : la colonne insee_com n’est pas remplie. Mettez le code INSEE dans sa fiche, puis refaites le fichier.",
    go_and_settle: "Aller régler cela",
    // --- Texts ---
    text_campaign: "Nom de la campagne",
    text_walk: "Nom d’une marche",
    text_cycle: "Cycle d’une marche",
    text_quarter: "Quartier d’une marche",
    text_context: "Ce qui se passait ce jour-là",
    text_stop: "Nom d’un arrêt",
    text_constat_title: "Titre d’un constat",
    text_constat_summary: "Résumé d’un constat",
    text_constat_quote: "Parole citée dans un constat",
    text_constat_place: "Lieu d’un constat",
    text_operation: "Opération",
    text_asked: "Ce qui est demandé",
    text_asked_detail: "Détail d’une demande",
    text_answer: "Réponse du service",
    text_reason: "Raison du service",
    text_words: "Mots d’une observation",
    text_idea: "Idée d’une observation",
    text_place: "Lieu d’une observation",
    text_lamp: "Numéro d’un lampadaire",
    text_erratum: "Mots d’un rappel",
    // --- What left before ---
    releases: "Ce qui est déjà sorti",
    releases_none: "Rien n’est encore sorti d’ici.",
    release: "Ce fichier",
    release_line: |date, who, rows| match rows {
        1 => format!("{date} · {who} · 1 ligne"),
        rows => format!("{date} · {who} · {rows} lignes"),
    },
    release_made: |date, who| format!("Demandé le {date}, pour : {who}."),
    release_rows: |layer, rows| match rows {
        1 => format!("{layer} : 1 ligne"),
        rows => format!("{layer} : {rows} lignes"),
    },
    release_internal: "Avec ce qui est interne au groupe.",
    release_part: "Une partie seulement.",
    release_left: "Constats et préconisations sortis",
    called_back: |why| format!("Rappelé : {why}"),
    call_back: "Rappeler ce fichier",
    call_back_hint: "Un fichier sorti ne revient pas. Dites ce qui est faux et ce qu’il faut faire : ces mots seront en tête du prochain LISEZMOI pour les mêmes lecteurs. N’y nommez personne : ils sont relus comme les autres.",
    call_back_words: "Ce qui est faux, ce qu’il faut faire",
    call_back_keep: "Rappeler avec ces mots",
    call_back_drop: "Ne plus le rappeler",
};
