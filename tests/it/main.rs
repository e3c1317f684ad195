//! Everything that needs no browser.

mod bundles;
mod layers;
mod merging;
mod notebook_file;
mod pages;
mod phone;
mod preparation;
mod stories;
mod tidy;
mod workshop;
