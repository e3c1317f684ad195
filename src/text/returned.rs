//! Notebooks that come back from elsewhere: what may have happened to them on the way, and what to do.

use crate::domain::code::Language;

/// Words of one language.
pub struct ReturnedWords {
    /// It asks for a password.
    pub protected: &'static str,
    /// It is a zip packed in a way of this name.
    pub packed_otherwise: fn(&str) -> String,
    /// It is an archive of this name.
    pub other_archive: fn(&str) -> String,
    /// It is a page without its record lines.
    pub records_missing: &'static str,
    /// So many files are no notebooks: these, and whether there are more.
    pub no_notebooks: fn(usize, &str, bool) -> String,
    /// Record lines were mended.
    pub mended: &'static str,
    /// The file cannot be opened by the browser; a folder, most often.
    pub unreadable: &'static str,
    /// It is a campaign saved with its walks and its decisions.
    pub campaign: &'static str,
    /// There is no room for all of a file.
    pub full: &'static str,
    /// Records of a damaged file that stayed out, because others of the same moment are here.
    pub bent_left_out: &'static str,
    /// Records of a damaged copy that the right ones took the place of.
    pub repaired: &'static str,
}

impl ReturnedWords {
    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }
}

static FR: ReturnedWords = ReturnedWords {
    protected: "Ce fichier est protégé par un mot de passe : rien n’en a été pris, et rien ici n’a changé. Ouvrez-le avec son mot de passe, puis déposez ce qu’il contient, ou demandez le fichier sans mot de passe.",
    packed_otherwise: |way| {
        format!(
            "Ce fichier est compressé d’une façon que cette page ne lit pas ({way}) : rien n’en a été pris, et rien ici n’a changé. Décompressez-le sur l’ordinateur et déposez ce qu’il contient, ou demandez le fichier d’origine."
        )
    },
    other_archive: |kind| {
        format!(
            "Ce fichier est une archive {kind}, que cette page ne lit pas : rien n’en a été pris, et rien ici n’a changé. Décompressez-la sur l’ordinateur et déposez ce qu’elle contient."
        )
    },
    records_missing: "Cette page montre un carnet, mais les enregistrements n’y sont plus : un navigateur ou une messagerie l’a enregistrée à sa façon. Demandez le fichier d’origine, celui que le téléphone a fait.",
    no_notebooks: |count, names, are_more| {
        let are = if count > 1 {
            "fichiers ne sont pas des carnets"
        } else {
            "fichier n’est pas un carnet"
        };
        let more = if are_more { "…" } else { "" };
        format!("{count} {are} d’Éclaireuse, et rien n’en a été pris : {names}{more}")
    },
    mended: "Des accents ou des fins de ligne avaient été abîmés en route ; ils sont rétablis, et tout est exactement comme le téléphone l’a écrit.",
    unreadable: "Le navigateur n’arrive pas à ouvrir ce fichier : c’est sans doute un dossier, ou il a été déplacé depuis. Rien ici n’a changé. Ouvrez le dossier et déposez les fichiers eux-mêmes, ou un .zip du dossier.",
    campaign: "Ce fichier est une campagne enregistrée, avec ses marches et ses décisions. Si ce n’est pas celle qui est ouverte, ouvrez-la dans la liste des campagnes ; ses marches n’entrent ici que si vous le dites.",
    full: "Il n’y a plus de place ici pour tout ce fichier. Ce qui a été pris reste. Libérez de la place, puis déposez-le à nouveau : rien ne sera doublé.",
    bent_left_out: "Enregistrements abîmés en route, laissés de côté : les bons sont déjà là",
    repaired: "Enregistrements abîmés en route, remplacés par les bons",
};

static EN: ReturnedWords = ReturnedWords {
    protected: "This file asks for a password: nothing of it was taken, and nothing here has changed. Open it with its password and drop what it holds, or ask for the file without one.",
    packed_otherwise: |way| {
        format!(
            "This file is packed in a way that this page does not read ({way}): nothing of it was taken, and nothing here has changed. Unpack it on the computer and drop what it holds, or ask for the original file."
        )
    },
    other_archive: |kind| {
        format!(
            "This file is a {kind} archive, which this page does not read: nothing of it was taken, and nothing here has changed. Unpack it on the computer and drop what it holds."
        )
    },
    records_missing: "This page shows a notebook, but the records are no longer in it: a browser or a mail program saved it in its own way. Ask for the original file, the one that the phone made.",
    no_notebooks: |count, names, are_more| {
        let are = if count == 1 { "file is not a notebook" } else { "files are not notebooks" };
        let more = if are_more { "…" } else { "" };
        format!("{count} {are} of Éclaireuse, and nothing was taken from there: {names}{more}")
    },
    mended: "Accents or line ends had been damaged on the way; they are restored, and everything is exactly as the phone wrote it.",
    unreadable: "The browser cannot open this file: it is probably a folder, or it was moved meanwhile. Nothing here has changed. Open the folder and drop the files themselves, or a .zip of the folder.",
    campaign: "This file is a saved campaign, with its walks and its decisions. If it is not the one that is open, open it in the list of campaigns; its walks join this one only if you say so.",
    full: "There is no room here for all of this file. What was taken stays. Make room, then drop it again: nothing is doubled.",
    bent_left_out: "Records of a file damaged on the way, left out: those of the same moment that were here are kept",
    repaired: "Records damaged on the way, replaced by the right ones",
};
