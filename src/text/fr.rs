//! French.

use super::{FileWords, Words, first_numbers, size_in};

/// In French, zero and one are singular.
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n < 2 { one } else { many })
}

fn named(what: &str, number: u16, name: &str) -> String {
    if name.is_empty() { format!("{what} {number}") } else { format!("{what} {number}, {name}") }
}

fn former(what: &str, number: u16, name: &str) -> String {
    if name.is_empty() { format!("{what} {number}") } else { format!("{what} : {name}") }
}

/// `2026-11-05` as people say it; anything else as it is.
pub(super) fn date(iso: &str) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let parts: Vec<&str> = iso.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return iso.to_owned() };
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (month, day.parse::<u8>()) {
        (Some(month), Ok(1)) => format!("1er {month} {year}"),
        (Some(month), Ok(day)) => format!("{day} {month} {year}"),
        _ => iso.to_owned(),
    }
}

pub(super) fn size(bytes: u64) -> String {
    size_in(bytes, ["ko", "Mo", "Go"], ",")
}

fn numbered(numbers: &[usize]) -> String {
    format!("n° {}", first_numbers(numbers, "autres"))
}

fn notice(to: &str, contact: &str) -> Vec<String> {
    let to = if to.is_empty() { "la collectivité" } else { to };
    let mut sentences = vec![
        "Nous notons ce qui va et ne va pas dans les lieux, pas les personnes.".to_owned(),
        "On n’écrit aucun nom.".into(),
        "On évite de photographier les gens et les plaques. Sinon, on les cache tout de suite."
            .into(),
        "Le téléphone garde l’endroit de la remarque, pas votre trajet.".into(),
        format!(
            "Vos remarques sont relues avec vous, puis transmises à {to} pour améliorer le quartier."
        ),
        "Vous pouvez ne pas répondre, ou faire effacer une remarque.".into(),
        "Effacée, elle l’est sur les appareils qui relisent le carnet, pas dans ce qui est déjà parti ailleurs.".into(),
        "Le rond en haut à droite cache l’écran ; trois touches rapides sur l’heure le rendent.".into(),
    ];
    if !contact.is_empty() {
        sentences.push(format!("Contact : {contact}."));
    }
    sentences.push("En cas de danger : 17, 112, ou 114 par SMS.".into());
    sentences
}

/// The words.
pub(super) static FR: Words = Words {
    app_name: "Éclaireuse",
    back: "Retour",
    close: "Fermer",
    cancel: "Annuler",
    done: "C’est bon",
    loading: "Lecture du carnet…",
    read_aloud: "Lire à voix haute",
    settings: "Réglages",
    try_again: "Réessayer",
    training_mark: "Exercice : tout est inventé ici.",
    training_badge: "Exercice",
    training_walk: "Essayer : marche d’exercice",
    training_export: "Marche d’exercice : ces fichiers sont marqués comme inventés. Ne les transmettez pas comme de vraies observations.",
    workshop: "Après la marche",
    answer: "J’ai la réponse",
    received: "Transmis",
    home_hint: "Le carnet des marches exploratoires. Tout reste sur ce téléphone, sans réseau et sans compte.",
    no_walk: "Aucune marche sur ce téléphone.",
    walk: "Marche du",
    new_walk: "Nouvelle marche",
    sheet: "Fiche de la marche",
    notice_title: "Avant de marcher",
    notice_heard: "Nous l’avons entendu",
    notice_todo: "À lire au groupe avant de marcher",
    tabs: "Parties de la marche",
    tab_map: "Carte",
    join: "Rejoindre une marche",
    place_on_map: "Placer sur la carte",
    lamps_near: "Lampadaires proches",
    stop_done: "terminé",
    tab_list: "Liste",
    tab_stops: "Arrêts",
    tab_hand_over: "Transmettre",
    add_observation: "Dire ce qu’on voit ici",
    what_do_you_see: "Que voyez-vous ?",
    no_observation: "Rien pour le moment. Touchez le grand + quand un lieu vous frappe.",
    no_such_observation: "Cette observation n’est pas sur ce téléphone.",
    between_stops: "Entre les arrêts",
    filter: "Trier",
    filter_on: "Actif",
    badge_unsaved: "En cours",
    badge_to_place: "À placer",
    badge_unfinished: "À finir",
    unfinished_continue: "Continuer",
    unfinished_keep: "Garder",
    unfinished_discard: "Jeter",
    unfinished_later: "Plus tard",
    withdrawn: "Observation retirée",
    undo: "Annuler",
    put_back: "Remettre",
    saved: "Enregistré sur ce téléphone",
    saving: "Enregistrement…",
    not_saved: "Pas encore enregistré",
    clash: "Deux versions différentes de cette observation existent. Les deux sont gardées.",
    finished_go_on: "Terminé, on continue",
    add: "Ajouter",
    polarity_question: "C’est plutôt…",
    feeling_question: "Ici, comment vous sentez-vous ?",
    lighting_question: "La lumière",
    panel_photo: "Photo",
    panel_people: "Qui est là ?",
    panel_words: "Écrire",
    panel_severity: "Gravité",
    panel_place: "Lieu",
    panel_lamp: "Lampe",
    panel_ratings: "Noter le lieu",
    panel_also: "Aussi",
    panel_more: "Plus",
    severity_question: "C’est grave ?",
    severity_hint: "De gauche à droite : de moins grave à plus grave.",
    frequency_question: "Ça arrive…",
    present_question: "Qui est là ?",
    dominant_question: "Surtout qui ?",
    avoided_question: "Des personnes évitent ce lieu ?",
    avoided_yes: "Oui, on l’évite",
    avoided_no: "Non",
    avoided_by_question: "Qui l’évite ?",
    avoided_when_question: "Quand ?",
    reasons_question: "Pourquoi ?",
    reasons_hint: "On décrit le lieu, jamais une personne. Trafic, exhibition et faits passés restent dans le groupe.",
    strategies_question: "Comment fait-on ?",
    words_label: "Avec vos mots",
    words_hint: "Pas de nom, personne de reconnaissable. 1 000 signes au plus.",
    idea_label: "Une idée ?",
    idea_hint: "Ce qui irait mieux ici. 500 signes au plus.",
    lamp_question: "La lampe",
    lamp_ref_label: "Numéro sur le poteau",
    lamp_ref_hint: "Il aide la ville à trouver la lampe.",
    voices_question: "Combien de personnes sont d’accord ?",
    voices_less: "Une voix de moins",
    voices_more: "Une voix de plus",
    moment_question: "Moment",
    source_question: "Qui le dit ?",
    sharing_question: "Qui peut le lire ?",
    place_none: "Sans lieu : à placer",
    place_here: "Ici, où je suis maintenant",
    place_where_observed: "Là où nous étions",
    place_at_stop: "À un arrêt",
    stop_without_place: "sans point",
    coordinates: "Coordonnées",
    coordinates_label: "Latitude, longitude (degrés)",
    coordinates_hint: "Comme sur une carte : 49.8709, 2.2935",
    coordinates_wrong: "Ce ne sont pas des coordonnées. Le lieu n’a pas changé. Exemple : 49.8709, 2.2935",
    place_name_label: "Comment appelle-t-on ce lieu ?",
    place_name_hint: "Le nom que vous lui donnez entre vous.",
    place_kind_question: "C’est…",
    photo_of_place: "Photo du lieu",
    photo_withdraw: "Retirer",
    photo_put_back: "Remettre",
    position_asleep: "Position à l’arrêt",
    position_ask: "Chercher",
    position_searching: "Recherche de la position… Vous pouvez continuer.",
    position_denied: "Position refusée. Tout marche : placez les observations à la main.",
    position_unavailable: "Pas de position ici. Placez les observations à la main, ou plus tard.",
    position_timed_out: "La position tarde. Vous pouvez continuer.",
    position_coarse: "peu précis",
    copies: &super::copies::FR,
    position: &super::position::FR,
    backup: "Mettre en sûreté",
    backup_text: "Un fichier avec tout le carnet, photos comprises. Envoyez-le à la médiatrice ou gardez-le ailleurs que sur ce téléphone.",
    notebook_html: "Carnet à lire et à envoyer",
    notebook_zip: "Carnet en .zip",
    layers: "Pour l’urbaniste",
    layers_text: "Les observations en couches pour QGIS ou un tableur. Ce n’est pas une sauvegarde : ce qui est interne au groupe n’y est pas.",
    layers_make: "Faire les couches",
    import: "Ouvrir un carnet",
    import_text: "Un carnet .zip ou .html d’Éclaireuse. Rien de ce qui est déjà là n’est changé.",
    import_done: "Carnet lu et ajouté",
    import_nothing_new: "Tout était déjà là",
    import_partly: "Lu en partie",
    open_walk: "Voir la marche",
    working: "Un instant…",
    file_ready: "Le fichier est prêt",
    share: "Envoyer",
    download: "Enregistrer le fichier",
    storage: "Sur ce téléphone",
    storage_kept: "Le navigateur a promis de garder ces données.",
    storage_not_promised: "Le navigateur n’a pas promis de garder ces données s’il manque de place. Faites des sauvegardes.",
    storage_unknown: "Ce navigateur ne dit pas s’il garde ces données. Faites des sauvegardes.",
    wipe: "Effacer",
    wipe_text: "Efface cette marche de ce téléphone, quand la médiatrice a bien reçu le carnet. Les fichiers que vous avez enregistrés ou envoyés ailleurs ne sont pas effacés : cherchez-les dans les téléchargements et les messages.",
    wipe_ask: "Effacer la marche…",
    wipe_confirm: "Tout effacer",
    wipe_training: "Effacer l’exercice",
    wipe_training_text: "L’exercice ne contient rien de réel.",
    language: "Langue",
    theme: "Lumière de l’écran",
    theme_auto: "Auto",
    theme_light: "Jour",
    theme_dark: "Soir",
    theme_night: "Nuit",
    about: "À propos",
    about_text: "Éclaireuse garde des lieux, jamais des personnes. Elle ne suit pas votre trajet et n’envoie rien d’elle-même.",
    licences: "Licences",
    rescue: "Page de secours",
    update_ready: "Une nouvelle version est prête.",
    update_now: "L’utiliser",
    problem_full: "Il n’y a plus de place sur ce téléphone, ou le navigateur n’arrive plus à écrire. Ce qui était enregistré est intact ; la dernière réponse est encore à l’écran. Libérez de la place puis réessayez, ou transmettez le carnet maintenant.",
    problem_refused: "Le navigateur refuse d’enregistrer (navigation privée ?). Rien n’est perdu tant que cette page reste ouverte : transmettez le carnet maintenant, ou rouvrez l’application hors navigation privée.",
    problem_newer: "Une version plus récente de l’application a repris les données de cet appareil. Rechargez cette page : ce qui était enregistré y est.",
    problem_read_back: "Ce qui a été relu n’est pas ce qui a été écrit. La réponse est encore à l’écran : réessayez, puis faites une sauvegarde.",
    problem_no_walk: "Cette marche n’est pas sur ce téléphone. Ouvrez son carnet pour la retrouver.",
    problem_photo_lost: "La photo en cours n’est pas revenue : la page s’est fermée pendant la prise de vue. L’observation est intacte ; reprenez la photo.",
    problem_clock: "L’horloge de ce téléphone n’est pas réglée : les heures seront fausses. Les observations sont gardées ; réglez la date si vous pouvez.",
    problem_cannot_leave: "Cette page garde seule votre dernière réponse : la quitter la perdrait. Réessayez, ou enregistrez le carnet d’abord.",
    problem_said_elsewhere: "Ceci a été dit sur un autre téléphone : il n’y a que lui qui le change. Rien n’a changé.",
    problem_prepared_elsewhere: "Cette marche a été préparée sur un autre appareil : sa fiche se change là-bas. Rien n’a changé ici ; vos observations ne sont pas touchées.",
    problem_no_voice: "Ce téléphone n’a pas de voix installée pour cette langue. Rien d’autre n’est touché.",
    ago_s: |seconds| format!("il y a {seconds} s"),
    answers_given: |n| counted(n, "réponse donnée", "réponses données"),
    at_stop: |number, name| named("arrêt", number, name),
    stop_title: |number, name| named("Arrêt", number, name),
    stop_short: |number| format!("arrêt {number}"),
    former_stop: |number, name| former("ancien arrêt", number, name),
    former_stop_title: |number, name| former("Ancien arrêt", number, name),
    observations: |n| counted(n, "observation", "observations"),
    photos: |n| counted(n, "photo", "photos"),
    voices_count: |n| format!("{n} voix"),
    counts: |observations, photos| {
        format!("{}, {}", (FR.observations)(observations), (FR.photos)(photos))
    },
    file_content: |items, photos, bytes| {
        format!(
            "{}, {}, {}",
            counted(items, "élément", "éléments"),
            (FR.photos)(photos),
            size(bytes)
        )
    },
    import_counts: |records, photos, known| {
        format!(
            "Ajouté : {}, {}. Déjà là : {known}.",
            counted(records, "enregistrement", "enregistrements"),
            (FR.photos)(photos)
        )
    },
    layers_internal: |n| {
        format!("Ajouter {} du groupe", counted(n, "observation interne", "observations internes"))
    },
    layers_without_place: |numbers| {
        format!("Sans lieu, dans le tableau mais pas sur la carte : {}.", numbered(numbers))
    },
    layers_later_category: |numbers| {
        format!(
            "Pas dans les couches, catégorie inconnue de cette version : {}. Mettez l’application à jour.",
            numbered(numbers)
        )
    },
    moment_computed: |moment| format!("D’après le soleil : {moment}. Touchez pour corriger."),
    sharing_computed: |sharing| format!("Sans réponse : {sharing}."),
    notice,
    notice_version: |version| format!("Texte de la notice, version {version}."),
    storage_counts: |records, photos| {
        format!(
            "Marche ouverte : {}, {}.",
            counted(records, "enregistrement", "enregistrements"),
            (FR.photos)(photos)
        )
    },
    storage_used: |used, quota| match quota {
        Some(quota) => format!("Place utilisée : {} sur {}.", size(used), size(quota)),
        None => format!("Place utilisée : {}.", size(used)),
    },
    unfinished_more: |n| format!("Et {} à finir.", counted(n, "autre", "autres")),
    unfinished_question: |time, what| {
        format!("Une observation de {time} n’est pas finie : {what}.")
    },
    version: |version| format!("Version {version}"),
    text_cut: |most| format!("Le texte était trop long : les {most} premiers signes sont gardés."),
    records_unread: |n| {
        format!(
            "{} d’une version plus récente : gardés et transmis, mais pas montrés ici.",
            counted(n, "enregistrement", "enregistrements")
        )
    },
    problem_other: |why| {
        format!("L’enregistrement a échoué. La réponse est encore à l’écran : réessayez. ({why})")
    },
    problem_unreadable: |why| {
        format!(
            "Le carnet de ce téléphone ne s’ouvre pas. Rien n’est effacé. Fermez les autres onglets et relancez ; sinon, la page de secours (réglages) peut le lire. ({why})"
        )
    },
    job_walk_unreadable: |title, why| {
        format!(
            "Le fichier n’est pas fait : la marche « {title} » n’a pas pu être lue, et sans elle la campagne ne serait pas entière. Rien n’est perdu ; réessayez, ou redémarrez l’application. {why}"
        )
    },
    job_not_here: "Ce qui est demandé n’est pas sur cet appareil.",
    job_nothing_read: |why| {
        format!(
            "Rien n’a pu être lu : aucun enregistrement n’a été pris, et rien ici n’a changé. Gardez le téléphone tel qu’il est et demandez le fichier à nouveau. {why}"
        )
    },
    job_died: |why| format!("Le travail s’est arrêté avant la fin ; recommencez. {why}"),
    file_outdated: "Le contenu a changé depuis que le fichier a été fait : faites-le à nouveau.",
    problem_export: |why| {
        format!("Le fichier n’a pas pu être fait. Rien n’est effacé ; réessayez. ({why})")
    },
    problem_import: |why| {
        format!("Ce fichier n’a pas pu être lu. Rien de ce qui est ici n’a changé. ({why})")
    },
    date,
};

/// The words of files.
pub(super) static FILES: FileWords = FileWords {
    bundle_not_one: "Ce fichier n’est pas un carnet d’Éclaireuse.",
    bundle_truncated: "Le fichier est incomplet : il s’arrête trop tôt. Ce qui est entier a été lu.",
    bundle_altered: "Les enregistrements ne sont pas exactement ceux qui avaient été écrits.",
    bundle_line: |number| format!("La ligne {number} est illisible ; les autres ont été lues."),
    bundle_newer: |kind| {
        format!(
            "Un enregistrement d’une version plus récente ({kind}) est gardé et sera transmis, mais pas montré."
        )
    },
    bundle_not_understood: |field| {
        format!("Une réponse inconnue ici ({field}) est gardée, mais pas montrée.")
    },
    bundle_photo_altered: |name| {
        format!(
            "Une photo ou le fond de carte est abîmé et n’est pas pris : {name}. Le reste l’est."
        )
    },
    bundle_photo_missing: |name| {
        format!("Une photo ou le fond de carte manque dans le fichier : {name}.")
    },
    bundle_counts: |said, found| {
        format!("Le fichier annonce {said} enregistrements, {found} ont été trouvés.")
    },
    bundle_outside: |name| {
        format!("Une partie porte un nom dangereux, elle n’est pas prise : {name}.")
    },
    bundle_unknown: |name| format!("Une partie inconnue n’est pas prise : {name}."),
    more_problems: |count| format!("Et {count} autres remarques, non montrées ici."),
    bundle_more_remarks: |count| format!("Et {count} autres valeurs inconnues, gardées."),
    bundle_photo_not_bare: |name| format!("Photo {name} non prise : elle porte plus que l’image."),
    receipt: |code| format!("Code du carnet : {code}. Même code ailleurs, même contenu."),
    layers_on_map: |all, on_map| {
        format!(
            "{} dans le tableau, {on_map} sur la carte.",
            counted(all, "observation", "observations")
        )
    },
    layers_internal_left_out: |n| {
        format!("{} dans le groupe.", counted(n, "observation reste", "observations restent"))
    },
    photos_missing: |n| {
        format!("{} sur ce téléphone.", counted(n, "photo n’est pas", "photos ne sont pas"))
    },
    bundle_no_manifest: "Le sommaire du carnet manque ou est illisible : ce qui a été lu ne peut pas être vérifié.",
    bundle_records_too_large: "Les enregistrements sont beaucoup trop grands pour un carnet ; ce qui précède a été lu.",
    bundle_photo_too_large: "Une photo est beaucoup trop grande, elle n’est pas prise.",
    bundle_too_many: "Il y a beaucoup trop de parties pour un carnet ; ce qui précède a été lu.",
    bundle_unreadable: |why| format!("Le fichier ne se lit pas : {why}"),
    bundle_newer_bundle: |version| {
        format!(
            "Ce carnet vient d’une version plus récente ({version}). Ce qui est compris a été lu."
        )
    },
    file_not_pmtiles: "Ce fichier n’est pas un fond de carte PMTiles. Rien n’a changé.",
    file_basemap_version: |version| {
        format!(
            "Ce fond de carte est un PMTiles de version {version} ; la carte lit la version 3. Convertissez-le avec l’outil « pmtiles convert ». Rien n’a changé."
        )
    },
    file_no_tiles: "Ce fond de carte est vide : il n’a aucune tuile. Rien n’a changé.",
    file_too_large: |limit| {
        format!(
            "Ce fichier dépasse {limit} Mo, trop pour les téléphones. Découpez-le autour du quartier. Rien n’a changé."
        )
    },
    file_no_attribution: "Ce fond de carte ne dit pas qui l’a fait. Écrivez qui citer : la licence le demande presque toujours.",
    basemap: super::BasemapWords::FRENCH,
    kit_outdated: |title| {
        format!(
            "Cette préparation de « {title} » est plus ancienne que celle de ce téléphone. Rien n’a changé. Demandez la dernière à la médiatrice."
        )
    },
    kit_namesake: |reference, title| {
        format!(
            "Attention : une autre marche d’ici, « {title} », porte la même référence ({reference}). Leurs observations resteront séparées ; demandez à la médiatrice laquelle garder."
        )
    },
    kit_by_another: "Non pris, parce que venu d’un autre appareil que celui qui a préparé cette marche : une fiche ou une préparation. Celle d’ici n’a pas changé ; demandez à la médiatrice laquelle est la bonne.",
    claims_refused: "Non pris, parce que venu d’un autre appareil et prétendant être plus ancien que ce que l’auteure a dit. Ce qu’elle a dit n’a pas changé.",
    clashes_kept: "Un autre appareil que celui de l’auteure a écrit sur des choses déjà là. Les deux versions sont gardées, celle de l’auteure est montrée ; rien n’a été retiré.",
    kit_absent: "Ce code ne porte que le nom de la marche. Sa préparation n’est pas sur ce téléphone ni là où l’application est hébergée : demandez le fichier à la médiatrice et ouvrez-le ici.",
    invitation_another: "Ce lien ou ce code n’est pas une invitation à une marche. Rien n’a changé. Prenez le code imprimé sur la feuille de la marche.",
    invitation_damaged: "Ce lien est incomplet ou abîmé. Rien n’a changé. Scannez le code à nouveau, ou demandez le fichier de la marche.",
    invitation_newer: "Ce code vient d’une version plus récente de l’application. Rien n’a changé. Mettez l’application à jour, ou demandez le fichier de la marche.",
};
