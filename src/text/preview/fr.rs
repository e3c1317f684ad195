//! French.

use super::{AskWords, PreviewWords, value};
use crate::domain::code::Language;
use crate::domain::walk::sheet_change::SheetPart;

pub(super) static ASK: AskWords = AskWords {
    title: "Rien n’est encore pris. Voici ce que cela ferait :",
    take: "Prendre",
    leave: "Laisser",
    take_doubted: "C’est bien ce téléphone : tout prendre",
    join_title: "La préparation de cette marche a changé. Rien n’a encore changé ici :",
    accept: "Accepter",
    keep: "Garder la mienne",
};

fn things(n: usize) -> &'static str {
    if n > 1 { "éléments" } else { "élément" }
}

fn notebooks(n: usize) -> &'static str {
    if n > 1 { "carnets" } else { "carnet" }
}

pub(super) static PREVIEW: PreviewWords = PreviewWords {
    new: |n, photos, records| {
        let new = if n > 1 { "nouvelles observations" } else { "nouvelle observation" };
        let photo = if photos > 1 { "photos" } else { "photo" };
        format!("{n} {new}, {photos} {photo} ; en tout {records} {} à ajouter.", things(records))
    },
    known: |n| format!("Déjà là : {n} {}, inchangés.", things(n)),
    changed: |n| format!("{n} {} d’ici : celle qui l’a dit l’a changé depuis.", things(n)),
    withdrawn: |n| format!("{n} {} : celle qui l’a dit le retire ou l’efface.", things(n)),
    erased: |n| {
        format!(
            "{n} {} à effacer : la médiatrice le fait pour qui l’avait dit. Ce qu’il en reste ici s’effacera aussi, pour toujours.",
            things(n)
        )
    },
    clashes: |n| {
        format!(
            "{n} {} : un autre appareil que celui de l’auteure a écrit dessus. Les deux versions seront gardées, celle de l’auteure reste montrée.",
            things(n)
        )
    },
    foreign_kit: |n| {
        format!(
            "Refusé : {n} {} de fiche ou de préparation. Cela vient d’un autre appareil que celui qui a préparé la marche ; rien n’a été changé.",
            things(n)
        )
    },
    foreign_first: |n| {
        format!(
            "Refusé : {n} {} d’un autre appareil, qui prétend être plus ancien que ce que l’auteure a dit.",
            things(n)
        )
    },
    foreign_erasing: |n| {
        format!(
            "Refusé : {n} {} à effacer. Cela ne vient ni de qui l’a dit, ni de la médiatrice ; rien n’a été effacé.",
            things(n)
        )
    },
    signed: |n| format!("Signé, et la signature est juste : {n} {}.", notebooks(n)),
    not_signed: |n| {
        format!(
            "Sans signature (version précédente) : {n} {}. Pris quand même ; rien ne prouve quel téléphone l’a écrit.",
            notebooks(n)
        )
    },
    key_missing: |n| {
        format!(
            "Sans signature, alors que ce téléphone signe : {n} {}. Ce qui est nouveau sera pris, non prouvé.",
            notebooks(n)
        )
    },
    new_key: |n| {
        let phones = if n > 1 { "téléphones ont" } else { "téléphone a" };
        format!(
            "{n} {phones} une nouvelle clé. Son stockage a été vidé ou rétabli, ou quelqu’un d’autre écrit en son nom : demandez-le à la personne."
        )
    },
    held_back: |n| {
        format!(
            "Laissé de côté : {n} {}. Cela changerait ce qui a été signé avec la clé connue ici, sans cette clé. N’acceptez que si la personne vous le confirme.",
            things(n)
        )
    },
    unfit: |n| {
        format!(
            "La signature ne correspond pas : {n} {}, pas pris. Demandez de nouveau le carnet au téléphone lui-même.",
            things(n)
        )
    },
    told_unfit: "Non pris, parce que la signature ne correspond pas : quelqu’un l’a changé en route, ou écrit au nom de ce téléphone. Rien n’a changé ici ; demandez de nouveau le carnet au téléphone lui-même.",
    told_held_back: "Laissé de côté, parce que cela changerait ce qu’un téléphone avait signé, et sa clé n’y est pas. Rien n’a changé ici. Si c’est bien ce téléphone, ouvrez de nouveau son carnet à l’atelier et dites-le.",
    told_new_key: "Téléphone qui signe avec une nouvelle clé : son stockage a été vidé ou rétabli, ou quelqu’un d’autre écrit en son nom. Demandez-le à la personne.",
    sheet: |part, old, new| {
        let [old, new] = [old, new].map(|text| value(part, text, Language::Fr));
        let part = match part {
            SheetPart::Title => "Titre",
            SheetPart::Reference => "Référence",
            SheetPart::Kind => "Type de marche",
            SheetPart::Cycle => "Campagne",
            SheetPart::Date => "Date",
            SheetPart::Start => "Heure de départ",
            SheetPart::End => "Heure de fin",
            SheetPart::MeetingPoint => "Lieu de rendez-vous",
            SheetPart::Contact => "Contact",
            SheetPart::Notice => "Texte d’information",
            SheetPart::NoticeVersion => "Version du texte d’information",
            SheetPart::Stops => "Arrêts",
            SheetPart::StopPlaces => "Place et heure des arrêts",
            SheetPart::FormerStops => "Arrêts retirés",
            SheetPart::Route => "Parcours dessiné",
            SheetPart::Around => "Point du quartier",
            SheetPart::Themes => "Thèmes",
            SheetPart::GridFirst => "En premier dans la grille",
            SheetPart::GridHidden => "Questions qui ne sont pas posées",
            SheetPart::Commissioner => "Commanditaire",
            SheetPart::Operator => "Qui anime",
            SheetPart::Actors => "Acteurs",
            SheetPart::Roles => "Rôles dans le groupe",
            SheetPart::Guarantors => "Garants",
            SheetPart::Participants => {
                "Participant·es (en tout · femmes · hommes · mineur·es · animation)"
            }
            SheetPart::Ages => "Âges",
            SheetPart::Languages => "Langues",
            SheetPart::Mobility => "Déplacements",
            SheetPart::Weather => "Météo",
            SheetPart::DayKind => "Type de jour",
            SheetPart::Context => "Contexte",
            SheetPart::Commune => "Commune",
            SheetPart::Quarter => "Quartier",
            SheetPart::Coarse => "Position approximative au-delà de",
            SheetPart::Training => "Exercice",
            SheetPart::Made => "Fiche faite le",
            SheetPart::Rest => {
                return "Fiche : d’autres détails changent (tracé du parcours, ou ce qu’une version plus récente ajoute).".into();
            }
        };
        let shown =
            |text: &str| if text.is_empty() { "rien".to_owned() } else { format!("« {text} »") };
        format!("{part} : aujourd’hui {} → deviendrait {}", shown(&old), shown(&new))
    },
    refused: "À savoir :",
};
