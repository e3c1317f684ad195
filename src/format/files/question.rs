//! What a file leaves open, and what a person answered. A file is read again with the answers: reading is a
//! function of the file, of what is known, and of what was answered.

use super::system::System;

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum About {
    /// In which system the coordinates are.
    System,
    /// Which layer of an archive.
    Layer,
    /// Which column names the points.
    Label,
    /// Which column holds the code of the neighbourhood.
    Code,
    /// Which column holds its name.
    Name,
    /// Which of several lines.
    Line,
    /// Whether only what lies around the walk is taken.
    Around,
}

impl About {
    /// Everything that is asked.
    pub const ALL: [Self; 7] =
        [Self::System, Self::Layer, Self::Label, Self::Code, Self::Name, Self::Line, Self::Around];

    /// Its name on the way to the page and back.
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Layer => "layer",
            Self::Label => "label",
            Self::Code => "code",
            Self::Name => "name",
            Self::Line => "line",
            Self::Around => "around",
        }
    }
}

/// How an answer is shown.
#[derive(Clone, PartialEq, Debug)]
pub enum AnswerLabel {
    /// A system, and how far from the walk it puts the file (metres).
    System {
        /// Which one.
        system: System,
        /// Whether its two numbers are changed.
        turned: bool,
        /// Metres from the walk, when something is known of it.
        metres: Option<f64>,
    },
    /// A column with a few of its values.
    Column {
        /// Its name.
        name: String,
        /// The first of its values.
        sample: Vec<String>,
    },
    /// No column.
    NoColumn,
    /// A line, by its length.
    Line {
        /// Its rank, from 1.
        number: usize,
        /// Metres.
        length_m: f64,
    },
    /// A layer of an archive.
    Layer(String),
    /// What lies within so many metres of the walk.
    Around {
        /// Metres.
        metres: u32,
        /// How much of it there is.
        count: usize,
    },
}

/// One answer that can be given.
#[derive(Clone, PartialEq, Debug)]
pub struct AnswerChoice {
    /// How it comes back.
    pub value: String,
    /// How it is shown.
    pub label: AnswerLabel,
}

/// A question with its answers.
#[derive(Clone, PartialEq, Debug)]
pub struct OpenQuestion {
    /// What is asked.
    pub about: About,
    /// What can be answered.
    pub options: Vec<AnswerChoice>,
    /// Which answer the file was read with; `None` when it waits for one.
    pub chosen: Option<usize>,
}

/// What a person answered of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers(Vec<(About, String)>);

impl Answers {
    /// From codes of [`About`] with the values that were chosen; what is not known is passed over.
    pub fn read(pairs: &[(String, String)]) -> Self {
        let about = |code: &str| About::ALL.into_iter().find(|about| about.code() == code);
        Self(pairs.iter().filter_map(|(code, value)| Some((about(code)?, value.clone()))).collect())
    }

    /// The last answer about something.
    pub fn of(&self, about: About) -> Option<&str> {
        self.0.iter().rev().find(|(of, _)| *of == about).map(|(_, value)| value.as_str())
    }
}
