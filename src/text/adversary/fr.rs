//! The sentences of the adversary in French.

use super::AdversaryWords;

pub(super) const WORDS: AdversaryWords = AdversaryWords {
    where_in_file: |file, line| {
        if line == 0 { file.to_owned() } else { format!("ligne {line} de {file}") }
    },
    not_handed_over: |count, first| {
        let more = if count > first.len() {
            format!(" (et {} de plus)", count - first.len())
        } else {
            String::new()
        };
        format!(
            "Il n’y a pas de fichier. Lu comme par quelqu’un qui cherche à reconnaître une personne : {}{more} Rien n’est sorti ni perdu. Corriger, puis recommencer.",
            first.join(" ")
        )
    },
    time_in_id: "L’identifiant dit à la milliseconde quand une personne a parlé : avec l’agenda du groupe, on sait qui.",
    shared_id: "Le même identifiant est déjà sorti pour d’autres lecteurs : ce que l’un des fichiers tait d’une personne se lit dans l’autre.",
    gap_in_numbers: "Il manque un numéro : on voit qu’une personne a dit ici quelque chose qu’elle n’a pas voulu rendre public.",
    order_of_time: "Les lignes suivent l’heure : on sait dans quel ordre les personnes ont parlé, et on les reconnaît.",
    photo_name: "Le nom de la photo est le même pour d’autres lecteurs, ou porte un numéro du carnet : il mène à la personne qui l’a prise.",
    exact_hour: "On sait à quelle minute une personne était ici.",
    exact_place: "On sait à quelques mètres près où une personne se tenait quand elle a dit cela.",
    place_of_a_hidden_one: "Avec les autres points, on calcule où se tenait une personne qui n’est pas dans ces fichiers.",
    too_few: "Moins de cinq observations sont derrière cette ligne : on sait ce qu’une seule personne a dit se sentir ici.",
    one_alone_says_it: "La valeur la plus basse vient d’une seule personne : on sait qu’une personne a dit se sentir en danger ici.",
    hidden_one_by_difference: "En retirant les lignes visibles, il reste ce qu’une personne a dit sans vouloir que ce soit lu.",
    changed_by_few: "Comparé à ce qui est déjà sorti, on voit ce qu’une ou quelques personnes ont ajouté ou retiré depuis.",
    small_count: "Un nombre de moins de cinq personnes se lit, ou se trouve en soustrayant : on sait qui était là.",
    home: "Ce point est loin de la marche ou hors de son heure : c’est peut-être le domicile d’une personne.",
    small_group: "Le groupe compte moins de dix personnes : ses âges, ses langues, sa date ou ses heures font reconnaître quelqu’un.",
    words_of_somebody: "Ce texte nomme une personne, un logement, un téléphone, une adresse ou une plaque.",
    not_shared: "La personne qui l’a dit ne voulait pas que ces lecteurs le lisent.",
    unknown_file: "Personne ne sait ce que ce fichier dirait des participantes : il n’a rien à faire ici.",
    unreadable: "Cette ligne ne se lit pas : personne ne peut dire ce qu’elle apprendrait.",
    photo_not_bare: "La photo dit, à côté de l’image, où, quand ou avec quel appareil une personne l’a prise.",
    photo_not_named: "Une photo qu’aucune ligne ne nomme : la personne qui l’a prise ne l’a pas partagée.",
    stop_forms: "Ce que le groupe a noté à ses arrêts n’est pas pour tout le monde.",
};
