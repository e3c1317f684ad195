//! Six principles and their categories: one table, stable codes, labels per language.
//!
//! The principles follow the Montréal guide and the Québec UMQ guide of 2009; the sixty categories
//! are this project's synthesis of METRAC families, those principles, Belgian criteria and GUSP
//! items. Codes are neutral: whether a thing is good or bad is said by the polarity. A retired code
//! stays here for ever and never changes meaning.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;

use crate::domain::code::{Code, Label, Language, codes};

/// Version of the observation grid made of these tables.
pub const GRID_VERSION: &str = "1.0";

codes! {
    /// The six principles of safe planning.
    Principle {
        KnowWhere "know_where" "Savoir où l’on est et où l’on va" "Know where you are and where you are going" "signpost",
        SeeBeSeen "see_be_seen" "Voir et être vu·e" "See and be seen" "eye",
        HearBeHeard "hear_be_heard" "Entendre et être entendu·e" "Hear and be heard" "ear",
        EscapeHelp "escape_help" "Pouvoir s’échapper et obtenir du secours" "Escape and get help" "life-buoy",
        CleanWelcoming "clean_welcoming" "Environnement propre et accueillant" "Clean and welcoming environment" "trees",
        ActTogether "act_together" "Agir ensemble" "Act together" "handshake",
    }
}

impl Principle {
    /// 1 to 6, the number by which planners sort and colour.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Two to four words for a large picture.
    pub fn tile(self, language: Language) -> &'static str {
        const TILES: [Label; 6] = [
            ["Où je suis, où je vais", "Where I am, where I go"],
            ["Voir et être vu·e", "See and be seen"],
            ["Entendre et être entendu·e", "Hear and be heard"],
            ["S’échapper, être aidé·e", "Escape, get help"],
            ["Propre et accueillant", "Clean and welcoming"],
            ["Agir ensemble", "Act together"],
        ];
        TILES[self as usize][language as usize]
    }

    /// Its categories, in the order in which they are offered; « autre » comes last.
    pub fn categories(self) -> impl Iterator<Item = Category> {
        Category::all().filter(move |category| category.principle() == Some(self))
    }
}

/// One row of the taxonomy.
struct Row {
    /// `None` for a category of a later version: its code does not say which.
    principle: Option<Principle>,
    code: &'static str,
    /// The name in full, as exported.
    label: Label,
    /// Two to four words for a tile.
    tile: Label,
    icon: &'static str,
}

const fn row(
    principle: Principle,
    code: &'static str,
    label: Label,
    tile: Label,
    icon: &'static str,
) -> Row {
    Row { principle: Some(principle), code, label, tile, icon }
}

use Principle::{ActTogether, CleanWelcoming, EscapeHelp, HearBeHeard, KnowWhere, SeeBeSeen};

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(KnowWhere, "wayfinding_signs", ["Panneaux, fléchage", "Wayfinding signs"], ["Panneaux, flèches", "Signs"], "signpost"),
    row(KnowWhere, "address_numbering", ["Noms de rue, numéros, entrées", "Street names, numbers, entrances"], ["Noms, numéros", "Names, numbers"], "hash"),
    row(KnowWhere, "area_map", ["Plan du quartier", "Area map"], ["Plan du quartier", "Area map"], "map"),
    row(KnowWhere, "landmark_legibility", ["Repères, lisibilité", "Landmarks, legibility"], ["Repères", "Landmarks"], "landmark"),
    row(KnowWhere, "route_continuity", ["Continuité du cheminement", "Route continuity"], ["Chemin continu", "Continuous path"], "route"),
    row(KnowWhere, "exit_indication", ["Sorties visibles", "Visible exits"], ["Sorties visibles", "Visible exits"], "log-out"),
    row(KnowWhere, "facility_hours_info", ["Horaires et infos des lieux", "Opening hours, information"], ["Horaires, infos", "Hours, information"], "clock"),
    row(KnowWhere, "worksite_detour", ["Déviation de chantier", "Worksite detour"], ["Déviation, chantier", "Worksite detour"], "construction"),
    row(KnowWhere, "pictograms_languages", ["Pictogrammes, langues", "Pictograms, languages"], ["Images, langues", "Pictures, languages"], "languages"),
    row(KnowWhere, "other_1", ["Autre (se repérer)", "Other (finding one’s way)"], ["Autre", "Other"], "plus"),

    row(SeeBeSeen, "street_lighting", ["Éclairage public", "Street lighting"], ["Éclairage public", "Street lighting"], "lightbulb"),
    row(SeeBeSeen, "building_lighting", ["Éclairage des halls et abords", "Entrance and building lighting"], ["Halls et abords", "Entrance lighting"], "door-open"),
    row(SeeBeSeen, "lighting_contrast", ["Zones d’ombre, éblouissement", "Shadow, glare"], ["Ombre, éblouissement", "Shadow, glare"], "sun-dim"),
    row(SeeBeSeen, "sightlines", ["Champ de vision dégagé", "Sightlines"], ["Champ de vision", "Sightlines"], "eye"),
    row(SeeBeSeen, "vegetation_screen", ["Végétation qui cache", "Screening vegetation"], ["Végétation qui cache", "Hiding plants"], "tree-pine"),
    row(SeeBeSeen, "hiding_spots", ["Recoins, cachettes", "Hiding spots"], ["Recoins, cachettes", "Hiding spots"], "ghost"),
    row(SeeBeSeen, "facade_transparency", ["Fenêtres et vitrines sur la rue", "Windows and shopfronts"], ["Fenêtres, vitrines", "Windows, shopfronts"], "store"),
    row(SeeBeSeen, "underpass_porch", ["Passage, porche, dessous de dalle", "Underpass, porch, under-slab"], ["Passage, porche", "Underpass, porch"], "footprints"),
    row(SeeBeSeen, "other_2", ["Autre (voir)", "Other (seeing)"], ["Autre", "Other"], "plus"),

    row(HearBeHeard, "foot_traffic", ["Passage, présence de monde", "Foot traffic"], ["Du monde qui passe", "People passing"], "footprints"),
    row(HearBeHeard, "isolation", ["Isolement", "Isolation"], ["Isolement", "Isolation"], "user"),
    row(HearBeHeard, "activity_mix", ["Commerces, activités", "Shops and activities"], ["Commerces, activités", "Shops, activities"], "store"),
    row(HearBeHeard, "group_occupation", ["Occupation par un groupe", "Occupation by a group"], ["Groupe qui occupe", "Group occupying"], "users-round"),
    row(HearBeHeard, "gender_balance", ["Présence femmes / hommes", "Gender balance"], ["Femmes / hommes", "Women / men"], "scale"),
    row(HearBeHeard, "unwanted_attention", ["Regards, remarques, harcèlement ressenti", "Unwanted attention, harassment felt here"], ["Regards, remarques", "Stares, remarks"], "message-circle"),
    row(HearBeHeard, "noise", ["Bruit", "Noise"], ["Bruit", "Noise"], "volume-2"),
    row(HearBeHeard, "earshot", ["À portée de voix", "Within earshot"], ["À portée de voix", "Within earshot"], "megaphone"),
    row(HearBeHeard, "evening_life", ["Vie le soir", "Evening life"], ["Vie le soir", "Evening life"], "moon"),
    row(HearBeHeard, "other_3", ["Autre (entendre)", "Other (hearing)"], ["Autre", "Other"], "plus"),

    row(EscapeHelp, "escape_routes", ["Issues, autres chemins", "Escape routes"], ["Issues, chemins", "Ways out"], "arrow-right-left"),
    row(EscapeHelp, "entrapment_spot", ["Lieu où l’on peut être coincé·e", "Entrapment spot"], ["Être coincé·e", "Being trapped"], "fence"),
    row(EscapeHelp, "forced_path", ["Passage obligé", "Forced path"], ["Passage obligé", "Forced path"], "corner-up-right"),
    row(EscapeHelp, "emergency_call", ["Appel : réseau, interphone, borne", "Phone coverage, intercom, call point"], ["Réseau, interphone", "Signal, intercom"], "phone-call"),
    row(EscapeHelp, "staff_presence", ["Gardien·ne, médiateur·rice, police, agent", "Caretaker, mediator, police, staff"], ["Gardien·ne, agent", "Caretaker, staff"], "shield"),
    row(EscapeHelp, "refuge_place", ["Lieu refuge", "Safe place to enter"], ["Lieu refuge", "Safe place"], "house"),
    row(EscapeHelp, "building_access", ["Portes, digicode", "Doors, entry codes"], ["Portes, digicode", "Doors, codes"], "key-round"),
    row(EscapeHelp, "bus_stop_wait", ["Attente à l’arrêt", "Waiting at the stop"], ["Attente à l’arrêt", "Waiting at a stop"], "bus"),
    row(EscapeHelp, "emergency_access", ["Accès pompiers, SAMU, police", "Emergency access"], ["Accès des secours", "Emergency access"], "siren"),
    row(EscapeHelp, "other_4", ["Autre (s’échapper)", "Other (escape)"], ["Autre", "Other"], "plus"),

    row(CleanWelcoming, "cleanliness", ["Propreté", "Cleanliness"], ["Propreté", "Cleanliness"], "brush-cleaning"),
    row(CleanWelcoming, "waste_bulky", ["Déchets, encombrants", "Waste, bulky items"], ["Déchets", "Waste"], "trash-2"),
    row(CleanWelcoming, "damage_repair", ["Dégradations, réparations", "Damage, repair"], ["Cassé, réparé", "Broken, repaired"], "wrench"),
    row(CleanWelcoming, "graffiti_posters", ["Tags, affiches", "Graffiti, posters"], ["Tags, affiches", "Graffiti, posters"], "spray-can"),
    row(CleanWelcoming, "seating_furniture", ["Bancs et mobilier", "Seating, furniture"], ["Bancs, mobilier", "Benches"], "armchair"),
    row(CleanWelcoming, "public_toilets", ["Toilettes publiques", "Public toilets"], ["Toilettes", "Toilets"], "toilet"),
    row(CleanWelcoming, "play_area", ["Jeux d’enfants", "Play area"], ["Jeux d’enfants", "Play area"], "blocks"),
    row(CleanWelcoming, "sports_area", ["Terrain de sport, city-stade", "Sports area"], ["Terrain de sport", "Sports area"], "dumbbell"),
    row(CleanWelcoming, "green_shade", ["Arbres, ombre, fraîcheur", "Trees, shade, coolness"], ["Arbres, ombre", "Trees, shade"], "leaf"),
    row(CleanWelcoming, "pavement_steps", ["Sol, trottoir, marches", "Ground, pavement, steps"], ["Sol, marches", "Ground, steps"], "footprints"),
    row(CleanWelcoming, "pram_wheelchair_access", ["Passage poussette / fauteuil", "Pram and wheelchair access"], ["Poussette, fauteuil", "Pram, wheelchair"], "accessibility"),
    row(CleanWelcoming, "traffic_parking", ["Circulation, stationnement", "Traffic, parking"], ["Voitures", "Cars"], "car"),
    row(CleanWelcoming, "pests", ["Nuisibles", "Pests"], ["Nuisibles", "Pests"], "rat"),
    row(CleanWelcoming, "worksite_nuisance", ["Gêne de chantier", "Worksite nuisance"], ["Gêne de chantier", "Worksite"], "construction"),
    row(CleanWelcoming, "ambience_beauty", ["Ambiance, beauté", "Ambience, beauty"], ["Ambiance, beauté", "Ambience, beauty"], "flower-2"),
    row(CleanWelcoming, "other_5", ["Autre (accueil)", "Other (welcome)"], ["Autre", "Other"], "plus"),

    row(ActTogether, "resident_involvement", ["Participation des habitant·es", "Resident involvement"], ["Participation", "Involvement"], "users"),
    row(ActTogether, "reporting_channel", ["À qui signaler ?", "Reporting channel"], ["À qui signaler ?", "Whom to tell?"], "phone"),
    row(ActTogether, "institution_response", ["Réponse des institutions", "Institutions’ response"], ["Réponses reçues", "Answers received"], "mail"),
    row(ActTogether, "local_associations", ["Associations, centre social", "Associations, social centre"], ["Associations", "Associations"], "building-2"),
    row(ActTogether, "women_girls_activities", ["Activités femmes, filles", "Activities for women and girls"], ["Femmes, filles", "Women, girls"], "venus"),
    row(ActTogether, "neighbour_solidarity", ["Entraide", "Neighbour solidarity"], ["Entraide", "Solidarity"], "heart-handshake"),
    row(ActTogether, "mediation", ["Médiation", "Mediation"], ["Médiation", "Mediation"], "hand-helping"),
    row(ActTogether, "project_information", ["Infos sur le projet urbain", "Information on the project"], ["Projet urbain", "Urban project"], "info"),
    row(ActTogether, "shared_rules", ["Règles partagées", "Shared rules of use"], ["Règles partagées", "Shared rules"], "list"),
    row(ActTogether, "symbolic_presence", ["Noms de femmes, images", "Symbolic presence"], ["Noms de femmes", "Women’s names"], "tag"),
    row(ActTogether, "other_6", ["Autre (agir)", "Other (acting)"], ["Autre", "Other"], "plus"),
];

/// One of the sixty categories, one of the six « autre », or one that a later version wrote.
#[derive(Clone, Copy)]
pub struct Category(Which);

#[derive(Clone, Copy)]
enum Which {
    /// An index into the table.
    Known(u8),
    /// A row made for a code that is not in the table, and never dropped.
    Later(&'static Row),
}

/// How a category that this version does not know is named, before its code.
pub const LATER: Label =
    ["Catégorie que cette version ne connaît pas", "Category this version does not know"];

thread_local! {
    /// The rows made for codes of later versions, one for each code, so that a category stays a
    /// name that is copied. There are as many as codes were met, and no more.
    static LATER_ROWS: RefCell<BTreeMap<String, &'static Row>> = const { RefCell::new(BTreeMap::new()) };
}

impl Category {
    /// Every category, by principle, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len()).filter_map(|index| u8::try_from(index).ok().map(Self::known))
    }

    const fn known(index: u8) -> Self {
        Self(Which::Known(index))
    }

    /// The category of a stored code; `None` for a code this version does not know.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|category| category.code() == code)
    }

    /// The category of a code in a record: one that this version does not know is one of its own,
    /// equal to itself alone. `None` when nothing was written.
    pub fn read(code: &str) -> Option<Self> {
        let later = || Self(Which::Later(later_row(code)));
        (!code.trim().is_empty()).then(|| Self::from_code(code).unwrap_or_else(later))
    }

    /// Whether this version knows what it means.
    pub fn is_known(self) -> bool {
        self.principle().is_some()
    }

    fn row(self) -> &'static Row {
        match self.0 {
            Which::Known(index) => &ROWS[usize::from(index)],
            Which::Later(row) => row,
        }
    }

    /// Its place in the table, then those of later versions by their codes.
    fn rank(self) -> (u8, &'static str) {
        match self.0 {
            Which::Known(index) => (index, ""),
            Which::Later(row) => (u8::MAX, row.code),
        }
    }

    /// What is stored and exported.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The principle it belongs to; `None` for a category of a later version.
    pub fn principle(self) -> Option<Principle> {
        self.row().principle
    }

    /// The number of its principle, by which it is coloured; 0 for a category of a later version.
    pub fn hue(self) -> u8 {
        self.principle().map_or(0, Principle::number)
    }

    /// Its name in full.
    pub fn label(self, language: Language) -> &'static str {
        self.row().label[language as usize]
    }

    /// Two to four words for a tile.
    pub fn tile(self, language: Language) -> &'static str {
        self.row().tile[language as usize]
    }

    /// The picture on its tile.
    pub fn icon(self) -> &'static str {
        self.row().icon
    }

    /// Whether it is about lamps, so that the lamp number is asked for.
    pub fn is_lighting(self) -> bool {
        matches!(
            self.code(),
            "street_lighting" | "building_lighting" | "lighting_contrast" | "underpass_porch"
        )
    }
}

fn later_row(code: &str) -> &'static Row {
    LATER_ROWS.with_borrow_mut(|rows| {
        if let Some(row) = rows.get(code) {
            return *row;
        }
        let text = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        // However long the code is, it is written on in full.
        let shown: String = code.chars().take(40).collect();
        let label = LATER.map(|label| text(format!("{label} ({shown})")));
        let code_kept = text(code.to_owned());
        let row = Row { principle: None, code: code_kept, label, tile: label, icon: "circle-help" };
        let row: &'static Row = Box::leak(Box::new(row));
        rows.insert(code.to_owned(), row);
        row
    })
}

impl PartialEq for Category {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Category {}

impl PartialOrd for Category {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Category {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl fmt::Debug for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The principle of a stored code.
pub fn principle_from_code(code: &str) -> Option<Principle> {
    Principle::from_code(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn sixty_categories_and_six_others_each_once() {
        let codes: BTreeSet<&str> = Category::all().map(Category::code).collect();
        assert_eq!(codes.len(), 66);
        assert_eq!(Category::all().count(), 66);
        assert_eq!(codes.iter().filter(|code| code.starts_with("other_")).count(), 6);
        let per_principle: Vec<usize> =
            Principle::ALL.iter().map(|p| p.categories().count() - 1).collect();
        assert_eq!(per_principle, [9, 8, 9, 9, 15, 10]);
    }

    #[test]
    fn every_code_comes_back_and_fits_its_field() {
        for category in Category::all() {
            assert_eq!(Category::from_code(category.code()), Some(category));
            assert!(category.code().len() <= 30 && !category.code().contains('|'));
            assert!(category.label(Language::Fr).chars().count() <= 60);
            for language in Language::ALL {
                assert!(category.tile(language).split_whitespace().count() <= 4);
            }
        }
    }

    #[test]
    fn a_category_of_a_later_version_is_itself_and_belongs_to_no_principle() {
        let later = Category::read("drone_noise").unwrap();
        assert_eq!(Category::read("drone_noise"), Some(later));
        assert_ne!(Category::read("scent"), Some(later));
        assert_eq!((later.code(), later.principle(), later.hue()), ("drone_noise", None, 0));
        assert_eq!(
            later.label(Language::Fr),
            "Catégorie que cette version ne connaît pas (drone_noise)"
        );
        assert!(Category::all().all(|known| known < later && known.is_known()));
        assert!(!later.is_known() && !later.is_lighting());
        assert_eq!(Category::read("noise"), Category::from_code("noise"));
        assert_eq!((Category::from_code("drone_noise"), Category::read(" ")), (None, None));
        let long = "é".repeat(5000);
        let later = Category::read(&long).unwrap();
        assert_eq!(later.code(), long, "written on in full");
        assert!(later.label(Language::En).chars().count() < 100);
    }

    #[test]
    fn other_is_the_last_tile_of_its_principle() {
        for principle in Principle::ALL {
            let last = principle.categories().last().unwrap();
            assert_eq!(last.code(), format!("other_{}", principle.number()));
        }
    }
}
