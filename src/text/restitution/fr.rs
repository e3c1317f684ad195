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
        format!("{them} : dire où c’est, dans le constat.")
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

    // --- You said, we did ---

    // --- Booklet ---

    // --- Review walk ---
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
