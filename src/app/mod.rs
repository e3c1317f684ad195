//! What the app does, without a browser: [`Event`] in, [`Model::update`], [`Effect`]s out.
//!
//! An event says what happened and carries its time and its randomness. `update` changes the model
//! and returns what is to be done to the world; the world answers with further events. Nothing
//! here can fail, wait, read a clock or draw a number, so a walk can be replayed.
//!
//! Start with [`event`], then [`update`]; [`view`] is what the screens read.

pub mod copies;
pub mod effect;
pub mod event;
pub mod exchange;
pub mod ledger;
pub mod model;
pub mod problem;
pub mod review;
pub mod route;
pub mod sightings;
pub mod tap;
mod update;
pub mod view;
pub mod workshop;

pub use effect::Effect;
pub use event::Event;
pub use model::Model;
pub use problem::Problem;
pub use route::{Page, Route};
