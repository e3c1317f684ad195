//! French.

use super::WorkshopWords;
use crate::domain::walk::phone_check::{PhoneCheck, SecondCopyState};
use crate::domain::walk::readiness::Obstacle;

pub(super) static FR: WorkshopWords = WorkshopWords {
    rooms: "Les étapes de l’atelier",
    campaigns: "Atelier",
    campaigns_hint: "Après la marche : rassembler les carnets, décider ensemble. Tout reste sur cet appareil.",
    campaign: "Campagne",
    campaign_new: "Nouvelle campagne",
    campaign_new_hint: "Une campagne réunit une ou plusieurs marches du même quartier, de jour et de nuit par exemple.",
    campaign_title: "Nom de la campagne",
    campaign_reference: "Référence courte, au début de chaque numéro",
    campaign_begin: "Commencer",
    no_campaign: "Cette campagne n’est pas sur cet appareil. Rien n’est perdu : ouvrez-la là où elle a été faite, ou reprenez ici son fichier.",
    no_walks: "Il n’y a pas encore de marche : prenez d’abord les carnets.",
    room_cockpit: "Carnets",
    room_entry: "Saisie",
    room_group: "Regrouper",
    room_constats: "Constats",
    constat: "Constat",
    room_reread: "Relire",
    room_compare: "Comparer",
    room_decide: "Décider",
    room_wall: "Au mur",
    room_figures: "Chiffres",
    room_preconisations: "Préconisations",
    undo: "Annuler",
    close: "Fermer",
    more: "En voir plus",
    nothing: "rien",
    not_chosen: "—",
    refused_agreed: "Le groupe a validé ce constat : il ne change plus sans lui. Rien n’a bougé. Pour le reprendre, ramenez-le « à relire ».",
    refused_no_dot: "Tous les points de ce bulletin sont posés. Retirez-en un pour le mettre ailleurs.",
    refused_nothing: "Il n’y a plus rien à annuler sur cette page. Un regroupement se défait aussi depuis son constat.",
    refused_not_here: "Ce que vous vouliez changer n’est plus là. Rien d’autre n’a bougé.",
    two_versions: "Deux versions : choisir ou garder les deux",
    two_versions_hint: "Deux appareils ont écrit sans se connaître. Rien n’est perdu : celle que vous choisissez est montrée, l’autre reste dans la sauvegarde.",
    choose_version: "Choisir celle-ci",
    keep_both: "Garder les deux",
    version_stands: "Le garder",
    version_aside: "Mis de côté",
    version_nothing: "Rien (retiré)",
    walk_in: "Fait partie de la campagne",
    walk_out: "N’en fait pas partie",
    walk_offered: "Une autre marche est arrivée avec ces fichiers. Fait-elle partie de cette campagne ?",
    walk_add: "Oui, l’ajouter",
    walk_leave: "Non, la laisser à part",
    walks_other: "Autres marches sur cet appareil",
    walk_add_other: "L’ajouter ici",
    walk_take_out: "Retirer cette marche de la campagne",
    joined_here: "Réunis ici",
    part: "Séparer",
    answer_of_body: "Réponse",
    residents_told: "Retour aux habitant·es",
    checked_on_walk: "Vérification",
    reread_again: "Changé depuis par son autrice : à relire. D’ici là rien n’en sort.",
    refused_later_category: "Cette version ne connaît la catégorie d’aucune de ces observations : mettez l’application à jour, ajoutez-les à un constat déjà écrit ou réunissez-les avec une autre observation.",
    refused_carries: "Ce constat porte des préconisations ou des points : réunissez-le avec un autre, ils iront avec lui.",
    refused_changed_since: "Cela a été changé depuis, ici ou ailleurs : rien n’a été annulé. Corrigez-le à la main.",
    refused_incomplete: "Avant de valider, il faut un titre, un résumé, un lieu, et dire si c’est un problème ou un point fort.",
    refused_no_reason: "Il faut une raison, en mots simples. Rien n’a changé.",
    refused_party: "Cette étape revient à :",
    refused_step: "Cette étape ne suit pas de celle-ci :",
    take_in: "Prendre des carnets",
    take_in_hint: "Plusieurs à la fois, dans n’importe quel ordre, même deux fois : le résultat est le même.",
    may_be_cleared: "Le navigateur ne promet pas de garder cette campagne s’il manque de place. Enregistrez-la dans un fichier, plus bas, après chaque séance.",
    keep_campaign: "Sauvegarder la campagne",
    keep_campaign_hint: "Un seul fichier avec les carnets, les photos et toutes les décisions. Il se reprend ici ou sur un autre ordinateur.",
    dots_each: "Points par personne",
    short_below: "Court terme : moins de (mois)",
    long_above: "Long terme : plus de (mois)",
    phones_expected: "Téléphones attendus",
    answer_waits: "Il manque des photos : pas encore de réponse à donner. Reprenez le carnet de ce téléphone.",
    answer_waits_for_records: "Il manque des enregistrements : le carnet n’est pas arrivé entier, ou tout n’a pas pu en être pris. Pas encore de réponse à donner. Demandez à ce téléphone un nouveau fichier ; ce qui est refusé est dit quand on le prend.",
    answer_show: "Répondre au téléphone",
    answer_hint: "Le téléphone scanne ce code, ou tape les six caractères sur « Transmettre ». Lui seul pourra alors dire « Transmis ».",
    signature_whole: "Signé par ce téléphone.",
    clock_of_phone: "Horloge du téléphone",
    clock_hint: "Si son horloge n’était pas à l’heure pendant la marche, dites de combien : heures, dates, moments et ordre de tout ce qu’il a noté suivent. Ce qui a été noté n’est pas changé, et vous pouvez revenir en arrière. Ce qui est déjà parti garde son heure : la changer montrerait ce qui vient de ce téléphone.",
    clock_by_fixes: |words| format!("D’après les satellites, elle {words}."),
    clock_unsaid: "on n’en dit rien",
    clock_right: "était à l’heure",
    clock_behind: |span| format!("retardait de {span}"),
    clock_fast: |span| format!("avançait de {span}"),
    clock_days: "Jours",
    clock_hours: "Heures",
    clock_minutes: "Minutes",
    clock_was_behind: "Elle retardait",
    clock_was_fast: "Elle avançait",
    clock_was_right: "Elle était à l’heure",
    clock_take_back: "N’en rien dire",
    span: |seconds| super::span(seconds, "j"),
    signature_absent: "Sans signature (version précédente, ou téléphone qui ne peut pas signer) : rien ne prouve quel téléphone l’a écrit.",
    signature_in_part: "Signé en partie : quelque chose porte le nom de ce téléphone sans sa signature.",
    code_compare: "Le téléphone doit montrer ",
    coverage: "Ce qui est couvert, ce qui manque",
    cover_moments: "Moments :",
    cover_unheard: "Principes dont personne n’a parlé :",
    cover_all_heard: "Les six principes ont été entendus",
    entry_hint: "Pour une feuille de papier ou un téléphone sans l’application. Rien n’est obligatoire, sauf le code.",
    entry_walk: "Marche",
    entry_stop: "Arrêt",
    entry_moment: "Moment",
    entry_code: "Code de la grille",
    entry_code_hint: "Principe, point, rang : 2.1 est l’éclairage public.",
    entry_polarity: "Problème ou point fort",
    entry_feeling: "Ressenti 0–3 (3 = bien)",
    entry_severity: "Gravité 0–3 (3 = grave)",
    entry_voices: "Voix",
    entry_words: "Ce qui a été dit",
    entry_idea: "Idée",
    entry_save: "Enregistrer, suivante",
    entry_wrong: "Ce code n’est pas dans la grille : rien n’est enregistré. Corrigez le code.",
    entry_codes: "Tous les codes",
    group_hint: "Rien n’est réuni sans vous, et tout se défait. Ce qui a été dit ne change jamais.",
    nothing_chosen: "Touchez des observations pour les réunir.",
    group_new: "Nouveau constat",
    group_into: "Ajouter au constat",
    group_leave: "Retirer",
    choose_none: "Ne rien choisir",
    suggestions: "Peut-être le même endroit",
    no_suggestion: "Plus rien à proposer. Les autres observations sont dans la liste.",
    in_the_dark: "dans le noir",
    in_the_light: "de jour",
    accept: "Réunir",
    pick: "Choisir",
    not_now: "Pas maintenant",
    observations: "Observations",
    show_grouped: "Déjà réunies",
    map: "Carte",
    map_hint: "Glissez une observation sur un constat ou sur une autre observation : elles vont ensemble. Le lieu ne change pas. La liste fait la même chose.",
    no_constat: "Aucun constat encore. Réunissez des observations.",
    constats_hint: "Dans l’ordre décidé par le groupe.",
    constat_gone: "Ce constat a été défait. Ses observations sont de nouveau libres.",
    agreed: "Ce que le groupe dit",
    constat_title: "Titre, en une phrase",
    constat_summary: "Quoi, où, quand, pour qui",
    constat_quote: "Une parole, sans nom",
    constat_category: "Catégorie",
    constat_polarity: "C’est…",
    constat_severity: "Gravité (3 = la pire)",
    constat_frequency: "Combien de fois",
    constat_priority: "Priorité, décidée par le groupe",
    constat_place: "Le lieu",
    constat_place_name: "Comment on appelle ce lieu",
    constat_point: "Point (latitude, longitude)",
    constat_place_kind: "Sorte de lieu",
    constat_manager: "Qui gère le sol",
    constat_project: "Avec le projet de renouvellement",
    constat_operation: "Opération (référence de l’urbaniste)",
    constat_challenge: "Défi du contrat de ville",
    constat_sector: "Secteur",
    constat_actors: "Qui peut agir",
    constat_lead: "Responsable",
    constat_associated: "Avec",
    constat_sharing: "Jusqu’où ce constat peut aller",
    read_again: "À relire :",
    derived: "Ce que disent les observations",
    derived_hint: "Calculé, jamais écrit à la main.",
    derived_lighting: "Lumière la plus basse :",
    derived_moments: "Moments :",
    members: "Les observations réunies",
    members_hint: "Chacune reste telle qu’elle a été dite. Touchez une photo pour la choisir.",
    choose_photo: "Photo pour le constat",
    as_quote: "Citer",
    split: "En faire un autre constat",
    join_constat: "Réunir avec un autre constat",
    dissolve: "Défaire ce constat",
    life: "Où cela en est",
    reason: "Raison, en mots simples",
    step_back: "Annuler la dernière étape",
    status: "Où cela en est",
    reread_hint: "Ce qui nomme ou décrit quelqu’un se dit autrement, à côté de l’original. L’original reste, et ne sort pas.",
    only_concerned: "Seulement ce qui peut désigner quelqu’un",
    nothing_to_reread: "Rien à relire ici.",
    concern_name: "un nom ?",
    concern_plate: "une plaque ?",
    concern_phone: "un numéro ?",
    concern_home: "un logement ?",
    concern_person: "décrit quelqu’un ?",
    concern_address: "une adresse ?",
    other_words: "Autrement dit",
    how_far: "Jusqu’où",
    keep_words: "Garder ces mots",
    as_said: "Bon comme c’est",
    leaves_as: "Sortira",
    not_reread: "Pas encore relu : ne sera jamais public.",
    remove: "Retirer à la demande de son autrice",
    put_back: "Remettre",
    removed: "Retirée : ne compte plus et ne sort pas.",
    two_walks_needed: "Il faut deux marches dans la campagne pour comparer.",
    compare_hint: "Les mêmes arrêts, côte à côte. C’est le groupe qui dit ce qui a changé.",
    before: "Première marche",
    after: "Deuxième marche",
    no_photo: "Pas de photo",
    what_changed: "Entre les deux",
    decide_hint: "Les points éclairent, le groupe décide. Aucune note cachée, aucune note du quartier.",
    dots: "Points",
    dots_hint: "Un bulletin par personne, sans nom. On le remplit ici, ou on se passe l’appareil.",
    ballot_new: "Nouveau bulletin",
    ballot_done: "C’est fait",
    ballot_drop: "Retirer ce bulletin",
    dot_less: "Un point de moins :",
    dot_more: "Un point de plus :",
    order: "L’ordre du groupe",
    order_hint: "Montez, descendez. À côté : points, gravité, faisabilité. Rien n’est additionné en une seule note.",
    order_by_dots: "Partir de l’ordre des points",
    move_up: "Monter",
    move_down: "Descendre",
    beside: "Gravité, faisabilité, priorité",
    feasibility: "Faisable ? (3 = facile)",
    photo: "Photo du lieu",
    previous: "Précédent",
    next: "Suivant",
    preconisation_hint: "Un verbe et un objet. Le bâti et l’humain à égalité : présence, activités, services.",
    preconisation_new: "Nouvelle préconisation",
    preconisation_title: "Verbe et objet",
    preconisation_detail: "Détail, effet attendu",
    preconisation_action: "Sorte d’action",
    preconisation_lead: "Qui doit agir",
    preconisation_horizon: "Quand",
    preconisation_framework: "Cadre",
    preconisation_origin: "Qui l’a proposée",
    preconisation_drop: "Retirer",
    no_preconisation: "Aucune préconisation ici.",
    no_title: "(sans titre)",
    open_constat: "Ouvrir le constat",
    figures_hint: "Des comptes d’observations, pas de personnes. Imprimés, ils ne disent que ce que tout le monde peut lire, pour toute la campagne, et aucun nombre de 5 ou moins.",
    figures_outside: "Hors du groupe, seulement ces tableaux-ci, pour toute la campagne. Ceux par moment, par arrêt ou par marche restent dans le groupe : posés à côté, ils feraient retrouver ce qu’une seule personne a dit. Un nombre déjà sorti ne change que si plus de cinq téléphones l’ont fait changer.",
    figures_inside: "Dans le groupe : tous les comptes",
    figures_print: "Imprimer",
    figures_stay: "Ces chiffres restent dans le groupe. Ce qui peut en sortir s’imprime par le bouton de cette page.",
    by_principle: "Par principe",
    by_moment: "Par moment",
    by_lighting: "Lumière et ressenti",
    by_whom: "Qui évite le lieu",
    by_reason: "Pourquoi",
    by_stop: "Par arrêt",
    between_stops: "Entre les arrêts",
    not_said: "Pas dit",
    mentions: "Fois",
    table: "En tableau",
    under_five: "5 ou moins",
    unread: |n| format!("{n} éléments d’une version plus récente sont gardés sans être lus."),
    clashes: |n| {
        format!(
            "{n} éléments ont deux versions : les deux sont gardées, celle de l’auteure est montrée."
        )
    },
    phone_was_ready: "Au départ : prêt à marcher sans réseau.",
    phone_was_not_ready: |lacks| {
        let name = |lack: &Obstacle| match lack {
            Obstacle::InApp => "dans la fenêtre d’une autre application",
            Obstacle::Insecure => "adresse http",
            Obstacle::Private => "fenêtre privée ou navigateur ancien",
            Obstacle::Copying => "copie de l’application en cours",
            Obstacle::Altered(..) => "fichiers modifiés par l’hébergement",
            Obstacle::Missing(..) | Obstacle::NoCopy(_) => "pas de copie de l’application",
            Obstacle::Storage => "rien ne s’enregistrait",
            Obstacle::Position => "position refusée",
        };
        let names: Vec<&str> = lacks.iter().map(name).collect();
        format!("Au départ, pas prêt à marcher sans réseau : {}.", names.join(", "))
    },
    phone_checked: |PhoneCheck { second, mended, bent, .. }, day| {
        let copies = match second {
            SecondCopyState::Kept => "deux copies de tout",
            SecondCopyState::WithoutPhotos => "deux copies, une seule des photos",
            SecondCopyState::None => "une seule copie (son navigateur n’en garde pas deux)",
            SecondCopyState::Failed => "la deuxième copie ne s’écrit pas",
            SecondCopyState::Unread => "il n’a pas pu tout relire",
        };
        let mended = match mended {
            0 => String::new(),
            1 => " ; 1 abîmé, réparé".into(),
            n => format!(" ; {n} abîmés, réparés"),
        };
        let bent = match bent {
            0 => String::new(),
            1 => " ; 1 abîmé dans les deux copies".into(),
            n => format!(" ; {n} abîmés dans les deux copies"),
        };
        format!("Vérifié le {day} : {copies}{mended}{bent}.")
    },
    walk_without_sheet: "Marche dont la feuille manque",
    said_without_sheet: |n| {
        let said = if n == 1 { "observation est gardée" } else { "observations sont gardées" };
        format!(
            "{n} {said} ici sans la feuille de leur marche, qui s’est perdue en route : les autres pages les montreront dès qu’elle sera là. Déposez le carnet d’un autre téléphone de cette marche, ou son kit."
        )
    },
    phones_received: |n, incomplete, of| {
        let received = match of {
            Some(of) => format!("{n} sur {of} {}", if of > 1 { "téléphones" } else { "téléphone" }),
            None => format!("{n} {}", if n > 1 { "téléphones reçus" } else { "téléphone reçu" }),
        };
        match incomplete {
            0 => received,
            1 => format!("{received}, dont 1 incomplet"),
            more => format!("{received}, dont {more} incomplets"),
        }
    },
    phone_counts: |n, photos| {
        format!(
            "{n} {}, {photos} {}",
            if n > 1 { "observations" } else { "observation" },
            if photos > 1 { "photos" } else { "photo" }
        )
    },
    photos_missing: |n| {
        if n > 1 { format!("{n} photos manquent") } else { "1 photo manque".into() }
    },
    cover_observations: |n, strengths| {
        let s = if n > 1 { "s" } else { "" };
        let points = if strengths > 1 { "points forts" } else { "point fort" };
        format!("{n} observation{s}, dont {strengths} {points}")
    },
    cover_without_place: |n| {
        if n == 0 { "Toutes ont un lieu".into() } else { format!("{n} sans lieu") }
    },
    cover_unfinished: |n| {
        if n == 0 { "Toutes sont finies".into() } else { format!("{n} pas finies") }
    },
    cover_silent: |n| {
        if n == 0 {
            "On a parlé de chaque arrêt".into()
        } else {
            format!("{n} arrêts où rien n’a été dit")
        }
    },
    entry_count: |n| format!("Enregistré. {n} saisies en tout."),
    chosen: |n| if n > 1 { format!("{n} choisies") } else { "1 choisie".into() },
    and_more: |n| format!("et {n} de plus"),
    suggestion_count: |n| {
        if n > 1 { format!("{n} propositions") } else { format!("{n} proposition") }
    },
    observation_count: |n| format!("{n} {}", if n > 1 { "observations" } else { "observation" }),
    why: |n, principle, light, within, accuracy| {
        format!(
            "{n} observations · {principle} · {light} · à {within:.0} m au plus l’une de l’autre (positions à ± {accuracy:.0} m)"
        )
    },
    derived_counts: |n, walks, voices| {
        let voices = voices.map_or(String::new(), |voices| {
            format!(", jusqu’à {voices} voix pour une même observation")
        });
        format!(
            "{n} {}, {walks} {}{voices}",
            if n > 1 { "observations" } else { "observation" },
            if walks > 1 { "marches" } else { "marche" }
        )
    },
    derived_feeling: |uneasy, felt, lowest, mean| {
        format!("{uneasy} sur {felt} ne se sentent pas à l’aise · le plus bas : {lowest} · moyenne {mean:.1} sur 3").replace('.', ",")
    },
    derived_avoided: |who, when, why| {
        format!("On évite cet endroit. Qui : {who}. Quand : {when}. Pourquoi : {why}.")
    },
    divided: |uneasy, felt, negative, positive| {
        format!(
            "Les avis sont partagés : {uneasy} sur {felt} ne sont pas à l’aise ; {negative} y voient un problème, {positive} un point fort."
        )
    },
    texts: |n| format!("{n} {}", if n > 1 { "textes" } else { "texte" }),
    side_counts: |negative, positive| format!("{negative} problèmes, {positive} points forts"),
    side_feeling: |uneasy, felt| format!("{uneasy} sur {felt} pas à l’aise"),
    ballot: |n| format!("Bulletin {n}"),
    dots_left: |n| {
        if n > 1 { format!("Il reste {n} points") } else { format!("Il reste {n} point") }
    },
    dots_on: |dots, voters| {
        format!(
            "{dots} {} de {voters} {}",
            if dots > 1 { "points" } else { "point" },
            if voters > 1 { "personnes" } else { "personne" }
        )
    },
    tally: |ballots, dots, refused| {
        let refused = if refused > 0 {
            format!(" ; {refused} bulletins avec trop de points ne comptent pas")
        } else {
            String::new()
        };
        format!("{ballots} bulletins, {dots} points posés, chaque point compte pour un{refused}")
    },
    among: |n| format!("sur {n} observations d’un lieu évité"),
    horizon_hint: |short, long| {
        format!(
            "Court : moins de {short} mois. Long : plus de {long} mois. Le groupe peut changer ces limites."
        )
    },
    feasible: ["Très difficile", "Difficile", "Possible", "Facile"],
};
