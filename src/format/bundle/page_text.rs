//! The fixed words of the readable page.

use crate::domain::code::Language;

/// The fixed words of the readable page in one language.
pub(super) struct PageText {
    pub(super) notebook: &'static str,
    pub(super) about: &'static str,
    /// Which end of the scales is the good one: it is not the same for all.
    pub(super) scales: &'static str,
    pub(super) training: &'static str,
    pub(super) untitled: &'static str,
    pub(super) observation: [&'static str; 2],
    pub(super) photo: [&'static str; 2],
    pub(super) photo_of: &'static str,
    pub(super) photo_missing: &'static str,
    pub(super) other_photos: &'static str,
    pub(super) unfinished: &'static str,
    pub(super) clash: &'static str,
    pub(super) empty: &'static str,
    pub(super) stop: &'static str,
    pub(super) former_stop: &'static str,
    pub(super) place: &'static str,
    pub(super) by_hand: &'static str,
    pub(super) idea: &'static str,
    pub(super) also: &'static str,
    pub(super) feeling: &'static str,
    pub(super) severity: &'static str,
    pub(super) frequency: &'static str,
    pub(super) lamp_state: &'static str,
    pub(super) lamp_ref: &'static str,
    pub(super) present: &'static str,
    pub(super) dominant: &'static str,
    pub(super) avoided: &'static str,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
    pub(super) avoided_by: &'static str,
    pub(super) avoided_when: &'static str,
    pub(super) reasons: &'static str,
    pub(super) strategies: &'static str,
    pub(super) source: &'static str,
    pub(super) voices: &'static str,
    pub(super) sharing: &'static str,
    /// Between a word and the colon after it.
    pub(super) colon: &'static str,
}

impl PageText {
    /// The words of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }
}

/// A number with the word that goes with it: one or many. In French zero is one.
pub(super) fn count(number: usize, words: [&'static str; 2], language: Language) -> String {
    let is_one = match language {
        Language::Fr => number < 2,
        Language::En => number == 1,
    };
    let [one, many] = words;
    format!("{number}\u{a0}{}", if is_one { one } else { many })
}

static FR: PageText = PageText {
    notebook: "Carnet de marche",
    about: "Ce fichier contient tout le carnet, photos comprises. Il se lit ici, et s’ouvre dans Éclaireuse pour y retrouver les observations. Il peut contenir des choses dites dans le groupe\u{a0}: ne le transmettez qu’aux personnes prévues.",
    scales: "Ressenti et notes du lieu, de 0 à 3\u{a0}: 3 est le mieux. Gravité, de 0 à 3\u{a0}: 3 est le pire.",
    training: "Exercice\u{a0}: tout est inventé",
    untitled: "Marche sans titre",
    observation: ["observation", "observations"],
    photo: ["photo", "photos"],
    photo_of: "Photo de l’observation",
    photo_missing: "Une photo n’est pas dans ce fichier.",
    other_photos: "Autres photos",
    unfinished: "Pas finie",
    clash: "Deux versions existent\u{a0}; une seule est montrée ici.",
    empty: "Aucune observation.",
    stop: "Arrêt",
    former_stop: "Ancien arrêt",
    place: "Position",
    by_hand: "placée à la main",
    idea: "Idée",
    also: "Aussi",
    feeling: "Ressenti",
    severity: "Gravité",
    frequency: "Fréquence",
    lamp_state: "État de la lampe",
    lamp_ref: "Numéro de la lampe",
    present: "Qui est là",
    dominant: "Surtout",
    avoided: "Lieu évité",
    yes: "oui",
    no: "non",
    avoided_by: "Évité par",
    avoided_when: "Quand",
    reasons: "Pourquoi",
    strategies: "Ce que l’on fait",
    source: "Qui le dit",
    voices: "Personnes d’accord",
    sharing: "Diffusion",
    colon: "\u{a0}: ",
};

static EN: PageText = PageText {
    notebook: "Walk notebook",
    about: "This file holds the whole notebook, photos included. It can be read here, and opened in Éclaireuse to get the observations back. It may hold things said inside the group: pass it on only to the people it is meant for.",
    scales: "Feeling and ratings of the place, 0 to 3: 3 is the best. Severity, 0 to 3: 3 is the worst.",
    training: "Training: everything is invented",
    untitled: "Untitled walk",
    observation: ["observation", "observations"],
    photo: ["photo", "photos"],
    photo_of: "Photo of observation",
    photo_missing: "A photo is not in this file.",
    other_photos: "Other photos",
    unfinished: "Not finished",
    clash: "There are two versions; only one is shown here.",
    empty: "No observation.",
    stop: "Stop",
    former_stop: "Former stop",
    place: "Position",
    by_hand: "placed by hand",
    idea: "Idea",
    also: "Also",
    feeling: "Feeling",
    severity: "Severity",
    frequency: "How often",
    lamp_state: "State of the lamp",
    lamp_ref: "Number of the lamp",
    present: "Who is there",
    dominant: "Mostly",
    avoided: "Avoided place",
    yes: "yes",
    no: "no",
    avoided_by: "Avoided by",
    avoided_when: "When",
    reasons: "Why",
    strategies: "What people do",
    source: "Who says it",
    voices: "People who agree",
    sharing: "Sharing",
    colon: ": ",
};
