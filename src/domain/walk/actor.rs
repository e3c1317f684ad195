//! Who is responsible for a place, and what part each person of the group takes.

use crate::domain::code::codes;

codes! {
    /// `act_resp`: kinds of bodies that can act on a place.
    ActorKind {
        City "city" "Ville" "City" "landmark",
        Metropole "metropole" "Métropole" "Metropolitan authority" "landmark",
        Landlord "landlord" "Bailleur" "Landlord" "building",
        Transport "transport" "Transports" "Transport" "bus",
        PoliceMunicipal "police_municipal" "Police municipale" "Municipal police" "shield",
        PoliceNational "police_national" "Police nationale" "National police" "shield",
        Clspd "clspd" "CLSPD" "Local safety council" "shield",
        Mediation "mediation" "Médiation sociale" "Social mediation" "handshake",
        Association "association" "Association" "Association" "users",
        SocialCentre "social_centre" "Centre social" "Social centre" "users",
        School "school" "École" "School" "baby",
        Shopkeepers "shopkeepers" "Commerces" "Shopkeepers" "store",
        Developer "developer" "Aménageur" "Developer" "building",
        State "state" "État" "State" "flag",
        Residents "residents" "Habitant·es" "Residents" "users",
        Other "other" "Autre" "Other" "ellipsis",
    }
}

/// A body of the place, by its public name. Never a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// What it is.
    pub kind: ActorKind,
    /// What it is called.
    pub name: String,
}

/// An actor's name is cut after so many characters.
pub const ACTOR_NAME_MAX: usize = 80;

codes! {
    /// What somebody of the group takes care of during the walk. A part, never a name.
    GroupRole {
        Facilitator "facilitator" "Animer" "Lead" "megaphone",
        Scribe "scribe" "Noter" "Write down" "pencil",
        Mapper "mapper" "Placer sur la carte" "Place on the map" "map",
        Photographer "photographer" "Photographier" "Take photos" "camera",
        Timekeeper "timekeeper" "Tenir l’heure" "Keep the time" "clock",
        Guide "guide" "Guider" "Guide" "compass",
    }
}
