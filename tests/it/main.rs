//! Everything that needs no browser.

mod bundles;
mod layers;
mod merging;
mod phone;
mod stories;
mod tidy;
