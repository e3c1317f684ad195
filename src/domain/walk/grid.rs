//! The observation grid of one walk: what comes first and what is not asked. A grid hides and
//! orders; it never changes a code.

use crate::domain::code::{Code, codes};
use crate::domain::observation::taxonomy::{Category, Principle};
use crate::domain::walk::Theme;

codes! {
    /// What may be asked of an observation beside its category, and can be left out of a walk.
    Question {
        Feeling "feeling" "Ressenti" "Feeling" "smile",
        Lighting "lighting" "Lumière" "Light" "lightbulb",
        Photo "photo" "Photos" "Photos" "camera",
        People "people" "Qui est là, qui évite" "Who is there, who avoids" "users",
        Words "words" "Mots et idées" "Words and ideas" "pencil",
        Severity "severity" "Gravité" "Severity" "siren",
        Lamp "lamp" "Lampadaire" "Lamp" "lightbulb",
        Ratings "ratings" "Notes du lieu" "Ratings" "star",
        Also "also" "Autres sujets" "Other subjects" "tag",
    }
}

/// What comes first on a walk, and what is not asked.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Grid {
    /// Principles offered first, in this order; the others follow in theirs.
    pub principles: Vec<Principle>,
    /// Categories offered first in their principle.
    pub categories: Vec<Category>,
    /// Questions that are not asked.
    pub hidden: Vec<Question>,
}

impl Grid {
    /// Whether a question is asked.
    pub fn asks(&self, question: Question) -> bool {
        !self.hidden.contains(&question)
    }

    /// All principles, those of the grid first.
    pub fn ordered_principles(&self) -> impl Iterator<Item = Principle> {
        let rest = Principle::ALL.iter().filter(|principle| !self.principles.contains(principle));
        self.principles.iter().chain(rest).copied()
    }

    /// All categories of a principle, those of the grid first.
    pub fn ordered_categories(&self, principle: Principle) -> impl Iterator<Item = Category> {
        let chosen = move |category: &Category| category.principle() == Some(principle);
        let first = self.categories.iter().copied().filter(chosen);
        let rest = principle.categories().filter(|category| !self.categories.contains(category));
        first.chain(rest)
    }

    /// What the themes of a walk put first. A suggestion: the mediator decides.
    pub fn suggested(themes: &[Theme]) -> Self {
        let mut principles: Vec<Principle> = Vec::new();
        for theme in themes {
            for principle in first_principles(*theme) {
                if !principles.contains(principle) {
                    principles.push(*principle);
                }
            }
        }
        Self { principles, ..Self::default() }
    }
}

/// The principles that a theme is about.
fn first_principles(theme: Theme) -> &'static [Principle] {
    use Principle::{ActTogether, CleanWelcoming, EscapeHelp, HearBeHeard, KnowWhere, SeeBeSeen};
    match theme {
        Theme::Safety => &[SeeBeSeen, EscapeHelp, HearBeHeard],
        Theme::Lighting => &[SeeBeSeen],
        Theme::Gender => &[HearBeHeard, ActTogether],
        Theme::Mobility => &[KnowWhere, CleanWelcoming],
        Theme::Shops => &[HearBeHeard, CleanWelcoming],
        Theme::SharingSpace => &[HearBeHeard, ActTogether],
        Theme::School => &[KnowWhere, CleanWelcoming],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_grid_orders_and_loses_nothing(
            themes in proptest::collection::vec(proptest::sample::select(Theme::ALL), 0..7),
            first in proptest::collection::vec(0..66_usize, 0..20),
        ) {
            let all: Vec<Category> = Category::all().collect();
            let mut grid = Grid::suggested(&themes);
            for index in first {
                if let Some(category) = all.get(index) && !grid.categories.contains(category) {
                    grid.categories.push(*category);
                }
            }
            let mut principles: Vec<Principle> = grid.ordered_principles().collect();
            prop_assert_eq!(principles.get(..grid.principles.len()), Some(&grid.principles[..]));
            principles.sort_unstable();
            prop_assert_eq!(&principles, Principle::ALL);
            for principle in Principle::ALL {
                let mut ordered: Vec<&str> =
                    grid.ordered_categories(*principle).map(Category::code).collect();
                let mut all: Vec<&str> = principle.categories().map(Category::code).collect();
                ordered.sort_unstable();
                all.sort_unstable();
                prop_assert_eq!(ordered, all);
            }
        }
    }
}
