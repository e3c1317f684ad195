//! Scales and closed answers about a place, other than the gender lens.
//!
//! Mind the direction: for the feeling and the ratings 3 is the best, for the severity 3 is the
//! worst. Both directions are written wherever a value is shown or exported.

use crate::domain::code::{Label, Language, codes};

/// A step of a four-step scale, 0 to 3.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Level(u8);

impl Level {
    /// The four steps, lowest first.
    pub const ALL: [Self; 4] = [Self(0), Self(1), Self(2), Self(3)];

    /// The step of a number; `None` outside 0..=3.
    pub fn new(value: u8) -> Option<Self> {
        (value <= 3).then_some(Self(value))
    }

    /// 0 to 3.
    pub fn value(self) -> u8 {
        self.0
    }
}

/// A four-step scale: which question it answers and what its steps mean.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Scale {
    /// `ressenti`: how it feels here, 3 = comfortable.
    Feeling,
    /// `gravite`: how serious it is, 3 = worst.
    Severity,
    /// One of the eight ratings of a place, 3 = best.
    Rating(Rating),
}

codes! {
    /// The eight ratings of a place, 3 = best. The parameters are those of Safetipin's audit
    /// (eight rated ones beside the feeling); the steps are worded by this project, and presence
    /// means somebody who can help.
    Rating {
        Lighting "n_eclair" "La lumière" "The light" "lightbulb",
        Openness "n_ouvert" "La vue autour" "The view around" "eye",
        Visibility "n_visib" "Fenêtres qui donnent ici" "Windows looking on" "building",
        People "n_monde" "Du monde" "People around" "users",
        Presence "n_presence" "Quelqu’un pour aider" "Someone to help" "life-buoy",
        Path "n_chemin" "Le chemin" "The path" "footprints",
        Transport "n_transp" "Bus, transports" "Bus, transport" "bus",
        Mix "n_mixite" "Femmes et hommes" "Women and men" "scale",
    }
}

impl Scale {
    fn steps(self) -> &'static [(Label, &'static str); 4] {
        match self {
            Self::Feeling => &[
                (["J’ai peur", "I am afraid"], "cloud-lightning"),
                (["Pas à l’aise", "Uneasy"], "cloud-rain"),
                (["Ça va", "It is all right"], "cloud"),
                (["Je me sens bien", "I feel good"], "sun"),
            ],
            Self::Severity => &[
                (["Sans gêne", "No bother"], "smile"),
                (["Gêne", "Bother"], "minus"),
                (["Usage limité", "Use limited"], "triangle-alert"),
                (["Danger, exclusion", "Danger, exclusion"], "siren"),
            ],
            Self::Rating(Rating::Lighting) => &[
                (["Noir", "Black"], "moon"),
                (["Sombre", "Dim"], "lightbulb-off"),
                (["On voit assez", "Enough to see"], "cloud-sun"),
                (["Bien éclairé", "Well lit"], "lightbulb"),
            ],
            Self::Rating(Rating::Openness) => &[
                (["On ne voit rien", "No view"], "eye-off"),
                (["Un peu devant", "A little ahead"], "eye"),
                (["Presque partout", "Most directions"], "eye"),
                (["Partout", "All directions"], "eye"),
            ],
            Self::Rating(Rating::Visibility) => &[
                (["Aucune", "None"], "ban"),
                (["Moins de 5", "Fewer than 5"], "building"),
                (["Moins de 10", "Fewer than 10"], "building-2"),
                (["10 ou plus", "10 or more"], "building-2"),
            ],
            Self::Rating(Rating::People) => &[
                (["Personne", "Nobody"], "ban"),
                (["Moins de 10", "Fewer than 10"], "user"),
                (["10 ou plus", "10 or more"], "users"),
                (["La foule", "A crowd"], "users-round"),
            ],
            Self::Rating(Rating::Presence) => &[
                (["Personne", "Nobody"], "ban"),
                (["Vu, mais loin", "Seen, far"], "user"),
                (["À portée de voix", "Within call"], "megaphone"),
                (["Sur place", "On the spot"], "life-buoy"),
            ],
            Self::Rating(Rating::Path) => &[
                (["Pas de chemin", "No path"], "ban"),
                (["Très mauvais", "Very bad"], "triangle-alert"),
                (["On marche", "Walkable"], "footprints"),
                (["On peut courir", "Easy to run"], "zap"),
            ],
            Self::Rating(Rating::Transport) => &[
                (["À plus de 10 min", "Over 10 min"], "ban"),
                (["Moins de 10 min", "Under 10 min"], "clock"),
                (["2 à 5 min", "2 to 5 min"], "bus"),
                (["Moins de 2 min", "Under 2 min"], "bus"),
            ],
            Self::Rating(Rating::Mix) => &[
                (["Personne, ou hommes", "Nobody, or men"], "ban"),
                (["Surtout hommes", "Mostly men"], "user"),
                (["Quelques femmes", "Some women"], "users"),
                (["Équilibré", "Balanced"], "scale"),
            ],
        }
    }

    /// What a step means.
    pub fn step_label(self, level: Level, language: Language) -> &'static str {
        self.steps()[usize::from(level.0)].0[language as usize]
    }

    /// The picture of a step.
    pub fn step_icon(self, level: Level) -> &'static str {
        self.steps()[usize::from(level.0)].1
    }
}

codes! {
    /// `polarite`: whether it is a problem, a strength, or neither.
    Polarity {
        Negative "negative" "Problème" "Problem" "triangle-alert",
        Positive "positive" "Point fort" "Strength" "sun",
        Neutral "neutral" "Ni l’un ni l’autre" "Neither" "circle-dot",
    }
}

codes! {
    /// `frequence`: how often it is so.
    Frequency {
        Once "once" "Une fois" "Once" "circle-dot",
        Recurrent "recurrent" "Souvent" "Often" "repeat",
        Permanent "permanent" "Tout le temps" "All the time" "infinity",
        Unknown "unknown" "Je ne sais pas" "I don’t know" "circle-help",
    }
}

codes! {
    /// `ecl_etat`: what is the matter with the lamp.
    LampState {
        Ok "ok" "Marche bien" "Works well" "check",
        Weak "weak" "Faible" "Weak" "sun-dim",
        Off "off" "Éteint" "Off" "lightbulb-off",
        Flickering "flickering" "Clignote" "Flickers" "zap",
        Glare "glare" "Éblouit" "Dazzles" "sun",
        HiddenByTrees "hidden_by_trees" "Caché par les arbres" "Hidden by trees" "trees",
        Vandalised "vandalised" "Cassé" "Broken" "wrench",
        ScheduledOff "scheduled_off" "Coupure prévue la nuit" "Planned switch-off" "clock",
        NoFixture "no_fixture" "Pas de lampe" "No lamp" "ban",
        NotAssessed "not_assessed" "Pas regardé" "Not assessed" "circle-help",
    }
}

codes! {
    /// `lieu_type`: what kind of place it is.
    PlaceKind {
        Street "street" "Rue" "Street" "route",
        PedestrianMall "pedestrian_mall" "Mail piéton" "Pedestrian mall" "footprints",
        SlabDalle "slab_dalle" "Dalle" "Slab" "layers",
        Square "square" "Place" "Square" "square",
        StairsRamp "stairs_ramp" "Escalier, rampe" "Stairs, ramp" "corner-up-right",
        UnderpassPorch "underpass_porch" "Passage, porche" "Underpass, porch" "door-open",
        Parking "parking" "Parking" "Car park" "car",
        BusStop "bus_stop" "Arrêt de bus" "Bus stop" "bus",
        BuildingEntrance "building_entrance" "Hall, entrée" "Entrance" "house",
        CommonArea "common_area" "Parties communes" "Common area" "key-round",
        PlayArea "play_area" "Jeux" "Play area" "blocks",
        SportsArea "sports_area" "Sport" "Sports" "dumbbell",
        ParkGarden "park_garden" "Parc, jardin" "Park, garden" "trees",
        SchoolNursery "school_nursery" "École, crèche" "School, nursery" "baby",
        Shops "shops" "Commerces" "Shops" "store",
        PublicFacility "public_facility" "Équipement public" "Public facility" "landmark",
        WasteArea "waste_area" "Point déchets" "Waste area" "trash-2",
        ConstructionSite "construction_site" "Chantier" "Building site" "construction",
        Other "other" "Autre" "Other" "plus",
    }
}

codes! {
    /// `source`: who says it.
    Source {
        Group "group" "Le groupe" "The group" "users",
        Individual "individual" "Une personne" "One person" "user",
        Mediator "mediator" "La médiatrice" "The mediator" "hand-helping",
        Workshop "workshop" "En atelier, sur papier" "In a workshop, on paper" "file-text",
    }
}

codes! {
    /// `diffusion`: how far it may go.
    Sharing {
        Internal "internal" "Dans le groupe" "Inside the group" "lock",
        Partners "partners" "Aux partenaires" "To partners" "handshake",
        Public "public" "À tout le monde" "To everyone" "megaphone",
    }
}

codes! {
    /// `geo_src`: where the point comes from.
    GeoSource {
        Gps "gps" "Position du téléphone" "Phone’s position" "map-pin",
        Map "map" "Placé à la main" "Placed by hand" "move",
        Stop "stop" "Point de l’arrêt" "Point of the stop" "flag",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::Code;

    #[test]
    fn codes_come_back_and_unknown_ones_do_not() {
        fn check<T: Code + std::fmt::Debug>() {
            for value in T::ALL {
                assert_eq!(T::from_code(value.code()), Some(*value));
                assert!(!value.code().contains('|'));
                for language in Language::ALL {
                    assert!(!value.label(language).is_empty());
                }
            }
            assert_eq!(T::from_code("no such code"), None);
        }
        check::<Polarity>();
        check::<Frequency>();
        check::<LampState>();
        check::<PlaceKind>();
        check::<Source>();
        check::<Sharing>();
        check::<GeoSource>();
        check::<Rating>();
        assert_eq!((LampState::ALL.len(), PlaceKind::ALL.len(), Rating::ALL.len()), (10, 19, 8));
    }

    #[test]
    fn a_level_is_zero_to_three() {
        assert_eq!(Level::new(3).map(Level::value), Some(3));
        assert_eq!(Level::new(4), None);
    }
}
