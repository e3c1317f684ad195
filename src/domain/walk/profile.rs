//! Places that a walk can be prepared for. A profile is data: another city is another row, not
//! other code, and every value can be changed afterwards.

use crate::domain::walk::actor::{Actor, ActorKind};
use crate::domain::walk::{Theme, Walk};

/// What is known of a place before anybody walks there.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Profile {
    /// What it is called in a list.
    pub name: &'static str,
    /// The neighbourhood.
    pub quarter: &'static str,
    /// The commune.
    pub commune_name: &'static str,
    /// Who commissions the walks.
    pub commissioner: &'static str,
    /// Who leads them.
    pub operator: &'static str,
    /// What they look at.
    pub themes: &'static [Theme],
    /// The bodies of the place, by their public names.
    pub actors: &'static [(ActorKind, &'static str)],
    /// The challenges of its contrat de ville: code and label.
    pub challenges: &'static [(&'static str, &'static str)],
    /// The sectors it is run in: code and label.
    pub sectors: &'static [(&'static str, &'static str)],
    /// Longitude and latitude in degrees, used to look the sun up and to open the map.
    pub around: (f64, f64),
}

/// Amiens, quartier Pierre Rollin. Sources: the report of the Conseil national des villes on Amiens
/// (26 June 2025) for the walks, their theme and France Médiation; the renewal convention's list of
/// parties for the bodies; the network's name from its public presentation; the developer as named
/// by the city's press. The neighbourhood's code comes from the perimeter file.
pub const PIERRE_ROLLIN: Profile = Profile {
    name: "Amiens – Pierre Rollin",
    quarter: "Pierre Rollin",
    commune_name: "Amiens",
    commissioner: "Amiens Métropole",
    operator: "France Médiation",
    themes: &[Theme::Safety, Theme::Lighting, Theme::Gender],
    actors: &[
        (ActorKind::Metropole, "Amiens Métropole"),
        (ActorKind::City, "Ville d’Amiens"),
        (ActorKind::Landlord, "Amsom Habitat"),
        (ActorKind::Landlord, "SIP"),
        (ActorKind::Landlord, "Clésence"),
        (ActorKind::Landlord, "Toit Aussi"),
        (ActorKind::Transport, "Ametis (Keolis Amiens)"),
        (ActorKind::Developer, "Amiens Aménagement"),
        (ActorKind::Clspd, "CLSPD"),
        (ActorKind::Residents, "Conseil citoyen"),
        (ActorKind::Residents, "Comité de quartier"),
    ],
    // Source: the report of the Conseil national des villes, as above.
    challenges: &[
        ("precarite", "Lutter contre la précarité financière, alimentaire et énergétique"),
        ("insertion", "Lever les freins à l’insertion sociale et professionnelle"),
        ("droits", "Faciliter l’accès aux droits et aux services"),
        ("jeunesse", "Promouvoir la réussite des enfants et des jeunes de 0 à 25 ans"),
        ("parentalite", "Soutenir les familles dans leur rôle parental"),
        ("sante", "Améliorer la prise en charge des problématiques de santé"),
        ("lien_social", "Rompre l’isolement : vivre ensemble, lien social, pouvoir d’agir"),
        ("cadre_vie", "Améliorer le cadre de vie et les conditions de logement"),
        ("tranquillite", "Favoriser la tranquillité dans l’espace public"),
        (
            "image",
            "Valoriser l’image des quartiers et de leurs habitants, renforcer leur attractivité",
        ),
        ("mobilite", "Contribuer à l’ouverture et à la mobilité des habitants"),
    ],
    sectors: &[
        ("centre", "Centre"),
        ("est", "Est"),
        ("nord", "Nord"),
        ("ouest", "Ouest"),
        ("sud", "Sud"),
    ],
    around: (2.30, 49.87),
};

/// Every profile.
pub const PROFILES: &[Profile] = &[PIERRE_ROLLIN];

impl Profile {
    /// Fills in what the profile knows, over what was there.
    pub fn fill(&self, walk: &mut Walk) {
        self.quarter.clone_into(&mut walk.quarter);
        self.commune_name.clone_into(&mut walk.commune_name);
        self.commissioner.clone_into(&mut walk.commissioner);
        self.operator.clone_into(&mut walk.operator);
        walk.themes = self.themes.to_vec();
        walk.actors = self
            .actors
            .iter()
            .map(|(kind, name)| Actor { kind: *kind, name: (*name).to_owned() })
            .collect();
        let (lon, lat) = self.around;
        walk.around = walk
            .around
            .or_else(|| crate::domain::observation::place::Place::from_lon_lat(lon, lat).ok());
    }
}
