//! Whether the phone is ready to walk without a network: what is missing, and what to do.

use crate::domain::code::Language;
use crate::domain::walk::readiness::Obstacle;

/// Words of one language.
#[allow(missing_docs, reason = "the French text beside each name says what it is")]
pub struct ReadyWords {
    pub ready: &'static str,
    pub not_ready: &'static str,
    pub checking: &'static str,
    pub copying_short: &'static str,
    in_app: &'static str,
    insecure: &'static str,
    private: &'static str,
    copying: &'static str,
    altered: fn(&str, &str, &str) -> String,
    missing: fn(&str, &str) -> String,
    no_copy: fn(&str) -> String,
    storage: &'static str,
    position: &'static str,
}

impl ReadyWords {
    /// Those of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &FR,
            Language::En => &EN,
        }
    }

    /// What is lacking and what to do about it.
    pub fn lack(&self, lack: &Obstacle) -> String {
        match lack {
            Obstacle::InApp => self.in_app.into(),
            Obstacle::Insecure => self.insecure.into(),
            Obstacle::Private => self.private.into(),
            Obstacle::Copying => self.copying.into(),
            Obstacle::Altered(file, expected, received) => (self.altered)(file, expected, received),
            Obstacle::Missing(file, why) => (self.missing)(file, why),
            Obstacle::NoCopy(why) => (self.no_copy)(why),
            Obstacle::Storage => self.storage.into(),
            Obstacle::Position => self.position.into(),
        }
    }
}

static FR: ReadyWords = ReadyWords {
    ready: "Prêt à marcher sans réseau",
    not_ready: "Pas encore prêt à marcher sans réseau",
    checking: "Sans réseau : vérification…",
    copying_short: "Sans réseau : l’application s’enregistre…",
    in_app: "Vous êtes dans la fenêtre d’une autre application, qui ne garde rien : ouvrez cette adresse dans le navigateur.",
    insecure: "Cette adresse n’est pas protégée (http) : sans réseau l’application ne s’ouvrira pas, et elle n’aura pas la position. Demandez une adresse en https.",
    private: "Ce navigateur ne garde pas l’application : fenêtre privée, ou navigateur trop ancien. Ouvrez l’adresse dans une fenêtre ordinaire.",
    copying: "L’application s’enregistre sur ce téléphone : restez sur cette page, avec du réseau.",
    altered: |file, expected, received| {
        format!(
            "À montrer à qui héberge l’application : cet hébergement modifie les fichiers : {file} attendu {expected}, reçu {received}. Sans réseau elle ne s’ouvrira pas."
        )
    },
    missing: |file, why| {
        format!(
            "Un fichier de l’application n’est pas arrivé ({file}, {why}). Rechargez cette page avec un bon réseau. Si cela recommence, montrez ceci à qui l’héberge."
        )
    },
    no_copy: |why| {
        format!(
            "L’application n’a pas pu s’enregistrer sur ce téléphone. Rechargez cette page ; si cela recommence, montrez ceci à qui l’héberge. {why}"
        )
    },
    storage: "Ce navigateur n’enregistre rien ici. Libérez de la place ou autorisez les données du site ; ce que vous dites reste sur cette page seulement.",
    position: "La position est refusée. Autorisez-la dans les réglages du navigateur, ou placez sur la carte.",
};

static EN: ReadyWords = ReadyWords {
    ready: "Ready to walk without a network",
    not_ready: "Not yet ready to walk without a network",
    checking: "Without a network: checking…",
    copying_short: "Without a network: the app is being saved…",
    in_app: "You are in the window of another app, which keeps nothing: open this address in the browser.",
    insecure: "This address is not protected (http): without a network the app will not open, and it gets no position. Ask for an https address.",
    private: "This browser does not keep the app: a private window, or too old a browser. Open the address in an ordinary window.",
    copying: "The app is being saved on this phone: stay on this page, with a network.",
    altered: |file, expected, received| {
        format!(
            "For whoever hosts the app: this host changes the files: {file} expected {expected}, received {received}. Without a network the app will not open."
        )
    },
    missing: |file, why| {
        format!(
            "A file of the app did not arrive ({file}, {why}). Load this page again with a good network. If it happens again, show this to whoever hosts it."
        )
    },
    no_copy: |why| {
        format!(
            "The app could not be saved on this phone. Load this page again; if it happens again, show this to whoever hosts it. {why}"
        )
    },
    storage: "This browser stores nothing here. Free some room or allow the site’s data; what you say stays on this page only.",
    position: "The position is refused. Allow it in the browser’s settings, or place on the map.",
};
