//! Everything that needs no browser.

mod adversary;
mod answers;
mod answers_laws;
mod booklet;
mod bundles;
mod door;
mod erased;
mod erased_phone;
mod exchange;
mod forging;
mod golden;
mod house;
#[path = "../../examples/campaign/invented.rs"]
mod invented;
mod jobs;
mod laptops;
mod later;
mod layers;
mod merging;
mod notebook_file;
mod numbering;
mod pages;
mod phone;
mod planner;
mod postgis;
mod preparation;
mod pseudonyms;
mod review;
mod several_writers;
mod stops;
mod stories;
mod tables;
mod tabs;
mod tempdir;
mod tidy;
mod workshop;
