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
    layers_checked: "Relu comme par quelqu’un qui cherche à reconnaître une personne : rien n’a été trouvé.",
    layers_counts: |constats, preconisations, observations| {
        things(constats, preconisations, observations)
    },
    layers_walks: |walks, photos| {
        format!("{}, {}", counted(walks, "marche", "marches"), counted(photos, "photo", "photos"))
    },
    layers_without_words: |count| {
        let them = counted(
            count,
            "observation part sans ses mots",
            "observations partent sans leurs mots",
        );
        format!("{them} : personne ne les a relus pour cela.")
    },
    layers_photos_stay: |count| {
        let them = counted(count, "photo reste", "photos restent");
        format!("{them}, avec leur observation.")
    },
    layers_without_place: |count| {
        let them = counted(count, "observation sans lieu", "observations sans lieu");
        format!("{them} : seulement dans le tableur, pas sur la carte.")
    },
    layers_constats_without_place: |count| {
        let them =
            counted(count, "constat sans lieu ne part pas", "constats sans lieu ne partent pas");
        format!("{them} : moins de cinq téléphones. Dire où c’est, dans le constat.")
    },
    layers_homes: "À regarder d’abord : peut-être chez quelqu’un. Cela reste ici, sauf si vous le \
                   laissez partir.",
    layers_home_after: |time, minutes| {
        let when = if minutes < 0 { "avant le début de" } else { "après" };
        let minutes = minutes.abs();
        let long = if minutes < 120 {
            format!("{minutes} minutes")
        } else {
            format!("{} heures", minutes / 60)
        };
        format!("Dite à {time}, {long} {when} la marche.")
    },
    layers_home_away: |metres| format!("À {metres} mètres du parcours."),
    layers_home_lets: "Laisser partir",
    layers_later: |observations, constats| {
        let observations = (observations > 0).then(|| {
            counted(observations, "observation ne part pas", "observations ne partent pas")
        });
        let constats = (constats > 0)
            .then(|| counted(constats, "constat ne part pas", "constats ne partent pas"));
        let them: Vec<String> = observations.into_iter().chain(constats).collect();
        format!(
            "{} : catégorie inconnue de cette version ; mettez l’application à jour.",
            them.join(", ")
        )
    },
    layers_stays: |constats, preconisations, observations| {
        format!("Dans le groupe : {}.", things(constats, preconisations, observations))
    },
    layers_breach: |count, first| {
        format!(
            "Le fichier n’est pas remis : en le relisant, {count} choses n’auraient pas dû y être \
             ({first}). Rien n’est perdu ni sorti. Relire ces textes, puis recommencer."
        )
    },
    // --- Answers ---
    answers_give: "Rendre le fichier des réponses",
    answers_give_hint: "Le fichier que le service a rempli : GeoJSON sorti de QGIS, ou CSV sorti d’un tableur. Choisissez-le, ou déposez-le ici. Rien n’est pris avant que vous l’ayez vu.",
    answers_reading: "Lecture du fichier…",
    answers_not_read: "Le fichier n’a pas pu être ouvert. Rien n’a changé. Choisissez-le de nouveau.",
    answers_read: |file, layer| {
        format!(
            "« {file} », couche {layer} : voici ce que le fichier change. Décochez ce que vous ne voulez pas prendre."
        )
    },
    answers_nothing: "Ce fichier n’apporte rien de nouveau : tout ce qu’il dit est déjà ici.",
    answers_nothing_taken: |file| {
        format!(
            "« {file} » : rien à prendre. Voyez ci-dessous ce qui n’est pas pris, et quoi faire."
        )
    },
    answers_unchanged: |n| match n {
        1 => "1 ligne dit ce qui est déjà ici.".to_owned(),
        n => format!("{n} lignes disent ce qui est déjà ici."),
    },
    answers_take: |n| match n {
        1 => "Prendre 1 réponse".to_owned(),
        n => format!("Prendre {n} réponses"),
    },
    answers_taken: |n| match n {
        1 => "1 réponse est prise. Ce que le groupe a écrit n’a pas changé.".to_owned(),
        n => format!("{n} réponses sont prises. Ce que le groupe a écrit n’a pas changé."),
    },
    answers_undo: "Annuler : remettre comme avant",
    answers_undone: "C’est annulé : tout est comme avant le fichier.",
    answers_forget: "Ne rien prendre",
    answers_choose_all: "Tout cocher",
    answers_choose_none: "Tout décocher",
    answers_take_row: |number| format!("Prendre {number}"),
    answers_more: |n| format!("Montrer la suite ({n})"),
    answers_line: |n| format!("ligne {n}"),
    answers_empty_cell: "rien",
    answers_steps: "Étapes",
    answers_not_taken: "Pas pris",
    answers_strangers: "Lignes qui ne sont pas prises",
    answers_remarks: "À savoir sur ce fichier",
    answer: "Réponse",
    answers_file_empty: "Ce fichier est vide. Rien n’a changé. Demandez au service de l’enregistrer de nouveau.",
    answers_file_large: "Ce fichier est trop grand pour des réponses (plus de 16 Mo). Rien n’a changé. N’y laissez que la couche des préconisations ou des constats.",
    answers_file_page: "C’est une page internet, pas un fichier de réponses. Rien n’a changé. Ouvrez le lien et enregistrez le fichier lui-même.",
    answers_file_workbook: "C’est un classeur (.xlsx, .ods) ou une archive (.zip). Rien n’a changé. Dans le tableur : « Enregistrer sous », format CSV. D’une archive, sortez d’abord le fichier.",
    answers_file_geopackage: "C’est un GeoPackage. Rien n’a changé. Dans QGIS : clic droit sur la couche, « Exporter », format GeoJSON.",
    answers_file_not_text: "Ce fichier n’est ni un GeoJSON ni un CSV. Rien n’a changé. Demandez au service l’un des deux.",
    answers_file_not_json: |line| {
        format!(
            "Ce GeoJSON s’arrête ou se casse à la ligne {line}. Rien n’a changé. Demandez au service de l’exporter de nouveau."
        )
    },
    answers_file_not_geojson: "C’est du JSON, mais pas une couche GeoJSON. Rien n’a changé. Dans QGIS : « Exporter », format GeoJSON.",
    answers_file_another: |layer| {
        format!(
            "C’est la couche « {layer} » : elle ne porte pas de réponses. Rien n’a changé. Les réponses sont dans « preconis » et « constats »."
        )
    },
    answers_file_no_id: |column| {
        format!(
            "La colonne {column} manque : sans elle, on ne sait pas à quoi chaque ligne répond. Rien n’a changé. Repartez du fichier exporté, recopiez-y les réponses et gardez cette colonne."
        )
    },
    answers_file_no_row: "Ce fichier a des noms de colonnes mais aucune ligne. Rien n’a changé. Vérifiez qu’un filtre n’était pas actif à l’export.",
    answers_column_missing: |column| {
        format!("La colonne {column} manque : ce qu’elle disait ici ne change pas.")
    },
    answers_column_unknown: |column| {
        format!(
            "La colonne « {column} » n’est pas de cette couche : elle n’est pas lue. Si c’est une colonne renommée, rendez-lui son nom."
        )
    },
    answers_column_twice: |column| {
        format!("La colonne « {column} » est là deux fois : seule la première est lue.")
    },
    answers_bad_date: |line, column, text| {
        format!(
            "Ligne {line}, {column} : « {text} » n’est pas une date qui existe. Cette case n’est pas prise, le reste de la ligne l’est. Écrivez par exemple 31/12/2026."
        )
    },
    answers_bad_code: |line, column, text, list| {
        format!(
            "Ligne {line}, {column} : « {text} » n’est pas dans la liste. Cette case n’est pas prise, le reste de la ligne l’est. Choix possibles : {list}."
        )
    },
    answers_cell_error: |line, column, text| {
        format!(
            "Ligne {line}, {column} : le tableur a écrit « {text} » à la place du contenu. Cette case n’est pas prise. Corrigez la formule ou élargissez la colonne, puis enregistrez de nouveau."
        )
    },
    answers_cut: |line, column, most| {
        format!(
            "Ligne {line}, {column} : le texte est trop long, seuls ses {most} premiers caractères sont pris. Demandez une version plus courte."
        )
    },
    answers_contradiction: |number, lines| {
        format!(
            "{number} est là plusieurs fois (lignes {lines}), avec des réponses différentes : aucune n’est prise. Gardez la bonne ligne et rendez le fichier de nouveau."
        )
    },
    answers_too_many_cells: |line| {
        format!(
            "Ligne {line} : il y a plus de cases que de colonnes, tout a pu se décaler. Cette ligne n’est pas prise. Enregistrez le fichier depuis le tableur, sans l’ouvrir dans un éditeur de texte."
        )
    },
    answers_beyond: |columns, rows| {
        format!(
            "Ce fichier est plus grand qu’une couche : {columns} colonnes et {rows} lignes de trop \
             n’ont pas été lues."
        )
    },
    answers_cut_short: |line| {
        format!(
            "Le fichier s’arrête au milieu de la ligne {line}, ou un guillemet n’y est pas refermé : elle n’est pas prise, celles d’avant le sont. Demandez le fichier entier."
        )
    },
    answers_windows_text: "Le fichier a été lu comme du texte Windows. Regardez si les accents sont bons ; sinon, enregistrez-le en « CSV UTF-8 ».",
    answers_from_public: |count| {
        format!(
            "{count} ligne(s) viennent du fichier public. Elles peuvent être prises ; la prochaine fois, \
             répondre dans celui des partenaires."
        )
    },
    answers_unknown_row: |line, number| {
        format!(
            "Ligne {line} {number} : rien ici ne porte cet identifiant. La ligne vient sans doute d’une autre campagne."
        )
    },
    answers_no_id_row: |line, number| {
        format!(
            "Ligne {line} {number} : l’identifiant manque ou ne se lit plus. Recopiez-le du fichier exporté."
        )
    },
    answers_id_changed: |line, number| {
        format!(
            "Ligne {line} {number} : ce numéro est connu, mais l’identifiant a été changé ; on ne devine pas lequel est juste. Recopiez l’identifiant du fichier exporté."
        )
    },
    answers_withdrawn_row: |line, number| {
        format!(
            "Ligne {line} {number} : le groupe l’a retiré depuis. La réponse n’a plus d’objet ; dites-le au service."
        )
    },
    answers_twice_row: |line, number| {
        format!(
            "Ligne {line} {number} : la même chose est dans une autre ligne, sous un autre identifiant, et n’y dit pas la même chose. Aucune des deux n’est prise : gardez la bonne."
        )
    },
    answers_no_step: |from, to| {
        format!(
            "De « {from} », on ne passe pas à « {to} » : l’étape ne change pas. Voyez avec le service ce qu’il a voulu dire."
        )
    },
    answers_already_past: |from, to| {
        format!(
            "C’est déjà passé par « {to} » et c’est maintenant « {from} » : l’étape ne recule pas. Si c’était une erreur, annulez l’étape dans sa fiche."
        )
    },
    answers_not_transmitted: |from| {
        format!(
            "C’est encore « {from} » : le groupe ne l’a pas transmis, l’étape ne change pas. Transmettez-le d’abord, puis rendez le fichier de nouveau."
        )
    },
    answers_of_another: |to, party| {
        format!("« {to} », ce n’est pas au service de le dire ({party}) : l’étape ne change pas.")
    },
    answers_no_reason: |to| {
        format!(
            "« {to} » demande une raison en mots simples, et motif_stat est vide : l’étape ne change pas. Demandez la raison au service."
        )
    },
    answers_reason_alone: "La raison (motif_stat) a changé sans que l’étape change : une raison va avec une étape, elle n’est pas prise. Si elle compte, mettez-la dans rep_texte.",
    answers_label_changed: |column, label| {
        format!(
            "La colonne {column}_lib dit « {label} », mais c’est {column} qui est lue et elle n’a pas changé. Écrivez « {label} » dans {column}."
        )
    },
    answers_zeros_lost: |column, before| {
        format!(
            "{column} : le tableur a retiré les zéros du début ; « {before} » est gardé. Mettez la colonne au format Texte."
        )
    },
    answers_of_the_group: |column, given| {
        format!(
            "{column} est écrit par le groupe et ne change pas d’ici. Le fichier dit : « {given} »."
        )
    },
    answers_moved: "Le point a été déplacé dans le fichier : sa place ici ne change pas.",
    answers_swapped: "Longitude et latitude sont inversées dans le fichier : la place ici ne change pas.",
    // --- You said, we did ---
    told_note: "Noter que c’est dit",
    told_note_hint: "Pour chaque demande qui a une réponse : quand et comment les habitant·es l’ont su.",
    told_on: "Dit le",
    told_how: "Comment",
    told_already: |on, how| format!("Dit le {on} : {how}"),
    told_keep: |count| match count {
        0 => "Choisissez d’abord une demande".into(),
        1 => "Noter pour 1 demande".into(),
        count => format!("Noter pour {count} demandes"),
    },
    told_news: " · du nouveau depuis",
    told_choose_untold: |count| format!("Choisir ce qui n’est pas encore dit ({count})"),
    told_none: "Aucune demande n’a encore de réponse.",

    // --- Booklet ---
    document: "Quel document ?",
    document_booklet: "Carnet entier",
    document_actor: "Fiche par acteur",
    document_action: "Fiche par type d’action",
    document_print: "Imprimer",
    document_file: "Faire une page à envoyer",
    document_copy: "Copier le texte",
    document_copied: "Texte copié.",
    document_not_copied: "Le navigateur ne copie pas : le texte est ici, à choisir avec le doigt.",
    document_text: "Le même, en texte",
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
    review_answers: |count| counted(count, "réponse au bilan", "réponses au bilan"),
    review_seen: |said| {
        let one = |(count, outcome): &(usize, &str)| {
            let phones = if *count > 1 { "téléphones" } else { "téléphone" };
            format!("{count} {phones} : {outcome}")
        };
        said.iter().map(one).collect::<Vec<_>>().join(" ; ")
    },
};

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count > 1 { many } else { one })
}

fn things(constats: usize, preconisations: usize, observations: usize) -> String {
    format!(
        "{}, {}, {}",
        counted(constats, "constat", "constats"),
        counted(preconisations, "préconisation", "préconisations"),
        counted(observations, "observation", "observations")
    )
}
