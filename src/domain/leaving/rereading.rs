//! What to read again before a text leaves the group: words that may point at a person. It only
//! points; a person decides, and the original is never changed.

/// Why a text should be read again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Concern {
    /// Looks like somebody's name: a form of address, or a capital in the middle of a sentence.
    Name,
    /// Looks like a number plate.
    Plate,
    /// Looks like a telephone number.
    Phone,
    /// Looks like a flat, a floor or a stairwell.
    Home,
    /// Describes somebody.
    Person,
    /// An address of electronic mail or of a page.
    Address,
}

impl Concern {
    /// Every concern.
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Plate, Self::Phone, Self::Home, Self::Person, Self::Address];
}

/// Forms of address, without their dot.
const ADDRESSES: [&str; 12] = [
    "m",
    "mr",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "dr",
    "docteur",
    "mrs",
    "ms",
    "mister",
];
/// Words that tell where somebody lives.
const HOMES: [&str; 15] = [
    "appartement",
    "appart",
    "apt",
    "appt",
    "étage",
    "etage",
    "escalier",
    "hall",
    "bâtiment",
    "batiment",
    "porte",
    "flat",
    "floor",
    "stairwell",
    "logement",
];
/// Words that describe a person rather than a place. Written to find profiling, never to keep it.
const PERSONS: [&str; 26] = [
    "voisin",
    "voisine",
    "gardien",
    "gardienne",
    "noir",
    "noire",
    "noirs",
    "arabe",
    "arabes",
    "blanc",
    "blanche",
    "gitan",
    "gitans",
    "roumain",
    "roms",
    "étranger",
    "étrangers",
    "maghrébin",
    "maghrébins",
    "africain",
    "africains",
    "barbu",
    "capuche",
    "handicapé",
    "neighbour",
    "hoodie",
];

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’' || c == '-'))
        .filter(|word| !word.is_empty())
}

fn is_plate(text: &str) -> bool {
    // AA-123-AA since 2009, 1234 AB 80 before.
    let plain: String = text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let shape: String = plain.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect();
    shape == "AA999AA" || ["9999AA99", "999AA99", "9999AAA99", "999AAA99"].contains(&shape.as_str())
}

/// What in a text should be read again, each reason once.
pub fn concerns(text: &str) -> Vec<Concern> {
    let mut found = Vec::new();
    let mut say = |concern: Concern| {
        if !found.contains(&concern) {
            found.push(concern);
        }
    };
    if text.contains('@') || text.contains("http://") || text.contains("https://") {
        say(Concern::Address);
    }
    // Digits with the signs people put between them.
    let mut digits = 0;
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits += 1;
            if digits == 9 {
                say(Concern::Phone);
            }
        } else if !matches!(c, ' ' | '.' | '-' | '/' | '+' | '(' | ')') {
            digits = 0;
        }
    }
    let all: Vec<&str> = words(text).collect();
    for width in 1..=3 {
        for window in all.windows(width) {
            let joined: String = window.concat();
            if joined.chars().any(|c| c.is_ascii_uppercase()) && is_plate(&joined) {
                say(Concern::Plate);
            }
        }
    }
    for (index, word) in all.iter().enumerate() {
        let lower = word.to_lowercase();
        let next = all.get(index + 1);
        let has_digit = |word: &&&str| word.chars().any(|c| c.is_ascii_digit());
        if HOMES.contains(&lower.as_str())
            && (next.as_ref().is_some_and(has_digit)
                || next.is_some_and(|next| next.chars().count() == 1)
                || index
                    .checked_sub(1)
                    .and_then(|before| all.get(before))
                    .as_ref()
                    .is_some_and(has_digit))
        {
            say(Concern::Home);
        }
        if PERSONS.contains(&lower.as_str()) {
            say(Concern::Person);
        }
        let is_capital = |word: &&str| {
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase)
                && letters.next().is_some_and(char::is_lowercase)
        };
        if ADDRESSES.contains(&lower.as_str()) && next.is_some_and(is_capital) {
            say(Concern::Name);
        }
    }
    // A capital that does not begin a sentence.
    let mut begins = true;
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let before = rest.get(..start).unwrap_or_default();
        begins |= before.contains(['.', '!', '?', '\n', ':', '«', '"', '·']);
        let tail = rest.get(start..).unwrap_or_default();
        let end = tail
            .find(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’' || c == '-'))
            .unwrap_or(tail.len());
        let word = tail.get(..end).unwrap_or_default();
        // After an elision the capital is the second word's: « l’Olympe ».
        let own = word.rsplit(['\'', '’']).next().unwrap_or(word);
        let mut letters = own.chars();
        let capital = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase);
        if capital && !begins {
            say(Concern::Name);
        }
        begins = false;
        rest = tail.get(end..).unwrap_or_default();
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_points_at_somebody_is_pointed_at() {
        use Concern::{Address, Home, Name, Person, Phone, Plate};
        let cases: [(&str, &[Concern]); 17] = [
            ("La lampe est cassée. On ne voit rien.", &[]),
            ("Banc sale, pas d’ombre", &[]),
            ("Trois lampes sur dix, 20 mètres de noir complet", &[Person]),
            ("Toujours la voiture AB-123-CD devant", &[Plate]),
            ("la voiture ab 123 cd", &[]),
            ("immatriculée 1234 AB 80", &[Plate]),
            ("Appeler le 06 12 34 56 78", &[Phone]),
            ("ouvert de 8 à 12 et de 14 à 18", &[]),
            ("chez Mme Martin", &[Name]),
            ("c’est le fils de Karim", &[Name]),
            ("Karim le sait", &[]),
            ("Le mail · Le terrain", &[]),
            ("au 3e étage, appartement 12", &[Home]),
            ("escalier B", &[Home]),
            ("les escaliers sont raides", &[]),
            ("mon voisin crie", &[Person]),
            ("écrire à a@b.fr", &[Address]),
        ];
        for (text, expected) in cases {
            assert_eq!(concerns(text), expected, "{text}");
        }
    }

    #[test]
    fn any_text_can_be_looked_at() {
        for text in ["", "’", "é’É", "🌙🌙", "ملاحظة عن المكان", "A.B.C", "\u{0}", "--’--"]
        {
            let _ = concerns(text);
        }
    }
}
