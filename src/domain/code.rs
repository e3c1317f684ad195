//! Stable codes with a label per language: what is stored is the code, what is shown is the label.

/// The languages the app speaks. Labels are arrays indexed by it, so a language without a label
/// does not compile.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Language {
    /// French, the first language.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language, first language first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The language of an ISO 639-1 code or of a BCP 47 tag such as `en-GB`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// Its own name, for the person who looks for it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }
}

/// One text per language, in the order of [`Language::ALL`].
pub type Label = [&'static str; Language::ALL.len()];

/// A closed list of codes. Codes never change meaning and are never reused.
pub trait Code: Copy + PartialEq + Sized + 'static {
    /// Every value, in the order in which it is offered.
    const ALL: &'static [Self];
    /// Their codes, labels and pictures, in the same order.
    const TABLE: &'static [(&'static str, Label, &'static str)];
    /// What is stored and exported.
    fn code(self) -> &'static str;
    /// What is shown.
    fn label(self, language: Language) -> &'static str;
    /// The picture that goes with it: the name of a symbol in the icon sprite.
    fn icon(self) -> &'static str;

    /// The value of a stored code; `None` for a code this version does not know.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Writes a list of codes: variant, code, French label, English label, icon.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $code:literal $fr:literal $en:literal $icon:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        #[allow(missing_docs, reason = "each variant is documented by its labels")]
        pub enum $name { $($variant),+ }

        impl $name {
            const ROWS: &'static [(&'static str, $crate::domain::code::Label, &'static str)] =
                &[$(($code, [$fr, $en], $icon)),+];
        }

        impl $crate::domain::code::Code for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const TABLE: &'static [(&'static str, $crate::domain::code::Label, &'static str)] =
                Self::ROWS;
            // Apart from the labels: a program that only reads and writes a code need not hold
            // what it is called.
            fn code(self) -> &'static str {
                const CODES: &[&str] = &[$($code),+];
                CODES[self as usize]
            }
            fn label(self, language: $crate::domain::code::Language) -> &'static str {
                Self::ROWS[self as usize].1[language as usize]
            }
            fn icon(self) -> &'static str { Self::ROWS[self as usize].2 }
        }
    };
}
pub(crate) use codes;
