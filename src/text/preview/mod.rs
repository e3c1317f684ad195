//! Words for what taking files in would do, before it is done. The sentences are made by the worker;
//! a walker's first page carries the few on its buttons.

mod en;
mod fr;

use crate::domain::code::{Code, Language};
use crate::domain::observation::taxonomy::{Category, Principle};
use crate::domain::walk::actor::{ActorKind, GroupRole};
use crate::domain::walk::grid::Question;
use crate::domain::walk::sheet_change::SheetPart;
use crate::domain::walk::{AgeBand, DayKind, Guarantor, Mobility, Theme, WalkKind, Weather};

/// What a person is asked.
#[derive(Debug)]
pub struct AskWords {
    /// What taking files in would do.
    pub title: &'static str,
    /// Yes.
    pub take: &'static str,
    /// No.
    pub leave: &'static str,
    /// Yes, and what nobody proved as well.
    pub take_doubted: &'static str,
    /// What a walk's invitation would change.
    pub join_title: &'static str,
    /// Yes.
    pub accept: &'static str,
    /// No.
    pub keep: &'static str,
}

/// What files would do.
#[derive(Debug)]
pub struct PreviewWords {
    /// New observations, photos, records of any kind.
    pub new: fn(usize, usize, usize) -> String,
    /// Here already.
    pub known: fn(usize) -> String,
    /// Changed by their authors.
    pub changed: fn(usize) -> String,
    /// Withdrawn by their authors.
    pub withdrawn: fn(usize) -> String,
    /// Erased by another device.
    pub erased: fn(usize) -> String,
    /// Written on by another device.
    pub clashes: fn(usize) -> String,
    /// A sheet or kit by another device.
    pub foreign_kit: fn(usize) -> String,
    /// Claims to be older than the author's.
    pub foreign_first: fn(usize) -> String,
    /// Erased by a device that may not.
    pub foreign_erasing: fn(usize) -> String,
    /// Notebooks that their phone signed.
    pub signed: fn(usize) -> String,
    /// Notebooks that nobody signed.
    pub not_signed: fn(usize) -> String,
    /// Notebooks of phones that sign, and did not sign these.
    pub key_missing: fn(usize) -> String,
    /// Phones with another key than before.
    pub new_key: fn(usize) -> String,
    /// Would change what was signed.
    pub held_back: fn(usize) -> String,
    /// Not what was signed.
    pub unfit: fn(usize) -> String,
    /// Was not taken: not what was signed.
    pub told_unfit: &'static str,
    /// Was not taken: it would change what was signed.
    pub told_held_back: &'static str,
    /// Signs with another key than before.
    pub told_new_key: &'static str,
    /// A part of the sheet, as it is and as it would be.
    pub sheet: fn(SheetPart, &str, &str) -> String,
    /// Before the reason why something is not taken.
    pub refused: &'static str,
}

/// A value of a sheet in words: of codes what they are called, of several one after the other.
fn value(part: SheetPart, text: &str, language: Language) -> String {
    fn named<C: Code>(code: &str, language: Language) -> Option<&'static str> {
        Some(C::from_code(code)?.label(language))
    }
    let called = |code: &str| match part {
        SheetPart::Kind => named::<WalkKind>(code, language),
        SheetPart::Themes => named::<Theme>(code, language),
        SheetPart::GridFirst => named::<Principle>(code, language)
            .or_else(|| Some(Category::from_code(code)?.label(language))),
        SheetPart::GridHidden => named::<Question>(code, language),
        SheetPart::Roles => named::<GroupRole>(code, language),
        SheetPart::Guarantors => named::<Guarantor>(code, language),
        SheetPart::Ages => named::<AgeBand>(code, language),
        SheetPart::Mobility => named::<Mobility>(code, language),
        SheetPart::Weather => named::<Weather>(code, language),
        SheetPart::DayKind => named::<DayKind>(code, language),
        _ => None,
    };
    let words = |line: &str| match line.split_once('\t') {
        Some((kind, name)) if part == SheetPart::Actors => {
            format!("{name} ({})", named::<ActorKind>(kind, language).unwrap_or(kind))
        }
        _ => called(line).unwrap_or(line).to_owned(),
    };
    text.lines().map(words).collect::<Vec<_>>().join(", ")
}

impl AskWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::ASK,
            Language::En => &en::ASK,
        }
    }
}

impl PreviewWords {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &fr::PREVIEW,
            Language::En => &en::PREVIEW,
        }
    }
}
