//! What is said of files that left and of what is safe: never more than the phone knows.

use crate::domain::code::Language;

/// Words of one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct SafetyWords {
    pub due_short: &'static str,
    pub nothing_yet: &'static str,
    pub exercise: &'static str,
    /// So many observations are in no file.
    pub nowhere: fn(usize) -> String,
    /// So many are in a file nobody has seen.
    pub perhaps: fn(usize) -> String,
    /// Forms of stops in no file that somebody sees.
    pub forms: fn(usize) -> String,
    pub all_seen: &'static str,
    pub all_arrived: &'static str,
    pub files: &'static str,
    pub of_before: &'static str,
    pub went_saved: &'static str,
    pub went_shared: &'static str,
    pub left_saved: &'static str,
    pub left_shared: &'static str,
    pub seen_saved: &'static str,
    pub seen_shared: &'static str,
    pub not_seen: &'static str,
    pub i_see_it: &'static str,
    pub i_do_not: &'static str,
    pub look_android: &'static str,
    pub look_ios: &'static str,
    pub look_other: &'static str,
    pub look_shared: &'static str,
    pub in_app: &'static str,
    pub other_ways: &'static str,
    pub other_wrapping: &'static str,
    /// So many observations will be wiped.
    pub wiped: fn(usize) -> String,
    pub wipe_arrived: &'static str,
    /// So many of them would be lost.
    pub wipe_lost: fn(usize) -> String,
    pub wipe_not_arrived: &'static str,
    pub wipe_files: &'static str,
}

impl SafetyWords {
    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }
}

static FR: SafetyWords = SafetyWords {
    due_short: "à mettre en sûreté",
    nothing_yet: "Rien à mettre en sûreté",
    exercise: "Exercice : rien à mettre en sûreté",
    nowhere: |n| match n {
        1 => "1 observation n’est dans aucun fichier".into(),
        _ => format!("{n} observations ne sont dans aucun fichier"),
    },
    perhaps: |n| match n {
        1 => "1 observation est dans un fichier que personne n’a encore vu".into(),
        _ => format!("{n} observations sont dans un fichier que personne n’a encore vu"),
    },
    forms: |n| match n {
        1 => "1 fiche d’arrêt n’est dans aucun fichier vu".into(),
        _ => format!("{n} fiches d’arrêt ne sont dans aucun fichier vu"),
    },
    all_seen: "Tout est dans un fichier que vous voyez",
    all_arrived: "Transmis : la médiatrice a tout",
    files: "Fichiers sortis de l’application",
    of_before: "Un fichier fait avec une version d’avant",
    went_saved: "Peut-être dans Téléchargements : regardez s’il y est.",
    went_shared: "Confié à l’application choisie : regardez s’il y est.",
    left_saved: "Peut-être dans Téléchargements. Le voyez-vous ?",
    left_shared: "Confié à l’application choisie. Voyez-vous qu’il y est ?",
    seen_saved: "Vous l’avez vu.",
    seen_shared: "Confié à l’application choisie, vous l’avez vu.",
    not_seen: "Vous ne l’avez pas vu : il ne compte pas.",
    i_see_it: "Je le vois",
    i_do_not: "Je ne le vois pas",
    look_android: "Ouvrez l’application « Fichiers » ou « Mes fichiers », puis « Téléchargements ». Le plus récent est en haut.",
    look_ios: "Ouvrez l’application « Fichiers », puis « Parcourir » et « Téléchargements ».",
    look_other: "Ouvrez la liste des téléchargements du navigateur (Ctrl + J), ou le dossier « Téléchargements ».",
    look_shared: "Ouvrez l’application choisie et cherchez le fichier dans ce qui a été envoyé.",
    in_app: "La fenêtre d’une application de messages n’enregistre souvent rien. Ouvrez cette adresse dans votre navigateur.",
    other_ways: "Sinon : « Envoyer » s’il est proposé, l’autre fichier, ou montrez ce téléphone à la médiatrice. Rien n’est effacé d’ici là.",
    other_wrapping: "Faire l’autre fichier",
    wiped: |n| match n {
        1 => "1 observation sera effacée de ce téléphone.".into(),
        0 => "Cette marche sera effacée de ce téléphone.".into(),
        _ => format!("{n} observations seront effacées de ce téléphone."),
    },
    wipe_arrived: "La médiatrice a tout : sa réponse le prouve.",
    wipe_lost: |n| match n {
        1 => "1 n’est dans aucun fichier que vous avez vu : elle sera perdue s’il n’existe pas."
            .into(),
        _ => format!(
            "{n} ne sont dans aucun fichier que vous avez vu : elles seront perdues s’il n’existe pas."
        ),
    },
    wipe_not_arrived: "La médiatrice n’a pas encore répondu qu’elle a tout.",
    wipe_files: "Ces fichiers ne s’effacent pas d’ici. Cherchez-les dans Téléchargements et dans vos messages :",
};

static EN: SafetyWords = SafetyWords {
    due_short: "to be put in safety",
    nothing_yet: "Nothing to put in safety",
    exercise: "Exercise: nothing to put in safety",
    nowhere: |n| match n {
        1 => "1 observation is in no file".into(),
        _ => format!("{n} observations are in no file"),
    },
    perhaps: |n| match n {
        1 => "1 observation is in a file that nobody has seen yet".into(),
        _ => format!("{n} observations are in a file that nobody has seen yet"),
    },
    forms: |n| match n {
        1 => "1 stop sheet is in no file that was seen".into(),
        _ => format!("{n} stop sheets are in no file that was seen"),
    },
    all_seen: "All of it is in a file that you see",
    all_arrived: "Handed over: the mediator has everything",
    files: "Files that left the app",
    of_before: "A file made with an earlier version",
    went_saved: "Perhaps in the downloads: look whether it is there.",
    went_shared: "Given to the app you chose: look whether it is there.",
    left_saved: "Perhaps in the downloads. Do you see it?",
    left_shared: "Given to the app you chose. Do you see it there?",
    seen_saved: "You have seen it.",
    seen_shared: "Given to the app you chose, and you have seen it.",
    not_seen: "You have not seen it: it does not count.",
    i_see_it: "I see it",
    i_do_not: "I do not see it",
    look_android: "Open the app “Files” or “My files”, then “Downloads”. The newest is at the top.",
    look_ios: "Open the app “Files”, then “Browse” and “Downloads”.",
    look_other: "Open the browser’s list of downloads (Ctrl + J), or the folder “Downloads”.",
    look_shared: "Open the app you chose and look for the file among what was sent.",
    in_app: "The window of a messaging app often saves nothing. Open this address in your browser.",
    other_ways: "Otherwise: “Send” where it is offered, the other file, or show this phone to the mediator. Until then nothing is erased.",
    other_wrapping: "Make the other file",
    wiped: |n| match n {
        0 => "This walk will be wiped from this phone.".into(),
        1 => "1 observation will be wiped from this phone.".into(),
        _ => format!("{n} observations will be wiped from this phone."),
    },
    wipe_arrived: "The mediator has everything: her answer proves it.",
    wipe_lost: |n| match n {
        1 => "1 is in no file that you have seen: it is lost if there is none.".into(),
        _ => format!("{n} are in no file that you have seen: they are lost if there is none."),
    },
    wipe_not_arrived: "The mediator has not yet answered that she has everything.",
    wipe_files: "These files are not wiped from here. Look for them in the downloads and in your messages:",
};
