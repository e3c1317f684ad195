//! What a walk is. No browser, no clock, no randomness, no hash order: time and ids come in from
//! outside, so that everything here can be replayed.
//!
//! | room | holds |
//! |---|---|
//! | [`walk`] | one outing of a group: its sheet, stops, ground, kit, and the notebook of what was said |
//! | [`observation`] | something said about one place at one moment: place, position, photo, the grid's codes |
//! | [`ledger`] | records, revisions, and statements of several devices: how anything is written down |
//! | [`deliberation`] | one decision of a group: a constat, a préconisation, a step, a vote, an answer |
//! | [`campaign`] | all of it together: what belongs together, where it stands, where two versions stand |
//! | [`leaving`] | what leaves the group, to whom, under which number, and how it comes back |
//!
//! Beside them what all rooms use: codes with labels ([`code`]), ids ([`identity`]), moments
//! ([`stamp`]), days ([`date`]), letters without accents ([`folding`]).

pub mod campaign;
pub mod code;
pub mod date;
pub mod deliberation;
pub mod folding;
pub mod identity;
pub mod leaving;
pub mod ledger;
pub mod observation;
pub mod stamp;
pub mod walk;
