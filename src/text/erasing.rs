//! Withdrawing, erasing and hiding: the words for what can be undone and what cannot.

use crate::domain::code::Language;

/// Words of one language.
pub struct ErasingWords {
    /// What the page of withdrawn observations is called.
    pub withdrawn_title: &'static str,
    /// What can be done there.
    pub withdrawn_hint: &'static str,
    /// There is none.
    pub withdrawn_none: &'static str,
    /// What was done a moment ago: whether one was put back, and how many are withdrawn.
    pub withdrawn_now: fn(bool, usize) -> String,
    /// The first of two taps.
    pub erase_ask: &'static str,
    /// What erasing reaches, and what it does not.
    pub erase_warning: &'static str,
    /// The same, where a mediator erases for somebody.
    pub erase_for_her: &'static str,
    /// The second.
    pub erase_confirm: &'static str,
    /// The day after everything arrived.
    pub wipe_reminder: &'static str,
    /// The quick-hide.
    pub hide: &'static str,
    /// How it is used.
    pub hide_text: &'static str,
    /// So many erased things came in a file.
    pub left_out: fn(usize) -> String,
    /// Erased by a device that may not.
    pub refused: &'static str,
}

impl ErasingWords {
    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }
}

static FR: ErasingWords = ErasingWords {
    withdrawn_title: "Retirées",
    withdrawn_hint: "Elles ne comptent plus. Remettez-en une, ou ouvrez-la pour l’effacer.",
    withdrawn_none: "Aucune observation retirée.",
    withdrawn_now: |put_back, n| {
        let withdrawn = match n {
            0 => String::new(),
            1 if !put_back => "Observation retirée".to_owned(),
            1 => "Encore 1 retirée.".to_owned(),
            _ if !put_back => format!("{n} observations retirées"),
            _ => format!("Encore {n} retirées."),
        };
        let back = if put_back { "Observation remise. " } else { "" };
        format!("{back}{withdrawn}").trim_end().to_owned()
    },
    erase_ask: "Effacer pour toujours…",
    erase_warning: "Les mots, les photos et le lieu s’effacent ici, puis sur chaque appareil qui relira ce carnet. Cela ne s’annule pas. Un fichier déjà enregistré ou envoyé ailleurs garde ce qu’il contient.",
    erase_for_her: "Les mots, les photos et le lieu s’effacent sur cet appareil, puis sur ceux qui liront cette campagne et sur les téléphones qui rouvriront la préparation ou le lien de la marche. Cela ne s’annule pas. Un fichier déjà enregistré ou envoyé garde ce qu’il contient.",
    erase_confirm: "Effacer",
    wipe_reminder: "Tout est bien arrivé chez la médiatrice. Vous pouvez effacer cette marche de ce téléphone.",
    hide: "Cacher l’écran",
    hide_text: "Le rond en haut à droite met une horloge à la place de tout. Au clavier : Échap deux fois. Pour revenir, touchez l’heure trois fois de suite, vite. Fermée ainsi, l’application se rouvre sur l’horloge.",
    left_out: |n| {
        let what = if n == 1 { "élément effacé" } else { "éléments effacés" };
        format!("{n} {what} à la demande de qui l’avait dit : rien n’en est repris.")
    },
    refused: "Rien n’a été effacé : la demande ne vient ni de qui l’a dit, ni de la médiatrice.",
};

static EN: ErasingWords = ErasingWords {
    withdrawn_title: "Withdrawn",
    withdrawn_hint: "They no longer count. Put one back, or open it to erase it.",
    withdrawn_none: "No observation is withdrawn.",
    withdrawn_now: |put_back, n| {
        let withdrawn = match n {
            0 => String::new(),
            1 if !put_back => "Observation withdrawn".to_owned(),
            _ if !put_back => format!("{n} observations withdrawn"),
            _ => format!("{n} still withdrawn."),
        };
        let back = if put_back { "Observation put back. " } else { "" };
        format!("{back}{withdrawn}").trim_end().to_owned()
    },
    erase_ask: "Erase for good…",
    erase_warning: "Words, photos and place are erased here, then on each device that reads this notebook again. This cannot be undone. A file already saved or sent elsewhere keeps what it holds.",
    erase_for_her: "Words, photos and place are erased on this device, then on those that read this campaign and on the phones that open the kit or the link of the walk again. This cannot be undone. A file already saved or sent keeps what it holds.",
    erase_confirm: "Erase",
    wipe_reminder: "Everything has reached the mediator. You can wipe this walk from this phone.",
    hide: "Hide the screen",
    hide_text: "The ring at the top right puts a clock in place of everything. On a keyboard: Escape twice. To come back, tap the time three times, fast. Closed like this, the app opens on the clock.",
    left_out: |n| {
        let what = if n == 1 { "item" } else { "items" };
        format!("{n} {what} erased for the one who said it: nothing of it is taken in again.")
    },
    refused: "Nothing was erased: the request comes neither from who said it nor from the mediator.",
};
