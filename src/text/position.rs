//! Position and clock: what is said where the phone may be wrong about where and when.

/// Words of one language.
pub struct PositionWords {
    /// It tells zeros, or nothing.
    pub nowhere: &'static str,
    /// So many kilometres from the walk: is that so?
    pub far: fn(u32) -> String,
    /// It is.
    pub far_true: &'static str,
    /// Perhaps at this stop: one tap says so.
    pub stop_proposed: fn(&str) -> String,
    /// What the phone says, and what the satellites say.
    pub clock_off: fn(&str, &str) -> String,
    /// What the phone says, and what the walk's sheet says.
    pub day_off: fn(&str, &str) -> String,
}

pub(super) static FR: PositionWords = PositionWords {
    nowhere: "Le téléphone ne dit pas où il est. Placez les observations sur la carte.",
    far: |km| format!("Le téléphone dit : à {km} km de la marche. Est-ce vrai ?"),
    far_true: "Oui, je suis là",
    stop_proposed: |stop| format!("Ici : {stop} ?"),
    clock_off: |phone, satellites| {
        format!(
            "Ce téléphone dit : {phone}. Les satellites disent : {satellites}. Rien n’est perdu, les deux sont gardés. Réglez l’horloge si vous pouvez, et continuez."
        )
    },
    day_off: |phone, sheet| {
        format!(
            "Ce téléphone dit : {phone}. La fiche de la marche dit : {sheet}. Rien n’est perdu. Si l’horloge est fausse, réglez-la ; si la marche a changé de jour, continuez."
        )
    },
};

pub(super) static EN: PositionWords = PositionWords {
    nowhere: "The phone does not say where it is. Place the observations on the map.",
    far: |km| format!("The phone says: {km} km from the walk. Is that so?"),
    far_true: "Yes, I am there",
    stop_proposed: |stop| format!("Here: {stop}?"),
    clock_off: |phone, satellites| {
        format!(
            "This phone says: {phone}. The satellites say: {satellites}. Nothing is lost, both are kept. Set the clock if you can, and go on."
        )
    },
    day_off: |phone, sheet| {
        format!(
            "This phone says: {phone}. The sheet of the walk says: {sheet}. Nothing is lost. If the clock is wrong, set it; if the walk was moved to another day, go on."
        )
    },
};
