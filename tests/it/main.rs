//! Everything that needs no browser.

mod bundles;
#[path = "../../examples/campaign/invented.rs"]
mod invented;
mod layers;
mod merging;
mod notebook_file;
mod pages;
mod phone;
mod preparation;
mod review;
mod stories;
mod tidy;
mod workshop;
