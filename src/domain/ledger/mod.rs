//! The ledger: what is written down of anything, and what it adds up to. A [`record`] is one revision
//! by the one device that may write it; [`revisions`] are all of them as a set union.
//!
//! What several devices say of one thing, without a server between them, is said in statements.
//!
//! A **statement** is a record with one writer. It carries the digests of the statements that it
//! replaces: those that its device was showing when it was made. So "last" means *having seen the
//! others*, whatever the clocks say. Statements that did not know of each other stand side by side
//! and are both offered; choosing one is a statement too. Everything here follows from the set of
//! statements, in whatever order it came and however often (`tests/it/laptops.rs`).
//!
//! - [`register`]: one value in one respect (where an observation belongs, the order of the constats).
//! - [`edits`]: a thing of many fields (a constat, an answer), each field on its own.
//! - [`chain`]: what happens one after the other (the steps of a life).
//!
//! Digests are named and not counters of each writer: a device that went on from an old backup
//! counts the same numbers twice, and what it never saw again must not pass for known.
//!
//! A [`tombstone`] says that a thing is gone; it is asked before anything is taken in.

pub mod chain;
pub mod edits;
pub mod record;
pub mod register;
pub mod revisions;
pub mod tombstone;

/// What names a statement: the first 8 bytes of the SHA-256 of its stored line.
pub type Digest = u64;

/// A thing to which a record says what it replaces.
#[derive(Clone, PartialEq, Debug)]
pub struct Statement<B> {
    /// The statements that it replaces; `None` in records made before statements said so, which are
    /// ordered among themselves by the rule of their time.
    pub over: Option<Vec<Digest>>,
    /// What it says.
    pub says: B,
}
