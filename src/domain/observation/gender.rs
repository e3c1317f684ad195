//! The gender lens: the group's shared knowledge of a place, never what happened to a person.
//!
//! Behaviours are listed because people who are asked about harassment seldom use the word, and
//! say yes when behaviours are named.

use crate::domain::code::codes;

codes! {
    /// `g_presents`: who is there.
    Present {
        Women "women" "Femmes" "Women" "venus",
        Men "men" "Hommes" "Men" "mars",
        Girls "girls_12_17" "Filles 12–17 ans" "Girls 12–17" "venus",
        Boys "boys_12_17" "Garçons 12–17 ans" "Boys 12–17" "mars",
        Children "children" "Enfants" "Children" "baby",
        Families "families" "Familles" "Families" "users-round",
        Elderly "elderly" "Personnes âgées" "Elderly people" "accessibility",
        Mixed "mixed" "Un peu tout le monde" "A mix of people" "users",
        Nobody "nobody" "Personne" "Nobody" "ban",
    }
}

codes! {
    /// `g_domine`: mostly whom.
    Dominant {
        MostlyMen "mostly_men" "Surtout des hommes" "Mostly men" "mars",
        MostlyWomen "mostly_women" "Surtout des femmes" "Mostly women" "venus",
        Balanced "balanced" "Les deux" "Both" "scale",
        Nobody "nobody" "Personne" "Nobody" "ban",
        Unknown "unknown" "Je ne sais pas" "I don’t know" "circle-help",
    }
}

codes! {
    /// `g_evitepar`: who avoids the place.
    AvoidedBy {
        Women "women" "Femmes" "Women" "venus",
        Girls "girls_12_17" "Filles 12–17 ans" "Girls 12–17" "venus",
        MothersPram "mothers_pram" "Mères, poussettes" "Mothers, prams" "baby",
        Elderly "elderly" "Personnes âgées" "Elderly people" "accessibility",
        Disabled "disabled" "Personnes handicapées" "Disabled people" "accessibility",
        Children "children" "Enfants" "Children" "blocks",
        Men "men" "Hommes" "Men" "mars",
        Everyone "everyone" "Tout le monde" "Everyone" "users",
    }
}

codes! {
    /// `g_quand`: when it is avoided.
    AvoidedWhen {
        Always "always" "Toujours" "Always" "infinity",
        Day "day" "Le jour" "By day" "sun",
        Evening "evening" "Le soir" "In the evening" "sunset",
        Night "night" "La nuit" "At night" "moon",
        Weekend "weekend" "Le week-end" "At weekends" "calendar",
        SchoolTimes "school_times" "Heures d’école" "School times" "clock",
        Winter "winter" "L’hiver" "In winter" "snowflake",
    }
}

codes! {
    /// `g_motifs`: why.
    Reason {
        StaresWhistles "stares_whistles" "Regards, sifflets" "Stares, whistles" "eye",
        Comments "comments" "Remarques" "Comments" "message-circle",
        InsultsThreats "insults_threats" "Insultes, menaces" "Insults, threats" "megaphone",
        Followed "followed" "On est suivi·e" "Being followed" "footprints",
        UnwantedContact "unwanted_contact" "Gestes, contacts" "Unwanted contact" "hand-helping",
        Exhibition "exhibition" "Exhibition" "Exhibition" "eye-off",
        GroupOccupation "group_occupation" "Un groupe occupe" "A group occupies" "users-round",
        MaleOnlyUse "male_only_use" "Que des hommes" "Only men" "mars",
        PoorLighting "poor_lighting" "Trop sombre" "Too dark" "lightbulb-off",
        NoSightlines "no_sightlines" "On ne voit pas" "No view" "eye-off",
        Isolation "isolation" "Isolé" "Isolated" "user",
        NoExit "no_exit" "Pas d’issue" "No way out" "fence",
        NoToilets "no_toilets" "Pas de toilettes" "No toilets" "toilet",
        NoSeating "no_seating" "Pas de bancs" "No seats" "armchair",
        PramObstacle "pram_obstacle" "Obstacle poussette" "Pram obstacle" "baby",
        Dirt "dirt" "Saleté" "Dirt" "trash-2",
        Traffic "traffic" "Voitures, motos" "Traffic" "car",
        Dealing "dealing" "Trafic" "Dealing" "ban",
        Alcohol "alcohol" "Alcool" "Alcohol" "wine",
        Dogs "dogs" "Chiens" "Dogs" "dog",
        PastEvent "past_event" "Il s’y est passé quelque chose" "Something happened" "clock",
        Reputation "reputation" "Réputation" "Reputation" "message-circle",
    }
}

impl Reason {
    /// Reasons that stay inside the group unless someone decides otherwise: they touch offences.
    pub fn is_sensitive(self) -> bool {
        matches!(self, Self::Dealing | Self::Exhibition | Self::PastEvent)
    }
}

codes! {
    /// `g_strateg`: what people do about it.
    Strategy {
        Detour "detour" "Faire un détour" "Take a detour" "route",
        Accompanied "accompanied" "Se faire accompagner" "Be accompanied" "users",
        Hurry "hurry" "Presser le pas" "Hurry" "zap",
        PhoneInHand "phone_in_hand" "Téléphone à la main" "Phone in hand" "phone",
        CarTaxi "car_taxi" "Voiture, taxi" "Car, taxi" "car",
        Clothing "clothing" "Changer de tenue" "Change clothes" "tag",
        DoNotGo "do_not_go" "Ne pas y aller" "Not go there" "ban",
        EarlierReturn "earlier_return" "Rentrer plus tôt" "Go home earlier" "house",
    }
}
