//! In French.

use super::ReadingWords;
use crate::text::fr::counted;

fn seen(points: usize, lines: usize, areas: usize) -> String {
    if points + lines + areas == 0 {
        return "Aucun lieu n’y a été trouvé.".to_owned();
    }
    format!(
        "Il contient {}, {}, {}.",
        counted(points, "point", "points"),
        counted(lines, "ligne", "lignes"),
        counted(areas, "surface", "surfaces"),
    )
}

pub(super) const READING: ReadingWords = ReadingWords {
    empty: "Ce fichier est vide. Rien n’a changé ; demandez-le à nouveau.",
    html_page: "Ce fichier est une page web, pas des données : le téléchargement a sans doute échoué. Rien n’a changé.",
    broken: |line, near| {
        if near.is_empty() {
            format!(
                "Ce fichier s’arrête au milieu, à la ligne {line}. Rien n’a changé ; demandez-le à nouveau."
            )
        } else {
            format!(
                "Ce fichier est mal écrit à la ligne {line}, près de « {near} ». Rien n’a changé. Exportez-le à nouveau depuis le programme qui l’a fait."
            )
        }
    },
    not_geographic: "Ce fichier est du JSON, mais sans aucun lieu. Rien n’a changé.",
    other_xml: |root| {
        format!(
            "Ce fichier est du XML « {root} » : ni GPX, ni KML. Rien n’a changé. Exportez-le en GPX ou en GeoJSON."
        )
    },
    no_coordinates: |columns| {
        format!(
            "C’est un tableau, mais aucune colonne de coordonnées n’y a été trouvée ({columns}). Rien n’a changé. Nommez deux colonnes « longitude » et « latitude », ou « x » et « y »."
        )
    },
    unknown: "Ce fichier n’est pas reconnu. Rien n’a changé. Demandez-le en GeoJSON, GPX, KML, CSV ou Shapefile (zip).",
    geopackage: "C’est un GeoPackage. Rien n’a changé. Dans QGIS : clic droit sur la couche, « Exporter », « Sauvegarder les entités sous », format GeoJSON.",
    database: "C’est une base de données. Rien n’a changé. Demandez la couche en GeoJSON.",
    basemap: "C’est un fond de carte. Rien n’a changé. Sa place est plus bas, sous « Fond de carte ».",
    workbook: "C’est un classeur de tableur. Rien n’a changé. Dans le tableur : « Enregistrer sous », format CSV.",
    document: "C’est un document (PDF ou texte), pas des données. Rien n’a changé. Demandez le fichier GeoJSON, GPX ou Shapefile.",
    picture: "C’est une image, pas des données. Rien n’a changé. Demandez le fichier GeoJSON, GPX ou Shapefile.",
    flatgeobuf: "C’est un FlatGeobuf. Rien n’a changé. Dans QGIS : clic droit sur la couche, « Exporter », format GeoJSON.",
    watch: "C’est un fichier de montre (FIT). Rien n’a changé. Dans l’application de la montre : exporter l’activité en GPX.",
    shapefile_part: "C’est une partie d’un Shapefile : il manque les autres. Rien n’a changé. Mettez le .shp, le .dbf et le .prj dans un zip.",
    notebook: "C’est un carnet d’Éclaireuse. Rien n’a changé. Sa place est dans la liste des marches, « Ajouter un carnet ».",
    locked: "Cette archive est protégée par un mot de passe, ou rangée d’une façon que cette page ne lit pas. Rien n’a changé. Sortez-en le fichier, puis choisissez-le.",
    no_line: |p, l, a| {
        format!(
            "Il n’y a ni tracé ni point nommé dans ce fichier. {} Rien n’a changé.",
            seen(p, l, a)
        )
    },
    no_area: |p, l, a| {
        format!(
            "Il n’y a pas de périmètre utilisable dans ce fichier. {} Rien n’a changé.",
            seen(p, l, a)
        )
    },
    no_points: |p, l, a| {
        format!(
            "Il n’y a pas de point utilisable dans ce fichier. {} Rien n’a changé.",
            seen(p, l, a)
        )
    },
    fault: |line, near| {
        if near.is_empty() {
            format!("Le fichier s’arrête au milieu, à la ligne {line} ; ce qui précède a été lu.")
        } else {
            format!(
                "Le fichier est mal écrit à la ligne {line}, près de « {near} » ; ce qui précède a été lu."
            )
        }
    },
    unknown_system: |name| {
        format!(
            "Les coordonnées sont dans un système inconnu ici ({name}). Exportez le fichier en WGS 84 (EPSG:4326). Rien n’a changé."
        )
    },
    too_many: |found, limit| {
        format!(
            "Ce fichier a {found} points ; une marche en porte {limit} au plus, et rien n’est encore connu de la marche pour choisir autour d’elle. Tracez d’abord le parcours. Rien n’a changé."
        )
    },
    too_detailed: |found, limit| {
        format!(
            "Ce contour a {found} points ; un téléphone en porte {limit}, et en retirer autant le déplacerait de plus de 16 m. Rien n’a changé. Demandez un contour plus simple, ou simplifiez-le dans QGIS (Vecteur, Outils de géométrie, Simplifier)."
        )
    },
    no_such_feature: "Ce périmètre n’est plus dans le fichier. Rouvrez le fichier.",
    cut_short: "Ce fichier est incomplet : il s’arrête trop tôt. Rien n’a changé ; demandez-le à nouveau.",
    changed: "Le fichier a changé, ou n’est plus là, depuis qu’il a été choisi. Rien n’a changé ici. Choisissez-le encore une fois.",
    metres: |metres| {
        if metres < 1000.0 {
            format!("{metres:.0} m")
        } else if metres < 10_000.0 {
            format!("{:.1} km", metres / 1000.0).replace('.', ",")
        } else {
            format!("{:.0} km", metres / 1000.0)
        }
    },
    square_metres: |square| {
        if square < 10_000.0 {
            format!("{square:.0} m²")
        } else if square < 10_000_000.0 {
            format!("{:.0} ha", square / 10_000.0)
        } else {
            format!("{:.0} km²", square / 1_000_000.0)
        }
    },
    declared: |name| {
        format!("Le fichier dit que ses coordonnées sont en {name} ; elles ont été converties.")
    },
    fits: |name, away| {
        format!("Lu comme du {name}, qui le place à {away} de la marche. Vérifiez sur le dessin.")
    },
    alone: |name| {
        format!(
            "Le fichier ne dit pas son système. Lu comme du {name}, le seul qui le place en France. Vérifiez sur le dessin."
        )
    },
    chosen: |name| format!("Lu comme du {name}, que vous avez choisi."),
    turned: "Latitude et longitude étaient inversées ; elles ont été remises dans l’ordre.",
    says_otherwise: |name| {
        format!("Le fichier dit « {name} », ce qui ne va pas avec ses nombres ou avec la marche.")
    },
    far: |away| format!("Attention : c’est à {away} de tout ce qui est connu de la marche."),
    stray: |n| {
        format!(
            "{} : à 0, 0 ou très loin des autres.",
            counted(n, "lieu laissé de côté", "lieux laissés de côté")
        )
    },
    letters: |name| format!("Les lettres étaient écrites en {name}."),
    letters_guessed: |name| {
        format!(
            "Le fichier n’est pas en UTF-8. Ses lettres ont été lues comme du {name} : vérifiez les accents."
        )
    },
    mended: |n| {
        format!(
            "{} en lisant.",
            counted(n, "faute d’écriture réparée", "fautes d’écriture réparées")
        )
    },
    self_crossing: "Le contour se croise lui-même. Il est gardé tel quel ; vérifiez-le sur le dessin.",
    rings_left_out: |n| {
        format!(
            "{} : trop peu de points.",
            counted(n, "contour laissé de côté", "contours laissés de côté")
        )
    },
    skipped: |n| {
        format!(
            "{} : illisible ici.",
            counted(n, "élément laissé de côté", "éléments laissés de côté")
        )
    },
    simplified: |from, to, metres| {
        format!(
            "Simplifié de {from} à {to} points : aucun point retiré n’est à plus de {metres} m de ce qui est gardé."
        )
    },
    joined: |n| format!("{n} tracés ; ceux dont les bouts se touchent ont été réunis."),
    lines_apart: |n| {
        format!(
            "{n} tracés ne se touchent pas : le plus long est pris. Un autre peut être choisi plus bas."
        )
    },
    length: |length| format!("Longueur : {length}."),
    too_long: "C’est très long pour une marche : vérifiez le tracé.",
    area: |size, parts| {
        if parts > 1 {
            format!("Surface : {size}, en {parts} parties.")
        } else {
            format!("Surface : {size}.")
        }
    },
    holds_nothing: "Attention : rien de ce qui est connu de la marche n’est dans ce périmètre.",
    closed_line: "Il n’y a pas de surface dans ce fichier : la ligne fermée a été prise pour contour.",
    label_field: |name| format!("Les numéros viennent de la colonne « {name} »."),
    unlabelled: |n| {
        format!(
            "{} : on les verra sur la carte, sans pouvoir les choisir.",
            counted(n, "point sans numéro", "points sans numéro")
        )
    },
    labels_cut: |n| {
        format!("{} : plus de 60 lettres.", counted(n, "numéro coupé", "numéros coupés"))
    },
    no_labels: "Aucune colonne ne distingue les points : ils n’ont pas de numéro. On les verra sur la carte, sans pouvoir les choisir.",
    around: |kept, of, metres| {
        format!("{kept} points sur {of} sont pris : ceux à moins de {metres} m de la marche.")
    },
    first_stops: |n| {
        format!("{n} points nommés dans le fichier : les 60 premiers peuvent devenir des arrêts.")
    },
    no_commune_code: |given| {
        format!("« {given} » ne peut pas être le code INSEE d’une commune : il est laissé vide.")
    },
    no_code: "Aucun code de quartier n’est pris : ce qui partira vers la ville n’en portera pas.",
    times_left_out: "Les heures de passage du fichier n’ont pas été lues.",
    ask_system: "En quel système sont les coordonnées ?",
    ask_layer: "Quelle couche du fichier ?",
    ask_label: "Quelle colonne donne les numéros ?",
    ask_code: "Quelle colonne donne le code du quartier ?",
    ask_name: "Quelle colonne donne le nom ?",
    ask_line: "Quel tracé ?",
    ask_around: "Trop de points pour une marche. Jusqu’où les prendre ?",
    system_at: |name, turned, away| {
        let turned = if turned { ", inversé" } else { "" };
        away.map_or_else(
            || format!("{name}{turned}"),
            |away| format!("{name}{turned} : à {away} de la marche"),
        )
    },
    no_column: "Aucune",
    line: |number, length| format!("Tracé {number} : {length}"),
    within: |metres, count| format!("À moins de {metres} m : {count} points"),
};
