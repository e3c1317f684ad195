//! What the screens read: questions to the model, answered without a browser.

pub mod browser;
mod copies;
pub mod layers;
pub mod list;
pub mod marks;
pub mod position;
mod readiness;
pub mod safety;
pub mod together;
