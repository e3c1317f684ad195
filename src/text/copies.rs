//! The two copies of what a device stores: what came back, what is gone, what reading all of it found.

use crate::domain::code::Language;

/// What the first screen may have to say, in one language.
pub struct CopiesWords {
    /// So many records and photos came back from the second copy.
    pub back: fn(usize, usize) -> String,
    /// Walks that this device remembers are not there.
    pub gone: &'static str,
    /// Nothing is there, and the second copy does not answer.
    pub no_answer: &'static str,
    /// The browser says that it lost what was there.
    pub lost: &'static str,
    /// The data were cleared under this page.
    pub cleared: &'static str,
    /// Keep what this page shows.
    pub keep_shown: &'static str,
    /// Erase it too.
    pub drop_shown: &'static str,
    /// The check of this device.
    pub check: &'static str,
}

/// What is said of reading all of it, in one language.
pub struct CheckWords {
    /// It is under way.
    pub checking: &'static str,
    /// Everything is as it should be: records, photos.
    pub whole: fn(usize, usize) -> String,
    /// So many were damaged and are whole again.
    pub mended: fn(usize) -> String,
    /// So many are damaged for good.
    pub bent: fn(usize) -> String,
    /// It could not be read.
    pub unread: &'static str,
    /// Two copies.
    pub two: &'static str,
    /// Two copies of all but photos.
    pub without_photos: &'static str,
    /// One copy.
    pub one: &'static str,
    /// The second one cannot be written.
    pub failed: &'static str,
    /// Do it once more.
    pub again: &'static str,
}

impl CheckWords {
    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &CHECK_FR,
            Language::En => &CHECK_EN,
        }
    }
}

pub(super) static FR: CopiesWords = CopiesWords {
    back: |records, photos| {
        let what = match (records, photos) {
            (0, 1) => "1 photo est revenue".into(),
            (0, _) => format!("{photos} photos sont revenues"),
            (1, 0) => "1 enregistrement est revenu".into(),
            (_, 0) => format!("{records} enregistrements sont revenus"),
            (_, 1) => format!("{records} enregistrements et 1 photo sont revenus"),
            _ => format!("{records} enregistrements et {photos} photos sont revenus"),
        };
        format!(
            "Le navigateur en avait perdu : {what} de la deuxième copie de ce téléphone. Relisez ce qui a été dit en dernier."
        )
    },
    gone: "Ce téléphone se souvient d’une marche qui n’y est plus. Si personne ne l’a effacée, le navigateur l’a perdue. Ouvrez un fichier fait avant, ou dites-le à la médiatrice.",
    no_answer: "La deuxième copie de ce téléphone ne répond pas : des marches y sont peut-être. Fermez les autres onglets, puis rechargez cette page.",
    lost: "Le navigateur dit avoir perdu ce que ce téléphone gardait. Si une marche y était, ouvrez un fichier fait avant, ou dites-le à la médiatrice.",
    cleared: "Les données du navigateur viennent d’être effacées. Cette page montre encore la marche : la garder, ou l’effacer aussi ? Les photos sont perdues.",
    keep_shown: "Garder la marche",
    drop_shown: "Effacer aussi",
    check: "Vérifier ce téléphone",
};

pub(super) static EN: CopiesWords = CopiesWords {
    back: |records, photos| {
        let what = match (records, photos) {
            (0, 1) => "1 photo came back".into(),
            (0, _) => format!("{photos} photos came back"),
            (1, 0) => "1 record came back".into(),
            (_, 0) => format!("{records} records came back"),
            (1, 1) => "1 record and 1 photo came back".into(),
            (_, 1) => format!("{records} records and 1 photo came back"),
            _ => format!("{records} records and {photos} photos came back"),
        };
        format!(
            "The browser had lost some: {what} from the second copy on this phone. Look again at what was said last."
        )
    },
    gone: "This phone remembers a walk that is no longer there. If nobody wiped it, the browser lost it. Open a file that was made before, or tell the mediator.",
    no_answer: "The second copy on this phone does not answer: walks may be in it. Close the other tabs, then load this page again.",
    lost: "The browser says that it lost what this phone kept. If a walk was there, open a file that was made before, or tell the mediator.",
    cleared: "The browser’s data have just been cleared. This page still shows the walk: keep it, or erase it too? The photos are lost.",
    keep_shown: "Keep the walk",
    drop_shown: "Erase it too",
    check: "Check this phone",
};

static CHECK_FR: CheckWords = CheckWords {
    checking: "Tout est relu…",
    whole: |records, photos| match (records, photos) {
        (0, 0) => "Rien n’est enregistré : il n’y a rien à relire.".into(),
        (_, 0) => format!("Tout se relit : {records} enregistrements."),
        _ => format!("Tout se relit : {records} enregistrements, photos : {photos}."),
    },
    mended: |n| match n {
        1 => "1 était abîmé : il est revenu de la deuxième copie.".into(),
        _ => format!("{n} étaient abîmés : ils sont revenus de la deuxième copie."),
    },
    bent: |n| match n {
        1 => "1 est abîmé dans les deux copies. Montrez ce téléphone à la médiatrice.".into(),
        _ => format!("{n} sont abîmés dans les deux copies. Montrez ce téléphone à la médiatrice."),
    },
    unread: "Le carnet n’a pas pu être relu. Faites une sauvegarde, puis relancez l’application.",
    two: "Ce téléphone en garde deux copies, pareilles.",
    without_photos: "Deux copies, mais les photos une seule fois : il reste peu de place.",
    one: "Une seule copie : ce navigateur n’en garde pas deux. Faites des sauvegardes.",
    failed: "La deuxième copie n’a pas pu être écrite. La première est là. Faites une sauvegarde.",
    again: "Relire encore",
};

static CHECK_EN: CheckWords = CheckWords {
    checking: "Everything is being read…",
    whole: |records, photos| match (records, photos) {
        (0, 0) => "Nothing is stored: there is nothing to read.".into(),
        (_, 0) => format!("All of it can be read: {records} records."),
        _ => format!("All of it can be read: {records} records, photos: {photos}."),
    },
    mended: |n| match n {
        1 => "1 was damaged: it came back from the second copy.".into(),
        _ => format!("{n} were damaged: they came back from the second copy."),
    },
    bent: |n| match n {
        1 => "1 is damaged in both copies. Show this phone to the mediator.".into(),
        _ => format!("{n} are damaged in both copies. Show this phone to the mediator."),
    },
    unread: "The notebook could not be read. Make a backup, then start the app again.",
    two: "This phone keeps two copies, which are the same.",
    without_photos: "Two copies, but photos only once: there is little room.",
    one: "One copy only: this browser does not keep two. Make backups.",
    failed: "The second copy could not be written. The first one is there. Make a backup.",
    again: "Read it again",
};
