//! Words for what taking files in would do, before it is done. The sentences are made by the worker;
//! a walker's first page carries the few on its buttons.

mod en;
mod fr;

use crate::domain::code::Language;
use crate::domain::walk::sheet_change::SheetPart;

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
