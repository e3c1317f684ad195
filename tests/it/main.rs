//! Everything that needs no browser.

mod answers;
mod answers_laws;
mod booklet;
mod bundles;
mod exchange;
#[path = "../../examples/campaign/invented.rs"]
mod invented;
mod jobs;
mod layers;
mod merging;
mod notebook_file;
mod pages;
mod phone;
mod planner;
mod postgis;
mod preparation;
mod review;
mod stories;
mod tempdir;
mod tidy;
mod workshop;
